"""Whether a condition of a file is so in a world."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csto_sim.procedures import procedures
from csto_sim.scenario.model import Condition
from csto_sim.world import NO_FACTS, Case, Facts, World


def holds(condition: Condition, world: World) -> bool:
    """Return whether a condition is so; one on several cases looks at each as it is then."""
    asks, parts = condition.asks, condition.parts
    if asks == "all":
        return all(holds(part, world) for part in parts)
    if asks == "any":
        return any(holds(part, world) for part in parts)
    if asks == "not":
        return not holds(parts[0], world)
    if asks == "if":
        return not holds(parts[0], world) or holds(parts[1], world)
    case: Case = world.cases[condition.case]
    return _PLAIN[asks](condition.values, case, world)


def premise(condition: Condition, world: World) -> bool:
    """Return whether what a condition supposes is so: that which stands under `if`, if anything."""
    if condition.asks == "if":
        return holds(condition.parts[0], world)
    if condition.asks == "all":
        return all(premise(part, world) for part in condition.parts)
    return True


def names_in(condition: Condition) -> frozenset[str]:
    """Return the members that a condition names: none of them is like another."""
    found: set[str] = set()
    if condition.asks in ("bound", "not_bound", "present", "absent"):
        found.update(condition.values)
    elif condition.asks == "says":
        found.update(pair.partition(" ")[0] for pair in condition.values)
    for part in condition.parts:
        found |= names_in(part)
    return frozenset(found)


def _bound(case: Case) -> frozenset[str]:
    result = procedures()[case.procedure].result(case)
    return frozenset(bond.member for bond in result.bound if not bond.until)


def _state(values: tuple[str, ...], case: Case, _world: World) -> bool:
    return case.state in values


def _effective(values: tuple[str, ...], case: Case, world: World) -> bool:
    effective = procedures()[case.procedure].result(case).effective
    return (bool(effective) and effective <= world.now.day) == (values == ("yes",))


def _binds(values: tuple[str, ...], case: Case, _world: World) -> bool:
    bound = _bound(case)
    return bound.issuperset(values) if values else not bound


def _does_not_bind(values: tuple[str, ...], case: Case, _world: World) -> bool:
    return bool(values) and not _bound(case) & {*values}


def _present(values: tuple[str, ...], case: Case, _world: World) -> bool:
    came: Facts = case.facts.get("attendance", NO_FACTS)
    return all(member in came for member in values)


def _absent(values: tuple[str, ...], case: Case, _world: World) -> bool:
    came: Facts = case.facts.get("attendance", NO_FACTS)
    return not any(member in came for member in values)


def _says(values: tuple[str, ...], case: Case, _world: World) -> bool:
    positions = case.facts.get("positions", NO_FACTS)
    said = (pair.partition(" ") for pair in values)
    return all(positions.get(who) == what for who, _, what in said)


def _running(values: tuple[str, ...], case: Case, world: World) -> bool:
    return any(each.case == case.id and each.name == values[0] for each in world.periods)


_PLAIN: Mapping[str, Callable[[tuple[str, ...], Case, World], bool]] = {
    "state": _state,
    "effective": _effective,
    "bound": _binds,
    "not_bound": _does_not_bind,
    "present": _present,
    "absent": _absent,
    "says": _says,
    "running": _running,
}
