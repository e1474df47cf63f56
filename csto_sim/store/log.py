"""The log of runs: save records whole, list them, load them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from csto_sim.errors import LogError, clip
from csto_sim.record import Record
from csto_sim.store.back import record_from
from csto_sim.store.columns import COLUMNS, WRITTEN
from csto_sim.store.faults import telling
from csto_sim.store.kinds import Misfit, read, shown
from csto_sim.store.rows import Row, Rows
from csto_sim.store.runs import RunRow, query
from csto_sim.store.schema import WRITES, engine_for, make_ready, not_understood
from csto_sim.store.target import DAMAGED, NO_SUCH_RUN, NOT_WRITTEN, file_of, look_at, url_of
from csto_sim.store.texts import Texts
from csto_sim.store.trees import Trees
from csto_sim.store.views import VIEWS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE = 256  # records whose rows are held in memory at a time

_PARTS = ("step", "deadline", "outcome", "bond", "reading", "expectation")


class Log:
    """An open log, a context manager; made by `csto_sim.store.open_log`.

    `shown` names it in messages: the path, or the URL without its password. Every method raises
    `LogError` where the database fails, and nothing else of the database's.
    """

    def __init__(self, target: str | Path, *, create: bool = True) -> None:
        url = url_of(target)
        file = file_of(url)
        self.shown = clip(str(file or url.render_as_string(hide_password=True)), 120)
        there = file is None or look_at(file, create)
        self._engine = engine_for(url)
        try:
            with telling(self.shown, "opened"):
                make_ready(self._engine, self.shown, create)
        except BaseException as fault:
            self.close()
            if file is not None and not there:
                _clear_away(file)
            if isinstance(fault, ValueError | TypeError | OverflowError):
                # The driver meets what the address says only when it connects.
                raise not_understood(fault) from fault
            raise

    def __enter__(self) -> Log:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def save(
        self,
        records: Iterable[Record],
        *,
        tags: Iterable[str] = (),
        keys: Iterable[str] | None = None,
    ) -> list[int]:
        """Store records in one transaction, all or none, and return the numbers of their runs.

        `tags` are given to each of them. Records are taken from the iterable a few hundred at a
        time; from the first on, no other program can write to the log, so an iterable that
        computes long should be saved in several batches. What the iterable itself raises passes
        through, and nothing of the batch is kept.

        `keys`, one for each record, are tags that no two runs share: a record whose key the log
        has already, or that came before in the batch, is passed over. Looked at under the lock for
        writing, so that two programs cannot store one run twice.
        """
        given = tuple(dict.fromkeys(tags))
        waiting = _tagged(records, given, keys)
        chunk = list(islice(waiting, _AT_ONCE))
        if not chunk:
            return []
        stored_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with self._writing() as connection:
            first = _next(connection, "run")
            run = first
            trees, texts = Trees(connection, _next(connection, "tree") - 1), Texts()
            while chunk:
                if keys is not None:
                    # The key is the last tag of each.
                    there = self._there(connection, [tags[-1] for _, tags in chunk])
                    chunk = [each for each in chunk if not _seen(each[1][-1], there)]
                with self._told_of_values():
                    rows = Rows(texts)
                    numbers = trees.numbers([record for record, _ in chunk], rows)
                    for (record, own), found in zip(chunk, numbers, strict=True):
                        rows.add(record, run, first, stored_at, found, own)
                        run += 1
                    for table in WRITTEN:
                        self._insert(connection, table, rows.of[table])
                chunk = list(islice(waiting, _AT_ONCE))
        return list(range(first, run))

    def keys(self, tag: str, beginning: str) -> set[str]:
        """Return the tags that begin so of all runs that have `tag`."""
        asked = "SELECT t.tag FROM tag b JOIN tag t ON t.run_id = b.run_id WHERE b.tag = :tag"
        with self._reading() as connection:
            found = [str(row[0]) for row in connection.execute(text(asked), {"tag": tag})]
        return {each for each in found if each.startswith(beginning)}

    def load(self, run: int) -> Record:
        """Return the record of a run, equal to the one that was saved.

        Raises LogError if there is no such run, or if its rows have been damaged.
        """
        with self._reading() as connection:
            found = connection.execute(
                text(f"SELECT {', '.join(RunRow._fields)} FROM run WHERE id = :run"),
                {"run": _number(run)},
            ).first()
            if found is None:
                raise LogError(
                    f"there is no run {run} in the log {self.shown}",
                    "csto-sim log list shows the runs that there are",
                    NO_SUCH_RUN,
                )
            rows: dict[str, list[Row]] = {
                table: self._rows_of(connection, table, run) for table in _PARTS
            }
            rows["run"] = [tuple(found)]
            for table, key in (("tree", "id"), ("finding", "tree_id")):
                rows[table] = self._of_trees(connection, table, key, run)
        with self._told_of_rows(f"run {run} in the log {self.shown}"):
            return record_from(rows)

    def exists(self, run: int) -> bool:
        """Return whether the log has a run of that number."""
        with self._reading() as connection:
            asked = text("SELECT 1 FROM run WHERE id = :run")
            return connection.execute(asked, {"run": _number(run)}).first() is not None

    def runs(
        self,
        *,
        limit: int | None = 20,
        before: int | None = None,
        scenario: str = "",
        procedure: str = "",
        outcome: str = "",
        provision: str = "",
        on: str = "",
        stored: str = "",
        reading: str = "",
        tag: str = "",
    ) -> list[RunRow]:
        """Return the runs that meet all filters given, newest first.

        `limit` is the most to return (None: all), `before` a run number to go on from. `scenario`
        is a part of the file's name or of the title; `procedure` and `outcome` (a state) are those
        of one case of the run; `provision` is an id on which a step relies; `on` an ISO day from
        the first step to the last; `stored` the start of the UTC time of storing, such as 2026-01;
        `reading` an id or `id=option` in use; `tag` a tag.
        """
        sql, parameters = query(
            limit=limit,
            before=before,
            scenario=scenario,
            procedure=procedure,
            outcome=outcome,
            provision=provision,
            on=on,
            stored=stored,
            reading=reading,
            tag=tag,
        )
        with self._reading() as connection:
            found = [tuple(row) for row in connection.execute(text(sql), parameters)]
        with self._told_of_rows(f"the log {self.shown}"):
            return [RunRow(**row) for row in read("run", found)]

    def rows(self, name: str, run: int | None = None) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table or view as dictionaries by column, for JSON or CSV.

        With `run`, only those of one run. Values are words, whole numbers, True, False and None.
        Raises LogError at once for a name that is neither, or that has no column for the run.
        """
        columns = VIEWS[name].names if name in VIEWS else COLUMNS.get(name, ())
        key = next((each for each in ("run", "run_id") if each in columns), "")
        key = "id" if name == "run" else key
        if not columns or (run is not None and not key):
            known = [*VIEWS, *(each for each in COLUMNS if "run_id" in COLUMNS[each])]
            raise LogError(
                f"the log has no rows of runs under the name {clip(name)}",
                f"name one of {', '.join(known)}",
                NO_SUCH_RUN,
            )
        sql = f"SELECT {', '.join(columns)} FROM {name}"
        sql += f" WHERE {key} = :run" if run is not None else ""
        sql += f" ORDER BY {', '.join(columns[:3])}"
        return self._dictionaries(name, sql, columns, {} if run is None else {"run": _number(run)})

    def _dictionaries(
        self, name: str, sql: str, columns: tuple[str, ...], parameters: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        with self._reading() as connection:
            for row in connection.execute(text(sql), parameters):
                with self._told_of_rows(f"the log {self.shown}"):
                    found = shown(name, columns, tuple(row))
                yield found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with telling(self.shown, "read"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            telling(self.shown, "written"),
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            if self._engine.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE run IN SHARE ROW EXCLUSIVE MODE")
            yield connection

    @contextmanager
    def _told_of_values(self) -> Iterator[None]:
        try:
            yield
        except (TypeError, ValueError, OverflowError, RecursionError) as fault:
            raise LogError(
                f"a record holds a value that the log cannot keep: {clip(str(fault), 120)}",
                "nothing was stored; a record holds words, whole numbers, tuples and facts",
                NOT_WRITTEN,
            ) from fault

    @contextmanager
    def _told_of_rows(self, about: str) -> Iterator[None]:
        try:
            yield
        except (Misfit, RecursionError) as fault:
            raise LogError(
                f"{about} is damaged: {fault}",
                "restore the log from a copy, or run the scenario again with another log (--db)",
                DAMAGED,
            ) from fault

    def _insert(self, connection: Connection, table: str, rows: list[Row]) -> None:
        if not rows:
            return
        columns = COLUMNS[table]
        dialect = self._engine.dialect
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES"
        mark = {"qmark": "?", "format": "%s", "pyformat": "%s"}.get(dialect.paramstyle)
        if mark is not None:
            # The driver takes the tuples as they are: nothing is built for each row.
            connection.exec_driver_sql(f"{into} ({', '.join([mark] * len(columns))})", rows)
        else:
            named = f"{into} ({', '.join(f':{column}' for column in columns)})"
            connection.execute(text(named), [dict(zip(columns, row, strict=True)) for row in rows])

    def _there(self, connection: Connection, keys: list[str]) -> set[str]:
        """Those of the keys that runs in the log have."""
        if not keys:
            return set()
        named = {f"key{n}": key for n, key in enumerate(keys)}
        among = ", ".join(f":{name}" for name in named)
        found = connection.execute(text(f"SELECT tag FROM tag WHERE tag IN ({among})"), named)
        return {str(row[0]) for row in found}

    def _rows_of(self, connection: Connection, table: str, run: int) -> list[Row]:
        columns = COLUMNS[table]
        order = "outcome_n, n" if table == "bond" else "n"
        found = connection.execute(
            text(f"SELECT {', '.join(columns)} FROM {table} WHERE run_id = :run ORDER BY {order}"),
            {"run": run},
        )
        return [tuple(row) for row in found]

    def _of_trees(self, connection: Connection, table: str, key: str, run: int) -> list[Row]:
        columns = COLUMNS[table]
        found = connection.execute(
            text(
                f"SELECT {', '.join(columns)} FROM {table} WHERE {key} IN "
                f"(SELECT tree_id FROM step WHERE run_id = :run) ORDER BY {', '.join(columns[:2])}"
            ),
            {"run": run},
        )
        return [tuple(row) for row in found]


def _tagged(
    records: Iterable[Record], tags: tuple[str, ...], keys: Iterable[str] | None
) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Each record with its tags; its key, where there are keys, is the last of them."""
    if keys is None:
        return ((record, tags) for record in records)
    return ((record, (*tags, key)) for record, key in zip(records, keys, strict=True))


def _seen(key: str, there: set[str]) -> bool:
    """Whether a key is among those that are there; from now on it is."""
    if key in there:
        return True
    there.add(key)
    return False


def _next(connection: Connection, table: str) -> int:
    last = connection.execute(text(f"SELECT max(id) FROM {table}")).scalar()
    return 1 + int(last or 0)


def _number(run: int) -> int:
    """Return the number, or 0, which no run has, where the database could not hold it."""
    return run if 0 < run < 2**31 else 0


def _clear_away(file: Path) -> None:
    """Remove the empty file that a failed attempt to make a log has left."""
    try:
        if file.stat().st_size == 0:
            file.unlink()
    except OSError:
        return
