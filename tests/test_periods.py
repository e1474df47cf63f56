"""The counting of periods, and the working calendars it counts by."""

from __future__ import annotations

import importlib.util
import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.rules.calendars import calendar_files, working_calendar
from csto_sim.rules.periods import (
    CAPITAL_ZONES,
    NO_LIMIT,
    UNITS,
    Count,
    count,
    day_bounds,
    day_of,
    months_after,
)

ROOT = Path(__file__).resolve().parents[1]
MOSCOW = "Europe/Moscow"
STATES = tuple(CAPITAL_ZONES)
HOUR, DAY = 3600, 86400


def at(text: str) -> int:
    """The second (UTC) of an ISO instant with offset."""
    return int(datetime.fromisoformat(text).timestamp())


def exactly(text: str) -> tuple[int, int]:
    return at(text), at(text)


def local(second: int, zone: str) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone))


zones = st.sampled_from([*CAPITAL_ZONES.values(), "UTC"])
seconds = st.integers(at("1994-04-20T00:00+00:00"), at("2029-06-30T00:00+00:00"))
spans = st.tuples(seconds, st.sampled_from([0, 0, 1, HOUR, DAY - 1, 3 * DAY])).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
lengths = st.integers(1, 40)
units = st.sampled_from([unit for unit in UNITS if unit not in ("years", "none")])
states = st.lists(st.sampled_from(STATES), min_size=1, max_size=4, unique=True).map(tuple)


@cache
def off_by_the_file(state: str) -> frozenset[str]:
    """Each ISO day off of a state's calendar, read from its text without the loader under test."""
    text = dict(calendar_files())[f"{state}.yaml"].decode()
    listed = set(
        re.findall(r"^  (\d{4}-\d\d-\d\d): [A-Za-z]", text.partition("\ndays_off:")[2], re.M)
    )
    worked = set(re.findall(r"^  (\d{4}-\d\d-\d\d): \d", text, re.M))
    every_day = (date(1994, 1, 1) + timedelta(n) for n in range(37 * 366))
    weekend = {day.isoformat() for day in every_day if day.weekday() >= 5}
    return frozenset(listed | (weekend - worked))


def is_worked(day: date, calendars: tuple[str, ...]) -> bool:
    return not any(day.isoformat() in off_by_the_file(state) for state in calendars)


# Three days, counted three ways.


def test_three_days_in_hours_end_72_hours_after_the_second_of_the_act() -> None:
    counted = count("hours", 3, exactly("2013-05-06T15:30:07+04:00"), MOSCOW)
    assert counted == Count(
        unit="hours",
        length=72,
        zone=MOSCOW,
        calendar="",
        first_counted="2013-05-06T15:30:07+04:00",
        last_moment=exactly("2013-05-09T15:30:07+04:00"),
        skipped=(),
    )


def test_three_calendar_days_end_with_the_third_day_after_the_day_of_the_act() -> None:
    counted = count("calendar days", 3, exactly("2022-01-05T23:59:59+03:00"), MOSCOW)
    assert counted.first_counted == "2022-01-06"
    assert counted.last_moment == exactly("2022-01-08T23:59:59+03:00")
    assert (counted.unit, counted.length, counted.calendar, counted.skipped) == (
        "calendar days",
        3,
        "",
        (),
    )


def test_three_working_days_asked_for_on_5_january_2022_begin_after_the_new_year_holidays() -> None:
    counted = count("working days", 3, exactly("2022-01-05T20:00+03:00"), MOSCOW, ("RUS",))
    assert counted == Count(
        unit="working days",
        length=3,
        zone=MOSCOW,
        calendar="RUS",
        first_counted="2022-01-10",
        last_moment=exactly("2022-01-12T23:59:59+03:00"),
        skipped=(
            ("2022-01-06", "New Year Holidays"),
            ("2022-01-07", "Christmas Day"),
            ("2022-01-08", "New Year Holidays"),
            ("2022-01-09", "Sunday"),
        ),
    )


def test_the_same_request_counts_earlier_by_the_calendar_of_the_chair() -> None:
    counted = count("working days", 3, exactly("2022-01-05T20:00+03:00"), MOSCOW, ("ARM",))
    assert counted.skipped == (
        ("2022-01-06", "Christmas and Epiphany"),
        ("2022-01-08", "Saturday"),
        ("2022-01-09", "Sunday"),
    )
    assert counted.last_moment == exactly("2022-01-11T23:59:59+03:00")


