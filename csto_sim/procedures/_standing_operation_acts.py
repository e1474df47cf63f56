"""How a standing operation is approved, goes through its stages, and changes its status."""

from __future__ import annotations

from datetime import date

from csto_sim import organisation
from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._stages import decided
from csto_sim.rules.clock import when_all
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

THREATS = "charter.8.threats"
DRUGS = "sub.drugs.council"
MIGRATION = "sub.migration.council"
#: The provision on the body that runs an operation, where there is one.
OF_BODY = {"DRUGS_COUNCIL": DRUGS, "MIGRATION_COUNCIL": MIGRATION}


class State(States):
    """States of an operation; whether a stage is under way is a fact beside them."""

    PUT_FORWARD = "the operation has been put forward, and is not approved"
    NOT_APPROVED = "the draft decision to carry it out was put, sent back or withdrawn, not adopted"
    PERIODIC = "the operation is carried out in stages, from time to time"
    PERMANENT = "the operation has permanent status; its stages go on"
    ENDED = "the operation has ended"


UNAPPROVED = (State.PUT_FORWARD, State.NOT_APPROVED)
CARRIED_OUT = (State.PERIODIC, State.PERMANENT)


def _under(scene: Scene) -> tuple[str, ...]:
    own = OF_BODY.get(scene.fact("run_by", ""))
    return (THREATS, own) if own else (THREATS,)


def runs(scene: Scene) -> str:
    """Return the body that runs the operation, or '' where none does on that day.

    None is named in the scenario, or it had not been set up yet: "Channel" is older than the
    council that runs it. Of the two councils alone is it told that they run operations
    (sub.drugs.council, sub.migration.council); another body that is named takes part as one.
    """
    code = str(scene.fact("run_by", ""))
    body = organisation.body(code) if code in OF_BODY else None
    if body is None or not body.in_being(date.fromisoformat(scene.day)):
        return ""
    return code


def _approvers(scene: Scene) -> tuple[str, ...]:
    body = runs(scene)
    return (body, *scene.roster().members) if body else scene.roster().members


def _conductors(scene: Scene) -> tuple[str, ...]:
    return (*_approvers(scene), "SECRETARIAT", "SG")


APPROVER = Actor("the body that runs it, or the members", _approvers)
CONDUCTOR = Actor("the body that runs it, a member, the Secretariat", _conductors, True)


def approvals(scene: Scene) -> Facts:
    """Return who has approved, with the day of each; this act is not counted."""
    found: Facts = scene.fact("approved_by", NO_FACTS)
    return found


def all_have_approved(scene: Scene) -> Finding:
    """Whether with this act the operation is approved.

    By the body that runs it; where there is none on that day, by every member, since it is carried
    out on the territory of all (charter.8.threats).
    """
    by, body = scene.act.by, runs(scene)
    facts: Detail = (("by", by), ("body", body))
    if body:
        under = _under(scene)
        theirs = by == body
        return weighed(theirs, "standing.approved_by_body", "standing.for_the_body", under, facts)
    missing = tuple(m for m in scene.roster().members if m not in (*approvals(scene), by))
    # Where those who had not approved have left meanwhile, a word said again completes it.
    if missing and by in approvals(scene):
        return Finding("standing.approved_before", False, (THREATS,), facts)
    facts = (("by", by), ("members", missing))
    all_have = not missing
    return weighed(all_have, "standing.approved_by_all", "standing.not_by_all", (THREATS,), facts)


def nobody_is_missing(scene: Scene) -> Finding:
    """Whether all who are members still have approved, now that one who had not is none any more.

    Where a body runs the operation, or nobody has approved, nothing follows of that.
    """
    given = approvals(scene)
    missing = tuple(m for m in scene.roster().members if m not in given)
    holds = bool(given) and not missing and not runs(scene)
    facts: Detail = (("members", missing or tuple(given)),)
    return weighed(holds, "standing.nobody_missing", "standing.some_missing", (THREATS,), facts)


def approves_with_others(scene: Scene) -> Finding:
    """Whether a member approves where no body runs the operation, and others have not yet."""
    found = all_have_approved(scene)
    return found._replace(holds=found.says == "standing.not_by_all")


def approving(scene: Scene) -> Change:
    """Return the change by an approval: by whom it is given, and when."""
    return Change({"approved_by": approvals(scene).plus(scene.act.by, scene.act.when.day)})


