"""The log: what is saved comes back to the letter, whole or not at all, and never a traceback."""

from __future__ import annotations

import ast
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csto_sim.errors import LogError
from csto_sim.record import (
    Bond,
    Certificate,
    Closing,
    Deadline,
    Expected,
    Outcome,
    ReadingUse,
    Record,
    Step,
    When,
    to_plain,
)
from csto_sim.store import default_target, open_log
from csto_sim.store.columns import COLUMNS, SCHEMA
from csto_sim.world import Counted, Facts, Finding, Period

DOCS = Path(__file__).parent.parent / "docs" / "log.md"

# --- records of every shape ----------------------------------------------------------------------

AWKWARD = (
    *("", "'", '"', "'; DROP TABLE run; --", "\\", "%s", ":name", "?", "null", "NaN", "[]", "{}"),
    *("Совет коллективной безопасности", "🕊️ e\u0301", "\u202eabc", "\ufeff", "a\r\nb\tc", " "),
)
texts = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)
whole = st.integers(-(2**63), 2**63 - 1)
small = st.integers(-(2**31), 2**31 - 1)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(texts, inner, max_size=3).map(Facts)
    ),
    max_leaves=5,
)
facts = st.dictionaries(texts, plain, max_size=3).map(Facts)
pair = st.tuples(texts, texts)
span = st.tuples(whole, whole)


def some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def finding_of(rests_on: st.SearchStrategy[tuple[Finding, ...]]) -> st.SearchStrategy[Finding]:
    return st.builds(
        Finding,
        texts,
        st.booleans(),
        some(texts),
        some(st.tuples(texts, plain)),
        rests_on,
        st.none() | pair,
    )


findings = st.recursive(
    finding_of(st.just(())), lambda inner: finding_of(some(inner, 3)), max_leaves=6
)
counted = st.builds(Counted, texts, small, texts, texts, texts, span, some(pair))
periods = st.builds(
    Period, *[texts] * 5, st.none() | span, st.none() | counted, texts, texts, texts
)
steps = st.builds(
    Step,
    small,
    st.builds(When, texts, whole, whole, texts),
    st.sampled_from(["act", "refusal", "automatic", "time", "law"]),
    *[texts] * 5,
    some(texts, 3),
    st.none() | findings,
    some(pair),
    some(texts),
    some(periods),
    some(st.builds(Closing, *[texts] * 4)),
    facts,
    small,
)
deadlines = st.builds(
    Deadline, *[texts] * 5, st.none() | counted, st.none() | span, *[texts] * 3, small, small
)
outcomes = st.builds(Outcome, *[texts] * 8, some(st.builds(Bond, *[texts] * 4), 3), facts, small)
readings = st.builds(ReadingUse, texts, texts, texts, st.booleans(), st.none() | some(texts))
expected = st.builds(
    Expected,
    small,
    small,
    texts,
    st.sampled_from(["held", "failed", "not applicable"]),
    texts,
)
records = st.builds(
    Record,
    *[texts] * 5,
    some(steps, 3),
    some(deadlines),
    some(outcomes),
    some(readings),
    some(expected),
    st.builds(Certificate, *[texts] * 6),
)


def letter(record: Record) -> str:
    """Every value of a record with its type and its order: stricter than ==."""
    return json.dumps(to_plain(record))


def finding(says: str = "consensus.absent", member: str = "BLR") -> Finding:
    leaf = Finding("member.absent", False, ("rules.14.1",), (("member", member),))
    return Finding(
        says,
        False,
        ("charter.12.consensus",),
        (("members", ("ARM", member)),),
        (leaf, Finding("no.objection", True, ("rules.14.1",))),
        ("amb.absence-effect", "A"),
    )


def step(seq: int, kind: str = "act", **changes: Any) -> Step:
    when = When("2009-06-14", 1_244_923_200, 1_245_009_599, "2009-06-14")
    made = Step(
        seq, when, kind, "decide", "CSC", "crrf", "open", "adopted", ("rules.14.1",), finding(), ()
    )
    return made._replace(**changes)


