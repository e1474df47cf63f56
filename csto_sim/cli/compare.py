"""`csto-sim compare`: scenarios as they are, and under another reading, mode or day of law."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from csto_sim.cli.options import as_json

if TYPE_CHECKING:
    from csto_sim.parted import Change, Compared


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR…")
@click.option(
    "--with",
    "changes",
    multiple=True,
    required=True,
    metavar="WHAT",
    help="ID=OPTION of a reading, mode=practice, law=DAY, rulebook=ID. Several times, too.",
)
@click.option("--strict", is_flag=True, help="What flips makes the exit code 1.")
@as_json
def command(files: tuple[str, ...], changes: tuple[str, ...], strict: bool, plain: bool) -> int:
    """Say what flips when scenarios are read otherwise, and where the two courses part.

    Each scenario is run as its file has it and under all that --with changes together: a reading
    (absence-effect=B), the mode of defaults (mode=practice), the day whose law governs every act
    (law=2010-01-01), or the rules of another organisation (rulebook=osce.consensus). Only what
    comes out otherwise is printed, with the first step at which they part and the rule responsible.
    Nothing is logged.
    """
    from csto_sim.cli.compare_pages import plain_of, show
    from csto_sim.cli.files import scenario_files

    change = change_of(changes)
    found, uncounted = _compared(scenario_files(list(files)), change)
    if plain:
        from csto_sim.cli.jsons import show_json

        show_json(plain_of(found, uncounted, change))
    else:
        show(found, uncounted, change)
    return 1 if strict and any(each.flips for each in found) else 0


def _compared(paths: Iterable[str], change: Change) -> tuple[list[Compared], list[str]]:
    """Each scenario under both; and the files of which days cannot be counted under the other."""
    from csto_sim.engine.run import run
    from csto_sim.errors import Unreadable
    from csto_sim.parted import compared
    from csto_sim.scenario.load import load

    found, uncounted = [], []
    for path in paths:
        scenario = load(path)._replace(expect=())
        before = run(scenario)
        try:
            after = run(
                scenario,
                readings=dict(change.readings),
                mode=change.mode or None,
                law_of=change.law_of,
                rulebook=change.rulebook,
            )
        except Unreadable:
            uncounted.append(path)
            continue
        found.append(compared(before, after, change))
    return found, uncounted


def change_of(words: Iterable[str], where: str = "--with") -> Change:
    """Return the change that words such as `absence-effect=B` make together, given at `where`.

    Raises `Unreadable` for a reading or option that does not exist (CSTO-305, 306) and for what is
    no change (CSTO-334).
    """
    from datetime import date

    from csto_sim.cli.faults import refuse
    from csto_sim.cli.options import readings_of
    from csto_sim.errors import Complaints, Unreadable, clip, suggestion
    from csto_sim.law import rulebook, rulebooks
    from csto_sim.parted import Change

    faults = Complaints()
    readings: list[str] = []
    found = {"mode": "", "law": "", "rulebook": ""}
    known = {"mode": ("strict", "practice"), "law": (), "rulebook": ("csto", *rulebooks())}
    for word in words:
        key, equals, value = (part.strip() for part in word.partition("="))
        about = f"{where} {clip(word, 50)}"
        if key not in known or not equals:
            readings.append(word)
            continue
        message = hint = ""
        if key == "mode" and value not in known["mode"]:
            message, hint = f"there is no mode {clip(value)!r}", suggestion(value, known["mode"])
        elif key == "law":
            try:
                value = date.fromisoformat(value).isoformat()
            except ValueError:
                message, hint = f"{clip(value)!r} is no day", "law=2010-01-01"
        elif key == "rulebook" and value != "csto" and rulebook(value) is None:
            message = f"there is no rulebook {clip(value)!r}"
            hint = suggestion(value, known["rulebook"]) or "csto-sim law rulebooks"
        if message:
            fault = refuse(
                "CSTO-334", message, about, "mode=strict|practice, law=DAY or rulebook=ID", hint
            )
            faults.extend(fault.complaints)
        found[key] = value
    chosen: dict[str, str] = {}
    try:
        chosen = readings_of(readings, where)
    except Unreadable as fault:
        faults.extend(fault.complaints)
    faults.settle()
    return Change(tuple(sorted(chosen.items())), found["mode"], found["law"], found["rulebook"])
