"""What a matter does with the decision that it names: which counts, from when, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from building import (
    SIX,
    act,
    bound,
    clock,
    decision,
    deed,
    fact,
    fired,
    leaves,
    meeting,
    play,
    state,
    story,
    world_of,
)
from building import session as sits
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.explain.summaries import summary
from csto_sim.procedures import procedures
from csto_sim.procedures._decision_signatures import joining
from csto_sim.procedures.decision import PROCEDURE
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.scene import Scene
from csto_sim.world import Facts

DAY, LATER = "2016-05-10", "2016-06-10"
FORM: dict[str, Any] = {"to": "CHAIR", "form": "letter", "signed_by": "head of state"}
BODIES = ("CMFA", "CMD", "CSSC")
#: A matter of each of these procedures waits for the Council's decision `d` and then moves here.
MOVES = {
    "exercise": (Facts(decision="d"), "planned"),
    "standing_operation": (Facts(approval="d"), "put forward"),
    "subsidiary_body": (Facts(decision="d"), "proposed"),
    "parliamentary_assembly": (Facts(decision="d"), "no mandate"),
}


def matter(procedure: str, id: str = "o", **facts: Any) -> ScenarioCase:
    return ScenarioCase(id, procedure, id, Facts(facts))


def signs(id: str, when: str, members: Sequence[str] = SIX) -> list[ScenarioAct]:
    return [act(when, "circulate", id, "SG"), *(act(when, "sign", id, each) for each in members)]


def forces(decision_: str = "d", **facts: Any) -> ScenarioCase:
    return matter("use_of_forces", "f", force="CRRF", decision=decision_, **facts)


def asked(when: str, *, requests: bool = True) -> list[ScenarioAct]:
    acts = [act(when, "propose contingent", "f", "KAZ", kind="military")]
    if requests:
        acts += [act(when, "request", "f", "KGZ", **FORM)]
        acts += [act(when, "propose", "f", body, **{"with": ("KGZ",)}) for body in BODIES]
    return acts


# --- what takes the place of a decision ----------------------------------------------------------


@pytest.mark.parametrize("name", sorted(MOVES))
@given(late=st.lists(st.sampled_from(SIX), unique=True, min_size=1).map(tuple))
def test_a_matter_follows_the_decision_that_took_the_place_of_the_one_it_names(
    name: str, late: tuple[str, ...]
) -> None:
    facts, before = MOVES[name]
    cases = [
        decision("d", "CSC", ()),
        decision("e", "CSC", (), replaces="d"),
        matter(name, **facts),
    ]
    unfinished = signs("d", DAY, [member for member in SIX if member not in late])
    alone = play(story(cases[:1] + cases[2:], unfinished))
    assert state(alone, "o") == before
    followed = play(story(cases, [*unfinished, *signs("e", LATER)]))
    direct = play(story([decision("d", "CSC", ()), matter(name, **facts)], signs("d", LATER)))
    assert (state(followed), state(followed, "o")) == ("superseded", state(direct, "o"))
    assert state(followed, "o") != before


def test_a_chain_of_decisions_is_followed_to_its_end() -> None:
    cases = [
        decision("d", "CSC", ()),
        decision("e", "CSC", (), replaces="d"),
        decision("g", "CSC", (), replaces="e", subject="forces"),
        forces(),
    ]
    acts = [*asked(DAY), *signs("e", "2016-05-20"), *signs("g", LATER)]
    record = play(story(cases, acts))
    assert [state(record, id) for id in "deg"] == ["superseded", "superseded", "adopted"]
    assert (state(record, "f"), fact(record, "decided", "f")) == ("decided", LATER)


def test_what_a_matter_names_for_another_purpose_is_not_taken_for_this_one() -> None:
    cases = [
        decision("d", "CSC", ()),
        decision("e", "CSC", (), replaces="d"),
        matter("standing_operation", approval="d", ending="e"),
    ]
    record = play(story(cases, signs("e", DAY)))
    assert (state(record), state(record, "o")) == ("superseded", "put forward")


def test_the_outcome_tells_that_the_decision_it_rests_on_was_superseded() -> None:
    cases = [
        decision("d", "CSC", ()),
        decision("e", "CSC", (), replaces="d"),
        decision("g", "CSC", ()),
        matter("standing_operation", approval="g", permanence="d"),
    ]
    acts = [*signs("g", "2016-04-01"), *signs("d", DAY)]
    before = summary(play(story(cases, acts)), "o")
    after = summary(play(story(cases, [*acts, *signs("e", LATER)])), "o")
    assert "another decision has taken the place" not in before
    assert "another decision has taken the place" in after


# --- a decision that is none for the matter ------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "subject", "why"),
    [("CSC", "measure", "stage.other_subject"), ("PC", "forces", "stage.other_body")],
)
@pytest.mark.parametrize("first", ["decision", "request"])
def test_why_a_decision_does_not_count_is_told_and_in_the_outcome(
    body: str, subject: str, why: str, first: str
) -> None:
    cases = [decision("d", body, (), subject=subject), forces()]
    acts = {"decision": signs("d", DAY), "request": asked(DAY)}
    order = ("decision", "request") if first == "decision" else ("request", "decision")
    record = play(story(cases, [each for name in order for each in acts[name]]))
    assert state(record, "f") == "requested"
    told = [part.says for step in record.steps for part in leaves(step.finding)]
    assert why in told
    wanted = "another subject" if subject == "measure" else "not the body that decides on this"
    assert wanted in summary(record, "f")
    assert wanted not in summary(record, "d")


def test_a_decision_that_counts_is_not_told_as_one_that_does_not() -> None:
    record = play(story([decision("d", "CSC", (), subject="forces"), forces()], signs("d", DAY)))
    assert "another subject" not in summary(record, "f")


@pytest.mark.parametrize(
    "name",
    [
        "use_of_forces",
        "exercise",
        "emergency_assistance",
        "subsidiary_body",
        "parliamentary_assembly",
    ],
)
def test_of_a_draft_that_can_have_been_withdrawn_it_is_not_said_that_it_was_put(name: str) -> None:
    table = procedures()[name]
    told = [state.value for state in table.states]
    told += [step.says for step in table.steps if "decision" in step.awaits]
    assert [text for text in told if "was put" in text and "withdrawn" not in text] == []


# --- two decisions of one day --------------------------------------------------------------------


@pytest.mark.parametrize("ending_first", [True, False])
def test_of_two_decisions_of_one_day_that_ends_the_use_which_came_later(
    ending_first: bool,
) -> None:
    cases = [
        decision("d", "CSC", (), subject="forces"),
        decision("e", "CSC", ()),
        forces(ending="e"),
    ]
    order = ("e", "d") if ending_first else ("d", "e")
    acts = [*asked(DAY), *(each for id in order for each in signs(id, LATER))]
    acts = [each._replace(origin=number) for number, each in enumerate(acts)]
    record = play(story(cases, acts), {"amb.host-consent-duration": "B"})
    # Nothing was under joint command: what has ended has returned.
    assert (state(record, "f") == "decided") == ending_first


# --- who is bound by a decision on forces --------------------------------------------------------


@given(leave=st.lists(st.sampled_from(SIX), unique=True).map(tuple), option=st.sampled_from("AB"))
def test_a_decision_on_forces_binds_at_once_or_with_national_leave(
    leave: tuple[str, ...], option: str
) -> None:
    acts = [*sits(DAY, SIX), *(act(LATER, "give leave", "d", each) for each in leave)]
    record = play(
        story([meeting(), decision(subject="forces")], acts),
        {"amb.domestic-authorisation": option},
    )
    if option == "A":
        assert bound(record) == {member: (DAY, DAY, "") for member in SIX}
    else:
        assert bound(record) == {member: (LATER, LATER, "") for member in sorted(leave)}
    assert record.refusals == ()


def test_leave_is_a_question_of_forces_alone() -> None:
    acts = [*sits(DAY, SIX), act(LATER, "give leave", "d", "KAZ")]
    record = play(story([meeting(), decision()], acts), {"amb.domestic-authorisation": "B"})
    assert set(bound(record)) == set(SIX)
    assert [step.act for step in record.refusals] == ["give leave"]


def test_leave_for_the_decision_is_leave_in_the_matters_that_rest_on_it() -> None:
    cases = [decision("d", "CSC", (), subject="forces"), forces()]
    acts = [*asked(DAY), *signs("d", DAY)]
    given_leave = act(LATER, "give leave", "d", "KAZ")
    hands = act("2016-06-20", "hand over", "f", "KAZ")
    chosen = {"amb.domestic-authorisation": "B"}
    assert state(play(story(cases, [*acts, hands]), chosen), "f") == "decided"
    assert state(play(story(cases, [*acts, given_leave, hands]), chosen), "f") == "deployed"


def test_one_decision_is_not_answered_in_two_ways_by_two_matters() -> None:
    """crisis-reg.proposals: what waits for proposals in one matter is not sent in the other."""
    cases = [
        decision("d", "CSC", (), subject="forces"),
        forces(situation="attack"),
        matter("collective_defence", "a", attacked="KGZ", decision="d"),
    ]
    acts = [
        act(clock(DAY, 8), "come under attack", "a", "KGZ"),
        act(clock(DAY, 9), "request", "a", "KGZ", **FORM),
        act(clock(DAY, 9), "propose contingent", "f", "KAZ", kind="military"),
        act(clock(DAY, 10), "request", "f", "KGZ", **FORM),
        *signs("d", LATER),
    ]
    sends = act("2016-06-20", "assist", "a", "KAZ", help="forces")
    proposals = [act("2016-06-15", "propose", "f", body, **{"with": ("KGZ",)}) for body in BODIES]
    waits = play(story(cases, [*acts, sends]))
    assert (state(waits, "f"), state(waits, "a")) == ("condition missing", "decided")
    assert [part.says for part in leaves(waits.refusals[0].finding)] == ["defence.use_waits"]
    goes = play(story(cases, [*acts, *proposals, sends]))
    assert (state(goes, "f"), state(goes, "a"), goes.refusals) == ("decided", "under way", ())


# --- a request after the decision ----------------------------------------------------------------


@pytest.mark.parametrize(("option", "then"), [("A", "decided"), ("B", "condition missing")])
def test_a_request_after_the_decision_mends_by_the_reading(option: str, then: str) -> None:
    cases = [
        decision("d", "CSC", (), subject="forces"),
        decision("e", "CSC", (), subject="forces", replaces="d"),
        forces(),
    ]
    acts = [*asked(DAY, requests=False), *signs("d", DAY), *asked(LATER)]
    chosen = {"amb.forces-late-request": option}
    record = play(story([cases[0], cases[2]], acts), chosen)
    assert state(record, "f") == then
    assert ("amb.forces-late-request", option) in [
        each for step in record.steps for each in step.readings
    ]
    # Decided again on the request, the use is decided under either option.
    again = play(story(cases, [*acts, *signs("e", "2016-07-01")]), chosen)
    assert state(again, "f") == "decided"


# --- whose draft it is ---------------------------------------------------------------------------


def test_a_suspended_sponsor_takes_no_part_in_its_own_draft() -> None:
    cases = [
        decision("s", "CSC", (), subject="suspension", concerning="KGZ"),
        matter("membership", "k", member="KGZ", suspension="s"),
        decision("d", "CSC", (), sponsor="KGZ"),
    ]
    others = [member for member in SIX if member != "KGZ"]
    raised = act("2016-04-01", "raise non-fulfilment", "k", "SG")
    withdraws = act(LATER, "withdraw", "d", "KGZ")
    assert state(play(story(cases, [withdraws]))) == "withdrawn"
    record = play(story(cases, [raised, *signs("s", DAY, others), withdraws]))
    assert state(record) == "drafted"
    assert [(step.act, step.by) for step in record.refusals] == [("withdraw", "KGZ")]


def test_who_was_bound_left_came_back_and_signs_again_was_bound_twice() -> None:
    whole = story([decision("d", "CSC", ())], signs("d", DAY))
    world = world_of(whole)
    for _, after, _ in fired(world, whole.acts):
        world = after
    before = world.cases["d"]
    left = Facts(before.facts["bound"]).plus("KGZ", (DAY, DAY, "2016-06-01"))
    case = before._replace(facts=before.facts.merged({"bound": left}))
    (signs_again,) = [deed(act("2018-03-05", "sign", "d", "KGZ"))]
    scene = Scene(world, case, signs_again)
    then = case._replace(facts=case.facts.merged(joining(scene).facts))
    bonds = [bond[1:] for bond in PROCEDURE.result(then).bound if bond[0] == "KGZ"]
    assert [(since, until) for since, _, until in bonds] == [
        (DAY, "2016-06-01"),
        ("2018-03-05", ""),
    ]


# --- what is cited -------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "old"), [("ARM", True), ("KGZ", False)])
def test_where_two_regulations_go_on_side_by_side_only_one_is_cited(by: str, old: bool) -> None:
    acts = [
        act("2024-05-02", "propose contingent", "f", "KAZ", kind="military"),
        act("2024-05-02", "request", "f", by, **FORM),
        act("2024-05-03", "propose", "f", "CMD", **{"with": (by,)}),
        *signs("d", "2024-05-10"),
    ]
    cases = [decision("d", "CSC", (), subject="forces"), forces()]
    record = play(story(cases, acts), {"amb.regulation-2023": "B", "amb.forces-proposals": "C"})
    cited = {id for step in record.steps if step.case == "f" for id in step.under}
    regulations = {id for id in cited if id.startswith(("forces-reg", "crisis-reg"))}
    assert regulations
    assert all(id.endswith("@kept") == old for id in regulations)
    assert state(record, "f") == "decided"


@pytest.mark.parametrize(("option", "cited"), [("A", False), ("B", True), ("C", True)])
def test_an_operation_that_rests_on_article_4_alone_does_not_cite_the_agreement(
    option: str, cited: bool
) -> None:
    operation = matter(
        "peacekeeping", "o", area="inside", host="BLR", article_4=True, decision="d",
        contingents=("KAZ",),
    )  # fmt: skip
    acts = [
        act("2022-06-06", "request", "o", "BLR", **FORM),
        *signs("d", "2022-06-08"),
        act("2022-06-10", "send contingent", "o", "KAZ"),
        act("2022-06-20", "declare the end", "o", "BLR"),
    ]
    record = play(
        story([decision("d", "CSC", (), subject="forces"), operation], acts),
        {"amb.gateway": option},
    )
    assert state(record, "o") in ("ended", "returning")
    under = [step.under for step in record.steps if step.case == "o"]
    assert any("pko.inside" in each for each in under) == cited
    assert all(under)
