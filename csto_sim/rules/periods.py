"""The counting of periods: from the day or hour of an act to the last lawful moment.

The instruments say "three days", "six months", "five years" and not how to count them. How is a
reading: `amb.clock-unit` (the unit), `amb.day-zone` (the zone in which a day is a day) and
`amb.working-calendar` (whose working days). This module counts; it chooses no reading.

Moments are whole seconds since 1970 in UTC. A moment known only by its day is a range, both ends
inclusive, and the last lawful moment is then a range too: counted from either end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache

from csto_sim.rules.calendars import why_off

UNITS = ("hours", "calendar days", "working days", "months", "years", "none")

CAPITAL_ZONES = {
    "ARM": "Asia/Yerevan",
    "AZE": "Asia/Baku",
    "BLR": "Europe/Minsk",
    "GEO": "Asia/Tbilisi",
    "KAZ": "Asia/Almaty",  # the zone of Astana too
    "KGZ": "Asia/Bishkek",
    "RUS": "Europe/Moscow",
    "TJK": "Asia/Dushanbe",
    "UZB": "Asia/Tashkent",
}
"""Zone of each state's capital: `amb.day-zone` B; `amb.day-zone` A is that of RUS, C is UTC."""

NO_LIMIT = 253_402_300_799
"""The last moment of a period of unit 'none': the last second of the year 9999."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Count:
    """How one period was counted.

    `unit` is one of UNITS and `length` is told in it: three days counted in hours are 72 hours.
    `zone` is an IANA name. `calendar` is the state, or states as 'ARM+BLR', whose working days
    counted, else ''. `first_counted` is the first day counted (ISO), or for hours the instant with
    its offset; where the start is a range and its ends differ in this, both, as 'first/second'.
    `last_moment` is the last lawful moment, inclusive, in UTC seconds (earliest, latest).
    `skipped` holds each day passed over as (ISO day, its name or weekday).
    """

    unit: str
    length: int
    zone: str
    calendar: str
    first_counted: str
    last_moment: tuple[int, int]
    skipped: tuple[tuple[str, str], ...]


def count(
    unit: str, length: int, start: tuple[int, int], zone: str, calendars: tuple[str, ...] = ()
) -> Count:
    """Count a period from the moment of an act: (earliest, latest) in UTC seconds, inclusive.

    The length is that of the law: days for 'hours', 'calendar days' and 'working days'; months;
    years; 0 for 'none'. The units are the options of amb.clock-unit and two that law words itself:

    - 'hours' (A): 24 hours for each day, from the second of the act; one second more is late.
    - 'calendar days' (B): the day of the act is day 0 and not counted; to the end of day n.
    - 'working days' (C): the same, counting only working days: those of one calendar, or days that
      are working days in every one of several (amb.working-calendar C). Other units need none and
      take no notice of any.
    - 'months', 'years': to the end of the day with the same number n months or years on, or of
      that month's last day if it has no such number. Five years from 1994-04-20 end with
      1999-04-20 (treaty.11.term; prot1999.1.extension goes on from 1999-04-21). For a notice given
      ahead (treaty.11.withdrawal, charter.19.withdrawal) see `months_after`.
    - 'none': the law sets no limit; the last moment is NO_LIMIT.

    Raises ValueError for an unknown unit, zone or calendar, a length below 1, a start that ends
    before it begins, and a day outside the years that the calendars cover.
    """
    return _count(unit, length, (start[0], start[1]), zone, calendars)


def months_after(day: date, months: int) -> date:
    """The day with the same number that many months on, or that month's last day.

    It is the earliest day on which something may take effect that needs so many months' notice:
    given on 2012-06-28, six months ahead, it may take effect on 2012-12-28 at the earliest.
    Raises ValueError beyond the year 9998.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9998:
        raise _beyond(f"{months} months after {day}")
    next_month = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + _DAY * (day.day - 1), next_month - _DAY)


def day_bounds(day: date, zone: str) -> tuple[int, int]:
    """First and last second (UTC) of a day in a zone (IANA name), as clocks went there then.

    A day on which clocks change has 23 or 25 hours. Raises ValueError for an unknown zone and for
    the last day of the year 9999.
    """
    return _day_bounds(day, zone)


