"""A meeting: which body meets, who may preside, who sits for a member, who comes and leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from building import (
    FOUR,
    SIX,
    act,
    choices,
    clock,
    days,
    fact,
    findings_in,
    leaves,
    meeting,
    members_on,
    play,
    sat,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation
from csto_sim.procedures._credentials import OFFICES, SEATS
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct

DAY = "2015-06-01"


def held(
    *then: tuple[str, str], day: str = DAY, presiding: str = "", body: str = "CSC", **facts: Any
) -> Record:
    """One meeting: it opens, then each (act, by), an hour apart."""
    takes = {"presiding": presiding} if presiding else {}
    acts = [act(clock(day, 8), "open", "m", **takes)]
    acts += [act(clock(day, 9 + hour), name, "m", by) for hour, (name, by) in enumerate(then)]
    return play(story([meeting(body=body, **facts)], acts))


def attending(by: str, office: str | None, day: str, body: str = "CSC") -> ScenarioAct:
    takes = {"as": office} if office else {}
    return act(clock(day, 9), "attend", "m", by, **takes)


def admitted(by: str, office: str | None, day: str, body: str = "CSC", **readings: str) -> bool:
    """Whether somebody with that office takes the member's seat."""
    acts = [act(clock(day, 8), "open", "m"), attending(by, office, day)]
    chosen = {f"amb.{key.replace('_', '-')}": option for key, option in readings.items()}
    record = play(story([meeting(body=body)], acts), chosen)
    return by in (fact(record, "attendance", "m") or {})


# --- which body meets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "first"),
    [("CSC", "1994-04-20"), ("CMFA", "1994-04-20"), ("PC", "2004-03-01")],
)
def test_a_body_meets_only_once_it_exists_in_law(body: str, first: str) -> None:
    before = (date.fromisoformat(first).toordinal()) - 1
    assert state(held(day=first, body=body), "m") == "open"
    too_early = held(day=date.fromordinal(before).isoformat(), body=body)
    assert (state(too_early, "m"), len(too_early.refusals)) == ("announced", 1)


# --- who presides --------------------------------------------------------------------------------


@given(days("2004-06-18", "2026-06-30"), st.sampled_from("ABC"))
def test_without_a_name_the_chairing_state_presides(day: str, option: str) -> None:
    record = play(
        story([meeting()], [act(clock(day, 8), "open", "m")]), {"amb.chair-handover": option}
    )
    term = organisation.chair(date.fromisoformat(day), option)
    assert term is not None
    assert fact(record, "presiding", "m") == term.state


@given(days("2004-06-18", "2026-06-30"), choices("meeting"))
def test_the_chair_may_preside_under_every_reading(day: str, readings: dict[str, str]) -> None:
    term = organisation.chair(date.fromisoformat(day), readings.get("amb.chair-handover", "A"))
    assert term is not None
    readings.setdefault("amb.chair-handover", "A")
    opening = act(clock(day, 8), "open", "m", presiding=term.state)
    assert state(play(story([meeting()], [opening]), readings), "m") == "open"


# Tajikistan chairs in June 2015; Armenia follows it in the Russian alphabet, as Uzbekistan is out.
@pytest.mark.parametrize(
    ("who", "host", "session", "readings", "opens"),
    [
        ("TJK", "", "regular", {}, True),
        ("KAZ", "", "regular", {}, False),
        ("KAZ", "KAZ", "regular", {}, True),
        ("KAZ", "KAZ", "regular", {"amb.chair-default": "A"}, True),
        ("KAZ", "KAZ", "regular", {"amb.chair-default": "B"}, True),  # the host, for the absent
        (
            "KAZ",
            "KAZ",
            "regular",
            {"amb.chair-default": "B", "amb.chair-absent": "A"},
            False,
        ),
        ("KAZ", "KAZ", "extraordinary", {"amb.chair-absent": "A"}, False),
        ("ARM", "", "regular", {"amb.chair-absent": "C"}, True),
        ("ARM", "", "regular", {"amb.chair-absent": "B"}, False),
        ("BLR", "", "regular", {"amb.chair-absent": "C"}, False),
        ("UZB", "UZB", "regular", {}, False),
    ],
)
def test_who_may_preside_in_the_council_follows_the_chair_the_host_and_the_reading(
    who: str, host: str, session: str, readings: dict[str, str], opens: bool
) -> None:
    facts = {"session": session} | ({"host": host} if host else {})
    opening = act(clock(DAY, 8), "open", "m", presiding=who)
    record = play(story([meeting(**facts)], [opening]), readings)
    assert (state(record, "m") == "open") == opens


