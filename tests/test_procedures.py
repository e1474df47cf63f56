"""Every procedure by its shipped scenarios, and by what can be made of them by changing acts.

A scenario of a procedure is also a seed: acts are left out, done twice, done by others or on other
days, under other readings. Whatever comes of it, the table has at most one open row, and the claims
that stand beside it are true.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import pytest
from building import OFTEN, fired, moved, options_of, play, waiting, world_of
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.engine.motion import advance
from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.world import NO_FACTS, World

TABLES = procedures()
BY_NAME = pytest.mark.parametrize("name", sorted(TABLES))
ACTORS = ("", "ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB", "CHAIR", "SG", "SECRETARIAT", "CMFA")
#: What the scenarios of each procedure have to show, by their tags.
SHOWN = ("succeeds", "blocked", "limit")
#: The procedures that others rest on: that every row of theirs is taken is held by the stories of
#: test_motion.
SHARED = ("convening", "decision", "instrument", "meeting")


@cache
def scenarios(procedure: str) -> tuple[Scenario, ...]:
    """The shipped scenarios that have a case of a procedure."""
    return tuple(each for each in _all() if any(case.procedure == procedure for case in each.cases))


@cache
def _all() -> tuple[Scenario, ...]:
    paths = (shipped.find(name) for name in shipped.names())
    return tuple(load(path) for path in paths if path is not None)


@cache
def _record(number: int) -> Record:
    return play(_all()[number], _all()[number].readings)


def records() -> Iterator[tuple[Scenario, Record]]:
    """Each shipped scenario with its record, made while the engine is watched."""
    for number, scenario in enumerate(_all()):
        yield scenario, _record(number)


@cache
def visited() -> dict[str, set[str]]:
    """The states that cases of each procedure are in, at any time, in the shipped scenarios."""
    found: dict[str, set[str]] = {name: set() for name in TABLES}
    for _, record in records():
        of = {outcome.case: outcome.procedure for outcome in record.outcomes}
        for outcome in record.outcomes:
            found[outcome.procedure] |= {TABLES[outcome.procedure].initial.word, outcome.state}
        for step in record.steps:
            if step.case:
                found[of[step.case]] |= {step.source, step.target}
    return found


@cache
def taken() -> set[tuple[str, str, str, str]]:
    """The rows taken in shipped scenarios: procedure, act, source, target."""
    found = set()
    for _, record in records():
        of = {outcome.case: outcome.procedure for outcome in record.outcomes}
        for step in record.steps:
            if step.case and not step.refused:
                found.add((of[step.case], step.act, step.source, step.target))
    return found


@BY_NAME
def test_every_state_is_reached_in_a_shipped_scenario(name: str) -> None:
    assert {state.word for state in TABLES[name].states} - visited()[name] == set()


@pytest.mark.parametrize("name", sorted(set(TABLES) - set(SHARED)))
def test_every_row_is_taken_in_a_shipped_scenario(name: str) -> None:
    never = [
        (row.act, row.says)
        for row in TABLES[name].steps
        if not any((name, row.act, s.word, (row.target or s).word) in taken() for s in row.sources)
    ]
    assert never == []


@BY_NAME
def test_a_procedure_is_shown_to_succeed_to_be_blocked_and_at_its_limit(name: str) -> None:
    folder = shipped.scenarios_folder() / name
    tags = {tag for path in folder.glob("*.yaml") for tag in load(path).tags}
    assert set(SHOWN) - tags == set()


# --- claims --------------------------------------------------------------------------------------


def worlds(scenario: Scenario) -> Iterator[World]:
    """The worlds of a scenario: the first, that after each act, and the last."""
    world = world_of(scenario, scenario.readings)
    yield world
    for _, after, _ in fired(world, scenario.acts):
        world = after
        yield world
    until = moved(scenario.until, world.terms)
    yield advance(world, until)[0]


CLAIMS = [
    pytest.param(table, claim, id=f"{table.name}: {claim.kind} {claim.says}")
    for table in TABLES.values()
    for claim in table.claims
]


@pytest.mark.parametrize(("table", "claim"), CLAIMS)
def test_a_claim_is_true_of_the_shipped_scenarios(table: Procedure, claim: object) -> None:
    kind, of = claim.kind, claim.of  # type: ignore[attr-defined]
    answers = [
        bool(of(world, case))
        for scenario in scenarios(table.name)
        for world in worlds(scenario)
        for case in world.cases.values()
        if case.procedure == table.name
    ]
    assert answers
    assert all(answers) if kind == "always" else any(answers)


# --- what can be made of a scenario --------------------------------------------------------------


def changed(scenario: Scenario, seed: int) -> tuple[Scenario, dict[str, str]]:
    """A scenario with some acts left out, repeated, or done by another, and other readings."""
    random = Random(seed)
    acts: list[ScenarioAct] = []
    for each in scenario.acts:
        chance = random.random()
        if chance < 0.12:
            continue
        if chance < 0.2:
            each = each._replace(by=random.choice(ACTORS))
        acts.append(each)
        if chance > 0.95:
            acts.append(each)
    if acts and random.random() < 0.3:
        # Any act of the procedure, at the moment of an act that there is.
        place = random.randrange(len(acts))
        case = random.choice(scenario.cases)
        table = TABLES[case.procedure]
        # A file cannot leave out a parameter that an act requires.
        free = [name for name in table.acts() if not any(p.required for p in table.params(name))]
        name, by = random.choice(sorted(free)), random.choice(ACTORS)
        other = acts[place]._replace(name=name, case=case.id, by=by, takes=NO_FACTS)
        acts.insert(place, other)
    numbered = tuple(each._replace(origin=n) for n, each in enumerate(acts))
    asked = sorted({id for case in scenario.cases for id in TABLES[case.procedure].readings})
    some = random.sample(asked, random.randint(0, min(6, len(asked))))
    readings = {id: random.choice(options_of(id)) for id in some}
    return scenario._replace(acts=numbered), dict(scenario.readings) | readings


@BY_NAME
@OFTEN
@given(data=st.data())
def test_claims_hold_and_one_row_is_open_whatever_is_changed(
    name: str, data: st.DataObject
) -> None:
    seeds = scenarios(name)
    scenario = seeds[data.draw(st.integers(0, len(seeds) - 1))]
    other, readings = changed(scenario, data.draw(st.integers(0, 2**32 - 1)))
    always = [claim for claim in TABLES[name].claims if claim.kind == "always"]
    world = world_of(other, readings)
    instruments = {case.id for case in other.cases if case.procedure == "instrument"}
    for _, after, steps in fired(world, other.acts):
        assert waiting(after) == []
        for case in after.cases.values():
            if case.procedure == name:
                for claim in always:
                    assert claim.of(after, case), claim.says
        for step in steps:
            if step.refused:
                assert step.source == step.target
                # Before 2009 a signature rests on no text that is known.
                known = step.case not in instruments or step.when.day > "2009-12-31"
                assert step.under or not known, f"no provision named: {step.act} by {step.by}"
