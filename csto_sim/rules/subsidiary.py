"""Subsidiary bodies: by which rules they decide, and the quorum of the Interstate Commission.

The Council creates them (charter.13.subsidiary). Whether they follow the Rules of Procedure by
analogy or rules of their own is `amb.subsidiary-voting`. Only the Rules of the Interstate
Commission on Military-Economic Cooperation have been seen. They have a quorum of two thirds and
send what they leave out to the Rules of Procedure (sub.icmec.rules.quorum,
sub.icmec.rules.fallback).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from csto_sim import organisation
from csto_sim.rules.ballot import Ballot
from csto_sim.scene import Scene
from csto_sim.world import Case, Detail, Finding

CREATING = "charter.13.subsidiary"
SCOPE = "rules.0.scope"
VOTING = "amb.subsidiary-voting"
COMMISSION = "ICMEC"
OWN_QUORUM = "sub.icmec.rules.quorum"
FALLBACK = "sub.icmec.rules.fallback"
#: Whether the quorum of the Interstate Commission leaves room for Rule 14(1).
OWN_ABSENCE = "amb.commission-absence"


@lru_cache(maxsize=4096)
def basis_of(body: str, day: str) -> tuple[str, ...]:
    """Return the provisions on which a subsidiary body exists on an ISO day; () if it does not."""
    known = organisation.body(body)
    standing = known.standing(date.fromisoformat(day)) if known is not None else None
    if standing is None or standing.kind != "subsidiary":
        return ()
    return standing.under or (CREATING,)


@lru_cache(maxsize=256)
def is_subsidiary(body: str) -> bool:
    """Return whether a body is a subsidiary one, on whatever days it exists."""
    known = organisation.body(body)
    return known is not None and any(each.kind == "subsidiary" for each in known.standings)


def voting_rule(scene: Scene, body: str) -> str:
    """Return by which rules a subsidiary body decides (`amb.subsidiary-voting`), and note it.

    A: the Rules of Procedure by analogy; B: its own.
    """
    own = body == COMMISSION and scene.text(OWN_QUORUM) is not None
    adopted = any("rules_adopted" in case.facts for case in _told(scene, body))
    return scene.reading(VOTING, own_rules=own or adopted)


def _told(scene: Scene, body: str) -> tuple[Case, ...]:
    """The matters of this scenario that tell of the body."""
    found = scene.of_procedure("subsidiary_body")
    return tuple(case for case in found if case.facts.get("body") == body)


def told_against(scene: Scene, body: str) -> Finding | None:
    """Return what is told of a body that this scenario ends, or whose creation it tells and which
    does not work yet; None where nothing is told against its meeting and deciding."""
    told = _told(scene, body)
    if any(case.state == "at work" for case in told):
        return None
    for case in told:
        facts: Detail = (("body", body), ("matter", case.id))
        if case.state == "dissolved":
            return Finding("subsidiary.ended", False, (CREATING,), facts)
        if case.facts.get("decision"):
            return Finding("subsidiary.not_at_work", False, (CREATING,), facts)
    return None


def may_not_meet(scene: Scene, body: str) -> Finding | None:
    """Return why a body of which this scenario tells cannot meet: it has been ended, or is not
    created yet. One that is created and has no Regulation yet can meet and not decide."""
    if not is_subsidiary(body) or any(c.state == "created" for c in _told(scene, body)):
        return None
    return told_against(scene, body)


def rule_of_subsidiary(scene: Scene, body: str) -> Finding:
    """Whether a rule on how a subsidiary body decides is known on that day, and which."""
    facts: Detail = (("body", body), ("day", scene.day))
    basis = basis_of(body, scene.day)
    if not basis:
        return Finding("subsidiary.not_there", False, (CREATING,), facts)
    told = told_against(scene, body)
    if told is not None:
        return told
    option = voting_rule(scene, body)
    reading = (VOTING, option)
    if option == "A":
        holds = scene.text(SCOPE) is not None
        says = "subsidiary.by_analogy" if holds else "subsidiary.no_analogy"
        # Under `amb.pending-law` B the Rules of a later day do not reach a matter begun before.
        facts = (("body", body), ("day", scene.law_day))
        return Finding(says, holds, (*basis, SCOPE), facts, (), reading)
    if body == COMMISSION and scene.text(OWN_QUORUM) is not None:
        return Finding("subsidiary.own_rules", True, (OWN_QUORUM, FALLBACK), facts, (), reading)
    return Finding("subsidiary.unseen_rules", False, basis, facts, (), reading)


def has_own_quorum(scene: Scene, body: str) -> bool:
    """Return whether the body's own rules say how many must attend (the Interstate Commission)."""
    if body != COMMISSION or scene.text(OWN_QUORUM) is None:
        return False
    return voting_rule(scene, body) == "B"


def own_quorum(scene: Scene, ballot: Ballot, counted: tuple[str, ...]) -> Finding:
    """Whether two thirds of the national parts or more attend (sub.icmec.rules.quorum)."""
    needed = -(-2 * len(counted) // 3)
    present = sum(1 for member in counted if member in ballot.present)
    facts = (("present", present), ("needed", needed), ("of", len(counted)))
    enough = present >= needed
    says = "quorum.there" if enough else "quorum.missing"
    return Finding(says, enough, (OWN_QUORUM,), facts, (), (VOTING, "B"))
