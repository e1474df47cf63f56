"""What a decision asks when it is put: the meeting, the electorate, the rule, the verdict."""

from __future__ import annotations

from functools import lru_cache

from csto_sim.procedures._minus_one import (
    concerned,
    counted,
    fighting,
    frozen,
    left_out,
    untold,
    voting,
)
from csto_sim.procedures.meeting import came, present, presiding_now
from csto_sim.rules.ballot import FOUR_BODIES, Ballot, Verdict
from csto_sim.rules.by_rulebook import applies, by_rulebook
from csto_sim.rules.consensus import BINDING, CONSENSUS, consensus
from csto_sim.rules.limited_format import format_open, limited_format
from csto_sim.rules.majority import majority, procedural
from csto_sim.rules.otherwise import by_enacted_rule
from csto_sim.rules.quorum import quorum
from csto_sim.rules.subsidiary import is_subsidiary, rule_of_subsidiary
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Facts, Finding


def meeting_of(scene: Scene) -> Case | None:
    """Return the open meeting that has this matter on its agenda, or None.

    Of two that are open, the one that opened last: a body sits in one room at a time.
    """
    return scene.once(_meeting)


def _meeting(scene: Scene) -> Case | None:
    found: Case | None = None
    for id in scene.fact("meetings", ()):
        meeting = scene.look(id)
        # A body decides in its own meetings, whatever stands on another's agenda.
        own = meeting is not None and meeting.facts.get("body") == scene.fact("body", "CSC")
        if meeting is None or not own or meeting.state != "open":
            continue
        if found is None or meeting.facts["opened_by"] >= found.facts["opened_by"]:
            found = meeting
    return found


def in_session(scene: Scene) -> Finding:
    """Whether a meeting of the body with this matter on its agenda is open."""
    meeting = meeting_of(scene)
    if meeting is None:
        facts = (("meetings", scene.fact("meetings", ())), ("body", scene.fact("body", "CSC")))
        return Finding("meeting.not_open", False, (CONSENSUS,), facts)
    return Finding("meeting.open", True, (), (("meeting", meeting.id),))


def takes_part(scene: Scene) -> Finding:
    """Whether the member that speaks takes part in the meeting (an absent member cannot vote)."""
    meeting = meeting_of(scene)
    if meeting is None:
        return in_session(scene)
    member = scene.act.by
    if present(meeting, member):
        return _position("position.taken", member, scene.act.name, meeting.id)
    says = "position.has_left" if came(meeting, member) else "position.absent"
    return _position(says, member, scene.act.name, meeting.id)


@lru_cache(maxsize=4096)
def _position(says: str, member: str, act: str, meeting: str) -> Finding:
    # The commonest finding of all: one value for all steps and runs that find the same.
    taken = says == "position.taken"
    under = ("charter.12.one-vote",) if taken else ("charter.12.one-vote", "rules.14.1")
    return Finding(says, taken, under, (("by", member), ("act", act), ("meeting", meeting)))


def ballot_of(scene: Scene) -> Ballot:
    """Return what lies before the chair: electorate, presence and positions of this moment."""
    return scene.once(_ballot)


def _ballot(scene: Scene) -> Ballot:
    meeting = meeting_of(scene)
    assert meeting is not None  # a matter is weighed only in an open meeting
    electorate = voting(scene)
    return Ballot(
        body=scene.fact("body", "CSC"),
        kind=scene.fact("kind", "substantive"),
        subject=scene.fact("subject", "general"),
        electorate=electorate,
        present=_present(scene, meeting, electorate),
        positions=positions_in(scene, meeting),
        presiding=_chair(scene, meeting),
        not_objecting=scene.fact("not_objecting", ()),
        objecting=scene.fact("objecting", ()),
        accepts_format=(*scene.fact("accepts_format", ()), *frozen(scene)),
        refuses_format=scene.fact("refuses_format", ()),
    )


