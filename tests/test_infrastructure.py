"""Troops and facilities of third states: who is asked, what stops the host, and from which day."""

from __future__ import annotations

from typing import Any

import pytest
from building import SIX, act, at, days, fact, findings_in, members_on, play, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

TABLE: Procedure = procedures()["infrastructure"]
OTHERS = tuple(member for member in SIX if member != "BLR")
IN_FORCE = "2012-11-20"
READINGS = st.sampled_from("ABC")


def plan(**facts: Any) -> ScenarioCase:
    told = {"host": "BLR", "third": "MNG", "kind": "facility", **facts}
    return ScenarioCase("h", "infrastructure", "h", Facts(told))


def consulted(day: str, host: str = "BLR") -> list[ScenarioAct]:
    """The acts by which consultations on a plan are held, and not yet closed."""
    return [
        act(at(day), "declare intention", "h", host),
        act(at(day), "inform", "h", host),
        act(at(day), "consult", "h", "PC"),
    ]


def said(day: str, name: str, members: tuple[str, ...]) -> list[ScenarioAct]:
    return [act(at(day), name, "h", member) for member in members]


def played(acts: list[ScenarioAct], readings: dict[str, str] | None = None, **facts: Any) -> Record:
    return play(story([plan(**facts)], acts), readings or {})


def refused(record: Record) -> list[tuple[str, str]]:
    return [(step.act, step.by) for step in record.refusals]


# --- one objection -------------------------------------------------------------------------------


@given(subsets(OTHERS), days(IN_FORCE, "2026-01-31"), READINGS)
def test_under_the_protocol_any_official_objection_in_time_stops_the_host(
    objecting: tuple[str, ...], day: str, option: str
) -> None:
    present = tuple(m for m in objecting if m in members_on(day))
    others = tuple(m for m in members_on(day) if m not in ("BLR", *present))
    acts = [
        *consulted(day),
        *said(day, "consent", others),
        *said(day, "object", present),
        act(at(day), "close consultations", "h"),
        act(at(day), "decide to host", "h", "BLR"),
    ]
    record = played(acts, {"amb.infra-silence": option})
    assert state(record, "h") == ("objected" if present else "decided")


@given(days("2004-01-01", "2012-11-19"), st.sampled_from("AB"))
def test_before_the_protocol_an_objection_stops_the_host_only_by_the_stricter_reading(
    day: str, option: str
) -> None:
    acts = [
        *consulted(day),
        act(at(day), "object", "h", "TJK"),
        act(at(day), "close consultations", "h"),
        act(at(day), "decide to host", "h", "BLR"),
    ]
    record = played(acts, {"amb.foreign-troops-agreement": option})
    assert state(record, "h") == ("decided" if option == "A" else "objected")


@pytest.mark.parametrize(("day", "ends"), [("2012-11-19", "decided"), (IN_FORCE, "consulted")])
def test_an_objection_that_was_only_heard_stops_the_host_from_the_day_of_the_protocol(
    day: str, ends: str
) -> None:
    acts = [
        *consulted("2012-10-01"),
        act(at("2012-10-02"), "object", "h", "TJK"),
        act(at("2012-10-03"), "close consultations", "h"),
        act(at(day), "decide to host", "h", "BLR"),
    ]
    assert state(played(acts), "h") == ends


# --- until when ----------------------------------------------------------------------------------

STAGES = ("close consultations", "decide to host", "sign agreement")


@pytest.mark.parametrize(
    ("option", "after", "stops"),
    [
        *(("A", n, n == 0) for n in range(4)),
        *(("B", n, n < 2) for n in range(4)),
        *(("C", n, n < 3) for n in range(4)),
    ],
)
def test_until_when_a_member_can_object_is_the_reading_and_never_after_signature(
    option: str, after: int, stops: bool
) -> None:
    acts = [
        *consulted("2018-03-01"),
        *said("2018-03-02", "consent", OTHERS),
        *(act(at("2018-03-03"), name, "h", "BLR") for name in STAGES[:after]),
        act(at("2018-03-04"), "object", "h", "TJK"),
    ]
    record = played(acts, {"amb.infra-silence": option})
    assert (state(record, "h") == "objected") is stops
    assert (("object", "TJK") in refused(record)) is not stops


