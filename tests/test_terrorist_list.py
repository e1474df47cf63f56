"""The single list of terrorist organisations: an entry needs examination and consensus."""

from __future__ import annotations

import pytest
from building import SIX, act, at, days, decision, meeting, play, session, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

ENTRY = ScenarioCase("e", "terrorist_list", "e", Facts(decision="d", removal="r"))
ORGAN = {"A": "CSSC", "B": "CSC"}
PROPOSED = [act(at("2021-01-11"), "propose entry", "e", "KAZ")]
EXAMINED = [*PROPOSED, act(at("2021-02-15"), "examine", "e", "WG_TERRORISM")]


def signed(case: str, day: str, members: tuple[str, ...] = SIX) -> list[ScenarioAct]:
    signatures = [act(at(day), "sign", case, member) for member in members]
    return [act(at(day), "circulate", case, "SG"), *signatures]


def played(acts: list[ScenarioAct], body: str = "CSSC", option: str = "A") -> Record:
    cases = [decision("d", body, ()), decision("r", body, ()), ENTRY]
    return play(story(cases, acts), {"amb.terror-list-body": option})


@given(st.sampled_from("AB"), st.sampled_from(("CSC", "CSSC", "CMFA", "CMD")), subsets(SIX))
def test_an_entry_takes_the_consent_of_all_in_the_organ_of_the_reading(
    option: str, body: str, signing: tuple[str, ...]
) -> None:
    record = played([*EXAMINED, *signed("d", "2021-03-01", signing)], body, option)
    entered = body == ORGAN[option] and set(signing) == set(SIX)
    assert state(record, "e") == ("listed" if entered else "examined")


@given(subsets(SIX), st.sampled_from("AB"))
def test_one_objection_in_that_organ_blocks_an_entry(
    objecting: tuple[str, ...], option: str
) -> None:
    said = {member: "object" if member in objecting else "consent" for member in SIX}
    cases = [meeting(body="CSSC"), decision("d", "CSSC"), decision("r", "CSSC", ()), ENTRY]
    acts = [*EXAMINED, *session("2021-05-20", SIX, said)]
    record = play(story(cases, acts), {"amb.terror-list-body": option})
    if option == "B":  # what the secretaries decide is then no decision on the list
        assert state(record, "e") == "examined"
    else:
        assert state(record, "e") == ("not approved" if objecting else "listed")


def test_what_was_not_examined_is_not_entered_and_is_once_it_has_been() -> None:
    approved = signed("d", "2021-02-01")
    assert state(played([*PROPOSED, *approved]), "e") == "proposed"
    assert state(played([*PROPOSED, *approved, EXAMINED[-1]]), "e") == "listed"


@given(days("2016-10-01", "2016-10-31"))
def test_an_entry_can_be_proposed_from_the_day_of_the_rules(day: str) -> None:
    record = played([act(at(day), "propose entry", "e", "KAZ")])
    assert (state(record, "e") == "proposed") is (day >= "2016-10-14")
    assert bool(record.refusals) is (day < "2016-10-14")


REMOVAL = [
    *EXAMINED,
    *signed("d", "2021-03-01"),
    act(at("2023-01-10"), "propose removal", "e", "BLR"),
    act(at("2023-02-10"), "examine", "e", "WG_TERRORISM"),
]


@given(subsets(SIX))
def test_a_removal_goes_the_same_way(signing: tuple[str, ...]) -> None:
    record = played([*REMOVAL, *signed("r", "2023-03-01", signing)])
    assert state(record, "e") == ("removed" if set(signing) == set(SIX) else "removal examined")


def test_a_removal_cannot_be_proposed_before_there_is_an_entry() -> None:
    record = played([*EXAMINED, act(at("2021-02-20"), "propose removal", "e", "BLR")])
    assert (state(record, "e"), len(record.refusals)) == ("examined", 1)


@pytest.mark.parametrize(
    ("acts", "ends"), [(PROPOSED, "withdrawn"), (EXAMINED, "withdrawn"), (REMOVAL, "listed")]
)
def test_only_whoever_proposed_withdraws_and_an_entry_outlives_a_withdrawn_removal(
    acts: list[ScenarioAct], ends: str
) -> None:
    own = "BLR" if acts is REMOVAL else "KAZ"
    others = [act(at("2023-04-01"), "withdraw", "e", m) for m in SIX if m != own]
    assert len(played([*acts, *others]).refusals) == 5
    assert state(played([*acts, act(at("2023-04-01"), "withdraw", "e", own)]), "e") == ends


