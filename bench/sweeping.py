"""How much two workers save over one: `csto-sim sweep` of all shipped scenarios, in Markdown.

What the processes took of the CPU stands beside the clock: on a machine where other programs are
at work, two workers wait for a core, and only the first says what the second worker costs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROUNDS = 5
SCENARIOS = Path(__file__).parent.parent / "scenarios"
READINGS = ("absence-cure", "quorum")


class Swept(NamedTuple):
    """One sweep: its runs, seconds by the clock and of the CPU, whole command."""

    runs: int
    sweep: float
    clock: float
    cpu: float


def sweep(jobs: int, folder: str) -> Swept:
    """Sweep once into a new log, by so many workers; the sides are taken in turn."""
    command = [sys.executable, "-m", "csto_sim", "sweep", str(SCENARIOS), "--json"]
    for reading in READINGS:
        command += ["--reading", reading]
    log = os.path.join(folder, f"{time.monotonic_ns()}.db")
    before, began = os.times(), time.perf_counter()
    found = subprocess.run(
        [*command, "--jobs", str(jobs), "--db", log], check=True, capture_output=True
    )
    clock, after = time.perf_counter() - began, os.times()
    used = after.children_user + after.children_system
    told = json.loads(found.stdout)
    cpu = used - before.children_user - before.children_system
    return Swept(told["stored"], told["seconds"], clock, cpu)


def sweeping(rounds: int = ROUNDS) -> None:
    """Print what one and two workers take, and the efficiency of two: half their gain in speed."""
    sides: dict[int, list[Swept]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for jobs, found in sides.items():
                found.append(sweep(jobs, folder))
    print("\n## A sweep by one worker and by two\n")
    print("| workers | runs | s, median | least | runs a second | CPU s | cores at work |")
    print("|---|---|---|---|---|---|---|")
    for jobs, found in sides.items():
        seconds = statistics.median(each.sweep for each in found)
        cpu = statistics.median(each.cpu for each in found)
        had = statistics.median(each.cpu / each.clock for each in found)
        least = min(each.sweep for each in found)
        runs = found[0].runs
        print(
            f"| {jobs} | {runs:,} | {seconds:.1f} | {least:.1f} | {runs / seconds:,.0f} "
            f"| {cpu:.1f} | {had:.2f} |"
        )
    gains = [one.sweep / two.sweep for one, two in zip(sides[1], sides[2], strict=True)]
    more = [two.cpu / one.cpu for one, two in zip(sides[1], sides[2], strict=True)]
    gain, cost = statistics.median(gains), statistics.median(more)
    print(f"\nTwo workers are {gain:.2f} times as fast as one: an efficiency of {gain / 2:.0%}.")
    print(f"They take {cost:.2f} times the CPU. Load of the machine: {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    sweeping()
