"""`csto-sim explore`: every course of a scenario in which something varies."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, database, under


@click.command()
@click.argument("file", metavar="FILE")
@under
@click.option(
    "--by",
    "asked",
    multiple=True,
    type=click.Choice(["state", "effective", "bound"]),
    help="What makes an outcome: the states, since when it has effect, whom it binds.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000_000),
    metavar="N",
    help="Tell some N worlds apart at most. [default: 200,000]",
)
@click.option(
    "--seconds", type=click.FloatRange(0, min_open=True), metavar="S", help="Stop after S seconds."
)
@database
@click.option("--no-log", is_flag=True, help="The examples are not logged.")
@as_json
def command(
    file: str,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    asked: tuple[str, ...],
    limit: int | None,
    seconds: float | None,
    db: str,
    no_log: bool,
    plain: bool,
) -> int:
    """Count every course of a scenario: each outcome with an example and what decided it.

    What varies stands in the file under `vary:`; where it says nothing, each member may come or
    stay away, and consent or object. The counts are exact: courses are not sampled, and those that
    come to the same world are followed as one. One example of each outcome, the shortest, is
    logged as a run. Exits with 1 when it had to stop at a limit.
    """
    from csto_sim.cli.explore_pages import show
    from csto_sim.cli.files import one_file
    from csto_sim.cli.keeping import Keeper
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.cli.progress import bar, cleared, watched
    from csto_sim.scenario.load import load
    from csto_sim.verify.explore import WORLDS, explore

    readings = readings_of(chosen)
    scenario = changed(load(one_file(file, "explore")), facts)
    shown = watched(plain)
    with Keeper(None if no_log or facts else db) as keeper:
        keeper.open()
        found = explore(
            scenario,
            readings=readings,
            mode=mode,
            asked=("state", *(each for each in asked if each != "state")),
            limit=limit or WORLDS,
            seconds=seconds or 0,
            progress=bar("step", "world") if shown else None,
        )
        if shown:
            cleared()
        for each in found.outcomes:
            keeper.add(each.record)
        keeper.save(tags=("explored",))
    if plain:
        from csto_sim.cli.explore_json import plain_of
        from csto_sim.cli.jsons import show_json

        show_json(plain_of(found, keeper.numbers))
    else:
        show(found, keeper.told(), no_log or bool(facts))
    return 0 if found.complete else 1
