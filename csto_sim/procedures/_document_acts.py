"""What a document asks and changes: whose it is, whose consent it needs, who may receive it."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._common_consent import common_consent, consent, objection
from csto_sim.procedures._departure import upon_membership
from csto_sim.procedures._stages import named
from csto_sim.rules.rights import Check, Standing, entitled, met
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Finding

SECRETARIAT_TASK = "charter.18.secretariat"
RECEIVING = ("partner.right.documents", "observer.right.speak", "rules.authentic-copy")
CONSENT = ("observer.right.distribute", "partner.right.distribute")


class State(States):
    """States of a document."""

    PREPARED = "the document is there; it is neither adopted nor handed in for distribution"
    ADOPTED = "an organ has adopted the document"
    AWAITING_CONSENT = "it was handed in for distribution, and all members have to consent"
    OBJECTED = "a member has objected to its distribution"
    CLEARED = "it may be distributed"
    DISTRIBUTED = "it has been distributed through the permanent working organs"
    WITHDRAWN = "whoever handed it in has taken it back"


AUTHOR = Actor("whoever's paper it is", lambda scene: (author(scene),))
WORKING_ORGAN = Actor(
    "a permanent working organ", lambda _scene: ("SECRETARIAT", "JS", "SG"), need_not_be_named=True
)
ANYBODY = Actor("any state or organisation", lambda scene: (scene.act.by,))


def author(scene: Scene) -> str:
    """Return whose paper it is: as a field says, or whoever handed it in."""
    return str(scene.fact("author") or scene.fact("handed_in_by") or scene.act.by)


def rests_on(scene: Scene) -> tuple[str, ...]:
    """Return on what an act rests that names no provision: the right of whose paper it is."""
    if scene.act.name == "receive":
        return RECEIVING
    found = entitled(scene, "distribute", author(scene)).under
    return found or (SECRETARIAT_TASK,)


def _own_paper(scene: Scene) -> Finding | None:
    """Why a document is not a paper of one's own, or None where it can be one."""
    decision = scene.fact("decision", "")
    if not decision:
        return None
    return Finding("document.of_an_organ", False, (), (("decision", decision),))


def free_to_distribute(scene: Scene) -> Finding:
    """Whether a paper may be distributed at once: the right of its author asks for no consent."""
    organ = _own_paper(scene)
    if organ is not None:
        return organ
    return met(scene, "distribute", {"common consent": _not_at_once})


def _not_at_once(scene: Scene, _found: Standing) -> Finding:
    return Finding("document.needs_consent", False, (), (("by", scene.act.by),))


def needs_consent(scene: Scene) -> Finding:
    """Whether a paper may be handed in, and all members have then to consent."""
    organ = _own_paper(scene)
    has = entitled(scene, "distribute")
    if organ is not None:
        return organ
    if not has.holds:
        return has
    waits = not met(scene, "distribute", {"common consent": _not_at_once}).holds
    facts: Detail = (("by", scene.act.by),)
    says = "document.needs_consent" if waits else "document.needs_no_consent"
    return Finding(says, waits, (), facts, (has,))


def handing_in(scene: Scene) -> Change:
    """Return the change by handing a paper in."""
    return Change({"handed_in_by": scene.act.by})


def consents_last(scene: Scene) -> Finding:
    """Whether with this member's consent, or now that another is asked no more, all consent."""
    return common_consent(scene, author(scene), CONSENT[:1], scene.act.by)


def nobody_objects(scene: Scene) -> Finding:
    """Whether nobody objects any more, and a consent is still missing.

    Whoever objected has lifted it, or is a member no longer by a matter of the scenario.
    """
    found = common_consent(scene, author(scene), CONSENT[:1])
    given_up = found.says == "consent.missing"
    says = "document.nobody_objects" if given_up else "document.not_only_missing"
    back = Finding(says, given_up, CONSENT[:1], (), (found,))
    lifted = not scene.fact("objections", NO_FACTS).get(author(scene))
    return back if lifted else upon_membership(lambda _scene: back)(scene)


def still_theirs(scene: Scene) -> Finding:
    """Whether it can go out: an organ's document, or a paper whose author may still distribute it.

    The right is that of a status (partner.right.distribute, observer.right.distribute) and goes
    with it.
    """
    if scene.case.state == State.ADOPTED.word:
        facts: Detail = (("day", scene.fact("adopted", "")),)
        return Finding("document.adopted", True, (SECRETARIAT_TASK,), facts)
    has = entitled(scene, "distribute", author(scene))
    says = "document.goes_out" if has.holds else "document.right_gone"
    return Finding(says, has.holds, has.under or CONSENT, (("by", author(scene)),), (has,))


def handing_in_for_consent(scene: Scene) -> Change:
    """Return the change by handing a paper in to which all members have to consent."""
    return Change({"handed_in_by": scene.act.by, "needs_consent": True})


def consenting_to(scene: Scene) -> Change:
    """Return the change by a member's consent."""
    return Change(consent(scene, author(scene)))


def completing(scene: Scene) -> Change:
    """Return the change by the last consent, or when the last that was missing is asked no more:
    whose consents were asked for is kept."""
    asked = {"asked": scene.roster().members}
    return Change({**consent(scene, author(scene)), **asked} if scene.act.by else asked)


def objecting_to(scene: Scene) -> Change:
    """Return the change by a member's objection."""
    return Change(objection(scene, author(scene)))


def adopting(scene: Scene) -> Change:
    """Return the change when an organ has adopted the document."""
    return Change({"adopted": scene.day})


def _adopted(scene: Scene, _found: Standing) -> Finding:
    day = scene.fact("adopted", "")
    return weighed(bool(day), "document.adopted", "document.not_adopted", (), (("day", day),))


def _unrestricted(scene: Scene, _found: Standing) -> Finding:
    restricted = bool(scene.fact("restricted", False))
    return weighed(not restricted, "document.unrestricted", "document.restricted")


def _attends(scene: Scene, _found: Standing) -> Finding:
    meeting = named(scene, "meeting")
    facts: Detail = (("by", scene.act.by), ("meeting", scene.fact("meeting", "")))
    if meeting is None:
        return Finding("document.at_no_event", False, (), facts)
    if scene.case.state != State.DISTRIBUTED.word:
        return Finding("document.not_distributed", False, (), facts)
    there = meeting.facts
    holds = scene.act.by in (*there.get("guests", ()), *there.get("attendance", NO_FACTS))
    return weighed(holds, "document.attends", "document.does_not_attend", (), facts)


CHECKS: dict[str, Check] = {
    "adopted by an organ": _adopted,
    "unrestricted": _unrestricted,
    "at an event that it attends": _attends,
}


def may_receive(scene: Scene) -> Finding:
    """Whether somebody may receive the document, and has not received it yet."""
    if scene.act.by in scene.fact("received", ()):
        return Finding("document.received_already", False, (), (("by", scene.act.by),))
    return met(scene, "receive", CHECKS)


def receiving(scene: Scene) -> Change:
    """Return the change by receiving the document."""
    return Change({"received": (*scene.fact("received", ()), scene.act.by)})
