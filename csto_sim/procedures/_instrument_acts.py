"""What the life of an instrument asks and changes: signature, notices, clauses, terms, exits."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._amendment import amended_since, consent_of_all
from csto_sim.procedures._notice import earliest_exit, notice_months, until_exit
from csto_sim.procedures._term import begun, effect_at, term_of
from csto_sim.rules.clock import when_all
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding, Moment, Period

CLAUSES = ("all signatories", "number", "signature")


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
    lambda scene: (scene.fact("depositary", "SECRETARIAT"), "SECRETARIAT", "SG", "DEPOSITARY"),
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
    if scene.act.by in scene.fact("signed", NO_FACTS):
        facts: Detail = (("by", scene.act.by), ("day", scene.act.when.day))
        return Finding("instrument.signed_already", False, ("lifecycle.signature",), facts)
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
    found = _clause(scene)
    hindered = consent_of_all(scene) if found.holds else None
    return found if hindered is None else hindered


def _clause(scene: Scene) -> Finding:
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
    if not scene.fact("signatories"):
        if not missing:
            return _named_by_none(clause, wanted, basis)
        if not scene.fact("in_force_when"):
            facts = (("members", missing),)
            return Finding("instrument.clause_open_untold", False, basis, facts)
    holds = not missing
    return Finding(
        _eif(holds, "all" if clause != "signature" else "signature"), holds, basis, facts
    )


def _named_by_none(clause: str, done: tuple[str, ...], basis: tuple[str, ...]) -> Finding:
    """The clause names no signatories, and all who have signed have done what it asks for."""
    facts = (("members", done),)
    if len(done) < 2:  # one state alone makes no treaty
        return Finding("instrument.clause_open_alone", False, basis, facts)
    if clause == "signature":
        return Finding("instrument.clause_met_signing", True, basis, facts)
    return Finding("instrument.clause_met_notifying", True, basis, facts)


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
        since = _effect_for(scene, day)
        facts["bound"] = bound.plus(scene.act.by, (since, day, ""))
    return Change(facts)


def _own_day(scene: Scene) -> str:
    """The day from which a further state is bound: its own, or that of an entry still to come."""
    return max(scene.act.when.day, str(scene.fact("in_force", "")))


def _effect_for(scene: Scene, day: str) -> str:
    """From when a state is bound that joins on a day: not before the instrument has effect.

    Within the day of entry the order of the notices makes no difference.
    """
    effective = str(scene.fact("effective"))
    return effective if day == scene.fact("in_force") else max(day, effective)


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
    since = _effect_for(scene, day)
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
    opens = (term_of(scene, int(term), Moment(last, last, day)),) if term else ()
    opens = (*opens, *effect_at(scene, since, day))
    facts = {"in_force": day, "effective": since, "known": day, "bound": bound}
    return Change(facts, opens, (), when)


def _on_notice(scene: Scene) -> tuple[str, ...]:
    """The general practice on notice of withdrawal, and the instrument's own clause."""
    named = scene.fact("instrument", "")
    own = {"treaty": "treaty.11.withdrawal", "charter": "charter.19.withdrawal"}.get(named)
    return ("lifecycle.withdrawal", own) if own else ("lifecycle.withdrawal",)


def may_withdraw(scene: Scene) -> Finding:
    """Whether a party gives notice of withdrawal (unilateral; at least six months ahead)."""
    basis = _on_notice(scene)
    earliest = earliest_exit(scene, basis)
    exit_day = scene.given("exit", earliest)
    facts = (("by", scene.act.by), ("months", notice_months(scene, basis)), ("day", earliest))
    if scene.act.when.day < scene.fact("in_force", ""):
        told = (("by", scene.act.by), ("day", scene.fact("in_force")))
        return Finding("instrument.not_yet_in_force", False, basis, told)
    if scene.act.by in scene.fact("leaving", NO_FACTS):
        return Finding("instrument.leaving_already", False, basis, facts)
    if exit_day < earliest:
        return Finding("instrument.exit_too_early", False, basis, facts)
    return Finding("instrument.gives_notice", True, basis, facts)


def withdrawing(scene: Scene) -> Change:
    """Return the change by notice of withdrawal: it runs until the day of exit begins."""
    leaving: Facts = scene.fact("leaving", NO_FACTS)
    basis = _on_notice(scene)
    end = scene.given("exit", earliest_exit(scene, basis))
    counted = until_exit(scene, end, basis)
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
    return Change({"bound": begun(bound.plus(state, (since, known, end)))})


def replaced(scene: Scene) -> Finding:
    """Whether an instrument that was made to take this one's place is in force."""
    for other in scene.naming("replaces"):
        if other.state == State.IN_FORCE.word and other.facts["effective"] <= scene.act.when.day:
            facts = (("instrument", other.id),)
            return Finding("instrument.replaced", True, ("lifecycle.replacement",), facts)
    return Finding("instrument.not_replaced", False, ())
