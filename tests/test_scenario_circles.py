"""What a matter replaces, prolongs, amends or waits for is another matter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from counting import work
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.errors import Complaint, Unreadable
from csto_sim.messages import messages
from csto_sim.procedures import procedures
from csto_sim.scenario.load import loads

HEAD = "format: 1\ntitle: A story\nfrom: 2010-01-01\nuntil: 2010-12-31\nacts: []\nmatters:\n"
KEYS = [
    (table.name, field.name)
    for table in procedures().values()
    for field in table.fields
    if table.unit == "matter"
    and field.kind in ("matter", "matters")
    and (not field.of or table.name in field.of)
]
NEEDED = {"decision": "body: CSC, "}


def complaints(*matters: str) -> tuple[Complaint, ...]:
    try:
        loads(HEAD + "".join(f"  {each}\n" for each in matters))
    except Unreadable as fault:
        return fault.complaints
    return ()


def matter(name: str, procedure: str, more: str = "") -> str:
    needed = NEEDED.get(procedure, "")
    return f"{name}: {{{needed}procedure: {procedure}{', ' if more else ''}{more}}}"


@pytest.mark.parametrize(("procedure", "key"), KEYS)
def test_a_matter_that_names_itself_is_told_with_the_others_that_could_be_meant(
    procedure: str, key: str
) -> None:
    (told,) = complaints(matter("plan", procedure, f"{key}: plan"), matter("other", procedure))
    assert told.code == "CSTO-321"
    assert told.code in messages()
    assert told.line == 7
    assert told.source[told.column - 1 :].startswith("plan}")
    assert told.message.startswith("'plan' ")
    assert told.message.endswith(" itself")
    assert "(other)" in told.hint
    assert key in told.hint
    assert complaints(matter("plan", procedure, f"{key}: other"), matter("other", procedure)) == ()


@pytest.mark.parametrize(("procedure", "key"), KEYS)
def test_matters_that_lead_back_to_themselves_are_one_message(procedure: str, key: str) -> None:
    (told,) = complaints(
        matter("one", procedure, f"{key}: two"),
        matter("two", procedure, f"{key}: three"),
        matter("three", procedure, f"{key}: one"),
    )
    assert (told.code, told.line) == ("CSTO-321", 9)
    assert told.message.count("which") == 2


def test_matters_that_name_each_other_by_different_keys_are_no_circle() -> None:
    assert (
        complaints(
            matter("old", "instrument"),
            matter("new", "instrument", "replaces: old"),
            matter("more", "instrument", "prolongs: new, amends: old"),
            matter("plan", "decision", "effect_when: [new, more, old]"),
        )
        == ()
    )


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_a_circle_is_told_just_where_there_is_one(links: list[tuple[int, int]]) -> None:
    named = {one: sorted({b for a, b in links if a == one}) for one in range(7)}
    told = complaints(
        *(
            matter(f"d{one}", "decision", f"effect_when: [{', '.join(f'd{b}' for b in others)}]")
            for one, others in named.items()
        )
    )
    left = dict(named)
    while free := [one for one, others in left.items() if not set(others) & set(left)]:
        for one in free:
            del left[one]
    assert bool(told) == bool(left)
    assert {each.code for each in told} <= {"CSTO-321"}


def test_many_ways_through_many_matters_are_walked_once() -> None:
    layers = [[f"d{layer}-{n}" for n in range(4)] for layer in range(12)]
    named = [
        matter(name, "decision", f"effect_when: [{', '.join(below)}]")
        for layer, below in pairwise(layers)
        for name in layer
    ]
    whole = [*named, *(matter(name, "decision") for name in layers[-1])]
    # There are four to the eleventh ways: to walk each of them would be millions of lines.
    assert work(lambda: complaints(*whole)) < 200_000
    assert complaints(*whole) == ()


def test_a_name_that_no_matter_has_is_told_once_and_leads_nowhere() -> None:
    (told,) = complaints(matter("plan", "instrument", "replaces: plna"))
    assert told.code == "CSTO-308"
