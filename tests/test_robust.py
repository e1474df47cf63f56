"""Robust answers: every combination of readings that are consulted, exactly, told shortly."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from math import prod
from random import Random

import pytest
from building import SIX, act, decision, instrument, meeting, session, story
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import load, shipped
from csto_sim.cli.program import program
from csto_sim.combinations import BY_DEFAULT, Answer, Robustness
from csto_sim.engine.robust import answers, robust
from csto_sim.engine.run import run
from csto_sim.engine.stretches import stretches
from csto_sim.reports.turning import Tree, alone, answered, decisive, together, tree
from csto_sim.scenario.model import Scenario, Time

NAMES = shipped.names()


@cache
def scenario(name: str) -> Scenario:
    """A shipped scenario."""
    path = shipped.find(name)
    assert path is not None
    return load(str(path))


@cache
def found(name: str) -> Robustness:
    """What is found of a shipped scenario, within a small limit."""
    return robust(scenario(name), limit=3_000)


def by_hand(of: Scenario, chosen: dict[str, str]) -> dict[tuple[str, str, int], object]:
    """What comes of one combination, run by itself."""
    readings = {id: option for id, option in chosen.items() if option != BY_DEFAULT}
    # A reading that the file chooses and that is left to its default here is not chosen.
    own = {id: option for id, option in of.readings.items() if id not in chosen}
    bare = of._replace(readings=type(of.readings)(own))
    return dict(answers(of, run(bare, readings=readings)))


def agrees(of: Scenario, told: Robustness, chosen: dict[str, str]) -> None:
    """Assert that what is told of a combination is what a run of it gives."""
    results = by_hand(of, chosen)
    numbers = {(each.says, each.line): n for n, each in enumerate(of.expect)}
    for each in told.answers:
        number = numbers[each.says, each.line] if each.kind == "expectation" else 0
        key = (each.kind, each.case, number)
        value = answered(each, chosen, told.dimensions)
        assert value == results[key], (key, chosen)


# --- exact ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "instrument/1999-prolongation",
        "instrument/a-protocol-lets-one-member-stay-aside",
        "meeting/from-opening-to-close",
        "convening/convened-on-day-3",
    ],
)
def test_every_combination_gives_what_a_run_of_it_gives(name: str) -> None:
    told = robust(scenario(name))
    assert told.complete
    every = list(product(*(each.variants for each in told.dimensions)))
    assert len(every) == told.combinations == told.tried
    few = Random(7).sample(every, min(len(every), 120))
    for words in few:
        agrees(scenario(name), told, dict(zip((d.id for d in told.dimensions), words, strict=True)))


@given(name=st.sampled_from(NAMES[::9]), seed=st.integers(0, 2**32 - 1))
def test_a_combination_taken_at_random_gives_what_a_run_of_it_gives(name: str, seed: int) -> None:
    told = found(name)
    random = Random(seed)
    chosen = {each.id: random.choice(each.variants) for each in told.dimensions}
    if told.complete and not told.uncounted:
        agrees(scenario(name), told, chosen)


@pytest.mark.parametrize("name", NAMES[::27])
def test_the_combinations_add_up_to_the_product(name: str) -> None:
    told = found(name)
    assert told.combinations == prod(len(each.variants) for each in told.dimensions)
    for each in told.answers:
        assert sum(group.combinations for group in each.groups) == told.tried - told.uncounted
    assert (told.tried == told.combinations) == told.complete or not told.complete


def test_what_is_not_consulted_is_not_varied() -> None:
    told = found("instrument/1999-prolongation")
    assert {each.id for each in told.dimensions}.isdisjoint({"amb.absence-effect", "amb.quorum"})


def test_a_reading_can_be_held_or_varied_alone() -> None:
    one = scenario("decision/one-absent-member")
    only = robust(one, vary=("absence-effect",))
    assert [each.id for each in only.dimensions] == ["amb.absence-effect"]
    held = robust(one, readings={"absence-effect": "A"}, vary=("absence-effect",))
    assert held.combinations == 1
    assert ("amb.absence-effect", "A") in held.held


def test_a_limit_is_told_and_what_was_tried_stands() -> None:
    told = robust(scenario("decision/one-absent-member"), limit=100)
    assert not told.complete
    assert 0 < told.tried < told.combinations
    for each in told.answers:
        assert sum(group.combinations for group in each.groups) == told.tried


# --- told shortly --------------------------------------------------------------------------------


def put(positions: dict[str, str]) -> Scenario:
    """A draft of the Council on a day, with what the members said."""
    present = [member for member in SIX if positions.get(member) != "absent"]
    said = {m: p for m, p in positions.items() if p != "absent"}
    acts = session("2015-09-15", present, said)
    return story([meeting("m"), decision("d")], acts, since="2015-01-01", until="2015-12-31")


def of(told: Robustness, kind: str, case: str) -> Answer:
    """What is answered to one question."""
    return next(each for each in told.answers if (each.kind, each.case) == (kind, case))


def test_consent_of_all_is_adopted_under_every_reading_but_those_on_who_counts() -> None:
    told = robust(put(dict.fromkeys(SIX, "consent")), vary=("absence-effect", "abstention"))
    assert of(told, "state", "d").robust


def test_an_absence_turns_on_the_reading_on_absence_alone() -> None:
    told = robust(put(dict.fromkeys(SIX, "consent") | {"BLR": "absent"}), vary=("absence-effect",))
    state = of(told, "state", "d")
    assert decisive(state, told.dimensions) == ("amb.absence-effect",)
    assert alone(state, told.dimensions) == ("amb.absence-effect",)
    assert _leaf(tree(state, told.dimensions), {"amb.absence-effect": "B"}, state) == "adopted"


def test_two_readings_that_matter_only_together_are_told_together() -> None:
    both = dict.fromkeys(SIX, "consent") | {"BLR": "absent", "KAZ": "abstain"}
    told = robust(put(both), vary=("absence-effect", "abstention"))
    state = of(told, "effective", "d")
    assert set(decisive(state, told.dimensions)) == {"amb.absence-effect", "amb.abstention"}
    assert alone(state, told.dimensions) == ()
    assert together(state, told.dimensions) == ("amb.absence-effect", "amb.abstention")


def _leaf(found: Tree, chosen: dict[str, str], answer: Answer) -> object:
    while not isinstance(found, int):
        found = next(then for words, then in found.branches if chosen[found.id] in words)
    return answer.groups[found].value


@given(name=st.sampled_from(NAMES[::40]), seed=st.integers(0, 2**32 - 1))
def test_the_tree_leads_to_the_answer(name: str, seed: int) -> None:
    told = found(name)
    random = Random(seed)
    chosen = {each.id: random.choice(each.variants) for each in told.dimensions}
    for each in told.answers if told.complete else ():
        value = answered(each, chosen, told.dimensions)
        if value is not None and each.kind in ("state", "bound"):
            assert _leaf(tree(each, told.dimensions), chosen, each) == value


# --- dates ---------------------------------------------------------------------------------------


def joined(low: str, high: str) -> Scenario:
    """An instrument of two, whose second notice is known by a stretch."""
    between = Time(f"between {low} and {high}", low, high)
    acts = [
        *(act("2013-02-01", "sign", "i", member) for member in ("ARM", "BLR")),
        act("2013-03-01", "notify completion", "i", "ARM"),
        act(between, "notify completion", "i", "BLR"),
    ]
    made = instrument(
        "i", signatories=("ARM", "BLR"), in_force_when="all signatories", term_years=1
    )
    return story([made], acts, since="2013-01-01", until="2014-06-30")


def test_a_date_that_matters_is_told_with_the_days_on_which_the_answer_changes() -> None:
    (stretch,), runs = stretches(joined("2013-05-01", "2013-09-01"))
    assert stretch.times[0] == "2013-05-01"
    assert stretch.times[-1] == "2013-09-01"
    assert stretch.matters  # entered into force early, its term of a year ends within the story
    assert runs >= 2
    states = next(each for each in stretch.moved if each.kind == "state")
    assert dict(states.values)["2013-05-01"] == "ended"
    assert dict(states.values)["2013-09-01"] == "in force"


def test_a_date_that_does_not_matter_is_told_as_such() -> None:
    (stretch,), _ = stretches(joined("2013-08-01", "2013-09-01"))
    assert not stretch.matters
    assert {each.kind for each in stretch.moved} <= {"effective", "known", "bonds"}


def test_exact_dates_are_not_asked_about() -> None:
    assert stretches(joined("2013-05-01", "2013-05-01")) == ((), 0)


# --- the command ---------------------------------------------------------------------------------


def ask(*args: str) -> tuple[int, str]:
    """The exit code and output of the command."""
    result = CliRunner().invoke(program, ["robust", *args])
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def test_the_command_tells_what_holds_what_turns_and_how_many_were_tried() -> None:
    code, told = ask("decision/one-absent-member")
    assert code == 0
    for words in (
        "1,119,744 combinations",
        "Holds under every combination",
        "Turns on a reading",
        "amb.absence-effect B/C:",
        "What the file expects",
    ):
        assert words in told
    assert all(len(line) <= 80 for line in told.splitlines())
    assert ask("decision/one-absent-member", "--strict")[0] == 1
    assert ask("instrument/2018-11-08-amending-protocols", "--strict")[0] == 0


def test_the_command_tells_on_which_dates_an_answer_depends() -> None:
    told = ask("instrument/2018-11-08-amending-protocols")[1]
    assert "Dates known by a stretch" in told
    assert "no answer depends on it" in told
    assert "moves with it, from 17 April 2020 to 19 January 2021" in " ".join(told.split())


def test_the_json_has_the_readings_on_which_each_answer_turns() -> None:
    code, told = ask("decision/one-absent-member", "--json", "--vary", "absence-effect")
    assert code == 0
    plain = json.loads(told)
    state = next(each for each in plain["answers"] if each["asked"] == "state")
    assert state["turns_on"] == ["amb.absence-effect"]
    assert state["tree"]["reading"] == "amb.absence-effect"
    assert plain["complete"] is True


@pytest.mark.parametrize(
    "args",
    [["."], ["decision/one-absent-member", "--vary", "absence"], ["nowhere.yaml"], []],
)
def test_a_wrong_call_is_told(args: list[str]) -> None:
    assert ask(*args)[0] == 2


def test_a_cut_answer_says_so() -> None:
    code, told = ask("decision/one-absent-member", "--limit", "100")
    assert code == 0
    assert "INCOMPLETE" in told
    assert ask("decision/one-absent-member", "--limit", "100", "--strict")[0] == 1
