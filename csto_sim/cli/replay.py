"""`csto-sim replay`: run a stored run again and say where it differs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from csto_sim.cli.faults import refuse
from csto_sim.cli.options import as_json, database

if TYPE_CHECKING:
    from csto_sim.record import Certificate, Record


@click.command()
@click.argument("run", type=int)
@database
@click.option("--file", metavar="FILE", help="Where the scenario is now, if it was moved.")
@as_json
def command(run: int, db: str, file: str | None, plain: bool) -> int:
    """Run the stored run of the number RUN again, under its readings and mode, and compare.

    Says `identical`, or what changed since (the scenario, the law, the program) and the first place
    where the records differ; the exit code is then 1. Nothing is logged.
    """
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.options import stored
    from csto_sim.cli.screen import bad, good, wrap

    before = stored(db, run)
    after = _again(before, run, file or before.file)
    changes = _changes(before.certificate, after.certificate)
    place, then, now = _difference(before, after)
    if plain:
        show_json(
            {
                "run": run,
                "identical": not place,
                "changed": changes,
                "differs_at": place,
                "stored": then,
                "now": now,
            }
        )
        return 1 if place else 0
    if not place:
        click.echo(good(f"Run {run}: identical.") + f" {len(after.steps)} steps.")
    else:
        click.echo(bad(f"Run {run}: differs at {place}."))
        click.echo(wrap(then or "(nothing)", "  stored: "))
        click.echo(wrap(now or "(nothing)", "  now:    "))
    for what in changes:
        click.echo(wrap(f"Changed since: {what}.", "  ", "    "))
    if place and not changes:
        text = "Neither the scenario, the law nor the version of the program changed"
        click.echo(wrap(f"{text}; please report this as a fault of the program.", "  ", "    "))
    return 1 if place else 0


def _again(before: Record, run: int, path: str) -> Record:
    from csto_sim.engine.run import run as engine
    from csto_sim.errors import clip
    from csto_sim.scenario.load import load
    from csto_sim.world import Facts

    if not os.path.exists(path):
        raise refuse(
            "CSTO-101",
            f"the scenario of run {run} is not there any more",
            clip(path, 200),
            hint="go to the folder in which it was run, or name the file with --file",
        )
    scenario = load(path)
    # The file may choose other readings by now: those of the stored run are taken.
    by_file = {use.id: use.option for use in before.readings if use.chosen == "scenario"}
    by_command = {use.id: use.option for use in before.readings if use.chosen == "command"}
    scenario = scenario._replace(readings=Facts(by_file), file=before.file)
    decisive = any(use.decisive is not None for use in before.readings)
    return engine(scenario, readings=by_command, mode=before.mode, decisive=decisive)


def _changes(before: Certificate, after: Certificate) -> list[str]:
    found = []
    if before.scenario != after.scenario:
        found.append("the scenario file")
    if before.law != after.law:
        found.append("the data of law, organisation or calendars")
    if before.program != after.program:
        found.append(f"the program ({before.program}, now {after.program})")
    if before.python != after.python:
        found.append(f"Python ({before.python}, now {after.python})")
    return found


def _difference(before: Record, after: Record) -> tuple[str, str, str]:
    """The first place where two records differ, with what stands there; empty when nowhere."""
    from csto_sim.explain import headline

    for old, new in zip(before.steps, after.steps, strict=False):
        if old != new:
            parts = [name for name in old._fields if getattr(old, name) != getattr(new, name)]
            then, now = headline(old), headline(new)
            if then == now:
                part = parts[0]
                then, now = f"{part}: {getattr(old, part)}", f"{part}: {getattr(new, part)}"
            return f"step {old.seq} ({', '.join(parts)})", then, now
    if len(before.steps) != len(after.steps):
        number = min(len(before.steps), len(after.steps))
        then, now = (
            headline(record.steps[number]) if len(record.steps) > number else ""
            for record in (before, after)
        )
        return f"step {number}", then, now
    for name in (
        "outcomes",
        "deadlines",
        "readings",
        "expected",
        "title",
        "mode",
        "since",
        "until",
    ):
        old_part, new_part = getattr(before, name), getattr(after, name)
        if old_part != new_part:
            return (name, *_first(old_part, new_part))
    return "", "", ""


def _first(old: object, new: object) -> tuple[str, str]:
    if isinstance(old, tuple) and isinstance(new, tuple):
        for then, now in zip(old, new, strict=False):
            if then != now:
                return str(then), str(now)
        number = min(len(old), len(new))
        return ", ".join(map(str, old[number:])), ", ".join(map(str, new[number:]))
    return str(old), str(new)
