"""The pages that come from the program are those that it would print today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("tool", ["print_pages.py", "print_outputs.py"])
def test_the_printed_pages_are_fresh(tool: str) -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "tools" / tool), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, f"stale, run docs/tools/{tool}:\n{found.stdout}"
