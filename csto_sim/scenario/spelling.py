"""One entry of `acts:` as the acts that it stands for."""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.scenario.act_table import param_names, plain, shorthands
from csto_sim.scenario.cited import said
from csto_sim.scenario.model import ScenarioAct
from csto_sim.scenario.named import Named
from csto_sim.scenario.times import Span
from csto_sim.shapes.shape import Read
from csto_sim.world import NO_FACTS, Facts


def how_many(read: Read, word: str, names: list[str], cases: Mapping[str, Named]) -> int:
    """Return how many acts `spelled` would return, without spelling them out."""
    found = 0
    for case in names:
        short = [key for key in shorthands(cases[case].procedure, word) if read.wrote(key)]
        found += len(read["by"] or ("",)) + sum(len(read[key]) for key in short)
    return found


def spelled(
    read: Read,
    word: str,
    names: list[str],
    cases: Mapping[str, Named],
    span: Span,
    number: int,
) -> tuple[ScenarioAct, ...]:
    """Return the acts that one entry stands for: for each case what comes before, it, what after.

    `word` is the act, `names` the ids of the cases, `number` the entry's, from 0.
    """
    node, time, cited = read.node, span.time, said(read)

    def act(name: str, by: str, case: str, takes: Facts = NO_FACTS) -> ScenarioAct:
        return ScenarioAct(name, by, case, time, takes, number, node.line, node.column, cited)

    found = []
    for case in names:
        procedure = cases[case].procedure
        given = {
            key: plain(read[key])
            for key in param_names(procedure, word)
            if read.get(key) is not None
        }
        if read["says"] is not None:
            given["says"] = read["says"]
        after = []
        short = shorthands(procedure, word)
        for key in [key.written for key, _ in node.pairs() if key.written in short]:
            each, roll = short[key]
            meant = [act(each.means, code, case, extra) for code, extra in roll.takes(read[key])]
            if each.order == "before":
                found += meant
            else:
                after += meant
                # What follows can matter to the act itself: who is there when a meeting opens.
                given[key] = tuple(code for code, _ in read[key])
        takes = Facts(given) if given else NO_FACTS
        found += [act(word, by, case, takes) for by in read["by"] or ("",)]
        found += after
    return tuple(found)
