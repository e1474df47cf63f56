"""The acts that are possible in a world, and what would become of each if it were done now.

`possible` reads the tables alone and is made for exploring: it fires nothing. `options` fires each
act with the same `fire` that runs a scenario and says which are open, what they lead to, and why
the others are shut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from csto_sim import organisation
from csto_sim.engine.motion import advance, fire
from csto_sim.record import Step
from csto_sim.verify.acting import ANYBODY, Entry, Frame, elsewhere, entries, few
from csto_sim.world import NO_FACTS, Act, Case, Facts, Finding, Moment, World


class Option(NamedTuple):
    """What becomes of one act if it is done now.

    `target` is the state in which its case then is, when all has followed that follows of itself,
    and `moves` are the other cases that change their state with it, each with the new state. A shut
    act leaves the state as it is; `finding` is why an act is open or shut, `under` the texts that
    say so, and `step` the step that the record would have. An act that no row has from the present
    state stands there once, with nobody named.
    """

    act: Act
    open: bool
    target: str
    finding: Finding | None
    under: tuple[str, ...]
    step: Step
    moves: tuple[tuple[str, str], ...] = ()

    @property
    def out_of_turn(self) -> bool:
        """True of a shut act that no row has from the present state of its case."""
        return self.finding is not None and self.finding.says == "act.not_open"


class Group(NamedTuple):
    """Options that differ only in who does the act, and with which values of its parameters.

    `by` are those who do it and `takes` the values given, each of them with each of those; `first`
    is one of the options. `alike` is False where the reasons speak of each by name, and are the
    same but for that name or value.
    """

    first: Option
    by: tuple[str, ...]
    takes: tuple[Facts, ...]
    alike: bool


def possible(
    world: World, when: Moment, cases: Iterable[str] | None = None, *, also_shut: bool = False
) -> Iterator[Act]:
    """Yield every act that the tables give for the present state of each case, at one moment.

    In the order of the cases, of the table and of the roster. Each is done by everybody whom its
    rows name; where a row takes anybody, by the members, those suspended and whomever the cases
    name; by nobody (`by` is then empty) where nobody has to be named, and either anybody may do it
    or the rows name nobody.

    A parameter that an act requires takes each of its values; where there is no end of them,
    typical ones: of days the day of `when`, of numbers 1, of texts `as said`, of addressees the
    organs and offices and whomever the cases name, of parties from outside one organisation if the
    cases name none. What an act does not require is left out. Rows of time, and rows without an
    act, are never in it: those come by themselves, as does what runs out until `when`.

    `cases` are the ids of those to look at (all); ids of no case are passed over. With `also_shut`
    the acts that no row has from the present state follow, each once and by nobody: `fire` refuses
    them.
    """
    world = _come(world, when)
    written = _written(when)
    among = None if cases is None else frozenset(cases)
    for id, case in world.cases.items():
        if among is not None and id not in among:
            continue
        frame = Frame(world, case, when)
        for entry in entries(case.procedure, case.state):
            given = frame.given(entry.required)
            for by in frame.doers(entry):
                for takes in given:
                    yield Act(entry.act, by, id, when, takes, -1, written)
        if also_shut:
            for act, _ in elsewhere(case.procedure, case.state):
                yield Act(act, "", id, when, NO_FACTS, -1, written)


def options(world: World, when: Moment, cases: Iterable[str] | None = None) -> tuple[Option, ...]:
    """Return what becomes of each possible act if it is done now, the open and the shut ones.

    Those of `possible` with `also_shut`, and besides, each act that a state can do also by every
    member that its rows do not name: such an act is shut for that member. An act that is shut as
    it stands and open with words that it may take is given with each such word. Raises
    `csto_sim.rules.calendars.OutOfCalendar` where working days beyond the frozen calendars would
    have to be counted.
    """
    world = _come(world, when)
    among = None if cases is None else frozenset(cases)
    found: list[Option] = []
    for id, case in world.cases.items():
        if among is not None and id not in among:
            continue
        found += _in_case(world, case, when)
    return tuple(found)


def grouped(found: Iterable[Option]) -> tuple[Group, ...]:
    """Return options in groups: the same act with the same answer, whoever does it, with whatever.

    In the order of the first of each; reasons that differ only in the name of whoever acts, or in a
    value of a parameter, are the same.
    """
    by_actor: dict[Any, list[Option]] = {}
    for each in found:
        told = None
        if not each.open and each.finding is not None:
            told = _masked(each.finding, (each.act.by, *each.act.takes.values()))
        key = (each.act.name, each.act.case, each.open, each.target, each.moves, each.under, told)
        by_actor.setdefault((key, each.act.takes), []).append(each)
    groups: dict[Any, list[list[Option]]] = {}
    for (key, takes), some in by_actor.items():
        who = frozenset(each.act.by for each in some)
        groups.setdefault((key, who, tuple(takes)), []).append(some)
    return tuple(_group(several) for several in groups.values())


def _group(several: list[list[Option]]) -> Group:
    first = several[0][0]
    return Group(
        first,
        tuple(dict.fromkeys(each.act.by for each in several[0] if each.act.by)),
        tuple(some[0].act.takes for some in several),
        all(each.finding == first.finding for some in several for each in some),
    )


# --- one case ------------------------------------------------------------------------------------


def _in_case(world: World, case: Case, when: Moment) -> Iterator[Option]:
    written = _written(when)
    frame = Frame(world, case, when)
    for entry in entries(case.procedure, case.state):
        doers = frame.doers(entry)
        others: tuple[str, ...] = ()
        if not doers or any(organisation.is_code(by) for by in doers):
            others = tuple(state for state in frame.roster if state not in doers)
        for takes in frame.given(entry.required):
            for by in (*doers, *others):
                act = Act(entry.act, by, case.id, when, takes, -1, written)
                found = _weighed(world, act)
                with_words = () if found.open or by not in doers else _open_with(world, act, entry)
                yield from with_words or (found,)
    for name, _ in elsewhere(case.procedure, case.state):
        yield _weighed(world, Act(name, "", case.id, when, NO_FACTS, -1, written))


def _weighed(world: World, act: Act) -> Option:
    after, steps = fire(world, act)
    step = next(each for each in steps if each.kind in ("act", "refusal"))
    if step.refused:
        return Option(act, False, step.target, step.finding, step.under, step)
    moves = tuple(
        (id, case.state)
        for id, case in after.cases.items()
        if id != act.case and case.state != world.cases[id].state
    )
    target = after.cases[act.case].state
    return Option(act, True, target, step.finding, step.under, step, moves)


def _open_with(world: World, act: Act, entry: Entry) -> tuple[Option, ...]:
    """What a shut act becomes with each word of a parameter with which it is open."""
    tried = (
        _weighed(world, act._replace(takes=act.takes.plus(param.name, value)))
        for param in entry.optional
        for value in few(param)
    )
    return tuple(each for each in tried if each.open)


# --- the moment ----------------------------------------------------------------------------------


def _come(world: World, when: Moment) -> World:
    """The world when time has come to a moment: what ran out by then has lapsed."""
    return advance(world, when)[0] if world.periods else world


def _written(when: Moment) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(when.latest, UTC).isoformat() if when.exact else when.day


def _masked(finding: Finding, named: tuple[Any, ...]) -> Finding:
    """A finding that names nobody in the place of whoever acts, and no word that was given."""
    facts = tuple((key, _mask(value, named)) for key, value in finding.facts)
    parts = tuple(_masked(part, named) for part in finding.rests_on)
    return finding._replace(facts=facts, rests_on=parts)


def _mask(value: Any, named: tuple[Any, ...]) -> Any:
    """A fact without a name, which can stand by itself or as the only one of a list."""
    if isinstance(value, str):
        return ANYBODY if value in named else value
    return (_mask(value[0], named),) if isinstance(value, tuple) and len(value) == 1 else value
