"""What `csto-sim law rulebooks` prints: how other organisations decide."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.screen import cell, dim, head, wrap
from csto_sim.law import Rulebook

_STOPS = {
    "anybody": "an objection of anybody stops it",
    "nobody": "no objection stops it",
    "permanent": "an objection of a permanent member stops it",
}
_COUNTS = {
    "for": "counts as being for it",
    "aside": "counts neither for nor against",
    "against": "counts against it",
    "constructive": "frees the member, and stops it only with a third of states and people",
}
_BUT = {"concerned": "all members but the state concerned", "parties": "all but the parties"}


def show(id: str | None, plain: bool) -> None:
    """Print all rulebooks, or one; raises Unreadable (CSTO-335) for one that does not exist."""
    from csto_sim.law import installed_rulebooks, rulebook, rulebooks

    every = {**installed_rulebooks(), **rulebooks()}
    if id is None:
        if plain:
            from csto_sim.cli.jsons import show_json

            show_json({"format": 1, "rulebooks": [plain_of(each) for each in every.values()]})
            return
        widest = max(map(len, every))
        for name, each in every.items():
            start = f"{cell(name, widest)}  "
            click.echo(wrap(each.title, start, " " * (widest + 2)))
        click.echo(dim("\nOne of them in full: csto-sim law rulebooks ID"))
        return
    found = rulebook(id)
    if found is None:
        hint = nearest_of(id, every) or "csto-sim law rulebooks lists them"
        raise refuse("CSTO-335", f"there is no rulebook {id!r}", id, hint=hint)
    if plain:
        from csto_sim.cli.jsons import show_json

        show_json({"format": 1, **plain_of(found)})
    else:
        _one(found)


def plain_of(book: Rulebook) -> dict[str, Any]:
    """Return a rulebook as JSON-ready values, with what it asks a scenario for."""
    found = {
        key: str(value) if key in ("needs", "people", "quorum") and value is not None else value
        for key, value in asdict(book).items()
    }
    return {**found, "asks": list(book.asks)}


def _one(book: Rulebook) -> None:
    click.echo(head(wrap(f"{book.id}: {book.title}")))
    click.echo(wrap(f"{book.organisation}; {book.instrument}"))
    click.echo()
    for label, text in _parts(book):
        click.echo(wrap(text, f"  {cell(label, 10)}  ", " " * 14))


def _parts(book: Rulebook) -> list[tuple[str, str]]:
    needs = ""
    if book.needs is not None:
        more = "more than " if book.more else ""
        whose = "those there" if book.of == "present" else "the members"
        needs = f"{more}{book.needs}" + (f" of {whose}" if book.needs < 1 else " votes for it")
        needs += f", with {book.people} of the population" if book.people is not None else ""
    found = [
        ("counted", _BUT.get(book.but, "all members")),
        ("needs", needs or "a member that is for it, and nobody that stops it"),
        ("against", _STOPS[book.against]),
        ("absence", _COUNTS[book.absent]),
        ("silence", _COUNTS[book.silent]),
        ("abstention", _COUNTS[book.abstaining]),
        ("quorum", f"{book.quorum} of the members are there" if book.quorum is not None else ""),
        ("binds", book.binds),
        ("else", f"where this does not carry it, {book.failing} decides" if book.failing else ""),
        ("only", f"a body of {book.size} members" if book.size else ""),
        ("agreed", f"all have agreed to it: {book.agreed}" if book.agreed else ""),
        ("asks for", ", ".join(f"mapping: {each}" for each in book.asks)),
        ("evidence", book.evidence + (f" ({book.confidence})" if book.confidence else "")),
        ("sources", ", ".join(book.sources)),
        ("note", book.note),
    ]
    return [(label, text) for label, text in found if text]
