"""Each row of the two source documents is served and shown, or out of scope with its reason."""

from __future__ import annotations

import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from csto_sim import load, shipped
from csto_sim.cli.coverage_pages import tables
from csto_sim.cli.program import program
from csto_sim.cli.seeds_pages import counts
from csto_sim.coverage import rows as room
from csto_sim.coverage.rows import KINDS, QUERY, Claim, Row, kind_of, known, rows, shows
from csto_sim.engine.run import run
from csto_sim.record import Record

ROOT = Path(__file__).parents[1]
SERVED = [row for row in rows() if not row.out_of_scope]


@cache
def record(name: str) -> Record:
    """A run of a shipped scenario."""
    path = shipped.find(name)
    assert path is not None, name
    return run(load(path))


@cache
def answer(query: str) -> str:
    """What a query prints."""
    found = CliRunner().invoke(program, shlex.split(query.removeprefix(QUERY)))
    assert found.exit_code == 0, query
    return found.output


def shown(claim: Claim, row: Row) -> bool:
    """Whether a scenario of the row exercises what is claimed, or a query of it prints it."""
    if any(shows(claim, record(name)) for name in row.scenarios):
        return True
    words = [shlex.split(query)[1:] for query in row.queries]
    kind = kind_of(claim)
    for query, each in zip(row.queries, words, strict=True):
        if kind == "register" and each[0] == "register":
            # The entry itself says that it serves the row.
            if each[1:3] == claim["register"].split("/") and row.id in answer(query):
                return True
        elif kind == "right" and each[0] == "rights" and " ".join(each[1:]) == claim["status"]:
            if f"\n{claim['right']}  " in answer(query):
                return True
        elif kind == "provision" and each[:2] == ["law", "show"] and each[2] == claim["provision"]:
            return True
    return False


def test_the_rows_are_those_of_the_list_each_once_and_in_order() -> None:
    lines = (ROOT / "tests" / "data" / "seed_rows.txt").read_text("utf-8").splitlines()
    assert [f"{row.id} {row.item}" for row in rows()] == lines
    assert len(lines) == 366


@pytest.mark.parametrize("row", SERVED, ids=lambda row: row.id)
def test_what_is_claimed_of_a_row_is_exercised_or_printed(row: Row) -> None:
    for claim in row.serves:
        assert shown(claim, row), f"{row.id} ({row.item}): nothing shows {dict(claim)}"


@pytest.mark.parametrize("row", SERVED, ids=lambda row: row.id)
def test_each_scenario_and_query_of_a_row_shows_something_of_it(row: Row) -> None:
    for each in row.shown_by:
        names = (each,)
        alone = Row(row.id, row.item, row.phrase, row.serves, (), names)
        assert any(shown(claim, alone) for claim in row.serves), f"{row.id}: {each} shows nothing"


def test_what_is_claimed_exists() -> None:
    acts = {(way.procedure, way.act) for table in tables() for way in table.ways}
    states = {(table.name, state) for table in tables() for state in table.states}
    names = {table.name for table in tables()}
    for row in rows():
        for claim in (*row.serves, *row.related):
            assert known(claim), (row.id, dict(claim))
            if "procedure" in claim:
                assert claim["procedure"] in names
                assert "act" not in claim or (claim["procedure"], claim["act"]) in acts
                assert "state" not in claim or (claim["procedure"], claim["state"]) in states


def test_a_row_without_a_reason_or_with_two_fates_is_refused() -> None:
    bare = {"id": "s0.001", "item": "an item", "phrase": "words"}
    served = {"serves": [{"provision": "rules.14.1"}], "shown_by": ["decision/one-absent-member"]}
    assert room._row({**bare, **served}).by == ("provision",)
    for wrong in (
        bare,
        {**bare, **served, "out_of_scope": "why"},
        {**bare, "serves": served["serves"]},
        {**bare, **served, "why": "x"},
        {**bare, **served, "serves": [{"provision": "rules.14.1", "state": "x"}]},
        {**bare, **served, "serves": [{"act": "open"}]},
    ):
        with pytest.raises(ValueError, match=r"s0\.001"):
            room._row(wrong)


def test_a_scenario_that_does_not_exercise_a_claim_is_found() -> None:
    """The check itself: with the scenario of another row most claims are not shown."""
    caught = 0
    with_scenarios = [row for row in SERVED if row.scenarios]
    for row, other in zip(with_scenarios, with_scenarios[40:], strict=False):
        swapped = Row(row.id, row.item, row.phrase, row.serves, (), other.scenarios)
        caught += not all(shown(claim, swapped) for claim in row.serves)
    assert caught > len(with_scenarios) // 2


def test_the_counts_add_up() -> None:
    told = counts(rows())
    assert told["rows"] == told["served"] + told["out of scope, with the reason"]
    assert told["served"] == told["shown by a scenario"] + told["shown by a query alone"]
    assert set(KINDS) == {kind for row in rows() for kind in row.by}


def test_the_page_of_coverage_is_fresh() -> None:
    script = ROOT / "docs" / "tools" / "print_coverage.py"
    found = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, f"stale, run docs/tools/print_coverage.py:\n{found.stdout}"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--seeds"], "served by a duty of the calendar"),
        (["--row", "s0.017"], "csc.yearly"),
        (["--row", "s0.017", "--json"], '"duty": "csc.yearly"'),
        (["--seeds", "--json"], '"counts"'),
    ],
)
def test_the_command_tells_the_rows(args: list[str], told: str) -> None:
    found = CliRunner().invoke(program, ["coverage", *args])
    assert found.exit_code == 0
    assert told in found.output
    assert "--json" in args or all(len(line) <= 80 for line in found.output.splitlines())


def test_a_row_that_is_none_is_told() -> None:
    found = CliRunner().invoke(program, ["coverage", "--row", "s0.999"])
    assert found.exit_code == 2
    assert "Traceback" not in found.output
