"""The explanation: each finding has its sentence, and each outcome its reason in plain words."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import csto_sim
from csto_sim import law, shipped
from csto_sim.engine.run import run
from csto_sim.explain import (
    day,
    deadline_lines,
    explain,
    explain_finding,
    explain_step,
    failing,
    headline,
    ledger_lines,
    moment,
    name,
    names,
    outcome_line,
    sentence,
    summary,
    titles_of,
)
from csto_sim.explain.findings import NO_TITLES, SHOWN, clause
from csto_sim.explain.template import Plain, fill, parse, slots
from csto_sim.explain.words import language
from csto_sim.procedures import procedures
from csto_sim.record import Certificate, Deadline, Record, Step, When, from_plain, to_plain
from csto_sim.scenario.codes import OFFICES
from csto_sim.scenario.load import loads
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.world import Counted, Facts, Finding

PACKAGE = Path(csto_sim.__file__).parent
FINDINGS: Mapping[str, Any] = language()["findings"]
PLACEHOLDER = re.compile(r"\{[a-z_]+(:[^}]*)?\}")
ABSENT = Finding("absent.blocks", False, ("rules.14.1",), (("members", ("BLR",)),))

# --- stories ------------------------------------------------------------------------------------


def at(written: str) -> Time:
    if "T" not in written:
        return Time(written, written, written)
    second = int(datetime.fromisoformat(written).timestamp())
    return Time(written, second, second)


def act(when: str, what: str, case: str, by: str = "", **takes: Any) -> ScenarioAct:
    return ScenarioAct(what, by, case, at(when), Facts(takes))


def story(
    cases: tuple[ScenarioCase, ...],
    acts: tuple[ScenarioAct, ...],
    until: str = "2009-12-31",
    **readings: str,
) -> Record:
    chosen = {f"amb.{key.replace('_', '-')}": option for key, option in readings.items()}
    since = at(acts[0].time.written[:10]) if acts else at("2009-06-01")
    scenario = Scenario("A story", "", "story.yaml", since, at(until), cases, acts)
    return run(scenario, readings=chosen, decisive=True)


COMPOSITION = ScenarioCase(
    "composition", "decision", "Composition of the forces", Facts(body="CSC", meetings=("moscow",))
)
MOSCOW = ScenarioCase("moscow", "meeting", "Session in Moscow", Facts(body="CSC", host="RUS"))
PUT = "2009-06-14T14:30+04:00"
SESSION = (
    act("2009-06-14T10:00+04:00", "open", "moscow", "RUS"),
    *(
        act("2009-06-14T10:00+04:00", "attend", "moscow", member)
        for member in ("ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    ),
    *(act(PUT, "consent", "composition", member) for member in ("ARM", "KAZ", "KGZ", "RUS", "TJK")),
    act(PUT, "reserve", "composition", "UZB"),
    act(PUT, "decide", "composition", "RUS"),
)
CURE = act("2009-10-20", "sign", "composition", "BLR")


def composition(*more: ScenarioAct, **readings: str) -> Record:
    return story((COMPOSITION, MOSCOW), (*SESSION, *more), **readings)


def step_of(record: Record, what: str, case: str = "composition") -> Step:
    return next(step for step in record.steps if step.act == what and step.case == case)


def flat(text: str) -> str:
    return " ".join(text.split())


# --- every finding has its sentence, and no sentence is without a finding ------------------------

#: Names that are put together while the program runs: the function that does it, what it can give.
COMPUTED = {
    "_abstaining": (
        "member.abstains.blocks",
        "member.abstains.passes",
        "member.silent.blocks",
        "member.silent.passes",
    ),
    "_met": (
        "convened.shut",
        "convened.met",
        "convened.missed",
        "convened.undetermined",
        "convened.unmeasured",
    ),
    "_clause": (
        "instrument.clause_met_all",
        "instrument.clause_met_number",
        "instrument.clause_met_signature",
        "instrument.clause_open_all",
        "instrument.clause_open_number",
        "instrument.clause_open_signature",
    ),
}
NAME = re.compile(r"[a-z]+\.[a-z_0-9]+(\.[a-z_0-9]+)?")
MAKERS = ("Finding", "_found", "_position")
#: Rooms that only hand on findings made elsewhere.
RETELLING = ("explain", "store", "record.py", "world.py")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def made_in(node: ast.AST) -> Iterator[ast.expr]:
    """The first argument of each finding made in a function, functions inside it left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") in MAKERS:
            yield child.args[0]
        if isinstance(child, ast.Call) and getattr(child.func, "id", "") == "weighed":
            yield from child.args[1:3]
        if not isinstance(child, ast.FunctionDef):
            yield from made_in(child)


def words_in(expression: ast.expr) -> set[str]:
    return {
        node.value
        for node in ast.walk(expression)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.fullmatch(node.value)
    }


def assigned(function: ast.FunctionDef, variable: str) -> set[str]:
    """The names of findings that a function may give to a variable."""
    found = set()
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(each, ast.Name) and each.id == variable for each in targets):
            assert isinstance(node, ast.Assign)
            found |= words_in(node.value)
    return found


