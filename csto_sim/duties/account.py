"""The account: for each duty the spans of a stretch of time, and what became of it in each.

A duty is owed in a span on whose first day one of its provisions is in force and its holder in
being. Met: enough was certainly done within the span. Missed: the span lies wholly within what is
told, and not enough can have been done. Due: the span goes on after what is told. Undetermined: the
times known, or the day on which the story begins, leave it open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from csto_sim import law, organisation
from csto_sim.duties.done import Done, done
from csto_sim.duties.spans import Span, between_sessions, calendar_years, rolling
from csto_sim.law.duties import Duty, duties
from csto_sim.record import Record

SPAN_READING = "amb.yearly"
STATUSES = {
    "met": "what it asks for was done in the span",
    "missed": "the span passed and it was not done",
    "due": "the span goes on after the scenario ends, and it has not been done",
    "passed": "the span passed without what is a custom; nobody is in breach",
    "undetermined": "what is told does not settle it",
}


class Owed(NamedTuple):
    """A duty in one span: the first and last ISO day, what became of it, and on what it rests.

    `last` is '' where no day is told (up to the next regular session). `on` is the day on which the
    last thing that was needed had been done, or ''; `done` all that counts in the span, `times` how
    often it is owed. `under` are text ids, `readings` pairs of a reading and its option.
    """

    duty: str
    holder: str
    first: str
    last: str
    status: str
    on: str
    times: int
    done: tuple[Done, ...]
    under: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]


def account(record: Record) -> tuple[Owed, ...]:
    """Return every duty of the calendar in every span of a record, in order of the data and days.

    The readings are those of the record; one that it did not choose has its default.
    """
    since, until = _first(record.since), _last(record.until)
    chosen = {use.id: use.option for use in record.readings if use.chosen != "default"}

    def option(id: str) -> str:
        found = chosen.get(id)
        return found or law.readings()[id].option({"day": since, "mode": record.mode})

    found: list[Owed] = []
    sessions = _sessions(record)
    for duty in duties().values():
        found += owed_in(duty, since, until, done(record, duty), option, sessions)
    return tuple(found)


def every_done(record: Record, duty: str) -> tuple[Done, ...]:
    """Return all that a record tells of what meets a duty, in whatever span."""
    return done(record, duties()[duty])


_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def _first(written: str) -> str:
    """The first ISO day of a time as written: a day, instant, month, year, or between two."""
    year, month, day = _DAY.findall(written)[0]
    return f"{year}-{month or '01'}-{day or '01'}"


def _last(written: str) -> str:
    """The last ISO day of a time as written."""
    year, month, day = _DAY.findall(written)[-1 if written.startswith("between") else 0]
    month = month or "12"
    return f"{year}-{month}-{int(day) if day else monthrange(int(year), int(month))[1]:02}"


def _sessions(record: Record) -> tuple[str, ...]:
    """The days of the regular sessions of the Council that a record tells of."""
    duty = duties()["csc.yearly"]
    return tuple(each.last for each in done(record, duty) if each.first == each.last)


def owed_in(
    duty: Duty,
    since: str,
    until: str,
    met_by: Iterable[Done],
    option: Callable[[str], str],
    sessions: tuple[str, ...] = (),
) -> Iterator[Owed]:
    """Yield a duty in each of its spans that touch the days from `since` to `until`.

    `option` answers readings, `sessions` are the days of regular sessions of the Council (for
    `amb.yearly` C). Those of the Council themselves are counted by the calendar year where the
    count would be made from one to the next.
    """
    events = tuple(met_by)
    readings, times = _times(duty, option)
    way = option(SPAN_READING)
    readings = ((SPAN_READING, way), *readings)
    begins = _begins(duty, since)
    if begins > until:
        return
    spans: Iterable[Span]
    if way == "B":
        spans = rolling(begins, until, events, times, duty.years)
    elif way == "C" and duty.holder != "CSC" and duty.years == 1:
        spans = between_sessions(sessions, until)
    else:
        spans = calendar_years(since, until, duty.years)
    for span in spans:
        texts = duty.texts(span.first)
        if not texts or not _in_being(duty.holder, span.first, span.last or until):
            continue
        status, on, counted = _became(span, since, until, events, times)
        if status == "missed" and duty.practice:
            status = "passed"
        under = tuple(dict.fromkeys(text.id for text in texts))
        yield Owed(
            duty.id,
            duty.holder,
            span.first,
            span.last,
            status,
            on,
            times,
            counted,
            under,
            readings,
        )


def _begins(duty: Duty, since: str) -> str:
    """The first day from `since` on which the duty is in law; one after all days if there is none.

    Where its text begins later, the first day of that.
    """
    if duty.texts(since):
        return since
    return next((day for day in duty.first_days() if day > since), "9999-12-31")


def _times(duty: Duty, option: Callable[[str], str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """The readings that tell how often a duty is owed, and how often it is."""
    times, asked = duty.times, []
    by: Mapping[str, Mapping[str, int]] = duty.times_by
    for id, numbers in by.items():
        chosen = option(id)
        asked.append((id, chosen))
        times = numbers[chosen]
    return tuple(asked), times


def _in_being(holder: str, first: str, last: str) -> bool:
    """Whether a body exists on both days; one that is none of the Organization's always does."""
    body = next((each for each in organisation.bodies() if each.code == holder), None)
    if body is None:
        return True
    return all(body.in_being(date.fromisoformat(day)) for day in (first, last))


def _became(
    span: Span, since: str, until: str, events: tuple[Done, ...], times: int
) -> tuple[str, str, tuple[Done, ...]]:
    """The status of a span, the day since which it is met, and what counts in it."""
    last = span.last or until
    possible = tuple(each for each in events if each.last >= span.first and each.first <= last)
    certain = tuple(e for e in possible if e.first >= span.first and e.last <= last)
    if len(certain) >= times:
        return "met", certain[times - 1].last, certain
    if not span.last or until < span.last:
        status = "due" if len(possible) < times else "undetermined"
        return status, "", possible
    if len(possible) >= times or since > span.first:
        return "undetermined", "", possible
    return "missed", "", possible
