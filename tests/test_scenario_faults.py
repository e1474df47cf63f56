"""Whatever stands in the place of a value, reading ends in a scenario or in complaints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

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
  - {matter: plan, blocked_by: {KAZ: objects}, deadline: {cure: {status: met, due: 2010-03-04}}}
  - {deadline: {name: convening, matter: call, status: met}}
  - {refused: {act: sign, by: ARM, matter: pact, under: [rules.14.1]}, refusals: 0}
vary:
  - {at: moscow, member: BLR, attends: [true, false]}
lesson: {question: why}
claims:
  - {name: a, matter: plan, always: x}
"""
FULL = Path(shipped.find("history/2009-06-14-crrf") or "").read_text(encoding="utf-8")
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


def flow(node: Node, target: Node, written: str) -> str:
    """The value in brackets and braces, with another in the place of one of its nodes."""
    if node is target:
        return written
    if node.kind == "mapping":
        parts = (f'"{key.written}": {flow(value, target, written)}' for key, value in node.pairs())
        return f"{{{', '.join(parts)}}}"
    if node.kind == "sequence":
        return f"[{', '.join(flow(item, target, written) for item in node.items())}]"
    text = isinstance(node.value, str)
    return json.dumps(node.value, ensure_ascii=False) if text else node.written or "~"


def put(root: Node, target: Node, written: str) -> str:
    """The file again, each entry on a line of its own, with another value in one place."""
    lines = []
    for key, value in root.pairs():
        if value is target or value.kind == "scalar" or not value.value:
            lines.append(f"{key.written}: {flow(value, target, written)}")
            continue
        lines.append(f"{key.written}:")
        lines += [f"  - {flow(item, target, written)}" for item in value.items()]
        lines += [f"  {name.written}: {flow(one, target, written)}" for name, one in value.pairs()]
    return "\n".join(lines) + "\n"


ROOTS = {text: nodes.read_text(text, "a.yaml") for text in (STORY, FULL)}
PLACES = {text: list(within(root)) for text, root in ROOTS.items()}


def faults(text: str) -> tuple[Complaint, ...]:
    try:
        loads(text, "a.yaml")
    except Unreadable as fault:
        return fault.complaints
    return ()


@pytest.mark.parametrize("text", [STORY, FULL], ids=["story", "shipped"])
def test_a_scenario_written_in_braces_says_the_same(text: str) -> None:
    again = loads(put(ROOTS[text], ROOTS[text], ""), "a.yaml")
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


@pytest.mark.parametrize("written", ["!x y", "*nope", '""', "~", "[~]", r'"a\0b"'])
def test_one_faulty_value_is_one_message_in_every_place(written: str) -> None:
    told = {}
    for place in PLACES[STORY]:
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
