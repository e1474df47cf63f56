"""What is done before the Council decides on forces: request, proposals, contingents, answers."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._forces_conditions import (
    JURISDICTION,
    PROPOSALS,
    REGULATIONS,
    REQUEST,
    TASKS_OF_ALL,
    force_of,
    governing,
    internal,
    lawful,
    party,
    requesters,
    task,
)
from csto_sim.procedures._forces_in_order import asked
from csto_sim.procedures._proposal import official
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

KINDS = ("military", "special forces", "security services", "police", "emergency", "aviation")
GROUNDS = ("criterion not met", "no need", "other measures", "forces expected")
TURNED_DOWN = ("criterion not met", "no need")
#: Facts with the value that says under whose command a unit stands.
NATIONAL, JOINT = "national", "joint"


class State(States):
    """States of a use of forces."""

    NOT_REQUESTED = "nobody has asked for forces; whatever units there are, are national"
    COMPOSED = "the Council has approved the composition; the units stay under national command"
    NOT_OFFICIAL = "forces were asked for, but not by an official request; the units are national"
    REQUESTED = "an official request stands; the Council has not decided, the units are national"
    NOT_TAKEN_UP = "the Secretary General has found no case for the forces; the units are national"
    CONDITION_MISSING = "the Council has decided, but a condition is missing; units stay national"
    NOT_DECIDED = "the decision on the forces was not adopted; the units are national"
    DECIDED = "the use of the forces is decided; no unit is under joint command yet"
    DEPLOYED = "units are under joint command"
    ENDED = "the use has ended; units go back"
    RETURNED = "all units are under national jurisdiction again"
    WITHDRAWN = "the request was withdrawn before forces were used"


UNASKED = (State.NOT_REQUESTED, State.COMPOSED, State.NOT_OFFICIAL)
PREPARING = (
    State.NOT_OFFICIAL,
    State.REQUESTED,
    State.NOT_TAKEN_UP,
    State.CONDITION_MISSING,
    State.NOT_DECIDED,
)
BEFORE = (State.NOT_REQUESTED, State.COMPOSED, *PREPARING)
UNDER_WAY = (State.DECIDED, State.DEPLOYED)


def _answering(scene: Scene) -> tuple[str, ...]:
    return (*scene.roster().members, "CHAIR", "CSC", "SG", "SECRETARIAT")


ANSWERING = Actor("a member, the Council, the Chair or the Secretary General", _answering)
JOINT_STAFF = Actor("the Joint Staff", lambda _scene: ("JS",), need_not_be_named=True)


# --- the request ---------------------------------------------------------------------------------


def counts(scene: Scene) -> Finding:
    """Whether a request counts: an official one (crisis-reg.request) by a party to the force."""
    facts: Detail = (("by", scene.act.by),)
    # A request that was not taken up can be made again.
    if scene.act.by in requesters(scene) and scene.case.state != State.NOT_TAKEN_UP.word:
        return Finding("forces.asked_already", False, (REQUEST, *REGULATIONS), facts)
    under = (REQUEST, *REGULATIONS)
    law = lawful(scene, under)
    if not law.holds:
        return law
    parts = (party(scene), official(scene, under=under))
    holds = all(part.holds for part in parts)
    return weighed(
        holds,
        "forces.request_counts",
        "forces.request_does_not_count",
        (REQUEST, *REGULATIONS),
        facts,
        parts,
    )


def asks_at_all(scene: Scene) -> Finding:
    """Whether whoever asks could be heard: a party, which asks in whatever form."""
    law = lawful(scene, (REQUEST, *REGULATIONS))
    return party(scene) if law.holds else law


def requesting(scene: Scene) -> Change:
    """Return the change by an official request: who asks, and whose communication it is."""
    states = tuple(sorted({*requesters(scene), scene.act.by}))
    signers: Facts = scene.fact("signers", NO_FACTS)
    signers = signers.plus(scene.act.by, scene.given("signed_by", "head of state"))
    since: Facts = scene.fact("asked_on", NO_FACTS)
    asked_on = since.plus(scene.act.by, scene.act.when.day)
    number: Facts = scene.fact("asked_by", NO_FACTS)
    asked_by = number.plus(scene.act.by, scene.act.origin)
    facts = {"requesters": states, "asked_on": asked_on, "asked_by": asked_by, "signers": signers}
    return Change({**facts, **_asking(scene)})


def _asking(scene: Scene) -> dict[str, object]:
    return {"asking": tuple(sorted({*scene.fact("asking", ()), scene.act.by}))}


def asking(scene: Scene) -> Change:
    """Return the change by a request that is not an official one."""
    return Change(_asking(scene))


def last_request(scene: Scene) -> Finding:
    """Whether nobody asks any longer once this state takes its request back."""
    return _withdrawal(scene, last=True)


def one_request(scene: Scene) -> Finding:
    """Whether others go on asking when this state takes its request back."""
    return _withdrawal(scene, last=False)


def _withdrawal(scene: Scene, *, last: bool) -> Finding:
    by = scene.act.by
    standing = requesters(scene) or scene.fact("asking", ())
    left = tuple(state for state in standing if state != by)
    facts: Detail = (("by", by), ("states", left))
    under = (REQUEST, *REGULATIONS)
    if by not in standing:
        return Finding("forces.not_own_request", False, under, facts)
    if left:
        return Finding("forces.others_ask", not last, under, facts)
    return Finding("forces.nobody_asks", last, under, facts)


def withdrawing(scene: Scene) -> Change:
    """Return the change by a withdrawn request: the state asks no longer."""
    return Change(
        {
            name: tuple(state for state in scene.fact(name, ()) if state != scene.act.by)
            for name in ("requesters", "asking")
        }
    )


# --- who answers ---------------------------------------------------------------------------------


def turned_down(scene: Scene) -> Finding:
    """Whether an answer settles that there is no case: only where `amb.who-qualifies` D lets the
    Secretary General decide what goes before the Council."""
    option = scene.reading("amb.who-qualifies")
    ground = scene.given("ground", "")
    parts = (task(scene), internal(scene))
    facts: Detail = (("by", scene.act.by), ("answer", ground))
    reading = ("amb.who-qualifies", option)
    settles = option == "D" and scene.act.by in ("SG", "SECRETARIAT") and ground in TURNED_DOWN
    return weighed(
        settles,
        "forces.answer_settles",
        "forces.answer_is_a_view",
        (TASKS_OF_ALL, *REGULATIONS),
        facts,
        parts,
        reading,
    )


def answering(scene: Scene) -> Change:
    """Return the change by an answer to the request: who said what."""
    said: Facts = scene.fact("answers", NO_FACTS)
    return Change({"answers": said.plus(scene.act.by, scene.given("ground", ""))})


# --- preparing -----------------------------------------------------------------------------------


def preparing(scene: Scene) -> Change:
    """Return the change by the Joint Staff's work (charter.js, crdf.prepare): since when."""
    return Change({"prepared": scene.act.when.day, "staffs": scene.given("with", ())})


