"""Whether the facts of an entry go together: one value at a time, one used for each unused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from csto_sim.registers.model import CALLED, Fact, Kind


def check_facts(where: str, facts: Sequence[Fact], kinds: Mapping[str, Kind]) -> None:
    """Raise ValueError where two used values of one kind count at once, or none is used.

    Of a kind `one` at most one used value counts on any day for each `of`. An unused fact needs a
    used one of the same kind and the same `of`, unless it is a wrong name (`called`).
    """
    for (what, of), group in _grouped(facts).items():
        name = f"{where}: {what}" + (f" of {of}" if of else "")
        used = [each for each in group if each.used]
        if kinds[what].one:
            for one, two in combinations(used, 2):
                if meet(one, two):
                    raise ValueError(
                        f"{name}: two values count at once: {one.value!r} ({one.days}) and "
                        f"{two.value!r} ({two.days}); give one an end, or say 'used: no' and why"
                    )
        if what != CALLED and not used:
            raise ValueError(f"{name}: nothing is used instead of what is not used")


def _grouped(facts: Iterable[Fact]) -> dict[tuple[str, str], list[Fact]]:
    found: dict[tuple[str, str], list[Fact]] = {}
    for each in facts:
        found.setdefault((each.what, each.of), []).append(each)
    return found


def meet(one: Fact, two: Fact) -> bool:
    """Whether two facts of one kind count on the same day; two events are always at odds."""
    if one.on is not None:
        return True  # what happens once has one day
    return one.begins.counts < _end(two) and two.begins.counts < _end(one)


def _end(fact: Fact) -> date:
    if fact.until is None or fact.until.known == "unknown":
        return date.max
    return fact.until.counts
