"""Faults told as help: what was found, where, what was expected, what to do.

Two kinds of trouble are raised in this project. `Unreadable` carries every complaint about a file
that cannot be read (exit code 2). `LogError` says that the log cannot be written or read (exit
code 3). An act that the law does not allow is neither: it is a Refusal in the record.

Nothing here imports anything of ours, so every floor may use it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import ClassVar

ROOM: ContextVar[int] = ContextVar("room", default=100)
"""Columns that no line of `render` goes beyond."""

ENOUGH = 200
"""Complaints told about one file; beyond it a last complaint says that there are more."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault of one file.

    `line` and `column` count from 1 (0: the fault has no place in the file). `source` is the line
    of the file as written, without its first `skipped` characters when the line is very long.
    `length` is the number of characters to underline from `column` on. `expected` and `hint` may
    be empty; `hint` is what to write or do instead.
    """

    code: str
    message: str
    file: str
    line: int = 0
    column: int = 0
    source: str = ""
    length: int = 1
    expected: str = ""
    hint: str = ""
    skipped: int = 0

    @property
    def where(self) -> str:
        """`file:line:column`, or `file` alone when the fault has no place in the file."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class CstoError(Exception):
    """The family of what this project raises on purpose; `exit_code` is the command's."""

    exit_code: ClassVar[int] = 2


class Unreadable(CstoError):
    """A file that cannot be read. `complaints` holds every fault found, in order of place."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints: tuple[Complaint, ...] = tuple(
            sorted(complaints, key=lambda c: (c.file, c.line == 0, c.line, c.column, c.code))
        )
        super().__init__(self.complaints)

    def __str__(self) -> str:
        return "\n".join(map(one_line, self.complaints))


class LogError(CstoError):
    """The log could not be read or written: a `message` and a `hint` on what to do."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, hint: str = "", code: str = "CSTO-401") -> None:
        self.message, self.hint, self.code = message, hint, code
        super().__init__(message, hint, code)

    def __str__(self) -> str:
        told = f"{self.message} [{self.code}]"
        return f"{told}\ntry: {self.hint}" if self.hint else told


class Complaints(list[Complaint]):
    """The complaints about one file, gathered while reading goes on.

    `add` each fault, then `settle()` once: it raises `Unreadable` if there was any. A file with
    more than `ENOUGH` faults is given up early, so that a hostile file costs little. The same
    complaint about the same place is kept once (an alias shows one value in several places).
    """

    def __init__(self, complaints: Iterable[Complaint] = ()) -> None:
        super().__init__(complaints)
        self._told = set(self)

    def add(self, complaint: Complaint) -> None:
        """Keep one more complaint. Raises `Unreadable` with all of them when they are enough."""
        if complaint in self._told:
            return
        self._told.add(complaint)
        self.append(complaint)
        if len(self) >= ENOUGH:
            raise Unreadable([*self, self._more(complaint.file)])

    def settle(self) -> None:
        """Raise `Unreadable` with all complaints so far; do nothing if there are none."""
        if self:
            raise Unreadable(self)

    @staticmethod
    def _more(file: str) -> Complaint:
        return Complaint(
            "CSTO-119",
            f"this file has at least {ENOUGH} faults; the rest is not told",
            file,
            hint="mend the first ones and read the file again",
        )


# --- telling -----------------------------------------------------------------------------------


