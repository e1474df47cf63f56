"""From the bytes of a stranger's file to text that is safe to parse.

Everything that can be wrong before YAML begins is told here: no such file, not a file, too large,
empty, not UTF-8, not text.
"""

from __future__ import annotations

import os
import re
import stat
from itertools import islice
from typing import NoReturn

from csto_sim.errors import Complaint, Unreadable, harmless, suggestion

LIMIT = 4_000_000
"""Bytes of the largest file that is read (about 40,000 acts)."""

LONGEST_SHOWN = 2_000
"""Characters of a source line that a complaint carries along."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# What YAML 1.2 does not allow in a file as it stands, and a byte order mark anywhere but in front.
NOT_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_MARKS = (
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BINARY = (
    (b"SQLite format 3", "an SQLite database"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_SAVE = "save the file as plain text in UTF-8"


class Source:
    """The name and the text of one file: what is needed to show the place of a fault."""

    __slots__ = ("_lines", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines: list[str] | None = None

    def line(self, number: int) -> str:
        """The line with that number, counted from 1, without its end; empty beyond the text."""
        if self._lines is None:
            self._lines = _BREAK.split(self.text)
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def complaint(
        self,
        code: str,
        message: str,
        line: int = 0,
        column: int = 0,
        length: int = 1,
        expected: str = "",
        hint: str = "",
    ) -> Complaint:
        """A complaint about a place in this file, carrying its source line."""
        shown = self.line(line)
        skipped = 0
        if len(shown) > LONGEST_SHOWN:
            skipped = max(0, column - LONGEST_SHOWN // 2)
            shown = shown[skipped : skipped + LONGEST_SHOWN]
        return Complaint(
            code=code,
            message=message,
            file=self.name,
            line=line,
            column=column,
            source=shown,
            length=max(1, length),
            expected=expected,
            hint=hint,
            skipped=skipped,
        )

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of the character at `index` of the text."""
        line, start = 1, 0
        for found in _BREAK.finditer(self.text, 0, index):
            line, start = line + 1, found.end()
        return line, index - start + 1


def open_source(path: str | os.PathLike[str]) -> Source:
    """The text of the file at `path`. Raises `Unreadable` (CSTO-101 to 104, 120)."""
    name = os.fspath(path)
    nothing = Source(name, "")
    try:
        found = os.stat(name)
        if stat.S_ISDIR(found.st_mode):
            _refuse(nothing, "CSTO-120", "this is a folder", "name a file in it")
        if not stat.S_ISREG(found.st_mode):
            # A pipe or a device may never end.
            _refuse(nothing, "CSTO-120", "this is not an ordinary file", "name a scenario file")
        if found.st_size > LIMIT:
            _too_large(nothing, found.st_size)
        with open(name, "rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        hint = _nearest_file(name) or _nearest_shipped(name)
        hint = hint or "look at the spelling of the name and at the folder"
        _refuse(nothing, "CSTO-101", "there is no such file", hint)
    except PermissionError:
        _refuse(nothing, "CSTO-120", "this file may not be read by you", "ask for leave to read it")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        _refuse(nothing, "CSTO-120", f"this file cannot be opened: {reason.lower()}", "")
    return decode(data, name)


def decode(data: bytes, name: str) -> Source:
    """The text in `data`, which must be UTF-8. Raises `Unreadable` (CSTO-102 to 104)."""
    nothing = Source(name, "")
    if len(data) > LIMIT:
        _too_large(nothing, len(data))
    for start, what in _BINARY:
        if data.startswith(start):
            _refuse(nothing, "CSTO-103", f"this is {what}, not text", "name a scenario file")
    head = data[:400]
    marked = next((what for start, what in _MARKS if data.startswith(start)), "")
    # Latin text in UTF-16 has a zero as every second byte; other data has them anywhere.
    if not marked and abs(head[::2].count(0) - head[1::2].count(0)) > len(head) // 3:
        marked = "UTF-16"
    if marked:
        _refuse(nothing, "CSTO-103", f"this text is written in {marked}, not in UTF-8", _SAVE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = Source(name, data.decode("utf-8", "replace"))
        line, column = before.place(len(data[: fault.start].decode("utf-8")))
        raise Unreadable(
            [
                before.complaint(
                    "CSTO-103",
                    f"this is not UTF-8: byte 0x{data[fault.start]:02X} cannot stand here",
                    line,
                    column,
                    hint=_SAVE + _guess(data),
                )
            ]
        ) from None
    return checked(text, name)


def checked(text: str, name: str) -> Source:
    """A Source for text that YAML may read. Raises `Unreadable` (CSTO-102 to 104)."""
    source = Source(name, text.removeprefix("\ufeff"))
    if len(source.text) > LIMIT:
        _too_large(source, len(source.text))
    if not source.text.strip():
        _refuse(
            source, "CSTO-102", "this file is empty", "csto-sim new NAME writes one to start from"
        )
    wrong = NOT_TEXT.search(source.text)
    if wrong is None:
        return source
    sign, start = wrong.group(), wrong.start()
    message = (
        f"a character that does not belong in text stands here: {harmless(sign)} "
        f"(U+{ord(sign):04X})"
    )
    hint = "delete it (it may be invisible in an editor)"
    if "\0" in source.text:
        start = source.text.index("\0")
        message = "this file holds binary data, not text: here stands a NUL (U+0000)"
        hint = "delete it, or name a scenario file"
    line, column = source.place(start)
    raise Unreadable([source.complaint("CSTO-103", message, line, column, hint=hint)])


def _refuse(source: Source, code: str, message: str, hint: str) -> NoReturn:
    raise Unreadable([source.complaint(code, message, hint=hint)])


def _too_large(source: Source, size: int) -> NoReturn:
    _refuse(
        source,
        "CSTO-104",
        f"this file has {size / 1e6:,.1f} MB; at most {LIMIT // 1_000_000} MB are read",
        "split it into several scenarios",
    )


def _guess(data: bytes) -> str:
    """A note when the bytes are probably Russian text in the Windows encoding."""
    high = [byte for byte in data[:4000] if byte >= 0x80]
    likely = sum(byte >= 0xC0 for byte in high)
    return " (it looks like Windows-1251)" if len(high) > 3 and likely > 0.8 * len(high) else ""


def _nearest_shipped(name: str) -> str:
    """What to do about a wrong name in a folder of the scenarios that come with the program."""
    from csto_sim.shipped import names  # only a name that leads nowhere needs them

    folder, _, wrong = name.replace(os.sep, "/").removeprefix("scenarios/").rpartition("/")
    try:
        inside = [each.rpartition("/")[2] for each in names() if each.startswith(f"{folder}/")]
    except FileNotFoundError:
        return ""
    if not folder or not inside:
        return ""
    meant = suggestion(wrong.removesuffix(".yaml"), inside)
    if meant:
        return f"{folder}/{meant}, which comes with the program"
    return f"`csto-sim check {folder}` lists those that come with the program"


def _nearest_file(name: str) -> str:
    folder, wrong = os.path.split(name)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in islice(entries, 2000)]
    except (OSError, ValueError):
        return ""
    near = suggestion(wrong, sorted(names))
    return os.path.join(folder, near) if near else ""
