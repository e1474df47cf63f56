"""What a state is at this moment, and how a matter that begins takes over what history says of it.

Before the first act of a matter the data of history counts. From then on its facts do: `standing`
(member, suspended or outside), since when, and what it was before; and `bound`, since when the
state is a member and until when.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from csto_sim import law, organisation
from csto_sim.rules.clock import zone
from csto_sim.rules.periods import day_of
from csto_sim.scene import MEMBERSHIP, ROSTER_READINGS, Scene, changed_on, standing_on
from csto_sim.world import NO_FACTS, Case, Facts

INSIDE = ("member", "suspended")
#: What history calls a state that is inside: a party of the Treaty was one before the Charter.
_WITHIN = ("member", "party", "suspended")


def the_state(scene: Scene) -> str:
    """Return the state that the matter is about."""
    return str(scene.fact("member", ""))


def eve(scene: Scene) -> str:
    """Return the day before that of the act: what history has for the day itself is told here.

    Of an act known only by a stretch, the day before the stretch begins.
    """
    first = day_of(scene.act.when.earliest, zone(scene))
    return (first - timedelta(days=1)).isoformat()


def standing(scene: Scene) -> str:
    """Return what the state is as this act finds it: `member`, `suspended` or `outside`."""
    found = last_change(scene)
    if found is not None:
        return standing_on(found.facts, scene.act.when.day)
    roster, state = scene.roster_on(eve(scene)), the_state(scene)
    if state in roster.members:
        return "member"
    return "suspended" if state in roster.suspended else "outside"


def last_change(scene: Scene) -> Case | None:
    """Return the matter on this state, this one or another, that has changed it last; else None."""
    day, state = scene.act.when.day, the_state(scene)
    found, last = None, ""
    for id in scene.world.dependents.get(f"procedure: {MEMBERSHIP}", ()):
        case: Case = scene.world.cases[id]
        mine = case.facts.get("member") == state and standing_on(case.facts, day)
        if mine and changed_on(case.facts, day) >= last:
            found, last = case, changed_on(case.facts, day)
    if found is not None and found.id != scene.case.id:
        scene.look(found.id)
    return found


def taken_over(scene: Scene) -> dict[str, Any]:
    """Return the facts by which a matter that begins takes over from history; else nothing."""
    if "standing" in scene.facts:
        return {}
    now, state = standing(scene), the_state(scene)
    facts: dict[str, Any] = {"standing": now, "standing_since": "", "standing_before": now}
    if now in INSIDE:
        since = _member_since(scene, state)
        facts["bound"] = Facts({state: (since, since, "")})
    else:
        facts["former"] = organisation.status(state, date.fromisoformat(eve(scene))) == "former"
    return facts


def becomes(scene: Scene, now: str, day: str = "") -> dict[str, Any]:
    """Return the facts by which the state is something else from a day on (that of the act).

    What begins or ends the membership itself also tells so in `bound`.
    """
    since = day or scene.act.when.day
    facts, before, state = taken_over(scene), standing(scene), the_state(scene)
    if before not in INSIDE and now in INSIDE:
        facts["bound"] = Facts({state: (since, since, "")})
    bound: Facts = facts.get("bound") or scene.fact("bound", NO_FACTS)
    if now not in INSIDE and state in bound and not bound[state][2]:
        began, known, _ = bound[state]
        facts["bound"] = Facts({state: (began, known, since)})
    return {**facts, "standing": now, "standing_since": since, "standing_before": before}


def _member_since(scene: Scene, state: str) -> str:
    """The day from which history has the state as a member without a break."""
    day, chosen = eve(scene), scene.world.terms.readings
    for id in _turning(state, day):
        scene.reading(id)
    return _since(state, day, *map(chosen.get, ROSTER_READINGS))


@lru_cache(maxsize=1024)
def _since(state: str, day: str, *options: str | None) -> str:
    pairs = zip(ROSTER_READINGS, options, strict=True)
    readings = {id: option for id, option in pairs if option is not None}
    since = ""
    for change in organisation.membership_changes(readings):
        if change.code != state or change.day.isoformat() > day:
            continue
        # A party of the Treaty has become a member with the Charter, on a day of its own.
        anew = change.before not in _WITHIN or change.before == "party"
        if change.status in _WITHIN and anew:
            since = change.day.isoformat()
    return since


@lru_cache(maxsize=1024)
def _turning(state: str, day: str) -> tuple[str, ...]:
    """The readings on which the day since when the state is a member turns."""
    found = []
    for place, id in enumerate(ROSTER_READINGS):
        chosen: list[str | None] = [None] * len(ROSTER_READINGS)
        days = set()
        for option in law.readings()[id].options:
            chosen[place] = option
            days.add(_since(state, day, *chosen))
        if len(days) > 1:
            found.append(id)
    return tuple(found)