def names_in_source() -> tuple[set[str], set[str]]:
    """All names of findings in the package's code, and the functions that put names together."""
    found: set[str] = set()
    computed: set[str] = set()
    for module in sorted(PACKAGE.rglob("*.py")):
        if module.relative_to(PACKAGE).parts[0] in RETELLING:
            continue
        for function in functions(ast.parse(module.read_text("utf-8"))):
            parameters = {arg.arg for arg in function.args.args}
            for first in made_in(function):
                where = f"{module.name}:{first.lineno}"
                if isinstance(first, ast.Name):
                    given = assigned(function, first.id)
                    assert given or first.id in parameters, f"{where}: where is {first.id} set?"
                    found |= given
                elif isinstance(first, (ast.Constant, ast.IfExp)):
                    found |= words_in(first)
                else:
                    declared = COMPUTED.get(function.name)
                    assert declared, f"{where}: declare what {ast.unparse(first)} can give"
                    computed.add(function.name)
                    found |= set(declared)
    return found, computed


def test_every_finding_in_the_code_has_a_sentence_and_every_sentence_a_finding() -> None:
    found, computed = names_in_source()
    assert found - set(FINDINGS) == set(), "these findings have no sentence"
    assert set(FINDINGS) - found == set(), "no finding has these names"
    assert set(COMPUTED) - computed == set(), "these functions put no names together any more"


def templates(says: str) -> list[str]:
    entry = FINDINGS[says]
    return [entry] if isinstance(entry, str) else [entry["holds"], entry["fails"]]


@pytest.mark.parametrize("says", FINDINGS)
def test_a_sentence_uses_only_facts_that_can_be_shown_and_ends_without_a_full_stop(
    says: str,
) -> None:
    for template in templates(says):
        assert all(slot.fact in SHOWN for slot in slots(template))
        assert not template.endswith(".")


@pytest.mark.parametrize(
    "broken",
    ["{members", "members}", "[{by}", "by]", "[[{by}]]", "{by.holds}", "{}", "{0}", "{by!r}"],
)
def test_a_template_that_is_not_well_formed_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"partner|closed"):
        parse(broken)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def test_every_phrase_is_well_formed_and_used() -> None:
    known = language()
    assert list(strings(known)), "the file is read"
    for text in strings(known):
        parse(text)
    source = "".join(path.read_text("utf-8") for path in (PACKAGE / "explain").glob("*.py"))
    groups = ("words", "page", "deadlines", "ledger")
    keys = {key for group in groups for key in known[group]}
    unused = {key for key in keys if not re.search(f"""['"]{key}['"]""", source)}
    assert unused == set()


def test_every_act_that_somebody_can_do_has_its_words() -> None:
    acts = {what for table in procedures().values() for what in table.acts()}
    said = {key.partition(" @ ")[0] for key in language()["acts"]}
    assert acts == said
    known = language()["acts"]
    without = [
        (table.name, what)
        for table in procedures().values()
        for what, rows in table.acts().items()
        if what not in known
        and f"{what} @ {table.name}" not in known
        and not all(f"{what} @ {s.word}" in known for row in rows for s in row.sources)
    ]
    assert without == []


def test_words_for_a_state_name_a_state_of_a_procedure_with_that_act() -> None:
    known = {
        (what, source.word)
        for table in procedures().values()
        for what, rows in table.acts().items()
        for row in rows
        for source in row.sources
    }
    known |= {(what, table.name) for table in procedures().values() for what in table.acts()}
    pairs = [key.split(" @ ") for key in language()["acts"] if " @ " in key]
    assert pairs, "withdrawing from an instrument is not withdrawing a draft"
    assert {(what, state) for what, state in pairs} <= known


def test_a_key_stands_once_in_the_file_of_sentences() -> None:
    twice: list[str] = []

    def walk(node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            twice.extend(key for key in set(keys) if keys.count(key) > 1)
            for _, value in node.value:
                walk(value)

    for path in (PACKAGE / "explain").rglob("*.yaml"):
        root = yaml.compose(path.read_text("utf-8"))
        assert root is not None
        walk(root)
    assert twice == []


# --- names, days, moments -----------------------------------------------------------------------


def test_states_bodies_and_offices_are_called_by_name() -> None:
    assert name("BLR") == "Belarus"
    assert name("CSC") == "the Collective Security Council"
    assert name("SG") == "the Secretary General"
    assert name("XYZ") == "XYZ"
    assert names(["ARM", "BLR", "KAZ"]) == "Armenia, Belarus and Kazakhstan"
    assert names(["ARM", "BLR"]) == "Armenia and Belarus"
    assert names([]) == "nobody"


def test_every_office_that_a_file_may_write_is_called_by_name() -> None:
    for code in OFFICES:
        assert name(code).split()[0] in ("the", "a"), code


@pytest.mark.parametrize(("written", "told"), [("true", "yes"), ("false", "no")])
def test_what_an_act_said_by_true_or_false_is_told_by_yes_or_no(written: str, told: str) -> None:
    text = f"""\
format: 1
title: A model act
from: 2018-01-01
until: 2018-12-31
matters: {{draft: {{procedure: parliamentary_act, kind: model act}}}}
acts:
  - {{date: 2018-01-10, act: refer to commission, matter: draft}}
  - {{date: 2018-02-10, act: ask experts, matter: draft}}
  - {{date: 2018-03-10, act: give opinion, matter: draft, favourable: {written}}}
"""
    page = explain(run(loads(text)), 2)
    assert f"Given: favourable: {told}\n" in page


def test_a_language_without_sentences_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"'tlh'.*en"):
        name("BLR", "tlh")


