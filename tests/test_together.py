"""Claims about matters of several procedures in one course: what one does counts in the others."""

from __future__ import annotations

import pytest
from building import (
    SIX,
    act,
    bound,
    clock,
    decision,
    fact,
    leaves,
    meeting,
    play,
    session,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.explain import summary
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

TAKEN = "2015-06-09"
#: Armenia's turn comes after that of Tajikistan, which hosts.
HOLDER = "ARM"
OTHERS = tuple(each for each in SIX if each != HOLDER)


def suspended_chair(acts: list[ScenarioAct], *, suspended: bool = True) -> Record:
    """Armenia takes the chair; then the Council suspends it, or not; then the acts are done."""
    chair = ScenarioCase("chair", "chairmanship", "chair", Facts(member=HOLDER))
    standing = ScenarioCase(
        "standing", "membership", "standing", Facts(member=HOLDER, suspension="d")
    )
    cases = [
        meeting(host="TJK"),
        chair,
        standing,
        decision(meetings=(), subject="suspension", concerning=HOLDER),
    ]
    course = [
        act(clock(TAKEN, 9), "open", "m", presiding="TJK", present=SIX),
        *(act(clock(TAKEN, 9), "attend", "m", each) for each in SIX),
        act(clock(TAKEN, 12), "take the chair", "chair", HOLDER),
        act(clock(TAKEN, 15), "close", "m"),
    ]
    if suspended:
        course += [
            act("2015-09-01", "raise non-fulfilment", "standing", "SG"),
            act("2015-09-02", "circulate", "d", "SG"),
            *(act("2015-09-03", "sign", "d", each) for each in OTHERS),
        ]
    return play(story(cases, [*course, *acts], until="2016-03-01"))


def refused(record: Record, name: str) -> list[tuple[str, ...]]:
    """The provisions under which an act of that name was refused, for each time that it was."""
    return [step.under for step in record.steps if step.kind == "refusal" and step.act == name]


@given(st.booleans(), st.sampled_from(("", "CHAIR", HOLDER)))
def test_a_suspended_state_does_nothing_in_the_chair(suspended: bool, by: str) -> None:
    record = suspended_chair(
        [
            act("2015-10-01", "prepare action plan", "chair", "PC"),
            act("2015-10-02", "announce priorities", "chair", by),
            act("2015-10-03", "approve action plan", "chair", by),
        ],
        suspended=suspended,
    )
    assert state(record, "chair") == "in office"
    for name in ("announce priorities", "approve action plan"):
        found = refused(record, name)
        assert len(found) == suspended
        assert all("charter.20.suspension" in under for under in found)


def test_the_permanent_council_prepares_a_plan_while_the_chair_is_suspended() -> None:
    record = suspended_chair([act("2015-10-01", "prepare action plan", "chair", "PC")])
    assert refused(record, "prepare action plan") == []


@pytest.mark.parametrize("other", OTHERS)
def test_no_other_state_approves_the_plan_of_a_suspended_chair(other: str) -> None:
    plan = act("2015-10-01", "prepare action plan", "chair", "PC")
    record = suspended_chair([plan, act("2015-10-03", "approve action plan", "chair", other)])
    assert len(refused(record, "approve action plan")) == 1


# --- one decision on forces in several matters ---------------------------------------------------

FORM = {"to": "CHAIR", "form": "letter", "signed_by": "head of state"}
ASKED, USED, REPLACED, AFTER = "2016-05-02", "2016-05-10", "2016-06-01", "2016-06-10"
ON_FORCES = ("a", "f", "o")


def signed(id: str, day: str, members: tuple[str, ...] = SIX) -> list[ScenarioAct]:
    return [act(day, "circulate", id, "SG"), *(act(day, "sign", id, each) for each in members)]


def on_forces(**facts: str) -> list[ScenarioCase]:
    """An attack, a use of forces and an operation that rest on the same decision."""
    found: dict[str, tuple[str, dict[str, object]]] = {
        "a": ("collective_defence", {"attacked": "KGZ", "attacker": "state"}),
        "f": ("use_of_forces", {"force": "CRRF", "task": "repel attack", "situation": "attack"}),
        "o": ("peacekeeping", {"area": "inside", "host": "KGZ", "contingents": ("KAZ", "TJK")}),
    }
    return [
        decision("d", "CSC", (), subject="forces"),
        *(
            ScenarioCase(id, name, id, Facts({"decision": "d", **told, **facts}))
            for id, (name, told) in found.items()
        ),
    ]


def begun() -> list[ScenarioAct]:
    """Kyrgyzstan is attacked and asks in each matter; contingents and proposals are there."""
    return [
        act(ASKED, "come under attack", "a", "KGZ"),
        *(act(ASKED, "request", id, "KGZ", **FORM) for id in ON_FORCES),
        *(act(ASKED, "propose contingent", "f", each) for each in ("KAZ", "TJK")),
        *(
            act(ASKED, "propose", "f", body, **{"with": ("KGZ",)})
            for body in ("CMFA", "CMD", "CSSC")
        ),
    ]


def sent(day: str, by: str) -> list[ScenarioAct]:
    return [
        act(day, "assist", "a", by, help="forces"),
        act(day, "hand over", "f", by),
        act(day, "send contingent", "o", by),
    ]


@given(st.sampled_from(("general", "measure", "forces")), st.sampled_from("AB"))
def test_where_the_decision_on_forces_falls_no_more_are_sent_in_any_matter(
    subject: str, leave: str
) -> None:
    cases = [*on_forces(), decision("e", "CSC", (), subject=subject, replaces="d")]
    allowed = [act(USED, "give leave", "d", each) for each in ("KAZ", "TJK")]
    allowed += [act(USED, "give leave", "f", each) for each in ("KAZ", "TJK")]
    again = [act(REPLACED, "give leave", "e", "TJK")] if subject == "forces" else []
    course = [*begun(), *signed("d", USED), *allowed, *sent("2016-05-20", "KAZ")]
    course += [*signed("e", REPLACED), *again, *sent(AFTER, "TJK")]
    record = play(story(cases, course), {"amb.domestic-authorisation": leave})
    assert (state(record), state(record, "f")) == ("superseded", "deployed")
    falls = subject != "forces"
    refusals = [(step.case, step.by) for step in record.refusals]
    assert refusals == ([(id, "TJK") for id in ON_FORCES] if falls else [])
    until = {days[2] for days in bound(record, "f").values()}
    assert until == {REPLACED if falls else ""}


def test_leave_given_after_the_decision_fell_binds_nobody() -> None:
    cases = [*on_forces(), decision("e", "CSC", (), replaces="d")]
    course = [*begun(), *signed("d", USED), *signed("e", REPLACED)]
    course.append(act(AFTER, "give leave", "f", "KAZ"))
    assert bound(play(story(cases, course), {"amb.domestic-authorisation": "B"}), "f") == {}


@given(st.sampled_from("ABC"))
def test_the_council_ends_an_attack_a_use_and_an_operation_by_one_decision(option: str) -> None:
    cases = [*on_forces(ending="e"), decision("e", "CSC", ())]
    course = [*begun(), *signed("d", USED), *sent("2016-05-20", "KAZ"), *signed("e", REPLACED)]
    record = play(story(cases, course), {"amb.host-consent-duration": option})
    assert (state(record, "a"), state(record, "f")) == ("ended", "ended")
    assert fact(record, "ended", "o") == REPLACED


def suspended_requester(day: str, *more: ScenarioAct) -> Record:
    """Kyrgyzstan asks, the Council decides on 10 May, and suspends it on that day."""
    cases = [
        *on_forces(),
        ScenarioCase("k", "membership", "k", Facts(member="KGZ", suspension="s")),
        decision("s", "CSC", (), subject="suspension", concerning="KGZ"),
    ]
    others = tuple(each for each in SIX if each != "KGZ")
    late = day > USED
    out = [act(day, "raise non-fulfilment", "k", "SG"), *signed("s", day, others)]
    decided = signed("d", USED, SIX if late else others)
    sending = sent("2016-05-20", "KAZ")
    middle = [*decided, *sending, *out] if late else [*out, *decided, *sending]
    return play(story(cases, [*begun(), *middle, *more]))


def test_a_suspended_state_ends_what_it_asked_for_in_every_matter() -> None:
    ends = [
        act(AFTER, "end", "a", "KGZ"),
        act(AFTER, "end", "f", "KGZ"),
        act(AFTER, "declare the end", "o", "KGZ"),
    ]
    record = suspended_requester(REPLACED, *ends, act("2016-06-11", "return", "f", "KAZ"))
    assert record.refusals == ()
    assert [state(record, id) for id in ON_FORCES] == ["ended", "returned", "ended"]


def test_the_request_of_a_state_that_is_put_out_of_the_organs_is_told_as_such() -> None:
    record = suspended_requester("2016-05-05")
    assert state(record, "f") == "condition missing"
    told = [leaf.says for step in record.steps for leaf in leaves(step.finding)]
    assert "forces.request_of_no_member" in told
    assert "forces.no_request" not in told


@given(st.booleans())
def test_a_signature_that_was_refused_is_not_told_as_if_it_could_just_be_given(out: bool) -> None:
    missing, others = "BLR", tuple(each for each in SIX if each != "BLR")
    cases = [
        meeting(),
        decision(),
        ScenarioCase("standing", "membership", "standing", Facts(member=missing, suspension="out")),
        decision("out", meetings=(), subject="suspension", concerning=missing),
    ]
    suspending = [
        act("2015-04-01", "raise non-fulfilment", "standing", "SG"),
        act("2015-04-02", "circulate", "out", "SG"),
        *(act("2015-04-03", "sign", "out", each) for each in others),
        act("2015-05-03", "sign", "d", missing),
    ]
    course = [*session("2015-03-12", others), *(suspending if out else [])]
    told = summary(play(story(cases, course)), "d")
    assert told.count("A later signature by Belarus can mend this.") == 1
    assert ("that of Belarus was refused" in told) is out
