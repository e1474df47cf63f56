"""The table language: what it accepts, what it says, and that JSON Schema says the same."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csto_sim import errors
from csto_sim.errors import Complaint, Complaints, Unreadable
from csto_sim.messages import messages
from csto_sim.shapes import moments
from csto_sim.shapes.nodes import read_text
from csto_sim.shapes.shape import (
    Anything,
    Bool,
    Code,
    Day,
    Field,
    Instant,
    Kind,
    ListOf,
    MapOf,
    Number,
    OneOf,
    OneOrMany,
    Read,
    Record,
    Tagged,
    Text,
    Whole,
    Word,
    Written,
    check,
    json_schema,
)

STATES = {"ARM": "Armenia", "BLR": "Belarus", "KAZ": "Kazakhstan", "NOR": "Norway", "RUS": "Russia"}
STATE = Code(lambda: STATES, "the code of a state", also={"Russia": "RUS", "BY": "BLR"})
MOMENT = OneOf((Day(), Instant(), Written(r"\+[0-9]{1,3}[dh]", "a span such as +2d")))
COMMON = (
    Field("date", MOMENT, required=True, help="When it happened.", also=("when", "on")),
    Field("by", OneOrMany(STATE), help="Who acts."),
)
ACT = Tagged(
    "act",
    {
        "open": Record(
            (
                Field("meeting", Text(), required=True),
                Field("presiding", STATE),
                Field("present", ListOf(STATE, unique=True), default=()),
            )
        ),
        "sign": Record((Field("matter", OneOrMany(Text()), required=True),), help="Signs it."),
    },
    common=COMMON,
    name="act",
)
SCENARIO = Record(
    (
        Field("format", Whole(1, 1), required=True, help="The version of the format."),
        Field("title", Text(max=60), required=True),
        Field("strict", Bool(), default=False),
        Field("from", Day()),
        Field("share", Number(0, 1)),
        Field("rounds", Whole(1, 9), default=3),
        Field("readings", MapOf(Written("[a-z.-]{1,30}", "an id"), Word(["A", "B", "C"]))),
        Field("acts", ListOf(ACT, max=50), default=()),
        Field("vary", Anything()),
    ),
    name="scenario",
    help="A scenario.",
)


def checked(text: str, kind: Kind = SCENARIO) -> tuple[Any, Complaints]:
    complaints = Complaints()
    value = check(read_text(text, "file.yaml", complaints), kind, complaints)
    return value, complaints


def one_value(written: str, kind: Kind) -> tuple[Any, Complaints]:
    """What `kind` makes of a value as it is written behind a key."""
    value, complaints = checked(f"x: {written}\n", Record((Field("x", kind),)))
    return value["x"], complaints


def told(written: str, kind: Kind) -> Complaint:
    value, complaints = one_value(written, kind)
    assert len(complaints) == 1, [errors.one_line(each) for each in complaints]
    assert value is None
    return complaints[0]


# --- what is read ----------------------------------------------------------------------------


def test_a_sound_file_becomes_plain_python_with_its_defaults() -> None:
    value, complaints = checked(
        "format: 1\n"
        "title: '  The Force '\n"
        "from: 2009-06-01\n"
        "share: 0.5\n"
        "readings: {amb.a: A}\n"
        "acts:\n"
        "  - {date: 2009-06-14T10:00+04:00, act: open, meeting: moscow, present: [ARM, RUS]}\n"
        "  - {date: 2009-06-14, act: sign, matter: [a, b], by: BLR}\n"
        "  - {date: +2d, act: sign, matter: a, by: [ARM, BLR]}\n"
        "vary: [{x: [1, yes]}]\n"
    )
    assert list(complaints) == []
    moscow = timezone(timedelta(hours=4))
    assert value == {
        "format": 1,
        "title": "The Force",
        "from": date(2009, 6, 1),
        "share": 0.5,
        "readings": {"amb.a": "A"},
        "acts": (
            {
                "date": datetime(2009, 6, 14, 10, tzinfo=moscow),
                "act": "open",
                "meeting": "moscow",
                "present": ("ARM", "RUS"),
                "by": None,
                "presiding": None,
            },
            {"date": date(2009, 6, 14), "act": "sign", "matter": ("a", "b"), "by": ("BLR",)},
            {"date": "+2d", "act": "sign", "matter": ("a",), "by": ("ARM", "BLR")},
        ),
        "vary": [{"x": [1, "yes"]}],
        "strict": False,
        "rounds": 3,
    }
    assert value.sound
    assert value["acts"][0]["date"].utcoffset() == timedelta(hours=4)


def test_every_value_can_be_pointed_at_afterwards() -> None:
    value, _ = checked(
        "format: 1\n"
        "title: x\n"
        "readings: {amb.a: A}\n"
        "acts:\n"
        "  - {date: 2009-06-14, act: open, meeting: m, present: [ARM,\n"
        "     RUS]}\n"
        "  - {date: +2d, act: sign, matter: a, by: BLR}\n"
    )
    assert isinstance(value, Read)
    opened, signed = value["acts"]
    assert opened.at("present", 1).at() == "file.yaml:6:6"
    assert opened.at("date").at() == "file.yaml:5:12"
    assert opened.key("date").at() == "file.yaml:5:6"
    assert signed.at("by", 0).at() == "file.yaml:7:43"
    assert value.at("acts", 1, "matter").at() == "file.yaml:7:36"
    assert value.key("readings", "amb.a").at() == "file.yaml:3:12"
    # What was not written is pointed at by what should hold it.
    assert opened.at("presiding").at() == opened.node.at() == "file.yaml:5:5"
    assert (opened.wrote("date"), opened.wrote("presiding")) == (True, False)
    complaint = opened.at("present", 1).complaint("CSTO-301", "no such state", hint="ARM")
    assert (complaint.line, complaint.column, complaint.length) == (6, 6, 3)


# --- what is said ----------------------------------------------------------------------------

# Each fault of the 200s: the file, and what must be told of it.
FAULTS = {
    "unknown key": ("presnt: 1", 201, "'presnt' is not a key of this scenario", ""),
    "unknown key near a known one": ("rouns: 1", 201, "'rouns' is not a key", "rounds"),
    "wrong kind: list": ("from: [a]", 203, "found a list of 1", ""),
    "wrong kind: empty list": ("from: []", 203, "found an empty list", ""),
    "wrong kind: keys": ("from: {a: 1}", 203, "found keys and values (a)", ""),
    "wrong kind: word": ("acts: none", 203, "found the word 'none'", ""),
    "wrong kind: nothing": ("acts:", 203, "found nothing", ""),
    "wrong kind: null": ("acts: null", 203, "found nothing (null)", ""),
    "wrong kind: text for number": ("rounds: many times", 203, "found the text 'many times'", ""),
    "number in quotes": ("rounds: '3'", 203, "found the word '3'", "without quotes: 3"),
    "true for a text": ("strict: 'true'", 203, "'true' in quotes is a text", "true"),
    "not one of the words": ("readings: {a: D}", 204, "'D' is not a word", ""),
    "not one of the words, nearly": ("readings: {a: a}", 204, "'a' is not a word", "A"),
    "day that does not exist": ("from: 2009-02-30", 205, "February 2009 has 28 days", "2009-02-28"),
    "instant without offset": (
        "acts: [{act: sign, matter: a, date: 2009-06-14T10:00}]", 206, "no offset", "or Z for UTC"),
    "number too large": ("rounds: 10", 207, "found the number 10", ""),
    "number too small": ("share: -0.5", 207, "found the number -0.5", ""),
    "list too long": (f"acts: [{'{date: +1d, act: sign, matter: a}, ' * 51}]", 208, "51", ""),
    "empty text": ("acts: [{date: +1d, act: sign, matter: ' '}]", 209, "an empty text", ""),
    "twice": ("acts: [{date: +1d, act: open, meeting: a, present: [ARM, ARM]}]", 210, "twice", ""),
    "other form": ("readings: {A_B: A}", 211, "'A_B' is not written as it should be", ""),
    "none of several": ("acts: [{date: soon, act: sign, matter: a}]", 212, "'soon'", ""),
    "unknown state": ("acts: [{date: +1d, act: sign, matter: a, by: RUZ}]", 301, "RUZ", "RUS"),
    "yes for true": ("strict: yes", 110, "'yes' is a word here", "true"),
    "off for false": ("strict: Off", 110, "'Off' is a word here", "false"),
    "sixty to the minute": ("rounds: 12:30", 110, "'12:30' is a word here, not a number", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_once_with_what_was_found_and_what_to_do(name: str) -> None:
    text, code, says, hint = FAULTS[name]
    _, complaints = checked(f"format: 1\ntitle: x\n{text}\n")
    assert [each.code for each in complaints] == [f"CSTO-{code}"]
    assert says in complaints[0].message
    assert hint in complaints[0].hint
    assert complaints[0].line == 3
    assert complaints[0].source == text.strip()[: len(complaints[0].source)]
    if code not in (210, 205, 206) or complaints[0].expected:
        assert complaints[0].expected


def test_every_message_about_shape_can_be_met() -> None:
    met = {f"CSTO-{code}" for _, code, _, _ in FAULTS.values()} | {"CSTO-202"}
    assert {code for code in messages() if code.startswith("CSTO-2")} <= met


def test_a_missing_key_is_told_at_its_record_with_its_help() -> None:
    _, complaints = checked("format: 1\ntitle: x\nacts:\n  - act: sign\n    matter: a\n")
    assert [(each.code, each.line, each.column) for each in complaints] == [("CSTO-202", 4, 5)]
    assert complaints[0].message == "this act has no 'date'"
    assert complaints[0].hint == "add 'date: …' (When it happened.)"
    assert "a day such as 2009-06-14" in complaints[0].expected
    assert complaints[0].length == len("act")


def test_a_misspelt_key_is_not_missed_as_well() -> None:
    _, complaints = checked("format: 1\ntitel: x\n")
    assert [(each.code, each.hint) for each in complaints] == [("CSTO-201", "title")]
    _, complaints = checked("format: 1\ntitle: x\nacts: [{on: +1d, act: sign, matter: a}]\n")
    assert [(each.code, each.hint) for each in complaints] == [("CSTO-201", "date")]


def test_an_unknown_key_is_told_with_all_keys_that_may_stand_there() -> None:
    _, complaints = checked("format: 1\ntitle: x\nzzz: 1\nacts: [{act: sign, zzz: 1}]\n")
    top, inner = (each for each in complaints if each.code == "CSTO-201")
    for field in SCENARIO.fields:
        assert field.name in top.expected
    assert set(re.findall(r"\w+", inner.expected)) >= {"act", "date", "by", "matter"}


def test_a_merge_key_is_told_once_and_what_it_would_bring_is_not_missed() -> None:
    _, complaints = checked("format: 1\ntitle: x\nacts: [{<<: {date: 2009-06-14}, act: sign}]\n")
    assert [each.code for each in complaints] == ["CSTO-115"]


def test_what_was_complained_of_while_reading_is_not_complained_of_again() -> None:
    text = "format: 1\ntitle: !x y\nfrom: *no\nacts: !y [1]\nreadings: !z {a: b}\n"
    _, complaints = checked(text)
    assert [each.code[-3:] for each in complaints] == ["113", "116", "113", "113"]


def test_all_faults_of_a_file_are_told_together_and_the_rest_is_read() -> None:
    value, complaints = checked(
        "format: 1\n"
        "titel: x\n"
        "from: 2009-02-30\n"
        "from: 2009-02-28\n"
        "strict: on\n"
        "acts:\n"
        "  - {date: 12:30, act: open, meeting: m, present: [ARM, NO, 5, RUS]}\n"
        "  - {date: 2009-06-14, act: sing, matter: [a, {}], by: Russia}\n"
        "  - 5\n"
    )
    found = sorted((each.line, each.code[-3:], each.hint) for each in complaints)
    assert [(line, code) for line, code, _ in found] == [
        (2, "201"), (3, "205"), (4, "108"), (5, "110"), (7, "203"), (7, "206"), (7, "301"),
        (8, "203"), (8, "204"), (8, "301"), (9, "203"),
    ]  # fmt: skip
    assert (7, "301", "NOR") in found
    assert (8, "204", "sign") in found
    assert (8, "301", "RUS") in found
    opened, signed, nothing = value["acts"]
    assert opened["present"] == ("ARM", None, None, "RUS")
    assert (signed["matter"], signed["act"], nothing) == (("a", None), None, None)
    assert not value.sound
    with pytest.raises(Unreadable) as caught:
        complaints.settle()
    assert len(caught.value.complaints) == 11


def test_without_a_place_to_gather_them_faults_are_raised() -> None:
    with pytest.raises(Unreadable) as caught:
        check(read_text("a: 1\n", "x"), SCENARIO)
    assert [each.code[-3:] for each in caught.value.complaints] == ["201", "202", "202"]


def test_a_fault_shown_by_many_aliases_is_told_once() -> None:
    text = "format: 1\ntitle: x\nacts: [&a {act: sign, date: +1d, matter: 5}, *a, *a]\n"
    _, complaints = checked(text)
    assert [each.code for each in complaints] == ["CSTO-203"]


@pytest.mark.parametrize("word", ["NO", "on", "yes", "12:30", "null", "5", "2009-06-14", "~"])
def test_a_word_of_yaml_1_1_is_an_unknown_code_like_any_other(word: str) -> None:
    complaint = told(word, STATE)
    assert complaint.code == ("CSTO-203" if word in ("null", "5", "~") else "CSTO-301")
    assert complaint.expected == "the code of a state: ARM, BLR, KAZ, NOR or RUS"
    assert complaint.hint == ("NOR" if word == "NO" else "")


def test_a_number_where_a_text_belongs_is_told_to_go_into_quotes() -> None:
    assert told("010", Text()).hint == "put it in quotes: '010'"
    assert told("true", Text()).hint == "put it in quotes: 'true'"


def test_a_word_that_would_be_a_number_or_a_truth_elsewhere_is_text_where_text_belongs() -> None:
    for word in ("NO", "on", "12:30", "2009-06-14"):
        assert one_value(word, Text()) == (word, [])


def test_for_a_long_list_of_words_is_told_where_to_see_all() -> None:
    many = Word([f"rule.{n}" for n in range(300)], "a provision", see="csto-sim law list")
    complaint = told("rule.1000", many)
    assert complaint.expected == "a provision (csto-sim law list lists them)"
    assert complaint.hint.startswith("rule.")


def test_words_given_by_a_function_are_asked_for_once_and_late() -> None:
    asked = []

    def words() -> list[str]:
        asked.append(1)
        return ["a", "b"]

    kind = Word(words)
    assert asked == []
    assert [one_value("a", kind)[0], one_value("b", kind)[0], len(asked)] == ["a", "b", 1]


def test_of_several_kinds_the_one_that_was_meant_explains_the_fault() -> None:
    either = OneOf((Day(), Record((Field("low", Day()), Field("high", Day())), name="range")))
    assert told("2009-06-31", either).code == "CSTO-205"
    _, complaints = one_value("{low: 2009-06-01, hihg: 2009-06-30}", either)
    assert [(each.code, each.hint) for each in complaints] == [("CSTO-201", "high")]
    complaint = told("[1]", either)
    assert complaint.code == "CSTO-212"
    assert "a day such as 2009-06-14; or the keys of the range" in complaint.expected
    assert told("2009-06-31T10:00Z", MOMENT).code == "CSTO-206"


def test_of_kinds_that_both_accept_a_value_the_likelier_reads_it() -> None:
    assert one_value("2009-06-14", OneOf((Text(), Day())))[0] == date(2009, 6, 14)
    assert one_value("Monday", OneOf((Day(), Text())))[0] == "Monday"
    assert one_value("5", OneOf((Text(), Whole())))[0] == 5


def test_a_kind_with_very_many_faults_does_not_hide_that_another_accepts() -> None:
    either = OneOf((ListOf(Word(["a"])), ListOf(Text())))
    value, complaints = one_value("[" + "b, " * 2 * errors.ENOUGH + "]", either)
    assert (set(value), list(complaints)) == ({"b"}, [])


def test_a_wrong_code_that_is_known_as_such_leads_to_the_right_one() -> None:
    assert told("BY", STATE).hint == "BLR"


def test_of_a_key_written_twice_the_first_value_counts() -> None:
    value, complaints = checked("format: 1\ntitle: x\nrounds: 4\nrounds: 5\n")
    assert (value["rounds"], [each.code for each in complaints]) == (4, ["CSTO-108"])


def test_true_and_1_are_two_things_in_a_list_without_doubles() -> None:
    once = ListOf(Anything(), unique=True)
    assert one_value("[1, true, 0, false]", once) == ((1, True, 0, False), [])
    assert told_within("[{a: [1, x]}, {a: [1.0, x]}]", once) == ["CSTO-210"]


def told_within(written: str, kind: Kind) -> list[str]:
    return [each.code for each in one_value(written, kind)[1]]


def test_a_whole_number_is_read_as_one_however_it_is_written() -> None:
    for written in ("5", "5.0", "0x5", "5e0"):
        value, complaints = one_value(written, Whole())
        assert (value, type(value), list(complaints)) == (5, int, [])
    assert told("5.5", Whole()).code == "CSTO-203"


@pytest.mark.parametrize("written", [".inf", "-.INF", ".nan"])
def test_what_is_not_a_finite_number_is_no_number(written: str) -> None:
    assert told(written, Number()).code == told(written, Whole()).code == "CSTO-203"


def test_an_open_record_keeps_what_it_does_not_know() -> None:
    kind = Record((Field("a", Whole()),), open=True)
    value, complaints = checked("a: 1\nb: [x, {c: 2}]\n", kind)
    assert (value, list(complaints)) == ({"a": 1, "b": ["x", {"c": 2}]}, [])


def test_a_table_with_two_fields_of_one_name_is_a_mistake_of_the_table() -> None:
    with pytest.raises(ValueError, match="two fields of one name"):
        Record((Field("a", Text()), Field("a", Day())))


def test_very_many_faults_are_given_up() -> None:

    words = ListOf(Word([f"charter.{n}.consensus" for n in range(285)]))
    text = "x:\n" + "".join(f"- chatter.{n}.concensus\n" for n in range(140_000))
    with pytest.raises(Unreadable) as caught:
        checked(text, Record((Field("x", OneOf((words, Day()))),)))
    for each in caught.value.complaints:
        errors.render(each)
    assert len(caught.value.complaints) == errors.ENOUGH + 1


def test_ten_thousand_acts_are_read_and_checked() -> None:

    text = "format: 1\ntitle: x\nacts:\n" + "".join(
        f"  - {{date: 2009-06-14T10:00+04:00, by: RUS, act: open,\n"
        f"     meeting: m{n}, present: [ARM, BLR, KAZ], presiding: RUS}}\n"
        for n in range(10_000)
    )
    acts = Field("acts", ListOf(ACT))
    kind = Record((Field("format", Whole()), Field("title", Text()), acts))
    value, complaints = checked(text, kind)
    assert (len(value["acts"]), list(complaints)) == (10_000, [])


# --- days and instants -----------------------------------------------------------------------

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=offsets).map(
    lambda moment: moment.replace(microsecond=0)
)


@given(days)
def test_every_day_from_1900_to_2199_is_read_as_it_is_written(day: date) -> None:
    assert moments.day(day.isoformat()) == day


@given(instants)
def test_every_instant_is_read_to_the_second_with_its_offset(moment: datetime) -> None:
    found = moments.instant(moment.isoformat())
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())
    if not moment.second:
        assert moments.instant(moment.isoformat(timespec="minutes")) == moment
    in_utc = moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    assert moments.instant(in_utc) == moment


def exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def test_a_day_is_accepted_exactly_if_the_calendar_has_it() -> None:
    tried = [(year, 2, day) for year in range(1900, 2200) for day in (28, 29, 30)]
    tried += [(2009, month, day) for month in range(14) for day in range(33)]
    for year, month, day in tried:
        written = f"{year}-{month:02}-{day:02}"
        if exists(year, month, day):
            assert moments.day(written) == date(year, month, day)
        else:
            with pytest.raises(moments.Misread):
                moments.day(written)
    for written in ("1899-12-31", "2200-01-01", "2009-06-14\n", "\u0662009-06-14"):
        with pytest.raises(moments.Misread):
            moments.day(written)


def test_an_instant_is_accepted_exactly_if_clocks_and_offsets_have_it() -> None:
    for hour in range(26):
        for rest in ("00", "59", "60", "00:00", "00:59", "00:60"):
            written = f"2009-06-14T{hour:02}:{rest}Z"
            sound = hour < 24 and "60" not in rest
            assert (told_instant(written) == "") == sound, written
    for hour in range(17):
        for minute in (0, 1, 30, 59, 60):
            for sign in "+-":
                written = f"2009-06-14T10:00{sign}{hour:02}:{minute:02}"
                sound = minute < 60 and hour * 60 + minute <= 14 * 60
                assert (told_instant(written) == "") == sound, written


def told_instant(written: str) -> str:
    try:
        moments.instant(written)
    except moments.Misread as fault:
        return fault.message
    return ""


digits = st.text("0123456789-/.T:+Z ", max_size=26)
near_days = st.builds(
    "{1:{4}}{3}{2:{4}}{3}{0}".format,
    st.integers(1850, 2250),
    st.integers(0, 14),
    st.integers(0, 33),
    st.sampled_from("-./"),
    st.sampled_from(["02", ""]),
) | st.builds(
    "{0}{3}{1:{4}}{3}{2:{4}}".format,
    st.integers(1850, 2250),
    st.integers(0, 14),
    st.integers(0, 33),
    st.sampled_from(["-", ".", "/", "\u2013", ""]),
    st.sampled_from(["02", ""]),
)
near_times = st.builds(
    "{0}{1}{2}:{3:02}{4}{5}".format,
    days.map(str) | near_days,
    st.sampled_from(["T", "t", " "]),
    st.integers(0, 25),
    st.integers(0, 61),
    st.sampled_from(["", ":00", ":60", ":05.5"]),
    st.sampled_from(["", "Z", "z", "+4", "+04", "+0400", " +04:00", "+25:00", "MSK", " UTC", "-3"]),
)


@settings(max_examples=400)
@given(digits | near_days | near_times | st.text(max_size=20))
def test_what_is_offered_instead_of_a_wrong_day_or_instant_is_always_right(text: str) -> None:
    for read in (moments.day, moments.instant):
        right = ""
        try:
            read(text)
        except moments.Misread as fault:
            right = fault.right
        if right:
            read(right)
            assert right != text


@pytest.mark.parametrize(
    ("written", "says", "hint"),
    [
        ("2009-02-30", "February 2009 has 28 days", "2009-02-28"),
        ("2008-02-30", "February 2008 has 29 days", "2008-02-29"),
        ("2009-06-31", "June 2009 has 30 days", "2009-06-30"),
        ("2009-06-00", "count from 01", ""),
        ("2009-13-01", "no month 13", "2009-01-13"),
        ("2009-6-4", "two digits", "2009-06-04"),
        ("14.06.2009", "not written as a day", "2009-06-14"),
        ("14/06/2009", "not written as a day", "2009-06-14"),
        ("06/07/2009", "not written as a day", ""),
        ("14 June 2009", "not written as a day", "2009-06-14"),
        ("June 14, 2009", "not written as a day", "2009-06-14"),
        ("'2009\u201306\u201314'", "look like hyphens", "2009-06-14"),
        ("2009-06", "a month, not a day", "write the day too"),
        ("2009-06-14T10:00Z", "only a day belongs here", "2009-06-14"),
        ("0209-06-14", "not between 1900 and 2199", ""),
        ("20090614", "found the number 20090614", "2009-06-14"),
        ("12:30", "only a day belongs here", ""),
        ("yesterday", "not written as a day", ""),
    ],
)
def test_a_wrong_day_is_told_with_the_right_one_where_it_is_clear(
    written: str, says: str, hint: str
) -> None:
    complaint = told(written, Day())
    assert says in complaint.message
    assert hint in complaint.hint
    assert bool(hint) == bool(complaint.hint)
    assert complaint.expected == "a day such as 2009-06-14"


@pytest.mark.parametrize(
    ("written", "says", "hint"),
    [
        ("2009-06-14", "a day without a time", "2009-06-14T10:00+03:00"),
        ("2009-06-14T10:00", "no offset", "2009-06-14T10:00+04:00, or Z for UTC"),
        ("12:30", "a time without a day", "2009-06-14T10:00+04:00"),
        ("2009-06-14T24:00+04:00", "24:00 is not written", "2009-06-15T00:00+04:00"),
        ("2009-12-31T24:00Z", "24:00 is not written", "2010-01-01T00:00Z"),
        ("2009-06-14 10:00+04:00", "one form", "2009-06-14T10:00+04:00"),
        ("2009-06-14T10:00+0400", "one form", "2009-06-14T10:00+04:00"),
        ("2009-06-14T9:00Z", "one form", "2009-06-14T09:00Z"),
        ("2009-06-14T10:00 MSK", "'MSK' is not an offset", "or Z for UTC"),
        ("2009-06-14T10:00+25:00", "no place is +25:00 away", ""),
        ("2009-06-14T25:00Z", "no such time of day", ""),
        ("2009-06-14T10:00:00.5Z", "parts of a second", "2009-06-14T10:00:00Z"),
        ("2009-02-30T10:00Z", "February 2009 has 28 days", ""),
        ("noon", "not written as a day and a time", ""),
    ],
)
def test_a_wrong_instant_is_told_with_the_right_one_where_it_is_clear(
    written: str, says: str, hint: str
) -> None:
    complaint = told(written, Instant())
    assert complaint.code == "CSTO-206"
    assert says in complaint.message
    assert hint in complaint.hint
    assert bool(hint) == bool(complaint.hint)


# --- JSON Schema says the same ---------------------------------------------------------------

Documents = st.SearchStrategy[Any]

names = st.sampled_from(["a", "b", "act", "by", "date", "x-y", "NO", "on", "1", "<<", "null"])
plain = st.text("ab .-5\u0439", max_size=8)
junk = st.one_of(
    st.sampled_from(
        [None, True, False, 0, 1, 5, 5.0, 5.5, -1, 10**30, 1e300, "", " ", "NO", "on", "yes", "5"]
    ),
    st.sampled_from(["true", "ARM", "arm", "12:30", "+2d", "2009-06-14T10:00", "24:00", "A", "B"]),
    st.sampled_from(["2009-02-29", "2008-02-29", "2100-02-29", "2000-02-29", "2009-04-31"]),
    st.sampled_from(["2009-06-14T24:00Z", "2009-06-14T10:00Z", "2009-06-14T10:00:59-14:01"]),
    near_days,
    near_times,
    plain,
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(["ARM", "BLR", 1, True, 1.0, "x"]), max_size=3),
    st.dictionaries(names, st.sampled_from([1, "x", "A", None]), max_size=3),
)

scalar_kinds = st.one_of(
    st.builds(lambda low, more: Text(low, low + more), st.integers(0, 3), st.integers(0, 5)),
    st.builds(Text, st.integers(0, 2)),
    st.builds(
        Word, st.lists(st.sampled_from(["A", "B", "no", "ARM", "5"]), min_size=1, unique=True)
    ),
    st.just(STATE),
    st.builds(lambda low, more: Whole(low, low + more), st.integers(-2, 6), st.integers(0, 6)),
    st.just(Whole()),
    st.builds(lambda low, more: Number(low, low + more), st.integers(-2, 6), st.integers(0, 6)),
    st.just(Number()),
    st.sampled_from([Bool(), Day(), Instant(), Written(r"\+[0-9]{1,3}[dh]", "a span")]),
)
key_kinds = st.sampled_from([Text(), Text(0, 3), Day(), Word(["a", "b", "NO"])])


@st.composite
def records(draw: st.DrawFn, depth: int) -> Record:
    found = draw(st.lists(names, max_size=4, unique=True))
    fields = tuple(Field(name, draw(kinds(depth)), draw(st.booleans())) for name in found)
    name = draw(st.sampled_from(["act", "meeting", "case"]))
    return Record(fields, name, open=draw(st.booleans()))


@st.composite
def kinds(draw: st.DrawFn, depth: int = 3) -> Kind:
    """Any table of a few levels."""
    form = draw(
        st.sampled_from(["list", "many", "map", "either", "record", "tagged"] + ["one"] * 3)
    )
    if form == "one" or not depth:
        return draw(scalar_kinds | st.just(Anything()))
    low, more, once = draw(st.integers(0, 2)), draw(st.integers(0, 3)), draw(st.booleans())
    inner = kinds(depth - 1)
    if form == "list":
        return ListOf(draw(inner), low, low + more, once)
    if form == "many":
        return OneOrMany(draw(inner), low, once)
    if form == "map":
        return MapOf(draw(key_kinds), draw(inner), low, low + more)
    if form == "either":
        return OneOf(tuple(draw(st.lists(inner, min_size=1, max_size=3))))
    if form == "record":
        return draw(records(depth - 1))
    words = draw(st.lists(st.sampled_from(["sign", "open"]), min_size=1, unique=True))
    return Tagged("tag", {word: draw(records(depth - 1)) for word in words}, name="act")


def sound(kind: Kind) -> Documents:
    """Documents that the table should accept, or nearly always."""
    make: dict[type, Callable[[Any], Documents]] = {
        Text: lambda k: st.text("ab\u0439 ", min_size=k.min, max_size=k.max if k.max else 9),
        Word: lambda k: st.sampled_from(list(k.words())),
        Code: lambda k: st.sampled_from(list(k.words())),
        Whole: lambda k: st.integers(k.min, k.max),
        Number: lambda k: (
            st.integers(k.min, k.max)
            | st.floats(k.min, k.max, allow_nan=False, allow_infinity=False)
        ),
        Bool: lambda k: st.booleans(),
        Day: lambda k: days.map(str),
        Instant: lambda k: instants.map(datetime.isoformat),
        Written: lambda k: st.from_regex(re.compile(k.pattern, re.ASCII), fullmatch=True),
        Anything: lambda k: junk,
        ListOf: lambda k: st.lists(sound(k.kind), min_size=k.min, max_size=k.max),
        OneOrMany: lambda k: sound(k.kind) | st.lists(sound(k.kind), min_size=k.min, max_size=3),
        MapOf: lambda k: st.dictionaries(
            sound(k.key), sound(k.value), min_size=k.min, max_size=k.max
        ),
        OneOf: lambda k: st.one_of(*map(sound, k.kinds)),
        Record: lambda k: st.fixed_dictionaries(
            {field.name: sound(field.kind) for field in k.fields if field.required},
            optional={field.name: sound(field.kind) for field in k.fields if not field.required},
        ),
        Tagged: lambda k: st.one_of(
            *(
                st.builds(
                    operator.or_, sound(Record(record.fields + k.common)), st.just({k.by: word})
                )
                for word, record in k.records.items()
            )
        ),
    }
    return make[type(kind)](kind)


def places(document: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key or index) in the document."""
    found: list[tuple[Any, Any]] = []
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    for step, value in list(inner):
        found.append((document, step))
        if isinstance(value, dict | list):
            found += places(value)
    return found


