"""A scenario as an arena: its acts in any order, as often as one likes; or in their own.

Time stands still until somebody lets it pass: to the next moment of the file, to the last lawful
moment of the period that ends first, or one second past it. Worlds that have been met are not
entered again, so what is reached is every world that the acts of the file can make until its end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from csto_sim.engine.beginning import terms_of
from csto_sim.engine.motion import advance, fire
from csto_sim.engine.run import begun
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.scenario.model import Scenario, ScenarioAct, Time
from csto_sim.world import Act, Case, Facts, Moment, Terms, World

#: Facts that hold the number of an act, and are asked only for which of two came later.
COUNTED = frozenset({"taken", "opened_by", "decided_by", "asked_by"})


class Move(NamedTuple):
    """How one world came of another: acts that were done, or time that passed (no acts)."""

    acts: tuple[ScenarioAct, ...]
    time: Time


class Reached(NamedTuple):
    """The worlds of an arena in the order in which they were met, the shortest way first.

    `came` says for each from which it was met, and by what; the first came from nowhere (-1).
    `closed` is True when there are no others. `moves` counts the acts and waits that were tried.
    """

    scenario: Scenario
    worlds: tuple[World, ...]
    came: tuple[tuple[int, Move | None], ...]
    closed: bool
    moves: int

    def way(self, number: int) -> int:
        """Return how many moves lead to a world on the way on which it was first met."""
        length = 0
        while number > 0:
            number, _ = self.came[number]
            length += 1
        return length

    def story(self, number: int, title: str) -> Scenario:
        """Return the way to a world as a scenario that runs, and ends there."""
        moves = []
        while number > 0:
            number, move = self.came[number]
            moves.append(move)
        acts: list[ScenarioAct] = []
        until = self.scenario.until
        for origin, move in enumerate(m for m in reversed(moves) if m is not None and m.acts):
            acts += [act._replace(time=move.time, origin=origin) for act in move.acts]
        if moves and moves[0] is not None:
            until = _last_of(moves[0].time)
        elif not moves:
            until = self.scenario.since
        return self.scenario._replace(
            title=title[:300],
            about=f"Found by exploring the acts of “{self.scenario.title}”.",
            until=until,
            acts=tuple(acts),
            vary=(),
            claims=(),
            expect=(),
        )


def reach(scenario: Scenario, limit: int) -> Reached:
    """Return the worlds that the acts of a scenario can make, at most some `limit` of them.

    An entry of the file is done as a whole.
    """
    arena = Ground(scenario)
    first = arena.first()
    known = {first: 0}
    worlds = [first]
    came: list[tuple[int, Move | None]] = [(-1, None)]
    waiting = deque([0])
    while waiting and len(worlds) < limit:
        number = waiting.popleft()
        for after, move in arena.after(worlds[number]):
            if after not in known:
                known[after] = len(worlds)
                waiting.append(len(worlds))
                worlds.append(after)
                came.append((number, move))
    return Reached(scenario, tuple(worlds), tuple(came), not waiting, arena.moves)


def reach_in_order(scenario: Scenario, limit: int) -> Reached:
    """Return the worlds that come about when any entries of a scenario are left out.

    The others are done in their order, each at its own time; at most some `limit` worlds.
    """
    arena = Ground(scenario)
    world = arena.first()
    worlds: list[World] = [world]
    came: list[tuple[int, Move | None]] = [(-1, None)]
    # Of a world only that is new which it is at the same place in the row.
    layer = {world: 0}
    for entry in arena.entries:
        after: dict[World, int] = {}
        when = moment_of(entry[0].time, arena.zone)
        for before, number in layer.items():
            for done in (entry, ()):
                found = arena.at(before, done, when)
                if found not in after:
                    after[found] = len(worlds)
                    worlds.append(found)
                    came.append((number, Move(done, entry[0].time)))
            if len(worlds) >= limit:
                return Reached(scenario, tuple(worlds), tuple(came), False, arena.moves)
        layer = after
    for before, number in layer.items():
        found = arena.at(before, (), arena.moment(scenario.until))
        worlds.append(found)
        came.append((number, Move((), scenario.until)))
    return Reached(scenario, tuple(worlds), tuple(came), True, arena.moves)


class Ground:
    """A scenario on which moves are made: its entries, and the passing of time."""

    def __init__(self, scenario: Scenario, terms: Terms | None = None) -> None:
        """`terms` are those of the file unless others are given."""
        self.scenario = scenario
        self.terms = terms if terms is not None else terms_of(scenario)
        self.zone = zone_for(self.terms)
        self.moves = 0
        groups: dict[int, tuple[ScenarioAct, ...]] = {}
        for act in scenario.acts:
            groups[act.origin] = (*groups.get(act.origin, ()), act)
        self.entries = tuple(groups.values())
        times = {act.time: moment_of(act.time, self.zone) for act in scenario.acts}
        times[scenario.until] = self.moment(scenario.until)
        self.times = sorted(((moment, time) for time, moment in times.items()), key=_by_moment)
        self.end = times[scenario.until].latest

    def first(self) -> World:
        """The first world, at the moment of the file's first act."""
        world = begun(self.scenario, self.terms).world
        if self.scenario.acts:
            when = moment_of(self.scenario.acts[0].time, self.zone)
            world = world._replace(now=when)
        return world

    def after(self, world: World) -> Iterator[tuple[World, Move]]:
        """Every world that comes of one by an entry of the file, or by letting time pass."""
        time = self.time(world.now)
        for entry in self.entries:
            found = self.done(world, entry, time)
            if found is not world:
                yield found, Move(entry, time)
        for later in self.later(world):
            yield self.passed(world, later), Move((), later)

    def done(self, world: World, entry: tuple[ScenarioAct, ...], time: Time) -> World:
        """The world after an entry of the file is done now; the same world if it moves nothing."""
        number = _next_number(world)
        found = world
        for act in entry:
            self.moves += 1
            found, _ = fire(
                found, Act(act.name, act.by, act.case, world.now, act.takes, number, time.written)
            )
        if found.cases is world.cases and found.periods == world.periods:
            return world
        return renumbered(found)

    def passed(self, world: World, time: Time) -> World:
        """The world when time has come to another moment."""
        self.moves += 1
        moment = self.moment(time)
        return renumbered(advance(world, moment)[0]._replace(now=moment))

    def moment(self, time: Time) -> Moment:
        """A time as a moment; that of the end of the file is its last second."""
        moment = moment_of(time, self.zone)
        if time == self.scenario.until:
            return Moment(moment.latest, moment.latest, moment.day)
        return moment

    def at(self, world: World, entry: tuple[ScenarioAct, ...], when: Moment) -> World:
        """The world after an entry at some moment; where nothing is done, time passes alone."""
        number = _next_number(world)
        self.moves += max(1, len(entry))
        world = advance(world, when)[0]._replace(now=when)
        for act in entry:
            world, _ = fire(
                world, Act(act.name, act.by, act.case, when, act.takes, number, act.time.written)
            )
        return renumbered(world)

    def time(self, now: Moment) -> Time:
        """The time of a moment as the file writes it, where it does."""
        known = next((time for moment, time in self.times if moment == now), None)
        return known or _instant(now.latest)

    def later(self, world: World) -> Iterator[Time]:
        """The times to which time can pass next: of the file, the end of a period, and past it."""
        now = world.now
        for moment, time in self.times:
            if moment.earliest > now.earliest and moment.latest > now.latest:
                yield time
                break
        first = next((each for each in world.periods if each.due is not None), None)
        if first is not None and first.due is not None:
            for second in (first.due[1], first.due[1] + 1):
                if now.latest < second <= self.end:
                    yield _instant(second)


