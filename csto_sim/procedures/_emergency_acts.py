"""What aid in an emergency asks and changes: the request, the proposals, the sending."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Param, States
from csto_sim.procedures._stages import decided
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Facts, Finding

ASSIST = "emerg.assist"
CREATED = "emerg.council"
REGULATION = "emerg-reg.2011"
BODY = "EMERGENCY_COUNCIL"
#: To whom a request can go so that it is one to the Organization.
OURS = (BODY, "CSC", "CHAIR", "SG", "SECRETARIAT", "PC", "CRC")
KINDS = ("forces", "means", "humanitarian aid")
AID = Param("aid", "words", "what kind of aid", KINDS)


class State(States):
    """States of a request for aid in an emergency."""

    NOT_ASKED = "the Organization has not been asked for aid"
    ASKED = "the stricken state has asked the Organization for aid"
    PROPOSED = "proposals of aid have been worked out"
    NO_PROPOSAL = "the emergency council has made no proposal"
    NOT_AGREED = "the decision on the aid was put and is not adopted"
    AGREED = "the aid is agreed and not sent yet"
    UNDER_WAY = "aid has been sent"
    ENDED = "the aid has come to its end"
    WITHDRAWN = "the request was taken back"


def _stricken(scene: Scene) -> tuple[str, ...]:
    stricken = str(scene.fact("stricken", ""))
    return (stricken,) if stricken in scene.roster().members else ()


def _senders(scene: Scene) -> tuple[str, ...]:
    stricken = scene.fact("stricken", "")
    return tuple(member for member in scene.roster().members if member != stricken)


STRICKEN = Actor("the stricken member", _stricken)
COUNCIL = Actor("the emergency council", lambda _scene: (BODY,), need_not_be_named=True)
SENDER = Actor("a member other than the stricken one", _senders)
ENDING = Actor(
    "the stricken member or the emergency council",
    lambda scene: (*_stricken(scene), BODY),
)

agreed = decided((BODY, "CSC"), (ASSIST, CREATED))


def reaches_council(scene: Scene) -> Finding:
    """Whether a request is one to the Organization: not to one state alone."""
    to = str(scene.given("to", BODY))
    facts = (("by", scene.act.by), ("to", to))
    return weighed(to in OURS, "emergency.asked", "emergency.asked_one_state", (ASSIST,), facts)


def beginning(scene: Scene) -> Change:
    """Return the change by a request: who was asked, and when."""
    return Change({"asked": scene.act.when.day, "aid": (), "offered": NO_FACTS})


def _kinds(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.given("aid", ()) or KINDS[2:])


def offers(scene: Scene) -> Finding:
    """Whether a member other than the stricken one offers aid."""
    facts = (("by", scene.act.by),)
    holds = scene.act.by != scene.fact("stricken")
    return weighed(holds, "emergency.offers", "emergency.offers_itself", (ASSIST,), facts)


def offering(scene: Scene) -> Change:
    """Return the change by an offer: who can give what."""
    offered: Facts = scene.fact("offered", NO_FACTS)
    return Change({"offered": offered.plus(scene.act.by, _kinds(scene))})


def works_out(scene: Scene) -> Finding:
    """Whether what is proposed has been offered by some member: proposals are made together."""
    offered: Facts = scene.fact("offered", NO_FACTS)
    can_give = {kind for kinds in offered.values() for kind in kinds}
    lacking = tuple(kind for kind in _kinds(scene) if kind not in can_give)
    facts = (("members", tuple(sorted(offered))), ("says", ", ".join(lacking)))
    return weighed(not lacking, "emergency.worked_out", "emergency.nobody_offers", (ASSIST,), facts)


def proposing(scene: Scene) -> Change:
    """Return the change by proposals: the kinds of aid."""
    return Change({"aid": _kinds(scene)})


def proposing_anew(scene: Scene) -> Change:
    """Return the change by other proposals in place of the earlier ones."""
    return Change({"aid": _kinds(scene), "rounds": scene.fact("rounds", 1) + 1})


def finds_no_need(scene: Scene) -> Finding:
    """The emergency council makes no proposal; no source says when it may."""
    return Finding("emergency.no_need", True, (ASSIST,), (("by", scene.act.by),))


def sends(scene: Scene) -> Finding:
    """Whether what a member sends was agreed."""
    aid = scene.fact("aid", ())
    other = tuple(kind for kind in _kinds(scene) if kind not in aid)
    facts = (("by", scene.act.by), ("says", ", ".join(other)))
    return weighed(not other, "emergency.sends", "emergency.not_agreed", (ASSIST,), facts)


def sending(scene: Scene) -> Change:
    """Return the change by the sending of aid: who sent what."""
    sent: Facts = scene.fact("sent", NO_FACTS)
    before = sent.get(scene.act.by, ())
    kinds = tuple(dict.fromkeys((*before, *_kinds(scene))))
    return Change({"sent": sent.plus(scene.act.by, kinds)})


def is_stricken(scene: Scene) -> Finding:
    """The stricken state takes its own request back."""
    return Finding("emergency.takes_back", True, (ASSIST,), (("by", scene.act.by),))
