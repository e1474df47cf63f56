"""The chairmanship: whose turn it is, when it begins, who sits in its place, what meetings say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from building import (
    SIX,
    act,
    clock,
    days,
    decision,
    fact,
    findings_in,
    meeting,
    members_on,
    play,
    session,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

#: Where the Council met, for sessions without a host of their own.
HOST = {"host": "RUS"}
#: Hand-overs at a session since 2010, by the data: the day, who hands over, who takes over.
HANDOVERS = [
    (after.since.isoformat(), before.state, after.state)
    for before, after in pairwise(organisation.chairs("A"))
    if before.until == after.since
    and not before.acting
    and not after.acting
    and after.since >= date(2011, 1, 1)
]


def chairmanship(member: str, **facts: Any) -> ScenarioCase:
    """The chairmanship of a member; its id is the member's code."""
    return ScenarioCase(member, "chairmanship", member, Facts({"member": member, **facts}))


def opened(day: str, present: Sequence[str], id: str = "m", by: str = "") -> list[ScenarioAct]:
    """A session that opens at nine, under whoever may preside."""
    named = {"presiding": by} if by else {}
    start = act(clock(day, 9), "open", id, present=tuple(present), **named)
    return [start, *(act(clock(day, 9), "attend", id, each) for each in present)]


def takes(day: str, *members: str, hour: int = 12, **more: Any) -> list[ScenarioAct]:
    return [act(clock(day, hour), "take the chair", each, each, **more) for each in members]


def chairing(record: Record) -> list[str]:
    """Who is in the chair at the end, by the matters."""
    sitting = ("in office", "substituted")
    return [
        str(each.facts["holder"])
        for each in record.outcomes
        if each.procedure == "chairmanship" and each.state in sitting
    ]


# --- whose turn it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "before", "due"), HANDOVERS)
def test_the_chair_has_passed_as_the_alphabet_says(day: str, before: str, due: str) -> None:
    members = members_on(day)
    cases = [meeting(**HOST), *(chairmanship(each) for each in members)]
    others = [each for each in members if each != due]
    acts = [*opened(day, members), *takes(day, *others), *takes(day, due, hour=13)]
    record = play(story(cases, acts), {"amb.chair-handover": "A"})
    assert chairing(record) == [due]
    assert {step.by for step in record.refusals} == set(others)
    assert fact(record, "since", due) == day


def test_the_hand_overs_of_many_years_are_tried() -> None:
    assert len(HANDOVERS) > 10


@given(st.sampled_from(SIX), st.sampled_from(SIX))
def test_where_the_host_is_chair_nobody_but_the_host_takes_the_chair(host: str, who: str) -> None:
    cases = [meeting(host=host), chairmanship(who)]
    acts = [*opened("2015-03-03", SIX, by=host), *takes("2015-03-03", who)]
    record = play(story(cases, acts), {"amb.chair-default": "A"})
    assert chairing(record) == ([who] if who == host else [])


@given(st.sampled_from(SIX), st.sampled_from(SIX))
def test_at_the_session_it_can_pass_to_the_host_of_the_next(following: str, who: str) -> None:
    cases = [meeting(**HOST), chairmanship(who)]
    acts = [
        *opened("2015-03-03", SIX, by="RUS"),
        *takes("2015-03-03", who, next_host=following),
    ]
    readings = {"amb.chair-default": "A", "amb.chair-handover": "C"}
    record = play(story(cases, acts), readings)
    assert chairing(record) == ([who] if who == following else [])


@given(st.sampled_from(SIX), st.sampled_from(("consent", "object", "abstain")))
def test_only_a_decision_of_all_gives_the_chair_to_another_than_the_next(
    who: str, said: str
) -> None:
    day = "2015-03-03"  # Tajikistan chairs, and Armenia is next
    cases = [
        meeting(**HOST),
        decision(),
        chairmanship(who, decision="d"),
        *(chairmanship(each) for each in ("ARM",) if each != who),
    ]
    positions = dict.fromkeys(SIX, "consent") | {"BLR": said}
    *before, close = session(day, SIX, positions)
    acts = [*before, *takes(day, "ARM", hour=14), *takes(day, who, hour=14), close]
    adopted = said == "consent"
    record = play(story(cases, acts))
    assert state(record) == ("adopted" if adopted else "not adopted")
    if adopted:
        assert chairing(record) == [who]
    else:
        # A decision that fails takes nothing from the member whose turn it is without one.
        assert chairing(record) == ["ARM"]


