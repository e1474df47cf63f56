"""Shares of power in a vote of yes and no, exact: Shapley and Shubik's, and Banzhaf's.

Members of one class are told apart by nothing, so that a vote is how many of each class say yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import comb, factorial, prod
from typing import NamedTuple

Carried = Callable[[tuple[int, ...]], bool]
"""Whether a draft is carried where so many of each class say yes and all others say no."""


class Weighed(NamedTuple):
    """Shares by class, `(shapley, banzhaf, decisive)` of each member of it, and of the whole vote.

    `chance`, `fewest` and `most` are those of `csto_sim.powers.Voting`.
    """

    shares: tuple[tuple[Fraction, Fraction, Fraction], ...]
    chance: Fraction
    fewest: int | None
    most: int | None


def shares_of(sizes: Sequence[int], carried: Carried) -> Weighed:
    """Return the shares of each class of so many members, each vote asked of `carried` once.

    Shapley and Shubik's share is the number of orders of all members in which the one in question
    turns a lost draft into a carried one; Banzhaf's is its number of such votes of the others over
    the number of all members together. Where nobody ever turns one, both are 0. A rule under which
    a yes can also undo what was carried gives these the minus.
    """
    outcomes = {votes: carried(votes) for votes in _votes(sizes)}
    whole = sum(sizes)
    turned = [Fraction(0)] * len(sizes)
    orders = [Fraction(0)] * len(sizes)
    for place, size in enumerate(sizes):
        if not size:
            continue
        others = [n - (at == place) for at, n in enumerate(sizes)]
        for votes in _votes(others):
            more = tuple(n + (at == place) for at, n in enumerate(votes))
            turn = outcomes[more] - outcomes[votes]
            if turn:
                ways = turn * _ways(others, votes)
                yes = sum(votes)
                turned[place] += ways
                orders[place] += ways * Fraction(
                    factorial(yes) * factorial(whole - yes - 1), factorial(whole)
                )
    together = sum(n * size for n, size in zip(turned, sizes, strict=True))
    shares = tuple(
        (own, n / together if together else Fraction(0), n / 2 ** (whole - 1))
        for own, n in zip(orders, turned, strict=True)
    )
    carrying = sum(_ways(sizes, votes) for votes, holds in outcomes.items() if holds)
    enough = [sum(votes) for votes, holds in outcomes.items() if holds]
    short = [sum(votes) for votes, holds in outcomes.items() if not holds]
    chance = Fraction(carrying, 2**whole)
    return Weighed(shares, chance, min(enough, default=None), max(short, default=None))


def number(sizes: Sequence[int]) -> int:
    """Return how many votes `shares_of` asks for."""
    return prod(size + 1 for size in sizes)


def _votes(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return product(*(range(size + 1) for size in sizes))


def _ways(sizes: Sequence[int], votes: Sequence[int]) -> int:
    return prod(comb(size, n) for size, n in zip(sizes, votes, strict=True))
