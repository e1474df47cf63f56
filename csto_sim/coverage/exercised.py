"""What a set of records exercised: provisions, steps and states; satisfied, violated, at the limit.

A provision is satisfied where a condition under it held, violated where one failed, an act was
refused under it or a period under it was missed. At its limit is a provision with a period: on the
last lawful day when what it asks for was done on that day, on the day after when an act in that
matter came, or the period ran out, on the day that follows. A step of a table is a way from a state
to a state by an act; it is satisfied when it was taken, violated when the act was refused there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csto_sim.duties import Owed, account, every_done
from csto_sim.record import Deadline, Record, Step

SATISFIED, VIOLATED, LAST_DAY, DAY_AFTER = "satisfied", "violated", "last day", "day after"
MARKS = (SATISFIED, VIOLATED, LAST_DAY, DAY_AFTER)


class Way(NamedTuple):
    """A step of a table: by an act ('' for what follows of itself) from a state to a state."""

    procedure: str
    act: str
    source: str
    target: str


class Table(NamedTuple):
    """A procedure as plain values: its states, and its ways, each with a sentence."""

    name: str
    states: tuple[str, ...]
    ways: Mapping[Way, str]


class Place(NamedTuple):
    """Where something was exercised: the file and the number of the step."""

    file: str
    step: int


@dataclass
class Marks:
    """How often something was exercised in each way, and where first."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, Place] = field(default_factory=dict)

    def add(self, mark: str, place: Place) -> None:
        """Note that it was exercised so at a place."""
        self.counts[mark] = self.counts.get(mark, 0) + 1
        self.first.setdefault(mark, place)

    def __bool__(self) -> bool:
        return bool(self.counts)


@dataclass
class Coverage:
    """What was exercised, by provision, way and (procedure, state); and the ids of the texts."""

    provisions: dict[str, Marks]
    ways: dict[Way, Marks]
    states: dict[tuple[str, str], Marks]
    timed: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    readings: set[tuple[str, str]] = field(default_factory=set)
    files: int = 0

    def exercised(self) -> tuple[int, int]:
        """How many provisions, ways and states were exercised at all, and how many there are."""
        every = [*self.provisions.values(), *self.ways.values(), *self.states.values()]
        return sum(map(bool, every)), len(every)


def blank(provisions: Iterable[str], tables: Iterable[Table]) -> Coverage:
    """Return a coverage in which nothing has been exercised yet."""
    tables = tuple(tables)
    return Coverage(
        {id: Marks() for id in provisions},
        {way: Marks() for table in tables for way in table.ways},
        {(table.name, state): Marks() for table in tables for state in table.states},
    )


def add(coverage: Coverage, record: Record) -> None:
    """Add to a coverage what a record exercised."""
    coverage.files += 1
    procedures = {outcome.case: outcome.procedure for outcome in record.outcomes}
    for step in record.steps:
        place = Place(record.file, step.seq)
        for id, mark in _provisions(step):
            _mark(coverage, id, mark, place)
        coverage.readings.update(step.readings)
        procedure = procedures.get(step.case)
        if procedure is not None:
            _tables(coverage, procedure, step, place)
    for line in record.deadlines:
        _period(coverage, record, line)
    for owed in account(record):
        _duty(coverage, record, owed)


def _mark(coverage: Coverage, id: str, mark: str, place: Place) -> None:
    coverage.texts.add(id)
    marks = coverage.provisions.get(id.partition("@")[0])
    if marks is not None:
        marks.add(mark, place)


def _provisions(step: Step) -> Iterator[tuple[str, str]]:
    """The provisions of a step, each as satisfied or violated, each pair once."""
    found: dict[tuple[str, str], None] = {}
    texts = {id.partition("@")[0]: id for id in step.under}
    if not step.refused and step.kind != "law":
        found.update(dict.fromkeys((id, SATISFIED) for id in step.under))
    if step.refused:
        found.update(dict.fromkeys((id, VIOLATED) for id in step.under))
    for _, finding in step.finding.tree() if step.finding is not None else ():
        for id in finding.under:
            text = texts.get(id.partition("@")[0], id)
            found[(text, SATISFIED if finding.holds else VIOLATED)] = None
    yield from found


def _tables(coverage: Coverage, procedure: str, step: Step, place: Place) -> None:
    for state in (step.source, step.target):
        reached = coverage.states.get((procedure, state))
        if reached is not None and not step.refused:
            reached.add(SATISFIED, place)
    if not step.refused:
        way = coverage.ways.get(Way(procedure, step.act, step.source, step.target))
        if way is not None:
            way.add(SATISFIED, place)
        return
    for each, marks in coverage.ways.items():
        if each[:3] == (procedure, step.act, step.source):
            marks.add(VIOLATED, place)


def _period(coverage: Coverage, record: Record, line: Deadline) -> None:
    """What a period tells of its provision: missed, met on its last day, or a day too late."""
    if line.closed >= 0 and line.status == "missed":
        _mark(coverage, line.under, VIOLATED, Place(record.file, line.closed))
    if line.due is None or line.counted is None:
        return
    id = line.under.partition("@")[0]
    coverage.timed.add(id)
    zone = ZoneInfo(line.counted.zone)
    last = datetime.fromtimestamp(line.due[1], UTC).astimezone(zone).date()
    opened = record.steps[line.opened].when.latest
    for step in record.steps_of(line.case):
        if step.seq <= line.opened or step.when.latest <= opened:
            continue
        done = datetime.fromtimestamp(step.when.latest, UTC).astimezone(zone).date()
        place = Place(record.file, step.seq)
        by_act = step.seq == line.closed and line.status == "met"
        if by_act and done == last and step.when.latest <= line.due[1]:
            _mark(coverage, line.under, LAST_DAY, place)
        ran_out = step.kind == "time" and step.seq == line.closed
        if done == last + timedelta(1) and (ran_out or step.kind in ("act", "refusal")):
            _mark(coverage, line.under, DAY_AFTER, place)


def _duty(coverage: Coverage, record: Record, owed: Owed) -> None:
    """What a duty of the calendar tells of its provisions, where anything of it is told."""
    if not owed.done or not owed.last:
        return
    place = Place(record.file, owed.done[-1].step)
    after = (date.fromisoformat(owed.last) + timedelta(1)).isoformat()
    for id in owed.under:
        coverage.timed.add(id.partition("@")[0])
        if owed.status == "met":
            _mark(coverage, id, SATISFIED, place)
            if owed.on == owed.last:
                _mark(coverage, id, LAST_DAY, place)
        if owed.status == "missed":
            _mark(coverage, id, VIOLATED, place)
        if any(each.first == each.last == after for each in every_done(record, owed.duty)):
            _mark(coverage, id, DAY_AFTER, place)
