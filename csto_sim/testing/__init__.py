"""A kit for tests of rules: strategies, a state machine over the engine, a pytest plugin.

Needs Hypothesis and pytest, which the program itself does not: install `csto_sim[testing]`.
See `docs/testing.md`. Nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from csto_sim.scenario.writing import written as written
    from csto_sim.testing.files import examples_of as examples_of
    from csto_sim.testing.files import scenarios_of as scenarios_of
    from csto_sim.testing.keeping import kept as kept
    from csto_sim.testing.machine import ProcedureMachine as ProcedureMachine
    from csto_sim.testing.machine import played as played
    from csto_sim.testing.plugin import cover as cover
    from csto_sim.testing.stories import scenarios as scenarios
    from csto_sim.testing.stories import shipped_scenarios as shipped_scenarios
    from csto_sim.testing.strategies import Sitting as Sitting
    from csto_sim.testing.strategies import clocks as clocks
    from csto_sim.testing.strategies import days as days
    from csto_sim.testing.strategies import meetings as meetings
    from csto_sim.testing.strategies import positions as positions
    from csto_sim.testing.strategies import rosters as rosters

_WHERE = {
    "written": "csto_sim.scenario.writing",
    "examples_of": "csto_sim.testing.files",
    "scenarios_of": "csto_sim.testing.files",
    "kept": "csto_sim.testing.keeping",
    "ProcedureMachine": "csto_sim.testing.machine",
    "played": "csto_sim.testing.machine",
    "cover": "csto_sim.testing.plugin",
    "scenarios": "csto_sim.testing.stories",
    "shipped_scenarios": "csto_sim.testing.stories",
    "Sitting": "csto_sim.testing.strategies",
    "clocks": "csto_sim.testing.strategies",
    "days": "csto_sim.testing.strategies",
    "meetings": "csto_sim.testing.strategies",
    "positions": "csto_sim.testing.strategies",
    "rosters": "csto_sim.testing.strategies",
}

__all__ = [
    "ProcedureMachine",
    "Sitting",
    "clocks",
    "cover",
    "days",
    "examples_of",
    "kept",
    "meetings",
    "played",
    "positions",
    "rosters",
    "scenarios",
    "scenarios_of",
    "shipped_scenarios",
    "written",
]

_NEEDS = {"hypothesis": "Hypothesis", "pytest": "pytest"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module 'csto_sim.testing' has no attribute {name!r}")
    try:
        return getattr(import_module(_WHERE[name]), name)
    except ModuleNotFoundError as fault:
        missing = _NEEDS.get((fault.name or "").partition(".")[0])
        if missing is None:
            raise
        raise ImportError(
            f"csto_sim.testing.{name} needs {missing}, which is not installed: "
            "pip install 'csto_sim[testing]'"
        ) from fault


def __dir__() -> list[str]:
    return sorted(__all__)
