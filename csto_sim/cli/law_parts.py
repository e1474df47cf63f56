"""The parts of which `csto-sim law` makes its pages: headlines, texts, sources, plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import click

from csto_sim import law
from csto_sim.cli.screen import bad, cell, dim, head, wrap

_ID = re.compile(r"[\w-]+(\.[\w-]+)+")


class Held(NamedTuple):
    """A provision with its texts that apply on a day under some reading, and those pending.

    A text is pending when it was signed or drafted and its entry into force is not established.
    Without a day all texts apply.
    """

    provision: law.Provision
    texts: tuple[law.Text, ...]
    pending: tuple[law.Text, ...] = ()

    @property
    def any(self) -> bool:
        """True when there is a text of either kind."""
        return bool(self.texts or self.pending)


def held(one: law.Provision, day: str | None) -> Held:
    """Return a provision with its texts on an ISO day, or with all its texts without a day."""
    if day is None:
        return Held(one, one.texts)
    return Held(
        one,
        tuple(text for text in one.texts if text.covers(day)),
        tuple(text for text in one.texts if text.pending(day)),
    )


def listing(found: Iterable[Held], day: str | None, rules: bool = False) -> None:
    """Print provisions, first those with texts that apply, then under a heading the pending."""
    found = list(found)
    for one, texts, _ in found:
        if texts:
            _headline(one, texts, day, rules)
    pending = [each for each in found if each.pending]
    if pending:
        click.echo(f"\n{not_established(day)}")
    for each in pending:
        _headline(each.provision, each.pending, day, rules)


def not_established(day: str | None) -> str:
    """Return the heading above what is not established to be in force on a day."""
    return bad(f"Not established to be in force on {day}:")


def _headline(
    one: law.Provision, texts: tuple[law.Text, ...], day: str | None, rules: bool
) -> None:
    click.echo(wrap(one.heading, f"{one.id}  ", "    ").replace(one.id, head(one.id), 1))
    if any(text.chosen_by for text in texts):
        click.echo(dim(wrap(article(one.article), "  ")))
        for text in texts:
            told = "; ".join(filter(None, (f"{days(text)}, {text.mark}", chosen(text, day))))
            click.echo(dim(wrap(told, "  ", "    ")))
    else:
        told = "; ".join(dict.fromkeys(f"{days(text)}, {text.mark}" for text in texts))
        click.echo(dim(wrap(f"{article(one.article)}; {told}", "  ")))
    for text in texts if rules else ():
        click.echo(dim(wrap(text.rule, "  ")))


def article(article: str) -> str:
    """Return `article 12` for a number, other words as they are."""
    return f"article {article}" if article[:1].isdigit() else article


def days(text: law.Text) -> str:
    """Return between which days a text applies, in words."""
    since = text.since.told
    if text.until is not None:
        return f"{since} until {text.until.written}"
    return f"from {since}" if text.since.established else since


def chosen(text: law.Text, day: str | None) -> str:
    """Return by which readings a text applies, and in which mode it does by default, or ''.

    `by reading amb.regulation-2023 = B or C; by default in force in strict mode only`. Without a
    day the defaults are those of the first day of the text.
    """
    if not text.chosen_by:
        return ""
    readings = " and ".join(
        f"{id} = {' or '.join(options)}" for id, options in text.chosen_by.items()
    )
    modes = law.modes_in_force(text, day or text.since.first)
    where = f"in {modes[0]} mode only" if len(modes) == 1 else "in both modes"
    by_default = f"by default in force {where}" if modes else "by default not in force"
    return f"by reading {readings}; {by_default}"


def full(text: law.Text, day: str | None, alone: bool) -> None:
    """Print one text with its facts and sources; `alone` leaves out its id."""
    from csto_sim.explain import name

    told = days(text)
    click.echo(told[0].upper() + told[1:] if alone else f"{head(text.id)}  {told}")
    click.echo(wrap(text.rule, "  "))
    facts = (
        ("who", ", ".join(map(name, text.who))),
        ("trigger", text.trigger),
        ("deadline", text.deadline),
        ("decides", text.decides),
        ("chosen", chosen(text, day)),
        ("evidence", text.mark),
        ("note", text.note),
    )
    for label, value in facts:
        if value:
            click.echo(wrap(value, f"  {cell(label, 10)}"))
    for line in sources(text.sources):
        click.echo(dim(wrap(line, f"  {cell('source', 10)}")))


def plain_provision(found: Held, day: str | None) -> dict[str, Any]:
    """Return a provision with its texts as plain values for JSON.

    `texts` has those that apply on the day under some reading (without a day, all); `pending` has,
    for a day, those signed or drafted whose entry into force is not established.
    """
    one = found.provision
    return {
        "id": one.id,
        "instrument": one.instrument,
        "article": one.article,
        "heading": one.heading,
        "texts": [_plain_text(text, day) for text in found.texts],
        "pending": [_plain_text(text, day) for text in found.pending],
    }


def _plain_text(text: law.Text, day: str | None) -> dict[str, Any]:
    return {
        "id": text.id,
        "rule": text.rule,
        "since": text.since.written,
        "until": None if text.until is None else text.until.written,
        "established": text.since.established,
        "who": list(text.who),
        "trigger": text.trigger,
        "deadline": text.deadline,
        "decides": text.decides,
        "evidence": text.evidence,
        "confidence": text.confidence,
        "chosen_by": {id: list(options) for id, options in text.chosen_by.items()},
        "in_force_by_default": list(law.modes_in_force(text, day or text.since.first)),
        "sources": [dict(source) for source in text.sources],
        "note": text.note,
    }


def sources(given: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one line for each source: its key, what of the fact rests on it, its address.

    Of what nobody read in a source: how it is known, from memory or inferred, and what of the fact.
    """
    lines = []
    for source in given:
        known = {key: str(value) for key, value in source.items()}
        if "page" in known:
            page = known.pop("page")
            of = known.pop("of", "")
            told = _listed().get(page, {})
            place = f": {told['what']}, {told['address']}" if told else ""
            lines.append(page + (f" ({of})" if of else "") + place)
        elif "seed" in known:
            phrase = known.pop("phrase", "")
            lines.append(
                f"source document {known.pop('seed')}" + (f", “{phrase}”" if phrase else "")
            )
        elif "memory" in known:
            words = f"from memory, confidence {known.pop('memory')}"
            lines.append(words + _part(known.pop("of", "")))
        elif known.pop("inferred", ""):
            lines.append("inferred" + _part(known.pop("of", "")))
        rest = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in known.items())
        if rest and len(known) < len(source):
            lines[-1] += f"; {rest}"
        elif rest:
            lines.append(rest)
    return lines


def _part(of: str) -> str:
    """What of the fact a source is for: `, for the date`; a provision's id goes without article."""
    if not of:
        return ""
    named = _ID.fullmatch(of) is not None or of.startswith(("a ", "an ", "the "))
    return f", for {of}" if named else f", for the {of}"


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    from importlib.resources import files

    from csto_sim.law.texts import load_yaml

    found: Mapping[str, Mapping[str, str]] = load_yaml(
        files("csto_sim.law").joinpath("sources.yaml").read_bytes()
    )
    return found
