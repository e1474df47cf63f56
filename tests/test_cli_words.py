"""The words of the command: no raw value of the data, guesses that are near, lines that fit."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli import call, ok, scenario, spawn

from csto_sim import law, organisation, shipped
from csto_sim.cli import summary
from csto_sim.cli.law_parts import sources
from csto_sim.cli.reading_pages import CONDITIONS
from csto_sim.cli.screen import WIDTH
from csto_sim.engine.run import run
from csto_sim.errors import LogError, suggestion
from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.load import load

IDS = tuple(one.id for one in law.provisions())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CSTO_SIM_DB", "NO_COLOR", "CSTO_SIM_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def fits(told: str) -> None:
    """Assert that no line goes beyond the width, but for one that holds a path or an address."""
    for line in told.splitlines():
        assert len(line) <= WIDTH or any(len(word) > 40 for word in line.split()), line


# --- refusals ------------------------------------------------------------------------------------


def test_one_act_refused_to_several_for_one_reason_is_told_once(here: Path) -> None:
    path = here / "late.yaml"
    path.write_text(
        "format: 1\ntitle: Nobody sits before the session opens\nfrom: 2016-05-01\n"
        "until: 2016-05-31\nmeetings: {m: {body: CSC}}\nacts:\n"
        "  - {date: 2016-05-04, act: attend, meeting: m, by: [ARM, BLR, KAZ]}\n"
    )
    told = " ".join(ok("run", "late.yaml", "--no-log").split())
    assert 'steps 0-2 Attend "m", by Armenia, Belarus and Kazakhstan: In the state' in told
    assert "(charter.13.highest)" in told
    assert told.count("announced") == told.partition("Refusals")[0].count("announced") + 1


@pytest.mark.parametrize("day", ["1998-01-01", "2010-06-14", "2024-01-01"])
def test_the_list_of_the_law_of_a_day_fits_the_terminal(day: str) -> None:
    fits(ok("law", "list", "--on", day))


# --- several lines stay several lines ------------------------------------------------------------


def test_the_program_without_a_command_prints_its_help_line_by_line() -> None:
    found = call()
    assert (found.stdout + found.stderr).strip() == ok("--help").strip()
    assert "␊" not in found.output


def test_help_tells_of_each_command_to_the_end() -> None:
    for group in ("law", "log", "procedures"):
        assert "..." not in ok(group, "--help").partition("Commands:")[2]


def test_an_error_of_several_lines_keeps_them_and_a_name_of_several_lines_has_none(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from csto_sim.cli.faults import tell

    tell(LogError("one\x1b[31m", "two"))
    assert capsys.readouterr().err == "One␛[31m [CSTO-401]\ntry: two\n"
    (here / "a\nfolder").mkdir()
    found = call("explain", "a\nfolder")
    assert found.exit_code == 2
    assert found.stderr.splitlines()[-1].startswith("Error: ")


# --- lines that fit ------------------------------------------------------------------------------


def test_messages_of_errors_are_at_most_80_columns_wide(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario(here)
    for words in (
        ("bound", "crrf", "--on", "2009-6-10"),
        ("bound", "crrf", "--on", "the day after the one before the last day of the month"),
        ("run", "one.yaml", "--update", "--reading", "quorum=A"),
        ("explain", "1", "--mode", "strict"),
        ("log", "list", "--db", "nonsense://a"),
        ("log", "list", "--db", "postgresql+asyncpg://h/x"),
        ("log", "list", "--db", "folder " * 12 + "/x.db"),
        ("laws",),
    ):
        found = call(*words)
        assert found.exit_code in (2, 3), words
        fits(found.stderr)
    import csto_sim.engine.run as engine

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("the tables are wrong, " * 6)

    monkeypatch.setattr(engine, "run", broken)
    found = call("run", "one.yaml")
    assert found.exit_code == 70
    fits(found.stderr)
    assert "csto_sim/cli/running.py:" in found.stderr


def test_a_path_in_a_message_that_fits_keeps_its_blanks() -> None:
    found = call("log", "list", "--db", "two  blanks.db")
    assert "two  blanks.db" in found.stderr


# --- what was done by the day asked --------------------------------------------------------------


def not_bound(instrument: str, day: str) -> dict[str, str]:
    plain = json.loads(ok("bound", instrument, "--on", day, "--json"))
    return {each["member"]: each["why"] for each in plain["not_bound"]}


def test_of_acts_after_the_day_asked_nothing_is_told() -> None:
    assert not_bound("crrf", "2009-06-10") == {}
    after = not_bound("crrf", "2009-07-01")
    assert set(after) == {"ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
    assert not_bound("crrf", "2009-10-20")["BLR"] == 'the last it did was "sign" on 2009-10-20'


def test_only_states_are_told_of_as_not_bound_and_none_by_an_act_to_come() -> None:
    for instrument in ("crrf", "treaty", "charter", "protocol-1999", "prot2018.charter.second"):
        for day in ("1992-06-01", "1999-04-10", "2003-01-01", "2009-06-14", "2019-12-31"):
            plain = json.loads(ok("bound", instrument, "--on", day, "--json"))
            for each in plain["not_bound"]:
                assert each["member"] in organisation.states(), (instrument, day, each)
                act, _, when = each["why"].partition('" ')
                days = re.findall(r"\d{4}-\d\d-\d\d", when)
                assert "the last it did" not in act or days[0] <= plain["as_of"], each


def test_a_body_that_acted_on_an_instrument_is_no_state_that_is_not_bound(here: Path) -> None:
    path = shipped.find("decision/2009-06-14-crrf")
    assert path is not None
    text = path.read_text(encoding="utf-8")
    act = "  - {date: 2009-06-02, act: agree text, matter: agreement, by: CSC}\n"
    before, acts, after = text.partition("\nacts:\n")
    (here / "own.yaml").write_text(before + acts + act + after, encoding="utf-8")
    found = call("bound", "crrf", "--on", "2009-06-10", "--file", "own.yaml", "--json")
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["not_bound"] == []
    assert json.loads(found.stdout)["state"] != "drafted"


# --- no raw value --------------------------------------------------------------------------------


def raw(told: str) -> list[str]:
    """What of a page still looks like data: a boolean, a key with a colon, an underscore."""
    words = " ".join(word for word in told.split() if not word.startswith("http"))
    for name in procedures():
        words = words.replace(name, "")  # a word of scenarios, whatever its form
    return re.findall(r"\bTrue\b|\bFalse\b|\bof: |\bmemory: |\binferred: |\w*_\w*|[{}]", words)


def test_no_page_of_a_reading_shows_raw_data() -> None:
    for id in law.readings():
        told = ok("law", "readings", id)
        assert not raw(told), (id, raw(told))
        fits(told)
    assert not raw(ok("law", "readings"))


def test_no_page_of_a_provision_shows_raw_data() -> None:
    for one in law.provisions():
        told = ok("law", "show", one.id)
        assert not raw(told), (one.id, raw(told))
        fits(told)


def test_every_condition_of_a_default_has_its_words() -> None:
    keys = {key for one in law.readings().values() for rule in one.default for key in rule.when}
    assert keys <= set(CONDITIONS)
    for one in law.readings().values():
        for rule in one.default:
            for key, value in rule.when.items():
                assert ("{}" in CONDITIONS[key]) is not isinstance(value, bool), one.id


def test_a_default_is_told_with_its_condition_and_what_holds_else() -> None:
    told = " ".join(ok("law", "readings", "interim-validity").split())
    assert "default C where an absent member has written that it does not object; else A" in told
    told = " ".join(ok("law", "readings", "chair-handover").split())
    assert "default B from 2024-01-01 on; else A" in told


def test_a_source_that_nobody_read_says_how_the_fact_is_known() -> None:
    assert sources(
        [
            {"inferred": True, "of": "date"},
            {"memory": 0.9, "of": "article number"},
            {"memory": 0.8, "of": "charter.12.procedural"},
            {"memory": 0.6, "of": "an earlier first protocol"},
            {"seed": "001", "phrase": "three days"},
            {"other_key": 1},
        ]
    ) == [
        "inferred, for the date",
        "from memory, confidence 0.9, for the article number",
        "from memory, confidence 0.8, for charter.12.procedural",
        "from memory, confidence 0.6, for an earlier first protocol",
        "source document 001, “three days”",
        "other key 1",
    ]


def test_bodies_are_named_where_a_provision_says_who() -> None:
    told = " ".join(ok("law", "show", "charter.12.consensus").split())
    assert "who the Collective Security Council, the Council of Foreign Ministers" in told


# --- guesses -------------------------------------------------------------------------------------

WORDS = ("title", "from", "until", "decide", "convening", "decision", "instrument", "meeting")


@pytest.mark.parametrize(
    ("word", "among", "meant"),
    [
        ("titel", WORDS, "title"),
        ("decied", WORDS, "decide"),
        ("convning", WORDS, "convening"),
        ("amb.absense-effect", tuple(law.readings()), "amb.absence-effect"),
        ("onne.yaml", ("one.yaml", "two.yaml"), "one.yaml"),
        ("crff", ("crrf", "charter"), "crrf"),
        ("charter.12.consenus", IDS, "charter.12.consensus"),
        ("KZA", ("ARM", "KAZ", "KGZ"), "KAZ"),
        ("KZA", tuple(organisation.states()), "KAZ"),
        ("RU", ("KAZ", "RUS"), "RUS"),
        ("ARX", ("ARM", "BLR"), "ARM"),
        ("a", ("A", "B"), "A"),
        # Far, or as near to one as to another.
        ("missing.yaml", ("bin.yaml",), ""),
        ("amb.nope", tuple(law.readings()), ""),
        ("missing.yaml", ("testing.yaml",), ""),
        ("nodir", ("dd",), ""),
        ("AAA", tuple(organisation.states()), ""),
        ("XXX", tuple(organisation.states()), ""),
        ("D", ("A", "B", "C"), ""),
        ("bogus", ("bound", "log"), ""),
        ("", WORDS, ""),
    ],
)
def test_a_guess_is_made_only_where_a_word_is_truly_near(
    word: str, among: tuple[str, ...], meant: str
) -> None:
    assert suggestion(word, among) == meant


def slipped(word: str) -> Iterator[str]:
    """Every word that one swap, one letter left out or one letter doubled makes of it."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[: at + 1] + word[at:]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


