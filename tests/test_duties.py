"""The calendar of duties: what is owed in a span is met, missed, due, or left open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from building import SIX, act, decision, meeting, story
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law, organisation
from csto_sim.cli.program import program
from csto_sim.duties import Owed, account, owed_in
from csto_sim.duties.account import STATUSES
from csto_sim.duties.done import Done, in_order
from csto_sim.duties.of_year import endings, of_year
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.expect.updating import update_expectations
from csto_sim.law.duties import WAYS, Duty, duties, fulfilled
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load, loads

CALENDAR = {"amb.yearly": "A", "amb.csc-frequency": "A"}
days = st.dates(date(2013, 1, 1), date(2018, 12, 31)).map(date.isoformat)


def told(
    meetings: Sequence[tuple[str, str]],
    since: str = "2013-01-01",
    until: str = "2016-12-31",
    session: str = "regular",
    **readings: str,
) -> Record:
    """A record of meetings, each a body and a day."""
    cases = [
        meeting(f"m{number}", body, session=session) for number, (body, _) in enumerate(meetings)
    ]
    acts = [act(day, "open", f"m{number}") for number, (_, day) in enumerate(meetings)]
    acts.sort(key=lambda each: each.time.written)
    chosen = {id.replace("_", "-"): option for id, option in readings.items()}
    return run(story(cases, acts, since, until), readings=chosen)


def of(record: Record, duty: str) -> list[Owed]:
    """What a record tells of one duty."""
    return [owed for owed in account(record) if owed.duty == duty]


def statuses(record: Record, duty: str) -> list[tuple[str, str]]:
    """The first year of each span with its status."""
    return [(owed.first[:4], owed.status) for owed in of(record, duty)]


def test_a_year_with_a_regular_session_is_met_and_one_without_is_missed() -> None:
    record = told([("CSC", "2013-05-28"), ("CSC", "2015-09-15")])
    assert statuses(record, "csc.yearly") == [
        ("2013", "met"),
        ("2014", "missed"),
        ("2015", "met"),
        ("2016", "missed"),
    ]
    met = of(record, "csc.yearly")[0]
    assert (met.on, met.under, met.done[0].case) == ("2013-05-28", ("csc.sessions.yearly",), "m0")
    assert dict(met.readings) == CALENDAR


@pytest.mark.parametrize(("day", "status"), [("2014-12-31", "met"), ("2015-01-01", "missed")])
def test_the_last_day_of_the_year_is_the_last_lawful_one(day: str, status: str) -> None:
    assert ("2014", status) in statuses(told([("CSC", day)]), "csc.yearly")


@pytest.mark.parametrize("kind", ["extraordinary", "informal"])
def test_only_a_regular_session_is_the_yearly_one(kind: str) -> None:
    record = told([("CSC", "2014-05-08")], session=kind)
    assert ("2014", "missed") in statuses(record, "csc.yearly")


@pytest.mark.parametrize("body", ["CMFA", "CMD", "CSSC"])
def test_ministers_who_meet_once_in_a_year_have_missed_their_duty(body: str) -> None:
    duty = f"{body.lower()}.twice-yearly"
    record = told([(body, "2014-04-03"), (body, "2015-04-02"), (body, "2015-12-22")])
    assert statuses(record, duty)[1:3] == [("2014", "missed"), ("2015", "met")]
    assert of(record, duty)[2].on == "2015-12-22"


def test_what_the_year_has_not_brought_when_the_story_ends_is_due_by_its_last_day() -> None:
    record = told([("CMFA", "2016-03-01")], until="2016-11-30")
    last = of(record, "cmfa.twice-yearly")[-1]
    assert (last.status, last.last, len(last.done)) == ("due", "2016-12-31", 1)


def test_a_year_whose_beginning_is_not_told_is_left_open() -> None:
    record = told([("CMFA", "2013-10-01")], since="2013-06-01")
    assert statuses(record, "cmfa.twice-yearly")[0] == ("2013", "undetermined")


def test_nothing_is_owed_before_its_provision_is_in_force_or_its_holder_in_being() -> None:
    record = told([], since="2001-01-01", until="2008-12-31")
    assert of(record, "csc.yearly")[0].first == "2003-01-01"
    assert of(record, "csc.before-2003")[-1].first <= "2003-01-01"
    assert of(record, "pa.twice-yearly")[0].first >= "2007-01-01"
    assert of(record, "wg-afghanistan.twice-yearly")[0].first >= "2006-01-01"


# --- the readings --------------------------------------------------------------------------------


def test_amb_csc_frequency_b_asks_for_two_sessions_a_year() -> None:
    one = [("CSC", "2014-12-23")]
    assert ("2014", "met") in statuses(told(one, csc_frequency="A"), "csc.yearly")
    assert ("2014", "missed") in statuses(told(one, csc_frequency="B"), "csc.yearly")
    two = [*one, ("CSC", "2014-05-08")]
    assert ("2014", "met") in statuses(told(two, csc_frequency="B"), "csc.yearly")


def test_amb_yearly_b_counts_twelve_months_from_the_last_one() -> None:
    held = [("CSC", "2013-02-01"), ("CSC", "2014-11-01"), ("CSC", "2015-11-01")]
    by_year = [status for _, status in statuses(told(held, until="2015-12-31"), "csc.yearly")]
    assert by_year == ["met", "met", "met"]
    rolling = of(told(held, until="2015-12-31", yearly="B"), "csc.yearly")
    assert [(each.first, each.last, each.status) for each in rolling] == [
        ("2013-01-01", "2013-12-31", "met"),
        ("2013-02-02", "2014-02-01", "missed"),
        ("2014-02-02", "2015-02-01", "met"),
        ("2014-11-02", "2015-11-01", "met"),
        ("2015-11-02", "2016-11-01", "due"),
    ]


def test_amb_yearly_c_counts_from_one_regular_session_to_the_next() -> None:
    held = [
        ("CSC", "2013-05-28"),
        ("CMFA", "2013-06-10"),
        ("CMFA", "2014-12-22"),
        ("CSC", "2014-12-23"),
        ("CMFA", "2015-04-02"),
        ("CSC", "2015-09-15"),
    ]
    found = of(told(held, yearly="C"), "cmfa.twice-yearly")
    assert [(each.first, each.last, each.status) for each in found] == [
        ("2013-05-29", "2014-12-23", "met"),
        ("2014-12-24", "2015-09-15", "missed"),
        ("2015-09-16", "", "due"),
    ]


# --- properties ----------------------------------------------------------------------------------

OF_MINISTERS = duties()["cmfa.twice-yearly"]
events = st.lists(days, max_size=8).map(lambda found: in_order([Done(day, day) for day in found]))


def owed(duty: Duty, done: Sequence[Done], way: str) -> list[Owed]:
    """A duty over the years 2013 to 2018."""
    sessions = ("2013-05-28", "2014-12-23", "2015-09-15", "2016-10-14", "2018-11-08")
    option = {**CALENDAR, "amb.yearly": way}.__getitem__
    return list(owed_in(duty, "2013-01-01", "2018-12-31", done, option, sessions))


@given(done=events, one=days, way=st.sampled_from("AC"))
def test_a_further_meeting_never_undoes_what_was_met(
    done: tuple[Done, ...], one: str, way: str
) -> None:
    before = owed(OF_MINISTERS, done, way)
    after = owed(OF_MINISTERS, in_order([*done, Done(one, one)]), way)
    assert [each[:4] for each in before] == [each[:4] for each in after]
    for was, now in zip(before, after, strict=True):
        assert was.status != "met" or now.status == "met"


@given(done=events)
def test_each_span_of_twelve_months_with_too_little_is_found(done: tuple[Done, ...]) -> None:
    found = owed(OF_MINISTERS, done, "B")
    missed = any(each.status == "missed" for each in found)
    # By hand: from the first day, and from the day after each meeting, count twelve months.
    starts = ["2013-01-01", *(_next(each.last) for each in done)]
    short = [
        start
        for start in starts
        if (end := _year_on(start)) <= "2018-12-31"
        and sum(start <= each.last <= end for each in done) < 2
    ]
    assert missed == bool(short)


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


def _year_on(day: str) -> str:
    found = date.fromisoformat(day)
    later = date(found.year + 1, 3, 1) if day[5:] == "02-29" else found.replace(year=found.year + 1)
    return (later - timedelta(1)).isoformat()


@given(done=st.lists(st.tuples(days, st.integers(0, 400)), max_size=6), way=st.sampled_from("AC"))
def test_what_is_met_or_missed_stays_so_on_each_day_of_a_stretch(
    done: list[tuple[str, int]], way: str
) -> None:
    ranges = in_order([Done(day, _after(day, length)) for day, length in done])
    settled = owed(OF_MINISTERS, ranges, way)
    for pick in ("first", "last"):
        exact = in_order([Done(getattr(e, pick), getattr(e, pick)) for e in ranges])
        for was, now in zip(settled, owed(OF_MINISTERS, exact, way), strict=True):
            if was.status in ("met", "missed"):
                assert now.status == was.status


def _after(day: str, length: int) -> str:
    return (date.fromisoformat(day) + timedelta(length)).isoformat()


# --- matters that fulfil a duty ------------------------------------------------------------------


def adopted(id: str, day: str, body: str = "CMFA", **facts: Any) -> Record:
    """A record in which a decision is adopted on a day."""
    cases = [meeting("m", body), decision(id, body=body, **facts)]
    acts = [
        act(day, "open", "m"),
        *(act(day, "attend", "m", member) for member in SIX),
        *(act(day, "consent", id, member) for member in SIX),
        act(day, "decide", id),
    ]
    return run(story(cases, acts, "2014-01-01", "2015-12-31"))


def test_a_decision_with_topics_meets_the_duty_on_the_list() -> None:
    record = adopted("d", "2014-04-03", topics=("peace",))
    assert statuses(record, "statements.list-yearly") == [("2014", "met"), ("2015", "missed")]
    of_another = adopted("d", "2014-04-03", body="CMD", topics=("peace",))
    assert ("2014", "missed") in statuses(of_another, "statements.list-yearly")


def test_a_matter_meets_the_duty_that_it_names_when_it_has_come_to_its_end() -> None:
    record = adopted("plan", "2014-04-03", fulfils=("consult.plan-yearly",))
    assert statuses(record, "consult.plan-yearly") == [("2014", "met"), ("2015", "missed")]
    cases = [meeting("m", "CMFA"), decision("plan", "CMFA", fulfils=("consult.plan-yearly",))]
    acts = [act("2014-04-03", "open", "m")]
    only_drafted = run(story(cases, acts, "2014-01-01", "2015-12-31"))
    assert ("2014", "missed") in statuses(only_drafted, "consult.plan-yearly")


def test_a_two_yearly_custom_is_counted_by_two_years_and_nobody_misses_it() -> None:
    duty = duties()["un.resolution-two-yearly"]
    option = {**CALENDAR}.__getitem__
    adopted_on = (Done("2016-11-21", "2016-11-21"),)
    found = list(owed_in(duty, "2015-01-01", "2020-06-30", adopted_on, option))
    assert [(each.first, each.last, each.status) for each in found] == [
        ("2015-01-01", "2016-12-31", "met"),
        ("2017-01-01", "2018-12-31", "passed"),
        ("2019-01-01", "2020-12-31", "due"),
    ]


# --- the data, and the year ----------------------------------------------------------------------


def test_the_duties_name_what_exists() -> None:
    for duty in duties().values():
        assert all(law.provision(id) is not None for id in duty.under)
        assert organisation.body(duty.holder) or duty.holder in organisation.organisations()
        assert duty.met_by in WAYS
        for id, numbers in duty.times_by.items():
            assert set(numbers) == set(law.readings()[id].options)
    for name, states in fulfilled().items():
        assert set(states) <= {state.word for state in procedures()[name].states}


@pytest.mark.parametrize("year", range(2004, 2026))
def test_a_year_of_which_the_register_of_sessions_tells_is_met_on_the_day_of_one(year: int) -> None:
    found = {each.duty: each for each in of_year(year, {})}
    council = found["csc.yearly"]
    regular = [
        one.day.isoformat()
        for one in organisation.sessions()
        if one.kind == "regular" and not one.planned and one.day.year == year
    ]
    assert council.status in ("met", "not told", "due")
    assert (council.status == "met") == bool(regular)
    assert not regular or council.on == regular[0]
    assert all(each.status != "missed" for each in found.values())
    assert set(STATUSES) >= {each.status for each in found.values()} - {"not told"}


def test_what_ends_in_a_year_is_told_with_its_last_day() -> None:
    assert ("1999-04-20", "first term of the Treaty") in [each[:2] for each in endings(1999)]
    assert all(each.last.startswith("2019") for each in endings(2019))
    assert any(each.of == "KGZ" for each in endings(2019))


def test_the_page_lists_the_duties_as_the_data_has_them() -> None:
    page = (Path(__file__).parents[1] / "docs" / "duties.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [_row(duty) for duty in duties().values()]


def _row(duty: Duty) -> str:
    each = "year" if duty.years == 1 else f"{duty.years} years"
    kinds = f" ({', '.join(duty.sessions)})" if duty.sessions else ""
    under = ", ".join(f"`{id}`" for id in duty.under)
    cells = (f"`{duty.id}`", duty.holder, each, str(duty.times), duty.met_by + kinds, under)
    return f"| {' | '.join(cells)} |"


# --- in a file, and on the command line ----------------------------------------------------------

FILE = """\
format: 1
title: Meetings
from: 2013-01-01
until: 2014-06-30
meetings:
  one: {body: CSC}
