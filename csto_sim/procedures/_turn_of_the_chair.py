"""Whose turn it is to chair the Council, at which session, and who takes the place of an absentee.

The host of the regular session chairs unless the Council decides otherwise (charter.13.chair); how
the order of the alphabet goes with that is `amb.chair-default`.
"""

from __future__ import annotations

from datetime import date, timedelta

from csto_sim import organisation
from csto_sim.procedures._stages import decided, named
from csto_sim.procedures.meeting import present
from csto_sim.rules.chairing import in_the_chair
from csto_sim.rules.turns import next_in_order
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Case, Detail, Finding

SUSPENSION = "charter.20.suspension"
CHAIR = "charter.13.chair"
SUBSTITUTE = "charter.13.chair-substitute"
ALPHABET = "chair.rotation.alphabet"
CALENDAR = "chair.rotation.calendar"
REPLACEMENT = "lifecycle.replacement"
DEFAULT = "amb.chair-default"
HANDOVER = "amb.chair-handover"
ABSENT = "amb.chair-absent"
DESIGNATED = "designated"


def by_calendar(scene: Scene) -> bool:
    """Whether the chair passes on 1 January: under `amb.chair-handover` B, where that is practice.

    The practice begins in about 2023; before, every option lets it pass at the session.
    """
    return scene.text(CALENDAR) is not None and scene.reading(HANDOVER) == "B"


def goes_before(scene: Scene) -> Case | None:
    """Return the other chairmanship of the scenario that is in office now, or None."""
    found = in_the_chair(scene)
    return None if found is None or found.id == scene.case.id else found


def open_session(scene: Scene) -> Finding:
    """Whether a regular session of the Council is open now; of two the one that opened last."""
    found: Case | None = None
    for meeting in scene.of_procedure("meeting"):
        facts = meeting.facts
        regular = facts.get("body") == "CSC" and facts.get("session", "regular") == "regular"
        if meeting.state != "open" or not regular:
            continue
        if found is None or facts["opened_by"] >= found.facts["opened_by"]:
            found = meeting
    if found is None:
        return Finding("chairmanship.no_session", False, (CHAIR,))
    told: Detail = (("meeting", found.id), ("host", found.facts.get("host", "")))
    return Finding("chairmanship.session", True, (CHAIR,), told)


def sits_in(scene: Scene, session: Finding) -> Finding:
    """Whether the member is in the room of the session: nobody takes the chair from outside."""
    who = scene.fact("member", "")
    meeting = scene.look(session.fact("meeting"))
    holds = meeting is not None and present(meeting, who)
    facts: Detail = (("members", (who,)), ("meeting", session.fact("meeting")))
    return weighed(holds, "chairmanship.there", "chairmanship.absent", (CHAIR,), facts)


def entitled(scene: Scene) -> Finding:
    """Whether the member can take the chair now: a member, its turn, free, and in the room.

    Where the office is for the year, whoever is named need not be in the room.
    """
    session = open_session(scene)
    if not session.holds:
        return session
    parts = [session, _is_member(scene), _free(scene, session), _turn(scene, session)]
    if not by_calendar(scene):
        parts.append(sits_in(scene, session))
    facts: Detail = (("members", (scene.fact("member", ""),)),)
    return weighed(
        all(part.holds for part in parts),
        "chairmanship.may_take",
        "chairmanship.may_not_take",
        (CHAIR,),
        facts,
        tuple(parts),
    )


def _is_member(scene: Scene) -> Finding:
    # A suspended member has no seat in the organs, and so no turn.
    return among_members(scene, scene.fact("member", ""), (CHAIR, SUSPENSION))


def among_members(scene: Scene, who: str, suspended_under: tuple[str, ...]) -> Finding:
    """Whether a state is a member that takes part in the organs: a suspended one does not."""
    facts: Detail = (("members", (who,)),)
    roster = scene.roster()
    if who in roster.suspended:
        return Finding("chairmanship.suspended", False, suspended_under, facts)
    holds = who in roster.members
    return weighed(holds, "chairmanship.member", "chairmanship.not_member", (CHAIR,), facts)


def _free(scene: Scene, session: Finding) -> Finding:
    """Whether nobody else has taken the chair at this session or is to take it on 1 January."""
    for other in scene.of_procedure("chairmanship"):
        taken = other.state == DESIGNATED or (
            bool(other.facts.get("holder"))
            and other.facts.get("session") == session.fact("meeting")
        )
        if other.id != scene.case.id and taken:
            facts: Detail = (("by_matter", other.id),)
            return Finding("chairmanship.taken", False, (CHAIR,), facts)
    return Finding("chairmanship.free", True, (CHAIR,))


def _decided_for(scene: Scene) -> str:
    """The id of a chairmanship, still to come, for which the Council has decided; '' for none."""
    for other in scene.of_procedure("chairmanship"):
        if other.state != "expected" or other.facts["member"] not in scene.roster().members:
            continue
        decision = scene.look(other.facts.get("decision", ""))
        if decision is not None and _effective(scene, decision):
            return other.id
    return ""


def _effective(scene: Scene, decision: Case) -> bool:
    """Whether it is a decision of the Council that is adopted and has effect: nobody else's."""
    facts = decision.facts
    since = facts.get("effective", "")
    ours = facts.get("body", "CSC") == "CSC" and decision.state == "adopted"
    return ours and "" < since <= scene.act.when.day


