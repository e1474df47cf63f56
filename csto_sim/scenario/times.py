"""Times of a scenario: a day, an instant, a stretch between two, or so much after the act before.

A day is kept as a day: which seconds it covers depends on the zone in which days are counted, and
that is a reading. So two times are compared by their seconds where both are instants, and by their
days as written where one is a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from csto_sim.errors import Complaints, clip
from csto_sim.scenario.model import Time
from csto_sim.scenario.zones import SAME_FORM, reversed_in, told_in
from csto_sim.shapes import moments
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Day, Instant

RELATIVE = r"\+(?:[0-9]{1,4}w)?(?:[0-9]{1,5}d)?(?:[0-9]{1,6}h)?(?:[0-9]{1,7}min)?(?:[0-9]{1,8}s)?"
_RELATIVE = re.compile(
    r"\+(?:(\d{1,4})w)?(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})min)?(?:(\d{1,8})s)?", re.ASCII
)
_MONTH = re.compile(r"(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")
A_RELATIVE = "a time after the act before, such as +2d, +3h, +1w or +3d1s"


class Span(NamedTuple):
    """A time with what is needed to compare it and to count from it.

    `first` and `last` are the days as written of its two ends; `zone` is the offset as written, or
    None when an end is a day.
    """

    time: Time
    first: str
    last: str
    zone: tzinfo | None


class After(NamedTuple):
    """A relative time: so many days and seconds after the act before, as written."""

    days: int
    seconds: int
    written: str


def of_day(text: str) -> Span:
    """Return the span of a day, `2009-06-14`. Raises `Misread`."""
    moments.day(text)
    return Span(Time(text, text, text), text, text, None)


def of_instant(text: str) -> Span:
    """Return the span of an instant with its offset. Raises `Misread`."""
    found = moments.instant(text)
    second = int(found.timestamp())
    return Span(Time(text, second, second), text[:10], text[:10], found.tzinfo)


def earlier(one: Span, other: Span) -> bool:
    """Whether `one` begins before `other` does; days are compared where one of them is a day."""
    a, b = one.time.low, other.time.low
    if isinstance(a, int) and isinstance(b, int):
        return a < b
    return one.first < other.first


def ends_later(one: Span, other: Span) -> bool:
    """Whether `one` ends after `other` does; days are compared where one of them is a day."""
    a, b = one.time.high, other.time.high
    if isinstance(a, int) and isinstance(b, int):
        return a > b
    return one.last > other.last


def counted(after: After, start: Span) -> Span | str:
    """Return the span so long after another, or a sentence on why it cannot be counted."""
    if after.seconds and start.zone is None:
        return f"'{after.written}' counts hours, and the act before is known only by its day"
    try:
        if start.zone is None:
            low, high = (_day_after(end, after.days) for end in (start.first, start.last))
            written = low if low == high else f"between {low} and {high}"
            return Span(Time(written, low, high), low, high, None)
        length = after.days * 86_400 + after.seconds
        ends = [
            _instant_after(end, length, start.zone) for end in (start.time.low, start.time.high)
        ]
    except (OverflowError, ValueError):
        return f"'{after.written}' leads out of the years that are read (1900 to 2199)"
    (one, first), (two, last) = ends
    written = first if one == two else f"between {first} and {last}"
    return Span(Time(written, one, two), first[:10], last[:10], start.zone)


def _day_after(day: str, days: int) -> str:
    return moments.day((date.fromisoformat(day) + timedelta(days)).isoformat()).isoformat()


def _instant_after(second: int | str, length: int, zone: tzinfo) -> tuple[int, str]:
    assert isinstance(second, int)  # a span with a zone has instants at both ends
    end = datetime.fromtimestamp(second, UTC) + timedelta(seconds=length)
    local = end.astimezone(zone)
    form = "seconds" if local.second else "minutes"
    written = local.isoformat(timespec=form).replace("+00:00", "Z")
    return second + length, moments.instant(written).isoformat(timespec=form).replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class DayOrInstant(Kind):
    """A day or an instant, read as a `Span` (or as a `Time` when `bare`)."""

    bare: bool = False

    def expected(self) -> str:
        """The two forms."""
        return f"{moments.A_DAY}; or {moments.AN_INSTANT}"

    def likeness(self, node: Node) -> float:
        """As a day or an instant."""
        return max(Day().likeness(node), Instant().likeness(node))

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The span, or None after a complaint (CSTO-205 or 206)."""
        if node.kind == "scalar" and isinstance(node.value, str):
            text = node.value
            try:
                span = of_instant(text) if ":" in text or "T" in text else of_day(text)
            except moments.Misread:
                kind = Instant() if ":" in text or "T" in text else Day()
                kind.read(node, complaints)
                return None
            return span.time if self.bare else span
        if node.kind != "faulty":
            Day().read(node, complaints) if node.kind == "scalar" else self.wrong(node, complaints)
        return None

    def schema(self, defs: Defs) -> Schema:
        """Either."""
        return {"anyOf": [Day().schema(defs), Instant().schema(defs)]}


