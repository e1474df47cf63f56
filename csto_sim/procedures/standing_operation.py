"""A standing operation: approval, stages, observers, permanent status, end.

Members act jointly against drugs, illegal migration, terrorism and crime in the field of
information (charter.8.threats). Two coordination councils run operations of their own
(sub.drugs.council, sub.migration.council); the Council has made operations permanent.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    Change,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._departure import upon_membership
from csto_sim.procedures._stages import decision_field, looks_at_members, stopped
from csto_sim.procedures._standing_operation_acts import (
    APPROVER,
    CARRIED_OUT,
    CONDUCTOR,
    DRUGS,
    MIGRATION,
    THREATS,
    UNAPPROVED,
    State,
    all_have_approved,
    approved_by_council,
    approves_with_others,
    approving,
    beginning,
    carrying_out,
    carrying_out_without,
    ended,
    ending,
    inviting,
    made_permanent,
    may_begin,
    may_end,
    may_invite,
    nobody_is_missing,
)
from csto_sim.scene import MEMBERSHIP
from csto_sim.world import Case, World

STEPS = (
    Step(
        "approve",
        UNAPPROVED,
        State.PERIODIC,
        APPROVER,
        (THREATS,),
        "the operation is approved",
        all_have_approved,
        change=carrying_out,
        right="operations",
    ),
    Step(
        "approve",
        UNAPPROVED,
        None,
        APPROVER,
        (THREATS,),
        "a member approves, and others have still to do so",
        approves_with_others,
        change=approving,
        right="operations",
    ),
    Step(
        "",
        UNAPPROVED,
        State.PERIODIC,
        OF_ITSELF,
        (),
        "the Council approves the operation",
        approved_by_council,
        change=carrying_out,
        awaits=("decision",),
    ),
    Step(
        "",
        UNAPPROVED,
        State.PERIODIC,
        OF_ITSELF,
        (THREATS,),
        "whoever had not approved is asked no more, and all others have approved",
        upon_membership(nobody_is_missing),
        change=carrying_out_without,
        awaits=(MEMBERSHIP,),
    ),
    Step(
        "",
        State.PUT_FORWARD,
        State.NOT_APPROVED,
        OF_ITSELF,
        (),
        "the Council has not approved the operation",
        stopped((THREATS,), field="approval"),
        awaits=("decision",),
    ),
    Step(
        "begin stage",
        CARRIED_OUT,
        None,
        CONDUCTOR,
        (THREATS,),
        "a stage of the operation begins",
        may_begin,
        change=beginning,
        takes=(
            Param("name", "text", "the name of the stage"),
            Param("number", "number", "its number among all stages"),
        ),
        right="operations",
    ),
    Step(
        "end stage",
        CARRIED_OUT,
        None,
        CONDUCTOR,
        (THREATS,),
        "the stage ends",
        may_end,
        change=ending,
        right="operations",
    ),
    Step(
        "invite observers",
        CARRIED_OUT,
        None,
        CONDUCTOR,
        (THREATS,),
        "states and organisations are invited to observe",
        may_invite,
        change=inviting,
        takes=(Param("observers", "parties", "the states and organisations invited"),),
        right="operations",
    ),
    Step(
        "",
        State.PERIODIC,
        State.PERMANENT,
        OF_ITSELF,
        (),
        "the Council gives the operation permanent status",
        made_permanent,
        change=lambda scene: Change({"permanent": scene.act.when.day}),
        awaits=("decision",),
    ),
    Step(
        "",
        CARRIED_OUT,
        State.ENDED,
        OF_ITSELF,
        (),
        "the Council ends the operation",
        ended,
        change=ending,
        awaits=("decision",),
    ),
)


def _permanent_by_decision(world: World, case: Case) -> Claimed:
    if case.state != State.PERMANENT.word:
        return BESIDE
    decision = world.case(case.facts.get("permanence", ""))
    return decision is not None and bool(decision.facts.get("effective"))


def _approved_before_stages(_world: World, case: Case) -> Claimed:
    return BESIDE if not case.facts.get("stages") else bool(case.facts.get("approved"))


def _no_stage_after_the_end(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state != State.ENDED.word else not case.facts.get("stage")


PROCEDURE = Procedure(
    name="standing_operation",
    title="A standing operation",
    about=(
        "An operation against a common threat is approved, carried out in stages with observers, "
        "given permanent status by the Council, or ended."
    ),
    states=State,
    initial=State.PUT_FORWARD,
    final=frozenset({State.ENDED}),
    steps=STEPS,
    fields=(
        Param("run_by", "body", "the coordination council that runs it"),
        decision_field("the Council's decision that approves it", "approval"),
        decision_field("the Council's decision that gives it permanent status", "permanence"),
        decision_field("the Council's decision that ends it", "ending"),
    ),
    claims=(
        always("an operation is permanent only by a decision with effect", _permanent_by_decision),
        always("stages are carried out only of an operation approved", _approved_before_stages),
        always("no stage goes on when the operation has ended", _no_stage_after_the_end),
        sometimes(
            "an operation becomes permanent", lambda _w, case: case.state == State.PERMANENT.word
        ),
        sometimes("a stage is under way", lambda _world, case: bool(case.facts.get("stage"))),
    ),
    readings=("amb.pending-law",),
    relies_on=(DRUGS, MIGRATION),
    not_modelled=(
        "What is done in a stage: the police, border and computer work is not the Organization's "
        "procedure, and is out of scope.",
        "How a coordination council comes to its act: see the decisions of subsidiary bodies.",
        "Who has to approve a first operation: no source tells. The act of the body that runs it, "
        "the Council's decision and, where no body runs it, the approval of all members are taken.",
        "Whether the body that runs it, or all members one by one, can approve what the Council "
        "has not adopted: a draft that is not adopted forbids nothing, so they can.",
        "Bodies that run an operation beside the two councils: the sources name none, so where "
        "another is named all members have to approve.",
        "What becomes of permanent status when its decision is superseded: no source tells, and it "
        "stays; the outcome tells that another decision has taken the place of the first.",
        "Whether a council can give permanent status: what was found of it is by the Council.",
        "Observers of an operation are invited to it; it gives them no status at the Organization.",
        "Whether the widened list of 2012 was needed for an operation in the field of information.",
    ),
    looks_at=looks_at_members("approval", "permanence", "ending"),
    basis=lambda _scene: (THREATS,),
)
