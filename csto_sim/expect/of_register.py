"""What a register tells, against what a file expects of it. The record is not asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from csto_sim.expect.asked import Found

#: How a day begins that a fact has: `2003-09-18`, `2003-09`, `by 2019`, `between …`.
_DAY = re.compile(r"(?:by |between )?\d{4}(?:-\d\d|$| )")
#: What a file writes for a day on which a register tells nothing of the kind.
NOTHING = "nothing"


def told(wanted: Mapping[str, Any]) -> Found:
    """Return what an entry tells on a day: one value, or several where a list is expected.

    The order of a list does not matter. Where days are expected, the days of the facts are told.
    """
    from csto_sim.registers import answers, named

    found = named(wanted["register"])
    assert found is not None  # a file that names no entry is not read
    expected = wanted["is"]
    listed = expected if isinstance(expected, tuple) else (expected,)
    days = bool(listed) and all(isinstance(each, str) and _DAY.match(each) for each in listed)
    on = date.fromisoformat(wanted["on"])
    values = answers(found[1], wanted["what"], on, wanted.get("of"), days=days)
    says = f"it tells {', '.join(map(str, values)) or NOTHING}"
    if isinstance(expected, tuple):
        return Found(sorted(map(str, expected)) == sorted(map(str, values)), values, says)
    now = values[0] if len(values) == 1 else values or NOTHING
    return Found(str(now) == str(expected), now, says)
