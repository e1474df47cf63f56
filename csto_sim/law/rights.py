"""The matrix of rights as data, `data/rights.yaml`: statuses against rights, by day and reading.

What it says of one scene is asked in `csto_sim.rules.rights`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from csto_sim.law.texts import Text, candidates, data_files, load_yaml, provision

FILE = "rights.yaml"
YES, ON_CONDITION, NO, NOT_STATED = "yes", "on condition", "no", "not stated"
#: The status whose holders are data of the Organization.
PA_OBSERVER = "Parliamentary Assembly observer"
ANSWERS = (YES, ON_CONDITION, NO, NOT_STATED)


class Answer(NamedTuple):
    """What is answered: one of `ANSWERS`, and the conditions by their words."""

    answer: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """For which meetings or events an entry is: bodies, kinds of event, a format of session."""

    word: str
    bodies: tuple[str, ...] = ()
    bodies_but: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    kinds_but: tuple[str, ...] = ()
    session: str = ""
    acts: tuple[str, ...] = ()

    def fits(self, body: str, kind: str, session: str, act: str = "") -> bool:
        """Whether a matter of that body, kind and session is in it; what is empty is not asked.

        `act` is an act of a procedure, as `emergency_assistance: request aid`.
        """
        if self.acts:
            return act in self.acts
        if self.session:
            return session == self.session
        if self.kinds or self.kinds_but:
            return not kind or (kind in self.kinds if self.kinds else kind not in self.kinds_but)
        return not body or (body in self.bodies if self.bodies else body not in self.bodies_but)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the sources say of one right of one status, for one scope.

    `options` has one answer for each option of `reading`, or the one answer under ''. `under` are
    provisions, `sources` stand in their place where no provision holds it. `inferred` says why it
    is taken to follow where no text says it in these words. `or_as` is another status, whose right
    is open to it too where it is expressly invited.
    """

    where: Scope | None
    under: tuple[str, ...]
    reading: str
    about: Mapping[str, str]
    options: Mapping[str, Answer]
    inferred: str
    sources: tuple[Mapping[str, str], ...]
    any_day: bool
    needs: tuple[str, ...]
    or_as: str

    def live(self, day: str) -> bool:
        """Whether it counts on an ISO day: a text of its provisions is in force, or it needs none.

        Without a day it counts.
        """
        if not day:
            return True
        if not all(candidates(id, day) for id in self.needs):
            return False
        return self.any_day or not self.under or any(candidates(id, day) for id in self.under)

    def texts(self, day: str) -> tuple[Text, ...]:
        """The texts of its provisions on an ISO day; the newest of each without a day."""
        if day:
            return tuple(text for id in self.under for text in candidates(id, day))
        found = [provision(id) for id in self.under]
        return tuple(each.texts[-1] for each in found if each is not None)

    @property
    def evidence(self) -> str:
        """How it is known: as the best known of its provisions or sources; '' if it is silent."""
        if self.sources:
            return "seed"
        marks = [text.evidence for text in self.texts("")]
        return next((mark for mark in ("seed", "public", "unverified") if mark in marks), "")


class Early(NamedTuple):
    """A time before its own law in which a status counts by a reading: since when, on what."""

    since: str
    reading: str
    option: str
    about: Mapping[str, str]
    basis: str


@dataclass(frozen=True, slots=True)
class Status:
    """A status: in words, the provisions on which it rests, and its rights."""

    word: str
    a: str
    stands: str
    about: str
    under: tuple[str, ...]
    needs: tuple[str, ...]
    early: Early | None
    rights: Mapping[str, tuple[Entry, ...]]

    def in_law(self, day: str) -> bool:
        """Whether it is there on an ISO day whatever the readings; guests are on every day."""
        return not day or not self.under or any(candidates(id, day) for id in self.under)

    def begun(self, day: str) -> bool:
        """Whether there is the law on an ISO day without which it has no right under it."""
        return not day or all(candidates(id, day) for id in self.needs)

    def early_on(self, day: str) -> Early | None:
        """The reading by which its rights count on an ISO day before they are law, or None."""
        early = self.early
        if early is None or day < early.since or not day:
            return None
        stated = (entry for found in self.rights.values() for entry in found if entry.under)
        return None if any(e.live(day) for e in stated if not e.any_day) else early

    def entries(self, right: str, day: str, early: bool = True) -> Iterator[Entry]:
        """Yield the entries of a right that count on an ISO day, or all without a day.

        Those whose provisions are not in force are left out, unless the status is `early_on` the
        day and `early`, the reading by which it is, is taken.
        """
        early = early and self.early_on(day) is not None
        if not early and not self.in_law(day):
            return
        for entry in self.rights[right]:
            if early or (entry.live(day) and (entry.any_day or self.begun(day))):
                yield entry


