"""The world after a step of a run: a scenario is replayed up to there, by the same `fire`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from csto_sim.engine.certificate import certificate
from csto_sim.engine.courses import Point
from csto_sim.engine.ending import ledger, outcomes, uses
from csto_sim.engine.motion import advance
from csto_sim.engine.run import acted, begun, closed, law_changes
from csto_sim.engine.times import zone_for
from csto_sim.record import Record, Step
from csto_sim.scenario.model import Scenario
from csto_sim.world import Moment, Terms, World


class NoStep(Exception):
    """A run has no step of the number that was asked for."""


class Standing(NamedTuple):
    """Where a run stands after some of its steps: the world, its moment, and the steps so far.

    What follows of itself follows with the act: a step of that kind stands with its act.
    """

    world: World
    when: Moment
    steps: tuple[Step, ...]

    @property
    def seq(self) -> int:
        """The number of the last step, or -1 before the first."""
        return self.steps[-1].seq if self.steps else -1


def standing(scenario: Scenario, terms: Terms, step: int | None = None) -> Standing:
    """Return where a scenario stands after the step of that number, or when its acts are done.

    The numbers are those of the record that `csto_sim.engine.run.run` makes under the same terms,
    -1 stands for the beginning. Raises `NoStep` for one that the run has not, and
    `csto_sim.rules.calendars.OutOfCalendar` as a run does.
    """
    zone = zone_for(terms)
    changes = law_changes(scenario, terms, zone)
    point = begun(scenario, terms)
    steps: list[Step] = []
    if step is not None and step < -1:
        raise NoStep(f"the run has no step {step}")
    if step == -1:
        return Standing(point.world, point.world.now, ())
    for act in scenario.acts:
        following = acted(point, act, zone, changes)
        done = _done(following.steps)
        if step is not None and step < following.seq and step < following.steps[done].seq:
            return _passed(point, steps, step, changes)
        point = following
        steps += following.steps
        if step is not None and step < point.seq:
            break
    if step is None or -1 < step < point.seq:
        return Standing(point.world, point.world.now, tuple(steps))
    if any(each.seq == step for each in closed(point, scenario, zone, changes).steps):
        return _passed(point, steps, step, changes)
    raise NoStep(f"the run has no step {step}")


def so_far(
    scenario: Scenario, terms: Terms, now: Standing, given: Mapping[str, str] | None = None
) -> Record:
    """Return the record up to where a scenario stands: its steps so far, and what has come of it.

    `given` are the readings, by full id, that were chosen beside those of the file.
    """
    return Record(
        title=scenario.title,
        file=scenario.file,
        mode=terms.mode,
        since=scenario.since.written,
        until=now.when.day,
        steps=now.steps,
        deadlines=ledger(now.steps),
        outcomes=outcomes(scenario, now.world, now.steps),
        readings=uses(terms, given or {}, now.steps),
        expected=(),
        certificate=certificate(scenario, terms),
    )


def _done(steps: tuple[Step, ...]) -> int:
    """The place of the act itself among its steps: before it stands what time and law brought."""
    return next(n for n, each in enumerate(steps) if each.kind in ("act", "refusal"))


def _passed(point: Point, steps: list[Step], step: int, changes: tuple[Step, ...]) -> Standing:
    """Where it stands after a step that time or law brought after a point, and before an act."""
    world, place, seq = point.world, point.place, point.seq
    more: list[Step] = []
    while not more or more[-1].seq < step:
        law = changes[place] if place < len(changes) else None
        due = world.periods[0].due if world.periods else None
        if due is not None and (law is None or due[1] < law.when.earliest):
            # Those that run out at one moment lapse together, each a second after it.
            world, moved = advance(world, Moment(due[1] + 1, due[1] + 1, ""), seq + len(more))
            more += moved
        else:
            assert law is not None  # the step is known to come
            when = Moment(*law.when[1:])
            more.append(law._replace(seq=seq + len(more)))
            world, place = world._replace(now=when), place + 1
    return Standing(world, world.now, (*steps, *more))
