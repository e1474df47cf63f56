"""What convening asks and changes: the proposal, its form, the clock, the session that ends it."""

from __future__ import annotations

from functools import lru_cache

from csto_sim.procedure import Actor, Change, Effect, Guard, States
from csto_sim.procedures._proposal import CONSULTATION, THREE_DAYS
from csto_sim.procedures._three_days import (
    STARTS,
    UNTOLD,
    at_once,
    in_time,
    running,
    three_day_clock,
)
from csto_sim.procedures._turn_of_the_chair import SUSPENSION, among_members
from csto_sim.record import Closing
from csto_sim.rules.clock import chair_of
from csto_sim.scene import Scene
from csto_sim.world import Finding, Moment, Period

EXTRAORDINARY = "rules.extraordinary"


class State(States):
    """States of a proposal to convene."""

    NOT_PROPOSED = "nobody has proposed to convene the Council"
    NOT_ADDRESSED = "a proposal was made, but not so that it counts as one addressed to the Chair"
    PROPOSED = "a proposal has reached the Chair"
    CONSULTING = "consultations have begun; the Council has not met"
    CALLED = "the session has been called; the Council has not met"
    DECLINED = "the Chair has declined to convene the Council"
    LAPSED = "the period has run out without what it asks for"
    CONVENED_IN_TIME = "the Council has met, and the period was kept"
    CONVENED_LATE = "the Council has met, after the period had run out"
    CONVENED = "the Council has met; no period was counted, or the times known do not settle it"
    WITHDRAWN = "the proposal was withdrawn"


PENDING = (State.PROPOSED, State.CONSULTING, State.CALLED)
UNMET = (*PENDING, State.LAPSED, State.DECLINED)


def _chair(scene: Scene) -> tuple[str, ...]:
    state = chair_of(scene)
    if not state:
        return ("CHAIR",)
    # A state that is put out of the organs calls nobody together, whatever its term.
    return ("CHAIR", state) if state in scene.roster().members else ()


def _chair_is_out(scene: Scene) -> Finding | None:
    """Why the Chair calls nobody together while its state is not among the members, or None."""
    state = chair_of(scene)
    mine = scene.act.by in ("", "CHAIR", state)
    if not state or not mine or state in scene.roster().members:
        return None
    return among_members(scene, state, (SUSPENSION,))


def _may_call(scene: Scene) -> tuple[str, ...]:
    """The Chair; after a lapse under `amb.clock-lapse` B any member or the SG; a substitute where
    the Chair declined, delays, is itself threatened or put out (`amb.chair-gatekeeper` C)."""
    chair = _chair(scene)
    lapsed = scene.case.state == State.LAPSED.word
    interested = any(state in chair for state in scene.fact("threatened", ()))
    others = scene.fact("substitute", False)
    others = others or (lapsed and scene.reading("amb.clock-lapse") == "B")
    if not others and (lapsed or interested or not chair):
        others = scene.reading("amb.chair-gatekeeper") == "C"
    return (*chair, *scene.roster().members, "SG") if others else chair


def _may_consult(scene: Scene) -> tuple[str, ...]:
    bodies = ("CSC", "CMFA", "CMD", "CSSC", "PC", "SG", "SECRETARIAT")
    return (*_chair(scene), *bodies, *scene.roster().members)


CHAIR = Actor("the Chair of the Council", _chair, True, why_not=_chair_is_out)
CALLER = Actor(
    "the Chair; another only where the reading on a lapse allows",
    _may_call,
    True,
    why_not=_chair_is_out,
)
CONSULTER = Actor("the Chair, an organ, the Secretary General or a member", _may_consult, True)


