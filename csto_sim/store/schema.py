"""Opening a database as a log: the stamp is read, or the tables are made."""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy import StaticPool, create_engine, event, inspect, text
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
    SAWarning,
)

from csto_sim.errors import LogError, clip
from csto_sim.store.columns import PROGRAM, SCHEMA
from csto_sim.store.target import (
    MEMORY,
    NOT_A_LOG,
    NOT_REACHED,
    OTHER_VERSION,
    unknown_scheme,
)

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

WRITES = "csto_sim_writes"
"""The option of a connection whose transactions take the lock for writing at once."""

_EMPTY = ""
_NUMBER = re.compile(r"[0-9]{1,9}")
_PATIENCE = 10_000  # milliseconds that a writer waits for another
_PAGE = 8192  # bytes of a page of a new log: a sixth less time for many runs than with 4096


def engine_for(url: URL) -> Engine:
    """Return an engine for the URL; nothing is connected yet.

    Raises LogError for a scheme that is not known and for a driver that is not installed.
    """
    memory = url.get_backend_name() == "sqlite" and url.database in (None, "", MEMORY)
    options: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SAWarning)
            engine = create_engine(url, **options)
    except NoSuchModuleError:
        raise unknown_scheme(url) from None
    except ImportError as fault:
        driver = clip(fault.name or "that it needs")
        others = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql"}
        other = others.get(url.get_backend_name(), "")
        another = f", or name another driver in the URL ({other}://…)" if other else ""
        raise LogError(
            f"the driver {driver} for {url.drivername} is not installed",
            f"install it beside csto_sim{another}",
            NOT_REACHED,
        ) from None
    except (ArgumentError, SAWarning, TypeError, ValueError) as fault:
        raise not_understood(fault) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def not_understood(fault: Exception) -> LogError:
    """Return the error for an address with something in it that the driver cannot use."""
    return LogError(
        f"the address of the log is not understood: {clip(str(fault), 120)}",
        "write sqlite:///folder/runs.db or postgresql+psycopg://user@host/database",
        NOT_REACHED,
    )


def _prepare(connection: Any, _: object) -> None:
    # The driver's own transactions begin late and without the lock: they are switched off.
    connection.isolation_level = None
    # Bytes that are no UTF-8 come as lone surrogates, so that their row can be named (kinds.py).
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    settings = ("foreign_keys=ON", "synchronous=NORMAL", f"page_size={_PAGE}")
    for setting in (f"busy_timeout={_PATIENCE}", *settings):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_ready(engine: Engine, shown: str, create: bool) -> None:
    """See to it that the database is a log of this schema: one SELECT if it is.

    An empty database gets the tables, all or none of them, if `create` allows it. Raises LogError
    for a database that holds something else and for another schema; lets SQLAlchemyError pass.
    """
    with engine.connect() as connection:
        stamp = _stamp(connection, shown)
    if stamp == _EMPTY:
        if not create:
            raise LogError(
                f"there is no log in {shown}: the database is empty",
                "run a scenario with its log first",
                NOT_REACHED,
            )
        _make(engine, shown)
        return
    _judge(stamp, shown)


def _stamp(connection: Connection, shown: str) -> str:
    found = None
    # Asked a second time: another program may have made the log between the two questions.
    for _ in range(2):
        try:
            asked = text("SELECT value FROM meta WHERE name = 'schema'")
            found = connection.execute(asked).scalar()
            break
        except (OperationalError, ProgrammingError):
            connection.rollback()
            if _is_empty(connection):
                return _EMPTY
    if found is None or not _NUMBER.fullmatch(str(found)):
        raise LogError(
            f"the database {shown} is not a log of {PROGRAM}",
            "name another file or database with --db",
            NOT_A_LOG,
        )
    return str(found)


def _is_empty(connection: Connection) -> bool:
    """Whether a database holds nothing of anybody; views alone are something."""
    found = inspect(connection)
    return not found.get_table_names() and not found.get_view_names()


def _judge(stamp: str, shown: str) -> None:
    if int(stamp) == SCHEMA:
        return
    which = "a newer" if int(stamp) > SCHEMA else "an older"
    raise LogError(
        f"the log {shown} has tables of version {clip(stamp)}; this {PROGRAM} knows {SCHEMA}",
        f"use {which} {PROGRAM}, or begin a new log with --db",
        OTHER_VERSION,
    )


def _make(engine: Engine, shown: str) -> None:
    from csto_sim.store.views import VIEWS
    from csto_sim.store.views import create as create_view

    stamps = (
        ("schema", str(SCHEMA)),
        ("program", PROGRAM),
        ("made_at", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
    )
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        # Another program may have made the log since it was looked at.
        if not _is_empty(connection):
            _judge(_stamp(connection, shown), shown)
            return
        _make_tables(connection)
        for view in VIEWS:
            connection.exec_driver_sql(create_view(view))
        connection.execute(
            text("INSERT INTO meta (name, value) VALUES (:name, :value)"),
            [{"name": name, "value": value} for name, value in stamps],
        )
    if engine.dialect.name == "sqlite":
        _write_ahead(engine)


def _make_tables(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        from csto_sim.store.tables import Base

        Base.metadata.create_all(connection, checkfirst=False)
        return
    # The same tables, printed: importing SQLModel would take as long as all the rest of a run.
    script = files("csto_sim.store").joinpath("sqlite.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def _write_ahead(engine: Engine) -> None:
    """Let readers and a writer work at once; the setting stays with the file."""
    assert engine.dialect.dbapi is not None
    raw = engine.raw_connection()
    try:
        # Where the file system cannot do it, the log works without.
        with suppress(engine.dialect.dbapi.Error):
            raw.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
    finally:
        raw.close()
