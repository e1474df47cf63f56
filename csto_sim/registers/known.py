"""What a register may refer to: pages, provisions, rows of the source documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from csto_sim import law
from csto_sim.organisation.model import Source

#: How many rows each of the two source documents was divided into.
ROWS = {"s0": 196, "s1": 170}
_ROW = re.compile(r"(s[01])\.(\d{3})")


@cache
def _pages() -> frozenset[str]:
    text = files("csto_sim.law").joinpath("sources.yaml").read_text("utf-8")
    return frozenset(re.findall(r"^([A-Z][A-Z0-9]*):", text, re.MULTILINE))


@cache
def _provisions() -> frozenset[str]:
    # The headings alone: reading a register must not read the whole law as YAML.
    found = set()
    for name, content in law.data_files():
        if name.startswith("provisions/"):
            text = content.decode().partition("\nprovisions:")[2]
            found.update(re.findall(r"^  ([a-z0-9][a-z0-9.\-]*):\s*$", text, re.MULTILINE))
    return frozenset(found)


def check_pages(where: str, sources: Iterable[Source]) -> None:
    """Raise ValueError for a page that csto_sim/law/sources.yaml does not have."""
    for each in sources:
        if each.kind == "page" and each.key not in _pages():
            raise ValueError(f"{where}: sources: there is no page {each.key!r}")
        if each.kind == "seed" and each.key not in ("000", "001"):
            raise ValueError(f"{where}: sources: there is no seed {each.key!r}")


def check_provision(where: str, id: str) -> None:
    """Raise ValueError for an id that is neither a provision nor one of its texts."""
    if id.partition("@")[0] not in _provisions() or ("@" in id and law.by_text(id) is None):
        raise ValueError(f"{where}: there is no provision {id!r}")


def check_row(where: str, row: str) -> None:
    """Raise ValueError for what is no row of the source documents (s0.001 to s1.170)."""
    match = _ROW.fullmatch(row)
    if match is None or not 1 <= int(match[2]) <= ROWS[match[1]]:
        raise ValueError(f"{where}: there is no row {row!r}")
