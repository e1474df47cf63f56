"""What `csto-sim rights` prints: the matrix at 80 columns, and one status in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from csto_sim import law, organisation
from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.jsons import show_json
from csto_sim.cli.law_parts import days, sources
from csto_sim.cli.screen import cell, dim, head, marked, wrap
from csto_sim.law.rights import (
    NO,
    NOT_STATED,
    ON_CONDITION,
    PA_OBSERVER,
    YES,
    Answer,
    Entry,
    Status,
)
from csto_sim.law.texts import Provision, Text
from csto_sim.rules.rights import GUEST, SUPPOSED

#: The heads of the columns, one for each status in the order of the data.
HEADS = ("member", "suspended", "no vote", "partner", "observer", "PA obs.", "guest", "invited")
SIGNS = {YES: "yes", ON_CONDITION: "if", NO: "no", NOT_STATED: "-"}
ABSENT = "."
#: What the law of the Organization begins with.
FIRST_LAW = "treaty.3.csc"
LEGEND = (
    ("yes", "of right"),
    ("if", "on conditions: csto-sim rights STATUS tells them"),
    ("no", "the sources say that there is no such right"),
    ("-", "not stated: the sources known say nothing of it"),
    ("*", "turns on a reading; what is shown is its default"),
)
#: Words by which a status can be asked for besides its own.
SHORT = {
    "suspended": "suspended member",
    "without vote": "member without vote",
    "no vote": "member without vote",
    "pa observer": "Parliamentary Assembly observer",
    "invited": "invited person",
}


def known_status(word: str) -> Status:
    """Return the status of that name; raise `Unreadable` with the nearest when there is none."""
    statuses = law.rights().statuses
    wanted = word.translate(str.maketrans("-_,", "   "))
    wanted = " ".join(wanted.split()).casefold()
    wanted = SHORT.get(wanted, wanted).casefold()
    for name, found in statuses.items():
        if name.casefold() == wanted:
            return found
    hint = nearest_of(wanted, [name.casefold() for name in statuses])
    hint = next((name for name in statuses if name.casefold() == hint), "csto-sim rights")
    several = [name for name in statuses if _said(name, wanted)]
    if len(several) > 1:
        hint = f"one at a time, csto-sim rights {several[0]}"
    raise refuse("CSTO-325", "there is no such status", word, ", ".join(statuses), hint)


def _said(name: str, wanted: str) -> bool:
    """Whether one status is named among others, as in `partner observer`."""
    for longer in law.rights().statuses:
        if name.casefold() in longer.casefold() and name != longer:
            wanted = wanted.replace(longer.casefold(), "")
    return f" {name.casefold()} " in f" {wanted} "


def matrix(day: str | None, plain: bool) -> None:
    """Print rights down, statuses across, each answer as a sign, and what the signs mean."""
    known = law.rights()
    if plain:
        return show_json([_plain(status, day) for status in known.statuses.values()])
    if day:
        click.echo(head(f"Rights on {day}"))
    if note := _no_law(day):
        click.echo(marked(wrap(note)))
        click.echo()
    size = max(map(len, known.rights)) + 2
    click.echo(dim(" " * size + " ".join(HEADS)))
    for right in known.rights:
        signs = [
            cell(_sign(status, right, day), len(title))
            for status, title in zip(known.statuses.values(), HEADS, strict=True)
        ]
        click.echo(f"{cell(right, size)}{' '.join(signs)}".rstrip())
    click.echo()
    for sign, says in LEGEND:
        click.echo(dim(wrap(says, f"  {cell(sign, 5)}")))
    if any(_absent(status, day) for status in known.statuses.values()):
        click.echo(dim(wrap(f"there is no such status on {day}", f"  {cell(ABSENT, 5)}")))
    click.echo()
    for title, (word, status) in zip(HEADS, known.statuses.items(), strict=True):
        told = status.about if word == title else f"{word}: {status.about}"
        click.echo(wrap(told, f"  {cell(title, 11)}"))
    return None


def one(status: Status, day: str | None, plain: bool) -> None:
    """Print a status in full: each right with conditions, provisions, evidence and readings."""
    if plain:
        return show_json(_plain(status, day))
    click.echo(head(status.word))
    click.echo(wrap(status.about))
    for each in _basis(status, day):
        click.echo(dim(wrap(each, "  ", "    ")))
    if note := _standing(status, day):
        click.echo(marked(wrap(note)))
    cited: dict[str, None] = {}
    if not _absent(status, day) or (day and status.early_on(day)):
        for right, says in law.rights().rights.items():
            click.echo(f"\n{head(right)}  {dim(says)}")
            _right(status, right, day, cited)
    if cited:
        click.echo(f"\n{head('Provisions')}")
        for id in cited:
            text = law.by_text(id)
            assert text is not None  # the data is tested for it
            click.echo(wrap(f"{text.rule} ({text.mark}; {days(text)})", f"  {id}  ", "      "))
    return None


def _basis(status: Status, day: str | None) -> Iterator[str]:
    """The provisions on a status; for parliaments, which of them have it by the data."""
    for id in status.under:
        for text in _provision(id).texts:
            if not day or text.covers(day):
                yield f"rests on {text.id} ({text.mark}; {days(text)})"
    if status.word == PA_OBSERVER:
        for each in organisation.pa_observers():
            if not day or each.holds(date.fromisoformat(day)):
                by = "by " if each.since_known_to == "by" else "since "
                since = each.since.year if by == "by " else each.since.isoformat()
                told = f"{each.evidence}, confidence {each.confidence:g}"
                yield f"{each.name} ({each.code}), {by}{since} ({told})"


def _right(status: Status, right: str, day: str | None, cited: dict[str, None]) -> None:
    found = tuple(status.entries(right, day or ""))
    if not found:
        click.echo(wrap(f"not stated: no provision on it is in force on {day}", "  "))
        if status.word in SUPPOSED.values():
            click.echo(wrap("what a guest can do is open to it: csto-sim rights guest", "    "))
    for entry in found:
        where = f"{_scope(entry)}: " if entry.where is not None else ""
        default = _default(entry, day)
        if entry.reading:
            click.echo(wrap(f"{where}as the reading {entry.reading} has it", "  ", "    "))
            for letter, answer in entry.options.items():
                mark = " (default)" if letter == default else ""
                click.echo(wrap(f"{_told(answer)}{mark}", f"    {letter}  "))
        else:
            click.echo(wrap(f"{where}{_told(entry.options[''])}", "  ", "    "))
        if entry.or_as:
            other = law.rights().statuses[entry.or_as]
            click.echo(wrap(f"or as {other.a}, where it is expressly invited", "    "))
        if entry.inferred:
            click.echo(dim(wrap(f"inferred: {entry.inferred}", "    ")))
        texts = _texts(status, entry, day)
        cited.update(dict.fromkeys(text.id for text in texts))
        told = [f"{text.id} ({text.mark})" for text in texts]
        if told:
            click.echo(dim(wrap(", ".join(told), "    ")))
        elif entry.any_day:
            practice = "general practice of treaties; no provision on it is in force on"
            click.echo(dim(wrap(f"{practice} {day}", "    ")))
        for line in sources(entry.sources):
            click.echo(dim(wrap(line, "    ")))


def _texts(status: Status, entry: Entry, day: str | None) -> tuple[Text, ...]:
    """The texts of an entry that are in force on a day.

    Those that came later only where a reading lets the rights count before them.
    """
    found = entry.texts(day or "")
    early = day is not None and status.early_on(day) is not None
    return found or (entry.texts("") if early and not entry.any_day else ())


def _scope(entry: Entry) -> str:
    assert entry.where is not None
    word = entry.where.word
    return f"at {word}" if entry.where.kinds or entry.where.kinds_but else f"in {word}"


def _told(answer: Answer) -> str:
    """An answer in words: `on condition that it is invited; the meeting is open`."""
    words = [law.rights().conditions[word] for word in answer.conditions]
    return f"{answer.answer} that {'; '.join(words)}" if words else answer.answer


def _default(entry: Entry, day: str | None) -> str:
    """The option of an entry's reading that is its default on a day, '' where it asks none."""
    if not entry.reading:
        return ""
    return _option(entry.reading, dict(entry.about), day)


