"""Readings: what the sources leave open, as questions with options and a default.

A default is an ordered list of rules: the first whose conditions fit is taken. Conditions speak of
the day (`from`, `until`), the mode (`strict`, `practice`) and of what the matter is (kind, branch).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from csto_sim.law.texts import Text, data_files, load_yaml

PREFIX = "amb."
#: What the defaults of readings follow: the texts, or what was done.
MODES = ("strict", "practice")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a reading's question: its letter, a label of a few words, a sentence."""

    letter: str
    short: str
    says: str


@dataclass(frozen=True, slots=True)
class Default:
    """One rule of a default: the option taken when every condition of `when` fits."""

    option: str
    when: Mapping[str, Any]

    def fits(self, about: Mapping[str, Any]) -> bool:
        """True when `about` (day, mode, kind …) meets every condition."""
        for key, value in self.when.items():
            if key == "from":
                if about.get("day", "") < str(value):
                    return False
            elif key == "until":
                if about.get("day", "") >= str(value):
                    return False
            elif about.get(key) != value:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that the sources leave open."""

    id: str
    theme: str
    question: str
    options: Mapping[str, Option]
    default: tuple[Default, ...]
    evidence: str
    basis: str
    sources: tuple[Mapping[str, Any], ...]
    touches: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    note: str

    def option(self, about: Mapping[str, Any]) -> str:
        """Return the letter of the default option for a day, mode, kind of matter and so on."""
        for rule in self.default:
            if not rule.when or rule.fits(about):
                return rule.option
        return self.default[-1].option


@cache
def readings() -> Mapping[str, Reading]:
    """Return all readings by id (`amb.absence-effect`), in the order of the data files."""
    found: dict[str, Reading] = {}
    for name, content in data_files():
        if not name.startswith("readings/"):
            continue
        data = load_yaml(content)
        for id, item in data["readings"].items():
            found[id] = _reading(id, data["theme"], item)
    return found


def _reading(id: str, theme: str, item: Mapping[str, Any]) -> Reading:
    return Reading(
        id=id,
        theme=theme,
        question=" ".join(item["question"].split()),
        options={
            letter: Option(letter, option["short"], " ".join(option["says"].split()))
            for letter, option in item["options"].items()
        },
        default=tuple(Default(rule["option"], rule.get("when", {})) for rule in item["default"]),
        evidence=item["evidence"],
        basis=" ".join(item.get("basis", "").split()),
        sources=tuple(item.get("sources", ())),
        touches=tuple(item.get("touches", ())),
        needs={key: tuple(value) for key, value in item.get("needs", {}).items()},
        note=" ".join(item.get("note", "").split()),
    )


def modes_in_force(text: Text, day: str) -> tuple[str, ...]:
    """Return the modes in which a text is in force on an ISO day when no reading is chosen.

    Both, one or none of `MODES`. Where a default also depends on what the matter is, such as the
    status asked for, the rule for all other matters is taken.
    """
    if not text.covers(day):
        return ()
    known = readings()
    return tuple(
        mode
        for mode in MODES
        if all(
            known[id].option({"day": day, "mode": mode}) in options
            for id, options in text.chosen_by.items()
        )
    )


def full_id(id: str) -> str:
    """Return a reading's full id: the prefix `amb.` may be left out by users."""
    return id if id.startswith(PREFIX) else PREFIX + id
