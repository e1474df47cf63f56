"""Who can still carry a matter from where it stands, and who can stop it, in this round.

The acts of the tables are tried by those who may do them: what several members can do is done by
all who want the matter carried, one after the other, and so are the acts of organs. In one round
nobody comes back to a state, and everybody does an act once in each state: so there is an end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from csto_sim.engine.motion import advance, fire
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.powers import Carrier, FromHere
from csto_sim.procedure import OF_ITSELF, TIME
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario
from csto_sim.verify.acting import Frame, entries
from csto_sim.verify.everything import linked
from csto_sim.verify.moments import Standing
from csto_sim.world import Act, Case, Facts, Moment, Terms, World

#: So many worlds are looked at for each question at most.
WORLDS = 3_000
#: Of the ways to give what an act requires, so many are tried.
GIVEN = 8

Done = tuple[str, tuple[str, ...]]
"""An act, and by whom; ("", ()) for time that passes to what falls due."""


class Round(NamedTuple):
    """A world in a round: what was come to already, and what was done in the states it is in."""

    world: World
    when: Moment
    been: frozenset[tuple[str, str]]
    used: frozenset[tuple[str, str, str, str]]

    @property
    def key(self) -> Hashable:
        """What is equal for rounds from which the same can follow."""
        return self.world.cases, self.world.periods, self.when, self.been, self.used


class _Search:
    def __init__(self, ids: tuple[str, ...], carried: str, until: Moment) -> None:
        self.ids = ids
        self.carried = carried
        self.until = until
        self.complete = True

    def way(self, start: Round, among: frozenset[str], roster: frozenset[str]) -> list[Done] | None:
        """Return the shortest way in which some members, with the organs, carry it, or None."""
        before: dict[Hashable, tuple[Hashable, Done] | None] = {start.key: None}
        todo = deque([start])
        while todo:
            here = todo.popleft()
            if here.world.cases[self.ids[0]].state == self.carried:
                return self._back(before, here.key)
            if len(before) > WORLDS:
                self.complete = False
                return None
            for done, after in self.following(here, among, roster):
                if after.key not in before:
                    before[after.key] = here.key, done
                    todo.append(after)
        return None

    def none(self, start: Round, among: frozenset[str], roster: frozenset[str]) -> bool:
        """Return whether it is settled that these members cannot carry it.

        Past the first question that is too large nothing more is asked.
        """
        return self.complete and self.way(start, among, roster) is None and self.complete

    def _back(
        self, before: dict[Hashable, tuple[Hashable, Done] | None], key: Hashable
    ) -> list[Done]:
        found = []
        while (step := before[key]) is not None:
            key, done = step
            found.append(done)
        return found[::-1]

    def stopped_by(
        self, start: Round, who: str, act: str, roster: frozenset[str], members: frozenset[str]
    ) -> bool:
        """Return whether an act of a member now stops it, though all others do what they can."""
        for after in self._by(start, who, act):
            if after.world.cases[self.ids[0]].state == self.carried:
                continue
            if self.none(after, members - {who}, roster):
                return True
        return False

    def _by(self, here: Round, who: str, name: str) -> Iterator[Round]:
        for id in self.ids:
            case: Case = here.world.cases[id]
            frame = Frame(here.world, case, here.when)
            for entry in entries(case.procedure, case.state):
                if entry.act != name or who not in frame.doers(entry):
                    continue
                for takes in frame.given(entry.required)[:GIVEN]:
                    found = self._done(here, entry.act, id, (who,), takes)
                    if found is not None:
                        yield found[1]

    def acts_of(self, here: Round, who: str) -> tuple[str, ...]:
        """Return the acts that a member may do now about the matter itself, by the tables."""
        case: Case = here.world.cases[self.ids[0]]
        frame = Frame(here.world, case, here.when)
        found = entries(case.procedure, case.state)
        return tuple(entry.act for entry in found if who in frame.doers(entry))

    def following(
        self, here: Round, among: frozenset[str], roster: frozenset[str]
    ) -> Iterator[tuple[Done, Round]]:
        """Yield every act in a round, done by all who may among some members, or by an organ."""
        for id in self.ids:
            case: Case = here.world.cases[id]
            frame = Frame(here.world, case, here.when)
            for entry in entries(case.procedure, case.state):
                doers = frame.doers(entry)
                own = tuple(who for who in doers if who in among)
                groups = [own] if own else []
                groups += [(who,) for who in doers if who not in roster]
                for takes in frame.given(entry.required)[:GIVEN]:
                    for each in groups:
                        found = self._done(here, entry.act, id, each, takes)
                        if found is not None:
                            yield (entry.act, found[0]), found[1]
        passed = self.passed(here)
        if passed is not None:
            yield ("", ()), passed

    def _done(
        self, here: Round, act: str, id: str, by: tuple[str, ...], takes: Facts
    ) -> tuple[tuple[str, ...], Round] | None:
        """Who of them could do an act, and the round after it; None where nothing comes of it."""
        tag = (id, here.world.cases[id].state, act, by[0])
        if tag in here.used:
            return None
        world = here.world
        did = []
        for who in by:
            world, steps = fire(world, Act(act, who, id, here.when, takes, -1, here.when.day))
            did += [who] if all(each.kind != "refusal" for each in steps) else []
        after = self._come(here, world, here.when, tag) if did else None
        return None if after is None else (tuple(did), after)

    def passed(self, here: Round) -> Round | None:
        """Return the world one second after what falls due next."""
        dues = [each.due[1] for each in here.world.periods if each.due is not None]
        later = [due for due in dues if due >= here.when.earliest and due < self.until.latest]
        if not later:
            return None
        when = Moment(min(later) + 2, min(later) + 2, "")
        world, steps = advance(here.world, when)
        if not steps:
            return None
        return self._come(here, world, Moment(*steps[-1].when[1:]), None)

    def _come(
        self, here: Round, world: World, when: Moment, tag: tuple[str, str, str, str] | None
    ) -> Round | None:
        if tag is not None and (world.cases, world.periods) == (
            here.world.cases,
            here.world.periods,
        ):
            return None
        new = {
            (id, world.cases[id].state)
            for id in self.ids
            if world.cases[id].state != here.world.cases[id].state
        }
        if new & here.been:
            return None
        used = here.used | ({tag} if tag is not None else set())
        still = frozenset(each for each in used if world.cases[each[0]].state == each[1])
        return Round(world, when, here.been | new, still)


def from_here(scenario: Scenario, terms: Terms, now: Standing, case: str, carried: str) -> FromHere:
    """Return who can still carry a matter to a state from where a run stands, and who can stop it.

    What is done is done now, or after what falls due, until the end of the scenario.
    """
    world = now.world
    ids = (case, *sorted(linked(scenario, terms, case) - {case}))
    matter: Case = world.cases[case]
    frame = Frame(world, matter, now.when)
    members, roster = frozenset(frame.members), frozenset(frame.roster)
    been = {(step.case, state) for step in now.steps for state in (step.source, step.target)}
    been |= {(id, world.cases[id].state) for id in ids}
    start = Round(world, now.when, frozenset(been), frozenset())
    search = _Search(ids, carried, moment_of(scenario.until, zone_for(terms)))
    way = search.way(start, members, roster)
    carriers: list[Carrier] = []
    if way:
        for who in frame.members:
            needed = search.none(start, members - {who}, roster)
            acts = tuple(
                act
                for act in search.acts_of(start, who)
                if search.stopped_by(start, who, act, roster, members)
            )
            carriers.append(Carrier(who, needed, acts))
    last, itself = _times(search, start, members, roster) if way else (None, None)
    return FromHere(
        matter.state,
        now.when.day,
        tuple(way or ()),
        tuple(carriers),
        last,
        tuple(_ends(matter, carried)) if way else (),
        search.complete,
        itself,
    )


def _times(
    search: _Search, start: Round, members: frozenset[str], roster: frozenset[str]
) -> tuple[int | None, int | None]:
    """Until when somebody can carry it, and when it is carried by time alone; None for no day."""
    here = start
    while (after := search.passed(here)) is not None:
        dues = [each.due[1] for each in here.world.periods if each.due is not None]
        due = min(each for each in dues if each >= here.when.earliest)
        if after.world.cases[search.ids[0]].state == search.carried:
            return None, due
        if search.none(after, members, roster):
            return due, None
        here = after
    return None, None


def _ends(matter: Case, carried: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows that end a matter as it stands without an act of a member."""
    for row in procedures()[matter.procedure].steps:
        if row.by not in (TIME, OF_ITSELF) or row.target is None:
            continue
        here = any(each.word == matter.state for each in row.sources)
        if here and row.target.word not in (carried, matter.state):
            yield row.says, row.under
