"""Sweeping what `csto-sim sweep` was given: plan, run, keep, print; the exit code comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import click

from csto_sim.cli.faults import nearest_of, refuse, tell
from csto_sim.cli.files import scenario_files, typed
from csto_sim.cli.options import opened, readings_of, shown
from csto_sim.cli.screen import bad, columns, count, dim, marked, wrap

if TYPE_CHECKING:
    from csto_sim.errors import Unreadable
    from csto_sim.store import Log
    from csto_sim.sweep.plan import Combination
    from csto_sim.sweep.sweeping import Progress, Swept
    from csto_sim.sweep.workers import Workers

#: As wide as this is the bar that shows how far it has come.
BAR = 30

#: Runs that make it worth while to begin another process, which reads the law anew and takes a
#: second or more until it is as fast as one that is at work.
WORTH = 2000

#: Where stderr is no terminal, so many lines of progress are written.
LINES = 4


class Asked(NamedTuple):
    """What was asked of `sweep`; `db` is None for a dry run."""

    files: tuple[str, ...]
    readings: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    rulebooks: tuple[str, ...] = ()
    jobs: int | None = None
    cluster: str | None = None
    db: str | None = None
    resume: str | None = None
    plain: bool = False


def swept(asked: Asked) -> int:
    """Sweep as asked, print what came of it, return the exit code.

    Raises `Unreadable` for what is wrong in the words of the command line and for a cluster that
    cannot be used, a usage error where a package is not installed, and `LogError`.
    """
    combinations = _combinations(asked)
    closed: list[Unreadable] = []
    paths = scenario_files(asked.files, closed)
    for fault in closed:
        tell(fault)
    from csto_sim.sweep.plan import planned
    from csto_sim.sweep.sweeping import Swept, sweep

    batch = asked.resume or _new_name()
    plan = planned(batch, paths, combinations)
    found = Swept(len(plan))
    with ExitStack() as stack:
        # A cluster that cannot be used is told before a log is made.
        workers = stack.enter_context(_workers(asked, len(plan)))
        log = None if asked.db is None else stack.enter_context(opened(asked.db))
        if asked.resume is not None:
            _see_to_batch(asked, log)
        _tell_beginning(asked, batch, len(paths), combinations)
        try:
            sweep(batch, plan, workers, log, _progress(), found)
        except BaseException:
            _tell_break(asked, batch, found)
            raise
        _bar("")
    for fault_run in found.faults.items():
        tell(_fault_of(*fault_run))
    _show(asked, batch, found, combinations, len(paths))
    return 2 if found.unmade or closed else 1 if found.failed else 0


# --- what is asked -----------------------------------------------------------------------------


def _combinations(asked: Asked) -> tuple[Combination, ...]:
    """Every combination of what was given. Raises `Unreadable` for a word that is not right."""
    from csto_sim.sweep.plan import combinations

    return combinations(
        _options(asked.readings), asked.modes or (None,), _rulebooks(asked.rulebooks)
    )


def _options(words: Iterable[str]) -> dict[str, list[str]]:
    """The options to try by full id; a reading given twice has the options of both words."""
    from csto_sim.errors import Complaints, Unreadable, clip
    from csto_sim.law import full_id, readings

    found: dict[str, list[str]] = {}
    faults = Complaints()
    for word in words:
        id, equals, options = (part.strip() for part in word.partition("="))
        full = full_id(id)
        if not equals and full in readings():
            found.setdefault(full, []).extend(readings()[full].options)
            continue
        if not equals and id:
            about = f"--reading {clip(word, 50)}"
            hint = nearest_of(full, readings()) or "csto-sim law readings lists them"
            fault = refuse("CSTO-305", f"there is no reading {clip(id)!r}", about, hint=hint)
            faults.extend(fault.complaints)
            continue
        for option in dict.fromkeys(options.split(",")):
            try:
                for name, letter in readings_of([f"{id}{equals}{option.strip()}"]).items():
                    found.setdefault(name, []).append(letter)
            except Unreadable as fault:
                faults.extend(fault.complaints)
    faults.settle()
    return {id: list(dict.fromkeys(options)) for id, options in found.items()}


def _rulebooks(names: tuple[str, ...]) -> tuple[str, ...]:
    """The rulebooks that exist, or '' for the own rules. Raises `Unreadable` (CSTO-335)."""
    from csto_sim.cli.options import existing_rulebook

    return tuple(existing_rulebook(name) for name in names) or ("",)


def _workers(asked: Asked, runs: int) -> Workers:
    """Those who make the runs. Raises a usage error where Dask is not installed."""
    from csto_sim.sweep.workers import Cluster, Processes, ThisProcess, cores

    if asked.cluster is not None:
        try:
            import distributed  # noqa: F401
        except ImportError:
            raise click.UsageError(
                "--cluster needs the packages dask and distributed; install them with: "
                "pip install 'csto_sim[cluster]'"
            ) from None
        return Cluster(asked.cluster)
    jobs = asked.jobs or min(cores(), 1 + runs // WORTH)
    return ThisProcess() if jobs == 1 else Processes(jobs)


def _new_name() -> str:
    """A name for a batch: the time in UTC, and four signs against two in one second."""
    from datetime import UTC, datetime

    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.urandom(2).hex()}"


def _see_to_batch(asked: Asked, log: Log | None) -> None:
    """Raise `LogError` where the log has no run of the batch to go on with."""
    from csto_sim.errors import LogError, clip
    from csto_sim.sweep.sweeping import BATCH_TAG

    assert log is not None
    assert asked.resume is not None
    if not log.runs(limit=1, tag=BATCH_TAG + asked.resume):
        raise LogError(
            f"there is no batch {clip(asked.resume)} in the log {log.shown}",
            "name the log of that sweep with --db, or leave --resume out to begin anew",
            "CSTO-408",
        )


# --- what is told ------------------------------------------------------------------------------


def _tell_beginning(
    asked: Asked, batch: str, files: int, combinations: tuple[Combination, ...]
) -> None:
    what = f"{count(files, 'file')} × {count(len(combinations), 'combination')}"
    named = f"Batch {batch}: " if asked.db is not None else "Dry run: "
    click.echo(wrap(f"{named}{what}.", "", "  ", columns(err=True)), err=True)


def _tell_break(asked: Asked, batch: str, found: Swept) -> None:
    """Say how far an interrupted sweep came, and how to go on."""
    _bar("")
    if asked.db is None:
        return
    there = found.known + found.stored
    text = f"Of {count(found.planned, 'run')}, {there:,} are in {shown(asked.db)}."
    if there:
        text += f" To go on, give the same command with --resume {batch}."
    click.echo(wrap(text, "", "  ", columns(err=True)), err=True)


def _progress() -> Progress:
    """Show on stderr how far it is: a bar on a terminal, else a line for each quarter."""
    told = 0

    def bar(found: Swept) -> None:
        filled = BAR * found.done // max(1, found.planned)
        text = f"[{'#' * filled}{' ' * (BAR - filled)}] {found.done:,} of {found.planned:,} runs"
        _bar(text + (f", {count(found.lost, 'worker')} lost" if found.lost else ""))

    def lines(found: Swept) -> None:
        nonlocal told
        quarter = LINES * found.done // max(1, found.planned)
        if quarter > told:
            told = quarter
            click.echo(f"  {found.done:,} of {found.planned:,} runs", err=True)

    return bar if sys.stderr.isatty() else lines


def _bar(text: str) -> None:
    """Show a line on a terminal in the place of the last; an empty text takes it away."""
    if sys.stderr.isatty():
        room = columns(err=True) - 1
        click.echo(f"\r{' ' * room}\r{text[:room]}", nl=False, err=True)


def _fault_of(complaints: tuple[object, ...], run: object) -> Unreadable:
    """The error of a file or of a run; a run beside the file's own readings is named."""
    from dataclasses import replace

    from csto_sim.errors import Complaint, Unreadable
    from csto_sim.sweep.plan import Run

    assert isinstance(run, Run)
    found = [each for each in complaints if isinstance(each, Complaint)]
    if not any(each.line for each in found) and any(run.combination):
        under = f" (first under {run.combination.told()})"
        found = [replace(each, message=each.message + under) for each in found]
    return Unreadable(found)


