"""Running what `csto-sim run` was given: read, run, keep, print; the exit code comes back."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from csto_sim.cli import summary
from csto_sim.cli.faults import refuse, tell
from csto_sim.cli.files import scenario_files
from csto_sim.cli.keeping import Keeper
from csto_sim.cli.options import changed
from csto_sim.cli.screen import bad, columns, count, dim, good, marked, wrap
from csto_sim.errors import LogError, Unreadable
from csto_sim.reports.escaped import escaped, safe

if TYPE_CHECKING:
    from csto_sim.record import Record
    from csto_sim.reports.junit import Result
    from csto_sim.scenario.model import Scenario

#: Columns for what became of a file, before its path.
STATUS = 18


@dataclass(frozen=True)
class Options:
    """What was asked of `run`; `db` is None for a dry run."""

    readings: Mapping[str, str] = field(default_factory=dict)
    mode: str | None = None
    facts: tuple[str, ...] = ()
    rulebook: str = ""
    strict: bool = False
    db: str | None = None
    plain: bool = False
    junit: str | None = None
    update: bool = False
    quiet: bool = False


@dataclass
class Tally:
    """What became of the files so far."""

    files: int = 0
    unreadable: int = 0
    closed: int = 0
    failing: int = 0
    refused: int = 0
    held: int = 0
    failed: int = 0
    other: int = 0
    results: list[Result] = field(default_factory=list)

    def code(self) -> int:
        """Return the exit code that this amounts to."""
        return 2 if self.unreadable or self.closed else 1 if self.failing or self.refused else 0


def run_all(words: Sequence[str], options: Options) -> int:
    """Run the files that words of the command line mean; print; return the exit code.

    Raises `Unreadable` for a folder without scenarios and for a single file that cannot be read,
    `LogError` when the log fails.
    """
    closed: list[Unreadable] = []
    paths = scenario_files(words, closed)
    _see_to_report(options)
    if len(paths) == 1 and not closed and not os.path.isdir(words[0]):
        return _one(paths[0], options)
    return _many(paths, closed, options)


def _see_to_report(options: Options) -> None:
    """See to it, before anything is run and kept, that the report can be written."""
    if options.junit in (None, "-"):
        return
    path = options.junit
    folder = os.path.dirname(os.path.realpath(path))
    fault = 0
    if os.path.isdir(path):
        fault = errno.EISDIR
    elif not os.path.exists(path) and not os.path.isdir(folder):
        fault = errno.ENOENT
    elif not os.access(path if os.path.exists(path) else folder, os.W_OK):
        fault = errno.EACCES
    if fault:
        raise _unwritten(options.junit, OSError(fault, os.strerror(fault)))


def _unwritten(path: str, fault: Exception) -> Unreadable:
    message = f"this file cannot be written: {getattr(fault, 'strerror', None) or fault}"
    return refuse("CSTO-506", message, path, hint="name a file in a folder of yours")


def _read(path: str, options: Options) -> Scenario:
    """Return the scenario of a file, its expectations brought up to date under `--update`."""
    from csto_sim.scenario.load import load

    scenario = load(path)
    if options.update and _updated(path, _run(scenario, options, decisive=False), options):
        scenario = load(path)
    return changed(scenario, options.facts)


def _updated(path: str, record: Record, options: Options) -> bool:
    """Write what was found into the expectations of a file; say what was changed and what not."""
    from csto_sim.expect.updating import update_expectations

    try:
        made = update_expectations(path, record)
    except OSError as fault:
        raise _unwritten(path, fault) from None
    to_stderr = options.plain or options.junit == "-"
    for word, lines in (("updated", made.changed), ("left as it is", made.left)):
        for line in lines:
            click.echo(wrap(f"{path}: {word}: {line}", "", "    "), err=to_stderr)
    return bool(made.changed)


def _run(scenario: Scenario, options: Options, decisive: bool) -> Record:
    from csto_sim.engine.run import run

    record = run(
        scenario,
        readings=options.readings,
        mode=options.mode,
        decisive=decisive,
        rulebook=options.rulebook,
    )
    return record._replace(file=escaped(record.file))


def _one(path: str, options: Options) -> int:
    tally = Tally()
    trouble: LogError | None = None
    try:
        scenario = _read(path, options)
    except Unreadable as fault:
        _unreadable(path, fault, tally, options)
        _junit(tally, options)
        raise
    with Keeper(options.db) as keeper:
        keeper.open()
        record = _run(scenario, options, decisive=True)
        _count(record, tally, options)
        keeper.add(record)
        try:
            keeper.save()
        except LogError as fault:
            trouble = fault
    if options.plain:
        from csto_sim.cli.jsons import show_json
        from csto_sim.record import to_plain

        show_json(to_plain(record))
    elif options.junit == "-":
        pass
    elif options.quiet:
        _troubles(record, options)
    else:
        summary.show(record, options.strict)
        click.echo()
    _junit(tally, options)
    _closing(keeper, options)
    if trouble is not None:
        raise trouble
    return tally.code()


def _many(paths: Sequence[str], closed: Sequence[Unreadable], options: Options) -> int:
    tally = Tally(closed=len(closed))
    for fault in closed:
        tell(fault)
        _unreadable(fault.complaints[0].file, fault, tally, options)
    shown = not options.plain and options.junit != "-"
    first = True
    with Keeper(options.db) as keeper:
        for number, path in enumerate(paths, 1):
            _progress(f"{number} of {len(paths)}: {path}", shown)
            try:
                scenario = _read(path, options)
            except Unreadable as fault:
                _progress("", shown)
                tally.files += 1
                tally.unreadable += 1
                _unreadable(path, fault, tally, options)
                if shown:
                    click.echo(_row([bad("cannot be read")], path))
                sys.stdout.flush()
                tell(fault)
                continue
            keeper.open()
            record = _run(scenario, options, decisive=False)
            _count(record, tally, options)
            keeper.add(record)
            _progress("", shown)
            if options.plain:
                _item(record, first)
                first = False
            elif shown:
                _told(path, record, options)
        keeper.save()
    if options.plain:
        click.echo("[]" if first else "\n]")
    elif shown:
        _total(tally, options)
    _junit(tally, options)
    _closing(keeper, options)
    return tally.code()


# --- one file of many --------------------------------------------------------------------------


def _told(path: str, record: Record, options: Options) -> None:
    failing = bool(record.failed) or (options.strict and bool(record.refusals))
    if options.quiet and not failing:
        return
    held = sum(item.status == "held" for item in record.expected)
    told = [good(f"{held} held")] if held else []
    told += [bad(f"{len(record.failed)} failed")] if record.failed else []
    other = len(record.expected) - held - len(record.failed)
    told += [f"{other} not applicable"] if other else []
    told = told or ["ran"]
    told += [f"{len(record.refusals)} refused"] if record.refusals else []
    click.echo(_row(told, path))
    _troubles(record, options)


def _row(told: list[str], path: str) -> str:
    text = ", ".join(told)
    return f"{text}{' ' * max(0, STATUS - len(click.unstyle(text)))}  {safe(path)}"


def _troubles(record: Record, options: Options) -> None:
    """Print what makes the exit code 1: expectations that failed, refusals under --strict."""
    for line in summary.expectation_lines(record, only_failed=True):
        click.echo(line)
    if options.strict and record.refusals:
        click.echo(bad("  REFUSED ") + safe(record.file))
        for line in summary.refusal_lines(record):
            click.echo(line)


def _item(record: Record, first: bool) -> None:
    """Print one element of the JSON array that several files make."""
    from csto_sim.cli.jsons import json_text
    from csto_sim.record import to_plain

    click.echo(("[\n" if first else ",\n") + json_text(to_plain(record)), nl=False)


def _progress(text: str, shown: bool) -> None:
    """Show which file is at work, on a terminal only; an empty text takes it away."""
    if shown and sys.stdout.isatty() and sys.stderr.isatty():
        room = columns() - 1
        click.echo(f"\r{' ' * room}\r{safe(text)[:room]}", nl=False, err=True)


# --- counting and closing ----------------------------------------------------------------------


def _count(record: Record, tally: Tally, options: Options) -> None:
    tally.files += 1
    tally.held += sum(item.status == "held" for item in record.expected)
    tally.failed += len(record.failed)
    tally.other += sum(item.status not in ("held", "failed") for item in record.expected)
    tally.failing += bool(record.failed)
    tally.refused += options.strict and bool(record.refusals)
    if options.junit is not None:
        from csto_sim.reports.junit import Result

        told = tuple(" ".join(line.split()) for line in summary.refusal_lines(record))
        tally.results.append(Result(record.file, record, (), options.strict, told))


def _unreadable(path: str, fault: Unreadable, tally: Tally, options: Options) -> None:
    if options.junit is not None:
        from csto_sim.reports.junit import Result

        tally.results.append(Result(path, None, fault.complaints))


def _total(tally: Tally, options: Options) -> None:
    told = [count(tally.held, "expectation") + " held"]
    told += [bad(f"{tally.failed} failed")] if tally.failed else []
    told += [f"{tally.other} not applicable"] if tally.other else []
    if tally.refused:
        told.append(bad(f"{count(tally.refused, 'file')} with refusals under --strict"))
    if tally.unreadable:
        told.append(bad(f"{count(tally.unreadable, 'file')} could not be read and did not run"))
    if tally.closed:
        told.append(bad(f"{count(tally.closed, 'folder')} could not be read"))
    if not options.quiet or tally.code():
        click.echo(f"\n{count(tally.files, 'file')}: {', '.join(told)}.")


def _junit(tally: Tally, options: Options) -> None:
    if options.junit is None:
        return
    from csto_sim.expect.updating import write_whole
    from csto_sim.reports.junit import junit

    text = junit(tally.results)
    if options.junit == "-":
        click.echo(text, nl=False)
        return
    try:
        write_whole(options.junit, text.encode())
    except OSError as fault:
        raise _unwritten(options.junit, fault) from None


def _closing(keeper: Keeper, options: Options) -> None:
    """Say where the runs are kept, or that this was a dry run."""
    if options.quiet:
        return
    to_stderr = options.plain or options.junit == "-"
    if options.facts:
        text = marked("Dry run: a run with --set is not logged.")
    elif options.db is None:
        text = marked("Dry run: nothing was logged.")
    else:
        text = dim(keeper.told())
    if text:
        click.echo(text, err=to_stderr)
