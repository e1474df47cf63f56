"""`--update`: the expectations of a file rewritten to what a run found, and nothing else touched.

Only the values under `expect:` are replaced, each in its place: comments, order, quotes and the
layout of everything else stay as they are, to the byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from csto_sim.expect import find
from csto_sim.record import Record
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Expectation
from csto_sim.shapes import nodes
from csto_sim.shapes.nodes import Node


class Updated(NamedTuple):
    """What `update_expectations` did: sentences on what was rewritten, and what it had to leave."""

    changed: tuple[str, ...]
    left: tuple[str, ...]


class _Splice(NamedTuple):
    start: int
    end: int
    text: str


def update_expectations(path: str | os.PathLike[str], record: Record) -> Updated:
    """Rewrite the expectations of a scenario file that do not hold to what the record holds.

    The record must be that of a run under the file's own readings. An expectation that has no value
    to put in its place (an act that was to be refused and was not) is left, and said to be. Raises
    `errors.Unreadable` when the file cannot be read and OSError when it cannot be written.
    """
    scenario = load(path)
    root = nodes.read(path)
    places = {
        (key.line, key.column): (key, value)
        for entry in (root.get("expect") or root).items()
        for key, value in entry.pairs()
    }
    starts = _line_starts(root)
    splices: list[_Splice] = []
    changed, left = [], []
    for each in scenario.expect:
        answer = find(each, record)
        if answer.holds:
            continue
        place = places.get((each.line, each.column))
        made = list(_rewritten(each, answer.value, place, starts)) if place else []
        if answer.value is None or not made:
            left.append(f"line {each.line}: {each.says} ({answer.says})")
        else:
            splices += made
            changed.append(f"line {each.line}: {each.says}; now {answer.says}")
    if splices:
        text = _spliced(root.source.text, splices)
        loads(text, os.fspath(path))
        before = Path(path).read_bytes()
        mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
        Path(path).write_bytes(mark + text.encode())
    return Updated(tuple(changed), tuple(left))


def _line_starts(root: Node) -> list[int]:
    import re

    found = [0, 0]
    for end in re.finditer("\r\n|[\n\r\x85\u2028\u2029]", root.source.text):
        found.append(end.end())
    return found


def _spliced(text: str, splices: list[_Splice]) -> str:
    for splice in sorted(set(splices), reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


# --- one expectation -----------------------------------------------------------------------------


def _rewritten(
    each: Expectation, value: Any, place: tuple[Node, Node], starts: list[int]
) -> Iterator[_Splice]:
    key, node = place
    want = next(name for name in each.wants if name != "at")
    if value is None:
        return
    if want == "deadline":
        yield from _deadline(node, value, starts)
    elif key.written == "because":
        yield from _list(node, tuple(f"{m} {word}" for m, word in value.items()), starts)
    elif isinstance(value, Mapping):
        yield from _mapping(node, value, starts)
    elif isinstance(value, tuple):
        yield from _list(node, value, starts)
    else:
        yield _whole(node, str(value), starts)


def _whole(node: Node, text: str, starts: list[int]) -> _Splice:
    """The text of a single value, or of one in brackets, replaced."""
    start = starts[node.line] + node.column - 1
    return _Splice(start, starts[node.end_line] + node.end_column - 1, text)


def _in_brackets(node: Node) -> bool:
    sign = node.source.line(node.line)[node.column - 1 : node.column]
    return sign in ("[", "{")


def _end(node: Node) -> tuple[int, int]:
    """Line and column behind the last character of a value (a block ends before what follows)."""
    if node.kind in ("mapping", "sequence") and node.value and not _in_brackets(node):
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_line, node.end_column


def _block(node: Node, lines: list[str], starts: list[int]) -> _Splice:
    line, column = _end(node)
    start = starts[node.line] + node.column - 1
    text = ("\n" + " " * (node.column - 1)).join(lines)
    return _Splice(start, starts[line] + column - 1, text)


def _list(node: Node, value: tuple[str, ...], starts: list[int]) -> Iterator[_Splice]:
    if node.kind == "sequence" and not _in_brackets(node) and value:
        yield _block(node, [f"- {item}" for item in value], starts)
    elif node.kind == "sequence" and not _in_brackets(node):
        yield _block(node, ["[]"], starts)
    elif node.kind == "scalar" and len(value) == 1:
        yield _whole(node, value[0], starts)
    else:
        yield _whole(node, f"[{', '.join(value)}]", starts)


def _mapping(node: Node, value: Mapping[str, Any], starts: list[int]) -> Iterator[_Splice]:
    keys = [key.written for key, _ in node.pairs()]
    if keys == list(value):
        for key, leaf in node.pairs():
            if leaf.written != value[key.written]:
                yield _whole(leaf, value[key.written], starts)
        return
    lines = [f"{key}: {word}" for key, word in value.items()]
    if _in_brackets(node):
        yield _whole(node, "{" + ", ".join(lines) + "}", starts)
    elif lines:
        yield _block(node, lines, starts)


def _deadline(node: Node, value: Mapping[str, Any], starts: list[int]) -> Iterator[_Splice]:
    held: Node | None = node if node.get("name") is not None else node.get(value["name"])
    if held is None:
        return
    if held.kind == "scalar":
        yield _whole(held, value["status"], starts)
        return
    for key in ("status", "due"):
        leaf = held.get(key)
        if leaf is not None and value.get(key) is not None:
            yield _whole(leaf, _as_written(leaf.written, value[key]), starts)


def _as_written(before: str, now: int | str) -> str:
    """A status or a day as it is; an instant with the offset that stood there."""
    if isinstance(now, str):
        return now
    zone = datetime.fromisoformat(before).tzinfo or UTC
    return datetime.fromtimestamp(now, zone).isoformat().replace("+00:00", "Z")
