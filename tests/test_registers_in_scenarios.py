"""A scenario can name an entry of a register, play its ledger, and expect what a register tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from csto_sim import registers
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.expect.updating import update_expectations
from csto_sim.procedures._instrument_acts import CLAUSES
from csto_sim.record import Record
from csto_sim.registers import Entry
from csto_sim.scenario.load import load, loads

TOP = "format: 1\ntitle: A story\nfrom: {since}\nuntil: {until}\n"
CHARTER = "{procedure: instrument, register: instruments/charter-2002, ledger: true}"


def story(matter: str, since: str = "2002-10-07", until: str = "2003-12-31", rest: str = "") -> str:
    top = TOP.format(since=since, until=until)
    return f"{top}matters:\n  m: {matter}\n{rest or 'acts: []'}\n"


def codes(text: str) -> list[str]:
    with pytest.raises(Unreadable) as fault:
        loads(text)
    return [complaint.code for complaint in fault.value.complaints]


# --- a matter that is an entry -------------------------------------------------------------------


def test_an_entry_gives_a_matter_its_title_where_none_is_written() -> None:
    named = story("{procedure: decision, body: CSC, register: forces/crrf}")
    titled = story("{procedure: decision, body: CSC, register: forces/crrf, title: My own}")
    assert loads(named).cases[0].title == "Collective Rapid Reaction Forces"
    assert loads(titled).cases[0].title == "My own"


def test_the_record_says_which_entry_a_matter_is() -> None:
    record = run(loads(story("{procedure: decision, body: CSC, register: forces/crrf}")))
    outcome = record.outcome("m")
    assert outcome is not None
    assert outcome.facts["in_register"] == "forces/crrf"


def test_an_entry_alone_changes_nothing_of_what_follows() -> None:
    """Only `ledger` plays: a matter that is merely linked goes its own way."""
    signs = "acts:\n  - {date: 2002-10-07, act: sign, matter: m, by: [ARM, BLR]}"
    with_it = run(
        loads(story("{procedure: instrument, register: instruments/charter-2002}", rest=signs))
    )
    without = run(loads(story("{procedure: instrument}", rest=signs)))
    assert with_it.steps == without.steps


@pytest.mark.parametrize(
    ("matter", "code", "hint"),
    [
        ("{procedure: decision, body: CSC, register: forces/crff}", "CSTO-326", "forces/crrf"),
        ("{procedure: decision, body: CSC, register: force/crrf}", "CSTO-326", "forces/crrf"),
        ("{procedure: decision, body: CSC, register: forces}", "CSTO-326", "forces/"),
        ("{procedure: decision, body: CSC, register: 3}", "CSTO-203", ""),
        ("{procedure: decision, body: CSC, register: [forces/crrf]}", "CSTO-203", ""),
        ("{procedure: instrument, ledger: true}", "CSTO-327", "register: instruments/"),
        (
            "{procedure: instrument, register: forces/crrf, ledger: true}",
            "CSTO-327",
            "write the acts",
        ),
        ("{procedure: decision, body: CSC, register: forces/crrf, ledger: true}", "CSTO-201", ""),
    ],
)
def test_a_wrong_entry_is_told_with_the_nearest(matter: str, code: str, hint: str) -> None:
    with pytest.raises(Unreadable) as fault:
        loads(story(matter))
    (complaint,) = fault.value.complaints
    assert (complaint.code, complaint.line) == (code, 6)
    assert hint in complaint.hint


# --- its ledger ----------------------------------------------------------------------------------


def test_the_ledger_is_played_as_if_it_were_written_in_the_file() -> None:
    """The shipped file without a single act says what that with all acts written out says."""
    folder = Path(__file__).parents[1] / "scenarios" / "instrument"
    played = run(load(folder / "2002-10-07-charter-from-the-register.yaml"))
    written = run(load(folder / "2003-09-18-charter-in-force.yaml"))
    one, two = played.outcome("charter"), written.outcome("charter")
    assert one is not None
    assert two is not None
    assert (one.state, one.effective, one.known, one.bound) == (
        two.state,
        two.effective,
        two.known,
        two.bound,
    )


def test_acts_of_the_ledger_carry_their_sources_and_say_that_they_are_of_the_register() -> None:
    acts = loads(story(CHARTER)).acts
    assert {act.name for act in acts} == {"sign", "ratify", "deposit"}
    for act in acts:
        assert act.said.evidence in ("seed", "public", "unverified")
        assert act.said.sources[-1] == "register instruments/charter-2002"
        assert len(act.said.sources) > 1


def test_acts_of_the_file_stand_among_those_of_the_ledger_in_order_of_time() -> None:
    own = "acts:\n  - {date: 2003-01-01, act: reserve, matter: m, by: UZB, says: no}"
    acts = loads(story(CHARTER, rest=own)).acts
    days = [str(act.time.low) for act in acts]
    assert days == sorted(days)
    place = [act.name for act in acts].index("reserve")
    assert 0 < place < len(acts) - 1
    assert len({act.origin for act in acts if act.name == "reserve"}) == 1
    assert sorted({act.origin for act in acts}) == list(range(len({act.origin for act in acts})))


def test_what_the_file_writes_takes_the_place_of_what_the_register_says() -> None:
    matter = CHARTER.replace("ledger: true", "ledger: true, in_force_when: signature")
    facts = loads(story(matter)).cases[0].facts
    assert facts["in_force_when"] == "signature"
    assert facts["clause"] == "charter.26.eif"


def test_what_is_not_certainly_done_when_the_story_ends_is_left_out() -> None:
    acts = loads(story(CHARTER, until="2003-09-17")).acts
    assert "deposit" not in {act.name for act in acts}
    assert "ratify" in {act.name for act in acts}


def test_a_ledger_that_begins_before_the_story_is_told() -> None:
    assert codes(story(CHARTER, since="2002-10-08")) == ["CSTO-310"]
    assert loads(story(CHARTER, since="2002-10-07")).acts


PLAYED = [
    pytest.param(entry, id=key)
    for key, entry in registers.register("instruments").entries.items()
    if registers.ledger_of(entry).acts
]


def entered(entry: Entry) -> tuple[str, ...]:
    """The day of entry into force as the register has it, where it is known to the day."""
    return tuple(
        fact.begins.written
        for fact in entry.facts
        if fact.what == "in force" and fact.used and not fact.of and fact.begins.known == "day"
    )


def play(entry: Entry) -> Record:
    ledger = registers.ledger_of(entry)
    since = min(act.first for act in ledger.acts).isoformat()
    until = max([each.last.isoformat() for each in ledger.acts] + list(entered(entry)))
    matter = f"{{procedure: instrument, register: instruments/{entry.key}, ledger: true}}"
    return run(loads(story(matter, since, until)))


@pytest.mark.parametrize("entry", PLAYED)
def test_a_ledger_as_played_gives_the_day_of_the_register_or_the_register_says_why_not(
    entry: Entry,
) -> None:
    days = entered(entry)
    gap = "ledger gap" in entry.kinds and entry.facts_of("ledger gap")
    outcome = play(entry).outcome("m")
    assert outcome is not None
    if gap:
        assert not days or outcome.facts.get("in_force") not in days, "the gap is none"
    elif days:
        assert outcome.facts.get("in_force") in days


@pytest.mark.parametrize("entry", PLAYED)
def test_nothing_that_a_ledger_has_entered_is_refused(entry: Entry) -> None:
    assert [(step.act, step.by, step.when.written) for step in play(entry).refusals] == []


@pytest.mark.parametrize("entry", PLAYED)
def test_a_ledger_says_its_clause_in_words_that_the_procedure_knows(entry: Entry) -> None:
    fields = registers.ledger_of(entry).fields
    assert fields.get("in_force_when", CLAUSES[0]) in CLAUSES
    assert (fields.get("in_force_when") == "number") <= ("number" in fields)


# --- what a file expects of a register -----------------------------------------------------------

EXPECT = "acts: []\nexpect:\n  - {{register: forces/crdf, what: {}}}"


def expecting(what: str) -> Record:
    matter = "{procedure: decision, body: CSC}"
    return run(loads(story(matter, rest=EXPECT.format(what))))


@pytest.mark.parametrize(
    "what",
    [
        "strength, on: 2012-01-01, is: 1500",
        "strength, on: 2019-05-20, is: 5000",
        "strength, on: 1999-12-31, is: nothing",
        "'made of', on: 2012-01-01, is: [TJK, KAZ, KGZ, RUS]",
    ],
)
def test_an_expectation_of_a_register_holds(what: str) -> None:
    (told,) = expecting(what).expected
    assert (told.status, told.found) == ("held", "")


def test_an_expectation_of_a_register_fails_with_what_is_told() -> None:
    (told,) = expecting("strength, on: 2012-01-01, is: 5000").expected
    assert (told.status, told.found) == ("failed", "it tells 1500")
    assert told.says == "the register forces/crdf tells on 2012-01-01 as strength: 5000"


def test_a_day_is_compared_with_the_day_of_the_fact() -> None:
    text = story(
        CHARTER,
        rest="acts: []\nexpect:\n"
        + "\n".join(
            f"  - {{register: instruments/charter-2002, what: {what}}}"
            for what in (
                "in force, on: 2005-01-01, is: 2003-09-18",
                "signed, of: RUS, on: 2005-01-01, is: 2002-10-07",
                "signed, of: RUS, on: 2002-10-06, is: nothing",
            )
        ),
    )
    assert [each.status for each in run(loads(text)).expected] == ["held"] * 3


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("strenght, on: 2012-01-01, is: 1", "CSTO-328"),
        ("strength, of: nobody, on: 2012-01-01, is: 1", "CSTO-328"),
        ("strength, is: 1", "CSTO-202"),
        ("strength, on: 2012-01-01", "CSTO-202"),
        ("strength, on: 2012-13-01, is: 1", "CSTO-205"),
        ("strength, on: 2012-01-01, is: {a: b}", "CSTO-203"),
        ("strength, on: 2012-01-01, is: 1, matter: m", "CSTO-201"),
    ],
)
def test_what_no_register_could_answer_is_refused_when_the_file_is_read(
    what: str, code: str
) -> None:
    assert codes(story("{procedure: decision, body: CSC}", rest=EXPECT.format(what))) == [code]


def test_an_expectation_of_a_register_is_updated_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(
        story(
            "{procedure: decision, body: CSC}",
            rest="acts: []\nexpect:\n"
            "  - {register: forces/crdf, what: strength, on: 2012-01-01, is: 5000}  # stays\n"
            "  - {register: forces/crdf, what: made of, on: 2012-01-01, is: [KAZ]}\n"
            "  - {register: forces/crdf, what: strength, on: 1990-01-01, is: 5}",
        ),
        encoding="utf-8",
    )
    updated = update_expectations(path, run(load(path)))
    assert (len(updated.changed), updated.left) == (3, ())
    text = path.read_text(encoding="utf-8")
    assert "is: 1500}  # stays" in text
    assert "is: [KAZ, KGZ, RUS, TJK]}" in text
    assert "on: 1990-01-01, is: nothing}" in text
    assert not run(load(path)).failed
