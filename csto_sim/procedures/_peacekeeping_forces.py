"""Contingents of a peacekeeping operation: who may send one, what ends it, how they return."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change
from csto_sim.procedures._national_leave import addressed
from csto_sim.procedures._peacekeeping_acts import (
    COMPOSITION,
    INSIDE,
    OUTSIDE,
    RETURN,
    dated,
    host_of,
    inside,
    protocol_in_force,
)
from csto_sim.procedures._stages import decided, named
from csto_sim.rules.clock import when_all
from csto_sim.rules.consensus import BINDING
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

THIRD_PARTY = "pko.def"
PER_OPERATION = "amb.composition-per-op"
LEAVE = "amb.domestic-authorisation"
ENDS = "amb.host-consent-duration"


def there(scene: Scene) -> tuple[str, ...]:
    """Return the members whose contingents are there now."""
    found: tuple[str, ...] = scene.fact("there", ())
    return found


def _sending(scene: Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*scene.roster().members, *there(scene))))


#: Who has left the Organization or was suspended meanwhile can still bring its contingent home.
CONTRIBUTOR = Actor("a member, or a state whose contingent is there", _sending)


# --- who may send a contingent -------------------------------------------------------------------


def may_send(scene: Scene) -> Finding:
    """Whether a member sends its contingent: bound, a third party, in the composition, with leave.

    pko.composition and pko.def; for a UN operation also a coordinating state, once that is law.
    """
    by = scene.act.by
    if by in (*there(scene), *scene.fact("returned", ())):
        return Finding("peace.sent_before", False, (COMPOSITION,), (("by", by),))
    bound = _bound(scene)
    parts = [bound, _third(scene), *_composition(scene)]
    if bound.holds:
        parts.append(_leave(scene))
    if not inside(scene):
        parts += _coordinated(scene)
    holds = all(part.holds for part in parts)
    says = "peace.may_send" if holds else "peace.may_not_send"
    return Finding(says, holds, (COMPOSITION,), (("by", by),), tuple(parts))


def _bound(scene: Scene) -> Finding:
    """Whether the decision on the operation still stands, and binds the member."""
    decision = named(scene, "decision")
    state = decision.state if decision is not None else ""
    facts: Detail = (("by", scene.act.by), ("decision", scene.fact("decision", "")))
    on_forces = decided(("CSC",), subjects=("forces",))(scene)
    if not on_forces.holds and state == "adopted":
        # Another decision has taken its place, and is on something else.
        return Finding("peace.decision_replaced", False, (BINDING,), facts, (on_forces,))
    if state != "adopted":
        return Finding("peace.decision_fallen", False, (BINDING,), (*facts, ("state", state)))
    # Whom it binds only with national leave (amb.domestic-authorisation B) is weighed with that.
    holds = decision is not None and scene.act.by in addressed(decision.facts)
    return weighed(holds, "peace.bound", "peace.not_bound", (BINDING,), facts)


def _bonds(scene: Scene) -> Facts:
    """Whom the decision on the operation binds: by member since when, known when, until when."""
    decision = named(scene, "decision")
    bonds: Facts = decision.facts.get("bound", NO_FACTS) if decision is not None else NO_FACTS
    return bonds


def _third(scene: Scene) -> Finding:
    """Whether the member is a third party: neither the host nor a side in the conflict."""
    by = scene.act.by
    if by == host_of(scene):
        return Finding("peace.is_host", False, (THIRD_PARTY,), (("by", by),))
    holds = by not in scene.fact("sides", ())
    return weighed(holds, "peace.third_party", "peace.is_side", (THIRD_PARTY,), (("by", by),))


def settled(scene: Scene) -> Finding:
    """Whether the composition for this operation is settled (pko.composition).

    By a decision of its own, where the scenario names one; else by the decision on the operation,
    where the scenario tells whose contingents it provides for.
    """
    if scene.fact("composition"):
        return decided(("CSC",), (COMPOSITION,), field="composition")(scene)
    facts: Detail = (("decision", scene.fact("decision", "")),)
    holds = bool(scene.fact("contingents"))
    return weighed(
        holds, "peace.composition_settled", "peace.composition_untold", (COMPOSITION,), facts
    )


def _composition(scene: Scene) -> list[Finding]:
    """Whether the composition lets this member send: settled before, or later by reading."""
    found = settled(scene)
    if found.holds:
        facts: Detail = (("by", scene.act.by),)
        holds = scene.act.by in scene.fact("contingents", (scene.act.by,))
        return [
            found,
            weighed(
                holds, "peace.in_composition", "peace.not_in_composition", (COMPOSITION,), facts
            ),
        ]
    option = scene.reading(PER_OPERATION)
    reading = (PER_OPERATION, option)
    if option == "B":
        # What is not settled yet is told as it is, and does not stand in the way.
        return [Finding("peace.composition_later", True, (COMPOSITION,), (), (), reading)]
    return [Finding("peace.composition_first", False, (COMPOSITION,), (), (found,), reading)]


def _leave(scene: Scene) -> Finding:
    """Whether national authorities had to give leave, and have (`amb.domestic-authorisation`)."""
    facts: Detail = (("by", scene.act.by),)
    decision = named(scene, "decision")
    given = decision.facts.get("leave", NO_FACTS) if decision is not None else NO_FACTS
    if scene.act.by in scene.fact("leave", NO_FACTS) or scene.act.by in given:
        return Finding("peace.leave_given", True, (BINDING,), facts)
    option = scene.reading(LEAVE)
    return weighed(
        option == "A",
        "peace.leave_not_asked",
        "peace.leave_missing",
        (BINDING,),
        facts,
        (),
        (LEAVE, option),
    )


def _coordinated(scene: Scene) -> list[Finding]:
    """Whether the coordinating state is there that a UN operation needs under the Protocol."""
    protocol = protocol_in_force(scene)
    facts: Detail = (("by", scene.fact("coordinator", "")),)
    if not protocol.holds:
        return [Finding("peace.no_coordinator_needed", True, (), facts, (protocol,))]
    holds = bool(scene.fact("coordinator"))
    under, parts = protocol.under, (protocol,)
    return [weighed(holds, "peace.coordinated", "peace.no_coordinator", under, facts, parts)]


def giving_leave(scene: Scene) -> Change:
    """Return the change by the leave of a member's national authorities."""
    leave: Facts = scene.fact("leave", NO_FACTS)
    return Change({"leave": leave.plus(scene.act.by, leave.get(scene.act.by, scene.act.when.day))})


