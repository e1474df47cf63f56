"""Exploring beside its peers: the same question, in one run, as ratios.

The peer of (a) explores the same consensus on bare `transitions`, with one shared machine, and
merges worlds in which as many members have chosen each variant; it knows no law, no meeting and no
reasons. Run `python bench/exploring.py` or `make bench`.
"""

from __future__ import annotations

import gc
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from transitions import Machine

from csto_sim import organisation
from csto_sim.engine.many import collector_resting
from csto_sim.engine.run import run
from csto_sim.procedures import procedures
from csto_sim.scenario.load import loads
from csto_sim.scenario.model import Scenario
from csto_sim.verify.arena import reach
from csto_sim.verify.arenas import arenas_of
from csto_sim.verify.explore import explore
from csto_sim.verify.tables import verify

FILE = """
format: 1
title: {number} members
from: 2016-05-02
until: 2016-12-31
members: [{members}]
matters: {{plan: {{procedure: decision, body: CMFA}}}}
meetings: {{sitting: {{body: CMFA, agenda: [plan]}}}}
acts:
  - {{date: 2016-05-10T10:00Z, act: open, meeting: sitting, presiding: {first}}}
  - {{date: 2016-05-10T12:00Z, act: decide, matter: plan}}
vary:
  - {{at: sitting, member: all, attends: [true, false]}}
  - {{matter: plan, member: all, position: [{positions}]}}
"""
THREE, FIVE = ("consent", "object"), ("consent", "object", "abstain", "reserve")
TIMES = 5


def consensus(number: int, positions: tuple[str, ...]) -> Scenario:
    """The scenario in which each of so many members stays away or takes a position."""
    known = [code for code in organisation.states() if code not in organisation.russian_order()]
    members = sorted(known)[:number]
    return loads(
        FILE.format(
            number=number,
            members=", ".join(members),
            first=members[0],
            positions=", ".join(positions),
        )
    )


# --- the peer ------------------------------------------------------------------------------------


class _Vote:
    __slots__ = ("absent", "against", "state")

    def __init__(self, state: str, absent: int, against: int) -> None:
        self.state, self.absent, self.against = state, absent, against

    def adopted(self) -> bool:
        return not self.absent and not self.against

    def waits(self) -> bool:
        return bool(self.absent) and not self.against


def peer(number: int, choices: int) -> Counter[str]:
    """The outcomes of a consensus by worlds merged on counts, member by member."""
    machine = Machine(
        model=None,
        states=["open", "adopted", "waiting", "blocked"],
        initial="open",
        auto_transitions=False,
        transitions=[
            {"trigger": "take", "source": "open", "dest": None},
            {"trigger": "decide", "source": "open", "dest": "adopted", "conditions": "adopted"},
            {"trigger": "decide", "source": "open", "dest": "waiting", "conditions": "waits"},
            {"trigger": "decide", "source": "open", "dest": "blocked"},
        ],
    )
    take, decide = machine.events["take"], machine.events["decide"]
    layer: dict[tuple[int, ...], int] = {(0,) * choices: 1}
    for _ in range(number):
        after: dict[tuple[int, ...], int] = {}
        for counts, ways in layer.items():
            for choice in range(choices):
                take.trigger(_Vote("open", counts[0], counts[1]))
                key = tuple(n + (place == choice) for place, n in enumerate(counts))
                after[key] = after.get(key, 0) + ways
        layer = after
    found: Counter[str] = Counter()
    for counts, ways in layer.items():
        vote = _Vote("open", counts[0], counts[1])
        decide.trigger(vote)
        found[vote.state] += ways
    return found


# --- measuring -----------------------------------------------------------------------------------


def _clock(work: Callable[[], object]) -> float:
    gc.collect()
    with collector_resting():
        began = time.perf_counter()
        work()
        return time.perf_counter() - began


def _beside(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float, float]:
    """The median seconds of each, measured in turn after a warm-up, and the median ratio."""
    pairs = [(_clock(one), _clock(other)) for _ in range(TIMES + 1)][1:]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, others = (statistics.median(side) for side in zip(*pairs, strict=True))
    return mine, others, ratio


