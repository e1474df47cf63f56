"""The courses of a scenario, followed together: where two have come to the same world they are one.

A course knows how many courses it stands for, with what weight, and the shortest way in which one
of them came there. Every act is fired by the `fire` that runs a scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from math import comb, prod
from time import monotonic

from csto_sim.engine.courses import Point
from csto_sim.engine.run import acted, begun, closed, law_changes
from csto_sim.engine.times import zone_for
from csto_sim.record import Step
from csto_sim.scenario.model import ScenarioAct
from csto_sim.verify.counting_out import counted_out, ways_of
from csto_sim.verify.course import Course, End, Trail, Watch
from csto_sim.verify.settings import Setting
from csto_sim.verify.slots import Choice, Rest, Slot, chained, slots_of
from csto_sim.verify.symmetry import Symmetry

#: Of the courses that there are when a limit is reached, so many are followed to the end.
GOING_ON = 40
#: Members of several classes choose at once where that makes no more courses of one than this.
AT_ONCE = 2_000

Progress = Callable[[int, int, int], None]
"""Told now and then: how many slots are behind, of how many, and the number of worlds so far."""

Layer = dict[Hashable, Course]
"""Courses with as many slots to come, by what is equal for worlds that are the same."""


class Courses:
    """All courses of a scenario under some settings."""

    def __init__(
        self,
        settings: tuple[Setting, ...],
        members: tuple[str, ...],
        named: Iterable[str] = (),
        *,
        alike: bool = True,
        limit: int = 0,
        seconds: float = 0,
        watch: Watch | None = None,
    ) -> None:
        """`alike` merges worlds that differ by names alone; a limit of 0 is none."""
        self.settings = settings
        self.limit = limit
        self.seconds = seconds
        self.worlds = 0
        self.moves = 0
        self.stopped = ""
        self.dues: set[int] = set()
        self._end = Rest(None, None)
        self._known: dict[tuple[Slot, int], Rest] = {}
        self._named = tuple(named)
        self._members = members
        self._alike = alike
        self._symmetry: list[Symmetry] = []
        self._zones: list[str] = []
        self._changes: list[tuple[Step, ...]] = []
        self._watch = watch
        self._blocks: dict[int, tuple[tuple[Slot, ...], Rest]] = {}
        self.weighed = any(each.weight != 1 for each in settings)

    # --- following ------------------------------------------------------------------------------

    def ends(self, progress: Progress | None = None) -> list[End]:
        """Return the last worlds, each with the number of courses that come to it."""
        began = monotonic()
        layers = self._beginnings()
        longest = max(layers, default=0)
        for length in range(longest, 0, -1):
            layer = layers.pop(length, {})
            if self._full(began):
                self._go_on(layer, layers)
            else:
                self._follow(layer, layers, began)
            if progress is not None:
                progress(longest - length + 1, longest, self.worlds)
        return self._closed(layers.get(0, {}).values())

    def _follow(
        self,
        layer: Mapping[Hashable, Course],
        layers: dict[int, Layer],
        began: float,
    ) -> None:
        """Follow all courses of a layer, until a limit is reached."""
        for course in layer.values():
            for after in self._after(course):
                self._keep(after, layers)
                if self._full(began):
                    return

    def _go_on(self, layer: Layer, layers: dict[int, Layer]) -> None:
        """Follow a few courses of a layer, past a limit, so that some come to their end."""
        order = sorted(layer.values(), key=lambda each: (each.length[1] > 0, -each.courses))
        for course in order[:GOING_ON]:
            for after in islice(self._after(course), GOING_ON):
                self._keep(after, layers)

    def _full(self, began: float) -> bool:
        if self.limit and self.worlds >= self.limit:
            self.stopped = self.stopped or f"the limit of {self.limit:,} worlds"
        elif self.seconds and monotonic() - began >= self.seconds:
            self.stopped = self.stopped or f"the limit of {self.seconds:g} seconds"
        return bool(self.stopped)

    def _beginnings(self) -> dict[int, Layer]:
        layers: dict[int, Layer] = {}
        for number, setting in enumerate(self.settings):
            scenario, terms = setting.scenario, setting.terms
            zone = zone_for(terms)
            self._zones.append(zone)
            self._changes.append(law_changes(scenario, terms, zone))
            symmetry = Symmetry(scenario, terms, self._members, self._named)
            if not self._alike:
                symmetry.exact()
            self._symmetry.append(symmetry)
            slots = slots_of(scenario, scenario.vary, self._members)
            self.weighed = self.weighed or any(
                c.weight is not None for s in slots for c in s.choices
            )
            rest = chained(slots, self._known, self._end)
            changed = sum(not each[3] for each in setting.chosen)
            weight: Fraction | int = setting.weight
            trail: Trail = (None, (("set", number),))
            first = Course(
                begun(scenario, terms), rest, frozenset(), number, 1, weight, (0, changed), trail
            )
            self._keep(self._watched(first), layers)
        return layers

    def _keep(self, course: Course, layers: dict[int, Layer]) -> None:
        course = self._past_what_is_skipped(course)
        key = self._symmetry[course.setting].key(course.point.world, course.rest, course.pending)
        key = (course.setting, course.memory, key)
        layer = layers.setdefault(course.rest.length, {})
        met = layer.get(key)
        if met is None:
            self.worlds += 1
            layer[key] = course
            return
        best = course if course.length < met.length else met
        layer[key] = best._replace(
            courses=met.courses + course.courses, weight=met.weight + course.weight
        )

    def _past_what_is_skipped(self, course: Course) -> Course:
        """The course at its next act or choice: what was not chosen is not done."""
        rest = course.rest
        while rest.slot is not None and rest.then is not None:
            slot = rest.slot
            needs = slot.needs
            if slot.kind == "open":
                needs = tuple(key for key in needs if key[0] == "happens")
            if slot.kind not in ("act", "open") or course.pending.issuperset(needs):
                break
            rest = rest.then
        if rest is course.rest:
            return course
        return course._replace(rest=rest, pending=course.pending & rest.needed)

    # --- one slot -------------------------------------------------------------------------------

    def _after(self, course: Course) -> Iterator[Course]:
        slot, then = course.rest.slot, course.rest.then
        assert slot is not None and then is not None  # the last slot has no course before it
        if slot.kind in ("act", "open"):
            yield self._done(course, slot, then)
            return
        block = self._blocks.get(id(course.rest))
        if block is None:
            block = self._symmetry[course.setting].block(course.rest)
            self._blocks[id(course.rest)] = block
        slots, then = block
        by_name = {each.who: each for each in slots if self._open_to(course, each)}
        symmetry = self._symmetry[course.setting]
        classes = symmetry.classes(course.point.world, course.rest, course.pending, by_name)
        caps = [symmetry.counts_no_further(then, each[0]) for each in classes]
        many = [
            self._number(slots[0], len(each), cap) for each, cap in zip(classes, caps, strict=True)
        ]
        if len(classes) > 1 and prod(many) > AT_ONCE:
            # One class now and the others in their turn, so that what has become alike can merge.
            then = chained(
                [each for each in slots if each.who not in classes[0]], self._known, then
            )
            del classes[1:]
        courses: Iterable[Course] = (course,)
        for each, cap in zip(classes, caps, strict=False):
            own = [by_name[who] for who in each]
            courses = self._each_together(courses, own, cap)
        for after in courses:
            yield after._replace(rest=then, pending=after.pending & then.needed)

    @staticmethod
    def _number(slot: Slot, size: int, cap: int | None) -> int:
        """How many courses at most a class of members makes of one."""
        if cap is not None:
            return int((cap + 1) ** len(slot.choices))
        return comb(size + len(slot.choices) - 1, size)

    def _each_together(
        self, courses: Iterable[Course], slots: list[Slot], cap: int | None
    ) -> Iterator[Course]:
        for course in courses:
            yield from self._together(course, slots, cap)

    def _together(self, course: Course, slots: list[Slot], cap: int | None) -> Iterator[Course]:
        """The courses after choices of members that nothing tells apart: how many choose what.

        With a `cap`, to which numbers that no rule counts beyond are the same, one course stands
        for all in which at least so many choose a variant.
        """
        variants = slots[0].choices
        size = len(slots)
        shares: list[Fraction | int] = [1] * len(variants)
        if self.weighed:
            even = Fraction(1, len(variants))
            shares = [even if each.weight is None else each.weight for each in variants]
        # Those that have too few acts left over to fill a variant take the cheapest one.
        cheapest = sorted(range(len(variants)), key=lambda n: len(variants[n].acts))
        for numbers in counted_out(size, len(variants), cap):
            ways, weight = ways_of(size, numbers, shares, cap)
            full = list(numbers)
            if cap is not None:
                spare = size - sum(full)
                at = next((n for n in cheapest if full[n] >= cap), None)
                if spare and at is None:
                    continue  # nobody is left to choose what so few have chosen
                if spare and at is not None:
                    full[at] += spare
            after = course
            left = list(slots)
            for number, many in enumerate(full):
                own = sorted(left, key=lambda slot: not slot.choices[number].as_in_file)[:many]
                left = [slot for slot in left if slot not in own]
                for slot in own:
                    after = self._chosen(after, slot, slot.choices[number])
            yield after._replace(courses=course.courses * ways, weight=course.weight * weight)

    def _open_to(self, course: Course, slot: Slot) -> bool:
        return slot.kind != "position" or self._takes_part(course, slot)

    def _takes_part(self, course: Course, slot: Slot) -> bool:
        """Whether a member is there to take a position; what is not done has no position."""
        if slot.needs and not course.pending.issuperset(slot.needs):
            return False
        cases = course.point.world.cases
        matter = cases[slot.case]
        meetings = [cases[id] for id in matter.facts.get("meetings", ()) if id in cases]
        if not meetings:
            return True
        for meeting in meetings:
            stays = meeting.facts.get("attendance", {}).get(slot.who)
            if meeting.state == "open" and stays and stays[-1][1] < 0:
                return True
        return False

    def _chosen(self, course: Course, slot: Slot, choice: Choice) -> Course:
        point = course.point
        for act in choice.acts:
            point = self._fired(course.setting, point, act)
        pending = course.pending.union(choice.keeps) if choice.keeps else course.pending
        told = ("chosen", slot.kind, slot.case, slot.who, choice.value, choice.as_in_file)
        after = Course(
            point,
            course.rest,
            pending,
            course.setting,
            course.courses,
            course.weight,
            (course.length[0] + len(choice.acts), course.length[1] + (not choice.as_in_file)),
            (course.trail, (told, *(("act", act) for act in choice.acts))),
            course.memory,
        )
        return self._watched(after) if choice.acts else after

    def _done(self, course: Course, slot: Slot, then: Rest) -> Course:
        act = slot.act
        assert act is not None  # a slot of these kinds holds an act
        pending = course.pending & then.needed
        if slot.kind == "open":
            act = self._with_who_comes(course, slot, act)
        return self._watched(
            course._replace(
                point=self._fired(course.setting, course.point, act),
                rest=then,
                pending=pending,
                length=(course.length[0] + 1, course.length[1]),
                trail=(course.trail, (("act", act),)),
            )
        )

    def _watched(self, course: Course) -> Course:
        if self._watch is None:
            return course
        return course._replace(memory=self._watch(course))

    @staticmethod
    def _with_who_comes(course: Course, slot: Slot, act: ScenarioAct) -> ScenarioAct:
        coming = [key[2] for key in slot.needs if key[0] == "attends" and key in course.pending]
        present = (*act.takes.get("present", ()), *coming)
        return act._replace(takes=act.takes.plus("present", tuple(present)))

    def _fired(self, setting: int, point: Point, act: ScenarioAct) -> Point:
        self.moves += 1
        after = acted(point, act, self._zones[setting], self._changes[setting])
        for step in after.steps:
            for period in step.opens:
                if period.due is not None:
                    self.dues.add(period.due[1])
        return after

    def _closed(self, courses: Iterable[Course]) -> list[End]:
        found = []
        for each in courses:
            setting = self.settings[each.setting]
            zone, changes = self._zones[each.setting], self._changes[each.setting]
            each = each._replace(point=closed(each.point, setting.scenario, zone, changes))
            each = self._watched(each)
            found.append(
                End(
                    each.point.world,
                    each.setting,
                    each.courses,
                    each.weight,
                    each.length,
                    each.trail,
                    each.memory,
                )
            )
        return found
