"""Third-state troops and military facilities: intention, urgent consultation, objection, decision.

Since 20 November 2012 a member may host them only if no member has officially objected
(infra2011.consent); before, the Charter asks for urgent consultation, or agreement, with the others
(charter.7.foreign-troops). Until when a member can object is stated nowhere and is a reading.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._departure import upon_membership
from csto_sim.procedures._infrastructure_acts import (
    CONSULTATIONS,
    CONSULTER,
    HOST,
    INFORMER,
    KINDS,
    OBJECTIONS,
    OPEN,
    OTHER,
    PENDING,
    RULE,
    State,
    beginning,
    closing,
    consenting,
    consulting,
    covered,
    deciding,
    informing,
    may_close,
    may_consent,
    may_host,
    may_sign,
    none_stands,
    objecting,
    objection_stops,
    reopening,
    signing,
    withdrawing,
    withdraws_last,
    withdraws_one,
)
from csto_sim.procedures._infrastructure_disputes import (
    DISPUTES,
    NEGOTIATION,
    a_dispute,
    disputing,
    no_dispute,
    settling,
)
from csto_sim.procedures._infrastructure_release import covered_no_more, releasing
from csto_sim.procedures._proposal import ADDRESSED, LEVELS
from csto_sim.procedures._stages import looks_at_members
from csto_sim.scene import MEMBERSHIP
from csto_sim.world import Case, World

SAYS = (Param("says", "text", "what it says, in a few words"),)
LEVEL = (Param("level", "word", "at which level", LEVELS),)
#: A dispute can arise at any stage, also over a hosting of which the host has told nobody.
ANY_STAGE = tuple(state for state in State if state is not State.GIVEN_UP)

STEPS = (
    *(
        row
        for act, by, right, says in (
            ("declare intention", HOST, "", "the host tells of its intention"),
            ("call for consultations", OTHER, "propose", "another member asks for consultations"),
        )
        for row in (
            Step(
                act,
                State.NOT_DECLARED,
                State.CONSULTATIONS_DUE,
                by,
                RULE,
                f"{says}, and consultations are due",
                covered,
                change=beginning,
                takes=SAYS,
                right=right,
            ),
            Step(
                act,
                State.NOT_DECLARED,
                State.OUTSIDE_THE_RULE,
                by,
                RULE,
                f"{says}; the rule does not cover it",
                otherwise=True,
                takes=SAYS,
                right=right,
            ),
        )
    ),
    Step(
        "inform",
        (State.CONSULTATIONS_DUE, State.CONSULTING),
        None,
        INFORMER,
        RULE,
        "members are informed of the intention",
        change=informing,
        takes=(Param("members", "states", "who is informed; else all members"),),
    ),
    Step(
        "consult",
        (State.CONSULTATIONS_DUE, State.CONSULTING),
        State.CONSULTING,
        CONSULTER,
        RULE,
        "consultations are held",
        change=consulting,
        takes=LEVEL,
    ),
    Step(
        "consult",
        State.OBJECTED,
        State.CONSULTING,
        CONSULTER,
        RULE,
        "consultations go on; nobody who objected is a member in full standing any more",
        none_stands,
        change=reopening,
        takes=LEVEL,
    ),
    Step(
        "consult",
        State.OBJECTED,
        None,
        CONSULTER,
        RULE,
        "consultations go on while an objection stands",
        otherwise=True,
        change=consulting,
        takes=LEVEL,
    ),
    Step(
        "consent",
        (*PENDING, State.DECIDED),
        None,
        OTHER,
        RULE,
        "a member consents expressly",
        may_consent,
        change=consenting,
        takes=SAYS,
    ),
    Step(
        "object",
        (State.CONSULTATIONS_DUE, State.CONSULTING, State.CONSULTED, State.DECIDED),
        State.OBJECTED,
        OTHER,
        RULE,
        "a member objects, and the host is stopped",
        objection_stops,
        change=objecting,
        takes=(*SAYS, *ADDRESSED),
    ),
    Step(
        "object",
        State.OBJECTED,
        None,
        OTHER,
        RULE,
        "a further member objects",
        objection_stops,
        change=objecting,
        takes=(*SAYS, *ADDRESSED),
    ),
    Step(
        "object",
        OPEN,
        None,
        OTHER,
        RULE,
        "an objection is noted; it does not stop the host",
        otherwise=True,
        change=objecting,
        takes=(*SAYS, *ADDRESSED),
    ),
    Step(
        "withdraw objection",
        State.OBJECTED,
        State.CONSULTING,
        OTHER,
        RULE,
        "the last objection is withdrawn, and the consultations are open again",
        withdraws_last,
        change=withdrawing,
    ),
    Step(
        "withdraw objection",
        (*PENDING, State.DECIDED),
        None,
        OTHER,
        RULE,
        "an objection is withdrawn that did not alone stand in the way",
        withdraws_one,
        change=withdrawing,
    ),
    Step(
        "close consultations",
        State.CONSULTING,
        State.CONSULTED,
        CONSULTER,
        RULE,
        "the consultations are closed",
        may_close,
        change=closing,
    ),
    Step(
        "decide to host",
        PENDING,
        State.DECIDED,
        HOST,
        RULE,
        "the host decides",
        may_host,
        change=deciding,
    ),
    Step(
        "sign agreement",
        State.DECIDED,
        State.HOSTED,
        HOST,
        RULE,
        "the host signs with the third state",
        may_sign,
        change=signing,
    ),
    Step(
        "give up",
        (*PENDING, State.DECIDED),
        State.GIVEN_UP,
        HOST,
        RULE,
        "the host gives up its intention",
    ),
    Step(
        "",
        (*PENDING, State.DECIDED),
        State.OUTSIDE_THE_RULE,
        OF_ITSELF,
        RULE,
        "the host is a member no longer, or the third state has become one",
        upon_membership(covered_no_more),
        change=releasing,
        awaits=(MEMBERSHIP,),
    ),
    Step(
        "raise dispute",
        ANY_STAGE,
        None,
        MEMBER,
        (DISPUTES,),
        "a member raises a dispute on the Protocol",
        no_dispute,
        change=disputing,
        takes=SAYS,
    ),
    Step(
        "settle dispute",
        ANY_STAGE,
        None,
        MEMBER,
        (DISPUTES,),
        "the parties settle the dispute",
        a_dispute,
        change=settling,
        takes=SAYS,
    ),
)

AGREED = (State.DECIDED.word, State.HOSTED.word)


def _never_over_an_objection(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state not in AGREED else not case.facts.get("over")


def _consulted_first(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state not in AGREED else bool(case.facts.get("consulted"))


PROCEDURE = Procedure(
    name="infrastructure",
    title="Troops and military facilities of a third state",
    about=(
        "A member means to host troops or military facilities of a state that is no member. The "
        "members consult at once, and one official objection stops it."
    ),
    states=State,
    initial=State.NOT_DECLARED,
    final=frozenset({State.GIVEN_UP}),
    steps=STEPS,
    fields=(
        Param("host", "state", "the member that would host", required=True),
        Param("third", "party", "whose forces or facilities they are", required=True),
        Param("kind", "word", "what would be hosted", KINDS, required=True),
        Param("hosted_since", "day", "the day since which it has been hosted already"),
    ),
    claims=(
        always("nothing is hosted without consultations", _consulted_first),
        always("the Protocol lets nobody host over an objection", _never_over_an_objection),
        sometimes("one objection stops the host", lambda _w, case: case.state == "objected"),
        sometimes("a host may host", lambda _w, case: case.state == State.HOSTED.word),
    ),
    readings=(
        "amb.infra-silence",
        "amb.infra-scope",
        "amb.foreign-troops-agreement",
        "amb.request-form",
        "amb.pending-law",
    ),
    periods=(CONSULTATIONS, OBJECTIONS, NEGOTIATION),
    not_modelled=(
        "What makes an objection official: no source says, so it is asked as of a request "
        "(amb.request-form), and an objection written to the host alone does not count by default.",
        "Whether the consent of a suspended member is needed: the rule speaks of all members, and "
        "Charter 20 of the organs; it is not asked, and its objection does not count.",
        "Whether forces of an organisation are those of third states: they are taken to be.",
        "A host that has left the Charter and not the Treaty: the rule speaks of members, and is "
        "taken to cover it no more.",
        "How the consultations are held: a round held before a member was informed counts once "
        "that member has been informed.",
        "Who closes the consultations: no source says, and anybody who consults may.",
        "How urgent the consultations are: no length is stated.",
        "A member that hosts without asking: the act is refused, and what follows of the breach "
        "is a dispute (infra2011.disputes) or a matter of membership.",
        "How a dispute is settled, and the end of a hosting once begun.",
        "The end of the Protocol with the Treaty (infra2011.term), which lies in no known time.",
        "Whether a suspended member, which stays a party, may object: it is not among the members "
        "that are asked.",
    ),
    looks_at=looks_at_members(),
    basis=lambda _scene: RULE,
)
