"""Found courses written as scenario files, each under a name of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from csto_sim.errors import Complaint, Unreadable, clip

if TYPE_CHECKING:
    from csto_sim.checked import Example

_LONGEST = 80


def write_scenario(folder: str, name: str, example: Example) -> str:
    """Write the scenario of an example into a folder and return its path.

    The file expects the states to which it comes. An older file of that name is replaced only if it
    was written so. Raises `Unreadable` (CSTO-506) where it cannot be written, and (CSTO-504) where
    another file stands there.
    """
    from csto_sim.scenario.writing import written

    expect = [
        {("meeting" if each.procedure == "meeting" else "matter"): each.case, "state": each.state}
        for each in example.record.outcomes
    ]
    text = _MARK + written(example.scenario, expect)
    path = Path(folder) / f"{_slug(name)}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.read_text(encoding="utf-8").startswith(_MARK):
            message = f"{clip(str(path), 120)} exists and was not written by this command"
            hint = "name another folder with --save"
            raise Unreadable((Complaint("CSTO-504", message, "--save", hint=hint),))
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as fault:
        message = f"{clip(str(path), 120)} cannot be written: {fault.strerror or fault}"
        hint = "name a folder of yours"
        raise Unreadable((Complaint("CSTO-506", message, "--save", hint=hint),)) from fault
    return str(path)


_MARK = "# Found by csto-sim; run it with `csto-sim run`, and it comes to what it expects.\n"


def _slug(name: str) -> str:
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return found[:_LONGEST].strip("-") or "course"
