"""The shortest story on which two readings differ, played under both at once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csto_sim import shipped
from csto_sim.cli.distinguish_pages import show
from csto_sim.cli.program import program
from csto_sim.engine.run import run
from csto_sim.parted import Change, compared
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario
from csto_sim.scenario.writing import written
from csto_sim.verify.arena import reach
from csto_sim.verify.arenas import Arena, arenas_of
from csto_sim.verify.distinguish import Distinguished, concerning, distinguish


def change(id: str, option: str) -> Change:
    return Change(((f"amb.{id}", option),))


@cache
def small(*procedures: str) -> list[Arena]:
    return [a for a in arenas_of(procedures) if len(a.scenario.acts) < 16 and not a.in_order]


@cache
def apart(id: str, one: str, other: str, procedure: str) -> Distinguished:
    changes = (change(id, one), change(id, other))
    of = [each for each in small(procedure) if each.name.startswith(f"{procedure}/")]
    return distinguish(*changes, concerning(changes, of[:18]), limit=200)


def flips(story: Scenario, *changes: Change) -> bool:
    one, other = (run(story, readings=dict(each.readings)) for each in changes)
    return bool(compared(one, other).flips)


PAIRS = [
    ("absence-effect", "A", "B", "decision"),
    ("absence-cure", "A", "B", "decision"),
    ("clock-unit", "A", "C", "convening"),
    ("clock-lapse", "A", "B", "convening"),
    ("reservation", "A", "B", "decision"),
    ("silence", "A", "B", "decision"),
]


@pytest.mark.parametrize(("id", "one", "other", "procedure"), PAIRS)
def test_what_comes_apart_does_so_when_it_is_run_again(
    id: str, one: str, other: str, procedure: str
) -> None:
    found = apart(id, one, other, procedure)
    if found.story is None:
        assert found.arenas > 0
        assert apart(id, other, one, procedure).story is None
        return
    again = loads(written(found.story))
    assert flips(again, change(id, one), change(id, other))
    back = apart(id, other, one, procedure)
    assert back.story is not None
    assert len(back.story.acts) == len(found.story.acts)


@pytest.mark.parametrize(("id", "one", "other", "procedure"), PAIRS)
def test_no_act_of_the_story_can_be_left_out_at_its_end(
    id: str, one: str, other: str, procedure: str
) -> None:
    """Without its last entry nothing differs: nothing shorter of this beginning does."""
    found = apart(id, one, other, procedure)
    if found.story is None or not found.story.acts:
        return
    last = found.story.acts[-1].origin
    shorter = found.story._replace(
        acts=tuple(act for act in found.story.acts if act.origin != last),
        until=found.story.acts[-1].time,
    )
    first = found.found
    assert first is not None
    moved = any(step.kind == "time" for step in first.before.steps[-1:])
    assert moved or not flips(shorter, change(id, one), change(id, other))


def test_nothing_shorter_on_one_arena_tells_two_readings_apart() -> None:
    """Every world of the arena is run as a story under both: none with fewer moves differs."""
    path = shipped.find("decision/one-absent-member")
    assert path is not None
    scenario = load(path)
    one, other = change("absence-effect", "A"), change("absence-effect", "B")
    found = distinguish(one, other, [Arena("one", scenario)])
    assert found.story is not None
    length = len({act.origin for act in found.story.acts})
    reached = reach(scenario, 500)
    for number in range(len(reached.worlds)):
        story = reached.story(number, "x")
        if len({act.origin for act in story.acts}) < length:
            assert not flips(story, one, other)


def test_a_reading_does_not_differ_from_itself() -> None:
    same = change("absence-effect", "A")
    found = distinguish(same, same, small("decision")[:10])
    assert found.story is None
    assert found.arenas == 10


def test_only_arenas_that_ask_the_reading_are_played() -> None:
    changes = (change("clock-unit", "A"), change("clock-unit", "B"))
    every = small("convening", "decision", "arrears")
    some = concerning(changes, every)
    assert 0 < len(some) < len(every)
    assert concerning((Change(mode="strict"), Change(mode="practice")), every) == every


# --- the command ---------------------------------------------------------------------------------


def call(*words: str) -> Result:
    return CliRunner().invoke(program, ["distinguish", *words])


def test_the_story_is_saved_and_compare_shows_the_same_difference(tmp_path: Path) -> None:
    found = call("clock-unit=A", "clock-unit=C", "--limit", "200", "--save", str(tmp_path))
    assert found.exit_code == 0
    assert max(map(len, found.output.splitlines())) <= 80 + len(str(tmp_path))
    (file,) = tmp_path.glob("*.yaml")
    record = run(load(file))
    assert all(each.status == "held" for each in record.expected)
    again = CliRunner().invoke(
        program, ["compare", str(file), "--with", "clock-unit=C", "--strict"]
    )
    assert again.exit_code == 1


def test_where_there_is_no_difference_that_is_said_with_what_was_tried() -> None:
    found = call("vat=A", "vat=B")
    assert found.exit_code == 2
    found = call("absence-effect=A", "absence-effect=A")
    assert found.exit_code == 2
    assert "the same" in found.output
    plain = json.loads(call("clock-unit=A", "clock-unit=C", "--limit", "50", "--json").output)
    assert plain["differ"]
    assert plain["acts"][0]["act"] == "propose"


@pytest.mark.parametrize("days", [1, 2, 3])
def test_three_calendar_days_and_72_hours_do_not_differ_within_three_days(days: int) -> None:
    """What was proposed on Monday at 10 differs on Thursday at the earliest."""
    changes = (change("clock-unit", "A"), change("clock-unit", "C"))
    arenas = [each for each in small("convening") if each.name.startswith("convening/")][:18]
    found = distinguish(*changes, concerning(changes, arenas), limit=800, days=days)
    assert found.story is None
    assert (found.days, found.cut) == (days, 0)
    longer = distinguish(*changes, concerning(changes, arenas), limit=800, days=4)
    assert longer.story is not None


def test_that_there_is_no_difference_says_within_what(capsys: pytest.CaptureFixture[str]) -> None:
    changes = (change("clock-unit", "A"), change("clock-unit", "C"))
    show(Distinguished(None, None, 14, 590, 0, 14, 6), changes, "")
    told = " ".join(capsys.readouterr().out.split())
    assert "within 14 days and 6 members: 14 arenas, 590 worlds, each arena" in told
    show(Distinguished(None, None, 14, 590, 2, 14, 6), changes, "")
    assert "2 of the arenas not entered to the end" in " ".join(capsys.readouterr().out.split())
