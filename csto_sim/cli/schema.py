"""`csto-sim schema`: the JSON Schema of scenario files, for editors."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """Print the JSON Schema of scenario files.

    Saved to a file, it lets an editor complete keys and mark mistakes while a scenario is written.
    """
    from csto_sim.cli.jsons import show_json
    from csto_sim.scenario.schema import schema

    show_json(schema())
