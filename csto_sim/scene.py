"""What a guard can see while one act is weighed: the world, the law of the day, the readings.

A scene answers questions and remembers which were asked, so that the record can say on which
readings, texts and cases a step rests. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar

from csto_sim import law, organisation
from csto_sim.law import Text
from csto_sim.organisation import Roster
from csto_sim.world import Act, Case, Facts, Finding, World

Answer = TypeVar("Answer")

#: Readings on which the roster of members depends.
ROSTER_READINGS = ("amb.readmission", "amb.self-suspension")


@cache
def _roster(day: str, readings: tuple[tuple[str, str], ...]) -> Roster:
    return organisation.roster(date.fromisoformat(day), dict(readings))


@cache
def _default(reading: str, about: tuple[tuple[str, Any], ...]) -> str:
    return law.readings()[reading].option(dict(about))


class Scene:
    """One act in one case of one world, with what was asked so far."""

    __slots__ = ("_memo", "act", "case", "consulted", "saw", "tried", "world")

    def __init__(self, world: World, case: Case, act: Act) -> None:
        self.world = world
        self.case = case
        self.act = act
        self.consulted: dict[str, str] = {}
        self.saw: list[str] = []
        self.tried: list[tuple[Any, Finding]] = []
        self._memo: dict[Any, Any] = {}

    @property
    def day(self) -> str:
        """The ISO day of the act."""
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
        """
        option = self.world.terms.readings.get(id)
        if option is None:
            option = _default(
                id, (("day", self.act.when.day), ("mode", self.world.terms.mode), *about.items())
            )
        self.consulted[id] = option
        return str(option)

    def text(self, id: str) -> Text | None:
        """Return the text of a provision that governs this act, or None.

        A matter that was under way when the law changed is governed as `amb.pending-law` says: by
        the law of the day of each act (A) or of the day on which the matter began (B).
        """
        day = self.act.when.day
        now = law.candidates(id, day)
        began = self.case.began
        changed = began and began != day and law.candidates(id, began) != now
        if changed and self.reading("amb.pending-law") == "B":
            return law.text(id, began, self.reading)
        if len(now) == 1 and not now[0].chosen_by:
            return now[0]
        return law.text(id, day, self.reading) if now else None

    def look(self, id: str) -> Case | None:
        """Return another case of the world, or None, and remember that it was looked at."""
        found: Case | None = self.world.cases.get(id)
        if found is not None and id not in self.saw:
            self.saw.append(id)
        return found

    def roster(self) -> Roster:
        """Return who is a member and who is suspended on the day of the act."""
        chosen = self.world.terms.readings
        options = tuple((id, chosen[id]) for id in ROSTER_READINGS if id in chosen)
        return _roster(self.act.when.day, options)

    def once(self, answer: Callable[[Scene], Answer]) -> Answer:
        """Return what a function of the scene answers, computed once for this scene."""
        try:
            found: Answer = self._memo[answer]
        except KeyError:
            found = self._memo[answer] = answer(self)
        return found
