"""Writing what is printed from the program, or with `--check` only saying what of it is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def printed(pages: Iterable[tuple[Path, str]]) -> int:
    """Write the pages whose text differs and name each; return the exit code.

    With `--check` nothing is written, and the code is 1 if a page is stale.
    """
    checking = "--check" in sys.argv[1:]
    stale = False
    for path, text in pages:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(path.relative_to(ROOT))
        if not checking:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if stale and checking else 0
