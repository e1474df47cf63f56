"""`--update`: the expectations of a file rewritten to what a run found, and nothing else touched.

Only the values under `expect:` are replaced, each in its place: comments, order, quotes and the
layout of everything else stay as they are, to the byte. A rewriting is kept only if the file can be
read afterwards, the expectation then holds and no other has changed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from csto_sim.errors import Unreadable
from csto_sim.expect import find
from csto_sim.record import Record
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Expectation
from csto_sim.shapes import nodes
from csto_sim.shapes.nodes import Node

_ANCHOR = re.compile(r"&[^\s,\[\]{}]+\s+")
_ALIAS = re.compile(r"\s*:\s*(\*[^\s,\[\]{}]+)")
_COLON = re.compile(r"\s*:")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Updated(NamedTuple):
    """What `update_expectations` did: sentences on what was rewritten, and what it had to leave."""

    changed: tuple[str, ...]
    left: tuple[str, ...]


class _Splice(NamedTuple):
    start: int
    end: int
    text: str


class _Edit(NamedTuple):
    """The rewriting of one expectation, the `n`th of the file, and what is told of it."""

    n: int
    splices: tuple[_Splice, ...]
    changed: str
    left: str


def update_expectations(path: str | os.PathLike[str], record: Record) -> Updated:
    """Rewrite the expectations of a scenario file that do not hold to what the record holds.

    The record must be that of a run under the file's own readings. An expectation that has no value
    to put in its place (an act that was to be refused and was not, nobody who stood in the way), or
    whose place in the file does not take it, is left, and said to be. Raises `errors.Unreadable`
    when the file cannot be read and OSError when it cannot be written; it is then as it was.
    """
    scenario = load(path)
    page = _Page(nodes.read(path))
    edits: list[_Edit] = []
    left: dict[int, str] = {}
    for n, each in enumerate(scenario.expect):
        answer = find(each, record)
        if answer.holds:
            continue
        told = f"line {each.line}: {each.says}"
        splices = tuple(page.rewritten(each, answer.value))
        if splices:
            edits.append(_Edit(n, splices, f"{told}; now {answer.says}", f"{told} ({answer.says})"))
        else:
            left[n] = f"{told} ({answer.says})"
    kept = _kept(page.text, edits, os.fspath(path), scenario.expect, record)
    if kept:
        before = Path(path).read_bytes()
        mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
        write_whole(path, mark + _spliced(page.text, kept).encode())
    left |= {edit.n: edit.left for edit in edits if edit not in kept}
    return Updated(tuple(edit.changed for edit in kept), tuple(left[n] for n in sorted(left)))


def write_whole(path: str | os.PathLike[str], data: bytes, *, anew: bool = False) -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    The mode of a file that is there is kept, and where `path` is a symbolic link the file is that
    to which it leads. With `anew` FileExistsError is raised for a file that is there. Raises
    OSError when it cannot be written; the file is then as it was.
    """
    if anew:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        with ExitStack() as undoing:
            undoing.callback(os.unlink, path)
            write_whole(path, data)
            undoing.pop_all()
        return
    there = os.stat(path) if os.path.exists(path) else None
    special = os.path.abspath(path).startswith(("/dev/", "/proc/"))
    if there is not None and (special or not stat.S_ISREG(there.st_mode)):
        # A pipe or a device is written to; it has no place that another file could take.
        Path(path).write_bytes(data)
        return
    target = os.path.realpath(path)
    if there is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13), os.fspath(path))
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name[:60]}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        place = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except PermissionError:
        if there is None:
            raise
        # The file may be changed, and its folder may not: nothing can be put beside it.
        Path(target).write_bytes(data)
        return
    try:
        with os.fdopen(place, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if there is not None:
            with suppress(OSError):
                os.chown(beside, there.st_uid, there.st_gid)
            os.chmod(beside, stat.S_IMODE(there.st_mode))
        os.replace(beside, target)
    finally:
        with suppress(FileNotFoundError):  # it has been moved to its place
            os.unlink(beside)


# --- which rewritings are sound ------------------------------------------------------------------


def _kept(
    text: str, edits: list[_Edit], name: str, before: Sequence[Expectation], record: Record
) -> list[_Edit]:
    """The rewritings after which the file can be read and what was rewritten holds."""
    if not edits or _sound(text, edits, name, before, record):
        return edits
    kept: list[_Edit] = []
    for edit in edits:
        if _sound(text, [*kept, edit], name, before, record):
            kept.append(edit)
    return kept


def _sound(
    text: str, edits: list[_Edit], name: str, before: Sequence[Expectation], record: Record
) -> bool:
    try:
        after = loads(_spliced(text, edits), name).expect
    except Unreadable:
        return False
    if len(after) != len(before):
        return False
    edited = {edit.n for edit in edits}
    return all(
        find(new, record).holds if n in edited else (new.case, new.wants) == (old.case, old.wants)
        for n, (old, new) in enumerate(zip(before, after, strict=True))
    )


def _spliced(text: str, edits: Sequence[_Edit]) -> str:
    splices = {splice for edit in edits for splice in edit.splices}
    for splice in sorted(splices, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


# --- one expectation -----------------------------------------------------------------------------


class _Page:
    """The text of a file with the places of its expectations."""

    def __init__(self, root: Node) -> None:
        self.text = root.source.text
        self.end = "\r\n" if "\r\n" in self.text else "\n"
        self._starts = [0, 0, *(end.end() for end in _LINE_END.finditer(self.text))]
        self._places = {
            (key.line, key.column): (key, value)
            for entry in (root.get("expect") or root).items()
            for key, value in entry.pairs()
        }

    def rewritten(self, each: Expectation, value: Any) -> Iterator[_Splice]:
        """Yield what to replace so that an expectation expects a value; nothing if it cannot be."""
        place = self._places.get((each.line, each.column))
        if place is None or value is None:
            return
        key, node = place
        want = next(name for name in each.wants if name != "at")
        alias = _ALIAS.match(self.text, self._at(key.end_line, key.end_column))
        if alias is not None and want != "deadline":
            yield _Splice(*alias.span(1), _flow(key, value))
        elif want == "deadline":
            yield from self._deadline(node, value)
        elif key.written == "because":
            yield from self._list(key, node, _reasons(value))
        elif isinstance(value, Mapping):
            yield from self._mapping(node, value)
        elif isinstance(value, tuple):
            yield from self._list(key, node, value)
        else:
            yield self._whole(node, str(value))

    def _at(self, line: int, column: int) -> int:
        return self._starts[line] + column - 1

    def _start(self, node: Node) -> int:
        """Where a value begins, behind the anchor by which others may refer to it."""
        start = self._at(node.line, node.column)
        anchor = _ANCHOR.match(self.text, start)
        return start if anchor is None else anchor.end()

    def _whole(self, node: Node, text: str) -> _Splice:
        """The text of a single value, or of one in brackets, replaced."""
        return _Splice(self._start(node), self._at(node.end_line, node.end_column), text)

    def _in_brackets(self, node: Node) -> bool:
        return self.text.startswith(("[", "{"), self._start(node))

    def _end(self, node: Node) -> int:
        """Where the last value of a block ends: the block itself ends before what follows."""
        if node.kind in ("mapping", "sequence") and node.value and not self._in_brackets(node):
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        return self._at(node.end_line, node.end_column)

    def _block(self, node: Node, lines: list[str]) -> _Splice:
        start = self._start(node)
        line = max(end for end in self._starts if end <= start)
        text = (self.end + " " * (start - line)).join(lines)
        return _Splice(start, self._end(node), text)

    def _emptied(self, key: Node, node: Node) -> Iterator[_Splice]:
        """A block list that becomes an empty one, which stands behind the colon."""
        colon = _COLON.match(self.text, self._at(key.end_line, key.end_column))
        if colon is not None:
            above = self.text.rindex("\n", 0, self._start(node))
            yield _Splice(colon.end(), colon.end(), " []")
            yield _Splice(above - (self.text[above - 1] == "\r"), self._end(node), "")

    def _list(self, key: Node, node: Node, value: tuple[str, ...]) -> Iterator[_Splice]:
        if node.kind == "sequence" and not self._in_brackets(node) and value:
            yield self._block(node, [f"- {item}" for item in value])
        elif node.kind == "sequence" and not self._in_brackets(node):
            yield from self._emptied(key, node)
        elif node.kind == "scalar" and len(value) == 1:
            yield self._whole(node, value[0])
        else:
            yield self._whole(node, f"[{', '.join(value)}]")

    def _mapping(self, node: Node, value: Mapping[str, Any]) -> Iterator[_Splice]:
        keys = [key.written for key, _ in node.pairs()]
        if keys == list(value):
            for key, leaf in node.pairs():
                if leaf.written != value[key.written]:
                    yield self._whole(leaf, value[key.written])
            return
        lines = [f"{key}: {word}" for key, word in value.items()]
        if self._in_brackets(node):
            yield self._whole(node, "{" + ", ".join(lines) + "}")
        elif lines:
            yield self._block(node, lines)

    def _deadline(self, node: Node, value: Mapping[str, Any]) -> Iterator[_Splice]:
        held: Node | None = node if node.get("name") is not None else node.get(value["name"])
        if held is None:
            return
        if held.kind == "scalar":
            yield self._whole(held, value["status"])
            return
        for key in ("status", "due"):
            leaf = held.get(key)
            if leaf is not None and value.get(key) is not None:
                now = _as_written(leaf.written, value[key])
                if now != leaf.written:
                    yield self._whole(leaf, now)


def _reasons(value: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{member} {word}" for member, word in value.items())


def _flow(key: Node, value: Any) -> str:
    """A value on one line, as it may stand in the place of an alias."""
    if isinstance(value, Mapping) and key.written != "because":
        return "{" + ", ".join(f"{name}: {word}" for name, word in value.items()) + "}"
    if isinstance(value, tuple | Mapping):
        items = _reasons(value) if isinstance(value, Mapping) else value
        return f"[{', '.join(items)}]"
    return str(value)


def _as_written(before: str, now: int | str) -> str:
    """A status or a day as it is; an instant with the offset that stood there."""
    if isinstance(now, str):
        return now
    try:
        zone = datetime.fromisoformat(before).tzinfo or UTC
    except ValueError:
        zone = UTC
    return datetime.fromtimestamp(now, zone).isoformat().replace("+00:00", "Z")