@pytest.mark.parametrize(("host", "option"), [("KAZ", "B"), ("ARM", "C")])
def test_a_substitute_presides_only_while_the_chair_is_absent(host: str, option: str) -> None:
    readings = {"amb.chair-default": "B", "amb.chair-absent": option}
    facts = {"host": host} if option == "B" else {}
    for present, opens in ((("ARM", "KAZ"), True), (("ARM", "KAZ", "TJK"), False)):
        opening = act(clock(DAY, 8), "open", "m", presiding=host, present=present)
        record = play(story([meeting(**facts)], [opening]), readings)
        assert (state(record, "m") == "open") == opens


@given(st.sampled_from((*FOUR[1:], "PC")), st.sampled_from(SIX))
def test_in_the_other_bodies_any_member_may_preside(body: str, who: str) -> None:
    assert state(held(presiding=who, body=body), "m") == "open"
    assert state(held(presiding="UZB", body=body), "m") == "announced"


def test_whoever_presides_closes_the_meeting() -> None:
    assert state(held(("close", "TJK")), "m") == "closed"
    assert state(held(("close", "")), "m") == "closed"
    assert state(held(("close", "ARM")), "m") == "open"


# --- who sits for a member -----------------------------------------------------------------------


@given(days("2003-09-18", "2026-06-30"), choices("meeting"), st.data())
def test_a_head_of_state_always_sits_in_the_council(
    day: str, readings: dict[str, str], data: st.DataObject
) -> None:
    by = data.draw(st.sampled_from(members_on(day)))
    acts = [act(clock(day, 8), "open", "m"), attending(by, "head of state", day)]
    record = play(story([meeting()], acts), readings)
    assert by in fact(record, "attendance", "m")


@given(
    days("2004-06-18", "2026-06-30"),
    st.sampled_from([office for office in OFFICES if not office.startswith("head")]),
    st.data(),
)
def test_nobody_below_head_of_government_sits_in_the_council(
    day: str, office: str, data: st.DataObject
) -> None:
    assert not admitted(data.draw(st.sampled_from(members_on(day))), office, day)


@pytest.mark.parametrize(
    ("by", "day", "option", "admits"),
    [
        ("ARM", "2018-04-08", "A", False),  # its own law still named the president
        ("ARM", "2018-04-09", "A", True),
        ("ARM", "2019-11-28", "A", True),
        ("ARM", "2019-11-28", "B", False),
        ("ARM", "2021-01-18", "B", False),
        ("ARM", "2021-01-19", "B", True),  # the Charter as amended admits heads of government
        ("ARM", "2021-01-19", "A", True),
        ("KAZ", "2022-01-10", "A", False),  # no national law gives its prime minister the seat
    ],
)
def test_a_head_of_government_sits_by_national_law_the_charter_and_before_2021_by_reading(
    by: str, day: str, option: str, admits: bool
) -> None:
    assert admitted(by, "head of government", day, csc_composition_2018=option) == admits


def test_without_an_office_named_whoever_holds_the_seat_by_national_law_comes() -> None:
    assert admitted("ARM", None, "2019-11-28", csc_composition_2018="A")
    assert not admitted("ARM", None, "2019-11-28", csc_composition_2018="B")
    assert admitted("KAZ", None, "2019-11-28", csc_composition_2018="B")


@given(st.sampled_from(sorted(SEATS)), st.sampled_from(OFFICES))
def test_each_other_body_admits_the_office_that_it_is_made_of(body: str, office: str) -> None:
    assert admitted("KAZ", office, DAY, body) == (office == SEATS[body])


def test_a_suspended_or_former_member_takes_no_seat_and_may_be_a_guest() -> None:
    record = held(("attend", "UZB"), ("attend", "AZE"), ("attend as guest", "UZB"))
    assert len(record.refusals) == 2
    assert fact(record, "guests", "m") == ("UZB",)
    assert not fact(record, "attendance", "m")