@given(subsets(OTHERS))
def test_where_silence_is_not_enough_each_other_member_has_to_consent(
    consenting: tuple[str, ...],
) -> None:
    acts = [
        *consulted("2018-03-01"),
        *said("2018-03-02", "consent", consenting),
        act(at("2018-03-03"), "close consultations", "h"),
        act(at("2018-03-04"), "decide to host", "h", "BLR"),
    ]
    record = played(acts, {"amb.infra-silence": "B"})
    assert (state(record, "h") == "decided") is (set(consenting) == set(OTHERS))
    assert state(played(acts), "h") == "decided"  # by default silence passes


# --- who is asked --------------------------------------------------------------------------------


@given(subsets(OTHERS))
def test_consultations_close_only_when_all_others_are_informed(told: tuple[str, ...]) -> None:
    acts = [
        act(at("2018-03-01"), "declare intention", "h", "BLR"),
        act(at("2018-03-02"), "inform", "h", "SG", members=told or ("BLR",)),
        act(at("2018-03-03"), "consult", "h", "PC"),
        act(at("2018-03-04"), "close consultations", "h"),
    ]
    ends = "consulted" if set(told) == set(OTHERS) else "consulting"
    assert state(played(acts), "h") == ends


@given(subsets(OTHERS), subsets(OTHERS))
def test_whoever_consented_knew_of_the_intention(
    told: tuple[str, ...], consenting: tuple[str, ...]
) -> None:
    acts = [
        act(at("2018-03-01"), "declare intention", "h", "BLR"),
        act(at("2018-03-02"), "inform", "h", "SG", members=told or ("BLR",)),
        act(at("2018-03-03"), "consult", "h", "PC"),
        *said("2018-03-03", "consent", consenting),
        act(at("2018-03-04"), "close consultations", "h"),
    ]
    ends = "consulted" if {*told, *consenting} == set(OTHERS) else "consulting"
    assert state(played(acts), "h") == ends


@pytest.mark.parametrize("by", ["BLR", "UZB", "SRB", "SG"])
def test_only_another_member_in_full_standing_can_object(by: str) -> None:
    record = played([*consulted("2018-03-01"), act(at("2018-03-02"), "object", "h", by)])
    assert (state(record, "h"), refused(record)) == ("consulting", [("object", by)])


@pytest.mark.parametrize(("third", "asked"), [("MNG", True), ("EU", True), ("RUS", False)])
def test_the_rule_is_about_those_who_are_no_members(third: str, asked: bool) -> None:
    record = played([act(at("2018-03-01"), "declare intention", "h", "BLR")], third=third)
    assert state(record, "h") == ("consultations due" if asked else "outside the rule")


def test_a_suspended_member_is_no_third_state() -> None:
    record = played([act(at("2013-03-01"), "declare intention", "h", "BLR")], third="UZB")
    assert state(record, "h") == "outside the rule"


@pytest.mark.parametrize(
    ("facts", "wide"),
    [
        ({"kind": "troops"}, False),
        ({"kind": "transit"}, True),
        ({"kind": "civilian mission"}, True),
        ({"hosted_since": "2012-11-19"}, True),
        ({"hosted_since": "2012-11-20"}, False),
    ],
)
def test_what_is_neither_new_nor_military_is_covered_only_by_the_wider_reading(
    facts: dict[str, str], wide: bool
) -> None:
    acts = [act(at("2018-03-01"), "call for consultations", "h", "KAZ")]
    ends = {
        option: state(played(acts, {"amb.infra-scope": option}, **facts), "h") for option in "AB"
    }
    assert ends["B"] == "consultations due"
    assert ends["A"] == ("outside the rule" if wide else "consultations due")


# --- form, withdrawal, disputes ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "stops"), [("A", False), ("B", False), ("C", True), ("D", True)]
)
def test_what_makes_an_objection_official_is_asked_as_of_a_request(
    option: str, stops: bool
) -> None:
    protest = act(at("2018-03-02"), "object", "h", "ARM", to="BLR", form="statement")
    record = played([*consulted("2018-03-01"), protest], {"amb.request-form": option})
    assert (state(record, "h") == "objected") is stops
    assert bool(fact(record, "objecting", "h")) is stops