def test_a_saturday_worked_in_exchange_is_a_working_day_and_the_day_given_for_it_is_not() -> None:
    counted = count("working days", 2, exactly("2022-03-03T10:00+03:00"), MOSCOW, ("RUS",))
    assert (counted.last_moment, counted.skipped) == (exactly("2022-03-05T23:59:59+03:00"), ())
    counted = count("working days", 3, exactly("2022-03-03T10:00+03:00"), MOSCOW, ("RUS",))
    assert counted.last_moment == exactly("2022-03-09T23:59:59+03:00")
    assert counted.skipped == (
        ("2022-03-06", "Sunday"),
        ("2022-03-07", "day off moved from 2022-03-05"),
        ("2022-03-08", "International Women's Day"),
    )


def test_a_day_off_in_one_member_only_is_told_with_that_member() -> None:
    counted = count(
        "working days", 1, exactly("2022-01-27T10:00+03:00"), MOSCOW, ("RUS", "ARM", "KAZ", "ARM")
    )
    assert counted.calendar == "ARM+KAZ+RUS"
    assert counted.skipped == (
        ("2022-01-28", "Army Day (ARM)"),
        ("2022-01-29", "Saturday"),
        ("2022-01-30", "Sunday"),
    )
    shared = count("working days", 1, exactly("2022-03-04T10:00+03:00"), MOSCOW, ("BLR", "RUS"))
    assert shared.calendar == "BLR+RUS"
    assert shared.skipped[0] == ("2022-03-05", "Saturday (BLR)")
    assert shared.skipped[3] == (
        "2022-03-08",
        "Women's Day (BLR); International Women's Day (RUS)",
    )


def test_the_zone_decides_which_day_is_day_0() -> None:
    request = exactly("2022-01-05T23:30+03:00")
    ends = {
        zone: count("calendar days", 3, request, zone).last_moment
        for zone in CAPITAL_ZONES.values()
    }
    assert ends[MOSCOW] == exactly("2022-01-08T23:59:59+03:00")
    assert ends["Asia/Yerevan"] == exactly("2022-01-09T23:59:59+04:00")


@given(spans, lengths, zones)
def test_hours_run_to_the_second_whatever_the_clocks_do(
    start: tuple[int, int], length: int, zone: str
) -> None:
    counted = count("hours", length, start, zone)
    assert counted.last_moment == (start[0] + length * DAY, start[1] + length * DAY)
    told = [at(instant) for instant in counted.first_counted.split("/")]
    assert (told[0], told[-1]) == start
    assert counted.length == 24 * length


@given(seconds, lengths, zones)
def test_calendar_days_end_at_the_last_second_of_the_last_day(
    second: int, length: int, zone: str
) -> None:
    counted = count("calendar days", length, (second, second), zone)
    end = local(counted.last_moment[0], zone)
    assert end.strftime("%H:%M:%S") == "23:59:59"
    assert end.date() == local(second, zone).date() + timedelta(length)
    assert local(counted.last_moment[0] + 1, zone).date() == end.date() + timedelta(1)


@given(seconds, lengths, zones, states)
def test_n_working_days_hold_exactly_n_working_days_and_end_on_one(
    second: int, length: int, zone: str, calendars: tuple[str, ...]
) -> None:
    counted = count("working days", length, (second, second), zone, calendars)
    day_0 = local(second, zone).date()
    last = local(counted.last_moment[0], zone).date()
    period = [day_0 + timedelta(n) for n in range(1, (last - day_0).days + 1)]
    worked = [day for day in period if is_worked(day, calendars)]
    assert len(worked) == length
    assert worked[-1] == last
    assert worked[0].isoformat() == counted.first_counted
    assert [day for day, _ in counted.skipped] == [d.isoformat() for d in period if d not in worked]
    assert all(name for _, name in counted.skipped)
    assert counted.last_moment[0] == day_bounds(last, zone)[1]