@dataclass(frozen=True, slots=True)
class Rights:
    """The whole matrix: the rights and conditions in words, and the statuses."""

    rights: Mapping[str, str]
    conditions: Mapping[str, str]
    statuses: Mapping[str, Status]

    def readings(self) -> tuple[str, ...]:
        """The readings on which an answer depends, each once."""
        found = [status.early.reading for status in self.statuses.values() if status.early]
        found += [
            entry.reading
            for status in self.statuses.values()
            for entries in status.rights.values()
            for entry in entries
            if entry.reading
        ]
        return tuple(dict.fromkeys(found))


@cache
def rights() -> Rights:
    """Return the matrix; raise ValueError where the data is malformed."""
    return parse(load_yaml(dict(data_files())[FILE]))


def parse(data: Mapping[str, Any]) -> Rights:
    """Return the matrix that the content of `rights.yaml` holds; ValueError where malformed."""
    scopes = {word: Scope(word, **_lists(item)) for word, item in data["scopes"].items()}
    statuses = {word: _status(word, item, data, scopes) for word, item in data["statuses"].items()}
    return Rights(dict(data["rights"]), dict(data["conditions"]), statuses)


def _lists(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value if key == "session" else tuple(value) for key, value in item.items()}


def _status(
    word: str, item: Mapping[str, Any], data: Mapping[str, Any], scopes: Mapping[str, Scope]
) -> Status:
    given = item["rights"]
    if list(given) != list(data["rights"]):
        raise ValueError(f"{FILE}: {word}: every right stands once, in the order of `rights`")
    early = item.get("early")
    return Status(
        word,
        item["a"],
        item["is"],
        item["about"],
        tuple(item["under"]),
        tuple(item.get("needs", ())),
        Early(**early) if early else None,
        {
            right: tuple(_entry(f"{word}: {right}", one, data, scopes.__getitem__) for one in many)
            for right, many in given.items()
        },
    )


_KEYS = frozenset(
    ("where", "under", "reading", "about", "options", "inferred", "sources", "any_day", "needs")
) | {"answer", "if", "or_as"}


def _entry(
    where: str, item: Mapping[str, Any], data: Mapping[str, Any], scope: Callable[[str], Scope]
) -> Entry:
    if set(item) - _KEYS:
        raise ValueError(f"{FILE}: {where}: unknown: {', '.join(sorted(set(item) - _KEYS))}")
    given = item["options"] if "reading" in item else {"": item}
    options = {}
    for letter, one in given.items():
        found = Answer(one["answer"], tuple(one.get("if", ())))
        unknown = set(found.conditions) - set(data["conditions"])
        if found.answer not in ANSWERS or unknown:
            raise ValueError(f"{FILE}: {where}: {found.answer}, {', '.join(unknown)}")
        if bool(found.conditions) != (found.answer == ON_CONDITION):
            raise ValueError(f"{FILE}: {where}: conditions stand where the answer is on condition")
        options[letter] = found
    if item.get("or_as", "guest") not in data["statuses"]:
        raise ValueError(f"{FILE}: {where}: no status: {item['or_as']}")
    silent = all(found.answer == NOT_STATED for found in options.values())
    if silent == bool(item.get("under") or item.get("sources")):
        raise ValueError(f"{FILE}: {where}: what is stated has provisions or sources, no other has")
    return Entry(
        scope(item["where"]) if "where" in item else None,
        tuple(item.get("under", ())),
        item.get("reading", ""),
        item.get("about", {}),
        options,
        item.get("inferred", ""),
        tuple(item.get("sources", ())),
        item.get("any_day", "no") == "yes",
        tuple(item.get("needs", ())),
        item.get("or_as", ""),
    )
