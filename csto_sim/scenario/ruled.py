"""By whose rules a scenario decides (`rulebook:`), and what these rules ask for (`mapping:`)."""

from __future__ import annotations

from csto_sim import law
from csto_sim.errors import Complaints, clip, suggestion
from csto_sim.scenario.codes import STATE
from csto_sim.shapes.kinds import Defs, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Bool, Field, MapOf, Number, OneOrMany, Read, Record
from csto_sim.world import NO_FACTS, Facts

#: The word for the Organization's own rules.
OWN = "csto"


class RulebookId(Scalar):
    """A rulebook by its id, or `csto` (CSTO-335)."""

    __slots__ = ()

    def expected(self) -> str:
        """How rulebooks are named."""
        return "the id of a rulebook, such as nato.silence or osce.consensus; or csto"

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The id itself."""
        if text == OWN or law.rulebook(text) is not None:
            return text
        message = f"there is no rulebook '{clip(text)}'"
        known = (OWN, *law.rulebooks(), *law.installed_rulebooks())
        hint = suggestion(text, known) or "`csto-sim law rulebooks` lists them"
        complaints.add(node.complaint("CSTO-335", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """Any text: packages can bring more. Those that are shipped are offered."""
        return {"type": "string", "examples": [OWN, *law.rulebooks()]}


RULEBOOK = RulebookId()

MAPPING = Record(
    (
        Field("permanent", OneOrMany(STATE, unique=True), help="Members whose objection counts."),
        Field("concerned", STATE, help="The state concerned, which does not count."),
        Field("parties", OneOrMany(STATE, unique=True), help="The parties to the dispute."),
        Field("agreed", Bool(), help="All have agreed to decide so."),
        Field("population", MapOf(STATE, Number(), min=1), help="The population of each member."),
    ),
    name="mapping",
    help="What another organisation's rules ask for.",
)


def mapping_of(read: Read | None) -> Facts:
    """Return what a file gives to a rulebook; populations are kept as they are written."""
    if read is None:
        return NO_FACTS
    found = {}
    for each in ("permanent", "concerned", "parties", "agreed"):
        if read[each] is not None:
            found[each] = read[each]
    if read["population"] is not None:
        found["population"] = Facts({who: str(many) for who, many in read["population"].items()})
    return Facts(found)
