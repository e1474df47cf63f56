"""`csto-sim procedures`: the tables that a scenario runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csto_sim.cli.options import as_json
from csto_sim.cli.program import Listing

if TYPE_CHECKING:
    from csto_sim.procedure import Param, Procedure, Step

#: Of more words than this a list is told once on a page.
SEVERAL = 6


class Tables(Listing):
    """The group; its entries are the procedures."""

    def holds(self, word: str) -> bool:
        """Return whether there is an entry of that name."""
        from csto_sim.procedures import procedures

        return word in procedures()


@click.group(cls=Tables, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The tables that a scenario runs on: acts, states, and the provisions behind each step.

    Without a command they are listed.
    """


@command.command("list")
@as_json
def list_(plain: bool) -> None:
    """List the procedures."""
    from csto_sim.cli.jsons import show_json
    from csto_sim.cli.screen import count, dim, head, wrap
    from csto_sim.procedures import procedures

    if plain:
        return show_json([_plain(each) for each in procedures().values()])
    for each in procedures().values():
        click.echo(f"{head(each.name)}  {each.title}")
        click.echo(wrap(each.about, "  "))
        acts = count(len(each.acts()), "act")
        states = count(len(list(each.states)), "state")
        asked = count(len(each.readings), "reading")
        click.echo(dim(f"  {states}, {acts}, {count(len(each.steps), 'step')}, {asked}"))
    return None


@command.command("show")
@click.argument("name")
@as_json
def show(name: str, plain: bool) -> None:
    """Show the table of the procedure NAME.

    Its states, steps, fields, readings and claims, and what of it is not modelled.
    """
    from csto_sim.cli.faults import nearest_of, refuse
    from csto_sim.cli.jsons import show_json
    from csto_sim.procedures import procedures

    found = procedures().get(name)
    if found is None:
        hint = nearest_of(name, list(procedures()))
        expected = "a procedure (`csto-sim procedures` lists them)"
        raise refuse("CSTO-304", "there is no such procedure", name, expected, hint)
    if plain:
        return show_json(_plain(found))
    return _page(found)


def _page(found: Procedure) -> None:
    from csto_sim.cli.screen import head, wrap

    click.echo(head(f"{found.name}: {found.title}"))
    click.echo(wrap(found.about))
    _part("States")
    room = max(len(state.word) for state in found.states) + 2
    for state in found.states:
        mark = " (initial)" if state is found.initial else ""
        mark = " (final)" if state in found.final else mark
        click.echo(wrap(f"{state.value}{mark}", f"  {state.word:<{room}}"))
    _part("Steps")
    told = _Told()
    for step in found.steps:
        _step(step, told)
    if found.shorthands:
        _part("Shorthand")
        for each in found.shorthands:
            means = f"the same as `{each.means}` by each of the states, {each.order} `{each.act}`"
            click.echo(wrap(means, f"  {each.act} … {each.key}: [ … ]  ", "      "))
    _part(f"Fields of a {found.unit}")
    for param in found.fields:
        _param(param, "  ", told)
    _part("Readings")
    click.echo(wrap(", ".join(found.readings) or "none", "  "))
    _part("Claims")
    for claim in found.claims:
        click.echo(wrap(claim.says, f"  {claim.kind:<10}"))
    _part("Not modelled")
    for line in found.not_modelled or ("Nothing is named.",):
        click.echo(wrap(line, "  - "))


def _part(title: str) -> None:
    from csto_sim.cli.screen import head

    click.echo(f"\n{head(title)}")


class _Told:
    """What a page has told, so that long lists of words stand on it once."""

    def __init__(self) -> None:
        self.takes: set[tuple[str, tuple[Param, ...]]] = set()
        self.words: dict[tuple[str, ...], str] = {}

    def again(self, step: Step) -> bool:
        """Return whether an earlier step of this act has told the same parameters at length."""
        key = (step.act, step.takes)
        known = key in self.takes
        self.takes.add(key)
        return known and any(param.choices or len(step.takes) > 1 for param in step.takes)

    def kind(self, param: Param) -> str:
        """Return what a parameter takes: its words, or where more than a few were told, of whom."""
        if len(param.choices) > SEVERAL and param.choices in self.words:
            return f"words as for {self.words[param.choices]}"
        self.words.setdefault(param.choices, param.name)
        return " | ".join(param.choices) if param.choices else param.kind


def _step(step: Step, told: _Told) -> None:
    from csto_sim.cli.screen import dim, head, wrap
    from csto_sim.procedure import TIME

    act = step.act or f"(follows {step.follows})"
    by = "" if not step.act else f", by {step.by.word}"
    if step.act and step.by is not TIME and step.by.need_not_be_named:
        by += " (need not be named)"
    source = " or ".join(state.word for state in step.sources)
    target = step.target.word if step.target is not None else "the same state"
    click.echo(wrap(f"{act}{by}", "  ", "      ").replace(act, head(act), 1))
    click.echo(wrap(f"{source} → {target}", "      ", "        "))
    # A row without a condition of its own is open to whoever may act.
    says = step.says + (" (when no step above holds)" if step.otherwise else "")
    click.echo(wrap(says, "      "))
    if told.again(step):
        names = ", ".join(param.name for param in step.takes)
        click.echo(wrap(f"{names}: as with {step.act} above", "        ", "            "))
    else:
        for param in step.takes:
            _param(param, "        ", told)
    if step.under:
        click.echo(dim(wrap(", ".join(step.under), "      under ", "            ")))


def _param(param: Param, indent: str, told: _Told) -> None:
    from csto_sim.cli.screen import wrap

    need = ", required" if param.required else ""
    text = f"{param.name} ({told.kind(param)}{need}): {param.help}"
    click.echo(wrap(text, indent, indent + "    "))


def _plain(found: Procedure) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "about": found.about,
        "unit": found.unit,
        "states": [
            {
                "state": state.word,
                "says": state.value,
                "initial": state is found.initial,
                "final": state in found.final,
            }
            for state in found.states
        ],
        "steps": [
            {
                "act": step.act,
                "from": [state.word for state in step.sources],
                "to": None if step.target is None else step.target.word,
                "by": step.by.word,
                "awaits": list(step.awaits),
                "need_not_be_named": step.by.need_not_be_named,
                "under": list(step.under),
                "says": step.says,
                "otherwise": step.otherwise,
                "right": step.right,
                "takes": [_plain_param(param) for param in step.takes],
            }
            for step in found.steps
        ],
        "fields": [_plain_param(param) for param in found.fields],
        "shorthands": [
            {"act": each.act, "key": each.key, "means": each.means, "order": each.order}
            for each in found.shorthands
        ],
        "readings": list(found.readings),
        "relies_on": list(found.relies_on),
        "claims": [{"kind": claim.kind, "says": claim.says} for claim in found.claims],
        "not_modelled": list(found.not_modelled),
    }


def _plain_param(param: Param) -> dict[str, Any]:
    return {
        "name": param.name,
        "kind": param.kind,
        "choices": list(param.choices),
        "required": param.required,
        "help": param.help,
    }
