"""A scenario under way, act by act: what `ProcedureMachine` moves.

It moves as a run does (`engine.run.acted`), so that what was played runs to the same steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from csto_sim import shipped
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.courses import Point
from csto_sim.engine.motion import fire
from csto_sim.engine.run import acted, begun, closed, law_changes, run
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.procedures import procedures
from csto_sim.record import Record, Step
from csto_sim.rules.calendars import OutOfCalendar
from csto_sim.scenario.model import Scenario, ScenarioAct, Time
from csto_sim.scene import Scene
from csto_sim.testing.deeds import Deed, deeds, params_of, values
from csto_sim.testing.files import scenarios_of
from csto_sim.testing.stories import SUPPOSED, of_procedure
from csto_sim.testing.strategies import POSITIONS, Sitting, at, boundaries
from csto_sim.world import NO_FACTS, Act, Case, Facts, Moment, World

#: Acts that have a rule of their own.
NAMED = frozenset(("attend", "leave", "decide", *POSITIONS))


class Tally:
    """How often each rule and each act of a machine was done, and how often it was refused."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.known: dict[str, None] = {}

    def never(self) -> tuple[str, ...]:
        """Return what could have been done by the tables played and never was."""
        return tuple(each for each in self.known if not self.done[each])

    def lines(self) -> list[str]:
        """Return a line for each rule and act that was done, often ones first; then what never."""
        found = [
            f"{count:>7}  {each}"
            + (f"  (refused {self.refused[each]})" if self.refused[each] else "")
            for each, count in self.done.most_common()
        ]
        return [*found, *(f"  never  {each}{self._why(each)}" for each in self.never())]

    def _why(self, each: str) -> str:
        return f"  (refused {self.refused[each]})" if self.refused[each] else ""


#: What has been played in this process, by machine.
PLAYED: dict[str, Tally] = {}


@cache
def _ground(procedure: str) -> Scenario:
    """Where a machine begins if it is told no more than a procedure."""
    if procedure in ("decision", "meeting"):
        six = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
        found = Sitting("2016-03-10", "CSC", (), six, NO_FACTS).scenario("A draft decision")
        return found._replace(tags=())

    def simplest(each: Scenario) -> tuple[bool, int, int]:
        # What is played here did not happen: history lends its matters only where nothing else can.
        return shipped.is_history(each.file), len(each.cases), len(each.acts)

    return min(of_procedure(procedure), key=simplest)._replace(readings=NO_FACTS)


