"""Help given in collective defence, national leave for forces, and the end of the measures."""

from __future__ import annotations

from csto_sim.procedure import Change, Param
from csto_sim.procedures._defence_acts import (
    COORDINATION,
    DECISION,
    FORCES,
    HELP_OF,
    on_help,
)
from csto_sim.procedures._defence_gates import ASSISTANCE, USE_OF_FORCE, decided_on_it
from csto_sim.procedures._duties import drop, fulfil
from csto_sim.procedures._national_leave import AWAITED
from csto_sim.procedures._stages import named
from csto_sim.procedures._unsc_notice import with_notice
from csto_sim.rules.consensus import BINDING
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Facts, Finding

HELP = Param("help", "word", "what kind of help", (FORCES, "military help", "other help"))

# --- help ----------------------------------------------------------------------------------------


def may_help(scene: Scene) -> Finding:
    """Whether a member gives what it may: forces only as decided, the rest where help is owed.

    treaty.4.assistance, treaty.6.use-of-force; amb.domestic-authorisation.
    """
    kind = scene.given("help", "other help")
    facts = (("by", scene.act.by), ("kind", kind), ("member", scene.fact("attacked")))
    sure = max(scene.fact("owed", ""), scene.fact("decided", "") if kind == FORCES else "")
    if sure > scene.act.when.day:
        return Finding("defence.not_sure_yet", False, (ASSISTANCE,), (*facts, ("day", sure)))
    if kind != FORCES:
        holds = bool(scene.fact("owed"))
        return weighed(holds, "defence.helps", "defence.not_owed_yet", (ASSISTANCE,), facts)
    found = on_help(scene)
    decision = named(scene, "decision")
    on_forces = decision is not None and decision.facts.get("subject") == FORCES
    if not scene.fact("decided") or not found.holds or not on_forces:
        parts = () if found.holds else (found,)
        return Finding("defence.forces_need_decision", False, (USE_OF_FORCE,), facts, parts)
    waiting = _use_waits(scene)
    if waiting is not None:
        return waiting
    part = _leave_to_send(scene, decision)
    return weighed(
        part.holds,
        "defence.sends_forces",
        "defence.may_not_send_yet",
        (USE_OF_FORCE, ASSISTANCE),
        facts,
        (part,),
    )


def _use_waits(scene: Scene) -> Finding | None:
    """Why the same decision does not set the forces in motion, where a matter on their use tells it
    (crisis-reg.request, crisis-reg.proposals); None where none stands in the way."""
    for use in scene.of_procedure("use_of_forces"):
        same = use.facts.get("decision") == scene.fact("decision")
        if same and use.state == "condition missing":
            facts = (("case", use.id), ("decision", scene.fact("decision")))
            return Finding("defence.use_waits", False, (USE_OF_FORCE,), facts)
    return None


def _leave_to_send(scene: Scene, decision: Case | None) -> Finding:
    """Whether whoever sends forces may: bound by the decision, or of its own will.

    A decision does not bind a member that took no part in a limited format or made a reservation;
    no source forbids it to help.
    """
    by, day = scene.act.by, scene.act.when.day
    decided = decision.facts if decision is not None else NO_FACTS
    since, _, until = decided.get("bound", NO_FACTS).get(by, ("", "", ""))
    bound = since and since <= day and (not until or day < until)
    if bound or by in decided.get(AWAITED, ()):
        given = (*scene.fact("authorised", NO_FACTS), *decided.get("leave", NO_FACTS))
        return _national(scene, by in given)
    facts = (("by", by), ("decision", scene.fact("decision", "")))
    return Finding("defence.not_bound", True, (BINDING,), facts)


def _national(scene: Scene, leave: bool) -> Finding:
    """What national authorities have to say (charter.12.binding, amb.domestic-authorisation)."""
    option = scene.reading("amb.domestic-authorisation")
    says = "defence.bound_at_once"
    if option == "B":
        says = "defence.national_leave" if leave else "defence.no_national_leave"
    facts = (("by", scene.act.by),)
    reading = ("amb.domestic-authorisation", option)
    return Finding(says, option == "A" or leave, (BINDING,), facts, (), reading)


def authorises(scene: Scene) -> Finding:
    """National leave can be given at any time; the reading says whether anything turns on it."""
    return _national(scene, True)


def authorising(scene: Scene) -> Change:
    """Return the change by national leave."""
    given: Facts = scene.fact("authorised", NO_FACTS)
    return Change({"authorised": given.plus(scene.act.by, scene.act.when.day)})


def helping(scene: Scene) -> Change:
    """Return the change by help: who gives what; its duty is done, notice of it is due."""
    given: Facts = scene.fact("helping", NO_FACTS)
    closes = fulfil(scene, HELP_OF + scene.act.by, "the help given")
    kind = scene.given("help", "other help")
    if given.get(scene.act.by) == FORCES:
        kind = FORCES  # whoever has sent forces has sent them, whatever else it gives later
    helped = given.plus(scene.act.by, kind)
    return with_notice(scene, Change({"helping": helped}, (), closes), "the help given")


# --- the end, of which no source says who brings it ----------------------------------------------


def member_ends(scene: Scene) -> Finding:
    """The attacked member needs no help any longer: that this ends the measures is inferred."""
    return Finding("defence.ended_by_member", True, (ASSISTANCE,), (("by", scene.act.by),))


def council_ends(scene: Scene) -> Finding:
    """Whether the Council has decided that the measures end: inferred from its task."""
    found = decided_on_it((COORDINATION,), field="ending")(scene)
    return weighed(
        found.holds,
        "defence.ended_by_council",
        "defence.not_ended_by_council",
        (COORDINATION,),
        (),
        (found,),
    )


def un_ends(scene: Scene) -> Finding:
    """The UN Security Council acts: inferred from Article 51, which the Treaty names."""
    return Finding("defence.ended_by_un", True, (ASSISTANCE,), (("by", scene.act.by),))


def ending(scene: Scene) -> Change:
    """Return the change by the end: duties to decide and to help fall away; notice stays due."""
    day = scene.act.when.day
    bound: Facts = scene.fact("bound", NO_FACTS)
    until = {m: (since, known, until or day) for m, (since, known, until) in bound.items()}
    closes = drop(scene, DECISION, "the measures ended")
    for member in bound:
        closes += drop(scene, HELP_OF + member, "the measures ended")
    facts: dict[str, object] = {"ended": day}
    if bound:
        facts["bound"] = Facts({m: days for m, days in until.items() if days[0] < days[2]})
    return Change(facts, (), closes)
