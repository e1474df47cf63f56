"""`csto-sim options`: which acts are open now, by whom, and why the others are not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from building import (
    SIX,
    act,
    clock,
    convening,
    decision,
    instrument,
    meeting,
    members_on,
    options_of,
    sat,
    session,
    story,
)
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.cli.program import program
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.motion import fire
from csto_sim.engine.run import run
from csto_sim.procedures import procedures
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario
from csto_sim.verify.acting import Frame, elsewhere, entries
from csto_sim.verify.moments import NoStep, Standing, so_far, standing
from csto_sim.verify.possible import Option, grouped, options, possible
from csto_sim.world import Act

NAMES = tuple(shipped.names())
OFFICES = ("", "CHAIR", "SG", "SECRETARIAT", "JS", "CSC", "CMFA", "CMD", "CSSC", "PC", "PA")
ABSENT = "TJK"
DAY = "2015-06-01"


@cache
def scenario(name: str) -> Scenario:
    path = shipped.find(name)
    assert path is not None
    return load(path)


def after(story: Scenario, step: int | None = None, **readings: str) -> Standing:
    """Where a story stands, with readings by their ids without `amb.` and with underscores."""
    chosen = {f"amb.{key.replace('_', '-')}": option for key, option in readings.items()}
    return standing(story, terms_of(story, chosen), step)


def now(story: Scenario, step: int | None = None, **readings: str) -> tuple[Option, ...]:
    """What can be done in a story now."""
    there = after(story, step, **readings)
    return options(there.world, there.when)


def who(found: tuple[Option, ...], name: str, case: str, is_open: bool = True) -> set[str]:
    """By whom an act is open, or for which members in full standing it is shut."""
    return {
        each.act.by
        for each in found
        if (each.act.name, each.act.case, each.open) == (name, case, is_open)
        and (is_open or each.act.by != "UZB")  # suspended, as the roster of these days has it
    }


@st.composite
def places(draw: st.DrawFn) -> Standing:
    """Some shipped scenario after some step, under its own readings or some others."""
    story = scenario(draw(st.sampled_from(NAMES)))
    asked = sorted({id for case in story.cases for id in procedures()[case.procedure].readings})
    pairs = [(id, option) for id in asked for option in options_of(id)]
    chosen = dict(draw(st.lists(st.sampled_from(pairs), max_size=3))) if pairs else {}
    chosen.pop("amb.clock-unit", None)  # its working days may lie beyond the calendars
    terms = terms_of(story, chosen)
    record = run(story, readings=chosen)
    return standing(story, terms, draw(st.integers(-1, len(record.steps) - 1)))


# --- what is told of an act is what a run does ---------------------------------------------------


@given(places())
def test_an_open_act_is_not_refused_when_it_is_done_and_a_shut_one_is(there: Standing) -> None:
    for each in options(there.world, there.when):
        world, steps = fire(there.world, each.act)
        (step,) = (one for one in steps if one.kind in ("act", "refusal"))
        assert step.refused is not each.open
        assert world.cases[each.act.case].state == each.target
        if each.open:
            moved = {id: case.state for id, case in world.cases.items()}
            assert all(moved[id] == state for id, state in each.moves)
        else:
            assert world.cases == there.world.cases
            assert each.finding is not None
            assert not each.finding.holds


@given(places())
def test_no_act_that_a_known_actor_can_do_is_left_out(there: Standing) -> None:
    found = options(there.world, there.when)
    told = {(each.act.case, each.act.name, each.act.by) for each in found if each.open}
    anybody = {(case, name) for case, name, by in told if not by}
    named = {(case, name) for case, name, _ in told}
    for case in there.world.cases.values():
        table = procedures()[case.procedure]
        for name in table.acts():
            if any(param.required for param in table.params(name)):
                continue
            frame = Frame(there.world, case, there.when)
            here = [each for each in entries(case.procedure, case.state) if each.act == name]
            offices = () if any(map(frame.anybody, here)) else OFFICES
            for by in (*offices, *frame.known):
                _, steps = fire(there.world, Act(name, by, case.id, there.when))
                if not any(step.refused for step in steps):
                    theirs = (case.id, name, by) in told or (case.id, name) in anybody
                    assert theirs or (not by and (case.id, name) in named), (case.id, name, by)


@given(places())
def test_what_is_possible_is_among_the_options_and_never_an_act_of_time(there: Standing) -> None:
    found = list(possible(there.world, there.when, also_shut=True))
    told = {(each.act.case, each.act.name) for each in options(there.world, there.when)}
    assert {(each.case, each.name) for each in found} <= told
    assert len(set(found)) == len(found)
    for each in possible(there.world, there.when):
        case = there.world.cases[each.case]
        assert each.name in procedures()[case.procedure].acts()
        assert each.name in [entry.act for entry in entries(case.procedure, case.state)]
    turn = [each for each in found if not each.by and each not in set(_here(there))]
    for each in turn:
        assert all(step.refused for step in fire(there.world, each)[1] if step.kind != "time")


def _here(there: Standing) -> list[Act]:
    return list(possible(there.world, there.when))


@given(places())
def test_options_stand_in_the_order_of_the_file_and_of_the_table(there: Standing) -> None:
    found = options(there.world, there.when)
    assert found == options(there.world, there.when)
    cases = list(there.world.cases)
    assert [cases.index(each.act.case) for each in found] == sorted(
        cases.index(each.act.case) for each in found
    )
    for case in there.world.cases.values():
        here = dict.fromkeys(each.act.name for each in found if each.act.case == case.id)
        table = [entry.act for entry in entries(case.procedure, case.state)]
        assert list(here) == [
            *(name for name in table if name in here),
            *(name for name, _ in elsewhere(case.procedure, case.state)),
        ]


@given(places())
def test_a_group_tells_of_each_option_once(there: Standing) -> None:
    found = options(there.world, there.when)
    groups = grouped(found)
    told = [
        (group.first.act.case, group.first.act.name, by, takes, group.first.open)
        for group in groups
        for by in group.by or ("",)
        for takes in group.takes
    ]
    one = [(o.act.case, o.act.name, o.act.by, o.act.takes, o.open) for o in found]
    assert sorted(map(repr, told)) == sorted(map(repr, one))


def test_only_the_cases_that_are_asked_about_are_looked_at() -> None:
    there = after(story([meeting(), decision()], session(DAY, SIX)[:8]))
    assert {each.act.case for each in options(there.world, there.when, ["d"])} == {"d"}
    assert {each.case for each in possible(there.world, there.when, ["m"])} == {"m"}
    assert not list(possible(there.world, there.when, ["nothing"]))


# --- where a run stands after a step -------------------------------------------------------------


@given(st.sampled_from(NAMES), st.data())
def test_the_world_after_a_step_has_the_steps_of_the_record_up_to_there(
    name: str, data: st.DataObject
) -> None:
    story = scenario(name)
    record = run(story)
    step = data.draw(st.integers(-1, len(record.steps) - 1))
    there = standing(story, terms_of(story), step)
    assert there.steps == record.steps[: len(there.steps)]
    # What follows of itself stands with its act, and so do periods that run out at one moment.
    assert there.seq >= step
    beyond = there.steps[step + 1 :]
    assert all(each.kind != "act" and not each.refused for each in beyond)
    for id, case in there.world.cases.items():
        told = [each.target for each in there.steps if each.case == id]
        assert case.state == (told[-1] if told else procedures()[case.procedure].initial.word)


@pytest.mark.parametrize("name", NAMES[::4])
def test_time_and_law_come_one_by_one_between_two_acts(name: str) -> None:
    story = scenario(name)
    record = run(story)
    for step in record.steps:
        if step.kind in ("time", "law"):
            there = standing(story, terms_of(story), step.seq)
            assert there.steps == record.steps[: there.seq + 1]
            assert there.when.earliest <= step.when.latest or there.seq > step.seq
            assert not any(each.kind == "act" for each in there.steps[step.seq :])


@given(st.sampled_from(NAMES))
def test_a_step_that_a_run_has_not_is_told_of(name: str) -> None:
    story = scenario(name)
    with pytest.raises(NoStep):
        standing(story, terms_of(story), len(run(story).steps))
    with pytest.raises(NoStep):
        standing(story, terms_of(story), -2)
    assert standing(story, terms_of(story), -1).steps == ()


@given(st.sampled_from(NAMES))
def test_the_record_so_far_has_the_states_of_the_world(name: str) -> None:
    story = scenario(name)
    terms = terms_of(story)
    there = standing(story, terms)
    record = so_far(story, terms, there)
    assert {each.case: each.state for each in record.outcomes} == {
        id: case.state for id, case in there.world.cases.items()
    }
    running = {(line.case, line.name) for line in record.deadlines if line.closed < 0}
    assert running == {(period.case, period.name) for period in there.world.periods}


# --- claims that a jurist could sign -------------------------------------------------------------


def test_after_a_decision_blocked_by_absence_only_the_absent_member_may_sign() -> None:
    members = members_on(DAY)
    found = now(sat(DAY, [member for member in members if member != ABSENT]))
    assert who(found, "sign", "d") == {ABSENT}
    assert who(found, "sign", "d", is_open=False) == set(members) - {ABSENT}
    (signing,) = (each for each in found if each.act.name == "sign" and each.open)
    assert signing.target == "adopted"


def test_nobody_may_decline_before_there_is_a_proposal() -> None:
    found = now(story([convening(), meeting()], [], since="2016-03-01"))
    (declining,) = (each for each in found if each.act.name == "decline")
    assert not declining.open
    assert declining.out_of_turn
    assert who(found, "propose", "c") == set(members_on("2016-03-01"))


def test_who_is_not_in_the_room_may_not_consent_and_the_others_may() -> None:
    acts = session(DAY, SIX[:5])[:6]
    found = now(story([meeting(), decision()], acts))
    assert who(found, "consent", "d") == set(SIX[:5])
    assert who(found, "consent", "d", is_open=False) == {ABSENT}
    (shut,) = (each for each in found if each.act[:2] == ("consent", ABSENT))
    assert shut.finding is not None
    assert shut.finding.says == "position.absent"
    assert "charter.12.one-vote" in shut.under


def test_after_a_meeting_has_closed_nobody_may_attend_or_speak() -> None:
    found = now(sat(DAY, SIX))
    for name in ("attend", "attend as guest", "speak", "leave"):
        assert who(found, name, "m") == set()


def test_of_the_members_only_the_state_that_presides_may_take_the_decision() -> None:
    day = "2015-06-01"  # Tajikistan chaired the Council
    found = now(story([meeting(), decision()], session(day, SIX)[:8]))
    assert who(found, "decide", "d") == {"TJK"}
    assert who(found, "decide", "d", is_open=False) == set(SIX) - {"TJK"}


def test_before_the_law_on_limited_format_no_member_may_propose_it() -> None:
    members = members_on("2009-06-14")
    acts = session("2009-06-14", members)[: len(members) + 1]
    found = now(story([meeting(), decision()], acts))
    assert who(found, "propose limited format", "d") == set()
    limited = [each for each in found if "limited format" in each.act.name]
    reasons = {each.finding.says for each in limited if each.finding is not None}
    assert reasons == {"act.no_law"}


def test_a_signatory_may_ratify_and_a_state_that_has_not_signed_may_not() -> None:
    acts = [
        act(clock(DAY, 9), "agree text", "i", "RUS"),
        *(act(clock(DAY, 10), "sign", "i", member) for member in SIX[:3]),
    ]
    found = now(story([instrument()], acts))
    assert who(found, "ratify", "i") == set(SIX[:3])
    assert who(found, "sign", "i") == set(SIX[3:])


def test_a_suspended_member_may_attend_only_where_a_reading_lets_it() -> None:
    members = members_on("2016-06-01")
    acts = session("2016-06-01", members)[:2]
    there = after(story([meeting(), decision()], acts))
    roster = Frame(there.world, there.world.cases["m"], there.when)
    suspended = set(roster.roster) - set(roster.members)
    assert suspended == {"UZB"}
    for option, may in (("A", False), ("B", True), ("C", True)):
        there = after(story([meeting(), decision()], acts), quorum_suspended=option)
        found = options(there.world, there.when)
        acting = {each.by for each in possible(there.world, there.when) if each.name == "attend"}
        assert who(found, "attend", "m") & suspended == (suspended if may else set())
        assert acting & suspended == (suspended if may else set())


def test_after_the_three_days_the_chair_may_still_call_and_decline_no_more() -> None:
    story = scenario("convening/never-convened")
    before, lapsed = (now(story, step, chair_gatekeeper="B") for step in (1, 2))
    assert "CHAIR" in who(before, "call", "proposal")
    assert "CHAIR" in who(before, "decline", "proposal")
    assert "CHAIR" in who(lapsed, "call", "proposal")
    assert not who(lapsed, "decline", "proposal")


def test_a_chair_without_a_choice_whether_to_convene_may_not_decline() -> None:
    found = now(scenario("convening/never-convened"), 1, chair_gatekeeper="A")
    assert not who(found, "decline", "proposal")


def test_a_required_word_is_given_in_each_of_its_values() -> None:
    story = scenario("consultation/up-every-rung")
    there = after(story, 1)
    levels = {each.takes["level"] for each in possible(there.world, there.when) if each.takes}
    (param,) = (p for p in procedures()["consultation"].params("raise") if p.required)
    assert levels == set(param.choices)


def test_a_state_whose_head_of_government_may_not_come_may_send_whoever_may() -> None:
    # Read strictly, no head of government sat in the Council before the Charter was amended.
    found = now(scenario("meeting/a-prime-minister-on-the-eve-and-on-the-day"), 0)
    coming = [each for each in found if each.act[:2] == ("attend", "ARM") and each.act[2] == "eve"]
    assert {each.act.takes.get("as") for each in coming if each.open} == {
        "head of state",
        "other representative",
    }
    with pytest.raises(KeyError):  # of the others none has to be told as what they come
        next(o for o in found if o.act[:2] == ("attend", "BLR") and o.open).act.takes["as"]


# --- the command ---------------------------------------------------------------------------------


def asked(*words: str, color: bool = False) -> Result:
    return CliRunner().invoke(program, ["options", *words], color=color)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSTO_SIM_DB", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", NAMES[::9])
def test_the_page_fits_eighty_columns_with_colour_and_without(name: str) -> None:
    plain, coloured = asked(name), asked(name, color=True)
    assert plain.exit_code == 0, plain.output
    assert click.unstyle(coloured.output) == plain.output
    headings = [line for line in plain.output.splitlines() if line and line[0].isalpha()]
    wanted = ["States", "Open", "Not open", "Deadlines"]
    assert [line for line in headings if line in wanted] == wanted
    assert all(len(line) <= 80 for line in plain.output.splitlines())
    assert "?" not in plain.output.replace(scenario(name).title, "")


def test_the_page_tells_who_may_sign_and_why_the_others_may_not() -> None:
    page = asked("convening/never-convened", "--step", "2", "--matter", "session").output
    assert '    open: Armenia\n        leads to "open"; proposal then is "convened late"' in page
    assert "    open: every member but Armenia\n" in page
    assert "Belarus may not preside; Armenia chairs the Council (charter.13.chair," in page
    assert "[reading amb.chair-absent = B]" in page
    assert "proposal (" not in page  # nothing of the other matter


def test_those_who_do_the_same_stand_together_and_nobody_is_left_out() -> None:
    page = " ".join(asked("convening/never-convened", "--step", "1").output.split())
    assert "consult: each of the 6 members, the Chair of the Council, the Collective" in page
    assert "decline: the Chair of the Council and Armenia None of the courses" in page
    assert "decline: Uzbekistan and every member but Armenia None of the courses" in page


def test_an_act_that_anybody_may_do_says_so() -> None:
    page = asked("parliamentary_assembly/three-years-of-a-chair", "--step", "26").output
    assert (
        "    apply: the United Nations (it is for a state or organisation from outside)\n" in page
    )


def test_a_period_that_runs_is_told_as_running_now() -> None:
    page = asked("convening/never-convened", "--step", "1").output
    deadlines = page.partition("\nDeadlines\n")[2]
    assert deadlines.startswith(
        '  The Chair: convening, "proposal" (crisis-reg.3day): now running\n'
    )
    assert asked("convening/never-convened", "--step", "2").output.endswith("Deadlines\n  none\n")


def test_json_gives_each_option_with_its_finding_and_provisions() -> None:
    found: dict[str, Any] = json.loads(
        asked("convening/never-convened", "--step", "1", "--json").output
    )
    assert found["step"] == 1
    assert found["run"] is None
    assert [case["state"] for case in found["cases"]] == ["consulting", "announced"]
    assert {"case", "act", "by", "takes", "under", "finding", "leads_to"} <= set(found["open"][0])
    for each in found["shut"]:
        assert each["finding"]["holds"] is False
        assert each["why"]
        assert all(each["why"])
        assert each["under"]
    assert [line["status"] for line in found["deadlines"]] == ["running"]
    told = {(each["act"], each["by"]) for each in found["shut"]}
    assert ("withdraw", "ARM") in told
    assert ("withdraw", "TJK") not in told


def test_a_stored_run_is_asked_under_its_own_readings(here: Path) -> None:
    name = "convening/never-convened"
    done = CliRunner().invoke(program, ["run", name, "--reading", "clock-unit=A", "--db", "log.db"])
    assert done.exit_code == 0, done.output
    stored = json.loads(asked("1", "--db", "log.db", "--json").output)
    direct = json.loads(asked(name, "--reading", "clock-unit=A", "--json").output)
    assert stored.pop("run") == 1
    assert direct.pop("run") is None
    assert stored == direct
    assert asked("1", "--db", "log.db", "--mode", "strict").exit_code == 2
    assert asked("2", "--db", "log.db").exit_code == 3


def test_a_stored_run_whose_file_has_changed_says_so(here: Path) -> None:
    path = shipped.find("convening/never-convened")
    assert path is not None
    text = path.read_text(encoding="utf-8")
    Path("mine.yaml").write_text(text, encoding="utf-8")
    CliRunner().invoke(program, ["run", "mine.yaml", "--db", "log.db"])
    assert "has changed since" not in asked("1", "--db", "log.db").output
    Path("mine.yaml").write_text(text + "\n# a remark\n", encoding="utf-8")
    assert "The scenario has changed since run 1" in asked("1", "--db", "log.db").output
    Path("mine.yaml").unlink()
    gone = asked("1", "--db", "log.db")
    assert gone.exit_code == 2
    assert "name the FILE instead of the run" in " ".join(gone.output.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--step", "99"), "[CSTO-505]"),
        (("--step", "-2"), "[CSTO-505]"),
        (("--step", "x"), "not a whole number"),
        (("--matter", "sesion"), "try: session"),
        (("--reading", "nothing=A"), "[CSTO-305]"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_to_do(words: tuple[str, ...], told: str) -> None:
    found = asked("convening/never-convened", *words)
    assert found.exit_code == 2
    assert told in found.output
    assert "Traceback" not in found.output


def test_the_example_on_the_page_of_the_documentation_is_what_is_printed() -> None:
    page = (Path(__file__).parents[1] / "docs" / "options.md").read_text(encoding="utf-8")
    blocks = [
        block for block in page.split("```")[1::2] if block.startswith("\n$ csto-sim options")
    ]
    assert blocks
    for block in blocks:
        command, _, shown = block.strip("\n").partition("\n")
        found = [line for line in asked(*command.split()[3:]).output.splitlines()]
        place = 0
        for line in shown.splitlines():
            if line.strip() != "…":
                place = found.index(line, place) + 1
