"""What strangers' files may hold, and what is said: one complaint a fault, with its place."""

from __future__ import annotations

import codecs
import gc
import json
import os
import random
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from csto_sim import errors
from csto_sim.errors import Complaint, Complaints, CstoError, LogError, Unreadable
from csto_sim.messages import messages
from csto_sim.shapes import building, nodes, source
from csto_sim.shapes.nodes import Node, read, read_text, resolve

MEGABYTE = 1_000_000


def complaints_of(text: str) -> tuple[Complaint, ...]:
    try:
        read_text(text, "file.yaml")
    except Unreadable as fault:
        return fault.complaints
    return ()


def complaints_of_file(path: Path, data: bytes | None = None) -> tuple[Complaint, ...]:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read(path)
    return caught.value.complaints


def the_one(complaints: tuple[Complaint, ...]) -> Complaint:
    assert len(complaints) == 1, [errors.one_line(each) for each in complaints]
    return complaints[0]


def place(complaint: Complaint) -> tuple[str, int, int]:
    return complaint.code, complaint.line, complaint.column


def underlined(complaint: Complaint) -> str:
    start = complaint.column - 1 - complaint.skipped
    return complaint.source[start : start + complaint.length]


def all_nodes(node: Node) -> Iterator[Node]:
    yield node
    for key, value in node.pairs():
        yield key
        yield from all_nodes(value)
    for item in node.items():
        yield from all_nodes(item)


# --- files that are not there, or are not text -----------------------------------------------


def test_a_missing_file_is_told_with_the_nearest_name_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "crrf-2009.yaml").write_text("format: 1\n")
    told = the_one(complaints_of_file(tmp_path / "crff-2009.yaml"))
    assert (told.code, told.where) == ("CSTO-101", str(tmp_path / "crff-2009.yaml"))
    assert told.hint == str(tmp_path / "crrf-2009.yaml")
    assert the_one(complaints_of_file(tmp_path / "no" / "such")).code == "CSTO-101"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("convening/2022-01-kazakstan", "convening/2022-01-kazakhstan, which comes with"),
        ("convening/2022-01-kazakstan.yaml", "convening/2022-01-kazakhstan, which comes with"),
        ("scenarios/convening/nothing-like-it", "`csto-sim check convening` lists those"),
        ("no-such-folder/2022-01-kazakhstan", "look at the spelling"),
    ],
)
def test_a_wrong_name_of_a_shipped_scenario_is_told_with_the_right_one(
    name: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert the_one(complaints_of_file(Path(name))).hint.startswith(hint)


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "CSTO-102", "empty"),
        (codecs.BOM_UTF8, "CSTO-102", "empty"),
        (b" \n\n", "CSTO-102", "empty"),
        (b"# only\n# comments\n", "CSTO-102", "comments"),
        (b"---\n...\n", "CSTO-102", "comments"),
        (b"SQLite format 3\x00" + bytes(200), "CSTO-103", "an SQLite database"),
        (bytes(range(256)) * 10, "CSTO-103", "UTF-8"),
        (b"format: 1\x00\n", "CSTO-103", "binary"),
        ("format: 1\n".encode("utf-16"), "CSTO-103", "UTF-16"),
        ("format: 1\n".encode("utf-16-le"), "CSTO-103", "UTF-16"),
        ("format: 1\n".encode("utf-16-be"), "CSTO-103", "UTF-16"),
        (b"x" * (source.LIMIT + 1), "CSTO-104", "4 MB"),
    ],
)
def test_what_is_not_text_is_told_plainly(
    tmp_path: Path, data: bytes, code: str, says: str
) -> None:
    told = the_one(complaints_of_file(tmp_path / "file.yaml", data))
    assert told.code == code
    assert says in told.message


def test_a_byte_that_is_not_utf8_is_told_at_its_place(tmp_path: Path) -> None:
    data = "format: 1\ntitle: é".encode() + "Совет".encode("cp1251") + b"\n"
    told = the_one(complaints_of_file(tmp_path / "file.yaml", data))
    assert place(told) == ("CSTO-103", 2, 9)
    assert "0xD1" in told.message
    assert "Windows-1251" in told.hint


