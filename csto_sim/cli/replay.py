"""`csto-sim replay`: run a stored run again and say where it differs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from csto_sim.cli.faults import refuse
from csto_sim.cli.options import as_json, database, integer

if TYPE_CHECKING:
    from csto_sim.record import Certificate, Record
    from csto_sim.scenario.model import Scenario

#: So many differences are told.
MOST = 20


@click.command()
@click.argument("run", type=integer)
@database
@click.option("--file", metavar="FILE", help="Where the scenario is now, if it was moved.")
@as_json
def command(run: int, db: str, file: str | None, plain: bool) -> int:
    """Run the stored run of the number RUN again, under its readings and mode, and compare.

    Says `identical`, or what changed since (the scenario, the law, the program), the first step
    that differs, and what differs in outcomes, deadlines and readings, field by field; the exit
    code is then 1. Nothing is logged.
    """
    from csto_sim.cli.options import stored, telling

    before = stored(db, run)
    with telling(db, run):
        see_to_terms(before)
    after = _again(before, run, file or before.file)
    with telling(db, run):
        return _compared(run, before, after, plain)


def see_to_terms(before: Record) -> None:
    """Raise ValueError for a mode or a reading that this program does not know."""
    from csto_sim.engine.run import MODES
    from csto_sim.law import readings

    if before.mode not in MODES:
        raise ValueError(f"there is no mode {before.mode!r}")
    for use in before.readings:
        if use.chosen != "default" and use.option not in readings()[use.id].options:
            raise ValueError(f"there is no reading {use.id}={use.option}")


def _compared(run: int, before: Record, after: Record, plain: bool) -> int:
    from csto_sim.cli.differing import differences, in_short, place_of
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.screen import bad, good, wrap

    changes = _changes(before.certificate, after.certificate)
    place = place_of(before, after)
    found = list(differences(before, after)) if place else []
    if plain:
        show_json(
            {
                "run": run,
                "identical": not place,
                "changed": changes,
                "differs_at": place,
                "differences": [each._asdict() for each in found],
            }
        )
        return 1 if place else 0
    if not place:
        click.echo(good(f"Run {run}: identical.") + f" {len(after.steps)} steps.")
    else:
        click.echo(bad(f"Run {run}: differs at {place}."))
    told = in_short(found)
    for each in told[:MOST]:
        click.echo(wrap(f"{each}.", "  ", "      "))
    if len(told) > MOST:
        click.echo(wrap(f"… {len(told) - MOST} more; --json gives all", "  "))
    for what in changes:
        click.echo(wrap(f"Changed since: {what}.", "  ", "    "))
    if place and not changes:
        text = "Neither the scenario, the law nor the version of the program changed"
        click.echo(wrap(f"{text}; please report this as a fault of the program.", "  ", "    "))
    return 1 if place else 0


def _again(before: Record, run: int, path: str) -> Record:
    from csto_sim.engine.run import rulebook_in
    from csto_sim.engine.run import run as engine

    scenario, by_command = scenario_of(before, run, path)
    decisive = any(use.decisive is not None for use in before.readings)
    return engine(
        scenario,
        readings=by_command,
        mode=before.mode,
        decisive=decisive,
        rulebook=rulebook_in(before.title, scenario),
    )


def scenario_of(
    before: Record, run: int, path: str, hint: str = ""
) -> tuple[Scenario, dict[str, str]]:
    """Return the scenario of a stored run as its file has it now, under the readings of the run.

    The second is the options, by full id, that were chosen on the command line. Raises `Unreadable`
    where `path` is no file, or none that can be read; `hint` says what to do about it.
    """
    from csto_sim.errors import clip
    from csto_sim.scenario.load import load
    from csto_sim.world import Facts

    if not os.path.exists(path):
        raise refuse(
            "CSTO-101",
            f"the scenario of run {run} is not there any more",
            clip(path, 200),
            hint=hint or "go to the folder in which it was run, or name the file with --file",
        )
    scenario = load(path)
    # The file may choose other readings by now: those of the stored run are taken.
    by_file = {use.id: use.option for use in before.readings if use.chosen == "scenario"}
    by_command = {use.id: use.option for use in before.readings if use.chosen == "command"}
    return scenario._replace(readings=Facts(by_file), file=before.file), by_command


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
