"""What military-technical assistance asks and changes: the ground, the request, the answer."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Param, States
from csto_sim.procedures._proposal import ADDRESSED, among_parties
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.rules.clock import when_all
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Detail, Facts, Finding

PREFERENTIAL = "mtc.preferential"
HELP = "mtc.attack-assist"
DRAFT = "milaid.request"

GROUNDS = ("attack", "external threat", "internal disorder")
#: Who attacks, in a matter of collective defence that is one of disorder inside.
INSIDE = "armed group inside"
PRICES = ("domestic price", "free of charge", "another price")
LIST = (
    Param("items", "text", "the items asked for"),
    Param("amounts", "text", "how much of them"),
    Param("terms", "text", "on which terms"),
)
ASKS = (*ADDRESSED, *LIST)
PRICE = Param("price", "word", "at which price", PRICES)


class State(States):
    """States of a request for military-technical help, or of an order."""

    NOT_ASKED = "nobody has asked for help or ordered anything"
    INCOMPLETE = "a request was made that lacks what it must hold"
    REQUESTED = "the member has asked for help"
    ORDERED = "military products are ordered on preferential terms"
    NOT_AGREED = "the decision on the help is not adopted: it failed when put, or was withdrawn"
    AGREED = "the help is agreed"
    REFUSED = "all who were asked have refused, or cannot answer any more"
    SUPPLIED = "help has been given; others that have agreed to it can still give theirs"
    DELIVERED = "what was ordered has been supplied"


def _asking(scene: Scene) -> tuple[str, ...]:
    return among_parties(scene, scene.fact("member", ""))


def _ordering(scene: Scene) -> tuple[str, ...]:
    return (scene.fact("member", ""),) if scene.fact("member") in scene.roster().members else ()


def _others(scene: Scene) -> tuple[str, ...]:
    asking = scene.fact("member", "")
    return tuple(member for member in scene.roster().members if member != asking)


ASKING = Actor("the member in need", _asking)
ORDERING = Actor("the member that orders, in full standing", _ordering)
OTHER = Actor("another member", _others)


def grounded(scene: Scene) -> Finding:
    """Whether there is an attack or another external threat (mtc.attack-assist).

    An attack can be a matter of collective defence that the field `attack` names. Disorder inside
    is weighed by `amb.internal-threat`.
    """
    facts: Detail = (("member", scene.fact("member", "")), ("ground", scene.fact("ground", "")))
    attack = named(scene, "attack")
    if attack is not None:
        facts = (("member", scene.fact("member", "")), ("case", attack.id))
        suffered = attack.facts.get("attacked") == scene.fact("member")
        began = attack.facts.get("attack", "")
        holds = bool(suffered and began and began <= scene.act.when.day)
        if holds and attack.facts.get("ended"):
            over = (*facts, ("day", attack.facts["ended"]))
            return Finding("aid.attack_over", False, (HELP,), over)
        if not holds or attack.facts.get("attacker") != INSIDE:
            return weighed(holds, "aid.attacked", "aid.not_attacked", (HELP,), facts)
        return _disorder(scene, attack)
    ground = scene.fact("ground", "")
    if ground != "internal disorder":
        return weighed(bool(ground), "aid.ground", "aid.no_ground", (HELP,), facts)
    return _disorder(scene, scene.case)


def _disorder(scene: Scene, told: Case) -> Finding:
    """Whether disorder inside counts, as that matter tells of it (amb.internal-threat)."""
    facts: Detail = (("member", scene.fact("member", "")), ("ground", scene.fact("ground", "")))
    option = scene.reading("amb.internal-threat")
    outside = bool(told.facts.get("outside_element", False))
    holds = option == "B" or (option == "C" and outside)
    reading = ("amb.internal-threat", option)
    return weighed(holds, "aid.disorder_counts", "aid.disorder_only", (HELP,), facts, (), reading)


def complete(scene: Scene) -> Finding:
    """Whether the request holds what it must (amb.aid-request; milaid.request was a draft)."""
    option = scene.reading("amb.aid-request")
    missing = tuple(each.name for each in LIST if not scene.given(each.name))
    if scene.given("to", "CHAIR") != "CHAIR":
        missing = ("the Chair as addressee", *missing)
    facts: Detail = (("list", ", ".join(missing)),)
    holds = option == "A" or not missing
    says = "aid.form_free" if option == "A" else "aid.form_kept" if holds else "aid.form_lacks"
    return Finding(says, holds, (DRAFT,), facts, (), ("amb.aid-request", option))


def may_ask(scene: Scene) -> Finding:
    """Whether the request has a ground and holds what it must."""
    parts = (grounded(scene), complete(scene))
    holds = all(part.holds for part in parts)
    facts = (("by", scene.act.by),)
    return weighed(holds, "aid.request_counts", "aid.request_fails", (HELP,), facts, parts)


def lacks(scene: Scene) -> Finding:
    """Whether the request has a ground, but does not hold what it must."""
    form = complete(scene)
    if not grounded(scene).holds:
        return may_ask(scene)
    return form._replace(holds=not form.holds)


def requesting(scene: Scene) -> Change:
    """Return the change by a request: who is asked, and for what."""
    to = scene.given("to", "CHAIR")
    members = scene.roster().members
    asked = (to,) if to in members and to != scene.act.by else _others(scene)
    facts: dict[str, object] = {"asked": asked, "asked_on": scene.act.when.day, "refused_by": ()}
    facts.update({each.name: scene.given(each.name) for each in LIST if scene.given(each.name)})
    return Change(facts)


def eligible(scene: Scene) -> Finding:
    """Whether order and supply are between members (mtc.preferential: check of eligibility)."""
    supplier = scene.given("to", "")
    holds = supplier in _others(scene)
    facts = (("by", scene.act.by), ("to", supplier))
    return weighed(holds, "aid.eligible", "aid.not_eligible", (PREFERENTIAL,), facts)


def ordering(scene: Scene) -> Change:
    """Return the change by an order: from whom."""
    return Change({"asked": (scene.given("to"),), "ordered": scene.act.when.day, "refused_by": ()})


def each_decides(scene: Scene) -> Finding:
    """Whether a member that was asked answers for itself (amb.aid-decision)."""
    option = scene.reading("amb.aid-decision")
    reading = ("amb.aid-decision", option)
    asked = scene.fact("asked", ())
    facts = (("by", scene.act.by), ("members", asked))
    if option == "B":
        return Finding("aid.council_decides", False, (HELP,), facts, (), reading)
    holds = scene.act.by in asked
    return weighed(holds, "aid.decides_itself", "aid.was_not_asked", (HELP,), facts, (), reading)


def _left(scene: Scene) -> tuple[str, ...]:
    gone = (*scene.fact("refused_by", ()), scene.act.by)
    others = _others(scene)
    return tuple(each for each in scene.fact("asked", ()) if each not in gone and each in others)


def refuses(scene: Scene) -> Finding:
    """Whether a member refuses for itself, and others can still agree."""
    found = each_decides(scene)
    left = _left(scene)
    facts = (("by", scene.act.by), ("members", left))
    return found if not found.holds else Finding("aid.one_refuses", bool(left), (HELP,), facts)


def refuses_last(scene: Scene) -> Finding:
    """Whether with this refusal all who were asked have refused."""
    found = each_decides(scene)
    facts = (("by", scene.act.by), ("members", scene.fact("asked", ())))
    last = not _left(scene)
    return found if not found.holds else Finding("aid.all_refuse", last, (HELP,), facts)


def nobody_left(scene: Scene) -> Finding:
    """Whether none of those asked can still answer: who has not refused is in full standing no
    more, as whoever answers has to be (`OTHER`). Where the Council decides, it is not theirs."""
    option = scene.reading("amb.aid-decision") if scene.case.state == State.REQUESTED.word else "A"
    if option == "B":
        reading = ("amb.aid-decision", option)
        return Finding("aid.council_decides", False, (HELP,), (), (), reading)
    answered = scene.fact("refused_by", ())
    gone = tuple(m for m in scene.fact("asked", ()) if m not in (*answered, *_others(scene)))
    facts = (("members", gone or _left(scene)),)
    holds = bool(gone) and not _left(scene)
    return weighed(holds, "aid.nobody_left", "aid.some_left", (HELP, PREFERENTIAL), facts)


def refusing(scene: Scene) -> Change:
    """Return the change by a refusal."""
    return Change({"refused_by": (*scene.fact("refused_by", ()), scene.act.by)})


def was_ordered_from(scene: Scene) -> Finding:
    """Whether it is the member from which was ordered."""
    facts = (("by", scene.act.by), ("members", scene.fact("asked", ())))
    holds = scene.act.by in scene.fact("asked", ())
    return weighed(holds, "aid.ordered_here", "aid.not_ordered_here", (PREFERENTIAL,), facts)


def council_agrees(scene: Scene) -> Finding:
    """Whether the Council has decided on the help (amb.aid-decision B)."""
    option = scene.reading("amb.aid-decision")
    reading = ("amb.aid-decision", option)
    if option != "B":
        return Finding("aid.each_decides", False, (HELP,), (), (), reading)
    part = decided(("CSC",), (HELP,))(scene)
    return weighed(
        part.holds, "aid.council_agreed", "aid.council_has_not", (HELP,), (), (part,), reading
    )


def council_fails(scene: Scene) -> Finding:
    """Whether the Council has not adopted the decision on the help (amb.aid-decision B)."""
    option = scene.reading("amb.aid-decision")
    if option != "B":
        return Finding("aid.each_decides", False, (HELP,), (), (), ("amb.aid-decision", option))
    return stopped((HELP,))(scene)


def agreeing(scene: Scene) -> Change:
    """Return the change when help is agreed: since when, and by whom if by a member."""
    by: Facts = scene.fact("agreed_by", NO_FACTS)
    asked = scene.fact("asked_on", "")
    # Nothing is agreed for certain before it was asked for.
    day, when = max(scene.act.when.day, asked), when_all(scene, (asked,))
    more = by.plus(scene.act.by, day) if scene.act.by else by
    return Change({"agreed": scene.fact("agreed") or day, "agreed_by": more}, when=when)


def as_agreed(scene: Scene) -> Finding:
    """Whether whoever supplies has agreed to, or the Council has decided that members do."""
    by = scene.fact("agreed_by", NO_FACTS)
    facts = (("by", scene.act.by), ("member", scene.fact("member", "")))
    council = council_agrees(scene).holds
    since = scene.fact("agreed", "") if council else by.get(scene.act.by, "")
    if since > scene.act.when.day:
        return Finding("aid.not_sure_yet", False, (HELP,), (*facts, ("day", since)))
    holds = council or bool(since)
    inside = _inside(scene, HELP)
    if holds and not inside.holds:
        return inside
    return weighed(holds, "aid.supplied", "aid.has_not_agreed", (HELP,), facts)


def _inside(scene: Scene, under: str) -> Finding:
    """Whether the state to be supplied is a member still: the Agreement is one among members."""
    roster, member = scene.roster(), scene.fact("member", "")
    holds = member in (*roster.members, *roster.suspended)
    facts = (("member", member),)
    return weighed(holds, "aid.still_member", "aid.member_no_more", (under,), facts)


def as_ordered(scene: Scene) -> Finding:
    """Whether it is supplied by whom it was ordered from, at the domestic price or for nothing."""
    price = scene.given("price", "domestic price")
    right = price != "another price"
    facts = (("by", scene.act.by), ("kind", price))
    ordered = scene.fact("ordered", "")
    if ordered > scene.act.when.day:
        return Finding("aid.not_sure_yet", False, (PREFERENTIAL,), (*facts, ("day", ordered)))
    inside = _inside(scene, PREFERENTIAL)
    if not inside.holds:
        return inside
    parts = (
        was_ordered_from(scene),
        weighed(right, "aid.price_kept", "aid.price_not_kept", (PREFERENTIAL,), facts),
    )
    holds = all(part.holds for part in parts)
    return weighed(
        holds, "aid.delivered", "aid.not_delivered", (PREFERENTIAL,), facts, parts
    )  # fmt: skip


def supplying(scene: Scene) -> Change:
    """Return the change by a supply: by whom, when."""
    given: Facts = scene.fact("supplied", NO_FACTS)
    return Change({"supplied": given.plus(scene.act.by, scene.act.when.day)})
