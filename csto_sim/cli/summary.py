"""What `csto-sim run` prints about one run, at 80 columns: steps, outcomes, what followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from csto_sim.cli.screen import bad, columns, count, dim, good, head, marked, wrap
from csto_sim.reports.escaped import safe

if TYPE_CHECKING:
    from csto_sim.record import Deadline, Expected, ReadingUse, Record, Step
    from csto_sim.world import Finding

#: More lines of steps than this are not shown; the first and the last of them are.
MOST_LINES, LAST_LINES = 200, 40
#: So many deadlines and refusals are shown.
MOST_ENTRIES = 60
#: Of the conditions that a refused act failed this many are told.
FAILED = 3
#: Of the provisions of a step this many are named in its line.
PROVISIONS = 3


class Line(NamedTuple):
    """One line of the list of steps: numbers, time, text, and how it is coloured."""

    numbers: str
    when: str
    text: str
    paint: Callable[[str], str] | None = None


def show(record: Record, strict: bool = False) -> None:
    """Print a record: title, steps, outcomes, deadlines, refusals, readings, expectations."""
    click.echo(head(wrap(record.title)))
    click.echo(dim(wrap(f"{record.since} to {record.until}, mode {record.mode}, {record.file}")))
    _section("Steps", list(_steps(record)))
    _section("Outcomes", list(_outcomes(record)))
    _section("Deadlines", _some(list(deadlines(record))))
    _section("Refusals", _some(list(refusal_lines(record))))
    _section("Readings", list(_readings(record)))
    _section("Expectations", list(expectation_lines(record)))
    if strict and record.refusals:
        click.echo(bad(f"\n--strict: {count(len(record.refusals), 'act')} refused."))


def _section(title: str, lines: list[str]) -> None:
    if lines:
        click.echo(f"\n{head(title)}")
        for line in lines:
            click.echo(line)


def _some(lines: list[str]) -> list[str]:
    if len(lines) <= MOST_ENTRIES:
        return lines
    return [*lines[:MOST_ENTRIES], _left_out(len(lines) - MOST_ENTRIES)]


def _left_out(number: int) -> str:
    return dim(f"  … {number:,} more; csto-sim run --json prints all")


# --- steps -------------------------------------------------------------------------------------


def _steps(record: Record) -> Iterator[str]:
    from csto_sim.explain import COUNTED_IN, zones_of

    zones = zones_of(record)
    of = _procedures(record)
    lines = [_line(group, zones.get(group[0].seq, COUNTED_IN), of) for group in _groups(record)]
    left_out = max(0, len(lines) - MOST_LINES)
    if left_out:
        lines[MOST_LINES - LAST_LINES : -LAST_LINES] = [Line("", "", "")]
    first = max((len(line.numbers) for line in lines), default=1)
    stamp = min(16, max((len(line.when) for line in lines), default=10))
    before = ""
    for line in lines:
        if not line.text:
            yield _left_out(left_out)
            continue
        when = "" if line.when == before else line.when
        before = line.when
        start = f"{line.numbers:>{first + 1}}  {when:<{stamp}}  "
        later = " " * (first + stamp + 5)
        told = wrap(line.text, start, later)
        yield line.paint(told) if line.paint is not None else told


def _groups(record: Record) -> Iterator[list[Step]]:
    """The steps in order; what several did at one time in one matter stands together.

    So does what one did at one time in several matters, where no state changed.
    """
    alike: list[list[Step]] = []
    for step in record.steps:
        if alike and _together(alike[-1], step):
            alike[-1].append(step)
        else:
            alike.append([step])
    yield from alike


def _together(group: list[Step], step: Step) -> bool:
    first = group[0]
    if any(s.kind != "act" or s.source != s.target or not s.by for s in (first, step)):
        return False
    if (first.act, first.when) != (step.act, step.when):
        return False
    one_case = all(each.case == step.case for each in group)
    one_actor = all(each.by == step.by for each in group)
    return one_case or one_actor


def _line(group: list[Step], zone: str, of: Mapping[str, str]) -> Line:
    """One line for a step or several; `zone` is that in which a period that ran out was counted."""
    from csto_sim.explain import headline, names
    from csto_sim.explain.steps import what

    step = group[0]
    short = step._replace(under=step.under[:PROVISIONS])
    stamp, _, text = headline(short, of, zone=zone).partition("  ")
    text = text.strip()
    more = len(step.under) - PROVISIONS
    if more > 0 and text.endswith(")"):
        text = f"{text[:-1]}, {more} more)"
    numbers = str(step.seq)
    if len(group) > 1:
        numbers = f"{step.seq}-{group[-1].seq}"
        if group[1].case == step.case:
            text = f'{step.act} "{step.case}": {names(dict.fromkeys(each.by for each in group))}'
        else:
            # A title is put in quotes by whoever writes the sentence; this makes one of several.
            text = what(step, {**of, step.case: _several(each.case for each in group)})
            text = text[:1].upper() + text[1:]
    stamp, text = _ranged(stamp, text)
    if step.kind == "law":
        return Line(numbers, stamp, _law(step, text), dim)
    return Line(numbers, stamp, text, bad if step.refused else None)


def _ranged(stamp: str, text: str) -> tuple[str, str]:
    """A stated range in time, `between A and B`, as its first day and a remark on its end."""
    if not stamp.startswith("between "):
        return stamp, text
    first, _, last = stamp.removeprefix("between ").partition(" and ")
    early, late = (end.split(" ", 2) for end in (first, last))
    if early[0] != late[0]:
        return f"{early[0]} …", f"{text}; at the latest {late[0]}"
    if len(early) == len(late) == 3:
        # An offset that both share is told once, behind the second.
        begins = early[1] if early[2] == late[2] else " ".join(early[1:])
        return early[0], f"{text}; between {begins} and {' '.join(late[1:])}"
    return early[0], text


def _law(step: Step, text: str) -> str:
    finding = step.finding
    begins = (finding.fact("begins") or ()) if finding is not None else ()
    ends = (finding.fact("ends") or ()) if finding is not None else ()
    if len(begins) + len(ends) <= PROVISIONS:
        return text
    told = [f"{count(len(begins), 'text')} begin{'s' * (len(begins) == 1)}"] if begins else []
    told += [f"{count(len(ends), 'text')} end{'s' * (len(ends) == 1)}"] if ends else []
    return f"The law in force changes: {', '.join(told)}"


# --- what came of it ---------------------------------------------------------------------------


def _outcomes(record: Record) -> Iterator[str]:
    from csto_sim.explain import outcome_line, summary

    for outcome in record.outcomes:
        yield wrap(outcome_line(outcome), "  ", "    ")
        if outcome.procedure != "meeting":
            yield wrap(summary(record, outcome.case), "      ")


def deadlines(record: Record) -> Iterator[str]:
    """The ledger in order; equal duties without a counted length stand together, with all matters.

    Equal: holder, name, provision, status and all that is told but the matter. A counted period
    has a line of its own, and so has a second duty in the same matter.
    """
    from csto_sim.explain import ledger_lines
    from csto_sim.explain.words import quoted

    found: dict[object, tuple[Deadline, list[str], list[str]]] = {}
    times: dict[object, int] = {}
    for number, line in enumerate(record.deadlines):
        first, *more = ledger_lines(record, line)
        # The matter stands in quotes: what is left tells whether two duties are equal.
        around = first.partition(quoted(line.case))
        key = (line.holder, line.name, line.under, line.status, around[0], around[2], *more)
        here = (key, line.case)
        times[here] = times.get(here, 0) + 1
        fold = number if line.counted else (times[here], key)
        found.setdefault(fold, (line, [first, *more], []))[2].append(line.case)
    for line, (first, *more), cases in found.values():
        first = first.replace(quoted(line.case), quoted(_several(cases)), 1)
        told = [wrap(first, "  ", "      "), *(wrap(each, "      ", "        ") for each in more)]
        yield bad("\n".join(told)) if line.status == "missed" else "\n".join(told)


def _several(cases: Iterable[str]) -> str:
    """Ids of matters to be put in quotes by whoever writes the sentence: `a", "b" and "c`."""
    *others, last = cases
    return '" and "'.join(('", "'.join(others), last)) if others else last


def refusal_lines(record: Record) -> Iterator[str]:
    """Yield for each refused act what was done, why that is not allowed, and what failed.

    One act after another by several, refused for the same reason, stand together.
    """
    from itertools import groupby

    from csto_sim.explain import titles_of
    from csto_sim.explain.steps import titled
    from csto_sim.explain.words import names

    titles = titles_of(record)
    told = [(step, why_refused(step, titles)) for step in record.refusals]
    for (act, case, reasons), group in groupby(
        told, lambda each: (each[0].act, each[0].case, each[1])
    ):
        steps = [step for step, _ in group]
        first, last = steps[0], steps[-1]
        number = f"step {first.seq}" if first is last else f"steps {first.seq}-{last.seq}"
        done = _done(first, _procedures(record))
        if first is not last:
            whom = dict.fromkeys(step.by for step in steps if step.by)
            who = f", by {names(whom)}" if whom else ""
            done = f"{act[:1].upper()}{act[1:]} {titled(case, {})}{who}"
        head, *rest = reasons
        lines = [wrap(f"{done}{head}", f"  {number}  ", "      ")]
        yield "\n".join([*lines, *(wrap(each, "      - ") for each in rest)])


def _procedures(record: Record) -> Mapping[str, str]:
    """The procedure of each case, by which some acts have words of their own; no titles."""
    from csto_sim.explain.steps import OF

    return {OF + outcome.case: outcome.procedure for outcome in record.outcomes}


def _done(step: Step, of: Mapping[str, str]) -> str:
    from csto_sim.explain.steps import what

    done = what(step, of)
    return f"{done[:1].upper()}{done[1:]}"


def why_refused(step: Step, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return why an act was refused, and what failed, each as a text that is not wrapped.

    The first begins with the colon that stands behind the act.
    """
    from csto_sim.explain import failing, sentence
    from csto_sim.explain.findings import citing

    if step.finding is None:
        return (": refused.",)
    seen: set[str] = set()
    told = [f": {sentence(step.finding, titles, seen=seen, texts=step.under)}"]
    failed = _once(failing(step.finding))
    cited = citing(step.finding, step.under)
    for each in failed[:FAILED]:
        # What the refusal itself has cited is not cited again under it.
        under = () if citing(each, step.under) == cited else step.under
        told.append(sentence(each, titles, seen=seen, texts=under))
    if len(failed) > FAILED:
        rest = count(len(failed) - FAILED, "condition")
        told.append(f"{rest} more; csto-sim explain shows them")
    return tuple(told)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """The findings, those that say the same of the same as one that cites what each cites."""
    told: dict[tuple[Any, ...], Finding] = {}
    for each in found:
        same = (each.says, each.facts, each.holds)
        if same in told:
            both = dict.fromkeys((*told[same].under, *each.under))
            each = told[same]._replace(under=tuple(both))
        told[same] = each
    return list(told.values())


