"""Acts known by a stretch of time, run at moments within it: does the answer depend on which?

The order of the file stands: an act stays behind those above it and before those below. Where a
neighbour is known by a stretch too, that stretch is cut so that the order holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from csto_sim.combinations import Moved, Stretch
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.robust import answers
from csto_sim.engine.run import law_changes, run
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.record import Record
from csto_sim.scenario.model import Scenario, ScenarioAct, Time
from csto_sim.world import Terms

#: At so many moments of one stretch a scenario is run at most.
MOST_TIMES = 400

Bound = int | str


class _Run(NamedTuple):
    """How the scenario is run: the readings and mode given, and the zone that follows of them."""

    scenario: Scenario
    readings: Mapping[str, str]
    mode: str | None
    terms: Terms
    zone: str

    def day(self, bound: Bound) -> str:
        """The ISO day of a bound, in the zone of counting."""
        if isinstance(bound, str):
            return bound
        return moment_of(Time("", bound, bound), self.zone).day

    def before(self, one: Bound, other: Bound) -> bool:
        """Whether a bound lies before another; days are compared where one of them is a day."""
        if isinstance(one, int) and isinstance(other, int):
            return one < other
        return self.day(one) < self.day(other)

    def record(self, acts: tuple[ScenarioAct, ...]) -> Record:
        """The record with other times of acts."""
        return run(self.scenario._replace(acts=acts), readings=self.readings, mode=self.mode)

    def found(self, record: Record) -> dict[tuple[str, str, int], Any]:
        """The answers of a record."""
        return dict(answers(self.scenario, record))


def stretches(
    scenario: Scenario, *, readings: Mapping[str, str] | None = None, mode: str | None = None
) -> tuple[tuple[Stretch, ...], int]:
    """Return what turns on the moment of each act known by a stretch, and the number of runs.

    Each is moved alone, all else as in the file; where there are several, a last entry (`act` is
    empty) has all of them at their earliest and all at their latest. Readings are the file's, or
    those given. Raises what `csto_sim.engine.run.run` raises.
    """
    terms = terms_of(scenario, readings, mode)
    how = _Run(scenario, readings or {}, mode, terms, zone_for(terms))
    groups: dict[int, list[int]] = {}
    for place, act in enumerate(scenario.acts):
        if act.time.low != act.time.high:
            groups.setdefault(act.origin, []).append(place)
    if not groups:
        return (), 0
    base = how.record(scenario.acts)
    found, runs = [], 1
    for places in groups.values():
        stretch, more = _moved_alone(how, places, base)
        found.append(stretch)
        runs += more
    if len(groups) > 1:
        ends = {"all at the earliest": _earliest(how), "all at the latest": _latest(how)}
        records = {time: how.record(acts) for time, acts in ends.items()}
        runs += len(records)
        told = _told(how, {time: how.found(record) for time, record in records.items()})
        found.append(Stretch("", "", "", "", 0, tuple(ends), 0, told))
    return tuple(found), runs


def _moved_alone(how: _Run, places: list[int], base: Record) -> tuple[Stretch, int]:
    acts = how.scenario.acts
    first = acts[places[0]]
    low, high = _room(how, places)
    cut = (low, high) != (first.time.low, first.time.high)
    by_second = isinstance(low, int) or isinstance(high, int)
    if by_second:
        low, high = _second(how, low, 0), _second(how, high, 1)
    at: dict[Bound, Record] = {end: how.record(_with(how, places, end)) for end in (low, high)}
    marks = {mark for record in (base, *at.values()) for mark in _marks(how, record, places)}
    times = sorted(
        {time for mark in marks for time in _around(how, mark, by_second)} | {low, high}, key=str
    )
    if by_second:
        times.sort(key=lambda time: _second(how, time, 0))
    inside = [time for time in times if not how.before(time, low) and not how.before(high, time)]
    kept = inside if len(inside) <= MOST_TIMES else [*inside[: MOST_TIMES - 1], high]
    left_out = len(inside) - len(kept)
    for time in kept:
        if time not in at:
            at[time] = how.record(_with(how, places, time))
    kept = _sharpened(how, places, kept, at)
    told = _told(how, {_words(time): how.found(at[time]) for time in kept})
    actors = dict.fromkeys(acts[place].by for place in places if acts[place].by)
    who = next(iter(actors)) if len(actors) == 1 else str(len(actors)) if actors else ""
    stretch = Stretch(
        first.name,
        who,
        first.case,
        first.time.written,
        first.line,
        tuple(map(_words, kept)),
        left_out,
        told,
        cut,
    )
    return stretch, len(at)


def _sharpened(
    how: _Run, places: list[int], times: list[Bound], at: dict[Bound, Record]
) -> list[Bound]:
    """The times with those between two that answer differently, until they are neighbours.

    What a moment changes can itself move with it, such as the end of a period that it begins.
    """
    found = times[:1]
    following = times[:0:-1]
    while following:
        middle = _between(found[-1], following[-1])
        if middle is None or _answers(how, at[found[-1]]) == _answers(how, at[following[-1]]):
            found.append(following.pop())
        else:
            at[middle] = how.record(_with(how, places, middle))
            following.append(middle)
    return found


def _answers(how: _Run, record: Record) -> list[Any]:
    """What is compared to find where an answer changes: days of effect move all the time."""
    kinds = ("state", "bound", "expectation")
    return [value for key, value in how.found(record).items() if key[0] in kinds]


def _between(early: Bound, late: Bound) -> Bound | None:
    if isinstance(early, int) and isinstance(late, int):
        return (early + late) // 2 if late - early > 1 else None
    first, last = date.fromisoformat(str(early)), date.fromisoformat(str(late))
    days = (last - first).days
    return (first + timedelta(days // 2)).isoformat() if days > 1 else None


def _told(
    how: _Run, by_time: Mapping[str, Mapping[tuple[str, str, int], Any]]
) -> tuple[Moved, ...]:
    """The answers that are not the same at all times."""
    found = []
    for key in next(iter(by_time.values())):
        values = tuple((time, answered[key]) for time, answered in by_time.items())
        if len({value for _, value in values}) > 1:
            kind, case, number = key
            expected = how.scenario.expect[number] if kind == "expectation" else None
            says, line = (expected.says, expected.line) if expected is not None else ("", 0)
            found.append(Moved(kind, case, says, line, values))
    return tuple(found)


# --- which moments -------------------------------------------------------------------------------


def _room(how: _Run, places: list[int]) -> tuple[Bound, Bound]:
    """The first and last moment at which an entry can lie in the order of the file."""
    acts = how.scenario.acts
    low, high = acts[places[0]].time.low, acts[places[0]].time.high
    for act in acts[: places[0]]:
        low = act.time.low if how.before(low, act.time.low) else low
    for act in acts[places[-1] + 1 :]:
        high = act.time.high if how.before(act.time.high, high) else high
    return low, high


def _marks(how: _Run, record: Record, places: list[int]) -> Iterable[Bound]:
    """Moments at which an answer can turn: ends of periods, changes of law, other acts."""
    for line in record.deadlines:
        yield from line.due or ()
    for change in law_changes(how.scenario, how.terms, how.zone):
        yield change.when.day
    for place, act in enumerate(how.scenario.acts):
        if place not in places:
            yield act.time.low
            yield act.time.high


def _around(how: _Run, mark: Bound, by_second: bool) -> Iterable[Bound]:
    """Just before a moment, at it, and just after it."""
    if by_second:
        first, last = _second(how, mark, 0), _second(how, mark, 1)
        return first - 1, first, last, last + 1
    day = date.fromisoformat(how.day(mark))
    return tuple((day + timedelta(days)).isoformat() for days in (-1, 0, 1))


def _second(how: _Run, bound: Bound, end: int) -> int:
    if isinstance(bound, int):
        return bound
    moment = moment_of(Time(bound, bound, bound), how.zone)
    return moment.latest if end else moment.earliest


def _words(time: Bound) -> str:
    if isinstance(time, str):
        return time
    return datetime.fromtimestamp(time, UTC).isoformat().replace("+00:00", "Z")


# --- other times ---------------------------------------------------------------------------------


def _with(how: _Run, places: list[int], at: Bound) -> tuple[ScenarioAct, ...]:
    """The acts with one entry at a moment, and stretches beside it cut as the order asks."""
    found = []
    for place, act in enumerate(how.scenario.acts):
        if place in places:
            act = act._replace(time=Time(_words(at), at, at))
        elif act.time.low != act.time.high:
            low, high = act.time.low, act.time.high
            if place > places[0] and how.before(low, at):
                low = at
            if place < places[0] and how.before(at, high):
                high = at
            act = act._replace(time=_cut(act.time, low, high))
        found.append(act)
    return tuple(found)


def _cut(time: Time, low: Bound, high: Bound) -> Time:
    if (low, high) == (time.low, time.high):
        return time
    written = _words(low) if low == high else f"between {_words(low)} and {_words(high)}"
    return Time(written, low, high)


def _earliest(how: _Run) -> tuple[ScenarioAct, ...]:
    found: list[ScenarioAct] = []
    reached: Bound | None = None
    for act in how.scenario.acts:
        at = act.time.low
        if act.time.low != act.time.high:
            at = reached if reached is not None and how.before(at, reached) else at
            act = act._replace(time=_cut(act.time, at, at))
        reached = at if reached is None or how.before(reached, at) else reached
        found.append(act)
    return tuple(found)


def _latest(how: _Run) -> tuple[ScenarioAct, ...]:
    found: list[ScenarioAct] = []
    reached: Bound | None = None
    for act in reversed(how.scenario.acts):
        at = act.time.high
        if act.time.low != act.time.high:
            at = reached if reached is not None and how.before(reached, at) else at
            act = act._replace(time=_cut(act.time, at, at))
        reached = at if reached is None or how.before(at, reached) else reached
        found.append(act)
    return tuple(found[::-1])
