"""`csto-sim run`: run scenarios, say what follows, log it."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, database, under


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR…")
@under
@click.option("--rulebook", metavar="ID", help="Decide by the rules of another organisation.")
@click.option("--strict", is_flag=True, help="A refused act makes the exit code 1.")
@database
@click.option("--no-log", is_flag=True, help="A dry run: nothing is logged.")
@as_json
@click.option("--junit", metavar="FILE", help="Write the results as JUnit XML; - for stdout.")
@click.option("--update", is_flag=True, help="Write what was found into `expect:` of each file.")
@click.option("--watch", is_flag=True, help="Run again after each change; logs only with --db.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what failed.")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    rulebook: str | None,
    strict: bool,
    db: str,
    no_log: bool,
    plain: bool,
    junit: str | None,
    update: bool,
    watch: bool,
    quiet: bool,
) -> int:
    """Run scenarios and say what follows, each step with the provision that decided it.

    A folder means every scenario in it and below. A scenario that comes with the program can be
    named without its path, as in decision/2009-06-14-crrf. What can be read is run even where other
    files cannot; the exit code is then 2. A run under `--set` is a quick look and is not logged.
    """
    from csto_sim.cli.options import existing_rulebook, readings_of
    from csto_sim.cli.running import Options, run_all

    given = ctx.get_parameter_source("db") is click.core.ParameterSource.COMMANDLINE
    if update and (chosen or mode or facts or rulebook):
        raise click.UsageError(
            "--update writes what holds for the file as it is: without --reading, --mode and --set."
        )
    if plain and junit == "-":
        raise click.UsageError("--json and --junit - cannot both go to stdout.")
    dry = no_log or bool(facts) or (watch and not given)
    options = Options(
        readings=readings_of(chosen),
        mode=mode,
        facts=facts,
        rulebook=existing_rulebook(rulebook),
        strict=strict,
        db=None if dry else db,
        plain=plain,
        junit=junit,
        update=update,
        quiet=quiet,
    )
    if watch:
        from csto_sim.cli.watching import watched

        return watched(files, options)
    return run_all(files, options)
