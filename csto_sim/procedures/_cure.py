"""What can still happen to a draft after or outside a session: cure, signature, silence, effect."""

from __future__ import annotations

from csto_sim.procedures._minus_one import voting
from csto_sim.procedures._putting_to_decision import rule_known
from csto_sim.rules.consensus import BINDING, CONSENSUS
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

CONCILIATION = "rules.conciliation"
POSTPONED = "rules.postponed-signature"
AUTHENTIC = "rules.authentic-copy"


def cured_by(scene: Scene) -> Facts:
    """Return who has signed the text since it was put to decision, with the day of each."""
    found: Facts = scene.fact("cured_by") or NO_FACTS
    return found


def still_missing(scene: Scene) -> tuple[str, ...]:
    """Return whose signature is missing: the absent of then, or members now (amb.cure-roster)."""
    signed = cured_by(scene)
    roster = voting(scene)
    missing = scene.fact("missing", ())
    electorate = scene.fact("electorate", ())
    if roster != electorate and scene.reading("amb.cure-roster") == "B":
        willing = (*scene.fact("would_bind", ()), *_reserved(scene))
        missing = tuple(member for member in roster if member not in willing)
    return tuple(member for member in missing if member not in signed)


def _reserved(scene: Scene) -> tuple[str, ...]:
    positions = scene.fact("positions", NO_FACTS)
    return tuple(member for member, said in positions.items() if said == "reserve")


def may_sign_cure(scene: Scene) -> Finding:
    """Whether this member's signature is one of those missing, and others stay missing."""
    missing = still_missing(scene)
    facts = (("by", scene.act.by), ("members", missing))
    if scene.act.by not in missing:
        if scene.act.by in _reserved(scene) and scene.act.by not in cured_by(scene):
            # Under amb.reservation A it is not bound until it signs, and it may do so now.
            return Finding("cure.reserver_joins", True, (CONCILIATION, POSTPONED), facts)
        return Finding("cure.not_missing", False, (CONCILIATION, CONSENSUS), facts)
    left = tuple(member for member in missing if member != scene.act.by)
    return Finding(
        "cure.one_of",
        bool(left),
        (CONCILIATION, POSTPONED),
        (("by", scene.act.by), ("members", left)),
    )


def cured(scene: Scene) -> Finding:
    """Whether this signature is the last that was missing (amb.absence-cure says from when)."""
    missing = still_missing(scene)
    if missing != (scene.act.by,):
        facts: Detail = (("by", scene.act.by), ("members", missing))
        return Finding("cure.incomplete", False, (CONCILIATION, CONSENSUS), facts)
    option = scene.reading("amb.absence-cure")
    says = "cure.from_session" if option == "A" else "cure.from_signature"
    facts = (
        ("by", scene.act.by),
        ("session", scene.fact("put_on", "")),
        ("day", max(scene.act.when.day, scene.fact("put_on", ""), *cured_by(scene).values())),
        ("aside", tuple(m for m in _reserved(scene) if m not in cured_by(scene))),
    )
    in_time = Finding(
        "cure.in_time",
        True,
        (POSTPONED,),
        (),
        (),
        ("amb.cure-deadline", scene.reading("amb.cure-deadline")),
    )
    basis = (CONCILIATION, POSTPONED, CONSENSUS)
    return Finding(says, True, basis, facts, (in_time,), ("amb.absence-cure", option))


def lapses_on_opposition(scene: Scene) -> Finding:
    """Whether express opposition by a member whose consent is missing ends the cure (option C)."""
    option = scene.reading("amb.cure-deadline")
    holds = option == "C" and scene.act.by in still_missing(scene)
    says = "cure.opposed" if holds else "cure.opposed_in_vain"
    facts = (("by", scene.act.by),)
    return Finding(says, holds, (CONSENSUS,), facts, (), ("amb.cure-deadline", option))


def lapses_at_session(scene: Scene) -> Finding:
    """Whether the body's next regular session has opened, where the cure ends there (option B)."""
    option = scene.reading("amb.cure-deadline")
    reading = ("amb.cure-deadline", option)
    if option == "B":
        for id, meeting in scene.world.cases.items():
            if (
                meeting.procedure == "meeting"
                and meeting.state == "open"
                and id != scene.fact("put_at")
                and meeting.facts.get("body") == scene.fact("body", "CSC")
                and meeting.facts.get("session", "regular") == "regular"
                and meeting.facts.get("opened", "") > scene.fact("put_on", "")
            ):
                scene.look(id)
                facts = (("meeting", id),)
                return Finding("cure.next_session", True, (CONSENSUS,), facts, (), reading)
    return Finding("cure.stays_open", False, (CONSENSUS,), (), (), reading)


