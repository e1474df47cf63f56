"""The Organization by date: members and their standing, bodies, chairs, offices, sessions."""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation as org
from csto_sim.organisation.bodies import parse_bodies
from csto_sim.organisation.countries import parse_order, parse_states
from csto_sim.organisation.load import document, folder
from csto_sim.organisation.membership import Membership
from csto_sim.organisation.offices import parse_seats, parse_terms
from csto_sim.organisation.outside import parse_organisations, parse_pa_observers
from csto_sim.organisation.sessions import parse_sessions

SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
SEVEN = (*SIX, "UZB")
NINE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB")

PARSERS: dict[str, Callable[[Any], object]] = {
    "bodies.yaml": parse_bodies,
    "chairs.yaml": lambda found: parse_terms("chairs.yaml", found),
    "countries.yaml": parse_states,
    "heads.yaml": parse_seats,
    "members.yaml": Membership,
    "organisations.yaml": parse_organisations,
    "pa_observers.yaml": parse_pa_observers,
    "russian_order.yaml": parse_order,
    "secretaries_general.yaml": lambda found: parse_terms("secretaries_general.yaml", found),
    "sessions.yaml": parse_sessions,
}

days = st.dates(date(1992, 1, 1), date(2030, 12, 31))
codes = st.sampled_from(NINE)
readings = st.fixed_dictionaries(
    {},
    optional={
        "amb.readmission": st.sampled_from("ABZ"),
        "amb.self-suspension": st.sampled_from("ABZ"),
        "amb.freeze": st.sampled_from("ABC"),
    },
)


