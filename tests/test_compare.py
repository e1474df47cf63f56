"""Two readings of one scenario: what flips, where they part, and the rule responsible."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from building import OFTEN, options_of
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law, shipped
from csto_sim.cli.program import program
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.parted import Flip, compared
from csto_sim.record import Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario

NAMES = shipped.names()


@cache
def scenario(name: str) -> Scenario:
    path = shipped.find(name)
    assert path is not None
    return load(path)._replace(expect=())


def call(*words: str) -> Result:
    return CliRunner().invoke(program, ["compare", *words])


def under(name: str, readings: dict[str, str]) -> Record:
    return run(scenario(name), readings=readings)


@pytest.mark.parametrize(
    ("option", "state"), [("B", "adopted"), ("C", "adopted"), ("A", "awaiting cure")]
)
def test_absence_that_does_not_block_lets_the_draft_pass(option: str, state: str) -> None:
    name, id = "decision/one-absent-member", "amb.absence-effect"
    found = compared(under(name, {}), under(name, {id: option}))
    flips = {(each.case, each.what): (each.before, each.after) for each in found.flips}
    if option == "A":
        assert flips == {}
        assert found.parting is None
        return
    assert flips["plan", "state"] == ("awaiting cure", state)
    assert found.parting is not None
    assert found.parting.before is not None
    assert found.parting.before.act == "decide"


def test_the_rule_responsible_is_the_one_that_is_read_otherwise() -> None:
    found = json.loads(
        call("decision/one-absent-member", "--with", "absence-effect=B", "--json").output
    )
    (one,) = found["scenarios"]
    assert one["parting"]["file"]["because"]["reading"] == ["amb.absence-effect", "A"]
    assert one["parting"]["with"]["because"]["reading"] == ["amb.absence-effect", "B"]
    assert one["parting"]["with"]["because"]["under"] == ["rules.14.1"]


@OFTEN
@given(st.sampled_from(NAMES))
def test_nothing_flips_between_a_scenario_and_itself(name: str) -> None:
    found = compared(run(scenario(name)), run(scenario(name)))
    assert found.flips == ()
    assert found.parting is None


@OFTEN
@given(st.sampled_from(NAMES), st.data())
def test_the_other_way_round_everything_flips_back(name: str, data: st.DataObject) -> None:
    record = run(scenario(name))
    asked = sorted(use.id for use in record.readings if use.consulted)
    if not asked:
        return
    id = data.draw(st.sampled_from(asked))
    option = data.draw(st.sampled_from(options_of(id)))
    try:
        other = under(name, {id: option})
    except Unreadable:
        return  # working days that no calendar covers
    there, back = compared(record, other), compared(other, record)
    turned = tuple(Flip(f.case, f.what, f.after, f.before) for f in there.flips)
    assert back.flips == turned
    assert (there.parting is None) == (back.parting is None)
    if there.flips:
        assert there.parting is not None, "what comes out otherwise has parted somewhere"
        assert there.parting.before != there.parting.after


@OFTEN
@given(st.sampled_from(NAMES), st.data())
def test_a_reading_that_was_not_consulted_flips_nothing(name: str, data: st.DataObject) -> None:
    record = run(scenario(name))
    consulted = {use.id for use in record.readings if use.consulted}
    zone = {"amb.day-zone", "amb.chair-handover"}
    others = sorted(law.readings().keys() - consulted - zone - scenario(name).readings.keys())
    id = data.draw(st.sampled_from(others))
    option = data.draw(st.sampled_from(options_of(id)))
    assert compared(record, under(name, {id: option})).flips == ()


# --- the law of another day ----------------------------------------------------------------------


def test_before_the_charter_no_consent_can_be_given() -> None:
    found = run(scenario("decision/one-absent-member"), law_of="1995-01-01")
    refused = {step.act for step in found.steps if step.refused}
    assert "consent" in refused
    says = {
        part.says
        for step in found.steps
        if step.refused and step.finding is not None
        for _, part in step.finding.tree()
    }
    assert "act.no_law" in says
    assert [each.state for each in found.outcomes if each.case == "plan"] == ["drafted"]


@OFTEN
@given(st.sampled_from(NAMES))
def test_the_law_of_the_day_itself_changes_nothing(name: str) -> None:
    """A scenario of one day, without earlier matters, is governed by the law of that day."""
    story = scenario(name)
    record = run(story)
    days = {step.when.day for step in record.steps if step.kind in ("act", "refusal", "automatic")}
    if len(days) != 1 or any(step.kind in ("law", "time") for step in record.steps):
        return
    other = run(story, law_of=days.pop())
    assert compared(record, other).flips == ()


@pytest.mark.parametrize(
    "day", ["1992-05-15", "1999-04-02", "2003-09-18", "2014-07-01", "2024-12-31"]
)
def test_every_scenario_can_be_run_under_the_law_of_any_day(day: str) -> None:
    for name in NAMES[::7]:
        record = run(scenario(name), law_of=day)
        assert record.outcomes


def test_the_law_of_one_day_does_not_change_within_a_scenario() -> None:
    for name in NAMES[:60]:
        record = run(scenario(name), law_of="2015-01-01")
        assert all(step.kind != "law" for step in record.steps)


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="day"):
        run(scenario("decision/one-absent-member"), law_of="2015-02-30")


# --- the command ---------------------------------------------------------------------------------


def test_of_many_scenarios_only_those_that_flip_are_printed() -> None:
    found = call("scenarios/decision", "--with", "absence-effect=B")
    assert found.exit_code == 0
    assert "come out alike" in found.output
    assert max(map(len, found.output.splitlines())) <= 80
    strict = call("scenarios/decision", "--with", "absence-effect=B", "--strict")
    assert strict.exit_code == 1
    assert call("decision/one-absent-member", "--with", "mode=strict", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("absence-effec=B",), "amb.absence-effect"),
        (("absence-effect=Z",), "no option"),
        (("mode=practise",), "practice"),
        (("law=2010-13-01",), "no day"),
        (("law",), "ID=OPTION"),
        (("absence-effect=A", "absence-effect=B"), "chosen twice"),
    ],
)
def test_a_change_that_cannot_be_meant_is_refused(words: tuple[str, ...], says: str) -> None:
    options: list[str] = []
    for word in words:
        options += ["--with", word]
    found = call("decision/one-absent-member", *options)
    assert found.exit_code == 2
    assert says in found.output
    assert "--reading" not in found.output


def test_what_is_printed_as_json_is_what_flips() -> None:
    found: Any = json.loads(call("decision", "--with", "absence-effect=B", "--json").output)
    assert found["with"] == {
        "readings": {"amb.absence-effect": "B"},
        "mode": None,
        "law": None,
        "rulebook": None,
    }
    flips = [each for each in found["scenarios"] if each["flips"]]
    assert 5 < len(flips) < len(found["scenarios"])
    assert all(each["parting"] is not None for each in flips)
