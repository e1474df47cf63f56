"""The limited format: law of the day, organ, subject, size, both gates, and who is bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from building import (
    SIX,
    bound,
    choices,
    days,
    fact,
    members_on,
    options_of,
    play,
    sat,
    sittings,
    state,
    subsets,
)
from hypothesis import example, given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import Scenario

DAY = "2015-06-01"
FIVE = SIX[:5]
ABSENT = "TJK"
PROPOSED = ("propose limited format", "ARM")


def limited(
    present: Sequence[str] = FIVE,
    positions: Mapping[str, str] | None = None,
    day: str = DAY,
    said: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> Scenario:
    """One session in which the limited format is proposed."""
    proposed = (PROPOSED[0], present[0])
    return sat(day, present, positions, before=said, during=[proposed], **more)


def in_format(record: Record) -> bool:
    return state(record) == "adopted" and fact(record, "manner") == "limited format"


def shut_because(record: Record) -> set[str]:
    """What the findings of the decision say that did not hold."""
    step = next(step for step in record.steps if step.act == "decide")
    assert step.finding is not None
    return {part.says for _, part in step.finding.tree() if not part.holds}


# --- law of the day ------------------------------------------------------------------------------


@given(sittings(since="2003-09-18", until="2012-12-18"), choices("decision", "meeting"))
def test_before_19_december_2012_nothing_is_adopted_in_the_limited_format(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    assert not in_format(play(sat(**sitting), readings))


def test_the_limited_format_begins_on_19_december_2012() -> None:
    for day, found in (("2012-12-18", False), ("2012-12-19", True)):
        present = members_on(day)[:5]
        record = play(limited(present, day=day))
        assert in_format(record) == found
        refused = [step.act for step in record.refusals]
        assert refused == ([] if found else ["propose limited format"])


@pytest.mark.parametrize(("option", "found"), [("A", True), ("B", False)])
def test_a_matter_begun_before_the_amendment_knows_the_format_by_reading(
    option: str, found: bool
) -> None:
    scenario = limited(day="2012-12-19")
    first = scenario.acts[0]._replace(name="coordinate", by="", case="d")
    begun = first._replace(
        time=first.time._replace(written="", low="2012-12-18", high="2012-12-18")
    )
    record = play(scenario._replace(acts=(begun, *scenario.acts)), {"amb.pending-law": option})
    assert in_format(record) == found


# --- the two gates -------------------------------------------------------------------------------


def proposed_at(sitting: dict[str, Any]) -> dict[str, Any]:
    """The sitting with the format proposed, on a subject open to it, and nobody refusing it."""
    heard = [each for each in sitting["before"] if each[0] != "object to limited format"]
    return {
        **sitting,
        "body": "CSC",
        "subject": "measure",
        "before": heard,
        "during": [(PROPOSED[0], sitting["present"][0])],
        "leaving": (),
    }


FORMATS = sittings(since="2012-12-19").filter(lambda each: bool(each["present"])).map(proposed_at)
ACCEPTED = choices(
    "decision",
    "meeting",
    fixed={
        "amb.csc-composition-2018": "A",
        "amb.limited-consent": "A",
        "amb.limited-size": "A",
        "amb.quorum": "C",
    },
)


@given(FORMATS, ACCEPTED)
def test_adopted_in_the_limited_format_is_what_somebody_votes_for_and_nobody_against(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    record = play(sat(**sitting), readings)
    written = dict.fromkeys(fact(record, "objecting") or (), "object")
    said = {**written, **(fact(record, "positions") or {})}
    voted_for = {member for member in sitting["present"] if said.get(member) == "consent"}
    against = {member for member in sitting["present"] if said.get(member) == "object"}
    if readings.get("amb.chair-dissent") == "B":
        against -= {fact(record, "presiding")}
    assert in_format(record) == (bool(voted_for) and not against)
    if in_format(record):
        assert set(bound(record)) == voted_for


@given(st.sampled_from(SIX), choices("decision", fixed={"amb.limited-consent": "A"}))
def test_one_objection_to_the_format_shuts_it(by: str, readings: dict[str, str]) -> None:
    record = play(limited(said=[("object to limited format", by)]), readings)
    assert not in_format(record)


def test_whoever_accepts_the_format_after_objecting_no_longer_stands_in_its_way() -> None:
    both = [("object to limited format", ABSENT), ("accept limited format", ABSENT)]
    assert in_format(play(limited(said=both)))
    assert not in_format(play(limited(said=both[::-1])))


@given(subsets(SIX).filter(lambda present: len(present) >= 2))
def test_with_silence_on_the_format_any_two_members_decide_for_themselves(
    present: tuple[str, ...],
) -> None:
    record = play(limited(present))
    assert in_format(record)
    assert set(bound(record)) == set(present)


@given(subsets(FIVE).filter(bool), st.sampled_from(("abstain", "reserve")))
def test_abstention_and_reservation_do_not_stop_the_format_and_do_not_bind(
    voting: tuple[str, ...], position: str
) -> None:
    positions = {member: "consent" if member in voting else position for member in FIVE}
    record = play(limited(FIVE, positions))
    assert in_format(record)
    assert set(bound(record)) == set(voting)


def test_with_nobody_voting_for_it_nothing_is_adopted() -> None:
    record = play(limited(FIVE, {}))
    assert state(record) == "not adopted"


@pytest.mark.parametrize(
    ("option", "accepting", "found"),
    [
        ("A", (), True),
        ("B", (), False),
        ("B", ("TJK",), True),
        ("C", ("ARM", "BLR", "TJK"), False),
        ("C", ("ARM", "BLR", "KAZ", "TJK"), True),
    ],
)
def test_how_the_format_is_accepted_is_a_reading(
    option: str, accepting: tuple[str, ...], found: bool
) -> None:
    said = [("accept limited format", member) for member in accepting]
    assert in_format(play(limited(said=said), {"amb.limited-consent": option})) == found


@pytest.mark.parametrize(("option", "found"), [("A", False), ("B", True), ("C", True)])
def test_a_declared_non_objection_accepts_the_format_unless_it_counts_for_nothing(
    option: str, found: bool
) -> None:
    readings = {"amb.absence-with-nonobjection": option, "amb.limited-consent": "B"}
    record = play(limited(said=[("declare non-objection", ABSENT)]), readings)
    assert in_format(record) == found


# --- organ, subject, size, chair -----------------------------------------------------------------


@pytest.mark.parametrize("body", ["CMFA", "CMD", "CSSC"])
def test_other_organs_decide_in_the_format_only_by_reading_or_in_practice(body: str) -> None:
    scenario = limited(body=body)
    assert not in_format(play(scenario))
    assert "limited.other_organ" in shut_because(play(scenario))
    assert in_format(play(scenario, {"amb.limited-organs": "B"}))
    assert in_format(play(scenario, mode="practice"))
    assert not in_format(play(scenario, {"amb.limited-organs": "A"}, mode="practice"))


@pytest.mark.parametrize(
    ("subject", "open_under"),
    [
        ("general", "AB"),
        ("measure", "ABC"),
        ("budget", "A"),
        ("secretary general", "A"),
        ("admission", "A"),
        ("suspension", "A"),
        ("amendment", "A"),
    ],
)
def test_the_subjects_open_to_the_format_are_a_reading(subject: str, open_under: str) -> None:
    for option in options_of("amb.limited-scope"):
        record = play(limited(subject=subject), {"amb.limited-scope": option})
        assert in_format(record) == (option in open_under)


@given(st.integers(1, 5))
def test_how_many_must_take_part_is_a_reading(count: int) -> None:
    needed = {"A": 1, "B": 2, "C": 4}
    for option, least in needed.items():
        record = play(limited(SIX[:count]), {"amb.limited-size": option})
        assert in_format(record) == (count >= least)


@pytest.mark.parametrize(("option", "found"), [("A", False), ("B", True)])
def test_whoever_presides_and_dissents_can_declare_it_adopted_by_the_others_only_under_b(
    option: str, found: bool
) -> None:
    # Tajikistan chairs on that day and attends; Armenia stays away.
    present = SIX[1:]
    positions = {**dict.fromkeys(present, "consent"), "TJK": "object"}
    record = play(limited(present, positions), {"amb.chair-dissent": option})
    assert in_format(record) == found
    assert "TJK" not in bound(record)


def test_where_the_format_is_shut_the_matter_is_judged_by_consensus() -> None:
    record = play(limited(subject="budget"))
    assert state(record) == "awaiting cure"
    everybody = play(limited(SIX, subject="budget"))
    assert (state(everybody), fact(everybody, "manner")) == ("adopted", "consensus")


# --- the tacit way -------------------------------------------------------------------------------


@given(days("2012-12-19", "2026-06-30"), st.integers(1, 4))
def test_absent_members_that_do_not_object_let_the_others_decide(day: str, away: int) -> None:
    members = members_on(day)
    staying, absent = members[:-away], members[-away:]
    said = [("declare non-objection", member) for member in absent]
    record = play(sat(day, staying, before=said))
    assert in_format(record)
    assert set(bound(record)) == set(staying)
    objecting = [*said, ("object to limited format", absent[0])]
    assert state(play(sat(day, staying, before=objecting))) == "awaiting cure"


@pytest.mark.parametrize(("option", "found"), [("A", False), ("B", False), ("C", True)])
def test_the_tacit_way_is_one_reading_of_the_time_before_the_cure(option: str, found: bool) -> None:
    scenario = sat(DAY, FIVE, before=[("declare non-objection", ABSENT)])
    record = play(scenario, {"amb.interim-validity": option})
    assert in_format(record) == found
    assert state(record) == ("adopted" if found else "awaiting cure")


# --- the format as a procedural question ---------------------------------------------------------


@example(SIX[:3], "A")
@example(SIX[:4], "A")
@example(SIX[:2], "B")
@example(SIX[:3], "B")
@example(SIX[:5], "C")
@example(SIX, "C")
@given(subsets(SIX), st.sampled_from("ABC"))
def test_where_the_format_is_a_procedural_question_it_takes_the_votes_of_that_reading(
    accepting: tuple[str, ...], option: str
) -> None:
    # Five are there, and the sixth can accept in writing; to propose is not yet to accept.
    said = [("accept limited format", member) for member in accepting]
    readings = {"amb.limited-consent": "C", "amb.procedural-majority": option}
    record = play(limited(said=said, subject="measure"), readings)
    voting = SIX if option in "AC" else FIVE
    votes = len({*accepting} & {*voting})
    assert in_format(record) is (votes == 6 if option == "C" else votes > len(voting) / 2)
