"""Whether all is there without which a decision on forces does not set them in motion.

An official request (crisis-reg.request), the proposals of three bodies (crisis-reg.proposals), the
force and its task, and a composition.
"""

from __future__ import annotations

from csto_sim.procedures._forces_conditions import (
    BODIES,
    CRDF_SIGNED,
    JURISDICTION,
    LATE_REQUEST,
    PROPOSALS,
    REGULATIONS,
    REQUEST,
    exists,
    force_of,
    governing,
    internal,
    regulation,
    requesters,
    settled,
    task,
)
from csto_sim.procedures._stages import named
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding


def asked(scene: Scene) -> Finding:
    """Whether an official request stands (crisis-reg.request: forces are examined on no other)."""
    members = scene.roster().members
    states = tuple(state for state in requesters(scene) if state in members)
    under = (REQUEST, "crrf.deploy", *REGULATIONS)
    if requesters(scene) and not states:
        put_out: Detail = (("states", requesters(scene)),)
        return Finding("forces.request_of_no_member", False, under, put_out)
    facts: Detail = (("states", states),)
    return weighed(bool(states), "forces.request_stands", "forces.no_request", under, facts)


def asked_in_time(scene: Scene) -> Finding:
    """Whether a request stands that came before the decision on the use.

    Where all who ask did so afterwards, `amb.forces-late-request` says whether that mends it.
    """
    found = asked(scene)
    states = found.fact("states")
    if not found.holds or not all(_after_decision(scene, state) for state in states):
        return found
    facts, under = found.facts, found.under
    option = scene.reading(LATE_REQUEST)
    return weighed(
        option == "A",
        "forces.request_mends",
        "forces.request_too_late",
        under,
        facts,
        (),
        (LATE_REQUEST, option),
    )


def _after_decision(scene: Scene, state: str) -> bool:
    """Whether a state asked only after the decision on the use had been adopted."""
    decision = named(scene, "decision")
    if decision is None or decision.state != "adopted":
        return False
    adopted = (decision.facts["adopted"], decision.facts.get("taken", -1))
    asked_on: Facts = scene.fact("asked_on", NO_FACTS)
    asked_by: Facts = scene.fact("asked_by", NO_FACTS)
    return (asked_on[state], asked_by[state]) > adopted


def proposals(scene: Scene) -> Finding:
    """Whether the proposals are in on which the Council decides.

    crisis-reg.proposals gives each of three bodies its field; `amb.forces-proposals` says whose the
    decision waits for. The forces for Central Asia are used on proposals of the defence ministers,
    where their Agreement of 2006 is followed (`amb.crdf-agreement`).
    """
    made: Facts = scene.fact("proposals", NO_FACTS)
    parts = [_by_rule(scene, tuple(made))]
    if force_of(scene) == "CRDF" and scene.law_day >= CRDF_SIGNED:
        option = scene.reading("amb.crdf-agreement")
        facts: Detail = (("body", "CMD"),)
        reading = ("amb.crdf-agreement", option)
        if option == "B":
            part = Finding("forces.crdf_general", True, REGULATIONS, facts, (), reading)
        else:
            holds = "CMD" in made
            under = ("crdf.deploy", *REGULATIONS)
            part = weighed(
                holds, "forces.crdf_proposed", "forces.crdf_not_proposed", under, facts, (), reading
            )
        parts.append(part)
    holds = all(part.holds for part in parts)
    facts = (("who", tuple(made)),)
    return weighed(
        holds,
        "forces.proposals_in",
        "forces.proposals_missing",
        (PROPOSALS, *REGULATIONS),
        facts,
        tuple(parts),
    )


def _by_rule(scene: Scene, made: tuple[str, ...]) -> Finding:
    if governing(scene, PROPOSALS) is None:
        return Finding("forces.proposals_no_rule", True, (PROPOSALS,), (("who", made),))
    option = scene.reading("amb.forces-proposals")
    reading = ("amb.forces-proposals", option)
    missing = tuple(body for body in BODIES if body not in made)
    facts: Detail = (("who", made), ("missing", missing))
    if option == "C":
        return Finding("forces.proposals_help", True, (PROPOSALS,), facts, (), reading)
    if option == "B":
        return weighed(
            bool(made),
            "forces.one_proposed",
            "forces.none_proposed",
            (PROPOSALS,),
            facts,
            (),
            reading,
        )
    return weighed(
        not missing,
        "forces.all_proposed",
        "forces.some_not_proposed",
        (PROPOSALS,),
        facts,
        (),
        reading,
    )


def awaited(scene: Scene) -> tuple[str, ...]:
    """Return the bodies whose proposals the decision rests on: under `amb.forces-proposals` B the
    one that came first, and the defence ministers where the forces for Central Asia need theirs."""
    made: Facts = scene.fact("proposals", NO_FACTS)
    found: tuple[str, ...] = ()
    if governing(scene, PROPOSALS) is not None:
        option = scene.reading("amb.forces-proposals")
        found = {"A": BODIES, "B": tuple(sorted(made, key=made.__getitem__)[:1])}.get(option, ())
    if force_of(scene) == "CRDF" and scene.law_day >= CRDF_SIGNED:
        found = (*found, *(("CMD",) if scene.reading("amb.crdf-agreement") == "A" else ()))
    return found


def composed(scene: Scene) -> Finding:
    """Whether the composition is settled by the decision (`amb.composition-per-op`)."""
    option = scene.reading("amb.composition-per-op")
    states = settled(scene)
    holds = option == "B" or bool(states)
    if option == "B" and not states:
        says = "forces.composed_later"
    else:
        says = "forces.contingents" if states else "forces.no_contingent"
    reading = ("amb.composition-per-op", option)
    under = JURISDICTION[force_of(scene)]
    return Finding(says, holds, under, (("states", states),), (), reading)


def conditions(scene: Scene) -> Finding:
    """Whether all is there without which the Council's decision does not set forces in motion."""
    parts = (
        asked_in_time(scene),
        regulation(scene),
        exists(scene),
        task(scene),
        internal(scene),
        proposals(scene),
        composed(scene),
    )
    holds = all(part.holds for part in parts)
    facts: Detail = (("force", force_of(scene)),)
    return weighed(
        holds, "forces.in_order", "forces.not_in_order", (REQUEST, *REGULATIONS), facts, parts
    )
