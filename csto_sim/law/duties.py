"""The duties of the calendar, read from `data/duties.yaml`: what a body owes in each year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from csto_sim.law.texts import Text, candidates, data_files, load_yaml, provision

#: How many years a span has, by its word.
SPANS = {"year": 1, "two years": 2}
#: How a duty is met.
WAYS = ("meetings", "resolutions", "topics", "fulfils")


@dataclass(frozen=True, slots=True)
class Duty:
    """What a body owes `times` in each span of `years`: under which provisions, met by what."""

    id: str
    title: str
    holder: str
    under: tuple[str, ...]
    years: int
    times: int
    times_by: Mapping[str, Mapping[str, int]]
    met_by: str
    sessions: tuple[str, ...]
    practice: bool

    def texts(self, day: str) -> tuple[Text, ...]:
        """Return the texts under which it is owed on an ISO day; none where it is not owed."""
        return tuple(text for id in self.under for text in candidates(id, day))

    def first_days(self) -> tuple[str, ...]:
        """The days on which its texts begin, the oldest first; '' where that is not known."""
        found = (provision(id) for id in self.under)
        texts = (text for each in found if each is not None for text in each.texts)
        return tuple(sorted(text.since.first for text in texts if text.since.established))


@cache
def fulfilled() -> Mapping[str, tuple[str, ...]]:
    """Return by procedure the states in which a matter has come to what a duty asks for."""
    data = load_yaml(dict(data_files())["duties.yaml"])["fulfilled"]
    return {procedure: tuple(states) for procedure, states in data.items()}


@cache
def duties() -> Mapping[str, Duty]:
    """Return the duties by id, in the order of the data."""
    data = load_yaml(dict(data_files())["duties.yaml"])
    return {
        id: Duty(
            id,
            item["title"],
            item["holder"],
            tuple(item["under"]),
            SPANS[item["every"]],
            item["times"],
            item.get("times_by", {}),
            item["met_by"],
            tuple(item.get("sessions", ())),
            bool(item.get("practice", False)),
        )
        for id, item in data["duties"].items()
    }
