"""Kinds made of kinds: lists, names with values, one or many, one of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csto_sim.errors import Complaints, Unreadable, clip
from csto_sim.shapes.kinds import Defs, Kind, Scalar, Schema
from csto_sim.shapes.nodes import Node


@dataclass(frozen=True, slots=True, eq=False)
class ListOf(Kind):
    """A list of `min` to `max` values of one kind, read as a tuple; each only once if `unique`."""

    kind: Kind
    min: int = 0
    max: int | None = None
    unique: bool = False

    def expected(self) -> str:
        """A list, and of what."""
        few = f" of at least {self.min}" if self.min else ""
        few += f" of at most {self.max}" if self.max is not None else ""
        return f"a list{few}, each {self.kind.expected()}"

    def likeness(self, node: Node) -> float:
        """2 for a list, and a little more the likelier its first value."""
        if node.kind != "sequence":
            return 0
        return 2 + (self.kind.likeness(node.value[0]) / 10 if node.value else 0)

    def read(self, node: Node, complaints: Complaints) -> tuple[Any, ...] | None:
        """The values in their order, None for each faulty one."""
        if node.kind != "sequence":
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        count = len(node.value)
        if count < self.min or (self.max is not None and count > self.max):
            message = f"found {node.describe()}"
            complaints.add(node.complaint("CSTO-208", message, expected=self.expected()))
        if self.unique:
            self._once(node, complaints)
        return tuple([self.kind.read(item, complaints) for item in node.items()])

    def _once(self, node: Node, complaints: Complaints) -> None:
        seen: dict[object, Node] = {}
        for item in node.items():
            earlier = seen.setdefault(_content(item), item)
            if earlier is not item:
                what = f"'{clip(item.written)}'" if item.kind == "scalar" else item.describe()
                message = f"{what} stands in this list twice"
                complaints.add(item.complaint("CSTO-210", message, hint="keep one of the two"))

    def schema(self, defs: Defs) -> Schema:
        """An array."""
        schema: Schema = {"type": "array", "items": self.kind.schema(defs)}
        if self.min:
            schema["minItems"] = self.min
        if self.max is not None:
            schema["maxItems"] = self.max
        return schema | ({"uniqueItems": True} if self.unique else {})


def _content(node: Node) -> object:
    """What the node says, as a value that equals another where JSON Schema says they are equal."""
    if node.kind == "mapping":
        return frozenset((key.written, _content(value)) for key, value in node.pairs())
    if node.kind == "sequence":
        return tuple(map(_content, node.items()))
    if node.kind == "faulty":
        return id(node)
    # True equals 1 in Python, and not in a file.
    return isinstance(node.value, bool), node.value


@dataclass(frozen=True, slots=True, eq=False)
class OneOrMany(Kind):
    """One value, or a list of at least `min` of them; read as a tuple either way."""

    kind: Kind
    min: int = 1
    unique: bool = False

    def expected(self) -> str:
        """The one, or a list."""
        return f"{self.kind.expected()}; or a list of such"

    def likeness(self, node: Node) -> float:
        """As a list, or as the one."""
        return max(self._many().likeness(node), self.kind.likeness(node))

    def read(self, node: Node, complaints: Complaints) -> tuple[Any, ...] | None:
        """The values in their order, None for each faulty one."""
        if node.kind == "sequence":
            return self._many().read(node, complaints)
        if node.kind != "faulty" and not self.kind.likeness(node):
            self.wrong(node, complaints)
            return None
        return (self.kind.read(node, complaints),)

    def _many(self) -> ListOf:
        return ListOf(self.kind, self.min, unique=self.unique)

    def schema(self, defs: Defs) -> Schema:
        """Either of the two."""
        one = self.kind.schema(defs)
        if not isinstance(self.kind, Scalar):
            # A list is always read as many, also where the kind itself would take a list.
            one = {"allOf": [{"not": {"type": "array"}}, one]}
        return {"anyOf": [one, self._many().schema(defs)]}


@dataclass(frozen=True, slots=True, eq=False)
class MapOf(Kind):
    """Names chosen in the file, each with a value of one kind; read as a dict.

    `key` is a kind of text; it is read from the key as written.
    """

    key: Scalar
    value: Kind
    min: int = 0
    max: int | None = None

    def expected(self) -> str:
        """Names and what they name."""
        few = f" (at least {self.min})" if self.min else ""
        few += f" (at most {self.max})" if self.max is not None else ""
        return f"names and values{few}: each name {self.key.expected()}"

    def likeness(self, node: Node) -> float:
        """1 for keys and values."""
        return 1 if node.kind == "mapping" else 0

    def read(self, node: Node, complaints: Complaints) -> dict[Any, Any] | None:
        """The values under their names, in the order of the file; None for each faulty one."""
        if node.kind != "mapping":
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        count = len(node.value)
        if count < self.min or (self.max is not None and count > self.max):
            message = f"found {count} names"
            complaints.add(node.complaint("CSTO-208", message, expected=self.expected()))
        found: dict[Any, Any] = {}
        for key, value in node.value:
            if key.written == "<<" and not key.quoted:
                continue
            name = self.key.read(key, complaints)
            plain = self.value.read(value, complaints)
            if name is not None:
                found.setdefault(name, plain)
        return found

    def schema(self, defs: Defs) -> Schema:
        """An object with names of a form."""
        schema: Schema = {
            "type": "object",
            "propertyNames": self.key.schema(defs),
            "additionalProperties": self.value.schema(defs),
        }
        if self.min:
            schema["minProperties"] = self.min
        return schema | ({"maxProperties": self.max} if self.max is not None else {})


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Kind):
    """Any of several kinds; read as the likeliest of those that accept the value.

    Where none does, the complaints are those of the kind that the value looks most like, or one
    that names all of them (CSTO-212).
    """

    kinds: tuple[Kind, ...]

    def expected(self) -> str:
        """Each of them."""
        return "; or ".join(kind.expected() for kind in self.kinds)

    def likeness(self, node: Node) -> float:
        """As the likeliest."""
        return max(kind.likeness(node) for kind in self.kinds)

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The value by the likeliest kind that accepts it, or None after complaints."""
        if node.kind == "faulty":
            return None
        ranked = sorted(self.kinds, key=lambda kind: -kind.likeness(node))
        best = Complaints()
        for kind in ranked:
            trial = Complaints()
            try:
                value = kind.read(node, trial)
            except Unreadable:
                value = None
            if not trial:
                return value
            best = best or trial
        tied = len(ranked) > 1 and ranked[1].likeness(node) == ranked[0].likeness(node)
        if tied or ranked[0].likeness(node) < 1:
            message = f"found {node.describe()}"
            complaints.add(node.complaint("CSTO-212", message, expected=self.expected()))
        else:
            for complaint in best:
                complaints.add(complaint)
        return None

    def schema(self, defs: Defs) -> Schema:
        """Any of them."""
        return {"anyOf": [kind.schema(defs) for kind in self.kinds]}
