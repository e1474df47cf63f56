"""What would have had to be otherwise for an outcome, as plain values."""

from __future__ import annotations

from typing import NamedTuple

from csto_sim.checked import Example


class Fact(NamedTuple):
    """One change of fact: `kind` says which.

    `attends` and `stays away` (who, at the meeting `case`), `position` (`who` takes `value` on the
    matter `case`, or is silent), `omitted` (the entry `act` of the file, counted from 0, does not
    happen), `moved` (it happens on the day or at the instant `value`), `joins` (`who` does what
    others do in the entry `act`). `was` is what the file has: a position, or the time of the entry;
    `what` is the name of the entry's act, and who does it.
    """

    kind: str
    case: str
    who: str = ""
    value: str = ""
    act: int = -1
    was: str = ""
    what: str = ""


class Way(NamedTuple):
    """A set of changes of fact that is enough, and none of which can be left out.

    `decided` is the number of the step of the example that decides what becomes of the matter.
    """

    facts: tuple[Fact, ...]
    example: Example
    decided: int


class Proof(NamedTuple):
    """What exploring all changes at once came to, on the days of the file.

    `courses` were followed, of `worlds`; `stopped` says at which limit, or nothing; `found` whether
    some course comes to what is wanted. What is done in the cases `beside` was left as in the file.
    """

    courses: int
    worlds: int
    stopped: str
    found: bool
    beside: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """Why a matter did not come to a state, and what would have brought it there.

    `before` is the record of the file as it is; `already` whether it comes there without change.
    `ways` are all sets of at most `within` changes of `of` that there are, of which none contains
    another; `tried` courses were followed. `stopped` says at which limit the search stopped, with
    the sets of `within` changes tried in part only. `proof` is there where none so small was found;
    if it found a larger one, that is the only one of `ways`.
    """

    title: str
    file: str
    mode: str
    case: str
    state: str
    before: Example
    already: bool
    ways: tuple[Way, ...] = ()
    of: int = 0
    within: int = 0
    tried: int = 0
    stopped: str = ""
    proof: Proof | None = None
