"""`csto-sim verify`: the claims of procedures and of files, on everything that can happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csto_sim.cli.options import as_json

if TYPE_CHECKING:
    from csto_sim.checked import Checked, Fault


@click.command()
@click.argument("what", nargs=-1, metavar="[PROCEDURE|FILE…]")
@click.option("--save", metavar="DIR", help="Write the course that shows each as a scenario there.")
@click.option("--sound", is_flag=True, help="Also look for gaps, conflicts, impossible duties.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000_000),
    metavar="N",
    help="Enter some N worlds of an arena or a file at most. [default: 200,000]",
)
@click.option("--full", is_flag=True, help="Print each claim that holds, however many.")
@as_json
def command(
    what: tuple[str, ...],
    save: str | None,
    sound: bool,
    limit: int | None,
    full: bool,
    plain: bool,
) -> int:
    """Verify claims: always, sometimes, eventually.

    PROCEDURE: the claims beside its table, in every world that the acts of shipped scenarios can
    make, in any order or some left out; without a word, those of all procedures. FILE: what the
    file claims (`claims:`), on every course of what may vary in it, and the claims of its
    procedures there. A claim holds, fails, or is inconclusive where a limit was reached; it is told
    how often its premise was true. Exits with 1 when one fails or is inconclusive, or a table is
    not sound.
    """
    from csto_sim.cli.progress import bar, cleared, watched
    from csto_sim.cli.verify_pages import show
    from csto_sim.procedures import procedures
    from csto_sim.verify.arenas import arenas_of
    from csto_sim.verify.explore import WORLDS
    from csto_sim.verify.tables import verify

    known = procedures()
    names = tuple(dict.fromkeys(word for word in map(_word, what) if word in known))
    files = _files([word for word in what if _word(word) not in known])
    if not what:
        names = tuple(known)
    shown = watched(plain)
    most = limit or WORLDS
    checked: list[Checked] = []
    faults: list[Fault] = []
    sizes: dict[str, int] = {}
    if names:
        found, wrong, sizes = verify(
            arenas_of(names),
            names,
            limit=most,
            sound=sound,
            progress=bar("arena", "world") if shown else None,
        )
        checked += found
        faults += wrong
    for file in files:
        own, wrong = _of_file(file, most, sound)
        checked += own
        faults += wrong
    if shown:
        cleared()
    saved = _saved(save, checked, faults)
    if plain:
        from csto_sim.cli.jsons import show_json
        from csto_sim.cli.verify_json import plain_of

        show_json(plain_of(checked, faults, sizes, saved))
    else:
        show(checked, faults, sizes, saved, full, sound, what)
    sure = all(each.verdict == "holds" for each in checked)
    return 0 if sure and not faults else 1


def _word(word: str) -> str:
    return word.replace("-", "_").replace(" ", "_")


def _files(words: list[str]) -> list[str]:
    """The scenario files that words mean; a word that is neither gets the nearest procedure."""
    import os

    from csto_sim.cli.files import scenario_files
    from csto_sim.errors import suggestion
    from csto_sim.procedures import procedures

    for word in words:
        if not os.path.exists(word) and "/" not in word and not word.endswith((".yaml", ".yml")):
            near = suggestion(_word(word), procedures())
            if near:
                raise click.UsageError(f"there is no procedure or file {word!r}. Try: {near}")
    return scenario_files(words) if words else []


def _of_file(file: str, limit: int, sound: bool) -> tuple[tuple[Checked, ...], tuple[Fault, ...]]:
    """The claims of a file on its courses, and those of its procedures with it as the arena."""
    from csto_sim.scenario.load import load
    from csto_sim.verify.arenas import Arena
    from csto_sim.verify.claims import check
    from csto_sim.verify.tables import verify

    scenario = load(file)
    own = check(scenario, limit=limit)
    names = tuple(dict.fromkeys(each.procedure for each in scenario.cases))
    arena = Arena(file, scenario, in_order=True)
    tables, faults, _ = verify([arena], names, limit=limit, sound=sound)
    # What never happens in one file says nothing of a procedure.
    tables = tuple(each for each in tables if each.kind == "always")
    return (*own, *tables), faults


def _saved(
    save: str | None, checked: list[Checked], faults: list[Fault]
) -> dict[tuple[str, str], str]:
    """Write the scenarios that show claims and faults; return their paths by what they show."""
    if save is None:
        return {}
    import os

    from csto_sim.cli.saving import write_scenario

    found: dict[tuple[str, str], str] = {}
    for each in checked:
        if each.example is not None and (each.verdict == "fails" or each.kind == "sometimes"):
            name = f"{os.path.basename(each.of).rpartition('.')[0] or each.of} {each.says}"
            found[each.of, each.says] = write_scenario(save, name, each.example)
    for fault in faults:
        if fault.example is not None:
            name = f"{fault.kind} {fault.of} {fault.state} {fault.what}"
            found[fault.of, fault.state + fault.what] = write_scenario(save, name, fault.example)
    return found
