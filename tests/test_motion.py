"""The engine: one row at most is open, a refusal moves the clock alone, the same gives the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from building import (
    OFTEN,
    POSITIONS,
    SIX,
    act,
    at,
    came_of,
    choices,
    clock,
    convening,
    days,
    decision,
    deed,
    fired,
    instrument,
    leaves,
    meeting,
    options_of,
    play,
    rows_of,
    sat,
    session,
    sittings,
    story,
    waiting,
    world_of,
)
from hypothesis import given
from hypothesis import strategies as st
from test_chairing import amendment
from transitions import Machine

from csto_sim.engine import motion
from csto_sim.engine.machines import Compiled, compiled
from csto_sim.engine.motion import CIRCLE, advance, fire
from csto_sim.engine.run import run
from csto_sim.procedure import OF_ITSELF, Actor, Procedure, States
from csto_sim.procedure import Step as Row
from csto_sim.procedures import procedures
from csto_sim.record import Step, from_plain, to_plain
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Act, Case, Facts, Finding, Moment, Terms, World

# --- any story -----------------------------------------------------------------------------------

CASES = (
    meeting("m"),
    meeting("m2", session="extraordinary", host="KAZ"),
    decision("d", meetings=("m", "m2"), effect_when=("i",)),
    decision("e", meetings=("m",), kind="procedural"),
    decision("f", meetings=("m2",), replaces="d", subject="measure"),
    convening("c", threatened=("ARM",)),
    instrument("i", in_force_when="number", number=2, term_years=1),
    instrument("j", in_force_when="signature", prolongs="i"),
    instrument("k", in_force_when="signature", replaces="j"),
)
ACTORS = ("", *SIX, "UZB", "CHAIR", "SG", "SECRETARIAT", "CMFA")
#: What all do together as often as one alone: otherwise few matters would get far.
TOGETHER = ("attend", "consent", "sign", "notify completion", "deposit", "declare non-objection")
TAKES: dict[str, tuple[dict[str, Any], ...]] = {
    "open": ({}, {}, {"presiding": "KAZ"}, {"presiding": "ARM", "present": SIX[:3]}),
    "attend": ({}, {}, {"as": "head of government"}),
    "circulate": ({}, {"until": "2013-02-01"}, {"until": "2023-12-31"}),
    "propose": ({}, {}, {"to": "RUS", "form": "call"}, {"form": "note", "signed_by": "minister"}),
}
GAPS = (0, 0, 0, 0, 0, 1, 2, 4, 40, 250)


RARELY = ("withdraw", "notify", "return", "circulate", "close", "leave", "agree text")
#: Which cases a story is about, so that each gets far enough.
THEMES = (
    ("m", "d", "e"),
    ("m", "d", "i"),
    ("m", "m2", "d", "f"),
    ("c", "m"),
    ("c", "m"),
    ("i", "j", "k"),
    (),
)
Tale = tuple[Scenario, dict[str, str]]


def told(seed: int, length: int) -> Tale:
    """Return a story of many matters at once, hours or months apart, and readings to play it under.

    Each act is one that the case's state knows, by somebody whose act it is; one in eight is
    anything by anybody. The same seed with a smaller length begins the same story.
    """
    random = Random(seed)
    ids = random.choice(THEMES) or tuple(case.id for case in CASES)
    asked = {id for case in CASES if case.id in ids for id in procedures()[case.procedure].readings}
    some = random.sample(sorted(asked), random.randint(0, min(8, len(asked))))
    readings = {id: random.choice(options_of(id)) for id in some}
    day = date.fromisoformat(random.choice(("2012-12-10", "2022-03-01", "2023-11-20")))
    hour = 8
    acts: list[ScenarioAct] = []
    world = world_of(story(CASES, []), readings)

    def add(name: str, id: str, by: str, takes: Mapping[str, Any] = NO_FACTS) -> None:
        nonlocal world
        acts.append(act(clock(day.isoformat(), hour), name, id, by, **takes))
        world, _ = fire(world, deed(acts[-1], world.terms))

    if "d" in ids and random.random() < 0.5:
        add("open", "m", "")
        there = SIX[random.randint(0, 2) :]
        for name, id in (("attend", "m"), *(("consent", id) for id in ids if id in "de")):
            for by in there:
                add(name, id, by)
    for _ in range(length):
        gap = random.choice(GAPS)
        day += timedelta(days=gap)
        hour = 8 if gap else min(hour + 1, 23)
        case: Case = world.cases[random.choice(ids)]
        table = procedures()[case.procedure]
        known = compiled(case.procedure).open_acts(case.state)
        if not known or random.random() < 0.125:
            name, by = random.choice(sorted(table.acts())), random.choice(ACTORS)
            add(name, case.id, by, random.choice(TAKES.get(name, ({},))))
            continue
        name = random.choice([name for name in known for _ in range(1 if name in RARELY else 3)])
        when = deed(act(clock(day.isoformat(), hour), name, case.id), world.terms)
        rows = [row for row in table.acts()[name] if case.state in {s.word for s in row.sources}]
        whose = rows[0].by.who(Scene(world, case, when)) or ACTORS
        takes = random.choice(TAKES.get(name, ({},)))
        many = name in TOGETHER and random.random() < 0.5
        for by in whose if many else (random.choice(whose),):
            add(name, case.id, by, takes)
    return story(CASES, acts), readings


def tales() -> st.SearchStrategy[Tale]:
    """Return such stories, up to some dozens of acts long."""
    return st.builds(told, st.integers(0, 2**32 - 1), st.integers(1, 40))


@OFTEN
@given(tales())
def test_from_every_world_at_most_one_row_is_open_for_an_act_and_the_engine_takes_it(
    tale: Tale,
) -> None:
    scenario, readings = tale
    # `play` weighs every row of every act, lapse and consequence in a scene of its own.
    record = play(scenario, readings)
    words = {name: {s.word for s in table.states} for name, table in procedures().items()}
    for outcome in record.outcomes:
        assert outcome.state in words[outcome.procedure]


@OFTEN
@given(tales())
def test_nothing_that_follows_of_itself_is_left_waiting(tale: Tale) -> None:
    scenario, readings = tale
    for _, after, _ in fired(world_of(scenario, readings), scenario.acts):
        assert waiting(after) == []


@given(tales())
def test_firing_is_deterministic_and_leaves_the_world_as_it_was(tale: Tale) -> None:
    scenario, readings = tale
    world = world_of(scenario, readings)
    for each in scenario.acts:
        kept, plain = hash(world), repr(world)
        one, steps = fire(world, deed(each, world.terms))
        other, again = fire(world, deed(each, world.terms))
        assert (one, steps) == (other, again)
        assert hash(one) == hash(other)
        assert (hash(world), repr(world)) == (kept, plain)
        world = one


@given(tales())
def test_a_refusal_changes_nothing_but_the_clock_and_names_what_fails(tale: Tale) -> None:
    scenario, readings = tale
    for before, after, steps in fired(world_of(scenario, readings), scenario.acts):
        *lapses, last = steps
        if last.kind != "refusal":
            continue
        came, brought = advance(before, after.now)
        assert after == came._replace(now=after.now)
        assert [step.kind for step in brought] == [step.kind for step in lapses]
        assert last.source == last.target
        assert not last.opens
        assert not last.closes
        assert last.finding is not None
        assert not last.finding.holds
        assert any(not leaf.holds for leaf in leaves(last.finding))


@given(tales())
def test_a_record_comes_back_from_json_as_it_was(tale: Tale) -> None:
    scenario, readings = tale
    record = play(scenario, readings)
    again = from_plain(json.loads(json.dumps(to_plain(record))))
    assert again == record
    assert to_plain(again) == to_plain(record)


@given(tales())
def test_a_record_tells_each_case_without_a_gap(tale: Tale) -> None:
    scenario, readings = tale
    record = play(scenario, readings)
    assert [step.seq for step in record.steps] == list(range(len(record.steps)))
    times = [step.when.earliest for step in record.steps]
    assert times == sorted(times)
    at_last = {case.id: procedures()[case.procedure].initial.word for case in CASES}
    for step in record.steps:
        if step.case:
            assert step.source == at_last[step.case]
            at_last[step.case] = step.target
    assert at_last == {outcome.case: outcome.state for outcome in record.outcomes}


@given(tales())
def test_every_line_of_the_ledger_was_opened_and_closed_by_the_steps_that_it_names(
    tale: Tale,
) -> None:
    scenario, readings = tale
    record = play(scenario, readings)
    for line in record.deadlines:
        opening = record.steps[line.opened]
        assert (line.case, line.name) in {(p.case, p.name) for p in opening.opens}
        if line.closed >= 0:
            closing = record.steps[line.closed]
            assert (line.case, line.name) in {(c.case, c.name) for c in closing.closes}
            assert line.opened <= line.closed
        else:
            assert line.status in ("running", "unmeasured")


@given(tales())
def test_every_step_says_which_readings_it_asked(tale: Tale) -> None:
    scenario, readings = tale
    record = play(scenario, readings)
    for step in record.steps:
        for id, option in step.readings:
            assert option in options_of(id)
            assert readings.get(id, option) == option
        for part in leaves(step.finding):
            assert part.reading is None or part.reading in step.readings


@given(tales())
def test_a_reading_that_was_never_asked_decides_nothing(tale: Tale) -> None:
    scenario, readings = tale
    record = play(scenario, readings)
    unasked = {use.id for use in record.readings if not use.consulted} - {"amb.day-zone"}
    fewer = {id: option for id, option in readings.items() if id not in unasked}
    assert came_of(play(scenario, fewer)) == came_of(record)


def decisive(scenario: Scenario, readings: dict[str, str] | None = None) -> dict[str, str]:
    """The options, by reading, under which, alone changed, an outcome would have been another."""
    record = play(scenario, readings, decisive=True)
    return {use.id: "".join(use.decisive or ()) for use in record.readings if use.decisive}


def test_a_reading_asked_only_for_a_refusal_is_found_decisive() -> None:
    readings = {"amb.quorum": "A", "amb.quorum-suspended": "B"}
    assert "amb.quorum-suspended" in decisive(put(), readings)


def test_a_reading_that_kept_something_from_following_is_found_decisive() -> None:
    # The next regular session opens: under B the cure would have lapsed there.
    assert decisive(next_session()).get("amb.cure-deadline") == "B"


def test_a_reading_on_the_membership_itself_is_found_decisive() -> None:
    # In September 2012 Uzbekistan is a member under B and suspended under A; it stays away.
    assert decisive(sat("2012-09-01", SIX)).get("amb.self-suspension") == "A"


def test_a_case_that_does_not_exist_is_a_key_error_and_an_unknown_act_a_refusal() -> None:
    world = world_of(story([meeting()], []))
    with pytest.raises(KeyError):
        fire(world, deed(act(clock("2015-06-01", 9), "open", "nothing")))
    _, (step,) = fire(world, deed(act(clock("2015-06-01", 9), "dance", "m")))
    assert step.kind == "refusal"
    assert step.finding is not None
    assert step.finding.says == "act.not_open"
    assert step.finding.fact("open") == ("open",)


# --- order, independence, names ------------------------------------------------------------------


@given(sittings(), choices("decision", "meeting"), st.randoms(use_true_random=False))
def test_the_order_of_positions_taken_at_one_moment_does_not_matter(
    sitting: dict[str, Any], readings: dict[str, str], random: Any
) -> None:
    scenario = sat(**sitting)
    acts = list(scenario.acts)
    spoken = [n for n, each in enumerate(acts) if each.name in POSITIONS]
    shuffled = list(spoken)
    random.shuffle(shuffled)
    for old, new in zip(spoken, shuffled, strict=True):
        acts[old] = scenario.acts[new]
    other = scenario._replace(acts=tuple(acts))
    assert came_of(play(other, readings)) == came_of(play(scenario, readings))


def renamed_cases(scenario: Scenario, suffix: str) -> Scenario:
    """The same story in cases of other names."""
    cases = tuple(
        case._replace(
            id=case.id + suffix,
            title=case.id + suffix,
            facts=case.facts.with_(meetings=tuple(m + suffix for m in case.facts["meetings"]))
            if "meetings" in case.facts
            else case.facts,
        )
        for case in scenario.cases
    )
    acts = tuple(each._replace(case=each.case + suffix) for each in scenario.acts)
    return scenario._replace(cases=cases, acts=acts)


@given(sittings(), sittings(), choices("decision", "meeting"))
def test_matters_that_have_nothing_in_common_do_not_touch_each_other(
    one: dict[str, Any], other: dict[str, Any], readings: dict[str, str]
) -> None:
    readings["amb.cure-deadline"] = "A"  # under B a later session of the same body ends a cure
    mine, theirs = sat(**one), renamed_cases(sat(**other), "2")
    both = sorted((*mine.acts, *theirs.acts), key=lambda each: each.time.low)
    together = play(story((*mine.cases, *theirs.cases), both), readings)
    apart = came_of(play(mine, readings)) + came_of(play(theirs, readings))
    assert sorted(came_of(together)) == sorted(apart)
    turned = play(story((*theirs.cases, *mine.cases), both), readings)
    assert sorted(came_of(turned)) == sorted(apart)


#: Neither chairs on the days below and neither follows whoever chairs: only the name differs.
TWINS = {"BLR": "KGZ", "KGZ": "BLR"}


def swapped(value: Any) -> Any:
    """A plain value with Belarus and Kyrgyzstan exchanged; lists of members in their own order."""
    if isinstance(value, str):
        return TWINS.get(value, value)
    if isinstance(value, dict):
        return Facts({swapped(key): swapped(part) for key, part in value.items()})
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        found = tuple(swapped(part) for part in value)
        return tuple(sorted(found, key=repr)) if value and isinstance(value[0], str) else found
    return value


@given(sittings(since="2015-01-01", until="2015-09-14"), choices("decision"))
def test_exchanging_two_members_that_differ_in_nothing_exchanges_them_in_the_outcome(
    sitting: dict[str, Any], readings: dict[str, str]
) -> None:
    scenario = sat(**sitting)
    acts = tuple(each._replace(by=TWINS.get(each.by, each.by)) for each in scenario.acts)
    here = play(scenario, readings).outcome("d")
    there = play(scenario._replace(acts=acts), readings).outcome("d")
    assert here is not None
    assert there is not None
    assert here.state == there.state
    twins = {(swapped(bond.member), bond.since, bond.known) for bond in here.bound}
    assert twins == {(bond.member, bond.since, bond.known) for bond in there.bound}
    unchanged = {"meetings", "body", "kind", "subject"}
    for key in set(here.facts) - unchanged:
        assert swapped(here.facts[key]) == swapped(swapped(there.facts[key])), key


# --- time ----------------------------------------------------------------------------------------


@given(tales(), st.lists(st.integers(0, 400), max_size=5))
def test_it_makes_no_difference_in_how_many_pieces_time_passes(
    tale: Tale, gaps: Sequence[int]
) -> None:
    scenario, readings = tale
    *_, (_, world, _) = fired(world_of(scenario, readings), scenario.acts)
    seconds = [world.now.latest + 86400 * days for days in sorted(gaps)]
    end = world.now.latest + 86400 * 500

    def passed(until: Sequence[int]) -> tuple[World, list[Step]]:
        now = world
        steps: list[Step] = []
        for second in until:
            now, brought = advance(now, Moment(second, second, "2030-01-01"), len(steps))
            steps += brought
        return now, steps

    whole, pieces = passed([end]), passed([*seconds, end])
    assert whole[0].cases == pieces[0].cases
    assert whole[0].periods == pieces[0].periods
    assert whole[1] == pieces[1]


def test_an_act_at_the_last_lawful_second_comes_before_the_lapse() -> None:
    cases = [meeting(session="extraordinary"), convening()]
    start = clock("2021-05-14", 10)
    last = at("2021-05-17T23:59:59+03:00")
    proposed = act(start, "propose", "c", "ARM")
    record = play(story(cases, [proposed, act(last, "open", "m")]))
    assert [step.kind for step in record.steps_of("c")] == ["act", "automatic"]
    late = at("2021-05-18T00:00:00+03:00")
    record = play(story(cases, [proposed, act(late, "open", "m")]))
    assert [step.kind for step in record.steps_of("c")] == ["act", "time", "automatic"]


# --- the law of the day --------------------------------------------------------------------------


@given(days("2012-12-01", "2012-12-31"))
def test_a_change_of_the_law_is_a_step_on_its_own_day(day: str) -> None:
    record = play(sat(day, SIX)._replace(since=at("2012-12-01"), until=at("2012-12-31")))
    changes = [step for step in record.steps if step.kind == "law"]
    assert [step.when.day for step in changes] == ["2012-12-19"]
    assert "charter.12.limited-format" in changes[0].under


# --- every state ---------------------------------------------------------------------------------

DAY = "2015-06-01"
FIVE = SIX[:5]
PROPOSAL = act(clock("2021-05-14", 10), "propose", "c", "ARM")


def put(present: Sequence[str] = SIX, *then: ScenarioAct, **positions: str) -> Scenario:
    said = {**dict.fromkeys(present, "consent"), **positions}
    return story([meeting(), decision()], [*session(DAY, present, said), *then])


def draft(*names: str, by: str = "") -> Scenario:
    acts = [act(clock(DAY, 9 + hour), name, "d", by) for hour, name in enumerate(names)]
    return story([decision()], acts)


def asked(*then: ScenarioAct) -> Scenario:
    return story([meeting(session="extraordinary"), convening()], [PROPOSAL, *then])


def sessioned(*names: str) -> Scenario:
    return story([meeting()], [act(clock(DAY, 9 + n), name, "m") for n, name in enumerate(names)])


def treaty(*names: str, **facts: Any) -> Scenario:
    acts = [
        act(at(f"2015-01-{n:02}"), name, "i", by)
        for n, name in enumerate(names, 1)
        for by in (("",) if name == "agree text" else ("ARM", "BLR"))
    ]
    return story([instrument(in_force_when="signature", **facts)], acts)


def taken_over() -> Scenario:
    old = treaty("sign")
    new = [each._replace(case="new", time=at("2016-01-01")) for each in old.acts]
    case = instrument("new", in_force_when="signature", replaces="i")
    return old._replace(cases=(*old.cases, case), acts=(*old.acts, *new))


def superseding() -> Scenario:
    first = put(FIVE)
    cases = [*first.cases, meeting("m2", session="extraordinary")]
    cases.append(decision("new", meetings=("m2",), replaces="d"))
    return story(cases, [*first.acts, *session("2016-01-01", SIX, id="m2", matter="new")])


DECLINED = {"amb.chair-gatekeeper": "B"}
CURE_B = {"amb.cure-deadline": "C"}
REACHED: dict[tuple[str, str], tuple[Callable[[], Scenario], dict[str, str]]] = {
    ("decision", "drafted"): (draft, {}),
    ("decision", "coordinated"): (lambda: draft("coordinate"), {}),
    ("decision", "endorsed"): (lambda: draft("endorse", by="CMFA"), {}),
    ("decision", "awaiting cure"): (lambda: put(FIVE), {}),
    ("decision", "not adopted"): (lambda: put(SIX, ARM="object"), {}),
    ("decision", "returned"): (lambda: draft("return"), {}),
    ("decision", "circulated"): (lambda: draft("circulate"), {}),
    ("decision", "adopted"): (put, {}),
    ("decision", "withdrawn"): (lambda: draft("withdraw"), {}),
    ("decision", "lapsed"): (
        lambda: put(FIVE, act(clock("2015-07-01", 9), "oppose", "d", "TJK")),
        CURE_B,
    ),
    ("decision", "superseded"): (superseding, {}),
    ("convening", "not proposed"): (lambda: story([meeting(), convening()], []), {}),
    ("convening", "not addressed"): (
        lambda: story(
            [meeting(), convening()],
            [act(clock(DAY, 9), "propose", "c", "ARM", to="RUS", form="call")],
        ),
        {},
    ),
    ("convening", "proposed"): (lambda: asked()._replace(until=at("2021-05-15")), {}),
    ("convening", "consulting"): (
        lambda: asked(act(clock("2021-05-14", 12), "consult", "c"))._replace(
            until=at("2021-05-15")
        ),
        {},
    ),
    ("convening", "called"): (
        lambda: asked(act(clock("2021-05-14", 12), "call", "c"))._replace(until=at("2021-05-15")),
        {},
    ),
    ("convening", "declined"): (
        lambda: asked(act(clock("2021-05-14", 12), "decline", "c")),
        DECLINED,
    ),
    ("convening", "lapsed"): (asked, {}),
    ("convening", "convened in time"): (
        lambda: asked(act(clock("2021-05-15", 9), "open", "m")),
        {},
    ),
    ("convening", "convened late"): (lambda: asked(act(clock("2021-06-01", 9), "open", "m")), {}),
    ("convening", "convened"): (
        lambda: asked(act(clock("2021-06-01", 9), "open", "m")),
        {"amb.clock-start": "C"},
    ),
    ("convening", "withdrawn"): (
        lambda: asked(act(clock("2021-05-14", 12), "withdraw", "c", "ARM")),
        {},
    ),
    ("meeting", "announced"): (sessioned, {}),
    ("meeting", "open"): (lambda: sessioned("open"), {}),
    ("meeting", "closed"): (lambda: sessioned("open", "close"), {}),
    ("instrument", "drafted"): (treaty, {}),
    ("instrument", "agreed"): (lambda: treaty("agree text"), {}),
    ("instrument", "signed"): (lambda: treaty("sign", signatories=SIX), {}),
    ("instrument", "in force"): (lambda: treaty("sign"), {}),
    ("instrument", "ended"): (lambda: treaty("sign", term_years=5), {}),
    ("instrument", "replaced"): (taken_over, {}),
}


#: The procedures on which the others rest; the others are held by their scenarios, see
#: test_procedures.
SHARED = ("convening", "decision", "instrument", "meeting")


def test_no_state_of_a_shared_table_is_without_a_story() -> None:
    tables = {(name, each.word) for name in SHARED for each in procedures()[name].states}
    assert set(REACHED) == tables


@pytest.mark.parametrize(("procedure", "word"), sorted(REACHED))
def test_every_state_is_reached_by_a_story(procedure: str, word: str) -> None:
    tell, readings = REACHED[procedure, word]
    record = play(tell(), readings)
    first = next(outcome for outcome in record.outcomes if outcome.procedure == procedure)
    assert first.state == word


# --- every row -----------------------------------------------------------------------------------


def next_session() -> Scenario:
    first = put(FIVE, act(clock("2016-01-01", 9), "open", "m2"))
    return first._replace(cases=(*first.cases, meeting("m2")))


def silence() -> Scenario:
    acts = [act(clock(DAY, 9), "circulate", "d", until="2015-07-01")]
    return story([decision()], [*acts, act(clock("2015-08-01", 9), "notify", "d")])


def waited() -> Scenario:
    first = treaty("sign")
    cases = [meeting(), decision(effect_when=("i",)), *first.cases]
    return story(cases, [*session("2014-12-23", SIX), *first.acts])


def later_effect() -> Scenario:
    """A treaty in force at once, with effect from a later day."""
    case = instrument(in_force_when="signature", effect_from="2016-01-01")
    return story([case], [act("2015-01-10", "sign", "i", each) for each in SIX[:2]])


def departing(*acts: ScenarioAct, cases: tuple[ScenarioCase, ...]) -> Scenario:
    """Belarus gives notice, and what stood open or bound it is settled when it is out."""
    belarus = ScenarioCase("b", "membership", "b", Facts(member="BLR"))
    leaving = [
        act(clock("2015-01-10", 9), "settle obligations", "b", "BLR"),
        act(clock("2015-01-20", 9), "give notice", "b", "BLR"),
    ]
    return story([*cases, belarus], [*leaving, *acts])


def departing_unsigned() -> Scenario:
    signing = [act(clock(DAY, 10), "sign", "d", each) for each in SIX if each != "BLR"]
    return departing(act(clock(DAY, 9), "circulate", "d"), *signing, cases=(decision(),))


def departing_absent() -> Scenario:
    others = tuple(each for each in SIX if each != "BLR")
    return departing(*session(DAY, others), cases=(meeting(), decision()))


def departing_bound() -> Scenario:
    return departing(*session(DAY, SIX), cases=(meeting(), decision()))


#: Rows that stories told at random seldom take.
SELDOM: tuple[tuple[Callable[[], Scenario], dict[str, str]], ...] = (
    (next_session, {"amb.cure-deadline": "B"}),
    (silence, {"amb.silence": "B"}),
    (waited, {}),
    (amendment, {}),
    (lambda: put(SIX, act(clock("2015-07-01", 9), "sign", "d", "ARM"), ARM="reserve"), {}),
    (lambda: put(SIX[:4], act(clock("2015-07-01", 9), "sign", "d", "TJK")), {}),
    (lambda: put(SIX[:4], act(clock("2015-07-01", 9), "oppose", "d", "TJK")), {}),
    (lambda: put(SIX[:5], act(clock("2015-07-01", 9), "sign", "d", "TJK")), {}),
    (later_effect, {}),
    (lambda: put(FIVE, act(clock("2015-07-01", 9), "sign", "d", "TJK")), {}),
    (departing_unsigned, {}),
    (departing_absent, {"amb.cure-roster": "B"}),
    (departing_bound, {}),
    (
        lambda: story(
            [meeting(), decision(subject="forces")],
            [*session("2015-06-01", SIX), act("2015-07-01", "give leave", "d", "TJK")],
        ),
        {"amb.domestic-authorisation": "B"},
    ),
    (
        lambda: asked(act(clock("2021-05-14", 12), "decline", "c")),
        {"amb.chair-gatekeeper": "C"},
    ),
)


def test_every_row_of_a_shared_table_is_taken_by_some_story() -> None:
    stories = [(tell(), readings) for tell, readings in (*REACHED.values(), *SELDOM)]
    stories += [told(seed, 40) for seed in range(300)]
    taken = set()
    for scenario, readings in stories:
        record = run(scenario, readings=readings)
        procedure = {outcome.case: outcome.procedure for outcome in record.outcomes}
        for step in record.steps:
            if step.case and not step.refused:
                taken.add((procedure[step.case], step.act, step.source, step.target))
    never = [
        (name, row.act, row.says)
        for name in SHARED
        for row in procedures()[name].steps
        if not any((name, row.act, s.word, (row.target or s).word) in taken for s in row.sources)
    ]
    assert never == []


# --- the watch itself ----------------------------------------------------------------------------


def test_the_watch_sees_a_second_open_row_and_a_row_that_the_engine_missed() -> None:
    scenario = put()
    table = rows_of("decision")
    adopting = next(row for row in table if row.step.act == "decide")
    doubled = (adopting, *table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "building.rows_of", lambda name: doubled if name == "decision" else rows_of(name)
        )
        with pytest.raises(AssertionError, match="decide"):
            play(scenario)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("building.rows_of", lambda _: ())
        with pytest.raises(AssertionError):
            play(scenario)


def test_run_and_fire_find_the_same_steps() -> None:
    scenario = put(FIVE, act(clock("2015-07-01", 9), "sign", "d", "TJK"))
    fired_steps = [
        step for _, _, steps in fired(world_of(scenario), scenario.acts) for step in steps
    ]
    ran = [step for step in run(scenario).steps if step.kind != "law"]
    assert [step._replace(seq=0) for step in fired_steps] == [step._replace(seq=0) for step in ran]


# --- the lean trigger ----------------------------------------------------------------------------


@cache
def by_the_library(name: str) -> Compiled:
    """A procedure on the library's own machine, whose triggers serve callbacks and queues too."""
    return Compiled(procedures()[name], Machine)


