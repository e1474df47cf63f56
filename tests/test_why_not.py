"""What would have had to be otherwise: each set is enough, none is too large, none is left out."""

from __future__ import annotations

import json
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from csto_sim import shipped
from csto_sim.cli.program import program
from csto_sim.cli.why_not_pages import says, together
from csto_sim.engine.beginning import terms_of
from csto_sim.engine.run import run
from csto_sim.scenario.load import load, loads
from csto_sim.scenario.model import Scenario
from csto_sim.verify import why_not as asking
from csto_sim.verify.everything import linked
from csto_sim.verify.otherwise import clash, facts_of, with_facts
from csto_sim.verify.settings import members_of
from csto_sim.verify.why_not import why_not
from csto_sim.wanted import Fact

MEMBERS = ("AND", "BRA", "CAN", "DNK")
SAYS = ("consent", "object", "abstain", "silent")

FILE = """
format: 1
title: Supposed members decide
sources: [{{note: supposed, evidence: hypothetical}}]
from: 2016-05-02
until: 2016-06-30
members: [{members}]
readings: {{}}
matters: {{plan: {{procedure: decision, body: CMFA}}}}
meetings: {{sitting: {{body: CMFA, host: AND, agenda: [plan]}}}}
acts:
  - {{date: 2016-05-10, act: open, meeting: sitting, presiding: AND, present: [{present}]}}
  - {{date: 2016-05-10, act: decide, matter: plan, {positions}}}
"""


def told(said: dict[str, str]) -> Scenario:
    """A decision on which each says what it says; `away` has stayed away."""
    by_word = {word: [who for who in said if said[who] == word] for word in SAYS[:3]}
    return loads(
        FILE.format(
            members=", ".join(said),
            present=", ".join(who for who in said if said[who] != "away"),
            positions=", ".join(f"{word}: [{', '.join(who)}]" for word, who in by_word.items()),
        )
    )


def shown(facts: tuple[Fact, ...]) -> set[tuple[str, str, str]]:
    return {(each.kind, each.who, each.value) for each in facts}


def ended(scenario: Scenario, facts: tuple[Fact, ...], case: str, **how: Any) -> str:
    """The state of a case where the facts are so, by a run of its own."""
    terms = terms_of(scenario, how.get("readings", {}), how.get("mode"))
    story = with_facts(scenario, facts, terms)._replace(readings=terms.readings, mode=terms.mode)
    outcome = run(story).outcome(case)
    assert outcome is not None
    return outcome.state


@st.composite
def positions(draw: st.DrawFn) -> dict[str, str]:
    """What each of two to four members says; whoever presides is there."""
    members = MEMBERS[: draw(st.integers(2, 4))]
    said = {who: draw(st.sampled_from((*SAYS, "away"))) for who in members}
    if said["AND"] == "away":
        said["AND"] = "consent"
    return said


# --- which sets there are ----------------------------------------------------------------------


@given(positions())
def test_consensus_wants_everybody_there_and_consenting(said: dict[str, str]) -> None:
    """Whoever is away comes, and all but those who consent consent or reserve, and one consents."""
    scenario = told(said)
    comes = {("attends", who, "") for who, word in said.items() if word == "away"}
    lacking = [who for who, word in said.items() if word != "consent"]
    words = product(("consent", "reserve"), repeat=len(lacking))
    sets = [
        comes | {("position", *each) for each in zip(lacking, word, strict=True)} for word in words
    ]
    if len(lacking) == len(said):
        sets = [each for each in sets if "consent" in {word for _, _, word in each}]
    found = why_not(scenario, "plan", "adopted")
    assert found.already == (not lacking)
    if not lacking:
        return
    ways = [shown(each.facts) for each in found.ways]
    if len(comes) + len(lacking) <= asking.WITHIN:
        assert found.proof is None
        assert sorted(map(sorted, ways)) == sorted(map(sorted, sets))
    else:  # a set of more changes than were tried one by one is found by exploring all at once
        assert found.proof is not None
        assert len(ways) == 1
        assert ways[0] in sets
    outcome = found.ways[0].example.record.outcome("plan")
    assert outcome is not None
    assert outcome.state == "adopted"


