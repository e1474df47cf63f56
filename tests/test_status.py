"""Claims on the status of partner or observer: who may apply, what must be met, what begins it."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    days,
    decision,
    fact,
    findings_in,
    instrument,
    leaves,
    meeting,
    play,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.procedures._status_criteria import (
    AREAS,
    OBSERVER_STATE,
    PARTNER_ORGANISATION,
    PARTNER_STATE,
)
from csto_sim.record import Record, Step
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.world import Facts

#: Each kind of applicant with the criteria that it must meet. The applicants are plain examples.
KINDS = {
    ("partner", "URY"): PARTNER_STATE,
    ("partner", "ASEAN"): PARTNER_ORGANISATION,
    ("observer", "BWA"): OBSERVER_STATE,
}
KIND = st.sampled_from(sorted(KINDS))
APPLIED, EXAMINED, DECIDED, SIGNED = "2022-03-01", "2022-04-01", "2022-05-10", "2022-06-01"


def case(status: str = "partner", applicant: str = "URY", **facts: Any) -> ScenarioCase:
    named = {"areas": ("peacekeeping",), "decision": "d", "protocol": "p", **facts}
    return ScenarioCase("s", "status", "s", Facts(applicant=applicant, status=status, **named))


def protocol(applicant: str, id: str = "p") -> ScenarioCase:
    sides = ("SG", applicant, *SIX)
    return instrument(id, open_to=sides, signatories=("SG", applicant), in_force_when="signature")


def applying(applicant: str, day: str = APPLIED, **takes: Any) -> ScenarioAct:
    return act(at(day), "apply", "s", applicant, **takes)


def examining(meets: tuple[str, ...], fails: tuple[str, ...] = (), day: str = EXAMINED) -> Any:
    return act(at(day), "examine", "s", "SG", meets=meets, fails=fails)


def signing(*sides: str, day: str = SIGNED) -> list[ScenarioAct]:
    return [act(at(day), "sign", "p", side) for side in sides]


def course(
    status: str, applicant: str, *acts: ScenarioAct, body: str = "CSC", **facts: Any
) -> Scenario:
    cases = [
        meeting(body=body),
        decision(body=body),
        protocol(applicant),
        case(status, applicant, **facts),
    ]
    return story(cases, [applying(applicant), *acts])


def whole(
    kind: tuple[str, str], meets: tuple[str, ...], fails: tuple[str, ...] = (), **facts: Any
) -> Scenario:
    """Application, examination, decision, both signatures."""
    status, applicant = kind
    acts = [examining(meets, fails), *session(DECIDED, SIX), *signing("SG", applicant)]
    return course(status, applicant, *acts, **facts)


def step_to(record: Record, target: str) -> Step:
    return next(step for step in record.steps_of("s") if step.target == target != step.source)


# --- the criteria --------------------------------------------------------------------------------


@given(KIND, st.data())
def test_a_status_is_granted_if_and_only_if_every_criterion_is_met(
    kind: tuple[str, str], data: st.DataObject
) -> None:
    known = tuple(KINDS[kind])
    meets = data.draw(st.one_of(st.just(known), st.just(known[1:]), subsets(known)))
    rest = tuple(word for word in known if word not in meets)
    fails = data.draw(subsets(rest)) if rest else ()
    record = play(whole(kind, meets, fails))
    assert state(record) == "adopted"
    assert (state(record, "s") == "active") == (meets == known)
    assert (state(record, "s") == "not granted") == (meets != known)
    assert state(play(whole(kind, meets, fails), {"amb.status-criteria": "B"}), "s") == "active"


@pytest.mark.parametrize(("kind", "number"), list(zip(sorted(KINDS), (6, 7, 13), strict=True)))
def test_each_criterion_is_a_finding_under_its_own_provision(
    kind: tuple[str, str], number: int
) -> None:
    step = step_to(play(whole(kind, ("all",))), "criteria met")
    assert step.finding is not None
    cited = [part.under for part in leaves(step.finding) if part.says.startswith("criterion.")]
    assert cited == [(id,) for id in KINDS[kind].values()]
    assert len(cited) == number
    assert len({part.says for part in leaves(step.finding) if "criterion." in part.says}) == number


@given(KIND, st.data())
def test_of_several_examinations_the_last_word_on_each_criterion_counts(
    kind: tuple[str, str], data: st.DataObject
) -> None:
    known = tuple(KINDS[kind])
    said: dict[str, bool] = {}
    acts = []
    for number in range(data.draw(st.integers(1, 4))):
        meets = data.draw(st.one_of(subsets(known), st.just(known)))
        rest = tuple(word for word in known if word not in meets)
        fails = data.draw(subsets(rest)) if rest else ()
        said |= dict.fromkeys(meets, True) | dict.fromkeys(fails, False)
        acts.append(examining(meets, fails, f"2022-04-{10 + number}"))
    record = play(course(*kind, *acts))
    expected = "criteria met" if all(said.get(word) for word in known) else "criteria not met"
    assert state(record, "s") == expected
    assert fact(record, "failed", "s") == tuple(word for word in known if said.get(word) is False)


def test_a_word_for_all_leaves_out_what_the_same_examination_found_not_met() -> None:
    kind = ("partner", "URY")
    record = play(course(*kind, examining(("all",), ("ready to assist",))))
    assert state(record, "s") == "criteria not met"
    assert fact(record, "failed", "s") == ("ready to assist",)
    assert len(fact(record, "met", "s")) == 12


@given(KIND, st.data())
def test_a_criterion_of_another_kind_of_applicant_is_not_asked(
    kind: tuple[str, str], data: st.DataObject
) -> None:
    strange = sorted({*PARTNER_STATE, *PARTNER_ORGANISATION} - set(KINDS[kind]))
    word = data.draw(st.sampled_from(strange))
    record = play(course(*kind, examining((word,))))
    (refusal,) = record.refusals
    assert state(record, "s") == "applied"
    assert refusal.under


@pytest.mark.parametrize(("option", "outcome"), [("A", "active"), ("B", "not granted")])
def test_no_criteria_are_known_for_an_organisation_that_would_observe(
    option: str, outcome: str
) -> None:
    acts = [*session(DECIDED, SIX), *signing("SG", "AU")]
    scenario = course("observer", "AU", *acts)
    assert state(play(scenario, {"amb.observer-organisation": option}), "s") == outcome


# --- the law of the day --------------------------------------------------------------------------


@given(days("2003-09-18", "2026-06-30"))
def test_observers_have_a_basis_since_the_charter_and_partners_since_2021(day: str) -> None:
    for status, since in (("observer", "2003-09-18"), ("partner", "2021-01-19")):
        record = play(story([case(status)], [applying("URY", day)]))
        assert (state(record, "s") == "applied") == (day >= since), (status, day)
    early = play(story([case("partner")], [applying("URY", day)]), {"amb.status-before-2021": "B"})
    assert (state(early, "s") == "applied") == (day >= "2018-11-08")


@given(days("2004-06-18", "2018-11-07"))
def test_before_the_regulations_the_decision_alone_begins_the_status(day: str) -> None:
    cases = [meeting(), decision(), case("observer", areas=(), protocol="")]
    acts = [applying("URY", day), *session(day, ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB"))]
    record = play(story(cases, acts), {"amb.absence-effect": "B", "amb.quorum": "C"})
    assert state(record) == "adopted"
    assert (state(record, "s"), fact(record, "since", "s")) == ("active", day)
    later = play(
        story([*cases[:2], case("observer")], [applying("URY"), *session(DECIDED, SIX)]),
        {"amb.status-criteria": "B"},
    )
    assert state(later, "s") == "granted"


# --- the application -----------------------------------------------------------------------------


@given(st.sampled_from(("SG", "CHAIR", "SECRETARIAT", "RUS")), st.sampled_from(
    ("letter", "note", "call", "statement")))  # fmt: skip
def test_an_application_must_reach_the_secretary_general_in_writing(to: str, form: str) -> None:
    record = play(story([case()], [applying("URY", to=to, form=form)]))
    written = to == "SG" and form in ("letter", "note")
    assert state(record, "s") == ("applied" if written else "not applied")


@pytest.mark.parametrize("member", [*SIX, "UZB"])
@pytest.mark.parametrize("status", ["partner", "observer"])
def test_a_member_even_a_suspended_one_does_not_apply(status: str, member: str) -> None:
    record = play(story([case(status, member)], [applying(member)]))
    (refusal,) = record.refusals
    assert refusal.finding is not None
    assert [f.says for f in leaves(refusal.finding) if not f.holds] == ["status.insider"]


@given(subsets(AREAS))
def test_some_or_all_of_eleven_fields_can_be_chosen_and_not_none(areas: tuple[str, ...]) -> None:
    assert len(AREAS) == 11
    record = play(story([case(areas=areas)], [applying("URY")]))
    assert state(record, "s") == ("applied" if areas else "not applied")


@given(st.sampled_from(("CMFA", "CMD", "CSSC")))
def test_a_decision_of_another_organ_grants_nothing(body: str) -> None:
    acts = [examining(("all",)), *session(DECIDED, SIX), *signing("SG", "URY")]
    record = play(course("partner", "URY", *acts, body=body))
    assert state(record) == "adopted"
    assert state(record, "s") == "criteria met"


# --- the Protocol --------------------------------------------------------------------------------


@given(st.sampled_from(sorted({("SG",), ("URY",), ("RUS", "URY"), ("SG", "URY"), ("URY", "SG")})))
def test_the_status_begins_with_the_protocol_of_both_sides(sides: tuple[str, ...]) -> None:
    acts = [examining(("all",)), *session(DECIDED, SIX), *signing(*sides)]
    record = play(course("partner", "URY", *acts))
    both = set(sides) == {"SG", "URY"}
    assert (state(record, "s"), fact(record, "since", "s")) == (
        ("active", SIGNED) if both else ("granted", None)
    )


@given(st.sampled_from(("SG", "SECRETARIAT", "RUS", "AU", "BWA")), st.sampled_from(("URY", "FJI")))
def test_a_protocol_in_force_between_others_begins_no_status(ours: str, theirs: str) -> None:
    sides = (ours, theirs)
    text = instrument("p", open_to=sides, signatories=sides, in_force_when="signature")
    acts = [applying("URY"), examining(("all",)), *session(DECIDED, SIX), *signing(*sides)]
    record = play(story([meeting(), decision(), text, case()], acts))
    assert state(record, "p") == "in force"
    begins = theirs == "URY" and ours in ("SG", "SECRETARIAT", *SIX)
    assert state(record, "s") == ("active" if begins else "granted")


def test_a_protocol_signed_before_the_decision_gives_nothing_until_then() -> None:
    acts = [examining(("all",)), *signing("SG", "URY", day="2022-04-20"), *session(DECIDED, SIX)]
    record = play(course("partner", "URY", *acts))
    assert state(record, "p") == "in force"
    assert (state(record, "s"), fact(record, "since", "s")) == ("active", DECIDED)


@given(KIND)
def test_what_the_rights_rest_on_is_told_by_a_status_that_is_held(kind: tuple[str, str]) -> None:
    record = play(whole(kind, ("all",), areas=("military", "emergencies")))
    told = tuple(fact(record, name, "s") for name in ("status", "applicant", "areas"))
    assert told == (*kind, ("military", "emergencies"))
    assert state(record, "s") == "active"


# --- afterwards ----------------------------------------------------------------------------------


def later(
    kind: tuple[str, str], *fields: str, adopted: tuple[str, ...] = (), **facts: Any
) -> Record:
    """A status that is held, and decisions named in fields, adopted at one session each year."""
    status, applicant = kind
    named = {field: f"d-{field}" for field in fields}
    cases = [
        meeting(),
        decision(),
        protocol(applicant),
        case(status, applicant, **named, **facts),
        *(meeting(f"m-{field}") for field in fields),
        *(decision(f"d-{field}", meetings=(f"m-{field}",)) for field in fields),
    ]
    acts = [
        applying(applicant),
        examining(("all",)),
        *session(DECIDED, SIX),
        *signing("SG", applicant),
    ]
    for year, field in enumerate(adopted, 2023):
        acts += session(f"{year}-05-16", SIX, id=f"m-{field}", matter=f"d-{field}")
    return play(story(cases, acts))


@given(KIND, st.booleans())
def test_of_two_decisions_of_one_day_a_later_one_lifts_a_suspension(
    kind: tuple[str, str], lifted: bool
) -> None:
    status, applicant = kind
    order = ("suspension", "restoration") if lifted else ("restoration", "suspension")
    cases = [meeting(), decision(), protocol(applicant)]
    cases += [case(status, applicant, suspension="suspension", restoration="restoration")]
    cases += [decision(id, "CSC", ()) for id in order]
    acts = [applying(applicant), examining(("all",)), *session(DECIDED, SIX)]
    acts += signing("SG", applicant)
    for id in order:
        acts += [act(at("2023-05-16"), "circulate", id, "SG")]
        acts += [act(at("2023-05-16"), "sign", id, member) for member in SIX]
    numbered = [each._replace(origin=number) for number, each in enumerate(acts)]
    assert state(play(story(cases, numbered)), "s") == ("active" if lifted else "suspended")


@given(KIND, st.permutations(("suspension", "restoration", "annulment")))
def test_suspension_can_be_lifted_and_annulment_ends_the_status(
    kind: tuple[str, str], order: list[str]
) -> None:
    record = later(kind, *order, adopted=tuple(order))
    assert state(record, "s") == "annulled"
    record = later(kind, *order, adopted=tuple(f for f in order if f != "annulment"))
    # A decision to lift a suspension, taken before there was one, lifts none.
    lifted = order.index("suspension") < order.index("restoration")
    assert state(record, "s") == ("active" if lifted else "suspended")
    assert state(later(kind, *order, adopted=("suspension",)), "s") == "suspended"


@given(KIND, st.sampled_from(("A", "B")))
def test_a_partner_can_give_up_its_status_and_an_observer_by_a_reading(
    kind: tuple[str, str], option: str
) -> None:
    scenario = whole(kind, ("all",))
    leaving = act(at("2023-01-16"), "renounce", "s", kind[1])
    record = play(
        scenario._replace(acts=(*scenario.acts, leaving)), {"amb.observer-withdrawal": option}
    )
    free = kind[0] == "partner" or option == "A"
    assert state(record, "s") == ("renounced" if free else "active")


@given(st.booleans(), st.booleans())
def test_fields_change_by_a_decision_and_a_protocol_and_by_nothing_less(
    decided: bool, signed: bool
) -> None:
    facts: dict[str, Any] = {"new_areas": ("military",)}
    facts |= {"new_decision": "d2", "new_protocol": "p2"}
    cases = [
        *(meeting(), decision(), protocol("URY"), case(**facts)),
        *(meeting("m2"), decision("d2", meetings=("m2",)), protocol("URY", "p2")),
    ]
    acts = [applying("URY"), examining(("all",)), *session(DECIDED, SIX), *signing("SG", "URY")]
    if decided:
        acts += session("2023-05-16", SIX, id="m2", matter="d2")
    if signed:
        acts += [act(at("2023-06-01"), "sign", "p2", side) for side in ("SG", "URY")]
    record = play(story(cases, acts))
    assert state(record, "s") == "active"
    changed = fact(record, "areas", "s") == ("military",)
    assert changed == (decided and signed)


# --- what came too early, and what is about something else ----------------------------------------


def test_a_decision_that_was_there_before_the_application_answers_none() -> None:
    cases = [meeting(), decision(), protocol("URY"), case()]
    acts = [
        *session(DECIDED, SIX),
        applying("URY", "2022-05-20"),
        examining(("all",), day="2022-05-21"),
        *signing("SG", "URY"),
    ]
    for option in "AB":
        record = play(story(cases, acts), {"amb.status-criteria": option})
        assert state(record) == "adopted"
        assert state(record, "s") == "not granted"
        assert step_to(record, "not granted").finding.says == "status.too_early"  # type: ignore[union-attr]


@given(KIND, st.sampled_from(("suspension", "annulment", "restoration")))
def test_the_decision_that_grants_a_status_does_nothing_else_to_it(
    kind: tuple[str, str], field: str
) -> None:
    named: dict[str, Any] = {field: "d"}
    assert state(play(whole(kind, ("all",), **named)), "s") == "active"


def test_the_decision_and_protocol_of_the_grant_do_not_change_the_fields() -> None:
    named: dict[str, Any] = {"new_areas": ("military",)}
    named |= {"new_decision": "d", "new_protocol": "p"}
    record = play(whole(("partner", "URY"), ("all",), **named))
    assert (state(record, "s"), fact(record, "areas", "s")) == ("active", ("peacekeeping",))


@given(KIND, st.sampled_from(("suspension", "annulment")), st.booleans())
def test_no_status_is_suspended_or_annulled_by_what_was_decided_before_its_grant(
    kind: tuple[str, str], field: str, before: bool
) -> None:
    status, applicant = kind
    cases = [meeting(), decision(), protocol(applicant), case(status, applicant, **{field: "d2"})]
    cases += [meeting("m2"), decision("d2", meetings=("m2",))]
    other = session("2022-04-12" if before else "2022-05-17", SIX, id="m2", matter="d2")
    sittings = [*other, *session(DECIDED, SIX)] if before else [*session(DECIDED, SIX), *other]
    acts = [applying(applicant), examining(("all",)), *sittings, *signing("SG", applicant)]
    record = play(story(cases, acts))
    ended = "suspended" if field == "suspension" else "annulled"
    assert state(record, "s") == ("active" if before else ended)
    if ended == "annulled" and not before:  # between grant and Protocol: it never began
        assert fact(record, "since", "s") is None


@given(st.sampled_from(("budget", "forces", "secretary general", "exclusion", "amendment")))
def test_a_decision_on_another_subject_grants_no_status(subject: str) -> None:
    cases = [meeting(), decision(subject=subject), protocol("URY"), case()]
    acts = [applying("URY"), examining(("all",)), *session(DECIDED, SIX), *signing("SG", "URY")]
    assert state(play(story(cases, acts)), "s") == "criteria met"


@given(KIND, subsets(tuple(PARTNER_STATE)).filter(bool))
def test_an_examination_that_finds_a_criterion_both_met_and_not_met_changes_nothing(
    kind: tuple[str, str], twice: tuple[str, ...]
) -> None:
    status, applicant = kind
    twice = tuple(word for word in twice if word in KINDS[kind]) or tuple(KINDS[kind])[:1]
    scenario = course(status, applicant, applying(applicant), examining(tuple(KINDS[kind]), twice))
    record = play(scenario)
    assert state(record, "s") == "applied"
    assert [step.act for step in record.refusals if step.act == "examine"] == ["examine"]
    assert "criteria.both_ways" in findings_in(record)


@pytest.mark.parametrize("field", ["suspension", "annulment"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_ground_on_which_a_partnership_is_ended_is_cited_for_its_end_alone(
    kind: tuple[str, str], field: str
) -> None:
    record = later(kind, field, adopted=(field,))
    moved = [step for step in record.steps_of("s") if step.target in ("suspended", "annulled")]
    assert len(moved) == 1
    ends_partnership = kind[0] == "partner" and field == "annulment"
    assert ("partner.terminate.csto" in moved[0].under) is ends_partnership
    assert ("observer.suspend-annul" in moved[0].under) is (kind[0] == "observer")