def record(**changes: Any) -> Record:
    days = Counted(
        "calendar days", 3, "Europe/Moscow", "", "2009-06-15", (1, 2), (("2009-06-12", "day off"),)
    )
    made = Record(
        "A composition is decided",
        "crrf.yaml",
        "strict",
        "2009-06-14",
        "2009-12-31",
        (step(0), step(1, "refusal", by="BLR"), step(2, finding=None, under=())),
        (
            Deadline(
                *("crrf", "clock", "CSC", "propose", "charter.12"),
                counted=days,
                due=(1_245_182_399, 1_245_182_399),
                status="met",
                because="convene",
                follows="lapse",
                opened=0,
                closed=2,
            ),
        ),
        (
            Outcome(
                *("crrf", "decision", "Composition", "adopted", "it is adopted", "2009-06-14"),
                *("2009-10-20", "2009-10-20"),
                tuple(Bond(m, "2009-10-20", "2009-10-20", "") for m in ("ARM", "BLR")),
                Facts(chair="RUS"),
                2,
            ),
            Outcome("s1", "meeting", "Session", "closed", "it is over", "", "", "", (), Facts(), 2),
        ),
        (ReadingUse("amb.absence-effect", "A", "default", True, ("B",)),),
        (Expected(9, 5, "crrf is adopted", "held", "adopted"),),
        Certificate("5c", "1a", "4e", "ac", "0.1.0", "3.11"),
    )
    return made._replace(**changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, read by another connection."""
    with sqlite3.connect(path) as plain_sqlite:
        rows = {
            name: plain_sqlite.execute(f"SELECT * FROM {name}").fetchall()
            for name in COLUMNS
            if name != "meta"
        }
        assert plain_sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert plain_sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
    plain_sqlite.close()
    return rows


def nothing_in(path: Path) -> bool:
    return not any(contents(path).values())


# --- what is saved comes back --------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(records, min_size=1, max_size=3))
def test_what_is_loaded_is_what_was_saved_to_the_letter(batch: list[Record]) -> None:
    with open_log(":memory:") as log:
        numbers = log.save(batch)
        again = log.save(batch)
        for number, saved in zip(numbers + again, batch + batch, strict=True):
            assert log.load(number) == saved
            assert letter(log.load(number)) == letter(saved)


def test_values_that_python_holds_equal_stay_apart_in_the_log(path: Path) -> None:
    def with_value(value: Any) -> Record:
        reason = Finding("x", True, (), (("value", value),))
        return record(steps=(step(0, finding=reason, takes=Facts(value=value)),))

    values = [1, True, 0, False, (1, True), (True, 1), Facts(a=1, b=2), Facts(b=2, a=1)]
    with open_log(path) as log:
        for number, value in zip(log.save(map(with_value, values)), values, strict=True):
            assert letter(log.load(number)) == letter(with_value(value))


def test_a_named_value_among_the_facts_comes_back_as_a_plain_tuple(path: Path) -> None:
    bond = Bond("ARM", "2009-10-20", "2009-10-20", "")
    made = record(steps=(step(0, finding=Finding("x", True, (), (("bond", bond),))),))
    with open_log(path) as log:
        (number,) = log.save([made])
        assert log.load(number) == made


def test_a_batch_larger_than_is_held_at_once_is_stored_in_order(path: Path) -> None:
    batch = [record(title=f"run {n}", steps=(step(n),)) for n in range(600)]
    with open_log(path) as log:
        assert log.save(iter(batch)) == list(range(1, 601))
        assert [log.load(n).title for n in (1, 257, 600)] == ["run 0", "run 256", "run 599"]
        assert {row.batch for row in log.runs(limit=None)} == {1}
        assert log.save([record()]) == [601]
        assert log.runs(limit=1)[0].batch == 601
        assert log.save([]) == []


def test_the_same_reasons_are_stored_once_in_whichever_batch(path: Path) -> None:
    with open_log(path) as log:
        log.save([record(), record()])
        log.save([record(steps=(step(0), step(1, finding=finding(member="UZB"))))])
    rows = contents(path)
    assert len(rows["tree"]) == 2
    assert len(rows["finding"]) == 6
    assert len(rows["step"]) == 8


def test_very_long_words_and_many_facts_come_back(path: Path) -> None:
    long = "слово 'и' \"слово\" 🕊️ " * 50_000
    many = Facts({f"fact {n}": (long[:n], n) for n in range(2_000)})
    made = record(title=long, steps=(step(0, takes=many),))
    with open_log(path) as log:
        (number,) = log.save([made])
        assert letter(log.load(number)) == letter(made)


def test_a_deep_tree_of_reasons_keeps_its_shape(path: Path) -> None:
    tree = Finding("leaf", True)
    for depth in range(60):
        tree = Finding(f"at {depth}", depth % 2 == 0, (), (), (Finding("side", False), tree))
    with open_log(path) as log:
        (number,) = log.save([record(steps=(step(0, finding=tree),))])
        assert log.load(number).steps[0].finding == tree


def test_several_writers_at_once_lose_no_run(path: Path) -> None:
    open_log(path).close()

    def write() -> None:
        with open_log(path) as log:
            for _ in range(5):
                log.save([record(title="a"), record(title="b")])

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_log(path) as log:
        rows = log.runs(limit=None)
        assert [row.id for row in rows] == list(range(40, 0, -1))
        assert all(log.load(row.id).title == row.title for row in rows)
        assert all(row.title == "ab"[row.id - row.batch] for row in rows)


# --- whole or not at all -------------------------------------------------------------------------


@pytest.mark.parametrize("table", [name for name in COLUMNS if name not in ("meta", "tag")])
def test_a_run_is_stored_whole_or_not_at_all(path: Path, table: str) -> None:
    with open_log(path) as log:
        with sqlite3.connect(path) as other:
            other.execute(
                f"CREATE TRIGGER no BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'power went out'); END"
            )
        other.close()
        with pytest.raises(LogError, match="power went out"):
            log.save([record()])
        assert nothing_in(path)


def test_the_last_run_of_a_batch_failing_takes_the_whole_batch_with_it(path: Path) -> None:
    broken = record(steps=(step(0, takes=Facts(by={1, 2})),))
    with open_log(path) as log:
        with pytest.raises(LogError, match="a value that the log cannot keep"):
            log.save([*[record()] * 300, broken])
        assert nothing_in(path)
        assert log.save([record()]) == [1]


@pytest.mark.parametrize("value", [[1], b"x", 1j, Facts(day=object())])
def test_a_value_that_would_not_come_back_is_not_stored(path: Path, value: Any) -> None:
    odd = Finding("x", True, (), (("value", value),))
    with open_log(path) as log:
        with pytest.raises(LogError) as told:
            log.save([record(steps=(step(0, finding=odd),))])
        assert told.value.code == "CSTO-401"
        assert nothing_in(path)


def test_a_lone_surrogate_and_a_number_too_large_are_refused_whole(path: Path) -> None:
    with open_log(path) as log:
        for odd in (record(title="\ud800"), record(steps=(step(2**70),))):
            with pytest.raises(LogError, match="cannot keep"):
                log.save([record(), odd])
        assert nothing_in(path)


def test_what_the_source_of_records_raises_passes_and_nothing_is_kept(path: Path) -> None:
    def computed() -> Iterator[Record]:
        for _ in range(300):
            yield record()
        raise ValueError("the engine's own fault")

    with open_log(path) as log:
        with pytest.raises(ValueError, match="the engine's own fault"):
            log.save(computed())
        assert nothing_in(path)


def test_a_full_disk_keeps_the_runs_stored_before_and_no_part_of_another(path: Path) -> None:
    with open_log(path) as log:
        log.save([record()])
        before = contents(path)
        with log._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LogError, match="disk is full") as told:
            log.save([record(title="x" * 100_000)])
        assert told.value.code == "CSTO-401"
        assert contents(path) == before
        assert log.load(1) == record()


def test_a_killed_writer_leaves_whole_batches_only(path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_store import record, open_log\n"
        f"log = open_log({str(path)!r})\n"
        "while True:\n    log.save([record()] * 7); print(1, flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent
    )
    assert writer.stdout is not None
    for _ in range(3):
        assert writer.stdout.readline()
    writer.kill()
    writer.wait()
    writer.stdout.close()
    with open_log(path) as log:
        runs = log.runs(limit=None)
        assert len(runs) >= 21
        assert len(runs) % 7 == 0
        assert log.load(runs[0].id) == record()
    contents(path)


# --- what is no log ------------------------------------------------------------------------------


def test_a_text_file_is_not_taken_for_a_log(path: Path) -> None:
    path.write_text("these are my notes, not a database\n" * 50, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(LogError, match="is not a database") as told:
        open_log(path)
    assert told.value.code == "CSTO-402"
    assert told.value.hint
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "content", [b"x", b"one line\n", b"\0" * 100, b"SQLite format 3\0", b"y" * 511]
)
def test_a_short_file_is_not_taken_for_an_empty_log(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LogError, match="is not a database"):
        open_log(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_as_it_was(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LogError, match="not a log of csto_sim") as told:
        open_log(path)
    assert told.value.code == "CSTO-402"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("stamp", "code", "words"),
    [
        (str(SCHEMA + 1), "CSTO-403", "a newer csto_sim"),
        ("0", "CSTO-403", "an older csto_sim"),
        ("9" * 5000, "CSTO-402", ""),
        ("one", "CSTO-402", ""),
    ],
)
def test_a_log_of_a_newer_schema_is_refused(path: Path, stamp: str, code: str, words: str) -> None:
    open_log(path).close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (stamp,))
    other.close()
    with pytest.raises(LogError) as told:
        open_log(path)
    assert told.value.code == code
    assert words in told.value.hint


@pytest.mark.parametrize(
    "target",
    [
        *("mysq://host/db", "postgres://host/db", "sqlite:runs.db", "nonsense://", "://", " ", ""),
        *("sqlite://host/x.db", "a\0b", "postgresql+psycopg://host:port/db", "x" * 5000),
        *("mysql+pymysql://me:secret@host/db", "sqlite:////no/such/folder/x.db", "/no/such/x.db"),
        *("sqlite+aiosqlite:///x.db", "sqlite:///x.db?nonsense=1", "oracle://h/d", "/dev/null/x"),
    ],
)
def test_a_log_that_cannot_be_reached_is_told_with_a_way_out(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LogError) as told:
        open_log(target)
    assert told.value.code in ("CSTO-402", "CSTO-406")
    assert told.value.message
    assert told.value.hint
    assert "secret" not in str(told.value)
    assert "Traceback" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_scheme_names_the_right_one() -> None:
    for wrong, right in (
        ("postgresq", "postgresql"),
        ("postgres", "postgresql"),
        ("sqlit", "sqlite"),
    ):
        with pytest.raises(LogError) as told:
            open_log(f"{wrong}://host/db")
        assert f"{right}://" in told.value.hint


def test_a_folder_is_not_taken_for_a_log(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="is a folder") as told:
        open_log(tmp_path)
    assert told.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_reader_makes_no_log_where_there_is_none(path: Path) -> None:
    with pytest.raises(LogError, match="there is no log"):
        open_log(path, create=False)
    assert not path.exists()
    path.touch()
    with pytest.raises(LogError, match="the database is empty"):
        open_log(path, create=False)
    assert path.read_bytes() == b""


def test_a_log_that_cannot_be_made_leaves_no_file_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csto_sim.store import views

    monkeypatch.setattr(views, "create", lambda name: "CREATE VIEW of nothing")
    with pytest.raises(LogError, match="could not be opened"):
        open_log(path)
    assert list(path.parent.iterdir()) == []


def test_a_read_only_connection_is_told_as_a_log_that_may_not_be_written(path: Path) -> None:
    with open_log(path) as log:
        log.save([record()])
    with open_log(f"sqlite:///file:{path}?mode=ro&uri=true") as log:
        assert log.load(1) == record()
        with pytest.raises(LogError, match="may not be written") as told:
            log.save([record()])
    assert told.value.code == "CSTO-401"
    assert len(contents(path)["run"]) == 1


def test_a_log_in_use_is_told_after_some_patience(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csto_sim.store import schema

    monkeypatch.setattr(schema, "_PATIENCE", 50)
    with open_log(path) as log:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogError, match="in use by another program") as told:
            log.save([record()])
        assert told.value.code == "CSTO-405"
        other.execute("ROLLBACK")
        other.close()
        assert log.save([record()]) == [1]


def test_a_damaged_run_is_told_and_the_others_can_be_read(path: Path) -> None:
    faults = (
        "UPDATE step SET under = 'no list' WHERE run_id = 1",
        "UPDATE finding SET parent = 77 WHERE n = 1",
        "UPDATE deadline SET skipped = NULL WHERE run_id = 1",
        "UPDATE step SET opens = '[{}]' WHERE run_id = 1",
        "UPDATE step SET takes = '3' WHERE run_id = 1",
    )
    for fault in faults:
        with open_log(path) as log:
            log.save([record(), record(steps=(), deadlines=())])
            with sqlite3.connect(path) as other:
                other.execute(fault)
            other.close()
            with pytest.raises(LogError, match="is damaged"):
                log.load(1)
            assert log.load(2).title == record().title
        path.unlink()


def test_a_cut_off_log_is_told_as_damaged(path: Path) -> None:
    with open_log(path) as log:
        log.save([record(title=f"run {n}") for n in range(200)])
    path.write_bytes(path.read_bytes()[:9000])

    def read_all() -> None:
        with open_log(path) as log:
            for row in log.runs(limit=None):
                log.load(row.id)

    with pytest.raises(LogError) as told:
        read_all()
    assert told.value.code == "CSTO-402"


def test_an_unknown_run_is_told_by_its_number(path: Path) -> None:
    with open_log(path) as log:
        log.save([record()])
        for number in (0, 2, -1, 2**80):
            assert not log.exists(number)
            with pytest.raises(LogError, match=re.escape(f"no run {number} ")) as told:
                log.load(number)
            assert told.value.code == "CSTO-404"
        assert log.exists(1)


# --- opening ------------------------------------------------------------------------------------


def test_nothing_heavy_is_imported_before_a_log_is_opened(path: Path) -> None:
    open_log(path).close()
    code = (
        "import sys, csto_sim.store as store\n"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'sqlite3'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        f"log = store.open_log({str(path)!r}); log.runs()\n"
        "assert 'sqlalchemy' in sys.modules\n"
        "assert 'sqlmodel' not in sys.modules and 'pydantic' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_opening_an_existing_log_costs_one_select(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import Engine, event

    open_log(path).close()
    asked: list[str] = []

    def listen(*given: Any) -> None:
        asked.append(given[2])

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        open_log(path).close()
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    assert [sql for sql in asked if sql != "BEGIN"] == [
        "SELECT value FROM meta WHERE name = 'schema'"
    ]


def test_the_log_is_named_by_the_environment_or_lies_in_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSTO_SIM_DB", raising=False)
    assert default_target() == "csto_sim.db"
    monkeypatch.setenv("CSTO_SIM_DB", "")
    assert default_target() == "csto_sim.db"
    monkeypatch.setenv("CSTO_SIM_DB", "other.db")
    open_log().close()
    assert [each.name for each in tmp_path.iterdir()] == ["other.db"]


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "q?x=1.db", "#1.db", "журнал.db", "a'b.db"])
def test_any_file_name_can_be_a_log(tmp_path: Path, name: str) -> None:
    with open_log(tmp_path / name) as log:
        assert log.save([record()]) == [1]
    with open_log(str(tmp_path / name), create=False) as log:
        assert log.load(1) == record()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_an_empty_file_may_become_a_log(path: Path) -> None:
    path.touch()
    with open_log(path) as log:
        assert log.save([record()]) == [1]


def test_a_new_log_is_stamped_and_readers_do_not_wait_for_writers(path: Path) -> None:
    open_log(path).close()
    with sqlite3.connect(path) as other:
        stamps = dict(other.execute("SELECT name, value FROM meta"))
        assert stamps["schema"] == str(SCHEMA)
        assert stamps["program"] == "csto_sim"
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


def test_a_log_can_be_made_by_two_programs_at_once(path: Path) -> None:
    failures: list[BaseException] = []

    def make() -> None:
        try:
            with open_log(path) as log:
                log.save([record()])
        except LogError as fault:
            failures.append(fault)

    makers = [threading.Thread(target=make) for _ in range(6)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert failures == []
    assert len(contents(path)["run"]) == 6


# --- lists, tables and views ---------------------------------------------------------------------


def test_runs_are_listed_newest_first_and_found_by_what_they_hold(path: Path) -> None:
    late = step(0, when=When("2022-01-06", 1, 2, "2022-01-06"), under=("charter.7.aid",))
    other = record(
        title="100% Kazakhstan_2022",
        file="scenarios/kaz.yaml",
        steps=(late,),
        outcomes=(record().outcomes[0]._replace(procedure="convening", state="lapsed"),),
        readings=(ReadingUse("amb.clock-unit", "C", "command", True, None),),
        expected=(Expected(1, 1, "x", "failed", "y"), Expected(2, 1, "x", "not applicable", "")),
    )
    with open_log(path) as log:
        log.save([record()] * 2)
        log.save([other], tags=["lesson", "lesson", "2022"])
        assert [row.id for row in log.runs()] == [3, 2, 1]
        assert [row.id for row in log.runs(limit=1)] == [3]
        assert [row.id for row in log.runs(before=3)] == [2, 1]
        found: dict[str, list[dict[str, Any]]] = {
            "new": [
                {"scenario": "KAZ.yaml"},
                {"scenario": "100%"},
                {"scenario": "n_2"},
                {"procedure": "convening"},
                {"outcome": "lapsed"},
                {"procedure": "convening", "outcome": "lapsed"},
                {"provision": "charter.7.aid"},
                {"on": "2022-01-06"},
                {"reading": "amb.clock-unit"},
                {"reading": "amb.clock-unit=C"},
                {"tag": "2022"},
                {"stored": log.runs()[0].stored_at, "tag": "lesson"},
            ],
            "old": [
                {"scenario": "crrf"},
                {"procedure": "decision", "outcome": "adopted"},
                {"provision": "rules.14.1"},
                {"on": "2009-06-14"},
                {"reading": "amb.absence-effect=A"},
            ],
            "none": [
                {"scenario": "%x"},
                {"procedure": "meeting", "outcome": "adopted"},
                {"provision": "rules"},
                {"on": "2015-01-01"},
                {"reading": "amb.clock-unit=A"},
                {"tag": "les"},
                {"stored": "1999"},
                {"scenario": "'; DROP TABLE run; --"},
            ],
        }
        for which, filters in found.items():
            for each in filters:
                ids = [row.id for row in log.runs(**each)]
                assert ids == {"new": [3], "old": [2, 1], "none": []}[which], each
        row = log.runs()[0]
        assert (row.first_day, row.last_day) == ("2022-01-06", "2022-01-06")
        assert (row.held, row.failed, row.not_applicable, row.exit_code) == (0, 1, 1, 1)
        assert row.outcomes == "crrf: lapsed"
        assert (log.runs(limit=2)[1].steps, log.runs(limit=2)[1].refusals) == (3, 1)
        assert row.program == "0.1.0"


def views(path: Path, view: str) -> list[dict[str, Any]]:
    """What a user of sqlite3 sees."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f"SELECT * FROM {view} ORDER BY 1, 2, 3")]
    connection.close()
    return rows


@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=25,
)
@given(made=records)
def test_views_carry_what_the_record_carries(made: Record) -> None:
    with open_log(":memory:") as log:
        log.save([record(), made])
        assert sorted((r["n"], r["case_id"], r["state"]) for r in log.rows("v_outcomes", 2)) == [
            (n, each.case, each.state) for n, each in enumerate(made.outcomes)
        ]
        assert sorted((r["step"], r["kind"], r["act"]) for r in log.rows("v_steps", 2)) == sorted(
            (each.seq, each.kind, each.act) for each in made.steps
        )
        assert sorted((r["step"], r["act"]) for r in log.rows("v_refusals", 2)) == sorted(
            (each.seq, each.act) for each in made.refusals
        )
        assert [(r["n"], r["name"], r["status"]) for r in log.rows("v_deadlines", 2)] == [
            (n, each.name, each.status) for n, each in enumerate(made.deadlines)
        ]
        assert sorted((r["step"], r["says"], r["holds"]) for r in log.rows("v_findings", 2)) == (
            sorted(
                (each.seq, part.says, part.holds)
                for each in made.steps
                if each.finding is not None
                for _, part in each.finding.tree()
            )
        )
        assert [(r["reading"], r["option"], r["consulted"]) for r in log.rows("v_readings", 2)] == [
            (each.id, each.option, each.consulted) for each in made.readings
        ]
        assert [(r["case_id"], r["member"]) for r in log.rows("v_bonds", 2)] == [
            (each.case, bond.member) for each in made.outcomes for bond in each.bound
        ]