def test_what_was_adopted_fails_for_the_word_of_any_one() -> None:
    said = dict.fromkeys(MEMBERS, "consent")
    found = why_not(told(said), "plan", "not adopted", within=1)
    wanted = [{("position", who, word)} for who in MEMBERS for word in SAYS[1:]]
    wanted += [{("position", who, "reserve")} for who in MEMBERS]
    sets = [shown(each.facts) for each in found.ways]
    reserving = [each for each in sets if next(iter(each))[2] == "reserve"]
    assert [each for each in sets if each not in reserving] == [
        each for each in wanted[: 3 * len(MEMBERS)]
    ]
    assert not reserving, "who reserves stays out of the decision and does not stop it"


def test_what_one_absence_stopped_awaits_a_signature_and_not_a_vote() -> None:
    said = {**dict.fromkeys(MEMBERS, "consent"), "CAN": "away"}
    found = why_not(told(said), "plan", "not adopted", within=1)
    assert {("attends", "CAN", "")} in [shown(each.facts) for each in found.ways]


def test_a_convening_that_came_late_would_have_been_in_time_until_the_last_second() -> None:
    scenario = load(shipped.find("convening/convened-on-day-4") or "")
    found = why_not(scenario, "proposal", "convened in time")
    moved = [each.facts[0] for each in found.ways]
    assert {(each.kind, each.what.split()[0]) for each in moved} == {
        ("moved", "propose"),
        ("moved", "open"),
    }
    opened = [each.value for each in moved if each.what.startswith("open")]
    assert max(opened) == "2016-04-14T20:59:59Z"
    last = next(each for each in moved if each.value == max(opened) and each.act == 2)
    after = last._replace(value="2016-04-14T21:00:00Z")
    assert ended(scenario, (last,), "proposal") == "convened in time"
    assert ended(scenario, (after,), "proposal") == "convened late"


def test_the_agreement_of_2009_was_not_to_enter_into_force_on_the_facts_of_the_file() -> None:
    """Nobody notifies, so that whoever signs makes no difference: a proof, and not a search."""
    scenario = load(shipped.find("decision/2009-06-14-crrf") or "")
    found = why_not(scenario, "agreement", "in force", worlds=2_000)
    assert not found.ways
    assert found.proof is not None
    assert not found.proof.found
    assert not found.proof.stopped
    assert found.proof.beside == ("composition", "moscow")
    assert found.proof.courses == 2**4  # three entries happen or not, and Uzbekistan joins or not


def test_belarus_had_to_come_and_consent_or_only_to_sign() -> None:
    scenario = load(shipped.find("decision/2009-06-14-crrf") or "")
    unsigned = scenario._replace(acts=tuple(a for a in scenario.acts if a.origin != 6))
    found = why_not(unsigned, "composition", "adopted")
    assert {("attends", "BLR", ""), ("position", "BLR", "consent")} in [
        shown(each.facts) for each in found.ways
    ]


# --- what holds of every answer ----------------------------------------------------------------

ASKED = (
    ("decision/one-absent-member", "plan", "adopted"),
    ("decision/late-signature", "plan", "awaiting cure"),
    ("decision/2023-11-23-minsk-without-armenia", "crisis-regulation", "adopted"),
    ("convening/never-convened", "proposal", "convened in time"),
    ("convening/convened-on-day-2", "proposal", "lapsed"),
)


@pytest.mark.parametrize(("name", "case", "state"), ASKED)
def test_each_set_is_enough_and_no_part_of_it_is(name: str, case: str, state: str) -> None:
    scenario = load(shipped.find(name) or "")
    found = why_not(scenario, case, state)
    assert found.ways or found.proof is not None
    for way in found.ways:
        assert ended(scenario, way.facts, case) == state
        for size in range(len(way.facts)):
            for less in combinations(way.facts, size):
                assert ended(scenario, less, case) != state
        for one, other in combinations(found.ways, 2):
            assert not set(one.facts) <= set(other.facts)


