"""Where two runs of one scenario part, and what comes out otherwise, as plain values."""

from __future__ import annotations

from typing import NamedTuple

from csto_sim.record import Bond, Record, Step
from csto_sim.world import Finding

#: What has no effect has it from this day.
NEVER = "never"


class Change(NamedTuple):
    """Under what a scenario is run instead.

    Readings by full id, a mode, the law of an ISO day, the rulebook of another organisation.
    """

    readings: tuple[tuple[str, str], ...] = ()
    mode: str = ""
    law_of: str = ""
    rulebook: str = ""

    @property
    def words(self) -> str:
        """The change as it is written: `absence-effect=B, mode=practice`."""
        told = [f"{id.removeprefix('amb.')}={option}" for id, option in self.readings]
        others = (("mode", self.mode), ("law", self.law_of), ("rulebook", self.rulebook))
        return ", ".join([*told, *(f"{key}={value}" for key, value in others if value)])


class Flip(NamedTuple):
    """One thing that comes out otherwise: `what` of a case (state, effective, bound)."""

    case: str
    what: str
    before: str
    after: str


class Parting(NamedTuple):
    """The first step at which two records part, and the first findings that differ in it.

    A step or a finding is None where the one record has none in that place. `asked` are the
    readings of which the two steps asked and got another option: id, before, after.
    """

    before: Step | None
    after: Step | None
    because: tuple[Finding | None, Finding | None]
    asked: tuple[tuple[str, str, str], ...] = ()


class Compared(NamedTuple):
    """One scenario under its own terms and under others; `parting` is None where nothing parts.

    `needs` says what the scenario lacks for another organisation's rules: then nothing is compared.
    """

    title: str
    file: str
    before: Record
    after: Record
    flips: tuple[Flip, ...]
    parting: Parting | None
    needs: str = ""


def compared(before: Record, after: Record, change: Change | None = None) -> Compared:
    """Return what comes out otherwise in the second record, and where the two part.

    Of the findings that differ there, one on what the `change` reads otherwise is told first.
    """
    needs = _needs(after)
    if needs:
        return Compared(before.title, before.file, before, after, (), None, needs)
    flips = []
    others = {each.case: each for each in after.outcomes}
    for one in before.outcomes:
        other = others[one.case]
        pairs = (
            ("state", one.state, other.state),
            ("effective", one.effective or NEVER, other.effective or NEVER),
            ("bound", _bound(one.bound), _bound(other.bound)),
        )
        flips += [Flip(one.case, what, was, now) for what, was, now in pairs if was != now]
    readings = frozenset(id for id, _ in change.readings) if change is not None else frozenset()
    return Compared(
        before.title, before.file, before, after, tuple(flips), parting(before, after, readings)
    )


def _needs(record: Record) -> str:
    """What the scenario lacks for the rulebook under which it was run; '' for nothing."""
    for step in record.steps:
        for _, found in step.finding.tree() if step.finding is not None else ():
            if found.says == "rulebook.not_applicable":
                return str(found.fact("answer"))
    return ""


def _bound(bonds: tuple[Bond, ...]) -> str:
    return ", ".join(bond.member for bond in bonds if not bond.until) or "nobody"


def parting(
    before: Record, after: Record, readings: frozenset[str] = frozenset()
) -> Parting | None:
    """Return the first step at which something else happens in the one record than in the other.

    Where the same happens throughout, the first step that is found for other reasons. `readings`
    are those by which the records differ.
    """
    for of in (_happens, _reasons, _asked):
        for place in range(max(len(before.steps), len(after.steps))):
            old = before.steps[place] if place < len(before.steps) else None
            new = after.steps[place] if place < len(after.steps) else None
            if old is None or new is None or of(old) != of(new):
                asked = _other_options(old, new)
                return Parting(old, new, _because(old, new, readings), asked)
    return None


def _happens(step: Step) -> tuple[object, ...]:
    held = step.finding.holds if step.finding is not None else True
    periods = tuple((each.name, each.due) for each in step.opens)
    ends = tuple((each.name, each.status) for each in step.closes)
    return (step.kind, step.act, step.by, step.case, step.source, step.target, held, periods, ends)


def _reasons(step: Step) -> tuple[object, ...]:
    tree = step.finding.tree() if step.finding is not None else ()
    return tuple((depth, each.says, each.holds, each.facts, each.reading) for depth, each in tree)


def _asked(step: Step) -> tuple[object, ...]:
    return step.readings


def _other_options(old: Step | None, new: Step | None) -> tuple[tuple[str, str, str], ...]:
    was, now = (dict(step.readings) if step is not None else {} for step in (old, new))
    return tuple((id, was[id], now[id]) for id in was if id in now and was[id] != now[id])


def _because(
    old: Step | None, new: Step | None, readings: frozenset[str]
) -> tuple[Finding | None, Finding | None]:
    """The findings of two steps that tell why they differ: each is not in the other's tree."""
    trees = []
    for step in (old, new):
        finding = step.finding if step is not None else None
        trees.append([found for _, found in finding.tree()] if finding is not None else [])
    return _telling(trees[0], trees[1], readings), _telling(trees[1], trees[0], readings)


def _telling(own: list[Finding], others: list[Finding], readings: frozenset[str]) -> Finding | None:
    known = {(each.says, each.holds, each.reading) for each in others}
    alone = [each for each in own if (each.says, each.holds, each.reading) not in known]
    for each in alone:
        ruled = each.says.startswith("rulebook.")
        if ruled or (each.reading is not None and each.reading[0] in readings):
            return each
    for each in alone:
        if each.reading is not None:
            return each
    # Without a reading, what rests on the least says the most about why.
    return min(alone, key=lambda each: sum(1 for _ in each.tree()), default=None)
