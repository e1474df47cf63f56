"""What a kind of value is, and the kinds of text: free text, a word of a list, a form of its own.

Each kind says three things about itself, so that they cannot drift apart: what it reads and
refuses (`read`), what it expects in words (`expected`), and its JSON Schema (`schema`).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.shapes.nodes import Node

Schema = dict[str, Any]
Defs = dict[str, tuple[object, Schema]]
"""Named schemas met on the way: under each name the kind it stands for, and its schema."""


class Kind(ABC):
    """What a value of a file may be. Kinds are values: written once in a table, never changed."""

    __slots__ = ()

    @abstractmethod
    def read(self, node: Node, complaints: Complaints) -> Any:
        """The plain value of the node, or None after adding what is wrong with it."""

    @abstractmethod
    def expected(self) -> str:
        """What belongs here, in words that follow "expected:"."""

    @abstractmethod
    def likeness(self, node: Node) -> float:
        """How much the node looks meant as this kind: 0 not at all, from 1 the right form."""

    @abstractmethod
    def schema(self, defs: Defs) -> Schema:
        """The JSON Schema (2020-12) of this kind."""

    def wrong(self, node: Node, complaints: Complaints, hint: str = "") -> None:
        """Add the complaint that something of another kind stands here (CSTO-203)."""
        message = f"found {node.describe()}"
        complaints.add(node.complaint("CSTO-203", message, expected=self.expected(), hint=hint))


class Scalar(Kind):
    """A kind of single value. A subclass reads the text, or overrides `read` for numbers."""

    __slots__ = ()

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The value of a text node, or None after a complaint."""
        if node.kind == "faulty":
            return None
        if node.kind != "scalar" or not isinstance(node.value, str):
            self.wrong(node, complaints, self.hint_for(node))
            return None
        return self.read_text(node, node.value, complaints)

    def read_text(self, node: Node, text: str, complaints: Complaints) -> Any:
        """What the text stands for: here the text itself. None after a complaint."""
        return text

    def hint_for(self, node: Node) -> str:
        """What to do about a node that is no text."""
        return ""

    def likeness(self, node: Node) -> float:
        """1 for a text, 0.5 for another single value (a number without its quotes)."""
        if node.kind != "scalar":
            return 0
        return 1 if isinstance(node.value, str) else 0.5

    def schema(self, defs: Defs) -> Schema:
        """A string."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True, eq=False)
class Text(Scalar):
    """Free text of `min` to `max` characters; not blank unless `min` is 0. Read without the
    blanks around it."""

    min: int = 1
    max: int | None = None
    what: str = "a text"

    def expected(self) -> str:
        """The name of the text, and its limits if it has any."""
        return self.what + (f" of at most {self.max} characters" if self.max else "")

    def hint_for(self, node: Node) -> str:
        """Quotes, for a number or a true that was meant as text."""
        bare = node.kind == "scalar" and node.value is not None
        return f"put it in quotes: '{clip(node.written)}'" if bare else ""

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The text itself."""
        found = ""
        if len(text) < self.min or (self.min and not text.strip()):
            found = "an empty text" if not text.strip() else f"a text of {len(text)} characters"
        elif self.max is not None and len(text) > self.max:
            found = f"a text of {len(text):,} characters"
        if not found:
            return text.strip()
        complaints.add(node.complaint("CSTO-209", f"found {found}", expected=self.expected()))
        return None

    def schema(self, defs: Defs) -> Schema:
        """A string with its limits."""
        limits: Schema = {"type": "string"}
        if self.min:
            limits |= {"minLength": self.min, "pattern": r"\S"}
        return limits | ({"maxLength": self.max} if self.max is not None else {})


