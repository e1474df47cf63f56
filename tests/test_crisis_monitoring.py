"""Claims on crisis monitoring: which centre reports to whom, from when, and who takes it up."""

from __future__ import annotations

from typing import Any

from building import SIX, act, at, convening, days, fact, meeting, play, state, story
from hypothesis import example, given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

DAY, LATER = "2019-05-06", "2019-05-08"
STATUTORY = ("CSC", "CMFA", "CMD", "CSSC")


def watch(**facts: Any) -> ScenarioCase:
    return ScenarioCase("w", "crisis_monitoring", "w", Facts(facts))


def watched_on(*acts: ScenarioAct, **facts: Any) -> Record:
    return play(story([watch(**facts)], acts))


def notice(day: str = DAY, by: str = "CRC", to: str = "PC") -> ScenarioAct:
    return act(at(day), "notice", "w", by, to=to)


@example("2017-09-30", "crisis")
@example("2017-10-01", "crisis")
@example("2014-11-30", "computer incident")
@example("2014-12-01", "computer incident")
@given(days("2014-01-01", "2020-12-31"), st.sampled_from(("crisis", "computer incident")))
def test_a_centre_reports_from_the_day_on_which_it_works(day: str, incident: str) -> None:
    centre, since = {"crisis": ("CRC", "2017-10-01"), "computer incident": ("CCC", "2014-12-01")}[
        incident
    ]
    record = watched_on(notice(day, centre), incident=incident)
    assert (state(record, "w") == "reported") is (day >= since)
    other = watched_on(notice(day, "CCC" if centre == "CRC" else "CRC"), incident=incident)
    assert state(other, "w") == "not reported"


@example("2012-12-18", "analyse")
@example("2012-12-19", "inform")
@given(days("2012-01-01", "2013-12-31"), st.sampled_from(("analyse", "inform")))
def test_the_permanent_council_has_these_tasks_since_the_charter_gives_them(
    day: str, name: str
) -> None:
    by, takes = ("PC", {"finds": "threat"}) if name == "analyse" else ("ARM", {})
    record = watched_on(act(at(day), name, "w", by, **takes))
    assert bool(record.refusals) is (day < "2012-12-19")


ACTS = st.sampled_from(
    (
        ("notice", "CRC", {"to": "PC"}),
        ("notice", "CRC", {"to": "CSSC"}),
        ("inform", "KGZ", {}),
        ("analyse", "PC", {"finds": "threat"}),
        ("analyse", "PC", {"finds": "no threat"}),
        ("forward", "PC", {"to": "CHAIR"}),
        ("forward", "SG", {"to": "CMD"}),
    )
)


@given(st.lists(ACTS, max_size=8))
def test_what_is_forwarded_was_found_to_be_a_threat_by_the_last_analysis(
    acts: list[tuple[str, str, dict[str, str]]],
) -> None:
    record = watched_on(*(act(at(DAY), name, "w", by, **takes) for name, by, takes in acts))
    found = ""
    for step in record.steps_of("w"):
        if step.act == "analyse" and not step.refused:
            found = step.takes["finds"]
        if step.act == "forward":
            allowed = step.source == "threat found"
            assert step.refused is not allowed
            assert not allowed or found == "threat"


@given(st.sampled_from((*STATUTORY, "CHAIR", "PC", "ICMEC", "SECRETARIAT", "RUS")))
def test_a_threat_is_put_before_a_statutory_body_or_the_chair(to: str) -> None:
    record = watched_on(
        act(at(DAY), "analyse", "w", "PC", finds="threat"),
        act(at(DAY), "forward", "w", "PC", to=to),
    )
    assert (state(record, "w") == "forwarded") is (to in (*STATUTORY, "CHAIR"))


@given(st.sampled_from((*STATUTORY, "ICMEC")), st.sampled_from(("CRC", "CCC")))
def test_only_the_crisis_centre_serves_the_four_organs(to: str, centre: str) -> None:
    incident = "crisis" if centre == "CRC" else "computer incident"
    record = watched_on(notice(DAY, centre, to), incident=incident)
    served = centre == "CRC" and to in STATUTORY
    assert (state(record, "w") == "forwarded") is served


@given(st.sampled_from((*STATUTORY, "PC")), st.sampled_from((None, "threat", "no threat")))
def test_a_meeting_of_a_statutory_body_takes_it_up_whatever_was_found(
    body: str, finds: str | None
) -> None:
    analysis = [] if finds is None else [act(at(DAY), "analyse", "w", "PC", finds=finds)]
    acts = [notice(), *analysis, act(at(LATER), "open", "m")]
    record = play(story([meeting(body=body), watch(meeting="m")], acts))
    assert (state(record, "w") == "taken up") is (body in STATUTORY)


def test_a_meeting_that_was_open_before_takes_it_up_when_it_is_reported() -> None:
    acts = [act(at(DAY), "open", "m"), notice(LATER)]
    record = play(story([meeting(), watch(meeting="m")], acts))
    assert (state(record, "w"), fact(record, "taken_up", "w")) == ("taken up", LATER)


@given(st.sampled_from(SIX), st.booleans(), st.booleans())
def test_a_proposal_takes_it_up_only_when_it_reaches_the_chair_and_only_what_was_reported(
    member: str, to_chair: bool, reported: bool
) -> None:
    acts = [
        *([notice()] if reported else []),
        act(at(LATER), "propose", "c", member, to="CHAIR" if to_chair else "TJK"),
    ]
    record = play(story([meeting(), convening(), watch(convening="c")], acts))
    assert (state(record, "w") == "taken up") is (to_chair and reported)


def test_a_report_asks_for_one_analysis_and_no_length_is_stated() -> None:
    reports = [notice(), act(at(DAY), "inform", "w", "ARM"), notice(LATER)]
    record = watched_on(*reports, act(at(LATER), "analyse", "w", "PC", finds="no threat"))
    found = [(line.name, line.status, line.due) for line in record.deadlines]
    assert found == [("analysis", "done", None)]


@given(st.lists(ACTS, max_size=8))
def test_an_analysis_that_is_due_can_be_made_and_a_centre_can_always_report(
    acts: list[tuple[str, str, dict[str, str]]],
) -> None:
    made = [act(at(DAY), name, "w", by, **takes) for name, by, takes in acts]
    view = act(at(LATER), "analyse", "w", "PC", finds="no threat")
    record = watched_on(*made, notice(), view)
    assert not [step for step in record.refusals if step.act in ("notice", "analyse")]
    assert all(line.status == "done" for line in record.deadlines)


def test_what_is_before_another_stays_there_whatever_the_analysis_finds() -> None:
    for finds in ("threat", "no threat"):
        view = act(at(LATER), "analyse", "w", "PC", finds=finds)
        record = watched_on(notice(), notice(to="CMFA"), view)
        assert state(record, "w") == "forwarded"
