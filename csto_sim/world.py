"""The world as a value: what is known at one moment, and nothing that moves.

Everything here is frozen and hashable, so that a run, a property test and an exhaustive
exploration can share one `fire` (see `csto_sim.engine`). Facts hold only plain values (words,
whole numbers, ISO days, tuples, further facts): a world can be written down as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, NoReturn, Protocol


class Facts(dict[str, Any]):
    """A frozen, hashable mapping from words to plain values.

    A `dict` underneath, for the speed of its look-up and copy; every way of changing it in place
    raises TypeError. `with_` returns a changed copy.
    """

    __slots__ = ("_hash",)

    _hash: int

    def __hash__(self) -> int:  # type: ignore[override]  # dict is unhashable; this one is frozen
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(frozenset(self.items()))
            return self._hash

    def with_(self, **changes: Any) -> Facts:
        """Return a copy in which the named facts have new values."""
        copy = Facts(self)
        dict.update(copy, changes)
        return copy

    def plus(self, key: str, value: Any) -> Facts:
        """Return a copy in which `key`, which may be any word, has the given value."""
        copy = Facts(self)
        dict.__setitem__(copy, key, value)
        return copy

    def merged(self, changes: Mapping[str, Any]) -> Facts:
        """Return a copy with all of `changes` applied."""
        copy = Facts(self)
        dict.update(copy, changes)
        return copy

    def without(self, key: str) -> Facts:
        """Return a copy that lacks `key`; the same facts if it was not there."""
        if key not in self:
            return self
        copy = Facts(self)
        dict.__delitem__(copy, key)
        return copy

    def _frozen(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("facts are frozen: use with_, plus, merged or without for a changed copy")

    __setitem__ = __delitem__ = _frozen
    clear = pop = popitem = setdefault = update = _frozen
    __ior__ = _frozen

    def __reduce__(self) -> tuple[Any, ...]:
        return (Facts, (dict(self),))


NO_FACTS = Facts()


class Moment(NamedTuple):
    """When something happened: seconds since 1970 in UTC, both ends included, and the day.

    `earliest == latest` when the time is known exactly. An act known only by its date covers that
    whole day; a stated range covers the range. `day` is the ISO day, in the zone in which days are
    counted (reading `amb.day-zone`), of the latest second: the day by which it had happened.
    """

    earliest: int
    latest: int
    day: str

    @property
    def exact(self) -> bool:
        """True when the time is known to the second."""
        return self.earliest == self.latest


#: The facts of a finding: pairs of a word and a plain value.
Detail = tuple[tuple[str, Any], ...]


class Finding(NamedTuple):
    """Whether a condition holds, under which provisions, because of which facts.

    `says` names the sentence that `csto_sim.explain` writes for it; `facts` are pairs of a word and
    a plain value; `rests_on` are the findings on which this one rests; `reading` is the pair of
    reading and option that was asked, if any. A finding is as true as what it found.
    """

    says: str
    holds: bool
    under: tuple[str, ...] = ()
    facts: Detail = ()
    rests_on: tuple[Finding, ...] = ()
    reading: tuple[str, str] | None = None

    def __bool__(self) -> bool:
        return self.holds

    def fact(self, name: str) -> Any:
        """Return the value of a fact by its name, or None."""
        for key, value in self.facts:
            if key == name:
                return value
        return None

    def resting_on(self, *parts: Finding) -> Finding:
        """Return this finding as it is, but resting on these parts."""
        return Finding._make((*self[:4], parts, self.reading))

    def tree(self) -> Iterator[tuple[int, Finding]]:
        """Yield (depth, finding) for this finding and all that it rests on, depth first."""
        stack = [(0, self)]
        while stack:
            depth, finding = stack.pop()
            yield depth, finding
            stack.extend((depth + 1, part) for part in reversed(finding.rests_on))


class Counted(NamedTuple):
    """How a period was counted, in plain values (see `csto_sim.rules.periods.Count`)."""

    unit: str
    length: int
    zone: str
    calendar: str
    first_counted: str
    last_moment: tuple[int, int]
    skipped: tuple[tuple[str, str], ...]


class Period(NamedTuple):
    """A running period: who must do what, under which provision, until which moment.

    `due` is the last lawful moment (seconds UTC, earliest and latest reading of it, included), or
    None for a duty without a counted length. `lapses` names the act of time that follows when the
    moment has passed, or is empty when nothing moves; `ends_as` is what the ledger then says: a
    duty is `missed`, a term or a notice has `elapsed`.
    """

    case: str
    name: str
    holder: str
    trigger: str
    under: str
    due: tuple[int, int] | None
    counted: Counted | None
    follows: str
    lapses: str = ""
    ends_as: str = "missed"


class Case(NamedTuple):
    """A matter or a meeting under way: its procedure, its present state and its facts."""

    id: str
    procedure: str
    state: str
    began: str
    facts: Facts


class Terms(NamedTuple):
    """What is fixed for a whole run: the readings chosen, and the mode (`strict` or `practice`).

    `members` are supposed in the place of the members that history tells, on every day; `rulebook`
    is the id of another organisation's rules by which decisions are taken, '' for the own ones;
    `law_of` is the ISO day whose law governs every act, '' for that of the day of each act.
    `mapping` gives what a rulebook asks for: roles by name, and the population of members.
    """

    readings: Facts = NO_FACTS
    mode: str = "strict"
    members: tuple[str, ...] = ()
    rulebook: str = ""
    law_of: str = ""
    mapping: Facts = NO_FACTS


class World(NamedTuple):
    """All that is known at one moment: the clock, the cases by id, the running periods.

    `periods` are ordered by their last lawful moment. `dependents` maps the id of a case to the ids
    of the cases whose automatic steps look at it, `replaces: charter` to the ids of the cases that
    name it in that field, and `procedure: status` to the ids of all cases of that procedure. All
    are fixed for a run.
    """

    now: Moment
    cases: Facts
    periods: tuple[Period, ...]
    terms: Terms
    dependents: Facts = NO_FACTS

    def case(self, id: str) -> Case | None:
        """Return the case of that id, or None."""
        return self.cases.get(id)


class Act(NamedTuple):
    """One thing that somebody does, at one moment, in one case.

    `by` is a code (a state, a body, an office) or empty when nobody is named; `takes` holds the
    parameters; `origin` is the number of the act in the scenario file, counted from 0, or -1.
    """

    name: str
    by: str
    case: str
    when: Moment
    takes: Facts = NO_FACTS
    origin: int = -1
    written: str = ""


class Asked(Protocol):
    """Anything that answers what was asked of it during one act: used by the types of guards."""

    world: World
    case: Case
    act: Act


def iso(day: date) -> str:
    """Return the ISO form of a day, `2009-06-14`."""
    return day.isoformat()
