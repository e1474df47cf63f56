"""Claims are verified on everything that can happen, and what breaks one is shown by a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from building import OFTEN
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from test_explore import courses_of, stories, told

from csto_sim import shipped
from csto_sim.checked import FAILS, HOLDS, INCONCLUSIVE, Checked, Fault
from csto_sim.cli.program import program
from csto_sim.engine.machines import compiled
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.procedure import BESIDE, Claim, always, eventually, sometimes
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Condition, Scenario, ScenarioClaim
from csto_sim.scenario.writing import written
from csto_sim.verify.arena import Reached, reach, reach_in_order
from csto_sim.verify.arenas import Arena, arenas_of, sizes
from csto_sim.verify.claims import check
from csto_sim.verify.tables import verify

ALL = tuple(procedures())


@cache
def everything() -> tuple[tuple[Checked, ...], tuple[Fault, ...], dict[str, int]]:
    return verify(arenas_of(ALL), ALL, sound=True)


# --- the claims of the procedures ----------------------------------------------------------------


def test_every_claim_of_every_procedure_holds_in_every_world_of_its_arenas() -> None:
    checked, _, _ = everything()
    assert len(checked) == sum(len(table.claims) for table in procedures().values())
    assert [(each.of, each.says) for each in checked if each.verdict != HOLDS] == []


def test_the_number_of_worlds_of_each_arena_is_the_one_that_is_kept() -> None:
    _, _, found = everything()
    kept = {name: number for known in sizes().values() for name, number in known.items()}
    assert found == kept


@pytest.mark.parametrize("name", ALL)
def test_every_procedure_has_an_arena_of_its_own_folder(name: str) -> None:
    own = [arena for known in sizes().values() for arena in known if arena.startswith(f"{name}/")]
    assert len(own) >= 3


def small(number: int) -> Reached:
    names = [name for name, worlds in sizes()["in any order"].items() if 1 < worlds < 300]
    path = shipped.find(names[number % len(names)])
    assert path is not None
    return reach(load(path), 400)


@OFTEN
@given(st.integers(0, 500), st.integers(0, 10**6))
def test_the_way_to_a_world_is_a_scenario_that_runs_to_it(arena: int, number: int) -> None:
    reached = small(arena)
    number %= len(reached.worlds)
    story = reached.story(number, "found")
    record = run(loads(written(story)))
    states = {each.case: each.state for each in record.outcomes}
    assert states == {case.id: case.state for case in reached.worlds[number].cases.values()}


@OFTEN
@given(st.integers(0, 500), st.integers(0, 10**6))
def test_leaving_out_acts_in_their_order_is_a_part_of_any_order(arena: int, number: int) -> None:
    """What comes of some acts in their order comes of acts in any order too."""
    free = small(arena)
    ordered = reach_in_order(free.scenario, 400)
    if not ordered.closed:
        return
    last = ordered.worlds[number % len(ordered.worlds)]
    states = {world.cases for world in map(_states, free.worlds)}
    assert _states(last).cases in states


def _states(world: Any) -> Any:
    return world._replace(
        cases=tuple((case.id, case.state) for case in world.cases.values()), periods=(), now=None
    )


# --- claims that do not hold ---------------------------------------------------------------------


@pytest.fixture
def claiming(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the decision other claims for a while."""
    tables: Any = procedures()

    def give(*claims: Claim) -> tuple[Checked, ...]:
        changed = dataclasses.replace(tables["decision"], claims=claims)
        monkeypatch.setitem(tables, "decision", changed)
        path = shipped.find("decision/one-absent-member")
        assert path is not None
        return verify([Arena("one", load(path))], ("decision",))[0]

    return give


def test_a_claim_that_is_broken_is_shown_by_the_shortest_way(claiming: Any) -> None:
    (found,) = claiming(
        always("a draft never waits", lambda _world, case: case.state != "awaiting cure")
    )
    assert found.verdict == FAILS
    assert [act.name for act in found.example.scenario.acts] == ["open", *["attend"] * 5, *[
        "consent"
    ] * 5, "decide"]  # fmt: skip
    outcome = run(found.example.scenario).outcome("plan")
    assert outcome is not None
    assert outcome.state == "awaiting cure"


