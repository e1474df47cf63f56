"""What arrears ask and change: dues of a year, two years unpaid, the vote lost and given back."""

from __future__ import annotations

from datetime import date
from typing import Any

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._duties import drop, duty, fulfil
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.procedures._three_days import running
from csto_sim.record import Closing
from csto_sim.rules.clock import zone
from csto_sim.rules.periods import day_bounds, day_of
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Finding, Moment, Period

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


def _told(scene: Scene) -> Detail:
    return (("member", debtor(scene)), ("day", scene.act.when.day))


def unpaid(scene: Scene) -> tuple[int, ...]:
    """Return the budget years whose dues are charged and not paid, in order."""
    found: tuple[int, ...] = scene.fact("unpaid", ())
    return found


# --- dues of a year ------------------------------------------------------------------------------


def _year(scene: Scene) -> int:
    return int(scene.given("year", scene.act.when.day[:4]))


def dues_owed(scene: Scene) -> Finding:
    """Whether a member owes its share of the budget of a year (charter.24.budget).

    It is the budget of the running year or the next; whether a member owes that has not joined the
    decision on the budget is `amb.arrears-nonconsent`.
    """
    year, this = _year(scene), int(scene.act.when.day[:4])
    facts = (("member", debtor(scene)), ("years", year))
    roster = scene.roster()
    inside = debtor(scene) in (*roster.members, *roster.suspended)
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
    if budget is not None and debtor(scene) in budget.facts.get("bound", NO_FACTS):
        return Finding("dues.joined", True, (BUDGET,), facts)
    if budget is None and scene.given("joined", True):
        return Finding("dues.budget_untold", True, (BUDGET,), facts)
    option = scene.reading("amb.arrears-nonconsent")
    says = "dues.by_charter" if option == "A" else "dues.no_budget"
    return Finding(says, option == "A", (BUDGET,), facts, (), ("amb.arrears-nonconsent", option))


def charging(scene: Scene) -> Change:
    """Return the change when dues are charged: they can be paid until the year ends; under
    `amb.arrears-start` A the two years have begun with the year."""
    year = _year(scene)
    facts = {"year": year, "unpaid": (year,), "refused": 0, "passed": "", "restored": ""}
    return Change(facts, (*_until_end_of(scene, year), *_since_year(scene, year)))


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


def _budget_year(scene: Scene, year: int) -> tuple[Period, ...]:
    """The rest of a year whose dues are paid while those of an earlier one are not."""
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


def _since_year(scene: Scene, year: int) -> tuple[Period, ...]:
    """The two years from the start of a budget year, where that is what begins them (A)."""
    if scene.reading("amb.arrears-start") != "A":
        return ()
    return _two_years(scene, f"the start of the budget year {year}", _eve_of(scene, year))


def may_refuse(scene: Scene) -> Finding:
    """Whether a member refuses to pay for the first time in this debt."""
    first = not scene.fact("refused")
    return weighed(first, "dues.refused", "dues.refused_already", (ARREARS,), _told(scene))


def refusing(scene: Scene) -> Change:
    """Return the change by a refusal: under `amb.arrears-start` B the two years run from it."""
    opens: tuple[Period, ...] = ()
    if scene.reading("amb.arrears-start") == "B" and running(scene, "two years") is None:
        opens = _two_years(scene, "the refusal to pay", scene.act.when)
    return Change({"refused": scene.fact("year")}, opens)


# --- the passing of years ------------------------------------------------------------------------


def two_budget_years(scene: Scene) -> Finding:
    """Whether, as a budget year ends, two complete ones are unpaid (`amb.arrears-start` C)."""
    option = scene.reading("amb.arrears-start")
    years = unpaid(scene)
    holds = option == "C" and len(years) > 1 and scene.case.state == State.OWING.word
    says = "dues.two_years_complete" if holds else "dues.year_unpaid"
    facts = (("member", debtor(scene)), ("years", years))
    return Finding(says, holds, (ARREARS,), facts, (), ("amb.arrears-start", option))


def another_year(scene: Scene) -> Finding:
    """Whether a budget year has ended unpaid and nothing else follows of it yet."""
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
    option = scene.reading("amb.arrears-automatic")
    says = "dues.lost_by_itself" if option == "A" else "dues.council_decides"
    reading = ("amb.arrears-automatic", option)
    return Finding(says, option == "A", (ARREARS,), _told(scene), (), reading)


_TAKEN = decided(("CSC",), (ARREARS,), subjects=("arrears",))
_STOPPED = stopped((ARREARS,))


def _about_it(guard: Guard) -> Guard:
    def weigh(scene: Scene) -> Finding:
        council = lost_by_itself(scene)
        if council.holds:
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
    holds = scene.case.state != State.WITHOUT_VOTE.word
    says = "dues.fills_posts" if holds else "dues.fills_no_posts"
    return Finding(says, holds, (QUOTA,) if holds else (ARREARS, QUOTA), _told(scene))


# --- payment -------------------------------------------------------------------------------------


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
        opens = _budget_year(scene, year)
    option = scene.reading("amb.arrears-start")
    if option == "A" and year == first:
        closes = (*closes, *fulfil(scene, "two years", because))
        opens = (*opens, *_since_year(scene, left[0]))
    elif option == "B" and year in (scene.fact("refused"), first):
        closes = (*closes, *fulfil(scene, "two years", because))
        facts["refused"] = 0
    return Change(facts, opens, closes)
