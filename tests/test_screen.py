"""What everybody sees who types a command: no line beyond 80 columns, and nothing told twice."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from csto_sim import law
from csto_sim.cli.program import program
from csto_sim.errors import width
from csto_sim.procedures import procedures

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 80
SHIPPED = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("scenarios/*/*.yaml"))
FOLDERS = sorted({os.path.dirname(path) for path in SHIPPED})
STATUSES = ("member", "suspended member", "member without vote", "partner", "observer", "guest")


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("CSTO_SIM_DB", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def told(*words: str) -> str:
    found = CliRunner().invoke(program, list(words))
    assert found.exit_code == 0, (words, found.output, found.exception)
    return found.output


def fits(*words: str) -> None:
    """Assert that each line fits, but for a path or an address that stands on a line of its own."""
    for line in told(*words).splitlines():
        unbroken = len(line.split()) == 1 and "/" in line
        assert width(line) <= WIDTH or unbroken, (words, line)


@pytest.mark.parametrize("name", procedures())
def test_the_table_of_a_procedure_fits_and_tells_no_long_list_twice(name: str) -> None:
    fits("procedures", "show", name)
    flowed = " ".join(told("procedures", "show", name).split())
    lists = re.findall(r"\(([^()]*(?: \| [^()|]*){6,})\)", flowed)
    assert len(lists) == len({each.removesuffix(", required") for each in lists})


def test_each_provision_instrument_and_reading_fits() -> None:
    for id in (*law.readings(), *(each.id for each in law.provisions())):
        fits("law", "show", id)
    for each in law.instruments():
        fits("law", "list", each.id)
        fits("law", "show", each.id)
    for words in (("list",), ("readings",), ("search", "consensus")):
        fits("law", *words)


@pytest.mark.parametrize("day", [(), ("--on", "2005-01-01"), ("--on", "2022-01-01")])
def test_the_rights_of_each_status_fit(day: Iterable[str]) -> None:
    fits("rights", *day)
    for status in STATUSES:
        fits("rights", status, *day)


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_shipped_scenario_is_run_and_explained_in_lines_that_fit(folder: str) -> None:
    for path in SHIPPED:
        if os.path.dirname(path) == folder:
            fits("run", "--no-log", path)
            fits("explain", path)


def test_what_follows_of_itself_is_said_where_the_state_stays_the_same() -> None:
    """No step of a run is told by provisions alone."""
    for path in SHIPPED:
        for line in " ".join(told("run", "--no-log", path).split()).split("Of itself, ")[1:]:
            assert re.match(r'"[^"]+": \S', line), (path, line[:100])


def test_a_body_that_has_got_its_head_says_so_in_its_outcome() -> None:
    path = "scenarios/subsidiary_body/2018-11-08-head-of-the-commission.yaml"
    outcomes = " ".join(told("run", "--no-log", path).partition("Outcomes")[2].split())
    assert "On 8 November 2018: the Council has appointed an official of Russia" in outcomes


@pytest.mark.parametrize("group", ["law", "log", "procedures"])
def test_a_group_without_a_command_lists_what_it_holds(
    group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSTO_SIM_DB", str(tmp_path / "log.db"))
    told("run", SHIPPED[0])
    assert told(group) == told(group, "list")
    assert told(group, "--json") == told(group, "list", "--json")
    assert told(group, "--help") != told(group)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("procedures", "decision"), "Try: csto-sim procedures show decision"),
        (("law", "charter.12.consensus"), "Try: csto-sim law show charter.12.consensus"),
        (("log", "12"), "Try: csto-sim log show 12"),
        (("procedures", "bogus"), "`csto-sim procedures --help` lists them."),
        (("procedures", "lst"), "Try: csto-sim procedures list"),
    ],
)
def test_an_entry_named_without_show_is_told_how_to_be_shown(
    words: tuple[str, ...], hint: str
) -> None:
    found = CliRunner().invoke(program, list(words), prog_name="csto-sim", standalone_mode=True)
    assert (found.exit_code, hint in found.stderr) == (2, True), found.stderr


def test_no_refusal_gives_the_same_reason_twice() -> None:
    from csto_sim.cli.summary import refusal_lines
    from csto_sim.engine.run import run
    from csto_sim.scenario.load import load

    cited = re.compile(r" \([a-z0-9.,@ -]+\)\.?$")
    for path in SHIPPED:
        for told in refusal_lines(run(load(ROOT / path))):
            reasons = [" ".join(each.split()) for each in told.split("\n      - ")]
            bare = [cited.sub("", each) for each in reasons]
            assert len(set(bare)) == len(bare), (path, reasons)


@pytest.mark.parametrize(
    ("word", "hint"), [("peace", "peacekeeping"), ("use_of", "use_of_forces"), ("xyz", "")]
)
def test_a_name_that_is_only_begun_gets_the_only_one_that_begins_so(word: str, hint: str) -> None:
    found = CliRunner().invoke(program, ["procedures", "show", word])
    assert found.exit_code == 2
    assert (f"try: {hint}" in found.output) is bool(hint)
