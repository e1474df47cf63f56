"""The documented views of the log: one place to look for each thing, and no join to write.

Plain SQL that SQLite and PostgreSQL both read. Each view begins with the run and the place of the
row within it, and names the file and the mode of the run. `docs/log.md` tells each column.
"""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """A view: its columns, each `name` or `expression AS name`, and where they come from."""

    columns: tuple[str, ...]
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.rpartition(" AS ")[2].rpartition(".")[2] for column in self.columns)


_RUN = ("r.file", "r.mode")
_JOIN_RUN = "JOIN run r ON r.id = x.run_id"
_ROOT = "LEFT JOIN finding f ON f.tree_id = x.tree_id AND f.n = 0"

_STEP = (
    *("x.run_id AS run", "x.seq AS step", *_RUN, "x.written", "x.day", "x.earliest", "x.latest"),
    *("x.kind", "x.act", "x.by_whom", "x.case_id", "x.source", "x.target", "x.under"),
    *("f.says", "f.holds", "f.facts", "x.readings", "x.takes", "x.origin"),
)

VIEWS: dict[str, View] = {
    "v_outcomes": View(
        (
            *("x.run_id AS run", "x.n", *_RUN, "x.case_id", "x.procedure", "x.title", "x.state"),
            *("x.says", "x.since", "x.effective", "x.known", "x.bound", "x.decided_by AS step"),
            "r.stored_at",
        ),
        f"outcome x {_JOIN_RUN}",
    ),
    "v_steps": View(_STEP, f"step x {_JOIN_RUN} {_ROOT}"),
    "v_refusals": View(_STEP, f"step x {_JOIN_RUN} {_ROOT} WHERE x.kind = 'refusal'"),
    "v_deadlines": View(
        (
            *("x.run_id AS run", "x.n", *_RUN, "x.case_id", "x.name", "x.holder", "x.trigger"),
            *("x.under", "x.unit", "x.length", "x.zone", "x.calendar", "x.first_counted"),
            *("x.skipped", "x.due_at", "x.due_earliest", "x.due_latest", "x.status", "x.because"),
            *("x.follows", "x.opened", "x.closed"),
        ),
        f"deadline x {_JOIN_RUN}",
    ),
    "v_findings": View(
        (
            *("x.run_id AS run", "x.seq AS step", "f.n AS node", *_RUN, "x.case_id", "x.day"),
            *("f.depth", "f.parent", "f.says", "f.holds", "f.under", "f.facts", "f.reading"),
            "f.option",
        ),
        f"step x {_JOIN_RUN} JOIN finding f ON f.tree_id = x.tree_id",
    ),
    "v_readings": View(
        (
            *("x.run_id AS run", "x.n", *_RUN, "x.reading", "x.option", "x.chosen"),
            *("x.consulted", "x.decisive"),
        ),
        f"reading x {_JOIN_RUN}",
    ),
    "v_bonds": View(
        (
            *("x.run_id AS run", "x.outcome_n", "x.n", *_RUN, "x.case_id", "o.title", "o.state"),
            *("x.member", "x.since", "x.known", "x.until"),
        ),
        f"bond x {_JOIN_RUN} JOIN outcome o ON o.run_id = x.run_id AND o.n = x.outcome_n",
    ),
}
"""Each view by its name."""


def create(name: str) -> str:
    """Return the SQL that makes a view."""
    view = VIEWS[name]
    return f"CREATE VIEW {name} AS SELECT {', '.join(view.columns)} FROM {view.source}"