def _rate(found: Swept) -> float:
    return found.ran / found.seconds if found.seconds else 0.0


def _show(
    asked: Asked,
    batch: str,
    found: Swept,
    combinations: tuple[Combination, ...],
    files: int,
) -> None:
    from csto_sim.sweep.sweeping import BATCH_TAG

    if asked.plain:
        from csto_sim.cli.jsons import show_json

        return show_json(
            {
                "batch": batch if asked.db is not None else None,
                "files": files,
                "combinations": [each.told() for each in combinations],
                "planned": found.planned,
                "known": found.known,
                "ran": found.ran,
                "stored": found.stored,
                "not_run": found.unmade,
                "held": found.held,
                "failed": found.failed,
                "not_applicable": found.other,
                "refusals": found.refusals,
                "workers": found.workers,
                "lost_workers": found.lost,
                "seconds": round(found.seconds, 3),
                "runs_per_second": round(_rate(found), 1),
            }
        )
    told = []
    if asked.resume is not None:
        told += [f"{found.known:,} in the log before", f"{found.ran:,} made now"]
    told += [count(found.held, "expectation") + " held"] if found.held else []
    told += [f"{found.other:,} not applicable"] if found.other else []
    told += [count(found.refusals, "refusal")] if found.refusals else []
    told = told or ["no expectations, no refusals"]
    click.echo(wrap(f"{count(found.planned, 'run')}: {', '.join(told)}.", "", "  "))
    if found.failed:
        click.echo(bad(f"{count(found.failed, 'expectation')} failed."))
    if found.unmade:
        click.echo(bad(f"{count(found.unmade, 'run')} could not be made."))
    if asked.db is None:
        click.echo(marked("Dry run: nothing was logged."))
    elif found.stored:
        text = f"Logged {count(found.stored, 'run')} in {shown(asked.db)} under the tag"
        click.echo(dim(wrap(f"{text} {BATCH_TAG}{typed(batch)}.", "", "  ")))
    if found.lost:
        click.echo(marked(f"{count(found.lost, 'worker')} lost; their runs were made again."))
    took = f"{count(found.ran, 'run')} in {found.seconds:.1f} s"
    if found.ran:
        took += f" by {count(found.workers, 'worker')}: {_rate(found):,.0f} runs a second"
    click.echo(dim(f"{took}."))
