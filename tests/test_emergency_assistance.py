"""Aid in an emergency: what is sent was asked for, offered and agreed."""

from __future__ import annotations

from building import (
    SIX,
    act,
    decision,
    fact,
    findings_in,
    meeting,
    play,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

KINDS = ("forces", "means", "humanitarian aid")
DAY = "2017-04-11"
KINDS_OF_AID = subsets(KINDS).filter(bool)


def aid(*acts: ScenarioAct, stricken: str = "TJK", may_ask: str = "A") -> Record:
    flood = ScenarioCase(
        "f", "emergency_assistance", "Flood", Facts(stricken=stricken, decision="d")
    )
    cases = [meeting(body="EMERGENCY_COUNCIL"), decision(body="EMERGENCY_COUNCIL"), flood]
    return play(story(cases, acts), {"amb.suspended-help": may_ask})


def asked(to: str = "EMERGENCY_COUNCIL", by: str = "TJK") -> ScenarioAct:
    return act("2017-04-10", "request aid", "f", by, to=to)


def offered(kinds: tuple[str, ...]) -> list[ScenarioAct]:
    return [
        act("2017-04-10", "offer", "f", "KAZ", aid=kinds),
        act("2017-04-10", "work out proposals", "f", aid=kinds),
    ]


@given(KINDS_OF_AID, KINDS_OF_AID, st.sampled_from(SIX))
def test_a_member_sends_what_was_agreed_and_nothing_else(
    agreed: tuple[str, ...], sent: tuple[str, ...], sender: str
) -> None:
    sending = act("2017-04-12", "send aid", "f", sender, aid=sent)
    record = aid(asked(), *offered(agreed), *session(DAY, SIX), sending)
    lawful = set(sent) <= set(agreed) and sender != "TJK"
    assert state(record, "f") == ("under way" if lawful else "agreed")


@given(KINDS_OF_AID, KINDS_OF_AID)
def test_proposals_hold_only_what_some_member_offers(
    offer: tuple[str, ...], proposal: tuple[str, ...]
) -> None:
    record = aid(
        asked(),
        act("2017-04-10", "offer", "f", "KAZ", aid=offer),
        act("2017-04-10", "work out proposals", "f", aid=proposal),
    )
    assert (state(record, "f") == "proposed") == (set(proposal) <= set(offer))


@given(st.sampled_from(["RUS", "KAZ", "CHN", "UN"]))
def test_a_request_to_another_than_the_organization_opens_nothing(to: str) -> None:
    assert state(aid(asked(to)), "f") == "not asked"


@given(st.sampled_from([*SIX, "UZB"]))
def test_nobody_but_the_stricken_member_asks(by: str) -> None:
    assert (state(aid(asked(by=by)), "f") == "asked") == (by == "TJK")


def test_a_suspended_state_asks_for_aid_as_the_reading_has_it_and_an_outsider_never() -> None:
    for option, found in (("A", "asked"), ("B", "not asked")):
        assert state(aid(asked(by="UZB"), stricken="UZB", may_ask=option), "f") == found
        assert state(aid(asked(by="SRB"), stricken="SRB", may_ask=option), "f") == "not asked"


def test_nothing_is_sent_while_one_member_stands_against_it() -> None:
    said = {member: "object" if member == "ARM" else "consent" for member in SIX}
    sending = act("2017-04-12", "send aid", "f", "KAZ", aid=("means",))
    record = aid(asked(), *offered(("means",)), *session(DAY, SIX, said), sending)
    assert state(record, "f") == "not agreed"
    assert record.refusals[-1].act == "send aid"


@given(KINDS_OF_AID, KINDS_OF_AID, st.booleans())
def test_a_decision_agrees_to_the_proposals_on_which_it_was_put(
    first: tuple[str, ...], anew: tuple[str, ...], revised: bool
) -> None:
    """One member is away; the proposals change, and it signs the draft, as it was or revised."""
    there = SIX[:5]
    course = [asked(), *offered(KINDS)[:1], act("2017-04-10", "work out proposals", "f", aid=first)]
    course += session(DAY, there)
    course += [act("2017-04-12", "work out proposals", "f", aid=anew)]
    if revised:
        course += [act("2017-04-13", "return", "d"), act("2017-04-13", "revise", "d")]
        course += session("2017-04-14", SIX, id="n")
    else:
        course += [act("2017-04-14", "sign", "d", "TJK")]
    flood = ScenarioCase("f", "emergency_assistance", "Flood", Facts(stricken="TJK", decision="d"))
    meetings = [meeting(each, body="EMERGENCY_COUNCIL") for each in "mn"]
    draft = decision(body="EMERGENCY_COUNCIL", meetings=("m", "n"))
    record = play(story([*meetings, draft, flood], course))
    assert state(record) == "adopted"
    assert state(record, "f") == "agreed"
    assert set(fact(record, "aid", "f")) == set(anew if revised else first)


def test_a_decision_that_came_before_any_proposal_agrees_to_none() -> None:
    sending = act("2017-04-13", "send aid", "f", "KAZ", aid=("means",))
    late = [
        act("2017-04-12", each.name, "f", each.by, **each.takes) for each in offered(("means",))
    ]
    record = aid(asked(), *session(DAY, SIX), *late, sending)
    assert (state(record), state(record, "f")) == ("adopted", "proposed")


def test_new_proposals_have_not_failed_before_they_are_put() -> None:
    said = {member: "object" if member == "ARM" else "consent" for member in SIX}
    late = [
        act("2017-04-12", each.name, "f", each.by, **each.takes) for each in offered(("means",))
    ]
    record = aid(asked(), *session(DAY, SIX, said), *late)
    assert (state(record), state(record, "f")) == ("not adopted", "proposed")


@given(st.sampled_from(("CMFA", "CMD", "CSSC", "JS", "SG", "CHAIR", "PC")))
def test_a_request_to_an_organ_is_one_to_the_organization(to: str) -> None:
    assert state(aid(asked(to)), "f") == "asked"


def test_a_state_that_asks_itself_asks_nobody() -> None:
    assert [step.act for step in aid(asked("TJK")).refusals] == ["request aid"]


@given(KINDS_OF_AID)
def test_aid_of_a_kind_that_is_not_told_is_taken_as_what_was_agreed(kinds: tuple[str, ...]) -> None:
    sending = act("2017-04-12", "send aid", "f", "BLR")
    record = aid(asked(), *offered(kinds), *session(DAY, SIX), sending)
    assert set(fact(record, "sent", "f")["BLR"]) == set(kinds)


@given(KINDS_OF_AID)
def test_proposals_of_kinds_that_are_not_told_hold_what_was_offered(kinds: tuple[str, ...]) -> None:
    record = aid(asked(), offered(kinds)[0], act("2017-04-10", "work out proposals", "f"))
    assert (state(record, "f"), set(fact(record, "aid", "f"))) == ("proposed", set(kinds))


@given(st.sampled_from(SIX), KINDS_OF_AID)
def test_the_stricken_state_offers_nothing_to_itself(by: str, kinds: tuple[str, ...]) -> None:
    record = aid(asked(), act("2017-04-10", "offer", "f", by, aid=kinds))
    offering = [step.act for step in record.refusals] == []
    assert offering is (by != "TJK")
    assert ("emergency.offers_itself" in findings_in(record)) is not offering
    assert dict(fact(record, "offered", "f")) == ({by: kinds} if offering else {})
