"""Short words for stories: scenarios as Python values, played with every row watched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st

from csto_sim import law, organisation
from csto_sim.engine import motion
from csto_sim.engine.beginning import start, terms_of
from csto_sim.engine.machines import SETTLING, Row
from csto_sim.engine.run import run
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.procedure import OF_ITSELF
from csto_sim.procedures import procedures
from csto_sim.record import Record, Step
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.scene import Scene
from csto_sim.world import Act, Case, Facts, Finding, Moment, Terms, World

POSITIONS = ("consent", "object", "abstain", "reserve")
FOUR = ("CSC", "CMFA", "CMD", "CSSC")
#: The members from 19 December 2012 on.
SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
Readings = Mapping[str, str]
#: For claims whose premise is not met by every story: more stories.
OFTEN = settings(max_examples=max(150, settings().max_examples))


def at(written: str) -> Time:
    """Return a time: a day (`2009-06-14`) or an instant with its offset."""
    if len(written) == 10:
        return Time(written, written, written)
    second = int(datetime.fromisoformat(written).timestamp())
    return Time(written, second, second)


def instant(second: int) -> Time:
    """Return the instant of a second since 1970 (UTC)."""
    return Time(f"second {second}", second, second)


def clock(day: str, hour: int, minute: int = 0) -> Time:
    """Return a time of day in Moscow as it stood at +03:00."""
    return at(f"{day}T{hour:02}:{minute:02}:00+03:00")


def act(when: Time | str, name: str, case: str, by: str = "", **takes: Any) -> ScenarioAct:
    """Return one act; a plain word for `when` is read by `at`."""
    time = at(when) if isinstance(when, str) else when
    return ScenarioAct(name, by, case, time, Facts(takes))


def meeting(id: str = "m", body: str = "CSC", **facts: Any) -> ScenarioCase:
    """Return a meeting."""
    return ScenarioCase(id, "meeting", id, Facts(body=body, **facts))


def decision(
    id: str = "d", body: str = "CSC", meetings: tuple[str, ...] = ("m",), **facts: Any
) -> ScenarioCase:
    """Return a matter for decision on the agenda of the meetings."""
    return ScenarioCase(id, "decision", id, Facts(body=body, meetings=meetings, **facts))


def convening(id: str = "c", **facts: Any) -> ScenarioCase:
    """Return a proposal to convene, which the meeting `m` would fulfil."""
    return ScenarioCase(id, "convening", id, Facts({"meeting": "m", **facts}))


def instrument(id: str = "i", **facts: Any) -> ScenarioCase:
    """Return an instrument."""
    return ScenarioCase(id, "instrument", id, Facts(facts))


def story(
    cases: Sequence[ScenarioCase],
    acts: Sequence[ScenarioAct],
    since: str = "1992-01-01",
    until: str = "2026-12-31",
) -> Scenario:
    """Return a scenario; its acts are taken in the order given."""
    return Scenario("a story", "", "", at(since), at(until), tuple(cases), tuple(acts))


def members_on(day: str) -> tuple[str, ...]:
    """Return the members in full standing on an ISO day, by default readings."""
    return organisation.roster(date.fromisoformat(day)).members


def session(
    day: str,
    present: Sequence[str],
    positions: Mapping[str, str] | None = None,
    *,
    before: Sequence[tuple[str, str]] = (),
    during: Sequence[tuple[str, str]] = (),
    leaving: Sequence[str] = (),
    id: str = "m",
    matter: str = "d",
) -> list[ScenarioAct]:
    """Return the acts of one session on one matter: open, attend, speak, leave, decide, close.

    `before` and `during` are pairs of an act in the matter and who does it; `positions` default to
    consent by all present.
    """
    said = dict.fromkeys(present, "consent") if positions is None else positions
    return [
        *(act(clock(day, 9), name, matter, by) for name, by in before),
        act(clock(day, 10), "open", id),
        *(act(clock(day, 10), "attend", id, member) for member in present),
        *(act(clock(day, 11), position, matter, member) for member, position in said.items()),
        *(act(clock(day, 12), name, matter, by) for name, by in during),
        *(act(clock(day, 13), "leave", id, member) for member in leaving),
        act(clock(day, 14), "decide", matter),
        act(clock(day, 15), "close", id),
    ]


def sat(
    day: str,
    present: Sequence[str],
    positions: Mapping[str, str] | None = None,
    *,
    body: str = "CSC",
    kind: str = "substantive",
    subject: str = "general",
    **more: Any,
) -> Scenario:
    """Return the story of one matter put at one session."""
    cases = [meeting(body=body), decision(body=body, kind=kind, subject=subject)]
    return story(cases, session(day, present, positions, **more))


# --- playing, with every row watched -------------------------------------------------------------


@cache
def rows_of(procedure: str) -> tuple[Row, ...]:
    """Return the rows of a table, each as a condition of its own."""
    return tuple(Row(step) for step in procedures()[procedure].steps)


def rows_open(world: World, case: Case, deed: Act, trigger: str) -> list[Row]:
    """Return the rows open for an act from the case's state, each weighed in a scene of its own."""
    return [
        row
        for row in rows_of(case.procedure)
        if (row.step.act or SETTLING) == trigger
        and any(state.word == case.state for state in row.step.sources)
        and row.weigh(Scene(world, case, deed)).holds
    ]


