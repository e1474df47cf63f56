"""`csto-sim log`: what was run and stored."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, database, integer
from csto_sim.cli.program import Listing

TABLES = ("steps", "refusals", "outcomes", "bonds", "deadlines", "readings")


class Runs(Listing):
    """The group; its entries are runs by their number."""

    def holds(self, word: str) -> bool:
        """Return whether there is an entry of that name."""
        return word.isdecimal()


@click.group(cls=Runs, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """What was run and stored. Without a command the runs are listed, newest first."""


@command.command("list")
@database
@click.option("--scenario", default="", metavar="WORDS", help="Part of the file's name or title.")
@click.option("--outcome", default="", metavar="STATE", help="A matter that ended in this state.")
@click.option("--provision", default="", metavar="ID", help="A provision that a step relies on.")
@click.option("--reading", default="", metavar="ID[=OPTION]", help="A reading in use.")
@click.option("--tag", default="", metavar="TAG", help="A tag, as a sweep gives: sweep:BATCH.")
@click.option(
    "--limit", type=click.IntRange(1, 2**31), default=20, show_default=True, help="At most so many."
)
@as_json
def list_(
    db: str,
    scenario: str,
    outcome: str,
    provision: str,
    reading: str,
    tag: str,
    limit: int,
    plain: bool,
) -> None:
    """List the runs, newest first; of several filters all must fit."""
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.options import reading_log
    from csto_sim.cli.screen import dim, head, wrap
    from csto_sim.law.readings import full_id

    with reading_log(db) as log:
        rows = log.runs(
            limit=limit,
            scenario=scenario,
            outcome=outcome,
            provision=provision,
            reading=full_id(reading) if reading else "",
            tag=tag,
        )
    if plain:
        return show_json([row._asdict() for row in rows])
    room = max((len(str(row.id)) for row in rows), default=1)
    for row in rows:
        click.echo(head(wrap(row.title, f"{row.id:>{room}}  ")))
        told = "no expectations"
        if row.held + row.failed:
            told = f"{row.held} held, {row.failed} failed"
        elif row.not_applicable:
            told = f"{row.not_applicable} not applicable"
        about = f"stored {row.stored_at}; {row.steps} steps; {told}; {row.file}"
        click.echo(dim(wrap(about, " " * (room + 2))))
    if not rows:
        click.echo("No run in the log fits.")
    elif len(rows) == limit:
        click.echo(dim(f"The newest {limit}; --limit shows more."))
    return None


@command.command("show")
@click.argument("run", type=integer)
@database
@as_json
def show(run: int, db: str, plain: bool) -> None:
    """Show the stored run RUN as it was shown when it ran."""
    from csto_sim.cli import summary
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.options import stored, telling
    from csto_sim.cli.screen import dim, wrap
    from csto_sim.record import to_plain

    record = stored(db, run)
    with telling(db, run):
        if plain:
            return show_json(to_plain(record))
        summary.show(record)
        made = record.certificate
        about = (
            f"Run {run}, by csto_sim {made.program} on Python {made.python}; "
            f"scenario {made.scenario[:12]}, law {made.law[:12]}."
        )
        click.echo("\n" + dim(wrap(about)))
    return None


@command.command("export")
@click.argument("run", type=integer)
@database
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help="JSON holds the whole record, CSV one table of it.",
)
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="steps",
    show_default=True,
    help="Which table, for CSV.",
)
def export(run: int, db: str, form: str, table: str) -> None:
    """Print the stored run RUN for another program.

    A table without rows is its line of headings. On a terminal signs that it would obey are shown
    as pictures; a file or another program gets them as they are.
    """
    from csto_sim.cli.options import stored, telling

    record = stored(db, run)
    with telling(db, run):
        if form == "json":
            from csto_sim.cli.jsons import show_json
            from csto_sim.record import to_plain

            return show_json(to_plain(record))
        from csto_sim.cli.screen import on_terminal
        from csto_sim.reports.rows import COLUMNS, to_csv
        from csto_sim.reports.rows import TABLES as rows_of

        text = on_terminal(to_csv(rows_of[table](record), COLUMNS[table]))
        # Else click would leave out of the values what looks like a colour.
        click.echo(text, nl=False, color=True)
    return None
