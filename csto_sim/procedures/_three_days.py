"""The three-day clock of a proposal: whether it runs, from when, until when, and whether kept."""

from __future__ import annotations

from datetime import date

from csto_sim.law import Text
from csto_sim.procedures._proposal import THREE_DAYS
from csto_sim.rules.clock import three_days, zone
from csto_sim.rules.periods import day_bounds
from csto_sim.scene import Scene
from csto_sim.world import Moment, Period

ARMED_ATTACK = "crisis-reg.armed-attack"

#: What starts the clock, by option of `amb.clock-start`.
STARTS = {
    "A": "the proposal addressed to the Chair",
    "B": "the threat",
    "C": "the registration of the proposal",
    "D": "word of the proposal to all members",
}
UNTOLD = "the proposal, since the scenario does not tell when the threat arose"


def three_day_clock(scene: Scene, start: Moment, proposer: str, trigger: str) -> list[Period]:
    """The running period, where a text of crisis-reg.3day is in force for this proposal."""
    text = for_whom(scene, THREE_DAYS, proposer)
    if text is None:
        return []
    # No duty is older than the text that lays it down.
    first = day_bounds(date.fromisoformat(text.since.first), zone(scene))[0]
    if start.earliest < first:
        start = Moment(first, max(first, start.latest), max(start.day, text.since.first))
    other = scene.enacted(THREE_DAYS)
    counted = three_days(scene, start, (other.length if other is not None else 0) or 3)
    follows = {
        "A": "no consequence is stated in the sources",
        "B": "another member or the Secretary General may convene",
        "C": "a breach, which can be raised under Charter 20",
        "D": "the proposal must be made again",
    }[scene.reading("amb.clock-lapse")]
    if _is_over(counted.last_moment, scene.act.when):
        # A clock that began with the threat can have run out before anybody proposed.
        follows = f"it had run out when the proposal came; {follows}"
    return [
        Period(
            scene.case.id,
            "convening",
            "the Chair",
            trigger,
            text.id,
            counted.last_moment,
            counted,
            follows,
            "the period runs out",
        )
    ]


def for_whom(scene: Scene, id: str, proposer: str) -> Text | None:
    """Return the text of a provision in force for what this state asks, or None.

    A text that is only kept goes on for Armenia alone, which did not adopt the new one
    (amb.regulation-2023 B).
    """
    text = scene.text(id)
    if text is None or "amb.regulation-2023" not in text.chosen_by or proposer == "ARM":
        return text
    return None if scene.reading("amb.regulation-2023") == "B" else text


def at_once(scene: Scene) -> list[Period]:
    """The duty on an armed attack: the Council meets at once, and no length is stated.

    Its duty to decide belongs to the matter of collective defence.
    """
    text = for_whom(scene, ARMED_ATTACK, scene.act.by)
    if text is None:
        return []
    return [
        Period(
            scene.case.id,
            "convening",
            "the Council",
            "the request of the attacked member",
            text.id,
            None,
            None,
            "the Council meets at once in order to decide; no length is stated",
        )
    ]


def _is_over(last: tuple[int, int], when: Moment) -> bool:
    return last[1] < when.earliest


def running(scene: Scene, name: str) -> Period | None:
    """Return the running period of that name of this case, or None."""
    for period in scene.world.periods:
        if period.case == scene.case.id and period.name == name:
            return period
    return None


def in_time(scene: Scene, period: Period) -> str:
    """Return `met`, `missed` or `undetermined`: whether the act lies within the period.

    Where hours are counted, `amb.date-only` A and B place an act known only by its day.
    """
    if period.due is None:
        return "unmeasured"
    earliest, latest, _ = scene.act.when
    if earliest != latest and period.counted is not None and period.counted.unit == "hours":
        option = scene.reading("amb.date-only")
        if option == "A":
            earliest = latest
        elif option == "B":
            latest = earliest
    if latest <= period.due[0]:
        return "met"
    return "missed" if earliest > period.due[1] else "undetermined"
