"""Claims about what the registers of instruments, forces, operations and events tell.

Each is a statement about the sources that a jurist could sign, or a tie between entries that must
not break: a key that another entry names, a ledger that leads to its day.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import registers
from csto_sim.registers import Entry, Fact

HISTORY = Path(__file__).parents[1] / "scenarios"
DAYS = st.dates(date(1992, 1, 1), date(2026, 12, 31))
#: Kinds whose value is the key of an entry, with the register of that entry.
POINTERS = {
    ("instruments", "replaces"): "instruments",
    ("instruments", "replaced by"): "instruments",
    ("instruments", "prolongs"): "instruments",
    ("instruments", "amends"): "instruments",
    ("forces", "agreement"): "instruments",
    ("exercises", "part of"): "exercises",
}


def entry(path: str) -> Entry:
    """The entry of that register and key."""
    found = registers.named(path)
    assert found is not None, path
    return found[1]


def unused(path: str, what: str) -> list[Fact]:
    """The facts of a kind that stand beside the one that is used, each with its reason."""
    found = [each for each in entry(path).facts if each.what == what and not each.used]
    assert all(each.why for each in found)
    return found


def instruments() -> list[Entry]:
    """Every entry of the register of instruments."""
    return list(registers.register("instruments").entries.values())


# --- contradictions ------------------------------------------------------------------------------


@given(DAYS)
def test_the_forces_for_central_asia_have_one_strength_a_day_and_none_before_they_exist(
    day: date,
) -> None:
    told = entry("forces/crdf").value("strength", on=day)
    expected = None if day.year < 2001 else 1500 if day.year < 2019 else 5000
    assert told == expected


def test_the_larger_strength_stands_beside_the_smaller_one_for_the_years_after_2001() -> None:
    (other,) = unused("forces/crdf", "strength")
    assert (other.value, other.holds(date(2005, 1, 1))) == (5000, True)


def test_the_peacekeepers_are_the_servicemen_and_the_police_together() -> None:
    forces, day = entry("forces/pf"), date(2012, 1, 1)
    parts = [forces.value("strength", on=day, of=part) for part in ("servicemen", "police")]
    assert parts == [3000, 600]
    assert forces.value("strength", on=day) == 3600


def test_the_figure_for_the_rapid_reaction_forces_before_the_report_is_marked_as_inferred() -> None:
    before, after = (each for each in entry("forces/crrf").facts if each.what == "strength")
    assert (before.evidence, after.evidence) == ("unverified", "seed")
    assert before.until is not None
    assert before.until.counts == after.begins.counts


def test_of_four_births_of_the_organization_the_charter_in_force_is_used() -> None:
    (birth,) = entry("events/founding").facts_of("begins")
    assert birth.begins.written == "2003-09-18"
    assert len(unused("events/founding", "begins")) == 3


def test_no_council_of_2005_ran_an_operation_of_2003() -> None:
    channel = entry("operations/channel")
    assert channel.value("run by", on=date(2004, 12, 31)) is None
    assert channel.value("run by", on=date(2006, 1, 1)) == "DRUGS_COUNCIL"
    assert unused("operations/channel", "run by")


def test_the_accessions_of_1993_are_not_dated_1992() -> None:
    other = [each.of for each in unused("instruments/treaty-1992", "signed")]
    assert {"AZE", "BLR", "GEO"} <= set(other)
    treaty = entry("instruments/treaty-1992")
    assert not treaty.facts_of("signed", on=date(1992, 12, 31), of="AZE")
    assert treaty.facts_of("signed", on=date(1993, 12, 31), of="BLR")


def test_the_training_agreement_is_dated_by_the_session_and_the_month_stands_beside() -> None:
    (used,) = entry("instruments/training-agreement-2005").facts_of("signed")
    assert used.begins.written == "2005-06-23"
    (other,) = unused("instruments/training-agreement-2005", "signed")
    assert other.begins.written == "2005-05"


# --- ledgers -------------------------------------------------------------------------------------

LEDGERS = [
    each.key
    for each in instruments()
    if each.of("in force when") and each.of("in force") and not each.of("ledger gap")
]


@pytest.mark.parametrize("key", LEDGERS)
def test_the_last_notice_that_its_clause_asks_for_comes_by_the_day_of_entry_into_force(
    key: str,
) -> None:
    one = entry(f"instruments/{key}")
    (day,) = {each.begins.last for each in one.facts_of("in force")}
    told: dict[str, date] = {}
    for kind in ("notified", "deposited"):
        for each in one.facts_of(kind):
            assert each.begins.last is not None
            told[each.of] = each.begins.last
    signatories = one.value("signatories")
    assert isinstance(signatories, tuple)
    signed = {each.of for each in one.facts_of("signed")}
    assert set(signatories) <= signed
    needed = one.value("number") if one.value("in force when") == "number" else len(signatories)
    assert isinstance(needed, int)
    assert sorted(told.values())[needed - 1] == day


def test_what_was_signed_leads_to_its_day_or_says_what_is_not_known() -> None:
    for each in instruments():
        if each.of("signed"):
            assert each.key in LEDGERS or each.of("ledger gap") or each.note, each.key


# --- ties ----------------------------------------------------------------------------------------


def test_every_key_that_an_entry_names_is_an_entry() -> None:
    for (name, kind), target in POINTERS.items():
        for each in registers.register(name).entries.values():
            for fact in each.facts_of(kind):
                assert str(fact.value) in registers.register(target).entries, (each.key, kind)


def test_what_replaces_an_instrument_is_named_there_as_what_replaced_it() -> None:
    for each in instruments():
        for fact in each.facts_of("replaces"):
            earlier = entry(f"instruments/{fact.value}")
            assert each.key in {found.value for found in earlier.facts_of("replaced by")}


def test_every_instrument_that_a_scenario_of_history_names_has_its_entry() -> None:
    known = {str(fact.value) for each in instruments() for fact in each.facts_of("instrument")}
    named = set()
    for path in HISTORY.glob("*/*.yaml"):
        text = path.read_text("utf-8")
        if re.search(r"^tags: \[.*history", text, re.M):
            named |= set(re.findall(r"^    instrument: (\S+)$", text, re.M))
    assert named
    assert named <= known


# --- bodies, statuses, offices, programmes -------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "day"), [("aze", "1993-09-24"), ("geo", "1993-12-09"), ("blr", "1993-12-31")]
)
def test_the_accessions_are_of_1993_and_the_year_1992_is_a_slip(code: str, day: str) -> None:
    signed = [each for each in entry(f"statuses/{code}").facts if each.what == "signed"]
    assert [each.days for each in signed] == [day]
    (slip,) = unused(f"statuses/{code}", "called")
    assert "1992" in str(slip.value)


def test_seven_members_are_those_of_2006_to_2012_and_not_since_1992() -> None:
    roster = entry("statuses/roster")
    for day, number in (
        (date(1995, 1, 1), "nine"),
        (date(2004, 1, 1), "six"),
        (date(2008, 1, 1), "seven"),
        (date(2014, 1, 1), "six"),
    ):
        (told,) = [each for each in roster.on(day) if each.what == "status"]
        assert str(told.value).split()[-1] == number or number in str(told.value)
    assert any("since 1992" in str(each.value) for each in unused("statuses/roster", "called"))


def test_uzbekistan_was_suspended_and_did_not_leave() -> None:
    left = [each for each in unused("statuses/uzb", "called") if "left" in str(each.value)]
    assert len(left) == 1
    assert "suspended on 19 December 2012" in left[0].why


@pytest.mark.parametrize(
    ("path", "printed"),
    [
        ("bodies/csc", "SKB"),
        ("bodies/js", "Joint Headquarters"),
        ("bodies/pc", "Standing Council"),
        ("bodies/secretariat-csc", "SSC"),
        ("groups/wg-terrorism", "CSTO CSTO"),
        ("programmes/tajik-afghan-border-programme", "Policy"),
    ],
)
def test_a_name_that_is_mistranslated_stands_beside_the_right_one(path: str, printed: str) -> None:
    assert any(printed in str(each.value) for each in unused(path, "called"))
    assert printed not in entry(path).name


def test_the_chair_of_the_assembly_is_elected_for_three_years_whatever_the_press_says() -> None:
    chair = entry("offices/pa-chair")
    assert chair.value("term", on=date(2017, 1, 1)) == "three years"
    assert [each.value for each in unused("offices/pa-chair", "term")] == ["four years"]


def test_a_programme_to_a_year_ends_with_it() -> None:
    for each in registers.register("programmes").entries.values():
        for fact in each.facts:
            if fact.what == "ends":
                assert fact.days.endswith("-12-31")
                assert fact.days[:4] in each.name or any(
                    fact.days[:4] in str(other.value)
                    for other in each.facts
                    if other.what == "period"
                )
