"""Notice of withdrawal, six months ahead: the first lawful day of exit, and how it is counted."""

from __future__ import annotations

from datetime import date

from csto_sim.rules.clock import until_day
from csto_sim.rules.periods import months_after
from csto_sim.scene import Scene
from csto_sim.world import Counted

NOTICE_MONTHS = 6


def earliest_exit(scene: Scene) -> str:
    """Return the first day on which a state that gives notice today is no longer bound."""
    notice = date.fromisoformat(scene.act.when.day)
    return months_after(notice, NOTICE_MONTHS).isoformat()


def until_exit(scene: Scene, exit_day: str) -> Counted:
    """Return how the notice is counted: it runs until the day of exit begins."""
    counted = until_day(scene, exit_day, with_it=False)
    if exit_day == earliest_exit(scene):
        # The day of the notice is the first of the six months, and exit the day after the last.
        first = scene.act.when.day
        counted = counted._replace(unit="months", length=NOTICE_MONTHS, first_counted=first)
    return counted
