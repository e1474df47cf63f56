"""The Parliamentary Assembly: founded by all parliaments, chaired for three years, binds nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from building import (
    SIX,
    act,
    days,
    decision,
    fact,
    findings_in,
    meeting,
    play,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

FOUNDING = act("2013-07-01", "found the assembly", "a", parliaments=SIX)
REGULATION = act("2013-08-01", "adopt regulation", "a")


def assembly(*acts: ScenarioAct, present: tuple[str, ...] = SIX, status: str = "A") -> Record:
    case = ScenarioCase("a", "parliamentary_assembly", "Assembly", Facts(decision="d"))
    sitting = session("2013-06-03", present)
    readings = {"amb.chair-absent": "A", "amb.pa-status": status}
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


@given(st.integers(-40, 40), st.integers(0, 40))
def test_an_election_known_by_a_stretch_ends_the_term_before_as_far_as_that_is_known(
    first: int, length: int
) -> None:
    last_day = date(2017, 3, 10)  # of three years from the election of 10 March 2014
    begin, end = last_day + timedelta(days=first), last_day + timedelta(days=first + length)
    elected = (
        act("2014-03-10", "elect chair", "a", of="KAZ"),
        act(Time("a stretch", begin.isoformat(), end.isoformat()), "elect chair", "a", of="KGZ"),
    )
    record = assembly(FOUNDING, REGULATION, *elected)
    before = next(line for line in record.deadlines if line.case == "a").status
    if end <= last_day:
        assert before == "withdrawn"
    elif begin > last_day:
        assert before == "elapsed"
    else:
        assert before == "undetermined"


def test_an_observer_has_applied_and_of_a_partner_nothing_is_known_to_be_asked() -> None:
    observer = act("2022-05-01", "admit observer", "a", who="MNG")
    assert assembly(FOUNDING, REGULATION, observer).refusals[-1].act == "admit observer"
    applied = act("2022-04-01", "apply", "a", "MNG")
    assert not assembly(FOUNDING, REGULATION, applied, observer).refusals
    partner = act("2022-05-01", "admit partner", "a", who="MNG")
    assert not assembly(FOUNDING, REGULATION, partner).refusals


@pytest.mark.parametrize("member", SIX)
@pytest.mark.parametrize("what", ["admit observer", "admit partner"])
def test_a_member_is_no_observer_or_partner(what: str, member: str) -> None:
    record = assembly(FOUNDING, REGULATION, act("2022-05-01", what, "a", who=member))
    assert record.refusals[-1].act == what


def test_a_parliament_from_outside_founds_nothing_and_is_not_told_to() -> None:
    founding = act("2013-07-01", "found the assembly", "a", parliaments=(*SIX, "MNG"))
    found = assembly(founding).outcome("a")
    assert found is not None
    assert found.facts["parliaments"] == SIX


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


def _went(*names: str) -> Record:
    acts = [act(f"2018-0{n}-01", name, "p", "KAZ" * (name == "take up")) for n, name in
            enumerate(names, 1)]  # fmt: skip
    case = ScenarioCase("p", "parliamentary_act", "An act", Facts(kind="model act"))
    return play(story([case], acts))


def test_experts_that_give_no_opinion_stop_nothing() -> None:
    record = _went("refer to commission", "ask experts", *STAGES[1:4])
    assert (state(record, "p"), record.refusals) == ("adopted", ())


@given(st.integers(0, 5))
def test_a_member_takes_up_what_the_plenary_adopted_sent_to_it_or_not(stages: int) -> None:
    record = _went(*STAGES[:stages], "take up")
    assert len(record.refusals) == (0 if stages >= 4 else 1)


@pytest.mark.parametrize(
    ("who", "option", "says"),
    [
        ("SRB", "A", "assembly.chair_no_member"),
        ("SRB", "B", "assembly.chair_no_member"),
        ("UZB", "A", ""),
        ("UZB", "B", "assembly.is_organ"),
    ],
)
def test_the_chair_comes_from_a_member_and_from_a_suspended_one_unless_it_is_an_organ(
    who: str, option: str, says: str
) -> None:
    chosen = act("2014-03-01", "elect chair", "a", of=who)
    record = assembly(FOUNDING, REGULATION, chosen, status=option)
    assert [step.act for step in record.refusals] == (["elect chair"] if says else [])
    assert bool([period for step in record.steps_of("a") for period in step.opens]) is not bool(
        says
    )
    assert not says or says in findings_in(record)


@pytest.mark.parametrize(
    ("name", "facts", "says"),
    [
        ("apply", "applied", "assembly.applied_already"),
        ("admit observer", "observers", "assembly.admitted_already"),
        ("admit partner", "partners", "assembly.admitted_already"),
    ],
)
def test_an_application_or_an_admission_counts_once(name: str, facts: str, says: str) -> None:
    day = "2022-03-01"
    applied = [] if name == "apply" else [act(day, "apply", "a", "SRB")]
    once = act(day, name, "a", "SRB") if name == "apply" else act(day, name, "a", who="SRB")
    record = assembly(FOUNDING, REGULATION, *applied, once, once)
    assert [step.act for step in record.refusals] == [name]
    assert fact(record, facts, "a") == ("SRB",)
    assert says in findings_in(record)


@pytest.mark.parametrize(
    ("takes", "opinion"),
    [
        ({}, "favourable"),
        ({"favourable": True}, "favourable"),
        ({"favourable": False}, "unfavourable"),
    ],
)
def test_an_opinion_of_the_experts_is_kept_as_it_was_given(
    takes: dict[str, Any], opinion: str
) -> None:
    acts = [
        act("2018-01-01", "refer to commission", "p"),
        act("2018-02-01", "ask experts", "p"),
        act("2018-03-01", "give opinion", "p", **takes),
    ]
    case = ScenarioCase("p", "parliamentary_act", "An act", Facts(kind="model act"))
    record = play(story([case], acts))
    assert record.refusals == ()
    assert fact(record, "opinion", "p") == opinion
