"""Forces and facilities of third states: one objection blocks, and silence counts as it is read."""

from __future__ import annotations

import pytest
from building import SIX, act, days, few, play, state, story, subsets
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

HOST, OTHERS = "KGZ", tuple(member for member in SIX if member != "KGZ")
INTENT = act("2017-02-10", "state intention", "b", HOST)
TALKS = act("2017-02-11", "consult", "b", "SG")
END = act("2017-03-01", "end consultations", "b", HOST)
TAKEN = act("2017-03-02", "take in", "b", HOST)


def hosting(**facts: str) -> ScenarioCase:
    return ScenarioCase(
        "b", "infrastructure", "A base", Facts({"host": HOST, "third": "MNG", **facts})
    )


def played(*acts: ScenarioAct, readings: dict[str, str] | None = None, **facts: str) -> Record:
    told = {"kind": "troops", **facts}
    return play(story([hosting(**told)], acts), readings or {})


def said(what: str, members: tuple[str, ...], day: str = "2017-02-20") -> list[ScenarioAct]:
    return [act(day, what, "b", member) for member in members]


@given(subsets(OTHERS), st.sampled_from("ABC"))
def test_any_objection_in_the_consultations_blocks_under_every_reading_of_silence(
    objecting: tuple[str, ...], option: str
) -> None:
    agreeing = tuple(member for member in OTHERS if member not in objecting)
    acts = [INTENT, TALKS, *said("agree to hosting", agreeing)]
    acts += [*said("object officially", objecting, "2017-02-21"), END, TAKEN]
    record = played(*acts, readings={"amb.infra-silence": option})
    assert state(record, "b") == ("blocked" if objecting else "taken in")


@given(subsets(OTHERS), st.sampled_from("ABC"))
def test_who_says_nothing_hinders_only_where_every_member_has_to_agree(
    agreeing: tuple[str, ...], option: str
) -> None:
    record = played(
        INTENT, TALKS, *said("agree to hosting", agreeing), END, TAKEN,
        readings={"amb.infra-silence": option},
    )  # fmt: skip
    free = option != "B" or agreeing == OTHERS
    assert state(record, "b") == ("taken in" if free else "consulting")


@given(few(OTHERS))
def test_the_last_objection_withdrawn_opens_the_consultations_again(
    objecting: tuple[str, ...],
) -> None:
    talks = [INTENT, TALKS, *said("object officially", objecting)]
    withdrawn = said("withdraw objection", objecting, "2017-02-25")
    assert state(played(*talks, *withdrawn[:-1]), "b") == "blocked"
    assert state(played(*talks, *withdrawn), "b") == "consulting"


@given(days("2004-01-01", "2024-12-31"))
def test_one_objection_blocks_from_the_day_of_the_protocol_on(day: str) -> None:
    record = played(
        act(day, "state intention", "b", HOST), *said("object officially", ("RUS",), day)
    )
    assert (state(record, "b") == "blocked") == (day >= "2012-11-20")


@pytest.mark.parametrize("kind", ["transit point", "civilian mission"])
def test_what_is_not_military_is_free_by_default_and_covered_by_the_wider_reading(
    kind: str,
) -> None:
    assert state(played(INTENT, kind=kind), "b") == "not covered"
    wider = {"amb.infra-scope": "B"}
    assert state(played(INTENT, kind=kind, readings=wider), "b") == "intended"


@pytest.mark.parametrize(("since", "covered"), [("2012-11-19", False), ("2012-11-20", True)])
def test_what_was_there_before_the_protocol_is_not_newly_taken_in(
    since: str, covered: bool
) -> None:
    assert (state(played(INTENT, since=since), "b") == "intended") is covered


def test_before_the_charter_nothing_is_asked_of_a_host() -> None:
    record = played(act("2003-09-17", "state intention", "b", HOST))
    assert state(record, "b") == "no intention"
    assert "charter.7.foreign-troops" in record.refusals[0].under


def test_the_host_cannot_object_to_its_own_intention_nor_another_take_it_up() -> None:
    assert played(INTENT, *said("object officially", (HOST,))).refusals
    assert played(act("2017-02-10", "state intention", "b", "RUS")).refusals
