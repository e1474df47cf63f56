"""The kinds of values that procedures speak of: states, bodies, offices, provisions, names.

A procedure declares its fields and parameters as `Param`; `field_of` turns one into a field of the
shape tables, so that the check of a file and its JSON Schema come from the procedure itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from csto_sim import law, organisation
from csto_sim.errors import Complaints, clip, nearest, suggestion
from csto_sim.procedure import Param
from csto_sim.scenario.times import MOMENT
from csto_sim.shapes.kinds import Defs, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import (
    Bool,
    Day,
    Field,
    Kind,
    OneOrMany,
    Text,
    Whole,
    Word,
    Written,
)

#: Offices that act, or to which something is addressed.
OFFICES: Mapping[str, str] = {
    "CHAIR": "the Chair of the Council",
    "SG": "the Secretary General",
    "SECRETARIAT": "the Secretariat",
    "JS": "the Joint Staff",
    "UN": "the United Nations",
    "DEPOSITARY": "the depositary",
}

EVIDENCE: Mapping[str, str] = {
    "seed": "one of the two source documents of the project says so",
    "public": "a public page says so",
    "unverified": "it was not found in what could be read",
    "hypothetical": "it is supposed here, and did not happen",
}

#: How the ids of matters, meetings and acts are written.
NAME = Written(
    "[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "a name of letters, digits, - and _, at most 64 of them"
)


def is_name(node: Node) -> bool:
    """Whether a node is written as a name, so that it can be asked whose name it is.

    Of what is not, the shape of the file has complained.
    """
    return node.kind == "scalar" and isinstance(node.value, str) and NAME.fits(node.value)


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


class ActorCode(Scalar):
    """Whoever can act: a state, a body or an office (CSTO-301)."""

    __slots__ = ()

    def expected(self) -> str:
        """States, bodies and offices."""
        return f"a state's code, a body (CSC, CMFA …) or an office ({', '.join(OFFICES)})"

    def hint_for(self, node: Node) -> str:
        """The nearest code."""
        return state_hint(node.written, (*OFFICES, *_bodies())) if node.kind == "scalar" else ""

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The code itself."""
        if text in _codes() or text in OFFICES or text in _bodies():
            return text
        message = f"nobody has the code '{clip(text)}'"
        hint = state_hint(text, (*OFFICES, *_bodies())) or _body_hint(text)
        complaints.add(node.complaint("CSTO-301", message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """States, bodies, offices."""
        state, body = StateCode().schema(defs), BodyCode().schema(defs)
        offices = {"enum": list(OFFICES), "enumDescriptions": list(OFFICES.values())}
        return _shared("actor", self, lambda: {"anyOf": [state, body, offices]}, defs)


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


@dataclass(frozen=True, slots=True)
class Later(Kind):
    """A value that is read later, when more is known of the file; its schema is that of `kind`."""

    kind: Kind

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The node as it stands."""
        return node

    def expected(self) -> str:
        """As the kind."""
        return self.kind.expected()

    def likeness(self, node: Node) -> float:
        """As the kind."""
        return self.kind.likeness(node)

    def schema(self, defs: Defs) -> Schema:
        """As the kind."""
        return self.kind.schema(defs)


STATE = StateCode()
BODY = BodyCode()
ACTOR = ActorCode()
PROVISION = ProvisionId()

_KINDS: Mapping[str, Kind] = {
    "state": STATE,
    "states": OneOrMany(STATE, unique=True),
    "actor": ACTOR,
    "body": BODY,
    "matter": NAME,
    "matters": OneOrMany(NAME, min=0, unique=True),
    "meeting": NAME,
    "day": Day(),
    "moment": MOMENT,
    "text": Text(max=2000),
    "number": Whole(1, 1000),
    "yes/no": Bool(),
    "provision": PROVISION,
}


#: Parameters whose own limits are narrower than those of their kind.
_NARROWER: Mapping[str, Kind] = {"term_years": Whole(1, 100, "a whole number of years")}


@cache
def kind_of(param: Param) -> Kind:
    """Return the kind of value that a parameter or field takes. ValueError for an unknown kind."""
    if param.kind in ("word", "words"):
        word = Word(param.choices, f"a word for '{param.name}'")
        return word if param.kind == "word" else OneOrMany(word, unique=True)
    if param.kind not in _KINDS:
        raise ValueError(f"the parameter '{param.name}' is of an unknown kind: {param.kind!r}")
    return _NARROWER.get(param.name, _KINDS[param.kind])


def field_of(param: Param) -> Field:
    """Return the field of the shape tables for a parameter of an act or a field of a case."""
    said = param.help[:1].upper() + param.help[1:]
    return Field(param.name, kind_of(param), param.required, said)
