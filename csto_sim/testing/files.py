"""Scenario files as examples for tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import example

from csto_sim import shipped
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario

Test = TypeVar("Test", bound=Callable[..., Any])
Named = str | os.PathLike[str]


def paths_of(given: Named | Iterable[Named]) -> tuple[Path, ...]:
    """Return the files that are meant: files, folders of `.yaml` files, shipped scenarios by name.

    Raises FileNotFoundError for what is none of these.
    """
    found: list[Path] = []
    for each in [given] if isinstance(given, str | os.PathLike) else given:
        path = Path(each)
        known = path if path.exists() else shipped.find(os.fspath(each))
        if known is None:
            raise FileNotFoundError(
                f"no file, folder or shipped scenario is called {os.fspath(each)!r}: "
                "`csto-sim check scenarios/` names the shipped ones"
            )
        found += sorted(known.rglob("*.yaml")) if known.is_dir() else [known]
    return tuple(found)


def scenarios_of(paths: Named | Iterable[Named]) -> tuple[Scenario, ...]:
    """Return the scenarios in files, folders, or shipped under those names, in order.

    Raises FileNotFoundError for a name of nothing, and `errors.Unreadable` for what is no scenario.
    """
    return tuple(map(load, paths_of(paths)))


def examples_of(
    paths: Named | Iterable[Named], argument: str | None = None
) -> Callable[[Test], Test]:
    """Return a decorator that gives every scenario of the files to a test as an explicit example.

    Use it above or below `@given(scenarios())`. The scenario is the last argument of the test, or
    the one named. Raises as `scenarios_of`.
    """

    def given(test: Test) -> Test:
        for each in scenarios_of(paths):
            test = example(each)(test) if argument is None else example(**{argument: each})(test)
        return test

    return given
