"""Procedures, one file each, found by this folder: to add one, add a file with a `PROCEDURE`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from csto_sim.procedure import Procedure


@cache
def procedures() -> Mapping[str, Procedure]:
    """Return every procedure by its name, in order of name.

    Modules whose names begin with an underscore hold what procedures share.
    """
    found = {}
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        if not module.name.startswith("_"):
            procedure: Procedure = import_module(f"{__name__}.{module.name}").PROCEDURE
            found[procedure.name] = procedure
    return found
