"""Print the SQL that makes a log on SQLite, from the SQLModel classes.

    python docs/tools/print_tables.py            writes csto_sim/store/sqlite.sql
    python docs/tools/print_tables.py --check    tells whether it is fresh, writes nothing

Making the first log would otherwise import SQLModel, which takes as long as all the rest of a run.
"""

from __future__ import annotations

import sys
from pathlib import Path

from printing import printed
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from csto_sim.store.tables import Base

FILE = Path(__file__).resolve().parents[2] / "csto_sim" / "store" / "sqlite.sql"
HEAD = "-- Printed by docs/tools/print_tables.py from tables.py; a test holds it fresh.\n"


def script() -> str:
    """Return the statements, each ended by a semicolon and an empty line."""
    sqlite = dialect()  # type: ignore[no-untyped-call]  # untyped there
    statements = [HEAD]
    for table in Base.metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        for made in (CreateTable(table), *map(CreateIndex, indexes)):
            lines = str(made.compile(dialect=sqlite)).strip().splitlines()
            statements.append("\n".join(line.rstrip() for line in lines) + ";\n")
    return "\n".join(statements)


if __name__ == "__main__":
    sys.exit(printed(((FILE, script()),)))
