"""A scenario as a row of slots: acts that are done, and choices that are made between them.

A choice of attendance is made before the meeting opens, since whoever opens it says who is there;
of a position, before the matter is put; of whether an entry of the file happens, before it. What
has been chosen and is still needed stands beside the world as `pending`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from csto_sim.engine.times import moment_of
from csto_sim.errors import Complaint, Unreadable
from csto_sim.procedure import Shorthand
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time, Variation
from csto_sim.scenario.variation import ALL, SILENT
from csto_sim.scenario.varying import CODE, positions_of
from csto_sim.world import NO_FACTS

#: What has been chosen: `attends` or `happens`, the meeting or the entry, the member.
Pending = tuple[str, str, str]


class Choice(NamedTuple):
    """One variant of a slot: what is done at once, what is kept for later, its weight."""

    value: str
    acts: tuple[ScenarioAct, ...]
    keeps: tuple[Pending, ...]
    weight: Fraction | None
    as_in_file: bool


class Slot(NamedTuple):
    """One place in the row: an act that is done where all it `needs` was chosen, or a choice.

    `kind` is `act`, `open` (an act that names who is present, where some may not be), or that of a
    choice: `attends`, `position`, `happens`.
    """

    kind: str
    case: str
    who: str
    choices: tuple[Choice, ...] = ()
    act: ScenarioAct | None = None
    needs: tuple[Pending, ...] = ()


class Rest:
    """The slots that are still to come, shared by all courses that have come to the same place.

    `needed` are the choices that still matter; `length` counts the slots.
    """

    __slots__ = ("length", "needed", "shapes", "slot", "then")

    def __init__(self, slot: Slot | None, then: Rest | None) -> None:
        self.slot = slot
        self.then = then
        self.length: int = 0 if then is None else then.length + 1
        own = () if slot is None else slot.needs
        self.needed: frozenset[Pending] = frozenset(own) | (
            frozenset() if then is None else then.needed
        )
        #: Filled by `symmetry`: how each member stands in what is still to come.
        self.shapes: Mapping[str, int] | None = None


def chained(slots: Sequence[Slot], known: dict[tuple[Slot, int], Rest], end: Rest) -> Rest:
    """Return the row of slots, sharing the ends that other rows have in common with it."""
    rest = end
    for slot in reversed(slots):
        key = (slot, id(rest))
        found = known.get(key)
        if found is None:
            found = known[key] = Rest(slot, rest)
        rest = found
    return rest


def complaint(scenario: Scenario, variation: Variation, message: str, hint: str) -> Unreadable:
    """Return what to raise where an entry of `vary` cannot be followed."""
    where = (variation.line, variation.column)
    return Unreadable((Complaint(CODE, message, scenario.file, *where, hint=hint),))


def slots_of(
    scenario: Scenario, vary: Sequence[Variation], members: tuple[str, ...]
) -> tuple[Slot, ...]:
    """Return the row of slots of a scenario whose acts are in their order.

    Raises Unreadable where what varies has no place: a meeting that is not opened, a matter that
    is not put.
    """
    return _Row(scenario, vary, members).slots()


class _Row:
    def __init__(
        self, scenario: Scenario, vary: Sequence[Variation], members: tuple[str, ...]
    ) -> None:
        self.scenario = scenario
        self.cases = {each.id: each for each in scenario.cases}
        self.members = members
        self.coming: dict[tuple[str, str], Variation] = {}
        self.saying: dict[tuple[str, str], Variation] = {}
        self.happening: dict[int, Variation] = {}
        for each in vary:
            if each.kind == "happens":
                self.happening[each.act] = each
            for who in self.who(each):
                if each.kind == "attends":
                    self.coming[each.case, who] = each
                elif each.kind == "position":
                    self.saying[each.case, who] = each

    def who(self, each: Variation) -> tuple[str, ...]:
        return self.members if each.who == (ALL,) else each.who

    def slots(self) -> tuple[Slot, ...]:
        found: list[Slot] = []
        placed: set[tuple[str, str, str]] = set()
        for act in self.scenario.acts:
            entry = str(act.origin)
            if act.origin in self.happening and ("happens", entry, "") not in placed:
                placed.add(("happens", entry, ""))
                found.append(self._happens(act.origin))
            short = self._short(act)
            if short is not None and short.order == "after":
                found += self._comings(act, placed)
            elif short is not None:
                found += self._sayings(act, placed)
            found += self._done(act, short, placed)
        self._unplaced(placed)
        return tuple(found)

    def _short(self, act: ScenarioAct) -> Shorthand | None:
        shorthands = procedures()[self.cases[act.case].procedure].shorthands
        return next((each for each in shorthands if each.act == act.name), None)

    def _needs(self, act: ScenarioAct) -> tuple[Pending, ...]:
        entry = ("happens", str(act.origin), "")
        return (entry,) if act.origin in self.happening else ()

    # --- choices -------------------------------------------------------------------------------

    def _happens(self, origin: int) -> Slot:
        variation = self.happening[origin]
        key = ("happens", str(origin), "")
        choices = tuple(
            Choice(value, (), (key,) if value == "yes" else (), weight, value == "yes")
            for value, weight in _weighed(variation)
        )
        return Slot("happens", str(origin), "", choices)

    def _comings(self, act: ScenarioAct, placed: set[tuple[str, str, str]]) -> Iterator[Slot]:
        for (meeting, who), variation in self.coming.items():
            if meeting != act.case or ("attends", meeting, who) in placed:
                continue
            placed.add(("attends", meeting, who))
            key = ("attends", meeting, who)
            comes = "yes" if self._attends(meeting, who) else "no"
            choices = tuple(
                Choice(value, (), (key,) if value == "yes" else (), weight, value == comes)
                for value, weight in _weighed(variation)
            )
            yield Slot("attends", meeting, who, choices)

    def _attends(self, meeting: str, who: str) -> bool:
        means = _attending(self.cases[meeting])
        return any(a.case == meeting and a.by == who and a.name in means for a in self._acts())

    def _acts(self) -> tuple[ScenarioAct, ...]:
        return self.scenario.acts

    def _sayings(self, act: ScenarioAct, placed: set[tuple[str, str, str]]) -> Iterator[Slot]:
        for (matter, who), variation in self.saying.items():
            if matter != act.case or ("position", matter, who) in placed:
                continue
            placed.add(("position", matter, who))
            said = self._said(matter, who)
            choices = tuple(
                Choice(
                    value,
                    () if value == SILENT else (act._replace(name=value, by=who, takes=NO_FACTS),),
                    (),
                    weight,
                    value == said,
                )
                for value, weight in _weighed(variation)
            )
            yield Slot("position", matter, who, choices, needs=self._needs(act))

    def _said(self, matter: str, who: str) -> str:
        """The position that a member takes in the file before the matter is first put."""
        words = positions_of(self.cases[matter].procedure)
        said = SILENT
        for act in self._acts():
            if act.case == matter and act.by == who and act.name in words:
                said = act.name
            elif act.case == matter and self._short(act) is not None:
                break
        return said

    # --- what is done --------------------------------------------------------------------------

    def _done(
        self, act: ScenarioAct, short: Shorthand | None, placed: set[tuple[str, str, str]]
    ) -> Iterator[Slot]:
        needs = self._needs(act)
        case = self.cases[act.case]
        if short is not None and short.order == "after":
            varied = [who for meeting, who in self.coming if meeting == act.case]
            if not varied:
                yield Slot("act", act.case, act.by, act=act, needs=needs)
                return
            keys = tuple(("attends", act.case, who) for who in varied)
            rest = tuple(m for m in act.takes.get(short.key, ()) if m not in varied)
            if short.key in act.takes:
                act = act._replace(takes=act.takes.plus(short.key, rest))
            yield Slot("open", act.case, act.by, act=act, needs=(*needs, *keys))
            for key in keys:
                if not self._attends(act.case, key[2]):
                    comes = act._replace(name=short.means, by=key[2], takes=NO_FACTS)
                    yield Slot("act", act.case, key[2], act=comes, needs=(*needs, key))
            return
        if (act.case, act.by) in self.coming and case.procedure == "meeting":
            key = ("attends", act.case, act.by)
            yield Slot("act", act.case, act.by, act=act, needs=(*needs, key))
            return
        says = (act.case, act.by) in self.saying and act.name in positions_of(case.procedure)
        if says and ("position", act.case, act.by) not in placed:
            return  # what it says before the matter is put is what varies
        yield Slot("act", act.case, act.by, act=act, needs=needs)

    def _unplaced(self, placed: set[tuple[str, str, str]]) -> None:
        for kind, of, how in (
            ("attends", self.coming, "is not opened in this file"),
            ("position", self.saying, "is not put to decision in this file"),
        ):
            for (case, who), variation in of.items():
                if (kind, case, who) not in placed:
                    message = f"'{case}' {how}, so that nothing varies in it"
                    hint = "add the act, or take the entry out"
                    raise complaint(self.scenario, variation, message, hint)


def _attending(case: ScenarioCase) -> tuple[str, ...]:
    shorthands = procedures()[case.procedure].shorthands
    return tuple(each.means for each in shorthands if each.order == "after")


def _weighed(variation: Variation) -> Iterable[tuple[str, Fraction | None]]:
    weights = variation.weights or (None,) * len(variation.values)
    return zip(variation.values, weights, strict=True)


# --- an act on another day -----------------------------------------------------------------------


def moved_to(scenario: Scenario, entry: int, time: Time, zone: str) -> Scenario:
    """Return the scenario with an entry's acts at another time, where the order of time puts them.

    Acts that begin at the same second stay on the side on which they are in the file.
    """
    acts = list(scenario.acts)
    places = [n for n, act in enumerate(acts) if act.origin == entry]
    if not places:
        return scenario
    own = [acts[n]._replace(time=time) for n in places]
    at = moment_of(time, zone).earliest
    before = [
        act
        for n, act in enumerate(acts)
        if act.origin != entry and _goes_before(act, n < places[0], at, zone)
    ]
    # A file's order is not that of the seconds throughout: an act stays behind those before it.
    cut = max((acts.index(act) for act in before), default=-1) + 1
    others = [act for act in acts[:cut] if act.origin != entry]
    after = [act for act in acts[cut:] if act.origin != entry]
    return scenario._replace(acts=(*others, *own, *after))


def _goes_before(act: ScenarioAct, was_before: bool, at: int, zone: str) -> bool:
    begins = moment_of(act.time, zone).earliest
    return begins < at or (begins == at and was_before)
