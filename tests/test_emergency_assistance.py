"""Aid in an emergency: what is sent was asked for, offered and agreed."""

from __future__ import annotations

from building import SIX, act, decision, meeting, play, session, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

KINDS = ("forces", "means", "humanitarian aid")
DAY = "2017-04-11"
KINDS_OF_AID = subsets(KINDS).filter(bool)


def aid(*acts: ScenarioAct, stricken: str = "TJK") -> Record:
    flood = ScenarioCase(
        "f", "emergency_assistance", "Flood", Facts(stricken=stricken, decision="d")
    )
    cases = [meeting(body="EMERGENCY_COUNCIL"), decision(body="EMERGENCY_COUNCIL"), flood]
    return play(story(cases, acts))


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


def test_a_suspended_state_is_no_stricken_member() -> None:
    assert state(aid(asked(by="UZB"), stricken="UZB"), "f") == "not asked"


def test_nothing_is_sent_while_one_member_stands_against_it() -> None:
    said = {member: "object" if member == "ARM" else "consent" for member in SIX}
    sending = act("2017-04-12", "send aid", "f", "KAZ", aid=("means",))
    record = aid(asked(), *offered(("means",)), *session(DAY, SIX, said), sending)
    assert state(record, "f") == "not agreed"
    assert record.refusals[-1].act == "send aid"
