"""Quorum (rules.quorum): whether so few are present that nothing can be decided, by reading."""

from __future__ import annotations

from csto_sim.rules.ballot import Ballot
from csto_sim.rules.subsidiary import has_own_quorum, own_quorum
from csto_sim.scene import Scene
from csto_sim.world import Finding

QUORUM = "rules.quorum"


def quorum(scene: Scene, ballot: Ballot, counted: tuple[str, ...]) -> Finding:
    """Return whether the meeting can decide; `counted` are the members that count for quorum.

    `amb.quorum` A: all must be present; B: two thirds; C: no quorum apart from consensus. It is a
    question on the Council, and on the days on which rules.quorum has a text. The Interstate
    Commission has a quorum of its own (`rules.subsidiary`).
    """
    if has_own_quorum(scene, ballot.body):
        return own_quorum(scene, ballot, counted)
    option = scene.reading("amb.quorum")
    total = len(counted)
    needed = {"A": total, "B": -(-2 * total // 3)}.get(option, 0)
    present = sum(1 for member in counted if member in ballot.present)
    facts = (("present", present), ("needed", needed), ("of", total))
    reading = ("amb.quorum", option)
    if option == "C" or ballot.body != "CSC" or scene.text(QUORUM) is None:
        # Nothing rests on a rule that, read so, asks for nothing: it is not cited.
        return Finding("quorum.none", True, (), facts, (), reading)
    says = "quorum.there" if present >= needed else "quorum.missing"
    return Finding(says, present >= needed, (QUORUM,), facts, (), reading)
