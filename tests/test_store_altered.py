"""A log that somebody altered by hand: told as damaged, by table, column and row."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_store import record

from csto_sim.cli.program import program
from csto_sim.errors import LogError
from csto_sim.store import kinds, open_log
from csto_sim.store.columns import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
#: Together they fill every table but `tag`: deadlines, bonds, refusals, readings.
SCENARIOS = ("decision/late-signature", "convening/never-convened", "decision/2009-06-14-crrf")

#: What no column can hold, and what some can.
BAD: tuple[Any, ...] = (
    *(None, b"\xff\x00\xfe", "x", "", "2016-02-30", -1, 2**62, 1.5, "[]", "{}", "[1]", '["x"]'),
    *("[[1]]", '[["members", 5]]', '[["x", "y"]]', '{"a": [{}]}', "3", "null", "NaN", "[{}]"),
    *("[" * 2_000, '["\\ud800"]', "\x1b[31m\u202e", "9" * 5_000, 0, 7),
)
#: So many of those that a column can hold are followed through every command.
FOLLOWED = 1
ALL = [(table, column) for table in COLUMNS for column in COLUMNS[table]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of three runs in which each column takes any value."""
    path = tmp_path_factory.mktemp("log") / "whole.db"
    assert exits("run", "-q", *SCENARIOS, "--db", str(path)) == 0
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("INSERT INTO tag VALUES ('lesson', 2)")
    other.execute("PRAGMA writable_schema = ON")
    other.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '')")
    other.execute("PRAGMA writable_schema = RESET")
    other.execute("PRAGMA journal_mode = DELETE")
    other.close()
    return path


def exits(*words: str) -> int:
    found = CliRunner().invoke(program, list(words), prog_name="csto-sim")
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    assert "Traceback" not in found.output
    # CSV that goes to no terminal is exact.
    assert "csv" in words or not re.search("[\x1b\u202e\ud800-\udfff]", found.output)
    if found.exit_code == 3:
        assert re.search(r"\[CSTO-40\d\]\ntry: ", found.stderr), found.stderr
    return found.exit_code


def altered(path: Path, sql: str, *values: Any) -> bool:
    """Change the log as another program would; return whether SQLite took it."""
    other = sqlite3.connect(path)
    try:
        with other:
            return other.execute(sql, values).rowcount > 0
    except sqlite3.IntegrityError:
        return False
    finally:
        other.close()


def commands(run: int, db: str) -> Iterator[tuple[str, ...]]:
    number = str(run)
    yield ("log", "list", "--db", db)
    yield ("log", "show", number, "--db", db)
    yield ("log", "export", number, "--db", db)
    for table in ("steps", "outcomes", "bonds", "deadlines", "readings"):
        yield ("log", "export", number, "--db", db, "--format", "csv", "--table", table)
    yield ("explain", number, "--db", db)
    yield ("explain", number, "0", "--db", db)
    yield ("explain", number, "--readings", "--db", db)


def replays(run: int, db: str) -> int:
    file = str(ROOT / "scenarios" / f"{SCENARIOS[run - 1]}.yaml")
    return exits("replay", str(run), "--db", db, "--file", file)


def loads(path: Path) -> bool:
    """Whether every run of the log can be read; what cannot is told as damaged."""
    try:
        with open_log(path, create=False) as log:
            for row in log.runs(limit=None):
                log.load(row.id)
            for table in COLUMNS:
                list(log.rows(table))
    except LogError:
        return False
    return True


@pytest.mark.parametrize(("table", "column"), ALL)
def test_an_altered_value_is_told_or_does_no_harm(
    whole: Path, tmp_path: Path, table: str, column: str
) -> None:
    path = tmp_path / "altered.db"
    followed = 0
    for value in BAD:
        shutil.copy(whole, path)
        if not altered(path, f"UPDATE OR IGNORE {table} SET {column} = ?", value):
            continue
        if not loads(path):
            assert exits("log", "list", "--db", str(path)) in (0, 3)
            continue
        followed += 1
        if followed > FOLLOWED:
            continue
        for run in (2, 3):
            for words in commands(run, str(path)):
                # With its number changed a step may not be there to be explained.
                sound = (0, 2, 3) if column == "seq" and "0" in words else (0, 3)
                assert exits(*words) in sound, (words, value)
            # A replay may also find that the scenario gives another record.
            assert replays(run, str(path)) in (0, 1, 3), value
        assert exits("run", "-q", SCENARIOS[1], "--db", str(path)) in (0, 3), value


