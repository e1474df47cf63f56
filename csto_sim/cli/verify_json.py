"""What `csto-sim verify --json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csto_sim.checked import Checked, Fault


def plain_of(
    checked: Iterable[Checked],
    faults: Iterable[Fault],
    sizes: Mapping[str, int],
    saved: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    """Return all of it as JSON-ready values."""
    return {
        "format": 1,
        "claims": [
            {
                "of": each.of,
                "kind": each.kind,
                "says": each.says,
                "verdict": each.verdict,
                "vacuous": each.vacuous,
                "counts": each.counts,
                "all": each.courses,
                "premise": each.premise,
                "on_a_last_lawful_day": each.limit,
                "shown": each.shown,
                "worlds": each.worlds,
                "within": each.within,
                "acts_of_the_example": None
                if each.example is None
                else len(each.example.scenario.acts),
                "saved": saved.get((each.of, each.says)),
            }
            for each in checked
        ],
        "faults": [
            {
                "kind": each.kind,
                "of": each.of,
                "state": each.state,
                "what": each.what,
                "saved": saved.get((each.of, each.state + each.what)),
            }
            for each in faults
        ],
        "worlds": dict(sizes),
    }