def test_days_and_moments_are_written_in_words() -> None:
    assert day("2009-06-14") == "14 June 2009"
    assert day("2010-06") == "June 2010"
    assert day("2012-12-20/2012-12-21") == "20 December 2012 or 21 December 2012"
    assert day("some day") == "some day"
    second = int(datetime.fromisoformat("2009-06-14T14:30+04:00").timestamp())
    assert moment(second, "Europe/Moscow") == "14 June 2009, 14:30 Moscow time"
    assert moment(second) == "14 June 2009, 10:30 UTC"
    assert moment(second + 1, "Asia/Bishkek") == "14 June 2009, 16:30:01 Bishkek time"
    assert moment(second, "Atlantis/Capital") == "14 June 2009, 10:30 UTC"


@given(st.integers(-(10**15), 10**15), st.sampled_from(["UTC", "Europe/Moscow", "no/zone", ""]))
def test_any_second_can_be_told(second: int, zone: str) -> None:
    assert moment(second, zone)


@given(st.text(max_size=30))
def test_any_text_can_be_asked_for_as_a_name_or_a_day(text: str) -> None:
    assert "\n" not in name(text) + day(text) + names([text, text])


# --- one sentence -------------------------------------------------------------------------------


def test_an_explanation_names_the_absent_member_and_the_rule() -> None:
    finding = ABSENT._replace(reading=("amb.absence-effect", "A"))
    assert sentence(finding) == (
        "Belarus did not take part, which counts as lack of consent (rules.14.1) "
        "[reading amb.absence-effect = A]."
    )


def test_two_absent_members_are_named_together() -> None:
    finding = ABSENT._replace(facts=(("members", ("BLR", "TJK")),))
    assert sentence(finding).startswith("Belarus and Tajikistan did not take part, which counts")


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (("UZB",), "Uzbekistan reserved, which does not stop the draft and does not bind it."),
        (("TJK", "UZB"), "and does not bind them."),
    ],
)
def test_verbs_and_pronouns_agree_with_the_number_of_members(
    members: tuple[str, ...], told: str
) -> None:
    found = sentence(Finding("member.reserves.aside", True, (), (("members", members),)))
    assert found.endswith(told)


def test_numbers_agree_with_their_nouns() -> None:
    def told(have: int, needed: int) -> str:
        facts = (("have", have), ("needed", needed))
        return sentence(Finding("instrument.clause_open_number", False, (), facts))

    assert told(1, 4).startswith("1 notification has been made")
    assert told(3, 4).startswith("3 notifications have been made")
    assert told(0, 4).startswith("0 notifications have been made")


def test_a_part_that_speaks_of_nobody_is_left_out() -> None:
    facts = (("act", "decide"), ("by", ""), ("whose", "whoever presides"), ("who", ("RUS",)))
    told = sentence(Finding("act.not_theirs", False, (), facts))
    assert told == 'The act "decide" is for whoever presides; those who may: Russia.'


def test_the_council_is_named_in_full_first_and_shortly_after_that() -> None:
    facts = (("body", "CSC"), ("day", "2009-06-14"))
    there = Finding("meeting.body", True, (), facts)
    lines = explain_finding(Finding("meeting.may_open", True, (), facts, (there,)))
    assert "The Collective Security Council may meet." in lines[0]
    assert "The Council exists in law on 14 June 2009." in lines[1]


def test_a_finding_stands_further_in_than_the_one_that_rests_on_it() -> None:
    middle = Finding("consensus.lacking", False, (), (("body", "CSC"),), (ABSENT, ABSENT))
    lines = explain_finding(Finding("decision.not_adopted", True, (), (), (middle,)), 1)
    marks = [len(line) - len(line.lstrip()) for line in lines if line.lstrip()[0] in "✓✗"]
    assert marks == [1, 3, 5, 5]


def test_a_tree_of_any_depth_can_be_told() -> None:
    deep = ABSENT
    for _ in range(3000):
        deep = Finding("decision.not_adopted", True, (), (), (deep,))
    assert len(explain_finding(deep)) >= 3001
    assert max(map(len, explain_finding(deep))) <= 80


def test_a_name_used_both_ways_says_the_opposite_when_it_fails() -> None:
    facts = (("by", "KAZ"), ("proposer", "ARM"))
    own = Finding("proposal.own", True, (), facts)
    assert sentence(own) == "Kazakhstan made the proposal and may withdraw it."
    assert sentence(own._replace(holds=False)) == (
        "The proposal is not that of Kazakhstan, but that of Armenia."
    )


@pytest.mark.parametrize("holds", [True, False])
def test_a_finding_of_another_version_is_told_by_its_name(holds: bool) -> None:
    told = sentence(Finding("moon.is_full", holds, ("charter.1",)))
    assert '"moon.is_full"' in told
    assert told.startswith("It is not so that") is not holds


def test_matters_and_meetings_are_called_by_their_titles() -> None:
    finding = Finding("meeting.open", True, (), (("meeting", "m"),))
    assert sentence(finding, {"m": "Session in Minsk"}).startswith('"Session in Minsk" is open')
    assert sentence(finding).startswith('"m" is open')


def test_what_a_user_wrote_is_put_in_and_never_obeyed() -> None:
    trap = "{by.__class__} [x] {members} \x1b[2J\nnext"
    facts = (("act", trap), ("state", "open"), ("open", (trap,)))
    told = sentence(Finding("act.not_open", False, (), facts))
    assert told.count("{by.__class__} [x] {members}") == 2
    assert told.isprintable()


