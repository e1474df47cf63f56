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

from csto_sim.explain import sentence
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase, Time
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


@pytest.mark.parametrize(
    ("until", "ends"), [("2017-01-31", "put forward"), ("2017-02-05", "agreed")]
)
def test_a_draft_circulated_within_a_stretch_of_days_can_set_a_day_within_it(
    until: str, ends: str
) -> None:
    when = Time("in February", "2017-02-01", "2017-02-10")
    acts = [
        act(at("2017-02-01"), "put forward", "s", "BLR"),
        act(when, "circulate", "s", "BLR", until=until),
        *answers("2017-02-12", agree=SIX),
    ]
    assert state(played(acts), "s") == ends


def test_where_silence_agrees_nobody_is_told_that_no_objection_was_made() -> None:
    acts = [
        *asked(until="2017-02-14"),
        *answers("2017-02-02", object=("TJK",)),
        *answers("2017-02-20", agree=("TJK",)),
    ]
    record = played(acts, {"amb.silence": "B"})
    assert state(record, "s") == "agreed"
    found = [step.finding for step in record.steps_of("s") if step.finding is not None]
    told = " ".join(sentence(part) for part in found[-1].rests_on)
    assert "silence counts as consent" in told
    assert "objected" not in told


def test_an_answer_cannot_be_asked_for_a_day_that_has_passed() -> None:
    record = played(asked(until="2017-01-31"))
    assert (state(record, "s"), len(record.refusals)) == ("put forward", 1)


# --- the list of topics --------------------------------------------------------------------------


def on_a_list(by: str, when: Time | str, body: str = "CMFA", ends: str = "2019-12-31") -> Record:
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


WORDS = ["drugs", "migration", "cultural property"]


@given(st.lists(st.sampled_from(WORDS), unique=True), st.sampled_from([*WORDS, "outer space"]))
def test_where_the_list_tells_its_topics_a_draft_of_it_is_on_one_of_them(
    topics: list[str], topic: str
) -> None:
    told = {"topics": tuple(each.title() for each in topics)} if topics else {}
    approved = ScenarioCase("l", "decision", "l", Facts(body="CMFA", meetings=(), **told))
    acts = [
        act(at("2019-01-15"), "circulate", "l", "SG"),
        *(act(at("2019-02-01"), "sign", "l", member) for member in SIX),
        act("2019-05-05", "put forward", "s", "SECRETARIAT"),
    ]
    draft = statement(list="l", list_ends="2019-12-31", topic=topic)
    record = play(story([approved, draft], acts))
    assert (state(record, "s") == "put forward") is (not topics or topic in topics)


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


# --- whoever is asked no more, what is withdrawn, what is not certain ----------------------------


def test_the_objection_of_a_member_that_is_suspended_is_none_to_what_the_others_agree() -> None:
    seven = members_on("2012-12-01")
    acts = [
        *asked("2012-12-01"),
        *answers("2012-12-02", object=("UZB",)),
        *answers("2012-12-20", agree=tuple(m for m in seven if m != "UZB")),
    ]
    record = played(acts)
    assert state(record, "s") == "agreed"
    assert "object" not in fact(record, "answers", "s").values()


@pytest.mark.parametrize("objecting", [(), ("TJK",)])
def test_an_organ_adopts_a_statement_also_when_its_sponsor_withdrew_the_draft(
    objecting: tuple[str, ...],
) -> None:
    cases = [
        meeting(body="CMFA"),
        decision(body="CMFA", kind="statement"),
        statement(decision="d"),
    ]
    said = {m: "object" if m in objecting else "consent" for m in SIX}
    acts = [
        act(at("2019-05-20"), "put forward", "s", "BLR"),
        act(at("2019-05-21"), "withdraw", "s", "BLR"),
        *session("2019-05-23", SIX, said),
    ]
    assert state(play(story(cases, acts)), "s") == ("withdrawn" if objecting else "agreed")


