"""Membership of one state: joining, suspension, exclusion, a freeze, withdrawal.

From the first act of such a matter on, whoever counts elsewhere in the scenario (who votes, who is
needed for consensus, who is bound) is asked of it and no longer of history: see `Scene.roster`.
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
from csto_sim.procedures._membership_acts import (
    ACCESSION,
    ADMISSION,
    JOINING,
    READY,
    SIGNER,
    THE_STATE,
    TREATY_WITHDRAWAL,
    WITHDRAWAL,
    State,
    admitted,
    applying,
    bond_ended,
    entering,
    going_with_other,
    joins_by_instrument,
    leaving_with_bond,
    looks_at,
    may_apply,
    may_deposit,
    may_sign,
    not_admitted,
    out_elsewhere,
    ratifying,
    revived,
    signing,
)
from csto_sim.procedures._membership_inside import INSIDE
from csto_sim.procedures._stages import decision_field
from csto_sim.record import Bond
from csto_sim.world import NO_FACTS, Case, World

BOUND = (
    *(State.NOT_BEGUN, State.MEMBER, State.SUSPENSION_RAISED),
    *(State.SUSPENDED, State.LEAVING, State.NOT_RELEASED),
)
OUTSIDE = (State.NOT_BEGUN, State.LEFT, State.EXCLUDED, State.NOT_ADMITTED)


def _result(case: Case) -> Result:
    bonds = tuple(
        Bond(state, since, known, until)
        for state, (since, known, until) in case.facts.get("bound", NO_FACTS).items()
    )
    return Result(bonds[0].since, bonds[0].known, bonds) if bonds else Result()


STEPS = (
    Step(
        "apply",
        OUTSIDE,
        State.APPLIED,
        THE_STATE,
        (ADMISSION, ACCESSION),
        "a state applies to join",
        may_apply,
        change=applying,
        takes=(Param("declines", "words", "what it is not ready to take on", READY),),
        right="join",
    ),
    Step(
        "",
        (State.APPLIED, State.NOT_ADMITTED),
        State.ADMITTED,
        OF_ITSELF,
        JOINING,
        "the Council has admitted the state",
        admitted,
        awaits=("decision",),
    ),
    Step(
        "",
        (State.APPLIED, State.NOT_ADMITTED),
        State.MEMBER,
        OF_ITSELF,
        JOINING,
        "the Council's decision revives a membership that was never given up",
        revived,
        change=entering,
        awaits=("decision",),
    ),
    Step(
        "",
        State.APPLIED,
        State.NOT_ADMITTED,
        OF_ITSELF,
        JOINING,
        "the admission is not adopted",
        not_admitted,
        awaits=("decision",),
    ),
    Step(
        "sign protocol",
        State.ADMITTED,
        None,
        SIGNER,
        JOINING,
        "a member, or the state itself, signs the protocol on its joining",
        may_sign,
        change=signing,
        right="join",
    ),
    Step(
        "ratify",
        State.ADMITTED,
        None,
        THE_STATE,
        (ADMISSION, "charter.26.eif"),
        "the state ratifies what it joins",
        change=ratifying,
        right="join",
    ),
    Step(
        "deposit",
        State.ADMITTED,
        State.MEMBER,
        THE_STATE,
        (ADMISSION, "charter.26.eif", "charter.26.depositary"),
        "the state deposits its instrument and is a member",
        may_deposit,
        change=entering,
        right="join",
    ),
    Step(
        "",
        (State.NOT_BEGUN, State.APPLIED, State.ADMITTED, State.LEFT),
        State.MEMBER,
        OF_ITSELF,
        (ACCESSION, "treaty.11.eif", ADMISSION),
        "the instrument on which the membership rests binds the state",
        joins_by_instrument,
        change=entering,
        awaits=("instrument",),
    ),
    *(
        Step(
            "",
            BOUND,
            State.LEFT,
            OF_ITSELF,
            under,
            says,
            bond_ended(cause),
            change=leaving_with_bond,
            awaits=("instrument",),
        )
        for cause, under, says in (
            (
                "term",
                ("prot1999.nonsignature", "treaty.11.term"),
                "the instrument on which the membership rests has run out for the state",
            ),
            (
                "notice",
                (TREATY_WITHDRAWAL, WITHDRAWAL),
                "the state has left the instrument on which its membership rests",
            ),
        )
    ),
    Step(
        "",
        (State.MEMBER, State.SUSPENSION_RAISED, State.SUSPENDED, State.LEAVING, State.NOT_RELEASED),
        State.LEFT,
        OF_ITSELF,
        ("charter.20.exclusion", WITHDRAWAL, TREATY_WITHDRAWAL),
        "another matter has put the state out",
        out_elsewhere,
        change=going_with_other,
        awaits=("membership",),
    ),
    *INSIDE,
)


def _member_by_right(_world: World, case: Case) -> bool:
    """Who stands as a member has a bond that has not ended; who is outside has none."""
    facts = case.facts
    bonds = facts.get("bound", NO_FACTS).values()
    inside = facts.get("standing") in ("member", "suspended")
    return all((until == "") == inside for _, _, until in bonds) and (bool(bonds) or not inside)


def _leaves_by_law(_world: World, case: Case) -> Claimed:
    """Nobody is outside again except by notice, exclusion or the end of a term."""
    if case.state not in (State.LEFT.word, State.EXCLUDED.word):
        return BESIDE
    return bool(case.facts.get("left_by"))


def _never_voteless_by_freeze(world: World, case: Case) -> Claimed:
    """A declared freeze alone suspends nobody, unless it is read as self-suspension."""
    if not case.facts.get("frozen") or world.terms.readings.get("amb.freeze") == "B":
        return BESIDE
    return case.state == State.MEMBER.word or bool(
        case.facts.get("raised") or case.facts.get("suspended") or case.facts.get("exit")
        or case.facts.get("left_by")
    )  # fmt: skip


PROCEDURE = Procedure(
    name="membership",
    title="Membership of a state",
    about=(
        "A state applies, is admitted and becomes a member; its participation can be suspended and "
        "restored, it can be excluded, or leave by notice. What it is decides who counts elsewhere."
    ),
    states=State,
    initial=State.NOT_BEGUN,
    final=frozenset(),
    steps=STEPS,
    fields=(
        Param("member", "state", "the state whose membership it is", required=True),
        decision_field("the decision on its admission or return", "admission", ("admission",)),
        decision_field("the decision on its suspension", "suspension", ("suspension",)),
        decision_field("the decision that ends its suspension", "restoration", ("suspension",)),
        decision_field("the decision on its exclusion", "exclusion", ("exclusion",)),
        decision_field("the decision that it may go (amb.withdrawal-consent B)", "release"),
        Param(
            "party_to",
            "matter",
            "the instrument by which it is a member: it comes and goes with that bond",
            of=("instrument",),
        ),
    ),
    claims=(
        always("a member is bound by membership, and nobody else is", _member_by_right),
        always("a state is out only by notice, exclusion or the end of a term", _leaves_by_law),
        always("a freeze alone suspends nobody unless it is read so", _never_voteless_by_freeze),
        sometimes("a state becomes a member", lambda _w, case: case.state == State.MEMBER.word),
        sometimes("a member leaves by notice", lambda _w, c: c.facts.get("left_by") == "notice"),
    ),
    readings=(
        "amb.readmission",
        "amb.2006-signatories",
        "amb.self-suspension",
        "amb.suspension-ground",
        "amb.exclusion-after-suspension",
        "amb.freeze",
        "amb.withdrawal-consent",
        "amb.withdrawal-two-acts",
        "amb.day-zone",
        "amb.chair-handover",
        "amb.pending-law",
    ),
    relies_on=("charter.20.minus-one", "charter.26.depositary", "treaty.11.term"),
    periods=("notice",),
    not_modelled=(
        "The Regulations of 2004 on joining, leaving, suspension and exclusion: titles were read.",
        "Which obligations a state has to settle before it leaves, dues or others: no source lists "
        "them.",
        "Who may raise non-fulfilment: no source tells; any other member and the Secretary General "
        "may here, and whether there is any is for the Council.",
        "That a notice can be taken back before the day of exit is general treaty law; what is "
        "known of the Charter says nothing of it.",
        "The stricter terms of a return after 2012, of which only the fact was reported.",
        "A return from suspension by the state's own word, except where its own word suspended it.",
        "What leaving does to the state's part in agreements: each tells of that for itself, the "
        "Treaty too where amb.withdrawal-two-acts B ends it.",
        "The end of a suspension while a notice is running.",
        "Whether a suspension or exclusion ends when another decision takes the place of the one "
        "on it: no source tells. Here a suspension ends by the decision that is named for that.",
    ),
    looks_at=looks_at,
    result=_result,
    basis=lambda _scene: (ADMISSION, ACCESSION, "treaty.11.eif"),
)
