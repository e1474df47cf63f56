"""A run: a scenario goes in, its acts are fired in order, a record of plain values comes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from csto_sim import law
from csto_sim.engine.beginning import OWN, start, terms_of
from csto_sim.engine.certificate import certificate
from csto_sim.engine.courses import Courses, Ending, Point
from csto_sim.engine.ending import ledger, outcomes, uses
from csto_sim.engine.motion import advance, fire
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.errors import Complaint, Unreadable, suggestion
from csto_sim.expect import judge
from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.record import ReadingUse, Record, Step, When
from csto_sim.rules.calendars import OutOfCalendar
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.world import Act, Case, Finding, Moment, Terms, World

MODES = ("strict", "practice")


def run(
    scenario: Scenario,
    *,
    readings: Mapping[str, str] | None = None,
    mode: str | None = None,
    decisive: bool = False,
    courses: Courses | None = None,
    law_of: str = "",
    rulebook: str = "",
) -> Record:
    """Return the record of a scenario under its readings, or under others given here.

    `readings` are options by id, with or without `amb.`, and take precedence over the scenario's;
    `mode` is `strict` or `practice`. With `law_of`, an ISO day, the texts in force on that day
    govern every act; who is a member, who chairs and what days are free stays as on the day of each
    act. With `rulebook`, drafts are decided by the rules of another organisation; the title then
    says so. `courses` keeps what runs that begin alike have in common
    (`csto_sim.engine.courses`). With `decisive`, each reading that was consulted is changed alone
    and the scenario run again, to find those on which an outcome turns.

    Raises TypeError for what is no scenario (a path is loaded first: `csto_sim.load`), ValueError
    for a reading, option, mode or day that does not exist, and Unreadable where working days were
    to be counted beyond the frozen calendars. Unlawful acts raise nothing: they are refusals in the
    record.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"run takes a scenario, not {scenario!r}: csto_sim.load(path) reads one")
    given = existing(readings) if readings else {}
    if mode not in (None, *MODES):
        raise ValueError(f"there is no mode {mode!r}: a mode is {' or '.join(MODES)}")
    if law_of:
        date.fromisoformat(law_of)
    if rulebook not in ("", OWN) and law.rulebook(rulebook) is None:
        raise ValueError(f"there is no rulebook {rulebook!r}")
    terms = terms_of(scenario, given, mode, law_of, rulebook)
    try:
        record = _run(scenario, terms, given, courses)
    except OutOfCalendar as fault:
        hint = "count in hours or calendar days (amb.clock-unit A or B), or choose days it covers"
        raise Unreadable((Complaint("CSTO-320", str(fault), scenario.file, hint=hint),)) from fault
    if decisive:
        record = record._replace(readings=_decisive(scenario, terms, record))
    if not scenario.expect:
        return record
    applicable = terms == terms_of(scenario)
    return record._replace(expected=judge(scenario, record, applicable))


def _title(scenario: Scenario, terms: Terms) -> str:
    if not terms.rulebook:
        return scenario.title
    return f"{scenario.title}{_BY_RULES}{terms.rulebook})"


_BY_RULES = " (decided by the rules of "


def rulebook_in(title: str, scenario: Scenario) -> str:
    """Return the rulebook by which a record of a scenario was decided, from its title; or ''."""
    before, by, after = title.rpartition(_BY_RULES)
    return after.removesuffix(")") if by and before == scenario.title else ""


def existing(readings: Mapping[str, str]) -> dict[str, str]:
    """The readings by full id; ValueError names one that does not exist, or an option it lacks."""
    known = law.readings()
    found = {}
    for id, option in readings.items():
        reading = known.get(law.full_id(id))
        if reading is None:
            near = suggestion(law.full_id(id), known)
            raise ValueError(f"there is no reading {id!r}" + (f": {near}" if near else ""))
        if option not in reading.options:
            has = ", ".join(reading.options)
            raise ValueError(f"{reading.id} has no option {option!r}: it has {has}")
        found[reading.id] = option
    return found


