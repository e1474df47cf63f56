"""`make bench`: our figures beside the peers', measured in one run and told as ratios, in Markdown.

Sides are measured in turn (A B A B …) after a warm-up, and the median of the ratios is told: the
machine's own drift then touches both alike. Start-up is told in time as a clock shows it, runs in
CPU time and in clock time: on a machine that does other work too, the first is the steadier. On
every side of (c) Python's collector of cycles rests, but for the lines that say otherwise.
Nothing here is a test; nothing passes or fails. `python bench/bench.py start runs parts size
explore sweep` measures the parts named.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import ours
import peers
from exploring import exploring
from parts import log_parts, parts
from procedure15 import courses
from sweeping import sweeping

ROUNDS = 5
HERE = Path(__file__).parent
CRRF = HERE.parent / "scenarios" / "decision" / "2009-06-14-crrf.yaml"


class Took(NamedTuple):
    """Seconds, for one unit of work: of the CPU and by the clock."""

    cpu: float
    clock: float


Side = Callable[[], Took]


def _turns(sides: dict[str, Side], rounds: int) -> dict[str, list[Took]]:
    found: dict[str, list[Took]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, side in sides.items():
            took = side()
            if number:  # the first round warms up and is not counted
                found[name].append(took)
    return found


def _ratio(mine: Iterable[float], other: Iterable[float]) -> float:
    return statistics.median(a / b for a, b in zip(mine, other, strict=True))


def _process(command: list[str], folder: str) -> Took:
    before = os.times()
    began = time.perf_counter()
    # As after an install: what the first round compiled is kept, on both sides, in a place apart.
    kept = {"PYTHONPYCACHEPREFIX": os.path.join(folder, "compiled")}
    env = {**os.environ, **kept}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=env)
    clock = time.perf_counter() - began
    after = os.times()
    used = after.children_user + after.children_system
    return Took(used - before.children_user - before.children_system, clock)


def start_up() -> None:
    """(a) and (b): whole processes against the imports that they cannot do without."""
    python = sys.executable
    program = [python, "-m", "csto_sim"]
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "bench.db")
        fresh = os.path.join(folder, "fresh.db")
        needs = "import click, yaml, transitions, sqlmodel"
        commands = {
            "import click": [python, "-c", "import click"],
            "csto-sim --help": [*program, "--help"],
            needs: [python, "-c", needs],
            "csto-sim run, into a log that is there": [*program, "run", str(CRRF), "--db", log],
            "csto-sim run, a new log made": [*program, "run", str(CRRF), "--db", fresh],
            "csto-sim run, no log": [*program, "run", str(CRRF), "--no-log"],
        }

        def side(command: list[str]) -> Side:
            def measured() -> Took:
                Path(fresh).unlink(missing_ok=True)
                return _process(command, folder)

            return measured

        found = _turns({name: side(c) for name, c in commands.items()}, 2 * ROUNDS)
    names = list(commands)
    for title, some in (("(a) Help", names[:2]), ("(b) One scenario with its log", names[2:])):
        print(f"\n### {title}\n")
        print("| whole process | median ms | least ms | times the first, median |")
        print("|---|---|---|---|")
        for name in some:
            clock = [took.clock for took in found[name]]
            ratio = _ratio(clock, [took.clock for took in found[some[0]]])
            middle = statistics.median(clock) * 1e3
            print(f"| {name} | {middle:,.0f} | {min(clock) * 1e3:,.0f} | {ratio:.2f} |")


def many_runs(count: int = 5_000) -> None:
    """(c): runs of the 15-act procedure with full record and log, against the peers."""
    from csto_sim.engine.many import collector_resting, run_all
    from csto_sim.engine.run import run
    from csto_sim.store import open_log

    drawn = courses(count)
    scenarios = [ours.scenario(course) for course in drawn]
    bare = peers.bare_transitions()

    def measured(work: Callable[[str], int], resting: bool = True) -> Side:
        def side() -> Took:
            gc.collect()
            with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
                if resting:
                    stack.enter_context(collector_resting())
                cpu, clock = time.process_time(), time.perf_counter()
                done = work(os.path.join(folder, "log.db"))
                return Took(
                    (time.process_time() - cpu) / done, (time.perf_counter() - clock) / done
                )

        return side

    def each(runner: Callable[..., object], items: list[object]) -> Callable[[str], int]:  # type: ignore[type-arg]
        def work(_path: str) -> int:
            for item in items:
                runner(item)
            return len(items)

        return work

    def logged_by_ours(path: str) -> int:
        with open_log(path) as log:
            return len(log.save(run_all(scenarios)))

    def logged_anew(path: str) -> int:
        with open_log(path) as log:
            return len(log.save(run_all(scenarios, kept=0)))

    def logged_by_peer(path: str) -> int:
        peers.bare_log(path, [bare(course) for course in drawn])
        return count

    few = drawn[: max(100, count // 20)]
    sides = {
        "transitions on one shared machine, raw log": measured(logged_by_peer),
        "csto_sim, full record and log": measured(logged_by_ours),
        "the same, Python's collector at work": measured(logged_by_ours, resting=False),
        "csto_sim, full record and log, every run found anew": measured(logged_anew),
        "csto_sim, full record, no log, every run found anew": measured(each(run, scenarios)),
        "transitions on one shared machine, no log": measured(each(bare, drawn)),
        "transitions and raw log, collector at work": measured(logged_by_peer, resting=False),
        "sismic, no log": measured(each(peers.sismic(), few)),
        "sismic, no log, collector at work": measured(each(peers.sismic(), few), resting=False),
        "python-statemachine, no log": measured(each(peers.statemachine(), few)),
        "plain Python, no log": measured(each(peers.plain, drawn)),
    }
    found = _turns(sides, ROUNDS)
    first = next(iter(sides))
    print(f"\n### (c) {count:,} runs of 15 acts\n")
    print("| side | CPU, median µs a run | least | times the first | by the clock, µs | times |")
    print("|---|---|---|---|---|---|")
    for name, values in found.items():
        cpu, clock = [took.cpu for took in values], [took.clock for took in values]
        by_cpu = _ratio(cpu, [took.cpu for took in found[first]])
        by_clock = _ratio(clock, [took.clock for took in found[first]])
        print(
            f"| {name} | {statistics.median(cpu) * 1e6:,.0f} | {min(cpu) * 1e6:,.0f} "
            f"| {by_cpu:.2f} | {statistics.median(clock) * 1e6:,.0f} | {by_clock:.2f} |"
        )
    logged = found["csto_sim, full record and log"]
    sismic = _ratio([took.cpu for took in found["sismic, no log"]], [took.cpu for took in logged])
    print(f"\nsismic without a log takes {sismic:.2f} times as long as csto_sim with one (CPU),")
    usual = _ratio(
        [took.cpu for took in found["sismic, no log, collector at work"]],
        [took.cpu for took in found["the same, Python's collector at work"]],
    )
    print(f"and {usual:.2f} times with Python's collector at work on both sides.")


def by_part() -> None:
    """Where the time of (c) goes: one run by its parts, and the log by its two."""
    found = parts()
    whole = found[-1][1]
    print("\n### Where the time of a run goes\n")
    print("| part | µs for one | in a run | µs in a run | share |")
    print("|---|---|---|---|---|")
    for name, cost, times in found:
        shown = name.strip() if not name.startswith(" ") else f"&nbsp;&nbsp;{name.strip()}"
        print(
            f"| {shown} | {cost:.1f} | {times} | {cost * times:.0f} | {cost * times / whole:.0%} |"
        )
    for name, cost in log_parts():
        print(f"| log: {name} | {cost:.0f} | 1 | {cost:.0f} | |")


SIZE = """
import resource, sys, time

