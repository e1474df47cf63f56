"""Aid in an emergency: request, joint proposals, forces, means and aid sent, the end.

The members work out together proposals of aid to the stricken state and send forces, means and
humanitarian aid (emerg.assist), through the Coordination Council for Emergency Situations
(emerg.council, from 6 October 2007).
"""

from __future__ import annotations

from csto_sim.procedure import BESIDE, MEMBER, Claimed, Param, Procedure, Step, always, sometimes
from csto_sim.procedures._emergency_acts import (
    AID,
    ASSIST,
    COUNCIL,
    CREATED,
    ENDING,
    REGULATION,
    SENDER,
    STRICKEN,
    TAKER,
    State,
    agreed,
    agreeing,
    asks_another,
    beginning,
    finds_no_need,
    is_stricken,
    not_agreed,
    offering,
    offers,
    proposing,
    proposing_anew,
    reaches_council,
    sending,
    sends,
    works_out,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields, on_decision
from csto_sim.world import NO_FACTS, Case, World

STEPS = (
    Step(
        "request aid",
        (State.NOT_ASKED, State.NO_PROPOSAL),
        State.ASKED,
        STRICKEN,
        (CREATED, REGULATION),
        "the stricken state asks the Organization for aid",
        reaches_council,
        change=beginning,
        takes=(Param("to", "actor", "whom it asks"),),
        right="propose",
    ),
    Step(
        "request aid",
        (State.NOT_ASKED, State.NO_PROPOSAL),
        None,
        STRICKEN,
        (CREATED, REGULATION),
        "the stricken state asks somebody else: that is between the two",
        asks_another,
        otherwise=True,
        takes=(Param("to", "actor", "whom it asks"),),
        right="propose",
    ),
    Step(
        "offer",
        (State.ASKED, State.PROPOSED),
        None,
        MEMBER,
        (ASSIST,),
        "a member says what it can give",
        offers,
        change=offering,
        takes=(AID,),
    ),
    Step(
        "work out proposals",
        State.ASKED,
        State.PROPOSED,
        COUNCIL,
        (ASSIST, CREATED),
        "proposals of aid are worked out together",
        works_out,
        change=proposing,
        takes=(AID,),
    ),
    Step(
        "work out proposals",
        (State.PROPOSED, State.NOT_AGREED),
        None,
        COUNCIL,
        (ASSIST, CREATED),
        "the proposals are worked out anew",
        works_out,
        change=proposing_anew,
        takes=(AID,),
    ),
    Step(
        "find no need",
        State.ASKED,
        State.NO_PROPOSAL,
        COUNCIL,
        (ASSIST, CREATED),
        "the Coordination Council makes no proposal",
        finds_no_need,
    ),
    *on_decision(
        State.PROPOSED,
        State.AGREED,
        agreed,
        (ASSIST, CREATED),
        "the aid is agreed",
        blocked=State.NOT_AGREED,
        says_blocked="the decision on the aid is not adopted",
        stops=not_agreed,
        change=agreeing,
    ),
    Step(
        "send aid",
        (State.AGREED, State.UNDER_WAY),
        State.UNDER_WAY,
        SENDER,
        (ASSIST,),
        "a member sends what was agreed",
        sends,
        change=sending,
        takes=(AID,),
        right="operations",
    ),
    Step(
        "end aid",
        (State.AGREED, State.UNDER_WAY),
        State.ENDED,
        ENDING,
        (ASSIST,),
        "the aid comes to its end",
        change=None,
    ),
    Step(
        "withdraw request",
        (State.ASKED, State.PROPOSED, State.NO_PROPOSAL, State.NOT_AGREED),
        State.WITHDRAWN,
        TAKER,
        (ASSIST,),
        "the stricken state takes its request back",
        is_stricken,
    ),
)


def _only_what_was_agreed(_world: World, case: Case) -> Claimed:
    sent = case.facts.get("sent", NO_FACTS)
    if not sent:
        return BESIDE
    return all(set(kinds) <= set(case.facts.get("aid", ())) for kinds in sent.values())


def _nothing_unasked(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state == State.NOT_ASKED.word else bool(case.facts.get("asked"))


PROCEDURE = Procedure(
    name="emergency_assistance",
    title="Aid in an emergency",
    about=(
        "A state struck by an emergency asks for aid; the emergency council works out proposals "
        "with the members; what is agreed is sent: forces, means, humanitarian aid."
    ),
    states=State,
    initial=State.NOT_ASKED,
    final=frozenset({State.ENDED, State.WITHDRAWN}),
    steps=STEPS,
    fields=(
        Param("stricken", "state", "the state struck by the emergency", required=True),
        Param("emergency", "text", "what happened"),
        decision_field("the decision on the aid: of the emergency council, or of the Council"),
    ),
    claims=(
        always("nothing is sent that was not agreed", _only_what_was_agreed),
        always("nothing is worked out without a request", _nothing_unasked),
        sometimes("aid is sent", lambda _w, case: case.state == State.UNDER_WAY.word),
        sometimes("no proposal is made", lambda _w, case: case.state == State.NO_PROPOSAL.word),
    ),
    readings=("amb.suspended-help", "amb.pending-law"),
    relies_on=("sub.emergency.council",),
    not_modelled=(
        "The Regulation of 2011 on the response to emergencies: its text was not found.",
        "A period for an answer: the sources name none.",
        "How the emergency council decides: see a decision of it, and amb.subsidiary-voting.",
        "What becomes of aid that is agreed when another decision takes the place of the one on "
        "it, or when the stricken state leaves the Organization: no source tells, and it is sent.",
        "What aid costs and how it crosses borders.",
    ),
    looks_at=looks_at_fields("decision"),
    basis=lambda _scene: (ASSIST,),
)