def test_the_lean_trigger_takes_the_rows_that_the_library_would_take() -> None:
    for seed in range(60):
        scenario, readings = told(seed, 40)
        lean = run(scenario, readings=readings)
        with patch.object(motion, "compiled", by_the_library):
            assert run(scenario, readings=readings) == lean


# --- a table that goes round ---------------------------------------------------------------------


class Round(States):
    """The states of a table that no procedure may be: its rows follow of each other for ever."""

    HERE = "it is here"
    THERE = "it is there"


def test_a_table_that_goes_round_is_stopped_and_the_refusal_names_the_matter() -> None:
    anybody = Actor("anybody", lambda scene: (scene.act.by,))
    always = Finding("act.open", True)
    rows = (
        Row("begin", Round.HERE, Round.THERE, anybody, (), "it begins"),
        Row("", Round.THERE, Round.HERE, OF_ITSELF, (), "it comes back", lambda _scene: always),
        Row("", Round.HERE, Round.THERE, OF_ITSELF, (), "it goes", lambda _scene: always),
    )
    table = Compiled(Procedure("round", "", "", Round, Round.HERE, frozenset(), rows))
    now = Moment(0, 0, "2016-01-01")
    world = World(now, Facts(x=Case("x", "round", "here", "", NO_FACTS)), (), Terms(), Facts())
    with patch.object(motion, "compiled", lambda _name: table):
        _, steps = fire(world, Act("begin", "KAZ", "x", now))
    assert steps[0].act == "begin"
    assert (steps[-1].kind, steps[-1].finding) == (
        "refusal",
        Finding("settle.circle", False, (), (("case", "x"),)),
    )
    assert CIRCLE <= len(steps) <= 3 * CIRCLE
