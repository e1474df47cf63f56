"""The timeline: every row is told by scenarios that touch its days, or says why none does."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from csto_sim import shipped
from csto_sim.engine.run import run
from csto_sim.scenario.load import load

ROOT = Path(__file__).resolve().parents[1]
GROUPS = yaml.load((ROOT / "docs" / "timeline.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
PAIRS = [(id, row) for group in GROUPS for id, row in group["rows"].items()]
ROWS: dict[str, dict[str, Any]] = dict(PAIRS)
TOLD = [id for id, row in ROWS.items() if "told_in" in row]
#: The rows of the timeline, frozen: none is lost, none is added in silence.
FROZEN = (ROOT / "tests" / "data" / "timeline_rows.txt").read_text("utf-8").split()
#: One of these tells where a row stands: told, or no procedure in it.
ANSWERS = {"told_in", "why_not"}
#: A reason names something of the law, of the sources or of the model; a few words do not.
SHORTEST_REASON = 20


def days(row: dict[str, Any]) -> list[tuple[str, str]]:
    """The first and last day of each time that a scenario has to touch."""
    spans = [span.partition("/") for span in row.get("days", [row["date"]])]
    return [(first, last or first) for first, _, last in spans]


@cache
def moved_on(name: str) -> frozenset[str]:
    """The days by which something was done in a scenario, followed, or ran out."""
    path = shipped.find(name)
    assert path is not None
    record = run(load(path))
    return frozenset(step.when.day for step in record.steps if step.kind != "law")


def touched(name: str, span: tuple[str, str]) -> bool:
    """Whether a scenario moves within the span, its first and last day included."""
    return any(span[0] <= day <= span[1] for day in moved_on(name))


def test_each_row_of_the_timeline_is_there_once() -> None:
    assert [id for id, _ in PAIRS] == FROZEN
    assert len(set(FROZEN)) == len(FROZEN)


@pytest.mark.parametrize("id", ROWS)
def test_a_row_has_its_date_its_fact_and_one_answer(id: str) -> None:
    row = ROWS[id]
    assert set(row) - {"days"} - ANSWERS == {"date", "conf", "fact"}
    assert len(set(row) & ANSWERS) == 1
    assert 0 <= float(row["conf"]) <= 1
    assert row["fact"].endswith(".")
    if "why_not" in row:
        assert len(row["why_not"]) > SHORTEST_REASON


@pytest.mark.parametrize("id", TOLD)
def test_the_days_of_a_row_are_days_in_their_order(id: str) -> None:
    for first, last in days(ROWS[id]):
        assert date.fromisoformat(first) <= date.fromisoformat(last)
        # A span longer than a year would be touched by nearly anything.
        assert date.fromisoformat(last) - date.fromisoformat(first) < timedelta(days=366)


@pytest.mark.parametrize("id", TOLD)
def test_a_row_is_told_by_history_that_ships(id: str) -> None:
    names = ROWS[id]["told_in"]
    assert len(set(names)) == len(names)
    for name in names:
        # The whole name, so that the page can link to the file.
        assert name in shipped.names()
        assert shipped.is_history(name)


@pytest.mark.parametrize("id", TOLD)
def test_something_happens_on_each_day_of_a_row_where_it_is_told(id: str) -> None:
    spans, names = days(ROWS[id]), ROWS[id]["told_in"]
    untold = [span for span in spans if not any(touched(name, span) for name in names)]
    idle = [name for name in names if not any(touched(name, span) for span in spans)]
    assert (untold, idle) == ([], [])


def test_what_a_reason_names_exists() -> None:
    # A reason may send the reader to a scenario.
    for id, row in ROWS.items():
        for name in re.findall(r"\b[a-z_]+/[12]\d{3}-[\w-]+", row.get("why_not", "")):
            assert name in shipped.names(), id


def test_the_printed_page_is_fresh() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "tools" / "print_timeline.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, f"stale, run docs/tools/print_timeline.py:\n{found.stdout}"
