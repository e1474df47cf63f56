"""The shortest story on which two readings differ: the same acts, and something else comes of them.

Both are played at once on the arenas: the same entry is done, the same time passes, under the one
and under the other. What is met first in this way is the shortest of its arena.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from csto_sim.engine.beginning import terms_of
from csto_sim.engine.many import collector_resting
from csto_sim.engine.run import run
from csto_sim.parted import Change, Compared, compared
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario
from csto_sim.verify.arena import Ground, Move, Reached
from csto_sim.verify.arenas import Arena
from csto_sim.verify.settings import members_of
from csto_sim.world import Terms, World

#: So many pairs of worlds are entered in one arena at most.
WORLDS = 3_000

Progress = Callable[[int, int, int], None]
"""Told after each arena: how many are behind, of how many, and the pairs of worlds so far."""


class Distinguished(NamedTuple):
    """The shortest story on which two changes differ, if there is one.

    `story` holds the acts, `found` both runs of it. `arenas` were played, `worlds` pairs of worlds
    entered, and of `cut` arenas not all. Stories lasted up to so many `days`, with so many members.
    """

    story: Scenario | None
    found: Compared | None
    arenas: int
    worlds: int
    cut: int
    days: int = 0
    members: int = 0


def concerning(changes: tuple[Change, Change], arenas: Iterable[Arena]) -> list[Arena]:
    """Return the arenas with a matter that asks a reading on which two changes differ.

    All of them, where they differ in the mode or in the day of law.
    """
    one, other = dict(changes[0].readings), dict(changes[1].readings)
    ids = {id for id in one.keys() | other.keys() if one.get(id) != other.get(id)}
    plain = changes[0][1:] != changes[1][1:]
    return [
        arena
        for arena in arenas
        if plain
        or any(ids & {*procedures()[each.procedure].readings} for each in arena.scenario.cases)
    ]


def distinguish(
    one: Change,
    other: Change,
    arenas: Iterable[Arena],
    *,
    limit: int = WORLDS,
    days: int = 0,
    progress: Progress | None = None,
) -> Distinguished:
    """Return the shortest story in which something else becomes of a matter under two changes.

    What is compared is the state of each matter, since when it has effect, and whom it binds.
    `limit` pairs of worlds are entered in one arena at most, and none that is more than `days` days
    behind the first act of its scenario; with 0 that is as long as the scenario lasts.
    """
    best: tuple[tuple[int, int], Scenario] | None = None
    every = list(arenas)
    worlds = cut = span = members = 0
    for number, arena in enumerate(every, 1):
        with collector_resting():
            play = _Pair(arena.scenario, one, other, days)
            found, length = play.search(limit, best[0][0] if best is not None else 1 << 30)
        worlds += play.worlds
        cut += play.cut
        span = max(span, play.days)
        members = max(members, len(members_of(arena.scenario, play.grounds[0].terms)))
        # Of stories of as many moves the one with the fewest acts.
        if found is not None and (best is None or (length, len(found.acts)) < best[0]):
            best = ((length, len(found.acts)), found)
        if progress is not None:
            progress(number, len(every), worlds)
    if best is None:
        return Distinguished(None, None, len(every), worlds, cut, days or span, members)
    story = best[1]
    both = [
        run(
            story,
            readings=dict(each.readings),
            mode=each.mode or None,
            law_of=each.law_of,
            rulebook=each.rulebook,
        )
        for each in (one, other)
    ]
    difference = Change(tuple(sorted({*one.readings} ^ {*other.readings})))
    found_so = compared(both[0], both[1], difference)
    return Distinguished(story, found_so, len(every), worlds, cut, days or span, members)


class _Pair:
    """One arena played under two changes at once."""

    def __init__(self, scenario: Scenario, one: Change, other: Change, days: int) -> None:
        self.scenario = scenario
        self.within = days
        self.days = 0
        self.grounds = tuple(Ground(scenario, _terms(scenario, each)) for each in (one, other))
        self.worlds = 0
        self.cut = 0

    def search(self, limit: int, most: int) -> tuple[Scenario | None, int]:
        """The shortest story that tells them apart, if it has at most so many moves."""
        left, right = self.grounds
        first = (left.first(), right.first())
        self.start = first[0].now.latest
        known = {first}
        pairs = [first]
        came: list[tuple[int, Move | None]] = [(-1, None)]
        depths = [0]
        waiting = deque([0])
        while waiting:
            number = waiting.popleft()
            if depths[number] >= most:
                break
            for pair, move in self._after(pairs[number]):
                if pair in known:
                    continue
                known.add(pair)
                waiting.append(len(pairs))
                pairs.append(pair)
                came.append((number, move))
                depths.append(depths[number] + 1)
                if _answers(pair[0]) != _answers(pair[1]):
                    self.worlds = len(pairs)
                    worlds = tuple(one for one, _ in pairs)
                    reached = Reached(self.scenario, worlds, tuple(came), False, 0)
                    title = f"Told apart on “{self.scenario.title}”"
                    return reached.story(len(pairs) - 1, title), depths[-1]
            if len(pairs) >= limit and waiting:
                self.cut = 1
                break
        self.worlds = len(pairs)
        return None, 0

    def _after(self, pair: tuple[World, World]) -> Iterable[tuple[tuple[World, World], Move]]:
        left, right = self.grounds
        time = left.time(pair[0].now)
        for entry in left.entries:
            both = left.done(pair[0], entry, time), right.done(pair[1], entry, time)
            if both[0] is not pair[0] or both[1] is not pair[1]:
                yield both, Move(entry, time)
        for later in dict.fromkeys((*left.later(pair[0]), *right.later(pair[1]))):
            behind = -(-(left.moment(later).latest - self.start) // 86_400)
            if self.within and behind > self.within:
                continue
            self.days = max(self.days, behind)
            yield (left.passed(pair[0], later), right.passed(pair[1], later)), Move((), later)


def _terms(scenario: Scenario, change: Change) -> Terms:
    return terms_of(
        scenario, dict(change.readings), change.mode or None, change.law_of, change.rulebook
    )


def _answers(world: World) -> tuple[object, ...]:
    found: list[object] = []
    for case in world.cases.values():
        result = procedures()[case.procedure].result(case)
        bound = tuple(bond.member for bond in result.bound if not bond.until)
        found.append((case.state, result.effective, bound))
    return tuple(found)
