"""What `csto-sim options` prints: the states, the open acts, those that are not, the periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from csto_sim.cli.screen import bad, dim, good, head, marked, wrap
from csto_sim.cli.summary import PROVISIONS, deadlines, why_refused

if TYPE_CHECKING:
    from csto_sim.cli.options_now import Asked
    from csto_sim.record import Outcome, Record
    from csto_sim.verify.moments import Standing
    from csto_sim.verify.possible import Group, Option
    from csto_sim.world import Facts

#: From so many members on they are not named one by one where all of them, or all but one, may.
MANY = 4
#: What is told of one holds of the others too, but for a name.
OTHERS = " So it is with the others."
#: Statuses of a period that has not ended, and the words for it.
RUNNING = {"running": "now running", "unmeasured": "now owed"}


def show(
    asked: Asked, now: Standing, record: Record, found: Sequence[Option], ids: Sequence[str]
) -> None:
    """Print the page: when it is, each state, what is open, what is not and why, what runs.

    `found` are the options of the cases `ids`, `record` is that of the steps so far.
    """
    from csto_sim.explain import outcome_line
    from csto_sim.verify.possible import grouped

    click.echo(head(wrap(record.title)))
    click.echo(dim(wrap(f"{_when(now, record)}, mode {record.mode}, {record.file}")))
    for note in asked.notes:
        click.echo(marked(wrap(note)))
    cases = [outcome for outcome in record.outcomes if outcome.case in ids]
    _section("States", [wrap(outcome_line(each), "  ", "      ") for each in cases])
    groups = grouped(found)
    page = _Page(record, now, cases)
    _section("Open", list(page.all_open([each for each in groups if each.first.open])))
    _section("Not open", list(page.all_shut([each for each in groups if not each.first.open])))
    running = _still_running(record, ids)
    told = [line._replace(status=RUNNING[line.status]) for line in running.deadlines]
    _section("Deadlines", list(deadlines(running._replace(deadlines=tuple(told)))))


def _section(title: str, lines: Iterable[str]) -> None:
    click.echo(f"\n{head(title)}")
    shown = False
    for line in lines:
        click.echo(line)
        shown = True
    if not shown:
        click.echo("  none")


def _still_running(record: Record, ids: Sequence[str]) -> Record:
    """The record with only those lines of its ledger that have not ended."""
    lines = [line for line in record.deadlines if line.status in RUNNING and line.case in ids]
    return record._replace(deadlines=tuple(lines))


def _when(now: Standing, record: Record) -> str:
    from csto_sim.explain import COUNTED_IN, day, zones_of
    from csto_sim.explain.times import when_in_words

    if not now.steps:
        return f"Before the first step, {day(now.when.day)}"
    last = now.steps[-1]
    told = when_in_words(last, zones_of(record).get(last.seq, COUNTED_IN), "en")
    return f"After step {last.seq}, {told}"


class Entry(NamedTuple):
    """One act on the page: its name, by whom and with what, what is told of it, and further parts
    of that."""

    act: str
    whom: str
    told: str
    parts: list[str]


def _lines(
    entries: Iterable[Entry], paint: Callable[[str], str], paint_part: Callable[[str], str]
) -> Iterator[str]:
    """The lines of entries; what is the same of several acts in a row stands once."""
    from itertools import groupby

    for _, group in groupby(entries, _but_its_name):
        same = list(group)
        first = same[0]
        acts = ", ".join(each.act for each in same)
        for number, line in enumerate(wrap(f"{acts}: {first.whom}", "    ", "      ").split("\n")):
            act, mark, rest = line.partition(":")
            # A list of acts that is longer than a line stays without colour.
            yield f"    {paint(act.strip())}:{rest}" if mark and not number else line
        others = OTHERS if len(same) > 1 and _quoted(first.act) in first.told else ""
        told = first.told if first.told.endswith(OTHERS) else first.told + others
        yield wrap(told, "        ", "          ")
        for part in first.parts:
            yield paint_part(wrap(part, "        ", "          "))


def _but_its_name(entry: Entry) -> tuple[object, ...]:
    """What is told of an act, without its name."""
    name = _quoted(entry.act)
    parts = [part.replace(name, "") for part in entry.parts]
    return entry.whom, entry.told.replace(name, ""), parts


class _Page:
    """The lines of a page on the options of some cases."""

    def __init__(self, record: Record, now: Standing, cases: Sequence[Outcome]) -> None:
        from csto_sim.explain import titles_of
        from csto_sim.verify.acting import Frame

        self.cases = cases
        self.titles = titles_of(record)
        world = now.world
        self.frames = {each.case: Frame(world, world.cases[each.case], now.when) for each in cases}

    def all_open(self, groups: Sequence[Group]) -> Iterator[str]:
        """Yield for each case its open acts, each with by whom, what it leads to and under what."""
        for case in self.cases:
            mine = [each for each in groups if each.first.act.case == case.case]
            if mine:
                yield self._case(case)
            yield from _lines((self._open(case, each) for each in mine), good, dim)

    def _open(self, case: Outcome, group: Group) -> Entry:
        first = group.first
        told = f"stays {_quoted(first.target)}"
        if first.target != case.state:
            told = f"leads to {_quoted(first.target)}"
        told += "".join(f"; {id} then is {_quoted(state)}" for id, state in first.moves)
        for period in first.step.opens:
            told += f"; begins the period {_quoted(period.name)}"
        free = _free(case, first)
        parts = [f"may also give: {', '.join(free)}"] if free else []
        return Entry(first.act.name, self._whom(case, group), told + _under(first.under), parts)

    def all_shut(self, groups: Sequence[Group]) -> Iterator[str]:
        """Yield for each case its shut acts with what failed, and those of other states."""
        for case in self.cases:
            mine = [each for each in groups if each.first.act.case == case.case]
            if mine:
                yield self._case(case)
            here = (each for each in mine if not each.first.out_of_turn)
            yield from _lines((self._shut(case, each) for each in here), bad, str)
            yield from self._elsewhere(case, [each for each in mine if each.first.out_of_turn])

    def _shut(self, case: Outcome, group: Group) -> Entry:
        why, *parts = why_refused(group.first.step, self.titles)
        told = why.removeprefix(": ")
        if not group.alike:
            told += OTHERS
        parts = [f"- {part}" for part in parts]
        return Entry(group.first.act.name, self._whom(case, group), told, parts)

    def _elsewhere(self, case: Outcome, groups: Sequence[Group]) -> Iterator[str]:
        """The acts that no row has from the present state, by the states from which one has."""
        from csto_sim.explain import failing, sentence
        from csto_sim.verify.acting import elsewhere

        if not groups:
            return
        shut = {each.first.act.name: each.first for each in groups}
        states: dict[tuple[str, ...], list[str]] = {}
        for act, sources in elsewhere(case.procedure, case.state):
            if act in shut:
                states.setdefault(sources, []).append(f"{act}{_under(shut[act].under, 1)}")
        yield wrap(f"not in the state {_quoted(case.state)}, but", "    ", "      ")
        for sources, acts in states.items():
            where = " or ".join(map(_quoted, sources))
            yield wrap(f"in {where}: {', '.join(acts)}", "      ", "        ")
        kept = dict.fromkeys(
            part
            for each in groups
            if each.first.finding is not None
            for part in failing(each.first.finding)
        )
        for part in kept:
            yield wrap(f"kept from it: {sentence(part, self.titles)}", "      ", "        ")

    def _case(self, case: Outcome) -> str:
        from csto_sim.explain.steps import titled

        return wrap(titled(case.case, self.titles), "  ", "    ")

    def _whom(self, case: Outcome, group: Group) -> str:
        return f"{self.who(case, group)}{_with(group.takes)}"

    def who(self, case: Outcome, group: Group) -> str:
        """Return who does an act of a group, in words; whom the table names where nobody is."""
        from csto_sim.explain import names
        from csto_sim.explain.words import listed
        from csto_sim.verify.acting import entries

        frame = self.frames[case.case]
        act, anybody = group.first.act, ""
        for entry in entries(case.procedure, case.state):
            if entry.act == act.name:
                if not group.by:
                    return " or ".join(dict.fromkeys(actor.word for actor in entry.actors))
                anybody = frame.anybody(entry) if group.first.open else ""
        away = [member for member in frame.members if member not in group.by]
        many = len(frame.members)
        if many < MANY or len(away) > 1:
            told = names(group.by)
        else:
            most = f"every member but {names(away)}" if away else f"each of the {many} members"
            others = [names((code,)) for code in group.by if code not in frame.members]
            # "every member but Armenia and Uzbekistan" would tell of two that are left out.
            told = listed([*others, most] if away else [most, *others])
        return f"{told} (it is for {anybody})" if anybody else told


def _free(case: Outcome, option: Option) -> list[str]:
    """The names of what an act can give besides, but for words, which any act can."""
    from csto_sim.verify.acting import entries

    found = [each for each in entries(case.procedure, case.state) if each.act == option.act.name]
    names = [param.name for each in found for param in each.optional]
    return [name for name in names if name not in option.act.takes and name != "says"]


def _with(takes: Sequence[Facts]) -> str:
    """The parameters given, each with the values that it takes: `, level: heads or ministers`."""
    told = ""
    for key in takes[0]:
        values = dict.fromkeys(_value(each[key]) for each in takes)
        told += f", {key}: {' / '.join(values)}"
    return told


def _value(value: Any) -> str:
    from csto_sim.explain import names

    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return names((value,)) if isinstance(value, str) and value.isupper() else str(value)


def _quoted(text: object) -> str:
    from csto_sim.explain.words import quoted

    return quoted(text)


def _under(texts: Sequence[str], most: int = PROVISIONS) -> str:
    """Provisions in brackets, some of them where there are many; '' where there are none."""
    if not texts:
        return ""
    more = f", {len(texts) - most} more" if len(texts) > most else ""
    return f" ({', '.join(texts[:most])}{more})"


# --- JSON ----------------------------------------------------------------------------------------


def plain_of(
    asked: Asked, now: Standing, record: Record, found: Sequence[Option], ids: Sequence[str]
) -> dict[str, Any]:
    """Return what the page shows as JSON-ready values, each option by itself."""
    from csto_sim.record import to_plain

    whole = to_plain(_still_running(record, ids)._replace(steps=tuple(each.step for each in found)))
    told = [_option(each, step, record) for each, step in zip(found, whole["steps"], strict=True)]
    return {
        "title": record.title,
        "file": record.file,
        "run": asked.run,
        "step": now.seq,
        "moment": {"earliest": now.when.earliest, "latest": now.when.latest, "day": now.when.day},
        "mode": record.mode,
        "notes": list(asked.notes),
        "cases": [
            {key: each[key] for key in ("case", "procedure", "title", "state")}
            for each in whole["outcomes"]
            if each["case"] in ids
        ],
        "open": [each for each, one in zip(told, found, strict=True) if one.open],
        "shut": [each for each, one in zip(told, found, strict=True) if not one.open],
        "deadlines": whole["deadlines"],
    }


def _option(each: Option, step: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """An option as JSON-ready values; `why` are the sentences that the page shows of a shut one."""
    from csto_sim.explain import titles_of

    told: dict[str, Any] = {
        "case": each.act.case,
        "act": each.act.name,
        "by": each.act.by,
        "takes": step["takes"],
        "under": list(each.under),
        "readings": dict(each.step.readings),
        "finding": step["finding"],
    }
    if each.open:
        return {**told, "leads_to": each.target, "moves": dict(each.moves)}
    why = [text.removeprefix(": ") for text in why_refused(each.step, titles_of(record))]
    return {**told, "out_of_turn": each.out_of_turn, "why": why}
