"""The values that this room hands out: dated, frozen, hashable, each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

Status = Literal["member", "party", "suspended", "restoring", "signatory", "former", "none"]
Choice = tuple[str, tuple[str, ...]]

#: No reading chosen: the defaults hold.
NO_READINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory by its ISO 3166 alpha-3 code; what the data does not tell is None.

    `zone` is an IANA time zone, that of the capital.
    """

    code: str
    name: str
    name_ru: str | None = None
    capital: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is known from.

    `kind` is page, seed, memory, inferred or standard. `key` is the page (P69), the seed (000),
    the confidence of the memory (0.8), the standard's name, or empty. `detail` says what of the
    fact rests on it (content, title, day); for a seed it is the phrase by which the place is
    found.
    """

    kind: str
    key: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A fact with its days, half-open: it holds from `since` up to, not on, `until` (None: no
    end known).

    `since_known_to` is day, month, year, or by (it held then, its beginning is not known); a
    month or a year counts from its first day. `evidence` is the best class among the sources:
    seed, public or unverified; `confidence` is between 0 and 1. `under` names provisions,
    `chosen_by` the options of readings under which the entry counts.
    """

    since: date
    until: date | None = None
    since_known_to: str = "day"
    evidence: str
    confidence: float
    sources: tuple[Source, ...]
    under: tuple[str, ...] = ()
    chosen_by: tuple[Choice, ...] = ()
    note: str | None = None

    def holds(self, day: date) -> bool:
        """Whether the entry holds on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Dated):
    """What one state is for a time."""

    code: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Dated):
    """A fact about a state that changes nothing in its status; `reading` is the question it
    belongs to.
    """

    code: str
    reading: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The states of one day, in order of code.

    `members` are the parties of the Treaty (before 18 September 2003) or the members of the
    Organization, in full standing; `suspended` are members whose participation is suspended;
    `voteless` are those of the members that have no vote for the time being (charter.25.arrears).
    """

    members: tuple[str, ...]
    suspended: tuple[str, ...]
    voteless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """On `day` the state `code` passes from `before` to `status`."""

    day: date
    code: str
    before: Status
    status: Status
    under: tuple[str, ...]
    evidence: str
    confidence: float
    sources: tuple[Source, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Dated):
    """What a body is for a time.

    `kind` is treaty, statutory, permanent working, inter-session, subsidiary or parliamentary.
    """

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat(Dated):
    """An office that may sit in a body; `only` names the states for which it may (empty: every
    state).
    """

    office: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of the Organization, with its standings and seats over time; `of` is the body it
    belongs to.

    `decides_by_consensus`: Charter 12 names it (charter.12.consensus). `named_in_rule_14`: Rule
    14(1) of the Rules of Procedure names it (rules.14.1, in law from 18 June 2004).
    """

    code: str
    name: str
    name_ru: str
    of: str | None
    decides_by_consensus: bool
    named_in_rule_14: bool
    standings: tuple[Standing, ...]
    seats: tuple[Seat, ...]
    defaults: tuple[tuple[str, tuple[str, ...], str], ...]
    note: str | None = None

    def standing(self, day: date) -> Standing | None:
        """What the body is on that day; None if it is not in being."""
        return next((s for s in self.standings if s.holds(day)), None)

    def in_being(self, day: date) -> bool:
        """Whether the body exists on that day."""
        return self.standing(day) is not None

    def offices(
        self,
        day: date,
        readings: Mapping[str, str] = NO_READINGS,
        code: str | None = None,
    ) -> tuple[str, ...]:
        """The offices that may sit in it on that day, in order of the data; with `code`, for
        that state only.

        `readings` may choose amb.csc-composition-2018. Without `code`, an office that only some
        state may send is included.
        """
        options = {
            key: readings.get(key, default) if readings.get(key) in known else default
            for key, known, default in self.defaults
        }
        return tuple(
            dict.fromkeys(
                seat.office
                for seat in self.seats
                if seat.holds(day)
                and (not seat.only or code is None or code in seat.only)
                and all(options[key] in allowed for key, allowed in seat.chosen_by)
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Dated):
    """A term of office: the chairing state (`name` is None), or a Secretary General and that
    person's state.

    `acting`: held for a time in place of another.
    """

    state: str
    name: str | None = None
    acting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of the Collective Security Council on `day`.

    `kind` is regular, extraordinary, informal, anniversary or off-session (a decision without a
    meeting); `mode` is in person or remote; a remote one has no place and no host. `until` is
    the first day after a session of several days. `planned`: announced, its holding not
    established.
    """

    id: str
    day: date
    until: date | None
    place: str | None
    host: str | None
    mode: str
    kind: str
    planned: bool
    remarks: str
    evidence: str
    confidence: float
    sources: tuple[Source, ...]
    note: str | None