def _by_moment(pair: tuple[Moment, Time]) -> tuple[int, int]:
    return pair[0].earliest, pair[0].latest


def _instant(second: int) -> Time:
    written = datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")
    return Time(written, second, second)


def _last_of(time: Time) -> Time:
    """The last day or instant of a time that is known by a stretch."""
    if time.low == time.high:
        return time
    return _instant(time.high) if isinstance(time.high, int) else Time(*(time.high,) * 3)


# --- the numbers of acts -----------------------------------------------------------------------


def _numbers(world: World) -> list[int]:
    found: set[int] = set()
    for case in world.cases.values():
        for key in COUNTED & case.facts.keys():
            value = case.facts[key]
            held = value.values() if isinstance(value, Facts) else (value,)
            found.update(each for each in held if isinstance(each, int))
    return sorted(found)


def _next_number(world: World) -> int:
    numbers = _numbers(world)
    return numbers[-1] + 1 if numbers else 0


def renumbered(world: World) -> World:
    """Return the world with the numbers of acts counted anew: only their order is asked for."""
    numbers = _numbers(world)
    if numbers == list(range(len(numbers))):
        return world
    place = {number: n for n, number in enumerate(numbers)}
    cases = world.cases
    for id, case in world.cases.items():
        changes = {key: _placed(case.facts[key], place) for key in COUNTED & case.facts.keys()}
        if changes:
            fresh: Case = case._replace(facts=case.facts.merged(changes))
            cases = cases.plus(id, fresh)
    return world._replace(cases=cases)


def _placed(value: Any, place: dict[int, int]) -> Any:
    if isinstance(value, Facts):
        return Facts({who: _placed(number, place) for who, number in value.items()})
    return place[value] if isinstance(value, int) else value
