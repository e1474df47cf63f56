"""An instrument: who signs, when it enters into force, for whom, for how long, and who leaves."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    bound,
    choices,
    clock,
    days,
    decision,
    fact,
    instrument,
    meeting,
    play,
    session,
    state,
    story,
    subsets,
)
from hypothesis import example, given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import Scenario, ScenarioAct, Time

NINE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB")
SIGNED = "2015-01-10"
some_days = st.lists(days("2015-02-01", "2015-12-31"), min_size=6, max_size=6)


def signatures(
    states: tuple[str, ...] = SIX, day: str = SIGNED, case: str = "i"
) -> list[ScenarioAct]:
    return [act(at(day), "sign", case, each) for each in states]


def notices(on: dict[str, str], name: str = "notify completion") -> list[ScenarioAct]:
    """Notices in the order of their days."""
    return [act(at(day), name, "i", by) for by, day in sorted(on.items(), key=lambda x: x[1])]


def lived(*acts: ScenarioAct, until: str = "2026-12-31", **facts: Any) -> Record:
    return play(story([instrument(**facts)], acts, until=until))


def effective(record: Record, case: str = "i") -> str:
    found = record.outcome(case)
    assert found is not None
    return found.effective


# --- entry into force ----------------------------------------------------------------------------


@given(st.integers(1, 6), some_days)
def test_it_enters_into_force_with_the_nth_notice_and_for_the_rest_on_their_own_day(
    number: int, when: list[str]
) -> None:
    on = dict(zip(SIX, when, strict=True))
    record = lived(*signatures(), *notices(on), in_force_when="number", number=number)
    entry = sorted(when)[number - 1]
    assert (state(record, "i"), effective(record)) == ("in force", entry)
    assert {member: since for member, (since, _, _) in bound(record, "i").items()} == {
        member: max(day, entry) for member, day in on.items()
    }


@given(st.integers(2, 6), some_days)
def test_one_notice_short_it_is_not_in_force_and_nobody_is_bound(
    number: int, when: list[str]
) -> None:
    on = dict(list(zip(SIX, when, strict=True))[: number - 1])
    record = lived(*signatures(), *notices(on), in_force_when="number", number=number)
    assert state(record, "i") == "signed"
    assert bound(record, "i") == {}


@given(some_days, st.sampled_from(("notify completion", "deposit")))
def test_all_signatories_means_the_day_of_the_last(when: list[str], name: str) -> None:
    on = dict(zip(SIX, when, strict=True))
    record = lived(*signatures(), *notices(on, name))
    assert effective(record) == max(when)
    assert set(bound(record, "i").values()) == {(max(when), max(when), "")}
    short = lived(*signatures(), *notices(on, name)[:-1])
    assert state(short, "i") == "signed"


@given(st.permutations(SIX))
def test_a_clause_that_names_its_signatories_waits_for_them_and_no_others(
    order: list[str],
) -> None:
    named = tuple(order[:3])
    on = {member: f"2015-0{month}-01" for month, member in enumerate(order[:3], 2)}
    record = lived(*signatures(), *notices(on), signatories=named)
    assert effective(record) == "2015-04-01"
    assert set(bound(record, "i")) == set(named)


@given(st.permutations(SIX), st.integers(0, 4))
def test_where_signature_binds_every_signatory_is_bound_from_its_own_day(
    order: list[str], together: int
) -> None:
    now, later = order[: 2 + together], order[2 + together :]
    signed = signatures(tuple(now)) + signatures(tuple(later), "2015-06-01")
    record = lived(*signed, in_force_when="signature")
    assert effective(record) == SIGNED
    assert bound(record, "i") == {
        **{member: (SIGNED, SIGNED, "") for member in now},
        **{member: ("2015-06-01", "2015-06-01", "") for member in later},
    }


@pytest.mark.parametrize("clause", ["signature", "all signatories"])
def test_one_state_alone_makes_no_treaty(clause: str) -> None:
    record = lived(*signatures(("RUS",)), *notices({"RUS": "2015-03-01"}), in_force_when=clause)
    assert state(record, "i") == "signed"


def test_an_earlier_day_of_effect_reaches_back_for_the_first_parties_only() -> None:
    on = {"ARM": "2015-02-01", "BLR": "2015-03-01", "RUS": "2015-04-01"}
    record = lived(
        *signatures(), *notices(on), in_force_when="number", number=2, effect_from="2014-12-01"
    )
    assert effective(record) == "2014-12-01"
    assert bound(record, "i") == {
        "ARM": ("2014-12-01", "2015-03-01", ""),
        "BLR": ("2014-12-01", "2015-03-01", ""),
        "RUS": ("2015-04-01", "2015-04-01", ""),
    }


# --- nobody is bound unsigned --------------------------------------------------------------------

DEEDS = ("sign", "reserve", "ratify", "notify completion", "deposit", "withdraw", "agree text")


@st.composite
def lives(draw: st.DrawFn) -> Scenario:
    """Any acts of any states in any order, under any clause."""
    clause = draw(st.sampled_from(("all signatories", "number", "signature")))
    facts: dict[str, Any] = {"in_force_when": clause, "number": draw(st.integers(1, 4))}
    if draw(st.booleans()):
        facts["term_years"] = draw(st.integers(1, 3))
    if draw(st.booleans()):
        facts["signatories"] = draw(subsets(SIX))
    day = date(2013, 1, 1)
    acts = []
    for name, by in draw(
        st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(SIX[:4])), max_size=25)
    ):
        day += timedelta(days=draw(st.integers(0, 90)))
        acts.append(act(at(day.isoformat()), name, "i", by))
    return story([instrument(**facts)], acts)


@given(lives(), choices("instrument"))
def test_nobody_is_bound_that_has_not_signed(scenario: Scenario, readings: dict[str, str]) -> None:
    record = play(scenario, readings)
    signing = [step for step in record.steps if step.act == "sign" and not step.refused]
    signed = {step.by: step.when.day for step in signing}
    for member, (since, known, until) in bound(record, "i").items():
        assert signed[member] <= since <= known
        assert not until or since <= until


@given(lives())
def test_whoever_only_reserved_or_ratified_is_not_bound(scenario: Scenario) -> None:
    kept = tuple(each for each in scenario.acts if each.name != "sign" or each.by != "ARM")
    record = play(scenario._replace(acts=kept))
    assert "ARM" not in bound(record, "i")


@given(lives())
def test_when_an_instrument_has_ended_nobody_is_bound_any_more(scenario: Scenario) -> None:
    record = play(scenario)
    if state(record, "i") == "ended":
        assert all(until for _, _, until in bound(record, "i").values())


def test_a_reservation_keeps_its_state_out_and_stops_nobody_else() -> None:
    five = tuple(member for member in SIX if member != "KGZ")
    stayed = act(at(SIGNED), "reserve", "i", "KGZ")
    on = dict.fromkeys(five, "2015-03-01")
    for option in "ABC":
        scenario = story([instrument()], [stayed, *signatures(five), *notices(on)])
        record = play(scenario, {"amb.reservation": option})
        assert state(record, "i") == "in force"
        assert set(bound(record, "i")) == set(five)


def test_only_a_signatory_notifies_and_only_once() -> None:
    record = lived(*signatures(("ARM", "BLR")), *notices({"RUS": "2015-02-01"}))
    assert [step.act for step in record.refusals] == ["notify completion"]
    twice = notices({"ARM": "2015-02-01"}) * 2
    assert len(lived(*signatures(("ARM", "BLR")), *twice).refusals) == 1


def test_only_states_to_which_it_is_open_sign() -> None:
    assert len(lived(act(at(SIGNED), "sign", "i", "UZB")).refusals) == 1
    assert not lived(act(at(SIGNED), "sign", "i", "UZB"), open_to=NINE).refusals


# --- leaving -------------------------------------------------------------------------------------


def in_force(*then: ScenarioAct, until: str = "2026-12-31", **facts: Any) -> Record:
    on = dict.fromkeys(SIX, "2015-02-01")
    return lived(*signatures(), *notices(on), *then, until=until, **facts)


@pytest.mark.parametrize("facts", [{}, {"depositary": "RUS"}])
def test_the_depositary_can_be_named_by_its_office(facts: dict[str, str]) -> None:
    register = act(at("2016-01-01"), "register with the UN", "i", "DEPOSITARY")
    assert not in_force(register, **facts).refusals


@pytest.mark.parametrize("facts", [{}, {"depositary": "SG"}])
def test_those_who_may_act_are_told_once_each(facts: dict[str, str]) -> None:
    register = act(at("2016-01-01"), "register with the UN", "i", "ARM")
    (refused,) = in_force(register, **facts).refusals
    assert refused.finding is not None
    assert sorted(refused.finding.fact("who")) == ["DEPOSITARY", "SECRETARIAT", "SG"]


def six_months_after(day: date) -> date:
    month = day.month + 6
    year, month = day.year + (month > 12), (month - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@given(st.dates(date(2015, 3, 1), date(2025, 12, 31)))
def test_a_notice_ends_the_bond_six_months_later_and_not_a_day_before(day: date) -> None:
    end = six_months_after(day)
    notice = act(at(day.isoformat()), "withdraw", "i", "ARM")
    record = in_force(notice, until=end.isoformat())
    assert bound(record, "i")["ARM"] == ("2015-02-01", "2015-02-01", end.isoformat())
    assert {until for m, (_, _, until) in bound(record, "i").items() if m != "ARM"} == {""}
    still = in_force(notice, until=(end - timedelta(days=1)).isoformat())
    assert bound(still, "i")["ARM"][2] == ""


def test_only_a_party_gives_notice_and_only_once() -> None:
    notice = act(at("2016-01-01"), "withdraw", "i", "ARM")
    assert len(in_force(notice, notice).refusals) == 1
    assert len(in_force(notice._replace(by="UZB")).refusals) == 1
    gone = notice._replace(time=at("2017-01-01"))
    assert len(in_force(notice, gone).refusals) == 1


# --- terms ---------------------------------------------------------------------------------------


@given(st.integers(1, 5))
def test_a_term_ends_after_its_years_unless_it_extends_itself(years: int) -> None:
    last, after = f"{2015 + years}-02-01", f"{2015 + years}-02-02"
    ended = in_force(term_years=years)
    assert state(ended, "i") == "ended"
    assert {until for _, _, until in bound(ended, "i").values()} == {after}
    assert state(in_force(term_years=years, until=last), "i") == "in force"
    goes_on = in_force(term_years=years, extends="automatic")
    assert state(goes_on, "i") == "in force"
    assert {until for _, _, until in bound(goes_on, "i").values()} == {""}
    terms = [each.status for each in goes_on.deadlines if each.name == "term"]
    assert len(terms) == 11 // years + 1
    assert set(terms[:-1]) == {"elapsed"}


def treaty_of_1992(
    signing: tuple[str, ...], day: str | Time = "1999-04-02", extends: str = "automatic"
) -> Record:
    """The Treaty in force for nine, with a first term of five years, and the Protocol of 1999."""
    treaty = instrument("treaty", open_to=NINE, term_years=5, signatories=NINE)
    protocol = instrument(
        "protocol",
        open_to=NINE,
        prolongs="treaty",
        in_force_when="number",
        number=5,
        extends=extends,
    )
    acts = [
        *signatures(NINE, "1992-05-15", "treaty"),
        *(act(at("1994-04-20"), "deposit", "treaty", each) for each in NINE),
        *(act(day, "sign", "protocol", each) for each in signing),
    ]
    return play(story([treaty, protocol], acts, until="2010-01-01"))


def test_the_protocol_of_1999_leaves_out_those_that_did_not_sign_it() -> None:
    six = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
    record = treaty_of_1992(six)
    assert state(record, "treaty") == "in force"
    found = bound(record, "treaty")
    assert {m for m, (_, _, until) in found.items() if not until} == set(six)
    assert {found[m][2] for m in ("AZE", "GEO", "UZB")} == {"1999-04-21"}


@example(("RUS",))
@example(("KGZ", "RUS"))
@given(subsets(NINE).filter(bool))
def test_a_prolongation_keeps_exactly_its_signatories_if_they_are_two_or_more(
    signing: tuple[str, ...],
) -> None:
    record = treaty_of_1992(signing)
    still = {member for member, days in bound(record, "treaty").items() if not days[2]}
    assert still == (set(signing) if len(signing) > 1 else set())
    assert (state(record, "treaty") == "ended") == (len(signing) == 1)


def test_a_term_renews_itself_after_a_prolongation_only_if_that_says_so() -> None:
    record = treaty_of_1992(NINE, extends="no")
    assert state(record, "treaty") == "ended"
    assert {until for _, _, until in bound(record, "treaty").values()} == {"2004-04-21"}


@given(days("1999-03-01", "1999-12-31"))
def test_a_prolongation_signed_on_a_day_not_known_counts_only_if_it_came_in_time(
    last: str,
) -> None:
    record = treaty_of_1992(NINE, Time("between", "1999-01-01", last))
    assert (state(record, "treaty") == "in force") == (last <= "1999-04-20")


def test_a_prolongation_signed_after_the_term_comes_too_late() -> None:
    record = treaty_of_1992(NINE, "1999-04-21")
    assert state(record, "treaty") == "ended"


def test_a_notice_does_not_bring_back_a_bond_that_ended_with_the_term() -> None:
    notice = act(at("2015-12-01"), "withdraw", "i", "ARM")
    record = in_force(notice, term_years=1)
    assert bound(record, "i")["ARM"][2] == "2016-02-02"


# --- replacement, and decisions that wait --------------------------------------------------------


@given(days("2015-03-01", "2020-12-31"))
def test_an_instrument_is_replaced_on_the_day_on_which_the_new_one_is_in_force(day: str) -> None:
    old = [*signatures(), *notices(dict.fromkeys(SIX, "2015-02-01"))]
    cases = [instrument(), instrument("new", replaces="i", in_force_when="signature")]
    new = signatures(SIX, day, "new")
    record = play(story(cases, [*old, *new]))
    assert state(record, "i") == "replaced"
    assert {until for _, _, until in bound(record, "i").values()} == {day}
    assert state(play(story(cases, [*old, *new[:1]])), "i") == "in force"


def waiting(*acts: ScenarioAct) -> Record:
    cases = [meeting(), decision(effect_when=("i",)), instrument()]
    return play(story(cases, [*session("2014-12-23", SIX), *acts]))


@given(some_days)
def test_a_decision_takes_effect_with_the_instrument_that_it_waits_for(when: list[str]) -> None:
    on = dict(zip(SIX, when, strict=True))
    record = waiting(*signatures(), *notices(on))
    assert state(record) == "adopted"
    assert effective(record, "d") == max(when)
    assert set(bound(record).values()) == {(max(when), max(when), "")}


def test_until_the_instrument_is_in_force_the_decision_has_no_effect_and_binds_nobody() -> None:
    record = waiting(*signatures())
    assert state(record) == "adopted"
    assert effective(record, "d") == ""
    assert bound(record) == {}


def test_a_decision_adopted_when_the_instrument_is_already_in_force_has_effect_at_once() -> None:
    cases = [meeting(), decision(effect_when=("i",)), instrument(in_force_when="signature")]
    record = play(story(cases, [*signatures(), *session("2015-06-01", SIX)]))
    assert effective(record, "d") == "2015-06-01"


@given(days("2015-01-11", "2016-12-31"), days("2015-01-11", "2016-12-31"))
def test_a_decision_that_waits_for_two_instruments_takes_effect_with_the_later(
    first: str, second: str
) -> None:
    at_once = {"in_force_when": "signature"}
    cases = [
        meeting(),
        decision(effect_when=("i", "j")),
        instrument("i", **at_once),
        instrument("j", **at_once),
    ]
    signed = [*signatures(SIX, first, "i"), *signatures(SIX, second, "j")]
    signed.sort(key=lambda each: each.time.written)
    record = play(story(cases, [*session("2014-12-23", SIX), *signed]))
    assert effective(record, "d") == max(first, second)


@pytest.mark.parametrize(("option", "since"), [("A", "2015-06-01"), ("B", "2016-01-01")])
def test_a_cured_decision_that_waited_has_effect_from_the_later_of_both_days(
    option: str, since: str
) -> None:
    cases = [meeting(), decision(effect_when=("i",)), instrument(in_force_when="signature")]
    acts = [
        *signatures(),
        *session("2015-06-01", SIX[:5]),
        act(clock("2016-01-01", 12), "sign", "d", "TJK"),
    ]
    record = play(story(cases, acts), {"amb.absence-cure": option})
    assert effective(record, "d") == since
    assert set(bound(record).values()) == {(since, "2016-01-01", "")}


@given(days("2014-12-01", "2016-12-31"), days("2014-12-01", "2016-12-31"), st.booleans())
def test_a_protocol_amends_from_the_day_on_which_both_it_and_the_treaty_are_in_force(
    treaty: str, protocol: str, all_consent: bool
) -> None:
    at_once = {"in_force_when": "signature"}
    cases = [
        instrument(signatories=SIX, **at_once),
        instrument("p", amends="i", signatories=SIX[:5], **at_once),
    ]
    consenting = SIX if all_consent else SIX[:5]
    acts = [*signatures(SIX, treaty), *signatures(consenting, protocol, "p")]
    acts.sort(key=lambda each: each.time.written)
    record = play(story(cases, acts))
    assert state(record, "i") == "in force"
    if all_consent:
        assert state(record, "p") == "in force"
        assert effective(record, "p") == max(treaty, protocol)
    else:
        assert state(record, "p") == "signed"


# --- its other acts ------------------------------------------------------------------------------


def test_it_is_registered_with_the_united_nations_only_in_force_and_by_the_depositary() -> None:
    registering = act(clock("2016-01-01", 12), "register with the UN", "i", "SG")
    assert not in_force(registering).refusals
    assert len(lived(*signatures(), registering).refusals) == 1
    assert len(in_force(registering._replace(by="ARM")).refusals) == 1
    assert not in_force(registering._replace(by="RUS"), depositary="RUS").refusals


def test_the_text_is_agreed_once_and_before_signature() -> None:
    agreed = act(at("2014-12-01"), "agree text", "i")
    assert state(lived(agreed), "i") == "agreed"
    assert len(lived(agreed, agreed).refusals) == 1
    assert len(lived(*signatures(), agreed._replace(time=at("2015-02-01"))).refusals) == 1


@given(st.integers(0, 6))
def test_a_protocol_that_is_signed_and_not_in_force_amends_nothing(notified: int) -> None:
    cases = [
        instrument(signatories=SIX, in_force_when="signature"),
        instrument("p", amends="i", signatories=SIX),
    ]
    notes = [act(at("2015-03-01"), "notify completion", "p", each) for each in SIX[:notified]]
    record = play(story(cases, [*signatures(), *signatures(SIX, "2015-02-01", "p"), *notes]))
    whole = notified == len(SIX)
    assert state(record, "p") == ("in force" if whole else "signed")
    assert tuple(fact(record, "amended_by", "i") or ()) == (("p",) if whole else ())
