"""What `csto-sim law list`, `show` and `search` print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from csto_sim import law
from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.law_parts import (
    article,
    days,
    full,
    held,
    listing,
    not_established,
    plain_provision,
)
from csto_sim.cli.screen import bad, count, dim, head, wrap


def instruments(day: str | None, plain: bool) -> None:
    """Print every instrument with its dates and how many provisions it has (on `day`).

    Those of which on `day` no more than a signature or a draft is established come last.
    """
    rows = []
    for each in law.instruments():
        found = [held(one, day) for one in each.provisions]
        applying = sum(1 for one in found if one.texts)
        pending = sum(1 for one in found if one.pending)
        if applying or pending or day is None:
            rows.append((each, applying, pending))
    if plain:
        _json([_plain_instrument(*row) for row in rows])
        return
    rows.sort(key=lambda row: not row[1])
    for number, (each, applying, pending) in enumerate(rows):
        if not applying and (number == 0 or rows[number - 1][1]):
            click.echo(f"\n{not_established(day)}")
        dates = ", ".join(
            part
            for part in (
                f"signed {each.signed}" if each.signed else "",
                f"in force {each.in_force}" if each.in_force else "",
                count(applying, "provision") if applying else "",
                f"{count(pending, 'provision')} not established to be in force" if pending else "",
            )
            if part
        )
        click.echo(head(each.id))
        click.echo(wrap(each.title, "  "))
        click.echo(dim(wrap(dates, "  ")))
    total = sum(applying for _, applying, _ in rows)
    lacking = sum(pending for _, _, pending in rows)
    named = sum(1 for _, applying, _ in rows if applying)
    when = f" with a text that covers {day}" if day else ""
    more = f" {lacking} more not established to be in force." if lacking else ""
    told = f"{count(named, 'instrument')}, {count(total, 'provision')}{when}.{more}"
    click.echo(f"\n{wrap(told)}")


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
    rows = [each for one in found.provisions if (each := held(one, day)).any]
    if plain:
        _json([plain_provision(each, day) for each in rows])
        return
    click.echo(head(wrap(found.title)))
    for line in (found.title_ru, found.about):
        if line:
            click.echo(dim(wrap(line)))
    click.echo()
    listing(rows, day)
    if not rows:
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
        if law.full_id(id) in law.readings():
            from csto_sim.cli import reading_pages

            return reading_pages.one(id, plain)
        return _article_of(id, day, plain)
    if "@" in id and law.by_text(id) is None:
        raise _no_provision(id)
    here = held(found, day)
    if "@" in id:
        here = here._replace(
            texts=tuple(text for text in here.texts if text.id == id),
            pending=tuple(text for text in here.pending if text.id == id),
        )
    if plain:
        return _json(plain_provision(here, day))
    title = law.instrument(found.instrument).title
    click.echo(head(wrap(found.heading, f"{found.id}  ")))
    click.echo(dim(wrap(f"{title}, {article(found.article)}")))
    for text in here.texts:
        click.echo()
        full(text, day, alone=len(found.texts) == 1)
    if here.pending:
        click.echo(f"\n{not_established(day)}")
    for text in here.pending:
        click.echo()
        full(text, day, alone=len(found.texts) == 1)
    if not here.any:
        click.echo(bad(f"\nNo text of it covers {day}."))
        for text in found.texts:
            click.echo(f"{text.id}: {days(text)}")
    return None


def _article_of(start: str, day: str | None, plain: bool) -> None:
    """Print the provisions whose ids begin with `charter.12.` for `charter.12`."""
    within = [one for one in law.provisions() if one.id.startswith(start.rstrip(".") + ".")]
    if not within:
        raise _no_provision(start)
    rows = [each for one in within if (each := held(one, day)).any]
    if plain:
        return _json([plain_provision(each, day) for each in rows])
    listing(rows, day)
    if not rows:
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
        here = held(one, day)
        found = here._replace(
            texts=tuple(t for t in here.texts if _all_in(wanted, f"{title} {_body(t)}")),
            pending=tuple(t for t in here.pending if _all_in(wanted, f"{title} {_body(t)}")),
        )
        if found.any:
            hits.append((not _all_in(wanted, title), found))
    hits.sort(key=lambda hit: hit[0])
    rows = [found for _, found in hits]
    if plain:
        return _json([plain_provision(each, day) for each in rows])
    listing(rows, day, rules=True)
    told = " ".join(wanted)
    when = f" on {day}" if day else ""
    if rows:
        click.echo(f"\n{count(len(rows), 'provision')} with: {told}{when}.")
    else:
        click.echo(wrap(f"No provision has all of these words{when}: {told}."))
    return None


# --- parts -------------------------------------------------------------------------------------


def _all_in(words: Iterable[str], text: str) -> bool:
    return all(word in text for word in words)


def _body(text: law.Text) -> str:
    return f"{text.rule} {text.trigger} {text.deadline} {text.note} {' '.join(text.who)}".casefold()


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


def _plain_instrument(each: law.Instrument, applying: int, pending: int) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": each.title,
        "title_ru": each.title_ru,
        "about": each.about,
        "signed": each.signed,
        "place": each.place,
        "in_force": each.in_force,
        "provisions": applying,
        "pending": pending,
    }


def _json(value: Any) -> None:
    from csto_sim.cli.jsons import show_json

    show_json(value)
