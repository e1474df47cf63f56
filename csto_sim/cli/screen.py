"""What the terminal shows: width, wrapped lines, and colour where it is wanted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import click

from csto_sim.errors import width
from csto_sim.reports.escaped import safe, safe_lines

WIDTH = 80


def columns(err: bool = False) -> int:
    """Return how wide a line may be: 80, or less on a narrower terminal (at least 40).

    The terminal is that of stdout, or with `err` that of stderr.
    """
    if not (sys.stderr if err else sys.stdout).isatty():
        return WIDTH
    import shutil

    return max(40, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))


@contextmanager
def fitting(room: ContextVar[int], err: bool = False) -> Iterator[None]:
    """Let pages that keep to a `room` keep to `columns` while this lasts."""
    before = room.set(columns(err))
    try:
        yield
    finally:
        room.reset(before)


def wrap(text: str, first: str = "", later: str | None = None, room: int | None = None) -> str:
    """Return the text made harmless and wrapped to the width: `first` before the first line.

    `later` stands before the others, by default blanks as wide as `first`. A word longer than a
    line, such as a path, is left whole. Lines that the text itself holds are joined.
    """
    room = columns() if room is None else room
    first = safe(first)
    later = " " * width(first) if later is None else safe(later)
    lines = []
    line = first
    empty = True
    for word in safe(" ".join(text.split())).split(" "):
        if not empty and width(line) + 1 + width(word) > room:
            lines.append(line)
            line, empty = later, True
        line = line + word if empty else f"{line} {word}"
        empty = False
    return "\n".join(each.rstrip() for each in [*lines, line])


def on_terminal(text: str) -> str:
    """Return text of several lines made safe if stdout is a terminal, else as it is."""
    return safe_lines(text) if sys.stdout.isatty() else text


def message(text: str) -> str:
    """Return a message for stderr, each of its lines wrapped to the terminal's width.

    A line that fits stays as it is written, so that a path keeps its blanks.
    """
    room = columns(err=True)
    told = []
    for line in text.split("\n"):
        later = " " * (5 if line.startswith("try: ") else 4)
        told.append(safe(line) if width(safe(line)) <= room else wrap(line, "", later, room))
    return "\n".join(told)


def cell(text: str, size: int) -> str:
    """Return the text made harmless and padded with blanks to `size` columns."""
    text = safe(text)
    return text + " " * max(0, size - width(text))


def head(text: str) -> str:
    """Return a heading, bold on a terminal."""
    return click.style(text, bold=True)


def dim(text: str) -> str:
    """Return text of lesser weight, dim on a terminal."""
    return click.style(text, dim=True)


def good(text: str) -> str:
    """Return text about what held, green on a terminal."""
    return click.style(text, fg="green")


def bad(text: str) -> str:
    """Return text about what failed or was refused, red on a terminal."""
    return click.style(text, fg="red")


def marked(text: str) -> str:
    """Return text to notice, yellow on a terminal."""
    return click.style(text, fg="yellow")


def count(number: int, one: str, many: str = "") -> str:
    """Return `1 step`, `2 steps`: a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
