"""From times as written to moments: which seconds a day covers depends on the zone of counting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache

from csto_sim import law, organisation
from csto_sim.rules.clock import zone_of
from csto_sim.rules.periods import day_bounds, day_of
from csto_sim.scenario.model import Time
from csto_sim.world import Moment, Terms

DAY_ZONE = "amb.day-zone"
HANDOVER = "amb.chair-handover"


def zone_for(terms: Terms) -> str:
    """Return the zone in which days are counted, or how to find the Chair's capital of a day.

    Which state chairs on a day is a reading too: `chair strict ` or `chair practice B`.
    """
    return _zone(terms.readings.get(DAY_ZONE), terms.mode, terms.readings.get(HANDOVER, ""))


@lru_cache(maxsize=64)
def _zone(chosen: str | None, mode: str, handover: str) -> str:
    option = chosen or law.readings()[DAY_ZONE].option({"mode": mode})
    return f"chair {mode} {handover}" if option == "B" else zone_of(option, "")


@lru_cache(maxsize=65536)
def moment_of(time: Time, zone: str) -> Moment:
    """Return the moment of a time as written: its bounds in UTC seconds and its day in a zone."""
    low = time.low if isinstance(time.low, int) else _bounds(time.low, zone)[0]
    high = time.high if isinstance(time.high, int) else _bounds(time.high, zone)[1]
    if isinstance(time.high, str):
        return Moment(low, high, time.high)
    return Moment(low, high, day_of(high, _real(zone, _utc_day(high))).isoformat())


def _bounds(day: str, zone: str) -> tuple[int, int]:
    found = date.fromisoformat(day)
    return day_bounds(found, _real(zone, found))


def _utc_day(second: int) -> date:
    return datetime.fromtimestamp(second, UTC).date()


def _real(zone: str, day: date) -> str:
    if not zone.startswith("chair "):
        return zone
    _, mode, chosen = zone.split(" ")
    handover = chosen or law.readings()[HANDOVER].option({"mode": mode, "day": day.isoformat()})
    term = organisation.chair(day, handover)
    return zone_of("B", term.state if term is not None else "")