def entries(found: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a file that carries evidence."""
    if isinstance(found, dict):
        if "evidence" in found:
            yield found
        for inner in found.values():
            yield from entries(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from entries(inner)


def counted_by_hand(
    file: str, part: str, day: date, chosen: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The raw entries of a file that hold on a day, found without the code under test."""
    found = document(file)
    switches = found.get("readings", {})
    iso = day.isoformat()

    def option(reading: str) -> str:
        switch = switches[reading]
        wanted = chosen.get(reading, switch["default"])
        return str(wanted if wanted in switch["options"] else switch["default"])

    return [
        entry
        for entry in found[part]
        if (entry["since"] + "-01-01")[:10] <= iso
        and ("until" not in entry or iso < (entry["until"] + "-01-01")[:10])
        and all(option(key) in allowed for key, allowed in entry.get("chosen_by", {}).items())
    ]


# Members


def test_the_treaty_had_nine_parties_in_1998() -> None:
    assert org.roster(date(1998, 7, 1)) == org.Roster(NINE, ())
    assert {org.status(code, date(1998, 7, 1)) for code in NINE} == {"party"}


def test_the_organization_had_seven_members_in_2010() -> None:
    assert org.roster(date(2010, 6, 15)) == org.Roster(SEVEN, ())


def test_the_organization_had_six_members_and_one_suspended_in_2013() -> None:
    assert org.roster(date(2013, 1, 1)) == org.Roster(SIX, ("UZB",))


def test_signing_alone_made_nobody_a_party() -> None:
    assert org.roster(date(1994, 4, 19)) == org.Roster((), ())
    assert org.status("BLR", date(1994, 4, 19)) == "signatory"
    assert len(org.roster(date(1994, 4, 20)).members) == 9


def test_azerbaijan_georgia_and_uzbekistan_were_parties_until_the_first_term_ended() -> None:
    before, after = (set(org.roster(date(1999, 4, day)).members) for day in (20, 21))
    assert before - after == {"AZE", "GEO", "UZB"}
    assert org.status("GEO", date(2026, 1, 1)) == "former"


def test_parties_became_members_when_the_charter_entered_into_force() -> None:
    assert org.status("KAZ", date(2003, 9, 17)) == "party"
    assert org.status("KAZ", date(2003, 9, 18)) == "member"
    assert org.roster(date(2003, 9, 17)).members == org.roster(date(2003, 9, 18)).members == SIX


def test_uzbekistan_returned_when_it_ratified_or_by_another_reading_when_the_council_decided() -> (
    None
):
    decided, day_before_ratifying = date(2006, 6, 23), date(2006, 12, 12)
    revival = {"amb.readmission": "A"}
    assert org.status("UZB", decided) == org.status("UZB", day_before_ratifying) == "restoring"
    assert org.status("UZB", date(2006, 12, 13)) == "member"
    assert org.status("UZB", decided, revival) == "member"
    assert org.status("UZB", decided - timedelta(1), revival) == "former"
    assert org.roster(decided, revival).members == SEVEN
    assert org.roster(decided).members == SIX


def test_uzbekistan_was_suspended_by_the_council_or_by_another_reading_by_its_own_note() -> None:
    own_note = {"amb.self-suspension": "A"}
    assert org.status("UZB", date(2012, 12, 18)) == "member"
    assert org.status("UZB", date(2012, 12, 19)) == "suspended"
    assert org.status("UZB", date(2012, 6, 27), own_note) == "member"
    assert org.status("UZB", date(2012, 6, 28), own_note) == "suspended"
    assert org.roster(date(2012, 6, 28), own_note) == org.Roster(SIX, ("UZB",))


@given(option=st.sampled_from("ABC"))
def test_freezing_its_participation_leaves_armenia_a_member_in_law(option: str) -> None:
    day = date(2024, 6, 1)
    assert org.status("ARM", day, {"amb.freeze": option}) == "member"
    assert "amb.freeze" in {remark.reading for remark in org.remarks("ARM", day)}
    assert org.remarks("ARM", date(2024, 2, 21)) == ()


@given(code=codes, day=days, chosen=readings)
def test_a_state_has_at_most_one_status_on_a_day_and_the_data_says_which(
    code: str, day: date, chosen: dict[str, str]
) -> None:
    by_hand = [
        entry["status"]
        for entry in counted_by_hand("members.yaml", "periods", day, chosen)
        if code in entry["states"]
    ]
    assert len(by_hand) <= 1
    assert org.status(code, day, chosen) == (by_hand or ["none"])[0]


@given(day=days, chosen=readings)
def test_the_roster_is_what_the_statuses_say_and_a_suspended_state_is_no_member(
    day: date, chosen: dict[str, str]
) -> None:
    roster = org.roster(day, chosen)
    now = {code: org.status(code, day, chosen) for code in NINE}
    assert roster.members == tuple(c for c in NINE if now[c] in ("member", "party"))
    assert roster.suspended == tuple(c for c in NINE if now[c] == "suspended")
    assert not set(roster.members) & set(roster.suspended)


@given(day=days, chosen=readings)
def test_the_same_question_gets_the_same_roster_object(day: date, chosen: dict[str, str]) -> None:
    assert org.roster(day, chosen) is org.roster(day, dict(chosen))


@given(code=codes, day=days, chosen=readings)
def test_the_changes_up_to_a_day_lead_to_the_status_of_that_day(
    code: str, day: date, chosen: dict[str, str]
) -> None:
    status = "none"
    for change in org.membership_changes(chosen):
        if change.code == code and change.day <= day:
            assert change.before == status != change.status
            status = change.status
    assert status == org.status(code, day, chosen)


def test_the_history_of_membership_is_told_by_these_changes_and_no_others() -> None:
    told: dict[str, list[str]] = {}
    for change in org.membership_changes():
        told.setdefault(f"{change.day} {change.status}", []).append(change.code)
    assert told == {
        "1992-05-15 signatory": ["ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB"],
        "1993-09-24 signatory": ["AZE"],
        "1993-12-09 signatory": ["GEO"],
        "1993-12-31 signatory": ["BLR"],
        "1994-04-20 party": list(NINE),
        "1999-04-21 former": ["AZE", "GEO", "UZB"],
        "2003-09-18 member": list(SIX),
        "2006-06-23 restoring": ["UZB"],
        "2006-12-13 member": ["UZB"],
        "2012-12-19 suspended": ["UZB"],
    }


def test_a_state_outside_the_treaty_has_no_status() -> None:
    assert org.status("SRB", date(2020, 1, 1)) == org.status("nonsense", date(2020, 1, 1)) == "none"
    assert org.period("SRB", date(2020, 1, 1)) is None


# Rotation


@given(day=days, chosen=readings)
def test_rotation_visits_every_member_once_and_nobody_else(
    day: date, chosen: dict[str, str]
) -> None:
    members = org.roster(day, chosen).members
    turn, visited = "RUS", []
    for _ in members:
        turn = org.next_in_rotation(turn, day, chosen)
        visited.append(turn)
    assert sorted(visited) == list(members)


def test_after_tajikistan_the_turn_passes_over_suspended_uzbekistan_to_armenia() -> None:
    assert org.next_in_rotation("TJK", date(2021, 9, 16)) == "ARM"
    assert org.next_in_rotation("TJK", date(2010, 1, 1)) == "UZB"
    assert org.next_in_rotation("UZB", date(2021, 9, 16)) == "ARM"
    assert org.next_in_rotation("TJK", date(1998, 1, 1)) == "UZB"
    assert org.next_in_rotation("UZB", date(1998, 1, 1)) == "AZE"


def test_a_state_without_a_place_in_the_order_has_no_successor() -> None:
    assert org.next_in_rotation("SRB", date(2021, 1, 1)) == "none"
    assert org.next_in_rotation("ARM", date(1990, 1, 1)) == "none"


def test_the_order_of_rotation_is_that_of_the_russian_names() -> None:
    names = [org.states()[code].name_ru or "" for code in org.russian_order()]
    assert sorted(org.russian_order()) == list(NINE)
    assert names == sorted(names)


def test_the_chair_has_followed_the_russian_alphabet_since_december_2010() -> None:
    for handover in "AB":
        terms = [term for term in org.chairs(handover) if term.since >= date(2010, 12, 10)]
        assert len(terms) == 16
        for before, after in pairwise(terms):
            # From Kyrgyzstan in 2012 on Uzbekistan is suspended, so it never takes a turn.
            assert org.next_in_rotation(before.state, after.since) == after.state


def test_appointed_secretaries_general_have_followed_the_russian_alphabet_since_2017() -> None:
    states = [t.state for t in org.secretaries_general() if not t.acting][1:]
    assert states == ["ARM", "BLR", "KAZ", "KGZ"]


# Chairs, Secretaries General, seats


@given(day=days, handover=st.sampled_from("ABC"))
def test_at_most_one_state_chairs_on_a_day_under_each_option(day: date, handover: str) -> None:
    chosen = {"amb.chair-handover": handover}
    by_hand = [e["state"] for e in counted_by_hand("chairs.yaml", "terms", day, chosen)]
    assert len(by_hand) <= 1
    term = org.chair(day, handover)
    assert (term.state if term else None) == (by_hand[0] if by_hand else None)


@given(day=st.dates(date(2004, 6, 18), date(2026, 12, 31)), handover=st.sampled_from("ABC"))
def test_since_june_2004_the_chair_is_never_vacant_and_is_a_member(
    day: date, handover: str
) -> None:
    term = org.chair(day, handover)
    assert term is not None
    assert term.state in org.roster(day).members


def test_before_june_2004_no_chair_is_known() -> None:
    assert org.chair(date(2004, 6, 17)) is None


@given(day=st.dates(date(2004, 1, 1), date(2023, 11, 22)))
def test_until_november_2023_the_reading_on_the_handover_changes_nothing(day: date) -> None:
    terms = [org.chair(day, option) for option in "ABC"]
    assert len({term.state if term else None for term in terms}) == 1


def test_the_chair_passes_at_the_session_or_by_another_reading_on_1_january() -> None:
    def states(day: date) -> list[str]:
        return [term.state for option in "AB" if (term := org.chair(day, option))]

    assert states(date(2023, 11, 23)) == ["KAZ", "BLR"]
    assert states(date(2024, 1, 1)) == ["KAZ", "KAZ"]
    assert states(date(2024, 11, 28)) == ["KGZ", "KAZ"]
    assert states(date(2025, 1, 1)) == ["KGZ", "KGZ"]
    assert states(date(2025, 11, 27)) == ["RUS", "KGZ"]
    assert states(date(2026, 1, 1)) == ["RUS", "RUS"]


def test_under_the_default_the_chair_passed_on_these_days() -> None:
    assert [f"{term.since} {term.state}" for term in org.chairs()] == [
        "2004-06-18 KAZ",
        "2005-06-23 RUS",
        "2006-06-23 BLR",
        "2007-06-01 KGZ",  # only the month is known
        "2008-09-05 ARM",
        "2009-06-14 RUS",
        "2010-12-10 BLR",
        "2011-12-20 KAZ",
        "2012-12-19 KGZ",
        "2013-09-23 RUS",
        "2014-12-23 TJK",
        "2015-09-15 ARM",
        "2016-10-14 BLR",
        "2017-11-30 KAZ",
        "2018-11-08 KGZ",
        "2019-11-28 RUS",
        "2020-12-02 TJK",
        "2021-09-16 ARM",
        "2022-11-23 BLR",
        "2023-11-23 KAZ",
        "2024-11-28 KGZ",
        "2025-11-27 RUS",
    ]
    assert [t.since for t in org.chairs() if t.since_known_to != "day"] == [date(2007, 6, 1)]


def test_an_unknown_option_on_the_handover_counts_as_the_default() -> None:
    assert org.chair(date(2023, 12, 1), "Z") == org.chair(date(2023, 12, 1), "A")


def test_russia_chaired_for_a_time_in_2009_and_belarus_took_its_turn_in_december_2010() -> None:
    temporary, belarus = org.chair(date(2009, 6, 14)), org.chair(date(2010, 12, 10))
    assert temporary is not None
    assert belarus is not None
    assert (temporary.state, temporary.acting) == ("RUS", True)
    assert (belarus.state, belarus.acting) == ("BLR", False)


def test_since_2008_the_chair_passed_at_a_regular_session_under_the_default() -> None:
    held = {session.day for session in org.sessions() if session.kind == "regular"}
    handovers = [term.since for term in org.chairs() if term.since >= date(2008, 1, 1)]
    assert len(handovers) == 18
    assert set(handovers) <= held


@given(day=st.dates(date(2003, 4, 28), date(2028, 12, 31)))
def test_exactly_one_person_is_or_acts_as_secretary_general(day: date) -> None:
    assert org.secretary_general(day) is not None
    assert len(counted_by_hand("secretaries_general.yaml", "terms", day, {})) == 1


def test_the_office_of_secretary_general_passed_on_these_days() -> None:
    told = [f"{t.since} {t.state}{' acting' * t.acting}" for t in org.secretaries_general()]
    assert told == [
        "2003-04-28 RUS",
        "2017-01-01 RUS acting",
        "2017-05-02 ARM",
        "2018-11-02 RUS acting",
        "2020-01-01 BLR",
        "2023-01-01 KAZ",
        "2026-01-01 KGZ",
    ]
    assert org.secretary_general(date(2029, 1, 1)) is None


def test_a_deputy_acted_after_the_recall_of_2018_until_the_end_of_2019() -> None:
    for day in (date(2018, 11, 2), date(2019, 12, 31)):
        acting = org.secretary_general(day)
        assert acting is not None
        assert (acting.name, acting.acting) == ("Valery Semerikov", True)
    appointed = org.secretary_general(date(2020, 1, 1))
    assert appointed is not None
    assert (appointed.name, appointed.state, appointed.acting) == ("Stanislav Zas", "BLR", False)


def test_before_the_appointment_of_2003_no_secretary_general_is_known() -> None:
    assert org.secretary_general(date(2003, 4, 27)) is None


def test_the_head_of_government_sits_for_armenia_since_april_2018() -> None:
    assert org.seat("ARM", date(2018, 4, 8)) == "head of state"
    assert org.seat("ARM", date(2018, 4, 9)) == "head of government"
    assert org.seat("SRB", date(2018, 4, 9)) == "none"


@given(day=days, chosen=readings)
def test_every_member_has_an_office_that_sits_for_it(day: date, chosen: dict[str, str]) -> None:
    for code in org.roster(day, chosen).members:
        assert org.seat(code, day) == (
            "head of government" if code == "ARM" and day >= date(2018, 4, 9) else "head of state"
        )


def test_a_head_of_government_is_admitted_in_law_only_since_january_2021() -> None:
    council = org.body("CSC")
    assert council is not None
    both, only_state = ("head of state", "head of government"), ("head of state",)
    strict = {"amb.csc-composition-2018": "B"}
    session_2019, in_law = date(2019, 11, 28), date(2021, 1, 19)
    assert council.offices(session_2019, code="ARM") == both
    assert council.offices(session_2019, code="KAZ") == only_state
    assert council.offices(session_2019, strict, "ARM") == only_state
    assert council.offices(in_law - timedelta(1), strict) == only_state
    assert council.offices(in_law, strict, "KAZ") == council.offices(in_law) == both
    assert council.offices(date(2018, 4, 8)) == only_state


@given(day=st.dates(date(2018, 4, 9), date(2030, 1, 1)))
def test_by_default_whoever_sits_for_a_member_is_admitted_by_the_council(day: date) -> None:
    council = org.body("CSC")
    assert council is not None
    for code in org.roster(day).members:
        assert org.seat(code, day) in council.offices(day, code=code)


# Bodies and sessions


def test_four_bodies_decide_by_consensus_and_the_same_four_are_named_in_rule_14() -> None:
    four = {"CSC", "CMFA", "CMD", "CSSC"}
    assert {body.code for body in org.bodies() if body.decides_by_consensus} == four
    assert {body.code for body in org.bodies() if body.named_in_rule_14} == four


def test_the_permanent_council_worked_from_march_2004_and_became_an_organ_in_2012() -> None:
    council = org.body("PC")
    assert council is not None
    assert not council.in_being(date(2004, 2, 29))
    working, organ = council.standing(date(2004, 3, 1)), council.standing(date(2012, 12, 19))
    assert working is not None
    assert organ is not None
    assert (working.kind, working.since_known_to) == ("inter-session", "month")
    assert organ.kind == "statutory"
    assert council.offices(date(2010, 1, 1)) == ("permanent and plenipotentiary representative",)


@given(day=days)
def test_offices_sit_only_in_a_body_that_is_in_being(day: date) -> None:
    for body in org.bodies():
        if body.offices(day):
            assert body.in_being(day), body.code


@given(day=days)
def test_a_body_is_in_being_only_with_the_body_it_belongs_to(day: date) -> None:
    for body in org.bodies():
        parent = org.body(body.of) if body.of else None
        if parent and body.in_being(day):
            assert parent.in_being(day), body.code


def test_each_committee_and_working_group_belongs_to_its_organ() -> None:
    assert {body.code: body.of for body in org.bodies() if body.of} == {
        "MILITARY_COMMITTEE": "CMD",
        "BUSINESS_COUNCIL": "ICMEC",
        "CRC": "JS",
        "WG_AFGHANISTAN": "CMFA",
        "WG_TRAINING": "CMD",
        "WG_TERRORISM": "CSSC",
        "WG_INFORMATION": "CSSC",
    }


def test_an_unknown_body_is_none() -> None:
    assert org.body("NATO") is None


def test_sessions_are_asked_for_by_a_half_open_span() -> None:
    june = org.sessions(date(2009, 2, 4), date(2009, 6, 14))
    assert [session.id for session in june] == ["ses.2009-02-04"]
    assert [s.id for s in org.sessions(since=date(2025, 11, 27))] == [
        "ses.2025-11-27",
        "ses.2026-11-11",
    ]
    assert org.sessions(until=date(1995, 2, 10)) == ()


@given(one=days, two=days, three=days)
def test_two_adjoining_spans_give_all_sessions_of_the_whole(
    one: date, two: date, three: date
) -> None:
    a, b, c = sorted((one, two, three))
    assert org.sessions(a, b) + org.sessions(b, c) == org.sessions(a, c)


def test_a_session_is_named_by_its_day() -> None:
    assert len(org.sessions()) == 42
    assert all(session.id == f"ses.{session.day}" for session in org.sessions())


def test_every_year_since_2004_had_a_regular_session() -> None:
    years = {session.day.year for session in org.sessions() if session.kind == "regular"}
    assert years >= set(range(2004, 2026))


def test_a_planned_session_is_told_apart_from_one_that_was_held() -> None:
    assert [session.id for session in org.sessions() if session.planned] == ["ses.2026-11-11"]


def test_the_decision_on_kazakhstan_was_taken_off_session_and_remotely() -> None:
    decision, debrief = org.sessions(date(2022, 1, 1), date(2022, 2, 1))
    assert (decision.kind, decision.mode, decision.host) == ("off-session", "remote", None)
    assert (debrief.kind, debrief.mode, debrief.day) == (
        "extraordinary",
        "remote",
        date(2022, 1, 10),
    )


# States


def test_iso_3166_has_249_codes_each_with_its_own_name() -> None:
    states = org.states()
    assert len(states) == 249
    assert len({state.name for state in states.values()}) == 249
    assert all(state.code == code for code, state in states.items())


def test_the_nine_states_have_russian_names_capitals_and_real_time_zones() -> None:
    for code in NINE:
        state = org.states()[code]
        assert state.name_ru
        assert state.capital
        assert state.zone
        assert ZoneInfo(state.zone).key == state.zone
    assert org.states()["ARM"].zone == "Asia/Yerevan"


def test_only_capital_letter_codes_of_the_standard_are_codes() -> None:
    assert org.is_code("BLR")
    assert not any(org.is_code(code) for code in ("blr", "BY", "XXX", "SUN", "", "CSC"))


def test_every_state_that_the_data_names_has_a_code() -> None:
    named = {change.code for change in org.membership_changes()}
    named |= {term.state for term in (*org.chairs("A"), *org.chairs("B"))}
    named |= {term.state for term in org.secretaries_general()}
    named |= {session.host for session in org.sessions() if session.host}
    named |= {code for body in org.bodies() for seat in body.seats for code in seat.only}
    assert named == set(NINE)


# The data itself


def test_every_data_file_is_hashed_and_read() -> None:
    files = dict(org.data_files())
    assert list(files) == sorted(PARSERS)
    for name, content in files.items():
        assert content == (folder() / name).read_bytes()
        PARSERS[name](document(name))


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_no_key_stands_twice_in_a_data_file(name: str) -> None:
    def walk(node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), f"{name}:{node.start_mark.line + 1}: {keys}"
            for _, value in node.value:
                walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                walk(value)

    root = yaml.compose((folder() / name).read_text(encoding="utf-8"), yaml.SafeLoader)
    assert root is not None
    walk(root)


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_a_reader_with_other_yaml_rules_finds_the_same_words(name: str) -> None:
    """Dates are quoted and no key or word is a boolean, a number or a time by YAML 1.1."""
    plain, guessing = document(name), yaml.safe_load((folder() / name).read_bytes())

    def same(one: Any, two: Any, path: str) -> None:
        if isinstance(one, dict):
            assert list(one) == list(two), path
            for key in one:
                same(one[key], two[key], f"{path}.{key}")
        elif isinstance(one, list):
            for number, (first, second) in enumerate(zip(one, two, strict=True)):
                same(first, second, f"{path}[{number}]")
        elif isinstance(two, bool):
            assert one == str(two).lower(), path
        elif isinstance(two, float):
            assert float(one) == two, path
        else:
            assert one == two, path

    same(plain, guessing, name)


BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no evidence": lambda entry: entry.pop("evidence"),
    "no confidence": lambda entry: entry.pop("confidence"),
    "no sources": lambda entry: entry.pop("sources"),
    "empty sources": lambda entry: entry.update(sources=[]),
    "an unknown key": lambda entry: entry.update(sinse="2009-06-14"),
    "an unknown evidence": lambda entry: entry.update(evidence="hearsay"),
    "evidence above its sources": lambda entry: entry.update(
        evidence="seed", sources=[{"memory": "0.9", "of": "day"}]
    ),
    "a confidence above one": lambda entry: entry.update(confidence="1.2"),
    "a source of an unknown kind": lambda entry: entry.update(
        evidence="unverified", sources=[{"hearsay": "yes"}]
    ),
}
DATED_BREAKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no since": lambda entry: entry.pop("since"),
    "a date that does not exist": lambda entry: entry.update(since="2009-02-30"),
    "a date that is no date": lambda entry: entry.update(since="June 2009"),
    "an end before the beginning": lambda entry: entry.update(until="1990-01-01"),
    "an unknown reading": lambda entry: entry.update(chosen_by={"amb.nothing": ["A"]}),
}


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_malformed_data_is_refused_with_the_name_of_its_file(name: str) -> None:
    tried = 0
    for number, original in enumerate(entries(document(name))):
        breaks = BREAKS | (DATED_BREAKS if "since" in original else {})
        for spoil in breaks.values():
            content = copy.deepcopy(document(name))
            spoil(list(entries(content))[number])
            with pytest.raises(ValueError, match=name.replace(".", r"\.")):
                PARSERS[name](content)
            tried += 1
    assert tried >= len(BREAKS)


