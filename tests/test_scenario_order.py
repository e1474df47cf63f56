"""Acts stand in order of time, and no span ends before it begins, wherever days are counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csto_sim import law
from csto_sim.engine.run import run
from csto_sim.engine.times import DAY_ZONE, moment_of, zone_for
from csto_sim.errors import Complaint, Unreadable
from csto_sim.rules.periods import day_bounds
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario
from csto_sim.scenario.zones import zones
from csto_sim.world import Facts, Terms

HEAD = """\
format: 1
title: A story
from: {since}
until: {until}
matters:
  plan: {{procedure: decision, body: CSC}}
acts:
"""
FIRST = date(2016, 5, 3)


def story(*times: str, since: str = "2016-01-01", until: str = "2016-12-31") -> Scenario:
    acts = [f"  - {{date: {each}, act: coordinate, matter: plan}}" for each in times]
    return loads(HEAD.format(since=since, until=until) + ("\n".join(acts) or "  []") + "\n")


def complaints(
    *times: str, since: str = "2016-01-01", until: str = "2016-12-31"
) -> list[Complaint]:
    try:
        story(*times, since=since, until=until)
    except Unreadable as fault:
        return list(fault.complaints)
    return []


def the_one(*times: str, since: str = "2016-01-01", until: str = "2016-12-31") -> Complaint:
    found = complaints(*times, since=since, until=until)
    assert len(found) == 1, found
    return found[0]


def offset(quarters: int) -> str:
    hours, minutes = divmod(abs(quarters) * 15, 60)
    return f"{'-' if quarters < 0 else '+'}{hours:02}:{minutes:02}"


DAYS = st.integers(0, 2).map(lambda n: (FIRST + timedelta(n)).isoformat())
INSTANTS = st.builds(
    lambda day, hour, minute, zone: f"{day}T{hour:02}:{minute:02}{offset(zone)}",
    DAYS,
    st.integers(0, 23),
    st.sampled_from([0, 30, 59]),
    st.integers(-13 * 4, 14 * 4),
)
ENDS = DAYS | INSTANTS


def precedes(one: str, other: str) -> bool:
    """By the rule of the page: seconds for two instants, else the days as written."""
    if "T" in one and "T" in other:
        return datetime.fromisoformat(one) < datetime.fromisoformat(other)
    return one[:10] < other[:10]


# --- order ---------------------------------------------------------------------------------------


@given(st.lists(ENDS, min_size=1, max_size=7))
@example(["2016-05-04T18:00+03:00", "2016-05-04", "2016-05-04T09:00+03:00"])
@example(["2016-05-04T23:30-11:00", "2016-05-04", "2016-05-04T10:00+03:00"])
@example(["2016-05-05T01:00+14:00", "2016-05-05T10:00Z", "2016-05-04T23:30-11:00", "2016-05-04"])
def test_acts_are_in_order_when_none_precedes_any_act_above_it(times: list[str]) -> None:
    in_order = not any(precedes(later, above) for above, later in combinations(times, 2))
    found = complaints(*times)
    assert {each.code for each in found} == (set() if in_order else {"CSTO-309"})


@given(st.lists(st.tuples(ENDS, st.sampled_from(["", "+1d", "+3d"])), min_size=1, max_size=5))
def test_stretches_and_relative_times_are_in_order_by_where_they_begin(
    times: list[tuple[str, str]],
) -> None:
    written = []
    begins = []
    for end, after in times:
        # Both ends far apart, so that the stretch itself is never the wrong way round.
        last = "2016-05-20T00:00Z" if "T" in end else "2016-05-20"
        written.append(f"{{between: [{end}, {last}]}}")
        begins.append(end)
        if after:
            days = timedelta(int(after[1]))
            moved = (
                (datetime.fromisoformat(end) + days).isoformat()
                if "T" in end
                else (date.fromisoformat(end) + days).isoformat()
            )
            written.append(after)
            begins.append(moved)
    in_order = not any(precedes(later, above) for above, later in combinations(begins, 2))
    assert (complaints(*written) == []) == in_order


def test_an_act_out_of_order_is_told_with_the_line_of_the_act_that_it_precedes() -> None:
    told = the_one("2016-05-04T18:00+03:00", "2016-05-04", "2016-05-04T09:00+03:00")
    assert (told.code, told.line) == ("CSTO-309", 10)
    assert "2016-05-04T09:00+03:00 comes before 2016-05-04T18:00+03:00" in told.message
    assert "line 8" in told.message


def test_one_late_date_is_one_message_however_many_acts_stand_below_it() -> None:
    told = the_one("2016-03-01", "2016-08-02", "2016-03-03", "2016-03-04", "2016-03-05")
    assert told.code == "CSTO-309"
    assert "so do 2 more acts" in told.message


def test_a_date_beyond_the_scenario_is_no_measure_for_the_acts_below_it() -> None:
    told = the_one("2016-03-01", "2106-03-02", "2016-03-03", "2016-03-04")
    assert told.code == "CSTO-310"


def test_what_two_files_bring_together_is_put_in_order_or_told(tmp_path: Path) -> None:
    def both(lower: list[str], upper: list[str]) -> list[str]:
        head = HEAD.format(since="2016-01-01", until="2016-12-31")
        for name, start, times in (
            ("lower", head, lower),
            ("upper", "format: 1\ntitle: Upper\nbased_on: lower.yaml\nacts:\n", upper),
        ):
            lines = [f"  - {{date: {each}, act: coordinate, matter: plan}}\n" for each in times]
            (tmp_path / f"{name}.yaml").write_text(start + "".join(lines), encoding="utf-8")
        return [act.time.written for act in load(tmp_path / "upper.yaml").acts]

    late, day, early = "2016-05-04T23:30-11:00", "2016-05-04", "2016-05-04T10:00+03:00"
    assert both([late], [day, early]) == [day, early, late]
    assert both([day, early], [late]) == [day, early, late]
    assert both([day], [day]) == [day, day]
    # The second instant is earlier than the first by its seconds and two days later as written.
    with pytest.raises(Unreadable) as fault:
        both(["2016-05-03T23:59-13:59", "2016-05-04"], ["2016-05-05T00:00+14:00"])
    assert [each.code for each in fault.value.complaints] == ["CSTO-309"]


# --- spans ---------------------------------------------------------------------------------------

READINGS = [
    Facts({DAY_ZONE: option, "amb.chair-handover": handover})
    for option in law.readings()[DAY_ZONE].options
    for handover in law.readings()["amb.chair-handover"].options
]


def test_every_zone_that_a_run_can_count_days_in_is_known_to_the_loader() -> None:
    for number in range(0, 40 * 365, 91):
        day = date(1994, 1, 1) + timedelta(number)
        for readings in READINGS:
            zone = zone_for(Terms(readings, "strict"))
            low, high = moment_of(
                story(day.isoformat(), since="1990-01-01", until="2039-12-31").acts[0].time, zone
            )[:2]
            assert (low, high) in [day_bounds(day, each) for each in zones(day)]


@given(ENDS, ENDS, ENDS, ENDS)
@example("2016-05-04T23:00-11:00", "2016-05-04", "2016-05-01", "2016-05-09")
@example("2016-05-04", "2016-05-04", "2016-05-04T23:00-11:00", "2016-05-04")
@example("2016-05-04", "2016-05-03T20:30Z", "2016-05-01", "2016-05-09")
def test_no_span_of_a_scenario_that_loads_ends_before_it_begins_under_any_reading(
    one: str, two: str, since: str, until: str
) -> None:
    try:
        found = story(f"{{between: [{one}, {two}]}}", "+1d", since=since, until=until)
    except Unreadable:
        return
    for readings in READINGS:
        zone = zone_for(Terms(readings, "strict"))
        for act in found.acts:
            moment = moment_of(act.time, zone)
            assert moment.earliest <= moment.latest
        assert moment_of(found.since, zone).earliest <= moment_of(found.until, zone).latest


@given(ENDS, ENDS, st.sampled_from(READINGS))
@example("2016-05-04T23:00-11:00", "2016-05-04", READINGS[0])
def test_a_proposal_known_by_a_stretch_is_counted_under_every_zone(
    one: str, two: str, readings: Facts
) -> None:
    text = HEAD.format(since="2016-01-01", until="2016-12-31").replace(
        "plan: {procedure: decision, body: CSC}", "plan: {procedure: convening}"
    )
    text += f"  - {{date: {{between: [{one}, {two}]}}, by: KAZ, act: propose, matter: plan}}\n"
    try:
        found = loads(text)
    except Unreadable:
        return
    assert run(found, readings=readings).deadlines


@pytest.mark.parametrize(
    ("one", "two", "where"),
    [
        ("2016-05-04T23:00-11:00", "2016-05-04", "Europe/Moscow"),
        ("2016-05-04T20:30Z", "2016-05-04", "Asia/Yerevan"),  # Armenia chairs
        ("2016-05-04", "2016-05-03T20:30Z", "2016-05-03T20:30Z comes before"),
        ("2016-05-04", "2016-05-04T00:30+03:00", "UTC"),
    ],
)
def test_a_span_that_one_zone_turns_round_is_refused_with_that_zone(
    one: str, two: str, where: str
) -> None:
    told = the_one(f"{{between: [{one}, {two}]}}")
    assert told.code == "CSTO-311"
    assert where in told.message
    assert told.hint in (
        "write both ends as days, or both as instants",
        f"{{between: [{two}, {one}]}}",
    )
    told = the_one(since=one, until=two)
    assert (told.code, told.line) == ("CSTO-311", 4)


def test_a_span_from_an_instant_to_a_day_that_holds_it_everywhere_is_read() -> None:
    found = story("{between: [2016-05-04T10:00+03:00, 2016-05-04]}")
    assert found.acts[0].time.written == "between 2016-05-04T10:00+03:00 and 2016-05-04"
