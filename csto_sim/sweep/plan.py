"""What a sweep runs: every file under every combination, each run with a key of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby, islice, product
from os.path import normpath
from typing import NamedTuple

from csto_sim.errors import Unreadable
from csto_sim.scenario.model import Scenario

LARGEST = 128
"""Runs sent to a worker at once, at most: some 0.2 seconds of work, to 20 KB of transport."""

SHARES = 8
"""Pieces of work for each worker, at least where there are runs enough: so all end together."""


class Combination(NamedTuple):
    """What is chosen beside a file: options by full id of the reading, in order of id.

    `mode` None and `rulebook` "" leave the file's own.
    """

    readings: tuple[tuple[str, str], ...] = ()
    mode: str | None = None
    rulebook: str = ""

    def told(self) -> str:
        """Return it as one would give it on the command line; `as written` where it is empty."""
        words = [f"{id}={option}" for id, option in self.readings]
        words += [f"mode={self.mode}"] if self.mode else []
        words += [f"rulebook={self.rulebook}"] if self.rulebook else []
        return " ".join(words) or "as written"


class Run(NamedTuple):
    """One run to make: its file, what is chosen beside it, and the key that it is known by."""

    path: str
    combination: Combination
    key: str


class Part(NamedTuple):
    """Runs of one file within a piece of work: each its place in the plan and its combination.

    `scenario` is None where the worker reads the file itself, and a fault where whoever sends the
    work could not read it.
    """

    path: str
    scenario: Scenario | Unreadable | None
    runs: tuple[tuple[int, Combination], ...]


Piece = tuple[int, ...]
"""Places in the plan that one worker gets at once."""


def combinations(
    readings: Mapping[str, Sequence[str]],
    modes: Sequence[str | None] = (None,),
    rulebooks: Sequence[str] = ("",),
) -> tuple[Combination, ...]:
    """Return every combination of options, modes and rulebooks, each once.

    `readings` gives the options to try by the full id of the reading. The options of the last
    reading change first.
    """
    ids = sorted(readings)
    options = product(*([(id, option) for option in readings[id]] for id in ids))
    of_readings = tuple(dict.fromkeys(tuple(each) for each in options))
    found = product(dict.fromkeys(rulebooks), dict.fromkeys(modes), of_readings)
    return tuple(Combination(chosen, mode, rulebook) for rulebook, mode, chosen in found)


def key_of(batch: str, path: str, combination: Combination) -> str:
    """Return what a run is known by: the same batch, path, readings, mode and rulebook, one key.

    The path counts as it was given, without what is idle in it (`./a` is `a`, `\\` is `/`).
    """
    said = (batch, normpath(path).replace("\\", "/"), *combination)
    return sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()[:40]


def planned(batch: str, paths: Iterable[str], of: Iterable[Combination]) -> list[Run]:
    """Return the runs of a batch, file by file, each once."""
    of = tuple(of)
    found: dict[str, Run] = {}
    for path in paths:
        for each in of:
            key = key_of(batch, path, each)
            found.setdefault(key, Run(path, each, key))
    return list(found.values())


def pieces(places: Sequence[int], workers: int) -> list[Piece]:
    """Return the places cut into pieces of work for so many workers, in order."""
    size = max(1, min(LARGEST, -(-len(places) // (SHARES * max(1, workers)))))
    rest = iter(places)
    return [piece for piece in iter(lambda: tuple(islice(rest, size)), ())]


def paths_of(plan: Sequence[Run], piece: Piece) -> list[tuple[str, tuple[int, ...]]]:
    """Return the files of a piece, each with the places of its runs."""
    grouped = groupby(piece, key=lambda place: plan[place].path)
    return [(path, tuple(places)) for path, places in grouped]