@given(st.sampled_from(sorted(law.readings())), st.data())
def test_one_slip_in_the_id_of_a_reading_is_seen_through(id: str, data: st.DataObject) -> None:
    word = id.removeprefix("amb.")
    wrong = "amb." + data.draw(st.sampled_from(sorted(set(slipped(word)) - {word})))
    # A slip may lead to the id of another reading, which is as near.
    assert wrong in law.readings() or suggestion(wrong, law.readings()) in law.readings()


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12))
def test_a_word_that_shares_few_letters_is_never_a_guess(word: str) -> None:
    found = suggestion(word, WORDS)
    if found:
        shared = sum((Counter(word) & Counter(found)).values())
        assert shared * 3 >= 2 * max(len(word), len(found)) - 2
        assert abs(len(word) - len(found)) * 3 <= max(len(word), len(found))


def test_nothing_far_is_guessed_on_the_command_line(here: Path) -> None:
    (here / "bin.yaml").write_text("x")
    (here / "dd").mkdir()
    for words in (
        *(("run", "missing.yaml"), ("check", "nodir"), ("law", "readings", "nope")),
        *(("run", "bin.yaml", "--reading", "nope=A"), ("bogus",), ("law", "bogus")),
        *(("law", "show", "nope"), ("procedures", "show", "nope")),
        ("bound", "nope", "--on", "2009-06-14"),
    ):
        told = call(*words).stderr
        for far in (
            "try: bin.yaml",
            "try: dd",
            "infra-scope",
            "Try: csto-sim bound",
            "try: treaty",
        ):
            assert far not in told, words


