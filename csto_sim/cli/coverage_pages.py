"""What `csto-sim coverage PATH…` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from csto_sim import law
from csto_sim.cli.faults import nearest_of, refuse, tell
from csto_sim.cli.files import scenario_files
from csto_sim.cli.jsons import show_json
from csto_sim.cli.screen import bad, cell, columns, count, dim, good, head, wrap
from csto_sim.coverage.exercised import (
    DAY_AFTER,
    LAST_DAY,
    MARKS,
    SATISFIED,
    VIOLATED,
    Coverage,
    Marks,
    Table,
    Way,
    add,
    blank,
)
from csto_sim.errors import Unreadable
from csto_sim.procedures import procedures
from csto_sim.reports.escaped import safe


def show(
    words: Iterable[str],
    procedure: str | None,
    everything: bool,
    fail_under: float | None,
    plain: bool,
) -> int:
    """Run scenarios and print what they exercised; return the exit code (2: some are unreadable).

    1 when less than `fail_under` percent was exercised.
    """
    coverage, unreadable = gathered(words, procedure)
    done, there = coverage.exercised()
    share = 100 * done / there if there else 100.0
    if plain:
        show_json({**_plain(coverage), "percent": round(share, 1), "unreadable": unreadable})
    else:
        _page(coverage, everything, share)
    if unreadable:
        return 2
    if fail_under is not None and share < fail_under:
        told = f"{share:.1f} percent exercised, less than the {fail_under:g} asked for"
        click.echo(bad(told), err=plain)
        return 1
    return 0


def tables(only: str | None = None) -> tuple[Table, ...]:
    """Return the tables of the procedures as plain values; raise for a name that is none."""
    known = procedures()
    if only is not None and only not in known:
        hint = nearest_of(only, known) or "csto-sim procedures lists them"
        raise refuse("CSTO-304", "there is no such procedure", only, hint=hint)
    found = []
    for name, each in known.items():
        if only in (None, name):
            ways = {
                Way(name, row.act, source.word, (row.target or source).word): row.says
                for row in each.steps
                for source in row.sources
            }
            found.append(Table(name, tuple(state.word for state in each.states), ways))
    return tuple(found)


def gathered(words: Iterable[str], procedure: str | None = None) -> tuple[Coverage, int]:
    """Return what the scenarios of some words exercised, and how many could not be read.

    What cannot be read is told on stderr.
    """
    from csto_sim.engine.run import run
    from csto_sim.scenario.load import load

    chosen = tables(procedure)
    ids = [each.id for each in law.provisions()]
    if procedure is not None:
        ids = [id for id in ids if id in relied_on(procedure)]
    coverage = blank(ids, chosen)
    closed: list[Unreadable] = []
    paths = scenario_files(words, closed)
    for fault in closed:
        tell(fault)
    unreadable = len(closed)
    for number, path in enumerate(paths, 1):
        _progress(f"{number} of {len(paths)}: {path}")
        try:
            record = run(load(path))
        except Unreadable as fault:
            _progress("")
            tell(fault)
            unreadable += 1
            continue
        add(coverage, record._replace(file=path))
    _progress("")
    return coverage, unreadable


def relied_on(procedure: str) -> frozenset[str]:
    """Return the provisions on which a procedure can rest: those of its rows and of its guards."""
    table = procedures()[procedure]
    return frozenset((*table.relies_on, *(id for row in table.steps for id in row.under)))


def _progress(text: str) -> None:
    if sys.stdout.isatty() and sys.stderr.isatty():
        room = columns() - 1
        click.echo(f"\r{' ' * room}\r{safe(text)[:room]}", nl=False, err=True)


def _page(coverage: Coverage, everything: bool, share: float) -> None:
    click.echo(head(f"What {count(coverage.files, 'scenario')} exercised") + "\n")
    told = (("provisions", coverage.provisions), ("steps", coverage.ways))
    for name, marks in (*told, ("states", coverage.states)):
        click.echo(_total(name, marks))
    click.echo(wrap(f"{share:.1f} percent of them all", "  "))
    click.echo("\n" + head("Periods, by provision") + dim("  last lawful day, day after"))
    limits = sorted(id for id in coverage.timed if id in coverage.provisions)
    for id in limits:
        click.echo(_limit(id, coverage.provisions[id]))
    if not limits:
        click.echo("  none ran")
    _list("Provisions", {id: id for id in coverage.provisions}, coverage.provisions, everything)
    ways = {way: _way(way) for way in coverage.ways}
    _list("Steps", ways, coverage.ways, everything)
    states = {key: f"{key[0]}: {key[1]}" for key in coverage.states}
    _list("States", states, coverage.states, everything)


def _total(name: str, found: Mapping[Any, Marks]) -> str:
    done = sum(map(bool, found.values()))
    parts = [f"{done:,} of {len(found):,} exercised"]
    for mark, word in ((SATISFIED, "satisfied"), (VIOLATED, "violated")):
        number = sum(mark in each.counts for each in found.values())
        if number and name != "states":
            parts.append(f"{number:,} {word}")
    parts.append(f"{len(found) - done:,} never")
    return wrap(", ".join(parts), f"  {cell(name, 11)}")


def _limit(id: str, marks: Marks) -> str:
    told = []
    for mark, word, room in ((LAST_DAY, "last day", 15), (DAY_AFTER, "day after", 0)):
        number = marks.counts.get(mark, 0)
        text = cell(f"{word} {number or 'never'}", room)
        told.append(good(text) if number else dim(text))
    return f"  {cell(id, 40)}{''.join(told)}"


def _list(
    title: str, names: Mapping[Any, str], found: Mapping[Any, Marks], everything: bool
) -> None:
    never = [key for key, marks in found.items() if not marks]
    if everything:
        click.echo("\n" + head(title))
        for key, marks in found.items():
            if marks:
                click.echo(wrap(_counted(marks), f"  {names[key]}: ", "      "))
    if never:
        click.echo("\n" + head(f"{title} never exercised"))
        shown = never if everything else never[:SHOWN]
        for key in shown:
            click.echo(wrap(names[key], "  ", "      "))
        if len(never) > len(shown):
            click.echo(dim(f"  and {len(never) - len(shown):,} more (--all shows them)"))


#: So many of what was never exercised are listed without `--all`.
SHOWN = 20


def _counted(marks: Marks) -> str:
    parts = []
    for mark in MARKS:
        if mark in marks.counts:
            place = marks.first[mark]
            where = f"first in {place.file}, step {place.step}"
            parts.append(f"{mark} {marks.counts[mark]:,} ({where})")
    return "; ".join(parts)


def _way(way: Way) -> str:
    target = "the same state" if way.target == way.source else way.target
    return f"{way.procedure}: {way.act or '(of itself)'}: {way.source} → {target}"


def _plain(coverage: Coverage) -> dict[str, Any]:
    return {
        "files": coverage.files,
        "provisions": [
            {"provision": id, "timed": id in coverage.timed, **_marks(marks)}
            for id, marks in coverage.provisions.items()
        ],
        "steps": [{**way._asdict(), **_marks(marks)} for way, marks in coverage.ways.items()],
        "states": [
            {"procedure": procedure, "state": state, **_marks(marks)}
            for (procedure, state), marks in coverage.states.items()
        ],
        "totals": {
            name: {"exercised": sum(map(bool, found.values())), "of": len(found)}
            for name, found in (
                ("provisions", coverage.provisions),
                ("steps", coverage.ways),
                ("states", coverage.states),
            )
        },
    }


def _marks(marks: Marks) -> dict[str, Any]:
    return {
        "exercised": bool(marks),
        **{
            mark.replace(" ", "_"): {
                "count": marks.counts.get(mark, 0),
                "first": marks.first[mark]._asdict() if mark in marks.first else None,
            }
            for mark in MARKS
        },
    }
