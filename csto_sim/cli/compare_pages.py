"""What `csto-sim compare` prints: what flips, and where the two courses part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from csto_sim.cli.screen import bad, count, dim, good, head, wrap
from csto_sim.parted import NEVER, Change, Compared, Flip
from csto_sim.record import Step
from csto_sim.world import Finding

_WHAT = {"state": "", "effective": "has effect from ", "bound": "binds "}


def show(found: Sequence[Compared], uncounted: Sequence[str], change: Change) -> None:
    """Print what flips at 80 columns; scenarios that come out alike are counted."""
    flipping = [each for each in found if each.flips]
    click.echo(head(wrap(f"As the file has it, and with {change.words}")))
    for each in flipping:
        click.echo()
        click.echo(wrap(each.title))
        click.echo(dim(wrap(each.file)))
        for line in (*flips_of(each), *because_of(each)):
            click.echo(line)
    click.echo()
    unfit = [each for each in found if each.needs]
    for each in unfit:
        click.echo(wrap(f"{each.file}: not applicable: needs {each.needs}", "", "  "))
    if unfit:
        click.echo()
    alike = len(found) - len(flipping) - len(unfit)
    told = f"{count(len(flipping), 'scenario')} of {len(found):,} {_flip(len(flipping))}"
    parted = sum(1 for each in found if not each.flips and each.parting is not None)
    if alike:
        told += f"; {alike:,} come out alike"
        told += f", {parted:,} of them by another way" if parted else ""
    told += f"; to {len(unfit):,} it is not applicable" if unfit else ""
    click.echo((bad if flipping else good)(wrap(f"{told}.")))
    for file in uncounted:
        click.echo(wrap(f"{file}: its working days cannot be counted so.", "", "  "))


def _flip(number: int) -> str:
    return "flips" if number == 1 else "flip"


def flips_of(each: Compared) -> Iterator[str]:
    """Yield what comes out otherwise, a line for each case as it is, and one as it is then."""
    from csto_sim.explain.words import quoted

    by_case: dict[str, list[Flip]] = {}
    for flip in each.flips:
        by_case.setdefault(flip.case, []).append(flip)
    for case, own in by_case.items():
        was = "; ".join(_value(flip.what, flip.before) for flip in own)
        now = "; ".join(_value(flip.what, flip.after) for flip in own)
        yield wrap(f"{quoted(case)}: {was}", "  ", "      ")
        yield wrap(f"→ {now}", "      ", "        ")


def _value(what: str, value: str) -> str:
    return "no effect" if value == NEVER else f"{_WHAT[what]}{value}"


def because_of(each: Compared, sides: tuple[str, str] = ("file", "with")) -> Iterator[str]:
    """Yield the step at which two records part, and the rule on each of the two sides."""
    from csto_sim.explain import headline
    from csto_sim.explain.steps import OF

    parting = each.parting
    if parting is None:
        return
    of = {OF + one.case: one.procedure for one in each.before.outcomes}
    step = parting.before or parting.after
    assert step is not None  # they part at a step of one of them
    yield wrap(f"They part at step {step.seq}, {step.when.day}:", "  ")
    for word, one, because in (
        (sides[0], parting.before, parting.because[0]),
        (sides[1], parting.after, parting.because[1]),
    ):
        done = "nothing" if one is None else " ".join(headline(one, of).split())
        yield wrap(done.removeprefix(step.when.day).strip(), f"    {word}: ", " " * 10)
        if because is not None:
            yield dim(wrap(_told(because), "          ", "          "))
        elif parting.asked:
            side = 1 + sides.index(word)
            told = ", ".join(f"{asked[0]} = {asked[side]}" for asked in parting.asked)
            yield dim(wrap(f"[reading {told}]", "          ", "          "))


def _told(because: Finding) -> str:
    from csto_sim.explain import sentence

    text = sentence(because).rstrip(".")
    if because.reading is not None and "amb." not in text:
        text += f" [reading {because.reading[0]} = {because.reading[1]}]"
    return text


def plain_of(found: Sequence[Compared], uncounted: Sequence[str], change: Change) -> dict[str, Any]:
    """Return all of it as JSON-ready values."""
    return {
        "format": 1,
        "with": {
            "readings": dict(change.readings),
            "mode": change.mode or None,
            "law": change.law_of or None,
            "rulebook": change.rulebook or None,
        },
        "scenarios": [
            {
                "file": each.file,
                "title": each.title,
                "not_applicable": each.needs or None,
                "flips": [flip._asdict() for flip in each.flips],
                "parting": None if each.parting is None else _plain_parting(each),
            }
            for each in found
        ],
        "uncounted": list(uncounted),
    }


def _plain_parting(each: Compared) -> dict[str, Any]:
    assert each.parting is not None
    sides: dict[str, Any] = {
        "readings": [{"id": id, "file": was, "with": now} for id, was, now in each.parting.asked]
    }
    for word, step, because in (
        ("file", each.parting.before, each.parting.because[0]),
        ("with", each.parting.after, each.parting.because[1]),
    ):
        sides[word] = {"step": _plain_step(step), "because": _plain_finding(because)}
    return sides


def _plain_step(step: Step | None) -> dict[str, Any] | None:
    if step is None:
        return None
    return {
        "seq": step.seq,
        "day": step.when.day,
        "kind": step.kind,
        "act": step.act,
        "by": step.by,
        "case": step.case,
        "from": step.source,
        "to": step.target,
        "under": list(step.under),
    }


def _plain_finding(found: Finding | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "says": found.says,
        "holds": found.holds,
        "under": list(found.under),
        "reading": None if found.reading is None else list(found.reading),
        "told": _told(found),
    }
