"""An expectation that no run could meet is told when the file is read, with the right word."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from building import (
    SIX,
    act,
    convening,
    decision,
    instrument,
    meeting,
    play,
    sat,
    sittings,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.engine.run import run
from csto_sim.errors import Complaint, Unreadable
from csto_sim.expect import found
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.askable import can_ask, has_period
from csto_sim.scenario.expect_table import (
    ACTS_ASKED,
    EFFECT_ASKED,
    EXPECTATION,
    STATES_ASKED,
)
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "scenario-format.md").read_text(encoding="utf-8")
HEAD = """\
format: 1
title: A story
from: 2010-01-01
until: 2010-12-31T12:00+03:00
matters:
  plan: {procedure: decision, body: CSC}
  pact: {procedure: instrument}
  call: {procedure: convening}
meetings:
  moscow: {body: CSC}
acts: []
expect:
"""
PERIODS = {name: table.periods for name, table in procedures().items()}
CASES = {"decision": "plan", "instrument": "pact", "convening": "call", "meeting": "moscow"}


def about(procedure: str) -> str:
    unit = procedures()[procedure].unit
    return f"{unit}: {CASES[procedure]}"


def complaints(*entries: str) -> tuple[Complaint, ...]:
    try:
        loads(HEAD + "".join(f"  - {{{each}}}\n" for each in entries))
    except Unreadable as fault:
        return fault.complaints
    return ()


def the_one(*entries: str) -> Complaint:
    (told,) = complaints(*entries)
    assert told.line == HEAD.count("\n") + 1
    return told


# --- periods ---------------------------------------------------------------------------------


def test_the_periods_that_can_be_expected_are_those_that_the_procedures_open() -> None:
    opened = set()
    for path in (ROOT / "csto_sim" / "procedures").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {name: value for each in tree.body for name, value in _named(each)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Period", "duty"):
                opened |= _texts(node.args[1], named)
    assert opened == {name for names in PERIODS.values() for name in names}


def _named(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that a line of a module gives, with their values: `A = …`, `A, B = …, …`."""
    if isinstance(statement, ast.Assign):
        target, value = statement.targets[0], statement.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        yield from ((left.id, right) for left, right in pairs if isinstance(left, ast.Name))


def _texts(name: ast.expr, named: dict[str, ast.expr]) -> set[str]:
    """A name as it is written; of one with a state in it the words before the state."""
    if isinstance(name, ast.JoinedStr):
        name = name.values[0]
    if isinstance(name, ast.Name):
        name = named.get(name.id, name)
    if not isinstance(name, ast.Constant):
        return set()  # a shared builder hands it on; what calls that is looked at too
    return {str(name.value)}


@cache
def _shipped() -> tuple[Record, ...]:
    paths = (shipped.find(name) for name in shipped.names())
    return tuple(run(load(path)) for path in paths if path is not None)


def _of_record(record: Record) -> Iterator[tuple[str, str]]:
    of = {outcome.case: outcome.procedure for outcome in record.outcomes}
    for each in record.deadlines:
        yield of[each.case], each.name


def test_every_period_that_can_be_expected_is_opened_in_some_story() -> None:
    opened: dict[str, set[str]] = defaultdict(set)
    acts = [
        act("2010-01-02", "sign", "i", "ARM"),
        act("2010-01-02", "sign", "i", "RUS"),
        act("2010-02-01", "withdraw", "i", "ARM"),
    ]
    cases = [instrument(in_force_when="signature", term_years=5)]
    later = [instrument(in_force_when="signature", effect_from="2010-06-01")]
    mine = [run(story(cases, acts, since="2010-01-01")), run(story(later, acts[:2]))]
    circulated = [act("2010-01-02", "circulate", "d", until="2010-01-05")]
    mine.append(run(story([decision()], circulated, since="2010-01-01")))
    for record in (*_shipped(), *mine):
        for procedure, name in _of_record(record):
            begins = [each for each in PERIODS[procedure] if each.endswith(" ")]
            opened[procedure].add(next((each for each in begins if name.startswith(each)), name))
    assert {name: tuple(sorted(opened[name])) for name in PERIODS} == {
        name: tuple(sorted(names)) for name, names in PERIODS.items()
    }