def harmless(text: str) -> str:
    """The text with a visible sign for each character that a terminal would obey or hide.

    One character stays one character, so columns do not move. Control characters become their
    pictures (ESC: ␛), odd blanks become ␣, direction marks and the like become �.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _picture(char) for char in text)


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return "␣" if unicodedata.category(char) == "Zs" else "�"


def width(text: str) -> int:
    """Columns that the text takes on a terminal (wide characters two, combining marks none)."""
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, limit: int = 40) -> str:
    """The text made harmless, cut to `limit` characters with … when it was longer."""
    text = harmless(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def one_line(complaint: Complaint) -> str:
    """The complaint on one line, in the form that editors read: `file:line:column: error: …`."""
    parts = [complaint.message]
    if complaint.expected:
        parts.append(f"expected: {complaint.expected}")
    if complaint.hint:
        parts.append(f"try: {complaint.hint}")
    return harmless(f"{complaint.where}: error: {'; '.join(parts)} [{complaint.code}]")


def render(complaint: Complaint) -> str:
    """The complaint on several lines of at most 100 columns.

    `file:line:column: message [code]`, the source line with ^^^^ under the span, `expected: …`
    and `try: …`, each where there is something to say.
    """
    lines = [*_first_lines(complaint), *_source_lines(complaint)]
    if complaint.expected:
        lines += _wrap("expected: " + harmless(complaint.expected), 10)
    if complaint.hint:
        lines += _wrap("try: " + harmless(complaint.hint), 5)
    return "\n".join(lines)


def _first_lines(complaint: Complaint) -> list[str]:
    where = harmless(complaint.where) + ":"
    said = f"{harmless(complaint.message)} [{complaint.code}]"
    if width(where) <= 60:
        return _wrap(f"{where} {said}", 4)
    # A long path keeps a line of its own, whole if it can be, so that it can still be clicked.
    return [_cut_left(where), *_wrap("    " + said, 4)]


def _cut_left(text: str) -> str:
    if width(text) <= ROOM.get():
        return text
    return "…" + text[len(text) - _fitting(text[::-1], ROOM.get() - 1) :]


def _fitting(text: str, room: int) -> int:
    """How many characters, from the first on, so many columns hold."""
    for number, char in enumerate(text):
        room -= _char_width(char)
        if room < 0:
            return number
    return len(text)


def _wrap(text: str, indent: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in re.findall(r"\s*\S+", text):
        if line.strip() and width(line) + width(word) > ROOM.get():
            lines.append(line)
            line = " " * indent + word.lstrip()
        else:
            line += word
        while width(line) > ROOM.get():
            # A word longer than a line: cut it where the line is full.
            fits = _fitting(line, ROOM.get())
            lines.append(line[:fits])
            line = " " * indent + line[fits:]
    return [*lines, line] if line.strip() else lines


def _source_lines(complaint: Complaint) -> list[str]:
    start = complaint.column - 1 - complaint.skipped
    if not complaint.line or not complaint.source.strip() or start < 0:
        return []
    start = min(start, len(complaint.source))
    gutter = f"{complaint.line:>5} | "
    room = ROOM.get() - len(gutter) - 2
    first = 0 if width(harmless(complaint.source[: start + 20])) <= room else max(0, start - 30)
    last = first + _fitting(harmless(complaint.source[first:]), room)
    before = "…" if first or complaint.skipped else ""
    after = "…" if last < len(complaint.source) else ""
    shown = before + harmless(complaint.source[first:last]) + after
    blank = " " * (len(before) + width(harmless(complaint.source[first:start])))
    span = complaint.source[start : min(start + complaint.length, last)]
    carets = "^" * max(1, width(harmless(span)))
    return [(gutter + shown).rstrip(), " " * (len(gutter) - 2) + "| " + blank + carets]


# --- the nearest right word --------------------------------------------------------------------

# Letters that look alike on paper and differ to a machine: common where two keyboards are in use.
# Cyrillic, in the order of the Latin ones: A B E K M H O P C T Y X I S J, a e o p c y x i s j.
_LOOKS_LATIN = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0405\u0408"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458",
    "ABEKMHOPCTYXISJaeopcyxisj",
)


def _fold(word: str) -> str:
    return re.sub(r"[\s_\-\u2010-\u2015]+", "-", word.translate(_LOOKS_LATIN).casefold())


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word among `words` that `word` was probably meant to be, or None if none is near.

    Capitals, hyphens for underscores and Cyrillic letters that look Latin do not count as
    differences. Words of up to three letters must share their first letter or all letters, so
    that one state's code is not offered for quite another's.
    """
    return _nearest(word, tuple(islice(words, 500))) if 0 < len(word) <= 60 else None


@lru_cache(maxsize=1024)
def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    import difflib

    wanted = _fold(word)
    folded = _folded(words)
    if wanted in folded:
        return folded[wanted][0]
    likely: Iterable[str] = folded
    if len(folded) > 2 * _COMPARED:
        # Comparing is slow: of many words only those that share most pairs of letters are.
        pairs = _pairs(wanted)
        likely = sorted(folded, key=lambda other: -len(pairs & folded[other][1]))[:_COMPARED]
    for close in difflib.get_close_matches(wanted, likely, n=3, cutoff=0.6):
        short = len(close) <= 3 or len(wanted) <= 3
        if not short or close[:1] == wanted[:1] or sorted(close) == sorted(wanted):
            return folded[close][0]
    return None


_COMPARED = 24


@lru_cache(maxsize=64)
def _folded(words: tuple[str, ...]) -> dict[str, tuple[str, frozenset[str]]]:
    """Each word by its folded form, with the pairs of letters in that."""
    folded: dict[str, tuple[str, frozenset[str]]] = {}
    for word in words:
        form = _fold(word)
        folded.setdefault(form, (word, _pairs(form)))
    return folded


def _pairs(word: str) -> frozenset[str]:
    return frozenset(map("".join, zip(" " + word, word + " ", strict=True)))


def suggestion(word: str, words: Iterable[str]) -> str:
    """The hint for a wrong word: the right one if truly near, with a note if alphabets were mixed.

    Near is a slip in three letters; of codes the only one of the same letters, or at one slip.
    """
    words = tuple(islice(words, 500))
    near = nearest(word, words)
    if len(word) <= 3:
        form, codes = _fold(word), _folded(words)
        like = [each for each in codes if sorted(each) == sorted(form)]
        like = like or [e for e in codes if e[:1] == form[:1] and _slips(e, form) == 1]
        near = codes[like[0]][0] if len(like) == 1 else None
    elif near is not None:
        # The mark of readings and the ending of files are no likeness.
        one, two = (re.sub(r"^(amb\.)+|\.ya?ml$", "", _fold(each)) for each in (word, near))
        near = near if _slips(one, two) <= max(len(one), len(two)) // 3 else None
    if near and near.isascii() and not word.isascii() and _fold(word) == _fold(near):
        return f"{near}, all in Latin letters (some of the letters written here are Cyrillic)"
    return near or ""


def _slips(one: str, two: str) -> int:
    """How many letters to put, leave out, change or swap with the next make two words one."""
    before, row = [0], list(range(len(two) + 1))
    for i, a in enumerate(one):
        earlier, before, row = before, row, [i + 1]
        for j, b in enumerate(two):
            row.append(min(row[j] + 1, before[j + 1] + 1, before[j] + (a != b)))
            if i and j and (a, one[i - 1]) == (two[j - 1], b):
                row[-1] = min(row[-1], earlier[j - 1] + 1)
    return row[-1]


def listing(words: Sequence[str], limit: int = 12) -> str:
    """`a, b or c`; beyond `limit` words the first few and how many there are."""
    if not words:
        return "nothing"
    if len(words) > limit:
        return f"one of {len(words)} words such as {', '.join(words[:4])}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
