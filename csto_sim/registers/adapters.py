"""What `csto_sim.organisation` holds, as entries of registers: nothing is written twice.

An entry that counts only under some option of a reading is used where that is the default, and else
stands as not used, with the reading as its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from csto_sim import organisation
from csto_sim.organisation.load import document
from csto_sim.organisation.membership import membership
from csto_sim.organisation.model import Choice, Dated, Term
from csto_sim.organisation.offices import parse_seats
from csto_sim.registers.model import Entry, Fact, Kind, Register, Span, Value

_SEAT = Kind("office that sits", "by which office a state sits in it", "text")


def adapted(name: str) -> Register | None:
    """What other data of the project holds for the register of that name; None where nothing."""
    made = _MADE.get(name)
    return None if made is None else made()


def _register(
    name: str, title: str, about: str, kinds: Iterable[Kind], entries: Iterable[Entry]
) -> Register:
    known = MappingProxyType({each.word: each for each in kinds})
    found = {each.key: _with(each, known) for each in entries}
    return Register(
        name=name, title=title, about=about, kinds=known, entries=MappingProxyType(found)
    )


def _with(entry: Entry, kinds: Mapping[str, Kind]) -> Entry:
    facts = tuple(sorted(entry.facts, key=lambda each: each.begins.counts))
    return Entry(
        key=entry.key,
        name=entry.name,
        facts=facts,
        also=entry.also,
        under=entry.under,
        note=entry.note,
        kinds=kinds,
    )


def key_of(code: str) -> str:
    """The key of an entry for a code: `CSC` is csc, `UNION_STATE_PA` union-state-pa."""
    return code.lower().replace("_", "-")


def _day(day: date, known: str = "day") -> Span:
    if known == "by":
        return Span(f"by {day.year if (day.month, day.day) == (1, 1) else day}", "by", None, day)
    written = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[known]]
    if known == "day":
        return Span(written, known, day, day)
    return Span(written, known, day, None)


def _of(found: Dated, what: str, value: Value, of: str = "", **more: Any) -> Fact:
    """A fact of a dated entry of other data."""
    return Fact(
        what=what,
        value=value,
        of=of,
        since=_day(found.since, found.since_known_to),
        until=None if found.until is None else _day(found.until),
        evidence=found.evidence,
        confidence=found.confidence,
        sources=found.sources,
        under=found.under,
        note=" ".join((found.note or "").split()),
        **more,
    )


def _reading(chosen: tuple[Choice, ...]) -> str:
    told = " and ".join(f"{id} = {' or '.join(options)}" for id, options in chosen)
    return f"counts under the reading {told}"


def _used(counts: bool, chosen: tuple[Choice, ...]) -> dict[str, Any]:
    return {} if counts else {"used": False, "why": _reading(chosen)}


# --- bodies --------------------------------------------------------------------------------------


def _bodies() -> Register:
    entries = []
    for body in organisation.bodies():
        facts = [_of(each, "is", each.kind) for each in body.standings]
        defaults = {id: default for id, _, default in body.defaults}
        for seat in body.seats:
            counts = all(defaults.get(id) in options for id, options in seat.chosen_by)
            for only in seat.only or ("",):
                more = _used(counts, seat.chosen_by)
                facts.append(_of(seat, _SEAT.word, seat.office, only, **more))
        of = organisation.body(body.of) if body.of else None
        note = " ".join((body.note or "").split())
        if of is not None:
            note = f"It belongs to: {of.name} ({body.of}). {note}".strip()
        entries.append(
            Entry(
                key=key_of(body.code),
                name=body.name,
                also=(body.code, body.name_ru),
                facts=tuple(facts),
                note=note,
            )
        )
    kinds = (Kind("is", "what kind of body it is", "text", one=True), _SEAT)
    about = "What each body is and since when, and by which office a state sits in it."
    return _register("bodies", "Bodies and their composition", about, kinds, entries)


# --- offices -------------------------------------------------------------------------------------

_HANDOVER = "amb.chair-handover"


def _offices() -> Register:
    default = organisation.chairs()
    terms = list(default)
    for option in ("B", "C"):
        terms += [each for each in organisation.chairs(option) if each not in terms]
    chair = [
        _of(each, "chairs", each.state, **_used(each in default, each.chosen_by)) for each in terms
    ]
    generals = [_general(each) for each in organisation.secretaries_general()]
    seats = [
        _of(found, "seat in the Council", found.office, code)
        for code, lines in parse_seats(document("heads.yaml")).items()
        for found in lines.entries
    ]
    entries = (
        Entry(key="chair", name="Chair of the Collective Security Council", facts=tuple(chair)),
        Entry(key="secretary-general", name="Secretary General", facts=tuple(generals)),
        Entry(
            key="seats-in-the-council",
            name="Who takes the seat of a state in the Council, by its national law",
            facts=tuple(seats),
        ),
    )
    kinds = (
        Kind("chairs", "the state that chairs", "code", one=True),
        Kind("holds", "who holds the office, and of which state that person is", "text", one=True),
        Kind("acts", "who acts in the office, and of which state that person is", "text", one=True),
        Kind("seat in the Council", "which office takes the seat of a state", "text", one=True),
    )
    about = "Who holds which office from which day."
    return _register("offices", "Office holders", about, kinds, entries)


def _general(term: Term) -> Fact:
    return _of(term, "acts" if term.acting else "holds", f"{term.name} ({term.state})")


# --- statuses ------------------------------------------------------------------------------------


def _statuses() -> Register:
    known = membership()
    options = known.switches.resolve({})
    facts: dict[str, list[Fact]] = {}
    for each in known.periods:
        more = _used(known.switches.admits(each, options), each.chosen_by)
        facts.setdefault(each.code, []).append(_of(each, "is", each.status, **more))
    for remark in known.remarks:
        said = _of(remark, "is noted", f"{remark.note} ({remark.reading})")
        facts.setdefault(remark.code, []).append(said)
    names = {code: organisation.states()[code].name for code in facts}
    for one in organisation.pa_observers():
        facts.setdefault(one.code, []).append(_of(one, "observer at the Assembly", one.name))
        names.setdefault(one.code, _name(one.code) or one.name)
    entries = [
        Entry(key=key_of(code), name=names[code], also=(code,), facts=tuple(found))
        for code, found in sorted(facts.items())
    ]
    kinds = (
        Kind("is", "what it is to the Treaty and the Organization", "text", one=True),
        Kind("is noted", "what was said of it that changes nothing in its status", "text"),
        Kind("observer at the Assembly", "whose parliament observes the Assembly", "text"),
    )
    about = "What each state is to the Treaty and the Organization, and since when."
    return _register("statuses", "Statuses of states and organisations", about, kinds, entries)


def _name(code: str) -> str:
    state = organisation.states().get(code)
    return state.name if state is not None else ""


# --- events --------------------------------------------------------------------------------------


def _events() -> Register:
    entries = []
    for each in organisation.sessions():
        where = f"{each.place} ({each.host})" if each.place else "remote"
        fact = Fact(
            what="announced" if each.planned else "held",
            value=where,
            on=_day(each.day),
            evidence=each.evidence,
            confidence=each.confidence,
            sources=each.sources,
            note=" ".join(f"{each.remarks} {each.note or ''}".split()),
        )
        name = f"Council: {each.kind} session of {each.day}"
        if each.kind == "off-session":
            name = f"Council: decision between sessions of {each.day}"
        entries.append(Entry(key=each.id, name=name, facts=(fact,)))
    kinds = (
        Kind("held", "where it was held", "text", event=True),
        Kind(
            "announced",
            "where it was to be held; that it was is not established",
            "text",
            event=True,
        ),
    )
    about = "Sessions of the Council and other events, by day."
    return _register("events", "Sessions and events", about, kinds, entries)


_MADE: Mapping[str, Callable[[], Register]] = {
    "bodies": _bodies,
    "offices": _offices,
    "statuses": _statuses,
    "events": _events,
}
