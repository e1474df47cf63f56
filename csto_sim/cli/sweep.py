"""`csto-sim sweep`: many scenarios under many readings, on all cores or on a cluster."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, database


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR…")
@click.option(
    "--reading",
    "chosen",
    multiple=True,
    metavar="ID=A,B,…|ID",
    help="Try these options of a reading, or all. May be given several times.",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    type=click.Choice(["strict", "practice"]),
    help="Defaults of readings; both may be given.",
)
@click.option(
    "--rulebook",
    "rulebooks",
    multiple=True,
    metavar="ID",
    help="Decide by these rules, one by one.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 1024), metavar="N", help="Processes. [default: the cores]"
)
@click.option("--cluster", metavar="ADDRESS", help="Use the workers of this Dask scheduler.")
@database
@click.option("--no-log", is_flag=True, help="A dry run: nothing is logged.")
@click.option("--resume", metavar="BATCH", help="Go on with a batch: what is logged is not rerun.")
@as_json
def command(
    files: tuple[str, ...],
    chosen: tuple[str, ...],
    modes: tuple[str, ...],
    rulebooks: tuple[str, ...],
    jobs: int | None,
    cluster: str | None,
    db: str,
    no_log: bool,
    resume: str | None,
    plain: bool,
) -> int:
    """Run every scenario under every combination of the readings given, and log each run once.

    Workers compute, this program writes. The runs are a batch, named on stderr when it begins; with
    --resume and that name, and the same files and readings, an interrupted sweep goes on where the
    log ends. Exits with 1 where an expectation failed, with 2 where something could not be run.
    """
    from csto_sim.cli.sweeping import Asked, swept

    if cluster is not None and jobs is not None:
        raise click.UsageError("--jobs counts processes of this machine: not with --cluster.")
    if no_log and resume is not None:
        raise click.UsageError("--resume goes on with what is logged: not with --no-log.")
    return swept(
        Asked(files, chosen, modes, rulebooks, jobs, cluster, None if no_log else db, resume, plain)
    )
