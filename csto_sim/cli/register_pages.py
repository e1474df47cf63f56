"""What `csto-sim register` prints: the registers, the entries of one, and one entry in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import click

from csto_sim import registers
from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.jsons import show_json
from csto_sim.cli.law_parts import sources
from csto_sim.cli.screen import cell, count, dim, good, head, marked, wrap
from csto_sim.errors import listing
from csto_sim.organisation import Source
from csto_sim.registers import NAMES, Entry, Fact, Register, meet

#: The column of days; a longer one has a line of its own.
_DAYS = 24


def known_register(word: str) -> Register:
    """Return the register of that name, or the only one that begins so; else raise `Unreadable`."""
    found = _meant(word, {name: name for name in NAMES})
    if found is None:
        hint = nearest_of(word, NAMES) or "csto-sim register lists them"
        message = "there is no such register"
        raise refuse("CSTO-326", message, word, listing(list(NAMES)), hint)
    return registers.register(found)


def known_entry(register: Register, word: str) -> Entry:
    """Return the entry of that key or name, or the only one whose key begins so.

    Raises `Unreadable` with the nearest key when there is none.
    """
    words = {key: key for key in register.entries}
    names = {
        name.casefold(): each.key
        for each in register.entries.values()
        for name in (*each.also, each.name)
    }
    found = _meant(word, words) or names.get(word.casefold())
    if found is None:
        hint = nearest_of(word, [*words, *names])
        hint = names.get(hint, hint) or f"csto-sim register {register.name} lists them"
        message = f"the register {register.name} has no such entry"
        raise refuse("CSTO-326", message, word, hint=hint)
    return register.entries[found]


def _meant(word: str, known: Mapping[str, str]) -> str | None:
    wanted = word.casefold().replace("_", "-").replace(" ", "-")
    if wanted in known:
        return known[wanted]
    begun = [each for each in known if wanted and each.startswith(wanted)]
    return known[begun[0]] if len(begun) == 1 else None


# --- the registers, and the entries of one -------------------------------------------------------


def every(day: str | None, plain: bool) -> None:
    """Print each register with its title and the number of its entries and facts (on `day`)."""
    rows = []
    for register in registers.registers().values():
        told = {key: _facts(each, day, True) for key, each in register.entries.items()}
        held = {key: facts for key, facts in told.items() if facts or day is None}
        rows.append((register, len(held), sum(map(len, held.values()))))
    if plain:
        return show_json(
            [
                {
                    "register": each.name,
                    "title": each.title,
                    "about": each.about,
                    "entries": entries,
                    "facts": facts,
                }
                for each, entries, facts in rows
            ]
        )
    for each, entries, facts in rows:
        line = f"{each.title}: {count(entries, 'entry', 'entries')}, {count(facts, 'fact')}"
        start = cell(each.name, 13)
        click.echo(wrap(line, start).replace(start, head(start), 1))
    when = f" on {day}" if day else ""
    total = sum(entries for _, entries, _ in rows)
    click.echo(dim(f"\n{count(total, 'entry', 'entries')}{when}."))
    return None


def entries(register: Register, day: str | None, everything: bool, plain: bool) -> None:
    """Print the entries of a register, each with what counts (on `day`), by date."""
    rows = [(each, _facts(each, day, everything)) for each in register.entries.values()]
    rows = [(each, facts) for each, facts in rows if facts or day is None]
    if plain:
        return show_json(
            {
                "register": register.name,
                "title": register.title,
                "about": register.about,
                "on": day,
                "kinds": [
                    {
                        "what": k.word,
                        "says": k.says,
                        "value": k.value,
                        "one": k.one,
                        "event": k.event,
                    }
                    for k in register.kinds.values()
                ],
                "entries": [_plain(register, each, facts) for each, facts in rows],
            }
        )
    click.echo(head(register.title))
    if register.about:
        click.echo(dim(wrap(register.about)))
    for each, facts in rows:
        click.echo()
        _heading(each.key, each.name)
        for alike in _alike(facts):
            _line(alike, doubt=True)
    if day is not None:
        many = count(len(register.entries), "entry", "entries")
        told = f"{len(rows)} of {many} with something on {day}."
        click.echo(("\n" if rows else "") + wrap(told))
    unused = sum(not fact.used for each in register.entries.values() for fact in each.facts)
    if unused and not everything:
        if day is None:
            click.echo()
        click.echo(dim(wrap(f"{count(unused, 'value')} told and not used: --all lists them.")))
    return None


def _facts(entry: Entry, day: str | None, everything: bool) -> tuple[Fact, ...]:
    if day is not None:
        return entry.on(date.fromisoformat(day), unused=everything)
    return tuple(each for each in entry.facts if each.used or everything)


def _heading(key: str, name: str) -> None:
    click.echo(wrap(name, f"{key}  ", "    ").replace(key, head(key), 1))


# --- one entry -----------------------------------------------------------------------------------


def one(register: Register, entry: Entry, day: str | None, plain: bool) -> None:
    """Print an entry with all its facts (of `day`), and what each rests on."""
    facts = _facts(entry, day, True)
    if plain:
        return show_json({"on": day, **_plain(register, entry, facts)})
    _heading(f"{register.name}/{entry.key}", entry.name)
    for label, value in (
        ("also", ", ".join(entry.also)),
        ("under", ", ".join(entry.under)),
        ("plays in", entry.procedure),
        ("rows", ", ".join(entry.rows)),
        ("note", entry.note),
    ):
        if value:
            click.echo(dim(wrap(value, f"  {cell(label, 10)}")))
    for told in _alike(facts):
        click.echo()
        _line(told, _doubted(told, entry.facts))
        _grounds(told[0])
    if not facts:
        click.echo(f"\nIt tells nothing of {day}.")
    return None


def _doubted(told: list[Fact], facts: Iterable[Fact]) -> bool:
    """Whether another source tells another value of one of these for the same days."""
    return any(
        not other.used and (other.what, other.of) == (each.what, each.of) and meet(each, other)
        for each in told
        for other in facts
    )


def _grounds(fact: Fact) -> None:
    mark = fact.evidence
    if fact.confidence is not None:
        mark += (
            f" ({fact.confidence:g})"
            if mark == "unverified"
            else f", confidence {fact.confidence:g}"
        )
    lines = [
        ("why not", fact.why),
        ("evidence", mark),
        ("under", ", ".join(fact.under)),
        ("note", fact.note),
        *(("source", line) for line in sources(map(_source, fact.sources))),
    ]
    for label, value in lines:
        if value:
            click.echo(dim(wrap(value, f"    {cell(label, 10)}")))


def _source(source: Source) -> dict[str, str]:
    """A source as a data file writes it."""
    if source.kind == "seed":
        return {"seed": source.key, "phrase": source.detail}
    return {source.kind: source.key or "yes", "of": source.detail}


# --- parts ---------------------------------------------------------------------------------------


def _alike(facts: Iterable[Fact]) -> list[list[Fact]]:
    """The facts in their order; those that differ only in `of` together."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for each in facts:
        same = each.what, each.days, each.value, each.used, each.why, each.note, each.sources
        groups.setdefault(same, []).append(each)
    return list(groups.values())


