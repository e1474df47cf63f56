"""What the office of Secretary General asks and changes: candidate, appointment, term, its end."""

from __future__ import annotations

from datetime import date

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import drop, duty
from csto_sim.procedures._secretary_general_turn import (
    APPOINT,
    HOLDING,
    ROTATION,
    ends,
    free,
    holder,
    longest_term,
    national,
    others,
    registered,
    starts,
    turn,
)
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.procedures._three_days import running
from csto_sim.record import Closing
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding, Period

ACTING = "sg.acting"
RECALL = "sg.recall"
ACCOUNTABLE = "charter.17.sg-accountable"
PROPOSAL = "amb.sg-proposal"
SUBJECT = ("secretary general",)


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
    """Return the change when a candidate is named, and by whom."""
    return Change({"nominated_by": scene.act.by})


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
    """Whether the Council has appointed the candidate: decision, proposal, nationality, term."""
    found = decided(("CSC",), (APPOINT,), subjects=SUBJECT)(scene)
    if not found.holds:
        return found
    for other in others(scene):
        same = other.facts.get("decision") == scene.fact("decision")
        if same and other.facts.get("appointed"):
            told: Detail = (("by_matter", other.id),)
            return Finding("sg.decided_for_another", False, (APPOINT,), told, (found,))
    first, rest = starts(scene)
    parts = [found, _proposal(scene), national(scene), _length(scene, first)]
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
    """Whether the term is one of three years at most."""
    last = ends(scene, first)
    facts: Detail = (("since", first), ("until", last))
    if last < first:
        return Finding("sg.no_day_left", False, (APPOINT,), facts)
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
    found = stopped((APPOINT,))(scene)
    if not found.holds or scene.fact("proposed"):
        return found
    option = scene.reading(PROPOSAL)
    says = "sg.proposal_courtesy" if option == "B" else "sg.proposal_missing"
    return Finding(says, option == "B", (APPOINT,), (), (found,), (PROPOSAL, option))


def appointing(scene: Scene) -> Change:
    """Return the change by the appointment, with the time until the office is taken."""
    first, _ = starts(scene)
    facts = {"appointed": scene.act.when.day, "starts": first, "last_day": ends(scene, first)}
    if first <= scene.act.when.day:
        return Change(facts)
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


# --- the term ------------------------------------------------------------------------------------


def takes_office(scene: Scene) -> Finding:
    """Whether the office is free on the day on which whoever is appointed is to take it."""
    vacant = free(scene)
    facts: Detail = (
        ("name", scene.fact("candidate", "")),
        ("since", scene.fact("starts")),
        ("until", scene.fact("last_day", "")),
    )
    return weighed(
        vacant.holds, "sg.takes_office", "sg.waits_for_office", (APPOINT,), facts, (vacant,)
    )


def may_begin(scene: Scene) -> Finding:
    """Whether whoever is appointed takes office now: the day has come, and the office is free."""
    day, last = scene.act.when.day, str(scene.fact("last_day", ""))
    facts: Detail = (("since", scene.fact("starts")), ("until", last))
    if day < scene.fact("starts") or day > last:
        return Finding("sg.not_the_day", False, (APPOINT,), facts)
    return takes_office(scene)


def taking(scene: Scene) -> Change:
    """Return the change when the office is taken: the term runs to its last day."""
    since = max(str(scene.fact("starts")), scene.act.when.day)
    return Change({"since": since}, _term(scene, since, str(scene.fact("last_day"))))


def _term(scene: Scene, first: str, last: str) -> tuple[Period, ...]:
    found = duty(
        scene,
        "term",
        "the Secretary General",
        "taking office or extension",
        APPOINT,
        "the next takes office, or the office is vacant",
        until=last,
        lapses="the term ends",
        ends_as="elapsed",
    )
    if last != longest_term(first):
        return found
    return tuple(
        each._replace(counted=each.counted._replace(unit="years", length=3, first_counted=first))
        for each in found
        if each.counted is not None
    )


