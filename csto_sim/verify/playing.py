"""Plays stories one after another that begin alike, by the `fire` that runs a scenario."""

from __future__ import annotations

from csto_sim.engine.courses import Point
from csto_sim.engine.run import acted, begun, closed, law_changes
from csto_sim.engine.times import zone_for
from csto_sim.rules.calendars import OutOfCalendar
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.world import Terms, World


class Played:
    """Of each story it plays only what differs from the one before."""

    def __init__(self, scenario: Scenario, terms: Terms) -> None:
        self._scenario = scenario
        self._zone = zone_for(terms)
        self._changes = law_changes(scenario, terms, self._zone)
        self._acts: list[ScenarioAct] = []
        self._points: list[Point] = [begun(scenario, terms)]

    def world(self, story: Scenario) -> World | None:
        """Return the world at the end of a story; None where its days cannot be counted."""
        alike = 0
        for one, other in zip(self._acts, story.acts, strict=False):
            if one is not other and one != other:
                break
            alike += 1
        del self._acts[alike:], self._points[alike + 1 :]
        try:
            for act in story.acts[alike:]:
                self._points.append(acted(self._points[-1], act, self._zone, self._changes))
                self._acts.append(act)
            return closed(self._points[-1], self._scenario, self._zone, self._changes).world
        except OutOfCalendar:
            return None
