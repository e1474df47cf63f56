"""`csto-sim distinguish`: the shortest story on which two readings differ."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--save", metavar="DIR", help="Write the story there as a scenario file.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000_000),
    metavar="N",
    help="Enter some N worlds of each arena at most. [default: 3,000]",
)
@click.option(
    "--days",
    type=click.IntRange(1, 36_525),
    metavar="N",
    help="Stories of N days at most. [default: as long as each shipped scenario lasts]",
)
@as_json
def command(
    one: str, other: str, save: str | None, limit: int | None, days: int | None, plain: bool
) -> int:
    """Find the shortest story in which A and B come out otherwise.

    A and B are what `compare` takes: absence-effect=A, mode=practice, law=2010-01-01; several of
    them stand together with commas. The same acts are done under both, in the arenas of `verify`:
    the acts of shipped scenarios, in any order, with six members or as many as there were on the
    day. Exits with 1 where no difference was found.
    """
    from csto_sim.cli.compare import change_of
    from csto_sim.cli.distinguish_pages import plain_of, show
    from csto_sim.cli.progress import bar, cleared, watched
    from csto_sim.procedures import procedures
    from csto_sim.verify.arenas import arenas_of
    from csto_sim.verify.distinguish import WORLDS, concerning, distinguish

    changes = (change_of(one.split(","), "A"), change_of(other.split(","), "B"))
    if changes[0] == changes[1]:
        raise click.UsageError("A and B are the same.")
    arenas = concerning(changes, arenas_of(tuple(procedures())))
    shown = watched(plain)
    found = distinguish(
        *changes,
        arenas,
        limit=limit or WORLDS,
        days=days or 0,
        progress=bar("arena", "world") if shown else None,
    )
    if shown:
        cleared()
    path = ""
    if save is not None and found.story is not None and found.found is not None:
        from csto_sim.checked import Example
        from csto_sim.cli.saving import write_scenario

        first = changes[0]
        story = found.story._replace(
            title=f"{changes[0].words} and {changes[1].words} come apart",
            readings=found.story.readings.merged(dict(first.readings)),
            mode=first.mode or found.story.mode,
        )
        path = write_scenario(save, story.title, Example(found.found.before, story))
    if plain:
        from csto_sim.cli.jsons import show_json

        show_json(plain_of(found, changes, path))
    else:
        show(found, changes, path)
    return 0 if found.story is not None else 1
