"""A record explained in plain sentences: what was found, under which provision, because of what.

Only what the record holds is told; nothing is decided again. The sentences are data
(`sentences_en.yaml`), so that another language is a further file.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from csto_sim.explain.deadlines import deadline_lines, ledger_lines
from csto_sim.explain.findings import explain_finding, failing, sentence
from csto_sim.explain.steps import headline
from csto_sim.explain.summaries import summary, titles_of
from csto_sim.explain.times import COUNTED_IN, zones_of
from csto_sim.explain.whole import explain, explain_step, outcome_line
from csto_sim.explain.words import day, moment, name, names

__all__ = [
    "COUNTED_IN",
    "day",
    "deadline_lines",
    "explain",
    "explain_finding",
    "explain_step",
    "failing",
    "headline",
    "ledger_lines",
    "moment",
    "name",
    "names",
    "outcome_line",
    "sentence",
    "summary",
    "titles_of",
    "zones_of",
]


class _Callable(ModuleType):
    """`csto_sim.explain` is this module once it is imported, and also the documented function."""

    def __call__(self, *args: Any, **options: Any) -> str:
        """Explain a record: see `explain`."""
        return explain(*args, **options)


sys.modules[__name__].__class__ = _Callable
