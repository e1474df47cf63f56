"""Many runs one after the other, for sweeps: the collector of cycles rests while they are made."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from csto_sim.engine.courses import KEPT, Courses
from csto_sim.engine.run import run
from csto_sim.record import Record
from csto_sim.scenario.model import Scenario

AT_ONCE = 256
"""Runs made before their records are handed out: that many are in memory at a time."""


def run_all(
    scenarios: Iterable[Scenario],
    *,
    readings: Mapping[str, str] | None = None,
    mode: str | None = None,
    kept: int = KEPT,
) -> Iterator[Record]:
    """Yield the record of each scenario in order, as `csto_sim.engine.run.run` makes it.

    What scenarios that begin alike have in common is found once, up to `kept` points in memory (0:
    every run finds everything anew). Scenarios are taken, and records handed out, `AT_ONCE` at a
    time. A record is a tree of values without a cycle, so Python's collector would look at each of
    them again and again and free nothing: it is switched off while a batch is made, for the whole
    process, and never while the caller has a record or makes a scenario, unless the caller has
    (`collector_resting`).
    """
    waiting = iter(scenarios)
    courses = Courses(kept)
    while batch := list(islice(waiting, AT_ONCE)):
        with collector_resting():
            records = [run(each, readings=readings, mode=mode, courses=courses) for each in batch]
        yield from records


@contextmanager
def collector_resting() -> Iterator[None]:
    """Switch Python's collector of cycles off inside, and on again after, if it was on.

    For a whole sweep with its log. What is in no cycle is freed as ever; none of this package's
    values is in one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
