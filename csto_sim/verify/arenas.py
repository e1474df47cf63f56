"""Which shipped scenarios are the arenas of the procedures, and how many worlds each has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from csto_sim.procedures import procedures
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario
from csto_sim.shipped import find

#: The two ways in which a scenario is entered, as arenas.yaml names them.
ANY_ORDER, IN_ORDER = "in any order", "in their order"


class Arena(NamedTuple):
    """A scenario whose worlds are entered: its acts in any order, or in theirs, some left out."""

    name: str
    scenario: Scenario
    in_order: bool = False


@cache
def sizes() -> Mapping[str, Mapping[str, int]]:
    """Return the number of worlds of each arena, by the way in which it is entered and its name.

    Each of them is explored to its end; a test holds the numbers.
    """
    import yaml

    text = files("csto_sim").joinpath("verify/arenas.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, int]] = yaml.load(text, Loader=loader)
    return found


def arenas_of(names: tuple[str, ...]) -> Iterator[Arena]:
    """Yield the arenas that hold a matter of one of these procedures, the smallest first.

    Raises KeyError for a procedure that does not exist.
    """
    for name in names:
        procedures()[name]
    every = [
        (worlds, name, way == IN_ORDER)
        for way, known in sizes().items()
        for name, worlds in known.items()
    ]
    for _, name, in_order in sorted(every):
        path = find(name)
        assert path is not None, f"{name} is an arena and is not shipped"
        scenario = load(path)
        if any(each.procedure in names for each in scenario.cases):
            yield Arena(name, scenario, in_order)
