"""Courses that part where a reading is asked, and meet where they have come to the same world.

All combinations begin as one course. A course knows for which of them it stands: `boxes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from csto_sim.combinations import (
    EVERYTHING,
    Box,
    limited,
    merged,
    size,
)
from csto_sim.engine.courses import Point
from csto_sim.engine.remembered import remembering
from csto_sim.engine.run import acted, begun, closed, law_changes
from csto_sim.engine.times import DAY_ZONE, HANDOVER, moment_of, zone_for
from csto_sim.engine.variants import Variants
from csto_sim.record import Step
from csto_sim.rules.calendars import OutOfCalendar
from csto_sim.scenario.model import Scenario, Time
from csto_sim.world import Terms

#: So many acts are weighed at most, unless told otherwise: some ten seconds.
LIMIT = 100_000
#: Of the courses that there are when the limit is reached, so many go on to the end.
GOING_ON = 40

Passed = tuple[Any, tuple[Step, ...]] | None
"""The steps behind a course, the last first: each pair is of those before, and some steps."""

Progress = Callable[[int, int, int], None]
"""Told after each act: how many are behind, of how many, and the number of courses."""


class CountsDays(Exception):
    """Days are counted in some zone: which zone, has to be asked from the beginning."""


class Course(NamedTuple):
    """A point that some combinations have come to, and what is remembered of how they did."""

    point: Point
    zone: str
    passed: Passed
    past: int
    boxes: tuple[Box, ...]


class Space:
    """The courses of one scenario: how they part, meet, and what is counted on the way."""

    def __init__(self, scenario: Scenario, variants: Variants, limit: int) -> None:
        self.scenario = scenario
        self.variants = variants
        self.limit = limit
        self.weighed = 0
        self.consulted: dict[str, None] = {}
        self.uncounted: list[Box] = []
        self.left_out = False
        self.by_zone = False
        self._keep = remembering(scenario)
        self._pasts: dict[Any, int] = {}
        self._changes: dict[str, tuple[Step, ...]] = {}

    def courses(self, progress: Progress | None = None) -> list[Course]:
        """Return the courses at the end of the scenario, that of the file's own readings first.

        Raises CountsDays where the zone of counting matters, unless courses began `by_zone`.
        """
        found = self._beginnings()
        acts = self.scenario.acts
        for number in range(len(acts) + 1):
            found = self._after(found, number)
            if self.weighed >= self.limit and len(found) > GOING_ON:
                self.left_out = True
                found = self._largest(found)
            if progress is not None:
                progress(number + 1, len(acts) + 1, len(found))
        return sorted(found, key=lambda each: not self.variants.at_base(each.boxes))

    def _largest(self, found: list[Course]) -> list[Course]:
        dims = [self.variants.dimension(id) for id in self.consulted]
        order = sorted(
            found, key=lambda c: (not self.variants.at_base(c.boxes), -size(c.boxes, dims))
        )
        return order[:GOING_ON]

    # --- the beginning: which seconds a day covers is a reading, and asked of every act ---------

    def _beginnings(self) -> list[Course]:
        """One course, or one for each way in which the zone of counting dates the file's times."""
        ids = (DAY_ZONE, HANDOVER) if self.by_zone else ()
        boxes: list[tuple[Box, dict[str, str]]] = [(EVERYTHING, {})]
        for id in ids:
            if len(self.variants.of(id)) > 1:
                boxes = [
                    (narrow, {**chosen, id: word})
                    for box, chosen in boxes
                    for place, word in enumerate(self.variants.of(id))
                    if (narrow := limited(box, id, 1 << place)) is not None
                ]
        alike: dict[Any, tuple[str, Terms, list[Box]]] = {}
        for box, chosen in boxes:
            terms = self.variants.terms(chosen)
            zone = zone_for(terms)
            key = tuple(moment_of(time, zone) for time in _times(self.scenario))
            alike.setdefault(key, (zone, terms, []))[2].append(box)
        if len(alike) > 1:
            self.consulted.update(dict.fromkeys(ids))
        return [
            Course(begun(self.scenario, terms), zone, None, 0, self.merged(boxes))
            for zone, terms, boxes in alike.values()
        ]

    def dates_turn_on_the_zone(self) -> bool:
        """Whether the order or the days of the file's own times are others in another zone."""
        shapes = set()
        for word in self.variants.of(DAY_ZONE):
            for other in self.variants.of(HANDOVER):
                zone = zone_for(self.variants.terms({DAY_ZONE: word, HANDOVER: other}))
                moments = [moment_of(time, zone) for time in _times(self.scenario)]
                order = sorted({second for each in moments for second in each[:2]})
                place = {second: number for number, second in enumerate(order)}
                shapes.add(tuple((place[a], place[b], day) for a, b, day in moments))
        return len(shapes) > 1

    # --- one act ------------------------------------------------------------------------------

    def _after(self, courses: Iterable[Course], number: int) -> list[Course]:
        """The courses after an act (after the last: at the end), those that meet as one."""
        met: dict[Any, list[Course]] = {}
        for course in courses:
            for each in self._parted(course, number):
                world = each.point.world
                key = (world.cases, world.periods, world.now, each.zone, each.past)
                met.setdefault(key, []).append(each)
        return [
            each[0]._replace(boxes=self.merged(box for one in each for box in one.boxes))
            for each in met.values()
        ]

    def _parted(self, course: Course, number: int) -> Iterable[Course]:
        """The courses into which one parts by the readings that the act asks."""
        found: dict[Any, tuple[Point, list[Box]]] = {}
        waiting: list[tuple[dict[str, str], tuple[Box, ...], Any]] = [({}, course.boxes, None)]
        while waiting:
            assigned, boxes, known = waiting.pop()
            if known is None:
                if self.left_out and found:
                    continue
                if self.weighed >= self.limit and found:
                    self.left_out = True
                    continue
                known = self._weigh(course, assigned, number)
            point, asked = known
            open_ = next((id for id in asked if self._varies(id) and id not in assigned), None)
            if open_ is None:
                if point is None:
                    self.uncounted += boxes
                else:
                    world, steps = point.world, point.steps
                    key = (world.cases, world.periods, world.now, self._past(course.past, steps))
                    found.setdefault(key, (point, []))[1].extend(boxes)
                continue
            base = self.variants.base(open_)
            following = []
            for place, word in enumerate(self.variants.of(open_)):
                narrow = [b for box in boxes if (b := limited(box, open_, 1 << place)) is not None]
                if narrow:
                    # Under the variant of the file it is what has just been found.
                    then = known if word == base else None
                    item = ({**assigned, open_: word}, self.merged(narrow), then)
                    following.append((word == base, item))
            following.sort(key=lambda each: each[0])
            waiting += [item for _, item in following]
        for key, (point, own) in found.items():
            passed = (course.passed, point.steps)
            yield Course(point, course.zone, passed, key[-1], self.merged(own))

    def _varies(self, id: str) -> bool:
        self.consulted[id] = None
        return len(self.variants.of(id)) > 1

    def _weigh(self, course: Course, assigned: Mapping[str, str], number: int) -> Any:
        """The point after the act under some variants, and the readings asked, in order."""
        self.weighed += 1
        terms, asked = self.variants.watched(assigned)
        before = course.point
        world = before.world._replace(terms=terms)
        start = Point(world, (), before.place, before.seq)
        if course.zone not in self._changes:
            base = self.variants.terms({})
            self._changes[course.zone] = law_changes(self.scenario, base, course.zone)
        changes = self._changes[course.zone]
        try:
            if number < len(self.scenario.acts):
                point = acted(start, self.scenario.acts[number], course.zone, changes)
            else:
                point = closed(start, self.scenario, course.zone, changes)
        except OutOfCalendar:
            if not self.by_zone:
                raise CountsDays from None
            # No step tells what was asked: whatever was looked up may be the reason.
            return None, tuple(asked)
        named = dict.fromkeys(id for step in point.steps for id, _ in step.readings)
        if not self.by_zone and (DAY_ZONE in named or _counts(point.steps)):
            raise CountsDays
        return point, tuple(named)

    def _past(self, past: int, steps: tuple[Step, ...]) -> int:
        kept = tuple([found for step in steps if (found := self._keep(step))])
        if not kept:
            return past
        return self._pasts.setdefault((past, kept), len(self._pasts) + 1)

    def merged(self, boxes: Iterable[Box]) -> tuple[Box, ...]:
        """Return fewer boxes for the same combinations."""
        return merged(boxes, self.variants.wholes)


def _counts(steps: Iterable[Step]) -> bool:
    return any(period.counted is not None for step in steps for period in step.opens)


def _times(scenario: Scenario) -> list[Time]:
    """Every time that a scenario names: its ends, its acts, fields of its cases, expectations."""
    found = [scenario.since, scenario.until, *(act.time for act in scenario.acts)]
    found += [v for each in scenario.cases for v in each.facts.values() if isinstance(v, Time)]
    at = (each.wants.get("at") for each in scenario.expect)
    found += [Time("", second, second) for second in at if isinstance(second, int)]
    return list(dict.fromkeys(found))


def steps_of(passed: Passed) -> tuple[Step, ...]:
    """Return the steps behind a course, in order."""
    parts = []
    while passed is not None:
        passed, steps = passed
        parts.append(steps)
    return tuple(step for steps in reversed(parts) for step in steps)
