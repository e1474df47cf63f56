"""States by ISO 3166 code, and the order of the Russian alphabet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from csto_sim.organisation.load import document, grounds, keys, word, words
from csto_sim.organisation.model import State

_FIELDS = ("name", "name_ru", "capital", "zone")


@cache
def states() -> Mapping[str, State]:
    """Every ISO 3166-1 alpha-3 code with its state or territory (249), read-only, in the data's
    order.
    """
    return parse_states(document("countries.yaml"))


def parse_states(found: Mapping[str, Any]) -> Mapping[str, State]:
    """States from the content of countries.yaml. ValueError where it is malformed."""
    where = "countries.yaml"
    known = ("standard", "evidence", "confidence", "sources", "notes", "states")
    keys(where, found, known, ("states",))
    grounds(where, found)
    result: dict[str, State] = {}
    for code, entry in found["states"].items():
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise ValueError(f"{where}: {code!r} is no alpha-3 code: three capital letters A to Z")
        keys(f"{where}: {code}", entry, _FIELDS, ("name",))
        result[code] = State(
            code, **{key: word(f"{where}: {code}", text) for key, text in entry.items()}
        )
    return MappingProxyType(result)


def is_code(code: str) -> bool:
    """Whether ISO 3166-1 has this alpha-3 code (capital letters)."""
    return code in states()


@cache
def russian_order() -> tuple[str, ...]:
    """The nine states of the Treaty in Russian alphabetical order (chair.rotation.alphabet)."""
    return parse_order(document("russian_order.yaml"))


def parse_order(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes from the content of russian_order.yaml. ValueError where it is malformed."""
    where = "russian_order.yaml"
    keys(where, found, ("evidence", "confidence", "sources", "note", "order"), ("order",))
    grounds(where, found)
    order = words(f"{where}: order", found["order"])
    if len(set(order)) != len(order):
        raise ValueError(f"{where}: order: a code stands twice")
    return order
