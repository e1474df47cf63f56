"""Plain sentences for what a file expects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from csto_sim.scenario.times import Span

_SITUATION = {
    "absent": "is absent",
    "left": "has left",
    "objects": "objects",
    "abstains": "abstains",
    "silent": "says nothing",
    "reserves": "makes a reservation",
}


def listed(given: tuple[str | None, ...]) -> str:
    """Return `ARM, BLR and KAZ`; `nobody` for none. What could not be read (None) is left out."""
    names = [name for name in given if name is not None]
    if not names:
        return "nobody"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def moment(bound: int | str) -> str:
    """Return a day as it is, and a second as an instant in UTC."""
    if isinstance(bound, str):
        return bound
    found = datetime.fromtimestamp(bound, UTC)
    return found.isoformat(timespec="seconds" if found.second else "minutes").replace("+00:00", "Z")


def expected(want: str, case: str, value: Any, at: Span | None) -> str:
    """Return the sentence for one expectation, such as `composition is adopted`."""
    told = _told(want, case or "the scenario", value)
    return told if at is None else f"on {at.time.written} {told}"


def _told(want: str, case: str, value: Any) -> str:
    if want == "state":
        return f"{case} is {value}"
    if want == "from":
        return (
            f"{case} never takes effect" if value == "never" else f"{case} has effect from {value}"
        )
    if want == "known":
        return f"it is known since {value} that {case} has effect"
    if want == "in_force":
        return f"{case} is never in force" if value == "never" else f"{case} is in force on {value}"
    if want == "bound":
        return f"{case} binds {listed(value)}"
    if want == "not_bound":
        return f"{case} does not bind {listed(value)}"
    if want == "under":
        return f"{case} rests on {listed(value)}"
    if want == "blocked_by":
        return f"{case} is stopped: " + ", ".join(f"{m} {_SITUATION[w]}" for m, w in value.items())
    if want == "deadline":
        return _deadline(case, value)
    if want == "refused":
        return _refused(case, value)
    if want == "refusals":
        acts = "1 act is" if value == 1 else f"{value or 'no'} acts are"
        return f"{acts} refused in {case}"
    return f"{case}: " + ", ".join(_by_state(want, member, day) for member, day in value.items())


def _by_state(want: str, member: str, day: str) -> str:
    if want == "bound_since":
        return f"{member} is never bound" if day == "never" else f"{member} is bound from {day}"
    return f"{member} never {want}" if day == "never" else f"{member} {want} on {day}"


def _deadline(case: str, value: Mapping[str, Any]) -> str:
    told = f"the period '{value['name']}' of {case}"
    parts = [f"is {value['status']}"] if "status" in value else []
    if "due" in value:
        parts.append(f"ends with {moment(value['due'])}")
    return f"{told} {' and '.join(parts)}"


def _refused(case: str, value: Mapping[str, Any]) -> str:
    act = f"'{value['act']}'" if "act" in value else "an act"
    told = f"{act} by {value['by']}" if "by" in value else act
    told += f" in {case} is refused"
    return f"{told} under {listed(value['under'])}" if "under" in value else told