class Player:
    """The cases of a scenario, a clock, and what was done: see `ProcedureMachine`."""

    procedure: ClassVar[str] = "decision"
    ground: ClassVar[Scenario | str | Path | None] = None
    readings: ClassVar[Mapping[str, str]] = {}
    refusals: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        told = self.ground
        if told is None:
            told = _ground(self.procedure)
        elif not isinstance(told, Scenario):
            told = scenarios_of(told)[0]
        chosen = told.readings.merged(self.readings)
        told = told._replace(acts=(), expect=(), readings=chosen, sources=(), tags=(), vary=())
        self._terms = terms_of(told)
        self._zone = zone_for(self._terms)
        self._changes = law_changes(told, self._terms, self._zone)
        self._end = moment_of(told.until, self._zone).latest
        # What is written is in seconds throughout: no zone then puts an act before its scenario.
        first = moment_of(told.since, self._zone).earliest
        self._told = told._replace(since=at(first))
        self.begin()

    def begin(self) -> None:
        """Go back to the first moment of the scenario, with nothing done."""
        self._point: Point = begun(self._told, self._terms)
        self._acts: list[ScenarioAct] = []
        self._offered: tuple[Point, int, list[Deed]] | None = None
        #: Acts done and periods running when time passed last.
        self._waited: tuple[int, int] = (0, 0)
        self._tried: dict[Deed, bool] = {}
        self.steps: list[Step] = []
        self.now: int = self._point.world.now.earliest
        for case in self._told.cases:
            for name in procedures()[case.procedure].acts():
                self.tally.known.setdefault(f"{case.procedure}: {name}")

    # --- what can be asked ---------------------------------------------------------------------

    @property
    def world(self) -> World:
        """The world as it is now."""
        return self._point.world

    @property
    def members(self) -> tuple[str, ...]:
        """The members in full standing now."""
        case: Case = next(iter(self.world.cases.values()))
        return Scene(self.world, case, Act("", "", case.id, self._moment())).roster().members

    @property
    def scenario(self) -> Scenario:
        """What has been done so far as a scenario that ends now."""
        return self._told._replace(acts=tuple(self._acts), until=at(self.now))

    @property
    def record(self) -> Record:
        """The record of what has been done so far: the scenario run anew."""
        return run(self.scenario)

    @property
    def tally(self) -> Tally:
        """How often each rule and each act was done by all machines of this class."""
        return PLAYED.setdefault(type(self).__qualname__, Tally())

    def case(self, id: str) -> Case:
        """Return a matter or meeting as it is now. Raises KeyError where there is none."""
        found: Case = self.world.cases[id]
        return found

    # --- moving --------------------------------------------------------------------------------

    def do(self, act: str, by: str, case: str, takes: Mapping[str, Any] = NO_FACTS) -> bool:
        """Let an act be done now; return whether it was lawful. KeyError where there is no case.

        A refused act is part of the story only if `refusals` is True.
        """
        told = ScenarioAct(
            act, by, case, at(self.now), Facts(takes), len(self._acts), said=SUPPOSED
        )
        return self._play(told)

    def _play(self, told: ScenarioAct) -> bool:
        name = f"{self.case(told.case).procedure}: {told.name}"
        try:
            point = acted(self._point, told, self._zone, self._changes)
        except OutOfCalendar:
            return False  # working days are not known so far ahead
        mine = [step for step in point.steps if step.kind in ("act", "refusal")]
        lawful = not any(step.refused for step in mine)
        (self.tally.done if lawful else self.tally.refused)[name] += 1
        if lawful or self.refusals:
            self._point = point
            self._acts.append(told)
            self.steps += point.steps
        return lawful

    def wait_until(self, second: int) -> None:
        """Let time come to a second (UTC), at most the last of the scenario; never back."""
        self.now = max(self.now, min(second, self._end))
        upto = moment_of(at(self.now), self._zone)
        ahead = [
            each
            for each in self._changes[self._point.place :]
            if each.when.earliest <= upto.earliest
        ]
        changes = self._changes[: self._point.place + len(ahead)]
        until = self._told._replace(until=at(self.now))
        try:
            self._point = closed(self._point, until, self._zone, changes)
        except OutOfCalendar:
            return
        self.steps += self._point.steps

    def _moment(self) -> Moment:
        return moment_of(at(self.now), self._zone)

    def _open(self) -> list[Deed]:
        # Asked by the precondition of every rule.
        if self._offered is None or self._offered[:2] != (self._point, self.now):
            found = list(deeds(self.world, self._moment()))
            self._offered = (self._point, self.now, found)
            self._tried = {}
        return self._offered[2]

    def _lawful(self, *names: str) -> list[Deed]:
        """Those of the open acts with these names that are lawful now with the values they need."""
        found = []
        for each in self._open():
            if each.act in names:
                if each not in self._tried:
                    self._tried[each] = self._would_do(each)
                if self._tried[each]:
                    found.append(each)
        return found

    def _would_do(self, deed: Deed) -> bool:
        takes = {}
        for each in params_of(self.case(deed.case).procedure, deed.act):
            if each.required:
                known = values(each, self.world, self.members, self._moment())
                if not known:
                    return False
                takes[each.name] = known[0]
        act = Act(deed.act, deed.by, deed.case, self._moment(), Facts(takes))
        try:
            return not any(step.refused for step in fire(self.world, act)[1])
        except OutOfCalendar:
            return False

    def _ends(self, act: str) -> bool:
        """Whether an act can only end the case in which it can be done now."""
        cases = [self.case(each.case) for each in self._open() if each.act == act]
        rows = [
            (each, row)
            for each in cases
            for row in procedures()[each.procedure].acts()[act]
            if any(state.word == each.state for state in row.sources)
        ]
        return all(row.target in procedures()[each.procedure].final for each, row in rows)

    def _others(self) -> list[str]:
        return list(dict.fromkeys(e.act for e in self._open() if e.act not in NAMED))

    def _edges(self) -> list[int]:
        """The boundary moments that still come."""
        return [s for s in boundaries(self.world.periods) if self.now < s <= self._end]

    def _time_may_pass(self) -> bool:
        """Whether there is a point in waiting: something was done, or some period runs."""
        waited = self._waited == (len(self._acts), len(self.world.periods))
        return self.now < self._end and (not waited or bool(self._edges()))

    def _fits(self, takes: Facts, kinds: Mapping[str, str]) -> bool:
        """Whether values are of an act's own, and name no case and no day that is not here."""
        for name, value in takes.items():
            kind = kinds.get(name)
            named = value if isinstance(value, tuple) else (value,)
            if kind is None or isinstance(value, Time):
                return False
            if kind == "day" and value < self._moment().day:
                return False
            if kind in ("matter", "matters", "meeting") and not {*named} <= self.world.cases.keys():
                return False
        return True
