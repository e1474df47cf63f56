"""The spans in which a duty is counted (`amb.yearly`): calendar years, twelve months, sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from csto_sim.duties.done import Done


class Span(NamedTuple):
    """A stretch of ISO days, both included; `last` is '' where no last day is known."""

    first: str
    last: str


def calendar_years(since: str, until: str, years: int) -> Iterator[Span]:
    """Yield the calendar years, by one or several, that touch the days from `since` to `until`.

    Several years are taken together from the first whole year on.
    """
    first = int(since[:4])
    if years > 1 and since[5:] != "01-01":
        first += 1
    for year in range(first, int(until[:4]) + 1, years):
        yield Span(f"{year}-01-01", f"{year + years - 1}-12-31")


def rolling(
    begins: str, until: str, events: tuple[Done, ...], times: int, years: int
) -> Iterator[Span]:
    """Yield spans of twelve months for each of the years, each from the end of the one before.

    The first begins on the day `begins`; a further one on the day after each thing done, since
    every span of twelve months has to hold enough; after a span in which too little was done the
    next begins with its end.
    """
    first = begins
    while first <= until:
        last = _day_before(_later(first, years))
        yield Span(first, last)
        within = [each for each in events if first <= each.last <= last]
        first = _day_after(within[0].last if len(within) >= times else last)


def between_sessions(sessions: tuple[str, ...], until: str) -> Iterator[Span]:
    """Yield what lies after one regular session of the Council up to the next, its day included."""
    days = [day for day in sessions if day <= until]
    for day, following in zip(days, [*days[1:], ""], strict=True):
        yield Span(_day_after(day), following)


def _later(day: str, years: int) -> str:
    found = date.fromisoformat(day)
    try:
        return found.replace(year=found.year + years).isoformat()
    except ValueError:  # 29 February
        return date(found.year + years, 3, 1).isoformat()


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(1)).isoformat()


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()
