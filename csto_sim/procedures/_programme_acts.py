"""What a programme document asks and changes: its approval, first and last day, what comes after.

No provision speaks of programme documents by name. They rest on the decisions that approve them
(charter.12.binding), those of the Council on its part as the highest organ (charter.13.highest),
those of the ministers on their tasks (organs.ministerial.tasks); the Parliamentary Assembly adopts
its own, which bind nobody (pa.output).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._assembly_acts import works
from csto_sim.procedures._duties import drop, duty
from csto_sim.procedures._stages import decided, named
from csto_sim.procedures._three_days import running
from csto_sim.record import Closing
from csto_sim.rules.clock import zone
from csto_sim.rules.periods import day_of
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Case, Detail, Finding

BINDING = "charter.12.binding"
HIGHEST = "charter.13.highest"
TASKS = "organs.ministerial.tasks"
OUTPUT = "pa.output"
REPLACEMENT = "lifecycle.replacement"
END_YEAR = "amb.end-year"

#: The organs whose decision can approve a document, each with what its part rests on.
BASES = {"CSC": HIGHEST, "CMFA": TASKS, "CMD": TASKS, "CSSC": TASKS}
ASSEMBLY = "PA"


class State(States):
    """States of a programme document."""

    PUT_FORWARD = "it has been put forward, and nobody has approved it"
    NOT_APPROVED = "the decision that was to approve it was not adopted"
    APPROVED = "it is approved, and its first day is still to come"
    IN_FORCE = "it is in force"
    EXPIRED = "its last day has passed, or no day was left for it"
    FOLLOWED = "another document has taken its place"
    ENDED = "it was ended before its last day"


PARLIAMENT = Actor("the Parliamentary Assembly", lambda _scene: (ASSEMBLY,))


def _approver(scene: Scene, case: Case) -> str:
    """Whose document it is: the body of the decision that approves it, or the Assembly."""
    id = case.facts.get("decision", "")
    found = scene.look(id) if id else None
    return ASSEMBLY if found is None else str(found.facts.get("body", "CSC"))


def _basis(scene: Scene) -> tuple[str, ...]:
    found = named(scene, "decision")
    if found is None:
        return (OUTPUT,)
    return (BINDING, BASES.get(found.facts.get("body", "CSC"), BINDING))


def last_day(scene: Scene) -> tuple[str, str]:
    """Return the last day of the document, and the option of `amb.end-year` if that was asked.

    A day that is told counts as told. A document to or until a year ends with that year (A) or
    with the year before it (B). Without either the document names no end, and the day is ''.
    """
    day = str(scene.fact("last_day", ""))
    year = scene.fact("end_year")
    if day or year is None:
        return day, ""
    option = scene.reading(END_YEAR)
    return f"{int(year) - (option == 'B'):04}-12-31", option


def _place(scene: Scene) -> str:
    """Where the day of the act lies: `before` the first day, `within`, or `after` the last.

    For a document whose last day comes before its first it is always too late.
    """
    day, (last, _) = scene.act.when.day, last_day(scene)
    first = scene.fact("first_day", "")
    if last and (day > last or first > last):
        return "after"
    return "before" if day < first else "within"


def _days(scene: Scene) -> Finding:
    """What the first and the last day of the document are, and whether they leave any between."""
    last, option = last_day(scene)
    first = scene.fact("first_day", "")
    holds = not last or first <= last
    facts: Detail = (("since", first), ("until", last))
    reading = (END_YEAR, option) if option else None
    says = "programme.days" if last else "programme.no_end"
    if not holds:
        says = "programme.no_days"
    return Finding(says, holds, (), facts, (), reading)


def approved(place: str) -> Guard:
    """Return the guard that the document is approved at that place in time.

    By a decision of the Council or of a ministerial organ that is adopted and has effect.
    """

    def guard(scene: Scene) -> Finding:
        found = decided(tuple(BASES), _basis(scene))(scene)
        return _at(scene, place, found) if found.holds else found

    return guard


def _at(scene: Scene, place: str, found: Finding) -> Finding:
    days, there = _days(scene), _place(scene)
    facts: Detail = (("day", scene.act.when.day),)
    holds = there == place
    if not days.holds:
        # That no day is left is why it is never in force, and that is so.
        told = days._replace(holds=holds)
        return Finding("programme.never", holds, found.under, facts, (found, told))
    says = "programme.approved"
    if there != "within":
        says = "programme.approved_ahead" if there == "before" else "programme.approved_late"
    if there == "after" and _first_possible(scene) <= last_day(scene)[0]:
        # The time of the approval is known only by a stretch that the last day lies in.
        says = "programme.perhaps_late"
        facts = (*facts, ("until", last_day(scene)[0]))
    return Finding(says, holds, found.under, facts, (found, days))


def _first_possible(scene: Scene) -> str:
    """The earliest day on which the act can have happened."""
    return day_of(scene.act.when.earliest, zone(scene)).isoformat()


def adopted_by_assembly(place: str) -> Guard:
    """Return the guard that the Assembly adopts a document of its own at that place in time."""

    def guard(scene: Scene) -> Finding:
        found = named(scene, "decision")
        facts: Detail = () if found is None else (("decision", found.id),)
        own = weighed(
            found is None, "programme.of_assembly", "programme.of_organ", (OUTPUT,), facts
        )
        there = works(scene)
        if own.holds and not there.holds:
            return there
        return _at(scene, place, own) if own.holds else own

    return guard


def first_day_comes(scene: Scene) -> Finding:
    """The first day of a document that was approved ahead: it comes into force."""
    facts: Detail = (("since", scene.fact("first_day", "")),)
    return Finding("programme.begins", True, _basis(scene), facts)


def last_day_passes(scene: Scene) -> Finding:
    """The last day of a document is over: it expires."""
    last, option = last_day(scene)
    reading = (END_YEAR, option) if option else None
    return Finding("programme.expires", True, _basis(scene), (("until", last),), (), reading)


def _holder(scene: Scene) -> str:
    if named(scene, "decision") is None:
        return "the Assembly and the parliaments"
    return "the members"


def beginning(scene: Scene) -> Change:
    """Return the change when the document comes into force: its term runs to its last day."""
    since = max(scene.fact("first_day", ""), _approved_on(scene))
    last, _ = last_day(scene)
    opens = duty(
        scene,
        "programme",
        _holder(scene),
        "its entry into force",
        _basis(scene)[0],
        "it expires; what is to follow has to be approved" if last else "it names no last day",
        until=last,
        lapses="the last day passes",
        ends_as="elapsed",
    )
    return Change({**_approval(scene), "since": since}, opens)


def waiting(scene: Scene) -> Change:
    """Return the change when the document is approved ahead: it waits for its first day."""
    opens = duty(
        scene,
        "beginning",
        _holder(scene),
        "its approval",
        _basis(scene)[0],
        "it comes into force",
        until=_eve(scene.fact("first_day")),
        lapses="the first day comes",
        ends_as="elapsed",
    )
    return Change(_approval(scene), opens)


def too_late(scene: Scene) -> Change:
    """Return the change when a document is approved that has expired already."""
    return Change(_approval(scene))


def _approved_on(scene: Scene) -> str:
    return str(scene.fact("approved", scene.act.when.day))


def _approval(scene: Scene) -> dict[str, object]:
    approval: dict[str, object] = {
        "approved": _approved_on(scene),
        "approved_by": _approver(scene, scene.case),
    }
    ending = named(scene, "ending")
    if "approved" not in scene.facts and ending is not None:
        approval["ended_before"] = bool(ending.facts.get("adopted"))
    return approval


def _eve(day: str) -> str:
    """The day before a day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _may_displace(scene: Scene, body: str) -> bool:
    """Whether a body can put an end to this document: the one that approved it, or the Council.

    Not the Council where the Assembly adopted it: that is no organ under it.
    """
    approver = _approver(scene, scene.case)
    return body == approver or (body == "CSC" and approver != ASSEMBLY)


