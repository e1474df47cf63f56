"""The kit for other people's tests: what it draws, plays, collects and writes down."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import act, at, decision, meeting, story
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, run_state_machine_as_test

import csto_sim
from csto_sim import shipped
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.scenario.setting import set_facts
from csto_sim.scenario.writing import written
from csto_sim.testing import (
    ProcedureMachine,
    clocks,
    days,
    examples_of,
    kept,
    meetings,
    played,
    positions,
    rosters,
    scenarios,
    shipped_scenarios,
)
from csto_sim.testing import plugin as kit
from csto_sim.testing.player import PLAYED, Player
from csto_sim.testing.strategies import boundaries
from csto_sim.world import Facts

ROOT = Path(csto_sim.__file__).parents[1]
GUIDE = ROOT / "docs" / "testing.md"
FEW = settings(max_examples=min(30, settings().max_examples), deadline=None)
SEARCH = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    # To explain a failure takes far longer than to find and shrink it.
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    derandomize=True,
)
NAMES = shipped.names()


def bare(record: Record) -> Record:
    """A record without what depends on the file: its name, its digest, lines of expectations."""
    expected = tuple(each._replace(line=0, column=0) for each in record.expected)
    certificate = record.certificate._replace(scenario="")
    return record._replace(file="", expected=expected, certificate=certificate)


@cache
def shipped_one(name: str) -> Scenario:
    """A shipped scenario."""
    path = shipped.find(name)
    assert path is not None
    return load(path)


# --- a scenario written down ---------------------------------------------------------------------


@given(scenarios(supposed=True) | scenarios())
@FEW
def test_what_is_written_twice_is_written_alike(scenario: Scenario) -> None:
    text = written(scenario)
    assert written(loads(text)) == text
    assert max(map(len, text.splitlines())) < 400


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
def test_any_words_are_written_so_that_they_are_read_again(words: str) -> None:
    words = words.strip() or "words"
    told = story([meeting()], [act("2016-03-10", "speak", "m", "ARM", says=words)])
    again = loads(written(told._replace(title=words[:300], sources=(words,), tags=("yes", "12"))))
    assert (again.title, again.sources, again.tags) == (words[:300], (words,), ("yes", "12"))
    assert again.acts[0].takes["says"] == words


@pytest.mark.parametrize(
    "about", ["one\ntwo", " led", "a  b", "end\n", "x " * 200, "", "#no", "- a"]
)
def test_a_text_over_several_lines_is_read_as_it_was(about: str) -> None:
    told = story([meeting()], [])._replace(about=about)
    assert loads(written(told)).about == loads(written(loads(written(told)))).about
    assert loads(written(told)).about.split() == about.split()


def test_a_changed_fact_leaves_no_expectation_behind() -> None:
    told = set_facts(shipped_one("decision/2009-06-14-crrf"), ["BLR=present", "BLR=consent"])
    text = written(told)
    assert "expect:" not in text

    def came(of: Scenario) -> list[Any]:
        return [(o.case, o.state, o.effective, o.bound) for o in csto_sim.run(of).outcomes]

    assert came(loads(text)) == came(told)


def test_expectations_and_claims_can_be_given() -> None:
    told = story([meeting(), decision()], [])
    text = written(
        told,
        expect=[{"matter": "d", "state": "open"}],
        claims=[{"name": "c", "matter": "d", "always": {"state": "open"}}],
    )
    read = yaml.safe_load(text)
    assert read["expect"] == [{"matter": "d", "state": "open"}]
    assert read["claims"][0]["always"] == {"state": "open"}
    assert read["meetings"]["m"]["agenda"] == ["d"]


def test_an_act_whose_companions_are_missing_cannot_be_written() -> None:
    opening = act("2016-03-10", "open", "m", present=("ARM", "BLR"))
    with pytest.raises(ValueError, match="'open' in 'm' at 2016-03-10"):
        written(story([meeting()], [opening, act("2016-03-10", "attend", "m", "ARM")]))


def test_a_time_beyond_what_a_file_can_say_is_not_written() -> None:
    far = at("2016-03-10")._replace(written="?", low=8_000_000_000, high=8_000_000_000)
    with pytest.raises(ValueError, match="no scenario file can say when this was: 2223"):
        written(story([meeting()], [ScenarioAct("open", "", "m", far)]))


# --- strategies ----------------------------------------------------------------------------------


@given(rosters(2, 5))
def test_a_roster_is_of_that_size_and_in_order(codes: tuple[str, ...]) -> None:
    assert 2 <= len(codes) <= 5
    assert list(codes) == sorted(set(codes))


@given(st.data())
def test_days_and_times_lie_between_their_ends(data: st.DataObject) -> None:
    assert "2012-12-20" <= data.draw(days("2012-12-20", "2013-01-20")) <= "2013-01-20"
    time = data.draw(clocks((), "2012-12-20", "2013-01-20"))
    assert "2012-12-20" <= time.written[:10] <= "2013-01-20"


def test_boundaries_are_a_second_before_at_and_after_the_last_lawful_moment() -> None:
    assert boundaries([100, 100]) == (99, 100, 101)


@given(positions(("ARM", "BLR"), silent=False))
def test_who_may_not_be_silent_says_something(said: Facts) -> None:
    assert set(said) == {"ARM", "BLR"}


@given(rosters(3, 6).flatmap(meetings))
@FEW
def test_a_meeting_is_a_scenario_that_a_file_can_hold(sitting: Any) -> None:
    told = sitting.scenario()
    assert loads(written(told)).members == sitting.members
    assert set(sitting.positions) <= set(sitting.present) <= set(sitting.members)


@pytest.mark.parametrize("name", sorted(procedures()))
@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_whole_scenarios_of_every_procedure_are_valid_and_run(
    name: str, data: st.DataObject
) -> None:
    told = data.draw(scenarios(name))
    assert any(case.procedure == name for case in told.cases)
    assert told.expect == ()
    assert csto_sim.run(told).title == told.title


def test_what_is_changed_at_random_is_no_history() -> None:
    seen: list[Scenario] = []

    @given(scenarios("instrument"))
    @settings(max_examples=60, database=None, deadline=None)
    def drawn(told: Scenario) -> None:
        seen.append(told)

    drawn()
    changed = [each for each in seen if each.title.endswith(", changed")]
    assert changed
    assert {act.said.evidence for each in changed for act in each.acts} <= {"hypothetical"}
    assert {each.sources for each in changed} == {()}


def test_the_last_lawful_moment_is_met_and_missed() -> None:
    found: set[str] = set()

    @given(scenarios("convening"))
    @settings(max_examples=300, database=None, deadline=None, derandomize=True)
    def drawn(told: Scenario) -> None:
        for line in csto_sim.run(told).deadlines:
            closing = [s for s in csto_sim.run(told).steps if s.seq == line.closed]
            if line.due is not None and closing and closing[0].kind == "act":
                found.add(
                    {0: "at", 1: "after", -1: "before"}.get(
                        closing[0].when.latest - line.due[1], "far"
                    )
                )

    drawn()
    assert {"at", "before", "far"} <= found


def test_a_procedure_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="there is no procedure 'decison': there are arrears"):
        scenarios("decison")


def test_shipped_scenarios_are_told_as_they_are() -> None:
    seen: list[str] = []

    @given(shipped_scenarios("status"))
    @settings(max_examples=10, database=None, deadline=None)
    def drawn(told: Scenario) -> None:
        seen.append(told.file)

    drawn()
    assert seen
    assert set(seen) <= {str(shipped.find(name)) for name in NAMES}


def test_every_file_is_an_explicit_example(tmp_path: Path) -> None:
    seen: list[str] = []

    @examples_of([shipped.scenarios_folder() / "document"])
    @given(scenarios("document"))
    @settings(max_examples=1, database=None, deadline=None)
    def drawn(told: Scenario) -> None:
        seen.append(told.title)

    drawn()
    own = [shipped_one(name).title for name in NAMES if name.startswith("document/")]
    assert set(own) <= set(seen)
    with pytest.raises(FileNotFoundError, match="no file, folder or shipped scenario"):
        examples_of(tmp_path / "nowhere")(drawn)


def test_a_failing_property_leaves_the_shrunk_scenario_behind(tmp_path: Path) -> None:
    @given(scenarios("decision"))
    @settings(max_examples=200, database=None, deadline=None)
    @kept(tmp_path)
    def test_nobody_objects(told: Scenario) -> None:
        assert not any(each.name == "object" for each in told.acts)

    with pytest.raises(AssertionError) as caught:
        test_nobody_objects()
    (file,) = tmp_path.iterdir()
    assert any(f"csto-sim run {file}" in note for note in caught.value.__notes__)
    told = load(file)
    assert told.title == "Against the claim: nobody objects"
    assert "object" in [each.name for each in told.acts]


# --- the machine ---------------------------------------------------------------------------------


class AsARun(ProcedureMachine):
    """What a machine plays is what a run of its scenario finds."""

    failures = ""

    def teardown(self) -> None:
        assert tuple(self.steps) == self.record.steps
        assert bare(csto_sim.run(loads(written(self.scenario)))) == bare(self.record)
        super().teardown()


@pytest.mark.parametrize("name", sorted(procedures()))
def test_what_a_machine_plays_is_what_its_scenario_runs_to(name: str) -> None:
    kind: Any = type(f"AsARun{name}", (AsARun,), {"procedure": name})
    run_state_machine_as_test(kind, settings=settings(SEARCH, max_examples=6))


class Unanswered(ProcedureMachine):
    """A false claim."""

    procedure = "convening"

    @invariant()
    def every_proposal_is_answered(self) -> None:
        """A proposal never runs out."""
        assert all(case.state != "lapsed" for case in self.world.cases.values())


def test_a_false_claim_ends_one_second_after_the_last_lawful_moment(tmp_path: Path) -> None:
    kind: Any = type("Unanswered", (Unanswered,), {"failures": tmp_path})
    with pytest.raises(AssertionError):
        run_state_machine_as_test(kind, settings=settings(SEARCH, max_examples=100))
    told = load(tmp_path / "unanswered-every-proposal-is-answered.yaml")
    record = csto_sim.run(told)
    (line,) = [each for each in record.deadlines if each.name == "convening"]
    assert line.status == "missed"
    assert line.due is not None
    assert told.until.low == line.due[1] + 1
    assert told.acts[0].name == "propose"
    assert len(told.acts) <= 2
    assert told.title == "Against the claim: A proposal never runs out"


class Fine(ProcedureMachine):
    """Nothing is claimed but what stands beside the tables."""

    failures = ""


def test_a_lawful_end_is_no_error_and_what_never_happened_is_told() -> None:
    PLAYED.pop("Fine", None)
    run_state_machine_as_test(Fine, settings=SEARCH)
    told = PLAYED["Fine"]
    assert told.done["rule act"]
    assert "decision: decide" in told.known
    lines = "\n".join(told.lines())
    assert all(f"never  {each}" in lines for each in told.never())


def test_a_scenario_file_is_an_explicit_example_of_a_machine() -> None:
    name = "decision/2009-06-14-crrf"
    found = played(Fine, name)
    assert tuple(found.steps) == csto_sim.run(shipped_one(name)._replace(expect=())).steps
    with pytest.raises(AssertionError):
        played(Unanswered, a_lapse())


def a_lapse() -> str:
    """A shipped scenario in which a proposal to convene runs out."""
    return next(
        name
        for name in NAMES
        if name.startswith("convening/")
        and any(each.state == "lapsed" for each in csto_sim.run(shipped_one(name)).outcomes)
    )


def test_a_refused_act_is_part_of_the_story_only_if_it_is_asked_for() -> None:
    one = Player()
    assert not one.do("decide", "", "draft")
    assert one.scenario.acts == ()
    other: Any = type("Refusing", (Player,), {"refusals": True})()
    assert not other.do("decide", "", "draft")
    assert [step.kind for step in other.record.steps] == ["refusal"]


# --- files as tests ------------------------------------------------------------------------------

GOOD = """\
# a comment first
format: 1
title: A session
from: 2016-03-10
until: 2016-03-12
meetings: {m: {body: CSC}}
acts: [{date: 2016-03-10, act: open, meeting: m, present: [ARM, BLR, KAZ, KGZ, RUS, TJK]}]
"""


def pytest_in(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with the plugin in a folder, as somebody else would."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:csto_sim", "-p", "csto_sim.testing.plugin"),
            *("-p", "no:cacheprovider", "--color=no", *args),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
    )


def test_scenario_files_are_tests_and_other_yaml_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "runs.yaml").write_text(GOOD)
    held = "expect:\n  - {meeting: m, state: open, refusals: 0}\n"
    (tmp_path / "holds.yaml").write_text(GOOD + held)
    (tmp_path / "fails.yaml").write_text(GOOD + "expect:\n  - {meeting: m, state: closed}\n")
    (tmp_path / "faulty.yaml").write_text(GOOD.replace("KGZ", "KGX"))
    (tmp_path / "other.yaml").write_text("format: 1\nservices: {a: *nothing}\n")
    (tmp_path / "also.yml").write_text("title: x\nfrom: y\nuntil: z\nacts: [\n")
    found = pytest_in(tmp_path, "-q")
    assert "3 passed" in found.stdout or "3 passed" in found.stderr, found.stdout
    assert "2 failed" in found.stdout
    assert "fails.yaml:9:18" in found.stdout
    assert "expected: m is closed" in found.stdout
    assert "To see why: csto-sim explain fails.yaml" in found.stdout
    assert "no state has the code 'KGX'" in found.stdout
    assert "Traceback" not in found.stdout
    assert "def " not in found.stdout
    assert "other.yaml" not in found.stdout
    assert found.returncode == 1


def test_the_collecting_can_be_turned_off(tmp_path: Path) -> None:
    (tmp_path / "runs.yaml").write_text(GOOD)
    (tmp_path / "pytest.ini").write_text("[pytest]\ncsto_scenarios = false\n")
    assert "no tests ran" in pytest_in(tmp_path).stdout


def test_what_scenarios_exercised_is_told_when_asked(tmp_path: Path) -> None:
    (tmp_path / "runs.yaml").write_text(GOOD)
    plain = pytest_in(tmp_path).stdout
    told = pytest_in(tmp_path, "--csto-coverage").stdout
    assert "csto_sim: coverage" in told
    assert "csto_sim: coverage" not in plain
    assert re.search(r"provisions +\d+ of \d+ exercised", told)
    assert re.search(r"^[a-z-]+\.\S+ +\d+", told, re.MULTILINE)


def test_a_scenario_is_known_by_its_top_keys_alone() -> None:
    for name in NAMES:
        path = shipped.find(name)
        assert path is not None
        assert kit.is_scenario(path), name
    for path in [*ROOT.glob("csto_sim/**/*.yaml"), *ROOT.glob("docs/*.yaml")]:
        assert not kit.is_scenario(path), path


def test_without_hypothesis_the_kit_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text(
        "raise ModuleNotFoundError('No module', name='hypothesis')"
    )
    found = subprocess.run(
        [sys.executable, "-c", "import csto_sim.testing as t; t.scenarios"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        check=False,
    )
    assert "ImportError: csto_sim.testing.scenarios needs Hypothesis" in found.stderr
    assert "pip install 'csto_sim[testing]'" in found.stderr


# --- the guide and the hook ----------------------------------------------------------------------


def test_the_worked_example_of_the_guide_runs_as_it_says(tmp_path: Path) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    (told,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "test_our_rules.py").write_text(code)
    found = pytest_in(tmp_path, "-q", "--hypothesis-seed=1")
    assert "1 failed, 2 passed" in found.stdout, found.stdout
    lines = [line for line in guide.splitlines() if line.startswith("E   ")]
    assert lines
    shown = " ".join(found.stdout.split())
    assert all(" ".join(line.split()) in shown for line in lines), found.stdout
    file = tmp_path / "csto-failures" / "convening-every-proposal-is-answered.yaml"
    text = file.read_text(encoding="utf-8")
    assert [line for line in told.splitlines() if line not in text.splitlines()] == []
    record = subprocess.run(
        [sys.executable, "-m", "csto_sim", "run", "--no-log", "--json", str(file)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert "lapsed" in json.dumps(json.loads(record.stdout))


def test_the_guide_names_what_there_is() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    import csto_sim.testing as own

    assert [name for name in own.__all__ if name not in guide and name != "scenarios_of"] == []
    for name in own.__all__:
        assert getattr(own, name) is not None


def test_the_hook_checks_scenario_files() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].startswith("csto-sim check")
    assert re.search(hook["files"], "our/scenarios/a.yaml")
    assert not re.search(hook["files"], "docker-compose.yaml")
