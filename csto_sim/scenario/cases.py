"""Matters and meetings as a file writes them: the keys that their procedures' tables give."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from csto_sim.errors import Complaints, suggestion
from csto_sim.law.duties import fulfilled
from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import united
from csto_sim.scenario.cited import CITED
from csto_sim.scenario.expect_duty import FULFILS
from csto_sim.scenario.fields import field_of
from csto_sim.scenario.named import Named
from csto_sim.scenario.registered import LEDGER, REGISTER
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Field, Read, Record, Tagged, Text, Word

TITLE = Text(max=300, what="a title")
_ABOUT_CASE = (
    Field("title", TITLE, help="What it is called."),
    Field("about", Text(max=20_000), help="What should be known of it."),
    *CITED,
)


class Meeting(Kind):
    """A meeting: the fields of the procedure of meetings, which need not be named."""

    __slots__ = ()

    def record(self) -> Record:
        """The table of its keys."""
        return _meeting()

    def expected(self) -> str:
        """As the record."""
        return _meeting().expected()

    def likeness(self, node: Node) -> float:
        """As the record."""
        return _meeting().likeness(node)

    def read(self, node: Node, complaints: Complaints) -> Any:
        """As the record."""
        return _meeting().read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """As the record."""
        return _meeting().schema(defs)


def _of_unit(unit: str) -> Mapping[str, Procedure]:
    return {name: each for name, each in procedures().items() if each.unit == unit}


@cache
def _meeting() -> Record:
    units = {name: each.title for name, each in _of_unit("meeting").items()}
    named = Field("procedure", Word(units, "a procedure", code="CSTO-304"), help="meeting")
    fields = _case_fields(procedures()["meeting"])
    return Record((named, *fields), name="meeting", help="A meeting of a body.")


class Matter(Kind):
    """A matter: the fields of the procedure that it names."""

    __slots__ = ()

    def expected(self) -> str:
        """As the table of matters."""
        return _matters().expected()

    def likeness(self, node: Node) -> float:
        """As the table of matters."""
        return _matters().likeness(node)

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The record of its procedure; of an unknown one the nearest, to tell more faults."""
        tables = _matter_records()
        any_matter = tables[""]
        node = any_matter.mended(node, complaints, only=("procedure",))
        named = node.get("procedure")
        word = named.written if named is not None and named.kind == "scalar" else ""
        table = tables.get(word) or tables.get(suggestion(word, tables)) or any_matter
        return table.read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """As the table of matters."""
        return _matters().schema(defs)


def _case_fields(procedure: Procedure) -> tuple[Field, ...]:
    fields = [field_of(param) for param in procedure.fields]
    taken = {each.name for each in fields}
    return (*fields, *(each for each in _ABOUT_CASE if each.name not in taken))


def _matter_fields(procedure: Procedure) -> tuple[Field, ...]:
    """The fields of a matter, which can also be linked to an entry of a register."""
    fields = (*_case_fields(procedure), REGISTER)
    fields = (*fields, FULFILS) if procedure.name in fulfilled() else fields
    return (*fields, LEDGER) if procedure.name == "instrument" else fields


@cache
def _matters() -> Tagged:
    records = {
        name: Record(_matter_fields(procedure), name=name, help=procedure.about)
        for name, procedure in _of_unit("matter").items()
    }
    return Tagged("procedure", records, name="matter", help="Its procedure.")


@cache
def _matter_records() -> Mapping[str, Record]:
    """The table of each procedure's matters by its name; under no name, that of all together."""
    known = {name: each.title for name, each in _of_unit("matter").items()}
    word = Word(known, "a procedure of matters", code="CSTO-304", see="`csto-sim procedures`")
    named = Field("procedure", word, True, "Its procedure.")
    return {
        **{
            name: Record((named, *_matter_fields(each)), name=f"{name} (matter)")
            for name, each in _of_unit("matter").items()
        },
        "": Record(
            (named, *united(_matter_fields(each) for each in _of_unit("matter").values())),
            name="matter",
        ),
    }


# --- what one key asks of another ----------------------------------------------------------------

#: By procedure: a key and a value of it that says nothing without another key.
_NEEDS = {"instrument": (("in_force_when", "number", "number"),)}


def check_needs(case: Read, named: Named, complaints: Complaints) -> None:
    """Complain of a key that is left out although the value of another asks for it (CSTO-202), and
    of a decision that changes the law though the Council does not take it (CSTO-329)."""
    if (
        named.procedure == "decision"
        and case.get("enacts")
        and case.get("body") not in (None, "CSC")
    ):
        message = f"a decision of {case['body']} changes no law"
        hint = "the Council adopts and changes the rules (body: CSC)"
        complaints.add(case.at("enacts").complaint("CSTO-329", message, hint=hint))
    for key, value, other in _NEEDS.get(named.procedure, ()):
        if case.get(key) == value and not case.wrote(other) and not case.node.hides_keys():
            fields = {each.name: each for each in _matter_records()[named.procedure].fields}
            message = f"'{key}: {value}' says nothing without '{other}'"
            hint = f"add '{other}: …' ({fields[other].help})"
            expected = fields[other].kind.expected()
            node = case.at(key)
            complaints.add(node.complaint("CSTO-202", message, expected=expected, hint=hint))
