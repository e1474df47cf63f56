"""Arrears of one member: dues of the budget, two years unpaid, the vote lost until payment.

A member without its vote stays a member: it sits in the organs and is not asked for its consent.
Whom that concerns elsewhere in a scenario is asked of these matters: see `Scene.roster`.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    SECRETARIAT,
    TIME,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._arrears_acts import (
    ARREARS,
    BUDGET,
    IN_DEBT,
    QUOTA,
    SHARES,
    THE_MEMBER,
    State,
    another_year,
    charging,
    dues_owed,
    has_posts,
    losing,
    lost_by_itself,
    may_refuse,
    next_year,
    not_taken,
    of_a_member,
    of_no_member,
    passing,
    passing_with_year,
    refusing,
    taken_away,
    two_budget_years,
)
from csto_sim.procedures._arrears_payment import paying, paying_part, pays_all, pays_part
from csto_sim.procedures._stages import decision_field, looks_at_fields, on_decision
from csto_sim.world import Case, World

YEAR = Param("year", "number", "of which budget year")

STEPS = (
    Step(
        "charge dues",
        State.SETTLED,
        State.OWING,
        SECRETARIAT,
        (BUDGET, SHARES),
        "a member's share of the budget of a year is charged",
        dues_owed,
        change=charging,
        takes=(
            YEAR,
            Param(
                "joined",
                "yes/no",
                "whether the member joined the decision on the budget, where that is no matter",
            ),
        ),
    ),
    Step(
        "refuse to pay",
        State.OWING,
        None,
        THE_MEMBER,
        (BUDGET, ARREARS),
        "the member says that it will not pay",
        may_refuse,
        change=refusing,
        takes=(Param("says", "text", "what it says, in a few words"),),
    ),
    Step(
        "the budget year ends",
        State.OWING,
        State.TWO_YEARS_UNPAID,
        TIME,
        (ARREARS,),
        "a budget year ends, and two complete ones are unpaid",
        two_budget_years,
        change=passing_with_year,
    ),
    Step(
        "the budget year ends",
        IN_DEBT,
        None,
        TIME,
        (BUDGET, ARREARS),
        "a budget year ends unpaid, and the next begins",
        another_year,
        change=next_year,
    ),
    Step(
        "the budget year ends",
        IN_DEBT,
        None,
        TIME,
        (BUDGET, ARREARS),
        "a budget year ends; who is a member no longer bears no share of the next",
        of_no_member,
    ),
    Step(
        "two years have passed",
        State.OWING,
        State.TWO_YEARS_UNPAID,
        TIME,
        (ARREARS,),
        "two years have passed without payment",
        of_a_member,
        change=passing,
    ),
    Step(
        "two years have passed",
        State.OWING,
        None,
        TIME,
        (BUDGET, ARREARS),
        "two years have passed; who is a member no longer has no vote to lose",
        of_no_member,
    ),
    Step(
        "",
        State.TWO_YEARS_UNPAID,
        State.WITHOUT_VOTE,
        OF_ITSELF,
        (ARREARS,),
        "the vote is lost by itself",
        lost_by_itself,
        change=losing,
    ),
    *on_decision(
        State.TWO_YEARS_UNPAID,
        State.WITHOUT_VOTE,
        taken_away,
        (ARREARS,),
        "the Council has taken the vote away",
        blocked=State.VOTE_KEPT,
        says_blocked="the loss of the vote is not adopted",
        stops=not_taken,
        change=losing,
    ),
    Step(
        "pay",
        IN_DEBT,
        State.SETTLED,
        THE_MEMBER,
        (BUDGET, ARREARS),
        "the member pays all that it owes",
        pays_all,
        change=paying,
        takes=(YEAR,),
    ),
    Step(
        "pay",
        IN_DEBT,
        None,
        THE_MEMBER,
        (BUDGET, ARREARS),
        "the member pays for one of several years",
        pays_part,
        change=paying_part,
        takes=(YEAR,),
    ),
    Step(
        "second an official",
        tuple(State),
        None,
        THE_MEMBER,
        (QUOTA,),
        "the member fills a quota post of the Secretariat",
        has_posts,
    ),
)


def _only_after_two_years(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state != State.WITHOUT_VOTE.word else bool(case.facts.get("passed"))


def _stands_as_it_is(_world: World, case: Case) -> bool:
    voteless = case.facts.get("standing") == "voteless"
    return voteless == (case.state == State.WITHOUT_VOTE.word)


PROCEDURE = Procedure(
    name="arrears",
    title="Arrears of dues and the loss of the vote",
    about=(
        "A member's share of the budget is charged and not paid; after two years it can lose its "
        "vote and the quota posts, until it pays."
    ),
    states=State,
    initial=State.SETTLED,
    final=frozenset(),
    steps=STEPS,
    fields=(
        Param("member", "state", "the member whose dues they are", required=True),
        decision_field("the decision on the budget of the first year", "budget"),
        decision_field("the decision that takes the vote away", subjects=("arrears",)),
    ),
    claims=(
        always("the vote is lost only after two years without payment", _only_after_two_years),
        always("whoever has paid has its vote", _stands_as_it_is),
        sometimes("the vote is lost", lambda _w, case: case.state == State.WITHOUT_VOTE.word),
        sometimes("payment restores the vote", lambda _w, case: bool(case.facts.get("restored"))),
    ),
    readings=(
        "amb.arrears-start",
        "amb.arrears-automatic",
        "amb.arrears-nonconsent",
        "amb.day-zone",
        "amb.chair-handover",
        "amb.pending-law",
    ),
    relies_on=("rules.14.1",),
    periods=("dues", "budget year", "two years"),
    not_modelled=(
        "Amounts: a payment is of all, or of the dues of one year.",
        "That each year has a budget: once dues were charged, those of the next year follow.",
        "What a part of the dues paid after the two years brings: the rule says until it pays.",
        "Whether the vote comes back when another decision takes the place of the one on its loss: "
        "no source tells. Here it comes back by payment.",
        "An old debt of a state that comes back after two years: it can be paid and costs no vote.",
        "Without such a matter nobody has lost its vote, under whatever reading.",
    ),
    looks_at=looks_at_fields("budget", "decision"),
    basis=lambda _scene: (BUDGET,),
)
