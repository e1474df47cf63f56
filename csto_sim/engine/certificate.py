"""The certificate of a run: what was run, under which law and readings, by which program."""

from __future__ import annotations

import platform
from functools import cache
from hashlib import sha256

from csto_sim import law, organisation
from csto_sim.record import Certificate
from csto_sim.rules.calendars import calendar_files
from csto_sim.scenario.model import Scenario
from csto_sim.version import VERSION
from csto_sim.world import Terms


@cache
def law_hash() -> str:
    """Return the SHA-256 over every file of law, organisation and working calendars."""
    found = sha256()
    for files in (law.data_files(), organisation.data_files(), calendar_files()):
        for name, content in files:
            found.update(f"{name}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()


def certificate(scenario: Scenario, terms: Terms) -> Certificate:
    """Return the certificate: hashes of scenario, law, readings and acts, and the versions."""
    chosen = repr((sorted(terms.readings.items()), terms.mode))
    acts = repr(
        tuple((a.name, a.by, a.case, a.time, sorted(a.takes.items())) for a in scenario.acts)
    )
    return Certificate(
        scenario=scenario.digest,
        law=law_hash(),
        readings=sha256(chosen.encode()).hexdigest(),
        acts=sha256(acts.encode()).hexdigest(),
        program=VERSION,
        python=platform.python_version(),
    )
