"""`csto-sim new`: a commented scenario to start from."""

from __future__ import annotations

import os

import click

from csto_sim.cli.faults import refuse
from csto_sim.cli.files import ENDINGS, typed


@click.command()
@click.argument("name")
def command(name: str) -> None:
    """Write NAME.yaml, a commented scenario that runs as it is.

    An existing file is never written over.
    """
    from csto_sim.expect.updating import write_whole
    from csto_sim.reports.escaped import escaped, safe
    from csto_sim.scenario.starting import starting

    path = name if name.endswith(ENDINGS) else f"{name}.yaml"
    title = os.path.basename(path).rpartition(".")[0]
    if not title:
        raise refuse(
            "CSTO-504", "this is no name for a file", name, hint="csto-sim new my-scenario"
        )
    text = starting(escaped(title))
    try:
        write_whole(path, text.encode(), anew=True)
    except FileExistsError:
        hint = "choose another name; nothing was written"
        raise refuse("CSTO-504", "this file exists already", path, hint=hint) from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        message = f"this file cannot be written: {why}"
        raise refuse("CSTO-506", message, path, hint="name a file in a folder of yours") from None
    click.echo(f"Wrote {safe(path)}. To run it: csto-sim run {typed(path)}")
