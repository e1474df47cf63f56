"""The single list of organisations recognised as terrorist: proposal, examination, entry, removal.

The Council approved rules for forming the list on 14 October 2016 (terror-list.regulation); their
text was not seen. That a member proposes, that the working group under the Committee of Secretaries
examines, and that consensus decides, is inferred. Which organ decides is a reading.
"""

from __future__ import annotations

from csto_sim.procedure import MEMBER, OF_ITSELF, Actor, Param, Procedure, Step, always, sometimes
from csto_sim.procedures._listing_acts import (
    BODY_READING,
    GROUP,
    REGULATION,
    State,
    entered,
    entering,
    examining,
    is_proposer,
    not_entered,
    not_removed,
    not_supported,
    proposing,
    proposing_removal,
    removed,
    supported,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.world import Case, World

EXAMINER = Actor(
    "the working group on terrorism, or the Committee of Secretaries",
    lambda _scene: ("WG_TERRORISM", "CSSC"),
    need_not_be_named=True,
)
UNDER = (REGULATION,)

STEPS = (
    Step(
        "propose entry",
        (State.NOT_PROPOSED, State.NOT_SUPPORTED),
        State.PROPOSED,
        MEMBER,
        UNDER,
        "a member proposes to enter an organisation in the list",
        change=proposing,
        right="propose",
    ),
    Step(
        "examine",
        State.PROPOSED,
        State.EXAMINED,
        EXAMINER,
        (REGULATION, GROUP),
        "the working group has examined the proposal and supports it",
        supported,
        change=examining,
        takes=(Param("supports", "yes/no", "whether the working group supports it"),),
    ),
    Step(
        "examine",
        State.PROPOSED,
        State.NOT_SUPPORTED,
        EXAMINER,
        (REGULATION, GROUP),
        "the working group has examined the proposal and does not support it",
        not_supported,
        change=examining,
        takes=(Param("supports", "yes/no", "whether the working group supports it"),),
    ),
    Step(
        "",
        (State.EXAMINED, State.NOT_AGREED),
        State.LISTED,
        OF_ITSELF,
        UNDER,
        "the organisation is entered in the list",
        entered,
        change=entering,
        awaits=("decision",),
    ),
    Step(
        "",
        State.EXAMINED,
        State.NOT_AGREED,
        OF_ITSELF,
        UNDER,
        "the decision on the entry is not adopted",
        not_entered,
        awaits=("decision",),
    ),
    Step(
        "propose removal",
        State.LISTED,
        State.REMOVAL_PROPOSED,
        MEMBER,
        UNDER,
        "a member proposes to take the organisation off the list",
        change=proposing_removal,
        right="propose",
    ),
    Step(
        "",
        State.REMOVAL_PROPOSED,
        State.REMOVED,
        OF_ITSELF,
        UNDER,
        "the organisation is taken off the list",
        removed,
        awaits=("decision",),
    ),
    Step(
        "",
        State.REMOVAL_PROPOSED,
        State.LISTED,
        OF_ITSELF,
        UNDER,
        "the decision on the removal is not adopted, and the entry stands",
        not_removed,
        awaits=("decision",),
    ),
    Step(
        "withdraw proposal",
        (State.PROPOSED, State.EXAMINED, State.NOT_SUPPORTED, State.NOT_AGREED),
        State.WITHDRAWN,
        MEMBER,
        UNDER,
        "the proposer takes the proposal back",
        is_proposer,
    ),
)


def _examined_first(_world: World, case: Case) -> bool:
    on_list = (State.LISTED.word, State.REMOVAL_PROPOSED.word, State.REMOVED.word)
    return case.state not in on_list or case.facts.get("supported") is True


def _entry_by_decision(_world: World, case: Case) -> bool:
    return case.state != State.LISTED.word or bool(case.facts.get("decision"))


PROCEDURE = Procedure(
    name="terrorist_list",
    title="The single list of terrorist organisations",
    about=(
        "A member proposes an organisation, the working group examines it, the organ decides by "
        "consensus on the entry; it is taken off the list in the same way."
    ),
    states=State,
    initial=State.NOT_PROPOSED,
    final=frozenset({State.REMOVED, State.WITHDRAWN}),
    steps=STEPS,
    fields=(
        Param("organisation", "text", "the name of the organisation, as the scenario gives it"),
        decision_field("the decision on the entry"),
        decision_field("the decision on the removal", "removal"),
    ),
    claims=(
        always("nothing is listed that was not examined and supported", _examined_first),
        always("nothing is listed without a decision", _entry_by_decision),
        sometimes("an entry is made", lambda _w, case: case.state == State.LISTED.word),
        sometimes("an entry is refused", lambda _w, case: case.state == State.NOT_AGREED.word),
    ),
    readings=(BODY_READING, "amb.pending-law"),
    relies_on=("terror-list.forming", "charter.16.cssc"),
    not_modelled=(
        "The text of the rules of 2016: every stage between proposal and entry is inferred.",
        "By what an organisation is recognised as terrorist, and by which court: national law.",
        "What an entry obliges members to do.",
    ),
    looks_at=looks_at_fields("decision", "removal"),
    basis=lambda _scene: UNDER,
)
