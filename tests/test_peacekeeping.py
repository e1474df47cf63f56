"""Peacekeeping: whose request counts, who sends contingents, the notice, what ends an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import pytest
from building import (
    SIX,
    Readings,
    act,
    at,
    choices,
    days,
    decision,
    fact,
    findings_in,
    instant,
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

from csto_sim import law, shipped
from csto_sim.explain.steps import headline
from csto_sim.procedures._peacekeeping_acts import COORDINATING
from csto_sim.procedures._proposal import FORMS, SIGNED_BY
from csto_sim.record import Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.scene import Scene
from csto_sim.world import Facts

DAY = "2022-06-06"
LATER = "2022-09-01"
NOTICE = "notice to the UN Security Council"


def operation(id: str = "o", area: str = "inside", **facts: Any) -> ScenarioCase:
    """Return an operation, by default in Belarus, with contingents of three."""
    given = {"decision": "d", "contingents": ("KAZ", "KGZ", "TJK")}
    if area == "inside":
        given["host"] = "BLR"
    return ScenarioCase(id, "peacekeeping", id, Facts(area=area, **{**given, **facts}))


def forces(id: str = "d", body: str = "CSC", subject: str = "forces") -> ScenarioCase:
    return decision(id, body, (), subject=subject)


def adopted(id: str, when: str | Time, members: Sequence[str] = SIX) -> list[ScenarioAct]:
    return [
        act(when, "circulate", id, "SG"),
        *(act(when, "sign", id, member) for member in members),
    ]


def asked(day: str | Time = "2022-06-01", by: str = "BLR") -> ScenarioAct:
    return act(day, "request", "o", by, to="CHAIR", form="letter", signed_by="head of state")


def sent(day: str, *members: str) -> list[ScenarioAct]:
    return [act(day, "send contingent", "o", member) for member in members]


def begun(*then: ScenarioAct, more: Sequence[ScenarioCase] = (), **facts: Any) -> Scenario:
    """A request and a decision of the Council, and what follows."""
    cases = [operation(**facts), forces(), *more]
    return story(cases, [asked(), *adopted("d", DAY), *then])


# --- request and mandate -------------------------------------------------------------------------


def official(option: str, to: str, form: str, signed_by: str) -> bool:
    """What amb.request-form asks for, told a second time."""
    head = signed_by in ("head of state", "head of government")
    strict = to == "CHAIR" and form == "letter" and head
    note = form in ("letter", "note") and to in ("CHAIR", "SECRETARIAT")
    public = form == "statement" or to == "CHAIR"
    return {
        "A": strict,
        "B": strict or note,
        "C": strict or note or public,
        "D": True,
    }[option]


@given(
    st.sampled_from(SIX),
    st.sampled_from(("CHAIR", "SECRETARIAT", "RUS")),
    st.sampled_from(FORMS),
    st.sampled_from(SIGNED_BY),
    st.sampled_from("ABCD"),
    st.booleans(),
)
def test_only_an_official_request_of_the_host_opens_an_operation(
    by: str, to: str, form: str, signed_by: str, option: str, article_4: bool
) -> None:
    deed = act(DAY, "request", "o", by, to=to, form=form, signed_by=signed_by)
    scenario = story([operation(article_4=article_4), forces()], [deed])
    record = play(scenario, {"amb.request-form": option})
    holds = by == "BLR" and official(option, to, form, signed_by)
    assert state(record, "o") == ("requested" if holds else "not requested")
    assert all("pko.inside" in step.under for step in record.refusals)


@given(days("2003-10-01", "2008-12-31"))
def test_there_is_no_operation_before_the_agreement(day: str) -> None:
    for area, deed in (
        ("inside", asked(day)),
        ("outside", act(day, "mandate", "o", "UNSC")),
    ):
        (refused,) = play(story([operation(area=area)], [deed])).refusals
        assert refused.under == (f"pko.{area}",)


@given(choices("peacekeeping"))
def test_outside_nothing_but_a_mandate_opens_an_operation(readings: Readings) -> None:
    cases = [operation(area="outside"), forces()]
    acts = [asked(), *adopted("d", DAY), *sent(LATER, "KAZ")]
    assert state(play(story(cases, acts), readings), "o") == "not requested"
    acts = [act("2022-06-01", "mandate", "o", "UNSC"), *acts[1:-1]]
    record = play(story(cases, acts), readings)
    assert state(record, "o") == "decided"
    assert [line for line in record.deadlines if line.name == NOTICE] == []


@pytest.mark.parametrize(("subject", "body"), [("general", "CSC"), ("forces", "CMFA")])
def test_only_the_council_decides_and_only_on_forces(subject: str, body: str) -> None:
    cases = [operation(), forces(body=body, subject=subject)]
    record = play(story(cases, [asked(), *adopted("d", DAY)]))
    assert (state(record), state(record, "o")) == ("adopted", "requested")


@given(st.sampled_from("ABC"), st.booleans())
def test_the_rule_cited_is_that_which_carries_the_operation(option: str, invoked: bool) -> None:
    record = play(begun(article_4=invoked), {"amb.gateway": option})
    (step,) = [each for each in record.steps_of("o") if each.target == "decided" != each.source]
    assert ("treaty.4.assistance" in step.under) == (invoked and option != "B")
    (line,) = [each for each in record.deadlines if each.name == NOTICE]
    by_treaty_alone = invoked and option == "A"
    assert line.under == ("treaty.4.unsc-notify" if by_treaty_alone else "pko.inside")


# --- the notice ----------------------------------------------------------------------------------


@given(st.integers(0, 72 * 3600), st.sampled_from("ABC"))
def test_the_secretary_general_has_forty_eight_hours_and_others_act_at_once(
    after: int, option: str
) -> None:
    noon = int(at("2022-06-06T12:00:00+03:00").low)
    sender = {"A": "KAZ", "B": "SG", "C": "CHAIR"}[option]
    acts = [
        asked(),
        *adopted("d", instant(noon)),
        act(instant(noon + after), "notify the UN", "o", sender),
    ]
    record = play(story([operation(), forces()], acts), {"amb.unsc-notify": option})
    (line,) = [each for each in record.deadlines if each.name == NOTICE]
    assert not record.refusals
    if option == "B":
        assert line.status == ("met" if after <= 48 * 3600 else "missed")
    else:
        assert line.counted is None
        assert line.status == "done"


def test_where_the_request_is_of_an_uncertain_day_the_notice_runs_from_its_last() -> None:
    uncertain = Time("between", "2022-06-01", "2022-06-10")
    record = play(story([operation(), forces()], [asked(uncertain), *adopted("d", DAY)]))
    (step,) = [each for each in record.steps_of("o") if each.target == "decided" != each.source]
    assert (step.when.day, fact(record, "decided", "o")) == ("2022-06-10", "2022-06-10")
    (line,) = [each for each in record.deadlines if each.name == NOTICE]
    assert line.counted is not None
    assert line.counted.last_moment[1] > int(at("2022-06-12T00:00:00+03:00").low)


# --- contingents ---------------------------------------------------------------------------------


@given(st.sampled_from(SIX), subsets(SIX), subsets(SIX))
def test_contingents_come_from_the_composition_and_from_third_parties(
    host: str, composed: tuple[str, ...], sides: tuple[str, ...]
) -> None:
    cases = [operation(host=host, contingents=composed, sides=sides), forces()]
    acts = [asked(by=host), *adopted("d", DAY), *sent(LATER, *SIX)]
    record = play(story(cases, acts))
    went = tuple(m for m in SIX if m in composed and m not in sides and m != host)
    assert fact(record, "there", "o") == (went or None)
    assert state(record, "o") == ("deployed" if went else "decided")


def test_nobody_whom_the_decision_does_not_bind_sends_a_contingent() -> None:
    absent = "KGZ"
    readings = {"amb.absence-effect": "B"}
    there = tuple(member for member in SIX if member != absent)
    cases = [operation(), meeting(), decision(subject="forces")]
    acts = [asked(), *session(DAY, there), *sent(LATER, "KAZ", absent)]
    record = play(story(cases, acts), readings)
    assert fact(record, "there", "o") == ("KAZ",)
    assert [step.by for step in record.refusals] == [absent]


@pytest.mark.parametrize(("option", "goes"), [("A", False), ("B", True)])
@pytest.mark.parametrize("told", [{"contingents": ()}, {"composition": "c"}])
def test_contingents_wait_for_the_composition_or_do_not(
    option: str, goes: bool, told: dict[str, Any]
) -> None:
    scenario = begun(*sent(LATER, "KAZ"), more=[forces("c")], **told)
    record = play(scenario, {"amb.composition-per-op": option})
    assert (state(record, "o") == "deployed") == goes


@given(subsets(SIX[2:]), st.sampled_from("AB"))
def test_leave_is_needed_or_not_and_is_each_members_own(
    leave: tuple[str, ...], option: str
) -> None:
    given_leave = [act(DAY, "give leave", "o", member) for member in leave]
    scenario = begun(*given_leave, *sent(LATER, "KAZ", "KGZ", "TJK"))
    record = play(scenario, {"amb.domestic-authorisation": option})
    wanted = [m for m in ("KAZ", "KGZ", "TJK") if option == "A" or m in leave]
    assert list(fact(record, "there", "o") or ()) == wanted


# --- commander and coordinating state ------------------------------------------------------------


@given(days("2013-01-10", "2023-06-30"))
def test_a_commander_is_named_by_the_defence_ministers_as_practice_has_it_since_2022(
    day: str,
) -> None:
    for body in ("CMD", "CSC"):
        cases = [operation(commander="c"), forces(), forces("c", body)]
        acts = [asked(day), *adopted("d", day), *adopted("c", day)]
        record = play(story(cases, [*acts, act(day, "take command", "o", "COMMANDER")]))
        lawful = body == "CMD" and day >= "2022-01-01"
        assert (fact(record, "commander_since", "o") == day) == lawful


@given(days("2013-01-10", "2026-06-30"), choices("peacekeeping"))
def test_no_coordinating_state_on_any_day_without_a_protocol_in_force(
    day: str, readings: Readings
) -> None:
    cases = [
        operation(area="outside", coordination="c", coordinating_state="KAZ"),
        forces(),
        forces("c"),
    ]
    acts = [act(day, "mandate", "o", "UNSC"), *adopted("d", day), *adopted("c", day)]
    tried = act(day, "take up coordination", "o", "KAZ")
    record = play(story(cases, [*acts, tried]), readings)
    assert (fact(record, "coordinator", "o"), len(record.refusals)) == (None, 1)


@given(st.booleans(), st.booleans(), st.sampled_from(SIX))
def test_a_coordinating_state_takes_a_protocol_in_force_and_the_councils_choice(
    in_force: bool, chosen: bool, by: str
) -> None:
    cases = [
        operation(area="outside", coordination="c", coordinating_state="KAZ", protocol="p"),
        forces(),
        forces("c"),
        instrument("p", in_force_when="signature"),
    ]
    acts = [
        *(act("2025-01-15", "sign", "p", m) for m in SIX if in_force),
        act("2025-02-01", "mandate", "o", "UNSC"),
        *adopted("d", "2025-02-02"),
        *(adopted("c", "2025-02-02") if chosen else ()),
        act("2025-02-03", "take up coordination", "o", by),
        *sent("2025-02-04", "KGZ"),
    ]
    record = play(story(cases, acts))
    lawful = in_force and chosen and by == "KAZ"
    assert fact(record, "coordinator", "o") == ("KAZ" if lawful else None)
    # Where the Protocol is law, no contingent goes without a coordinating state.
    assert (state(record, "o") == "deployed") == (lawful or not in_force)
    (sending,) = [step.finding for step in record.steps if step.act == "send contingent"]
    assert sending is not None
    told = [part.says for _, part in sending.tree()]
    assert ("peace.no_coordinator_needed" in told) is not in_force


# --- the end and the return ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "ends"),
    [("", ("host", "CSC")), ("A", ("host", "CSC")), ("B", ("CSC",)), ("C", ("CMD", "CSC"))],
)
@pytest.mark.parametrize("who", ["host", "CSC", "CMD"])
def test_what_ends_an_operation_follows_the_reading_and_the_council_always_can(
    option: str, ends: tuple[str, ...], who: str
) -> None:
    if who == "host":
        more, ending = [], [act(LATER, "declare the end", "o", "BLR")]
    else:
        more, ending = [forces("e", who)], adopted("e", LATER)
    scenario = begun(*sent(DAY, "KAZ"), *ending, more=more, ending="e" if more else "")
    record = play(scenario, {"amb.host-consent-duration": option} if option else {})
    assert (state(record, "o") != "deployed") == (who in ends)


@pytest.mark.parametrize(("option", "orders"), [("", "CMD"), ("A", ""), ("B", "CSC"), ("C", "CMD")])
@pytest.mark.parametrize("body", ["CSC", "CMD"])
def test_who_orders_the_return_follows_the_reading(option: str, orders: str, body: str) -> None:
    more = [forces("e"), forces("r", body)]
    acts = [*sent(DAY, "KAZ"), *adopted("e", LATER)]
    readings = {"amb.host-consent-duration": option} if option else {}
    before = play(begun(*acts, more=more, ending="e", **{"return": "r"}), readings)
    # The Council's decision on the end is one of the Council: under B it brings the return too.
    assert state(before, "o") == ("ended" if orders == "CMD" else "returning")
    acts += adopted("r", LATER)
    after = play(begun(*acts, more=more, ending="e", **{"return": "r"}), readings)
    assert (state(after, "o") == "returning") == (orders in ("", "CSC", body))


@given(subsets(("KAZ", "KGZ", "TJK")))
def test_an_operation_is_over_when_the_last_contingent_has_returned(
    back: tuple[str, ...],
) -> None:
    acts = [
        *sent(DAY, "KAZ", "KGZ", "TJK"),
        act(LATER, "declare the end", "o", "BLR"),
        *adopted("r", "2022-09-05"),
        *(act("2022-09-12", "withdraw contingent", "o", member) for member in back),
    ]
    record = play(begun(*acts, more=[forces("r", "CMD")], **{"return": "r"}))
    assert state(record, "o") == ("returned" if len(back) == 3 else "returning")
    assert len(fact(record, "there", "o")) == 3 - len(back)


def test_all_have_returned_when_the_last_stretch_is_over() -> None:
    uncertain = Time("between", "2022-09-06", "2022-09-20")
    acts = [
        *sent(DAY, "KAZ", "TJK"),
        act(LATER, "declare the end", "o", "BLR"),
        *adopted("r", "2022-09-05"),
        act(uncertain, "withdraw contingent", "o", "KAZ"),
        act("2022-09-07", "withdraw contingent", "o", "TJK"),
    ]
    record = play(begun(*acts, more=[forces("r", "CMD")], **{"return": "r"}))
    (last,) = [step for step in record.steps_of("o") if step.target == "returned"]
    assert last.when.day == "2022-09-20"


def test_a_request_is_taken_back_only_until_a_contingent_has_gone() -> None:
    back = act(LATER, "take back request", "o", "BLR")
    assert state(play(begun(back)), "o") == "called off"
    (refused,) = play(begun(*sent(DAY, "KAZ"), back)).refusals
    assert refused.source == "deployed"


# --- what happened -------------------------------------------------------------------------------


def shipped_record(name: str, readings: Readings) -> Record:
    path = shipped.find(f"peacekeeping/{name}")
    assert path is not None
    return play(load(path), readings)


@pytest.mark.parametrize("option", "ABCD")
def test_in_january_2022_the_form_of_the_request_decides_whether_there_was_one(option: str) -> None:
    readings = {"amb.request-form": option}
    record = shipped_record("2022-01-05-kazakhstan-operation", readings)
    assert state(record, "forces") == "adopted"
    wanted = "returned" if option in "CD" else "not requested"
    assert state(record, "operation") == wanted


@given(st.sampled_from("ABC"), st.sampled_from("ABC"))
def test_in_january_2022_no_gateway_changes_what_came_of_it(gateway: str, notice: str) -> None:
    readings = {"amb.request-form": "C", "amb.gateway": gateway, "amb.unsc-notify": notice}
    record = shipped_record("2022-01-05-kazakhstan-operation", readings)
    assert state(record, "operation") == "returned"
    (line,) = [each for each in record.deadlines if each.name == NOTICE]
    assert (line.status == "met") == (notice == "B")


def test_a_member_of_2009_is_one_of_seven_and_can_be_the_host() -> None:
    host = "UZB"
    assert host in members_on("2010-06-01")
    scenario = story([operation(host=host), forces()], [asked("2010-06-01", host)])
    assert state(play(scenario), "o") == "requested"


# --- what rests on what --------------------------------------------------------------------------


def test_no_mandate_ends_an_operation_that_a_member_asked_for() -> None:
    over = act(LATER, "end mandate", "o", "UNSC")
    for acts, where in (((over,), "decided"), ((*sent(DAY, "KAZ"), over), "deployed")):
        record = play(begun(*acts))
        assert (state(record, "o"), len(record.refusals)) == (where, 1)


@given(st.sampled_from((*SIX, "UZB", "")))
def test_a_mandate_is_for_operations_outside_the_members_territory(host: str) -> None:
    acts = [act("2022-06-01", "mandate", "o", "UNSC"), act(LATER, "end mandate", "o", "UNSC")]
    record = play(story([operation(area="outside", host=host)], acts))
    assert state(record, "o") == ("not requested" if host in SIX else "called off")


def test_a_contingent_is_sent_once() -> None:
    record = play(begun(*sent(DAY, "KAZ"), *sent(LATER, "KAZ", "TJK")))
    assert fact(record, "there", "o") == ("KAZ", "TJK")
    assert [step.by for step in record.refusals] == ["KAZ"]


# --- what no longer stands -----------------------------------------------------------------------


@given(st.sampled_from(("", "A", "B", "C")), st.sampled_from(("CSC", "CMD")))
def test_nobody_is_sent_once_a_decision_has_ended_the_operation(option: str, body: str) -> None:
    acts = [*adopted("e", "2022-07-01"), *sent(LATER, "KAZ")]
    readings = {"amb.host-consent-duration": option} if option else {}
    record = play(begun(*acts, more=[forces("e", body)], ending="e"), readings)
    ended = body == "CSC" or option == "C"
    assert state(record, "o") == ("called off" if ended else "deployed")
    assert bool(fact(record, "there", "o")) == (not ended)


def test_nobody_is_sent_under_a_decision_whose_place_another_has_taken() -> None:
    more = [decision("new", "CSC", (), subject="general", replaces="d")]
    acts = [*sent("2022-06-10", "KAZ"), *adopted("new", "2022-07-01"), *sent(LATER, "KGZ")]
    record = play(begun(*acts, more=more))
    assert state(record) == "superseded"
    assert fact(record, "there", "o") == ("KAZ",)
    (refused,) = record.refusals
    assert (refused.by, "charter.12.binding" in refused.under) == ("KGZ", True)


@pytest.mark.parametrize("option", ["", "A", "B", "C"])
def test_a_decision_of_the_council_on_the_return_ends_what_it_decided_on(option: str) -> None:
    acts = [*sent(DAY, "KAZ"), *adopted("r", LATER)]
    readings = {"amb.host-consent-duration": option} if option else {}
    record = play(begun(*acts, more=[forces("r")], **{"return": "r"}), readings)
    # Who orders the return is a question of its own: by default, and under C, the ministers do.
    assert state(record, "o") == ("returning" if option in ("A", "B") else "ended")


@pytest.mark.parametrize(("option", "sender"), [("A", "KAZ"), ("B", "SG"), ("C", "CHAIR")])
def test_the_notice_is_owed_until_it_is_given_and_not_until_all_are_back(
    option: str, sender: str
) -> None:
    acts = [
        *sent(DAY, "KAZ"),
        act(DAY, "declare the end", "o", "BLR"),
        *adopted("r", DAY),
        act(DAY, "withdraw contingent", "o", "KAZ"),
    ]
    readings = {"amb.unsc-notify": option}
    given_late = act(LATER, "notify the UN", "o", sender)
    without, late = ("missed", "missed") if option == "B" else ("unmeasured", "done")
    for then, status in (([], without), ([given_late], late)):
        record = play(begun(*acts, *then, more=[forces("r", "CMD")], **{"return": "r"}), readings)
        assert (state(record, "o"), record.refusals) == ("returned", ())
        (line,) = [each for each in record.deadlines if each.name == NOTICE]
        assert line.status == status


@given(st.booleans(), st.sampled_from("ABC"))
def test_the_notice_cites_the_rule_that_carries_the_operation(invoked: bool, gateway: str) -> None:
    told = act("2022-06-07", "notify the UN", "o", "SG")
    record = play(begun(told, article_4=invoked), {"amb.gateway": gateway})
    (step,) = [each for each in record.steps_of("o") if each.act == "notify the UN"]
    assert ("treaty.4.unsc-notify" in step.under) == (invoked and gateway != "B")
    assert ("pko.inside" in step.under) == (not invoked or gateway != "A")


def test_a_state_that_is_no_member_any_more_brings_its_contingent_home() -> None:
    """Uzbekistan was suspended on 19 December 2012; until then it was one of seven."""
    acts = [
        asked("2012-06-01"),
        *adopted("d", "2012-06-02", (*SIX, "UZB")),
        *sent("2012-06-10", "UZB"),
        act("2013-01-10", "declare the end", "o", "BLR"),
        *adopted("r", "2013-01-12"),
        act("2013-02-01", "withdraw contingent", "o", "UZB"),
    ]
    cases = [operation(contingents=("UZB",), **{"return": "r"}), forces(), forces("r", "CMD")]
    record = play(story(cases, acts))
    assert (state(record, "o"), record.refusals) == ("returned", ())


# --- what is known only by a stretch -------------------------------------------------------------


@given(st.sampled_from("AB"))
def test_what_rests_on_a_leave_of_an_uncertain_day_is_certain_when_that_is_over(
    option: str,
) -> None:
    leave = act(Time("between", "2022-06-07", "2022-06-30"), "give leave", "o", "KAZ")
    readings = {"amb.domestic-authorisation": option}
    record = play(begun(leave, *sent("2022-06-12", "KAZ")), readings)
    (step,) = [each for each in record.steps_of("o") if each.act == "send contingent"]
    assert step.when.day == {"A": "2022-06-12", "B": "2022-06-30"}[option]


def test_contingents_are_there_with_the_first_that_certainly_is() -> None:
    uncertain = Time("between", "2022-06-10", "2022-06-30")
    acts = [
        act(uncertain, "send contingent", "o", "KAZ"),
        *sent("2022-06-12", "TJK"),
        act("2022-06-15", "declare the end", "o", "BLR"),
    ]
    record = play(begun(*acts))
    assert fact(record, "deployed", "o") == "2022-06-12"
    (over,) = [each for each in record.steps_of("o") if each.act == "declare the end"]
    assert (over.target, over.when.day) == ("ended", "2022-06-15")


def test_a_period_that_runs_out_without_moving_anything_is_told_by_its_name() -> None:
    (lapse,) = [each for each in play(begun()).steps_of("o") if each.kind == "time"]
    assert "notice to the UN Security Council" in headline(lapse)


def test_of_2022_nothing_is_dated_closer_than_its_source() -> None:
    """By 9 January there was a commander; the units of Tajikistan alone have a day in a source."""
    record = shipped_record("2022-01-05-kazakhstan-operation", {})
    days_left_open = {
        (step.act, step.by): (step.when.latest - step.when.earliest) // 86400
        for step in record.steps_of("operation")
    }
    assert days_left_open["take command", ""] == 3
    assert days_left_open["withdraw contingent", "TJK"] == 0
    assert days_left_open["withdraw contingent", "RUS"] == 5


# --- what a scenario reaches seldom --------------------------------------------------------------


def test_an_operation_at_a_members_request_has_no_coordinating_state() -> None:
    record = play(begun(act(LATER, "take up coordination", "o", "KAZ")))
    assert [step.act for step in record.refusals] == ["take up coordination"]
    assert "peace.coordination_inside" in findings_in(record)


@pytest.mark.parametrize("dated", [False, True])
def test_once_the_protocol_is_law_a_un_operation_needs_a_coordinating_state(dated: bool) -> None:
    """No entry into force is established, so that the law data has to be given one here."""
    known = law.provision(COORDINATING)
    assert known is not None
    text = known.texts[0] if dated else None
    find = Scene.text

    def dated_text(scene: Scene, id: str) -> law.Text | None:
        return text if id == COORDINATING else find(scene, id)

    mandated = act("2022-01-03", "mandate", "o", "UNSC")
    acts = [mandated, *adopted("d", DAY), *sent(LATER, "KAZ")]
    with patch.object(Scene, "text", dated_text):
        record = play(story([operation(area="outside"), forces()], acts))
    assert state(record, "o") == ("decided" if dated else "deployed")
    assert {"peace.protocol_in_law", "peace.no_coordinator"} & findings_in(record) == (
        {"peace.protocol_in_law", "peace.no_coordinator"} if dated else set()
    )


def test_no_contingent_goes_when_the_decision_on_the_composition_takes_the_others_place() -> None:
    cases = [
        operation(composition="e"),
        forces(),
        decision("e", "CSC", (), subject="forces", replaces="d"),
    ]
    acts = [asked(), *adopted("d", DAY), *adopted("e", "2022-06-10"), *sent(LATER, "KAZ")]
    record = play(story(cases, acts))
    assert (state(record, "d"), state(record, "o")) == ("superseded", "decided")
    assert "peace.decision_fallen" in findings_in(record)


def test_only_a_contingent_that_is_there_returns_and_it_returns_once() -> None:
    back = [act("2022-07-02", "withdraw contingent", "o", by) for by in ("TJK", "KAZ", "KAZ")]
    over = act("2022-07-01", "declare the end", "o", "BLR")
    record = play(
        begun(*sent("2022-06-10", "KAZ", "KGZ"), over, *back),
        {"amb.host-consent-duration": "A"},
    )
    assert [step.by for step in record.refusals] == ["TJK", "KAZ"]
    assert (state(record, "o"), fact(record, "there", "o")) == ("returning", ("KGZ",))
    assert "peace.not_there" in findings_in(record)


@pytest.mark.parametrize("in_force", [False, True])
def test_nobody_commands_by_a_decision_whose_effect_still_waits(in_force: bool) -> None:
    cases = [
        operation(commander="c"),
        forces(),
        decision("c", "CMD", (), effect_when=("i",)),
        instrument(in_force_when="signature", signatories=SIX),
    ]
    signed = [act("2022-06-20", "sign", "i", member) for member in SIX] if in_force else []
    command = act(LATER, "take command", "o", "COMMANDER")
    acts = [asked(), *adopted("d", DAY), *adopted("c", DAY), *signed, command]
    record = play(story(cases, acts))
    assert state(record, "c") == "adopted"
    assert [step.act for step in record.refusals] == ([] if in_force else ["take command"])
    assert ("stage.without_effect" in findings_in(record)) is not in_force
