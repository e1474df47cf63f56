"""A scenario as plain values: what a file says, checked, with every shorthand spelled out.

Times keep their written form: which seconds a day covers depends on the zone in which days are
counted, which is a reading; the engine resolves it at the start of a run.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from csto_sim.world import NO_FACTS, Facts


class Time(NamedTuple):
    """When something happened, as a file says it.

    `low` and `high` are each seconds since 1970 in UTC (a whole number) or an ISO day (a word that
    covers that day); they are equal for an exact instant and for a single day. `written` is shown.
    """

    written: str
    low: int | str
    high: int | str


class Said(NamedTuple):
    """Where a fact is known from: the sources that the file names, and its evidence mark."""

    sources: tuple[str, ...] = ()
    evidence: str = ""


class ScenarioAct(NamedTuple):
    """One act by one actor in one case. `origin` counts the acts as written in the file, from 0."""

    name: str
    by: str
    case: str
    time: Time
    takes: Facts = NO_FACTS
    origin: int = 0
    line: int = 0
    column: int = 0
    said: Said = Said()


class ScenarioCase(NamedTuple):
    """A matter or a meeting: its id, its procedure, its title and the facts that it starts with.

    For a decision `facts["meetings"]` names the meetings that have it on their agenda.
    """

    id: str
    procedure: str
    title: str
    facts: Facts = NO_FACTS
    line: int = 0


class Expectation(NamedTuple):
    """One entry of `expect:`: what it is about and each thing expected of it (see `expect.py`)."""

    case: str
    says: str
    wants: Facts
    line: int = 0
    column: int = 0


class Variation(NamedTuple):
    """One thing that may vary, of each of `who` on its own.

    `kind` is `attends` (at the meeting `case`), `position` (on the matter `case`), `happens` or
    `day` (of the entry `act` of the file, counted from 0), `reading` (whose id is `case`) or
    `rulebook`. `values` are the variants in order: yes, no, a position, an ISO day, an option, a
    name; `who` can be `all`, the days can be `limits`. `weights` are one for each, or none.
    """

    kind: str
    case: str
    who: tuple[str, ...]
    values: tuple[str, ...]
    weights: tuple[Fraction, ...] = ()
    act: int = -1
    line: int = 0
    column: int = 0


class Condition(NamedTuple):
    """What is asked of a world: a named condition on a case, or one made of others.

    `asks` is `state` (one of `values`), `effective` (yes, no), `bound` (these are; none: nobody),
    `not_bound`, `present`, `absent`, `says` (`KAZ object`), `running` (a period of that name); or
    of `parts`: `all`, `any`, `not`, `if` (premise and what follows).
    """

    asks: str
    case: str = ""
    values: tuple[str, ...] = ()
    parts: tuple[Condition, ...] = ()


class ScenarioClaim(NamedTuple):
    """A claim of a file: `always`, `sometimes` or `eventually` a condition."""

    kind: str
    says: str
    condition: Condition
    line: int = 0
    column: int = 0


class Scenario(NamedTuple):
    """A scenario file, read and checked.

    `readings` are those that the file chooses, by full id; `digest` is the SHA-256 of what was
    read, in hexadecimal; `vary` is what may vary in exploring. `members` are supposed in the
    place of those that history tells; empty where history counts. `rulebook` is the id of another
    organisation's rules, '' for the own ones, and `mapping` gives it roles and population.
    """

    title: str
    about: str
    file: str
    since: Time
    until: Time
    cases: tuple[ScenarioCase, ...]
    acts: tuple[ScenarioAct, ...]
    readings: Facts = NO_FACTS
    mode: str = "strict"
    expect: tuple[Expectation, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    digest: str = ""
    vary: tuple[Variation, ...] = ()
    members: tuple[str, ...] = ()
    claims: tuple[ScenarioClaim, ...] = ()
    rulebook: str = ""
    mapping: Facts = NO_FACTS
