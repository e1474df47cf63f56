"""What `csto-sim distinguish` prints: the story, and what comes of it under each of the two."""

from __future__ import annotations

from typing import Any

import click

from csto_sim.cli.compare_pages import because_of, flips_of
from csto_sim.cli.screen import bad, count, dim, head, wrap
from csto_sim.parted import Change, Compared
from csto_sim.verify.distinguish import Distinguished


def show(found: Distinguished, changes: tuple[Change, Change], path: str) -> None:
    """Print the story at 80 columns, with what comes of it under A and under B."""
    one, other = changes
    if found.story is None or found.found is None:
        told = f"No difference between {one.words} and {other.words} within "
        told += f"{count(found.days, 'day')} and {count(found.members, 'member')}"
        click.echo(bad(wrap(f"{told}: {_within(found)}.")))
        return
    click.echo(head(wrap(f"{one.words} and {other.words} come apart")))
    click.echo(dim(wrap(f"with acts of {found.story.about.partition('“')[2].rstrip('”.')}")))
    click.echo()
    _steps(found.found)
    click.echo()
    for line in flips_of(found.found):
        click.echo(line)
    for line in because_of(found.found, ("A", "B")):
        click.echo(line)
    click.echo()
    click.echo(wrap(f"The shortest of {_within(found)}."))
    if path:
        click.echo(wrap(f"csto-sim compare {path} --with {other.words.replace(', ', ' --with ')}"))


def _within(found: Distinguished) -> str:
    told = f"{count(found.arenas, 'arena')}, {count(found.worlds, 'world')}"
    if found.cut:
        return f"{told}, {found.cut:,} of the arenas not entered to the end"
    return f"{told}, each arena entered to its end" if found.story is None else told


def _steps(found: Compared) -> None:
    from csto_sim.explain import headline
    from csto_sim.explain.steps import OF

    of = {OF + one.case: one.procedure for one in found.before.outcomes}
    for step in found.before.steps:
        if step.kind in ("act", "refusal", "time"):
            click.echo(wrap(" ".join(headline(step, of).split()), "  ", "      "))


def plain_of(found: Distinguished, changes: tuple[Change, Change], path: str) -> dict[str, Any]:
    """Return all of it as JSON-ready values."""
    story = found.story
    return {
        "format": 1,
        "a": changes[0].words,
        "b": changes[1].words,
        "differ": story is not None,
        "acts": []
        if story is None
        else [
            {"time": act.time.written, "act": act.name, "by": act.by, "case": act.case}
            for act in story.acts
        ],
        "flips": [] if found.found is None else [flip._asdict() for flip in found.found.flips],
        "saved": path or None,
        "arenas": found.arenas,
        "worlds": found.worlds,
        "not_to_the_end": found.cut,
        "days": found.days,
        "members": found.members,
    }
