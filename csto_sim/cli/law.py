"""`csto-sim law`: provisions, their texts by day, and readings."""

from __future__ import annotations

import click

from csto_sim.cli.options import as_json, on_day
from csto_sim.cli.program import Listing


class Law(Listing):
    """The group; its entries are instruments, provisions, texts and readings."""

    def holds(self, word: str) -> bool:
        """Return whether there is an entry of that name."""
        from csto_sim import law

        ids = {each.id for each in law.instruments()}
        return word in ids or law.provision(word) is not None or law.full_id(word) in law.readings()


@click.group(cls=Law, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Provisions and readings, by day.

    A provision that was amended has several texts, each with its days. `--on DATE` keeps the texts
    that cover that day under some reading. Without a command the instruments are listed.
    """


@command.command("list")
@click.argument("instrument", required=False)
@on_day
@as_json
def list_(instrument: str | None, day: str | None, plain: bool) -> None:
    """List the instruments, or the provisions of INSTRUMENT."""
    from csto_sim.cli import law_pages as pages

    if instrument is None:
        pages.instruments(day, plain)
    else:
        pages.provisions(pages.known_instrument(instrument), day, plain)


@command.command("show")
@click.argument("id")
@on_day
@as_json
def show(id: str, day: str | None, plain: bool) -> None:
    """Show a provision, a text, an instrument or a reading by its ID."""
    from csto_sim.cli import law_pages as pages

    pages.show(id, day, plain)


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@on_day
@as_json
def search(words: tuple[str, ...], day: str | None, plain: bool) -> None:
    """Find the provisions whose texts hold all of WORDS."""
    from csto_sim.cli import law_pages as pages

    pages.search(words, day, plain)


@command.command("readings")
@click.argument("id", required=False)
@as_json
def readings(id: str | None, plain: bool) -> None:
    """List the readings, or show the one of that ID.

    A reading is a question that the sources leave open, with its options and its default. `amb.`
    may be left out of the ID.
    """
    from csto_sim.cli import reading_pages as pages

    if id is None:
        pages.every(plain)
    else:
        pages.one(id, plain)


@command.command("rules")
@click.argument("id", required=False)
@as_json
def rules(id: str | None, plain: bool) -> None:
    """List what a scenario can enact, or show it for one provision.

    `enacts:` of an instrument or a decision names a provision and its new rule, one of those that
    the program can apply (docs/enacting.md).
    """
    from csto_sim.cli import enacting_pages as pages

    if id is None:
        pages.every(plain)
    else:
        pages.one(id, plain)


@command.command("rulebooks")
@click.argument("id", required=False)
@as_json
def rulebooks(id: str | None, plain: bool) -> None:
    """List how other organisations decide, or show a rule.

    `rulebook: ID` in a scenario, `run --rulebook ID` and `compare --with rulebook=ID` decide by
    them. Installed packages can bring more.
    """
    from csto_sim.cli.rulebook_pages import show

    show(id, plain)
