"""A subsidiary body: created by the Council, its Regulation, its head, its own rules, its end.

The Council may create working and subsidiary bodies, for good or for a time
(charter.13.subsidiary). How such a body then decides is a matter of the procedure `decision` with
its code as `body`; the Interstate Commission on Military-Economic Cooperation has its own quorum.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    SECRETARIAT,
    TIME,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields, on_decision
from csto_sim.procedures._subsidiary_acts import (
    EXTRAORDINARY,
    GROUPS,
    HEAD,
    HEADED_BY,
    PLACE,
    SELF,
    State,
    adopting_rules,
    appointing,
    approved_with_it,
    approving,
    beginning,
    called,
    calling,
    created,
    dissolved,
    ending,
    fixes_meeting,
    fixing,
    has_head,
    head_decided,
    in_being,
    members_fit,
    own_rules,
    proposing,
)
from csto_sim.rules.subsidiary import CREATING, FALLBACK
from csto_sim.world import Case, World

STEPS = (
    *on_decision(
        State.PROPOSED,
        State.CREATED,
        created,
        (CREATING,),
        "the Council has created the body",
        blocked=State.NOT_CREATED,
        says_blocked="the decision to create the body is not adopted",
        change=beginning,
    ),
    Step(
        "",
        State.CREATED,
        State.AT_WORK,
        OF_ITSELF,
        (CREATING, "charter.11.regulations"),
        "its Regulation is approved, and the body can work",
        approved_with_it,
        awaits=("decision",),
    ),
    Step(
        "find in being",
        State.PROPOSED,
        State.AT_WORK,
        SECRETARIAT,
        (CREATING,),
        "the body has been in being before the time of the scenario",
        in_being,
        change=beginning,
    ),
    Step(
        "adopt own rules",
        State.AT_WORK,
        None,
        SELF,
        (CREATING,),
        "the body adopts rules of procedure of its own",
        own_rules,
        change=adopting_rules,
    ),
    Step(
        "",
        State.AT_WORK,
        None,
        OF_ITSELF,
        (CREATING,),
        "the Council has appointed the head of the body",
        head_decided,
        change=appointing,
        awaits=("decision",),
    ),
    Step(
        "approve members",
        State.AT_WORK,
        None,
        HEAD,
        (CREATING,),
        "the head approves the members of a working group",
        has_head,
        change=approving,
        takes=(Param("group", "text", "which group"),),
    ),
    Step(
        "fix next meeting",
        State.AT_WORK,
        None,
        SELF,
        (PLACE,),
        "the body fixes the day and place of its next meeting",
        fixes_meeting,
        change=fixing,
        takes=(
            Param("for", "day", "the day of the next meeting", required=True),
            Param("place", "text", "where it will be held"),
        ),
    ),
    Step(
        "propose extraordinary meeting",
        State.AT_WORK,
        None,
        MEMBER,
        (EXTRAORDINARY,),
        "a national part proposes an extraordinary meeting, which the head then has to call",
        members_fit,
        change=proposing,
        right="propose",
    ),
    Step(
        "call extraordinary meeting",
        State.AT_WORK,
        None,
        HEAD,
        (EXTRAORDINARY,),
        "the head calls the extraordinary meeting that was proposed",
        called,
        change=calling,
        takes=(Param("for", "day", "the day for which it is called"),),
    ),
    *on_decision(
        (State.CREATED, State.AT_WORK),
        State.DISSOLVED,
        dissolved,
        (CREATING,),
        "the Council has ended the body",
        change=ending,
    ),
    Step(
        "the time of the body ends",
        (State.CREATED, State.AT_WORK),
        State.DISSOLVED,
        TIME,
        (CREATING,),
        "the time for which the body was created is over",
    ),
)


def _nothing_without_decision(_world: World, case: Case) -> Claimed:
    before = (State.PROPOSED.word, State.NOT_CREATED.word)
    if case.state in before:
        return BESIDE
    return bool(case.facts.get("decision") or case.facts.get("body"))


def _head_only_at_work(_world: World, case: Case) -> Claimed:
    working = (State.AT_WORK.word, State.DISSOLVED.word)
    return BESIDE if "head" not in case.facts else case.state in working


PROCEDURE = Procedure(
    name="subsidiary_body",
    title="A subsidiary body",
    about=(
        "The Council creates a body and approves its Regulation; a head is appointed, it may adopt "
        "rules of its own, fixes its meetings, and is ended by decision or by its time."
    ),
    states=State,
    initial=State.PROPOSED,
    final=frozenset({State.DISSOLVED}),
    steps=STEPS,
    fields=(
        Param("body", "body", "the body, if it has a code"),
        decision_field("the decision of the Council that creates it"),
        decision_field("the decision that approves its Regulation, if another", "regulation"),
        decision_field("the decision that appoints its head", "head_decision"),
        Param("headed_by", "state", "the state whose official would head it"),
        decision_field("the decision that ends it", "dissolution"),
        Param("until", "day", "its last day, where it is created for a time"),
    ),
    claims=(
        always("no body is created without a decision of the Council", _nothing_without_decision),
        always("nobody heads a body before it works", _head_only_at_work),
        sometimes("a body is at work", lambda _w, case: case.state == State.AT_WORK.word),
        sometimes("a body is ended", lambda _w, case: case.state == State.DISSOLVED.word),
    ),
    readings=("amb.pending-law", "amb.day-zone", "amb.chair-handover"),
    relies_on=(HEADED_BY, FALLBACK, GROUPS),
    periods=("time of the body", "extraordinary meeting"),
    not_modelled=(
        "The content of Regulations, and the tasks of each body: they are records, not acts.",
        "How the head of a body is chosen where the sources name no rule: a decision is looked at.",
        "Own rules of decision of other bodies than the Interstate Commission: they were not seen.",
    ),
    looks_at=looks_at_fields("decision", "regulation", "head_decision", "dissolution"),
    basis=lambda _scene: (CREATING,),
)
