"""Who is what on a day: statuses, the roster, changes, rotation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, cast, get_args

from csto_sim.organisation.countries import russian_order
from csto_sim.organisation.load import Line, Switches, dated, document, items, keys, word, words
from csto_sim.organisation.model import NO_READINGS, Change, Period, Remark, Roster, Status

_FILE = "members.yaml"
_STATUSES = tuple(status for status in get_args(Status) if status != "none")
_FULL = ("member", "party")


class Membership:
    """What members.yaml says; `lines` and `rosters` are worked out once for each combination of
    options.
    """

    def __init__(self, found: Mapping[str, Any]) -> None:
        keys(_FILE, found, ("readings", "periods", "remarks"), ("periods",))
        self.switches = Switches(f"{_FILE}: readings", found.get("readings"))
        self.periods: list[Period] = []
        self.remarks: list[Remark] = []
        for number, entry in enumerate(items(f"{_FILE}: periods", found["periods"]), 1):
            where = f"{_FILE}: periods: entry {number}"
            fields = dated(where, entry, self.switches, "states", "status")
            status = cast(Status, word(f"{where}: status", entry.get("status"), _STATUSES))
            for code in words(f"{where}: states", entry.get("states")):
                self.periods.append(Period(code=code, status=status, **fields))
        for number, entry in enumerate(found.get("remarks", ()), 1):
            where = f"{_FILE}: remarks: entry {number}"
            fields = dated(where, entry, self.switches, "states", "reading")
            reading = word(f"{where}: reading", entry.get("reading"))
            for code in words(f"{where}: states", entry.get("states")):
                self.remarks.append(Remark(code=code, reading=reading, **fields))
        self.lines = {options: self._lines(options) for options in self.switches.combinations()}
        self.rosters = {options: _rosters(lines) for options, lines in self.lines.items()}
        self.default_rosters = self.rosters[self.switches.resolve({})]

    def _lines(self, options: tuple[str, ...]) -> dict[str, Line[Period]]:
        by_code: dict[str, list[Period]] = {}
        for period in self.periods:
            if self.switches.admits(period, options):
                by_code.setdefault(period.code, []).append(period)
        return {code: Line(f"{_FILE}: {code}", by_code[code]) for code in sorted(by_code)}


def _rosters(lines: Mapping[str, Line[Period]]) -> tuple[tuple[date, ...], tuple[Roster, ...]]:
    # rosters[n] holds from days[n-1] on: one bisection answers, and equal rosters are one object.
    entries = [entry for line in lines.values() for entry in line.entries]
    ends = {entry.until for entry in entries if entry.until is not None}
    days = tuple(sorted({entry.since for entry in entries} | ends))
    rosters = [Roster((), ())]
    for day in days:
        now = {code: entry.status for code, line in lines.items() if (entry := line.at(day))}
        rosters.append(
            Roster(
                tuple(code for code, status in now.items() if status in _FULL),
                tuple(code for code, status in now.items() if status == "suspended"),
            )
        )
    return days, tuple(rosters)


@cache
def membership() -> Membership:
    """The content of members.yaml, checked under every combination of its readings. ValueError
    if malformed.
    """
    return Membership(document(_FILE))


def period(code: str, day: date, readings: Mapping[str, str] = NO_READINGS) -> Period | None:
    """The entry that tells the status of a state on a day, with provisions, sources and note;
    None if none.

    `day` is a date, not a datetime. Of `readings`, amb.readmission and amb.self-suspension
    count; an option that the data does not know counts as the default.
    """
    known = membership()
    line = known.lines[known.switches.resolve(readings)].get(code)
    return line.at(day) if line else None


def status(code: str, day: date, readings: Mapping[str, str] = NO_READINGS) -> Status:
    """member, party, suspended, restoring, signatory, former or none, as `period` finds it."""
    found = period(code, day, readings)
    return found.status if found else "none"


def roster(day: date, readings: Mapping[str, str] = NO_READINGS) -> Roster:
    """Members in full standing and suspended members on a day; the same object for days between
    changes.
    """
    known = membership()
    days, rosters = (
        known.rosters[known.switches.resolve(readings)] if readings else known.default_rosters
    )
    return rosters[bisect_right(days, day)]


def remarks(code: str, day: date) -> tuple[Remark, ...]:
    """Facts about a state on a day that change nothing in its status, such as the freeze of
    2024.
    """
    return tuple(r for r in membership().remarks if r.code == code and r.holds(day))


def membership_changes(readings: Mapping[str, str] = NO_READINGS) -> tuple[Change, ...]:
    """Every change of status, by day and then by code."""
    known = membership()
    changes: list[Change] = []
    for code, line in known.lines[known.switches.resolve(readings)].items():
        before: Status = "none"
        for entry in line.entries:
            if entry.status != before:
                changes.append(
                    Change(
                        day=entry.since,
                        code=code,
                        before=before,
                        status=entry.status,
                        under=entry.under,
                        evidence=entry.evidence,
                        confidence=entry.confidence,
                        sources=entry.sources,
                        note=entry.note,
                    )
                )
            before = entry.status
    return tuple(sorted(changes, key=lambda change: (change.day, change.code)))


def next_in_rotation(code: str, day: date, readings: Mapping[str, str] = NO_READINGS) -> str:
    """The member whose turn follows that of `code` by the Russian alphabet
    (chair.rotation.alphabet).

    Only members of that day take a turn; `code` itself need not be one. The same code when it is
    the only member; 'none' when the code has no place in the order or there is no member.
    """
    order = russian_order()
    if code not in order:
        return "none"
    place = order.index(code) + 1
    members = roster(day, readings).members
    return next((c for c in order[place:] + order[:place] if c in members), "none")
