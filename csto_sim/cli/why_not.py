"""`csto-sim why-not`: the smallest changes of fact that would have given an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csto_sim.cli.options import as_json, under

if TYPE_CHECKING:
    from csto_sim.scenario.model import Scenario


@click.command("why-not")
@click.argument("file", metavar="FILE")
@click.option("--want", required=True, metavar="MATTER=STATE", help="What should have come of it.")
@click.option(
    "--within",
    type=click.IntRange(1, 5),
    metavar="N",
    help="Every set of up to N changes. [default: the smallest sets, up to 2]",
)
@under
@click.option("--save", metavar="DIR", help="Write each course there as a scenario file.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000_000),
    metavar="N",
    help="Follow N courses, and explore N worlds at most. [default: 100,000 and 50,000]",
)
@as_json
def command(
    file: str,
    want: str,
    within: int | None,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    save: str | None,
    limit: int | None,
    plain: bool,
) -> int:
    """Find the smallest changes of fact with which a matter would have come to a state.

    A member attends or stays away, takes another position, does what others did; an act does not
    happen, or happens just before, at or after what falls due. Readings and rules stay as they
    are. Where no set so small is enough, everything that may be otherwise is explored at once, for
    a larger one or a proof that there is none. Nothing is logged. Exits with 1 where no set was
    found, or a limit was reached.
    """
    from csto_sim.cli.files import one_file
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.cli.progress import bar, cleared, watched
    from csto_sim.cli.saving import write_scenario
    from csto_sim.cli.why_not_pages import plain_of, show
    from csto_sim.scenario.load import load
    from csto_sim.verify.why_not import TRIED, WORLDS, why_not

    readings = readings_of(chosen)
    scenario = changed(load(one_file(file, "why-not")), facts)
    case, state = wanted(scenario, want)
    shown = watched(plain)
    found = why_not(
        scenario,
        case,
        state,
        within=within or 0,
        readings=readings,
        mode=mode,
        limit=limit or TRIED,
        worlds=limit or WORLDS,
        progress=bar("part", "world") if shown else None,
    )
    if shown:
        cleared()
    saved = []
    if save is not None:
        for number, each in enumerate(found.ways, 1):
            saved.append(write_scenario(save, f"{case}-{state}-{number}", each.example))
    if plain:
        from csto_sim.cli.jsons import show_json

        show_json(plain_of(found, saved))
    else:
        show(found, saved)
    return 0 if (found.already or found.ways) and not found.stopped else 1


def wanted(scenario: Scenario, word: str) -> tuple[str, str]:
    """Return the matter and the state that a word such as `draft=adopted` names.

    Raises `Unreadable` (CSTO-336) for a matter that the scenario does not have, or a state that
    nothing of its kind comes to.
    """
    from csto_sim.cli.faults import nearest_of, refuse
    from csto_sim.errors import clip
    from csto_sim.procedures import procedures

    about = f"--want {clip(word, 50)}"
    case, equals, state = (part.strip() for part in word.partition("="))
    names = {each.id: each.procedure for each in scenario.cases}
    one = next(iter(names), "draft")
    if not equals:
        expected = f"MATTER=STATE, such as {one}=adopted"
        raise refuse("CSTO-336", f"'{clip(word)}' names no state", about, expected)
    if case not in names:
        message = f"nothing in this scenario is called '{clip(case)}'"
        hint = nearest_of(case, names)
        raise refuse("CSTO-336", message, about, f"one of: {', '.join(names)}"[:300], hint)
    words = [each.word for each in procedures()[names[case]].states]
    state = state.replace("-", " ") if state not in words else state
    if state not in words:
        message = f"'{clip(case)}' cannot come to '{clip(state)}'"
        expected = f"a state of {names[case]}: {', '.join(words)}"
        raise refuse("CSTO-336", message, about, expected, nearest_of(state, words))
    return case, state
