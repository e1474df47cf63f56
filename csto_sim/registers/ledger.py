"""The ledger of an instrument in its register entry: who signed, ratified, notified, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from csto_sim import organisation
from csto_sim.organisation.model import Source
from csto_sim.registers.model import Entry, Fact, Value

#: Kinds of the register of instruments that are acts of a state, with the act's name in the table.
ACTS = {
    "signed": "sign",
    "ratified": "ratify",
    "notified": "notify completion",
    "deposited": "deposit",
}
#: Kinds that are fields of a matter of the procedure `instrument`, by the names of those fields.
FIELDS = {
    "instrument": "instrument",
    "open_to": "open to",
    "signatories": "signatories",
    "in_force_when": "in force when",
    "number": "number",
    "clause": "clause",
    "effect_from": "has effect from",
    "depositary": "depositary",
    "term_years": "term",
    "term_under": "term under",
}


class Entered(NamedTuple):
    """One line of a ledger: an act of a state between two days (one day: both are the same)."""

    act: str
    by: str
    first: date
    last: date
    evidence: str
    sources: tuple[str, ...]


class Ledger(NamedTuple):
    """The ledger of an entry: its acts in order of time, and what cannot be one.

    `left_out` are the facts whose day is not known at all, of which it is not told whose act it
    was, or by a state that is not told to have signed. `fields` are what the entry says of the
    instrument, by the fields of a matter.
    """

    acts: tuple[Entered, ...]
    left_out: tuple[Fact, ...]
    fields: dict[str, Value]


def ledger_of(entry: Entry) -> Ledger:
    """The ledger of an entry of the register of instruments; without acts where it has none."""
    acts, left_out = [], []
    signed = {fact.of for fact in entry.facts if fact.what == "signed" and fact.used}
    for kind, act in ACTS.items():
        for fact in entry.facts:
            if fact.what != kind or not fact.used:
                continue
            days = (
                _days(entry, fact) if fact.of in signed and organisation.is_code(fact.of) else None
            )
            if days is None:
                left_out.append(fact)
            else:
                acts.append(Entered(act, fact.of, *days, fact.evidence, _sources(fact)))
    order = {act: number for number, act in enumerate(ACTS.values())}
    acts.sort(key=lambda each: (each.first, order[each.act]))
    return Ledger(tuple(acts), tuple(left_out), _fields(entry, acts))


def _days(entry: Entry, fact: Fact) -> tuple[date, date] | None:
    """Between which days an act was done; one known `by` a day follows the one before it."""
    span = fact.begins
    if span.last is None:
        return None
    first = span.first
    if first is None:
        if fact.what == "signed":
            return None
        before = [
            each.begins.first
            for each in entry.facts
            if each.what in ("signed", "ratified")
            and each.what != fact.what
            and each.used
            and each.of == fact.of
            and each.begins.first
            and each.begins.first <= span.last
        ]
        if not before:
            return None
        first = max(before)
    return first, span.last


def _fields(entry: Entry, acts: Sequence[Entered]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for field, kind in FIELDS.items():
        used = [each for each in entry.facts if each.what == kind and each.used]
        if used and used[0].value is not None:
            found[field] = used[0].value
    found.setdefault("instrument", entry.key)
    signing = [each for each in acts if each.act == "sign"]
    outside = [each for each in signing if not _member(each)]
    if outside and "open_to" not in found:
        # It was open to more than the members of the day: at least to those who signed.
        found["open_to"] = tuple(sorted({each.by for each in signing}))
    return found


def _member(line: Entered) -> bool:
    """Whether a state was a member when it signed; before there were any, every state counts."""
    members = organisation.roster(line.last).members
    return not members or line.by in members


def _sources(fact: Fact) -> tuple[str, ...]:
    return tuple(_source(each) for each in fact.sources)


def _source(source: Source) -> str:
    if source.kind == "seed":
        return f"seed {source.key}, “{source.detail}”"
    if source.kind == "page":
        return f"page {source.key}, {source.detail}"
    if source.kind == "memory":
        return f"from memory, confidence {source.key}: {source.detail}"
    return f"{source.kind} {source.key}".strip() + f": {source.detail}"
