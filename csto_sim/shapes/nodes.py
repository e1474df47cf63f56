"""A YAML file of a stranger as a tree of nodes, each with its place.

The tree is built from the parser's events in one pass: the composer of the C library crashes on
deep nesting, and both composers follow aliases without bound. Scalars mean what they show, by the
core rules of YAML 1.2: `NO`, `on`, `12:30` and `2009-06-14` are words. Keys are always words.

Refused: nesting deeper than 64, aliases that add more than 100,000 values or contain themselves,
more than 400,000 values, a second document, tags, merge keys, keys written twice. Faults that
leave a usable tree are gathered, so that the shape of the file is checked too and everything is
told at once.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from csto_sim.errors import Complaint, Complaints, Unreadable, clip
from csto_sim.shapes.source import Source, checked, open_source

if TYPE_CHECKING:
    import yaml

Form = Literal["mapping", "sequence", "scalar", "faulty"]


@dataclass(slots=True)
class Node:
    """One value of the file.

    `value` is a list of (key, value) nodes for a mapping, a list of nodes for a sequence, and a
    str, int, float, bool or None for a scalar. A `faulty` node stands where something was written
    that has been complained of already; nothing more should be said about it. A key can be faulty
    too. Lines and columns count from 1; the end is the place behind the last character. `written`
    is the text of a scalar (without its quotes; of a faulty one what can be said of it), `quoted`
    says that quotes or a block sign (| >) make it a text.
    """

    kind: Form
    value: Any
    line: int
    column: int
    end_line: int
    end_column: int
    written: str
    quoted: bool
    source: Source = field(repr=False, compare=False)

    def at(self) -> str:
        """`file:line:column` of the first character."""
        return f"{self.source.name}:{self.line}:{self.column}"

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """The (key, value) nodes of a mapping in the order of the file; nothing for others."""
        return iter(self.value if self.kind == "mapping" else ())

    def items(self) -> Iterator[Node]:
        """The nodes of a sequence; nothing for others."""
        return iter(self.value if self.kind == "sequence" else ())

    def get(self, key: str) -> Node | None:
        """The value written under a key of a mapping (the first one), or None."""
        return next((value for name, value in self.pairs() if name.written == key), None)

    def key(self, key: str) -> Node | None:
        """The node of the key itself, to point at the key and not at its value, or None."""
        return next((name for name, _ in self.pairs() if name.written == key), None)

    def hides_keys(self) -> bool:
        """Whether keys that are not seen may be meant here: one is faulty, or merges others."""
        return any(name.hides_key() for name, _ in self.pairs())

    def hides_key(self) -> bool:
        """Whether this key has been complained of, and may stand for any other."""
        return self.kind == "faulty" or (self.written == "<<" and not self.quoted)

    def holds_faults(self) -> bool:
        """Whether something here, or within, has been complained of already."""
        if self.kind == "faulty":
            return True
        within = [node for pair in self.pairs() for node in pair]
        return any(node.holds_faults() for node in (*within, *self.items()))

    def describe(self) -> str:
        """What stands here, in words: "a list of 3", "the number 5", "nothing", "the word 'on'"."""
        if self.kind == "mapping":
            keys = ", ".join(clip(name.written, 20) or "?" for name, _ in self.value[:3])
            more = ", …" if len(self.value) > 3 else ""
            return f"keys and values ({keys}{more})" if keys else "an empty {}"
        if self.kind == "sequence":
            return f"a list of {len(self.value)}" if self.value else "an empty list"
        if self.value is None:
            return f"nothing ({self.written})" if self.written else "nothing"
        if isinstance(self.value, str):
            if not self.value:
                return "an empty text"
            noun = "text" if re.search(r"\s", self.value) or len(self.value) > 40 else "word"
            return f"the {noun} '{clip(self.value)}'"
        if isinstance(self.value, bool):
            return f"{self.written} (yes or no)"
        return f"the number {clip(self.written)}"

    def plain(self) -> Any:
        """The value as plain Python: dict, list, str, int, float, bool, None."""
        if self.kind == "mapping":
            plain: dict[str, Any] = {}
            for name, value in self.value:
                plain.setdefault(name.written, value.plain())
            return plain
        if self.kind == "sequence":
            return [item.plain() for item in self.value]
        return self.value

    def complaint(
        self, code: str, message: str, *, expected: str = "", hint: str = ""
    ) -> Complaint:
        """A complaint that points at this node, for any later check of what the file means."""
        first = self
        if self.kind == "mapping" and self.value and self.line != self.end_line:
            # A block mapping ends on another line: underline its first key, not half of it.
            key = self.value[0][0]
            first = key if key.line == self.line and key.column == self.column else self
        if first.line == first.end_line:
            length = first.end_column - first.column
        elif first.kind == "scalar":
            length = len(self.source.line(first.line).rstrip()) - first.column + 1
        else:
            length = 1
        return self.source.complaint(
            code, message, self.line, self.column, length, expected=expected, hint=hint
        )


def read(path: str | os.PathLike[str], complaints: Complaints | None = None) -> Node:
    """The tree of the YAML file at `path`, a mapping at its top.

    Raises `Unreadable` with every fault found. Given `complaints`, faults that leave a usable tree
    are added there and only those that leave none are raised (with all that was gathered).
    """
    try:
        source = open_source(path)
    except Unreadable as fault:
        raise Unreadable([*(complaints or ()), *fault.complaints]) from None
    return _read(source, complaints)


def read_text(text: str, name: str, complaints: Complaints | None = None) -> Node:
    """The tree of a YAML text; `name` stands for the file in complaints. Else as `read`."""
    try:
        source = checked(text, name)
    except Unreadable as fault:
        raise Unreadable([*(complaints or ()), *fault.complaints]) from None
    return _read(source, complaints)


def _read(source: Source, complaints: Complaints | None) -> Node:
    import yaml

    from csto_sim.shapes.building import Builder

    gathered = Complaints() if complaints is None else complaints
    builder = Builder(source, gathered)
    with uncollected():
        try:
            root = builder.build(_parser(source.text))
        except yaml.YAMLError as fault:
            from csto_sim.shapes.syntax import translate

            raise Unreadable([*gathered, translate(fault, source, builder.inside())]) from None
    if complaints is None:
        gathered.settle()
    return root


@contextmanager
def uncollected() -> Iterator[None]:
    """Read a file within, with the search for cycles put off.

    A tree of nodes holds none, and what is made of it neither; looking for some takes as long as
    building them, and longer the more there are.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _parser(text: str) -> yaml.CSafeLoader | yaml.SafeLoader:
    """The parser in C, or the one in Python, about 50 times slower, where C is missing."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return loader(text)


# --- scalars by the core schema of YAML 1.2 ------------------------------------------------------

_NAMED: dict[str, bool | None] = {"": None, "~": None}
for _word, _value in (("null", None), ("true", True), ("false", False)):
    _NAMED |= {_word: _value, _word.capitalize(): _value, _word.upper(): _value}
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ODD = re.compile(r"([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER = 300


def resolve(written: str) -> str | int | float | bool | None:
    """What an unquoted scalar means by YAML 1.2 core; a number of over 300 signs stays a word."""
    if written in _NAMED:
        return _NAMED[written]
    if written[0] not in "0123456789+-." or len(written) > _LONGEST_NUMBER:
        return written
    if _WHOLE.fullmatch(written):
        base = {"0o": 8, "0x": 16}.get(written[:2], 10)
        return int(written, base)
    if _REAL.fullmatch(written):
        return float(written)
    odd = _ODD.fullmatch(written)
    return float(odd.group().replace(".", "")) if odd else written
