"""Registers hold dated facts: what counts on a day, what two sources say, what data may not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import organisation, registers
from csto_sim.engine.certificate import law_hash
from csto_sim.procedures import procedures
from csto_sim.registers import NAMES, Register, meet
from csto_sim.registers.load import parse, span_of

SEED = [{"seed": "000", "phrase": "exact words"}]
GROUNDS = {"evidence": "seed", "sources": SEED}
ALL = [entry for each in registers.registers().values() for entry in each.entries.values()]
FACTS = [(entry, fact) for entry in ALL for fact in entry.facts]


def data(*facts: Mapping[str, Any], **entry: Any) -> dict[str, Any]:
    """The content of a file with one entry."""
    return {
        "register": "forces",
        "title": "Forces",
        "about": "What is told of forces.",
        "kinds": {
            "strength": {"says": "how many", "value": "number", "one": "yes"},
            "made of": {"says": "of whom", "value": "states"},
            "created": {"says": "when", "value": "text", "event": "yes", "one": "yes"},
            "signed": {"says": "who signed", "event": "yes"},
            "called": {"says": "a wrong name", "value": "text"},
        },
        "entries": {"one": {"name": "One", "facts": list(facts), **entry}},
    }


def strength(value: str, since: str, **more: Any) -> dict[str, Any]:
    return {"what": "strength", "value": value, "since": since, **GROUNDS, **more}


def loaded(*facts: Mapping[str, Any]) -> registers.Entry:
    return parse("forces", data(*facts)).entries["one"]


# --- what counts on a day ------------------------------------------------------------------------


def test_a_condition_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    entry = loaded(strength("10", "2001-05-25", until="2003-01-01"))
    days = ("2001-05-24", "2001-05-25", "2002-12-31", "2003-01-01")
    assert [entry.value("strength", on=date.fromisoformat(d)) for d in days] == [None, 10, 10, None]


def test_an_event_counts_from_its_day_on() -> None:
    entry = loaded({"what": "created", "on": "2009-06-14", "value": "Moscow", **GROUNDS})
    assert entry.on(date(2009, 6, 13)) == ()
    assert [fact.value for fact in entry.on(date(2030, 1, 1))] == ["Moscow"]


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("2009", "2009-12-31"),
        ("2009-02", "2009-02-28"),
        ("by 2009", "2009-01-01"),
        ("between 2008-03-01 and 2009-05-31", "2009-05-31"),
    ],
)
def test_an_event_of_a_stretch_counts_when_it_has_certainly_happened(
    written: str, last: str
) -> None:
    entry = loaded({"what": "signed", "of": "ARM", "on": written, **GROUNDS})
    day = date.fromisoformat(last)
    assert entry.on(day - timedelta(1)) == ()
    assert len(entry.on(day)) == 1


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2009-06-14", date(2009, 6, 14), date(2009, 6, 14)),
        ("2009-02", date(2009, 2, 1), date(2009, 2, 28)),
        ("2009-12", date(2009, 12, 1), date(2009, 12, 31)),
        ("2009", date(2009, 1, 1), date(2009, 12, 31)),
        ("by 2019", None, date(2019, 1, 1)),
        ("by 2019-05-20", None, date(2019, 5, 20)),
        ("between 2003-05-26 and 2003-09-18", date(2003, 5, 26), date(2003, 9, 18)),
        ("unknown", None, None),
    ],
)
def test_a_day_is_known_as_far_as_it_is_written(
    written: str, first: date | None, last: date | None
) -> None:
    span = span_of("here", written)
    assert (span.first, span.last, span.written) == (first, last, written)


def test_what_was_so_by_a_day_counts_from_then_and_not_before() -> None:
    entry = loaded(strength("20000", "by 2019"))
    assert entry.value("strength", on=date(2018, 12, 31)) is None
    assert entry.value("strength", on=date(2019, 1, 1)) == 20_000


def test_an_event_on_a_day_not_known_is_on_no_day_told_to_have_happened() -> None:
    entry = loaded({"what": "signed", "of": "ARM", "on": "unknown", **GROUNDS})
    assert entry.on(date.max) == ()
    assert len(entry.facts) == 1


def test_a_value_of_a_part_is_not_that_of_the_whole() -> None:
    entry = loaded(strength("3600", "2010"), strength("600", "2010", of="police"))
    on = date(2012, 1, 1)
    assert (entry.value("strength", on=on), entry.value("strength", on=on, of="police")) == (
        3600,
        600,
    )


def test_parts_alone_have_to_be_chosen() -> None:
    entry = loaded(strength("3000", "2010", of="troops"), strength("600", "2010", of="police"))
    with pytest.raises(ValueError, match="say of whom: troops, police"):
        entry.value("strength", on=date(2012, 1, 1))


def test_a_word_that_is_no_kind_is_no_answer() -> None:
    with pytest.raises(KeyError):
        loaded(strength("1", "2001")).value("strenght", on=date(2012, 1, 1))


def test_a_list_of_states_is_one_fact_for_each() -> None:
    entry = loaded({"what": "signed", "of": ["ARM", "KAZ"], "on": "2009-06-14", **GROUNDS})
    assert [(fact.of, fact.begins.written) for fact in entry.facts] == [
        ("ARM", "2009-06-14"),
        ("KAZ", "2009-06-14"),
    ]


# --- two sources, two values ---------------------------------------------------------------------


def test_both_values_stand_and_one_counts() -> None:
    entry = loaded(
        strength("1500", "2001"), strength("5000", "2001", used="no", why="it tells of 2019")
    )
    on = date(2012, 1, 1)
    assert entry.value("strength", on=on) == 1500
    assert [fact.value for fact in entry.on(on)] == [1500]
    assert [fact.value for fact in entry.on(on, unused=True)] == [1500, 5000]


FAULTS: list[tuple[str, tuple[Mapping[str, Any], ...], str]] = [
    ("two used values at once", (strength("1", "2001"), strength("2", "2005")), "two values count"),
    (
        "two days of what happens once",
        tuple({"what": "created", "on": day, "value": "x", **GROUNDS} for day in ("2001", "2009")),
        "two values count",
    ),
    ("unused and nothing used", (strength("1", "2001", used="no", why="no"),), "nothing is used"),
    ("unused without a reason", (strength("1", "2001", used="no"),), "stand together"),
    ("a reason without being unused", (strength("1", "2001", why="no"),), "stand together"),
    ("a kind that is not there", ({**strength("1", "2001"), "what": "size"},), "none of"),
    ("an unknown key", (strength("1", "2001", untill="2002"),), "unknown key 'untill'"),
    ("words for a number", (strength("many", "2001"),), "whole number"),
    ("no value", ({k: v for k, v in strength("1", "2001").items() if k != "value"},), "missing"),
    ("an end before the beginning", (strength("1", "2001", until="2000"),), "not after"),
    ("no day", (strength("1", "in 2001"),), "is no day"),
    ("a day that is in no calendar", (strength("1", "2001-02-30"),), "2001-02-30"),
    (
        "an event with a stretch",
        ({**strength("1", "2001"), "what": "created"},),
        "unknown key 'since'",
    ),
    ("a condition on a day", ({**strength("1", "2001"), "on": "2001"},), "unknown key 'on'"),
    (
        "a code that is none",
        ({"what": "made of", "value": ["ARM", "ARN"], "since": "2001", **GROUNDS},),
        "'ARN'",
    ),
    (
        "evidence better than its sources",
        (strength("1", "2001", sources=[{"memory": "0.5", "of": "day"}]),),
        "the best of its sources is 'unverified'",
    ),
    (
        "unverified without confidence",
        (strength("1", "2001", evidence="unverified", sources=[{"inferred": "yes", "of": "it"}]),),
        "'confidence' is missing",
    ),
    (
        "a page that is not there",
        (strength("1", "2001", sources=[{"page": "P9999", "of": "x"}], evidence="public"),),
        "P9999",
    ),
    (
        "a seed that is not there",
        (strength("1", "2001", sources=[{"seed": "007", "phrase": "x"}]),),
        "007",
    ),
    (
        "a provision that is not there",
        (strength("1", "2001", under=["charter.99.moon"]),),
        "charter.99.moon",
    ),
]


@pytest.mark.parametrize(("facts", "told"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_malformed_data_is_told_with_its_file_and_entry(
    facts: tuple[Mapping[str, Any], ...], told: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(told)) as fault:
        parse("forces", data(*facts))
    assert str(fault.value).startswith("forces.yaml: one")


@pytest.mark.parametrize(
    ("key", "value"),
    [("rows", ["s0.197"]), ("rows", ["s2.001"]), ("under", ["charter.12"]), ("nmae", "x")],
)
def test_an_entry_refers_only_to_what_there_is(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"forces\.yaml: one"):
        parse("forces", data(strength("1", "2001"), **{key: value}))


def test_a_wrong_name_needs_no_right_one_of_its_kind() -> None:
    called = {"what": "called", "value": "NATO", "since": "2001", "used": "no", "why": "a slip"}
    assert not loaded(strength("1", "2001"), {**called, **GROUNDS}).facts[1].used


def test_one_value_may_end_on_the_day_on_which_the_next_begins() -> None:
    later, sooner = strength("2", "2003"), strength("1", "2001", until="2003")
    assert [fact.value for fact in loaded(later, sooner).facts] == [1, 2]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=1, max_size=4))
def test_what_loads_has_at_most_one_value_on_any_day(spans: list[tuple[int, int]]) -> None:
    start = date(2000, 1, 1)
    days = [(start + timedelta(a), start + timedelta(a + n)) for a, n in spans]
    facts = [
        strength(str(number), since.isoformat(), until=until.isoformat())
        for number, (since, until) in enumerate(days)
    ]
    crowded = any(
        sum(since <= start + timedelta(n) < until for since, until in days) > 1 for n in range(121)
    )
    if crowded:
        with pytest.raises(ValueError, match="two values count"):
            loaded(*facts)
    else:
        entry = loaded(*facts)
        for n in range(121):
            day = start + timedelta(n)
            held = [number for number, (since, until) in enumerate(days) if since <= day < until]
            assert entry.value("strength", on=day) == (held[0] if held else None)


# --- the shipped data ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_register_loads(name: str) -> None:
    assert registers.register(name).name == name


def test_each_fact_that_is_not_used_says_why_and_another_is_used_in_its_place() -> None:
    for entry, fact in FACTS:
        if not fact.used and fact.what != "called":
            assert fact.why, entry.key
            assert entry.of(fact.what), (entry.key, fact.what)


def test_on_no_day_do_two_values_of_one_kind_count() -> None:
    for entry in ALL:
        used = [fact for fact in entry.facts if fact.used and entry.kinds[fact.what].one]
        for number, one in enumerate(used):
            for two in used[number + 1 :]:
                alike = (one.what, one.of) == (two.what, two.of)
                assert not (alike and meet(one, two)), (entry.key, one.what, one.days, two.days)


def test_a_procedure_that_an_entry_names_is_there() -> None:
    assert {entry.procedure for entry in ALL} - {""} <= set(procedures())


def test_the_links_between_registers_lead_somewhere() -> None:
    for entry, fact in FACTS:
        if fact.what in ("replaced by", "replaces", "amends", "agreement") and fact.used:
            known = registers.register("instruments").entries
            assert all(str(each) in known for each in fact.values), (entry.key, fact.what)


def test_the_registers_show_what_the_organisation_holds_and_lose_nothing() -> None:
    known = registers.registers()
    assert {organisation_key(body.code) for body in organisation.bodies()} <= set(
        known["bodies"].entries
    )
    assert {each.id for each in organisation.sessions()} <= set(known["events"].entries)
    for day in (date(1995, 1, 1), date(2008, 1, 1), date(2012, 9, 1), date(2024, 6, 1)):
        for code in ("ARM", "BLR", "UZB", "GEO"):
            told = known["statuses"].entries[code.lower()].value("is", on=day)
            assert (told or "none") == organisation.status(code, day)
        chair = organisation.chair(day)
        told = known["offices"].entries["chair"].value("chairs", on=day)
        assert told == (chair.state if chair is not None else None)


def organisation_key(code: str) -> str:
    return code.lower().replace("_", "-")


def test_what_counts_only_under_a_reading_says_under_which() -> None:
    uzbekistan = registers.register("statuses").entries["uzb"]
    unused = [fact for fact in uzbekistan.facts if not fact.used]
    assert {"amb.readmission", "amb.self-suspension"} <= {
        word for fact in unused for word in fact.why.split() if word.startswith("amb.")
    }


def base() -> Register:
    return parse("forces", data(strength("1", "2001")))


def test_a_file_adds_facts_to_an_entry_that_other_data_holds() -> None:
    more = data({"what": "created", "on": "2001", "value": "Yerevan", **GROUNDS})
    del more["entries"]["one"]["name"]
    found = parse("forces", more, base()).entries["one"]
    assert found.name == "One"
    assert [fact.what for fact in found.facts] == ["strength", "created"]


def test_a_file_cannot_contradict_what_other_data_holds_without_saying_so() -> None:
    with pytest.raises(ValueError, match="two values count"):
        parse("forces", data(strength("2", "2001")), base())


def test_a_file_cannot_give_a_kind_of_other_data_another_meaning() -> None:
    other = deepcopy(data(strength("1", "2001")))
    other["kinds"]["strength"]["value"] = "text"
    with pytest.raises(ValueError, match="known already"):
        parse("forces", other, base())


def test_the_registers_count_in_the_hash_of_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    law_hash.cache_clear()
    before = law_hash()
    monkeypatch.setattr(registers, "data_files", lambda: (("forces.yaml", b"changed"),))
    law_hash.cache_clear()
    assert law_hash() != before
    monkeypatch.undo()
    law_hash.cache_clear()
    assert law_hash() == before


def test_a_path_names_an_entry_or_nothing() -> None:
    found = registers.named("forces/crrf")
    assert found is not None
    assert found[1].key == "crrf"
    wrong = ("forces", "forces/", "force/crrf", "forces/crrf/x", "", "/", str(Path("forces/x")))
    assert [registers.named(each) for each in wrong] == [None] * len(wrong)


# --- ledgers -------------------------------------------------------------------------------------


def ledger(*facts: Mapping[str, Any]) -> registers.Ledger:
    found = data(*({**fact, **GROUNDS} for fact in facts))
    kinds = {what: {"says": what, "event": "yes"} for what in ("signed", "ratified", "deposited")}
    found |= {"register": "instruments", "kinds": kinds}
    return registers.ledger_of(parse("instruments", found).entries["one"])


def test_what_was_done_by_a_day_was_done_after_what_the_state_did_before() -> None:
    found = ledger(
        {"what": "signed", "of": ["RUS", "ARM"], "on": "2002-10-07"},
        {"what": "ratified", "of": "RUS", "on": "2003-05-26"},
        {"what": "deposited", "of": ["RUS", "ARM"], "on": "by 2003-09-18"},
    )
    deposits = {
        each.by: (str(each.first), str(each.last))
        for each in found.acts[2:]
        if each.act == "deposit"
    }
    assert deposits == {"RUS": ("2003-05-26", "2003-09-18"), "ARM": ("2002-10-07", "2003-09-18")}


def test_a_month_in_a_ledger_is_a_stretch_of_its_days() -> None:
    (act,) = ledger({"what": "signed", "of": "RUS", "on": "2002-10"}).acts
    assert (str(act.first), str(act.last)) == ("2002-10-01", "2002-10-31")


def test_what_is_no_dated_act_of_a_signatory_is_left_out_of_a_ledger() -> None:
    found = ledger(
        {"what": "signed", "of": "RUS", "on": "2002-10-07"},
        {"what": "signed", "on": "2002-10-07"},
        {"what": "signed", "of": "KAZ", "on": "unknown"},
        {"what": "ratified", "of": "ARM", "on": "2003-05-26"},
        {"what": "deposited", "of": "RUS", "on": "by 2001"},
    )
    assert [(each.act, each.by) for each in found.acts] == [("sign", "RUS")]
    assert [(f.what, f.of) for f in found.left_out] == [
        ("signed", "KAZ"),
        ("signed", ""),
        ("ratified", "ARM"),
        ("deposited", "RUS"),
    ]


def test_an_instrument_that_an_outsider_signed_was_open_to_those_who_signed() -> None:
    members = ledger({"what": "signed", "of": ["RUS", "ARM"], "on": "2009-06-14"})
    others = ledger({"what": "signed", "of": ["RUS", "SRB"], "on": "2009-06-14"})
    assert "open_to" not in members.fields
    assert others.fields["open_to"] == ("RUS", "SRB")


def test_an_instrument_is_asked_for_by_the_key_of_its_entry() -> None:
    assert ledger({"what": "signed", "of": "RUS", "on": "2009"}).fields == {"instrument": "one"}


def test_before_there_were_members_nobody_was_an_outsider() -> None:
    assert "open_to" not in ledger({"what": "signed", "of": ["AZE"], "on": "1993-09-24"}).fields
