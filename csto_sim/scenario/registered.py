"""A matter that is an entry of a register: its title, what the register says of it, its ledger.

`register: instruments/charter-2002` names the entry. For an instrument `ledger: true` plays what
is entered there: signatures, ratifications and notices become acts, in order of time with those of
the file, and the fields of the matter that the file does not write come from the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from csto_sim import registers
from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.registers import NAMES, Entered, Ledger
from csto_sim.scenario.model import Said, ScenarioAct, Time
from csto_sim.scenario.order import Written
from csto_sim.scenario.times import Span, earlier, ends_later, of_day
from csto_sim.shapes.kinds import Defs, Kind, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Bool, Field, Read

#: Under this name the facts of a case say which entry of a register it is.
IN_REGISTER = "in_register"
_WHOLE = ("number", "term_years")


@dataclass(frozen=True, slots=True)
class EntryOf(Kind):
    """An entry of a register, `forces/crrf`; read as it is written."""

    def expected(self) -> str:
        """The form."""
        return "a register and its entry, such as instruments/charter-2002"

    def likeness(self, node: Node) -> float:
        """1 for a text with a slash."""
        return 1 if node.kind == "scalar" and "/" in node.written else 0

    def read(self, node: Node, complaints: Complaints) -> str | None:
        """The entry as it is written, or None after a complaint (CSTO-326)."""
        if node.kind != "scalar" or not isinstance(node.value, str):
            if node.kind != "faulty":
                self.wrong(node, complaints)
            return None
        text = node.value
        name, slash, key = text.partition("/")
        expected = self.expected()
        if name not in NAMES:
            message = f"there is no register '{clip(name)}'"
            near = suggestion(name, NAMES)
            expected = f"{listing(list(NAMES))}, then / and an entry"
            hint = f"{near}/{clip(key)}" if near and key else near
        elif registers.named(text) is None:
            known = registers.register(name).entries
            message = f"the register '{name}' has no entry '{clip(key)}'"
            if not slash or not key:
                message = f"'{clip(text)}' names a register and none of its entries"
            near = suggestion(key, known) if key else next(iter(known), "")
            hint = f"{name}/{near}" if near else f"csto-sim register {name}"
        else:
            return text
        hint = hint or "csto-sim register"
        complaints.add(node.complaint("CSTO-326", message, expected=expected, hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """The entries, by name."""
        if "registered" not in defs:
            known = registers.registers()
            names = [f"{name}/{key}" for name, each in known.items() for key in each.entries]
            defs["registered"] = (self, {"enum": names})
        return {"$ref": "#/$defs/registered"}


ENTRY = EntryOf()
REGISTER = Field("register", ENTRY, help="The entry of a register that it is: forces/crrf.")
LEDGER = Field(
    "ledger", Bool(), help="Whether what the register has entered (signatures, notices) is played."
)


def title_of(case: Read) -> str:
    """The name of the entry that a matter is, or nothing."""
    found = registers.named(case.get("register") or "")
    return "" if found is None else found[1].name


def registered(case: Read) -> dict[str, Any]:
    """The facts that a matter has by its entry: which that is, and with a ledger its fields."""
    path = case.get("register")
    if not path:
        return {}
    ledger = _ledger(case)
    return {IN_REGISTER: path, **({} if ledger is None else _fields(ledger))}


def _ledger(case: Read) -> Ledger | None:
    path = case.get("register") or ""
    found = registers.named(path) if case.get("ledger") else None
    if found is None or found[0].name != "instruments":
        return None
    return registers.ledger_of(found[1])


def _fields(ledger: Ledger) -> dict[str, Any]:
    """The fields of a matter as a file would give them; what fits no field is left out."""
    found = dict(ledger.fields)
    for name in _WHOLE:
        if name in found and not isinstance(found[name], int):
            del found[name]
    if "effect_from" in found:
        try:
            date.fromisoformat(str(found["effect_from"]))
        except ValueError:
            del found["effect_from"]
    return found


def ledgers(
    matters: Mapping[str, Read | None],
    since: Span | None,
    until: Span | None,
    complaints: Complaints,
) -> list[Written]:
    """What the ledgers of the matters bring to the acts, in order of time, after complaints.

    What is not certain to have been done when the scenario ends is left out, as is what the
    register has no day for. What was done before it begins is told (CSTO-310).
    """
    found: list[Written] = []
    for id, case in matters.items():
        if case is None or not case.get("ledger"):
            continue
        ledger = _ledger(case)
        if ledger is None or not ledger.acts:
            _no_ledger(case, complaints)
            continue
        entries = _written(id, case, ledger)
        early = [each for each in entries if since and each.span and earlier(each.span, since)]
        if early and since is not None:
            _tell_early(case, early, since, complaints)
        found += [
            e for e in entries if until is None or e.span is None or not ends_later(e.span, until)
        ]
    return sorted(found, key=lambda each: each.span.first if each.span else "")


def _no_ledger(case: Read, complaints: Complaints) -> None:
    if not case.sound:
        return
    path = case.get("register")
    hint = "add 'register: instruments/…'" if not path else "take 'ledger' out and write the acts"
    message = f"'{path}' has no ledger" if path else "'ledger' says nothing without 'register'"
    expected = "an entry of the register instruments with signatures or notices"
    node = case.at("ledger")
    complaints.add(node.complaint("CSTO-327", message, expected=expected, hint=hint))


def _tell_early(case: Read, early: list[Written], since: Span, complaints: Complaints) -> None:
    first = early[0].span
    assert first is not None
    message = (
        f"the ledger of {case['register']} begins on {first.first}, before the scenario does "
        f"(from: {since.time.written})"
    )
    complaints.add(
        case.at("ledger").complaint("CSTO-310", message, hint=f"write 'from: {first.first}'")
    )


def _written(id: str, case: Read, ledger: Ledger) -> list[Written]:
    """The lines of a ledger as entries of a file: what several did alike is one entry."""
    groups: dict[tuple[object, ...], list[Entered]] = {}
    for each in ledger.acts:
        groups.setdefault(
            (each.act, each.first, each.last, each.evidence, each.sources), []
        ).append(each)
    node = case.key("ledger")
    found = []
    for lines in groups.values():
        span = _span(lines[0])
        said = Said((*lines[0].sources, f"register {case['register']}"), lines[0].evidence)
        acts = tuple(
            ScenarioAct(
                each.act, each.by, id, span.time, line=node.line, column=node.column, said=said
            )
            for each in lines
        )
        found.append(Written("", span, node, acts))
    return found


def _span(line: Entered) -> Span:
    low, high = line.first.isoformat(), line.last.isoformat()
    if low == high:
        return of_day(low)
    return Span(Time(f"between {low} and {high}", low, high), low, high, None)
