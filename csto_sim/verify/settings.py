"""What is chosen before anything happens: readings, rulebooks, and the days of acts.

A day varies as the file says, or by its `limits`: just before, at and after each moment at which
something falls due in some course. An act known by its day moves by days, one known by its instant
to the second before, the second itself and the one after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from csto_sim import organisation
from csto_sim.engine.beginning import OWN
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.rules.periods import day_of
from csto_sim.scenario.model import Scenario, ScenarioAct, Time, Variation
from csto_sim.scenario.variation import LIMITS
from csto_sim.verify.slots import moved_to
from csto_sim.world import Terms

AS_IN_FILE = "as in the file"
#: What is chosen before anything happens.
BEFORE = ("reading", "rulebook", "day")

#: The days of each entry whose day varies, by its number.
Days = Mapping[int, tuple[str, ...]]


class Setting(NamedTuple):
    """One choice of all that is chosen before: the scenario and its terms, and with what weight.

    `chosen` are kind, what of, value, and whether the file has it so.
    """

    scenario: Scenario
    terms: Terms
    chosen: tuple[tuple[str, str, str, bool], ...] = ()
    weight: Fraction = Fraction(1)


def settings_of(scenario: Scenario, terms: Terms, days: Days) -> tuple[Setting, ...]:
    """Return every setting of a scenario, one at least."""
    varied = [each for each in scenario.vary if each.kind in BEFORE]
    weighed = any(each.weights for each in scenario.vary)
    found = []
    for values in product(*(_values(each, days) for each in varied)):
        setting = Setting(scenario, terms)
        for each, value in zip(varied, values, strict=True):
            setting = _with(setting, scenario, each, value)
            if weighed:
                of = _values(each, days)
                share = each.weights[of.index(value)] if each.weights else Fraction(1, len(of))
                setting = setting._replace(weight=setting.weight * share)
        found.append(setting)
    return tuple(found)


def _with(setting: Setting, scenario: Scenario, each: Variation, value: str) -> Setting:
    story, terms = setting.scenario, setting.terms
    if each.kind == "reading":
        as_in_file = scenario.readings.get(each.case) == value
        terms = terms._replace(readings=terms.readings.plus(each.case, value))
    elif each.kind == "rulebook":
        decided_by = "" if value == OWN else value
        as_in_file = terms.rulebook == decided_by
        terms = terms._replace(rulebook=decided_by)
    else:
        zone = zone_for(terms)
        act = entry(scenario, each.act)
        time = timed(act.time, value, zone)
        as_in_file = time == act.time
        if not as_in_file:
            story = moved_to(story, each.act, time, zone)
    chosen = (each.kind, each.case or str(each.act), value, as_in_file)
    return Setting(story, terms, (*setting.chosen, chosen), setting.weight)


def _values(each: Variation, days: Days) -> tuple[str, ...]:
    if each.kind != "day":
        return each.values
    found = days[each.act]
    return (AS_IN_FILE,) if found == (LIMITS,) else found


def entry(scenario: Scenario, origin: int) -> ScenarioAct:
    """Return the first act of an entry of the file."""
    return next(act for act in scenario.acts if act.origin == origin)


def first_days(scenario: Scenario) -> Days:
    """Return the days of each entry whose day varies, as the file says them."""
    return {each.act: each.values for each in scenario.vary if each.kind == "day"}


def with_limits(scenario: Scenario, terms: Terms, days: Days, dues: set[int]) -> Days:
    """Return the days with those around what falls due, for entries that vary by their limits.

    `dues` are last lawful moments, in seconds since 1970 in UTC.
    """
    zone = zone_for(terms)
    found = dict(days)
    for each in scenario.vary:
        if each.kind == "day" and each.values == (LIMITS,):
            time = entry(scenario, each.act).time
            near = dict.fromkeys((AS_IN_FILE, *_near(scenario, time, zone, dues)))
            if isinstance(time.low, str):
                near.pop(time.low, None)
            found[each.act] = tuple(near)
    return found


def _near(scenario: Scenario, time: Time, zone: str, dues: set[int]) -> Iterator[str]:
    since, until = moment_of(scenario.since, zone), moment_of(scenario.until, zone)
    for due in sorted(dues):
        if isinstance(time.low, str):
            last = day_of(due, _counting(zone))
            days = [(last + timedelta(days=n)).isoformat() for n in (-1, 0, 1)]
            yield from (day for day in days if since.day <= day <= until.day)
        else:
            seconds = (due - 1, due, due + 1)
            yield from (_written(s) for s in seconds if since.earliest <= s <= until.latest)


def timed(time: Time, value: str, zone: str) -> Time:
    """Return when an act is done that is done on another day, or at another instant.

    An act known by its instant keeps its time of day in the zone in which days are counted.
    """
    if value == AS_IN_FILE or value == time.low:
        return time
    if "T" in value:
        second = int(datetime.fromisoformat(value).timestamp())
        return Time(value, second, second)
    if isinstance(time.low, str):
        return Time(value, value, value)
    days = (date.fromisoformat(value) - day_of(time.low, _counting(zone))).days
    if not days:
        return time
    second = time.low + days * 86_400
    return Time(_written(second), second, second)


def _written(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")


def _counting(zone: str) -> str:
    # Where the Chair's capital counts, an act is moved by the clock of Moscow.
    return "Europe/Moscow" if zone.startswith("chair ") else zone


def members_of(scenario: Scenario, terms: Terms) -> tuple[str, ...]:
    """Return who is a member in full standing on some day on which something is done."""
    if terms.members:
        return tuple(sorted(terms.members))
    zone = zone_for(terms)
    times = [scenario.since, scenario.until, *(act.time for act in scenario.acts)]
    chosen = dict(terms.readings)
    found: set[str] = set()
    for day in {moment_of(time, zone).day for time in times}:
        found |= {*organisation.roster(date.fromisoformat(day), chosen).members}
    return tuple(sorted(found))