def proposal_counts(scene: Scene) -> Finding:
    """Whether a body's proposal is one under crisis-reg.proposals: on an official request that
    stands, and together with every state that made it.

    Before that rule was in force, and where its successor's text is not known, any proposal counts.
    """
    body = scene.act.by
    facts: Detail = (("body", body),)
    parts = (*_by_its_decision(scene), *_prepared(scene))
    if governing(scene, PROPOSALS) is None:
        holds = all(part.holds for part in parts)
        return weighed(
            holds,
            "forces.proposal_no_rule",
            "forces.proposal_not_decided",
            (PROPOSALS, *REGULATIONS),
            facts,
            parts,
        )
    together = scene.given("with", ())
    absent = tuple(state for state in requesters(scene) if state not in together)
    told: Detail = (("body", body), ("missing", absent), ("states", together))
    parts = (
        asked(scene),
        weighed(not absent, "forces.made_together", "forces.not_made_together", (PROPOSALS,), told),
        *parts,
    )
    holds = all(part.holds for part in parts)
    return weighed(
        holds,
        "forces.proposal_counts",
        "forces.proposal_does_not_count",
        (PROPOSALS,),
        facts,
        parts,
    )


def _by_its_decision(scene: Scene) -> tuple[Finding, ...]:
    id = scene.given("decision", "")
    found = scene.look(id) if id else None
    if found is None:
        return ()
    body = scene.act.by
    holds = found.state == "adopted" and found.facts.get("body") == body
    facts: Detail = (("decision", found.id), ("body", body))
    return (
        weighed(
            holds,
            "forces.body_decided",
            "forces.body_not_decided",
            (PROPOSALS, *REGULATIONS),
            facts,
        ),
    )