@st.composite
def anything_done(draw: st.DrawFn) -> Scenario:
    """Any acts by any members in one case of each procedure, most of them refused."""
    cases = [
        meeting(agenda=("d",)),
        decision(),
        convening(branch=draw(st.sampled_from(["threat", "attack"]))),
        instrument(in_force_when=draw(st.sampled_from(["signature", "all signatories"])),
                   term_years=2),
    ]  # fmt: skip
    done = [(case.id, name) for case in cases for name in procedures()[case.procedure].acts()]
    likely = [("m", "open"), ("m", "attend"), ("d", "consent"), ("d", "decide"), ("d", "sign"),
              ("i", "sign"), ("i", "sign"), ("i", "ratify"), ("i", "notify completion"),
              ("c", "propose"), ("c", "call"), ("i", "withdraw")]  # fmt: skip
    chosen = draw(st.lists(st.sampled_from([*done, *likely, *likely]), max_size=40))
    by = st.sampled_from(SIX[:3])
    form = {"propose": {"to": "CHAIR", "form": "letter"}}
    acts = [
        act(f"2013-{1 + number // 4:02}-{1 + number % 4:02}", name, case, draw(by),
            **form.get(name, {}))
        for number, (case, name) in enumerate(chosen)
    ]  # fmt: skip
    return story(cases, acts, since="2013-01-01", until="2018-12-31")


def _answers(record: Record) -> None:
    """What cannot be expected never comes, and what comes can be expected."""
    of = {outcome.case: outcome.procedure for outcome in record.outcomes}
    for procedure, name in _of_record(record):
        assert has_period(name, procedure), (procedure, name)
    for outcome in record.outcomes:
        if outcome.effective or outcome.known or outcome.bound:
            assert all(can_ask(key, outcome.procedure) for key in EFFECT_ASKED)
    for step in record.steps:
        for key, acts in ACTS_ASKED.items():
            if step.act in acts and step.kind != "refusal":
                assert can_ask(key, of[step.case]), (key, step)
        for key, state in STATES_ASKED.items():
            if step.target == state:
                assert can_ask(key, of[step.case]), (key, step)


@given(anything_done())
def test_what_cannot_be_expected_never_comes(scenario: Scenario) -> None:
    _answers(play(scenario))


@given(sittings())
def test_what_cannot_be_expected_never_comes_of_a_session(given_: dict[str, Any]) -> None:
    _answers(play(sat(**given_)))


def test_what_cannot_be_expected_does_not_come_of_a_shipped_scenario() -> None:
    for record in _shipped():
        _answers(record)


@pytest.mark.parametrize(
    ("entry", "written", "hint"),
    [
        ("matter: call, deadline: {convning: missed}", "convning", "convening"),
        ("matter: call, deadline: {consultation: done}", "consultation", "consultations"),
        ("matter: call, deadline: {name: Convening, status: met}", "Convening", "convening"),
        ("deadline: {name: convning, matter: call, status: met}", "convning", "convening"),
        ("matter: plan, deadline: {signatur: {status: met}}", "signatur", "signature"),
        ("matter: plan, deadline: {certified-copies: done}", "certified-copies",
         "certified copies"),
        ("matter: plan, deadline: {convening: met}", "convening", "the matter 'call'"),
        ("matter: pact, deadline: {tern: elapsed}", "tern", "term"),
        ("matter: pact, deadline: {notice of BRL: elapsed}", "notice of BRL", "notice of BLR"),
        ("matter: pact, deadline: {notice by Armenia: elapsed}", "notice by", "notice of ARM"),
        ("matter: plan, deadline: {notice of BLR: elapsed}", "notice of BLR", ""),
    ],
)  # fmt: skip
def test_a_period_that_no_such_case_has_is_told_with_the_nearest_name(
    entry: str, written: str, hint: str
) -> None:
    told = the_one(entry)
    assert told.code == "CSTO-323"
    assert told.source[told.column - 1 :].startswith(written)
    assert hint in told.hint


@pytest.mark.parametrize(
    "entry",
    ["matter: pact, deadline: {notice of BLR: elapsed, notice of FRA: running, term: running}",
     "deadline: {name: convening, matter: call, status: missed}",
     "meeting: moscow, deadline: {name: convening, matter: call, status: missed}",
     "matter: plan, deadline: {certified copies: unmeasured, signature: elapsed}"],
)  # fmt: skip
def test_a_period_that_such_a_case_has_can_be_expected(entry: str) -> None:
    assert complaints(entry) == ()


def test_a_period_of_a_case_that_is_not_known_is_one_of_any_case() -> None:
    found = complaints("matter: cal, deadline: {convening: met}")
    assert [each.code for each in found] == ["CSTO-308"]


# --- keys ------------------------------------------------------------------------------------

