"""The kinds of values that procedures speak of: states, bodies, offices, provisions, names.

A procedure declares its fields and parameters as `Param`; `field_of` turns one into a field of the
shape tables, so that the check of a file and its JSON Schema come from the procedure itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from csto_sim.errors import Complaints
from csto_sim.procedure import Param
from csto_sim.scenario.codes import ACTOR, BODY, PARTY, PROVISION, STATE
from csto_sim.scenario.enactments import Enactment
from csto_sim.scenario.times import MOMENT
from csto_sim.shapes.kinds import Defs, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import (
    Bool,
    Day,
    Field,
    Kind,
    ListOf,
    OneOrMany,
    Text,
    Whole,
    Word,
    Written,
)

EVIDENCE: Mapping[str, str] = {
    "seed": "one of the two source documents of the project says so",
    "public": "a public page says so",
    "unverified": "it was not found in what could be read",
    "hypothetical": "it is supposed here, and did not happen",
}

#: How the ids of matters, meetings and acts are written.
NAME = Written(
    "[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "a name of letters, digits, - and _, at most 64 of them"
)


def is_name(node: Node) -> bool:
    """Whether a node is written as a name, so that it can be asked whose name it is.

    Of what is not, the shape of the file has complained.
    """
    return node.kind == "scalar" and isinstance(node.value, str) and NAME.fits(node.value)


@dataclass(frozen=True, slots=True)
class Later(Kind):
    """A value that is read later, when more is known of the file; its schema is that of `kind`."""

    kind: Kind

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The node as it stands."""
        return node

    def expected(self) -> str:
        """As the kind."""
        return self.kind.expected()

    def likeness(self, node: Node) -> float:
        """As the kind."""
        return self.kind.likeness(node)

    def schema(self, defs: Defs) -> Schema:
        """As the kind."""
        return self.kind.schema(defs)


_KINDS: Mapping[str, Kind] = {
    "state": STATE,
    "states": OneOrMany(STATE, unique=True),
    "actor": ACTOR,
    "actors": OneOrMany(ACTOR, unique=True),
    "party": PARTY,
    "parties": OneOrMany(PARTY, unique=True),
    "body": BODY,
    "matter": NAME,
    "matters": OneOrMany(NAME, min=0, unique=True),
    "meeting": NAME,
    "day": Day(),
    "moment": MOMENT,
    "text": Text(max=2000),
    "texts": OneOrMany(Text(max=2000), unique=True),
    "number": Whole(1, 1000),
    "yes/no": Bool(),
    "provision": PROVISION,
    "enactments": ListOf(Enactment(decision=False), min=1),
    "decided enactments": ListOf(Enactment(decision=True), min=1),
}


#: Parameters whose own limits are narrower than those of their kind.
_NARROWER: Mapping[str, Kind] = {
    "term_years": Whole(1, 100, "a whole number of years"),
    "year": Whole(1992, 2100, "a calendar year"),
    "end_year": Whole(1992, 2200, "a year"),
}


@cache
def kind_of(param: Param) -> Kind:
    """Return the kind of value that a parameter or field takes. ValueError for an unknown kind."""
    if param.kind in ("word", "words"):
        word = Word(param.choices, f"a word for '{param.name}'")
        return word if param.kind == "word" else OneOrMany(word, unique=True)
    if param.kind not in _KINDS:
        raise ValueError(f"the parameter '{param.name}' is of an unknown kind: {param.kind!r}")
    return _NARROWER.get(param.name, _KINDS[param.kind])


def field_of(param: Param) -> Field:
    """Return the field of the shape tables for a parameter of an act or a field of a case."""
    said = param.help[:1].upper() + param.help[1:]
    return Field(param.name, kind_of(param), param.required, said)
