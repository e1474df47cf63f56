"""`csto-sim options`: which acts are open now, by whom, and why the others are not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from csto_sim.cli.faults import refuse
from csto_sim.cli.options import as_json, database, integer, under, whole_number

if TYPE_CHECKING:
    from csto_sim.record import Record
    from csto_sim.scenario.model import Scenario
    from csto_sim.world import Terms


class Asked(NamedTuple):
    """What was asked about: a scenario under its terms, the readings chosen beside those of the
    file, the number of the stored run (or None), and remarks on it."""

    scenario: Scenario
    terms: Terms
    given: dict[str, str]
    run: int | None
    notes: tuple[str, ...]


@click.command()
@click.argument("source", metavar="FILE|RUN")
@click.option("--step", type=integer, metavar="N", help="After this step; -1: before the first.")
@click.option("--matter", "only", multiple=True, metavar="ID", help="Of this matter or meeting.")
@under
@database
@as_json
def command(
    source: str,
    step: int | None,
    only: tuple[str, ...],
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    db: str,
    plain: bool,
) -> None:
    """Say which acts are open now, by whom, what they lead to, and why the others are not open.

    FILE is a scenario; RUN is the number of a run in the log, whose scenario is read again. Now is
    when the acts of the file are done, or after the step N as `csto-sim run` shows it. Every act
    of the tables is tried by everybody who might do it, as a run would do it next, at the time of
    that step. Nothing is logged.
    """
    from csto_sim.cli.options_pages import plain_of, show
    from csto_sim.verify.moments import NoStep, so_far, standing
    from csto_sim.verify.possible import options

    number = whole_number(source)
    if number is not None and not os.path.exists(source):
        if chosen or mode or facts:
            raise click.UsageError(
                "A stored run has its readings and facts; name a FILE to ask under others."
            )
        asked = _of_run(number, db)
    else:
        asked = _of_file(source, chosen, mode, facts)
    ids = _cases(asked.scenario, only)
    with _countable(asked.scenario):
        try:
            now = standing(asked.scenario, asked.terms, step)
        except NoStep:
            raise _no_step(asked, step) from None
        found = options(now.world, now.when, ids)
    record = so_far(asked.scenario, asked.terms, now, asked.given)
    if plain:
        from csto_sim.cli.jsons import show_json

        show_json(plain_of(asked, now, record, found, ids))
    else:
        show(asked, now, record, found, ids)


def _of_run(number: int, db: str) -> Asked:
    """The scenario of a stored run, under its readings."""
    from csto_sim.cli.options import stored, telling
    from csto_sim.cli.replay import scenario_of, see_to_terms
    from csto_sim.engine.beginning import terms_of

    before = stored(db, number)
    with telling(db, number):
        see_to_terms(before)
    hint = "go to the folder in which it was run, or name the FILE instead of the run"
    scenario, given = scenario_of(before, number, before.file, hint)
    notes: tuple[str, ...] = ()
    if scenario.digest != before.certificate.scenario:
        notes = (
            f"The scenario has changed since run {number}: this is about the file as it is now. "
            f"`csto-sim replay {number}` tells what differs.",
        )
    return Asked(scenario, terms_of(scenario, given, before.mode), given, number, notes)


def _of_file(word: str, chosen: tuple[str, ...], mode: str | None, facts: tuple[str, ...]) -> Asked:
    from csto_sim.cli.files import scenario_files
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.engine.beginning import terms_of
    from csto_sim.scenario.load import load

    given = readings_of(chosen)
    paths = scenario_files([word])
    if len(paths) != 1:
        raise click.UsageError(f"options takes one scenario; {word} holds {len(paths)}.")
    scenario = changed(load(paths[0]), facts)
    return Asked(scenario, terms_of(scenario, given, mode), given, None, ())


def _cases(scenario: Scenario, only: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the matters and meetings asked about; raise `Unreadable` for one that is none."""
    from csto_sim.errors import Complaints, clip, listing, suggestion

    known = [each.id for each in scenario.cases]
    faults = Complaints()
    for word in only:
        if word not in known:
            fault = refuse(
                "CSTO-308",
                f"the scenario has no matter or meeting '{clip(word)}'",
                f"--matter {clip(word, 50)}",
                listing(known, 20),
                suggestion(word, known),
            )
            faults.extend(fault.complaints)
    faults.settle()
    return tuple(id for id in known if id in only) if only else tuple(known)


@contextmanager
def _countable(scenario: Scenario) -> Iterator[None]:
    """Raise `Unreadable` where working days beyond the frozen calendars were to be counted."""
    from csto_sim.rules.calendars import OutOfCalendar

    try:
        yield
    except OutOfCalendar as fault:
        hint = "count in hours or calendar days (amb.clock-unit A or B), or choose days it covers"
        raise refuse("CSTO-320", str(fault), scenario.file, hint=hint) from None


def _no_step(asked: Asked, step: int | None) -> Exception:
    from csto_sim.engine.run import run

    record: Record = run(asked.scenario, readings=asked.given, mode=asked.terms.mode)
    last = record.steps[-1].seq if record.steps else -1
    numbers = f"a number from -1 (before the first step) to {last}"
    return refuse("CSTO-505", "the run has no step of this number", f"--step {step}", numbers)
