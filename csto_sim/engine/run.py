"""A run: a scenario goes in, its acts are fired in order, a record of plain values comes out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from csto_sim import law
from csto_sim.engine.certificate import certificate
from csto_sim.engine.motion import advance, fire, start
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.errors import suggestion
from csto_sim.expect import judge
from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.record import Deadline, Outcome, ReadingUse, Record, Step, When
from csto_sim.scenario.model import Scenario, ScenarioCase, Time
from csto_sim.world import Act, Case, Facts, Finding, Moment, Terms, World

MODES = ("strict", "practice")


def run(
    scenario: Scenario,
    *,
    readings: Mapping[str, str] | None = None,
    mode: str | None = None,
    decisive: bool = False,
) -> Record:
    """Return the record of a scenario under its readings, or under others given here.

    `readings` are options by id, with or without `amb.`, and take precedence over the scenario's;
    `mode` is `strict` or `practice`. Raises ValueError for a reading, option or mode that does not
    exist. With `decisive`, each reading that was consulted is changed alone and the scenario
    run again, to find those on which an outcome turns. Raises nothing for unlawful acts: they are
    refusals in the record.
    """
    given = _existing(readings) if readings else {}
    if mode not in (None, *MODES):
        raise ValueError(f"there is no mode {mode!r}: a mode is {' or '.join(MODES)}")
    chosen = scenario.readings.merged(given) if given else scenario.readings
    terms = Terms(chosen, mode or scenario.mode)
    record = _run(scenario, terms, given)
    if decisive:
        record = record._replace(readings=_decisive(scenario, terms, record))
    if not scenario.expect:
        return record
    applicable = terms == Terms(scenario.readings, scenario.mode)
    return record._replace(expected=judge(scenario, record, applicable))


def _existing(readings: Mapping[str, str]) -> dict[str, str]:
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


def _run(scenario: Scenario, terms: Terms, given: Mapping[str, str]) -> Record:
    zone = zone_for(terms)
    began = moment_of(scenario.since, zone)
    world = start(
        {each.id: _case(each, terms) for each in scenario.cases},
        Moment(began.earliest, began.earliest, began.day),
        terms,
    )
    steps: list[Step] = []
    changes = _law_changes(
        tuple(dict.fromkeys(each.procedure for each in scenario.cases)),
        began.day,
        str(scenario.until.high)[:10] if isinstance(scenario.until.high, str) else "9999",
        terms,
    )
    upcoming = iter((*changes, None))
    change = next(upcoming)
    for act in scenario.acts:
        when = moment_of(act.time, zone)
        while change is not None and change.when.earliest <= when.latest:
            world = _turn(world, change, steps)
            change = next(upcoming)
        world, moved = fire(
            world,
            Act(act.name, act.by, act.case, when, act.takes, act.origin, act.time.written),
            len(steps),
        )
        steps += moved
    while change is not None:
        world = _turn(world, change, steps)
        change = next(upcoming)
    end = moment_of(scenario.until, zone)
    world, moved = advance(world, Moment(end.latest, end.latest, end.day), len(steps))
    steps += moved
    done = tuple(steps)
    return Record(
        title=scenario.title,
        file=scenario.file,
        mode=terms.mode,
        since=scenario.since.written,
        until=scenario.until.written,
        steps=done,
        deadlines=_ledger(done),
        outcomes=_outcomes(scenario, world, done),
        readings=_uses(terms, given, done),
        expected=(),
        certificate=certificate(scenario, terms),
    )


def _case(each: ScenarioCase, terms: Terms) -> Case:
    facts = each.facts
    for key, value in facts.items():
        if isinstance(value, Time):
            facts = facts.plus(key, tuple(moment_of(value, zone_for(terms))))
    return Case(each.id, each.procedure, procedures()[each.procedure].initial.word, "", facts)


def _turn(world: World, change: Step, steps: list[Step]) -> World:
    """Let time come to a day on which the law changes, and record that day as a step."""
    when = Moment(change.when.earliest, change.when.latest, change.when.day)
    world, moved = advance(world, when, len(steps))
    steps += moved
    steps.append(change._replace(seq=len(steps)))
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


def _ledger(steps: tuple[Step, ...]) -> tuple[Deadline, ...]:
    """The deadlines in the order in which they began, each with what became of it."""
    lines: list[Deadline] = []
    running: dict[tuple[str, str], int] = {}
    for step in steps:
        if not step.opens and not step.closes:
            continue
        for closing in step.closes:
            number = running.pop((closing.case, closing.name), None)
            if number is not None:
                line = lines[number]
                # Done, in what time nobody can hold it to: no length is stated.
                withdrawn = closing.status == "withdrawn"
                status = closing.status if line.due is not None or withdrawn else "done"
                lines[number] = line._replace(
                    status=status, because=closing.because, closed=step.seq
                )
        for period in step.opens:
            running[(period.case, period.name)] = len(lines)
            lines.append(
                Deadline(
                    period.case,
                    period.name,
                    period.holder,
                    period.trigger,
                    period.under,
                    period.counted,
                    period.due,
                    "running" if period.due is not None else "unmeasured",
                    "",
                    period.follows,
                    step.seq,
                    -1,
                )
            )
    return tuple(lines)


def _outcomes(scenario: Scenario, world: World, steps: tuple[Step, ...]) -> tuple[Outcome, ...]:
    last: dict[str, Step] = {}
    for step in steps:
        if step.kind != "refusal" and step.source != step.target:
            last[step.case] = step
    found = []
    for each in scenario.cases:
        case: Case = world.cases[each.id]
        table = procedures()[each.procedure]
        result = table.result(case)
        decided = last.get(each.id)
        found.append(
            Outcome(
                case.id,
                each.procedure,
                each.title,
                case.state,
                _sentence(table, case.state),
                decided.when.day if decided is not None else "",
                result.effective,
                result.known,
                result.bound,
                _plain_facts(case.facts),
                decided.seq if decided is not None else -1,
            )
        )
    return tuple(found)


def _plain_facts(facts: Facts) -> Facts:
    if None not in facts.values():
        return facts
    return Facts({key: value for key, value in facts.items() if value is not None})


@cache
def _sentences(name: str) -> Mapping[str, str]:
    return {state.word: str(state.value) for state in procedures()[name].states}


def _sentence(table: Procedure, state: str) -> str:
    return _sentences(table.name)[state]


def _uses(
    terms: Terms, given: Mapping[str, str], steps: tuple[Step, ...]
) -> tuple[ReadingUse, ...]:
    """The readings chosen or consulted, with who chose them."""
    asked: dict[tuple[str, str], None] = {}
    for step in steps:
        if step.readings:
            asked.update(dict.fromkeys(step.readings))
    return _used(terms.readings, tuple(given), tuple(asked))


@lru_cache(maxsize=1024)
def _used(
    readings: Facts, given: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> tuple[ReadingUse, ...]:
    """The readings in order of id. What is asked comes again from run to run, so it is kept."""
    asked: dict[str, dict[str, None]] = {}
    for id, option in pairs:
        asked.setdefault(id, {})[option] = None
    found = []
    for id in sorted({*asked, *readings}):
        chosen = "command" if id in given else "scenario" if id in readings else "default"
        option = readings.get(id) or "/".join(asked[id])
        found.append(ReadingUse(id, option, chosen, id in asked, None))
    return tuple(found)


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
                other = Terms(terms.readings.plus(use.id, option), terms.mode)
                if _what_came_of_it(_run(scenario, other, {})) != before:
                    flips.append(option)
        found.append(use._replace(decisive=tuple(flips)))
    return tuple(found)


def _what_came_of_it(record: Record) -> tuple[object, ...]:
    return tuple((o.case, o.state, o.effective, o.known, o.bound) for o in record.outcomes)
