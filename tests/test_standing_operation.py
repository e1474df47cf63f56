"""Standing operations: who approves, how stages follow each other, what makes one permanent."""

from __future__ import annotations

from typing import Any

import pytest
from building import SIX, act, days, decision, fact, members_on, play, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

DAY = "2016-02-01"


def operation(id: str = "o", **facts: Any) -> ScenarioCase:
    """Return a standing operation."""
    return ScenarioCase(id, "standing_operation", id, Facts(facts))


def approved(day: str, *members: str) -> list[ScenarioAct]:
    return [act(day, "approve", "o", member) for member in members]


def signed(case: str, day: str, *members: str) -> list[ScenarioAct]:
    return [
        act(day, "circulate", case, "SG"),
        *(act(day, "sign", case, member) for member in members),
    ]


def played(*acts: ScenarioAct, **facts: Any) -> Record:
    return play(story([operation(**facts)], acts))


# --- approval ------------------------------------------------------------------------------------


@given(days("2003-09-18", "2026-06-30"), st.data())
def test_where_no_body_runs_it_every_member_of_the_day_has_to_approve(
    day: str, data: st.DataObject
) -> None:
    members = members_on(day)
    some = data.draw(st.one_of(st.just(members), subsets(members)))
    record = played(*approved(day, *some))
    assert state(record, "o") == ("periodic" if some == members else "put forward")


@given(days("2003-09-18", "2026-06-30"))
def test_a_council_approves_what_it_runs_from_the_day_on_which_it_is_set_up(day: str) -> None:
    by_body = played(*approved(day, "DRUGS_COUNCIL"), run_by="DRUGS_COUNCIL")
    by_members = played(*approved(day, *members_on(day)), run_by="DRUGS_COUNCIL")
    set_up = day >= "2005-01-01"
    assert state(by_body, "o") == ("periodic" if set_up else "put forward")
    assert state(by_members, "o") == ("put forward" if set_up else "periodic")


def test_a_member_does_not_approve_for_another() -> None:
    record = played(*approved(DAY, *SIX[:5], SIX[0]))
    assert [step.by for step in record.refusals] == [SIX[0]]
    assert state(record, "o") == "put forward"


def test_no_operation_is_approved_before_the_charter() -> None:
    (refused, *_) = played(*approved("2003-09-17", *members_on("2003-09-17"))).refusals
    assert refused.under == ("charter.8.threats",)


def test_what_rests_on_an_approval_of_an_uncertain_day_is_certain_when_that_is_over() -> None:
    uncertain = Time("between", "2016-02-01", "2016-02-20")
    acts = [*approved(DAY, *SIX[1:5]), act(uncertain, "approve", "o", SIX[0])]
    record = played(*acts, act("2016-02-03", "approve", "o", SIX[5]))
    (last,) = [step for step in record.steps_of("o") if step.target == "periodic"]
    assert (last.when.day, fact(record, "approved", "o")) == ("2016-02-20", "2016-02-20")


# --- stages and observers ------------------------------------------------------------------------


@given(st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=9))
def test_stages_follow_each_other_with_rising_numbers(told: list[int | None]) -> None:
    """Each number begins a stage, None ends the one under way."""
    acts = [
        act(DAY, "end stage", "o", "SECRETARIAT")
        if number is None
        else act(DAY, "begin stage", "o", "SECRETARIAT", number=number)
        for number in told
    ]
    record = played(*approved(DAY, *SIX), *acts)
    wanted, last, under_way = [], 0, False
    for number in told:
        goes = under_way if number is None else not under_way and number > last
        wanted.append(goes)
        if goes:
            under_way = number is not None
            last = number or last
    steps = [step for step in record.steps_of("o") if step.act.endswith("stage")]
    assert [not step.refused for step in steps] == wanted
    assert bool(fact(record, "stage", "o")) == under_way


@given(
    st.sampled_from(("2008-05-05", "2014-05-05")),
    st.sets(st.sampled_from(("AFG", "UZB", "UNODC", "KAZ")), min_size=1),
)
def test_whoever_is_a_member_on_the_day_takes_part_and_does_not_observe(
    day: str, invited: set[str]
) -> None:
    asked = act(day, "invite observers", "o", "SECRETARIAT", observers=tuple(sorted(invited)))
    record = played(*approved(day, *members_on(day)), asked)
    welcome = not invited & set(members_on(day))
    assert (record.refusals == ()) == welcome
    assert set(fact(record, "observers", "o") or ()) == (invited if welcome else set())


# --- status --------------------------------------------------------------------------------------


