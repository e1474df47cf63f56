"""A meeting: body, place or remote, who presides, who attends and until when, its closing.

Attendance is recorded once, as intervals, and serves every matter on the agenda. Who may sit for a
member depends on the body and the day (charter.13.composition); who presides in the Council on
charter.13.chair and the readings about the chair.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    Actor,
    Change,
    Claimed,
    Param,
    Procedure,
    Shorthand,
    States,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._chairing import CHAIR, SUBSTITUTE, TERM, presides, presiding
from csto_sim.procedures._credentials import BASIS, COMPOSITION, OFFICES, credentials
from csto_sim.procedures._minus_one import ATTENDER
from csto_sim.procedures._outsiders import (
    FIELDS,
    FORMAT,
    RELIES_ON,
    SPEAKING,
    SUPPOSING,
    came_before_speaking,
    comes_as_guest,
    coming,
    in_room,
    may_speak,
    speaking,
)
from csto_sim.rules.subsidiary import CREATING, basis_of, may_not_meet
from csto_sim.rules.telling_apart import nobody
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Facts, Finding, World

SESSIONS = ("regular", "extraordinary", "informal", FORMAT)
STILL_THERE = -1


class State(States):
    """States of a meeting."""

    ANNOUNCED = "the meeting has been announced"
    OPEN = "the meeting is open"
    CLOSED = "the meeting is closed"


def present(meeting: Case, member: str) -> bool:
    """Return whether a member takes part in a meeting now."""
    stays = meeting.facts.get("attendance", NO_FACTS).get(member)
    return bool(stays) and stays[-1][1] == STILL_THERE


def came(meeting: Case, member: str) -> bool:
    """Return whether a member has taken part in a meeting at any time."""
    return member in meeting.facts.get("attendance", NO_FACTS)


def rests_on(scene: Scene) -> tuple[str, ...]:
    """Return the provision on which the meetings of the body rest on that day, else all of them."""
    body = scene.fact("body", "CSC")
    found = BASIS.get(body) or basis_of(body, scene.day)
    return tuple(id for id in found if scene.text(id) is not None)[-1:] or found or (CREATING,)


def presiding_now(meeting: Case) -> str:
    """Return the state whose representative presides now; '' once it has left the room."""
    who = str(meeting.facts.get("presiding", ""))
    return "" if came(meeting, who) and not present(meeting, who) else who


def body_meets(scene: Scene) -> Finding:
    """Whether the body exists in law on that day, and whoever presides may do so."""
    body = scene.fact("body", "CSC")
    basis = BASIS.get(body) or basis_of(body, scene.day)
    in_law = tuple(id for id in basis if scene.text(id) is not None)
    facts = (("body", body), ("day", scene.text_day))
    if not in_law:
        return Finding("meeting.no_body", False, basis, facts)
    against = may_not_meet(scene, body)
    if against is not None:
        return against
    there = Finding("meeting.body", True, in_law[-1:], facts)
    chair = presides(scene, presiding(scene))
    holds = chair.holds
    says = "meeting.may_open" if holds else "meeting.may_not_open"
    return Finding(says, holds, in_law[-1:], facts, (there, chair))


def may_attend(scene: Scene) -> Finding:
    """Whether a member takes its seat: not there already, and with credentials."""
    if present(scene.case, scene.act.by):
        return Finding("attendance.already", False, (), (("by", scene.act.by),))
    return credentials(scene)


def may_leave(scene: Scene) -> Finding:
    """Whether a member can leave: it must be there."""
    holds = present(scene.case, scene.act.by)
    says = "attendance.leaves" if holds else "attendance.not_there"
    return Finding(says, holds, (), (("by", scene.act.by),))


def _open(scene: Scene) -> Change:
    # The number of the act tells which of two meetings opened last, on whatever days.
    opened = {"opened": scene.act.when.day, "opened_by": scene.act.origin}
    return Change({**opened, "presiding": presiding(scene)})


def _attend(scene: Scene) -> Change:
    attendance: Facts = scene.fact("attendance", NO_FACTS)
    member = scene.act.by
    stays = (*attendance.get(member, ()), (scene.act.when.earliest, STILL_THERE))
    return Change({"attendance": attendance.plus(member, stays)})


def _leave(scene: Scene) -> Change:
    attendance: Facts = scene.fact("attendance", NO_FACTS)
    member = scene.act.by
    *before, (arrived, _) = attendance[member]
    stays = (*before, (arrived, scene.act.when.earliest))
    return Change({"attendance": attendance.plus(member, stays)})


def _presiding_now(scene: Scene) -> tuple[str, ...]:
    who = presiding_now(scene.case)
    # A state that was suspended or has left meanwhile presides no more.
    return (who,) if who in scene.roster().members else scene.roster().members


OPENER = Actor("whoever presides", lambda scene: scene.roster().members, need_not_be_named=True)
PRESIDING = Actor("whoever presides", _presiding_now, need_not_be_named=True)
GUEST = Actor("anybody invited", lambda scene: (scene.act.by,))
IN_ROOM = Actor("whoever is in the room", in_room)

STEPS = (
    Step(
        "open",
        State.ANNOUNCED,
        State.OPEN,
        OPENER,
        (),
        "the meeting opens",
        body_meets,
        change=_open,
        takes=(Param("presiding", "state", "the state whose representative presides"),),
    ),
    Step(
        "attend",
        State.OPEN,
        None,
        ATTENDER,
        (),
        "a member takes its seat",
        may_attend,
        change=_attend,
        takes=(Param("as", "word", "the office of whoever comes", OFFICES),),
        right="attend",
    ),
    Step(
        "attend as guest",
        State.OPEN,
        None,
        GUEST,
        (),
        "somebody attends without a seat",
        comes_as_guest,
        change=coming,
        right="attend",
    ),
    Step(
        "speak",
        State.OPEN,
        None,
        IN_ROOM,
        (),
        "somebody in the room speaks",
        may_speak,
        change=speaking,
        takes=SPEAKING,
        right="speak",
    ),
    Step("leave", State.OPEN, None, ATTENDER, (), "a member leaves", may_leave, change=_leave),
    Step(
        "close",
        State.OPEN,
        State.CLOSED,
        PRESIDING,
        (),
        "the meeting closes",
        change=lambda scene: Change({"closed": scene.act.when.day}),
    ),
)


def _presided(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state == State.ANNOUNCED.word else "presiding" in case.facts


PROCEDURE = Procedure(
    name="meeting",
    title="A meeting of an organ",
    about=(
        "A body meets under whoever presides; members take seats and may leave, others attend as "
        "the matrix of rights lets them, and it closes."
    ),
    states=State,
    initial=State.ANNOUNCED,
    final=frozenset({State.CLOSED}),
    steps=STEPS,
    fields=(
        Param("body", "body", "the body that meets", required=True),
        Param("place", "text", "where it meets, or: remote"),
        Param("host", "state", "the state on whose territory it meets"),
        Param("presiding", "state", "the state whose representative presides"),
        Param("session", "word", "what kind of session", SESSIONS),
        Param("agenda", "matters", "the matters on the agenda"),
        *FIELDS,
        *SUPPOSING,
    ),
    shorthands=(Shorthand("open", "present", "attend", "after"),),
    claims=(
        always("no meeting is open without somebody to preside", _presided),
        always("nobody speaks that has not come", came_before_speaking),
        sometimes("a meeting closes", lambda _world, case: case.state == State.CLOSED.word),
    ),
    readings=(
        "amb.chair-default",
        "amb.chair-absent",
        "amb.chair-handover",
        "amb.csc-composition-2018",
        "amb.second-treaty-protocol-date",
        "amb.observer-speech",
        "amb.status-before-2021",
        "amb.quorum-suspended",
    ),
    relies_on=(
        *(id for ids in BASIS.values() for id in ids),
        COMPOSITION,
        CHAIR,
        SUBSTITUTE,
        TERM,
        *RELIES_ON,
    ),
    not_modelled=(
        "The order of speakers and the keeping of minutes: the Rules of Procedure were not read.",
        "The protocol in which a meeting of the members and an observer may end: an instrument.",
        "Who invites, and when a guest leaves: no source tells.",
    ),
    unit="meeting",
    basis=rests_on,
    tells_apart=nobody,
)
