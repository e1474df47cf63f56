"""The day on which what a matter enacts comes to have effect, or ends, as a step of the record."""

from __future__ import annotations

from datetime import date

from csto_sim.engine.times import zone_for
from csto_sim.law.enacting import BY, words_of
from csto_sim.record import Step, When
from csto_sim.rules.clock import zone_of
from csto_sim.rules.enacted import ENACTING, in_effect
from csto_sim.rules.periods import day_bounds, day_of
from csto_sim.world import Case, Detail, Finding, World


def law_made(before: World, after: World, seq: int) -> list[Step]:
    """Return a step for each matter whose `enacts:` came to have effect between two worlds, or
    ceased to have it; `seq` is the number of the first."""
    steps: list[Step] = []
    for id in after.dependents.get(ENACTING, ()):
        was, now = _in_effect(before, id), _in_effect(after, id)
        if was != now:
            steps.append(_step(after, id, now, seq + len(steps)))
    return steps


def _in_effect(world: World, id: str) -> str:
    """The day since which what a matter enacts has effect, or ''."""
    case: Case = world.cases[id]
    since = in_effect(case)
    return since if since and since <= _today(world) else ""


def _today(world: World) -> str:
    """The day of a world. A lapse is weighed on its last day, and has happened on the next."""
    zone = zone_for(world.terms)
    named = zone_of("A", "") if zone.startswith("chair ") else zone
    return max(world.now.day, day_of(world.now.latest, named).isoformat())


def _step(world: World, id: str, since: str, seq: int) -> Step:
    case: Case = world.cases[id]
    entries = case.facts[ENACTING]
    under = tuple(dict.fromkeys(f"{entry['provision']}{BY}{id}" for entry in entries))
    begins, ends = (under, ()) if since else ((), under)
    told = tuple(_told(id, entry, since) for entry in entries) if since else ()
    finding = Finding("law.changes", True, under, (("begins", begins), ("ends", ends)), told)
    zone = zone_for(world.terms)
    named = zone_of("A", "") if zone.startswith("chair ") else zone
    today = _today(world)
    first = day_bounds(date.fromisoformat(today), named)[0]
    when = When(today, max(first, world.now.earliest), world.now.latest, today)
    return Step(seq, when, "law", "the law changes", "", "", "", "", under, finding, (), (id,))


def _told(id: str, entry: dict[str, str], since: str) -> Finding:
    provision = entry["provision"]
    facts: Detail = (("provision", provision), ("by_matter", id), ("since", since))
    if entry.get("ends"):
        return Finding("enacted.ends", True, (), facts)
    return Finding("enacted.begins", True, (), (*facts, ("rule", _bare(provision, entry))))


def _bare(provision: str, entry: dict[str, str]) -> str:
    """What the provision says now, as part of a sentence."""
    return words_of(provision, entry).removesuffix(".")
