"""What a text made in a scenario can give to a provision, read from `data/rules.yaml`.

`enacts:` of an instrument or decision names a provision and one of: a named `rule`, a `length`, the
readings that it `settles`, another `text` of the provision, or that it `ends`. The shipped law
stays as it is: what is enacted lies over it, from the day on which it has effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from csto_sim.law.readings import readings
from csto_sim.law.texts import Text, by_text, data_files, dated, load_yaml, provision, provisions

#: What marks the id of a text that a scenario enacts, before the name of the matter that made it.
BY = "@enacted:"
#: How such a text is known.
EVIDENCE = "enacted in this scenario"
#: The forms of an entry, of which it has one.
FORMS = ("rule", "length", "settles", "text", "ends")


@dataclass(frozen=True, slots=True)
class Enactable:
    """The rules that a provision can be given: by name, by length, and whom a decision binds."""

    provision: str
    asks: str
    rules: Mapping[str, str]
    unit: str
    binds: Mapping[str, str]


@cache
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_yaml(dict(data_files())["rules.yaml"])
    return found


@cache
def enactable() -> Mapping[str, Enactable]:
    """Return the provisions for which the program has rules of its own, by id."""
    return {
        id: Enactable(
            id,
            item["asks"],
            {name: " ".join(says.split()) for name, says in item.get("rules", {}).items()},
            item.get("length", ""),
            dict(item.get("binds", {})),
        )
        for id, item in _data()["provisions"].items()
    }


@cache
def by_decision(id: str) -> bool:
    """Return whether a decision can change a provision; what a treaty says takes a protocol."""
    found = provision(id)
    return found is not None and found.instrument in _data()["by_decision"]


@cache
def can_be_enacted(id: str) -> bool:
    """Return whether a text made in a scenario can change a provision at all.

    Not the general practice of treaties, nor the law of the United Nations.
    """
    found = provision(id)
    return found is not None and found.instrument not in _data()["not_ours"]


@cache
def settled_by(id: str) -> tuple[str, ...]:
    """Return the ids of the readings that a new text of a provision can settle.

    Those that touch it, but for those on how history is read, and those on which it turns which
    text of any provision applies. Any text can settle `amb.pending-law` for what is under way.
    """
    choosing = _choosing()
    never = _data()["never_settled"]
    return tuple(
        key
        for key, each in readings().items()
        if (id in each.touches or key == "amb.pending-law")
        and key not in choosing
        and key not in never
    )


@cache
def _choosing() -> frozenset[str]:
    texts = (text for each in provisions() for text in each.texts)
    return frozenset(key for text in texts for key in text.chosen_by)


def words_of(id: str, entry: Mapping[str, Any]) -> str:
    """Return what an entry of `enacts:` gives to a provision, in a sentence."""
    told = enactable().get(id)
    if entry.get("ends"):
        return "The provision no longer applies."
    if entry.get("text"):
        found = by_text(entry["text"])
        return found.rule if found is not None else entry["text"]
    if told is not None and entry.get("rule"):
        binds = told.binds.get(entry.get("binds", ""), "")
        return " ".join(filter(None, (told.rules[entry["rule"]], binds)))
    if told is not None and entry.get("length"):
        number = int(entry["length"])
        unit = told.unit.removesuffix("s") if number == 1 else told.unit
        return f"The period is {number} {unit}."
    known = readings()
    return " ".join(
        known[key].options[letter].says for key, letter in entry.get("settles", {}).items()
    )


def text_of(
    id: str, matter: str, entry: Mapping[str, Any], since: str, shipped: Text | None = None
) -> Text:
    """Return the text that a matter of a scenario gives to a provision from an ISO day.

    Apart from what it changes it is worded as the `shipped` text that it replaces.
    """
    named = by_text(entry["text"]) if entry.get("text") else None
    blank = Text(id, id, "", dated(since), None, (), EVIDENCE, ())
    base = named or shipped or blank
    return replace(
        base,
        id=f"{id}{BY}{matter}",
        rule=words_of(id, entry),
        since=dated(since),
        until=None,
        evidence=EVIDENCE,
        confidence=None,
        sources=(),
        note="",
        changes="" if base is blank else base.id,
    )
