"""`csto-sim robust`: which outcomes hold whatever the readings, and which turn on which."""

from __future__ import annotations

import os

import click

from csto_sim.cli.options import as_json, under


@click.command()
@click.argument("file")
@under
@click.option(
    "--vary",
    multiple=True,
    metavar="ID",
    help="Vary only this reading, as in absence-effect. May be given several times.",
)
@click.option("--keep", is_flag=True, help="Hold the readings that the file chooses.")
@click.option(
    "--limit",
    type=click.IntRange(100),
    default=50_000,
    show_default=True,
    help="Weigh about so many acts at most; what is left out is told.",
)
@click.option("--full", is_flag=True, help="Show for each answer which readings lead to it.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a state or who is bound turns.")
@as_json
def command(
    file: str,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    vary: tuple[str, ...],
    keep: bool,
    limit: int,
    full: bool,
    strict: bool,
    plain: bool,
) -> int:
    """Run a scenario under every combination of the readings that it consults.

    It says which outcomes hold under all of them and which turn on which reading, whether the
    expectations of the file hold under all, and, where a date is known by a stretch, whether an
    answer depends on it. A reading that is not asked is not varied, and courses that have come to
    the same are one; the number of combinations and of courses is told. Nothing is logged.
    """
    from csto_sim.cli import robust_pages as pages
    from csto_sim.cli.files import scenario_files
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.scenario.load import load

    if os.path.isdir(file):
        raise click.UsageError(f"{file} is a folder; name one scenario in it.")
    given = readings_of(chosen)
    varied = pages.known(vary)
    (path,) = scenario_files([file])
    scenario = changed(load(path), facts)
    return pages.show(
        scenario,
        readings=given,
        mode=mode,
        vary=varied,
        keep=keep,
        limit=limit,
        full=full,
        strict=strict,
        plain=plain,
    )
