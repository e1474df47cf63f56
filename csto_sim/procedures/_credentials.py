"""Who sits for a member in a meeting: the office that the body asks for on that day.

In the Council the heads of state, or of government where national law says so
(charter.13.composition); in the other bodies the ministers, secretaries and representatives.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from csto_sim import organisation
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

#: The provision on which each body's meetings rest, oldest first: the one in force is cited.
BASIS = {
    "CSC": ("treaty.3.csc", "charter.13.highest"),
    "CMFA": ("treaty.5.coordination", "charter.14.cmfa"),
    "CMD": ("treaty.5.coordination", "charter.15.cmd"),
    "CSSC": ("treaty.5.coordination", "charter.16.cssc"),
    "PC": ("charter.pc.role",),
    "PA": ("pa.basis",),
}
COMPOSITION = "charter.13.composition"
CST_ERA = "csc.sessions.cst-era"
BEFORE_2021 = "amb.csc-composition-2018"
OFFICES = (
    "head of state",
    "head of government",
    "foreign minister",
    "defence minister",
    "secretary of the security council",
    "permanent representative",
    "other representative",
)
#: Which office sits for a member in the bodies other than the Council.
SEATS = {
    "CMFA": "foreign minister",
    "CMD": "defence minister",
    "CSSC": "secretary of the security council",
    "PC": "permanent representative",
}


def credentials(scene: Scene) -> Finding:
    """Whether whoever came sits for the member: the office that the body asks for on that day."""
    body = scene.fact("body", "CSC")
    member = scene.act.by
    given = scene.given("as")
    if body != "CSC":
        wanted = SEATS.get(body)
        holds = given is None or wanted is None or given == wanted
        says = "credentials.office" if holds else "credentials.other_office"
        facts: Detail = (
            ("by", member),
            ("office", given or wanted),
            ("wanted", wanted),
            ("body", body),
        )
        return Finding(says, holds, BASIS.get(body, ())[-1:], facts)
    office = given or _seat(member, scene.act.when.day)
    if office == "none" and member in scene.world.terms.members:
        office = "head of state"  # of a supposed member nothing is told of its constitution
    if office == "head of state":
        return _head_of_state(member)
    facts = (("by", member), ("office", office), ("body", body))
    if office != "head of government":
        return _sent(scene, office, facts)
    by_law = _seat(member, scene.day) == office
    if not by_law:
        return Finding("credentials.no_national_law", False, (COMPOSITION,), facts)
    text = scene.text(COMPOSITION)
    if text is not None and text.wording == COMPOSITION:
        return Finding("credentials.head_of_government", True, (COMPOSITION,), facts)
    option = scene.reading(BEFORE_2021)
    says = "credentials.before_2021" if option == "A" else "credentials.only_representative"
    reading = (BEFORE_2021, option)
    return Finding(says, option == "A", (COMPOSITION,), facts, (), reading)


def _sent(scene: Scene, office: str, facts: Detail) -> Finding:
    """Whether another than a head can sit in the Council for a member."""
    if scene.text(CST_ERA) is not None and scene.fact("session") == "extraordinary":
        return Finding("credentials.plenipotentiary", True, (CST_ERA,), facts)
    text = scene.text(COMPOSITION)
    of_head = _seat(scene.act.by, scene.day) == "head of government"
    if (
        of_head
        and office == "other representative"
        and text is not None
        and text.wording != COMPOSITION
    ):
        # Where it could not come as a member (B), it could come as a representative.
        option = scene.reading(BEFORE_2021)
        if option == "B":
            reading = (BEFORE_2021, option)
            return Finding("credentials.as_other", True, (COMPOSITION,), facts, (), reading)
    return Finding("credentials.not_entitled", False, (COMPOSITION, "treaty.3.csc"), facts)


@lru_cache(maxsize=4096)
def _seat(member: str, day: str) -> str:
    return organisation.seat(member, date.fromisoformat(day))


@lru_cache(maxsize=256)
def _head_of_state(member: str) -> Finding:
    # One value for all seats so taken: it is the finding of most acts of attending.
    facts = (("by", member), ("office", "head of state"), ("body", "CSC"))
    return Finding("credentials.head_of_state", True, (COMPOSITION, "treaty.3.csc"), facts)
