"""Rule 14(1): what the absence of a member does, when it is mended, and who is bound then."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    FOUR,
    OFTEN,
    SIX,
    act,
    bound,
    came_of,
    choices,
    clock,
    days,
    decision,
    fact,
    meeting,
    members_on,
    options_of,
    play,
    sat,
    session,
    sittings,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import Scenario
from csto_sim.world import Facts

FIVE = SIX[:5]
ABSENT = "TJK"
DAY = "2015-06-01"
LATER = "2016-02-03"
bodies = pytest.mark.parametrize("body", FOUR)


def without_one(day: str = DAY, **more: Any) -> Scenario:
    """One session of all but the last member, all of whom consent."""
    return sat(day, members_on(day)[:-1], **more)


def followed(first: Scenario, *acts: tuple[str, str, str]) -> Scenario:
    """The same story with acts after it: (day, name, by)."""
    later = [act(clock(day, 12), name, "d", by) for day, name, by in acts]
    return first._replace(acts=(*first.acts, *later))


def unexcused(record: Record) -> set[str]:
    """The absent members but for those whose written non-objection counts, by reading B."""
    absent = set(fact(record, "absent"))
    use = {each.id: each.option for each in record.readings}
    if use.get("amb.absence-with-nonobjection") == "B":
        return absent - set(fact(record, "not_objecting") or ())
    return absent


# --- reading A: absence blocks -------------------------------------------------------------------


@OFTEN
@given(sittings(), choices("decision", "meeting", fixed={"amb.absence-effect": "A"}))
def test_absence_blocks_the_four_bodies_unless_by_limited_format(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    record = play(sat(**sitting), readings)
    if state(record) == "adopted" and fact(record, "absent"):
        assert fact(record, "manner") == "limited format" or not unexcused(record)


@given(
    sittings(),
    choices("decision", "meeting", fixed={"amb.absence-effect": "A", "amb.left-midway": "A"}),
)
def test_consensus_of_the_four_bodies_has_every_member_in_the_room(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    readings |= {"amb.absence-with-nonobjection": "A", "amb.quorum-suspended": "A"}
    record = play(sat(**sitting), readings)
    if state(record) == "adopted" and fact(record, "manner") == "consensus":
        staying = [m for m in sitting["present"] if m not in sitting["leaving"]]
        assert tuple(staying) == fact(record, "electorate")


@OFTEN
@given(sittings(), choices("decision", "meeting", fixed={"amb.absence-effect": "A"}))
def test_absence_mended_by_signature_is_the_only_other_way(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    scenario = sat(**sitting)
    later = tuple(("2026-12-01", "sign", member) for member in members_on(sitting["day"]))
    record = play(followed(scenario, *later), readings)
    if state(record) == "adopted" and fact(record, "manner") == "consensus":
        signed = set(fact(record, "cured_by") or ())
        assert unexcused(record) <= signed or readings.get("amb.cure-roster") == "B"


@bodies
def test_absence_of_one_member_blocks_consensus(body: str) -> None:
    record = play(without_one(body=body))
    assert state(record) == "awaiting cure"
    assert fact(record, "missing") == (ABSENT,)
    assert bound(record) == {}
    decided = next(step for step in record.steps if step.act == "decide")
    assert "rules.14.1" in decided.under


def test_without_a_possible_cure_absence_leaves_the_draft_not_adopted() -> None:
    for option in ("C", "D"):
        record = play(without_one(), {"amb.absence-cure": option})
        assert state(record) == "not adopted"


@given(days("2003-09-18", "2004-06-17"))
def test_before_rule_14_absence_neither_blocks_nor_frees(day: str) -> None:
    record = play(without_one(day))
    assert state(record) == "adopted"
    assert set(bound(record)) == set(members_on(day))


def test_rule_14_begins_on_18_june_2004() -> None:
    assert state(play(without_one("2004-06-17"))) == "adopted"
    assert state(play(without_one("2004-06-18"))) == "awaiting cure"


@pytest.mark.parametrize(("option", "ends"), [("A", "adopted"), ("B", "awaiting cure")])
def test_rule_14_reaches_the_permanent_council_only_by_analogy(option: str, ends: str) -> None:
    record = play(without_one(body="PC"), {"amb.rule14-pc": option})
    assert state(record) == ends


# --- readings B and C ----------------------------------------------------------------------------


@given(sittings(since="2004-06-18"), choices("decision"))
def test_absent_members_are_left_aside_under_reading_b(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    readings |= {"amb.absence-effect": "B", "amb.absence-with-nonobjection": "A"}
    record = play(sat(**sitting), readings)
    if state(record) == "adopted":
        assert not set(bound(record)) & set(fact(record, "absent"))


@bodies
def test_absence_under_reading_b_blocks_for_the_absent_member_only(body: str) -> None:
    record = play(without_one(body=body), {"amb.absence-effect": "B"})
    assert state(record) == "adopted"
    assert tuple(bound(record)) == FIVE


@bodies
def test_absence_under_reading_c_neither_blocks_nor_frees(body: str) -> None:
    record = play(without_one(body=body), {"amb.absence-effect": "C"})
    assert state(record) == "adopted"
    assert tuple(bound(record)) == SIX


def test_an_absent_member_that_objects_in_writing_blocks_under_every_reading() -> None:
    for effect in options_of("amb.absence-effect"):
        for declared in options_of("amb.absence-with-nonobjection"):
            for interim in options_of("amb.interim-validity"):
                readings = {
                    "amb.absence-effect": effect,
                    "amb.absence-with-nonobjection": declared,
                    "amb.interim-validity": interim,
                }
                record = play(without_one(before=[("object in writing", ABSENT)]), readings)
                assert state(record) == "not adopted"


def test_the_last_word_of_an_absent_member_counts() -> None:
    taken_back = [("declare non-objection", ABSENT), ("object in writing", ABSENT)]
    given_up = taken_back[::-1]
    for declared in options_of("amb.absence-with-nonobjection"):
        readings = {"amb.absence-with-nonobjection": declared}
        assert state(play(without_one(before=taken_back), readings)) == "not adopted"
        assert state(play(without_one(before=given_up), readings)) != "not adopted"


# --- declared non-objection ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "ends", "who"),
    [("A", "awaiting cure", ()), ("B", "adopted", SIX), ("C", "adopted", FIVE)],
)
def test_a_declared_non_objection_does_what_its_reading_says(
    option: str, ends: str, who: tuple[str, ...]
) -> None:
    story_ = without_one(before=[("declare non-objection", ABSENT)])
    record = play(story_, {"amb.absence-with-nonobjection": option})
    assert (state(record), tuple(bound(record))) == (ends, who)


def test_a_declared_non_objection_opens_nothing_before_the_limited_format_was_law() -> None:
    record = play(without_one("2012-12-18", before=[("declare non-objection", "UZB")]))
    assert state(record) == "awaiting cure"


def test_a_declared_non_objection_of_one_does_not_speak_for_another_absent_member() -> None:
    for option in options_of("amb.absence-with-nonobjection"):
        record = play(
            sat(DAY, SIX[:4], before=[("declare non-objection", ABSENT)]),
            {"amb.absence-with-nonobjection": option},
        )
        assert state(record) == "awaiting cure"
        assert "RUS" in fact(record, "missing")


# --- leaving midway ------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "ends"), [("A", "awaiting cure"), ("B", "adopted")])
def test_a_member_that_leaves_before_the_decision_is_absent_or_present_by_reading(
    option: str, ends: str
) -> None:
    record = play(sat(DAY, SIX, leaving=[ABSENT]), {"amb.left-midway": option})
    assert state(record) == ends


@given(choices("decision"))
def test_an_objection_is_not_lost_when_its_member_leaves(readings: dict[str, str]) -> None:
    positions = {**dict.fromkeys(FIVE, "consent"), ABSENT: "object"}
    record = play(sat(DAY, SIX, positions, leaving=[ABSENT]), readings)
    assert state(record) in ("not adopted", "drafted")


# --- the cure ------------------------------------------------------------------------------------


@given(days("2015-06-02", "2026-06-30"))
def test_a_late_signature_counts_from_its_own_day_under_b(day: str) -> None:
    record = play(followed(without_one(), (day, "sign", ABSENT)), {"amb.absence-cure": "B"})
    outcome = record.outcome("d")
    assert outcome is not None
    assert (outcome.state, outcome.effective, outcome.known) == ("adopted", day, day)
    assert bound(record) == dict.fromkeys(SIX, (day, day, ""))


@given(days("2015-06-02", "2026-06-30"))
def test_a_late_signature_counts_from_the_session_under_a_and_is_known_later(day: str) -> None:
    record = play(followed(without_one(), (day, "sign", ABSENT)), {"amb.absence-cure": "A"})
    outcome = record.outcome("d")
    assert outcome is not None
    assert (outcome.state, outcome.effective, outcome.known) == ("adopted", DAY, day)
    assert bound(record) == dict.fromkeys(SIX, (DAY, day, ""))


@given(days("2015-06-02", "2026-06-30"), st.sampled_from("CD"))
def test_a_late_signature_mends_nothing_under_c_and_d(day: str, option: str) -> None:
    record = play(followed(without_one(), (day, "sign", ABSENT)), {"amb.absence-cure": option})
    assert state(record) == "not adopted"
    assert [step.act for step in record.refusals] == ["sign"]


@given(st.permutations(("KGZ", "RUS", "TJK")))
def test_the_cure_is_complete_with_the_last_signature_in_whatever_order(
    order: list[str],
) -> None:
    first = sat(DAY, SIX[:3])
    signed = [(f"2016-0{month}-01", "sign", by) for month, by in enumerate(order, 1)]
    half = play(followed(first, *signed[:-1]))
    assert state(half) == "awaiting cure"
    whole = play(followed(first, *signed))
    assert state(whole) == "adopted"
    assert set(bound(whole).values()) == {("2016-03-01", "2016-03-01", "")}


def test_only_the_absent_member_can_mend_its_absence_and_only_once() -> None:
    wrong = play(followed(without_one(), (LATER, "sign", "ARM")))
    assert (state(wrong), len(wrong.refusals)) == ("awaiting cure", 1)
    first = sat(DAY, SIX[:4])
    twice = play(followed(first, (LATER, "sign", "TJK"), (LATER, "sign", "TJK")))
    assert (state(twice), len(twice.refusals)) == ("awaiting cure", 1)


def test_an_objection_beside_an_absence_leaves_nothing_to_mend() -> None:
    positions = {**dict.fromkeys(FIVE, "consent"), "ARM": "object"}
    record = play(followed(sat(DAY, FIVE, positions), (LATER, "sign", ABSENT)))
    assert state(record) == "not adopted"


def two_sessions(kind: str, second: str = LATER, body: str = "CSC") -> Scenario:
    first = without_one()
    other = [
        act(clock(second, 10), "open", "m2"),
        act(clock(second, 15), "close", "m2"),
        act(clock(second, 16), "sign", "d", ABSENT),
    ]
    return first._replace(
        cases=(*first.cases, meeting("m2", session=kind, body=body)),
        acts=(*first.acts, *other),
    )


@pytest.mark.parametrize(
    ("deadline", "kind", "body", "ends"),
    [
        ("A", "regular", "CSC", "adopted"),
        ("B", "regular", "CSC", "lapsed"),
        ("B", "extraordinary", "CSC", "adopted"),
        ("B", "regular", "CMFA", "adopted"),
        ("C", "regular", "CSC", "adopted"),
    ],
)
def test_the_cure_ends_when_the_next_regular_session_of_the_body_opens_under_b(
    deadline: str, kind: str, body: str, ends: str
) -> None:
    record = play(two_sessions(kind, body=body), {"amb.cure-deadline": deadline})
    assert state(record) == ends


def test_an_earlier_session_that_was_never_closed_does_not_end_the_cure() -> None:
    first = without_one()
    earlier = act(clock("2014-12-23", 10), "open", "m0")
    scenario = first._replace(cases=(*first.cases, meeting("m0")), acts=(earlier, *first.acts))
    assert state(play(scenario, {"amb.cure-deadline": "B"})) == "awaiting cure"


@pytest.mark.parametrize(
    ("deadline", "by", "ends"),
    [
        ("A", ABSENT, "adopted"),
        ("B", ABSENT, "adopted"),
        ("C", ABSENT, "lapsed"),
        ("C", "ARM", "adopted"),
    ],
)
def test_declared_opposition_of_the_absent_member_ends_the_cure_under_c(
    deadline: str, by: str, ends: str
) -> None:
    story_ = followed(without_one(), ("2015-07-01", "oppose", by), (LATER, "sign", ABSENT))
    assert state(play(story_, {"amb.cure-deadline": deadline})) == ends


def test_the_cure_roster_settles_who_signs_when_membership_changed() -> None:
    # Uzbekistan takes part in 2012 and is suspended on 19 December; Tajikistan was absent.
    there = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "UZB")
    first = followed(sat("2012-05-15", there), ("2013-01-15", "sign", "TJK"))
    for option in "AB":
        record = play(first, {"amb.cure-roster": option})
        assert state(record) == "adopted"
    # The other way round: a member that joined meanwhile has to sign only under B.
    sitting = ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    signed = followed(sat("2006-06-01", sitting), ("2007-01-15", "sign", "TJK"))
    assert state(play(signed, {"amb.cure-roster": "A"})) == "adopted"
    assert state(play(signed, {"amb.cure-roster": "B"})) == "awaiting cure"
    both = followed(signed, ("2007-01-16", "sign", "UZB"))
    record = play(both, {"amb.cure-roster": "B"})
    assert state(record) == "adopted"
    assert "UZB" in bound(record)


@pytest.mark.parametrize(("option", "applied"), [("A", ()), ("B", FIVE)])
def test_between_session_and_cure_the_decision_is_applied_only_under_b(
    option: str, applied: tuple[str, ...]
) -> None:
    record = play(without_one(), {"amb.interim-validity": option})
    assert state(record) == "awaiting cure"
    assert tuple(bound(record)) == applied


def test_an_absence_leaves_a_decision_in_the_limited_format_if_one_reads_it_so() -> None:
    record = play(without_one(), {"amb.interim-validity": "C"})
    assert (state(record), tuple(bound(record))) == ("adopted", FIVE)


def test_a_revised_draft_needs_new_signatures() -> None:
    # Two are absent; one signs, the draft is revised and put again without both.
    first = sat(DAY, SIX[:4])
    again = [
        act(clock("2015-07-01", 9), "sign", "d", "RUS"),
        act(clock("2015-07-02", 9), "return", "d"),
        act(clock("2015-07-03", 9), "revise", "d"),
        *session("2015-12-01", SIX[:4], id="m2"),
        act(clock("2016-01-01", 9), "sign", "d", "TJK"),
    ]
    scenario = story(
        [meeting(), meeting("m2"), decision(meetings=("m", "m2"))], [*first.acts, *again]
    )
    record = play(scenario)
    assert state(record) == "awaiting cure"
    assert fact(record, "missing") == ("RUS",)  # what it signed was another text


# --- law and roster ------------------------------------------------------------------------------


@given(sittings(), choices("decision"))
def test_pending_law_makes_no_difference_where_the_law_did_not_change(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    found = [play(sat(**sitting), {**readings, "amb.pending-law": option}) for option in "AB"]
    assert came_of(found[0]) == came_of(found[1])


@pytest.mark.parametrize(("option", "ends"), [("A", "awaiting cure"), ("B", "adopted")])
def test_a_matter_begun_before_rule_14_is_judged_by_the_law_of_its_day_by_reading(
    option: str, ends: str
) -> None:
    started = [act("2004-06-10", "coordinate", "d")]
    scenario = without_one("2004-06-18")
    scenario = scenario._replace(acts=(*started, *scenario.acts))
    assert state(play(scenario, {"amb.pending-law": option})) == ends


@pytest.mark.parametrize(
    ("option", "ends"), [("A", "adopted"), ("B", "adopted"), ("C", "awaiting cure")]
)
def test_a_suspended_member_is_needed_for_consensus_only_under_c(option: str, ends: str) -> None:
    record = play(sat(DAY, SIX), {"amb.quorum-suspended": option})
    assert state(record) == ends
    if option == "C":
        assert fact(record, "missing") == ("UZB",)


def test_the_matter_keeps_what_the_meeting_was() -> None:
    record = play(without_one())
    assert fact(record, "electorate") == SIX
    assert fact(record, "present") == FIVE
    assert fact(record, "absent") == (ABSENT,)
    assert isinstance(fact(record, "positions"), Facts)


def test_whoever_was_never_there_is_absent_under_every_reading_on_those_who_left() -> None:
    for option in options_of("amb.left-midway"):
        record = play(without_one(), {"amb.left-midway": option})
        assert (state(record), fact(record, "missing")) == ("awaiting cure", (ABSENT,))


@pytest.mark.parametrize("first", ["KGZ", ABSENT])
def test_a_member_that_stood_aside_by_reservation_can_join_while_the_cure_is_awaited(
    first: str,
) -> None:
    second = ABSENT if first == "KGZ" else "KGZ"
    said = {**dict.fromkeys(FIVE, "consent"), "KGZ": "reserve"}
    scenario = followed(
        sat(DAY, FIVE, said), ("2016-01-10", "sign", first), ("2016-01-11", "sign", second)
    )
    record = play(scenario, {"amb.reservation": "A"})
    assert (state(record), record.refusals) == ("adopted", ())
    assert set(bound(record)) == set(SIX)
    without = play(scenario._replace(acts=scenario.acts[:-1]), {"amb.reservation": "A"})
    assert "KGZ" not in bound(without) or first == "KGZ"


def test_who_comes_and_consents_and_then_leaves_has_not_taken_back_its_non_objection() -> None:
    scenario = sat(DAY, SIX, before=[("declare non-objection", ABSENT)], leaving=[ABSENT])
    readings = {"amb.left-midway": "A", "amb.absence-with-nonobjection": "B"}
    record = play(scenario, readings)
    assert fact(record, "not_objecting") == (ABSENT,)
    assert state(record) == "adopted"
