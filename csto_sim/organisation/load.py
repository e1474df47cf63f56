"""Reading the shipped data: YAML to checked entries. Malformed data raises ValueError with file
and entry.

Scalars are read as plain text (no YAML 1.1 guessing), and yaml is imported only when a file is
read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from csto_sim.organisation.model import Choice, Dated, Source

if TYPE_CHECKING:
    from pathlib import Path

EVIDENCE = ("seed", "public", "unverified")
DATED_KEYS = frozenset(
    ("since", "until", "under", "chosen_by", "evidence", "confidence", "sources", "note")
)
_DAY = re.compile(r"(by )?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_CLASS = {"seed": "seed", "page": "public", "standard": "public"}
_D = TypeVar("_D", bound=Dated)


def folder() -> Path:
    """The folder of the data files."""
    from pathlib import Path

    return Path(__file__).parent / "data"


@cache
def document(name: str) -> dict[str, Any]:
    """The mapping in data/`name`, every scalar as text. ValueError if it isn't YAML or isn't a
    mapping.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        found = yaml.load((folder() / name).read_bytes(), loader)
    except yaml.YAMLError as error:
        raise ValueError(f"{name}: not YAML: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{name}: expected a mapping at the top, found {type(found).__name__}")
    return found


def data_files() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each data file of this room, in order of name: what a certificate
    hashes.
    """
    return tuple((path.name, path.read_bytes()) for path in sorted(folder().glob("*.yaml")))


def keys(where: str, entry: Any, known: Collection[str], needed: Iterable[str] = ()) -> None:
    """Refuse an entry that isn't a mapping, has a key not `known`, or lacks one that is
    `needed`.
    """
    if not isinstance(entry, dict):
        raise ValueError(f"{where}: expected a mapping, found {entry!r}")
    for key in entry:
        if key not in known:
            raise ValueError(
                f"{where}: unknown key {key!r}; may stand here: {', '.join(sorted(known))}"
            )
    for key in needed:
        if key not in entry:
            raise ValueError(f"{where}: {key!r} is missing")


def items(where: str, found: Any) -> list[Any]:
    """The list itself; ValueError if it is not a list or is empty."""
    if not isinstance(found, list) or not found:
        raise ValueError(f"{where}: expected a list with at least one entry, found {found!r}")
    return found


def word(where: str, found: Any, allowed: Collection[str] | None = None) -> str:
    """A non-empty text, one of `allowed` if given."""
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f"{where}: expected a text, found {found!r}")
    if allowed is not None and found not in allowed:
        raise ValueError(f"{where}: {found!r} is none of {', '.join(sorted(allowed))}")
    return found.strip()


def words(where: str, found: Any) -> tuple[str, ...]:
    """A list of non-empty texts, at least one."""
    return tuple(word(where, one) for one in items(where, found))


def flag(where: str, entry: Mapping[str, Any], key: str) -> bool:
    """True or false; false if the key is not there."""
    return word(f"{where}: {key}", entry.get(key, "false"), ("true", "false")) == "true"


def day_of(where: str, text: Any) -> tuple[date, str]:
    """A day and how well it is known: '2009-06-14' day, '2004-03' month, '2005' year, 'by 2019'
    by.
    """
    match = _DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(
            f"{where}: {text!r} is no date; write 2009-06-14, 2004-03, 2005 or by 2019"
        )
    by, year, month, day = match.groups()
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise ValueError(f"{where}: {text!r}: {error}") from error
    return found, "by" if by else "day" if day else "month" if month else "year"


def sources_of(where: str, found: Any) -> tuple[Source, ...]:
    """The sources of an entry, in their order."""
    return tuple(_source(f"{where}: sources", entry) for entry in items(f"{where}: sources", found))


def _source(where: str, entry: Any) -> Source:
    if isinstance(entry, dict) and "seed" in entry:
        keys(where, entry, ("seed", "phrase"), ("phrase",))
        return Source("seed", word(where, entry["seed"]), word(where, entry["phrase"]))
    for kind in ("page", "memory", "inferred", "standard"):
        if isinstance(entry, dict) and kind in entry:
            keys(where, entry, (kind, "of"), ("of",))
            key = "" if kind == "inferred" else word(where, entry[kind])
            return Source(kind, key, word(where, entry["of"]))
    raise ValueError(f"{where}: expected page, seed, memory, inferred or standard, found {entry!r}")


def grounds(where: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Evidence, confidence, sources and note of an entry, checked against one another."""
    for key in ("evidence", "confidence", "sources"):
        if key not in entry:
            raise ValueError(f"{where}: {key!r} is missing")
    sources = sources_of(where, entry["sources"])
    evidence = word(f"{where}: evidence", entry["evidence"], EVIDENCE)
    best = min((_CLASS.get(s.kind, "unverified") for s in sources), key=EVIDENCE.index)
    if evidence != best:
        raise ValueError(
            f"{where}: evidence is {evidence!r}, but the best of its sources is {best!r}"
        )
    try:
        confidence = float(entry["confidence"])
    except (TypeError, ValueError):
        confidence = -1.0
    if not 0 <= confidence <= 1:
        raise ValueError(f"{where}: confidence {entry['confidence']!r} is not between 0 and 1")
    note = word(f"{where}: note", entry["note"]) if "note" in entry else None
    return {"evidence": evidence, "confidence": confidence, "sources": sources, "note": note}


