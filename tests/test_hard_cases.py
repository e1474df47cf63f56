"""Claims that two readers of the same record could dispute: each was answered wrongly once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    bound,
    clock,
    convening,
    days,
    decision,
    fact,
    instrument,
    meeting,
    members_on,
    play,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law
from csto_sim.engine.times import moment_of
from csto_sim.explain import summary
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, Time

DAY = "2016-05-10"
LATER = "2017-05-10"
AT_ONCE: dict[str, Any] = {"in_force_when": "signature"}


def signed(case: str, day: str, *members: str) -> list[ScenarioAct]:
    return [act(at(day), "sign", case, member) for member in members]


def moved(record: Record, case: str, target: str) -> str:
    """Return the day by which a case had come to a state, or ''."""
    for step in record.steps_of(case):
        if step.target == target != step.source:
            return step.when.day
    return ""


# --- amendment needs the consent of all who are bound --------------------------------------------


@given(days("2011-03-02", "2015-12-31"))
def test_a_protocol_is_in_force_from_the_last_consent_that_it_needed(consents: str) -> None:
    facts = {"in_force_when": "number", "number": 2}
    cases = [
        meeting(),
        instrument("t", **facts),
        instrument("p", amends="t", **facts),
        decision(effect_when=("p",)),
    ]
    three = ("ARM", "BLR", "RUS")
    acts = [
        *signed("t", "2010-02-01", *three),
        *(act(at("2010-03-01"), "deposit", "t", member) for member in three),
        *session("2010-12-10", (*three, "KAZ", "KGZ", "TJK", "UZB")),
        *signed("p", "2011-03-01", "ARM", "RUS"),
        *(act(at("2011-03-02"), "deposit", "p", member) for member in ("ARM", "RUS")),
        *signed("p", consents, "BLR"),
    ]
    record = play(story(cases, acts))
    assert moved(record, "p", "in force") == fact(record, "in_force", "p") == consents
    assert {since for since, _, _ in bound(record, "p").values()} == {consents}
    assert {since for since, _, _ in bound(record).values()} == {consents}


def test_a_protocol_is_in_force_once_the_only_state_against_it_has_left() -> None:
    cases = [instrument("t", **AT_ONCE), instrument("p", amends="t", **AT_ONCE)]
    acts = [
        *signed("t", "2010-02-01", "ARM", "BLR", "RUS"),
        *signed("p", "2011-03-01", "ARM", "RUS"),
        act(at("2011-06-02"), "withdraw", "t", "BLR"),
    ]
    record = play(story(cases, acts))
    assert bound(record, "t")["BLR"][2] == "2011-12-02"
    assert moved(record, "p", "in force") == fact(record, "in_force", "p") == "2011-12-02"


@given(st.permutations(SIX[:4]))
def test_within_one_day_the_order_of_notices_makes_no_difference(order: list[str]) -> None:
    facts: dict[str, Any] = {"in_force_when": "number", "number": 2, "effect_from": "2009-01-01"}
    acts = [
        *signed("i", "2010-02-01", *SIX[:4]),
        *(act(at("2010-03-01"), "deposit", "i", member) for member in order),
    ]
    record = play(story([instrument(**facts)], acts))
    assert set(bound(record, "i").values()) == {("2009-01-01", "2010-03-01", "")}


# --- what a suspension or an exclusion asks of the member concerned ------------------------------


@given(st.sampled_from(SIX), st.sampled_from(("suspension", "exclusion")))
def test_the_member_concerned_is_not_asked_outside_a_session_either(
    member: str, subject: str
) -> None:
    others = [each for each in SIX if each != member]
    acts = [act(at(DAY), "circulate", "d", "SG"), *signed("d", "2016-05-12", *others)]
    matter = decision(meetings=(), subject=subject, concerning=member)
    record = play(story([matter], acts))
    assert state(record) == "adopted"
    assert set(bound(record)) == set(others)


@given(st.sampled_from(("suspension", "exclusion", "general")), st.booleans())
def test_where_it_is_not_told_whom_it_concerns_every_vote_counts_and_that_is_said(
    subject: str, told: bool
) -> None:
    whom: dict[str, Any] = {"concerning": "ARM"} if told else {}
    matter = decision(subject=subject, **whom)
    said = {**dict.fromkeys(SIX, "consent"), "ARM": "object"}
    record = play(story([meeting(), matter], session(DAY, SIX, said)))
    left_out = told and subject != "general"
    assert state(record) == ("adopted" if left_out else "not adopted")
    findings = [step.finding for step in record.steps if step.finding is not None]
    names = {part.says for each in findings for _, part in each.tree()}
    assert ("consensus.whom_untold" in names) == (subject != "general" and not told)


def test_the_member_concerned_is_not_asked_to_mend_an_absence() -> None:
    matter = decision(subject="suspension", concerning="ARM")
    acts = [*session(DAY, ("BLR", "KAZ", "RUS", "TJK")), *signed("d", "2016-06-10", "KGZ")]
    record = play(story([meeting(), matter], acts), {"amb.cure-roster": "B"})
    assert (state(record), set(bound(record))) == ("adopted", set(SIX) - {"ARM"})


def test_a_suspended_member_that_is_needed_for_consensus_can_give_it() -> None:
    seven = (*SIX, "UZB")
    scenario = story([meeting(), decision()], session("2013-05-28", seven))
    needed = play(scenario, {"amb.quorum-suspended": "C"})
    assert (state(needed), needed.refusals) == ("adopted", ())
    assert set(bound(needed)) == set(seven)
    assert play(scenario).refusals  # by default it counts for nothing and has no voice


# --- what was said in the room -------------------------------------------------------------------


def leaving_after(position: str, *before: str) -> list[ScenarioAct]:
    said = {**dict.fromkeys(SIX, "consent"), "KGZ": position}
    asked = [(name, "ARM") for name in before]
    return session(DAY, SIX, said, during=asked, leaving=("KGZ",))


@pytest.mark.parametrize("asked", [(), ("propose limited format",)])
def test_a_vote_against_stands_although_whoever_cast_it_has_left(asked: tuple[str, ...]) -> None:
    cases = [meeting(), decision()]
    assert state(play(story(cases, leaving_after("object", *asked)))) == "not adopted"


def test_an_objection_spoken_in_the_room_is_not_called_a_written_one() -> None:
    record = play(story([meeting(), decision()], leaving_after("object")))
    said = [part.says for step in record.steps if step.finding for _, part in step.finding.tree()]
    assert "absent.objected" in said
    assert "absent.objects" not in said


@given(st.sampled_from(("consent", "object", "abstain", "reserve")))
def test_what_was_said_at_an_earlier_session_has_gone_with_it(position: str) -> None:
    def second(spoke: bool) -> Record:
        first = [
            act(clock(DAY, 10), "open", "m"),
            act(clock(DAY, 10), "attend", "m", "KGZ"),
            *([act(clock(DAY, 11), position, "d", "KGZ")] if spoke else []),
            act(clock(DAY, 12), "close", "m"),
        ]
        there = tuple(member for member in SIX if member != "KGZ")
        acts = [*first, *session(LATER, there, id="m2")]
        cases = [meeting(), meeting("m2"), decision(meetings=("m", "m2"))]
        return play(story(cases, acts))

    assert state(second(True)) == state(second(False)) == "awaiting cure"


def test_who_presides_and_leaves_rules_on_nothing() -> None:
    said = dict.fromkeys(SIX, "object") | {"ARM": "consent"}
    acts = session(DAY, SIX, said, leaving=("ARM",))
    cases = [meeting(presiding="ARM"), decision(kind="procedural")]
    record = play(story(cases, acts), {"amb.procedural-majority": "D"})
    assert state(record) == "not adopted"


@given(subsets(SIX[:5]))
def test_the_limited_format_by_procedural_vote_is_voted_as_procedure_is(
    accepting: tuple[str, ...],
) -> None:
    written = [("accept limited format", member) for member in accepting]
    acts = session(DAY, SIX[:5], before=written, during=[("propose limited format", "ARM")])
    cases = [meeting(presiding="ARM"), decision(subject="measure")]
    wanted = {
        "A": len(accepting) > 3,
        "B": len(accepting) > 2,
        "C": False,  # the sixth member is absent, and consensus needs it
        "D": "ARM" in accepting,
    }
    for option, holds in wanted.items():
        readings = {"amb.limited-consent": "C", "amb.procedural-majority": option}
        record = play(story(cases, acts), readings)
        assert (fact(record, "manner") == "limited format") is holds, option


def test_a_letter_of_non_objection_never_makes_an_absence_worse() -> None:
    there = SIX[:5]
    for kind in ("substantive", "statement"):
        for said in ({}, dict.fromkeys(there, "consent")):
            cases = [meeting(), decision(kind=kind)]
            letter = [("declare non-objection", "TJK")]
            found = {
                len(before): state(play(story(cases, session(DAY, there, said, before=before))))
                for before in ([], letter)
            }
            assert (found[0], found[1]) != ("awaiting cure", "not adopted")


# --- cure and circulation ------------------------------------------------------------------------


def test_who_reserved_can_sign_while_the_signature_of_another_is_awaited() -> None:
    said = dict.fromkeys(SIX[:5], "consent") | {"ARM": "reserve"}
    acts = [
        *session(DAY, SIX[:5], said),
        *signed("d", "2016-06-01", "ARM"),
        *signed("d", "2016-06-20", "TJK"),
    ]
    record = play(story([meeting(), decision()], acts))
    assert record.refusals == ()
    assert set(bound(record)) == set(SIX)


def test_what_can_still_be_signed_is_what_the_explanation_says() -> None:
    acts = [*session(DAY, SIX[:4]), *signed("d", "2016-06-01", "RUS")]
    told = summary(play(story([meeting(), decision()], acts)), "d")
    assert "A later signature by Tajikistan can mend this." in told


@pytest.mark.parametrize(
    ("last", "status"),
    [("2016-05-10", "met"), ("2016-05-20", "undetermined")],
)
def test_a_last_signature_that_may_have_come_too_late_leaves_the_period_open_to_doubt(
    last: str, status: str
) -> None:
    acts = [
        act(at("2016-05-02"), "circulate", "d", "SG", until="2016-05-10"),
        *signed("d", "2016-05-03", *SIX[:5]),
        act(Time("between", "2016-05-09", last), "sign", "d", "TJK"),
    ]
    record = play(story([decision(meetings=())], acts))
    (line,) = [each for each in record.deadlines if each.name == "signature"]
    assert (state(record), line.status) == ("adopted", status)


def test_copies_are_sent_of_what_is_certainly_adopted() -> None:
    acts = [
        *session(DAY, SIX[:5]),
        act(Time("between", "2016-06-01", "2016-10-14"), "sign", "d", "TJK"),
        act(at("2016-09-21"), "send certified copies", "d"),
        act(at("2016-10-14"), "send certified copies", "d"),
    ]
    record = play(story([meeting(), decision()], acts))
    assert [step.when.day for step in record.refusals] == ["2016-09-21"]
    assert fact(record, "copies") == "2016-10-14"


@given(days("2016-05-10", "2017-01-31"))
def test_a_state_that_is_not_yet_certain_is_not_told_of_a_day_before(day: str) -> None:
    acts = [
        *session(DAY, SIX[:5]),
        act(Time("between", "2016-05-11", "2016-10-14"), "sign", "d", "TJK"),
        act(at("2016-05-12"), "notify", "d", "RUS"),
    ]
    record = play(story([meeting(), decision()], acts))
    end = int(clock(day, 23, 59).low)
    wanted = "adopted" if day >= "2016-10-14" else "awaiting cure"
    if day != "2016-10-14":
        assert record.state_at("d", end) == wanted


def test_who_applies_a_decision_provisionally_is_bound_also_in_hindsight() -> None:
    acts = [*session(DAY, SIX[:5]), *signed("d", "2016-06-20", "TJK")]
    readings = {"amb.interim-validity": "B"}
    cured = bound(play(story([meeting(), decision()], acts), readings))
    assert {member: days[0] for member, days in cured.items()} == {
        **dict.fromkeys(SIX[:5], DAY),
        "TJK": "2016-06-20",
    }
    fallen = [*session(DAY, SIX[:5]), act(at("2016-06-20"), "return", "d", "ARM")]
    ended = bound(play(story([meeting(), decision()], fallen), readings))
    assert ended == dict.fromkeys(SIX[:5], (DAY, DAY, "2016-06-20"))


# --- entry into force is not undone --------------------------------------------------------------


def test_an_effect_waits_for_entry_into_force_and_not_for_what_comes_after() -> None:
    cases = [
        meeting(),
        decision(effect_when=("a", "b")),
        *(instrument(id, **AT_ONCE) for id in ("a", "b")),
        instrument("a2", replaces="a", **AT_ONCE),
    ]
    acts = [
        *session(DAY, SIX),
        *signed("a", "2016-07-01", "KAZ", "RUS"),
        *signed("a2", "2016-08-01", "KAZ", "RUS"),
        *signed("b", "2016-09-01", "KAZ", "RUS"),
    ]
    record = play(story(cases, acts))
    assert state(record, "a") == "replaced"
    assert {since for since, _, _ in bound(record).values()} == {"2016-09-01"}


# --- the Chair -----------------------------------------------------------------------------------


@given(days("2023-12-01", "2026-03-01"))
def test_a_day_counted_by_the_chairs_clock_is_one_day(day: str) -> None:
    # Which state chairs is a reading: the act and the period are counted by the same one.
    for handover in ("", "A", "B", "C"):
        readings = {"amb.day-zone": "B", "amb.regulation-2023": "C"}
        if handover:
            readings["amb.chair-handover"] = handover
        acts = [act(at(day), "propose", "c", "KAZ")]
        record = play(story([meeting(), convening()], acts), readings)
        (line,) = [each for each in record.deadlines if each.name == "convening"]
        assert line.due is not None
        assert line.due[0] == line.due[1]


def test_a_refusal_of_one_proposal_opens_no_way_around_the_next() -> None:
    acts = [
        act(at("2016-04-11"), "propose", "c", "KAZ"),
        act(at("2016-04-12"), "decline", "c", "CHAIR"),
        act(at("2016-05-12"), "propose", "c", "KAZ"),
        act(at("2016-05-13"), "call", "c", "KAZ"),
    ]
    record = play(story([meeting(), convening()], acts), {"amb.chair-gatekeeper": "C"})
    (refused,) = record.refusals
    assert (refused.act, refused.by) == ("call", "KAZ")


@pytest.mark.parametrize(
    ("body", "article"),
    [("CMFA", "charter.14.cmfa"), ("CMD", "charter.15.cmd"), ("CSSC", "charter.16.cssc")],
)
def test_a_ministerial_body_meets_under_its_own_article_of_the_charter(
    body: str, article: str
) -> None:
    record = play(story([meeting(body=body)], [act(at(DAY), "open", "m")]))
    (opened,) = [step for step in record.steps if step.act == "open"]
    assert article in opened.under


# --- silence, circulation, bodies ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "who", "facts"),
    [
        ("2016-03-10", "ARM", {"subject": "suspension", "concerning": "ARM"}),
        ("2013-01-10", "UZB", {}),
    ],
)
def test_an_objection_that_is_not_counted_breaks_no_silence(
    day: str, who: str, facts: dict[str, str]
) -> None:
    last = f"{day[:8]}20"
    acts = [
        act(at(day), "circulate", "d", "SG", until=last),
        act(at(day), "object in writing", "d", who),
    ]
    record = play(story([decision(meetings=(), **facts)], acts), {"amb.silence": "B"})
    assert state(record) == "adopted"
    assert who not in bound(record)


def test_who_is_needed_for_consensus_is_needed_outside_a_session_too() -> None:
    acts = [act(at("2013-03-10"), "circulate", "d", "SG"), *signed("d", "2013-03-12", *SIX)]
    scenario = story([decision(meetings=())], acts)
    assert state(play(scenario)) == "adopted"
    assert state(play(scenario, {"amb.quorum-suspended": "C"})) == "circulated"


def test_a_body_without_a_known_rule_decides_nothing_outside_a_session_either() -> None:
    acts = [act(at("2015-02-06"), "circulate", "d", "SG"), *signed("d", "2015-02-07", *SIX)]
    record = play(story([decision(body="MILCOM", meetings=())], acts))
    assert (state(record), bound(record)) == ("drafted", {})


def test_the_permanent_council_binds_nobody_where_it_only_recommends() -> None:
    acts = [act(at("2022-02-06"), "circulate", "d", "SG"), *signed("d", "2022-02-07", *SIX)]
    scenario = story([decision(body="PC", meetings=())], acts)
    assert set(bound(play(scenario))) == set(SIX)
    record = play(scenario, {"amb.pc-consensus": "B"})
    assert (state(record), fact(record, "manner"), bound(record)) == (
        "adopted",
        "recommendation",
        {},
    )


@given(subsets(SIX), st.sampled_from(("A", "B", "C")))
def test_the_quorum_of_the_council_is_no_quorum_of_other_bodies_or_earlier_days(
    there: tuple[str, ...], option: str
) -> None:
    for body, day in (("PC", "2022-03-13"), ("CMD", "2022-03-13"), ("CSC", "2003-12-10")):
        scenario = story([meeting(body=body), decision(body=body)], session(day, there or SIX[:1]))
        with_it, without = (state(play(scenario, {"amb.quorum": each})) for each in (option, "C"))
        assert with_it == without


@pytest.mark.parametrize("subject", ["admission", "suspension", "exclusion"])
def test_what_the_charter_leaves_to_consensus_is_not_decided_as_procedure(subject: str) -> None:
    said = dict.fromkeys(SIX, "consent") | {"BLR": "object"}
    matter = decision(kind="procedural", subject=subject)
    assert state(play(story([meeting(), matter], session(DAY, SIX, said)))) == "not adopted"


# --- who presides, who sits ----------------------------------------------------------------------


def opening(day: str, who: str, body: str = "CSC", **facts: Any) -> str:
    there = facts.pop("present", None)
    takes = {"presiding": who} | ({"present": there} if there else {})
    deed = act(at(day), "open", "m", **takes)
    return state(play(story([meeting(body=body, **facts)], [deed])), "m")


def test_the_state_whose_turn_it_is_presides_if_it_is_in_the_room() -> None:
    there = (*SIX, "UZB")
    assert opening("2009-06-14", "BLR", present=there) == "open"
    assert opening("2009-06-14", "RUS", present=there) == "announced"
    absent = tuple(member for member in there if member != "BLR")
    assert opening("2009-06-14", "RUS", present=absent, host="RUS") == "open"


def test_on_the_first_of_january_the_chair_has_passed_and_nobody_hands_over() -> None:
    assert opening("2025-01-01", "KGZ", session="extraordinary") == "open"
    assert opening("2025-01-01", "KAZ", session="extraordinary") == "announced"
    assert opening("2024-12-31", "KAZ", session="extraordinary") == "open"


def test_a_substitute_can_be_elected_where_nobody_hosts() -> None:
    there = ("BLR", "KAZ", "KGZ", "RUS", "TJK")  # Armenia chairs and stays away
    assert opening("2016-03-10", "KAZ", place="remote", present=there) == "open"
    assert opening("2016-03-10", "", place="remote", present=there) == "open"


def test_the_chairing_state_chairs_the_permanent_council() -> None:
    assert opening("2022-02-07", "ARM", "PC", present=SIX) == "open"
    assert opening("2022-02-07", "KGZ", "PC", present=SIX) == "announced"


@pytest.mark.parametrize("day", ["1994-04-20", "1999-04-20", "2006-12-13", "2012-12-19"])
def test_every_member_has_somebody_who_sits_for_it(day: str) -> None:
    members = members_on(day)
    deeds = [act(at(day), "open", "m"), *(act(at(day), "attend", "m", m) for m in members)]
    assert play(story([meeting()], deeds)).refusals == ()


def test_before_the_charter_a_plenipotentiary_sits_in_an_extraordinary_session() -> None:
    for kind, refused in (("extraordinary", 0), ("regular", 1)):
        envoy = act(at("1998-03-10"), "attend", "m", "ARM", **{"as": "other representative"})
        deeds = [act(at("1998-03-10"), "open", "m"), envoy]
        record = play(story([meeting(session=kind)], deeds))
        assert len(record.refusals) == refused


# --- the clock, the attack, the instrument -------------------------------------------------------


@given(st.integers(1, 60))
def test_no_three_days_run_under_a_rule_that_was_not_yet_in_force(before: int) -> None:
    threat = date(2012, 12, 19) - timedelta(before)
    case = convening(threat=tuple(moment_of(at(threat.isoformat()), "Europe/Moscow")))
    acts = [act(at("2012-12-20"), "propose", "c", "KAZ")]
    record = play(story([meeting(), case], acts), {"amb.clock-start": "B"})
    (line,) = [each for each in record.deadlines if each.name == "convening"]
    assert line.counted is not None
    assert line.counted.first_counted == "2012-12-20"


@pytest.mark.parametrize("start", "ABCD")
def test_the_duty_on_an_attack_begins_with_the_request_under_every_reading(start: str) -> None:
    acts = [act(at(DAY), "propose", "c", "KAZ"), act(at("2016-05-11"), "consult", "c", "PC")]
    case = convening(branch="attack", threatened=("KAZ",))
    readings = {"amb.clock-start": start, "amb.clock-object": "C"}
    record = play(story([meeting(), case], acts), readings)
    (line,) = [each for each in record.deadlines if each.name == "convening"]
    assert (line.under, line.status) == ("crisis-reg.armed-attack", "unmeasured")


def test_a_text_kept_for_armenia_is_kept_for_armenia_on_an_attack_too() -> None:
    for by, kept in (("ARM", 1), ("KAZ", 0)):
        acts = [act(at("2024-05-10"), "propose", "c", by)]
        case = convening(branch="attack", threatened=(by,))
        record = play(story([meeting(), case], acts), {"amb.regulation-2023": "B"})
        assert len([each for each in record.deadlines if each.name == "convening"]) == kept


@pytest.mark.parametrize("option", ["C", "D"])
def test_what_follows_of_a_spent_proposal_is_not_told_of_the_next(option: str) -> None:
    acts = [
        act(at("2016-03-10"), "propose", "c", "KAZ"),
        act(at("2016-03-20"), "propose", "c", "KAZ"),
        act(at("2016-03-21"), "open", "m"),
    ]
    record = play(story([meeting(), convening()], acts), {"amb.clock-lapse": option})
    assert state(record, "c") == "convened in time"
    assert "What follows" not in summary(record, "c")


def test_the_members_consult_whatever_the_chair_declines() -> None:
    acts = [
        act(at("2016-03-05"), "propose", "c", "KAZ"),
        act(at("2016-03-05"), "decline", "c", "CHAIR"),
    ]
    record = play(story([meeting(), convening()], acts), {"amb.chair-gatekeeper": "B"})
    found = {line.name: line.status for line in record.deadlines}
    assert found == {"consultations": "unmeasured", "convening": "withdrawn"}


def test_no_session_is_called_for_a_day_that_has_passed() -> None:
    call = act(at("2016-03-11"), "call", "c", "CHAIR", **{"for": "2016-03-01"})
    acts = [act(at("2016-03-10"), "propose", "c", "KAZ"), call]
    record = play(story([meeting(), convening()], acts), {"amb.clock-object": "B"})
    assert [step.act for step in record.refusals] == ["call"]
    assert state(record, "c") == "lapsed"


@given(days("2010-01-02", "2012-12-31"), days("2010-02-01", "2012-12-31"))
def test_nobody_is_bound_and_nothing_replaced_before_an_instrument_has_effect(
    effect: str, joins: str
) -> None:
    facts: dict[str, Any] = {"in_force_when": "number", "number": 2}
    new = instrument("new", replaces="old", effect_from=effect, **facts)
    cases = [instrument("old", **facts), new]
    acts = [
        *signed("old", "2009-01-01", "ARM", "BLR"),
        *(act(at("2009-02-01"), "deposit", "old", member) for member in ("ARM", "BLR")),
        *signed("new", "2009-12-01", "ARM", "BLR", "RUS"),
        *(act(at("2010-01-01"), "deposit", "new", member) for member in ("ARM", "BLR")),
        act(at(joins), "deposit", "new", "RUS"),
    ]
    record = play(story(cases, acts))
    assert {member: days[0] for member, days in bound(record, "new").items()} == {
        "ARM": effect,
        "BLR": effect,
        "RUS": max(effect, joins),
    }
    assert {until for _, _, until in bound(record, "old").values()} == {effect}


def test_who_has_signed_an_instrument_does_not_stay_out_of_it() -> None:
    acts = [*signed("i", DAY, "ARM"), act(at("2016-05-11"), "reserve", "i", "ARM")]
    assert len(play(story([instrument()], acts)).refusals) == 1


def test_no_time_runs_for_an_instrument_that_another_has_replaced() -> None:
    facts: dict[str, Any] = {**AT_ONCE, "term_years": 5}
    cases = [instrument("old", **facts), instrument("new", replaces="old", **AT_ONCE)]
    acts = [
        *signed("old", "2006-06-02", "ARM", "BLR"),
        act(at("2008-01-01"), "withdraw", "old", "BLR"),
        *signed("new", "2008-02-01", "ARM", "BLR"),
    ]
    record = play(story(cases, acts))
    assert {line.name: line.status for line in record.deadlines} == {
        "term": "withdrawn",
        "notice of BLR": "withdrawn",
    }
    assert max(step.when.day for step in record.steps_of("old")) == "2008-02-01"


def test_what_holds_an_amendment_back_is_told() -> None:
    treaty = instrument("t", instrument="treaty", **AT_ONCE)
    cases = [treaty, instrument("p", amends="t", **AT_ONCE)]
    acts = [*signed("t", "2010-02-01", "ARM", "BLR"), *signed("p", "2011-03-01", "ARM", "KAZ")]
    told = summary(play(story(cases, acts)), "p")
    assert "Belarus" in told
    assert "treaty.9.amendment" in told


@given(st.sampled_from(("attend", "leave", "close", "decide")), st.sampled_from(SIX))
def test_every_refusal_names_a_provision(name: str, who: str) -> None:
    case = "d" if name == "decide" else "m"
    deeds = [act(at(DAY), name, case, who)]
    for more in ([], [act(at(DAY), "open", "m"), act(at(DAY), "close", "m")]):
        record = play(story([meeting(), decision()], [*more, *deeds]))
        assert all(step.under for step in record.steps if step.kind != "law")


@given(days("1994-04-20", "2026-06-30"))
def test_no_step_cites_a_text_that_is_not_in_force_on_its_day(day: str) -> None:
    there = members_on(day)
    acts = [
        *session(day, there),
        *signed("i", day, *there[:2]),
        act(clock(day, 16), "propose", "c", there[0]),
    ]
    cases = [meeting(), decision(), instrument(**AT_ONCE), convening()]

    def by_default(reading: str) -> str:
        return law.readings()[reading].option({"day": day, "mode": "strict"})

    for step in play(story(cases, acts, until="2026-12-31")).steps:
        if step.kind == "act" and step.when.day == day:
            for id in step.under:
                text = law.text(id.partition("@")[0], day, by_default)
                assert text is not None
                assert text.id == id


def test_the_articles_of_the_treaty_and_the_charter_are_cited_for_them_alone() -> None:
    for named, articles in (
        ("treaty", {"treaty.9.amendment", "treaty.11.withdrawal"}),
        ("charter", {"charter.27.amendment", "charter.19.withdrawal"}),
        ("crrf", set()),
    ):
        cases = [
            instrument("t", instrument=named, **AT_ONCE),
            instrument("p", amends="t", **AT_ONCE),
        ]
        acts = [
            *signed("t", "2010-02-01", "ARM", "BLR"),
            *signed("p", "2011-03-01", "ARM", "BLR"),
            act(at("2012-03-01"), "withdraw", "t", "BLR"),
        ]
        steps = play(story(cases, acts)).steps_of("t")
        cited = {id.partition("@")[0] for step in steps for id in step.under}
        assert {id for id in cited if id.startswith(("treaty", "charter"))} == articles


def test_where_nobody_is_named_to_preside_the_reading_names_whoever_does() -> None:
    deeds = [act(at(DAY), "open", "m"), *(act(at(DAY), "attend", "m", m) for m in SIX)]
    for option, who in (("A", "BLR"), ("B", "ARM")):
        record = play(story([meeting(host="BLR")], deeds), {"amb.chair-default": option})
        assert (state(record, "m"), fact(record, "presiding", "m")) == ("open", who)


@given(days("2012-01-01", "2020-12-31"))
def test_six_months_of_notice_are_six_months_as_they_are_told(day: str) -> None:
    acts = [*signed("i", "2010-02-01", "ARM", "BLR"), act(at(day), "withdraw", "i", "BLR")]
    (line,) = play(story([instrument(**AT_ONCE)], acts)).deadlines
    assert line.counted is not None
    assert line.counted.first_counted == day
