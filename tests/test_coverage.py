"""What scenarios exercised is told of provisions, steps and states, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import SIX, act, convening, decision, meeting, session, story
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law, shipped
from csto_sim.cli.coverage_pages import gathered, relied_on, tables
from csto_sim.cli.program import program
from csto_sim.coverage.exercised import (
    DAY_AFTER,
    LAST_DAY,
    SATISFIED,
    VIOLATED,
    Coverage,
    Way,
    add,
    blank,
)
from csto_sim.engine.run import run
from csto_sim.procedures import procedures
from csto_sim.record import Record

NAMES = shipped.names()
THREE_DAYS = "crisis-reg.3day"
COUNT = sum(name.startswith("convening/") for name in NAMES)
#: Procedures on which others rest: that every row of theirs is taken is held by stories.
SHARED = ("convening", "decision", "instrument", "meeting")


def of(*records: Record) -> Coverage:
    """What some records exercised."""
    coverage = blank([each.id for each in law.provisions()], tables())
    for record in records:
        add(coverage, record)
    return coverage


def put(positions: dict[str, str]) -> Record:
    """A draft put to decision in a session of the Council."""
    acts = session("2015-09-15", SIX, positions)
    return run(story([meeting("m"), decision("d")], acts, since="2015-01-01"))


def test_a_draft_with_consensus_satisfies_the_rule_and_one_with_an_objection_violates_it() -> None:
    consented = of(put(dict.fromkeys(SIX, "consent"))).provisions["charter.12.consensus"]
    assert SATISFIED in consented.counts
    assert VIOLATED not in consented.counts
    objected = of(put(dict.fromkeys(SIX, "consent") | {"TJK": "object"}))
    assert VIOLATED in objected.provisions["charter.12.consensus"].counts
    adopted = Way("decision", "decide", "drafted", "adopted")
    assert not objected.ways[adopted]
    assert objected.ways[Way("decision", "decide", "drafted", "not adopted")]
    assert objected.states[("decision", "not adopted")]
    assert not objected.states[("decision", "adopted")]


def test_a_refused_act_is_a_step_violated_and_moves_no_state() -> None:
    record = run(story([meeting("m"), decision("d")], [act("2015-09-15", "attend", "m", "ARM")]))
    assert record.refusals
    coverage = of(record)
    assert not any(
        marks
        for way, marks in coverage.ways.items()
        if way.act == "attend" and SATISFIED in marks.counts
    )
    assert not coverage.states[("meeting", "open")]


@pytest.mark.parametrize(
    ("day", "marks"),
    [
        ("2016-04-13", set()),
        ("2016-04-14", {LAST_DAY}),
        ("2016-04-15", {DAY_AFTER}),
        ("2016-04-20", {DAY_AFTER}),
    ],
)
def test_the_last_lawful_day_and_the_day_after_are_told_apart(day: str, marks: set[str]) -> None:
    """Proposed on Monday, three calendar days: Thursday is the last. Later the period ran out on
    Friday."""
    proposed = act("2016-04-11", "propose", "c", "TJK", to="CHAIR", form="letter")
    opened = [proposed, act(day, "open", "m"), act(day, "attend", "m", "ARM")]
    found = run(story([convening("c"), meeting("m")], opened), readings={"clock-unit": "B"})
    told = of(found).provisions[THREE_DAYS].counts
    assert {mark for mark in (LAST_DAY, DAY_AFTER) if mark in told} == marks


def test_a_duty_met_on_the_last_day_of_the_year_is_at_its_limit() -> None:
    last = run(story([meeting("m")], [act("2014-12-31", "open", "m")], "2014-01-01", "2014-12-31"))
    assert LAST_DAY in of(last).provisions["csc.sessions.yearly"].counts
    early = run(story([meeting("m")], [act("2014-12-30", "open", "m")], "2014-01-01", "2014-12-31"))
    assert LAST_DAY not in of(early).provisions["csc.sessions.yearly"].counts
    assert SATISFIED in of(early).provisions["csc.sessions.yearly"].counts


@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), more=st.sampled_from(NAMES))
def test_a_further_scenario_never_takes_coverage_away(names: list[str], more: str) -> None:
    paths = [str(shipped.find(name)) for name in names]
    before, _ = gathered(paths)
    after, _ = gathered([*paths, str(shipped.find(more))])
    for kind in ("provisions", "ways", "states"):
        for key, marks in getattr(before, kind).items():
            assert set(marks.counts) <= set(getattr(after, kind)[key].counts)


def test_the_shipped_scenarios_reach_every_state_and_row_and_many_limits() -> None:
    coverage, unreadable = gathered([str(shipped.scenarios_folder())])
    assert not unreadable
    assert all(coverage.states.values())
    for name, table in procedures().items():
        for row in table.steps if name not in SHARED else ():
            ways = [Way(name, row.act, s.word, (row.target or s).word) for s in row.sources]
            assert any(coverage.ways[way] for way in ways), (name, row.act, row.says)
    # Provisions that a table relies on are exercised, all but those that the page of law names.
    relied = {id for name in procedures() for id in relied_on(name)}
    never = {id for id in relied if not coverage.provisions[id]}
    assert len(never) < len(relied) // 8


def test_of_one_procedure_only_its_own_is_told(tmp_path: Path) -> None:
    coverage, _ = gathered(["convening"], "convening")
    assert {way.procedure for way in coverage.ways} == {"convening"}
    assert set(coverage.provisions) == relied_on("convening")


def ask(*args: str) -> tuple[int, str]:
    """The exit code and output of the command."""
    found = CliRunner().invoke(program, ["coverage", *args])
    assert "Traceback" not in found.output
    return found.exit_code, found.output


def test_the_command_tells_totals_limits_and_what_was_never_exercised() -> None:
    code, told = ask("convening", "--procedure", "convening")
    assert code == 0
    assert f"What {COUNT} scenarios exercised" in told
    assert "11 of 11 exercised" in told
    assert "last day" in told
    assert "Provisions never exercised" in told
    assert all(len(line) <= 80 for line in told.splitlines())
    assert len(ask("convening", "--all")[1]) > len(told)


def test_the_json_has_each_mark_with_its_first_place() -> None:
    code, told = ask("convening", "--procedure", "convening", "--json")
    assert code == 0
    plain = json.loads(told)
    by = {each["provision"]: each for each in plain["provisions"]}
    assert by[THREE_DAYS]["last_day"]["count"] > 0
    first = by[THREE_DAYS]["last_day"]["first"]
    assert first["file"].endswith(".yaml")
    assert plain["totals"]["states"] == {"exercised": 11, "of": 11}


def test_too_little_coverage_fails_where_that_was_asked_for() -> None:
    assert ask("convening", "--fail-under", "1")[0] == 0
    code, told = ask("convening", "--fail-under", "99")
    assert code == 1
    assert "less than the 99 asked for" in told


def test_what_cannot_be_read_is_told_and_the_rest_is_measured(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: 1\n")
    code, told = ask(str(wrong), "convening")
    assert code == 2
    assert f"What {COUNT} scenarios exercised" in told


@pytest.mark.parametrize(
    "args", [[], ["--seeds", "convening"], ["convening", "--procedure", "convenning"]]
)
def test_a_wrong_call_is_told(args: list[str]) -> None:
    assert ask(*args)[0] == 2
