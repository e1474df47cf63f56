"""Print docs/coverage.md: what serves each row of the two source documents, and what shows that.

python docs/tools/print_coverage.py          writes the page
python docs/tools/print_coverage.py --check  says whether it is fresh
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from printing import ROOT, printed

from csto_sim.cli.seeds_pages import counts, words
from csto_sim.coverage.rows import DOCUMENTS, Row, kind_of, rows

NOTE = (
    "Each row is one thing that the two source documents of the project name. It is *served* by "
    "what a scenario of its line exercises or a query of its line prints; a test runs every one of "
    "them and holds every claim. What belongs to a row and is not shown by them is told by "
    "`csto-sim coverage --row ID`. The page is printed from `csto_sim/coverage/rows.yaml` by "
    "`docs/tools/print_coverage.py`; `csto-sim coverage --seeds` prints the same."
)


def page() -> str:
    """Return the page: counts, then the rows by document."""
    found = rows()
    lines = ["# What of the source documents is modelled", "", NOTE]
    lines += ["| | rows |", "|---|---:|"]
    lines += [f"| {text} | {number} |" for text, number in counts(found).items()]
    for document in DOCUMENTS.values():
        here = [row for row in found if row.document == document]
        lines += ["", f"## Source document {document}", ""]
        lines += ["| row | what | served by | shown by |", "|---|---|---|---|"]
        lines += [_line(row) for row in here]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    if row.out_of_scope:
        return f"| {row.id} | {_bare(row.item)} | *out of scope:* {_bare(row.out_of_scope)} | |"
    served = ", ".join(f"{kind_of(claim)} {words(claim)}" for claim in row.serves)
    shown = [f"[{name}](../scenarios/{name}.yaml)" for name in row.scenarios]
    shown += [f"`{query}`" for query in row.queries]
    return f"| {row.id} | {_bare(row.item)} | {_bare(served)} | {', '.join(shown)} |"


def _bare(text: str) -> str:
    return text.replace("|", "\\|")


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the page with its text."""
    yield ROOT / "docs" / "coverage.md", page()


if __name__ == "__main__":
    sys.exit(printed(pages()))
