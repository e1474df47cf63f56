"""`csto-sim register`: dated facts about bodies, instruments, forces and the rest."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, on_day


@click.command()
@click.argument("name", required=False)
@click.argument("entry", required=False)
@on_day
@click.option("--all", "every", is_flag=True, help="List also what is told and not used.")
@as_json
def command(name: str | None, entry: str | None, day: str | None, every: bool, plain: bool) -> None:
    """List the registers, the entries of the register NAME, or show one ENTRY with its sources.

    Registers hold dated facts: bodies, instruments and their ledgers, forces, exercises, office
    holders, statuses. Where sources contradict each other, ENTRY shows both values, which of them
    is used, and why. The beginning of a NAME or of an ENTRY is enough if no other begins so.
    """
    from csto_sim.cli import register_pages as pages

    if name is not None and entry is None and "/" in name:
        name, _, entry = name.partition("/")
    if not name:
        pages.every(day, plain)
        return
    known = pages.known_register(name)
    if not entry:
        pages.entries(known, day, every, plain)
    else:
        pages.one(known, pages.known_entry(known, entry), day, plain)
