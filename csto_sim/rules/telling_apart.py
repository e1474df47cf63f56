"""Up to which number a rule of decision counts members that stand alike.

Consensus asks whether anybody is absent or objects, and not how many do. So an exploration can
treat two absent members as one; where a rule counts (a majority, two thirds), it cannot.
"""

from __future__ import annotations

from csto_sim import law
from csto_sim.rules.ballot import FOUR_BODIES
from csto_sim.world import Facts, Terms

#: The readings under which a decision counts, and up to where by each option; all others count all.
_COUNTS = {
    "amb.quorum": {"A": 1, "C": 1},
    "amb.limited-size": {"A": 1, "B": 2},
    "amb.limited-consent": {"A": 1, "B": 1},
}


def nobody(_facts: Facts, _terms: Terms, _day: str) -> int | None:
    """Return 1: it matters whether any member stands so, and not how many."""
    return 1


def in_a_decision(facts: Facts, terms: Terms, day: str) -> int | None:
    """Return up to which number a decision counts members on an ISO day; None where it counts all.

    Consensus and the limited format (charter.12.consensus, charter.12.limited-format) do not
    count; procedural questions (charter.12.procedural), a quorum of two thirds and the rules of
    subsidiary bodies do, and so does what a scenario enacts in the place of consensus.
    """
    if facts.get("kind", "substantive") == "procedural" or terms.rulebook:
        return None
    if facts.get("body", "CSC") not in (*FOUR_BODIES, "PC"):
        return None
    highest = 1
    for id, counts in _COUNTS.items():
        option = terms.readings.get(id)
        if option is None:
            option = law.readings()[id].option({"day": day, "mode": terms.mode})
        if option not in counts:
            return None
        highest = max(highest, counts[option])
    return highest
