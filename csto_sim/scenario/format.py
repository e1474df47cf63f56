"""The format of a scenario file as one table: what `load` checks, and what the JSON Schema says."""

from __future__ import annotations

from functools import cache

from csto_sim import law
from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import COMMON, act_fields, united
from csto_sim.scenario.cases import TITLE, Matter, Meeting
from csto_sim.scenario.cited import SOURCES
from csto_sim.scenario.claiming import ENTRY as CLAIM
from csto_sim.scenario.codes import StateCode
from csto_sim.scenario.expect_register import EXPECTED
from csto_sim.scenario.extras import LESSON
from csto_sim.scenario.fields import NAME, Later
from csto_sim.scenario.ruled import MAPPING, RULEBOOK
from csto_sim.scenario.times import SPAN
from csto_sim.scenario.varying import ENTRY
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import (
    Anything,
    Field,
    ListOf,
    MapOf,
    OneOrMany,
    Record,
    Tagged,
    Text,
    Whole,
    Word,
)

MODES = {
    "strict": "what the texts say",
    "practice": "what was done, where practice departs from the texts",
}


class Readings(Kind):
    """Readings by id, with or without `amb.`, each with a letter of its options."""

    __slots__ = ()

    def expected(self) -> str:
        """The form."""
        return "readings and options, such as {absence-effect: B}"

    def likeness(self, node: Node) -> float:
        """1 for keys and values."""
        return 1 if node.kind == "mapping" else 0

    def read(self, node: Node, complaints: Complaints) -> dict[str, str] | None:
        """The options by full id, after complaints (CSTO-305, 306, 316)."""
        if node.kind != "mapping":
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        found: dict[str, str] = {}
        for key, value in node.pairs():
            self._one(key, value, found, complaints)
        return found

    def _one(self, key: Node, value: Node, found: dict[str, str], complaints: Complaints) -> None:
        if key.kind != "scalar" or (key.written == "<<" and not key.quoted):
            return
        id, known = law.full_id(key.written), law.readings()
        reading = known.get(id)
        if reading is None:
            message = f"there is no reading '{clip(key.written)}'"
            hint = suggestion(id, known) or "`csto-sim law readings` shows them"
            complaints.add(key.complaint("CSTO-305", message, hint=hint))
            return
        if id in found:
            message = f"the reading '{id}' is chosen twice"
            complaints.add(key.complaint("CSTO-316", message, hint="keep one of the two"))
            return
        if value.kind == "faulty":
            return
        if value.kind != "scalar" or value.written not in reading.options:
            options = [f"{each.letter} ({each.short})" for each in reading.options.values()]
            hint = suggestion(value.written, reading.options) if value.kind == "scalar" else ""
            message = f"'{id}' has no such option: found {value.describe()}"
            complaints.add(
                value.complaint("CSTO-306", message, expected=listing(options), hint=hint)
            )
            return
        found[id] = value.written

    def schema(self, defs: Defs) -> Schema:
        """Each reading with its options; ids with and without the prefix."""
        named: dict[str, Schema] = {}
        for id, reading in law.readings().items():
            options = list(reading.options.values())
            named[id] = {
                "description": reading.question,
                "enum": [option.letter for option in options],
                "enumDescriptions": [option.says for option in options],
            }
            named[id.removeprefix("amb.")] = named[id]
        return {"type": "object", "properties": named, "additionalProperties": False}


@cache
def act_kind() -> Tagged:
    """Return the table of acts by their names, of all procedures together (for the schema)."""
    fields: dict[str, list[tuple[Field, ...]]] = {}
    says: dict[str, str] = {}
    for name, procedure in procedures().items():
        for act, rows in procedure.acts().items():
            fields.setdefault(act, []).append(act_fields(name, act))
            says.setdefault(act, rows[0].says)
    records = {
        # What one procedure asks of an act of that name, another need not.
        act: Record(found[0] if len(found) == 1 else united(found), name="act", help=says[act])
        for act, found in sorted(fields.items())
    }
    common = tuple(each for each in COMMON if each.name != "act")
    return Tagged("act", records, common, name="act", help="What is done.")


class _Acts(Kind):
    """The list of acts; read by `ActReader`, which knows the cases."""

    __slots__ = ()

    def read(self, node: Node, complaints: Complaints) -> Node | None:
        if node.kind != "sequence":
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        return node

    def expected(self) -> str:
        return "a list of acts, each {date: …, by: …, act: …, matter: …}"

    def likeness(self, node: Node) -> float:
        return 1 if node.kind == "sequence" else 0

    def schema(self, defs: Defs) -> Schema:
        return ListOf(act_kind()).schema(defs)


_WITHOUT = OneOrMany(Later(Anything()))


@cache
def scenario_kind() -> Record:
    """Return the table of a whole scenario file."""
    return Record(
        (
            Field("format", Later(Whole(1, 1)), True, "The number of this format: 1."),
            Field("title", TITLE, True, "What happens, in a sentence."),
            Field(
                "about",
                Text(max=20_000),
                help="What the reader should know.",
                also=("description", "summary"),
            ),
            Field("sources", SOURCES, help="Where the story is known from."),
            Field(
                "from",
                SPAN,
                True,
                "The day or instant at which the scenario begins.",
                also=("since", "start", "begin"),
            ),
            Field(
                "until",
                SPAN,
                True,
                "The day or instant at which it ends; periods that still run "
                "then are still running.",
                also=("to", "end"),
            ),
            Field(
                "based_on",
                Text(max=500),
                help="Another scenario, in this folder or below it, that this one changes.",
                also=("based-on", "extends", "base"),
            ),
            Field(
                "without",
                Later(_WITHOUT),
                help="Acts of the other scenario that are left out, by number (from 1) or id.",
            ),
            Field(
                "readings",
                Readings(),
                help="Readings chosen, by id; the others have their defaults.",
                also=("options",),
            ),
            Field("mode", Word(MODES, "a mode"), help="What defaults go by: strict or practice."),
            Field(
                "members",
                ListOf(StateCode(), 1, unique=True),
                help="Members that are supposed, in the place of those that history tells.",
            ),
            Field("rulebook", RULEBOOK, help="By whose rules is decided: csto, or a rulebook."),
            Field("mapping", MAPPING, help="What a rulebook asks for: roles, and the population."),
            Field("tags", OneOrMany(Text(max=60)), help="Words by which scenarios are sorted."),
            Field(
                "matters",
                MapOf(NAME, Matter()),
                help="The matters, each under a name.",
                also=("matter",),
            ),
            Field(
                "meetings",
                MapOf(NAME, Meeting()),
                help="The meetings, each under a name.",
                also=("meeting",),
            ),
            Field(
                "acts",
                _Acts(),
                True,
                "What was done, in the order in which it happened.",
                also=("act", "steps", "events"),
            ),
            Field(
                "expect",
                Later(ListOf(EXPECTED)),
                help="What should come of it under the readings of the file.",
                also=("expected", "expects", "expectations"),
            ),
            Field("vary", ListOf(ENTRY), help="What may vary when all courses are explored."),
            Field("lesson", LESSON, help="Words for teaching: a question, a hint, a note."),
            Field("claims", ListOf(CLAIM), help="Claims to be checked on every course."),
        ),
        name="scenario",
    )
