"""Print the page on the timeline from docs/timeline.yaml.

`python docs/tools/print_timeline.py` writes docs/timeline.md; `--check` only says whether it is
stale (exit 1). A test runs the check, and holds the rows to the scenarios that they name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from printing import printed

DOCS = Path(__file__).resolve().parents[1]
DATA = DOCS / "timeline.yaml"
PAGE = DOCS / "timeline.md"
NOTE = "<!-- Printed by docs/tools/print_timeline.py: edit timeline.yaml, not this page. -->\n"

Row = Mapping[str, Any]


def groups() -> list[tuple[str, Mapping[str, Row]]]:
    """Return the groups of the data in order: title and rows by id; all scalars are text."""
    read = yaml.load(DATA.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return [(group["title"], group["rows"]) for group in read]


def page() -> str:
    """Return the page: how many rows are told, the rows by group, those not told and why."""
    rows = {id: row for _, each in groups() for id, row in each.items()}
    told = [row for row in rows.values() if "told_in" in row]
    named = {name for row in told for name in row["told_in"]}
    shut = {id: row for id, row in rows.items() if "why_not" in row}
    lines = ["# What is known of the past, and where it is told", "", NOTE]
    lines += [
        f"Of {len(rows)} rows {len(told)} are told by {len(named)} scenarios; the other "
        f"{len(shut)} hold no step of a procedure and say why.",
        "",
        "The column *sure* is an estimate, from 0 to 1, that the fact is right as it stands. A row "
        "is told by a scenario in which something happens on its day, or on each of its days; what "
        "each act there rests on stands in the scenario.",
        "",
    ]
    for title, each in groups():
        lines += [
            f"## {title}",
            "",
            "| row | when | what | sure | told in |",
            "|---|---|---|---|---|",
        ]
        lines += [_line(id, row) for id, row in each.items()]
        lines.append("")
    lines += ["## Rows that no scenario tells", ""]
    lines += [f"- `{id}`: {row['why_not']}" for id, row in shut.items()]
    return "\n".join([*lines, ""])


def _line(id: str, row: Row) -> str:
    names = row.get("told_in", ())
    told = "<br>".join(f"[{name}](../scenarios/{name}.yaml)" for name in names)
    when = row["date"].replace("/", " to ")
    return f"| `{id}` | {when} | {row['fact']} | {row['conf']} | {told or 'none: see below'} |"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the page with its text."""
    yield PAGE, page()


if __name__ == "__main__":
    sys.exit(printed(pages()))
