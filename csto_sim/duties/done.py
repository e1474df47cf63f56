"""What a record tells that meets a duty: meetings held, and matters adopted, with their days."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from csto_sim.law.duties import Duty, fulfilled
from csto_sim.record import Outcome, Record, Step

#: The act by which another organisation adopts a resolution on cooperation.
RESOLUTION = "adopt resolution"
_MOSCOW = ZoneInfo("Europe/Moscow")


class Done(NamedTuple):
    """One thing that was done: its first and last possible ISO day, in which case, by which step.

    The days differ where the time is known only by a stretch. What a register tells has no case,
    and -1 for a step; `told` is then what it tells.
    """

    first: str
    last: str
    case: str = ""
    step: int = -1
    told: str = ""


def done(record: Record, duty: Duty) -> tuple[Done, ...]:
    """Return what meets a duty, in order of the last day on which each can have been done."""
    found = []
    for outcome in record.outcomes:
        for step in _met_by(record, outcome, duty):
            first = datetime.fromtimestamp(step.when.earliest, _MOSCOW).date().isoformat()
            long = step.when.latest - step.when.earliest >= 2 * 86_400
            found.append(Done(first if long else step.when.day, step.when.day, step.case, step.seq))
    return in_order(found)


def in_order(found: list[Done]) -> tuple[Done, ...]:
    """Return things done in order of the last day on which each can have been done."""
    return tuple(sorted(found, key=lambda each: (each.last, each.first, each.step)))


def _met_by(record: Record, outcome: Outcome, duty: Duty) -> list[Step]:
    """The steps of a matter or meeting that meet a duty, each once."""
    if duty.met_by == "resolutions" and outcome.procedure == "cooperation":
        adopted = (step for step in record.steps_of(outcome.case) if step.kind == "act")
        return [step for step in adopted if (step.act, step.by) == (RESOLUTION, duty.holder)]
    step = _held(record, outcome, duty) or _fulfilled(record, outcome, duty)
    return [] if step is None else [step]


def _held(record: Record, outcome: Outcome, duty: Duty) -> Step | None:
    """The step that opened a meeting of the holder, of a kind that counts."""
    if outcome.procedure != "meeting" or duty.met_by != "meetings":
        return None
    kind = outcome.facts.get("session", "regular")
    if outcome.facts.get("body") != duty.holder or (duty.sessions and kind not in duty.sessions):
        return None
    opened = (step for step in record.steps_of(outcome.case) if step.target == "open")
    return next((step for step in opened if step.source != step.target), None)


def _fulfilled(record: Record, outcome: Outcome, duty: Duty) -> Step | None:
    """The step by which a matter came to what the duty asks for."""
    named = duty.id in outcome.facts.get("fulfils", ())
    list_of_topics = (
        duty.met_by == "topics"
        and outcome.procedure == "decision"
        and bool(outcome.facts.get("topics"))
        and outcome.facts.get("body", "CSC") == duty.holder
    )
    if not named and not list_of_topics:
        return None
    for step in record.steps_of(outcome.case):
        moved = step.target != step.source and step.kind != "refusal"
        if moved and step.target in fulfilled().get(outcome.procedure, ()):
            return step
    return None
