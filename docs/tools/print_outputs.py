"""Print again what commands print, in the pages of docs/ that say so in their second line.

In such a page a block that begins with `$ csto-sim …` holds that command and its output, whole.

python docs/tools/print_outputs.py          writes the pages
python docs/tools/print_outputs.py --check  says which are stale
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner
from printing import ROOT, printed

from csto_sim.cli.program import program

MARK = "<!-- Outputs are printed by docs/tools/print_outputs.py: edit the words around them. -->"
_BLOCK = re.compile(r"(?<=```\n)\$ csto-sim (?P<words>[^\n]+)\n(?P<output>.*?)(?=```)", re.S)
#: Where the folder of this checkout is shown, a reader sees it from its top.
_HERE = str(ROOT) + "/"


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page with the outputs as the commands print them now."""
    for path in sorted((ROOT / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if MARK in text.split("\n")[:3]:
            yield path, _BLOCK.sub(_again, text)


def _again(found: re.Match[str]) -> str:
    words = found["words"]
    output = CliRunner().invoke(program, shlex.split(words)).output
    return f"$ csto-sim {words}\n{output.replace(_HERE, '').rstrip()}\n"


if __name__ == "__main__":
    sys.exit(printed(pages()))
