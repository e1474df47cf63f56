"""The entries of `expect:`: checked, and split into one expectation for each thing expected.

`{matter: m, state: adopted, bound: [ARM]}` is two expectations, each with its own place in the
file. What each is compared with is in `csto_sim.expect`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario import saying
from csto_sim.scenario.act_table import act_names, act_word
from csto_sim.scenario.askable import check_key, check_moments, check_period, of
from csto_sim.scenario.bounds import Tally
from csto_sim.scenario.expect_duty import is_of_duty, of_duty
from csto_sim.scenario.expect_register import is_of_register, of_register
from csto_sim.scenario.expect_table import EXPECTATION
from csto_sim.scenario.model import Expectation, Time
from csto_sim.scenario.named import Cases, no_case, possible
from csto_sim.scenario.times import Span
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read
from csto_sim.world import Facts

_ABOUT = ("matter", "meeting", "at", "says")
_ALONE = ("deadline", "refused", "refusals")
_WANTS = tuple(each.name for each in EXPECTATION.fields if each.name not in (*_ABOUT, "because"))


def expectations(
    nodes: Node | None,
    cases: Cases,
    since: Span | None,
    until: Span | None,
    complaints: Complaints,
) -> tuple[Expectation, ...]:
    """Return every expectation of the list under `expect:`, after complaints.

    `since` and `until` are the ends of the scenario, where they could be read.
    """
    if nodes is None or nodes.kind == "faulty":
        return ()
    if nodes.kind != "sequence":
        message = f"found {nodes.describe()}"
        expected = "a list of expectations, each {matter: …, state: …}"
        complaints.add(nodes.complaint("CSTO-203", message, expected=expected))
        return ()
    found: list[Expectation] = []
    tally = Tally("expectations")
    asked: list[tuple[Span, Node]] = []
    for node in nodes.items():
        if is_of_register(node):
            found += of_register(node, tally, complaints)
            continue
        if is_of_duty(node):
            found += of_duty(node, tally, complaints)
            continue
        read = EXPECTATION.read(node, complaints)
        if read is not None:
            _Entry(read, cases, tally, complaints).into(found)
            if read["at"] is not None:
                asked.append((read["at"], read.at("at")))
    check_moments(asked, since, until, complaints)
    return tuple(found)


@dataclass
class _Entry:
    read: Read
    cases: Cases
    tally: Tally
    complaints: Complaints

    def into(self, found: list[Expectation]) -> None:
        """Add what the entry expects, after complaints; after any complaint of the file nothing."""
        read = self.read
        wanted = [name for name in (*_WANTS, "because") if read[name] is not None]
        case = self._subject(wanted)
        if read.sound and not any(read.wrote(name) for name in (*_WANTS, "because")):
            message = "this expects nothing"
            self._tell(read.node, message, "add 'state: …', 'bound: …' or another key")
        among = self._among(read.node)
        if read["state"] is not None:
            self._state(among)
        if _names_one(read.node):
            for name in (*_WANTS, "because"):
                # Whose period it is, or whose act, may be said inside.
                if name not in _ALONE and read.wrote(name):
                    check_key(name, read.key(name), among, self.cases, self.complaints)
        at = _bound(read["at"])
        periods = read["deadline"] or {}
        many = len(wanted) + max(0, len(periods) - 1)
        if not self.complaints and not self.tally.has_room(many, read.node, self.complaints):
            return
        for name in wanted:
            for about, value in self._values(name, case):
                if self.complaints:
                    continue
                node = read.key(name)
                wants = {} if at is None else {"at": at}
                want = "blocked_by" if name == "because" else name
                says = saying.expected(want, about, value, read["at"])
                facts = Facts({**wants, want: value})
                found.append(Expectation(about, says, facts, node.line, node.column))

    def _values(self, name: str, case: str) -> list[tuple[str, Any]]:
        """The plain value of a want, with the case that it is about."""
        value = self.read[name]
        if name == "because":
            return [(case, Facts(dict(pair for pair in value if pair)))]
        if name == "deadline":
            return [self._deadline(period, held or {}, case) for period, held in value.items()]
        if name == "refused":
            return [self._refused(value, case)]
        if isinstance(value, dict):
            return [(case, Facts(value))]
        return [(case, value)]

    def _deadline(self, name: str, held: dict[str, Any], case: str) -> tuple[str, Any]:
        about = self._own(held, ("deadline",)) or case
        self._period(name, held)
        plain = {key: value for key, value in held.items() if key == "status"}
        if "due" in held:
            plain["due"] = _bound(held["due"])
        node = self.read.at("deadline")
        if not plain and self.read.sound and not node.holds_faults():
            self._tell(node, f"nothing is expected of '{clip(name)}'", "status: met")
        if not about and self.read.sound and not _names_one(self.read.node, node):
            self._tell(node, "this does not say whose period it is", "matter: …")
        return about, Facts({"name": name, **plain})

    def _period(self, name: str, held: dict[str, Any]) -> None:
        node = self.read.at("deadline")
        inside = "matter" in held or "meeting" in held
        among = self._among(node if inside else self.read.node)
        if check_key("deadline", self.read.key("deadline"), among, self.cases, self.complaints):
            named = node.get("name") or node.key(name) or node
            check_period(name, named, among, self.cases, self.complaints)

    def _refused(self, value: Read, case: str) -> tuple[str, Any]:
        held = {key: part for key, part in value.items() if part is not None}
        about = self._own(held, ("refused",)) or case
        plain = {key: part for key, part in held.items() if key in ("by", "under")}
        if "act" in held:
            inside = "matter" in held or "meeting" in held
            among = self._among(value.node if inside else self.read.node)
            plain["act"] = self._act(act_word(held["act"]), among, value.at("act"))
        return about, Facts(plain)

    def _own(self, held: dict[str, Any], path: tuple[str, ...]) -> str:
        """The case that a part of an entry names for itself."""
        for kind in ("matter", "meeting"):
            if kind in held:
                return self._case(held[kind], kind, self.read.at(*path, kind))
        return ""

    def _among(self, at: Node) -> tuple[str, ...]:
        """The procedures of the case that is named there, or those that could be meant."""
        kind = next((each for each in ("matter", "meeting") if at.get(each) is not None), "")
        node = at.get(kind) if kind else None
        ids = (node.written,) if node is not None and node.kind == "scalar" else ()
        return possible(self.cases, kind, ids)

    def _act(self, word: str, among: tuple[str, ...], node: Node) -> str:
        """The name of an act of a case, after a complaint if it has none of that name."""
        known = {key: name for each in among for key, name in act_names(each).items()}
        if word not in known:
            message = f"'{clip(word)}' is not an act of {of(among)}"
            expected, hint = listing(list(known.values()), 40), suggestion(word, known.values())
            self.complaints.add(node.complaint("CSTO-303", message, expected=expected, hint=hint))
        return known.get(word, word)

    def _subject(self, wanted: list[str]) -> str:
        read = self.read
        for kind, other in (("matter", "meeting"), ("meeting", "matter")):
            if read[kind] is not None:
                if kind == "matter" and read[other] is not None:
                    self._tell(read.key(other), "this is about a matter and a meeting", "keep one")
                return self._case(read[kind], kind, read.at(kind))
        needing = [name for name in wanted if name not in _ALONE]
        if needing and read.sound and not _names_one(read.node):
            message = "this does not say which matter or meeting it is about"
            fits = [f"{each.kind}: {each.id}" for each in self.cases.values()]
            self._tell(
                read.node, message, f"add {listing(fits[:3])}" if fits else "add 'matter: …'"
            )
        return ""

    def _case(self, id: str, kind: str, node: Node) -> str:
        known = self.cases.get(id)
        if known is not None and known.kind == kind:
            return id
        no_case(node, kind, self.cases, self.complaints)
        return ""

    def _state(self, among: tuple[str, ...]) -> None:
        tables = [procedures()[each] for each in among]
        words = list(dict.fromkeys(state.word for table in tables for state in table.states))
        written = self.read["state"]
        if written not in words:
            message = f"'{clip(written)}' is not a state of {of(among)}"
            hint = suggestion(written, words)
            self.complaints.add(
                self.read.at("state").complaint(
                    "CSTO-313", message, expected=listing(words, 40), hint=hint
                )
            )

    def _tell(self, node: Node, message: str, hint: str) -> None:
        self.complaints.add(node.complaint("CSTO-317", message, hint=hint))


def _names_one(*nodes: Node) -> bool:
    """Whether one of them names a matter or a meeting, rightly or not, or may do so."""
    named = any(node.get(kind) is not None for node in nodes for kind in ("matter", "meeting"))
    return named or any(node.hides_keys() for node in nodes)


def _bound(span: Span | None) -> int | str | None:
    """An instant as its second, a day as the ISO day."""
    if span is None:
        return None
    time: Time = span.time
    return time.low
