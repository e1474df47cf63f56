"""The chairmanship of one member for one term: it begins at a regular session or on 1 January,
may be exercised by a substitute, and ends when the chair passes to the next."""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    TIME,
    Change,
    Claimed,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._chairmanship_acts import (
    CALENDAR,
    CHAIR,
    HOLDER,
    PERMANENT_COUNCIL,
    PLAN,
    REPORTER,
    SUBSTITUTE,
    TAKER,
    TERM,
    State,
    announcing,
    approving,
    beginning,
    comes_back,
    coming_back,
    designating,
    elected,
    electing,
    ending,
    may_approve,
    may_prepare,
    preparing,
    reporting,
    sits_among_members,
    standing_in,
    stands_in,
    succeeded,
    takes_at_session,
    takes_from_january,
    taking,
    year_begins,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.rules.chairing import CHAIRMANSHIP, SITTING
from csto_sim.world import Case, World

SAYS = (Param("says", "text", "what it says, in a few words"),)
NEXT_HOST = (Param("next_host", "state", "the state that will host the next regular session"),)

STEPS = (
    Step(
        "take the chair",
        State.EXPECTED,
        State.IN_OFFICE,
        TAKER,
        (CHAIR,),
        "the member takes the chair at the regular session",
        takes_at_session,
        change=taking,
        takes=NEXT_HOST,
    ),
    Step(
        "take the chair",
        State.EXPECTED,
        State.DESIGNATED,
        TAKER,
        (CHAIR,),
        "the session passes the chair to the member, from 1 January",
        takes_from_january,
        change=designating,
        takes=NEXT_HOST,
    ),
    Step(
        "take the chair",
        State.SUBSTITUTED,
        State.IN_OFFICE,
        TAKER,
        (CHAIR,),
        "the member takes up the chair that another held in its absence",
        comes_back,
        change=coming_back,
        takes=NEXT_HOST,
    ),
    Step(
        "the first of January comes",
        State.DESIGNATED,
        State.IN_OFFICE,
        TIME,
        (CALENDAR,),
        "the year of the chairmanship begins",
        year_begins,
        change=beginning,
    ),
    Step(
        "the first of January comes",
        State.DESIGNATED,
        State.EXPECTED,
        TIME,
        (CALENDAR,),
        "the year begins, and the state is not among the members now",
        otherwise=True,
        change=lambda _scene: Change({"session": "", "session_day": ""}),
    ),
    Step(
        "stand in",
        State.EXPECTED,
        State.SUBSTITUTED,
        MEMBER,
        (SUBSTITUTE,),
        "another state takes the chair for the time of the member's absence",
        stands_in,
        change=standing_in,
    ),
    Step(
        "report that the Chair cannot act",
        State.IN_OFFICE,
        State.UNABLE_TO_ACT,
        REPORTER,
        (SUBSTITUTE,),
        "it is reported that the Chair cannot act",
        change=reporting,
    ),
    Step(
        "act again",
        State.UNABLE_TO_ACT,
        State.IN_OFFICE,
        TAKER,
        (TERM,),
        "the Chair can act again",
        sits_among_members,
    ),
    Step(
        "",
        State.UNABLE_TO_ACT,
        State.SUBSTITUTED,
        OF_ITSELF,
        (SUBSTITUTE,),
        "the Council has elected another Chair for the time that remains",
        elected,
        change=electing,
        awaits=("decision",),
        of_own_acts_too=True,
    ),
    Step(
        "announce priorities",
        (State.DESIGNATED, State.IN_OFFICE, State.SUBSTITUTED),
        None,
        HOLDER,
        (PLAN,),
        "the priorities of the chairmanship are announced",
        sits_among_members,
        change=announcing,
        takes=SAYS,
    ),
    Step(
        "prepare action plan",
        (State.DESIGNATED, State.IN_OFFICE, State.SUBSTITUTED),
        None,
        PERMANENT_COUNCIL,
        (PLAN,),
        "a plan of action is prepared through the Permanent Council",
        may_prepare,
        change=preparing,
    ),
    Step(
        "approve action plan",
        (State.IN_OFFICE, State.SUBSTITUTED),
        None,
        HOLDER,
        (PLAN,),
        "the Chair approves the plan of action",
        may_approve,
        change=approving,
    ),
    Step(
        "",
        (State.IN_OFFICE, State.UNABLE_TO_ACT, State.SUBSTITUTED),
        State.ENDED,
        OF_ITSELF,
        (TERM,),
        "the chair has passed to the next",
        succeeded,
        change=ending,
        awaits=(CHAIRMANSHIP,),
    ),
)


def _looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """Its decisions, and the other chairmanships: there is one chair."""
    others = tuple(
        id for id, each in cases.items() if each.procedure == CHAIRMANSHIP and id != case.id
    )
    return (*looks_at_fields("decision", "election")(case, cases), *others)


def _one_chair(world: World, _case: Case) -> bool:
    sitting = [
        case
        for case in world.cases.values()
        if case.procedure == CHAIRMANSHIP and case.state in SITTING
    ]
    return len(sitting) <= 1


def _by_a_session(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state not in SITTING else bool(case.facts.get("session"))


def _plan_by_the_chair(_world: World, case: Case) -> Claimed:
    return BESIDE if case.facts.get("plan") != "approved" else bool(case.facts.get("holder"))


PROCEDURE = Procedure(
    name=CHAIRMANSHIP,
    title="The chairmanship of the Council",
    about=(
        "A member takes the chair at a regular session or on 1 January after it, announces its "
        "priorities and approves a plan of action; another may sit in its place; the chair passes "
        "to the next."
    ),
    states=State,
    initial=State.EXPECTED,
    final=frozenset({State.ENDED}),
    steps=STEPS,
    fields=(
        Param("member", "state", "the member whose chairmanship it is", required=True),
        decision_field("the Council's decision that this member chairs, out of the usual order"),
        decision_field("the decision that elects another Chair for the time left", "election"),
        Param("substitute", "state", "the state that is to be elected in its place"),
    ),
    claims=(
        always("there are never two in the chair", _one_chair),
        always("nobody is in the chair whom no regular session put there", _by_a_session),
        always("no plan is approved for a chair that nobody has taken", _plan_by_the_chair),
        sometimes(
            "another member chairs in place of the one whose turn it is",
            lambda _world, case: case.state == State.SUBSTITUTED.word,
        ),
        sometimes(
            "the chair passes to the next",
            lambda _world, case: case.state == State.ENDED.word,
        ),
    ),
    readings=(
        "amb.chair-default",
        "amb.chair-handover",
        "amb.chair-absent",
        "amb.day-zone",
        "amb.pending-law",
    ),
    relies_on=("chair.rotation.alphabet",),
    periods=("handover", "chairmanship", "action plan"),
    not_modelled=(
        "Who finds that the Chair cannot act: the sources do not say. Here a member or the "
        "Secretary General reports it.",
        "Whether the office is vacant when nobody takes the chair at the next regular session: "
        "no source tells. Here the Chair goes on until the next has taken it.",
        "Since when the order of the alphabet counts: no source tells. Before June 2009, the "
        "earliest session of which a page tells it, the host can take the chair as well.",
        "A substitute that cannot act in its turn: no source tells of one.",
        "The chairs of the ministerial organs: no rule on them was found.",
        "Whether a Chair who does not sign can declare what the others adopted "
        "(amb.chair-dissent): that is asked where a decision is put.",
    ),
    looks_at=_looks_at,
    basis=lambda _scene: (CHAIR,),
    result=lambda case: Result(case.facts.get("since", ""), case.facts.get("since", "")),
)
