"""Who presides in the Council, who is not counted, and what an empty room can decide."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    SIX,
    act,
    at,
    bound,
    clock,
    convening,
    decision,
    instrument,
    meeting,
    play,
    session,
    state,
    story,
)

from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.record import Record
from csto_sim.scenario.model import Scenario

FIVE = SIX[:5]
HANDOVER = "2022-11-23"  # Armenia hands over to Belarus at the session in Yerevan


def opened(
    day: str,
    who: str,
    readings: dict[str, str] | None = None,
    present: tuple[str, ...] = SIX,
    **facts: str,
) -> str:
    """The state of a session of the Council that `who` opens on a day."""
    opening = act(clock(day, 8), "open", "m", presiding=who, present=present)
    return state(play(story([meeting(**facts)], [opening]), readings or {}), "m")


@pytest.mark.parametrize("session", ["regular", "extraordinary"])
def test_on_the_day_of_a_handover_the_old_and_the_new_chair_may_preside(session: str) -> None:
    assert opened(HANDOVER, "ARM", session=session) == "open"
    assert opened(HANDOVER, "BLR", session=session) == "open"
    assert opened(HANDOVER, "KAZ", session=session) == "announced"


def test_who_presides_must_be_in_the_room() -> None:
    without = tuple(member for member in SIX if member != "ARM")
    assert opened("2022-10-28", "ARM", present=without, session="extraordinary") == "announced"


def test_the_chair_hosts_or_not_as_the_reading_says() -> None:
    # The Armenian Chair at a regular session on the territory of another member.
    for option, came in (("A", "announced"), ("B", "open"), ("C", "open")):
        found = opened("2022-06-01", "ARM", {"amb.chair-default": option}, host="TJK")
        assert found == came


def test_in_2009_the_reading_on_an_absent_chair_says_who_takes_the_chair() -> None:
    present = ("ARM", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    for option, who in (("A", "ARM"), ("B", "RUS"), ("C", "KAZ")):
        readings = {"amb.chair-absent": option}
        takers = [
            state for state in present
            if opened("2009-06-14", state, readings, present, host="RUS") == "open"
        ]  # fmt: skip
        assert takers == [who]


def put(positions: dict[str, str], **facts: Any) -> Scenario:
    """One matter put at a session of all six."""
    cases = [meeting(), decision(**facts)]
    return story(cases, session("2016-03-01", SIX, positions))


def test_the_vote_of_the_member_concerned_is_not_counted() -> None:
    against = dict.fromkeys(FIVE, "consent") | {"TJK": "object"}
    for subject in ("suspension", "exclusion"):
        alone = put(against, subject=subject, concerning="TJK")
        assert state(play(alone)) == "adopted"
        assert state(play(put(against, subject=subject))) == "not adopted"
    other = put(against, subject="general", concerning="TJK")
    assert state(play(other)) == "not adopted"


def test_an_empty_room_decides_nothing() -> None:
    record = play(story([meeting(), decision()], session("2016-03-01", ())))
    assert state(record) == "drafted"
    assert [step.finding.says for step in record.refusals if step.finding is not None]


def test_where_all_reserve_nobody_has_agreed_to_anything() -> None:
    assert state(play(put(dict.fromkeys(SIX, "reserve")))) == "not adopted"


def amendment(signing: tuple[str, ...] = SIX, in_force: bool = True) -> Scenario:
    """A treaty of six, and a protocol to it that some of them sign and all signatories notify."""
    treaty = instrument("t", open_to=SIX)
    protocol = instrument("p", open_to=SIX, amends="t")
    acts = [act(at("2015-01-01"), "sign", "t", each) for each in SIX]
    if in_force:
        acts += [act(at("2015-02-01"), "deposit", "t", each) for each in SIX]
    acts += [act(at("2016-01-01"), "sign", "p", each) for each in signing]
    acts += [act(at("2016-02-01"), "deposit", "p", each) for each in signing]
    return story([treaty, protocol], acts)


def amended(signing: tuple[str, ...], in_force: bool = True) -> Record:
    return play(amendment(signing, in_force))


def test_an_amendment_needs_the_consent_of_all_who_are_bound() -> None:
    assert state(amended(SIX), "p") == "in force"
    assert state(amended(FIVE), "p") == "signed"
    assert state(amended(SIX, in_force=False), "p") == "signed"


def test_the_amended_instrument_notes_the_protocol_and_its_day() -> None:
    treaty = amended(SIX).outcome("t")
    assert treaty is not None
    assert dict(treaty.facts["amended_by"]) == {"p": "2016-02-01"}
    assert set(bound(amended(SIX), "t")) == set(SIX)


def test_a_state_leaves_on_the_day_it_names_and_not_before_six_months() -> None:
    def leaves(exit_day: str) -> Record:
        acts = [act(at("2015-01-01"), "sign", "t", each) for each in SIX]
        acts += [act(at("2015-02-01"), "deposit", "t", each) for each in SIX]
        acts.append(act(at("2015-03-31"), "withdraw", "t", "ARM", exit=exit_day))
        return play(story([instrument("t")], acts, until="2017-01-01"))

    assert bound(leaves("2016-06-01"), "t")["ARM"][2] == "2016-06-01"
    assert bound(leaves("2015-09-30"), "t")["ARM"][2] == "2015-09-30"
    assert len(leaves("2015-09-29").refusals) == 1


def test_working_days_beyond_the_frozen_calendars_are_told_and_not_guessed() -> None:
    asked = act(clock("2031-03-03", 10), "propose", "c", "ARM", to="CHAIR")
    far = story([convening(), meeting()], [asked], since="2031-01-01", until="2031-12-31")
    readings = {"amb.clock-unit": "C", "amb.regulation-2023": "C"}
    with pytest.raises(Unreadable, match="working calendar of RUS"):
        run(far, readings=readings)
    assert run(far, readings={"amb.regulation-2023": "C"}, decisive=True).deadlines


def test_a_state_that_leaves_before_its_bond_would_begin_is_never_bound() -> None:
    acts = [act(at("2015-01-01"), "sign", "t", each) for each in SIX]
    acts += [act(at("2015-02-01"), "deposit", "t", each) for each in SIX]
    acts.append(act(at("2015-03-31"), "withdraw", "t", "ARM"))
    later = story([instrument("t", effect_from="2017-01-01")], acts, until="2018-01-01")
    assert set(bound(play(later), "t")) == set(SIX) - {"ARM"}


def test_a_reading_or_mode_that_does_not_exist_is_refused_from_python_too() -> None:
    scenario = put(dict.fromkeys(SIX, "consent"))
    with pytest.raises(ValueError, match="no reading"):
        run(scenario, readings={"absense-effect": "B"})
    with pytest.raises(ValueError, match="no option"):
        run(scenario, readings={"absence-effect": "Z"})
    with pytest.raises(ValueError, match="no mode"):
        run(scenario, mode="praxis")
    assert run(scenario, readings={"absence-effect": "B"}).readings


def test_a_body_decides_only_in_its_own_meeting() -> None:
    ministers = [meeting(body="CMFA"), decision(body="CSC")]
    assert state(play(story(ministers, session("2016-03-01", SIX)))) == "drafted"


def test_a_scenario_that_ends_at_an_hour_ends_there() -> None:
    asked = act(clock("2016-05-01", 10), "propose", "c", "ARM", to="CHAIR")
    cut = story([convening(), meeting()], [asked], since="2016-04-01")
    record = play(cut._replace(until=clock("2016-05-02", 12)))
    assert state(record, "c") == "proposed"
    assert {line.status for line in record.deadlines} <= {"running", "unmeasured"}
    assert all(step.kind != "law" for step in record.steps)


@pytest.mark.parametrize("option", ["A", "B", "C"])
def test_before_the_year_was_the_term_every_reading_lets_the_old_chair_hand_over(
    option: str,
) -> None:
    readings = {"amb.chair-handover": option}
    assert opened("2014-12-23", "RUS", readings, session="extraordinary") == "open"
    assert opened("2014-12-23", "TJK", readings, session="extraordinary") == "open"
    assert opened("2024-01-01", "BLR", {"amb.chair-handover": "B"}) == "announced"


@pytest.mark.parametrize("there", [True, False])
def test_in_the_permanent_council_nobody_presides_while_the_representative_of_the_chair_is_there(
    there: bool,
) -> None:
    # Belarus chairs from 23 November 2022 on.
    present = SIX if there else tuple(member for member in SIX if member != "BLR")
    assert opened("2023-03-01", "KAZ", present=present, body="PC") == (
        "announced" if there else "open"
    )
    if there:
        assert opened("2023-03-01", "BLR", present=present, body="PC") == "open"