codes = st.sampled_from(["ARM", "BLR", "KAZ", "CSC", "PC", "SG", "CHAIR", "", "XYZ", "moscow"])
words = st.text(st.characters(exclude_characters="{}"), max_size=12)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    codes,
    words,
    st.lists(st.one_of(codes, words, st.integers()), max_size=4).map(tuple),
    st.sampled_from(["2009-06-14", "2009-13-45", "2009-06", "2009-06-14/2009-06-15"]),
)
facts = st.lists(st.tuples(st.one_of(st.sampled_from([*SHOWN]), words), values), max_size=8)
leaves = st.tuples(
    st.one_of(st.sampled_from([*FINDINGS]), words),
    st.booleans(),
    st.lists(st.sampled_from(["rules.14.1", "charter.12.consensus"]), max_size=2).map(tuple),
    facts.map(tuple),
    st.just(()),
    st.one_of(st.none(), st.just(("amb.absence-effect", "A"))),
).map(lambda parts: Finding(*parts))
findings = st.recursive(
    leaves,
    lambda parts: st.tuples(leaves, st.lists(parts, max_size=3)).map(
        lambda both: both[0]._replace(rests_on=tuple(both[1]))
    ),
    max_leaves=6,
)


@given(findings)
def test_any_finding_makes_a_sentence_on_one_line_without_placeholders(finding: Finding) -> None:
    told = sentence(finding)
    assert len(told) > 1
    assert told.endswith(".")
    assert "{" not in told
    assert "}" not in told
    assert told.isprintable()


@given(findings, st.integers(0, 8), st.booleans())
def test_any_tree_is_told_with_one_mark_for_each_finding(
    finding: Finding, indent: int, plain: bool
) -> None:
    lines = explain_finding(finding, indent, plain=plain)
    yes, no = ("holds: ", "fails: ") if plain else ("✓ ", "✗ ")
    marked = [line.strip() for line in lines if line.strip().startswith((yes, no))]
    told = [mark for mark in marked if mark.startswith(yes)]
    tree = [part for _, part in finding.tree()]
    assert len(marked) >= len(tree)
    assert len(told) >= sum(part.holds for part in tree)
    assert all(line.startswith(" " * indent) for line in lines)
    for line in lines:
        # Only a word that does not fit by itself makes a line wider.
        assert len(line) <= 80 or len(line.strip().removeprefix(yes).removeprefix(no).split()) == 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_text_put_into_a_template_comes_out_as_it_is(one: str, two: str) -> None:
    told = fill("<{a}>[ and <{b}>]", Plain({"a": one, "b": two}))
    assert told == (f"<{one}> and <{two}>" if two else f"<{one}>")


# --- steps --------------------------------------------------------------------------------------


def test_a_headline_says_when_who_what_and_from_state_to_state() -> None:
    record = composition()
    step = step_of(record, "decide")
    assert {"charter.12.consensus", "rules.14.1"} <= set(step.under)
    assert headline(step, titles_of(record)) == (
        '2009-06-14 14:30  Russia puts "Composition of the forces" to decision: '
        f"drafted -> awaiting cure ({', '.join(step.under)})"
    )


def test_a_headline_of_a_refused_act_says_so_and_names_the_state_in_which_it_was() -> None:
    record = composition(act(PUT, "consent", "composition", "BLR"))
    told = headline(record.refusals[0], titles_of(record))
    assert 'Belarus consents to "Composition of the forces": refused in the state' in told


def test_a_headline_of_an_act_that_changes_no_state_names_none() -> None:
    told = headline(step_of(composition(), "consent"))
    assert told == '2009-06-14 14:30  Armenia consents to "composition" (charter.12.one-vote)'


def test_an_act_known_by_its_day_has_no_hour_in_its_headline() -> None:
    record = composition(CURE)
    told = headline(step_of(record, "sign"), titles_of(record))
    assert told.startswith('2009-10-20        Belarus signs "Composition of the forces": awaiting')


def plain_step(kind: str, what: str, by: str = "", finding: Finding | None = None) -> Step:
    when = When("2009-06-14", 0, 86_399, "2009-06-14")
    return Step(7, when, kind, what, by, "c", "proposed", "lapsed", ("t",), finding, ())


def test_time_the_law_and_what_follows_of_itself_are_told_apart_from_what_somebody_does() -> None:
    changes = Finding("law.changes", True, ("a", "b"), (("begins", ("a",)), ("ends", ("b",))))
    assert "Time, " in headline(plain_step("time", "the period runs out"))
    assert "Of itself, " in headline(plain_step("automatic", ""))
    told = headline(plain_step("law", "the law changes", finding=changes))
    assert told.endswith("The law in force changes; beginning: a; ending: b")


def test_withdrawing_from_an_instrument_in_force_is_giving_notice() -> None:
    step = plain_step("act", "withdraw", "UZB")
    assert "withdraws" in headline(step)
    assert "gives notice of withdrawal from" in headline(step._replace(source="in force"))


def test_an_act_of_another_version_is_told_by_its_name() -> None:
    assert 'Armenia: "ponder" in "c"' in headline(plain_step("act", "ponder", "ARM"))


def test_a_step_can_be_told_without_its_record() -> None:
    step = step_of(composition(), "decide")
    lines = explain_step(step, plain=True)
    assert lines[0].startswith("2009-06-14 14:30 Russia puts")
    assert any(line.strip().startswith("fails: Belarus did not take part") for line in lines)


# --- whole records ------------------------------------------------------------------------------


def test_absence_is_told_as_the_reason_why_a_draft_is_not_adopted() -> None:
    assert summary(composition(), "composition").startswith(
        "Not adopted: consensus is required (charter.12.consensus); Belarus did not take part, "
        "which counts as lack of consent (rules.14.1)."
    )


def test_a_draft_that_can_be_cured_says_whose_signature_would_mend_it() -> None:
    told = summary(composition(), "composition")
    assert told.endswith("A later signature by Belarus can mend this.")


