"""A scenario written down as a file that can be read again: found courses, kept for later.

What is written is what `load` makes of a file, so `loads(written(scenario))` gives the same matters
and acts; comments, shorthands and the way in which sources were told are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from csto_sim.procedure import Shorthand
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.scenario.registered import IN_REGISTER
from csto_sim.world import Facts

#: A line of the file is broken up when it would be longer.
WIDTH = 120

_WORDS = r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*"
_BARE = re.compile(_WORDS + r"|\d{4}-\d{2}-\d{2}(?:T[0-9:+Z-]+)?")
_NO_TEXT = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])


def written(scenario: Scenario, expect: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return a scenario as the text of a file, with these entries of `expect:` (plain values).

    What varies in it and what it claims are left out.
    """
    lines = ["format: 1", f"title: {_text(scenario.title)}"]
    if scenario.about:
        lines.append(f"about: {_text(scenario.about)}")
    for name in ("sources", "tags"):
        held = getattr(scenario, name)
        if held:
            lines.append(f"{name}: {_plain(held)}")
    lines += [f"from: {_time(scenario.since)}", f"until: {_time(scenario.until)}"]
    if scenario.members:
        lines.append(f"members: {_plain(scenario.members)}")
    if scenario.readings:
        lines.append(f"readings: {_plain(dict(scenario.readings))}")
    if scenario.rulebook:
        lines.append(f"rulebook: {scenario.rulebook}")
    if scenario.mapping:
        lines.append(f"mapping: {_plain(dict(scenario.mapping))}")
    if scenario.mode != "strict":
        lines.append(f"mode: {scenario.mode}")
    units = {case.id: procedures()[case.procedure].unit for case in scenario.cases}
    for unit, key in (("matter", "matters"), ("meeting", "meetings")):
        own = [case for case in scenario.cases if units[case.id] == unit]
        if own:
            lines += ["", f"{key}:"]
            for case in own:
                lines += _entry(f"  {case.id}:", "    ", _case(case, unit))
    lines += ["", "acts:" if scenario.acts else "acts: []"]
    for act in _acts(scenario):
        lines += _entry("  -", "    ", act)
    if expect:
        lines += ["", "expect:"]
        for each in expect:
            lines += _entry("  -", "    ", each)
    return "\n".join(lines) + "\n"


def _entry(start: str, indent: str, value: Mapping[str, Any]) -> Iterator[str]:
    """A mapping on one line where it fits, else a line for each key."""
    line = f"{start} {_plain(value)}"
    if len(line) <= WIDTH:
        yield line
        return
    first = start if start.endswith(":") else ""
    if first:
        yield first
    for number, (key, each) in enumerate(value.items()):
        before = f"{start} " if not first and number == 0 else indent
        yield f"{before}{_plain(key)}: {_plain(each)}"


def _case(case: ScenarioCase, unit: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if unit == "matter":
        found["procedure"] = case.procedure
    if case.title != case.id:
        found["title"] = case.title
    for key, value in case.facts.items():
        if key == IN_REGISTER:
            found["register"] = value
        elif not (key == "meetings" and case.procedure == "decision"):
            found[key] = value
    return found


# --- acts ----------------------------------------------------------------------------------------


def _acts(scenario: Scenario) -> Iterator[dict[str, Any]]:
    of = {case.id: case.procedure for case in scenario.cases}
    acts = scenario.acts
    place = 0
    while place < len(acts):
        act = acts[place]
        place += 1
        table = procedures()[of[act.case]]
        rolls: dict[str, Any] = {}
        for short in table.shorthands:
            if short.act == act.name and short.order == "after" and short.key in act.takes:
                following = list(_following(acts[place:], act, short))
                rolls[short.key] = [_on_roll(each) for each in following]
                place += len(following)
        yield _act(act, table.unit, rolls)


def _following(
    acts: Sequence[ScenarioAct], first: ScenarioAct, short: Shorthand
) -> Iterator[ScenarioAct]:
    """The acts for which the roll of an act stands: they follow it, each of another member."""
    left = set(first.takes[short.key])
    for act in acts:
        same = (act.case, act.time, act.name) == (first.case, first.time, short.means)
        if not same or act.by not in left or len(act.takes) > 1:
            return
        left.discard(act.by)
        yield act


def _on_roll(act: ScenarioAct) -> Any:
    return {act.by: next(iter(act.takes.values()))} if act.takes else act.by


def _act(act: ScenarioAct, unit: str, rolls: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"date": act.time, "act": act.name, unit: act.case}
    if act.by:
        found["by"] = act.by
    found |= {key: rolls.get(key, value) for key, value in act.takes.items()}
    if act.said.sources:
        found["sources"] = act.said.sources
    if act.said.evidence:
        found["evidence"] = act.said.evidence
    return found


# --- values --------------------------------------------------------------------------------------


def _plain(value: Any) -> str:
    """A value in one line of YAML."""
    if isinstance(value, Time):
        return _time(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | Facts):
        return "{" + ", ".join(f"{_plain(k)}: {_plain(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(_plain, value)) + "]"
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    if _BARE.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def _time(time: Time) -> str:
    low, high = _end(time.low), _end(time.high)
    if time.low == time.high:
        # As it was written, unless that counts from another act.
        return time.written if _BARE.fullmatch(time.written) else low
    return f"{{between: [{low}, {high}]}}"


def _end(end: int | str) -> str:
    if isinstance(end, str):
        return end
    return datetime.fromtimestamp(end, UTC).isoformat().replace("+00:00", "Z")