def assert_one_row(world: World, case: Case, deed: Act, trigger: str, moved: Any) -> None:
    """At most one row is open beside those taken otherwise, and the engine takes that one."""
    found = rows_open(world, case, deed, trigger)
    plain = [row for row in found if not row.step.otherwise]
    says = [row.step.says for row in plain]
    assert len(plain) <= 1, f"{trigger!r} in {case.id!r}, {case.state!r}: {says}"
    first = plain[0] if plain else found[0] if found else None
    if isinstance(moved, motion.Shut):
        assert first is None, f"{trigger!r} refused although open: {first and first.step.says}"
        assert not moved.finding.holds
    else:
        assert first is not None
        assert moved[0] is first.step


_move, _taken = motion._move, motion._taken


def _watched_move(
    world: World, case: Case, deed: Act, trigger: str, *more: Any
) -> tuple[Any, ...] | motion.Shut:
    moved = _move(world, case, deed, trigger, *more)
    assert_one_row(world, case, deed, trigger, moved)
    return moved


def _watched_taken(scene: Scene, *more: Any) -> tuple[Any, ...] | None:
    moved = _taken(scene, *more)
    if not scene.act.name:  # what follows of itself
        found = moved or motion.Shut(Finding("nothing follows", False))
        assert_one_row(scene.world, scene.case, scene.act, SETTLING, found)
    return moved


def watched() -> Any:
    """Return the context in which the engine is watched: every row is weighed beside it."""
    return patch.multiple(motion, _move=_watched_move, _taken=_watched_taken)


def play(
    scenario: Scenario, readings: Readings | None = None, mode: str | None = None, **more: Any
) -> Record:
    """Run a story while it is `watched`."""
    with watched():
        return run(scenario, readings=readings or {}, mode=mode, **more)


def world_of(scenario: Scenario, readings: Readings | None = None) -> World:
    """Return the first world of a story, for `fire`."""
    terms = terms_of(scenario)._replace(readings=Facts(readings or {}))
    began = moment_of(scenario.since, zone_for(terms))
    cases = {
        each.id: Case(
            each.id,
            each.procedure,
            procedures()[each.procedure].initial.word,
            "",
            Facts(
                {
                    key: tuple(moved(value, terms)) if isinstance(value, Time) else value
                    for key, value in each.facts.items()
                }
            ),
        )
        for each in scenario.cases
    }
    return start(cases, Moment(began.earliest, began.earliest, began.day), terms)


def moved(time: Time, terms: Terms) -> Moment:
    """Return a time of a story as a moment of its world."""
    return moment_of(time, zone_for(terms))


def deed(each: ScenarioAct, terms: Terms | None = None) -> Act:
    """Return an act of a story as the engine takes it."""
    when = moment_of(each.time, zone_for(terms or Terms()))
    return Act(each.name, each.by, each.case, when, each.takes, each.origin, each.time.written)


def fired(world: World, acts: Sequence[ScenarioAct]) -> Iterator[tuple[World, World, list[Step]]]:
    """Fire acts in order; yield the world before, the world after and the steps, for each."""
    for each in acts:
        with watched():
            after, steps = motion.fire(world, deed(each, world.terms))
        yield world, after, steps
        world = after


def waiting(world: World) -> list[str]:
    """Return what would follow of itself in a world and has not: in a settled world, nothing."""
    found = []
    for case in world.cases.values():
        of_itself = Act("", "", case.id, world.now)
        for row in rows_of(case.procedure):
            if (
                row.step.by is OF_ITSELF
                and any(state.word == case.state for state in row.step.sources)
                and row.weigh(Scene(world, case, of_itself)).holds
            ):
                found.append(f"{case.id}: {row.step.says}")
    return found


# --- what came of it -----------------------------------------------------------------------------


def state(record: Record, case: str = "d") -> str:
    """Return the state in which a case ends."""
    found = record.outcome(case)
    assert found is not None
    return found.state


