"""A scenario can suppose other members than history tells: how many there are, and who."""

from __future__ import annotations

import pytest
from building import play
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.errors import Unreadable
from csto_sim.scenario.load import loads

STATES = ("ARM", "BLR", "FRA", "JPN", "KAZ", "KEN", "RUS", "ZMB")

FILE = """
format: 1
title: Supposed members
sources: [{{note: supposed, evidence: hypothetical}}]
from: {day}
until: {day}
members: [{members}]
matters: {{plan: {{procedure: decision, body: CSC}}}}
meetings: {{sitting: {{body: CSC, host: {chair}, agenda: [plan]}}}}
acts:
  - {{date: {day}, act: open, meeting: sitting, presiding: {chair}, present: [{present}]}}
  - {{date: {day}, act: decide, matter: plan, consent: [{consent}]}}
"""


def told(members: list[str], present: list[str], day: str = "2016-05-10") -> str:
    return FILE.format(
        day=day,
        members=", ".join(members),
        chair=present[0],
        present=", ".join(present),
        consent=", ".join(present),
    )


@given(
    st.lists(st.sampled_from(STATES), min_size=2, unique=True),
    st.integers(0, 7),
    st.sampled_from(["2005-01-01", "2016-05-10", "2024-02-02"]),
)
def test_all_supposed_members_are_needed_and_nobody_else(
    members: list[str], staying: int, day: str
) -> None:
    away = members[staying % len(members)]
    present = [each for each in members if each != away]
    whole = play(loads(told(members, members, day)))
    less = play(loads(told(members, present, day)))
    assert not any(step.refused for step in (*whole.steps, *less.steps))
    found = whole.outcome("plan")
    assert found is not None
    assert found.state == "adopted"
    assert [bond.member for bond in found.bound] == sorted(members)
    assert [each.state for each in less.outcomes if each.case == "plan"] == ["awaiting cure"]


def test_who_is_no_supposed_member_takes_no_part() -> None:
    story = told(["ARM", "FRA"], ["ARM", "FRA"]).replace("present: [ARM", "present: [BLR, ARM")
    record = play(loads(story))
    assert [(step.act, step.by) for step in record.steps if step.refused] == [("attend", "BLR")]
    assert [each.state for each in record.outcomes if each.case == "plan"] == ["adopted"]


@pytest.mark.parametrize(
    ("members", "code"), [("[ARM, ARM]", "CSTO-2"), ("[]", "CSTO-2"), ("[ARM, XYZ]", "CSTO-301")]
)
def test_a_supposed_roster_has_states_each_once(members: str, code: str) -> None:
    story = told(["ARM", "BLR"], ["ARM"]).replace("[ARM, BLR]", members)
    with pytest.raises(Unreadable) as caught:
        loads(story)
    assert [fault.code[: len(code)] for fault in caught.value.complaints] == [code]
    assert caught.value.complaints[0].line == 7
