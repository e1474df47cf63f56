"""Who makes the runs: this process, processes of this machine, or the workers of a cluster.

All three are asked through one interface, that of `concurrent.futures`, so a sweep takes one way
through the code wherever its runs are made.
"""

from __future__ import annotations

import os
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from typing import Any, TypeVar

from csto_sim.errors import Complaint, Unreadable, clip
from csto_sim.sweep.plan import Part
from csto_sim.sweep.work import Answer, packed, worked

_ADDRESS = re.compile(r"(?:(?:tcp|tls)://)?(?P<host>[^\s:/\[\]]+|\[[^\s/\]]+\]):(?P<port>\d{1,5})")
_Answered = TypeVar("_Answered")

PATIENCE = 60.0
"""Seconds that a cluster may be without any worker before a sweep gives up."""

REACHED = 10.0
"""Seconds within which the scheduler of a cluster has to answer."""


class Workers(ABC):
    """Those who make runs. A context manager: leaving it gives up what is still under way."""

    reads_files = True
    """Whether they read scenario files themselves; else a scenario is sent."""

    lost = 0
    """Workers that went away while they had something to do."""

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def count(self) -> int:
        """Return how many runs can be made at a time, at present."""

    @abstractmethod
    def submit(self, parts: Sequence[Part]) -> Future[Answer]:
        """Have the runs of a piece of work made."""

    def is_lost(self, fault: BaseException) -> bool:
        """Return whether a piece of work failed because its worker went away; to be sent again.

        Raises `Unreadable` where sending it again is of no use.
        """
        return False

    def attend(self) -> None:
        """Look after the workers while nothing comes. Raises `Unreadable` when none will come."""
        return

    def close(self) -> None:
        """Give up what is still under way and let go of the workers."""
        return


class ThisProcess(Workers):
    """One worker: whoever asks."""

    def count(self) -> int:
        """Return 1."""
        return 1

    def submit(self, parts: Sequence[Part]) -> Future[Answer]:
        """Make the runs, and only then return."""
        future: Future[Answer] = Future()
        future.set_result(worked(parts))
        return future


class Processes(Workers):
    """So many processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: Executor | None = None

    def count(self) -> int:
        """Return the number of processes."""
        return self._jobs

    def submit(self, parts: Sequence[Part]) -> Future[Answer]:
        """Send a piece of work to the processes, begun anew where they broke down."""
        from concurrent.futures.process import BrokenProcessPool

        if self._pool is None:
            self._pool = self._begun()
        try:
            return self._pool.submit(packed, tuple(parts))
        except BrokenProcessPool as fault:
            # It broke after the last answer was looked at: the piece counts as one that was lost.
            future: Future[Answer] = Future()
            future.set_exception(fault)
            return future

    def _begun(self) -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # A process that is forked would hold the connection to the log too; one spawned does not.
        return ProcessPoolExecutor(self._jobs, get_context("spawn"), attended)

    def is_lost(self, fault: BaseException) -> bool:
        """Return whether a process died; the others are let go with it and begun anew."""
        from concurrent.futures.process import BrokenProcessPool

        if not isinstance(fault, BrokenProcessPool | CancelledError):
            return False
        if self._pool is not None and getattr(self._pool, "_broken", False):
            self.close()
            self.lost += 1
        return True

    def close(self) -> None:
        """Let go of the processes; each ends when it has made the piece that it is at."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


