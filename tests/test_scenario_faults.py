"""Whatever stands in the place of a value, reading ends in a scenario or in complaints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.errors import Complaint, Unreadable, render
from csto_sim.messages import messages
from csto_sim.scenario.load import load, loads
from csto_sim.shapes import nodes
from csto_sim.shapes.nodes import Node

STORY = """\
format: 1
title: A story
about: words
from: 2010-01-01
until: 2010-12-31
sources: [a book, {page: P72, says: a note, evidence: public}]
tags: [one, two]
readings: {absence-effect: A}
mode: strict
matters:
  plan: {procedure: decision, body: CSC, effect_when: [pact], source: {seed: 000}}
  pact: {procedure: instrument, open_to: [ARM, KAZ], in_force_when: number, number: 2}
  call: {procedure: convening, meeting: moscow, threat: 2010-02-01}
  more: {procedure: instrument, prolongs: pact, term_years: 5, effect_from: 2010-01-05}
meetings:
  moscow: {body: CSC, host: RUS, agenda: [plan, pact]}
acts:
  - {date: 2010-02-28, act: propose, by: RUS, matter: call, form: letter, to: CHAIR}
  - {date: 2010-03-01T10:00Z, act: open, meeting: moscow, present: [{ARM: head of state}, KAZ]}
  - {date: +2h, act: decide, matter: plan, consent: [ARM], object: {KAZ: because}, id: put}
  - {date: 2010-03-02, act: circulate, matter: plan, until: 2010-03-04, says: so}
  - {date: {between: [2010-03-02, 2010-03-04]}, act: sign, by: [ARM], matter: [pact, more]}
  - {date: 2010-03-05, act: sign, by: KAZ, matter: pact, sources: [x, {url: y}], evidence: public}
expect:
  - {matter: plan, at: 2010-03-02, state: not adopted, under: rules.14.1, because: KAZ objects}
  - {matter: pact, signed: {ARM: 2010-03-02, KAZ: never}, bound: [], from: never, says: so}
  - {matter: plan, blocked_by: {KAZ: objects}, deadline: {signature: {due: 2010-03-04}}}
  - {deadline: {name: convening, matter: call, status: met}}
  - {refused: {act: sign, by: ARM, matter: pact, under: [rules.14.1]}, refusals: 0}
vary:
  - {at: moscow, member: BLR, attends: [true, false]}
lesson: {question: why}
claims:
  - {name: a, matter: plan, always: {if: {meeting: moscow, absent: [KAZ]}, then: {bound: []}}}