def test_a_byte_order_mark_in_front_is_tolerated_and_moves_no_column(tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_bytes(codecs.BOM_UTF8 + b"title: x\n")
    root = read(tmp_path / "file.yaml")
    assert root.plain() == {"title": "x"}
    assert root.key("title").column == 1  # type: ignore[union-attr]
    assert place(the_one(complaints_of("a: 1\n\ufeffb: 2\n"))) == ("CSTO-103", 2, 1)


def test_a_control_sign_is_told_at_its_place_and_shown_harmlessly() -> None:
    told = the_one(complaints_of("a: 1\nb: x\x1b[31m\n"))
    assert place(told) == ("CSTO-103", 2, 5)
    assert "\x1b" not in errors.render(told)
    assert the_one(complaints_of('a: "x\\e[31m"\n')).code == "CSTO-103"
    assert the_one(complaints_of('a: "x\\0"\n')).code == "CSTO-103"


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    with open(tmp_path / "file.yaml", "wb") as file:
        file.truncate(50 * MEGABYTE)
    told = the_one(complaints_of_file(tmp_path / "file.yaml"))
    assert (told.code, "50.0 MB" in told.message) == ("CSTO-104", True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_that_never_ends_is_told_and_not_waited_for(tmp_path: Path) -> None:
    def late(*_: object) -> None:
        raise TimeoutError("the reader waits for a pipe")

    os.mkfifo(tmp_path / "pipe")
    began = signal.signal(signal.SIGALRM, late)
    signal.alarm(5)
    try:
        assert the_one(complaints_of_file(tmp_path / "pipe")).code == "CSTO-120"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, began)


def test_a_folder_and_an_impossible_name_are_told(tmp_path: Path) -> None:
    assert "folder" in the_one(complaints_of_file(tmp_path)).message
    for name in ("x" * 5000, "a\0b"):
        with pytest.raises(Unreadable) as caught:
            read(name)
        assert the_one(caught.value.complaints).code == "CSTO-120"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child under another user needs fork")
def test_a_file_that_the_user_may_not_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("format: 1\n")
    path.chmod(0)
    child = os.fork()
    if child == 0:
        # Taking rights away does nothing to root, so the child becomes nobody.
        status = 1
        with suppress(BaseException):
            if os.getuid() == 0:
                os.setuid(65534)
            try:
                read(path)
            except Unreadable as fault:
                status = 0 if fault.complaints[0].code == "CSTO-120" else 2
        os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


# --- YAML that cannot be read ----------------------------------------------------------------

# Text, code, line, column, and what the message or the hint must say.
SYNTAX = {
    "no colon": ("format: 1\ntitle\nfrom: x\n", 105, 2, 1, "a colon is missing after the key"),
    "no colon on the first line": ("title\nfrom: x\n", 105, 1, 1, "a colon is missing"),
    "no space after the colon": ("b: 2\ntitle:x\n", 105, 2, 1, "title: x"),
    "equals sign": ("title = x\nb: 1\n", 105, 1, 1, "title: x"),
    "second colon": ("format: 1\ntitle: a: b\n", 105, 2, 9, '"a: b"'),
    "open double quote": ('a: 1\ntitle: "abc\nb: 1\n', 105, 2, 8, "quote that opens here"),
    "open single quote": ("a: 1\ntitle: 'abc\nb: 1\n", 105, 2, 8, "quote that opens here"),
    "open list": ("a: [x, y\nb: 1\n", 105, 1, 4, "'[' that opens here is not closed"),
    "open list at the end": ("b: 1\na: [x,\n", 105, 2, 4, "'[' that opens here is not closed"),
    "open braces": ("a: {x: 1\nb: 1\n", 105, 1, 4, "'{' that opens here is not closed"),
    "inner braces at the end": ("a: [1,\n  {b: \n", 105, 2, 3, "'{' that opens here"),
    "wrong bracket": ("acts:\n  - {a: [x, y}\n", 105, 2, 14, "cannot close the '['"),
    "no comma": ("a: ['x' 'y']\n", 105, 1, 9, "',' or ']' is missing"),
    "stray bracket": ("a: ]\n", 105, 1, 4, "']' stands where a value belongs"),
    "indented too little": ("a:\n  b: 1\n c: 2\n", 105, 3, 2, "indented by 1"),
    "indented too much": ("a: 1\n  b: 2\n", 105, 2, 3, "deeper than line 1"),
    "item among keys": ("b: 1\n- a\n", 105, 2, 1, "a list item among keys"),
    "key among items": ("x:\n  - a\n  b: 1\n", 105, 3, 3, "list item"),
    "item on the line of its key": ("a: - x\n", 105, 1, 4, "on a line of its own"),
    "at sign": ("a: @x\n", 105, 1, 4, "quotes"),
    "backtick": ("a: `x`\n", 105, 1, 4, "quotes"),
    "percent sign": ("a: %x\n", 105, 1, 4, "quotes"),
    "ampersand alone": ("a: & b\n", 105, 1, 4, "quotes"),
    "asterisk alone": ("a: * b\n", 105, 1, 4, "quotes"),
    "text after quotes": ("a: 'x' y\n", 105, 1, 8, "after the closing quote"),
    "apostrophe in quotes": ("a: 'it's'\nb: 1\n", 105, 1, 8, "write ' twice"),
    "text after the bar": ("a: |x\n  foo\n", 105, 1, 5, "next line"),
    "no key": (": 1\n", 105, 1, 1, "no key before this colon"),
    "text after the end": ("a: 1\n...\nb\n", 105, 3, 1, "after the end"),
    "undefined tag": ("a: !f!x 1\n", 105, 1, 4, "tag"),
    "tab": ("a:\n\tb: 1\n", 106, 2, 1, "two spaces"),
    "tab after a value": ("a:\n  b: 1\n\tc: 1\n", 106, 3, 1, "two spaces"),
    "tabs": ("a:\n\tb: 1\n\tc: 1\n\td: 1\n", 106, 2, 1, "2 other lines"),
}


@pytest.fixture(params=["parser in C", "parser in Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = yaml.SafeLoader if "Python" in request.param else yaml.CSafeLoader
    monkeypatch.setattr(nodes, "_parser", loader)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("name", SYNTAX)
def test_a_slip_in_yaml_is_told_in_plain_words_at_its_place(name: str) -> None:
    text, code, line, column, says = SYNTAX[name]
    told = the_one(complaints_of(text))
    assert place(told) == (f"CSTO-{code}", line, column)
    assert says in f"{told.message} {told.hint}"
    assert told.source == text.splitlines()[line - 1]


@pytest.mark.usefixtures("either_parser")
@settings(max_examples=60)
@given(st.text(alphabet="ab:-[]{}'\"|>@`%&*!?#,\n\t \\=<", max_size=30))
def test_no_sentence_of_the_parser_reaches_the_user_untranslated(text: str) -> None:
    for told in complaints_of(text):
        assert not re.search(
            r"(?i)token|scalar|mapping|simple key|block end|flow|stream", told.message
        ), told.message


# --- YAML that is refused --------------------------------------------------------------------

DEEP = {
    "brackets": "a: " + "[" * 50_000,
    "closed brackets": "a: " + "[" * 50_000 + "]" * 50_000,
    "braces": "{a: " * 50_000,
    "items": "- " * 50_000,
    "explicit keys": "? " * 50_000,
    "indentation": "".join(" " * level + "a:\n" for level in range(2_500)),
}


@pytest.mark.parametrize("name", DEEP)
def test_nesting_50000_levels_deep_is_told_and_crashes_nothing(name: str) -> None:
    told = the_one(complaints_of(DEEP[name]))
    assert told.code == "CSTO-107"


@example(64, ("[", "]"))
@example(65, ("[", "]"))
@given(st.integers(1, 100), st.sampled_from([("[", "]"), ("{a: ", "}")]))
def test_64_levels_are_read_and_65_are_not(depth: int, signs: tuple[str, str]) -> None:
    text = "a: " + signs[0] * (depth - 1) + "x" + signs[1] * (depth - 1) + "\n"
    found = [each.code for each in complaints_of(text)]
    assert found == ([] if depth <= building.DEEPEST else ["CSTO-107"])


def bomb(width: int, levels: int) -> str:
    text = f"a0: &a0 [{', '.join('x' * width)}]\n"
    for level in range(1, levels):
        text += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]\n"
    return text


def test_aliases_that_expand_without_bound_are_refused() -> None:
    assert the_one(complaints_of(bomb(9, 9))).code == "CSTO-109"
    assert complaints_of(bomb(9, 4)) == ()


@given(st.integers(2, 6), st.integers(1, 9))
def test_aliases_are_counted_as_often_as_they_are_shown(width: int, levels: int) -> None:
    text = bomb(width, levels)
    shown = sum(width ** (level + 1) for level in range(levels)) * 2
    found = [each.code for each in complaints_of(text)]
    if found:
        assert found == ["CSTO-109"]
        assert shown > building.MOST_FROM_ALIASES / 2
    else:
        assert sum(1 for _ in all_nodes(read_text(text, "x"))) <= building.MOST_FROM_ALIASES * 2


def test_a_chain_of_aliases_cannot_nest_deeper_than_brackets_could() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 2_000)]
    told = the_one(complaints_of("\n".join(lines)))
    assert (told.code, told.line) == ("CSTO-107", building.DEEPEST)


