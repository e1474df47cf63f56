"""`csto-sim explain`: why each step came out as it did."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from csto_sim.cli.faults import refuse
from csto_sim.cli.options import as_json, database, integer, under, whole_number

if TYPE_CHECKING:
    from csto_sim.record import Record

_CHOSEN = {
    "command": "chosen on the command line",
    "scenario": "chosen by the file",
    "default": "by default",
}


@click.command()
@click.argument("source", metavar="FILE|RUN")
@click.argument("step", type=integer, required=False)
@under
@database
@click.option("--readings", "about_readings", is_flag=True, help="Show the readings of the run.")
@click.option("--words", is_flag=True, help="Write holds: and fails: instead of ✓ and ✗.")
@as_json
def command(
    source: str,
    step: int | None,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    db: str,
    about_readings: bool,
    words: bool,
    plain: bool,
) -> None:
    """Say why each step of a run came out as it did, in plain sentences.

    FILE is a scenario and is run without a log; RUN is the number of a run in the log. STEP is the
    number of a step as `csto-sim run` shows it; without one, the steps that decided something.
    """
    number = whole_number(source)
    if number is not None and not os.path.exists(source):
        if chosen or mode or facts:
            raise click.UsageError(
                "A stored run has its readings and facts; name a FILE to explain it under others."
            )
        from csto_sim.cli.options import stored, telling

        record = stored(db, number)
        with telling(db, number):
            _tell(record, step, about_readings, words, plain)
    else:
        record = _run(source, chosen, mode, facts, decisive=step is not None or about_readings)
        _tell(record, step, about_readings, words, plain)


def _tell(record: Record, step: int | None, about_readings: bool, words: bool, plain: bool) -> None:
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.screen import fitting
    from csto_sim.explain import explain, findings
    from csto_sim.record import to_plain
    from csto_sim.reports.escaped import safe_lines

    if step is not None and not any(each.seq == step for each in record.steps):
        last = record.steps[-1].seq if record.steps else -1
        first = record.steps[0].seq if record.steps else 0
        numbers = f"a number from {first} to {last}" if record.steps else "a run with steps"
        raise refuse("CSTO-505", "the run has no step of this number", f"step {step}", numbers)
    if plain:
        whole = to_plain(record)
        if step is not None:
            return show_json(next(each for each in whole["steps"] if each["seq"] == step))
        return show_json(whole["readings"] if about_readings else whole)
    if about_readings:
        return _readings(record)
    with fitting(findings.ROOM):
        told = explain(record, step, plain=words or not _can_show("✓✗"))
    click.echo(safe_lines(told), nl=False)
    return None


def _run(
    path: str, chosen: tuple[str, ...], mode: str | None, facts: tuple[str, ...], decisive: bool
) -> Record:
    from csto_sim.cli.files import scenario_files
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.engine.run import run
    from csto_sim.scenario.load import load

    if os.path.isdir(path):
        raise click.UsageError(f"{path} is a folder; name one scenario in it.")
    given = readings_of(chosen)
    (file,) = scenario_files([path])
    return run(changed(load(file), facts), readings=given, mode=mode, decisive=decisive)


def _readings(record: Record) -> None:
    """Print the readings in use: option, who chose it, what became of it, the question."""
    from csto_sim.cli.screen import dim, head, wrap
    from csto_sim.errors import listing
    from csto_sim.law import readings

    for use in record.readings:
        known = readings().get(use.id)
        option = known.options.get(use.option) if known is not None else None
        short = f" ({option.short})" if option is not None else ""
        parts = [_CHOSEN.get(use.chosen, use.chosen)]
        parts.append("consulted" if use.consulted else "never asked")
        if use.decisive:
            parts.append(f"decisive: under {listing(use.decisive)} an outcome would differ")
        told = f"{use.id}={use.option}"
        text = wrap(f"{told}{short}: {', '.join(parts)}", "", "    ")
        click.echo(text.replace(told, head(told), 1))
        if known is not None:
            click.echo(dim(wrap(known.question, "    ")))
    if not record.readings:
        click.echo("No reading was chosen or asked.")


def _can_show(signs: str) -> bool:
    import sys

    try:
        signs.encode(sys.stdout.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
