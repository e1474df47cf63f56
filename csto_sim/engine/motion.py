"""Motion: `fire` takes a world and an act and returns the next world and the steps between them.

The one `fire` serves running, exploring, property tests and teaching. Time is an actor: before an
act, the periods that ran out by then lapse, in order; after it, what follows of itself follows.
An act at the last lawful moment comes before the lapse.
"""

from __future__ import annotations

from bisect import insort
from typing import NamedTuple

from csto_sim.engine.lapsing import dated, fallen, last_day, next_day, of_its_own_law, written
from csto_sim.engine.lawmaking import law_made
from csto_sim.engine.machines import SETTLING, Compiled, Mover, Trigger, compiled
from csto_sim.engine.telling import citing, holding_back, rests_under, tell_why_not
from csto_sim.engine.waiting import told_why
from csto_sim.procedure import Change
from csto_sim.procedure import Step as Row
from csto_sim.record import Closing, Step, When
from csto_sim.rules.enacted import ENACTING
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Act, Case, Facts, Finding, Moment, Period, World

_NOTHING = Change()

#: More automatic steps than this after one act, for each case, is a circle in the tables.
CIRCLE = 50


def fire(world: World, act: Act, seq: int = 0) -> tuple[World, list[Step]]:
    """Return the world after an act, and the steps: lapses before it, the act, what follows of it.

    An act that the law does not allow is a step of kind `refusal` with the failing condition; the
    world then differs only in its clock. `seq` is the number of the first step. Raises KeyError
    for a case or procedure that does not exist: the scenario loader has refused those.
    """
    steps: list[Step] = []
    if world.periods:
        world, steps = advance(world, act.when, seq)
    before = world
    if world.now is not act.when:
        world = World(act.when, world.cases, world.periods, world.terms, world.dependents)
    case: Case = world.cases[act.case]
    table = compiled(case.procedure)
    moved = _move(world, case, act, act.name, table)
    if isinstance(moved, Shut):
        if moved.finding.says == "act.not_open":
            why = told_why(world, case, act, table, moved.finding)
            moved = moved._replace(finding=why)
        steps.append(_step("refusal", act, case, case.state, moved, seq + len(steps)))
        return world, steps
    after, steps = _after(world, case, act, moved, "act", table, seq, steps)
    if ENACTING in world.dependents:
        steps += law_made(before, after, seq + len(steps))
    return after, steps


def advance(world: World, until: Moment, seq: int = 0) -> tuple[World, list[Step]]:
    """Return the world when time has come to a moment, with a step for each period that ran out.

    A period lapses when its last lawful moment certainly lies before `until`; where the times known
    leave it open, it keeps running and the guards say so.
    """
    steps: list[Step] = []
    while world.periods:
        first = world.periods[0]
        if first.due is None or first.due[1] >= until.earliest:
            break
        world = _lapse(world, first, seq, steps)
    return world, steps


def _lapse(world: World, period: Period, seq: int, steps: list[Step]) -> World:
    assert period.due is not None  # only counted periods are ordered before `until`
    was = world
    # It lapses one second after its last lawful moment, under the law of its last day.
    next_second = period.due[1] + 1
    when = Moment(next_second, next_second, last_day(period))
    if world.now.earliest > next_second:
        when = world.now  # it had run out before it was known to run
    case: Case = world.cases[period.case]
    world = World(when, world.cases, world.periods[1:], world.terms, world.dependents)
    act = Act(period.lapses, "", case.id, when, Facts(holder=period.holder), -1, written(when))
    closing = Closing(case.id, period.name, period.ends_as, "time")
    table = compiled(case.procedure)
    moved = _move(world, case, act, period.lapses, table) if period.lapses else None
    if moved is None:
        passed = Finding("time.passed", True, (period.under,), (("period", period.name),))
        moved = Shut(passed, (), (period.under,))
    if isinstance(moved, Shut):
        step = _step("time", act, case, case.state, moved, seq + len(steps), (closing,))
        steps.append(step._replace(when=dated(step.when, period)))
        return world
    world, after = _after(world, case, act, moved, "time", table, seq, steps, next_day(period))
    if ENACTING in world.dependents:
        after += law_made(was, world, seq + len(after))
    mine = next(i for i in range(len(after) - 1, -1, -1) if after[i].kind == "time")
    step = after[mine]
    closes = (closing, *step.closes)
    under = of_its_own_law(step.under, period)
    after[mine] = step._replace(when=dated(step.when, period), closes=closes, under=under)
    return world


