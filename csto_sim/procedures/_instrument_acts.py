"""What the life of an instrument asks and changes: signature, notices, clauses, terms, exits."""

from __future__ import annotations

from datetime import date

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._amendment import amended_since, consent_of_all
from csto_sim.rules.clock import months, when_all, years, zone
from csto_sim.rules.periods import day_bounds, day_of, months_after
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Detail, Facts, Finding, Moment, Period

CLAUSES = ("all signatories", "number", "signature")
NOTICE_MONTHS = 6


class State(States):
    """States of an instrument."""

    DRAFTED = "the text is being prepared"
    AGREED = "the text has been agreed"
    SIGNED = "at least one state has signed; it is not in force"
    IN_FORCE = "the instrument is in force"
    ENDED = "its term has ended"
    REPLACED = "another instrument has taken its place"


OPEN = (State.DRAFTED, State.AGREED, State.SIGNED, State.IN_FORCE)


def _states(scene: Scene) -> tuple[str, ...]:
    """Those to whom the instrument is open: those it names, else the members of the day."""
    named = scene.fact("open_to", ())
    return named or scene.roster().members or (scene.act.by,)


def _signatories(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.fact("signed", NO_FACTS))


def _parties(scene: Scene) -> tuple[str, ...]:
    bound: Facts = scene.fact("bound", NO_FACTS)
    return tuple(state for state, (_, _, until) in bound.items() if not until)


STATE = Actor("a state to which the instrument is open", _states)
SIGNATORY = Actor("a state that has signed", _signatories)
PARTY = Actor("a state that is bound", _parties)
ANYBODY = Actor("any state or organ", lambda scene: (scene.act.by,), need_not_be_named=True)
DEPOSITARY = Actor(
    "the depositary",
    lambda scene: (scene.fact("depositary", "SECRETARIAT"), "SECRETARIAT", "SG"),
    need_not_be_named=True,
)


def may_sign(scene: Scene) -> Finding:
    """Whether a state signs for the first time, perhaps later (lifecycle.late-signature)."""
    signed = scene.fact("signed", NO_FACTS)
    facts = (("by", scene.act.by), ("day", scene.act.when.day))
    if scene.act.by in signed:
        return Finding("instrument.signed_already", False, ("lifecycle.signature",), facts)
    later = bool(signed) and scene.act.when.day > min(signed.values())
    basis = ("lifecycle.late-signature",) if later else ("lifecycle.signature",)
    return Finding("instrument.signs_later" if later else "instrument.signs", True, basis, facts)


def stays_out(scene: Scene) -> Finding:
    """What a reservation does: on a treaty it means staying out (amb.reservation A)."""
    option = scene.reading("amb.reservation")
    facts = (("by", scene.act.by),)
    says = "instrument.stays_out" if option == "A" else "instrument.reservation_noted"
    return Finding(says, True, ("lifecycle.signature",), facts, (), ("amb.reservation", option))


def may_notify(scene: Scene) -> Finding:
    """Whether a signatory notifies the depositary for the first time."""
    again = scene.act.by in scene.fact("notified", NO_FACTS)
    facts = (("by", scene.act.by), ("day", scene.act.when.day))
    says = "instrument.notified_already" if again else "instrument.notifies"
    return Finding(says, not again, ("lifecycle.domestic", "lifecycle.depositary"), facts)


def clause_met(scene: Scene) -> Finding:
    """Whether the instrument's own clause is met, and for an amendment whether all consent."""
    hindered = consent_of_all(scene)
    if hindered is not None:
        return hindered
    clause = scene.fact("in_force_when", "all signatories")
    signed, notified = scene.fact("signed", NO_FACTS), scene.fact("notified", NO_FACTS)
    basis = tuple(id for id in (scene.fact("clause", ""), "lifecycle.eif-count") if id)
    if clause == "number":
        needed, have = int(scene.fact("number", 1)), len(notified)
        facts: Detail = (("needed", needed), ("have", have))
        return Finding(_eif(have >= needed, "number"), have >= needed, basis, facts)
    wanted = tuple(scene.fact("signatories", ())) or tuple(signed)
    have_done = signed if clause == "signature" else notified
    missing = tuple(state for state in wanted if state not in have_done)
    facts = (("members", missing), ("needed", len(wanted)), ("have", len(wanted) - len(missing)))
    # One state alone makes no treaty: where nobody is named, a second has to sign first.
    holds = len(wanted) > 1 and not missing
    return Finding(
        _eif(holds, "all" if clause != "signature" else "signature"), holds, basis, facts
    )


def _eif(holds: bool, clause: str) -> str:
    return f"instrument.clause_{'met' if holds else 'open'}_{clause}"


def signing(scene: Scene) -> Change:
    """Return the change by a signature."""
    signed: Facts = scene.fact("signed", NO_FACTS)
    return Change({"signed": signed.plus(scene.act.by, scene.act.when.day)})