def may_circulate(scene: Scene) -> Finding:
    """Whether a draft may be decided off-session: always (A), or only listed matters (B).

    A body whose rule of decision is not known decides nothing, in a session or outside.
    """
    rule = rule_known(scene)
    if not rule.holds:
        return rule
    option = scene.reading("amb.off-session")
    holds = option == "A" or bool(scene.fact("listed", False))
    says = "circulation.lawful" if holds else "circulation.not_listed"
    return Finding(says, holds, (POSTPONED,), (), (), ("amb.off-session", option))


def unsigned(scene: Scene) -> tuple[str, ...]:
    """Return the members that have not signed the circulated draft, this act not counted."""
    signed = scene.fact("signed", NO_FACTS)
    return tuple(member for member in voting(scene) if member not in signed)


def may_sign_draft(scene: Scene) -> Finding:
    """Whether a member signs a circulated draft that others have still to sign."""
    missing = unsigned(scene)
    left = tuple(member for member in missing if member != scene.act.by)
    if scene.act.by not in missing:
        facts: Detail = (("by", scene.act.by),)
        return Finding("signature.again", False, (POSTPONED,), facts)
    facts = (("by", scene.act.by), ("members", left))
    return Finding("signature.one_of", bool(left), (POSTPONED,), facts)


def circulated_complete(scene: Scene) -> Finding:
    """Whether this signature completes those of all members (rules.postponed-signature)."""
    missing = unsigned(scene)
    holds = missing == (scene.act.by,)
    left = tuple(member for member in missing if member != scene.act.by)
    says = "signature.complete" if holds else "signature.incomplete"
    return Finding(says, holds, (POSTPONED, CONSENSUS), (("by", scene.act.by), ("members", left)))


def silence_given(scene: Scene) -> Finding:
    """Whether silence until the last day counts as consent (amb.silence B) and nobody objected."""
    option = scene.reading("amb.silence")
    counted = voting(scene)
    objecting = tuple(member for member in scene.fact("objecting", ()) if member in counted)
    holds = option == "B" and not objecting
    if option == "A":
        says = "silence.is_not_consent"
    else:
        says = "silence.broken" if objecting else "silence.is_consent"
    facts = (("members", objecting or unsigned(scene)),)
    return Finding(says, holds, (POSTPONED,), facts, (), ("amb.silence", option))


def joins(scene: Scene) -> Finding:
    """Whether a member that is not bound by an adopted decision signs it later."""
    if scene.fact("manner") == "recommendation":
        facts: Detail = (("by", scene.act.by), ("body", scene.fact("body", "CSC")))
        return Finding("signature.recommendation", False, ("charter.pc.role",), facts)
    # Whoever has left and come back was bound up to the day on which it left.
    *_, until = scene.fact("bound", NO_FACTS).get(scene.act.by, ("none",))
    already = until == ""
    says = "signature.already_bound" if already else "signature.joins"
    facts = (("by", scene.act.by), ("day", scene.act.when.day))
    return Finding(says, not already, ("lifecycle.late-signature", BINDING), facts)


def awaited(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the instruments for whose entry into force a decision's effect waits."""
    named = facts.get("effect_when", ())
    return tuple(named) if not isinstance(named, str) else (named,) if named else ()


def effect_begins(scene: Scene) -> Finding:
    """Whether all instruments for which an adopted decision waited are in force."""
    waits_for = awaited(scene.facts)
    if not waits_for or scene.fact("effective"):
        return Finding("effect.not_waiting", False, ())
    looked = [(id, scene.look(id)) for id in waits_for]
    # What has entered into force has done so, whatever became of it since.
    pending = tuple(id for id, other in looked if other is None or not other.facts.get("in_force"))
    told = pending or waits_for
    facts = (("instrument", told[0] if len(told) == 1 else told),)
    says = "effect.waits" if pending else "effect.begins"
    return Finding(says, not pending, ("lifecycle.conditional-effect",), facts)


def adopted_by_then(scene: Scene) -> Finding:
    """Whether the decision is certainly adopted when copies of it are sent."""
    known = scene.fact("known", "")
    holds = known <= scene.act.when.day
    says = "decision.adopted_by_then" if holds else "decision.not_yet_adopted"
    return Finding(says, holds, (AUTHENTIC,), (("day", known),))


def superseded(scene: Scene) -> Finding:
    """Whether a decision that was meant to take this one's place has effect."""
    for other in scene.naming("replaces"):
        if other.state == "adopted" and other.facts.get("effective"):
            facts = (("by_matter", other.id),)
            return Finding("decision.replaced", True, ("lifecycle.replacement",), facts)
    return Finding("decision.not_replaced", False, ())
