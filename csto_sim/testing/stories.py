"""Strategies for whole scenarios: made from nothing, shipped, and shipped ones changed.

What is drawn is what a file would hold: each is written, read again, and so valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import reject
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.entries import Entry, entries, spelled_out
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Said, Scenario, ScenarioAct, Time
from csto_sim.scenario.writing import written
from csto_sim.testing.strategies import POSITIONS, at, meetings, members_on, on, rosters

_BASED_ON = re.compile(r"^based_on:\s*['\"]?([^\s'\"#]+)", re.MULTILINE)


@cache
def _shipped(name: str) -> Scenario:
    return load(shipped.scenarios_folder() / f"{name}.yaml")


def _text(path: Path) -> str:
    """A file with those that it is based on, as they are written."""
    text = path.read_text(encoding="utf-8")
    found = _BASED_ON.search(text)
    return text if found is None else f"{text}\n{_text(path.parent / found[1])}"


@cache
def _texts() -> Mapping[str, str]:
    folder = shipped.scenarios_folder()
    return {name: _text(folder / f"{name}.yaml") for name in shipped.names()}


@cache
def names_of(procedure: str | None) -> tuple[str, ...]:
    """Return the names of the shipped scenarios with a case of a procedure, short ones first.

    None: of all. No file is parsed. Raises ValueError for a procedure that does not exist.
    """
    if procedure is not None and procedure not in procedures():
        known = ", ".join(sorted(procedures()))
        raise ValueError(f"there is no procedure {procedure!r}: there are {known}")
    there = rf"\bprocedure:\s*{procedure}\b" if procedure else ""
    there = r"^meetings:" if procedure == "meeting" else there
    found = {name: text for name, text in _texts().items() if re.search(there, text, re.M)}
    return tuple(sorted(found, key=lambda name: (len(found[name]), name)))


def of_procedure(procedure: str) -> Iterator[Scenario]:
    """Yield the shipped scenarios in the folder of a procedure, short ones first.

    Where it has none, those with a case of it. Raises ValueError as `names_of`.
    """
    found = names_of(procedure)
    own = [name for name in found if name.startswith(f"{procedure}/")]
    return map(_shipped, own or found)


def shipped_scenarios(procedure: str | None = None) -> st.SearchStrategy[Scenario]:
    """Return the shipped scenarios as they are, short ones first.

    Only those with a case of `procedure`, if one is named; ValueError if there is none of the name.
    """
    return st.sampled_from(names_of(procedure)).map(_shipped)


def scenarios(
    procedure: str | None = None, *, most: int = 4, supposed: bool = False
) -> st.SearchStrategy[Scenario]:
    """Return whole valid scenarios, without expectations: `written` of each can be saved and run.

    Shipped scenarios with up to `most` changes: an act is left out, done by another member, on
    another day, or one second around the last lawful moment of a period; another position is taken.
    For decisions (and without a procedure) also meetings made from nothing; with `supposed` these
    have supposed members. Shrinks to few changes of a short scenario. ValueError for a procedure
    that does not exist.
    """
    changed = _changed(names_of(procedure), most)
    if procedure not in (None, "decision", "meeting"):
        return changed
    found = rosters().flatmap(lambda codes: meetings(codes)) if supposed else meetings()
    made = found.map(lambda sitting: _read_again(sitting.scenario()))
    return made if supposed else st.one_of(made, changed)


def _read_again(scenario: Scenario) -> Scenario:
    try:
        return loads(written(scenario, expect=()), "scenario.yaml")
    except (Unreadable, ValueError):
        reject()


# --- a shipped scenario, changed -----------------------------------------------------------------

SUPPOSED = Said((), "hypothetical")
_ABOUT = "Made from another scenario by changing its acts at random. Nothing in it is history."

Story = list[Entry]


@st.composite
def _changed(draw: st.DrawFn, names: tuple[str, ...], most: int) -> Scenario:
    base = _shipped(draw(st.sampled_from(names)))
    story: Story = list(entries(base))
    kinds = st.sampled_from((_at_the_limit, _left_out, _by_another, _said_otherwise, _moved))
    number = draw(st.integers(0, most)) if story else 0
    for _ in range(number):
        draw(kinds)(draw, base, story)
    of = {each.id: each.procedure for each in base.cases}
    acts = tuple(
        ScenarioAct(*told[:3], each.time, told[3], origin, said=SUPPOSED if number else each.said)
        for origin, each in enumerate(story)
        for told in spelled_out(each, of)
    )
    told = base
    if number:
        # Of history nothing is left that its sources would bear out.
        told = base._replace(
            title=f"{base.title}, changed"[:300], about=_ABOUT, sources=(), tags=()
        )
    last = max(map(_last_day, (base.until, *(act.time for act in acts))))
    until = base.until if last == _last_day(base.until) else on(last)
    return _read_again(told._replace(acts=acts, until=until))


def _left_out(draw: st.DrawFn, base: Scenario, story: Story) -> None:
    if story:
        story.pop(draw(st.integers(0, len(story) - 1)))


def _by_another(draw: st.DrawFn, base: Scenario, story: Story) -> None:
    states = [i for i, each in enumerate(story) if len(each.by) == 1 and len(each.by[0]) == 3]
    if states:
        place = draw(st.sampled_from(states))
        whole = base.members or members_on(_last_day(story[place].time))
        if whole:
            story[place] = story[place]._replace(by=(draw(st.sampled_from(whole)),))


def _said_otherwise(draw: st.DrawFn, base: Scenario, story: Story) -> None:
    """One of those who take a position when a matter is put takes another, or none."""
    put = [
        (place, member)
        for place, each in enumerate(story)
        for key, roll in each.rolls
        if key in POSITIONS
        for member, _ in roll
    ]
    if not put:
        return
    place, member = draw(st.sampled_from(put))
    word = draw(st.sampled_from((*POSITIONS, "")))
    rolls = {key: tuple(e for e in roll if e[0] != member) for key, roll in story[place].rolls}
    if word:
        rolls[word] = (*rolls.get(word, ()), (member, None))
    kept = tuple((key, roll) for key, roll in rolls.items() if roll)
    story[place] = story[place]._replace(rolls=kept)


def _moved(draw: st.DrawFn, base: Scenario, story: Story) -> None:
    if story:
        place = draw(st.integers(0, len(story) - 1))
        _set(story, place, _later(story[place].time, draw(st.integers(1, 90))))


@cache
def _record(scenario: Scenario) -> Record:
    return run(scenario)


def _at_the_limit(draw: st.DrawFn, base: Scenario, story: Story) -> None:
    """What closed a period is done one second before its last lawful moment, at it, or after it."""
    record = _record(base)
    closing = [
        (record.steps[line.closed].origin, due)
        for line in record.deadlines
        if line.due is not None and line.closed >= 0
        for due in dict.fromkeys(line.due)
        if 0 <= record.steps[line.closed].origin < len(story)
    ]
    if closing:
        place, due = draw(st.sampled_from(closing))
        _set(story, place, at(due + draw(st.sampled_from((0, 1, -1)))))


def _set(story: Story, place: int, time: Time) -> None:
    """Let an entry be at a time; those after it are no earlier, and it is no earlier than others.

    Whether an act known by its day comes first on that day, the file says by its order.
    """
    if place and _day(time.low) < _day(story[place - 1].time.low):
        time = story[place - 1].time
    story[place] = story[place]._replace(time=time)
    for later in range(place + 1, len(story)):
        if _before(story[later].time, time):
            story[later] = story[later]._replace(time=time)


def _before(one: Time, other: Time) -> bool:
    if isinstance(one.low, int) and isinstance(other.low, int):
        return one.low < other.low
    return _day(one.low) < _day(other.low)


def _day(bound: int | str) -> str:
    return bound if isinstance(bound, str) else at(bound).written[:10]


def _last_day(time: Time) -> str:
    return _day(time.high)


def _later(time: Time, days: int) -> Time:
    if isinstance(time.low, int):
        return at(time.low + days * 86_400)
    return on((date.fromisoformat(time.low) + timedelta(days)).isoformat())
