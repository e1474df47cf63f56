"""Days and instants as a scenario writes them, and what to say about those that are not.

A day is `2009-06-14`. An instant is `2009-06-14T10:00+04:00`: seconds may follow the minutes, the
offset may be `Z`, and it may not be left out, since a period counted in hours depends on it. Years
run from 1900 to 2199, so that a slip such as 0209 or 20009 is told.

The two patterns accept exactly the days and instants that exist; the JSON Schema carries them too.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from csto_sim.errors import clip

_LEAP = "(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"
_DAY = (
    "(?:(?:19|20|21)[0-9][0-9]-(?:"
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP}-02-29)"
)
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_OFFSET = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_INSTANT = f"{_DAY}T{_TIME}{_OFFSET}"

DAY_PATTERN = f"^{_DAY}$"
INSTANT_PATTERN = f"^{_INSTANT}$"

A_DAY = "a day such as 2009-06-14"
AN_INSTANT = "a day and a time with its offset, such as 2009-06-14T10:00+04:00"


def _is_day(text: str) -> bool:
    return re.fullmatch(_DAY, text) is not None


def _is_instant(text: str) -> bool:
    return re.fullmatch(_INSTANT, text) is not None


class Misread(ValueError):
    """A written value that is not what it should be.

    `message` says what is wrong; `right` is the value to write instead where it can be told, and
    otherwise empty; `hint` says what to do where no single value is right.
    """

    def __init__(self, message: str, right: str = "", hint: str = "") -> None:
        self.message, self.right, self.hint = message, right, hint
        super().__init__(message)


def day(text: str) -> date:
    """The day written as `2009-06-14`. Raises `Misread`, with the right form where it is clear."""
    if _is_day(text):
        return date.fromisoformat(text)
    raise _not_a_day(text)


def instant(text: str) -> datetime:
    """The instant written as `2009-06-14T10:00+04:00`, aware, with the offset as written.

    Raises `Misread`, with the right form where it is clear.
    """
    if _is_instant(text):
        return datetime.fromisoformat(text)
    raise _not_an_instant(text)


def looks_like_a_day(text: str) -> bool:
    """Whether the text is probably meant as a day, with or without a time."""
    return re.match(_DATE_LIKE, _plain(text)) is not None


def looks_like_a_time(text: str) -> bool:
    """Whether the text is probably meant as a time of day, with or without a day."""
    return re.search(r"[0-9]:[0-9]", text) is not None


# --- what is wrong -----------------------------------------------------------------------------

_MONTHS = "january february march april may june july august september october november december"
_DATE_LIKE = r"\s*[0-9]{1,5}[-./][0-9]{1,2}\b|\s*[0-9]{8}\s*$"
_DASHES = str.maketrans(dict.fromkeys(map(chr, range(0x2010, 0x2016)), "-") | {"\u2212": "-"})


def _plain(text: str) -> str:
    return text.translate(_DASHES).strip()


def _not_a_day(written: str) -> Misread:
    text = _plain(written)
    if _is_day(text):
        return Misread(f"'{clip(written)}' has signs that look like hyphens or spaces", text)
    if "T" in text or ":" in text:
        first = re.split(r"[T\s]", text)[0]
        right = first if _is_day(first) else ""
        return Misread(f"'{clip(written)}' has a time, and only a day belongs here", right)
    iso = re.fullmatch(r"([0-9]{1,5})-([0-9]{1,2})-([0-9]{1,2})", text)
    if iso:
        return _no_such_day(written, *iso.groups())
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{1,2})?", text):
        part = "month" if "-" in text else "year"
        return Misread(f"'{text}' is a {part}, not a day", hint="write the day too: 2009-06-14")
    return Misread(f"'{clip(written)}' is not written as a day", _other_order(text))


def _no_such_day(written: str, year: str, month: str, number: str) -> Misread:
    shown = clip(written)
    if len(year) != 4 or not 1900 <= int(year) <= 2199:
        return Misread(f"'{shown}': the year {year} is not between 1900 and 2199")
    if not 1 <= int(month) <= 12:
        swapped = f"{year}-{number:0>2}-{month:0>2}"
        right = swapped if _is_day(swapped) else ""
        return Misread(f"'{shown}': there is no month {month}", right)
    if int(number) == 0:
        return Misread(f"'{shown}': the days of a month count from 01")
    following = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    if int(number) > last:
        name = _MONTHS.split()[int(month) - 1].capitalize()
        return Misread(
            f"'{shown}' does not exist: {name} {year} has {last} days",
            hint=f"the last day of that month is {year}-{month:0>2}-{last}",
        )
    return Misread(
        f"'{shown}' is not written with two digits each", f"{year}-{month:0>2}-{number:0>2}"
    )


def _other_order(text: str) -> str:
    """The same day in the form to write, where the order of its parts is clear."""
    found = re.fullmatch(r"([0-9]{4})[./]?([0-9]{1,2})[./]?([0-9]{1,2})", text)
    if found and (len(text) == 8 or "." in text or "/" in text):
        return _if_day(*found.groups())
    found = re.fullmatch(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})", text)
    if found:
        first, sign, second, year = found.groups()
        # With dots the day comes first; with / or - only a number above 12 tells which it is.
        if sign == "." or int(first) > 12 or first == second:
            return _if_day(year, second, first)
        return _if_day(year, first, second) if int(second) > 12 else ""
    words = re.findall(r"[A-Za-z]+|[0-9]+", text)
    if len(words) != 3 or not words[2].isdigit():
        return ""
    number, name = (words[0], words[1]) if words[0].isdigit() else (words[1], words[0])
    short = [month[:3] for month in _MONTHS.split()]
    if number.isdigit() and len(name) >= 3 and name[:3].lower() in short:
        return _if_day(words[2], str(short.index(name[:3].lower()) + 1), number)
    return ""


def _if_day(year: str, month: str, number: str) -> str:
    right = f"{year}-{month:0>2}-{number:0>2}"
    return right if _is_day(right) else ""


_PARTS = (
    r"(?P<day>\S+?)(?:[Tt]|\s+)(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?P<part>[.,][0-9]+)?)?\s*(?P<offset>\S*)"
)


def _not_an_instant(written: str) -> Misread:
    text = _plain(written)
    shown = clip(written)
    if re.fullmatch(r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?(?:Z|[+-]\S*)?", text):
        return Misread(
            f"'{shown}' is a time without a day",
            hint="write the day before it and the offset behind it: 2009-06-14T10:00+04:00",
        )
    found = re.fullmatch(_PARTS, text)
    if found is None:
        if _is_day(text):
            return Misread(
                f"'{shown}' is a day without a time",
                hint=f"add a time and its offset: {text}T10:00+03:00",
            )
        if looks_like_a_day(text) and ":" not in text:
            return Misread(_not_a_day(written).message)
        return Misread(f"'{shown}' is not written as a day and a time")
    if not _is_day(found["day"]):
        return Misread(_not_a_day(found["day"]).message)
    return _wrong_time(shown, found)


def _wrong_time(shown: str, found: re.Match[str]) -> Misread:
    first, hour, minute = found["day"], int(found["hour"]), int(found["minute"])
    second = int(found["second"] or 0)
    offset = _offset(found["offset"])
    if (hour, minute, second) == (24, 0, 0):
        following = date.fromisoformat(first) + timedelta(days=1)
        return Misread(
            f"'{shown}': 24:00 is not written; the day ends where the next begins",
            _if_instant(f"{following}T00:00{offset}"),
        )
    if hour > 23 or minute > 59 or second > 59:
        return Misread(
            f"'{shown}': there is no such time of day ({found['hour']}:{found['minute']}"
            + (f":{found['second']})" if found["second"] else ")")
        )
    time = f"{hour:02}:{minute:02}" + (f":{second:02}" if found["second"] else "")
    if not found["offset"]:
        return Misread(
            f"'{shown}' has no offset, so its place in time is open",
            hint=f"add the offset that the place had that day: {first}T{time}+04:00, or Z for UTC",
        )
    right = _if_instant(f"{first}T{time}{offset}")
    if not offset:
        return Misread(
            f"'{shown}': '{clip(found['offset'])}' is not an offset from UTC",
            hint=f"write it in hours and minutes: {first}T{time}+04:00, or Z for UTC",
        )
    if not right:
        return Misread(f"'{shown}': no place is {clip(found['offset'])} away from UTC")
    if found["part"]:
        return Misread(f"'{shown}' has parts of a second, which are not used", right)
    return Misread(f"'{shown}' is not written in the one form that is read", right)


def _offset(written: str) -> str:
    """The offset in the form to write, or nothing if it is none."""
    if written.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    found = re.fullmatch(r"(?:UTC|GMT)?([+-])([0-9]{1,2}):?([0-9]{2})?", written.upper())
    return f"{found[1]}{found[2]:0>2}:{found[3] or '00'}" if found else ""


def _if_instant(text: str) -> str:
    return text if _is_instant(text) else ""