def test_an_alias_inside_its_own_value_is_refused_and_the_rest_is_read() -> None:
    told = complaints_of("a: &x [1, *x]\nb: &y {c: *y}\n")
    assert [place(each) for each in told] == [("CSTO-109", 1, 11), ("CSTO-109", 2, 11)]


def test_an_alias_of_nothing_is_told_with_the_nearest_name() -> None:
    told = the_one(complaints_of("a: &moscow x\nb: *moscov\n"))
    assert (*place(told), told.hint) == ("CSTO-116", 2, 4, "*moscow")


@pytest.mark.parametrize(
    "value", ["!!python/object/apply:os.system ['ls']", "!foo x", "!foo {a: 1}", "!!str 5", "! x"]
)
def test_no_tag_is_read(value: str) -> None:
    told = the_one(complaints_of(f"a: 1\nb: {value}\n"))
    assert place(told) == ("CSTO-113", 2, 4)
    assert "tag:yaml.org" not in told.message


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12), st.booleans())
def test_each_key_written_again_is_one_complaint_that_names_the_first(
    keys: list[str], flow: bool
) -> None:
    text = "\n".join(f"  {key}: x" for key in keys)
    text = f"top:\n{text}\n" if not flow else "top: {\n" + text.replace("x", "x,") + "\n}\n"
    told = complaints_of(text)
    again = [line for line, key in enumerate(keys) if key in keys[:line]]
    assert [(each.code, each.line) for each in told] == [("CSTO-108", line + 2) for line in again]
    for each, line in zip(told, again, strict=True):
        assert f"line {keys.index(keys[line]) + 2}" in each.message


