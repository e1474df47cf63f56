"""What dealings with another organisation ask: approval, two signatures, and the other's answer."""

from __future__ import annotations

from collections.abc import Callable

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._stages import decided, in_force, named, stopped
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

EXTERNAL = "charter.4.external"
REPRESENT = "charter.17.sg-represent"
CAPACITY = "charter.22.capacity"
BASIS = (EXTERNAL,)
APPROVAL = "amb.cooperation-approval"
#: Whose decisions approve what is dealt with others: the Council's and the foreign ministers'.
APPROVING = ("CSC", "CMFA")
#: What both sides sign.
DOCUMENTS = ("declaration", "memorandum", "protocol")
#: What our side alone adopts, and which is not addressed to the other.
DIRECTIONS = "main directions"
STATUS = "observer status"
APPEAL = "appeal"
FORMS = (*DOCUMENTS, DIRECTIONS, STATUS, APPEAL)
SECRETARIAT, ORGANIZATION = "the Secretariat", "the Organization"
#: Who can sign for our side.
OURS = ("SG", "SECRETARIAT")
#: The United Nations, whose own acts on the Organization are provisions of their own.
UNITED_NATIONS = ("UN", "UNGA")


class State(States):
    """States of dealings with another organisation."""

    DRAFTED = "a text or a step is being prepared"
    APPROVED = "an organ has approved it by a decision"
    NOT_APPROVED = "the decision on it is not adopted"
    SIGNED_WITHOUT_APPROVAL = "both sides have signed, and the decision that it needs is missing"
    IN_EFFECT = "it has effect"
    APPLIED = "the Organization has applied to the other"
    GRANTED = "the other has granted the status"
    DECLINED = "the other has declined"
    SENT = "the appeal has been sent; no answer is known"
    ANSWERED = "one to whom the appeal was sent has answered it"
    ENDED = "one side has ended it, or its text is no longer in force"


def _others(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.fact("with", ()))


def _ours(scene: Scene) -> tuple[str, ...]:
    return (*OURS, "CHAIR", "CSC", "CMFA", *scene.roster().members)


OTHER = Actor("an organisation with which it is dealt", _others)
FOR_US = Actor(
    "the Secretary General, the Secretariat, the Chair, a council or a member",
    _ours,
    need_not_be_named=True,
)
EITHER = Actor(
    "the Secretary General, the Secretariat or the other side",
    lambda scene: (*OURS, *_others(scene)),
)


def form_of(scene: Scene) -> str:
    """Return what kind of dealings these are, one of `FORMS`."""
    return str(scene.fact("form", DOCUMENTS[1]))


def _of_status(scene: Scene, holding: Finding) -> Finding:
    """A finding on a status with another; where it is no status, that the act does not belong."""
    if form_of(scene) == STATUS:
        return holding
    return Finding("cooperation.not_so", False, BASIS, (("form", form_of(scene)),))


def may_apply(scene: Scene) -> Finding:
    """Whether this is a status with another, for which the Organization can apply."""
    facts = (("parties", _others(scene)),)
    applies = Finding("cooperation.applies", True, (EXTERNAL, REPRESENT), facts)
    return _of_status(scene, applies)


def may_grant(scene: Scene) -> Finding:
    """Whether this is a status that is the other's to grant; the General Assembly of the United
    Nations has done so (un.observer)."""
    under = ("un.observer",) if scene.act.by in UNITED_NATIONS else BASIS
    grants = Finding("cooperation.grants", True, under, (("by", scene.act.by),))
    return _of_status(scene, grants)


def may_decline(scene: Scene) -> Finding:
    """Whether this is a status that is the other's to decline."""
    declines = Finding("cooperation.declines", True, BASIS, (("by", scene.act.by),))
    return _of_status(scene, declines)


def may_send(scene: Scene) -> Finding:
    """Whether an appeal can be sent: once an organ has adopted it."""
    if form_of(scene) != APPEAL:
        return Finding("cooperation.not_so", False, BASIS, (("form", form_of(scene)),))
    adopted = _adopted(scene)
    if not adopted.holds:
        return adopted
    facts = (("parties", _others(scene)),)
    return Finding("cooperation.sent", True, BASIS, facts, (adopted,))


def may_answer(scene: Scene) -> Finding:
    """Whether an appeal is answered by one to whom it was addressed; no rule sets a period."""
    facts = (("by", scene.act.by), ("answer", scene.given("answer", "")))
    return Finding("cooperation.answered", True, BASIS, facts)


# --- approval ------------------------------------------------------------------------------------

_adopted = decided(APPROVING, BASIS)
_failed = stopped(BASIS)


def approved(*, at_once: bool) -> Guard:
    """Return the guard that an organ has approved it; main directions then have effect at once."""

    def guard(scene: Scene) -> Finding:
        found = _adopted(scene)
        if found.holds and (form_of(scene) == DIRECTIONS) != at_once:
            facts = (("form", form_of(scene)),)
            return Finding("cooperation.other_way", False, BASIS, facts)
        return found

    return guard


def not_approved(scene: Scene) -> Finding:
    """Whether the decision that was named for it is not adopted."""
    return _failed(scene)


def _own_power(scene: Scene) -> Finding:
    """Whether it may be signed without a decision of an organ (amb.cooperation-approval)."""
    name = scene.fact("in_name_of", ORGANIZATION)
    option = scene.reading(APPROVAL)
    holds = option == "C" or (option == "A" and name == SECRETARIAT)
    under = (REPRESENT, CAPACITY)
    return weighed(
        holds,
        "cooperation.own_power",
        "cooperation.needs_decision",
        under,
        (("whose", name),),
        (),
        (APPROVAL, option),
    )


