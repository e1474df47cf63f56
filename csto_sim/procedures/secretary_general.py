"""One appointment to the office of Secretary General: candidate, proposal, decision, term, end.

The Council appoints a national of a member for three years on the foreign ministers' proposal, with
the consent of all heads (charter.17.sg-appoint), in the order of the Russian alphabet from 2017 on
(sg.rotation.2015). While the office is vacant a deputy acts (sg.acting).
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    MEMBER,
    OF_ITSELF,
    SECRETARY_GENERAL,
    TIME,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._secretary_general_acts import (
    ACTING,
    DEPUTY,
    FOREIGN_MINISTERS,
    State,
    appointed,
    appointing,
    may_name,
    may_propose,
    naming,
    not_adopted,
    proposal_decided,
    proposing,
)
from csto_sim.procedures._secretary_general_claims import (
    acting_only_in_a_vacancy,
    by_the_council,
    one_holder,
    released_when_asked,
)
from csto_sim.procedures._secretary_general_term import (
    asking,
    continuing,
    extended,
    extended_meanwhile,
    extending,
    giving_way,
    in_register,
    kept_waiting,
    may_ask,
    may_begin,
    released,
    releasing,
    succeeded,
    takes_office,
    taking,
)
from csto_sim.procedures._secretary_general_turn import (
    ACCOUNTABLE,
    APPOINT,
    OFFICE,
    RECALL,
    REPLACEMENT,
    ROTATION,
    SUBJECT,
    awaiting,
    fallen,
    falling,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.world import Case

IN_OFFICE = (State.IN_OFFICE, State.TERM_EXTENDED, State.RELEASE_ASKED)
VACANT = (State.VACANT, State.RELEASED)

STEPS = (
    Step(
        "name candidate",
        State.TO_BE_APPOINTED,
        State.CANDIDATE_NAMED,
        MEMBER,
        (APPOINT,),
        "a member names a candidate",
        may_name,
        change=naming,
        right="propose",
    ),
    Step(
        "continue in office",
        State.TO_BE_APPOINTED,
        State.IN_OFFICE,
        SECRETARY_GENERAL,
        (APPOINT,),
        "whoever holds the office when the scenario begins goes on",
        in_register,
        change=continuing,
        takes=(Param("last_day", "day", "the last day of the term that runs", required=True),),
    ),
    Step(
        "propose candidate",
        State.CANDIDATE_NAMED,
        State.PROPOSED,
        FOREIGN_MINISTERS,
        (APPOINT,),
        "the foreign ministers propose the candidate",
        may_propose,
        change=proposing,
    ),
    Step(
        "",
        State.CANDIDATE_NAMED,
        State.PROPOSED,
        OF_ITSELF,
        (APPOINT,),
        "the foreign ministers' decision to propose the candidate is adopted",
        proposal_decided,
        change=proposing,
        awaits=("decision",),
    ),
    Step(
        "",
        (State.CANDIDATE_NAMED, State.PROPOSED, State.NOT_APPOINTED),
        State.APPOINTED,
        OF_ITSELF,
        (APPOINT,),
        "the Council has appointed the candidate",
        appointed,
        change=appointing,
        awaits=("decision",),
    ),
    Step(
        "",
        (State.CANDIDATE_NAMED, State.PROPOSED),
        State.NOT_APPOINTED,
        OF_ITSELF,
        (APPOINT,),
        "the decision of the Council does not appoint the candidate",
        not_adopted,
        awaits=("decision",),
    ),
    Step(
        "the day of taking office comes",
        State.APPOINTED,
        State.IN_OFFICE,
        TIME,
        (APPOINT,),
        "the day of taking office comes",
        takes_office,
        change=taking,
    ),
    Step(
        "the day of taking office comes",
        State.APPOINTED,
        None,
        TIME,
        (APPOINT,),
        "the day of taking office comes, and the office is not free",
        otherwise=True,
        change=kept_waiting,
    ),
    Step(
        "the term of the appointment passes",
        State.APPOINTED,
        State.NOT_TAKEN,
        TIME,
        (APPOINT,),
        "the term of the appointment is over, and the office was never free",
    ),
    Step(
        "",
        State.APPOINTED,
        State.IN_OFFICE,
        OF_ITSELF,
        (APPOINT,),
        "the office is taken",
        may_begin,
        change=taking,
        awaits=(OFFICE,),
    ),
    Step(
        "",
        State.APPOINTED,
        State.NOT_APPOINTED,
        OF_ITSELF,
        (APPOINT, REPLACEMENT),
        "another decision has taken the place of the appointment before the term began",
        fallen,
        change=falling,
        awaits=("decision",),
    ),
    Step(
        "",
        State.IN_OFFICE,
        State.TERM_EXTENDED,
        OF_ITSELF,
        (APPOINT,),
        "the Council has extended the term",
        extended,
        change=extending,
        awaits=("decision",),
    ),
    Step(
        "",
        State.RELEASE_ASKED,
        None,
        OF_ITSELF,
        (APPOINT,),
        "the Council has extended the term, and the release is still asked for",
        extended_meanwhile,
        change=extending,
        awaits=("decision",),
    ),
    Step(
        "ask for release",
        (State.IN_OFFICE, State.TERM_EXTENDED),
        State.RELEASE_ASKED,
        MEMBER,
        (RECALL, ACCOUNTABLE),
        "the state that named the Secretary General asks for the release",
        may_ask,
        change=asking,
        right="propose",
    ),
    Step(
        "",
        State.RELEASE_ASKED,
        State.RELEASED,
        OF_ITSELF,
        (RECALL, APPOINT),
        "the Council has released the Secretary General before the term ends",
        released,
        change=releasing,
        awaits=("decision",),
    ),
    Step(
        "the term ends",
        IN_OFFICE,
        State.FOLLOWED,
        TIME,
        (APPOINT,),
        "the term ends, and the next takes office",
        awaiting,
    ),
    Step(
        "the term ends",
        IN_OFFICE,
        State.VACANT,
        TIME,
        (APPOINT,),
        "the term ends, and nobody is appointed",
        otherwise=True,
    ),
    Step(
        "act for the Secretary General",
        VACANT,
        State.DEPUTY_ACTS,
        DEPUTY,
        (ACTING,),
        "a Deputy Secretary General acts while the office is vacant",
    ),
    Step(
        "",
        (*IN_OFFICE, *VACANT, State.DEPUTY_ACTS),
        State.FOLLOWED,
        OF_ITSELF,
        (APPOINT,),
        "the next is in office",
        succeeded,
        change=giving_way,
        awaits=(OFFICE,),
    ),
)


def _looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """Its decisions, and the other matters on the office."""
    named = looks_at_fields("proposal", "decision", "release", "extension")(case, cases)
    others = tuple(id for id, each in cases.items() if each.procedure == OFFICE and id != case.id)
    return (*named, *others)


PROCEDURE = Procedure(
    name=OFFICE,
    title="The office of Secretary General",
    about=(
        "A candidate is named and proposed, the Council appoints for three years, the term ends "
        "or is cut short; while nobody holds the office, a deputy acts."
    ),
    states=State,
    initial=State.TO_BE_APPOINTED,
    final=frozenset({State.FOLLOWED, State.NOT_TAKEN}),
    steps=STEPS,
    fields=(
        Param("candidate", "text", "the candidate, by name"),
        Param("national_of", "state", "the state whose national the candidate is", required=True),
        decision_field("the Council's decision to appoint", subjects=SUBJECT),
        decision_field(
            "the foreign ministers' decision to propose; without one they propose by an act",
            "proposal",
        ),
        Param("first_day", "day", "the day of taking office, where the decision sets one"),
        Param("last_day", "day", "the last day of the term, where the decision sets one"),
        decision_field(
            "the Council's decision to release before the term ends", "release", SUBJECT
        ),
        decision_field("the Council's decision to extend the term", "extension", SUBJECT),
        Param("extended_to", "day", "the last day of the term as extended"),
    ),
    claims=(
        always("two never hold the office at once", one_holder),
        always("nobody takes office without a decision of the Council", by_the_council),
        always("nobody is released whom the nominating state did not recall", released_when_asked),
        always("a deputy acts only while the office is vacant", acting_only_in_a_vacancy),
        sometimes("a deputy acts", lambda _world, case: case.state == State.DEPUTY_ACTS.word),
        sometimes("the next takes office", lambda _world, case: case.state == State.FOLLOWED.word),
    ),
    readings=(
        "amb.sg-proposal",
        "amb.sg-rotation-shortfall",
        "amb.suspended-turn",
        "amb.day-zone",
        "amb.pending-law",
    ),
    relies_on=(ROTATION,),
    periods=("beginning", "office taken", "term"),
    not_modelled=(
        "The candidate's visits to the members: practice, on which nothing turns.",
        "A decision of the Council that departs from the rotation: none is known.",
        "Two who are appointed for the same day: the sources tell of none. Here one of them takes "
        "the office, and the other waits.",
        "A second extension, and how long one may be: the sources tell of several and of no rule.",
        "The release of 2018 where the scenario has no matter on it: the register tells who held "
        "the office, not that a term was cut short.",
        "Resignation, death, and a release that the nominating state did not ask for: the sources "
        "tell of none.",
        "Which deputy acts, and for how long at most: no rule was found.",
        "What becomes of a term when the state is a member no longer, and what of one that has "
        "begun when another decision takes the place of the appointment: no source tells.",
        "A candidate who is withdrawn or exchanged: another candidate is another matter.",
    ),
    looks_at=_looks_at,
    basis=lambda _scene: (APPOINT,),
    result=lambda case: Result(case.facts.get("since", ""), case.facts.get("since", "")),
)