@given(seconds, lengths, zones, states)
def test_a_day_that_must_be_worked_in_every_member_never_comes_before_one_worked_in_a_single_member(
    second: int, length: int, zone: str, calendars: tuple[str, ...]
) -> None:
    start = (second, second)
    shared = count("working days", length, start, zone, calendars).last_moment
    for state in calendars:
        assert count("working days", length, start, zone, (state,)).last_moment <= shared


@given(units, seconds, st.integers(0, 40 * DAY), lengths, zones, states)
def test_a_later_start_never_ends_a_period_earlier(
    unit: str, second: int, later: int, length: int, zone: str, calendars: tuple[str, ...]
) -> None:
    first = count(unit, length, (second, second), zone, calendars).last_moment
    second += later
    assert first <= count(unit, length, (second, second), zone, calendars).last_moment


@given(units, spans, lengths, st.integers(0, 10), zones, states)
def test_a_longer_period_never_ends_earlier(
    unit: str, start: tuple[int, int], length: int, more: int, zone: str, calendars: tuple[str, ...]
) -> None:
    shorter = count(unit, length, start, zone, calendars).last_moment
    longer = count(unit, length + more, start, zone, calendars).last_moment
    assert shorter[0] <= longer[0]
    assert shorter[1] <= longer[1]
    assert more == 0 or shorter[0] < longer[0] or unit == "months"


@given(st.sampled_from(["calendar days", "working days", "months", "years"]), seconds, zones)
def test_the_day_of_the_act_is_never_counted(unit: str, second: int, zone: str) -> None:
    day_0 = day_of(second, zone)
    first, last = day_bounds(day_0, zone)
    at_once = count(unit, 1, (first, first), zone, ("RUS",))
    assert at_once == count(unit, 1, (last, last), zone, ("RUS",))
    assert at_once.first_counted > day_0.isoformat()
    assert at_once.last_moment[0] > last


# A start that is known only as a range.


@given(units, spans, lengths, zones, states)
def test_a_start_that_is_a_range_counts_from_either_end(
    unit: str, start: tuple[int, int], length: int, zone: str, calendars: tuple[str, ...]
) -> None:
    counted = count(unit, length, start, zone, calendars)
    ends = [count(unit, length, (end, end), zone, calendars) for end in start]
    assert counted.last_moment == (ends[0].last_moment[0], ends[1].last_moment[1])
    told = [end.first_counted for end in ends]
    assert counted.first_counted == (told[0] if told[0] == told[1] else "/".join(told))
    assert counted.skipped == tuple(sorted({*ends[0].skipped, *ends[1].skipped}))


def test_an_act_known_by_its_day_has_one_end_in_days_and_a_range_of_ends_in_hours() -> None:
    day = day_bounds(date(2013, 5, 6), MOSCOW)
    assert count("calendar days", 3, day, MOSCOW).last_moment == exactly(
        "2013-05-09T23:59:59+04:00"
    )
    hours = count("hours", 3, day, MOSCOW)
    assert hours.last_moment == (at("2013-05-09T00:00+04:00"), at("2013-05-09T23:59:59+04:00"))
    assert hours.first_counted == "2013-05-06T00:00:00+04:00/2013-05-06T23:59:59+04:00"


def test_a_day_known_in_moscow_may_be_either_of_two_days_in_another_zone() -> None:
    counted = count("calendar days", 3, day_bounds(date(2022, 1, 5), MOSCOW), "UTC")
    assert counted.first_counted == "2022-01-05/2022-01-06"
    assert counted.last_moment == (at("2022-01-07T23:59:59+00:00"), at("2022-01-08T23:59:59+00:00"))


def test_days_passed_over_from_either_end_of_a_range_are_told() -> None:
    wednesday_or_thursday = at("2022-01-12T12:00+03:00"), at("2022-01-13T12:00+03:00")
    counted = count("working days", 2, wednesday_or_thursday, MOSCOW, ("RUS",))
    assert counted.first_counted == "2022-01-13/2022-01-14"
    assert counted.last_moment == (at("2022-01-14T23:59:59+03:00"), at("2022-01-17T23:59:59+03:00"))
    assert counted.skipped == (("2022-01-15", "Saturday"), ("2022-01-16", "Sunday"))


# Months and years.


