"""A decision's states, who may do what, and what each act changes."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Effect, States, is_suspended
from csto_sim.procedures._cure import AUTHENTIC
from csto_sim.procedures._minus_one import bound_besides
from csto_sim.procedures._national_leave import bonds
from csto_sim.procedures._putting_to_decision import (
    ballot_of,
    meeting_of,
    positions_in,
    verdict,
)
from csto_sim.procedures.meeting import presiding_now
from csto_sim.record import Closing
from csto_sim.rules.consensus import CONSENSUS
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Facts, Finding, Period

SUBJECTS = (
    "general",
    "measure",
    "forces",
    "budget",
    "secretary general",
    "admission",
    "suspension",
    "exclusion",
    "arrears",
    "amendment",
)


class State(States):
    """States of a decision."""

    DRAFTED = "a draft has been put forward"
    COORDINATED = "the draft has been agreed among the members' representatives"
    ENDORSED = "a ministerial body has given its view of the draft"
    AWAITING_CURE = "not adopted for want of an absent member's consent; its signature can mend it"
    NOT_ADOPTED = "the draft was put to decision and not adopted"
    RETURNED = "the draft has gone back for revision"
    CIRCULATED = "the draft circulates for signature outside a session"
    ADOPTED = "the decision is adopted"
    WITHDRAWN = "the draft has been withdrawn"
    LAPSED = "the possibility of a cure has lapsed"
    SUPERSEDED = "another decision has taken its place"


#: Facts that hold what members wrote: none outlives what the same member says in the room.
OBJECTING = ("objecting",)
WRITTEN = (*OBJECTING, "not_objecting")
#: All that is said or signed of one text, and of no other.
OF_THE_TEXT = (*WRITTEN, "accepts_format", "refuses_format", "contested", "cured_by", "would_bind")

ORGANS = ("CSC", "CMFA", "CMD", "CSSC", "PC", "SECRETARIAT", "SG", "CHAIR")
PREPARING = (State.DRAFTED, State.COORDINATED, State.ENDORSED)
STANDING = (*PREPARING, State.AWAITING_CURE, State.NOT_ADOPTED, State.RETURNED, State.CIRCULATED)


def _presiding(scene: Scene) -> tuple[str, ...]:
    meeting = meeting_of(scene)
    who = "" if meeting is None else presiding_now(meeting)
    # A state that was suspended or has left meanwhile takes no part, and so does not preside.
    return (who,) if who in scene.roster().members else scene.roster().members


def _sponsor(scene: Scene) -> tuple[str, ...]:
    sponsor, drafters = scene.fact("sponsor", ""), (*scene.roster().members, "SECRETARIAT", "SG")
    # Who has left or is suspended takes no part in a draft any more, its own included.
    return tuple(one for one in drafters if one == sponsor) if sponsor else drafters


PRESIDING = Actor("whoever presides", _presiding, need_not_be_named=True)
SPONSOR = Actor("whoever put the draft forward", _sponsor, True, is_suspended)
ANYBODY = Actor("anybody", lambda scene: (scene.act.by,), need_not_be_named=True)
RETURNING = Actor(
    "any member or organ",
    lambda scene: (*scene.roster().members, *ORGANS),
    need_not_be_named=True,
)


def takes_position(position: str) -> Effect:
    """Return the effect of a position: the latest word counts, also against what was written."""

    def change(scene: Scene) -> Change:
        meeting = meeting_of(scene)
        assert meeting is not None  # a position is taken only in an open meeting
        positions = positions_in(scene, meeting)
        facts: dict[str, object] = {"positions": positions.plus(scene.act.by, position)}
        if positions is NO_FACTS:
            facts["said_in"] = meeting.id
        facts.update(unsaid(scene, *(WRITTEN if position == "object" else OBJECTING)))
        return Change(facts)

    return change


def adds(fact: str, instead_of: str = "") -> Effect:
    """Return the effect that adds the actor to the names under a fact, and takes it off the other
    fact, which said the opposite."""

    def change(scene: Scene) -> Change:
        return Change({fact: _with_actor(scene, fact), **unsaid(scene, instead_of)})

    return change


def writes(fact: str, instead_of: str, unsays: tuple[str, ...]) -> Effect:
    """Return the effect of a written declaration: it replaces the opposite one, and a position in
    the room that it `unsays`."""

    def change(scene: Scene) -> Change:
        positions: Facts = scene.fact("positions", NO_FACTS)
        facts = {fact: _with_actor(scene, fact), **unsaid(scene, instead_of)}
        if positions.get(scene.act.by) in unsays:
            facts["positions"] = positions.without(scene.act.by)
        return Change(facts)

    return change


def _with_actor(scene: Scene, fact: str) -> tuple[str, ...]:
    return tuple(sorted({*scene.fact(fact, ()), scene.act.by}))


def unsaid(scene: Scene, *names: str) -> dict[str, object]:
    """The facts of those names without the actor, where it stands under them."""
    who = scene.act.by
    return {
        name: tuple(member for member in scene.fact(name) if member != who)
        for name in names
        if who in scene.fact(name, ())
    }


def _copied(scene: Scene) -> dict[str, object]:
    """What the matter keeps of the meeting, so that nothing later rewrites it."""
    ballot, meeting = ballot_of(scene), meeting_of(scene)
    assert meeting is not None  # a decision is put only in an open meeting
    return {
        "electorate": ballot.electorate,
        "present": ballot.present,
        "absent": ballot.absent,
        "presiding": ballot.presiding,
        "put_at": meeting.id,
        "put_on": scene.act.when.day,
        "session": meeting.facts.get("session", "regular"),
        "manner": verdict(scene).manner,
    }


def adopting(scene: Scene) -> Change:
    """Return the change by adoption in a meeting: what is copied, from when, who is bound."""
    day = scene.act.when.day
    found = verdict(scene)
    members = (*found.bound, *bound_besides(scene, found.manner))
    bound = {member: (day, day, "") for member in sorted({*members})}
    return Change(
        {**_copied(scene), **in_effect(scene, day), **bonds(scene, bound)}, (copies_due(scene),)
    )


def in_effect(scene: Scene, day: str, known: str = "") -> dict[str, object]:
    """Return from when a decision counts as adopted, and, where it waits for nothing, has effect.

    `taken` is the number of the act: it tells which of two decisions of one day came later.
    """
    facts = {"adopted": day, "known": known or scene.act.when.day, "taken": scene.act.origin}
    return facts if scene.fact("effect_when") else {**facts, "effective": day}


def copies_due(scene: Scene) -> Period:
    """Return the duty to send certified copies of what is adopted (rules.authentic-copy)."""
    return Period(
        scene.case.id,
        "certified copies",
        "the Secretariat",
        "adoption",
        AUTHENTIC,
        None,
        None,
        "the Russian original is kept, certified copies go to the signatories; no length is stated",
    )


def waiting(scene: Scene) -> Change:
    """Return the change when a cure is open: whose consent is missing, who would be bound."""
    found = verdict(scene)
    would_bind = (*found.bound, *bound_besides(scene, found.manner))
    facts: dict[str, object] = {
        **_copied(scene),
        "missing": found.missing,
        "would_bind": would_bind,
    }
    if scene.reading("amb.interim-validity") == "B":
        day = scene.act.when.day
        facts |= bonds(scene, {member: (day, day, "") for member in sorted(would_bind)})
    return Change(facts)


def falling(scene: Scene) -> Change:
    """Return the change when a draft or a decision falls: whom it bound it binds no longer."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    if not bound:
        return Change()
    day = scene.act.when.day
    ended = {
        member: (since, known, until or day) for member, (since, known, until) in bound.items()
    }
    kept = {member: days for member, days in ended.items() if days[0] < days[2]}
    return Change({"bound": Facts(kept)})


def failing(scene: Scene) -> Change:
    """Return the change when a draft is not adopted."""
    return Change({**_copied(scene), "missing": verdict(scene).missing})


def beginning_again(scene: Scene) -> Change:
    """Return the change by a revised draft: nothing said or signed of the earlier text counts."""
    facts: dict[str, object] = {name: () for name in OF_THE_TEXT if scene.fact(name)}
    if scene.fact("format_proposed", False):
        facts["format_proposed"] = False
    rounds = scene.fact("rounds", 0) + 1
    return Change({**facts, "positions": NO_FACTS, "rounds": rounds, "missing": ()})


def sending_copies(scene: Scene) -> Change:
    """Return the change by the sending of certified copies (rules.authentic-copy)."""
    return Change(
        {"copies": scene.act.when.day},
        (),
        (Closing(scene.case.id, "certified copies", "met", "the copies were sent"),),
    )


def in_writing(scene: Scene) -> Finding:
    """An absent member writes: the record keeps it, and the reading on it decides what it does."""
    return Finding("position.written", True, (CONSENSUS,), (("by", scene.act.by),))
