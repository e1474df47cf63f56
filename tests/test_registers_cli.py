"""`csto-sim register`: what counts on a day, what contradicts it, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import call, ok
from test_cli_words import fits

from csto_sim import registers
from csto_sim.registers import NAMES

KEYS_OF_A_FACT = (
    *("what", "of", "value", "on", "since", "until", "used", "why"),
    *("evidence", "confidence", "under", "sources", "note"),
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CSTO_SIM_DB", "NO_COLOR", "CSTO_SIM_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_a_name_every_register_is_listed_with_its_numbers() -> None:
    told = ok("register")
    assert [line.split()[0] for line in told.splitlines()[: len(NAMES)]] == list(NAMES)
    fits(told)
    plain = json.loads(ok("register", "--json"))
    assert [each["register"] for each in plain] == list(NAMES)
    assert all(
        each["entries"] == len(registers.register(each["register"]).entries) for each in plain
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_register_fits_the_screen_and_leaves_out_no_entry(name: str) -> None:
    told = ok("register", name, "--all")
    fits(told)
    assert all(f"\n{key}  " in told for key in registers.register(name).entries)


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_can_be_shown_whole(name: str) -> None:
    for key, entry in registers.register(name).entries.items():
        told = ok("register", name, key)
        fits(told)
        assert entry.facts[0].evidence in told


def test_on_a_day_only_what_counts_then_is_told() -> None:
    told = ok("register", "forces", "--on", "2001-05-24")
    assert "crrf" not in told
    later = ok("register", "forces", "--on", "2019-06-01")
    assert "crrf" in later
    assert "5,000" in later


def test_an_entry_shows_both_values_which_is_used_and_why() -> None:
    told = " ".join(ok("register", "forces", "crdf").split())
    assert (
        "strength: 5,000 [not used] why not" in told or "strength: 1,500 [not used] why not" in told
    )
    assert "[used]" in told
    assert "source document 000" in told


def test_a_list_tells_how_many_values_are_not_used() -> None:
    told = ok("register", "forces")
    assert "[not used]" not in told
    assert "--all lists them" in told
    assert "[not used]" in ok("register", "forces", "--all")


@pytest.mark.parametrize(
    "words",
    [
        ("forces", "crrf"),
        ("forces/crrf",),
        ("FORCES", "CRRF"),
        ("for", "crr"),
        ("forces", "Collective Rapid Reaction Forces"),
    ],
)
def test_an_entry_is_found_by_its_key_its_names_and_how_they_begin(words: tuple[str, ...]) -> None:
    assert ok("register", *words).startswith("forces/crrf  ")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("forcse",), "try: forces"),
        (("moons",), "csto-sim register lists them"),
        (("o",), "expected: bodies"),  # offices, operations
        (("forces", "crff"), "try: crrf"),
        (("forces", "xyzzy"), "csto-sim register forces lists them"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(words: tuple[str, ...], hint: str) -> None:
    result = call("register", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "CSTO-326" in result.stderr
    assert hint in result.stderr


def test_json_has_the_keys_that_the_page_promises() -> None:
    one = json.loads(ok("register", "forces", "crrf", "--json", "--on", "2020-01-01"))
    assert set(one) == {
        "on",
        "register",
        "entry",
        "name",
        "also",
        "rows",
        "under",
        "procedure",
        "note",
        "facts",
    }
    keys = list(KEYS_OF_A_FACT)
    assert all(list(fact) == keys for fact in one["facts"])
    whole = json.loads(ok("register", "forces", "--json"))
    assert list(whole) == ["register", "title", "about", "on", "kinds", "entries"]
    assert list(whole["kinds"][0]) == ["what", "says", "value", "one", "event"]
    page = (Path(__file__).parents[1] / "docs" / "registers.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in page for key in (*keys, *one, *whole["kinds"][0]))


def test_json_on_a_day_is_what_the_entry_answers() -> None:
    from datetime import date

    for day in ("2002-01-01", "2012-01-01", "2020-01-01"):
        whole = json.loads(ok("register", "forces", "--json", "--on", day))
        told = {
            each["entry"]: [fact["value"] for fact in each["facts"]] for each in whole["entries"]
        }
        for key, entry in registers.register("forces").entries.items():
            held = entry.on(date.fromisoformat(day))
            values = [list(f.value) if isinstance(f.value, tuple) else f.value for f in held]
            assert told.get(key, []) == values


def test_colour_changes_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in ok("register", "forces", "crdf")


@pytest.mark.parametrize("name", NAMES)
def test_a_list_marks_what_is_unverified_and_nothing_else(name: str) -> None:
    facts = [each for entry in registers.register(name).entries.values() for each in entry.facts]
    doubtful = any(each.evidence == "unverified" for each in facts)
    assert ("(unverified)" in ok("register", name, "--all")) == doubtful
