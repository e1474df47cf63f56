"""The tables hold together: every name in them exists, and what they say of themselves is true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import csto_sim
from csto_sim import law
from csto_sim.procedure import OF_ITSELF, TIME, Procedure
from csto_sim.procedures import procedures

PACKAGE = Path(csto_sim.__file__).parent
TABLES = list(procedures().values())
BY_NAME = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def constants(*folders: str) -> set[str]:
    """Every string that stands in the code of some rooms."""
    found = set()
    for folder in folders:
        for path in (PACKAGE / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


@BY_NAME
def test_every_provision_that_a_table_cites_exists(table: Procedure) -> None:
    cited = {id for step in table.steps for id in step.under} | set(table.relies_on)
    assert {id for id in cited if law.provision(id) is None} == set()


@BY_NAME
def test_every_reading_that_a_table_names_exists(table: Procedure) -> None:
    assert set(table.readings) <= set(law.readings())


def test_the_readings_that_take_effect_are_those_that_the_tables_name() -> None:
    asked = {word for word in constants("procedures", "rules", "engine") if word.startswith("amb.")}
    asked &= set(law.readings())  # module texts name families such as amb.clock-*
    named = {id for table in TABLES for id in table.readings}
    chosen_by = {id for each in law.provisions() for text in each.texts for id in text.chosen_by}
    roster = {"amb.readmission", "amb.self-suspension"}
    assert asked - named <= roster
    assert named <= asked | chosen_by


@BY_NAME
def test_no_row_leads_out_of_a_final_state(table: Procedure) -> None:
    leaving = [step for step in table.steps for source in step.sources if source in table.final]
    assert leaving == []


@BY_NAME
def test_every_state_can_be_entered_and_is_described(table: Procedure) -> None:
    entered = {step.target for step in table.steps} | {table.initial}
    assert set(table.states) <= entered
    assert all(len(state.value) > 10 for state in table.states)


@BY_NAME
def test_an_otherwise_row_stands_below_the_rows_that_it_completes(table: Procedure) -> None:
    for number, step in enumerate(table.steps):
        if step.otherwise:
            for source in step.sources:
                same = [
                    place
                    for place, other in enumerate(table.steps)
                    if other.act == step.act and source in other.sources
                ]
                above = [place for place in same if place < number]
                below = [place for place in same if place > number]
                assert above, (step.act, source)
                assert not below, (step.act, source)


@BY_NAME
def test_two_rows_of_one_act_and_state_have_guards_that_can_tell_them_apart(
    table: Procedure,
) -> None:
    seen: dict[tuple[str, object], list[object]] = {}
    for step in table.steps:
        for source in step.sources:
            seen.setdefault((step.act, source), []).append(step)
    for (act, _), rows in seen.items():
        if len(rows) > 1 and act:
            assert all(row.provided is not None or row.otherwise for row in rows), act  # type: ignore[attr-defined]


@BY_NAME
def test_every_table_pairs_an_always_with_a_sometimes(table: Procedure) -> None:
    assert {claim.kind for claim in table.claims} >= {"always", "sometimes"}


@BY_NAME
def test_what_follows_of_itself_has_a_guard_and_no_parameters(table: Procedure) -> None:
    for step in table.steps:
        if step.by is OF_ITSELF:
            assert step.act == ""
            assert step.provided is not None
        if step.by in (OF_ITSELF, TIME):
            assert step.takes == ()


@BY_NAME
def test_every_parameter_says_its_domain(table: Procedure) -> None:
    kinds = {
        "word", "words", "state", "states", "actor", "body", "matter", "matters", "meeting",
        "day", "moment", "text", "texts", "number", "yes/no", "provision",
        "actors", "party", "parties", "enactments", "decided enactments",
    }  # fmt: skip
    params = [*table.fields, *(param for step in table.steps for param in step.takes)]
    for param in params:
        assert param.kind in kinds
        assert bool(param.choices) == (param.kind in ("word", "words"))
        assert param.help
