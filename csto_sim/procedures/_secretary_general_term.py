"""The term of a Secretary General: taking office, extension, release, and who comes after."""

from __future__ import annotations

from csto_sim.procedure import Change
from csto_sim.procedures._duties import drop, duty, fulfil
from csto_sim.procedures._secretary_general_turn import (
    ACCOUNTABLE,
    APPOINT,
    HOLDING,
    RECALL,
    ROTATION,
    SUBJECT,
    fallen,
    free,
    holder,
    longest_term,
    others,
    registered,
    waiting,
)
from csto_sim.procedures._stages import decided, named
from csto_sim.procedures._three_days import running
from csto_sim.record import Closing
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding, Period

# --- the term ------------------------------------------------------------------------------------


def takes_office(scene: Scene) -> Finding:
    """Whether the office is free on the day on which whoever is appointed is to take it."""
    vacant = free(scene, str(scene.fact("starts", "")))
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
    gone = fallen(scene)
    return gone._replace(holds=False) if gone.holds else takes_office(scene)


def taking(scene: Scene) -> Change:
    """Return the change when the office is taken: the term runs to its last day."""
    since = max(str(scene.fact("starts")), scene.act.when.day)
    opens = _term(scene, since, str(scene.fact("last_day")))
    closes = fulfil(scene, "office taken", "the office is free")
    if not scene.act.name and running(scene, "beginning") is not None:
        # The term before ended in the same moment, and the office was taken at once.
        closes += (Closing(scene.case.id, "beginning", "elapsed", "the office is taken"),)
    return Change({"since": since}, opens, closes)


def kept_waiting(scene: Scene) -> Change:
    """Return the change when the day of taking office comes and another still holds the office."""
    return Change({}, waiting(scene, str(scene.fact("last_day"))))


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

    So a scenario can begin while somebody holds the office whose appointment it does not tell. What
    the scenario tells of later holders goes before the register, and a term that is over is no
    term.
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
    last = str(scene.given("last_day", ""))
    if fits and last < scene.day:
        return Finding("sg.term_is_over", False, (APPOINT,), (("until", last),))
    for other in others(scene):
        since = str(other.facts.get("since", ""))
        if found is not None and fits and since >= found.since.isoformat():
            told: Detail = (("by_matter", other.id), ("since", since))
            return Finding("sg.told_otherwise", False, (APPOINT,), told)
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
    if scene.act.when.day > last:
        # Known only by a stretch in which the term ends: it did not end for certain before.
        told: Detail = (*facts, ("day", scene.act.when.day))
        return Finding("sg.extended_perhaps_late", True, (APPOINT,), told, (found,))
    return Finding("sg.extended", True, (APPOINT,), facts, (found,))


def extended_meanwhile(scene: Scene) -> Finding:
    """Whether the term is extended while a release is asked for, and not decided on."""
    found = released(scene)
    return found._replace(holds=False) if found.holds else extended(scene)


def extending(scene: Scene) -> Change:
    """Return the change by an extension: the term runs to another day, whether or not a release
    is asked for."""
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


def asking(scene: Scene) -> Change:
    """Return the change by the request; a release that was decided before it answers nothing."""
    decision = named(scene, "release")
    before = decision is not None and bool(decision.facts.get("adopted"))
    return Change({"asked": scene.act.when.day, "decided_before": before})


def released(scene: Scene) -> Finding:
    """Whether the Council has decided, at the nominating state's initiative, on the release."""
    found = decided(("CSC",), (RECALL, APPOINT), field="release", subjects=SUBJECT)(scene)
    if not found.holds:
        return found
    asked = str(scene.fact("asked", ""))
    facts: Detail = (("member", scene.fact("nominated_by", "")), ("day", asked))
    return weighed(
        not scene.fact("decided_before", False),
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
