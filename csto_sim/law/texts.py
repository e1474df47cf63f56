"""Provisions by instrument, each with its dated texts, read from `data/provisions/*.yaml`.

A provision that was amended has two texts; a text that ended has an end. Which text applies on a
day can also depend on a reading (`chosen_by`). A date of the data (`since`, `until`) is one of

- `1994-04-20`, `2016-10`, `2009`: known to the day, the month or the year;
- `precedent 2009-06-14` (or a month, or a year): known only from practice since then;
- `unknown`;
- `signed 2021-09-16` (`since` only): signed then; no day of entry into force is established;
- `draft 2005` (`since` only): a draft then; its adoption is not established.

Each is compared by the first day that it can mean. A text whose beginning is one of the last two
covers no day: it decides nothing and is never in force; `pending` says from when it is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

#: What is said of a beginning from which it does not follow that the text was ever in force.
NOT_ESTABLISHED = {
    "signed": "signed {day}, day of entry into force not established",
    "draft": "draft of {day}, adoption not established",
}
_DATE = re.compile(r"^(precedent |signed |draft )?(\d{4})(-\d{2})?(-\d{2})?$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day on which a text begins or ends: as written, how precisely known, first day it can mean.

    `known` is one of exact, month, year, precedent, unknown, signed, draft. `first` is an ISO day,
    or empty when the day is unknown.
    """

    written: str
    known: str
    first: str

    @property
    def established(self) -> bool:
        """False for a beginning that is only a signature or a draft."""
        return self.known not in NOT_ESTABLISHED

    @property
    def told(self) -> str:
        """The date in words: as written, or what is not known of it."""
        if self.known == "unknown":
            return "a day not known"
        if self.established:
            return self.written
        day = self.written.removeprefix(f"{self.known} ")
        return NOT_ESTABLISHED[self.known].format(day=day)


def dated(written: str) -> Dated:
    """Return a written date with its precision; raise ValueError when it is not one of the forms.

    Forms: `2009-06-14`, `2009-06`, `2009`, `unknown`; a day, month or year after `precedent`,
    `signed` or `draft`.
    """
    if written == "unknown":
        return Dated(written, "unknown", "")
    match = _DATE.match(written)
    if match is None:
        raise ValueError(f"not a date of the law data: {written!r}")
    word, year, month, day = match.groups()
    known = word.strip() if word else "exact" if day else "month" if month else "year"
    return Dated(written, known, f"{year}{month or '-01'}{day or '-01'}")


@dataclass(frozen=True, slots=True)
class Text:
    """One wording of a provision, with the days between which it applies (half-open)."""

    id: str
    provision: str
    rule: str
    since: Dated
    until: Dated | None
    who: tuple[str, ...]
    evidence: str
    sources: tuple[Mapping[str, Any], ...]
    trigger: str = ""
    deadline: str = ""
    decides: str = ""
    confidence: float | None = None
    note: str = ""
    chosen_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: str = ""

    @property
    def wording(self) -> str:
        """The id of the shipped text whose words these are but for what a scenario changes."""
        return self.changes or self.id

    def covers(self, day: str) -> bool:
        """True when the ISO day lies between the first and the last day of this text.

        Never true of a text that is not established to have entered into force.
        """
        return self.since.established and self._spans(day)

    def pending(self, day: str) -> bool:
        """True when on the ISO day the text is signed or drafted, its entry into force unknown."""
        return not self.since.established and self._spans(day)

    def _spans(self, day: str) -> bool:
        if self.since.first > day:
            return False
        return self.until is None or not self.until.first or day < self.until.first

    @property
    def mark(self) -> str:
        """How the text is known, in one phrase: `public`, `unverified (0.45)` and so on."""
        if self.confidence is None:
            return self.evidence
        if self.evidence == "unverified":
            return f"unverified ({self.confidence:g})"
        return f"{self.evidence}, in part unverified ({self.confidence:g})"


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule of an instrument under one id, with its texts from the oldest to the newest."""

    id: str
    instrument: str
    article: str
    heading: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, charter, regulation or body of practice, and the ids of its provisions."""

    id: str
    title: str
    title_ru: str
    about: str
    signed: str
    place: str
    in_force: str
    provisions: tuple[Provision, ...]