def _run(
    scenario: Scenario,
    terms: Terms,
    given: Mapping[str, str],
    courses: Courses | None = None,
) -> Record:
    zone = zone_for(terms)
    changes = law_changes(scenario, terms, zone)
    point = _beginning(scenario, terms, given, zone, courses)
    # The steps alone: a world that nobody comes back to is let go.
    passed = [point.steps]
    for act in scenario.acts:
        following = point.after.get(act)
        if following is None:
            following = acted(point, act, zone, changes)
            if courses is not None:
                courses.follow(point, act, following)
        point = following
        passed.append(point.steps)
    ending = point.ending
    if ending is None:
        ending = _end(scenario, terms, given, point, passed, zone, changes)
        if courses is not None:
            point.ending = ending
    return Record(
        title=_title(scenario, terms),
        file=scenario.file,
        mode=terms.mode,
        since=scenario.since.written,
        until=scenario.until.written,
        steps=ending.steps,
        deadlines=ending.deadlines,
        outcomes=ending.outcomes,
        readings=ending.readings,
        expected=(),
        certificate=certificate(scenario, terms),
    )


def law_changes(scenario: Scenario, terms: Terms, zone: str) -> tuple[Step, ...]:
    """Return the days within a scenario on which law changes that its cases rely on, as steps.

    There is none where the law of one day governs every act.
    """
    if terms.law_of:
        return ()
    return _law_changes(
        tuple(dict.fromkeys(each.procedure for each in scenario.cases)),
        moment_of(scenario.since, zone).day,
        moment_of(scenario.until, zone).day,
        terms,
    )


def _beginning(
    scenario: Scenario,
    terms: Terms,
    given: Mapping[str, str],
    zone: str,
    courses: Courses | None,
) -> Point:
    key = (scenario.cases, scenario.since, scenario.until, terms, tuple(given))
    point = None if courses is None else courses.beginning(key)
    if point is None:
        point = begun(scenario, terms)
        if courses is not None:
            courses.begin(key, point)
    return point


def begun(scenario: Scenario, terms: Terms) -> Point:
    """Return the point at which a scenario begins: no steps, all cases in their first states."""
    began = moment_of(scenario.since, zone_for(terms))
    now = Moment(began.earliest, began.earliest, began.day)
    cases = {each.id: _case(each, terms) for each in scenario.cases}
    return Point(start(cases, now, terms), (), 0, 0)


def acted(before: Point, act: ScenarioAct, zone: str, changes: tuple[Step, ...]) -> Point:
    """Return the point after an act: days of law that lie before it, lapses, the act itself.

    Time comes to where an act that is known only by a stretch can have been done at the earliest:
    the acts after it can still lie within that stretch.
    """
    when = moment_of(act.time, zone)
    world, place = before.world, before.place
    steps: list[Step] = []
    while place < len(changes) and changes[place].when.earliest <= when.earliest:
        world = _turn(world, changes[place], before.seq, steps)
        place += 1
    world, moved = fire(
        world,
        Act(act.name, act.by, act.case, when, act.takes, act.origin, act.time.written),
        before.seq + len(steps),
    )
    steps += moved
    return Point(world, tuple(steps), place, before.seq + len(steps))


def _end(
    scenario: Scenario,
    terms: Terms,
    given: Mapping[str, str],
    last: Point,
    passed: list[tuple[Step, ...]],
    zone: str,
    changes: tuple[Step, ...],
) -> Ending:
    """Let time come to the end of the scenario, and find what became of everything."""
    final = closed(last, scenario, zone, changes)
    done = (*(step for each in passed for step in each), *final.steps)
    return Ending(
        done, ledger(done), outcomes(scenario, final.world, done), uses(terms, given, done)
    )


