"""The same 15-act procedure by the peers: plain Python, transitions, sismic, python-statemachine.

None of them cites or explains; `transitions` is also timed with a bare log of 15 rows a run by
sqlite3's own `executemany`, which is the least that a log can cost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from procedure15 import MEMBERS, Course

STATES = ["idle", "asked", "open", "adopted", "blocked"]


def plain(course: Course) -> tuple[str, bool]:
    """Return the outcome and whether the session was late, by hand-written code."""
    here: dict[str, bool] = {}
    said: dict[str, bool] = {}
    late = course.hours > 72
    for member, there in zip(MEMBERS, course.present, strict=True):
        here[member] = there
    for member, agrees in zip(MEMBERS, course.consents, strict=True):
        said[member] = agrees
    good = all(here[member] and said[member] for member in MEMBERS)
    return ("adopted" if good else "blocked"), late


class Bare:
    """The model that a bare `transitions` machine moves."""

    def __init__(self) -> None:
        self.state = "idle"
        self.here: dict[str, bool] = {}
        self.said: dict[str, bool] = {}
        self.late = False


def bare_transitions() -> Callable[[Course], tuple[str, bool]]:
    """Return a runner on one shared machine of `transitions`, models added and removed."""
    from transitions import Machine

    def comes(model: Bare, member: str, there: bool) -> None:
        model.here[member] = there

    def says(model: Bare, member: str, agrees: bool) -> None:
        model.said[member] = agrees

    def opens(model: Bare, hours: int) -> None:
        model.late = hours > 72

    def agreed(model: Bare) -> bool:
        return all(model.here[m] and model.said[m] for m in MEMBERS)

    machine = Machine(
        None,
        states=STATES,
        initial="idle",
        auto_transitions=False,
        transitions=[
            {"trigger": "propose", "source": "idle", "dest": "asked"},
            {"trigger": "open", "source": "asked", "dest": "open", "before": opens},
            {"trigger": "attend", "source": "open", "dest": None, "before": comes},
            {"trigger": "position", "source": "open", "dest": None, "before": says},
            {"trigger": "decide", "source": "open", "dest": "adopted", "conditions": agreed},
            {"trigger": "decide", "source": "open", "dest": "blocked"},
        ],
    )

    def run(course: Course) -> tuple[str, bool]:
        model = Bare()
        machine.add_model(model)
        model.trigger("propose")  # type: ignore[attr-defined]
        model.trigger("open", model, course.hours)  # type: ignore[attr-defined]
        for member, there in zip(MEMBERS, course.present, strict=True):
            model.trigger("attend", model, member, there)  # type: ignore[attr-defined]
        for member, agrees in zip(MEMBERS, course.consents, strict=True):
            model.trigger("position", model, member, agrees)  # type: ignore[attr-defined]
        model.trigger("decide", model)  # type: ignore[attr-defined]
        machine.remove_model(model)
        return model.state, model.late

    return run


def bare_log(path: str, outcomes: list[tuple[str, bool]]) -> None:
    """Write one run row and 15 step rows for each outcome by `executemany`, in one transaction."""
    log = sqlite3.connect(path)
    log.execute("pragma journal_mode=wal")
    log.execute("pragma synchronous=normal")
    log.execute("create table run(id integer primary key, scenario text, outcome text)")
    log.execute(
        "create table step(id integer primary key, run_id int, seq int, at text, act text,"
        " source text, target text, actor text, why text)"
    )
    with log:
        log.executemany(
            "insert into run values(?,?,?)",
            [(n, "course", state) for n, (state, _) in enumerate(outcomes)],
        )
        log.executemany(
            "insert into step(run_id, seq, at, act, source, target, actor, why)"
            " values(?,?,?,?,?,?,?,?)",
            [
                (n, k, "2015-03-04T12:00", "attend", "open", "open", "ARM", "rules.14.1")
                for n in range(len(outcomes))
                for k in range(15)
            ],
        )
    log.close()


CHART = """
statechart:
  name: council
  preamble: |
    here = {}
    said = {}
    late = False
  root state:
    name: root
    initial: idle
    states:
      - name: idle
        transitions: [{event: propose, target: asked}]
      - name: asked
        transitions: [{event: open, target: open, action: late = event.hours > 72}]
      - name: open
        transitions:
          - {event: attend, action: "here[event.m] = event.v"}
          - {event: position, action: "said[event.m] = event.v"}
          - {event: decide, target: adopted, guard: "all(here.values()) and all(said.values())"}
          - event: decide
            target: blocked
            guard: not (all(here.values()) and all(said.values()))
      - name: adopted
      - name: blocked
"""


def sismic() -> Callable[[Course], tuple[str, bool]]:
    """Return a runner on sismic's interpreter."""
    from sismic.interpreter import Interpreter
    from sismic.io import import_from_yaml

    chart = import_from_yaml(CHART)

    def run(course: Course) -> tuple[str, bool]:
        interpreter = Interpreter(chart)
        interpreter.queue("propose").queue("open", hours=course.hours)
        for member, there in zip(MEMBERS, course.present, strict=True):
            interpreter.queue("attend", m=member, v=there)
        for member, agrees in zip(MEMBERS, course.consents, strict=True):
            interpreter.queue("position", m=member, v=agrees)
        interpreter.queue("decide")
        interpreter.execute()
        return interpreter.configuration[-1], interpreter.context["late"]

    return run


def statemachine() -> Callable[[Course], tuple[str, bool]]:
    """Return a runner on python-statemachine."""
    from statemachine import State, StateMachine

    class Council(StateMachine):
        idle = State(initial=True)
        asked = State()
        opened = State()
        adopted = State(final=True)
        blocked = State(final=True)
        propose = idle.to(asked)
        open = asked.to(opened, on="opens")
        attend = opened.to.itself(on="comes", internal=True)
        position = opened.to.itself(on="says", internal=True)
        decide = opened.to(adopted, cond="agreed") | opened.to(blocked)

        def __init__(self) -> None:
            self.here: dict[str, bool] = {}
            self.said: dict[str, bool] = {}
            self.late = False
            super().__init__()

        def opens(self, hours: int) -> None:
            self.late = hours > 72

        def comes(self, member: str, there: bool) -> None:
            self.here[member] = there

        def says(self, member: str, agrees: bool) -> None:
            self.said[member] = agrees

        def agreed(self) -> bool:
            return all(self.here[m] and self.said[m] for m in MEMBERS)

    def run(course: Course) -> tuple[str, bool]:
        council = Council()
        council.send("propose")
        council.send("open", hours=course.hours)
        for member, there in zip(MEMBERS, course.present, strict=True):
            council.send("attend", member=member, there=there)
        for member, agrees in zip(MEMBERS, course.consents, strict=True):
            council.send("position", member=member, agrees=agrees)
        council.send("decide")
        return next(iter(council.configuration)).id, council.late

    return run
