"""The variants of a reading in a scenario: its options, and its default where that can change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from csto_sim import law
from csto_sim.combinations import BY_DEFAULT, Box, Dimension
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.run import MODES, existing
from csto_sim.law.readings import Reading
from csto_sim.scenario.model import Scenario
from csto_sim.world import Facts, Terms


class Watched(Facts):
    """Chosen readings that remember which were looked up, chosen or not."""

    __slots__ = ("asked",)

    asked: dict[str, None]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the option chosen, or the default, and remember that it was asked for."""
        self.asked[key] = None
        return dict.get(self, key, default)


class Variants:
    """Which variants each reading has, which are held, and terms to weigh an act under."""

    def __init__(
        self,
        scenario: Scenario,
        readings: Mapping[str, str],
        mode: str | None,
        vary: tuple[str, ...] = (),
        keep: bool = False,
    ) -> None:
        """Raises ValueError for a mode, reading or option that does not exist."""
        given = existing(readings)
        if mode not in (None, *MODES):
            raise ValueError(f"there is no mode {mode!r}: a mode is {' or '.join(MODES)}")
        self.mode = mode or scenario.mode
        self.chosen = scenario.readings.merged(given)
        self._file = terms_of(scenario, mode=mode)
        self._only = {law.full_id(id) for id in vary}
        for id in self._only - law.readings().keys():
            raise ValueError(f"there is no reading {id!r}")
        self._held = {*given, *(scenario.readings if keep else ())}
        self._days = (_near(str(_day(scenario.since)), -2), _near(str(_day(scenario.until)), 2))
        self._of: dict[str, tuple[str, ...]] = {}
        self._base: dict[str, str] = {}
        self.wholes: dict[str, int] = {}

    def of(self, id: str) -> tuple[str, ...]:
        """Return the variants of a reading: one alone where it is held."""
        if id not in self._of:
            self._find(id)
        return self._of[id]

    def base(self, id: str) -> str:
        """Return the variant that the file chooses, or what its default is."""
        if id not in self._base:
            self._find(id)
        return self._base[id]

    def dimension(self, id: str) -> Dimension:
        """Return a reading with its variants."""
        return Dimension(id, self.of(id), self.base(id))

    def _find(self, id: str) -> None:
        reading = law.readings()[id]
        reached = defaults(reading, self.mode, *self._days)
        usual = reached[0] if len(reached) == 1 else BY_DEFAULT
        base = self._base[id] = self.chosen.get(id, usual)
        if id in self._held or (self._only and id not in self._only):
            self._of[id] = (base,)
        else:
            self._of[id] = (*reading.options, *([BY_DEFAULT] if len(reached) > 1 else []))
        self.wholes[id] = (1 << len(self._of[id])) - 1

    def at_base(self, boxes: Iterable[Box]) -> bool:
        """Whether the file's own readings are among some combinations."""
        return any(
            all(bits >> self.of(id).index(self.base(id)) & 1 for id, bits in box) for box in boxes
        )

    def terms(self, assigned: Mapping[str, str]) -> Terms:
        """Return what is fixed under some variants; the rest is as the file has it."""
        return self._terms(self._readings(assigned))

    def watched(self, assigned: Mapping[str, str]) -> tuple[Terms, dict[str, None]]:
        """Return the same, and a place where each reading that is looked up will stand."""
        readings = Watched(self._readings(assigned))
        readings.asked = {}
        return self._terms(readings), readings.asked

    def _terms(self, readings: Facts) -> Terms:
        return self._file._replace(readings=readings)

    def _readings(self, assigned: Mapping[str, str]) -> Facts:
        found = {**self.chosen, **assigned}
        return Facts({id: option for id, option in found.items() if option != BY_DEFAULT})


def defaults(reading: Reading, mode: str, first: str, last: str) -> tuple[str, ...]:
    """Return the options that the default of a reading can take in a mode between two ISO days."""
    found: dict[str, None] = {}
    for rule in reading.default:
        when = dict(rule.when)
        if when.pop("mode", mode) != mode:
            continue
        if str(when.get("from", "")) > last or str(when.get("until", "9999")) <= first:
            continue
        found[rule.option] = None
        begins, ends = str(when.pop("from", "")), str(when.pop("until", "9999"))
        if not when and begins <= first and last < ends:
            break
    return tuple(found)


def _day(time: Any) -> str:
    if isinstance(time.low, str):
        return time.low
    return (date(1970, 1, 1) + timedelta(seconds=time.low)).isoformat()


def _near(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