@settings(max_examples=12)
@given(positions(), st.sampled_from(["adopted", "not adopted", "awaiting cure", "drafted"]))
def test_no_set_of_up_to_two_is_left_out(said: dict[str, str], state: str) -> None:
    """Every set, each played from its beginning."""
    scenario = told(dict(list(said.items())[:3]))
    found = why_not(scenario, "plan", state, within=2)
    if found.already:
        return
    terms = terms_of(scenario, {}, None)
    dues = {line.due[1] for line in run(scenario).deadlines if line.due is not None}
    facts = facts_of(scenario, terms, members_of(scenario, terms), dues)
    enough: list[tuple[Fact, ...]] = []
    for each in chain(combinations(facts, 1), combinations(facts, 2)):
        smaller = any(set(less) <= set(each) for less in enough)
        if smaller or any(clash(*two) for two in combinations(each, 2)):
            continue
        if ended(scenario, each, "plan") == state:
            enough.append(each)
    if found.proof is None:
        assert [each.facts for each in found.ways] == enough
    else:
        assert not enough


@settings(max_examples=5)
@given(positions(), st.sampled_from(["returned", "lapsed", "withdrawn", "not adopted"]))
def test_where_there_is_a_proof_no_set_of_three_is_enough(said: dict[str, str], state: str) -> None:
    scenario = told(dict(list(said.items())[:2]))
    found = why_not(scenario, "plan", state)
    if found.proof is None or found.ways:
        return
    assert not found.proof.stopped
    terms = terms_of(scenario, {}, None)
    facts = [
        each
        for each in facts_of(scenario, terms, members_of(scenario, terms), set())
        if each.kind != "moved"
    ]
    for each in combinations(facts, 3):
        if not any(clash(*two) for two in combinations(each, 2)):
            assert ended(scenario, each, "plan") != state


def test_a_limit_is_told_and_nothing_is_called_proved(tmp_path: Path) -> None:
    scenario = told({**dict.fromkeys(MEMBERS, "consent"), "CAN": "away", "DNK": "object"})
    found = why_not(scenario, "plan", "adopted", limit=50)
    assert found.stopped == "the limit of 50 courses"
    assert found.proof is None
    assert not found.ways
    file = str(shipped.find("decision/one-absent-member"))
    made = CliRunner().invoke(program, ["why-not", file, "--want", "plan=adopted", "--limit", "3"])
    assert made.exit_code == 1
    assert "Incomplete: stopped by the limit of 3 courses" in made.output


def test_what_exploring_was_stopped_in_is_open_and_not_proved() -> None:
    said = dict.fromkeys(MEMBERS, "object")
    found = why_not(told(said), "plan", "lapsed", worlds=20)
    assert found.proof is not None
    assert found.proof.stopped == "the limit of 20 worlds"
    assert not found.ways


def test_cases_are_linked_over_others() -> None:
    scenario = load(shipped.find("decision/2009-06-14-crrf") or "")
    terms = terms_of(scenario, {}, None)
    assert linked(scenario, terms, "agreement") == {"agreement"}
    assert linked(scenario, terms, "composition") == {"composition", "moscow"}
    assert linked(scenario, terms, "moscow") == {"composition", "moscow"}


def test_a_reading_decides_what_would_have_been_enough() -> None:
    """Where absence is neutral, whoever is away is no obstacle."""
    scenario = told({**dict.fromkeys(MEMBERS, "consent"), "CAN": "away"})
    assert not why_not(scenario, "plan", "adopted").already
    found = why_not(scenario, "plan", "adopted", readings={"amb.absence-effect": "B"})
    assert found.already
    back = why_not(scenario, "plan", "awaiting cure", readings={"amb.absence-effect": "B"})
    for each in back.ways:
        how = {"amb.absence-effect": "B"}
        assert ended(scenario, each.facts, "plan", readings=how) == "awaiting cure"


# --- the command -------------------------------------------------------------------------------


def invoke(*words: str) -> Any:
    return CliRunner().invoke(program, ["why-not", *words])


