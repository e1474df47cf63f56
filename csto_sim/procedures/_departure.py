"""What it does to a decision that a member leaves, is suspended or loses its vote meanwhile.

Nobody waits for the signature of one whose consent counts no longer, and a decision binds members
only (charter.12.binding). What has changed is asked of the matters `membership` and `arrears`.
"""

from __future__ import annotations

from collections.abc import Iterator

from csto_sim.procedure import Change, Guard
from csto_sim.procedures._cure import CONCILIATION, POSTPONED, still_missing, unsigned
from csto_sim.procedures._decision_signatures import curing
from csto_sim.procedures._minus_one import voting
from csto_sim.rules.consensus import BINDING, CONSENSUS
from csto_sim.scene import ARREARS, MEMBERSHIP, Scene, standing_on
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

#: The procedures whose matters a decision looks at to know who counts.
WHO_COUNTS = (MEMBERSHIP, ARREARS)


def _standings(scene: Scene, *procedures: str) -> Iterator[tuple[str, str, str]]:
    """Each matter of these procedures that has begun: its id, its state, the standing now."""
    for procedure in procedures:
        for id in scene.world.dependents.get(f"procedure: {procedure}", ()):
            facts = scene.world.cases[id].facts
            standing = standing_on(facts, scene.act.when.day)
            if standing:
                yield id, facts["member"], standing


def upon_membership(guard: Guard) -> Guard:
    """Return a guard that is weighed only where a matter of membership tells who is a member.

    It is for rows that follow of themselves when somebody is asked no more: what the registers of
    history change moves nothing until somebody acts.
    """

    def weighed_then(scene: Scene) -> Finding:
        if not any(_standings(scene, MEMBERSHIP)):
            return Finding("membership.changes_nothing", False, (BINDING,))
        return guard(scene)

    return weighed_then


def gone(scene: Scene) -> tuple[str, ...]:
    """Return the states whose consent a matter of the scenario made count no longer."""
    counted = voting(scene)
    found = []
    for id, state, _ in _standings(scene, *WHO_COUNTS):
        if state not in counted and state not in found:
            scene.look(id)
            found.append(state)
    return tuple(found)


def cured_by_departure(scene: Scene) -> Finding:
    """Whether nobody is left whose signature the cure waits for (`amb.cure-roster` B).

    Under A those sign who were absent then, and one that has left can sign no more.
    """
    option = scene.reading("amb.cure-roster")
    reading = ("amb.cure-roster", option)
    left = tuple(m for m in gone(scene) if m in scene.fact("missing", ()))
    holds = bool(left) and not still_missing(scene)
    says = "cure.needed_no_more" if holds else "cure.still_needed"
    facts: Detail = (("members", left if holds else still_missing(scene)),)
    return Finding(says, holds, (CONCILIATION, POSTPONED, CONSENSUS), facts, (), reading)


def curing_by_departure(scene: Scene) -> Change:
    """Return the change when the last that was missing is needed no more."""
    left = tuple(m for m in gone(scene) if m in scene.fact("missing", ()))
    change = curing(scene)
    return change._replace(facts={**change.facts, "needed_no_more": left})


def complete_by_departure(scene: Scene) -> Finding:
    """Whether all who count have signed a circulated draft, and one who has not counts no more."""
    signed = scene.fact("signed", NO_FACTS)
    left = tuple(member for member in gone(scene) if member not in signed)
    missing = unsigned(scene)
    holds = bool(signed) and bool(left) and not missing
    says = "signature.needed_no_more" if holds else "signature.still_needed"
    facts: Detail = (("members", left if holds else missing),)
    return Finding(says, holds, (POSTPONED, CONSENSUS), facts)


def _bound_outsiders(scene: Scene) -> dict[str, str]:
    """Those bound who are members no longer by a matter of the scenario, with the day of it."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    found = {}
    roster = scene.roster()
    inside = (*roster.members, *roster.suspended)
    for id, state, standing in _standings(scene, MEMBERSHIP):
        if standing == "outside" and state not in inside and state in bound and not bound[state][2]:
            scene.look(id)
            found[state] = str(scene.world.cases[id].facts.get("standing_since", ""))
    return found


def binds_outsider(scene: Scene) -> Finding:
    """Whether somebody is bound by the decision that is a member no longer (charter.12.binding)."""
    left = tuple(_bound_outsiders(scene))
    says = "decision.binds_no_more" if left else "decision.binds_members"
    return Finding(says, bool(left), (BINDING,), (("members", left),))


def releasing(scene: Scene) -> Change:
    """Return the change: whoever is a member no longer is bound up to the day on which it left."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    ended = {**bound}
    for state, day in _bound_outsiders(scene).items():
        since, known, _ = bound[state]
        if since < day:
            ended[state] = (since, known, day)
        else:
            del ended[state]
    return Change({"bound": Facts(ended)})
