"""The single list: an entry is examined first, and decided by consensus of its organ."""

from __future__ import annotations

from building import FOUR, SIX, act, decision, meeting, play, session, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.scenario.model import ScenarioCase
from csto_sim.world import Facts

ENTRY = ScenarioCase("e", "terrorist_list", "Entry", Facts(decision="d"))
PROPOSED = act("2018-02-01", "propose entry", "e", "TJK")
ORGAN = {"A": "CSSC", "B": "CSC"}


@given(st.sampled_from(FOUR), st.sampled_from("AB"), subsets(SIX), st.booleans())
def test_an_entry_is_made_by_consensus_of_the_organ_that_decides_after_its_examination(
    body: str, option: str, objecting: tuple[str, ...], examined: bool
) -> None:
    said = {member: "object" if member in objecting else "consent" for member in SIX}
    acts = [PROPOSED, *([act("2018-03-01", "examine", "e", "WG_TERRORISM")] if examined else [])]
    record = play(
        story(
            [meeting(body=body), decision(body=body), ENTRY],
            [*acts, *session("2018-06-01", SIX, said)],
        ),
        {"amb.terror-list-body": option, "amb.csc-composition-2018": "A"},
    )
    lawful = body == ORGAN[option] and not objecting and examined
    assert (state(record, "e") == "listed") == lawful


@given(st.booleans())
def test_what_the_working_group_does_not_support_is_not_put_forward(supports: bool) -> None:
    examined = act("2018-03-01", "examine", "e", "WG_TERRORISM", supports=supports)
    acts = [PROPOSED, examined, *session("2018-06-01", SIX)]
    cases = [meeting(body="CSSC"), decision(body="CSSC"), ENTRY]
    assert (state(play(story(cases, acts)), "e") == "listed") is supports
