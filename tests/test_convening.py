"""Convening: who may propose and how, the three days to the second, what follows when they end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from building import (
    Readings,
    act,
    at,
    came_of,
    choices,
    clock,
    convening,
    days,
    fact,
    instant,
    meeting,
    members_on,
    options_of,
    play,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation
from csto_sim.procedures._three_days import STARTS
from csto_sim.record import Deadline, Record
from csto_sim.rules.calendars import why_off
from csto_sim.rules.periods import CAPITAL_ZONES
from csto_sim.scenario.model import Scenario, ScenarioAct, Time

FRIDAY = "2021-05-14"
#: Seconds in which the Regulation was in force for all, well away from both ends.
SECONDS = st.integers(
    int(datetime(2013, 1, 10, tzinfo=UTC).timestamp()),
    int(datetime(2023, 10, 31, tzinfo=UTC).timestamp()),
)
HOURS = {"amb.clock-unit": "A"}


def proposed(
    when: Time | str,
    *then: ScenarioAct,
    by: str = "ARM",
    facts: Mapping[str, Any] | None = None,
    **takes: Any,
) -> Scenario:
    """A proposal, and the acts after it, in a story with one meeting of the Council."""
    cases = [meeting(session="extraordinary"), convening(**(facts or {}))]
    return story(cases, [act(when, "propose", "c", by, **takes), *then])


def opened(when: Time | str) -> ScenarioAct:
    return act(when, "open", "m")


def line(record: Record, name: str = "convening") -> Deadline:
    """The one line of the ledger of that name."""
    (found,) = [each for each in record.deadlines if each.name == name]
    return found


def lines(record: Record, name: str = "convening") -> list[str]:
    return [each.status for each in record.deadlines if each.name == name]


# --- to the second -------------------------------------------------------------------------------


def limit(start: int, readings: Readings) -> int:
    """The last lawful second, worked out here and not by the program."""
    unit = readings.get("amb.clock-unit", "B")
    if unit == "A":
        return start + 72 * 3600
    zone = {"A": "Europe/Moscow", "C": "UTC"}.get(readings.get("amb.day-zone", "A"))
    if zone is None:
        # The day of the act is told in the zone of whoever chairs.
        chair = organisation.chair(datetime.fromtimestamp(start, UTC).date())
        assert chair is not None
        zone = CAPITAL_ZONES[chair.state]
    day = datetime.fromtimestamp(start, ZoneInfo(zone)).date()
    counted = 0
    while counted < 3:
        day += timedelta(days=1)
        counted += unit == "B" or not why_off(("RUS",), day)
    following = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    return int(following.timestamp()) - 1


UNITS_AND_ZONES = st.fixed_dictionaries(
    {"amb.clock-unit": st.sampled_from("ABC"), "amb.day-zone": st.sampled_from("AC")}
)


@given(SECONDS, UNITS_AND_ZONES)
def test_the_last_lawful_second_is_in_time_and_the_next_is_late(
    start: int, readings: dict[str, str]
) -> None:
    last = limit(start, readings)
    kept = play(proposed(instant(start), opened(instant(last))), readings)
    assert (state(kept, "c"), line(kept).status) == ("convened in time", "met")
    assert line(kept).due == (last, last)
    late = play(proposed(instant(start), opened(instant(last + 1))), readings)
    assert (state(late, "c"), line(late).status) == ("convened late", "missed")


@given(SECONDS)
def test_the_days_of_the_chairs_capital_end_with_its_own_midnight(start: int) -> None:
    readings = {"amb.clock-unit": "B", "amb.day-zone": "B"}
    midday = start - start % 86400 + 9 * 3600  # clear of every midnight between Minsk and Bishkek
    last = limit(midday, readings)
    kept = play(proposed(instant(midday), opened(instant(last))), readings)
    assert (state(kept, "c"), line(kept).due) == ("convened in time", (last, last))
    late = play(proposed(instant(midday), opened(instant(last + 1))), readings)
    assert state(late, "c") == "convened late"


@given(SECONDS, UNITS_AND_ZONES, st.integers(0, 20 * 86400))
def test_a_session_is_in_time_exactly_up_to_its_limit(
    start: int, readings: dict[str, str], after: int
) -> None:
    record = play(proposed(instant(start), opened(instant(start + after))), readings)
    wanted = "in time" if start + after <= limit(start, readings) else "late"
    assert state(record, "c") == f"convened {wanted}"


def test_three_days_from_a_friday_evening_end_on_three_different_days() -> None:
    ends = {"A": "2021-05-17T20:00:00", "B": "2021-05-17T23:59:59", "C": "2021-05-19T23:59:59"}
    for unit, written in ends.items():
        record = play(proposed(clock(FRIDAY, 20)), {"amb.clock-unit": unit})
        due = line(record).due
        assert due is not None
        assert due[1] == at(f"{written}+03:00").low
        assert state(record, "c") == "lapsed"


def test_the_working_days_are_those_of_the_calendar_that_the_reading_names() -> None:
    # Tajikistan chairs; 9 May falls on a Sunday and moves the day off differently.
    def counted(option: str, day: str) -> Deadline:
        readings = {"amb.clock-unit": "C", "amb.working-calendar": option}
        return line(play(proposed(clock(day, 12)), readings))

    found = {option: counted(option, "2021-05-07") for option in "ABC"}
    calendars = {}
    for option, each in found.items():
        assert each.counted is not None
        calendars[option] = each.counted.calendar
    members = "+".join(sorted(members_on("2021-05-07")))
    assert calendars == {"A": "RUS", "B": "TJK", "C": members}
    dues = {option: each.due for option, each in found.items()}
    assert all(due is not None for due in dues.values())
    assert max(dues.values(), key=str) == dues["C"]


# --- acts known only by their day ----------------------------------------------------------------


@given(days("2013-01-10", "2023-10-31"))
def test_under_hours_a_proposal_known_by_its_day_leaves_its_third_day_undetermined(
    day: str,
) -> None:
    third = (date.fromisoformat(day) + timedelta(days=3)).isoformat()
    noon = act(clock(third, 12), "open", "m")
    ends = {"A": ("convened in time", "met"), "B": ("convened late", "missed")}
    for option, (where, status) in {**ends, "C": ("convened", "undetermined")}.items():
        record = play(proposed(day, noon), {**HOURS, "amb.date-only": option})
        assert (state(record, "c"), line(record).status) == (where, status)


@given(days("2013-01-10", "2023-10-31"))
def test_under_hours_a_session_known_by_its_day_is_undetermined_on_the_last_day(day: str) -> None:
    third = (date.fromisoformat(day) + timedelta(days=3)).isoformat()
    ends = {
        "A": ("convened late", "missed"),
        "B": ("convened in time", "met"),
        "C": ("convened", "undetermined"),
    }
    for option, (where, status) in ends.items():
        record = play(proposed(clock(day, 12), opened(third)), {**HOURS, "amb.date-only": option})
        assert (state(record, "c"), line(record).status) == (where, status)


@given(days("2013-01-10", "2023-10-31"), st.integers(0, 6), st.sampled_from("ABC"))
def test_under_calendar_days_the_day_alone_settles_it(day: str, after: int, option: str) -> None:
    held = (date.fromisoformat(day) + timedelta(days=after)).isoformat()
    record = play(proposed(day, opened(held)), {"amb.date-only": option})
    assert state(record, "c") == ("convened in time" if after <= 3 else "convened late")


# --- which law -----------------------------------------------------------------------------------


@given(days("2003-09-18", "2012-12-18"), choices("convening"))
def test_before_19_december_2012_no_three_days_are_counted(
    day: str, readings: dict[str, str]
) -> None:
    readings["amb.crisis-reg-effect"] = "A"
    record = play(proposed(day, opened(day)), readings)
    assert lines(record) == []
    assert state(record, "c") in ("convened", "not addressed")


@pytest.mark.parametrize("day", ["2010-12-10", "2011-06-01", "2012-12-18"])
def test_the_regulation_applied_politically_counts_from_december_2010(day: str) -> None:
    record = play(proposed(day), {"amb.crisis-reg-effect": "B"})
    assert line(record).under == "crisis-reg.3day@applied-2010"
    earlier = play(proposed("2010-12-09"), {"amb.crisis-reg-effect": "B"})
    assert lines(earlier) == []


@given(days("2012-12-19", "2023-11-22"), st.sampled_from("ABC"))
def test_between_both_regulations_every_member_has_the_three_days(day: str, option: str) -> None:
    for by in members_on(day)[:2]:
        record = play(proposed(day, by=by), {"amb.regulation-2023": option})
        assert line(record).under == "crisis-reg.3day"


@given(days("2023-11-23", "2026-06-30"))
def test_after_23_november_2023_the_clock_depends_on_the_reading(day: str) -> None:
    def counted(option: str, by: str) -> list[str]:
        found = play(proposed(day, by=by), {"amb.regulation-2023": option})
        return [each.under for each in found.deadlines if each.name == "convening"]

    assert counted("A", "ARM") == counted("A", "KAZ") == []
    assert counted("B", "KAZ") == []
    assert counted("B", "ARM") == ["crisis-reg.3day@kept"]
    assert counted("C", "ARM") == counted("C", "KAZ") == ["crisis-reg.3day@kept"]


def test_practice_and_strict_mode_part_on_the_regulation_of_2023() -> None:
    scenario = proposed("2024-03-01", by="KAZ")
    assert lines(play(scenario)) == ["missed"]
    assert lines(play(scenario, mode="practice")) == []


# --- what starts the clock -----------------------------------------------------------------------


def started(option: str, *then: ScenarioAct, **facts: Any) -> Record:
    scenario = proposed(clock(FRIDAY, 10), *then, facts=facts)
    return play(scenario, {**HOURS, "amb.clock-start": option})


def test_the_clock_starts_with_the_event_that_the_reading_names() -> None:
    threat = clock("2021-05-12", 8)
    steps = (
        act(clock(FRIDAY, 12), "register", "c"),
        act(clock(FRIDAY, 15), "inform", "c"),
    )
    starts = {"A": clock(FRIDAY, 10), "B": threat, "C": steps[0].time, "D": steps[1].time}
    for option, start in starts.items():
        found = line(started(option, *steps, threat=threat))
        assert isinstance(start.low, int)
        assert found.due == (start.low + 72 * 3600,) * 2
        assert found.trigger == STARTS[option]


def test_what_a_reading_asks_and_the_scenario_does_not_tell_is_said_in_the_record() -> None:
    assert "does not tell when the threat arose" in line(started("B")).trigger
    record = play(proposed("2021-05-14"), {"amb.who-may-propose": "B"})
    says = [part.says for step in record.steps if step.finding for _, part in step.finding.tree()]
    assert "proposal.nobody_named" in says


def test_a_clock_that_nothing_started_does_not_run() -> None:
    for option in "CD":
        record = started(option, opened(clock("2021-06-01", 10)))
        assert lines(record) == []
        assert state(record, "c") == "convened"


@pytest.mark.parametrize(("option", "name"), [("C", "register"), ("D", "inform")])
def test_repeating_the_starting_event_starts_no_second_clock(option: str, name: str) -> None:
    record = started(
        option,
        act(clock(FRIDAY, 12), name, "c"),
        act(clock(FRIDAY, 18), name, "c"),
        opened(clock("2021-05-16", 10)),
    )
    assert line(record).status == "met"
    assert state(record, "c") == "convened in time"


def test_a_clock_from_the_threat_can_have_run_out_before_the_proposal() -> None:
    record = started("B", opened(clock("2021-05-20", 10)), threat=at("2021-05-02"))
    assert line(record).status == "missed"
    assert state(record, "c") == "convened late"


# --- what must have happened, and what follows ---------------------------------------------------


@pytest.mark.parametrize(
    ("act_name", "kept_under"), [("call", "B"), ("consult", "C"), ("register", "")]
)
def test_the_object_of_the_period_is_what_the_reading_names(act_name: str, kept_under: str) -> None:
    for option in "ABC":
        record = play(
            proposed(
                clock(FRIDAY, 10),
                act(clock("2021-05-16", 10), act_name, "c"),
                opened(clock("2021-06-01", 10)),
            ),
            {"amb.clock-object": option},
        )
        kept = option in kept_under
        assert state(record, "c") == ("convened in time" if kept else "convened late")
        assert line(record).status == ("met" if kept else "missed")


def test_a_lapse_is_final_only_where_a_new_proposal_is_needed() -> None:
    late = opened(clock("2021-06-01", 10))
    for option in "ABC":
        record = play(proposed(clock(FRIDAY, 10), late), {"amb.clock-lapse": option})
        assert state(record, "c") == "convened late"
    renewed = proposed(clock(FRIDAY, 10), late)
    assert state(play(renewed, {"amb.clock-lapse": "D"}), "c") == "lapsed"


def test_after_a_lapse_another_member_may_call_only_under_b() -> None:
    called = act(clock("2021-05-20", 10), "call", "c", "KGZ")
    for option in "ABCD":
        record = play(proposed(clock(FRIDAY, 10), called), {"amb.clock-lapse": option})
        assert bool(record.refusals) == (option != "B")


def test_a_new_proposal_after_a_lapse_has_its_own_three_days() -> None:
    again = [
        act(clock("2021-06-01", 10), "propose", "c", "ARM"),
        opened(clock("2021-06-03", 10)),
    ]
    for option in "ABCD":
        record = play(proposed(clock(FRIDAY, 10), *again), {"amb.clock-lapse": option})
        assert state(record, "c") == "convened in time"
        assert lines(record) == ["missed", "met"]


def test_a_proposal_that_does_not_count_undoes_no_lapse() -> None:
    astray = act(clock("2021-06-01", 10), "propose", "c", "ARM", to="RUS", form="call")
    record = play(proposed(clock(FRIDAY, 10), astray, opened(clock("2021-06-10", 10))))
    assert state(record, "c") == "convened late"


def test_the_chair_may_decline_only_under_b_and_a_substitute_acts_only_under_c() -> None:
    declined = [
        act(clock(FRIDAY, 12), "decline", "c", "CHAIR"),
        act(clock(FRIDAY, 15), "call", "c", "KGZ"),
    ]
    refused = {"A": ["decline", "call"], "B": ["call"], "C": []}
    ends = {"A": "lapsed", "B": "declined", "C": "lapsed"}
    for option in "ABC":
        record = play(proposed(clock(FRIDAY, 10), *declined), {"amb.chair-gatekeeper": option})
        assert [step.act for step in record.refusals] == refused[option]
        assert state(record, "c") == ends[option]


def declined_then(*then: ScenarioAct) -> Record:
    first = act(clock(FRIDAY, 12), "decline", "c", "CHAIR")
    return play(proposed(clock(FRIDAY, 10), first, *then), {"amb.chair-gatekeeper": "B"})


def test_a_chair_that_may_decline_ends_the_period_by_declining() -> None:
    record = declined_then(opened(clock("2021-06-01", 10)))
    assert (state(record, "c"), line(record).status) == ("convened", "withdrawn")


def test_a_second_proposal_after_a_refusal_is_counted_once_and_by_itself() -> None:
    record = declined_then(
        act(clock("2021-05-16", 10), "propose", "c", "KGZ"), opened(clock("2021-05-19", 10))
    )
    assert state(record, "c") == "convened in time"
    assert lines(record) == ["withdrawn", "met"]


def test_only_the_proposer_withdraws_and_nothing_runs_after_that() -> None:
    withdrawn = act(clock(FRIDAY, 12), "withdraw", "c", "ARM")
    record = play(proposed(clock(FRIDAY, 10), withdrawn, opened(clock("2021-06-01", 10))))
    assert state(record, "c") == "withdrawn"
    assert line(record).status == "withdrawn"
    wrong = withdrawn._replace(by="KAZ")
    assert len(play(proposed(clock(FRIDAY, 10), wrong)).refusals) == 1


def test_the_duty_to_consult_at_once_has_no_length_and_only_one_reading_has_it() -> None:
    for option in "ABC":
        record = play(
            proposed(clock(FRIDAY, 10), act(clock(FRIDAY, 18), "consult", "c")),
            {"amb.clock-vs-immediately": option},
        )
        assert lines(record, "consultations") == (["done"] if option == "B" else [])


def test_a_meeting_of_ministers_does_not_convene_the_council() -> None:
    cases = [meeting(body="CMFA"), convening()]
    acts = [act(clock(FRIDAY, 10), "propose", "c", "ARM"), opened(clock(FRIDAY, 18))]
    assert state(play(story(cases, acts)), "c") == "lapsed"


# --- who may propose, and how --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("takes", "counts"),
    [
        ({}, "ABCD"),
        ({"to": "CHAIR", "form": "letter", "signed_by": "head of government"}, "ABCD"),
        ({"to": "TJK"}, "D"),  # Tajikistan chairs in May 2021, but is not addressed as the Chair
        ({"to": "CHAIR", "form": "note", "signed_by": "minister"}, "ABCD"),
        ({"to": "CHAIR", "form": "call"}, "ABCD"),  # a threat asks for the addressee, not the form
        ({"to": "SECRETARIAT", "form": "note", "signed_by": "minister"}, "BCD"),
        ({"to": "KAZ", "form": "statement"}, "CD"),
        ({"to": "RUS", "form": "letter"}, "D"),
        ({"to": "RUS", "form": "call"}, "D"),
    ],
)
def test_the_form_of_a_proposal_counts_by_reading(takes: dict[str, Any], counts: str) -> None:
    for option in "ABCD":
        record = play(proposed(clock(FRIDAY, 10), **takes), {"amb.request-form": option})
        assert (state(record, "c") == "lapsed") == (option in counts)
        assert (state(record, "c") == "not addressed") == (option not in counts)


@pytest.mark.parametrize(
    ("takes", "counts"),
    [
        ({"to": "CHAIR", "form": "letter"}, "ABCD"),
        ({"to": "CHAIR", "form": "note", "signed_by": "minister"}, "BCD"),
        ({"to": "CHAIR", "form": "call"}, "CD"),
        ({"to": "RUS", "form": "letter"}, "D"),
    ],
)
def test_the_form_of_a_request_on_an_attack_counts_by_reading(
    takes: dict[str, Any], counts: str
) -> None:
    for option in "ABCD":
        asked = proposed(clock(FRIDAY, 10), facts={"branch": "attack"}, **takes)
        record = play(asked, {"amb.request-form": option})
        assert (state(record, "c") == "proposed") == (option in counts)


def test_an_attack_starts_no_three_days_but_a_duty_to_meet_at_once() -> None:
    record = play(proposed(clock(FRIDAY, 10), facts={"branch": "attack"}))
    duty = line(record)
    assert (duty.under, duty.due, duty.status) == ("crisis-reg.armed-attack", None, "unmeasured")
    assert "meets at once" in duty.follows
    met = play(proposed(clock(FRIDAY, 10), opened(clock(FRIDAY, 12)), facts={"branch": "attack"}))
    assert (line(met).status, line(met).because) == ("done", "the session")


def test_a_threatened_chair_leaves_the_call_to_another_under_c() -> None:
    call = act(clock(FRIDAY, 12), "call", "c", "KAZ")
    facts = {"threatened": ("TJK",)}  # Tajikistan chairs in May 2021
    story = proposed(clock(FRIDAY, 10), call, by="TJK", facts=facts)
    assert state(play(story, {"amb.chair-gatekeeper": "C"}), "c") != "proposed"
    assert len(play(story, {"amb.chair-gatekeeper": "C"}).refusals) == 0
    assert len(play(story).refusals) == 1


@pytest.mark.parametrize(
    ("branch", "option", "counts"),
    [
        ("threat", None, True),
        ("attack", None, False),
        ("threat", "B", False),
        ("attack", "A", True),
    ],
)
def test_who_may_propose_for_another_member_turns_on_threat_or_attack(
    branch: str, option: str | None, counts: bool
) -> None:
    facts: dict[str, Any] = {"branch": branch, "threatened": ("ARM",)}
    readings = {"amb.who-may-propose": option} if option else {}
    record = play(proposed(clock(FRIDAY, 10), by="KAZ", facts=facts), readings)
    reached = "lapsed" if branch == "threat" else "proposed"
    assert (state(record, "c") == reached) == counts
    own = play(proposed(clock(FRIDAY, 10), by="ARM", facts=facts), readings)
    assert state(own, "c") == reached


def test_only_a_member_proposes() -> None:
    for by in ("UZB", "AZE", "SG", ""):
        record = play(proposed(clock(FRIDAY, 10), by=by))
        assert len(record.refusals) == 1


# --- any story -----------------------------------------------------------------------------------


ACTS = ("propose", "register", "inform", "consult", "call", "decline", "withdraw")


@st.composite
def stories(draw: st.DrawFn, first: str = "2010-06-01", last: str = "2026-06-30") -> Scenario:
    """Any acts in any order by a few actors, days apart, with a session somewhere among them."""
    day = date.fromisoformat(draw(days(first, last)))
    acts: list[ScenarioAct] = []
    for name in draw(st.lists(st.sampled_from((*ACTS, "open", "close")), max_size=8)):
        day += timedelta(days=draw(st.integers(0, 4)))
        when = draw(st.sampled_from((at(day.isoformat()), clock(day.isoformat(), 12))))
        case = "m" if name in ("open", "close") else "c"
        by = "" if case == "m" else draw(st.sampled_from(("ARM", "KGZ", "CHAIR", "SG", "")))
        acts.append(act(when, name, case, by))
    cases = [meeting(session="extraordinary"), convening()]
    begin = act(at(first), "propose", "c", "ARM") if draw(st.booleans()) else None
    return story(cases, [begin, *acts] if begin else acts)


@given(stories(), choices("convening"))
def test_no_line_of_the_ledger_is_left_running_when_the_story_is_long_over(
    scenario: Scenario, readings: dict[str, str]
) -> None:
    record = play(scenario, readings)
    assert "running" not in {each.status for each in record.deadlines}


@given(stories(), choices("convening"))
def test_the_state_of_a_convening_agrees_with_its_ledger(
    scenario: Scenario, readings: dict[str, str]
) -> None:
    record = play(scenario, readings)
    status = lines(record)
    where = state(record, "c")
    if where == "convened in time":
        assert status[-1] == "met"
    if where in ("convened late", "lapsed"):
        assert "missed" in status
    if where == "convened":
        assert not status or status[-1] != "met"


@given(stories("2013-01-10", "2023-06-30"), choices("convening"))
def test_pending_law_decides_nothing_while_the_law_stays_as_it_is(
    scenario: Scenario, readings: dict[str, str]
) -> None:
    last = max((str(each.time.written)[:10] for each in scenario.acts), default="")
    first = min((str(each.time.written)[:10] for each in scenario.acts), default="")
    if first < "2013-01-01" or last > "2023-11-01":
        return
    found = [play(scenario, {**readings, "amb.pending-law": option}) for option in "AB"]
    assert came_of(found[0]) == came_of(found[1])


def test_a_proposal_made_before_the_law_changed_keeps_the_law_of_its_day_by_reading() -> None:
    # Registered after the change, with the clock from registration.
    scenario = proposed(clock("2023-11-22", 10), act(clock("2023-11-23", 10), "register", "c"))
    for option, counted in (("A", []), ("B", ["missed"])):
        readings = {
            "amb.clock-start": "C",
            "amb.regulation-2023": "A",
            "amb.pending-law": option,
        }
        assert lines(play(scenario, readings)) == counted


def test_the_facts_of_a_proposal_are_kept() -> None:
    record = play(proposed(clock(FRIDAY, 10)))
    assert fact(record, "proposer", "c") == "ARM"
    assert fact(record, "proposed", "c") == FRIDAY


@pytest.mark.parametrize("lapse", "ABCD")
@pytest.mark.parametrize("chair", "AC")
def test_after_a_lapse_another_may_call_where_a_substitute_may_act_or_the_lapse_lets_it(
    lapse: str, chair: str
) -> None:
    readings = {"amb.clock-lapse": lapse, "amb.chair-gatekeeper": chair}
    called = act(clock("2021-05-20", 10), "call", "c", "KGZ")
    record = play(proposed(clock(FRIDAY, 10), called), readings)
    assert bool(record.refusals) is (lapse == "D" or (lapse != "B" and chair != "C"))


@pytest.mark.parametrize("known", options_of("amb.date-only"))
def test_days_from_a_proposal_known_by_a_stretch_end_on_either_of_its_ends(known: str) -> None:
    # What a day without an hour means for hours is no question for days.
    when = Time("between 2021-05-13 and 2021-05-14", "2021-05-13", "2021-05-14")
    readings = {"amb.clock-unit": "B", "amb.date-only": known}
    due = line(play(proposed(when), readings)).due
    assert due is not None
    assert [datetime.fromtimestamp(each, UTC).date().day for each in due] == [16, 17]
