"""A programme document with an end year: strategy, main directions, plan, road map.

It is approved by a decision (or adopted by the Parliamentary Assembly), is in force from its first
day to its last, and then expires, or another document has taken its place. It can be ended before.
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    TIME,
    Claimed,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._programme_acts import (
    BINDING,
    END_YEAR,
    HIGHEST,
    OUTPUT,
    PARLIAMENT,
    REPLACEMENT,
    TASKS,
    State,
    adopted_by_assembly,
    approved,
    beginning,
    ended,
    first_day_comes,
    followed,
    giving_way,
    last_day_passes,
    too_late,
    waiting,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields, stopped
from csto_sim.world import Case, World

UNAPPROVED = (State.PUT_FORWARD, State.NOT_APPROVED)

STEPS = (
    Step(
        "",
        UNAPPROVED,
        State.IN_FORCE,
        OF_ITSELF,
        (BINDING,),
        "the decision that approves it is adopted",
        approved("within"),
        change=beginning,
        awaits=("decision",),
        of_own_acts_too=True,
    ),
    Step(
        "",
        UNAPPROVED,
        State.APPROVED,
        OF_ITSELF,
        (BINDING,),
        "the decision that approves it is adopted before its first day",
        approved("before"),
        change=waiting,
        awaits=("decision",),
    ),
    Step(
        "",
        UNAPPROVED,
        State.EXPIRED,
        OF_ITSELF,
        (BINDING,),
        "the decision that approves it is adopted when no day is left for it",
        approved("after"),
        change=too_late,
        awaits=("decision",),
    ),
    Step(
        "",
        State.PUT_FORWARD,
        State.NOT_APPROVED,
        OF_ITSELF,
        (BINDING,),
        "the decision that was to approve it is not adopted",
        stopped((BINDING,)),
        awaits=("decision",),
    ),
    Step(
        "adopt programme",
        State.PUT_FORWARD,
        State.IN_FORCE,
        PARLIAMENT,
        (OUTPUT,),
        "the Parliamentary Assembly adopts a programme of its own",
        adopted_by_assembly("within"),
        change=beginning,
    ),
    Step(
        "adopt programme",
        State.PUT_FORWARD,
        State.APPROVED,
        PARLIAMENT,
        (OUTPUT,),
        "the Parliamentary Assembly adopts a programme before its first day",
        adopted_by_assembly("before"),
        change=waiting,
    ),
    Step(
        "the first day comes",
        State.APPROVED,
        State.IN_FORCE,
        TIME,
        (),
        "its first day comes",
        first_day_comes,
        change=beginning,
    ),
    Step(
        "the last day passes",
        State.IN_FORCE,
        State.EXPIRED,
        TIME,
        (),
        "its last day passes",
        last_day_passes,
    ),
    Step(
        "",
        (State.APPROVED, State.IN_FORCE, State.EXPIRED),
        State.FOLLOWED,
        OF_ITSELF,
        (REPLACEMENT,),
        "another document takes its place",
        followed,
        change=giving_way,
        awaits=("programme",),
    ),
    Step(
        "",
        (State.APPROVED, State.IN_FORCE),
        State.ENDED,
        OF_ITSELF,
        (BINDING,),
        "a decision ends it before its last day",
        ended,
        awaits=("decision",),
    ),
)


def _by_replacing(document: Case, cases: Mapping[str, Case]) -> bool:
    """Whether the decision that approves a document takes the place of another."""
    decision = cases.get(document.facts.get("decision", ""))
    return decision is not None and bool(decision.facts.get("replaces"))


def _looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """Its decisions, and the documents that can take its place: those that name it, and those
    whose decision takes the place of another."""
    others = tuple(
        id
        for id, other in cases.items()
        if other.procedure == "programme"
        and id != case.id
        and (other.facts.get("replaces") == case.id or _by_replacing(other, cases))
    )
    return (*looks_at_fields("decision", "ending")(case, cases), *others)


def _within_its_term(world: World, case: Case) -> Claimed:
    if case.state != State.IN_FORCE.word:
        return BESIDE
    return any(period.case == case.id and period.name == "programme" for period in world.periods)


def _approved_by_somebody(_world: World, case: Case) -> Claimed:
    unapproved = {state.word for state in UNAPPROVED}
    return BESIDE if case.state in unapproved else bool(case.facts.get("approved_by"))


PROCEDURE = Procedure(
    name="programme",
    title="A programme document with an end year",
    about=(
        "A strategy, main directions, a plan or a road map is approved, is in force from its first "
        "day to its last, expires, and is followed by another or by none."
    ),
    states=State,
    initial=State.PUT_FORWARD,
    final=frozenset({State.FOLLOWED, State.ENDED}),
    steps=STEPS,
    fields=(
        decision_field(
            "the decision that approves it; without one it is for the Parliamentary Assembly"
        ),
        Param("first_day", "day", "its first day, where that is not the day of its approval"),
        Param("end_year", "number", "the year to or until which it runs by its title"),
        Param("last_day", "day", "its last day, where that is known"),
        decision_field("the decision that ends it before its last day", "ending"),
        Param("replaces", "matter", "the earlier document whose place it takes", of=("programme",)),
    ),
    claims=(
        always("a document is in force only while its term runs", _within_its_term),
        always("nothing is in force that nobody has approved", _approved_by_somebody),
        sometimes(
            "a document expires and nothing follows",
            lambda _world, case: case.state == State.EXPIRED.word,
        ),
        sometimes(
            "a document is followed by another",
            lambda _world, case: case.state == State.FOLLOWED.word,
        ),
    ),
    readings=(END_YEAR, "amb.day-zone", "amb.pending-law"),
    relies_on=(HIGHEST, TASKS),
    periods=("beginning", "programme"),
    not_modelled=(
        "What a document asks for and how it is carried out: reports and plans of measures are "
        "named in the sources, their procedure is not.",
        "A change of a document in the course of its term, and a longer term for it: the sources "
        "tell of none. A decision on a new document with `replaces` comes to the same.",
        "How the Parliamentary Assembly ends a programme of its own: the sources do not say.",
    ),
    looks_at=_looks_at,
    result=lambda case: Result(case.facts.get("since", ""), case.facts.get("since", "")),
)