def _chair(scene: Scene, meeting: Case) -> str:
    """Who presides as the draft is put; '' where that state was suspended or has left meanwhile."""
    who = presiding_now(meeting)
    return who if who in scene.roster().members else ""


def positions_in(scene: Scene, meeting: Case) -> Facts:
    """Return the positions taken in a meeting: what was said in an earlier one has gone with it."""
    if scene.fact("said_in") != meeting.id:
        return NO_FACTS
    found: Facts = scene.fact("positions", NO_FACTS)
    return found


def _present(scene: Scene, meeting: Case, electorate: tuple[str, ...]) -> tuple[str, ...]:
    there = tuple(member for member in electorate if present(meeting, member))
    left = tuple(m for m in electorate if m not in there and came(meeting, m))
    if left and scene.reading("amb.left-midway") == "B":
        return tuple(m for m in electorate if m in there or m in left)
    return there


def may_decide(scene: Scene) -> Finding:
    """Whether the matter can be put now: session open, quorum, a decision rule in law."""
    return scene.once(_may_decide)


def _may_decide(scene: Scene) -> Finding:
    session = in_session(scene)
    if not session.holds:
        return session
    ballot = ballot_of(scene)
    rule = rule_known(scene)
    if not rule.holds:
        return rule
    if not ballot.present:
        return Finding("meeting.empty", False, (CONSENSUS,), (("body", ballot.body),))
    if scene.world.terms.rulebook:
        inapplicable = applies(scene, ballot.electorate)
        if inapplicable is not None:
            return inapplicable
    of = counted(scene)
    meeting = meeting_of(scene)
    assert meeting is not None  # the session was found open
    enough = quorum(scene, ballot._replace(present=_present(scene, meeting, of)), of)
    says = "decision.can_be_put" if enough.holds else "decision.cannot_be_put"
    return Finding(says, enough.holds, (), (), (session, rule, enough))


def rule_known(scene: Scene) -> Finding:
    """Whether a rule on how the body decides is known and in force: in a session and outside."""
    body = scene.fact("body", "CSC")
    if body in FOUR_BODIES:
        holds = scene.text(CONSENSUS) is not None
        facts = (("body", body), ("day", scene.law_day))
        says = "decision.rule" if holds else "decision.no_rule"
        return Finding(says, holds, (CONSENSUS,), facts)
    facts = (("body", body), ("day", scene.day))
    if body == "PC":
        option = scene.reading("amb.pc-consensus")
        reading = ("amb.pc-consensus", option)
        return Finding("decision.rule_pc", True, ("charter.pc.role",), facts, (), reading)
    if is_subsidiary(body):
        return rule_of_subsidiary(scene, body)
    return Finding("decision.no_rule", False, (CONSENSUS,), facts)


def verdict(scene: Scene) -> Verdict:
    """Return what the rule for this matter finds, with the tree of reasons."""
    return scene.once(_verdict)


def _verdict(scene: Scene) -> Verdict:
    found = _by_rule(scene)
    *_, enough = may_decide(scene).rests_on
    return _finding(found, found.finding.resting_on(*found.finding.rests_on, enough))


