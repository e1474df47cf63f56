"""National leave for a decision on forces: whom it binds, and from when.

Decisions bind the members, which carry them out under their national law (charter.12.binding).
Whether one on forces binds a member before its authorities have given leave is a reading,
`amb.domestic-authorisation`: at once (A), or once leave is given (B).
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import Change
from csto_sim.rules.consensus import BINDING
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

LEAVE = "amb.domestic-authorisation"
AWAITED = "awaiting_leave"
Days = tuple[str, str, str]


def waits_for_leave(scene: Scene) -> bool:
    """Return whether this decision binds each member only once that member has given leave."""
    return bool(scene.fact("subject", "general") == "forces") and scene.reading(LEAVE) == "B"


def bonds(scene: Scene, bound: Mapping[str, Days]) -> dict[str, object]:
    """Return the facts on whom the decision binds, and on whom it would bind with leave.

    Whoever has given leave is bound from the day of leave, or of the decision if that came later.
    """
    if not waits_for_leave(scene):
        return {"bound": Facts(bound)}
    given: Facts = scene.fact("leave", NO_FACTS)
    free = {
        member: (max(since, given[member]), max(known, given[member]), until)
        for member, (since, known, until) in bound.items()
        if member in given
    }
    return {"bound": Facts(free), AWAITED: tuple(sorted(m for m in bound if m not in given))}


def addressed(facts: Facts) -> tuple[str, ...]:
    """Return the members that a decision binds, or would bind if they gave leave."""
    bound: Facts = facts.get("bound", NO_FACTS)
    return (*bound, *(member for member in facts.get(AWAITED, ()) if member not in bound))


def may_give_leave(scene: Scene) -> Finding:
    """Whether a member's authorities give leave: once, and for what it is a decision on forces."""
    facts: Detail = (("by", scene.act.by), ("subject", scene.fact("subject", "general")))
    if scene.fact("subject", "general") != "forces":
        return Finding("decision.needs_no_leave", False, (BINDING,), facts)
    if scene.act.by in scene.fact("leave", NO_FACTS):
        return Finding("decision.leave_before", False, (BINDING,), facts)
    option = scene.reading(LEAVE)
    told = addressed(scene.facts)
    if scene.act.by not in told:
        return Finding("decision.leave_of_nobody", False, (BINDING,), facts, (), (LEAVE, option))
    says = "decision.leave_noted" if option == "A" else "decision.leave_given"
    return weighed(True, says, says, (BINDING,), facts, (), (LEAVE, option))


def giving_leave(scene: Scene) -> Change:
    """Return the change by leave: under option B of the reading the decision binds from then."""
    by, day = scene.act.by, scene.act.when.day
    leave: Facts = scene.fact("leave", NO_FACTS)
    facts: dict[str, object] = {"leave": leave.plus(by, day)}
    waiting = scene.fact(AWAITED, ())
    since = str(scene.fact("effective", ""))
    if by in waiting and since:
        bound: Facts = scene.fact("bound", NO_FACTS)
        first = max(since, day)
        facts["bound"] = bound.plus(by, (first, first, ""))
        facts[AWAITED] = tuple(member for member in waiting if member != by)
    return Change(facts)
