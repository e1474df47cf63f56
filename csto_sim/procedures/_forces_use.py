"""What follows a decision on forces: who is bound, whose leave is needed, joint command."""

from __future__ import annotations

from csto_sim.procedure import Change
from csto_sim.procedures._forces_acts import JOINT, State
from csto_sim.procedures._forces_conditions import (
    JURISDICTION,
    REGULATIONS,
    contributors,
    force_of,
    requesters,
    settled,
)
from csto_sim.procedures._forces_in_order import awaited, conditions
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.rules.clock import when_all
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

BINDING, REPLACEMENT = "charter.12.binding", "lifecycle.replacement"
ON_USE = decided(("CSC",), (BINDING, *REGULATIONS), subjects=("forces",))
ON_COMPOSITION = decided(("CSC",), field="composition", subjects=("forces",))
#: Under which the composition of a force is approved.
COMPOSITION = {"CRRF": ("crrf.composition",), "CAF": ("caf.composition",)}


# --- what the Council decided --------------------------------------------------------------------


def use_decided(scene: Scene) -> Finding:
    """Whether the Council has decided on the use, and all is there that it rests on."""
    adopted = scene.once(ON_USE)
    if not adopted.holds:
        return adopted
    found = scene.once(conditions)
    if not found.holds:
        return found  # the matter then says what is missing
    facts: Detail = (("force", force_of(scene)),)
    return Finding("forces.decided", True, (BINDING, *REGULATIONS), facts, (adopted, found))


def decided_too_soon(scene: Scene) -> Finding:
    """Whether the Council has decided on the use while a condition is missing.

    What is missing is told by `use_decided`, which is weighed once the matter waits for it.
    """
    adopted = scene.once(ON_USE)
    if not adopted.holds:
        return adopted
    holds = not scene.once(conditions).holds
    facts: Detail = (("force", force_of(scene)),)
    return Finding("forces.decided_too_soon", holds, (BINDING, *REGULATIONS), facts, (adopted,))


def use_stopped(scene: Scene) -> Finding:
    """Whether the decision on the use failed, was sent back or withdrawn."""
    return stopped((BINDING, *REGULATIONS))(scene)


def composition_approved(scene: Scene) -> Finding:
    """Whether the Council has approved a composition that rests on members' proposals, and has not
    decided on the use (crrf.composition, caf.composition)."""
    adopted = ON_COMPOSITION(scene)
    if not adopted.holds:
        return adopted
    if scene.once(ON_USE).holds:
        return Finding("forces.use_first", False, (BINDING,))
    states = contributors(scene)
    facts: Detail = (("states", states), *adopted.facts[:1])
    under = COMPOSITION.get(force_of(scene), JURISDICTION[force_of(scene)])
    return weighed(
        bool(states), "forces.composition", "forces.composition_of_nobody", under, facts, (adopted,)
    )


def approving(scene: Scene) -> Change:
    """Return the change by an approved composition: whose contingents are in it."""
    return Change({"approved": contributors(scene)})


def waiting(scene: Scene) -> Change:
    """Return the change when a decision waits: whose contingents were before the Council."""
    return Change({"put_to_use": contributors(scene)})


def deciding(scene: Scene) -> Change:
    """Return the change by the decision on the use: from when, whose units, who is bound.

    Under `amb.domestic-authorisation` A the decision binds at once those whose units are in it,
    under B each when its own authorities have given leave.
    """
    when = when_all(scene, _rests_on(scene))
    day = when.day if when is not None else scene.act.when.day
    states = settled(scene)
    offered: Facts = scene.fact("offered_on", NO_FACTS)
    leave: Facts = scene.fact("leave", NO_FACTS)
    given = {state: said[1] for state, said in leave.items() if said[0] == "given"}
    since = {state: max(day, offered.get(state, "")) for state in states}
    if scene.reading("amb.domestic-authorisation") == "B":
        since = {state: max(since[state], given[state]) for state in states if state in given}
    bound = Facts({state: (first, first, "") for state, first in since.items()})
    facts = {"decided": day, "decided_by": scene.act.origin, "approved": states, "bound": bound}
    return Change(facts, when=when)


def _rests_on(scene: Scene) -> tuple[str, ...]:
    """The days by which all was certainly there on which a decision rests: a request that stands,
    the proposals, and a contingent, of which each can be known by a stretch of time alone."""
    members = scene.roster().members
    asked: Facts = scene.fact("asked_on", NO_FACTS)
    offered: Facts = scene.fact("offered_on", NO_FACTS)
    found = [min((asked[state] for state in requesters(scene) if state in members), default="")]
    if scene.reading("amb.composition-per-op") == "A":
        found.append(min((offered[state] for state in settled(scene)), default=""))
    made: Facts = scene.fact("proposals", NO_FACTS)
    return (*found, *(made[body] for body in awaited(scene) if body in made))


