"""Subsidiary bodies: how they come to be, and by which rules they decide."""

from __future__ import annotations

import pytest
from building import (
    SIX,
    act,
    bound,
    clock,
    decision,
    meeting,
    play,
    sat,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law, organisation
from csto_sim.rules.subsidiary import basis_of
from csto_sim.scenario.model import ScenarioCase
from csto_sim.world import Facts

DAY = "2016-06-01"
OWN = {"amb.subsidiary-voting": "B"}
GENERAL = {"amb.subsidiary-voting": "A"}
#: Those whose founding text is in force in 2020; that of the exhibitions council is signed, and its
#: entry into force is not established.
OTHERS = sorted(
    body.code
    for body in organisation.bodies()
    if body.code != "ICMEC"
    and any(law.candidates(id, "2020-06-01") for id in basis_of(body.code, "2020-06-01"))
)


@given(subsets(SIX))
def test_the_commission_decides_with_two_thirds_of_the_national_parts_and_not_with_fewer(
    absent: tuple[str, ...],
) -> None:
    present = tuple(member for member in SIX if member not in absent)
    if "RUS" not in present:
        present = (*present, "RUS")  # it heads the Commission and has to be in the room
    record = play(sat(DAY, present, body="ICMEC"), OWN)
    assert state(record) == ("adopted" if len(present) >= 4 else "drafted")
    assert bound(record) == {}


@given(subsets(SIX), st.sampled_from(SIX))
def test_one_objection_in_the_room_stops_the_commission_under_either_reading(
    absent: tuple[str, ...], objector: str
) -> None:
    present = tuple(m for m in SIX if m not in absent or m in ("RUS", objector))
    said = {member: "object" if member == objector else "consent" for member in present}
    for readings in (OWN, GENERAL):
        assert state(play(sat(DAY, present, said, body="ICMEC"), readings)) != "adopted"


@given(subsets(SIX), st.sampled_from(OTHERS))
def test_where_the_rules_reach_a_body_by_analogy_all_members_have_to_be_there(
    absent: tuple[str, ...], body: str
) -> None:
    present = tuple(member for member in SIX if member not in absent)
    record = play(sat("2020-06-01", present, body=body), GENERAL | {"amb.chair-absent": "A"})
    assert (state(record) == "adopted") == (present == SIX)


@pytest.mark.parametrize("body", OTHERS)
def test_by_rules_of_its_own_that_nobody_has_seen_a_body_decides_nothing(body: str) -> None:
    record = play(sat("2020-06-01", SIX, body=body), OWN)
    assert state(record) == "drafted"
    assert record.refusals[-1].act == "decide"


@pytest.mark.parametrize(("day", "opens"), [("2007-10-05", False), ("2007-10-06", True)])
def test_the_emergency_council_meets_from_the_day_of_its_creation(day: str, opens: bool) -> None:
    record = play(sat(day, (*SIX, "UZB"), body="EMERGENCY_COUNCIL"), GENERAL)
    assert (state(record, "m") == "closed") is opens


@pytest.mark.parametrize("who", [member for member in SIX if member != "RUS"])
def test_nobody_but_russia_presides_in_the_commission(who: str) -> None:
    acts = [act(clock(DAY, 10), "open", "m", presiding=who)]
    record = play(story([meeting(body="ICMEC")], acts))
    assert state(record, "m") == "announced"
    assert "sub.icmec.composition" in record.refusals[0].under


def body_of(**facts: str) -> ScenarioCase:
    return ScenarioCase("b", "subsidiary_body", "A body", Facts({"decision": "d", **facts}))


@given(subsets(SIX))
def test_a_body_is_created_if_and_only_if_the_council_decides_so(absent: tuple[str, ...]) -> None:
    present = tuple(member for member in SIX if member not in absent)
    acts = session("2013-06-01", present)
    readings = {"amb.chair-absent": "A"}
    record = play(story([meeting(), decision(), body_of()], acts), readings)
    assert (state(record, "b") == "at work") == (state(record) == "adopted")
    assert (state(record, "b") == "not created") == (state(record) == "awaiting cure")


def test_a_body_is_created_by_the_signature_that_cures_the_decision() -> None:
    acts = [*session(DAY, SIX[:5]), act("2016-07-01", "sign", "d", "TJK")]
    record = play(story([meeting(), decision(), body_of()], acts))
    assert state(record, "b") == "at work"
    entered = [step for step in record.steps_of("b") if step.target == "at work"]
    assert entered[-1].when.day == "2016-07-01"


def test_only_the_council_creates_a_body() -> None:
    cases = [meeting(body="CMD"), decision(body="CMD"), body_of()]
    assert state(play(story(cases, session(DAY, SIX))), "b") == "proposed"