def test_a_cured_decision_tells_the_cure_the_lack_before_it_and_who_is_not_bound() -> None:
    told = summary(composition(CURE), "composition")
    assert told.startswith("Adopted on 20 October 2009: Belarus signed, the last whose consent")
    assert "Before that it was not adopted: consensus is required (charter.12.consensus)" in told
    assert told.endswith("Not bound: Uzbekistan.")


def test_effect_from_the_session_is_told_beside_the_day_on_which_it_was_known() -> None:
    told = summary(composition(CURE, absence_cure="A"), "composition")
    assert told.startswith("Adopted on 20 October 2009, with effect from 14 June 2009:")
    assert "from 14 June 2009, known since 20 October 2009" in told


def test_under_the_reading_that_absence_stands_aside_the_absent_member_is_not_bound() -> None:
    told = summary(composition(absence_effect="B"), "composition")
    assert told.startswith("Adopted on 14 June 2009: consensus was reached")
    assert "Belarus did not take part, which does not stop the draft and does not bind it" in told
    assert told.endswith("Not bound: Belarus and Uzbekistan.")


def test_a_draft_sent_back_still_tells_why_it_was_not_adopted() -> None:
    back = act("2009-06-15", "return", "composition", "RUS")
    told = summary(composition(back), "composition")
    assert told.startswith("Returned: the draft has gone back for revision")
    assert "Belarus did not take part, which counts as lack of consent (rules.14.1)" in told


def test_a_matter_that_stays_where_it_began_tells_which_act_was_refused() -> None:
    told = summary(composition(quorum="A"), "composition")
    assert told.startswith("Drafted: a draft has been put forward; it stays so, because an act was")
    assert "6 of 7 members are present, and 7 are needed (rules.quorum)" in told


def test_an_act_out_of_turn_is_not_the_reason_where_another_was_open_and_failed() -> None:
    told = summary(composition(CURE, quorum="A"), "composition")
    assert "7 are needed (rules.quorum)" in told
    assert '"sign"' not in told


def test_what_goes_without_saying_is_left_out_of_a_summary_and_kept_in_the_tree() -> None:
    record = composition(absence_effect="C")
    step = step_of(record, "decide")
    assert step.finding is not None
    quiet = Finding("quorum.none", True, ("rules.quorum",))
    finding = step.finding._replace(rests_on=(*step.finding.rests_on, quiet))
    steps = tuple(s if s != step else s._replace(finding=finding) for s in record.steps)
    changed = record._replace(steps=steps)
    assert summary(changed, "composition") == summary(record, "composition")
    assert "No number of members has to be present" in flat(explain(changed, step.seq))


def test_a_provision_is_cited_once_in_each_sentence_of_a_summary() -> None:
    told = summary(composition(absence_effect="C"), "composition")
    assert told.count("charter.12.consensus") == 1
    assert "consented; Uzbekistan reserved, which" in told


def test_a_matter_nobody_touched_says_so() -> None:
    told = summary(story((COMPOSITION, MOSCOW), ()), "composition")
    assert told == "Drafted: a draft has been put forward; nothing has changed that."


def test_a_decision_whose_effect_waits_says_for_what() -> None:
    waiting = COMPOSITION._replace(facts=COMPOSITION.facts.plus("effect_when", "agreement"))
    agreement = ScenarioCase("agreement", "instrument", "Agreement on the forces")
    record = story((waiting, MOSCOW, agreement), SESSION, absence_effect="C")
    assert 'Its effect waits for the entry into force of "Agreement on the forces".' in summary(
        record, "composition"
    )


def test_a_missed_period_tells_what_follows() -> None:
    proposal = ScenarioCase("p", "convening", "Proposal", Facts(meeting="moscow"))
    propose = act("2015-03-02T09:00+03:00", "propose", "p", "KAZ", to="CHAIR")
    record = story((proposal, MOSCOW), (propose,), until="2015-04-01")
    assert summary(record, "p").startswith("Lapsed: the period has run out without what it asks")
    missed = 'What follows of the missed "convening": no consequence is stated in the sources.'
    assert missed in summary(record, "p")


def test_an_instrument_not_yet_in_force_tells_who_signed_when_and_who_stayed_out() -> None:
    clause = Facts(in_force_when="all signatories")
    agreement = ScenarioCase("a", "instrument", "Agreement on the forces", clause)
    acts = (
        *(act("2009-06-14", "sign", "a", member) for member in ("KAZ", "ARM")),
        act("2009-06-14", "reserve", "a", "UZB"),
        act("2009-10-20", "sign", "a", "BLR"),
        act("2009-11-02", "notify completion", "a", "ARM"),
    )
    assert summary(story((agreement,), acts), "a") == (
        "Signed, not in force: by Armenia and Kazakhstan on 14 June 2009; by Belarus on 20 October "
        "2009. Notified: by Armenia on 2 November 2009. Reserved and did not sign: Uzbekistan. "
        "1 of 3 notifications that the clause of entry into force asks for has been made; missing: "
        "Kazakhstan and Belarus (lifecycle.eif-count)."
    )


def test_a_party_that_notified_later_is_bound_from_its_own_day() -> None:
    facts = Facts(in_force_when="number", number=1)
    agreement = ScenarioCase("a", "instrument", "Agreement on the forces", facts)
    acts = (
        *(act("2009-06-14", "sign", "a", member) for member in ("ARM", "KAZ", "RUS")),
        act("2009-11-02", "notify completion", "a", "ARM"),
        act("2009-11-05", "notify completion", "a", "RUS"),
    )
    assert summary(story((agreement,), acts), "a").endswith(
        "Bound: Armenia from 2 November 2009; Russia from 5 November 2009. Not bound: Kazakhstan."
    )


