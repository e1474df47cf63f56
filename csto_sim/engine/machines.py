"""Tables compiled to machines of `transitions`: one machine for each procedure, shared by all runs.

The machine moves a throw-away model (`Mover`) and is never asked for anything but the next state.
Findings stay beside it: `transitions` compares what a condition returns with True, so a row's guard
hands it a real bool and leaves its finding in the scene.
"""

from __future__ import annotations

from functools import cache

from transitions import Event, Machine

from csto_sim.procedure import OF_ITSELF, TIME, Procedure, Step
from csto_sim.rules.rights import beside, for_suspension, in_full, lacks
from csto_sim.scene import Scene
from csto_sim.world import Finding

#: The trigger of rows that follow of themselves.
SETTLING = "(of itself)"


class Mover:
    """What `transitions` moves: a state, nothing else. Made for one act and thrown away."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class Trigger(Event):
    """An act's rows, tried in table order, and nothing else.

    The library's own trigger also serves queues, callbacks and logging, which no table uses and
    which took two thirds of the time of an act. A test holds the two to take the same rows.
    """

    def trigger(self, model: Mover, scene: Scene) -> bool:  # type: ignore[override]
        """Return whether a row from the model's state was open; the model is then in its target."""
        for row in self.transitions[model.state]:
            condition: Row = row.conditions[0].func  # type: ignore[assignment]
            finding = condition.weigh(scene)
            scene.tried.append((condition.step, finding))
            if finding.holds:
                if row.dest is not None:
                    model.state = row.dest
                return True
        return False


class Table(Machine):
    """A machine whose acts are tried by `Trigger`."""

    event_cls = Trigger


class Row:
    """A row of a table as a condition that `transitions` can call; it keeps the finding it made."""

    __slots__ = ("plain", "step")

    def __init__(self, step: Step) -> None:
        self.step = step
        self.plain: dict[str, Finding] = {}

    def __call__(self, scene: Scene) -> bool:
        """Return whether the row is open, as a real bool, and keep the finding in the scene."""
        finding = self.weigh(scene)
        scene.tried.append((self.step, finding))
        return finding.holds

    def weigh(self, scene: Scene) -> Finding:
        """Return why the row is open or shut: the actor, the law of the day, then the guard."""
        step = self.step
        if step.by is not OF_ITSELF and step.by is not TIME:
            who = step.by.who(scene)
            by = scene.act.by
            if by not in who and (by or not step.by.need_not_be_named):
                found = step.by.why_not(scene)
                if found is None:
                    told = tuple(dict.fromkeys(who))
                    found = Finding(
                        "act.not_theirs",
                        False,
                        step.under[:1],
                        (("act", step.act), ("by", by), ("whose", step.by.word), ("who", told)),
                    )
                    found = for_suspension(scene, step.by.who, found)
                return beside(scene, step.right, found) if step.right and by else found
            if step.right and by and not in_full(scene, by):
                lacking = lacks(scene, step.right)
                if lacking is not None:
                    return Finding(
                        "act.no_right",
                        False,
                        step.under[:1],
                        (("act", step.act), ("by", by)),
                        (lacking,),
                    )
        if step.needs_law and step.under and not _in_law(scene, step.under):
            return Finding(
                "act.no_law", False, step.under, (("act", step.act), ("day", scene.law_day))
            )
        if step.provided is not None:
            return step.provided(scene)
        by = scene.act.by
        try:
            return self.plain[by]
        except KeyError:
            says = "act.otherwise" if step.otherwise else "act.open"
            found = self.plain[by] = Finding(
                says, True, step.under[:1], (("says", step.says), ("by", by))
            )
            return found


def _in_law(scene: Scene, under: tuple[str, ...]) -> bool:
    for id in under:  # noqa: SIM110  # a generator would double the time of the commonest look-up
        if scene.text(id) is not None:
            return True
    return False


class Compiled:
    """A procedure with its machine and the states from which a row can follow of itself.

    From the states of `restless` a row can follow of an act in the case itself; from the others of
    `automatic` only when the state has just been entered or a case of a procedure that is `awaited`
    there has changed its state.
    """

    __slots__ = ("automatic", "awaited", "final", "machine", "procedure", "restless", "triggers")

    def __init__(self, procedure: Procedure, machine: type[Machine] = Table) -> None:
        self.procedure = procedure
        self.machine = machine(
            model=None,
            states=[state.word for state in procedure.states],
            initial=procedure.initial.word,
            auto_transitions=False,
            transitions=[
                {
                    "trigger": step.act or SETTLING,
                    "source": [state.word for state in step.sources],
                    "dest": step.target.word if step.target is not None else None,
                    "conditions": [Row(step)],
                }
                for step in procedure.steps
            ],
        )
        self.triggers: dict[str, Trigger] = dict(self.machine.events)  # type: ignore[arg-type]
        self.final = frozenset(state.word for state in procedure.final)
        of_themselves = [step for step in procedure.steps if step.by is OF_ITSELF]
        self.automatic = frozenset(s.word for step in of_themselves for s in step.sources)
        self.restless = frozenset(
            s.word
            for step in of_themselves
            if step.of_own_acts_too or not step.awaits
            for s in step.sources
        )
        self.awaited = frozenset(
            (s.word, name) for step in of_themselves for s in step.sources for name in step.awaits
        )

    def under(self, act: str) -> tuple[str, ...]:
        """Return the provisions of an act's rows, from whatever state, each once."""
        ids = [id for step in self.procedure.steps if step.act == act for id in step.under]
        return tuple(dict.fromkeys(ids))

    def open_acts(self, state: str) -> tuple[str, ...]:
        """Return the names of the acts that have a row from a state, in table order."""
        names: dict[str, None] = {}
        for step in self.procedure.steps:
            if step.act and step.by is not TIME and any(s.word == state for s in step.sources):
                names[step.act] = None
        return tuple(names)


@cache
def compiled(name: str) -> Compiled:
    """Return the compiled procedure of that name; raise KeyError when there is none."""
    from csto_sim.procedures import procedures

    return Compiled(procedures()[name])
