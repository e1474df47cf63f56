"""The acts of a file: each checked against its procedure's table and spelled out one by one.

`sign` by five members on two matters is ten acts; `open … present: [ARM, KAZ]` is an opening and
two arrivals. What stands in one entry of the file shares its time, its place and its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario.act_table import (
    COMMON,
    act_fields,
    act_names,
    act_record,
    act_word,
    any_act,
)
from csto_sim.scenario.act_table import actors as actors_of
from csto_sim.scenario.bounds import Tally
from csto_sim.scenario.fields import is_name
from csto_sim.scenario.model import ScenarioAct
from csto_sim.scenario.named import Cases, check_names, no_case, possible
from csto_sim.scenario.order import Order, Written, so_do
from csto_sim.scenario.spelling import how_many, spelled
from csto_sim.scenario.times import After, Span, counted, earlier, ends_later
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read


@dataclass
class ActReader:
    """Reads the acts of one file. `cases` are the matters and meetings by id, with procedures.

    `tally` counts the acts of all files of a scenario.
    """

    cases: Cases
    since: Span | None
    until: Span | None
    tally: Tally
    complaints: Complaints
    written: list[Written] = field(default_factory=list)
    _before: Span | None = None
    _above: Node | None = None
    _order: Order = field(default_factory=Order)
    _outside: dict[str, list[tuple[Node, Span]]] = field(default_factory=dict)

    def read(self, nodes: Node) -> list[Written]:
        """Return the entries of a list of acts in their order, after complaints.

        A scenario with any complaint will not be handed out: after one the entries are still
        checked, and no more acts are spelled out.
        """
        for number, node in enumerate(nodes.items()):
            self._entry(node, number)
        self._order.tell(self.complaints)
        for key, found in self._outside.items():
            self._tell_outside(key, found)
        return self.written

    # --- one entry ---------------------------------------------------------------------------

    def _entry(self, node: Node, number: int) -> None:
        node = any_act().mended(node, self.complaints, only=("act", "matter", "meeting"))
        names, among = self._names(node)
        word = self._word(node, names, among)
        procedure = self.cases[names[0]].procedure if names and word else ""
        table = act_record(procedure, word) if procedure else any_act(among, act_word(word))
        read = table.read(node, self.complaints)
        if read is None:
            self._before, self._above = None, node
            self._order.forget()
            self.written.append(Written("", None, node, ()))
            return
        span = self._time(read)
        if span is None:
            self._order.forget()
        self._answers(read, span)
        if procedure:
            self._fits(read, procedure, word, names)
        acts: tuple[ScenarioAct, ...] = ()
        if span is not None and not self.complaints:
            many = how_many(read, word, names, self.cases)
            if self.tally.has_room(many, node, self.complaints):
                acts = spelled(read, word, names, self.cases, span, number)
        self.written.append(Written(read["id"] or "", span, node, acts))

    def _names(self, node: Node) -> tuple[list[str], tuple[str, ...]]:
        """The ids of the cases that an act is about, and no procedures.

        After a complaint no ids, and the procedures of which the act could be.
        """
        matter, meeting = node.get("matter"), node.get("meeting")
        if node.kind != "mapping":
            return [], ()
        if (matter is None) == (meeting is None):
            if matter is not None or not node.hides_keys():
                self._one_case(node, matter is not None)
            return [], possible(self.cases, "", ())
        kind, held = ("matter", matter) if matter is not None else ("meeting", meeting)
        assert held is not None
        if kind == "meeting" and held.kind == "sequence":
            return [], possible(self.cases, kind, ())  # the shape of the act complains
        items = held.value if held.kind == "sequence" else (held,)
        written = [item.written for item in items if is_name(item)]
        wrong = len(written) < max(1, len(items))  # the shape of the act complains
        for item in items:
            known = self.cases.get(item.written)
            if is_name(item) and (known is None or known.kind != kind):
                no_case(item, kind, self.cases, self.complaints)
                wrong = True
        if wrong or not all(self.cases[id].procedure for id in written):
            return [], possible(self.cases, kind, written)
        return written, ()

    def _one_case(self, node: Node, both: bool) -> None:
        act = node.get("act")
        word = act_word(act.written) if act is not None and act.kind == "scalar" else ""
        if both:
            message, hint = "this act names a matter and a meeting", "keep one of the two"
            node = node.key("meeting") or node
        else:
            fits = [
                each
                for each in self.cases.values()
                if each.procedure and word in act_names(each.procedure)
            ]
            message = "this act says neither which matter nor which meeting it is about"
            hint = listing([f"{each.kind}: {each.id}" for each in fits[:3]]) if fits else ""
        self.complaints.add(
            node.complaint("CSTO-312", message, expected="'matter: …' or 'meeting: …'", hint=hint)
        )

    def _word(self, node: Node, names: list[str], among: tuple[str, ...]) -> str:
        """The name of the act, or nothing after a complaint."""
        act = node.get("act")
        if act is None or act.kind != "scalar" or not isinstance(act.value, str):
            return ""
        word = act_word(act.value)
        if not word:
            return ""  # the shape of the act complains
        for name in names:
            procedure = self.cases[name].procedure
            if word not in act_names(procedure):
                self._no_act(act, word, name, procedure)
                return ""
        if names:
            return act_names(self.cases[names[0]].procedure)[word]
        known = {key: each for one in among for key, each in act_names(one).items()}
        if word not in known:
            no_such_act(act, word, known.values(), self.complaints)
        return known.get(word, "")

    def _no_act(self, node: Node, word: str, name: str, procedure: str) -> None:
        known = act_names(procedure).values()
        hint = suggestion(word, known)
        if not hint:
            other = [
                each
                for each in self.cases.values()
                if each.procedure and word in act_names(each.procedure)
            ]
            if other:
                hint = f"it is an act of the {other[0].procedure} '{other[0].id}'"
        message = f"'{clip(word)}' is not an act of the {procedure} '{clip(name)}'"
        expected = listing(list(known), 40)
        self.complaints.add(node.complaint("CSTO-303", message, expected=expected, hint=hint))

    # --- its time ----------------------------------------------------------------------------

    def _time(self, read: Read) -> Span | None:
        """The time of an act, in order after the one before and within the scenario."""
        before, above, found = self._before, self._above, read["date"]
        self._before, self._above = None, read.node
        if found is None:
            return None
        node = read.at("date")
        if isinstance(found, After):
            if before is None:
                if above is None:
                    message = f"'{found.written}' counts from the act before, and this is the first"
                    self.complaints.add(
                        node.complaint("CSTO-315", message, hint="write a day or an instant")
                    )
                return None
            told = counted(found, before)
            if isinstance(told, str):
                self.complaints.add(
                    node.complaint(
                        "CSTO-315", told, hint="write an instant, or count in days (d, w)"
                    )
                )
                return None
            found = told
        span: Span = found
        self._before = span
        # An act outside of the scenario is told of as such, and no other is measured by it.
        if self._within(node, span) and not self._order.follow(span, read.node):
            self._before = before or span
        return span

    def _answers(self, read: Read, span: Span | None) -> None:
        """Complain of a last day for an answer that lies before the act (CSTO-311)."""
        until = read.get("until")
        if span is None or not isinstance(until, date) or until.isoformat() >= span.first:
            return
        message = (
            f"the last day for an answer ({until.isoformat()}) lies before the act "
            f"({span.time.written})"
        )
        hint = "mend one of the two days"
        expected = f"a day from {span.first} on"
        self.complaints.add(
            read.at("until").complaint("CSTO-311", message, expected=expected, hint=hint)
        )

    def _within(self, node: Node, span: Span) -> bool:
        if self.since is not None and earlier(span, self.since):
            self._outside.setdefault("from", []).append((node, span))
        elif self.until is not None and ends_later(span, self.until):
            self._outside.setdefault("until", []).append((node, span))
        else:
            return True
        return False

    def _tell_outside(self, key: str, found: list[tuple[Node, Span]]) -> None:
        """One complaint for all acts before the scenario, and one for all after it."""
        node, span = found[0]
        if key == "from":
            side, end, day = "before the scenario begins", self.since, span.first
        else:
            side, end, day = "after the scenario ends", self.until, found[-1][1].last
        assert end is not None  # nothing lies outside of an end that is not known
        more = so_do(len(found) - 1)
        message = f"{span.time.written} lies {side} ({key}: {end.time.written}){more}"
        hint = f"mend the date, or write '{key}: {day}'"
        self.complaints.add(node.complaint("CSTO-310", message, hint=hint))

    # --- what it stands for ------------------------------------------------------------------

    def _fits(self, read: Read, procedure: str, word: str, names: list[str]) -> None:
        actors = () if read.wrote("by") or read.node.hides_keys() else actors_of(procedure, word)
        if actors:
            message = f"this act does not say who does it: '{word}'"
            hint = "add 'by: …'"
            self.complaints.add(
                read.at("act").complaint(
                    "CSTO-312", message, expected=f"'by:' with {listing(actors)}", hint=hint
                )
            )
        for name in names[1:]:
            other = self.cases[name].procedure
            if other == procedure:
                continue
            takes = {*(f.name for f in COMMON), *(f.name for f in act_fields(other, word))}
            for key, _ in read.node.pairs():
                if key.written not in takes and not key.hides_key():
                    message = (
                        f"'{clip(key.written)}' belongs to '{word}' of a {procedure}, "
                        f"and '{name}' is a {other}"
                    )
                    hint = f"write the act of '{name}' on a line of its own"
                    self.complaints.add(key.complaint("CSTO-312", message, hint=hint))
        for param in procedures()[procedure].params(word):
            check_names(param, read, self.cases, self.complaints)


def no_such_act(node: Node, word: str, known: Iterable[str], complaints: Complaints) -> None:
    """Complain of an act that no case could have, where it is not known which case is meant."""
    names = list(known)
    message = f"'{clip(word)}' is not an act of any case that could be meant"
    expected, hint = listing(names, 40), suggestion(word, names)
    complaints.add(node.complaint("CSTO-303", message, expected=expected, hint=hint))
