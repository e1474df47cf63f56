"""The page on the Python API: every block of it runs, and what it says of the types is so."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import csto_sim
from csto_sim import record, world

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"docs/python-api.md": 13, "README.md": 1}
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> Iterator[tuple[int, str]]:
    text = (ROOT / page).read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1]


class _Frame:
    """What stands for a DataFrame where pandas is not installed: columns as pandas finds them."""

    def __init__(self, data: Any) -> None:
        first = data[0]
        self.columns = list(first._fields if hasattr(first, "_fields") else first)
        self.values = [tuple(each if hasattr(first, "_fields") else each.values()) for each in data]


@pytest.fixture(autouse=True)
def in_a_folder_with_the_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    if find_spec("pandas") is None:
        stand_in = ModuleType("pandas")
        stand_in.DataFrame = _Frame  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "pandas", stand_in)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_of_python_runs(page: str) -> None:
    known: dict[str, Any] = {}
    found = list(blocks(page))
    assert len(found) >= PAGES[page]
    for line, code in found:
        # The block stands at its own line, so that a traceback points into the page.
        exec(compile("\n" * line + code, str(ROOT / page), "exec"), known)
    if "frame" in known:
        assert "act" in list(known["frame"].columns)


def test_what_the_remarks_of_the_page_promise_is_what_comes_back() -> None:
    """A remark `# 'adopted'` behind an expression is its value."""
    known: dict[str, Any] = {}
    checked = 0
    for line, code in blocks("docs/python-api.md"):
        exec(compile("\n" * line + code, "python-api.md", "exec"), known)
        for one in code.splitlines():
            promise = re.fullmatch(r"(\S.*?) {2,}# ('[^']*')(,.*)?", one)
            if promise is not None:
                assert repr(eval(promise[1], known)) == promise[2], one
                checked += 1
    assert checked == 3
    assert len(known["codes"]) > 1
    assert "CSTO-201" in known["codes"]
    assert known["record"].failed == ()


def test_the_hint_of_an_error_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, Any] = {}
    for line, code in blocks("docs/python-api.md"):
        capsys.readouterr()
        exec(compile("\n" * line + code, "python-api.md", "exec"), known)
    told = capsys.readouterr().out
    assert "There is no folder nowhere".lower() in told.lower()
    hints = re.findall(r"make the folder first", told)
    assert len(hints) == 1


def test_the_first_page_takes_nothing_from_an_outcome_that_may_be_none() -> None:
    for _, code in blocks("README.md"):
        assert not re.search(r"\.outcome\([^)]*\)\.", code)


def test_the_page_names_every_field_of_every_type() -> None:
    text = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")
    table = text.partition("<!-- fields -->")[2].partition("<!-- fields: end -->")[0]
    told = {
        found[1]: re.findall(r"`(\w+)`", found[2])
        for found in re.finditer(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE)
    }
    assert len(told) == 11
    for name, fields in told.items():
        kind = getattr(record, name, None) or getattr(world, name)
        assert tuple(fields) == kind._fields, name


def test_every_public_name_is_on_the_page() -> None:
    text = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")
    for name in csto_sim.__all__:
        assert f"`{name}" in text or f"csto_sim.{name}" in text, name


def test_a_path_is_loaded_before_it_is_run_and_whoever_forgets_is_told() -> None:
    with pytest.raises(TypeError, match=r"csto_sim\.load"):
        csto_sim.run("scenarios/decision/one-abstention.yaml")  # type: ignore[arg-type]
