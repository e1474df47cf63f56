"""What `csto-sim robust` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from csto_sim.cli.faults import nearest_of, refuse
from csto_sim.cli.jsons import show_json
from csto_sim.cli.robust_json import plain_of
from csto_sim.cli.screen import bad, columns, count, dim, good, head, marked, wrap
from csto_sim.combinations import Answer, Dimension, Moved, Robustness, Stretch
from csto_sim.engine.robust import robust
from csto_sim.engine.stretches import stretches
from csto_sim.explain import name
from csto_sim.explain.words import day, listed
from csto_sim.law import full_id, readings
from csto_sim.reports.turning import Tree, alone, decisive, leaves, together, tree
from csto_sim.scenario.model import Scenario

#: What is asked of a matter or meeting, in words.
ASKED = {
    "state": "state",
    "effective": "effect from",
    "known": "known since",
    "bound": "bound",
    "bonds": "bound from and until",
}
#: A tree of more lines than this is shown with --full alone.
SHORT = 12
#: So many answers are told of one question without --full.
FEW = 6


def known(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the full ids of readings; raise `Unreadable` for one that does not exist."""
    found = []
    for id in ids:
        if full_id(id) not in readings():
            hint = nearest_of(full_id(id), readings()) or "csto-sim law readings lists them"
            raise refuse("CSTO-305", "there is no such reading", id, hint=hint)
        found.append(full_id(id))
    return tuple(found)


def show(
    scenario: Scenario,
    *,
    readings: Mapping[str, str],
    mode: str | None,
    vary: tuple[str, ...],
    keep: bool,
    limit: int,
    full: bool,
    strict: bool,
    plain: bool,
) -> int:
    """Run a scenario under all combinations and print what holds and what turns; return the exit
    code, 1 where `strict` and a state or who is bound turns, or not all could be tried."""
    found = robust(
        scenario,
        readings=readings,
        mode=mode,
        vary=vary,
        keep=keep,
        limit=limit,
        progress=None if plain else _progress,
    )
    _clear()
    dates, runs = stretches(scenario, readings=readings, mode=mode)
    turning = [a for a in found.answers if not a.robust and a.kind in ("state", "bound")]
    if plain:
        show_json(plain_of(found, dates, runs))
    else:
        _page(scenario, found, dates, runs, full)
    failing = bool(turning) or not found.complete or any(each.matters for each in dates)
    return 1 if strict and failing else 0


