"""From a scenario file to a `Scenario`: every fault told at once, every shorthand spelled out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from csto_sim.errors import Complaints, clip, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import plain
from csto_sim.scenario.acts import ActReader
from csto_sim.scenario.based_on import Layer, lay
from csto_sim.scenario.bounds import Tally
from csto_sim.scenario.cases import check_needs
from csto_sim.scenario.circles import check_circles
from csto_sim.scenario.claiming import claims
from csto_sim.scenario.defined import named_cases, pass_over_faulty_names
from csto_sim.scenario.expecting import expectations
from csto_sim.scenario.format import scenario_kind
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.scenario.named import Cases, Named, check_names
from csto_sim.scenario.order import Written, merged
from csto_sim.scenario.registered import ledgers, registered, title_of
from csto_sim.scenario.ruled import mapping_of
from csto_sim.scenario.setting import set_facts
from csto_sim.scenario.times import Span
from csto_sim.scenario.varying import variations
from csto_sim.scenario.zones import SAME_FORM, reversed_in, told_in
from csto_sim.shapes import nodes
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read
from csto_sim.world import Facts

__all__ = ["load", "loads", "set_facts"]

FORMAT = 1


def load(path: str | os.PathLike[str]) -> Scenario:
    """Return the scenario in the file at `path`.

    Raises `errors.Unreadable` with every complaint about it (and about the files that it is based
    on): codes 1xx for the file and its YAML, 2xx for its shape, 3xx for what it means.
    """
    complaints = Complaints()
    with nodes.uncollected():
        return _scenario(nodes.read(path, complaints), complaints)


def loads(text: str, name: str = "scenario.yaml") -> Scenario:
    """Return the scenario in a text; `name` stands for the file in complaints. Else as `load`.

    `based_on` is looked for beside the file that `name` would be.
    """
    complaints = Complaints()
    with nodes.uncollected():
        return _scenario(nodes.read_text(text, name, complaints), complaints)


def _scenario(root: Node, complaints: Complaints) -> Scenario:
    # A tree with alias faults or double keys is still read, so that the rest is told too.
    root = scenario_kind().mended(root, complaints)
    laid = lay(root, complaints)
    _format(root, complaints)
    if not laid.whole:
        complaints.settle()
    pass_over_faulty_names(laid)
    read = scenario_kind().read(laid.root, complaints)
    assert read is not None  # the top of a file that was read is a mapping
    since, until = read["from"], read["until"]
    if since is not None and until is not None:
        zone = reversed_in(since, until)
        if zone is not None:
            message = f"the scenario ends ({until.time.written}) before it begins{told_in(zone)}"
            hint = SAME_FORM if zone else ""
            complaints.add(read.at("until").complaint("CSTO-311", message, hint=hint))
            since = until = None
    cases = named_cases(read, complaints)
    if any(read.wrote(key) and read[key] is None for key in ("matters", "meetings")):
        # What is named there cannot be known, so that of no name it can be said that it is wrong.
        complaints.settle()
    spelled = _cases(read, cases, complaints)
    entered = ledgers(read["matters"] or {}, since, until, complaints)
    written = _written(laid.layers, cases, since, until, entered, complaints)
    acts = _spelled(written, len(laid.layers) > 1 or bool(entered))
    expected = expectations(read["expect"], cases, since, until, complaints)
    places = {each.id: number for number, each in enumerate(written) if each.id}
    varied = variations(read["vary"], cases, places, len(written), complaints)
    claimed = claims(read["claims"], cases, complaints)
    cases.tell_uses(complaints)
    complaints.settle()
    return Scenario(
        title=read["title"],
        about=read["about"] or "",
        file=root.source.name,
        since=since.time,
        until=until.time,
        cases=spelled,
        acts=acts,
        readings=Facts(read["readings"] or {}),
        mode=read["mode"] or "strict",
        expect=expected,
        sources=tuple(read["sources"] or ()),
        tags=tuple(read["tags"] or ()),
        digest=laid.digest,
        members=tuple(dict.fromkeys(read["members"] or ())),
        vary=varied,
        claims=claimed,
        rulebook=read["rulebook"] or "",
        mapping=mapping_of(read["mapping"]),
    )


def _format(root: Node, complaints: Complaints) -> None:
    node = root.get("format")
    if node is None or node.kind == "faulty":
        return  # the table says that it is missing
    if node.kind != "scalar" or node.value != FORMAT or isinstance(node.value, bool):
        message = f"found {node.describe()} as the format"
        newer = isinstance(node.value, int) and node.value > FORMAT
        hint = "use a newer version of the program" if newer else "format: 1"
        complaints.add(node.complaint("CSTO-318", message, expected="format: 1", hint=hint))


# --- matters and meetings ------------------------------------------------------------------------


def _cases(read: Read, cases: Cases, complaints: Complaints) -> tuple[ScenarioCase, ...]:
    held: list[tuple[str, Read, Facts]] = []
    for key in ("matters", "meetings"):
        for id, case in (read[key] or {}).items():
            if case is not None and id in cases and cases[id].procedure:
                held.append((id, case, _facts(case, cases[id], cases, complaints)))
    agendas = _agendas(held, cases)
    found = []
    for id, case, facts in held:
        if cases[id].procedure == "decision":
            facts = facts.plus("meetings", tuple(agendas.get(id, ())))
        line = case.node.line
        title = case.get("title") or title_of(case) or id
        found.append(ScenarioCase(id, cases[id].procedure, title, facts, line))
    nodes_of = [case.node for _, case, _ in held]
    check_circles(list(zip(found, nodes_of, strict=True)), complaints)
    return tuple(found)


def _facts(case: Read, named: Named, cases: Cases, complaints: Complaints) -> Facts:
    facts: dict[str, Any] = {}
    check_needs(case, named, complaints)
    for param in procedures()[named.procedure].fields:
        value = case.get(param.name)
        if value is None:
            continue
        check_names(param, case, cases, complaints)
        facts[param.name] = plain(value)
    if case.get("fulfils"):
        facts["fulfils"] = tuple(case["fulfils"])
    return Facts({**registered(case), **facts})


def _agendas(held: list[tuple[str, Read, Facts]], cases: Cases) -> Mapping[str, list[str]]:
    """For each matter the meetings that have it on their agenda, in the order of the file."""
    found: dict[str, list[str]] = {}
    for id, _, facts in held:
        if cases[id].kind == "meeting":
            for matter in facts.get("agenda", ()):
                found.setdefault(matter, []).append(id)
    return found


# --- acts ----------------------------------------------------------------------------------------


def _written(
    layers: tuple[Layer, ...],
    cases: Cases,
    since: Span | None,
    until: Span | None,
    entered: list[Written],
    complaints: Complaints,
) -> list[Written]:
    """The entries of all files together, in their order."""
    written: list[Written] = []
    tally = Tally("acts")
    for number, layer in enumerate(layers):
        if layer.without is not None:
            written = _less(written, layer.without, number > 0, complaints)
        if layer.acts is not None and layer.acts.kind == "sequence":
            own = ActReader(cases, since, until, tally, complaints).read(layer.acts)
            if written and not complaints:
                written = merged(written, own, complaints)
            else:
                written = [*written, *own]
    _ids(written, complaints)
    if entered and not complaints:
        written = merged(entered, written, complaints)
    return written


def _spelled(written: list[Written], together: bool) -> tuple[ScenarioAct, ...]:
    """The acts for which entries stand; of several files `together` they are counted anew."""
    if not together:
        return tuple([act for each in written for act in each.acts])
    return tuple(
        [act._replace(origin=number) for number, each in enumerate(written) for act in each.acts]
    )


def _less(
    written: list[Written], without: Node, below: bool, complaints: Complaints
) -> list[Written]:
    if not below:
        message = "'without' takes acts away from another scenario, and there is none"
        complaints.add(without.complaint("CSTO-201", message, hint="add 'based_on: …'"))
        return written
    gone: set[int] = set()
    ids = {each.id: number for number, each in enumerate(written) if each.id}
    for item in without.items() if without.kind == "sequence" else (without,):
        if item.kind == "faulty":
            continue
        number = item.value if isinstance(item.value, int) else 0
        if item.kind == "scalar" and str(item.value) in ids:
            gone.add(ids[str(item.value)])
        elif 0 < number <= len(written) and not isinstance(item.value, bool):
            gone.add(number - 1)
        else:
            message = f"the other scenario has no act {clip(item.written) or item.describe()}"
            hint = suggestion(item.written, ids) if item.kind == "scalar" else ""
            expected = f"a number from 1 to {len(written)}, or the id of an act"
            complaints.add(item.complaint("CSTO-314", message, expected=expected, hint=hint))
    return [each for number, each in enumerate(written) if number not in gone]


def _ids(written: list[Written], complaints: Complaints) -> None:
    seen: dict[str, Node] = {}
    for each in written:
        if each.id and seen.setdefault(each.id, each.node) is not each.node:
            message = f"'{each.id}' names the act of line {seen[each.id].line} already"
            node = each.node.get("id") or each.node
            complaints.add(node.complaint("CSTO-316", message, hint="rename one of the two"))
