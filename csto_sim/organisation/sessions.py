"""Sessions of the Collective Security Council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from csto_sim.organisation.load import day_of, document, flag, grounds, items, keys, word
from csto_sim.organisation.model import Session

_FILE = "sessions.yaml"
_KINDS = ("regular", "extraordinary", "informal", "anniversary", "off-session")
_NEEDED = ("id", "date", "kind", "remarks", "evidence", "confidence", "sources")
_KNOWN = (*_NEEDED, "until", "place", "host", "mode", "planned", "note")


@cache
def _sessions() -> tuple[Session, ...]:
    return parse_sessions(document(_FILE))


def sessions(since: date | None = None, until: date | None = None) -> tuple[Session, ...]:
    """Sessions that began on `since` or later and before `until`, in order of day; a planned one
    is marked so.
    """
    return tuple(
        one
        for one in _sessions()
        if (since is None or since <= one.day) and (until is None or one.day < until)
    )


def parse_sessions(found: Mapping[str, Any]) -> tuple[Session, ...]:
    """Sessions from the content of sessions.yaml, in order of day. ValueError where it is
    malformed.
    """
    keys(_FILE, found, ("sessions",), ("sessions",))
    result = [
        _session(f"{_FILE}: entry {number}", entry)
        for number, entry in enumerate(items(f"{_FILE}: sessions", found["sessions"]), 1)
    ]
    if len({one.id for one in result}) != len(result):
        raise ValueError(f"{_FILE}: an id stands twice")
    return tuple(sorted(result, key=lambda one: one.day))


def _session(where: str, entry: Any) -> Session:
    keys(where, entry, _KNOWN, _NEEDED)
    mode = word(f"{where}: mode", entry.get("mode", "in person"), ("in person", "remote"))
    if (mode == "remote") == ("place" in entry) or ("place" in entry) != ("host" in entry):
        raise ValueError(
            f"{where}: a session in person has a place and a host, a remote one neither"
        )
    day, known_to = day_of(f"{where}: date", entry["date"])
    until = day_of(f"{where}: until", entry["until"])[0] if "until" in entry else None
    if known_to != "day" or (until is not None and until <= day):
        raise ValueError(f"{where}: expected an exact date, and an until after it")
    return Session(
        id=word(f"{where}: id", entry["id"]),
        day=day,
        until=until,
        place=word(f"{where}: place", entry["place"]) if "place" in entry else None,
        host=word(f"{where}: host", entry["host"]) if "host" in entry else None,
        mode=mode,
        kind=word(f"{where}: kind", entry["kind"], _KINDS),
        planned=flag(where, entry, "planned"),
        remarks=word(f"{where}: remarks", entry["remarks"]),
        **grounds(where, entry),
    )
