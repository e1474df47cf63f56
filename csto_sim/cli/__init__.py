"""The command `csto-sim`: one command a file, found by a table, imported when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the program and exit with its code; `args` are those of the command line when not given.

    0: ran, and expectations hold. 1: an expectation failed, `--strict` refused, or a replay
    differs. 2: input or usage that cannot be read. 3: the log could not be read or written.
    70: a fault of the program. 130: interrupted.
    """
    from csto_sim.cli.faults import never_fail_to_write
    from csto_sim.cli.program import program

    never_fail_to_write()
    program.main(None if args is None else list(args), prog_name="csto-sim")
    raise SystemExit(0)
