"""The rows of the two source documents: what serves each, and which scenario or query shows that.

The data is `rows.yaml`. A claim is a mapping with one of the keys of `KINDS`; `shows` says whether
a record bears it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from csto_sim import law, registers
from csto_sim.duties import account
from csto_sim.law.duties import duties
from csto_sim.law.rights import rights
from csto_sim.law.texts import load_yaml
from csto_sim.record import Record

#: What can serve a row, by the key of a claim: what is said of it, and its further keys.
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "procedure": ("a procedure", ("act", "state")),
    "duty": ("a duty of the calendar", ()),
    "right": ("a right", ("status",)),
    "reading": ("a reading", ()),
    "register": ("an entry of a register", ()),
    "provision": ("a provision", ()),
}
#: How the two documents are called.
DOCUMENTS = {"s0": "000", "s1": "001"}
QUERY = "csto-sim "
_KEYS = ("id", "item", "phrase", "serves", "related", "shown_by", "out_of_scope")

Claim = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its id, what it is about, the phrase by which it is found in its document.

    `serves` are claims that one of `shown_by` (scenarios by name, queries of the command line)
    bears out, `related` those that belong to it and are not shown; or `out_of_scope` says why
    nothing serves it.
    """

    id: str
    item: str
    phrase: str
    serves: tuple[Claim, ...] = ()
    related: tuple[Claim, ...] = ()
    shown_by: tuple[str, ...] = ()
    out_of_scope: str = ""

    @property
    def document(self) -> str:
        """The source document that holds it: 000 or 001."""
        return DOCUMENTS[self.id.partition(".")[0]]

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that show it, by name."""
        return tuple(each for each in self.shown_by if not each.startswith(QUERY))

    @property
    def queries(self) -> tuple[str, ...]:
        """The queries that show it, as they are typed."""
        return tuple(each for each in self.shown_by if each.startswith(QUERY))

    @property
    def by(self) -> tuple[str, ...]:
        """The kinds of what serves it, each once, in the order of `KINDS`."""
        return tuple(kind for kind in KINDS if any(kind in claim for claim in self.serves))


def kind_of(claim: Claim) -> str:
    """Return the kind of a claim: the key of `KINDS` that it has."""
    return next(kind for kind in KINDS if kind in claim)


@cache
def rows() -> tuple[Row, ...]:
    """Return the rows in order. Raises ValueError, with the row, where the data is malformed."""
    content = files("csto_sim.coverage").joinpath("rows.yaml").read_bytes()
    return tuple(_row(item) for item in load_yaml(content)["rows"])


def _row(item: Mapping[str, Any]) -> Row:
    where = f"rows.yaml: {item.get('id')}"
    unknown = set(item) - set(_KEYS)
    if unknown:
        raise ValueError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    served = bool(item.get("serves")) and bool(item.get("shown_by"))
    if served == bool(item.get("out_of_scope")):
        raise ValueError(f"{where}: served and shown, or out of scope with its reason")
    claims = {key: tuple(_claim(where, each) for each in item.get(key, ())) for key in CLAIMS}
    return Row(
        item["id"],
        item["item"],
        item["phrase"],
        claims["serves"],
        claims["related"],
        tuple(item.get("shown_by", ())),
        item.get("out_of_scope", ""),
    )


CLAIMS = ("serves", "related")


def _claim(where: str, item: Mapping[str, Any]) -> Claim:
    found = [kind for kind in KINDS if kind in item]
    if len(found) != 1 or set(item) - {found[0], *KINDS[found[0]][1]}:
        raise ValueError(f"{where}: no claim: {dict(item)!r}; it has one of {', '.join(KINDS)}")
    return {key: str(value) for key, value in item.items()}


def known(claim: Claim) -> bool:
    """Return whether what a claim names exists; of a procedure the tables have to be asked."""
    kind = kind_of(claim)
    name = claim[kind]
    if kind == "provision":
        return law.provision(name) is not None and "@" not in name
    if kind == "reading":
        return name in law.readings()
    if kind == "duty":
        return name in duties()
    if kind == "register":
        return registers.named(name) is not None
    if kind == "right":
        status = rights().statuses.get(claim.get("status", ""))
        return status is not None and name in status.rights
    return kind == "procedure"


def shows(claim: Claim, record: Record) -> bool:
    """Return whether a record bears a claim out.

    A procedure: a matter or meeting of it is there, in that state at some time, with that act done
    or refused. A provision: a step or a condition rests on it. A reading: it was consulted. A
    right: the matrix was asked for it. A duty: something was done that it asks for. A register: a
    matter is that entry.
    """
    kind = kind_of(claim)
    return _SHOWS[kind](claim, record)


def _procedure(claim: Claim, record: Record) -> bool:
    cases = {
        each.case: each.state for each in record.outcomes if each.procedure == claim["procedure"]
    }
    if not cases:
        return False
    steps = [step for step in record.steps if step.case in cases]
    if "state" in claim:
        reached = {*cases.values(), *(s for step in steps for s in (step.source, step.target))}
        if claim["state"] not in reached:
            return False
    return "act" not in claim or any(step.act == claim["act"] for step in steps)


def _provision(claim: Claim, record: Record) -> bool:
    wanted = claim["provision"]
    for step in record.steps:
        findings = step.finding.tree() if step.finding is not None else ()
        found = (*step.under, *(id for _, each in findings for id in each.under))
        if any(id.partition("@")[0] == wanted for id in found):
            return True
    return False


def _reading(claim: Claim, record: Record) -> bool:
    return any(use.id == claim["reading"] and use.consulted for use in record.readings)


def _right(claim: Claim, record: Record) -> bool:
    matrix = rights()
    wanted = (matrix.rights[claim["right"]], matrix.statuses[claim["status"]].a)
    for step in record.steps:
        for _, each in step.finding.tree() if step.finding is not None else ():
            if (each.fact("right"), each.fact("status")) == wanted:
                return True
    return False


def _duty(claim: Claim, record: Record) -> bool:
    return any(owed.duty == claim["duty"] and owed.done for owed in account(record))


def _register(claim: Claim, record: Record) -> bool:
    return any(each.facts.get("in_register") == claim["register"] for each in record.outcomes)


_SHOWS = {
    "procedure": _procedure,
    "provision": _provision,
    "reading": _reading,
    "right": _right,
    "duty": _duty,
    "register": _register,
}
