"""What may vary in a scenario (`vary:`): who comes, what each says, when an act happens, if at all.

Each entry varies one thing, or the same thing of several members, each on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from csto_sim import law
from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario.fields import Later
from csto_sim.scenario.model import Variation
from csto_sim.scenario.named import Cases, no_case
from csto_sim.scenario.ruled import RULEBOOK
from csto_sim.scenario.variation import LIMITS, SILENT, VARIATION
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read, Word

CODE = "CSTO-332"
#: One entry varies one of these.
WHAT = ("attends", "position", "happens", "day", "reading", "rulebook")
#: What stands beside it: what is needed, and what can be there.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "attends": ("at", "member"),
    "position": ("matter", "member"),
    "happens": ("act",),
    "day": ("act",),
    "reading": (),
    "rulebook": (),
}
_BESIDE = ("at", "matter", "member", "act", "options")


#: An entry as the schema has it; what it means is read when the acts are known.
ENTRY = Later(VARIATION)


def variations(
    nodes: Sequence[Node] | None,
    cases: Cases,
    acts: Mapping[str, int],
    number_of_acts: int,
    complaints: Complaints,
) -> tuple[Variation, ...]:
    """Return what may vary, after complaints (CSTO-332 and those of names).

    `acts` are the places of the acts that have an id, counted from 0.
    """
    found: list[Variation] = []
    for node in nodes or ():
        read = VARIATION.read(node, complaints)
        if read is None or not read.sound or _faulty(read):
            continue
        one = _variation(read, cases, acts, number_of_acts, complaints)
        if one is not None:
            found.append(one)
    _once(found, nodes or (), complaints)
    return tuple(found)


def _faulty(read: Read) -> bool:
    """Whether a value cannot be read; that has been told where it stands."""
    for each in VARIATION.fields:
        value = read[each.name]
        if read.wrote(each.name) and (value is None or (value == () or None in _many(value))):
            return True
    return False


def _many(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _variation(
    read: Read,
    cases: Cases,
    acts: Mapping[str, int],
    number_of_acts: int,
    complaints: Complaints,
) -> Variation | None:
    kinds = [each for each in WHAT if read.wrote(each)]
    if len(kinds) != 1:
        told = "several things" if kinds else "nothing"
        message = f"this entry varies {told}" + (f": {' and '.join(kinds)}" if kinds else "")
        expected = f"one of {listing(list(WHAT))}"
        hint = "write an entry for each" if kinds else ""
        complaints.add(read.node.complaint(CODE, message, expected=expected, hint=hint))
        return None
    kind = kinds[0]
    if not _beside(read, kind, complaints):
        return None
    case = read["at"] or read["matter"] or ""
    act = -1
    values: tuple[str, ...]
    if kind in ("attends", "position") and not _case(read, cases, complaints):
        return None
    if kind in ("happens", "day"):
        act = _act(read["act"], acts, number_of_acts, complaints)
        if act < 0:
            return None
    if kind in ("attends", "happens"):
        values = tuple("yes" if each else "no" for each in read[kind])
    elif kind == "position":
        values = _positions(read, cases[case].procedure, complaints)
    elif kind == "day":
        values = tuple(str(each) if isinstance(each, date) else each for each in read["day"])
    elif kind == "reading":
        id = law.full_id(read["reading"])
        case, values = id, _options(id, read, complaints)
    else:
        values = _rulebooks(read, complaints)
    weights = _weights(read, kind, values, complaints)
    if not values or weights is None:
        return None
    node = read.node
    return Variation(
        kind, case, tuple(read["member"] or ()), values, weights, act, node.line, node.column
    )


def _beside(read: Read, kind: str, complaints: Complaints) -> bool:
    """Whether what is needed beside stands there, and nothing that does not belong."""
    missing = [each for each in _NEEDS[kind] if not read.wrote(each)]
    if missing:
        needs = " and ".join(f"'{each}:'" for each in missing)
        message = f"'{kind}' says not enough of what varies"
        hint = f"add {needs}"
        complaints.add(read.node.complaint(CODE, message, expected=needs, hint=hint))
        return False
    own = (*_NEEDS[kind], *(("options",) if kind == "reading" else ()))
    odd = [each for each in _BESIDE if read.wrote(each) and each not in own]
    for each in odd:
        key = read.key(each)
        message = f"'{each}' does not belong to what '{kind}' varies"
        complaints.add(key.complaint(CODE, message, hint="take it out"))
    return not odd


def _case(read: Read, cases: Cases, complaints: Complaints) -> bool:
    name, kind = ("at", "meeting") if read.wrote("at") else ("matter", "matter")
    known = cases.get(read[name])
    if known is None or known.kind != kind:
        no_case(read.at(name), kind, cases, complaints)
        return False
    return bool(known.procedure)


def _act(node: Node, acts: Mapping[str, int], of: int, complaints: Complaints) -> int:
    """The place of an act, counted from 0; -1 after a complaint."""
    if node.written in acts:
        return acts[node.written]
    if isinstance(node.value, int) and 0 < node.value <= of:
        return node.value - 1
    message = f"this file has no act {clip(node.written)}"
    expected = f"a number from 1 to {of}, or the id of an act"
    hint = suggestion(node.written, acts)
    complaints.add(node.complaint(CODE, message, expected=expected, hint=hint))
    return -1


def positions_of(procedure: str) -> tuple[str, ...]:
    """Return the positions that a member can take in a matter of a procedure, by their acts."""
    table = procedures()[procedure]
    return tuple(each.means for each in table.shorthands if each.order == "before")


def _positions(read: Read, procedure: str, complaints: Complaints) -> tuple[str, ...]:
    known = (*positions_of(procedure), SILENT)
    if len(known) == 1:
        message = f"no positions are taken in a matter of the procedure {procedure}"
        complaints.add(read.at("matter").complaint(CODE, message, hint="name a decision"))
        return ()
    word = Word(known, "a position")
    node = read.at("position")
    items = node.items() if node.kind == "sequence" else (node,)
    found = tuple(word.read(item, complaints) for item in items)
    return () if None in found else found


def _options(id: str, read: Read, complaints: Complaints) -> tuple[str, ...]:
    reading = law.readings().get(id)
    if reading is None:
        node = read.at("reading")
        message = f"there is no reading '{clip(node.written)}'"
        hint = suggestion(id, law.readings()) or "`csto-sim law readings` shows them"
        complaints.add(node.complaint("CSTO-305", message, hint=hint))
        return ()
    if not read.wrote("options"):
        return tuple(reading.options)
    wrong = [each for each in read["options"] if each not in reading.options]
    if wrong:
        node = read.at("options")
        message = f"'{id}' has no option {clip(str(wrong[0]))}"
        has = [f"{each.letter} ({each.short})" for each in reading.options.values()]
        complaints.add(node.complaint("CSTO-306", message, expected=listing(has)))
        return ()
    return tuple(read["options"])


def _rulebooks(read: Read, complaints: Complaints) -> tuple[str, ...]:
    node = read.at("rulebook")
    items = node.items() if node.kind == "sequence" else (node,)
    found = tuple(RULEBOOK.read(item, complaints) for item in items)
    return () if None in found else found


def _weights(
    read: Read, kind: str, values: Sequence[str], complaints: Complaints
) -> tuple[Fraction, ...] | None:
    """The weights, one for each variant; () where none are given, None after a complaint."""
    if not read.wrote("weights") or not values:
        return ()
    weights: tuple[Fraction, ...] = read["weights"]
    node = read.at("weights")
    message = hint = ""
    if values == (LIMITS,):
        message = "what varies by its limits has as many variants as are found, and no weights"
        hint = "name the days"
    elif len(weights) != len(values):
        message = f"found {len(weights)} weights for {len(values)} variants of '{kind}'"
        hint = f"one weight for each of {', '.join(values)}"
    elif sum(weights) != 1:
        message, hint = f"these weights add up to {sum(weights)}", "let them add up to 1"
    if message:
        complaints.add(node.complaint(CODE, message, hint=hint))
        return None
    return weights


def _once(found: Iterable[Variation], nodes: Iterable[Node], complaints: Complaints) -> None:
    """Complain where the same thing varies in two entries."""
    seen: dict[tuple[Any, ...], int] = {}
    by_line = {node.line: node for node in nodes}
    for each in found:
        for who in each.who or ("",):
            key = (each.kind, each.case, each.act, who)
            first = seen.setdefault(key, each.line)
            if first != each.line and each.line in by_line:
                message = f"this varies already in the entry of line {first}"
                hint = "put the variants into one entry"
                complaints.add(by_line[each.line].complaint(CODE, message, hint=hint))
                break
