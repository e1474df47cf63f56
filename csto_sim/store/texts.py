"""Values of a record as JSON texts, each written once however often it comes again.

Runs of one scenario repeat the same provisions and facts, so texts are kept by value. Python holds
1 and True to be equal, and facts to be equal in any order; a value in which that could matter is
kept by its exact JSON instead, so that what is read back is what was stored, to the letter.
"""

from __future__ import annotations

import json
from typing import Any

from csto_sim.world import Finding

_MOST = 50_000

exact = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
"""Plain values as ASCII JSON, named tuples as lists: one text for each value, True apart from 1."""

_readable = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def words(value: Any) -> str:
    """Return plain values as JSON for a column, letters as such; a named tuple is a list.

    Raises TypeError for a value that a record may not hold, such as a list or a date.
    """
    return _readable(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a record holds plain values, not {type(value).__name__}")


def _named(value: Any) -> Any:
    """Return the parts of a record, such as its periods, with a name for each part."""
    if hasattr(value, "_fields"):
        return {name: _named(part) for name, part in zip(value._fields, value, strict=True)}
    return [_named(part) for part in value] if isinstance(value, tuple) else _plain(value)


def doubtful(value: Any) -> bool:
    """Return whether a value of another type, or in another order, could equal this one."""
    if isinstance(value, str) or value is None:
        return False
    if isinstance(value, tuple):
        return any(map(doubtful, value))
    return not (type(value) is int and value not in (0, 1))


class Texts:
    """The JSON texts of values that have been met; made anew for each saving.

    `known` looks up the text of a tuple, or None: it spares the call of a method where the text is
    there already.
    """

    def __init__(self) -> None:
        self._by_value: dict[tuple[Any, ...], str] = {(): "[]"}
        self._by_pairs: dict[tuple[Any, ...], str] = {(): "{}"}
        self._by_parts: dict[tuple[Any, ...], str] = {(): "[]"}
        self._by_json: dict[str, str] = {}
        self.known = self._by_value.get

    def of(self, value: tuple[Any, ...]) -> str:
        """Return the JSON of a tuple of plain values. Raises TypeError for other values."""
        return self._by_value.get(value) or self._met(self._by_value, value, value)

    def of_facts(self, facts: dict[str, Any]) -> str:
        """Return the JSON of facts, in their order. Raises TypeError for values not plain."""
        pairs = tuple(facts.items())
        return self._by_pairs.get(pairs) or self._met(self._by_pairs, pairs, facts)

    def of_many(self, facts: dict[str, Any]) -> str:
        """Return the same for facts that hold facts or yes and no, as those of outcomes do.

        They are not looked up by value, which would seldom find them and costs a hash of them all.
        """
        return self._met(self._by_pairs, tuple(facts.items()), facts)

    def of_parts(self, parts: tuple[Any, ...]) -> str:
        """Return the JSON of periods or closings, each part of them by its name."""
        text = self._by_parts.get(parts)
        if text is None:
            text = _readable(_named(parts))
            if len(self._by_parts) < _MOST and not doubtful(parts):
                self._by_parts[parts] = text
        return text

    def sure_of(self, finding: Finding) -> bool:
        """Return whether no tree of another text could equal this one."""
        known = self._by_value
        return all(part.facts in known or not doubtful(part.facts) for _, part in finding.tree())

    def _met(self, texts: dict[tuple[Any, ...], str], key: tuple[Any, ...], value: Any) -> str:
        json_key = exact(value)
        text = self._by_json.get(json_key)
        if text is None:
            if len(self._by_json) >= _MOST:
                texts.clear()
                self._by_json.clear()
            text = self._by_json[json_key] = words(value)
            if not doubtful(key):
                texts[key] = text
        return text
