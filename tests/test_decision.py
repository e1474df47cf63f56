"""The path of a draft: prepared, put, returned, revised, withdrawn, superseded, made known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from building import (
    FOUR,
    SIX,
    act,
    bound,
    clock,
    days,
    decision,
    fact,
    findings_in,
    instrument,
    leaves,
    meeting,
    play,
    sat,
    session,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.procedures.decision import PROCEDURE
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct

DAY = "2015-06-01"
FINAL = {state.word for state in PROCEDURE.final}


def drafted(*then: tuple[str, str], **facts: Any) -> Record:
    """A draft and what is done with it, a day apart."""
    acts = [
        act(clock(f"2015-03-{day:02}", 9), name, "d", by) for day, (name, by) in enumerate(then, 1)
    ]
    return play(story([meeting(), decision(**facts)], acts))


def put(*, absent: int = 0, against: tuple[str, ...] = ()) -> list[ScenarioAct]:
    present = SIX[: 6 - absent]
    positions = {member: "object" if member in against else "consent" for member in present}
    return session(DAY, present, positions)


def after(first: list[ScenarioAct], *then: tuple[str, str, str], **facts: Any) -> Record:
    later = [act(clock(day, 9), name, "d", by) for day, name, by in then]
    return play(story([meeting(), decision(**facts)], [*first, *later]))


# --- preparing -----------------------------------------------------------------------------------


@given(st.permutations(("coordinate", "endorse")))
def test_a_draft_is_endorsed_with_or_without_coordination_and_not_before_it(
    order: list[str],
) -> None:
    record = drafted(*((name, "CMFA" if name == "endorse" else "SG") for name in order))
    assert state(record) == "endorsed"
    assert len(record.refusals) == (order[0] == "endorse")


def test_endorsement_decides_nothing_and_its_absence_hinders_nothing() -> None:
    for prepared in ((), ("coordinate",), ("coordinate", "endorse")):
        before = [
            act(clock("2015-05-01", 9 + hour), name, "d", "CMD" if name == "endorse" else "")
            for hour, name in enumerate(prepared)
        ]
        record = play(story([meeting(), decision()], [*before, *put()]))
        assert (state(record), set(bound(record))) == ("adopted", set(SIX))


@pytest.mark.parametrize(
    ("name", "by"), [("coordinate", "ARM"), ("endorse", "CSC"), ("endorse", "ARM"), ("endorse", "")]
)
def test_drafts_are_prepared_by_those_whose_task_it_is(name: str, by: str) -> None:
    assert len(drafted((name, by)).refusals) == 1


# --- putting -------------------------------------------------------------------------------------


@given(days("2003-09-18", "2026-06-30"), st.sampled_from(FOUR))
def test_a_draft_is_put_only_in_an_open_meeting_that_has_it_on_its_agenda(
    day: str, body: str
) -> None:
    closed = play(story([decision(body=body)], [act(clock(day, 14), "decide", "d")]))
    assert state(closed) == "drafted"
    opening = act(clock(day, 10), "open", "m")
    cases = [meeting(body=body), decision(body=body, meetings=())]
    elsewhere = play(story(cases, [opening, act(clock(day, 14), "decide", "d")]))
    assert [step.act for step in elsewhere.refusals] == ["decide"]
    says = {leaf.says for leaf in leaves(elsewhere.refusals[0].finding)}
    assert says == {"meeting.not_open"}


def test_whoever_presides_puts_the_draft() -> None:
    for by, allowed in (("TJK", True), ("", True), ("ARM", False)):
        acts = [each._replace(by=by) if each.name == "decide" else each for each in put()]
        assert (state(play(story([meeting(), decision()], acts))) == "adopted") == allowed


def test_no_rule_of_consensus_binds_the_council_before_the_charter() -> None:
    record = play(sat("2003-09-17", SIX))
    assert "decide" in [step.act for step in record.refusals]
    assert state(play(sat("2003-09-18", SIX))) == "adopted"


# --- not adopted: return, revise, put again ------------------------------------------------------


@given(st.integers(1, 3))
def test_a_draft_comes_back_as_often_as_it_is_revised(rounds: int) -> None:
    acts = put(against=("ARM",))
    cases = [meeting(), decision(meetings=tuple(f"m{n}" for n in range(rounds + 1)))]
    acts = [each._replace(case="m0") if each.case == "m" else each for each in acts]
    cases += [meeting(f"m{n}") for n in range(rounds + 1)]
    for n in range(1, rounds + 1):
        year = 2015 + n
        acts += [
            act(clock(f"{year}-01-01", 9), "return", "d"),
            act(clock(f"{year}-02-01", 9), "revise", "d"),
        ]
        positions = dict.fromkeys(SIX, "consent")
        if n < rounds:
            positions["BLR"] = "object"
        acts += session(f"{year}-06-01", SIX, positions, id=f"m{n}")
    record = play(story(cases, acts))
    assert state(record) == "adopted"
    assert fact(record, "rounds") == rounds


def test_a_revised_draft_starts_without_any_position() -> None:
    acts = [*put(against=("ARM",))]
    acts += [act(clock("2015-07-01", 9), "return", "d"), act(clock("2015-08-01", 9), "revise", "d")]
    acts += session("2015-12-01", SIX, {"ARM": "consent"}, id="m2")
    cases = [meeting(), meeting("m2"), decision(meetings=("m", "m2"))]
    record = play(story(cases, acts))
    assert state(record) == "not adopted"
    assert fact(record, "positions") == {"ARM": "consent"}


def test_a_draft_that_was_not_adopted_is_not_put_again_unrevised() -> None:
    acts = [*put(against=("ARM",)), *session("2015-12-01", SIX, {}, id="m2")]
    cases = [meeting(), meeting("m2"), decision(meetings=("m", "m2"))]
    assert [step.act for step in play(story(cases, acts)).refusals] == ["decide"]


def test_a_draft_that_was_not_adopted_can_still_be_circulated() -> None:
    acts = [*put(against=("ARM",)), act(clock("2015-07-01", 9), "circulate", "d")]
    acts += [act(clock("2015-08-01", 9), "sign", "d", member) for member in SIX]
    record = play(story([meeting(), decision()], acts))
    assert (state(record), fact(record, "manner")) == ("adopted", "signature")


# --- withdrawn and superseded --------------------------------------------------------------------


@given(st.sampled_from(("drafted", "awaiting cure", "not adopted")))
def test_a_draft_is_withdrawn_by_its_sponsor_while_it_stands(where: str) -> None:
    acts = {
        "drafted": [],
        "awaiting cure": put(absent=1),
        "not adopted": put(against=("ARM",)),
    }[where]
    assert state(after(acts)) == where
    record = after(acts, ("2015-07-01", "withdraw", "KAZ"), sponsor="KAZ")
    assert state(record) == "withdrawn"
    wrong = after(acts, ("2015-07-01", "withdraw", "ARM"), sponsor="KAZ")
    assert (state(wrong), len(wrong.refusals)) == (where, 1)
    anybody = after(acts, ("2015-07-01", "withdraw", "ARM"))
    assert state(anybody) == "withdrawn"


@given(
    st.sampled_from(
        ("withdraw", "return", "coordinate", "revise", "circulate", "decide", "oppose")
    ),
    st.sampled_from(SIX),
)
def test_an_adopted_decision_is_past_all_that_is_done_with_drafts(name: str, by: str) -> None:
    record = after(put(), ("2015-07-01", name, by))
    assert (state(record), len(record.refusals)) == ("adopted", 1)


def replacing(first: list[ScenarioAct], second: str = "2016-06-01") -> Record:
    """A second draft, meant to take the place of the first, is adopted later."""
    cases = [meeting(), decision(), meeting("m2", session="extraordinary")]
    cases += [decision("new", meetings=("m2",), replaces="d")]
    return play(story(cases, [*first, *session(second, SIX, id="m2", matter="new")]))


def test_a_standing_draft_is_superseded_when_another_is_adopted_in_its_place() -> None:
    for first in ([], put(absent=1), put(against=("ARM",))):
        record = replacing(first)
        assert (state(record, "new"), state(record)) == ("adopted", "superseded")
        outcome = record.outcome("d")
        assert outcome is not None
        assert outcome.since == "2016-06-01"


def test_an_adopted_decision_binds_until_another_has_effect_in_its_place() -> None:
    record = replacing(put())
    assert (state(record, "new"), state(record)) == ("adopted", "superseded")
    assert {until for _, _, until in bound(record).values()} == {"2016-06-01"}
    assert set(bound(record)) == set(SIX)


@pytest.mark.parametrize("first", [[], put(), put(absent=1)], ids=["draft", "adopted", "waiting"])
def test_a_decision_without_effect_takes_nobodys_place(first: list[ScenarioAct]) -> None:
    cases = [meeting(), decision(), meeting("m2", session="extraordinary"), instrument()]
    cases += [decision("new", meetings=("m2",), replaces="d", effect_when=("i",))]
    record = play(story(cases, [*first, *session("2016-06-01", SIX, id="m2", matter="new")]))
    assert state(record, "new") == "adopted"
    assert state(record) != "superseded"


# --- copies and notes ----------------------------------------------------------------------------


@given(st.dates(date(2015, 6, 2), date(2026, 6, 30)))
def test_certified_copies_are_owed_from_adoption_without_a_length(day: date) -> None:
    owed = after(put())
    (line,) = owed.deadlines
    assert (line.name, line.due, line.status, line.closed) == (
        "certified copies",
        None,
        "unmeasured",
        -1,
    )
    sent = after(put(), (day.isoformat(), "send certified copies", "SECRETARIAT"))
    assert fact(sent, "copies") == day.isoformat()
    assert sent.deadlines[0].closed >= 0


def test_a_note_is_kept_and_changes_nothing() -> None:
    for acts in ([], put(), put(absent=1)):
        record = after(acts, ("2015-07-01", "notify", "BLR"))
        assert state(record) == state(after(acts))
        assert ("act", "notify", "BLR") in [(s.kind, s.act, s.by) for s in record.steps]


def test_the_final_states_are_those_without_a_way_on() -> None:
    leaving = {
        state.word
        for step in PROCEDURE.steps
        for state in step.sources
        if step.target is not None and step.target is not state
    }
    assert leaving.isdisjoint(FINAL)
    assert leaving | FINAL == {state.word for state in PROCEDURE.states}


# --- national leave, and recommendations ---------------------------------------------------------


def test_leave_is_given_once_and_only_by_whom_the_decision_binds() -> None:
    cases = [meeting(), decision(subject="forces")]
    outside = {"reserve": [*SIX], "stay away": [member for member in SIX if member != "KGZ"]}
    for how, present in outside.items():
        said = dict.fromkeys(present, "consent")
        if how == "reserve":
            said["KGZ"] = "reserve"
        formats = [("propose limited format", "ARM")] if how == "stay away" else []
        before = [("declare non-objection", "KGZ")] if how == "stay away" else []
        leave = [act("2015-06-02", "give leave", "d", by) for by in ("KAZ", "KAZ", "KGZ")]
        acts = [*session(DAY, present, said, before=before, during=formats), *leave]
        for option in "AB":
            record = play(story(cases, acts), {"amb.domestic-authorisation": option})
            assert "KGZ" not in bound(record)
            assert fact(record, "leave") == {"KAZ": "2015-06-02"}
            assert [step.by for step in record.refusals] == ["KAZ", "KGZ"]
            assert {"decision.leave_before", "decision.leave_of_nobody"} <= findings_in(record)


def test_nobody_signs_a_recommendation_of_the_permanent_council_to_be_bound_by_it() -> None:
    signing = [act("2015-06-02", "sign", "d", member) for member in SIX]
    in_session = session(DAY, SIX)
    circulated = [act(DAY, "circulate", "d", "SG"), *signing]
    later = act("2015-07-01", "sign", "d", "KAZ")
    for before in (in_session, circulated):
        cases = [meeting(body="PC"), decision(body="PC")]
        record = play(story(cases, [*before, later]), {"amb.pc-consensus": "B"})
        assert (state(record), bound(record)) == ("adopted", {})
        assert [step.act for step in record.refusals] == ["sign"]
        assert "signature.recommendation" in findings_in(record)
