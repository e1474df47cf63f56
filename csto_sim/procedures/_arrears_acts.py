"""What arrears ask and change: dues of a year, two years unpaid, the vote lost and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._duties import duty
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.procedures._three_days import running
from csto_sim.rules.clock import zone
from csto_sim.rules.periods import day_bounds, day_of
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene, standing_on
from csto_sim.world import NO_FACTS, Case, Detail, Finding, Moment, Period

BUDGET = "charter.24.budget"
SHARES = "charter.24.shares"
ARREARS = "charter.25.arrears"
QUOTA = "charter.18.quota"


class State(States):
    """States of a member's dues."""

    SETTLED = "nothing is owed, as far as it is told"
    OWING = "dues are unpaid; two years have not passed"
    TWO_YEARS_UNPAID = "two years have passed without payment; the member still has its vote"
    VOTE_KEPT = "the Council has not adopted the loss of the vote; the dues stay unpaid"
    WITHOUT_VOTE = "the member has no vote and fills no quota posts until it pays"


IN_DEBT = (State.OWING, State.TWO_YEARS_UNPAID, State.VOTE_KEPT, State.WITHOUT_VOTE)


def debtor(scene: Scene) -> str:
    """Return the member whose dues these are."""
    return str(scene.fact("member", ""))


THE_MEMBER = Actor("the member whose dues they are", lambda scene: (debtor(scene),))


def told(scene: Scene) -> Detail:
    """Return the facts that most findings on dues tell: the member and the day."""
    return (("member", debtor(scene)), ("day", scene.act.when.day))


def unpaid(scene: Scene) -> tuple[int, ...]:
    """Return the budget years whose dues are charged and not paid, in order."""
    found: tuple[int, ...] = scene.fact("unpaid", ())
    return found


# --- dues of a year ------------------------------------------------------------------------------


def _year(scene: Scene) -> int:
    return int(scene.given("year", scene.act.when.day[:4]))


def is_member(scene: Scene) -> bool:
    """Return whether the debtor is a member, suspended or not: no other bears a share."""
    roster = scene.roster()
    return debtor(scene) in (*roster.members, *roster.suspended)


def of_no_member(scene: Scene) -> Finding:
    """Whether time goes on for a debtor that is a member no longer: it has no share and no vote."""
    holds = not is_member(scene)
    says = "dues.of_no_member" if holds else "dues.of_a_member"
    return Finding(says, holds, (BUDGET, ARREARS), told(scene))


def of_a_member(scene: Scene) -> Finding:
    """Whether time goes on for a debtor that is a member."""
    found = of_no_member(scene)
    return found._replace(holds=not found.holds)


def dues_owed(scene: Scene) -> Finding:
    """Whether a member owes its share of the budget of a year (charter.24.budget).

    It is the budget of the running year or the next; whether a member owes that has not joined the
    decision on the budget is `amb.arrears-nonconsent`.
    """
    year, this = _year(scene), int(scene.act.when.day[:4])
    facts = (("member", debtor(scene)), ("years", year))
    inside = is_member(scene)
    parts = [
        weighed(inside, "dues.of_a_member", "dues.of_no_member", (BUDGET,), facts),
        weighed(year in (this, this + 1), "dues.year", "dues.other_year", (BUDGET,), facts),
        _by_budget(scene),
    ]
    holds = all(part.holds for part in parts)
    return weighed(holds, "dues.owed", "dues.not_owed", (BUDGET, SHARES), facts, tuple(parts))


def _by_budget(scene: Scene) -> Finding:
    budget = named(scene, "budget")
    facts = (("member", debtor(scene)),)
    if budget is not None and not _was_put(budget):
        found = (*facts, ("decision", budget.id))
        return Finding("dues.budget_not_put", False, (BUDGET,), found)
    if budget is not None and debtor(scene) in budget.facts.get("bound", NO_FACTS):
        return Finding("dues.joined", True, (BUDGET,), facts)
    if budget is None and scene.given("joined", True):
        return Finding("dues.budget_untold", True, (BUDGET,), facts)
    option = scene.reading("amb.arrears-nonconsent")
    says = "dues.by_charter" if option == "A" else "dues.no_budget"
    return Finding(says, option == "A", (BUDGET,), facts, (), ("amb.arrears-nonconsent", option))


