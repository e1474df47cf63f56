"""The matrix of rights: its data, who stands as what, and that every act is checked against it."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from building import (
    SIX,
    act,
    clock,
    days,
    decision,
    deed,
    meeting,
    options_of,
    play,
    story,
    world_of,
)
from hypothesis import given
from hypothesis import strategies as st
from test_cli import call, ok

from csto_sim import law, organisation, shipped
from csto_sim.cli.screen import WIDTH
from csto_sim.engine import machines
from csto_sim.engine.motion import fire
from csto_sim.engine.run import run
from csto_sim.law.rights import FILE, NO, NOT_STATED, ON_CONDITION, YES, parse
from csto_sim.law.texts import data_files, load_yaml
from csto_sim.procedures import procedures
from csto_sim.record import Record, Step
from csto_sim.rules.rights import Standing, entitled, in_full, outside, standing
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.scene import Scene
from csto_sim.world import Case, Facts, World

RIGHTS = (
    "attend speak propose vote receive distribute exercises operations join".split()  # noqa: SIM905
)
STATUSES = (
    "member",
    "suspended member",
    "member without vote",
    "partner",
    "observer",
    "Parliamentary Assembly observer",
    "guest",
    "invited person",
)
RANK = {NO: 0, NOT_STATED: 0, ON_CONDITION: 1, YES: 2}
DAY = "2023-05-10"
MATRIX = law.rights()
ENTRIES = [
    (status, right, entry)
    for status in MATRIX.statuses.values()
    for right, entries in status.rights.items()
    for entry in entries
]


# --- the data ------------------------------------------------------------------------------------


def test_every_status_is_told_of_every_right() -> None:
    assert list(MATRIX.rights) == RIGHTS
    assert tuple(MATRIX.statuses) == STATUSES
    assert all(status.rights[right] for status in MATRIX.statuses.values() for right in RIGHTS)


def test_what_the_matrix_cites_exists() -> None:
    cited = {id for status in MATRIX.statuses.values() for id in status.under}
    cited |= {id for _, _, entry in ENTRIES for id in (*entry.under, *entry.needs)}
    cited |= {s.early.basis for s in MATRIX.statuses.values() if s.early}
    assert {id for id in cited if law.provision(id) is None} == set()
    assert set(MATRIX.readings()) <= set(law.readings())


def test_a_reading_is_answered_under_each_of_its_options() -> None:
    for status, right, entry in ENTRIES:
        if entry.reading:
            told = set(entry.options)
            assert told == set(law.readings()[entry.reading].options), f"{status.word}: {right}"


def test_each_of_the_conditions_is_set_somewhere() -> None:
    used = {c for _, _, e in ENTRIES for told in e.options.values() for c in told.conditions}
    assert used == set(MATRIX.conditions)


def test_what_is_stated_rests_on_something_and_what_is_silent_on_nothing() -> None:
    for status, right, entry in ENTRIES:
        stated = any(told.answer != NOT_STATED for told in entry.options.values())
        assert stated == bool(entry.evidence), f"{status.word}: {right}"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: entry.pop("under"),
        lambda entry: entry.update({"answer": "perhaps"}),
        lambda entry: entry.update({"if": ["by surprise"]}),
        lambda entry: entry.pop("if"),
        lambda entry: entry.update({"whim": "x"}),
    ],
)
def test_malformed_data_is_noticed(spoil: object) -> None:
    content = load_yaml(dict(data_files())[FILE])
    spoilt = copy.deepcopy(content)
    spoil(spoilt["statuses"]["partner"]["rights"]["exercises"][0])  # type: ignore[operator]
    parse(content)
    with pytest.raises(ValueError, match=r"rights\.yaml: partner: exercises"):
        parse(spoilt)


# --- who stands as what --------------------------------------------------------------------------


def scene(
    by: str = "SRB",
    day: str = DAY,
    more: tuple[Case, ...] = (),
    readings: dict[str, str] | None = None,
    **facts: Any,
) -> Scene:
    """A scene in a meeting of the Council; `more` are cases of procedures that need not be there.

    The facts are those of the meeting.
    """
    told = story([meeting(**({"body": "CSC"} | facts))], [], day, "2026-12-31")
    world = beside(world_of(told, readings), more)
    return Scene(world, world.cases["m"], deed(act(day, "attend", "m", by), world.terms))


def beside(world: World, more: tuple[Case, ...]) -> World:
    """The world with further cases, as `start` would have put them there."""
    cases, dependents = world.cases, world.dependents
    for case in more:
        key = f"procedure: {case.procedure}"
        cases = cases.plus(case.id, case)
        dependents = dependents.plus(key, (*dependents.get(key, ()), case.id))
    return world._replace(cases=cases, dependents=dependents)


def status_matter(
    status: str, state: str = "active", applicant: str = "SRB", areas: tuple[str, ...] = ()
) -> Case:
    facts = Facts(applicant=applicant, status=status, areas=areas)
    return Case("s", "status", state, "2021-06-01", facts)


def membership_matter(member: str, standing: str) -> Case:
    return Case(
        "x", "membership", "whatever", "2021-06-01", Facts(member=member, standing=standing)
    )


@given(days("1994-04-20", "2026-06-30"), st.sampled_from(("A", "B")))
def test_members_stand_as_the_roster_of_the_day_has_it(day: str, option: str) -> None:
    readings = {"amb.self-suspension": option, "amb.readmission": option}
    here = scene(day=day, readings=readings)
    roster = here.roster()
    for code in ("ARM", "AZE", "GEO", "RUS", "UZB"):
        found = standing(here, code).status
        assert (found == "member") == (code in roster.members)
        assert (found == "suspended member") == (code in roster.suspended)
        if in_full(here, code):
            assert found == "member"


@pytest.mark.parametrize("status", ["partner", "observer"])
def test_a_status_is_held_while_its_matter_is_active(status: str) -> None:
    areas = ("peacekeeping",)
    held = scene(more=(status_matter(status, areas=areas),))
    assert standing(held, "SRB") == Standing(status, "s", areas)
    assert held.saw == ["s"]
    assert standing(held, "CUB").status == "guest"
    for state in ("suspended", "protocol signed", "annulled"):
        assert standing(scene(more=(status_matter(status, state),)), "SRB").status == "guest"


def test_a_scenario_can_suppose_a_status_and_no_membership() -> None:
    supposed = scene(partners=("SRB", "RUS"), observers=("CUB",))
    assert standing(supposed, "SRB").status == "partner"
    assert standing(supposed, "CUB").status == "observer"
    assert standing(supposed, "RUS").status == "member"


def test_a_matter_of_membership_takes_a_vote_away_and_suspends() -> None:
    assert standing(scene(more=(membership_matter("ARM", "voteless"),)), "ARM").status == (
        "member without vote"
    )
    assert standing(scene(more=(membership_matter("ARM", "suspended"),)), "ARM").status == (
        "suspended member"
    )
    for change in ("voteless", "suspended"):
        here = scene(more=(membership_matter("ARM", change),))
        assert not in_full(here, "ARM")
        assert in_full(here, "KAZ")


def test_a_parliament_observes_the_assembly_and_nothing_else() -> None:
    for each in organisation.pa_observers():
        assert standing(scene(body="PA", day="2019-06-01"), each.code).status == (
            "Parliamentary Assembly observer"
        )
        for body in ("CSC", "CMFA", "PC"):
            assert standing(scene(body=body, day="2019-06-01"), each.code).status == "guest"
    assert standing(scene(body="PA", day="2012-06-01"), "SRB").status == "guest"
    # Whom the Assembly admits in a scenario is its observer there, and nowhere else.
    admitted = Case(
        "a", "parliamentary_assembly", "at work", "2007-03-30", Facts(observers=("CUB",))
    )
    for body, status in (("PA", "Parliamentary Assembly observer"), ("CSC", "guest")):
        assert standing(scene(body=body, more=(admitted,)), "CUB").status == status


def test_offices_and_organs_hold_no_rights_and_can_be_invited() -> None:
    here = scene()
    assert {standing(here, code).status for code in ("SG", "JS", "CMFA")} == {"invited person"}
    assert not any(outside(code) for code in ("SG", "SECRETARIAT", "CSC", ""))
    assert standing(here, "CHAIR").status == "member"


# --- what the matrix says ------------------------------------------------------------------------


def answer(status: str, right: str, day: str = DAY, **about: object) -> str:
    """What the matrix says by defaults and readings: the answer of the entry that the rule takes.

    `about` are facts of the meeting; readings are written without their prefix, `_` for `-`.
    """
    chosen = {}
    for key in [key for key in about if key.startswith("amb_")]:
        chosen[f"amb.{key[4:].replace('_', '-')}"] = str(about.pop(key))
    who = {"partner": {"partners": ("CUB",)}, "observer": {"observers": ("CUB",)}}
    code = {"member": "KAZ", "suspended member": "UZB", "invited person": "SG"}.get(status, "CUB")
    more: tuple[Case, ...] = ()
    if status == "member without vote":
        code, more = "ARM", (membership_matter("ARM", "voteless"),)
    if status == "Parliamentary Assembly observer":
        code, about = "SRB", {"body": "PA", **about}
    here = scene(code, day, more, chosen, **{**who.get(status, {}), **about})
    assert standing(here, code).status == status
    found = entitled(here, right)
    return {
        "right.there": YES,
        "right.on_condition": ON_CONDITION,
        "right.not_there": NO,
        "right.not_stated": NOT_STATED,
    }[found.says]


OUTSIDERS = ("partner", "observer", "Parliamentary Assembly observer", "guest", "invited person")
READINGS = st.fixed_dictionaries(
    {f"amb_{id[4:].replace('-', '_')}": st.sampled_from(options_of(id)) for id in MATRIX.readings()}
)


@given(READINGS, st.sampled_from(OUTSIDERS), days("2013-06-01", "2026-06-30"))
def test_nobody_votes_but_members_on_any_day_under_any_reading(
    readings: dict[str, str], status: str, day: str
) -> None:
    assert RANK[answer(status, "vote", day, **readings)] == 0


@given(READINGS, st.sampled_from(("suspended member", "member without vote")))
def test_whoever_is_suspended_or_in_arrears_votes_only_where_it_counts_in_full(
    readings: dict[str, str], status: str
) -> None:
    full = readings["amb_quorum_suspended"] == "C"
    assert (answer(status, "vote", **readings) == YES) == full


@given(READINGS, st.sampled_from(RIGHTS), st.sampled_from(("CSC", "CMFA", "CMD", "PC", "ICMEC")))
def test_a_partner_never_has_less_than_an_observer_once_both_are_law(
    readings: dict[str, str], right: str, body: str
) -> None:
    partner = answer("partner", right, "2021-01-19", body=body, **readings)
    observer = answer("observer", right, "2021-01-19", body=body, **readings)
    if right == "join":  # what every state can do, told for one of them in words of its own
        assert (partner, observer) == (ON_CONDITION, ON_CONDITION)
    assert RANK[partner] >= RANK[observer]


@given(st.sampled_from(RIGHTS), days("2003-09-18", "2026-06-30"))
def test_a_member_has_no_less_than_anybody(right: str, day: str) -> None:
    mine = RANK[answer("member", right, day)]
    for status in ("guest", "invited person"):
        assert mine >= RANK[answer(status, right, day)]


def told_as(status: str, day: str, option: str, right: str = "attend") -> tuple[object, object]:
    """As what somebody supposed to be a partner or observer has a right, and what it is called."""
    here = scene("CUB", day, (), {"amb.status-before-2021": option}, **{f"{status}s": ("CUB",)})
    found = entitled(here, right)
    return found.fact("status"), found.fact("standing")


@given(days("1995-01-01", "2021-01-18"), st.sampled_from(("A", "B")))
def test_there_is_no_partner_before_its_law_but_by_a_reading_from_2018(
    day: str, option: str
) -> None:
    early = option == "B" and day >= "2018-11-08"
    a_guest = ("a guest", "no member, partner or observer")
    assert told_as("partner", day, option) == (("a partner", "a partner") if early else a_guest)
    assert told_as("partner", "2021-01-19", option) == ("a partner", "a partner")


@given(days("2003-09-18", "2021-01-18"), st.sampled_from(("A", "B")))
def test_of_an_observer_under_the_old_article_21_no_right_is_stated_that_a_guest_has_not(
    day: str, option: str
) -> None:
    early = option == "B" and day >= "2018-11-08"
    expected = "an observer" if early else "a guest"
    assert told_as("observer", day, option) == (expected, "an observer")
    for right in ("receive", "distribute"):
        found = answer("observer", right, day, amb_status_before_2021=option)
        assert found == (ON_CONDITION if early else NOT_STATED)
    assert MATRIX.statuses["observer"].in_law(day)
    assert not MATRIX.statuses["partner"].in_law(day)


def test_an_observer_speaks_in_the_council_as_the_reading_has_it_and_below_always() -> None:
    for body, told in (("CSC", (1, 0, 1)), ("CSSC", (1, 0, 1)), ("PC", (1, 1, 1))):
        found = [answer("observer", "speak", body=body, amb_observer_speech=o) for o in "ABC"]
        assert tuple(RANK[one] for one in found) == told, body


def test_where_the_sources_are_silent_nothing_is_stated() -> None:
    for status in OUTSIDERS:
        assert answer(status, "propose") == NOT_STATED
    for right in ("receive", "distribute"):
        assert answer("guest", right) == answer("suspended member", right) == NOT_STATED


# --- every act is checked ------------------------------------------------------------------------


def sitting(*acts: ScenarioAct, matter: bool = True, **facts: Any) -> Scenario:
    cases = [meeting(place="Minsk", host="BLR", **facts)]
    if matter:
        cases.append(decision())
    opening = [act(clock(DAY, 10), "open", "m", presiding="BLR")]
    opening += [act(clock(DAY, 10), "attend", "m", member) for member in SIX]
    return story(cases, [*opening, *acts], "2023-05-01", "2023-12-31")


def told(record: Record, name: str, by: str) -> list[str]:
    """What the refusals of an act by somebody rest on: the names of their findings."""
    return [
        part.says
        for step in record.refusals
        if (step.act, step.by) == (name, by) and step.finding is not None
        for _, part in step.finding.tree()
    ]


@given(
    st.sampled_from(("consent", "object", "abstain", "reserve", "declare non-objection")),
    st.sampled_from(("SRB", "CUB", "MNG", "UZB", "OSCE")),
    READINGS,
)
def test_no_outsider_takes_a_position_and_the_refusal_says_why(
    position: str, by: str, readings: dict[str, str]
) -> None:
    chosen = {f"amb.{key[4:].replace('_', '-')}": value for key, value in readings.items()}
    scenario = sitting(
        act(clock(DAY, 11), position, "d", by), partners=("CUB",), observers=("MNG",)
    )
    record = play(scenario, chosen)
    if by == "UZB" and chosen["amb.quorum-suspended"] == "C":
        return
    (step,) = record.refusals
    assert step.finding is not None
    (why,) = [part for _, part in step.finding.tree() if part.says == "right.not_there"]
    assert why.under
    assert set(step.under) & set(why.under)
    assert why.fact("right") == MATRIX.rights["vote"]
    expected = {"CUB": "a partner", "MNG": "an observer", "UZB": "a suspended member"}
    assert why.fact("status") == expected.get(by, "a guest")


@pytest.mark.parametrize(("option", "may"), [("A", False), ("B", False), ("C", True)])
def test_a_member_without_vote_attends_and_speaks_and_cannot_consent(
    option: str, may: bool
) -> None:
    scenario = sitting(matter=True)
    world = world_of(scenario, {"amb.quorum-suspended": option})
    world = beside(world, (membership_matter("ARM", "voteless"),))
    refused = []
    acts = [
        *scenario.acts,
        act(clock(DAY, 11), "speak", "m", "ARM", **{"in": "debate"}),
        act(clock(DAY, 11), "consent", "d", "ARM"),
    ]
    for each in acts:
        world, steps = fire(world, deed(each, world.terms))
        refused += [(step.act, step.by, step) for step in steps if step.refused]
    if may:
        assert refused == []
        return
    ((name, by, step),) = refused
    assert (name, by) == ("consent", "ARM")
    assert step.finding is not None
    (why,) = [part for _, part in step.finding.tree() if part.says == "right.not_there"]
    assert why.under == ("charter.25.arrears",)
    assert "charter.25.arrears" in step.under


def test_who_takes_no_seat_is_told_how_it_could_come() -> None:
    record = play(sitting(act(clock(DAY, 11), "attend", "m", "CUB"), partners=("CUB",)))
    assert told(record, "attend", "CUB") == ["act.not_theirs", "right.only_so"]


def test_members_in_full_standing_are_never_asked_for_their_rights() -> None:
    speaking = [act(clock(DAY, 11), "speak", "m", member) for member in SIX]
    said = [act(clock(DAY, 12), "consent", "d", member) for member in SIX]
    scenario = sitting(*speaking, *said, act(clock(DAY, 13), "decide", "d"))
    with patch.object(machines, "lacks", side_effect=AssertionError):
        record = run(scenario, readings={})
    assert record.refusals == ()
    with (
        patch.object(machines, "lacks", side_effect=AssertionError),
        pytest.raises(AssertionError),
    ):
        run(sitting(act(clock(DAY, 11), "attend as guest", "m", "CUB")), readings={})


@given(days("1992-01-01", "2026-12-31"))
def test_to_be_in_full_standing_no_reading_is_asked(day: str) -> None:
    here = scene(day=day)
    found = {code for code in ("ARM", "RUS", "UZB", "SRB") if in_full(here, code)}
    assert here.consulted == {}
    assert found <= set(here.roster().members)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("", None),
        ("voteless", None),
        ("suspended", "right.not_stated"),
        ("left", "right.not_stated"),
    ],
)
def test_who_is_suspended_or_gone_sends_no_draft_of_its_own_round(
    change: str, why: str | None
) -> None:
    facts = Facts(title="x", level="foreign ministers", topic="x")
    told = story([ScenarioCase("j", "joint_statement", "j", facts)], [], "2019-05-01")
    world, steps = fire(world_of(told), deed(act("2019-05-20", "put forward", "j", "KAZ")))
    assert not steps[0].refused
    if change:
        world = beside(world, (membership_matter("KAZ", change),))
    _, steps = fire(world, deed(act("2021-05-21", "circulate", "j", "KAZ")))
    finding = steps[-1].finding
    found = [part.says for _, part in finding.tree()] if finding is not None else []
    assert steps[-1].refused == (why is not None)
    assert why is None or why in found


# --- a suspended member is told so ---------------------------------------------------------------

#: What no member does, suspended or not: its suspension explains nothing.
FOR_OUTSIDERS = {
    ("membership", "apply"),
    ("parliamentary_assembly", "apply"),
    ("status", "apply"),
}
SUSPENSION = "charter.20.suspension"


def weighed_if_suspended(name: str, chosen: dict[str, str]) -> list[tuple[str, str, Step | None]]:
    """Each lawful act of a state in a scenario, as it is weighed were that state suspended.

    The procedure, the act, and the refusal if it is one. The world goes on as if it were not.
    """
    path = shipped.find(name)
    assert path is not None
    scenario = load(path)
    of = {case.id: case.procedure for case in scenario.cases}
    world = world_of(scenario, chosen)
    found = []
    for each in scenario.acts:
        made = deed(each, world.terms)
        after, steps = fire(world, made)
        there = law.candidates(SUSPENSION, made.when.day)
        if (
            there
            and outside(each.by)
            and not any(step.refused and step.act == each.name for step in steps)
        ):
            other = beside(world, (membership_matter(each.by, "suspended"),))
            _, steps = fire(other, made)
            no = [step for step in steps if step.refused and step.act == each.name]
            found.append((of[each.case], each.name, no[-1] if no else None))
        world = after
    return found


@pytest.mark.parametrize(("counted", "may_ask"), [("A", "B"), ("C", "A")])
def test_what_is_refused_for_a_suspension_alone_rests_on_article_20(
    counted: str, may_ask: str
) -> None:
    chosen = {"amb.quorum-suspended": counted, "amb.suspended-help": may_ask}
    silent, refused, allowed = [], set(), set()
    for name in shipped.names():
        for procedure, act_name, step in weighed_if_suspended(name, chosen):
            key = (procedure, act_name)
            if step is None:
                allowed.add(key)
                continue
            assert step.finding is not None
            parts = [part for _, part in step.finding.tree()]
            refused.add(key)
            # What has come to its end, or goes on without it, is closed to everybody.
            if key in FOR_OUTSIDERS or parts[0].says == "act.not_open":
                continue
            if SUSPENSION not in {id for part in parts for id in part.under}:
                silent.append((name, *key, [part.says for part in parts]))
            elif SUSPENSION not in step.under:
                silent.append((name, *key, ["not cited"]))
    assert silent == []
    assert refused >= {
        ("military_assistance", "order"),
        ("military_assistance", "agree"),
        ("standing_operation", "approve"),
        ("collective_defence", "qualify"),
        ("infrastructure", "object"),
        ("instrument", "sign"),
    }
    asks = {
        ("collective_defence", "request"),
        ("military_assistance", "request"),
        ("emergency_assistance", "request aid"),
    }
    assert asks <= (allowed if may_ask == "A" else refused)
    # What happens to a state happens to it whatever its standing.
    assert ("collective_defence", "come under attack") in allowed


def test_who_is_refused_for_another_reason_is_not_told_of_its_suspension() -> None:
    facts = Facts(attacked="KAZ", attacker="state")
    about = story([ScenarioCase("k", "collective_defence", "k", facts)], [], "2023-05-01")
    for by, suspended in (("ARM", True), ("SRB", False)):
        world = world_of(about)
        if suspended:
            world = beside(world, (membership_matter(by, "suspended"),))
        _, steps = fire(world, deed(act("2023-05-10", "come under attack", "k", by)))
        finding = steps[-1].finding
        assert finding is not None
        assert steps[-1].refused
        assert [part.says for _, part in finding.tree()] == ["act.not_theirs"]


@pytest.mark.parametrize("option", options_of("amb.suspended-help"))
@pytest.mark.parametrize(
    ("procedure", "fields", "before", "asks"),
    [
        ("collective_defence", {"attacked": "UZB"}, "come under attack", "request"),
        ("military_assistance", {"member": "UZB", "ground": "external threat"}, "", "request"),
        ("emergency_assistance", {"stricken": "UZB"}, "", "request aid"),
    ],
)  # fmt: skip
def test_a_suspended_member_asks_for_help_as_the_reading_has_it(
    procedure: str, fields: dict[str, str], before: str, asks: str, option: str
) -> None:
    about = story([ScenarioCase("x", procedure, "x", Facts(fields))], [], "2015-05-01")
    world = world_of(about, {"amb.suspended-help": option})
    if before:
        world, _ = fire(world, deed(act("2015-05-10", before, "x", "UZB")))
    _, steps = fire(world, deed(act("2015-05-11", asks, "x", "UZB")))
    step = next(step for step in steps if step.act == asks)
    assert step.refused == (option == "B")
    if step.refused:
        assert step.finding is not None
        assert SUSPENSION in step.under
        (why,) = [part for _, part in step.finding.tree() if part.says == "right.not_there"]
        assert why.reading == ("amb.suspended-help", "B")
        assert why.fact("status") == "a suspended member"


@given(READINGS)
def test_however_it_counts_a_suspended_member_takes_no_initiative(readings: dict[str, str]) -> None:
    assert answer("suspended member", "propose", **readings) == NO


# --- every cell is at work -----------------------------------------------------------------------


def of_case(name: str, **facts: Any) -> ScenarioCase:
    return ScenarioCase("k", name, "k", Facts(facts))


CLOSED_TREATY = of_case("instrument", open_to=("BLR", "KAZ"))
PAPER = of_case("document", kind="own paper", author="RUS")
OPERATION = of_case("exercise", kind="operation", host="KGZ", decision="d")


@dataclass(frozen=True)
class Tried:
    """A right that somebody tries to exercise in vain: who as what, by which act, in which case."""

    status: str
    right: str
    case: ScenarioCase
    act: str
    option: tuple[str, str] = ("amb.observer-speech", "A")
    state: str = ""


#: What no shipped scenario refuses.
TRIED = (
    Tried("suspended member", "speak", meeting(), "speak"),
    Tried("suspended member", "join", CLOSED_TREATY, "sign"),
    Tried("member without vote", "operations", of_case("standing_operation"), "begin stage"),
    Tried("partner", "speak", meeting(open=False), "speak"),
    Tried("partner", "distribute", PAPER, "hand in", ("amb.observer-distribution-consent", "B")),
    Tried("partner", "operations", OPERATION, "take part", state="under way"),
    Tried("partner", "join", CLOSED_TREATY, "sign"),
    Tried("observer", "distribute", PAPER, "hand in"),
    Tried("observer", "operations", OPERATION, "take part", state="under way"),
    Tried("observer", "join", CLOSED_TREATY, "sign"),
    Tried("invited person", "attend", meeting(), "attend"),
    Tried("invited person", "speak", meeting(), "speak"),
)
HOLDERS = {
    "suspended member": "ARM",
    "member without vote": "ARM",
    "partner": "CUB",
    "observer": "MNG",
    "invited person": "JS",
}


def refused_in_vain(tried: Tried) -> Step:
    """The refusal of what is tried, with somebody of that status in the world."""
    world = world_of(story([tried.case], [], "2023-05-01"), {tried.option[0]: tried.option[1]})
    by = HOLDERS[tried.status]
    more = {
        "suspended member": membership_matter(by, "suspended"),
        "member without vote": membership_matter(by, "voteless"),
    }.get(tried.status, status_matter(tried.status, applicant=by))
    if tried.status != "invited person":
        world = beside(world, (more,))
    case = world.cases[tried.case.id]
    state = tried.state or ("open" if case.procedure == "meeting" else case.state)
    world = world._replace(cases=world.cases.plus(case.id, case._replace(state=state)))
    made = deed(act(DAY, tried.act, case.id, by), world.terms)
    assert standing(Scene(world, case, made), by).status == tried.status
    _, steps = fire(world, made)
    return next(step for step in steps if step.act == tried.act)


@pytest.mark.parametrize("tried", TRIED, ids=lambda tried: f"{tried.status}: {tried.right}")
def test_a_right_that_is_not_there_or_on_condition_is_refused_in_vain(tried: Tried) -> None:
    assert refused_in_vain(tried).refused


def rights_of(procedure: str, act_name: str) -> set[str]:
    return {row.right for row in procedures()[procedure].acts().get(act_name, ()) if row.right}


WORDS = {says: right for right, says in MATRIX.rights.items()}


def rights_told(step: Step) -> set[str]:
    """The rights of which a refusal speaks."""
    parts = [part for _, part in step.finding.tree()] if step.finding is not None else []
    return {WORDS[str(part.fact("right"))] for part in parts if part.fact("right")}


def cells_refused() -> set[tuple[str, str]]:
    """The statuses and rights of the acts that are refused in shipped scenarios."""
    statuses = {status.a: status.word for status in MATRIX.statuses.values()}
    found = set()
    for name in shipped.names():
        path = shipped.find(name)
        assert path is not None
        scenario = load(path)
        world = world_of(scenario, scenario.readings)
        for each in scenario.acts:
            made = deed(each, world.terms)
            after, steps = fire(world, made)
            for step in steps:
                if not step.refused or step.act != each.name or not each.by:
                    continue
                parts = (
                    [part for _, part in step.finding.tree()] if step.finding is not None else []
                )
                told = [part for part in parts if part.says.startswith("right.")]
                case = world.cases[each.case]
                status = standing(Scene(after, case, made), each.by).status
                found |= {(status, right) for right in rights_of(case.procedure, each.name)}
                found |= {
                    (statuses[str(part.fact("status"))], WORDS[str(part.fact("right"))])
                    for part in told
                    if part.fact("status")
                }
            world = after
    return found


def test_each_cell_that_is_no_or_on_condition_refuses_an_act_somewhere() -> None:
    bars = {
        (status.word, right)
        for status, right, entry in ENTRIES
        if {told.answer for told in entry.options.values()} & {NO, ON_CONDITION}
    }
    tried = {(each.status, each.right) for each in TRIED}
    shown = cells_refused()
    assert bars - shown - tried == set()
    # What a shipped scenario shows needs no case made up for it.
    assert tried & shown == set()
    for each in TRIED:
        assert each.right in rights_of(each.case.procedure, each.act) | rights_told(
            refused_in_vain(each)
        )


# --- a status takes nothing from an invitation ---------------------------------------------------


@given(
    st.sampled_from(("exercise", "operation", "preventive event")),
    st.sampled_from(("watch", "take part")),
    st.sampled_from(("observer", "participant", "")),
    st.booleans(),
)
def test_a_partner_or_observer_may_do_at_an_event_what_an_invited_stranger_may(
    kind: str, act_name: str, invited: str, consented: bool
) -> None:
    def may(**supposed: object) -> bool:
        facts = {"kind": kind, "host": "KGZ", **supposed}
        world = world_of(story([of_case("exercise", **facts)], [], "2023-05-01"))
        case = world.cases["k"]
        more = {"invited": Facts({"CUB": invited})} if invited else {}
        more |= {"consents": Facts({"CUB": SIX})} if consented else {}
        facts_of = Facts({**case.facts, **more})
        case = case._replace(state="under way", facts=facts_of)
        world = world._replace(cases=world.cases.plus("k", case))
        _, steps = fire(world, deed(act(DAY, act_name, "k", "CUB"), world.terms))
        return not steps[0].refused

    stranger = may()
    for supposed in ({"partners": ("CUB",)}, {"observers": ("CUB",)}):
        assert may(**supposed) >= stranger


# --- rows and their rights -----------------------------------------------------------------------

#: Acts of states that exercise none of the nine rights, by why they do not.
WITHOUT_RIGHT: dict[str, dict[str, str]] = {
    "its dues are its duty, and a post falls away by Article 25 itself": {
        "arrears": "pay; refuse to pay; second an official",
    },
    "the office of the Chair, or of whoever acts in its place": {
        "chairmanship": (
            "act again; announce priorities; approve action plan; "
            "report that the Chair cannot act; stand in; take the chair"
        ),
        "convening": "call; decline",
    },
    "what has happened to it, and what it says of it": {
        "collective_defence": "come under attack; end; qualify",
    },
    "a claim or a duty of the parties (Treaty 4)": {
        "collective_defence": "assist; authorise; notify the UN",
    },
    "to mediate is open to whoever is no party to a dispute": {
        "collective_defence": "offer good offices",
    },
    "a duty of the parties (Treaty 2)": {
        "consultation": "end consultations; hold consultations; invite experts; raise",
        "convening": "consult",
    },
    "done for the Organization, towards another organisation": {
        "cooperation": "apply; send",
    },
    "what another organisation does by its own law": {
        "cooperation": "adopt resolution; answer; decline; end; grant",
    },
    "the office of whoever presides": {
        "decision": "decide",
        "meeting": "close; open",
    },
    "the office of whoever presides, or of the sponsor": {
        "decision": "return",
    },
    "a note, which changes nothing": {
        "decision": "notify",
        "terrorist_list": "report on the list",
    },
    "a late signature binds whoever signs; it is no vote any more": {
        "decision": "sign",
    },
    "common consent is given outside of the organs; it is no vote": {
        "document": "consent; object",
        "exercise": "consent; object",
    },
    "whoever's paper it is may take it back, whatever has become of its status": {
        "document": "withdraw",
    },
    "help is offered, ended and no longer asked for by whoever gives or gets it": {
        "emergency_assistance": "end aid; offer; withdraw request",
    },
    "whoever prepares an event begins, ends and calls it off": {
        "exercise": "begin; call off; end",
    },
    "the host's own territory, on which it has a duty to tell and to consult": {
        "infrastructure": (
            "close consultations; consult; decide to host; "
            "declare intention; give up; inform; sign agreement"
        ),
    },
    "consent by the Protocol is given outside of the organs; it is no vote": {
        "infrastructure": "consent; object; withdraw objection",
    },
    "a dispute is between the parties of the Protocol": {
        "infrastructure": "raise dispute; settle dispute",
    },
    "the text is prepared by all and signed by each": {
        "instrument": "agree text",
    },
    "the office of the depositary": {
        "instrument": "register with the UN",
    },
    "to leave a treaty is the freedom of its parties": {
        "instrument": "withdraw",
        "membership": "announce withdrawal; give notice; settle obligations; take back notice",
    },
    "what all have agreed is said and sent to others in the name of all": {
        "joint_statement": "deliver; distribute; transmit",
    },
    "whoever put a proposal forward takes it back": {
        "joint_statement": "withdraw",
        "peacekeeping": "take back request",
        "terrorist_list": "withdraw",
        "use_of_forces": "withdraw",
    },
    "nobody is kept in a meeting or an operation": {
        "meeting": "leave",
        "peacekeeping": "withdraw contingent",
        "use_of_forces": "return",
    },
    "what a state says of its own part in the organs": {
        "membership": "ask to be suspended; declare freeze; resume participation",
    },
    "between members, by the agreements on military-technical cooperation": {
        "military_assistance": "agree; order; refuse; supply",
    },
    "what a state does by its own law": {
        "decision": "give leave",
        "parliamentary_act": "take up",
        "peacekeeping": "give leave",
        "use_of_forces": "give leave; refuse leave",
    },
    "whoever asks for a status has none yet": {
        "parliamentary_assembly": "apply",
        "status": "apply; withdraw application",
    },
    "to give a status up is the freedom of whoever has it": {
        "status": "renounce",
    },
    "delegations of parliaments, in an assembly that may be no organ (amb.pa-status)": {
        "parliamentary_act": "refer to commission",
    },
    "the heads of parliaments, outside of the organs": {
        "parliamentary_assembly": "found the assembly",
    },
    "what the United Nations do by their own law": {
        "collective_defence": "take measures",
        "peacekeeping": "end mandate; mandate",
    },
    "a duty of the parties towards the United Nations": {
        "peacekeeping": "notify the UN",
    },
    "whoever asked for help says when it is no longer needed": {
        "peacekeeping": "declare the end",
        "use_of_forces": "end",
    },
    "a view of a request, which settles nothing unless an office states it": {
        "use_of_forces": "answer",
    },
    "the office of the head of the body": {
        "subsidiary_body": "call extraordinary meeting",
    },
}
NO_RIGHT = {
    (name, act_name): why
    for why, found in WITHOUT_RIGHT.items()
    for name, acts in found.items()
    for act_name in acts.split("; ")
}
#: Actors that are offices, organs and working bodies: they act by their task, and hold no rights.
OFFICES = {
    "the Secretariat",
    "the Secretary General",
    "the Secretary General, the Secretariat or the Council",
    "a Deputy Secretary General",
    "the Joint Staff",
    "the Permanent Council",
    "the Permanent Council or the Secretary General",
    "the Council of Foreign Ministers",
    "a council of ministers or the committee of secretaries",
    "a permanent working organ",
    "the centre that watches it",
    "the commander of the operation",
    "the emergency council",
    "the working group on terrorism",
    "the body itself",
    "the Assembly",
    "the Parliamentary Assembly",
    "the head of the body",
}
ROWS = [
    (name, act_name, row)
    for name, table in procedures().items()
    for act_name, rows in table.acts().items()
    for row in rows
]


@cache
def done_by_states() -> frozenset[tuple[str, str]]:
    """The acts that states do in shipped scenarios, by procedure."""
    found = set()
    for name in shipped.names():
        path = shipped.find(name)
        assert path is not None
        scenario = load(path)
        of = {case.id: case.procedure for case in scenario.cases}
        found |= {(of[each.case], each.name) for each in scenario.acts if outside(each.by)}
    return frozenset(found)


def test_every_row_by_which_a_state_acts_names_its_right_or_is_known_to_exercise_none() -> None:
    without = {(name, act) for name, act, row in ROWS if not row.right}
    of_offices = {(name, act) for name, act, row in ROWS if row.by.word in OFFICES}
    unnamed = without - of_offices - set(NO_RIGHT)
    assert unnamed == set()
    # What an office does, a state does in no scenario.
    assert (without & of_offices & done_by_states()) - set(NO_RIGHT) == set()


def test_no_row_stands_aside_from_the_right_that_its_neighbour_asks_for() -> None:
    for name, table in procedures().items():
        for act_name, rows in table.acts().items():
            for state in table.states:
                rights = {row.right for row in rows if state in row.sources}
                assert len(rights) <= 1, f"{name}: {act_name} from {state.word}: {sorted(rights)}"


def test_each_right_that_a_row_names_is_one_of_the_nine() -> None:
    named = {row.right for table in procedures().values() for row in table.steps if row.right}
    assert named <= set(RIGHTS)
    assert named >= {"attend", "speak", "propose", "vote", "receive", "distribute", "exercises"}


def test_an_act_that_exercises_no_right_is_one_that_there_is() -> None:
    needless = {
        key for key in NO_RIGHT if all(row.right for name, act, row in ROWS if (name, act) == key)
    }
    assert needless == set()
    assert not OFFICES - {row.by.word for _, _, row in ROWS}


# --- who comes to a meeting and speaks -----------------------------------------------------------


@given(
    st.sampled_from(("CSC", "CMFA", "CMD", "CSSC", "PC")),
    st.sampled_from((None, True, False)),
    st.sampled_from((None, (), ("CUB",), ("MNG",))),
    st.sampled_from(("partner", "observer", "guest")),
)
def test_who_comes_without_a_seat(
    body: str, is_open: bool | None, invited: tuple[str, ...] | None, status: str
) -> None:
    facts: dict[str, object] = {"body": body}
    facts |= {} if is_open is None else {"open": is_open}
    facts |= {} if invited is None else {"invited": invited}
    facts |= {f"{status}s": ("CUB",)} if status != "guest" else {}
    record = play(
        sitting(act(clock(DAY, 11), "attend as guest", "m", "CUB"), matter=False, **facts)
    )
    bidden = invited is None or "CUB" in invited
    # Charter 13 lets the Council invite anybody: a status takes nothing from that.
    by_name = body == "CSC" and invited == ("CUB",)
    expected = {
        "partner": (bool(is_open) and bidden) or by_name,
        "observer": bool(is_open) or by_name,
        "guest": bidden and body == "CSC",
    }[status]
    assert (record.refusals == ()) == expected


@given(st.sampled_from("ABC"), st.sampled_from(("CSC", "CMD", "PC")), st.booleans())
def test_an_observer_speaks_as_the_reading_has_it(option: str, body: str, debate: bool) -> None:
    speech = act(clock(DAY, 12), "speak", "m", "CUB", **{"in": "debate" if debate else "statement"})
    scenario = sitting(
        act(clock(DAY, 11), "attend as guest", "m", "CUB"),
        speech,
        matter=False,
        body=body,
        open=True,
        observers=("CUB",),
    )
    record = play(scenario, {"amb.observer-speech": option})
    may = body == "PC" or option == "C" or (option == "A" and not debate)
    assert (record.refusals == ()) == may


AREAS = ("peacekeeping", "emergencies", "information security")


@given(
    st.lists(st.sampled_from(AREAS), unique=True),
    st.lists(st.sampled_from(AREAS), unique=True),
    st.sampled_from(("CSC", "PC")),
    st.booleans(),
)
def test_an_observer_attends_on_the_issues_of_its_protocol(
    dealt: list[str], own: list[str], body: str, invited: bool
) -> None:
    facts = {"invited": ("SRB",)} if invited else {}
    scenario = sitting(matter=False, body=body, open=True, areas=tuple(dealt), **facts)
    world = beside(world_of(scenario), (status_matter("observer", areas=tuple(own)),))
    for each in (*scenario.acts, act(clock(DAY, 11), "attend as guest", "m", "SRB")):
        world, steps = fire(world, deed(each, world.terms))
    mutual = invited  # at the Council by Charter 13, below it by mutual interest
    fits = not dealt or not own or bool(set(dealt) & set(own))
    assert steps[-1].refused == (not fits and not mutual)


@given(st.booleans(), READINGS)
def test_a_status_takes_nothing_from_what_an_invitation_to_the_council_gives(
    is_open: bool, readings: dict[str, str]
) -> None:
    chosen = {f"amb.{key[4:].replace('_', '-')}": value for key, value in readings.items()}
    # How an observer speaks in an open meeting of the Council is a reading of its own.
    option = chosen["amb.observer-speech"]
    silent = option == "B" or (is_open and option == "A")
    for supposed in ({}, {"partners": ("CUB",)}, {"observers": ("CUB",)}):
        speech = act(clock(DAY, 12), "speak", "m", "CUB", **{"in": "debate"})
        scenario = sitting(
            act(clock(DAY, 11), "attend as guest", "m", "CUB"),
            *(() if silent and "observers" in supposed else (speech,)),
            matter=False,
            open=is_open,
            invited=("CUB",),
            **supposed,
        )
        record = play(scenario, chosen)
        assert record.refusals == ()


def test_who_comes_as_any_guest_is_told_so() -> None:
    scenario = sitting(
        act(clock(DAY, 11), "attend as guest", "m", "CUB"),
        matter=False,
        open=False,
        invited=("CUB",),
        partners=("CUB",),
    )
    step = next(step for step in play(scenario).steps if step.act == "attend as guest")
    assert step.finding is not None
    (why,) = [part for _, part in step.finding.tree() if part.says == "right.on_condition"]
    assert (why.fact("standing"), why.fact("status")) == ("a partner", "a guest")
    assert why.under == ("charter.13.attendance",)


def test_nobody_speaks_from_outside_of_the_room() -> None:
    outsiders = sitting(act(clock(DAY, 11), "speak", "m", "CUB"), matter=False, body="CSC")
    assert told(play(outsiders), "speak", "CUB")[0] == "act.not_theirs"
    left = sitting(
        act(clock(DAY, 11), "leave", "m", "KAZ"),
        act(clock(DAY, 12), "speak", "m", "KAZ"),
        matter=False,
    )
    assert told(play(left), "speak", "KAZ") == ["act.not_theirs"]


# --- the command ---------------------------------------------------------------------------------


def test_the_matrix_is_printed_within_the_width() -> None:
    printed = ok("rights")
    assert all(len(line) <= WIDTH for line in printed.splitlines())
    for word in (*RIGHTS, *STATUSES):
        assert word in printed
    row = next(line for line in printed.splitlines() if line.startswith("vote"))
    assert row.split() == ["vote", "yes", "no*", "no*", "no", "no", "-", "no", "no"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("day", [None, "1993-01-01", "2010-01-01", "2019-06-01", "2022-01-01"])
def test_a_status_is_printed_with_its_provisions(status: str, day: str | None) -> None:
    on = ("--on", day) if day else ()
    printed = ok("rights", status, *on)
    assert all(len(line) <= WIDTH for line in printed.splitlines())
    plain = json.loads(ok("rights", status, "--json", *on))
    assert plain["status"] == status
    assert list(plain["rights"]) == RIGHTS
    cited = {id for found in plain["rights"].values() for entry in found for id in entry["under"]}
    if plain["there"]:
        for id in cited:
            assert id in printed


def test_a_day_tells_which_statuses_there_are() -> None:
    found = {
        each["status"]: each["there"]
        for each in json.loads(ok("rights", "--json", "--on", "2012-01-01"))
    }
    assert [status for status, there in found.items() if not there] == ["partner"]
    # A status that is there by a reading only is no plain absence.
    row = next(
        line for line in ok("rights", "--on", "2019-01-01").splitlines() if line.startswith("vote")
    )
    assert row.split() == ["vote", "yes", "no*", "no*", ".*", "no*", "-", "no", "no"]
    printed = ok("rights", "partner", "--on", "2012-01-01")
    assert "There is no such status on 2012-01-01." in printed
    assert "amb.status-before-2021 = B" in ok("rights", "partner", "--on", "2019-01-01")
    assert "the National Assembly of Serbia" in ok("rights", "pa-observer", "--on", "2019-01-01")
    assert "Serbia" not in ok("rights", "pa-observer", "--on", "2012-01-01").partition("attend")[0]


@given(st.sampled_from(STATUSES), days("1990-01-01", "2026-12-31"))
def test_only_law_in_force_on_the_day_is_cited_but_by_a_reading(status: str, day: str) -> None:
    plain = json.loads(ok("rights", status, "--json", "--on", day))
    texts = {id: law.by_text(id) for id in plain["under"]}
    if plain["by_reading"] is None:
        for found in plain["rights"].values():
            texts |= {id: law.by_text(id) for entry in found for id in entry["under"]}
    assert {id for id, text in texts.items() if text is None or not text.covers(day)} == set()


@pytest.mark.parametrize("status", STATUSES)
def test_before_the_treaty_it_is_said_that_there_is_no_law(status: str) -> None:
    for day, there in (("1991-01-01", False), ("1994-04-19", False), ("1994-04-20", True)):
        for printed in (ok("rights", "--on", day), ok("rights", status, "--on", day)):
            told = " ".join(printed.split())
            assert (f"On {day} there is no law of the Organization" in told) != there
    rights = json.loads(ok("rights", "guest", "--json", "--on", "1991-01-01"))["rights"]
    assert [right for right, found in rights.items() if found] == ["join"]
    (join,) = rights["join"]
    assert (join["answer"], join["under"]) == (ON_CONDITION, [])


@given(days("2003-09-18", "2018-11-07"))
def test_an_observer_of_whose_rights_there_is_no_law_yet_is_shown_those_of_a_guest(
    day: str,
) -> None:
    for line in ok("rights", "--on", day).splitlines():
        right, *signs = line.split() or [""]
        if right in RIGHTS:
            assert signs[STATUSES.index("observer")] == signs[STATUSES.index("guest")]
    assert "what a guest can do is open to it" in ok("rights", "observer", "--on", day)


@given(days("1994-04-20", "2026-12-31"))
def test_a_member_can_join_a_treaty_on_every_day(day: str) -> None:
    assert answer("member", "join", day) == YES


@pytest.mark.parametrize(
    "words", [("partner", "observer"), ("suspended", "member", "guest"), ("member,", "guest")]
)
def test_several_statuses_at_once_are_answered_with_one(words: tuple[str, ...]) -> None:
    found = call("rights", *words)
    assert found.exit_code == 2
    assert f"one at a time, csto-sim rights {' '.join(words[:-1]).strip(',')}" in found.stderr


@pytest.mark.parametrize("name", STATUSES)
def test_every_status_is_asked_for_with_or_without_quotation_marks(name: str) -> None:
    assert ok("rights", *name.split()) == ok("rights", name)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [("obsever", "try: observer"), ("membre", "try: member"), ("", "csto-sim rights")],
)
def test_an_unknown_status_is_answered_with_the_nearest(wrong: str, hint: str) -> None:
    found = call("rights", wrong)
    assert found.exit_code == 2
    assert "there is no such status [CSTO-325]" in found.stderr
    assert hint in found.stderr


@pytest.mark.parametrize("words", [("suspended", "member"), ("suspended-member",), ("SUSPENDED",)])
def test_a_status_is_understood_in_several_spellings(words: tuple[str, ...]) -> None:
    assert ok("rights", *words).startswith("suspended member")