def test_a_matter_that_is_not_in_the_record_is_told_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"'nowhere'.*composition, moscow"):
        summary(composition(), "nowhere")


def test_the_explanation_of_a_record_begins_with_outcomes_and_goes_on_with_decisive_steps() -> None:
    record = composition(act(PUT, "attend", "moscow", "AZE"), CURE)
    told = explain(record)
    assert told.index("Outcomes") < told.index("Decisive steps")
    assert "Composition of the forces (composition): adopted" in told
    assert flat(told).count("Azerbaijan is not among those who may do it") == 1
    assert "Armenia takes its seat" not in told
    assert outcome_line(record.outcomes[1]) == "Session in Moscow (moscow): open"


def test_a_step_with_which_a_period_began_or_ended_is_decisive_though_no_state_changed() -> None:
    found = csto_sim.load(shipped.scenarios_folder() / "instrument/a-party-withdraws.yaml")
    told = explain(csto_sim.run(found))
    decisive = told[told.index("Decisive steps") : told.index("Deadlines")]
    assert "Kyrgyzstan gives notice of withdrawal" in flat(decisive)
    assert "the notice runs out" in flat(decisive)


def test_the_page_of_a_step_tells_its_texts_its_readings_and_what_it_changed() -> None:
    record = composition()
    told = flat(explain(record, step_of(record, "decide").seq))
    assert "When: 14 June 2009, 14:30 UTC+04:00" in told
    assert "Who: Russia" in told
    assert "Before: drafted; after: awaiting cure" in told
    text = law.by_text("rules.14.1")
    assert text is not None
    assert f"rules.14.1 (in force from 18 June 2004; {text.mark}): {text.rule}" in told
    reading = law.readings()["amb.absence-effect"]
    assert f"amb.absence-effect = A: {reading.question} A: {reading.options['A'].says}" in told
    assert "Decisive: under B or C alone an outcome would have been another." in told
    assert 'Looked at: "Session in Moscow"' in told


def test_the_page_of_a_step_tells_the_periods_that_it_began_and_ended() -> None:
    sent = act("2009-11-01", "send certified copies", "composition", "SECRETARIAT")
    record = composition(CURE, sent)
    begun = flat(explain(record, step_of(record, "sign").seq))
    ended = flat(explain(record, step_of(record, "send certified copies").seq))
    assert 'Periods begun Period "certified copies" of the Secretariat, under' in begun
    assert "Periods ended" not in begun
    assert "Periods begun" not in ended
    assert (
        'Periods ended the period "certified copies" of "Composition of the forces": met '
        "(the copies were sent)" in ended
    )


def test_the_page_of_a_refused_step_says_that_nothing_changed() -> None:
    record = composition(act(PUT, "consent", "composition", "BLR"))
    told = explain(record, record.refusals[0].seq)
    assert "and it stays so: the act was refused" in flat(told)


def test_a_text_cited_for_a_finding_is_one_in_force() -> None:
    step = step_of(composition(CURE), "sign")
    assert step.finding is not None
    assert "rules.conciliation" in step.finding.under
    assert "rules.conciliation" not in step.under
    told = flat(" ".join(explain_step(step)))
    assert "rules.conciliation" not in told
    assert "rules.postponed-signature" in told


def test_a_rule_that_is_not_in_force_is_still_named_where_that_is_the_reason() -> None:
    early = tuple(
        each._replace(time=at(each.time.written.replace("2009", "2003"))) for each in SESSION
    )
    record = story((COMPOSITION, MOSCOW), early, until="2003-07-01")
    refused = [step for step in record.refusals if step.act == "decide"]
    assert "was in force on 14 June 2003 (charter.12.consensus)" in flat(
        " ".join(explain_step(refused[0]))
    )


def test_a_step_that_does_not_exist_is_told_with_the_numbers_that_do() -> None:
    record = composition()
    last = record.steps[-1].seq
    with pytest.raises(ValueError, match=f"no step 999.* 0 to {last}"):
        explain(record, 999)
    with pytest.raises(ValueError, match="has no steps"):
        explain(record._replace(steps=()), 0)


def test_a_record_read_back_from_its_plain_values_is_explained_alike() -> None:
    record = composition(CURE)
    back = from_plain(json.loads(json.dumps(to_plain(record))))
    assert explain(back) == explain(record)
    for step in record.steps:
        assert explain(back, step.seq) == explain(record, step.seq)


def test_a_record_with_nothing_in_it_is_explained() -> None:
    certificate = Certificate("", "", "", "", "", "")
    empty = Record("", "", "strict", "", "", (), (), (), (), (), certificate)
    assert "No step changed a state or was refused." in explain(empty)


def test_plain_explanations_have_no_signs_of_our_own_beyond_ascii() -> None:
    record = composition(CURE)
    assert explain(record, plain=True).isascii()
    assert all(explain(record, step.seq, plain=True).isascii() for step in record.steps)


def test_explanations_keep_to_eighty_columns() -> None:
    record = composition(act(PUT, "consent", "composition", "AZE"), CURE)
    pages = [explain(record), *(explain(record, step.seq) for step in record.steps)]
    assert max(len(line) for page in pages for line in page.splitlines()) <= 80