def damage(document: Any, data: st.DataObject) -> Any:
    """The document after a few changes of the kind that people make."""
    document = json.loads(json.dumps(document))
    for _ in range(data.draw(st.integers(0, 2))):
        found = places(document)
        change = data.draw(st.sampled_from(["replace", "delete", "add", "rename", "wrap"]))
        if change == "add" or not found:
            document[data.draw(names)] = data.draw(junk)
            continue
        holder, step = data.draw(st.sampled_from(found))
        if change == "replace":
            holder[step] = json.loads(json.dumps(data.draw(junk)))
        elif change == "delete":
            del holder[step]
        elif change == "rename" and isinstance(holder, dict):
            holder[data.draw(names)] = holder.pop(step)
        elif change == "wrap":
            holder[step] = [holder[step]]
    return document


def verdicts(document: Any, kind: Kind) -> tuple[bool, bool]:
    """Whether the check accepts the document, and whether the JSON Schema does."""
    schema = json_schema(kind)
    _, complaints = checked(json.dumps(document, ensure_ascii=False), kind)
    for each in complaints:
        assert each.code in messages()
        assert each.line == 1
        errors.render(each)
    validator = jsonschema.Draft202012Validator(schema)
    return not complaints, validator.is_valid(document)


def test_the_schema_of_any_table_is_itself_valid() -> None:
    schema = json_schema(SCENARIO, title="Scenario", about="One file.", address="urn:x")
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(schema)[:4] == ["$schema", "$id", "title", "description"]
    assert schema["properties"]["format"]["description"] == "The version of the format."
    assert schema["properties"]["rounds"]["default"] == 3
    assert schema["additionalProperties"] is False
    assert set(schema["$defs"]) == {"act", "act-open", "act-sign"}
    words = schema["$defs"]["act"]["properties"]["act"]
    assert words["enum"] == ["open", "sign"]
    assert words["enumDescriptions"][1] == "Signs it."
    assert json.loads(json.dumps(schema)) == schema