@given(st.permutations(["ARM", "KAZ", "TJK"]), st.integers(0, 3))
def test_the_way_is_open_again_when_the_last_objection_is_withdrawn(
    order: list[str], withdrawn: int
) -> None:
    acts = [
        *consulted("2018-03-01"),
        *said("2018-03-02", "object", ("ARM", "KAZ", "TJK")),
        *said("2018-03-03", "withdraw objection", tuple(order[:withdrawn])),
    ]
    record = played(acts)
    assert state(record, "h") == ("consulting" if withdrawn == 3 else "objected")
    assert not record.refusals


def test_an_objection_takes_an_earlier_consent_away() -> None:
    acts = [
        *consulted("2018-03-01"),
        *said("2018-03-02", "consent", OTHERS),
        *said("2018-03-03", "object", ("KGZ",)),
        *said("2018-03-04", "withdraw objection", ("KGZ",)),
        act(at("2018-03-05"), "close consultations", "h"),
        act(at("2018-03-06"), "decide to host", "h", "BLR"),
    ]
    record = played(acts, {"amb.infra-silence": "B"})
    assert state(record, "h") == "consulted"
    assert fact(record, "consenting", "h") == tuple(m for m in OTHERS if m != "KGZ")


def test_the_time_for_objections_ends_when_the_reading_says_so() -> None:
    acts = [
        *consulted("2018-03-01"),
        *said("2018-03-02", "consent", OTHERS),
        *(act(at(f"2018-03-0{3 + n}"), name, "h", "BLR") for n, name in enumerate(STAGES)),
    ]
    for option, day in (("A", "2018-03-03"), ("B", "2018-03-04"), ("C", "2018-03-05")):
        record = played(acts, {"amb.infra-silence": option})
        ended = [s.when.day for s in record.steps for c in s.closes if c.name == "objections"]
        assert ended == [day]


def test_a_dispute_stands_beside_the_matter_and_ends_with_a_settlement() -> None:
    acts = [
        *consulted("2018-03-01"),
        *said("2018-03-02", "object", ("ARM",)),
        act(at("2018-03-03"), "raise dispute", "h", "BLR"),
        act(at("2018-03-04"), "raise dispute", "h", "ARM"),
        act(at("2018-03-05"), "settle dispute", "h", "ARM"),
        act(at("2018-03-06"), "settle dispute", "h", "ARM"),
    ]
    record = played(acts)
    assert state(record, "h") == "objected"
    assert refused(record) == [("raise dispute", "ARM"), ("settle dispute", "ARM")]


def test_before_the_protocol_there_is_no_dispute_on_it() -> None:
    acts = [
        *consulted("2010-03-01"),
        act(at("2010-03-02"), "close consultations", "h"),
        act(at("2010-03-03"), "raise dispute", "h", "TJK"),
    ]
    assert refused(played(acts)) == [("raise dispute", "TJK")]


def test_before_the_charter_no_rule_asks_a_host_for_anything() -> None:
    record = played([act(at("2003-09-17"), "declare intention", "h", "BLR")])
    assert refused(record) == [("declare intention", "BLR")]
    assert record.refusals[0].finding is not None
    assert record.refusals[0].finding.says == "act.no_law"


# --- what was decided under another rule, who the host is, when a dispute can arise ---------------

OVER_AN_OBJECTION = [
    *consulted("2012-10-01"),
    act(at("2012-10-02"), "object", "h", "TJK"),
    act(at("2012-10-03"), "close consultations", "h"),
    act(at("2012-11-19"), "decide to host", "h", "BLR"),
]


@pytest.mark.parametrize(("pending", "ends"), [("A", "decided"), ("B", "hosted")])
def test_an_objection_passed_over_under_the_charter_stops_the_signature_under_the_protocol(
    pending: str, ends: str
) -> None:
    acts = [*OVER_AN_OBJECTION, act(at("2012-12-05"), "sign agreement", "h", "BLR")]
    record = played(acts, {"amb.pending-law": pending})
    assert state(record, "h") == ends
    before = [*OVER_AN_OBJECTION, act(at("2012-11-19"), "sign agreement", "h", "BLR")]
    assert state(played(before), "h") == "hosted"


def test_an_objection_can_still_be_withdrawn_when_the_host_has_decided() -> None:
    acts = [
        *OVER_AN_OBJECTION,
        act(at("2012-12-05"), "withdraw objection", "h", "TJK"),
        act(at("2012-12-06"), "sign agreement", "h", "BLR"),
    ]
    record = played(acts)
    assert (state(record, "h"), record.refusals) == ("hosted", ())