@pytest.mark.parametrize("name", ["members.yaml", "chairs.yaml", "secretaries_general.yaml"])
def test_entries_that_overlap_are_refused(name: str) -> None:
    content = copy.deepcopy(document(name))
    part = content["periods" if name == "members.yaml" else "terms"]
    part.append(copy.deepcopy(part[0]))
    with pytest.raises(ValueError, match="overlap"):
        PARSERS[name](content)


def test_every_provision_and_reading_that_the_data_names_is_in_the_law() -> None:
    from csto_sim import law

    named: set[str] = set()
    asked: dict[str, tuple[tuple[str, ...], str]] = {}
    for name in PARSERS:
        content = document(name)
        for entry in entries(content):
            named.update(entry.get("under", ()))
        for reading, switch in content.get("readings", {}).items():
            asked[reading] = (tuple(switch["options"]), switch["default"])
    assert len(named) > 30
    assert {id for id in named if law.provision(id) is None and law.by_text(id) is None} == set()
    for reading, (options, default) in asked.items():
        assert tuple(law.readings()[reading].options) == options
        if reading != "amb.chair-handover":  # its default depends on the day
            for day in ("2006-07-01", "2012-07-01", "2019-11-28"):
                assert law.readings()[reading].option({"day": day}) == default


def test_importing_the_room_reads_no_file_and_loads_no_yaml() -> None:
    code = (
        "import sys, csto_sim.organisation as org;"
        "light = 'yaml' not in sys.modules;"
        "org.is_code('ARM');"
        "print(light, 'yaml' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "True"]
