"""From the events of the YAML parser to nodes, in one pass, with every limit on the way.

Depth is counted as nesting opens, aliases as they are met (an anchor knows how many values and
levels it stands for), so no file can make the tree deeper or larger than the limits say.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from csto_sim.errors import Complaint, Complaints, Unreadable, clip, suggestion
from csto_sim.shapes.nodes import Form, Node, resolve
from csto_sim.shapes.source import NOT_TEXT, Source

if TYPE_CHECKING:
    import yaml

DEEPEST = 64
"""Levels of nesting, aliases followed."""

MOST_FROM_ALIASES = 100_000
"""Values that aliases may add to those written in the file."""

MOST_VALUES = 400_000
"""Values and keys written in one file (an act has about twenty)."""


# --- from events to nodes ------------------------------------------------------------------------


NEW_FILE = "csto-sim new NAME writes one to start from"
OWN_FILE = "split it into files of their own"
WRITE_OUT = "write the values out where they are needed"
FEW_LEVELS = "a scenario needs about six levels; look for stray brackets or indentation"
QUOTE_STAR = "put a text that begins with '*' in quotes"
NO_TAG = "delete the tag; put a text that begins with '!' in quotes"
TOP = "keys and values, such as 'format: 1'"


class _Open:
    """A mapping or sequence whose end has not been read yet."""

    __slots__ = ("anchor", "count", "height", "key", "node", "seen")

    def __init__(self, node: Node, anchor: str | None, count: int) -> None:
        self.node = node
        self.anchor = anchor
        self.count = count
        self.height = 1
        self.key: Node | None = None
        self.seen: dict[str, Node] = {}


class Builder:
    """Builds the tree of one file; faults that leave a usable tree go to `complaints`."""

    def __init__(self, source: Source, complaints: Complaints) -> None:
        self.source = source
        self.complaints = complaints
        self.stack: list[_Open] = []
        # Under each anchor: its node, the values in it, the levels in it.
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        # Names of aliases that stand for nothing: each is told once.
        self.unknown: set[str] = set()
        self.count = 0
        self.aliased = 0
        self.root: Node | None = None

    def build(self, parser: yaml.CSafeLoader | yaml.SafeLoader) -> Node:
        """The top node of the one document. Raises `Unreadable`, and what the parser raises."""
        from yaml import events

        documents = 0
        while parser.check_event():
            event: Any = parser.get_event()
            kind = type(event)
            if kind is events.ScalarEvent:
                self._scalar(event)
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                self._start(event, "mapping" if kind is events.MappingStartEvent else "sequence")
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                self._end(event)
            elif kind is events.AliasEvent:
                self._alias(event)
            elif kind is events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._complain(
                        event, "CSTO-114", "a second document begins here", hint=OWN_FILE
                    )
                    break
                if event.version not in (None, (1, 2)):
                    self._complain(
                        event, "CSTO-117", "this file says it is not YAML 1.2", hint="delete this"
                    )
        return self._top()

    def inside(self) -> tuple[int, int] | None:
        """Line and column of the innermost value whose end has not been read, if any."""
        node = self.stack[-1].node if self.stack else None
        return (node.line, node.column) if node else None

    def _top(self) -> Node:
        root = self.root
        if root is None or (root.kind == "scalar" and root.value is None and not root.written):
            message = "there is nothing in this file but comments"
            self._give_up(self.source.complaint("CSTO-102", message, hint=NEW_FILE))
        if root.kind == "faulty":
            raise Unreadable(self.complaints)
        if root.kind in ("sequence", "scalar"):
            message = f"at the top of this file stands {root.describe()}"
            self._give_up(root.complaint("CSTO-111", message, expected=TOP))
        return root

    # --- one event each ------------------------------------------------------------------------

    def _scalar(self, event: Any) -> None:
        written: str = event.value
        style = event.style
        parent = self.stack[-1] if self.stack else None
        is_key = parent is not None and parent.key is None and parent.node.kind == "mapping"
        if is_key and len(written) < 40:
            # The same few keys stand in every act: one string each.
            written = sys.intern(written)
        start, end = event.start_mark, event.end_mark
        line, last = start.line + 1, end.line + 1
        node = Node(
            "scalar",
            written if style or is_key else resolve(written),
            line,
            start.column + 1,
            line if last == line else last,
            end.column + 1,
            written,
            bool(style),
            self.source,
        )
        if style == '"' and not written.isprintable() and NOT_TEXT.search(written):
            sign = ord(NOT_TEXT.findall(written)[0])
            message = f"this value holds a sign that does not belong in text (U+{sign:04X})"
            self._complain(event, "CSTO-103", message, hint="leave it out")
            node.kind = "faulty"
        if event.tag is not None:
            self._tag(event, node)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1, 0)
        self._place(node)

    def _start(self, event: Any, kind: Form) -> None:
        if len(self.stack) >= DEEPEST:
            message = f"this is nested deeper than {DEEPEST} levels"
            self._give_up(self._complaint(event, "CSTO-107", message, hint=FEW_LEVELS))
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        node = Node(kind, [], line, column, line, column, "", False, self.source)
        if event.tag is not None:
            self._tag(event, node)
        if event.anchor is not None:
            # While it is open the anchor has no size: an alias to it would contain itself.
            self.anchors[event.anchor] = (node, 0, 0)
        self.stack.append(_Open(node, event.anchor, self.count))

    def _end(self, event: Any) -> None:
        closed = self.stack.pop()
        node = closed.node
        node.end_line, node.end_column = event.end_mark.line + 1, event.end_mark.column + 1
        if closed.anchor is not None:
            size = self.count - closed.count + 1
            self.anchors[closed.anchor] = (node, size, closed.height)
        self._place(node, closed.height)

    def _alias(self, event: Any) -> None:
        name: str = event.anchor
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.key is None and parent.node.kind == "mapping":
            message = f"the alias '*{clip(name)}' stands where a key belongs"
            self._complain(event, "CSTO-112", message, expected="a word as key")
            return self._place(self._stand_in(event, name), written_here=False)
        node, size, height = self.anchors.get(name, (None, 0, 0))
        if node is not None and size:
            self.count += size
            self.aliased += size
            if self.aliased > MOST_FROM_ALIASES:
                message = (
                    f"the aliases of this file stand for more than {MOST_FROM_ALIASES:,} values"
                )
                self._give_up(self._complaint(event, "CSTO-109", message, hint=WRITE_OUT))
            if height + len(self.stack) > DEEPEST:
                message = f"with this alias values are nested deeper than {DEEPEST} levels"
                self._give_up(self._complaint(event, "CSTO-107", message, hint=WRITE_OUT))
        else:
            if node is not None:
                message = f"'*{clip(name)}' stands inside the value that it stands for"
                self._complain(event, "CSTO-109", message, hint=WRITE_OUT)
            elif name not in self.unknown:
                self.unknown.add(name)
                message = f"no '&{clip(name)}' stands before this alias"
                hint = suggestion("*" + name, ["*" + known for known in islice(self.anchors, 100)])
                self._complain(event, "CSTO-116", message, hint=hint or QUOTE_STAR)
            node = self._stand_in(event, name)
        return self._place(node, height, written_here=False)

    def _stand_in(self, event: Any, name: str) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        end = column + len(name) + 1
        return Node("faulty", None, line, column, line, end, "*" + name, False, self.source)

    # --- putting nodes together ------------------------------------------------------------------

    def _place(self, node: Node, height: int = 0, written_here: bool = True) -> None:
        self.count += written_here
        if self.count - self.aliased > MOST_VALUES:
            message = f"this file holds more than {MOST_VALUES:,} values"
            self._give_up(node.complaint("CSTO-118", message, hint=OWN_FILE))
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if height >= parent.height:
            parent.height = height + 1
        if parent.node.kind == "sequence":
            parent.node.value.append(node)
        elif parent.node.kind == "faulty":
            pass
        elif parent.key is None:
            parent.key = node
            self._key(parent, node)
        else:
            parent.node.value.append((parent.key, node))
            parent.key = None

    def _key(self, parent: _Open, node: Node) -> None:
        if node.kind == "faulty":
            return
        if node.kind != "scalar" or not (node.written or node.quoted):
            found = node.describe() if node.kind != "scalar" else "nothing"
            message = f"{found} stands where a key belongs"
            self.complaints.add(node.complaint("CSTO-112", message, expected="a word as key"))
            # The node itself stays as it is: an alias elsewhere may stand for it.
            parent.key = replace(node, kind="faulty", value=None)
            return
        if node.written == "<<" and not node.quoted:
            message = "'<<' does not merge keys here: it is not part of YAML 1.2"
            self.complaints.add(node.complaint("CSTO-115", message, hint=WRITE_OUT))
        earlier = parent.seen.setdefault(node.written, node)
        if earlier is not node:
            message = f"the key '{clip(node.written)}' was already written at line {earlier.line}"
            self.complaints.add(node.complaint("CSTO-108", message, hint="keep one of the two"))

    # --- telling -------------------------------------------------------------------------------

    def _tag(self, event: Any, node: Node) -> None:
        node.kind = "faulty"
        message = f"the tag '{clip(event.tag.replace('tag:yaml.org,2002:', '!!'))}' is not read"
        self._complain(event, "CSTO-113", message, expected="a plain value", hint=NO_TAG)

    def _complain(self, event: Any, code: str, message: str, **more: str) -> None:
        self.complaints.add(self._complaint(event, code, message, **more))

    def _complaint(
        self, event: Any, code: str, message: str, expected: str = "", hint: str = ""
    ) -> Complaint:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if start.line == end.line else 1
        line, column = start.line + 1, start.column + 1
        return self.source.complaint(code, message, line, column, length, expected, hint)

    def _give_up(self, complaint: Complaint) -> NoReturn:
        raise Unreadable([*self.complaints, complaint])
