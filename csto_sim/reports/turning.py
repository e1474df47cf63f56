"""On which readings an answer turns, and the shortest way found to tell which gives what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from csto_sim.combinations import Answer, Box, Dimension, bits_of

#: Of more boxes than this a part is not searched for pairs: each reading in them counts.
MOST_BOXES = 1500
#: With so few readings left every order of asking them is tried; with more, the best next one.
FEW = 3


class Asked(NamedTuple):
    """A place where a reading is asked: what follows under which of its variants."""

    id: str
    branches: tuple[tuple[tuple[str, ...], Tree], ...]


#: The number of a group of the answer; -1 where nothing was tried; or a reading to ask.
Tree = Asked | int

Item = tuple[Mapping[str, int], int]


def decisive(answer: Answer, dimensions: Iterable[Dimension]) -> tuple[str, ...]:
    """Return the readings on which an answer turns.

    Each is a reading for which two combinations that differ in it alone give different answers.
    """
    return _decisive(_items(answer), {each.id: each.whole for each in dimensions})


def _items(answer: Answer) -> list[Item]:
    return [(dict(box), n) for n, group in enumerate(answer.groups) for box in group.boxes]


def _decisive(items: Sequence[Item], wholes: Mapping[str, int]) -> tuple[str, ...]:
    named = sorted({id for box, _ in items for id in box})
    if len({number for _, number in items}) < 2:
        return ()
    if len(items) > MOST_BOXES:
        return tuple(named)
    found: set[str] = set()
    for place, (one, number) in enumerate(items):
        for other, another in items[place + 1 :]:
            if number == another:
                continue
            apart = [id for id in one if id in other and not one[id] & other[id]]
            if len(apart) == 1:
                found.add(apart[0])
        if len(found) == len(named):
            break
    return tuple(sorted(found))


def alone(answer: Answer, dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    """Return the readings that, changed alone from those of the file, give another answer."""
    found = _nearest(answer, dimensions)
    return tuple(sorted({id for ids in found if len(ids) == 1 for id in ids}))


def together(answer: Answer, dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    """Return the fewest readings that have to change, from the file's, for another answer."""
    return min(_nearest(answer, dimensions), key=lambda ids: (len(ids), ids), default=())


def _nearest(answer: Answer, dimensions: Sequence[Dimension]) -> Iterator[tuple[str, ...]]:
    """For each box of another answer than the file's, the readings that lead there."""
    base = {each.id: 1 << each.variants.index(each.base) for each in dimensions}
    for group in answer.groups[1:]:
        for box in group.boxes:
            yield tuple(id for id, bits in box if not bits & base[id])


def tree(answer: Answer, dimensions: Sequence[Dimension]) -> Tree:
    """Return which reading to ask first, and next, to know the answer; equal branches are one."""
    by_id = {each.id: each for each in dimensions}
    return _tree(_items(answer), by_id)


def _tree(items: Sequence[Item], dimensions: Mapping[str, Dimension]) -> Tree:
    numbers = {number for _, number in items}
    if len(numbers) < 2:
        return next(iter(numbers), -1)
    ids = _decisive(items, {id: each.whole for id, each in dimensions.items()})
    if not ids:
        return min(numbers)  # cut short: nothing that was tried tells them apart by one reading
    if len(ids) > FEW:
        ids = (min(ids, key=lambda id: _left(items, dimensions[id])),)
    return min((_asked(items, dimensions, id) for id in ids), key=leaves)


def _asked(items: Sequence[Item], dimensions: Mapping[str, Dimension], id: str) -> Tree:
    dimension = dimensions[id]
    rest = {name: each for name, each in dimensions.items() if name != id}
    branches: dict[Tree, list[str]] = {}
    first = [dimension.base, *(word for word in dimension.variants if word != dimension.base)]
    for word in first:
        branch = _tree(_under(items, dimension, word), rest)
        branches.setdefault(branch, []).append(word)
    if len(branches) == 1:
        return next(iter(branches))
    order = dimension.variants.index
    return Asked(
        id, tuple((tuple(sorted(words, key=order)), branch) for branch, words in branches.items())
    )


def _under(items: Sequence[Item], dimension: Dimension, word: str) -> list[Item]:
    bit = 1 << dimension.variants.index(word)
    found = {}
    for box, number in items:
        if box.get(dimension.id, dimension.whole) & bit:
            rest = {id: bits for id, bits in box.items() if id != dimension.id}
            found[tuple(rest.items()), number] = (rest, number)
    return list(found.values())


def _left(items: Sequence[Item], dimension: Dimension) -> int:
    """How much is left to tell under the variants of a reading: boxes where answers still vary."""
    left = 0
    for word in dimension.variants:
        under = _under(items, dimension, word)
        left += len(under) if len({number for _, number in under}) > 1 else 1
    return left


def leaves(found: Tree) -> int:
    """Return how many lines a tree takes: one for each answer at the end of a branch."""
    if isinstance(found, int):
        return 1
    return sum(leaves(branch) for _, branch in found.branches)


def answered(answer: Answer, chosen: Mapping[str, str], dims: Sequence[Dimension]) -> object:
    """Return the answer under one combination, given by variants; None where none was tried."""
    bits = {each.id: 1 << each.variants.index(chosen[each.id]) for each in dims}
    wholes = {each.id: each.whole for each in dims}
    for group in answer.groups:
        if any(_holds(box, bits, wholes) for box in group.boxes):
            return group.value
    return None


def _holds(box: Box, bits: Mapping[str, int], wholes: Mapping[str, int]) -> bool:
    return all(bits_of(box, id, wholes[id]) & bits[id] for id in bits)