def signing_in_force(scene: Scene) -> Change:
    """Return the change by a later signature: where signature is the clause, it binds at once."""
    facts = dict(signing(scene).facts)
    if scene.fact("in_force_when", "all signatories") == "signature":
        bound: Facts = scene.fact("bound", NO_FACTS)
        day = _own_day(scene)
        since = scene.fact("effective") if day == scene.fact("in_force") else day
        facts["bound"] = bound.plus(scene.act.by, (since, day, ""))
    return Change(facts)


def _own_day(scene: Scene) -> str:
    """The day from which a further state is bound: its own, or that of an entry still to come."""
    return max(scene.act.when.day, str(scene.fact("in_force", "")))


def reserving(scene: Scene) -> Change:
    """Return the change by a reservation."""
    kept: Facts = scene.fact("reserved", NO_FACTS)
    return Change({"reserved": kept.plus(scene.act.by, scene.act.when.day)})


def ratifying(scene: Scene) -> Change:
    """Return the change by a ratification."""
    kept: Facts = scene.fact("ratified", NO_FACTS)
    return Change({"ratified": kept.plus(scene.act.by, scene.act.when.day)})


def notifying(scene: Scene) -> Change:
    """Return the change by a notice or deposit."""
    kept: Facts = scene.fact("notified", NO_FACTS)
    return Change({"notified": kept.plus(scene.act.by, scene.act.when.day)})


def notifying_in_force(scene: Scene) -> Change:
    """Return the change by a further state's notice: it is bound from its own day."""
    day = _own_day(scene)
    bound: Facts = scene.fact("bound", NO_FACTS)
    if scene.act.by in bound:
        return notifying(scene)
    # Within the day of entry the order of the notices makes no difference.
    since = scene.fact("effective") if day == scene.fact("in_force") else day
    return Change({**notifying(scene).facts, "bound": bound.plus(scene.act.by, (since, day, ""))})


def _day_of_entry(scene: Scene, clause: str, done: Facts) -> str:
    """The day by which the clause was met: acts known only by a range count by its end."""
    if clause == "number":
        return str(sorted(done.values())[int(scene.fact("number", 1)) - 1])
    wanted = tuple(scene.fact("signatories", ())) or tuple(scene.fact("signed", NO_FACTS))
    return max(str(done[state]) for state in wanted)


def entering(scene: Scene) -> Change:
    """Return the change by entry into force: who is bound, from when, and the term."""
    clause = scene.fact("in_force_when", "all signatories")
    who: Facts = scene.fact("signed" if clause == "signature" else "notified", NO_FACTS)
    # What completed it can also be a consent, or that a state which withheld its own has left.
    day = max(_day_of_entry(scene, clause, who), scene.act.when.day, amended_since(scene))
    since = scene.fact("effect_from") or day
    bound = Facts({state: (since, day, "") for state in who})
    when = when_all(scene, (day,))
    last = scene.act.when.latest if when is None else when.latest
    term = scene.fact("term_years")
    opens = (_term(scene, int(term), Moment(last, last, day)),) if term else ()
    facts = {"in_force": day, "effective": since, "known": day, "bound": bound}
    return Change(facts, opens, (), when)


def _term(scene: Scene, length: int, start: Moment) -> Period:
    counted = years(scene, length, start)
    return Period(
        scene.case.id,
        "term",
        "the parties",
        "entry into force or extension",
        scene.fact("term_under", "lifecycle.term"),
        counted.last_moment,
        counted,
        "the term is extended, or the instrument ends",
        "the term ends",
        "elapsed",
    )


def prolonged_by(scene: Scene) -> Case | None:
    """Return the instrument that prolongs this one and was signed in time, or None.

    By two states at least, since one alone makes no treaty. Each instrument prolongs once.
    """
    for other in scene.naming("prolongs"):
        standing = other.state in (State.SIGNED.word, State.IN_FORCE.word)
        used = other.id in scene.fact("prolonged_by", ())
        if standing and not used and len(_in_time(scene, other)) > 1:
            return other
    return None


def _in_time(scene: Scene, protocol: Case) -> tuple[str, ...]:
    """Who had certainly signed a prolongation by the last day of the term."""
    signed: Facts = protocol.facts.get("signed", NO_FACTS)
    return tuple(state for state, day in signed.items() if day <= scene.act.when.day)


def extended(scene: Scene) -> Finding:
    """Whether the term goes on: by its own clause, or by a protocol signed before it ended."""
    if scene.fact("extends") == "automatic" or scene.fact("renews", False):
        return Finding("instrument.renews", True, ("prot1999.2.auto-renewal",), ())
    protocol = prolonged_by(scene)
    if protocol is None:
        named = [other.id for other in scene.naming("prolongs") if other.facts.get("signed")]
        late = [id for id in named if id not in scene.fact("prolonged_by", ())]
        says = "instrument.prolonged_late" if late else "instrument.not_prolonged"
        told = (("instrument", late[0]),) if late else ()
        return Finding(says, False, ("treaty.11.term",), told)
    staying = _in_time(scene, protocol)
    leaving = tuple(state for state in _parties(scene) if state not in staying)
    facts = (("instrument", protocol.id), ("members", leaving))
    return Finding("instrument.prolonged", True, ("prot1999.1.extension", "treaty.11.term"), facts)


