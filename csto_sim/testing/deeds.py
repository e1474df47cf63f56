"""What could be done next in a world: the acts that the tables have from here, and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from csto_sim.procedure import TIME, Param
from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import shorthands
from csto_sim.scene import Scene
from csto_sim.world import Act, Case, Facts, Moment, World


class Deed(NamedTuple):
    """An act that a table has from the state of a case, by one who may do it."""

    act: str
    by: str
    case: str


def deeds(world: World, now: Moment) -> Iterator[Deed]:
    """Yield each act that the tables have from here, by each who may do it, in table order.

    Whether it is lawful, `fire` says: neither guards nor the law of the day are asked.
    """
    seen: set[Deed] = set()
    for case in world.cases.values():
        for row in procedures()[case.procedure].steps:
            if not row.act or row.by is TIME:
                continue
            if all(state.word != case.state for state in row.sources):
                continue
            scene = Scene(world, case, Act(row.act, "", case.id, now))
            codes = ("",) if row.by.need_not_be_named else row.by.who(scene)
            if "" in codes and not row.by.need_not_be_named:
                codes = (*scene.roster().members, "UN")  # anybody at all, who has to be named
            for code in codes:
                found = Deed(row.act, code, case.id)
                if found not in seen:
                    seen.add(found)
                    yield found


def params_of(procedure: str, act: str) -> tuple[Param, ...]:
    """Return the parameters of an act that are values of its own: shorthands are acts themselves.

    Those that are required come first.
    """
    short = shorthands(procedure, act)
    found = [each for each in procedures()[procedure].params(act) if each.name not in short]
    return tuple(sorted(found, key=lambda each: not each.required))


@cache
def practised(procedure: str) -> Mapping[str, tuple[Facts, ...]]:
    """Return for each act the sets of values that shipped scenarios give it, few values first."""
    from csto_sim.testing.stories import of_procedure

    found: dict[str, dict[Facts, None]] = {}
    for scenario in of_procedure(procedure):
        of = {case.id: case.procedure for case in scenario.cases}
        for act in scenario.acts:
            if of[act.case] == procedure:
                found.setdefault(act.name, {})[act.takes] = None
    return {act: tuple(sorted(takes, key=len)) for act, takes in found.items()}


def values(param: Param, world: World, members: tuple[str, ...], now: Moment) -> tuple[Any, ...]:
    """Return values that a parameter can take in a world: none where there is nothing to name."""
    ids = tuple(_named(param, world.cases.values()))
    found: dict[str, tuple[Any, ...]] = {
        "word": param.choices,
        "words": tuple((word,) for word in param.choices),
        "state": members,
        "states": (*((member,) for member in members), members),
        "actor": (*members, "CHAIR", "SG"),
        "actors": tuple((member,) for member in members),
        "party": (*members, "UN"),
        "parties": tuple((member,) for member in members),
        "body": ("CSC", "CMFA", "CMD", "CSSC"),
        "matter": ids,
        "matters": tuple((id,) for id in ids),
        "meeting": ids,
        "day": (now.day,),
        "text": ("what is said",),
        "texts": (("what is said",),),
        "number": (1, 2, 10),
        "yes/no": (True, False),
    }
    return found.get(param.kind, ())


def _named(param: Param, cases: Any) -> Iterator[str]:
    each: Case
    for each in cases:
        unit = procedures()[each.procedure].unit
        wanted = "meeting" if param.kind == "meeting" else "matter"
        if unit == wanted and (not param.of or each.procedure in param.of):
            yield each.id