@cache
def data_files() -> tuple[tuple[str, bytes], ...]:
    """Return (name, content) of every file of law data, in order of name."""
    law = files("csto_sim.law").joinpath("data")
    found = []
    for folder in ("provisions", "readings"):
        for entry in sorted(law.joinpath(folder).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(".yaml"):
                found.append((f"{folder}/{entry.name}", entry.read_bytes()))
    # Duties, rights, rules of others and what can be enacted lie beside the folders.
    for name in ("duties.yaml", "rights.yaml", "rulebooks.yaml", "rules.yaml"):
        found.append((name, law.joinpath(name).read_bytes()))
    return tuple(sorted(found))


_HEAD = re.compile(rb"^  ([a-z0-9][a-z0-9.\-]*):\s*$", re.MULTILINE)


@cache
def _where() -> Mapping[str, str]:
    """Which file holds each provision: read off the headings, so that a run parses only its own."""
    where: dict[str, str] = {}
    for name, content in data_files():
        if name.startswith("provisions/"):
            body = content.partition(b"\nprovisions:")[2]
            for match in _HEAD.finditer(body):
                where[match.group(1).decode()] = name.removeprefix("provisions/")
    return where


def load_yaml(content: bytes) -> Any:
    """Return shipped YAML data as plain Python values, by the C loader where there is one."""
    import yaml

    return yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def instrument(id: str) -> Instrument:
    """Return an instrument with its provisions; raise KeyError when there is none of that id."""
    content = dict(data_files()).get(f"provisions/{id}.yaml")
    if content is None:
        raise KeyError(id)
    data = load_yaml(content)
    head = data["instrument"]
    return Instrument(
        id=head["id"],
        title=head["title"],
        title_ru=head.get("title_ru", ""),
        about=head.get("about", ""),
        signed=str(head.get("signed", "")),
        place=head.get("place", ""),
        in_force=str(head.get("in_force", "")),
        provisions=tuple(
            Provision(
                id=key,
                instrument=id,
                article=str(body.get("article", "")),
                heading=body["heading"],
                texts=tuple(_text(key, item) for item in body["texts"]),
            )
            for key, body in data["provisions"].items()
        ),
    )


def _text(provision: str, item: Mapping[str, Any]) -> Text:
    until = item.get("until")
    return Text(
        id=item["id"],
        provision=provision,
        rule=" ".join(item["rule"].split()),
        since=dated(str(item["since"])),
        until=None if until is None else _end(str(until)),
        who=tuple(item["who"]),
        evidence=item["evidence"],
        sources=tuple(item["sources"]),
        trigger=item.get("trigger", ""),
        deadline=str(item.get("deadline", "")),
        decides=item.get("decides", ""),
        confidence=item.get("confidence"),
        note=" ".join(item.get("note", "").split()),
        chosen_by={key: tuple(value) for key, value in item.get("chosen_by", {}).items()},
    )


def _end(written: str) -> Dated:
    found = dated(written)
    if not found.established:
        raise ValueError(f"not a day on which a text ends: {written!r}")
    return found


def instruments() -> tuple[Instrument, ...]:
    """Return every instrument, in order of its id."""
    names = [name for name, _ in data_files() if name.startswith("provisions/")]
    return tuple(instrument(name[len("provisions/") : -len(".yaml")]) for name in names)


def provisions() -> Iterator[Provision]:
    """Yield every provision of every instrument."""
    for each in instruments():
        yield from each.provisions


@cache
def provision(id: str) -> Provision | None:
    """Return the provision of that id (or of the text of that id), or None."""
    key = id.partition("@")[0]
    where = _where().get(key)
    if where is None:
        return None
    found = instrument(where.removesuffix(".yaml"))
    return next((each for each in found.provisions if each.id == key), None)


@cache
def by_text(id: str) -> Text | None:
    """Return the text of that id, or None; a provision's id also finds its newest text."""
    found = provision(id)
    if found is None:
        return None
    for text in found.texts:
        if text.id == id:
            return text
    return found.texts[-1] if "@" not in id else None


@cache
def candidates(id: str, day: str) -> tuple[Text, ...]:
    """Return the texts of a provision that cover an ISO day, under whatever reading.

    A text whose entry into force is not established is none of them.
    """
    found = provision(id)
    return () if found is None else tuple(text for text in found.texts if text.covers(day))


def text(id: str, day: str, option: Callable[[str], str]) -> Text | None:
    """Return the one text of a provision in force on an ISO day, or None.

    `option` is asked for the option of a reading only when the choice of text depends on it.
    """
    for found in candidates(id, day):
        if all(option(reading) in options for reading, options in found.chosen_by.items()):
            return found
    return None
