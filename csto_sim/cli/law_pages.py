"""What `csto-sim law list`, `show` and `search` print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import click

from csto_sim import law
from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.screen import bad, cell, count, dim, head, wrap


def instruments(day: str | None, plain: bool) -> None:
    """Print every instrument with its dates and how many provisions it has (on `day`)."""
    rows = []
    for each in law.instruments():
        held = [one for one in each.provisions if _texts(one, day)]
        if held or day is None:
            rows.append((each, len(held)))
    if plain:
        _json([_plain_instrument(each, number) for each, number in rows])
        return
    for each, number in rows:
        dates = ", ".join(
            part
            for part in (
                f"signed {each.signed}" if each.signed else "",
                f"in force {each.in_force}" if each.in_force else "",
                count(number, "provision"),
            )
            if part
        )
        click.echo(head(each.id))
        click.echo(wrap(each.title, "  "))
        click.echo(dim(wrap(dates, "  ")))
    total = sum(number for _, number in rows)
    when = f" with a text that covers {day}" if day else ""
    click.echo(f"\n{count(len(rows), 'instrument')}, {count(total, 'provision')}{when}.")


def known_instrument(id: str) -> law.Instrument:
    """Return the instrument of that id; raise `Unreadable` with the nearest when there is none."""
    try:
        return law.instrument(id)
    except KeyError:
        ids = [each.id for each in law.instruments()]
        hint = nearest_of(id, ids) or "csto-sim law list shows them"
        raise refuse("CSTO-307", "no instrument has this id", id, hint=hint) from None


def provisions(found: law.Instrument, day: str | None, plain: bool) -> None:
    """Print the provisions of an instrument, each with its article, heading and days."""
    pairs = [(one, texts) for one in found.provisions if (texts := _texts(one, day))]
    if plain:
        _json([_plain_provision(one, texts) for one, texts in pairs])
        return
    click.echo(head(wrap(found.title)))
    for line in (found.title_ru, found.about):
        if line:
            click.echo(dim(wrap(line)))
    click.echo()
    for one, texts in pairs:
        _headline(one, texts)
    if not pairs:
        click.echo(f"None of its provisions has a text that covers {day}.")


def show(id: str, day: str | None, plain: bool) -> None:
    """Print a provision with its texts, one text, an instrument's provisions, or a reading."""
    if id.startswith("amb."):
        from csto_sim.cli import reading_pages

        return reading_pages.one(id, plain)
    found = law.provision(id)
    if found is None:
        if any(id == each.id for each in law.instruments()):
            return provisions(law.instrument(id), day, plain)
        return _article_of(id, day, plain)
    texts = [each for each in _texts(found, day) if "@" not in id or each.id == id]
    if "@" in id and law.by_text(id) is None:
        raise _no_provision(id)
    if plain:
        return _json(_plain_provision(found, texts))
    title = law.instrument(found.instrument).title
    click.echo(head(wrap(found.heading, f"{found.id}  ")))
    click.echo(dim(wrap(f"{title}, {_article(found.article)}")))
    for text in texts:
        click.echo()
        _text(text, alone=len(found.texts) == 1)
    if not texts:
        click.echo(bad(f"\nNo text of it covers {day}."))
        for text in found.texts:
            click.echo(f"{text.id}: {_days(text)}")
    return None


def _article_of(start: str, day: str | None, plain: bool) -> None:
    """Print the provisions whose ids begin with `charter.12.` for `charter.12`."""
    within = [one for one in law.provisions() if one.id.startswith(start.rstrip(".") + ".")]
    if not within:
        raise _no_provision(start)
    pairs = [(one, texts) for one in within if (texts := _texts(one, day))]
    if plain:
        return _json([_plain_provision(one, texts) for one, texts in pairs])
    for one, texts in pairs:
        _headline(one, texts)
    if not pairs:
        click.echo(f"None of {count(len(within), 'provision')} has a text that covers {day}.")
    return None


def search(words: tuple[str, ...], day: str | None, plain: bool) -> None:
    """Print the provisions in whose id, heading or texts all the words stand."""
    wanted = [word for words_ in words for word in words_.casefold().split()]
    if not wanted:
        raise click.UsageError("Name at least one word to look for.")
    hits = []
    for one in law.provisions():
        title = f"{one.id} {one.article} {one.heading}".casefold()
        texts = [t for t in _texts(one, day) if _all_in(wanted, f"{title} {_body(t)}")]
        if texts:
            hits.append((not _all_in(wanted, title), one, texts))
    hits.sort(key=lambda hit: hit[0])
    if plain:
        return _json([_plain_provision(one, texts) for _, one, texts in hits])
    for _, one, texts in hits:
        _headline(one, texts)
        for text in texts:
            click.echo(dim(wrap(text.rule, "  ")))
    told = " ".join(wanted)
    when = f" on {day}" if day else ""
    if hits:
        click.echo(f"\n{count(len(hits), 'provision')} with: {told}{when}.")
    else:
        click.echo(wrap(f"No provision has all of these words{when}: {told}."))
    return None


