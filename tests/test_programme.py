"""Programme documents: approved, in force from the first day to the last, followed, ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from building import SIX, act, days, decision, fact, meeting, play, session, state, story
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

ORGANS = ("CSC", "CMFA", "CMD", "CSSC")


def programme(id: str = "p", **facts: Any) -> ScenarioCase:
    return ScenarioCase(id, "programme", id, Facts(facts))


def approval(day: str, body: str = "CSC", **facts: Any) -> Record:
    """One document that one decision of a body approves on a day."""
    cases = [meeting(body=body), decision(body=body), programme(decision="d", **facts)]
    return play(story(cases, session(day, SIX)))


def days_between(record: Record, case: str = "p") -> tuple[str, str]:
    """The first day on which a document was in force, and the first on which it no longer was."""
    first = last = ""
    for step in record.steps_of(case):
        if step.target == "in force" != step.source:
            first = fact(record, "since", case)
        if step.source == "in force" != step.target:
            last = step.when.day
    return first, last


def after(day: str, many: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=many)).isoformat()


@given(
    approved=days("2013-01-01", "2020-06-30"),
    ahead=st.integers(-400, 400),
    year=st.integers(2014, 2021),
    body=st.sampled_from(ORGANS),
)
def test_a_document_is_in_force_from_its_first_day_to_its_last_and_on_no_other(
    approved: str, ahead: int, year: int, body: str
) -> None:
    first, last = after(approved, ahead), f"{year}-12-31"
    record = approval(approved, body, first_day=first, end_year=year)
    since, until = days_between(record)
    if first > last:
        # It was approved, so it does not wait for that; and there is no day on which it could run.
        assert (state(record, "p"), since) == ("expired", "")
    elif approved > last:
        assert (state(record, "p"), since) == ("expired", "")
    else:
        assert since == max(first, approved)
        periods = [each for each in record.deadlines if each.name == "programme"]
        assert [(each.status, each.due is not None) for each in periods] == [("elapsed", True)]
        assert (state(record, "p"), until) == ("expired", after(last))


@pytest.mark.parametrize(
    ("approved", "found"),
    [("2016-12-30", ("2016-12-30", "2017-01-01")), ("2016-12-31", ("2016-12-31", "2017-01-01"))],
)
def test_a_document_approved_on_its_last_day_is_in_force_on_that_day(
    approved: str, found: tuple[str, str]
) -> None:
    assert days_between(approval(approved, end_year=2016)) == found
    assert days_between(approval("2017-01-01", end_year=2016)) == ("", "")


@given(st.integers(2014, 2030))
def test_a_title_that_names_a_year_counts_that_year_in_or_leaves_it_out(year: int) -> None:
    cases = [meeting(), decision(), programme(decision="d", end_year=year)]
    told = story(cases, session("2013-02-05", SIX), until="2032-01-01")
    for option, last in (("A", f"{year}-12-31"), ("B", f"{year - 1}-12-31")):
        record = play(told, {"amb.end-year": option})
        (period,) = (each for each in record.deadlines if each.name == "programme")
        assert period.counted is not None
        assert period.counted.first_counted == last


@pytest.mark.parametrize("body", ["PC", "SECRETARIAT"])
def test_only_the_council_and_the_ministers_approve_by_decision(body: str) -> None:
    assert state(approval("2016-03-01", body, end_year=2020), "p") == "put forward"


@given(st.sampled_from(SIX), st.sampled_from(("object", "abstain")))
def test_without_consensus_nothing_is_approved(member: str, position: str) -> None:
    cases = [meeting(), decision(), programme(decision="d", end_year=2020)]
    positions = dict.fromkeys(SIX, "consent") | {member: position}
    record = play(story(cases, session("2016-03-01", SIX, positions)))
    assert state(record, "p") == "not approved"
    assert not fact(record, "since", "p")


def two(first: str, second: str, **facts: Any) -> Record:
    """A document of the Council to the end of 2016, and another after it, of a body."""
    body = facts.pop("body", "CSC")
    cases = [
        meeting("m1"),
        meeting("m2", body=body),
        decision("d1", meetings=("m1",)),
        decision("d2", body=body, meetings=("m2",)),
        programme("p1", decision="d1", end_year=2016),
        programme("p2", decision="d2", end_year=2019, **facts),
    ]
    acts = [
        *session(first, SIX, id="m1", matter="d1"),
        *session(second, SIX, id="m2", matter="d2"),
    ]
    return play(story(cases, acts, until="2018-12-31"))


@given(second=days("2016-02-01", "2018-06-30"), ahead=st.integers(0, 60))
def test_two_documents_of_which_one_follows_the_other_are_never_in_force_together(
    second: str, ahead: int
) -> None:
    record = two("2016-01-12", second, replaces="p1", first_day=after(second, ahead))
    begins = days_between(record, "p2")[0]
    ends = [step for step in record.steps_of("p1") if step.source == "in force"]
    assert state(record, "p1") == "followed"
    assert [each.kind for each in ends] == ["automatic" if begins <= "2016-12-31" else "time"]
    assert ends[0].when.day == min(begins, "2017-01-01")


def test_a_document_that_names_no_predecessor_displaces_none() -> None:
    record = two("2016-01-12", "2016-03-01")
    assert state(record, "p1") == "expired"
    assert state(record, "p2") == "in force"


@pytest.mark.parametrize(("body", "found"), [("CSC", "followed"), ("CMFA", "expired")])
def test_what_the_council_approved_gives_way_to_the_council_alone(body: str, found: str) -> None:
    record = two("2016-01-12", "2016-03-01", replaces="p1", body=body)
    assert state(record, "p1") == found


def assembly(*acts: ScenarioAct, **facts: Any) -> Record:
    return play(story([meeting(), decision(), programme(**facts)], acts))


def test_the_assembly_adopts_its_own_programmes_and_binds_nobody_by_them() -> None:
    adopted = act("2016-02-01", "adopt programme", "p", "PA")
    own = assembly(adopted, end_year=2020)
    assert state(own, "p") == "expired"
    outcome = own.outcome("p")
    assert outcome is not None
    assert outcome.bound == ()
    organs = assembly(adopted, end_year=2020, decision="d")
    assert state(organs, "p") == "put forward"
    assert [step.act for step in organs.refusals] == ["adopt programme"]


def test_the_assembly_adopts_nothing_before_its_regulation() -> None:
    early = assembly(act("2006-02-01", "adopt programme", "p", "PA"), end_year=2020)
    assert state(early, "p") == "put forward"
    assert early.refusals


# --- what a second reading found -----------------------------------------------------------------


def several(*cases: ScenarioCase, days_of: dict[str, str], bodies: dict[str, str]) -> Record:
    """Documents, and the days on which decisions of bodies on them are taken."""
    sessions = [meeting(f"m-{id}", body=bodies.get(id, "CSC")) for id in days_of]
    decisions = [decision(id, bodies.get(id, "CSC"), (f"m-{id}",)) for id in days_of]
    acts = [
        each
        for id, day in sorted(days_of.items(), key=lambda pair: pair[1])
        for each in session(day, SIX, id=f"m-{id}", matter=id)
    ]
    return play(story([*sessions, *decisions, *cases], acts, until="2023-12-31"))


@given(days("2016-02-01", "2017-12-31"))
def test_a_document_that_is_replaced_before_its_first_day_is_never_in_force(day: str) -> None:
    record = several(
        programme("p1", decision="d1", first_day="2018-01-01", end_year=2020),
        programme("p2", decision="d2", end_year=2022, replaces="p1"),
        days_of={"d1": "2016-01-12", "d2": day},
        bodies={},
    )
    assert state(record, "p1") == "followed"
    assert (days_between(record, "p1"), fact(record, "since", "p1")) == (("", ""), None)


@given(st.permutations(["p2", "p3"]), days("2016-03-01", "2019-12-31"))
def test_a_document_that_can_displace_nothing_keeps_none_from_displacing(
    order: list[str], day: str
) -> None:
    # The ministers' plan names the Council's as its predecessor, and so does one of the Council.
    of = {
        "p2": programme("p2", decision="d2", end_year=2021, replaces="p1"),
        "p3": programme("p3", decision="d3", end_year=2022, replaces="p1"),
    }
    record = several(
        programme("p1", decision="d1", end_year=2020),
        *(of[id] for id in order),
        days_of={"d1": "2016-01-12", "d2": "2016-02-09", "d3": day},
        bodies={"d2": "CMD"},
    )
    assert days_between(record, "p1") == ("2016-01-12", day)


@given(days("2015-01-13", "2017-12-31"))
def test_no_decision_ends_a_document_before_there_is_one(day: str) -> None:
    record = several(
        programme("p1", decision="d1", ending="d2", end_year=2020),
        days_of={"d1": "2016-05-10", "d2": day},
        bodies={},
    )
    ends = day > "2016-05-10"
    if day != "2016-05-10":
        assert state(record, "p1") == ("ended" if ends else "expired")
        assert days_between(record, "p1")[1] == (day if ends else "2021-01-01")


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2016-12-30", "2017-01-02", "programme.perhaps_late"),
        ("2017-01-01", "2017-01-03", "programme.approved_late"),
        ("2016-12-29", "2016-12-31", "programme.approved"),
    ],
)
def test_an_approval_at_a_time_known_by_a_stretch_is_not_said_to_be_too_late(
    first: str, last: str, says: str
) -> None:
    when = Time(f"between {first} and {last}", f"{first}", f"{last}")
    acts = [act("2016-12-20", "circulate", "d", "SECRETARIAT")]
    acts += [act(when, "sign", "d", each) for each in SIX]
    cases = [decision(meetings=()), programme(decision="d", end_year=2016)]
    record = play(story(cases, acts))
    found = [step.finding.says for step in record.steps_of("p") if step.finding is not None]
    assert found[0] == says


@pytest.mark.parametrize(("body", "found"), [("PA", "followed"), ("CSC", "expired")])
def test_a_programme_of_the_assembly_gives_way_to_the_assembly_alone(body: str, found: str) -> None:
    cases = [
        meeting(),
        decision(),
        programme("p1", end_year=2017),
        programme(
            "p2", end_year=2019, replaces="p1", **({} if body == "PA" else {"decision": "d"})
        ),
    ]
    acts = [act("2016-02-01", "adopt programme", "p1", "PA")]
    if body == "PA":
        acts += [act("2016-05-10", "adopt programme", "p2", "PA")]
    else:
        acts += session("2016-05-10", SIX)
    record = play(story(cases, acts, until="2018-06-30"))
    assert (state(record, "p1"), state(record, "p2")) == (found, "in force")