def decision_gone(scene: Scene) -> Finding | None:
    """Return why the decision on the use stands no longer (lifecycle.replacement), or None.

    What was adopted falls only when another takes its place; one that sends forces too is followed.
    """
    found = ON_USE(scene)
    gone = found.says in ("stage.other_subject", "stage.not_adopted")
    return found if scene.fact("decided") and gone else None


# --- leave and hand-over -------------------------------------------------------------------------


def has_contingent(scene: Scene) -> Finding:
    """Whether the member on whose leave it turns has put forward a contingent."""
    by = scene.act.by
    facts: Detail = (("by", by),)
    under = (BINDING, *REGULATIONS)
    return weighed(
        by in scene.fact("contingents", NO_FACTS),
        "forces.of_contingent",
        "forces.without_contingent",
        under,
        facts,
    )


def giving_leave(scene: Scene) -> Change:
    """Return the change by leave of national authorities; under B the decision then binds."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    by, day = scene.act.by, scene.act.when.day
    facts = _said(scene, "given")
    binds = bool(scene.fact("decided")) and decision_gone(scene) is None
    if binds and by in scene.fact("approved", ()) and by not in bound:
        facts["bound"] = bound.plus(by, (day, day, ""))
    return Change(facts)


def refusing_leave(scene: Scene) -> Change:
    """Return the change by refused leave: whoever is bound stays so, and its units stay home."""
    return Change(_said(scene, "refused"))


def _said(scene: Scene, what: str) -> dict[str, object]:
    leave: Facts = scene.fact("leave", NO_FACTS)
    return {"leave": leave.plus(scene.act.by, (what, scene.act.when.day))}


def may_hand_over(scene: Scene) -> Finding:
    """Whether a member's units can come under joint command.

    Until the use is decided they are national (crrf.jurisdiction, caf.composition); after that they
    must be in the composition, and national authorities must not stand in the way.
    """
    by = scene.act.by
    under = JURISDICTION[force_of(scene)]
    facts: Detail = (("by", by), ("force", force_of(scene)))
    if not scene.fact("decided"):
        waits = scene.case.state == State.CONDITION_MISSING.word
        says = "forces.not_in_motion" if waits else "forces.still_national"
        return Finding(says, False, under, facts)
    if scene.fact("decided") > scene.act.when.day:
        facts = (*facts, ("day", scene.fact("decided")))
        return Finding("forces.decided_later", False, under, facts)
    if scene.fact("command", NO_FACTS).get(by) == JOINT:
        return Finding("forces.joint_already", False, under, facts)
    gone = decision_gone(scene)
    if gone is not None:
        facts = (("decision", scene.fact("decision", "")),)
        return Finding("forces.decision_replaced", False, (BINDING, REPLACEMENT), facts, (gone,))
    parts = (_in_composition(scene), _leave(scene))
    holds = all(part.holds for part in parts)
    return weighed(holds, "forces.handed_over", "forces.not_handed_over", under, facts, parts)


def _in_composition(scene: Scene) -> Finding:
    by = scene.act.by
    option = scene.reading("amb.composition-per-op")
    among = scene.fact("approved" if option == "A" else "contingents", ())
    facts: Detail = (("by", by), ("states", tuple(among)))
    under, reading = JURISDICTION[force_of(scene)], ("amb.composition-per-op", option)
    return weighed(
        by in among, "forces.in_composition", "forces.not_in_composition", under, facts, (), reading
    )


def _leave(scene: Scene) -> Finding:
    by = scene.act.by
    option = scene.reading("amb.domestic-authorisation")
    reading = ("amb.domestic-authorisation", option)
    said, since = scene.fact("leave", NO_FACTS).get(by, ("", ""))
    decision = named(scene, "decision")
    if not said and decision is not None and by in decision.facts.get("leave", NO_FACTS):
        said, since = "given", decision.facts["leave"][by]
    facts: Detail = (("by", by),)
    if said == "refused":
        return Finding("forces.leave_refused", False, (BINDING,), facts, (), reading)
    given = said == "given" and since <= scene.act.when.day
    holds = option == "A" or given
    if given:
        says = "forces.leave_given"
    else:
        says = "forces.leave_national" if holds else "forces.leave_awaited"
    return Finding(says, holds, (BINDING,), facts, (), reading)


def handing_over(scene: Scene) -> Change:
    """Return the change by a hand-over: the units are under joint command from that day."""
    by, day = scene.act.by, scene.act.when.day
    command: Facts = scene.fact("command", NO_FACTS)
    bound: Facts = scene.fact("bound", NO_FACTS)
    facts: dict[str, object] = {"command": command.plus(by, JOINT)}
    if by not in bound:
        facts["bound"] = bound.plus(by, (day, day, ""))
    return Change(facts)
