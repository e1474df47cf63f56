"""Claims on the use of forces: on whose request, on whose proposals, and whose the units are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    bound,
    days,
    decision,
    fact,
    findings_in,
    instrument,
    meeting,
    members_on,
    play,
    session,
    state,
    story,
    subsets,
    weighed,
)
from hypothesis import example, given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

BODIES = ("CMFA", "CMD", "CSSC")
#: A day on which all that is known of the rules was in force.
BEFORE, DAY, LATER = "2016-05-02", "2016-05-10", "2016-05-20"
FORM: dict[str, Any] = {"to": "CHAIR", "form": "letter", "signed_by": "head of state"}


def forces(force: str = "CRRF", **facts: Any) -> ScenarioCase:
    return ScenarioCase("f", "use_of_forces", "f", Facts(force=force, decision="d", **facts))


def asked(
    day: str = BEFORE,
    *,
    by: Sequence[str] = ("KGZ",),
    units: Sequence[str] = ("KAZ",),
    bodies: Sequence[str] = BODIES,
    kind: str = "military",
) -> list[ScenarioAct]:
    """Everything that comes before the decision, on one day."""
    return [
        *(act(at(day), "propose contingent", "f", each, kind=kind) for each in units),
        *(act(at(day), "request", "f", each, **FORM) for each in by),
        *(act(at(day), "propose", "f", body, **{"with": tuple(by)}) for body in bodies),
    ]


def used(
    before: Sequence[ScenarioAct],
    after: Sequence[ScenarioAct] = (),
    readings: dict[str, str] | None = None,
    *,
    day: str = DAY,
    subject: str = "forces",
    **facts: Any,
) -> Record:
    """The record of a course in which the Council decides by consensus on a day."""
    cases = [meeting(), decision(subject=subject), forces(**facts)]
    acts = [*before, *session(day, members_on(day)), *after]
    record = play(story(cases, acts), readings or {})
    assert state(record) == "adopted"
    return record


def refused(record: Record, name: str) -> list[str]:
    return [step.by for step in record.refusals if step.act == name and step.case == "f"]


# --- on whose proposals --------------------------------------------------------------------------


@given(subsets(BODIES), st.sampled_from("ABC"))
def test_the_decision_waits_for_the_proposals_that_the_reading_asks_for(
    made: tuple[str, ...], option: str
) -> None:
    record = used(asked(bodies=made), readings={"amb.forces-proposals": option})
    enough = {"A": set(made) == set(BODIES), "B": bool(made), "C": True}[option]
    assert state(record, "f") == ("decided" if enough else "condition missing")
    assert bool(bound(record, "f")) is enough


@given(subsets(SIX))
def test_proposals_count_only_with_every_state_that_asked(together: tuple[str, ...]) -> None:
    before = [
        *asked(by=("KGZ", "TJK"), bodies=()),
        *(act(at(BEFORE), "propose", "f", body, **{"with": together}) for body in BODIES),
    ]
    joint = {"KGZ", "TJK"} <= set(together)
    assert state(used(before), "f") == ("decided" if joint else "condition missing")


@given(st.permutations(BODIES))
def test_missing_proposals_can_come_after_the_decision_in_any_order(order: list[str]) -> None:
    after = [act(at(LATER), "propose", "f", body, **{"with": ("KGZ",)}) for body in order]
    record = used(asked(bodies=()), after)
    assert state(record, "f") == "decided"
    assert {since for since, _, _ in bound(record, "f").values()} == {LATER}


def test_a_body_that_has_not_adopted_its_proposals_has_made_none() -> None:
    plan = decision("p", "CMD")
    proposal = act(at(BEFORE), "propose", "f", "CMD", decision="p", **{"with": ("KGZ",)})
    before = [*asked(bodies=("CMFA", "CSSC")), proposal]
    cases = [meeting(), decision(subject="forces"), plan, forces()]
    record = play(story(cases, [*before, *session(DAY, SIX)]))
    assert state(record, "f") == "condition missing"


@given(st.sampled_from("ABC"), st.booleans())
def test_the_forces_for_central_asia_wait_for_the_defence_ministers(
    option: str, ministers: bool
) -> None:
    bodies = ("CMFA", "CMD", "CSSC") if ministers else ("CMFA", "CSSC")
    chosen = {"amb.forces-proposals": option}
    record = used(asked(by=("TJK",), bodies=bodies), readings=chosen, force="CRDF")
    assert state(record, "f") == ("decided" if ministers else "condition missing")
    general = used(
        asked(by=("TJK",), bodies=bodies), readings={**chosen, "amb.crdf-agreement": "B"},
        force="CRDF",
    )  # fmt: skip
    enough = ministers or option != "A"
    assert state(general, "f") == ("decided" if enough else "condition missing")


# --- who can ask, who can take part --------------------------------------------------------------


@given(st.sampled_from(SIX), days("2013-01-01", "2023-11-22"))
def test_only_four_states_ask_for_or_take_part_in_the_forces_for_central_asia(
    member: str, day: str
) -> None:
    among = member in ("KAZ", "KGZ", "RUS", "TJK")
    acts = [
        act(at(day), "propose contingent", "f", member),
        act(at(day), "request", "f", member, **FORM),
    ]
    record = play(story([decision(), forces("CRDF")], acts))
    assert (state(record, "f") == "requested") is among
    assert refused(record, "propose contingent") == ([] if among else [member])
    assert bool(refused(record, "request")) is not among
    (asking,) = [step for step in record.steps if step.act == "request"]
    assert "crdf.composition" in asking.under  # whose units they are made up of


@given(days("2010-09-10", "2012-12-18"), st.sampled_from(members_on("2011-01-01")))
def test_a_member_that_did_not_sign_cannot_be_asked_for_a_contingent(day: str, member: str) -> None:
    record = play(story([forces()], [act(at(day), "propose contingent", "f", member)]))
    assert bool(record.refusals) is (member == "UZB")


@given(subsets(SIX))
def test_where_the_agreement_is_told_its_parties_alone_put_units_forward(
    parties: tuple[str, ...],
) -> None:
    signing = [act(at(BEFORE), "sign", "i", member) for member in parties]
    offers = [act(at(DAY), "propose contingent", "f", member) for member in SIX]
    cases = [instrument(in_force_when="signature"), forces(agreement="i")]
    record = play(story(cases, [*signing, *offers]))
    assert set(refused(record, "propose contingent")) == set(SIX) - set(parties)
    assert set(fact(record, "contingents", "f") or ()) == set(parties)


FORMS = st.tuples(
    st.sampled_from(("CHAIR", "SECRETARIAT", "RUS")),
    st.sampled_from(("letter", "note", "call", "statement")),
    st.sampled_from(("head of state", "minister", "envoy")),
)


@given(FORMS, st.sampled_from("ABCD"))
def test_a_wider_reading_of_the_official_request_never_shuts_one_out(
    form: tuple[str, str, str], option: str
) -> None:
    to, kind, whose = form
    request = act(at(DAY), "request", "f", "KGZ", to=to, form=kind, signed_by=whose)
    came = [
        state(play(story([forces()], [request]), {"amb.request-form": each}), "f")
        for each in sorted({"A", option})
    ]
    assert set(came) <= {"requested", "not official"}
    assert came[0] == "not official" or came[-1] == "requested"
    if option == "A":
        strict = form == ("CHAIR", "letter", "head of state")
        assert came == ["requested" if strict else "not official"]
    if option == "D":
        assert came[-1] == "requested"


def test_without_an_official_request_a_decision_moves_nothing() -> None:
    offer = act(at(BEFORE), "propose contingent", "f", "KAZ")
    unofficial = act(at(BEFORE), "request", "f", "KGZ", to="RUS")
    for before in ([offer], [offer, unofficial]):
        record = used(before, [act(at(LATER), "hand over", "f", "KAZ")])
        assert state(record, "f") == "condition missing"
        assert refused(record, "hand over") == ["KAZ"]


def test_an_official_request_mends_a_decision_that_came_too_soon() -> None:
    before = [act(at(BEFORE), "propose contingent", "f", "KAZ")]
    after = [
        act(at(LATER), "request", "f", "KGZ", **FORM),
        *(act(at(LATER), "propose", "f", body, **{"with": ("KGZ",)}) for body in BODIES),
    ]
    record = used(before, after)
    assert state(record, "f") == "decided"
    assert bound(record, "f") == {"KAZ": (LATER, LATER, "")}


@given(subsets(("measure", "budget", "general")))
def test_a_decision_on_something_else_moves_no_forces(subjects: tuple[str, ...]) -> None:
    for subject in subjects:
        record = used(asked(), subject=subject)
        assert (state(record, "f"), bound(record, "f")) == ("requested", {})


# --- for which force, task and situation ---------------------------------------------------------


@example("2010-09-09")
@example("2010-09-10")
@given(days("2009-06-14", "2012-11-30"))
def test_the_rapid_reaction_forces_are_used_from_the_day_of_their_agreement(day: str) -> None:
    record = used(asked("2009-06-14"), day=day, task="repel attack")
    assert (state(record, "f") == "decided") is (day >= "2010-09-10")


@example("2012-06-12", "strengthen borders")
@example("2012-06-13", "strengthen borders")
@given(days("2010-09-10", "2023-11-22"), st.sampled_from(("repel attack", "strengthen borders")))
def test_a_task_that_is_not_the_forces_own_needs_the_list_of_the_agreement(
    day: str, task: str
) -> None:
    record = used(asked("2010-09-10"), day=day, task=task)
    listed = task == "repel attack" or day >= "2012-06-13"
    assert (state(record, "f") == "decided") is listed


@pytest.mark.parametrize("force", ["CRRF", "coalition grouping", "regional grouping"])
def test_peacekeeping_is_for_other_forces(force: str) -> None:
    record = used(asked(), force=force, task="peacekeeping")
    assert state(record, "f") == "condition missing"


@given(st.sampled_from("ABC"), st.sampled_from(("attack", "inside", "inside with outsiders")))
def test_an_internal_disorder_is_a_case_as_far_as_the_reading_goes(option: str, what: str) -> None:
    situation = {
        "attack": "attack",
        "inside": "internal disorder",
        "inside with outsiders": "internal disorder with an outside element",
    }[what]
    record = used(asked(), readings={"amb.internal-threat": option}, situation=situation)
    holds = what == "attack" or option == "B" or (option == "C" and what != "inside")
    assert (state(record, "f") == "decided") is holds


@pytest.mark.parametrize(
    ("day", "force", "signed_by", "opens"),
    [
        ("2011-08-12", "CRRF", "head of state", True),
        ("2011-08-11", "CRRF", "head of state", False),
        ("2011-08-12", "CRRF", "minister", False),
        ("2011-08-12", "CRDF", "head of state", False),
    ],
)
def test_constitutional_order_is_protected_as_the_leaders_said_and_no_further(
    day: str, force: str, signed_by: str, opens: bool
) -> None:
    request = act(at("2011-08-01"), "request", "f", "KGZ", to="CHAIR", signed_by=signed_by)
    ministers = act(at("2011-08-01"), "propose", "f", "CMD")
    offer = act(at("2011-08-01"), "propose contingent", "f", "KAZ")
    readings = {"amb.internal-threat": "B", "amb.request-form": "D"}
    facts: dict[str, Any] = {
        "force": force,
        "task": "constitutional order",
        "situation": "internal disorder",
    }
    record = used([offer, request, ministers], readings=readings, day=day, **facts)
    assert (state(record, "f") == "decided") is opens


@given(st.sampled_from(SIX), st.sampled_from("ABC"))
def test_under_divided_law_only_a_request_of_armenia_waits_for_the_proposals(
    member: str, option: str
) -> None:
    """amb.regulation-2023: new text for all (A), the old one for Armenia (B), for all (C)."""
    record = used(
        asked("2024-03-01", by=(member,), bodies=()),
        readings={"amb.regulation-2023": option},
        day="2024-04-01",
    )
    old = option == "C" or (option == "B" and member == "ARM")
    assert (state(record, "f") == "condition missing") is old


# --- whose the units are -------------------------------------------------------------------------


@given(st.integers(0, 5), st.sampled_from(("KAZ", "BLR")), st.sampled_from("AB"))
def test_until_the_use_is_decided_every_unit_is_national(
    number: int, member: str, option: str
) -> None:
    before = asked(units=("KAZ", "BLR"))[:number]
    hand_over = act(at(BEFORE), "hand over", "f", member)
    cases = [decision(), forces()]
    record = play(story(cases, [*before, hand_over]), {"amb.composition-per-op": option})
    assert refused(record, "hand over") == [member]
    command = fact(record, "command", "f") or {}
    assert set(command.values()) <= {"national"}
    assert bound(record, "f") == {}


@given(subsets(SIX), subsets(SIX))
def test_only_units_in_the_composition_come_under_joint_command(
    offered: tuple[str, ...], sent: tuple[str, ...]
) -> None:
    late = [act(at(LATER), "propose contingent", "f", member) for member in SIX]
    handing = [act(at(LATER), "hand over", "f", member) for member in sent]
    composed = used(asked(units=offered), [*late, *handing])
    joint = {m for m, whose in fact(composed, "command", "f").items() if whose == "joint"}
    assert joint == set(offered) & set(sent)
    later = used(asked(units=offered), [*late, *handing], {"amb.composition-per-op": "B"})
    joint = {m for m, whose in fact(later, "command", "f").items() if whose == "joint"}
    assert joint == set(sent)


@given(st.sampled_from((BEFORE, DAY, LATER)), st.booleans())
def test_national_leave_binds_from_its_day_and_not_before_the_decision(
    day: str, early: bool
) -> None:
    leave = act(at(day), "give leave", "f", "KAZ")
    before, after = (asked(), [leave]) if day == LATER else ([*asked(), leave], [])
    conditional = used(before, after, {"amb.domestic-authorisation": "B"})
    assert bound(conditional, "f") == {"KAZ": (max(day, DAY), max(day, DAY), "")}
    at_once = used(before, after, {"amb.domestic-authorisation": "A"})
    assert bound(at_once, "f") == {"KAZ": (DAY, DAY, "")}


def test_leave_that_is_not_given_keeps_units_at_home_under_the_stricter_reading() -> None:
    hand_over = act(at(LATER), "hand over", "f", "KAZ")
    silent = used(asked(), [hand_over], {"amb.domestic-authorisation": "B"})
    assert refused(silent, "hand over") == ["KAZ"]
    assert bound(silent, "f") == {}
    refuses = act(at(DAY), "refuse leave", "f", "KAZ")
    for option in "AB":
        record = used(asked(), [refuses, hand_over], {"amb.domestic-authorisation": option})
        assert refused(record, "hand over") == ["KAZ"]
        assert bool(bound(record, "f")) is (option == "A")


@given(st.sampled_from("ABC"), st.sampled_from(("host", "other", "CSC", "CMD")))
def test_the_use_ends_by_the_act_that_the_reading_names(option: str, who: str) -> None:
    body = who if who in ("CSC", "CMD") else "CSC"
    cases = [
        meeting(),
        decision(subject="forces"),
        meeting("n", body),
        decision("e", body, ("n",)),
        forces(ending="e"),
    ]
    if who in ("CSC", "CMD"):
        over = session("2016-06-10", SIX, id="n", matter="e")
    else:
        over = [act(at("2016-06-10"), "end", "f", "KGZ" if who == "host" else "KAZ")]
    acts = [
        *asked(),
        *session(DAY, SIX),
        act(at(LATER), "hand over", "f", "KAZ"),
        *over,
        act(at("2016-06-15"), "return", "f", "KAZ"),
    ]
    record = play(story(cases, acts), {"amb.host-consent-duration": option})
    # The Council, which decided on the use, ends it always, as it does an operation.
    ends = who == "CSC" or {"A": "host", "B": "CSC", "C": "CMD"}[option] == who
    assert state(record, "f") == ("returned" if ends else "deployed")
    last = "2016-06-15" if ends else ""
    assert bound(record, "f") == {"KAZ": (DAY, DAY, last)}
    assert fact(record, "command", "f") == {"KAZ": "national" if ends else "joint"}


@given(st.permutations(("BLR", "KAZ", "TJK")))
def test_each_is_bound_until_its_own_return_and_the_last_return_closes_the_matter(
    order: list[str],
) -> None:
    three = ("BLR", "KAZ", "TJK")
    home = {member: f"2016-06-0{number}" for number, member in enumerate(order, 2)}
    after = [
        *(act(at(LATER), "hand over", "f", member) for member in three),
        act(at("2016-06-01"), "end", "f", "KGZ"),
        *(act(at(day), "return", "f", member) for member, day in home.items()),
    ]
    waiting = used(asked(units=three), after[:-1])
    assert (state(waiting, "f"), bound(waiting, "f")[order[-1]]) == ("ended", (DAY, DAY, ""))
    over = used(asked(units=three), after)
    assert state(over, "f") == "returned"
    assert {member: until for member, (_, _, until) in bound(over, "f").items()} == home


@given(st.sampled_from(("CRRF", "CAF", "CRDF", "coalition grouping")), st.data())
def test_a_unit_belongs_to_the_force_by_its_kind(force: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(("military", "aviation", "security services")))
    task = data.draw(st.sampled_from(("counter threats", "protect population")))
    offer = act(at(DAY), "propose contingent", "f", "KAZ", kind=kind)
    record = play(story([decision(), forces(force, task=task)], [offer]))
    fits = {
        "military": force != "CAF",
        "aviation": force == "CAF",
        "security services": force == "CRRF" and task == "counter threats",
    }[kind]
    assert bool(record.refusals) is not fits


# --- several states that ask, and stretches of time ----------------------------------------------


@given(st.permutations(("KGZ", "TJK")), st.sampled_from(("official", "other", "too soon")))
def test_each_of_several_states_can_take_its_request_back_and_the_last_ends_the_matter(
    order: list[str], how: str
) -> None:
    form = {"to": "RUS"} if how == "other" else FORM
    asking = [act(at(BEFORE), "request", "f", each, **form) for each in ("KGZ", "TJK")]
    back = [act(at(LATER), "withdraw", "f", each) for each in order]
    if how == "too soon":
        first, last = used(asking, back[:1]), used(asking, back)
        assert state(first, "f") == "condition missing"
    else:
        cases = [meeting(), decision(subject="forces"), forces()]
        first, last = (play(story(cases, [*asking, *back[:n]])) for n in (1, 2))
        assert state(first, "f") == ("requested" if how == "official" else "not official")
    assert not refused(first, "withdraw")
    assert state(last, "f") == "withdrawn"


@given(st.permutations(("ARM", "KGZ", "TJK")), st.integers(0, 3))
def test_one_of_several_hosts_does_not_end_the_use_for_the_others(
    order: list[str], ended: int
) -> None:
    ends = [act(at(LATER), "end", "f", each) for each in order[:ended]]
    hosts = asked(by=("ARM", "KGZ", "TJK"))
    record = used(hosts, [act(at(LATER), "hand over", "f", "KAZ"), *ends])
    assert state(record, "f") == ("ended" if ended == 3 else "deployed")
    assert not refused(record, "end")


@example("2009-10-19")
@example("2009-10-20")
@given(days("2009-06-14", "2010-06-30"))
def test_belarus_takes_part_in_the_rapid_reaction_forces_since_it_signed(day: str) -> None:
    offers = [act(at(day), "propose contingent", "f", who) for who in ("BLR", "KAZ")]
    record = play(story([forces()], offers))
    assert refused(record, "propose contingent") == (["BLR"] if day < "2009-10-20" else [])


@example("2006-06-22")
@example("2006-06-23")
@given(days("2004-01-01", "2010-12-09"))
def test_the_agreement_on_central_asia_asks_for_nothing_before_it_was_signed(day: str) -> None:
    before = asked("2003-12-01", bodies=())
    record = used(before, day=day, force="CRDF", task="counter threats")
    assert (state(record, "f") == "decided") is (day < "2006-06-23")


@given(st.sampled_from(("request", "propose", "propose contingent")), st.integers(0, 9))
def test_a_use_is_decided_for_certain_when_all_that_it_rests_on_certainly_was_there(
    loose: str, late: int
) -> None:
    last = f"2016-05-{12 + late:02}"
    stretch = Time(f"between {BEFORE} and {last}", BEFORE, last)
    before = [each._replace(time=stretch) if each.name == loose else each for each in asked()]
    record = used(before, [act(at("2016-05-11"), "hand over", "f", "KAZ")])
    assert state(record, "f") == "decided"
    assert bound(record, "f") == {"KAZ": (last, last, "")}
    assert refused(record, "hand over") == ["KAZ"]


@given(st.permutations(("KGZ", "TJK")))
def test_another_request_takes_nothing_from_that_of_the_lawful_leader(order: list[str]) -> None:
    whose = {"KGZ": "head of state", "TJK": "minister"}
    requests = [
        act(at(BEFORE), "request", "f", each, to="CHAIR", form="letter", signed_by=whose[each])
        for each in order
    ]
    before = [each for each in asked(by=("KGZ", "TJK")) if each.name != "request"]
    readings = {"amb.request-form": "B", "amb.internal-threat": "B"}
    what: dict[str, Any] = {"task": "constitutional order", "situation": "internal disorder"}
    record = used([*requests, *before], readings=readings, **what)
    assert state(record, "f") == "decided"


@given(st.integers(0, 9))
def test_units_go_under_joint_command_only_when_leave_was_certainly_given(late: int) -> None:
    last = f"2016-05-{11 + late:02}"
    leave = act(Time(f"between {BEFORE} and {last}", BEFORE, last), "give leave", "f", "KAZ")
    after = [act(at("2016-05-15"), "hand over", "f", "KAZ")]
    record = used([*asked(), leave], after, {"amb.domestic-authorisation": "B"})
    assert (state(record, "f") == "deployed") is (last <= "2016-05-15")
    assert bound(record, "f") == {"KAZ": (last, last, "")}


@given(st.sampled_from("BC"), st.booleans())
def test_a_decision_that_came_before_the_use_does_not_end_it(option: str, before: bool) -> None:
    body = {"B": "CSC", "C": "CMD"}[option]
    cases = [
        *(meeting(), decision(subject="forces"), forces(ending="e")),
        *(meeting("n", body), decision("e", body, ("n",))),
    ]
    end = session(BEFORE if before else LATER, SIX, id="n", matter="e")
    course = [*asked("2016-05-01"), *(end if before else ()), *session(DAY, SIX)]
    course += [act(at(DAY), "hand over", "f", "KAZ"), *(() if before else end)]
    record = play(story(cases, course), {"amb.host-consent-duration": option})
    assert state(record, "e") == "adopted"
    assert state(record, "f") == ("deployed" if before else "ended")


# --- what no rule allows yet, and compositions of nobody -----------------------------------------


@pytest.mark.parametrize(
    ("force", "day", "name"),
    [
        ("CRRF", "2008-05-01", "propose contingent"),
        ("CAF", "2013-05-01", "propose contingent"),
        ("CRDF", "2000-05-01", "request"),
    ],
)
def test_for_a_force_on_which_nothing_is_in_force_nobody_asks_and_nobody_puts_forward(
    force: str, day: str, name: str
) -> None:
    takes = FORM if name == "request" else {}
    record = play(story([forces(force), decision()], [act(day, name, "f", "KAZ", **takes)]))
    assert state(record, "f") == "not requested"
    (why,) = (step.finding for step in record.refusals)
    assert why is not None
    assert why.says == "forces.no_law"
    assert len(set(why.under)) == len(why.under)


@pytest.mark.parametrize(("day", "listed"), [("2011-05-10", False), (DAY, True)])
def test_the_council_sets_a_further_task_only_under_the_list_for_all_forces(
    day: str, listed: bool
) -> None:
    record = used(asked("2011-05-02" if not listed else BEFORE), day=day, task="other")
    assert (state(record, "f") == "decided") is listed
    assert ("forces.task_set_by_council" in findings_in(record)) is listed


@pytest.mark.parametrize("decided", [True, False])
def test_a_proposal_that_rests_on_a_bodys_decision_waits_for_it_before_the_rule_of_2012(
    decided: bool,
) -> None:
    cases = [forces(), decision(), decision("e", "CMD", ())]
    day = "2011-05-01"
    circulated = [
        act(day, "circulate", "e", "SG"),
        *(act(day, "sign", "e", member) for member in members_on(day)),
    ]
    acts = [
        act(day, "request", "f", "KAZ", **FORM),
        *(circulated if decided else []),
        act("2011-05-02", "propose", "f", "CMD", decision="e", **{"with": ("KAZ",)}),
    ]
    record = play(story(cases, acts), {"amb.crisis-reg-effect": "A"})
    kept = "proposals" if decided else "other_proposals"
    assert fact(record, kept, "f") == {"CMD": "2011-05-02"}
    assert ("forces.proposal_not_decided" in findings_in(record)) is not decided


def test_a_composition_without_members_proposals_is_none_and_the_decision_says_so() -> None:
    cases = [meeting(), decision("c", subject="forces"), forces(composition="c"), decision()]
    put = act(BEFORE, "propose contingent", "f", "KAZ")
    for before, ends in (([], "not requested"), ([put], "composed")):
        record = play(story(cases, [*before, *session(DAY, SIX, matter="c")]))
        assert (state(record, "c"), state(record, "f")) == ("adopted", ends)
        assert ("forces.composition_of_nobody" in findings_in(record)) is (not before)


def test_one_decision_on_composition_and_use_is_one_on_use_and_waits_for_a_request() -> None:
    cases = [meeting(), decision(subject="forces"), forces(composition="d")]
    acts = [act(BEFORE, "propose contingent", "f", "KAZ"), *session(DAY, SIX)]
    record, found = weighed(story(cases, acts))
    assert state(record, "f") == "condition missing"
    assert {"forces.decided_too_soon", "forces.no_request"} <= findings_in(record)
    assert "forces.use_first" in found