def proposing(scene: Scene) -> Change:
    """Return the change by a proposal: who made it, the duty to consult, perhaps the clock."""
    opens: list[Period] = []
    if scene.reading("amb.clock-vs-immediately") == "B" and scene.text(CONSULTATION) is not None:
        opens.append(
            Period(
                scene.case.id,
                "consultations",
                "the members",
                "the proposal",
                CONSULTATION,
                None,
                None,
                "consultations must begin at once; no length is stated",
            )
        )
    attacked = scene.fact("branch", "threat") == "attack"
    start = "A" if attacked else scene.reading("amb.clock-start")
    if attacked:
        opens += at_once(scene)
    elif start == "A":
        opens += three_day_clock(scene, scene.act.when, scene.act.by, STARTS["A"])
    elif start == "B":
        arose = scene.fact("threat")
        since = Moment(*arose) if arose else scene.act.when
        opens += three_day_clock(scene, since, scene.act.by, STARTS["B"] if arose else UNTOLD)
    # What became of an earlier proposal stays in the ledger; this one is judged by its own period.
    facts = {
        "proposer": scene.act.by,
        "proposed": scene.act.when.day,
        "counted": any(period.name == "convening" for period in opens),
        "kept": False,
        "untold": False,
        "lapsed": False,
        "substitute": False,
    }
    return Change(facts, tuple(opens), _ending(scene, "another proposal took its place"))


def start_clock(wanted: str) -> Effect:
    """Return the effect that starts the clock where `amb.clock-start` says that this act does."""

    def effect(scene: Scene) -> Change:
        if scene.fact("counted", False) or scene.fact("branch", "threat") == "attack":
            return Change()
        if scene.reading("amb.clock-start") != wanted:
            return Change()
        start, proposer = scene.act.when, scene.fact("proposer", "")
        opens = tuple(three_day_clock(scene, start, proposer, STARTS[wanted]))
        return Change({"counted": bool(opens)}, opens)

    return effect


def _fulfil(
    scene: Scene, wanted: tuple[str, ...], what: str
) -> tuple[dict[str, object], list[Closing]]:
    """Close the convening period if, under `amb.clock-object`, this act is what it asks for."""
    period = running(scene, "convening")
    # On an attack the Council is to meet at once, and nothing less will do.
    if period is None or period.due is None or scene.reading("amb.clock-object") not in wanted:
        return {}, []
    status = in_time(scene, period)
    closing = Closing(scene.case.id, "convening", status, what)
    return {"kept": status == "met", "untold": status == "undetermined"}, [closing]


def consulting(scene: Scene) -> Change:
    """Return the change by consultations: the duty to consult ends; by reading, the period too."""
    facts, closes = _fulfil(scene, ("C",), "consultations")
    if running(scene, "consultations") is not None:
        closes.append(Closing(scene.case.id, "consultations", "met", "consultations"))
    level = scene.given("level", "heads")
    return Change({"level": level, **facts}, (), tuple(closes))


def calling(scene: Scene) -> Change:
    """Return the change by the call of a session; by reading, the period ends with it."""
    facts, closes = _fulfil(scene, ("B",), "the call")
    return Change({"called": scene.act.when.day, **facts}, (), tuple(closes))


def held(scene: Scene) -> Change:
    """Return the change by the session itself: every period of the proposal ends."""
    closes = []
    period = running(scene, "convening")
    if period is not None:
        status = in_time(scene, period)
        closes.append(Closing(scene.case.id, "convening", status, "the session"))
    if running(scene, "consultations") is not None:
        closes.append(Closing(scene.case.id, "consultations", "met", "the session"))
    return Change({"convened": scene.act.when.day}, (), tuple(closes))


def timeliness(scene: Scene) -> str:
    """Return `shut` until the Council meets, then `met`, `missed`, `undetermined`, `unmeasured`."""
    meeting = scene.look(scene.fact("meeting", ""))
    if meeting is None or meeting.state != "open" or meeting.facts.get("body", "CSC") != "CSC":
        return "shut"
    if scene.case.state == State.LAPSED.word:
        return "shut" if scene.reading("amb.clock-lapse") == "D" else "missed"
    if scene.fact("kept", False):
        return "met"
    if scene.fact("untold", False):
        return "undetermined"
    period = running(scene, "convening")
    if period is None:
        return "missed" if scene.fact("lapsed", False) else "unmeasured"
    return in_time(scene, period)


