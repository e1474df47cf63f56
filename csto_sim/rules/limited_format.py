"""The limited format of the Council (charter.12.limited-format): two gates, and who is bound.

First gate: no member objects to deciding in this way. Second gate: no member votes against. Only
those who vote for the decision are bound (charter.12.limited-format.no-liability).
"""

from __future__ import annotations

from csto_sim.rules.ballot import Ballot, Verdict
from csto_sim.rules.majority import PROCEDURAL
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

FORMAT = "charter.12.limited-format"
ADOPTION = "charter.12.limited-format.adoption"
MAJORITY = "amb.procedural-majority"
NO_LIABILITY = "charter.12.limited-format.no-liability"

#: Subjects that `amb.limited-scope` B keeps out of the limited format; what is decided on arrears
#: suspends rights (charter.25.arrears).
RESERVED_SUBJECTS = (
    "budget",
    "secretary general",
    "admission",
    "suspension",
    "exclusion",
    "arrears",
    "amendment",
)


def format_open(scene: Scene, ballot: Ballot) -> Finding:
    """Return whether the limited format may be used: law of the day, organ, subject, gate 1."""
    parts = [_in_force(scene)]
    if parts[0].holds:
        parts += [_organ(scene, ballot), _subject(scene, ballot), _size(scene, ballot)]
        parts.append(_first_gate(scene, ballot))
    holds = all(part.holds for part in parts)
    says = "limited.open" if holds else "limited.shut"
    return Finding(says, holds, (FORMAT,), (), tuple(parts))


def limited_format(scene: Scene, ballot: Ballot, opened: Finding) -> Verdict:
    """Return whether a draft passes in the limited format whose opening was found by `format_open`.

    Adopted when at least one member votes for it and none against; bound are those who vote for it.
    """
    against = (*ballot.saying("object"), *ballot.left_objecting)
    facts = [("members", against)]
    aside: tuple[Finding, ...] = ()
    if ballot.presiding in against:
        option = scene.reading("amb.chair-dissent")
        if option == "B":
            against = tuple(m for m in against if m != ballot.presiding)
            facts = [("members", against)]
        aside = (
            Finding(
                "limited.chair_dissents",
                option == "B",
                (ADOPTION,),
                (("members", (ballot.presiding,)),),
                (),
                ("amb.chair-dissent", option),
            ),
        )
    voting_for = ballot.saying("consent")
    gate = Finding(
        "limited.second_gate" if not against else "limited.vote_against",
        not against,
        (ADOPTION,),
        tuple(facts),
        aside,
    )
    someone = Finding(
        "limited.votes_for" if voting_for else "limited.no_vote",
        bool(voting_for),
        (ADOPTION, NO_LIABILITY),
        (("members", voting_for),),
    )
    adopted = gate.holds and someone.holds
    finding = Finding(
        "limited.adopted" if adopted else "limited.not_adopted",
        adopted,
        (FORMAT, ADOPTION),
        (("body", ballot.body),),
        (opened, gate, someone),
    )
    return Verdict(adopted, False, voting_for if adopted else (), (), "limited format", finding)


def _in_force(scene: Scene) -> Finding:
    text = scene.text(FORMAT)
    says = "limited.in_law" if text is not None else "limited.not_in_law"
    return Finding(says, text is not None, (FORMAT,), (("day", scene.text_day),))


def _organ(scene: Scene, ballot: Ballot) -> Finding:
    if ballot.body == "CSC":
        return Finding("limited.organ", True, (FORMAT,), (("body", ballot.body),))
    option = scene.reading("amb.limited-organs")
    holds = option == "B"
    says = "limited.organ" if holds else "limited.other_organ"
    reading = ("amb.limited-organs", option)
    return Finding(says, holds, (FORMAT,), (("body", ballot.body),), (), reading)


def _subject(scene: Scene, ballot: Ballot) -> Finding:
    option = scene.reading("amb.limited-scope")
    if option == "B":
        holds = ballot.subject not in RESERVED_SUBJECTS
    else:
        holds = option == "A" or ballot.subject in ("measure", "forces")
    says = "limited.subject" if holds else "limited.subject_shut"
    facts = (("subject", ballot.subject),)
    return Finding(says, holds, (FORMAT,), facts, (), ("amb.limited-scope", option))


def _size(scene: Scene, ballot: Ballot) -> Finding:
    option = scene.reading("amb.limited-size")
    needed = {"A": 1, "B": 2}.get(option, len(ballot.electorate) // 2 + 1)
    count = len(ballot.present)
    says = "limited.size" if count >= needed else "limited.too_few"
    facts = (("present", count), ("needed", needed))
    return Finding(says, count >= needed, (FORMAT,), facts, (), ("amb.limited-size", option))


def _first_gate(scene: Scene, ballot: Ballot) -> Finding:
    option = scene.reading("amb.limited-consent")
    refusing = tuple(m for m in ballot.electorate if m in ballot.refuses_format)
    reading = ("amb.limited-consent", option)
    declared = ballot.not_objecting
    if declared and scene.reading("amb.absence-with-nonobjection") == "A":
        declared = ()  # under A a declaration opens nothing
    accepting = tuple(m for m in ballot.electorate if m in ballot.accepts_format or m in declared)
    if option == "C":
        return _format_voted(scene, ballot, accepting)._replace(reading=reading)
    if refusing:
        facts = (("members", refusing),)
        return Finding("limited.format_refused", False, (FORMAT,), facts, (), reading)
    if option == "B":
        silent = tuple(m for m in ballot.absent if m not in accepting)
        if silent:
            facts = (("members", silent),)
            return Finding("limited.format_unanswered", False, (FORMAT,), facts, (), reading)
    return Finding("limited.format_accepted", True, (FORMAT,), (), (), reading)


def _format_voted(scene: Scene, ballot: Ballot, accepting: tuple[str, ...]) -> Finding:
    """The format as a procedural question, decided as `amb.procedural-majority` says."""
    option = scene.reading(MAJORITY)
    if option == "D":
        accepting = tuple(m for m in accepting if m == ballot.presiding)
        needed = 1
    else:
        voting = ballot.present if option == "B" else ballot.electorate
        accepting = tuple(m for m in accepting if m in voting)
        needed = len(voting) if option == "C" else len(voting) // 2 + 1
    holds = len(accepting) >= needed
    if option == "D":
        says = "limited.format_ruled" if holds else "limited.format_not_ruled"
    else:
        says = "limited.format_voted" if holds else "limited.format_not_voted"
    facts: Detail = (("members", accepting), ("needed", needed))
    by_majority = Finding("procedural.decided_as", True, (PROCEDURAL,), (), (), (MAJORITY, option))
    return Finding(says, holds, (FORMAT,), facts, (by_majority,))