def extending(scene: Scene) -> Change:
    """Return the change by a further term; states that did not join a prolongation leave."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    protocol = prolonged_by(scene)
    renews = scene.fact("extends") == "automatic" or scene.fact("renews", False)
    facts: dict[str, object] = {}
    if protocol is not None and not renews:
        facts["prolonged_by"] = (*scene.fact("prolonged_by", ()), protocol.id)
        facts["renews"] = protocol.facts.get("extends") == "automatic"
        staying = _in_time(scene, protocol)
        day = _first_day_without(scene)
        still = {
            state: (since, known, until if until or state in staying else day)
            for state, (since, known, until) in bound.items()
        }
        facts["bound"] = _begun(Facts(still))
    # A term is counted from the last day of the one before, so that its days do not drift.
    last = scene.act.when.latest - 1
    start = Moment(last, last, scene.act.when.day)
    return Change(facts, (_term(scene, int(scene.fact("term_years", 5)), start),))


def may_withdraw(scene: Scene) -> Finding:
    """Whether a party gives notice of withdrawal (unilateral; at least six months ahead)."""
    basis = ("lifecycle.withdrawal", "treaty.11.withdrawal")
    earliest = _earliest_exit(scene)
    exit_day = scene.given("exit", earliest)
    facts = (("by", scene.act.by), ("months", NOTICE_MONTHS), ("day", earliest))
    if scene.act.when.day < scene.fact("in_force", ""):
        told = (("by", scene.act.by), ("day", scene.fact("in_force")))
        return Finding("instrument.not_yet_in_force", False, basis, told)
    if scene.act.by in scene.fact("leaving", NO_FACTS):
        return Finding("instrument.leaving_already", False, basis, facts)
    if exit_day < earliest:
        return Finding("instrument.exit_too_early", False, basis, facts)
    return Finding("instrument.gives_notice", True, basis, facts)


def _earliest_exit(scene: Scene) -> str:
    """The first day on which a state that gives notice today is no longer bound."""
    notice = date.fromisoformat(scene.act.when.day)
    return months_after(notice, NOTICE_MONTHS).isoformat()


def withdrawing(scene: Scene) -> Change:
    """Return the change by notice of withdrawal: it runs until the day of exit begins."""
    leaving: Facts = scene.fact("leaving", NO_FACTS)
    end = scene.given("exit", _earliest_exit(scene))
    last = day_bounds(date.fromisoformat(end), zone(scene))[0] - 1
    counted = months(scene, NOTICE_MONTHS, scene.act.when)._replace(last_moment=(last, last))
    period = Period(
        scene.case.id,
        f"notice of {scene.act.by}",
        scene.act.by,
        "notice of withdrawal",
        "lifecycle.withdrawal",
        counted.last_moment,
        counted,
        "the state is no longer bound",
        "the notice runs out",
        "elapsed",
    )
    return Change({"leaving": leaving.plus(scene.act.by, end)}, (period,))


def leaving_behind(scene: Scene) -> Change:
    """Return the change when a notice has run out: the state's bond ends."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    state = scene.given("holder")
    since, known, until = bound[state]
    end = until or scene.fact("leaving", NO_FACTS)[state]
    return Change({"bound": _begun(bound.plus(state, (since, known, end)))})


def _begun(bound: Facts) -> Facts:
    """The bonds without those that ended before they began: such a state was never bound."""
    return Facts(
        {
            state: (since, known, until)
            for state, (since, known, until) in bound.items()
            if not until or since < until
        }
    )


def _first_day_without(scene: Scene) -> str:
    """The day of the moment itself: for a lapse, the day after the last day of the period."""
    return day_of(scene.act.when.latest, zone(scene)).isoformat()


def ending(scene: Scene) -> Change:
    """Return the change when an instrument ends or is replaced: every bond ends with it."""
    day = _first_day_without(scene)
    bound: Facts = scene.fact("bound", NO_FACTS)
    ended = {state: (since, known, until or day) for state, (since, known, until) in bound.items()}
    return Change({"bound": _begun(Facts(ended))})


def replaced(scene: Scene) -> Finding:
    """Whether an instrument that was made to take this one's place is in force."""
    for other in scene.naming("replaces"):
        if other.state == State.IN_FORCE.word:
            facts = (("instrument", other.id),)
            return Finding("instrument.replaced", True, ("lifecycle.replacement",), facts)
    return Finding("instrument.not_replaced", False, ())
