"""What of its past a course has to remember: what the expectations of the file look at, no more.

Two courses that have come to the same world and remember the same are one from there on, however
they came there. Whatever `csto_sim.expect.found` reads of a step has to be kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from csto_sim.record import Step
from csto_sim.scenario.model import Expectation, Scenario
from csto_sim.world import Finding

#: Expectations that look at the outcome alone.
_AT_THE_END = frozenset({"from", "known", "bound", "not_bound", "bound_since"})
#: Those that look at steps by which a state changed.
_MOVES = frozenset({"state", "in_force"})
_DONE: Mapping[str, tuple[str, ...]] = {
    "signed": ("sign",),
    "ratified": ("ratify",),
    "notified": ("notify completion", "deposit"),
}
_OF_A_MEETING = ("open", "leave", "attend", "close")

Remembering = Callable[[Step], tuple[Any, ...]]


def remembering(scenario: Scenario) -> Remembering:
    """Return a function from a step to what is to be remembered of it; () for nothing at all."""
    wants: dict[str, list[Expectation]] = {}
    for each in scenario.expect:
        if not each.wants.get("changed"):
            wants.setdefault(each.case, []).append(each)
    kinds = {case: {key for each in own for key in each.wants} for case, own in wants.items()}
    periods = {case for case, own in kinds.items() if "deadline" in own}
    provisions = {case: _provisions(own) for case, own in wants.items()}
    meetings = any("blocked_by" in own for own in kinds.values())

    def keep(step: Step) -> tuple[Any, ...]:
        found: list[Any] = []
        for case in (step.case, ""):
            if case in kinds:
                found += _kept(step, kinds[case], provisions[case])
        if step.case in periods or (found and "deadline" in kinds.get("", ())):
            found += [step.opens, step.closes]
        if meetings and step.kind == "act" and step.act in _OF_A_MEETING:
            found += [step.act, step.by]
        if not found:
            return ()
        # A period that ran out is dated in the zone in which it was counted.
        closes = tuple(each.name for each in step.closes) if step.kind == "time" else ()
        return (step.case, step.kind, step.when[1:], closes, *found)

    return keep


def _provisions(wants: list[Expectation]) -> frozenset[str]:
    found: set[str] = set()
    for each in wants:
        found.update(each.wants.get("under", ()))
        found.update((each.wants.get("refused") or {}).get("under", ()))
    return frozenset(found)


def _kept(step: Step, kinds: set[str], provisions: frozenset[str]) -> list[Any]:
    found: list[Any] = []
    if not kinds - _AT_THE_END - {"at", "changed"}:
        return found
    if kinds & _MOVES:
        found += [step.source, step.target]
    for want in kinds & _DONE.keys():
        if step.kind == "act" and step.act in _DONE[want]:
            found += [step.act, step.by]
    if kinds & {"refused", "refusals"} and step.kind == "refusal":
        found += [step.act, step.by, *_named(step, provisions)]
    if "under" in kinds:
        found += _named(step, provisions)
    if "blocked_by" in kinds and step.act == "decide":
        found += [step.target, step.saw, *_hindering(step.finding)]
    return found


def _named(step: Step, provisions: frozenset[str]) -> list[str]:
    named = {*step.under, *(id.partition("@")[0] for id in step.under)}
    return sorted(named & provisions)


def _hindering(finding: Finding | None) -> list[tuple[str, Any]]:
    parts = finding.tree() if finding is not None else ()
    return [(part.says, part.fact("members")) for _, part in parts if not part.holds]
