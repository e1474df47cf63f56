"""What a run amounts to when it ends: the ledger of deadlines, outcomes, the readings in use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.record import Deadline, Outcome, ReadingUse, Step
from csto_sim.scenario.model import Scenario
from csto_sim.world import Case, Facts, Terms, World


def ledger(steps: tuple[Step, ...]) -> tuple[Deadline, ...]:
    """Return the deadlines in the order in which they began, each with what became of it."""
    lines: list[Deadline] = []
    running: dict[tuple[str, str], int] = {}
    for step in steps:
        if not step.opens and not step.closes:
            continue
        for closing in step.closes:
            number = running.pop((closing.case, closing.name), None)
            if number is not None:
                line = lines[number]
                # Done, in what time nobody can hold it to: no length is stated.
                withdrawn = closing.status == "withdrawn"
                status = closing.status if line.due is not None or withdrawn else "done"
                lines[number] = line._replace(
                    status=status, because=closing.because, closed=step.seq
                )
        for period in step.opens:
            running[(period.case, period.name)] = len(lines)
            lines.append(
                Deadline(
                    period.case,
                    period.name,
                    period.holder,
                    period.trigger,
                    period.under,
                    period.counted,
                    period.due,
                    "running" if period.due is not None else "unmeasured",
                    "",
                    period.follows,
                    step.seq,
                    -1,
                )
            )
    return tuple(lines)


def outcomes(scenario: Scenario, world: World, steps: tuple[Step, ...]) -> tuple[Outcome, ...]:
    """Return what became of each matter and meeting, in the order of the scenario."""
    last: dict[str, Step] = {}
    for step in steps:
        if step.kind != "refusal" and step.source != step.target:
            last[step.case] = step
    found = []
    for each in scenario.cases:
        case: Case = world.cases[each.id]
        table = procedures()[each.procedure]
        result = table.result(case)
        decided = last.get(each.id)
        found.append(
            Outcome(
                case.id,
                each.procedure,
                each.title,
                case.state,
                _sentence(table, case.state),
                decided.when.day if decided is not None else "",
                result.effective,
                result.known,
                result.bound,
                _plain_facts(case.facts),
                decided.seq if decided is not None else -1,
            )
        )
    return tuple(found)


def _plain_facts(facts: Facts) -> Facts:
    if None not in facts.values():
        return facts
    return Facts({key: value for key, value in facts.items() if value is not None})


@cache
def _sentences(name: str) -> Mapping[str, str]:
    return {state.word: str(state.value) for state in procedures()[name].states}


def _sentence(table: Procedure, state: str) -> str:
    return _sentences(table.name)[state]


def uses(terms: Terms, given: Mapping[str, str], steps: tuple[Step, ...]) -> tuple[ReadingUse, ...]:
    """The readings chosen or consulted, with who chose them."""
    asked: dict[tuple[str, str], None] = {}
    for step in steps:
        if step.readings:
            asked.update(dict.fromkeys(step.readings))
    return _used(terms.readings, tuple(given), tuple(asked))


@lru_cache(maxsize=1024)
def _used(
    readings: Facts, given: tuple[str, ...], pairs: tuple[tuple[str, str], ...]
) -> tuple[ReadingUse, ...]:
    """The readings in order of id. What is asked comes again from run to run, so it is kept."""
    asked: dict[str, dict[str, None]] = {}
    for id, option in pairs:
        asked.setdefault(id, {})[option] = None
    found = []
    for id in sorted({*asked, *readings}):
        chosen = "command" if id in given else "scenario" if id in readings else "default"
        option = readings.get(id) or "/".join(asked[id])
        found.append(ReadingUse(id, option, chosen, id in asked, None))
    return tuple(found)
