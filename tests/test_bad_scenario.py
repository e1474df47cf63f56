"""Whatever a file holds, the user is told where the fault is and what to write instead."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from counting import work
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.errors import Complaint, Unreadable, render
from csto_sim.messages import messages
from csto_sim.scenario.cited import pages
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.starting import starting

STORY = """\
format: 1
title: A story
from: 2010-01-01
until: 2010-12-31
readings: {absence-effect: A}
mode: strict
matters:
  plan: {procedure: decision, body: CSC, kind: substantive}
  pact: {procedure: instrument, open_to: [ARM, KAZ], depositary: RUS}
meetings:
  moscow: {body: CSC, host: RUS, agenda: [plan]}
acts:
  - {date: 2010-03-01T10:00+03:00, act: open, meeting: moscow, present: [{ARM: head of state}, KAZ]}
  - {date: +2h, act: decide, matter: plan, consent: [ARM], object: [KAZ]}
  - {date: 2010-03-02, act: sign, by: [ARM], matter: pact, evidence: public}
expect:
  - {matter: plan, state: not adopted, under: rules.14.1, because: KAZ objects}
  - {matter: pact, signed: {ARM: 2010-03-02, KAZ: never}}
"""


def complaints(text: str) -> tuple[Complaint, ...]:
    with pytest.raises(Unreadable) as fault:
        loads(text, "story.yaml")
    return fault.value.complaints


def the_one(old: str, new: str) -> Complaint:
    assert old in STORY, old
    found = complaints(STORY.replace(old, new, 1))
    assert len(found) == 1, [each.message for each in found]
    return found[0]


def test_the_story_without_faults_is_read() -> None:
    assert len(loads(STORY).acts) == 7


WRONG = [
    # what is written, what stands there instead, the code, the hint
    ("format: 1", "format: 2", "CSTO-318", "newer"),
    ("format: 1", "format: one", "CSTO-318", "format: 1"),
    ("title:", "tilte:", "CSTO-201", "title"),
    ("mode: strict", "mode: strickt", "CSTO-204", "strict"),
    ("from: 2010-01-01", "from: 2010-02-30", "CSTO-205", "2010-02-28"),
    ("from: 2010-01-01", "from: 2011-01-01", "CSTO-311", ""),
    ("until: 2010-12-31", "until: 2010-03-01", "CSTO-310", "until: 2010-03-02"),
    ("from: 2010-01-01", "from: 2010-03-02", "CSTO-310", "from: 2010-03-01"),
    ("absence-effect: A", "absence-efect: A", "CSTO-305", "amb.absence-effect"),
    ("absence-effect: A", "absence-effect: a", "CSTO-306", "A"),
    ("absence-effect: A", "absence-effect: 1", "CSTO-306", ""),
    ("{absence-effect: A}", "{absence-effect: A, amb.absence-effect: B}", "CSTO-316", ""),
    ("procedure: decision", "procedure: decison", "CSTO-304", "decision"),
    ("procedure: decision, ", "", "CSTO-202", "procedure"),
    ("body: CSC, kind", "body: CCS, kind", "CSTO-302", "CSC"),
    ("body: CSC, kind", "body: Council of Foreign Ministers, kind", "CSTO-302", "CMFA"),
    ("body: CSC, kind", "kind", "CSTO-202", "body"),
    ("kind: substantive", "kind: substantial", "CSTO-204", "substantive"),
    ("kind: substantive", "knid: substantive", "CSTO-201", "kind"),
    ("open_to: [ARM, KAZ]", "open_to: [ARM, KZA]", "CSTO-301", "KAZ"),
    ("open_to: [ARM, KAZ]", "open_to: [ARM, ARM]", "CSTO-210", ""),
    ("depositary: RUS", "depositary: Secretariat", "CSTO-301", "SECRETARIAT"),
    ("host: RUS", "host: Belarus", "CSTO-301", "BLR"),
    ("host: RUS", "host: NO", "CSTO-301", "NOR"),
    ("host: RUS", "host: 5", "CSTO-203", ""),
    ("agenda: [plan]", "agenda: [plna]", "CSTO-308", "plan"),
    ("agenda: [plan]", "agenda: [moscow]", "CSTO-308", "one of the matters: plan or pact"),
    ("  moscow:", "  plan: {body: CSC}\n  moscow:", "CSTO-316", "rename"),
    ("2010-03-01T10:00+03:00", "2010-03-01T10:00", "CSTO-206", "+04:00"),
    ("2010-03-01T10:00+03:00", "12:30", "CSTO-206", "2009-06-14T10:00+04:00"),
    ("2010-03-01T10:00+03:00", "+1d", "CSTO-315", "write a day"),
    ("2010-03-01T10:00+03:00", "2010-03", "CSTO-205", "between: [2010-03-01, 2010-03-31]"),
    ("2010-03-01T10:00+03:00", "{between: [2010-03-02, 2010-03-01]}", "CSTO-311", "2010-03-01, "),
    ("2010-03-01T10:00+03:00", "2010-03-03", "CSTO-315", "count in days"),
    ("+2h", "+2x", "CSTO-211", "w, d, h"),
    ("+2h", "+2", "CSTO-211", "+2d"),
    ("2010-03-02, act", "2010-02-28, act", "CSTO-309", "order"),
    ("{date: +2h, ", "{on: +2h, ", "CSTO-201", "date"),
    ("act: decide", "act: decied", "CSTO-303", "decide"),
    ("act: decide, matter: plan", "act: decide, matter: palm", "CSTO-308", "plan"),
    ("act: decide, matter: plan", "act: decide, matter: moscow", "CSTO-308", "meeting: moscow"),
    ("act: decide, matter: plan", "act: decide", "CSTO-312", "matter: plan"),
    ("meeting: moscow,", "meeting: moscow, matter: plan,", "CSTO-312", "one of the two"),
    ("consent: [ARM]", "consents: [ARM]", "CSTO-201", "consent"),
    ("consent: [ARM]", "consent: [ARM, ARM]", "CSTO-210", ""),
    ("consent: [ARM]", "consent: [AMR]", "CSTO-301", "ARM"),
    ("{ARM: head of state}", "{ARM: head of sate}", "CSTO-204", "head of state"),
    ("by: [ARM], ", "", "CSTO-312", "by"),
    ("by: [ARM]", "by: [AM]", "CSTO-301", "ARM"),
    ("evidence: public", "evidence: pubic", "CSTO-204", "public"),
    ("state: not adopted", "state: not adoptd", "CSTO-313", "not adopted"),
    ("under: rules.14.1", "under: rules.14.11", "CSTO-307", "rules.14.1"),
    ("because: KAZ objects", "because: KAZ object", "CSTO-211", "KAZ objects"),
    ("{matter: plan, state", "{state", "CSTO-317", "matter: plan"),
    ("KAZ: never}", "KAZ: nevr}", "CSTO-205", "never"),
    (", signed: {ARM: 2010-03-02, KAZ: never}}", "}", "CSTO-317", "state"),
    ("under: rules.14.1", "under: rules.14", "CSTO-307", "rules.14.1"),
    ("open_to: [ARM, KAZ]", "in_force_when: number", "CSTO-202", "add 'number: …'"),
    ("open_to: [ARM, KAZ]", "in_force_when: number, number: 0", "CSTO-207", "from 1"),
    ("open_to: [ARM, KAZ]", "term_years: 0", "CSTO-207", "from 1 up to 100"),
    ("open_to: [ARM, KAZ]", "term_years: 101", "CSTO-207", "from 1 up to 100"),
    ("act: decide, matter: plan, consent: [ARM], object: [KAZ]",
     "act: circulate, matter: plan, until: 2010-02-28", "CSTO-311", "from 2010-03-01 on"),
    ("kind: substantive", "concerning: BY", "CSTO-301", "BLR"),
    ("mode: strict", "sources: [P999, {page: P999}]", "CSTO-319", "P99"),
    ("mode: strict", "sources: {page: 72}", "CSTO-319", "P72"),
    ("mode: strict", "lesson: {hint: a word, notes: a word}", "CSTO-201", "note"),
    ("mode: strict", "vary: [{member: KAZ, atends: [true, false]}]", "CSTO-201", "attends"),
    ("mode: strict", "claims: [{matter: plan, alwys: {bound: []}}]", "CSTO-201", "always"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"), WRONG, ids=[f"{w[2]} {w[1]}" for w in WRONG]
)
def test_one_fault_is_one_message_with_its_place_and_what_to_write(
    old: str, new: str, code: str, hint: str
) -> None:
    found = the_one(old, new)
    assert found.code == code
    assert code in messages()
    assert hint.lower() in f"{found.hint} {found.expected}".lower()
    line = STORY.replace(old, new, 1).splitlines()[found.line - 1]
    assert found.source == line
    assert 0 < found.column <= len(line)
    assert "^" in render(found)


SEVERAL = [
    # what is written, what stands there instead, each code with the nearest right word
    ("procedure: decision, body: CSC", "procedur: decision, bdy: CSC",
     ["CSTO-201 procedure", "CSTO-201 body"]),
    ("procedure: decision, body: CSC, kind: sub", "procedur: decison, bdy: CCS, knid: sbu",
     ["CSTO-201 procedure", "CSTO-304 decision", "CSTO-201 body", "CSTO-302 CSC", "CSTO-201 kind",
      "CSTO-204 substantive"]),
    ("procedure: decision, body", "bdy", ["CSTO-202 add 'procedure: …'", "CSTO-201 body"]),
    ("procedure: decision, body: CSC", "procedure: zzz, opne_to: [AMR]",
     ["CSTO-304 ", "CSTO-201 open_to", "CSTO-301 ARM"]),
    ("body: CSC, host: RUS", "procedur: meting, bdy: CCS, hots: BY",
     ["CSTO-201 procedure", "CSTO-304 meeting", "CSTO-201 body", "CSTO-302 CSC", "CSTO-201 host",
      "CSTO-301 BLR"]),
    ("act: decide, matter: plan", "act: concent, matter: paln",
     ["CSTO-303 consent", "CSTO-308 plan"]),
    ("act: decide, matter: plan, consent: [ARM]", "atc: decied, mater: paln, consnt: [AMR]",
     ["CSTO-201 act", "CSTO-303 decide", "CSTO-201 matter", "CSTO-308 plan", "CSTO-201 consent",
      "CSTO-301 ARM"]),
    ("act: decide, matter: plan, consent: [ARM]", "act: decied, matter: plan, consnt: [AMR]",
     ["CSTO-303 decide", "CSTO-201 consent", "CSTO-301 ARM"]),
    ("act: decide, matter: plan", "act: decide, matter: [plan, paln], presnt: []",
     ["CSTO-308 plan", "CSTO-201 "]),
    ("act: open, meeting: moscow, present", "act: opne, meeting: mosow, presnt",
     ["CSTO-303 open", "CSTO-308 moscow", "CSTO-201 present"]),
    ("matter: plan, state: not adopted", "matter: paln, state: not adoptd",
     ["CSTO-308 plan", "CSTO-313 not adopted"]),
    ("state: not adopted", "refused: {matter: paln, act: concent}",
     ["CSTO-308 plan", "CSTO-303 consent"]),
    ("acts:", "acst:\n  - {date: 2010-03-01, act: opne, meeting: moscow}",
     ["CSTO-201 acts", "CSTO-303 open"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), SEVERAL, ids=[w[1] for w in SEVERAL])
def test_faults_behind_a_fault_are_told_with_it(old: str, new: str, told: list[str]) -> None:
    assert old in STORY, old
    found = complaints(STORY.replace(old, new, 1))
    left = [(each.code, each.hint) for each in found]
    for want in told:
        code, _, hint = want.partition(" ")
        match = next((each for each in left if each[0] == code and each[1].startswith(hint)), None)
        assert match, (want, left)
        left.remove(match)
    assert left == []


def test_a_short_word_that_is_only_alike_is_not_read_as_another() -> None:
    found = complaints(STORY.replace("act: decide", "act: decied, foo: x", 1))
    assert [each.code for each in found] == ["CSTO-303", "CSTO-201"]


def test_the_day_for_an_answer_may_be_that_of_the_circulation() -> None:
    circulate = "act: circulate, matter: plan, until: 2010-03-01}\n  - {date: +0d, act: decide"
    assert len(loads(STORY.replace("act: decide", circulate)).acts) == 8


def test_the_pages_that_can_be_named_are_those_of_the_law_data() -> None:
    text = files("csto_sim.law").joinpath("sources.yaml").read_text("utf-8")
    assert pages() == tuple(yaml.safe_load(text))


def test_a_file_of_many_unknown_keys_is_given_up_soon() -> None:
    text = "format: 1\n" + "".join(f"zq{number}: 1\n" for number in range(20_000))
    few = text[: text.index("zq2000:")]
    assert complaints(text)[-1].code == "CSTO-119"
    # Only the reading of the file itself grows: ten times the text, nothing like ten times more.
    assert work(lambda: complaints(text)) < 12 * work(lambda: complaints(few))


def test_a_place_is_that_of_the_wrong_word() -> None:
    found = the_one("consent: [ARM]", "consent: [ARM, AMR]")
    assert found.source[found.column - 1 :].startswith("AMR")
    assert found.length == 3


def test_every_fault_of_a_file_is_told_at_once() -> None:
    text = STORY
    for old, new in [
        ("title:", "tilte:"),
        ("mode: strict", "mode: strickt"),
        ("absence-effect: A", "absence-efect: A"),
        ("procedure: decision", "procedure: decison"),
        ("host: RUS", "host: Belarus"),
        ("act: sign", "act: sing"),
        ("consent: [ARM]", "consent: [AMR]"),
        ("KAZ: never", "KAZ: nevr"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    assert len(complaints(text)) == 8


def test_a_key_that_is_missing_at_the_top_is_told_with_its_meaning() -> None:
    found = complaints("format: 1\nabout: nothing else\n")
    assert [each.message for each in found] == [
        f"this scenario has no '{key}'" for key in ("title", "from", "until", "acts")
    ]


def test_acts_out_of_order_are_told_with_both_times_and_the_line_of_the_other() -> None:
    found = the_one("2010-03-02, act", "2010-02-28, act")
    assert "2010-02-28 comes before 2010-03-01T12:00+03:00" in found.message
    assert "line 14" in found.message


def test_an_unknown_key_is_refused_at_every_level() -> None:
    for old, new in [
        ("mode:", "mood: x\nmode:"),
        ("kind: sub", "colour: red, kind: sub"),
        ("host: RUS", "colour: red, host: RUS"),
        ("act: decide", "colour: red, act: decide"),
        ("{ARM: head of state}", "{ARM: head of state, colour: red}"),
        ("state: not", "colour: red, state: not"),
    ]:
        assert the_one(old, new).code in ("CSTO-201", "CSTO-301")


# --- a scenario based on another -----------------------------------------------------------------


def based(tmp_path: Path, on: str, more: str = "") -> tuple[Complaint, ...]:
    (tmp_path / "below.yaml").write_text(STORY, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    (folder / "below.yaml").write_text(STORY, encoding="utf-8")
    path = folder / "above.yaml"
    path.write_text(f"format: 1\ntitle: Above\nbased_on: {on}\n{more}", encoding="utf-8")
    with pytest.raises(Unreadable) as fault:
        load(path)
    return fault.value.complaints


@pytest.mark.parametrize(
    "name", ["../below.yaml", "/etc/hostname", "~/a.yaml", "none.yaml", "above.yaml"]
)
def test_a_scenario_is_based_only_on_files_of_its_own_folder(tmp_path: Path, name: str) -> None:
    found = based(tmp_path, name)
    assert found[0].code == "CSTO-314"
    assert found[0].line == 3


def test_the_file_that_was_meant_is_offered_as_it_has_to_be_written(tmp_path: Path) -> None:
    (found,) = based(tmp_path, "beloww.yaml")
    assert found.hint == "below.yaml"
    above = (tmp_path / "in" / "above.yaml").read_text(encoding="utf-8")
    (tmp_path / "in" / "above.yaml").write_text(
        above.replace("beloww.yaml", found.hint), encoding="utf-8"
    )
    assert load(tmp_path / "in" / "above.yaml").title == "Above"


def test_a_scenario_is_not_offered_as_its_own_base(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (found,) = based(tmp_path, "aboove.yaml")
    assert "above.yaml" not in found.hint


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.yaml").symlink_to(tmp_path / "below.yaml")
    assert based(tmp_path, "link.yaml")[0].code == "CSTO-314"


def test_two_scenarios_that_stand_on_each_other_are_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    other = tmp_path / "in" / "other.yaml"
    other.write_text("format: 1\ntitle: Other\nbased_on: above.yaml\n", encoding="utf-8")
    (found,) = based(tmp_path, "other.yaml")
    assert found.code == "CSTO-314"
    assert "is based on this scenario" in found.message


def test_an_act_that_the_other_scenario_does_not_have_cannot_be_left_out(tmp_path: Path) -> None:
    for wrong in ("4", "0", "nothing"):
        found = based(tmp_path, "below.yaml", f"without: [{wrong}]\n")
        assert [each.code for each in found] == ["CSTO-314"]


def test_a_fault_in_the_other_scenario_is_told_at_its_place_there(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    wrong = STORY.replace("act: decide", "act: decied")
    (folder / "wrong.yaml").write_text(wrong, encoding="utf-8")
    found = based(tmp_path, "wrong.yaml")
    assert [each.code for each in found] == ["CSTO-303"]
    assert found[0].file.endswith("wrong.yaml")
    assert found[0].line == 14


# --- whatever it holds ---------------------------------------------------------------------------

ODD = [
    "NO", "on", "~", "''", "12:30", "[]", "{}", "[[]]", "{a: b}", "-1", "1e9", "true", "*x",
    "!!int 5", "2010-02-30", "+1d", "'", "plan", "moscow", "[plan, plan]", "{ARM: ARM}", "never",
    "<<", "АRM",
    "between", "{between: []}", "{between: 2010-01-01}", "9" * 400, "nul\x00", "\t", "- a", "? b",
]  # fmt: skip
TOKENS = re.compile(r"[\w.+:-]+|[\[\]{}]")


@given(st.data())
def test_a_mutilated_scenario_is_read_or_complained_of_and_nothing_else(
    data: st.DataObject,
) -> None:
    text = data.draw(st.sampled_from([STORY, starting("a")]))
    for _ in range(data.draw(st.integers(1, 4))):
        spans = [found.span() for found in TOKENS.finditer(text)]
        start, end = data.draw(st.sampled_from(spans))
        text = text[:start] + data.draw(st.sampled_from(ODD)) + text[end:]
    try:
        loads(text)
    except Unreadable as fault:
        for each in fault.complaints:
            assert each.code in messages()
            assert each.message
            assert render(each)


OPERATION = """\
format: 1
title: An operation waits for a decision
from: 2016-01-01
until: 2016-12-31
matters:
  plan: {procedure: decision, body: CSC}
  pact: {procedure: instrument}
  watch: {procedure: standing_operation, permanence: FIELD}
meetings:
  moscow: {body: CSC, agenda: [plan]}
acts: []
"""


@pytest.mark.parametrize("named", ["moscow", "nobody", "plna", "pact", "watch"])
def test_of_a_field_only_what_it_can_name_is_offered(named: str) -> None:
    with pytest.raises(Unreadable) as caught:
        loads(OPERATION.replace("FIELD", named))
    (found,) = caught.value.complaints
    assert found.expected.startswith("a matter of the procedure decision")
    offered = f"{found.expected} {found.hint}"
    assert "plan" in offered
    assert "one of" not in offered
    assert not any(other in offered for other in ("moscow", "pact", "watch"))
