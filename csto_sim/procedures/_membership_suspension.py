"""What interrupts or ends a membership by the Council or a member's own word: suspension, freeze,
exclusion."""

from __future__ import annotations

from csto_sim.procedure import Change, Guard
from csto_sim.procedures._duties import drop
from csto_sim.procedures._membership_acts import (
    WITHDRAWAL,
    about_it,
    is_full_member,
    spent,
    told,
)
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.procedures._standing import becomes, last_change, standing, taken_over
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding

SUSPENSION = "charter.20.suspension"
EXCLUSION = "charter.20.exclusion"
REGULATION = "suspension.reg"
OWN_REQUEST = "own request"
NON_FULFILMENT = "non-fulfilment"


def may_be_raised(scene: Scene) -> Finding:
    """Whether the state whose non-fulfilment is raised is a member in full standing."""
    found = is_full_member(scene, (SUSPENSION,))
    if not found.holds:
        return found
    return Finding("membership.non_fulfilment", True, (SUSPENSION,), told(scene), (found,))


def raised_again(scene: Scene) -> Finding:
    """What it means to raise non-fulfilment where the matter is under way already: it continues."""
    if scene.fact("charged"):
        return Finding("membership.continues", True, (EXCLUSION,), told(scene))
    return Finding("membership.non_fulfilment", True, (SUSPENSION,), told(scene))


def raised_of_suspended(scene: Scene) -> Finding:
    """Whether the state whose non-fulfilment is raised is suspended as the matter begins."""
    is_it = standing(scene) == "suspended"
    says = "membership.non_fulfilment" if is_it else "membership.not_suspended"
    return Finding(says, is_it, (SUSPENSION,), told(scene))


def raising_of_suspended(scene: Scene) -> Change:
    """Return the change when non-fulfilment is raised of a member suspended by history, or by
    another matter on it, which tells on what ground that was and whether it was raised there."""
    change, other = raising(scene), last_change(scene)
    if other is None:
        article = goes_on = scene.reading("amb.suspension-ground") == "B"
    else:
        article = bool(other.facts.get("article20", False))
        goes_on = bool(other.facts.get("charged"))
    facts = {**change.facts, "article20": article}
    if goes_on:
        facts["continues"] = scene.act.when.day
    return change._replace(facts=facts)


def raising(scene: Scene) -> Change:
    """Return the change when non-fulfilment is raised; the second time it continues."""
    day = scene.act.when.day
    facts: dict[str, object] = {**taken_over(scene), **spent(scene)}
    facts |= {"raised": day, "charged": day}
    if scene.fact("charged"):
        facts["continues"] = day
    if standing(scene) == "member":
        facts["ground"] = NON_FULFILMENT
    return Change(facts)


def by_own_note(wanted: str) -> Guard:
    """Return the guard on a member's request to be suspended: by its own note alone under
    `amb.self-suspension` A, by the Council under B."""

    def guard(scene: Scene) -> Finding:
        found = is_full_member(scene, (SUSPENSION, REGULATION))
        if not found.holds:
            return found
        option = scene.reading("amb.self-suspension")
        says = "membership.own_note" if option == "A" else "membership.asks_council"
        holds, reading = option == wanted, ("amb.self-suspension", option)
        return Finding(says, holds, (SUSPENSION, REGULATION), told(scene), (found,), reading)

    return guard


def asking(scene: Scene) -> Change:
    """Return the change by a member's request to be suspended."""
    day = scene.act.when.day
    facts = {**taken_over(scene), **spent(scene)}
    return Change({**facts, "raised": day, "ground": OWN_REQUEST})


def suspending_itself(scene: Scene) -> Change:
    """Return the change when a member's own word suspends it."""
    frozen = scene.act.when.day if scene.act.name == "declare freeze" else ""
    facts = {**becomes(scene, "suspended"), **spent(scene), "ground": OWN_REQUEST}
    facts["frozen"] = frozen
    return Change({**facts, "by_itself": True, "raised": "", "article20": False})


_SUSPENDED = about_it(
    "suspension", decided(("CSC",), (REGULATION,), field="suspension", subjects=("suspension",))
)
not_suspended = about_it("suspension", stopped((REGULATION,), field="suspension"))


def _ground(scene: Scene) -> Finding:
    """On what ground a suspension rests: non-fulfilment, or the member's own request.

    Whether one at its own request is one under Article 20 is `amb.suspension-ground`.
    """
    if scene.fact("ground") == NON_FULFILMENT:
        return Finding("membership.ground_non_fulfilment", True, (SUSPENSION,), told(scene))
    option = scene.reading("amb.suspension-ground")
    reading = ("amb.suspension-ground", option)
    if option == "B":
        return Finding("membership.ground_article", True, (SUSPENSION,), told(scene), (), reading)
    return Finding("membership.ground_own_kind", True, (REGULATION,), told(scene), (), reading)


def suspended(scene: Scene) -> Finding:
    """Whether the Council has suspended a member in full standing, for a cause that was raised."""
    found = is_full_member(scene, (SUSPENSION,))
    if not found.holds:
        return found
    if not scene.fact("raised"):
        return Finding("membership.no_ground", False, (SUSPENSION,), told(scene))
    found = _SUSPENDED(scene)
    if not found.holds:
        return found
    under, ground = found.under, _ground(scene)
    return Finding("membership.suspended", True, under, told(scene), (found, ground))


def suspending(scene: Scene) -> Change:
    """Return the change by suspension: under Article 20 or of its own kind."""
    article = _ground(scene).says != "membership.ground_own_kind"
    facts = {**becomes(scene, "suspended"), **spent(scene), "article20": article}
    return Change({**facts, "raised": "", "by_itself": False, "suspended": scene.act.when.day})