def test_six_months_notice_given_on_28_june_2012_takes_effect_on_28_december_at_the_earliest() -> (
    None
):
    assert months_after(date(2012, 6, 28), 6) == date(2012, 12, 28)
    counted = count("months", 6, exactly("2012-06-28T12:00+04:00"), MOSCOW)
    assert counted.first_counted == "2012-06-29"
    assert counted.last_moment == exactly("2012-12-28T23:59:59+04:00")


def test_five_years_from_20_april_1994_end_with_20_april_1999() -> None:
    start = day_bounds(date(1994, 4, 20), MOSCOW)
    assert count("years", 5, start, MOSCOW).last_moment == exactly("1999-04-20T23:59:59+04:00")


@pytest.mark.parametrize(
    ("given_on", "months", "effect"),
    [
        ("2010-08-31", 6, "2011-02-28"),
        ("2011-08-31", 6, "2012-02-29"),
        ("2012-02-29", 12, "2013-02-28"),
        ("2012-12-31", 6, "2013-06-30"),
        ("2012-06-30", 6, "2012-12-30"),
        ("2012-12-15", 12, "2013-12-15"),
    ],
)
def test_a_month_without_that_day_number_ends_the_period_on_its_last_day(
    given_on: str, months: int, effect: str
) -> None:
    assert months_after(date.fromisoformat(given_on), months) == date.fromisoformat(effect)


@given(st.dates(date(1994, 1, 1), date(2050, 12, 31)), st.integers(1, 600))
def test_months_keep_the_day_number_or_stop_at_the_last_day_of_the_month(
    day: date, months: int
) -> None:
    after = months_after(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day == day.day or (after.day < day.day and (after + timedelta(1)).day == 1)


def test_a_period_without_a_limit_never_ends() -> None:
    counted = count("none", 0, exactly("2022-01-05T20:00+03:00"), MOSCOW)
    assert counted.last_moment == (NO_LIMIT, NO_LIMIT)
    assert (counted.unit, counted.length, counted.first_counted) == ("none", 0, "")
    assert at("9999-12-31T23:59:59+00:00") == NO_LIMIT


# Days and clocks.


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2010-03-28", 23),
        ("2010-10-31", 25),
        ("2011-03-27", 23),
        ("2011-10-30", 24),
        ("2014-10-26", 25),
        ("2022-03-27", 24),
    ],
)
def test_a_day_on_which_moscow_changes_its_clocks_is_shorter_or_longer(
    day: str, hours: int
) -> None:
    first, last = day_bounds(date.fromisoformat(day), MOSCOW)
    assert last - first + 1 == hours * HOUR


def test_72_hours_over_a_change_of_clocks_end_at_another_hour_of_the_day() -> None:
    spring = count("hours", 3, exactly("2010-03-27T12:00+03:00"), MOSCOW)
    assert spring.last_moment == exactly("2010-03-30T13:00+04:00")
    autumn = count("hours", 3, exactly("2010-10-30T12:00+04:00"), MOSCOW)
    assert autumn.last_moment == exactly("2010-11-02T11:00+03:00")


@given(st.dates(date(1991, 1, 1), date(2037, 12, 31)), zones)
def test_days_follow_one_another_without_gap_or_overlap(day: date, zone: str) -> None:
    first, last = day_bounds(day, zone)
    assert day_of(first, zone) == day_of(last, zone) == day
    assert day_of(first - 1, zone) == day - timedelta(1)
    assert day_bounds(day + timedelta(1), zone)[0] == last + 1
    assert 22 * HOUR <= last - first + 1 <= 26 * HOUR


@given(st.integers(-20 * 366 * DAY, 80 * 365 * DAY), zones)
def test_every_second_falls_on_the_day_that_the_clocks_of_the_zone_show(
    second: int, zone: str
) -> None:
    shown = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    assert day_of(second, zone) == shown.astimezone(ZoneInfo(zone)).date()


# What can't be counted is told, with the way out.