SPAN = DayOrInstant()
MOMENT = DayOrInstant(bare=True)


class When(Kind):
    """When an act happened: a day, an instant, `{between: [a, b]}`, or relative such as `+2d`."""

    __slots__ = ()

    def expected(self) -> str:
        """The four forms."""
        return (
            "a day (2009-06-14), an instant (2009-06-14T10:00+04:00), {between: [a, b]}, "
            "or +2d after the act before"
        )

    def likeness(self, node: Node) -> float:
        """As a day or an instant."""
        return SPAN.likeness(node)

    def read(self, node: Node, complaints: Complaints) -> Span | After | None:
        """The time, or None after a complaint."""
        if node.kind == "scalar":
            text = node.written
            if text.startswith("+"):
                return self._relative(node, text, complaints)
            if _MONTH.fullmatch(text):
                self._month(node, text, complaints)
                return None
            found: Span | None = SPAN.read(node, complaints)
            return found
        if node.kind == "mapping":
            return self._between(node, complaints)
        if node.kind != "faulty":
            hint = ""
            if node.kind == "sequence" and len(node.value) == 2:
                hint = "{between: [" + ", ".join(clip(item.written) for item in node.items()) + "]}"
            self.wrong(node, complaints, hint)
        return None

    def _relative(self, node: Node, text: str, complaints: Complaints) -> After | None:
        found = _RELATIVE.fullmatch(text)
        if found is None or not any(found.groups()):
            message = f"'{clip(text)}' is not a relative time"
            hint = f"{text}d" if text[1:].isdigit() else "w, d, h, min and s, in this order"
            complaints.add(node.complaint("CSTO-211", message, expected=A_RELATIVE, hint=hint))
            return None
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return After(weeks * 7 + days, hours * 3600 + minutes * 60 + seconds, text)

    def _month(self, node: Node, text: str, complaints: Complaints) -> None:
        year, month = int(text[:4]), int(text[5:] or 1)
        days = f"{text}-{monthrange(year, month)[1]}" if text[5:] else f"{text}-12-31"
        message = f"'{text}' is a {'month' if text[5:] else 'year'}, not a day"
        hint = f"{{between: [{text}{'' if text[5:] else '-01'}-01, {days}]}}"
        complaints.add(node.complaint("CSTO-205", message, expected=self.expected(), hint=hint))

    def _between(self, node: Node, complaints: Complaints) -> Span | None:
        ends = node.get("between")
        if ends is None and node.hides_keys():
            return None  # complained of already
        if ends is None or len(node.value) != 1:
            self.wrong(node, complaints, "{between: [2009-06-14, 2009-06-16]}")
            return None
        if ends.kind != "sequence" or len(ends.value) != 2:
            if ends.kind != "faulty":
                message = f"found {ends.describe()}"
                expected = "two days or instants, [first, last]"
                complaints.add(ends.complaint("CSTO-208", message, expected=expected))
            return None
        one, two = (SPAN.read(item, complaints) for item in ends.items())
        if one is None or two is None:
            return None
        zone = reversed_in(one, two)
        if zone is not None:
            verb = "ends" if zone else "comes"
            message = f"{two.time.written} {verb} before {one.time.written}{told_in(zone)}"
            hint = SAME_FORM if zone else f"{{between: [{two.time.written}, {one.time.written}]}}"
            complaints.add(ends.complaint("CSTO-311", message, hint=hint))
            return None
        written = f"between {one.time.written} and {two.time.written}"
        offset = one.zone if two.zone is not None else None
        return Span(Time(written, one.time.low, two.time.high), one.first, two.last, offset)

    def schema(self, defs: Defs) -> Schema:
        """Any of the four."""
        end = SPAN.schema(defs)
        between = {
            "type": "object",
            "required": ["between"],
            "additionalProperties": False,
            "properties": {
                "between": {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
            },
        }
        relative = {"type": "string", "pattern": rf"^{RELATIVE}$", "minLength": 3}
        if "when" not in defs:
            defs["when"] = (self, {"anyOf": [*end["anyOf"], relative, between]})
        return {"$ref": "#/$defs/when"}


WHEN = When()
