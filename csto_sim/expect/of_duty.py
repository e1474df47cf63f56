"""What became of a duty of the calendar, against what a file expects of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csto_sim.duties import Owed, account
from csto_sim.expect.asked import Found
from csto_sim.record import Record

NOT_OWED = "not owed"


def became(wanted: Mapping[str, Any], record: Record) -> Found:
    """Return the status of a duty in the span that holds a year's last day, or ends in the year.

    A duty that is not owed then, or of which no span ends there, is `not owed`.
    """
    year = str(wanted["in"])
    found = [owed for owed in account(record) if owed.duty == wanted["duty"] and _in(owed, year)]
    if not found:
        return _judged(wanted, NOT_OWED, "")
    # Of several spans of a year the one that fails what is expected tells more.
    answers = [_judged(wanted, owed.status, owed.on) for owed in found]
    return next((answer for answer in answers if answer.holds), answers[-1])


def _in(owed: Owed, year: str) -> bool:
    return owed.last[:4] == year if owed.last else owed.first[:4] <= year


def _judged(wanted: Mapping[str, Any], status: str, on: str) -> Found:
    """The answer; what could stand in the place of the status is the one that was found."""
    holds = status == wanted["status"]
    says = f"it is {status}"
    if "on" in wanted:
        says += f" on {on}" if on else ""
        return Found(holds and on == wanted["on"], None if holds else status, says)
    return Found(holds, status, says)