def test_sets_that_differ_in_who_is_meant_or_when_are_told_together() -> None:
    said = dict.fromkeys(MEMBERS, "consent")
    found = why_not(told(said), "plan", "not adopted", within=1)
    groups = together(found.ways)
    assert [len(each) for each in groups] == [4, 4, 4]
    late = load(shipped.find("convening/convened-on-day-4") or "")
    groups = together(why_not(late, "proposal", "convened in time").ways)
    assert [[len(each) for each in group] for group in groups] == [[3], [2]]


def test_the_answer_of_a_member_away() -> None:
    file = str(shipped.find("decision/one-absent-member"))
    made = invoke(file, "--want", "plan=adopted")
    assert made.exit_code == 0
    assert "With 2 changes of fact it would be adopted" in made.output
    assert 'attends "session", and' in made.output
    assert "charter.12.consensus" in made.output
    assert max(map(len, made.output.splitlines())) <= 80


def test_what_is_so_already_needs_nothing() -> None:
    file = str(shipped.find("convening/convened-on-day-2"))
    made = invoke(file, "--want", "proposal=convened-in-time")
    assert made.exit_code == 0
    assert "already; nothing has to be otherwise" in made.output


def test_the_courses_are_written_and_run_to_what_is_wanted(tmp_path: Path) -> None:
    file = str(shipped.find("decision/one-absent-member"))
    made = invoke(file, "--want", "plan=adopted", "--save", str(tmp_path), "--json")
    answer = json.loads(made.output)
    assert len(answer["saved"]) == len(answer["ways"]) > 0
    for path in answer["saved"]:
        ran = CliRunner().invoke(program, ["run", path, "--no-log"])
        assert ran.exit_code == 0
        outcome = run(load(path)).outcome("plan")
        assert outcome is not None
        assert outcome.state == "adopted"


def test_json_tells_the_same_as_the_page() -> None:
    file = str(shipped.find("decision/2009-06-14-crrf"))
    made = invoke(file, "--want", "agreement=in force", "--json")
    assert made.exit_code == 1
    answer = json.loads(made.output)
    assert answer["ways"] == []
    assert answer["proof"]["found"] is False
    assert answer["proof"]["stopped"] == ""
    assert answer["wanted"] == "in force"
    assert answer["within"] == 2


@pytest.mark.parametrize(
    ("want", "expected"),
    [
        ("plan", "MATTER=STATE"),
        ("plans=adopted", "one of: plan, session"),
        ("plan=adoptd", "try: adopted"),
        ("plan=open", "a state of decision"),
        ("=", "one of: plan, session"),
    ],
)
def test_what_is_wanted_must_be_of_the_file(want: str, expected: str) -> None:
    file = str(shipped.find("decision/one-absent-member"))
    made = invoke(file, "--want", want)
    assert made.exit_code == 2
    assert "CSTO-336" in made.output
    assert expected in made.output
    assert "Traceback" not in made.output


def test_every_kind_of_change_is_said_in_words() -> None:
    kinds = [
        Fact("attends", "m", "BLR"),
        Fact("stays away", "m", "BLR"),
        Fact("position", "p", "BLR", "consent", was="object"),
        Fact("position", "p", "BLR", "silent", was="object"),
        Fact("joins", "p", "BLR", was="2016-05-10", what="sign"),
        Fact("omitted", "p", act=2, was="2016-05-10", what="sign by RUS"),
        Fact("moved", "p", "", "2016-05-11", 2, "2016-05-10", "sign by RUS"),
    ]
    assert [says(each) for each in kinds] == [
        'Belarus attends "m"',
        'Belarus stays away from "m"',
        'Belarus consents on "p" (in the file: object)',
        'Belarus says nothing on "p" (in the file: object)',
        'Belarus does so too in "p": sign, 2016-05-10',
        'act 3 of the file (sign by RUS in "p", 2016-05-10) does not happen',
        'act 3 of the file (sign by RUS in "p", 2016-05-10) at another time: 2016-05-11',
    ]
