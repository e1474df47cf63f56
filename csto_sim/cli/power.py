"""`csto-sim power`: who can carry a decision and who can stop it, and their shares of power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from csto_sim.cli.options import as_json, integer, under

if TYPE_CHECKING:
    from csto_sim.powers import Power


@click.command()
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--matter", metavar="ID", help="Of this matter. [default: each that is decided]")
@click.option("--step", type=integer, metavar="N", help="From here: after this step of the run.")
@click.option("--rulebook", metavar="ID", help="By the rules of another organisation.")
@click.option(
    "--members",
    type=click.IntRange(1, 1_000),
    metavar="N",
    help="Without a FILE: so many members.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="ROLE=N",
    help="Without a FILE: so many hold a role, as in permanent=5.",
)
@under
@as_json
def command(
    file: str | None,
    matter: str | None,
    step: int | None,
    rulebook: str | None,
    members: int | None,
    roles: tuple[str, ...],
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
    plain: bool,
) -> None:
    """Say who can carry a decision and who can stop it, whether absence is enough, until when.

    Of a FILE: what each word of each member does as the file puts a matter, and who can do what
    from where it stands then. With it, exact: the shares of Shapley and Shubik and of Banzhaf, and
    the chance of adoption, where each member is there and says yes or no. With --rulebook alone:
    the same of a body that decides by it. Nothing is logged.
    """
    from csto_sim.cli.options import existing_rulebook
    from csto_sim.cli.power_pages import plain_of, show

    book = existing_rulebook(rulebook)
    if file is None:
        if not book or book == "csto":
            raise click.UsageError("Name a FILE, or with --rulebook the rules of an organisation.")
        if matter or step is not None or chosen or mode or facts:
            raise click.UsageError("--matter, --step, --reading, --mode and --set ask for a FILE.")
        found = [_under(book, members or 0, roles)]
    else:
        if members or roles:
            raise click.UsageError("--members and --role are for a rulebook without a FILE.")
        found = _of_file(file, matter, step, book, chosen, mode, facts)
    if plain:
        from csto_sim.cli.jsons import show_json

        show_json({"format": 1, "power": [plain_of(each) for each in found]})
        return
    for number, each in enumerate(found):
        if number:
            click.echo()
        show(each)


def _under(book: str, members: int, words: tuple[str, ...]) -> Power:
    from csto_sim.law import rulebook
    from csto_sim.verify.power import power_under

    roles = {}
    for word in words:
        role, equals, many = word.partition("=")
        if not equals or not many.strip().isdecimal() or len(many) > 6:
            raise click.UsageError(f"--role {word[:60]}: ROLE=N was expected, as in permanent=5.")
        roles[role.strip()] = int(many)
    rules = rulebook(book)
    assert rules is not None  # it has been found to exist
    try:
        return power_under(rules, members, roles)
    except ValueError as fault:
        raise click.UsageError(f"--role: {fault}.") from fault


def _of_file(
    file: str,
    matter: str | None,
    step: int | None,
    book: str,
    chosen: tuple[str, ...],
    mode: str | None,
    facts: tuple[str, ...],
) -> list[Power]:
    from csto_sim.cli.faults import nearest_of, refuse
    from csto_sim.cli.files import one_file
    from csto_sim.cli.options import changed, readings_of
    from csto_sim.errors import clip
    from csto_sim.scenario.load import load
    from csto_sim.verify.moments import NoStep
    from csto_sim.verify.power import matters_of, power

    readings = readings_of(chosen)
    scenario = changed(load(one_file(file, "power")), facts)
    matters = matters_of(scenario)
    if not matters:
        raise click.UsageError("Members take no positions in this file: it has no decision.")
    if matter is not None and matter not in matters:
        told = f"no decision in this scenario is called '{clip(matter)}'"
        hint = nearest_of(matter, matters)
        raise refuse("CSTO-337", told, "--matter", f"one of: {', '.join(matters)}"[:300], hint)
    try:
        return [
            power(scenario, each, step=step, readings=readings, mode=mode, decided_by=book)
            for each in ([matter] if matter is not None else matters)
        ]
    except NoStep as fault:
        hint = "csto-sim run FILE shows the numbers of the steps"
        raise refuse("CSTO-337", str(fault), "--step", hint=hint) from fault
