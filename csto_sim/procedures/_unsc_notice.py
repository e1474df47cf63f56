"""The notice to the UN Security Council: who gives it, within what time, what it ends.

Measures under Article 4 of the Treaty are reported at once (treaty.4.unsc-notify), and so is an
operation of peacekeepers on a member's territory (pko.inside). Neither says who sends the notice;
`amb.unsc-notify` does, and gives the Secretary General forty-eight hours. A procedure opens the
duty by `with_notice` in the row by which measures are taken, and puts `notice_rows` into its table.
"""

from __future__ import annotations

from collections.abc import Callable

from csto_sim.procedure import Actor, Change, Guard, States, Step
from csto_sim.procedures._duties import duty, fulfil
from csto_sim.procedures._three_days import running
from csto_sim.rules.clock import chair_of
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

UNSC_NOTIFY = "treaty.4.unsc-notify"
READING = "amb.unsc-notify"
#: The readings that a procedure with this stage asks, and the period that can run in it.
NOTICE_READINGS = (READING, "amb.chair-handover", "amb.day-zone")
NOTICE = "notice to the UN Security Council"
ACT = "notify the UN"

#: Who owes the notice and within what time, by option of `amb.unsc-notify`.
_OWED: dict[str, tuple[str, tuple[str, int] | None]] = {
    "A": ("the parties to the Treaty", None),
    "B": ("the Secretary General", ("hours", 48)),
    "C": ("the Chair", None),
}


def _chair(scene: Scene) -> tuple[str, ...]:
    state = chair_of(scene)
    return ("CHAIR", state) if state else ("CHAIR",)


def _may_notify(scene: Scene) -> tuple[str, ...]:
    """Whoever could send it under some option: which of them has to is weighed by the guard."""
    return (*scene.roster().members, "CHAIR", "SG", "SECRETARIAT")


NOTIFIER = Actor("the parties, the Secretary General or the Chair", _may_notify)


def with_notice(
    scene: Scene, change: Change, trigger: str = "the measures taken", under: str = UNSC_NOTIFY
) -> Change:
    """Return the change by which measures are taken, with the duty to give notice of them.

    `amb.unsc-notify` A: the parties at once; B: the Secretary General within 48 hours; C: the Chair
    at once. The same change where the duty is known already, or no text of `under` is in force.
    """
    if scene.fact("un_due") or scene.text(under) is None:
        return change
    holder, length = _OWED[scene.reading(READING)]
    follows = "no consequence is stated in the sources"
    if length is None:
        follows = f"notice is given at once, no length is stated; {follows}"
    opens = duty(
        scene, "notice to the UN Security Council", holder, trigger, under, follows, length=length
    )
    facts = {**change.facts, "un_due": scene.act.when.day}
    return change._replace(facts=facts, opens=(*change.opens, *opens))


#: What a notice rests on, where that depends on the matter.
Cites = Callable[[Scene], tuple[str, ...]]


def may_notify(cites: Cites = lambda _scene: (UNSC_NOTIFY,)) -> Guard:
    """Return the guard that there are measures to tell, and that the right one tells them.

    `cites` tells on which provisions the notice rests; `amb.unsc-notify` says whose it is. Notice
    can be given late, and again: the ledger tells what became of the duty.
    """

    def guard(scene: Scene) -> Finding:
        by, told, under = scene.act.by, scene.fact("un_told", ""), cites(scene)
        facts: Detail = (("by", by), ("day", told))
        if not scene.fact("un_due"):
            return Finding("unsc.nothing", False, under, facts)
        option = scene.reading(READING)
        reading = (READING, option)
        if option == "A":
            right = by in scene.roster().members
        elif option == "B":
            right = by in ("SG", "SECRETARIAT")
        else:
            right = by in _chair(scene)
        if right and told:
            return Finding("unsc.again", True, under, facts, (), reading)
        if right and running(scene, NOTICE) is None:
            return Finding("unsc.late", True, under, facts, (), reading)
        owing: Detail = (*facts, ("holder", _OWED[option][0]))
        return weighed(right, "unsc.told", "unsc.other_sender", under, owing, (), reading)

    return guard


def notified(scene: Scene) -> Change:
    """Return the change by the notice: the day of the first one is kept, and the duty ends."""
    if scene.fact("un_told"):
        return Change()
    return Change({"un_told": scene.act.when.day}, (), fulfil(scene, NOTICE, "the notice"))


def notice_rows(
    source: States | tuple[States, ...],
    target: States | None = None,
    cites: Cites = lambda _scene: (UNSC_NOTIFY,),
) -> tuple[Step, ...]:
    """Return the row by which the UN Security Council is told, open from these states.

    The row names no provision: the finding tells those on which the notice in this matter rests.
    """
    return (
        Step(
            ACT, source, target, NOTIFIER, (), "the UN Security Council is told of the measures",
            may_notify(cites), change=notified,
        ),
    )  # fmt: skip
