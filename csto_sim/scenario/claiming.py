"""Claims in a file (`claims:`): what is so in every world, in some world, or comes in every course.

A condition is made of named conditions and nothing else: no expression, no code. All that stand in
one mapping have to hold together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario.codes import STATE
from csto_sim.scenario.fields import NAME, Later
from csto_sim.scenario.model import Condition, ScenarioClaim
from csto_sim.scenario.named import Cases, no_case
from csto_sim.scenario.varying import positions_of
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Bool, Field, ListOf, MapOf, OneOrMany, Read, Record, Text

CODE = "CSTO-333"
KINDS = ("always", "sometimes", "eventually")
#: Conditions of conditions.
_PARTS = ("if", "then", "all", "any", "not")
_PLAIN = ("state", "effective", "bound", "not_bound", "present", "absent", "says", "running")
_TEXT = Text(max=2000)


class _Condition(Kind):
    """A condition, which can hold others."""

    __slots__ = ()

    def expected(self) -> str:
        return "a condition, such as {matter: plan, state: adopted}"

    def likeness(self, node: Node) -> float:
        return 1 if node.kind == "mapping" else 0

    def read(self, node: Node, complaints: Complaints) -> Any:
        return CONDITION.read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        return CONDITION.schema(defs)


_ANOTHER = _Condition()

CONDITION = Record(
    (
        Field("matter", NAME, help="The matter that it is about."),
        Field("meeting", NAME, help="The meeting that it is about."),
        Field("state", OneOrMany(_TEXT, unique=True), help="It is in this state, or one of these."),
        Field("effective", Bool(), help="It has effect, or has none."),
        Field("bound", ListOf(STATE, unique=True), help="It binds these; []: nobody."),
        Field("not_bound", ListOf(STATE, min=1, unique=True), help="It binds none of these."),
        Field("present", ListOf(STATE, min=1, unique=True), help="These have come to the meeting."),
        Field("absent", ListOf(STATE, min=1, unique=True), help="None of these has come to it."),
        Field("says", MapOf(STATE, _TEXT, min=1), help="The position that each of these takes."),
        Field("running", _TEXT, help="A period of this name runs in it."),
        Field("if", _ANOTHER, help="The premise; with `then`."),
        Field("then", _ANOTHER, help="What is so where the premise is."),
        Field("all", ListOf(_ANOTHER, min=1), help="All of these conditions."),
        Field("any", ListOf(_ANOTHER, min=1), help="One of these conditions at least."),
        Field("not", _ANOTHER, help="Not this condition."),
    ),
    name="condition",
    help="What is so in a world: all that stands here holds together.",
)

CLAIM = Record(
    (
        Field("name", Text(max=200), help="What the claim is called."),
        Field("matter", NAME, help="The matter that its conditions are about."),
        Field("meeting", NAME, help="The meeting that its conditions are about."),
        Field("always", _ANOTHER, help="A condition that is so in every world."),
        Field("sometimes", _ANOTHER, help="A condition that is so in some world."),
        Field("eventually", _ANOTHER, help="A condition to which every course comes."),
        Field("says", Text(max=20_000), help="The claim in words, for the reader."),
    ),
    name="claim",
    help="A claim to be checked on every course, of one kind.",
)

ENTRY = Later(CLAIM)


def claims(
    nodes: Sequence[Node] | None, cases: Cases, complaints: Complaints
) -> tuple[ScenarioClaim, ...]:
    """Return the claims of a file, after complaints (CSTO-333 and those of names)."""
    found = []
    for node in nodes or ():
        read = CLAIM.read(node, complaints)
        if read is None or not read.sound:
            continue
        kinds = [each for each in KINDS if read.wrote(each)]
        if len(kinds) != 1:
            told = " and ".join(kinds) if kinds else "none of them"
            message = f"a claim is of one kind, and here is {told}"
            complaints.add(node.complaint(CODE, message, expected=f"one of {listing(list(KINDS))}"))
            continue
        own = _Claims(cases, complaints)
        about = own.about(read, "")
        part: Read | None = read[kinds[0]]
        condition = None if part is None or about is None else own.condition(part, about)
        # What is dropped has been complained of; a claim that is not checked would look like one.
        assert condition is not None or complaints
        if condition is not None:
            says = read["name"] or read["says"] or f"{kinds[0]}, as written on line {node.line}"
            found.append(ScenarioClaim(kinds[0], says, condition, node.line, node.column))
    return tuple(found)


def _faulty(read: Read) -> bool:
    """Whether a value cannot be read; that has been told where it stands."""
    for each in CONDITION.fields:
        if not read.wrote(each.name):
            continue
        value = read[each.name]
        if isinstance(value, Read):
            continue  # a condition within this one looks at its own values
        held = value.values() if isinstance(value, dict) else value
        if value is None or (isinstance(value, tuple | dict) and None in held):
            return True
    return False


class _Claims:
    def __init__(self, cases: Cases, complaints: Complaints) -> None:
        self.cases = cases
        self.complaints = complaints
        #: Whether a part of it cannot be read, which has been told elsewhere.
        self.doubtful = False

    def about(self, read: Read, before: str) -> str | None:
        """The case that a claim or condition names, else that of the one around it.

        None where it cannot be known, which has been told.
        """
        for kind in ("matter", "meeting"):
            if read.wrote(kind):
                known = None if read[kind] is None else self.cases.get(read[kind])
                if known is None or known.kind != kind:
                    if read[kind] is not None:
                        no_case(read.at(kind), kind, self.cases, self.complaints)
                    return None
                return str(read[kind])
        return before

    def condition(self, read: Read, before: str) -> Condition | None:
        """The condition that a mapping holds, or None after complaints."""
        about = self.about(read, before)
        if about is None or not read.sound or _faulty(read):
            return None
        start = len(self.complaints)
        parts: list[Condition] = []
        for key in _PLAIN:
            if read.wrote(key) and read[key] is not None:
                one = self._plain(read, key, about)
                if one is not None:
                    parts.append(one)
        for key in _PARTS:
            if read.wrote(key) and read[key] is not None:
                parts += self._of_others(read, key, about)
        if len(self.complaints) > start or self.doubtful:
            return None
        if not parts:
            message = "this condition asks nothing"
            self.complaints.add(
                read.node.complaint(CODE, message, expected=listing([*_PLAIN, *_PARTS], 40))
            )
            return None
        return parts[0] if len(parts) == 1 else Condition("all", parts=tuple(parts))

    def _of_others(self, read: Read, key: str, about: str) -> list[Condition]:
        if key == "then":
            if not read.wrote("if"):
                self._tell(read, key, "'then' stands without 'if'")
            return []
        if key == "if":
            if not read.wrote("then"):
                self._tell(read, key, "'if' stands without 'then'")
                return []
            both = [self.condition(read[each], about) for each in ("if", "then")]
            if None in both:
                self.doubtful = True
                return []
            return [Condition("if", parts=tuple(each for each in both if each is not None))]
        held = read[key] if isinstance(read[key], tuple) else (read[key],)
        parts = [self.condition(each, about) for each in held]
        if None in parts:
            self.doubtful = True
            return []
        return [Condition(key, parts=tuple(each for each in parts if each is not None))]

    def _plain(self, read: Read, key: str, about: str) -> Condition | None:
        if not about:
            self._tell(read, key, f"'{key}' does not say of what it is asked", "add 'matter: …'")
            return None
        procedure = self.cases[about].procedure
        if not procedure:
            self.doubtful = True
            return None
        value = read[key]
        if key == "state":
            return self._state(read, value, about, procedure)
        if key in ("present", "absent") and procedure != "meeting":
            self._tell(read, key, f"who is {key} is asked of a meeting, and '{about}' is none")
            return None
        if key == "says":
            return self._says(read, value, about, procedure)
        if key == "running":
            known = procedures()[procedure].periods
            if not any(
                value == name or (name.endswith(" ") and value.startswith(name)) for name in known
            ):
                self._tell(
                    read,
                    key,
                    f"no period of a matter of this kind is called '{clip(value)}'",
                    suggestion(value, known),
                )
                return None
            return Condition("running", about, (value,))
        values = (("yes" if value else "no"),) if key == "effective" else tuple(value)
        return Condition(key, about, values)

    def _state(
        self, read: Read, value: tuple[str, ...], about: str, procedure: str
    ) -> Condition | None:
        known = [state.word for state in procedures()[procedure].states]
        wrong = [each for each in value if each not in known]
        for each in wrong:
            message = f"'{clip(str(each))}' is not a state of the {procedure} '{about}'"
            node = read.at("state")
            self.complaints.add(
                node.complaint(
                    CODE, message, expected=listing(known), hint=suggestion(str(each), known)
                )
            )
        return None if wrong else Condition("state", about, value)

    def _says(
        self, read: Read, value: Mapping[str, str], about: str, procedure: str
    ) -> Condition | None:
        known = positions_of(procedure)
        wrong = [each for each in value.values() if each not in known]
        if wrong or not known:
            message = (
                f"'{clip(wrong[0])}' is no position" if wrong else "no positions are taken in it"
            )
            self._tell(read, "says", message, suggestion(wrong[0], known) if wrong else "")
            return None
        pairs = tuple(f"{who} {what}" for who, what in value.items())
        return Condition("says", about, pairs)

    def _tell(self, read: Read, key: str, message: str, hint: str = "") -> None:
        self.complaints.add(read.key(key).complaint(CODE, message, hint=hint))
