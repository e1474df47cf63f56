"""What `csto-sim explore` prints: what varied, and each outcome with an example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import click

from csto_sim.cli.screen import bad, count, dim, head, wrap
from csto_sim.explored import Chosen, Explored, Found, Varied


def show(found: Explored, logged: str = "", dry: bool = False) -> None:
    """Print all of it at 80 columns; `logged` says where the examples are in the log."""
    click.echo(head(wrap(found.title)))
    click.echo(dim(wrap(f"mode {found.mode}, {found.file}")))
    _part("What varies", (_varied(each) for each in found.varied))
    _part("Outcomes", _outcomes(found))
    _part("Explored", _explored(found))
    if logged or dry:
        click.echo("\n" + dim(wrap(logged or "Dry run: nothing was logged.")))


def _part(title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        click.echo(f"\n{head(title)}")
        for line in told:
            click.echo(line)


def _varied(each: Varied) -> str:
    who = f" of {_names(each.who)}" if each.who else ""
    return wrap(f"{each.what}{who}: {', '.join(each.values)}", "  ", "      ")


def _names(codes: Iterable[str]) -> str:
    *most, last = codes
    return f"{', '.join(most)} and {last}" if most else last


def _outcomes(found: Explored) -> Iterator[str]:
    for number, each in enumerate(found.outcomes, 1):
        if number > 1:
            yield ""
        yield from _outcome(number, each, found)


def _outcome(number: int, each: Found, found: Explored) -> Iterator[str]:
    from csto_sim.explain import names, summary
    from csto_sim.explain.words import quoted

    told = []
    for answer in each.answers:
        text = f"{quoted(answer.case)} {answer.state}"
        if "effective" in found.asked:
            text += f", effective {answer.effective or 'never'}"
        if "bound" in found.asked:
            text += f", binds {names(answer.bound) if answer.bound else 'nobody'}"
        told.append(text)
    yield head(wrap("; ".join(told), f"{number:>3}  ", "     "))
    share = Fraction(each.courses, found.courses)
    how_many = f"{each.courses:,} of {count(found.courses, 'course')} ({_percent(share)})"
    if each.weight is not None:
        how_many += f", weight {_fraction(each.weight)}"
    yield wrap(how_many, "     ")
    yield wrap(f"shortest: {_choices(each.chosen)}", "     ", "       ")
    steps = {step.seq: step for step in each.record.steps}
    for answer, decided in zip(each.answers, each.decided, strict=True):
        why = summary(each.record, answer.case)
        step = steps.get(decided.step)
        if step is None:
            yield wrap(why or f"nothing moves {quoted(answer.case)}", "     ", "       ")
            continue
        act = f"{step.act} on {step.when.day}" if step.act else f"on {step.when.day}"
        yield wrap(f"{quoted(answer.case)}, {act}: {why}", "     ", "       ")


def _percent(share: Fraction) -> str:
    percent = share * 100
    if percent in (0, 100):
        return f"{percent} %"
    if percent < Fraction(1, 10):
        return "less than 0.1 %"
    if percent > Fraction(999, 10):
        return "more than 99.9 %"
    return f"{float(percent):.1f} %"


def _fraction(weight: Fraction) -> str:
    text = str(weight)
    near = f"{float(weight):.4g}"
    if len(text) > 40:
        return f"about {near}"
    return text if text == near else f"{text} (about {near})"


def _choices(chosen: Iterable[Chosen]) -> str:
    """What an example has otherwise than the file, those together that chose alike."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in chosen:
        if not each.as_in_file:
            found.setdefault((each.what, each.value), []).append(each.who)
    if not found:
        return "all as in the file"
    told = []
    for (what, value), who in found.items():
        named = [each for each in who if each]
        told.append(f"{what}: {value}" + (f" by {_names(named)}" if named else ""))
    return "; ".join(told) + "; all else as in the file"


def _explored(found: Explored) -> Iterator[str]:
    told = f"{count(found.worlds, 'world')} told apart in {count(found.moves, 'act')}"
    if found.complete:
        yield wrap(f"{told}; every course was followed to its end.", "  ")
        return
    yield bad(
        wrap(
            f"Incomplete: stopped by {found.stopped}. These are the outcomes so far, of "
            f"{count(found.courses, 'course')}; there are more courses, and there may be more "
            "outcomes. A higher --limit or --seconds goes on; fewer entries in vary: ask less.",
            "  ",
        )
    )
    yield wrap(f"{told}.", "  ")
