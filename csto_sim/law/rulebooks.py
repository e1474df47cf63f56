"""Rules of decision of other organisations, read from `data/rulebooks.yaml` and installed packages.

A package can ship rulebooks as data: an entry point of the group `csto_sim.rulebooks` whose value
is `package:file.yaml`. The file is read where it is installed; nothing of the package is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from csto_sim.law.texts import data_files, load_yaml

GROUP = "csto_sim.rulebooks"
#: Roles that a scenario gives to members (`mapping:`).
ROLES = ("permanent", "concerned", "parties")
_NUMBERS = frozenset({"needs", "people", "quorum", "size", "seats"})
_FREE = frozenset({"else", "agreed"})
_WORDS: Mapping[str, tuple[str, ...]] = {
    "but": ("", "concerned", "parties"),
    "against": ("anybody", "nobody", "permanent"),
    "of": ("members", "present"),
    "absent": ("for", "aside"),
    "silent": ("for", "aside"),
    "abstaining": ("for", "aside", "against", "constructive"),
    "binds": ("all", "who votes for it", "all but who abstains"),
}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A rule by which another organisation decides.

    `but` is a role that does not count, `against` whose objection stops a draft. `needs` is a
    number of votes or a share (`more` than it, where so), `people` a share of the population,
    `quorum` a share of the members. `failing` is the rulebook that decides where this one does not
    carry the draft, `size` the number of members of which alone it speaks, `seats` how many of them
    are permanent, `agreed` what all have to have agreed to beforehand.
    """

    id: str
    organisation: str
    title: str
    instrument: str
    evidence: str
    sources: tuple[str, ...]
    rows: tuple[str, ...] = ()
    confidence: float | None = None
    note: str = ""
    but: str = ""
    against: str = "anybody"
    needs: Fraction | None = None
    more: bool = False
    of: str = "members"
    people: Fraction | None = None
    quorum: Fraction | None = None
    absent: str = "aside"
    silent: str = "aside"
    abstaining: str = "aside"
    binds: str = "all"
    failing: str = ""
    size: int = 0
    agreed: str = ""
    seats: int = 0

    @property
    def asks(self) -> tuple[str, ...]:
        """The roles and figures that a scenario has to give (`mapping:`)."""
        found = [role for role in (self.but, self.against) if role in ROLES]
        if self.people is not None or self.abstaining == "constructive":
            found.append("population")
        found += ["agreed"] if self.agreed else []
        return tuple(dict.fromkeys(found))


@cache
def shipped() -> Mapping[str, Rulebook]:
    """Return the rulebooks that come with the program, by id."""
    return parsed(load_yaml(dict(data_files())["rulebooks.yaml"]), "rulebooks.yaml")


@cache
def no_ballot() -> Mapping[str, str]:
    """Return the rows of the comparison that are no rule for one ballot, each with the reason."""
    return dict(load_yaml(dict(data_files())["rulebooks.yaml"])["no_ballot"])


def rulebook(id: str) -> Rulebook | None:
    """Return a rulebook by its id, from an installed package where it is not shipped; or None."""
    return shipped().get(id) or installed().get(id)


@cache
def installed() -> Mapping[str, Rulebook]:
    """Return the rulebooks that installed packages ship as data, by id.

    Raises ValueError, which names the package, for a file that is none.
    """
    from importlib.metadata import distributions

    found: dict[str, Rulebook] = {}
    for distribution in distributions():
        for point in distribution.entry_points:
            if point.group != GROUP:
                continue
            package, _, name = point.value.partition(":")
            where = f"{package}:{name}"
            parts = name.split("/")
            if not name.endswith((".yaml", ".yml")) or ".." in parts or name.startswith("/"):
                raise ValueError(f"{where}: a rulebook is a YAML file within its package")
            path = distribution.locate_file(f"{package.replace('.', '/')}/{name}")
            try:
                with open(str(path), "rb") as file:
                    data = load_yaml(file.read(4_000_000))
            except Exception as fault:
                raise ValueError(f"{where}: cannot be read: {fault}") from fault
            found.update(parsed(data, where))
    return found


def parsed(data: Any, where: str) -> Mapping[str, Rulebook]:
    """Return the rulebooks of a file's content; ValueError names what is wrong, and where."""
    if not isinstance(data, Mapping) or not isinstance(data.get("rulebooks"), Mapping):
        raise ValueError(f"{where}: a mapping with the key 'rulebooks' was expected")
    found = {}
    for id, item in data["rulebooks"].items():
        try:
            found[str(id)] = _one(str(id), item)
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as fault:
            raise ValueError(f"{where}: {id}: {fault}") from fault
    return found


def _one(id: str, item: Mapping[str, Any]) -> Rulebook:
    rule = dict(item["rule"])
    unknown = rule.keys() - _WORDS.keys() - _NUMBERS - _FREE
    if unknown:
        raise ValueError(f"a rule has no key {sorted(unknown)[0]!r}")
    for key, words in _WORDS.items():
        if key in rule and rule[key] not in words:
            raise ValueError(f"{key}: {rule[key]!r} is none of {', '.join(filter(None, words))}")
    needs = str(rule.get("needs", ""))
    return Rulebook(
        id,
        str(item["organisation"]),
        str(item["title"]),
        str(item["instrument"]),
        str(item["evidence"]),
        tuple(map(str, item.get("sources", ()))),
        tuple(map(str, item.get("rows", ()))),
        item.get("confidence"),
        " ".join(str(item.get("note", "")).split()),
        rule.get("but", ""),
        rule.get("against", "anybody"),
        Fraction(needs.removeprefix("more than ")) if needs else None,
        needs.startswith("more than "),
        rule.get("of", "members"),
        Fraction(str(rule["people"])) if "people" in rule else None,
        Fraction(str(rule["quorum"])) if "quorum" in rule else None,
        rule.get("absent", "aside"),
        rule.get("silent", "aside"),
        rule.get("abstaining", "aside"),
        rule.get("binds", "all"),
        str(rule.get("else", "")),
        int(rule.get("size", 0)),
        str(rule.get("agreed", "")),
        int(rule.get("seats", 0)),
    )
