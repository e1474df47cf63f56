"""A record as rows: plain tuples in the order of `columns`, without one object in between."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from csto_sim.record import Deadline, Outcome, Record, Step
from csto_sim.store.columns import WRITTEN
from csto_sim.store.texts import Texts
from csto_sim.world import Finding

Row = tuple[Any, ...]

_EPOCH = datetime(1970, 1, 1)
_STATUSES = ("held", "failed", "not applicable")


@lru_cache(maxsize=4096)
def utc(second: int) -> str:
    """Return a second since 1970 as `2009-06-14T20:59:59Z`; empty beyond the years 1 to 9999."""
    try:
        return f"{(_EPOCH + timedelta(seconds=second)).isoformat()}Z"
    except OverflowError:
        return ""


class Rows:
    """The rows of some runs by table, ready to be inserted; `texts` may be shared by several."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.of: dict[str, list[Row]] = {table: [] for table in WRITTEN}

    def add_tree(self, tree: int, digest: str, finding: Finding) -> None:
        """Add a tree of findings, which any number of steps may share."""
        self.of["tree"].append((tree, digest))
        add = self.of["finding"].append
        above: list[int] = []
        for n, (depth, part) in enumerate(finding.tree()):
            del above[depth:]
            parent = above[-1] if above else None
            above.append(n)
            reading, option = part.reading or (None, None)
            add(
                (
                    *(tree, n, depth, parent, part.says, part.holds),
                    *(self.texts.of(part.under), self.texts.of(part.facts), reading, option),
                )
            )

    def add(
        self,
        record: Record,
        run: int,
        batch: int,
        stored_at: str,
        trees: list[int | None],
        tags: tuple[str, ...],
    ) -> None:
        """Add the rows of one record; `trees` are the numbers of its steps' findings.

        Raises TypeError where the record holds something that is no plain value.
        """
        self.of["run"].append(_run_row(record, run, batch, stored_at))
        self._add_steps(run, record.steps, trees)
        self._add_deadlines(run, record.deadlines)
        self._add_outcomes(run, record.outcomes)
        self.of["reading"] += [
            (run, n, *use[:4], None if use.decisive is None else self.texts.of(use.decisive))
            for n, use in enumerate(record.readings)
        ]
        self.of["expectation"] += [(run, n, *each) for n, each in enumerate(record.expected)]
        relied_on = {id for under in {step.under for step in record.steps} for id in under}
        self.of["provision"] += [(id, run) for id in sorted(relied_on)]
        self.of["tag"] += [(tag, run) for tag in tags]

    def _add_steps(self, run: int, steps: tuple[Step, ...], trees: list[int | None]) -> None:
        add, known, text = self.of["step"].append, self.texts.known, self.texts.of
        of_facts, parts = self.texts.of_facts, self.texts.of_parts
        for n, (step, tree) in enumerate(zip(steps, trees, strict=True)):
            readings, opens, closes = step.readings, step.opens, step.closes
            add(
                (
                    *(run, n, step.seq, *step.when, *step[2:8]),
                    known(step.under) or text(step.under),
                    tree,
                    known(readings) or text(readings),
                    known(step.saw) or text(step.saw),
                    "[]" if not opens else parts(opens),
                    "[]" if not closes else parts(closes),
                    of_facts(step.takes) if step.takes else "{}",
                    step.origin,
                )
            )

    def _add_deadlines(self, run: int, deadlines: tuple[Deadline, ...]) -> None:
        text = self.texts.of
        for n, line in enumerate(deadlines):
            c = line.counted
            counting: Row = (None,) * 8
            if c is not None:
                counting = (*c[:5], *c.last_moment, text(c.skipped))
            due: Row = (None, None, None)
            if line.due is not None:
                due = (*line.due, utc(line.due[1]))
            self.of["deadline"].append(
                (
                    *(run, n, line.case, line.name, line.holder, line.trigger, line.under),
                    *counting,
                    *due,
                    *(line.status, line.because, line.follows, line.opened, line.closed),
                )
            )

    def _add_outcomes(self, run: int, outcomes: tuple[Outcome, ...]) -> None:
        for n, each in enumerate(outcomes):
            bound = " ".join([bond.member for bond in each.bound])
            self.of["outcome"].append(
                (run, n, *each[:8], bound, self.texts.of_many(each.facts), each.decided_by)
            )
            self.of["bond"] += [
                (run, n, place, each.case, *bond) for place, bond in enumerate(each.bound)
            ]


def _run_row(record: Record, run: int, batch: int, stored_at: str) -> Row:
    days = [step.when.day for step in record.steps]
    found = [item.status for item in record.expected]
    counts = tuple([found.count(status) for status in _STATUSES])
    return (
        *(run, batch, stored_at, *record[:5]),
        *((min(days), max(days)) if days else ("", "")),
        "; ".join([f"{each.case}: {each.state}" for each in record.outcomes]),
        len(days),
        sum([step.kind == "refusal" for step in record.steps]),
        *counts,
        1 if counts[1] else 0,
        *record.certificate,
    )
