"""Who presides (Charter 13): the chairing state, the host of a regular session, a substitute.

The Chair's rights last until the next regular session, so that on the day of a handover both the
state that hands over and the one that takes over can preside. A state that is not in the room
cannot; who presides in its place is the reading `amb.chair-absent`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from csto_sim import organisation
from csto_sim.rules.chairing import holder_of, in_the_chair
from csto_sim.rules.subsidiary import COMMISSION
from csto_sim.rules.turns import next_in_order
from csto_sim.scene import Scene
from csto_sim.world import Case, Detail, Finding

CHAIR = "charter.13.chair"
TERM = "charter.13.chair-term"
SUBSTITUTE = "charter.13.chair-substitute"
PC_CHAIR = "charter.pc.chair"
CALENDAR = "chair.rotation.calendar"
COMPOSITION = "sub.icmec.composition"


@lru_cache(maxsize=4096)
def _terms(day: str, handover: str) -> tuple[str, str, bool]:
    """The chairing state before a day and on it, and whether the latter only stands in."""
    found = date.fromisoformat(day)
    before = organisation.chair(found - timedelta(days=1), handover)
    on_it = organisation.chair(found, handover)
    return (
        "" if before is None else before.state,
        "" if on_it is None else on_it.state,
        on_it is not None and on_it.acting,
    )


def chairs(scene: Scene) -> tuple[str, str, bool]:
    """Return the chairing state before the day, the one on it, whether that one only stands in.

    A chairmanship of the scenario that is in office goes before what the data has.
    """
    matter = in_the_chair(scene)
    if matter is not None:
        return _by_matter(scene, matter)
    return _terms(scene.day, scene.reading("amb.chair-handover"))


def _by_matter(scene: Scene, matter: Case) -> tuple[str, str, bool]:
    """The same by the chairmanship in office: the one before it only on the day on which it began
    at a session; whether it stands in for another is settled there."""
    holder = before = holder_of(matter)
    if matter.facts.get("since") == scene.day and matter.facts.get("session_day") == scene.day:
        earlier = scene.look(matter.facts["after"]) if matter.facts.get("after") else None
        if earlier is not None:
            before = str(earlier.facts.get("holder", ""))
        else:
            before, _, _ = _terms(scene.day, scene.reading("amb.chair-handover"))
    return before, holder, False


def _room(scene: Scene) -> tuple[str, ...] | None:
    """Who is said to be there when the meeting opens; None when nothing is said of it."""
    present = scene.given("present")
    return None if present is None else tuple(present)


def presiding(scene: Scene) -> str:
    """Return who presides: whoever is named, or the chairing state, or its substitute, or ''."""
    named = scene.given("presiding") or scene.act.by or scene.fact("presiding", "")
    if named:
        return str(named)
    if scene.fact("body") == COMMISSION:
        return "RUS"  # headed by a deputy prime minister of Russia (sub.icmec.composition)
    host = str(scene.fact("host", ""))
    regular = scene.fact("session", "regular") == "regular" and scene.fact("body") == "CSC"
    if host and regular and scene.reading("amb.chair-default") == "A":
        return host
    before, on_it, stands_in = chairs(scene)
    room = _room(scene)
    due = _due(scene, before) if stands_in and before != on_it else ""
    chair = due if room is not None and due in room else before if stands_in else on_it
    # A state that a matter of the scenario has put out of the organs is away, whoever is told.
    out = bool(chair) and chair not in scene.roster().members
    if chair and not out and (room is None or chair in room):
        return chair
    # Of whom it is not known who was elected in place of an absent Chair, nobody is named.
    absent = out or (room is not None and chair not in room)
    return _substitute(scene, chair) or host or ("" if absent else chair)


def _substitute(scene: Scene, chair: str) -> str:
    """Who presides while the chairing state is away: no other (A), the host (B), the next (C)."""
    option = scene.reading("amb.chair-absent")
    if option == "B":
        return str(scene.fact("host", ""))
    if option == "C" and chair:
        room = _room(scene) or scene.roster().members
        state = chair
        for _ in scene.roster().members:
            state = next_in_order(scene, state)
            if state in room and state != chair:
                return state
    return chair


def presides(scene: Scene, who: str) -> Finding:
    """Whether that state may preside: a member, in the room, and Chair, host or substitute."""
    body = scene.fact("body", "CSC")
    facts: Detail = (("members", (who,)), ("body", body))
    if who and who not in scene.roster().members:
        return Finding("chair.not_member", False, (CHAIR,), facts)
    room = _room(scene)
    if who and room is not None and who not in room:
        return Finding("chair.not_in_room", False, (CHAIR,), facts)
    if body == "PC" and scene.text(PC_CHAIR) is not None:
        return _in_permanent_council(scene, who, room, facts)
    if body == COMMISSION and scene.text(COMPOSITION) is not None:
        says = "chair.of_commission" if who == "RUS" else "chair.not_of_commission"
        return Finding(says, who == "RUS", (COMPOSITION,), facts)
    if body != "CSC":
        return Finding("chair.not_stated", True, (), facts)
    if scene.text(CHAIR) is None:
        return Finding("chair.before_charter", True, ("treaty.3.csc",), facts)
    before, on_it, stands_in = chairs(scene)
    host = scene.fact("host", "")
    facts = (*facts, ("chair", on_it), ("host", host))
    if not on_it or not who:
        return _untold(scene, CHAIR, facts)
    if stands_in and before != on_it:
        due = _due(scene, before)
        if room is None or due not in room:
            # The one who takes over here does so for the absence of the state whose turn it is.
            return _stands_in(scene, who, before, facts)
        on_it = due
        facts = (*facts[:-2], ("chair", on_it), ("host", host))
    hosts = bool(host) and scene.fact("session", "regular") == "regular"
    option = scene.reading("amb.chair-default") if hosts and who != host else ""
    if option == "A":
        reading = ("amb.chair-default", option)
        return Finding("chair.only_host", False, (CHAIR,), facts, (), reading)
    if who == on_it:
        return Finding("chair.presides", True, (CHAIR,), facts)
    if who == before and not _of_itself(scene):
        return Finding("chair.hands_over", True, (CHAIR, TERM), facts)
    if hosts and who == host:
        option = scene.reading("amb.chair-default")
        if option in ("A", "C"):
            return Finding("chair.host", True, (CHAIR,), facts, (), ("amb.chair-default", option))
    return _in_place_of(scene, who, on_it, facts)


def _of_itself(scene: Scene) -> bool:
    """Whether the chair passes on 1 January (B), without a session at which it is handed over.

    Only where that is practice (chair.rotation.calendar): before, B too knows only sessions.
    """
    return scene.text(CALENDAR) is not None and scene.reading("amb.chair-handover") == "B"


def _untold(scene: Scene, under: str, facts: Detail) -> Finding:
    """Nothing is held against whoever presides: the Chair cannot act, or is not known."""
    matter = in_the_chair(scene)
    unable = matter is not None and not holder_of(matter)
    says = "chair.unable" if unable else "chair.unknown"
    return Finding(says, True, (under,), facts)


def _stands_in(scene: Scene, who: str, before: str, facts: Detail) -> Finding:
    """The state whose turn it is stays away: who was Chair (A), the host (B), the next (C)."""
    option = scene.reading("amb.chair-absent")
    due = _due(scene, before)
    expected = {
        "A": before,
        "B": scene.fact("host", "") or who,
        "C": next_in_order(scene, due),
    }[option]
    says = "chair.stands_in" if who == expected else "chair.not_theirs"
    reading = ("amb.chair-absent", option)
    return Finding(says, who == expected, (CHAIR, SUBSTITUTE), facts, (), reading)


def _due(scene: Scene, before: str) -> str:
    """The state whose turn comes after another's."""
    return next_in_order(scene, before)


