"""Withdrawal: obligations settled, notice in writing, six months ahead.

charter.19.withdrawal, and before the Charter treaty.11.withdrawal.
"""

from __future__ import annotations

from csto_sim.procedure import Change, Guard
from csto_sim.procedures._duties import drop
from csto_sim.procedures._membership_acts import (
    TREATY_WITHDRAWAL,
    WITHDRAWAL,
    about_it,
    is_full_member,
    is_inside,
    told,
)
from csto_sim.procedures._notice import earliest_exit, notice_months, until_exit
from csto_sim.procedures._stages import decided
from csto_sim.procedures._standing import becomes, standing, taken_over, the_state
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding, Period

#: What is in writing, of the forms in which a notice can come.
WRITTEN = ("letter", "note")


def in_standing(wanted: str) -> Guard:
    """Return the guard that the state is a member in full standing, or suspended."""

    def guard(scene: Scene) -> Finding:
        found = is_full_member(scene, (WITHDRAWAL,))
        if wanted == "suspended":
            is_it = standing(scene) == "suspended"
            says = "membership.is_suspended" if is_it else "membership.not_suspended"
            return Finding(says, is_it, (WITHDRAWAL,), told(scene))
        return found

    return guard


def settling(scene: Scene) -> Change:
    """Return the change when the state settles its obligations (charter.19.withdrawal)."""
    return Change({**taken_over(scene), "settled": scene.act.when.day})


def announced(scene: Scene) -> Finding:
    """What a statement that a state will leave amounts to: it is no notice in writing."""
    found = is_full_member(scene, (WITHDRAWAL, TREATY_WITHDRAWAL))
    if not found.holds:
        return found
    return Finding("membership.only_announced", True, found.under, told(scene), (found,))


def announcing(scene: Scene) -> Change:
    """Return the change by a statement: it is noted."""
    return Change({**taken_over(scene), "announced": scene.act.when.day})


def may_give_notice(scene: Scene) -> Finding:
    """Whether a notice of withdrawal counts.

    By the Charter the state has settled its obligations and notifies the depositary in writing at
    least six months before the day of exit; by the Treaty, before the Charter was in force, it
    notifies the others as long ahead (charter.19.withdrawal, treaty.11.withdrawal).
    """
    under, facts = _basis(scene), told(scene)
    parts = [is_inside(scene, under)]
    if under == (WITHDRAWAL,):
        settled = bool(scene.fact("settled"))
        parts.append(weighed(settled, "membership.settled", "membership.not_settled", under, facts))
        parts += [_in_writing(scene), _addressed(scene)]
    earliest, months = earliest_exit(scene, under), notice_months(scene, under)
    ahead_by = (("member", the_state(scene)), ("day", earliest), ("months", months))
    ahead = scene.given("exit", earliest) >= earliest
    parts.append(weighed(ahead, "membership.ahead", "membership.too_soon", under, ahead_by))
    holds = all(part.holds for part in parts)
    says = "membership.gives_notice" if holds else "membership.gives_no_notice"
    return Finding(says, holds, under, facts, tuple(parts))


def _in_writing(scene: Scene) -> Finding:
    form = scene.given("form", "note")
    facts = (("form", form),)
    says = "membership.in_writing" if form in WRITTEN else "membership.not_in_writing"
    return Finding(says, form in WRITTEN, (WITHDRAWAL,), facts)


def _addressed(scene: Scene) -> Finding:
    to = scene.given("to", "DEPOSITARY")
    facts = (("to", to),)
    under = (WITHDRAWAL, "charter.26.depositary")
    holds = to in ("DEPOSITARY", "RUS")
    says = "membership.to_depositary" if holds else "membership.not_to_depositary"
    return Finding(says, holds, under, facts)


def noticing(scene: Scene) -> Change:
    """Return the change by notice of withdrawal: it runs until the day of exit begins."""
    end = scene.given("exit", earliest_exit(scene, _basis(scene)))
    counted = until_exit(scene, end, _basis(scene))
    (under,) = _basis(scene)
    period = Period(
        scene.case.id,
        "notice",
        the_state(scene),
        "notice of withdrawal",
        under,
        counted.last_moment,
        counted,
        "the state is a member no longer",
        "the notice runs out",
        "elapsed",
    )
    return Change({**taken_over(scene), "exit": end}, (period,))


def taking_back(scene: Scene) -> Change:
    """Return the change when a notice is taken back before the state has left."""
    return Change({"exit": ""}, (), drop(scene, "notice", "the notice was taken back"))


_RELEASED = about_it("release", decided(("CSC",), (WITHDRAWAL,), field="release"))


def may_go(scene: Scene) -> Finding:
    """Whether a notice that has run out is enough (`amb.withdrawal-consent` A), or the Council has
    decided that the state may go (B); and whether the Treaty is left with the Charter."""
    option = scene.reading("amb.withdrawal-consent")
    reading = ("amb.withdrawal-consent", option)
    parts = () if option == "A" else (_RELEASED(scene),)
    holds = all(part.holds for part in parts)
    if holds:
        parts = (*parts, *_treaty_too(scene))
    says = "membership.may_go" if holds else "membership.may_not_go"
    return Finding(says, holds, _basis(scene), told(scene), parts, reading)


def _basis(scene: Scene) -> tuple[str, ...]:
    """The clause under which a state leaves: that of the Charter, before it that of the Treaty."""
    return (TREATY_WITHDRAWAL,) if scene.text(WITHDRAWAL) is None else (WITHDRAWAL,)


def _treaty_too(scene: Scene) -> tuple[Finding, ...]:
    """Whether the Treaty binds a state that has left by notice under the Charter."""
    if scene.text(WITHDRAWAL) is None:
        return ()
    option = scene.reading("amb.withdrawal-two-acts")
    says = "membership.stays_party" if option == "A" else "membership.leaves_treaty"
    under, reading = (TREATY_WITHDRAWAL, WITHDRAWAL), ("amb.withdrawal-two-acts", option)
    return (Finding(says, True, under, (("member", the_state(scene)),), (), reading),)


def must_wait(scene: Scene) -> Finding:
    """Whether a notice has run out and the state may not go yet (`amb.withdrawal-consent` B)."""
    found = may_go(scene)
    says = "membership.stays_until_released"
    parts = () if found.holds else (found,)
    return Finding(says, not found.holds, _basis(scene), told(scene), parts)


def going(scene: Scene) -> Change:
    """Return the change when the state has left: on the day of exit, or of its release."""
    day = max(scene.act.when.day, scene.fact("exit", ""))
    facts = {**becomes(scene, "outside", day), "left_by": "notice", "former": False, "exit": ""}
    if scene.text(WITHDRAWAL) is not None:
        facts["treaty"] = scene.reading("amb.withdrawal-two-acts") == "A"
    return Change(facts)
