"""Military-technical assistance: orders among members, help in attack or threat, what is open."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    SIX,
    act,
    choices,
    clock,
    days,
    decision,
    fact,
    meeting,
    members_on,
    play,
    session,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

DAY = "2016-05-10"
OTHERS = tuple(member for member in SIX if member != "KGZ")
FULL = {"to": "CHAIR", "items": "field radios", "amounts": "400", "terms": "free of charge"}


def aid(*acts: ScenarioAct, **facts: Any) -> Scenario:
    """A need of Kyrgyzstan for help, and what is done about it."""
    facts = {"member": "KGZ", "ground": "external threat", **facts}
    return story([ScenarioCase("a", "military_assistance", "a", Facts(facts))], list(acts))


def asks(day: str = DAY, **takes: Any) -> ScenarioAct:
    return act(clock(day, 9), "request", "a", "KGZ", **takes)


def does(name: str, *by: str, **takes: Any) -> list[ScenarioAct]:
    return [act(clock(DAY, 12), name, "a", each, **takes) for each in by]


# --- the ground ----------------------------------------------------------------------------------


@pytest.mark.parametrize("outside", [True, False])
def test_disorder_told_as_an_attack_is_a_ground_no_sooner_than_told_as_disorder(
    outside: bool,
) -> None:
    facts = {"attacked": "KGZ", "attacker": "armed group inside", "outside_element": outside}
    for option, counts in (("A", False), ("B", True), ("C", outside)):
        cases = [
            ScenarioCase("x", "collective_defence", "x", Facts(facts)),
            ScenarioCase("a", "military_assistance", "a", Facts(member="KGZ", attack="x")),
        ]
        acts = [act(clock(DAY, 8), "come under attack", "x", "KGZ"), asks()]
        record = play(story(cases, acts), {"amb.internal-threat": option})
        assert (state(record, "a") == "requested") == counts


def test_an_attack_that_is_over_is_a_ground_no_longer() -> None:
    cases = [
        ScenarioCase("x", "collective_defence", "x", Facts(attacked="KGZ")),
        ScenarioCase("a", "military_assistance", "a", Facts(member="KGZ", attack="x")),
    ]
    acts = [
        act(clock(DAY, 7), "come under attack", "x", "KGZ"),
        act(clock(DAY, 8), "end", "x", "KGZ"),
        asks(),
    ]
    record = play(story(cases, acts))
    assert (state(record, "a"), len(record.refusals)) == ("not asked", 1)


@pytest.mark.parametrize("uncertain", ["request", "agree"])
def test_what_rests_on_a_word_of_uncertain_time_is_supplied_after_it(uncertain: str) -> None:
    stretch = Time("between", DAY, "2016-05-20")
    first, second = clock(DAY, 9), clock(DAY, 10)
    acts = [
        act(stretch if uncertain == "request" else first, "request", "a", "KGZ"),
        act(stretch if uncertain == "agree" else second, "agree", "a", "RUS"),
        act("2016-05-19", "supply", "a", "RUS"),
        act("2016-05-20", "supply", "a", "RUS"),
    ]
    record = play(aid(*acts))
    assert (state(record, "a"), len(record.refusals)) == ("supplied", 1)
    assert fact(record, "supplied", "a") == {"RUS": "2016-05-20"}


def test_what_one_has_supplied_keeps_no_other_from_helping() -> None:
    acts = [asks(), *does("agree", "RUS"), *does("supply", "RUS")]
    acts += [*does("agree", "KAZ"), *does("supply", "KAZ")]
    record = play(aid(*acts))
    assert not record.refusals
    assert set(fact(record, "supplied", "a")) == {"KAZ", "RUS"}


def test_who_was_refused_can_order_from_another() -> None:
    acts = [
        act(clock(DAY, 9), "order", "a", "KGZ", to="RUS"),
        act(clock(DAY, 10), "refuse", "a", "RUS"),
        act(clock(DAY, 11), "order", "a", "KGZ", to="BLR"),
        act(clock(DAY, 12), "supply", "a", "BLR"),
    ]
    record = play(aid(*acts))
    assert (state(record, "a"), len(record.refusals)) == ("delivered", 0)


@given(days("2000-01-01", "2026-06-30"), choices("military_assistance"))
def test_without_attack_or_threat_from_outside_no_help_is_asked_for(
    day: str, readings: dict[str, str]
) -> None:
    record = play(aid(asks(day, **FULL), ground=""), readings)
    assert (state(record, "a"), len(record.refusals)) == ("not asked", 1)


def test_no_help_before_the_agreement() -> None:
    for day, counts in (("1999-12-31", False), ("2000-01-01", True)):
        assert (state(play(aid(asks(day))), "a") == "requested") == counts


@pytest.mark.parametrize(
    ("day", "outside"), [("2010-06-14", True), ("2016-05-10", True), ("2016-05-10", False)]
)
def test_disorder_inside_is_a_ground_as_article_4_has_it(day: str, outside: bool) -> None:
    record = play(aid(asks(day), ground="internal disorder", outside_element=outside))
    assert (state(record, "a") == "requested") == (outside and day > "2012-12-18")


def test_an_attack_that_is_a_matter_of_its_own_is_a_ground_once_it_has_happened() -> None:
    facts = {"member": "KGZ", "attack": "x"}
    for attacked, happened, counts in (
        ("KGZ", True, True),
        ("KGZ", False, False),
        ("TJK", True, False),
    ):
        cases = [
            ScenarioCase("x", "collective_defence", "x", Facts(attacked=attacked)),
            ScenarioCase("a", "military_assistance", "a", Facts(facts)),
        ]
        hit = [act(clock(DAY, 8), "come under attack", "x", attacked)] if happened else []
        record = play(story(cases, [*hit, asks()]))
        assert (state(record, "a") == "requested") == counts


# --- the form ------------------------------------------------------------------------------------


@given(st.sets(st.sampled_from(sorted(FULL))))
def test_a_request_needs_its_list_and_its_addressee_under_one_reading_only(
    given_: set[str],
) -> None:
    takes: dict[str, Any] = {key: FULL[key] for key in sorted(given_)}
    if "to" not in given_:
        takes["to"] = "RUS"
    free = play(aid(asks(**takes)))
    assert state(free, "a") == "requested"
    bound = play(aid(asks(**takes)), {"amb.aid-request": "B"})
    assert state(bound, "a") == ("requested" if given_ == set(FULL) else "incomplete")
    assert not bound.refusals


# --- the answer ----------------------------------------------------------------------------------


@given(st.sampled_from(OTHERS), st.sets(st.sampled_from(OTHERS)))
def test_a_request_fails_only_when_all_who_were_asked_refuse(one: str, refusing: set[str]) -> None:
    alone = play(aid(asks(to=one), *does("refuse", *sorted(refusing))))
    assert (state(alone, "a") == "refused") == (one in refusing)
    every = play(aid(asks(), *does("refuse", *sorted(refusing))))
    assert (state(every, "a") == "refused") == (refusing == set(OTHERS))


@given(st.sampled_from(OTHERS), st.sampled_from(OTHERS))
def test_whoever_supplies_has_agreed_before(agreeing: str, supplying: str) -> None:
    record = play(aid(asks(), *does("agree", agreeing), *does("supply", supplying)))
    assert (state(record, "a") == "supplied") == (agreeing == supplying)
    assert len(record.refusals) == (agreeing != supplying)


@pytest.mark.parametrize("objecting", ["", "TJK"])
def test_where_the_council_decides_no_member_decides_for_itself(objecting: str) -> None:
    positions = {**dict.fromkeys(SIX, "consent"), **({objecting: "object"} if objecting else {})}
    facts = Facts(member="KGZ", ground="attack", decision="d")
    cases = [
        ScenarioCase("a", "military_assistance", "a", facts),
        meeting(),
        decision(subject="measure"),
    ]
    acts = [act(clock(DAY, 7), "request", "a", "KGZ"), act(clock(DAY, 8), "agree", "a", "RUS")]
    later = act(clock(DAY, 16), "supply", "a", "BLR")
    record = play(
        story(cases, [*acts, *session(DAY, SIX, positions), later]), {"amb.aid-decision": "B"}
    )
    assert record.refusals[0].act == "agree"
    assert state(record, "a") == ("not agreed" if objecting else "supplied")


# --- orders --------------------------------------------------------------------------------------


@given(days("2000-01-01", "2026-06-30"), st.sampled_from([*SIX, "UZB", "AZE", "SRB"]))
def test_the_preferential_regime_is_one_among_members(day: str, supplier: str) -> None:
    order = act(clock(day, 9), "order", "a", "KGZ", to=supplier)
    record = play(aid(order, ground=""))
    among = supplier in members_on(day) and supplier != "KGZ"
    assert (state(record, "a") == "ordered") == among


@pytest.mark.parametrize("price", ["domestic price", "free of charge", "another price"])
@pytest.mark.parametrize("by", ["KAZ", "RUS"])
def test_an_order_is_filled_by_whom_it_went_to_at_the_price_at_home(price: str, by: str) -> None:
    order = act(clock(DAY, 9), "order", "a", "KGZ", to="KAZ")
    record = play(aid(order, *does("supply", by, price=price)))
    filled = by == "KAZ" and price != "another price"
    assert (state(record, "a") == "delivered") == filled
    assert (fact(record, "supplied", "a") == {by: DAY}) == filled


@pytest.mark.parametrize(("option", "ends"), [("A", "agreed"), ("B", "not agreed")])
def test_a_decision_that_failed_stops_the_help_only_where_the_council_decides_on_it(
    option: str, ends: str
) -> None:
    said = {**dict.fromkeys(SIX, "consent"), "ARM": "object"}
    cases = [
        *aid(decision="d").cases,
        meeting(),
        decision(),
    ]
    acts = [asks("2016-05-09", **FULL), *session(DAY, SIX, said)]
    agreed = act(clock("2016-05-11", 9), "agree", "a", "RUS")
    record = play(story(cases, [*acts, agreed]), {"amb.aid-decision": option})
    assert (state(record), state(record, "a")) == ("not adopted", ends)
