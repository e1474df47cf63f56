"""Cooperation with another organisation: documents, a status with the other, an appeal to it.

The Organization cooperates with others (Charter 4) and may conclude treaties (Charter 22); the
Secretary General represents it (Charter 17). Whether a document needs an organ's decision is open.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._cooperation_acts import (
    APPROVING,
    BASIS,
    CAPACITY,
    DOCUMENTS,
    EITHER,
    EXTERNAL,
    FOR_US,
    FORMS,
    ORGANIZATION,
    OTHER,
    REPRESENT,
    SECRETARIAT,
    STATUS,
    State,
    answering,
    approved,
    may_answer,
    may_apply,
    may_decline,
    may_end,
    may_grant,
    may_resolve,
    may_send,
    not_approved,
    noting,
    over,
    resolving,
    signed,
    taking_effect,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.world import Case, World

ANSWERS = ("accepts", "declines", "takes note")

STEPS = (
    Step(
        "",
        (State.DRAFTED, State.NOT_APPROVED),
        State.APPROVED,
        OF_ITSELF,
        BASIS,
        "an organ approves it",
        approved(at_once=False),
        change=noting("approved"),
        awaits=("decision",),
    ),
    Step(
        "",
        (State.DRAFTED, State.NOT_APPROVED),
        State.IN_EFFECT,
        OF_ITSELF,
        BASIS,
        "an organ approves main directions of cooperation, which need no other side",
        approved(at_once=True),
        change=taking_effect,
        awaits=("decision",),
    ),
    Step(
        "",
        State.DRAFTED,
        State.NOT_APPROVED,
        OF_ITSELF,
        BASIS,
        "the decision on it is not adopted",
        not_approved,
        awaits=("decision",),
    ),
    Step(
        "",
        (State.DRAFTED, State.APPROVED, State.NOT_APPROVED, State.SIGNED_WITHOUT_APPROVAL),
        State.IN_EFFECT,
        OF_ITSELF,
        BASIS,
        "both sides have signed, and any approval that it needs is there",
        signed(approved_too=True),
        change=taking_effect,
        awaits=("instrument", "decision"),
    ),
    Step(
        "",
        (State.DRAFTED, State.NOT_APPROVED),
        State.SIGNED_WITHOUT_APPROVAL,
        OF_ITSELF,
        BASIS,
        "both sides have signed, and the decision that it needs is missing",
        signed(approved_too=False),
        awaits=("instrument",),
    ),
    Step(
        "apply",
        (State.DRAFTED, State.APPROVED, State.DECLINED),
        State.APPLIED,
        FOR_US,
        (EXTERNAL, REPRESENT),
        "the Organization applies for a status with the other",
        may_apply,
        change=noting("applied"),
    ),
    Step(
        "grant",
        State.APPLIED,
        State.GRANTED,
        OTHER,
        BASIS,
        "the other grants the status, by its own act",
        may_grant,
        change=taking_effect,
    ),
    Step(
        "decline",
        State.APPLIED,
        State.DECLINED,
        OTHER,
        BASIS,
        "the other declines",
        may_decline,
    ),
    Step(
        "adopt resolution",
        (State.GRANTED, State.IN_EFFECT),
        None,
        OTHER,
        BASIS,
        "the other adopts a resolution on cooperation",
        may_resolve,
        change=resolving,
    ),
    Step(
        "send",
        (State.DRAFTED, State.NOT_APPROVED, State.APPROVED),
        State.SENT,
        FOR_US,
        BASIS,
        "the appeal goes to those to whom it is addressed",
        may_send,
        change=noting("sent"),
    ),
    Step(
        "answer",
        (State.SENT, State.ANSWERED),
        State.ANSWERED,
        OTHER,
        BASIS,
        "one to whom it was sent answers the appeal",
        may_answer,
        change=answering,
        takes=(Param("answer", "word", "what the answer is", ANSWERS),),
    ),
    Step(
        "end",
        (State.IN_EFFECT, State.GRANTED),
        State.ENDED,
        EITHER,
        (*BASIS, CAPACITY),
        "one side ends it",
        may_end,
        change=noting("ended"),
    ),
    Step(
        "",
        State.IN_EFFECT,
        State.ENDED,
        OF_ITSELF,
        (*BASIS, CAPACITY),
        "the text that both sides signed is no longer in force",
        over,
        change=noting("ended"),
        awaits=("instrument",),
    ),
)

AFTER_SIGNATURE = (State.IN_EFFECT.word, State.SIGNED_WITHOUT_APPROVAL.word)


def _two_sides(world: World, case: Case) -> Claimed:
    """No document has effect that the other side has not signed."""
    if case.facts.get("form") not in DOCUMENTS or case.state not in AFTER_SIGNATURE:
        return BESIDE
    others = case.facts.get("with", ())
    if not others:
        return BESIDE
    document = world.case(case.facts.get("document", ""))
    signatures = document.facts.get("signed", {}) if document is not None else {}
    return all(other in signatures for other in others)


def _status_is_the_others_act(_world: World, case: Case) -> Claimed:
    """A status with another organisation is held only after an application and that one's act."""
    if case.facts.get("form") != STATUS or case.state != State.GRANTED.word:
        return BESIDE
    return bool(case.facts.get("applied")) and bool(case.facts.get("effective"))


