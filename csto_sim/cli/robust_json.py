"""What `csto-sim robust --json` prints: all answers with the combinations that give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from csto_sim.combinations import Answer, Robustness, Stretch

if TYPE_CHECKING:
    from csto_sim.reports.turning import Tree


def plain_of(found: Robustness, dated: Sequence[Stretch], runs: int) -> dict[str, Any]:
    """Return all of it as JSON-ready values."""
    from csto_sim.reports.turning import alone, decisive, together, tree

    dims = {each.id: each for each in found.dimensions}
    answers = []
    for each in found.answers:
        answers.append(
            {
                "about": each.kind,
                "case": each.case,
                "says": each.says,
                "line": each.line,
                "robust": each.robust,
                "answers": [
                    {
                        "answer": group.value,
                        "combinations": group.combinations,
                        "under": [
                            {id: list(dims[id].words(bits)) for id, bits in box}
                            for box in group.boxes
                        ],
                    }
                    for group in each.groups
                ],
                "turns_on": list(decisive(each, found.dimensions)),
                "alone": list(alone(each, found.dimensions)),
                "together": list(together(each, found.dimensions)),
                "table": _plain_tree(tree(each, found.dimensions), each),
            }
        )
    return {
        "format": 1,
        "title": found.title,
        "file": found.file,
        "mode": found.mode,
        "readings": [
            {"id": each.id, "variants": list(each.variants), "file": each.base}
            for each in found.dimensions
        ],
        "held": dict(found.held),
        "combinations": found.combinations,
        "tried": found.tried,
        "courses": found.courses,
        "weighed": found.weighed,
        "complete": found.complete,
        "uncounted": found.uncounted,
        "answers": answers,
        "dates": [
            {
                "act": each.act,
                "by": each.who,
                "case": each.case,
                "written": each.written,
                "line": each.line,
                "matters": each.matters,
                "times": list(each.times),
                "left_out": each.left_out,
                "cut_by_order": each.cut,
                "differs": [
                    {
                        "about": moved.kind,
                        "case": moved.case,
                        "says": moved.says,
                        "line": moved.line,
                        "answers": [{"at": at, "answer": value} for at, value in moved.values],
                    }
                    for moved in each.moved
                ],
            }
            for each in dated
        ],
        "runs_for_dates": runs,
    }


def _plain_tree(shape: Tree, answer: Answer) -> Any:
    if isinstance(shape, int):
        return {"answer": answer.groups[shape].value} if shape >= 0 else {"answer": None}
    return {
        "reading": shape.id,
        "branches": [
            {"options": list(words), **_plain_tree(branch, answer)}
            for words, branch in shape.branches
        ],
    }
