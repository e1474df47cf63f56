"""What a register hands out: frozen values with their days and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from csto_sim.organisation.model import Source

#: The registers, in the order in which they are listed.
NAMES = (
    "bodies",
    "groups",
    "instruments",
    "programmes",
    "forces",
    "exercises",
    "operations",
    "memoranda",
    "offices",
    "statuses",
    "events",
)

#: A number, a text (also a day or a code), several codes, or nothing where the day says it all.
Value = int | str | tuple[str, ...] | None

CALLED = "called"


@dataclass(frozen=True, slots=True)
class Span:
    """A day as far as it is known: as written, how well, and the days that it can mean.

    `known` is day, month, year, by (not later than that), between, or unknown. `first` and `last`
    are None where no day bounds it on that side.
    """

    written: str
    known: str
    first: date | None
    last: date | None

    @property
    def counts(self) -> date:
        """The day from which it counts: the first that it can mean, and the day of a `by`.

        What began or ended on a day not known has no such day: the earliest of all is returned.
        """
        found = self.last if self.known == "by" else self.first
        return found or date.min

    @property
    def told(self) -> str:
        """The day in words."""
        return "a day not known" if self.known == "unknown" else self.written


@dataclass(frozen=True, slots=True)
class Kind:
    """A word that facts of a register may be about.

    `value` is number, text, states, parties, code or day, or empty where a fact has none. With
    `one` at most one value at a time counts; with `event` it happens on a day, else it holds
    between two.
    """

    word: str
    says: str
    value: str = ""
    one: bool = False
    event: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated fact of an entry.

    An event has `on`, a condition `since` and perhaps `until` (half-open). `of` is of whom or of
    what part it is, or empty. `used` is False for what a source says and this model does not go
    by; `why` then says why. `evidence` is the best class among the sources: seed, public or
    unverified; `confidence` is between 0 and 1, or None where nobody put a number on it.
    """

    what: str
    value: Value = None
    of: str = ""
    on: Span | None = None
    since: Span | None = None
    until: Span | None = None
    used: bool = True
    why: str = ""
    evidence: str
    confidence: float | None = None
    sources: tuple[Source, ...]
    under: tuple[str, ...] = ()
    note: str = ""

    @property
    def begins(self) -> Span:
        """The day on which it happened, or since which it holds."""
        found = self.on or self.since
        assert found is not None  # one of the two is there: the loader says so
        return found

    def holds(self, day: date) -> bool:
        """Whether it counts on a day: an event from its day on, a condition between its days.

        An event counts when it has certainly happened: from the last day that is meant. A condition
        since a month or a year counts from its first day, one since a day not known until its end.
        """
        if self.on is not None:
            return self.on.last is not None and self.on.last <= day
        if self.begins.counts > day:
            return False
        return self.until is None or self.until.known == "unknown" or day < self.until.counts

    @property
    def days(self) -> str:
        """Its days in words: `2009-06-14`, `since 2009`, `2001 to 2019`."""
        if self.on is not None:
            return self.on.told
        if self.until is None:
            return f"since {self.begins.told}" if self.begins.known != "by" else self.begins.told
        latest = " (latest)" if self.until.known == "by" else ""
        return f"{self.begins.told} to {self.until.told.removeprefix('by ')}{latest}"

    @property
    def values(self) -> tuple[int | str, ...]:
        """Its value as a tuple; of a fact without a value its day as written."""
        if self.value is None:
            return (self.begins.written,)
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a register tells of one thing, its facts in order of time.

    `rows` are the rows of the source documents that it serves, `under` ids of provisions,
    `procedure` the table in which it plays (or empty).
    """

    key: str
    name: str
    facts: tuple[Fact, ...]
    also: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    procedure: str = ""
    note: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def on(self, day: date, *, unused: bool = False) -> tuple[Fact, ...]:
        """The facts that count on a day: events up to then, conditions that hold.

        With `unused` also those that this model does not go by.
        """
        return tuple(each for each in self.facts if (each.used or unused) and each.holds(day))

    def of(self, what: str) -> tuple[str, ...]:
        """Of whom or what there are used facts of that kind, in their order; '' for of none."""
        return tuple(dict.fromkeys(f.of for f in self.facts if f.what == what and f.used))

    def facts_of(
        self, what: str, on: date | None = None, of: str | None = None
    ) -> tuple[Fact, ...]:
        """The used facts of a kind, on a day if one is given, `of` somebody if that is given.

        Raises KeyError for a word that is no kind of the register.
        """
        if what not in self.kinds:
            raise KeyError(what)
        return tuple(
            each
            for each in self.facts
            if each.used
            and each.what == what
            and (of is None or each.of == of)
            and (on is None or each.holds(on))
        )

    def value(self, what: str, *, on: date | None = None, of: str | None = None) -> Value:
        """The value that counts on a day (without a day: the latest); None where there is none.

        Without `of` that of the whole is meant: of none in particular, or the only one that there
        is. Raises KeyError for a word that is no kind of the register, and ValueError where
        several values count and `of` doesn't choose one.
        """
        found = self.facts_of(what, on, of)
        if of is None and len({each.of for each in found}) > 1:
            found = tuple(each for each in found if not each.of) or found
        if len({each.of for each in found}) > 1:
            known = ", ".join(dict.fromkeys(each.of for each in found))
            raise ValueError(f"{self.key}: {what}: several count; say of whom: {known}")
        if not found:
            return None
        if len(found) > 1 and not self.kinds[what].one:
            raise ValueError(f"{self.key}: {what}: {len(found)} count; ask for its facts")
        value = found[-1].value
        return found[-1].begins.written if value is None else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register: its kinds by word, its entries by key, both in the order of the data."""

    name: str
    title: str
    about: str
    kinds: Mapping[str, Kind]
    entries: Mapping[str, Entry]


def answers(
    entry: Entry, what: str, on: date, of: str | None = None, *, days: bool = False
) -> tuple[int | str, ...]:
    """Every value that counts on a day, codes one by one; the day itself of a fact without a value.

    With `days` the days as written of the facts. Without `of` those of the whole, or where none is
    of the whole, all. Raises KeyError for a word that is no kind of the register.
    """
    found = entry.facts_of(what, on, of)
    if of is None:
        found = tuple(fact for fact in found if not fact.of) or found
    if days:
        return tuple(dict.fromkeys(fact.begins.written for fact in found))
    return tuple(dict.fromkeys(value for fact in found for value in fact.values))
