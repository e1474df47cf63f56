"""Exploring: the counts are those of running every course by itself, whoever is alike.

`brute` is the plainest way to count: each choice is written into the acts and the scenario is run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from math import comb
from typing import Any

import pytest
from building import OFTEN, options_of
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.cli.program import program
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.motion import fire
from csto_sim.engine.run import begun, run
from csto_sim.engine.times import moment_of, zone_for
from csto_sim.explored import Explored
from csto_sim.record import Record, Step
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.verify import courses
from csto_sim.verify.counting_out import counted_out, ways_of
from csto_sim.verify.courses import GOING_ON
from csto_sim.verify.explore import explore
from csto_sim.world import NO_FACTS, Act, Facts, World

MEMBERS = ("AND", "BRA", "CAN", "DNK", "ESP", "FJI", "GHA")
POSITIONS = ("consent", "object", "abstain", "reserve", "silent")

FILE = """
format: 1
title: Supposed members decide
sources: [{{note: supposed, evidence: hypothetical}}]
from: 2016-05-02
until: 2016-12-31
members: [{members}]
readings: {{{readings}}}
matters: {{plan: {{procedure: decision, body: {body}, kind: {kind}}}}}
meetings: {{sitting: {{body: {body}, host: {chair}, agenda: [plan]}}}}
acts:
  - {{date: 2016-05-10, act: open, meeting: sitting, presiding: {chair}, present: [{present}]}}
{between}
  - {{date: 2016-05-10, act: decide, matter: plan, consent: [{consent}], id: put}}
  - {{date: 2016-05-20, act: sign, matter: plan, by: {chair}}}