def test_one_session_passes_the_chair_on_once() -> None:
    day = "2015-03-03"
    cases = [meeting(**HOST), *(chairmanship(each) for each in SIX)]
    # Belarus comes after Armenia, and has to wait for the next regular session.
    acts = [*opened(day, SIX), *takes(day, "ARM"), *takes(day, "BLR", hour=13)]
    record = play(story(cases, acts))
    assert chairing(record) == ["ARM"]
    assert [step.by for step in record.refusals] == ["BLR"]


def test_after_a_chair_by_decision_the_order_goes_on_from_there() -> None:
    cases = [
        meeting(**HOST),
        meeting("n", **HOST),
        decision(),
        chairmanship("KAZ", decision="d"),
        *(chairmanship(each) for each in ("ARM", "KGZ")),
    ]
    *before, close = session("2015-03-03", SIX)
    acts = [*before, *takes("2015-03-03", "KAZ", hour=14), close]
    acts += [*opened("2016-03-01", SIX, "n", "KAZ"), *takes("2016-03-01", "ARM", "KGZ")]
    record = play(story(cases, acts))
    assert state(record, "KAZ") == "ended"
    assert chairing(record) == ["KGZ"]


@given(days("2015-01-01", "2022-12-31"), st.sampled_from(("GEO", "SRB", "UZB")))
def test_a_state_that_is_no_member_takes_no_chair(day: str, who: str) -> None:
    cases = [meeting(**HOST), decision(), chairmanship(who, decision="d")]
    *before, close = session(day, SIX)
    record = play(story(cases, [*before, *takes(day, who, hour=14), close]))
    assert chairing(record) == []


# --- when it begins ------------------------------------------------------------------------------


@given(days("2012-01-10", "2026-06-30"), st.sampled_from("ABC"))
def test_it_begins_at_the_session_or_on_the_next_first_of_january(day: str, option: str) -> None:
    eve = date.fromisoformat(day) - timedelta(days=1)
    before = organisation.chair(eve, option)
    assert before is not None
    due = organisation.next_in_rotation(before.state, date.fromisoformat(day))
    members = members_on(day)
    cases = [meeting(host=before.state), chairmanship(due)]
    record = play(
        story(cases, [*opened(day, members), *takes(day, due)], until="2027-12-31"),
        {"amb.chair-handover": option},
    )
    in_january = option == "B" and day >= "2023-01-01"
    assert fact(record, "since", due) == (f"{int(day[:4]) + 1}-01-01" if in_january else day)


def test_nobody_takes_the_chair_outside_a_regular_session() -> None:
    for kind in ("extraordinary", "informal"):
        cases = [meeting(session=kind), chairmanship("ARM")]
        acts = [*opened("2015-03-03", SIX), *takes("2015-03-03", "ARM")]
        assert chairing(play(story(cases, acts))) == []
    before = [meeting(**HOST), chairmanship("ARM")]
    assert chairing(play(story(before, takes("2015-03-03", "ARM")))) == []


def test_before_the_charter_there_is_no_chairmanship() -> None:
    cases = [meeting(**HOST), chairmanship("ARM")]
    there = members_on("2003-04-28")
    acts = [*opened("2003-04-28", there, by="RUS"), *takes("2003-04-28", "ARM")]
    assert chairing(play(story(cases, acts))) == []


# --- who sits in its place -----------------------------------------------------------------------


