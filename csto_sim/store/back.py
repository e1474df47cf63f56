"""Rows of the log read back as the record that was saved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from csto_sim.record import Certificate, Record, from_plain, frozen
from csto_sim.store.columns import COLUMNS
from csto_sim.store.runs import RunRow
from csto_sim.world import Finding

Named = dict[str, Any]

_json = lru_cache(maxsize=1024)(lambda text: frozen(json.loads(text)))


def record_from(run: RunRow, rows: Mapping[str, Iterable[tuple[Any, ...]]]) -> Record:
    """Return the record whose rows these are, each table in the order in which it was written.

    Raises ValueError, TypeError or LookupError where rows do not fit together.
    """
    named = {
        table: [dict(zip(COLUMNS[table], row, strict=True)) for row in rows[table]]
        for table in rows
    }
    bonds: dict[int, list[Named]] = {}
    for bond in named["bond"]:
        bonds.setdefault(bond["outcome_n"], []).append(
            _pick(bond, ("member", "since", "known", "until"))
        )
    plain = {
        **_pick(run._asdict(), Record._fields[:5]),
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
        "certificate": dict(zip(Certificate._fields, run[-6:], strict=True)),
    }
    record = from_plain(plain)
    trees = _trees(named["finding"])
    steps = tuple(
        step if row["tree_id"] is None else step._replace(finding=trees[row["tree_id"]])
        for step, row in zip(record.steps, named["step"], strict=True)
    )
    return record._replace(steps=steps)


def _list(text: str) -> list[Any]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise ValueError("not a list")
    return found


def _facts(text: str) -> Named:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("not facts")
    return found


def _pick(row: Named, names: Iterable[str]) -> Named:
    return {name: row[name] for name in names}


def _step(row: Named) -> Named:
    return {
        "when": _pick(row, ("written", "earliest", "latest", "day")),
        **_pick(row, ("seq", "kind", "act", "source", "target", "origin")),
        "by": row["by_whom"],
        "case": row["case_id"],
        "finding": None,
        **{name: _list(row[name]) for name in ("under", "readings", "saw", "opens", "closes")},
        "takes": _facts(row["takes"]),
    }


def _deadline(row: Named) -> Named:
    counted = None
    if row["unit"] is not None:
        counted = {
            **_pick(row, ("unit", "length", "zone", "calendar", "first_counted")),
            "last_moment": [row["last_earliest"], row["last_latest"]],
            "skipped": _list(row["skipped"]),
        }
    due = None
    if row["due_earliest"] is not None:
        due = [row["due_earliest"], row["due_latest"]]
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
        "decided_by": row["decided_by"],
        "case": row["case_id"],
        "bound": bonds,
        "facts": _facts(row["facts"]),
    }


def _reading(row: Named) -> Named:
    return {
        **_pick(row, ("option", "chosen")),
        "id": row["reading"],
        "consulted": bool(row["consulted"]),
        "decisive": None if row["decisive"] is None else _list(row["decisive"]),
    }


def _trees(nodes: list[Named]) -> dict[int, Finding]:
    """Build the trees from their nodes, which come tree by tree and depth first."""
    built: dict[int, Finding] = {}
    parts: dict[tuple[int, int], list[Finding]] = {}
    for node in reversed(nodes):
        tree, parent = node["tree_id"], node["parent"]
        reading = node["reading"]
        finding = Finding(
            node["says"],
            bool(node["holds"]),
            _json(node["under"]),
            _json(node["facts"]),
            tuple(reversed(parts.pop((tree, node["n"]), ()))),
            None if reading is None else (reading, node["option"]),
        )
        if parent is None:
            built[tree] = finding
        else:
            parts.setdefault((tree, parent), []).append(finding)
    if parts:
        raise ValueError("findings without the finding that rests on them")
    return built
