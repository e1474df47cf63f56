"""What `csto-sim power` prints: words that stop, who can act from here, and shares of power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import click

from csto_sim.cli.screen import bad, count, dim, head, wrap
from csto_sim.powers import FromHere, Power, Voting, Word

_DOES = {
    "object": "objects",
    "abstain": "abstains",
    "reserve": "reserves",
    "silent": "says nothing",
    "away": "stays away",
}
_ROLES = {
    "permanent": "a permanent member",
    "concerned": "the state concerned",
    "parties": "a party to the dispute",
    "": "another member",
}


def show(found: Power) -> None:
    """Print all of it at 80 columns."""
    from csto_sim.explain.words import quoted

    click.echo(head(wrap(found.title)))
    told = [quoted(found.case)] if found.case else []
    told += [f"rulebook {found.rulebook}"] if found.rulebook else []
    told += [f"mode {found.mode}", found.file] if found.file else []
    click.echo(dim(wrap(", ".join(told))))
    if found.lacking:
        click.echo("\n" + wrap(f"Not applicable: needs {'; '.join(found.lacking)}."))
        return
    if found.words:
        _part(_heading(found), _words(found))
    if found.here is not None:
        _part(f"From here, {found.here.day}", _here(found.here))
    if found.voting is not None:
        _part("Where all are there and each says yes or no", _voting(found.voting, found.members))
    if found.note:
        click.echo("\n" + wrap(found.note))


def _part(title: str, lines: Iterator[str]) -> None:
    click.echo(f"\n{head(wrap(title))}")
    for line in lines:
        click.echo(line)


def _heading(found: Power) -> str:
    others = f"{found.members - 1} others" if found.members > 2 else "the other"
    if found.put:
        return f"As it is put on {found.put}, one of {found.members}, {others} consenting"
    return f"One of {found.members} members, {others} consenting"


# --- words -------------------------------------------------------------------------------------


def _words(found: Power) -> Iterator[str]:
    alike: dict[tuple[str, str, bool], list[Word]] = {}
    for each in found.words:
        alike.setdefault((each.word, each.state, each.stops), []).append(each)
    for (word, state, stops), own in alike.items():
        members = _all(iter(own))
        who = _who(members, own[0].role, found.members)
        told = f"{who} {_DOES.get(word, word)}:"
        shut = ": no meeting opens" if word == "away" and state == "drafted" else ""
        ends = f"{'stops' if stops else 'does not stop'} it ({state}{shut})"
        yield wrap(f"{told} {ends}", "  ", "    ")
    yield ""
    yield wrap(_absence(found), "  ")


def _absence(found: Power) -> str:
    away = [each for each in found.words if each.word == "away"]
    if not away:
        return "There is no meeting to stay away from."
    enough = _all(each for each in away if each.stops)
    if not enough:
        return "Absence is not enough to stop it."
    if len(enough) == found.members:
        return "Absence is enough to stop it, whoever stays away."
    own = [each for each in away if each.stops]
    return f"Absence is enough to stop it for {_who(enough, own[0].role, found.members)}."


def _all(words: Iterator[Word]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(who for each in words for who in each.of))


def _who(members: Sequence[str], role: str, of: int) -> str:
    """Members by name; those of a rulebook without names by their role and number."""
    if len(members) == of and of > 1:
        return f"any of the {of}"
    if members[0].startswith("member "):
        return _ROLES.get(role, role)
    return _names(members) if len(members) == 1 else f"each of {_names(members)}"


def _names(members: Sequence[str]) -> str:
    from csto_sim.explain import names

    return names(tuple(members))


# --- from here ---------------------------------------------------------------------------------


def _here(here: FromHere) -> Iterator[str]:
    yield wrap(f"It is {here.state}.", "  ")
    if here.state == "adopted":
        return
    if not here.way:
        if here.complete:
            yield wrap("Nobody can carry it any more in this round.", "  ")
        else:
            yield bad(wrap("No way to carry it was found; not all were looked at.", "  "))
        return
    if here.itself is not None:
        last = _moment(here.itself)
        yield wrap(f"It is carried by itself unless it is stopped; the last moment: {last}.", "  ")
    else:
        steps = [_step(act, who) for act, who in here.way]
        yield wrap(f"It can still be carried: {', then '.join(steps)}.", "  ")
    needed = [each.member for each in here.carriers if each.needed]
    if needed:
        which = "each of whom" if len(needed) > 1 else "which"
        yield wrap(f"Not without {_names(needed)}, {which} stops it by doing nothing.", "  ")
    elif here.complete:
        yield wrap("Nobody stops it by doing nothing.", "  ")
    for acts, members in _stopping(here):
        yield wrap(f"{members} can stop it by {acts}", "  ", "    ")
    if here.last is not None:
        yield wrap(f"The last moment to carry it: {_moment(here.last)}.", "  ")
    elif here.itself is None and here.complete:
        yield wrap("No day is set until which that has to be done.", "  ")
    for says, under in here.ends:
        yield wrap(f"ends when {says} ({', '.join(under)})", "  ", "    ")
    if not here.complete:
        yield bad(
            wrap("Not all ways were looked at: who else is needed or can stop it is open.", "  ")
        )


def _step(act: str, who: tuple[str, ...]) -> str:
    if not act:
        return "what runs out next runs out"
    named = [each for each in who if each]
    return f"{act} by {_names(named)}" if named else act


def _stopping(here: FromHere) -> Iterator[tuple[str, str]]:
    by_acts: dict[str, list[str]] = {}
    for each in here.carriers:
        for act in each.acts:
            by_acts.setdefault(act, []).append(each.member)
    together: dict[tuple[str, ...], list[str]] = {}
    for act, who in by_acts.items():
        together.setdefault(tuple(who), []).append(act)
    for members, acts in together.items():
        everybody = len(members) == len(here.carriers)
        yield (
            ", ".join(f"'{each}'" for each in acts),
            "any member" if everybody else _names(members),
        )


def _moment(second: int) -> str:
    from csto_sim.explain.words import moment

    return moment(second, "Europe/Moscow")


# --- shares ------------------------------------------------------------------------------------


def _voting(voting: Voting, members: int) -> Iterator[str]:
    for each in voting.shares:
        who = _who(each.of, each.role, members)
        yield wrap(who, "  ")
        yield wrap(f"Shapley and Shubik {_share(each.shapley)}", "    ", "      ")
        yield wrap(f"Banzhaf            {_share(each.banzhaf)}", "    ", "      ")
        yield wrap(f"decides in         {_share(each.decisive)}", "    ", "      ")
    yield wrap(f"chance of adoption {_share(voting.chance)}", "  ", "    ")
    if voting.fewest is None:
        yield wrap("no number of yes is enough", "  ")
        return
    told = f"with at least {count(voting.fewest, 'yes', 'yes')} of {members}"
    if voting.most is not None and voting.most >= voting.fewest:
        told += f"; it can fail with up to {voting.most}"
    yield wrap(told, "  ", "    ")


def _share(share: Fraction) -> str:
    if share.denominator == 1:
        return str(share)
    percent = float(share) * 100
    told = f"{percent:.3g} %" if percent >= 0.001 else "less than 0.001 %"
    return f"{share.numerator:,}/{share.denominator:,} ({told})"


def plain_of(found: Power) -> dict[str, Any]:
    """Return all of it as plain values for `--json`; shares are written as exact fractions."""
    voting, here = found.voting, found.here
    return {
        **{
            key: getattr(found, key)
            for key in ("title", "file", "mode", "rulebook", "members", "put", "note")
        },
        "matter": found.case,
        "lacking": list(found.lacking),
        "words": [each._asdict() for each in found.words],
        "from_here": None
        if here is None
        else {
            **here._asdict(),
            "way": [{"act": act, "by": list(who)} for act, who in here.way],
            "carriers": [each._asdict() for each in here.carriers],
            "ends": [{"says": says, "under": list(under)} for says, under in here.ends],
            "last": None if here.last is None else _moment(here.last),
            "itself": None if here.itself is None else _moment(here.itself),
        },
        "voting": None
        if voting is None
        else {
            "chance": str(voting.chance),
            "fewest": voting.fewest,
            "most": voting.most,
            "shares": [
                {
                    "of": list(each.of),
                    "role": each.role,
                    "shapley_shubik": str(each.shapley),
                    "banzhaf": str(each.banzhaf),
                    "decisive": str(each.decisive),
                }
                for each in voting.shares
            ],
        },
    }
