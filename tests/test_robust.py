"""Robust answers: what holds under every reading and on every day that the file leaves open."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from csto_sim import law, shipped
from csto_sim.cli.program import program
from csto_sim.combinations import (
    BY_DEFAULT,
    Answer,
    Box,
    Dimension,
    Group,
    Robustness,
    Stretch,
    limited,
    merged,
)
from csto_sim.engine.robust import answers, robust
from csto_sim.engine.run import run
from csto_sim.engine.stretches import stretches
from csto_sim.engine.variants import defaults
from csto_sim.reports.turning import alone, answered, decisive, together, tree
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario
from csto_sim.world import Facts

CRRF = "decision/2009-06-14-crrf"
SMALL = (
    CRRF,
    "decision/absent-without-objection",
    "decision/circulated-draft-with-silence",
    "crisis_monitoring/a-notice-that-leads-to-a-session",
    "membership/a-member-leaves",
    "convening/convened-on-day-4-called-in-time",
    "meeting/a-prime-minister-on-the-eve-and-on-the-day",
    "status/one-side-does-not-sign-the-protocol",
)


@cache
def scenario(name: str) -> Scenario:
    file = shipped.find(name)
    assert file is not None, name
    return load(str(file))


@cache
def tried(name: str, *vary: str) -> Robustness:
    return robust(scenario(name), vary=vary)


def one(found: Robustness, kind: str, case: str) -> Answer:
    return next(each for each in found.answers if (each.kind, each.case) == (kind, case))


def by_run(of: Scenario, chosen: dict[str, str], found: Robustness) -> dict[Any, Any]:
    """What a run by itself finds under one combination."""
    options = {id: option for id, option in chosen.items() if option != BY_DEFAULT}
    left = {id: option for id, option in of.readings.items() if id not in chosen}
    read = of._replace(readings=Facts({**left, **options}))
    return dict(answers(read, run(read, mode=found.mode)))


def agrees(of: Scenario, found: Robustness, chosen: dict[str, str]) -> None:
    expected = by_run(of, chosen, found)
    told = [answered(each, chosen, found.dimensions) for each in found.answers]
    assert told == list(expected.values()), chosen


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_combination_has_the_answer_that_a_run_by_itself_gives(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SMALL))
    found = tried(name)
    chosen = {each.id: data.draw(st.sampled_from(each.variants)) for each in found.dimensions}
    # A reading that was not consulted in any run may stand as it likes.
    others = sorted(law.readings().keys() - chosen.keys() - dict(found.held).keys())
    more = data.draw(st.dictionaries(st.sampled_from(others), st.integers(0, 3), max_size=6))
    known = law.readings()
    free = {id: list(known[id].options)[n % len(known[id].options)] for id, n in more.items()}
    of = scenario(name)
    agrees(of._replace(readings=of.readings.merged(free)), found, chosen)


def test_what_is_asked_only_to_cite_why_nothing_followed_is_varied_too() -> None:
    name = "instrument/1999-prolongation"
    found = tried(name)
    ids = [each.id for each in found.dimensions]
    for options in product(*(each.variants for each in found.dimensions)):
        agrees(scenario(name), found, dict(zip(ids, options, strict=True)))


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from([each.id for each in tried(CRRF).dimensions]), max_size=3))
def test_of_any_few_readings_all_combinations_agree_with_brute_force(vary: set[str]) -> None:
    of = scenario(CRRF)
    found = robust(of, vary=tuple(sorted(vary))) if vary else robust(of, keep=True)
    if not vary:
        return
    sets = [each.variants for each in found.dimensions]
    every = list(product(*sets))
    assert found.combinations == found.tried == len(every)
    for options in every:
        ids = [each.id for each in found.dimensions]
        agrees(of, found, dict(zip(ids, options, strict=True)))


@pytest.mark.parametrize("name", SMALL)
def test_the_combinations_behind_the_answers_add_up(name: str) -> None:
    found = tried(name)
    assert found.complete
    assert found.tried == found.combinations
    for each in found.answers:
        assert sum(group.combinations for group in each.groups) + found.uncounted == found.tried
        assert len({group.value for group in each.groups}) == len(each.groups)


@pytest.mark.parametrize("name", SMALL)
def test_the_readings_of_the_file_give_the_first_answer(name: str) -> None:
    found = tried(name)
    base = {each.id: each.base for each in found.dimensions}
    for each in found.answers:
        assert answered(each, base, found.dimensions) == each.groups[0].value
    record = run(scenario(name))
    assert [each.groups[0].value for each in found.answers] == list(
        dict(answers(scenario(name), record)).values()
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_table_leads_to_the_answer_of_its_combinations(data: st.DataObject) -> None:
    found = tried(data.draw(st.sampled_from(SMALL)))
    each = data.draw(st.sampled_from(found.answers))
    chosen = {dim.id: data.draw(st.sampled_from(dim.variants)) for dim in found.dimensions}
    here = tree(each, found.dimensions)
    while not isinstance(here, int):
        option = chosen[here.id]
        here = next(branch for words, branch in here.branches if option in words)
    assert each.groups[here].value == answered(each, chosen, found.dimensions)


# ------------------------------------------------------------------ which readings decide


def test_belarus_away_whether_the_composition_stands_turns_on_how_absence_counts() -> None:
    found = tried(CRRF, "amb.absence-effect", "amb.absence-cure")
    state = one(found, "state", "composition")
    assert decisive(state, found.dimensions) == ("amb.absence-cure", "amb.absence-effect")
    assert alone(state, found.dimensions) == ("amb.absence-cure",)
    assert one(found, "state", "agreement").robust


def test_whether_moscow_was_closed_turns_on_one_reading_alone() -> None:
    found = tried(CRRF)
    state = one(found, "state", "moscow")
    assert decisive(state, found.dimensions) == ("amb.chair-absent",)
    assert together(state, found.dimensions) == ("amb.chair-absent",)


def test_an_agreement_that_was_only_signed_is_so_under_every_reading() -> None:
    found = tried(CRRF)
    for kind in ("state", "effective", "known", "bound"):
        assert one(found, kind, "agreement").robust


def test_two_readings_can_matter_only_together() -> None:
    dims = (_dimension("a"), _dimension("b"))
    assert decisive(_apart(), dims) == ("a", "b")
    assert alone(_apart(), dims) == ()
    assert together(_apart(), dims) == ("a", "b")


def _dimension(id: str) -> Dimension:
    return Dimension(id, ("A", "B"), "A")


def _group(value: str, *boxes: Box) -> Group:
    return Group(value, 1, boxes)


def _apart() -> Answer:
    no = _group("no", (("a", 1),), (("a", 2), ("b", 1)))
    return Answer("state", "x", (no, _group("yes", (("a", 2), ("b", 2)))))


# --------------------------------------------------------------------------- what is held


def test_a_reading_that_is_given_is_held() -> None:
    found = robust(scenario(CRRF), readings={"chair-absent": "A"})
    assert "amb.chair-absent" not in {each.id for each in found.dimensions}
    assert dict(found.held)["amb.chair-absent"] == "A"
    assert one(found, "state", "moscow").groups[0].value == "announced"
    assert one(found, "state", "moscow").robust


def test_only_what_is_to_be_varied_is_varied() -> None:
    found = tried(CRRF, "amb.absence-cure")
    assert [each.id for each in found.dimensions] == ["amb.absence-cure"]
    assert found.combinations == 4


def test_what_the_file_chooses_can_be_kept() -> None:
    name = "decision/2009-06-14-crrf-absence-binds-only-the-absent"
    of = scenario(name)
    kept = {each.id for each in robust(of, keep=True).dimensions}
    assert of.readings
    assert not kept & set(of.readings)
    assert {each.id for each in tried(name).dimensions} & set(of.readings)


def test_a_default_that_can_change_within_a_run_is_a_variant_of_its_own() -> None:
    found = {each.id: each for each in tried(CRRF).dimensions}
    assert found["amb.interim-validity"].variants[-1] == BY_DEFAULT
    assert found["amb.interim-validity"].base == BY_DEFAULT
    # In 2009 the day decides nothing: the rule on handover is another only from 2024 on.
    assert BY_DEFAULT not in found["amb.chair-handover"].variants
    handover = law.readings()["amb.chair-handover"]
    assert defaults(handover, "strict", "2009-06-01", "2009-12-31") == ("A",)
    assert set(defaults(handover, "strict", "2023-06-01", "2024-06-01")) == {"A", "B"}


def test_what_is_cut_short_says_for_how_many_combinations_it_stands() -> None:
    found = robust(scenario(CRRF), limit=20)
    assert not found.complete
    assert 0 < found.tried < found.combinations
    for each in found.answers:
        assert sum(group.combinations for group in each.groups) == found.tried
        base = {dim.id: dim.base for dim in found.dimensions}
        assert answered(each, base, found.dimensions) == each.groups[0].value


@settings(deadline=None)
@given(st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1)), max_size=18))
def test_boxes_that_are_joined_hold_the_same_combinations(
    chosen: set[tuple[int, int, int]],
) -> None:
    wholes = {"a": 7, "b": 7, "c": 3}
    singles = [
        tuple((id, 1 << bit) for id, bit in zip("abc", each, strict=True)) for each in chosen
    ]
    joined = merged(singles, wholes)
    assert len(joined) <= len(singles)
    for single in product(range(3), range(3), range(2)):
        inside = 0
        for box in joined:
            here: Any = box
            for id, bit in zip("abc", single, strict=True):
                here = limited(here, id, 1 << bit) if here is not None else None
            inside += here is not None
        assert inside == (single in chosen)


# ---------------------------------------------------------------------------------- dates


@cache
def moved(name: str) -> tuple[Stretch, ...]:
    return stretches(scenario(name))[0]


def test_whether_a_session_was_convened_in_time_depends_on_the_day_of_the_proposal() -> None:
    proposal, call, both = moved("convening/2022-10-28-mission-report")
    assert proposal.matters
    state = next(each for each in proposal.moved if each.kind == "state")
    days = dict(state.values)
    assert days["2022-10-12"] == "convened late"
    assert days["2022-10-27"] == "convened in time"
    # Between two days with different answers there is no day that was not tried.
    for (one, was), (other, now) in zip(state.values, state.values[1:], strict=False):
        assert was == now or int(other[-2:]) - int(one[-2:]) == 1
    assert call.matters
    assert both.times == ("all at the earliest", "all at the latest")


def test_on_which_day_of_a_stretch_russia_gave_notice_makes_no_difference() -> None:
    russia = next(each for each in moved("instrument/1999-prolongation") if each.who == "RUS")
    assert russia.written == "between 2000-03-22 and 2003-09-18"
    assert {"2000-03-22", "2003-09-18"} <= set(russia.times)
    assert not russia.matters
    assert not russia.cut


def test_a_stretch_that_the_order_of_the_file_cuts_is_told_to_be_cut() -> None:
    georgia = next(each for each in moved("instrument/1999-prolongation") if each.who == "GEO")
    assert georgia.written == "between 1993-12-09 and 1994-04-20"
    # Belarus signs in a line below, on 31 December 1993.
    assert (georgia.times[0], georgia.times[-1]) == ("1993-12-09", "1993-12-31")
    assert georgia.cut


def test_an_act_stays_between_its_neighbours() -> None:
    for each in moved("instrument/1999-prolongation"):
        if each.act and "between" in each.written:
            first, last = each.written.removeprefix("between ").split(" and ")
            assert first <= each.times[0] <= each.times[-1] <= last


def test_a_scenario_of_exact_days_has_no_stretches() -> None:
    of = scenario(CRRF)
    exact = of._replace(
        acts=tuple(act for act in of.acts if act.time.low == act.time.high), expect=()
    )
    assert stretches(exact) == ((), 0)


# -------------------------------------------------------------------------------- command


def call(*words: str) -> Any:
    return CliRunner().invoke(program, ["robust", *words])


def test_the_command_tells_what_holds_and_what_turns_at_80_columns() -> None:
    found = call(CRRF)
    assert found.exit_code == 0, found.output
    assert max(map(len, found.output.splitlines())) <= 80
    assert "93,312 combinations of 11 readings" in found.output
    assert "turns on amb.chair-absent" in found.output
    assert "amb.chair-absent A, C → announced" in found.output


def test_json_says_for_each_answer_under_which_options_it_is_given() -> None:
    found = json.loads(call(CRRF, "--json", "--vary", "absence-cure").output)
    assert found["combinations"] == found["tried"] == 4
    about = ("state", "composition")
    state = next(each for each in found["answers"] if (each["about"], each["case"]) == about)
    assert state["turns_on"] == ["amb.absence-cure"]
    assert state["answers"][1]["under"] == [{"amb.absence-cure": ["C", "D"]}]


def test_strict_makes_an_answer_that_turns_the_exit_code() -> None:
    assert call(CRRF, "--vary", "absence-cure").exit_code == 0
    assert call(CRRF, "--vary", "absence-cure", "--strict").exit_code == 1
    assert call("instrument/1999-prolongation", "--strict", "--vary", "day-zone").exit_code == 1
    quiet = ("--strict", "--no-dates", "--vary", "day-zone")
    assert call("instrument/1999-prolongation", *quiet).exit_code == 0


def test_an_answer_that_is_cut_short_says_so_and_exits_with_1() -> None:
    found = call(CRRF, "--limit", "20")
    assert found.exit_code == 1
    assert "INCOMPLETE" in found.output


@pytest.mark.parametrize(
    "words",
    [
        (CRRF, "--vary", "absence-cur"),
        (CRRF, "--reading", "absence-cure=A", "--vary", "absence-cure"),
        (CRRF, "--limit", "0"),
        ("decision",),
        ("no-such-file.yaml",),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...]) -> None:
    found = call(*words)
    assert found.exit_code == 2
    assert "Traceback" not in found.output


def test_what_the_page_prints_is_what_the_command_prints() -> None:
    page = (Path(__file__).parents[1] / "docs" / "robust.md").read_text(encoding="utf-8")
    asked, _, printed = page.partition("```\n$ csto-sim ")[2].partition("```")[0].partition("\n")
    found = call(*asked.split()[1:]).output
    assert printed.split("\n")[2:] == [*found.rstrip("\n").split("\n")[2:], ""]
