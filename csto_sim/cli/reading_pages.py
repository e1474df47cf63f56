"""What `csto-sim law readings` prints."""

from __future__ import annotations

from typing import Any

import click

from csto_sim import law
from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.jsons import show_json
from csto_sim.cli.law_parts import sources
from csto_sim.cli.screen import cell, count, dim, head, wrap
from csto_sim.law.readings import Default, Reading

#: How a condition of a default is said; {} is its value. One that is only true has no value.
CONDITIONS = {
    "from": "from {} on",
    "until": "before {}",
    "mode": "in {} mode",
    "kind": "for a {}",
    "branch": "in the case of an {}",
    "stage": "at the stage of {}",
    "status": "for the status of {}",
    "because": "where the cause is {}",
    "non_objection": "where an absent member has written that it does not object",
    "own_rules": "where the body has rules of its own",
}


def every(plain: bool) -> None:
    """Print all readings by theme: id, question, default option."""
    found = law.readings()
    if plain:
        return show_json([_plain(one) for one in found.values()])
    theme = ""
    for one in found.values():
        if one.theme != theme:
            click.echo(f"{'' if not theme else chr(10)}{head(one.theme)}")
            theme = one.theme
        click.echo(wrap(one.question, f"  {one.id}  ", "    "))
        click.echo(dim(wrap(f"default: {_defaults(one)}", "    ")))
    asked = set(_askers())
    more = len(_organisation() - asked)
    also = f", the data on the Organization {more} more" if more else ""
    click.echo(f"\n{count(len(found), 'reading')}; the procedures ask {len(asked)} of them{also}.")
    click.echo("One of them in full: csto-sim law readings ID")
    return None


def one(id: str, plain: bool) -> None:
    """Print one reading in full: options, default, evidence, and what it touches."""
    found = law.readings().get(law.full_id(id))
    if found is None:
        hint = nearest_of(law.full_id(id), law.readings()) or "csto-sim law readings lists them"
        raise refuse("CSTO-305", "there is no such reading", id, hint=hint)
    if plain:
        return show_json(_plain(found))
    click.echo(head(found.id))
    click.echo(wrap(found.question))
    click.echo()
    for option in found.options.values():
        click.echo(f"  {option.letter}  {head(option.short)}")
        click.echo(wrap(option.says, "     "))
    click.echo()
    facts = (
        ("default", _defaults(found)),
        ("evidence", found.evidence),
        ("basis", found.basis),
        ("touches", ", ".join(found.touches)),
        ("needs", " and ".join(f"{id} = {' or '.join(o)}" for id, o in found.needs.items())),
        ("note", found.note),
        ("asked by", _asked_by(found.id)),
    )
    for name, value in facts:
        if value:
            click.echo(wrap(value, f"  {cell(name, 10)}"))
    for line in sources(found.sources):
        click.echo(dim(wrap(line, f"  {cell('source', 10)}")))
    click.echo(f"\n  To choose: --reading {found.id}={list(found.options)[-1]}")
    return None


def _askers() -> dict[str, list[str]]:
    """Which procedures ask a reading, by its id."""
    from csto_sim.procedures import procedures

    found: dict[str, list[str]] = {}
    for name, table in procedures().items():
        for id in table.readings:
            found.setdefault(id, []).append(name.replace("_", " "))
    return found


def _organisation() -> set[str]:
    """The readings on which entries of the organisation's data depend, such as who is a member."""
    from csto_sim import organisation
    from csto_sim.law.texts import load_yaml

    heads = [load_yaml(content).get("readings", {}) for _, content in organisation.data_files()]
    return {id for head in heads for id in head}


def _calendar() -> set[str]:
    """The readings that the calendar of duties asks (`csto-sim duties`)."""
    from csto_sim.duties.account import SPAN_READING
    from csto_sim.law.duties import duties

    return {SPAN_READING, *(id for each in duties().values() for id in each.times_by)}


def _asked_by(id: str) -> str:
    found = list(_askers().get(id, ()))
    if id in _organisation():
        found.append("the data on the Organization")
    if id in _calendar():
        found.append("the calendar of duties")
    return ", ".join(found) or "no procedure yet"


def _defaults(found: Reading) -> str:
    """The default in words: `B from 2024-01-01 on; else A`."""
    first, *others = map(_default, found.default)
    return "; ".join((first, *(f"else {each}" for each in others)))


def _default(rule: Default) -> str:
    return " ".join((rule.option, " and ".join(_condition(*item) for item in rule.when.items())))


def _condition(key: str, value: Any) -> str:
    """A condition in words; one that nobody has put into words is told by its key and value."""
    if isinstance(value, bool):
        said = CONDITIONS.get(key, f"where it is so: {key.replace('_', ' ')}")
        return said if value else f"not {said}"
    return CONDITIONS.get(key, f"where {key.replace('_', ' ')} is {{}}").format(value)


def _plain(found: Reading) -> dict[str, Any]:
    return {
        "id": found.id,
        "theme": found.theme,
        "question": found.question,
        "options": {o.letter: {"short": o.short, "says": o.says} for o in found.options.values()},
        "default": [{"option": rule.option, "when": dict(rule.when)} for rule in found.default],
        "evidence": found.evidence,
        "basis": found.basis,
        "sources": [dict(source) for source in found.sources],
        "touches": list(found.touches),
        "needs": {key: list(value) for key, value in found.needs.items()},
        "note": found.note,
    }