def _line(told: list[Fact], doubted: bool = False, *, doubt: bool = False) -> None:
    """Print what facts that differ only in `of` tell: their days, kind, of whom, and value.

    With `doubt` also that they are unverified, where nothing below tells it.
    """
    from csto_sim.explain import name

    fact = told[0]
    of = ", ".join(name(each.of) for each in told if each.of)
    words = fact.what
    if of:
        words += f": {of}" if fact.value is None else f" ({of})"
    if fact.value is not None:
        words += f": {_value(fact)}"
    if doubt and fact.evidence == "unverified":
        words += " (unverified)"
    start = f"  {cell(fact.days, _DAYS)} "
    if len(fact.days) > _DAYS:
        click.echo(wrap(fact.days, "  "))
        start = f"  {cell('', _DAYS)} "
    if fact.used:
        click.echo(
            wrap(words + (" [used]" if doubted else ""), start).replace("[used]", good("[used]"))
        )
    else:
        click.echo(wrap(words + " [not used]", start).replace("[not used]", marked("[not used]")))


def _value(fact: Fact) -> str:
    from csto_sim.explain import name

    if isinstance(fact.value, int):
        return f"{fact.value:,}"
    if isinstance(fact.value, tuple):
        return ", ".join(map(name, fact.value))
    return name(str(fact.value))


def _plain(register: Register, entry: Entry, facts: Iterable[Fact]) -> dict[str, Any]:
    """An entry with some of its facts as plain values for JSON (docs/registers.md)."""
    return {
        "register": register.name,
        "entry": entry.key,
        "name": entry.name,
        "also": list(entry.also),
        "rows": list(entry.rows),
        "under": list(entry.under),
        "procedure": entry.procedure,
        "note": entry.note,
        "facts": [_plain_fact(each) for each in facts],
    }


def _plain_fact(fact: Fact) -> dict[str, Any]:
    written = {
        key: None if span is None else span.written
        for key, span in (("on", fact.on), ("since", fact.since), ("until", fact.until))
    }
    return {
        "what": fact.what,
        "of": fact.of,
        "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        **written,
        "used": fact.used,
        "why": fact.why,
        "evidence": fact.evidence,
        "confidence": fact.confidence,
        "under": list(fact.under),
        "sources": [_source(each) for each in fact.sources],
        "note": fact.note,
    }