def test_two_records_of_one_name_keep_their_own_schemas() -> None:
    one, other = Record((Field("a", Day()),), "act"), Record((Field("b", Day()),), "act")
    fields = (Field("x", one), Field("y", other), Field("z", one))
    schema = json_schema(Record(fields, "top"))
    found = {name: held["$ref"] for name, held in schema["properties"].items()}
    assert found == {"x": "#/$defs/act", "y": "#/$defs/act-2", "z": "#/$defs/act"}


agreement = settings(
    max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@agreement
@given(st.data())
def test_what_the_table_of_a_scenario_accepts_its_schema_accepts_and_no_more(
    data: st.DataObject,
) -> None:
    document = damage(data.draw(sound(SCENARIO)), data)
    ours, theirs = verdicts(document, SCENARIO)
    assert ours == theirs, document


@agreement
@given(kinds(), st.data())
def test_any_table_and_its_schema_accept_the_same_documents(
    kind: Kind, data: st.DataObject
) -> None:
    top = Record((Field("x", kind, required=True),), "top")
    document = damage({"x": data.draw(sound(kind) | junk)}, data)
    ours, theirs = verdicts(document, top)
    assert ours == theirs, (kind, document)


def test_the_documents_compared_are_both_accepted_and_refused() -> None:
    seen = {True: 0, False: 0}

    @settings(max_examples=200, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def count(data: st.DataObject) -> None:
        ours, _ = verdicts(damage(data.draw(sound(SCENARIO)), data), SCENARIO)
        seen[ours] += 1

    count()
    assert min(seen.values()) > 20, seen