def peak():
    try:  # what a process inherits from the one that made it does not count here
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

sys.path.insert(0, sys.argv[2])
from long_scenario import scenario
from csto_sim.engine.run import run
count = int(sys.argv[1])
given = scenario(count)
run(scenario(10))
before = peak()
began = time.process_time()
record = run(given)
took = time.process_time() - began
after = peak()
print(len(record.steps), took, (after - before) / len(record.steps), after / 1024)
"""
ONE = """
import resource, subprocess, sys
command = [sys.executable, "-m", "csto_sim", *sys.argv[1:]]
subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def _said(code: str, *arguments: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
    )
    return [float(word) for word in done.stdout.split()]


def size() -> None:
    """(d): memory of one run, and time and memory by the number of acts."""
    print("\n### (d) Memory, and a long scenario\n")
    print("| acts | steps | CPU seconds | µs a step | KB a step | peak MB |")
    print("|---|---|---|---|---|---|")
    for count in (1_000, 2_500, 5_000, 10_000):
        steps, took, each, peak = _said(SIZE, str(count), str(HERE))
        print(
            f"| {count:,} | {steps:,.0f} | {took:.2f} | {took / steps * 1e6:.0f} | {each:.2f} "
            f"| {peak:.0f} |"
        )
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log.db")
        (new,) = _said(ONE, "run", str(CRRF), "--db", log)
        (there,) = _said(ONE, "run", str(CRRF), "--db", log)
        (none,) = _said(ONE, "run", str(CRRF), "--no-log")
    print("\n| one run of a scenario file | peak MB of the process |\n|---|---|")
    print(f"| a new log made | {new:.0f} |\n| into a log that is there | {there:.0f} |")
    print(f"| no log | {none:.0f} |")


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    sections = {
        "start": start_up,
        "runs": many_runs,
        "parts": by_part,
        "size": size,
        "explore": exploring,
        "sweep": sweeping,
    }
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    asked.add_argument("sections", nargs="*", metavar=" | ".join(sections))
    names = asked.parse_args().sections or list(sections)
    unknown = [name for name in names if name not in sections]
    if unknown:
        asked.error(f"no section {', '.join(unknown)}: there are {', '.join(sections)}")
    print(f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}")
    for name in names:
        sections[name]()


if __name__ == "__main__":
    main()
