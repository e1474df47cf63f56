"""What a stranger's names, folders and streams can do to the command: nothing but be told."""

from __future__ import annotations

import errno
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from test_cli import ROOT, call, ok, scenario, spawn

from csto_sim.reports.escaped import escaped, safe

#: What a terminal obeys or that turns the direction of writing; colours of our own are allowed.
ESCAPES = "\x1b[31m\x1b]0;title\x07\r\u202e\u2066"
NAME = "od\x1b[2Jd\r\u202e.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CSTO_SIM_DB", "NO_COLOR", "CSTO_SIM_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def on_terminal(*words: str | bytes, columns: int = 80) -> tuple[int, str]:
    """Run the command on a terminal; return its exit code and all that the terminal was given."""
    ours, theirs = pty.openpty()
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": str(columns),
        "TERM": "xterm",
        "NO_COLOR": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "csto_sim.cli", *words], stdout=theirs, stderr=theirs, env=env
    )
    os.close(theirs)
    told = b""
    # Linux tells that the other end was closed by EIO.
    with suppress(OSError):
        while more := os.read(ours, 65_536):
            told += more
    os.close(ours)
    return process.wait(60), told.decode()


def harmless_on_terminal(*words: str, code: int = 0) -> str:
    exit_code, told = on_terminal(*words)
    assert exit_code == code, told
    assert "Traceback" not in told
    # What the command itself says to a terminal: the line of progress, and ends of lines.
    rest = re.sub(r"\r {20,}\r", "", told).replace("\r\n", "\n")
    found = {char for char in rest if not char.isprintable() and char != "\n"}
    assert not found, (found, rest)
    return rest


# --- signs that a terminal would obey ------------------------------------------------------------


def test_no_name_of_a_file_commands_the_terminal(here: Path) -> None:
    (here / "folder").mkdir()
    scenario(here / "folder", NAME, state="adopted")
    scenario(here / "folder", "z.yaml", blr=True)
    path = f"folder/{NAME}"
    assert "FAILED" in harmless_on_terminal("run", "--no-log", path, code=1)
    assert "FAILED" in harmless_on_terminal("run", "--no-log", "folder", code=1)
    (here / "folder" / NAME).write_text("nothing")
    harmless_on_terminal("run", "--no-log", "folder", code=2)
    harmless_on_terminal("run", "--no-log", path, code=2)
    harmless_on_terminal("check", path, code=2)
    harmless_on_terminal("check", "--lines", path, code=2)
    scenario(here / "folder", NAME, blr=True)
    assert "REFUSED" in harmless_on_terminal("run", "--no-log", "--strict", "folder", code=1)
    harmless_on_terminal("explain", path)
    harmless_on_terminal("check", path)
    harmless_on_terminal(path, code=2)
    harmless_on_terminal("run", "--no-log", path, "--junit", "-")
    scenario(here / "folder", NAME, state="adopted")
    assert "updated" in harmless_on_terminal("run", "--no-log", "--update", path)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("new", "\x1b[31mx\u202e\r"), 0),
        (("explain", "\x1b[31mfolder"), 2),
        (("\x1b[31mfolder",), 2),
        (("run", "\x1b[31mnothing\r"), 2),
        (("run", "--\x1b[31m"), 2),
        (("run", "a", "--mode", "\x1b[31m"), 2),
        (("run", "a", "--set", "\x1b[31m=absent", "--set", "\x1b[31m=present"), 2),
        (("run", "a", "--reading", "\x1b[31m=\u202e"), 2),
        (("run", "one.yaml", "--junit", "\x1b[31m/x"), 2),
        (("bound", "\x1b[31m", "--on", "2010-01-01"), 2),
        (("bound", "crrf", "--on", "\x1b[31m\u202e"), 2),
        (("law", "show", "\x1b[31m"), 2),
        (("procedures", "show", "\x1b[31m"), 2),
        (("log", "list", "--db", "\x1b[31m/no.db"), 3),
        (("run", "one.yaml", "--db", "\x1b[31m\u202e.db"), 0),
        (("run", "one.yaml", "one.yaml", "--db", "sqlite:///\x1b[31m.db?x=\x1b[2J"), 3),
    ],
)
def test_no_word_of_the_command_line_commands_the_terminal(
    here: Path, words: tuple[str, ...], code: int
) -> None:
    (here / "\x1b[31mfolder").mkdir()
    scenario(here)
    harmless_on_terminal(*words, code=code)


