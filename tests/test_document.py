"""Documents: who receives what an organ has adopted, and how own papers are distributed."""

from __future__ import annotations

from itertools import product

import pytest
from building import (
    SIX,
    act,
    clock,
    decision,
    findings_in,
    fired,
    meeting,
    play,
    session,
    state,
    story,
    world_of,
)
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.procedures import procedures
from csto_sim.record import Record
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.world import Facts

DAY = "2023-05-10"


def document(**facts: object) -> ScenarioCase:
    given = {"partners": ("CUB",), "observers": ("MNG",)}
    return ScenarioCase("p", "document", "p", Facts({**given, **facts}))


def paper(author: str, *acts: ScenarioAct, day: str = "2023-06-01") -> Scenario:
    """A paper that its author hands in, and then the acts."""
    handed = act(clock(day, 9), "hand in", "p", author)
    return story([document(author=author)], [handed, *acts], "2017-01-01", "2026-12-31")


def refused(record: Record) -> set[tuple[str, str]]:
    return {(step.act, step.by) for step in record.refusals}


# --- papers of one's own -------------------------------------------------------------------------


SAID = st.lists(st.tuples(st.sampled_from(("consent", "object")), st.sampled_from(SIX)), max_size=4)
#: What members say: now and then all consent, with other things said before and in between.
COURSES = st.tuples(SAID, st.permutations(SIX), SAID, st.integers(4, 6)).map(
    lambda drawn: [*drawn[0], *(("consent", each) for each in drawn[1][: drawn[3]]), *drawn[2]]
)


@given(COURSES)
def test_an_observers_paper_is_distributed_only_when_all_have_consented_and_none_objects(
    said: list[tuple[str, str]],
) -> None:
    acts = [act("2023-06-10", name, "p", by) for name, by in said]
    record = play(paper("MNG", *acts, act("2023-07-01", "distribute", "p", "SECRETARIAT")))
    given: dict[str, str] = {}
    cleared = False
    for name, by in said:
        if not cleared:
            given[by] = name
        cleared = cleared or (len(given) == 6 and set(given.values()) == {"consent"})
    assert (state(record, "p") == "distributed") == cleared


@pytest.mark.parametrize(
    ("author", "option", "found"),
    [
        ("KAZ", "A", "distributed"),
        ("KAZ", "B", "distributed"),
        ("CUB", "A", "distributed"),
        ("CUB", "B", "awaiting consent"),
        ("MNG", "A", "awaiting consent"),
        ("MNG", "B", "awaiting consent"),
        ("VNM", "A", "prepared"),
        ("UZB", "A", "prepared"),
    ],
)
def test_whose_paper_needs_consent(author: str, option: str, found: str) -> None:
    scenario = paper(author, act("2023-07-01", "distribute", "p", "JS"))
    record = play(scenario, {"amb.observer-distribution-consent": option})
    assert state(record, "p") == found


def test_what_an_organ_decides_on_is_nobodys_own_paper() -> None:
    cases = [document(decision="d"), meeting(), decision()]
    record = play(story(cases, [act(DAY, "hand in", "p", "KAZ")], DAY, "2023-12-31"))
    assert refused(record) == {("hand in", "KAZ")}


def test_only_the_author_takes_a_paper_back() -> None:
    record = play(paper("MNG", act("2023-06-02", "withdraw", "p", "KAZ")))
    assert state(record, "p") == "awaiting consent"
    record = play(paper("MNG", act("2023-06-02", "withdraw", "p", "MNG")))
    assert state(record, "p") == "withdrawn"


# --- documents of organs -------------------------------------------------------------------------


def adopted(
    *acts: ScenarioAct, guests: tuple[str, ...] = (), consent: bool = True, **facts: object
) -> Scenario:
    said = dict.fromkeys(SIX, "consent") | ({} if consent else {"TJK": "object"})
    cases = [
        document(decision="d", meeting="m", **facts),
        meeting(open=True, host="BLR"),
        decision(),
    ]
    first, *rest = session(DAY, SIX, said)
    came = [act(clock(DAY, 10), "attend as guest", "m", each) for each in guests]
    told = [first, *rest[:6], *came, *rest[6:]]
    return story(cases, [*told, *acts], DAY, "2023-12-31")


@pytest.mark.parametrize("by", ["KAZ", "CUB", "MNG", "VNM", "UZB"])
def test_who_receives_a_document(by: str) -> None:
    for restricted, distributed, attends, consent in product((False, True), repeat=4):
        acts = [act("2023-05-11", "distribute", "p", "SECRETARIAT")] if distributed else []
        scenario = adopted(
            *acts,
            act("2023-05-12", "receive", "p", by),
            guests=(by,) if attends and by != "KAZ" else (),
            consent=consent,
            restricted=restricted,
        )
        expected = {
            "KAZ": consent,
            "CUB": consent and not restricted,
            "MNG": consent and not restricted and distributed and attends,
        }
        received = ("receive", by) not in refused(play(scenario))
        assert received == expected.get(by, False), (restricted, distributed, attends, consent)