def dated(where: str, entry: Any, switches: Switches, *extra: str) -> dict[str, Any]:
    """The fields of a `Dated`, checked; `extra` are further keys that the entry may have."""
    keys(where, entry, DATED_KEYS.union(extra), ("since", "evidence", "confidence", "sources"))
    since, known_to = day_of(f"{where}: since", entry["since"])
    until = day_of(f"{where}: until", entry["until"])[0] if "until" in entry else None
    if until is not None and until <= since:
        raise ValueError(f"{where}: until {until} does not come after since {since}")
    return {
        "since": since,
        "until": until,
        "since_known_to": known_to,
        "under": words(f"{where}: under", entry["under"]) if "under" in entry else (),
        "chosen_by": switches.choices(f"{where}: chosen_by", entry.get("chosen_by", {})),
        **grounds(where, entry),
    }


class Switches:
    """The readings that a data file asks for: `known` has (id, options, default) for each."""

    def __init__(self, where: str, found: Any = None) -> None:
        known: list[tuple[str, tuple[str, ...], str]] = []
        for key, entry in ({} if found is None else found).items():
            keys(f"{where}: {key}", entry, ("options", "default"), ("options", "default"))
            options = words(f"{where}: {key}: options", entry["options"])
            default = word(f"{where}: {key}: default", entry["default"], options)
            known.append((key, options, default))
        self.known = tuple(known)

    def choices(self, where: str, found: Any) -> tuple[Choice, ...]:
        """What `chosen_by` says, each reading and option known here."""
        keys(where, found, [key for key, _, _ in self.known])
        options = {key: options for key, options, _ in self.known}
        return tuple(
            (key, tuple(word(where, option, options[key]) for option in items(where, chosen)))
            for key, chosen in found.items()
        )

    def resolve(self, readings: Mapping[str, str]) -> tuple[str, ...]:
        """The options that hold: the chosen one if it is known, else the default; in the order
        of `known`.
        """
        if not readings:
            return tuple(default for _, _, default in self.known)
        return tuple(
            option if (option := readings.get(key, default)) in options else default
            for key, options, default in self.known
        )

    def combinations(self) -> tuple[tuple[str, ...], ...]:
        """Every combination of options, as `resolve` would give them."""
        return tuple(product(*(options for _, options, _ in self.known)))

    def admits(self, entry: Dated, options: tuple[str, ...]) -> bool:
        """Whether the entry counts under these resolved options."""
        if not entry.chosen_by:
            return True
        chosen = dict(zip((key for key, _, _ in self.known), options, strict=True))
        return all(chosen[key] in allowed for key, allowed in entry.chosen_by)


class Line(Generic[_D]):
    """Entries of which at most one holds on any day; `at(day)` finds it by bisection.

    Raises ValueError, with the entry's days, when two overlap.
    """

    __slots__ = ("_days", "entries")

    def __init__(self, where: str, entries: Iterable[_D]) -> None:
        self.entries = tuple(sorted(entries, key=lambda entry: entry.since))
        for one, two in pairwise(self.entries):
            if one.until is None or two.since < one.until:
                raise ValueError(
                    f"{where}: the entries since {one.since} and since {two.since} overlap"
                )
        self._days = tuple(entry.since for entry in self.entries)

    def at(self, day: date) -> _D | None:
        """The entry that holds on that day, or None."""
        place = bisect_right(self._days, day) - 1
        if place < 0:
            return None
        entry = self.entries[place]
        return entry if entry.until is None or day < entry.until else None
