"""The zones in which a scenario's days can be counted, and spans that one of them would turn round.

Which seconds a day covers is a reading, `amb.day-zone`. A span from an instant to a day, or from a
day to an instant, must end after it begins whichever option a run takes.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from csto_sim import law, organisation
from csto_sim.rules.clock import zone_of
from csto_sim.rules.periods import day_bounds

if TYPE_CHECKING:
    from csto_sim.scenario.times import Span


@lru_cache(maxsize=4096)
def zones(day: date) -> tuple[str, ...]:
    """Return every zone (IANA name) in which that day can be counted.

    One for each option of `amb.day-zone`, and for the Chair's capital one for each option of
    `amb.chair-handover`.
    """
    known = law.readings()
    chairs = [organisation.chair(day, each) for each in known["amb.chair-handover"].options]
    return tuple(
        dict.fromkeys(
            zone_of(option, chair.state if chair is not None else "")
            for option in known["amb.day-zone"].options
            for chair in chairs
        )
    )


def reversed_in(since: Span, until: Span) -> str | None:
    """Return where a span from the start of one to the end of another ends before it begins.

    A zone in which it does so; '' where it does so as written; None where it does not.
    """
    low, high = since.time.low, until.time.high
    if isinstance(low, int) and isinstance(high, int):
        return "" if low > high else None
    if since.first > until.last:
        return ""
    if isinstance(low, int):
        last = date.fromisoformat(until.last)
        return next((zone for zone in zones(last) if low > day_bounds(last, zone)[1]), None)
    if isinstance(high, int):
        first = date.fromisoformat(since.first)
        return next((zone for zone in zones(first) if high < day_bounds(first, zone)[0]), None)
    return None


def told_in(zone: str) -> str:
    """Return the end of the sentence that says where a span ends before it begins."""
    return f" where days are counted by the clock of {zone} (amb.day-zone)" if zone else ""


SAME_FORM = "write both ends as days, or both as instants"
