"""What `csto-sim why-not` prints: each set of changes, with what it leads to and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from csto_sim.cli.screen import bad, count, dim, head, wrap
from csto_sim.procedure import States
from csto_sim.wanted import Fact, Proof, Wanted, Way

_SAYS = {"consent": "consents", "object": "objects", "abstain": "abstains"}


def show(found: Wanted, saved: Sequence[str] = ()) -> None:
    """Print all of it at 80 columns; `saved` are the files that were written."""
    click.echo(head(wrap(found.title)))
    click.echo(dim(wrap(f"mode {found.mode}, {found.file}")))
    click.echo()
    for line in _before(found):
        click.echo(line)
    for line in _ways(found):
        click.echo(line)
    for line in _end(found):
        click.echo(line)
    if saved:
        click.echo()
        for path in saved:
            click.echo(wrap(f"written: csto-sim run {path}", "  ", "    "))


def _before(found: Wanted) -> Iterator[str]:
    from csto_sim.explain import summary
    from csto_sim.explain.words import quoted

    outcome = found.before.record.outcome(found.case)
    state = "" if outcome is None else outcome.state
    if found.already:
        yield wrap(f"{quoted(found.case)} is {state} already; nothing has to be otherwise.")
    else:
        yield wrap(f"{quoted(found.case)} is {state}. Wanted: {found.state}.")
    why = summary(found.before.record, found.case)
    if why:
        yield wrap(why, "  ")


def _ways(found: Wanted) -> Iterator[str]:
    from csto_sim.explain import summary

    if not found.ways:
        return
    sizes = {len(each.facts) for each in found.ways}
    how_many = count(max(sizes), "change") if len(sizes) == 1 else f"up to {max(sizes)} changes"
    yield ""
    yield head(wrap(f"With {how_many} of fact it would be {found.state}"))
    for number, group in enumerate(together(found.ways), 1):
        if number > 1:
            yield ""
        yield from _group(number, group)
        record = group[0][0].example.record
        step = next((each for each in record.steps if each.seq == group[0][0].decided), None)
        why = summary(record, found.case)
        act = "" if step is None else f"{step.act} on {step.when.day}: " if step.act else ""
        yield wrap(f"{act}{why}", "     ", "       ")


def _group(number: int, group: Group) -> Iterator[str]:
    first = group[0][0].facts
    times = [each.facts for each in group[0]]
    for place, fact in enumerate(first):
        begin = f"{number:>3}  " if place == 0 else "     "
        text = says(fact, tuple(dict.fromkeys(each[place].value for each in times)))
        yield head(wrap(text + (", and" if fact != first[-1] else ""), begin, "     "))
    others = [_who(own[0].facts) for own in group[1:]]
    if others:
        one = " or ".join(filter(None, (", ".join(others[:-1]), others[-1])))
        yield wrap(f"or {one} in place of {_who(first)}", "     ", "       ")


Group = list[list[Way]]
"""Sets alike but for who is meant; of each, those that differ only in the time of an act."""


def together(ways: Iterable[Way]) -> list[Group]:
    """Return the sets in order, those that differ only in who is meant or in a time together."""
    by_time: dict[tuple[Fact, ...], list[Way]] = {}
    for each in ways:
        by_time.setdefault(tuple(map(_untimed, each.facts)), []).append(each)
    found: dict[object, Group] = {}
    for own in by_time.values():
        alike = [tuple(sorted(fact._replace(who="") for fact in each.facts)) for each in own]
        people = len(_people(own[0].facts))
        found.setdefault((people, tuple(alike)), []).append(own)
    return list(found.values())


def _untimed(fact: Fact) -> Fact:
    return fact._replace(value="") if fact.kind == "moved" else fact


def _people(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.who for each in facts if each.who))


def _who(facts: Iterable[Fact]) -> str:
    from csto_sim.explain import names

    return names(_people(facts))


def says(fact: Fact, times: tuple[str, ...] = ()) -> str:
    """Return a change of fact in words; `times` are all to which an act may as well be moved."""
    from csto_sim.explain import names
    from csto_sim.explain.words import quoted

    who = names((fact.who,)) if fact.who else ""
    case = quoted(fact.case)
    if fact.kind == "attends":
        return f"{who} attends {case}"
    if fact.kind == "stays away":
        return f"{who} stays away from {case}"
    if fact.kind == "position":
        was = f" (in the file: {fact.was})"
        if fact.value == "silent":
            return f"{who} says nothing on {case}{was}"
        says = _SAYS.get(fact.value, f"takes the position '{fact.value}'")
        return f"{who} {says} on {case}{was}"
    if fact.kind == "joins":
        return f"{who} does so too in {case}: {fact.what}, {fact.was}"
    entry = f"act {fact.act + 1} of the file ({fact.what} in {case}, {fact.was})"
    if fact.kind == "omitted":
        return f"{entry} does not happen"
    *most, last = (_local(each, fact.was) for each in times or (fact.value,))
    told = " or ".join(filter(None, (", ".join(most), last)))
    return f"{entry} at another time: {told}"


def _local(value: str, was: str) -> str:
    """An instant with the offset from UTC that the file has; a day as it is."""
    if "T" not in value or "T" not in was:
        return value
    return datetime.fromisoformat(value).astimezone(datetime.fromisoformat(was).tzinfo).isoformat()


def _end(found: Wanted) -> Iterator[str]:
    if found.already:
        return
    tried = f"{count(found.tried, 'course')} of {count(found.of, 'single change')} followed"
    yield ""
    if found.stopped:
        told = f"Incomplete: stopped by {found.stopped}, among sets of {found.within}."
        yield bad(wrap(f"{told} A higher --limit goes on.", "  "))
    elif found.ways:
        if found.proof is None:
            yield dim(wrap(f"No other set of up to {found.within} is enough: {tried}.", "  "))
        else:
            yield wrap(f"No set of up to {found.within} is enough: {tried}.", "  ")
    else:
        yield wrap(f"No set of up to {found.within} changes is enough: {tried}.", "  ")
    if found.proof is not None:
        yield _proof(found, found.proof)
    if not found.ways:
        yield from _leading(found)


def _proof(found: Wanted, proof: Proof) -> str:
    from csto_sim.explain.words import quoted

    courses = count(proof.courses, "course")
    if proof.found:
        return wrap(
            "None of the changes listed can be left out. Whether fewer of them, or others, would "
            f"be enough was asked up to {found.within} alone; --within asks for more.",
            "  ",
        )
    beside = [quoted(each) for each in proof.beside]
    others = f", with what is done in {' and '.join(beside)} as in the file" if beside else ""
    if proof.stopped:
        return wrap(
            f"Whether all of them together would be is open: {courses} followed to the end"
            f"{others}, then stopped by {proof.stopped}. A higher --limit goes on.",
            "  ",
        )
    return wrap(
        f"Proof: whoever comes, whatever each says as the matter is put, whichever acts happen on "
        f"their days{others}: {courses} in all, none comes to {found.state}.",
        "  ",
    )


def _leading(found: Wanted) -> Iterator[str]:
    """The rows of the table that lead to what is wanted: what the file has no fact for."""
    from csto_sim.procedures import procedures

    outcome = found.before.record.outcome(found.case)
    now = "" if outcome is None else outcome.state
    table = procedures()[outcome.procedure] if outcome is not None else None
    rows = [] if table is None else [r for r in table.steps if _word(r.target) == found.state]
    if not rows:
        return
    yield ""
    yield head(f"What leads to {found.state}")
    own = [row for row in rows if now in map(_word, row.sources)] or rows
    for row in own:
        sources = " or ".join(map(_word, row.sources))
        act = row.act or row.follows
        yield wrap(f"from {sources}: {act}: {row.says} ({', '.join(row.under)})", "  ", "    ")


def _word(state: States | None) -> str:
    return "" if state is None else state.word


def plain_of(found: Wanted, saved: Sequence[str] = ()) -> dict[str, Any]:
    """Return all of it as plain values for `--json`."""
    from csto_sim.explain import summary

    return {
        "title": found.title,
        "file": found.file,
        "mode": found.mode,
        "case": found.case,
        "wanted": found.state,
        "already": found.already,
        "why": summary(found.before.record, found.case),
        "ways": [
            {
                "changes": [{**fact._asdict(), "says": says(fact)} for fact in way.facts],
                "why": summary(way.example.record, found.case),
                "step": way.decided,
            }
            for way in found.ways
        ],
        "changes": found.of,
        "within": found.within,
        "courses": found.tried,
        "stopped": found.stopped or None,
        "proof": None if found.proof is None else found.proof._asdict(),
        "saved": list(saved),
    }
