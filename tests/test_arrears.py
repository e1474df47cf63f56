"""Arrears: dues unpaid for two years, the vote lost and given back, and who counts meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from building import (
    OFTEN,
    POSITIONS,
    SIX,
    act,
    at,
    bound,
    choices,
    clock,
    days,
    decision,
    fact,
    fired,
    meeting,
    play,
    session,
    state,
    story,
    waiting,
    world_of,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.scene import Scene
from csto_sim.shipped import find
from csto_sim.world import Act, Facts

DAY, LATER = "2016-05-10", "2016-11-08"
ONE = st.sampled_from(SIX)
AUTOMATIC = {"amb.arrears-automatic": "A"}


def of(member: str, id: str = "s", **facts: Any) -> ScenarioCase:
    """The dues of a member."""
    return ScenarioCase(id, "arrears", id, Facts(member=member, **facts))


def others(*without: str) -> tuple[str, ...]:
    return tuple(member for member in SIX if member not in without)


def day_after(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def at_noon(record: Record, day: str) -> str:
    """The state of the dues at noon of a day in Moscow."""
    noon = at(f"{day}T12:00:00+03:00").low
    assert isinstance(noon, int)
    return record.state_at("s", noon) or "settled"


def charged(day: str = "2014-01-15", **takes: Any) -> ScenarioAct:
    return act(at(day), "charge dues", "s", **takes)


def loss(member: str, **facts: Any) -> tuple[list[ScenarioCase], list[ScenarioAct]]:
    """Two unpaid years, and a decision by which all others take the vote away."""
    cases = [
        of(member, decision="d"),
        meeting(),
        decision(**{"subject": "arrears", "concerning": member, **facts}),
    ]
    return cases, [charged(), *session(DAY, SIX, dict.fromkeys(others(member), "consent"))]


# --- two years -----------------------------------------------------------------------------------


@given(ONE, days("2004-01-01", "2023-12-31"), st.sampled_from("AC"))
def test_unpaid_from_the_start_of_a_year_two_years_have_passed_with_the_end_of_the_next(
    member: str, day: str, option: str
) -> None:
    record = play(story([of(member)], [charged(day)]), {"amb.arrears-start": option})
    year = int(day[:4])
    assert at_noon(record, f"{year + 1}-12-31") == "owing"
    assert at_noon(record, f"{year + 2}-01-01") == "two years unpaid"


@given(ONE, days("2014-01-16", "2014-12-31"))
def test_counted_from_a_refusal_two_years_end_with_the_same_day(member: str, day: str) -> None:
    acts = [charged(), act(at(day), "refuse to pay", "s", member)]
    record = play(story([of(member)], acts), {"amb.arrears-start": "B"})
    last = f"2016{day[4:]}"
    assert at_noon(record, last) == "owing"
    assert at_noon(record, day_after(last)) == "two years unpaid"


def test_without_a_refusal_they_are_counted_from_the_end_of_the_unpaid_year() -> None:
    record = play(story([of("KGZ")], [charged()]), {"amb.arrears-start": "B"})
    assert (at_noon(record, "2016-12-31"), at_noon(record, "2017-01-01")) == (
        "owing",
        "two years unpaid",
    )


@pytest.mark.parametrize(("option", "ends"), [("A", "two years unpaid"), ("B", "owing")])
def test_the_mark_of_armenia_is_1_january_2026_or_9_may_by_reading(option: str, ends: str) -> None:
    path = find("2024-armenia-does-not-pay")
    assert path is not None
    scenario = load(path)._replace(until=at("2026-05-09"))
    record = play(scenario, {"amb.arrears-start": option})
    dues = [step for step in record.steps_of("dues") if step.target == "two years unpaid"]
    assert [step.when.day for step in dues] == ["2026-01-01" if option == "A" else "2026-05-09"]


@given(st.sets(st.sampled_from(range(2014, 2020)), max_size=6), st.sampled_from("AC"))
def test_a_year_that_is_paid_counts_for_neither_way_of_counting(
    paid: set[int], option: str
) -> None:
    acts = [charged()]
    acts += [act(at(f"{year}-10-01"), "pay", "s", "BLR", year=year) for year in sorted(paid)]
    record = play(story([of("BLR")], acts, until="2019-12-31"), {"amb.arrears-start": option})
    unpaid: list[int] = []
    ends = ""
    for year in range(2014, 2019):
        if ends or (unpaid == [] and year in paid):
            break  # all is paid, and nobody charges anew
        unpaid += [] if year in paid else [year]
        if (option == "A" and year == unpaid[0] + 1) or (option == "C" and len(unpaid) == 2):
            ends = f"{year + 1}-01-01"
    passed = [step.when.day for step in record.steps if step.target == "two years unpaid"]
    assert passed[:1] == ([ends] if ends else [])


# --- who owes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "ends"), [("A", "owing"), ("B", "settled")])
@pytest.mark.parametrize("told", [True, False])
def test_who_did_not_join_the_budget_owes_by_the_charter_or_not_at_all(
    option: str, ends: str, told: bool
) -> None:
    cases: list[ScenarioCase] = [of("KAZ", **({"budget": "d"} if told else {}))]
    cases += [meeting(), decision(subject="budget")]
    acts = session(DAY, SIX, {**dict.fromkeys(SIX, "consent"), "KAZ": "reserve"})
    acts += [charged("2016-06-01", **({} if told else {"joined": False}))]
    record = play(story(cases, acts, until="2016-12-01"), {"amb.arrears-nonconsent": option})
    assert state(record, "s") == ends
    joined = of("BLR", budget="d")
    other = play(story([joined, *cases[1:]], [*acts[:-1], charged("2016-06-01")], until=LATER))
    assert state(other, "s") == "owing"


def test_only_members_owe_and_only_for_the_running_year_or_the_next() -> None:
    for member, year, ends in (
        ("KAZ", 2016, "owing"),
        ("KAZ", 2017, "owing"),
        ("KAZ", 2015, "settled"),
        ("KAZ", 2018, "settled"),
        ("MNG", 2016, "settled"),
        ("UZB", 2016, "owing"),  # suspended, and a member
    ):
        record = play(story([of(member)], [charged(DAY, year=year)], until=LATER))
        assert state(record, "s") == ends


# --- the vote is lost ----------------------------------------------------------------------------


@given(ONE, st.sampled_from("ABC"), st.sampled_from((*POSITIONS, "silent")))
def test_whether_the_debtor_is_asked_is_a_reading(member: str, option: str, said: str) -> None:
    cases, acts = loss(member)
    if said != "silent":
        acts.insert(-2, act(clock(DAY, 12), said, "d", member))
    record = play(story(cases, acts), {"amb.arrears-automatic": option})
    by_itself = option == "A"
    consents = option == "C" or said in ("consent", "reserve")
    assert (state(record, "s") == "without vote") == (by_itself or consents)
    assert state(record, "s") in ("without vote", "vote kept")


@given(ONE, ONE)
def test_the_objection_of_any_other_keeps_the_debtor_its_vote(member: str, other: str) -> None:
    if member == other:
        return
    cases, acts = loss(member)
    acts.insert(-2, act(clock(DAY, 12), "object", "d", other))
    record = play(story(cases, acts))
    assert (state(record), state(record, "s")) == ("not adopted", "vote kept")


@pytest.mark.parametrize(
    "facts",
    [{"concerning": "TJK"}, {"body": "CMFA"}, {"subject": "general"}, {"subject": "suspension"}],
)
def test_the_vote_is_taken_by_the_council_in_a_decision_about_it(facts: dict[str, str]) -> None:
    cases, acts = loss("KGZ", **facts)
    cases[1] = meeting(body=facts.get("body", "CSC"))
    acts.insert(-2, act(clock(DAY, 12), "consent", "d", "KGZ"))
    record = play(story(cases, acts))
    assert (state(record), state(record, "s")) == ("adopted", "two years unpaid")


def test_a_decision_before_the_two_years_are_over_takes_no_vote() -> None:
    cases, _ = loss("KGZ")
    early = session("2015-05-12", SIX, dict.fromkeys(others("KGZ"), "consent"))
    record = play(story(cases, [charged(), *early]))
    assert (state(record), state(record, "s")) == ("adopted", "two years unpaid")


# --- who has no vote -----------------------------------------------------------------------------


def without_vote(
    member: str, acts: list[ScenarioAct], *more: ScenarioCase, **readings: str
) -> Record:
    """Play acts of 2016 in which a member has lost its vote by itself."""
    chosen = {**AUTOMATIC, **{f"amb.{key.replace('_', '-')}": o for key, o in readings.items()}}
    cases = [of(member), meeting(), decision(), *more]
    return play(story(cases, [charged(), *acts]), chosen)


@given(ONE, st.sampled_from(POSITIONS), st.sampled_from("ABC"))
def test_a_member_without_its_vote_sits_in_the_room_and_votes_only_where_it_is_needed(
    member: str, said: str, option: str
) -> None:
    # Under C the consent of Uzbekistan, which is suspended, is needed as well.
    needed = (*SIX, "UZB") if option == "C" else SIX
    positions = {**dict.fromkeys(needed, "consent"), member: said}
    record = without_vote(member, session(DAY, needed, positions), quorum_suspended=option)
    refused = [(step.act, step.by) for step in record.refusals]
    assert refused == ([] if option == "C" else [(said, member)])
    for step in record.refusals:
        assert "charter.25.arrears" in step.under
    stops = option == "C" and said in ("object", "abstain")
    assert state(record) == ("not adopted" if stops else "adopted")


@given(ONE, st.sampled_from("AB"), st.sampled_from("AB"), st.booleans())
def test_its_absence_stops_nothing_and_it_is_bound_as_a_member_or_not_by_reading(
    member: str, counts: str, binds: str, present: bool
) -> None:
    sitting = session(
        DAY, SIX if present else others(member), dict.fromkeys(others(member), "consent")
    )
    record = without_vote(member, sitting, quorum_suspended=counts, voteless_bound=binds)
    assert state(record) == "adopted"
    assert set(bound(record)) == set(SIX if binds == "A" else others(member))


@given(ONE, st.booleans())
def test_it_counts_towards_the_quorum_by_default(member: str, present: bool) -> None:
    sitting = session(
        DAY, SIX if present else others(member), dict.fromkeys(others(member), "consent")
    )
    # Uzbekistan is suspended: it is left out of the count here, so that all are the six.
    record = without_vote(member, sitting, quorum="A")
    assert state(record) == ("adopted" if present else "drafted")


@given(ONE)
def test_the_limited_format_binds_only_those_who_vote_in_it(member: str) -> None:
    absent = next(each for each in SIX if each != member)
    voting = others(member, absent)
    sitting = session(
        DAY,
        others(absent),
        dict.fromkeys(voting, "consent"),
        during=[("propose limited format", voting[0])],
    )
    record = without_vote(member, sitting)
    assert (fact(record, "manner"), set(bound(record))) == ("limited format", set(voting))


@given(ONE, st.permutations(SIX))
def test_a_circulated_draft_is_complete_without_it(member: str, order: list[str]) -> None:
    signing = [act(clock(DAY, 10), "sign", "d", each) for each in order]
    record = without_vote(member, [act(clock(DAY, 9), "circulate", "d"), *signing])
    assert (state(record), set(bound(record))) == ("adopted", set(SIX))
    # Its own signature is refused, after adoption too: it is bound already, or has no vote.
    assert [step.by for step in record.refusals] == [member]


@given(ONE)
def test_a_draft_that_waits_for_the_debtor_alone_is_adopted_when_its_vote_is_lost(
    member: str,
) -> None:
    acts = [
        charged(),
        act(clock("2015-12-01", 9), "circulate", "d"),
        *(act(clock("2015-12-02", 9), "sign", "d", each) for each in others(member)),
    ]
    record = play(story([of(member), decision(meetings=())], acts), AUTOMATIC)
    assert (state(record), fact(record, "effective")) == ("adopted", "2016-01-01")


def test_whoever_has_left_is_not_made_a_member_by_its_debts() -> None:
    cases = [of("KGZ"), ScenarioCase("m1", "membership", "m1", Facts(member="KGZ"))]
    acts = [
        charged(),
        act(at("2014-02-01"), "settle obligations", "m1", "KGZ"),
        act(at("2014-02-01"), "give notice", "m1", "KGZ"),
        act(at("2017-01-10"), "pay", "s", "KGZ"),
    ]
    world = world_of(story(cases, acts), AUTOMATIC)
    for _, after, _ in fired(world, acts):
        world = after
        roster = Scene(world, world.cases["s"], Act("", "", "s", world.now)).roster()
        assert set(roster.voteless) <= set(roster.members)
    assert "KGZ" not in roster.members


# --- payment -------------------------------------------------------------------------------------


@given(ONE, st.integers(-40, 40))
def test_payment_by_the_last_day_loses_nothing_and_payment_after_it_restores_at_once(
    member: str, after: int
) -> None:
    paid = day_after("2015-12-31", after)
    acts = [charged(), act(at(paid), "pay", "s", member)]
    record = play(story([of(member)], acts), AUTOMATIC)
    assert state(record, "s") == "settled"
    lost = [step for step in record.steps if step.target == "without vote"]
    assert bool(lost) == (after > 0)
    assert bool(fact(record, "restored", "s")) == (after > 0)


@given(ONE, st.booleans())
def test_whoever_has_paid_is_needed_again_from_that_day(member: str, pays: bool) -> None:
    acts = [act(at("2016-03-01"), "pay", "s", member)] if pays else []
    positions = {**dict.fromkeys(SIX, "consent"), member: "object"}
    record = without_vote(member, [*acts, *session(DAY, SIX, positions)])
    assert state(record) == ("not adopted" if pays else "adopted")


def test_after_two_years_a_part_is_not_enough() -> None:
    for year, ends in ((2014, "without vote"), (None, "settled")):
        takes = {} if year is None else {"year": year}
        acts = [charged(), act(at("2016-03-01"), "pay", "s", "KGZ", **takes)]
        assert state(play(story([of("KGZ")], acts), AUTOMATIC), "s") == ends


@given(ONE, days("2014-02-01", "2017-12-31"))
def test_quota_posts_are_filled_but_for_the_time_without_a_vote(member: str, day: str) -> None:
    acts = [charged(), act(at(day), "second an official", "s", member)]
    record = play(story([of(member)], acts), AUTOMATIC)
    assert bool(record.refusals) == (day > "2015-12-31")


# --- any story of one debt -----------------------------------------------------------------------

WORDS = tuple(procedures()["arrears"].acts())


@OFTEN
@given(
    st.lists(
        st.tuples(st.sampled_from((*WORDS, "loss")), st.integers(0, 500), st.integers(0, 3)),
        max_size=12,
    ),
    choices("arrears"),
)
def test_in_any_story_of_a_debt_the_claims_are_true(
    told: list[tuple[str, int, int]], readings: dict[str, str]
) -> None:
    cases = [of("KGZ", decision="d")]
    cases += [decision(meetings=(), subject="arrears", concerning="KGZ")]
    day, acts = "2013-02-01", []
    for word, after, ago in told:
        day = day_after(day, after)
        if word == "loss":
            acts += [act(at(day), "circulate", "d")]
            acts += [act(at(day), "sign", "d", who) for who in SIX]
        elif word == "pay" and ago:
            acts += [act(at(day), word, "s", "KGZ", year=int(day[:4]) - ago + 1)]
        else:
            acts += [act(at(day), word, "s", "" if word == "charge dues" else "KGZ")]
    table = procedures()["arrears"]
    world = world_of(story(cases, acts), readings)
    for _, after_it, steps in fired(world, acts):
        world = after_it
        assert waiting(world) == []
        case = world.cases["s"]
        for claim in table.claims:
            assert claim.kind != "always" or claim.of(world, case), claim.says
        running = {each.name for each in world.periods if each.case == "s"}
        assert bool(running & {"dues", "budget year"}) == (case.state != "settled")
        assert bool(case.facts.get("unpaid")) == (case.state != "settled")
        assert all(step.under for step in steps if step.refused)


# --- the debtor leaves, two debts, no budget -----------------------------------------------------


@given(ONE, st.sampled_from("ABC"), st.sampled_from("ABC"))
def test_whoever_has_left_bears_no_share_of_later_years_and_loses_no_vote(
    member: str, start: str, automatic: str
) -> None:
    cases = [of(member), ScenarioCase("m1", "membership", "m1", Facts(member=member))]
    acts = [
        charged(),
        act(at("2014-02-01"), "settle obligations", "m1", member),
        act(at("2014-02-01"), "give notice", "m1", member),
        act(at("2016-06-01"), "second an official", "s", member),
    ]
    readings = {"amb.arrears-start": start, "amb.arrears-automatic": automatic}
    record = play(story(cases, acts, until="2019-12-31"), readings)
    assert (state(record, "s"), fact(record, "unpaid", "s")) == ("owing", (2014,))
    assert [each.act for each in record.refusals] == ["second an official"]


@given(ONE, st.sampled_from(["st", "ts"]))
def test_of_two_debts_of_one_member_each_has_to_be_paid(member: str, order: str) -> None:
    cases = [of(member, id) for id in order]
    acts = [act(at("2014-01-15"), "charge dues", id) for id in "st"]
    acts += [act(at("2016-03-01"), "pay", "s", member)]
    positions = {**dict.fromkeys(SIX, "consent"), member: "object"}
    more = [*session(DAY, SIX, positions)]
    record = play(story([*cases, meeting(), decision()], [*acts, *more]), AUTOMATIC)
    assert state(record) == "adopted"
    acts += [act(at("2016-03-02"), "pay", "t", member)]
    record = play(story([*cases, meeting(), decision()], [*acts, *more]), AUTOMATIC)
    assert state(record) == "not adopted"


@pytest.mark.parametrize("option", "AB")
def test_of_a_budget_on_which_nobody_has_decided_nothing_is_owed(option: str) -> None:
    readings = {"amb.arrears-nonconsent": option}
    for facts in ({"subject": "budget"}, {"body": "CMD"}):
        cases = [of("KGZ", budget="d"), decision(meetings=(), **facts)]
        record = play(story(cases, [charged()]), readings)
        assert [each.act for each in record.refusals] == ["charge dues"]


@given(ONE, st.sampled_from(("2016-02-15", "2016-03-01")))
def test_vote_and_quota_posts_come_back_on_the_same_day(member: str, day: str) -> None:
    paid = Time("in February or on 1 March", "2016-02-01", "2016-03-01")
    acts = [act(paid, "pay", "s", member), act(at(day), "second an official", "s", member)]
    positions = {**dict.fromkeys(SIX, "consent"), member: "object"}
    record = without_vote(member, [*acts, *session(day, SIX, positions)])
    back = day == "2016-03-01"
    assert [each.act for each in record.refusals] == (
        [] if back else ["second an official", "object"]
    )
    assert state(record) == ("not adopted" if back else "adopted")


@pytest.mark.parametrize(("paid", "ends"), [(0, "2016-01-01"), (2014, "2017-01-01")])
def test_with_the_first_unpaid_year_paid_two_years_are_counted_from_the_next_one(
    paid: int, ends: str
) -> None:
    acts = [charged(), *([act(at("2015-03-02"), "pay", "s", "KGZ", year=paid)] if paid else [])]
    record = play(story([of("KGZ")], acts, until="2018-06-30"), {"amb.arrears-start": "A"})
    assert record.refusals == ()
    passed = [step.when.day for step in record.steps if step.target == "two years unpaid"]
    assert passed[:1] == [ends]
