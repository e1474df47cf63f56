"""Claims about matters of several procedures in one course: what one does counts in the others."""

from __future__ import annotations

import pytest
from building import SIX, act, clock, decision, meeting, play, state, story
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

TAKEN = "2015-06-09"
#: Armenia's turn comes after that of Tajikistan, which hosts.
HOLDER = "ARM"
OTHERS = tuple(each for each in SIX if each != HOLDER)


def suspended_chair(acts: list[ScenarioAct], *, suspended: bool = True) -> Record:
    """Armenia takes the chair; then the Council suspends it, or not; then the acts are done."""
    chair = ScenarioCase("chair", "chairmanship", "chair", Facts(member=HOLDER))
    standing = ScenarioCase(
        "standing", "membership", "standing", Facts(member=HOLDER, suspension="d")
    )
    cases = [
        meeting(host="TJK"),
        chair,
        standing,
        decision(meetings=(), subject="suspension", concerning=HOLDER),
    ]
    course = [
        act(clock(TAKEN, 9), "open", "m", presiding="TJK", present=SIX),
        *(act(clock(TAKEN, 9), "attend", "m", each) for each in SIX),
        act(clock(TAKEN, 12), "take the chair", "chair", HOLDER),
        act(clock(TAKEN, 15), "close", "m"),
    ]
    if suspended:
        course += [
            act("2015-09-01", "raise non-fulfilment", "standing", "SG"),
            act("2015-09-02", "circulate", "d", "SG"),
            *(act("2015-09-03", "sign", "d", each) for each in OTHERS),
        ]
    return play(story(cases, [*course, *acts], until="2016-03-01"))


def refused(record: Record, name: str) -> list[tuple[str, ...]]:
    """The provisions under which an act of that name was refused, for each time that it was."""
    return [step.under for step in record.steps if step.kind == "refusal" and step.act == name]


@given(st.booleans(), st.sampled_from(("", "CHAIR", HOLDER)))
def test_a_suspended_state_does_nothing_in_the_chair(suspended: bool, by: str) -> None:
    record = suspended_chair(
        [
            act("2015-10-01", "prepare action plan", "chair", "PC"),
            act("2015-10-02", "announce priorities", "chair", by),
            act("2015-10-03", "approve action plan", "chair", by),
        ],
        suspended=suspended,
    )
    assert state(record, "chair") == "in office"
    for name in ("announce priorities", "approve action plan"):
        found = refused(record, name)
        assert len(found) == suspended
        assert all("charter.20.suspension" in under for under in found)


def test_the_permanent_council_prepares_a_plan_while_the_chair_is_suspended() -> None:
    record = suspended_chair([act("2015-10-01", "prepare action plan", "chair", "PC")])
    assert refused(record, "prepare action plan") == []


@pytest.mark.parametrize("other", OTHERS)
def test_no_other_state_approves_the_plan_of_a_suspended_chair(other: str) -> None:
    plan = act("2015-10-01", "prepare action plan", "chair", "PC")
    record = suspended_chair([plan, act("2015-10-03", "approve action plan", "chair", other)])
    assert len(refused(record, "approve action plan")) == 1