class Cluster(Workers):
    """The workers of a Dask cluster, by the address of its scheduler.

    A worker that goes away is the scheduler's matter: it gives the work to another. Raises
    `Unreadable` (CSTO-508) where there is no scheduler at the address.
    """

    reads_files = False  # a cluster need not see the files of this machine

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        import logging

        from distributed import Client

        self.address = address
        self._patience = patience
        # What Dask logs of a worker that went away is told by the sweep in a line of its own. Each
        # of its loggers has a level, so the one above them does not do.
        for name in [each for each in logging.root.manager.loggerDict if "distributed" in each]:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        client: Any = Client
        try:
            _see_to_address(address)
            self._client: Any = _in_time(
                lambda: client(address, timeout=REACHED, set_as_default=False)
            )
        except (OSError, ValueError, TypeError, ImportError) as fault:
            said = str(fault).strip().splitlines() or [type(fault).__name__]
            raise self._unusable(f"no scheduler answers there: {clip(said[0], 120)}") from None
        self._executor: Any = self._client.get_executor(pure=False)
        self._seen: set[str] = set()
        self._last_seen = time.monotonic()

    def count(self) -> int:
        """Return the threads of all workers at present, at least 1."""
        threads: dict[str, int] = self._asked(self._client.nthreads)
        self.lost += len(self._seen - set(threads))
        self._seen = set(threads)
        if threads:
            self._last_seen = time.monotonic()
        return max(1, sum(threads.values()))

    def submit(self, parts: Sequence[Part]) -> Future[Answer]:
        """Send a piece of work to the scheduler."""
        future: Future[Answer] = self._asked(lambda: self._executor.submit(packed, tuple(parts)))
        return future

    def attend(self) -> None:
        """Raise `Unreadable` (CSTO-508) where no worker was there for some time."""
        self.count()
        if time.monotonic() - self._last_seen > self._patience:
            raise self._unusable(f"it has had no worker for {self._patience:.0f} seconds")

    def is_lost(self, fault: BaseException) -> bool:
        """Raise `Unreadable` (CSTO-508) for what the scheduler itself has given up."""
        from distributed import KilledWorker

        if isinstance(fault, KilledWorker):
            raise self._unusable(
                "one piece of work was lost with each worker that had it"
            ) from None
        if isinstance(fault, CancelledError | OSError):
            raise self._unusable("its scheduler went away") from None
        if isinstance(fault, ImportError | AttributeError) and "csto_sim" in str(fault):
            raise self._unusable("a worker there has no csto_sim, or another one") from None
        return False

    def close(self) -> None:
        """Cancel what is under way and leave the cluster; its workers stay."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=REACHED)

    def _asked(self, call: Callable[[], _Answered]) -> _Answered:
        try:
            return call()
        except (OSError, RuntimeError, ValueError):
            raise self._unusable("its scheduler went away") from None

    def _unusable(self, why: str) -> Unreadable:
        return unusable(self.address, why)


def _see_to_address(address: str) -> None:
    """Raise ValueError for what is no address, and OSError where nobody listens there.

    Dask would find out too, but takes its time, and leaves a half-made client behind.
    """
    import socket

    found = _ADDRESS.fullmatch(address)
    if found is None or int(found["port"]) > 65535:
        raise ValueError("it is not written as one")
    host = found["host"].strip("[]")
    try:
        socket.create_connection((host, int(found["port"])), REACHED).close()
    except UnicodeError:
        raise ValueError("the name of the host is not one") from None


def _in_time(call: Callable[[], Any]) -> Any:
    """Return what a call returns, or raise TimeoutError where that takes too long.

    Dask waits for ever for something that listens and is no scheduler.
    """
    from queue import Empty, SimpleQueue
    from threading import Thread

    came: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()

    def ask() -> None:
        try:
            came.put((call(), None))
        except Exception as fault:
            came.put((None, fault))

    Thread(target=ask, daemon=True).start()
    try:
        found, fault = came.get(timeout=2 * REACHED)
    except Empty:
        raise TimeoutError("what listens there does not speak as one") from None
    if fault is not None:
        raise fault
    return found


def unusable(address: str, why: str) -> Unreadable:
    """Return the error for a cluster that cannot be used (CSTO-508)."""
    message = f"this cluster cannot be used: {why}"
    hint = "look at its scheduler and workers; --resume goes on with a batch that was begun"
    expected = "the address of a Dask scheduler, as in tcp://10.0.0.7:8786"
    return Unreadable([Complaint("CSTO-508", message, address, expected=expected, hint=hint)])


def attended() -> None:
    """Prepare a process that makes runs: Ctrl-C is for its parent, and it ends with its parent."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        os._exit(1)

    Thread(target=follow, daemon=True).start()


def cores() -> int:
    """Return the cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
