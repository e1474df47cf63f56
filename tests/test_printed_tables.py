"""The SQL by which a log is made on SQLite agrees with the SQLModel classes, and spares them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from csto_sim.store import open_log

ROOT = Path(__file__).resolve().parents[1]


def test_the_printed_tables_are_those_of_the_classes() -> None:
    done = subprocess.run(
        [sys.executable, "docs/tools/print_tables.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr  # nothing is named as stale


def test_a_log_made_from_the_printed_tables_is_as_the_classes_would_make_it(
    tmp_path: Path,
) -> None:
    from sqlalchemy import create_engine, text

    from csto_sim.store.tables import Base

    def made(path: Path) -> set[tuple[str, str]]:
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index')")
            ).all()
        engine.dispose()
        return {(name, " ".join((sql or "").split())) for name, sql in rows}

    open_log(tmp_path / "printed.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'classes.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    assert made(tmp_path / "printed.db") == made(tmp_path / "classes.db")


@pytest.mark.parametrize("times", [1, 2])
def test_neither_making_nor_opening_a_log_on_sqlite_imports_sqlmodel(
    tmp_path: Path, times: int
) -> None:
    code = (
        "import sys\n"
        "from csto_sim.store import open_log\n"
        f"for _ in range({times}): open_log({str(tmp_path / 'log.db')!r}).close()\n"
        "assert 'sqlmodel' not in sys.modules and 'pydantic' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
