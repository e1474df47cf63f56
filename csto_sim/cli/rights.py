"""`csto-sim rights`: who may do what, by status and day."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, on_day


@click.command()
@click.argument("status", nargs=-1)
@on_day
@as_json
def command(status: tuple[str, ...], day: str | None, plain: bool) -> None:
    """Say who may do what: the matrix of rights, or the rights of one STATUS.

    STATUS is member, suspended member, member without vote, partner, observer, Parliamentary
    Assembly observer, guest or invited person. Each right is told with its conditions, the
    provisions that say so, how they are known, and the readings on which it turns. Where the
    sources say nothing of a right it is not stated.
    """
    from csto_sim.cli import rights_pages as pages

    if not status:
        pages.matrix(day, plain)
    else:
        pages.one(pages.known_status(" ".join(status)), day, plain)
