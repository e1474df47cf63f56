"""Templates of sentences: text with facts put in, and nothing that computes.

`{fact}` puts in a fact, `{fact:one|many}` chooses by its number, and a part in [square brackets] is
left out when a fact in it is empty. Facts are put in as they are: braces and brackets in them mean
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple, Protocol

_TOKEN = re.compile(r"\{([a-z_]+)(?::([^{}|\[\]]*)\|([^{}|\[\]]*))?\}|([\[\]{}])")


class Slot(NamedTuple):
    """A place for a fact; with `forms` it takes the first for one and the second for many."""

    fact: str
    forms: tuple[str, str] | None


class Part(NamedTuple):
    """A run of text and slots; an `optional` one is left out when a fact put in is empty."""

    optional: bool
    pieces: tuple[str | Slot, ...]


class Values(Protocol):
    """What a template asks of the facts."""

    def text(self, fact: str) -> str:
        """The fact as it is put in, or '' when it is empty."""

    def instead(self, fact: str) -> str:
        """What stands for an empty fact where the template cannot do without it."""

    def many(self, fact: str) -> bool:
        """Whether the fact speaks of more than one."""


class Plain:
    """Values that are words already; an empty one leaves its place empty."""

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def text(self, fact: str) -> str:
        """The word of that name, or ''."""
        return self._words.get(fact, "")

    def instead(self, fact: str) -> str:
        """Nothing."""
        return ""

    def many(self, fact: str) -> bool:
        """Words are one."""
        return False


@cache
def parse(template: str) -> tuple[Part, ...]:
    """Return the parts of a template; raise ValueError when it is not well formed."""
    parts: list[Part] = []
    pieces: list[str | Slot] = []
    optional, at = False, 0
    for found in _TOKEN.finditer(template):
        if found.start() > at:
            pieces.append(template[at : found.start()])
        at = found.end()
        fact, one, many, sign = found.groups()
        if sign is None:
            pieces.append(Slot(fact, None if one is None else (one, many)))
            continue
        if sign != ("]" if optional else "["):
            raise ValueError(f"{sign!r} at {found.start()} has no partner: {template!r}")
        if pieces or optional:
            parts.append(Part(optional, tuple(pieces)))
        pieces, optional = [], not optional
    if optional:
        raise ValueError(f"'[' is not closed: {template!r}")
    pieces.append(template[at:])
    return (*parts, Part(False, tuple(pieces)))


def slots(template: str) -> Iterator[Slot]:
    """Yield the places for facts in a template."""
    for part in parse(template):
        for piece in part.pieces:
            if isinstance(piece, Slot):
                yield piece


def fill(template: str, values: Values) -> str:
    """Return the template with its facts put in."""
    told: list[str] = []
    for part in parse(template):
        words = [
            piece if isinstance(piece, str) else _word(piece, values, part.optional)
            for piece in part.pieces
        ]
        if not part.optional or all(words):
            told += words
    return "".join(told)


def _word(slot: Slot, values: Values, optional: bool) -> str:
    if slot.forms is not None:
        return slot.forms[values.many(slot.fact)]
    return values.text(slot.fact) or ("" if optional else values.instead(slot.fact))
