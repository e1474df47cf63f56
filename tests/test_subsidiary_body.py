"""Subsidiary bodies: how they come to be, and by which rules they decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from building import (
    SIX,
    act,
    bound,
    clock,
    decision,
    fact,
    findings_in,
    leaves,
    meeting,
    members_on,
    play,
    sat,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law, organisation
from csto_sim.rules.subsidiary import basis_of
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

DAY = "2016-06-01"
OWN = {"amb.subsidiary-voting": "B", "amb.commission-absence": "A"}
GENERAL = {"amb.subsidiary-voting": "A"}
#: Those whose founding text is in force in 2020; that of the exhibitions council is signed, and its
#: entry into force is not established.
OTHERS = sorted(
    body.code
    for body in organisation.bodies()
    if body.code != "ICMEC"
    and any(law.candidates(id, "2020-06-01") for id in basis_of(body.code, "2020-06-01"))
)


@given(subsets(SIX))
def test_the_commission_decides_with_two_thirds_of_the_national_parts_and_not_with_fewer(
    absent: tuple[str, ...],
) -> None:
    present = tuple(member for member in SIX if member not in absent)
    if "RUS" not in present:
        present = (*present, "RUS")  # it heads the Commission and has to be in the room
    record = play(sat(DAY, present, body="ICMEC"), OWN)
    assert state(record) == ("adopted" if len(present) >= 4 else "drafted")
    assert bound(record) == {}


@given(subsets(SIX), st.sampled_from(SIX))
def test_one_objection_in_the_room_stops_the_commission_under_either_reading(
    absent: tuple[str, ...], objector: str
) -> None:
    present = tuple(m for m in SIX if m not in absent or m in ("RUS", objector))
    said = {member: "object" if member == objector else "consent" for member in present}
    for readings in (OWN, GENERAL):
        assert state(play(sat(DAY, present, said, body="ICMEC"), readings)) != "adopted"


@given(subsets(SIX), st.sampled_from(OTHERS))
def test_where_the_rules_reach_a_body_by_analogy_all_members_have_to_be_there(
    absent: tuple[str, ...], body: str
) -> None:
    present = tuple(member for member in SIX if member not in absent)
    record = play(sat("2020-06-01", present, body=body), GENERAL | {"amb.chair-absent": "A"})
    assert (state(record) == "adopted") == (present == SIX)


@pytest.mark.parametrize("body", OTHERS)
def test_by_rules_of_its_own_that_nobody_has_seen_a_body_decides_nothing(body: str) -> None:
    record = play(sat("2020-06-01", SIX, body=body), OWN)
    assert state(record) == "drafted"
    assert record.refusals[-1].act == "decide"


@pytest.mark.parametrize(("day", "opens"), [("2007-10-05", False), ("2007-10-06", True)])
def test_the_emergency_council_meets_from_the_day_of_its_creation(day: str, opens: bool) -> None:
    record = play(sat(day, (*SIX, "UZB"), body="EMERGENCY_COUNCIL"), GENERAL)
    assert (state(record, "m") == "closed") is opens


@pytest.mark.parametrize("who", [member for member in SIX if member != "RUS"])
def test_nobody_but_russia_presides_in_the_commission(who: str) -> None:
    acts = [act(clock(DAY, 10), "open", "m", presiding=who)]
    record = play(story([meeting(body="ICMEC")], acts))
    assert state(record, "m") == "announced"
    assert "sub.icmec.composition" in record.refusals[0].under


def body_of(**facts: str) -> ScenarioCase:
    return ScenarioCase("b", "subsidiary_body", "A body", Facts({"decision": "d", **facts}))


@given(subsets(SIX))
def test_a_body_is_created_if_and_only_if_the_council_decides_so(absent: tuple[str, ...]) -> None:
    present = tuple(member for member in SIX if member not in absent)
    acts = session("2013-06-01", present)
    readings = {"amb.chair-absent": "A"}
    record = play(story([meeting(), decision(), body_of()], acts), readings)
    assert (state(record, "b") == "at work") == (state(record) == "adopted")
    assert (state(record, "b") == "not created") == (state(record) == "awaiting cure")


def test_a_body_is_created_by_the_signature_that_cures_the_decision() -> None:
    acts = [*session(DAY, SIX[:5]), act("2016-07-01", "sign", "d", "TJK")]
    record = play(story([meeting(), decision(), body_of()], acts))
    assert state(record, "b") == "at work"
    entered = [step for step in record.steps_of("b") if step.target == "at work"]
    assert entered[-1].when.day == "2016-07-01"


def test_only_the_council_creates_a_body() -> None:
    cases = [meeting(body="CMD"), decision(body="CMD"), body_of()]
    assert state(play(story(cases, session(DAY, SIX))), "b") == "proposed"


# --- what a scenario tells of a body, and the Interstate Commission apart from the others --------


@pytest.mark.parametrize("body", OTHERS)
def test_no_provision_on_the_commission_is_cited_for_another_body(body: str) -> None:
    told = body_of(body=body, head_decision="h", headed_by="KAZ")
    told = told._replace(facts=told.facts.without("decision"))
    cases = [meeting(), decision("h"), told]
    acts = [
        act("2020-05-01", "find in being", "b"),
        act("2020-05-02", "adopt own rules", "b"),
        *session("2020-06-01", SIX, matter="h"),
        act("2020-07-01", "approve members", "b", group="a group"),
    ]
    record = play(story(cases, acts))
    cited = {text for step in record.steps_of("b") for text in step.under}
    assert not [text for text in cited if text.startswith("sub.icmec")]
    assert fact(record, "groups", "b")


@pytest.mark.parametrize("who", SIX)
def test_the_commission_is_headed_by_statute_before_the_council_appoints_anybody(who: str) -> None:
    told = ScenarioCase("b", "subsidiary_body", "b", Facts(body="ICMEC"))
    acts = [
        act("2016-01-01", "find in being", "b"),
        act("2016-02-01", "propose extraordinary meeting", "b", "TJK"),
        act("2016-02-02", "propose extraordinary meeting", "b", "ARM"),
        act("2016-02-03", "call extraordinary meeting", "b", who, **{"for": "2016-03-01"}),
    ]
    record = play(story([told], acts))
    assert [step.act for step in record.refusals] == ([] if who == "RUS" else [acts[-1].name])


@pytest.mark.parametrize("body", OTHERS)
def test_a_body_that_the_scenario_ends_decides_no_longer(body: str) -> None:
    told = ScenarioCase("b", "subsidiary_body", "b", Facts(body=body, dissolution="end"))
    cases = [meeting(), decision("end"), meeting("n", body), decision("x", body, ("n",)), told]
    acts = [
        act("2020-05-01", "find in being", "b"),
        *session("2020-06-01", SIX, matter="end"),
        *session("2020-07-01", SIX, id="n", matter="x"),
    ]
    record = play(story(cases, acts), GENERAL)
    assert (state(record, "b"), state(record, "x")) == ("dissolved", "drafted")
    without = play(story(cases, [*acts[:1], *acts[-len(SIX) * 2 - 3 :]]), GENERAL)
    assert state(without, "x") == "adopted"


@pytest.mark.parametrize("body", OTHERS)
def test_a_body_with_rules_of_its_own_that_nobody_has_seen_is_not_taken_to_follow_the_general_ones(
    body: str,
) -> None:
    told = ScenarioCase("b", "subsidiary_body", "b", Facts(body=body))
    rules = [act("2020-05-02", "adopt own rules", "b", body)]
    came = []
    for adopted in ([], rules):
        acts = [act("2020-05-01", "find in being", "b"), *adopted, *session("2020-06-01", SIX)]
        came.append(state(play(story([meeting(body=body), decision(body=body), told], acts))))
    assert came == ["adopted", "drafted"]


def test_a_body_found_in_being_ends_with_its_time() -> None:
    told = ScenarioCase("b", "subsidiary_body", "b", Facts(body="ICMEC", until="2016-03-01"))
    for until, came in (("2016-03-01", "at work"), ("2016-03-02", "dissolved")):
        acts = [act("2016-01-01", "find in being", "b")]
        assert state(play(story([told], acts, until=until)), "b") == came


@pytest.mark.parametrize(("day", "approved"), [("2006-08-09", False), ("2006-08-10", True)])
def test_the_commission_has_a_working_group_since_its_regulation(day: str, approved: bool) -> None:
    told = ScenarioCase("b", "subsidiary_body", "b", Facts(body="ICMEC"))
    acts = [act("2006-02-01", "find in being", "b"), act(day, "approve members", "b", "RUS")]
    assert bool(fact(play(story([told], acts)), "groups", "b")) is approved


@pytest.mark.parametrize("ended", [True, False])
def test_a_body_that_was_ended_meets_no_more(ended: bool) -> None:
    cases = [
        ScenarioCase("b", "subsidiary_body", "b", Facts(body="DRUGS_COUNCIL", dissolution="d")),
        decision("d", "CSC", ()),
        meeting(body="DRUGS_COUNCIL"),
    ]
    acts = [act(DAY, "find in being", "b", "SG"), act(DAY, "circulate", "d", "SG")]
    if ended:
        acts += [act("2016-06-02", "sign", "d", member) for member in SIX]
    record = play(story(cases, [*acts, act(clock("2016-06-10", 10), "open", "m")]))
    assert state(record, "m") == ("announced" if ended else "open")


def test_a_body_that_is_not_created_yet_does_not_meet() -> None:
    cases = [
        ScenarioCase("b", "subsidiary_body", "b", Facts(body="DRUGS_COUNCIL", decision="d")),
        decision("d", "CSC", ()),
        meeting(body="DRUGS_COUNCIL"),
    ]
    early = act(clock(DAY, 10), "open", "m")
    record = play(story(cases, [early]))
    assert (state(record, "m"), len(record.refusals)) == ("announced", 1)
    signed = [
        act(DAY, "circulate", "d", "SG"),
        *(act("2016-06-02", "sign", "d", member) for member in SIX),
    ]
    late = act(clock("2016-06-10", 10), "open", "m")
    assert state(play(story(cases, [*signed, late])), "m") == "open"


# --- what is told of a body, its rules and its head ----------------------------------------------


def at_work(body: str) -> tuple[ScenarioCase, ScenarioAct]:
    found = ScenarioCase("b", "subsidiary_body", "A body", Facts(body=body))
    return found, act("2016-01-11", "find in being", "b", "SECRETARIAT")


def test_a_matter_older_than_the_rules_of_procedure_is_not_decided_by_analogy_to_them() -> None:
    cases = [meeting(body="ICMEC"), decision(body="ICMEC")]
    begun = act("2004-01-15", "coordinate", "d", "SG")
    day = "2007-06-01"
    for option in "AB":
        readings = GENERAL | {"amb.pending-law": option}
        record = play(story(cases, [begun, *session(day, members_on(day))]), readings)
        assert (state(record) == "adopted") is (option == "A")
        found = [each for step in record.refusals for each in leaves(step.finding)]
        days_told = [each.fact("day") for each in found if each.says == "subsidiary.no_analogy"]
        assert days_told == (["2004-01-15"] if option == "B" else [])


def test_a_body_that_is_not_known_to_have_been_there_neither_decides_nor_works() -> None:
    body = "DRUGS_COUNCIL"
    unborn = ScenarioCase("b", "subsidiary_body", "A body", Facts(body=body))
    draft = decision(body=body, meetings=())
    acts = {
        "d": act("2004-09-01", "circulate", "d", "SG"),
        "b": act("2004-09-01", "find in being", "b", "SECRETARIAT"),
    }
    for id, one in acts.items():
        record = play(story([draft, unborn], [one]))
        assert state(record, id) in ("drafted", "proposed")
        assert "subsidiary.not_there" in findings_in(record)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({}, "subsidiary.unnamed"),
        ({"body": "DRUGS_COUNCIL", "decision": "d"}, "subsidiary.creation_told"),
    ],
)
def test_only_a_body_of_the_list_is_found_in_being_and_not_where_its_creation_is_told(
    facts: dict[str, str], says: str
) -> None:
    case = ScenarioCase("b", "subsidiary_body", "A body", Facts(facts))
    found = act("2014-09-01", "find in being", "b", "SECRETARIAT")
    record = play(story([case, decision(), meeting()], [found]))
    assert state(record, "b") == "proposed"
    assert says in findings_in(record)


@pytest.mark.parametrize(
    ("body", "who", "says"),
    [
        ("ICMEC", "KAZ", "subsidiary.headed_by_another"),
        ("DRUGS_COUNCIL", "MNG", "subsidiary.head_no_member"),
        ("DRUGS_COUNCIL", "KAZ", ""),
        ("ICMEC", "RUS", ""),
    ],
)
def test_a_decision_that_cannot_give_a_body_its_head_says_so_when_it_is_adopted(
    body: str, who: str, says: str
) -> None:
    _, found = at_work(body)
    facts = Facts(body=body, head_decision="d", headed_by=who)
    case = ScenarioCase("b", "subsidiary_body", "A body", facts)
    record = play(story([case, meeting(), decision()], [found, *session(DAY, SIX)]))
    assert state(record) == "adopted"
    assert fact(record, "head", "b") == (None if says else who)
    assert not says or says in findings_in(record)


@pytest.mark.parametrize("body", ["", "DRUGS_COUNCIL", "PA"])
def test_whatever_body_the_council_creates_adopts_rules_unless_it_is_of_another_kind(
    body: str,
) -> None:
    case = body_of(**({"body": body} if body else {}))
    acts = [*session("2016-02-01", SIX), act(DAY, "adopt own rules", "b")]
    record = play(story([meeting(), decision(), case], acts))
    assert fact(record, "rules_adopted", "b") == (None if body == "PA" else DAY)
    assert ("subsidiary.another_kind" in findings_in(record)) is (body == "PA")


def test_a_body_without_a_head_has_nobody_to_approve_the_members_of_its_groups() -> None:
    case, found = at_work("DRUGS_COUNCIL")
    record = play(story([case], [found, act(DAY, "approve members", "b")]))
    assert fact(record, "groups", "b") is None
    assert "subsidiary.no_head" in findings_in(record)


@given(st.integers(-3, 3))
def test_the_commission_meets_next_on_a_later_day_and_at_once_only_when_that_was_proposed(
    away: int,
) -> None:
    case, found = at_work("ICMEC")
    day = (date.fromisoformat(DAY) + timedelta(days=away)).isoformat()
    proposed = act(DAY, "propose extraordinary meeting", "b", "KAZ")
    fixed = act(DAY, "fix next meeting", "b", **{"for": day})
    called = act(DAY, "call extraordinary meeting", "b", **{"for": day})
    for acts, lawful in (([fixed], away > 0), ([proposed, called], away >= 0)):
        record = play(story([case], [found, *acts]))
        assert fact(record, "next", "b") == (day if lawful else None)
        assert ("subsidiary.next_past" in findings_in(record)) is not lawful


def test_of_other_bodies_no_rules_on_their_meetings_are_known() -> None:
    case, found = at_work("DRUGS_COUNCIL")
    acts = [
        act(DAY, "fix next meeting", "b", **{"for": "2016-08-01"}),
        act(DAY, "propose extraordinary meeting", "b", "KAZ"),
    ]
    record = play(story([case], [found, *acts]))
    assert [step.act for step in record.refusals] == [each.name for each in acts]
    assert "subsidiary.own_rules_unknown" in findings_in(record)
    # The rules of the Commission are no ground on which another body's act is refused.
    assert {id for step in record.refusals for id in step.under} == {"charter.13.subsidiary"}


@pytest.mark.parametrize(("day", "fixed"), [("2016-03-01", False), ("2016-03-02", True)])
def test_the_next_meeting_is_fixed_for_a_day_that_lies_ahead(day: str, fixed: bool) -> None:
    told = ScenarioCase("b", "subsidiary_body", "b", Facts(body="ICMEC"))
    acts = [
        act("2016-01-01", "find in being", "b"),
        act("2016-03-01", "fix next meeting", "b", "ICMEC", **{"for": day}),
    ]
    assert (play(story([told], acts)).refusals == ()) is fixed
