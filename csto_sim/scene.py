"""What a guard can see while one act is weighed: the world, the law of the day, the readings.

A scene answers questions and remembers which were asked, so that the record can say on which
readings, texts and cases a step rests. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from csto_sim import law, organisation
from csto_sim.law import Text
from csto_sim.organisation import Roster
from csto_sim.rules.enacted import ENACTING, Enacted, enacted_on
from csto_sim.world import Act, Case, Facts, Finding, World

Answer = TypeVar("Answer")

#: Readings on which the roster of members depends.
ROSTER_READINGS = ("amb.readmission", "amb.self-suspension")


@lru_cache(maxsize=4096)
def _roster(day: str, *options: str | None) -> Roster:
    chosen = zip(ROSTER_READINGS, options, strict=True)
    return organisation.roster(
        date.fromisoformat(day), {id: option for id, option in chosen if option is not None}
    )


@lru_cache(maxsize=4096)
def _supposed(members: tuple[str, ...]) -> Roster:
    """The roster that a scenario supposes: all of them in full standing."""
    return Roster(tuple(sorted(members)), (), ())


#: The procedures whose matters change the roster: who is a member, and who has lost its vote.
MEMBERSHIP, ARREARS = "membership", "arrears"

#: What matters of a scenario made of states, in the order in which it came about.
Standings = tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def _overlaid(roster: Roster, standings: Standings) -> Roster:
    """A roster with the standings that matters of a scenario gave: the last of a state counts.

    `without vote` and `with vote` are those of arrears, which make nobody a member.
    """
    members, suspended, voteless = set(roster.members), set(roster.suspended), set(roster.voteless)
    for state, standing in standings:
        if standing == "with vote":
            voteless.discard(state)
        elif standing == "without vote":
            voteless |= {state} & members
        else:
            for group in (members, suspended, voteless):
                group.discard(state)
            members |= {state} if standing in ("member", "voteless") else set()
            voteless |= {state} if standing == "voteless" else set()
            suspended |= {state} if standing == "suspended" else set()
    return Roster(tuple(sorted(members)), tuple(sorted(suspended)), tuple(sorted(voteless)))


@lru_cache(maxsize=4096)
def _turning(day: str, standings: Standings) -> tuple[str, ...]:
    """The readings of which one option gives another roster on a day than another option."""
    found = []
    for place, id in enumerate(ROSTER_READINGS):
        chosen: list[str | None] = [None] * len(ROSTER_READINGS)
        rosters = set()
        for option in law.readings()[id].options:
            chosen[place] = option
            rosters.add(_overlaid(_roster(day, *chosen), standings))
        if len(rosters) > 1:
            found.append(id)
    return tuple(found)


def standing_on(facts: Facts, day: str) -> str:
    """Return the standing that a matter gives its state on an ISO day; '' where history counts.

    A change that is known only by a stretch of days counts from the last of them.
    """
    if day >= facts.get("standing_since", ""):
        return str(facts.get("standing", ""))
    return str(facts.get("standing_before", ""))


def changed_on(facts: Facts, day: str) -> str:
    """Return since when a matter has given its state what it gives it on an ISO day.

    '' where what it was before its change counts: the change of another matter is then later.
    """
    since = str(facts.get("standing_since", ""))
    return since if day >= since else ""


#: Fields by which a matter names another whose place it takes or that it changes.
LINKS = ("replaces", "prolongs", "amends")

Texts = dict[str, Text | None]
Cited = dict[tuple[str, ...], tuple[str, ...]]


@lru_cache(maxsize=4096)
def _settled(_began: str, _day: str) -> tuple[Texts, Cited]:
    """What is governed on a day whatever the readings, as far as met: no reading has to be asked.

    The texts by provision, and the texts cited by a list of provisions. Both depend on nothing but
    the day of the act and the day on which the matter began, so scenes of these days share them.
    """
    return {}, {}


def _first(given: tuple[str, str, str]) -> str:
    return given[0]


@lru_cache(maxsize=65536)
def _default(reading: str, day: str, mode: str, about: tuple[tuple[str, Any], ...]) -> str:
    return law.readings()[reading].option({"day": day, "mode": mode, **dict(about)})


class Scene:
    """One act in one case of one world, with what was asked so far."""

    __slots__ = (
        *("_cited", "_enacting", "_memo", "_texts"),
        *("act", "case", "consulted", "saw", "tried", "world"),
    )

    def __init__(self, world: World, case: Case, act: Act) -> None:
        self.world = world
        self.case = case
        self.act = act
        self.consulted: dict[str, str] = {}
        self.saw: list[str] = []
        self.tried: list[tuple[Any, Finding]] = []
        self._memo: dict[Any, Any] = {}
        self._enacting = ENACTING in world.dependents
        # What is enacted in a scenario is no law of a day: such scenes share nothing.
        self._texts, self._cited = ({}, {}) if self._enacting else self._of_its_day()

    def _of_its_day(self) -> tuple[Texts, Cited]:
        if self.world.terms.law_of:
            return _settled("", self.world.terms.law_of)
        return _settled(self.case.began, self.act.when.day)

    @property
    def day(self) -> str:
        """The ISO day of the act."""
        return self.act.when.day

    @property
    def text_day(self) -> str:
        """The ISO day whose texts are looked at: that of the act, unless another is supposed."""
        return self.world.terms.law_of or self.act.when.day

    @property
    def law_day(self) -> str:
        """The ISO day whose law governs this act, as far as `amb.pending-law` was asked."""
        if self.world.terms.law_of:
            return self.world.terms.law_of
        if self.consulted.get("amb.pending-law") == "B" and self.case.began:
            return self.case.began
        return self.act.when.day

    @property
    def facts(self) -> Facts:
        """The facts of the case."""
        return self.case.facts

    def fact(self, name: str, default: Any = None) -> Any:
        """Return a fact of the case, or the default."""
        return self.case.facts.get(name, default)

    def given(self, name: str, default: Any = None) -> Any:
        """Return a parameter of the act, or the default."""
        return self.act.takes.get(name, default)

    def reading(self, id: str, **about: Any) -> str:
        """Return the option of a reading (`A`, `B` …), chosen or by default, and remember it.

        A default can depend on the day, the mode and what is told in `about` (kind, branch …).
        A text enacted in the scenario can have settled the question: then no reading is asked.
        """
        if self._enacting:
            settled = self._settled(id)
            if settled:
                return settled
        option = self.world.terms.readings.get(id)
        if option is None:
            more = tuple(about.items()) if about else ()
            option = _default(id, self.act.when.day, self.world.terms.mode, more)
        self.consulted[id] = option
        return str(option)

    def text(self, id: str) -> Text | None:
        """Return the text of a provision that governs this act, or None.

        A matter that was under way when the law changed is governed as `amb.pending-law` says: by
        the law of the day of each act (A) or of the day on which the matter began (B).
        """
        try:
            return self._texts[id]
        except KeyError:
            return self._find(id)

    def enacted(self, id: str) -> Enacted | None:
        """Return what matters of the scenario have enacted on a provision, as governs this act.

        For a matter that was under way before, as `amb.pending-law` says. None where nothing is
        enacted, or where a later text of the shipped law has taken its place.
        """
        if not self._enacting or f"enacts: {id}" not in self.world.dependents:
            return None
        now = self._enacted_on(id, self.day)
        began = self.case.began
        if began and began != self.day and self.case.id not in (now.by if now else ()):
            then = self._enacted_on(id, began)
            if then != now and self.reading("amb.pending-law") == "B":
                now = then
        for matter in now.by if now is not None else ():
            self.look(matter)
        return now

    def _enacted_on(self, id: str, day: str) -> Enacted | None:
        shipped = law.text(id, self.world.terms.law_of or day, self.reading)
        return enacted_on(self.world, id, day, "" if shipped is None else shipped.since.first)

    def _settled(self, reading: str) -> str:
        """The option on which an enacted text has settled a reading, or ''."""
        for id in self.world.dependents.get(f"settles: {reading}", ()):
            # What a text says of matters under way is not itself a question of them.
            under_way = reading == "amb.pending-law"
            found = self._enacted_on(id, self.day) if under_way else self.enacted(id)
            if found is not None and reading in found.settles:
                return str(found.settles[reading])
        return ""

    def _find(self, id: str) -> Text | None:
        enacted = self.enacted(id) if self._enacting else None
        law_of = self.world.terms.law_of
        if enacted is not None:
            shipped = law.text(id, law_of or self.day, self.reading)
            return None if enacted.ends else enacted.as_text(shipped)
        day = law_of or self.act.when.day
        now = law.candidates(id, day)
        began = "" if law_of else self.case.began
        changed = began and began != day and law.candidates(id, began) != now
        if changed and self.reading("amb.pending-law") == "B":
            return law.text(id, began, self.reading)
        if len(now) > 1 or (now and now[0].chosen_by):
            return law.text(id, day, self.reading)
        found = now[0] if now else None
        if not changed:
            self._texts[id] = found
        return found

    def citing(self, provisions: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the texts of these provisions that govern this act, each once."""
        found = self._cited.get(provisions)
        if found is None:
            texts = [self.text(id) for id in provisions]
            found = tuple(dict.fromkeys(text.id for text in texts if text is not None))
            if all(id in self._texts for id in provisions):
                self._cited[provisions] = found
        return found

    def look(self, id: str) -> Case | None:
        """Return another case of the world, or None, and remember that it was looked at."""
        found: Case | None = self.world.cases.get(id)
        if found is not None and id not in self.saw:
            self.saw.append(id)
        return found

    def naming(self, link: str) -> Iterator[Case]:
        """Yield the cases of this procedure that name this one in a field, and note each look."""
        for id in self.world.dependents.get(f"{link}: {self.case.id}", ()):
            other = self.world.cases[id]
            if other.procedure == self.case.procedure:
                self.look(id)
                yield other

    def roster(self) -> Roster:
        """Return who is a member, who is suspended and who has no vote at the moment of the act.

        As the data has it on that day, and as matters of the procedures `membership` and `arrears`
        have changed it in this scenario. A reading on which that turns on this day is asked, and
        remembered.
        """
        return self.roster_on(self.act.when.day)

    def roster_on(self, day: str) -> Roster:
        """Return the roster of an ISO day, as far as it is known when the act is done."""
        dependents = self.world.dependents
        matters = dependents.get(f"procedure: {MEMBERSHIP}", ())
        debts = dependents.get(f"procedure: {ARREARS}", ())
        standings = self._standings(day, matters, debts) if matters or debts else ()
        supposed = self.world.terms.members
        for id in () if supposed else _turning(day, standings):
            self.reading(id)
        chosen = self.world.terms.readings
        options = map(chosen.get, ROSTER_READINGS) if chosen else (None, None)
        found = _supposed(supposed) if supposed else _roster(day, *options)
        return _overlaid(found, standings) if standings else found

    def _standings(self, day: str, matters: tuple[str, ...], debts: tuple[str, ...]) -> Standings:
        given = []
        for id in matters:
            case: Case = self.world.cases[id]
            standing = standing_on(case.facts, day)
            if standing:
                self.look(id)
                given.append((changed_on(case.facts, day), case.facts["member"], standing))
        # Of two matters on one state the one that changed last counts; those of one day in order.
        changes = [(state, standing) for _, state, standing in sorted(given, key=_first)]
        lost = []
        for id in debts:
            case = self.world.cases[id]
            standing = standing_on(case.facts, day)
            if standing == "voteless":
                lost.append((case.facts["member"], "without vote"))
            elif standing:
                changes.append((case.facts["member"], "with vote"))
            if standing:
                self.look(id)
        # Of two debts of one state the one that is not paid counts.
        return (*changes, *lost)

    def of_procedure(self, name: str) -> Iterator[Case]:
        """Yield the cases of a procedure, in the order of the file, and note each look."""
        for id in self.world.dependents.get(f"procedure: {name}", ()):
            found = self.look(id) if id != self.case.id else self.case
            assert found is not None  # what depends is of this world
            yield found

    def once(self, answer: Callable[[Scene], Answer]) -> Answer:
        """Return what a function of the scene answers, computed once for this scene."""
        try:
            found: Answer = self._memo[answer]
        except KeyError:
            found = self._memo[answer] = answer(self)
        return found
