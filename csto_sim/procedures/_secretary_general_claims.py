"""What is claimed of the office of Secretary General in every course of events."""

from __future__ import annotations

from csto_sim.procedure import BESIDE, Claimed
from csto_sim.procedures._secretary_general_acts import State
from csto_sim.procedures._secretary_general_turn import HOLDING, OFFICE
from csto_sim.world import Case, World


def one_holder(world: World, _case: Case) -> bool:
    """Whether at most one matter has somebody in the office."""
    holding = [
        case for case in world.cases.values() if case.procedure == OFFICE and case.state in HOLDING
    ]
    return len(holding) <= 1


def by_the_council(world: World, case: Case) -> Claimed:
    """Whether whoever holds the office was appointed by the Council, or was there before."""
    if case.state not in HOLDING or case.facts.get("register"):
        return BESIDE
    decision = world.case(case.facts.get("decision", ""))
    return decision is not None and bool(decision.facts.get("adopted"))


def released_when_asked(_world: World, case: Case) -> Claimed:
    """Whether nobody is released whose release was not asked for."""
    return BESIDE if not case.facts.get("released") else bool(case.facts.get("asked"))


def acting_only_in_a_vacancy(world: World, case: Case) -> Claimed:
    """Whether a deputy acts only while nobody holds the office."""
    if case.state != State.DEPUTY_ACTS.word:
        return BESIDE
    return not any(
        each.procedure == OFFICE and each.state in HOLDING for each in world.cases.values()
    )
