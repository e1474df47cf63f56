"""The pages that come from the program are those that it would print today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_printed_pages_are_fresh() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "tools" / "print_pages.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, f"stale, run docs/tools/print_pages.py:\n{found.stdout}"
