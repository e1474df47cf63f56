"""Organisations outside of the CSTO, by codes of this model's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from csto_sim.organisation.load import document, grounds, keys, word

_FILE = "organisations.yaml"


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