def _option(reading: str, about: dict[str, str], day: str | None) -> str:
    return law.readings()[reading].option({"day": day or "", "mode": "strict", **about})


def _absent(status: Status, day: str | None) -> bool:
    """Whether there is no such status on a day by the defaults."""
    if not day or status.in_law(day):
        return False
    early = status.early_on(day)
    return early is None or _option(early.reading, dict(early.about), day) != early.option


def _standing(status: Status, day: str | None) -> str:
    """What is to be known of a status on a day before its rights, or ''."""
    if not day:
        return ""
    if note := _no_law(day):
        return f"There is no such status on {day}. {note}" if status.under else note
    early = status.early_on(day)
    if early is not None:
        default = _option(early.reading, dict(early.about), day)
        told = f"Only under {early.reading} = {early.option} do these rights count on {day}"
        told += ", which is the default." if default == early.option else f"; default: {default}."
        if not status.in_law(day):
            return f"{told} The status then rests on {early.basis}."
        return f"{told} The law then in force ({early.basis}) knows the status and no right of it."
    if not status.in_law(day):
        return f"There is no such status on {day}."
    return ""


def _no_law(day: str | None) -> str:
    """That there is no law of the Organization on a day, or ''."""
    known = [status for status in law.rights().statuses.values() if status.under]
    if not day or any(not _absent(status, day) for status in known):
        return ""
    since = min(text.since.first for text in _provision(FIRST_LAW).texts)
    told = f"On {day} there is no law of the Organization: the Treaty is in force since {since}."
    return f"{told} Without it there is only what every state can do."