"""
FULL = Path(shipped.find("decision/2009-06-14-crrf") or "").read_text(encoding="utf-8")
ODD = [
    "!x y", "*nope", '""', "~", "[~]", "{}", "[[]]", "1.5", ".nan", "2016-13-45", "9" * 5000,
    r'"a\0b"', r'"a\e[31mb"', '"a\u202eb"', "a\0b", "a\x1bb", "a\u202eb", "[x]", "{x: y}",
    "[*nope, *nope]", "!!python/object:os.system [x]", "{!x y: z}", "[!x y, !x z]", "'", "{[a]: b}",
    "{between: [2016-05-04T23:00-11:00, 2016-05-04]}", "true", "&a [*a]", "<<", "-", "?",
]  # fmt: skip


def within(node: Node) -> Iterator[Node]:
    for part in (*node.items(), *(value for _, value in node.pairs())):
        yield part
        yield from within(part)


def keys_within(node: Node) -> Iterator[Node]:
    for part in (node, *within(node)):
        yield from (key for key, _ in part.pairs())


def name(key: Node, target: Node, written: str) -> str:
    return f"? {written}\n" if key is target else f'"{key.written}"'


def flow(node: Node, target: Node, written: str) -> str:
    """The value in brackets and braces, with another in the place of one of its nodes."""
    if node is target:
        return written
    if node.kind == "mapping":
        parts = (
            f"{name(key, target, written)}: {flow(value, target, written)}"
            for key, value in node.pairs()
        )
        return f"{{{', '.join(parts)}}}"
    if node.kind == "sequence":
        return f"[{', '.join(flow(item, target, written) for item in node.items())}]"
    text = isinstance(node.value, str)
    return json.dumps(node.value, ensure_ascii=False) if text else node.written or "~"


def put(root: Node, target: Node, written: str) -> str:
    """The file again, each entry on a line of its own, with another value or key in one place."""
    if root is target:
        return written
    if any(key is target for part in (root, *within(root)) for key, _ in part.pairs()):
        return flow(root, target, written)
    lines = []
    for key, value in root.pairs():
        if value is target or value.kind == "scalar" or not value.value:
            lines.append(f"{key.written}: {flow(value, target, written)}")
            continue
        lines.append(f"{key.written}:")
        lines += [f"  - {flow(item, target, written)}" for item in value.items()]
        lines += [f"  {name.written}: {flow(one, target, written)}" for name, one in value.pairs()]
    return "\n".join(lines) + "\n"


NOWHERE = nodes.read_text("{}", "b.yaml")
ROOTS = {text: nodes.read_text(text, "a.yaml") for text in (STORY, FULL)}
PLACES = {text: [root, *within(root), *keys_within(root)] for text, root in ROOTS.items()}


def faults(text: str) -> tuple[Complaint, ...]:
    try:
        loads(text, "a.yaml")
    except Unreadable as fault:
        return fault.complaints
    return ()


def above(text: str) -> tuple[Complaint, ...]:
    """What is told of a file that is based on one with that text."""
    with TemporaryDirectory() as folder:
        Path(folder, "below.yaml").write_text(text, encoding="utf-8")
        path = Path(folder, "above.yaml")
        path.write_text("format: 1\ntitle: Above\nbased_on: below.yaml\n", encoding="utf-8")
        try:
            load(path)
        except Unreadable as fault:
            return fault.complaints
        return ()


@pytest.mark.parametrize("text", [STORY, FULL], ids=["story", "shipped"])
def test_a_scenario_written_in_braces_says_the_same(text: str) -> None:
    again = loads(put(ROOTS[text], NOWHERE, ""), "a.yaml")
    kept = loads(text, "a.yaml")
    assert [act[:5] for act in again.acts] == [act[:5] for act in kept.acts]
    assert [each.wants for each in again.expect] == [each.wants for each in kept.expect]


@given(st.data())
def test_any_value_in_any_place_is_read_or_told_with_its_place(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([STORY, FULL]))
    target = data.draw(st.sampled_from(PLACES[text]))
    changed = put(ROOTS[text], target, data.draw(st.sampled_from(ODD)))
    found = faults(changed)
    assert not found or any(each.line and each.column for each in found)
    for each in found:
        assert each.code in messages()
        assert render(each).isprintable() or "\n" in render(each)


@given(st.sampled_from([STORY, FULL]), st.sampled_from(ODD), st.data())
def test_any_value_in_any_place_of_a_file_below_is_read_or_told_with_its_place(
    text: str, written: str, data: st.DataObject
) -> None:
    target = data.draw(st.sampled_from([ROOTS[text], *PLACES[text]]))
    for each in above(put(ROOTS[text], target, written)):
        assert each.line
        assert each.column
        assert each.code in messages()


@pytest.mark.parametrize("written", ODD)
def test_any_value_in_the_place_of_the_whole_file_is_told_with_its_place(written: str) -> None:
    for end in ("", "\n", "\n---\n", "\n# so\n"):
        for found in (faults(written + end), above(written + end)):
            assert found
            assert all(each.line and each.column for each in found)


WHOLE = ["! x", "!x {a: 1}", "!!map {format: 1}", "!x [a]", "*a", "!x\nformat: 1\ntitle: a\n",
         "&a !x {b: 1}", r'"a\0b"', "--- !x\nformat: 1\n", "{!x a: 1}", "{[a]: 1}",
         "{*a : 1}"]  # fmt: skip


@pytest.mark.parametrize("text", WHOLE)
def test_a_file_that_is_one_faulty_value_is_one_message(text: str) -> None:
    (alone,) = faults(text)
    assert alone.line
    (below,) = above(text)
    assert (below.code, below.line, below.column) == (alone.code, alone.line, alone.column)
    assert below.file.endswith("below.yaml")


@pytest.mark.parametrize("written", ["!x y", "*nope ", "[a]", "{a: b}", "!x [a]", r'"a\0b"'])
def test_one_faulty_key_is_one_message_in_every_place(written: str) -> None:
    told = {}
    for place in keys_within(ROOTS[STORY]):
        found = faults(put(ROOTS[STORY], place, written))
        if len(found) != 1:
            told[place.line, place.column] = [each.message for each in found]
    assert told == {}


@pytest.mark.parametrize("written", ["!x y", "*nope", '""', "~", "[~]", r'"a\0b"'])
def test_one_faulty_value_is_one_message_in_every_place(written: str) -> None:
    told = {}
    for place in within(ROOTS[STORY]):
        found = faults(put(ROOTS[STORY], place, written))
        # What may vary, and what is claimed, is kept as it is written.
        free = place.line > STORY.count("\n", 0, STORY.index("vary:")) and not found
        if len(found) != 1 and not free:
            told[place.line, place.column] = [each.message for each in found]
    assert told == {}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("present: [{ARM: head of state}, KAZ]", "present: !x y", "CSTO-113"),
        ("{KAZ: objects}", "{ARM: !x y}", "CSTO-113"),
        ("bound: []", "bound: [*nope, *nope]", "CSTO-116"),
        ("act: decide", "act: ''", "CSTO-209"),
        ("matter: call, form", "matter: '', form", "CSTO-211"),
        ("matter: call, form", "matter: [~], form", "CSTO-203"),
        ("meeting: moscow, present", "meeting: [x], present", "CSTO-203"),
        ("sources: [a book, {page: P72", "sources: [a book, {page: !x y", "CSTO-113"),
        ("agenda: [plan, pact]", "agenda: [plan, 5]", "CSTO-203"),
        ("mode: strict", "based_on: [x]", "CSTO-203"),
        ("mode: strict", "based_on: !x y", "CSTO-113"),
        ("mode: strict", "based_on: ''", "CSTO-209"),
        ("  moscow: {body: CSC, host: RUS, agenda: [plan, pact]}", "  - moscow", "CSTO-203"),
    ],
)
def test_a_fault_is_told_once_and_nothing_that_only_follows_from_it(
    old: str, new: str, code: str
) -> None:
    assert old in STORY
    assert [each.code for each in faults(STORY.replace(old, new, 1))] == [code]


def test_a_scenario_that_only_changes_another_is_told_once_of_a_name_that_is_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "above.yaml"
    for written in ("[x]", "{a: b}", "~", "''", "!x y", "5"):
        path.write_text(f"format: 1\ntitle: Above\nbased_on: {written}\n", encoding="utf-8")
        with pytest.raises(Unreadable) as fault:
            load(path)
        assert [each.line for each in fault.value.complaints] == [3], written


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("by: KAZ, matter: pact", "by: KAZZ, matter: pact", "CSTO-301"),
        ("{date: 2010-02-28, act: propose, by: RUS, matter: call, form: letter, to: CHAIR}",
         "!x y", "CSTO-113"),
    ],
)  # fmt: skip
def test_a_file_below_with_a_faulty_act_still_has_an_act_of_that_number(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in STORY
    wrong = STORY.replace(old, new)
    (tmp_path / "below.yaml").write_text(wrong, encoding="utf-8")
    path = tmp_path / "above.yaml"
    path.write_text(
        "format: 1\ntitle: Above\nbased_on: below.yaml\nwithout: [put, 6]\n", encoding="utf-8"
    )
    with pytest.raises(Unreadable) as fault:
        load(path)
    assert [each.code for each in fault.value.complaints] == [code]


@pytest.mark.parametrize("line", [1, 3, 24])
def test_a_nul_is_told_with_its_line_and_column(line: int, tmp_path: Path) -> None:
    lines = STORY.splitlines()
    lines[line - 1] += " \0"
    if line > 1:
        lines[0] += " \x1b"
    path = tmp_path / "a.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Unreadable) as fault:
        load(path)
    (told,) = fault.value.complaints
    assert (told.code, told.line, told.column) == ("CSTO-103", line, len(lines[line - 1]))
    assert "\0" not in render(told)


@example("nope")
@given(st.sampled_from(["nope", "x", "anything"]))
def test_an_alias_that_stands_for_nothing_is_told_once_a_name(name: str) -> None:
    found = faults(STORY.replace("[one, two]", f"[*{name}, *{name}, *other]"))
    assert [each.code for each in found] == ["CSTO-116", "CSTO-116"]


# --- a definition that is faulty -------------------------------------------------------------


NAMED = """\
format: 1
title: A story
from: 2010-01-01
until: 2010-12-31
matters:
  plan: {procedure: decision, body: CSC}
  pact: {procedure: instrument}
  next: {procedure: decision, body: CSC, replaces: plan, effect_when: [pact]}
