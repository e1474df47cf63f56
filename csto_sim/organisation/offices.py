"""Offices by day: the chair, the Secretary General, the office that sits in the Council for a
state.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from csto_sim.organisation.load import (
    Line,
    Switches,
    dated,
    document,
    flag,
    items,
    keys,
    word,
    words,
)
from csto_sim.organisation.model import Seat, Term

_HANDOVER = "amb.chair-handover"
_OFFICES = ("head of state", "head of government")
_Lines = dict[tuple[str, ...], Line[Term]]


def parse_terms(file: str, found: Mapping[str, Any]) -> tuple[Switches, _Lines]:
    """Terms of office from chairs.yaml or secretaries_general.yaml, one line for each
    combination of options.

    ValueError where the content is malformed or two terms overlap.
    """
    keys(file, found, ("readings", "terms"), ("terms",))
    switches = Switches(f"{file}: readings", found.get("readings"))
    terms = []
    for number, entry in enumerate(items(f"{file}: terms", found["terms"]), 1):
        where = f"{file}: terms: entry {number}"
        fields = dated(where, entry, switches, "state", "name", "acting")
        terms.append(
            Term(
                state=word(f"{where}: state", entry.get("state")),
                name=word(f"{where}: name", entry["name"]) if "name" in entry else None,
                acting=flag(where, entry, "acting"),
                **fields,
            )
        )
    return switches, {
        options: Line(f"{file}: {options}", (t for t in terms if switches.admits(t, options)))
        for options in switches.combinations()
    }


@cache
def _terms(file: str) -> tuple[Switches, _Lines]:
    return parse_terms(file, document(file))


def chair(day: date, handover: str = "A") -> Term | None:
    """The term of the state that chairs the Council on a day; None before 18 June 2004, where
    none is known.

    `handover` is the option of amb.chair-handover: A and C, at the regular session; B, on 1
    January. Any other counts as A. The three part from 23 November 2023 on (charter.13.chair,
    chair.rotation.calendar).
    """
    switches, lines = _terms("chairs.yaml")
    return lines[switches.resolve({_HANDOVER: handover})].at(day)


def chairs(handover: str = "A") -> tuple[Term, ...]:
    """All known terms of chairing under that option, in order of time."""
    switches, lines = _terms("chairs.yaml")
    return lines[switches.resolve({_HANDOVER: handover})].entries


def secretary_general(day: date) -> Term | None:
    """The Secretary General of that day, or who acts as such; None outside the known terms."""
    return _terms("secretaries_general.yaml")[1][()].at(day)


def secretaries_general() -> tuple[Term, ...]:
    """All known terms of the office, acting ones included, in order of time."""
    return _terms("secretaries_general.yaml")[1][()].entries


@cache
def _seats() -> dict[str, Line[Seat]]:
    return parse_seats(document("heads.yaml"))


def parse_seats(found: Mapping[str, Any]) -> dict[str, Line[Seat]]:
    """For each state the offices that take its seat, from the content of heads.yaml. ValueError
    if malformed.
    """
    file = "heads.yaml"
    keys(file, found, ("seats",), ("seats",))
    switches = Switches(file)
    by_code: dict[str, list[Seat]] = {}
    for number, entry in enumerate(items(f"{file}: seats", found["seats"]), 1):
        where = f"{file}: seats: entry {number}"
        fields = dated(where, entry, switches, "states", "office")
        office = word(f"{where}: office", entry.get("office"), _OFFICES)
        for code in words(f"{where}: states", entry.get("states")):
            by_code.setdefault(code, []).append(Seat(office=office, only=(code,), **fields))
    return {code: Line(f"{file}: {code}", entries) for code, entries in by_code.items()}


def seat(code: str, day: date) -> str:
    """The office that by national law takes the state's seat in the Council: head of state or
    head of government.

    'none' where the data does not say. Whether the Council admits that office is another
    question: `body("CSC").offices(day, readings, code)`.
    """
    found = seat_entry(code, day)
    return found.office if found else "none"


def seat_entry(code: str, day: date) -> Seat | None:
    """The entry behind `seat`, with its sources and note; None where the data does not say."""
    line = _seats().get(code)
    return line.at(day) if line else None
