"""Duties and notices that run in any procedure: a period is opened, fulfilled, or falls away.

A duty with a length (hours, days, months, years) has a last lawful moment and is met or missed. One
for which the law states no length ("immediately") is done, or was not.
"""

from __future__ import annotations

from csto_sim.procedures._three_days import in_time, running
from csto_sim.record import Closing
from csto_sim.rules.clock import counted, until_day
from csto_sim.scene import Scene
from csto_sim.world import Moment, Period


def duty(
    scene: Scene,
    name: str,
    holder: str,
    trigger: str,
    under: str,
    follows: str,
    *,
    length: tuple[str, int] | None = None,
    until: str = "",
    start: Moment | None = None,
    lapses: str = "",
    ends_as: str = "missed",
) -> tuple[Period, ...]:
    """Return the period that begins with this act, or nothing where its provision has no text.

    `length` is a unit (`hours`, `calendar days`, `months`, `years`) and a number; `until` an ISO
    day that counts; without both no length is stated. `lapses` names the act by TIME that
    follows when it runs out, if anything moves; `ends_as` is `missed`, or `elapsed` for a term.
    """
    text = scene.text(under)
    if text is None:
        return ()
    count = None
    if length is not None:
        count = counted(scene, *length, start or scene.act.when)
    elif until:
        count = until_day(scene, until)
    due = None if count is None else count.last_moment
    return (
        Period(scene.case.id, name, holder, trigger, text.id, due, count, follows, lapses, ends_as),
    )


def fulfil(scene: Scene, name: str, because: str) -> tuple[Closing, ...]:
    """Return the end of the running period of that name by this act: met, missed, undetermined, or
    met without measure. Nothing where none runs."""
    period = running(scene, name)
    if period is None:
        return ()
    status = "met" if period.due is None else in_time(scene, period)
    return (Closing(scene.case.id, name, status, because),)


def drop(scene: Scene, name: str, because: str) -> tuple[Closing, ...]:
    """Return the end of the running period of that name without effect (`withdrawn`)."""
    if running(scene, name) is None:
        return ()
    return (Closing(scene.case.id, name, "withdrawn", because),)
