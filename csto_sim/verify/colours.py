"""What law and history tell of members on the days of a scenario, by which they differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from csto_sim import law, organisation
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario
from csto_sim.world import Terms

_ABSENT = "amb.chair-absent"


def counts_up_to(scenario: Scenario, terms: Terms) -> int | None:
    """Return the number above which no rule of the scenario counts members; None where one does."""
    days = _days(scenario, terms)
    highest = 1
    for each in scenario.cases:
        tells = procedures()[each.procedure].tells_apart
        for day in days:
            found = tells(each.facts, terms, day) if tells is not None else None
            if found is None:
                return None
            highest = max(highest, found)
    enacts = any(each.facts.get("enacts") for each in scenario.cases)
    return None if enacts else highest


def colours(
    scenario: Scenario, terms: Terms, members: tuple[str, ...], named: frozenset[str]
) -> dict[str, Hashable]:
    """Return for each member what law, history and a question by name say of it."""
    days = _days(scenario, terms)
    marked = named | _in_the_chair(days, members)
    rotates = any(_option(_ABSENT, terms, day) == "C" for day in days)
    order = organisation.russian_order()
    found: dict[str, Hashable] = {}
    for member in members:
        if member in marked:
            found[member] = member
            continue
        seats = tuple(_seat(member, day, bool(terms.members)) for day in days)
        place = order.index(member) if rotates and member in order else -1
        standing: tuple[str, ...] = ()
        if not terms.members:
            standing = tuple(organisation.status(member, date.fromisoformat(day)) for day in days)
            if len(set(standing)) > 1 or _changes(member):
                found[member] = member
                continue
        found[member] = (seats, standing, place)
    return found


def _days(scenario: Scenario, terms: Terms) -> tuple[str, ...]:
    """The ISO days on which something is done, and the ends of the scenario."""
    zone = zone_for(terms)
    times = [scenario.since, scenario.until, *(act.time for act in scenario.acts)]
    return tuple(sorted({moment_of(time, zone).day for time in times}))


def _seat(member: str, day: str, supposed: bool) -> str:
    found = organisation.seat(member, date.fromisoformat(day))
    # As credentials have it: of a supposed member nothing is told of its constitution.
    return "head of state" if supposed and found == "none" else found


def _option(id: str, terms: Terms, day: str) -> str:
    chosen = terms.readings.get(id)
    return str(chosen or law.readings()[id].option({"day": day, "mode": terms.mode}))


def _in_the_chair(days: Iterable[str], members: tuple[str, ...]) -> frozenset[str]:
    """The members that chair on these days or the day before, by either reading, or come next."""
    order = organisation.russian_order()
    found: set[str] = set()
    for day in days:
        for handover in law.readings()["amb.chair-handover"].options:
            for at in (date.fromisoformat(day), date.fromisoformat(day) - timedelta(days=1)):
                term = organisation.chair(at, handover)
                if term is None:
                    continue
                found.add(term.state)
                if term.state in order:
                    place = order.index(term.state) + 1
                    turn = (*order[place:], *order[:place])
                    found.update([code for code in turn if code in members][:1])
    return frozenset(found)


@lru_cache(maxsize=64)
def _changes(member: str) -> bool:
    """Whether a reading makes another standing of a state on some day."""
    every: Mapping[str, Iterable[str]] = {
        id: law.readings()[id].options for id in ("amb.readmission", "amb.self-suspension")
    }
    lines = {
        tuple(
            (change.day, change.status)
            for change in organisation.membership_changes({id: option})
            if change.code == member
        )
        for id, options in every.items()
        for option in options
    }
    return len(lines) > 1
