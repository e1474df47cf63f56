"""The common consent of the members, given one by one outside of any organ.

partner.right.exercise, observer.right.distribute and forces.observers ask for it. It is no vote, so
a member without a vote gives it too; silence is not consent, and one objection is enough.
"""

from __future__ import annotations

from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

Under = tuple[str, ...]


def consenting(scene: Scene, to: str) -> tuple[str, ...]:
    """Return who has consented to something so far."""
    kept: Facts = scene.fact("consents", NO_FACTS)
    return tuple(kept.get(to, ()))


def objecting(scene: Scene, to: str) -> tuple[str, ...]:
    """Return who objects to something now: members of the day, as those are whose consent is asked.

    The objection of a member that was suspended or has left is kept, and stands in nobody's way.
    """
    members = scene.roster().members
    return tuple(each for each in _ever_objecting(scene, to) if each in members)


def common_consent(scene: Scene, to: str, under: Under = (), also: str = "") -> Finding:
    """Whether all members of the day have consented to something; `also` is who does so now."""
    given = (*consenting(scene, to), also)
    against = tuple(each for each in objecting(scene, to) if each != also)
    missing = tuple(each for each in scene.roster().members if each not in given)
    facts: Detail = (("to", to), ("members", against or missing))
    if against:
        return Finding("consent.objected", False, under, facts)
    return Finding("consent.missing" if missing else "consent.of_all", not missing, under, facts)


def consent(scene: Scene, to: str) -> dict[str, Facts]:
    """Return the facts after a member's consent: an objection of its own is gone."""
    by = scene.act.by
    given = tuple(dict.fromkeys((*consenting(scene, to), by)))
    against = tuple(each for each in _ever_objecting(scene, to) if each != by)
    return _kept(scene, to, given, against)


def objection(scene: Scene, to: str) -> dict[str, Facts]:
    """Return the facts after a member's objection: a consent of its own is gone."""
    by = scene.act.by
    given = tuple(each for each in consenting(scene, to) if each != by)
    return _kept(scene, to, given, tuple(dict.fromkeys((*_ever_objecting(scene, to), by))))


def _ever_objecting(scene: Scene, to: str) -> tuple[str, ...]:
    kept: Facts = scene.fact("objections", NO_FACTS)
    return tuple(kept.get(to, ()))


def _kept(
    scene: Scene, to: str, given: tuple[str, ...], against: tuple[str, ...]
) -> dict[str, Facts]:
    consents: Facts = scene.fact("consents", NO_FACTS)
    objections: Facts = scene.fact("objections", NO_FACTS)
    return {"consents": consents.plus(to, given), "objections": objections.plus(to, against)}