def closed(last: Point, scenario: Scenario, zone: str, changes: tuple[Step, ...]) -> Point:
    """Return the point at the end of a scenario: days of law that still come, and lapses."""
    world = last.world
    steps: list[Step] = []
    for change in changes[last.place :]:
        world = _turn(world, change, last.seq, steps)
    end = moment_of(scenario.until, zone)
    world, moved = advance(world, Moment(end.latest, end.latest, end.day), last.seq + len(steps))
    return Point(world, (*steps, *moved), len(changes), last.seq + len(steps) + len(moved))


def _case(each: ScenarioCase, terms: Terms) -> Case:
    facts = each.facts
    for key, value in facts.items():
        if isinstance(value, Time):
            facts = facts.plus(key, tuple(moment_of(value, zone_for(terms))))
    return Case(each.id, each.procedure, procedures()[each.procedure].initial.word, "", facts)


def _turn(world: World, change: Step, seq: int, steps: list[Step]) -> World:
    """Let time come to a day on which the law changes, and record that day as a step.

    `seq` is the number of the first of `steps`.
    """
    when = Moment(change.when.earliest, change.when.latest, change.when.day)
    world, moved = advance(world, when, seq + len(steps))
    steps += moved
    steps.append(change._replace(seq=seq + len(steps)))
    return world._replace(now=when)


@cache
def _law_changes(names: tuple[str, ...], since: str, until: str, terms: Terms) -> tuple[Step, ...]:
    """The days after `since` on which a text that these procedures rely on begins or ends."""
    begins: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for id in _relied_on(names):
        found = law.provision(id)
        for text in found.texts if found is not None else ():
            if not _chosen(text, terms):
                continue
            if text.since.known == "exact" and since < text.since.first <= until:
                begins.setdefault(text.since.first, []).append(text.id)
            if text.until and text.until.known == "exact" and since < text.until.first <= until:
                ends.setdefault(text.until.first, []).append(text.id)
    return tuple(
        _law_step(day, tuple(begins.get(day, ())), tuple(ends.get(day, ())), terms)
        for day in sorted({*begins, *ends})
    )


def _relied_on(names: tuple[str, ...]) -> tuple[str, ...]:
    tables: list[Procedure] = [procedures()[name] for name in names]
    found = dict.fromkeys(
        id
        for table in tables
        for id in (*table.relies_on, *(id for step in table.steps for id in step.under))
    )
    return tuple(found)


def _chosen(text: law.Text, terms: Terms) -> bool:
    """Whether a text that depends on a reading applies under the terms of this run."""
    about = {"day": text.since.first, "mode": terms.mode}
    return all(
        (terms.readings.get(id) or law.readings()[id].option(about)) in options
        for id, options in text.chosen_by.items()
    )


def _law_step(day: str, begins: tuple[str, ...], ends: tuple[str, ...], terms: Terms) -> Step:
    when = moment_of(Time(day, day, day), zone_for(terms))
    under = (*begins, *(id for id in ends if id not in begins))
    finding = Finding("law.changes", True, under, (("begins", begins), ("ends", ends)))
    times = When(day, when.earliest, when.earliest, day)
    return Step(0, times, "law", "the law changes", "", "", "", "", under, finding, ())


def _decisive(scenario: Scenario, terms: Terms, record: Record) -> tuple[ReadingUse, ...]:
    """The readings again, each with the options under which, alone changed, an outcome differs."""
    found = []
    before = _what_came_of_it(record)
    for use in record.readings:
        if not use.consulted:
            found.append(use._replace(decisive=()))
            continue
        flips = []
        for option in law.readings()[use.id].options:
            if option != use.option:
                other = terms._replace(readings=terms.readings.plus(use.id, option))
                try:
                    found_then = _what_came_of_it(_run(scenario, other, {}))
                except OutOfCalendar:
                    continue  # nothing can be told of an option that cannot be counted
                if found_then != before:
                    flips.append(option)
        found.append(use._replace(decisive=tuple(flips)))
    return tuple(found)


def _what_came_of_it(record: Record) -> tuple[object, ...]:
    return tuple((o.case, o.state, o.effective, o.known, o.bound) for o in record.outcomes)
