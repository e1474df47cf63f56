"""An independent model in Promela agrees with the explorer, for 3 to 6 members and two readings.

`spin/council.pml` was written from the texts. SPIN says which outcomes it can reach and which
claims hold; the explorer says the same of a scenario with supposed members. Needs `spin` and `gcc`:
without them the test says so and does not run, except in continuous integration, where they have
to be there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from csto_sim.checked import HOLDS
from csto_sim.scenario.load import loads
from csto_sim.verify.claims import check
from csto_sim.verify.explore import explore

MODEL = Path(__file__).parent / "spin" / "council.pml"
MISSING = [name for name in ("spin", "gcc") if shutil.which(name) is None]
IN_CI = os.environ.get("CI") == "true"

pytestmark = pytest.mark.skipif(
    bool(MISSING) and not IN_CI,
    reason=f"not run: {' and '.join(MISSING)} not installed (Debian: apt-get install spin gcc)",
)

MEMBERS = ("TJK", "ARM", "BLR", "KAZ", "KGZ", "RUS")
READINGS = {"A": 0, "B": 1}
SESSIONS = {"in_time": "convened in time", "late": "convened late", "lapsed": "lapsed"}
PAPERS = {
    "adopted": "adopted",
    "waits": "awaiting cure",
    "fails": "not adopted",
    "draft": "drafted",
}
#: What the model claims, and the same in the words of a file. Whoever presides always comes.
CLAIMS = {
    "absence_stops": "always: {{if: {{matter: plan, state: adopted}}, then: "
    "{{meeting: sitting, present: [{others}]}}}}",
    "an_objection_stops": "always: {{if: {{matter: plan, state: adopted}}, then: "
    "{{not: {{any: [{objecting}]}}}}}}",
    "only_absence_waits": "always: {{if: {{matter: plan, state: awaiting cure}}, then: "
    "{{meeting: sitting, not: {{present: [{others}]}}}}}}",
    "late_decides_nothing": "always: {{not: {{all: [{{matter: call, state: convened late}}, "
    "{{matter: plan, state: adopted}}]}}}}",
}

FILE = """
format: 1
title: A Council of {number} is asked to meet
from: 2021-03-01
until: 2021-03-07
members: [{members}]
readings: {{absence-effect: {reading}}}
matters:
  call: {{procedure: convening, meeting: sitting}}
  plan: {{procedure: decision, body: CSC}}
meetings: {{sitting: {{body: CSC, session: extraordinary, agenda: [plan]}}}}
acts:
  - {{date: 2021-03-01, act: propose, matter: call, by: KGZ}}
  - {{date: 2021-03-02, act: open, meeting: sitting, presiding: TJK, present: [TJK], id: met}}
  - {{date: 2021-03-06, act: decide, matter: plan}}
vary:
  - {{act: met, day: [{days}]}}
  - {{act: met, happens: [true, false]}}
  - {{at: sitting, member: [{others}], attends: [true, false]}}
  - {{matter: plan, member: all, position: [consent, object, abstain, silent]}}
claims:
{claims}
"""


def story(number: int, reading: str, days: tuple[int, ...] = (1, 2, 3, 4, 5, 6)) -> str:
    """The scenario; the session is on one of these days of the month, or on none."""
    members = sorted(["TJK", "KGZ", *[m for m in MEMBERS if m not in ("TJK", "KGZ")]][:number])
    others = ", ".join(member for member in members if member != "TJK")
    objecting = ", ".join(f"{{matter: plan, says: {{{member}: object}}}}" for member in members)
    claims = "\n".join(
        f"  - {{name: {name}, {text.format(others=others, objecting=objecting)}}}"
        for name, text in CLAIMS.items()
    )
    return FILE.format(
        number=number,
        members=", ".join(members),
        others=others,
        reading=reading,
        claims=claims,
        days=", ".join(f"2021-03-0{day}" for day in days),
    )


@cache
def checker(number: int, reading: str, wrong: bool = False) -> Path:
    """The compiled verifier of the model."""
    assert not MISSING, f"{' and '.join(MISSING)} not installed: apt-get install spin gcc"
    folder = Path(mkdtemp(prefix="spin"))
    macros = [f"-DN={number}", f"-DABSENCE={READINGS[reading]}", f"-DWRONG={int(wrong)}"]
    for command in (
        ["spin", *macros, "-a", str(MODEL)],
        ["gcc", "-O1", "-w", "-o", "pan", "pan.c"],
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def holds(number: int, reading: str, claim: str, wrong: bool = False) -> bool:
    """Whether a claim of the model holds, by an exhaustive search."""
    done = subprocess.run(
        ["./pan", "-a", "-m100000", "-N", claim],
        cwd=checker(number, reading, wrong),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "errors: " in done.stdout, done.stdout + done.stderr
    assert "Search not completed" not in done.stdout or "errors: 1" in done.stdout
    return "errors: 0" in done.stdout


def reached(number: int, reading: str, wrong: bool = False) -> set[tuple[str, str]]:
    return {
        (SESSIONS[session], PAPERS[paper])
        for session in SESSIONS
        for paper in PAPERS
        if not holds(number, reading, f"{session}_{paper}", wrong)
    }


def ours(number: int, reading: str) -> set[tuple[str, str]]:
    found = explore(loads(story(number, reading)))
    assert found.complete
    return {(each.answers[0].state, each.answers[1].state) for each in found.outcomes}


CASES = [(number, reading) for number in (3, 4, 5, 6) for reading in READINGS]


@pytest.mark.parametrize(("number", "reading"), CASES)
def test_the_outcomes_that_can_be_reached_are_the_same(number: int, reading: str) -> None:
    assert reached(number, reading) == ours(number, reading)


@pytest.mark.parametrize(("number", "reading"), CASES)
def test_the_claims_that_hold_are_the_same(number: int, reading: str) -> None:
    # The last lawful day and the one after it: the claims name members, and none is like another.
    checked = check(loads(story(number, reading, (4, 5))))
    found = {each.says: each.verdict == HOLDS for each in checked}
    assert found == {claim: holds(number, reading, claim) for claim in CLAIMS}
    assert found["absence_stops"] is (reading == "A")
    assert found["an_objection_stops"]


@pytest.mark.parametrize(("number", "reading"), CASES)
def test_the_model_itself_comes_to_an_end_and_counts_the_days_right(
    number: int, reading: str
) -> None:
    assert holds(number, reading, "comes_to_an_end")
    assert holds(number, reading, "never_in_time_late")


def test_a_model_with_a_mistake_does_not_agree() -> None:
    assert reached(4, "A", wrong=True) != ours(4, "A")
    assert not holds(4, "A", "absence_stops", wrong=True)
