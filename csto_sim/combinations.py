"""Combinations of readings as plain values, and what came of a scenario under all of them.

A set of combinations is a list of boxes: a box allows, of some readings, only some variants, and of
all others every variant. A variant is an option of a reading, or its default where that can answer
one act in one way and another act in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

#: The variant under which a reading is left to a default that can change within a run.
BY_DEFAULT = "default"

#: Pairs of a reading and its allowed variants as bits, by reading; others are not restricted.
Box = tuple[tuple[str, int], ...]
EVERYTHING: Box = ()


class Dimension(NamedTuple):
    """A reading that was varied: its variants in order, and the one of the file or its default."""

    id: str
    variants: tuple[str, ...]
    base: str

    @property
    def whole(self) -> int:
        """All variants, as bits."""
        return (1 << len(self.variants)) - 1

    def words(self, bits: int) -> tuple[str, ...]:
        """Return the variants that bits allow."""
        return tuple(word for place, word in enumerate(self.variants) if bits >> place & 1)


class Group(NamedTuple):
    """One answer, and the combinations that give it."""

    value: Any
    combinations: int
    boxes: tuple[Box, ...]


class Answer(NamedTuple):
    """What is asked of a scenario, and each answer that some combination gives.

    `kind` is `state`, `effective`, `known`, `bound` or `bonds` of a case, or `expectation`: then
    `says` is what the file expects, at `line`. The answer of the file's own readings comes first.
    """

    kind: str
    case: str
    groups: tuple[Group, ...]
    says: str = ""
    line: int = 0

    @property
    def robust(self) -> bool:
        """Whether every combination that was tried gives the same answer."""
        return len(self.groups) == 1


class Robustness(NamedTuple):
    """A scenario under all combinations of the readings that it consults.

    `combinations` is the product of the variants of `dimensions`; `tried` is how many of them the
    `courses` that were told apart stand for, all of them where `complete`. `weighed` counts the
    acts that were weighed for it. `held` are readings that were consulted and not varied, with
    their options. `uncounted` are combinations in which working days would have to be counted
    beyond the frozen calendars: they have no answers.
    """

    title: str
    file: str
    mode: str
    dimensions: tuple[Dimension, ...]
    held: tuple[tuple[str, str], ...]
    combinations: int
    tried: int
    courses: int
    weighed: int
    complete: bool
    answers: tuple[Answer, ...]
    uncounted: int = 0


class Moved(NamedTuple):
    """An answer that is another on some days of a stretch: pairs of a time and the answer then.

    `kind`, `case`, `says` and `line` are those of `Answer`.
    """

    kind: str
    case: str
    says: str
    line: int
    values: tuple[tuple[str, Any], ...]


class Stretch(NamedTuple):
    """An act of the file that is known by a stretch of time, and what turns on its moment.

    `who` did it, if anybody is named, or how many did. The scenario was run at each of `times`
    (days, or instants in UTC); `left_out` more were not tried. The order of the file can leave less
    than the whole stretch: then it is `cut`. `moved` is what differed, each with
    all times.
    """

    act: str
    who: str
    case: str
    written: str
    line: int
    times: tuple[str, ...]
    left_out: int
    moved: tuple[Moved, ...]
    cut: bool = False

    @property
    def matters(self) -> bool:
        """Whether a state, or who is bound, is another at another moment of the stretch."""
        return any(each.kind in ("state", "bound") for each in self.moved)


def limited(box: Box, id: str, bits: int) -> Box | None:
    """Return a box in which a reading has none but these variants; None where none is left."""
    found = []
    for name, allowed in box:
        if name == id:
            bits &= allowed
        else:
            found.append((name, allowed))
    if not bits:
        return None
    return tuple(sorted([*found, (id, bits)]))


def bits_of(box: Box, id: str, whole: int) -> int:
    """Return the variants of a reading that a box allows."""
    return next((allowed for name, allowed in box if name == id), whole)


def size(boxes: Iterable[Box], dimensions: Iterable[Dimension]) -> int:
    """Return how many combinations lie in boxes that have none in common."""
    sizes = {each.id: len(each.variants) for each in dimensions}
    product = 1
    for number in sizes.values():
        product *= number
    total = 0
    for box in boxes:
        here = product
        for id, bits in box:
            here = here // sizes[id] * bits.bit_count()
        total += here
    return total


def merged(boxes: Iterable[Box], wholes: Mapping[str, int]) -> tuple[Box, ...]:
    """Return fewer boxes for the same combinations: those that differ in one reading become one."""
    found = set(boxes)
    changed = len(found) > 1
    while changed:
        changed = False
        for id in sorted({name for box in found for name, _ in box}):
            alike: dict[Box, int] = {}
            for box in found:
                rest = tuple([pair for pair in box if pair[0] != id])
                # A box that says nothing of the reading allows every variant of it.
                alike[rest] = alike.get(rest, 0) | bits_of(box, id, wholes[id])
            if len(alike) < len(found) or any(bits == wholes[id] for bits in alike.values()):
                after = {
                    rest if bits == wholes[id] else tuple(sorted([*rest, (id, bits)]))
                    for rest, bits in alike.items()
                }
                changed = changed or len(after) < len(found)
                found = after
    return tuple(sorted(found))
