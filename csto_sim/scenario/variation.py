"""One entry of `vary:` as a file writes it: its keys, and the kinds of their values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from csto_sim.errors import Complaints
from csto_sim.scenario.codes import STATE
from csto_sim.scenario.fields import NAME, is_name
from csto_sim.shapes.kinds import Defs, Kind, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Bool, Day, Field, OneOrMany, Record, Text

#: The word for every member of the roster, and the one for the days around what falls due.
ALL, LIMITS = "all", "limits"
SILENT = "silent"


@dataclass(frozen=True, slots=True, eq=False)
class Members(Kind):
    """A member, a list of them, or `all`."""

    def expected(self) -> str:
        """The forms."""
        return f"a state's three-letter code, a list of them, or the word: {ALL}"

    def likeness(self, node: Node) -> float:
        """1 for a text or a list."""
        return 1 if node.kind in ("scalar", "sequence") else 0

    def read(self, node: Node, complaints: Complaints) -> tuple[Any, ...] | None:
        """The codes, or `all` alone."""
        if node.kind == "scalar" and node.written == ALL:
            return (ALL,)
        return OneOrMany(STATE, unique=True).read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """A code, several, or the word."""
        return {"anyOf": [{"const": ALL}, OneOrMany(STATE, unique=True).schema(defs)]}


@dataclass(frozen=True, slots=True, eq=False)
class TheAct(Kind):
    """An act of the file by its id or its number, counted from 1."""

    def expected(self) -> str:
        """The forms."""
        return "the id of an act of this file, or its number (the first is 1)"

    def likeness(self, node: Node) -> float:
        """1 for a word or a number."""
        return 1 if node.kind == "scalar" else 0

    def read(self, node: Node, complaints: Complaints) -> Node | None:
        """The node as it stands: the acts are not known yet."""
        if is_name(node) or (isinstance(node.value, int) and not isinstance(node.value, bool)):
            return node
        if node.kind != "faulty":
            self.wrong(node, complaints)
        return None

    def schema(self, defs: Defs) -> Schema:
        """A name or a number."""
        return {"anyOf": [NAME.schema(defs), {"type": "integer", "minimum": 1}]}


@dataclass(frozen=True, slots=True, eq=False)
class Days(Kind):
    """Days, or `limits`: just before, at and after each moment at which something falls due."""

    def expected(self) -> str:
        """The forms."""
        return f"a list of days, or the word: {LIMITS}"

    def likeness(self, node: Node) -> float:
        """1 for a text or a list."""
        return 1 if node.kind in ("scalar", "sequence") else 0

    def read(self, node: Node, complaints: Complaints) -> tuple[Any, ...] | None:
        """The days as `date`, or the word alone."""
        if node.kind == "scalar" and node.written == LIMITS:
            return (LIMITS,)
        return OneOrMany(Day(), unique=True).read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """The word, or days."""
        return {"anyOf": [{"const": LIMITS}, OneOrMany(Day(), unique=True).schema(defs)]}


@dataclass(frozen=True, slots=True, eq=False)
class Weight(Scalar):
    """A share as an exact fraction: `1/3`, `0.25`, `1`."""

    def expected(self) -> str:
        """The form."""
        return "a fraction such as 1/3 or 0.25"

    def read(self, node: Node, complaints: Complaints) -> Fraction | None:
        """The fraction, more than nothing and at most 1."""
        if node.kind == "faulty":
            return None
        found: Fraction | None = None
        # A power of ten such as 1e999999999 would be written out in full.
        plain = node.kind == "scalar" and not {"e", "E"} & set(node.written)
        if plain and len(node.written) <= 40 and node.written.isascii():
            try:
                found = Fraction(node.written)
            except (ValueError, ZeroDivisionError):
                found = None
        if found is None or not 0 < found <= 1:
            self.wrong(node, complaints)
            return None
        return found

    def schema(self, defs: Defs) -> Schema:
        """A number, or a fraction as text."""
        text = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+|/[0-9]+)?$"}
        return {"anyOf": [{"type": "number", "exclusiveMinimum": 0, "maximum": 1}, text]}


VARIATION = Record(
    (
        Field("at", NAME, help="The meeting at which it varies."),
        Field("matter", NAME, help="The matter on which positions vary."),
        Field("member", Members(), help="The member, or members, each on its own; or: all."),
        Field("attends", OneOrMany(Bool(), unique=True), help="Whether it comes."),
        Field(
            "position",
            OneOrMany(Text(max=40), unique=True),
            help="What it says: consent, object, abstain, reserve, or silent.",
        ),
        Field("act", TheAct(), help="The act that may not happen, or on another day."),
        Field("happens", OneOrMany(Bool(), unique=True), help="Whether the act happens."),
        Field("day", Days(), help="The days on which the act may happen, or: limits."),
        Field("reading", Text(max=100), help="A reading whose options are tried."),
        Field("options", OneOrMany(Text(max=10), unique=True), help="Only these options."),
        Field("rulebook", OneOrMany(Text(max=100), unique=True), help="Rules of decision to try."),
        Field(
            "weights",
            OneOrMany(Weight()),
            help="The weight of each variant, as fractions that add up to 1.",
        ),
    ),
    name="variation",
    help="What may vary when all courses are explored: one thing in each entry.",
)
