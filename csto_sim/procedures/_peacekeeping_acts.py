"""How a peacekeeping operation begins: the request or the mandate, the decision, the notice."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._proposal import official
from csto_sim.procedures._stages import decided, named
from csto_sim.procedures._unsc_notice import UNSC_NOTIFY, with_notice
from csto_sim.record import When
from csto_sim.rules.clock import when_all
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding, Moment

INSIDE = "pko.inside"
OUTSIDE = "pko.outside"
COMPOSITION = "pko.composition"
COMMANDER = "pko.commander"
RETURN = "pko.return"
COORDINATING = "pko.2021.coordinating-state"
ARTICLE_4 = ("treaty.4.attack-on-one", "treaty.4.assistance")
GATEWAY = "amb.gateway"


class State(States):
    """States of a peacekeeping operation."""

    NOT_REQUESTED = "no member has asked officially for the operation, and there is no mandate"
    REQUESTED = "the member on whose territory it would be has asked for it"
    MANDATED = "the UN Security Council has given a mandate"
    NOT_DECIDED = "the draft decision on the operation was put, sent back or withdrawn, not adopted"
    DECIDED = "the Council has decided on the operation; no contingent is there"
    DEPLOYED = "contingents are there"
    ENDED = "the operation is over; the contingents are there and nobody has ordered their return"
    RETURNING = "the contingents return"
    RETURNED = "all contingents have returned"
    CALLED_OFF = "the operation was called off before any contingent was sent"


BEFORE = (State.NOT_DECIDED, State.DECIDED)
UNDER_WAY = (State.DECIDED, State.DEPLOYED)
#: The notice is owed until it is given: that the contingents are back does not make up for it.
TOLD = (State.DECIDED, State.DEPLOYED, State.ENDED, State.RETURNING, State.RETURNED)


def inside(scene: Scene) -> bool:
    """Return whether the operation is one on a member's territory."""
    return bool(scene.fact("area") == "inside")


def host_of(scene: Scene) -> str:
    """Return the state on whose territory it is, as far as that is told."""
    return str(scene.fact("host", ""))


def dated(scene: Scene, *after: str, days: tuple[str, ...] = ()) -> tuple[str, When | None]:
    """Return the day and the moment of a change that rests on facts which are days, and on `days`.

    Where one of them is known by a stretch that ends later, the change has certainly happened only
    then.
    """
    days = tuple(day for day in (*days, *(scene.fact(name, "") for name in after)) if day)
    return max(scene.act.when.day, *days) if days else scene.act.when.day, when_all(scene, days)


def _host(scene: Scene) -> tuple[str, ...]:
    return (host_of(scene),) if host_of(scene) else scene.roster().members


def _only(code: str) -> Actor:
    words = {
        "UNSC": "the UN Security Council",
        "COMMANDER": "the commander of the operation",
    }
    return Actor(words[code], lambda _scene: (code,), need_not_be_named=True)


HOST = Actor("the state on whose territory the operation is", _host)
UNSC = _only("UNSC")
IN_COMMAND = _only("COMMANDER")


def carried_by(scene: Scene) -> Finding:
    """Return on which rule the operation rests (pko.inside, pko.outside, Article 4).

    Where the host invokes Article 4 of the Treaty as well, as in January 2022, `amb.gateway` says
    which of the two carries it.
    """
    if not inside(scene):
        return Finding("peace.rule_outside", True, (OUTSIDE,))
    if not scene.fact("article_4", False):
        return Finding("peace.rule_agreement", True, (INSIDE,))
    option = scene.reading(GATEWAY)
    reading = (GATEWAY, option)
    if option == "A":
        return Finding("peace.rule_article_4", True, ARTICLE_4, (), (), reading)
    if option == "B":
        return Finding("peace.rule_agreement_only", True, (INSIDE,), (), (), reading)
    return Finding("peace.rule_both", True, (INSIDE, *ARTICLE_4), (), (), reading)


def applies(scene: Scene, id: str) -> bool:
    """Return whether a text is one on which this operation rests: under `amb.gateway` A the
    Agreement is not, where the host invokes Article 4."""
    return id.partition("@")[0] != INSIDE or not inside(scene) or INSIDE in carried_by(scene).under


def notice_rests_on(scene: Scene) -> tuple[str, ...]:
    """Return the provisions that ask for notice: the Agreement, Article 4, or both of them."""
    carried = carried_by(scene).under
    found = (INSIDE,) if INSIDE in carried else ()
    if ARTICLE_4[0] in carried:
        found = (*found, UNSC_NOTIFY)
    # Outside neither does, and both are named as what would.
    return found or (INSIDE, UNSC_NOTIFY)


