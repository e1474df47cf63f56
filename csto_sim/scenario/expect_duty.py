"""Duties in a file: a matter that `fulfils:` one, and what is expected of one.

`expect: - {duty: csc.yearly, in: 2014, status: met, on: 2014-12-23}`.
"""

from __future__ import annotations

from datetime import date

from csto_sim.errors import Complaints, clip, suggestion
from csto_sim.law.duties import duties
from csto_sim.scenario.bounds import Tally
from csto_sim.scenario.model import Expectation
from csto_sim.shapes.kinds import Defs, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Day, Field, OneOrMany, Record, Text, Whole, Word
from csto_sim.world import Facts

STATUSES = {
    "met": "what it asks for was done in the span",
    "missed": "the span passed and it was not done",
    "due": "the span goes on after the scenario ends, and it has not been done",
    "passed": "the span passed without what is a custom; nobody is in breach",
    "undetermined": "what is told does not settle it",
    "not owed": "no provision asks for it in that year",
}


class DutyId(Scalar):
    """A duty of the calendar, by its id (CSTO-330)."""

    __slots__ = ()

    def expected(self) -> str:
        """How duties are named."""
        return "the id of a duty of the calendar, such as csc.yearly"

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The id itself."""
        if text in duties():
            return text
        message = f"there is no duty '{clip(text)}'"
        hint = suggestion(text, duties()) or "`csto-sim duties --year 2019` lists them"
        complaints.add(node.complaint("CSTO-330", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """The ids of all duties."""
        titles = [f"{each.holder}: {each.title}" for each in duties().values()]
        return {"enum": list(duties()), "enumDescriptions": titles}


DUTY = DutyId()

#: What a matter says that is what a duty asks for: it counts once it has come to its state.
FULFILS = Field(
    "fulfils", OneOrMany(DUTY, unique=True), help="The duty of the calendar that it meets."
)

OF_DUTY = Record(
    (
        Field("duty", DUTY, True, "The duty of the calendar."),
        Field("in", Whole(1992, 2199), True, "The year in which the span ends.", also=("year",)),
        Field("status", Word(STATUSES, "a status of a duty"), True, "What became of it."),
        Field("on", Day(), help="The day since which it is met."),
        Field("says", Text(max=2000), help="The expectation in words, for the reader."),
    ),
    name="expectation of a duty",
    help="What became of a duty of the calendar.",
)


def is_of_duty(node: Node) -> bool:
    """Whether an entry of `expect:` is about a duty."""
    return node.get("duty") is not None


def of_duty(node: Node, tally: Tally, complaints: Complaints) -> list[Expectation]:
    """The expectation that an entry holds, or none after complaints."""
    read = OF_DUTY.read(node, complaints)
    if read is None or not read.sound or complaints:
        return []
    if any(read[each.name] is None for each in OF_DUTY.fields if each.required):
        return []  # what stands there cannot be read, and that has been told
    if not tally.has_room(1, node, complaints):
        return []
    wants: dict[str, object] = {key: read[key] for key in ("duty", "in", "status")}
    day: date | None = read["on"]
    on = ""
    if day is not None:
        wants["on"] = day.isoformat()
        on = f" on {day.isoformat()}"
    says = f"the duty {wants['duty']} of {wants['in']} is {wants['status']}{on}"
    key = read.key("status")
    return [Expectation("", says, Facts({"duty": Facts(wants)}), key.line, key.column)]
