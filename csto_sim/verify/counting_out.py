"""How many members alike choose what: the numbers of each variant, and in how many ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb


def counted_out(size: int, variants: int, cap: int | None) -> Iterator[tuple[int, ...]]:
    """Yield how many of `size` members choose each variant; with a `cap`, that or more is the cap.

    Without a cap the numbers add up to `size`; with one they add up to at most that.
    """
    if cap is None:
        yield from _parts(size, variants)
        return
    for numbers in _capped(size, variants, cap):
        short = sum(numbers) < size
        if not short or cap in numbers:
            yield numbers


def _parts(size: int, variants: int) -> Iterator[tuple[int, ...]]:
    if variants == 1:
        yield (size,)
        return
    for first in range(size + 1):
        for rest in _parts(size - first, variants - 1):
            yield (first, *rest)


def _capped(size: int, variants: int, cap: int) -> Iterator[tuple[int, ...]]:
    if not variants:
        yield ()
        return
    for first in range(min(size, cap) + 1):
        for rest in _capped(size - first, variants - 1, cap):
            yield (first, *rest)


def ways_of(
    size: int, numbers: Sequence[int], shares: Sequence[Fraction | int], cap: int | None
) -> tuple[int, Fraction | int]:
    """Return in how many ways members choose so, and the sum of their weights.

    A number that equals the cap stands for itself and every greater one.
    """
    ones = (1,) * len(numbers)
    many = _ways(size, tuple(numbers), ones, cap)
    assert isinstance(many, int)
    if all(share == 1 for share in shares):
        return many, 1 if many else 0
    return many, _ways(size, tuple(numbers), tuple(shares), cap)


@lru_cache(maxsize=65536)
def _ways(
    size: int, numbers: tuple[int, ...], shares: tuple[Fraction | int, ...], cap: int | None
) -> Fraction | int:
    if not numbers:
        return 1 if size == 0 else 0
    first, share = numbers[0], shares[0]
    highest = size if cap is not None and first == cap else first
    total: Fraction | int = 0
    for many in range(first, min(highest, size) + 1):
        rest = _ways(size - many, numbers[1:], shares[1:], cap)
        if rest:
            total += comb(size, many) * share**many * rest
    return total
