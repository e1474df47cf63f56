"""A sweep: pieces of work go out, what comes back is stored by one hand, each run once."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csto_sim.engine.many import collector_resting
from csto_sim.errors import Complaint, LogError, Unreadable
from csto_sim.record import Record
from csto_sim.reports.escaped import escaped
from csto_sim.sweep.plan import Part, Piece, Run, paths_of, pieces
from csto_sim.sweep.work import Answer, identity, read
from csto_sim.sweep.workers import Workers, unusable

if TYPE_CHECKING:
    from csto_sim.store import Log

AT_ONCE = 256
"""Runs stored in one transaction, at most some more; each transaction is whole or not there."""

LONGEST = 5.0
"""Seconds after which what has come in is stored, however little it is."""

AGAIN = 3
"""Times that a piece of work is sent again after its worker was lost."""

WATCH = 1.0
"""Seconds between looks at the workers while nothing comes in."""

BATCH_TAG = "sweep:"
KEY_TAG = "sweep-run:"


@dataclass
class Swept:
    """What came of a sweep: counts of runs, and of what the expectations of files found.

    `known` were in the log before; `ran` were made now, `stored` of them are in the log. `faults`
    holds each file or run that could not be made, once. `seconds` is clock time.
    """

    planned: int
    known: int = 0
    ran: int = 0
    stored: int = 0
    held: int = 0
    failed: int = 0
    other: int = 0
    refusals: int = 0
    workers: int = 1
    lost: int = 0
    seconds: float = 0.0
    unmade: int = 0
    faults: dict[tuple[Complaint, ...], Run] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Runs of the plan that are accounted for."""
        return self.known + self.ran + self.unmade


Progress = Callable[[Swept], None]


def known_keys(log: Log, batch: str) -> set[str]:
    """Return the keys of the runs of a batch that the log has. Raises `LogError`."""
    tags = log.keys(BATCH_TAG + batch, KEY_TAG)
    return {each.removeprefix(KEY_TAG) for each in tags}


def sweep(
    batch: str,
    plan: Sequence[Run],
    workers: Workers,
    log: Log | None = None,
    progress: Progress | None = None,
    swept: Swept | None = None,
) -> Swept:
    """Make every run of a plan that the log does not have of this batch, store it, return counts.

    What has come in is stored also when the sweep is interrupted or given up; `swept`, where it is
    given, then tells how far it came. `progress` is called after each piece of work.

    Raises `Unreadable` where the cluster cannot be used (CSTO-508) or work was lost again and again
    (CSTO-509), and `LogError`.
    """
    swept = Swept(len(plan)) if swept is None else swept
    began = time.monotonic()
    known = known_keys(log, batch) if log is not None else set()
    places = [n for n, each in enumerate(plan) if each.key not in known]
    swept.known = len(plan) - len(places)
    hand = _Hand(log, batch)
    try:
        for answer in _answers(plan, places, workers):
            _see_to_law(answer, workers)
            with collector_resting():
                for done in answer.done():
                    run = plan[done.place]
                    if done.record is None:
                        assert done.fault is not None
                        swept.unmade += 1
                        swept.faults.setdefault(done.fault.complaints, run)
                        continue
                    record = done.record._replace(file=escaped(done.record.file))
                    _count(record, swept)
                    hand.add(record, run.key)
                hand.save_in_time()
            swept.stored, swept.lost = hand.stored, workers.lost
            swept.workers = max(swept.workers, workers.count())
            swept.seconds = time.monotonic() - began
            if progress is not None:
                progress(swept)
    except LogError:
        hand.give_up()
        raise
    finally:
        hand.save()
        swept.stored, swept.lost = hand.stored, workers.lost
        swept.seconds = time.monotonic() - began
    return swept


def _answers(plan: Sequence[Run], places: Sequence[int], workers: Workers) -> Iterator[Answer]:
    """Send the pieces of work out, twice as many as there are workers, and yield what comes."""
    left = deque(pieces(places, workers.count()))
    out: dict[Future[Answer], Piece] = {}
    losses: Counter[Piece] = Counter()
    while left or out:
        room = 2 * workers.count()
        while left and len(out) < room:
            piece = left.popleft()
            out[workers.submit(_parts(plan, piece, workers.reads_files))] = piece
        done, _ = wait(out, timeout=WATCH, return_when=FIRST_COMPLETED)
        if not done:
            workers.attend()
        for future in done:
            piece = out.pop(future)
            fault = CancelledError() if future.cancelled() else future.exception()
            if fault is None:
                yield future.result()
                continue
            if not workers.is_lost(fault):
                raise fault
            losses[piece] += 1
            if losses[piece] > AGAIN:
                raise _lost(plan, piece)
            left.append(piece)


def _parts(plan: Sequence[Run], piece: Piece, by_path: bool) -> list[Part]:
    return [
        Part(
            path,
            None if by_path else read(path),
            tuple((place, plan[place].combination) for place in places),
        )
        for path, places in paths_of(plan, piece)
    ]


def _see_to_law(answer: Answer, workers: Workers) -> None:
    """Raise `Unreadable` where a worker has another program or another law than this one."""
    if (answer.program, answer.law) != identity():
        why = f"a worker there has csto_sim {answer.program} with other law than this one"
        if answer.program != identity()[0]:
            why = f"a worker there has csto_sim {answer.program}, and this is {identity()[0]}"
        raise unusable(getattr(workers, "address", "--cluster"), why)


def _lost(plan: Sequence[Run], piece: Piece) -> Unreadable:
    first = plan[piece[0]]
    message = f"the worker that had these runs was lost {AGAIN + 1} times"
    if len(piece) > 1:
        message += f"; {len(piece)} runs went together, this file is the first"
    hint = "look whether memory runs out (--jobs takes fewer processes); --resume goes on"
    return Unreadable([Complaint("CSTO-509", message, first.path, hint=hint)])


def _count(record: Record, swept: Swept) -> None:
    swept.ran += 1
    swept.held += sum(item.status == "held" for item in record.expected)
    swept.failed += len(record.failed)
    swept.other += sum(item.status not in ("held", "failed") for item in record.expected)
    swept.refusals += len(record.refusals)


class _Hand:
    """The one hand that writes: it stores what waits in whole transactions."""

    def __init__(self, log: Log | None, batch: str) -> None:
        self.stored = 0
        self._log = log
        self._tag = BATCH_TAG + batch
        self._waiting: list[tuple[Record, str]] = []
        self._since = time.monotonic()

    def add(self, record: Record, key: str) -> None:
        if self._log is not None:
            self._waiting.append((record, KEY_TAG + key))

    def save_in_time(self) -> None:
        if len(self._waiting) >= AT_ONCE or time.monotonic() - self._since > LONGEST:
            self.save()

    def save(self) -> None:
        """Store what waits, all of it or nothing. Raises `LogError`."""
        if self._log is not None and self._waiting:
            waiting, self._waiting = self._waiting, []
            records, keys = zip(*waiting, strict=True)
            self.stored += len(self._log.save(records, tags=(self._tag,), keys=keys))
        self._since = time.monotonic()

    def give_up(self) -> None:
        self._waiting.clear()