VALUES = {
    "from": "never", "known": "never", "bound": "[]", "not_bound": "ARM",
    "bound_since": "{ARM: never}", "signed": "{ARM: never}", "ratified": "{ARM: never}",
    "notified": "{ARM: never}", "in_force": "never", "under": "rules.14.1",
    "blocked_by": "{ARM: absent}", "because": "ARM absent", "refused": "{by: ARM}",
    "refusals": "0", "deadline": "{%s: met}",
}  # fmt: skip


@pytest.mark.parametrize("procedure", sorted(CASES))
@pytest.mark.parametrize("key", sorted(VALUES))
def test_what_a_procedure_never_answers_cannot_be_expected_of_it(procedure: str, key: str) -> None:
    value = VALUES[key]
    if key == "deadline":
        value %= (PERIODS[procedure] or ("convening",))[0]
    entry = f"{about(procedure)}, {key}: {value}"
    if can_ask(key, procedure):
        assert complaints(entry) == ()
        return
    told = the_one(entry)
    assert told.code == "CSTO-317"
    assert told.source[told.column - 1 :].startswith(f"{key}:")
    assert told.hint


@pytest.mark.parametrize(
    ("entry", "hint"),
    [("matter: plan, ratified: {ARM: never}", "signed"), ("matter: plan, in_force: never", "from"),
     ("meeting: moscow, because: ARM absent", "matter: plan"),
     ("matter: call, bound: []", "matter: pact")],
)  # fmt: skip
def test_a_key_of_another_procedure_leads_to_the_right_one(entry: str, hint: str) -> None:
    assert hint in the_one(entry).hint


def test_a_key_for_a_case_that_is_not_known_is_refused_only_if_no_case_answers_it() -> None:
    found = complaints("matter: plam, in_force: never")
    assert [each.code for each in found] == ["CSTO-308"]
    found = complaints("meeting: mosow, in_force: never")
    assert [each.code for each in found] == ["CSTO-308", "CSTO-317"]


def test_keys_that_ask_for_acts_are_those_that_look_for_them() -> None:
    assert {key: ACTS_ASKED[key] for key in found._ACTS} == found._ACTS
    assert set(found.FINDERS) == set(VALUES) - {"because"} | {"state"}
    told = {"matter", "meeting", "at", "says", "state", "because"}
    assert {each.name for each in EXPECTATION.fields} == set(found.FINDERS) | told


def test_the_page_on_the_format_tells_of_every_key() -> None:
    told = PAGE.split("| Key | Holds when |")[1].split("\n\n")[0]
    keys = set(
        re.findall(r"`([a-z_]+)", "\n".join(line.split("|")[1] for line in told.splitlines()[2:]))
    )
    assert keys >= found.FINDERS.keys() | {"because"}
    printed = PAGE.split("| Procedure | Keys of its own | Its periods |")[1]
    for procedure, names in PERIODS.items():
        (line,) = (each for each in printed.splitlines() if each.startswith(f"| {procedure} |"))
        assert all(f"`{name}" in line for name in names)


# --- moments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "key"),
    [("2009-12-31", "from"), ("2009-12-31T23:59:59Z", "from"), ("2011-01-01", "until"),
     ("2010-12-31T12:00:01+03:00", "until"), ("2010-12-31T09:01Z", "until")],
)  # fmt: skip
def test_how_things_stand_outside_of_the_scenario_cannot_be_expected(at: str, key: str) -> None:
    told = the_one(f"matter: plan, at: {at}, state: drafted")
    assert told.code == "CSTO-310"
    assert f"{key}: " in told.message
    assert f"'{key}: {at[:10]}'" in told.hint


@pytest.mark.parametrize("at", ["2010-01-01", "2010-12-31", "2010-12-31T12:00+03:00"])
def test_how_things_stand_on_the_first_and_the_last_day_can_be_expected(at: str) -> None:
    assert complaints(f"matter: plan, at: {at}, state: drafted") == ()


def test_moments_outside_of_the_scenario_are_told_once_for_each_end() -> None:
    entries = [
        f"matter: plan, at: {day}, state: drafted"
        for day in ("2011-02-01", "2009-01-01", "2011-03-01", "2010-05-05", "2012-01-01")
    ]
    late, early = complaints(*entries)
    assert "2011-02-01 lies after" in late.message
    assert "so do 2 more expectations" in late.message
    assert "until: 2012-01-01" in late.hint
    assert "2009-01-01 lies before" in early.message
