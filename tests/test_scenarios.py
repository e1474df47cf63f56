"""The scenarios that come with the program: what they claim holds, and could fail to hold."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law, shipped
from csto_sim.engine.run import run
from csto_sim.expect import judge
from csto_sim.procedures import procedures
from csto_sim.record import Outcome, Record
from csto_sim.scenario.load import load
from csto_sim.scenario.model import Expectation, Scenario
from csto_sim.world import NO_FACTS, Facts

NAMES = shipped.names()
HISTORY = tuple(name for name in NAMES if shipped.is_history(name))
LESSONS = tuple(name for name in NAMES if not shipped.is_history(name))
CRRF = "decision/2009-06-14-crrf"
#: What may stand behind an act of history; `hypothetical` may not.
EVIDENCE = ("seed", "public", "unverified")
#: Words that say what of an act is not in its sources.
DOUBT = re.compile(
    r"infer|recall|memory|confidence|follows|expected|stands for|not (told|known|given)"
    r"|nothing is told"
)
#: The days on which the three-day clock was in law beyond dispute.
CLOCK_IN_LAW = ("2012-12-19", "2023-11-23")


@cache
def scenario(name: str) -> Scenario:
    """Return a shipped scenario."""
    path = shipped.find(name)
    assert path is not None
    return load(path)


@cache
def record(name: str) -> Record:
    """Return the record of a shipped scenario."""
    return run(scenario(name))


def result(found: Record) -> tuple[object, ...]:
    """Return what came of a run: every outcome, and what was refused."""
    outcomes = tuple((o.case, o.state, o.effective, o.known, o.bound) for o in found.outcomes)
    return outcomes, tuple((s.case, s.act, s.by) for s in found.refusals)


def came_of(found: Record, case: str) -> Outcome:
    """Return what came of one matter."""
    outcome = found.outcome(case)
    assert outcome is not None
    return outcome


def bound(found: Record, case: str) -> dict[str, str]:
    """Return who is bound in the end, each with the day from which."""
    return {bond.member: bond.since for bond in came_of(found, case).bound if not bond.until}


def day(written: str) -> int:
    """Return the last second of a day in Moscow as it stood at +04:00."""
    return int(datetime.fromisoformat(f"{written}T23:59:59+04:00").timestamp())


# --- every file ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_what_a_shipped_scenario_expects_comes_true(name: str) -> None:
    expected = record(name).expected
    assert expected
    wrong = [f"line {e.line}: {e.says}: {e.found}" for e in expected if e.status != "held"]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_says_how_each_of_its_matters_ends(name: str) -> None:
    wanted = {e.case for e in scenario(name).expect if "state" in e.wants and "at" not in e.wants}
    matters = {c.id for c in scenario(name).cases if procedures()[c.procedure].unit == "matter"}
    told_at_least = matters if "reading" not in scenario(name).tags else wanted & matters
    # What has no matter in it tells of duties, by its meetings.
    assert told_at_least or any("duty" in each.wants for each in scenario(name).expect)
    assert told_at_least <= wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_names_the_provisions_on_which_it_turns(name: str) -> None:
    # Where nothing is known to have been done, nothing turns on a provision.
    done = scenario(name).acts
    named = any("under" in e.wants or "under" in _refused(e) for e in scenario(name).expect)
    assert named or not done


def _refused(each: Expectation) -> Facts:
    found: Facts = each.wants.get("refused", NO_FACTS)
    return found


#: For each want that can be turned into its opposite: another value of the same form.
OTHER_DAY = "1999-12-31"


def _false(each: Expectation) -> Facts | None:
    """The same expectation with another value, which is then untrue."""
    wants = each.wants
    for key in ("from", "known", "in_force"):
        if key in wants:
            return wants.plus(key, OTHER_DAY)
    for key in ("signed", "ratified", "notified", "bound_since", "blocked_by"):
        if key in wants:
            other = "silent" if key == "blocked_by" else OTHER_DAY
            return wants.plus(key, Facts({member: other for member in wants[key]}))
    if "state" in wants:
        return wants.plus("state", "a state that no case has")
    if "bound" in wants:
        held = wants["bound"]
        return wants.plus("bound", held[1:] if held else ("KAZ",))
    if "not_bound" in wants:
        return wants.plus("not_bound", ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"))
    if "under" in wants:
        return wants.plus("under", (*wants["under"], "honour.reg"))
    if "refusals" in wants:
        return wants.plus("refusals", wants["refusals"] + 1)
    if "refused" in wants:
        return wants.plus("refused", wants["refused"].plus("by", "AZE"))
    if "deadline" in wants:
        other = "met" if wants["deadline"].get("status") == "withdrawn" else "withdrawn"
        return wants.plus("deadline", wants["deadline"].plus("status", other))
    if "duty" in wants:
        other = "due" if wants["duty"]["status"] == "met" else "met"
        return wants.plus("duty", wants["duty"].plus("status", other))
    if "register" in wants:
        return wants.plus("register", wants["register"].plus("is", "something else"))
    return None


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_of_a_shipped_scenario_could_fail(name: str) -> None:
    turned = []
    for each in scenario(name).expect:
        wants = _false(each)
        assert wants is not None, each.says
        # Whom a decision does not bind is only a claim where it binds somebody.
        if "not_bound" not in wants or bound(record(name), each.case):
            turned.append(each._replace(wants=wants))
    found = judge(scenario(name)._replace(expect=tuple(turned)), record(name))
    still = [e.says for e in found if e.status != "failed"]
    assert not still, still


def test_all_shipped_scenarios_run_together_within_seconds() -> None:
    for name in NAMES:
        path = shipped.find(name)
        assert path is not None
        run(load(path))


CHOICES = st.dictionaries(st.sampled_from(sorted(law.readings())), st.integers(0, 3), max_size=6)


@given(name=st.sampled_from(NAMES), choices=CHOICES, mode=st.sampled_from(["strict", "practice"]))
def test_every_shipped_scenario_runs_under_any_readings_and_then_expects_nothing(
    name: str, choices: dict[str, int], mode: str
) -> None:
    options = {id: tuple(law.readings()[id].options) for id in choices}
    chosen = {id: options[id][n % len(options[id])] for id, n in choices.items()}
    found = run(scenario(name), readings=chosen, mode=mode)
    own = scenario(name)
    same = own.readings.merged(chosen) == own.readings and mode == own.mode
    assert {e.status for e in found.expected} == ({"held"} if same else {"not applicable"})


# --- where it is known from ------------------------------------------------------------------


@pytest.mark.parametrize("name", HISTORY)
def test_every_act_of_history_names_its_source_and_its_evidence(name: str) -> None:
    found = scenario(name)
    assert "history" in found.tags
    assert all((found.sources, found.about))
    for act in found.acts:
        assert act.said.sources, f"line {act.line}: {act.name}"
        assert act.said.evidence in EVIDENCE, f"line {act.line}: {act.name}"


@pytest.mark.parametrize("name", HISTORY)
def test_what_is_unverified_says_what_of_it_is_inferred_recalled_or_not_told(name: str) -> None:
    for act in scenario(name).acts:
        if act.said.evidence == "unverified":
            told = " ".join((*act.said.sources, str(act.takes.get("says", ""))))
            assert DOUBT.search(told), (act.line, act.name, told)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_that_a_scenario_cites_is_in_the_list_of_sources(name: str) -> None:
    known = set(re.findall(r"^([A-Z]\d+):", _list_of_sources(), re.M))
    path = shipped.find(name)
    assert path is not None
    assert set(re.findall(r"\bP\d+\b", path.read_text("utf-8"))) <= known


def _list_of_sources() -> str:
    return files("csto_sim.law").joinpath("sources.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_says_that_it_is_supposed_and_did_not_happen(name: str) -> None:
    found = scenario(name)
    assert {"lesson", "hypothetical"} <= set(found.tags)
    assert any("hypothetical" in source for source in found.sources)
    assert {act.said.evidence for act in found.acts} == {"hypothetical"}


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_that_speaks_of_the_clock_is_dated_while_the_clock_is_in_law(name: str) -> None:
    since, until = scenario(name).since.written, scenario(name).until.written
    counted = [each for each in record(name).deadlines if each.name == "convening"]
    clock = bool(counted) or "clock" in scenario(name).tags
    assert not clock or (CLOCK_IN_LAW[0] <= since and until < CLOCK_IN_LAW[1] and counted)


@pytest.mark.parametrize("name", [name for name in NAMES if "reading" in scenario(name).tags])
def test_a_scenario_on_a_reading_comes_out_otherwise_under_the_default(name: str) -> None:
    own = scenario(name)
    assert own.readings
    assert result(run(own._replace(readings=NO_FACTS))) != result(record(name))


# --- June 2009 -------------------------------------------------------------------------------


def test_the_composition_of_2009_lacks_the_consent_of_belarus_under_rule_14() -> None:
    decided = next(s for s in record(CRRF).steps_of("composition") if s.act == "decide")
    assert decided.target == "awaiting cure"
    assert {"charter.12.consensus", "rules.14.1"} <= set(decided.under)
    assert decided.finding is not None
    shut = [f for _, f in decided.finding.tree() if f.says == "absent.blocks"]
    assert [f.fact("members") for f in shut] == [("BLR",)]


def test_uzbekistan_neither_blocks_the_composition_of_2009_nor_is_bound_by_it() -> None:
    decided = next(s for s in record(CRRF).steps_of("composition") if s.act == "decide")
    assert decided.finding is not None
    aside = [f for _, f in decided.finding.tree() if f.says == "member.reserves.aside"]
    assert [(f.fact("members"), f.holds) for f in aside] == [(("UZB",), True)]
    assert "UZB" not in bound(record(CRRF), "composition")


def test_by_the_default_readings_the_composition_of_2009_is_adopted_from_20_october() -> None:
    found = record(CRRF)
    outcome = came_of(found, "composition")
    assert not scenario(CRRF).readings
    assert (outcome.state, outcome.effective, outcome.known) == (
        "adopted",
        "2009-10-20",
        "2009-10-20",
    )
    members = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
    assert bound(found, "composition") == dict.fromkeys(members, "2009-10-20")
    assert found.state_at("composition", day("2009-10-19")) == "awaiting cure"


def test_where_a_late_signature_cures_backwards_the_composition_is_adopted_from_14_june() -> None:
    variant = record(f"{CRRF}-under-retroactive-cure")
    for found in (run(scenario(CRRF), readings={"amb.absence-cure": "A"}), variant):
        outcome = came_of(found, "composition")
        assert outcome.state == "adopted"
        assert (outcome.effective, outcome.known) == ("2009-06-14", "2009-10-20")
        assert bound(found, "composition")["BLR"] == "2009-06-14"
        assert "UZB" not in bound(found, "composition")
        assert found.state_at("composition", day("2009-10-19")) == "awaiting cure"


def test_where_absence_binds_only_the_absent_the_composition_is_adopted_on_14_june() -> None:
    variant = record(f"{CRRF}-absence-binds-only-the-absent")
    for found in (run(scenario(CRRF), readings={"amb.absence-effect": "B"}), variant):
        outcome = came_of(found, "composition")
        assert outcome.state == "adopted"
        assert (outcome.effective, outcome.known) == ("2009-06-14", "2009-06-14")
        assert found.state_at("composition", day("2009-06-14")) == "adopted"
        since = dict.fromkeys(("ARM", "KAZ", "KGZ", "RUS", "TJK"), "2009-06-14")
        assert bound(found, "composition") == since | {"BLR": "2009-10-20"}


def test_the_agreement_of_2009_is_signed_by_five_then_by_belarus_and_never_by_uzbekistan() -> None:
    signed: dict[str, list[str]] = {}
    for step in record(CRRF).steps_of("agreement"):
        if step.act == "sign" and step.kind == "act":
            signed.setdefault(step.when.day, []).append(step.by)
    assert signed == {"2009-06-14": ["ARM", "KAZ", "KGZ", "RUS", "TJK"], "2009-10-20": ["BLR"]}
    assert "in_force" not in came_of(record(CRRF), "agreement").facts
    assert "UZB" not in bound(record(CRRF), "agreement")


# --- January 2022 and the clock --------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "status", "state"),
    [("A", "missed", "convened late"), ("C", "met", "convened in time")],
)
def test_in_january_2022_the_clock_is_missed_or_met_by_what_it_asks_for(
    option: str, status: str, state: str
) -> None:
    found = run(scenario("convening/2022-01-kazakhstan"), readings={"amb.clock-object": option})
    deadline = next(each for each in found.deadlines if each.name == "convening")
    assert (deadline.status, came_of(found, "request").state) == (status, state)


@pytest.mark.parametrize("option", ["A", "B", "C", "D"])
def test_in_june_2010_no_clock_runs_whatever_counts_as_a_request(option: str) -> None:
    own = scenario("convening/2010-06-kyrgyzstan-request")
    found = run(own, readings={"amb.request-form": option})
    assert (came_of(found, "request").state == "not addressed") == (option != "D")
    assert "convening" not in {each.name for each in found.deadlines}


def test_between_in_time_and_late_lies_one_second() -> None:
    in_time = "convening/convened-on-day-3-at-the-last-second"
    late = "convening/convened-on-day-4-one-second-late"
    opened = {
        name: next(s.when.earliest for s in record(name).steps if s.act == "open")
        for name in (in_time, late)
    }
    assert opened[late] - opened[in_time] == 1
    states = [came_of(record(name), "proposal").state for name in (in_time, late)]
    assert states == ["convened in time", "convened late"]
