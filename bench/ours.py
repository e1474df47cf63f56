"""The 15-act procedure as our scenario: full record with findings, readings, deadlines, and log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from procedure15 import MEMBERS, Course

from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

ASKED = datetime(2015, 3, 2, 7, 0, tzinfo=UTC)


def _time(moment: datetime) -> Time:
    return Time(moment.isoformat(), int(moment.timestamp()), int(moment.timestamp()))


def _day(day: str) -> Time:
    return Time(day, day, day)


CASES = (
    ScenarioCase("proposal", "convening", "A proposal", Facts(meeting="session")),
    ScenarioCase("session", "meeting", "A session", Facts(body="CSC", session="extraordinary")),
    ScenarioCase(
        "draft",
        "decision",
        "A draft",
        Facts(body="CSC", kind="substantive", meetings=("session",)),
    ),
)


def scenario(course: Course) -> Scenario:
    """Return the scenario of a course: the same 15 acts as the peers', an absence as no act."""
    asked, met = _time(ASKED), _time(ASKED + timedelta(hours=course.hours))
    acts = [
        ScenarioAct("propose", "ARM", "proposal", asked, Facts(to="CHAIR")),
        ScenarioAct("open", "TJK", "session", met),
    ]
    # Who is away still states its position, and is refused: 15 acts for every course.
    acts += [
        ScenarioAct("attend" if there else "leave", member, "session", met)
        for member, there in zip(MEMBERS, course.present, strict=True)
    ]
    acts += [
        ScenarioAct("consent" if agrees else "object", member, "draft", met)
        for member, agrees in zip(MEMBERS, course.consents, strict=True)
    ]
    acts.append(ScenarioAct("decide", "TJK", "draft", met))
    return Scenario(
        title="The 15-act procedure",
        about="",
        file="bench",
        since=_day("2015-03-01"),
        until=_day("2015-03-31"),
        cases=CASES,
        acts=tuple(acts),
        digest="bench",
    )
