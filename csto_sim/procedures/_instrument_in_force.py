"""The second half of an instrument's table: what happens once it is in force."""

from __future__ import annotations

from csto_sim.procedure import OF_ITSELF, TIME, Actor, Change, Effect, Guard, Param, States, Step
from csto_sim.procedures._amendment import amended, amending
from csto_sim.procedures._instrument_acts import (
    DEPOSITARY,
    PARTY,
    SIGNATORY,
    STATE,
    State,
    leaving_behind,
    may_notify,
    may_sign,
    may_withdraw,
    notifying_in_force,
    replaced,
    signing_in_force,
    withdrawing,
)
from csto_sim.procedures._term import begin_effect, ending, extended, extending


def row(
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
    right: str = "",
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
        right=right,
    )


IN_FORCE: tuple[Step, ...] = (
    row(
        "sign",
        State.IN_FORCE,
        None,
        STATE,
        ("lifecycle.signature", "lifecycle.late-signature"),
        "a further state signs",
        may_sign,
        change=signing_in_force,
        right="join",
    ),
    *(
        row(
            act,
            State.IN_FORCE,
            None,
            SIGNATORY,
            ("lifecycle.depositary", "lifecycle.eif-count"),
            says,
            may_notify,
            change=notifying_in_force,
            right="join",
        )
        for act, says in (
            ("notify completion", "a further signatory notifies and is bound from its own day"),
            ("deposit", "a further signatory deposits and is bound from its own day"),
        )
    ),
    row(
        "the effect begins",
        State.IN_FORCE,
        None,
        TIME,
        ("lifecycle.eif-count",),
        "the day comes from which the instrument has effect",
        change=begin_effect,
    ),
    row(
        "register with the UN",
        State.IN_FORCE,
        None,
        DEPOSITARY,
        ("lifecycle.un-registration",),
        "the instrument is registered with the United Nations",
        change=lambda scene: Change({"registered": scene.act.when.day}),
    ),
    row(
        "the term ends",
        State.IN_FORCE,
        None,
        TIME,
        (),
        "a term ends and another begins",
        extended,
        change=extending,
    ),
    row(
        "the term ends",
        State.IN_FORCE,
        State.ENDED,
        TIME,
        (),
        "the term ends and nothing extends it",
        otherwise=True,
        change=ending,
    ),
    row(
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
    row(
        "the notice runs out",
        State.IN_FORCE,
        None,
        TIME,
        ("lifecycle.withdrawal",),
        "the notice has run out and the state is no longer bound",
        change=leaving_behind,
    ),
    row(
        "",
        State.IN_FORCE,
        None,
        OF_ITSELF,
        (),
        "a protocol that amends the instrument has entered into force",
        amended,
        change=amending,
        awaits=("instrument",),
    ),
    row(
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
