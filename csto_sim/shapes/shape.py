"""A small table language that says what a file may hold.

    MEETING = Record(
        (
            Field("body", Code(BODIES, "a body"), required=True, help="The body that meets."),
            Field("date", Day(), help="The day on which it opens."),
            Field("agenda", ListOf(Text()), default=(), help="Matters, in order."),
        ),
        name="meeting",
    )

One table serves three readers: `check` turns a tree of nodes into plain Python and gathers every
complaint, `json_schema` tells editors the same, and a page can print the table. What JSON Schema
can say, both say alike; a test holds them to it.

A value with a fault comes back as None, in lists too, so that positions hold and the check of what
the file means can go on with the rest.
"""

from __future__ import annotations

from typing import Any

from csto_sim.errors import Complaints
from csto_sim.shapes.kinds import Anything, Code, Defs, Kind, Schema, Text, Word, Written
from csto_sim.shapes.many import ListOf, MapOf, OneOf, OneOrMany
from csto_sim.shapes.measures import Bool, Day, Instant, Number, Whole
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.records import Field, Read, Record, Tagged

__all__ = [
    "Anything",
    "Bool",
    "Code",
    "Day",
    "Field",
    "Instant",
    "Kind",
    "ListOf",
    "MapOf",
    "Number",
    "OneOf",
    "OneOrMany",
    "Read",
    "Record",
    "Tagged",
    "Text",
    "Whole",
    "Word",
    "Written",
    "check",
    "json_schema",
]


def check(node: Node, kind: Kind, complaints: Complaints | None = None) -> Any:
    """The plain value of `node`, read as `kind`; faulty values within it are None.

    Every fault is added to `complaints`; without `complaints` they are raised as `Unreadable`.
    """
    if complaints is not None:
        return kind.read(node, complaints)
    gathered = Complaints()
    value = kind.read(node, gathered)
    gathered.settle()
    return value


def json_schema(kind: Kind, *, title: str = "", about: str = "", address: str = "") -> Schema:
    """The JSON Schema (2020-12) of a kind as plain Python, ready for `json.dumps`.

    `address` becomes its `$id`. Named records stand under `$defs`.
    """
    defs: Defs = {}
    body = kind.body(defs) if isinstance(kind, Record | Tagged) else kind.schema(defs)
    head: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    for key, value in (("$id", address), ("title", title), ("description", about)):
        if value:
            head[key] = value
    schema = head | {key: value for key, value in body.items() if key not in head}
    if defs:
        schema["$defs"] = {name: found for name, (_, found) in sorted(defs.items())}
    return schema
