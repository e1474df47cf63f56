"""A pytest plugin: scenario files are tests, and what they exercise of the law can be told.

A `.yaml` file that says `format: 1` and has the keys of a scenario is collected: each expectation
in it is a test, and a file without any is one test, which holds when it runs. Other YAML files are
left alone, and nothing of the program is imported where there are none of ours.
`csto_scenarios = false` in the settings of pytest turns that off.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from csto_sim.coverage.exercised import Coverage
    from csto_sim.record import Expected, Record
    from csto_sim.scenario.model import Scenario

#: Bytes at the head of a file in which `format:` is looked for.
HEAD = 8_192
#: Bytes beyond which no scenario is read.
LIMIT = 4_000_000
_FORMAT = re.compile(
    rb"^(?:\xef\xbb\xbf)?['\"]?format['\"]?[ \t]*:[ \t]*[0-9]+[ \t]*(?:#.*)?\r?$", re.M
)
_KEYS = re.compile(
    rb"^['\"]?(title|from|until|based_on|matters|meetings|acts|expect)['\"]?[ \t]*:", re.M
)
#: Of the other keys of a scenario, so many say that a file is meant as one.
_ENOUGH = 3


def is_scenario(path: Path) -> bool:
    """Whether a file is meant as a scenario, by its top keys alone: nothing is parsed.

    False for what cannot be read.
    """
    try:
        with path.open("rb") as file:
            text = file.read(HEAD)
            if _FORMAT.search(text) is None:
                return False
            text += file.read(LIMIT)
    except OSError:
        return False
    return len({found[1] for found in _KEYS.finditer(text)}) >= _ENOUGH


# --- hooks ---------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--csto-coverage` and the setting `csto_scenarios`."""
    group = parser.getgroup("csto_sim", "scenarios of csto_sim")
    group.addoption(
        "--csto-coverage",
        action="store_true",
        help="tell which provisions, steps and states the scenarios exercised",
    )
    parser.addini(
        "csto_scenarios", "collect scenario files of csto_sim as tests", type="bool", default=True
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScenarioFile | None:
    """Collect a scenario file; None for any other."""
    if file_path.suffix not in (".yaml", ".yml") or not parent.config.getini("csto_scenarios"):
        return None
    if not is_scenario(file_path):
        return None
    found: ScenarioFile = ScenarioFile.from_parent(parent, path=file_path)
    return found


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tell what machines did, and with `--csto-coverage` what was exercised."""
    machine = sys.modules.get("csto_sim.testing.player")
    for name, tally in sorted(getattr(machine, "PLAYED", {}).items()):
        terminalreporter.section(f"csto_sim: what {name} did")
        for line in tally.lines():
            terminalreporter.write_line(line)
    if config.getoption("--csto-coverage"):
        terminalreporter.section("csto_sim: coverage")
        for line in coverage_lines(_RECORDS):
            terminalreporter.write_line(line)


# --- coverage ------------------------------------------------------------------------------------

_RECORDS: list[Record] = []


def cover(record: Record) -> Record:
    """Count a record among those of which `--csto-coverage` tells; return it."""
    _RECORDS.append(record)
    return record


def coverage_of(records: Iterable[Record]) -> Coverage:
    """Return what records exercised of all provisions, steps and states (`csto_sim.coverage`)."""
    from csto_sim import law
    from csto_sim.coverage.exercised import Table, Way, add, blank
    from csto_sim.procedures import procedures

    tables = []
    for name, procedure in procedures().items():
        ways = {
            Way(name, step.act, source.word, (step.target or source).word): step.says
            for step in procedure.steps
            for source in step.sources
        }
        tables.append(Table(name, tuple(state.word for state in procedure.states), ways))
    found = blank((each.id for each in law.provisions()), tables)
    for record in records:
        add(found, record)
    return found


def coverage_lines(records: Iterable[Record]) -> Iterator[str]:
    """Yield lines on what records exercised: counts, and the provisions with how often."""
    from csto_sim.coverage.exercised import MARKS, SATISFIED, VIOLATED

    found = coverage_of(records)
    for what, every in (
        ("provisions", list(found.provisions.values())),
        ("steps", list(found.ways.values())),
        ("states", list(found.states.values())),
    ):
        yield f"{what:<12}{sum(map(bool, every)):>6} of {len(every)} exercised"
    covered = {id: marks for id, marks in sorted(found.provisions.items()) if marks}
    if covered:
        width = min(48, max(map(len, covered)))
        yield ""
        yield "  ".join((f"{'provision':<{width}}", *(f"{mark:>9}" for mark in MARKS)))
    for id, marks in covered.items():
        counts = (marks.counts.get(mark, 0) for mark in MARKS)
        yield "  ".join((f"{id:<{width}}", *(f"{count or '-':>9}" for count in counts)))
    one_sided = [
        id for id, m in covered.items() if SATISFIED in m.counts and VIOLATED not in m.counts
    ]
    if one_sided:
        yield f"{len(one_sided)} of them are satisfied only, and never violated"


# --- files as tests ------------------------------------------------------------------------------


class Failing(Exception):
    """A scenario that is not as it should be; its text is the whole message."""


class ScenarioFile(pytest.File):
    """A scenario file: a test for each expectation, or one for the whole."""

    def collect(self) -> Iterator[ScenarioItem]:
        """Yield the tests of the file."""
        try:
            self.scenario: Scenario | None = self._read()
        except Failing as fault:
            yield ScenarioItem.from_parent(self, name="can be read", place=None, fault=fault)
            return
        self._record: Record | None = None
        for place, each in enumerate(self.scenario.expect):
            name = f"{each.line}: {each.says}"
            yield ScenarioItem.from_parent(self, name=name, place=place, line=each.line)
        if not self.scenario.expect:
            yield ScenarioItem.from_parent(self, name="runs", place=None)

    def _read(self) -> Scenario:
        from csto_sim.errors import Unreadable
        from csto_sim.scenario.load import load

        try:
            return load(self.shown)
        except Unreadable as fault:
            raise Failing(_told(fault)) from None

    @property
    def shown(self) -> str:
        """The path as the user would write it."""
        try:
            return self.path.relative_to(Path.cwd()).as_posix()
        except ValueError:
            return str(self.path)

    def record(self) -> Record:
        """Return the record of the scenario, run once. Raises `Failing`."""
        from csto_sim.engine.run import run
        from csto_sim.errors import Unreadable

        if self._record is None:
            assert self.scenario is not None  # a file that cannot be read has one test alone
            try:
                self._record = cover(run(self.scenario))
            except Unreadable as fault:
                raise Failing(_told(fault)) from None
        return self._record


def _told(fault: Any) -> str:
    """The complaints as the command line tells them."""
    from csto_sim.errors import render

    return "\n".join(map(render, fault.complaints))


class ScenarioItem(pytest.Item):
    """One expectation of a scenario (`place` in its list), or that it can be read and run."""

    def __init__(
        self, *, place: int | None, line: int = 0, fault: Failing | None = None, **more: Any
    ) -> None:
        super().__init__(**more)
        self.place, self.line, self.fault = place, line, fault

    def runtest(self) -> None:
        """Run the scenario, once for all tests of its file. Raises `Failing`."""
        file = self.parent
        assert isinstance(file, ScenarioFile)  # what collects these
        if self.fault is not None:
            raise self.fault
        record = file.record()
        if self.place is not None:
            item = record.expected[self.place]
            if item.status == "failed":
                raise Failing(_failed(file.shown, item))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone for what is wrong with a scenario; a trace for what is wrong here."""
        if isinstance(excinfo.value, Failing):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the expectation stands."""
        return self.path, self.line - 1 if self.line else None, self.name


def _failed(file: str, item: Expected) -> str:
    return (
        f"{file}:{item.line}:{item.column}\n"
        f"    expected: {item.says}\n"
        f"    found:    {item.found}\n"
        f"To see why: csto-sim explain {file}"
    )