@pytest.mark.parametrize("silent", [(), ("RUS",)])
def test_where_each_has_to_consent_it_can_do_so_until_a_signature_under_the_new_rule(
    silent: tuple[str, ...],
) -> None:
    acts = [
        *consulted("2012-12-20"),
        act(at("2012-12-21"), "close consultations", "h"),
    ]
    under_charter = [
        *consulted("2012-10-01"),
        act(at("2012-10-03"), "close consultations", "h"),
        act(at("2012-11-19"), "decide to host", "h", "BLR"),
    ]
    told = tuple(m for m in OTHERS if m not in silent)
    ending = [
        *said("2012-12-22", "consent", told),
        act(at("2012-12-23"), "sign agreement", "h", "BLR"),
    ]
    record = played([*under_charter, *ending], {"amb.infra-silence": "B"})
    assert state(record, "h") == ("decided" if silent else "hosted")
    # Nobody has decided here, so nothing can be signed, whoever consents.
    assert state(played([*acts, *ending], {"amb.infra-silence": "B"}), "h") == "consulted"


@pytest.mark.parametrize(("host", "asked"), [("BLR", True), ("UZB", True), ("SRB", False)])
def test_the_rule_binds_members_and_those_suspended_and_no_other_state(
    host: str, asked: bool
) -> None:
    record = played([act(at("2013-03-01"), "call for consultations", "h", "KAZ")], host=host)
    assert state(record, "h") == ("consultations due" if asked else "outside the rule")


@pytest.mark.parametrize("done", range(5))
def test_a_dispute_can_be_raised_and_settled_at_any_stage(done: int) -> None:
    stages = [
        *consulted("2018-03-01"),
        act(at("2018-03-01"), "close consultations", "h"),
    ]
    acts = [
        *stages[:done],
        act(at("2018-03-02"), "raise dispute", "h", "ARM"),
        act(at("2018-03-03"), "settle dispute", "h", "ARM"),
    ]
    assert not played(acts).refusals


@pytest.mark.parametrize("name", ["inform", "consult"])
@pytest.mark.parametrize(("day", "open_"), [("2012-11-19", False), ("2012-11-20", True)])
def test_a_time_for_objections_begins_when_the_protocol_comes_midway(
    name: str, day: str, open_: bool
) -> None:
    acts = [
        act(at("2012-11-10"), "declare intention", "h", "BLR"),
        act(at(day), name, "h", "BLR" if name == "inform" else "PC"),
    ]
    record = played(acts)
    names = [line.name for line in record.deadlines if line.case == "h"]
    assert names.count("objections") == (1 if open_ else 0)
    again = played([*acts, act(at("2012-12-01"), "consult", "h", "PC")])
    assert [line.name for line in again.deadlines].count("objections") == 1


def test_an_objection_withdrawn_before_any_consultations_does_not_stand_for_them() -> None:
    day = "2016-05-01"
    acts = [
        act(at(day), "declare intention", "h", "BLR"),
        act(at(day), "inform", "h", "BLR"),
        *said(day, "object", ("KAZ",)),
        *said(day, "withdraw objection", ("KAZ",)),
        act(at(day), "close consultations", "h"),
    ]
    record = played(acts)
    assert (state(record, "h"), refused(record)) == ("consulting", [("close consultations", "")])
    assert "infra.not_held" in findings_in(record)
    held = played([*acts[:-1], act(at(day), "consult", "h", "PC"), acts[-1]])
    assert (state(held, "h"), refused(held)) == ("consulted", [])


@pytest.mark.parametrize(
    ("host", "day", "asks"),
    [("UZB", "2012-06-27", True), ("UZB", "2012-12-20", True), ("GEO", "2012-06-27", False)],
)
def test_a_member_hosts_though_it_is_suspended_and_a_state_that_has_left_is_asked_nothing(
    host: str, day: str, asks: bool
) -> None:
    # Uzbekistan suspended its membership with effect from 19 December 2012; Georgia left in 1999.
    record = played([act(at(day), "declare intention", "h", host)], host=host)
    assert (record.refusals == ()) is asks
    if not asks:
        assert state(record, "h") == TABLE.initial.word
