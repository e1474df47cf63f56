"""A joint exercise, operation, preventive or scientific event: plan, outsiders, part and watching.

Exercises stand on yearly plans (forces.training-plan). Outsiders are invited as observers or as
participants (forces.observers); a partner takes a direct part with the common consent of the
members (partner.right.exercise), an observer watches (observer.right.exercise) and joins
scientific events (observer.right.science).
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    Change,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._exercise_acts import (
    ANYBODY,
    KINDS,
    ORGANISER,
    OUTSIDERS,
    PARTS,
    PLAN,
    SCIENCE,
    TASKS,
    State,
    comes,
    concerns_outsider,
    consenting_to,
    invites,
    inviting,
    needs_no_plan,
    objecting_to,
    plan_approved,
    plan_stopped,
    rests_on,
    taking_part,
    watching,
)
from csto_sim.procedures._outsiders import AREAS, SUPPOSING
from csto_sim.procedures._stages import decision_field, looks_at_fields, on_decision
from csto_sim.world import NO_FACTS, Case, World

BEFORE = (State.PLANNED, State.APPROVED)
OPEN = (*BEFORE, State.UNDER_WAY)
WHOSE = (Param("to", "party", "whose part it is about"),)

STEPS = (
    *on_decision(
        State.PLANNED,
        State.APPROVED,
        plan_approved,
        (),
        "the organ has approved the plan on which the event stands",
        blocked=State.NOT_APPROVED,
        says_blocked="the plan fails when it is put, or is withdrawn",
        stops=plan_stopped,
    ),
    Step(
        "invite",
        OPEN,
        None,
        MEMBER,
        (OUTSIDERS,),
        "a member invites an outsider to watch or to take part",
        invites,
        change=inviting,
        takes=(
            Param("to", "party", "who is invited"),
            Param("as", "word", "to watch or to take part", PARTS),
        ),
        right="propose",
    ),
    Step(
        "consent",
        OPEN,
        None,
        MEMBER,
        (OUTSIDERS,),
        "a member consents to an outsider's part",
        concerns_outsider,
        change=consenting_to,
        takes=WHOSE,
    ),
    Step(
        "object",
        OPEN,
        None,
        MEMBER,
        (OUTSIDERS,),
        "a member objects to an outsider's part",
        concerns_outsider,
        change=objecting_to,
        takes=WHOSE,
    ),
    Step(
        "begin",
        State.APPROVED,
        State.UNDER_WAY,
        ORGANISER,
        (),
        "the event begins",
        change=lambda scene: Change({"began_on": scene.day}),
    ),
    Step(
        "begin",
        (State.PLANNED, State.NOT_APPROVED),
        State.UNDER_WAY,
        ORGANISER,
        (),
        "a scientific or expert event begins, which stands on no plan",
        needs_no_plan,
        change=lambda scene: Change({"began_on": scene.day}),
    ),
    Step(
        "take part",
        State.UNDER_WAY,
        None,
        ANYBODY,
        (),
        "somebody takes a direct part in the event",
        comes(watching=False),
        change=taking_part,
        # Where the event is an operation the guard asks for that right; who has the one has both.
        right="exercises",
    ),
    Step(
        "watch",
        State.UNDER_WAY,
        None,
        ANYBODY,
        (),
        "somebody watches the event",
        comes(watching=True),
        change=watching,
        right="exercises",
    ),
    Step("end", State.UNDER_WAY, State.HELD, ORGANISER, (), "the event ends"),
    Step(
        "call off",
        (*BEFORE, State.NOT_APPROVED),
        State.CALLED_OFF,
        ORGANISER,
        (),
        "the event is called off",
    ),
)


def _approved_first(_world: World, case: Case) -> Claimed:
    if case.facts.get("kind", "exercise") == "scientific event" or "began_on" not in case.facts:
        return BESIDE
    return bool(case.facts.get("decision"))


def _nobody_against(_world: World, case: Case) -> Claimed:
    if case.facts.get("over"):
        return False
    # A conference needs nobody's consent (observer.right.science).
    free = case.facts.get("kind", "exercise") == "scientific event"
    return BESIDE if free or not case.facts.get("taking_part") else True


PROCEDURE = Procedure(
    name="exercise",
    title="A joint exercise, operation or other event",
    about=(
        "An event is planned and approved, outsiders are invited to watch or to take part, the "
        "members consent where that is asked for, and the event is held."
    ),
    states=State,
    initial=State.PLANNED,
    final=frozenset({State.HELD, State.CALLED_OFF}),
    steps=STEPS,
    fields=(
        Param("kind", "word", "what kind of event", KINDS),
        Param("area", "word", "in which field of cooperation it is", AREAS),
        Param("host", "state", "on whose territory it is held"),
        decision_field("the decision that approves the plan on which it stands"),
        *SUPPOSING,
    ),
    claims=(
        always("no exercise or operation begins without a decision on its plan", _approved_first),
        always("nobody takes a direct part to whom a member objects", _nobody_against),
        sometimes(
            "an outsider takes a direct part",
            lambda _w, case: any(
                who in case.facts.get("consents", NO_FACTS)
                for who in case.facts.get("taking_part", ())
            ),
        ),
        sometimes("somebody watches", lambda _w, case: bool(case.facts.get("watching"))),
    ),
    readings=("amb.partner-vs-observer-exercise", "amb.status-before-2021", "amb.pending-law"),
    relies_on=("partner.right.exercise", "observer.right.exercise", PLAN, SCIENCE, TASKS),
    not_modelled=(
        "The order of approval of operations and preventive measures, which differs from one to "
        "another: any of the four organs may have approved them.",
        "What becomes of an event when another decision takes the place of the one on its plan: "
        "no source tells; it can be held or called off.",
        "Which forces a member sends: each provides them by its own decision.",
        "A consent withdrawn after the outsider has come: no source tells what follows.",
    ),
    looks_at=looks_at_fields("decision"),
    basis=rests_on,
)