matters:
  plan: {procedure: decision, body: CMFA, fulfils: PLAN}
acts:
  - {date: 2013-05-28, act: open, meeting: one}
expect:
  - EXPECT
"""


def of_file(expect: str, plan: str = "consult.plan-yearly") -> Record:
    """The record of a file that expects something of a duty."""
    return run(loads(FILE.replace("EXPECT", expect).replace("PLAN", plan), "x.yaml"))


@pytest.mark.parametrize(
    ("expect", "held"),
    [
        ("{duty: csc.yearly, in: 2013, status: met}", True),
        ("{duty: csc.yearly, in: 2013, status: met, on: 2013-05-28}", True),
        ("{duty: csc.yearly, in: 2013, status: met, on: 2013-05-29}", False),
        ("{duty: csc.yearly, in: 2013, status: missed}", False),
        ("{duty: csc.yearly, in: 2014, status: due}", True),
        ("{duty: consult.plan-yearly, in: 2013, status: missed}", True),
        ("{duty: csc.before-2003, in: 2013, status: not owed}", True),
    ],
)
def test_a_file_expects_what_became_of_a_duty(expect: str, held: bool) -> None:
    (found,) = of_file(expect).expected
    assert found.status == ("held" if held else "failed")
    assert held or found.found


@pytest.mark.parametrize(
    ("expect", "plan", "told"),
    [
        ("{duty: csc.yaerly, in: 2013, status: met}", "consult.plan-yearly", "csc.yearly"),
        ("{duty: csc.yearly, in: 2013}", "consult.plan-yearly", "status"),
        ("{duty: csc.yearly, in: 2013, status: kept}", "consult.plan-yearly", "undetermined"),
        ("{duty: csc.yearly, in: 2013, status: met}", "consult.plan-yerly", "consult.plan-yearly"),
    ],
)
def test_a_duty_that_cannot_be_read_is_told_with_what_may_stand_there(
    expect: str, plan: str, told: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        of_file(expect, plan)
    (fault,) = caught.value.complaints
    assert told in f"{fault.message} {fault.expected} {fault.hint}"


def test_an_expectation_on_a_duty_is_updated_to_what_became_of_it(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    wrong = "{duty: csc.yearly, in: 2013, status: missed}"
    path.write_text(FILE.replace("EXPECT", wrong).replace("PLAN", "consult.plan-yearly"))
    update_expectations(path, run(load(path)))
    assert "{duty: csc.yearly, in: 2013, status: met}" in path.read_text()
    assert [each.status for each in run(load(path)).expected] == ["held"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--year", "2019"], "2019: met on 28 November 2019"),
        (["--year", "1999"], "first term of the Treaty"),
        (["--year", "2030"], "due by 31 December 2030"),
        (["three-years-of-regular-sessions"], "2014: missed; 0 of 1"),
        (["three-years-of-regular-sessions", "--every"], "[pa.twice-yearly]"),
        (["three-years-of-regular-sessions", "--json"], '"status": "missed"'),
        (["--year", "2019", "--json"], '"endings"'),
        (["the-resolution-of-every-second-year"], "2017-2018: passed without it"),
    ],
)
def test_the_command_tells_the_duties(args: list[str], told: str) -> None:
    found = CliRunner().invoke(program, ["duties", *args])
    assert found.exit_code == 0, found.output
    assert told in found.output
    assert all(len(line) <= 80 for line in found.output.splitlines() if '"' not in line)


@pytest.mark.parametrize("args", [[], ["one.yaml", "--year", "2019"], ["--year", "1800"], ["."]])
def test_the_command_wants_a_file_or_a_year(args: list[str]) -> None:
    found = CliRunner().invoke(program, ["duties", *args])
    assert found.exit_code == 2
    assert "Traceback" not in found.output
