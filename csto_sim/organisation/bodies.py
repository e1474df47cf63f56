"""The bodies of the Organization."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from csto_sim.organisation.load import (
    Line,
    Switches,
    dated,
    document,
    flag,
    items,
    keys,
    word,
    words,
)
from csto_sim.organisation.model import Body, Seat, Standing

_FILE = "bodies.yaml"
_KINDS = (
    "treaty",
    "statutory",
    "permanent working",
    "inter-session",
    "subsidiary",
    "parliamentary",
)
_KNOWN = (
    "name",
    "name_ru",
    "of",
    "decides_by_consensus",
    "named_in_rule_14",
    "note",
    "standings",
    "seats",
)


@cache
def _bodies() -> Mapping[str, Body]:
    return parse_bodies(document(_FILE))


def bodies() -> tuple[Body, ...]:
    """Every body, whenever it existed: the statutory ones first, in the order of the data."""
    return tuple(_bodies().values())


def body(code: str) -> Body | None:
    """The body with this code (CSC, CMFA, CMD, CSSC, PC, ...), or None."""
    return _bodies().get(code)


def parse_bodies(found: Mapping[str, Any]) -> Mapping[str, Body]:
    """Bodies from the content of bodies.yaml. ValueError where it is malformed."""
    keys(_FILE, found, ("readings", "bodies"), ("bodies",))
    switches = Switches(f"{_FILE}: readings", found.get("readings"))
    result = {code: _body(code, entry, switches) for code, entry in found["bodies"].items()}
    for one in result.values():
        if one.of is not None and one.of not in result:
            raise ValueError(f"{_FILE}: {one.code}: of: there is no body {one.of!r}")
    return result


def _body(code: str, entry: Any, switches: Switches) -> Body:
    where = f"{_FILE}: {code}"
    keys(where, entry, _KNOWN, ("name", "name_ru", "standings"))
    standings = []
    for number, one in enumerate(items(f"{where}: standings", entry["standings"]), 1):
        at = f"{where}: standings: entry {number}"
        fields = dated(at, one, switches, "kind")
        standings.append(Standing(kind=word(f"{at}: kind", one.get("kind"), _KINDS), **fields))
    seats = []
    for number, one in enumerate(entry.get("seats", ()), 1):
        at = f"{where}: seats: entry {number}"
        fields = dated(at, one, switches, "office", "only")
        only = words(f"{at}: only", one["only"]) if "only" in one else ()
        seats.append(Seat(office=word(f"{at}: office", one.get("office")), only=only, **fields))
    return Body(
        code=code,
        name=word(f"{where}: name", entry["name"]),
        name_ru=word(f"{where}: name_ru", entry["name_ru"]),
        of=word(f"{where}: of", entry["of"]) if "of" in entry else None,
        decides_by_consensus=flag(where, entry, "decides_by_consensus"),
        named_in_rule_14=flag(where, entry, "named_in_rule_14"),
        standings=Line(f"{where}: standings", standings).entries,
        seats=tuple(seats),
        defaults=switches.known,
        note=word(f"{where}: note", entry["note"]) if "note" in entry else None,
    )
