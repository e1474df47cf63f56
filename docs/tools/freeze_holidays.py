"""Freeze the working calendars that periods of working days are counted by.

The `holidays` package changes dates between its versions, and a count of working days must not
change with it. So the days off, and the weekend days that are worked in exchange, are written
once as dated data, one YAML file a state, in `csto_sim/rules/calendars/`. Run it again only to
extend the years or to take over corrections, and review the difference as a change of law data:

    python docs/tools/freeze_holidays.py            writes every file
    python docs/tools/freeze_holidays.py --check    tells the differences, writes nothing

It needs `holidays` (a development dependency); csto_sim itself never imports it.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import holidays

FIRST_YEAR, LAST_YEAR = 1994, 2030
FOLDER = Path(__file__).resolve().parents[2] / "csto_sim" / "rules" / "calendars"
STATES = {
    "ARM": "Armenia",
    "AZE": "Azerbaijan",
    "BLR": "Belarus",
    "GEO": "Georgia",
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "RUS": "Russia",
    "TJK": "Tajikistan",
    "UZB": "Uzbekistan",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

HEADER = """\
# Working calendar of {title}. Written by docs/tools/freeze_holidays.py: change it there.
# A day is off if it is listed under `days_off`, or if it falls on the weekend and is not `worked`.
# `exchanges`: first and last year of the exchanges of days that the source knows ([]: it knows
# none). Outside them real exchanges may be missing; days off by a single decree may be missing too.
# "(estimated)": the day depends on the moon and was computed, not announced.
"""


def freeze(state: str) -> str:
    """The text of the calendar file of one state (alpha-3 code), from the installed `holidays`.

    Raises ValueError if the package gives data that the file format can't hold.
    """
    # One year more on either side: a worked Saturday may belong to a day off of the next year.
    source = holidays.country_holidays(
        state, years=range(FIRST_YEAR - 1, LAST_YEAR + 2), language="en_US"
    )
    off = {day: _name(source, name) for day, name in source.items() if _covered(day)}
    exchanges = _exchanges(source)
    worked = {}
    for day in sorted(source.weekend_workdays):
        if day not in exchanges:
            raise ValueError(f"{state}: {day} is worked, but no day off is given for it")
        if day in off:
            raise ValueError(f"{state}: {day} is both worked and off: {off[day]}")
        if _covered(day):
            worked[day] = exchanges[day]
    years = sorted(day.year for day in (*exchanges, *exchanges.values()) if _covered(day))
    lines = [
        HEADER.format(title=STATES[state]).rstrip("\n"),
        f"state: {state}",
        f"source: holidays {version('holidays')}",
        f"years: [{FIRST_YEAR}, {LAST_YEAR}]",
        f"exchanges: [{years[0]}, {years[-1]}]" if years else "exchanges: []",
        "weekend:  # from this day on",
        *(f"  {day}: [{', '.join(names)}]" for day, names in _weekends(source)),
        "worked: {}" if not worked else "worked:  # the weekend day: the day off given for it",
        *(f"  {day}: {given}" for day, given in worked.items()),
        "days_off:",
        *(f"  {day}: {_plain(name)}" for day, name in sorted(off.items())),
    ]
    return "\n".join(lines) + "\n"


def differences(frozen: str, fresh: str) -> list[str]:
    """The lines by which two texts differ: `-` stands only in the frozen one, `+` in the fresh."""
    delta = difflib.unified_diff(frozen.splitlines(), fresh.splitlines(), lineterm="", n=0)
    return [line for line in delta if not line.startswith(("---", "+++", "@@"))]


def main(arguments: list[str] | None = None) -> int:
    """Write or check the files. Returns 0, or 1 if `--check` found a difference."""
    parser = argparse.ArgumentParser(description="Freeze the working calendars.")
    parser.add_argument("--check", action="store_true", help="tell the differences, write nothing")
    check = parser.parse_args(arguments).check
    found = 0
    for state in STATES:
        path, fresh = FOLDER / f"{state}.yaml", freeze(state)
        if not check:
            path.write_bytes(fresh.encode())
            continue
        lines = differences(path.read_text(encoding="utf-8") if path.exists() else "", fresh)
        found += len(lines)
        for line in lines:
            print(f"{state}: {line}")
    return 1 if found else 0


def _covered(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _exchanges(source: holidays.HolidayBase) -> dict[date, date]:
    """Each day that was exchanged, with the day off given for it."""
    found: dict[date, date] = {}
    for year, entries in getattr(source, "special_public_holidays", {}).items():
        for entry in entries if isinstance(entries[0], tuple) else (entries,):
            # Three items are an additional day off; four or five are an exchange.
            if len(entry) > 3:
                month, day, from_month, from_day, *from_year = entry
                moved = date(from_year[0] if from_year else year, from_month, from_day)
                found[moved] = date(year, month, day)
    return found


def _name(source: holidays.HolidayBase, name: str) -> str:
    """The day's name, with the wording of an exchange replaced by ours and its date in ISO form."""
    label = getattr(source, "substituted_label", None)
    if label is None:
        return name
    before, after = source.tr(label).split("%s")

    def ours(match: re.Match[str]) -> str:
        moved = datetime.strptime(match[1], source.tr(source.substituted_date_format)).date()
        return f"day off moved from {moved}"

    return re.sub(re.escape(before) + r"([\d/.-]+)" + re.escape(after), ours, name)


def _weekends(source: holidays.HolidayBase) -> list[tuple[date, list[str]]]:
    """The weekend days, and again from each week in which they change."""
    found: list[tuple[date, list[str]]] = []
    week = date(FIRST_YEAR, 1, 1)
    while _covered(week):
        days = [week + timedelta(n) for n in range(7)]
        names = [
            WEEKDAYS[day.weekday()]
            for day in sorted(days, key=date.weekday)
            if source.is_weekend(day)
        ]
        if not found or found[-1][1] != names:
            found.append((week, names))
        week += timedelta(7)
    return found


def _plain(name: str) -> str:
    """The name as a plain YAML scalar; ValueError where it would need quotes."""
    if not re.fullmatch(r"[A-Za-z](?:[\w ,.;()'/-])*", name):
        raise ValueError(f"the name {name!r} would need quotes in YAML")
    return name


if __name__ == "__main__":
    sys.exit(main())
