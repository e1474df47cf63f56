"""Trees of findings, stored once each: the same reasons are found in run after run.

A tree is known by the SHA-256 of its exact JSON. Within one saving, trees already met are looked
up by value, which is about five times as fast as writing the JSON.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

from csto_sim.record import Record
from csto_sim.store.rows import Rows
from csto_sim.store.texts import exact
from csto_sim.world import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MOST = 20_000
_AT_ONCE = 500

_STORED = text("SELECT digest, id FROM tree WHERE digest IN :digests").bindparams(
    bindparam("digests", expanding=True)
)


class Trees:
    """The numbers of the trees met in one transaction, which holds the lock for writing."""

    def __init__(self, connection: Connection, last: int) -> None:
        self._connection = connection
        self._last = last
        self._digests: dict[Finding, str] = {}
        self._numbers: dict[str, int] = {}

    def numbers(self, records: list[Record], rows: Rows) -> list[list[int | None]]:
        """Return for each record the numbers of its steps' trees; new trees are added to `rows`.

        Raises TypeError where a finding holds something that is no plain value.
        """
        if len(self._numbers) > _MOST:
            self._digests.clear()
            self._numbers.clear()
        met: dict[str, Finding] = {}
        found: list[list[str | None]] = []
        # The hash of a tree is what costs most here, and many steps share one object. The records
        # keep them alive while this runs, so no other object can have the same id.
        seen: dict[int, str] = {}
        for record in records:
            line: list[str | None] = []
            for step in record.steps:
                finding = step.finding
                digest = None
                if finding is not None:
                    digest = seen.get(id(finding)) or self._digests.get(finding)
                    if digest is None:
                        digest = self._meet(finding, met, rows)
                    seen[id(finding)] = digest
                line.append(digest)
            found.append(line)
        self._settle(met, rows)
        number_of = self._numbers
        return [[None if it is None else number_of[it] for it in line] for line in found]

    def _meet(self, finding: Finding, met: dict[str, Finding], rows: Rows) -> str:
        digest = sha256(exact(finding).encode()).hexdigest()
        if digest not in self._numbers:
            met.setdefault(digest, finding)
        if rows.texts.sure_of(finding):
            self._digests[finding] = digest
        return digest

    def _settle(self, met: dict[str, Finding], rows: Rows) -> None:
        digests = list(met)
        for at in range(0, len(digests), _AT_ONCE):
            part = digests[at : at + _AT_ONCE]
            for digest, number in self._connection.execute(_STORED, {"digests": part}):
                self._numbers[digest] = number
        for digest, finding in met.items():
            if digest not in self._numbers:
                self._last += 1
                self._numbers[digest] = self._last
                rows.add_tree(self._last, digest, finding)
