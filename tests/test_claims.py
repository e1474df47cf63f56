"""The claims of the procedures can be false: each is, of a case that breaks it by one fact.

That they are true of whatever a scenario can reach is for test_procedures; that this is no empty
truth, since shipped scenarios give the premise of each, is held here.
"""

from __future__ import annotations

from typing import Any

import pytest
from building import SIX, story, world_of
from test_procedures import scenarios, worlds

from csto_sim.procedure import BESIDE
from csto_sim.procedures import procedures
from csto_sim.world import Case, Facts, Period, World


def claimed(procedure: str, says: str, world: World, case: Case) -> bool:
    """Whether the claim of a procedure in these words is true of a case."""
    (claim,) = [each for each in procedures()[procedure].claims if each.says == says]
    return bool(claim.of(world, case))


def world(*cases: Case, readings: dict[str, str] | None = None, **more: Any) -> World:
    """A world of these cases as they are, however they came to be so."""
    empty = world_of(story([], []), readings)
    return empty._replace(cases=Facts({case.id: case for case in cases}), **more)


def case(id: str, procedure: str, state: str, began: str = "2018-01-10", **facts: Any) -> Case:
    return Case(id, procedure, state, began, Facts(facts))


ABSENCE = "absence blocks, unless by limited format or cure"


@pytest.mark.parametrize(
    ("body", "day", "holds"),
    [
        ("CSC", "2004-06-17", True),
        ("CSC", "2004-06-18", False),
        ("CSSC", "2016-05-10", False),
        ("PC", "2016-05-10", True),
    ],
)
def test_that_absence_blocks_is_claimed_of_the_four_bodies_since_rule_14(
    body: str, day: str, holds: bool
) -> None:
    sitting = case("m", "meeting", "closed", body=body, attendance=Facts(dict.fromkeys(SIX[:5])))
    taken: dict[str, Any] = {
        "manner": "consensus",
        "effective": day,
        "put_at": "m",
        "electorate": SIX,
    }
    draft = case("d", "decision", "adopted", body=body, **taken)
    assert claimed("decision", ABSENCE, world(sitting, draft), draft) is holds
    cured = case("d", "decision", "adopted", body=body, cured_by=SIX[5:], **taken)
    assert claimed("decision", ABSENCE, world(sitting, cured), cured)


@pytest.mark.parametrize(
    ("state", "organ", "became", "holds"),
    [
        ("sent", "CSC", "adopted", True),
        ("answered", "CSC", "superseded", True),
        ("sent", "CSC", "not adopted", False),
        ("answered", "PC", "adopted", False),
        ("planned", "PC", "drafted", True),
    ],
)
def test_that_no_appeal_is_sent_is_claimed_of_what_no_organ_has_adopted(
    state: str, organ: str, became: str, holds: bool
) -> None:
    appeal = case("a", "cooperation", state, form="appeal", decision="d")
    draft = case("d", "decision", became, body=organ)
    says = "no appeal is sent that no organ has adopted"
    assert claimed("cooperation", says, world(appeal, draft), appeal) is holds


@pytest.mark.parametrize(
    ("pending", "began", "granted", "holds"),
    [
        ("A", "2018-11-07", "2018-11-07", True),
        ("A", "2018-11-07", "2018-11-08", False),
        ("B", "2018-11-07", "2018-11-08", True),
        ("B", "2018-11-08", "2018-11-08", False),
    ],
)
def test_that_a_status_needs_a_protocol_is_claimed_since_the_regulations_of_2018(
    pending: str, began: str, granted: str, holds: bool
) -> None:
    held = case("s", "status", "active", began, granted=granted, since=granted)
    there = world(held, readings={"amb.pending-law": pending})
    says = "since 2018 no status is held without a Protocol"
    assert claimed("status", says, there, held) is holds


@pytest.mark.parametrize("owner", ["p", "q"])
def test_a_document_in_force_is_claimed_to_have_a_term_of_its_own(owner: str) -> None:
    cases = [case(id, "programme", "in force") for id in "pq"]
    term = Period(owner, "programme", "", "", "", None, None, "")
    there = world(*cases, periods=(term,))
    says = "a document is in force only while its term runs"
    found = [claimed("programme", says, there, each) for each in cases]
    assert found == [owner == "p", owner == "q"]


@pytest.mark.parametrize("name", sorted(procedures()))
def test_each_claim_of_always_is_asked_in_earnest_in_a_shipped_scenario(name: str) -> None:
    beside = {claim.says: claim for claim in procedures()[name].claims if claim.kind == "always"}
    for scenario in scenarios(name):
        for there in worlds(scenario):
            for each in there.cases.values():
                if each.procedure == name:
                    for says, claim in tuple(beside.items()):
                        if claim.of(there, each) is not BESIDE:
                            del beside[says]
    assert sorted(beside) == []
