"""`csto-sim bound`: whom an instrument binds on a day, as known on another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csto_sim.cli.options import a_day, as_json, under

if TYPE_CHECKING:
    from csto_sim.cli.bonds import Answer


@click.command()
@click.argument("instrument")
@click.option(
    "--on", "day", callback=a_day, metavar="DATE", required=True, help="The day asked about."
)
@click.option("--seen", callback=a_day, metavar="DATE", help="Only what had happened by that day.")
@click.option("--file", metavar="FILE", help="A scenario of yours that has the instrument.")
@under
@as_json
def command(
    instrument: str,
    day: str,
    seen: str | None,
    file: str | None,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    plain: bool,
) -> None:
    """Say whom INSTRUMENT binds on a day, since when, and what that rests on.

    INSTRUMENT is the id of an instrument, or of its matter, in one of the scenarios that come with
    the program, such as crrf. The scenario is run; a state is bound on a day from the first day of
    its bond up to, not on, the last. With `--seen` acts after that day are left out, so that the
    answer is the one that could be given then. For a day of which no scenario tells, the answer is
    as of the nearest day of which one does, and says so. Nothing is logged.
    """
    from csto_sim.cli.bonds import ask
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.options import readings_of

    answer = ask(instrument, day, seen, file, readings_of(chosen), mode, facts)
    if plain:
        return show_json(_plain(answer))
    return _page(answer)


def _page(answer: Answer) -> None:
    from csto_sim.cli.screen import cell, dim, head, marked, wrap
    from csto_sim.explain import name

    click.echo(head(wrap(answer.title)))
    told = wrap(_found(answer))
    click.echo(told if answer.covered else marked(told))
    if answer.bound:
        click.echo()
        room = max(len(name(each.bond.member)) for each in answer.bound) + 2
        for each in answer.bound:
            told = f"since {each.bond.since}"
            told += f", known since {each.bond.known}" if each.bond.known != each.bond.since else ""
            told += f", until {each.bond.until}" if each.bond.until else ""
            click.echo(wrap(told, f"  {cell(name(each.bond.member), room)}"))
            for act in each.acts:
                click.echo(dim(wrap(act, " " * (room + 4), " " * (room + 6))))
    if answer.not_bound:
        click.echo("\nNot bound:" if answer.covered else f"\nNot bound as of {answer.as_of}:")
        for member, why in answer.not_bound:
            click.echo(wrap(f"{name(member)}: {why}", "  ", "      "))
    state = f"State of the instrument on {answer.as_of}: {answer.state}"
    if answer.at_end != answer.state:
        state += f"; on {answer.told_until}, where the scenario ends: {answer.at_end}"
    click.echo("\n" + dim(wrap(f"{state}. From {answer.file}.")))
    for note in answer.notes:
        click.echo(marked(wrap(note)))


def _found(answer: Answer) -> str:
    """The answer in a sentence; for a day of which nothing is told, a caution and the nearest."""
    from csto_sim.cli.screen import count

    states = count(len(answer.bound), "state")
    seen = f", as seen on {answer.seen}" if answer.seen else ""
    if answer.covered:
        if answer.bound:
            return f"Binds {states} on {answer.day}{seen}:"
        return f"Binds nobody on {answer.day}{seen}: it was {_standing(answer.state)}."
    if answer.own:
        told = f"{answer.file} tells nothing of {answer.instrument} on {answer.day}"
    else:
        told = f"No shipped scenario tells of {answer.instrument} on {answer.day}"
    end = "the last" if answer.as_of < answer.day else "the first"
    told += f"; as of {answer.as_of}, {end} day told{seen}, "
    if answer.bound:
        return f"{told}it bound {states}:"
    return f"{told}it was {_standing(answer.state)}."


def _standing(state: str) -> str:
    """How an instrument that binds nobody stands, in words."""
    return "signed and not in force" if state == "signed" else f'in the state "{state}"'


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        "instrument": answer.instrument,
        "matter": answer.matter,
        "title": answer.title,
        "on": answer.day,
        "seen": answer.seen or None,
        "covered": answer.covered,
        "as_of": answer.as_of,
        "told_from": answer.told_from,
        "told_until": answer.told_until,
        "state": answer.state,
        "state_at_end": answer.at_end,
        "bound": [
            {
                "member": each.bond.member,
                "since": each.bond.since,
                "known": each.bond.known,
                "until": each.bond.until or None,
                "evidence": list(each.evidence),
                "acts": list(each.acts),
            }
            for each in answer.bound
        ],
        "not_bound": [{"member": member, "why": why} for member, why in answer.not_bound],
        "file": answer.file,
        "notes": list(answer.notes),
    }