def test_a_claim_without_a_case_is_vacuous(claiming: Any) -> None:
    plain, beside, never = claiming(
        always("true of all", lambda _world, _case: True),
        always("asked of none", lambda _world, _case: BESIDE),
        sometimes("never seen", lambda _world, case: case.state == "superseded"),
    )
    assert (plain.verdict, plain.vacuous) == (HOLDS, False)
    assert (beside.verdict, beside.vacuous, beside.premise) == (HOLDS, True, 0)
    assert never.verdict == FAILS


def test_what_need_not_come_is_shown_by_a_way_on_which_it_does_not(claiming: Any) -> None:
    waits, is_there = claiming(
        eventually("it is put to decision", lambda _world, case: case.state != "drafted"),
        eventually("it exists", lambda _world, _case: True),
    )
    assert waits.verdict == FAILS
    assert all(act.case != "plan" for act in waits.example.scenario.acts)
    assert is_there.verdict == HOLDS


def test_what_is_stopped_by_a_limit_is_inconclusive() -> None:
    path = shipped.find("decision/one-absent-member")
    assert path is not None
    checked, _, _ = verify([Arena("one", load(path))], ("decision",), limit=3)
    assert {each.verdict for each in checked if each.kind == "always"} == {INCONCLUSIVE}
    assert all("not to the end" in each.within for each in checked)


# --- tables that are not sound -------------------------------------------------------------------


def faults(of: str, scenario: str) -> list[tuple[str, str, str]]:
    path = shipped.find(scenario)
    assert path is not None
    _, found, _ = verify([Arena("one", load(path))], (of,), sound=True)
    for each in found:
        assert each.example is not None
        assert isinstance(run(each.example.scenario), Record)
    return [(each.kind, each.state, each.what) for each in found]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Change the steps of a procedure for a while."""
    tables: Any = procedures()

    def change(name: str, steps: Any) -> None:
        changed = dataclasses.replace(tables[name], steps=tuple(steps(tables[name].steps)))
        monkeypatch.setitem(tables, name, changed)
        _forget()

    yield change
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    from csto_sim.verify import acting

    compiled.cache_clear()
    acting.entries.cache_clear()


def test_the_tables_of_today_have_no_gap_no_conflict_and_no_impossible_duty() -> None:
    _, found, _ = everything()
    assert [(each.kind, each.of, each.state, each.what) for each in found] == []


def test_two_rows_that_are_open_at_once_are_a_conflict(table: Any) -> None:
    def twice(steps: Any) -> Any:
        close = next(step for step in steps if step.act == "close")
        return [*steps, dataclasses.replace(close, says="the meeting is broken off")]

    table("meeting", twice)
    found = faults("meeting", "decision/one-absent-member")
    assert ("conflict", "open", "close: the meeting closes / the meeting is broken off") in found


def test_a_state_from_which_nothing_leads_on_is_a_gap(table: Any) -> None:
    table(
        "decision",
        lambda steps: [
            step for step in steps if not any(each.word == "awaiting cure" for each in step.sources)
        ],
    )
    assert faults("decision", "decision/one-absent-member") == [("gap", "awaiting cure", "")]


def test_a_duty_that_nobody_can_do_anything_for_is_impossible(table: Any) -> None:
    from csto_sim.procedure import TIME

    table(
        "convening",
        lambda steps: [
            step
            for step in steps
            if step.by is TIME or all(each.word == "not proposed" for each in step.sources)
            or step.act == "propose"
        ],
    )  # fmt: skip
    found = faults("convening", "convening/never-convened")
    assert [kind for kind, _, _ in found].count("impossible duty") >= 1


# --- claims of a file ----------------------------------------------------------------------------


def claim(kind: str, *states: str) -> ScenarioClaim:
    return ScenarioClaim(kind, f"{kind} {states}", Condition("state", "plan", states))


@OFTEN
@given(stories(), st.sampled_from(["drafted", "adopted", "awaiting cure", "not adopted"]))
def test_a_file_is_answered_by_all_its_courses(
    story: tuple[Scenario, tuple[str, ...]], state: str
) -> None:
    scenario, members = story
    passed = []
    for each in courses_of(scenario, members):
        steps = [step for step in run(each).steps if step.case == "plan" and not step.refused]
        passed.append({"drafted", *(step.target for step in steps)})
    ever = sum(state in each for each in passed)
    others = tuple(s.word for s in procedures()["decision"].states if s.word != state)
    claims = (claim("sometimes", state), claim("eventually", state), claim("always", *others))
    seen, comes, never = check(scenario._replace(claims=claims))
    assert seen.courses == comes.courses == never.courses == len(passed)
    assert (seen.shown, seen.verdict) == (ever, HOLDS if ever else FAILS)
    assert (comes.shown, comes.verdict) == (
        len(passed) - ever,
        HOLDS if ever == len(passed) else FAILS,
    )
    assert (never.shown, never.verdict) == (ever, FAILS if ever else HOLDS)
    if never.example is not None:
        targets = [step.target for step in never.example.record.steps if step.case == "plan"]
        assert state in (targets or ["drafted"])


def test_a_premise_that_is_never_true_is_told_first() -> None:
    scenario = told(("AND", "BRA"), "{at: sitting, member: BRA, attends: [true, false]}")
    never = Condition("state", "plan", ("superseded",))
    nobody = Condition("bound", "plan")
    given_never = ScenarioClaim("always", "none", Condition("if", parts=(never, nobody)))
    (found,) = check(scenario._replace(claims=(given_never,)))
    assert (found.verdict, found.premise, found.vacuous) == (HOLDS, 0, True)


CLAIM = """
format: 1
title: A claim
from: 2016-05-02
until: 2016-12-31
matters: {{plan: {{procedure: decision, body: CSC}}}}
meetings: {{sitting: {{body: CSC, agenda: [plan]}}}}
acts: []
claims:
  - {entry}
