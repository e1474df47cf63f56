"""What `csto-sim coverage --seeds` prints: the rows of the sources and what serves each."""

from __future__ import annotations

from typing import Any

import click

from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.jsons import show_json
from csto_sim.cli.screen import cell, count, dim, head, wrap
from csto_sim.coverage.rows import KINDS, Claim, Row, kind_of, rows


def show(row: str | None, plain: bool) -> None:
    """Print every row, or the one of an id."""
    found = rows()
    if row is not None:
        return _one(row, plain)
    if plain:
        return show_json({"counts": counts(found), "rows": [_plain(each) for each in found]})
    click.echo(head("The rows of the two source documents"))
    for text, number in counts(found).items():
        click.echo(f"  {cell(text, 44)}{number:>4}")
    document = ""
    for each in found:
        if each.document != document:
            document = each.document
            click.echo("\n" + head(f"Source document {document}"))
        click.echo(wrap(each.item, f"  {cell(each.id, 8)}"))
        click.echo(dim(wrap(_told(each), "          ")))
    click.echo("\nOne of them in full: csto-sim coverage --row ID")
    return None


def counts(found: tuple[Row, ...]) -> dict[str, int]:
    """Return how many rows there are, are served, and by what; a row can be served in many ways."""
    served = [each for each in found if not each.out_of_scope]
    return {
        "rows": len(found),
        "served": len(served),
        **{
            f"served by {says}": sum(kind in e.by for e in served)
            for kind, (says, _) in KINDS.items()
        },
        "shown by a scenario": sum(bool(each.scenarios) for each in served),
        "shown by a query alone": sum(not each.scenarios for each in served),
        "out of scope, with the reason": len(found) - len(served),
    }


def _told(row: Row) -> str:
    if row.out_of_scope:
        return f"out of scope: {row.out_of_scope}"
    more = len(row.shown_by) - 1
    also = f" and {more} more" if more else ""
    served = (f"right {words(each)}" if "right" in each else words(each) for each in row.serves)
    return f"{'; '.join(served)}: {row.shown_by[0]}{also}"


def words(claim: Claim) -> str:
    """Return a claim in a few words: `instrument (state in force)`, `forces/crrf`."""
    kind = kind_of(claim)
    more = [f"{key} {value}" for key, value in claim.items() if key != kind]
    name = claim[kind] if kind != "right" else f"to {claim[kind]}"
    return f"{name} ({', '.join(more)})" if more else name


def _one(id: str, plain: bool) -> None:
    found = next((each for each in rows() if each.id == id), None)
    if found is None:
        hint = nearest_of(id, [each.id for each in rows()])
        raise refuse(
            "CSTO-331", "there is no such row", id, "s0.001 to s0.196, s1.001 to s1.170", hint
        )
    if plain:
        return show_json(_plain(found))
    click.echo(head(wrap(found.item, f"{found.id}  ")))
    click.echo(dim(wrap(f"source document {found.document}, “{found.phrase}”")))
    if found.out_of_scope:
        click.echo("\n" + wrap(f"Out of scope: {found.out_of_scope}"))
        return None
    for title, claims in (("Served by", found.serves), ("Related, not shown", found.related)):
        if claims:
            click.echo(f"\n{title}")
        for claim in claims:
            click.echo(wrap(words(claim), f"  {cell(kind_of(claim), 11)}", " " * 13))
    click.echo(
        f"\nShown by {count(len(found.shown_by), 'scenario or query', 'scenarios and queries')}"
    )
    for each in found.shown_by:
        click.echo(f"  {each}")
    return None


def _plain(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "document": row.document,
        "item": row.item,
        "phrase": row.phrase,
        "serves": [dict(claim) for claim in row.serves],
        "related": [dict(claim) for claim in row.related],
        "shown_by": list(row.shown_by),
        "out_of_scope": row.out_of_scope or None,
    }