def _readings(record: Record) -> Iterator[str]:
    from csto_sim.errors import listing
    from csto_sim.law import readings

    decisive = [use for use in record.readings if use.decisive]
    chosen = [use for use in record.readings if use.chosen != "default" and not use.decisive]
    for use in decisive:
        others = listing(use.decisive or ())
        short = _short(use)
        text = f"{use.id}={use.option}{short}: decisive; under {others} an outcome would differ"
        yield marked(wrap(text, "  ", "      "))
    for use in chosen:
        asked = "asked" if use.consulted else "never asked"
        who = "the command line" if use.chosen == "command" else "the file"
        yield wrap(f"{use.id}={use.option}{_short(use)}: chosen by {who}, {asked}", "  ", "      ")
    consulted = sum(use.consulted for use in record.readings)
    if consulted:
        examined = any(use.decisive is not None for use in record.readings)
        told = f", {len(decisive)} decisive" if examined else ""
        total = len(readings())
        text = f"{consulted} of {total} readings consulted{told}"
        yield dim(wrap(f"{text}; csto-sim explain FILE --readings shows them", "  ", "      "))


def _short(use: ReadingUse) -> str:
    """The option in a few words, in brackets; nothing for a mixed or unknown one."""
    from csto_sim.law import readings

    known = readings().get(use.id)
    option = known.options.get(use.option) if known is not None else None
    return f" ({option.short})" if option is not None else ""


def expectation_lines(record: Record, only_failed: bool = False) -> Iterator[str]:
    """Yield what became of the expectations: a count, and each that failed with what was found."""
    held = sum(item.status == "held" for item in record.expected)
    failed = record.failed
    other = len(record.expected) - held - len(failed)
    if not only_failed and record.expected:
        told = [good(f"{held} held")] if held else []
        told += [bad(f"{len(failed)} failed")] if failed else []
        why = " (other readings, mode or facts than the file's)"
        told += [f"{other} not applicable{why}"] if other else []
        yield f"  {', '.join(told)}"
    for item in failed:
        yield from failure(record.file, item)


def failure(file: str, item: Expected) -> Iterator[str]:
    """Yield the lines on one expectation that failed: its place, what it says, what was found."""
    place = f"{file}:{item.line}:{item.column}" if item.line else file
    yield bad("  FAILED ") + safe(place)
    room = columns()
    yield wrap(item.says, "    expected: ", room=room)
    yield wrap(item.found, "    found:    ", room=room)
