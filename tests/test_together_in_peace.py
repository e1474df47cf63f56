"""Claims about peace-time matters in one course: membership, dues, offices, bodies, documents."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    SIX,
    act,
    bound,
    clock,
    decision,
    instrument,
    meeting,
    play,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.explain import summary
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

OFFICE = "secretary general"


def matter(id: str, procedure: str, **facts: Any) -> ScenarioCase:
    return ScenarioCase(id, procedure, id, Facts(facts))


def without(*out: str) -> tuple[str, ...]:
    return tuple(each for each in SIX if each not in out)


def signed(id: str, day: str, members: tuple[str, ...] = SIX) -> list[ScenarioAct]:
    return [act(day, "circulate", id, "SG"), *(act(day, "sign", id, each) for each in members)]


def standing_of(member: str) -> list[ScenarioCase]:
    """A membership with the decisions that suspend the state, restore and exclude it."""
    return [
        matter("k", "membership", member=member, suspension="ks", restoration="kr", exclusion="kx"),
        decision("ks", meetings=(), subject="suspension", concerning=member),
        decision("kr", meetings=(), subject="suspension", concerning=member),
        decision("kx", meetings=(), subject="exclusion", concerning=member),
    ]


def suspends(member: str, day: str) -> list[ScenarioAct]:
    return [act(day, "raise non-fulfilment", "k", "SG"), *signed("ks", day, without(member))]


def excludes(member: str, day: str) -> list[ScenarioAct]:
    return [act(day, "raise non-fulfilment", "k", "SG"), *signed("kx", day, without(member))]


def leaves_by_notice(member: str, day: str) -> list[ScenarioAct]:
    """The acts by which a state leaves six months after a day; its membership is the matter `k`."""
    return [
        act(day, "settle obligations", "k", member),
        act(day, "give notice", "k", member, form="note"),
    ]


def told(record: Record, case: str) -> set[str]:
    """The names of all findings of the steps of a case."""
    found = (step.finding for step in record.steps_of(case))
    return {part.says for one in found if one is not None for _, part in one.tree()}


def refused(record: Record, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """By whom acts of that name were refused, and under which provisions."""
    return [(step.by, step.under) for step in record.refusals if step.act == name]


# --- the office of Secretary General -------------------------------------------------------------

BEGINS = "2023-01-01"


def office(id: str, decision_: str, state_: str = "KAZ", **facts: Any) -> ScenarioCase:
    first = facts.pop("first_day", BEGINS)
    return matter(
        id, "secretary_general", national_of=state_, decision=decision_, first_day=first, **facts
    )


def put_forward(id: str, day: str, by: str = "KAZ") -> list[ScenarioAct]:
    return [act(day, "name candidate", id, by), act(day, "propose candidate", id, "CMFA")]


@given(st.sampled_from(("general", OFFICE)), st.booleans(), st.sampled_from((BEGINS, "2023-02-01")))
def test_an_appointment_that_has_not_begun_falls_with_its_decision(
    subject: str, another: bool, first: str
) -> None:
    cases = [office("one", "d"), decision(meetings=(), subject=OFFICE)]
    cases += [decision("e", meetings=(), subject=subject, replaces="d")]
    course = [*put_forward("one", "2022-10-03"), *signed("d", "2022-11-01")]
    if another:
        cases.insert(1, office("two", "e", first_day=first))
        course += put_forward("two", "2022-11-10")
    record = play(story(cases, [*course, *signed("e", "2022-12-01")], until="2023-03-01"))
    # One that is on the office, and on nobody else, confirms the appointment.
    stands = subject == OFFICE and not another
    assert state(record, "one") == ("in office" if stands else "not appointed")
    if another:
        assert state(record, "two") == ("in office" if subject == OFFICE else "proposed")


@pytest.mark.parametrize("held", [False, True])
def test_a_term_that_has_begun_outlasts_the_replacement_of_its_decision(held: bool) -> None:
    cases = [
        office("one", "d"),
        decision(meetings=(), subject=OFFICE),
        decision("e", meetings=(), replaces="d"),
    ]
    course = [*put_forward("one", "2022-10-03"), *signed("d", "2022-11-01")]
    course += signed("e", "2023-02-01" if held else "2022-12-31")
    record = play(story(cases, course, until="2023-03-01"))
    assert state(record, "one") == ("in office" if held else "not appointed")


@given(st.sampled_from("AB"))
def test_whether_a_suspended_member_keeps_its_turn_is_a_reading(option: str) -> None:
    # Uzbekistan, suspended since 2012, would come after Tajikistan; here Kazakhstan is suspended.
    cases = [
        office("its", "d"),
        office("next", "e", "KGZ"),
        decision(meetings=(), subject=OFFICE),
        decision("e", meetings=(), subject=OFFICE),
        *standing_of("KAZ"),
    ]
    course = [*suspends("KAZ", "2022-09-10"), *put_forward("its", "2022-10-03", "RUS")]
    course += [*put_forward("next", "2022-10-04", "KGZ")]
    course += [*signed("d", "2022-11-01", without("KAZ"))]
    course += [*signed("e", "2022-11-02", without("KAZ"))]
    record = play(story(cases, course, until="2023-03-01"), {"amb.suspended-turn": option})
    whose = {"A": "next", "B": "its"}[option]
    assert [id for id in ("its", "next") if state(record, id) == "in office"] == [whose]
    assert "sg.not_national" not in told(record, "its")  # a suspended member is a member


# --- the chair -----------------------------------------------------------------------------------

TAKEN = "2015-06-09"


def chair_of_armenia(*more: ScenarioAct, cases: tuple[ScenarioCase, ...] = ()) -> Record:
    """Armenia takes the chair after Tajikistan, which hosts; then the acts are done."""
    all_cases = [
        meeting(host="TJK"),
        matter("chair", "chairmanship", member="ARM"),
        *standing_of("ARM"),
        *cases,
    ]
    course = [
        act(clock(TAKEN, 9), "open", "m", presiding="TJK", present=SIX),
        *(act(clock(TAKEN, 9), "attend", "m", each) for each in SIX),
        act(clock(TAKEN, 12), "take the chair", "chair", "ARM"),
        act(clock(TAKEN, 15), "close", "m"),
        *more,
    ]
    return play(story(all_cases, course, until="2016-03-01"))


@pytest.mark.parametrize(
    ("how", "finding"),
    [("", ""), ("suspended", "chairmanship.suspended"), ("excluded", "chairmanship.not_member")],
)
def test_a_chair_whose_state_is_put_out_cannot_act_again(how: str, finding: str) -> None:
    out = [*suspends("ARM", "2015-09-01")] if how else []
    out += excludes("ARM", "2015-09-02") if how == "excluded" else []
    report = act("2015-09-05", "report that the Chair cannot act", "chair", "RUS")
    record = chair_of_armenia(*out, report, act("2015-09-06", "act again", "chair", "ARM"))
    assert state(record, "chair") == ("unable to act" if how else "in office")
    assert len(refused(record, "act again")) == bool(how)
    assert finding in {*told(record, "chair"), ""}


@given(st.sampled_from(("", "CHAIR", "ARM")), st.booleans())
def test_a_suspended_state_calls_nobody_together_in_the_chair(by: str, suspended: bool) -> None:
    asked = act("2015-10-01", "propose", "c", "KGZ", to="CHAIR", form="letter")
    record = chair_of_armenia(
        *(suspends("ARM", "2015-09-01") if suspended else []),
        asked,
        act("2015-10-02", "call", "c", by),
        cases=(matter("c", "convening", threatened=("KGZ",)),),
    )
    no = refused(record, "call")
    assert len(no) == suspended
    assert all("charter.20.suspension" in under for _, under in no)


@given(st.booleans(), st.booleans())
def test_a_chair_decided_on_is_not_taken_when_the_council_decides_for_another_instead(
    replaced: bool, for_another: bool
) -> None:
    cases = [
        meeting(host="TJK"),
        matter("its", "chairmanship", member="KAZ", decision="d"),
        decision(meetings=()),
        decision("e", meetings=(), **({"replaces": "d"} if replaced else {})),
    ]
    if for_another:
        cases.append(matter("other", "chairmanship", member="RUS", decision="e"))
    course = [
        *signed("d", "2015-03-01"),
        *(signed("e", "2015-04-01") if replaced else []),
        act(clock(TAKEN, 9), "open", "m", presiding="TJK", present=SIX),
        *(act(clock(TAKEN, 9), "attend", "m", each) for each in SIX),
        act(clock(TAKEN, 12), "take the chair", "its", "KAZ"),
    ]
    if for_another:
        course.append(act(clock(TAKEN, 13), "take the chair", "other", "RUS"))
    record = play(story(cases, course, until="2016-03-01"))
    lost = replaced and for_another
    assert state(record, "its") == ("expected" if lost else "in office")
    again = summary(record, "its").count("has decided for another")
    assert again == lost  # told once
    if for_another:
        assert state(record, "other") == ("in office" if lost else "expected")


# --- membership, dues, decisions -----------------------------------------------------------------


@given(st.sampled_from(("general", "admission")), st.booleans())
def test_who_was_admitted_by_a_decision_that_was_replaced_deposits_nothing(
    subject: str, same: bool
) -> None:
    concerning = {"concerning": "SRB"} if same else {}
    cases = [
        matter("s", "membership", member="SRB", admission="d"),
        decision(meetings=(), subject="admission", concerning="SRB"),
        decision("e", meetings=(), subject=subject, replaces="d", **concerning),
    ]
    course = [
        act("2014-01-10", "apply", "s", "SRB"),
        *signed("d", "2014-02-01"),
        act("2014-03-01", "ratify", "s", "SRB"),
        *signed("e", "2014-03-10"),
        act("2014-04-01", "deposit", "s", "SRB"),
    ]
    record = play(story(cases, course, until="2014-12-31"))
    stands = subject == "admission"
    assert state(record, "s") == ("member" if stands else "admitted")
    assert len(refused(record, "deposit")) == (not stands)
    assert ("membership.admitted_no_more" in told(record, "s")) is not stands


@pytest.mark.parametrize("replaced", [False, True])
def test_an_instrument_makes_no_member_of_whom_the_council_admits_no_longer(
    replaced: bool,
) -> None:
    cases = [
        matter("s", "membership", member="SRB", admission="d", party_to="i"),
        instrument(in_force_when="signature", open_to=("SRB", "RUS")),
        decision(meetings=(), subject="admission", concerning="SRB"),
        decision("e", meetings=(), replaces="d"),
    ]
    course = [
        act("2014-01-10", "apply", "s", "SRB"),
        *signed("d", "2014-02-01"),
        *(signed("e", "2014-03-10") if replaced else []),
        *(act("2014-04-01", "sign", "i", each) for each in ("RUS", "SRB")),
    ]
    record = play(story(cases, course, until="2014-12-31"))
    assert state(record, "s") == ("admitted" if replaced else "member")


@given(st.booleans(), st.sampled_from("AB"))
def test_whether_its_own_suspension_binds_a_state_does_not_turn_on_its_dues(
    in_debt: bool, option: str
) -> None:
    cases = [
        matter("a", "arrears", member="KAZ", decision="av"),
        decision("av", meetings=(), subject="arrears", concerning="KAZ"),
        *standing_of("KAZ"),
        decision(meetings=()),
    ]
    course = [act("2013-01-10", "charge dues", "a", "SECRETARIAT")] if in_debt else []
    course += signed("av", "2015-02-01", without("KAZ")) if in_debt else []
    voting = without("KAZ") if in_debt else SIX
    course += [*signed("d", "2015-02-10", voting), *suspends("KAZ", "2015-03-01")]
    record = play(story(cases, course, until="2015-12-31"), {"amb.voteless-bound": option})
    assert state(record, "k") == "suspended"
    assert set(bound(record, "ks")) == set(without("KAZ"))
    # What does not concern it binds a member without its vote as the reading says.
    assert ("KAZ" in bound(record)) is (not in_debt or option == "A")


@given(st.sampled_from("AB"), st.booleans())
def test_where_one_of_two_that_were_missing_has_left_the_other_can_mend_it_or_nobody(
    option: str, left: bool
) -> None:
    course = [
        *(leaves_by_notice("KGZ", "2015-01-10") if left else []),
        act(clock("2015-03-12", 10), "open", "m"),
        *(act(clock("2015-03-12", 10), "attend", "m", each) for each in without("KGZ", "TJK")),
        *(act(clock("2015-03-12", 11), "consent", "d", each) for each in without("KGZ", "TJK")),
        act(clock("2015-03-12", 12), "decide", "d"),
        act(clock("2015-03-12", 13), "close", "m"),
    ]
    cases = [meeting(), decision(), matter("k", "membership", member="KGZ")]
    told = story(cases, course, until="2015-12-31")
    text = summary(play(told, {"amb.cure-roster": option}), "d")
    if not left:
        assert "A later signature by Kyrgyzstan and Tajikistan can mend this." in text
    elif option == "B":
        assert "A later signature by Tajikistan can mend this." in text
    else:
        assert "No signature can mend this any longer: Kyrgyzstan" in text


@given(st.sampled_from("AB"), st.booleans())
def test_no_signature_is_awaited_of_a_state_that_has_left(option: str, left: bool) -> None:
    cases = [meeting(), decision(), matter("k", "membership", member="KGZ")]
    here = without("KGZ")
    course = [
        *(leaves_by_notice("KGZ", "2015-01-10") if left else []),
        act(clock("2015-03-12", 10), "open", "m"),
        *(act(clock("2015-03-12", 10), "attend", "m", each) for each in here),
        *(act(clock("2015-03-12", 11), "consent", "d", each) for each in here),
        act(clock("2015-03-12", 12), "decide", "d"),
        act(clock("2015-03-12", 13), "close", "m"),
    ]
    readings = {"amb.cure-roster": option}
    record = play(story(cases, course, until="2015-12-31"), readings)
    text = summary(record, "d")
    waits = option == "A" or not left
    assert state(record) == ("awaiting cure" if waits else "adopted")
    assert ("A later signature by Kyrgyzstan can mend this." in text) is not left
    assert ("No signature can mend this any longer" in text) is (left and waits)


# --- bodies and the Parliamentary Assembly -------------------------------------------------------


@pytest.mark.parametrize("how", ["", "suspended", "excluded"])
@pytest.mark.parametrize(("body", "head"), [("DRUGS_COUNCIL", "KAZ"), ("ICMEC", "RUS")])
@pytest.mark.parametrize("by", ["", "head", "body"])
def test_the_head_of_a_body_does_nothing_while_its_state_is_put_out(
    how: str, body: str, head: str, by: str
) -> None:
    cases = [
        matter("b", "subsidiary_body", body=body, head_decision="d", headed_by=head),
        decision(meetings=()),
        *standing_of(head),
    ]
    course = [act("2016-01-05", "find in being", "b", "SECRETARIAT"), *signed("d", "2016-02-01")]
    course += suspends(head, "2016-03-01") if how else []
    course += excludes(head, "2016-03-02") if how == "excluded" else []
    doer = {"": "", "head": head, "body": body}[by]
    course += [act("2016-04-01", "approve members", "b", doer, group="one")]
    record = play(story(cases, course, until="2016-12-31"))
    no = refused(record, "approve members")
    assert len(no) == bool(how)
    if how == "suspended":
        assert "charter.20.suspension" in no[0][1]
    wanted = {"suspended": "subsidiary.head_suspended", "excluded": "subsidiary.head_left"}
    assert how == "" or wanted[how] in told(record, "b")


def assembly(*acts: ScenarioAct, option: str = "A") -> Record:
    """An Assembly at work and an act of it, adopted; Kazakhstan suspended from 1 August 2014."""
    cases = [
        matter("pa", "parliamentary_assembly", decision="d"),
        matter("p", "parliamentary_act", kind="model act"),
        matter("q", "parliamentary_act", kind="recommendation"),
        decision(meetings=()),
        *standing_of("KAZ"),
    ]
    course = [
        *signed("d", "2014-02-01"),
        act("2014-03-01", "found the assembly", "pa", "CIS_IPA", parliaments=SIX),
        act("2014-03-30", "adopt regulation", "pa"),
        act("2014-05-03", "refer to commission", "p", "BLR"),
        act("2014-06-01", "submit to the assembly's council", "p"),
        act("2014-06-02", "put before the plenary", "p"),
        act("2014-07-01", "adopt in plenary", "p"),
        *suspends("KAZ", "2014-08-01"),
        *acts,
    ]
    return play(story(cases, course, until="2015-12-31"), {"amb.pa-status": option})


@given(st.sampled_from("AB"))
def test_whether_a_suspension_reaches_the_assembly_turns_on_what_the_assembly_is(
    option: str,
) -> None:
    record = assembly(
        act("2014-09-01", "elect chair", "pa", "PA", of="KAZ"),
        act("2014-09-02", "refer to commission", "q", "KAZ"),
        option=option,
    )
    no = [*refused(record, "elect chair"), *refused(record, "refer to commission")]
    assert len(no) == {"A": 0, "B": 2}[option]
    assert all("charter.20.suspension" in under for _, under in no)
    assert "assembly.chair_no_member" not in told(record, "pa")


@given(st.sampled_from("AB"))
def test_a_suspended_member_is_no_outsider_to_the_assembly(option: str) -> None:
    record = assembly(
        act("2014-09-01", "apply", "pa", "KAZ"),
        act("2014-09-02", "admit observer", "pa", "PA", who="KAZ"),
        act("2014-09-03", "invite guest", "pa", "PA", who="KAZ"),
        option=option,
    )
    assert [step.act for step in record.refusals] == ["apply", "admit observer", "invite guest"]


@given(st.sampled_from("AB"), st.booleans())
def test_an_act_reaches_the_parliament_of_a_suspended_member_and_not_of_one_that_is_out(
    option: str, out: bool
) -> None:
    record = assembly(
        *(excludes("KAZ", "2014-08-10") if out else []),
        act("2014-09-01", "send on", "p", "PA", to=("CSC", "KAZ")),
        act("2014-09-02", "take up", "p", "KAZ"),
        option=option,
    )
    assert [step.act for step in record.refusals] == (["send on", "take up"] if out else [])


@pytest.mark.parametrize("adopted", ["", "mandated", "founded", "at work"])
def test_an_assembly_that_is_not_founded_yet_adopts_nothing(adopted: str) -> None:
    cases = [
        matter("pa", "parliamentary_assembly", decision="d"),
        matter("p", "parliamentary_act", kind="model act"),
        matter("q", "programme", end_year=2016),
        decision(meetings=()),
    ]
    before = {
        "": [],
        "mandated": signed("d", "2014-02-01"),
        "founded": [act("2014-03-01", "found the assembly", "pa", "CIS_IPA", parliaments=SIX)],
        "at work": [act("2014-03-30", "adopt regulation", "pa")],
    }
    course: list[ScenarioAct] = []
    for stage, acts in before.items():
        course += acts
        if stage == adopted:
            break
    course += [
        act("2014-05-03", "refer to commission", "p", "BLR"),
        act("2014-06-01", "adopt programme", "q", "PA"),
    ]
    record = play(story(cases, course, until="2015-12-31"))
    there = adopted == "at work"
    assert state(record, "p") == ("in commission" if there else "put forward")
    assert state(record, "q") == ("in force" if there else "put forward")
    assert all(under == ("pa.regulation",) for _, under in refused(record, "refer to commission"))


# --- documents -----------------------------------------------------------------------------------


@given(st.booleans(), st.booleans(), st.booleans())
def test_a_document_gives_way_to_one_whose_decision_took_the_place_of_its_own(
    names_it: bool, by_decision: bool, same: bool
) -> None:
    naming = {"replaces": "p"} if names_it else {}
    cases = [
        matter("p", "programme", decision="d", end_year=2025),
        matter("q", "programme", decision="d" if same else "e", end_year=2030, **naming),
        decision(meetings=()),
        decision("e", meetings=(), **({"replaces": "d"} if by_decision else {})),
    ]
    course = [*signed("d", "2016-02-01"), *signed("e", "2017-02-01")]
    record = play(story(cases, course, until="2018-12-31"))
    follows = names_it or (by_decision and not same)
    assert state(record, "p") == ("followed" if follows else "in force")
    assert state(record, "q") == "in force"
