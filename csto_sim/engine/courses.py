"""Courses: what runs that begin alike have in common is found once.

`fire` is pure, so the same acts from the same beginning lead to the same world by the same steps.
A sweep varies a scenario from some act on; up to there its runs are one course. `Courses` keeps the
points that runs have come to, as a tree by act, up to a bound; a run without one finds everything
anew.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from csto_sim.record import Deadline, Outcome, ReadingUse, Step
from csto_sim.scenario.model import ScenarioAct
from csto_sim.world import World

#: Points kept at most, some 3 KB each; beyond that, runs go on without keeping more.
KEPT = 20_000


class Ending(NamedTuple):
    """What a course amounts to when the scenario ends there."""

    steps: tuple[Step, ...]
    deadlines: tuple[Deadline, ...]
    outcomes: tuple[Outcome, ...]
    readings: tuple[ReadingUse, ...]


class Point:
    """A point in a course: the world, the steps of the last act, the days of law still to come.

    `place` counts the changes of law that have passed, `seq` the steps so far. `after` holds the
    points to which further acts have led, `ending` what came of it where a run ended here.
    """

    __slots__ = ("after", "ending", "place", "seq", "steps", "world")

    def __init__(self, world: World, steps: tuple[Step, ...], place: int, seq: int) -> None:
        self.world = world
        self.steps = steps
        self.place = place
        self.seq = seq
        self.after: dict[ScenarioAct, Point] = {}
        self.ending: Ending | None = None


class Courses:
    """The points kept for some runs, by what they begin with."""

    def __init__(self, kept: int = KEPT) -> None:
        self.room = kept
        self._beginnings: dict[Any, Point] = {}

    def beginning(self, of: Any) -> Point | None:
        """Return the first point of runs that begin with the same cases, days and readings."""
        return self._beginnings.get(of)

    def begin(self, of: Any, point: Point) -> None:
        """Keep a first point, while there is room."""
        if self.room > 0:
            self.room -= 1
            self._beginnings[of] = point

    def follow(self, before: Point, act: ScenarioAct, point: Point) -> None:
        """Keep the point to which an act has led, while there is room."""
        if self.room > 0:
            self.room -= 1
            before.after[act] = point
