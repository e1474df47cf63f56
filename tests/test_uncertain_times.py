"""Claims about what is known only by a stretch of days, and about what follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    bound,
    came_of,
    choices,
    clock,
    convening,
    decision,
    fact,
    instrument,
    meeting,
    play,
    session,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.explain import summary
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts


def stretch(first: str, last: str) -> Time:
    """Return a time known only as lying between two days."""
    return Time(f"between {first} and {last}", first, last)


def later(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(by)).isoformat()


def moved(record: Record, case: str, target: str) -> str:
    """Return the day by which a case had come to a state, or ''."""
    for step in record.steps_of(case):
        if step.target == target != step.source:
            return step.when.day
    return ""


# --- a stretch drives nobody's clock -------------------------------------------------------------

#: A day of November 2023 on which a proposal comes; the law changes on the 23rd.
proposals = st.integers(8, 22).map(lambda day: f"2023-11-{day:02}")


@given(proposals, st.integers(0, 2), st.integers(0, 4), st.integers(0, 40), choices("convening"))
def test_a_note_on_another_matter_known_by_a_stretch_changes_nothing_of_a_convening(
    proposed: str, noted: int, met: int, length: int, readings: dict[str, str]
) -> None:
    first = later(proposed, noted)
    note = act(stretch(first, later(first, length)), "notify", "d", "ARM")
    opened = later(proposed, max(met, noted))
    before = [act(clock(proposed, 0), "propose", "c", "KAZ", to="CHAIR")]
    after = [act(at(opened), "open", "m")] if met < 4 else []
    cases = [meeting(), convening(), decision(meetings=())]
    with_note, without = (
        play(story(cases, acts, "2023-11-01", "2024-02-01"), readings)
        for acts in ([*before, note, *after], [*before, *after])
    )
    assert came_of(with_note)[:2] == came_of(without)[:2]
    assert [line[:8] for line in with_note.deadlines] == [line[:8] for line in without.deadlines]


@given(proposals, st.integers(0, 40))
def test_the_steps_of_a_record_are_in_order_of_when_they_can_first_have_been(
    first: str, length: int
) -> None:
    acts = [
        act(at(first), "propose", "c", "KAZ", to="CHAIR"),
        act(stretch(later(first, 1), later(first, 1 + length)), "notify", "d", "ARM"),
        act(at(later(first, 2)), "open", "m"),
    ]
    cases = [meeting(), convening(), decision(meetings=())]
    record = play(story(cases, acts, "2023-11-01", "2024-02-01"))
    earliest = [step.when.earliest for step in record.steps]
    assert earliest == sorted(earliest)


# --- what several acts complete together ---------------------------------------------------------

notice = st.tuples(st.integers(0, 60), st.integers(0, 300))


def notified(notices: list[tuple[int, int]]) -> tuple[list[ScenarioAct], list[str]]:
    """Return notices of some of the six in order of when they begin, and the last day of each."""
    acts, last = [], []
    for member, (after, length) in zip(SIX, sorted(notices), strict=False):
        first = later("2015-03-01", after)
        end = later(first, length)
        acts.append(act(stretch(first, end), "notify completion", "i", member))
        last.append(end)
    return acts, last


def signing(*members: str) -> list[ScenarioAct]:
    return [act(at("2015-01-10"), "sign", "i", member) for member in members]


@given(st.lists(notice, min_size=2, max_size=6))
def test_an_instrument_is_in_force_and_binds_from_one_and_the_same_day(
    notices: list[tuple[int, int]],
) -> None:
    acts, last = notified(notices)
    members = SIX[: len(acts)]
    record = play(story([instrument()], [*signing(*members), *acts]))
    assert moved(record, "i", "in force") == fact(record, "in_force", "i") == max(last)
    assert bound(record, "i") == {member: (max(last), max(last), "") for member in members}


@given(st.lists(notice, min_size=3, max_size=6), st.integers(0, 400))
def test_who_joins_an_instrument_is_not_bound_before_it_is_in_force(
    notices: list[tuple[int, int]], after: int
) -> None:
    acts, last = notified(notices)
    record = play(story([instrument(in_force_when="number", number=2)], [*signing(*SIX), *acts]))
    in_force = moved(record, "i", "in force")
    assert in_force == max(last[:2])
    since = {member: days[0] for member, days in bound(record, "i").items()}
    assert since == {member: max(end, in_force) for member, end in zip(SIX, last, strict=False)}


def test_a_party_gives_notice_only_when_the_instrument_is_certainly_in_force() -> None:
    acts = [
        *signing("ARM", "RUS"),
        act(stretch("2015-03-01", "2015-12-31"), "notify completion", "i", "ARM"),
        act(at("2015-04-01"), "notify completion", "i", "RUS"),
        act(at("2015-05-01"), "withdraw", "i", "RUS"),
        act(at("2016-05-01"), "withdraw", "i", "RUS"),
    ]
    record = play(story([instrument()], acts))
    (refused,) = [step for step in record.steps if step.refused]
    assert refused.when.day == "2015-05-01"
    assert refused.finding is not None
    assert refused.finding.says == "instrument.not_yet_in_force"
    assert bound(record, "i")["RUS"] == ("2015-12-31", "2015-12-31", "2016-11-01")


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_decision_that_two_signatures_cure_counts_when_both_have_certainly_been_given(
    one: int, other: int
) -> None:
    first = "2016-06-01"
    acts = [
        *session("2016-05-04", SIX[:4]),
        act(stretch(first, later(first, one)), "sign", "d", "RUS"),
        act(stretch(first, later(first, other)), "sign", "d", "TJK"),
    ]
    record = play(story([meeting(), decision()], acts))
    day = later(first, max(one, other))
    assert moved(record, "d", "adopted") == day
    assert set(bound(record).values()) == {(day, day, "")}


@given(st.lists(notice, min_size=6, max_size=6))
def test_a_circulated_draft_is_adopted_when_all_have_certainly_signed(
    notices: list[tuple[int, int]],
) -> None:
    acts, last = notified(notices)
    signed = [each._replace(name="sign", case="d") for each in acts]
    circulated = act(at("2015-02-01"), "circulate", "d", "SECRETARIAT")
    record = play(story([decision(meetings=())], [circulated, *signed]))
    assert moved(record, "d", "adopted") == max(last)
    assert set(bound(record).values()) == {(max(last), max(last), "")}


# --- bonds that never begin ----------------------------------------------------------------------


@given(st.integers(0, 800), st.integers(0, 400), st.integers(1, 2))
def test_no_bond_ends_before_it_begins(effect: int, leaves: int, term: int) -> None:
    acts = [
        *signing("ARM", "RUS"),
        act(at(later("2015-01-11", leaves)), "withdraw", "i", "RUS"),
    ]
    facts: dict[str, Any] = {
        "in_force_when": "signature",
        "effect_from": later("2015-01-10", effect),
        "term_years": term,
        "extends": "no",
    }
    record = play(story([instrument(**facts)], acts))
    for since, _, until in bound(record, "i").values():
        assert since < until
    if later("2015-01-10", effect) > f"{2015 + term}-01-11":
        assert bound(record, "i") == {}


# --- who is bound by what begins late ------------------------------------------------------------


@pytest.mark.parametrize(("option", "is_bound"), [("A", True), ("B", False)])
def test_a_cure_binds_a_state_suspended_since_only_if_it_works_back_to_the_session(
    option: str, is_bound: bool
) -> None:
    seven = ("ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    acts = [
        *session("2012-05-04", seven),
        act(at("2013-05-04"), "sign", "d", "BLR"),
    ]
    record = play(story([meeting(), decision()], acts), {"amb.absence-cure": option})
    assert state(record) == "adopted"
    assert ("UZB" in bound(record)) is is_bound


# --- two meetings at once ------------------------------------------------------------------------


@given(st.permutations(["m", "m2", "m3"]), st.permutations(["m", "m2", "m3"]), st.booleans())
def test_of_two_open_meetings_a_body_decides_in_the_one_that_opened_last(
    listed: list[str], opened: list[str], same_day: bool
) -> None:
    acts = []
    for number, id in enumerate(opened):
        day = "2016-05-04" if same_day else later("2016-05-04", number)
        there = SIX if id == opened[-1] else SIX[:3]
        acts += [act(at(day), "open", id), *(act(at(day), "attend", id, m) for m in there)]
    last = acts[-1].time
    acts += [act(last, "consent", "d", member) for member in SIX]
    acts.append(act(last, "decide", "d"))
    numbered = [each._replace(origin=number) for number, each in enumerate(acts)]
    cases = [*(meeting(id) for id in listed), decision(meetings=tuple(listed))]
    record = play(story(cases, numbered))
    assert (state(record), fact(record, "put_at")) == ("adopted", opened[-1])


def test_a_council_that_already_meets_need_not_be_convened_and_the_record_says_so() -> None:
    acts = [act(at("2016-05-02"), "open", "m"), act(at("2016-05-04"), "propose", "c", "KAZ")]
    record = play(story([meeting(), convening()], acts))
    assert state(record, "c") == "convened in time"
    *_, last = record.steps_of("c")
    finding = last.finding
    assert finding is not None
    assert finding.says == "convened.sitting"


@pytest.mark.parametrize(("who", "refused"), [("CHN", 1), ("UZB", 1), ("ARM", 0), ("PC", 0)])
def test_a_draft_is_returned_by_a_member_or_an_organ_and_by_nobody_else(
    who: str, refused: int
) -> None:
    record = play(story([decision(meetings=())], [act(at("2016-05-04"), "return", "d", who)]))
    assert len(record.refusals) == refused


def test_a_decision_of_a_stretch_of_days_is_adopted_by_the_last_and_not_on_it() -> None:
    acts = [act("2016-05-01", "circulate", "d")]
    acts += [act("2016-05-02", "sign", "d", member) for member in SIX[:5]]
    some = stretch("2016-05-04", "2016-05-20")
    for when, said in ((some, "Adopted by 20 May 2016"), (at("2016-05-20"), "Adopted on 20 May")):
        last = act(when, "sign", "d", SIX[5])
        assert summary(play(story([decision()], [*acts, last])), "d").startswith(said)


@pytest.mark.parametrize(("day", "ends"), [("2021-03-19", "examined"), ("2021-03-20", "listed")])
def test_nothing_follows_from_a_decision_on_a_day_on_which_it_is_not_certainly_taken(
    day: str, ends: str
) -> None:
    entry = ScenarioCase("e", "terrorist_list", "e", Facts(decision="d"))
    acts = [
        act(at("2021-01-11"), "propose entry", "e", "KAZ"),
        act(at("2021-02-15"), "circulate", "d", "SG"),
        *(act(stretch("2021-03-01", "2021-03-20"), "sign", "d", each) for each in SIX),
        act(at(day), "examine", "e", "WG_TERRORISM"),
    ]
    scenario = story([decision(body="CSSC", meetings=()), entry], acts, until=day)
    record = play(scenario, {"amb.terror-list-body": "A"})
    assert (state(record), state(record, "e")) == ("adopted", ends)