_RESTORED = about_it(
    "restoration", decided(("CSC",), (REGULATION,), field="restoration", subjects=("suspension",))
)


def restored(scene: Scene) -> Finding:
    """Whether the Council has ended the suspension of a suspended member."""
    if standing(scene) != "suspended":
        return Finding("membership.not_suspended", False, (SUSPENSION,), told(scene))
    return _RESTORED(scene)


def restoring(scene: Scene) -> Change:
    """Return the change when a suspended member takes part again."""
    facts = {**becomes(scene, "member"), "article20": False, "by_itself": False}
    return Change({**facts, "frozen": "", "charged": "", "continues": ""})


_EXCLUDED = about_it(
    "exclusion", decided(("CSC",), (EXCLUSION,), field="exclusion", subjects=("exclusion",))
)


def excluded(scene: Scene) -> Finding:
    """Whether the Council has excluded a member that still does not fulfil its obligations.

    Whether it has to have been suspended before is `amb.exclusion-after-suspension`.
    """
    found = _EXCLUDED(scene)
    if not found.holds:
        return found
    goes_on = bool(scene.fact("continues"))
    parts = [
        found,
        weighed(
            goes_on, "membership.continues", "membership.not_continued", (EXCLUSION,), told(scene)
        ),
    ]
    if not scene.fact("article20", False):
        option = scene.reading("amb.exclusion-after-suspension")
        reading = ("amb.exclusion-after-suspension", option)
        says = "membership.suspension_first" if option == "A" else "membership.without_suspension"
        under = (SUSPENSION, EXCLUSION)
        parts.append(Finding(says, option == "B", under, told(scene), (), reading))
    holds = all(part.holds for part in parts)
    says = "membership.excluded" if holds else "membership.not_excluded"
    return Finding(says, holds, (EXCLUSION,), told(scene), tuple(parts))


def excluding(scene: Scene) -> Change:
    """Return the change by exclusion: a notice that was running falls away."""
    facts = {**becomes(scene, "outside"), "left_by": "exclusion", "raised": "", "continues": ""}
    closes = drop(scene, "notice", "it was excluded")
    return Change({**facts, "charged": "", "article20": False}, (), closes)


def without_effect(scene: Scene) -> Finding:
    """Whether a decision on the state was adopted that suspends or excludes nobody: why is told.

    A suspension for which nothing was raised, an exclusion before its conditions are met.
    """
    noted = (*scene.fact("noted", ()), *scene.fact("spent", ()))
    for field, guard in (("suspension", suspended), ("exclusion", excluded)):
        decision = named(scene, field)
        if decision is None or decision.state != "adopted" or field in noted:
            continue
        if field == "suspension" and standing(scene) != "member":
            continue  # what is suspended already is only confirmed
        found = guard(scene)
        if not found.holds:
            facts = (("decision", decision.id), *told(scene))
            return Finding("membership.decided_in_vain", True, found.under, facts, (found,))
    return Finding("membership.nothing_in_vain", False, (SUSPENSION, EXCLUSION), told(scene))


def noting(scene: Scene) -> Change:
    """Return the change by a decision without effect: it is told once."""
    fields = [field for field in ("suspension", "exclusion") if _adopted(scene, field)]
    return Change({"noted": tuple(dict.fromkeys((*scene.fact("noted", ()), *fields)))})


def _adopted(scene: Scene, field: str) -> bool:
    decision = named(scene, field)
    return decision is not None and decision.state == "adopted"


# --- a freeze ------------------------------------------------------------------------------------


def freeze(*wanted: str) -> Guard:
    """Return the guard on what a declared freeze is: nothing in law (`amb.freeze` A), suspension by
    the member itself (B), tacit consent to the limited format (C)."""

    def guard(scene: Scene) -> Finding:
        found = is_full_member(scene, (WITHDRAWAL, SUSPENSION))
        if not found.holds:
            return found
        option = scene.reading("amb.freeze")
        says = "membership.freeze_is_nothing"
        if option == "B":
            says = "membership.freeze_suspends"
        elif option == "C":
            says = "membership.freeze_is_tacit"
        under, reading = (WITHDRAWAL, SUSPENSION), ("amb.freeze", option)
        return Finding(says, option in wanted, under, told(scene), (found,), reading)

    return guard


def freezing(scene: Scene) -> Change:
    """Return the change by a freeze that suspends nobody: that it was declared is kept."""
    return Change({**taken_over(scene), "frozen": scene.act.when.day})


def may_resume(scene: Scene) -> Finding:
    """Whether a state takes back what its own word alone has done: a freeze, or a suspension."""
    by_itself = bool(scene.fact("by_itself", False))
    if by_itself and standing(scene) != "suspended":
        # Of a word known only by a stretch it is not certain yet that it was said.
        return Finding("membership.not_suspended", False, (SUSPENSION,), told(scene))
    frozen = str(scene.fact("frozen", ""))
    own = by_itself or (bool(frozen) and frozen <= scene.act.when.day)
    if by_itself:
        # What the Council has decided since, it alone can end.
        own = not _SUSPENDED(scene).holds
    under = (WITHDRAWAL, SUSPENSION)
    return weighed(own, "membership.resumes", "membership.not_its_own", under, told(scene))


def resuming(scene: Scene) -> Change:
    """Return the change when a state takes part again by its own word."""
    if standing(scene) == "suspended":
        return restoring(scene)
    return Change({"frozen": ""})
