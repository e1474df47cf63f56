"""Claims on cooperation: whose signature and whose decision a document, status or appeal needs."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    decision,
    fact,
    instrument,
    meeting,
    play,
    session,
    state,
    story,
    weighed,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

DECIDED, SIGNED = "2016-03-15", "2016-05-10"
SECRETARIAT, ORGANIZATION = "the Secretariat", "the Organization"
#: Positions on the decision: none taken, all consent, one objects.
NONE, ADOPTED, OPPOSED = "none", "adopted", "opposed"


def case(form: str = "memorandum", others: tuple[str, ...] = ("SCO",), **facts: Any) -> Any:
    named = {"with": others, "form": form, "decision": "d", "document": "i", **facts}
    return ScenarioCase("c", "cooperation", "c", Facts(named))


def text(*sides: str, others: tuple[str, ...] = ("SCO",)) -> ScenarioCase:
    open_to = ("SG", "SECRETARIAT", *others, *SIX)
    return instrument(open_to=open_to, signatories=sides, in_force_when="signature")


def sitting(outcome: str) -> list[ScenarioAct]:
    if outcome == NONE:
        return []
    said = dict.fromkeys(SIX, "consent") | ({"KGZ": "object"} if outcome == OPPOSED else {})
    return session(DECIDED, SIX, said)


def signing(*sides: str, day: str = SIGNED) -> list[ScenarioAct]:
    return [act(at(day), "sign", "i", side) for side in sides]


def dealt(
    acts: list[ScenarioAct],
    *cases: ScenarioCase,
    body: str = "CMFA",
    readings: dict[str, str] | None = None,
) -> Record:
    return play(story([meeting(body=body), decision(body=body), *cases], acts), readings or {})


# --- documents -----------------------------------------------------------------------------------


@given(
    st.sampled_from(("declaration", "memorandum", "protocol")),
    st.sampled_from((SECRETARIAT, ORGANIZATION)),
    st.sampled_from("ABC"),
    st.sampled_from((NONE, ADOPTED, OPPOSED)),
    st.sampled_from(("SG", "SECRETARIAT")),
    st.booleans(),
)
def test_a_document_has_effect_with_both_signatures_and_the_approval_that_it_needs(
    form: str, name: str, option: str, outcome: str, ours: str, signed_first: bool
) -> None:
    first = signing(ours, "SCO", day="2016-02-01") if signed_first else []
    after = [] if signed_first else signing(ours, "SCO")
    acts = [*first, *sitting(outcome), *after]
    record = dealt(
        acts,
        case(form, in_name_of=name),
        text(ours, "SCO"),
        readings={"amb.cooperation-approval": option},
    )
    free = option == "C" or (option == "A" and name == SECRETARIAT)
    # A decision that is not adopted takes nothing away from who needs none.
    has_effect = outcome == ADOPTED or free
    assert state(record, "c") == ("in effect" if has_effect else "signed without approval")
    since = "2016-02-01" if free and signed_first else DECIDED if signed_first else SIGNED
    assert fact(record, "effective", "c") == (since if has_effect else None)


@given(st.sets(st.sampled_from(("SECRETARIAT", "SCO_RATS", "CIS_ATC"))))
def test_a_document_of_three_waits_for_the_last_of_three(signed: set[str]) -> None:
    others = ("SCO_RATS", "CIS_ATC")
    cases = (
        case(others=others, in_name_of=SECRETARIAT),
        text(*sorted(signed) or others, others=others),
    )
    record = dealt(signing(*sorted(signed)), *cases)
    assert (state(record, "c") == "in effect") == (len(signed) == 3)


@pytest.mark.parametrize("member", SIX)
def test_the_signature_of_a_member_is_not_that_of_the_organization(member: str) -> None:
    cases = case(in_name_of=SECRETARIAT), text(member, "SCO")
    record = dealt(signing(member, "SCO"), *cases)
    assert state(record, "i") == "in force"
    assert state(record, "c") == "drafted"


@pytest.mark.parametrize("body", ["CMD", "CSSC", "CSC", "CMFA"])
def test_the_council_and_the_foreign_ministers_approve_and_no_other_organ(body: str) -> None:
    record = dealt(sitting(ADOPTED), case(in_name_of=ORGANIZATION), text("SG", "SCO"), body=body)
    approves = body in ("CSC", "CMFA")
    assert state(record, "c") == ("approved" if approves else "drafted")


def test_main_directions_have_effect_by_the_decision_alone() -> None:
    record = dealt(sitting(ADOPTED), case("main directions", document=""))
    assert (state(record, "c"), fact(record, "effective", "c")) == ("in effect", DECIDED)


# --- a status with another -----------------------------------------------------------------------


@given(st.sampled_from(("UNGA", "OIC", "AU", "SCO")), st.sampled_from(("UNGA", "OIC", "AU", "RUS")))
def test_a_status_is_granted_by_whose_status_it_is_and_after_an_application(
    other: str, by: str
) -> None:
    status = case("observer status", (other,), decision="", document="")
    grant = act(at("2016-06-01"), "grant", "c", by)
    apply = act(at("2016-05-01"), "apply", "c", "SG")
    assert state(dealt([grant], status), "c") == "drafted"
    record = dealt([apply, grant], status)
    assert state(record, "c") == ("granted" if by == other else "applied")
    cited = {id for step in record.steps_of("c") for id in step.under}
    assert ("un.observer" in cited) == (by == other == "UNGA")


@given(st.sampled_from(("memorandum", "appeal", "main directions")))
def test_for_what_is_no_status_nobody_applies(form: str) -> None:
    record = dealt([act(at(SIGNED), "apply", "c", "SG")], case(form))
    assert state(record, "c") == "drafted"
    assert len(record.refusals) == 1


# --- an appeal -----------------------------------------------------------------------------------


@given(st.sampled_from(("CSC", "CMFA", "CSSC", "CMD")), st.sampled_from((NONE, ADOPTED, OPPOSED)))
def test_an_appeal_goes_out_once_the_council_or_the_ministers_have_adopted_it(
    body: str, outcome: str
) -> None:
    acts = [*sitting(outcome), act(at(SIGNED), "send", "c", "SG")]
    record = dealt(acts, case("appeal", ("NATO",), document=""), body=body)
    adopted = outcome == ADOPTED and body in ("CSC", "CMFA")
    assert (state(record, "c") == "sent") == adopted
    assert bool(record.refusals) == (not adopted)


def test_no_period_runs_for_an_answer_and_only_the_other_gives_one() -> None:
    sent = [*sitting(ADOPTED), act(at(SIGNED), "send", "c", "SG")]
    appeal = case("appeal", ("EU",), document="")
    record = dealt(sent, appeal)
    assert [line for line in record.deadlines if line.case == "c"] == []
    strange = [*sent, act(at("2016-06-01"), "answer", "c", "AU", answer="accepts")]
    assert state(dealt(strange, appeal), "c") == "sent"
    answered = [*sent, act(at("2016-06-01"), "answer", "c", "EU", answer="declines")]
    assert state(dealt(answered, appeal), "c") == "answered"


def test_each_of_several_can_answer_an_appeal_that_was_sent_to_them() -> None:
    acts = [*sitting(ADOPTED), act(at(SIGNED), "send", "c", "SG")]
    acts += [act(at(f"2016-0{n}-01"), "answer", "c", by) for n, by in ((6, "EU"), (7, "NATO"))]
    record = dealt(acts, case("appeal", ("EU", "NATO"), document=""))
    assert (state(record, "c"), record.refusals) == ("answered", ())


# --- the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["SG", "SECRETARIAT", "SCO"])
def test_no_side_ends_main_directions_that_an_organ_adopted(by: str) -> None:
    acts = [*sitting(ADOPTED), act(at("2017-01-16"), "end", "c", by)]
    record = dealt(acts, case("main directions", document=""))
    assert (state(record, "c"), len(record.refusals)) == ("in effect", 1)


@given(st.integers(1, 4))
def test_a_document_whose_text_has_ended_has_effect_no_longer(years: int) -> None:
    document = text("SECRETARIAT", "SCO")
    document = document._replace(facts=document.facts.plus("term_years", years))
    named = case(in_name_of=SECRETARIAT)
    acts = signing("SECRETARIAT", "SCO")
    ended = dealt([*acts, act(at(f"{2016 + years}-05-12"), "sign", "i", "SG")], named, document)
    assert (state(ended, "i"), state(ended, "c")) == ("ended", "ended")


def test_a_decision_that_takes_effect_with_the_document_approves_it_before_it_is_in_effect() -> (
    None
):
    cases = [
        meeting(body="CMFA"),
        decision(body="CMFA", effect_when=("i",)),
        case("memorandum"),
        text("SG", "SCO"),
    ]
    acts = [*sitting(ADOPTED), *signing("SG", "SCO")]
    record, found = weighed(story(cases, acts), {"amb.cooperation-approval": "B"})
    assert [step.target for step in record.steps_of("c")] == ["approved", "in effect"]
    assert fact(record, "approved", "c") == fact(record, "effective", "c") == SIGNED
    assert "cooperation.decision_first" in found
