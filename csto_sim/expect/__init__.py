"""Expectations judged: what a scenario file expects against what the record holds.

Nothing here knows the engine: the record alone is asked. What holds "at" a day is read off the
steps up to the end of that day; without `at` it is the end of the run that counts. The questions
themselves are in `csto_sim.expect.found`.
"""

from __future__ import annotations

from csto_sim.expect.asked import Asked, Found
from csto_sim.expect.found import FINDERS
from csto_sim.expect.of_duty import became
from csto_sim.expect.of_register import told
from csto_sim.record import Expected, Record
from csto_sim.scenario.model import Expectation, Scenario

HELD, FAILED, NOT_APPLICABLE = "held", "failed", "not applicable"


def judge(scenario: Scenario, record: Record, applicable: bool = True) -> tuple[Expected, ...]:
    """Return each expectation of a scenario with what was found: held, failed or not applicable.

    None is applicable when the run went by other readings than the file's (`applicable` False), or
    when a fact of the scenario was changed (`--set`).
    """
    return tuple(_judged(each, record, applicable) for each in scenario.expect)


def _judged(each: Expectation, record: Record, applicable: bool) -> Expected:
    if not applicable or each.wants.get("changed"):
        return Expected(each.line, each.column, each.says, NOT_APPLICABLE, "")
    answer = find(each, record)
    status = HELD if answer.holds else FAILED
    return Expected(each.line, each.column, each.says, status, "" if answer.holds else answer.says)


def find(each: Expectation, record: Record) -> Found:
    """Return what the record holds where an expectation looks, or a register or duty tells."""
    if "register" in each.wants:
        return told(each.wants["register"])
    if "duty" in each.wants:
        return became(each.wants["duty"], record)
    want = next(key for key in each.wants if key not in ("at", "changed"))
    asked = Asked(record, each.case, each.wants[want], each.wants.get("at"))
    return FINDERS[want](asked)
