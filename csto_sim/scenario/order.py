"""The order of acts: each begins no earlier than any act above it.

Two instants are compared by their seconds, and by their days as written where one of the two is a
day. So what is compared is no single line of time: a day can stand after 18:00 and before 09:00 of
itself, and an act in order after the one above it can still precede one further up. Three of the
acts above are enough to tell: the latest instant, the latest day, and the latest as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from csto_sim.errors import Complaints
from csto_sim.scenario.model import ScenarioAct
from csto_sim.scenario.times import Span, earlier
from csto_sim.shapes.nodes import Node


class Written(NamedTuple):
    """One entry of `acts:`: its id, its time, its place, and the acts that it stands for.

    After a complaint the time can be missing, and the acts are left out.
    """

    id: str
    span: Span | None
    node: Node
    acts: tuple[ScenarioAct, ...]


class _Above(NamedTuple):
    span: Span
    node: Node


@dataclass
class Order:
    """The latest of the acts read so far, and those that precede one of them."""

    _instant: _Above | None = None
    _day: _Above | None = None
    _written: _Above | None = None
    _wrong: dict[int, tuple[_Above, list[_Above]]] = field(default_factory=dict)

    def follow(self, span: Span, node: Node) -> bool:
        """Whether an act at `span` precedes no act before it; if so, it counts for those below."""
        own = _Above(span, node)
        above = self._preceded(span)
        if above is not None:
            self._wrong.setdefault(id(above.node), (above, []))[1].append(own)
            return False
        if isinstance(span.time.low, int):
            if self._instant is None or not earlier(span, self._instant.span):
                self._instant = own
        elif self._day is None or span.first >= self._day.span.first:
            self._day = own
        if self._written is None or span.first >= self._written.span.first:
            self._written = own
        return True

    def forget(self) -> None:
        """Let no act below be measured by those above: the time of one between is not known."""
        self._instant = self._day = self._written = None

    def _preceded(self, span: Span) -> _Above | None:
        among = (self._instant, self._day) if isinstance(span.time.low, int) else (self._written,)
        return next((each for each in among if each and earlier(span, each.span)), None)

    def tell(self, complaints: Complaints) -> None:
        """Complain of the acts that precede one above them, once for each above (CSTO-309)."""
        for above, found in self._wrong.values():
            span, node = found[0]
            place = f"line {above.node.line}"
            if above.node.source.name != node.source.name:
                place = f"{above.node.source.name}, {place}"
            message = (
                f"{span.time.written} comes before {above.span.time.written}, "
                f"when an act above it ({place}) was done"
            )
            message += so_do(len(found) - 1)
            hint = "put the acts in the order in which they happened, or mend one of the two dates"
            if span.time.low != span.time.high:
                hint = (
                    f"begin the span at {above.span.time.written}, if this came after the act above"
                )
            date = node.get("date") or node
            complaints.add(
                date.complaint("CSTO-309", message, expected="acts in order of time", hint=hint)
            )


def so_do(more: int) -> str:
    """Return the end of a sentence that is true of so many more acts."""
    if not more:
        return ""
    return "; so does one more act" if more == 1 else f"; so do {more} more acts"


def merged(
    lower: Sequence[Written], upper: Sequence[Written], complaints: Complaints
) -> list[Written]:
    """Return the entries of two files in order of time, each of them in its own order.

    Of two at one time the lower file's comes first. Acts that fit nowhere are told (CSTO-309).
    """
    found = list(_merged(lower, upper))
    order = Order()
    for each in found:
        if each.span is not None:
            order.follow(each.span, each.node)
    order.tell(complaints)
    return found


def _merged(lower: Sequence[Written], upper: Sequence[Written]) -> Iterator[Written]:
    first = _firsts(upper)
    own = 0
    for each in lower:
        while each.span and any(there and earlier(there, each.span) for there in first[own]):
            yield upper[own]
            own += 1
        yield each
    yield from upper[own:]


_Firsts = tuple[Span | None, Span | None, Span | None]


def _firsts(entries: Sequence[Written]) -> list[_Firsts]:
    """For each place, of the entries from it on: the first instant, day, and either as written."""
    instant = day = written = None
    found: list[_Firsts] = [(None, None, None)]
    for each in reversed(entries):
        span = each.span
        if span is not None:
            if isinstance(span.time.low, int):
                instant = span if instant is None or earlier(span, instant) else instant
            else:
                day = span if day is None or span.first < day.first else day
            written = span if written is None or span.first < written.first else written
        found.append((instant, day, written))
    return found[::-1]
