"""Rules of other organisations as data: what each makes of absence, abstention and objection."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_explore import told

from csto_sim import law, shipped
from csto_sim.cli.program import program
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.law.rulebooks import Rulebook, installed, no_ballot, parsed
from csto_sim.rules.ballot import Ballot, Verdict
from csto_sim.rules.by_rulebook import decided as judged
from csto_sim.rules.by_rulebook import lacking
from csto_sim.scenario.load import loads
from csto_sim.scenario.writing import written
from csto_sim.verify.explore import explore
from csto_sim.world import Facts

BOOKS = law.rulebooks()
SAYS = ("consent", "object", "abstain", "silent", "absent")
FIFTEEN = tuple(f"M{n:02}" for n in range(15))


def ballot(says: dict[str, str]) -> Ballot:
    members = tuple(says)
    positions = Facts({m: w for m, w in says.items() if w in ("consent", "object", "abstain")})
    present = tuple(m for m, word in says.items() if word != "absent")
    return Ballot("CSC", "substantive", "general", members, present, positions)


def decided(book: str, says: dict[str, str], **mapping: object) -> Verdict:
    return judged(BOOKS[book], ballot(says), Facts(mapping))


def all_say(word: str, *but: tuple[str, str], members: tuple[str, ...] = FIFTEEN) -> dict[str, str]:
    return {**dict.fromkeys(members, word), **dict(but)}


SIX = FIFTEEN[:6]


@st.composite
def votes(draw: st.DrawFn, size: int = 6) -> dict[str, str]:
    return {member: draw(st.sampled_from(SAYS)) for member in FIFTEEN[:size]}


def mapping(book: Rulebook) -> Facts:
    return Facts(
        {
            "permanent": FIFTEEN[:5],
            "concerned": "M01",
            "parties": ("M01", "M02"),
            "agreed": True,
            "population": Facts(dict.fromkeys(FIFTEEN, "1")),
        }
    )


# --- what jurists would sign ---------------------------------------------------------------------


def test_silence_is_consent_in_nato_and_one_written_objection_breaks_it() -> None:
    assert decided("nato.silence", all_say("silent", members=SIX)).adopted
    assert not decided("nato.silence", all_say("silent", ("M03", "object"), members=SIX)).adopted


def test_absence_is_no_objection_in_the_osce() -> None:
    found = decided("osce.consensus", all_say("absent", ("M00", "consent"), members=SIX))
    assert found.adopted
    assert found.bound == SIX


def test_the_state_concerned_does_not_stop_consensus_minus_one() -> None:
    says = all_say("consent", ("M01", "object"), members=SIX)
    assert not decided("osce.consensus", says).adopted
    assert decided("osce.consensus-minus-one", says, concerned="M01").adopted
    assert not decided("osce.consensus-minus-one", says, concerned="M02").adopted


@given(st.integers(0, 15))
def test_nine_of_fifteen_carry_a_procedural_vote(number: int) -> None:
    says = {m: "consent" if n < number else "object" for n, m in enumerate(FIFTEEN)}
    assert decided("unsc.procedural", says).adopted is (number >= 9)


@given(votes(15))
def test_a_permanent_members_vote_against_is_a_veto_and_its_abstention_is_none(
    says: dict[str, str],
) -> None:
    permanent = FIFTEEN[:5]
    for_it = sum(word == "consent" for word in says.values())
    veto = any(says[member] == "object" for member in permanent)
    found = decided("unsc.substantive", says, permanent=permanent)
    assert found.adopted is (for_it >= 9 and not veto)


@given(votes(15))
def test_a_party_to_the_dispute_has_no_vote_on_it(says: dict[str, str]) -> None:
    given_to = {"permanent": FIFTEEN[:5], "parties": ("M00", "M10")}
    found = decided("unsc.party-abstains", says, **given_to)
    without = {m: "absent" if m in ("M00", "M10") else word for m, word in says.items()}
    assert found.adopted is decided("unsc.substantive", without, permanent=FIFTEEN[:5]).adopted


def test_constructive_abstention_frees_and_stops_only_by_a_third_with_a_third() -> None:
    people = Facts({"M00": "100", **dict.fromkeys(SIX[1:], "10")})
    two = all_say("consent", ("M01", "abstain"), ("M02", "abstain"), members=SIX)
    found = decided("eu.cfsp", two, population=people)
    assert found.adopted, "a third of the states, but not of the people"
    assert found.bound == ("M00", "M03", "M04", "M05")
    large = all_say("consent", ("M00", "abstain"), ("M02", "abstain"), members=SIX)
    assert not decided("eu.cfsp", large, population=people).adopted
    one = all_say("consent", ("M00", "abstain"), members=SIX)
    assert decided("eu.cfsp", one, population=people).adopted, "not a third of the states"


@given(votes())
def test_the_african_union_falls_back_to_two_thirds(says: dict[str, str]) -> None:
    there = sum(word != "absent" for word in says.values())
    yes = sum(word == "consent" for word in says.values())
    no = sum(word == "object" for word in says.values())
    found = decided("au.assembly", says)
    quorum = there >= 4
    assert found.adopted is (quorum and ((no == 0 and yes > 0) or yes >= 4))


@given(votes())
def test_who_has_no_interest_is_not_bound_in_the_cis(says: dict[str, str]) -> None:
    found = decided("cis.non-interest", says)
    yes = tuple(member for member, word in says.items() if word == "consent")
    assert found.adopted is (bool(yes) and "object" not in says.values())
    assert found.bound == (yes if found.adopted else ())


@given(votes())
def test_an_absent_member_of_opec_is_for_it_unless_it_objects(says: dict[str, str]) -> None:
    there = sum(word != "absent" for word in says.values())
    against = any(word in ("object", "abstain") for word in says.values())
    consents = any(word in ("consent", "absent") for word in says.values())
    assert decided("opec.conference", says).adopted is (there >= 5 and not against and consents)


@given(st.sampled_from(sorted(BOOKS)), votes(15), st.sampled_from(FIFTEEN))
def test_consent_in_the_place_of_anything_else_never_loses_a_decision(
    book: str, says: dict[str, str], member: str
) -> None:
    one = BOOKS[book]
    before = judged(one, ballot(says), mapping(one))
    after = judged(one, ballot({**says, member: "consent"}), mapping(one))
    assert after.adopted or not before.adopted


@given(st.sampled_from(sorted(BOOKS)), votes(15))
def test_nobody_is_bound_by_what_is_not_adopted(book: str, says: dict[str, str]) -> None:
    found = judged(BOOKS[book], ballot(says), mapping(BOOKS[book]))
    assert bool(found.bound) <= found.adopted
    assert found.finding.under == ()


# --- in a scenario -------------------------------------------------------------------------------


def test_one_scenario_ends_in_another_way_under_another_rulebook() -> None:
    story = told(("AND", "BRA", "CAN"), present=("AND", "BRA"), consent=("AND", "BRA"))
    states = {}
    for book in ("csto", "osce.consensus", "unsc.substantive"):
        record = run(story, rulebook=book)
        (outcome,) = [each for each in record.outcomes if each.case == "plan"]
        states[book] = outcome.state
        assert ("rules of" in record.title) is (book != "csto")
        if book == "osce.consensus":
            (step,) = [each for each in record.steps if each.act == "decide"]
            assert not any(id.startswith(("charter.12", "rules.14")) for id in step.under)
    assert states == {
        "csto": "awaiting cure",
        "osce.consensus": "adopted",
        "unsc.substantive": "drafted",
    }


def test_what_a_rulebook_needs_is_told_until_it_is_given() -> None:
    assert lacking(BOOKS["unsc.substantive"], 6, Facts()) == (
        "a body of 15 members",
        "its permanent members (mapping: permanent)",
    )
    assert lacking(BOOKS["unsc.substantive"], 15, Facts(permanent=("AND",))) == ()
    for book in BOOKS.values():
        assert lacking(book, book.size or 6, mapping(book)) == ()


def test_a_file_names_its_rulebook_and_gives_what_it_needs() -> None:
    story = told(("AND", "BRA", "CAN"), present=("AND", "BRA"), consent=("AND", "BRA"))
    text = written(story).replace(
        "acts:",
        "rulebook: osce.consensus-minus-one\nmapping: {concerned: CAN}\nacts:",
    )
    scenario = loads(text)
    assert scenario.mapping == Facts(concerned="CAN")
    assert loads(written(scenario)).rulebook == "osce.consensus-minus-one"
    outcome = run(scenario).outcome("plan")
    assert outcome is not None
    assert outcome.state == "adopted"
    with pytest.raises(Unreadable, match="there is no rulebook"):
        loads(text.replace("osce.consensus-minus-one", "osce.consenus"))


def test_rulebooks_can_vary_and_each_course_is_decided_by_its_own() -> None:
    story = told(
        ("AND", "BRA", "CAN"),
        "{rulebook: [csto, osce.consensus, nato.silence]}",
        "{matter: plan, member: BRA, position: [consent, abstain]}",
        present=("AND", "BRA"),
        consent=("AND",),
    )
    found = {each.answers[0].state: each.courses for each in explore(story).outcomes}
    assert found == {"awaiting cure": 1, "not adopted": 1, "adopted": 4}


# --- data ----------------------------------------------------------------------------------------


def test_every_row_of_the_comparison_is_a_rule_or_has_its_reason() -> None:
    rows = [row for book in BOOKS.values() for row in book.rows]
    assert not set(rows) & set(no_ballot())
    known = {*rows, *no_ballot()}
    assert len(known) == 39


def test_every_source_is_a_page_that_was_read() -> None:
    from csto_sim.scenario.cited import pages

    for book in BOOKS.values():
        assert set(book.sources) <= set(pages())
        assert (book.evidence == "unverified") is (book.confidence is not None)
        assert book.evidence in ("public", "unverified")


def test_a_package_brings_rulebooks_as_data_and_none_of_its_code_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "their_rules").mkdir()
    (tmp_path / "their_rules" / "__init__.py").write_text("raise SystemExit('code ran')")
    (tmp_path / "their_rules" / "books.yaml").write_text(
        "rulebooks:\n  club.half: {organisation: A club, title: Half, instrument: Its statute, "
        "evidence: unverified, rule: {needs: 1/2, against: nobody}}\n"
    )
    info = tmp_path / "their_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their_rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[csto_sim.rulebooks]\nclub = their_rules:books.yaml\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    installed.cache_clear()
    try:
        book = law.rulebook("club.half")
        assert book is not None
        assert book.needs == Fraction(1, 2)
        assert "their_rules" not in sys.modules
    finally:
        installed.cache_clear()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "a mapping with the key"),
        ("{rulebooks: {x: {organisation: a}}}", "rule"),
        ("{rulebooks: {x: {rule: {vetoes: all}}}}", "no key 'vetoes'"),
        ("{rulebooks: {x: {rule: {absent: against}}}}", "none of for, aside"),
        ("{rulebooks: {x: {organisation: a, title: b, instrument: c, evidence: d, "
         "rule: {needs: 1/0}}}}", "x"),
    ],
)  # fmt: skip
def test_a_file_of_rulebooks_with_a_fault_is_told_with_its_place(text: str, says: str) -> None:
    from csto_sim.law.texts import load_yaml

    with pytest.raises(ValueError, match="theirs") as caught:
        parsed(load_yaml(text.encode()), "theirs.yaml")
    assert says in str(caught.value)


# --- the commands --------------------------------------------------------------------------------


def test_rulebooks_are_listed_and_shown_with_what_they_ask_for() -> None:
    listed = CliRunner().invoke(program, ["law", "rulebooks"])
    assert listed.exit_code == 0
    assert all(id in listed.output for id in BOOKS)
    assert max(map(len, listed.output.splitlines())) <= 80
    shown = CliRunner().invoke(program, ["law", "rulebooks", "eu.cfsp"])
    assert "mapping: population" in shown.output
    wrong = CliRunner().invoke(program, ["law", "rulebooks", "eu.cfps"])
    assert wrong.exit_code == 2
    assert "eu.cfsp" in wrong.output
    plain = json.loads(CliRunner().invoke(program, ["law", "rulebooks", "--json"]).output)
    assert {each["id"] for each in plain["rulebooks"]} >= set(BOOKS)


def test_compare_says_where_a_rulebook_is_not_applicable() -> None:
    found = CliRunner().invoke(
        program,
        ["compare", "decision/one-absent-member", "--with", "rulebook=unsc.substantive"],
    )
    assert found.exit_code == 0
    assert "not applicable: needs a body of 15 members" in " ".join(found.output.split())
    found = CliRunner().invoke(
        program, ["run", "decision/one-absent-member", "--no-log", "--rulebook", "nato.silence"]
    )
    assert found.exit_code == 0
    assert "adopted" in found.output


def test_a_run_by_the_rules_of_others_is_replayed_by_them(tmp_path: Path) -> None:
    log, file = str(tmp_path / "log.db"), str(shipped.find("decision/one-absent-member"))
    asked = ["run", file, "--rulebook", "osce.consensus", "--db", log]
    assert CliRunner().invoke(program, asked).exit_code in (0, 1)
    again = CliRunner().invoke(program, ["replay", "1", "--db", log])
    assert again.exit_code == 0
    assert "differ" not in again.output