def test_csv_shows_signs_on_a_terminal_and_is_exact_for_a_program(here: Path) -> None:
    from csto_sim.store import open_log

    ok("run", scenario(here))
    with open_log("csto_sim.db") as log:
        record = log.load(1)
        (first, *others) = record.outcomes
        log.save([record._replace(outcomes=(first._replace(title=ESCAPES), *others))])
    words = ("log", "export", "2", "--format", "csv", "--table", "outcomes")
    assert "␛[31m" in harmless_on_terminal(*words)
    harmless_on_terminal("log", "export", "2")
    piped = subprocess.run(
        [sys.executable, "-m", "csto_sim.cli", *words],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert ESCAPES.encode() in piped.stdout
    plain = spawn("log", "export", "2").stdout
    assert "\u202e" not in plain
    assert json.loads(plain)["outcomes"][0]["title"] == ESCAPES


def test_json_of_any_text_is_read_back_and_commands_nothing() -> None:
    from csto_sim.cli.jsons import json_text

    odd = ESCAPES + "\x9b\x85\u061c\u200f\ufeff\u2028\U000e0041\udcff"
    text = json_text({"a": odd, odd: "ж\u0301"})
    assert json.loads(text) == {"a": odd, odd: "ж\u0301"}
    assert all(char.isprintable() or char == "\n" for char in text.replace("\u0301", ""))
    assert "ж" in text


# --- names that are no UTF-8 ---------------------------------------------------------------------


@pytest.fixture
def odd_folder(here: Path) -> Path:
    """Nine good files and one whose name is no UTF-8."""
    (here / "folder").mkdir()
    for number in range(9):
        scenario(here / "folder", f"{number}.yaml")
    try:
        scenario(here / "folder", os.fsdecode(b"bad\xff.yaml"))
    except OSError:
        pytest.skip("this file system takes no such name")
    return here


def test_a_name_that_is_no_utf_8_costs_no_run(odd_folder: Path) -> None:
    strict = {"PYTHONIOENCODING": "utf-8:strict"}
    found = spawn("run", "folder", **strict)
    assert (found.returncode, found.stderr) == (0, "")
    assert "folder/bad\\xff.yaml" in found.stdout
    assert "10 files: 10 expectations held." in found.stdout
    rows = json.loads(spawn("log", "list", "--json", **strict).stdout)
    assert len(rows) == 10
    assert {row["file"] for row in rows} >= {"folder/bad\\xff.yaml", "folder/0.yaml"}


def test_a_name_that_is_no_utf_8_is_told_by_every_command(odd_folder: Path) -> None:
    name = os.fsdecode(b"folder/bad\xff.yaml")
    strict = {"PYTHONIOENCODING": "utf-8:strict"}
    for words in (
        ("run", name),
        ("run", name, "--json"),
        ("run", name, "--junit", "-"),
        ("run", name, "--junit", "out.xml"),
        ("check", name),
        ("explain", name),
        ("log", "show", "1"),
        ("replay", "1", "--file", name),
        ("new", os.fsdecode(b"new\xff")),
        ("run", os.fsdecode(b"new\xff.yaml"), "--db", os.fsdecode(b"log\xff.db")),
        ("log", "list", "--db", os.fsdecode(b"log\xff.db")),
    ):
        found = spawn(*words, **strict)
        assert (found.returncode, "fault" in found.stderr) == (0, False), (words, found.stderr)
        assert "�" not in found.stdout
    (odd_folder / name).write_text("nothing")
    for words in (("run", name), ("check", name), ("check", "--lines", name)):
        found = spawn(*words, **strict)
        assert found.returncode == 2
        assert "bad" in found.stderr + found.stdout
    assert "bad\\xff.yaml" in spawn("run", name, **strict).stderr


def test_an_escaped_name_is_text_and_other_names_are_as_they_are() -> None:
    assert escaped(os.fsdecode("я/a\\b.yaml".encode() + b"\xff\xc3")) == "я/a\\b.yaml\\xff\\xc3"
    assert escaped("\ud800") == "\\ud800"
    assert escaped("я.yaml") == "я.yaml"
    assert safe("a\x1b\udcff") == "a␛\\xff"


# --- folders, reports, streams -------------------------------------------------------------------


@pytest.fixture
def closed(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario, and in it a folder that may not be listed, even by root."""
    (here / "all" / "closed").mkdir(parents=True)
    scenario(here / "all")
    real: Callable[..., Any] = os.scandir

    def scandir(path: Any) -> Any:
        if os.fspath(path).endswith("closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return here


def test_a_folder_that_cannot_be_read_is_told_and_gives_2(closed: Path) -> None:
    for words in (("run", "all"), ("run", "-q", "all"), ("check", "all"), ("run", "all/closed")):
        found = call(*words)
        assert found.exit_code == 2, words
        assert "all/closed: this folder cannot be read: Permission denied" in found.stderr
        assert "CSTO-507" in found.stderr
    found = call("run", "all", "--junit", "out.xml")
    assert "1 file: 1 expectation held, 1 folder could not be read." in found.stdout
    assert "all/closed" in (closed / "out.xml").read_text()
    assert len(json.loads(ok("log", "list", "--json"))) == 3  # the rest ran, and was kept


@pytest.mark.parametrize("name", ["nowhere/x.xml", "folder", "one.yaml/x.xml"])
def test_a_report_that_cannot_be_written_is_told_before_anything_runs(
    here: Path, name: str
) -> None:
    (here / "folder").mkdir()
    found = call("run", scenario(here), "--junit", name)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "CSTO-506" in found.stderr
    assert not (here / "csto_sim.db").exists()


def test_a_report_may_go_to_a_pipe_or_a_device(here: Path) -> None:
    assert "<testsuites" in spawn("run", "-q", scenario(here), "--junit", "/dev/stdout").stdout
    assert call("run", "-q", "one.yaml", "--junit", os.devnull).exit_code == 0
    assert Path(os.devnull).is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    ("words", "full", "code"),
    [
        (("run", "nofile"), "stderr", 2),
        (("run", "--nonsense"), "stderr", 2),
        (("run", "nofile", "one.yaml"), "stderr", 2),
        (("log", "list", "--db", "no.db"), "stderr", 3),
        (("run", "--no-log", "one.yaml"), "stdout", 2),
        (("run", "--no-log", "folder"), "stdout", 2),
        (("--help",), "stdout", 2),
        (("--version",), "stdout", 2),
        (("explain", "one.yaml"), "stdout", 2),
        (("schema",), "stdout", 2),
    ],
)
def test_a_full_stream_never_changes_a_failure_into_success(
    here: Path, words: tuple[str, ...], full: str, code: int
) -> None:
    scenario(here)
    (here / "folder").mkdir()
    scenario(here / "folder")
    with open("/dev/full", "w") as nowhere:
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        found = subprocess.run(
            [sys.executable, "-m", "csto_sim.cli", *words],
            **{**streams, full: nowhere},
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
            check=False,
        )
    assert found.returncode == code
    assert "Traceback" not in (found.stderr or "") + (found.stdout or "")


# --- logs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        *("sqlite:///x?timeout=abc", "sqlite:///%00", "sqlite:///x?detect_types=a", "nonsense://x"),
        *("sqlite:///x?check_same_thread=q", "sqlite:///x?uri=2", "sqlite+nothing:///x", "://"),
        *("sqlite:///x?cached_statements=99999999999999999999", "postgresql+asyncpg://h/x", " "),
    ],
)
def test_an_address_that_cannot_be_used_gives_3_and_what_to_do(here: Path, target: str) -> None:
    for words in (("run", "-q", scenario(here)), ("log", "list"), ("replay", "1")):
        found = call(*words, "--db", target)
        assert found.exit_code == 3, found.output
        assert "try: " in found.stderr
    assert [each.name for each in here.iterdir()] == ["one.yaml"]


def test_a_database_of_another_with_views_alone_is_left_as_it_was(here: Path) -> None:
    with sqlite3.connect("views.db") as other:
        other.execute("CREATE VIEW mine AS SELECT 1 AS one")
    other.close()
    before = (here / "views.db").read_bytes()
    found = call("run", scenario(here), "--db", "views.db")
    assert found.exit_code == 3
    assert "not a log of csto_sim" in found.stderr
    assert (here / "views.db").read_bytes() == before


@pytest.mark.parametrize("name", ["folder", "views.db", "short.db", "no/such.db", "gone.db"])
def test_the_path_of_a_log_is_told_as_it_was_written(here: Path, name: str) -> None:
    (here / "folder").mkdir()
    (here / "short.db").write_text("x")
    with sqlite3.connect("views.db") as other:
        other.execute("CREATE VIEW mine AS SELECT 1 AS one")
    other.close()
    for target in (name, f"sqlite:///{name}"):
        found = call("log", "list", "--db", target)
        assert found.exit_code == 3
        assert name.partition("/")[0] in found.stderr
        assert name.capitalize().partition("/")[0] not in found.stderr
        assert found.stderr[:1].isupper()


def test_a_scheme_or_word_at_the_start_of_an_address_keeps_its_letters(here: Path) -> None:
    for target in ("sqlite:x", "sqlite:///x?timeout=a", "postgresql://h:port/x", "nonsense://x"):
        found = call("run", "--db", target, scenario(here))
        assert target.partition(":")[0].capitalize() not in found.stderr


# --- numbers, completion, --set ------------------------------------------------------------------


def test_a_number_of_many_digits_is_only_a_number_that_is_not_there(here: Path) -> None:
    many = "9" * 5_000
    ok("run", scenario(here))
    for words, code in (
        (("explain", many), 3),
        (("explain", "1", many), 2),
        (("explain", "one.yaml", many), 2),
        (("log", "show", many), 3),
        (("log", "export", many), 3),
        (("replay", many), 3),
        (("log", "list", "--limit", many), 2),
        (("explain", "one.yaml", "x" * 5_000), 2),
    ):
        found = call(*words)
        assert found.exit_code == code, words
        assert len(found.stderr) < 1_000 or "--limit" in words


@pytest.mark.parametrize(
    "asked",
    [
        {"_CSTO_SIM_COMPLETE": "bash_complete"},
        {"_CSTO_SIM_COMPLETE": "zsh_complete"},
        {"_CSTO_SIM_COMPLETE": "fish_complete"},
        {"_CSTO_SIM_COMPLETE": "bash_complete", "COMP_WORDS": "csto-sim", "COMP_CWORD": "x"},
        {"_CSTO_SIM_COMPLETE": "nonsense"},
    ],
)
def test_a_completion_that_asks_for_nothing_is_wrong_usage(asked: dict[str, str]) -> None:
    found = spawn(**asked)
    assert found.returncode == 2
    assert found.stderr.startswith("Error: _CSTO_SIM_COMPLETE")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("KAZ=absent", "KAZ=present"),
        ("KAZ=present", "KAZ = absent"),
        ("session.KAZ=absent", "session.KAZ=present"),
        ("KAZ=consent", "KAZ=object"),
        ("KAZ=silent", "KAZ=object"),
    ],
)
def test_changes_that_contradict_each_other_are_refused(
    here: Path, first: str, second: str
) -> None:
    for words in (("run", scenario(here)), ("explain", "one.yaml")):
        found = call(*words, "--set", first, "--set", second)
        assert found.exit_code == 2
        assert "contradict" in found.stderr
        assert first in found.stderr


def test_changes_of_two_facts_or_said_twice_are_taken(here: Path) -> None:
    scenario(here)
    for second in ("KAZ=present", "KAZ=object", "ARM=absent", "session.KAZ=absent"):
        assert call("run", "one.yaml", "--set", "KAZ=present", "--set", second).exit_code == 0


# --- width, headings, far days -------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_no_line_is_wider_than_the_terminal(here: Path, columns: int) -> None:
    scenario(here)
    (here / "bad.yaml").write_text("format: 1\ntitel: " + "word " * 60 + "\nfrm: 2016-01-01\n")
    for words, code in (
        (("explain", "one.yaml"), 0),
        (("explain", "one.yaml", "11"), 0),
        (("explain", "one.yaml", "--readings"), 0),
        (("check", "bad.yaml"), 2),
        (("run", "--no-log", "one.yaml"), 0),
    ):
        exit_code, told = on_terminal(*words, columns=columns)
        assert exit_code == code
        lines = told.replace("\r\n", "\n").split("\n")
        assert len(lines) > 3
        for line in lines:
            longest = max(map(len, line.split()), default=0)
            assert len(line) <= columns or longest > columns / 3, (words, line)


def test_check_keeps_to_80_columns_and_the_width_is_put_back(here: Path) -> None:
    from csto_sim import errors
    from csto_sim.explain import findings

    (here / "bad.yaml").write_text("format: 1\ntitel: " + "word " * 60 + "\nfrm: 2016-01-01\n")
    before = errors.ROOM.get(), findings.ROOM.get()
    found = call("check", "bad.yaml")
    assert found.exit_code == 2
    assert max(map(len, found.stderr.splitlines())) <= 80
    call("explain", scenario(here))
    assert before == (errors.ROOM.get(), findings.ROOM.get())


def test_a_table_without_rows_has_its_headings(here: Path) -> None:
    from csto_sim.record import from_plain
    from csto_sim.reports.rows import COLUMNS, TABLES, to_csv

    ok("run", scenario(here))
    for table in ("bonds", "refusals", "deadlines"):
        told = ok("log", "export", "1", "--format", "csv", "--table", table)
        assert told == ",".join(COLUMNS[table]) + "\n"
    for name in (
        "decision/2009-06-14-crrf",
        "convening/never-convened",
        "decision/limited-format-refused",
    ):
        record = from_plain(json.loads(ok("run", "--no-log", "--json", name)))
        for table, rows_of in TABLES.items():
            for row in rows_of(record):
                assert tuple(row) == COLUMNS[table]
    assert to_csv([]) == ""
    assert to_csv([{"a": 1}]) == "a\n1\n"


def test_a_reading_is_shown_with_or_without_its_prefix() -> None:
    for id in ("absence-effect", "amb.absence-effect"):
        assert ok("law", "show", id).startswith("amb.absence-effect\n")
        assert json.loads(ok("law", "show", id, "--json"))["id"] == "amb.absence-effect"


@pytest.mark.parametrize("day", ["9999-12-31", "9994-06-01", "0001-01-01", "1900-01-01"])
def test_far_days_have_an_answer_too(day: str) -> None:
    for words in (
        ("bound", "crrf", "--on", day),
        ("bound", "treaty", "--on", day, "--file", "instrument/1999-prolongation"),
        ("bound", "treaty", "--on", day, "--seen", day),
        ("law", "list", "--on", day),
        ("law", "show", "charter.12.consensus", "--on", day),
        ("law", "search", "quorum", "--on", day),
    ):
        ok(*words)


@pytest.mark.parametrize("year", ["1900", "2040", "2199"])
def test_a_year_beyond_the_calendars_is_counted_or_told(here: Path, year: str) -> None:
    from csto_sim.law import readings

    text = (ROOT / "scenarios" / "convening" / "never-convened.yaml").read_text(encoding="utf-8")
    (here / "far.yaml").write_text(text.replace("2016-", f"{year}-"), encoding="utf-8")
    asked = [each for each in readings().values() if year == "2040" or "clock" in each.id]
    for reading in asked:
        for option in reading.options:
            found = call("run", "--no-log", "far.yaml", "--reading", f"{reading.id}={option}")
            assert found.exit_code in (0, 2), (reading.id, option)
            assert found.exit_code == 0 or "CSTO-320" in found.stderr
    assert call("explain", "far.yaml", "--readings").exit_code == 0
