"""Working calendars of the states, as frozen dated data: which days count as working days.

One YAML file a state stands beside this module, written by docs/tools/freeze_holidays.py. The
readings `amb.clock-unit` (C) and `amb.working-calendar` say when and whose calendar counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FOLDER = Path(__file__).parent


class OutOfCalendar(ValueError):
    """Working days were to be counted on a day for which no calendar was frozen."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working calendar of one state (alpha-3 code).

    `first` and `last` bound the days covered, inclusive. `exchanges` holds the first and last year
    in which the source knows exchanged days, or nothing. `weekends` gives the weekend's weekdays
    from each day on; `worked` each weekend day worked, with the day off given for it; `days_off`
    the name of each day off.
    """

    state: str
    source: str
    first: date
    last: date
    exchanges: tuple[int, ...]
    weekends: tuple[tuple[date, frozenset[str]], ...]
    worked: Mapping[date, date]
    days_off: Mapping[date, str]

    def why_off(self, day: date) -> str:
        """Why the day is not a working day: its name or weekday; '' if it is a working day.

        Raises ValueError for a day outside the years covered.
        """
        if not self.first <= day <= self.last:
            raise OutOfCalendar(
                f"the working calendar of {self.state} covers {self.first} to {self.last}, and the "
                f"count of working days came to {day}: amb.clock-unit A and B need no calendar"
            )
        if name := self.days_off.get(day):
            return name
        weekday = WEEKDAYS[day.weekday()]
        weekend = next(days for since, days in reversed(self.weekends) if since <= day)
        return weekday if weekday in weekend and day not in self.worked else ""


def why_off(states: tuple[str, ...], day: date) -> str:
    """Why the day is not a working day in every one of the states; '' if it is one.

    Where reasons differ, each is told with its states: `Army Day (ARM); Saturday (KAZ, RUS)`.
    Raises ValueError for a state without a calendar and for a day outside the years covered.
    """
    reasons: dict[str, list[str]] = {}
    for state in states:
        if reason := working_calendar(state).why_off(day):
            reasons.setdefault(reason, []).append(state)
    if len(reasons) == 1 and list(states) in reasons.values():
        return next(iter(reasons))
    return "; ".join(f"{reason} ({', '.join(of)})" for reason, of in reasons.items())


@cache
def working_calendar(state: str) -> Calendar:
    """The calendar of a state, read once. Raises ValueError for a state that has none."""
    import yaml

    known = dict(calendar_files())
    if f"{state}.yaml" not in known:
        codes = ", ".join(name.removesuffix(".yaml") for name in known)
        raise ValueError(
            f"There is no working calendar of {state!r}. There are calendars of {codes}: name one "
            "of these, or count in calendar days or in hours (amb.clock-unit B or A)."
        )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(known[f"{state}.yaml"], Loader=loader)
    return Calendar(
        state=data["state"],
        source=data["source"],
        first=date(data["years"][0], 1, 1),
        last=date(data["years"][1], 12, 31),
        exchanges=tuple(data["exchanges"]),
        weekends=tuple((since, frozenset(days)) for since, days in data["weekend"].items()),
        worked=data["worked"],
        days_off=data["days_off"],
    )


@cache
def calendar_files() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each calendar file, sorted by name, for the hash of the law applied."""
    return tuple((path.name, path.read_bytes()) for path in sorted(_FOLDER.glob("*.yaml")))