vary:
"""


def told(
    members: tuple[str, ...],
    *vary: str,
    present: tuple[str, ...] = (),
    consent: tuple[str, ...] = (),
    between: str = "",
    body: str = "CMFA",
    kind: str = "substantive",
    readings: dict[str, str] | None = None,
) -> Scenario:
    text = FILE.format(
        members=", ".join(members),
        chair=members[0],
        present=", ".join(present),
        consent=", ".join(consent),
        between=between,
        body=body,
        kind=kind,
        readings=", ".join(f"{id}: {option}" for id, option in (readings or {}).items()),
    )
    return loads(text + "".join(f"  - {each}\n" for each in vary) if vary else text[:-6])


# --- counting by hand ----------------------------------------------------------------------------


def courses_of(scenario: Scenario, members: tuple[str, ...]) -> Iterator[Scenario]:
    """Every course of a scenario in which attendance or positions of some members vary."""
    comes = {w: e.values for e in scenario.vary if e.kind == "attends" for w in _who(e, members)}
    says = {w: e.values for e in scenario.vary if e.kind == "position" for w in _who(e, members)}
    there = {act.by for act in scenario.acts if act.name == "attend"}
    for coming in product(*comes.values()):
        came = dict(zip(comes, coming, strict=True))
        room = [m for m in members if came.get(m, "yes" if m in there else "no") == "yes"]
        silent = run(with_choices(scenario, room, says, {}))
        seated = {s.by for s in silent.steps if s.act == "attend" and not s.refused}
        speakers = [m for m in says if m in seated]
        for saying in product(*(says[m] for m in speakers)):
            yield with_choices(scenario, room, says, dict(zip(speakers, saying, strict=True)))


def _who(each: Any, members: tuple[str, ...]) -> tuple[str, ...]:
    return members if each.who == ("all",) else tuple(each.who)


def with_choices(
    scenario: Scenario, room: list[str], says: dict[str, Any], said: dict[str, str]
) -> Scenario:
    acts: list[ScenarioAct] = []
    for act in scenario.acts:
        if act.name == "attend" or (act.name == "consent" and act.by in says):
            continue
        if act.name == "decide":
            acts += [
                act._replace(name=word, by=who, takes=NO_FACTS)
                for who, word in said.items()
                if word != "silent"
            ]
        if act.name == "open":
            act = act._replace(takes=act.takes.plus("present", tuple(room)))
        acts.append(act)
        if act.name == "open":
            acts += [act._replace(name="attend", by=who, takes=NO_FACTS) for who in room]
    return scenario._replace(acts=tuple(acts))


def brute(scenario: Scenario, members: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    return Counter(states(run(each)) for each in courses_of(scenario, members))


def states(record: Record) -> tuple[str, ...]:
    return tuple(each.state for each in record.outcomes if each.procedure != "meeting")


def counted(found: Explored) -> dict[tuple[str, ...], int]:
    return {tuple(a.state for a in each.answers): each.courses for each in found.outcomes}


READINGS = (
    *("amb.absence-effect", "amb.abstention", "amb.reservation", "amb.silence", "amb.quorum"),
    *("amb.limited-size", "amb.limited-consent", "amb.interim-validity", "amb.absence-cure"),
    *("amb.procedural-majority", "amb.chair-absent", "amb.absence-with-nonobjection"),
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Scenario, tuple[str, ...]]:
    """A matter before three or four members, of whom some may come and say this or that."""
    members = MEMBERS[: draw(st.integers(2, 4))]
    some = st.lists(st.sampled_from(members), unique=True)
    varying = draw(st.lists(st.sampled_from(members), unique=True, min_size=1))
    saying = draw(st.lists(st.sampled_from(members), unique=True, min_size=1))
    words = draw(st.lists(st.sampled_from(POSITIONS), unique=True, min_size=1, max_size=3))
    between = ""
    for who in draw(some):
        what = draw(st.sampled_from(["accept limited format", "object to limited format"]))
        between += f"  - {{date: 2016-05-10, act: {what}, matter: plan, by: {who}}}\n"
    if between:
        proposed = "{date: 2016-05-10, act: propose limited format, matter: plan, by: AND}"
        between = f"  - {proposed}\n{between}"
    readings = {
        id: draw(st.sampled_from(options_of(id)))
        for id in draw(st.lists(st.sampled_from(READINGS), unique=True, max_size=5))
    }
    scenario = told(
        members,
        f"{{at: sitting, member: [{', '.join(varying)}], attends: [true, false]}}",
        f"{{matter: plan, member: [{', '.join(saying)}], position: [{', '.join(words)}]}}",
        present=tuple(draw(some)),
        consent=tuple(draw(some)),
        between=between.rstrip("\n"),
        body=draw(st.sampled_from(["CSC", "CMFA", "CMD", "PC"])),
        kind=draw(st.sampled_from(["substantive", "substantive", "procedural"])),
        readings=readings,
    )
    return scenario, members


@OFTEN
@given(stories())
def test_every_course_is_counted_once_whoever_is_alike(
    story: tuple[Scenario, tuple[str, ...]],
) -> None:
    scenario, members = story
    expected = dict(brute(scenario, members))
    assert counted(explore(scenario)) == expected
    assert counted(explore(scenario, alike=False)) == expected


@OFTEN
@given(stories())
def test_an_example_runs_to_the_outcome_that_it_is_an_example_of(
    story: tuple[Scenario, tuple[str, ...]],
) -> None:
    for each in explore(story[0]).outcomes:
        assert states(each.record) == tuple(answer.state for answer in each.answers)


@OFTEN
@given(stories())
def test_who_is_bound_can_be_asked_and_every_member_then_counts_for_itself(
    story: tuple[Scenario, tuple[str, ...]],
) -> None:
    scenario, members = story
    expected: Counter[Any] = Counter()
    for each in courses_of(scenario, members):
        found = run(each).outcome("plan")
        assert found is not None
        bound = tuple(bond.member for bond in found.bound if not bond.until)
        expected[found.state, bound] += 1
    answered = explore(scenario, asked=("state", "bound")).outcomes
    assert {
        (each.answers[0].state, each.answers[0].bound): each.courses for each in answered
    } == dict(expected)


@OFTEN
@given(stories())
def test_the_example_is_the_shortest_course_of_its_outcome(
    story: tuple[Scenario, tuple[str, ...]],
) -> None:
    scenario, members = story
    shortest: dict[tuple[str, ...], int] = {}
    for each in courses_of(scenario, members):
        length = len(each.acts)
        key = states(run(each))
        shortest[key] = min(length, shortest.get(key, length))
    for found in explore(scenario).outcomes:
        acts = sum(step.kind in ("act", "refusal") for step in found.record.steps)
        assert acts == shortest[tuple(answer.state for answer in found.answers)]


# --- members that nothing tells apart ------------------------------------------------------------


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A value with members renamed; what was in the order of names is so again."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Facts):
        return Facts({names.get(k, k): renamed(v, names) for k, v in value.items()})
    if isinstance(value, tuple):
        parts = [renamed(each, names) for each in value]
        codes = all(isinstance(each, str) and each in names for each in value)
        if codes and list(value) == sorted(value):
            parts.sort()
        return value._make(parts) if hasattr(value, "_make") else tuple(parts)
    return value


def unordered(value: Any) -> Any:
    """A value in which lists of members are compared by who is on them."""
    if isinstance(value, Facts):
        return frozenset((k, unordered(v)) for k, v in value.items())
    if isinstance(value, tuple) and all(each in MEMBERS for each in value):
        return frozenset(value)
    if isinstance(value, tuple):
        return (type(value).__name__, tuple(unordered(each) for each in value))
    return value


def reasons(step: Step) -> list[Any]:
    tree = step.finding.tree() if step.finding is not None else ()
    return [(depth, found.says, found.holds, found.under) for depth, found in tree]


@OFTEN
@given(stories(), st.data())
def test_fire_treats_members_alike_whom_nothing_tells_apart(
    story: tuple[Scenario, tuple[str, ...]], data: st.DataObject
) -> None:
    """`fire(p(world), p(act))` is `p(fire(world, act))`, steps and findings included."""
    scenario, members = story
    order = data.draw(st.sampled_from(list(permutations(members))))
    names = dict(zip(members, order, strict=True))
    terms = terms_of(scenario)
    zone = zone_for(terms)
    world = begun(scenario, terms).world
    other: World = world._replace(cases=renamed(world.cases, names))
    chosen = data.draw(st.sampled_from(list(courses_of(scenario, members))))
    for each in chosen.acts:
        when = moment_of(each.time, zone)
        act = Act(each.name, each.by, each.case, when, each.takes, each.origin)
        world, steps = fire(world, act)
        other, others = fire(other, renamed(act, names))
        assert unordered(renamed(world.cases, names)) == unordered(other.cases)
        assert unordered(renamed(world.periods, names)) == unordered(other.periods)
        assert [(s.kind, s.target, s.under) for s in steps] == [
            (s.kind, s.target, s.under) for s in others
        ]
        for one, two in zip(steps, others, strict=True):
            assert reasons(one) == reasons(two)


def test_a_state_that_chairs_is_told_apart_from_the_others() -> None:
    scenario = load(shipped.find("decision/one-absent-member") or "")
    merged, apart = explore(scenario), explore(scenario, alike=False)
    assert counted(merged) == counted(apart)
    assert merged.worlds < apart.worlds


def test_three_choices_of_fifty_seven_members_are_counted_to_the_last() -> None:
    """Whoever presides must be there: 2 · 3^56 courses, and 2^56 in which nobody opens."""
    found = explore(_of_fifty_seven())
    total = 2 * 3**56 + 2**56
    assert found.complete
    assert found.courses == total
    assert counted(found) == {
        ("adopted",): 1,
        ("awaiting cure",): 2**56 - 1,
        ("drafted",): 2**56,
        ("not adopted",): total - 2**57,
    }


def _of_fifty_seven() -> Scenario:
    codes = tuple(f"{a}{b}{c}" for a in "ABC" for b in "AEIOU" for c in "BDGLMNRST")
    known = [code for code in codes if _exists(code)]
    more = [code for code in _all_codes() if code not in known]
    return told(
        tuple(sorted([*known, *more])[:57]),
        "{at: sitting, member: all, attends: [true, false]}",
        "{matter: plan, member: all, position: [consent, object]}",
    )


def _all_codes() -> list[str]:
    from csto_sim.organisation import russian_order, states

    return [code for code in states() if code not in russian_order()]


def _exists(code: str) -> bool:
    return code in _all_codes()


@given(st.integers(0, 7), st.integers(1, 4), st.sampled_from([None, 1, 2]))
def test_members_are_shared_out_among_variants_in_every_way_exactly_once(
    size: int, variants: int, cap: int | None
) -> None:
    found: Counter[tuple[int, ...]] = Counter()
    for choices in product(range(variants), repeat=size):
        numbers = [choices.count(n) for n in range(variants)]
        found[tuple([n if cap is None else min(n, cap) for n in numbers])] += 1
    ones = [Fraction(1, variants)] * variants
    told: dict[tuple[int, ...], int] = {}
    for shares in counted_out(size, variants, cap):
        many, weight = ways_of(size, shares, ones, cap)
        assert weight == Fraction(many, variants**size)
        if many:
            told[shares] = many
    assert told == dict(found)
    assert comb(size + variants - 1, variants - 1) >= len(told)


# --- weights, days, acts, readings ---------------------------------------------------------------


def test_weights_are_exact_and_add_up_to_one() -> None:
    found = explore(
        told(
            ("AND", "BRA", "CAN"),
            "{at: sitting, member: [BRA, CAN], attends: [true, false], weights: [2/3, 1/3]}",
            present=("AND",),
            consent=("AND", "BRA", "CAN"),
        )
    )
    assert {each.answers[0].state: each.weight for each in found.outcomes} == {
        "adopted": Fraction(4, 9),
        "awaiting cure": Fraction(5, 9),
    }


@OFTEN
@given(stories(), st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50))
def test_weights_follow_the_choices_of_each_member(
    story: tuple[Scenario, tuple[str, ...]], share: Fraction
) -> None:
    scenario, members = story
    vary = tuple(
        each._replace(weights=(share, 1 - share)) if each.kind == "attends" else each
        for each in scenario.vary
    )
    scenario = scenario._replace(vary=vary)
    coming = {who for each in vary if each.kind == "attends" for who in each.who}
    words = next(each for each in vary if each.kind == "position")
    expected: dict[tuple[str, ...], Fraction] = {}
    for each in courses_of(scenario, members):
        room = {act.by for act in each.acts if act.name == "attend"}
        record = run(each)
        seated = {s.by for s in record.steps if s.act == "attend" and not s.refused}
        weight = Fraction(1, len(words.values)) ** sum(who in seated for who in words.who)
        for who in coming:
            weight *= share if who in room else 1 - share
        key = states(record)
        expected[key] = expected.get(key, Fraction(0)) + weight
    found = {tuple(a.state for a in o.answers): o.weight for o in explore(scenario).outcomes}
    assert found == expected
    assert sum(expected.values()) == 1


CALL = """
format: 1
title: A session is asked for
sources: [{note: supposed, evidence: hypothetical}]
from: 2021-03-01
until: 2021-03-20
matters: {call: {procedure: convening, meeting: sitting}}
meetings: {sitting: {body: CSC, session: extraordinary}}
acts:
  - {date: 2021-03-01, act: propose, matter: call, by: KGZ, id: asked}
  - {date: 2021-03-02, act: open, meeting: sitting, presiding: TJK, present: [TJK, KGZ], id: met}