def test_a_user_of_sqlite3_needs_no_joins(path: Path) -> None:
    with open_log(path) as log:
        log.save([record()])
    (outcome, meeting) = views(path, "v_outcomes")
    assert outcome["file"] == "crrf.yaml"
    assert outcome["bound"] == "ARM BLR"
    assert outcome["effective"] == "2009-10-20"
    assert meeting["bound"] == ""
    (refusal,) = views(path, "v_refusals")
    assert (refusal["by_whom"], refusal["says"], refusal["holds"]) == ("BLR", "consensus.absent", 0)
    (deadline,) = views(path, "v_deadlines")
    assert deadline["due_at"] == "2009-06-16T19:59:59Z"
    assert json.loads(deadline["skipped"]) == [["2009-06-12", "day off"]]
    assert [node["depth"] for node in views(path, "v_findings")] == [0, 1, 1] * 2
    assert [node["parent"] for node in views(path, "v_findings")][:3] == [None, 0, 0]
    assert len(views(path, "v_steps")) == 3  # a step without a finding is there too
    assert [bond["member"] for bond in views(path, "v_bonds")] == ["ARM", "BLR"]
    (reading,) = views(path, "v_readings")
    assert (reading["reading"], reading["consulted"]) == ("amb.absence-effect", 1)


