"""Joint statements: which drafts may come, whose answer counts, what silence and abstention do."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    clock,
    days,
    decision,
    fact,
    meeting,
    members_on,
    play,
    session,
    state,
    story,
    subsets,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

OPTIONS = st.sampled_from("AB")


def statement(**facts: Any) -> ScenarioCase:
    return ScenarioCase("s", "joint_statement", "s", Facts({"level": "foreign ministers", **facts}))


def asked(day: str = "2017-02-01", by: str = "BLR", **takes: str) -> list[ScenarioAct]:
    return [
        act(at(day), "put forward", "s", by),
        act(at(day), "circulate", "s", by, **takes),
    ]


def answers(day: str, **said: tuple[str, ...]) -> list[ScenarioAct]:
    return [act(at(day), name, "s", member) for name, who in said.items() for member in who]


def played(acts: list[ScenarioAct], readings: dict[str, str] | None = None) -> Record:
    return play(story([statement()], acts), readings or {})


# --- working order -------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from(("agree", "abstain", "object", "")), min_size=6, max_size=6), OPTIONS
)
def test_a_statement_is_agreed_when_nobody_stands_in_its_way_and_somebody_wants_it(
    said: list[str], abstention: str
) -> None:
    acts = [
        *asked(),
        *(
            act(at("2017-02-02"), name, "s", member)
            for name, member in zip(said, SIX, strict=True)
            if name
        ),
    ]
    passing = ("agree", "abstain") if abstention == "A" else ("agree",)
    agreed = all(name in passing for name in said) and "agree" in said
    record = played(acts, {"amb.abstention": abstention})
    wanted = "agreed" if agreed else "objected" if "object" in said else "circulated"
    assert state(record, "s") == wanted


@pytest.mark.parametrize(("agreeing", "ends"), [((), "circulated"), (("RUS",), "agreed")])
def test_where_all_abstain_nobody_has_agreed(agreeing: tuple[str, ...], ends: str) -> None:
    others = tuple(member for member in SIX if member not in agreeing)
    record = played([*asked(), *answers("2017-02-02", agree=agreeing, abstain=others)])
    assert state(record, "s") == ends


@given(st.permutations(SIX))
def test_the_order_of_answers_makes_no_difference(order: list[str]) -> None:
    record = played([*asked(), *answers("2017-02-02", agree=tuple(order))])
    assert (state(record, "s"), record.refusals) == ("agreed", ())


@given(days("2004-01-01", "2026-01-31"))
def test_each_member_of_the_day_is_asked_and_nobody_else(day: str) -> None:
    members = members_on(day)
    record = played([*asked(day), *answers(day, agree=members[:-1])])
    assert state(record, "s") == "circulated"
    record = played([*asked(day), *answers(day, agree=("SRB", *members))])
    assert state(record, "s") == "agreed"
    assert [step.by for step in record.refusals] == ["SRB"]


def test_whoever_put_a_draft_forward_has_still_to_agree_to_it() -> None:
    others = tuple(member for member in SIX if member != "BLR")
    assert state(played([*asked(), *answers("2017-02-02", agree=others)]), "s") == "circulated"


def test_another_text_takes_every_earlier_answer_with_it() -> None:
    five = SIX[:5]
    acts = [
        *asked(),
        *answers("2017-02-02", agree=five, object=SIX[5:]),
        act(at("2017-02-03"), "circulate", "s", "SG"),
        *answers("2017-02-04", agree=SIX[5:]),
    ]
    record = played(acts)
    assert state(record, "s") == "circulated"
    assert fact(record, "answers", "s") == {SIX[5]: "agree"}


# --- the time for an answer ----------------------------------------------------------------------


@pytest.mark.parametrize("silence", ["A", "B"])
@pytest.mark.parametrize("second", [0, 1])
def test_an_objection_counts_until_the_last_second_where_silence_is_consent(
    silence: str, second: int
) -> None:
    when = ("2017-02-14T23:59:59+03:00", "2017-02-15T00:00:00+03:00")[second]
    acts = [
        *asked(until="2017-02-14"),
        *answers("2017-02-02", agree=SIX[:5]),
        act(when, "object", "s", SIX[5]),
    ]
    record = played(acts, {"amb.silence": silence})
    late = silence == "B" and second == 1
    assert state(record, "s") == ("agreed" if late else "objected")
    assert bool(record.refusals) is late


@given(subsets(SIX), OPTIONS)
def test_when_the_time_ends_silence_agrees_only_by_the_reading(
    agreeing: tuple[str, ...], silence: str
) -> None:
    record = played(
        [*asked(until="2017-02-14"), *answers("2017-02-02", agree=agreeing)],
        {"amb.silence": silence},
    )
    agreed = silence == "B" or set(agreeing) == set(SIX)
    assert state(record, "s") == ("agreed" if agreed else "circulated")


def test_where_no_time_was_set_silence_never_agrees() -> None:
    record = played([*asked(), *answers("2017-02-02", agree=SIX[:5])], {"amb.silence": "B"})
    assert state(record, "s") == "circulated"


def test_an_answer_cannot_be_asked_for_a_day_that_has_passed() -> None:
    record = played(asked(until="2017-01-31"))
    assert (state(record, "s"), len(record.refusals)) == ("put forward", 1)


# --- the list of topics --------------------------------------------------------------------------


def on_a_list(by: str, when: str, body: str = "CMFA", ends: str = "2019-12-31") -> Record:
    cases = [
        decision("l", body, ()),
        statement(list="l", **({"list_ends": ends} if ends else {})),
    ]
    acts = [
        act(at("2019-01-15"), "circulate", "l", "SG"),
        *(act(at("2019-02-01"), "sign", "l", member) for member in SIX),
        act(when, "put forward", "s", by),
    ]
    return play(story(cases, acts))


@pytest.mark.parametrize(
    ("when", "body", "ends", "listed"),
    [
        ("2019-12-31T23:59:59+03:00", "CMFA", "2019-12-31", True),
        ("2020-01-01T00:00:00+03:00", "CMFA", "2019-12-31", False),
        ("2019-05-05", "CSC", "2019-12-31", False),
        ("2019-05-05", "CMFA", "", False),
    ],
)
def test_the_secretariat_drafts_only_on_a_topic_of_the_ministers_list_of_the_year(
    when: str, body: str, ends: str, listed: bool
) -> None:
    by_secretariat = on_a_list("SECRETARIAT", when, body, ends)
    assert (state(by_secretariat, "s") == "put forward") is listed
    by_member = on_a_list("KGZ", when, body, ends)
    assert state(by_member, "s") == "put forward"
    assert fact(by_member, "on_list", "s") is listed


# --- statements of an organ ----------------------------------------------------------------------


def of_an_organ(level: str, body: str, kind: str, *objecting: str) -> Record:
    cases = [
        meeting(body=body),
        decision(body=body, kind=kind),
        statement(level=level, decision="d"),
    ]
    said = {m: "object" if m in objecting else "consent" for m in SIX}
    return play(story(cases, session("2019-05-23", SIX, said)))


@pytest.mark.parametrize("body", ["CSC", "CMFA", "CMD", "CSSC"])
@pytest.mark.parametrize("kind", ["statement", "substantive"])
@pytest.mark.parametrize(
    ("level", "own"),
    [("heads", "CSC"), ("foreign ministers", "CMFA"), ("defence ministers", "CMD")],
)
def test_a_statement_is_adopted_by_the_organ_of_its_level_and_as_a_statement(
    level: str, own: str, kind: str, body: str
) -> None:
    record = of_an_organ(level, body, kind)
    agreed = body == own and kind == "statement"
    assert state(record, "s") == ("agreed" if agreed else "not put forward")


@given(subsets(SIX))
def test_one_objection_in_the_organ_stops_its_statement(objecting: tuple[str, ...]) -> None:
    record = of_an_organ("heads", "CSC", "statement", *objecting)
    assert state(record, "s") == ("not adopted" if objecting else "agreed")


def test_the_objection_in_another_organ_says_nothing_of_a_statement() -> None:
    record = of_an_organ("heads", "CMFA", "statement", "TJK")
    assert state(record, "s") == "not put forward"


@pytest.mark.parametrize("facts", [{"level": "heads"}, {"decision": "d"}])
def test_what_an_organ_adopts_is_not_agreed_in_working_order(facts: dict[str, str]) -> None:
    cases = [meeting(body="CMFA"), decision(body="CMFA"), statement(**facts)]
    record = play(story(cases, asked()))
    assert (state(record, "s"), len(record.refusals)) == ("put forward", 1)


# --- what goes out -------------------------------------------------------------------------------


def test_nothing_goes_out_before_all_have_agreed_and_everything_after() -> None:
    out = [
        act(clock("2017-03-01", 9), "transmit", "s", "SG", to="UNSC"),
        act(clock("2017-03-01", 10), "deliver", "s", "KAZ", at="OSCE"),
        act(clock("2017-03-01", 11), "distribute", "s", "KAZ"),
        act(clock("2017-03-01", 12), "deliver", "s", "BLR", at="UNGA"),
        act(clock("2017-03-01", 13), "transmit", "s", "SG", to="UNGA"),
    ]
    before = played([*asked(), *answers("2017-02-02", agree=SIX[:5]), *out])
    assert (state(before, "s"), len(before.refusals)) == ("circulated", 5)
    after = played([*asked(), *answers("2017-02-02", agree=SIX), *out])
    assert (state(after, "s"), after.refusals) == ("distributed", ())
    assert fact(after, "venues", "s") == ("OSCE", "UNGA")
    assert fact(after, "sent_to", "s") == ("UNSC", "UNGA")


@pytest.mark.parametrize(("day", "cited"), [("2014-12-22", False), ("2014-12-23", True)])
def test_before_the_procedure_of_2014_there_is_practice_alone(day: str, cited: bool) -> None:
    record = played([*asked(day), *answers(day, agree=SIX)])
    assert state(record, "s") == "agreed"
    assert any("statements.procedure-2014" in step.under for step in record.steps_of("s")) is cited
