"""The law as data: complete, evidenced, and on no day two texts of one provision in force."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import chain, pairwise, product
from pathlib import Path
from typing import Any

import pytest
import yaml

from csto_sim import law
from csto_sim.law import Provision, Reading, Text
from csto_sim.law.texts import dated

FROZEN = Path(__file__).parent / "data"
SOURCES = Path(law.__file__).parent / "sources.yaml"

PROVISIONS = tuple(law.provisions())
TEXTS = tuple(text for provision in PROVISIONS for text in provision.texts)
READINGS = tuple(law.readings().values())

Options = Mapping[str, str]


# ---------------------------------------------------------------- the walk of the calendar


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def turning_days(texts: Sequence[Text]) -> list[str]:
    """Each day on which one of the texts begins or ends, and the day before, in order."""
    ends = (text.until for text in texts if text.until is not None)
    days = {bound.first for bound in chain((text.since for text in texts), ends) if bound.first}
    return sorted(days | {day_before(day) for day in days})


def choices(provision: Provision) -> Iterator[Options]:
    """Every combination of options of the readings that choose among a provision's texts."""
    ids = sorted({id for text in provision.texts for id in text.chosen_by})
    for letters in product(*(law.readings()[id].options for id in ids)):
        yield dict(zip(ids, letters, strict=True))


def in_force(provision: Provision, day: str, options: Options) -> list[Text]:
    return [
        text
        for text in provision.texts
        if text.covers(day) and all(options[id] in taken for id, taken in text.chosen_by.items())
    ]


def overlaps(provision: Provision) -> list[str]:
    """What the walk says of days with two texts at once; empty when all is well."""
    return [
        f"{day} {dict(options)}: {', '.join(text.id for text in found)}"
        for options in choices(provision)
        for day in turning_days(provision.texts)
        if len(found := in_force(provision, day, options)) > 1
    ]


def gaps(provision: Provision) -> list[str]:
    """Days without a text between two days that have one; empty when all is well."""
    found = []
    for options in choices(provision):
        days = turning_days(provision.texts)
        covered = [bool(in_force(provision, day, options)) for day in days]
        found += [
            f"{day} {dict(options)}: no text"
            for number, day in enumerate(days)
            if not covered[number] and any(covered[:number]) and any(covered[number:])
        ]
    return found


def test_a_provision_has_at_most_one_text_in_force_on_any_day() -> None:
    assert {each.id: found for each in PROVISIONS if (found := overlaps(each))} == {}


def test_between_consecutive_texts_there_is_no_day_without_law() -> None:
    assert {each.id: found for each in PROVISIONS if (found := gaps(each))} == {}


def test_the_text_that_a_scenario_meets_is_the_one_in_force() -> None:
    """The look-up that the engine uses agrees with the walk, on every turning day of all law."""
    days = turning_days(TEXTS)
    assert len(days) > 100
    for provision in PROVISIONS:
        for options in choices(provision):
            for day in days:
                found = in_force(provision, day, options)
                expected = found[0] if found else None
                assert law.text(provision.id, day, options.__getitem__) == expected, day


def handovers() -> list[tuple[Provision, Text, Text]]:
    """Each text that ends on the day on which another of its provision begins."""
    return [
        (provision, old, new)
        for provision in PROVISIONS
        for old, new in product(provision.texts, repeat=2)
        if old.until is not None and old.until.first and old.until.first == new.since.first
    ]


def shifted(provision: Provision, text: Text, days: int) -> Provision:
    """The provision as it would be if one text began some days later (or, below 0, earlier)."""
    day = date.fromisoformat(text.since.first) + timedelta(days=days)
    moved = replace(text, since=dated(day.isoformat()))
    texts = tuple(moved if each.id == text.id else each for each in provision.texts)
    return replace(provision, texts=texts)


HANDOVERS = handovers()


def test_there_are_amendments_on_which_the_walk_can_be_tried() -> None:
    assert {provision.id for provision, _, _ in HANDOVERS} >= {
        "treaty.2.consultation",
        "treaty.3.csc",
        "treaty.4.attack-on-one",
        "treaty.4.assistance",
        "charter.7.system",
        "charter.8.threats",
        "charter.13.composition",
        "charter.17.sg-functions",
        "charter.24.budget",
    }


