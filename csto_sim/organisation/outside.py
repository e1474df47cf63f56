"""Organisations outside of the CSTO, by codes of this model's own, and the PA's observers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from csto_sim.organisation.load import Switches, dated, document, grounds, items, keys, word
from csto_sim.organisation.model import Dated

_FILE = "organisations.yaml"
_PA_FILE = "pa_observers.yaml"


@dataclass(frozen=True, slots=True)
class Outside:
    """An organisation that is no body of the CSTO; `name` has its article where it takes one."""

    code: str
    name: str
    name_ru: str


@cache
def organisations() -> Mapping[str, Outside]:
    """Every known organisation by its code (UN, OSCE, SCO …), read-only, in the data's order."""
    return parse_organisations(document(_FILE))


def parse_organisations(found: Mapping[str, Any]) -> Mapping[str, Outside]:
    """Organisations from the content of organisations.yaml. ValueError where it is malformed."""
    known = ("evidence", "confidence", "sources", "organisations")
    keys(_FILE, found, known, known)
    grounds(_FILE, found)
    result = {}
    for code, entry in found["organisations"].items():
        where = f"{_FILE}: {code}"
        keys(where, entry, ("name", "name_ru"), ("name", "name_ru"))
        name, name_ru = (word(f"{where}: {key}", entry[key]) for key in ("name", "name_ru"))
        result[code] = Outside(code, name, name_ru)
    return MappingProxyType(result)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaObserver(Dated):
    """An observer at the Parliamentary Assembly (pa.observers): `name` is that of the parliament.

    `code` is that of its state, or its own.
    """

    code: str
    name: str


@cache
def pa_observers() -> tuple[PaObserver, ...]:
    """Every observer at the Parliamentary Assembly, whenever it was one, in the data's order."""
    return parse_pa_observers(document(_PA_FILE))


def pa_observer(code: str, day: date) -> PaObserver | None:
    """The entry by which a state's parliament is the Assembly's observer on that day, or None."""
    return next((each for each in pa_observers() if each.code == code and each.holds(day)), None)


def parse_pa_observers(found: Mapping[str, Any]) -> tuple[PaObserver, ...]:
    """Observers from the content of pa_observers.yaml. ValueError where it is malformed."""
    keys(_PA_FILE, found, ("observers",), ("observers",))
    result = []
    for number, entry in enumerate(items(f"{_PA_FILE}: observers", found["observers"]), 1):
        where = f"{_PA_FILE}: entry {number}"
        fields = dated(where, entry, Switches(where), "code", "name")
        code, name = (word(f"{where}: {key}", entry.get(key)) for key in ("code", "name"))
        result.append(PaObserver(code=code, name=name, **fields))
    return tuple(result)
