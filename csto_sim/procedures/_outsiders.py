"""Whoever comes to a meeting without a seat, and speech in it: what the matrix of rights asks.

A partner comes by invitation and has a consultative voice (partner.right.meetings), an observer
attends open meetings on the issues of its Protocol (observer.right.attend-csc and -pc) and may
speak as `amb.observer-speech` says, others who are invited attend the Council
(charter.13.attendance). A status takes nothing from that: a partner or observer that is expressly
invited to the Council comes like any other guest.
"""

from __future__ import annotations

from csto_sim.procedure import BESIDE, Change, Claimed, Param
from csto_sim.rules.rights import Standing, met
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Detail, Finding, World

FORMAT = "members and observer"
#: The eleven fields of cooperation (partner.areas, observer.areas).
AREAS = (
    "foreign policy",
    "crisis response",
    "military",
    "military-technical",
    "military-economic",
    "peacekeeping",
    "counter-terrorism",
    "organised crime",
    "information security",
    "emergencies",
    "other",
)
HOW = ("statement", "debate")
#: What the rights of those who have no seat rest on.
RELIES_ON = (
    "charter.13.attendance",
    "partner.right.meetings",
    "observer.right.attend-csc",
    "observer.right.attend-pc",
    "observer.right.speak",
    "observer.format.meetings",
    "pa.observers",
)

#: What a meeting can say of those who have no seat in it.
FIELDS = (
    Param("open", "yes/no", "whether it is an open one; partners and observers attend no other"),
    Param("invited", "actors", "who is invited without a seat; if nobody is named, whoever comes"),
    Param("areas", "words", "the fields of cooperation that it deals with", AREAS),
)
#: Who is supposed to have a status, where no matter of the scenario gives it.
SUPPOSING = (
    Param("partners", "parties", "who is supposed to be a partner, where no matter tells of it"),
    Param("observers", "parties", "who is supposed to be an observer, where no matter tells of it"),
)
SPEAKING = (Param("in", "word", "as a statement, or in the debate", HOW),)


def invited(scene: Scene, _found: Standing, code: str = "") -> Finding:
    """Whether somebody is invited: named so, or taken at its word where nobody is named."""
    by = code or scene.act.by
    named = scene.fact("invited")
    facts: Detail = (("by", by), ("who", named or ()))
    if named is None:
        return Finding("invited.taken", True, (), facts)
    return Finding("invited.named" if by in named else "invited.not", by in named, (), facts)


def open_meeting(scene: Scene, _found: Standing) -> Finding:
    """Whether the meeting is said to be open: a condition of attending that nobody can suppose."""
    told = scene.fact("open")
    if told is None:
        return Finding("meeting.openness_untold", False, ())
    return Finding("meeting.is_open" if told else "meeting.is_closed", bool(told), ())


def named_issue(scene: Scene, found: Standing) -> Finding:
    """Whether the meeting deals with a field that the Protocol names; not weighed if untold."""
    return issue_fits(found, tuple(scene.fact("areas", ())))


def issue_fits(found: Standing, dealt: tuple[str, ...]) -> Finding:
    """Whether one of the fields dealt with is a field of a standing; held if one side is untold."""
    facts: Detail = (("field", dealt), ("field_of", found.areas), ("status", found.status))
    if not dealt or not found.areas:
        return Finding("issue.untold", True, (), facts)
    holds = any(area in found.areas for area in dealt)
    return Finding("issue.named" if holds else "issue.not_named", holds, (), facts)


def named_or_mutual(scene: Scene, found: Standing) -> Finding:
    """Whether the issue is named, or of mutual interest: who is expressly invited shares it."""
    named = named_issue(scene, found)
    if not named.holds and scene.act.by in scene.fact("invited", ()):
        return Finding("issue.mutual", True, (), (("by", scene.act.by),))
    return named


def no_debate(scene: Scene, _found: Standing) -> Finding:
    """Whether a statement is made, and no part taken in the debate."""
    holds = scene.given("in", "statement") == "statement"
    facts: Detail = (("by", scene.act.by),)
    return Finding("speech.statement" if holds else "speech.debate", holds, (), facts)


def agreed_format(scene: Scene, _found: Standing) -> Finding:
    """Whether both sides want the format: the members who meet in it, the observer who comes."""
    return Finding("format.agreed", True, (), (("by", scene.act.by),))


CHECKS = {
    "by invitation": invited,
    "by office or invitation": invited,
    "open meeting": open_meeting,
    "issue named in its Protocol": named_issue,
    "issue of its Protocol or of mutual interest": named_or_mutual,
    "statement without debate": no_debate,
    "mutual consent": agreed_format,
}


def _expressly(scene: Scene, _found: Standing) -> Finding:
    """Whether somebody is named among those invited; nobody is taken at its word."""
    named = scene.fact("invited", ())
    holds = scene.act.by in named
    facts: Detail = (("by", scene.act.by), ("who", named))
    return Finding("invited.named" if holds else "invited.not", holds, (), facts)


def _speaks_as_guest(scene: Scene, found: Standing) -> Finding:
    """Whether somebody may speak because it is invited.

    The debate of an open meeting is left to what its status says of it (amb.observer-speech).
    """
    named = _expressly(scene, found)
    return no_debate(scene, found) if named.holds and scene.fact("open") else named


#: As what anybody invited comes, whatever its status: charter.13.attendance asks for no more.
AS_INVITED = {"by invitation": _expressly}


def comes_as_guest(scene: Scene) -> Finding:
    """Whether whoever comes without a seat may attend: its right, and the conditions of it."""
    if scene.act.by in scene.fact("guests", ()):
        return Finding("attendance.already", False, (), (("by", scene.act.by),))
    return met(scene, "attend", CHECKS, otherwise=AS_INVITED)


def coming(scene: Scene) -> Change:
    """Return the change by a guest's coming."""
    return Change({"guests": (*scene.fact("guests", ()), scene.act.by)})


def in_room(scene: Scene) -> tuple[str, ...]:
    """Return who is there: members that have come and not left, in order, then guests."""
    attendance = scene.fact("attendance", NO_FACTS)
    seated = tuple(member for member, stays in attendance.items() if stays[-1][1] < 0)
    return (*seated, *scene.fact("guests", ()))


def may_speak(scene: Scene) -> Finding:
    """Whether whoever is in the room may speak: a member of right, others as the matrix says."""
    return met(scene, "speak", CHECKS, otherwise={"by invitation": _speaks_as_guest})


def speaking(scene: Scene) -> Change:
    """Return the change by a speech."""
    return Change({"spoke": tuple(dict.fromkeys((*scene.fact("spoke", ()), scene.act.by)))})


def came_before_speaking(_world: World, case: Case) -> Claimed:
    """Whether all who have spoken in a meeting had come to it."""
    spoke = case.facts.get("spoke", ())
    there = {*case.facts.get("attendance", NO_FACTS), *case.facts.get("guests", ())}
    return BESIDE if not spoke else there.issuperset(spoke)