def outcomes() -> None:
    """(a): exact outcomes of a consensus, beside bare transitions with merging by counts."""
    print("\n### (a) Exact outcomes of a consensus\n")
    print("| members, choices of each | courses | worlds | ms | bare transitions ms | ratio |")
    print("|---|---|---|---|---|---|")
    for number, positions in ((6, THREE), (57, THREE), (6, FIVE)):
        scenario = consensus(number, positions)
        found = explore(scenario, limit=10**9)
        choices = len(positions) + 1
        mine, other, ratio = _beside(
            lambda s=scenario: explore(s, limit=10**9),
            lambda n=number, c=choices: peer(n, c),
        )
        print(
            f"| {number}, {choices} | {found.courses:.2g} | {found.worlds:,} | {mine * 1e3:.0f} "
            f"| {other * 1e3:.0f} | {ratio:.2f} |"
        )
    scenario = consensus(57, FIVE)
    found = explore(scenario, limit=10**9)
    took = _clock(lambda: explore(scenario, limit=10**9))
    print(
        f"| 57, 5 | {found.courses:.2g} | {found.worlds:,} | {took * 1e3:,.0f} "
        "| not measured: some millions of worlds | |"
    )


def moves() -> None:
    """(b): moves a second in exploration."""
    arenas = [a for a in arenas_of(("decision",)) if not a.in_order][-40:]
    done, took = 0, 0.0
    for arena in arenas:
        gc.collect()
        with collector_resting():
            began = time.process_time()
            done += reach(arena.scenario, 10_000).moves
            took += time.process_time() - began
    print("\n### (b) Moves a second in exploration\n")
    print(f"{done:,} moves in {took:.1f} s of CPU: {done / took:,.0f} a second, one core.")


def claims() -> None:
    """(c): all claims of all procedures."""
    names = tuple(procedures())
    arenas = list(arenas_of(names))
    began = time.perf_counter()
    checked, _, sizes = verify(arenas, names)
    took = time.perf_counter() - began
    held = sum(each.verdict == "holds" for each in checked)
    print("\n### (c) All claims of all procedures\n")
    print(
        f"{held} of {len(checked)} claims hold in {sum(sizes.values()):,} worlds of {len(sizes)} "
        f"arenas: {took:.1f} s."
    )


SPIN = """
format: 1
title: A Council of six is asked to meet
from: 2021-03-01
until: 2021-03-07
matters:
  call: {procedure: convening, meeting: sitting}
  plan: {procedure: decision, body: CSC}
meetings: {sitting: {body: CSC, session: extraordinary, agenda: [plan]}}
acts:
  - {date: 2021-03-01, act: propose, matter: call, by: KGZ}
  - {date: 2021-03-02, act: open, meeting: sitting, presiding: TJK, present: [TJK], id: met}
  - {date: 2021-03-06, act: decide, matter: plan}
vary:
  - {act: met, day: [2021-03-01, 2021-03-02, 2021-03-03, 2021-03-04, 2021-03-05, 2021-03-06]}
  - {act: met, happens: [true, false]}
  - {at: sitting, member: [ARM, BLR, KAZ, KGZ, RUS], attends: [true, false]}
  - {matter: plan, member: all, position: [consent, object, abstain, silent]}
"""