# --- parts -------------------------------------------------------------------------------------


def _texts(one: law.Provision, day: str | None) -> list[law.Text]:
    return [text for text in one.texts if day is None or text.covers(day)]


def _all_in(words: Iterable[str], text: str) -> bool:
    return all(word in text for word in words)


def _body(text: law.Text) -> str:
    return f"{text.rule} {text.trigger} {text.deadline} {text.note} {' '.join(text.who)}".casefold()


def _headline(one: law.Provision, texts: list[law.Text]) -> None:
    click.echo(wrap(one.heading, f"{one.id}  ").replace(one.id, head(one.id), 1))
    days = "; ".join(dict.fromkeys(f"{_days(text)}, {text.mark}" for text in texts))
    click.echo(dim(wrap(f"{_article(one.article)}; {days}", "  ")))


def _article(article: str) -> str:
    return f"article {article}" if article[:1].isdigit() else article


def _days(text: law.Text) -> str:
    since = "a day not known" if text.since.written == "unknown" else text.since.written
    return f"{since} until {text.until.written}" if text.until is not None else f"from {since}"


def _text(text: law.Text, alone: bool) -> None:
    days = _days(text)
    click.echo(days[0].upper() + days[1:] if alone else f"{head(text.id)}  {days}")
    click.echo(wrap(text.rule, "  "))
    facts = (
        ("who", ", ".join(text.who)),
        ("trigger", text.trigger),
        ("deadline", text.deadline),
        ("decides", text.decides),
        (
            "chosen by",
            "; ".join(f"{id}={' or '.join(o)}" for id, o in text.chosen_by.items()),
        ),
        ("evidence", text.mark),
        ("note", text.note),
    )
    for name, value in facts:
        if value:
            click.echo(wrap(value, f"  {cell(name, 10)}"))
    for line in sources(text.sources):
        click.echo(dim(wrap(line, f"  {cell('source', 10)}")))


def sources(given: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one line for each source: its key, what of the fact rests on it, its address."""
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
        rest = ", ".join(f"{key}: {value}" for key, value in known.items())
        if rest and ("page" in source or "seed" in source):
            lines[-1] += f"; {rest}"
        elif rest:
            lines.append(rest)
    return lines


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    from importlib.resources import files

    from csto_sim.law.texts import load_yaml

    found: Mapping[str, Mapping[str, str]] = load_yaml(
        files("csto_sim.law").joinpath("sources.yaml").read_bytes()
    )
    return found


def _no_provision(id: str) -> Exception:
    ids = [one.id for one in law.provisions()]
    names = [*ids, *(each.id for each in law.instruments())]
    hint = nearest_of(id, _likely(id, names)) or "csto-sim law search WORDS finds them"
    return refuse("CSTO-307", "no provision, text or instrument has this id", id, hint=hint)


def _likely(id: str, names: list[str]) -> list[str]:
    """Names of the same instrument first: `nearest` looks at a limited number of words."""
    start = id.partition(".")[0]
    return [
        *(n for n in names if n.startswith(start)),
        *(n for n in names if n[:1] == id[:1]),
        *names,
    ]


def _plain_instrument(each: law.Instrument, number: int) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "title_ru": each.title_ru,
        "about": each.about,
        "signed": each.signed,
        "place": each.place,
        "in_force": each.in_force,
        "provisions": number,
    }


def _plain_provision(one: law.Provision, texts: Iterable[law.Text]) -> dict[str, Any]:
    return {
        "id": one.id,
        "instrument": one.instrument,
        "article": one.article,
        "heading": one.heading,
        "texts": [
            {
                "id": text.id,
                "rule": text.rule,
                "since": text.since.written,
                "until": None if text.until is None else text.until.written,
                "who": list(text.who),
                "trigger": text.trigger,
                "deadline": text.deadline,
                "decides": text.decides,
                "evidence": text.evidence,
                "confidence": text.confidence,
                "chosen_by": {id: list(o) for id, o in text.chosen_by.items()},
                "sources": [dict(source) for source in text.sources],
                "note": text.note,
            }
            for text in texts
        ],
    }


def _json(value: Any) -> None:
    from csto_sim.cli.jsons import show_json

    show_json(value)
