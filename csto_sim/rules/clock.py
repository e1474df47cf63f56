"""Which zone, unit and working days a period is counted in, by the readings, and the counting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from csto_sim import organisation
from csto_sim.record import When
from csto_sim.rules.chairing import holder_of, in_the_chair
from csto_sim.rules.periods import CAPITAL_ZONES, count, day_bounds, day_of
from csto_sim.scene import Scene
from csto_sim.world import Counted, Moment

SECRETARIAT_ZONE = CAPITAL_ZONES["RUS"]

#: What `amb.clock-unit` counts in, by option.
UNITS = {"A": "hours", "B": "calendar days", "C": "working days"}


def zone_of(option: str, chair: str) -> str:
    """Return the zone in which a day is counted under an option of `amb.day-zone`.

    A: the Secretariat's (Moscow); B: the capital of the Chair's state; C: UTC.
    """
    if option == "C":
        return "UTC"
    return CAPITAL_ZONES.get(chair, SECRETARIAT_ZONE) if option == "B" else SECRETARIAT_ZONE


def chair_of(scene: Scene) -> str:
    """Return the chairing state on the day of the act, or '' where nothing tells.

    A chairmanship of the scenario that is in office goes before what the data has.
    """
    matter = in_the_chair(scene)
    if matter is not None:
        return holder_of(matter)
    return _chair(scene.day, scene.reading("amb.chair-handover"))


@lru_cache(maxsize=4096)
def _chair(day: str, handover: str) -> str:
    term = organisation.chair(date.fromisoformat(day), handover)
    return term.state if term is not None else ""


def zone(scene: Scene) -> str:
    """Return the zone in which a day is counted for this act (`amb.day-zone`)."""
    option = scene.reading("amb.day-zone")
    return zone_of(option, chair_of(scene) if option == "B" else "")


def when_all(scene: Scene, days: Iterable[str]) -> When | None:
    """Return when the last of several days is over, if one lies beyond the act's own, else None.

    What an act completes together with earlier ones, of which one is known only by a stretch of
    time, has happened for certain when that stretch is over: between the act and its last day.
    """
    last = max(days, default="")
    earliest, _, day = scene.act.when
    if last <= day:
        return None
    counting = zone(scene)
    latest = day_bounds(date.fromisoformat(last), counting)[1]
    first = day_of(earliest, counting).isoformat()
    return When(f"between {first} and {last}", earliest, latest, last)


def three_days(scene: Scene, start: Moment, length: int = 3) -> Counted:
    """Return how a period of days from `start` is counted under the readings on the clock.

    Hours run from the hour (72 for three days); calendar and working days leave out day 0 and end
    with the last second of the last day (crisis-reg.3day; amb.clock-unit, amb.day-zone,
    amb.working-calendar, amb.date-only).
    """
    unit = UNITS[scene.reading("amb.clock-unit")]
    earliest, latest = start.earliest, start.latest
    if unit == "hours" and not start.exact:
        option = scene.reading("amb.date-only")
        if option == "A":
            earliest = latest
        elif option == "B":
            latest = earliest
    calendars = _calendars(scene) if unit == "working days" else ()
    return _counted(unit, length, (earliest, latest), zone(scene), calendars)


def until_day(scene: Scene, day: str, *, with_it: bool = True) -> Counted:
    """Return a period that ends with a day that was set, or just before that day begins."""
    counting = zone(scene)
    first, last = day_bounds(date.fromisoformat(day), counting)
    end = last if with_it else first - 1
    return Counted("none", 0, counting, "", day, (end, end), ())


def years(scene: Scene, length: int, start: Moment) -> Counted:
    """Return how a period of whole years from `start` is counted (a five-year term)."""
    return _counted("years", length, (start.earliest, start.latest), zone(scene), ())


def counted(scene: Scene, unit: str, length: int, start: Moment) -> Counted:
    """Return how a period is counted whose unit no reading leaves open.

    `unit` is one of `hours`, `calendar days`, `months`, `years`; hours run from the hour, the
    others to the end of the last day, in the zone of `amb.day-zone`. Raises ValueError for hours
    that make no whole days: `count` takes the length of a law in days.
    """
    if unit == "hours":
        length, rest = divmod(length, 24)
        if rest:
            raise ValueError("hours are counted by whole days of 24")
    return _counted(unit, length, (start.earliest, start.latest), zone(scene), ())


def _calendars(scene: Scene) -> tuple[str, ...]:
    option = scene.reading("amb.working-calendar")
    if option == "C":
        return scene.roster().members
    return (chair_of(scene) or "RUS",) if option == "B" else ("RUS",)


@lru_cache(maxsize=4096)
def _counted(
    unit: str, length: int, start: tuple[int, int], zone: str, calendars: tuple[str, ...]
) -> Counted:
    found = count(unit, length, start, zone, calendars)
    return Counted(
        found.unit,
        found.length,
        found.zone,
        found.calendar,
        found.first_counted,
        found.last_moment,
        found.skipped,
    )
