"""Keeping records in the log: opened when the first is there, saved whole or not at all."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from csto_sim.cli.options import opened, shown
from csto_sim.cli.screen import count

if TYPE_CHECKING:
    from csto_sim.record import Record
    from csto_sim.store import Log

#: So many records are saved at once; each is whole in the log or not in it.
BATCH = 100


class Keeper:
    """What a command keeps of its runs: nothing when `db` is None, else rows in that log.

    The store is not imported before `open` is called. Leaving it as a context saves what is left;
    after an interruption too.
    """

    def __init__(self, db: str | None) -> None:
        self.db = db
        self.numbers: list[int] = []
        self._log: Log | None = None
        self._waiting: list[Record] = []

    def __enter__(self) -> Keeper:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        from csto_sim.errors import LogError

        try:
            if not isinstance(fault, LogError):
                self.save()
        finally:
            if self._log is not None:
                self._log.close()
                self._log = None

    def open(self) -> None:
        """Open the log, so that what is wrong with it is told first. Raises `LogError`."""
        if self.db is not None and self._log is None:
            self._log = opened(self.db)

    def add(self, record: Record) -> None:
        """Keep a record, in a batch with others. Raises `LogError`."""
        if self.db is not None:
            self._waiting.append(record)
            if len(self._waiting) >= BATCH:
                self.save()

    def save(self, tags: tuple[str, ...] = ()) -> None:
        """Save what waits with these tags, all of it or nothing. Raises `LogError`."""
        if self._waiting:
            self.open()
            assert self._log is not None
            batch, self._waiting = self._waiting, []
            self.numbers += self._log.save(batch, tags=tags)

    def told(self) -> str:
        """Return the sentence on what was logged; empty when nothing was."""
        if self.db is None or not self.numbers:
            return ""
        where = shown(self.db)
        if len(self.numbers) == 1:
            return f"Logged as run {self.numbers[0]} in {where}."
        first, last = self.numbers[0], self.numbers[-1]
        if last - first + 1 == len(self.numbers):
            return f"Logged as runs {first} to {last} in {where}."
        return f"Logged {count(len(self.numbers), 'run')}, {first} to {last}, in {where}."
