"""The office of Secretary General: whose turn it is, who appoints, how long, what ends the term."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from building import (
    SIX,
    act,
    clock,
    days,
    decision,
    fact,
    findings_in,
    members_on,
    play,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation
from csto_sim.record import Record
from csto_sim.rules.periods import months_after
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

TERMS = [term for term in organisation.secretaries_general() if not term.acting]
HOLDING = ("in office", "term extended", "release asked")
SUBJECT = "secretary general"
NEXT = "2023-01-01"


def office(id: str, national_of: str, **facts: Any) -> ScenarioCase:
    """One appointment to the office."""
    return ScenarioCase(id, "secretary_general", id, Facts({"national_of": national_of, **facts}))


def deciding(id: str = "d", **facts: Any) -> ScenarioCase:
    return decision(id, meetings=(), **{"subject": SUBJECT, **facts})


def signed(day: str, matter: str = "d", *, without: str = "") -> list[ScenarioAct]:
    """A draft goes round and all members sign, but one where one is named."""
    members = [each for each in members_on(day) if each != without]
    return [
        act(clock(day, 9), "circulate", matter, "SECRETARIAT"),
        *(act(clock(day, 10), "sign", matter, each) for each in members),
    ]


def named(day: str, case: str, by: str, *, proposed: bool = True) -> list[ScenarioAct]:
    found = [act(clock(day, 7), "name candidate", case, by)]
    return [*found, *([act(clock(day, 8), "propose candidate", case, "CMFA")] if proposed else [])]


def after(day: str, many: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=many)).isoformat()


def three_years(first: str) -> str:
    """The last day of three years, counted here by the calendar alone."""
    return (months_after(date.fromisoformat(first), 36) - timedelta(days=1)).isoformat()


def held(record: Record, case: str) -> tuple[str, str]:
    """The first day in the office and the first day no longer in it; '' where there is none."""
    first = last = ""
    for step in record.steps_of(case):
        if step.target in HOLDING and step.source not in HOLDING:
            first = fact(record, "since", case)
        if step.source in HOLDING and step.target not in HOLDING:
            last = step.when.day
    return first, last


# --- whose turn it is ----------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(1, len(TERMS)))
def test_each_term_since_2017_went_to_the_state_whose_turn_it_was(place: int) -> None:
    term = TERMS[place]
    day, first = (term.since - timedelta(days=20)).isoformat(), term.since.isoformat()
    members = members_on(day)
    cases = [office(each, each, first_day=first) for each in members]
    acts = [act(clock(day, 9), "name candidate", each, each) for each in members]
    record = play(story(cases, acts))
    accepted = [each for each in members if state(record, each) == "candidate named"]
    assert accepted == [term.state]
    assert all("sg.rotation.2015" in found(record, each) for each in members if each != term.state)


def found(record: Record, case: str) -> set[str]:
    """The provisions on which the findings of a case rest, in force on the day or not."""
    return {
        id
        for step in record.steps_of(case)
        if step.finding is not None
        for _, part in step.finding.tree()
        for id in part.under
    }


@given(days("2005-01-01", "2016-11-30"), st.sampled_from((*SIX, "GEO", "SRB", "AZE")))
def test_before_the_rotation_any_member_and_no_other_state_can_be_named_for(
    day: str, who: str
) -> None:
    record = play(story([office("o", who)], [act(clock(day, 9), "name candidate", "o", "RUS")]))
    assert (state(record, "o") == "candidate named") == (who in members_on(day))


def test_before_the_charter_nobody_is_named() -> None:
    early = act(clock("2003-05-05", 9), "name candidate", "o", "RUS")
    record = play(story([office("o", "RUS")], [early]))
    assert state(record, "o") == "to be appointed"
    assert record.refusals


# --- who appoints --------------------------------------------------------------------------------


@given(st.sampled_from(("before", "after", "never")), st.sampled_from("AB"))
def test_without_an_earlier_proposal_nobody_is_appointed_unless_it_is_a_courtesy(
    proposed: str, option: str
) -> None:
    acts = named("2024-03-04", "o", "KGZ", proposed=proposed == "before")
    acts += signed("2024-04-02")
    if proposed == "after":
        acts.append(act(clock("2024-05-07", 9), "propose candidate", "o", "CMFA"))
    told = story([deciding(), office("o", "KGZ", decision="d")], acts)
    record = play(told, {"amb.sg-proposal": option})
    appointed = proposed == "before" or option == "B"
    assert held(record, "o")[0] == ("2024-04-02" if appointed else "")
    assert appointed or state(record, "o") == "not appointed"


def test_a_decision_of_the_ministers_proposes_nobody_who_is_named_after_the_council_decided() -> (
    None
):
    # Both decisions stand before anybody is named: what is proposed then comes too late.
    cases = [
        deciding(),
        decision("p", body="CMFA", meetings=()),
        office("o", "KGZ", decision="d", proposal="p"),
    ]
    for naming, appointed in (("2024-02-06", True), ("2024-05-07", False)):
        decided = [*signed("2024-03-05", "p"), *signed("2024-04-02")]
        candidate = named(naming, "o", "KGZ", proposed=False)
        acts = [*candidate, *decided] if appointed else [*decided, *candidate]
        record = play(story(cases, acts))
        assert bool(held(record, "o")[0]) == appointed


@given(st.sampled_from(SIX), st.booleans())
def test_one_missing_signature_keeps_the_office_empty(missing: str, comes: bool) -> None:
    acts = [*named("2024-03-04", "o", "KGZ"), *signed("2024-04-02", without=missing)]
    if comes:
        acts.append(act(clock("2024-06-04", 9), "sign", "d", missing))
    record = play(story([deciding(), office("o", "KGZ", decision="d")], acts))
    assert held(record, "o")[0] == ("2024-06-04" if comes else "")


@pytest.mark.parametrize(
    ("facts", "appointed"),
    [({}, True), ({"body": "CMFA"}, False), ({"subject": "general"}, False)],
)
def test_only_the_council_appoints_and_by_a_decision_on_that(
    facts: dict[str, str], appointed: bool
) -> None:
    acts = [*named("2024-03-04", "o", "KGZ"), *signed("2024-04-02")]
    record = play(story([deciding(**facts), office("o", "KGZ", decision="d")], acts))
    assert state(record) == "adopted"
    assert bool(held(record, "o")[0]) == appointed


def test_one_decision_appoints_one_candidate() -> None:
    acts = [*named("2024-03-04", "a", "KGZ"), *named("2024-03-05", "b", "KGZ")]
    acts += signed("2024-04-02")
    cases = [deciding(), office("a", "KGZ", decision="d"), office("b", "KGZ", decision="d")]
    record = play(story(cases, acts))
    assert [bool(held(record, each)[0]) for each in ("a", "b")] == [True, False]


# --- how long ------------------------------------------------------------------------------------


@given(days("2020-01-01", "2024-06-30"), st.integers(-1100, 3))
def test_a_term_is_of_three_years_at_most_to_the_day(first: str, more: int) -> None:
    longest = three_years(first)
    last = after(longest, more)
    day = after(first, -10)
    acts = [
        *named(day, "o", organisation.next_in_rotation(_before(day), date.fromisoformat(day))),
        *signed(day),
    ]
    who = acts[0].by
    for told, expected in (({"last_day": last}, last), ({}, longest)):
        cases = [deciding(), office("o", who, decision="d", first_day=first, **told)]
        record = play(story(cases, acts, until="2030-12-31"))
        if not told or (more <= 0 and last >= first):
            assert held(record, "o") == (first, after(expected))
        else:
            assert state(record, "o") == "not appointed"


def _before(day: str) -> str:
    """The state whose national held the office on the eve; who takes it that day is untold yet."""
    return [term.state for term in TERMS if term.since.isoformat() < day][-1]


def incumbent(*more: ScenarioAct, cases: tuple[ScenarioCase, ...] = (), **facts: Any) -> Record:
    """The national of Belarus in office in 2021, to the end of 2022, and then some acts."""
    begin = act(clock("2021-01-12", 9), "continue in office", "i", "SG", last_day="2022-12-31")
    told = story([*cases, office("i", "BLR", **facts)], [begin, *more], until="2035-12-31")
    return play(told)


@given(days("2022-06-01", "2023-02-28"), days("2022-06-01", "2023-12-31"))
def test_a_term_is_extended_while_it_runs_and_to_a_later_day(decided: str, to: str) -> None:
    record = incumbent(*signed(decided), cases=(deciding(),), extension="d", extended_to=to)
    runs = decided <= "2022-12-31" < to
    assert held(record, "i")[1] == (max(after(to), decided) if runs else "2023-01-01")


@given(
    st.lists(st.tuples(st.integers(-300, 500), st.integers(0, 1200)), min_size=1, max_size=4),
    st.integers(0, 700),
)
def test_two_never_hold_the_office_on_one_day(terms: list[tuple[int, int]], extension: int) -> None:
    # Appointments that overlap, of states in turn, while the incumbent's term may be extended.
    cases: list[ScenarioCase] = [deciding("x")]
    acts = [*signed("2022-10-04", "x")]
    turn = "BLR"
    for number, (gap, length) in enumerate(terms):
        turn = organisation.next_in_rotation(turn, date(2022, 11, 1))
        id, first = f"o{number}", after("2023-01-01", gap)
        last = min(after(first, length), three_years(first))
        day = f"2022-{11 + number // 2:02}-{1 + 10 * (number % 2):02}"
        facts = {"first_day": first, "last_day": last, "decision": f"d{number}"}
        cases += [deciding(f"d{number}"), office(id, turn, **facts)]
        acts += [*named(day, id, turn), *signed(day, f"d{number}")]
    later = after("2022-12-31", extension)
    record = incumbent(*acts, cases=tuple(cases), extension="x", extended_to=later)
    spans = []
    for outcome in record.outcomes:
        if outcome.procedure == "secretary_general":
            first, end = held(record, outcome.case)
            if first:
                # Nobody's term is cut short by the next.
                assert end == after(outcome.facts["last_day"])
                spans.append((first, end))
    spans.sort()
    assert all(before[1] <= later[0] for before, later in pairwise(spans)), spans


# --- what ends it --------------------------------------------------------------------------------


@given(st.sampled_from(SIX), st.sampled_from(("", *SIX)))
def test_the_council_releases_only_whom_the_nominating_state_recalls(
    asking: str, missing: str
) -> None:
    ask = act(clock("2021-03-02", 9), "ask for release", "i", asking)
    record = incumbent(
        ask, *signed("2021-04-06", without=missing), cases=(deciding(),), release="d"
    )
    released = asking == "BLR" and not missing
    assert held(record, "i")[1] == ("2021-04-06" if released else "2023-01-01")
    assert bool(record.refusals) == (asking != "BLR")


def test_a_release_that_was_decided_before_it_was_asked_for_releases_nobody() -> None:
    ask = act(clock("2021-05-04", 9), "ask for release", "i", "BLR")
    record = incumbent(*signed("2021-04-06"), ask, cases=(deciding(),), release="d")
    assert held(record, "i")[1] == "2023-01-01"


@given(days("2021-02-01", "2023-12-31"))
def test_a_deputy_acts_while_the_office_is_vacant_and_not_before(day: str) -> None:
    record = incumbent(act(clock(day, 9), "act for the Secretary General", "i", "DSG"))
    assert (state(record, "i") == "deputy acts") == (day > "2022-12-31")


@given(
    st.sampled_from("ABC"),
    st.sampled_from(("BLR", "KAZ", "KGZ")),
    days("2021-05-04", "2023-12-31"),
)
def test_after_a_release_the_reading_says_whose_turn_it_is_and_from_when(
    option: str, who: str, first: str
) -> None:
    ask = act(clock("2021-03-02", 9), "ask for release", "i", "BLR")
    begin = act(clock("2021-01-12", 9), "continue in office", "i", "SG", last_day="2022-12-31")
    acts = [begin, ask, *signed("2021-04-06", "r"), *named("2021-04-13", "o", who)]
    acts += signed("2021-04-20")
    cases = [
        deciding("r"),
        deciding(),
        office("i", "BLR", release="r"),
        office("o", who, decision="d", first_day=first),
    ]
    told = story(cases, acts, until="2027-12-31")
    record = play(told, {"amb.sg-rotation-shortfall": option})
    rest = first <= "2022-12-31"
    due = "BLR" if option == "A" and rest else "KAZ"
    since = "" if who != due else max(first, "2023-01-01") if option == "B" else first
    assert held(record, "o")[0] == since
    if since:
        serves_rest = option == "A" and rest
        last = "2022-12-31" if serves_rest else three_years(since)
        assert held(record, "o")[1] == after(last)


# --- who is in office when a scenario begins -----------------------------------------------------


@given(days("2003-10-01", "2026-06-30"), st.sampled_from(SIX))
def test_only_whom_the_register_has_goes_on_in_office(day: str, who: str) -> None:
    begin = act(clock(day, 9), "continue in office", "o", "SG", last_day=after(day, 30))
    record = play(story([office("o", who)], [begin], until="2027-12-31"))
    term = organisation.secretary_general(date.fromisoformat(day))
    holds = term is not None and not term.acting and term.state == who
    assert bool(held(record, "o")[0]) == holds


def test_nobody_goes_on_in_office_under_the_name_of_another() -> None:
    for name, holds in (("Stanislav Zas", True), ("Yuri Khachaturov", False)):
        begin = act(clock("2021-01-12", 9), "continue in office", "o", last_day="2022-12-31")
        record = play(story([office("o", "BLR", candidate=name)], [begin]))
        assert bool(held(record, "o")[0]) == holds


@given(
    days("1999-01-01", "2003-09-17"),
    st.sampled_from(["propose candidate", "ask for release", "act for the Secretary General"]),
    st.sampled_from([*SIX, "SG", "CMFA", "DSG"]),
)
def test_before_the_charter_too_a_refusal_names_its_provision(day: str, name: str, by: str) -> None:
    record = play(story([office("b", "RUS")], [act(day, name, "b", by)]))
    (refusal,) = record.refusals
    assert refusal.under


# --- what a second reading found -----------------------------------------------------------------


def put_out(state: str, day: str) -> tuple[list[ScenarioCase], list[ScenarioAct]]:
    """The suspension of a member on a day: the matters and the acts."""
    cases = [
        ScenarioCase("s", "membership", "s", Facts({"member": state, "suspension": "sd"})),
        decision("sd", meetings=(), subject="suspension", concerning=state),
    ]
    raised = act(clock(day, 7), "raise non-fulfilment", "s", "SG")
    return cases, [raised, *signed(day, "sd", without=state)]


@given(st.sampled_from([each for each in SIX if each != "BLR"]))
def test_the_turn_passes_over_a_state_that_a_matter_of_the_scenario_suspends(out: str) -> None:
    cases, acts = put_out(out, "2022-02-01")
    cases += [office(each, each, first_day="2023-01-01") for each in SIX]
    acts += [act(clock("2022-10-04", 9), "name candidate", each, each) for each in SIX]
    record = play(story(cases, acts))
    accepted = [each for each in SIX if state(record, each) == "candidate named"]
    assert accepted == ["KGZ" if out == "KAZ" else "KAZ"]


def test_whose_turn_it_is_is_asked_again_when_the_council_decides() -> None:
    # Both are named in the turn of Kazakhstan; when the Council decides on the second, it is over.
    ahead = [*named("2022-10-04", "o", "KAZ"), *named("2022-10-05", "p", "KAZ")]
    facts = {"first_day": "2023-01-01", "last_day": "2023-03-31"}
    cases = (
        deciding(),
        deciding("d2"),
        office("o", "KAZ", decision="d", **facts),
        office("p", "KAZ", decision="d2", first_day="2023-06-01"),
    )
    record = incumbent(*ahead, *signed("2022-11-01"), *signed("2023-05-02", "d2"), cases=cases)
    assert held(record, "o") == ("2023-01-01", "2023-04-01")
    assert (state(record, "p"), held(record, "p")[0]) == ("not appointed", "")


def test_a_candidate_named_before_the_rotation_has_to_be_in_turn_when_the_term_begins_in_it() -> (
    None
):
    for who, first in (("TJK", ""), ("ARM", "2017-05-02")):
        acts = [*named("2016-10-04", "o", who), *signed("2017-05-02")]
        record = play(story([deciding(), office("o", who, decision="d")], acts))
        assert held(record, "o")[0] == first


@given(days("2025-10-21", "2026-12-15"))
def test_a_council_that_decides_later_than_it_did_appoints_the_same_candidate(day: str) -> None:
    # By the register the national of Kyrgyzstan is in office from 2026 on; here nobody is yet.
    cases = [deciding(), office("o", "KGZ", decision="d", first_day=day)]
    record = play(story(cases, [*named("2025-10-14", "o", "KGZ"), *signed(day)]))
    assert held(record, "o")[0] == day


@given(days("2019-01-01", "2025-12-31"))
def test_nobody_is_appointed_for_a_term_that_is_over_when_the_council_decides(first: str) -> None:
    acts = [*named("2024-03-04", "o", "KGZ"), *signed("2024-04-02")]
    cases = [deciding(), office("o", "KGZ", decision="d", first_day=first)]
    record = play(story(cases, acts, until="2030-12-31"))
    over = three_years(first) < "2024-04-02"
    assert (state(record, "o") == "not appointed") == over
    assert held(record, "o")[0] == ("" if over else max(first, "2024-04-02"))


@given(days("2023-01-02", "2026-12-31"), days("2023-01-01", "2025-12-31"))
def test_an_appointment_whose_whole_term_passes_under_another_comes_to_an_end(
    extended: str, last: str
) -> None:
    acts = [*named("2022-10-04", "o", "KAZ"), *signed("2022-11-01"), *signed("2022-11-08", "x")]
    cases = (
        deciding(),
        deciding("x"),
        office("o", "KAZ", decision="d", first_day="2023-01-01", last_day=last),
    )
    record = incumbent(*acts, cases=cases, extension="x", extended_to=extended)
    takes = last > extended
    assert held(record, "o") == ((after(extended), after(last)) if takes else ("", ""))
    assert state(record, "o") == ("vacant" if takes else "not taken")
    # Nobody is followed by one who does not take the office.
    assert state(record, "i") == ("followed" if takes else "vacant")


@given(days("2020-01-02", "2022-12-30"), st.integers(-400, 400))
def test_nobody_goes_on_in_office_by_a_term_that_is_said_to_be_over(day: str, more: int) -> None:
    last = after(day, more)
    begin = act(clock(day, 9), "continue in office", "o", "SG", last_day=last)
    record = play(story([office("o", "BLR")], [begin], until="2026-12-31"))
    assert bool(held(record, "o")[0]) == (more >= 0)
    assert bool(record.refusals) == (more < 0)


def test_what_the_scenario_tells_of_the_office_goes_before_the_register() -> None:
    acts = [
        *named("2021-02-02", "o", "KAZ"),
        *signed("2021-02-09"),
        act(clock("2021-06-01", 9), "continue in office", "i", "SG", last_day="2022-12-31"),
        act(clock("2021-07-06", 9), "act for the Secretary General", "o", "DSG"),
    ]
    facts = {"first_day": "2021-03-01", "last_day": "2021-04-01"}
    cases = [deciding(), office("o", "KAZ", decision="d", **facts), office("i", "BLR")]
    record = play(story(cases, acts))
    # Otherwise a deputy would act while the one of the register is in office again.
    assert [step.act for step in record.refusals] == ["continue in office"]
    assert (state(record, "o"), state(record, "i")) == ("deputy acts", "to be appointed")


@pytest.mark.parametrize("agreed", [True, False])
def test_a_term_is_extended_though_a_release_is_asked_for(agreed: bool) -> None:
    ask = act(clock("2022-03-01", 9), "ask for release", "i", "BLR")
    acts = [ask, *signed("2022-04-05", "x"), *(signed("2023-03-07", "r") if agreed else [])]
    cases = (deciding("x"), deciding("r"))
    record = incumbent(*acts, cases=cases, extension="x", extended_to="2023-06-30", release="r")
    assert held(record, "i")[1] == ("2023-03-07" if agreed else "2023-07-01")


def test_a_release_decided_on_the_same_day_before_it_is_asked_for_releases_nobody() -> None:
    for hour, released in ((8, True), (15, False)):
        ask = act(clock("2021-04-06", hour), "ask for release", "i", "BLR")
        decided = signed("2021-04-06", "r")
        acts = [ask, *decided] if released else [*decided, ask]
        record = incumbent(*acts, cases=(deciding("r"),), release="r")
        assert (held(record, "i")[1] == "2021-04-06") == released


@given(st.sampled_from("ABC"), st.integers(-30, 30))
def test_the_rest_of_a_term_is_no_longer_than_it_is(option: str, more: int) -> None:
    last = after("2022-12-31", more)
    acts = [
        act(clock("2021-03-02", 9), "ask for release", "i", "BLR"),
        *signed("2021-04-06", "r"),
        *named("2021-04-13", "o", "BLR"),
        *signed("2021-04-20"),
    ]
    begin = act(clock("2021-01-12", 9), "continue in office", "i", "SG", last_day="2022-12-31")
    facts = {"first_day": "2021-06-01", "last_day": last}
    cases = [
        deciding("r"),
        deciding(),
        office("i", "BLR", release="r"),
        office("o", "BLR", decision="d", **facts),
    ]
    record = play(story(cases, [begin, *acts]), {"amb.sg-rotation-shortfall": option})
    assert bool(held(record, "o")[0]) == (option == "A" and more <= 0)


@pytest.mark.parametrize(
    ("body", "subject"), [("CMFA", SUBJECT), ("CSC", "general"), ("CSC", SUBJECT)]
)
def test_what_was_never_put_to_the_council_appoints_nobody_and_refuses_nobody(
    body: str, subject: str
) -> None:
    acts = [
        *named("2024-03-04", "o", "KGZ"),
        act(clock("2024-04-02", 9), "open", "m", present=SIX),
        *(act(clock("2024-04-02", 9), "attend", "m", each) for each in SIX),
        *(act(clock("2024-04-02", 10), "object", "d", each) for each in SIX),
        act(clock("2024-04-02", 11), "decide", "d"),
    ]
    cases = [
        ScenarioCase("m", "meeting", "m", Facts({"body": body, "session": "extraordinary"})),
        decision("d", body, subject=subject),
        office("o", "KGZ", decision="d"),
    ]
    record = play(story(cases, acts))
    assert state(record) == "not adopted"
    put = (body, subject) == ("CSC", SUBJECT)
    assert state(record, "o") == ("not appointed" if put else "proposed")


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
def test_the_day_of_taking_office_comes_once_whatever_the_matters_are_called(
    ids: tuple[str, str],
) -> None:
    old, new = ids
    acts = [
        act(clock("2021-01-12", 9), "continue in office", old, "SG", last_day="2022-12-31"),
        *named("2022-10-04", new, "KAZ"),
        *signed("2022-11-01"),
    ]
    cases = [deciding(), office(old, "BLR"), office(new, "KAZ", decision="d", first_day=NEXT)]
    record = play(story(cases, acts, until="2023-03-31"))
    changes = [step.when.day for step in record.steps_of(new) if step.when.day >= NEXT]
    assert changes == [NEXT]
    assert [each.status for each in record.deadlines if each.name == "beginning"] == ["elapsed"]


@pytest.mark.parametrize(
    ("last", "says"), [("2023-01-02", "sg.extended_perhaps_late"), ("2022-12-31", "sg.extended")]
)
def test_an_extension_that_was_perhaps_too_late_is_said_to_be_that(last: str, says: str) -> None:
    when = Time(f"between 2022-12-30 and {last}", "2022-12-30", last)
    acts = [act(clock("2022-12-20", 9), "circulate", "x", "SECRETARIAT")]
    acts += [act(when, "sign", "x", each) for each in SIX]
    record = incumbent(*acts, cases=(deciding("x"),), extension="x", extended_to="2023-06-30")
    found = [step.finding.says for step in record.steps_of("i") if step.finding is not None]
    assert says in found


def test_ministers_that_propose_by_a_decision_propose_by_nothing_else() -> None:
    cases = [office("a", "BLR", proposal="p"), deciding("p", body="CMFA", subject="general")]
    told_of = named("2019-12-01", "a", "BLR")
    record = play(story(cases, told_of))
    assert state(record, "a") == "candidate named"
    assert [step.act for step in record.refusals] == ["propose candidate"]
    assert "sg.proposes_by_decision" in findings_in(record)
    decided = play(story(cases, [*told_of, *signed("2019-12-02", "p")]))
    assert state(decided, "a") == "proposed"


@given(days("2023-01-02", "2026-12-31"), days("2023-07-01", "2025-12-31"))
def test_who_is_appointed_for_at_once_while_another_holds_the_office_waits_for_it_to_be_free(
    extended: str, last: str
) -> None:
    acts = [*signed("2022-11-08", "x"), *named("2023-05-02", "o", "KAZ"), *signed("2023-06-02")]
    cases = (
        deciding(),
        deciding("x"),
        office("o", "KAZ", decision="d", first_day="2023-06-02", last_day=last),
    )
    record = incumbent(*acts, cases=cases, extension="x", extended_to=extended)
    first = max("2023-06-02", after(extended))
    takes = last >= first
    assert held(record, "o") == ((first, after(last)) if takes else ("", ""))
    assert state(record, "o") == ("vacant" if takes else "not taken")
