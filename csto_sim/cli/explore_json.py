"""What `csto-sim explore --json` prints: all outcomes, each with its example as a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csto_sim.explored import Explored, Found


def plain_of(found: Explored, runs: Sequence[int] = ()) -> dict[str, Any]:
    """Return all of it as JSON-ready values; `runs` are the numbers of the examples in the log.

    Counts are whole numbers of any length; a weight is an exact fraction as text, such as 1/3.
    """
    numbers: list[int | None] = [*runs] if runs else [None] * len(found.outcomes)
    return {
        "format": 1,
        "title": found.title,
        "file": found.file,
        "mode": found.mode,
        "asked": list(found.asked),
        "varied": [
            {"what": each.what, "who": list(each.who), "values": list(each.values)}
            for each in found.varied
        ],
        "courses": found.courses,
        "worlds": found.worlds,
        "moves": found.moves,
        "complete": found.complete,
        "stopped_by": found.stopped or None,
        "outcomes": [
            _outcome(each, run) for each, run in zip(found.outcomes, numbers, strict=True)
        ],
    }


def _outcome(found: Found, run: int | None) -> dict[str, Any]:
    decided = {each.case: each.step for each in found.decided}
    steps = {step.seq: step for step in found.record.steps}
    return {
        "matters": [
            {
                "case": each.case,
                "state": each.state,
                "effective": each.effective or None,
                "bound": list(each.bound),
                "decided_by_step": decided[each.case] if decided[each.case] >= 0 else None,
                "under": list(steps[decided[each.case]].under) if decided[each.case] >= 0 else [],
            }
            for each in found.answers
        ],
        "courses": found.courses,
        "weight": None if found.weight is None else str(found.weight),
        "example": {
            "acts": sum(step.kind in ("act", "refusal") for step in found.record.steps),
            "choices": [each._asdict() for each in found.chosen],
            "run": run,
        },
    }
