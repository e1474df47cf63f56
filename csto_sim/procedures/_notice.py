"""Notice of withdrawal, six months ahead: the first lawful day of exit, and how it is counted."""

from __future__ import annotations

from datetime import date

from csto_sim.rules.clock import until_day
from csto_sim.rules.periods import months_after
from csto_sim.scene import Scene
from csto_sim.world import Counted

NOTICE_MONTHS = 6


def notice_months(scene: Scene, under: tuple[str, ...]) -> int:
    """Return how many months ahead notice is given: six, or what a text of the scenario says."""
    for id in under:
        other = scene.enacted(id)
        if other is not None and other.length:
            return other.length
    return NOTICE_MONTHS


def earliest_exit(scene: Scene, under: tuple[str, ...]) -> str:
    """Return the first day on which a state that gives notice today is no longer bound."""
    notice = date.fromisoformat(scene.act.when.day)
    return months_after(notice, notice_months(scene, under)).isoformat()


def until_exit(scene: Scene, exit_day: str, under: tuple[str, ...]) -> Counted:
    """Return how the notice is counted: it runs until the day of exit begins."""
    counted = until_day(scene, exit_day, with_it=False)
    if exit_day == earliest_exit(scene, under):
        # The day of the notice is the first of the six months, and exit the day after the last.
        first = scene.act.when.day
        months = notice_months(scene, under)
        counted = counted._replace(unit="months", length=months, first_counted=first)
    return counted