def test_the_name_of_the_package_can_be_called_after_the_module_was_imported() -> None:
    record = composition()
    import csto_sim.explain

    called: Any = csto_sim.explain
    assert called(record) == explain(record)
    assert called(record, step=0, plain=True) == explain(record, 0, plain=True)


# --- any course of a matter ---------------------------------------------------------------------

MEMBERS = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB")
CASES = (
    COMPOSITION._replace(id="d", facts=Facts(body="CSC", meetings=("m",), effect_when="i")),
    ScenarioCase("d2", "decision", "New draft", Facts(body="PC", meetings=("m2",), replaces="d")),
    ScenarioCase("m", "meeting", "Session", Facts(body="CSC", host="KAZ")),
    ScenarioCase("m2", "meeting", "", Facts(body="PC")),
    ScenarioCase("p", "convening", "Proposal", Facts(meeting="m", threatened=("KGZ",))),
    ScenarioCase("i", "instrument", "Agreement", Facts(in_force_when="signature", term_years=5)),
)
DAYS = ("2003-09-18", "2009-06-14", "2009-06-15", "2013-02-01", "2013-02-06", "2022-01-05")


@st.composite
def courses(draw: st.DrawFn) -> tuple[ScenarioAct, ...]:
    """Any acts in order of time, lawful or not, by whoever, with some of their parameters."""
    when = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=30)))
    acts = []
    for one in when:
        case = draw(st.sampled_from(CASES))
        table = procedures()[case.procedure]
        what = draw(st.sampled_from([*table.acts()]))
        takes = {}
        for param in table.params(what):
            given: bool = draw(st.booleans())
            if given and param.choices:
                takes[param.name] = draw(st.sampled_from(param.choices))
        by = draw(st.sampled_from([*MEMBERS, "SECRETARIAT", "CMFA", "AZE", ""]))
        acts.append(act(one, what, case.id, by, **takes))
    return tuple(acts)


@given(courses(), st.dictionaries(st.sampled_from(sorted(law.readings())), st.just("B")))
def test_any_course_is_explained_with_every_fact_at_its_place(
    acts: tuple[ScenarioAct, ...], readings: dict[str, str]
) -> None:
    since, until = at("2003-09-01"), at("2028-01-01")
    scenario = Scenario("Any", "", "any.yaml", since, until, CASES, acts)
    chosen = {id: "B" for id in readings if "B" in law.readings()[id].options}
    # The working calendars end before 2028, and counting by them is tested elsewhere.
    record = run(scenario, readings={**chosen, "amb.clock-unit": "B"})
    told = explain(record)
    assert "not stated" not in told
    for outcome in record.outcomes:
        assert len(summary(record, outcome.case)) > len(outcome.state)
    for step in record.steps:
        page = explain(record, step.seq)
        assert "not stated" not in page
        assert "not in the law data" not in page
        assert PLACEHOLDER.search(page) is None
        for _, part in step.finding.tree() if step.finding is not None else ():
            assert part.says in FINDINGS
            assert clause(part, NO_TITLES) == clause(part, NO_TITLES, "en", set())
    for deadline in record.deadlines:
        assert all(line.strip() for line in deadline_lines(deadline))


# --- deadlines ----------------------------------------------------------------------------------


def deadline(**changes: Any) -> Deadline:
    last = int(datetime.fromisoformat("2022-01-12T23:59:59+03:00").timestamp())
    skipped = (("2022-01-07", "Christmas Day"), ("2022-01-08", "Saturday"))
    counted = Counted(
        "working days", 3, "Europe/Moscow", "RUS", "2022-01-10", (last, last), skipped
    )
    made = Deadline(
        case="p",
        name="convening",
        holder="the Chair",
        trigger="the proposal addressed to the Chair",
        under="crisis-reg.3day",
        counted=counted,
        due=(last, last),
        status="met",
        because="the session",
        follows="no consequence is stated in the sources",
        opened=0,
        closed=3,
    )
    return made._replace(**changes)


def told_of(one: Deadline) -> str:
    return flat(" ".join(deadline_lines(one)))


def test_a_deadline_tells_holder_trigger_provision_counting_and_its_end() -> None:
    assert told_of(deadline()) == (
        'Period "convening" of the Chair, under crisis-reg.3day; it began with the proposal '
        "addressed to the Chair, in step 0. It counts 3 working days in Moscow time; the first "
        "counted is 10 January 2022. Working days are those of Russia. Left out: 7 January 2022 "
        "(Christmas Day) and 8 January 2022 (Saturday). The last lawful moment is 12 January "
        "2022, 23:59:59 Moscow time. It was met: the session. Step 3 ended it. What follows: no "
        "consequence is stated in the sources."
    )


def test_a_last_moment_that_is_known_only_in_part_is_told_from_both_ends() -> None:
    first, last = 1_641_000_000, 1_641_086_400
    told = told_of(deadline(due=(first, last)))
    assert "The last lawful moment lies between 1 January 2022, 04:20 Moscow time and 2" in told


def test_hours_are_told_from_their_first_instant() -> None:
    begun = "2022-01-05T20:00:00+03:00"
    last = int(datetime.fromisoformat(begun).timestamp()) + 72 * 3600
    counted = Counted("hours", 72, "Europe/Moscow", "", begun, (last, last), ())
    told = told_of(deadline(counted=counted, due=(last, last), status="running", closed=-1))
    assert "It counts 72 hours in Moscow time; the first counted is 5 January 2022, 20:00" in told
    assert "It was still running when the scenario ended." in told
    assert "ended it" not in told


