"""A scenario of any length: members state their positions again and again, in one open meeting."""

from __future__ import annotations

from procedure15 import MEMBERS

from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

BEGAN = 1_425_279_600  # 2 March 2015, 07:00 UTC


def scenario(count: int) -> Scenario:
    """Return a scenario of `count` acts after opening: positions on ten drafts, a second apart."""
    session = ScenarioCase("session", "meeting", "A session", Facts(body="CSC"))
    drafts = tuple(
        ScenarioCase(
            f"draft-{n}", "decision", f"Draft {n}", Facts(body="CSC", meetings=("session",))
        )
        for n in range(10)
    )
    acts = [ScenarioAct("open", "TJK", "session", _at(0))]
    acts += [ScenarioAct("attend", member, "session", _at(1)) for member in MEMBERS]
    for n in range(count - len(acts)):
        name = "consent" if n % 7 else "object"
        acts.append(ScenarioAct(name, MEMBERS[n % 6], f"draft-{n % 10}", _at(2 + n)))
    day = Time("2015-03-01", "2015-03-01", "2015-03-01")
    end = Time("2015-03-31", "2015-03-31", "2015-03-31")
    return Scenario("Long", "", "bench", day, end, (session, *drafts), tuple(acts), digest="bench")


def _at(seconds: int) -> Time:
    return Time(f"+{seconds}s", BEGAN + seconds, BEGAN + seconds)