def _progress(done: int, of: int, courses: int) -> None:
    if sys.stdout.isatty() and sys.stderr.isatty() and of > 1:
        room = min(40, columns() - 40)
        bar = "#" * (room * done // of)
        text = f"[{bar:<{room}}] {done} of {of} acts, {courses} courses"
        click.echo(f"\r{text[: columns() - 1]:<{columns() - 1}}", nl=False, err=True)


def _clear() -> None:
    if sys.stdout.isatty() and sys.stderr.isatty():
        click.echo(f"\r{' ' * (columns() - 1)}\r", nl=False, err=True)


# --- the page ------------------------------------------------------------------------------------


def _page(
    scenario: Scenario, found: Robustness, dates: tuple[Stretch, ...], runs: int, full: bool
) -> None:
    click.echo(head(wrap(found.title)))
    click.echo(dim(wrap(f"{found.file}, mode {found.mode}")))
    click.echo("\n" + wrap(_tried(found)))
    if not found.complete:
        told = f"INCOMPLETE: {found.tried:,} of {found.combinations:,} combinations so far"
        click.echo(marked(wrap(f"{told}; a higher --limit, --vary or --reading tells more.")))
    if found.dimensions:
        click.echo(
            wrap(f"Varied: {', '.join(_varied(each) for each in found.dimensions)}.", "", "")
        )
    if found.held:
        held = ", ".join(f"{id}={option}" for id, option in found.held)
        click.echo(wrap(f"Held: {held}."))
    if found.uncounted:
        told = f"{found.uncounted:,} combinations count working days beyond the frozen calendars"
        click.echo(marked(wrap(f"{told}; they have no answer.")))
    titles = {each.id: each.title for each in scenario.cases}
    _holding(found, titles)
    _turning(found, titles, full)
    _expected(found, full)
    _dates(dates, runs, titles)


def _tried(found: Robustness) -> str:
    if not found.dimensions:
        return "No reading that it consults could be answered in another way: one combination."
    asked = count(len(found.dimensions), "reading")
    return (
        f"It consults {asked} with other answers: {found.combinations:,} combinations. "
        f"{found.tried:,} were tried, as {count(found.courses, 'course')} that differ "
        f"({found.weighed:,} acts weighed)."
    )


def _varied(dimension: Dimension) -> str:
    return f"{dimension.id} {'/'.join(dimension.variants)}"


def _of(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for each in answers:
        if each.kind != "expectation":
            found.setdefault(each.case, []).append(each)
    return found


def _holding(found: Robustness, titles: Mapping[str, str]) -> None:
    lines = []
    for case, answers in _of(found.answers).items():
        told = []
        for each in answers:
            value = each.groups[0].value
            if each.robust and each.kind != "bonds" and value not in ("", ()):
                told.append(f"{ASKED[each.kind]} {_value(each.kind, value)}")
        if told:
            lines.append(wrap("; ".join(told), f"  {_case(case, titles)}: ", "      "))
    if lines:
        click.echo("\n" + head("Holds under every combination"))
        for line in lines:
            click.echo(good(line))


def _turning(found: Robustness, titles: Mapping[str, str], full: bool) -> None:
    by_case = _of(each for each in found.answers if not each.robust)
    if not by_case:
        click.echo("\n" + good(head("Nothing turns on a reading.")))
        return
    click.echo("\n" + head("Turns on a reading"))
    for case, answers in by_case.items():
        click.echo(wrap(_case(case, titles), "  "))
        kinds = {each.kind for each in answers}
        effects = [each.groups for each in answers if each.kind == "effective"]
        for each in answers:
            if each.kind == "known" and each.groups in effects and not full:
                continue  # it is known when it has effect
            if each.kind == "bonds" and "bound" in kinds and not full:
                continue  # from when is another question only where the same are bound
            for line in _turned(each, found.dimensions, full):
                click.echo(line)


def _turned(answer: Answer, dimensions: tuple[Dimension, ...], full: bool) -> Iterator[str]:
    groups = answer.groups if full else answer.groups[:FEW]
    told = [f"{_value(answer.kind, g.value)} ({g.combinations:,})" for g in groups]
    more = len(answer.groups) - len(groups)
    told += [f"{count(more, 'answer')} more"] if more else []
    yield bad(wrap("; ".join(told), f"    {ASKED[answer.kind]}: ", "      "))
    ids = decisive(answer, dimensions)
    by_itself = alone(answer, dimensions)
    if ids:
        yield wrap(f"turns on {listed(ids, 'en')}", "      ", "        ")
    others = [id for id in by_itself if id in ids]
    if others and len(ids) > 1:
        yield wrap(f"from the file's readings, {_by_itself(others)}", "      ", "        ")
    elif not by_itself and together(answer, dimensions):
        least = listed(together(answer, dimensions), "en")
        yield wrap(f"only together: {least} have to change at once", "      ", "        ")
    found = tree(answer, dimensions)
    if full or (answer.kind == "state" and leaves(found) <= SHORT):
        yield from _tree(found, answer, "      ")


def _by_itself(ids: list[str]) -> str:
    if len(ids) == 1:
        return f"{ids[0]} alone gives another answer"
    return f"{listed(ids, 'en')} give another answer each alone"


def _tree(found: Tree, answer: Answer, before: str) -> Iterator[str]:
    if isinstance(found, int):
        return
    for words, branch in found.branches:
        told = f"{found.id} {'/'.join(words)}"
        if isinstance(branch, int):
            value = "not tried" if branch < 0 else _value(answer.kind, answer.groups[branch].value)
            yield dim(wrap(f"{told}: {value}", before, before + "  "))
        else:
            yield dim(wrap(f"{told}:", before, before + "  "))
            yield from _tree(branch, answer, before + "  ")


def _expected(found: Robustness, full: bool) -> None:
    every = [each for each in found.answers if each.kind == "expectation"]
    if not every:
        return
    steady = [each for each in every if each.robust and each.groups[0].value == "held"]
    click.echo("\n" + head("What the file expects"))
    told = f"{len(steady)} of {count(len(every), 'expectation')} hold under every combination."
    click.echo(wrap(told, "  "))
    for each in sorted(every, key=lambda each: each.line):
        if each in steady:
            continue
        held = sum(group.combinations for group in each.groups if group.value == "held")
        share = f"line {each.line}: {each.says}: holds in {held:,} of {found.tried:,}"
        click.echo(wrap(share, "  ", "      "))
        if full and not each.robust:
            ids = listed(decisive(each, found.dimensions), "en")
            click.echo(dim(wrap(f"turns on {ids}", "      ", "        ")))


def _dates(dates: tuple[Stretch, ...], runs: int, titles: Mapping[str, str]) -> None:
    if not dates:
        return
    click.echo("\n" + head("Dates known by a stretch") + dim(f"  {count(runs, 'run')}"))
    for each in dates:
        if each.act:
            who = f" by {name(each.who)}" if each.who.isalpha() else ""
            act = f"{each.act}{who}, {_case(each.case, titles)}: {each.written}"
            tried = count(len(each.times), "moment")
        else:
            act, tried = "all of them together", "earliest and latest"
        click.echo(wrap(f"{act} ({tried})", "  ", "      "))
        asked = [moved for moved in each.moved if moved.kind not in ("expectation", "bonds")]
        if not asked:
            click.echo(good("      no answer depends on it"))
        for called, moved in _as_one(asked):
            click.echo(bad(wrap(_moved(called, moved, titles), "      ", "        ")))
        if each.left_out:
            click.echo(marked(f"      {each.left_out:,} moments more were not tried"))


def _as_one(asked: list[Moved]) -> Iterator[tuple[str, Moved]]:
    """Each answer with how it is called; effect and knowledge that move alike are told once."""
    effects = {each.case: each for each in asked if each.kind == "effective"}
    knowns = {each.case: each for each in asked if each.kind == "known"}
    for each in asked:
        other = {"effective": knowns, "known": effects}.get(each.kind, {}).get(each.case)
        alike = other is not None and other.values == each.values
        if alike and each.kind == "known":
            continue
        yield ("effect from, and known since" if alike else ASKED[each.kind]), each


def _moved(called: str, moved: Moved, titles: Mapping[str, str]) -> str:
    by: dict[Any, list[str]] = {}
    for time, value in moved.values:
        by.setdefault(value, []).append(time)
    about = f"{_case(moved.case, titles)}, {called}"
    if moved.kind in ("effective", "known") and len(by) == len(moved.values) > 2:
        first, *_, last = (_value(moved.kind, value) for value in by)
        return f"{about}: moves with it, from {first} to {last}"
    parts = [f"{_value(moved.kind, value)} {_times(times)}" for value, times in by.items()]
    return f"{about}: {'; '.join(parts)}"


def _times(times: list[str]) -> str:
    if times[0].startswith("all "):
        return f"with {' or '.join(times)}"
    return f"on {times[0]}" if len(times) == 1 else f"on {times[0]} to {times[-1]}"


def _case(case: str, titles: Mapping[str, str]) -> str:
    title = titles.get(case, case)
    return case if title == case else f"{title} ({case})"


def _value(kind: str, value: Any) -> str:
    if kind == "state":
        return str(value)
    if kind in ("effective", "known"):
        return day(value) if value else "never"
    if kind == "bound":
        return listed([_member(each) for each in value], "en") if value else "nobody"
    if kind == "bonds":
        return "; ".join(_bond(*bond) for bond in value) if value else "nobody"
    return str(value)


def _member(word: str) -> str:
    code, _, rest = word.partition(" ")
    return f"{name(code)} {rest}".strip()


def _bond(member: str, since: str, known: str, until: str) -> str:
    return f"{member} from {since}{f' until {until}' if until else ''}"