def test_nobody_is_asked_for_an_answer_to_what_is_withdrawn() -> None:
    acts = [*asked(until="2017-02-14"), act(at("2017-02-03"), "withdraw", "s", "BLR")]
    record = played(acts, {"amb.silence": "B"})
    assert state(record, "s") == "withdrawn"
    closed = [c.status for step in record.steps for c in step.closes if c.name == "answers"]
    assert closed == ["withdrawn"]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2019-12-20", "2019-12-31", "statement.list_runs"),
        ("2019-12-20", "2020-01-10", "statement.year_uncertain"),
        ("2020-01-01", "2020-01-10", "statement.list_over"),
    ],
)
def test_whether_the_year_of_the_list_was_over_is_told_only_where_it_is_certain(
    first: str, last: str, says: str
) -> None:
    when = Time(f"{first} to {last}", first, last)
    record = on_a_list("SECRETARIAT", when)
    found = [step.finding for step in record.steps if step.act == "put forward"]
    assert says in str(found)


def test_nothing_tells_that_a_topic_is_on_no_list_where_no_list_is_named() -> None:
    (step,) = [step for step in played(asked()[:1]).steps if step.act == "put forward"]
    assert step.finding is not None
    told = sentence(step.finding).lower()
    assert "is not on" not in told
    assert "it is not shown that the topic is on the list" in told


@given(subsets(SIX))
def test_no_majority_puts_a_topic_on_the_list(objecting: tuple[str, ...]) -> None:
    said = {member: "object" if member in objecting else "consent" for member in SIX}
    cases = [
        meeting(body="CMFA"),
        decision("d", "CMFA", kind="procedural"),
        statement(list="d", list_ends="2019-12-31"),
    ]
    acts = [
        *session("2019-05-23", SIX, said),
        act(at("2019-06-01"), "put forward", "s", "SECRETARIAT"),
    ]
    record = play(story(cases, acts))
    assert (state(record, "d") == "adopted") is (len(objecting) < 3)
    assert state(record, "s") == "not put forward"


def test_a_statement_can_be_circulated_at_several_organisations_and_the_first_day_is_kept() -> None:
    acts = [
        *asked(),
        *answers("2017-02-02", agree=SIX),
        act(at("2017-03-01"), "distribute", "s", "KAZ"),
        act(at("2017-03-02"), "distribute", "s", "BLR"),
    ]
    record = played(acts)
    assert (fact(record, "distributed", "s"), record.refusals) == ("2017-03-01", ())


@pytest.mark.parametrize(("by", "speaks"), [("SG", True), ("KAZ", True), ("SECRETARIAT", False)])
def test_a_member_or_the_secretary_general_delivers_a_statement(by: str, speaks: bool) -> None:
    acts = [*asked(), *answers("2017-02-02", agree=SIX)]
    record = played([*acts, act(at("2017-03-01"), "deliver", "s", by, at="OSCE")])
    assert (state(record, "s") == "delivered") is speaks


@given(subsets(SIX))
def test_whoever_leaves_is_waited_for_no_longer(agreeing: tuple[str, ...]) -> None:
    exit_day = "2016-09-10"
    cases = [ScenarioCase("k", "membership", "k", Facts(member="KAZ")), statement()]
    acts = [
        act("2016-02-01", "announce withdrawal", "k", "KAZ"),
        act("2016-03-01", "settle obligations", "k", "KAZ"),
        act("2016-03-10", "give notice", "k", "KAZ", to="DEPOSITARY", form="note", exit=exit_day),
        *asked("2016-08-01"),
        *answers("2016-08-02", agree=tuple(m for m in agreeing if m != "KAZ")),
        *answers("2016-08-03", object=("KAZ",)),
    ]
    before = play(story(cases, acts, until="2016-09-09"))
    assert state(before, "s") == "objected"
    after = play(story(cases, acts, until="2016-12-31"))
    assert state(after, "k") == "left"
    everybody = {*agreeing, "KAZ"} == set(SIX)
    assert state(after, "s") == ("agreed" if everybody else "circulated")


@pytest.mark.parametrize(("day", "may"), [("2012-12-18", True), ("2012-12-20", False)])
def test_a_sponsor_that_is_suspended_withdraws_and_circulates_nothing(day: str, may: bool) -> None:
    put = act(at("2012-12-01"), "put forward", "s", "UZB")
    for name, ends in (("withdraw", "withdrawn"), ("circulate", "circulated")):
        record = played([put, act(at(day), name, "s", "UZB")])
        assert state(record, "s") == (ends if may else "put forward")
