"""`csto-sim run --watch`: run again whenever a scenario changes, until Ctrl-C."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from csto_sim.cli.faults import tell
from csto_sim.cli.files import ENDINGS, scenario_files
from csto_sim.cli.running import Options, run_all
from csto_sim.cli.screen import dim
from csto_sim.errors import CstoError


def watched(words: Sequence[str], options: Options) -> int:
    """Run now and after each change of a scenario file; return the last exit code after Ctrl-C.

    Raises a usage error when the package `watchfiles` is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise click.UsageError(
            "--watch needs the package watchfiles; install it with: pip install 'csto_sim[watch]'"
        ) from None
    # Editors replace files, and a scenario may rest on another beside it: folders are watched.
    folders = sorted({_folder(path) for path in [*words, *scenario_files(words)]})
    code = _again(words, options)
    try:
        for changes in watch(*folders, raise_interrupt=True):
            if any(path.endswith(ENDINGS) for _, path in changes):
                click.echo(dim("\n" + "-" * 80))
                code = _again(words, options)
    except KeyboardInterrupt:
        click.echo()
    return code


def _again(words: Sequence[str], options: Options) -> int:
    """Run once; an error is told, and the watch goes on."""
    try:
        code = run_all(words, options)
    except CstoError as fault:
        tell(fault)
        code = fault.exit_code
    click.echo(dim("Watching; Ctrl-C ends."))
    return code


def _folder(path: str) -> str:
    found = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    return found or "."