MOMENT = (0, 0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("days", 3, MOMENT, MOSCOW), r"not in 'days'"),
        (("calendar days", 0, MOMENT, MOSCOW), r"0 calendar days can't be counted: .*1 or more"),
        (("none", 3, MOMENT, MOSCOW), r"0 where the unit is 'none'"),
        (("hours", 3, (5, 4), MOSCOW), r"ends before it begins"),
        (("hours", 3, MOMENT, "Europe/Moskow"), r"no time zone 'Europe/Moskow'.*tzdata"),
        (("hours", 3, MOMENT, "../Moscow"), r"no time zone"),
        (("working days", 3, MOMENT, MOSCOW), r"amb\.working-calendar"),
        (("working days", 3, MOMENT, MOSCOW, ("FRA",)), r"'FRA'.*calendars of ARM, AZE, BLR"),
        (("working days", 3, MOMENT, MOSCOW, ("RUS",)), r"covers 1994-01-01.*1970-01-02"),
        (("calendar days", 3 * 10**6, MOMENT, MOSCOW), r"outside the years 1 to 9999"),
        (("calendar days", 10**12, MOMENT, MOSCOW), r"outside the years 1 to 9999"),
        (("months", 10**6, MOMENT, MOSCOW), r"outside the years 1 to 9999"),
        (("hours", 1, (10**12, 10**12), MOSCOW), r"outside the years 1 to 9999"),
    ],
)
def test_what_cannot_be_counted_is_told_with_the_way_out(
    arguments: tuple[str, int, tuple[int, int], str], told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        count(*arguments)


def test_working_days_beyond_the_years_covered_are_refused_and_not_guessed() -> None:
    start = exactly("2030-12-30T10:00+03:00")
    assert count("calendar days", 3, start, MOSCOW).last_moment == exactly(
        "2031-01-02T23:59:59+03:00"
    )
    with pytest.raises(ValueError, match=r"RUS covers 1994-01-01 to 2030-12-31.*amb\.clock-unit"):
        count("working days", 3, start, MOSCOW, ("RUS",))


# The frozen calendars.


def freezer() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "freeze_holidays", ROOT / "docs" / "tools" / "freeze_holidays.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_party_and_member_since_1994_has_a_working_calendar() -> None:
    assert [name for name, _ in calendar_files()] == [f"{state}.yaml" for state in sorted(STATES)]
    for state in STATES:
        calendar = working_calendar(state)
        assert calendar.state == state
        assert (calendar.first, calendar.last) == (date(1994, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("state", STATES)
def test_a_calendar_is_read_as_its_file_says(state: str) -> None:
    calendar = working_calendar(state)
    every_day = (date(1994, 1, 1) + timedelta(n) for n in range(13514))
    off = {day.isoformat() for day in every_day if calendar.why_off(day)}
    assert off == {day for day in off_by_the_file(state) if day < "2031"}
    assert not calendar.worked.keys() & calendar.days_off.keys()
    assert all(day.weekday() >= 5 for day in calendar.worked)


@pytest.mark.parametrize("state", STATES)
def test_the_frozen_calendar_is_what_its_source_says(state: str) -> None:
    pytest.importorskip("holidays", reason="holidays, a development dependency, is not installed")
    from importlib.metadata import version

    tool = freezer()
    frozen, fresh = dict(calendar_files())[f"{state}.yaml"].decode(), tool.freeze(state)
    changed = tool.differences(frozen, fresh)
    frozen_from = working_calendar(state).source
    installed = f"holidays {version('holidays')}"
    if frozen_from != installed:
        days = [line for line in changed if not line[1:].startswith("source:")]
        pytest.skip(
            f"{state} was frozen from {frozen_from}; {installed} differs in {len(days)} lines"
            + "".join(f"\n  {line}" for line in days[:20])
        )
    assert changed == [], "edit the calendar by docs/tools/freeze_holidays.py, not by hand"


@pytest.mark.parametrize("state", STATES)
def test_each_day_is_a_working_day_where_the_source_says_so(state: str) -> None:
    holidays = pytest.importorskip(
        "holidays", reason="holidays, a development dependency, is not installed"
    )
    from importlib.metadata import version

    calendar = working_calendar(state)
    if calendar.source != f"holidays {version('holidays')}":
        pytest.skip(f"{state} was frozen from {calendar.source}, another version is installed")
    source = holidays.country_holidays(state, years=range(1993, 2032))
    every_day = [date(1994, 1, 1) + timedelta(n) for n in range(13514)]
    worked = [day for day in every_day if not calendar.why_off(day)]
    assert worked == [day for day in every_day if source.is_working_day(day)]
