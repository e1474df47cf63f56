"""What `csto-sim verify` prints: vacuous claims first, then what fails, then what holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from csto_sim.checked import FAILS, HOLDS, INCONCLUSIVE, Checked, Example, Fault
from csto_sim.cli.screen import bad, count, dim, good, head, marked, wrap

#: More claims that hold than this are counted for each procedure, unless all are asked for.
MOST = 30
#: The last part of the page.
LAST = "Verified"
#: Of a course that shows something this many steps are told.
STEPS = 12


def show(
    checked: Sequence[Checked],
    faults: Sequence[Fault],
    sizes: Mapping[str, int],
    saved: Mapping[tuple[str, str], str],
    full: bool,
    sound: bool,
    what: Sequence[str],
) -> None:
    """Print all of it at 80 columns."""
    vacuous = [each for each in checked if each.vacuous]
    failing = [each for each in checked if each.verdict == FAILS]
    unsure = [each for each in checked if each.verdict == INCONCLUSIVE]
    holding = [each for each in checked if each.verdict == HOLDS and not each.vacuous]
    _part("Hold for want of any case", map(_line, vacuous))
    _part("Fail", (line for each in failing for line in _failing(each, saved, what)))
    _part("Inconclusive", map(_line, unsure))
    _part("Wrong with the tables", (line for each in faults for line in _fault(each, saved)))
    if full or len(holding) <= MOST:
        _part("Hold", (line for each in holding for line in _holding(each, saved)))
    else:
        _part("Hold", _by_procedure(holding))
    _part(LAST, _summary(checked, faults, sizes, sound))


def _part(title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        click.echo(head(title))
        for line in told:
            click.echo(line)
        if title != LAST:
            click.echo()


def _named(each: Checked) -> str:
    from os.path import basename

    name = basename(each.of)
    return name if "." in name else name.replace("_", " ")


def _line(each: Checked) -> str:
    text = f"{_named(each)}, {each.kind}: {each.says}"
    if each.vacuous:
        text += f"; the premise was true in 0 {each.counts}s"
    if each.verdict == INCONCLUSIVE:
        text += f"; {each.within}"
    return marked(wrap(text, "  ", "      "))


def _holding(each: Checked, saved: Mapping[tuple[str, str], str]) -> Iterator[str]:
    yield good(wrap(f"{_named(each)}, {each.kind}: {each.says}", "  ", "      "))
    yield dim(wrap(_counts(each), "      "))
    path = saved.get((each.of, each.says))
    if path:
        yield wrap(f"csto-sim run {path}", "      ")


def _counts(each: Checked) -> str:
    one = each.counts
    told = f"{count(each.courses, one)}, {each.within}"
    if each.kind == "sometimes":
        told += f"; shown in {each.shown:,}"
    elif each.premise < each.courses:
        told += f"; its premise was true in {each.premise:,}"
    if each.limit:
        told += f"; {each.limit:,} on a last lawful day"
    return told


def _failing(
    each: Checked, saved: Mapping[tuple[str, str], str], what: Sequence[str]
) -> Iterator[str]:
    yield bad(wrap(f"{_named(each)}, {each.kind}: {each.says}", "  ", "      "))
    if each.kind == "sometimes":
        yield wrap(f"it never is, in {_counts(each)}", "      ")
        return
    verb = "never comes" if each.kind == "eventually" else "broken"
    yield wrap(f"{verb} in {each.shown:,} of {_counts(each)}", "      ")
    if each.example is not None:
        yield from _example(each.example)
        yield from _next(saved.get((each.of, each.says)), what)


def _next(path: str | None, what: Sequence[str]) -> Iterator[str]:
    if path:
        yield wrap(f"csto-sim run {path}", "      ")
    else:
        words = " ".join(what)
        yield wrap(f"csto-sim verify {words} --save found".replace("  ", " "), "      next: ")


def _example(example: Example) -> Iterator[str]:
    from csto_sim.explain import headline
    from csto_sim.explain.steps import OF

    of = {OF + each.case: each.procedure for each in example.record.outcomes}
    steps = example.record.steps
    yield wrap(f"the shortest course, {count(len(steps), 'step')}:", "      ")
    left_out = len(steps) - STEPS
    for step in steps[-STEPS:] if left_out > 0 else steps:
        yield wrap(headline(step, of), "        ", "            ")
    if left_out > 0:
        yield dim(wrap(f"… after {count(left_out, 'step')} before these", "        "))


def _fault(each: Fault, saved: Mapping[tuple[str, str], str]) -> Iterator[str]:
    what = f": {each.what}" if each.what else ""
    text = f"{each.kind} in {each.of.replace('_', ' ')}, state {each.state}{what}"
    yield bad(wrap(text, "  ", "      "))
    if each.example is not None:
        yield from _example(each.example)
    path = saved.get((each.of, each.state + each.what))
    if path:
        yield wrap(f"csto-sim run {path}", "      ")


def _by_procedure(holding: Sequence[Checked]) -> Iterator[str]:
    found: dict[str, list[Checked]] = {}
    for each in holding:
        found.setdefault(each.of, []).append(each)
    for own in found.values():
        first = own[0]
        yield good(
            wrap(
                f"{_named(first)}: {count(len(own), 'claim')}, "
                f"{count(first.courses, first.counts)}, {first.within}",
                "  ",
                "      ",
            )
        )
    yield dim(wrap("--full prints each claim with its counts", "  "))


def _summary(
    checked: Sequence[Checked], faults: Sequence[Fault], sizes: Mapping[str, int], sound: bool
) -> Iterator[str]:
    by = {HOLDS: 0, FAILS: 0, INCONCLUSIVE: 0}
    for each in checked:
        by[each.verdict] += 1
    vacuous = sum(each.vacuous for each in checked)
    told = f"{count(len(checked), 'claim')}: {by[HOLDS]:,} hold"
    told += f" ({vacuous:,} for want of any case)" if vacuous else ""
    told += f", {by[FAILS]:,} fail, {by[INCONCLUSIVE]:,} inconclusive"
    if sizes:
        told += f"; {count(sum(sizes.values()), 'world')} in {count(len(sizes), 'arena')}"
    yield wrap(f"{told}.", "  ")
    if sound and not faults:
        yield wrap("No gap, no conflict and no impossible duty was found there.", "  ")
