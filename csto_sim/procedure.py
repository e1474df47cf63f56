"""The words of a table: what a procedure is made of.

A procedure is a table of steps. A step reads as the law does: this actor may do this act, from this
state to that one, under these provisions, provided that a guard finds so. The table is data; only
`csto_sim.engine` moves along it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from csto_sim.record import Bond, Closing, When
from csto_sim.scene import Scene
from csto_sim.world import Case, Facts, Finding, Period, Terms, World


class States(Enum):
    """Base of a procedure's states: each name is a word of the law, each value a sentence."""

    @property
    def word(self) -> str:
        """The state as scenarios and records write it: `AWAITING_CURE` is `awaiting cure`."""
        return self.name.lower().replace("_", " ")


class Change(NamedTuple):
    """What a step changes: facts of its own case, periods that begin, periods that end.

    `when` is the moment of the change where it is not that of the act: what follows from several
    acts, of which one is known only by a stretch of time, has happened when the last of them has.
    """

    facts: Mapping[str, Any] = Facts()
    opens: tuple[Period, ...] = ()
    closes: tuple[Closing, ...] = ()
    when: When | None = None


#: Findings that a decision which a matter names is none for it. They are told with the adoption,
#: since nothing follows in the matter and so no step of its own could tell them.
NOT_THE_ONE = frozenset(
    {
        *("stage.other_body", "stage.other_subject", "defence.decided_before"),
        *("statement.other_kind", "status.decided_too_early"),
        *("subsidiary.headed_by_another", "subsidiary.head_no_member"),
        "forces.composition_of_nobody",
    }
)

Guard = Callable[[Scene], Finding]
Effect = Callable[[Scene], Change]


@dataclass(frozen=True)
class Actor:
    """Who may do a step: a word for tables, and the codes of those who may, asked of a scene.

    `who` returns the codes (states, bodies, offices) that may do it now; the order is that of the
    roster. An actor that `need_not_be_named` may be left out of a scenario's act. `why_not` tells
    more closely why whoever tries may not, where there is more to tell.
    """

    word: str
    who: Callable[[Scene], tuple[str, ...]]
    need_not_be_named: bool = False
    why_not: Callable[[Scene], Finding | None] = field(default=lambda _scene: None)


@dataclass(frozen=True)
class Param:
    """A parameter of an act, or a field of a matter or meeting, with its domain.

    `kind`: `word` (one of `choices`), `words` (a list of them), `state`, `states`, `actor`, `body`,
    `matter`, `matters`, `meeting`, `day`, `moment`, `text`, `texts`, `number`, `yes/no`,
    `provision`, `actors`, `party` (a state or an organisation), `parties`, `enactments` (what an
    instrument makes law), `decided enactments` (what a decision does). A matter can be limited
    to procedures by `of`; where a decision counts only on certain subjects, `subjects` are those.
    """

    name: str
    kind: str
    help: str
    choices: tuple[str, ...] = ()
    required: bool = False
    of: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One row of a table.

    `target` None leaves the state as it is. `provided` is the guard; with `otherwise` the row is
    taken when no row above it for the same act and state was. `change` says what becomes of the
    facts. `act` is empty for what follows of itself; `by` TIME rows are fired by the clock. A row
    whose provisions are all not in force on the day is shut, unless it does not `need_law`: what
    states do under general treaty practice is open on every day. A row that follows of itself
    is weighed when its state has been entered, and after every act in the case itself; one that
    `awaits` cases of other procedures, by name, when such a case that this one looks at has changed
    its state or whom it binds, and after the case's own acts only if it is `of_own_acts_too`.
    `right` is the right that whoever does the act exercises (`csto_sim.rules.rights`), '' where it
    exercises none (an office of the Secretariat, the passing of time).
    """

    act: str
    source: States | tuple[States, ...]
    target: States | None
    by: Actor
    under: tuple[str, ...]
    says: str
    provided: Guard | None = None
    otherwise: bool = False
    change: Effect | None = None
    takes: tuple[Param, ...] = ()
    needs_law: bool = True
    awaits: tuple[str, ...] = ()
    of_own_acts_too: bool = False
    right: str = ""

    @property
    def sources(self) -> tuple[States, ...]:
        """The states from which this row leads."""
        return self.source if isinstance(self.source, tuple) else (self.source,)

    @property
    def follows(self) -> str:
        """Upon what a row without an act follows: `upon decision`, else `of itself`; or of both."""
        matters = " or ".join(name.replace("_", " ") for name in self.awaits)
        itself = "of itself" if not matters or self.of_own_acts_too else ""
        return " or ".join(filter(None, (itself, matters and f"upon {matters}")))


@dataclass(frozen=True)
class Shorthand:
    """A parameter by which one act of a scenario stands for several.

    `open … present: [ARM, KAZ]` is `open` and then `attend` by each: `Shorthand("open", "present",
    "attend", "after")`.
    """

    act: str
    key: str
    means: str
    order: str


class Beside:
    """What a claim answers of a case that it does not speak of: as good as true, and told apart.

    A claim that only ever answers so has been checked on nothing.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


