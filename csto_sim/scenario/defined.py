"""Which matters and meetings a file gives names to, also where a definition is faulty.

A definition that has been complained of is not complained of again wherever its name is used. So
a name that is known is kept although its body is not, a use of a name that could not be read is
passed over, and where a name cannot be known at all no other is said to be missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from csto_sim.errors import ENOUGH, Complaints, clip, suggestion
from csto_sim.procedures import procedures
from csto_sim.scenario.based_on import Laid
from csto_sim.scenario.fields import NAME
from csto_sim.scenario.named import Cases, Named
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Read

KINDS = {"matters": "matter", "meetings": "meeting"}


def pass_over_faulty_names(laid: Laid) -> None:
    """Make each use of a name that is not written as a name a faulty node: nothing more is said.

    To be done before the file is read: reading complains of the definition.
    """
    faulty = {
        name.written
        for _, block in _blocks(laid.root)
        for name, _ in block.pairs()
        if name.kind == "scalar" and not NAME.fits(name.written)
    }
    if not faulty:
        return
    for node in (laid.root, *(each.acts for each in laid.layers if each.acts is not None)):
        _pass_over(node, faulty)


def _pass_over(node: Node, faulty: set[str]) -> None:
    for key, value in node.pairs():
        if key.written in _keys():
            for item in value.items() if value.kind == "sequence" else (value,):
                if item.kind == "scalar" and item.written in faulty:
                    item.kind = "faulty"
        _pass_over(value, faulty)
    for item in node.items():
        _pass_over(item, faulty)


@cache
def _keys() -> frozenset[str]:
    """The keys behind which matters and meetings are named."""
    found = {"matter", "meeting"}
    for table in procedures().values():
        params = (param for act in table.acts() for param in table.params(act))
        for param in (*table.fields, *params):
            if param.kind in ("matter", "matters", "meeting"):
                found.add(param.name)
    return frozenset(found)


def _blocks(root: Node) -> Iterator[tuple[str, Node]]:
    """Each value under `matters` and `meetings`, also of a key that is written twice."""
    for key, value in root.pairs():
        if key.written in KINDS:
            yield KINDS[key.written], value


def named_cases(read: Read, complaints: Complaints) -> Cases:
    """Return the matters and meetings by their ids, in the order of the file, after complaints."""
    found = Cases()
    for key, kind in KINDS.items():
        for id, case in (read[key] or {}).items():
            body = case.node if case is not None else None
            if id in found:
                node = read.key(key, id)
                message = f"'{clip(id)}' names a matter already"
                complaints.add(node.complaint("CSTO-316", message, hint="rename one of the two"))
                found.misnamed.append(_named(kind, id, body))
                continue
            found[id] = _named(kind, id, body)
            if _may_be_another(kind, body):
                other = "meeting" if kind == "matter" else "matter"
                found.misnamed.append(_named(other, id, body))
    for kind, block in _blocks(read.node):
        ids: set[str] = set()
        for name, body in block.pairs():
            id = name.written
            if name.hides_key() or not NAME.fits(id) or id in ids:
                found.misnamed.append(_named(kind, id, body))
            if id not in found and NAME.fits(id):
                found[id] = _named(kind, id, body)
            ids.add(id)
    for top, block in read.node.pairs():
        if top.hides_key() or top.written not in read:
            for name, body in islice(block.pairs(), ENOUGH):
                kind = "meeting" if body.get("procedure") is None else "matter"
                found.elsewhere.setdefault(name.written, _named(kind, name.written, body))
    return found


def _named(kind: str, id: str, body: Node | None) -> Named:
    return Named(kind, id, "meeting" if kind == "meeting" else _procedure(body))


def _procedure(body: Node | None) -> str:
    """The procedure of a matter, or the one that was probably meant, or nothing."""
    node = body.get("procedure") if body is not None else None
    written = node.written if node is not None else ""
    matters = [name for name, each in procedures().items() if each.unit == "matter"]
    return written if written in matters else suggestion(written, matters)


def _may_be_another(kind: str, body: Node | None) -> bool:
    """Whether what stands among the matters may be meant as a meeting, or the other way round."""
    if body is None:
        return False
    node = body.get("procedure")
    if node is None:
        return kind == "matter" and not body.hides_keys()
    table = procedures().get(node.written)
    return table is not None and table.unit != kind
