"""What a matter waits for: decisions that count, those that do not, and who is told why."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from building import act, decision, meeting, session, story
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.engine.run import run
from csto_sim.explain import sentence
from csto_sim.procedure import Param
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario, ScenarioCase
from csto_sim.world import Facts, Finding

#: Of these one at least is a subject on which no field that asks for one has its decision.
OTHER_SUBJECTS = ("measure", "exclusion", "arrears")
ALL = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")


def _waiting_fields() -> Iterator[tuple[str, Param]]:
    for name, table in procedures().items():
        for field in table.fields:
            if field.kind == "matter" and field.of == ("decision",):
                yield name, field


@cache
def _shipped() -> tuple[tuple[Scenario, Record], ...]:
    found = [load(path) for path in map(shipped.find, shipped.names()) if path is not None]
    return tuple((each, run(each)) for each in found)


def _course(record: Record, case: str) -> list[tuple[str, str, str, str]]:
    return [(step.kind, step.act, step.source, step.target) for step in record.steps_of(case)]


def _on(scenario: Scenario, id: str, subject: str) -> Scenario:
    cases = [
        each._replace(facts=Facts({**each.facts, "subject": subject})) if each.id == id else each
        for each in scenario.cases
    ]
    return scenario._replace(cases=tuple(cases))


def _differing(procedure: str, field: str, subjects: tuple[str, ...]) -> Iterator[bool]:
    """Whether a shipped matter takes another course when its decision is on another subject, and
    the decision itself, adopted, binds the same."""
    for scenario, record in _shipped():
        for case in scenario.cases:
            id = case.facts.get(field)
            if case.procedure != procedure or not id:
                continue
            before = record.outcome(id)
            assert before is not None
            for subject in subjects if before.effective else ():
                other = run(_on(scenario, id, subject))
                after = other.outcome(id)
                assert after is not None
                if (after.effective, after.bound) == (before.effective, before.bound):
                    yield _course(other, case.id) != _course(record, case.id)


@pytest.mark.parametrize(("procedure", "field"), list(_waiting_fields()))
def test_a_field_tells_the_subject_of_its_decision_where_that_matters(
    procedure: str, field: Param
) -> None:
    other = tuple(each for each in OTHER_SUBJECTS if each not in field.subjects)
    assert any(_differing(procedure, field.name, other)) == bool(field.subjects)
    assert all(subject in field.help for subject in field.subjects)


def _operation(body: str = "CSC", *, subject: str, put: bool = True) -> Record:
    """A mandate of 2016, the decision in a session where all consent, and a contingent sent."""
    named = Facts(area="outside", decision="d", contingents=ALL)
    cases = [
        ScenarioCase("operation", "peacekeeping", "", named),
        decision("d", body, subject=subject),
        meeting("m", body),
    ]
    acts = [
        act("2016-03-01", "mandate", "operation"),
        *(session("2016-04-01", ALL) if put else ()),
        act("2016-05-01", "send contingent", "operation", "KAZ"),
    ]
    return run(story(cases, acts))


def _why(record: Record) -> list[Finding]:
    refused = [step for step in record.refusals if step.act == "send contingent"]
    return [part for step in refused if step.finding is not None for part in step.finding.rests_on]


def test_a_decision_on_forces_sends_the_contingent() -> None:
    record = _operation(subject="forces")
    assert _why(record) == []
    assert [each.state for each in record.outcomes if each.case == "operation"] == ["deployed"]


@given(st.sampled_from(["general", "measure", "budget", "admission", "amendment"]))
def test_whoever_acts_too_early_is_told_that_the_decision_is_on_another_subject(
    subject: str,
) -> None:
    record = _operation(subject=subject)
    assert [each.says for each in _why(record)] == ["stage.other_subject"]
    assert f"({subject} instead of forces)" in sentence(_why(record)[0])


@pytest.mark.parametrize(
    ("body", "put", "says"),
    [("CMFA", True, "stage.other_body"), ("CSC", False, "stage.not_adopted")],
)
def test_whoever_acts_too_early_is_told_what_the_decision_lacks(
    body: str, put: bool, says: str
) -> None:
    record = _operation(body, put=put, subject="forces")
    assert [each.says for each in _why(record)] == [says]


def test_what_an_act_waits_for_adds_no_provision_to_the_refusal() -> None:
    record = _operation(subject="budget")
    (refused,) = [step for step in record.refusals if step.act == "send contingent"]
    assert [id.partition("@")[0] for id in refused.under] == ["pko.composition"]


@given(st.booleans())
def test_whoever_helps_too_early_is_told_that_nobody_has_asked(asked: bool) -> None:
    named = Facts(attacked="TJK", attacker="armed group from outside", decision="d")
    cases = [
        ScenarioCase("a", "collective_defence", "", named),
        decision("d", subject="forces"),
        meeting("m"),
    ]
    request = act("2017-05-02", "request", "a", "TJK", to="CHAIR", form="letter")
    acts = [
        act("2017-05-01", "come under attack", "a", "TJK"),
        *([request] if asked else []),
        *session("2017-05-09", ALL),
        act("2017-05-10", "assist", "a", "KAZ"),
    ]
    record = run(story(cases, acts))
    helped = [step.finding for step in record.refusals if step.act == "assist"]
    assert len(helped) == (not asked)
    for finding in helped:
        assert finding is not None
        assert [part.says for part in finding.rests_on] == ["defence.has_not_asked"]


@given(st.sets(st.sampled_from(["to", "form", "signed_by"])))
def test_what_is_not_told_of_a_request_is_said_to_be_taken(told: set[str]) -> None:
    full = {"to": "CHAIR", "form": "letter", "signed_by": "head of state"}
    named = Facts(attacked="TJK", attacker="armed group from outside")
    takes = {name: value for name, value in full.items() if name in told}
    acts = [
        act("2017-05-01", "come under attack", "a", "TJK"),
        act("2017-05-02", "request", "a", "TJK", **takes),
    ]
    record = run(story([ScenarioCase("a", "collective_defence", "", named)], acts))
    (step,) = [each for each in record.steps if each.act == "request"]
    assert step.finding is not None
    (form,) = [part for _, part in step.finding.tree() if part.says == "proposal.form"]
    assert len(form.fact("taken") or ()) == len(full) - len(told)
    assert ("not told" in sentence(form)) is (told != set(full))
