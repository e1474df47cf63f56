"""What aid in an emergency asks and changes: the request, the proposals, the sending."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Param, States
from csto_sim.procedures._proposal import among_parties
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Facts, Finding

ASSIST = "emerg.assist"
CREATED = "emerg.council"
REGULATION = "emerg-reg.2011"
BODY = "EMERGENCY_COUNCIL"
#: To whom a request can go so that it is one to the Organization.
OURS = (BODY, "CSC", "CHAIR", "SG", "SECRETARIAT", "PC", "CRC", "CMFA", "CMD", "CSSC", "JS")
KINDS = ("forces", "means", "humanitarian aid")
AID = Param("aid", "words", "what kind of aid", KINDS)


class State(States):
    """States of a request for aid in an emergency."""

    NOT_ASKED = "the Organization has not been asked for aid"
    ASKED = "the stricken state has asked the Organization for aid"
    PROPOSED = "proposals of aid have been worked out"
    NO_PROPOSAL = "the emergency council has made no proposal"
    NOT_AGREED = "the decision on the aid is not adopted: it failed when put, or was withdrawn"
    AGREED = "the aid is agreed and not sent yet"
    UNDER_WAY = "aid has been sent"
    ENDED = "the aid has come to its end"
    WITHDRAWN = "the request was taken back"


def _stricken(scene: Scene) -> tuple[str, ...]:
    return among_parties(scene, str(scene.fact("stricken", "")))


def _senders(scene: Scene) -> tuple[str, ...]:
    stricken = scene.fact("stricken", "")
    return tuple(member for member in scene.roster().members if member != stricken)


STRICKEN = Actor("the stricken member", _stricken)
COUNCIL = Actor("the emergency council", lambda _scene: (BODY,), need_not_be_named=True)
SENDER = Actor("a member other than the stricken one", _senders)
#: Whoever gets the aid takes its request back and ends the aid, a member still or not.
TAKER = Actor("the stricken state", lambda scene: (str(scene.fact("stricken", "")),))
ENDING = Actor(
    "the stricken state or the emergency council",
    lambda scene: (str(scene.fact("stricken", "")), BODY),
)

ON_AID = decided((BODY, "CSC"), (ASSIST, CREATED))
PUT_AND_STOPPED = stopped((ASSIST, CREATED))


def reaches_council(scene: Scene) -> Finding:
    """Whether a request is one to the Organization: not to a state or to others alone."""
    to = str(scene.given("to", BODY))
    facts = (("by", scene.act.by), ("to", to))
    return weighed(to in OURS, "emergency.asked", "emergency.asked_one_state", (ASSIST,), facts)


def asks_another(scene: Scene) -> Finding:
    """Whether the stricken state asks somebody else than itself."""
    to = str(scene.given("to", BODY))
    facts = (("by", scene.act.by), ("to", to))
    holds = to != scene.act.by
    return weighed(holds, "emergency.asked_one_state", "emergency.asked_itself", (ASSIST,), facts)


def beginning(scene: Scene) -> Change:
    """Return the change by a request: who was asked, and when."""
    facts = {"asked": scene.act.when.day, "aid": (), "offered": NO_FACTS}
    return Change({**facts, "put_as": (), "aid_put": ()})


def _kinds(scene: Scene, untold: tuple[str, ...] = KINDS[2:]) -> tuple[str, ...]:
    return tuple(scene.given("aid", ()) or untold)


def offers(scene: Scene) -> Finding:
    """Whether a member other than the stricken one offers aid."""
    facts = (("by", scene.act.by),)
    holds = scene.act.by != scene.fact("stricken")
    return weighed(holds, "emergency.offers", "emergency.offers_itself", (ASSIST,), facts)


def offering(scene: Scene) -> Change:
    """Return the change by an offer: who can give what."""
    offered: Facts = scene.fact("offered", NO_FACTS)
    return Change({"offered": offered.plus(scene.act.by, _kinds(scene))})


def _offers(scene: Scene) -> dict[str, tuple[str, ...]]:
    """What members offer that could send it now: nobody counts on one that has left meanwhile."""
    offered: Facts = scene.fact("offered", NO_FACTS)
    senders = _senders(scene)
    return {member: kinds for member, kinds in offered.items() if member in senders}


def _proposed(scene: Scene) -> tuple[str, ...]:
    """The kinds that are proposed; where they are not told, whatever has been offered."""
    can_give = {kind for kinds in _offers(scene).values() for kind in kinds}
    return _kinds(scene, tuple(kind for kind in KINDS if kind in can_give) or KINDS[2:])


def works_out(scene: Scene) -> Finding:
    """Whether what is proposed has been offered by some member: proposals are made together."""
    offered = _offers(scene)
    can_give = {kind for kinds in offered.values() for kind in kinds}
    lacking = tuple(kind for kind in _proposed(scene) if kind not in can_give)
    facts = (("members", tuple(sorted(offered))), ("says", ", ".join(lacking)))
    return weighed(not lacking, "emergency.worked_out", "emergency.nobody_offers", (ASSIST,), facts)


def proposing(scene: Scene) -> Change:
    """Return the change by proposals: the kinds of aid, and the draft that was put before them."""
    return Change({"aid": _proposed(scene), "put_as": _put(scene), "aid_put": ()})


def _put(scene: Scene) -> tuple[int, ...]:
    """Which draft of the decision has been put so far (the first is 0); () where none has."""
    found = named(scene, "decision")
    if found is None or "put_on" not in found.facts:
        return ()
    return (found.facts.get("rounds", 0),)


def _on_earlier(scene: Scene) -> bool:
    """Whether the draft was put before the proposals that there are now, and not revised since."""
    return bool(scene.fact("put_as", ())) and scene.fact("put_as") == _put(scene)


def proposing_anew(scene: Scene) -> Change:
    """Return the change by other proposals in place of the earlier ones.

    A draft that was put on the earlier ones stays one on those until it is revised.
    """
    before = scene.fact("aid_put", ()) if _on_earlier(scene) else scene.fact("aid", ())
    aid_put = before if _put(scene) else ()
    rounds = scene.fact("rounds", 1) + 1
    return Change(
        {"aid": _proposed(scene), "rounds": rounds, "put_as": _put(scene), "aid_put": aid_put}
    )


def agreed(scene: Scene) -> Finding:
    """Whether the aid is agreed: the decision is adopted, and there were proposals when it was put.

    What a draft put before other proposals agrees to is what it was put on.
    """
    found = ON_AID(scene)
    if not found.holds or not _on_earlier(scene):
        return found
    kinds = scene.fact("aid_put", ())
    facts = (("decision", scene.fact("decision", "")), ("says", ", ".join(kinds)))
    says = "emergency.earlier_agreed" if kinds else "emergency.decided_before"
    return Finding(says, bool(kinds), (ASSIST, CREATED), facts, (found,))


def agreeing(scene: Scene) -> Change:
    """Return the change by the agreement: what is agreed."""
    return Change({"aid": scene.fact("aid_put")} if _on_earlier(scene) else {})


def not_agreed(scene: Scene) -> Finding:
    """Whether the decision on proposals failed, was sent back or withdrawn."""
    found = PUT_AND_STOPPED(scene)
    if not found.holds or not _on_earlier(scene):
        return found
    facts = (("decision", scene.fact("decision", "")),)
    return Finding("emergency.put_before", False, (ASSIST, CREATED), facts, (found,))


def finds_no_need(scene: Scene) -> Finding:
    """The emergency council makes no proposal; no source says when it may."""
    return Finding("emergency.no_need", True, (ASSIST,), (("by", scene.act.by),))


def sends(scene: Scene) -> Finding:
    """Whether what a member sends was agreed; where its kind is not told, it is of what was."""
    aid = scene.fact("aid", ())
    other = tuple(kind for kind in _kinds(scene, aid) if kind not in aid)
    facts = (("by", scene.act.by), ("says", ", ".join(other)))
    return weighed(not other, "emergency.sends", "emergency.not_agreed", (ASSIST,), facts)


def sending(scene: Scene) -> Change:
    """Return the change by the sending of aid: who sent what."""
    sent: Facts = scene.fact("sent", NO_FACTS)
    before = sent.get(scene.act.by, ())
    kinds = tuple(dict.fromkeys((*before, *_kinds(scene, scene.fact("aid", ())))))
    return Change({"sent": sent.plus(scene.act.by, kinds)})


def is_stricken(scene: Scene) -> Finding:
    """The stricken state takes its own request back."""
    return Finding("emergency.takes_back", True, (ASSIST,), (("by", scene.act.by),))
