"""Whose turn it is to have the Secretary General, and whether the office is free.

The rotation applies to terms from 1 January 2017 on (sg.rotation.2015). Who held the office before
is told by the matters of the scenario, else by the Organization's register. What follows an early
release is `amb.sg-rotation-shortfall`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from csto_sim import law, organisation
from csto_sim.organisation import Term
from csto_sim.procedure import Change
from csto_sim.procedures._duties import drop, duty
from csto_sim.procedures._stages import decided, named
from csto_sim.rules.periods import months_after
from csto_sim.rules.turns import first_in_order, next_in_order
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Case, Detail, Finding, Period

OFFICE = "secretary_general"
APPOINT = "charter.17.sg-appoint"
RECALL = "sg.recall"
ACCOUNTABLE = "charter.17.sg-accountable"
ROTATION = "sg.rotation.2015"
REPLACEMENT = "lifecycle.replacement"
SUSPENSION = "charter.20.suspension"
SHORTFALL = "amb.sg-rotation-shortfall"
TURN = "amb.suspended-turn"
SUBJECT = ("secretary general",)
#: The states of such a matter in which somebody holds the office by it.
HOLDING = ("in office", "term extended", "release asked")
#: A term is of three years (charter.17.sg-appoint).
TERM_MONTHS = 36


class Before(NamedTuple):
    """Who held the office before: the state, since when, until when at the latest, released."""

    state: str
    since: str
    last_day: str = ""
    released: bool = False


def others(scene: Scene) -> Iterator[Case]:
    """Yield the other matters on the office: there is one office."""
    for case in scene.of_procedure(OFFICE):
        if case.id != scene.case.id:
            yield case


def holder(scene: Scene) -> Case | None:
    """Return the other matter by which somebody holds the office now, or None."""
    return next((case for case in others(scene) if case.state in HOLDING), None)


def _latest(scene: Scene) -> Case | None:
    """The matter of the scenario by which the office was last held, or is to be held before."""
    day, decision = begins(scene), named(scene, "decision")
    # An appointment that has not begun goes with the decision whose place this one takes.
    gone = "" if decision is None else decision.facts.get("replaces", "")
    held = [
        case
        for case in others(scene)
        if _since(case, day) and not (case.state == "appointed" and case.facts["decision"] == gone)
    ]
    return max(held, key=lambda case: _since(case, day), default=None)


def _since(case: Case, day: str) -> str:
    """Since when somebody has the office by a matter, or is to have it, before a day; '' if not."""
    found = str(case.facts.get("since", ""))
    if found or case.state != "appointed":
        return found
    starts = str(case.facts["starts"])
    return starts if starts < day else ""


def _before(scene: Scene) -> Before:
    found = _latest(scene)
    if found is not None:
        facts = found.facts
        released = bool(facts.get("released"))
        since = _since(found, begins(scene))
        return Before(facts["national_of"], since, facts.get("last_day", ""), released)
    # What the register has since the naming is another course than that of the scenario.
    eve = date.fromisoformat(scene.fact("named", scene.day)) - timedelta(days=1)
    term = registered(eve.isoformat(), acting=False)
    if term is None:
        # The register begins before the Charter: the law of a later day is supposed for this one.
        return Before("", "")
    return Before(term.state, term.since.isoformat())


def registered(day: str, *, acting: bool) -> Term | None:
    """Return the last term that the register has begun by a day; acting ones only if asked for."""
    wanted = date.fromisoformat(day)
    found = [
        term
        for term in organisation.secretaries_general()
        if term.since <= wanted and (acting or not term.acting)
    ]
    return found[-1] if found else None


def begins(scene: Scene) -> str:
    """The day from which the office would be held: the one that is set, else that of the act."""
    return str(scene.fact("first_day") or scene.act.when.day)


def national(scene: Scene) -> Finding:
    """Whether the candidate is a national of a member (charter.17.sg-appoint).

    What that means for a member whose participation is suspended is `amb.suspended-turn`.
    """
    who, roster = scene.fact("national_of", ""), scene.roster()
    facts: Detail = (("members", (who,)),)
    if who in roster.suspended:
        option = scene.reading(TURN)
        says = "sg.keeps_turn" if option == "B" else "sg.suspended"
        return Finding(says, option == "B", (APPOINT, SUSPENSION), facts, (), (TURN, option))
    holds = who in roster.members
    return weighed(holds, "sg.national", "sg.not_national", (APPOINT,), facts)


def turn(scene: Scene) -> Finding:
    """Whether it is the turn of the candidate's state, from the day that the rotation applies.

    The first turn in the rotation is that of the first member in the order. When a term was cut
    short, the same state serves the rest of it (A), or the next one comes, after it (B) or at once
    (C): `amb.sg-rotation-shortfall`.
    """
    who, day = scene.fact("national_of", ""), begins(scene)
    of = scene.world.terms.law_of or day
    if not law.candidates(ROTATION, of):
        facts: Detail = (("day", of),)
        return Finding("sg.no_rotation", True, (APPOINT,), facts)
    before = _before(scene)
    first = not law.candidates(ROTATION, before.since)
    kept = _keeping_turn(scene)
    due = first_in_order(scene, kept) if first else next_in_order(scene, before.state, kept)
    reading = None
    if before.released:
        option = scene.reading(SHORTFALL)
        reading = (SHORTFALL, option)
        if option == "A" and day <= before.last_day:
            due = before.state
    facts = (("members", (who,)), ("next", due), ("chair", before.state))
    says = "sg.turn" if who == due else "sg.not_turn"
    return Finding(says, who == due, (ROTATION,), facts, (), reading)


def _keeping_turn(scene: Scene) -> tuple[str, ...]:
    """The suspended members, where they keep their turn (`amb.suspended-turn` B)."""
    suspended = scene.roster().suspended
    return suspended if suspended and scene.reading(TURN) == "B" else ()


def starts(scene: Scene) -> tuple[str, Finding | None]:
    """Return the day on which an appointment begins, with a finding where a rest runs before it.

    When the last term was cut short and a deputy acts until its end (B), no other begins before.
    """
    day = begins(scene)
    before = _before(scene)
    if not before.released or before.last_day < day:
        return day, None
    option = scene.reading(SHORTFALL)
    later = _after(before.last_day) if option == "B" else day
    says = "sg.after_the_rest" if option == "B" else "sg.no_rest_before"
    facts: Detail = (("until", before.last_day), ("since", later))
    return later, Finding(says, True, (ROTATION,), facts, (), (SHORTFALL, option))


def for_another(scene: Scene) -> Case | None:
    """Return the matter on another candidate whom the Council's decision is about, or None.

    The decision that has appointed another already; or the one that took the place of this
    matter's own and that another matter names (lifecycle.replacement).
    """
    own, decision = scene.fact("decision"), named(scene, "decision")
    for other in others(scene):
        theirs = other.facts.get("decision")
        taken = theirs == own and bool(other.facts.get("appointed"))
        if taken or (
            decision is not None and decision.id not in (own, "") and theirs == decision.id
        ):
            return other
    return None


def fallen(scene: Scene) -> Finding:
    """Whether the decision that appointed was replaced before the term began, by one that appoints
    another or nobody: an appointment that has not begun goes with it (lifecycle.replacement)."""
    own = scene.look(scene.fact("decision", ""))
    stands = decided(("CSC",), (APPOINT,), subjects=SUBJECT)(scene)
    facts: Detail = (("decision", scene.fact("decision", "")),)
    if own is None or own.state != "superseded":
        return Finding("sg.appointment_stands", False, (APPOINT,), facts)
    holds = not stands.holds or for_another(scene) is not None
    says = "sg.appointment_replaced" if holds else "sg.appointment_stands"
    return Finding(says, holds, (APPOINT, REPLACEMENT), facts)


def falling(scene: Scene) -> Change:
    """Return the change when an appointment falls before the term begins."""
    because = "another decision took the place of the appointment"
    closes = (*drop(scene, "beginning", because), *drop(scene, "office taken", because))
    return Change({"appointed": ""}, (), closes)


def ends(scene: Scene, first: str) -> str:
    """Return the last day of a term that begins on a day: as it is set, else after three years.

    Whoever serves the rest of a term that was cut short (A) serves it to its last day.
    """
    told = scene.fact("last_day")
    if told:
        return str(told)
    longest = longest_term(first)
    rest, _ = longest_rest(scene, first)
    return min(longest, rest) if rest else longest


def longest_rest(scene: Scene, first: str) -> tuple[str, tuple[str, str] | None]:
    """Return the last day of the rest that a term beginning on a day serves, with the reading.

    That of a term that was cut short, where the same state serves what is left (A); else ''.
    """
    before = _before(scene)
    if not before.released or before.last_day < first:
        return "", None
    option = scene.reading(SHORTFALL)
    return (before.last_day if option == "A" else ""), (SHORTFALL, option)


def longest_term(first: str) -> str:
    """The last day of three years that begin with a day."""
    after = months_after(date.fromisoformat(first), TERM_MONTHS)
    return (after - timedelta(days=1)).isoformat()


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def free(scene: Scene, day: str) -> Finding:
    """Whether the office is free on a day on which a term begins."""
    found = holder(scene)
    if found is None:
        return Finding("sg.office_free", True, (APPOINT,))
    last = str(found.facts.get("last_day", ""))
    facts: Detail = (("by_matter", found.id), ("until", last))
    holds = bool(last) and last < day
    return weighed(holds, "sg.office_free", "sg.office_taken", (APPOINT,), facts)


def awaiting(scene: Scene) -> Finding:
    """Whether somebody is appointed who takes office the day after the last of this term."""
    day = _after(str(scene.fact("last_day")))
    for other in others(scene):
        facts = other.facts
        if other.state == "appointed" and facts["starts"] <= day <= facts["last_day"]:
            told: Detail = (("by_matter", other.id), ("since", day))
            return Finding("sg.next_is_appointed", True, (APPOINT,), told)
    return Finding("sg.nobody_appointed", False, (APPOINT,), (("day", day),))


def waiting(scene: Scene, last: str) -> tuple[Period, ...]:
    """Return the period in which whoever is appointed waits until the office is free."""
    return duty(
        scene,
        "office taken",
        "whoever is appointed",
        "the day of taking office",
        APPOINT,
        "the term is over, and the office was never free",
        until=last,
        lapses="the term of the appointment passes",
        ends_as="elapsed",
    )
