"""A document: one that an organ has adopted and who receives it, or a paper and its distribution.

Adopted documents that are not restricted go to partners (partner.right.documents); observers
receive what is distributed at the events that they attend (observer.right.speak). A partner
distributes papers of its own (partner.right.distribute), an observer with the common consent of the
members (observer.right.distribute); whether a partner needs it too is
amb.observer-distribution-consent.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
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
from csto_sim.procedures._document_acts import (
    ANYBODY,
    AUTHOR,
    CONSENT,
    RECEIVING,
    SECRETARIAT_TASK,
    WORKING_ORGAN,
    State,
    adopting,
    completing,
    consenting_to,
    consents_last,
    free_to_distribute,
    handing_in,
    handing_in_for_consent,
    may_receive,
    needs_consent,
    nobody_objects,
    objecting_to,
    receiving,
    rests_on,
    still_theirs,
)
from csto_sim.procedures._outsiders import SUPPOSING
from csto_sim.procedures._stages import decided, decision_field, looks_at_members
from csto_sim.rules.rights import outside
from csto_sim.scene import MEMBERSHIP
from csto_sim.world import NO_FACTS, Case, World

ORGANS = ("CSC", "CMFA", "CMD", "CSSC", "PC")

STEPS = (
    Step(
        "",
        State.PREPARED,
        State.ADOPTED,
        OF_ITSELF,
        (SECRETARIAT_TASK,),
        "an organ has adopted the document",
        decided(ORGANS, (SECRETARIAT_TASK,)),
        change=adopting,
        awaits=("decision",),
    ),
    Step(
        "hand in",
        State.PREPARED,
        State.CLEARED,
        AUTHOR,
        (),
        "somebody hands in a paper of its own, which may be distributed",
        free_to_distribute,
        change=handing_in,
        right="distribute",
    ),
    Step(
        "hand in",
        State.PREPARED,
        State.AWAITING_CONSENT,
        AUTHOR,
        (),
        "somebody hands in a paper of its own, and all members have to consent",
        needs_consent,
        change=handing_in_for_consent,
        right="distribute",
    ),
    Step(
        "consent",
        (State.AWAITING_CONSENT, State.OBJECTED),
        State.CLEARED,
        MEMBER,
        CONSENT,
        "the last member consents to the distribution",
        consents_last,
        change=completing,
    ),
    Step(
        "consent",
        (State.AWAITING_CONSENT, State.OBJECTED),
        None,
        MEMBER,
        CONSENT,
        "a member consents to the distribution; others have not",
        otherwise=True,
        change=consenting_to,
    ),
    Step(
        "object",
        (State.AWAITING_CONSENT, State.OBJECTED),
        State.OBJECTED,
        MEMBER,
        CONSENT,
        "a member objects to the distribution",
        change=objecting_to,
    ),
    # Who is asked can change meanwhile: whoever was missing or objected may leave.
    Step(
        "",
        (State.AWAITING_CONSENT, State.OBJECTED),
        State.CLEARED,
        OF_ITSELF,
        CONSENT,
        "all who are still asked have consented to the distribution",
        upon_membership(consents_last),
        change=completing,
        awaits=(MEMBERSHIP,),
    ),
    Step(
        "",
        State.OBJECTED,
        State.AWAITING_CONSENT,
        OF_ITSELF,
        CONSENT,
        "nobody objects to the distribution any more; others have still to consent",
        nobody_objects,
        awaits=(MEMBERSHIP,),
        of_own_acts_too=True,
    ),
    Step(
        "distribute",
        (State.ADOPTED, State.CLEARED),
        State.DISTRIBUTED,
        WORKING_ORGAN,
        (SECRETARIAT_TASK,),
        "a permanent working organ distributes the document",
        still_theirs,
        change=lambda scene: Change({"distributed": scene.day}),
    ),
    Step(
        "receive",
        (State.ADOPTED, State.DISTRIBUTED),
        None,
        ANYBODY,
        (),
        "somebody receives the document",
        may_receive,
        change=receiving,
        right="receive",
    ),
    Step(
        "withdraw",
        (State.AWAITING_CONSENT, State.OBJECTED, State.CLEARED),
        State.WITHDRAWN,
        AUTHOR,
        (),
        "whoever handed the paper in takes it back",
    ),
)


def _consented(_world: World, case: Case) -> Claimed:
    """Of a paper that needs it, every member has consented when it is cleared or distributed."""
    facts = case.facts
    if not facts.get("needs_consent") or case.state not in (
        State.CLEARED.word,
        State.DISTRIBUTED.word,
    ):
        return BESIDE
    given = facts.get("consents", NO_FACTS).get(facts.get("author") or facts["handed_in_by"], ())
    return bool(facts.get("asked")) and set(facts["asked"]) <= set(given)


def _restricted(_world: World, case: Case) -> Claimed:
    supposed = {*case.facts.get("partners", ()), *case.facts.get("observers", ())}
    if not case.facts.get("restricted") or not supposed:
        return BESIDE
    return supposed.isdisjoint(case.facts.get("received", ()))


PROCEDURE = Procedure(
    name="document",
    title="A document and its distribution",
    about=(
        "An organ adopts a document, and those who may receive it; or somebody hands in a paper of "
        "its own, the members consent where they must, and a working organ distributes it."
    ),
    states=State,
    initial=State.PREPARED,
    final=frozenset({State.WITHDRAWN}),
    steps=STEPS,
    fields=(
        decision_field("the decision by which an organ adopts it"),
        Param("author", "party", "whose own paper it is"),
        Param("restricted", "yes/no", "whether its distribution is restricted"),
        Param("meeting", "meeting", "the meeting among whose participants it is distributed"),
        *SUPPOSING,
    ),
    claims=(
        always("what needs common consent is distributed only with it", _consented),
        always("a restricted document reaches no partner and no observer", _restricted),
        sometimes(
            "somebody who is no organ receives a document",
            lambda _w, case: any(outside(who) for who in case.facts.get("received", ())),
        ),
        sometimes(
            "a member stops the distribution of a paper",
            lambda _w, case: case.state == State.OBJECTED.word,
        ),
    ),
    readings=(
        "amb.observer-distribution-consent",
        "amb.status-before-2021",
        "amb.pending-law",
    ),
    relies_on=(*RECEIVING, *CONSENT),
    not_modelled=(
        "How distribution comes to be restricted: no source tells who decides on it, and how.",
        "What a paper must be about (matters of the Organization or of mutual interest).",
        "Certified copies of a decision to those who signed it: the procedure of the decision.",
    ),
    looks_at=looks_at_members("decision", "meeting"),
    basis=rests_on,
)