_Moved = tuple[Row, Scene, str, Finding]


class Shut(NamedTuple):
    """Why no row was open, the texts that say so, and the readings that were asked."""

    finding: Finding
    asked: tuple[tuple[str, str], ...] = ()
    under: tuple[str, ...] = ()


def _move(world: World, case: Case, act: Act, trigger: str, table: Compiled) -> _Moved | Shut:
    """Ask the table; return the row taken with its scene, target and finding, or why none was."""
    event = table.triggers.get(trigger)
    if event is None or case.state not in event.transitions:
        facts = (("act", trigger), ("state", case.state), ("open", table.open_acts(case.state)))
        return _shut(Scene(world, case, act), table, Finding("act.not_open", False, (), facts))
    scene = Scene(world, case, act)
    moved = _taken(scene, event)
    if moved is not None:
        return moved
    shut = tuple(dict.fromkeys([finding for _, finding in scene.tried]))
    if len(shut) == 1:
        return _shut(scene, table, shut[0])
    return _shut(scene, table, Finding("act.refused", False, (), (("act", trigger),), shut))


def _shut(scene: Scene, table: Compiled, finding: Finding) -> Shut:
    """A refusal with the texts of the day that it rests on: those of its findings, of the act's
    rows, or of the procedure. Where a rule has no text on that day, the rule itself is named."""
    named = rests_under(finding)
    # That a rule was not in force is told of that rule, not of another that happens to be.
    missing = named if finding.says == "act.no_law" else ()
    procedure = table.procedure
    under = (
        citing(scene, procedure, named)
        or missing
        or citing(scene, procedure, table.under(scene.act.name))
        or citing(scene, procedure, procedure.basis(scene))
        or tuple(dict.fromkeys(named))
        or procedure.basis(scene)
    )
    if not named:
        finding = finding._replace(under=tuple(id.partition("@")[0] for id in under))
    return Shut(finding, tuple(scene.consulted.items()), under)


def _taken(scene: Scene, event: Trigger) -> _Moved | None:
    """Return the first open row of a trigger with its target and finding, or None."""
    mover = Mover(scene.case.state)
    if not event.trigger(mover, scene):
        return None
    row, finding = scene.tried[-1]
    if row.otherwise and len(scene.tried) > 1:
        finding = Finding(
            "act.otherwise",
            True,
            row.under[:1],
            (("says", row.says), ("by", scene.act.by)),
            tuple([tried for _, tried in scene.tried[:-1]]),
        )
    return row, scene, mover.state, finding


def _after(
    world: World,
    case: Case,
    act: Act,
    moved: _Moved,
    kind: str,
    table: Compiled,
    seq: int,
    steps: list[Step],
    then: str = "",
) -> tuple[World, list[Step]]:
    world, step = _apply(world, case, act, moved, kind, seq + len(steps))
    steps.append(step)
    act = _since(act, step)
    if then > act.when.day:
        # A lapse is weighed under the law of the last day; what it brings comes on the next.
        act = act._replace(when=act.when._replace(day=then))
    if step.target != case.state or (case.id in world.dependents and _binds_others(world, case)):
        waiting = [case.id, *_told(world, case)]
    elif step.target in table.restless:
        waiting = [case.id]
    else:
        return world, steps
    return _settle(world, waiting, act, seq, steps), steps


