"""Expectations: judged by the record, set aside when a fact is changed, rewritten on demand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.expect.updating import update_expectations
from csto_sim.record import Expected, Record
from csto_sim.scenario.load import load, loads, set_facts

STORY = """\
format: 1
title: A plan and a pact
from: 2010-01-01
until: 2010-12-31
matters:
  plan: {procedure: decision, body: CSC}
  pact: {procedure: instrument, signatories: [ARM, KAZ]}
meetings:
  moscow: {body: CSC, agenda: [plan]}
acts:
  - date: 2010-03-01T10:00+03:00
    act: open
    meeting: moscow
    presiding: RUS
    present: [ARM, KAZ, KGZ, RUS, TJK, UZB]
  - {date: +1h, act: decide, matter: plan, consent: [ARM, KAZ, KGZ, RUS, TJK, UZB]}
  - {date: 2010-03-02, act: consent, matter: plan, by: BLR}
  - {date: 2010-04-01, act: sign, matter: [plan, pact], by: BLR}
  - {date: 2010-04-02, act: sign, matter: pact, by: [ARM, KAZ]}
  - {date: 2010-04-03, act: sign, matter: pact, by: AZE}
  - {date: 2010-05-01, act: ratify, matter: pact, by: ARM}
  - {date: 2010-05-02, act: deposit, matter: pact, by: [ARM, KAZ]}
