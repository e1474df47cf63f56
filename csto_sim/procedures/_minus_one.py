"""Whose vote counts: all members but the one whose own suspension or exclusion is decided."""

from __future__ import annotations

from csto_sim.procedure import Actor
from csto_sim.scene import Scene

MINUS_ONE = "charter.20.minus-one"


def concerned(scene: Scene) -> str:
    """Return the member whose own suspension or exclusion is decided, or '' (charter.20)."""
    subject = scene.fact("subject", "general")
    if subject not in ("suspension", "exclusion") or scene.text(MINUS_ONE) is None:
        return ""
    return str(scene.fact("concerning", ""))


def voting(scene: Scene) -> tuple[str, ...]:
    """Return whose consent counts on the day, in the roster's order.

    The members with a vote, without the one concerned; under `amb.quorum-suspended` C also those
    suspended and those without a vote.
    """
    left_out = concerned(scene)
    roster = scene.roster()
    members = roster.members
    if roster.suspended and scene.reading("amb.quorum-suspended") == "C":
        members = tuple(sorted((*members, *roster.suspended)))
    if roster.voteless and scene.reading("amb.quorum-suspended", because="arrears") != "C":
        members = tuple([m for m in members if m not in roster.voteless])
    return tuple([m for m in members if m != left_out]) if left_out else members


def _may_vote(scene: Scene) -> tuple[str, ...]:
    roster = scene.roster()
    by = scene.act.by
    # Who is needed for consensus (amb.quorum-suspended C) must be able to give it.
    if by in roster.suspended and scene.reading("amb.quorum-suspended") == "C":
        return (*roster.members, by)
    return roster.members


VOTER = Actor("a member", _may_vote)