@pytest.mark.parametrize(
    ("sql", "table", "column", "row"),
    [
        ("UPDATE run SET held = 'x' WHERE id = 2", "run", "held", "id 2"),
        ("UPDATE run SET title = CAST(x'ff' AS TEXT) WHERE id = 2", "run", "title", "id 2"),
        (
            "UPDATE step SET under = '[1]' WHERE run_id = 2 AND n = 1",
            *("step", "under", "run_id 2, n 1"),
        ),
        (
            f"UPDATE step SET under = '{'[' * 2_000}' WHERE run_id = 2 AND n = 0",
            *("step", "under", "run_id 2, n 0"),
        ),
        (
            "UPDATE step SET act = CAST(x'c328' AS TEXT) WHERE run_id = 2 AND n = 0",
            *("step", "act", "run_id 2, n 0"),
        ),
        (
            "UPDATE deadline SET skipped = NULL WHERE run_id = 2 AND unit IS NOT NULL",
            *("deadline", "skipped", "run_id 2, n "),
        ),
        ("DELETE FROM step WHERE run_id = 2 AND n = 1", "step", "n", "run_id 2, n 2"),
        ("DELETE FROM step WHERE run_id = 2 AND n = 2", "run", "steps", "id 2"),
        ("UPDATE finding SET holds = 1 - holds", "tree", "digest", "id "),
        ("UPDATE step SET tree_id = 999 WHERE run_id = 2", "step", "tree_id", "run_id 2"),
    ],
)
def test_a_damaged_value_is_told_by_table_column_and_row(
    whole: Path, tmp_path: Path, sql: str, table: str, column: str, row: str
) -> None:
    path = tmp_path / "altered.db"
    shutil.copy(whole, path)
    assert altered(path, sql)
    found = CliRunner().invoke(program, ["log", "show", "2", "--db", str(path)])
    assert found.exit_code == 3
    assert "Traceback" not in found.output
    assert f"table {table}, column {column}, row {row}" in found.stderr
    assert "CSTO-407" in found.stderr
    assert str(path) in found.stderr


def test_what_makes_no_sense_together_is_told_as_a_fault_of_the_log(
    whole: Path, tmp_path: Path
) -> None:
    path = tmp_path / "altered.db"
    for sql, words in (
        ("UPDATE outcome SET facts = '{\"electorate\": 5}'", ("explain", "3")),
        ("UPDATE outcome SET facts = '{\"electorate\": 5}'", ("log", "show", "3")),
        ("UPDATE run SET mode = 'x'", ("replay", "2")),
        ("UPDATE reading SET reading = 'amb.x', chosen = 'command'", ("replay", "2")),
    ):
        shutil.copy(whole, path)
        assert altered(path, sql)
        assert exits(*words, "--db", str(path)) == 3, sql


def test_every_column_is_read_as_the_kind_that_its_table_says() -> None:
    from csto_sim.store.tables import Base

    samples: dict[type, Any] = {str: "2", int: 2, bool: 1}
    for table, readers in kinds._READERS.items():
        types = Base.metadata.tables[table].columns
        for column, reader in readers:
            of = types[column]
            kind = str if of.type.python_type is object else of.type.python_type
            wrong = {str: 2, int: "2", bool: 2}[kind]
            with pytest.raises(kinds.Misfit):
                reader(wrong)
            if of.nullable:
                assert reader(None) is None
            else:
                with pytest.raises(kinds.Misfit):
                    reader(None)
            if f"{table}.{column}" not in kinds._OTHERS:
                assert reader(samples[kind]) == samples[kind]


def test_a_log_of_a_run_is_sound(tmp_path: Path) -> None:
    with open_log(tmp_path / "a.db") as log:
        log.save([record()], tags=["x"])
    assert loads(tmp_path / "a.db")
