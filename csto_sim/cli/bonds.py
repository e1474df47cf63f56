"""Finding a scenario that has an instrument, running it up to a day, and reading its bonds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.files import near, scenario_files
from csto_sim.cli.options import changed
from csto_sim.errors import Unreadable, clip
from csto_sim.procedures import procedures
from csto_sim.record import Bond, Outcome, Record
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time

PROCEDURE = "instrument"


@dataclass(frozen=True)
class Bound:
    """A state that is bound, and the acts by which it came to be, as sentences."""

    bond: Bond
    acts: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Whom an instrument binds on `day`, as seen on `seen` (empty: with all that is known).

    `covered` says whether the scenario tells of that day. If it does not, the answer is that of
    `as_of`, the nearest day that it does tell of. `state` is the state of the instrument on
    `as_of`, `at_end` the one on the last day told.
    """

    instrument: str
    matter: str
    title: str
    day: str
    seen: str
    covered: bool
    as_of: str
    told_from: str
    told_until: str
    state: str
    at_end: str
    bound: tuple[Bound, ...]
    not_bound: tuple[tuple[str, str], ...]
    file: str
    own: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """A scenario and its matter that is the instrument asked for."""

    path: str
    scenario: Scenario
    case: ScenarioCase

    @property
    def since(self) -> str:
        """The first day of which the scenario tells, as an ISO day."""
        return _first_day(self.scenario.since)

    @property
    def until(self) -> str:
        """The last day of which the scenario tells."""
        return _last_day(self.scenario.until)

    @property
    def of(self) -> tuple[str, str]:
        """Which instrument it is: two of the same matter's id can be different ones."""
        instrument = str(self.case.facts.get("instrument") or "")
        return instrument, "" if instrument else self.case.title

    def covers(self, day: str) -> bool:
        """Whether the scenario tells of a day; both its ends count."""
        return self.since <= day <= self.until


def ask(
    instrument: str,
    day: str,
    seen: str | None,
    file: str | None,
    readings: Mapping[str, str],
    mode: str | None,
    facts: tuple[str, ...],
) -> Answer:
    """Return whom an instrument binds on a day, from the scenario that tells most of that day.

    For a day of which no scenario tells, the answer is that of the nearest day of which one does:
    what happened later is not known, so time is not let run on. Raises `Unreadable` when no
    scenario has the instrument, with the known ones.
    """
    from csto_sim.engine.beginning import terms_of
    from csto_sim.engine.run import run
    from csto_sim.engine.times import moment_of, zone_for

    places = list(_places(instrument, file))
    if not places:
        raise _unknown(instrument, file)
    place = _best(places, day)
    scenario = changed(place.scenario, facts)
    asked = _as_asked(scenario, seen)
    record = run(asked, readings=readings, mode=mode)
    outcome = record.outcome(place.case.id)
    assert outcome is not None  # the scenario has the case
    as_of = min(max(day, place.since), place.until)
    bonds = [bond for bond in outcome.bound if _holds(bond, as_of, seen)]
    terms = terms_of(scenario, readings, mode)
    end_of_day = moment_of(Time(as_of, as_of, as_of), zone_for(terms)).latest
    before = procedures()[PROCEDURE].initial.word
    return Answer(
        instrument=instrument,
        matter=place.case.id,
        title=place.case.title,
        day=day,
        seen=seen or "",
        covered=place.covers(day),
        as_of=as_of,
        told_from=place.since,
        told_until=place.until,
        state=record.state_at(place.case.id, end_of_day) or before,
        at_end=outcome.state,
        bound=tuple(_bound(bond, scenario, place.case, record) for bond in bonds),
        not_bound=tuple(_not_bound(outcome, bonds, as_of, record)),
        file=_named(place.path),
        own=file is not None,
        notes=tuple(_notes(as_of, seen, place, places)),
    )


def _holds(bond: Bond, day: str, seen: str | None) -> bool:
    if seen is not None and bond.known > seen:
        return False
    return bond.since <= day and (not bond.until or day < bond.until)


# --- which scenario ----------------------------------------------------------------------------


def _places(instrument: str, file: str | None) -> Iterator[_Place]:
    """The scenarios that have the instrument: by its id in the register, else by its matter's."""
    from csto_sim.scenario.load import load

    paths = scenario_files([file]) if file is not None else list(_shipped(instrument))
    found = []
    for path in paths:
        try:
            scenario = load(path)
        except Unreadable:
            if file is not None:
                raise
            continue
        found += [_Place(path, scenario, case) for case in _instruments(scenario)]
    exact = [each for each in found if each.case.facts.get("instrument") == instrument]
    yield from exact or [each for each in found if each.case.id == instrument]


def _shipped(word: str) -> Iterator[str]:
    """The shipped scenarios in which a word stands, those of history before the lessons.

    A scenario based on another may have the instrument without naming it; the other one names it.
    """
    from csto_sim.shipped import is_history, scenarios_folder

    files = scenarios_folder().rglob("*.yaml")
    for path in sorted(files, key=lambda path: (not is_history(path), path)):
        if word in path.read_text(encoding="utf-8"):
            yield str(path)


def _instruments(scenario: Scenario) -> Iterator[ScenarioCase]:
    return (case for case in scenario.cases if case.procedure == PROCEDURE)


