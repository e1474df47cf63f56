"""The term of an instrument: how long it runs, what extends or prolongs it, and its end."""

from __future__ import annotations

from csto_sim.procedure import Change
from csto_sim.procedures._amendment import parties
from csto_sim.rules.clock import until_day, years, zone
from csto_sim.rules.periods import day_of
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Facts, Finding, Moment, Period


def term_of(scene: Scene, length: int, start: Moment) -> Period:
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


def effect_at(scene: Scene, since: str, day: str) -> tuple[Period, ...]:
    """Return the period until the effect begins, where that is later than the entry into force."""
    if since <= day:
        return ()
    counted = until_day(scene, since, with_it=False)
    period = Period(
        scene.case.id,
        "effect",
        "the parties",
        "entry into force",
        "lifecycle.eif-count",
        counted.last_moment,
        counted,
        "the instrument has effect",
        "the effect begins",
        "elapsed",
    )
    return (period,)


def begin_effect(scene: Scene) -> Change:
    """Return the change when the effect begins: the bonds are as they were, and others are told."""
    return Change({"bound": Facts(scene.fact("bound", NO_FACTS))})


def prolonged_by(scene: Scene) -> Case | None:
    """Return the instrument that prolongs this one and was signed in time, or None.

    By two states at least, since one alone makes no treaty. Each instrument prolongs once.
    """
    for other in scene.naming("prolongs"):
        standing = other.state in ("signed", "in force")
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
        return Finding("instrument.renews", True, _on_terms(scene, "prot1999.2.auto-renewal"), ())
    protocol = prolonged_by(scene)
    if protocol is None:
        named = [other.id for other in scene.naming("prolongs") if other.facts.get("signed")]
        late = [id for id in named if id not in scene.fact("prolonged_by", ())]
        says = "instrument.prolonged_late" if late else "instrument.not_prolonged"
        told = (("instrument", late[0]),) if late else ()
        return Finding(says, False, _on_terms(scene), told)
    staying = _in_time(scene, protocol)
    leaving = tuple(state for state in parties(scene.case) if state not in staying)
    facts = (("instrument", protocol.id), ("members", leaving))
    basis = _on_terms(scene, "prot1999.1.extension")
    return Finding("instrument.prolonged", True, basis, facts)


def _on_terms(scene: Scene, of_the_treaty: str = "") -> tuple[str, ...]:
    """The provision on the instrument's term; for the Treaty also one of the Protocol of 1999."""
    own = scene.fact("term_under", "lifecycle.term")
    return (own, of_the_treaty) if of_the_treaty and own == "treaty.11.term" else (own,)


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
        day = first_day_without(scene)
        still = {
            state: (since, known, until if until or state in staying else day)
            for state, (since, known, until) in bound.items()
        }
        facts["bound"] = begun(Facts(still))
    # A term is counted from the last day of the one before, so that its days do not drift.
    last = scene.act.when.latest - 1
    start = Moment(last, last, scene.act.when.day)
    return Change(facts, (term_of(scene, int(scene.fact("term_years", 5)), start),))


def begun(bound: Facts) -> Facts:
    """The bonds without those that ended before they began: such a state was never bound."""
    return Facts(
        {
            state: (since, known, until)
            for state, (since, known, until) in bound.items()
            if not until or since < until
        }
    )


def first_day_without(scene: Scene) -> str:
    """The day of the moment itself: for a lapse, the day after the last day of the period."""
    return day_of(scene.act.when.latest, zone(scene)).isoformat()


def ending(scene: Scene) -> Change:
    """Return the change when an instrument ends or is replaced: every bond ends with it."""
    day = first_day_without(scene)
    bound: Facts = scene.fact("bound", NO_FACTS)
    ended = {state: (since, known, until or day) for state, (since, known, until) in bound.items()}
    return Change({"bound": begun(Facts(ended))})