# --- coming and leaving --------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from(("attend", "leave")), st.sampled_from(SIX[:3])), max_size=14)
)
def test_a_member_comes_before_it_leaves_and_stays_until_it_does(
    moves: list[tuple[str, str]],
) -> None:
    record = held(*moves)
    there: set[str] = set()
    refused = 0
    for name, by in moves:
        if (name == "attend") == (by in there):
            refused += 1
        else:
            there ^= {by}
    assert len(record.refusals) == refused
    attendance = fact(record, "attendance", "m") or {}
    staying = {member for member, stays in attendance.items() if stays[-1][1] == -1}
    assert staying == there


def test_one_attendance_serves_every_matter_on_the_agenda() -> None:
    scenario = sat(DAY, SIX[:5])
    matters = [scenario.cases[1]._replace(id=name, title=name) for name in ("d", "e")]
    decided = [each for each in scenario.acts if each.case == "d"]
    closing = scenario.acts[-1]
    other = [each._replace(case="e") for each in decided]
    whole = scenario._replace(
        cases=(scenario.cases[0], *matters), acts=(*scenario.acts[:-1], *other, closing)
    )
    record = play(whole)
    assert fact(record, "absent", "d") == fact(record, "absent", "e") == ("TJK",)


def test_nothing_happens_in_a_meeting_that_is_not_open() -> None:
    early = [act(clock(DAY, 8), name, "m", "TJK") for name in ("attend", "leave", "close")]
    record = play(story([meeting()], early))
    assert len(record.refusals) == 3
    closed = held(("close", ""), ("attend", "ARM"), ("open", "TJK"), ("close", ""))
    assert len(closed.refusals) == 3


@pytest.mark.parametrize(
    ("by", "day", "option", "sits"),
    [
        ("ARM", "2018-11-08", "B", True),
        ("ARM", "2018-11-08", "A", False),  # its prime minister had the seat, and nobody else
        ("ARM", "2018-04-08", "B", False),  # its head of state had it until the day after
        ("ARM", "2021-01-19", "B", False),  # the Charter gives it to the prime minister
        ("KAZ", "2018-11-08", "B", False),
    ],
)
def test_another_came_for_a_prime_minister_only_where_the_charter_is_held_to_have_shut_it_out(
    by: str, day: str, option: str, sits: bool
) -> None:
    opened = act(clock(day, 8), "open", "m")
    comes = attending(by, "other representative", day)
    record = play(story([meeting()], [opened, comes]), {"amb.csc-composition-2018": option})
    assert (by in (fact(record, "attendance", "m") or {})) is sits
    assert ("credentials.as_other" in findings_in(record)) is sits


@pytest.mark.parametrize("office", ["foreign minister", "representative"])
def test_a_body_of_which_no_office_is_told_admits_whomever_the_member_sends(office: str) -> None:
    opening = act(clock("2020-06-01", 9), "open", "m")
    coming = act(clock("2020-06-01", 10), "attend", "m", "KAZ", **{"as": office})
    for body, refused in (("DRUGS_COUNCIL", 0), ("CMD", 1)):
        record = play(story([meeting(body=body)], [opening, coming]))
        assert len(record.refusals) == refused


@pytest.mark.parametrize("day", ["1995-01-01", "2003-06-01"])
@pytest.mark.parametrize("body", ["EMERGENCY_COUNCIL", "ICMEC", "DRUGS_COUNCIL"])
def test_a_body_that_is_not_there_is_refused_by_the_power_to_create_it(body: str, day: str) -> None:
    acts = [act(clock(day, 9), "open", "m"), act(clock(day, 10), "attend", "m", "KAZ")]
    record = play(story([meeting(body=body)], acts))
    assert [step.under for step in record.refusals] == [("charter.13.subsidiary",)] * 2
    (reason,) = leaves(record.refusals[0].finding)
    assert (reason.says, reason.under) == ("meeting.no_body", ("charter.13.subsidiary",))


@pytest.mark.parametrize(
    ("body", "day", "rests"),
    [
        ("CMFA", "2003-09-17", "treaty.5.coordination"),
        ("CMFA", "2003-09-18", "charter.14.cmfa"),
        ("CMD", "2003-09-18", "charter.15.cmd"),
        ("CSSC", "2003-09-18", "charter.16.cssc"),
    ],
)
def test_a_meeting_rests_on_the_one_provision_of_the_day_on_its_body(
    body: str, day: str, rests: str
) -> None:
    record = play(story([meeting(body=body)], [act(clock(day, 9), "close", "m")]))
    assert [step.under for step in record.refusals] == [(rests,)]
