"""The command `csto-sim`: what it prints, what it keeps, and with which code it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result

from csto_sim.cli.program import COMMANDS, program
from csto_sim.cli.screen import WIDTH
from csto_sim.record import from_plain, to_plain

ROOT = Path(__file__).resolve().parents[1]
CRRF = "decision/2009-06-14-crrf"

SCENARIO = """\
format: 1
title: One member stays away
from: 2016-03-01
until: 2016-04-30
matters:
  statement:
    procedure: decision
    body: CSC
    title: A statement
    kind: substantive
meetings:
  session: {{body: CSC, place: Moscow, host: RUS, agenda: [statement]}}
acts:
  - date: 2016-03-12T10:00+03:00
    act: open
    meeting: session
    present: [ARM, KAZ, KGZ, RUS, TJK]
  - date: 2016-03-12T12:00+03:00
    act: decide
    matter: statement
    consent: [{consent}]
  - {{date: 2016-03-12T13:00+03:00, act: close, meeting: session}}
expect:
  - {{matter: statement, state: {state}}}
"""


def scenario(
    folder: Path, name: str = "one.yaml", state: str = "awaiting cure", blr: bool = False
) -> str:
    """Write a scenario in which Belarus is absent; with `blr` it tries to consent all the same."""
    consent = "ARM, KAZ, KGZ, RUS, TJK" + (", BLR" if blr else "")
    (folder / name).write_text(SCENARIO.format(state=state, consent=consent), encoding="utf-8")
    return name


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CSTO_SIM_DB", "NO_COLOR", "CSTO_SIM_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def call(*words: str, color: bool = False) -> Result:
    return CliRunner().invoke(program, list(words), prog_name="csto-sim", color=color)


def ok(*words: str) -> str:
    found = call(*words)
    assert found.exit_code == 0, found.output
    return found.stdout


def spawn(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, "-m", "csto_sim.cli", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        check=False,
    )


# --- the start ---------------------------------------------------------------------------------


def test_help_imports_no_command_and_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from csto_sim.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    loaded = set(found.stderr.split())
    ours = {name for name in loaded if name.startswith("csto_sim")}
    assert ours == {"csto_sim", "csto_sim.cli", "csto_sim.cli.program", "csto_sim.cli.faults"}
    heavy = {"yaml", "transitions", "sqlmodel", "sqlalchemy", "pydantic", "ruamel", "json"}
    assert not loaded & (heavy | {"importlib.metadata", "difflib", "shutil"})


def test_a_run_without_a_log_loads_no_store(here: Path) -> None:
    code = (
        "import sys\n"
        "from csto_sim.cli import main\n"
        f"try:\n    main(['run', '--no-log', '{scenario(here)}'])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    loaded = set(found.stderr.split())
    assert "csto_sim.engine.run" in loaded
    assert not loaded & {"csto_sim.store", "sqlmodel", "sqlalchemy", "ruamel", "watchfiles"}


def test_every_command_of_the_table_exists_and_says_what_the_table_says() -> None:
    help_text = ok("--help")
    for entry in COMMANDS:
        command = program.get_command(click.Context(program), entry.name)
        assert command is not None
        assert command.help
        assert f"{entry.name} " in help_text
        assert entry.short in help_text
        assert ok(entry.name, "--help").startswith(f"Usage: csto-sim {entry.name}")


def _all(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _all(inner, f"{path} {name}")


def test_every_command_and_option_is_documented() -> None:
    for path, command in _all(program, "csto-sim"):
        assert command.help, path
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.help, f"{path} {param.opts}"


def test_the_page_on_the_commands_is_fresh() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "tools" / "print_commands.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, "run: python docs/tools/print_commands.py\n" + found.stderr


def test_the_version_is_told() -> None:
    from csto_sim.version import VERSION

    assert ok("--version") == f"csto-sim {VERSION}\n"


# --- run ---------------------------------------------------------------------------------------


def test_a_run_tells_steps_outcomes_readings_and_where_it_is_logged(here: Path) -> None:
    told = ok("run", scenario(here))
    for words in (
        "One member stays away",
        'attend "session": Armenia, Kazakhstan, Kyrgyzstan,',
        "drafted -> awaiting",
        "Not adopted: consensus is required (charter.12.consensus)",
        "Belarus did not",
        "amb.absence-effect=A (absence blocks): decisive",
        "1 held",
        "Logged as run 1 in csto_sim.db.",
    ):
        assert words in told
    assert (here / "csto_sim.db").exists()


def test_normal_output_is_at_most_80_columns_wide(here: Path) -> None:
    scenario(here)
    commands = (
        ("run", "one.yaml"),
        ("run", "one.yaml", "--reading", "absence-effect=C"),
        ("run", CRRF),
        ("explain", "one.yaml"),
        ("explain", "one.yaml", "--readings"),
        ("law", "list"),
        ("law", "list", "charter"),
        ("law", "search", "consensus"),
        ("law", "readings"),
        ("procedures", "list"),
        *(
            ("procedures", "show", name)
            for name in ("convening", "decision", "instrument", "meeting")
        ),
        ("bound", "crrf", "--on", "2010-10-01"),
        ("log", "list"),
        ("log", "show", "1"),
        ("replay", "1"),
    )
    for words in commands:
        for line in ok(*words).splitlines():
            path = any(len(word) > 40 for word in line.split())
            assert len(line) <= WIDTH or path, f"{' '.join(words)}: {line}"


def test_an_expectation_that_fails_gives_1_and_says_where_and_what_was_found(here: Path) -> None:
    found = call("run", scenario(here, state="adopted"))
    assert found.exit_code == 1
    assert re.search(r"FAILED one\.yaml:24:\d+", found.stdout)
    assert "found:" in found.stdout
    assert "awaiting cure" in found.stdout.rpartition("found:")[2]


def test_a_refusal_gives_1_only_under_strict(here: Path) -> None:
    name = scenario(here, blr=True)
    told = ok("run", name)
    assert "Refusals" in told
    found = call("run", name, "--strict")
    assert found.exit_code == 1
    assert "refused" in found.stdout
    assert call("run", name, "--strict", "-q").exit_code == 1


def test_quiet_prints_nothing_when_nothing_failed(here: Path) -> None:
    assert ok("run", "-q", scenario(here)) == ""
    assert (here / "csto_sim.db").exists()
    scenario(here, "two.yaml", state="adopted")
    found = call("run", "-q", "one.yaml", "two.yaml")
    assert found.exit_code == 1
    assert "two.yaml" in found.stdout
    assert "one.yaml" not in found.stdout


def test_a_dry_run_says_so_and_keeps_nothing(here: Path) -> None:
    told = ok("run", "--no-log", scenario(here))
    assert told.endswith("Dry run: nothing was logged.\n")
    assert not (here / "csto_sim.db").exists()


def test_a_quick_look_with_set_is_not_logged(here: Path) -> None:
    found = call("run", "--set", "ARM=absent", scenario(here))
    assert found.exit_code == 0, found.output
    assert "a run with --set is not logged" in found.stdout
    assert not (here / "csto_sim.db").exists()


def test_a_reading_of_the_command_line_is_taken_with_or_without_its_prefix(here: Path) -> None:
    scenario(here)
    for id in ("absence-effect", "amb.absence-effect"):
        told = ok("run", "--no-log", "one.yaml", "--reading", f"{id}=c")
        assert "A statement (statement): adopted" in told
        assert "1 not applicable" in told
        assert "amb.absence-effect=C" in told


def test_wrong_readings_are_all_told_with_the_nearest_right_one(here: Path) -> None:
    found = call("run", scenario(here), "--reading", "absence-efect=A", "--reading", "quorum=Q")
    assert found.exit_code == 2
    for words in ("CSTO-305", "amb.absence-effect", "CSTO-306", "amb.quorum has no option 'Q'"):
        assert words in found.stderr
    assert not (here / "csto_sim.db").exists()
    found = call("run", "one.yaml", "--reading", "quorum")
    assert found.exit_code == 2
    assert "ID=OPTION" in found.stderr
    found = call("run", "one.yaml", "--reading", "quorum=A", "--reading", "amb.quorum=B")
    assert found.exit_code == 2
    assert "chosen twice" in found.stderr


def test_json_of_a_run_is_its_whole_record(here: Path) -> None:
    found = call("run", "--json", scenario(here))
    assert found.exit_code == 0
    plain = json.loads(found.stdout)
    record = from_plain(plain)
    assert to_plain(record) == plain
    assert record.outcomes[0].state == "awaiting cure"
    assert found.stderr == "Logged as run 1 in csto_sim.db.\n"


def test_json_of_several_files_is_an_array_whatever_can_be_read(here: Path) -> None:
    scenario(here)
    scenario(here, "two.yaml")
    (here / "bad.yaml").write_text("format: 1\n", encoding="utf-8")
    found = call("run", "--json", "--no-log", "bad.yaml", "one.yaml", "two.yaml")
    assert found.exit_code == 2
    assert [each["file"] for each in json.loads(found.stdout)] == ["one.yaml", "two.yaml"]
    assert json.loads(call("run", "--json", "--no-log", "bad.yaml", "none.yaml").stdout) == []


def test_one_scenario_of_a_folder_is_still_a_list(here: Path) -> None:
    (here / "folder").mkdir()
    scenario(here / "folder")
    assert isinstance(json.loads(call("run", "--json", "--no-log", "folder").stdout), list)
    assert "1 file: 1 expectation held." in ok("run", "--no-log", "folder")


def test_a_folder_gives_a_line_for_each_file_and_a_count(here: Path) -> None:
    (here / "folder" / "deeper").mkdir(parents=True)
    scenario(here / "folder")
    scenario(here / "folder" / "deeper", "two.yml", state="adopted")
    scenario(here / "folder", ".hidden.yaml", state="adopted")
    (here / "folder" / "notes.txt").write_text("no scenario")
    found = call("run", "folder")
    assert found.exit_code == 1
    assert re.search(r"^1 held +folder/one\.yaml$", found.stdout, re.MULTILINE)
    assert re.search(r"^1 failed +folder/deeper/two\.yml$", found.stdout, re.MULTILINE)
    assert "hidden" not in found.stdout
    assert "2 files: 1 expectation held, 1 failed." in found.stdout
    assert "Logged as runs 1 to 2 in csto_sim.db." in found.stdout


def test_of_several_files_the_readable_ones_run_and_are_logged(here: Path) -> None:
    scenario(here)
    (here / "bad.yaml").write_text("format: 1\ntitel: x\n", encoding="utf-8")
    found = call("run", "bad.yaml", "one.yaml")
    assert found.exit_code == 2
    assert "CSTO-201" in found.stderr
    assert "title" in found.stderr
    assert "1 file could not be read and did not run" in found.stdout
    assert "Logged as run 1" in found.stdout


def test_an_unreadable_file_gives_2_and_leaves_no_log(here: Path) -> None:
    (here / "bad.yaml").write_text("- not\n- a scenario\n", encoding="utf-8")
    found = call("run", "bad.yaml")
    assert found.exit_code == 2
    assert found.stdout == ""
    assert found.stderr.startswith("bad.yaml:1:1: ")
    assert not (here / "csto_sim.db").exists()


def test_a_missing_file_is_told_with_the_nearest_name(here: Path) -> None:
    scenario(here)
    found = call("run", "onne.yaml")
    assert found.exit_code == 2
    assert "CSTO-101" in found.stderr
    assert "one.yaml" in found.stderr


def test_a_folder_without_scenarios_is_told_with_one_that_has_some(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "full").mkdir()
    scenario(here / "full")
    found = call("run", "empty")
    assert found.exit_code == 2
    assert "CSTO-501" in found.stderr
    assert "try: full" in found.stderr


def test_update_writes_what_was_found_and_keeps_comments(here: Path) -> None:
    path = here / scenario(here, state="adopted")
    text = path.read_text().replace("expect:\n", "expect:  # what should follow\n")
    path.write_text(text, encoding="utf-8")
    told = ok("run", "--no-log", "--update", "one.yaml")
    assert "updated: line 24" in told
    assert "1 held" in told
    assert path.read_text() == text.replace("state: adopted", "state: awaiting cure")
    assert "updated" not in ok("run", "--no-log", "--update", "one.yaml")
    assert call("run", "--update", "--reading", "quorum=A", "one.yaml").exit_code == 2


def test_a_shipped_scenario_can_be_named_without_its_path() -> None:
    for name in (CRRF, f"{CRRF}.yaml", f"scenarios/{CRRF}.yaml"):
        assert "Rapid Reaction Forces" in ok("run", "--no-log", name)


def test_a_period_runs_out_on_the_day_that_follows_where_its_days_are_counted() -> None:
    told = ok("run", "--no-log", "convening/never-convened")
    assert re.search(r"^ +\d+  2016-04-15 +Time, ", told, re.MULTILINE)
    assert "last lawful moment 14 April" in told


def test_a_step_of_time_has_one_day_in_run_and_in_explain() -> None:
    run = ok("run", "--no-log", "convening/never-convened")
    told = ok("explain", "convening/never-convened")
    page = ok("explain", "convening/never-convened", "2")
    assert re.search(r"^ +2  2016-04-15 +Time, ", run, re.MULTILINE)
    assert "[2] 2016-04-15 Time, " in told
    assert "When: 15 April 2016, 00:00 Moscow time" in page
    assert "21:00" not in run + told + page


def test_a_run_tells_how_each_period_was_counted_and_each_day_left_out() -> None:
    told = ok("run", "--no-log", "convening/2022-01-kazakhstan", "--reading", "clock-unit=C")
    entry = " ".join(
        told.partition("The Chair: convening")[2].partition("The Secretariat")[0].split()
    )
    assert entry == (
        ', "request" (crisis-reg.3day): met on 10 January 2022 (the session) '
        "3 working days of Russia, the first 10 January 2022; last lawful moment 12 January 2022, "
        "23:59:59 Moscow time "
        "4 days not counted: 6 January 2022 (New Year Holidays), 7 January 2022 (Christmas Day), "
        "8 January 2022 (New Year Holidays) and 9 January 2022 (Sunday)"
    )


def test_a_duty_without_a_length_tells_what_it_is_and_when_it_was_done() -> None:
    told = " ".join(ok("run", "--no-log", "convening/never-convened").split())
    assert (
        'The members: consultations, "proposal" (treaty.2.consultation): done on 11 April 2016 '
        "consultations must begin at once; no length is stated"
    ) in told
    told = " ".join(ok("run", "--no-log", "convening/chair-declines").split())
    assert '"proposal" (treaty.2.consultation): still open at the end' in told


def test_a_refusal_tells_the_conditions_that_failed_under_it() -> None:
    told = ok("run", "--no-log", "decision/one-absent-member-and-a-quorum-of-all")
    assert "The draft cannot be put to decision." in told
    assert re.search(r"^      - 5 of 6 members are present, and 6 are needed", told, re.MULTILINE)


def test_many_steps_are_shown_in_part_with_a_hint_at_the_rest(here: Path) -> None:
    text = SCENARIO.format(state="drafted", consent="ARM").partition("acts:")[0] + "acts:\n"
    for day in range(1, 29):
        for minute in range(10):
            said = "consent" if minute % 2 else "object"  # equal refusals stand together
            text += (
                f"  - {{date: 2016-04-{day:02}T10:{minute:02}+03:00, act: {said}, "
                "matter: statement, by: ARM}\n"
            )
    (here / "long.yaml").write_text(text, encoding="utf-8")
    told = ok("run", "--no-log", "long.yaml")
    assert told.count("more; csto-sim run --json prints all") == 2
    assert len(told.splitlines()) < 800


# --- the log -----------------------------------------------------------------------------------


def test_the_log_can_be_named_by_option_and_by_environment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario(here)
    assert "Logged as run 1 in other.db." in ok("run", "one.yaml", "--db", "other.db")
    monkeypatch.setenv("CSTO_SIM_DB", "third.db")
    assert "Logged as run 1 in third.db." in ok("run", "one.yaml")
    assert "One member stays away" in ok("log", "list")
    assert not (here / "csto_sim.db").exists()


def test_a_log_that_is_no_database_gives_3_before_anything_runs(here: Path) -> None:
    scenario(here)
    (here / "notes.db").write_text("these are notes, and nobody wants to lose them\n" * 40)
    before = (here / "notes.db").read_bytes()
    found = call("run", "one.yaml", "--db", "notes.db")
    assert found.exit_code == 3
    assert "CSTO-402" in found.stderr
    assert found.stdout == ""
    assert (here / "notes.db").read_bytes() == before


def test_a_log_in_no_folder_gives_3_with_a_way_out(here: Path) -> None:
    found = call("run", scenario(here), "--db", "nowhere/log.db")
    assert found.exit_code == 3
    assert "nowhere" in found.stderr
    assert "try:" in found.stderr


def test_when_saving_fails_the_results_are_still_shown(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csto_sim.errors import LogError
    from csto_sim.store.log import Log

    def full(*_: Any, **__: Any) -> list[int]:
        raise LogError("the disk is full", "make room")

    monkeypatch.setattr(Log, "save", full)
    found = call("run", scenario(here))
    assert found.exit_code == 3
    assert "Not adopted" in found.stdout
    assert "Logged" not in found.stdout
    assert "The disk is full" in found.stderr


def test_reading_a_log_that_is_not_there_creates_none(here: Path) -> None:
    for words in (("log", "list"), ("log", "show", "1"), ("replay", "1"), ("explain", "1")):
        found = call(*words)
        assert found.exit_code == 3, words
        assert "try:" in found.stderr
    assert not (here / "csto_sim.db").exists()


def test_a_run_that_is_not_in_the_log_gives_3(here: Path) -> None:
    ok("run", scenario(here))
    found = call("log", "show", "7")
    assert found.exit_code == 3
    assert "no run 7" in found.stderr


def test_a_stored_run_is_shown_as_it_was_when_it_ran(here: Path) -> None:
    told = ok("run", scenario(here)).rpartition("\n\n")[0]
    assert ok("log", "show", "1").startswith(told)


def test_the_log_lists_runs_newest_first_and_filters_them(here: Path) -> None:
    ok("run", scenario(here))
    ok("run", "one.yaml", "--reading", "absence-effect=C")
    rows = json.loads(ok("log", "list", "--json"))
    assert [row["id"] for row in rows] == [2, 1]
    rows = json.loads(ok("log", "list", "--json", "--reading", "absence-effect=C"))
    assert [row["id"] for row in rows] == [2]
    rows = json.loads(ok("log", "list", "--json", "--outcome", "awaiting cure"))
    assert [row["id"] for row in rows] == [1]
    assert "No run in the log fits." in ok("log", "list", "--scenario", "nothing like it")


def test_an_export_holds_the_record_as_json_and_its_tables_as_csv(here: Path) -> None:
    ok("run", scenario(here))
    plain = json.loads(ok("log", "export", "1"))
    assert plain == json.loads(call("run", "--json", "--no-log", "one.yaml").stdout)
    rows = list(csv.DictReader(io.StringIO(ok("log", "export", "1", "--format", "csv"))))
    assert [row["step"] for row in rows] == [str(step["seq"]) for step in plain["steps"]]
    assert rows[0]["earliest"] == "2016-03-12T07:00:00Z"
    for table in ("refusals", "outcomes", "bonds", "deadlines", "readings"):
        ok("log", "export", "1", "--format", "csv", "--table", table)


def test_the_log_is_plain_sqlite(here: Path) -> None:
    ok("run", scenario(here))
    connection = sqlite3.connect(here / "csto_sim.db")
    try:
        assert connection.execute("SELECT count(*) FROM v_outcomes").fetchone() == (2,)
    finally:
        connection.close()


# --- replay ------------------------------------------------------------------------------------


def test_a_run_replays_identically_under_its_readings(here: Path) -> None:
    ok("run", scenario(here))
    ok("run", "one.yaml", "--reading", "absence-effect=C", "--mode", "practice")
    for number in ("1", "2"):
        assert f"Run {number}: identical." in ok("replay", number)


def test_a_run_of_a_folder_replays_identically(here: Path) -> None:
    (here / "folder").mkdir()
    scenario(here / "folder")
    ok("run", "folder")
    assert "identical" in ok("replay", "1")


def test_a_replay_names_the_first_step_that_differs_and_what_changed(here: Path) -> None:
    ok("run", scenario(here))
    path = here / "one.yaml"
    path.write_text(path.read_text().replace("consent: [ARM, ", "consent: ["), encoding="utf-8")
    found = call("replay", "1")
    assert found.exit_code == 1
    # Step 0 opens, 1 to 5 attend; the first consent was that of Armenia.
    assert "Run 1: differs at step 6" in found.stdout
    assert "Armenia consents" in found.stdout
    assert "Kazakhstan consents" in found.stdout
    assert "Changed since: the scenario file." in found.stdout
    plain = json.loads(call("replay", "1", "--json").stdout)
    assert plain["identical"] is False
    assert plain["changed"] == ["the scenario file"]


def test_a_comment_in_the_file_changes_its_digest_and_no_step(here: Path) -> None:
    ok("run", scenario(here))
    with (here / "one.yaml").open("a") as file:
        file.write("# a remark\n")
    told = ok("replay", "1")
    assert "identical" in told


def test_a_scenario_that_was_moved_can_be_named(here: Path) -> None:
    ok("run", scenario(here))
    (here / "one.yaml").rename(here / "moved.yaml")
    found = call("replay", "1")
    assert found.exit_code == 2
    assert "--file" in found.stderr
    assert "identical" in ok("replay", "1", "--file", "moved.yaml")


def test_a_replay_says_field_by_field_what_differs_in_plain_words(here: Path) -> None:
    ok("run", scenario(here))
    path = here / "one.yaml"
    text = path.read_text().replace("present: [ARM, ", "present: [BLR, ARM, ")
    path.write_text(text.replace("consent: [ARM, ", "consent: [BLR, ARM, "), encoding="utf-8")
    told = " ".join(call("replay", "1").stdout.split())
    assert 'outcome of "statement": state was awaiting cure, is now adopted; ' in told
    assert "status was held, is now failed; found was nothing, is now it is adopted." in told
    assert not re.search(r"[({]\w+=|Facts|\{'", told), told
    plain = json.loads(call("replay", "1", "--json").stdout)
    assert {"about": 'outcome of "statement"', "field": "state"}.items() <= {
        **next(each for each in plain["differences"] if each["field"] == "state")
    }.items()


def test_two_records_differ_where_a_field_of_them_does(here: Path) -> None:
    from csto_sim.cli.differing import differences, place_of

    scenario(here)
    record = from_plain(json.loads(call("run", "--json", "--no-log", "one.yaml").stdout))
    assert list(differences(record, record)) == []
    assert place_of(record, record) == ""
    (outcome, *others) = record.outcomes
    facts = outcome.facts.without("body")
    changed = record._replace(
        mode="practice", outcomes=(outcome._replace(facts=facts, bound=()), *others)
    )
    told = [each.told() for each in differences(record, changed)]
    assert told == [
        'outcome of "statement": facts: body was CSC, is now nothing',
        "the run: mode was strict, is now practice",
    ]
    assert place_of(record, changed) == "outcomes"
    put = record.steps[11]
    assert put.finding is not None
    other = put.finding._replace(rests_on=put.finding.rests_on[1:])
    steps = (*record.steps[:11], put._replace(finding=other), *record.steps[12:])
    (only,) = differences(record, record._replace(steps=steps))
    assert only.about == "step 11"
    assert only.field.startswith("reason")
    (only,) = differences(record, record._replace(steps=record.steps[:-1]))
    assert only.now == "nothing"


# --- explain -----------------------------------------------------------------------------------


def test_a_file_and_its_stored_run_are_explained_alike(here: Path) -> None:
    ok("run", scenario(here))
    assert ok("explain", "one.yaml") == ok("explain", "1")
    assert ok("explain", "one.yaml", "11") == ok("explain", "1", "11")
    assert "rules.14.1" in ok("explain", "1", "11")


def test_a_step_that_is_not_there_gives_2_with_those_that_are(here: Path) -> None:
    found = call("explain", scenario(here), "99")
    assert found.exit_code == 2
    assert "CSTO-505" in found.stderr
    assert "a number from 0 to 12" in found.stderr


def test_an_explanation_can_be_had_under_other_readings_and_as_json(here: Path) -> None:
    told = ok("explain", scenario(here), "--reading", "absence-effect=C")
    assert "adopted" in told
    step = json.loads(ok("explain", "one.yaml", "11", "--json"))
    assert step["act"] == "decide"
    uses = json.loads(ok("explain", "one.yaml", "--readings", "--json"))
    assert {"amb.absence-effect"} <= {use["id"] for use in uses}
    ok("run", "one.yaml")
    assert call("explain", "1", "--reading", "absence-effect=C").exit_code == 2


# --- law, procedures ---------------------------------------------------------------------------


def test_a_provision_is_shown_with_its_text_and_sources() -> None:
    told = ok("law", "show", "rules.14.1")
    assert "A member that does not take part in a meeting" in told
    assert "source document 000" in told
    plain = json.loads(ok("law", "show", "rules.14.1", "--json"))
    assert plain["texts"][0]["since"] == "2004-06-18"


def test_a_provision_not_in_force_that_day_says_so() -> None:
    assert "No text of it covers 2004-06-17" in ok(
        "law", "show", "rules.14.1", "--on", "2004-06-17"
    )
    assert "No text" not in ok("law", "show", "rules.14.1", "--on", "2004-06-18")


def test_an_unknown_provision_gets_the_nearest() -> None:
    found = call("law", "show", "charter.12.concensus")
    assert found.exit_code == 2
    assert "try: charter.12.consensus" in found.stderr


def test_the_limited_format_is_found_only_once_it_is_law() -> None:
    assert "charter.12.limited-format" in ok("law", "search", "limited", "format")
    early = ok("law", "search", "limited", "format", "--on", "2012-12-18")
    assert "charter.12.limited-format " not in early
    assert "charter.12.limited-format " in ok("law", "search", "limited", "--on", "2012-12-19")


def test_every_provision_and_reading_of_the_lists_can_be_shown() -> None:
    instruments = json.loads(ok("law", "list", "--json"))
    ids = [
        one["id"]
        for each in instruments
        for one in json.loads(ok("law", "list", each["id"], "--json"))
    ]
    assert len(ids) == len(set(ids)) == sum(each["provisions"] for each in instruments)
    for id in ids[::17]:
        assert id in ok("law", "show", id)
    for reading in json.loads(ok("law", "readings", "--json"))[::7]:
        told = ok("law", "readings", reading["id"].removeprefix("amb."))
        assert told.startswith(reading["id"])


def test_a_day_that_does_not_exist_is_a_wrong_word() -> None:
    for day in ("2009-02-30", "2009-6-14", "yesterday", "20090614"):
        found = call("law", "list", "--on", day)
        assert found.exit_code == 2
        assert "as in 2009-06-14" in " ".join(found.stderr.split())


def test_a_procedure_is_shown_with_every_row_of_its_table() -> None:
    from csto_sim.procedure import TIME
    from csto_sim.procedures import procedures

    assert {each["name"] for each in json.loads(ok("procedures", "list", "--json"))} == set(
        procedures()
    )
    for name, table in procedures().items():
        told = " ".join(ok("procedures", "show", name).split())
        for step in table.steps:
            assert step.says in told
            if step.act and step.by is not TIME:
                unnamed = f"{step.act}, by {step.by.word} (need not be named)" in told
                assert unnamed == step.by.need_not_be_named, step.act
        for state in table.states:
            assert state.word in told
        plain = json.loads(ok("procedures", "show", name, "--json"))
        assert len(plain["steps"]) == len(table.steps)
    found = call("procedures", "show", "decison")
    assert found.exit_code == 2
    assert "try: decision" in found.stderr


# --- bound -------------------------------------------------------------------------------------


def test_nobody_is_bound_the_day_before_entry_into_force() -> None:
    told = ok("bound", "charter", "--on", "2003-09-17")
    assert "Binds nobody on 2003-09-17: it was signed and not in force." in told
    assert "State of the instrument on 2003-09-17: signed" in told
    plain = json.loads(ok("bound", "charter", "--on", "2003-09-18", "--json"))
    members = {each["member"]: each for each in plain["bound"]}
    assert members["BLR"]["since"] == "2003-09-18"
    assert "seed" in members["BLR"]["evidence"]
    assert "Binds nobody" in ok("bound", "crrf", "--on", "2009-12-01")


def test_three_states_are_bound_by_the_treaty_only_until_it_was_prolonged_without_them() -> None:
    def bound(day: str, *more: str) -> set[str]:
        plain = json.loads(ok("bound", "treaty", "--on", day, "--json", *more))
        return {each["member"] for each in plain["bound"]}

    nine = {"ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
    assert bound("1999-04-01") == nine
    assert nine - bound("1999-06-01") == {"AZE", "GEO", "UZB"}
    # Seen from before the prolongation, the term would have run out for all.
    assert bound("1999-06-01", "--seen", "1998-06-01") == set()
    assert bound("1999-04-01", "--seen", "1998-06-01") == nine


def test_the_last_day_of_a_bond_is_the_first_on_which_it_does_not_bind() -> None:
    from datetime import date, timedelta

    def until(day: str) -> dict[str, str]:
        plain = json.loads(ok("bound", "treaty", "--on", day, "--json"))
        return {each["member"]: each["until"] for each in plain["bound"]}

    last = until("1999-04-01")["GEO"]
    assert "GEO" not in until(last)
    assert "GEO" in until((date.fromisoformat(last) - timedelta(days=1)).isoformat())


def test_what_was_not_yet_known_is_not_told() -> None:
    seen = ("bound", "charter", "--on", "2004-01-01", "--seen")
    assert "Binds nobody" in ok(*seen, "2003-09-17")
    assert "Binds nobody" not in ok(*seen, "2003-09-18")


@pytest.mark.parametrize("day", ["2005-01-01", "2012-12-19", "2030-01-01"])
def test_a_prolonged_treaty_is_not_said_to_have_ended_where_no_scenario_tells(day: str) -> None:
    told = " ".join(ok("bound", "treaty", "--on", day).split())
    assert f"No shipped scenario tells of treaty on {day}; as of 2004-12-31," in told
    assert "it bound 6 states:" in told
    assert "ended" not in told
    plain = json.loads(ok("bound", "treaty", "--on", day, "--json"))
    assert [plain[key] for key in ("covered", "told_until", "as_of")] == [
        False,
        "2004-12-31",
        "2004-12-31",
    ]
    six = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert {each["member"] for each in plain["bound"]} == six
    # Naming the scenario gives the same answer, with the same caution.
    path = str(ROOT / "scenarios" / "instrument" / "1999-prolongation.yaml")
    own = json.loads(ok("bound", "treaty", "--on", day, "--json", "--file", path))
    assert own["bound"] == plain["bound"]
    assert own["covered"] is False


def _instruments() -> dict[str, list[tuple[str, str]]]:
    """The first and last day of each shipped history that has an instrument, by its id."""
    from csto_sim import load, shipped

    found: dict[str, list[tuple[str, str]]] = {}
    for name in shipped.names():
        path = shipped.find(name)
        assert path is not None
        scenario = load(str(path))
        for case in scenario.cases if "history" in scenario.tags else ():
            if "instrument" in case.facts:
                span = (str(scenario.since.low), str(scenario.until.high))
                found.setdefault(str(case.facts["instrument"]), []).append(span)
    return found


def test_an_answer_is_bare_of_cautions_only_on_days_that_a_scenario_tells_of() -> None:
    from datetime import date, timedelta

    def near(day: str, days: int) -> str:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()

    for instrument, spans in _instruments().items():
        edges = {near(day, n) for span in spans for day in span for n in (-1, 0, 1)}
        for day in sorted(edges):
            told = ok("bound", instrument, "--on", day)
            plain = json.loads(ok("bound", instrument, "--on", day, "--json"))
            covered = any(since <= day <= until for since, until in spans)
            assert plain["covered"] is covered, (instrument, day)
            assert ("No shipped scenario tells" in told) is not covered
            assert covered or "Binds nobody" not in told
            assert plain["told_from"] <= plain["as_of"] <= plain["told_until"]


def test_of_two_scenarios_that_tell_of_a_day_the_one_that_goes_on_longer_answers() -> None:
    plain = json.loads(ok("bound", "treaty", "--on", "1995-01-01", "--json"))
    assert plain["file"] == "instrument/1999-prolongation"
    assert {each["member"]: each["until"] for each in plain["bound"]}["GEO"] == "1999-04-21"


def test_an_instrument_signed_and_not_in_force_is_called_so_after_the_scenario_ends() -> None:
    told = " ".join(ok("bound", "crrf", "--on", "2020-01-01").split())
    assert "as of 2009-12-31, the last day told, it was signed and not in force." in told
    told = " ".join(ok("bound", "crrf", "--on", "1990-01-01").split())
    assert "No shipped scenario tells of crrf on 1990-01-01; as of 2009-06-01, the first" in told


def test_an_unknown_instrument_gets_the_nearest_and_the_list() -> None:
    found = call("bound", "crff", "--on", "2010-10-01")
    assert found.exit_code == 2
    assert "CSTO-319" in found.stderr
    assert "try: crrf" in found.stderr
    assert "charter" in found.stderr


# --- check, new, schema ------------------------------------------------------------------------


def test_check_tells_every_fault_and_writes_nothing(here: Path) -> None:
    scenario(here)
    assert "one.yaml" in ok("check", "one.yaml")
    assert ok("check", "-q", "one.yaml") == ""
    text = (here / "one.yaml").read_text()
    text = text.replace("kind: substantive", "knd: substantive").replace("ARM,", "ARX,")
    (here / "bad.yaml").write_text(text, encoding="utf-8")
    found = call("check", "one.yaml", "bad.yaml")
    assert found.exit_code == 2
    assert found.stderr.count("CSTO-") >= 3
    lines = call("check", "--lines", "bad.yaml").stdout.splitlines()
    assert all(re.match(r"bad\.yaml:\d+:\d+: error: ", line) for line in lines)
    assert sorted(path.name for path in here.iterdir()) == ["bad.yaml", "one.yaml"]


def test_a_new_scenario_runs_and_is_never_written_over(here: Path) -> None:
    assert "Wrote mine.yaml" in ok("new", "mine")
    assert "held" in ok("run", "mine.yaml")
    before = (here / "mine.yaml").read_bytes()
    for name in ("mine", "mine.yaml"):
        found = call("new", name)
        assert found.exit_code == 2
        assert "CSTO-504" in found.stderr
    assert (here / "mine.yaml").read_bytes() == before
    found = call("new", "nowhere/mine")
    assert found.exit_code == 2
    assert "cannot be written" in found.stderr


def test_the_schema_fits_a_scenario_that_can_be_read(here: Path) -> None:
    import jsonschema
    import yaml

    schema = json.loads(ok("schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    text = (here / scenario(here)).read_text()
    plain = yaml.load(text, Loader=yaml.BaseLoader)
    plain["format"] = 1
    jsonschema.validate(plain, schema)


# --- reports -----------------------------------------------------------------------------------


def test_junit_tells_failures_skips_and_files_that_cannot_be_read(here: Path) -> None:
    scenario(here)
    scenario(here, "two.yaml", state="adopted")
    (here / "bad.yaml").write_text('title: "\\e[31m"\n', encoding="utf-8")
    found = call("run", "--no-log", "--junit", "out.xml", "one.yaml", "two.yaml", "bad.yaml")
    assert found.exit_code == 2
    root = ElementTree.parse(here / "out.xml").getroot()
    counts = {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "3", "failures": "1", "errors": "1", "skipped": "0"}
    failure = root.find(".//failure")
    assert failure is not None
    assert "awaiting cure" in (failure.get("message") or "")
    skipped = call("run", "--no-log", "one.yaml", "--junit", "-", "--reading", "quorum=A")
    assert ElementTree.fromstring(skipped.stdout).get("skipped") == "1"


def test_junit_counts_refusals_only_under_strict(here: Path) -> None:
    name = scenario(here, blr=True)
    loose = ElementTree.fromstring(call("run", "--no-log", "--junit", "-", name).stdout)
    strict = ElementTree.fromstring(
        call("run", "--no-log", "--strict", "--junit", "-", name).stdout
    )
    assert loose.get("failures") == "0"
    assert strict.get("failures") == "1"


def test_a_stored_title_cannot_command_the_terminal(here: Path) -> None:
    from csto_sim.store import open_log

    ok("run", scenario(here))
    with open_log("csto_sim.db") as log:
        record = log.load(1)
        log.save([record._replace(title="red \x1b[31m and \u202e back", file="\x1b[2J.yaml")])
    for words in (("log", "list"), ("log", "show", "2"), ("explain", "2"), ("replay", "2")):
        told = call(*words).output
        assert "\x1b" not in told
        assert "\u202e" not in told


# --- faults, usage, colour ---------------------------------------------------------------------


def test_a_wrong_command_or_option_gives_2_with_the_nearest() -> None:
    found = call("rnu", "x.yaml")
    assert found.exit_code == 2
    assert "Try: csto-sim run" in found.stderr
    assert call("run").exit_code == 2
    assert call("run", "--nonsense", "x").exit_code == 2


def test_a_file_in_place_of_a_command_is_told_how_to_run_it(here: Path) -> None:
    found = call(scenario(here))
    assert found.exit_code == 2
    assert "csto-sim run one.yaml" in found.stderr


def test_a_fault_of_the_program_is_one_message_and_never_a_traceback(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import csto_sim.engine.run as engine

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("the tables\x1b[2J are wrong")

    monkeypatch.setattr(engine, "run", broken)
    found = call("run", scenario(here))
    assert found.exit_code == 70
    assert "fault of the program" in found.stderr
    assert "ZeroDivisionError" in found.stderr
    assert "Traceback" not in found.stderr
    assert "\x1b" not in found.stderr
    monkeypatch.setenv("CSTO_SIM_DEBUG", "1")
    assert isinstance(call("run", "one.yaml").exception, ZeroDivisionError)


def test_an_interruption_keeps_what_was_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import csto_sim.engine.run as engine

    scenario(here)
    scenario(here, "two.yaml")
    real = engine.run
    seen: list[str] = []

    def interrupted(asked: Any, **options: Any) -> Any:
        if seen:
            raise KeyboardInterrupt
        seen.append(asked.file)
        return real(asked, **options)

    monkeypatch.setattr(engine, "run", interrupted)
    found = call("run", "one.yaml", "two.yaml")
    assert found.exit_code == 130
    assert "Interrupted" in found.stderr
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert [row["id"] for row in json.loads(ok("log", "list", "--json"))] == [1]


def test_exit_codes_reach_the_shell(here: Path) -> None:
    assert spawn("run", scenario(here)).returncode == 0
    assert spawn("run", scenario(here, "two.yaml", state="adopted")).returncode == 1
    assert spawn("run", "none.yaml").returncode == 2
    assert spawn("run", "one.yaml", "--db", "nowhere/x.db").returncode == 3


def test_no_escape_codes_reach_a_pipe_or_a_terminal_with_no_color(here: Path) -> None:
    found = spawn("run", scenario(here))
    assert "\x1b" not in found.stdout + found.stderr
    assert "\x1b[" in call("run", "one.yaml", color=True).stdout
    plain = CliRunner().invoke(program, ["run", "one.yaml"], color=True, env={"NO_COLOR": "1"})
    assert "\x1b" not in plain.stdout
    assert "\x1b" not in call("--no-color", "run", "one.yaml", color=True).stdout


def test_a_reader_that_leaves_early_is_no_fault(here: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "csto_sim.cli", "law", "readings"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 141
    assert told == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_the_output_is_told_and_is_no_fault_of_the_program(here: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "csto_sim.cli", "law", "readings"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=env,
            check=False,
        )
    assert found.returncode == 2
    assert found.stderr.startswith("This could not be done: ")
    assert found.stderr.count("\n") == 1


def test_empty_words_are_told(here: Path) -> None:
    for words in (("run", ""), ("law", "search", " "), ("law", "show", ""), ("explain", "")):
        found = call(*words)
        assert found.exit_code == 2, words
        assert found.stderr


def test_letters_that_an_old_terminal_lacks_are_replaced(here: Path) -> None:
    found = spawn("law", "list", "charter", PYTHONIOENCODING="latin-1")
    assert found.returncode == 0
    assert "?" in found.stdout


def test_the_shell_can_complete_commands() -> None:
    found = spawn(_CSTO_SIM_COMPLETE="bash_complete", COMP_WORDS="csto-sim pro", COMP_CWORD="1")
    assert "procedures" in found.stdout


def test_watch_without_its_package_says_what_to_install(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    found = call("run", "--watch", scenario(here))
    assert found.exit_code == 2
    assert "csto_sim[watch]" in found.stderr


def test_watch_runs_again_when_a_file_changes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import watchfiles

    path = here / scenario(here)

    def changes(*_: Any, **__: Any) -> Iterator[set[tuple[int, str]]]:
        yield {(2, str(here / "notes.txt"))}
        scenario(here, state="adopted")
        yield {(2, str(path))}
        path.write_text("nothing", encoding="utf-8")
        yield {(2, str(path))}
        scenario(here)
        yield {(2, str(path))}
        raise KeyboardInterrupt

    monkeypatch.setattr(watchfiles, "watch", changes)
    found = call("run", "--watch", "one.yaml")
    assert found.exit_code == 0, found.output
    assert found.stdout.count("Watching; Ctrl-C ends.") == 4
    assert found.stdout.count("1 failed") == 1
    assert "CSTO-111" in found.stderr
    assert "Dry run" in found.stdout
    assert not (here / "csto_sim.db").exists()


def test_a_folder_of_shipped_scenarios_runs_by_its_name() -> None:
    told = ok("run", "convening", "--no-log")
    assert "expectations held" in told
    assert "2009-06-14" not in told
