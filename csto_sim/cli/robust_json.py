"""What `csto-sim robust --json` prints."""

from __future__ import annotations

from typing import Any

from csto_sim.combinations import Answer, Dimension, Robustness, Stretch
from csto_sim.reports.turning import Tree, alone, decisive, together, tree


def plain_of(found: Robustness, dates: tuple[Stretch, ...], runs: int) -> dict[str, Any]:
    """Return what was found as JSON-ready values (docs/robust.md)."""
    return {
        "title": found.title,
        "file": found.file,
        "mode": found.mode,
        "readings": [each._asdict() for each in found.dimensions],
        "held": dict(found.held),
        "combinations": found.combinations,
        "tried": found.tried,
        "courses": found.courses,
        "acts_weighed": found.weighed,
        "complete": found.complete,
        "uncounted": found.uncounted,
        "answers": [_answer(each, found.dimensions) for each in found.answers],
        "dates": [_stretch(each) for each in dates],
        "date_runs": runs,
    }


def _answer(answer: Answer, dimensions: tuple[Dimension, ...]) -> dict[str, Any]:
    turning = not answer.robust
    return {
        "asked": answer.kind,
        "case": answer.case,
        "says": answer.says or None,
        "line": answer.line or None,
        "robust": answer.robust,
        "values": [
            {"value": group.value, "combinations": group.combinations} for group in answer.groups
        ],
        "turns_on": list(decisive(answer, dimensions)) if turning else [],
        "alone": list(alone(answer, dimensions)) if turning else [],
        "least_together": list(together(answer, dimensions)) if turning else [],
        "tree": _branches(tree(answer, dimensions), answer) if turning else None,
    }


def _branches(found: Tree, answer: Answer) -> Any:
    if isinstance(found, int):
        return {"value": answer.groups[found].value if found >= 0 else None}
    return {
        "reading": found.id,
        "branches": [
            {"options": list(words), "then": _branches(branch, answer)}
            for words, branch in found.branches
        ],
    }


def _stretch(each: Stretch) -> dict[str, Any]:
    return {
        "act": each.act or None,
        "by": each.who or None,
        "case": each.case or None,
        "written": each.written or None,
        "line": each.line or None,
        "times": list(each.times),
        "left_out": each.left_out,
        "depends": [
            {
                "asked": moved.kind,
                "case": moved.case,
                "says": moved.says or None,
                "values": [{"time": time, "value": value} for time, value in moved.values],
            }
            for moved in each.moved
        ],
    }