def test_a_duty_without_a_length_is_neither_met_nor_missed() -> None:
    told = told_of(deadline(counted=None, due=None, status="unmeasured", because="consultations"))
    assert "No length is stated, so it is neither met nor missed" in told
    assert "last lawful moment" not in told


def test_one_day_is_a_day_and_a_state_that_gave_notice_is_called_by_name() -> None:
    given_notice = deadline(name="notice of ARM", holder="ARM", status="elapsed")
    assert told_of(given_notice).startswith('Period "notice of Armenia" of Armenia, under')
    counted = given_notice.counted
    assert counted is not None
    one = given_notice._replace(counted=counted._replace(length=1))
    assert "It counts 1 working day in" in told_of(one)


@pytest.mark.parametrize(
    "status",
    ["met", "missed", "elapsed", "undetermined", "running", "unmeasured", "withdrawn", "done"],
)
def test_every_end_of_a_period_has_its_sentence(status: str) -> None:
    assert status in language()["deadlines"]["status"]
    assert status in language()["ledger"]["status"]
    assert told_of(deadline(status=status)) != told_of(deadline(status="strange"))


def test_an_end_of_another_version_is_told_as_it_is() -> None:
    assert "Strange." in told_of(deadline(status="strange"))


def test_the_explanation_of_a_record_ends_with_all_that_is_known_of_its_deadlines() -> None:
    from csto_sim import load, shipped

    path = shipped.find("convening/2022-01-kazakhstan")
    assert path is not None
    record = run(load(str(path)), readings={"amb.clock-unit": "C"})
    told = flat(explain(record).partition("\nDeadlines\n")[2])
    for line in record.deadlines:
        assert f'Period "{line.name}" of {name(line.holder)}, under {line.under}' in told
        assert f"{line.trigger}, in step {line.opened}." in told
        assert line.follows in told
        for iso, why in line.counted.skipped if line.counted else ():
            assert f"{day(iso)} ({why})" in told
    assert "It counts 3 working days in Moscow time; the first counted is 10 January 2022." in told
    assert "Step 12 ended it, on 10 January 2022." in told
    # Known by a range of hours within one day: told by that day.
    assert "it was done: consultations. Step 1 ended it, on 5 January 2022." in told


@pytest.mark.parametrize("status", ["unmeasured", "done"])
def test_a_duty_that_an_act_ended_is_done_whichever_way_the_ledger_puts_it(status: str) -> None:
    record = composition(CURE)
    sent = act("2009-10-21", "send certified copies", "composition")
    record = composition(CURE, sent)
    (line,) = record.deadlines
    told = ledger_lines(record, line._replace(status=status))
    assert told[0].endswith(
        "(rules.authentic-copy): done on 21 October 2009 (the copies were sent)"
    )
    assert told[1] == line.follows
    open_ones = composition(CURE)
    assert ledger_lines(open_ones, open_ones.deadlines[0])[0].endswith("still open at the end")


def test_the_ledger_tells_what_follows_only_where_a_period_was_not_kept() -> None:
    record = composition()
    assert len(ledger_lines(record, deadline())) == 3
    missed = ledger_lines(record, deadline(status="missed"))
    assert missed[-1] == "what follows: no consequence is stated in the sources"


@given(findings)
def test_the_conditions_told_of_a_refusal_failed_and_rest_on_none_that_did(top: Finding) -> None:
    told = failing(top)
    parts = [part for _, part in top.tree()]
    assert len(set(told)) == len(told)
    for part in told:
        assert part in parts
        assert not part.holds
        assert all(each.holds for each in part.rests_on)
    assert bool(told) == any(not part.holds for part in top.rests_on)


def test_an_act_that_is_not_open_reads_well_with_provisions_and_a_reading_and_without() -> None:
    facts = (("act", "sign"), ("state", "not adopted"), ("open", ("return", "notify")))
    bare = Finding("act.not_open", False, (), facts)
    told = 'In the state "not adopted", where "return" and "notify" are open, the act "sign" is not'
    assert sentence(bare) == f"{told} open."
    because = bare._replace(under=("rules.postponed-signature",), reading=("amb.cure", "D"))
    assert sentence(because) == (f"{told} open (rules.postponed-signature) [reading amb.cure = D].")
    none = bare._replace(facts=facts[:2])
    assert sentence(none) == 'In the state "not adopted" the act "sign" is not open.'
    one = bare._replace(facts=(*facts[:2], ("open", ("notify",))))
    assert '"notify" is open' in sentence(one)


def test_what_time_brings_is_told_in_the_zone_in_which_its_period_was_counted() -> None:
    when = When("2016-04-14T21:00:00+00:00", 1460667600, 1460667600, "2016-04-14")
    step = Step(3, when, "time", "the period runs out", "", "p", "a", "b", (), None, ())
    assert headline(step).startswith("2016-04-15        Time,")
    assert headline(step, zone="Asia/Bishkek").startswith("2016-04-15 03:00  Time,")
    assert headline(step, zone="UTC").startswith("2016-04-14 21:00  Time,")
    # What somebody did stands as it was written, whatever the zone.
    done = step._replace(kind="act", act="sign", by="ARM")
    assert headline(done).startswith("2016-04-14 21:00  Armenia")


def test_a_decision_whose_effect_waited_was_adopted_before_it_took_effect() -> None:
    from csto_sim import load, shipped

    path = shipped.find("decision/2010-12-10-decision-waits-for-protocols")
    assert path is not None
    told = summary(run(load(str(path))), "regulation")
    assert told.startswith("Adopted on 10 December 2010, with effect from 19 December 2012: ")
