"""What is wrong with a table: gaps, conflicts and impossible duties, with the shortest way to each.

A gap is a state that is no end, from which in none of its worlds an act or the passing of time
leads on, nor anything of which it waits. A conflict is an act for which two rows are open at once.
A duty is impossible where its last lawful day has come and nobody can do anything in the matter.
"""

from __future__ import annotations

from csto_sim.checked import Example, Fault
from csto_sim.engine.machines import SETTLING, Row, compiled
from csto_sim.engine.motion import fire
from csto_sim.engine.run import run
from csto_sim.procedure import TIME
from csto_sim.scene import Scene
from csto_sim.verify.arena import Reached
from csto_sim.verify.claims import at_a_limit
from csto_sim.verify.possible import possible
from csto_sim.world import Act, Case, Moment, World


class Soundness:
    """What was found wrong with the tables of some procedures in the arenas so far."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._found: dict[tuple[str, str, str, str], tuple[int, Fault]] = {}
        self._leading_on: set[tuple[str, str]] = set()
        self._seen: set[object] = set()

    def look(self, reached: Reached) -> None:
        """Look at every world of an arena."""
        for number, (before, _) in enumerate(reached.came):
            if before >= 0:
                self._note(reached.worlds[before], reached.worlds[number])
        for number, world in enumerate(reached.worlds):
            for case in world.cases.values():
                if case.procedure in self.names:
                    self._case(reached, number, world, case)

    def faults(self) -> tuple[Fault, ...]:
        """Return what was found, each kind once for a procedure, a state and an act or period."""
        return tuple(
            fault
            for (kind, of, state, _), (_, fault) in sorted(
                self._found.items(), key=lambda item: item[0]
            )
            if kind != "gap" or (of, state) not in self._leading_on
        )

    def _note(self, before: World, after: World) -> None:
        """What an act of the file has moved leads on, whatever it took for it."""
        for case in before.cases.values():
            if after.cases[case.id] != case:
                self._leading_on.add((case.procedure, case.state))

    def _case(self, reached: Reached, number: int, world: World, case: Case) -> None:
        if case.state in compiled(case.procedure).final:
            return
        # What it is and what it looks at decide; other matters of the same world do not.
        beside = tuple(world.cases[id] for id in _looked_at(world, case))
        own = tuple(period for period in world.periods if period.case == case.id)
        key = (world.now.day, at_a_limit(world), case, beside, own)
        if key in self._seen:
            return
        self._seen.add(key)
        of, state = case.procedure, case.state
        leads_on = False
        moment = Moment(world.now.latest, world.now.latest, world.now.day)
        for act in possible(world, moment, (case.id,)):
            rows = open_rows(world, case, act)
            if len(rows) > 1:
                what = f"{act.name}: {' / '.join(rows)}"
                self._keep("conflict", of, state, what, reached, number)
            if rows and not leads_on:
                after, _ = fire(world, act)
                leads_on = after.cases != world.cases or after.periods != world.periods
        counted = [period for period in own if period.due is not None]
        awaited = compiled(of).awaited
        waits = any(
            (state, other.procedure) in awaited
            and other.state not in compiled(other.procedure).final
            for other in beside
        )
        if leads_on or counted or waits:
            self._leading_on.add((of, state))
        else:
            self._keep("gap", of, state, "", reached, number)
        if not leads_on and not waits and at_a_limit(world):
            for period in counted:
                if period.ends_as == "missed":
                    self._keep("impossible duty", of, state, period.name, reached, number)

    def _keep(
        self, kind: str, of: str, state: str, what: str, reached: Reached, number: int
    ) -> None:
        key = (kind, of, state, what)
        length = reached.way(number)
        if key in self._found and self._found[key][0] <= length:
            return
        title = f"{kind} of {of.replace('_', ' ')}, {state}" + (f": {what}" if what else "")
        story = reached.story(number, title)
        record = run(story)
        example = Example(record, story, record.steps[-1].seq if record.steps else -1)
        self._found[key] = (length, Fault(kind, of, state, what, example))


def _looked_at(world: World, case: Case) -> tuple[str, ...]:
    """The ids of the other matters and meetings that this one looks at."""
    return tuple(
        id
        for id, waiting in world.dependents.items()
        if id in world.cases and id != case.id and case.id in waiting
    )


def open_rows(world: World, case: Case, act: Act) -> list[str]:
    """Return what each row says that is open for an act, beside those taken otherwise."""
    event = compiled(case.procedure).triggers.get(act.name or SETTLING)
    if event is None:
        return []
    found: list[str] = []
    otherwise: list[str] = []
    for transition in event.transitions.get(case.state, ()):
        row = transition.conditions[0].func
        assert isinstance(row, Row)
        if row.step.by is not TIME and row.weigh(Scene(world, case, act)).holds:
            (otherwise if row.step.otherwise else found).append(row.step.says)
    return found or otherwise[:1]
