"""A state machine for Hypothesis over the engine: it plays a procedure, you say what must hold.

```python
class Decisions(ProcedureMachine):
    @invariant()
    def what_is_adopted_binds_somebody(self):
        draft = self.world.case("draft")
        assert draft.state != "adopted" or draft.facts["bound"]

TestDecisions = Decisions.TestCase
```

What moves is `engine.motion.fire`, as in a run; what failed is written as a scenario file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from csto_sim.engine.times import moment_of
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario
from csto_sim.testing.deeds import params_of, practised, values
from csto_sim.testing.files import scenarios_of
from csto_sim.testing.keeping import FOLDER, keep, of_hypothesis
from csto_sim.testing.player import Player
from csto_sim.testing.strategies import DAY, HOUR, POSITIONS, at
from csto_sim.world import NO_FACTS, Facts


@st.composite
def _moments(draw: st.DrawFn, now: int, edges: Sequence[int]) -> str:
    """An instant as a file writes it: a boundary, or some hours or days after now."""
    near = st.integers(1, 72).map(lambda hours: now + hours * HOUR)
    far = st.integers(1, 40).map(lambda some: now + some * DAY)
    found = st.one_of(st.sampled_from(edges), near, far) if edges else st.one_of(near, far)
    return at(draw(found)).written


class ProcedureMachine(Player, RuleBasedStateMachine):
    """Plays the cases of a scenario by the tables: attendance, positions, any act, time.

    Set `procedure` (its simplest shipped scenario gives the cases) or `ground` (a `Scenario`, a
    path or the name of a shipped one; its cases, first and last day, members and readings count,
    its acts do not). Add invariants; override a rule to change it. `failures` is the folder for
    what failed, '' for none. An act that the law refuses is not part of the story, unless
    `refusals` is True.
    """

    failures: ClassVar[str | Path] = FOLDER

    def __init__(self) -> None:
        # A fault that is being handled around this test is none of this machine's.
        self._around = sys.exc_info()[1]
        super().__init__()

    def _draw(
        self, data: st.DataObject, names: Sequence[str], rule: str, together: bool = False
    ) -> None:
        """Do one of the acts of these names: a lawful one, or one that other values may make so.

        `together`: perhaps by everybody who can lawfully do it.
        """
        name = names[0] if len(names) == 1 else data.draw(st.sampled_from(names), label=rule)
        among = self._lawful(name) or [each for each in self._open() if each.act == name]
        if together and len(among) > 1 and data.draw(st.booleans(), label="everybody"):
            if any([self.do(*each) for each in among]):
                self.tally.done[f"rule {rule}"] += 1
            return
        deed = among[0] if len(among) == 1 else data.draw(st.sampled_from(among), label=name)
        procedure = self.case(deed.case).procedure
        if self.do(*deed, self._takes(data, procedure, deed.act)):
            self.tally.done[f"rule {rule}"] += 1

    def _takes(self, data: st.DataObject, procedure: str, act: str) -> Facts:
        """Values for an act: those that it needs, perhaps others, or such as practice gave it."""
        params = params_of(procedure, act)
        seen = practised(procedure).get(act, ())
        if not params and not seen:
            return NO_FACTS
        kinds = {each.name: each.kind for each in params}
        fitting: list[Facts] = [takes for takes in seen if takes and self._fits(takes, kinds)]
        if bool(fitting) and data.draw(st.booleans(), label="as in practice"):
            found_so: Facts = data.draw(st.sampled_from(fitting), label="with")
            return found_so
        found: dict[str, Any] = {}
        for each in params:
            known = values(each, self.world, self.members, self._moment())
            if known and (each.required or data.draw(st.booleans(), label=each.name)):
                found[each.name] = data.draw(st.sampled_from(known), label=each.name)
        return Facts(found)

    # --- rules ---------------------------------------------------------------------------------

    @precondition(lambda self: self._lawful("attend"))
    @rule(data=st.data())
    def attend(self, data: st.DataObject) -> None:
        """A member comes to a meeting, or everybody does."""
        self._draw(data, ("attend",), "attend", together=True)

    @precondition(lambda self: self._lawful("leave"))
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        """A member leaves a meeting."""
        self._draw(data, ("leave",), "leave")

    @precondition(lambda self: self._lawful(*POSITIONS))
    @rule(data=st.data())
    def take_a_position(self, data: st.DataObject) -> None:
        """A member consents, objects, abstains or makes a reservation; or everybody does."""
        there = {each.act for each in self._lawful(*POSITIONS)}
        names = [each for each in POSITIONS if each in there]
        self._draw(data, names, "take_a_position", together=True)

    @precondition(lambda self: self._lawful("decide"))
    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        """A matter is put to decision."""
        self._draw(data, ("decide",), "decide")

    @precondition(lambda self: self._others())
    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        """Any other act of the tables is done; seldom one that ends its case."""
        names = self._others()
        endings = [each for each in names if self._ends(each)]
        going_on = [each for each in names if each not in endings]
        if going_on and endings and data.draw(st.integers(0, 11), label="an end") < 11:
            endings = []
        self._draw(data, endings or going_on, "act")

    @precondition(lambda self: self._time_may_pass())
    @rule(data=st.data())
    def time_passes(self, data: st.DataObject) -> None:
        """Time comes to a boundary day, or else to any moment of the next months."""
        turning = [each.when.earliest for each in self._changes[self._point.place :]]
        edges = self._edges()
        edges += [s for turn in turning[:2] for s in (turn - 1, turn) if s > self.now]
        until = data.draw(_moments(self.now, edges), label="until")
        self.wait_until(int(datetime.fromisoformat(until).timestamp()))
        self._waited = (len(self._acts), len(self.world.periods))
        self.tally.done["rule time_passes"] += 1

    @precondition(lambda self: self.now >= self._end or not self._others())
    @rule()
    def adjourned(self) -> None:
        """Nothing is left to be done: a lawful end, and no error."""
        self.tally.done["rule adjourned"] += 1

    def check(self) -> None:
        """Ask every invariant now, in order. Raises what the first that fails raises."""
        for each in _invariants(self):
            if all(condition(self) for condition in each.preconditions):
                each.function(self)

    # --- what must hold ------------------------------------------------------------------------

    @invariant()
    def what_the_tables_claim(self) -> None:
        """What stands beside each procedure's table as always so."""
        for case in self.world.cases.values():
            for claim in procedures()[case.procedure].claims:
                if claim.kind == "always":
                    assert claim.of(self.world, case), f"{case.id}: {claim.says}"

    # --- what failed ---------------------------------------------------------------------------

    def teardown(self) -> None:
        """Write what was done as a scenario file, if it ended with a failure."""
        _, fault, trace = sys.exc_info()
        if fault is None or fault is self._around or of_hypothesis(fault) or not self.failures:
            return
        name, says = self._claim(trace)
        title = f"Against the claim: {says}"[:300]
        until = max(self.now, self._point.world.now.latest)
        about = (
            f"Found by {type(self).__qualname__}.{name} and made as short as could be. "
            f"{type(fault).__name__}: {str(fault).partition(chr(10))[0]}"
        )
        found = self.scenario._replace(title=title, about=one_line(about), until=at(until))
        keep(found, f"{type(self).__name__}-{name}", fault, self.failures)

    def _claim(self, trace: TracebackType | None) -> tuple[str, str]:
        """The name of the method that failed, and what it claims in words."""
        name = "rule"
        while trace is not None:
            frame = trace.tb_frame
            code = frame.f_code.co_name
            if frame.f_locals.get("self") is self and callable(getattr(type(self), code, None)):
                name = code
            trace = trace.tb_next
        said = (getattr(type(self), name, None).__doc__ or "").strip().partition("\n")[0]
        return name, said.rstrip(".") or name.replace("_", " ")


def _invariants(machine: RuleBasedStateMachine) -> list[Any]:
    """The invariants of a machine: older versions of Hypothesis have a function for them."""
    found: Any = machine.invariants
    return list(found() if callable(found) else found)


def one_line(text: str) -> str:
    """Return a text of at most 2,000 signs on one line."""
    return " ".join(text.split())[:2000]


def played(machine: type[ProcedureMachine], scenario: Scenario | str | Path) -> ProcedureMachine:
    """Play a scenario's acts through a machine, checking its invariants after each; return it.

    So every scenario file can serve as an explicit example of a machine. The machine begins with
    the scenario's cases; its own invariants fail as they would in a search.
    """
    told = scenario if isinstance(scenario, Scenario) else scenarios_of(scenario)[0]
    kind: Any = type(machine.__name__, (machine,), {"ground": told, "refusals": True})
    found: ProcedureMachine = kind()
    found.check()
    for act in told.acts:
        found.now = moment_of(act.time, found._zone).latest
        found._play(act)
        found.check()
    found.wait_until(found._end)
    found.check()
    return found
