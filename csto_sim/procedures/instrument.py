"""An instrument: text agreed, signature, ratification, notification, entry into force, its term.

Each instrument has its own clause of entry into force (all signatories, the n-th notification,
signature); later states are bound from their own day; a state may stay out without stopping the
others (lifecycle.signature). Withdrawal takes six months' notice; a term can be extended.
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    OF_ITSELF,
    TIME,
    Actor,
    Change,
    Effect,
    Guard,
    Param,
    Procedure,
    Result,
    States,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._amendment import CONSENT_OF_ALL, amended, amending
from csto_sim.procedures._instrument_acts import (
    ANYBODY,
    CLAUSES,
    DEPOSITARY,
    OPEN,
    PARTY,
    SIGNATORY,
    STATE,
    State,
    clause_met,
    ending,
    entering,
    extended,
    extending,
    leaving_behind,
    may_notify,
    may_sign,
    may_withdraw,
    notifying,
    notifying_in_force,
    ratifying,
    replaced,
    reserving,
    signing,
    signing_in_force,
    stays_out,
    withdrawing,
)
from csto_sim.record import Bond
from csto_sim.world import NO_FACTS, Case, World


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


def _bound_only_after_consent(_world: World, case: Case) -> bool:
    signed = case.facts.get("signed", NO_FACTS)
    return all(state in signed for state in case.facts.get("bound", NO_FACTS))


def _row(
    act: str,
    source: States | tuple[States, ...],
    target: States | None,
    by: Actor,
    under: tuple[str, ...],
    says: str,
    provided: Guard | None = None,
    *,
    otherwise: bool = False,
    change: Effect | None = None,
    takes: tuple[Param, ...] = (),
    awaits: tuple[str, ...] = (),
    of_own_acts_too: bool = False,
) -> Step:
    """A row that is open on every day: general treaty practice, older than the Organization."""
    return Step(
        act,
        source,
        target,
        by,
        under,
        says,
        provided,
        otherwise,
        change,
        takes,
        needs_law=False,
        awaits=awaits,
        of_own_acts_too=of_own_acts_too,
    )


STEPS = (
    _row(
        "agree text",
        State.DRAFTED,
        State.AGREED,
        ANYBODY,
        ("lifecycle.draft",),
        "the text is agreed and opened for signature",
    ),
    _row(
        "sign",
        (State.DRAFTED, State.AGREED),
        State.SIGNED,
        STATE,
        ("lifecycle.signature",),
        "a state signs, the first to do so",
        may_sign,
        change=signing,
    ),
    _row(
        "sign",
        State.SIGNED,
        None,
        STATE,
        (),
        "a state signs",
        may_sign,
        change=signing,
    ),
    _row(
        "sign",
        State.IN_FORCE,
        None,
        STATE,
        ("lifecycle.signature", "lifecycle.late-signature"),
        "a further state signs",
        may_sign,
        change=signing_in_force,
    ),
    _row(
        "reserve",
        OPEN,
        None,
        STATE,
        ("lifecycle.signature",),
        "a state records a reservation and does not sign",
        stays_out,
        change=reserving,
        takes=(Param("says", "text", "what the reservation says"),),
    ),
    _row(
        "ratify",
        (State.SIGNED, State.IN_FORCE),
        None,
        SIGNATORY,
        ("lifecycle.domestic",),
        "a signatory ratifies under its national law",
        change=ratifying,
    ),
    *(
        _row(
            act,
            State.SIGNED,
            None,
            SIGNATORY,
            ("lifecycle.depositary",),
            says,
            may_notify,
            change=notifying,
        )
        for act, says in (
            (
                "notify completion",
                "a signatory notifies the depositary that its procedures are complete",
            ),
            ("deposit", "a signatory deposits its instrument of ratification"),
        )
    ),
    *(
        _row(
            act,
            State.IN_FORCE,
            None,
            SIGNATORY,
            ("lifecycle.depositary", "lifecycle.eif-count"),
            says,
            may_notify,
            change=notifying_in_force,
        )
        for act, says in (
            ("notify completion", "a further signatory notifies and is bound from its own day"),
            ("deposit", "a further signatory deposits and is bound from its own day"),
        )
    ),
    _row(
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
    _row(
        "register with the UN",
        State.IN_FORCE,
        None,
        DEPOSITARY,
        ("lifecycle.un-registration",),
        "the instrument is registered with the United Nations",
        change=lambda scene: Change({"registered": scene.act.when.day}),
    ),
    _row(
        "the term ends",
        State.IN_FORCE,
        None,
        TIME,
        ("treaty.11.term", "prot1999.2.auto-renewal"),
        "a term ends and another begins",
        extended,
        change=extending,
    ),
    _row(
        "the term ends",
        State.IN_FORCE,
        State.ENDED,
        TIME,
        ("treaty.11.term",),
        "the term ends and nothing extends it",
        otherwise=True,
        change=ending,
    ),
    _row(
        "withdraw",
        State.IN_FORCE,
        None,
        PARTY,
        ("lifecycle.withdrawal",),
        "a party gives notice of withdrawal",
        may_withdraw,
        change=withdrawing,
        takes=(Param("exit", "day", "a day of exit later than six months from the notice"),),
    ),
    _row(
        "the notice runs out",
        State.IN_FORCE,
        None,
        TIME,
        ("lifecycle.withdrawal",),
        "the notice has run out and the state is no longer bound",
        change=leaving_behind,
    ),
    _row(
        "",
        State.IN_FORCE,
        None,
        OF_ITSELF,
        CONSENT_OF_ALL,
        "a protocol that amends the instrument has entered into force",
        amended,
        change=amending,
        awaits=("instrument",),
    ),
    _row(
        "",
        State.IN_FORCE,
        State.REPLACED,
        OF_ITSELF,
        ("lifecycle.replacement",),
        "an instrument made in its place is in force",
        replaced,
        change=ending,
        awaits=("instrument",),
    ),
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
        Param("open_to", "states", "the states to which it is open; else the members of the day"),
        Param(
            "signatories",
            "states",
            "those whose notification its clause asks for; else all who sign",
        ),
        Param("in_force_when", "word", "its clause of entry into force", CLAUSES),
        Param("number", "number", "how many notifications, where the clause counts them"),
        Param("clause", "provision", "the provision that is its clause of entry into force"),
        Param("effect_from", "day", "the day from which it has effect, if not that of its entry"),
        Param("term_years", "number", "its term in years, if it has one"),
        Param("term_under", "provision", "the provision on its term"),
        Param(
            "extends",
            "word",
            "whether its term, or the one that it prolongs, then extends itself",
            ("automatic", "no"),
        ),
        Param("depositary", "actor", "who keeps the instruments"),
        Param("amends", "matter", "the instrument that it amends"),
        Param("prolongs", "matter", "the instrument whose term it extends"),
        Param("replaces", "matter", "the instrument whose place it takes"),
    ),
    claims=(
        always("nobody is bound that did not sign", _bound_only_after_consent),
        sometimes("an instrument is in force", lambda _w, case: case.state == State.IN_FORCE.word),
    ),
    readings=("amb.reservation", "amb.day-zone", "amb.chair-handover", "amb.pending-law"),
    not_modelled=(
        "Reservations as declarations that change a treaty's content: only staying out is known.",
        "Provisional application (lifecycle.provisional), which is not established.",
        "What each national ratification takes.",
        "Which obligations a state has to settle before it leaves (treaty.11.withdrawal).",
        "What an amendment changes in the text: the instrument notes the protocol and its day.",
        "A prolongation signed in time that never enters into force: the signatures are enough.",
        "A state that has left and joins again: it is told as a new instrument.",
    ),
    looks_at=_looks_at,
    result=_result,
)
