"""The Parliamentary Assembly: founded by all parliaments, chaired for three years, binds nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from building import SIX, act, days, decision, meeting, play, session, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

FOUNDING = act("2013-07-01", "found the assembly", "a", parliaments=SIX)
REGULATION = act("2013-08-01", "adopt regulation", "a")


def assembly(*acts: ScenarioAct, present: tuple[str, ...] = SIX) -> Record:
    case = ScenarioCase("a", "parliamentary_assembly", "Assembly", Facts(decision="d"))
    sitting = session("2013-06-03", present)
    readings = {"amb.chair-absent": "A"}
    return play(story([meeting(), decision(), case], [*sitting, *acts]), readings)


@given(subsets(SIX))
def test_the_assembly_is_founded_by_the_heads_of_all_parliaments(named: tuple[str, ...]) -> None:
    founding = act("2013-07-01", "found the assembly", "a", parliaments=named)
    assert (state(assembly(founding), "a") == "founded") == (named == SIX)


def test_without_a_mandate_of_the_council_nothing_is_founded() -> None:
    assert state(assembly(FOUNDING, present=SIX[:5]), "a") == "not wanted"


@given(days("2014-01-01", "2020-12-31"))
def test_a_chair_sits_for_three_years_to_the_end_of_the_last_day(day: str) -> None:
    election = act(day, "elect chair", "a", of="KAZ")
    record = assembly(FOUNDING, REGULATION, election)
    (term,) = (line for line in record.deadlines if line.case == "a")
    assert term.status == "elapsed"
    assert term.counted is not None
    assert (term.counted.unit, term.counted.length) == ("years", 3)
    assert term.due is not None
    first = date.fromisoformat(day)
    last = datetime.fromtimestamp(term.due[1], UTC).date()
    assert (last.year, last.month) == (first.year + 3, first.month)
    found = record.outcome("a")
    assert found is not None
    assert found.facts["chair"] == ""


@given(
    st.lists(st.sampled_from(["2014-01-10", "2015-03-10", "2016-05-10"]), max_size=3, unique=True)
)
def test_a_new_election_ends_the_term_before(elections: list[str]) -> None:
    elected = [act(day, "elect chair", "a", of="KAZ") for day in sorted(elections)]
    record = assembly(FOUNDING, REGULATION, *elected)
    terms = [line.status for line in record.deadlines if line.case == "a"]
    assert terms == ["withdrawn"] * (len(elected) - 1) + ["elapsed"] * bool(elected)


@pytest.mark.parametrize("what", ["admit observer", "admit partner"])
def test_nobody_is_admitted_without_an_application(what: str) -> None:
    admission = act("2022-05-01", what, "a", who="MNG")
    assert assembly(FOUNDING, REGULATION, admission).refusals[-1].act == what
    applied = act("2022-04-01", "apply", "a", "MNG")
    assert not assembly(FOUNDING, REGULATION, applied, admission).refusals


STAGES = (
    "refer to commission",
    "submit to the assembly's council",
    "put before the plenary",
    "adopt in plenary",
    "send on",
)


@given(st.permutations(STAGES))
def test_an_act_goes_through_its_stages_in_their_order(stages: list[str]) -> None:
    acts = [act(f"2018-0{n}-01", name, "p") for n, name in enumerate(stages, 1)]
    case = ScenarioCase("p", "parliamentary_act", "An act", Facts(kind="model act"))
    record = play(story([case], acts))
    assert (state(record, "p") == "sent on") == (tuple(stages) == STAGES)
    found = record.outcome("p")
    assert found is not None
    assert found.bound == ()