# --- duties in the ledger ------------------------------------------------------------------------


def record(name: str) -> Record:
    path = shipped.find(name)
    assert path is not None
    return run(load(path))


def ledger(of: Record) -> list[str]:
    return [" ".join(each.split()) for each in summary.deadlines(of)]


def test_equal_duties_without_a_length_are_told_once_with_their_matters() -> None:
    found = record("decision/five-matters-at-one-session")
    assert len(found.deadlines) > 1
    (told,) = ledger(found)
    assert told.startswith(
        'The Secretariat: certified copies, "exercises", "equipment" and "order" '
        "(rules.authentic-copy): still open at the end"
    )


def test_a_counted_period_is_never_folded() -> None:
    found = record("instrument/1999-prolongation")
    counted = found.deadlines[-1]
    assert counted.counted is not None
    many = found._replace(deadlines=(counted, counted._replace(case="other"), counted))
    assert len(ledger(many)) == 3


def test_duties_that_differ_in_anything_but_the_matter_keep_their_lines() -> None:
    found = record("decision/five-matters-at-one-session")
    first, second, third = found.deadlines
    for other in (
        *(second._replace(holder="SG"), second._replace(name="another")),
        *(second._replace(under="rules.14.1"), second._replace(follows="other")),
        *(second._replace(status="withdrawn"), first),
    ):
        told = ledger(found._replace(deadlines=(first, other, third)))
        assert len(told) == 2, other
        assert '"exercises" and "order"' in told[0]


def test_every_duty_of_every_shipped_scenario_is_still_in_its_ledger() -> None:
    for name in shipped.names():
        found = record(name)
        told = ledger(found)
        assert len(told) <= len(found.deadlines)
        for line in found.deadlines:
            assert any(f'"{line.case}"' in each and line.under in each for each in told), name


# --- what to type --------------------------------------------------------------------------------


def test_a_wrong_command_of_a_group_gets_the_nearest_or_where_they_are_listed() -> None:
    for words, right in (
        (("law", "shw"), "Try: csto-sim law show"),
        (("log", "lst"), "Try: csto-sim log list"),
        (("procedures", "lits"), "Try: csto-sim procedures list"),
        (("law", "bogus"), "`csto-sim law --help` lists them."),
        (("bogus",), "`csto-sim --help` lists them."),
    ):
        found = call(*words)
        assert found.exit_code == 2
        assert right in found.stderr


@pytest.mark.parametrize("name", ["-x", "my file", "it's", "$HOME", "plain", "я"])
def test_the_line_to_run_a_new_scenario_does_so(here: Path, name: str) -> None:
    told = ok("new", "--", name)
    line = told.partition("To run it: csto-sim ")[2].strip()
    assert spawn(*shlex.split(line), "--no-log").returncode == 0
    found = call("--", shlex.split(line)[1])
    assert found.exit_code == 2
    assert line in found.stderr


def test_times_between_two_clocks_say_by_which() -> None:
    told = " ".join(ok("run", "--no-log", "convening/2022-01-kazakhstan").split())
    clocks = re.findall(r"between \d\d:\d\d and \d\d:\d\d(.{4})", told)
    assert clocks
    assert set(clocks) == {" UTC"}
