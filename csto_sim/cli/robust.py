"""`csto-sim robust`: one scenario under every combination of the readings that it consults."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, under


@click.command()
@click.argument("file", metavar="FILE")
@under
@click.option("--vary", multiple=True, metavar="ID", help="Vary this reading, hold all others.")
@click.option("--keep", is_flag=True, help="Hold the readings that the file chooses.")
@click.option("--no-dates", is_flag=True, help="Leave dates that are known as a range.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000_000),
    metavar="N",
    help="Weigh some N acts at most. [default: 100,000]",
)
@click.option("--full", is_flag=True, help="Print every table, however long.")
@click.option("--strict", is_flag=True, help="An answer that turns makes the exit code 1.")
@as_json
def command(
    file: str,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    vary: tuple[str, ...],
    keep: bool,
    no_dates: bool,
    limit: int | None,
    full: bool,
    strict: bool,
    plain: bool,
) -> int:
    """Say which answers hold under every reading, and on which readings the others turn.

    Every combination of the readings that the scenario consults is accounted for; a reading given
    by --reading is held. A date that is known as a range is tried at its ends and wherever the
    answer can change. Nothing is logged. Exits with 1 when it had to stop at the limit.
    """
    from csto_sim.cli.files import one_file
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.cli.progress import bar, cleared, watched
    from csto_sim.cli.robust_pages import show
    from csto_sim.engine.robust import robust
    from csto_sim.engine.space import LIMIT
    from csto_sim.engine.stretches import stretches
    from csto_sim.scenario.load import load

    readings = readings_of(chosen)
    names = _existing(vary)
    _see_to_it_that_one_is_meant(readings, names)
    scenario = changed(load(one_file(file, "robust")), facts)
    shown = watched(plain)
    found = robust(
        scenario,
        readings=readings,
        mode=mode,
        vary=names,
        keep=keep,
        limit=limit or LIMIT,
        progress=bar("act", "course") if shown else None,
    )
    if shown:
        cleared()
    dated, runs = ((), 0) if no_dates else stretches(scenario, readings=readings, mode=mode)
    if plain:
        from csto_sim.cli.jsons import show_json
        from csto_sim.cli.robust_json import plain_of

        show_json(plain_of(found, dated, runs))
    else:
        show(found, dated, runs, full)
    turns = any(not each.robust for each in found.answers) or bool(found.uncounted)
    turns = turns or any(each.matters for each in dated)
    return 1 if not found.complete or (strict and turns) else 0


def _existing(vary: tuple[str, ...]) -> tuple[str, ...]:
    """The readings of `--vary` by full id; raise `Unreadable` for those that do not exist."""
    from csto_sim.cli.faults import nearest_of, refuse
    from csto_sim.errors import Complaints, clip
    from csto_sim.law import full_id, readings

    faults = Complaints()
    found = []
    for word in vary:
        full = full_id(word.strip())
        if full in readings():
            found.append(full)
            continue
        hint = nearest_of(full, readings()) or "csto-sim law readings lists them"
        message = f"there is no reading {clip(word)!r}"
        fault = refuse("CSTO-305", message, f"--vary {clip(word, 50)}", hint=hint)
        faults.extend(fault.complaints)
    faults.settle()
    return tuple(found)


def _see_to_it_that_one_is_meant(held: dict[str, str], varied: tuple[str, ...]) -> None:
    both = [id for id in varied if id in held]
    if both:
        raise click.UsageError(
            f"{both[0]} is held by --reading and varied by --vary; keep one of them."
        )
