"""Every change of fact at once, on the days of the file: whether any of them together is enough.

First the matter with what it is linked to, all else as in the file, and then all of the file: the
first is small, and the second is often too large to be followed to its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csto_sim.engine.run import begun
from csto_sim.explored import Chosen, Found
from csto_sim.scenario.model import Scenario, Variation
from csto_sim.scenario.variation import ALL, SILENT
from csto_sim.scenario.varying import positions_of
from csto_sim.verify.courses import Progress
from csto_sim.verify.explore import explore, what_varies
from csto_sim.verify.otherwise import with_facts
from csto_sim.wanted import Fact, Proof
from csto_sim.world import Terms

_COMES = {"attends": "yes", "stays away": "no"}


def everything(
    scenario: Scenario,
    facts: tuple[Fact, ...],
    terms: Terms,
    wanted: tuple[str, str],
    worlds: int,
    progress: Progress | None = None,
) -> tuple[Proof, tuple[Fact, ...]]:
    """Return what exploring all changes came to, and a set of them that is enough, if any is.

    `wanted` is a case and a state. The set is that of the shortest course to it; not each of its
    changes need be necessary. At most `worlds` worlds are told apart, and a fifth as many the
    second time.
    """
    near = linked(scenario, terms, wanted[0])
    apart = tuple(each.id for each in scenario.cases if each.id not in near)
    proof = None
    for beside in dict.fromkeys((apart, ())):
        # What more the rest of the file tells is seldom worth as long a search.
        most = worlds if beside == apart else worlds // 5
        own = tuple(each for each in facts if _of_others(each, scenario, beside))
        found = explore(_varied(scenario, own, terms), limit=most, progress=progress)
        there = [each for each in found.outcomes if _comes(each, wanted)]
        told = Proof(found.courses, found.worlds, found.stopped, bool(there), beside)
        if there:
            fewest = min(there, key=lambda each: sum(not one.as_in_file for one in each.chosen))
            return told, tuple(_changes(fewest.chosen, scenario, own))
        if proof is not None and told.stopped:
            break  # what was found of less than all, to its end, tells more than this
        proof = told
    assert proof is not None
    return proof, ()


def linked(scenario: Scenario, terms: Terms, case: str) -> set[str]:
    """Return the cases that a case is tied to, itself included, over however many others.

    Two are tied where one looks at the other, or names it in its fields or in an act.
    """
    ids = {each.id for each in scenario.cases}
    ties: set[tuple[str, str]] = set()
    for other, names in begun(scenario, terms).world.dependents.items():
        ties |= {(other, each) for each in names if other in ids}
    for each in scenario.cases:
        ties |= {(each.id, id) for value in each.facts.values() for id in _named(value, ids)}
    for act in scenario.acts:
        ties |= {(act.case, id) for value in act.takes.values() for id in _named(value, ids)}
    found = {case}
    while True:
        more = {b for a, b in ties if a in found} | {a for a, b in ties if b in found}
        if more <= found:
            return found
        found |= more


def _of_others(fact: Fact, scenario: Scenario, beside: Sequence[str]) -> bool:
    """Whether a change is one of any case but these, and not of days."""
    if fact.kind == "omitted":
        return any(act.origin == fact.act and act.case not in beside for act in scenario.acts)
    return fact.kind != "moved" and fact.case not in beside


def _named(value: object, ids: set[str]) -> Iterator[str]:
    if isinstance(value, str) and value in ids:
        yield value
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _named(each, ids)


def _comes(found: Found, wanted: tuple[str, str]) -> bool:
    return any((answer.case, answer.state) == wanted for answer in found.answers)


def _joining(facts: Sequence[Fact]) -> list[Fact]:
    return [each for each in facts if each.kind == "joins"]


def _last_entry(scenario: Scenario) -> int:
    return max((act.origin for act in scenario.acts), default=-1)


def _varied(scenario: Scenario, facts: Sequence[Fact], terms: Terms) -> Scenario:
    """The scenario in which all of these may be otherwise; what some join in, all of them do."""
    joining = _joining(facts)
    told = with_facts(scenario, joining, terms)
    vary: dict[tuple[str, str], Variation] = {}
    for each in facts:
        if each.kind in _COMES:
            vary["attends", each.case] = Variation("attends", each.case, (ALL,), ("yes", "no"))
        elif each.kind == "position":
            procedure = next(own.procedure for own in scenario.cases if own.id == each.case)
            words = (*positions_of(procedure), SILENT)
            vary["position", each.case] = Variation("position", each.case, (ALL,), words)
    last = _last_entry(scenario)
    entries = {each.act for each in facts if each.kind == "omitted"}
    entries |= set(range(last + 1, last + 1 + len(joining)))
    happens = [Variation("happens", "", (), ("yes", "no"), act=entry) for entry in sorted(entries)]
    return told._replace(vary=(*vary.values(), *happens), readings=terms.readings, mode=terms.mode)


def _changes(chosen: Sequence[Chosen], scenario: Scenario, facts: Sequence[Fact]) -> Iterator[Fact]:
    """The changes of fact that the choices of a course are."""
    changes: dict[tuple[str, str, str], Fact] = {}
    for each in facts:
        if each.kind in _COMES:
            changes[what_varies("attends", each.case), each.who, _COMES[each.kind]] = each
        elif each.kind == "position":
            changes[what_varies("position", each.case), each.who, each.value] = each
        elif each.kind == "omitted":
            changes[what_varies("happens", str(each.act)), "", "no"] = each
    for entry, each in enumerate(_joining(facts), _last_entry(scenario) + 1):
        changes[what_varies("happens", str(entry)), "", "yes"] = each
    for one in chosen:
        if (fact := changes.get((one.what, one.who, one.value))) is not None:
            yield fact