@given(st.integers(0, 6), st.sampled_from(("CSC", "CSSC")))
def test_an_operation_is_permanent_once_all_have_signed_the_councils_decision(
    number: int, body: str
) -> None:
    cases = [operation(permanence="d"), decision(body=body, meetings=())]
    acts = [*approved(DAY, *SIX), *signed("d", "2016-03-01", *SIX[:number])]
    record = play(story(cases, acts))
    permanent = number == 6 and body == "CSC"
    assert state(record, "o") == ("permanent" if permanent else "periodic")
    assert fact(record, "permanent", "o") == ("2016-03-01" if permanent else None)


def test_a_decision_on_permanent_status_made_before_the_approval_counts_from_the_approval() -> None:
    cases = [operation(permanence="d"), decision(meetings=())]
    record = play(story(cases, [*signed("d", DAY, *SIX), *approved("2016-04-01", *SIX)]))
    assert (state(record, "o"), fact(record, "permanent", "o")) == ("permanent", "2016-04-01")


def test_an_operation_that_the_council_has_ended_does_not_become_permanent() -> None:
    cases = [
        operation(permanence="d", ending="e"),
        decision(meetings=()),
        decision("e", meetings=()),
    ]
    before = [*signed("e", DAY, *SIX), *signed("d", DAY, *SIX)]
    assert state(play(story(cases, [*before, *approved("2016-04-01", *SIX)])), "o") == "ended"


@pytest.mark.parametrize("name", ["approve", "begin stage", "end stage", "invite observers"])
def test_nothing_is_done_in_an_operation_that_has_ended(name: str) -> None:
    cases = [operation(ending="d"), decision(meetings=())]
    acts = [
        *approved(DAY, *SIX),
        *signed("d", "2016-03-01", *SIX),
        act("2016-04-01", name, "o", "RUS"),
    ]
    (refused,) = play(story(cases, acts)).refusals
    assert (refused.act, refused.source) == (name, "ended")


def test_with_the_operation_its_stage_ends_too() -> None:
    cases = [operation(ending="d"), decision(meetings=())]
    begins = act("2016-02-10", "begin stage", "o", "SECRETARIAT", number=3)
    acts = [*approved(DAY, *SIX), begins]
    assert fact(play(story(cases, acts)), "stage", "o") == "stage 3"
    record = play(story(cases, [*acts, *signed("d", "2016-03-01", *SIX)]))
    assert (state(record, "o"), fact(record, "stage", "o")) == ("ended", "")


# --- who is left to approve ----------------------------------------------------------------------


def test_an_operation_does_not_wait_for_a_member_that_has_left() -> None:
    """Uzbekistan did not approve, and was suspended on 19 December 2012."""
    acts = approved("2012-11-01", *SIX)
    assert state(played(*acts), "o") == "put forward"
    again = act("2013-02-01", "approve", "o", "RUS")
    record = played(*acts, again)
    assert (state(record, "o"), fact(record, "approved", "o")) == ("periodic", "2013-02-01")


@pytest.mark.parametrize("by_body", [True, False])
def test_a_draft_that_is_withdrawn_forbids_nothing_to_those_who_can_approve(by_body: bool) -> None:
    cases = [
        operation(approval="d", **({"run_by": "DRUGS_COUNCIL"} if by_body else {})),
        decision(meetings=()),
    ]
    acts = [act(DAY, "withdraw", "d"), *approved(DAY, *(("DRUGS_COUNCIL",) if by_body else SIX))]
    assert state(play(story(cases, acts)), "o") == "periodic"


def test_a_stage_is_certain_when_the_approval_on_which_it_rests_is() -> None:
    uncertain = Time("between", "2016-02-01", "2016-02-20")
    acts = [act(uncertain, "approve", "o", member) for member in SIX]
    record = played(*acts, act("2016-02-05", "begin stage", "o", "RUS", number=1))
    (step,) = [each for each in record.steps_of("o") if each.act == "begin stage"]
    assert (step.when.day, fact(record, "stage_since", "o")) == ("2016-02-20", "2016-02-20")


@pytest.mark.parametrize(
    ("body", "alone"),
    [("DRUGS_COUNCIL", True), ("MIGRATION_COUNCIL", True), ("CSSC", False), ("PC", False)],
)
def test_only_a_council_that_runs_operations_approves_one_alone(body: str, alone: bool) -> None:
    assert state(played(act(DAY, "approve", "o", body), run_by=body), "o") == (
        "periodic" if alone else "put forward"
    )
    by_all = state(played(*approved(DAY, *SIX), run_by=body), "o")
    assert by_all == ("put forward" if alone else "periodic")
