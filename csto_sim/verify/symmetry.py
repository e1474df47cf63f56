"""Worlds that differ only by the names of members that nothing tells apart are one world.

A member is told apart by what law and history say of it (its seat, its turn in the chair, its
standing), by how it stands in the world (what it said, whether it came), by how it stands in what
is still to come, and by whatever asks for it by name. One renaming holds for the whole world: the
members are counted by all of this together, and worlds with the same counts are the same. Where a
rule says that it does not count beyond some number (`Procedure.tells_apart`), numbers above it are
the same too, of members to whom nothing more can happen.

Only procedures that say how they tell members apart take part in this; with any other, two worlds
are the same when they are equal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario
from csto_sim.verify.colours import colours, counts_up_to
from csto_sim.verify.slots import Pending, Rest, Slot
from csto_sim.world import Case, Facts, Period, Terms, World

#: Acts that members do at one time in whatever order, with the same result.
COMMUTING = frozenset({"attend", "consent", "object", "abstain", "reserve"})

_CODE = re.compile(r"\b[A-Z]{3}\b")

#: Where each member stands in a case, and what of the case names no member: both as numbers.
Occurrences = tuple[Mapping[str, int], int]


class Symmetry:
    """What tells the members of one scenario apart, and the key under which worlds are the same."""

    def __init__(
        self, scenario: Scenario, terms: Terms, members: tuple[str, ...], named: Iterable[str] = ()
    ) -> None:
        self.members = frozenset(members)
        tables = [procedures()[each.procedure] for each in scenario.cases]
        self.holds = all(table.tells_apart is not None for table in tables) and not terms.rulebook
        self.cap = counts_up_to(scenario, terms) if self.holds else None
        of_each = colours(scenario, terms, members, frozenset(named))
        self._ids: dict[Hashable, int] = {}
        self._in_order = tuple(members)
        self._colour_ids = [self._id(of_each[member]) for member in self._in_order]
        self._of_case: dict[int, tuple[Case, Occurrences]] = {}

    def exact(self) -> None:
        """Let every member be told apart from every other: what is asked names them."""
        self.holds = False

    # --- the key -------------------------------------------------------------------------------

    def key(self, world: World, rest: Rest, pending: frozenset[Pending]) -> Hashable:
        """Return what is equal for worlds that are the same, with these slots still to come."""
        now = world.now
        if not self.holds:
            return (id(rest), pending, now, world.terms, world.cases, world.periods)
        told: list[Hashable] = [id(rest), now, world.terms, world.periods]
        counted = Counter(self._stands(world, rest, pending, told))
        if self.cap is not None:
            for stand, number in counted.items():
                if number > self.cap and stand[1] is None:
                    counted[stand] = self.cap
        return (tuple(told), frozenset(counted.items()))

    def _stands(
        self, world: World, rest: Rest, pending: frozenset[Pending], told: list[Hashable]
    ) -> Iterator[tuple[Hashable, ...]]:
        """How each member stands, in their order; what names no member is `told` besides."""
        stands: list[Mapping[str, int]] = [self._shapes(rest)]
        for case in world.cases.values():
            mine, others = self._occurrences(case)
            told.append((case.id, case.state, case.began, others))
            if mine:
                stands.append(mine)
        for part in (self._in_periods(world.periods), self._in_pending(pending, told)):
            if part:
                stands.append(part)
        columns = [map(stand.get, self._in_order) for stand in stands]
        return zip(self._colour_ids, *columns, strict=True)

    def classes(
        self, world: World, rest: Rest, pending: frozenset[Pending], among: Iterable[str]
    ) -> list[list[str]]:
        """Return members in classes within which nothing tells them apart; each alone if asked."""
        chosen = list(among)
        if not self.holds:
            return [[each] for each in chosen]
        stands = dict(zip(self._in_order, self._stands(world, rest, pending, []), strict=True))
        found: dict[Hashable, list[str]] = {}
        for each in chosen:
            found.setdefault(stands.get(each, each), []).append(each)
        return list(found.values())

    def counts_no_further(self, rest: Rest, member: str) -> int | None:
        """Return up to which number members like this one count, with these slots to come."""
        if self.cap is None or member in self._shapes(rest):
            return None
        return self.cap

    def block(self, rest: Rest) -> tuple[tuple[Slot, ...], Rest]:
        """Return the choices that stand together at the beginning, and what comes after them.

        They ask the same of different members, one after the other: in which order does not matter.
        """
        slot, then = rest.slot, rest.then
        assert slot is not None and then is not None  # asked of slots that are still to come
        masked = self._masked(slot)
        found, seen = [slot], {slot.who}
        while masked is not None and then.slot is not None and then.slot.who not in seen:
            if self._masked(then.slot) != masked:
                break
            found.append(then.slot)
            seen.add(then.slot.who)
            assert then.then is not None
            then = then.then
        return tuple(found), then

    def _id(self, value: Hashable) -> int:
        """A number for a value: small numbers are compared and hashed at once."""
        return self._ids.setdefault(value, len(self._ids))

    def _in_periods(self, periods: Iterable[Period]) -> dict[str, int]:
        found: dict[str, int] = {}
        for period in periods:
            for code in _codes_in((period.name, period.holder, period.trigger, period.follows)):
                if code in self.members:
                    found[code] = self._id(("period", code))
        return found

    def _in_pending(self, pending: Iterable[Pending], told: list[Hashable]) -> dict[str, int]:
        found: dict[str, set[Hashable]] = {}
        others = []
        for kind, case_id, who in pending:
            if who in self.members:
                found.setdefault(who, set()).add((kind, case_id))
            else:
                others.append((kind, case_id, who))
        told.append(frozenset(others))
        return {member: self._id(frozenset(each)) for member, each in found.items()}

    def _occurrences(self, case: Case) -> Occurrences:
        kept = self._of_case.get(id(case))
        if kept is not None:
            return kept[1]
        if len(self._of_case) > 50_000:
            self._of_case.clear()
        mine: dict[str, list[Hashable]] = {}
        others: list[Hashable] = []
        for key, value in case.facts.items():
            self._look(value, (key,), mine, others)
        found = (
            {
                m: self._id(each[0] if len(each) == 1 else frozenset(each))
                for m, each in mine.items()
            },
            self._id(frozenset(others)),
        )
        # The case is kept beside, so that no other can come to have its identity.
        self._of_case[id(case)] = case, found
        return found

    def _look(
        self,
        value: Any,
        path: tuple[Hashable, ...],
        mine: dict[str, list[Hashable]],
        others: list[Hashable],
    ) -> None:
        """Note where members stand in a value: under its path each, and the rest as it is."""
        if isinstance(value, Facts):
            for key, each in value.items():
                if key in self.members:
                    self._of_member(key, each, path, mine)
                else:
                    self._look(each, (*path, key), mine, others)
        elif isinstance(value, str):
            for code in _codes_in(value):
                if code in self.members:
                    # A name within a longer text tells its member apart.
                    own = path if value == code else (*path, "text", code)
                    mine.setdefault(code, []).append(own)
            if value not in self.members:
                others.append((path, value))
        elif isinstance(value, tuple) and value:
            if all(each in self.members for each in value if isinstance(each, str)) and all(
                isinstance(each, str) for each in value
            ):
                in_order = list(value) == sorted(value)
                for place, code in enumerate(value):
                    mine.setdefault(code, []).append((*path, -1 if in_order else place))
            elif _codes_in(value) & self.members:
                for place, each in enumerate(value):
                    self._look(each, (*path, place), mine, others)
            else:
                others.append((path, value))
        else:
            others.append((path, value))

    def _of_member(
        self,
        member: str,
        value: Any,
        path: tuple[Hashable, ...],
        mine: dict[str, list[Hashable]],
    ) -> None:
        mine.setdefault(member, []).append((*path, "of", value))
        others = _codes_in(value) & self.members
        for code in {*others, *((member,) if others else ())}:
            # What stands between two members tells both apart.
            mine.setdefault(code, []).append((*path, "between", code))

    # --- how members stand in what is still to come -----------------------------------------------

    def _shapes(self, rest: Rest) -> Mapping[str, int]:
        if rest.shapes is None:
            chain = []
            at: Rest | None = rest
            while at is not None and at.shapes is None:
                chain.append(at)
                at = at.then
            for each in reversed(chain):
                each.shapes = self._with_slot(each)
        assert rest.shapes is not None
        return rest.shapes

    def _with_slot(self, rest: Rest) -> Mapping[str, int]:
        then, slot = rest.then, rest.slot
        if slot is None or then is None or then.shapes is None:
            return {}
        shapes = dict(then.shapes)

        def stands(code: str, *how: Hashable) -> None:
            shapes[code] = self._id((shapes.get(code), *how))

        masked = self._masked(slot)
        if masked is not None:
            # Slots that say the same of different members, one after the other, are one block.
            at: Rest | None = then
            while at is not None and at.slot is not None and at.slot.who != slot.who:
                if self._masked(at.slot) != masked:
                    break
                at = at.then
            stands(slot.who, 0 if at is None else at.length, masked)
            return shapes
        for code in sorted(self._named_in(slot)):
            stands(code, rest.length, "named", code)
        if slot.kind == "open" and slot.act is not None:
            for _, _, who in slot.needs:
                if who in self.members:
                    stands(who, rest.length, "may come")
            for value in slot.act.takes.values():
                for code in value if isinstance(value, tuple) else ():
                    if code in self.members:
                        stands(code, rest.length, "comes")
        return shapes

    def _masked(self, slot: Slot) -> Hashable:
        """The slot without its member, where all else in it names none; None where it does."""
        if slot.who not in self.members or slot.kind == "open":
            return None
        acts = [act for choice in slot.choices for act in choice.acts]
        acts += [slot.act] if slot.act is not None else []
        if any(act.name not in COMMUTING or act.by != slot.who for act in acts):
            return None
        if any(_codes_in(act.takes) & self.members for act in acts):
            return None
        choices = tuple(
            (
                choice.value,
                tuple((act.name, act.case, act.time, act.takes, act.origin) for act in choice.acts),
                tuple((kind, case) for kind, case, _ in choice.keeps),
                choice.weight,
            )
            for choice in slot.choices
        )
        act = slot.act
        done = () if act is None else (act.name, act.case, act.time, act.takes, act.origin)
        needs = tuple(
            (kind, case, "*" if who == slot.who else who) for kind, case, who in slot.needs
        )
        return (slot.kind, slot.case, choices, done, needs)

    def _named_in(self, slot: Slot) -> set[str]:
        found = {slot.who} & self.members
        if slot.act is not None:
            found |= {slot.act.by} & self.members
            for key, value in slot.act.takes.items():
                if slot.kind == "open" and isinstance(value, tuple):
                    continue
                found |= _codes_in((key, value)) & self.members
        for choice in slot.choices:
            for act in choice.acts:
                found |= _codes_in(act.takes) & self.members
        return found


@lru_cache(maxsize=65536)
def _codes_in(value: Any) -> frozenset[str]:
    """The words of three capital letters anywhere in a value."""
    if isinstance(value, str):
        return frozenset(_CODE.findall(value))
    if isinstance(value, Facts):
        return frozenset().union(*(_codes_in(k) | _codes_in(v) for k, v in value.items()))
    if isinstance(value, tuple):
        return frozenset().union(*map(_codes_in, value))
    return frozenset()
