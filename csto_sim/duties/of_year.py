"""A year's duties from the registers alone: what they tell of, and what ends in that year.

A register that tells nothing proves nothing: where it tells of too little the duty is `not told`,
and it is `due` where the year goes beyond the last day of which the register tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from csto_sim import law, organisation, registers
from csto_sim.duties.account import Owed, owed_in
from csto_sim.duties.done import Done, in_order
from csto_sim.law.duties import Duty, duties


class Ending(NamedTuple):
    """A term or document that ends in a year: its last ISO day, of what, and how it is known."""

    last: str
    what: str
    of: str
    evidence: str


def of_year(year: int, readings: Mapping[str, str], mode: str = "strict") -> tuple[Owed, ...]:
    """Return the duties of a calendar year, as far as the registers tell of them.

    `readings` are options by full id; the others have their defaults for `mode`.
    """
    first, last = f"{year}-01-01", f"{year}-12-31"

    def option(id: str) -> str:
        chosen = readings.get(id)
        return chosen or law.readings()[id].option({"day": first, "mode": mode})

    sessions = _sessions()
    told_until = max(each.last for each in sessions)
    regular = tuple(each.first for each in sessions if each.told == "regular")
    found = []
    for duty in duties().values():
        events = _told(duty, sessions)
        since = first if option("amb.yearly") == "A" and duty.years == 1 else f"{year - 1}-01-01"
        for owed in owed_in(duty, since, last, events, option, regular):
            if owed.first <= last and (not owed.last or first <= owed.last <= last):
                found.append(owed._replace(status=_status(owed, told_until)))
    return tuple(found)


def _sessions() -> tuple[Done, ...]:
    """The sessions of the Council that were held, each with its kind."""
    held = (each for each in organisation.sessions() if not each.planned)
    days = [(each.day.isoformat(), each.kind) for each in held]
    return in_order([Done(day, day, told=kind) for day, kind in days])


def _told(duty: Duty, sessions: Iterable[Done]) -> tuple[Done, ...]:
    if duty.holder != "CSC" or duty.met_by != "meetings":
        return ()
    return tuple(each for each in sessions if not duty.sessions or each.told in duty.sessions)


def _status(owed: Owed, told_until: str) -> str:
    if owed.status == "met":
        return "met"
    return "due" if not owed.last or told_until < owed.last else "not told"


def endings(year: int) -> tuple[Ending, ...]:
    """Return the terms of office and of instruments whose last day lies in a year, by that day."""
    found = [*_offices(), *_instruments(), *_programmes()]
    return tuple(sorted(each for each in found if each.last.startswith(str(year))))


def _offices() -> Iterable[Ending]:
    for term in organisation.chairs():
        if term.until is not None:
            yield Ending(_eve(term.until), "chairmanship of the Council", term.state, term.evidence)
    for term in organisation.secretaries_general():
        if term.until is not None:
            of = f"{term.name} ({term.state})" if term.name else term.state
            yield Ending(_eve(term.until), "term of the Secretary General", of, term.evidence)


def _instruments() -> Iterable[Ending]:
    term = law.provision("treaty.11.term")
    for text in term.texts if term is not None else ():
        if text.until is not None and text.until.first:
            last = _eve(date.fromisoformat(text.until.first))
            yield Ending(last, "first term of the Treaty", "the parties", text.evidence)


def _programmes() -> Iterable[Ending]:
    """The programme documents, by the last day that the register has for each (`amb.end-year`)."""
    for entry in registers.register("programmes").entries.values():
        for fact in entry.facts:
            if fact.what == "ends" and fact.used and fact.on is not None:
                yield Ending(fact.on.written, "programme document", entry.name, fact.evidence)


def _eve(day: date) -> str:
    return (day - timedelta(1)).isoformat()