def in_register(scene: Scene) -> Finding:
    """Whether the register has a Secretary General of that state, in office on that day.

    So a scenario can begin while somebody holds the office whose appointment it does not tell.
    """
    found = registered(scene.day, acting=True)
    who, name = scene.fact("national_of", ""), scene.fact("candidate", "")
    there = (
        found is not None
        and not found.acting
        and (found.until is None or scene.day < found.until.isoformat())
    )
    fits = found is not None and there and found.state == who and name in ("", found.name)
    facts: Detail = (("name", found.name if found is not None and there else ""),)
    known = weighed(fits, "sg.in_register", "sg.not_in_register", (APPOINT,), facts)
    vacant = holder(scene) is None
    office = weighed(vacant, "sg.office_free", "sg.office_taken", (APPOINT,))
    return known if not fits or vacant else office


def continuing(scene: Scene) -> Change:
    """Return the change when somebody whom the register has goes on in office."""
    found = registered(scene.day, acting=False)
    assert found is not None  # the guard has found it
    since = found.since.isoformat()
    last = scene.given("last_day", "")
    facts = {
        "since": since,
        "register": True,
        "nominated_by": scene.fact("national_of"),
        "last_day": last,
    }
    return Change(facts, _term(scene, since, str(last)))


def extended(scene: Scene) -> Finding:
    """Whether a decision of the Council to extend the term, while it runs, is adopted."""
    last, later = str(scene.fact("last_day", "")), str(scene.fact("extended_to", ""))
    facts: Detail = (("until", later), ("since", last))
    if later <= last:
        return Finding("sg.no_extension", False, (APPOINT,), facts)
    found = decided(("CSC",), (APPOINT,), field="extension", subjects=SUBJECT)(scene)
    if not found.holds:
        return found
    return Finding("sg.extended", True, (APPOINT,), facts, (found,))


def extending(scene: Scene) -> Change:
    """Return the change by an extension: the term runs to another day."""
    later = str(scene.fact("extended_to"))
    closes = drop(scene, "term", "the Council extended it")
    return Change({"last_day": later}, _term(scene, str(scene.fact("since")), later), closes)


# --- the end -------------------------------------------------------------------------------------


def may_ask(scene: Scene) -> Finding:
    """Whether the state that asks for the release is the one that named the Secretary General."""
    nominator = scene.fact("nominated_by", "")
    facts: Detail = (("by", scene.act.by), ("member", nominator))
    return weighed(
        scene.act.by == nominator, "sg.nominator", "sg.not_nominator", (RECALL, ACCOUNTABLE), facts
    )


def released(scene: Scene) -> Finding:
    """Whether the Council has decided, at the nominating state's initiative, on the release."""
    found = decided(("CSC",), (RECALL, APPOINT), field="release", subjects=SUBJECT)(scene)
    if not found.holds:
        return found
    decision = named(scene, "release")
    asked = str(scene.fact("asked", ""))
    on = "" if decision is None else str(decision.facts.get("adopted", ""))
    facts: Detail = (("member", scene.fact("nominated_by", "")), ("day", asked))
    return weighed(
        asked <= on,
        "sg.released",
        "sg.asked_too_late",
        (RECALL, APPOINT),
        facts,
        (found,),
    )


def releasing(scene: Scene) -> Change:
    """Return the change by the release: the term is cut short."""
    facts = {"released": True, "until": scene.act.when.day}
    return Change(facts, (), drop(scene, "term", "the Council released the Secretary General"))


def succeeded(scene: Scene) -> Finding:
    """Whether somebody else has taken the office after this term began."""
    for other in others(scene):
        if other.state in HOLDING and other.facts["since"] > scene.fact("since", ""):
            facts: Detail = (("by_matter", other.id), ("since", other.facts["since"]))
            return Finding("sg.followed", True, (APPOINT, ROTATION), facts)
    return Finding("sg.not_followed", False, (APPOINT,))


def giving_way(scene: Scene) -> Change:
    """Return the change when the next is in office; a term that had run to its end has elapsed."""
    period = running(scene, "term")
    if period is None:
        return Change()
    closing = Closing(scene.case.id, "term", "elapsed", "the next took office")
    return Change({}, (), (closing,))
