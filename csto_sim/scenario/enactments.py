"""What `enacts:` may hold: provisions, each with the rule that it gets when the text has effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csto_sim import law
from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.law.enacting import FORMS, by_decision, can_be_enacted, enactable, settled_by
from csto_sim.scenario.codes import PROVISION
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Bool, Field, MapOf, Read, Record, Text, Whole, Word

CODE = "CSTO-329"
_SHOWS = "`csto-sim law rules {id}` shows what it can be given"

_ENTRY = Record(
    (
        Field("provision", PROVISION, True, "The provision that is changed."),
        Field("rule", Text(max=100), help="Its new rule, by name."),
        Field(
            "binds",
            Word({"all": "all members", "consenting": "those that consent"}, "whom it binds"),
            help="Whom what is decided by that rule binds.",
        ),
        Field("length", Whole(1, 365), help="Its new length, in the unit of the provision."),
        Field(
            "settles",
            MapOf(Text(max=100), Text(max=1), min=1),
            help="Readings with the option on which the new text settles each.",
        ),
        Field("text", PROVISION, help="Another text of the provision, by its id."),
        Field("ends", Bool(), help="true: it applies no longer."),
    ),
    name="enactment",
    help="A provision and its new rule.",
)


class Enactment(Kind):
    """A provision with one of a rule, a length, settled readings, a text, or its end.

    What a `decision` enacts is no change of a treaty.
    """

    __slots__ = ("decision",)

    def __init__(self, decision: bool) -> None:
        self.decision = decision

    def expected(self) -> str:
        """The form."""
        return f"{{provision: …, and one of {listing(list(FORMS))}: …}}"

    def likeness(self, node: Node) -> float:
        """As the record."""
        return _ENTRY.likeness(node)

    def schema(self, defs: Defs) -> Schema:
        """As the record."""
        return _ENTRY.schema(defs)

    def read(self, node: Node, complaints: Complaints) -> dict[str, Any] | None:
        """What was written, without what was not; None after complaints (CSTO-329 and others)."""
        read = _ENTRY.read(node, complaints)
        if read is None or not read.sound:
            return None
        found = {key: value for key, value in read.items() if value is not None}
        if "provision" not in found:
            return None  # what stands there cannot be read, and that has been told
        forms = [key for key in FORMS if found.get(key)]
        if len(forms) != 1:
            message = "what a provision is given is told in one way" + (
                f", and here are {' and '.join(forms)}" if forms else ", and here it is not told"
            )
            complaints.add(node.complaint(CODE, message, expected=self.expected()))
            return None
        id = str(found["provision"]).partition("@")[0]
        found["provision"] = id
        if not self._may_change(id, read, complaints):
            return None
        checked = {
            "rule": _rule,
            "length": _length,
            "settles": _settles,
            "text": _text,
        }.get(forms[0])
        return found if checked is None or checked(id, found, read, complaints) else None

    def _may_change(self, id: str, read: Read, complaints: Complaints) -> bool:
        message = ""
        hint = ""
        if not can_be_enacted(id):
            message = f"'{id}' is no text of the Organization, and nothing in a scenario changes it"
        elif self.decision and not by_decision(id):
            message = f"'{id}' stands in a treaty, and no decision changes it"
            hint = "let an instrument enact it (procedure: instrument), which the members sign"
        if message:
            complaints.add(read.at("provision").complaint(CODE, message, hint=hint))
        return not message


def _rule(id: str, found: dict[str, Any], read: Read, complaints: Complaints) -> bool:
    known: Mapping[str, str] = enactable()[id].rules if id in enactable() else {}
    rule = " ".join(found["rule"].split())
    if rule in known:
        found["rule"] = rule
        if found.get("binds") and not enactable()[id].binds:
            message = f"whom it binds is not asked of '{id}'"
            complaints.add(read.at("binds").complaint(CODE, message, hint="take 'binds' out"))
            return False
        return True
    message = f"the program has no rule '{clip(rule)}' for '{id}'"
    return _none_such(id, known, rule, message, read.at("rule"), complaints)


def _none_such(
    id: str,
    known: Mapping[str, Any] | tuple[str, ...],
    written: str,
    message: str,
    node: Node,
    complaints: Complaints,
) -> bool:
    hint = suggestion(written, known) or _SHOWS.format(id=id)
    expected = listing(list(known)) if known else ""
    complaints.add(node.complaint(CODE, message, expected=expected, hint=hint))
    return False


def _length(id: str, found: dict[str, Any], read: Read, complaints: Complaints) -> bool:
    if id in enactable() and enactable()[id].unit:
        return True
    message = f"'{id}' has no length that a new text could set"
    return _none_such(id, (), "", message, read.at("length"), complaints)


def _settles(id: str, found: dict[str, Any], read: Read, complaints: Complaints) -> bool:
    settled = {}
    can = settled_by(id)
    for written, letter in found["settles"].items():
        key = law.full_id(written)
        node = read.at("settles", written)
        if key not in can:
            message = f"no text of '{id}' settles '{clip(key)}'"
            return _none_such(id, can, key, message, node, complaints)
        options = law.readings()[key].options
        if letter not in options:
            message = f"'{key}' has no option '{clip(letter)}'"
            return _none_such(id, tuple(options), letter, message, node, complaints)
        settled[key] = letter
    found["settles"] = settled
    return True


def _text(id: str, found: dict[str, Any], read: Read, complaints: Complaints) -> bool:
    provision = law.provision(id)
    texts = tuple(text.id for text in provision.texts) if provision is not None else ()
    if found["text"] in texts:
        return True
    message = f"'{clip(found['text'])}' is no text of '{id}'"
    return _none_such(id, texts, found["text"], message, read.at("text"), complaints)