Choices = Mapping[str, str] | Collection[str] | Callable[[], Mapping[str, str] | Collection[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Word(Scalar):
    """One of the words of a closed list.

    `choices` are the words, or a mapping from word to meaning, or a function giving either, which
    is asked once, when it is first needed. `what` names the list ("an act"). `also` maps wrong
    spellings to the right word. `code` is the complaint's, CSTO-204 or one of the 3xx.
    """

    choices: Choices
    what: str = "a word"
    also: Mapping[str, str] = field(default_factory=dict)
    code: str = "CSTO-204"
    see: str = ""
    _known: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def words(self) -> dict[str, str]:
        """Each word with its meaning (empty where none is given), in the order of the list."""
        if not self._known:
            given = self.choices() if callable(self.choices) else self.choices
            meant = given if isinstance(given, Mapping) else dict.fromkeys(given, "")
            self._known.update(meant)
        return self._known

    def expected(self) -> str:
        """The words, or of a long list that `see` prints, where they are to be seen."""
        words = list(self.words())
        if self.see and len(words) > 12:
            return f"{self.what} ({self.see} lists them)"
        return f"{self.what}: {listing(words)}"

    def likeness(self, node: Node) -> float:
        """3 for one of the words, else as any text."""
        if node.kind == "scalar" and node.value in self.words():
            return 3
        return Scalar.likeness(self, node)

    def hint_for(self, node: Node) -> str:
        """The nearest word, should a number or a true be near to one."""
        return suggestion(node.written, self.words()) if node.kind == "scalar" else ""

    def read_text(self, node: Node, text: str, complaints: Complaints) -> str | None:
        """The word itself."""
        known = self.words()
        if text in known:
            return text
        hint = self.also.get(text) or suggestion(text, known)
        message = f"'{clip(text)}' is not {self.what}"
        complaints.add(node.complaint(self.code, message, expected=self.expected(), hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """An enumeration; editors that know `enumDescriptions` show the meanings."""
        words = self.words()
        listed: Schema = {"enum": list(words)}
        return listed | ({"enumDescriptions": list(words.values())} if any(words.values()) else {})


@dataclass(frozen=True, slots=True, eq=False)
class Code(Word):
    """A word that stands for something in the world: a state, a body, a provision (CSTO-301)."""

    what: str = "a code"
    code: str = "CSTO-301"


@dataclass(frozen=True, slots=True, eq=False)
class Written(Scalar):
    """A text in a form of its own, such as `+2d`: `pattern` (of the whole text) and `what` it is.

    `convert` makes the value of a text that fits; what it raises as ValueError is told (CSTO-211).
    The pattern should use only what JSON Schema's patterns know: no named groups, no lookbehind.
    """

    pattern: str
    what: str
    convert: Callable[[str], Any] = str

    def expected(self) -> str:
        """What it is."""
        return self.what

    def likeness(self, node: Node) -> float:
        """2.5 for a text that fits, else as any text."""
        if node.kind == "scalar" and isinstance(node.value, str):
            return 2.5 if self.fits(node.value) else 1
        return Scalar.likeness(self, node)

    def fits(self, text: str) -> bool:
        """Whether a text has the form."""
        return re.fullmatch(self.pattern, text) is not None

    def read_text(self, node: Node, text: str, complaints: Complaints) -> Any:
        """What `convert` makes of the text."""
        message = f"'{clip(text)}' is not written as it should be"
        if self.fits(text):
            try:
                return self.convert(text)
            except ValueError as fault:
                message = str(fault)
        complaints.add(node.complaint("CSTO-211", message, expected=self.expected()))
        return None

    def schema(self, defs: Defs) -> Schema:
        """A string of that pattern."""
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True, slots=True, eq=False)
class Anything(Kind):
    """Any value at all, handed out as plain Python."""

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The plain value."""
        return node.plain()

    def expected(self) -> str:
        """Anything."""
        return "anything"

    def likeness(self, node: Node) -> float:
        """Always a little."""
        return 0.1

    def schema(self, defs: Defs) -> Schema:
        """The schema that accepts everything."""
        return {}
