"""Where the time of one run goes: each act of one course fired again and again, then the rest."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

import ours
from procedure15 import Course, courses

TIMES, BEST_OF = 300, 25
LOGS = 7


def _cost(work: Callable[[], object]) -> float:
    """Return the least CPU time of one call, in µs."""
    found = []
    for _ in range(BEST_OF):
        began = time.process_time()
        for _ in range(TIMES):
            work()
        found.append(time.process_time() - began)
    return min(found) / TIMES * 1e6


def parts() -> list[tuple[str, float, int]]:
    """Return (part, µs for one, how many in a run) for a course in which all come and consent."""
    gc.disable()
    try:
        return _parts()
    finally:
        gc.enable()


def _parts() -> list[tuple[str, float, int]]:
    from csto_sim.engine import beginning, motion, run
    from csto_sim.engine.certificate import certificate
    from csto_sim.engine.ending import ledger, outcomes, uses
    from csto_sim.engine.times import moment_of, zone_for
    from csto_sim.world import Act, Moment, Terms, World

    given = ours.scenario(Course(50, (True,) * 6, (True,) * 6))
    record = run.run(given)
    terms = Terms()
    zone = zone_for(terms)
    began = moment_of(given.since, zone)

    def start() -> World:
        cases = {each.id: run._case(each, terms) for each in given.cases}
        return beginning.start(cases, Moment(began.earliest, began.earliest, began.day), terms)

    found: dict[str, tuple[float, int]] = {"first world": (_cost(start), 1)}
    world = start()
    for each in given.acts:
        when = moment_of(each.time, zone)
        act = Act(each.name, each.by, each.case, when, each.takes, each.origin, each.time.written)
        if each.name not in found:
            there = World(when, *world[1:])
            case = there.cases[act.case]
            trigger = motion.compiled(case.procedure).triggers[act.name]

            weighing = partial(_weighing, there, case, act, trigger)
            moving = partial(motion._apply, there, case, act, weighing(), "act", 0)
            whole = _cost(partial(motion.fire, world, act))
            weighed, moved = _cost(weighing), _cost(moving)
            found[each.name] = (whole, 0)
            found[f"  {each.name}: trigger and guards"] = (weighed, 0)
            found[f"  {each.name}: change, new world, step"] = (moved, 0)
            found[f"  {each.name}: time, what follows of it"] = (
                max(0.0, whole - weighed - moved),
                0,
            )
        for name in found:
            if name.strip().partition(":")[0] == each.name:
                found[name] = (found[name][0], found[name][1] + 1)
        world, _ = motion.fire(world, act)
    found |= {
        "ledger of deadlines": (_cost(lambda: ledger(record.steps)), 1),
        "outcomes": (_cost(lambda: outcomes(given, world, record.steps)), 1),
        "readings in use": (_cost(lambda: uses(terms, {}, record.steps)), 1),
        "certificate": (_cost(lambda: certificate(given, terms)), 1),
    }
    whole = _cost(lambda: run.run(given))
    told = sum(each * times for name, (each, times) in found.items() if not name.startswith(" "))
    found["acts taken up, changes of law, end; colder caches"] = (whole - told, 1)
    found["whole run"] = (whole, 1)
    return [(name, each, times) for name, (each, times) in found.items()]


def _weighing(world: Any, case: Any, act: Any, trigger: Any) -> Any:
    from csto_sim.engine import motion
    from csto_sim.scene import Scene

    return motion._taken(Scene(world, case, act), trigger)


def log_parts(count: int = 1_000) -> list[tuple[str, float]]:
    """Return (part, µs a run) of saving: making the rows, and what the database does with them."""
    from csto_sim.engine.many import run_all
    from csto_sim.store import open_log
    from csto_sim.store.log import Log

    records = list(run_all([ours.scenario(course) for course in courses(count)]))

    def saving() -> float:
        with (
            tempfile.TemporaryDirectory() as folder,
            open_log(os.path.join(folder, "log.db")) as log,
        ):
            began = time.process_time()
            log.save(records)
            return (time.process_time() - began) / count * 1e6

    whole = min(saving() for _ in range(LOGS))
    with patch.object(Log, "_insert", lambda *_: None):
        rows = min(saving() for _ in range(LOGS))
    return [("rows made from the record", rows), ("SQLite: rows, indexes, commit", whole - rows)]