def _provision(id: str) -> Provision:
    found = law.provision(id)
    assert found is not None  # the data is tested for it
    return found


def _sign(status: Status, right: str, day: str | None) -> str:
    """The answer of a right as a sign, under the defaults; `*` where a reading can change it."""
    early = status.early_on(day or "")
    if _absent(status, day):
        return ABSENT if early is None else f"{ABSENT}*"
    if status.word in SUPPOSED.values() and not any(status.entries(right, day or "")):
        return _sign(law.rights().statuses[GUEST], right, day)
    by_default = early is None or _option(early.reading, dict(early.about), day) == early.option
    shown, turns = _answers(status, right, day, by_default)
    if early is not None:
        turns = turns or shown != _answers(status, right, day, not by_default)[0]
    stated = shown - {NOT_STATED}
    if not stated:
        sign = SIGNS[NOT_STATED]
    else:
        sign = SIGNS[min(stated)] if len(stated) == 1 else SIGNS[ON_CONDITION]
    return sign + ("*" if turns else "")


def _answers(status: Status, right: str, day: str | None, early: bool) -> tuple[set[str], bool]:
    """The answers on a right by the defaults, and whether another option gives others."""
    entries = tuple(status.entries(right, day or "", early))
    shown = {entry.options[_default(entry, day)].answer for entry in entries}
    return shown, any(len(set(entry.options.values())) > 1 for entry in entries)


def _plain(status: Status, day: str | None) -> dict[str, Any]:
    early = status.early_on(day or "")
    return {
        "status": status.word,
        "about": status.about,
        "on": day,
        "there": not _absent(status, day),
        "under": [text.id for id in status.under for text in law.candidates(id, day)]
        if day
        else list(status.under),
        "by_reading": None
        if early is None
        else {
            "reading": early.reading,
            "option": early.option,
            "default": _option(early.reading, dict(early.about), day),
        },
        "rights": {
            right: list(_plain_entries(status, right, day)) for right in law.rights().rights
        },
    }


def _plain_entries(status: Status, right: str, day: str | None) -> Iterator[dict[str, Any]]:
    for entry in status.entries(right, day or ""):
        default = _default(entry, day)
        yield {
            "where": entry.where.word if entry.where is not None else None,
            "answer": entry.options[default].answer,
            "conditions": list(entry.options[default].conditions),
            "or_as": entry.or_as or None,
            "reading": entry.reading or None,
            "default": default or None,
            "options": {
                letter: {"answer": told.answer, "conditions": list(told.conditions)}
                for letter, told in entry.options.items()
                if letter
            },
            "under": [text.id for text in _texts(status, entry, day)],
            "evidence": entry.evidence or None,
            "sources": [dict(source) for source in entry.sources],
            "inferred": entry.inferred or None,
        }
