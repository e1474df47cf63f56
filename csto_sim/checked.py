"""What came of checking claims on every course, as plain values."""

from __future__ import annotations

from typing import Any, NamedTuple

from csto_sim.record import Record

HOLDS, FAILS, INCONCLUSIVE = "holds", "fails", "inconclusive"


class Example(NamedTuple):
    """A course that shows something: its record, and the scenario from which it can be run.

    `scenario` is a `csto_sim.scenario.model.Scenario`; `step` is the number of the step after which
    it shows, -1 for its end.
    """

    record: Record
    scenario: Any
    step: int = -1


class Checked(NamedTuple):
    """One claim, and what came of it.

    `verdict` is `holds`, `fails` or `inconclusive` (within the bound that was reached). Of all
    `courses`, in `premise` the premise was true at some time, in `limit` something was done on the
    last lawful day of a period, in `shown` the claim was shown: an `always` broken, a `sometimes`
    seen, an `eventually` never come. For what is explored as worlds, not courses, the three count
    worlds. `within` tells how far: `every course`, `4 rounds`. `example` shows it: the shortest.
    """

    of: str
    kind: str
    says: str
    verdict: str
    courses: int
    premise: int
    limit: int
    shown: int
    worlds: int
    within: str
    example: Example | None = None
    counts: str = "course"

    @property
    def vacuous(self) -> bool:
        """Whether it holds for want of any case in which it could fail."""
        return self.verdict == HOLDS and self.kind != "sometimes" and self.premise == 0


class Fault(NamedTuple):
    """What is wrong with a table: a `gap`, a `conflict` or an `impossible duty`.

    `of` is the procedure, `state` the state of the matter, `what` the act or the period that it is
    about. `example` is the shortest way to it.
    """

    kind: str
    of: str
    state: str
    what: str
    example: Example | None = None
