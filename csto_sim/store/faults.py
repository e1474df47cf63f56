"""What a database says when it fails, told as help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from csto_sim.errors import LogError, clip
from csto_sim.store.target import IN_USE, NOT_A_LOG, NOT_REACHED, NOT_WRITTEN

_ELSEWHERE = "name another place with --db, or run without a log (--no-log)"

_KNOWN = (
    ("file is not a database", "is not a database", "name another file", NOT_A_LOG),
    ("disk image is malformed", "is damaged", "restore it from a copy", NOT_A_LOG),
    ("malformed database schema", "is damaged", "restore it from a copy", NOT_A_LOG),
    ("unable to open database file", "cannot be opened", _ELSEWHERE, NOT_REACHED),
    ("readonly database", "may not be written", _ELSEWHERE, NOT_WRITTEN),
    ("disk is full", "has no room: the disk is full", _ELSEWHERE, NOT_WRITTEN),
    ("disk i/o error", "cannot be read or written: the disk failed", _ELSEWHERE, NOT_WRITTEN),
    ("is locked", "is in use by another program", "wait for it to end and try again", IN_USE),
)


def told(shown: str, fault: SQLAlchemyError, doing: str) -> LogError:
    """Return what a fault of the database means for the log named `shown`."""
    said = str(fault.orig if isinstance(fault, DBAPIError) and fault.orig else fault)
    for words, meaning, hint, code in _KNOWN:
        if words in said.lower():
            return LogError(f"the log {shown} {meaning}", hint, code)
    first = clip(said.strip().splitlines()[0] if said.strip() else type(fault).__name__, 160)
    code = NOT_WRITTEN if doing == "written" else NOT_REACHED
    return LogError(f"the log {shown} could not be {doing}: {first}", _ELSEWHERE, code)


@contextmanager
def telling(shown: str, doing: str) -> Iterator[None]:
    """Turn whatever the database raises inside into `LogError`; `doing` is `read` or `written`."""
    try:
        yield
    except SQLAlchemyError as fault:
        raise told(shown, fault, doing) from fault
