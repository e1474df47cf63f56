"""Stages that procedures share: what a matter waits for is another matter of the scenario.

An operation, an admission, a status each need a decision of an organ, often an instrument too. They
do not repeat its table: they name the matter (`decision: forces`) and look at what became of it.
So whatever can happen to a decision (absence, cure, limited format, circulation) can happen here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from csto_sim.procedure import OF_ITSELF, Effect, Guard, Param, States, Step
from csto_sim.scene import MEMBERSHIP, Scene
from csto_sim.world import Case, Detail, Finding, World

LooksAt = Callable[[Case, Mapping[str, Case]], tuple[str, ...]]
#: States of a decision that is not adopted, though some can still be mended: it was put and failed,
#: or the draft was sent back or withdrawn, perhaps before it was put.
STOPPED = ("not adopted", "awaiting cure", "returned", "withdrawn", "lapsed")


def decision_field(help: str, name: str = "decision", subjects: tuple[str, ...] = ()) -> Param:
    """Return a field that names the decision on which a stage waits.

    One on another than these subjects does not count, if any are given; the help then tells them.
    """
    if subjects:
        help = f"{help}; its `subject` is {' or '.join(subjects)}"
    return Param(name, "matter", help, of=("decision",), subjects=subjects)


def looks_at_fields(*names: str) -> LooksAt:
    """Return a `looks_at` for a procedure whose cases look at the matters that fields name."""

    def looks_at(case: Case, _cases: Mapping[str, Case]) -> tuple[str, ...]:
        found = (str(case.facts.get(name, "")) for name in names)
        return tuple(id for id in found if id)

    return looks_at


def looks_at_members(*names: str) -> LooksAt:
    """Return a `looks_at` for a procedure whose cases look at the matters that fields name, and at
    those of membership, by which it changes who is asked."""
    named_ones = looks_at_fields(*names)

    def looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
        members = (id for id, other in cases.items() if other.procedure == MEMBERSHIP)
        return (*named_ones(case, cases), *members)

    return looks_at


def decided(
    bodies: tuple[str, ...] = ("CSC",),
    under: tuple[str, ...] = (),
    *,
    field: str = "decision",
    subjects: tuple[str, ...] = (),
) -> Guard:
    """Return the guard that the decision named in a field is adopted and has effect.

    It must be one of these bodies, and on one of these subjects if any are given.
    """

    def guard(scene: Scene) -> Finding:
        found = named(scene, field)
        if found is None:
            return Finding("stage.no_decision", False, under, (("field", field),))
        facts: Detail = (("decision", found.id), ("body", found.facts.get("body", "CSC")))
        if found.facts.get("body", "CSC") not in bodies:
            return Finding("stage.other_body", False, under, facts)
        subject = found.facts.get("subject", "general")
        if subjects and subject not in subjects:
            told = (*facts, ("subject", subject), ("wanted", " or ".join(subjects)))
            return Finding("stage.other_subject", False, under, told)
        if found.state != "adopted":
            return Finding("stage.not_adopted", False, under, (*facts, ("state", found.state)))
        effective = found.facts.get("effective", "")
        if not effective or effective > scene.act.when.day:
            return Finding("stage.without_effect", False, under, facts)
        return Finding("stage.adopted", True, under, facts)

    return guard


def stopped(under: tuple[str, ...] = (), *, field: str = "decision") -> Guard:
    """Return the guard that the decision named in a field failed, was sent back or withdrawn."""

    def guard(scene: Scene) -> Finding:
        found = named(scene, field)
        if found is None:
            return Finding("stage.no_decision", False, under, (("field", field),))
        facts = (("decision", found.id), ("state", found.state))
        if found.state in STOPPED:
            return Finding("stage.stopped", True, under, facts)
        return Finding("stage.not_stopped", False, under, facts)

    return guard


def in_force(under: tuple[str, ...] = (), *, field: str = "protocol") -> Guard:
    """Return the guard that the instrument named in a field is in force."""

    def guard(scene: Scene) -> Finding:
        found = named(scene, field)
        if found is None:
            return Finding("stage.no_instrument", False, under, (("field", field),))
        effective = found.facts.get("effective", "")
        facts = (("instrument", found.id), ("state", found.state))
        if found.state == "in force" and effective and effective <= scene.act.when.day:
            return Finding("stage.in_force", True, under, facts)
        return Finding("stage.not_in_force", False, under, facts)

    return guard


def named(scene: Scene, field: str) -> Case | None:
    """Return the case that a field of this case names, or None; the look is noted.

    In the place of a decision that was superseded stands the one that took it
    (lifecycle.replacement); but what the matter names for something else is that, and not this.
    """
    id = scene.fact(field, "")
    found = scene.look(id) if id else None
    if found is None or found.state != "superseded":
        return found
    for other in in_place_of(scene.world, found):
        if other.id in scene.facts.values():
            return found
        found = scene.look(other.id) or found
    return found


def in_place_of(world: World, case: Case) -> Iterator[Case]:
    """Yield the decision that took the place of this one, the one that took that one's, and so on.

    lifecycle.replacement; nothing where this one was not superseded.
    """
    seen = {case.id}
    while case.state == "superseded":
        for id in world.dependents.get(f"replaces: {case.id}", ()):
            other: Case = world.cases[id]
            taken = other.procedure == "decision" and other.facts.get("effective")
            if taken and id not in seen and other.state in ("adopted", "superseded"):
                break
        else:
            return
        seen.add(other.id)
        yield other
        case = other


def in_order(decision: Case) -> tuple[str, int]:
    """Return from when a decision has effect, and by which act: of two of one day the later one
    has the higher number."""
    return str(decision.facts.get("effective", "")), int(decision.facts.get("taken", -1))


def on_decision(
    source: States | tuple[States, ...],
    target: States,
    guard: Guard,
    under: tuple[str, ...],
    says: str,
    *,
    blocked: States | None = None,
    says_blocked: str = "the decision that it needs is not adopted",
    stops: Guard | None = None,
    change: Effect | None = None,
) -> tuple[Step, ...]:
    """Return the rows by which a matter moves of itself when its decision is adopted.

    With `blocked`, also the row to that state when the decision is stopped (`stops`), and the one
    from there when it is adopted after all: by cure, revision or circulation.
    """
    sources = source if isinstance(source, tuple) else (source,)
    both = (*sources, blocked) if blocked is not None else sources
    rows = [
        Step(
            "", both, target, OF_ITSELF, under, says, guard, change=change,
            awaits=("decision",),
        )
    ]  # fmt: skip
    if blocked is not None:
        rows.append(
            Step(
                "", sources, blocked, OF_ITSELF, under, says_blocked,
                stops or stopped(under), awaits=("decision",),
            )
        )  # fmt: skip
    return tuple(rows)