def test_keys_that_differ_only_by_quotes_are_the_same_key() -> None:
    assert the_one(complaints_of("1: x\n'1': y\n")).code == "CSTO-108"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: 1\n---\nb: 2\n", ["CSTO-114"]),
        ("%YAML 1.1\n---\na: 1\n", ["CSTO-117"]),
        ("%YAML 1.2\n---\na: 1\n", []),
        ("---\na: 1\n...\n", []),
        ("a: &x {b: 1}\nc: {<<: *x}\n", ["CSTO-115"]),
        ("a: {'<<': 1}\n", []),
        ("? [a, b]\n: 1\n", ["CSTO-112"]),
        ("a: &x b\n*x : 1\n", ["CSTO-112"]),
        ("{a: 1, ? : 2}\n", ["CSTO-112"]),
        ("- a\n- b\n", ["CSTO-111"]),
        ("just some words\n", ["CSTO-111"]),
        ("5\n", ["CSTO-111"]),
    ],
)
def test_what_yaml_1_2_or_a_scenario_does_not_have_is_refused(text: str, codes: list[str]) -> None:
    assert [each.code for each in complaints_of(text)] == codes


def test_reading_leaves_the_collector_of_garbage_as_it_was() -> None:
    assert gc.isenabled()
    for text in ("a: 1\n", "a: [\n", "a: " + "[" * 100):
        complaints_of(text)
        assert gc.isenabled()
    gc.disable()
    try:
        complaints_of("a: 1\n")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_all_faults_of_a_file_are_told_at_once_in_their_order() -> None:
    text = "a: !x 1\nb: *no\na: 2\nc: {<<: 1}\nd: {x: 1, x: 2}\n---\ne: 1\n"
    found = [(each.code[-3:], each.line) for each in complaints_of(text)]
    assert found == [("113", 1), ("116", 2), ("108", 3), ("115", 4), ("108", 5), ("114", 6)]
    # A slip that ends reading is told together with what was found before it.
    found = [(each.code[-3:], each.line) for each in complaints_of(text[:24] + "z: @\n")]
    assert found == [("113", 1), ("116", 2), ("108", 3), ("105", 4)]