def _was_put(budget: Case) -> bool:
    """Whether the Council has decided on the budget, or only somebody's consent is missing: to ask
    who joined a decision there must be one that others joined (charter.24.budget)."""
    if budget.facts.get("body", "CSC") != "CSC":
        return False
    signed = budget.state == "circulated" and bool(budget.facts.get("signed"))
    return signed or budget.state in ("adopted", "superseded", "awaiting cure")


def charging(scene: Scene) -> Change:
    """Return the change when dues are charged: they can be paid until the year ends; under
    `amb.arrears-start` A the two years have begun with the year."""
    year = _year(scene)
    facts = {"year": year, "unpaid": (year,), "refused": 0, "passed": "", "restored": ""}
    return Change(facts, (*_until_end_of(scene, year), *since_year(scene, year)))


def _until_end_of(scene: Scene, year: int) -> tuple[Period, ...]:
    return duty(
        scene,
        "dues",
        debtor(scene),
        f"the budget of {year}",
        BUDGET,
        "the unpaid share is a debt",
        until=f"{year}-12-31",
        lapses="the budget year ends",
    )


def budget_year(scene: Scene, year: int) -> tuple[Period, ...]:
    """Return the rest of a year whose dues are paid while those of an earlier one are not."""
    return duty(
        scene,
        "budget year",
        debtor(scene),
        f"payment for {year}",
        BUDGET,
        "the dues of the next year are charged",
        until=f"{year}-12-31",
        lapses="the budget year ends",
        ends_as="elapsed",
    )


def _two_years(scene: Scene, trigger: str, start: Moment) -> tuple[Period, ...]:
    return duty(
        scene,
        "two years",
        debtor(scene),
        trigger,
        ARREARS,
        "the vote and the quota posts can be lost",
        length=("years", 2),
        start=start,
        lapses="two years have passed",
        ends_as="elapsed",
    )


def _eve_of(scene: Scene, year: int) -> Moment:
    """The last second before a year: whole years are counted from the day after."""
    eve = date(year - 1, 12, 31)
    last = day_bounds(eve, zone(scene))[1]
    return Moment(last, last, eve.isoformat())


def since_year(scene: Scene, year: int) -> tuple[Period, ...]:
    """Return the two years from the start of a budget year, where that begins them (A)."""
    if scene.reading("amb.arrears-start") != "A":
        return ()
    return _two_years(scene, f"the start of the budget year {year}", _eve_of(scene, year))


def may_refuse(scene: Scene) -> Finding:
    """Whether a member refuses to pay for the first time in this debt."""
    first = not scene.fact("refused")
    return weighed(first, "dues.refused", "dues.refused_already", (ARREARS,), told(scene))


def refusing(scene: Scene) -> Change:
    """Return the change by a refusal: under `amb.arrears-start` B the two years run from it."""
    opens: tuple[Period, ...] = ()
    if scene.reading("amb.arrears-start") == "B" and running(scene, "two years") is None:
        opens = _two_years(scene, "the refusal to pay", scene.act.when)
    return Change({"refused": scene.fact("year")}, opens)


# --- the passing of years ------------------------------------------------------------------------


def two_budget_years(scene: Scene) -> Finding:
    """Whether, as a budget year ends, two complete ones are unpaid (`amb.arrears-start` C)."""
    member = of_a_member(scene)
    if not member.holds:
        return member
    option = scene.reading("amb.arrears-start")
    years = unpaid(scene)
    holds = option == "C" and len(years) > 1 and scene.case.state == State.OWING.word
    says = "dues.two_years_complete" if holds else "dues.year_unpaid"
    facts = (("member", debtor(scene)), ("years", years))
    return Finding(says, holds, (ARREARS,), facts, (), ("amb.arrears-start", option))


