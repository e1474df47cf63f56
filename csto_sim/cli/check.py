"""`csto-sim check`: read scenarios without running them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csto_sim.cli.files import scenario_files

if TYPE_CHECKING:
    from csto_sim.errors import Unreadable


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR…")
@click.option("--lines", is_flag=True, help="One line for each fault, as editors read them.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing about files that can be read.")
def command(files: tuple[str, ...], lines: bool, quiet: bool) -> int:
    """Read scenarios without running them, and tell every fault at once.

    Nothing is run and nothing is written. Exits with 2 when a file cannot be read.
    """
    from csto_sim.cli.screen import count
    from csto_sim.errors import Unreadable
    from csto_sim.reports.escaped import safe
    from csto_sim.scenario.load import load

    closed: list[Unreadable] = []
    paths = scenario_files(files, closed)
    for unread in closed:
        _wrong(unread, lines)
    wrong = len(closed)
    for path in paths:
        try:
            scenario = load(path)
        except Unreadable as fault:
            wrong += 1
            _wrong(fault, lines)
            continue
        if not quiet:
            acts = count(len({act.origin for act in scenario.acts}), "act")
            expects = count(len(scenario.expect), "expectation")
            click.echo(f"{f'{acts}, {expects}':<24}  {safe(path)}")
    return 2 if wrong else 0


def _wrong(fault: Unreadable, lines: bool) -> None:
    from csto_sim.cli.faults import tell

    if lines:
        click.echo(str(fault))
    else:
        tell(fault)
