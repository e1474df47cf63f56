"""The log of runs: SQLModel tables on SQLite or PostgreSQL, written and read through SQLAlchemy.

`open_log` opens one, `default_target` says which. Neither SQLModel nor SQLAlchemy is imported
before a log is opened, and SQLModel only when one is made on another database than SQLite (see
`docs/log.md`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csto_sim.store.target import default_target

if TYPE_CHECKING:
    from csto_sim.store.log import Log as Log
    from csto_sim.store.runs import RunRow as RunRow

__all__ = ["default_target", "open_log"]


def open_log(target: str | Path | None = None, *, create: bool = True) -> Log:
    """Return the log at a path or SQLAlchemy URL; None stands for `default_target()`.

    A log that is not there yet is made, unless `create` is false. `:memory:` is a log that ends
    with the program. Raises `LogError` with a hint for whatever is wrong with the target: a file
    that is no log is left as it was, and no half-made log stays behind.
    """
    from csto_sim.store.log import Log

    return Log(default_target() if target is None else target, create=create)
