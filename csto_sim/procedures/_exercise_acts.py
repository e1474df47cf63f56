"""What an exercise or operation asks and changes: its plan, who is invited, who takes part."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._common_consent import common_consent, consent, objecting, objection
from csto_sim.procedures._outsiders import issue_fits
from csto_sim.procedures._stages import decided, stopped
from csto_sim.rules.rights import Check, Standing, met, outside
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

PLAN = "forces.training-plan"
OUTSIDERS = "forces.observers"
TASKS = "organs.ministerial.tasks"
SCIENCE = "observer.right.science"
KINDS = ("exercise", "operation", "preventive event", "scientific event")
PARTS = ("observer", "participant")
#: Which organ approves it: exercises stand on the yearly plan, which has its own rule.
APPROVING = {"exercise": ("CMD", "CSC")}
ORGANS = ("CSC", "CMFA", "CMD", "CSSC")


class State(States):
    """States of an exercise, operation or other joint event."""

    PLANNED = "the event is planned; no organ has approved it"
    APPROVED = "the plan on which it stands is approved"
    NOT_APPROVED = (
        "the plan on which it stands is not approved: it failed when put, or was withdrawn"
    )
    UNDER_WAY = "the event is under way"
    HELD = "the event has been held"
    CALLED_OFF = "the event was called off"


def _organisers(scene: Scene) -> tuple[str, ...]:
    return (*scene.roster().members, "JS", "SECRETARIAT", "CMD")


def _anybody(scene: Scene) -> tuple[str, ...]:
    return (scene.act.by,)


ORGANISER = Actor("a member or the working organ that prepares it", _organisers, True)
ANYBODY = Actor("any state or organisation", _anybody)


def kind(scene: Scene) -> str:
    """Return the kind of event."""
    return str(scene.fact("kind", "exercise"))


def right_at(scene: Scene) -> str:
    """Return the right by which somebody is there: to exercises, or to operations and the like."""
    return "operations" if kind(scene) in ("operation", "preventive event") else "exercises"


def rests_on(scene: Scene) -> tuple[str, ...]:
    """Return on what the event rests: exercises on the yearly plan, others on the organs' tasks."""
    found = {"exercise": PLAN, "scientific event": SCIENCE}
    return (found.get(kind(scene), TASKS),)


def plan_approved(scene: Scene) -> Finding:
    """Whether the organ has approved it: the CMD or the CSC for exercises (forces.training-plan).

    Of operations and preventive measures no source says that only one organ could.
    """
    return decided(APPROVING.get(kind(scene), ORGANS), rests_on(scene))(scene)


def plan_stopped(scene: Scene) -> Finding:
    """Whether the decision on it failed, was sent back or withdrawn."""
    return stopped(rests_on(scene))(scene)


def needs_no_plan(scene: Scene) -> Finding:
    """Whether it may begin without an approval: scientific and expert events stand on no plan."""
    facts: Detail = (("kind", kind(scene)),)
    holds = kind(scene) == "scientific event"
    return weighed(holds, "event.needs_no_plan", "event.needs_plan", rests_on(scene), facts)


def _party(scene: Scene) -> str:
    return str(scene.given("to", ""))


def invites(scene: Scene) -> Finding:
    """Whether whoever is invited is an outsider: members need no invitation (forces.observers)."""
    to = _party(scene)
    facts: Detail = (("by", scene.act.by), ("to", to), ("form", scene.given("as", "observer")))
    if not to:
        return Finding("event.nobody_invited", False, (OUTSIDERS,), facts)
    holds = to not in scene.roster().members
    return weighed(holds, "event.invites", "event.invites_a_member", (OUTSIDERS,), facts)


def inviting(scene: Scene) -> Change:
    """Return the change by an invitation: to watch, or to take part."""
    kept: Facts = scene.fact("invited", NO_FACTS)
    return Change({"invited": kept.plus(_party(scene), scene.given("as", "observer"))})


def concerns_outsider(scene: Scene) -> Finding:
    """Whether a consent or objection says to whose part, and that one is an outsider."""
    to = _party(scene)
    facts: Detail = (("by", scene.act.by), ("to", to))
    # Whoever watches and is invited to take part has still to come for that.
    asked = scene.fact("invited", NO_FACTS).get(to) == PARTS[1]
    watches = to in scene.fact("watching", ()) and not asked
    if watches or to in scene.fact("taking_part", ()):
        return Finding("event.has_come", False, (OUTSIDERS,), facts)
    holds = bool(to) and outside(to) and to not in scene.roster().members
    return weighed(holds, "event.says_of", "event.says_of_nobody", (OUTSIDERS,), facts)


def consenting_to(scene: Scene) -> Change:
    """Return the change by a member's consent to somebody's part."""
    return Change(consent(scene, _party(scene)))


def objecting_to(scene: Scene) -> Change:
    """Return the change by a member's objection to somebody's part."""
    return Change(objection(scene, _party(scene)))


def _invited_as(*parts: str) -> Check:
    def check(scene: Scene, _found: Standing) -> Finding:
        given = scene.fact("invited", NO_FACTS).get(scene.act.by, "")
        facts: Detail = (("by", scene.act.by), ("form", given or parts[-1]))
        if given:
            return weighed(given in parts, "event.invited_as", "event.invited_otherwise", (), facts)
        return Finding("event.not_invited", False, (), facts)

    return check


def _all_consent(scene: Scene, _found: Standing) -> Finding:
    return common_consent(scene, scene.act.by)


def _watching(scene: Scene, _found: Standing) -> Finding:
    return Finding("event.watches", True, (), (("by", scene.act.by),))


def _not_direct(scene: Scene, _found: Standing) -> Finding:
    return Finding("event.direct_part", False, (), (("by", scene.act.by),))


def _in_field(scene: Scene, found: Standing) -> Finding:
    field = scene.fact("area", "")
    return issue_fits(found, (field,) if field else ())


def comes(*, watching: bool) -> Guard:
    """Return the guard that whoever comes may watch, or may take a direct part."""
    checks: dict[str, Check] = {
        "by invitation": _invited_as(*(PARTS if watching else PARTS[1:])),
        "common consent": _all_consent,
        "watching only": _watching if watching else _not_direct,
        "in its fields": _in_field,
    }

    def guard(scene: Scene) -> Finding:
        there = scene.fact("watching" if watching else "taking_part", ())
        if scene.act.by in there:
            return Finding("event.there_already", False, (), (("by", scene.act.by),))
        # A status takes nothing from what an invitation gives to anybody (forces.observers).
        return met(scene, right_at(scene), checks, otherwise=checks)

    return guard


def watching(scene: Scene) -> Change:
    """Return the change by somebody's coming to watch."""
    return Change({"watching": (*scene.fact("watching", ()), scene.act.by)})


def taking_part(scene: Scene) -> Change:
    """Return the change by somebody's taking a direct part, and over whose objection, if any."""
    by = scene.act.by
    over = (*scene.fact("over", ()), *objecting(scene, by)) if kind(scene) != KINDS[-1] else ()
    return Change({"taking_part": (*scene.fact("taking_part", ()), by), "over": over})