vary:
"""


def test_days_vary_just_before_at_and_after_what_falls_due() -> None:
    found = explore(loads(CALL + "  - {act: met, day: limits}\n"))
    days = {each.what: each.values for each in found.varied}["day of act 2"]
    assert {"2021-03-03", "2021-03-04", "2021-03-05"} <= set(days)
    by_state = {each.answers[0].state: {c.value for c in each.chosen} for each in found.outcomes}
    assert set(by_state) == {"convened in time", "convened late"}
    assert found.courses == len(days)


def test_an_act_may_happen_or_not_and_on_other_days() -> None:
    found = explore(
        loads(
            CALL
            + "  - {act: 1, happens: [true, false]}\n"
            + "  - {act: met, day: [2021-03-02, 2021-03-19]}\n"
        )
    )
    assert counted(found) == {
        ("convened in time",): 1,
        ("convened late",): 1,
        ("not proposed",): 2,
    }


def test_a_reading_may_vary_among_its_options() -> None:
    found = explore(
        told(
            ("AND", "BRA"),
            "{reading: absence-effect}",
            present=("AND",),
            consent=("AND",),
        )
    )
    assert found.courses == len(options_of("amb.absence-effect"))
    for each in found.outcomes:
        option = next(c.value for c in each.chosen if c.what == "reading amb.absence-effect")
        use = next(use for use in each.record.readings if use.id == "amb.absence-effect")
        assert use.option == option


# --- limits ------------------------------------------------------------------------------------


def test_what_is_stopped_says_so_and_counts_no_more_than_there_is() -> None:
    scenario = told(
        MEMBERS,
        "{at: sitting, member: all, attends: [true, false]}",
        f"{{matter: plan, member: all, position: [{', '.join(POSITIONS)}]}}",
        readings={"amb.quorum": "B"},
    )
    whole = explore(scenario)
    assert whole.complete
    assert sum(each.courses for each in whole.outcomes) == whole.courses
    for limit in (1, 60, 200):
        part = explore(scenario, limit=limit)
        assert not part.complete
        assert f"{limit:,} worlds" in part.stopped
        assert 0 < part.courses < whole.courses
        for key, number in counted(part).items():
            assert number <= counted(whole)[key]


def test_a_limit_holds_where_every_member_is_told_apart() -> None:
    """2^57 answers to one question are not taken at once."""
    for limit in (500, 5_000):
        part = explore(_of_fifty_seven(), alike=False, limit=limit)
        assert not part.complete
        assert part.outcomes
        # Past the limit a few courses are followed through what remains of the file.
        assert part.worlds < limit + 57 * 2 * GOING_ON * GOING_ON


@pytest.mark.parametrize("at_once", [1, 7])
def test_classes_one_after_another_come_to_the_same(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = told(
        MEMBERS,
        "{at: sitting, member: all, attends: [true, false]}",
        "{matter: plan, member: all, position: [consent, object, silent],"
        " weights: [1/2, 1/3, 1/6]}",
    )
    whole = explore(scenario)
    monkeypatch.setattr(courses, "AT_ONCE", at_once)
    for alike in (True, False):
        found = explore(scenario, alike=alike)
        assert found.complete
        assert found.courses == whole.courses
        assert counted(found) == counted(whole)
        assert {each.answers: each.weight for each in found.outcomes} == {
            each.answers: each.weight for each in whole.outcomes
        }


def test_the_command_says_that_it_is_incomplete_and_exits_with_1(tmp_path: Any) -> None:
    file = tmp_path / "s.yaml"
    text = (shipped.find("decision/one-absent-member") or file).read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    found = CliRunner().invoke(program, ["explore", str(file), "--no-log", "--limit", "100"])
    assert found.exit_code == 1
    assert "Incomplete: stopped by the limit of 100 worlds" in found.output
    assert max(map(len, found.output.splitlines())) <= 80


# --- what cannot be followed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{at: sitting}", "varies nothing"),
        ("{at: sitting, member: AND, attends: true, position: [consent]}", "several things"),
        ("{member: AND, attends: [true]}", "says not enough"),
        ("{at: sitting, member: AND, act: 1, attends: [true]}", "does not belong"),
        ("{at: nowhere, member: AND, attends: [true]}", "no meeting 'nowhere'"),
        ("{matter: plan, member: AND, position: [maybe]}", "not a position"),
        ("{act: 99, happens: [true, false]}", "no act 99"),
        ("{act: putt, day: [2016-05-11]}", "no act putt"),
        ("{reading: absence}", "no reading 'absence'"),
        ("{reading: absence-effect, options: [Z]}", "no option Z"),
        ("{act: put, happens: [true, false], weights: [1e999999999, 1]}", "1e999999999"),
        ("{act: put, happens: [true, false], weights: [1/2]}", "1 weights for 2 variants"),
        ("{act: put, happens: [true, false], weights: [1/2, 1/3]}", "add up to 5/6"),
        ("{act: put, happens: [true, false], weights: [1/2, much]}", "the word 'much'"),
        ("{act: put, day: limits, weights: [1]}", "no weights"),
    ],
)
def test_an_entry_that_cannot_be_followed_is_told_with_its_line(entry: str, says: str) -> None:
    from csto_sim.errors import Unreadable

    with pytest.raises(Unreadable) as caught:
        told(("AND", "BRA"), entry)
    fault = caught.value.complaints[0]
    assert says in fault.message or says in str(fault)
    assert fault.line == 17


def test_what_varies_in_a_meeting_that_never_opens_is_told() -> None:
    from csto_sim.errors import Unreadable

    scenario = loads(
        CALL.replace("act: open", "act: close").replace(
            ", presiding: TJK, present: [TJK, KGZ]", ", by: TJK"
        )
        + "  - {at: sitting, member: KAZ, attends: [true, false]}\n"
    )
    with pytest.raises(Unreadable, match="is not opened"):
        explore(scenario)
