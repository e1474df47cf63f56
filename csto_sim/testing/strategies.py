"""Strategies for the parts of a scenario: who is a member, when, who comes, who says what.

Each shrinks to what is simplest to read: few members, in the order of their codes; all of them
there and consenting; the first of the boundary days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from csto_sim import law, organisation
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.scenario.times import of_instant
from csto_sim.world import NO_FACTS, Facts, Period

#: The days between which the rules of decision have been in force in their present form.
SINCE, UNTIL = "2012-12-19", "2026-06-30"
#: What a member can say when a matter is put; it can also say nothing.
POSITIONS = ("consent", "object", "abstain", "reserve")
BODIES = ("CSC", "CMFA", "CMD", "CSSC")
HOUR, DAY = 3_600, 86_400
MOSCOW = ZoneInfo("Europe/Moscow")


class Sitting(NamedTuple):
    """One meeting at which one matter is put: when, in which body, who comes, who says what.

    `positions` holds what is said by those who speak; `left` are those who leave before the matter
    is put.
    """

    day: str
    body: str
    members: tuple[str, ...]
    present: tuple[str, ...]
    positions: Facts
    left: tuple[str, ...] = ()

    def acts(self, meeting: str = "session", matter: str = "draft") -> tuple[ScenarioAct, ...]:
        """Return its acts in order: the opening, arrivals, positions, departures, decision, end."""

        def act(hour: int, name: str, case: str, by: str = "", takes: Facts = NO_FACTS) -> None:
            time = of_instant(f"{self.day}T{hour:02}:00+03:00").time
            found.append(ScenarioAct(name, by, case, time, takes, hour))

        found: list[ScenarioAct] = []
        act(10, "open", meeting, takes=Facts(present=self.present))
        for member in self.present:
            act(10, "attend", meeting, member)
        for member in self.left:
            act(11, "leave", meeting, member)
        for member, said in self.positions.items():
            act(12, said, matter, member)
        act(12, "decide", matter)
        act(13, "close", meeting)
        return tuple(found)

    def scenario(self, title: str = "A matter is put at a session") -> Scenario:
        """Return it as a whole scenario, which ends a year after; its members are supposed."""
        first = date.fromisoformat(self.day)
        since, until = first - timedelta(1), first + timedelta(365)
        cases = (
            ScenarioCase("draft", "decision", "A draft decision", Facts(body=self.body)),
            ScenarioCase("session", "meeting", "session", Facts(body=self.body, agenda=("draft",))),
        )
        matter = cases[0]._replace(facts=cases[0].facts.plus("meetings", ("session",)))
        return Scenario(
            title,
            "",
            "",
            on(since.isoformat()),
            on(until.isoformat()),
            (matter, cases[1]),
            self.acts(),
            members=self.members,
        )


def on(day: str) -> Time:
    """Return the time of an ISO day."""
    return Time(day, day, day)


def at(second: int) -> Time:
    """Return the time of a second since 1970, written by the clock of Moscow."""
    local = datetime.fromtimestamp(second, MOSCOW)
    written = local.isoformat(timespec="seconds" if local.second else "minutes")
    return Time(written, second, second)


# --- when ----------------------------------------------------------------------------------------


@cache
def _turning(first: str, last: str) -> tuple[str, ...]:
    """The days between two on which a text of the law begins or ends, each with the day before."""
    found: set[str] = set()
    for provision in law.provisions():
        for text in provision.texts:
            for bound in (text.since, text.until):
                if bound and bound.known == "exact":
                    turn = date.fromisoformat(bound.first)
                    found |= {(turn - timedelta(1)).isoformat(), turn.isoformat()}
    return tuple(day for day in sorted(found) if first <= day <= last)


def days(first: str = SINCE, last: str = UNTIL) -> st.SearchStrategy[str]:
    """Return ISO days, both ends included: before any other, those on which the law changes.

    Of such a day the day before is drawn too. Raises ValueError for what is no day.
    """
    between = st.dates(date.fromisoformat(first), date.fromisoformat(last))
    free = between.map(lambda day: day.isoformat())
    turning = _turning(first, last)
    return st.one_of(st.sampled_from(turning), free) if turning else free


def boundaries(periods: Iterable[Period | int]) -> tuple[int, ...]:
    """Return seconds (UTC) just before, at and just after each last lawful moment, in order.

    A number stands for such a moment. Of a period whose end is known only by a stretch, both ends
    of the stretch count; a period without a counted end has none.
    """
    ends: set[int] = set()
    for each in periods:
        if isinstance(each, int):
            ends.add(each)
        elif each.due is not None:
            ends.update(each.due)
    return tuple(sorted({end + by for end in ends for by in (-1, 0, 1)}))


def clocks(
    periods: Iterable[Period | int] = (), first: str = SINCE, last: str = UNTIL
) -> st.SearchStrategy[Time]:
    """Return times as a scenario writes them: boundary moments, then days and instants.

    The boundary moments are one second before, at and one second after the last lawful moment of
    each period (of a world: `world.periods`). Others lie between two ISO days, both included.
    """
    lawful = days(first, last)
    hours = st.integers(0, 24 * 60 - 1)
    instants = st.tuples(lawful, hours).map(
        lambda found: of_instant(f"{found[0]}T{found[1] // 60:02}:{found[1] % 60:02}+03:00").time
    )
    found = st.one_of(lawful.map(on), instants)
    edges = boundaries(periods)
    return st.one_of(st.sampled_from(edges).map(at), found) if edges else found


# --- who -----------------------------------------------------------------------------------------


@cache
def _candidates() -> tuple[str, ...]:
    own = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB", "AZE", "GEO")
    return (*own, *(code for code in organisation.states() if code not in own))


def rosters(smallest: int = 3, largest: int = 9) -> st.SearchStrategy[tuple[str, ...]]:
    """Return members to be supposed, in the order of their codes: `members:` of a scenario.

    The states that are or were members come first, so that a shrunk roster is a familiar one.
    """
    codes = st.lists(
        st.sampled_from(_candidates()), min_size=smallest, max_size=largest, unique=True
    )
    return codes.map(lambda found: tuple(sorted(found)))


def members_on(day: str) -> tuple[str, ...]:
    """Return the members in full standing on an ISO day, by default readings."""
    return organisation.roster(date.fromisoformat(day)).members


def some_of(members: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return some of the members, in their order; none first."""
    flags = st.lists(st.booleans(), min_size=len(members), max_size=len(members))
    return flags.map(lambda taken: tuple(m for m, it in zip(members, taken, strict=True) if it))


def positions(
    members: Sequence[str], choices: Sequence[str] = POSITIONS, silent: bool = True
) -> st.SearchStrategy[Facts]:
    """Return what each of the members says; who is `silent` is left out. Consent comes first."""
    words = (*choices, "") if silent else tuple(choices)
    said = st.lists(st.sampled_from(words), min_size=len(members), max_size=len(members))
    return said.map(
        lambda found: Facts({m: word for m, word in zip(members, found, strict=True) if word})
    )


@st.composite
def meetings(
    draw: st.DrawFn,
    members: Sequence[str] | None = None,
    *,
    first: str = SINCE,
    last: str = UNTIL,
    bodies: Sequence[str] = BODIES,
) -> Sitting:
    """Return one meeting at which one matter is put (`Sitting`): any attendance, any positions.

    `members` are supposed; without them, those of the day.
    """
    day = draw(days(first, last))
    whole = tuple(members) if members is not None else members_on(day)
    away = draw(some_of(whole))
    present = tuple(member for member in whole if member not in away)
    said = draw(positions(present))
    left = draw(some_of(present))
    supposed = whole if members is not None else ()
    return Sitting(day, draw(st.sampled_from(bodies)), supposed, present, said, left)
