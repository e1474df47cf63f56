"""What consultations ask and change: the ground, the rungs of the ladder, who agrees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from csto_sim import organisation
from csto_sim.procedure import Actor, Change, Param, States
from csto_sim.procedures._duties import duty, fulfil
from csto_sim.record import Closing
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding

#: The provisions of each ground on which the members consult.
BY_GROUND = {
    "threat": ("treaty.2.consultation",),
    "important question": ("treaty.2.general-consult", "charter.9.foreign-policy"),
    "wider security system": ("treaty.1.eurasia-consult",),
    "important forum": ("consult.1997.cases",),
    "request of the council": ("consult.1997.cases",),
    "recommendation of ministers": ("consult.1997.cases",),
    "yearly plan": ("fp.consult-plans",),
    "interpretation": ("treaty.9.interpretation",),
    "dispute": ("charter.27.disputes",),
}
GROUNDS = tuple(BY_GROUND)
#: Grounds on which the law wants consultations at once.
AT_ONCE = ("threat", "wider security system")
#: Who asks, where it is not a member.
ASKED_BY = {
    "request of the council": ("CSC", "CHAIR"),
    "recommendation of ministers": ("CMFA", "CMD"),
    "yearly plan": ("CMFA", "CSSC", "SECRETARIAT", "SG"),
}
#: The rungs, lowest first; the sources list them from the heads down.
RUNGS = (
    "permanent council",
    "envoys",
    "ambassadors",
    "directors",
    "deputy ministers",
    "ministers",
    "heads",
)
LEVEL = Param("level", "word", "at which level", RUNGS, required=True)
AT = Param("at", "party", "at which organisation the envoys are, or in which state the ambassadors")
#: Where those of a level have their seat, where that is away from the capitals (fp.levels).
SEATS: Mapping[str, Callable[[], Collection[str]]] = {
    "envoys": organisation.organisations,
    "ambassadors": organisation.states,
}
LADDER = "fp.levels"
PERMANENT_COUNCIL = "charter.pc.role"


class State(States):
    """States of consultations."""

    NOT_ASKED = "nobody has asked for consultations"
    ASKED = "consultations have been asked for and have not begun"
    UNDER_WAY = "the members consult"
    NOT_ALIGNED = "the consultations ended without a common position"
    ALIGNED = "the positions are aligned"
    PASSED_ON = "the question was passed on to the Council"


def _asking(scene: Scene) -> tuple[str, ...]:
    return ASKED_BY.get(str(scene.fact("ground")), scene.roster().members)


def _closing(scene: Scene) -> tuple[str, ...]:
    bodies = ("CHAIR", "CSC", "CMFA", "CMD", "CSSC", "SG", "SECRETARIAT")
    # Of the others the sources do not tell for certain that they were not there yet.
    council = ("PC",) if scene.text(PERMANENT_COUNCIL) is not None else ()
    return (*scene.roster().members, *bodies, *council)


ASKING = Actor("a member, or the organ that the ground names", _asking)
CLOSING = Actor("a member or an organ", _closing, need_not_be_named=True)


def basis(scene: Scene) -> tuple[str, ...]:
    """Return the provisions of the ground on which the members consult."""
    return BY_GROUND[str(scene.fact("ground"))]


def ground_holds(scene: Scene) -> Finding:
    """Whether the law of the day knows the ground on which consultations are asked for."""
    ground, under = str(scene.fact("ground")), basis(scene)
    facts = (("ground", ground), ("by", scene.act.by), ("day", scene.day))
    holds = any(scene.text(id) is not None for id in under)
    says = "consultation.urgent" if ground in AT_ONCE else "consultation.regular"
    return weighed(holds, says, "consultation.no_ground", under, facts)


def asking(scene: Scene) -> Change:
    """Return the change by the asking: on a threat the members have to consult at once."""
    facts = {"asked_by": scene.act.by, "asked": scene.act.when.day}
    ground = str(scene.fact("ground"))
    if ground not in AT_ONCE:
        return Change(facts)
    opens = duty(
        scene, "consultations", "the members", "the asking", basis(scene)[0],
        "consultations must begin at once; no length is stated",
    )  # fmt: skip
    return Change(facts, opens)


def _level_there(scene: Scene) -> Finding:
    """Whether the level exists on that day: the Permanent Council has worked since March 2004."""
    level = str(scene.given("level"))
    facts = (("level", level), ("day", scene.day))
    if level == "permanent council" and scene.text(PERMANENT_COUNCIL) is None:
        return Finding("consultation.no_level", False, (PERMANENT_COUNCIL,), facts)
    where = str(scene.given("at", ""))
    if not where:
        return Finding("consultation.level", True, (LADDER,), facts)
    holds = where in SEATS.get(level, tuple)()
    there = (*facts, ("parties", (where,)))
    return weighed(holds, "consultation.level_at", "consultation.not_their_seat", (LADDER,), there)


def _with(scene: Scene) -> tuple[str, ...]:
    named = scene.given("with") or scene.roster().members
    return tuple(sorted(named))


def _members_only(scene: Scene) -> Finding:
    outside = tuple(code for code in _with(scene) if code not in scene.roster().members)
    facts = (("states", outside or _with(scene)),)
    return weighed(
        not outside, "consultation.members", "consultation.not_members", (LADDER,), facts
    )


def _several(scene: Scene) -> Finding:
    """Whether two members at least take part: nobody consults alone."""
    states = _with(scene)
    facts = (("states", states),)
    holds = len(states) > 1
    return weighed(holds, "consultation.several", "consultation.alone", basis(scene), facts)


def _duty_met(scene: Scene) -> bool:
    return set(scene.roster().members) <= set(_with(scene))


def _for_all(scene: Scene) -> tuple[Finding, ...]:
    """What is told where the law has all consult and some are left out: no condition.

    On a threat, and on a wider security system, the duty to consult at once is that of all parties
    (treaty.2.consultation, treaty.1.eurasia-consult); a narrower circle does not meet it.
    """
    if str(scene.fact("ground")) not in AT_ONCE or _duty_met(scene):
        return ()
    left = tuple(state for state in scene.roster().members if state not in _with(scene))
    return (Finding("consultation.narrower", True, basis(scene), (("missing", left),)),)


def begins(scene: Scene) -> Finding:
    """Whether consultations can begin at that level, among members."""
    parts = (_level_there(scene), _members_only(scene), _several(scene), *_for_all(scene))
    holds = all(part.holds for part in parts)
    says = "consultation.can_begin" if holds else "consultation.cannot_begin"
    return Finding(says, holds, basis(scene), (), parts)


def beginning(scene: Scene) -> Change:
    """Return the change by the beginning: the level, who takes part; with all, the duty is done."""
    level = scene.given("level")
    facts = {"level": level, "went_through": (level,), "taking_part": _with(scene), "agree": ()}
    return Change(facts, (), _begun(scene))


def _begun(scene: Scene) -> tuple[Closing, ...]:
    return fulfil(scene, "consultations", "consultations began") if _duty_met(scene) else ()


def higher(scene: Scene) -> Finding:
    """Whether the level to which the question is raised is a higher one (fp.levels)."""
    parts = (_level_there(scene), _members_only(scene), _several(scene), *_for_all(scene))
    now, then = str(scene.fact("level")), str(scene.given("level"))
    up = RUNGS.index(then) > RUNGS.index(now)
    facts = (("level", then), ("says", now))
    rung = weighed(up, "consultation.higher", "consultation.not_higher", (LADDER,), facts)
    holds = up and all(part.holds for part in parts)
    says = "consultation.raised" if holds else "consultation.not_raised"
    return Finding(says, holds, (LADDER,), facts, (rung, *parts))


def begins_anew(scene: Scene) -> Finding:
    """Whether the members consult again where they were: nothing forbids a further round, and above
    the heads there is no level to which the question could be raised."""
    now, then = str(scene.fact("level")), str(scene.given("level"))
    if now != then:
        facts = (("level", now), ("says", then))
        return Finding("consultation.another_level", False, (LADDER,), facts)
    return begins(scene)


def goes_up(scene: Scene) -> Change:
    """Return the change by raising or a further round: the level, who takes part; what was agreed
    before is open."""
    level = scene.given("level")
    went = (*scene.fact("went_through", ()), level)
    facts = {"level": level, "went_through": went, "taking_part": _with(scene), "agree": ()}
    return Change(facts, (), _begun(scene))


def goes_on(scene: Scene) -> Finding:
    """Whether experts can be drawn in: the sources say so of the Permanent Council."""
    level = str(scene.fact("level"))
    facts = (("level", level),)
    holds = level == "permanent council"
    return weighed(
        holds, "consultation.experts", "consultation.experts_not_stated", (LADDER,), facts
    )


def takes_part(scene: Scene) -> Finding:
    """Whether the member takes part in the consultations."""
    facts = (("by", scene.act.by),)
    holds = scene.act.by in scene.fact("taking_part", ())
    return weighed(holds, "consultation.takes_part", "consultation.not_there", basis(scene), facts)


def agreeing(scene: Scene) -> Change:
    """Return the change by a member that agrees."""
    return Change({"agree": tuple(sorted({*scene.fact("agree", ()), scene.act.by}))})


def disagreeing(scene: Scene) -> Change:
    """Return the change by a member that keeps its own position."""
    return Change({"agree": tuple(m for m in scene.fact("agree", ()) if m != scene.act.by)})


def _missing(scene: Scene) -> tuple[str, ...]:
    agree = scene.fact("agree", ())
    return tuple(member for member in _still_there(scene) if member not in agree)


def _still_there(scene: Scene) -> tuple[str, ...]:
    """Those who take part and are members still: nobody waits for a state that was suspended."""
    members = scene.roster().members
    return tuple(member for member in scene.fact("taking_part", ()) if member in members)


def all_agree(scene: Scene) -> Finding:
    """Whether all who take part agree; two at least, since one alone aligns nothing."""
    missing = _missing(scene)
    holds = not missing and len(_still_there(scene)) > 1
    facts = (("members", _still_there(scene) if holds else missing),)
    return weighed(holds, "consultation.aligned", "consultation.open", basis(scene), facts)


def aligning(scene: Scene) -> Change:
    """Return the change when positions are aligned: whose they are."""
    return Change({"taking_part": _still_there(scene), "agree": _still_there(scene)})


def not_all_agree(scene: Scene) -> Finding:
    """Whether the consultations end without a common position: while somebody who takes part has
    not agreed, or with nobody left beside one who has."""
    missing = _missing(scene)
    if not missing and len(_still_there(scene)) < 2:
        facts = (("members", _still_there(scene)),)
        return Finding("consultation.nobody_left", True, basis(scene), facts)
    if not missing:
        return all_agree(scene)._replace(holds=False)
    return Finding("consultation.ends", True, basis(scene), (("members", missing),))


def to_council(scene: Scene) -> Finding:
    """Whether the question goes to the Council: a dispute by charter.27, which lets it go there
    once consultation has not settled it; another question as a fundamental one."""
    dispute = scene.fact("ground") == "dispute"
    under = ("charter.27.disputes",) if dispute else ("charter.13.highest", "treaty.3.csc")
    if dispute and scene.case.state == State.UNDER_WAY.word:
        return Finding("consultation.not_failed", False, under)
    return Finding("consultation.to_council", True, under, (("ground", scene.fact("ground")),))
