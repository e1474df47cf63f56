"""Payment of dues: of all, which gives the vote back, or of one of several years."""

from __future__ import annotations

from typing import Any

from csto_sim.procedure import Change
from csto_sim.procedures._arrears_acts import (
    ARREARS,
    BUDGET,
    State,
    budget_year,
    debtor,
    since_year,
    unpaid,
)
from csto_sim.procedures._duties import drop, fulfil
from csto_sim.record import Closing
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding, Period


def pays_all(scene: Scene) -> Finding:
    """Whether a payment leaves nothing unpaid."""
    year, owed = scene.given("year"), unpaid(scene)
    facts = (("member", debtor(scene)), ("years", owed))
    holds = year is None or owed == (year,)
    return weighed(holds, "dues.all_paid", "dues.part_paid", (BUDGET, ARREARS), facts)


def pays_part(scene: Scene) -> Finding:
    """Whether a payment is for one of several unpaid years; it matters only before the two years
    have passed, since what was lost comes back with payment of all."""
    year, owed = scene.given("year"), unpaid(scene)
    facts = (("member", debtor(scene)), ("years", () if year is None else (year,)))
    if scene.case.state != State.OWING.word:
        return Finding("dues.only_all", False, (ARREARS,), facts)
    holds = year in owed and len(owed) > 1
    says = "dues.year_paid" if holds else "dues.year_not_owed"
    return Finding(says, holds, (BUDGET, ARREARS), facts)


def paying(scene: Scene) -> Change:
    """Return the change by payment of all: the vote and the quota posts come back at once."""
    facts: dict[str, Any] = {"unpaid": (), "refused": 0}
    day = scene.act.when.day
    if scene.case.state == State.WITHOUT_VOTE.word:
        facts |= {"standing": "member", "standing_since": day, "standing_before": "voteless"}
        facts["restored"] = day
    closes = tuple(
        each for name in ("dues", "two years") for each in fulfil(scene, name, "payment")
    )
    closes = (*closes, *drop(scene, "budget year", "nothing is owed"))
    return Change(facts, (), closes)


def paying_part(scene: Scene) -> Change:
    """Return the change by payment for one year: what runs, runs for the years still unpaid.

    Where it is the running year, its end is waited for all the same: that of the next follows.
    """
    year = int(scene.given("year"))
    left = tuple(each for each in unpaid(scene) if each != year)
    facts: dict[str, Any] = {"unpaid": left}
    closes: tuple[Closing, ...] = ()
    opens: tuple[Period, ...] = ()
    first, because = unpaid(scene)[0], f"payment for {year}"
    if year == scene.fact("year"):
        closes = fulfil(scene, "dues", because)
        opens = budget_year(scene, year)
    option = scene.reading("amb.arrears-start")
    if option == "A" and year == first:
        closes = (*closes, *fulfil(scene, "two years", because))
        opens = (*opens, *since_year(scene, left[0]))
    elif option == "B" and year in (scene.fact("refused"), first):
        closes = (*closes, *fulfil(scene, "two years", because))
        facts["refused"] = 0
    return Change(facts, opens, closes)
