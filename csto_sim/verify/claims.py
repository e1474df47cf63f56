"""The claims of a scenario file on every course of what may vary.

A course remembers of each claim whether its premise was true, and whether the claim was broken or
shown; so the counts are exact, and the shortest course to each is kept as it is met.
"""

from __future__ import annotations

from collections.abc import Hashable

from csto_sim.checked import FAILS, HOLDS, INCONCLUSIVE, Checked, Example
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.many import collector_resting
from csto_sim.engine.run import run
from csto_sim.rules.periods import day_of
from csto_sim.scenario.model import Scenario, ScenarioClaim
from csto_sim.verify.conditions import holds, names_in, premise
from csto_sim.verify.course import Course, End
from csto_sim.verify.courses import Courses, Progress
from csto_sim.verify.explore import WORLDS, example
from csto_sim.verify.settings import first_days, members_of, settings_of, with_limits
from csto_sim.world import World

#: What a course remembers of a claim: its premise was true, and what it asks was (not) so.
PREMISE, SHOWN = 1, 2
_ROUNDS = 4


def at_a_limit(world: World) -> bool:
    """Return whether the clock stands on the last lawful day of a period that runs."""
    for period in world.periods:
        if period.due is None or period.counted is None:
            continue
        if day_of(period.due[1], period.counted.zone).isoformat() == world.now.day:
            return True
    return False


class _Watcher:
    """What is remembered of claims along a course, and the shortest course that shows each."""

    def __init__(self, claims: tuple[ScenarioClaim, ...]) -> None:
        self.claims = claims
        self.first: dict[int, Course] = {}
        self._known: dict[World, tuple[int, ...]] = {}

    def __call__(self, course: Course) -> Hashable:
        before = course.memory if isinstance(course.memory, tuple) else ()
        before = before or (0,) * (len(self.claims) + 1)
        found = self._of(course.point.world)
        after = tuple(was | now for was, now in zip(before, found, strict=True))
        if after != before:
            for number, (was, now) in enumerate(zip(before, after, strict=True)):
                if now & SHOWN & ~was:
                    best = self.first.get(number)
                    if best is None or course.length < best.length:
                        self.first[number] = course
        return after

    def _of(self, world: World) -> tuple[int, ...]:
        """Which bits a world adds; the last place is for the limit day."""
        found = []
        for each in self.claims:
            so = holds(each.condition, world)
            shown = not so if each.kind == "always" else so
            supposed = premise(each.condition, world)
            found.append((PREMISE if supposed else 0) | (SHOWN if shown else 0))
        return (*found, SHOWN if at_a_limit(world) else 0)


def check(
    scenario: Scenario,
    *,
    limit: int = WORLDS,
    seconds: float = 0,
    progress: Progress | None = None,
) -> tuple[Checked, ...]:
    """Return what came of each claim of a file on all courses of its `vary:`.

    A file that varies nothing has one course. An `always` is asked of every world after an act and
    of the last one, an `eventually` of every course. What is stopped by a limit is inconclusive,
    unless what was followed decides it.
    """
    if not scenario.claims:
        return ()
    terms = terms_of(scenario)
    members = members_of(scenario, terms)
    named = frozenset().union(*(names_in(each.condition) for each in scenario.claims))
    days = first_days(scenario)
    with collector_resting():
        for _ in range(_ROUNDS):
            watcher = _Watcher(scenario.claims)
            settings = settings_of(scenario, terms, days)
            courses = Courses(settings, members, named, limit=limit, seconds=seconds, watch=watcher)
            ends = courses.ends(progress)
            found = with_limits(scenario, terms, days, courses.dues)
            if found == days or courses.stopped:
                break
            days = found
    return tuple(
        _checked(scenario, number, each, courses, ends, watcher)
        for number, each in enumerate(scenario.claims)
    )


def _checked(
    scenario: Scenario,
    number: int,
    claim: ScenarioClaim,
    courses: Courses,
    ends: list[End],
    watcher: _Watcher,
) -> Checked:
    everything = sum(end.courses for end in ends)
    in_premise = sum(end.courses for end in ends if _memory(end)[number] & PREMISE)
    at_limit = sum(end.courses for end in ends if _memory(end)[-1])
    seen = [end for end in ends if bool(_memory(end)[number] & SHOWN)]
    unseen = [end for end in ends if not _memory(end)[number] & SHOWN]
    telling = unseen if claim.kind == "eventually" else seen
    verdict = HOLDS
    if claim.kind == "sometimes":
        verdict = HOLDS if seen else FAILS
    elif telling:
        verdict = FAILS
    decided = (verdict == HOLDS) == (claim.kind == "sometimes")
    if courses.stopped and not decided:
        verdict = INCONCLUSIVE
    shortest: End | Course | None = None
    if claim.kind == "eventually":
        shortest = min(unseen, key=lambda end: end.length, default=None)
    elif telling:
        shortest = watcher.first.get(number)
    return Checked(
        scenario.file,
        claim.kind,
        claim.says,
        verdict,
        everything,
        in_premise,
        at_limit,
        sum(end.courses for end in telling),
        courses.worlds,
        "every course" if not courses.stopped else courses.stopped,
        None if shortest is None else _example(scenario, claim, verdict, courses, shortest),
    )


def _memory(end: End) -> tuple[int, ...]:
    assert isinstance(end.memory, tuple)  # the watcher remembers tuples
    return end.memory


def _example(
    scenario: Scenario, claim: ScenarioClaim, verdict: str, courses: Courses, at: End | Course
) -> Example:
    story, _ = example(courses, at)
    word = "a counterexample" if verdict == FAILS else "shown"
    story = story._replace(title=f"{claim.says}: {word}"[:300], claims=(), about=scenario.title)
    record = run(story)
    return Example(record, story, record.steps[-1].seq if record.steps else -1)
