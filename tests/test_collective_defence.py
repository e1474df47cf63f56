"""Article 4: who owes help, from when and under which wording, and what the Council has to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from building import (
    SIX,
    Readings,
    act,
    bound,
    choices,
    clock,
    days,
    decision,
    fact,
    findings_in,
    instant,
    leaves,
    meeting,
    members_on,
    play,
    session,
    state,
    story,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.engine.times import moment_of
from csto_sim.record import Deadline, Record
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase, Time
from csto_sim.world import Facts

#: The attacked member's word is enough, so that nothing hangs on the Council.
OWN_WORD = {"amb.who-qualifies": "A"}
NOTICE = "notice to the UN Security Council"
#: Days on which Article 4 speaks as worded in 1992, and days on which it asks for a request.
UNASKED = days("1999-04-21", "2012-12-18")
ASKED = days("2012-12-19", "2026-06-30")


def attack(member: str = "KAZ", id: str = "a", **facts: Any) -> ScenarioCase:
    """An attack on a member."""
    return ScenarioCase(id, "collective_defence", id, Facts({"attacked": member, **facts}))


def suffered(day: str, *then: ScenarioAct, member: str = "KAZ", **facts: Any) -> Scenario:
    """An attack on a day, and the acts after it."""
    first = act(clock(day, 8), "come under attack", "a", member)
    return story([attack(member, **facts)], [first, *then])


def asking(day: str, member: str = "KAZ", **takes: Any) -> ScenarioAct:
    return act(clock(day, 9), "request", "a", member, **takes)


def says(day: str, by: str, view: str = "aggression") -> ScenarioAct:
    return act(clock(day, 9), "qualify", "a", by, **{"as": view})


def line(record: Record, name: str) -> Deadline:
    """The one line of the ledger of that name in the attack."""
    (found,) = [each for each in record.deadlines if (each.case, each.name) == ("a", name)]
    return found


def names(record: Record) -> set[str]:
    return {each.name for each in record.deadlines if each.case == "a"}


def decided(
    day: str,
    present: Sequence[str] = SIX,
    positions: dict[str, str] | None = None,
    *then: ScenarioAct,
    subject: str = "forces",
    member: str = "KAZ",
    readings: Readings | None = None,
    **facts: Any,
) -> Record:
    """An attack, a request and a session on a decision, all on one day."""
    between = {"between": facts.pop("between")} if "between" in facts else {}
    cases = [attack(member, decision="d", **facts), meeting(), decision(subject=subject, **between)]
    acts = [
        act(clock(day, 7), "come under attack", "a", member),
        act(clock(day, 8), "request", "a", member),
        *session(day, present, positions),
        *then,
    ]
    return play(story(cases, acts), readings or {})


# --- the two wordings ----------------------------------------------------------------------------


@given(UNASKED, st.sampled_from(["KAZ", "KGZ", "RUS"]))
def test_as_worded_in_1992_help_is_owed_by_all_others_without_a_request(
    day: str, member: str
) -> None:
    record = play(suffered(day, says(day, member), member=member), OWN_WORD)
    assert state(record, "a") == "help owed"
    assert set(bound(record, "a")) == set(members_on(day)) - {member}
    assert {since for since, _, _ in bound(record, "a").values()} == {day}


@given(ASKED, st.sampled_from(SIX), choices("collective_defence"))
def test_since_2012_nothing_is_owed_without_a_request_whatever_the_readings(
    day: str, member: str, readings: dict[str, str]
) -> None:
    views = [says(day, by) for by in (*SIX, "SG")]
    record = play(suffered(day, *views, member=member), readings)
    assert state(record, "a") == "attacked"
    assert bound(record, "a") == {}


@given(ASKED, st.sampled_from(SIX))
def test_since_2012_help_is_owed_from_the_request_on(day: str, member: str) -> None:
    record = play(suffered(day, asking(day, member), member=member), OWN_WORD)
    assert state(record, "a") == "help owed"
    assert set(bound(record, "a")) == set(members_on(day)) - {member}


def test_the_days_on_which_the_wording_changes() -> None:
    for day, owed in (("2012-12-18", True), ("2012-12-19", False)):
        record = play(suffered(day, says(day, "KAZ")), OWN_WORD)
        assert (state(record, "a") == "help owed") == owed
    before = play(suffered("1994-04-19", says("1994-04-19", "KAZ")), OWN_WORD)
    assert (state(before, "a"), len(before.refusals)) == ("no attack", 2)


# --- the request ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("takes", "counts"),
    [
        ({"to": "CHAIR", "form": "letter"}, "ABCD"),
        ({"to": "SG", "form": "note", "signed_by": "minister"}, "BCD"),
        ({"to": "CHAIR", "form": "statement"}, "CD"),
        ({"to": "RUS", "form": "letter"}, "D"),
    ],
)
def test_what_counts_as_the_request_is_a_reading(takes: dict[str, Any], counts: str) -> None:
    for option in "ABCD":
        readings = {**OWN_WORD, "amb.request-form": option}
        record = play(suffered("2016-05-10", asking("2016-05-10", **takes)), readings)
        assert (state(record, "a") == "help owed") == (option in counts)
        assert len(record.refusals) == (option not in counts)


def test_only_the_attacked_member_asks() -> None:
    for by in ("RUS", "SG", "CHAIR", "UZB"):
        record = play(suffered("2016-05-10", act(clock("2016-05-10", 9), "request", "a", by)))
        assert (len(record.refusals), state(record, "a")) == (1, "attacked")


@given(ASKED, st.sampled_from(SIX))
def test_with_the_request_the_council_has_to_decide_at_once_and_no_length_is_stated(
    day: str, member: str
) -> None:
    record = play(suffered(day, asking(day, member), member=member))
    duty = line(record, "decision")
    assert (duty.holder, duty.due, duty.status) == ("the Council", None, "unmeasured")
    assert duty.under.startswith("crisis-reg.armed-attack")


def test_before_the_regulation_no_duty_to_decide_begins_with_the_request() -> None:
    record = play(suffered("2011-05-10", asking("2011-05-10")), OWN_WORD)
    assert "decision" not in names(record)
    applied = play(
        suffered("2011-05-10", asking("2011-05-10")), {**OWN_WORD, "amb.crisis-reg-effect": "B"}
    )
    assert "decision" in names(applied)


def test_a_regulation_kept_for_armenia_alone_binds_the_council_to_armenia_alone() -> None:
    for member, kept in (("ARM", True), ("KAZ", False)):
        record = play(
            suffered("2024-05-10", asking("2024-05-10", member), member=member),
            {"amb.regulation-2023": "B"},
        )
        assert ("decision" in names(record)) == kept


def test_a_session_that_decides_nothing_does_not_do_the_duty_to_decide() -> None:
    record = decided("2016-05-10", SIX, {**dict.fromkeys(SIX, "consent"), "TJK": "object"})
    assert line(record, "decision").status == "unmeasured"
    assert line(decided("2016-05-10"), "decision").status == "done"


# --- who says what it is -------------------------------------------------------------------------


@pytest.mark.parametrize("option", "ABCD")
@pytest.mark.parametrize("by", ["KAZ", "RUS", "SG"])
def test_whose_word_makes_it_aggression_is_a_reading(option: str, by: str) -> None:
    day = "2016-05-10"
    denied = {} if option != "A" or by == "KAZ" else {"KAZ": "border incident"}
    acts = [*(says(day, who, view) for who, view in denied.items()), says(day, by)]
    record = play(suffered(day, *acts, asking(day)), {"amb.who-qualifies": option})
    enough = {"A": "KAZ", "B": "", "C": "RUS", "D": "SG"}[option]
    assert (state(record, "a") == "help owed") == (by == enough)
    owing = {"RUS"} if option == "C" else set(SIX) - {"KAZ"}
    assert set(bound(record, "a")) == (owing if by == enough else set())


@given(st.sets(st.sampled_from(["ARM", "BLR", "KGZ", "RUS", "TJK"]), min_size=1))
def test_where_each_member_decides_for_itself_each_binds_itself(holding: set[str]) -> None:
    day = "2016-05-10"
    record = play(
        suffered(day, asking(day), *(says(day, by) for by in sorted(holding))),
        {"amb.who-qualifies": "C"},
    )
    assert set(bound(record, "a")) == holding
    assert {f"help of {member}" for member in holding} == names(record) - {"decision"}


def test_a_border_incident_of_whoever_decides_ends_it_until_he_says_otherwise() -> None:
    day, later = "2016-05-10", "2016-05-12"
    acts = [says(day, "SG", "border incident"), asking(day)]
    one = play(suffered(day, *acts), {"amb.who-qualifies": "D"})
    assert (state(one, "a"), bound(one, "a")) == ("border incident", {})
    two = play(suffered(day, *acts, says(later, "SG")), {"amb.who-qualifies": "D"})
    assert state(two, "a") == "help owed"
    assert {since for since, _, _ in bound(two, "a").values()} == {later}
    assert line(two, "decision").status == "unmeasured"


@given(st.sampled_from(["BLR", "KGZ", "RUS"]))
def test_one_objection_in_the_council_leaves_nobody_owing_anything(objecting: str) -> None:
    positions = {**dict.fromkeys(SIX, "consent"), objecting: "object"}
    stopped = decided("2016-05-10", SIX, positions)
    assert (state(stopped, "a"), bound(stopped, "a")) == ("not decided", {})
    own_word = decided("2016-05-10", SIX, positions, readings=OWN_WORD)
    assert state(own_word, "a") == "not decided"
    assert set(bound(own_word, "a")) == set(SIX) - {"KAZ"}


def test_other_measures_of_the_council_are_no_help_under_article_4() -> None:
    day = "2016-05-10"
    cases = [attack(measures="d"), meeting(), decision(subject="measure")]
    acts = [
        act(clock(day, 7), "come under attack", "a", "KAZ"),
        act(clock(day, 8), "request", "a", "KAZ"),
        *session(day, SIX),
    ]
    record = play(story(cases, acts))
    assert (state(record, "a"), bound(record, "a")) == ("other measures", {})
    assert line(record, "decision").status == "unmeasured"


# --- where, by whom, between whom ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("territory", "held", "covered"),
    [
        ("recognised", False, "ABC"),
        ("undelimited border", True, "B"),
        ("undelimited border", False, ""),
        ("disputed", True, ""),
    ],
)
def test_which_territory_is_covered_is_a_reading(territory: str, held: bool, covered: str) -> None:
    day = "2016-05-10"
    for option in "ABC":
        told = suffered(day, asking(day), territory=territory, effective_control=held)
        record = play(told, {**OWN_WORD, "amb.territory": option})
        assert (state(record, "a") == "help owed") == (option in covered)
        assert (state(record, "a") == "outside article 4") == (option not in covered)


@pytest.mark.parametrize(
    ("outside", "option", "covered"),
    [
        (False, "A", False),
        (True, "A", False),
        (False, "B", True),
        (True, "B", True),
        (False, "C", False),
        (True, "C", True),
        (True, None, True),
        (False, None, False),
    ],
)
def test_disorder_inside_counts_by_reading(
    outside: bool, option: str | None, covered: bool
) -> None:
    told = suffered("2016-05-10", attacker="armed group inside", outside_element=outside)
    record = play(told, {"amb.internal-threat": option} if option else {})
    assert (state(record, "a") == "attacked") == covered


@pytest.mark.parametrize(
    ("option", "covered"), [("A", False), ("B", True), ("C", False), ("D", True)]
)
def test_an_attack_by_a_member_on_another_is_a_reading_and_the_attacker_owes_nothing(
    option: str, covered: bool
) -> None:
    day = "2016-05-10"
    told = suffered(day, asking(day), attacking="BLR")
    record = play(told, {**OWN_WORD, "amb.intra-member": option})
    assert set(bound(record, "a")) == (set(SIX) - {"KAZ", "BLR"} if covered else set())


@given(st.permutations(SIX))
def test_two_who_fight_are_left_out_of_the_vote_under_one_reading_only(order: list[str]) -> None:
    victim, attacker, *others = order
    positions = {**dict.fromkeys(others, "consent"), victim: "consent", attacker: "object"}
    for option in "BD":
        record = decided(
            "2016-05-10",
            SIX,
            positions,
            member=victim,
            attacking=attacker,
            between=tuple(sorted((victim, attacker))),
            readings={"amb.intra-member": option},
        )
        assert state(record) == ("adopted" if option == "D" else "not adopted")
        assert set(bound(record)) == (set(others) if option == "D" else set())


def test_good_offices_are_for_members_that_fight_each_other() -> None:
    day = "2016-05-10"
    offer = act(clock(day, 10), "offer good offices", "a", "SG")
    assert not play(suffered(day, offer, attacking="BLR")).refusals
    assert len(play(suffered(day, offer, attacking="AZE", territory="disputed")).refusals) == 1


def test_peacekeeping_forces_rest_on_article_4_unless_their_agreement_stands_alone() -> None:
    for option, covered in (("A", True), ("B", False), ("C", True)):
        told = suffered("2018-05-10", means="peacekeeping forces")
        record = play(told, {"amb.gateway": option})
        assert (state(record, "a") == "attacked") == covered


# --- help, notice, end ---------------------------------------------------------------------------


def help_by(day: str, *members: str, **takes: Any) -> list[ScenarioAct]:
    return [act(clock(day, 16), "assist", "a", member, **takes) for member in members]


def test_forces_wait_for_the_council_and_other_help_does_not() -> None:
    day = "2016-05-10"
    forces = play(suffered(day, asking(day), *help_by(day, "RUS", help="forces")), OWN_WORD)
    assert (state(forces, "a"), len(forces.refusals)) == ("help owed", 1)
    other = play(suffered(day, asking(day), *help_by(day, "RUS", help="military help")), OWN_WORD)
    assert (state(other, "a"), len(other.refusals)) == ("help given", 0)
    after = decided(day, SIX, None, *help_by("2016-05-11", "RUS", help="forces"))
    assert (state(after, "a"), len(after.refusals)) == ("under way", 0)
    measure = decided(
        day, SIX, None, *help_by("2016-05-11", "RUS", help="forces"),
        subject="measure", readings=OWN_WORD,
    )  # fmt: skip
    assert (state(measure, "a"), len(measure.refusals)) == ("decided", 1)


@given(st.sets(st.sampled_from(["ARM", "BLR", "KGZ", "RUS", "TJK"])))
def test_the_ledger_tells_of_each_member_whether_it_helped(helping: set[str]) -> None:
    record = decided("2016-05-10", SIX, None, *help_by("2016-05-11", *sorted(helping)))
    for member in set(SIX) - {"KAZ"}:
        status = line(record, f"help of {member}").status
        assert status == ("done" if member in helping else "unmeasured")


def test_national_leave_comes_first_where_the_decision_is_conditional() -> None:
    leave = act(clock("2016-05-11", 10), "authorise", "a", "RUS")
    sent = help_by("2016-05-11", "RUS", help="forces")
    for option, with_leave, refused in (("A", False, 0), ("B", False, 1), ("B", True, 0)):
        acts = [*([leave] if with_leave else []), *sent]
        readings = {"amb.domestic-authorisation": option}
        record = decided("2016-05-10", SIX, None, *acts, readings=readings)
        assert len(record.refusals) == refused


@given(st.integers(-5, 5))
def test_the_notice_is_in_time_until_the_last_second_of_two_days(seconds: int) -> None:
    decided_at = moment_of(clock("2016-05-10", 14), "Europe/Moscow").latest
    when = instant(decided_at + 48 * 3600 + seconds)
    record = decided("2016-05-10", SIX, None, act(when, "notify the UN", "a", "SG"))
    assert line(record, NOTICE).status == ("met" if seconds <= 0 else "missed")
    assert fact(record, "un_told", "a") == "2016-05-12"


@pytest.mark.parametrize(("option", "by"), [("A", "ARM"), ("B", "SG"), ("C", "CHAIR")])
def test_the_notice_comes_from_whom_the_reading_asks_for_it(option: str, by: str) -> None:
    readings = {"amb.unsc-notify": option}
    for sender in ("ARM", "SG", "CHAIR"):
        # Armenia chairs on this day: as the chairing state it can speak for the Chair too.
        right = sender == by or (option == "C" and sender == "ARM")
        notice = act(clock("2016-05-11", 9), "notify the UN", "a", sender)
        record = decided("2016-05-10", SIX, None, notice, readings=readings)
        assert (len(record.refusals) == 0) == right
        assert (line(record, NOTICE).status in ("met", "done")) == right


def test_of_no_measures_no_notice_is_given() -> None:
    day = "2016-05-10"
    over = [asking(day), act(clock(day, 11), "end", "a", "KAZ")]
    notice = act(clock(day, 12), "notify the UN", "a", "SG")
    record = play(suffered(day, *over, notice), OWN_WORD)
    assert (state(record, "a"), len(record.refusals)) == ("ended", 1)
    assert NOTICE not in names(record)


@pytest.mark.parametrize(("name", "by"), [("end", "KAZ"), ("take measures", "UNSC")])
def test_with_the_end_duties_to_help_fall_away_and_the_notice_stays_due(name: str, by: str) -> None:
    over = act(clock("2016-05-11", 9), name, "a", by)
    record = decided("2016-05-10", SIX, None, over, readings={"amb.unsc-notify": "A"})
    assert state(record, "a") == "ended"
    assert line(record, "help of RUS").status == "withdrawn"
    assert line(record, NOTICE).status == "unmeasured"
    assert {until for _, _, until in bound(record, "a").values()} == {"2016-05-11"}


def test_no_outsider_is_attacked_helps_or_ends_under_article_4() -> None:
    day = "2016-05-10"
    assert len(play(suffered(day, member="SRB")).refusals) == 1
    # A suspended member is a party of the Treaty still: what happens to it is for Article 4.
    assert play(suffered(day, member="UZB")).refusals == ()
    for name, by in (("assist", "UZB"), ("assist", "KAZ"), ("end", "RUS"), ("take measures", "UN")):
        record = play(suffered(day, asking(day), act(clock(day, 12), name, "a", by)), OWN_WORD)
        assert (len(record.refusals), state(record, "a")) == (1, "help owed")


def test_no_member_is_attacked_by_itself() -> None:
    record = play(suffered("2016-05-10", attacking="KAZ"))
    assert (state(record, "a"), len(record.refusals)) == ("no attack", 1)


@pytest.mark.parametrize("attacker", ["state", "armed group from outside"])
def test_a_member_that_attacks_by_an_armed_group_attacks(attacker: str) -> None:
    day = "2016-05-10"
    told = suffered(day, asking(day), attacker=attacker, attacking="BLR")
    for option, covered in (("A", False), ("B", True), ("C", False), ("D", True)):
        record = play(told, {**OWN_WORD, "amb.intra-member": option})
        assert (state(record, "a") == "help owed") == covered


# --- what a decision on this attack is -----------------------------------------------------------


@given(st.sampled_from(["forces", "measure"]), choices("collective_defence"))
def test_a_decision_older_than_the_attack_is_none_on_it(
    subject: str, readings: dict[str, str]
) -> None:
    cases = [attack(decision="d", ending="d"), meeting(), decision(subject=subject)]
    acts = [
        *session("2016-04-10", SIX),
        act(clock("2016-05-10", 7), "come under attack", "a", "KAZ"),
        act(clock("2016-05-10", 8), "request", "a", "KAZ"),
        *help_by("2016-05-11", "RUS", help="forces"),
    ]
    record = play(story(cases, acts), readings)
    assert state(record) == "adopted"
    assert state(record, "a") in ("requested", "help owed")
    assert len(record.refusals) == 1
    assert line(record, "decision").status == "unmeasured"


def test_a_draft_that_failed_before_the_attack_counts_once_it_is_put_again() -> None:
    objecting = {**dict.fromkeys(SIX, "consent"), "TJK": "object"}
    first = session("2016-04-10", SIX, objecting)
    again = [
        act(clock("2016-05-10", 9), "return", "d"),
        act(clock("2016-05-10", 10), "revise", "d"),
        *session("2016-05-11", SIX, id="n"),
    ]
    both = decision(subject="forces", meetings=("m", "n"))
    cases = [attack(decision="d"), meeting(), meeting("n"), both]
    acts = [
        *first,
        act(clock("2016-05-10", 7), "come under attack", "a", "KAZ"),
        act(clock("2016-05-10", 8), "request", "a", "KAZ"),
    ]
    waits = play(story(cases, acts))
    assert (state(waits), state(waits, "a")) == ("not adopted", "requested")
    record = play(story(cases, [*acts, *again]))
    assert (state(record), state(record, "a")) == ("adopted", "decided")


@pytest.mark.parametrize("left_out", [(), ("BLR",), ("BLR", "KAZ")])
def test_where_the_two_that_fight_have_no_vote_a_decision_that_counts_it_is_none(
    left_out: tuple[str, ...],
) -> None:
    for objecting in ("BLR", ""):
        positions = {by: "object" if by == objecting else "consent" for by in SIX}
        more: dict[str, Any] = {"between": left_out} if left_out else {}
        record = decided(
            "2016-05-10", SIX, positions, attacking="BLR",
            readings={"amb.intra-member": "D"}, **more,
        )  # fmt: skip
        assert state(record, "a") == ("decided" if len(left_out) == 2 else "requested")


def test_whom_the_decision_does_not_bind_sends_forces_of_its_own_will() -> None:
    present = [by for by in SIX if by != "BLR"]
    acts = help_by("2016-05-11", "BLR", "RUS", help="forces")
    record = decided("2016-05-10", present, None, *acts, readings={"amb.absence-effect": "B"})
    told = {
        step.by: [leaf.says for leaf in leaves(step.finding)]
        for step in record.steps
        if step.act == "assist"
    }
    assert "BLR" not in bound(record)
    assert told == {"BLR": ["defence.not_bound"], "RUS": ["defence.bound_at_once"]}


def test_what_rests_on_a_request_of_uncertain_time_is_certain_only_after_it() -> None:
    day, last = "2016-05-10", "2016-05-20"
    stretch = Time(f"between {day} and {last}", day, last)
    cases = [attack(decision="d"), meeting(), decision(subject="forces")]
    acts = [
        act(clock(day, 7), "come under attack", "a", "KAZ"),
        act(stretch, "request", "a", "KAZ"),
        *session(day, SIX),
        *help_by("2016-05-11", "RUS", help="other help"),
        *help_by("2016-05-11", "TJK", help="forces"),
        *help_by("2016-05-21", "RUS", help="forces"),
    ]
    record = play(story(cases, acts))
    assert {since for since, _, _ in bound(record, "a").values()} == {last}
    assert [refusal.by for refusal in record.refusals] == ["RUS", "TJK"]
    assert state(record, "a") == "under way"


def test_national_leave_can_be_given_before_the_council_decides() -> None:
    day = "2016-05-10"
    cases = [attack(decision="d"), meeting(), decision(subject="forces")]
    acts = [
        act(clock(day, 7), "come under attack", "a", "KAZ"),
        act(clock(day, 8), "request", "a", "KAZ"),
        act(clock(day, 8), "authorise", "a", "RUS"),
        *session(day, SIX),
        *help_by("2016-05-11", "RUS", help="forces"),
    ]
    record = play(story(cases, acts), {"amb.domestic-authorisation": "B"})
    assert (state(record, "a"), len(record.refusals)) == ("under way", 0)


def test_whoever_has_sent_forces_has_sent_them_whatever_it_gives_later() -> None:
    acts = [
        *help_by("2016-05-11", "RUS", help="forces"),
        *help_by("2016-05-12", "RUS", help="other help"),
    ]
    assert fact(decided("2016-05-10", SIX, None, *acts), "helping", "a") == {"RUS": "forces"}


@pytest.mark.parametrize("field", ["measures", "decision"])
def test_the_council_can_act_on_what_the_secretary_general_calls_an_incident(field: str) -> None:
    cases = [attack("KAZ", **{field: "d"}), meeting(), decision(subject="measure")]
    acts = [
        act(clock("2016-05-02", 8), "come under attack", "a", "KAZ"),
        says("2016-05-03", "SG", "border incident"),
        *session("2016-06-01", SIX),
    ]
    chosen = {"amb.who-qualifies": "D"}
    assert state(play(story(cases, acts[:2]), chosen), "a") == "border incident"
    record = play(story(cases, acts), chosen)
    assert (state(record, "a"), bound(record, "a")) == ("other measures", {})


@pytest.mark.parametrize(("option", "sent"), [("A", True), ("B", False)])
def test_from_2010_forces_wait_for_a_request_where_the_rule_of_that_year_is_held_to_bind(
    option: str, sent: bool
) -> None:
    day = "2012-06-01"
    cases = [attack(decision="d"), meeting(), decision(subject="forces")]
    acts = [
        act(clock(day, 8), "come under attack", "a", "KAZ"),
        says(day, "KAZ"),
        *session(day, members_on(day)),
        act("2012-06-02", "assist", "a", "RUS", help="forces"),
        act("2012-06-03", "assist", "a", "KGZ", help="other help"),
    ]
    record = play(story(cases, acts), OWN_WORD | {"amb.crisis-reg-effect": option})
    assert state(record) == "adopted"
    assert [step.by for step in record.refusals] == ([] if sent else ["RUS"])
    assert dict(fact(record, "helping", "a")).get("RUS", "none") == ("forces" if sent else "none")
    assert ("defence.forces_without_request" in findings_in(record)) is not sent


@pytest.mark.parametrize("proposed", [True, False])
def test_no_forces_are_sent_by_a_decision_that_a_matter_on_their_use_tells_to_lack_a_condition(
    proposed: bool,
) -> None:
    day = "2016-05-10"
    use = ScenarioCase("f", "use_of_forces", "f", Facts(force="CRRF", decision="d"))
    cases = [attack(decision="d"), meeting(), decision(subject="forces"), use]
    form = {"to": "CHAIR", "form": "letter", "signed_by": "head of state"}
    before = [
        act("2016-05-02", "propose contingent", "f", "RUS", kind="military"),
        act("2016-05-02", "request", "f", "KAZ", **form),
        *(
            act("2016-05-02", "propose", "f", body, **{"with": ("KAZ",)})
            for body in ("CMFA", "CMD", "CSSC")
        ),
    ]
    acts = [
        *(before if proposed else []),
        act(clock(day, 7), "come under attack", "a", "KAZ"),
        act(clock(day, 8), "request", "a", "KAZ"),
        *session(day, SIX),
        *help_by("2016-05-11", "RUS", help="forces"),
        *help_by("2016-05-12", "BLR", help="military help"),
    ]
    record = play(story(cases, acts))
    assert state(record, "f") == ("decided" if proposed else "condition missing")
    assert [step.by for step in record.refusals] == ([] if proposed else ["RUS"])