"""


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{name: x, matter: plan}", "here is none of them"),
        ("{matter: plan, always: {state: adopted}, sometimes: {state: drafted}}", "of one kind"),
        ("{always: {state: adopted}}", "does not say of what"),
        ("{matter: plan, always: {state: adoptd}}", "not a state of the decision"),
        ("{matter: plan, always: {present: [ARM]}}", "is asked of a meeting"),
        ("{matter: plan, always: {if: {state: adopted}}}", "'if' stands without 'then'"),
        ("{matter: plan, always: {then: {state: adopted}}}", "'then' stands without 'if'"),
        ("{matter: plan, always: {}}", "asks nothing"),
        ("{matter: plan, always: {says: {ARM: maybe}}}", "is no position"),
        ("{matter: plan, always: {running: convenin}}", "no period of a matter"),
        ("{matter: nothing, always: {state: adopted}}", "no matter 'nothing'"),
        ("{matter: plan, always: {any: [{state: adopted}, {state: lost}]}}", "not a state"),
    ],
)
def test_a_claim_that_cannot_be_understood_is_told_with_its_line(entry: str, says: str) -> None:
    with pytest.raises(Unreadable) as caught:
        loads(CLAIM.format(entry=entry))
    assert says in caught.value.complaints[0].message
    assert caught.value.complaints[0].line == 10


# --- the command ---------------------------------------------------------------------------------


def call(*words: str) -> Result:
    return CliRunner().invoke(program, ["verify", *words])


def test_a_counterexample_is_saved_as_a_scenario_that_comes_to_what_it_expects(
    tmp_path: Path,
) -> None:
    found = call("decision/what-one-absence-can-do", "--save", str(tmp_path / "found"))
    assert found.exit_code == 1
    assert max(map(len, found.output.splitlines())) <= 80 + len(str(tmp_path))
    files = sorted((tmp_path / "found").glob("*.yaml"))
    assert len(files) == 2
    for file in files:
        record = run(load(file))
        assert record.expected
        assert all(each.status == "held" for each in record.expected)
        assert f"csto-sim run {file}" in " ".join(found.output.split())


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    assert call("decision/what-one-absence-can-do", "--save", str(tmp_path)).exit_code == 1
    for file in tmp_path.glob("*.yaml"):
        file.write_text("mine", encoding="utf-8")
    found = call("decision/what-one-absence-can-do", "--save", str(tmp_path))
    assert found.exit_code == 2
    assert {file.read_text(encoding="utf-8") for file in tmp_path.glob("*.yaml")} == {"mine"}


def test_a_word_that_is_no_procedure_gets_the_nearest() -> None:
    found = call("convenning")
    assert found.exit_code == 2
    assert "Try: convening" in found.output