@pytest.mark.parametrize(
    ("provision", "new"),
    [(provision, new) for provision, _, new in HANDOVERS],
    ids=[f"{old.id}-{new.id}" for _, old, new in HANDOVERS],
)
@pytest.mark.parametrize(
    ("days", "walk"), [(-1, overlaps), (-400, overlaps), (1, gaps), (30, gaps)]
)
def test_the_walk_notices_a_date_that_is_wrong_by_some_days(
    provision: Provision, new: Text, days: int, walk: Callable[[Provision], list[str]]
) -> None:
    if not any(len(in_force(provision, new.since.first, each)) == 1 for each in choices(provision)):
        pytest.fail(f"{new.id} is in force under no reading")
    assert walk(shifted(provision, new, days)) != []


def test_the_walk_notices_a_text_entered_twice() -> None:
    for provision in PROVISIONS:
        text = provision.texts[-1]
        if text.since.first == "" and text.until is None:
            # In force on every day: there is no turning day, so the copy begins on one.
            text = replace(text, since=dated("2004-06-18"))
        texts = provision.texts
        if not text.since.established:
            # In force on no day: only if the day were one of entry into force, there would be two.
            copied = replace(provision, texts=(*texts, replace(text, id=f"{text.id}@copy")))
            assert overlaps(copied) == [], provision.id
            text = replace(text, since=dated(text.since.first))
            texts = (*texts[:-1], text)
        copied = replace(provision, texts=(*texts, replace(text, id=f"{text.id}@copy")))
        assert overlaps(copied) != [], provision.id


# ------------------------------------------------------------------------- dates of texts


def test_a_text_ends_after_it_begins() -> None:
    for text in TEXTS:
        if text.until is not None and text.until.first and text.since.first:
            assert text.since.first < text.until.first, text.id


def test_a_text_lies_within_the_life_of_the_treaty() -> None:
    for text in TEXTS:
        for bound in (text.since, text.until):
            if bound is not None and bound.first:
                assert "1992-01-01" <= bound.first <= "2026-12-31", text.id


def test_the_texts_of_a_provision_stand_from_the_oldest_to_the_newest() -> None:
    for provision in PROVISIONS:
        begins = [text.since.first for text in provision.texts]
        assert begins == sorted(begins), provision.id


PENDING = {
    *("pko.2021.coordinating-state", "forces.jurisdiction", "forces.command-system"),
    *("forces.infrastructure-use", "forces.2000-status", "sub.exhibitions.council"),
    *("crdf.deploy", "crdf.prepare", "crdf.linked-reg", "crdf.withdraw", "milaid.request"),
}


def test_a_text_of_which_only_signature_or_draft_is_established_is_never_in_force() -> None:
    """Nothing decides by it on any day, under any reading; from its day on it is pending."""
    assert {text.id for text in TEXTS if not text.since.established} == PENDING
    days = turning_days(TEXTS)
    for id in PENDING:
        text = law.by_text(id)
        assert text is not None
        first = text.since.first
        assert all(law.candidates(id, day) == () for day in (*days, "2026-12-31")), id
        assert law.modes_in_force(text, "2026-12-31") == (), id
        assert [text.pending(day) for day in (day_before(first), first, "2026-12-31")] == [
            False,
            True,
            True,
        ], id
    assert not any(text.pending(day) for text in TEXTS if text.id not in PENDING for day in days)


@pytest.mark.parametrize(
    ("written", "known", "first", "told"),
    [
        ("2009-06-14", "exact", "2009-06-14", "2009-06-14"),
        ("2009-06", "month", "2009-06-01", "2009-06"),
        ("2004", "year", "2004-01-01", "2004"),
        ("unknown", "unknown", "", "a day not known"),
        ("precedent 2018", "precedent", "2018-01-01", "precedent 2018"),
        (
            "signed 2021-09-16",
            "signed",
            "2021-09-16",
            "signed 2021-09-16, day of entry into force not established",
        ),
        ("draft 2005", "draft", "2005-01-01", "draft of 2005, adoption not established"),
    ],
)
def test_a_date_says_how_it_is_known(written: str, known: str, first: str, told: str) -> None:
    found = dated(written)
    assert (found.known, found.first, found.told) == (known, first, told)
    assert found.established is (known not in ("signed", "draft"))


