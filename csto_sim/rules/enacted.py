"""What the matters of a scenario have enacted, over the law that the program ships.

An instrument in force, or a decision of the Council that has effect, gives its provisions the rules
that its `enacts:` names. Which of two counts: the one that had effect last, also beside the shipped
law, whose texts go on being replaced on their own days.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from csto_sim.law import Text
from csto_sim.law.enacting import text_of
from csto_sim.world import NO_FACTS, Case, Facts, World

#: The key under which a world's `dependents` tell that anything is enacted in it.
ENACTING = "enacts"
#: The states in which a matter gives effect to what it enacts.
STANDING = {"instrument": "in force", "decision": "adopted"}


class Enacted(NamedTuple):
    """What is enacted on a provision on a day: since when, by which matters, and what.

    `by` names the matters in the order in which they came to have effect; the last one names the
    text. `rule`, `binds` and `length` are empty where the text says nothing of them.
    """

    provision: str
    since: str
    by: tuple[str, ...]
    entry: Facts
    rule: str = ""
    binds: str = ""
    length: int = 0
    settles: Facts = NO_FACTS
    text: str = ""
    ends: bool = False

    def as_text(self, shipped: Text | None) -> Text:
        """The text as the last of the matters words it, in place of the shipped one."""
        return text_of(self.provision, self.by[-1], self.entry, self.since, shipped)


def in_effect(case: Case) -> str:
    """Return the ISO day from which a matter gives effect to what it enacts, or ''."""
    if case.state != STANDING.get(case.procedure):
        return ""
    return str(case.facts.get("effective", ""))


def _entries(world: World, provision: str, day: str) -> Iterator[tuple[str, str, Facts]]:
    for id in world.dependents.get(f"enacts: {provision}", ()):
        case: Case = world.cases[id]
        since = in_effect(case)
        if since and since <= day:
            for entry in case.facts["enacts"]:
                if entry["provision"] == provision:
                    yield since, id, entry


def _day(entry: tuple[str, str, Facts]) -> str:
    return entry[0]


def enacted_on(world: World, provision: str, day: str, shipped: str = "") -> Enacted | None:
    """Return what is enacted on a provision on an ISO day, as far as the world knows, or None.

    `shipped` is the first day of the shipped text of that day, or '': what had effect before it has
    been replaced by it. What several matters say of different things stands together.
    """
    found: Enacted | None = None
    for since, id, entry in sorted(_entries(world, provision, day), key=_day):
        if since < shipped:
            continue
        before = found
        found = Enacted(provision, since, (id,), entry)
        if entry.get("ends") or entry.get("text"):
            found = found._replace(ends=bool(entry.get("ends")), text=entry.get("text", ""))
            continue
        if before is not None and not before.ends:
            found = before._replace(since=since, by=(*before.by, id), entry=entry)
        if entry.get("rule"):
            found = found._replace(rule=entry["rule"], binds=entry.get("binds", "all"))
        if entry.get("length"):
            found = found._replace(length=entry["length"])
        if entry.get("settles"):
            found = found._replace(settles=found.settles.merged(entry["settles"]))
    return found