"""
ALL = "ARM, BLR, KAZ, KGZ, RUS, TJK, UZB"


def judged(*entries: str) -> list[Expected]:
    text = STORY + "expect:\n" + "".join(f"  - {entry}\n" for entry in entries)
    return list(run(loads(text)).expected)


RIGHT_AND_WRONG = [
    ("matter: plan, state: {}", "adopted", "lapsed"),
    ("matter: plan, at: 2010-03-01, state: {}", "awaiting cure", "adopted"),
    ("matter: plan, at: 2010-02-01, state: {}", "drafted", "adopted"),
    ("matter: plan, at: 2010-03-01T10:59+03:00, state: {}", "drafted", "awaiting cure"),
    ("matter: plan, from: {}", "2010-04-01", "2010-03-01"),
    ("matter: plan, at: 2010-03-05, from: {}", "never", "2010-04-01"),
    ("matter: plan, known: {}", "2010-04-01", "never"),
    ("matter: plan, bound: [{}]", ALL, "ARM, BLR"),
    ("matter: plan, at: 2010-03-31, bound: [{}]", "", "ARM"),
    ("matter: plan, not_bound: [{}]", "AZE, GEO", "GEO, ARM"),
    ("matter: plan, bound_since: {{{}}}", "ARM: 2010-04-01, GEO: never", "ARM: never"),
    ("matter: pact, signed: {{{}}}", "BLR: 2010-04-01, RUS: never", "RUS: 2010-04-01"),
    ("matter: pact, signed: {{{}}}", "AZE: never", "AZE: 2010-04-03"),
    ("matter: pact, at: 2010-04-01, signed: {{{}}}", "KAZ: never", "KAZ: 2010-04-02"),
    ("matter: pact, ratified: {{{}}}", "ARM: 2010-05-01, KAZ: never", "KAZ: 2010-05-01"),
    ("matter: pact, notified: {{{}}}", "KAZ: 2010-05-02", "KAZ: never"),
    ("matter: pact, in_force: {}", "2010-05-02", "2010-05-01"),
    ("matter: pact, at: 2010-05-01, in_force: {}", "never", "2010-05-02"),
    ("matter: plan, under: {}", "rules.14.1", "charter.12.limited-format"),
    ("matter: plan, blocked_by: {{{}}}", "BLR: absent", "KAZ: absent"),
    ("matter: plan, because: {}", "BLR absent", "BLR objects"),
    ("refusals: {}", "2", "0"),
    ("matter: pact, refusals: {}", "1", "0"),
    ("refused: {{act: {}, by: BLR, matter: plan}}", "consent", "decide"),
    ("matter: plan, refused: {{by: {}}}", "BLR", "ARM"),
    ("matter: plan, deadline: {{certified copies: {}}}", "unmeasured", "met"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "right", "wrong"), RIGHT_AND_WRONG)
def test_an_expectation_holds_when_it_is_so_and_fails_when_it_is_not(
    entry: str, right: str, wrong: str
) -> None:
    held, failed = judged(f"{{{entry.format(right)}}}", f"{{{entry.format(wrong)}}}")
    assert (held.status, held.found) == ("held", "")
    assert failed.status == "failed"
    assert failed.found
    assert (held.line, failed.line) == (24, 25)


TWO_ABSENT = (
    STORY.replace("present: [ARM, KAZ,", "present: [ARM,").replace(
        "consent: [ARM, KAZ,", "consent: [ARM,"
    )
    + "expect:\n  - {matter: plan, "
)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("blocked_by: {BLR: absent}", "also stopped by KAZ absent"),
        ("because: KAZ absent", "also stopped by BLR absent"),
        ("blocked_by: {BLR: objects}", "BLR absent; stopped by KAZ absent"),
        ("blocked_by: {BLR: absent, KAZ: absent}", ""),
        ("because: [BLR absent, KAZ absent]", ""),
        ("blocked_by: {BLR: absent, KAZ: absent, ARM: objects}", "ARM: nothing in its way"),
    ],
)
def test_all_who_stopped_a_decision_are_named_or_the_expectation_fails(
    entry: str, found: str
) -> None:
    (each,) = run(loads(f"{TWO_ABSENT}{entry}}}\n")).expected
    assert each.status == ("failed" if found else "held")
    assert found in each.found


@pytest.mark.parametrize("act", ["close, meeting: moscow", "leave, meeting: moscow, by: TJK"])
def test_a_hindrance_is_found_where_a_meeting_may_have_opened_only_later(act: str) -> None:
    text = TWO_ABSENT.replace(
        "date: 2010-03-01T10:00+03:00", "date: {between: [2010-03-01, 2010-09-01]}"
    )
    text = text.replace("{date: +1h, act: decide", "{date: 2010-03-01, act: decide")
    later = "  - {date: 2010-03-02"
    text = text.replace(later, f"  - {{date: 2010-03-01, act: {act}}}\n{later}", 1)
    entry = "at: 2010-03-01, blocked_by: {BLR: absent, KAZ: absent}}\n"
    (each,) = run(loads(text + entry)).expected
    assert (each.status, each.found) == ("held", "")


def test_rewriting_names_all_who_stopped_a_decision(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(f"{TWO_ABSENT}blocked_by: {{BLR: absent}}}}\n", encoding="utf-8")
    update_expectations(path, run(load(path)))
    assert path.read_text(encoding="utf-8").endswith("blocked_by: {BLR: absent, KAZ: absent}}\n")


def test_a_provision_is_relied_on_by_its_whole_id_or_that_of_one_text() -> None:
    record = run(loads(STORY))
    relied = {id for step in record.steps if step.case == "plan" for id in step.under}
    named = {*relied, *(id.partition("@")[0] for id in relied)}
    for id in sorted(named):
        assert judged(f"{{matter: plan, under: {id}}}")[0].status == "held", id
    for each in law.provisions():
        begun = any(id.startswith(each.id) for id in named)
        if begun and each.id not in named:
            assert judged(f"{{matter: plan, under: {each.id}}}")[0].status == "failed", each.id
    with pytest.raises(Unreadable):
        judged("{matter: plan, under: rules.14}")


def test_each_thing_expected_is_told_by_itself_and_at_its_own_place() -> None:
    one, two = judged("{matter: plan, state: adopted, from: 2010-03-01}")
    assert (one.says, one.status) == ("plan is adopted", "held")
    assert (two.says, two.status) == ("plan has effect from 2010-03-01", "failed")
    assert two.found == "it has effect from 2010-04-01"
    assert one.column < two.column


def test_expectations_are_not_applicable_under_other_readings() -> None:
    scenario = loads(STORY + "expect: [{matter: plan, state: adopted}]\n")
    assert (
        run(scenario, readings={"amb.absence-effect": "B"}).expected[0].status == "not applicable"
    )


def test_an_effect_from_an_earlier_day_is_not_seen_before_it_is_known() -> None:
    text = STORY + (
        "readings: {absence-cure: A}\n"
        "expect:\n"
        "  - {matter: plan, from: 2010-03-01, known: 2010-04-01, bound_since: {ARM: 2010-03-01}}\n"
        "  - {matter: plan, at: 2010-03-31, from: never, known: never, bound: []}\n"
    )
    assert [each.status for each in run(loads(text)).expected] == ["held"] * 6


# --- one fact changed ----------------------------------------------------------------------------


def changed(*changes: str) -> Record:
    scenario = loads(STORY + "expect: [{matter: plan, state: adopted}]\n")
    record = run(set_facts(scenario, changes))
    assert {each.status for each in record.expected} == {"not applicable"}
    return record


def plan_at_once(record: Record) -> str:
    step = next(step for step in record.steps if step.act == "decide")
    return step.target


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ((), "awaiting cure"),
        (("KAZ=absent",), "awaiting cure"),
        (("moscow.KAZ=absent",), "awaiting cure"),
        (("KAZ=object",), "not adopted"),
        (("plan.KAZ=object",), "not adopted"),
        (("BLR=present", "BLR=consent"), "adopted"),
        (("moscow.BLR=present", "plan.BLR=object"), "not adopted"),
        (("KAZ=silent", "BLR=present", "BLR=consent"), plan_at_once.__name__),
    ],
)
def test_a_fact_changed_on_the_command_line_changes_what_follows(
    changes: tuple[str, ...], state: str
) -> None:
    record = run(set_facts(loads(STORY), changes))
    if state == plan_at_once.__name__:
        assert "silent" in str(next(s for s in record.steps if s.act == "decide").finding)
    else:
        assert plan_at_once(record) == state


def test_an_absent_member_neither_comes_nor_speaks_and_others_are_untouched() -> None:
    before, after = run(loads(STORY)), changed("KAZ=absent")
    gone = {(step.act, step.by) for step in before.steps} - {
        (step.act, step.by) for step in after.steps
    }
    assert gone == {("attend", "KAZ"), ("consent", "KAZ")}
    assert "KAZ" not in after.steps[0].takes["present"]


def test_a_changed_scenario_is_another_one_by_title_and_digest() -> None:
    scenario = loads(STORY)
    other = set_facts(scenario, ["KAZ=absent"])
    assert other.digest != scenario.digest
    assert other.title.endswith("(with KAZ=absent)")
    assert set_facts(scenario, []) == scenario


@pytest.mark.parametrize(
    ("change", "code", "hint"),
    [
        ("BY=absent", "CSTO-301", "BLR"),
        ("KAZ=asent", "CSTO-502", "absent"),
        ("KAZ", "CSTO-502", "BLR=absent"),
        ("mosow.KAZ=absent", "CSTO-308", "moscow"),
        ("plan.KAZ=absent", "CSTO-502", "moscow.KAZ=absent"),
        ("pact.KAZ=object", "CSTO-502", ""),
    ],
)
def test_a_change_that_cannot_be_made_is_told(change: str, code: str, hint: str) -> None:
    with pytest.raises(Unreadable) as fault:
        set_facts(loads(STORY), [change])
    (found,) = fault.value.complaints
    assert (found.code, found.file, found.hint) == (code, "--set", hint)


# --- rewriting -----------------------------------------------------------------------------------

LAYOUT = (
    STORY
    + f"""\