def test_only_the_working_group_examines() -> None:
    record = played([*PROPOSED, act(at("2021-02-15"), "examine", "e", "CMFA")])
    assert (state(record, "e"), len(record.refusals)) == ("proposed", 1)


@pytest.mark.parametrize(("day", "told"), [("2018-12-31", False), ("2019-01-01", True)])
def test_the_list_is_known_to_be_still_forming_since_2019(day: str, told: bool) -> None:
    record = played([act(at(day), "report on the list", "e", "SG")])
    assert state(record, "e") == "not proposed"
    assert bool(record.refusals) is not told


@given(subsets(SIX))
def test_no_majority_enters_an_organisation(objecting: tuple[str, ...]) -> None:
    said = {member: "object" if member in objecting else "consent" for member in SIX}
    cases = [meeting(body="CSSC"), decision("d", "CSSC", kind="procedural"), ENTRY]
    record = play(story(cases, [*EXAMINED, *session("2021-05-20", SIX, said)]))
    assert (state(record, "d") == "adopted") is (len(objecting) < 3)
    assert state(record, "e") == "not approved"


@pytest.mark.parametrize("kind", ["procedural", "statement", "substantive"])
def test_only_what_is_put_as_a_question_of_substance_enters_an_organisation(kind: str) -> None:
    cases = [meeting(body="CSSC"), decision("d", "CSSC", kind=kind), ENTRY]
    record = play(story(cases, [*EXAMINED, *session("2021-05-20", SIX)]))
    assert state(record, "d") == "adopted"
    assert state(record, "e") == ("listed" if kind == "substantive" else "not approved")


def test_the_decision_that_enters_an_organisation_does_not_remove_it() -> None:
    both = ScenarioCase("e", "terrorist_list", "e", Facts(decision="d", removal="d"))
    acts = [act_ for act_ in REMOVAL if act_.case != "r"]
    record = play(story([decision("d", "CSSC", ()), both], acts))
    assert state(record, "e") == "removal not approved"


@pytest.mark.parametrize(
    ("day", "ends"), [("2021-01-10", "not approved"), ("2021-01-12", "listed")]
)
def test_what_was_adopted_before_the_proposal_is_not_on_it(day: str, ends: str) -> None:
    approved = signed("d", day)
    proposed, examined = EXAMINED
    first = day < "2021-01-11"
    acts = [*approved, proposed, examined] if first else [proposed, *approved, examined]
    assert state(played(acts), "e") == ends


WITHDRAWN = [*EXAMINED, act(at("2021-02-20"), "withdraw", "e", "KAZ")]


@given(subsets(SIX))
def test_the_organ_decides_also_on_what_was_examined_and_withdrawn(
    signing: tuple[str, ...],
) -> None:
    record = played([*WITHDRAWN, *signed("d", "2021-03-01", signing)])
    assert state(record, "e") == ("listed" if set(signing) == set(SIX) else "withdrawn")
    withdrawn = [*REMOVAL, act(at("2023-02-11"), "withdraw", "e", "BLR")]
    record = played([*withdrawn, *signed("r", "2023-03-01", signing)])
    assert state(record, "e") == ("removed" if set(signing) == set(SIX) else "listed")


def test_what_was_withdrawn_before_it_was_examined_is_not_entered() -> None:
    acts = [*PROPOSED, act(at("2021-02-01"), "withdraw", "e", "KAZ"), *signed("d", "2021-03-01")]
    assert state(played(acts), "e") == "withdrawn"


@pytest.mark.parametrize("acts", [PROPOSED, EXAMINED, WITHDRAWN, REMOVAL])
def test_the_state_of_one_entry_keeps_nobody_from_reporting_on_the_list(
    acts: list[ScenarioAct],
) -> None:
    report = act(at("2023-12-01"), "report on the list", "e", "SG")
    assert not played([*acts, report]).refusals


@pytest.mark.parametrize("option", "AB")
def test_an_entry_on_which_no_decision_is_named_stays_examined(option: str) -> None:
    entry = ScenarioCase("e", "terrorist_list", "e", Facts())
    record = play(story([entry], EXAMINED), {"amb.terror-list-body": option})
    assert (state(record, "e"), record.refusals) == ("examined", ())
