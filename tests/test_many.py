"""Many runs: the same records as one by one, and a collector that is left as it was."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from building import SIX, act, decision, meeting, session, story
from counting import work
from test_motion import CASES, told

from csto_sim.engine.many import AT_ONCE, collector_resting, run_all
from csto_sim.engine.run import run
from csto_sim.scenario.model import Scenario


def stories(count: int) -> list[Scenario]:
    return [told(seed, 3)[0] for seed in range(count)]


def test_many_runs_give_the_records_of_single_runs_in_order() -> None:
    scenarios = stories(AT_ONCE // 8)
    given = (scenarios * 9)[: AT_ONCE + 7]  # a batch and the beginning of another
    assert list(run_all(given)) == [run(each) for each in given]


def test_what_runs_have_in_common_changes_no_record_of_theirs() -> None:
    whole = [told(seed, 25)[0] for seed in range(40)]
    cut = [each._replace(acts=each.acts[: n % 26]) for n, each in enumerate(whole)]
    varied = [*whole, *cut, *whole]
    anew = [run(each) for each in varied]
    for kept in (0, 7, 100_000):
        assert list(run_all(varied, kept=kept)) == anew


def test_readings_and_mode_given_to_many_runs_are_given_to_each() -> None:
    for record in run_all(stories(5), readings={"amb.quorum": "A"}, mode="practice"):
        assert record.mode == "practice"
        assert [use.option for use in record.readings if use.id == "amb.quorum"] == ["A"]


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_left_as_it_was_and_works_while_others_do(on: bool) -> None:
    seen: list[bool] = []

    def asking() -> Iterator[Scenario]:
        for each in stories(3):
            seen.append(gc.isenabled())
            yield each

    was_on = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        for _ in run_all(asking()):
            seen.append(gc.isenabled())
        assert seen == [on] * 6
        with pytest.raises(TypeError):
            list(run_all([story(CASES, []), None]))  # type: ignore[list-item]
        assert gc.isenabled() is on
        with collector_resting():
            assert not gc.isenabled()
            assert len(list(run_all(stories(2)))) == 2
            assert not gc.isenabled()
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_a_record_holds_no_cycle_that_only_the_collector_could_free() -> None:
    scenarios = stories(20)
    kept = [run(each) for each in scenarios]  # whatever is kept for later runs is there now
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        kept = [run(each) for each in scenarios]
        del kept
        assert gc.collect() == 0
    finally:
        if was_on:
            gc.enable()


def notes(count: int) -> Scenario:
    said = [act("2016-05-04", "notify", "d", "ARM", says=f"note {n}") for n in range(count)]
    return story([decision(meetings=())], said)


def sittings(count: int) -> Scenario:
    cases, acts = [], []
    for n in range(count):
        cases += [meeting(f"m{n}"), decision(f"d{n}", meetings=(f"m{n}",))]
        day = (date(2013, 1, 1) + timedelta(n)).isoformat()
        acts += session(day, SIX, id=f"m{n}", matter=f"d{n}")
    return story(cases, acts)


@pytest.mark.parametrize("made", [notes, sittings])
def test_the_work_of_a_run_grows_with_its_acts(made: Callable[[int], Scenario]) -> None:
    few, many = made(20), made(160)
    run(few)
    run(many)  # what is read once for all runs is there now
    assert work(lambda: run(many)) < 8 * 1.5 * work(lambda: run(few))
