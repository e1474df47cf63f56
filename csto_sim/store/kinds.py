"""What stands in each column, and the one place where what the database gives is read.

A log is a file that anyone can write to with other programs, so no value is taken on trust: one
that is not what the column holds is a `Misfit`, named by its table, column and row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from csto_sim.errors import clip
from csto_sim.store.columns import COLUMNS
from csto_sim.world import Counted, Facts, Period

Reader = Callable[[Any], Any]
Named = dict[str, Any]

_DEEPEST = 200  # of values within each other; a record has about six

KEYS: Mapping[str, tuple[str, ...]] = {
    "meta": ("name",),
    "run": ("id",),
    "tree": ("id",),
    "finding": ("tree_id", "n"),
    "bond": ("run_id", "outcome_n", "n"),
    "provision": ("provision", "run_id"),
    "tag": ("tag", "run_id"),
}
"""The columns that name a row, for each table in which they are not `run_id` and `n`."""


class Misfit(ValueError):
    """A value that cannot stand where it does."""


def read(table: str, rows: Iterable[tuple[Any, ...]]) -> list[Named]:
    """Return rows as dictionaries by column, each value read: JSON as tuples and facts.

    Raises `Misfit`, which names the table, the column and the row, for a value that no run leaves
    there.
    """
    readers = _READERS[table]
    found = []
    for row in rows:
        named: Named = {}
        for (column, reader), value in zip(readers, row, strict=True):
            try:
                named[column] = reader(value)
            except (ValueError, TypeError, LookupError, RecursionError) as fault:
                raise _misfit(table, column, row, value, str(fault)) from None
        found.append(named)
    return found


def misfit(table: str, column: str, row: Named, says: str) -> Misfit:
    """Return the fault of a row that does not fit to the others; `says` tells what is wrong."""
    keys = KEYS.get(table, ("run_id", "n"))
    where = ", ".join(f"{key} {clip(str(row[key]), 20)}" for key in keys)
    return Misfit(f"table {table}, column {column}, row {where}: {says}")


def shown(name: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> Named:
    """Return a row of a table or view as words, whole numbers, True, False and None.

    Raises `Misfit` for any other value.
    """
    found: Named = {}
    for column, value in zip(columns, row, strict=True):
        sound = value is None or isinstance(value, int) or _is_text(value)
        if not sound:
            place = ", ".join(clip(str(each), 20) for each in row[:3])
            raise Misfit(f"{name}, column {column}, row {place}: found {_told(value)}")
        found[column] = bool(value) if column in _YES_NO and value is not None else value
    return found


def _misfit(table: str, column: str, row: tuple[Any, ...], value: Any, expected: str) -> Misfit:
    named = dict(zip(COLUMNS[table], row, strict=True))
    return misfit(table, column, named, f"found {_told(value)}, expected {expected}")


def _told(value: Any) -> str:
    if value is None:
        return "nothing (NULL)"
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value))} bytes"
    if isinstance(value, str):
        return f"'{clip(value)}'" if _is_text(value) else "a text that is not in UTF-8"
    return f"the number {clip(str(value))}"


# --- kinds ---------------------------------------------------------------------------------------


def _is_text(value: Any) -> bool:
    """Whether a value is text; SQLite's bytes that are none come as lone surrogates."""
    if not isinstance(value, str):
        return False
    try:
        return value.isascii() or bool(value.encode())
    except UnicodeEncodeError:
        return False


def _text(value: Any) -> str:
    if not _is_text(value):
        raise Misfit("a text")
    return str(value)


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise Misfit("a whole number")
    return value


def _yes_no(value: Any) -> bool:
    if not isinstance(value, int) or value not in (0, 1):
        raise Misfit("0 or 1")
    return bool(value)