def test_rows_are_dictionaries_for_json_and_csv(path: Path) -> None:
    from csto_sim.store.views import VIEWS

    with open_log(path) as log:
        log.save([record(), record()], tags=["x"])
        for name in [*VIEWS, *COLUMNS]:
            rows = list(log.rows(name))
            assert rows
            assert json.dumps(rows)
            assert tuple(rows[0]) == (VIEWS[name].names if name in VIEWS else COLUMNS[name])
        assert {row["run"] for row in log.rows("v_steps", 2)} == {2}
        assert [row["id"] for row in log.rows("run", 2)] == [2]
        assert next(log.rows("v_findings"))["holds"] is False
        for name in ("runs", "sqlite_master", "run; DROP TABLE run"):
            with pytest.raises(LogError, match="no rows"):
                log.rows(name)
        with pytest.raises(LogError):
            log.rows("tree", 1)


# --- tables, columns and pages agree -------------------------------------------------------------


def real_columns(path: Path) -> dict[str, list[str]]:
    open_log(path).close()
    with sqlite3.connect(path) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        ).fetchall()
        found = {
            name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            for (name,) in names
        }
    connection.close()
    return found


def test_the_columns_written_are_those_of_the_tables(path: Path) -> None:
    real = real_columns(path)
    tables = {name: columns for name, columns in real.items() if not name.startswith("v_")}
    assert {name: list(columns) for name, columns in COLUMNS.items()} == tables


