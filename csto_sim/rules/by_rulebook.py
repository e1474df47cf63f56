"""How a draft would be decided by the rules of another organisation (`csto_sim.law.rulebooks`).

What stands before a decision stays the Organization's own: who convenes, who may sit, whether the
session is open. The rulebook says what the votes make of the draft, and whom it binds. Such a
finding names no provision: no text of the Organization says so.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from csto_sim.law.rulebooks import Rulebook, rulebook
from csto_sim.rules.ballot import Ballot, Verdict
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

#: Constructive abstention stops a decision from this share of states with this share of people on.
A_THIRD = Fraction(1, 3)


def lacking(book: Rulebook, members: int, mapping: Facts) -> tuple[str, ...]:
    """Return what a scenario lacks for a rulebook: a size, a role, the population; () for nothing.

    `mapping` is what the scenario gives: roles by name, and the population of each member.
    """
    found = []
    if book.size and members != book.size:
        found.append(f"a body of {book.size} members")
    for each in book.asks:
        if not mapping.get(each):
            told = f"that all have agreed to it: {book.agreed}" if each == "agreed" else ""
            found.append(f"{told or _ASKED[each]} (mapping: {each})")
    if book.failing:
        other = rulebook(book.failing)
        found += lacking(other, members, mapping) if other is not None else (book.failing,)
    return tuple(dict.fromkeys(found))


_ASKED = {
    "permanent": "its permanent members",
    "concerned": "the state concerned",
    "parties": "the parties to the dispute",
    "population": "the population of the members",
}


def applies(scene: Scene, electorate: tuple[str, ...]) -> Finding | None:
    """Return why the chosen rulebook cannot be applied to a scenario, or None where it can."""
    book = rulebook(scene.world.terms.rulebook)
    assert book is not None  # whoever chose it has found it
    missing = lacking(book, len(electorate), scene.world.terms.mapping)
    if not missing:
        return None
    facts = (("name", _name(book)), ("answer", "; ".join(missing)))
    return Finding("rulebook.not_applicable", False, (), facts)


def by_rulebook(scene: Scene, ballot: Ballot) -> Verdict:
    """Return whether the draft passes by the chosen rulebook, and whom the decision binds."""
    book = rulebook(scene.world.terms.rulebook)
    assert book is not None  # whoever chose it has found it
    return decided(book, ballot, scene.world.terms.mapping)


def _name(book: Rulebook) -> str:
    return f"{book.organisation}, {book.instrument}"


def _role(mapping: Facts, role: str) -> tuple[str, ...]:
    found = mapping.get(role, ())
    return (found,) if isinstance(found, str) else tuple(found)


def decided(book: Rulebook, ballot: Ballot, mapping: Facts) -> Verdict:
    """Return whether a draft passes by a rulebook for which nothing is lacking (`lacking`)."""
    without = _role(mapping, book.but) if book.but else ()
    counts = tuple(member for member in ballot.electorate if member not in without)
    there = tuple(member for member in counts if member in ballot.present)
    votes = _votes(book, ballot, counts)
    against = tuple(m for m in counts if votes[m] == "against")
    if book.against == "nobody":
        stopping: tuple[str, ...] = ()
    elif book.against == "anybody":
        stopping = against
    else:
        stopping = tuple(m for m in against if m in _role(mapping, book.against))
    aside = tuple(m for m in counts if votes[m] == "abstains")
    parts = [
        _quorum(book, counts, there),
        _nobody_stops(stopping),
        _enough(book, counts, there, votes, mapping),
        _not_too_many_abstain(book, counts, aside, mapping),
    ]
    holds = all(part.holds for part in parts)
    told = [part for part in parts if part.says]
    facts: Detail = (("name", _name(book)),)
    says = "rulebook.adopted" if holds else "rulebook.not_adopted"
    finding = Finding(says, holds, (), facts, tuple(told))
    if not holds and book.failing:
        other = rulebook(book.failing)
        assert other is not None  # what is lacking has been asked before
        found = decided(other, ballot, mapping)
        return found._replace(finding=found.finding.resting_on(finding, *found.finding.rests_on))
    yes = tuple(m for m in counts if votes[m] == "for")
    bound = {
        "all": ballot.electorate,
        "who votes for it": yes,
        "all but who abstains": tuple(m for m in ballot.electorate if m not in aside),
    }[book.binds]
    missing = () if holds else tuple(m for m in counts if m not in yes)
    return Verdict(holds, False, bound if holds else (), missing, book.id, finding)


def _votes(book: Rulebook, ballot: Ballot, counts: tuple[str, ...]) -> dict[str, str]:
    """How each member that counts stands by the rulebook: for, against, abstains, aside."""
    words = {"for": "for", "aside": "aside", "against": "against", "constructive": "abstains"}
    found = {}
    objecting = {*ballot.saying("object"), *ballot.absent_objecting}
    consenting = {*ballot.saying("consent")}
    abstaining = {*ballot.saying("abstain"), *ballot.saying("reserve")}
    for member in counts:
        if member in objecting:
            found[member] = "against"
        elif member in consenting:
            found[member] = "for"
        elif member in abstaining:
            found[member] = words[book.abstaining]
        elif member in ballot.present:
            found[member] = words[book.silent]
        else:
            found[member] = words[book.absent]
    return found


_SILENTLY = Finding("", True)


def _quorum(book: Rulebook, counts: tuple[str, ...], there: tuple[str, ...]) -> Finding:
    if book.quorum is None:
        return _SILENTLY
    needed = ceil(book.quorum * len(counts))
    holds = len(there) >= needed
    says = "rulebook.quorum" if holds else "rulebook.no_quorum"
    facts: Detail = (("present", len(there)), ("needed", needed), ("of", len(counts)))
    return Finding(says, holds, (), facts)


def _nobody_stops(stopping: tuple[str, ...]) -> Finding:
    if not stopping:
        return Finding("rulebook.nobody_stops", True)
    return Finding("rulebook.stopped", False, (), (("members", stopping),))


def _enough(
    book: Rulebook,
    counts: tuple[str, ...],
    there: tuple[str, ...],
    votes: dict[str, str],
    mapping: Facts,
) -> Finding:
    """Whether enough are for it; where nothing is counted, at least one is, or nobody is asked."""
    yes = [member for member in counts if votes[member] == "for"]
    if book.needs is None and book.people is None:
        if yes:
            return _SILENTLY
        return Finding("rulebook.nobody_for", False)
    base = len(there) if book.of == "present" else len(counts)
    needed = _needed(book, base)
    holds = len(yes) >= needed
    facts: Detail = (("have", len(yes)), ("needed", needed), ("of", base), ("members", tuple(yes)))
    if holds and book.people is not None:
        people = mapping.get("population", NO_FACTS)
        share = _share(yes, counts, people)
        if share < book.people:
            return Finding("rulebook.too_few_people", False, (), facts)
    says = "rulebook.enough" if holds else "rulebook.not_enough"
    return Finding(says, holds, (), facts)


def _needed(book: Rulebook, base: int) -> int:
    assert book.needs is not None  # asked of rulebooks that count
    if book.needs >= 1:
        return int(book.needs)
    return floor(book.needs * base) + 1 if book.more else ceil(book.needs * base)


def _share(some: list[str] | tuple[str, ...], of: tuple[str, ...], people: Facts) -> Fraction:
    whole = sum(Fraction(str(people.get(member, 0))) for member in of)
    part = sum(Fraction(str(people.get(member, 0))) for member in some)
    return Fraction(part, whole) if whole else Fraction(0)


def _not_too_many_abstain(
    book: Rulebook, counts: tuple[str, ...], aside: tuple[str, ...], mapping: Facts
) -> Finding:
    """Constructive abstention: a third of the states with a third of the people stop it."""
    if book.abstaining != "constructive" or not aside:
        return _SILENTLY
    people = mapping.get("population", NO_FACTS)
    stops = len(aside) >= A_THIRD * len(counts) and _share(aside, counts, people) >= A_THIRD
    says = "rulebook.too_many_abstain" if stops else "rulebook.abstain"
    return Finding(says, not stops, (), (("members", aside),))
