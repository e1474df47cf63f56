"""Where a log is: a path or a URL, looked at before any database is asked."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from csto_sim.errors import LogError, clip, nearest

if TYPE_CHECKING:
    from sqlalchemy import URL

DEFAULT = "csto_sim.db"
"""The log when neither `--db` nor CSTO_SIM_DB names one: a file in the working directory."""

MEMORY = ":memory:"
NOT_WRITTEN, NOT_A_LOG, OTHER_VERSION, NO_SUCH_RUN, IN_USE, NOT_REACHED, DAMAGED = (
    *("CSTO-401", "CSTO-402", "CSTO-403", "CSTO-404", "CSTO-405", "CSTO-406", "CSTO-407"),
)

_SMALLEST = 512  # bytes
_LIKE_A_URL = re.compile(r"(sqlite|postgres|postgresql|mysql|mariadb)(\+\w+)?:")
_SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
_EXAMPLES = "a path, sqlite:///runs.db or postgresql+psycopg://user@host/database"


def default_target() -> str:
    """Return the log to use when none is named: the value of CSTO_SIM_DB, else `csto_sim.db`."""
    return os.environ.get("CSTO_SIM_DB") or DEFAULT


def url_of(target: str | Path) -> URL:
    """Return the SQLAlchemy URL of a path or URL. Raises LogError if it is neither."""
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    written = str(target)
    if not written.strip() or "\0" in written:
        raise LogError("the name of the log is empty or holds a NUL", _hint(), NOT_REACHED)
    if isinstance(target, Path) or ("://" not in written and not _LIKE_A_URL.match(written)):
        return URL.create("sqlite", database=written)
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        shown = clip(re.sub(r"//[^@/]*@", "//…@", written), 60)
        raise LogError(f"the address {shown} is not a database URL", _hint(), NOT_REACHED) from None
    if "\0" in (url.database or ""):
        raise LogError("the name of the log holds a NUL", _hint(), NOT_REACHED)
    return url


def _hint() -> str:
    return f"name {_EXAMPLES} (--db, or CSTO_SIM_DB)"


def unknown_scheme(url: URL) -> LogError:
    """Return the error for a URL whose scheme SQLAlchemy does not know."""
    near = "postgresql" if url.drivername == "postgres" else nearest(url.drivername, _SCHEMES)
    hint = f"write {near}://…" if near else _hint()
    return LogError(f"no database is known by the name {clip(url.drivername)}", hint, NOT_REACHED)


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite log, or None where the log is no plain file."""
    name = url.database
    if url.get_backend_name() != "sqlite" or not name or name == MEMORY or name[:5] == "file:":
        return None
    return Path(name)


def look_at(file: Path, create: bool) -> bool:
    """Return whether the file of a log is there already.

    Raises LogError for a folder, a device, a file too short for a database, a missing folder, and
    for a missing file unless it may be made.
    """
    try:
        if file.is_dir():
            raise LogError(
                f"the path {file} is a folder, not a log",
                f"name a file in it: {file / DEFAULT}",
                NOT_A_LOG,
            )
        if file.exists():
            # SQLite takes whatever is shorter than its smallest page for an empty database.
            if not file.is_file() or 0 < file.stat().st_size < _SMALLEST:
                raise LogError(f"the log {file} is not a database", "name another file", NOT_A_LOG)
            return True
        if not file.parent.is_dir():
            raise LogError(
                f"there is no folder {file.parent} for the log {file.name}",
                "make the folder first, or name another file",
                NOT_REACHED,
            )
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        raise LogError(
            f"the log {clip(str(file), 80)} cannot be opened: {reason}", _hint(), NOT_REACHED
        ) from None
    if not create:
        raise LogError(
            f"there is no log at {file}",
            "run a scenario with its log first, or name the log with --db",
            NOT_REACHED,
        )
    return False