def sending(scene: Scene) -> Change:
    """Return the change by sending a contingent: it is certain when all is on which it rests.

    That is the decision, the member's bond and, where it is needed, the leave of its authorities.
    """
    by = scene.act.by
    since = _bonds(scene).get(by, ("",))[0]
    leave = scene.fact("leave", NO_FACTS).get(by, "") if scene.reading(LEAVE) == "B" else ""
    day, when = dated(scene, "decided", days=(since, leave))
    # Of several contingents the first that is certainly there tells since when they are.
    deployed = min(day, scene.fact("deployed", day))
    return Change({"there": (*there(scene), by), "deployed": deployed}, when=when)


# --- what ends the operation ---------------------------------------------------------------------


def host_ends(scene: Scene) -> Finding:
    """Whether the host's declaration ends the operation (`amb.host-consent-duration` A)."""
    facts: Detail = (("by", scene.act.by), ("host", host_of(scene)))
    if not inside(scene):
        return Finding("peace.no_request", False, (OUTSIDE,), facts)
    option = scene.reading(ENDS, stage="end")
    return weighed(
        option == "A",
        "peace.host_ends",
        "peace.host_does_not_end",
        (INSIDE,),
        facts,
        (),
        (ENDS, option),
    )


def decision_ends(scene: Scene) -> Finding:
    """Whether a decision ends the operation: of the Council always, which decided on it.

    One of the defence ministers does under option C of `amb.host-consent-duration`. Where no
    decision on the end is named it is the one on the return.
    """
    under = (INSIDE,) if inside(scene) else (OUTSIDE,)
    field = "ending" if scene.fact("ending") else "return"
    bodies = ("CSC", "CMD") if inside(scene) else ("CSC",)
    found = decided(bodies, under, field=field)(scene)
    if not found.holds:
        return found
    if found.fact("body") == "CSC":
        return Finding("peace.council_ends", True, under, found.facts, (found,))
    option = scene.reading(ENDS, stage="end")
    return weighed(
        option == "C",
        "peace.ministers_end",
        "peace.ministers_do_not_end",
        under,
        found.facts,
        (found,),
        (ENDS, option),
    )


def ending(scene: Scene) -> Change:
    """Return the change by the end of the operation."""
    day, when = dated(scene, "deployed")
    return Change({"ended": day}, when=when)


def setting_out(scene: Scene) -> Change:
    """Return the change by the order to return: from when contingents can go."""
    day, when = dated(scene, "ended")
    return Change({"return_since": day}, when=when)


# --- the return ----------------------------------------------------------------------------------


def return_ordered(scene: Scene) -> Finding:
    """Whether the contingents can return once the operation is over (pko.return).

    By `amb.host-consent-duration`: no further act (A), a decision of the Council (B), one of the
    defence ministers (C). Outside, the end of the mandate is enough.
    """
    if not inside(scene):
        return Finding("peace.return_outside", True, (OUTSIDE,))
    option = scene.reading(ENDS, stage="return")
    reading = (ENDS, option)
    if option == "A":
        return Finding("peace.return_at_once", True, (INSIDE,), (), (), reading)
    body = "CSC" if option == "B" else "CMD"
    tried = [decided((body,), (RETURN,), field=field)(scene) for field in ("return", "ending")]
    found = next((each for each in tried if each.holds), tried[0])
    return weighed(
        found.holds,
        "peace.return_decided",
        "peace.return_not_decided",
        (RETURN, INSIDE),
        (("body", body),),
        (found,),
        reading,
    )


def all_back(scene: Scene) -> Finding:
    """Whether this contingent is the last that was there."""
    facts: Detail = (("by", scene.act.by),)
    under = (RETURN, INSIDE) if inside(scene) else (OUTSIDE,)
    if scene.act.by not in there(scene):
        return Finding("peace.not_there", False, under, facts)
    left = tuple(member for member in there(scene) if member != scene.act.by)
    facts = (*facts, ("members", left))
    return weighed(not left, "peace.last_back", "peace.others_there", under, facts)


def one_back(scene: Scene) -> Finding:
    """Whether this contingent returns and others are still there."""
    found = all_back(scene)
    holds = found.says == "peace.others_there"
    return found if found.says == "peace.not_there" else found._replace(holds=holds)


def returning(scene: Scene) -> Change:
    """Return the change by the return of a contingent; of the last, when all certainly have."""
    left = tuple(member for member in there(scene) if member != scene.act.by)
    day, when = dated(scene, "return_since")
    returned: Facts = scene.fact("returned", NO_FACTS)
    if not left:
        when = when_all(scene, (*returned.values(), day))
    return Change({"there": left, "returned": returned.plus(scene.act.by, day)}, when=when)
