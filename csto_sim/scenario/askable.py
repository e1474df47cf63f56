"""What can be expected of a case: keys and periods that some run of its procedure could answer.

Anything else would fail in every run, or hold in every one, whatever the law says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache

from csto_sim import organisation
from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.procedure import Procedure
from csto_sim.procedures import procedures
from csto_sim.scenario.codes import state_hint
from csto_sim.scenario.expect_table import (
    ACTS_ASKED,
    EFFECT_ASKED,
    EXPECTATION,
    STATES_ASKED,
)
from csto_sim.scenario.named import Cases
from csto_sim.scenario.times import Span, earlier, ends_later
from csto_sim.shapes.nodes import Node

#: What is asked of another procedure in the place of a key.
_INSTEAD = {"in_force": "from", "notified": "signed", "ratified": "signed"}
_NO_RESULT = next(each.default for each in fields(Procedure) if each.name == "result")


@cache
def can_ask(key: str, procedure: str) -> bool:
    """Return whether a key of an expectation can be asked of a case of that procedure."""
    table = procedures()[procedure]
    if key in EFFECT_ASKED:
        return table.result is not _NO_RESULT
    if key in ACTS_ASKED:
        return any(act in table.acts() for act in ACTS_ASKED[key])
    if key in STATES_ASKED:
        return any(state.word == STATES_ASKED[key] for state in table.states)
    return key != "deadline" or bool(table.periods)


def of(among: Sequence[str]) -> str:
    """Return `a decision`, or words for one of several procedures."""
    if len(among) > 1:
        return "any case that could be meant"
    return f"an {among[0]}" if among[0].startswith(tuple("aeiou")) else f"a {among[0]}"


def check_key(
    key: str, node: Node, among: tuple[str, ...], cases: Cases, complaints: Complaints
) -> bool:
    """Whether a key can be asked of a case of one of these procedures; else after CSTO-317."""
    if any(can_ask(key, each) for each in among):
        return True
    known = [
        each.name
        for each in EXPECTATION.fields
        if any(can_ask(each.name, one) for one in among) and each.name not in ("at", "says")
    ]
    instead = _INSTEAD.get(key)
    fit = [
        f"'{each.kind}: {each.id}'"
        for each in cases.values()
        if each.procedure and can_ask(key, each.procedure)
    ]
    if instead in known:
        hint = f"{instead}"
    else:
        hint = f"ask it of {listing(fit[:3])}" if fit else f"take '{key}' out"
    message = f"'{key}' cannot be expected of {of(among)}"
    expected = f"one of {listing(known, 40)}"
    complaints.add(node.complaint("CSTO-317", message, expected=expected, hint=hint))
    return False


def has_period(name: str, procedure: str) -> bool:
    """Return whether a case of that procedure can have a period of that name."""
    for each in procedures()[procedure].periods:
        if each.endswith(" ") and name.startswith(each):
            return organisation.is_code(name.removeprefix(each))
        if name == each:
            return True
    return False


def check_period(
    name: str, node: Node, among: tuple[str, ...], cases: Cases, complaints: Complaints
) -> None:
    """Complain of a period that no case of these procedures ever has (CSTO-323)."""
    if any(has_period(name, each) for each in among):
        return
    words = list(dict.fromkeys(word for each in among for word in procedures()[each].periods))
    plain = [word for word in words if not word.endswith(" ")]
    expected, hint = plain, suggestion(name, plain)
    for begins in (word for word in words if word.endswith(" ")):
        expected = [*expected, f"{begins}BLR (or of another state)"]
        before, _, state = name.rpartition(" ")
        near = state_hint(state) if before and not hint else ""
        hint = f"{begins}{near}" if near else hint
    if not hint:
        fit = [
            each for each in cases.values() if each.procedure and has_period(name, each.procedure)
        ]
        hint = f"it is a period of the {fit[0].kind} '{clip(fit[0].id)}'" if fit else ""
    message = f"'{clip(name)}' is not a period of {of(among)}"
    complaints.add(node.complaint("CSTO-323", message, expected=listing(expected), hint=hint))


def check_moments(
    asked: Sequence[tuple[Span, Node]],
    since: Span | None,
    until: Span | None,
    complaints: Complaints,
) -> None:
    """Complain of moments that lie outside of the scenario (CSTO-310), once for each side."""
    early = [each for each in asked if since is not None and earlier(each[0], since)]
    late = [each for each in asked if until is not None and ends_later(each[0], until)]
    for key, end, outside, side in (
        ("from", since, early, "before the scenario begins"),
        ("until", until, late, "after the scenario ends"),
    ):
        if not outside or end is None:
            continue
        span, node = outside[0]
        first, last = min(each.first for each, _ in outside), max(each.last for each, _ in outside)
        more = len(outside) - 1
        also = f"; so do {more} more expectations" if more > 1 else "; so does one more"
        message = f"{span.time.written} lies {side} ({key}: {end.time.written})"
        hint = f"mend the date, or write '{key}: {first if key == 'from' else last}'"
        complaints.add(node.complaint("CSTO-310", message + (also if more else ""), hint=hint))
