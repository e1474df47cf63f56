"""The columns of the log, in the order in which rows are written.

The types stand in `tables.py`; a test holds the two to agree. They are apart because importing
SQLModel takes longer than storing a run.
"""

from __future__ import annotations

from csto_sim.store.runs import RunRow

SCHEMA = 1
"""Version of the tables and views. A log stamped with a higher one is refused."""

PROGRAM = "csto_sim"

COLUMNS: dict[str, tuple[str, ...]] = {
    "meta": ("name", "value"),
    "run": RunRow._fields,
    "tree": ("id", "digest"),
    "finding": (
        *("tree_id", "n", "depth", "parent", "says", "holds", "under", "facts"),
        *("reading", "option"),
    ),
    "step": (
        *("run_id", "n", "seq", "written", "earliest", "latest", "day", "kind", "act", "by_whom"),
        *("case_id", "source", "target", "under", "tree_id", "readings", "saw", "opens", "closes"),
        *("takes", "origin"),
    ),
    "deadline": (
        *("run_id", "n", "case_id", "name", "holder", "trigger", "under"),
        *("unit", "length", "zone", "calendar", "first_counted", "last_earliest", "last_latest"),
        *("skipped", "due_earliest", "due_latest", "due_at"),
        *("status", "because", "follows", "opened", "closed"),
    ),
    "outcome": (
        *("run_id", "n", "case_id", "procedure", "title", "state", "says", "since", "effective"),
        *("known", "bound", "facts", "decided_by"),
    ),
    "bond": ("run_id", "outcome_n", "n", "case_id", "member", "since", "known", "until"),
    "reading": ("run_id", "n", "reading", "option", "chosen", "consulted", "decisive"),
    "expectation": ("run_id", "n", "line_no", "column_no", "says", "status", "found"),
    "provision": ("provision", "run_id"),
    "tag": ("tag", "run_id"),
}
"""Each table with its columns; a row is a tuple in this order."""

WRITTEN = (
    *("run", "tree", "finding", "step", "deadline", "outcome", "bond"),
    *("reading", "expectation", "provision", "tag"),
)
"""The tables that a run is written to, each after those that it refers to."""
