"""Acts folded back into the entries of a file: the counterpart of `spelling`.

Acts that share a number were one entry: `sign` by five members, an opening with those who came.
Each entry found here, spelled out again, is exactly the acts that it was made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import SAYS, param_names, shorthands
from csto_sim.scenario.model import Said, Scenario, ScenarioAct, Time
from csto_sim.world import Facts

#: Members with the word on each, or None.
Roll = tuple[tuple[str, str | None], ...]
#: Acts that are tried as one entry where those of one number are not.
_MOST = 80


class Entry(NamedTuple):
    """One entry of `acts:`: what is done, by whom, in which cases, and its shorthands by key."""

    name: str
    by: tuple[str, ...]
    cases: tuple[str, ...]
    time: Time
    takes: Facts
    rolls: tuple[tuple[str, Roll], ...]
    said: Said


def entries(scenario: Scenario) -> Iterator[Entry]:
    """Yield the entries that a scenario's acts stand for, in their order.

    Raises ValueError where an act says that others came with it and the acts after it do not.
    """
    of = {each.id: each.procedure for each in scenario.cases}
    for _, same in groupby(scenario.acts, key=lambda act: (act.origin, act.time, act.said)):
        yield from _split(list(same), of)


def _split(acts: list[ScenarioAct], of: Mapping[str, str]) -> Iterator[Entry]:
    """The fewest entries that can be found from the front."""
    start = 0
    while start < len(acts):
        rest = acts[start:]
        whole = _folded(rest, of)
        if whole is not None:
            yield whole
            return
        for length in range(min(_MOST, len(rest) - 1), 0, -1):
            found = _folded(rest[:length], of)
            if found is not None:
                yield found
                start += length
                break
        else:
            act = rest[0]
            raise ValueError(
                f"no scenario file can say this: '{act.name}' in '{act.case}' at "
                f"{act.time.written} names others whose acts do not stand beside it"
            )


def _folded(acts: Sequence[ScenarioAct], of: Mapping[str, str]) -> Entry | None:
    """The entry that spells out to exactly these acts, or None."""
    for name in dict.fromkeys(act.name for act in acts):
        found = _as_entry(name, acts, of)
        if found is not None and spelled_out(found, of) == [_told(act) for act in acts]:
            return found
    return None


def _as_entry(name: str, acts: Sequence[ScenarioAct], of: Mapping[str, str]) -> Entry | None:
    """What an entry for the act of that name would be, by the acts of the first case."""
    cases = tuple(dict.fromkeys(act.case for act in acts))
    first = [act for act in acts if act.case == cases[0]]
    own = [act for act in first if act.name == name]
    short = shorthands(of[cases[0]], name)
    rolls: list[tuple[str, Roll]] = []
    for means, group in groupby(first, key=lambda act: act.name):
        if means == name:
            continue
        key = next((key for key, (each, _) in short.items() if each.means == means), None)
        if key is None or key in dict(rolls):
            return None
        rolls.append((key, tuple((act.by, _word(act.takes)) for act in group)))
    takes = own[0].takes
    for key in [key for key, (each, _) in short.items() if each.order == "after"]:
        if key in takes and not takes[key] and key not in dict(rolls):
            rolls.append((key, ()))
        takes = takes.without(key)
    by = tuple(act.by for act in own)
    return Entry(name, by, cases, own[0].time, takes, tuple(rolls), own[0].said)


@cache
def _keys(procedure: str, act: str) -> frozenset[str]:
    """The keys that an entry for an act can have beside those of every act."""
    if act not in procedures()[procedure].acts():
        return frozenset()
    return frozenset((SAYS.name, *param_names(procedure, act), *shorthands(procedure, act)))


def _word(takes: Facts) -> str | None:
    """The one thing that is said of a member in a roll."""
    return next(iter(takes.values()), None) if len(takes) == 1 else None


_Told = tuple[str, str, str, Facts]


def _told(act: ScenarioAct) -> _Told:
    return act.name, act.by, act.case, act.takes


def spelled_out(entry: Entry, of: Mapping[str, str]) -> list[_Told]:
    """Return the acts for which an entry stands, as `spelling.spelled` does: name, by, case, takes.

    An entry that no file can hold (the same actor twice) stands for none.
    """
    if len(set(entry.by)) != len(entry.by) or ("" in entry.by and len(entry.by) > 1):
        return []
    keys = {*entry.takes, *dict(entry.rolls)}
    if any(not keys <= _keys(of[case], entry.name) for case in entry.cases):
        return []
    found: list[_Told] = []
    for case in entry.cases:
        short = shorthands(of[case], entry.name)
        after: list[_Told] = []
        takes = entry.takes
        for key, roll in entry.rolls:
            each, kind = short[key]
            if len({code for code, _ in roll}) != len(roll):
                return []
            meant = [(each.means, code, case, extra) for code, extra in kind.takes(roll)]
            if each.order == "before":
                found += meant
            else:
                after += meant
                takes = takes.plus(key, tuple(code for code, _ in roll))
        found += [(entry.name, by, case, takes) for by in entry.by]
        found += after
    return found
