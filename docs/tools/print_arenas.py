"""Print csto_sim/verify/arenas.yaml: which scenarios are arenas, and how many worlds each has.

A scenario is entered with its acts in any order where that has at most ANY worlds, else in their
order where that has at most ORDERED; what has more is no arena.

python docs/tools/print_arenas.py          writes the file (about two minutes)
python docs/tools/print_arenas.py --check  says whether it is fresh
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from printing import ROOT, printed

from csto_sim import shipped
from csto_sim.engine.many import collector_resting
from csto_sim.scenario.load import load
from csto_sim.verify.arena import reach, reach_in_order
from csto_sim.verify.arenas import ANY_ORDER, IN_ORDER

ANY, ORDERED = 1_200, 4_000
NOTE = (
    "# The scenarios in whose worlds the claims of the procedures are verified, with the number of"
    " worlds of each.\n# `csto-sim verify` enters every one to its end; tests/test_verify.py holds"
    " the numbers.\n# Printed by docs/tools/print_arenas.py.\n"
)


def page() -> str:
    """Return the file."""
    found: dict[str, dict[str, int]] = {ANY_ORDER: {}, IN_ORDER: {}}
    for name in sorted(shipped.names()):
        path = shipped.find(name)
        assert path is not None
        scenario = load(path)
        with collector_resting():
            reached = reach(scenario, ANY + 1)
            if reached.closed:
                found[ANY_ORDER][name] = len(reached.worlds)
                continue
            reached = reach_in_order(scenario, ORDERED + 1)
            if reached.closed:
                found[IN_ORDER][name] = len(reached.worlds)
    lines = [NOTE]
    for way, sizes in found.items():
        lines.append(f"{way}:\n")
        lines += [f"  {name}: {number}\n" for name, number in sizes.items()]
    return "".join(lines)


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the file with its text."""
    yield ROOT / "csto_sim" / "verify" / "arenas.yaml", page()


if __name__ == "__main__":
    sys.exit(printed(pages()))
