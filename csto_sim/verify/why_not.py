"""Why a matter did not come to a state: the smallest changes of fact that would have done it.

Sets of changes are tried by their number, each as a whole story played by the `fire` that runs a
scenario; stories that begin alike share their beginning. Where none is found, everything that may
be otherwise is explored at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from math import comb
from time import monotonic

from csto_sim.checked import Example
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.run import existing, run
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario
from csto_sim.verify.everything import everything
from csto_sim.verify.otherwise import clash, facts_of, with_facts
from csto_sim.verify.playing import Played
from csto_sim.verify.settings import members_of
from csto_sim.wanted import Fact, Wanted, Way
from csto_sim.world import Terms

#: Sets of more changes are not tried, unless told otherwise.
WITHIN = 2
#: So many courses are followed at most, unless told otherwise.
TRIED = 100_000
#: So many worlds are told apart at most when everything is explored at once.
WORLDS = 50_000

Progress = Callable[[int, int, int], None]
"""Told now and then: how many parts are behind, of how many, and the number of worlds so far."""


def why_not(
    scenario: Scenario,
    case: str,
    state: str,
    *,
    within: int = 0,
    readings: dict[str, str] | None = None,
    mode: str | None = None,
    limit: int = TRIED,
    worlds: int = WORLDS,
    progress: Progress | None = None,
) -> Wanted:
    """Return the sets of changes of fact with which a case comes to a state at the end.

    A set is listed if it is enough and none of its changes can be left out. With `within` all such
    sets of up to so many changes are found; with 0 those of the smallest number for which there
    are any, up to `WITHIN`. Where there is none, every change except of days is explored at once,
    in at most `worlds` worlds: that is the proof. At most `limit` courses are followed one by one.

    Raises ValueError for a case that the scenario does not have, or a state that its procedure does
    not know, for a reading, option or mode that does not exist, and Unreadable where the scenario
    itself cannot be run.
    """
    names = {each.id: each.procedure for each in scenario.cases}
    if case not in names:
        raise ValueError(f"there is no case {case!r}: there are {', '.join(names)}")
    words = [each.word for each in procedures()[names[case]].states]
    if state not in words:
        raise ValueError(f"{names[case]} has no state {state!r}: it has {', '.join(words)}")
    terms = terms_of(scenario, existing(readings or {}), mode)
    as_it_is = _example(scenario, (), terms)
    dues = {line.due[1] for line in as_it_is.record.deadlines if line.due is not None}
    members = members_of(scenario, terms)
    facts = facts_of(scenario, terms, members, dues)
    found = Wanted(
        scenario.title,
        scenario.file,
        terms.mode,
        case,
        state,
        as_it_is,
        _comes(as_it_is, case, state),
        of=len(facts),
    )
    if found.already:
        return found
    search = _Search(scenario, terms, case, state, facts, limit)
    for size in range(1, (within or WITHIN) + 1):
        if size > len(facts):
            break
        search.size(size, progress)
        found = found._replace(within=size, tried=search.tried, stopped=search.stopped)
        if search.stopped or (search.found and not within):
            break
    sets = search.found
    if not sets and not search.stopped:
        proof, larger = everything(scenario, facts, terms, (case, state), worlds, progress)
        found = found._replace(proof=proof)
        if larger and search.comes(larger):
            sets = [_without_what_is_idle(larger, search)]
    return found._replace(ways=tuple(_way(scenario, each, terms, case) for each in sets))


def _without_what_is_idle(facts: tuple[Fact, ...], search: _Search) -> tuple[Fact, ...]:
    """The changes of a set that is enough, without those that can be left out."""
    for each in facts:
        less = tuple(one for one in facts if one is not each)
        if search.comes(less):
            facts = less
    return facts


class _Search:
    """Tries sets of changes by their number; those that hold a set that is enough are passed."""

    def __init__(
        self,
        scenario: Scenario,
        terms: Terms,
        case: str,
        state: str,
        facts: tuple[Fact, ...],
        limit: int,
    ) -> None:
        self.found: list[tuple[Fact, ...]] = []
        self.tried = 0
        self.stopped = ""
        self._scenario, self._terms = scenario, terms
        self._case, self._state = case, state
        self._facts, self._limit = facts, limit
        self._played = Played(scenario, terms)

    def size(self, size: int, progress: Progress | None) -> None:
        """Try every set of so many changes."""
        last = monotonic()
        of = comb(len(self._facts), size)
        for number, each in enumerate(self._sets(size)):
            if self.tried >= self._limit:
                self.stopped = f"the limit of {self._limit:,} courses"
                return
            if self.comes(each):
                self.found.append(each)
            if progress is not None and monotonic() - last > 0.2:
                last = monotonic()
                progress(min(number + 1, of), of, self.tried)

    def comes(self, facts: tuple[Fact, ...]) -> bool:
        """Whether the case comes to the state with these changes."""
        self.tried += 1
        world = self._played.world(with_facts(self._scenario, facts, self._terms))
        return world is not None and world.cases[self._case].state == self._state

    def _sets(self, size: int) -> Iterator[tuple[Fact, ...]]:
        for each in combinations(self._facts, size):
            if any(clash(one, other) for one, other in combinations(each, 2)):
                continue
            if not any(set(less) <= set(each) for less in self.found):
                yield each


# --- what is shown -----------------------------------------------------------------------------


def _example(scenario: Scenario, facts: tuple[Fact, ...], terms: Terms) -> Example:
    told = with_facts(scenario, facts, terms)._replace(
        readings=terms.readings, mode=terms.mode, rulebook=terms.rulebook
    )
    return Example(run(told), told)


def _comes(example: Example, case: str, state: str) -> bool:
    outcome = example.record.outcome(case)
    return outcome is not None and outcome.state == state


def _way(scenario: Scenario, facts: tuple[Fact, ...], terms: Terms, case: str) -> Way:
    example = _example(scenario, facts, terms)
    outcome = example.record.outcome(case)
    return Way(facts, example, -1 if outcome is None else outcome.decided_by)