def _prepared(scene: Scene) -> tuple[Finding, ...]:
    """What is told of the Joint Staff's work on a proposal of the defence ministers: no condition.

    No source says that a proposal without it is void.
    """
    if scene.act.by != "CMD":
        return ()
    day = scene.fact("prepared", "")
    says = "forces.staff_prepared" if day else "forces.staff_untold"
    return (Finding(says, True, ("charter.js",), (("day", day),)),)


def proposing(scene: Scene) -> Change:
    """Return the change by a proposal that counts: which body, on which day."""
    made: Facts = scene.fact("proposals", NO_FACTS)
    return Change({"proposals": made.plus(scene.act.by, scene.act.when.day)})


def proposing_alone(scene: Scene) -> Change:
    """Return the change by a proposal that does not count: it is kept as what it was."""
    made: Facts = scene.fact("other_proposals", NO_FACTS)
    return Change({"other_proposals": made.plus(scene.act.by, scene.act.when.day)})


# --- contingents ---------------------------------------------------------------------------------


def may_assign(scene: Scene) -> Finding:
    """Whether a member can put forward a contingent: a party to the force, and of a kind that
    belongs to it (crrf.composition, caf.composition, crrf.special-forces)."""
    law = lawful(scene, JURISDICTION[force_of(scene)])
    if not law.holds:
        return law
    parts = (party(scene), _fits(scene))
    holds = all(part.holds for part in parts)
    facts: Detail = (("by", scene.act.by), ("unit", scene.given("units", "")))
    return weighed(
        holds,
        "forces.contingent",
        "forces.contingent_refused",
        JURISDICTION[force_of(scene)],
        facts,
        parts,
    )


def _fits(scene: Scene) -> Finding:
    force, kind = force_of(scene), scene.given("kind", "military")
    facts: Detail = (("kind", kind), ("force", force))
    if force == "CAF" or kind == "aviation":
        holds = force == "CAF" and kind == "aviation"
        under = ("caf.create",) if force == "CAF" else JURISDICTION[force]
        return weighed(holds, "forces.kind", "forces.kind_other", under, facts)
    if kind == "security services":
        holds = force == "CRRF" and scene.fact("task", "") == "counter threats"
        return weighed(
            holds,
            "forces.services",
            "forces.services_not_for_this",
            ("crrf.special-forces",),
            facts,
        )
    if kind == "special forces":
        holds = force == "CRRF" or scene.text("forces-agr.composition") is not None
        under = ("crrf.special-forces", "crrf.composition", "forces-agr.composition")
        return weighed(holds, "forces.special", "forces.kind_other", under, facts)
    return Finding("forces.kind", True, JURISDICTION[force], facts)


def assigning(scene: Scene) -> Change:
    """Return the change by a member's proposal of a contingent, which stays national."""
    units: Facts = scene.fact("contingents", NO_FACTS)
    command: Facts = scene.fact("command", NO_FACTS)
    offered: Facts = scene.fact("offered_on", NO_FACTS)
    by = scene.act.by
    return Change(
        {
            "contingents": units.plus(by, scene.given("units", "")),
            "offered_on": offered if by in offered else offered.plus(by, scene.act.when.day),
            "command": command if by in command else command.plus(by, NATIONAL),
        }
    )