def when_met(*words: str) -> Guard:
    """Return the guard that holds when `timeliness` is one of `words`."""

    def guard(scene: Scene) -> Finding:
        found = scene.once(timeliness)
        meeting, proposed = scene.fact("meeting", ""), scene.fact("proposed", "")
        if found == "met" and found in words:
            sitting = scene.world.cases[meeting].facts["opened"]
            if sitting < proposed:
                facts = (("meeting", meeting), ("proposed", proposed), ("day", sitting))
                return Finding("convened.sitting", True, (THREE_DAYS,), facts)
        return _met(found, found in words, meeting, proposed)

    return guard


@lru_cache(maxsize=1024)
def _met(found: str, holds: bool, meeting: str, proposed: str) -> Finding:
    facts = (("meeting", meeting), ("proposed", proposed))
    return Finding(f"convened.{found}", holds, (THREE_DAYS,), facts)


def may_call(scene: Scene) -> Finding:
    """Whether there is somebody to call the session, and for a day that has not passed."""
    out = _chair_is_out(scene)
    if out is not None and not _may_call(scene):
        return out
    day = scene.given("for", scene.act.when.day)
    holds = day >= scene.act.when.day
    says = "call.for_a_day" if holds else "call.for_a_day_past"
    return Finding(says, holds, (THREE_DAYS,), (("by", scene.act.by), ("day", day)))


def may_decline(scene: Scene) -> Finding:
    """Whether the Chair has a choice: a duty (A), discretion (B), a substitute acts (C)."""
    out = _chair_is_out(scene)
    if out is not None:
        return out
    option = scene.reading("amb.chair-gatekeeper")
    says = "chair.may_decline" if option == "B" else "chair.must_convene"
    facts = (("by", scene.act.by),)
    return Finding(says, option == "B", (THREE_DAYS,), facts, (), ("amb.chair-gatekeeper", option))


def substitute_acts(scene: Scene) -> Finding:
    """Whether a refusal by the Chair lets a substitute convene (`amb.chair-gatekeeper` C)."""
    out = _chair_is_out(scene)
    if out is not None:
        return out
    option = scene.reading("amb.chair-gatekeeper")
    reading = ("amb.chair-gatekeeper", option)
    return Finding(
        "chair.substitute", option == "C", ("charter.13.chair-substitute",), (), (), reading
    )


def may_call_after_lapse(scene: Scene) -> Finding:
    """Whether a session can still be called when the period has run out (not under option D)."""
    called = may_call(scene)
    if not called.holds:
        return called
    option = scene.reading("amb.clock-lapse")
    says = "convening.renew" if option == "D" else "convening.still_possible"
    return Finding(says, option != "D", (THREE_DAYS,), (), (), ("amb.clock-lapse", option))


def declining(scene: Scene) -> Change:
    """Return the change where the Chair may decline: no period binds it any longer."""
    # The members' duty to consult is theirs, whatever the Chair does.
    closes = _ending(scene, "the Chair declined, as it may", ("convening",))
    return Change({"counted": False}, (), closes)


def own_proposal(scene: Scene) -> Finding:
    """Whether whoever withdraws the proposal made it."""
    facts = (("by", scene.act.by), ("proposer", scene.fact("proposer", "")))
    holds = bool(scene.act.by == scene.fact("proposer"))
    return Finding("proposal.own", holds, (THREE_DAYS,), facts)


def withdrawing(scene: Scene) -> Change:
    """Return the change by withdrawal: every period of the proposal ends without effect."""
    return Change({}, (), _ending(scene, "the proposal was withdrawn"))


def _ending(
    scene: Scene, because: str, names: tuple[str, ...] = ("convening", "consultations")
) -> tuple[Closing, ...]:
    return tuple(
        Closing(scene.case.id, name, "withdrawn", because)
        for name in names
        if running(scene, name) is not None
    )