def test_the_page_of_the_log_tells_each_table_view_and_column(path: Path) -> None:
    told: dict[str, list[str]] = {}
    section = ""
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"### `(\w+)`", line):
            section = heading[1]
            told[section] = []
        elif line.startswith("#"):
            section = ""
        elif section and (row := re.match(r"\| `(\w+)` \| \S", line)):
            told[section].append(row[1])
    assert told == real_columns(path)


def test_no_name_of_a_column_needs_quotes() -> None:
    from sqlalchemy.dialects.postgresql import dialect

    from csto_sim.store.views import VIEWS

    prepared = dialect().identifier_preparer  # type: ignore[no-untyped-call]  # untyped there
    names = {name for columns in COLUMNS.values() for name in columns}
    names |= {name for view in VIEWS.values() for name in view.names}
    assert {name for name in names if prepared.quote(name) != name} == set()


def test_the_sample_queries_of_the_page_run(path: Path) -> None:
    with open_log(path) as log:
        log.save([record()] * 2)
    samples = re.findall(r"```sql\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(samples) >= 3
    with sqlite3.connect(path) as connection:
        for sample in samples:
            connection.execute(sample).fetchall()
    connection.close()


def test_the_tables_can_be_made_on_postgresql() -> None:
    from sqlalchemy.dialects.postgresql import dialect
    from sqlalchemy.schema import CreateIndex, CreateTable

    from csto_sim.store.tables import Base

    postgresql = dialect()  # type: ignore[no-untyped-call]  # untyped there
    for table in Base.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=postgresql))
        assert "ROWID" not in made
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=postgresql))


def test_the_tables_are_sqlmodel_classes_that_answer_queries(path: Path) -> None:
    from sqlmodel import Session, create_engine, select

    from csto_sim.store.tables import OutcomeRow

    with open_log(path) as log:
        log.save([record()])
    engine = create_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        query = select(OutcomeRow).where(OutcomeRow.procedure == "decision")
        assert [each.state for each in session.exec(query)] == ["adopted"]
    engine.dispose()


def test_the_log_knows_no_engine() -> None:
    allowed = {"csto_sim.errors", "csto_sim.record", "csto_sim.world", "csto_sim.version"}
    folder = Path(__file__).parent.parent / "csto_sim" / "store"
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                ours = name.startswith("csto_sim")
                assert not ours or name in allowed or name.startswith("csto_sim.store"), file


def test_a_copied_log_is_the_same_log(path: Path, tmp_path: Path) -> None:
    with open_log(path) as log:
        log.save([record()])
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    with open_log(copy) as log:
        assert log.load(1) == record()
