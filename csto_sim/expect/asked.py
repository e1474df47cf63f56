"""A question to a record about one case, at one moment or at the end; and the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from csto_sim.record import Outcome, Record, Step

MOSCOW = "Europe/Moscow"


class Found(NamedTuple):
    """What was found instead: whether the expectation holds, a value of its form, a sentence."""

    holds: bool
    value: Any
    says: str


class Asked(NamedTuple):
    """One question to a record: about which case, the value wanted, the day or second, or None."""

    record: Record
    case: str
    value: Any
    at: int | str | None

    def steps(self) -> Iterator[Step]:
        """Yield the steps of the case (of all cases if none is named) up to the moment asked."""
        for step in self.record.steps:
            if self.at is not None and not self.by_then(step):
                continue
            if not self.case or step.case == self.case:
                yield step

    def by_then(self, step: Step) -> bool:
        """Whether a step has been taken at the moment asked; a period runs out after its end."""
        latest, day, at = step.when.latest, step.when.day, self.at
        if step.kind == "time":
            latest, day = latest + 1, day_in(latest + 1, self._zone(step))
        if isinstance(at, int) or at is None:
            return at is None or latest <= at
        if day > at:
            return False
        # A stretch of several days has certainly passed only when its last day has.
        length = step.when.latest - step.when.earliest
        return length < 2 * 86_400 or day_in(latest, MOSCOW) <= at

    def _zone(self, step: Step) -> str:
        """The zone in which the period that ran out was counted."""
        for line in self.record.deadlines:
            if line.closed == step.seq and line.counted is not None:
                return line.counted.zone
        return MOSCOW

    def day(self) -> str:
        """Return the day asked about; without one, a day after all that happened."""
        if self.at is None:
            return "9999-12-31"
        return day_in(self.at, MOSCOW) if isinstance(self.at, int) else self.at

    def outcome(self) -> Outcome | None:
        """Return what became of the case."""
        return self.record.outcome(self.case)


def day_in(second: int, zone: str) -> str:
    """Return the ISO day on which a second lies in a zone."""
    return datetime.fromtimestamp(second, ZoneInfo(zone)).date().isoformat()