def _appeal_was_adopted(world: World, case: Case) -> Claimed:
    """No appeal is sent that no organ has adopted."""
    if case.state not in (State.SENT.word, State.ANSWERED.word):
        return BESIDE
    decision = world.case(case.facts.get("decision", ""))
    adopted = decision is not None and decision.state in ("adopted", "superseded")
    return adopted and decision is not None and decision.facts.get("body", "CSC") in APPROVING


def _result(case: Case) -> Result:
    since = str(case.facts.get("effective", ""))
    return Result(since, since)


PROCEDURE = Procedure(
    name="cooperation",
    title="Cooperation with another organisation",
    about=(
        "A declaration, memorandum or protocol is approved where that is needed and signed by both "
        "sides; main directions are adopted; a status with another organisation is applied for and "
        "granted by it; an appeal is adopted, sent and perhaps answered."
    ),
    states=State,
    initial=State.DRAFTED,
    final=frozenset({State.ENDED}),
    steps=STEPS,
    fields=(
        Param("with", "parties", "the other side: one organisation or several", required=True),
        Param("form", "word", "what is dealt with", FORMS, required=True),
        Param(
            "in_name_of",
            "word",
            "for whom a document is signed; the Organization if it is not said",
            (ORGANIZATION, SECRETARIAT),
        ),
        decision_field("the decision by which an organ approves it"),
        Param("document", "matter", "the document that both sides sign", of=("instrument",)),
    ),
    claims=(
        always("no document has effect that the other side has not signed", _two_sides),
        always("a status with another is granted by that one's own act", _status_is_the_others_act),
        always("no appeal is sent that no organ has adopted", _appeal_was_adopted),
        sometimes("a document has effect", lambda _w, case: case.state == State.IN_EFFECT.word),
        sometimes(
            "a document is signed without the approval that it needs",
            lambda _w, case: case.state == State.SIGNED_WITHOUT_APPROVAL.word,
        ),
        sometimes("an appeal waits for an answer", lambda _w, case: case.state == State.SENT.word),
    ),
    readings=(
        "amb.cooperation-approval",
        "amb.self-suspension",
        "amb.readmission",
        "amb.pending-law",
    ),
    relies_on=(CAPACITY, REPRESENT, "un.observer", "un.resolution-cycle"),
    not_modelled=(
        "What the documents contain, and whether they bind in law: the sources give titles, sides "
        "and days.",
        "Any period of a notice that ends a document, or a status with another; what becomes of "
        "the text as an instrument once one side has ended it, and that a document of three sides "
        "could go on between two.",
        "How main directions end: by another decision; a decision that takes the place of the one "
        "that approved a document changes nothing here.",
        "How another organisation decides: its act is taken as told.",
        "Whether an organ decided before the Organization applied to the United Nations: the "
        "sources tell the General Assembly's resolution alone, so no decision is asked for; one "
        "that is named and not adopted stops the application.",
        "A duty to answer an appeal: the sources state none, so no period runs.",
        "That a resolution is due every two years: practice of the other side and no duty.",
    ),
    looks_at=looks_at_fields("decision", "document"),
    result=_result,
    basis=lambda _scene: BASIS,
)
