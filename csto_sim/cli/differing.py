"""Where two records of one scenario differ, field by field, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from csto_sim.record import Record
    from csto_sim.world import Finding

#: Facts that are seconds since 1970 in UTC.
SECONDS = frozenset({"earliest", "latest", "due", "last_moment"})
#: What is compared of a record besides its steps: where it stands, what it is called, its keys.
PARTS = (
    ("outcomes", "outcome of", ("case",)),
    ("expected", "expectation", ("says",)),
    ("deadlines", "deadline", ("name", "case")),
    ("readings", "reading", ("id",)),
)
ALONE = ("title", "mode", "since", "until")
NOTHING = "nothing"
#: Fields that only restate others, or hold what a procedure works with.
INNER = frozenset({"says", "decided by", "facts"})


class Difference(NamedTuple):
    """One thing that differs: what it belongs to, its field (or empty), what was and what is."""

    about: str
    field: str
    was: str
    now: str

    def told(self) -> str:
        """Return it as a clause: `outcome of "x": state was adopted, is now not adopted`."""
        field = f"{self.field} " if self.field else ""
        return f"{self.about}: {field}was {self.was}, is now {self.now}"


def place_of(before: Record, after: Record) -> str:
    """Return the first place where two records differ: `step 6 (by, case)`, `outcomes`; or ''."""
    for old, new in zip(before.steps, after.steps, strict=False):
        if old != new:
            parts = [name for name in old._fields if getattr(old, name) != getattr(new, name)]
            return f"step {old.seq} ({', '.join(parts)})"
    if len(before.steps) != len(after.steps):
        return f"step {min(len(before.steps), len(after.steps))}"
    names = (*(name for name, _, _ in PARTS), *ALONE)
    return next((name for name in names if getattr(before, name) != getattr(after, name)), "")


def differences(before: Record, after: Record) -> Iterator[Difference]:
    """Yield what differs: the first step that does, then outcomes, expectations and so on.

    Later steps are left out: one act that is gone moves the number of each step after it.
    """
    from csto_sim.record import to_plain

    yield from _step(before, after)
    old, new = to_plain(before), to_plain(after)
    for part, word, keys in PARTS:
        yield from _entries(word, _keyed(old[part], keys), _keyed(new[part], keys))
    for name in ALONE:
        yield from _fields("the run", "", {name: old[name]}, {name: new[name]})


def in_short(found: Iterable[Difference]) -> list[str]:
    """Return differences as clauses, one for each thing, without what follows from the rest.

    Where nothing but the working facts of an outcome differs, that is said without them.
    """
    groups: dict[str, list[Difference]] = {}
    for each in found:
        groups.setdefault(each.about, []).append(each)
    told = []
    for group in groups.values():
        main = [each for each in group if each.field.partition(":")[0] not in INNER]
        if not main:
            told.append(f"{group[0].about}: the facts behind it differ (--json gives them)")
            continue
        first, *more = main
        rest = (each.told().removeprefix(f"{each.about}: ") for each in more)
        told.append("; ".join((first.told(), *rest)))
    return told


def _step(before: Record, after: Record) -> Iterator[Difference]:
    from csto_sim.explain import COUNTED_IN, headline, zones_of
    from csto_sim.record import to_plain

    for number in range(max(len(before.steps), len(after.steps))):
        pair = [
            record.steps[number] if number < len(record.steps) else None
            for record in (before, after)
        ]
        if pair[0] == pair[1]:
            continue
        was, now = (
            " ".join(headline(step, zone=zones_of(record).get(step.seq, COUNTED_IN)).split())
            if step is not None
            else NOTHING
            for step, record in zip(pair, (before, after), strict=True)
        )
        about = f"step {number}"
        if was != now:
            yield Difference(about, "", was, now)
            return
        old, new = (to_plain(record)["steps"][number] for record in (before, after))
        reasons = [old.pop("finding"), new.pop("finding")]
        yield from _fields(about, "", old, new)
        if reasons[0] != reasons[1] and pair[0] is not None and pair[1] is not None:
            yield _reason(about, pair[0].finding, pair[1].finding)
        return


def _reason(about: str, old: Finding | None, new: Finding | None) -> Difference:
    """The first finding in two trees of reasons that is told in other words."""
    from csto_sim.explain import sentence

    told = [
        [sentence(part) for _, part in finding.tree()] if finding is not None else []
        for finding in (old, new)
    ]
    for number in range(max(map(len, told))):
        was, now = (each[number] if number < len(each) else NOTHING for each in told)
        if was != now:
            return Difference(about, "reason", was.rstrip("."), now.rstrip("."))
    return Difference(about, "reasons", "told alike", "told alike, and rest on other facts")


def _keyed(entries: Iterable[Mapping[str, Any]], keys: tuple[str, ...]) -> dict[str, Any]:
    """Entries by what they are called; the second and later of one name by a number as well."""
    found: dict[str, Any] = {}
    for entry in entries:
        first, *others = (f'"{entry[key]}"' for key in keys)
        called = " of ".join((first, *others))
        name, number = called, 1
        while name in found:
            number += 1
            name = f"{called} ({number})"
        found[name] = entry
    return found


def _entries(word: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*old, *new)):
        about = f"{word} {name}"
        if name not in new:
            yield Difference(about, "", "there", "gone")
        elif name not in old:
            yield Difference(about, "", "not there", "there")
        else:
            yield from _fields(about, "", old[name], new[name])


def _fields(
    about: str, prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        field = f"{prefix}{key}".replace("_", " ")
        if was == now:
            continue
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _fields(about, f"{field}: ", was, now)
        else:
            yield Difference(about, field, _words(key, was), _words(key, now))


def _words(key: str, value: Any) -> str:
    """A plain value in words: no brackets, no names of types."""
    from csto_sim.errors import clip
    from csto_sim.explain import moment, name

    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and key in SECONDS:
        return moment(value)
    if isinstance(value, list):
        return ", ".join(_words(key, each) for each in value)
    if isinstance(value, dict) and "member" in value:
        until = f" until {value['until']}" if value.get("until") else ""
        return f"{name(value['member'])} since {value.get('since', '')}{until}"
    if isinstance(value, dict):
        told = (f"{word} {_words(word, each)}" for word, each in value.items() if each != "")
        return " ".join(told).replace("_", " ")
    return clip(str(value), 300)
