"""What `csto-sim duties` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from csto_sim.cli.jsons import show_json
from csto_sim.cli.screen import bad, count, dim, good, head, marked, wrap
from csto_sim.cli.summary import deadlines
from csto_sim.duties import Owed, account
from csto_sim.duties.of_year import Ending, endings, of_year
from csto_sim.explain import name
from csto_sim.explain.words import day
from csto_sim.law.duties import duties
from csto_sim.record import Record, to_plain

_COLOURS = {"met": good, "missed": bad, "undetermined": marked, "due": marked}


def file(record: Record, every: bool, plain: bool) -> None:
    """Print the duties of a record's stretch of time, then the periods that the run kept."""
    found = account(record)
    told = {owed.duty for owed in found if owed.done}
    if plain:
        periods = to_plain(record)["deadlines"]
        return show_json({"duties": [_plain(owed) for owed in found], "periods": periods})
    click.echo(head(wrap(record.title)))
    click.echo(dim(f"{record.since} to {record.until}"))
    shown = found if every else tuple(owed for owed in found if owed.duty in told)
    _calendar(shown)
    silent = list(dict.fromkeys(owed.duty for owed in found if owed.duty not in told))
    if silent and not every:
        more = f"It tells nothing of {count(len(silent), 'duty', 'duties')} more: "
        click.echo("\n" + dim(wrap(f"{more}{', '.join(silent)} (--every shows them).")))
    if record.deadlines:
        click.echo(head("\nPeriods of the run"))
        for text in deadlines(record):
            click.echo(text)
    return None


def year(year: int, readings: Mapping[str, str], mode: str, plain: bool) -> None:
    """Print the duties of a year as the registers tell of them, and what ends in it."""
    found, ends = of_year(year, readings, mode), endings(year)
    if plain:
        return show_json(
            {
                "year": year,
                "duties": [_plain(owed) for owed in found],
                "endings": [each._asdict() for each in ends],
            }
        )
    click.echo(head(f"Duties of {year}, from the registers"))
    if not found:
        click.echo("No duty of the calendar is known for that year.")
    _calendar(found)
    _endings(ends)
    return None


def _calendar(found: Iterable[Owed]) -> None:
    before = ""
    for owed in found:
        duty = duties()[owed.duty]
        if owed.duty != before:
            before = owed.duty
            by = [*owed.under, *(f"{id}={option}" for id, option in owed.readings)]
            custom = ", a practice" if duty.practice else ""
            title = f"{name(owed.holder)}: {duty.title} in {_every(duty.years)}{custom}"
            click.echo("\n" + wrap(f"{title} [{owed.duty}]"))
            click.echo(dim(wrap(f"({', '.join(by)})", "  ", "   ")))
        colour = _COLOURS.get(owed.status, str)
        click.echo(colour(wrap(_told(owed), "  ", "      ")))


def _every(years: int) -> str:
    return "each year" if years == 1 else f"every {years} years"


def _told(owed: Owed) -> str:
    """One span in a sentence: `2011: met on 20 December 2011 (session)`."""
    span = _span(owed)
    have = f"{len(owed.done)} of {owed.times}"
    by = ", ".join(dict.fromkeys(each.case or day(each.last) for each in owed.done))
    if owed.status == "met":
        return f"{span}: met on {day(owed.on)} ({by})"
    if owed.status == "due":
        until = f"by {day(owed.last)}" if owed.last else "by the next regular session"
        return f"{span}: due {until}; {have} so far" + (f" ({by})" if by else "")
    if owed.status == "missed":
        return f"{span}: missed; {have}" + (f" ({by})" if by else "")
    if owed.status == "passed":
        return f"{span}: passed without it, and nobody is in breach of a custom"
    if owed.status == "not told":
        return f"{span}: not told; the registers tell of {have}" + (f" ({by})" if by else "")
    return f"{span}: undetermined; what is told leaves it open" + (f" ({by})" if by else "")


def _span(owed: Owed) -> str:
    first, last = owed.first, owed.last
    if first[5:] == "01-01" and last[5:] == "12-31":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]}-{last[:4]}"
    return f"{day(first)} to {day(last)}" if last else f"from {day(first)}"


def _endings(ends: tuple[Ending, ...]) -> None:
    if not ends:
        return
    click.echo(head("\nWhat ends in that year"))
    for each in ends:
        of = name(each.of) if each.of.isupper() else each.of
        click.echo(wrap(f"{each.what}, {of} ({each.evidence})", f"  {each.last}  "))


def _plain(owed: Owed) -> dict[str, Any]:
    duty = duties()[owed.duty]
    return {
        "duty": owed.duty,
        "holder": owed.holder,
        "title": duty.title,
        "practice": duty.practice,
        "first": owed.first,
        "last": owed.last or None,
        "status": owed.status,
        "on": owed.on or None,
        "times": owed.times,
        "done": [
            {"first": d.first, "last": d.last, "case": d.case or None, "step": d.step}
            for d in owed.done
        ],
        "under": list(owed.under),
        "readings": dict(owed.readings),
    }
