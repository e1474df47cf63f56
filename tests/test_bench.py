"""`make bench` measures what the program is today: its parts are found and called once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCH))
    module = import_module("parts")
    for name in ("TIMES", "BEST_OF", "LOGS"):
        monkeypatch.setattr(module, name, 1)
    yield module
    for name in ("parts", "ours", "procedure15", "long_scenario"):
        sys.modules.pop(name, None)


def test_every_part_of_a_run_that_is_measured_is_there(parts: ModuleType) -> None:
    names = [name for name, _, _ in parts.parts()]
    assert {"first world", "propose", "decide", "outcomes", "whole run"} <= set(names)


def test_every_part_of_the_log_that_is_measured_is_there(parts: ModuleType) -> None:
    assert parts.log_parts(3)


def test_the_long_scenario_has_as_many_steps_as_acts(parts: ModuleType) -> None:
    from csto_sim.engine.run import run

    record = run(import_module("long_scenario").scenario(100))
    assert len(record.steps) == 100
