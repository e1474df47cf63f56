"""The kinds of single values that are more than text: day, instant, true or false, number.

YAML 1.1 would have changed some of what stands here (`no` into false, 12:30 into 750). It is taken
as written, and told with CSTO-110 only where it matters: where a yes or no or a number belongs.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from csto_sim.errors import Complaints, clip
from csto_sim.shapes import moments
from csto_sim.shapes.kinds import Defs, Scalar, Schema
from csto_sim.shapes.nodes import Node


class _Moment(Scalar):
    """What days and instants share: the explanation of a misread one."""

    __slots__ = ()

    def explain(
        self, node: Node, code: str, fault: moments.Misread, complaints: Complaints
    ) -> None:
        complaints.add(
            node.complaint(
                code, fault.message, expected=self.expected(), hint=fault.right or fault.hint
            )
        )

    def hint_for(self, node: Node) -> str:
        if node.kind != "scalar":
            return ""
        try:
            moments.day(node.written)
        except moments.Misread as fault:
            return fault.right or fault.hint
        return ""


@dataclass(frozen=True, slots=True, eq=False)
class Day(_Moment):
    """A day such as 2009-06-14, read as a `date` (CSTO-205)."""

    def expected(self) -> str:
        """The form of a day."""
        return moments.A_DAY

    def likeness(self, node: Node) -> float:
        """2 for what is probably a day without a time."""
        if node.kind == "scalar" and moments.looks_like_a_day(node.written):
            return 1.5 if moments.looks_like_a_time(node.written) else 2
        return Scalar.likeness(self, node)

    def read_text(self, node: Node, text: str, complaints: Complaints) -> Any:
        """The day."""
        try:
            return moments.day(text)
        except moments.Misread as fault:
            self.explain(node, "CSTO-205", fault, complaints)
            return None

    def schema(self, defs: Defs) -> Schema:
        """A string; the pattern accepts exactly the days that exist."""
        return {
            "type": "string",
            "pattern": moments.DAY_PATTERN,
            "patternErrorMessage": f"Expected {moments.A_DAY}",
        }


@dataclass(frozen=True, slots=True, eq=False)
class Instant(_Moment):
    """An instant such as 2009-06-14T10:00+04:00, read as an aware `datetime` (CSTO-206)."""

    def expected(self) -> str:
        """The form of an instant."""
        return moments.AN_INSTANT

    def likeness(self, node: Node) -> float:
        """2 for what has a time of day."""
        if node.kind == "scalar" and moments.looks_like_a_time(node.written):
            return 2
        looks = node.kind == "scalar" and moments.looks_like_a_day(node.written)
        return 1.5 if looks else Scalar.likeness(self, node)

    def read_text(self, node: Node, text: str, complaints: Complaints) -> Any:
        """The instant, with the offset as written."""
        try:
            return moments.instant(text)
        except moments.Misread as fault:
            self.explain(node, "CSTO-206", fault, complaints)
            return None

    def schema(self, defs: Defs) -> Schema:
        """A string; the pattern accepts exactly the instants that exist."""
        return {
            "type": "string",
            "pattern": moments.INSTANT_PATTERN,
            "patternErrorMessage": f"Expected {moments.AN_INSTANT}",
        }


_YES_NO = {"yes": True, "on": True, "y": True, "no": False, "off": False, "n": False}


@dataclass(frozen=True, slots=True, eq=False)
class Bool(Scalar):
    """true or false."""

    def expected(self) -> str:
        """The two words."""
        return "true or false"

    def likeness(self, node: Node) -> float:
        """2 for true, false, yes, no, on, off."""
        if node.kind != "scalar":
            return 0
        known = isinstance(node.value, bool) or node.written.lower() in _YES_NO
        return 2 if known else Scalar.likeness(self, node)

    def read(self, node: Node, complaints: Complaints) -> bool | None:
        """The value, or None after a complaint (CSTO-110 for yes, no, on, off)."""
        if node.kind == "faulty" or isinstance(node.value, bool):
            return node.value if node.kind == "scalar" else None
        word = node.written.lower()
        if node.kind != "scalar" or word not in _YES_NO | {"true": True, "false": False}:
            self.wrong(node, complaints)
            return None
        if word in _YES_NO:
            code, why = "CSTO-110", "is a word here, not a yes or no"
        else:
            code, why = "CSTO-203", "in quotes is a text"
        right = str(_YES_NO.get(word, word == "true")).lower()
        message = f"'{node.written}' {why}"
        complaints.add(node.complaint(code, message, expected=self.expected(), hint=right))
        return None

    def schema(self, defs: Defs) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True, eq=False)
class Number(Scalar):
    """A number from `min` to `max`."""

    min: float | None = None
    max: float | None = None
    what: str = "a number"

    def expected(self) -> str:
        """The name of the number and its limits."""
        if self.min is not None and self.min == self.max:
            return str(self.min)
        low = f" from {self.min}" if self.min is not None else ""
        return self.what + low + (f" up to {self.max}" if self.max is not None else "")

    def likeness(self, node: Node) -> float:
        """2 for a number."""
        if node.kind == "scalar" and self.fits(node.value):
            return 2
        return Scalar.likeness(self, node)

    def fits(self, value: Any) -> bool:
        """Whether the value is a finite number of this kind, whatever its size."""
        if isinstance(value, float):
            return math.isfinite(value)
        return isinstance(value, int) and not isinstance(value, bool)

    def read(self, node: Node, complaints: Complaints) -> Any:
        """The number, or None after a complaint (CSTO-207 for one outside the limits)."""
        if node.kind == "faulty":
            return None
        if node.kind != "scalar" or not self.fits(node.value):
            self.not_one(node, complaints)
            return None
        low, high = self.min, self.max
        if (low is not None and node.value < low) or (high is not None and node.value > high):
            message = f"found {node.describe()}"
            complaints.add(node.complaint("CSTO-207", message, expected=self.expected()))
            return None
        return self.settle(node.value)

    def settle(self, value: Any) -> Any:
        """The value to hand out."""
        return value

    def not_one(self, node: Node, complaints: Complaints) -> None:
        """Complain of what is no number, with a word for quotes and for 12:30."""
        sexagesimal = re.fullmatch(r"[0-9]+(?::[0-5]?[0-9])+", node.written)
        if node.kind == "scalar" and sexagesimal and not node.quoted:
            message = f"'{clip(node.written)}' is a word here, not a number"
            complaints.add(node.complaint("CSTO-110", message, expected=self.expected()))
            return
        bare = node.kind == "scalar" and node.quoted
        bare = bare and re.fullmatch(r"[-+]?[0-9]{1,20}", node.written) is not None
        self.wrong(node, complaints, f"without quotes: {node.written}" if bare else "")

    def schema(self, defs: Defs) -> Schema:
        """A number with its limits."""
        limits: Schema = {"type": "number"}
        if self.min is not None:
            limits["minimum"] = self.min
        return limits | ({"maximum": self.max} if self.max is not None else {})


@dataclass(frozen=True, slots=True, eq=False)
class Whole(Number):
    """A whole number from `min` to `max`, read as an int (5.0 counts as 5, as in JSON Schema)."""

    min: int | None = None
    max: int | None = None
    what: str = "a whole number"

    def fits(self, value: Any) -> bool:
        """Whether the value is a whole number."""
        return Number.fits(self, value) and (isinstance(value, int) or value.is_integer())

    def settle(self, value: Any) -> int:
        """The number as an int."""
        return int(value)

    def schema(self, defs: Defs) -> Schema:
        """An integer with its limits."""
        return {**Number.schema(self, defs), "type": "integer"}
