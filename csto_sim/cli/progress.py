"""A bar that shows how far a long question has come, on a terminal alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

import click

#: As wide as this is the bar.
BAR = 30
#: So many seconds lie between two pictures of it at least.
OFTEN = 0.1


def watched(plain: bool) -> bool:
    """Return whether somebody sees a bar: both streams are a terminal, and no JSON was asked."""
    return sys.stdout.isatty() and sys.stderr.isatty() and not plain


def bar(what: str, counted: str) -> Callable[[int, int, int], None]:
    """Return what draws the bar: how many of how many `what` are behind, and how many `counted`."""
    from csto_sim.cli.screen import columns, count

    last = [0.0]

    def tell(done: int, of: int, number: int) -> None:
        now = monotonic()
        if now - last[0] < OFTEN and done < of:
            return
        last[0] = now
        filled = BAR * done // max(of, 1)
        text = f"[{'#' * filled}{' ' * (BAR - filled)}] {what} {done} of {of}"
        text += f", {count(number, counted)}"
        click.echo(f"\r{text:<{columns(err=True) - 1}}", nl=False, err=True)

    return tell


def cleared() -> None:
    """Take the bar away."""
    from csto_sim.cli.screen import columns

    click.echo(f"\r{' ' * (columns(err=True) - 1)}\r", nl=False, err=True)
