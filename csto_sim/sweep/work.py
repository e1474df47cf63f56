"""What a worker does: read, run, hand back. It writes nothing, and keeps nothing of a run."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from threading import Lock
from typing import Any, NamedTuple

from csto_sim.engine.certificate import law_hash
from csto_sim.engine.many import collector_resting
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.record import Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario
from csto_sim.sweep.plan import Combination, Part
from csto_sim.version import VERSION

_ONE = Lock()
"""A worker of several threads makes one run at a time: pure Python gains nothing by two."""


class Done(NamedTuple):
    """What became of a run: its place in the plan, and its record or why there is none."""

    place: int
    record: Record | None
    fault: Unreadable | None


class Answer(NamedTuple):
    """What a worker sends back for a piece: by which program and law, and `Done` for each run.

    What crosses to another process is pickled in `held`: who asked looks at program and law before
    it reads what they made.
    """

    program: str
    law: str
    held: bytes | list[Done]

    def done(self) -> list[Done]:
        """Return what became of each run."""
        found: list[Done] = self.held if isinstance(self.held, list) else pickle.loads(self.held)
        return found


def identity() -> tuple[str, str]:
    """Return the version of the program and the SHA-256 of its law, which all workers share."""
    return VERSION, law_hash()


def worked(parts: Sequence[Part]) -> Answer:
    """Make the runs of a piece of work and return what became of them.

    A file that cannot be read, and a run beyond the frozen calendars, are faults handed back, and
    the other runs are made. Whatever else is raised is a fault of the program and passes through.
    """
    with _ONE, collector_resting():
        return Answer(*identity(), [each for part in parts for each in _part(part)])


def packed(parts: Sequence[Part]) -> Answer:
    """As `worked`, ready to be sent: one pickle, in which what runs have in common stands once."""
    answer = worked(parts)
    with collector_resting():
        return answer._replace(held=pickle.dumps(answer.held, pickle.HIGHEST_PROTOCOL))


def _part(part: Part) -> list[Done]:
    scenario = read(part.path) if part.scenario is None else part.scenario
    if isinstance(scenario, Unreadable):
        return [Done(place, None, scenario) for place, _ in part.runs]
    return [_one(place, scenario, chosen) for place, chosen in part.runs]


def read(path: str) -> Scenario | Unreadable:
    """Return the scenario of a file, or why it cannot be read."""
    try:
        return load(path)
    except Unreadable as fault:
        return fault


def _one(place: int, scenario: Scenario, chosen: Combination) -> Done:
    # A rulebook is named only where one was asked for.
    more: dict[str, Any] = {"rulebook": chosen.rulebook} if chosen.rulebook else {}
    try:
        record = run(scenario, readings=dict(chosen.readings), mode=chosen.mode, **more)
    except Unreadable as fault:
        return Done(place, None, fault)
    return Done(place, record, None)
