"""What `csto-sim law rules` prints: the rules that a scenario can give to provisions."""

from __future__ import annotations

from typing import Any

import click

from csto_sim import law
from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.jsons import show_json
from csto_sim.cli.screen import count, dim, head, wrap
from csto_sim.law.enacting import (
    Enactable,
    by_decision,
    can_be_enacted,
    enactable,
    settled_by,
)

#: A text of any provision can say which law governs what is under way.
_ANY = "amb.pending-law"


def every(plain: bool) -> None:
    """Print the provisions that have rules by name or length, and how many settle readings."""
    settling = [one.id for one in law.provisions() if can_be_enacted(one.id) and _own(one.id)]
    if plain:
        ids = dict.fromkeys((*enactable(), *settling))
        return show_json([_plain(id) for id in ids])
    for id, each in enactable().items():
        click.echo(head(id))
        click.echo(wrap(each.asks, "  "))
        click.echo(wrap(_given(each), "  ", "    "))
    click.echo(
        "\n"
        + wrap(
            f"{count(len(settling), 'provision')} more can settle readings that touch them; any "
            "provision of the Organization can be given another of its texts, or be ended."
        )
    )
    click.echo("One of them in full: csto-sim law rules ID")
    return None


def _own(id: str) -> bool:
    return id not in enactable() and any(key != _ANY for key in settled_by(id))


def _given(each: Enactable) -> str:
    if each.unit:
        return f"length: a number of {each.unit}"
    return "rule: " + " | ".join(each.rules)


def one(id: str, plain: bool) -> None:
    """Print what one provision can be given: rules, length, readings, texts, its end."""
    found = law.provision(id)
    if found is None or "@" in id:
        known = [each.id for each in law.provisions()]
        hint = nearest_of(id, known) or "csto-sim law search WORDS finds provisions"
        raise refuse("CSTO-307", "there is no such provision", id, hint=hint)
    if plain:
        return show_json(_plain(id))
    title = law.instrument(found.instrument).title
    click.echo(head(wrap(found.heading, f"{found.id}  ")))
    click.echo(dim(wrap(title)))
    if not can_be_enacted(id):
        click.echo(wrap("It is no text of the Organization: nothing in a scenario changes it."))
        return None
    who = "An instrument or a decision of the Council" if by_decision(id) else "An instrument"
    click.echo(wrap(f"{who} can give it, under `enacts:`, one of these:"))
    for line in _forms(id):
        click.echo(line)
    return None


def _forms(id: str) -> list[str]:
    lines = []
    told = enactable().get(id)
    if told is not None:
        for rule, says in told.rules.items():
            lines.append(wrap(says, f"  rule: {rule}  ", "      "))
        for binds, says in told.binds.items():
            lines.append(wrap(says, f"    binds: {binds}  ", "      "))
        if told.unit:
            lines.append(wrap(f"A number of {told.unit}. {told.asks}", "  length: N  ", "      "))
    for key in settled_by(id):
        reading = law.readings()[key]
        lines.append(wrap(reading.question, f"  settles: {{{key}: …}}  ", "      "))
        for letter, option in reading.options.items():
            lines.append(dim(wrap(option.short, f"      {letter}  ", "         ")))
    found = law.provision(id)
    for text in found.texts if found is not None else ():
        lines.append(wrap(text.rule, f"  text: {text.id}  ", "      "))
    lines.append("  ends: true  It applies no longer.")
    return lines


def _plain(id: str) -> dict[str, Any]:
    told, found = enactable().get(id), law.provision(id)
    return {
        "provision": id,
        "can_be_enacted": can_be_enacted(id),
        "by_decision": by_decision(id),
        "rules": dict(told.rules) if told is not None else {},
        "binds": dict(told.binds) if told is not None else {},
        "length": told.unit if told is not None else "",
        "settles": list(settled_by(id)) if can_be_enacted(id) else [],
        "texts": [text.id for text in found.texts] if found is not None else [],
    }
