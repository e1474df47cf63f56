"""What an act of each procedure may hold, made from the procedure's own table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from csto_sim.procedure import Param, Procedure, Shorthand, Step
from csto_sim.procedures import procedures
from csto_sim.record import frozen
from csto_sim.scenario.cited import CITED
from csto_sim.scenario.codes import ACTOR
from csto_sim.scenario.fields import NAME, field_of
from csto_sim.scenario.named import Roll
from csto_sim.scenario.times import WHEN
from csto_sim.shapes.shape import Anything, Field, OneOrMany, Record, Text

SAYS = Field("says", Text(max=2000), help="What is said with it, in a few words.")
COMMON = (
    Field(
        "date",
        WHEN,
        required=True,
        help="When: a day, an instant, between two, or +2d.",
        also=("on", "when", "at", "time", "day"),
    ),
    Field("act", Text(), required=True, help="What is done, in the words of the procedure."),
    Field(
        "by",
        OneOrMany(ACTOR, unique=True),
        help="Who does it; a list stands for each of them.",
        also=("who", "actor", "member", "state"),
    ),
    Field(
        "matter",
        OneOrMany(NAME, unique=True),
        help="The matter it is about; a list stands for each of them.",
        also=("case", "matters"),
    ),
    Field("meeting", NAME, help="The meeting it is about.", also=("session", "meetings")),
    Field("id", NAME, help="A name for this act, for `without:` in a scenario based on this one."),
    SAYS,
    *CITED,
)


def act_word(written: str) -> str:
    """Return an act's name in the form that is compared: hyphens and underscores become spaces."""
    return " ".join(written.replace("-", " ").replace("_", " ").split())


@cache
def rows(procedure: str) -> Mapping[str, tuple[Step, ...]]:
    """Return the rows of each act of a procedure."""
    return procedures()[procedure].acts()


@cache
def act_names(procedure: str) -> Mapping[str, str]:
    """Return the names of a procedure's acts by the form that `act_word` gives."""
    return {act_word(name): name for name in rows(procedure)}


@cache
def shorthands(procedure: str, act: str) -> Mapping[str, tuple[Shorthand, Roll]]:
    """Return the shorthands of an act by their keys, each with the kind of its value.

    An entry `ARM: head of government` gives the first parameter of the act that is meant.
    """
    table = procedures()[procedure]
    return {
        each.key: (each, Roll(first_param(table, each.means)))
        for each in table.shorthands
        if each.act == act
    }


@cache
def first_param(table: Procedure, act: str) -> Param | None:
    """Return the parameter of an act that comes first, or None."""
    return next(table.params(act), None)


def act_fields(procedure: str, act: str) -> tuple[Field, ...]:
    """Return the fields that only this act of this procedure has: parameters and shorthands."""
    table = procedures()[procedure]
    taken = {each.name for each in COMMON}
    fields = [field_of(param) for param in table.params(act) if param.name not in taken]
    for key, (each, kind) in shorthands(procedure, act).items():
        where = "before it" if each.order == "before" else "after it"
        fields.append(Field(key, kind, help=f"Who does '{each.means}' {where}."))
    return tuple(fields)


@cache
def act_record(procedure: str, act: str) -> Record:
    """Return the table of one act's keys."""
    return Record((*COMMON, *act_fields(procedure, act)), name=f"act '{act}'")


def united(tables: Iterable[Iterable[Field]]) -> tuple[Field, ...]:
    """Return the fields of several tables as one, none of them required.

    A field that two of them read in different ways takes anything.
    """
    found: dict[str, Field] = {}
    for fields in tables:
        for each in fields:
            known = found.get(each.name)
            if known is None:
                found[each.name] = replace(each, required=False)
            elif known.kind != each.kind:
                found[each.name] = replace(known, kind=Anything())
    return tuple(found.values())


@cache
def any_act(among: tuple[str, ...] = (), act: str = "") -> Record:
    """Return the table for an act of which not enough is known: every key that it could have.

    `among` are the procedures whose act it could be (none: all), `act` its name where it is known
    in the form that `act_word` gives.
    """
    tables = [
        act_fields(procedure, name)
        for procedure in among or tuple(procedures())
        for word, name in act_names(procedure).items()
        if not act or word == act
    ]
    known = {each.name for each in COMMON}
    more = tuple(each for each in united(tables) if each.name not in known)
    return Record((*COMMON, *more), name=f"act '{act}'" if act else "act")


@cache
def param_names(procedure: str, act: str) -> tuple[str, ...]:
    """Return the names of an act's parameters."""
    return tuple(param.name for param in procedures()[procedure].params(act))


@cache
def actors(procedure: str, act: str) -> tuple[str, ...]:
    """Return the words for who may do an act, or nothing where it need not be said."""
    found = rows(procedure)[act]
    if any(row.by.need_not_be_named for row in found):
        return ()
    return tuple(dict.fromkeys(row.by.word for row in found))


def plain(value: Any) -> Any:
    """Return a value that was read as one that facts can hold: a day as its ISO form."""
    return value.isoformat() if isinstance(value, date) else frozen(value)