expect:            # what should follow
  - {{matter: plan, state: lapsed, bound: [ARM], because: KAZ absent}}   # in one line
  - matter: plan
    from: 2010-03-01 # a remark that stays
    bound:
      - ARM   # first
      - AZE
    # before the next key
    bound_since:
      ARM: 2010-01-01
      GEO: never
    blocked_by: {{BLR: objects}}
  - matter: pact
    signed: {{BLR: never, KAZ: "2010-04-02"}}
    in_force: never
    under: charter.12.limited-format
  - refusals: 17
  - {{matter: plan, deadline: {{certified copies: met}}}}
  - {{matter: plan, refused: {{by: KAZ}}}}
# {ALL}
"""
)


def test_rewritten_expectations_hold_and_everything_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "story.yaml"
    path.write_text(LAYOUT, encoding="utf-8")
    done = update_expectations(path, run(load(path)))
    text = path.read_text(encoding="utf-8")
    assert len(done.left) == 1
    assert "KAZ" in done.left[0]
    after = run(load(path)).expected
    assert [each.says for each in after if each.status != "held"] == [
        "an act by KAZ in plan is refused"
    ]
    assert text.startswith(STORY)
    for kept in (
        "# what should follow",
        "# in one line",
        "# a remark that stays",
        "# before the next key",
    ):
        assert kept in text
    assert text.endswith(LAYOUT.splitlines(keepends=True)[-1])
    assert "  - {matter: plan, state: adopted, " in text
    assert 'signed: {BLR: 2010-04-01, KAZ: "2010-04-02"}' in text
    assert update_expectations(path, run(load(path))).changed == ()
    assert path.read_text(encoding="utf-8") == text


MEMBERS = st.sampled_from(["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB"])


@given(st.lists(MEMBERS, unique=True), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_a_list_of_members_is_rewritten_in_either_layout(
    tmp_path_factory: pytest.TempPathFactory, members: list[str], block: bool, end: str
) -> None:
    path = tmp_path_factory.mktemp("update") / "story.yaml"
    shown = (
        "".join(f"\n      - {m}" for m in members)
        if block and members
        else f" [{', '.join(members)}]"
    )
    text = f"{STORY}expect:\n  - matter: plan\n    bound:{shown}\n    state: adopted\n"
    path.write_bytes(text.replace("\n", end).encode())
    update_expectations(path, run(load(path)))
    assert {each.status for each in run(load(path)).expected} == {"held"}
