"""The certificate of a run: what was run, under which law and readings, by which program."""

from __future__ import annotations

import platform
from functools import cache, lru_cache
from hashlib import sha256

from csto_sim import law, organisation, registers
from csto_sim.record import Certificate
from csto_sim.rules.calendars import calendar_files
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.version import VERSION
from csto_sim.world import Terms


@cache
def law_hash() -> str:
    """Return the SHA-256 over every file of law, organisation, registers and working calendars."""
    found = sha256()
    data = law.data_files(), organisation.data_files(), registers.data_files(), calendar_files()
    for files in data:
        for name, content in files:
            found.update(f"{name}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()


def certificate(scenario: Scenario, terms: Terms) -> Certificate:
    """Return the certificate: hashes of scenario, law, readings and acts, and the versions."""
    return Certificate(
        scenario=scenario.digest,
        law=law_hash(),
        readings=_readings_hash(terms),
        acts=_acts_hash(scenario.acts),
        program=VERSION,
        python=_PYTHON,
    )


_PYTHON = platform.python_version()

_written = lru_cache(maxsize=4096)(repr)
"""How Python writes a time: several acts of a scenario share one."""


@lru_cache(maxsize=1024)
def _readings_hash(terms: Terms) -> str:
    said = (sorted(terms.readings.items()), terms.mode)
    # What a file says is in its own hash; this is for what was chosen beside it.
    more = (terms.members, terms.rulebook, terms.law_of, sorted(terms.mapping.items()))
    return sha256(repr((*said, *more) if any(more) else said).encode()).hexdigest()


def _acts_hash(acts: tuple[ScenarioAct, ...]) -> str:
    """The SHA-256 of the acts as Python writes the tuple of (name, by, case, time, takes)."""
    lines = [
        f"({act.name!r}, {act.by!r}, {act.case!r}, {_written(act.time)}, "
        f"{sorted(act.takes.items()) if act.takes else []})"
        for act in acts
    ]
    comma = "," if len(lines) == 1 else ""
    return sha256(f"({', '.join(lines)}{comma})".encode()).hexdigest()
