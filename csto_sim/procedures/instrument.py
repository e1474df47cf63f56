"""An instrument: text agreed, signature, ratification, notification, entry into force, its term.

Each instrument has its own clause of entry into force (all signatories, the n-th notification,
signature); later states are bound from their own day; a state may stay out without stopping the
others (lifecycle.signature). Withdrawal takes six months' notice; a term can be extended.
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Result,
    always,
    sometimes,
)
from csto_sim.procedures._instrument_acts import (
    ANYBODY,
    CLAUSES,
    OPEN,
    SIGNATORY,
    STATE,
    State,
    clause_met,
    entering,
    may_notify,
    may_sign,
    notifying,
    ratifying,
    reserving,
    signing,
    stays_out,
)
from csto_sim.procedures._instrument_in_force import IN_FORCE, row
from csto_sim.record import Bond
from csto_sim.world import NO_FACTS, Case, World

RENEWAL = ("automatic", "no")


def _looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    return tuple(
        id
        for id, other in cases.items()
        if other.procedure == "instrument"
        and (
            id == case.facts.get("amends")
            or case.id in (other.facts.get(link) for link in ("replaces", "prolongs", "amends"))
        )
    )


def _result(case: Case) -> Result:
    facts = case.facts
    bound = tuple(
        Bond(state, since, known, until)
        for state, (since, known, until) in sorted(facts.get("bound", NO_FACTS).items())
    )
    return Result(facts.get("effective", ""), facts.get("known", ""), bound)


def _bound_only_after_consent(_world: World, case: Case) -> Claimed:
    signed, bound = (case.facts.get(name, NO_FACTS) for name in ("signed", "bound"))
    return BESIDE if not bound else all(state in signed for state in bound)


STEPS = (
    row(
        "agree text",
        State.DRAFTED,
        State.AGREED,
        ANYBODY,
        ("lifecycle.draft",),
        "the text is agreed and opened for signature",
    ),
    row(
        "sign",
        (State.DRAFTED, State.AGREED),
        State.SIGNED,
        STATE,
        ("lifecycle.signature",),
        "a state signs, the first to do so",
        may_sign,
        change=signing,
        right="join",
    ),
    row(
        "sign",
        State.SIGNED,
        None,
        STATE,
        (),
        "a state signs",
        may_sign,
        change=signing,
        right="join",
    ),
    row(
        "reserve",
        OPEN,
        None,
        STATE,
        ("lifecycle.signature",),
        "a state records a reservation and does not sign",
        stays_out,
        change=reserving,
        takes=(Param("says", "text", "what the reservation says"),),
        right="join",
    ),
    row(
        "ratify",
        (State.SIGNED, State.IN_FORCE),
        None,
        SIGNATORY,
        ("lifecycle.domestic",),
        "a signatory ratifies under its national law",
        change=ratifying,
        right="join",
    ),
    *(
        row(
            act,
            State.SIGNED,
            None,
            SIGNATORY,
            ("lifecycle.depositary",),
            says,
            may_notify,
            change=notifying,
            right="join",
        )
        for act, says in (
            (
                "notify completion",
                "a signatory notifies the depositary that its procedures are complete",
            ),
            ("deposit", "a signatory deposits its instrument of ratification"),
        )
    ),
    row(
        "",
        State.SIGNED,
        State.IN_FORCE,
        OF_ITSELF,
        ("lifecycle.eif-count",),
        "the clause of entry into force is met",
        clause_met,
        change=entering,
        awaits=("instrument",),
        of_own_acts_too=True,
    ),
    *IN_FORCE,
)

PROCEDURE = Procedure(
    name="instrument",
    title="The life of an instrument",
    about=(
        "A text is agreed and signed, each signatory ratifies and notifies, the instrument enters "
        "into force by its own clause, and lives through terms, amendments and withdrawals."
    ),
    states=State,
    initial=State.DRAFTED,
    final=frozenset({State.ENDED, State.REPLACED}),
    steps=STEPS,
    fields=(
        Param("instrument", "text", "its id in the register, for `csto-sim bound`"),
        Param(
            "open_to",
            "actors",
            "those to which it is open, outsiders too; else the members of the day",
        ),
        Param(
            "signatories",
            "actors",
            "those whose notification its clause asks for; else all who sign",
        ),
        Param("in_force_when", "word", "its clause of entry into force", CLAUSES),
        Param("number", "number", "how many notifications, where the clause counts them"),
        Param("clause", "provision", "the provision that is its clause of entry into force"),
        Param(
            "effect_from", "day", "an earlier day than that of its entry, from which it has effect"
        ),
        Param("term_years", "number", "its term in years, if it has one"),
        Param("term_under", "provision", "the provision on its term"),
        Param("extends", "word", "whether its term, or the one it prolongs, renews", RENEWAL),
        Param("depositary", "actor", "who keeps the instruments"),
        Param("amends", "matter", "the instrument that it amends"),
        Param("prolongs", "matter", "the instrument whose term it extends"),
        Param("replaces", "matter", "the instrument whose place it takes"),
        Param("enacts", "enactments", "what it changes in the law, once it has effect"),
    ),
    claims=(
        always("nobody is bound that did not sign", _bound_only_after_consent),
        sometimes("an instrument is in force", lambda _w, case: case.state == State.IN_FORCE.word),
    ),
    readings=("amb.reservation", "amb.day-zone", "amb.chair-handover", "amb.pending-law"),
    periods=("term", "effect", "notice of "),
    not_modelled=(
        "Reservations as declarations that change a treaty's content: only staying out is known.",
        "Provisional application (lifecycle.provisional), which is not established.",
        "What each national ratification takes.",
        "Whether an instrument is open to a suspended member where `open_to` does not say so: a "
        "suspended member may join what is open to it, and no source says that all is.",
        "Which obligations a state has to settle before it leaves (treaty.11.withdrawal).",
        "What an amendment changes in the text: the instrument notes the protocol and its day.",
        "A prolongation signed in time that never enters into force: the signatures are enough.",
        "A state that has left and joins again: it is told as a new instrument.",
        "Whether a state that has left the instrument can still be bound by a protocol to it.",
    ),
    looks_at=_looks_at,
    result=_result,
    basis=lambda scene: (scene.fact("clause", "lifecycle.signature"),),
)