def _or_none(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _as_json(says: str, fits: Callable[[Any], bool]) -> Reader:
    """A reader of JSON text: lists as tuples, objects as facts, checked by `fits`."""

    @lru_cache(maxsize=1024)
    def parse(text: str) -> Any:
        try:
            value = _frozen(json.loads(text, parse_constant=_no_number), _DEEPEST)
        except (ValueError, RecursionError):
            raise Misfit(f"the JSON of {says}") from None
        if not fits(value):
            raise Misfit(f"the JSON of {says}")
        return value

    return lambda value: parse(_text(value))


def _no_number(word: str) -> None:
    raise ValueError(word)


def _frozen(value: Any, room: int) -> Any:
    if room < 0:
        raise ValueError("too deep")
    if isinstance(value, list):
        return tuple([_frozen(part, room - 1) for part in value])
    if isinstance(value, dict):
        return Facts({_text(key): _frozen(part, room - 1) for key, part in value.items()})
    return _text(value) if isinstance(value, str) else value


def _all(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, tuple) and all(map(fits, value))


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_is_word, value))


def _is_fact(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and _is_word(value[0])


def _is_span(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(type(v) is int for v in value)


def _has(value: Any, fields: Mapping[str, Callable[[Any], bool]]) -> bool:
    """Whether a value has just these fields, each fitting."""
    if not isinstance(value, Facts) or set(value) != set(fields):
        return False
    return all(fits(value[name]) for name, fits in fields.items())


_COUNTED: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(Counted._fields, _is_word),
    "length": lambda value: type(value) is int,
    "last_moment": _is_span,
    "skipped": _all(_is_pair),
}
_PERIOD: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(Period._fields, _is_word),
    "due": lambda value: value is None or _is_span(value),
    "counted": lambda value: value is None or _has(value, _COUNTED),
}
_CLOSING = dict.fromkeys(("case", "name", "status", "because"), _is_word)

_WORDS = _as_json("a list of words", _all(_is_word))
_PAIRS = _as_json("a list of pairs of words", _all(_is_pair))
_DETAILS = _as_json("a list of pairs of a word and a value", _all(_is_fact))
_FACTS = _as_json("values by name", lambda value: isinstance(value, Facts))
_PERIODS = _as_json("a list of periods", _all(lambda value: _has(value, _PERIOD)))
_CLOSINGS = _as_json("a list of closings", _all(lambda value: _has(value, _CLOSING)))

_YES_NO = frozenset({"holds", "consulted"})
_WHOLE_NUMBERS = frozenset(
    {
        *("id", "batch", "steps", "refusals", "held", "failed", "not_applicable", "exit_code"),
        *("tree_id", "n", "depth", "run_id", "seq", "earliest", "latest", "origin", "outcome_n"),
        *("opened", "closed", "line_no", "column_no", "decided_by"),
    }
)
_OTHERS: Mapping[str, Reader] = {
    "finding.parent": _or_none(_whole),
    "finding.under": _WORDS,
    "finding.facts": _DETAILS,
    "finding.reading": _or_none(_text),
    "finding.option": _or_none(_text),
    "step.under": _WORDS,
    "step.tree_id": _or_none(_whole),
    "step.readings": _PAIRS,
    "step.saw": _WORDS,
    "step.opens": _PERIODS,
    "step.closes": _CLOSINGS,
    "step.takes": _FACTS,
    **{
        f"deadline.{name}": _or_none(_text)
        for name in ("unit", "zone", "calendar", "first_counted", "due_at")
    },
    **{
        f"deadline.{name}": _or_none(_whole)
        for name in ("length", "last_earliest", "last_latest", "due_earliest", "due_latest")
    },
    "deadline.skipped": _or_none(_PAIRS),
    "outcome.facts": _FACTS,
    "reading.decisive": _or_none(_WORDS),
}


def _reader(table: str, column: str) -> Reader:
    special = _OTHERS.get(f"{table}.{column}")
    if special is not None:
        return special
    if column in _YES_NO:
        return _yes_no
    return _whole if column in _WHOLE_NUMBERS else _text


_READERS: Mapping[str, tuple[tuple[str, Reader], ...]] = {
    table: tuple((column, _reader(table, column)) for column in columns)
    for table, columns in COLUMNS.items()
}