def carrying_out(scene: Scene) -> Change:
    """Return the change by the last approval or by that of the Council.

    What several members have approved, one of them on a day known only by a stretch, is approved
    when that stretch is over.
    """
    if not scene.act.by:
        return Change({"approved": scene.act.when.day})
    days = approvals(scene).plus(scene.act.by, scene.act.when.day)
    facts = {"approved_by": days, "approved": max(days.values())}
    return Change(facts, when=when_all(scene, days.values()))


def carrying_out_without(scene: Scene) -> Change:
    """Return the change when whoever had not approved is a member no longer."""
    days = (*approvals(scene).values(), scene.act.when.day)
    return Change({"approved": max(days)}, when=when_all(scene, days))


# --- stages --------------------------------------------------------------------------------------


def may_begin(scene: Scene) -> Finding:
    """Whether a stage can begin: none is under way, and its number is higher than the last."""
    last, number = scene.fact("last_number", 0), scene.given("number")
    stage = scene.fact("stage", "")
    if stage:
        facts: Detail = (("stage", stage),)
        return Finding("standing.stage_under_way", False, _under(scene), facts)
    facts = (("number", number), ("of", last))
    holds = number is None or number > last
    return weighed(holds, "standing.may_begin", "standing.number_not_higher", _under(scene), facts)


def beginning(scene: Scene) -> Change:
    """Return the change by the beginning of a stage: its name, its number, how many there were.

    It rests on the approval: where that is known by a stretch, it is certain when that is over.
    """
    count = scene.fact("stages", 0) + 1
    number = scene.given("number")
    name = scene.given("name") or f"stage {number or count}"
    approved = scene.fact("approved", "")
    since = max(scene.act.when.day, approved)
    changes = {"stage": name, "stages": count, "stage_since": since}
    if number is not None:
        changes["last_number"] = number
    return Change(changes, when=when_all(scene, (approved,)))


def may_end(scene: Scene) -> Finding:
    """Whether there is a stage under way that can end."""
    stage = scene.fact("stage", "")
    facts: Detail = (("stage", stage),)
    return weighed(bool(stage), "standing.stage_ends", "standing.no_stage", _under(scene), facts)


def ending(_scene: Scene) -> Change:
    """Return the change by the end of a stage."""
    return Change({"stage": ""})


def may_invite(scene: Scene) -> Finding:
    """Whether those invited can observe: a member takes part and does not observe."""
    invited = scene.given("observers", ())
    members = tuple(one for one in invited if one in scene.roster().members)
    facts: Detail = (("parties", invited), ("members", members))
    holds = bool(invited) and not members
    says = "standing.observers" if holds else "standing.nobody_invited"
    if members:
        says = "standing.members_take_part"
    return Finding(says, holds, _under(scene), facts)


def inviting(scene: Scene) -> Change:
    """Return the change by an invitation: who observes, each once."""
    found = (*scene.fact("observers", ()), *scene.given("observers", ()))
    return Change({"observers": tuple(dict.fromkeys(found))})


# --- what decisions bring ------------------------------------------------------------------------


def _by_decision(scene: Scene, field: str) -> Finding:
    return scene.once(_DECIDED[field])


_DECIDED = {
    field: decided(("CSC",), (THREATS,), field=field)
    for field in ("approval", "permanence", "ending")
}


def approved_by_council(scene: Scene) -> Finding:
    """Whether the Council has approved the operation, by the decision named in `approval`."""
    found = _by_decision(scene, "approval")
    if not found.holds:
        return found
    return Finding("standing.approved_by_council", True, (THREATS,), found.facts, (found,))


def ended(scene: Scene) -> Finding:
    """Whether the Council has ended the operation, by the decision named in `ending`."""
    found = _by_decision(scene, "ending")
    if not found.holds:
        return found
    return Finding("standing.ended", True, _under(scene), found.facts, (found,))


def made_permanent(scene: Scene) -> Finding:
    """Whether the Council has given the operation permanent status, and not ended it as well."""
    over, found = ended(scene), _by_decision(scene, "permanence")
    if over.holds:
        return Finding("standing.ended_as_well", False, (THREATS,), over.facts)
    if not found.holds:
        return found
    return Finding("standing.made_permanent", True, _under(scene), found.facts, (found,))
