"""Periods that run out or fall away: the days of a lapse, and what ends with the matter itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from csto_sim.record import Closing, When
from csto_sim.rules.periods import day_of
from csto_sim.world import Moment, Period


def last_day(period: Period) -> str:
    """Return the last day of a counted period, in the zone in which it was counted."""
    assert period.due is not None and period.counted is not None  # what lapses was counted
    return day_of(period.due[1], period.counted.zone).isoformat()


def next_day(period: Period) -> str:
    """Return the day on which it has lapsed: that of the second after its last moment."""
    assert period.due is not None and period.counted is not None  # what lapses was counted
    return day_of(period.due[1] + 1, period.counted.zone).isoformat()


def dated(when: When, period: Period) -> When:
    """Return the time of a lapse with its own day in the zone in which the period was counted."""
    assert period.counted is not None  # what lapses was counted
    return when._replace(day=day_of(when.latest, period.counted.zone).isoformat())


def of_its_own_law(under: tuple[str, ...], period: Period) -> tuple[str, ...]:
    """Return the texts on which a lapse rests: of the period's own provision the text under which
    it was counted, though another may be in force when it runs out."""
    own = period.under.partition("@")[0]
    return tuple(dict.fromkeys(period.under if id.partition("@")[0] == own else id for id in under))


def written(when: Moment) -> str:
    """Return a moment that the clock found, as an instant in UTC."""
    return datetime.fromtimestamp(when.latest, UTC).isoformat()


def fallen(
    case: str, state: str, periods: Iterable[Period], closes: Iterable[Closing]
) -> tuple[Closing, ...]:
    """Return how the other periods of a case end when it has come to a final state."""
    ended = {(closing.case, closing.name) for closing in closes}
    return tuple(
        Closing(case, period.name, "withdrawn", f"it is {state}")
        for period in periods
        if period.case == case and (case, period.name) not in ended
    )