def _best(places: list[_Place], day: str) -> _Place:
    """The scenario that tells of the day, else the one that reaches furthest towards it.

    History goes before lessons, and a scenario under the default readings before one that is there
    to show another reading. Of several that tell of the day the one that goes on longest is taken:
    what came later can be what settles the question, as the prolongation of a term.
    """
    from csto_sim.shipped import is_history

    history = [each for each in places if is_history(Path(each.path))] or places
    same = [each for each in history if each.of == history[0].of]
    plain = [each for each in same if not each.scenario.readings] or same
    covering = [each for each in plain if each.covers(day)]
    if covering:
        return max(covering, key=lambda each: each.until)
    before = [each for each in plain if each.until < day]
    if before:
        return max(before, key=lambda each: each.until)
    return min(plain, key=lambda each: each.since)


def _unknown(instrument: str, file: str | None) -> Unreadable:
    from csto_sim.errors import listing
    from csto_sim.scenario.load import load

    ids: dict[str, None] = {}
    for path in scenario_files([file]) if file is not None else _shipped(""):
        try:
            for case in _instruments(load(path)):
                ids[str(case.facts.get("instrument") or case.id)] = None
        except Unreadable:
            continue
    where = clip(file, 60) if file is not None else "the scenarios that come with the program"
    known = listing(sorted(ids), limit=40)
    message = f"no instrument of this id is in {where}"
    hint = nearest_of(instrument, ids)
    hint = hint or "csto-sim bound ID --on DATE --file FILE reads a scenario of yours"
    return refuse("CSTO-319", message, clip(instrument), known, hint)


# --- running it for a day ----------------------------------------------------------------------


def _as_asked(scenario: Scenario, seen: str | None) -> Scenario:
    """The scenario without the acts after `seen`, and without its expectations."""
    acts = scenario.acts
    if seen is not None:
        acts = tuple(act for act in acts if _last_day(act.time) <= seen)
    return scenario._replace(acts=acts, expect=())


def _first_day(time: Time) -> str:
    return time.low if isinstance(time.low, str) else _day_of(time.low)


def _last_day(time: Time) -> str:
    return time.high if isinstance(time.high, str) else _day_of(time.high)


def _day_of(second: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(second, UTC).date().isoformat()


def _named(path: str) -> str:
    """How a command line names a scenario: a shipped one by its name, another by its path."""
    from csto_sim.shipped import scenarios_folder

    try:
        return Path(path).resolve().relative_to(scenarios_folder()).with_suffix("").as_posix()
    except (ValueError, FileNotFoundError):
        return near(path)


def _notes(as_of: str, seen: str | None, place: _Place, places: list[_Place]) -> Iterator[str]:
    if seen is not None and seen < as_of:
        yield (
            f"Acts after {seen} are left out; after that day only what time itself brings is in "
            "the answer."
        )
    others = [_named(each.path) for each in places if each is not place and each.of == place.of]
    if others:
        yield f"Also in: {', '.join(others)} (--file chooses)."
    namesakes = dict.fromkeys(_named(each.path) for each in places if each.of != place.of)
    if namesakes:
        yield f"Other instruments of this id: {', '.join(namesakes)} (--file chooses)."


# --- what it rests on --------------------------------------------------------------------------


def _bound(bond: Bond, scenario: Scenario, case: ScenarioCase, record: Record) -> Bound:
    """A bond with that state's acts, also later ones: a bond can rest on them, or end by them."""
    done = {
        (step.origin, step.by, step.act) for step in record.steps_of(case.id) if not step.refused
    }
    acts = [
        act
        for act in scenario.acts
        if act.case == case.id and act.by == bond.member and (act.origin, act.by, act.name) in done
    ]
    marks = tuple(dict.fromkeys(act.said.evidence for act in acts if act.said.evidence))
    return Bound(bond, tuple(map(_told, acts)), marks)


def _told(act: ScenarioAct) -> str:
    """An act in one line: `sign, 2009-06-14 (public; P73)`."""
    written = _day_written(act.time.written)
    known = [act.said.evidence] if act.said.evidence else []
    known += [clip(source, 60) for source in act.said.sources]
    return f"{act.name}, {clip(written, 60)}" + (f" ({'; '.join(known)})" if known else "")


def _day_written(written: str) -> str:
    """A time as written, of an instant its day alone; a stretch stays whole."""
    return written.partition("T")[0] if "T" in written and " " not in written else written


def _not_bound(
    outcome: Outcome, bonds: list[Bond], day: str, record: Record
) -> Iterator[tuple[str, str]]:
    """States that had to do with the instrument by a day and are not bound, each with the reason.

    A state bound later has its first day told; other acts after the day are not looked at.
    """
    from csto_sim.organisation import states

    bound = {bond.member for bond in bonds}
    all_bonds = {bond.member: bond for bond in outcome.bound}
    acted = {
        step.by: step
        for step in record.steps_of(outcome.case)
        if step.kind == "act" and step.by in states() and step.when.day <= day
    }
    for member in sorted({*all_bonds, *acted} - bound):
        bond = all_bonds.get(member)
        if bond is None:
            step = acted[member]
            when = _day_written(step.when.written)
            on = "" if " " in when else "on "
            yield member, f'the last it did was "{step.act}" {on}{clip(when, 60)}'
        elif bond.since > day:
            yield member, f"bound only from {bond.since}"
        elif bond.until and bond.until <= day:
            yield member, f"bound until {bond.until}"
        else:
            yield member, f"known only since {bond.known}"