def test_the_quorum_goes_back_to_a_year_and_to_no_day() -> None:
    """No source says on which day of 2004, if then, the rule on quorum began."""
    quorum = law.by_text("rules.quorum")
    assert quorum is not None
    assert quorum.since.known == "year"


def test_a_rule_says_what_applies_and_not_what_changed_within_its_days() -> None:
    """An amended rule is two texts: no sentence tells of a later change in its own words."""
    for text in TEXTS:
        assert not re.search(r"\b[Ss]ince (\d+ )?([A-Z][a-z]+ )?(19|20)\d\d", text.rule), text.id


@pytest.mark.parametrize(
    "wrong",
    ["2009-06-31x", "14.06.2009", "", "2009-6-14", "soon", "2009-", "signed", "signed unknown"],
)
def test_what_is_not_a_date_of_the_law_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        dated(wrong)


def test_every_full_date_of_the_law_exists() -> None:
    for text in TEXTS:
        for bound in (text.since, text.until):
            if bound is not None and bound.first:
                date.fromisoformat(bound.first)


# --------------------------------------------------------------------------- completeness


def frozen(name: str) -> list[str]:
    return (FROZEN / name).read_text(encoding="utf-8").splitlines()


def test_all_285_rules_of_the_research_are_texts() -> None:
    rows = frozen("provision_rows.txt")
    assert len(rows) == len(set(rows)) == 285
    assert [row for row in rows if law.by_text(row) is None] == []
    assert set(rows) <= {text.id for text in TEXTS}


def test_no_id_is_given_twice() -> None:
    assert len({text.id for text in TEXTS}) == len(TEXTS)
    assert len({provision.id for provision in PROVISIONS}) == len(PROVISIONS)


def test_a_texts_id_is_that_of_its_provision_with_or_without_a_mark() -> None:
    for provision in PROVISIONS:
        for text in provision.texts:
            assert text.id.partition("@")[0] == provision.id
            assert law.by_text(text.id) is text
            assert law.provision(text.id) is provision


def test_a_rule_is_told_in_a_sentence_with_who_is_held_by_it() -> None:
    for text in TEXTS:
        assert re.fullmatch(r"[A-Z].{15,600}\.", text.rule), (text.id, text.rule)
        assert text.who, text.id
        assert all(text.who), text.id


def default_in_short(reading: Reading) -> str:
    return " ".join(
        "/".join([rule.option, *(f"{key}={value}" for key, value in rule.when.items())])
        for rule in reading.default
    )


def test_the_readings_keep_their_options_and_defaults() -> None:
    """A default that changes can change the outcome of a scenario: then the changelog says so."""
    found = {
        reading.id: f"{''.join(reading.options)} {default_in_short(reading)}"
        for reading in READINGS
    }
    expected = dict(line.split(" ", 1) for line in frozen("reading_options.txt"))
    assert found == expected


# ------------------------------------------------------------------------------- evidence


@cache
def source_pages() -> Mapping[str, Any]:
    pages: Mapping[str, Any] = yaml.safe_load(SOURCES.read_bytes())
    return pages


Cited = tuple[str, Mapping[str, Any]]
CITED: list[Cited] = [
    *((text.id, source) for text in TEXTS for source in text.sources),
    *((reading.id, source) for reading in READINGS for source in reading.sources),
]


def what(source: Mapping[str, Any]) -> str:
    (kind,) = {"seed", "page", "memory", "inferred"} & set(source)
    return kind


def test_every_source_is_a_phrase_of_a_seed_a_page_a_memory_or_an_inference() -> None:
    may_carry = {
        "seed": {"seed", "phrase"},
        "page": {"page", "of"},
        "memory": {"memory", "of"},
        "inferred": {"inferred", "of"},
    }
    for id, source in CITED:
        assert set(source) <= may_carry[what(source)], (id, source)


