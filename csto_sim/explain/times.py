"""When a step was, in words: as written where somebody did it, computed where the clock did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from csto_sim.explain.words import day, moment, phrase, stamp, tidy
from csto_sim.record import Record, Step

#: Where days are counted unless a period says otherwise (`amb.day-zone`, option A).
COUNTED_IN = "Europe/Moscow"
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(?:Z|([+-]\d\d:\d\d))", re.ASCII)
_RANGE = re.compile(r"between (\d{4}-\d\d-\d\d)\S* and (\d{4}-\d\d-\d\d)\S*", re.ASCII)


def zones_of(record: Record) -> Mapping[int, str]:
    """Return, by number of step, the zone in which the period that ran out was counted.

    What followed of itself when a period ran out has the zone of that period. Steps that somebody
    brought about are not in it: their times are shown as written.
    """
    counted = {each.closed: each.counted.zone for each in record.deadlines if each.counted}
    zones: dict[int, str] = {}
    zone = COUNTED_IN
    for step in record.steps:
        if step.kind == "time":
            zone = counted.get(step.seq, COUNTED_IN)
        if by_clock(step):
            zones[step.seq] = zone
    return zones


def by_clock(step: Step) -> bool:
    """Return whether the clock brought a step about: its time is one that the clock computed."""
    return step.kind == "time" or (
        step.kind == "automatic" and step.origin < 0 and step.when.written.endswith("+00:00")
    )


def stamped(step: Step, zone: str, lang: str) -> str:
    """Return when a step was, for a list: `2016-04-15`, `2016-04-15 12:00`, or a stretch as
    `between 2016-04-15 12:00 UTC and 2016-04-15 14:00 UTC`."""
    when = step.when
    if by_clock(step):
        told = stamp(when.latest, zone, lang)
        return told if when.earliest == when.latest else told.partition(" ")[0]
    ends = _ends(when.written)
    if ends:
        first, last = (_legible(end, zoned=True) for end in ends)
        return f"between {first} and {last}"
    return _legible(tidy(when.written or when.day))


def _ends(written: str) -> list[str]:
    """The two ends of a stretch as written, `between A and B`; none of any other time."""
    ends = written.removeprefix("between ").split(" and ")
    return ends if written.startswith("between ") and len(ends) == 2 else []


def _legible(written: str, zoned: bool = False) -> str:
    """An instant as `2016-04-15 12:00`, its zone behind it if `zoned`; others as written."""
    found = _INSTANT.fullmatch(written)
    if found is None:
        return tidy(written)
    seconds = "" if found[3] in (None, ":00") else found[3]
    zone = f" UTC{found[4] or ''}" if zoned else ""
    return f"{found[1]} {found[2]}{seconds}{zone}"


def when_in_words(step: Step, zone: str, lang: str) -> str:
    """Return when a step was, in words: as exactly as it is known."""
    when = step.when
    exact = when.earliest == when.latest
    if by_clock(step):
        return moment(when.latest, zone, lang) if exact else day(stamped(step, zone, lang), lang)
    ends = _ends(when.written)
    if ends:
        first, last = (_in_words(end, lang) for end in ends)
        return phrase("words", "between", lang, first=first, last=last)
    if exact and when.written != when.day and _INSTANT.fullmatch(when.written) is None:
        return moment(when.earliest, "UTC", lang)
    return _in_words(when.written or when.day, lang)


def _in_words(written: str, lang: str) -> str:
    """A day or an instant as written, in words."""
    found = _INSTANT.fullmatch(written)
    if found is None:
        return day(written, lang)
    local = datetime.fromisoformat(written)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    shown = "UTC" if not local.utcoffset() else f"UTC{found[4]}"
    return phrase("words", "moment", lang, date=day(found[1], lang), time=clock, zone=shown)


def on_day(step: Step, zone: str, lang: str) -> str:
    """Return the day of a step in words: `on 5 January 2022`; for a range both of its days."""
    found = None if by_clock(step) else _RANGE.fullmatch(step.when.written)
    if found is not None and found[1] != found[2]:
        first, last = day(found[1], lang), day(found[2], lang)
        return phrase("words", "between", lang, first=first, last=last)
    told = found[1] if found is not None else stamped(step, zone, lang).partition(" ")[0]
    return phrase("words", "on_day", lang, day=day(told, lang))
