"""What a chairmanship asks and changes: whose turn it is, the session, the plan, the end."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import drop, duty, fulfil
from csto_sim.procedures._stages import decided, named
from csto_sim.procedures._term import first_day_without
from csto_sim.procedures._turn_of_the_chair import (
    SUSPENSION,
    among_members,
    by_calendar,
    entitled,
    goes_before,
    open_session,
    sits_in,
    substitutes,
)
from csto_sim.rules.chairing import SITTING
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding, Period

CHAIR = "charter.13.chair"
TERM = "charter.13.chair-term"
SUBSTITUTE = "charter.13.chair-substitute"
CALENDAR = "chair.rotation.calendar"
PLAN = "chair.action-plan"
HANDOVER = "amb.chair-handover"


class State(States):
    """States of the chairmanship of one member, for one term."""

    EXPECTED = "it has not begun, and nobody has taken the chair by it"
    DESIGNATED = "a session has passed the chair on, with effect from 1 January"
    IN_OFFICE = "the member chairs the Council"
    UNABLE_TO_ACT = "the Chair cannot act, and nobody has been elected in its place"
    SUBSTITUTED = "another member chairs the Council in its place"
    ENDED = "it is over: the chair has passed to the next"


def _member(scene: Scene) -> str:
    return str(scene.fact("member", ""))


def _holder(scene: Scene) -> tuple[str, ...]:
    """Whoever chairs by it; of one who is only designated the state that is to.

    Until 1 January "the Chair" is another: the one whose term still runs. A state that is put out
    of the organs does nothing in the chair.
    """
    who = _chairing(scene)
    if who not in scene.roster().members:
        return ()
    return ("CHAIR", who) if scene.fact("holder", "") else (who,)


def _chairing(scene: Scene) -> str:
    """The state that chairs by it, or is to; also while it is put out of the organs."""
    return str(scene.fact("holder", "")) or _member(scene)


def sits_among_members(scene: Scene) -> Finding:
    """Whether the state in the chair is among the members now (charter.20.suspension)."""
    who = _chairing(scene)
    return among_members(scene, who, (SUSPENSION,))


def _put_out(scene: Scene) -> Finding | None:
    """Why the Chair does nothing while its state is not among the members, or None."""
    found = sits_among_members(scene)
    mine = scene.act.by in ("", "CHAIR", _chairing(scene))
    return found if mine and not found.holds else None


TAKER = Actor("the member whose chairmanship it is", lambda scene: (_member(scene),), True)
HOLDER = Actor("whoever is in the chair", _holder, True, why_not=_put_out)
REPORTER = Actor("a member or the Secretary General", lambda s: (*s.roster().members, "SG"))
PERMANENT_COUNCIL = Actor("the Permanent Council", lambda _scene: ("PC",), True)


def takes_at_session(scene: Scene) -> Finding:
    """Whether the member takes the chair here and now: entitled, and the chair passes at once."""
    found = entitled(scene)
    if not found.holds or not by_calendar(scene):
        return found
    reading = (HANDOVER, scene.reading(HANDOVER))
    return Finding("chairmanship.from_january", False, (CALENDAR,), (), (found,), reading)


def takes_from_january(scene: Scene) -> Finding:
    """Whether the member is to take the chair on 1 January: entitled, and the year counts."""
    found = entitled(scene)
    if not found.holds:
        return found
    reading = (HANDOVER, scene.reading(HANDOVER))
    if by_calendar(scene):
        return Finding("chairmanship.from_january", True, (CALENDAR,), (), (found,), reading)
    return Finding("chairmanship.at_session", False, (TERM,), (), (found,), reading)


def comes_back(scene: Scene) -> Finding:
    """Whether the member takes up the chair in which another sat for the time of its absence.

    Only a chairmanship that it has not served yet, and at a later regular session.
    """
    facts: Detail = (("members", (_member(scene),)), ("chair", scene.fact("holder", "")))
    if scene.fact("served", False):
        return Finding("chairmanship.for_the_rest", False, (SUBSTITUTE,), facts)
    session = open_session(scene)
    if not session.holds:
        return session
    later = session.fact("meeting") != scene.fact("session")
    there = sits_in(scene, session)
    parts = (session, there)
    holds = later and there.holds
    return weighed(
        holds,
        "chairmanship.comes_back",
        "chairmanship.not_back",
        (SUBSTITUTE, CHAIR),
        facts,
        parts,
    )


def stands_in(scene: Scene) -> Finding:
    """Whether a state takes the chair in place of the member whose turn it is, which is absent."""
    return substitutes(scene)


def _term(scene: Scene, under: str) -> tuple[Period, ...]:
    calendar = by_calendar(scene)
    follows = "the chair passes to the next " + (
        "on 1 January after the regular session" if calendar else "at the next regular session"
    )
    return duty(scene, "chairmanship", "the Chair", "taking the chair", under, follows)


def _begins(scene: Scene, holder: str, since: str) -> dict[str, object]:
    before = goes_before(scene)
    return {"holder": holder, "since": since, "after": "" if before is None else before.id}


def _at(scene: Scene) -> dict[str, object]:
    return {"session": open_session(scene).fact("meeting"), "session_day": scene.act.when.day}


def taking(scene: Scene) -> Change:
    """Return the change when the member takes the chair at a session."""
    facts = {**_begins(scene, _member(scene), scene.act.when.day), **_at(scene), "served": True}
    return Change(facts, _term(scene, TERM))


def designating(scene: Scene) -> Change:
    """Return the change when a session passes the chair on with effect from 1 January."""
    opens = duty(
        scene,
        "handover",
        "the Chair",
        "the session",
        CALENDAR,
        "the chair passes",
        until=f"{scene.act.when.day[:4]}-12-31",
        lapses="the first of January comes",
        ends_as="elapsed",
    )
    return Change(_at(scene), opens)


def year_begins(scene: Scene) -> Finding:
    """Whether on the first of January the state that was designated is still a member."""
    who = _member(scene)
    facts: Detail = (("members", (who,)), ("day", first_day_without(scene)))
    if who not in scene.roster_on(first_day_without(scene)).members:
        return Finding("chairmanship.not_member", False, (CHAIR,), facts)
    return Finding("chairmanship.begins", True, (CALENDAR,), facts)


def beginning(scene: Scene) -> Change:
    """Return the change on 1 January: the member that was designated chairs the Council."""
    facts = {**_begins(scene, _member(scene), first_day_without(scene)), "served": True}
    return Change(facts, _term(scene, TERM))


def coming_back(scene: Scene) -> Change:
    """Return the change when the member takes up the chair that was kept for it."""
    facts = {"holder": _member(scene), "since": scene.act.when.day, **_at(scene), "served": True}
    closes = fulfil(scene, "chairmanship", "the member took up the chair")
    return Change(facts, _term(scene, TERM), closes)


def standing_in(scene: Scene) -> Change:
    """Return the change when another state takes the chair in place of an absent one."""
    facts = {**_begins(scene, scene.act.by, scene.act.when.day), **_at(scene), "served": False}
    return Change(facts, _term(scene, SUBSTITUTE))


def reporting(scene: Scene) -> Change:
    """Return the change by the report: an election that was held before it was for nothing."""
    election = named(scene, "election")
    held = election is not None and bool(election.facts.get("adopted"))
    return Change({"election_before": held})


def elected(scene: Scene) -> Finding:
    """Whether the Council has elected another Chair for the time that remains.

    Not by an election from a time when the Chair could act: what is asked for is a new one.
    """
    found = decided(("CSC",), (SUBSTITUTE,), field="election")(scene)
    if not found.holds:
        return found
    if scene.fact("election_before", False):
        return Finding("chairmanship.elected_before", False, (SUBSTITUTE,), (), (found,))
    who = scene.fact("substitute", "")
    facts: Detail = (("members", (who,)), ("chair", _member(scene)))
    holds = who in scene.roster().members and who != _member(scene)
    return weighed(
        holds,
        "chairmanship.elected",
        "chairmanship.not_eligible",
        (SUBSTITUTE,),
        facts,
        (found,),
    )


def electing(scene: Scene) -> Change:
    """Return the change by the election: another state chairs for the time that remains."""
    return Change({"holder": scene.fact("substitute")})


def succeeded(scene: Scene) -> Finding:
    """Whether another chairmanship has begun after this one (charter.13.chair-term)."""
    for other in scene.of_procedure("chairmanship"):
        if other.state in SITTING and other.facts.get("after") == scene.case.id:
            facts: Detail = (("by_matter", other.id), ("next", other.facts["holder"]))
            return Finding("chairmanship.passed_on", True, (TERM,), facts)
    return Finding("chairmanship.goes_on", False, (TERM,))


def ending(scene: Scene) -> Change:
    """Return the change when the chair has passed on: the term is done, a plan falls away."""
    closes = fulfil(scene, "chairmanship", "the chair passed to the next")
    closes += drop(scene, "action plan", "the chair passed to the next")
    return Change({"until": scene.act.when.day}, (), closes)


def may_prepare(scene: Scene) -> Finding:
    """Whether the Permanent Council can lay an action plan before the Chair: none lies there."""
    open_ = scene.fact("plan") == "prepared"
    facts: Detail = (("chair", _chairing(scene)),)
    return weighed(
        not open_, "chairmanship.prepares", "chairmanship.plan_lies_there", (PLAN,), facts
    )


def preparing(scene: Scene) -> Change:
    """Return the change when the plan is ready: the Chair owes an answer, without a time set."""
    opens = duty(
        scene,
        "action plan",
        "the Chair",
        "the plan that was prepared",
        PLAN,
        "the Chair approves the plan; no time is stated",
    )
    return Change({"plan": "prepared"}, opens)


def may_approve(scene: Scene) -> Finding:
    """Whether a plan that was prepared through the Permanent Council lies before the Chair."""
    facts: Detail = (("chair", _chairing(scene)),)
    among = sits_among_members(scene)
    if not among.holds:
        return among
    return weighed(
        scene.fact("plan") == "prepared",
        "chairmanship.plan_ready",
        "chairmanship.no_plan",
        (PLAN,),
        facts,
    )


def approving(scene: Scene) -> Change:
    """Return the change when the Chair has approved the plan."""
    closes = fulfil(scene, "action plan", "the Chair approved it")
    return Change({"plan": "approved", "plan_since": scene.act.when.day}, (), closes)


def announcing(scene: Scene) -> Change:
    """Return the change when the priorities are announced."""
    return Change({"priorities": scene.act.when.day})