def _by_rule(scene: Scene) -> Verdict:
    ballot = ballot_of(scene)
    if scene.world.terms.rulebook:
        return by_rulebook(scene, ballot)
    treated = procedural(scene, ballot, scene.fact("contested", ()))
    if treated.holds:
        return _with(majority(scene, ballot), treated)
    asides: list[Finding] = [treated] if ballot.kind == "procedural" else []
    without = concerned(scene)
    if without:
        asides.append(left_out(scene, without))
    of_nobody = untold(scene)
    if of_nobody is not None:
        asides.append(of_nobody)
    two = fighting(scene)
    if two:
        reading = ("amb.intra-member", "D")
        asides.append(
            Finding("consensus.fighting", True, (CONSENSUS,), (("members", two),), (), reading)
        )
    if ballot.body == "PC" and scene.reading("amb.pc-consensus") == "B":
        return _recommended(ballot)
    if scene.fact("format_proposed", False):
        opened = format_open(scene, ballot)
        if opened.holds:
            return limited_format(scene, ballot, opened)
        asides.append(opened)
    rule = scene.enacted(CONSENSUS)
    if rule is not None and rule.rule and not is_subsidiary(ballot.body):
        return _with(by_enacted_rule(scene, ballot, rule), *asides)
    found = consensus(scene, ballot)
    if not found.adopted and _only_absent(found, ballot):
        declared = _nobody_hinders(scene, found, ballot)
        option = scene.reading("amb.interim-validity", non_objection=declared)
        if option == "C":
            opened = format_open(scene, ballot)
            if opened.holds:
                tacit = limited_format(scene, ballot, opened)
                if tacit.adopted:
                    reading = ("amb.interim-validity", option)
                    return tacit._replace(finding=tacit.finding._replace(reading=reading))
                opened = tacit.finding  # what nobody votes for is not adopted so, and can be cured
            asides.append(opened)
    if is_subsidiary(ballot.body):
        # What such a body decides binds nobody: charter.12.binding speaks of the organs.
        found = found._replace(bound=())
        asides.insert(0, rule_of_subsidiary(scene, ballot.body))
    return _with(found, *asides)


def _only_absent(found: Verdict, ballot: Ballot) -> bool:
    """Only absence stands in the way: no absent member has written that it objects."""
    return bool(found.missing) and all(
        member in ballot.absent and member not in ballot.absent_objecting
        for member in found.missing
    )


def _nobody_hinders(scene: Scene, found: Verdict, ballot: Ballot) -> bool:
    """Whether every absent member wrote that it does not object, and that opens the limited format
    (not under `amb.absence-with-nonobjection` A); a freeze says as much under `amb.freeze` C."""
    tacit = frozen(scene)
    excused = all(member in ballot.not_objecting or member in tacit for member in found.missing)
    return excused and scene.reading("amb.absence-with-nonobjection") != "A"


def _with(found: Verdict, *parts: Finding) -> Verdict:
    if not parts:
        return found
    return _finding(found, found.finding.resting_on(*parts, *found.finding.rests_on))


def _finding(found: Verdict, finding: Finding) -> Verdict:
    # `_replace` would take five times as long, and every putting to decision comes this way.
    return Verdict(found.adopted, found.curable, found.bound, found.missing, found.manner, finding)


def _recommended(ballot: Ballot) -> Verdict:
    against = ballot.saying("object")
    facts = (("members", against), ("body", ballot.body))
    says = "pc.recommends" if not against else "pc.does_not"
    finding = Finding(says, not against, ("charter.pc.role",), facts, (), ("amb.pc-consensus", "B"))
    return Verdict(not against, False, (), (), "recommendation", finding)


def adopted(scene: Scene) -> Finding:
    """Whether the draft is adopted now."""
    found = may_decide(scene)
    if not found.holds:
        return found
    return verdict(scene).finding


def waits_for_cure(scene: Scene) -> Finding:
    """Whether only absence stands in the way, and a later signature can mend it."""
    found = may_decide(scene)
    if not found.holds:
        return found
    decision = verdict(scene)
    if decision.adopted or not decision.curable:
        return Finding("cure.none", False, (), (("members", decision.missing),))
    option = scene.reading("amb.absence-cure")
    return Finding(
        "cure.possible",
        True,
        ("rules.conciliation", CONSENSUS),
        (("members", decision.missing),),
        (decision.finding,),
        ("amb.absence-cure", option),
    )


def not_adopted(scene: Scene) -> Finding:
    """Whether the draft was put and neither adopted nor left waiting for a cure."""
    found = may_decide(scene)
    if not found.holds:
        return found
    decision = verdict(scene)
    lacking = not decision.adopted and not decision.curable
    return (
        decision.finding._replace(holds=lacking)
        if not lacking
        else Finding("decision.not_adopted", True, (CONSENSUS, BINDING), (), (decision.finding,))
    )
