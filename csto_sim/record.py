"""The record of a run: plain values that every reader reads, and nothing else.

The log, the explanation, the walkthrough and the report are made from these values; none of them
knows the engine. `to_plain` and `from_plain` turn a record into JSON-ready values and back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from csto_sim.world import Counted, Facts, Finding, Period


class When(NamedTuple):
    """A time as written by the user or computed by the clock, with its bounds in UTC seconds."""

    written: str
    earliest: int
    latest: int
    day: str


class Closing(NamedTuple):
    """The end of a running period: met, missed, undetermined or withdrawn, and because of what."""

    case: str
    name: str
    status: str
    because: str


class Step(NamedTuple):
    """One step: what was done or what time brought, and what it rests on.

    `kind` is `act` (somebody did it), `refusal` (the law does not allow it; nothing changed),
    `automatic` (it followed of itself), `time` (a period ran out) or `law` (the law in force
    changed). `under` are the ids of the texts relied on; `finding` is the tree of reasons;
    `readings` are the pairs of reading and option that were asked; `saw` the cases looked at.
    """

    seq: int
    when: When
    kind: str
    act: str
    by: str
    case: str
    source: str
    target: str
    under: tuple[str, ...]
    finding: Finding | None
    readings: tuple[tuple[str, str], ...]
    saw: tuple[str, ...] = ()
    opens: tuple[Period, ...] = ()
    closes: tuple[Closing, ...] = ()
    takes: Facts = Facts()
    origin: int = -1

    @property
    def refused(self) -> bool:
        """True when the act was not allowed and nothing changed."""
        return self.kind == "refusal"


class Deadline(NamedTuple):
    """One line of the ledger: holder, trigger, provision, counting, and what became of it.

    `status` is `met`, `missed`, `undetermined` (the times known do not settle it), `running` (still
    open when the scenario ends), `elapsed` (a term or a notice that has run out) or `withdrawn`;
    where the law states no length, `unmeasured` until it is `done`. `opened` and `closed` are
    numbers of steps (`closed` is -1 while it runs).
    """

    case: str
    name: str
    holder: str
    trigger: str
    under: str
    counted: Counted | None
    due: tuple[int, int] | None
    status: str
    because: str
    follows: str
    opened: int
    closed: int


class Bond(NamedTuple):
    """A member bound by a decision or instrument: from which day, known since, until which day."""

    member: str
    since: str
    known: str
    until: str


class Outcome(NamedTuple):
    """What became of a matter or meeting at the end of the run."""

    case: str
    procedure: str
    title: str
    state: str
    says: str
    since: str
    effective: str
    known: str
    bound: tuple[Bond, ...]
    facts: Facts
    decided_by: int


class ReadingUse(NamedTuple):
    """A reading in a run: its option, who chose it, whether it was asked, whether it decided.

    `chosen` is `scenario`, `command` or `default`. `decisive` is None when it was not examined;
    otherwise the options under which, alone changed, an outcome would have been another.
    """

    id: str
    option: str
    chosen: str
    consulted: bool
    decisive: tuple[str, ...] | None


class Expected(NamedTuple):
    """An expectation of the file and what was found: `held`, `failed` or `not applicable`."""

    line: int
    column: int
    says: str
    status: str
    found: str


class Certificate(NamedTuple):
    """What was run: hashes (SHA-256, hexadecimal) and versions."""

    scenario: str
    law: str
    readings: str
    acts: str
    program: str
    python: str


class Record(NamedTuple):
    """Everything that a run found, in order, as plain values."""

    title: str
    file: str
    mode: str
    since: str
    until: str
    steps: tuple[Step, ...]
    deadlines: tuple[Deadline, ...]
    outcomes: tuple[Outcome, ...]
    readings: tuple[ReadingUse, ...]
    expected: tuple[Expected, ...]
    certificate: Certificate

    @property
    def refusals(self) -> tuple[Step, ...]:
        """The acts that the law did not allow."""
        return tuple(step for step in self.steps if step.kind == "refusal")

    def outcome(self, case: str) -> Outcome | None:
        """Return what became of one matter or meeting, or None if there is none of that id."""
        return next((outcome for outcome in self.outcomes if outcome.case == case), None)

    def steps_of(self, case: str) -> Iterator[Step]:
        """Yield the steps of one matter or meeting, in order."""
        return (step for step in self.steps if step.case == case)

    def state_at(self, case: str, latest: int) -> str | None:
        """Return the state of a case after all that happened up to a second (UTC), or None."""
        state = None
        for step in self.steps_of(case):
            if state is None:
                state = step.source
            if step.target != step.source and step.when.latest <= latest:
                state = step.target
        return state

    @property
    def failed(self) -> tuple[Expected, ...]:
        """The expectations that did not hold."""
        return tuple(item for item in self.expected if item.status == "failed")


def to_plain(record: Record) -> dict[str, Any]:
    """Return the record as JSON-ready values (dictionaries, lists, words, numbers)."""
    return {"format": 1, **_plain(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            return {name: _plain(part) for name, part in zip(value._fields, value, strict=True)}
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value


def frozen(value: Any) -> Any:
    """Return JSON values with lists as tuples and dictionaries as facts."""
    if type(value) in (list, tuple):
        return tuple(frozen(part) for part in value)
    if isinstance(value, dict):
        return Facts({key: frozen(part) for key, part in value.items()})
    return value


def finding_from(plain: Any) -> Finding | None:
    """Return the finding that was written as JSON values; None stays None."""
    if plain is None:
        return None
    return Finding(
        plain["says"],
        plain["holds"],
        frozen(plain["under"]),
        frozen(plain["facts"]),
        tuple(part for part in map(finding_from, plain["rests_on"]) if part is not None),
        frozen(plain["reading"]),
    )


def _counted(plain: Any) -> Counted | None:
    return None if plain is None else Counted(**{k: frozen(v) for k, v in plain.items()})


def from_plain(plain: dict[str, Any]) -> Record:
    """Return the record that `to_plain` wrote: `from_plain(to_plain(record)) == record`."""
    steps = tuple(
        Step(
            **{
                **{key: frozen(value) for key, value in item.items()},
                "when": When(**item["when"]),
                "finding": finding_from(item["finding"]),
                "opens": tuple(
                    Period(**{**frozen(p), "counted": _counted(p["counted"])})
                    for p in item["opens"]
                ),
                "closes": tuple(Closing(**c) for c in item["closes"]),
            }
        )
        for item in plain["steps"]
    )
    return Record(
        title=plain["title"],
        file=plain["file"],
        mode=plain["mode"],
        since=plain["since"],
        until=plain["until"],
        steps=steps,
        deadlines=tuple(
            Deadline(**{**frozen(d), "counted": _counted(d["counted"])}) for d in plain["deadlines"]
        ),
        outcomes=tuple(
            Outcome(**{**frozen(o), "bound": tuple(Bond(**b) for b in o["bound"])})
            for o in plain["outcomes"]
        ),
        readings=tuple(ReadingUse(**frozen(r)) for r in plain["readings"]),
        expected=tuple(Expected(**e) for e in plain["expected"]),
        certificate=Certificate(**plain["certificate"]),
    )
