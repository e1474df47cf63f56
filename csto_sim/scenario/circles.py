"""Matters that name others: none may name itself, or be led back to itself by one key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from csto_sim.errors import Complaints, listing
from csto_sim.procedures import procedures
from csto_sim.scenario.model import ScenarioCase
from csto_sim.shapes.nodes import Node

#: What a matter does to the one that it names, by key.
_DOES = {
    "amends": "amends",
    "effect_when": "waits for",
    "prolongs": "prolongs",
    "replaces": "replaces",
}
_MOST_TOLD = 6


class _Link(NamedTuple):
    """What one matter names: the other's id, and where it is written."""

    to: str
    node: Node


def check_circles(cases: Sequence[tuple[ScenarioCase, Node]], complaints: Complaints) -> None:
    """Complain of matters that lead back to themselves by one key (CSTO-321), once a circle.

    Each case comes with its node in the file.
    """
    cases = [each for each in cases if procedures()[each[0].procedure].unit == "matter"]
    known = {case.id: case for case, _ in cases}
    keys = {
        param.name: None
        for name in dict.fromkeys(case.procedure for case in known.values())
        for param in procedures()[name].fields
        # A field that speaks of another procedure leads to no circle of its own.
        if param.kind in ("matter", "matters") and (not param.of or name in param.of)
    }
    for key in keys:
        links = {
            case.id: [link for link in _links(node.get(key)) if link.to in known]
            for case, node in cases
        }
        for circle in _circles(links):
            _tell(key, circle, known, complaints)


def _links(node: Node | None) -> Iterator[_Link]:
    for item in () if node is None else node.items() if node.kind == "sequence" else (node,):
        if item.kind == "scalar":
            yield _Link(item.written, item)


def _circles(links: Mapping[str, Sequence[_Link]]) -> Iterator[list[_Link]]:
    """Yield the links of each circle, the last of which leads back to where the first begins."""
    done: set[str] = set()
    for start in links:
        # A path from `start`: the links taken, and for each matter on it those still to be tried.
        path: list[_Link] = []
        trying = [] if start in done else [(start, iter(links[start]))]
        on_path = {start: 0}
        while trying:
            here, left = trying[-1]
            link = next(left, None)
            if link is None:
                trying.pop()
                done.add(here)
                del on_path[here]
                if path:
                    path.pop()
            elif link.to in on_path:
                yield [*path[on_path[link.to] :], link]
            elif link.to not in done:
                path.append(link)
                on_path[link.to] = len(trying)
                trying.append((link.to, iter(links[link.to])))


def _tell(
    key: str, circle: list[_Link], known: Mapping[str, ScenarioCase], complaints: Complaints
) -> None:
    does, last = _DOES.get(key, f"names as '{key}'"), circle[-1]
    first = known[last.to]
    if len(circle) == 1:
        others = [
            each.id
            for each in known.values()
            if each.procedure == first.procedure and each.id != first.id
        ]
        message = f"'{first.id}' {does} itself"
        hint = f"name another matter ({listing(others)})" if others else ""
    else:
        told = [f"'{link.to}'" for link in circle]
        if len(told) > _MOST_TOLD:
            told[2:-2] = [f"… ({len(told) - 4} more) …"]
        message = f"'{first.id}' {does} " + f", which {does} ".join(told)
        hint = "name another matter in one of them"
    hint = f"{hint}, or take '{key}' out" if hint else f"take '{key}' out"
    complaints.add(last.node.complaint("CSTO-321", message, hint=hint))
