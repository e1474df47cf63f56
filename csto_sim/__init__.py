"""The decision procedures of the Collective Security Treaty Organization, as state machines.

`load` reads a scenario file, `run` gives its record, `explain` says why in plain sentences.
Nothing is imported before it is asked for: the start of the program is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csto_sim.engine.run import run as run
    from csto_sim.errors import LogError as LogError
    from csto_sim.errors import Unreadable as Unreadable
    from csto_sim.explain import explain as explain
    from csto_sim.record import Deadline as Deadline
    from csto_sim.record import Outcome as Outcome
    from csto_sim.record import Record as Record
    from csto_sim.record import Step as Step
    from csto_sim.scenario.load import load as load
    from csto_sim.scenario.load import loads as loads
    from csto_sim.scenario.model import Scenario as Scenario
    from csto_sim.world import Finding as Finding

_WHERE = {
    "load": "csto_sim.scenario.load",
    "loads": "csto_sim.scenario.load",
    "run": "csto_sim.engine.run",
    "explain": "csto_sim.explain",
    "Scenario": "csto_sim.scenario.model",
    "Record": "csto_sim.record",
    "Step": "csto_sim.record",
    "Outcome": "csto_sim.record",
    "Deadline": "csto_sim.record",
    "Finding": "csto_sim.world",
    "Unreadable": "csto_sim.errors",
    "LogError": "csto_sim.errors",
}

__all__ = [
    "Deadline",
    "Finding",
    "LogError",
    "Outcome",
    "Record",
    "Scenario",
    "Step",
    "Unreadable",
    "explain",
    "load",
    "loads",
    "run",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__version__":
        return import_module("csto_sim.version").VERSION
    if name not in _WHERE:
        raise AttributeError(f"module 'csto_sim' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