def test_every_page_cited_is_in_the_list_of_sources() -> None:
    cited = {source["page"] for _, source in CITED if what(source) == "page"}
    assert len(cited) > 100
    assert sorted(cited - set(source_pages())) == []


def test_every_entry_of_the_list_of_sources_has_an_address_and_says_what_it_is() -> None:
    for key, page in source_pages().items():
        assert re.fullmatch(r"S[01]|[PC]\d+|X\d+", key), key
        assert set(page) == {"address", "what"}, key
        assert re.match(
            r"(https?://)?[\w.-]+\.\w+(/\S*)?$|source document \d+$|.*; no address recorded$",
            page["address"],
        ), key
        assert len(page["what"]) > 10, key


def test_a_phrase_of_a_seed_is_short_enough_to_locate_and_not_to_copy() -> None:
    for id, source in CITED:
        if what(source) == "seed":
            assert source["seed"] in ("000", "001"), id
            assert 1 <= len(source["phrase"].split()) <= 14, (id, source["phrase"])
            assert source["phrase"] == source["phrase"].strip(), id


def memories(sources: Sequence[Mapping[str, Any]]) -> list[float]:
    return [source["memory"] for source in sources if what(source) == "memory"]


def test_the_evidence_of_a_text_is_of_a_kind_that_it_cites() -> None:
    """`seed` needs a seed and `public` a page; `unverified` is what has neither."""
    allowed = {"seed": "seed", "page": "public"}
    for text in TEXTS:
        kinds = {what(source) for source in text.sources}
        marks = {allowed[kind] for kind in kinds & set(allowed)} or {"unverified"}
        assert text.evidence in marks, text.id


def test_what_rests_on_memory_says_with_what_confidence() -> None:
    for text in TEXTS:
        remembered = memories(text.sources)
        assert (text.confidence in remembered) if remembered else (text.confidence is None), text.id
        assert all(0 < each < 1 for each in remembered), text.id
        assert ("unverified" in text.mark) == bool(remembered), text.id


def test_a_reading_asks_a_question_and_its_options_answer_it() -> None:
    for reading in READINGS:
        assert reading.question.endswith("?"), reading.id
        assert reading.evidence in ("seed", "public", "unverified"), reading.id
        assert reading.options, reading.id
        for letter, option in reading.options.items():
            assert option.letter == letter, reading.id
            assert option.short, reading.id
            assert option.says.endswith("."), reading.id


def test_a_reading_always_has_a_default_and_it_is_one_of_its_options() -> None:
    for reading in READINGS:
        assert {rule.option for rule in reading.default} <= set(reading.options), reading.id
        *conditional, last = reading.default
        assert not last.when, f"{reading.id}: the last rule of a default takes what is left"
        assert all(rule.when for rule in conditional), f"{reading.id}: a rule is never reached"


def test_a_default_can_follow_the_day_and_the_mode() -> None:
    handover = law.readings()["amb.chair-handover"]
    assert [handover.option({"day": day}) for day in ("2023-12-31", "2024-01-01")] == ["A", "B"]
    clock = law.readings()["amb.clock-object"]
    assert [clock.option({"mode": mode}) for mode in ("strict", "practice")] == ["A", "C"]


def test_after_november_2023_the_mode_says_which_crisis_regulation_applies_by_default() -> None:
    day = "2024-01-01"
    kept, new = law.by_text("crisis-reg.request@kept"), law.by_text("crisis-reg.2023")
    common = law.by_text("charter.12.consensus")
    assert kept is not None
    assert new is not None
    assert common is not None
    assert law.modes_in_force(kept, day) == ("strict",)
    assert law.modes_in_force(new, day) == ("practice",)
    assert law.modes_in_force(common, day) == law.MODES
    assert law.modes_in_force(kept, "2023-11-22") == ()