def bound(record: Record, case: str = "d") -> dict[str, tuple[str, str, str]]:
    """Return who is bound at the end: since, known since, until."""
    found = record.outcome(case)
    assert found is not None
    return {bond.member: (bond.since, bond.known, bond.until) for bond in found.bound}


def fact(record: Record, name: str, case: str = "d") -> Any:
    """Return a fact of a case at the end."""
    found = record.outcome(case)
    assert found is not None
    return found.facts.get(name)


def came_of(record: Record) -> list[tuple[Any, ...]]:
    """Return what became of every case, without the numbers of steps."""
    return [(o.case, o.state, o.effective, o.known, o.bound, o.facts) for o in record.outcomes]


def leaves(finding: Finding | None) -> list[Finding]:
    """Return the findings at the ends of a tree."""
    parts = finding.tree() if finding is not None else ()
    return [part for _, part in parts if not part.rests_on]


def findings_in(record: Record) -> set[str]:
    """Return the names of all findings that the steps of a record tell, parts included."""
    trees = [step.finding.tree() for step in record.steps if step.finding is not None]
    return {part.says for tree in trees for _, part in tree}


def weighed(scenario: Scenario, readings: Readings | None = None) -> tuple[Record, set[str]]:
    """Play a story; return its record and the names of all findings that any row made on the way.

    Also those that no step tells: why what follows of itself has not followed yet.
    """
    found: set[str] = set()
    weigh = Row.weigh

    def noted(row: Row, scene: Scene) -> Finding:
        finding = weigh(row, scene)
        found.update(part.says for _, part in finding.tree())
        return finding

    with patch.object(Row, "weigh", noted):
        return play(scenario, readings), found


# --- strategies ----------------------------------------------------------------------------------


@cache
def options_of(reading: str) -> tuple[str, ...]:
    """Return the letters of a reading's options."""
    return tuple(law.readings()[reading].options)


def choices(*names: str, fixed: Readings | None = None) -> st.SearchStrategy[dict[str, str]]:
    """Return readings chosen freely among those that the named procedures ask; some are `fixed`."""
    asked = {id for name in names for id in procedures()[name].readings} - set(fixed or {})
    pairs = [(id, option) for id in sorted(asked) for option in options_of(id)]
    free = st.lists(st.sampled_from(pairs), max_size=8)
    return free.map(lambda chosen: {**dict(chosen), **(fixed or {})})


def days(first: str, last: str) -> st.SearchStrategy[str]:
    """Return ISO days, both ends included."""
    between = st.dates(date.fromisoformat(first), date.fromisoformat(last))
    return between.map(lambda day: day.isoformat())


def subsets(of: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return some of the codes, in their order."""
    return st.sets(st.sampled_from(of)).map(lambda some: tuple(m for m in of if m in some))


def few(of: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return one or two of the codes, in their order."""
    chosen = st.sets(st.sampled_from(of), min_size=1, max_size=2)
    return chosen.map(lambda some: tuple(member for member in of if member in some))


SAID = (*POSITIONS, "silent")
#: What can be said from outside the room; non-objection most often, since most cases turn on it.
SPOKEN = (
    "declare non-objection",
    "declare non-objection",
    "accept limited format",
    "object in writing",
    "object to limited format",
)


@st.composite
def sittings(
    draw: st.DrawFn,
    *,
    since: str = "2004-06-18",
    until: str = "2026-06-30",
    bodies: Sequence[str] = FOUR,
    kinds: Sequence[str] = ("substantive", "statement"),
) -> dict[str, Any]:
    """Return one session on one matter, as arguments of `sat`: any attendance, any positions.

    Most members come and consent, so that many of these drafts are adopted.
    """
    day = draw(days(since, until))
    members = members_on(day)
    away = draw(st.one_of(few(members), st.just(()), subsets(members)))
    present = tuple(member for member in members if member not in away)
    otherwise = draw(st.dictionaries(st.sampled_from(members), st.sampled_from(SAID), max_size=3))
    positions = {member: otherwise.get(member, "consent") for member in present}
    said = st.tuples(st.sampled_from(SPOKEN), st.sampled_from(away or members))
    proposing = bool(present) and draw(st.booleans())
    return {
        "day": day,
        "present": present,
        "positions": {member: what for member, what in positions.items() if what != "silent"},
        "body": draw(st.sampled_from(bodies)),
        "kind": draw(st.sampled_from(kinds)),
        "subject": draw(st.sampled_from(("general", "measure", "budget"))),
        "before": draw(st.lists(said, max_size=4)),
        "during": [
            *draw(st.lists(said, max_size=1)),
            *([("propose limited format", present[0])] if proposing else []),
        ],
        "leaving": draw(st.one_of(st.just(()), few(present))) if present else (),
    }
