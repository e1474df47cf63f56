"""What `csto-sim robust` prints: what holds, what turns on which reading, what on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from csto_sim.cli.screen import bad, count, dim, good, head, marked, wrap
from csto_sim.combinations import BY_DEFAULT, Answer, Dimension, Group, Robustness, Stretch

if TYPE_CHECKING:
    from csto_sim.reports.turning import Tree

#: A table of more lines than this is printed with --full alone.
MOST_LINES = 14
#: Of the days on which an answer is another this many are told.
MOST_DAYS = 6

ABOUT = {
    "state": "state",
    "effective": "day of effect",
    "known": "day since which that is known",
    "bound": "who is bound",
    "bonds": "since when each is bound",
}
EXPECTED = "expectation"


def show(found: Robustness, dated: Sequence[Stretch], runs: int, full: bool = False) -> None:
    """Print the answers at 80 columns; with `full`, tables of any length."""
    click.echo(head(wrap(found.title)))
    click.echo(dim(wrap(f"mode {found.mode}, {found.file}")))
    _part("Readings", _readings(found))
    _part("Holds under all", _holding(found))
    _part("Turns on a reading", _turning(found, full))
    _part("Expectations of the file", _expectations(found, full))
    _part("Dates known as a range", _dates(dated, runs))
    _part("Tried", _tried(found))


def _part(title: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        click.echo(f"\n{head(title)}")
        for line in told:
            click.echo(line)


def _readings(found: Robustness) -> Iterator[str]:
    for each in found.dimensions:
        options = [word for word in each.variants if word != BY_DEFAULT]
        more = " or its default, which can change" if BY_DEFAULT in each.variants else ""
        base = "its default" if each.base == BY_DEFAULT else each.base
        yield wrap(f"{each.id}: {', '.join(options)}{more} (as run: {base})", "  ", "      ")
    if found.held:
        told = ", ".join(f"{id}={_option(option)}" for id, option in found.held)
        yield dim(wrap(f"held: {told}", "  ", "      "))
    if found.dimensions:
        yield dim(wrap("csto-sim law readings ID says what its options mean", "  "))
    else:
        yield wrap("None is consulted that could be varied.", "  ")


def _option(word: str) -> str:
    return "by its default" if word == BY_DEFAULT else word


# --- matters and meetings ------------------------------------------------------------------------


def clusters(answers: Sequence[Answer]) -> list[list[Answer]]:
    """Return the answers on cases, those together that part the combinations in the same way.

    Since when each is bound is left out where that says no more than who is bound.
    """
    found: dict[Any, list[Answer]] = {}
    for each in answers:
        if each.kind != EXPECTED:
            key = (each.case, frozenset(group.boxes for group in each.groups))
            found.setdefault(key, []).append(each)
    for own in found.values():
        if any(each.kind == "bound" for each in own):
            own[:] = [each for each in own if each.kind != "bonds"]
    return list(found.values())


def _holding(found: Robustness) -> Iterator[str]:
    from csto_sim.explain.words import quoted

    for own in clusters(found.answers):
        if own[0].robust:
            told = "; ".join(_answer(each, each.groups[0]) for each in own)
            yield good(wrap(f"{quoted(own[0].case)}: {told}", "  ", "      "))


def _turning(found: Robustness, full: bool) -> Iterator[str]:
    from csto_sim.explain.words import quoted

    for own in clusters(found.answers):
        if own[0].robust:
            continue
        about = ", ".join(ABOUT[each.kind] for each in own)
        yield marked(wrap(f"{quoted(own[0].case)}: {about}", "  ", "      "))
        words = [
            "; ".join(_answer(each, _like(each, group)) for each in own) for group in own[0].groups
        ]
        yield from _explained(own[0], words, found, full)


def _like(answer: Answer, group: Group) -> Group:
    """The group of another answer for the same combinations."""
    return next(each for each in answer.groups if each.boxes == group.boxes)


def _explained(
    answer: Answer, words: Sequence[str], found: Robustness, full: bool
) -> Iterator[str]:
    """The answers with their numbers, the readings on which they turn, and the table."""
    from csto_sim.explain.words import listed
    from csto_sim.reports.turning import alone, decisive, leaves, together, tree

    dims = found.dimensions
    for number, (group, says) in enumerate(zip(answer.groups, words, strict=True)):
        own = " (the file's readings)" if not number else ""
        share = f"{group.combinations:,} of {found.combinations:,}{own}: "
        yield wrap(f"{share}{says}", "      ", "        ")
    on = decisive(answer, dims)
    if on:
        yield wrap(f"turns on {listed(on)}", "      ", "        ")
    if len(on) > 1:
        first = alone(answer, dims)
        if first and len(first) < len(on):
            yield wrap(f"one change is enough: {listed(first)}", "      ", "        ")
        elif not first:
            both = listed(together(answer, dims))
            yield wrap(f"none of them alone changes it; {both} together do", "      ", "        ")
    shape = tree(answer, dims)
    lines = leaves(shape)
    if answer.kind == EXPECTED and not full:
        return
    if lines > MOST_LINES and not full:
        yield dim(wrap(f"the table has {lines} lines; --full prints it", "      ", "        "))
    else:
        yield from _table(shape, words, dims, "        ")


def _table(
    shape: Tree, words: Sequence[str], dims: Sequence[Dimension], indent: str
) -> Iterator[str]:
    """The table as a list: the first line that fits gives the answer."""
    from csto_sim.reports.turning import Asked

    start = ""
    here: Tree = shape
    while isinstance(here, Asked):
        ends = [(own, branch) for own, branch in here.branches if isinstance(branch, int)]
        more = [(own, branch) for own, branch in here.branches if not isinstance(branch, int)]
        for own, number in ends:
            answer = words[number] if number >= 0 else "not tried"
            line = f"{start}{here.id} {_letters(own)} → {answer}"
            yield wrap(line, indent, indent + "    ")
            start = start and "     "
        if len(more) != 1:
            for own, branch in more:
                yield wrap(f"{start}{here.id} {_letters(own)}:", indent, indent + "    ")
                start = start and "     "
                # Beyond some depth a step further in leaves no room for words.
                yield from _table(branch, words, dims, indent + "  " * (len(indent) < 36))
            return
        start, here = "else ", more[0][1]


def _letters(words: Sequence[str]) -> str:
    return ", ".join("by default" if word == BY_DEFAULT else word for word in words)


def _answer(answer: Answer, group: Group) -> str:
    return in_words(answer.kind, group.value)


def in_words(kind: str, value: Any) -> str:
    """Return an answer in words: a state, a day, who is bound and since when."""
    from csto_sim.explain import names
    from csto_sim.explain.words import listed

    if kind == "effective":
        return f"has effect from {value}" if value else "has no effect"
    if kind == "known":
        return f"known since {value}" if value else "never known to have effect"
    if kind == "bound":
        return f"binds {listed(value)}" if value else "binds nobody"
    if kind != "bonds":
        return str(value)
    alike: dict[tuple[str, ...], list[str]] = {}
    for member, *days in value:
        alike.setdefault(tuple(days), []).append(member)
    told = []
    for (since, known, until), members in alike.items():
        late = f", known {known}" if known != since else ""
        end = f", until {until}" if until else ""
        told.append(f"{names(members)} from {since}{late}{end}")
    return "; ".join(told) or "nobody is bound"


# --- expectations, dates, numbers ----------------------------------------------------------------


def _expectations(found: Robustness, full: bool) -> Iterator[str]:
    asked = [each for each in found.answers if each.kind == EXPECTED]
    if not asked:
        return
    everywhere = [each for each in asked if each.robust]
    hold = sum(each.groups[0].value == "held" for each in everywhere)
    told = [good(f"{hold} of {count(len(asked), 'expectation')} hold under all")]
    fail = sum(each.groups[0].value == "failed" for each in everywhere)
    told += [bad(f"{fail} under none")] if fail else []
    yield f"  {', '.join(told)}"
    alike: dict[Any, list[Answer]] = {}
    for each in asked:
        if not each.robust:
            alike.setdefault(frozenset((g.value, g.boxes) for g in each.groups), []).append(each)
    for own in alike.values():
        for each in own:
            yield marked(wrap(f"line {each.line}: {each.says}", "  ", "      "))
        words = [str(group.value) for group in own[0].groups]
        yield from _explained(own[0], words, found, full)


def _dates(dated: Sequence[Stretch], runs: int) -> Iterator[str]:
    from csto_sim.explain.words import quoted

    for each in dated:
        if each.act:
            by = f" by {each.who}" if not each.who.isdigit() and each.who else ""
            by = f" by {each.who} actors" if each.who.isdigit() else by
            what = f"line {each.line}, {each.act}{by} ({quoted(each.case)}), {each.written}"
        else:
            what = "all of them at the earliest, and all at the latest"
        more = f"; {each.left_out:,} more moments were not tried" if each.left_out else ""
        tried = f"{count(len(each.times), 'moment')} tried{more}"
        if each.cut:
            tried += f", {each.times[0]} to {each.times[-1]}: more does not fit the file's order"
        if each.matters:
            yield marked(wrap(f"{what}: the answer depends on it; {tried}", "  ", "      "))
        else:
            yield wrap(f"{what}: the answer does not depend on it; {tried}", "  ", "      ")
        yield from _moved(each)
    if dated:
        yield dim(wrap(f"{count(runs, 'run')}, under the readings of the file", "  "))


def _moved(each: Stretch) -> Iterator[str]:
    from csto_sim.explain.words import listed, quoted

    for moved in each.moved:
        if moved.kind in ("state", "bound"):
            yield wrap(
                f"{quoted(moved.case)}, {ABOUT[moved.kind]}: {_by_time(moved.kind, moved.values)}",
                "      ",
                "        ",
            )
    days = [moved for moved in each.moved if moved.kind in ("effective", "known", "bonds")]
    if days:
        cases = listed(dict.fromkeys(quoted(moved.case) for moved in days))
        yield wrap(f"days of effect move with it in {cases}", "      ", "        ")
    expected = [moved for moved in each.moved if moved.kind == EXPECTED]
    if expected:
        lines = listed(dict.fromkeys(str(moved.line) for moved in expected))
        word = "line" if len({moved.line for moved in expected}) == 1 else "lines"
        yield wrap(
            f"what the file expects in {word} {lines} holds at some moments only",
            "      ",
            "        ",
        )


def _by_time(kind: str, values: Sequence[tuple[str, Any]]) -> str:
    """The answers along a stretch: each with the first and last moment in a row that gives it."""
    rows: list[list[Any]] = []
    for time, value in values:
        if rows and rows[-1][2] == value:
            rows[-1][1] = time
        else:
            rows.append([time, time, value])
    told = []
    for first, last, value in rows[:MOST_DAYS]:
        when = first if first == last else f"{first} to {last}"
        told.append(f"{when} {in_words(kind, value)}")
    if len(rows) > MOST_DAYS:
        told.append(f"{len(rows) - MOST_DAYS} more changes (--json)")
    return "; ".join(told)


def _tried(found: Robustness) -> Iterator[str]:
    numbers = f"{count(found.combinations, 'combination')} of "
    numbers += f"{count(len(found.dimensions), 'reading')}, told apart as "
    numbers += f"{count(found.courses, 'course')} by weighing {count(found.weighed, 'act')}"
    yield wrap(numbers, "  ", "      ")
    if found.uncounted:
        text = f"{count(found.uncounted, 'combination')} would count working days beyond the "
        text += "frozen calendars and have no answer"
        yield marked(wrap(text, "  ", "      "))
    if not found.complete:
        text = f"INCOMPLETE: these answers stand for {found.tried:,} of at least "
        text += f"{found.combinations:,} combinations; --limit raises how many acts may be "
        text += "weighed, --vary and --reading narrow the question"
        yield bad(wrap(text, "  ", "      "))
