"""Consultations: grounds by the law of the day, and a ladder that only goes up."""

from __future__ import annotations

from typing import Any

import pytest
from building import SIX, act, days, members_on, play, state, story
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law
from csto_sim.procedures._consultation_acts import ASKED_BY, BY_GROUND, GROUNDS, RUNGS
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts


def consultations(*acts: ScenarioAct, ground: str = "threat") -> Record:
    case = ScenarioCase("q", "consultation", "A question", Facts(ground=ground))
    return play(story([case], acts))


def asked(day: str = "2017-02-01", by: str = "BLR") -> ScenarioAct:
    return act(day, "ask for consultations", "q", by)


def held(level: str = "ministers", day: str = "2017-02-02", **takes: Any) -> ScenarioAct:
    return act(day, "hold consultations", "q", level=level, **takes)


@given(st.sampled_from(GROUNDS), days("1992-06-01", "2025-12-31"))
def test_a_ground_is_open_on_the_days_on_which_its_provision_is_in_force(
    ground: str, day: str
) -> None:
    by = ASKED_BY.get(ground, members_on(day) or ("RUS",))[0]
    record = consultations(asked(day, by), ground=ground)
    in_law = any(law.candidates(id, day) for id in BY_GROUND[ground])
    member = ground in ASKED_BY or by in members_on(day)
    assert (state(record, "q") == "asked") == (in_law and member)


@given(st.lists(st.sampled_from(RUNGS), min_size=1, max_size=6))
def test_a_question_only_goes_up(levels: list[str]) -> None:
    first, *others = levels
    raised = [act("2017-03-01", "raise", "q", level=level) for level in others]
    record = consultations(asked(), held(first), *raised)
    found = record.outcome("q")
    assert found is not None
    went = [RUNGS.index(level) for level in found.facts["went_through"]]
    assert went == sorted(set(went))
    assert went[-1] == max(RUNGS.index(level) for level in levels)


@given(st.sets(st.sampled_from(SIX), min_size=2), st.sets(st.sampled_from(SIX)))
def test_positions_are_aligned_when_all_who_take_part_agree_and_not_before(
    there: set[str], agree: set[str]
) -> None:
    said = [act("2017-02-03", "agree position", "q", member) for member in sorted(agree)]
    taking_part: dict[str, Any] = {"with": tuple(sorted(there))}
    record = consultations(asked(), held(**taking_part), *said)
    assert (state(record, "q") == "aligned") == (there <= agree)


@pytest.mark.parametrize("ground", GROUNDS)
def test_on_a_threat_and_on_a_wider_system_consultations_are_due_at_once(ground: str) -> None:
    record = consultations(asked(by=ASKED_BY.get(ground, ("BLR",))[0]), held(), ground=ground)
    due = [line.status for line in record.deadlines]
    assert due == (["done"] if ground in ("threat", "wider security system") else [])


@pytest.mark.parametrize(("day", "there"), [("2004-02-29", False), ("2004-03-01", True)])
def test_the_permanent_council_is_a_level_since_march_2004(day: str, there: bool) -> None:
    record = consultations(asked("2004-02-01"), held("permanent council", day))
    assert (state(record, "q") == "under way") is there


@given(st.sets(st.sampled_from(SIX), min_size=1), st.sampled_from(("threat", "important question")))
def test_the_duty_to_consult_at_once_is_met_when_all_members_take_part(
    there: set[str], ground: str
) -> None:
    taking_part: dict[str, Any] = {"with": tuple(sorted(there))}
    record = consultations(asked(), held(**taking_part), ground=ground)
    assert (state(record, "q") == "under way") is (len(there) > 1)  # nobody consults alone
    due = [line.status for line in record.deadlines]
    assert due == ([] if ground != "threat" else ["done" if there == set(SIX) else "unmeasured"])
    raised = act("2017-02-05", "raise", "q", level="heads")
    wider = consultations(asked(), held(**taking_part), raised)
    assert [line.status for line in wider.deadlines] == ["done" if len(there) > 1 else "unmeasured"]


@given(st.sampled_from(GROUNDS), st.booleans())
def test_a_dispute_goes_to_the_council_only_when_consultation_has_not_settled_it(
    ground: str, ended: bool
) -> None:
    by = ASKED_BY.get(ground, ("BLR",))[0]
    end = [act("2017-02-03", "end consultations", "q")] if ended else []
    passing = act("2017-02-04", "pass on", "q", "TJK")
    record = consultations(asked(by=by), held(), *end, passing, ground=ground)
    assert (state(record, "q") == "passed on") is (ended or ground != "dispute")


@pytest.mark.parametrize(("day", "there"), [("2004-02-29", False), ("2004-03-01", True)])
def test_the_permanent_council_passes_nothing_on_before_it_was_there(day: str, there: bool) -> None:
    record = consultations(
        asked("2004-02-01"), held(day="2004-02-01"), act(day, "pass on", "q", "PC")
    )
    assert (state(record, "q") == "passed on") is there


@given(st.permutations(SIX))
def test_consultations_do_not_wait_for_a_state_that_was_suspended_meanwhile(
    order: list[str],
) -> None:
    said = [act("2012-12-25", "agree position", "q", member) for member in order]
    record = consultations(asked("2012-11-10", "UZB"), held(day="2012-11-12"), *said)
    assert state(record, "q") == "aligned"
    before = [act("2012-11-13", "agree position", "q", member) for member in order]
    waits = consultations(asked("2012-11-10", "UZB"), held(day="2012-11-12"), *before)
    assert state(waits, "q") == "under way"


@given(st.sampled_from(RUNGS), st.sampled_from(["UN", "OSCE", "AUT", "USA"]))
def test_envoys_sit_at_organisations_and_ambassadors_in_states(level: str, where: str) -> None:
    there = act("2017-02-02", "hold consultations", "q", level=level, at=where)
    held_there = state(consultations(asked(), there), "q") == "under way"
    seat = {"envoys": where in ("UN", "OSCE"), "ambassadors": where in ("AUT", "USA")}
    assert held_there is seat.get(level, False)


@given(st.sampled_from(GROUNDS))
def test_only_on_a_threat_and_on_a_wider_system_of_security_is_it_urgent(ground: str) -> None:
    by = ASKED_BY.get(ground, ("BLR",))[0]
    record = consultations(asked(by=by), ground=ground)
    (asking,) = [step.finding for step in record.steps if step.act == "ask for consultations"]
    urgent = ground in ("threat", "wider security system")
    assert asking is not None
    assert (asking.says == "consultation.urgent") is urgent
    assert any(line.name == "consultations" for line in record.deadlines) is urgent


@given(st.sampled_from(RUNGS), st.sampled_from(RUNGS))
def test_without_a_common_position_the_members_can_consult_again_where_they_were(
    level: str, then: str
) -> None:
    record = consultations(
        asked(),
        held(level),
        act("2017-02-03", "end consultations", "q"),
        held(then, "2017-03-01"),
    )
    assert state(record, "q") == ("under way" if level == then else "not aligned")