def day_of(second: int, zone: str) -> date:
    """The day on which a second (UTC, since 1970) falls in a zone (IANA name).

    Raises ValueError for an unknown zone and for a second beyond the year 9999.
    """
    return _local(second, zone).date()


@lru_cache(maxsize=8192)
def _day_bounds(day: date, zone: str) -> tuple[int, int]:
    try:
        return _first_second(day, zone), _first_second(day + _DAY, zone) - 1
    except OverflowError as error:
        raise _beyond(f"the end of {day}") from error


@lru_cache(maxsize=8192)
def _count(
    unit: str, length: int, start: tuple[int, int], zone: str, calendars: tuple[str, ...]
) -> Count:
    if unit not in UNITS:
        raise ValueError(f"A period is counted in {', '.join(UNITS)}, not in {unit!r}.")
    if length != 0 if unit == "none" else length < 1:
        raise ValueError(
            f"A period of {length} {unit} can't be counted: give a length of 1 or more, "
            "or 0 where the unit is 'none'."
        )
    if start[0] > start[1]:
        raise ValueError(
            f"A start from {start[0]} to {start[1]} (UTC seconds) ends before it begins."
        )
    if unit == "none":
        return Count(unit, 0, zone, "", "", (NO_LIMIT, NO_LIMIT), ())
    if unit == "hours":
        hours = 24 * length
        instants = [_local(second, zone).isoformat() for second in start]
        last = (start[0] + hours * 3600, start[1] + hours * 3600)
        return Count(unit, hours, zone, "", _told(instants), last, ())
    days = [day_of(second, zone) for second in start]
    states = tuple(sorted(set(calendars))) if unit == "working days" else ()
    counted = [_counted(unit, length, day, states) for day in days]
    return Count(
        unit=unit,
        length=length,
        zone=zone,
        calendar="+".join(states),
        first_counted=_told([first.isoformat() for first, _, _ in counted]),
        last_moment=(day_bounds(counted[0][1], zone)[1], day_bounds(counted[1][1], zone)[1]),
        # The later start begins later and ends later: a day passed over by either is told once.
        skipped=tuple(sorted({*counted[0][2], *counted[1][2]})),
    )


@lru_cache(maxsize=1024)
def _counted(
    unit: str, length: int, day: date, states: tuple[str, ...]
) -> tuple[date, date, tuple[tuple[str, str], ...]]:
    """First day counted, last day, and the days skipped, for a period whose day 0 is `day`."""
    try:
        if unit == "calendar days":
            return day + _DAY, day + length * _DAY, ()
        if unit in ("months", "years"):
            return day + _DAY, months_after(day, length * (12 if unit == "years" else 1)), ()
    except OverflowError as error:
        raise _beyond(f"{length} {unit} from {day}") from error
    if not states:
        raise ValueError(
            "Working days are counted by a calendar: name the state or states whose working days "
            "count (amb.working-calendar)."
        )
    worked: list[date] = []
    skipped: list[tuple[str, str]] = []
    while len(worked) < length:
        day += _DAY
        if reason := why_off(states, day):
            skipped.append((day.isoformat(), reason))
        else:
            worked.append(day)
    return worked[0], worked[-1], tuple(skipped)


def _told(ends: list[str]) -> str:
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _local(second: int, zone: str) -> datetime:
    # Not `fromtimestamp`: it refuses seconds before 1970 on Windows.
    try:
        return (_EPOCH + second * _SECOND).astimezone(_zone(zone))
    except OverflowError as error:
        raise _beyond(f"second {second}") from error


def _first_second(day: date, zone: str) -> int:
    # fold=0: the moment of the change where midnight is skipped, the first where it comes twice.
    midnight = datetime(day.year, day.month, day.day, tzinfo=_zone(zone))
    return (midnight - _EPOCH) // _SECOND


def _beyond(what: str) -> ValueError:
    return ValueError(f"The count came to {what}, outside the years 1 to 9999 it can reach.")


@cache
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as error:
        raise ValueError(
            f"There is no time zone {name!r}. Expected an IANA name such as 'Europe/Moscow'; if "
            "the name is right, this system lacks zone data: install the Python package 'tzdata'."
        ) from error
