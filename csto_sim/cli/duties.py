"""`csto-sim duties`: what was owed by the calendar, and whether it was done."""

from __future__ import annotations

import os

import click

from csto_sim.cli.options import as_json, under


@click.command()
@click.argument("file", required=False)
@click.option("--year", type=click.IntRange(1992, 2199), help="A year, from the registers alone.")
@click.option("--every", is_flag=True, help="Also the duties of which FILE tells nothing.")
@under
@as_json
def command(
    file: str | None,
    year: int | None,
    every: bool,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    plain: bool,
) -> None:
    """Say for each duty of the calendar: met on a day, due by one, or missed.

    FILE is a scenario: its duties are read off a run, span by span, and the periods that the run
    kept stand beside them. With `--year` the registers are asked instead; where they tell too
    little, a duty is not told, and never missed. Nothing is logged.
    """
    if (file is None) == (year is None):
        raise click.UsageError("Name a FILE, or a year with --year Y.")
    from csto_sim.cli import duties_pages as pages
    from csto_sim.cli.options import changed, readings_of

    readings = readings_of(chosen)
    if year is not None:
        if facts:
            raise click.UsageError("--set changes a FILE; a year is told as the registers have it.")
        return pages.year(year, readings, mode or "strict", plain)
    from csto_sim.cli.files import scenario_files
    from csto_sim.engine.run import run
    from csto_sim.scenario.load import load

    assert file is not None
    if os.path.isdir(file):
        raise click.UsageError(f"{file} is a folder; name one scenario in it.")
    (path,) = scenario_files([file])
    record = run(changed(load(path), facts), readings=readings, mode=mode)
    return pages.file(record, every, plain)
