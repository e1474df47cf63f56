"""What a file gives names to, and who is named in a roll of members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from csto_sim.errors import Complaints, clip, listing, nearest, suggestion
from csto_sim.procedure import Param
from csto_sim.procedures import procedures
from csto_sim.scenario.fields import STATE, is_name, kind_of
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read
from csto_sim.world import NO_FACTS, Facts

Entry = tuple[str, str | None]


class Named(NamedTuple):
    """A matter or a meeting of the file: `kind` is the one or the other."""

    kind: str
    id: str
    procedure: str


class Cases(dict[str, Named]):
    """The matters and meetings of a file by their ids, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self._of_kind: dict[str, frozenset[str]] = {}

    def procedures(self, kind: str) -> frozenset[str]:
        """The procedures of all matters, of all meetings, or of both (`kind` is empty).

        To be asked when all are there: what was found is kept, since many acts may ask.
        """
        if kind not in self._of_kind:
            among = (each.procedure for each in self.values() if kind in ("", each.kind))
            self._of_kind[kind] = frozenset(among)
        return self._of_kind[kind]


@dataclass(frozen=True, slots=True)
class Roll(Kind):
    """Members one by one: `[ARM, KAZ]`, or with a word on each, `[{ARM: head of government}, KAZ]`.

    Read as a tuple of (code, word or None). The word is a value of `param`, if there is one.
    """

    param: Param | None

    def expected(self) -> str:
        """The form of a roll."""
        return "a list of states' codes, such as [ARM, BLR, KAZ]"

    def likeness(self, node: Node) -> float:
        """2 for a list, 1 for a mapping or a text."""
        return 2 if node.kind == "sequence" else 1

    def read(self, node: Node, complaints: Complaints) -> tuple[Entry, ...] | None:
        """The members and their words, in the order of the file; None after a complaint."""
        if node.kind == "faulty":
            return None
        if node.kind == "scalar" and not isinstance(node.value, str):
            self.wrong(node, complaints)
            return None
        found: list[Entry] = []
        seen: dict[str, Node] = {}
        faults = len(complaints)
        for item in node.items() if node.kind == "sequence" else (node,):
            for code, word in item.pairs() if item.kind == "mapping" else ((item, None),):
                self._one(code, word, found, seen, complaints)
        return tuple(found) if len(complaints) == faults else None

    def _one(
        self,
        node: Node,
        word: Node | None,
        found: list[Entry],
        seen: dict[str, Node],
        complaints: Complaints,
    ) -> None:
        code = STATE.read(node, complaints)
        if code is None:
            return
        if code in seen:
            message = f"'{clip(code)}' stands in this list twice"
            complaints.add(node.complaint("CSTO-210", message, hint="keep one of the two"))
            return
        seen[code] = node
        value = None
        if word is not None:
            if self.param is None:
                message = f"'{code}' takes no word here"
                complaints.add(word.complaint("CSTO-203", message, expected=self.expected()))
                return
            value = kind_of(self.param).read(word, complaints)
        found.append((code, value))

    def takes(self, roll: tuple[Entry, ...]) -> Iterator[tuple[str, Facts]]:
        """Yield each member with the parameters of its act."""
        for code, word in roll:
            if word is None or self.param is None:
                yield code, NO_FACTS
            else:
                yield code, Facts({self.param.name: word})

    def schema(self, defs: Defs) -> Schema:
        """A code, a list of codes or of codes with words, or codes with words."""
        state = STATE.schema(defs)
        forms: list[Schema] = [state]
        if self.param is not None:
            word = kind_of(self.param).schema(defs)
            forms.append({"type": "object", "propertyNames": state, "additionalProperties": word})
        return {"anyOf": [*forms, {"type": "array", "items": {"anyOf": forms}}]}


def possible(cases: Cases, kind: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the procedures of the cases that are named, as far as they can be known.

    `kind` is `matter` or `meeting`, or nothing where neither is written. A name that the file does
    not give could mean any case of that kind; a case of an unknown procedure, any matter.
    """
    found: set[str] = set()
    named = [cases.get(id) for id in ids]
    found |= {each.procedure for each in named if each is not None}
    if not named or any(each is None or kind not in ("", each.kind) for each in named):
        found |= cases.procedures(kind)
    if not found or "" in found:
        found |= {name for name, each in procedures().items() if kind in ("", each.unit)}
    return tuple(sorted(found - {""}))


def no_case(node: Node, kind: str, cases: Mapping[str, Named], complaints: Complaints) -> None:
    """Complain that a name is no matter, or no meeting, of the file (CSTO-308)."""
    id = node.written
    known = cases.get(id)
    names = [each.id for each in cases.values() if each.kind == kind]
    if known is not None:
        message, hint = f"'{clip(id)}' is a {known.kind}, not a {kind}", f"{known.kind}: {known.id}"
    else:
        message, hint = f"there is no {kind} '{clip(id)}' in this file", suggestion(id, names)
        others = [each.id for each in cases.values() if each.kind != kind]
        if not hint and (near := nearest(id, others)):
            hint = f"{cases[near].kind}: {near}"
    expected = f"one of the {kind}s: {listing(names)}" if names else f"a {kind} of this file"
    complaints.add(node.complaint("CSTO-308", message, expected=expected, hint=hint))


def check_names(
    param: Param, read: Read, cases: Mapping[str, Named], complaints: Complaints
) -> None:
    """Complain of names in a field that are no matter or meeting of the file (CSTO-308)."""
    if param.kind not in ("matter", "matters", "meeting") or read.get(param.name) is None:
        return
    kind = "meeting" if param.kind == "meeting" else "matter"
    node = read.at(param.name)
    for item in node.items() if node.kind == "sequence" else (node,):
        known = cases.get(item.written)
        if is_name(item) and (known is None or known.kind != kind):
            no_case(item, kind, cases, complaints)
