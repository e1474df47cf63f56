"""What hosting asks and changes: what is covered, who has objected, who has agreed."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import duty, fulfil
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding

CONSENT = "infra2011.consent"
DISPUTES = "infra2011.disputes"
CHARTER_7 = "charter.7.foreign-troops"
SILENCE = "amb.infra-silence"
SCOPE = "amb.infra-scope"
#: Whether the Charter alone asks for consultation or for agreement.
OURS = "amb.charter7-agreement"
KINDS = ("troops", "military facility", "transit point", "civilian mission")
MILITARY = KINDS[:2]
URGENT = "urgent consultations"


class State(States):
    """States of an intention to host forces or facilities of a third state."""

    NO_INTENTION = "no intention has been stated"
    NOT_COVERED = "the rule does not cover it; the member is free"
    INTENDED = "a member has stated its intention; the members have not consulted yet"
    CONSULTING = "the members consult"
    BLOCKED = "an official objection stands"
    CLEAR = "the consultations have ended and nothing stands in the way"
    TAKEN_IN = "the host has decided to take in the forces or the facility"
    GIVEN_UP = "the host has given its intention up"


def _host(scene: Scene) -> tuple[str, ...]:
    host = str(scene.fact("host", ""))
    return (host,) if host in scene.roster().members else ()


def _others(scene: Scene) -> tuple[str, ...]:
    host = scene.fact("host")
    return tuple(member for member in scene.roster().members if member != host)


def _consulters(scene: Scene) -> tuple[str, ...]:
    return (*scene.roster().members, "CSC", "CMFA", "CMD", "CSSC", "PC", "SG", "SECRETARIAT")


HOST = Actor("the host", _host)
OTHER = Actor("a member other than the host", _others)
CONSULTER = Actor("a member or an organ", _consulters, need_not_be_named=True)


def _scope(scene: Scene) -> Finding:
    """Whether what would be taken in is covered: new and military (A), or whatever it is (B)."""
    kind, since = str(scene.fact("kind")), str(scene.fact("since", ""))
    text = scene.text(CONSENT)
    new = not since or (text is not None and text.since is not None and since >= text.since.first)
    plain = kind in MILITARY and new
    facts = (("kind", kind), ("since", since))
    if plain:
        return Finding("infrastructure.military", True, (CONSENT, CHARTER_7), facts)
    option = scene.reading(SCOPE)
    says = "infrastructure.covered_too" if option == "B" else "infrastructure.not_covered"
    return Finding(says, option == "B", (CONSENT, CHARTER_7), facts, (), (SCOPE, option))


def _third(scene: Scene) -> Finding:
    third = str(scene.fact("third", ""))
    facts = (("parties", (third,) if third else ()),)
    holds = third not in scene.roster().members
    return weighed(
        holds, "infrastructure.third", "infrastructure.of_a_member", (CONSENT, CHARTER_7), facts
    )


def covered(scene: Scene) -> Finding:
    """Whether the rule on third states covers what the host means to take in."""
    parts = (_scope(scene), _third(scene))
    holds = all(part.holds for part in parts)
    says = "infrastructure.under_the_rule" if holds else "infrastructure.outside_the_rule"
    return Finding(says, holds, (CONSENT, CHARTER_7), (("by", scene.act.by),), parts)


def uncovered(scene: Scene) -> Finding:
    """The opposite of `covered`, for the row that is then open."""
    found = covered(scene)
    facts = (("by", scene.act.by),)
    under = (CONSENT, CHARTER_7)
    return Finding("infrastructure.free", not found.holds, under, facts, found.rests_on)


def _rule(scene: Scene) -> str:
    return CONSENT if scene.text(CONSENT) is not None else CHARTER_7


def intending(scene: Scene) -> Change:
    """Return the change by an intention: urgent consultations are due, without a stated length."""
    opens = duty(
        scene, "urgent consultations", "the host", "the intention to host", _rule(scene),
        "the members are consulted urgently; no length is stated",
    )  # fmt: skip
    return Change({"intended": scene.act.when.day, "objecting": (), "agreeing": ()}, opens)


def consulting(scene: Scene) -> Change:
    """Return the change by consultation: the duty is done."""
    closes = fulfil(scene, URGENT, "consultations")
    return Change({"consulted": scene.act.when.day}, (), closes)


def _blocks(scene: Scene) -> Finding:
    """Whether one objection blocks: by the Protocol, or where the Charter asks for agreement."""
    facts = (("by", scene.act.by),)
    if scene.text(CONSENT) is not None:
        return Finding("infrastructure.one_blocks", True, (CONSENT,), facts)
    option = scene.reading(OURS)
    says = "infrastructure.agreement_needed" if option == "B" else "infrastructure.only_consulted"
    return Finding(says, option == "B", (CHARTER_7,), facts, (), (OURS, option))


def _new(scene: Scene) -> Finding:
    facts = (("by", scene.act.by),)
    holds = scene.act.by not in scene.fact("objecting", ())
    return weighed(
        holds, "infrastructure.objects", "infrastructure.objected_already", (_rule(scene),), facts
    )


def objects(scene: Scene) -> Finding:
    """Whether an official objection blocks the host."""
    parts = (_blocks(scene), _new(scene))
    holds = all(part.holds for part in parts)
    says = "infrastructure.blocked" if holds else "infrastructure.not_blocked"
    return Finding(says, holds, (_rule(scene),), (("by", scene.act.by),), parts)


def still_objects(scene: Scene) -> Finding:
    """Whether a further member objects while one objection stands."""
    return _new(scene)


def too_late_or_not(scene: Scene) -> Finding:
    """Whether one can still object when the consultations have ended (`amb.infra-silence` C)."""
    option = scene.reading(SILENCE)
    facts = (("by", scene.act.by), ("day", scene.fact("ended", "")))
    says = "infrastructure.in_time" if option == "C" else "infrastructure.too_late"
    return Finding(says, option == "C", (CONSENT,), facts, (), (SILENCE, option))


def _without(names: tuple[str, ...], who: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != who)


def objecting(scene: Scene) -> Change:
    """Return the change by an objection: it takes the place of an agreement by the same member."""
    who = scene.act.by
    standing = tuple(sorted({*scene.fact("objecting", ()), who}))
    hinders = standing if _blocks(scene).holds else ()
    agreeing = _without(scene.fact("agreeing", ()), who)
    return Change({"objecting": standing, "hindering": hinders, "agreeing": agreeing})


def agrees(scene: Scene) -> Finding:
    """Whether a member agrees that does not object."""
    facts = (("by", scene.act.by),)
    holds = scene.act.by not in scene.fact("objecting", ())
    return weighed(
        holds, "infrastructure.agrees", "infrastructure.objected_already", (_rule(scene),), facts
    )


def agreeing(scene: Scene) -> Change:
    """Return the change by an express agreement."""
    return Change({"agreeing": tuple(sorted({*scene.fact("agreeing", ()), scene.act.by}))})


def _own(scene: Scene) -> Finding:
    facts = (("by", scene.act.by),)
    holds = scene.act.by in scene.fact("objecting", ())
    return weighed(
        holds, "infrastructure.withdraws", "infrastructure.no_objection", (_rule(scene),), facts
    )


def last_objection(scene: Scene) -> Finding:
    """Whether the objection that is withdrawn is the last that stands."""
    own = _own(scene)
    others = _without(scene.fact("objecting", ()), scene.act.by)
    holds = own.holds and not others
    facts = (("members", others),)
    says = "infrastructure.none_left" if holds else "infrastructure.some_left"
    return Finding(says, holds, (_rule(scene),), facts, (own,))


def one_of_several(scene: Scene) -> Finding:
    """Whether another objection stands beside the one that is withdrawn."""
    own = _own(scene)
    others = _without(scene.fact("objecting", ()), scene.act.by)
    holds = own.holds and bool(others)
    says = "infrastructure.some_left" if holds else "infrastructure.none_left"
    return Finding(says, holds, (_rule(scene),), (("members", others),), (own,))


def lifting(scene: Scene) -> Change:
    """Return the change by the withdrawal of an objection."""
    standing = _without(scene.fact("objecting", ()), scene.act.by)
    hindering = _without(scene.fact("hindering", ()), scene.act.by)
    return Change({"objecting": standing, "hindering": hindering})


def _silent(scene: Scene) -> tuple[str, ...]:
    agreeing, objecting = scene.fact("agreeing", ()), scene.fact("objecting", ())
    return tuple(m for m in _others(scene) if m not in agreeing and m not in objecting)


def nobody_hinders(scene: Scene) -> Finding:
    """Whether the consultations can end in the host's favour: nobody objects, and silence counts
    as the reading says (`amb.infra-silence`)."""
    silent = _silent(scene)
    facts = (("members", silent),)
    if scene.text(CONSENT) is None:
        option = scene.reading(OURS)
        holds = option == "A" or not silent
        says = "infrastructure.consulted" if holds else "infrastructure.agreement_missing"
        return Finding(says, holds, (CHARTER_7,), facts, (), (OURS, option))
    if not silent:
        return Finding("infrastructure.all_agree", True, (CONSENT,), ())
    option = scene.reading(SILENCE)
    holds = option != "B"
    says = "infrastructure.silence_is_consent" if holds else "infrastructure.silence_is_none"
    return Finding(says, holds, (CONSENT,), facts, (), (SILENCE, option))


def ending(scene: Scene) -> Change:
    """Return the change when the consultations end."""
    return Change({"ended": scene.act.when.day})


def may_host(scene: Scene) -> Finding:
    """The host may decide: the members were consulted and no objection that blocks stands."""
    return Finding("infrastructure.may_host", True, (_rule(scene),), (("by", scene.act.by),))


def taking_in(scene: Scene) -> Change:
    """Return the change by the host's decision."""
    return Change({"taken_in": scene.act.when.day})