def against_spin() -> None:
    """(d): the same question to SPIN and to ours, each as whole processes."""
    print("\n### (d) Beside SPIN\n")
    if shutil.which("spin") is None or shutil.which("gcc") is None:
        print("Not measured: spin or gcc is not installed.")
        return
    model = Path(__file__).parent.parent / "tests" / "spin" / "council.pml"
    outcomes = [f"{s}_{p}" for s in ("in_time", "late", "lapsed") for p in PAPERS]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "council.yaml"
        file.write_text(SPIN, encoding="utf-8")
        program = [sys.executable, "-m", "csto_sim", "explore", str(file), "--no-log", "--json"]
        made = _took(["spin", "-DN=6", "-a", str(model)], folder)
        made += _took(["gcc", "-O2", "-w", "-o", "pan", "pan.c"], folder)
        asked = [_took(["./pan", "-a", "-m100000", "-N", each], folder) for each in outcomes]
        mine = statistics.median(_took(program, folder) for _ in range(TIMES))
    print("| six members, twelve outcomes, whole processes | s |\n|---|---|")
    print(f"| SPIN: generating and compiling | {made:.2f} |")
    print(f"| SPIN: one search for each outcome | {sum(asked):.2f} |")
    print(f"| csto-sim explore: exact counts and examples of all | {mine:.2f} |")
    whole = made + sum(asked)
    print(f"\nOurs takes {mine / whole:.2f} times as long as SPIN in all, {mine / sum(asked):.2f} ")
    print("times its searches alone.")


PAPERS = ("adopted", "waits", "fails", "draft")


def _took(command: list[str], folder: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    return time.perf_counter() - began


MEMORY = """
import sys
sys.path.insert(0, sys.argv[1])
from csto_sim import shipped
from csto_sim.scenario.load import load
from csto_sim.verify.arena import reach

def peak():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

scenario = load(shipped.find("secretary_general/2020-2025-tas-and-the-next"))
before = peak()
reached = reach(scenario, int(sys.argv[2]))
print(len(reached.worlds), peak() / 1024, (peak() - before) / len(reached.worlds))
"""


def memory() -> None:
    """(e): 100,000 distinct worlds."""
    print("\n### (e) Memory of distinct worlds\n")
    code = MEMORY.replace('"secretary_general/2020-2025-tas-and-the-next"', json.dumps(_largest()))
    done = subprocess.run(
        [sys.executable, "-c", code, ".", "100000"], check=True, capture_output=True, text=True
    )
    worlds, peak, each = map(float, done.stdout.split())
    print(f"{worlds:,.0f} worlds kept: {peak:,.0f} MB at most, {each:.2f} KB a world.")


def _largest() -> str:
    return "parliamentary_assembly/2006-2024-the-assembly"


def against_simulating(samples: int = 10_000) -> None:
    """(f): all courses exactly, against running some of them one by one."""
    scenario = consensus(9, FIVE)
    found = explore(scenario, limit=10**9)
    exact = statistics.median(_clock(lambda: explore(scenario, limit=10**9)) for _ in range(3))
    draw = random.Random(1)
    drawn = [_course(scenario, draw) for _ in range(samples // 10)]
    gc.collect()
    with collector_resting():
        began = time.perf_counter()
        seen = Counter(run(each).outcome("plan").state for each in drawn)  # type: ignore[union-attr]
        each = (time.perf_counter() - began) / len(drawn)
    print("\n### (f) Every course, against simulating some\n")
    print("| | courses | s | outcomes found |\n|---|---|---|---|")
    print(f"| explored, exact | {found.courses:,} | {exact:.2f} | {len(found.outcomes)} |")
    print(
        f"| simulated one by one | {samples:,} (timed on {len(drawn):,}) | {each * samples:.2f} "
        f"| {len(seen)} |"
    )
    print(f"\nExploring takes {exact / (each * samples):.3f} times as long.")


def _course(scenario: Scenario, draw: random.Random) -> Scenario:
    first, put = scenario.acts
    room = [member for member in scenario.members if draw.random() < 0.8]
    says = [(member, draw.choice(FIVE)) for member in room]
    comes = first._replace(name="attend", takes=first.takes.without("presiding"))
    return scenario._replace(
        vary=(),
        acts=(
            first._replace(takes=first.takes.plus("present", tuple(room))),
            *(comes._replace(by=member) for member in room),
            *(put._replace(name=word, by=member) for member, word in says),
            put,
        ),
    )


def exploring() -> None:
    """Everything above, as Markdown."""
    for part in (outcomes, moves, claims, against_spin, memory, against_simulating):
        part()


if __name__ == "__main__":
    exploring()
