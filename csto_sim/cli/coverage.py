"""`csto-sim coverage`: what scenarios exercised, and what serves the rows of the sources."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json


@click.command()
@click.argument("files", nargs=-1, metavar="PATH…")
@click.option("--seeds", is_flag=True, help="The rows of the two source documents instead.")
@click.option("--row", metavar="ID", help="With --seeds, one row, such as s0.017.")
@click.option("--procedure", metavar="NAME", help="Only the steps and states of one procedure.")
@click.option(
    "--all", "everything", is_flag=True, help="Every line; else what was never exercised."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 when less of provisions, steps and states was exercised.",
)
@as_json
def command(
    files: tuple[str, ...],
    seeds: bool,
    row: str | None,
    procedure: str | None,
    everything: bool,
    fail_under: float | None,
    plain: bool,
) -> int:
    """Say which provisions, steps and states a set of scenarios exercised.

    Each is satisfied, violated, or never exercised; a provision with a period also on its last
    lawful day and on the day after. PATH is a scenario or a folder of them. With `--seeds` each row
    of the two source documents is told with what serves it and what shows that. Nothing is logged.
    """
    if seeds or row:
        if files or procedure or fail_under is not None:
            raise click.UsageError("--seeds tells of the sources: without PATH and its options.")
        from csto_sim.cli import seeds_pages

        seeds_pages.show(row, plain)
        return 0
    if not files:
        raise click.UsageError("Name scenarios or folders, or ask for --seeds.")
    from csto_sim.cli import coverage_pages

    return coverage_pages.show(files, procedure, everything, fail_under, plain)
