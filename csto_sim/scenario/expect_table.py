"""What an entry of `expect:` may hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from csto_sim import organisation
from csto_sim.errors import Complaints, clip, listing, nearest, suggestion
from csto_sim.scenario.codes import ACTOR, PROVISION, STATE, state_hint
from csto_sim.scenario.fields import NAME
from csto_sim.scenario.times import SPAN
from csto_sim.shapes.kinds import Defs, Kind, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import (
    Day,
    Field,
    MapOf,
    OneOrMany,
    Read,
    Record,
    Text,
    Whole,
    Word,
)

NEVER = "never"
SITUATIONS = {
    "absent": "it did not take part",
    "left": "it had left when the matter was put",
    "objects": "it objected",
    "abstains": "it abstained",
    "silent": "it was there and said nothing",
    "reserves": "it made a reservation",
}
STATUSES = {
    "met": "what it asks for was done in time",
    "missed": "its last lawful moment passed",
    "undetermined": "the times known do not settle it",
    "running": "it still ran when the scenario ended",
    "unmeasured": "the law states no length for it, and it was not done",
    "done": "the law states no length for it, and it was done",
    "withdrawn": "it was withdrawn",
    "elapsed": "its term or notice ran out",
}
NOTICE = "notice of "
#: What is asked of cases that come to have effect for somebody.
EFFECT_ASKED = ("from", "known", "bound", "not_bound", "bound_since")
#: Keys that are asked of an act, and of a state of a case.
ACTS_ASKED = {
    "signed": ("sign",),
    "ratified": ("ratify",),
    "notified": ("notify completion", "deposit"),
    "blocked_by": ("decide",),
    "because": ("decide",),
}
STATES_ASKED = {"in_force": "in force"}


class DayOrNever(Kind):
    """A day, read as an ISO day, or the word `never`."""

    __slots__ = ()

    def expected(self) -> str:
        """The two forms."""
        return "a day such as 2009-10-20, or never"

    def likeness(self, node: Node) -> float:
        """As a day."""
        return Day().likeness(node)

    def read(self, node: Node, complaints: Complaints) -> str | None:
        """The day or `never`, or None after a complaint."""
        if node.kind == "scalar" and node.value == NEVER:
            return NEVER
        text = node.written if node.kind == "scalar" else ""
        if nearest(text, (NEVER,)) is not None:
            message = f"'{clip(text)}' is neither a day nor the word never"
            complaints.add(
                node.complaint("CSTO-205", message, expected=self.expected(), hint=NEVER)
            )
            return None
        found: date | None = Day().read(node, complaints)
        return None if found is None else found.isoformat()

    def schema(self, defs: Defs) -> Schema:
        """Either."""
        return {"anyOf": [Day().schema(defs), {"const": NEVER}]}


DAY_OR_NEVER = DayOrNever()
BY_STATE = MapOf(STATE, DAY_OR_NEVER, min=1)
_STATUS = Word(STATUSES, "a status of a period")
_PERIOD = (
    Field("status", _STATUS, help="What became of it."),
    Field("due", SPAN, help="Its last lawful moment: the day, or the instant."),
)
ONE_PERIOD = Record(_PERIOD, name="period")
NAMED_PERIOD = Record(
    (
        Field("matter", NAME, help="The matter."),
        Field("meeting", NAME, help="The meeting."),
        Field("name", Text(max=200), True, "The name of the period, as the ledger gives it."),
        *_PERIOD,
    ),
    name="deadline",
    help="A period by its name.",
)


class Status(Kind):
    """What became of a period: a status, or `{status: …, due: …}`; read as a mapping."""

    __slots__ = ()

    def expected(self) -> str:
        """The two forms."""
        return f"{_STATUS.expected()}; or {{status: …, due: …}}"

    def likeness(self, node: Node) -> float:
        """1 for keys and values or a word."""
        return 0 if node.kind == "sequence" else 1

    def read(self, node: Node, complaints: Complaints) -> dict[str, Any] | None:
        """Status and due moment, each where it was given."""
        if node.kind == "mapping":
            return _given(ONE_PERIOD.read(node, complaints))
        status = _STATUS.read(node, complaints)
        return None if status is None else {"status": status}

    def schema(self, defs: Defs) -> Schema:
        """Either."""
        return {"anyOf": [_STATUS.schema(defs), ONE_PERIOD.schema(defs)]}


def _given(read: Read | None) -> dict[str, Any] | None:
    if read is None:
        return None
    return {key: value for key, value in read.items() if value is not None}


_BY_NAME = MapOf(Text(max=200), Status(), min=1)


class Deadlines(Kind):
    """Periods by name with what became of them, or one period with `name:` in it."""

    __slots__ = ()

    def expected(self) -> str:
        """The two forms."""
        return "periods and what became of them, such as {convening: missed}"

    def likeness(self, node: Node) -> float:
        """1 for keys and values."""
        return 1 if node.kind == "mapping" else 0

    def read(self, node: Node, complaints: Complaints) -> dict[str, Any] | None:
        """By name a mapping with `status` and `due`, and `matter` or `meeting` where given."""
        if any(node.get(each.name) is not None for each in NAMED_PERIOD.fields):
            one = _given(NAMED_PERIOD.read(node, complaints))
            if one is None or "name" not in one:
                return None
            return {one.pop("name"): one}
        return _BY_NAME.read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """Either."""
        return {"anyOf": [NAMED_PERIOD.schema(defs), _BY_NAME.schema(defs)]}


REFUSED = Record(
    (
        Field("act", Text(max=200), help="The act that is refused."),
        Field("by", ACTOR, help="Whose act it is."),
        Field("matter", NAME, help="The matter."),
        Field("meeting", NAME, help="The meeting."),
        Field("under", OneOrMany(PROVISION, unique=True), help="The provisions that it rests on."),
    ),
    name="refusal",
    help="An act that the law does not allow.",
)


class Because(Scalar):
    """A member and its situation, `BLR absent`; read as a pair."""

    __slots__ = ()

    def expected(self) -> str:
        """The form."""
        return f"a state's code and {listing(list(SITUATIONS))}, such as BLR absent"

    def read_text(self, node: Node, text: str, complaints: Complaints) -> tuple[str, str] | None:
        """The code and the situation, or None after a complaint (CSTO-211)."""
        code, _, word = text.strip().partition(" ")
        if organisation.is_code(code) and word in SITUATIONS:
            return code, word
        right = (
            code if organisation.is_code(code) else state_hint(code),
            word if word in SITUATIONS else suggestion(word, SITUATIONS),
        )
        message = f"'{clip(text)}' is not a state and its situation"
        hint = " ".join(right) if all(right) else ""
        complaints.add(node.complaint("CSTO-211", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """A code, a blank and a word."""
        return {"type": "string", "pattern": f"^[A-Z]{{3}} (?:{'|'.join(SITUATIONS)})$"}


EXPECTATION = Record(
    (
        Field("matter", NAME, help="The matter that it is about."),
        Field("meeting", NAME, help="The meeting that it is about."),
        Field(
            "at",
            SPAN,
            help="The day or instant at which it is so; else the end.",
            also=("on", "date", "day"),
        ),
        Field("state", Text(max=200), help="Its state."),
        Field("from", DAY_OR_NEVER, help="The day from which it has effect.", also=("effective",)),
        Field("known", DAY_OR_NEVER, help="The day since which that is known."),
        Field("bound", OneOrMany(STATE, min=0, unique=True), help="All that are bound, no others."),
        Field("not_bound", OneOrMany(STATE, unique=True), help="Some that are not bound."),
        Field("bound_since", BY_STATE, help="Members with the day from which each is bound."),
        Field("signed", BY_STATE, help="States with the day on which each signed, or never."),
        Field("ratified", BY_STATE, help="States with the day on which each ratified, or never."),
        Field("notified", BY_STATE, help="States with the day on which each notified, or never."),
        Field("in_force", DAY_OR_NEVER, help="The day on which it entered into force."),
        Field(
            "under", OneOrMany(PROVISION, unique=True), help="Provisions that its steps rely on."
        ),
        Field(
            "blocked_by",
            MapOf(STATE, Word(SITUATIONS, "a situation"), min=1),
            help="Members that stood in the way when it was put to decision, and how.",
        ),
        Field("because", OneOrMany(Because()), help="The same in words: BLR absent."),
        Field(
            "deadline",
            Deadlines(),
            help="Periods by name with what became of each.",
            also=("deadlines", "period"),
        ),
        Field("refused", REFUSED, help="An act that is refused.", also=("refusal",)),
        Field("refusals", Whole(0, 1_000_000), help="How many acts are refused."),
        Field("says", Text(max=2000), help="The expectation in words, for the reader."),
    ),
    name="expectation",
    help="What should come of the scenario.",
)
