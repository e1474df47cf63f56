"""Findings that a summary treats in a way of its own, by their names."""

from __future__ import annotations

#: Findings that carry others and add nothing of their own to a summary.
CARRIERS = frozenset(
    {"act.refused", "cure.possible", "decision.not_adopted", "forces.decided_too_soon"}
)
#: Findings of rows without a guard: what the state says is then the reason.
BARE = frozenset(
    {
        *("act.open", "act.otherwise", "time.passed"),
        *("defence.within", "defence.asks", "dues.of_a_member"),
    }
)
#: Findings that go without saying in a summary: their opposites would be told.
QUIET = frozenset(
    {
        "cure.in_time",
        "decision.rule",
        "decision.rule_pc",
        "limited.in_law",
        "limited.organ",
        "limited.size",
        "limited.subject",
        "meeting.body",
        "meeting.open",
        "quorum.none",
        "quorum.there",
    }
)
#: What keeps an instrument from entering into force: others, or its own clause.
HINDERED = frozenset(
    {
        *("instrument.amends_without", "instrument.nothing_to_amend"),
        *("enacted.amends_not", "enacted.without"),
    }
)
OPEN_CLAUSE = frozenset(
    f"instrument.clause_open_{way}" for way in ("all", "alone", "number", "signature")
)
