"""Procedural questions (charter.12.procedural): decided otherwise than by consensus, by reading."""

from __future__ import annotations

from csto_sim.rules.ballot import Ballot, Verdict
from csto_sim.rules.consensus import consensus
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

PROCEDURAL = "charter.12.procedural"
BY_RULES = "rules.procedural-vote"

#: Subjects for which the Charter asks for consensus (articles 19 and 20), however they are put. The
#: loss of the vote for arrears (25) is decided like a suspension (`amb.arrears-automatic`).
NEVER_PROCEDURAL = ("admission", "suspension", "exclusion", "arrears")


def procedural(scene: Scene, ballot: Ballot, contested: tuple[str, ...]) -> Finding:
    """Return whether the matter is treated as procedural.

    It is when it was put as such and nobody contests that. Otherwise the reading
    `amb.procedural-classification` says who decides: the Chair (A), a majority of those present
    (B), or consensus (C).
    """
    if ballot.kind != "procedural" or ballot.subject in NEVER_PROCEDURAL:
        says = "procedural.never" if ballot.kind == "procedural" else "procedural.not_put"
        facts: Detail = (("kind", ballot.kind), ("subject", ballot.subject))
        return Finding(says, False, (PROCEDURAL,), facts)
    if not contested:
        return Finding("procedural.uncontested", True, (PROCEDURAL,))
    option = scene.reading("amb.procedural-classification")
    if option == "A":
        holds = ballot.presiding not in contested
    elif option == "B":
        agreeing = sum(1 for member in ballot.present if member not in contested)
        holds = agreeing * 2 > len(ballot.electorate)
    else:
        holds = False
    says = "procedural.stands" if holds else "procedural.contested"
    facts = (("members", contested), ("present", len(ballot.present)))
    return Finding(says, holds, (PROCEDURAL,), facts, (), ("amb.procedural-classification", option))


def majority(scene: Scene, ballot: Ballot) -> Verdict:
    """Return whether a procedural draft passes, as `amb.procedural-majority` says.

    A: more than half of the members; B: more than half of those present; C: consensus; D: the
    Chair's ruling.
    """
    option = scene.reading("amb.procedural-majority")
    if option == "C":
        return consensus(scene, ballot)
    reading = ("amb.procedural-majority", option)
    if option == "D":
        holds = ballot.positions.get(ballot.presiding) == "consent"
        says = "procedural.ruled" if holds else "procedural.ruled_out"
        facts: Detail = (("members", (ballot.presiding,)),)
    else:
        counted = ballot.electorate if option == "A" else ballot.present
        needed = len(counted) // 2 + 1
        holds = len(ballot.saying("consent")) >= needed
        says = "majority.reached" if holds else "majority.lacking"
        facts = (
            ("members", ballot.saying("consent")),
            ("needed", needed),
            ("of", len(counted)),
        )
    finding = Finding(says, holds, (PROCEDURAL, BY_RULES), facts, (), reading)
    return Verdict(holds, False, ballot.electorate if holds else (), (), "majority", finding)
