"""What the office of Secretary General asks and changes: candidate, appointment, term, its end."""

from __future__ import annotations

from datetime import date

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import duty
from csto_sim.procedures._secretary_general_turn import (
    APPOINT,
    ROTATION,
    SUBJECT,
    ends,
    for_another,
    free,
    longest_rest,
    longest_term,
    national,
    starts,
    turn,
    waiting,
)
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Case, Detail, Finding

ACTING = "sg.acting"
PROPOSAL = "amb.sg-proposal"


class State(States):
    """States of one appointment to the office of Secretary General."""

    TO_BE_APPOINTED = "nobody has been named for the office"
    CANDIDATE_NAMED = "a member has named a candidate"
    PROPOSED = "the foreign ministers have proposed the candidate"
    NOT_APPOINTED = "it was put to the Council, and the candidate is not appointed"
    APPOINTED = "the Council has appointed the candidate, who has not taken office"
    IN_OFFICE = "the candidate holds the office"
    TERM_EXTENDED = "the candidate holds the office, for a term that was extended"
    RELEASE_ASKED = "the state that named the Secretary General has asked for the release"
    RELEASED = "the Council has released the Secretary General, and the office is vacant"
    VACANT = "the term is over, and the office is vacant"
    DEPUTY_ACTS = "the office is vacant, and a Deputy Secretary General acts"
    FOLLOWED = "another holds the office"
    NOT_TAKEN = "the term of the appointment is over, and the candidate never took the office"


DEPUTY = Actor("a Deputy Secretary General", lambda _scene: ("DSG",), need_not_be_named=True)
FOREIGN_MINISTERS = Actor("the Council of Foreign Ministers", lambda _scene: ("CMFA",), True)


# --- the candidate -------------------------------------------------------------------------------


def may_name(scene: Scene) -> Finding:
    """Whether a candidate of that state can be named: a member's national, and its turn."""
    ours = national(scene)
    parts = (ours, turn(scene)) if ours.holds else (ours,)
    facts: Detail = (("name", scene.fact("candidate", "")),)
    return weighed(
        all(part.holds for part in parts),
        "sg.may_be_named",
        "sg.may_not_be_named",
        (APPOINT,),
        facts,
        parts,
    )


def naming(scene: Scene) -> Change:
    """Return the change when a candidate is named: by whom, and when."""
    return Change({"nominated_by": scene.act.by, "named": scene.act.when.day})


def may_propose(scene: Scene) -> Finding:
    """Whether the foreign ministers propose by an act of theirs: not where a decision is named."""
    by_decision = bool(scene.fact("proposal"))
    facts: Detail = (("decision", scene.fact("proposal", "")),)
    return weighed(not by_decision, "sg.proposes", "sg.proposes_by_decision", (APPOINT,), facts)


def proposal_decided(scene: Scene) -> Finding:
    """Whether the decision of the foreign ministers on their proposal is adopted."""
    if appointed(scene).holds:
        return Finding("sg.no_longer_needed", False, (APPOINT,))
    return decided(("CMFA",), (APPOINT,), field="proposal")(scene)


def proposing(scene: Scene) -> Change:
    """Return the change by the proposal."""
    return Change({"proposed": scene.act.when.day})


# --- the appointment -----------------------------------------------------------------------------


def appointed(scene: Scene) -> Finding:
    """Whether the Council has appointed the candidate: decision, proposal, nationality, turn, term.

    Whose turn it is is asked again: since the naming another can have taken the office.
    """
    found = decided(("CSC",), (APPOINT,), subjects=SUBJECT)(scene)
    if not found.holds:
        return found
    other = for_another(scene)
    if other is not None:
        told: Detail = (("by_matter", other.id),)
        return Finding("sg.decided_for_another", False, (APPOINT,), told, (found,))
    first, rest = starts(scene)
    ours = national(scene)
    parts = [found, _proposal(scene), ours, _length(scene, first)]
    if ours.holds:
        parts.append(turn(scene))
    if rest is not None:
        parts.append(rest)
    facts: Detail = (("name", scene.fact("candidate", "")), ("since", first))
    return weighed(
        all(part.holds for part in parts),
        "sg.appointed",
        "sg.not_appointed",
        (APPOINT,),
        facts,
        tuple(parts),
    )


def _proposal(scene: Scene) -> Finding:
    """Whether the ministers proposed before the Council decided; else `amb.sg-proposal` says."""
    decision = named(scene, "decision")
    made = str(scene.fact("proposed", ""))
    adopted = "" if decision is None else str(decision.facts.get("adopted", ""))
    if made and made <= adopted:
        return Finding("sg.proposal_made", True, (APPOINT,), (("day", made),))
    option = scene.reading(PROPOSAL)
    says = "sg.proposal_courtesy" if option == "B" else "sg.proposal_missing"
    return Finding(says, option == "B", (APPOINT,), (), (), (PROPOSAL, option))


def _length(scene: Scene, first: str) -> Finding:
    """Whether the term is one of three years at most, and has a day that is still to come.

    Whoever serves the rest of a term that was cut short serves no longer than that.
    """
    last, day = ends(scene, first), scene.act.when.day
    facts: Detail = (("since", first), ("until", last))
    if last < max(first, day):
        return Finding("sg.no_day_left", False, (APPOINT,), facts)
    rest, reading = longest_rest(scene, first)
    if rest and last > rest:
        beyond: Detail = (("since", rest), ("until", last))
        return Finding("sg.beyond_the_rest", False, (ROTATION,), beyond, (), reading)
    holds = last <= longest_term(first)
    return weighed(holds, "sg.three_years", "sg.too_long", (APPOINT,), facts)


def not_adopted(scene: Scene) -> Finding:
    """Whether the Council's decision does not appoint: not adopted, or short of what is asked.

    Before a proposal that is asked for, a draft that is not adopted decides nothing here.
    """
    if proposal_decided(scene).holds:
        return Finding("sg.proposal_first", False, (APPOINT,))
    if decided(("CSC",), (APPOINT,), subjects=SUBJECT)(scene).holds:
        found = appointed(scene)
        lacking = tuple(part._replace(holds=True) for part in found.rests_on if not part.holds)
        # What is told is why it does not appoint, and that is so.
        told = found.resting_on(*lacking) if lacking else found
        return told._replace(holds=not found.holds)
    decision = named(scene, "decision")
    if decision is not None and not _for_the_council(decision):
        return decided(("CSC",), (APPOINT,), subjects=SUBJECT)(scene)
    found = stopped((APPOINT,))(scene)
    if not found.holds or scene.fact("proposed"):
        return found
    option = scene.reading(PROPOSAL)
    says = "sg.proposal_courtesy" if option == "B" else "sg.proposal_missing"
    return Finding(says, option == "B", (APPOINT,), (), (found,), (PROPOSAL, option))


def _for_the_council(decision: Case) -> bool:
    facts = decision.facts
    return facts.get("body", "CSC") == "CSC" and facts.get("subject", "general") in SUBJECT


def appointing(scene: Scene) -> Change:
    """Return the change by the appointment, with the time until the office is taken."""
    first, _ = starts(scene)
    facts = {"appointed": scene.act.when.day, "starts": first, "last_day": ends(scene, first)}
    if first <= scene.act.when.day:
        return Change(facts, () if free(scene, first).holds else waiting(scene, facts["last_day"]))
    eve = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    opens = duty(
        scene,
        "beginning",
        "whoever is appointed",
        "the appointment",
        APPOINT,
        "the term begins",
        until=eve,
        lapses="the day of taking office comes",
        ends_as="elapsed",
    )
    return Change(facts, opens)