def _in_permanent_council(
    scene: Scene, who: str, room: tuple[str, ...] | None, facts: Detail
) -> Finding:
    """The chairing state's representative chairs the Permanent Council (charter.pc.chair)."""
    before, on_it, _ = chairs(scene)
    facts = (*facts, ("chair", on_it))
    if not on_it or not who:
        return _untold(scene, PC_CHAIR, facts)
    if who in (before, on_it):
        return Finding("chair.presides_pc", True, (PC_CHAIR,), facts)
    away = room is None or on_it not in room
    # Who takes its place there is told nowhere, so nothing is held against another.
    return Finding("chair.not_stated" if away else "chair.not_theirs", away, (PC_CHAIR,), facts)


def _in_place_of(scene: Scene, who: str, chair: str, facts: Detail) -> Finding:
    """Neither Chair nor host of a regular session: open only while the Chair is away."""
    option = scene.reading("amb.chair-absent")
    room = _room(scene)
    away = room is None or chair not in room
    substitute = _substitute(scene, chair)
    # Without a host to chair, one is elected (charter.13.chair-substitute): whoever it is.
    elected = room is not None and not substitute
    holds = away and (who == substitute or elected)
    says = "chair.stands_in" if holds else "chair.not_theirs"
    return Finding(says, holds, (CHAIR, SUBSTITUTE), facts, (), ("amb.chair-absent", option))
