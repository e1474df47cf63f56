"""A decision: draft, coordination, positions, putting to decision, cure, revision, signature.

Non-procedural decisions of the four organs need consensus (charter.12.consensus); a member that
does not take part counts as not consenting (rules.14.1). Not adopted is not final: it waits for a
cure by later signature, for revision, or for circulated signatures.
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    BESIDE,
    Claimed,
    Param,
    Procedure,
    Result,
    Shorthand,
    always,
    sometimes,
)
from csto_sim.procedures._cure import awaited
from csto_sim.procedures._decision_acts import SUBJECTS, State
from csto_sim.procedures._decision_afterwards import AFTERWARDS
from csto_sim.procedures._decision_in_session import IN_SESSION
from csto_sim.procedures._departure import WHO_COUNTS
from csto_sim.procedures.meeting import came, rests_on
from csto_sim.record import Bond
from csto_sim.rules.ballot import FOUR_BODIES
from csto_sim.rules.telling_apart import in_a_decision
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, World


def _result(case: Case) -> Result:
    facts = case.facts
    if facts.get("adopted") and not facts.get("effective"):
        return Result("", facts.get("known", ""))  # it waits for an instrument and binds nobody yet
    earlier = tuple(Bond(*bond) for bond in facts.get("earlier_bonds", ()))
    # Before adoption only those who apply it provisionally are bound (amb.interim-validity B).
    bound = tuple(
        Bond(member, since, known, until)
        for member, (since, known, until) in sorted(facts.get("bound", NO_FACTS).items())
    )
    return Result(facts.get("effective", ""), facts.get("known", ""), (*earlier, *bound))


def _meets_on(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """The meetings of its body, what it waits for, what would take its place, and who counts."""
    facts = case.facts
    meetings = tuple(
        id
        for id, other in cases.items()
        if other.procedure == "meeting" and other.facts.get("body") == facts.get("body", "CSC")
    )
    others = tuple(
        id
        for id, other in cases.items()
        if other.procedure == "decision" and other.facts.get("replaces") == case.id
    )
    counting = tuple(id for id, other in cases.items() if other.procedure in WHO_COUNTS)
    return (*meetings, *awaited(facts), *others, *counting)


#: The readings on what absence does, which a text can settle.
ABSENCE = ("amb.absence-effect", "amb.absence-with-nonobjection")


def _no_absent_consent(world: World, case: Case) -> Claimed:
    """Without limited format or cure, under reading A, whoever is absent stops the four bodies."""
    facts = case.facts
    if case.state != State.ADOPTED.word or facts.get("manner") != "consensus":
        return BESIDE
    if facts.get("body", "CSC") not in FOUR_BODIES or facts.get("effective", "") < "2004-06-18":
        return BESIDE
    if world.terms.readings.get("amb.absence-effect", "A") != "A":
        return BESIDE
    if world.terms.readings.get("amb.absence-with-nonobjection") == "B":
        return BESIDE
    if any(f"settles: {id}" in world.dependents for id in ABSENCE):
        return BESIDE  # a text that the scenario makes can tell otherwise
    meeting, electorate = world.case(facts.get("put_at", "")), facts.get("electorate", ())
    if meeting is None or not electorate:
        return BESIDE
    return all(
        came(meeting, member)
        or member in facts.get("cured_by", ())
        or member in facts.get("needed_no_more", ())
        for member in electorate
    )


def _its_own(scene: Scene, id: str) -> bool:
    """Whether a text of the Organization is cited: not on what another rulebook decides."""
    return not (scene.world.terms.rulebook and scene.act.name == "decide" and id in DECIDING)


#: The provisions on how the organs decide.
DECIDING = ("charter.12.consensus", "charter.12.binding", "rules.14.1", "charter.12.procedural")

PROCEDURE = Procedure(
    name="decision",
    title="A decision of an organ",
    about=(
        "A draft is prepared, positions are taken in a meeting, it is put to decision: adopted, "
        "waiting for a cure, or not adopted and returned. Or it is circulated for signature."
    ),
    states=State,
    initial=State.DRAFTED,
    final=frozenset({State.WITHDRAWN, State.LAPSED, State.SUPERSEDED}),
    steps=(*IN_SESSION, *AFTERWARDS),
    fields=(
        Param("body", "body", "the body that decides", required=True),
        Param("kind", "word", "what kind of matter", ("substantive", "procedural", "statement")),
        Param("subject", "word", "what it is about, where that matters", SUBJECTS),
        Param("sponsor", "state", "the member that put it forward"),
        Param(
            "concerning",
            "state",
            "the state whose admission, suspension, exclusion or loss of vote it is about",
        ),
        Param("between", "states", "the members between whom there is the fighting it is about"),
        Param(
            "effect_when", "matters", "the instruments for whose entry into force its effect waits"
        ),
        Param("replaces", "matter", "the earlier decision that this one would supersede"),
        Param("topics", "texts", "the topics, where it adopts the list for joint statements"),
        Param("listed", "yes/no", "whether it is on a list of matters that may go off-session"),
        Param("enacts", "decided enactments", "what it changes in the law, once it has effect"),
    ),
    shorthands=(
        Shorthand("decide", "consent", "consent", "before"),
        Shorthand("decide", "object", "object", "before"),
        Shorthand("decide", "abstain", "abstain", "before"),
        Shorthand("decide", "reserve", "reserve", "before"),
    ),
    claims=(
        always("absence blocks, unless by limited format or cure", _no_absent_consent),
        sometimes("a draft is adopted", lambda _w, case: case.state == State.ADOPTED.word),
        sometimes(
            "a draft waits for a cure", lambda _w, case: case.state == State.AWAITING_CURE.word
        ),
    ),
    readings=(
        "amb.absence-effect",
        "amb.absence-cure",
        "amb.cure-deadline",
        "amb.cure-roster",
        "amb.interim-validity",
        "amb.absence-with-nonobjection",
        "amb.left-midway",
        "amb.rule14-pc",
        "amb.pc-consensus",
        "amb.reservation",
        "amb.abstention",
        "amb.silence",
        "amb.quorum",
        "amb.quorum-suspended",
        "amb.intra-member",
        "amb.procedural-majority",
        "amb.procedural-classification",
        "amb.limited-organs",
        "amb.limited-consent",
        "amb.limited-scope",
        "amb.limited-size",
        "amb.chair-dissent",
        "amb.off-session",
        "amb.day-zone",
        "amb.chair-handover",
        "amb.pending-law",
        "amb.subsidiary-voting",
        "amb.commission-absence",
        "amb.arrears-automatic",
        "amb.voteless-bound",
        "amb.freeze",
        "amb.domestic-authorisation",
    ),
    relies_on=(
        "charter.12.consensus",
        "charter.12.procedural",
        "charter.12.limited-format",
        "charter.12.limited-format.adoption",
        "charter.12.limited-format.no-liability",
        "rules.14.1",
        "rules.quorum",
        "charter.20.minus-one",
        "rules.0.scope",
        "sub.icmec.rules.quorum",
        "sub.icmec.rules.fallback",
        "charter.20.suspension",
        "charter.25.arrears",
    ),
    periods=("certified copies", "signature"),
    not_modelled=(
        "How drafts are agreed inside each member: national law.",
        "The rules of subsidiary bodies other than the Interstate Commission: they were not seen.",
        "Whether what a subsidiary body decides binds: no source tells, and it binds nobody here.",
        "Leave for forces that is told in a matter on their use: it is leave for what that matter "
        "tells, and a decision on forces asks for its own (amb.domestic-authorisation B).",
        "Whether an informal meeting can decide: no source tells, and it is not refused.",
        "Circulation for signature, and a cure, by another rule than consensus: what a scenario "
        "enacts on charter.12.consensus is for what is put to decision in a session.",
        "A cure or circulation completed by a departure of which no matter of the scenario tells.",
    ),
    looks_at=_meets_on,
    basis=rests_on,
    result=_result,
    tells_apart=in_a_decision,
    cites=_its_own,
)