def another_year(scene: Scene) -> Finding:
    """Whether a budget year has ended unpaid and nothing else follows of it yet."""
    member = of_a_member(scene)
    if not member.holds:
        return member
    found = two_budget_years(scene)
    return found._replace(holds=not found.holds)


def next_year(scene: Scene) -> Change:
    """Return the change when a budget year has ended unpaid: the dues of the next are charged.

    Where the two years run from a refusal (B) and nobody has refused, they run from now.
    """
    year = scene.fact("year") + 1
    opens = _until_end_of(scene, year)
    begins = scene.reading("amb.arrears-start") == "B" and not scene.fact("refused")
    if begins and scene.case.state == State.OWING.word and running(scene, "two years") is None:
        opens = (*opens, *_two_years(scene, "the end of the unpaid year", _eve_of(scene, year)))
    return Change({"year": year, "unpaid": (*unpaid(scene), year)}, opens)


def _passed(scene: Scene) -> dict[str, Any]:
    """The facts when two years have passed: the day, and whether the Council decided before."""
    decision = named(scene, "decision")
    early = decision is not None and decision.state in ("adopted", "superseded")
    return {"passed": day_of(scene.act.when.latest, zone(scene)).isoformat(), "early": early}


def passing(scene: Scene) -> Change:
    """Return the change when two years have passed without payment."""
    return Change(_passed(scene))


def passing_with_year(scene: Scene) -> Change:
    """Return the change when two years have passed with the end of a budget year."""
    change = next_year(scene)
    return change._replace(facts={**change.facts, **_passed(scene)})


# --- the vote ------------------------------------------------------------------------------------


def lost_by_itself(scene: Scene) -> Finding:
    """Whether the vote is lost without a decision (`amb.arrears-automatic` A)."""
    member = of_a_member(scene)
    if not member.holds:
        return member
    option = scene.reading("amb.arrears-automatic")
    says = "dues.lost_by_itself" if option == "A" else "dues.council_decides"
    reading = ("amb.arrears-automatic", option)
    return Finding(says, option == "A", (ARREARS,), told(scene), (), reading)


_TAKEN = decided(("CSC",), (ARREARS,), subjects=("arrears",))
_STOPPED = stopped((ARREARS,))


def _about_it(guard: Guard) -> Guard:
    def weigh(scene: Scene) -> Finding:
        council, member = lost_by_itself(scene), of_a_member(scene)
        if council.holds or not member.holds:
            return council._replace(holds=False)
        found, decision = guard(scene), named(scene, "decision")
        if decision is None or not found.holds:
            return found
        facts = (("decision", decision.id), ("member", debtor(scene)))
        if decision.facts.get("concerning") != debtor(scene):
            return Finding("dues.not_about_it", False, (ARREARS,), facts)
        if scene.fact("early", False) and decision.state == "adopted":
            return Finding("dues.too_early", False, (ARREARS,), facts)
        return found.resting_on(council._replace(holds=True))

    return weigh


taken_away = _about_it(_TAKEN)
not_taken = _about_it(_STOPPED)


def losing(scene: Scene) -> Change:
    """Return the change when the vote is lost, until payment."""
    day = scene.act.when.day
    if scene.fact("passed", "") > day:
        day = str(scene.fact("passed"))
    return Change({"standing": "voteless", "standing_since": day, "standing_before": "member"})


def has_posts(scene: Scene) -> Finding:
    """Whether a member may fill the quota posts of the Secretariat (charter.18.quota): not while
    it has lost that right with its vote."""
    if not is_member(scene):
        return Finding("dues.no_posts", False, (QUOTA,), told(scene))
    # As with the vote: a payment known only by a stretch gives both back on its last day, and of
    # two debts each has to be paid.
    lost = standing_on(scene.facts, scene.act.when.day) == "voteless"
    holds = not lost and debtor(scene) not in scene.roster().voteless
    says = "dues.fills_posts" if holds else "dues.fills_no_posts"
    return Finding(says, holds, (QUOTA,) if holds else (ARREARS, QUOTA), told(scene))