def _turn(scene: Scene, session: Finding) -> Finding:
    """Whose turn it is: by decision, else as `amb.chair-default` says.

    A decision that has no effect takes nothing from a member whose turn it is without one.
    """
    who = scene.fact("member", "")
    decided_on = _by_decision(scene, who) if scene.fact("decision") else None
    if decided_on is not None and decided_on.holds:
        return decided_on
    found = _by_default(scene, who, session)
    if found.holds or decided_on is None:
        return found
    if found.says == decided_on.says:
        return decided_on
    return decided_on.resting_on(*decided_on.rests_on, found)


def _by_default(scene: Scene, who: str, session: Finding) -> Finding:
    """Whose turn it is where the Council has not decided for this member."""
    other = _decided_for(scene)
    if other:
        facts: Detail = (("members", (who,)), ("by_matter", other))
        return Finding("chairmanship.decided_otherwise", False, (CHAIR,), facts)
    option = scene.reading(DEFAULT)
    before = _state_before(scene)
    if option == "A" or (option == "C" and not before):
        return _by_host(scene, who, session, option)
    reading = (DEFAULT, option)
    if not before:
        told: Detail = (("members", (who,)),)
        return Finding("chairmanship.order_unknown", True, (ALPHABET,), told, (), reading)
    due = next_in_order(scene, before)
    facts = (("members", (who,)), ("next", due), ("chair", before))
    says = "chairmanship.next" if who == due else "chairmanship.not_next"
    return Finding(says, who == due, (CHAIR, ALPHABET), facts, (), reading)


def _by_decision(scene: Scene, who: str) -> Finding:
    found = decided(("CSC",), (CHAIR,))(scene)
    facts: Detail = (("members", (who,)),)
    theirs = _theirs_now(scene)
    if found.holds and theirs is not None:
        told: Detail = (*facts, ("by_matter", theirs.id))
        return Finding("chairmanship.decided_otherwise", False, (CHAIR, REPLACEMENT), told)
    return weighed(
        found.holds,
        "chairmanship.by_decision",
        "chairmanship.not_by_decision",
        (CHAIR,),
        facts,
        (found,),
    )


def _theirs_now(scene: Scene) -> Case | None:
    """The other chairmanship that names the decision which took the place of this one's own."""
    decision = named(scene, "decision")
    if decision is None or decision.id == scene.fact("decision"):
        return None
    for other in scene.of_procedure("chairmanship"):
        if other.id != scene.case.id and other.facts.get("decision") == decision.id:
            return other
    return None


def _by_host(scene: Scene, who: str, session: Finding, option: str) -> Finding:
    """The host of this session; where the chair passes to the next host, of the next (`C`)."""
    host = str(session.fact("host"))
    if option == "A" and scene.reading(HANDOVER) == "C":
        host = str(scene.given("next_host", ""))
    facts: Detail = (("members", (who,)), ("host", host))
    reading = (DEFAULT, option)
    if not host:
        return Finding("chairmanship.host_unknown", True, (CHAIR,), facts, (), reading)
    says = "chairmanship.hosts" if who == host else "chairmanship.not_host"
    return Finding(says, who == host, (CHAIR,), facts, (), reading)


def _state_before(scene: Scene) -> str:
    """The member after which the next in the order comes: that of the chairmanship in office, or
    the one that the data has. Who only sits in another's place does not count: then the turn is
    still that of the state whose place it is."""
    found = goes_before(scene)
    if found is not None:
        return str(found.facts.get("member", ""))
    eve = date.fromisoformat(scene.day) - timedelta(days=1)
    handover = scene.reading(HANDOVER)
    term = organisation.chair(eve, handover)
    while term is not None and term.acting:
        eve = term.since - timedelta(days=1)
        term = organisation.chair(eve, handover)
    return "" if term is None else term.state


def _incumbent(scene: Scene) -> str:
    """The state that is in the chair when the session opens."""
    found = goes_before(scene)
    if found is not None:
        return str(found.facts.get("holder", ""))
    eve = date.fromisoformat(scene.day) - timedelta(days=1)
    term = organisation.chair(eve, scene.reading(HANDOVER))
    return "" if term is None else term.state


def substitutes(scene: Scene) -> Finding:
    """Whether the actor takes the chair for the member whose turn it is and that is not there.

    `amb.chair-absent`: the incumbent (A), the host (B) or the next in the alphabet (C).
    """
    session = open_session(scene)
    if not session.holds:
        return session
    who, member = scene.act.by, scene.fact("member", "")
    if by_calendar(scene):
        reading = (HANDOVER, scene.reading(HANDOVER))
        return Finding("chairmanship.nobody_needed", False, (CALENDAR,), (), (), reading)
    meeting = scene.look(session.fact("meeting"))
    away = sits_in(scene, session)
    option = scene.reading(ABSENT)
    expected = {
        "A": _incumbent(scene),
        "B": str(session.fact("host")),
        "C": next_in_order(scene, member),
    }[option]
    there = meeting is not None and present(meeting, who)
    fits = there and who in ((expected,) if expected else scene.roster().members)
    facts: Detail = (("members", (who,)), ("next", expected))
    says = "chairmanship.substitute" if fits else "chairmanship.not_the_substitute"
    chosen = Finding(says, fits, (SUBSTITUTE,), facts, (), (ABSENT, option))
    missing = Finding(
        "chairmanship.away" if not away.holds else "chairmanship.not_away",
        not away.holds,
        (SUBSTITUTE,),
        (("members", (member,)),),
    )
    ours = (_is_member(scene), _free(scene, session), _turn(scene, session))
    parts = (session, *ours, missing, chosen)
    return weighed(
        all(part.holds for part in parts),
        "chairmanship.stands_in",
        "chairmanship.may_not_stand_in",
        (SUBSTITUTE,),
        facts,
        parts,
    )
