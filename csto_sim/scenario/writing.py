"""From a `Scenario` back to a file: text that `loads` reads as the same scenario.

What a reader of a counterexample needs is kept: titles, sources, evidence, times as they were
written, expectations. What the file was based on, a ledger and a shorthand are spelled out; notes
on single matters (`about`, `source`) are not held by a `Scenario`, and so are not written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from csto_sim.procedures import procedures
from csto_sim.scenario import saying
from csto_sim.scenario.entries import Entry, entries
from csto_sim.scenario.model import Expectation, Scenario, ScenarioCase, Time
from csto_sim.scenario.registered import IN_REGISTER
from csto_sim.scenario.times import of_day, of_instant
from csto_sim.shapes.moments import Misread

#: Columns beyond which an entry is written over several lines.
WIDE = 100

_DAY_OR_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?", re.ASCII
)
_BETWEEN = re.compile(r"between (\S+) and (\S+)")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 _./()+-]*[A-Za-z0-9.)+]|[A-Za-z]")
#: Words that some reader of YAML takes for something else.
_OTHERWISE = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
#: What JSON leaves as it is and a YAML file may not hold, or takes for the end of a line.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def written(
    scenario: Scenario,
    expect: Iterable[Mapping[str, Any]] | None = None,
    claims: Iterable[Mapping[str, Any]] = (),
) -> str:
    """Return the text of a scenario file that says what `scenario` says, ending in a newline.

    `loads` of it runs to the same record but for the file's name and digest and the lines of its
    expectations. `expect` stands in the place of the scenario's expectations, in plain values as a
    file writes them (`[]` leaves them out), `claims` likewise. Expectations on a scenario whose
    facts `set_facts` changed are left out: they are not asked of it. Acts that share a number and
    cannot stand in one entry are written one by one, and are then counted anew.

    Raises ValueError for what no file can say: an act that names who comes with it (`present`)
    where the acts after it are not those, or the instant of a year before 1900 or after 2199.
    """
    kinds = {each.id: _kind(each) for each in scenario.cases}
    lines = ["format: 1"]
    lines += _field("title", scenario.title)
    lines += _field("about", scenario.about) if scenario.about else []
    lines += _listed("sources", scenario.sources)
    if scenario.tags:
        lines += _field("tags", scenario.tags)
    lines += [f"from: {_flow(_time(scenario.since))}", f"until: {_flow(_time(scenario.until))}"]
    if scenario.mode != "strict":
        lines += _field("mode", scenario.mode)
    if scenario.members:
        lines += _field("members", scenario.members)
    if scenario.rulebook:
        lines += _field("rulebook", scenario.rulebook)
    if scenario.mapping:
        lines.append(f"mapping: {_flow(scenario.mapping)}")
    if scenario.readings:
        lines.append("readings:")
        lines += [f"  {id.removeprefix('amb.')}: {_flow(o)}" for id, o in scenario.readings.items()]
    agendas = _agendas(scenario.cases)
    for kind in ("matter", "meeting"):
        those = [each for each in scenario.cases if kinds[each.id] == kind]
        if those:
            lines.append(f"{kind}s:")
        for case in those:
            lines += _item(f"  {case.id}: ", _case(case, agendas.get(case.id, ())), "    ")
    lines += _listed("acts", [_entry(each, kinds) for each in entries(scenario)], empty="acts: []")
    told = _expected(scenario.expect, kinds) if expect is None else list(expect)
    lines += _listed("expect", told)
    lines += _listed("claims", list(claims))
    return "\n".join(lines) + "\n"


# --- what a file says ----------------------------------------------------------------------------


def _kind(case: ScenarioCase) -> str:
    return procedures()[case.procedure].unit


def _agendas(cases: Sequence[ScenarioCase]) -> dict[str, list[str]]:
    """For each meeting the matters that say it has them on its agenda, and it does not say so."""
    own = {each.id: each.facts.get("agenda", ()) for each in cases}
    found: dict[str, list[str]] = {}
    for each in cases:
        if each.procedure == "decision":
            for meeting in each.facts.get("meetings", ()):
                if each.id not in own.get(meeting, ()):
                    found.setdefault(meeting, []).append(each.id)
    return found


def _case(case: ScenarioCase, agenda: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {} if case.procedure == "meeting" else {"procedure": case.procedure}
    facts = case.facts
    if IN_REGISTER in facts:
        found["register"] = facts[IN_REGISTER]
        facts = facts.without(IN_REGISTER)
    if case.title != case.id or "register" in found:
        found["title"] = case.title
    if agenda:
        facts = facts.plus("agenda", (*facts.get("agenda", ()), *agenda))
    if case.procedure == "decision":
        facts = facts.without("meetings")  # the agendas of the meetings say so
    return {**found, **{key: _value(value) for key, value in facts.items()}}


def _entry(each: Entry, kinds: Mapping[str, str]) -> dict[str, Any]:
    kind = kinds[each.cases[0]]
    found: dict[str, Any] = {"date": _time(each.time)}
    if each.by != ("",):
        found["by"] = each.by if len(each.by) > 1 else each.by[0]
    found["act"] = each.name
    found[kind] = each.cases if len(each.cases) > 1 else each.cases[0]
    found |= {key: _value(value) for key, value in each.takes.items()}
    found |= {
        key: [code if word is None else {code: word} for code, word in roll]
        for key, roll in each.rolls
    }
    if each.said.sources:
        found["sources"] = each.said.sources
    if each.said.evidence:
        found["evidence"] = each.said.evidence
    return found


def _expected(given: Iterable[Expectation], kinds: Mapping[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for each in given:
        wants = each.wants
        if wants.get("changed"):
            continue
        if "register" in wants or "duty" in wants:
            found.append(dict(wants.get("register") or wants["duty"]))
            continue
        entry: dict[str, Any] = {kinds[each.case]: each.case} if each.case else {}
        for key, value in wants.items():
            if key == "at":
                entry["at"] = _asked_at(value, each.says)
            elif key == "deadline" and "due" in value:
                entry[key] = {**value, "due": saying.moment(value["due"])}
            else:
                entry[key] = value
        found.append(entry)
    return found


def _asked_at(bound: int | str, says: str) -> str:
    """The moment of an expectation as the file wrote it, if its sentence still tells that."""
    word = says.removeprefix("on ").partition(" ")[0]
    try:
        return word if isinstance(bound, int) and of_instant(word).time.low == bound else _on(bound)
    except Misread:
        return _on(bound)


# --- times ---------------------------------------------------------------------------------------


def _time(time: Time) -> Any:
    """A time as a file writes it: as it was written, where that is still the same time."""
    if time.low == time.high:
        return time.written if _means(time.written, time.low) else _on(time.low)
    found = _BETWEEN.fullmatch(time.written)
    if found is not None and _means(found[1], time.low) and _means(found[2], time.high):
        return {"between": [found[1], found[2]]}
    return {"between": [_on(time.low), _on(time.high)]}


def _means(text: str, bound: int | str) -> bool:
    try:
        span = of_day(text) if isinstance(bound, str) else of_instant(text)
    except Misread:
        return False
    return span.time.low == bound


def _on(bound: int | str) -> str:
    text = saying.moment(bound)
    if not _means(text, bound):
        raise ValueError(f"no scenario file can say when this was: {text}")
    return text


def _value(value: Any) -> Any:
    return _time(value) if isinstance(value, Time) else value


# --- YAML ----------------------------------------------------------------------------------------


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) or value is None:
        return json.dumps(value)
    text = str(value)
    if _DAY_OR_INSTANT.fullmatch(text):
        return text
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHERWISE:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple) and not isinstance(value, Time):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _field(key: str, value: Any, indent: str = "") -> list[str]:
    line = f"{indent}{key}: {_flow(value)}"
    if len(line) > WIDE and isinstance(value, str):
        return _folded(f"{indent}{key}", value, indent) or [line]
    return [line]


_FOLDS = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+")


def _folded(key: str, text: str, indent: str) -> list[str]:
    """A long text over several lines; none where a line could not be joined again as it was."""
    end = "" if text.endswith("\n") else "-"
    words = text.removesuffix("\n").split(" ")
    if not all(_FOLDS.fullmatch(word) for word in words):
        return []
    lines, line = [], ""
    for word in words:
        if line and len(indent) + 3 + len(line) + len(word) > WIDE:
            lines.append(f"{indent}  {line}")
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [f"{key}: >{end}", *lines, f"{indent}  {line}"]


def _item(head: str, value: Any, indent: str) -> list[str]:
    """An item of a list or a mapping: on one line, or key by key where that would be too long."""
    line = head + _flow(value)
    if len(line) <= WIDE or not isinstance(value, Mapping) or not value:
        return [line]
    body = [line for key, part in value.items() for line in _part(_scalar(key), part, indent)]
    if head.rstrip().endswith(":"):
        return [head.rstrip(), *body]
    return [head + body[0].removeprefix(indent), *body[1:]]


def _part(key: str, value: Any, indent: str) -> Iterator[str]:
    line = f"{indent}{key}: {_flow(value)}"
    if len(line) <= WIDE or isinstance(value, str):
        yield from _field(key, value, indent)
    elif isinstance(value, Mapping) and value:
        yield from _item(f"{indent}{key}: ", value, indent + "  ")
    elif isinstance(value, list | tuple) and value and not all(isinstance(v, str) for v in value):
        yield f"{indent}{key}:"
        for each in value:
            yield from _item(f"{indent}  - ", each, indent + "    ")
    elif isinstance(value, list | tuple) and value:
        yield f"{indent}{key}:"
        for each in value:
            yield from _text_item(each, indent + "  ")
    else:
        yield line


def _text_item(text: str, indent: str) -> list[str]:
    line = f"{indent}- {_flow(text)}"
    if len(line) > WIDE:
        return _folded_item(text, indent) or [line]
    return [line]


def _folded_item(text: str, indent: str) -> list[str]:
    found = _folded("-", text, indent)
    return [f"{indent}- {found[0].removeprefix('-: ')}", *found[1:]] if found else []


def _listed(key: str, values: Sequence[Any], empty: str = "") -> list[str]:
    if not values:
        return [empty] if empty else []
    found = [f"{key}:"]
    for each in values:
        found += _text_item(each, "  ") if isinstance(each, str) else _item("  - ", each, "    ")
    return found