# --- signature -----------------------------------------------------------------------------------


def _both_signed(scene: Scene) -> Finding:
    """Whether the document has effect and bears the signatures of both sides: for ours that of the
    Secretary General or the Secretariat."""
    if form_of(scene) not in DOCUMENTS:
        facts: Detail = (("form", form_of(scene)),)
        return Finding("cooperation.nothing_to_sign", False, BASIS, facts)
    binding = in_force(BASIS, field="document")(scene)
    found = named(scene, "document")
    if not binding.holds or found is None:
        return binding
    signed = found.facts.get("signed", NO_FACTS)
    missing = tuple(other for other in _others(scene) if other not in signed)
    ours = tuple(side for side in OURS if side in signed)
    missing = (*(() if ours else OURS[:1]), *missing)
    facts = (("parties", _others(scene)), ("who", ours), ("missing", missing))
    says = "cooperation.one_side" if missing else "cooperation.both_sides"
    return Finding(says, not missing, (CAPACITY, REPRESENT), facts)


def signed(*, approved_too: bool) -> Guard:
    """Return the guard that both sides have signed, with the approval that it needs or without.

    Whether it needs one is amb.cooperation-approval. Where it needs none, a decision that was put
    and is not adopted takes nothing away: that consensus is missing forbids nothing.
    """

    def guard(scene: Scene) -> Finding:
        both = _both_signed(scene)
        if not both.holds:
            return both
        facts = (("parties", _others(scene)),)
        if scene.case.state == State.APPROVED.word:
            return Finding("cooperation.signed", approved_too, BASIS, facts, (both,))
        decision = _adopted(scene)
        power = decision
        if scene.case.state != State.SIGNED_WITHOUT_APPROVAL.word:
            noted = scene.case.state == State.NOT_APPROVED.word
            first = (decision,) if noted else (decision, _failed(scene))
            settled = next((found for found in first if found.holds), None)
            if settled is not None:  # the organ's decision is noted first
                return Finding("cooperation.decision_first", False, BASIS, facts, (settled,))
            power = _own_power(scene)
        if approved_too:
            parts = (both, power)
            return weighed(
                power.holds, "cooperation.signed", "cooperation.unsigned", BASIS, facts, parts
            )
        lacking = not power.holds
        says = "cooperation.without_approval" if lacking else "cooperation.with_approval"
        noted_too = (decision,) if scene.fact("decision", "") else ()
        return Finding(
            says, lacking, BASIS, (*facts, ("whose", _name(scene))), (both, power, *noted_too)
        )

    return guard


def _name(scene: Scene) -> str:
    return str(scene.fact("in_name_of", ORGANIZATION))


def noting(fact: str) -> Callable[[Scene], Change]:
    """Return the effect that notes the day of an act under a fact."""
    return lambda scene: Change({fact: scene.act.when.day})


def taking_effect(scene: Scene) -> Change:
    """Return the change when it takes effect."""
    return Change({"effective": scene.act.when.day})


def over(scene: Scene) -> Finding:
    """Whether the document that both sides signed is no longer in force: its term has run out,
    another has taken its place, or it does not bind both sides any more."""
    found = named(scene, "document")
    if found is None or form_of(scene) not in DOCUMENTS:
        return Finding("cooperation.nothing_to_sign", False, BASIS, (("form", form_of(scene)),))
    facts = (("instrument", found.id), ("state", found.state))
    ended = found.state in ("ended", "replaced")
    bound: Facts = found.facts.get("bound", NO_FACTS)
    out = {who for who, bond in bound.items() if bond[2] and bond[2] <= scene.act.when.day}
    ours = [side for side in OURS if side in bound]
    gone = tuple(side for side in (*ours, *_others(scene)) if side in out)
    if not ended and (out.issuperset(_others(scene)) or (ours and out.issuperset(ours))):
        return Finding("cooperation.left", True, (CAPACITY,), (*facts, ("parties", gone)))
    return weighed(ended, "cooperation.over", "cooperation.not_over", (CAPACITY,), facts)


def may_end(scene: Scene) -> Finding:
    """Whether one side can end it: not main directions, which an organ adopted for our side alone
    and which a decision in their place ends."""
    facts = (("by", scene.act.by), ("form", form_of(scene)))
    holds = form_of(scene) != DIRECTIONS
    return weighed(holds, "cooperation.ends", "cooperation.of_an_organ", BASIS, facts)


# --- the other's acts ----------------------------------------------------------------------------


def may_resolve(scene: Scene) -> Finding:
    """Whether the other can adopt a resolution on cooperation: the General Assembly of the United
    Nations does so about every two years (un.resolution-cycle)."""
    days = scene.fact("resolutions", ())
    facts: Detail = (("by", scene.act.by), ("number", len(days) + 1))
    if scene.act.by not in UNITED_NATIONS:
        return Finding("cooperation.resolution", True, BASIS, facts)
    return Finding("cooperation.resolution_cycle", True, ("un.resolution-cycle",), facts)


def resolving(scene: Scene) -> Change:
    """Return the change by a resolution: its day is added to those of the earlier ones."""
    return Change({"resolutions": (*scene.fact("resolutions", ()), scene.act.when.day)})


def answering(scene: Scene) -> Change:
    """Return the change by an answer."""
    return Change({"answer": scene.given("answer", ""), "answered": scene.act.when.day})
