"""What is said of a condition agrees with whether it holds, in each scenario and each reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csto_sim import law, shipped
from csto_sim.engine.run import run
from csto_sim.explain.words import language
from csto_sim.record import Record
from csto_sim.scenario.load import load

#: Sentences that state a bare fact, which can speak for an act or against one: that a state is no
#: member (it owes nothing; it may not be charged), that a decision is replaced (the use ends; it
#: may not begin), what a request leaves out (fatal under one reading, harmless under another).
FACTS = {"dues.of_no_member", "forces.decision_replaced", "aid.form_lacks"}


def each_run() -> Iterator[tuple[str, Record]]:
    """Yield each scenario's record by what it was run as, also under each reading it consults."""
    readings = law.readings()
    for name in shipped.names():
        path = shipped.find(name)
        assert path is not None
        scenario = load(path)
        record = run(scenario)
        yield name, record
        for use in record.readings:
            if use.consulted:
                for option in readings[use.id].options:
                    if option != use.option:
                        told = f"{name}, {use.id} = {option}"
                        yield told, run(scenario, readings={use.id: option})


def test_one_sentence_is_not_said_both_of_what_holds_and_of_what_fails() -> None:
    findings: Mapping[str, object] = language()["findings"]
    said: dict[str, dict[bool, str]] = {}
    for told, record in each_run():
        for step in record.steps:
            if step.finding is not None:
                for _, finding in step.finding.tree():
                    said.setdefault(finding.says, {}).setdefault(finding.holds, told)
    one_wording = {says for says, word in findings.items() if isinstance(word, str)}
    mixed = {says: where for says, where in said.items() if len(where) > 1}
    assert {says: mixed[says] for says in set(mixed) & one_wording - FACTS} == {}
    # Most sentences must have been met, or nothing was shown.
    assert len(said) > 700
