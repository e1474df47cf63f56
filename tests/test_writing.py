"""A scenario that is written down and read again runs to the same record."""

from __future__ import annotations

from pathlib import Path

import pytest

from csto_sim import shipped
from csto_sim.engine.run import run
from csto_sim.record import Record, Step
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario
from csto_sim.scenario.writing import written


def bare(record: Record) -> Record:
    """A record without what tells of the file: its name, its hash, numbers of lines."""

    def step(each: Step) -> Step:
        when = each.when._replace(written="")
        return each._replace(origin=-1, when=when)

    return record._replace(
        file="",
        certificate=record.certificate._replace(scenario="", acts=""),
        steps=tuple(map(step, record.steps)),
        expected=(),
        since="",
        until="",
        outcomes=tuple(
            each._replace(facts=each.facts.merged({k: 0 for k in COUNTED & each.facts.keys()}))
            for each in record.outcomes
        ),
    )


#: The numbers of acts are those of the entries of a file.
COUNTED = {"taken", "opened_by", "decided_by", "asked_by"}


def shape(scenario: Scenario) -> object:
    return [
        (act.name, act.by, act.case, act.time.low, act.time.high, act.takes, act.said)
        for act in scenario.acts
    ], [(case.id, case.procedure, case.title, _facts(case.facts)) for case in scenario.cases]


def _facts(facts: object) -> object:
    return {k: v for k, v in facts.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_scenario_is_the_same_when_written_and_read_again(name: str) -> None:
    path = shipped.find(name)
    assert path is not None
    scenario = load(path)._replace(expect=())
    again = loads(written(scenario), str(Path("again.yaml")))
    assert shape(again) == shape(scenario)
    for part in ("title", "about", "sources", "tags", "readings", "members", "mode"):
        assert getattr(again, part) == getattr(scenario, part), part
    assert bare(run(again)) == bare(run(scenario))