def test_by_default_one_text_at_most_is_in_force_in_each_mode() -> None:
    for provision in PROVISIONS:
        for day in turning_days(provision.texts):
            for mode in law.MODES:
                about = {"day": day, "mode": mode}
                found = law.text(provision.id, day, lambda id: law.readings()[id].option(about))  # noqa: B023
                marked = [text for text in provision.texts if mode in law.modes_in_force(text, day)]
                assert marked == ([] if found is None else [found]), (day, mode)


def on_screen(*words: str) -> str:
    from click.testing import CliRunner

    from csto_sim.cli.law import command

    found = CliRunner().invoke(command, list(words))
    assert found.exit_code == 0, found.output
    return found.output


def test_a_list_of_a_day_says_by_which_reading_a_text_is_there_and_in_which_mode() -> None:
    told = " ".join(on_screen("list", "crisis-regulation", "--on", "2024-01-01").split())
    old = "by reading amb.regulation-2023 = B or C; by default in force in strict mode only"
    new = "by reading amb.regulation-2023 = A or B; by default in force in practice mode only"
    assert told.count(old) == 7
    assert told.count(new) == 1
    plain = json.loads(on_screen("list", "crisis-regulation", "--on", "2024-01-01", "--json"))
    found = {each["id"]: each["texts"][0] for each in plain}
    assert found["crisis-reg.3day"]["chosen_by"] == {"amb.regulation-2023": ["B", "C"]}
    assert found["crisis-reg.3day"]["in_force_by_default"] == ["strict"]
    assert found["crisis-reg.2023"]["in_force_by_default"] == ["practice"]
    assert found["crisis-reg.effective"]["in_force_by_default"] == ["strict", "practice"]


def test_a_list_of_a_day_keeps_what_is_only_signed_apart() -> None:
    heading = "Not established to be in force on 2024-01-01:"
    for words in (("list",), ("list", "peacekeeping"), ("search", "united", "nations")):
        told = on_screen(*words, "--on", "2024-01-01")
        assert told.count(heading) == 1, words
    above, _, below = on_screen("list", "peacekeeping", "--on", "2024-01-01").partition(heading)
    assert "pko.inside" in above
    assert "pko.2021" not in above
    assert "pko.2021.coordinating-state" in below
    assert "signed 2021-09-16" in below
    assert heading not in on_screen("list", "peacekeeping", "--on", "2021-09-15")
    shown = on_screen("show", "forces.jurisdiction", "--on", "2024-01-01")
    assert heading in shown
    plain = json.loads(on_screen("show", "forces.jurisdiction", "--on", "2024-01-01", "--json"))
    assert plain["texts"] == []
    assert [text["since"] for text in plain["pending"]] == ["signed 2021-09-16"]
    assert plain["pending"][0]["established"] is False


def test_the_provisions_that_a_reading_touches_exist() -> None:
    for reading in READINGS:
        assert reading.touches or "no provision" in reading.note, reading.id
        assert [id for id in reading.touches if law.provision(id) is None] == [], reading.id
        assert len(set(reading.touches)) == len(reading.touches), reading.id


def test_a_reading_matters_only_under_options_that_exist() -> None:
    for reading in READINGS:
        for other, letters in reading.needs.items():
            assert set(letters) <= set(law.readings()[other].options), reading.id


def test_texts_are_chosen_by_readings_and_options_that_exist() -> None:
    chosen = [(text, id, set(taken)) for text in TEXTS for id, taken in text.chosen_by.items()]
    assert chosen
    for text, id, taken in chosen:
        assert taken, text.id
        assert taken < set(law.readings()[id].options), f"{text.id}: {id} does not choose"


def test_a_reading_that_chooses_a_text_touches_its_provision() -> None:
    missing = [
        f"{id} chooses {text.id} and does not touch {text.provision}"
        for text in TEXTS
        for id in text.chosen_by
        if text.provision not in {each.partition("@")[0] for each in law.readings()[id].touches}
    ]
    assert missing == []


def test_the_order_of_the_law_files_is_that_of_their_names() -> None:
    names = [name for name, _ in law.data_files()]
    assert all(first < second for first, second in pairwise(names))
    assert {instrument.id for instrument in law.instruments()} == {
        Path(name).stem for name in names if name.startswith("provisions/")
    }
