"""Exercises, operations and other events: the plan, the part of outsiders, watching."""

from __future__ import annotations

from building import (
    SIX,
    act,
    clock,
    decision,
    deed,
    meeting,
    play,
    session,
    state,
    story,
    world_of,
)
from hypothesis import given
from hypothesis import strategies as st
from test_rights import AREAS, beside, status_matter

from csto_sim.engine.motion import fire
from csto_sim.procedures._exercise_acts import KINDS
from csto_sim.record import Record
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.world import Facts

PLANNED = "2023-05-24"
LATER = "2023-09-04"
DURING = "2023-09-05"


def event(**facts: object) -> ScenarioCase:
    given = {"kind": "exercise", "decision": "d", "partners": ("CUB",), "observers": ("MNG",)}
    return ScenarioCase("e", "exercise", "e", Facts({**given, **facts}))


def held(*acts: ScenarioAct, body: str = "CMD", against: str = "", **facts: object) -> Scenario:
    """An event whose plan is put to decision, and then the acts."""
    said = {member: "object" if member == against else "consent" for member in SIX}
    cases = [event(**facts), meeting(body=body), decision(body=body)]
    return story(cases, [*session(PLANNED, SIX, said), *acts], "2023-05-01", "2023-12-31")


def begun(*acts: ScenarioAct, day: str = LATER) -> list[ScenarioAct]:
    return [act(clock(day, 9), "begin", "e", "KGZ"), *acts]


def refused(record: Record) -> set[tuple[str, str]]:
    return {(step.act, step.by) for step in record.refusals}


# --- the plan ------------------------------------------------------------------------------------


@given(
    st.sampled_from(KINDS),
    st.sampled_from(("CSC", "CMFA", "CMD", "CSSC")),
    st.sampled_from(("", "TJK")),
)
def test_an_event_begins_when_its_plan_is_approved_and_a_conference_on_no_plan(
    kind: str, body: str, against: str
) -> None:
    record = play(held(*begun(), kind=kind, body=body, against=against))
    approves = body in ("CMD", "CSC") or kind != "exercise"
    approved = approves and not against
    assert (state(record, "e") == "under way") == (approved or kind == "scientific event")


def test_an_event_without_a_decision_stays_planned() -> None:
    record = play(held(*begun(), decision=""))
    assert state(record, "e") == "planned"
    assert refused(record) == {("begin", "KGZ")}


# --- taking part and watching --------------------------------------------------------------------

CONSENTS = st.sets(st.sampled_from(SIX))


@given(CONSENTS, CONSENTS, st.sampled_from(("exercise", "operation", "preventive event")))
def test_a_partner_takes_part_when_all_consent_and_none_objects(
    consenting: set[str], objecting: set[str], kind: str
) -> None:
    record = play(
        held(
            *(act("2023-06-10", "consent", "e", each, to="CUB") for each in sorted(consenting)),
            *(act("2023-06-12", "object", "e", each, to="CUB") for each in sorted(objecting)),
            *begun(act(DURING, "take part", "e", "CUB")),
            kind=kind,
        )
    )
    assert (("take part", "CUB") in refused(record)) == (consenting != set(SIX) or bool(objecting))


@given(st.sampled_from(("exercise", "operation", "preventive event")), CONSENTS)
def test_an_observer_watches_of_right_and_takes_no_direct_part(
    kind: str, consenting: set[str]
) -> None:
    record = play(
        held(
            *(act("2023-06-10", "consent", "e", each, to="MNG") for each in sorted(consenting)),
            *begun(act(DURING, "watch", "e", "MNG"), act(DURING, "take part", "e", "MNG")),
            kind=kind,
        )
    )
    assert refused(record) == {("take part", "MNG")}
    (step,) = record.refusals
    assert "observer.right.exercise" in step.under


@given(
    st.sampled_from((None, "observer", "participant")),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("exercise", "operation")),
)
def test_whoever_has_no_status_comes_only_as_it_is_invited(
    invited: str | None, consented: bool, direct: bool, kind: str
) -> None:
    before = []
    if invited is not None:
        before.append(act("2023-06-05", "invite", "e", "RUS", to="VNM", **{"as": invited}))
    if consented:
        before += [act("2023-06-10", "consent", "e", each, to="VNM") for each in SIX]
    what = "take part" if direct else "watch"
    record = play(held(*before, *begun(act(DURING, what, "e", "VNM")), kind=kind))
    if kind == "exercise":
        may = consented and (invited == "participant" or (invited == "observer" and not direct))
    else:  # of operations only watching is told, and of no common consent to it
        may = invited is not None and not direct
    assert (refused(record) == set()) == may


@given(
    st.sampled_from(("", *AREAS)),
    st.lists(st.sampled_from(AREAS), unique=True),
    st.sampled_from(("partner", "observer")),
)
def test_a_conference_is_open_in_the_fields_of_a_status(
    area: str, own: list[str], status: str
) -> None:
    scenario = held(kind="scientific event", decision="", **({"area": area} if area else {}))
    world = beside(world_of(scenario), (status_matter(status, areas=tuple(own)),))
    for each in begun(act(DURING, "take part", "e", "SRB")):
        world, steps = fire(world, deed(each, world.terms))
    assert steps[-1].refused == (bool(area) and bool(own) and area not in own)


def test_members_take_part_without_invitation_and_a_suspended_one_has_no_stated_right() -> None:
    parts = [act(DURING, "take part", "e", each) for each in (*SIX, "UZB")]
    record = play(held(*begun(*parts)))
    assert refused(record) == {("take part", "UZB")}
    (step,) = record.refusals
    assert step.finding is not None
    assert step.finding.says == "act.no_right"
    assert step.finding.rests_on[0].says == "right.not_stated"


def test_nobody_invites_a_member_or_objects_to_who_has_come() -> None:
    record = play(
        held(
            act("2023-06-05", "invite", "e", "RUS", to="KAZ"),
            act("2023-06-05", "invite", "e", "RUS", to="VNM"),
            *(act("2023-06-10", "consent", "e", each, to="VNM") for each in SIX),
            *begun(act(DURING, "watch", "e", "VNM"), act(DURING, "object", "e", "ARM", to="VNM")),
        )
    )
    assert refused(record) == {("invite", "RUS"), ("object", "ARM")}


@given(st.sampled_from(("exercise", "operation", "scientific event")), st.booleans())
def test_before_2021_no_outsider_has_a_right_by_a_status(kind: str, direct: bool) -> None:
    day = "2017-09-05"
    acts = [
        *session("2017-05-24", SIX),
        act(clock("2017-09-04", 9), "begin", "e", "KGZ"),
        act(day, "take part" if direct else "watch", "e", "CUB"),
        act(day, "take part" if direct else "watch", "e", "MNG"),
    ]
    cases = [event(kind=kind), meeting(body="CMD"), decision(body="CMD")]
    record = play(story(cases, acts, "2017-05-01", "2017-12-31"))
    assert {by for _, by in refused(record)} == {"CUB", "MNG"}
