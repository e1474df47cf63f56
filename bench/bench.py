"""`make bench`: our figures beside the peers', measured in one run and told as ratios.

Sides are timed in turn (A B A B …), after a warm-up, and the median of the ratios is told: the
machine's own drift then touches both alike. Nothing here is a test; nothing passes or fails.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ours
import peers
from procedure15 import courses

ROUNDS = 5
HERE = Path(__file__).parent
CRRF = HERE.parent / "scenarios" / "history" / "2009-06-14-crrf.yaml"


def _whole(command: list[str], folder: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _turns(sides: dict[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, side in sides.items():
            seconds = side()
            if number:  # the first round warms up and is not counted
                found[name].append(seconds)
    return found


def _table(title: str, found: dict[str, list[float]], against: str, unit: float, word: str) -> None:
    print(f"\n### {title}\n")
    print(f"| side | median {word} | min | max | ratio to {against} |")
    print("|---|---|---|---|---|")
    for name, values in found.items():
        ratios = [mine / other for mine, other in zip(values, found[against], strict=True)]
        middle = statistics.median(values) * unit
        print(
            f"| {name} | {middle:,.1f} | {min(values) * unit:,.1f} | {max(values) * unit:,.1f} "
            f"| {statistics.median(ratios):.2f} |"
        )


def start_up() -> None:
    """(a) and (b): whole processes against the imports that they cannot do without."""
    python = sys.executable
    program = [python, "-m", "csto_sim"]
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "bench.db")
        sides = {
            "import click": [python, "-c", "import click"],
            "csto-sim --help": [*program, "--help"],
            "import click, yaml, transitions, sqlmodel": [
                python,
                "-c",
                "import click, yaml, transitions, sqlmodel",
            ],
            "csto-sim run FILE --db LOG": [*program, "run", str(CRRF), "--db", log],
            "csto-sim run FILE --no-log": [*program, "run", str(CRRF), "--no-log"],
        }
        found = _turns(
            {n: (lambda c=c: _whole(c, folder)) for n, c in sides.items()},  # type: ignore[misc]
            2 * ROUNDS,
        )
    names = list(sides)
    _table("(a) start-up", {n: found[n] for n in names[:2]}, names[0], 1e3, "ms")
    _table("(b) one scenario, logged", {n: found[n] for n in names[2:]}, names[2], 1e3, "ms")


def many_runs(count: int) -> None:
    """(c): runs of the 15-act procedure with full record and log, against the peers."""
    from csto_sim.engine.run import run
    from csto_sim.store import open_log

    drawn = courses(count)
    scenarios = [ours.scenario(course) for course in drawn]
    bare, by_sismic, by_statemachine = (
        peers.bare_transitions(),
        peers.sismic(),
        peers.statemachine(),
    )

    def timed(work: Callable[[str], None]) -> Callable[[], float]:
        def side() -> float:
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                work(os.path.join(folder, "log.db"))
                return (time.perf_counter() - began) / count

        return side

    def with_ours(path: str) -> None:
        with open_log(path) as log:
            for at in range(0, count, 500):
                log.save([run(each) for each in scenarios[at : at + 500]])

    sides = {
        "transitions, shared machine, raw sqlite3 log": timed(
            lambda path: peers.bare_log(path, [bare(course) for course in drawn])
        ),
        "csto_sim, full record and log": timed(with_ours),
        "csto_sim, full record, no log": timed(lambda _path: _each(run, scenarios)),
        "transitions, shared machine, no log": timed(lambda _path: _each(bare, drawn)),
        "plain Python, no log": timed(lambda _path: _each(peers.plain, drawn)),
    }
    found = _turns(sides, ROUNDS)
    few = drawn[: max(100, count // 20)]

    def some(runner: Callable[..., object]) -> Callable[[], float]:
        def side() -> float:
            began = time.perf_counter()
            _each(runner, few)
            return (time.perf_counter() - began) / len(few)

        return side

    found |= _turns({"sismic, no log": some(by_sismic)}, ROUNDS)
    found |= _turns({"python-statemachine, no log": some(by_statemachine)}, ROUNDS)
    _table(f"(c) {count:,} runs of 15 acts", found, next(iter(sides)), 1e6, "µs a run")


def _each(runner: Callable[..., object], items: list[object]) -> None:  # type: ignore[type-arg]
    for item in items:
        runner(item)


SIZE = """
import resource, sys, time
sys.path.insert(0, sys.argv[2])
from long_scenario import scenario
from csto_sim.engine.run import run
count = int(sys.argv[1])
given = scenario(count)
run(scenario(10))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
record = run(given)
took = time.perf_counter() - began
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(record.steps), took, (after - before) / len(record.steps), after / 1024)
"""


def size() -> None:
    """(d): memory of one run, and time and memory by the number of acts."""
    print("\n### (d) one long scenario\n")
    print("| acts | steps | seconds | µs a step | KB a step | peak MB |")
    print("|---|---|---|---|---|---|")
    for count in (1_000, 2_500, 5_000, 10_000):
        out = subprocess.run(
            [sys.executable, "-c", SIZE, str(count), str(HERE)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        steps, took, each, peak = int(out[0]), float(out[1]), float(out[2]), float(out[3])
        print(
            f"| {count:,} | {steps:,} | {took:.2f} | {took / steps * 1e6:.0f} | {each:.2f} "
            f"| {peak:.0f} |"
        )
    child = subprocess.Popen(
        [sys.executable, "-m", "csto_sim", "run", str(CRRF), "--no-log"],
        stdout=subprocess.DEVNULL,
    )
    child.wait()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nPeak of the largest child process so far: {peak:.0f} MB.")


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    parts = {"start": start_up, "runs": lambda: many_runs(5_000), "size": size}
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[*parts, []], default=[])
    for name in asked.parse_args().parts or parts:
        parts[name]()


if __name__ == "__main__":
    main()
