"""What came of exploring a scenario: every outcome with its exact number of courses, plain values.

A course is one choice for each thing that varies. Of a member that does not take part no position
is chosen, so its absence is one course and not one for each position that it could have taken.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from csto_sim.record import Record


class Varied(NamedTuple):
    """One thing that varied, in words: what it is, of whom, and its variants in order."""

    what: str
    who: tuple[str, ...]
    values: tuple[str, ...]


class Chosen(NamedTuple):
    """What was chosen in an example, and whether the file has it so."""

    what: str
    who: str
    value: str
    as_in_file: bool


class Answer(NamedTuple):
    """What became of one matter or meeting: its state, and what else was asked."""

    case: str
    state: str
    effective: str = ""
    bound: tuple[str, ...] = ()


class Decided(NamedTuple):
    """The step of an example that brought a matter to where it ended: its number, or -1."""

    case: str
    step: int


class Found(NamedTuple):
    """One outcome: in how many courses, with what weight, and the shortest course to it.

    `weight` is None where the file gives no weights. `record` is the example run by itself, with
    the findings of each step; `decided` names the steps that decided it.
    """

    answers: tuple[Answer, ...]
    courses: int
    weight: Fraction | None
    chosen: tuple[Chosen, ...]
    record: Record
    decided: tuple[Decided, ...]


class Explored(NamedTuple):
    """A scenario with all that varied and every outcome that some course comes to.

    `courses` were followed to their ends, of `worlds` distinct worlds after `moves` acts. Where it
    is not `complete`, `stopped` says by which limit, and the outcomes are those found so far.
    """

    title: str
    file: str
    mode: str
    varied: tuple[Varied, ...]
    outcomes: tuple[Found, ...]
    courses: int
    worlds: int
    moves: int
    complete: bool
    stopped: str = ""
    weighed: bool = False
    asked: tuple[str, ...] = ("state",)
