"""What a scenario file says, and what it is spelled out to."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from counting import work
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.organisation import bodies, organisations
from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import COMMON
from csto_sim.scenario.claiming import CLAIM, CONDITION
from csto_sim.scenario.codes import OFFICES
from csto_sim.scenario.expect_table import EXPECTATION
from csto_sim.scenario.extras import LESSON
from csto_sim.scenario.format import scenario_kind
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario, Time, Variation
from csto_sim.scenario.schema import schema
from csto_sim.scenario.starting import SCHEMA_COMMENT, starting
from csto_sim.scenario.variation import VARIATION
from csto_sim.shapes import nodes
from csto_sim.shapes.shape import Field
from csto_sim.world import Facts

HEAD = """\
format: 1
title: A story
from: 2010-01-01
until: 2010-12-31
matters:
  plan: {procedure: decision, body: CSC}
  pact: {procedure: instrument}
meetings:
  moscow: {body: CSC, place: Moscow, agenda: [plan, pact]}
"""
SHIPPED = [shipped.find(name) for name in shipped.names()]


def story(*acts: str, more: str = "") -> Scenario:
    listed = "".join(f"\n  - {act}" for act in acts) or " []"
    return loads(f"{HEAD}acts:{listed}\n{more}")


def told(scenario: Scenario) -> list[str]:
    return [f"{act.by} {act.name} {act.case}".strip() for act in scenario.acts]


# --- shorthands ----------------------------------------------------------------------------------


def test_a_list_of_members_and_a_list_of_matters_are_as_many_acts() -> None:
    found = story("{date: 2010-03-01, act: sign, by: [KAZ, ARM], matter: [pact, plan]}")
    assert told(found) == ["KAZ sign pact", "ARM sign pact", "KAZ sign plan", "ARM sign plan"]
    assert {act.origin for act in found.acts} == {0}
    assert {act.time for act in found.acts} == {Time("2010-03-01", "2010-03-01", "2010-03-01")}


def test_who_is_present_arrives_after_the_opening_and_consent_precedes_the_decision() -> None:
    opening = "{date: 2010-03-01, act: open, meeting: moscow, present: "
    one = story(opening + "{ARM: head of state, KAZ: head of government}}")
    other = story(opening + "[{ARM: head of state}, {KAZ: head of government}]}")
    assert one.acts == other.acts


@pytest.mark.parametrize("between", [" ", "-", "_"])
def test_an_act_may_be_spelled_with_blanks_hyphens_or_underscores(between: str) -> None:
    written = between.join(["send", "certified", "copies"])
    assert story(f"{{date: 2010-03-01, act: {written}, matter: plan}}").acts[0].name == (
        "send certified copies"
    )


def test_an_act_whose_own_name_has_a_hyphen_is_found_however_it_is_spelled() -> None:
    for written in ("declare non-objection", "declare non objection", "declare-non-objection"):
        found = story(f"{{date: 2010-03-01, act: {written}, by: KAZ, matter: plan}}")
        assert found.acts[0].name == "declare non-objection"


def test_every_procedure_leaves_the_common_keys_of_acts_alone() -> None:
    common = {field.name for field in COMMON} - {"says"}
    for procedure in procedures().values():
        for act in procedure.acts():
            assert not common & {param.name for param in procedure.params(act)}, (
                procedure.name,
                act,
            )
        keys = [each.key for each in procedure.shorthands]
        assert not common & set(keys), procedure.name


def test_a_meeting_knows_its_agenda_and_a_decision_its_meetings() -> None:
    found = {case.id: case.facts for case in story().cases}
    assert found["moscow"]["agenda"] == ("plan", "pact")
    assert found["plan"]["meetings"] == ("moscow",)
    assert "meetings" not in found["pact"]


def test_a_state_that_is_not_a_member_is_for_the_law_to_refuse_and_not_for_the_file() -> None:
    assert told(story("{date: 2010-03-01, act: consent, by: DEU, matter: plan}")) == [
        "DEU consent plan"
    ]


# --- values --------------------------------------------------------------------------------------


def test_words_that_other_readers_of_yaml_would_change_are_kept_as_written() -> None:
    found = loads(HEAD.replace("Moscow", "NO").replace("A story", "on") + "acts: []\n")
    assert found.title == "on"
    assert found.cases[2].facts["place"] == "NO"


def test_sources_are_told_in_one_line_each() -> None:
    found = story(
        "{date: 2010-03-01, act: coordinate, matter: plan, evidence: seed, "
        "source: {seed: 000, phrase: a word}}",
        more="sources: [a book, {page: P72, says: a note, evidence: public}]\n",
    )
    assert found.sources == ("a book", "page P72, a note (public)")
    assert found.acts[0].said == (("seed 000, “a word”",), "seed")


def test_what_may_vary_is_read_with_its_weights_as_exact_fractions() -> None:
    found = story(
        more="vary:\n- {at: moscow, member: BLR, attends: [true, false], weights: [1/3, 2/3]}\n"
        "- {matter: plan, member: all, position: [consent, silent]}\n"
    )
    thirds = (Fraction(1, 3), Fraction(2, 3))
    assert [each._replace(line=0, column=0) for each in found.vary] == [
        Variation("attends", "moscow", ("BLR",), ("yes", "no"), thirds),
        Variation("position", "plan", ("all",), ("consent", "silent")),
    ]


def test_a_decision_says_which_member_it_concerns() -> None:
    found = loads(HEAD.replace("body: CSC}", "body: CSC, concerning: BLR}", 1) + "acts: []\n")
    assert found.cases[0].facts["concerning"] == "BLR"


def test_readings_are_chosen_with_or_without_the_prefix() -> None:
    one = story(more="readings: {absence-effect: B, amb.silence: A}\n")
    assert one.readings == Facts({"amb.absence-effect": "B", "amb.silence": "A"})


def test_the_digest_is_that_of_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "acts: []\n# ж\n", encoding="utf-8")
    assert load(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


# --- times ---------------------------------------------------------------------------------------

ZONES = st.integers(-12 * 4, 14 * 4).map(lambda q: timezone(timedelta(minutes=15 * q)))
INSTANTS = st.datetimes(datetime(2010, 2, 1), datetime(2010, 5, 1)).map(
    lambda found: found.replace(microsecond=0)
)


@given(INSTANTS, ZONES, st.integers(0, 60), st.integers(0, 80), st.integers(0, 100))
def test_a_relative_time_is_so_long_after_the_act_before(
    start: datetime, zone: timezone, days: int, hours: int, seconds: int
) -> None:
    first = start.replace(tzinfo=zone)
    found = story(
        f"{{date: '{first.isoformat()}', act: coordinate, matter: plan}}",
        f"{{date: +{days}d{hours}h{seconds}s, act: coordinate, matter: plan}}",
    )
    expected = first.timestamp() + days * 86_400 + hours * 3600 + seconds
    assert found.acts[1].time.low == found.acts[1].time.high == expected
    written = found.acts[1].time.written.replace("Z", "+00:00")
    assert datetime.fromisoformat(written).timestamp() == expected
    assert datetime.fromisoformat(written).utcoffset() == first.utcoffset()


def test_days_after_an_act_known_by_its_day_are_days() -> None:
    found = story(
        "{date: 2010-02-27, act: coordinate, matter: plan}",
        "{date: +2d, act: coordinate, matter: plan}",
        "{date: +1w, act: coordinate, matter: plan}",
    )
    assert [act.time.low for act in found.acts] == ["2010-02-27", "2010-03-01", "2010-03-08"]


def test_a_stretch_keeps_both_ends_and_moves_as_a_whole() -> None:
    found = story(
        "{date: {between: [2010-02-27, 2010-03-01]}, act: coordinate, matter: plan}",
        "{date: +3d, act: coordinate, matter: plan}",
    )
    assert found.acts[0].time == ("between 2010-02-27 and 2010-03-01", "2010-02-27", "2010-03-01")
    assert found.acts[1].time == ("between 2010-03-02 and 2010-03-04", "2010-03-02", "2010-03-04")


@given(st.lists(INSTANTS, min_size=2, max_size=6), st.data())
def test_acts_in_order_are_read_and_acts_out_of_order_are_told(
    instants: list[datetime], data: st.DataObject
) -> None:
    def written(found: list[datetime]) -> list[str]:
        zones = [data.draw(ZONES) for _ in found]
        return [
            f"{{date: '{each.replace(tzinfo=UTC).astimezone(zone).isoformat()}', "
            "act: coordinate, matter: plan}"
            for each, zone in zip(found, zones, strict=True)
        ]

    assert len(story(*written(sorted(instants))).acts) == len(instants)
    mixed = data.draw(st.permutations(instants))
    if mixed != sorted(mixed):
        with pytest.raises(Unreadable) as fault:
            story(*written(mixed))
        assert {each.code for each in fault.value.complaints} == {"CSTO-309"}


# --- a scenario based on another -----------------------------------------------------------------


def test_a_change_lies_over_the_other_scenario(tmp_path: Path) -> None:
    below = HEAD + (
        "tags: [one]\nreadings: {silence: A}\nsources: [a book]\n"
        "acts:\n  - {date: 2010-03-01, act: coordinate, matter: plan, id: first}\n"
        "  - {date: 2010-03-03, act: sign, by: ARM, matter: pact}\n"
        "  - {date: +1d, act: sign, by: KAZ, matter: pact}\n"
        "expect: [{matter: plan, state: drafted}]\n"
    )
    (tmp_path / "below.yaml").write_text(below, encoding="utf-8")
    above = (
        "format: 1\ntitle: Another story\nbased_on: below.yaml\nwithout: [first, 3]\n"
        "readings: {absence-effect: B}\nsources: [a page]\n"
        "matters: {plan: {kind: procedural}, note: {procedure: decision, body: PC}}\n"
        "acts:\n  - {date: 2010-03-02, act: coordinate, matter: note}\n"
        "  - {date: 2010-03-03, act: sign, by: RUS, matter: pact}\n"
    )
    path = tmp_path / "above.yaml"
    path.write_text(above, encoding="utf-8")
    found = load(path)
    assert (found.title, found.since.written, found.tags) == (
        "Another story",
        "2010-01-01",
        ("one",),
    )
    assert found.readings == Facts({"amb.silence": "A", "amb.absence-effect": "B"})
    assert found.sources == ("a book", "a page")
    assert told(found) == ["coordinate note", "ARM sign pact", "RUS sign pact"]
    assert [act.origin for act in found.acts] == [0, 1, 2]
    plan = next(case for case in found.cases if case.id == "plan")
    assert (plan.facts["kind"], plan.facts["body"]) == ("procedural", "CSC")
    assert found.expect == ()
    assert found.digest == hashlib.sha256((above + below).encode()).hexdigest()


# --- the schema and the new file -----------------------------------------------------------------


def valid(content: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(schema())
    return [error.message for error in checker.iter_errors(content)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_shipped_scenario_loads_and_is_valid_by_the_schema(path: Path) -> None:
    load(path)
    assert valid(nodes.read(path).plain()) == []


def test_the_schema_is_a_schema_and_json() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(json.dumps(schema())) == schema()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("title:", "titel:"),
        ("    body: CSC\n", "    bodi: CSC\n"),
        ("presiding: ARM", "presidng: ARM"),
        ("present:", "presnt:"),
        ("state: adopted", "sate: adopted"),
        ("act: sign", "act: sing"),
        ("by: BLR", "by: BY"),
        ("2016-04-20,", "2016-02-30,"),
        ("absence-effect: A", "absence-effect: Q"),
        ("matter: statement, at", "mater: statement, at"),
    ],
)
def test_the_schema_refuses_a_misspelt_key_or_word_and_so_does_the_loader(
    right: str, wrong: str
) -> None:
    text = starting("a name")
    assert right in text
    changed = text.replace(right, wrong, 1)
    assert valid(nodes.read_text(text, "a").plain()) == []
    assert valid(nodes.read_text(changed, "a").plain())
    with pytest.raises(Unreadable):
        loads(changed)


@given(st.text(max_size=60))
def test_a_new_scenario_of_any_name_loads(name: str) -> None:
    assert loads(starting(name)).title


def test_a_new_scenario_runs_as_it_expects_to() -> None:
    text = starting("my-first story")
    assert text.splitlines()[0] == SCHEMA_COMMENT
    record = run(loads(text))
    assert record.title == "My first story"
    assert len(record.expected) == 7
    assert {each.status for each in record.expected} == {"held"}


# --- the page on the format ----------------------------------------------------------------------

PAGE = (Path(__file__).parent.parent / "docs" / "scenario-format.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_on_the_format_run_as_they_expect_to() -> None:
    examples = [part.split("```")[0] for part in PAGE.split("```yaml\n")[1:]]
    assert len(examples) == 2
    for example in examples:
        record = run(loads(example))
        assert {each.status for each in record.expected} == {"held"}
        assert record.refusals == ()


def test_the_page_on_the_format_names_every_code_and_kind() -> None:
    codes = {*OFFICES, *(each.code for each in bodies()), *organisations()}
    kinds = {
        param.kind
        for table in procedures().values()
        for param in (*table.fields, *(each for act in table.acts() for each in table.params(act)))
    }
    assert sorted(each for each in codes | kinds if f"`{each}`" not in PAGE) == []


@pytest.mark.parametrize(
    "fields",
    [
        scenario_kind().fields,
        COMMON,
        EXPECTATION.fields,
        VARIATION.fields,
        LESSON.fields,
        CLAIM.fields,
        CONDITION.fields,
    ],
)
def test_the_page_on_the_format_names_every_key(fields: tuple[Field, ...]) -> None:
    assert [each.name for each in fields if f"`{each.name}" not in PAGE] == []


# --- size ----------------------------------------------------------------------------------------


def _of_size(acts: int) -> str:
    lines = [
        f"  - {{date: 2010-03-01, act: notify, matter: plan, by: KAZ, says: note {number}}}"
        for number in range(acts)
    ]
    return HEAD + "acts:\n" + "\n".join(lines) + "\n"


def test_the_work_of_reading_a_scenario_is_linear_in_its_acts() -> None:
    few, many = _of_size(50), _of_size(400)
    assert len(loads(few).acts) == 50
    assert work(lambda: loads(many)) < 8 * 1.2 * work(lambda: loads(few))
