"""A scenario based on another: the other's content with changes laid over it.

What stands in the nearer file wins: single values and lists take the place of the other's;
`readings`, `matters` and `meetings` are joined name by name, a matter's fields key by key;
`sources` are added. Acts are added to those of the other in order of time, less those that
`without:` names.
Expectations, lessons and claims are not taken over: another story has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from csto_sim.errors import Complaints, Unreadable, clip
from csto_sim.scenario.format import scenario_kind
from csto_sim.shapes.nodes import Node, read
from csto_sim.shapes.shape import Text

JOINED = ("readings", "matters", "meetings")
ADDED = ("sources",)
OWN = ("acts", "based_on", "without", "expect", "vary", "lesson", "claims", "format")
DEEPEST = 8
PATH = Text(max=500)


class Layer(NamedTuple):
    """What one file brings to the acts: its list of acts, and what it takes away of those below."""

    acts: Node | None
    without: Node | None


class Laid(NamedTuple):
    """A file laid over those that it is based on: one top node, the layers from below, a digest.

    `whole` is False when one of them could not be used: what is missing may stand there.
    """

    root: Node
    layers: tuple[Layer, ...]
    digest: str
    whole: bool


def lay(root: Node, complaints: Complaints) -> Laid:
    """Return a file together with all that it is based on.

    Raises `Unreadable` when a file below cannot be read at all; a wrong or forbidden name is a
    complaint (CSTO-314).
    """
    folder = Path(root.source.name).parent
    chain = list(_chain(root, folder, complaints))
    digest = sha256()
    for node in chain:
        digest.update(node.source.text.encode())
    merged = chain[-1]
    for node in reversed(chain[:-1]):
        merged = over(node, merged)
    layers = tuple(Layer(node.get("acts"), node.get("without")) for node in reversed(chain))
    whole = chain[-1].get("based_on") is None
    return Laid(merged, layers, digest.hexdigest(), whole)


def _chain(root: Node, folder: Path, complaints: Complaints) -> Iterator[Node]:
    seen: list[Path] = [_real(Path(root.source.name))]
    node: Node | None = root
    while node is not None:
        yield node
        named = node.get("based_on")
        node = None if named is None else _below(named, folder, seen, complaints)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _below(named: Node, folder: Path, seen: list[Path], complaints: Complaints) -> Node | None:
    """The top node of the file that `based_on` names, or None after a complaint."""
    written = PATH.read(named, complaints)
    if written is None:
        return None
    path = Path(named.source.name).parent / written
    fault = hint = ""
    real = _real(path)
    if "\0" in written:
        fault = "this is no name of a file"
    elif Path(written).is_absolute() or ":" in written or written.startswith(("~", "\\")):
        fault, hint = "this is not a path relative to this file", "name a file beside or below it"
    elif not real.is_relative_to(_real(folder)):
        fault = f"'{clip(written)}' leads out of the folder of the scenario"
        hint = "copy the other scenario into the folder of this one, or below it"
    elif real in seen:
        fault = f"'{clip(written)}' is based on this scenario, which is based on it"
        hint = "take the name out of one of them"
    elif len(seen) >= DEEPEST:
        fault = f"more than {DEEPEST} scenarios stand on each other here"
        hint = "base this one on one of the lower ones"
    if fault:
        complaints.add(named.complaint("CSTO-314", fault, hint=hint))
        return None
    seen.append(real)
    try:
        return scenario_kind().mended(read(path, complaints), complaints)
    except Unreadable as unreadable:
        if all(found.line for found in unreadable.complaints):
            raise
        told = next(found for found in unreadable.complaints if not found.line)
        message = f"'{clip(written)}' cannot be used: {told.message}"
        hint = _as_named(told.hint, Path(named.source.name).parent, seen)
        complaints.add(named.complaint("CSTO-314", message, hint=hint))
        return None


def _as_named(hint: str, folder: Path, seen: list[Path]) -> str:
    """A hint as it stands, but a file in it as `based_on` names it: from the folder of the file.

    No file is offered that stands in the chain already.
    """
    if _real(Path(hint)) in seen:
        return ""
    try:
        return Path(hint).relative_to(folder).as_posix()
    except ValueError:
        return hint


def over(upper: Node, lower: Node) -> Node:
    """Return the top node in which the upper file's values are laid over the lower one's."""
    pairs: list[tuple[Node, Node]] = []
    under, own = _by_key(lower), _by_key(upper)
    for key, value in upper.pairs():
        below = under.get(key.written, (key, None))[1]
        if below is not None and key.written in JOINED:
            value = _joined(value, below, deep=key.written != "readings")
        elif below is not None and key.written in ADDED:
            value = _added(value, below)
        pairs.append((key, value))
    for key, value in lower.pairs():
        if key.written not in OWN and key.written not in own:
            pairs.append((key, value))
    acts = lower.key("acts"), lower.get("acts")
    if upper.get("acts") is None and acts[0] is not None and acts[1] is not None:
        pairs.append((acts[0], acts[1]))
    return replace(upper, value=pairs)


def _joined(upper: Node, lower: Node, deep: bool) -> Node:
    if upper.kind != "mapping" or lower.kind != "mapping":
        return upper
    pairs = []
    under, own = _by_key(lower), _by_key(upper)
    for key, value in lower.pairs():
        above = own.get(key.written)
        if above is None:
            pairs.append((key, value))
        else:
            pairs.append((above[0], _joined(above[1], value, False) if deep else above[1]))
    pairs += [pair for pair in upper.pairs() if pair[0].written not in under]
    return replace(upper, value=pairs)


def _by_key(node: Node) -> dict[str, tuple[Node, Node]]:
    """The first (key, value) of each key of a mapping: files of others can hold very many."""
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.pairs():
        found.setdefault(key.written, (key, value))
    return found


def _added(upper: Node, lower: Node) -> Node:
    """The sources of both, the lower ones first."""
    parts = [
        item
        for node in (lower, upper)
        for item in (node.items() if node.kind == "sequence" else (node,))
    ]
    return replace(upper, kind="sequence", value=parts)
