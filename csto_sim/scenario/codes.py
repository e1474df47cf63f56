"""The codes of those who can act: states, bodies, offices, organisations; and ids of provisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from csto_sim import law, organisation
from csto_sim.errors import Complaints, clip, nearest, suggestion
from csto_sim.shapes.kinds import Defs, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import (
    Kind,
)

#: Offices that act, or to which something is addressed.
OFFICES: Mapping[str, str] = {
    "CHAIR": "the Chair of the Council",
    "SG": "the Secretary General",
    "SECRETARIAT": "the Secretariat",
    "JS": "the Joint Staff",
    "DSG": "a Deputy Secretary General",
    "COMMANDER": "the commander of an operation",
    "DEPOSITARY": "the depositary",
}

_TWO_LETTERS = {
    "AM": "ARM",
    "AZ": "AZE",
    "BY": "BLR",
    "GE": "GEO",
    "KG": "KGZ",
    "KZ": "KAZ",
    "RU": "RUS",
    "TJ": "TJK",
    "UZ": "UZB",
}


def _shared(name: str, kind: Kind, body: Callable[[], Schema], defs: Defs) -> Schema:
    """A reference to a schema that stands once under `$defs`."""
    if name not in defs:
        defs[name] = (kind, body())
    return {"$ref": f"#/$defs/{name}"}


@cache
def _codes() -> frozenset[str]:
    return frozenset(organisation.states())


@cache
def _bodies() -> Mapping[str, str]:
    return {body.code: body.name for body in organisation.bodies()}


@cache
def _outside() -> Mapping[str, str]:
    return {code: each.name for code, each in organisation.organisations().items()}


@cache
def _actors() -> tuple[str, ...]:
    return (*OFFICES, *_bodies(), *_outside())


@cache
def _by_name() -> Mapping[str, str]:
    return {state.name.casefold(): code for code, state in organisation.states().items()}


def state_hint(text: str, also: Iterable[str] = ()) -> str:
    """Return the code that was probably meant by a wrong one, or a name; else nothing."""
    if text.upper() in _TWO_LETTERS:
        return _TWO_LETTERS[text.upper()]
    if text.casefold() in _by_name():
        return _by_name()[text.casefold()]
    near = suggestion(text, (*_TWO_LETTERS.values(), *also))
    if not near and (text.isupper() or len(text) == 3):
        near = suggestion(text, sorted(_codes()))
    if near:
        return near
    named = nearest(text.casefold(), _by_name())
    return _by_name()[named] if named and len(text) > 3 else ""


class StateCode(Scalar):
    """A state by its ISO 3166-1 alpha-3 code (CSTO-301)."""

    __slots__ = ()

    def expected(self) -> str:
        """The form of the codes."""
        return "a state's three-letter code, such as ARM, BLR, KAZ, KGZ, RUS or TJK"

    def hint_for(self, node: Node) -> str:
        """Nothing near to a number or a true."""
        return state_hint(node.written) if node.kind == "scalar" else ""

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The code itself."""
        if text in _codes():
            return text
        message = f"no state has the code '{clip(text)}'"
        hint = state_hint(text)
        complaints.add(node.complaint("CSTO-301", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """The codes of ISO 3166-1, in one place."""
        return _shared("state", self, _states_schema, defs)


def _states_schema() -> Schema:
    found = organisation.states()
    return {
        "description": "A state by its ISO 3166-1 alpha-3 code.",
        "enum": list(found),
        "enumDescriptions": [state.name for state in found.values()],
    }


class BodyCode(Scalar):
    """A body of the Organization by its code (CSTO-302)."""

    __slots__ = ()

    def expected(self) -> str:
        """The first bodies."""
        return "the code of a body, such as CSC, CMFA, CMD, CSSC or PC"

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The code itself."""
        if text in _bodies():
            return text
        message = f"there is no body '{clip(text)}'"
        hint = _body_hint(text)
        complaints.add(node.complaint("CSTO-302", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """The codes of the bodies, in one place."""
        return _shared("body", self, _bodies_schema, defs)


def _body_hint(text: str) -> str:
    near = suggestion(text, _bodies())
    if near:
        return near
    named = nearest(text, _bodies().values())
    return next((code for code, name in _bodies().items() if name == named), "")


def _bodies_schema() -> Schema:
    return {
        "description": "A body of the Organization.",
        "enum": list(_bodies()),
        "enumDescriptions": list(_bodies().values()),
    }


class PartyCode(Scalar):
    """A state or an organisation outside of the CSTO (CSTO-301)."""

    __slots__ = ()

    def expected(self) -> str:
        """States and organisations."""
        return "a state's three-letter code, or that of an organisation (UN, OSCE, SCO …)"

    def hint_for(self, node: Node) -> str:
        """The nearest code."""
        return state_hint(node.written, _outside()) if node.kind == "scalar" else ""

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The code itself."""
        if text in _codes() or text in _outside():
            return text
        message = f"no state and no organisation has the code '{clip(text)}'"
        hint = state_hint(text, _outside())
        complaints.add(node.complaint("CSTO-301", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """States, organisations."""
        state = StateCode().schema(defs)
        return _shared("party", self, lambda: {"anyOf": [state, _outside_schema()]}, defs)


def _outside_schema() -> Schema:
    return {"enum": list(_outside()), "enumDescriptions": list(_outside().values())}


class ActorCode(Scalar):
    """Whoever can act: a state, a body, an office or an organisation (CSTO-301)."""

    __slots__ = ()

    def expected(self) -> str:
        """States, bodies, offices and organisations."""
        offices = ", ".join(OFFICES)
        return (
            f"a state's code, a body (CSC, CMFA …), an office ({offices}) or an organisation (UN …)"
        )

    def hint_for(self, node: Node) -> str:
        """The nearest code."""
        return state_hint(node.written, _actors()) if node.kind == "scalar" else ""

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The code itself."""
        if text in _codes() or text in _actors():
            return text
        message = f"nobody has the code '{clip(text)}'"
        hint = state_hint(text, _actors()) or _body_hint(text)
        complaints.add(node.complaint("CSTO-301", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """States, bodies, offices, organisations."""
        state, body = StateCode().schema(defs), BodyCode().schema(defs)
        offices = {"enum": list(OFFICES), "enumDescriptions": list(OFFICES.values())}
        return _shared(
            "actor", self, lambda: {"anyOf": [state, body, offices, _outside_schema()]}, defs
        )


class ProvisionId(Scalar):
    """A provision, or one text of it, by its id (CSTO-307)."""

    __slots__ = ()

    def expected(self) -> str:
        """How provisions are named."""
        return "the id of a provision, such as charter.12.consensus"

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The id itself."""
        if law.by_text(text) is not None:
            return text
        message = f"there is no provision '{clip(text)}'"
        known = [each.id for each in law.provisions()]
        hint = suggestion(text, known) or "`csto-sim law search WORDS` finds provisions"
        complaints.add(node.complaint("CSTO-307", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """The ids of all provisions, in one place; one text of several is named with @."""
        return _shared("provision", self, _provisions_schema, defs)


def _provisions_schema() -> Schema:
    found = list(law.provisions())
    texts = sorted({text.id for each in found for text in each.texts} - {each.id for each in found})
    return {
        "description": "A provision by its id; `csto-sim law search WORDS` finds them.",
        "enum": [*(each.id for each in found), *texts],
        "enumDescriptions": [*(each.heading for each in found), *("one text" for _ in texts)],
    }


STATE = StateCode()
BODY = BodyCode()
ACTOR = ActorCode()
PARTY = PartyCode()
PROVISION = ProvisionId()