def test_faults_that_leave_a_tree_are_gathered_so_that_reading_goes_on() -> None:
    gathered = Complaints()
    root = read_text("a: 1\na: 2\nb: !x y\n", "file.yaml", gathered)
    assert [each.code for each in gathered] == ["CSTO-108", "CSTO-113"]
    assert root.plain() == {"a": 1, "b": "y"}
    assert root.get("b").kind == "faulty"  # type: ignore[union-attr]
    with pytest.raises(Unreadable) as caught:
        read_text("c: @\n", "other.yaml", gathered)
    assert [each.code for each in caught.value.complaints] == ["CSTO-108", "CSTO-113", "CSTO-105"]


def test_a_file_with_very_many_faults_is_given_up_and_says_so() -> None:
    told = complaints_of("a: 1\n" * 300_000)
    assert len(told) == errors.ENOUGH + 1
    assert told[-1].code == "CSTO-119"


# --- whatever the file holds -----------------------------------------------------------------

HOSTILE: dict[str, Callable[[int], str]] = {
    "items": lambda size: "a:\n" + "- a\n" * (size // 4),
    "keys": lambda size: "a:\n" * (size // 3),
    "different keys": lambda size: "".join(f"k{n}: {n}\n" for n in range(size // 16)),
    "flow list": lambda size: "a: [" + "a," * (size // 2) + "]",
    "empty lists": lambda size: "a: [" + "[]," * (size // 3) + "]",
    "flow keys": lambda size: "{" + "a: b, " * (size // 6) + "}",
    "60 levels and long": lambda size: "a: " + "[" * 60 + "a," * (size // 2) + "]" * 60,
    "anchors": lambda size: "a:\n" + "".join(f"- &a{n} a\n" for n in range(size // 13)),
    "aliases": lambda size: "a:\n- &a a\n" + "- *a\n" * (size // 5),
    "unknown aliases": lambda size: "a:\n" + "".join(f"- *a{n}\n" for n in range(size // 11)),
    "quoted lines": lambda size: 'a: "' + "x\n " * (size // 3) + '"',
    "plain lines": lambda size: "a: " + "x\n " * (size // 3),
    "open quote": lambda size: 'a: "' + "x " * (size // 2),
    "escapes": lambda size: 'a: "' + "\\n" * (size // 2) + '"',
    "one word": lambda size: "a" * size,
    "one digit": lambda size: "a: " + "9" * (size - 4),
    "one fraction": lambda size: "a: ." + "9" * (size - 5),
    "comments": lambda size: "#\n" * (size // 2),
    "line ends": lambda size: "\n" * size,
    "tabs": lambda size: "a:\n" + "\tb: 1\n" * (size // 6),
    "long key": lambda size: "a" * (size - 4) + ": 1\n",
    "tags": lambda size: "a:\n" + "- !x a\n" * (size // 7),
    "noise": lambda size: "".join(random.Random(1).choices("abc:-[]{}'\"|>@&*!?#,\n \\", k=size)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_largest_file_is_read_or_refused(name: str) -> None:
    text = HOSTILE[name](source.LIMIT - 200)
    assert len(text) <= source.LIMIT
    gc.collect()
    told = complaints_of(text)
    for each in told:
        errors.render(each)


def test_more_values_than_a_scenario_can_need_are_refused() -> None:
    assert the_one(complaints_of(HOSTILE["flow list"](source.LIMIT - 9))).code == "CSTO-118"


SAMPLE = """\
format: 1
title: "The rapid reaction force"
about: >
  Moscow, 14 June 2009.
matters:
  agreement: {procedure: instrument, title: Agreement}
acts:
  - {date: 2009-06-14T09:00+04:00, by: BLR, act: notify}
  - date: 2009-10-20
    present: [ARM, KAZ, 'KGZ']
"""


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_is_read_or_told_and_never_breaks_the_reader(data: st.DataObject) -> None:
    raw = bytearray(SAMPLE.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(raw)))
        stop = data.draw(st.integers(start, min(len(raw), start + 12)))
        raw[start:stop] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"&a ", b"*a", b"[", b"{", b"}", b"\t", b": ", b"- ", b"'", b"!"])
        )
    found: tuple[Complaint, ...] = ()
    try:
        root = nodes._read(source.decode(bytes(raw), "file.yaml"), None)
    except Unreadable as fault:
        found = fault.complaints
    else:
        json.dumps(root.plain())
    for told in found:
        assert told.code in messages()
        shown_well(told)


# --- what scalars mean -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["NO", "no", "No", "YES", "yes", "on", "off", "On", "OFF", "y", "n", "Y", "N", "12:30", "1:2:3",
     "2009-06-14", "2009-06-14T10:00Z", "1_000", "0b1", "0o8", "0xg", "+.5.5", "1.2.3", "-", ".",
     "+", "nUll", "tRUE", "NaN", "inf", "1e", "08a"],
)  # fmt: skip
def test_a_word_stays_the_word_that_is_written(word: str) -> None:
    assert resolve(word) == word


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("True", True), ("FALSE", False), ("null", None), ("~", None), ("", None),
        ("5", 5), ("-5", -5), ("+5", 5), ("010", 10), ("0o10", 8), ("0x1F", 31), ("0.5", 0.5),
        (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-3", -0.0015), (".inf", float("inf")),
        ("-.INF", float("-inf")),
    ],
)  # fmt: skip
def test_scalars_resolve_by_the_core_rules_of_yaml_1_2(written: str, value: Any) -> None:
    found = resolve(written)
    assert found == value
    assert type(found) is type(value)


@given(st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none())
def test_numbers_true_false_and_nothing_are_read_as_json_writes_them(value: Any) -> None:
    written = json.dumps(value).replace("Infinity", ".inf")
    assert resolve(written) == value


@pytest.mark.parametrize("quoted", ["'5'", '"5"', "|\n  5\n", ">-\n  5\n"])
def test_what_stands_in_quotes_or_in_a_block_is_text(quoted: str) -> None:
    node = read_text(f"a: {quoted}\n", "x").get("a")
    assert node is not None
    assert (str(node.value).strip(), node.quoted) == ("5", True)


def test_a_number_of_a_million_digits_is_no_trouble() -> None:
    assert isinstance(resolve("9" * 1_000_000), str)
    assert isinstance(resolve("0x" + "f" * 1_000_000), str)


@pytest.mark.parametrize("key", ["on", "NO", "yes", "1", "null", "true", "12:30"])
def test_a_key_is_always_the_word_that_is_written(key: str) -> None:
    root = read_text(f"{key}: x\n", "x")
    assert root.plain() == {key: "x"}
    assert root.key(key).value == key  # type: ignore[union-attr]


texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"], exclude_characters="\ufeff"),
    max_size=12,
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(texts, documents, min_size=1, max_size=4))
def test_what_is_json_is_read_as_json(document: dict[str, Any]) -> None:
    written = json.dumps(document, ensure_ascii=False)
    assert read_text(written, "x").plain() == document


@settings(max_examples=200)
@given(
    st.dictionaries(texts, documents, min_size=1, max_size=4),
    st.sampled_from([None, True, False]),
    st.integers(20, 200),
)
def test_every_node_knows_where_it_stands(
    document: dict[str, Any], flow: bool | None, width: int
) -> None:
    written = yaml.safe_dump(
        document, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False
    )
    assume("? " not in written)
    assume("!!" not in written)
    gathered = Complaints()
    root = read_text(written, "x", gathered)
    assert not gathered
    for node in all_nodes(root):
        assert (node.line, node.column) < (node.end_line, node.end_column) or not node.written
        shown = node.source.line(node.line)[node.column - 1 :]
        if node.kind == "scalar" and not node.quoted and node.line == node.end_line:
            assert shown[: node.end_column - node.column] == node.written
        elif node.kind == "scalar" and node.quoted:
            assert shown[0] in "'\"|>"
        assert node.at() == f"x:{node.line}:{node.column}"


# --- telling ---------------------------------------------------------------------------------


def shown_well(told: Complaint) -> None:
    shown = errors.render(told)
    for line in shown.split("\n"):
        assert errors.width(line) <= errors.ROOM.get(), line
        assert line.isprintable(), line
    one = errors.one_line(told)
    assert one.isprintable()
    assert one.endswith(f"[{told.code}]")


anything = st.text(max_size=300)
complaints = st.builds(
    Complaint,
    code=st.sampled_from(list(messages())),
    message=anything,
    file=anything,
    line=st.integers(0, 10**7),
    column=st.integers(0, 400),
    source=anything,
    length=st.integers(0, 400),
    expected=anything,
    hint=anything,
    skipped=st.integers(0, 400),
)


@settings(max_examples=300)
@example(Complaint("CSTO-201", "m" * 500, "f" * 500, 5, 1, "s" * 500, 500, "e" * 500, "h" * 500))
@example(Complaint("CSTO-201", "軍" * 500, "軍" * 99, 5, 50, "軍" * 500, 9, "軍" * 99, "軍" * 99))
@given(complaints)
def test_no_complaint_is_wider_than_100_columns_or_harms_a_terminal(told: Complaint) -> None:
    shown_well(told)


@given(
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=250),
    st.text(st.sampled_from("abcXYZ軍é"), min_size=1, max_size=30),
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=250),
)
def test_the_signs_below_a_line_stand_under_what_is_meant(
    before: str, meant: str, after: str
) -> None:
    told = Complaint("CSTO-201", "m", "f", 7, len(before) + 1, before + meant + after, len(meant))
    lines = errors.render(told).split("\n")
    upper, lower = lines[1], lines[2]
    start, stop = lower.index("^"), lower.rindex("^") + 1
    column = 0
    covered = ""
    for char in upper:
        if start <= column < stop and errors.width(char):
            covered += char
        column += errors.width(char)
    assert covered.rstrip("…") == "".join(char for char in meant)[: len(covered.rstrip("…"))]
    assert len(covered) >= min(len(meant), 10)


def test_a_complaint_reads_as_promised() -> None:
    told = the_one(complaints_of("format: 1\ntitle: a: b\n"))
    assert errors.render(told) == (
        "file.yaml:2:9: a second colon on this line: the value itself holds ': ' [CSTO-105]\n"
        "    2 | title: a: b\n"
        "      |         ^\n"
        'try: put the value in quotes: "a: b"'
    )
    assert errors.one_line(told) == (
        "file.yaml:2:9: error: a second colon on this line: the value itself holds ': '; "
        'try: put the value in quotes: "a: b" [CSTO-105]'
    )


def test_a_fault_far_into_a_long_line_is_shown_with_what_stands_around_it() -> None:
    text = "a: [" + "x, " * 100_000 + "*no" + ", y" * 100_000 + "]\n"
    told = the_one(complaints_of(text))
    assert underlined(told) == "*no"
    assert len(told.source) <= source.LONGEST_SHOWN
    assert "*no" in errors.render(told)


def test_what_cannot_be_read_exits_2_and_a_log_that_fails_exits_3() -> None:
    assert (Unreadable(()).exit_code, LogError("x").exit_code) == (2, 3)
    assert issubclass(Unreadable, CstoError)
    assert issubclass(LogError, CstoError)
    assert "try: name another file" in str(LogError("the log is full", "name another file"))


@given(st.lists(complaints, max_size=20))
def test_complaints_are_told_file_by_file_from_top_to_bottom(given_: list[Complaint]) -> None:
    told = Unreadable(given_).complaints
    assert sorted(map(repr, told)) == sorted(map(repr, given_))
    for one, other in pairwise(told):
        assert one.file <= other.file
        if one.file == other.file and one.line and other.line:
            assert (one.line, one.column) <= (other.line, other.column)


# --- the nearest right word ------------------------------------------------------------------

CODES = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB", "AZE", "GEO", "NOR", "CSC", "CMFA"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("AMR", "ARM"), ("rus", "RUS"), ("RU", "RUS"), ("KAS", "KAZ"), ("NO", "NOR"), ("KRG", "KGZ"),
     ("cmfa", "CMFA"), ("USA", None), ("XYZ", None), ("", None), ("x" * 1000, None)],
)  # fmt: skip
def test_the_nearest_code_is_offered_and_never_quite_another_state(
    word: str, meant: str | None
) -> None:
    assert errors.nearest(word, CODES) == meant


@given(st.sampled_from(["no-objection", "limited format", "sign_late"]), st.data())
def test_capitals_hyphens_and_underscores_make_no_difference(
    word: str, data: st.DataObject
) -> None:
    written = "".join(data.draw(st.sampled_from([c.upper(), c])) for c in word)
    sign = data.draw(st.sampled_from("-_ "))
    written = re.sub("[-_ ]", sign, written)
    assert errors.nearest(written, ["object", word, "sign"]) == word


def test_a_cyrillic_letter_that_looks_latin_is_pointed_out() -> None:
    assert errors.suggestion("\u0421SC", CODES).startswith("CSC, all in Latin letters")


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=10))
def test_the_word_offered_is_always_one_of_the_words(word: str, words: list[str]) -> None:
    assert errors.nearest(word, words) in [None, *words]


# --- the register of codes -------------------------------------------------------------------


def test_every_code_that_is_told_has_its_message() -> None:
    package = Path(errors.__file__).parent
    told = {
        code
        for file in package.rglob("*.py")
        for code in re.findall(r"CSTO-\d{3}", file.read_text(encoding="utf-8"))
    }
    assert told - set(messages()) == set()


def test_every_message_says_why_and_what_to_do_in_sentences() -> None:
    for code, message in messages().items():
        assert message.code == code
        assert re.fullmatch(r"CSTO-[1-5]\d\d", code)
        assert message.title[0].isupper()
        assert not message.title.endswith(".")
        for text in (message.why, message.what_to_do):
            assert text.endswith((".", "?")), code
    titles = [message.title for message in messages().values()]
    assert len(set(titles)) == len(titles)


# --- speed -----------------------------------------------------------------------------------


def test_ten_thousand_acts_are_read() -> None:
    acts = "".join(
        f"  - {{id: a{n}, date: 2009-06-14, by: RUS, act: consent,\n"
        f"     matter: x, about: some words on {n}}}\n"
        for n in range(10_000)
    )
    text = "format: 1\nacts:\n" + acts
    assert 900_000 < len(text) < 1_100_000
    gc.collect()
    root = read_text(text, "x")
    assert len(list(root.get("acts").items())) == 10_000  # type: ignore[union-attr]
