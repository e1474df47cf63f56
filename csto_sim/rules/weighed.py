"""Findings of two outcomes, and of several conditions that must all hold."""

from __future__ import annotations

from csto_sim.world import Detail, Finding


def weighed(
    holds: bool,
    yes: str,
    no: str,
    under: tuple[str, ...] = (),
    facts: Detail = (),
    rests_on: tuple[Finding, ...] = (),
    reading: tuple[str, str] | None = None,
) -> Finding:
    """Return a finding that says `yes` where the condition holds and `no` where it fails."""
    return Finding(yes if holds else no, holds, under, facts, rests_on, reading)
