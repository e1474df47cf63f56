"""A record as flat rows, one dictionary a row, for CSV, JSON and data frames.

Lists become words joined by blanks, moments ISO instants in UTC. The full tree of reasons stays in
`csto_sim.record.to_plain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from csto_sim.record import Bond, Deadline, Record

Row = dict[str, Any]

_STEPS = (
    *("step", "written", "earliest", "latest", "day", "kind", "act", "by", "case", "from", "to"),
    *("under", "finding", "readings"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(second: int) -> str:
    """Return a second since 1970 as an ISO instant in UTC: `2009-06-14T06:00:00Z`."""
    try:
        return (_EPOCH + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return str(second)


def steps(record: Record) -> list[Row]:
    """Return one row for each step: number, times, kind, act, actor, case, states, provisions."""
    return [
        {
            "step": step.seq,
            "written": step.when.written,
            "earliest": instant(step.when.earliest),
            "latest": instant(step.when.latest),
            "day": step.when.day,
            "kind": step.kind,
            "act": step.act,
            "by": step.by,
            "case": step.case,
            "from": step.source,
            "to": step.target,
            "under": " ".join(step.under),
            "finding": step.finding.says if step.finding is not None else "",
            "readings": " ".join(f"{id}={option}" for id, option in step.readings),
        }
        for step in record.steps
    ]


def refusals(record: Record) -> list[Row]:
    """Return the rows of those steps that the law did not allow."""
    return [row for row in steps(record) if row["kind"] == "refusal"]


def outcomes(record: Record) -> list[Row]:
    """Return one row for each matter or meeting: state, days, who is bound."""
    return [
        {
            "case": outcome.case,
            "procedure": outcome.procedure,
            "title": outcome.title,
            "state": outcome.state,
            "since": outcome.since,
            "effective": outcome.effective,
            "known": outcome.known,
            "bound": " ".join(bond.member for bond in outcome.bound),
            "decided_by": outcome.decided_by,
        }
        for outcome in record.outcomes
    ]


def bonds(record: Record) -> list[Row]:
    """Return one row for each member that a matter binds: since, known since, until."""
    return [
        {"case": outcome.case, **bond._asdict()}
        for outcome in record.outcomes
        for bond in outcome.bound
    ]


def deadlines(record: Record) -> list[Row]:
    """Return one row for each line of the ledger of deadlines."""
    return [
        {
            "case": line.case,
            "name": line.name,
            "holder": line.holder,
            "trigger": line.trigger,
            "under": line.under,
            "unit": line.counted.unit if line.counted else "",
            "length": line.counted.length if line.counted else "",
            "zone": line.counted.zone if line.counted else "",
            "calendar": line.counted.calendar if line.counted else "",
            "first_counted": line.counted.first_counted if line.counted else "",
            "skipped": _skipped(line),
            "last_moment": instant(line.due[1]) if line.due else "",
            "status": line.status,
            "because": line.because,
            "follows": line.follows,
            "opened": line.opened,
            "closed": line.closed,
        }
        for line in record.deadlines
    ]


def _skipped(line: Deadline) -> str:
    """The days left out, each with the reason: `2022-01-07 Christmas Day; 2022-01-09 Sunday`."""
    days = line.counted.skipped if line.counted else ()
    return "; ".join(f"{day} {why}" for day, why in days)


def readings(record: Record) -> list[Row]:
    """Return one row for each reading: option, who chose it, whether it was asked or decided."""
    return [
        {
            "reading": use.id,
            "option": use.option,
            "chosen": use.chosen,
            "consulted": use.consulted,
            "decisive": "" if use.decisive is None else " ".join(use.decisive),
        }
        for use in record.readings
    ]


#: The columns of each table, which a table without rows has too.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "steps": _STEPS,
    "refusals": _STEPS,
    "outcomes": (
        *("case", "procedure", "title", "state", "since", "effective", "known", "bound"),
        "decided_by",
    ),
    "bonds": ("case", *Bond._fields),
    "deadlines": (
        *("case", "name", "holder", "trigger", "under", "unit", "length", "zone", "calendar"),
        *("first_counted", "skipped", "last_moment", "status", "because", "follows"),
        *("opened", "closed"),
    ),
    "readings": ("reading", "option", "chosen", "consulted", "decisive"),
}


#: The tables of a record, by the word that names them on the command line.
TABLES: Mapping[str, Callable[[Record], list[Row]]] = {
    "steps": steps,
    "refusals": refusals,
    "outcomes": outcomes,
    "bonds": bonds,
    "deadlines": deadlines,
    "readings": readings,
}


def to_csv(rows: Iterable[Row], columns: Sequence[str] = ()) -> str:
    """Return rows as CSV with a line of headings (RFC 4180, but lines end as Unix has them).

    The headings are `columns`, or the keys of the first row; without either the text is empty.
    """
    import csv
    import io

    rows = list(rows)
    headings = list(columns or (rows[0] if rows else ()))
    if not headings:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
