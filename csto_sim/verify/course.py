"""One course among those that are followed together, how it came about, and where it ended."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any, NamedTuple

from csto_sim.engine.courses import Point
from csto_sim.verify.slots import Pending, Rest
from csto_sim.world import World

Trail = tuple[Any, tuple[Any, ...]] | None
"""What was chosen and done behind a course, the last first."""


class Course(NamedTuple):
    """A world that some courses have come to, and the shortest of them.

    `memory` is what a watcher remembers of the way; courses that remember otherwise stay apart.
    """

    point: Point
    rest: Rest
    pending: frozenset[Pending]
    setting: int
    courses: int
    weight: Fraction | int
    length: tuple[int, int]
    trail: Trail
    memory: Hashable = ()


Watch = Callable[[Course], Hashable]
"""Told of a course after each act; returns what the course remembers from then on."""


class End(NamedTuple):
    """The last world of some courses."""

    world: World
    setting: int
    courses: int
    weight: Fraction | int
    length: tuple[int, int]
    trail: Trail
    memory: Hashable = ()


def behind(trail: Trail) -> tuple[tuple[Any, ...], ...]:
    """Return what was chosen and done behind a course, in order."""
    parts = []
    while trail is not None:
        trail, told = trail
        parts.append(told)
    return tuple(each for told in reversed(parts) for each in told)