BESIDE = Beside()

Claimed = bool | Beside


@dataclass(frozen=True)
class Claim:
    """A claim about a procedure by name: `always`, `sometimes` or `eventually`, of a world.

    `of` answers BESIDE where the premise of the claim is not given.
    """

    kind: str
    says: str
    of: Callable[[World, Case], Claimed]


def always(says: str, of: Callable[[World, Case], Claimed]) -> Claim:
    """Return the claim that in every reachable world the condition is true of the case."""
    return Claim("always", says, of)


def sometimes(says: str, of: Callable[[World, Case], Claimed]) -> Claim:
    """Return the claim that in some reachable world the condition is true of the case."""
    return Claim("sometimes", says, of)


def eventually(says: str, of: Callable[[World, Case], Claimed]) -> Claim:
    """Return the claim that every course comes to a world in which it is true of the case."""
    return Claim("eventually", says, of)


class Result(NamedTuple):
    """What a case amounts to: since when it has effect, since when that is known, who is bound."""

    effective: str = ""
    known: str = ""
    bound: tuple[Bond, ...] = ()


@dataclass(frozen=True)
class Procedure:
    """A procedure: its table, its states, what a scenario may say of such a matter, its claims.

    `readings` are those that its guards ask, `relies_on` the provisions that they read beside those
    of the rows, `periods` the names of those that can run in such a case (one that ends in a space
    stands for one of each state: `notice of ` for `notice of BLR`). `basis` tells on what an act
    rests for which neither row nor guard names a provision; `cites` leaves out texts that are in
    force and not for this matter. `tells_apart` returns up to which number its guards count
    members that stand alike (`csto_sim.rules.telling_apart`), of the first facts of a case, what is
    fixed for the run and an ISO day, or None where they count all; a procedure without it is not
    known to treat all members alike.
    """

    name: str
    title: str
    about: str
    states: type[States]
    initial: States
    final: frozenset[States]
    steps: tuple[Step, ...]
    fields: tuple[Param, ...] = ()
    shorthands: tuple[Shorthand, ...] = ()
    claims: tuple[Claim, ...] = ()
    readings: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    unit: str = "matter"
    looks_at: Callable[[Case, Mapping[str, Case]], tuple[str, ...]] = field(
        default=lambda _case, _cases: ()
    )
    result: Callable[[Case], Result] = field(default=lambda _case: Result())
    basis: Callable[[Scene], tuple[str, ...]] = field(default=lambda _scene: ())
    cites: Callable[[Scene, str], bool] | None = None
    tells_apart: Callable[[Facts, Terms, str], int | None] | None = None

    def acts(self) -> Mapping[str, tuple[Step, ...]]:
        """Return the rows of each act that somebody can do, by the act's name."""
        found: dict[str, tuple[Step, ...]] = {}
        for step in self.steps:
            if step.act and step.by is not TIME:
                found[step.act] = (*found.get(step.act, ()), step)
        return found

    def params(self, act: str) -> Iterator[Param]:
        """Yield each parameter that an act can take, once."""
        seen = set()
        for step in self.steps:
            if step.act == act:
                for param in step.takes:
                    if param.name not in seen:
                        seen.add(param.name)
                        yield param


def _members(scene: Scene) -> tuple[str, ...]:
    return scene.roster().members


def is_suspended(scene: Scene) -> Finding | None:
    """Return why a suspended member may not act in the organs (charter.20.suspension), or None."""
    by = scene.act.by
    if by not in scene.roster().suspended:
        return None
    return Finding("member.suspended", False, ("charter.20.suspension",), (("by", by),))


def _fixed(*codes: str) -> Callable[[Scene], tuple[str, ...]]:
    return lambda _scene: codes


MEMBER = Actor("a member", _members, why_not=is_suspended)
SECRETARIAT = Actor("the Secretariat", _fixed("SECRETARIAT", "SG"), need_not_be_named=True)
SECRETARY_GENERAL = Actor("the Secretary General", _fixed("SG"), need_not_be_named=True)
MINISTERS = Actor(
    "a council of ministers or the committee of secretaries", _fixed("CMFA", "CMD", "CSSC")
)
TIME = Actor("time", _fixed(""), need_not_be_named=True)
OF_ITSELF = Actor("(of itself)", _fixed(""), need_not_be_named=True)
