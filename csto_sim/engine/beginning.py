"""The first world of a run, and what in it looks at what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from csto_sim.rules.enacted import ENACTING
from csto_sim.scenario.model import Scenario
from csto_sim.scene import LINKS
from csto_sim.world import Case, Facts, Moment, Terms, World

#: The word for the Organization's own rules, where a rulebook is named.
OWN = "csto"


def start(cases: dict[str, Case], now: Moment, terms: Terms) -> World:
    """Return the first world of a run: the cases in their first states, nothing running.

    `dependents` is worked out once from what each procedure says that its cases look at.
    """
    return World(now, Facts(cases), (), terms, _dependents(tuple(cases.values())))


def terms_of(
    scenario: Scenario,
    readings: Mapping[str, str] | None = None,
    mode: str | None = None,
    law_of: str = "",
    rulebook: str = "",
) -> Terms:
    """Return what is fixed for a run of a scenario: as its file has it, but for what is given.

    `readings` are options by full id, laid over those of the file; `mode` is strict or practice;
    `law_of` is the ISO day whose law governs every act, '' for that of the day of each;
    `rulebook` is the id of the rules of another organisation, `csto` for the own ones.
    """
    chosen = scenario.readings.merged(readings) if readings else scenario.readings
    decided_by = rulebook or scenario.rulebook
    return Terms(
        chosen,
        mode or scenario.mode,
        scenario.members,
        "" if decided_by == OWN else decided_by,
        law_of,
        scenario.mapping,
    )


@lru_cache(maxsize=256)
def _dependents(given: tuple[Case, ...]) -> Facts:
    # Kept for the next run: in a sweep, scenarios of the same cases differ in their acts.
    from csto_sim.procedures import procedures

    tables = procedures()
    cases = {case.id: case for case in given}
    dependents: dict[str, list[str]] = {}
    replacing: dict[str, list[str]] = {}
    for case in given:
        if case.procedure == "decision" and case.facts.get("replaces"):
            replacing.setdefault(case.facts["replaces"], []).append(case.id)
    for case in given:
        seen = list(dict.fromkeys(tables[case.procedure].looks_at(case, cases)))
        for id in seen:
            # What takes the place of a decision comes into view with it (lifecycle.replacement).
            seen += [other for other in replacing.get(id, ()) if other not in seen]
            if id in cases and id != case.id:
                dependents.setdefault(id, []).append(case.id)
        dependents.setdefault(f"procedure: {case.procedure}", []).append(case.id)
        for entry in case.facts.get("enacts", ()):
            dependents.setdefault(ENACTING, []).append(case.id)
            dependents.setdefault(f"enacts: {entry['provision']}", []).append(case.id)
            for reading in entry.get("settles", ()):
                dependents.setdefault(f"settles: {reading}", []).append(entry["provision"])
        for link in LINKS:
            if link in case.facts:
                dependents.setdefault(f"{link}: {case.facts[link]}", []).append(case.id)
    return Facts({id: tuple(dict.fromkeys(names)) for id, names in dependents.items()})
