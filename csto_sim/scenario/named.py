"""What a file gives names to, and who is named in a roll of members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from csto_sim.errors import Complaints, clip, listing, nearest, suggestion
from csto_sim.procedure import Param
from csto_sim.procedures import procedures
from csto_sim.scenario.codes import STATE
from csto_sim.scenario.fields import is_name, kind_of
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read
from csto_sim.world import NO_FACTS, Facts

Entry = tuple[str, str | None]
_MOST_LINES = 8


class Named(NamedTuple):
    """A matter or a meeting of the file: `kind` is the one or the other."""

    kind: str
    id: str
    procedure: str


class Cases(dict[str, Named]):
    """The matters and meetings of a file by their ids, in its order.

    `misnamed` are those of whose names, or of whose place among the matters or the meetings, has
    been complained: any name that the file does not give may be theirs. Those `elsewhere` stand
    behind a key that is not known.
    """

    def __init__(self) -> None:
        super().__init__()
        self.misnamed: list[Named] = []
        self.elsewhere: dict[str, Named] = {}
        self._of_kind: dict[str, frozenset[str]] = {}
        # By file, kind and id: the complaint of the first use, by its number, and all lines.
        self._uses: dict[tuple[str, str, str], tuple[int, set[int]]] = {}

    def procedures(self, kind: str) -> frozenset[str]:
        """The procedures of all matters, of all meetings, or of both (`kind` is empty).

        To be asked when all are there: what was found is kept, since many acts may ask.
        """
        if kind not in self._of_kind:
            known = (*self.values(), *self.misnamed, *self.elsewhere.values())
            among = (each.procedure for each in known if kind in ("", each.kind))
            self._of_kind[kind] = frozenset(among)
        return self._of_kind[kind]

    def is_first_use(self, kind: str, node: Node, complaints: Complaints) -> bool:
        """Whether a wrong name is to be complained of here: it is not known from elsewhere."""
        id = node.written
        if any(each.kind == kind and (each.id == id or id not in self) for each in self.misnamed):
            return False
        if id not in self and id in self.elsewhere:
            return False
        use = node.source.name, kind, id
        if use in self._uses:
            self._uses[use][1].add(node.line)
            return False
        self._uses[use] = len(complaints), {node.line}
        return True

    def tell_uses(self, complaints: Complaints) -> None:
        """Add to the complaint of each wrong name on which other lines it stands too."""
        for number, lines in self._uses.values():
            told = complaints[number]
            more = [str(line) for line in sorted(lines) if line != told.line]
            if more:
                where = "on one more line" if len(more) == 1 else f"on {len(more)} more lines"
                where += f" ({', '.join(more[:_MOST_LINES])}"
                where += ", …)" if len(more) > _MOST_LINES else ")"
                complaints[number] = replace(told, message=f"{told.message}; it is named {where}")


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


def no_case(
    node: Node, kind: str, cases: Cases, complaints: Complaints, field: Param | None = None
) -> None:
    """Complain that a name is no matter, or no meeting, of the file (CSTO-308), once a name.

    Of a `field` only what it can name is offered. Where the definition of one has been complained
    of, no more is said.
    """
    if not cases.is_first_use(kind, node, complaints):
        return
    id = node.written
    known = cases.get(id)
    of = field.of if field is not None else ()
    fit = [each for each in cases.values() if each.procedure in ("", *of) or not of]
    names = [each.id for each in fit if each.kind == kind]
    hint = suggestion(id, names)
    if known is not None:
        message = f"'{clip(id)}' is a {known.kind}, not a {kind}"
    else:
        message = f"there is no {kind} '{clip(id)}' in this file"
    if field is None:
        # The other of the two keys may be meant; a field has no such other.
        others = [each.id for each in cases.values() if each.kind != kind]
        near = known.id if known is not None else None if hint else nearest(id, others)
        hint = f"{cases[near].kind}: {near}" if near else hint
    one = f"a {kind} of the procedure {listing(of)}" if of else f"a {kind} of this file"
    several = one if of else f"one of the {kind}s"
    expected = f"{several}: {listing(names)}" if names else one
    complaints.add(node.complaint("CSTO-308", message, expected=expected, hint=hint))


def check_names(param: Param, read: Read, cases: Cases, complaints: Complaints) -> None:
    """Complain of names in a field that are no matter or meeting of the file (CSTO-308)."""
    if param.kind not in ("matter", "matters", "meeting") or read.get(param.name) is None:
        return
    kind = "meeting" if param.kind == "meeting" else "matter"
    node = read.at(param.name)
    for item in node.items() if node.kind == "sequence" else (node,):
        known = cases.get(item.written)
        if is_name(item) and (known is None or known.kind != kind):
            no_case(item, kind, cases, complaints, param)
        elif param.of and known is not None and known.procedure not in ("", *param.of):
            _other_procedure(item, param, known, cases, complaints)


def _other_procedure(
    node: Node, param: Param, known: Named, cases: Cases, complaints: Complaints
) -> None:
    """Complain of a matter of a procedure that the field does not speak of (CSTO-324)."""
    titles = [procedures()[name].title for name in param.of]
    message = f"'{known.id}' is a matter of the procedure '{known.procedure}'"
    fit = [each.id for each in cases.values() if each.procedure in param.of]
    hint = f"name {listing(fit)}" if fit else f"add a matter with 'procedure: {param.of[0]}'"
    expected = f"a matter of the procedure {listing(param.of)} ({listing(titles)})"
    complaints.add(node.complaint("CSTO-324", message, expected=expected, hint=hint))
