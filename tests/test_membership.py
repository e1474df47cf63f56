"""Membership: joining, suspension, exclusion, leaving, and what each does to who counts."""

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
    findings_in,
    instrument,
    meeting,
    members_on,
    moved,
    options_of,
    play,
    session,
    sittings,
    state,
    story,
    subsets,
    waiting,
    world_of,
)
from building import fired as fire_all
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation
from csto_sim.engine.motion import advance
from csto_sim.organisation import Roster
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.rules.periods import months_after
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.scene import Scene, _overlaid, standing_on
from csto_sim.shipped import find
from csto_sim.world import Act, Facts

DAY, LATER = "2016-05-10", "2016-11-08"
SEVEN = (*SIX, "UZB")
ONE = st.sampled_from(SIX)


def of(member: str, id: str = "s", **facts: Any) -> ScenarioCase:
    """The membership of a state."""
    return ScenarioCase(id, "membership", id, Facts(member=member, **facts))


def others(*without: str) -> tuple[str, ...]:
    return tuple(member for member in SIX if member not in without)


def day_after(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def standing_at(record: Record, day: str, case: str = "s") -> str:
    """The state of a case at noon of a day in Moscow."""
    last = at(f"{day}T12:00:00+03:00").low
    assert isinstance(last, int)
    return record.state_at(case, last) or "not begun"


def roster_of(scenario: Scenario, **readings: str) -> Roster:
    """The roster as the last act of a story, and all before it, have made it."""
    world = world_of(scenario, readings)
    for _, after, _ in fire_all(world, scenario.acts):
        world = after
    until = moved(scenario.until, world.terms)
    world, _ = advance(world, until)
    case = next(iter(world.cases.values()))
    return Scene(world, case, Act("", "", case.id, until)).roster()


# --- the overlay ---------------------------------------------------------------------------------

STANDINGS = st.sampled_from(
    ("member", "voteless", "suspended", "outside", "with vote", "without vote")
)


@given(days("1992-06-01", "2026-01-01"), st.lists(st.tuples(st.sampled_from(SEVEN), STANDINGS)))
def test_a_roster_is_sound_whatever_befalls_the_states(
    day: str, standings: list[tuple[str, str]]
) -> None:
    given_by_history = organisation.roster(date.fromisoformat(day))
    found = _overlaid(given_by_history, tuple(standings))
    assert not set(found.members) & set(found.suspended)
    assert set(found.voteless) <= set(found.members)
    assert list(found.members) == sorted(set(found.members))
    last = {who: what for who, what in standings if what not in ("with vote", "without vote")}
    for who in SEVEN:
        inside = last.get(who, "" if who in given_by_history.members else "outside")
        if who not in last and who in given_by_history.suspended:
            inside = "suspended"
        assert (who in found.members) == (inside in ("", "member", "voteless"))
        assert (who in found.suspended) == (inside == "suspended")


@given(days("1993-01-01", "2025-12-31"), st.sampled_from(SEVEN), choices("decision"))
def test_before_its_first_act_a_membership_is_what_history_says(
    day: str, member: str, readings: dict[str, str]
) -> None:
    scenario = story([of(member), decision()], [], until=day)
    assert roster_of(scenario, **readings) == roster_of(story([decision()], [], until=day))


@given(days("2012-06-29", "2025-12-01"), st.sampled_from(SEVEN))
def test_a_membership_that_has_begun_does_not_follow_history_any_more(
    day: str, member: str
) -> None:
    # Uzbekistan too: whether and when it is suspended is then told here and nowhere else.
    begun = act("2012-06-28", "announce withdrawal", "s", member)
    found = roster_of(story([of(member)], [begun], until=day))
    assert member in found.members
    assert member not in found.suspended
    rest = organisation.roster(date.fromisoformat(day))
    assert set(found.members) - {member} == set(rest.members) - {member}


def test_a_change_known_only_by_a_stretch_counts_from_its_last_day() -> None:
    facts = Facts(standing="suspended", standing_since="2012-06-30", standing_before="member")
    assert [standing_on(facts, f"2012-06-{n}") for n in (29, 30)] == ["member", "suspended"]
    note = Time("between 28 and 30 June", "2012-06-28", "2012-06-30")
    acts = [
        act(note, "ask to be suspended", "s", "UZB"),
        act(clock("2012-06-29", 9), "circulate", "d"),
        act(clock("2012-06-29", 10), "sign", "d", "UZB"),
        act(clock("2012-07-01", 10), "declare non-objection", "e", "UZB"),
    ]
    cases = [of("UZB"), decision(meetings=()), decision("e", meetings=())]
    record = play(story(cases, acts), {"amb.self-suspension": "A"})
    assert [(step.act, step.by) for step in record.refusals] == [("declare non-objection", "UZB")]


# --- who is suspended ----------------------------------------------------------------------------


def suspension(
    member: str, positions: dict[str, str] | None = None, **facts: Any
) -> tuple[list[ScenarioCase], list[ScenarioAct]]:
    """Non-fulfilment is raised and a suspension is put to decision at a session of all."""
    cases = [
        of(member, suspension="d", **facts),
        meeting(),
        decision(subject="suspension", concerning=member),
    ]
    raised = act(clock("2016-03-01", 9), "raise non-fulfilment", "s", "SG")
    return cases, [raised, *session(DAY, SIX, positions)]


@given(ONE, st.sampled_from((*POSITIONS, "silent")))
def test_whatever_the_member_concerned_says_five_others_suspend_it(member: str, said: str) -> None:
    positions = {**dict.fromkeys(SIX, "consent"), member: said}
    positions = {who: what for who, what in positions.items() if what != "silent"}
    record = play(story(*suspension(member, positions)))
    assert (state(record), state(record, "s")) == ("adopted", "suspended")
    assert set(bound(record)) == set(others(member))
    assert bound(record, "s") == {member: ("2003-09-18", "2003-09-18", "")}


@given(ONE, ONE)
def test_the_objection_of_any_other_keeps_a_member_in(member: str, objector: str) -> None:
    if member == objector:
        return
    positions = {**dict.fromkeys(SIX, "consent"), objector: "object"}
    record = play(story(*suspension(member, positions)))
    assert (state(record), state(record, "s")) == ("not adopted", "member")


#: What a member can do in a decision and a meeting, and the state of the decision that it needs.
VOTES = (
    *POSITIONS,
    "declare non-objection",
    "object in writing",
    "contest that it is procedural",
    "propose limited format",
    "accept limited format",
    "object to limited format",
)


@pytest.mark.parametrize("vote", VOTES)
def test_a_suspended_member_does_nothing_that_counts_in_a_decision(vote: str) -> None:
    cases, acts = suspension("KGZ")
    cases += [meeting("m2"), decision("e", meetings=("m2",))]
    acts += [act(clock(LATER, 9), "open", "m2"), act(clock(LATER, 10), vote, "e", "KGZ")]
    record = play(story(cases, acts))
    refusal = record.refusals[-1]
    assert (refusal.act, refusal.by) == (vote, "KGZ")
    assert "charter.20.suspension" in refusal.under


@given(ONE, st.sampled_from("ABC"))
def test_after_a_suspension_the_others_are_enough_unless_it_is_read_to_be_needed(
    member: str, option: str
) -> None:
    cases, acts = suspension(member)
    cases += [meeting("m2"), decision("e", meetings=("m2",))]
    acts += session(LATER, others(member), id="m2", matter="e")
    record = play(story(cases, acts), {"amb.quorum-suspended": option})
    ends = "awaiting cure" if option == "C" else "adopted"
    assert state(record, "e") == ends


@pytest.mark.parametrize("option", "ABC")
def test_a_suspended_member_takes_a_seat_only_where_it_counts(option: str) -> None:
    cases, acts = suspension("KGZ")
    cases += [meeting("m2")]
    acts += [act(clock(LATER, 9), "open", "m2"), act(clock(LATER, 10), "attend", "m2", "KGZ")]
    record = play(story(cases, acts), {"amb.quorum-suspended": option})
    assert bool(record.refusals) == (option == "A")


def test_what_counts_towards_the_quorum_can_be_there_for_it() -> None:
    # All must be present; Uzbekistan, suspended, counts too (B), and comes.
    readings = {"amb.quorum": "A", "amb.quorum-suspended": "B"}
    for present, ends in ((SEVEN, "adopted"), (SIX, "drafted")):
        acts = session(DAY, present, dict.fromkeys(SIX, "consent"))
        record = play(story([meeting(), decision()], acts), readings)
        assert (state(record), "UZB" in bound(record)) == (ends, False)


@pytest.mark.parametrize(
    ("facts", "raised", "ends"),
    [
        ({}, True, "suspended"),
        ({}, False, "not begun"),
        ({"concerning": "TJK"}, True, "suspension raised"),
        ({"body": "CMFA"}, True, "suspension raised"),
        ({"subject": "general"}, True, "suspension raised"),
    ],
)
def test_a_suspension_takes_a_ground_and_a_decision_of_the_council_about_it(
    facts: dict[str, str], raised: bool, ends: str
) -> None:
    given_facts: dict[str, Any] = {
        "subject": "suspension",
        "concerning": "KGZ",
        "body": "CSC",
        **facts,
    }
    cases = [
        of("KGZ", suspension="d"),
        meeting(body=given_facts["body"]),
        decision(**given_facts),
    ]
    acts = session(DAY, SIX)
    if raised:
        acts = [act(clock("2016-03-01", 9), "raise non-fulfilment", "s", "RUS"), *acts]
    record = play(story(cases, acts))
    assert (state(record), state(record, "s")) == ("adopted", ends)


def test_nobody_raises_its_own_non_fulfilment() -> None:
    record = play(story([of("KGZ")], [act(DAY, "raise non-fulfilment", "s", "KGZ")]))
    assert record.refusals


@pytest.mark.parametrize(("option", "article"), [("A", False), ("B", True)])
def test_suspension_at_its_own_request_is_under_article_20_only_by_reading(
    option: str, article: bool
) -> None:
    path = find("2012-12-19-uzbekistan-suspended")
    assert path is not None
    record = play(load(path), {"amb.suspension-ground": option})
    last = [step for step in record.steps_of("uzbekistan") if step.target == "suspended"][-1]
    assert ("charter.20.suspension" in last.under) == article
    assert fact(record, "article20", "uzbekistan") == article


@given(days("2013-01-01", "2025-12-31"))
def test_a_blocked_suspension_leaves_uzbekistan_a_member_on_any_later_day(day: str) -> None:
    cases = [
        of("UZB", suspension="d"),
        meeting(),
        decision(subject="suspension", concerning="UZB"),
    ]
    positions = {**dict.fromkeys(SIX, "consent"), "KAZ": "object"}
    acts = [
        act("2012-06-28", "ask to be suspended", "s", "UZB"),
        *session("2012-12-19", SIX, positions),
    ]
    scenario = story(cases, acts, until=day)
    assert set(roster_of(scenario).members) == set(SEVEN)


# --- coming back and being excluded --------------------------------------------------------------


def test_a_suspended_member_comes_back_by_decision_and_not_by_its_own_word() -> None:
    cases, acts = suspension("KGZ", restoration="e")
    cases += [meeting("m2"), decision("e", meetings=("m2",), subject="suspension")]
    acts += [act(clock("2016-07-01", 9), "resume participation", "s", "KGZ")]
    later = session(LATER, others("KGZ"), id="m2", matter="e")
    assert state(play(story(cases, [*acts, *later])), "s") == "suspended"  # about nobody
    cases[-1] = decision("e", meetings=("m2",), subject="suspension", concerning="KGZ")
    record = play(story(cases, [*acts, *later]))
    assert state(record, "s") == "member"
    assert [step.act for step in record.refusals] == ["resume participation"]


@given(ONE, st.booleans(), st.booleans(), st.sampled_from("AB"))
def test_exclusion_takes_non_fulfilment_that_goes_on_and_by_default_a_suspension_first(
    member: str, suspended: bool, goes_on: bool, option: str
) -> None:
    cases = [
        of(member, suspension="d", exclusion="e"),
        meeting(),
        decision(subject="suspension", concerning=member),
        meeting("m2"),
        decision("e", meetings=("m2",), subject="exclusion", concerning=member),
    ]
    acts = [act(clock("2016-03-01", 9), "raise non-fulfilment", "s", "SG")]
    if suspended:
        acts += session(DAY, SIX)
    if goes_on:
        acts += [act(clock("2016-10-01", 9), "raise non-fulfilment", "s", "SG")]
    acts += session(LATER, others(member), id="m2", matter="e")
    record = play(story(cases, acts), {"amb.exclusion-after-suspension": option})
    assert state(record, "e") == "adopted"
    excluded = goes_on and (suspended or option == "B")
    stays = "suspended" if suspended else "suspension raised"
    assert state(record, "s") == ("excluded" if excluded else stays)
    assert bound(record, "s")[member][2] == (LATER if excluded else "")
    if not excluded:
        vain = [step for step in record.steps_of("s") if step.finding is not None]
        assert vain[-1].finding.says == "membership.decided_in_vain"  # type: ignore[union-attr]


def test_a_state_suspended_at_its_own_request_can_be_excluded_only_where_that_is_article_20() -> (
    None
):
    cases = [
        of("KGZ", suspension="d", exclusion="e"),
        meeting(),
        decision(subject="suspension", concerning="KGZ"),
        meeting("m2"),
        decision("e", meetings=("m2",), subject="exclusion", concerning="KGZ"),
    ]
    acts = [
        act(clock("2016-03-01", 9), "ask to be suspended", "s", "KGZ"),
        *session(DAY, others("KGZ")),
        act(clock("2016-08-01", 9), "raise non-fulfilment", "s", "SG"),
        act(clock("2016-09-01", 9), "raise non-fulfilment", "s", "SG"),
        *session(LATER, others("KGZ"), id="m2", matter="e"),
    ]
    for option, ends in (("A", "suspended"), ("B", "excluded")):
        assert state(play(story(cases, acts), {"amb.suspension-ground": option}), "s") == ends


# --- a freeze ------------------------------------------------------------------------------------


@OFTEN
@given(sittings(since="2004-06-18", until="2026-01-31"), ONE, choices("decision", "meeting"))
def test_a_declared_freeze_changes_nothing_in_any_decision(
    sitting: dict[str, Any], member: str, readings: dict[str, str]
) -> None:
    from building import sat

    scenario = sat(**sitting)
    first = scenario.acts[0].time.low
    freeze = act(at("2004-01-01"), "declare freeze", "s", member)
    with_it = scenario._replace(
        cases=(*scenario.cases, of(member)), acts=(freeze, *scenario.acts), since=at("2004-01-01")
    )
    assert first
    readings = {**readings, "amb.freeze": "A"}
    without, frozen = play(scenario, readings), play(with_it, readings)
    assert (state(frozen), bound(frozen)) == (state(without), bound(without))


@given(ONE)
def test_a_freeze_read_as_tacit_consent_opens_the_limited_format_and_binds_the_frozen_not(
    member: str,
) -> None:
    cases = [of(member), meeting(), decision()]
    acts = [
        act(clock("2016-02-01", 9), "declare freeze", "s", member),
        *session(DAY, others(member)),
    ]
    record = play(story(cases, acts), {"amb.freeze": "C"})
    assert (state(record), set(bound(record))) == ("adopted", set(others(member)))
    assert fact(record, "manner") == "limited format"
    taken_back = act(clock("2016-03-01", 9), "resume participation", "s", member)
    again = play(story(cases, [acts[0], taken_back, *acts[1:]]), {"amb.freeze": "C"})
    assert state(again) == "awaiting cure"


def test_an_objection_of_the_frozen_member_is_stronger_than_its_freeze() -> None:
    acts = [
        act(clock("2016-02-01", 9), "declare freeze", "s", "TJK"),
        *session(DAY, others("TJK"), before=[("object in writing", "TJK")]),
    ]
    record = play(story([of("TJK"), meeting(), decision()], acts), {"amb.freeze": "C"})
    assert state(record) == "not adopted"


# --- joining -------------------------------------------------------------------------------------

ASKED = ("the aims", "the Charter", "treaties", "decisions")


@given(st.sets(st.sampled_from(ASKED)))
def test_an_applicant_takes_on_all_or_does_not_apply(declines: set[str]) -> None:
    applied = act("2016-02-10", "apply", "s", "MNG", declines=tuple(sorted(declines)))
    record = play(story([of("MNG")], [applied]))
    assert state(record, "s") == ("not begun" if declines else "applied")


def test_in_the_time_of_the_treaty_alone_an_applicant_had_to_share_its_aims() -> None:
    for declines, ends in ((("the aims",), "not begun"), (("decisions",), "applied")):
        applied = act("1995-02-10", "apply", "s", "MNG", declines=declines)
        assert state(play(story([of("MNG")], [applied])), "s") == ends


@given(ONE)
def test_a_member_cannot_apply(member: str) -> None:
    assert play(story([of(member)], [act(DAY, "apply", "s", member)])).refusals


def joining(deposit: str, **facts: Any) -> tuple[list[ScenarioCase], list[ScenarioAct]]:
    cases = [
        of("MNG", admission="d", **facts),
        meeting(),
        decision(subject="admission", concerning="MNG"),
    ]
    acts = [
        act(clock("2016-02-10", 9), "apply", "s", "MNG"),
        *session(DAY, SIX),
        act(clock("2016-06-10", 9), "ratify", "s", "MNG"),
        act(at(deposit), "deposit", "s", "MNG"),
    ]
    return cases, acts


@given(days("2016-06-12", "2016-12-31"))
def test_a_new_member_counts_from_the_day_of_its_deposit_and_not_before(deposit: str) -> None:
    cases, acts = joining(deposit)
    eve = day_after(deposit, -1)
    before = roster_of(story(cases, acts[:-1], until=eve))
    after = roster_of(story(cases, acts, until=deposit))
    assert set(after.members) - set(before.members) == {"MNG"}
    record = play(story(cases, acts))
    assert bound(record, "s") == {"MNG": (deposit, deposit, "")}


def test_without_ratification_nothing_can_be_deposited() -> None:
    cases, acts = joining("2016-09-01")
    record = play(story(cases, [each for each in acts if each.name != "ratify"]))
    assert (state(record, "s"), [s.act for s in record.refusals]) == ("admitted", ["deposit"])


def test_an_admission_told_by_an_instrument_waits_for_its_bond() -> None:
    cases, acts = joining("2016-09-01", party_to="i")
    cases += [instrument(in_force_when="signature", open_to=("MNG", "RUS"))]
    acts += [act(clock(LATER, 9), "sign", "i", each) for each in ("RUS", "MNG")]
    record = play(story(cases, acts))
    assert [step.act for step in record.refusals] == ["deposit"]
    assert bound(record, "s") == {"MNG": (LATER, LATER, "")}


def test_who_is_bound_by_an_instrument_and_not_admitted_is_no_member() -> None:
    cases = [of("MNG", party_to="i"), instrument(in_force_when="signature", open_to=("MNG", "RUS"))]
    acts = [act(at(DAY), "sign", "i", each) for each in ("RUS", "MNG")]
    assert state(play(story(cases, acts)), "s") == "not begun"


def test_whoever_comes_again_needs_another_decision() -> None:
    cases, acts = joining("2016-09-01")
    acts += [
        act(at("2016-09-02"), "settle obligations", "s", "MNG"),
        act(at("2016-09-02"), "give notice", "s", "MNG"),
        act(at("2017-04-01"), "apply", "s", "MNG"),
    ]
    assert state(play(story(cases, acts)), "s") == "applied"


@pytest.mark.parametrize(
    ("option", "ends", "since"), [("A", "member", "2006-06-23"), ("B", "admitted", "")]
)
def test_the_return_of_2006_is_a_revival_or_an_accession(
    option: str, ends: str, since: str
) -> None:
    path = find("2006-uzbekistan-returns")
    assert path is not None
    scenario = load(path)
    decided = [each for each in scenario.acts if each.name not in ("ratify", "deposit")]
    record = play(scenario._replace(acts=tuple(decided)), {"amb.readmission": option})
    assert state(record, "uzbekistan") == ends
    bonds = bound(record, "uzbekistan")
    assert [day for day, _, _ in bonds.values()] == ([since] if since else [])


def test_only_a_former_party_can_be_revived() -> None:
    cases, acts = joining("2016-09-01")
    record = play(story(cases, acts[:-2]), {"amb.readmission": "A"})
    assert state(record, "s") == "admitted"


@pytest.mark.parametrize("option", options_of("amb.2006-signatories"))
def test_who_signed_in_sochi_keeps_nobody_out_whatever_is_held_of_it(option: str) -> None:
    path = find("2006-uzbekistan-returns")
    assert path is not None
    record = play(load(path), {"amb.2006-signatories": option})
    assert state(record, "uzbekistan") == "member"
    says = {"A": "all_signed", "B": "consented_later", "U": "signatures_unknown"}[option]
    told = [part.says for step in record.steps if step.finding for _, part in step.finding.tree()]
    assert f"membership.{says}" in told


# --- the Treaty alone ----------------------------------------------------------------------------

NINE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB")


@given(subsets(NINE).filter(lambda some: len(some) > 1))
def test_whoever_does_not_prolong_the_treaty_is_out_when_its_first_term_ends(
    prolonging: tuple[str, ...],
) -> None:
    treaty: dict[str, Any] = {
        "instrument": "treaty",
        "open_to": NINE,
        "in_force_when": "signature",
        "signatories": NINE,
        "term_years": 5,
        "term_under": "treaty.11.term",
    }
    protocol = instrument("p", open_to=NINE, prolongs="i", in_force_when="signature")
    cases = [
        instrument(**treaty), protocol, *(of(each, each, party_to="i") for each in NINE)
    ]  # fmt: skip
    acts = [
        *(act(at("1994-04-20"), "sign", "i", each) for each in NINE),
        *(act(at("1999-04-02"), "sign", "p", each) for each in prolonging),
    ]
    record = play(story(cases, acts, until="1999-12-31"))
    for each in NINE:
        stays = each in prolonging
        until = "" if stays else "1999-04-21"
        assert bound(record, each) == {each: ("1994-04-20", "1994-04-20", until)}
        assert state(record, each) == ("member" if stays else "left")
        assert standing_at(record, "1999-04-19", each) == "member"


@pytest.mark.parametrize(("option", "ends"), [("A", "not begun"), ("B", "left")])
def test_leaving_the_treaty_is_leaving_the_organization_only_where_one_implies_the_other(
    option: str, ends: str
) -> None:
    treaty = instrument(instrument="treaty", in_force_when="signature")
    acts = [
        *(act(at("2010-01-11"), "sign", "i", each) for each in SIX),
        act(at("2016-01-11"), "withdraw", "i", "KGZ"),
    ]
    record = play(
        story([of("KGZ", party_to="i"), treaty], acts), {"amb.withdrawal-two-acts": option}
    )
    assert state(record, "s") == ends
    assert bound(record, "i")["KGZ"][2] == "2016-07-11"


# --- leaving -------------------------------------------------------------------------------------


def leaving(member: str, day: str, **takes: Any) -> list[ScenarioAct]:
    return [
        act(at(day_after(day, -1)), "settle obligations", "s", member),
        act(at(day), "give notice", "s", member, **takes),
    ]


@given(ONE, days("2004-01-10", "2024-12-31"), st.integers(0, 400))
def test_a_notice_takes_six_months_to_the_day_or_as_much_longer_as_it_says(
    member: str, day: str, more: int
) -> None:
    first = months_after(date.fromisoformat(day), 6).isoformat()
    exit_day = day_after(first, more)
    record = play(story([of(member)], leaving(member, day, exit=exit_day)))
    assert standing_at(record, day_after(exit_day, -1)) == "leaving"
    assert standing_at(record, exit_day) == "left"
    assert bound(record, "s")[member][2] == exit_day
    short = play(story([of(member)], leaving(member, day, exit=day_after(first, -1))))
    assert state(short, "s") == "member"
    assert [step.act for step in short.refusals] == ["give notice"]


@given(ONE, days("2005-01-10", "2024-12-31"))
def test_until_the_day_of_exit_a_leaving_member_is_counted_and_from_then_it_is_not(
    member: str, day: str
) -> None:
    exit_day = months_after(date.fromisoformat(day), 6).isoformat()
    for on, inside in ((day_after(exit_day, -1), True), (exit_day, False)):
        found = roster_of(story([of(member)], leaving(member, day), until=on))
        assert (member in found.members) == inside


@pytest.mark.parametrize(
    "takes",
    [{"form": "statement"}, {"form": "call"}, {"to": "SECRETARIAT"}, {"to": "CHAIR"}],
)
def test_a_notice_is_written_to_the_depositary(takes: dict[str, str]) -> None:
    record = play(story([of("KAZ")], leaving("KAZ", DAY, **takes)))
    assert (state(record, "s"), len(record.refusals)) == ("member", 1)
    for good in ({"form": "letter"}, {"form": "note"}, {"to": "RUS"}, {"to": "DEPOSITARY"}):
        assert state(play(story([of("KAZ")], leaving("KAZ", DAY, **good), until=DAY)), "s") == (
            "leaving"
        )


def test_obligations_come_before_the_notice() -> None:
    record = play(story([of("KAZ")], leaving("KAZ", DAY)[1:]))
    assert [step.act for step in record.refusals] == ["give notice"]


@given(st.integers(0, 250))
def test_a_notice_can_be_taken_back_until_the_day_of_exit(after: int) -> None:
    exit_day = months_after(date.fromisoformat(DAY), 6).isoformat()
    day = day_after(DAY, after)
    acts = [*leaving("KAZ", DAY), act(at(day), "take back notice", "s", "KAZ")]
    record = play(story([of("KAZ")], acts))
    assert state(record, "s") == ("member" if day < exit_day else "left")


@given(st.booleans(), st.sampled_from("AB"), st.booleans())
def test_whether_the_council_has_to_consent_is_a_reading(
    released: bool, option: str, early: bool
) -> None:
    cases = [of("KAZ", release="d"), meeting(), decision(concerning="KAZ")]
    put = session("2016-06-01" if early else "2017-02-01", SIX) if released else []
    record = play(story(cases, [*leaving("KAZ", DAY), *put]), {"amb.withdrawal-consent": option})
    by_notice = "2016-11-10"
    if option == "A" or (released and early):
        assert bound(record, "s")["KAZ"][2] == by_notice
    elif released:
        assert bound(record, "s")["KAZ"][2] == "2017-02-01"
    else:
        assert (state(record, "s"), bound(record, "s")["KAZ"][2]) == ("not released", "")


@given(ONE, st.sampled_from(("letter", "statement")))
def test_before_the_charter_a_party_notified_the_others_and_nobody_settled_first(
    member: str, form: str
) -> None:
    notice = act(at("1997-03-01"), "give notice", "s", member, form=form)
    record = play(story([of(member)], [notice]))
    assert standing_at(record, "1997-08-31") == "leaving"
    assert standing_at(record, "1997-09-01") == "left"


# --- what a departure does to decisions ----------------------------------------------------------


@given(ONE, subsets(SIX))
def test_a_circulated_draft_is_complete_when_the_only_one_who_had_not_signed_is_out(
    member: str, signing: tuple[str, ...]
) -> None:
    acts = [
        *leaving(member, DAY),
        act(clock("2016-06-01", 9), "circulate", "d"),
        *(act(clock("2016-06-02", 9), "sign", "d", each) for each in signing),
    ]
    record = play(story([of(member), decision(meetings=())], acts))
    binds: tuple[str, ...]
    if set(signing) == set(SIX):
        ends, when, binds = "adopted", "2016-06-02", SIX
    elif set(signing) >= set(others(member)):
        ends, when, binds = "adopted", "2016-11-10", others(member)
    else:
        ends, when, binds = "circulated", "", ()
    assert (state(record), fact(record, "effective") or "") == (ends, when)
    assert {who for who, (_, _, until) in bound(record).items() if not until} == set(binds) - {
        member
    }


@given(ONE, subsets(SIX), st.sampled_from("AB"))
def test_a_cure_waits_for_one_that_is_out_only_where_those_sign_who_were_absent_then(
    member: str, absent: tuple[str, ...], option: str
) -> None:
    present = tuple(each for each in SIX if each not in absent)
    if not present or member in present or not absent:
        return
    acts = [*leaving(member, "2016-02-01"), *session(DAY, present)]
    record = play(story([of(member), meeting(), decision()], acts), {"amb.cure-roster": option})
    mended = option == "B" and absent == (member,)
    assert state(record) == ("adopted" if mended else "awaiting cure")
    if mended:
        assert set(bound(record).values()) == {("2016-08-01", "2016-08-01", "")}


@given(ONE)
def test_a_decision_binds_a_member_up_to_the_day_on_which_it_is_out(member: str) -> None:
    acts = [*leaving(member, "2016-02-01"), *session(DAY, SIX)]
    record = play(story([of(member), meeting(), decision()], acts))
    until = {who: until for who, (_, _, until) in bound(record).items()}
    assert until == {who: "2016-08-01" if who == member else "" for who in SIX}


@given(ONE)
def test_a_suspended_member_stays_bound_by_what_it_agreed_to(member: str) -> None:
    cases, acts = suspension(member)
    cases += [meeting("m0"), decision("e", meetings=("m0",))]
    acts = [*session("2016-01-11", SIX, id="m0", matter="e"), *acts]
    assert set(bound(play(story(cases, acts)), "e")) == set(SIX)


# --- any story of one state ----------------------------------------------------------------------

WORDS = tuple(procedures()["membership"].acts())
FIELDS = {each: each for each in ("admission", "suspension", "restoration", "exclusion", "release")}
SUBJECTS = {"restoration": "suspension", "release": "general"}


@OFTEN
@given(
    st.lists(
        st.tuples(st.sampled_from((*WORDS, *FIELDS)), st.booleans(), st.integers(0, 200)),
        max_size=14,
    ),
    st.sampled_from(("KGZ", "UZB", "MNG")),
    choices("membership"),
)
def test_in_any_story_a_state_is_one_thing_and_the_claims_are_true(
    told: list[tuple[str, bool, int]], member: str, readings: dict[str, str]
) -> None:
    cases = [of(member, **FIELDS)]
    for field in FIELDS:
        subject = SUBJECTS.get(field, field)
        cases += [decision(field, meetings=(), subject=subject, concerning=member)]
    day, acts = "2013-02-01", []
    for word, flag, after in told:
        day = day_after(day, after)
        if word in FIELDS:
            acts += [act(at(day), "circulate", word)]
            acts += [act(at(day), "sign", word, who) for who in (*SIX, "UZB", "MNG")]
        else:
            others_act = word == "raise non-fulfilment" or (word == "sign protocol" and flag)
            acts += [act(at(day), word, "s", "RUS" if others_act else member)]
    table = procedures()["membership"]
    world = world_of(story(cases, acts), readings)
    for _, after_it, _ in fire_all(world, acts):
        world = after_it
        assert waiting(world) == []
        case = world.cases["s"]
        for claim in table.claims:
            assert claim.kind != "always" or claim.of(world, case), claim.says
        roster = Scene(world, case, Act("", "", "s", world.now)).roster()
        assert not (member in roster.members and member in roster.suspended)
        word = case.state
        if word in ("applied", "admitted", "not admitted", "left", "excluded"):
            assert member not in (*roster.members, *roster.suspended)
        if word in ("member", "suspension raised"):
            assert member in roster.members
        if word == "suspended":
            assert member in roster.suspended
    assert set(members_on("2013-02-01")) == set(SIX)


# --- two matters on one state, and coming back ---------------------------------------------------


@given(ONE, st.booleans())
def test_what_one_matter_has_ended_no_other_on_the_same_state_restores(
    member: str, named_first: bool
) -> None:
    """A suspension and an exclusion told as two matters: out is out, whichever stands first."""
    matters = [of(member, suspension="d", restoration="r"), of(member, "t", exclusion="x")]
    cases, acts = suspension(member)
    cases = [*(matters if named_first else matters[::-1]), *cases[1:]]
    for id, subject in (("x", "exclusion"), ("r", "suspension"), ("p", "general")):
        cases += [
            meeting(f"m{id}"),
            decision(id, meetings=(f"m{id}",), subject=subject, concerning=member),
        ]
    acts += [act(at("2016-06-15"), "raise non-fulfilment", "t", "SG")]
    for id, day in (("x", "2016-09-10"), ("r", "2016-10-10"), ("p", "2016-11-10")):
        acts += session(day, others(member), id=f"m{id}", matter=id)
    record = play(story(cases, acts))
    assert [state(record, id) for id in ("x", "r", "p")] == ["adopted"] * 3
    assert (state(record, "t"), state(record, "s")) == ("excluded", "left")
    ends = {member: ("2003-09-18", "2003-09-18", "2016-09-10")}
    assert bound(record, "s") == bound(record, "t") == ends
    # That the suspension was decided in the other matter counts in this one.
    assert "amb.exclusion-after-suspension" not in {each.id for each in record.readings}


@given(ONE, st.sampled_from(("one matter", "two matters")))
def test_whoever_comes_back_is_bound_anew_by_what_it_joins_then(member: str, told: str) -> None:
    again = "s" if told == "one matter" else "t"
    cases = [of(member, **({"admission": "a"} if again == "s" else {})), meeting(), decision()]
    cases += [] if again == "s" else [of(member, "t", admission="a")]
    cases += [meeting("ma"), decision("a", meetings=("ma",), subject="admission")]
    cases += [meeting("me"), decision("e", meetings=("me",))]
    acts = [*session("2016-01-11", SIX), *leaving(member, "2016-02-01")]
    acts += [act(at("2016-08-01"), "apply", again, member)]  # the first day on which it is out
    acts += session("2016-09-10", others(member), id="ma", matter="a")
    acts += [act(at("2016-10-01"), each, again, member) for each in ("ratify", "deposit")]
    acts += [*session(LATER, SIX, id="me", matter="e"), act(at("2016-12-01"), "sign", "d", member)]
    record = play(story(cases, acts, until="2016-12-31"))
    assert record.refusals == ()
    assert bound(record, "e") == {who: (LATER, LATER, "") for who in SIX}
    assert bound(record)[member] == ("2016-12-01", "2016-12-01", "")
    # What bound it up to the day on which it left did bind it, and is kept beside.
    outcome = record.outcome("d")
    assert outcome is not None
    kept = [(bond.since, bond.until) for bond in outcome.bound if bond.member == member]
    assert kept == [("2016-01-11", "2016-08-01"), ("2016-12-01", "")]


def test_a_freeze_and_what_was_raised_do_not_outlive_the_membership() -> None:
    cases = [of("KGZ", admission="a"), meeting(), decision("a", subject="admission")]
    acts = [act(at("2016-01-02"), "declare freeze", "s", "KGZ"), *leaving("KGZ", "2016-02-01")]
    acts += [act(at("2016-02-02"), "raise non-fulfilment", "s", "SG")]
    acts += [act(at("2016-08-02"), "apply", "s", "KGZ")]
    acts += session("2016-09-10", others("KGZ"), matter="a")
    acts += [act(at("2016-10-01"), each, "s", "KGZ") for each in ("ratify", "deposit")]
    record = play(story(cases, acts))
    assert state(record, "s") == "member"
    assert not any(fact(record, name, "s") for name in ("frozen", "raised", "charged"))


@given(ONE, st.sampled_from("AB"))
def test_after_a_blocked_suspension_non_fulfilment_can_be_raised_again_and_lead_on(
    member: str, option: str
) -> None:
    objector = others(member)[0]
    cases, acts = suspension(member, {**dict.fromkeys(SIX, "consent"), objector: "object"})
    cases[0] = of(member, suspension="d", exclusion="x")
    cases += [
        meeting("mx"),
        decision("x", meetings=("mx",), subject="exclusion", concerning=member),
    ]
    acts += [act(at("2016-06-15"), "raise non-fulfilment", "s", "SG")]
    acts += session(LATER, others(member), id="mx", matter="x")
    record = play(story(cases, acts), {"amb.exclusion-after-suspension": option})
    # What was voted down before it was raised anew is no answer to that.
    assert standing_at(record, "2016-07-01") == "suspension raised"
    assert state(record, "s") == ("excluded" if option == "B" else "suspension raised")


@given(st.sampled_from("ABC"), days("2016-05-01", "2016-06-10"))
def test_a_freeze_known_only_by_a_stretch_is_taken_back_only_when_it_is_certain(
    option: str, day: str
) -> None:
    frozen = Time("1 to 20 May", "2016-05-01", "2016-05-20")
    acts = [
        act(frozen, "declare freeze", "s", "KGZ"),
        act(at(day), "resume participation", "s", "KGZ"),
    ]
    record = play(story([of("KGZ")], acts), {"amb.freeze": option})
    certain = day >= "2016-05-20"
    assert bool(record.refusals) == (not certain)
    # The state of the matter and who counts never differ.
    suspended = "KGZ" in roster_of(story([of("KGZ")], acts), **{"amb.freeze": option}).suspended
    assert suspended == (state(record, "s") == "suspended") == (option == "B" and not certain)


def test_who_is_suspended_meanwhile_presides_no_more() -> None:
    cases, acts = suspension("ARM")
    cases += [decision("e")]
    cases[1] = meeting(presiding="ARM")
    for name, case in (("decide", "e"), ("close", "m")):
        record = play(story(cases, [*acts[:-1], act(clock(DAY, 15), name, case, "ARM")]))
        assert [(it.act, it.by) for it in record.refusals] == [(name, "ARM")]
    assert state(play(story(cases, acts)), "m") == "closed"


def test_a_decision_applied_for_the_time_being_binds_a_member_until_it_is_out() -> None:
    acts = [*leaving("KGZ", "2016-02-01"), *session(DAY, others("TJK"))]
    readings = {"amb.interim-validity": "B"}
    record = play(story([of("KGZ"), meeting(), decision()], acts), readings)
    assert state(record) == "awaiting cure"
    until = {who: until for who, (_, _, until) in bound(record).items()}
    assert until == {who: "2016-08-01" if who == "KGZ" else "" for who in others("TJK")}


def test_non_fulfilment_can_be_raised_of_a_member_that_history_has_as_suspended() -> None:
    for option, ends in (("A", "suspended"), ("B", "excluded")):
        cases = [of("UZB", exclusion="x"), meeting()]
        cases += [decision("x", subject="exclusion", concerning="UZB")]
        acts = [act(at("2016-03-01"), "raise non-fulfilment", "s", "SG")]
        acts += session(DAY, SIX, matter="x")
        record = play(story(cases, acts), {"amb.suspension-ground": option})
        assert (record.refusals, state(record, "s")) == ((), ends)


@given(st.sampled_from([*SIX, "MNG"]), st.sampled_from([*SIX, "MNG"]))
def test_each_signs_the_protocol_on_a_joining_once(first: str, then: str) -> None:
    cases, acts = joining("2016-09-01")
    signing = [act("2016-06-01", "sign protocol", "s", by) for by in (first, then)]
    record = play(story(cases, [*acts[:-2], *signing]))
    assert set(fact(record, "protocol", "s")) == {first, then}
    assert [step.by for step in record.refusals] == ([first] if first == then else [])
    assert ("membership.signed_already" in findings_in(record)) is (first == then)
