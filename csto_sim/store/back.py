"""Rows of the log read back as the record that was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from csto_sim.record import Certificate, Record, from_plain
from csto_sim.store.kinds import Named, misfit, read
from csto_sim.store.texts import exact
from csto_sim.world import Finding

_COUNTING = (
    *("length", "zone", "calendar", "first_counted", "last_earliest", "last_latest", "skipped"),
)


def record_from(rows: Mapping[str, Iterable[tuple[Any, ...]]]) -> Record:
    """Return the record whose rows these are, each table in the order in which it was written.

    `run` holds the one row of the run, `tree` and `finding` those of all its trees. Raises `Misfit`
    where a value is not what its column holds, or where rows do not fit together.
    """
    named = {table: read(table, rows[table]) for table in rows}
    (run,) = named["run"]
    _complete(run, named)
    bonds = _bonds(named["bond"], {row["n"] for row in named["outcome"]})
    plain = {
        **_pick(run, Record._fields[:5]),
        "steps": [_step(row) for row in named["step"]],
        "deadlines": [_deadline(row) for row in named["deadline"]],
        "outcomes": [_outcome(row, bonds.get(row["n"], [])) for row in named["outcome"]],
        "readings": [_reading(row) for row in named["reading"]],
        "expected": [
            {
                **_pick(row, ("says", "status", "found")),
                "line": row["line_no"],
                "column": row["column_no"],
            }
            for row in named["expectation"]
        ],
        "certificate": dict(zip(Certificate._fields, list(run.values())[-6:], strict=True)),
    }
    record = from_plain(plain)
    trees = _trees(named["tree"], named["finding"])
    steps = []
    for step, row in zip(record.steps, named["step"], strict=True):
        tree = row["tree_id"]
        if tree is not None and tree not in trees:
            raise misfit("step", "tree_id", row, f"there is no tree {tree}")
        steps.append(step if tree is None else step._replace(finding=trees[tree]))
    return record._replace(steps=tuple(steps))


def _complete(run: Named, named: Mapping[str, list[Named]]) -> None:
    """See to it that no row of the run is missing: each table is numbered from 0."""
    for table in ("step", "deadline", "outcome", "reading", "expectation"):
        for n, row in enumerate(named[table]):
            if row["n"] != n:
                raise misfit(table, "n", row, f"row {n} is missing")
    last: dict[int, int] = {}
    for row in named["bond"]:
        n = last.get(row["outcome_n"], -1) + 1
        if row["n"] != n:
            raise misfit("bond", "n", row, f"row {n} is missing")
        last[row["outcome_n"]] = n
    if run["steps"] != len(named["step"]):
        raise misfit("run", "steps", {"id": run["id"]}, f"there are {len(named['step'])} steps")


def _pick(row: Named, names: Iterable[str]) -> Named:
    return {name: row[name] for name in names}


def _bonds(rows: list[Named], outcomes: set[int]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    for row in rows:
        if row["outcome_n"] not in outcomes:
            raise misfit("bond", "outcome_n", row, "there is no such outcome")
        found.setdefault(row["outcome_n"], []).append(
            _pick(row, ("member", "since", "known", "until"))
        )
    return found


def _step(row: Named) -> Named:
    return {
        "when": _pick(row, ("written", "earliest", "latest", "day")),
        **_pick(row, ("seq", "kind", "act", "source", "target", "origin")),
        "by": row["by_whom"],
        "case": row["case_id"],
        "finding": None,
        **_pick(row, ("under", "readings", "saw", "opens", "closes", "takes")),
    }


def _deadline(row: Named) -> Named:
    counted = None
    if row["unit"] is not None:
        for name in _COUNTING:
            if row[name] is None:
                raise misfit("deadline", name, row, "nothing (NULL) stands there, and in unit not")
        counted = {
            **_pick(row, ("unit", "length", "zone", "calendar", "first_counted", "skipped")),
            "last_moment": (row["last_earliest"], row["last_latest"]),
        }
    due = None
    if row["due_earliest"] is not None:
        if row["due_latest"] is None:
            raise misfit("deadline", "due_latest", row, "nothing (NULL) stands there")
        due = (row["due_earliest"], row["due_latest"])
    return {
        **_pick(row, ("name", "holder", "trigger", "under", "status", "because", "follows")),
        **_pick(row, ("opened", "closed")),
        "case": row["case_id"],
        "counted": counted,
        "due": due,
    }


def _outcome(row: Named, bonds: list[Named]) -> Named:
    return {
        **_pick(row, ("procedure", "title", "state", "says", "since", "effective", "known")),
        **_pick(row, ("facts", "decided_by")),
        "case": row["case_id"],
        "bound": bonds,
    }


def _reading(row: Named) -> Named:
    return {**_pick(row, ("option", "chosen", "consulted", "decisive")), "id": row["reading"]}


def _trees(roots: list[Named], nodes: list[Named]) -> dict[int, Finding]:
    """Build the trees from their nodes, which come tree by tree and depth first.

    A tree is known by the digest of its content, which tells when it was altered.
    """
    built: dict[int, Finding] = {}
    parts: dict[tuple[int, int], list[Finding]] = {}
    for node in reversed(nodes):
        tree, parent, reading = node["tree_id"], node["parent"], node["reading"]
        if (reading is None) is not (node["option"] is None):
            raise misfit("finding", "option", node, "a reading and its option come together")
        finding = Finding(
            node["says"],
            node["holds"],
            node["under"],
            node["facts"],
            tuple(reversed(parts.pop((tree, node["n"]), ()))),
            None if reading is None else (reading, node["option"]),
        )
        if parent is None:
            built[tree] = finding
        elif parent < node["n"]:
            parts.setdefault((tree, parent), []).append(finding)
        else:
            raise misfit("finding", "parent", node, "it rests on itself")
    for tree, parent in parts:
        row = {"tree_id": tree, "n": parent}
        raise misfit("finding", "n", row, "there is no such finding, and others rest on it")
    for root in roots:
        found = built.get(root["id"])
        if found is not None and sha256(exact(found).encode()).hexdigest() != root["digest"]:
            raise misfit("tree", "digest", root, "the findings are not those that were stored")
    return built
