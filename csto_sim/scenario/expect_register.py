"""What a file expects of a register: `{register: forces/crrf, what: …, on: …, is: 20000}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from csto_sim import registers
from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.registers import Entry
from csto_sim.scenario import saying
from csto_sim.scenario.bounds import Tally
from csto_sim.scenario.expect_duty import OF_DUTY, is_of_duty
from csto_sim.scenario.expect_table import EXPECTATION
from csto_sim.scenario.model import Expectation
from csto_sim.scenario.registered import ENTRY
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Day, Field, Read, Record, Text
from csto_sim.world import Facts

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Told(Kind):
    """What a register tells: a number, a text, or a list of them; read as plain values."""

    def expected(self) -> str:
        """The forms."""
        return f"a number, a text, a list of them, or {NOTHING}"

    def likeness(self, node: Node) -> float:
        """As a value or a list."""
        return 0 if node.kind == "mapping" else 1

    def read(self, node: Node, complaints: Complaints) -> Any:
        """A number or a text, or a tuple of them; None after a complaint."""
        if node.kind == "faulty":
            return None
        items = list(node.items()) if node.kind == "sequence" else [node]
        for item in items:
            bare = item.kind == "scalar" and isinstance(item.value, str | int)
            if not bare or isinstance(item.value, bool):
                if item.kind != "faulty":
                    self.wrong(item, complaints)
                return None
        values = tuple(item.value for item in items)
        return values if node.kind == "sequence" else values[0]

    def schema(self, defs: Defs) -> Schema:
        """A value or a list of values."""
        one: Schema = {"type": ["string", "integer"]}
        return {"anyOf": [one, {"type": "array", "items": one}]}


OF_REGISTER = Record(
    (
        Field("register", ENTRY, True, "The register and its entry: forces/crrf."),
        Field("what", Text(max=200), True, "The kind of fact that is asked for."),
        Field("of", Text(max=200), help="Of whom or of what part; else of the whole."),
        Field("on", Day(), True, "The day on which it is asked.", also=("at", "date", "day")),
        Field("is", Told(), True, "What the register tells on that day.", also=("value",)),
        Field("says", Text(max=2000), help="The expectation in words, for the reader."),
    ),
    name="expectation of a register",
    help="What a register tells on a day.",
)


@dataclass(frozen=True, slots=True)
class Expected(Kind):
    """An entry of `expect:` of whatever form, for the schema; `expecting` reads it."""

    def expected(self) -> str:
        """As the table of expectations."""
        return EXPECTATION.expected()

    def likeness(self, node: Node) -> float:
        """As the table of expectations."""
        return EXPECTATION.likeness(node)

    def read(self, node: Node, complaints: Complaints) -> Any:
        """By the table that its keys ask for."""
        form = OF_REGISTER if is_of_register(node) else EXPECTATION
        return (OF_DUTY if is_of_duty(node) else form).read(node, complaints)

    def schema(self, defs: Defs) -> Schema:
        """Any of the three."""
        return {"anyOf": [each.schema(defs) for each in (EXPECTATION, OF_REGISTER, OF_DUTY)]}


EXPECTED = Expected()


def is_of_register(node: Node) -> bool:
    """Whether an entry of `expect:` is about a register."""
    return node.get("register") is not None


def of_register(node: Node, tally: Tally, complaints: Complaints) -> list[Expectation]:
    """The expectation that an entry holds, or none after complaints."""
    read = OF_REGISTER.read(node, complaints)
    if read is None or read["register"] is None:
        return []
    found = registers.named(read["register"])
    assert found is not None  # the kind of the field complains of another
    if not _asked(read, found[1], complaints) or not read.sound:
        return []
    if not complaints and not tally.has_room(1, node, complaints):
        return []
    if complaints:
        return []
    day: date = read["on"]
    wants = {key: read[key] for key in ("register", "what", "of", "is") if read[key] is not None}
    wants["on"] = day.isoformat()
    key = read.key("is")
    return [Expectation("", _says(wants), Facts({"register": Facts(wants)}), key.line, key.column)]


def _says(wants: dict[str, Any]) -> str:
    value = wants["is"]
    told = saying.listed(tuple(map(str, value))) if isinstance(value, tuple) else value
    of = f" of {wants['of']}" if "of" in wants else ""
    return f"the register {wants['register']} tells on {wants['on']} as {wants['what']}{of}: {told}"


def _asked(read: Read, entry: Entry, complaints: Complaints) -> bool:
    """Whether the entry has facts of the kind, of whom they are asked; else after CSTO-328."""
    what, of = read["what"], read["of"]
    if what is None:
        return False
    known = list(dict.fromkeys(each.what for each in entry.facts if each.used))
    if what not in known:
        message = f"{read['register']} tells nothing of the kind '{clip(what)}'"
        expected, hint = listing(known, 40), suggestion(what, known)
        complaints.add(read.at("what").complaint("CSTO-328", message, expected=expected, hint=hint))
        return False
    whom = [each for each in entry.of(what) if each]
    if of is not None and of not in whom:
        message = f"{read['register']} tells '{clip(what)}' of no '{clip(of)}'"
        expected = listing(whom, 40) if whom else "no 'of'"
        hint = suggestion(of, whom) or ("" if whom else "take 'of' out")
        complaints.add(read.at("of").complaint("CSTO-328", message, expected=expected, hint=hint))
        return False
    return True