meetings:
  moscow: {body: CSC, agenda: [plan, next]}
acts:
  - {date: 2010-03-01, act: open, meeting: moscow}
  - {date: 2010-03-01, act: decide, matter: plan, consent: [ARM], object: [KAZ]}
  - {date: 2010-03-02, act: sign, by: ARM, matter: [plan, pact]}
  - {date: 2010-03-02, act: close, meeting: moscow}
expect:
  - {matter: plan, state: not adopted, because: KAZ objects}
  - {refused: {matter: plan, act: consent}}
  - {deadline: {name: signature, matter: plan, status: met}}
  - {meeting: moscow, state: closed}
"""


def test_a_story_of_names_is_read() -> None:
    assert faults(NAMED) == ()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        # the name itself
        ("plan:", "pl an:", "211"),
        ("plan:", "!x plan:", "113"),
        ("plan:", "? [plan]\n  :", "112"),
        ("plan:", "*plan :", "112"),
        ("plan:", "<<:", "115"),
        ("plan:", r'"pl\0an":', "103"),
        ("plan:", "pact:", "108"),
        ("pact:", "plan:", "108"),
        ("moscow:", "mos cow:", "211"),
        ("moscow:", "!x moscow:", "113"),
        ("moscow:", "plan:", "316"),
        # what stands behind it
        ("{procedure: decision, body: CSC}", "!x y", "113"),
        ("{procedure: decision, body: CSC}", "5", "203"),
        ("{procedure: decision, body: CSC}", "{procedure: decided, body: CSC}", "304"),
        ("{procedure: decision, body: CSC}", "{procedure: zzz, body: CSC}", "304"),
        ("{procedure: decision, body: CSC}", "{procedure: decision, body: CCS}", "302"),
        ("{procedure: decision, body: CSC}", "{body: CSC}", "202"),
        ("{procedure: decision, body: CSC}", "{procedure: decision, boby: CSC}", "201"),
        ("{body: CSC, agenda: [plan, next]}", "~", "203"),
        # where it stands
        ("  pact:", "matters:\n  pact:", "108"),
        ("  pact:", "qqq:\n  pact:", "201"),
        ("matters:", "qqq:", "201"),
        ("matters:", "!x matters:", "113"),
        ("matters:", "? [matters]\n:", "112"),
        ("  moscow: {body: CSC", "  moscow: {procedure: decision, body: CSC", "304"),
    ],
)
def test_a_faulty_definition_is_told_once_and_no_use_of_it(old: str, new: str, codes: str) -> None:
    assert old in NAMED
    found = faults(NAMED.replace(old, new, 1))
    assert " ".join(each.code[-3:] for each in found) == codes


@pytest.mark.parametrize("name", ["plan", "pact", "moscow"])
@pytest.mark.parametrize("written", ["pl an", "plän", "-", "'(x)'", "a" * 65])
def test_a_name_that_is_no_name_is_told_where_it_is_given_and_at_no_use(
    name: str, written: str
) -> None:
    (told,) = faults(NAMED.replace(name, written))
    assert (told.code, told.line) == ("CSTO-211", NAMED[: NAMED.index(name)].count("\n") + 1)


def test_a_name_that_is_given_otherwise_is_told_once_with_every_line() -> None:
    (told,) = faults(NAMED.replace("  plan:", "  plna:"))
    assert told.code == "CSTO-308"
    assert told.line == 8
    assert told.hint == "plna"
    assert told.message.endswith("named on 6 more lines (10, 13, 14, 17, 18, 19)")


def test_a_wrong_name_beside_a_faulty_definition_of_the_other_kind_is_still_told() -> None:
    text = NAMED.replace("moscow:", "mos cow:", 1).replace("replaces: plan", "replaces: plna")
    assert [each.code for each in faults(text)] == ["CSTO-308", "CSTO-211"]


def test_a_name_is_still_missed_where_another_stands_behind_a_wrong_key() -> None:
    text = NAMED.replace("  pact:", "qqq:\n  pact:").replace("replaces: plan", "replaces: plna")
    text = text.replace("matter: [plan, pact]", "matter: [paln, pact]")
    assert [each.code for each in faults(text)] == ["CSTO-201", "CSTO-308"]


def test_two_wrong_names_are_two_messages() -> None:
    text = NAMED.replace("  plan:", "  plna:").replace("  moscow:", "  mosow:")
    assert sorted(each.hint for each in faults(text)) == ["mosow", "plna"]


def test_a_faulty_definition_below_is_told_at_its_place_there() -> None:
    (told,) = above(NAMED.replace("plan:", "pl an:", 1))
    assert (told.code, told.line) == ("CSTO-211", 6)