def host_asks(scene: Scene) -> Finding:
    """Whether the request is an official one of the member on whose territory it would be.

    pko.inside; with Article 4, treaty.4.assistance asks for a request too.
    """
    by, host = scene.act.by, host_of(scene)
    if not inside(scene):
        return Finding("peace.asked_outside", False, (OUTSIDE,), (("by", by),))
    facts: Detail = (("by", by), ("host", host))
    if host and by != host:
        return Finding("peace.asked_by_another", False, (INSIDE,), facts)
    carried = carried_by(scene)
    form = official(scene, under=carried.under)
    says = "peace.requested" if form.holds else "peace.not_official"
    return Finding(says, form.holds, carried.under, facts, (carried, form))


def asking(scene: Scene) -> Change:
    """Return the change by a request: the requesting member is the host."""
    return Change({"host": scene.act.by, "requested": scene.act.when.day})


def may_mandate(scene: Scene) -> Finding:
    """Whether a mandate of the UN Security Council opens the way (pko.outside)."""
    host = host_of(scene)
    facts: Detail = (("host", host),)
    if inside(scene):
        return Finding("peace.mandate_inside", False, (INSIDE,), facts)
    if host in scene.roster().members:
        return Finding("peace.mandate_at_home", False, (INSIDE, OUTSIDE), facts)
    return Finding("peace.mandated", True, (OUTSIDE,), facts)


def council_decides(scene: Scene) -> Finding:
    """Whether the Council's decision on forces for this operation is adopted and has effect."""
    under = (INSIDE,) if inside(scene) else (OUTSIDE,)
    found = decided(("CSC",), under, subjects=("forces",))(scene)
    if not found.holds:
        return found
    carried = carried_by(scene)
    return Finding("peace.decided", True, carried.under, found.facts, (found, carried))


def deciding(scene: Scene) -> Change:
    """Return the change by the decision: inside, the UN Security Council has to be told."""
    day, when = dated(scene, "requested", "mandated")
    change = Change({"decided": day}, when=when)
    if not inside(scene):
        return change
    # Under option A the operation rests on Article 4 alone, which has a duty of its own.
    under = INSIDE if INSIDE in carried_by(scene).under else UNSC_NOTIFY
    if when is not None:
        # The duty begins when the decision and the request are both certainly there.
        later = scene.act._replace(when=Moment(*when[1:]))
        scene = Scene(scene.world, scene.case, later)
    return with_notice(scene, change, "the decision on the operation", under)


def may_call_off(scene: Scene) -> Finding:
    """Whether the host takes its request back before any contingent was sent."""
    facts: Detail = (("by", scene.act.by), ("host", host_of(scene)))
    if not inside(scene):
        return Finding("peace.no_request", False, (OUTSIDE,), facts)
    return Finding("peace.request_back", True, (INSIDE,), facts)


def mandate_over(scene: Scene) -> Finding:
    """Whether the end of a mandate ends this operation (pko.outside)."""
    return weighed(not inside(scene), "peace.mandate_over", "peace.no_mandate", (OUTSIDE,))


def protocol_in_force(scene: Scene) -> Finding:
    """Whether the Protocol of 2021 is in force: by the law data, or as a matter of the scenario."""
    under = (COORDINATING,)
    facts: Detail = (("day", scene.day),)
    if scene.text(COORDINATING) is not None:
        return Finding("peace.protocol_in_law", True, under, facts)
    protocol = named(scene, "protocol")
    if protocol is None:
        return Finding("peace.protocol_unknown", False, under, facts)
    effective = protocol.facts.get("effective", "")
    holds = protocol.state == "in force" and bool(effective) and effective <= scene.act.when.day
    facts = (*facts, ("protocol", protocol.id), ("state", protocol.state))
    return weighed(holds, "peace.protocol_in_force", "peace.protocol_not_in_force", under, facts)


def may_coordinate(scene: Scene) -> Finding:
    """Whether a state becomes the coordinating state (pko.2021.coordinating-state).

    It is named by the Council, for an operation of the United Nations, once the Protocol of 2021
    is in force.
    """
    by, meant = scene.act.by, scene.fact("coordinating_state", "")
    facts: Detail = (("by", by),)
    if inside(scene):
        return Finding("peace.coordination_inside", False, (COORDINATING,), facts)
    under = (COORDINATING,)
    chosen = decided(("CSC",), under, field="coordination")(scene)
    theirs = weighed(by == meant, "peace.it_is_named", "peace.another_is_named", under, facts)
    parts = (protocol_in_force(scene), chosen, theirs)
    holds = all(part.holds for part in parts)
    says = "peace.may_coordinate" if holds else "peace.may_not_coordinate"
    return Finding(says, holds, (OUTSIDE, *under), facts, parts)


def in_command(scene: Scene) -> Finding:
    """Whether the commander is named by a decision of the defence ministers (pko.commander)."""
    found = decided(("CMD",), (COMMANDER,), field="commander")(scene)
    return Finding("peace.commands", True, (COMMANDER,), (), (found,)) if found.holds else found
