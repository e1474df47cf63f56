"""How much one scenario may hold once its lists are spelled out."""

from __future__ import annotations

from dataclasses import dataclass

from csto_sim.errors import Complaints
from csto_sim.shapes.nodes import Node

MOST = 20_000
"""Acts, and likewise expectations, of one scenario: twice as many as a run is measured with."""


@dataclass
class Tally:
    """Counts what is spelled out, before it is: `what` is its plural, such as `acts`."""

    what: str
    count: int = 0

    def has_room(self, more: int, node: Node, complaints: Complaints) -> bool:
        """Whether so many more, for which the entry at `node` stands, are within the limit.

        Complains of the first entry that goes over it (CSTO-322).
        """
        within = self.count <= MOST
        self.count += more
        if within and self.count > MOST:
            message = f"with this entry the scenario holds more than {MOST:,} {self.what}"
            if more > 1:
                message += f": its lists stand for {more:,} of them"
            hint = "shorten the lists of this entry" if more > 1 else "split the scenario"
            expected = f"at most {MOST:,} {self.what} in a scenario, every list spelled out"
            complaints.add(node.complaint("CSTO-322", message, expected=expected, hint=hint))
        return self.count <= MOST