def _apply(
    world: World, case: Case, act: Act, moved: _Moved, kind: str, seq: int
) -> tuple[World, Step]:
    """Return the world with a row's change applied, and the step."""
    row, scene, target, finding = moved
    change = row.change(scene) if row.change is not None else _NOTHING
    cases, periods, closes = world.cases, world.periods, change.closes
    if target != case.state and target in compiled(case.procedure).final:
        closes = (*closes, *fallen(case.id, target, periods, closes))
    if change.facts or target != case.state or not case.began:
        facts = case.facts.merged(change.facts) if change.facts else case.facts
        began = case.began or act.when.day
        cases = cases.plus(case.id, Case(case.id, case.procedure, target, began, facts))
    if closes:
        ended = {(closing.case, closing.name) for closing in closes}
        periods = tuple([p for p in periods if (p.case, p.name) not in ended])
    if change.opens:
        ordered = list(periods)
        for period in change.opens:
            insort(ordered, period, key=_due)
        periods = tuple(ordered)
    world = World(world.now, cases, periods, world.terms, world.dependents)
    # To cite can be to ask a reading, which the step then names.
    procedure = compiled(case.procedure).procedure
    under = citing(scene, procedure, row.under + rests_under(finding))
    if not under:
        under = citing(scene, procedure, procedure.basis(scene))
    when = change.when or When(act.written, *act.when)
    step = Step(
        seq,
        when,
        kind,
        act.name,
        act.by,
        case.id,
        case.state,
        target,
        under,
        finding,
        tuple(scene.consulted.items()) if scene.consulted else (),
        tuple(scene.saw) if scene.saw else (),
        change.opens,
        closes,
        act.takes,
        act.origin,
    )
    return world, step


def _since(act: Act, step: Step) -> Act:
    """The act as what follows of a step sees it: nothing follows of what has not happened yet."""
    if step.when.latest == act.when.latest:
        return act
    return act._replace(when=Moment(*step.when[1:]), written=step.when.written)


def _binds_others(world: World, before: Case) -> bool:
    """Whether those whom a case binds are others than before."""
    after: Case = world.cases[before.id]
    return after.facts.get("bound") is not before.facts.get("bound")


def _told(world: World, changed: Case) -> list[str]:
    """The cases in which something can follow of a change of this one's state or bonds."""
    found = []
    for id in world.dependents.get(changed.id, ()):
        other: Case = world.cases[id]
        if (other.state, changed.procedure) in compiled(other.procedure).awaited:
            found.append(id)
    return found


def _due(period: Period) -> tuple[int, str, str]:
    # A period without a counted end never lapses: it goes last.
    return (period.due[1] if period.due else 1 << 62, period.case, period.name)


def _settle(world: World, waiting: list[str], act: Act, seq: int, steps: list[Step]) -> World:
    """Let every automatic row that now holds fire, in a fixed order, until nothing moves.

    A reading that kept something from following is told by the last step: it was asked there.
    """
    fuel = CIRCLE * (1 + len(waiting))
    asked: dict[str, str] = {}
    while waiting:
        case: Case = world.cases[waiting[0]]
        table = compiled(case.procedure)
        if case.state not in table.automatic:
            waiting.pop(0)
            continue
        of_itself = Act("", "", case.id, act.when, NO_FACTS, act.origin, act.written)
        scene = Scene(world, case, of_itself)
        moved = _taken(scene, table.triggers[SETTLING])
        if moved is None:
            held = [finding for row, finding in scene.tried if row.of_own_acts_too]
            if held and steps[-1].case == case.id:
                steps[-1] = holding_back(steps[-1], held, scene)
            tell_why_not(scene, steps)
            asked |= scene.consulted  # to cite what keeps it from following can be to ask, too
            waiting.pop(0)
            continue
        world, step = _apply(world, case, of_itself, moved, "automatic", seq + len(steps))
        steps.append(step)
        act = _since(act, step)
        if step.source != step.target or _binds_others(world, case):
            waiting += [id for id in _told(world, case) if id not in waiting]
        fuel -= 1
        if fuel <= 0:
            circle = Shut(Finding("settle.circle", False, (), (("case", case.id),)))
            steps.append(_step("refusal", of_itself, case, case.state, circle, seq + len(steps)))
            break
    if asked:
        told_by = dict.fromkeys((*steps[-1].readings, *asked.items()))
        steps[-1] = steps[-1]._replace(readings=tuple(told_by))
    return world


def _step(
    kind: str,
    act: Act,
    case: Case,
    target: str,
    shut: Shut,
    seq: int,
    closes: tuple[Closing, ...] = (),
) -> Step:
    return Step(
        seq,
        When(act.written, *act.when),
        kind,
        act.name,
        act.by,
        case.id,
        case.state,
        target,
        shut.under,
        shut.finding,
        shut.asked,
        (),
        (),
        closes,
        act.takes,
        act.origin,
    )