def _next_documents(scene: Scene) -> Iterator[Case]:
    """Yield the documents that name this one as their predecessor, and those approved by the
    decision that took the place of the one by which this was approved (lifecycle.replacement)."""
    named_it = tuple(scene.naming("replaces"))
    yield from named_it
    own, now = scene.fact("decision", ""), named(scene, "decision")
    if now is None or now.id == own:
        return
    for other in scene.of_procedure("programme"):
        if other.facts.get("decision") == now.id and other not in named_it:
            yield other


def followed(scene: Scene) -> Finding:
    """Whether a document that takes the place of this one is in force: it names this one, or its
    decision has taken the place of that of this one."""
    refused: Finding | None = None
    for other in _next_documents(scene):
        if other.state != State.IN_FORCE.word:
            continue
        body = _approver(scene, other)
        facts: Detail = (("by_matter", other.id), ("body", body))
        if not _may_displace(scene, body):
            refused = Finding("programme.other_approver", False, (REPLACEMENT,), facts)
            continue
        if ended(scene).holds:
            break
        last, option = last_day(scene)
        since = str(other.facts["since"])
        reading = (END_YEAR, option) if option else None
        facts = (*facts, ("since", since), ("until", last))
        says = "programme.followed_at_once" if _eve(since) == last else "programme.replaced"
        if last and _eve(since) > last:
            says = "programme.followed_after_gap"
        return Finding(says, True, (REPLACEMENT,), facts, (), reading)
    return refused or Finding("programme.not_followed", False, (REPLACEMENT,))


def ended(scene: Scene) -> Finding:
    """Whether a decision that ends the document before its last day is adopted and has effect.

    It was adopted while there was something to end: not before the document was approved.
    """
    bodies = tuple(body for body in BASES if _may_displace(scene, body))
    found = decided(bodies, _basis(scene), field="ending")(scene)
    if found.holds and scene.fact("ended_before", False):
        return Finding("programme.ended_before", False, found.under, found.facts, (found,))
    return found


def giving_way(scene: Scene) -> Change:
    """Return the change when another document has followed; a term that had run is elapsed."""
    period = running(scene, "programme")
    found = followed(scene)
    if running(scene, "beginning") is not None:
        closes = drop(scene, "beginning", "another document took its place")
        return Change({"followed_by": found.fact("by_matter")}, (), closes)
    if period is None or found.says == "programme.replaced":
        return Change({"followed_by": found.fact("by_matter")})
    closing = Closing(scene.case.id, "programme", "elapsed", "the next document took its place")
    return Change({"followed_by": found.fact("by_matter")}, (), (closing,))