def test_nobody_receives_a_document_twice() -> None:
    twice = [act("2023-05-12", "receive", "p", "CUB"), act("2023-05-13", "receive", "p", "CUB")]
    assert refused(play(adopted(*twice))) == {("receive", "CUB")}


@given(st.sampled_from(("CUB", "MNG")), st.sampled_from(("A", "B")))
def test_before_2021_a_status_gives_rights_to_papers_only_by_a_reading(
    author: str, option: str
) -> None:
    readings = {"amb.status-before-2021": option}
    for day, early in (("2018-11-07", False), ("2019-06-01", True)):
        record = play(paper(author, day=day), readings)
        assert (state(record, "p") == "prepared") == (not early or option == "A")


# --- what whoever would receive a document lacks -------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "by", "lacking"),
    [
        ({"author": "KAZ"}, "CUB", "document.not_adopted"),
        ({"author": "KAZ"}, "MNG", "document.at_no_event"),
        ({"decision": "d"}, "MNG", "document.at_no_event"),
        ({"decision": "d", "meeting": "m"}, "MNG", "document.not_distributed"),
    ],
)
def test_partners_receive_what_an_organ_adopted_and_observers_what_a_meeting_was_given(
    facts: dict[str, object], by: str, lacking: str
) -> None:
    handed = [
        act(clock("2023-06-01", 9), "hand in", "p", "KAZ"),
        act("2023-06-02", "distribute", "p", "SECRETARIAT"),
    ]
    acts = [*session(DAY, SIX), *([] if "decision" in facts else handed)]
    received = act("2023-07-01", "receive", "p", by)
    record = play(story([meeting(), decision(), document(**facts)], [*acts, received]))
    assert refused(record) == {("receive", by)}
    assert lacking in findings_in(record)


# --- whose consent, and to whose paper -----------------------------------------------------------


@pytest.mark.parametrize("changed", SIX)
@pytest.mark.parametrize("place", range(6))
def test_an_objection_that_gave_way_to_consent_stops_nothing_whoever_consents_last(
    changed: str, place: int
) -> None:
    said = [("consent", member) for member in SIX if member != changed]
    said[place:place] = [("object", changed), ("consent", changed)]
    acts = [act("2023-06-10", name, "p", each) for name, each in said]
    acts.append(act("2023-07-01", "distribute", "p", "SECRETARIAT"))
    assert state(play(paper("MNG", *acts)), "p") == "distributed"


@pytest.mark.parametrize("missing", [(), ("KGZ",)])
def test_a_paper_belongs_to_whoever_hands_it_in_where_no_author_is_named(
    missing: tuple[str, ...],
) -> None:
    case = ScenarioCase("p", "document", "p", Facts(partners=(), observers=("MNG",)))
    consents = [act("2023-06-10", "consent", "p", each) for each in SIX if each not in missing]
    acts = [
        act(clock("2023-06-01", 9), "hand in", "p", "MNG"),
        *consents,
        act("2023-07-01", "distribute", "p", "SECRETARIAT"),
    ]
    scenario = story([case], acts, "2017-01-01", "2026-12-31")
    assert state(play(scenario), "p") == ("awaiting consent" if missing else "distributed")
    always = [claim for claim in procedures()["document"].claims if claim.kind == "always"]
    for _, world, _ in fired(world_of(scenario), scenario.acts):
        assert all(claim.of(world, world.cases["p"]) for claim in always)


def test_the_objection_of_a_member_that_was_suspended_since_stops_no_paper() -> None:
    cases = [
        document(author="MNG"),
        ScenarioCase("s", "membership", "s", Facts(member="KAZ", suspension="d")),
        decision("d", meetings=(), subject="suspension", concerning="KAZ"),
    ]
    others = [member for member in SIX if member != "KAZ"]
    acts = [
        act(clock("2023-06-01", 9), "hand in", "p", "MNG"),
        act("2023-06-02", "object", "p", "KAZ"),
        act("2023-06-03", "raise non-fulfilment", "s", "SG"),
        act("2023-06-04", "circulate", "d", "SG"),
        *(act("2023-06-05", "sign", "d", each) for each in others),
        *(act("2023-06-10", "consent", "p", each) for each in others),
        act("2023-07-01", "distribute", "p", "SECRETARIAT"),
    ]
    record = play(story(cases, acts, "2017-01-01", "2026-12-31"))
    assert state(record, "s") == "suspended"
    assert state(record, "p") == "distributed"