@pytest.mark.parametrize(("option", "chosen"), [("A", "ARM"), ("B", "RUS"), ("C", "KAZ")])
def test_in_2009_one_state_alone_can_stand_in_and_it_is_the_one_that_may_preside(
    option: str, chosen: str
) -> None:
    day, there = "2009-06-14", ("ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    cases = [meeting(**HOST), chairmanship("BLR")]
    found = []
    for who in there:
        # The same state is named as presiding and as standing in: one room, one answer.
        presiding = act(clock(day, 9), "open", "m", presiding=who, present=there)
        coming = [act(clock(day, 9), "attend", "m", each) for each in there]
        standing = act(clock(day, 12), "stand in", "BLR", who)
        record = play(story(cases, [presiding, *coming, standing]), {"amb.chair-absent": option})
        if state(record, "m") == "open":
            assert chairing(record) == [who]
            found.append(who)
        else:
            assert chairing(record) == []
    assert found == [chosen]


def test_nobody_stands_in_for_a_state_that_is_there_or_whose_turn_it_is_not() -> None:
    for member in ("BLR", "KAZ"):
        cases = [meeting(**HOST), chairmanship(member)]
        there = members_on("2009-06-14") if member == "BLR" else ("ARM", "BLR", "RUS")
        opening = opened("2009-06-14", there, by="ARM")
        acts = [*opening, act(clock("2009-06-14", 12), "stand in", member, "RUS")]
        record = play(story(cases, acts))
        assert state(record, "m") == "open"
        assert chairing(record) == []


def in_office(*more: ScenarioAct, **facts: Any) -> Record:
    """Armenia in the chair from 3 March 2015 and then some acts, with a meeting by video."""
    day = "2015-03-03"
    cases = [
        meeting(**HOST),
        meeting("x", session="extraordinary", place="remote"),
        decision(meetings=("x",)),
        chairmanship("ARM", **facts),
    ]
    acts = [*opened(day, SIX), *takes(day, "ARM"), act(clock(day, 15), "close", "m"), *more]
    return play(story(cases, acts))


@given(st.sampled_from((*SIX, "GEO", "UZB")), st.booleans(), st.booleans())
def test_another_is_elected_only_when_the_chair_cannot_act_and_all_agree(
    substitute: str, unable: bool, agreed: bool
) -> None:
    report = act(clock("2015-05-04", 9), "report that the Chair cannot act", "ARM", "KGZ")
    said = dict.fromkeys(SIX, "consent") | ({} if agreed else {"TJK": "object"})
    record = in_office(
        *([report] if unable else []),
        *session("2015-05-05", SIX, said, id="x"),
        election="d",
        substitute=substitute,
    )
    other = substitute in SIX and substitute != "ARM"
    chosen = unable and agreed and other
    assert state(record, "ARM") == (
        "substituted" if chosen else "unable to act" if unable else "in office"
    )
    assert chairing(record) == ([substitute] if chosen else [] if unable else ["ARM"])


def test_while_nobody_can_act_for_the_chair_no_plan_is_approved() -> None:
    day = "2015-05-04"
    plan = [
        act(clock(day, 9), "prepare action plan", "ARM", "PC"),
        act(clock(day, 10), "report that the Chair cannot act", "ARM", "SG"),
        act(clock(day, 11), "approve action plan", "ARM", "CHAIR"),
    ]
    assert [step.act for step in in_office(*plan).refusals] == ["approve action plan"]


@given(st.lists(st.sampled_from(("prepare action plan", "approve action plan")), max_size=8))
def test_each_plan_is_approved_once_and_after_it_was_prepared(names: list[str]) -> None:
    who = {"prepare action plan": "PC", "approve action plan": "ARM"}
    record = in_office(
        *(act(clock("2015-05-04", 9, n), name, "ARM", who[name]) for n, name in enumerate(names))
    )
    done = [step.act for step in record.steps_of("ARM") if step.act in who and not step.refused]
    assert done == [("prepare action plan", "approve action plan")[n % 2] for n in range(len(done))]
    assert len(done) + len(record.refusals) == len(names)


# --- what the matter says and what meetings accept -----------------------------------------------

PC_OR_COUNCIL = st.sampled_from(("CSC", "PC"))


@given(
    st.lists(st.integers(20, 500), min_size=1, max_size=4),
    st.sampled_from(SIX),
    st.integers(1, 400),
    PC_OR_COUNCIL,
)
def test_a_meeting_accepts_as_chair_the_state_that_the_matters_put_there(
    gaps: list[int], who: str, later: int, body: str
) -> None:
    # One session after another, each passing the chair on, at times that no data knows.
    day = date(2015, 3, 3) - timedelta(days=gaps[0])  # the data has Tajikistan in the chair
    cases: list[ScenarioCase] = [chairmanship(each) for each in SIX]
    cases.append(meeting("x", body=body, session="extraordinary"))
    acts: list[ScenarioAct] = []
    before = "TJK"
    for number, gap in enumerate(gaps):
        day += timedelta(days=gap)
        due = organisation.next_in_rotation(before, day)
        id = f"m{number}"
        cases.append(meeting(id, host=before))
        acts += [
            *opened(day.isoformat(), SIX, id, before),
            *takes(day.isoformat(), due),
            act(clock(day.isoformat(), 15), "close", id, before),
        ]
        before = due
    at_last = (day + timedelta(days=later)).isoformat()
    acts.append(act(clock(at_last, 9), "open", "x", presiding=who, present=SIX))
    record = play(story(cases, acts), {"amb.chair-handover": "A"})
    assert chairing(record) == [before]
    assert (state(record, "x") == "open") == (who == before)


@given(st.sampled_from(SIX), days("2015-03-04", "2015-09-14"))
def test_a_chairmanship_that_has_not_begun_changes_nothing_in_a_meeting(who: str, day: str) -> None:
    opening = act(clock(day, 9), "open", "x", presiding=who, present=SIX)
    meetings = [meeting("x", session="extraordinary")]
    alone = play(story(meetings, [opening]))
    beside = play(story([*meetings, *(chairmanship(each) for each in SIX)], [opening]))
    assert state(alone, "x") == state(beside, "x")


@pytest.mark.parametrize("who", SIX)
def test_while_the_chair_cannot_act_no_member_is_kept_from_presiding(who: str) -> None:
    report = act(clock("2015-05-04", 9), "report that the Chair cannot act", "ARM", "KGZ")
    opening = act(clock("2015-05-05", 9), "open", "x", presiding=who, present=SIX)
    assert state(in_office(report, opening), "x") == "open"
    without = state(in_office(opening), "x")
    assert without == ("open" if who == "ARM" else "announced")


def test_the_chair_that_a_proposal_reaches_is_the_one_of_the_matters() -> None:
    # By the data Tajikistan chairs until September 2015; by the matter Armenia does from March.
    day = "2015-03-03"
    cases = [
        meeting(**HOST),
        meeting("x", session="extraordinary"),
        chairmanship("ARM"),
        ScenarioCase("c", "convening", "c", Facts({"meeting": "x"})),
    ]
    acts = [
        *opened(day, SIX),
        *takes(day, "ARM"),
        act(clock("2015-04-06", 9), "propose", "c", "KAZ"),
        act(clock("2015-04-06", 10), "call", "c", "TJK"),
        act(clock("2015-04-06", 11), "call", "c", "ARM"),
    ]
    record = play(story(cases, acts))
    assert state(record, "c") in ("called", "lapsed")
    assert [(step.act, step.by) for step in record.refusals] == [("call", "TJK")]


@pytest.mark.parametrize("name", ["act again", "report that the Chair cannot act", "stand in"])
def test_before_the_charter_too_a_refusal_names_its_provision(name: str) -> None:
    record = play(story([chairmanship("RUS")], [act("2001-01-01", name, "RUS", "RUS")]))
    (refusal,) = record.refusals
    assert refusal.under


# --- what a second reading found -----------------------------------------------------------------


def put_out(state: str, day: str) -> tuple[list[ScenarioCase], list[ScenarioAct]]:
    """The suspension of a member on a day: the matters and the acts."""
    cases = [
        ScenarioCase("s", "membership", "s", Facts({"member": state, "suspension": "sd"})),
        decision("sd", meetings=(), subject="suspension", concerning=state),
    ]
    others = [each for each in members_on(day) if each != state]
    acts = [
        act(clock(day, 7), "raise non-fulfilment", "s", "SG"),
        act(clock(day, 8), "circulate", "sd", "SECRETARIAT"),
        *(act(clock(day, 8), "sign", "sd", each) for each in others),
    ]
    return cases, acts


@given(st.sampled_from([each for each in SIX if each != "RUS"]))
def test_the_chair_passes_over_a_state_that_a_matter_of_the_scenario_suspends(out: str) -> None:
    cases, acts = put_out(out, "2015-02-03")
    there = [each for each in SIX if each != out]
    cases += [meeting(**HOST), *(chairmanship(each) for each in SIX)]
    due = "BLR" if out == "ARM" else "ARM"
    presiding = "RUS" if out == "TJK" else "TJK"
    acts += opened("2015-03-03", there, by=presiding)
    acts += takes("2015-03-03", *(each for each in SIX if each != due))
    acts += takes("2015-03-03", due, hour=13)
    assert chairing(play(story(cases, acts))) == [due]


@given(days("2009-06-15", "2010-12-10"), st.sampled_from("ABC"))
def test_after_a_substitute_of_the_register_it_is_still_the_turn_of_whom_it_stood_in_for(
    day: str, option: str
) -> None:
    members = members_on(day)
    cases = [meeting(**HOST), *(chairmanship(each) for each in members)]
    acts = [*opened(day, members), *takes(day, *(each for each in members if each != "BLR"))]
    record = play(story(cases, [*acts, *takes(day, "BLR", hour=13)]), {"amb.chair-absent": option})
    assert state(record, "m") == "open"
    assert chairing(record) == ["BLR"]


@pytest.mark.parametrize("again", [True, False])
def test_an_election_from_a_time_when_the_chair_could_act_puts_nobody_in_its_place(
    again: bool,
) -> None:
    reports = [act(clock("2015-04-02", 9), "report that the Chair cannot act", "ARM", "SG")]
    reports.append(act(clock("2015-04-03", 9), "act again", "ARM", "ARM"))
    last = act(clock("2015-06-02", 9), "report that the Chair cannot act", "ARM", "SG")
    electing = session("2015-05-05", SIX, id="x")
    acts = [*(reports if again else []), *electing, last]
    assert state(in_office(*acts, election="d", substitute="KAZ"), "ARM") == "unable to act"


@pytest.mark.parametrize("body", ["CMFA", "CMD", "PC"])
def test_another_organ_decides_nothing_about_the_chair(body: str) -> None:
    cases = [
        meeting(**HOST),
        meeting("x", body=body),
        decision(body=body, meetings=("x",)),
        chairmanship("KAZ", decision="d"),
        chairmanship("ARM"),
    ]
    before = session("2015-02-03", SIX, id="x")
    acts = [*before, *opened("2015-03-03", SIX), *takes("2015-03-03", "KAZ", "ARM")]
    record = play(story(cases, acts))
    assert state(record) == "adopted"
    assert chairing(record) == ["ARM"]


def test_a_decision_for_a_state_that_is_suspended_since_keeps_nobody_from_the_chair() -> None:
    cases, acts = put_out("KAZ", "2015-02-10")
    cases += [
        meeting(**HOST),
        meeting("x", session="extraordinary"),
        decision(meetings=("x",)),
        chairmanship("KAZ", decision="d"),
        chairmanship("ARM"),
    ]
    there = [each for each in SIX if each != "KAZ"]
    acts = [*session("2015-02-03", SIX, id="x"), *acts, *opened("2015-03-03", there)]
    acts += takes("2015-03-03", "KAZ", "ARM")
    assert chairing(play(story(cases, acts))) == ["ARM"]


@given(st.booleans(), days("2025-12-01", "2026-01-20"))
def test_whoever_is_suspended_on_the_first_of_january_does_not_take_the_chair_on_it(
    suspended: bool, day: str
) -> None:
    cases, acts = put_out("RUS", day)
    start = [*opened("2025-11-27", SIX), *takes("2025-11-27", "RUS")]
    start.append(act(clock("2025-11-27", 15), "close", "m"))
    cases += [meeting(host="RUS"), chairmanship("RUS")]
    record = play(story(cases, [*start, *(acts if suspended else [])], until="2026-01-31"))
    out = suspended and day < "2026-01-01"
    assert state(record, "RUS") == ("expected" if out else "in office")


def test_until_the_first_of_january_the_chair_is_another_than_the_one_designated() -> None:
    cases = [meeting(host="RUS"), chairmanship("RUS")]
    acts = [*opened("2025-11-27", SIX), *takes("2025-11-27", "RUS")]
    for day, refused in (("2025-12-02", True), ("2026-01-13", False)):
        told = act(clock(day, 9), "announce priorities", "RUS", "CHAIR")
        assert bool(play(story(cases, [*acts, told])).refusals) == refused
    own = act(clock("2025-12-02", 9), "announce priorities", "RUS", "RUS")
    assert not play(story(cases, [*acts, own])).refusals


@pytest.mark.parametrize("out", [True, False])
def test_a_chair_that_is_suspended_calls_nobody_together_and_approves_nothing(out: bool) -> None:
    day = "2015-03-03"
    cases, acts = put_out("ARM", "2015-05-05")
    cases += [
        meeting(**HOST),
        meeting("x", session="extraordinary"),
        chairmanship("ARM"),
        ScenarioCase("c", "convening", "c", Facts({"meeting": "x"})),
    ]
    acts = [
        *opened(day, SIX),
        *takes(day, "ARM"),
        act(clock(day, 15), "close", "m"),
        *(acts if out else []),
        act(clock("2015-06-01", 9), "announce priorities", "ARM", "ARM"),
        act(clock("2015-06-02", 9), "propose", "c", "KAZ"),
        act(clock("2015-06-02", 10), "call", "c", "ARM"),
    ]
    refused = [step.act for step in play(story(cases, acts)).refusals]
    assert refused == (["announce priorities", "call"] if out else [])


@given(days("2004-06-19", "2010-12-09"), st.sampled_from(SIX))
def test_the_host_takes_the_chair_as_long_as_no_source_shows_the_order(day: str, host: str) -> None:
    eve = date.fromisoformat(day) - timedelta(days=1)
    before = next(
        term for term in reversed(organisation.chairs("A")) if term.since <= eve and not term.acting
    )
    due = organisation.next_in_rotation(before.state, date.fromisoformat(day))
    found = []
    for who in members_on(day):
        cases = [meeting(host=host), chairmanship(who)]
        record = play(story(cases, [*opened(day, members_on(day), by=host), *takes(day, who)]))
        found += chairing(record)
    assert set(found) == ({host} if day < "2009-06-14" else {due})


@pytest.mark.parametrize(
    ("day", "host", "who"), [("2005-06-23", "RUS", "RUS"), ("2006-06-23", "BLR", "BLR")]
)
def test_the_hand_overs_to_the_host_of_the_first_years_are_lawful(
    day: str, host: str, who: str
) -> None:
    cases = [meeting(host=host), chairmanship(who)]
    record = play(story(cases, [*opened(day, members_on(day)), *takes(day, who)]))
    assert chairing(record) == [who]


@pytest.mark.parametrize("comes", [True, False])
def test_the_chair_is_not_taken_back_at_the_session_at_which_another_took_it(comes: bool) -> None:
    day, others = "2015-09-15", [member for member in SIX if member != "ARM"]
    acts = [
        *opened(day, others, by="RUS"),
        act(clock(day, 12), "stand in", "ARM", "TJK"),
        *([act(clock(day, 13), "attend", "m", "ARM")] if comes else []),
        act(clock(day, 14), "take the chair", "ARM", "ARM"),
    ]
    readings = {"amb.chair-absent": "A", "amb.chair-handover": "A"}
    record = play(story([meeting(**HOST), chairmanship("ARM")], acts), readings)
    assert chairing(record) == ["TJK"]
    assert [step.act for step in record.refusals] == ["take the chair"]
    assert "chairmanship.not_back" in findings_in(record)


@given(st.sampled_from([member for member in SIX if member != "KAZ"]), st.sampled_from("ABC"))
def test_where_the_chair_passes_in_january_nobody_stands_in_at_the_session(
    who: str, absent: str
) -> None:
    day = "2023-11-23"
    acts = [
        *opened(day, [member for member in SIX if member != "KAZ"], by="BLR"),
        act(clock(day, 12), "stand in", "KAZ", who),
    ]
    readings = {"amb.chair-absent": absent, "amb.chair-handover": "B"}
    record = play(story([meeting(**HOST), chairmanship("KAZ")], acts), readings)
    assert (state(record, "KAZ"), chairing(record)) == ("expected", [])
    assert "chairmanship.nobody_needed" in findings_in(record)


def test_whose_place_is_kept_takes_the_chair_at_a_later_regular_session_and_not_before() -> None:
    first, later = "2009-06-14", "2010-12-10"
    there = [member for member in members_on(first) if member != "BLR"]
    ends = act(clock(first, 18), "close", "m")
    base = [
        act(clock(first, 9), "open", "m", presiding="RUS", present=tuple(there)),
        *(act(clock(first, 9), "attend", "m", each) for each in there),
        act(clock(first, 12), "stand in", "BLR", "RUS"),
    ]
    # It comes into the room late: the chair has been taken for the time until the next session.
    late = [
        act(clock(first, 13), "attend", "m", "BLR"),
        act(clock(first, 14), "take the chair", "BLR", "BLR"),
    ]
    between = act(clock("2009-10-01", 9), "take the chair", "BLR", "BLR")
    after = [
        act(clock(later, 9), "open", "n", presiding="RUS", present=members_on(later)),
        *(act(clock(later, 9), "attend", "n", each) for each in members_on(later)),
        act(clock(later, 12), "take the chair", "BLR", "BLR"),
    ]
    cases = [meeting(**HOST), meeting("n", **HOST), chairmanship("BLR")]
    readings = {"amb.chair-absent": "B"}
    for acts, holder in (
        ([*base, *late], "RUS"),
        ([*base, ends, between], "RUS"),
        ([*base, ends, *after], "BLR"),
    ):
        record = play(story(cases, acts), readings)
        assert chairing(record) == [holder]
        assert bool(record.refusals) is (holder == "RUS")


@pytest.mark.parametrize(("who", "stands"), [("KAZ", True), ("ARM", False)])
def test_the_incumbent_that_stands_in_is_whoever_was_elected_to_the_chair(
    who: str, stands: bool
) -> None:
    start, unable, elected, later = "2015-03-03", "2015-05-04", "2015-05-05", "2015-12-21"
    there = [member for member in SIX if member != "BLR"]
    cases = [
        meeting(**HOST),
        meeting("x", session="extraordinary", place="remote"),
        meeting("n", host="KAZ"),
        decision(meetings=("x",)),
        chairmanship("ARM", election="d", substitute="KAZ"),
        chairmanship("BLR"),
    ]
    acts = [
        *opened(start, SIX),
        *takes(start, "ARM"),
        act(clock(start, 15), "close", "m"),
        act(clock(unable, 9), "report that the Chair cannot act", "ARM", "KGZ"),
        *session(elected, SIX, id="x"),
        *opened(later, there, "n", by="KAZ"),
        act(clock(later, 12), "stand in", "BLR", who),
    ]
    record = play(story(cases, acts), {"amb.chair-absent": "A"})
    assert (state(record, "BLR") == "substituted") is stands
    assert chairing(record) == ["KAZ"]
