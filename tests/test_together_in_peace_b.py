"""Claims about matters of peace that meet in one course: who is asked, who may act, what falls."""

from __future__ import annotations

import pytest
from building import SIX, act, bound, decision, fact, instrument, leaves, play, state, story
from hypothesis import given
from hypothesis import strategies as st

from csto_sim.explain import summary
from csto_sim.record import Record
from csto_sim.scenario.model import ScenarioAct, ScenarioCase
from csto_sim.world import Facts

OUTSIDER, GONE = "MNG", "BLR"
OTHERS = tuple(each for each in SIX if each != GONE)
ASKED, SAID, CHANGED, AFTER, LATER = (
    *("2023-02-01", "2023-02-10", "2023-03-01", "2023-03-10", "2023-03-20"),
)
LETTER = {"to": "CHAIR", "form": "letter"}


def case(id: str, procedure: str, **facts: object) -> ScenarioCase:
    return ScenarioCase(id, procedure, id, Facts(facts))


def memorandum(sides: tuple[str, ...]) -> ScenarioCase:
    """A memorandum of the Secretariat with those `sides`, in the text "p"."""
    facts = {"form": "memorandum", "in_name_of": "the Secretariat", "document": "p", "with": sides}
    return case("k", "cooperation", **facts)


def signed(id: str, day: str, members: tuple[str, ...] = SIX) -> list[ScenarioAct]:
    return [act(day, "circulate", id, "SG"), *(act(day, "sign", id, each) for each in members)]


def by_each(
    day: str, name: str, id: str, members: tuple[str, ...], **takes: object
) -> list[ScenarioAct]:
    return [act(day, name, id, each, **takes) for each in members]


def played(cases: list[ScenarioCase], acts: list[ScenarioAct], **readings: str) -> Record:
    chosen = {f"amb.{id.replace('_', '-')}": option for id, option in readings.items()}
    return play(story(cases, acts, "2023-01-01", "2023-12-31"), chosen)


def refused(record: Record) -> list[tuple[str, str]]:
    return [(step.act, step.by) for step in record.refusals]


def says(record: Record, *, refusals: bool = False) -> set[str]:
    steps = record.refusals if refusals else record.steps
    return {leaf.says for step in steps for leaf in leaves(step.finding)}


def suspension(who: str = GONE) -> list[ScenarioCase]:
    return [
        case("standing", "membership", member=who, suspension="out"),
        decision("out", "CSC", (), subject="suspension", concerning=who),
    ]


def suspended(day: str = CHANGED, who: str = GONE) -> list[ScenarioAct]:
    others = tuple(each for each in SIX if each != who)
    return [act(day, "raise non-fulfilment", "standing", "SG"), *signed("out", day, others)]


def leaving(who: str) -> list[ScenarioAct]:
    """The state gives notice in January and is out on 1 August."""
    return [
        act("2023-01-10", "settle obligations", "leave", who),
        act("2023-01-10", "give notice", "leave", who, exit="2023-08-01"),
    ]


def status(n: str = "", kind: str = "observer", who: str = OUTSIDER) -> list[ScenarioCase]:
    ends = {"suspension": f"s{n}", "annulment": f"x{n}"}
    facts = {"applicant": who, "status": kind, "areas": ("emergencies",), **ends}
    return [
        case(f"st{n}", "status", decision=f"g{n}", protocol=f"p{n}", **facts),
        *(decision(f"{letter}{n}", "CSC", ()) for letter in "gsx"),
        instrument(
            f"p{n}", open_to=("SG", who), signatories=("SG", who), in_force_when="signature"
        ),
    ]


def granted(n: str = "", who: str = OUTSIDER, members: tuple[str, ...] = SIX) -> list[ScenarioAct]:
    return [
        act("2023-01-10", "apply", f"st{n}", who),
        act("2023-01-11", "examine", f"st{n}", "SG", meets=("all",)),
        *signed(f"g{n}", "2023-01-12", members),
        *by_each("2023-01-13", "sign", f"p{n}", ("SG", who)),
    ]


# --- a member in the way is suspended ------------------------------------------------------------


@given(st.booleans(), st.booleans())
def test_consultations_do_not_wait_for_a_member_that_was_suspended(out: bool, said: bool) -> None:
    course = [
        act(ASKED, "ask for consultations", "t", "KAZ"),
        act(ASKED, "hold consultations", "t", "SG", level="ministers"),
        *by_each(SAID, "agree position", "t", OTHERS),
        *([act(SAID, "differ", "t", GONE)] if said else []),
        *(suspended() if out else []),
        act(AFTER, "end consultations", "t", "SG"),
    ]
    record = played([case("t", "consultation", ground="important question"), *suspension()], course)
    assert state(record, "t") == ("aligned" if out else "not aligned")
    assert ("nobody" in summary(record, "t")) is False
    assert fact(record, "taking_part", "t") == (OTHERS if out else SIX)


def test_of_two_who_consult_the_one_that_is_left_aligns_nothing() -> None:
    course = [
        act(ASKED, "ask for consultations", "t", "KAZ"),
        act(ASKED, "hold consultations", "t", "SG", level="ministers", **{"with": (GONE, "KAZ")}),
        act(SAID, "agree position", "t", "KAZ"),
        *suspended(),
        act(AFTER, "end consultations", "t", "SG"),
    ]
    record = played([case("t", "consultation", ground="important question"), *suspension()], course)
    assert state(record, "t") == "not aligned"
    assert "consultation.nobody_left" in says(record)


def papers(*, objects: bool, missing: tuple[str, ...], out: bool) -> Record:
    givers = tuple(each for each in OTHERS if each not in missing)
    course = [
        act(ASKED, "hand in", "d", OUTSIDER),
        *by_each(SAID, "consent", "d", givers),
        *([act(SAID, "object", "d", GONE)] if objects else []),
        *(suspended() if out else []),
        act(AFTER, "distribute", "d", "SECRETARIAT"),
        *by_each(AFTER, "consent", "d", missing),
        act(LATER, "distribute", "d", "SECRETARIAT"),
    ]
    return played(
        [case("d", "document", author=OUTSIDER, observers=(OUTSIDER,)), *suspension()], course
    )


@given(st.booleans(), st.sampled_from(((), ("ARM",), ("KGZ", "TJK"))), st.booleans())
def test_common_consent_is_that_of_the_members_of_the_day(
    objects: bool, missing: tuple[str, ...], out: bool
) -> None:
    record = papers(objects=objects, missing=missing, out=out)
    assert state(record) == (
        "distributed" if out else "objected" if objects else "awaiting consent"
    )
    goes_out = AFTER if not missing else LATER
    assert fact(record, "distributed") == (goes_out if out else None)


def test_an_objection_that_is_given_up_is_no_objection_while_others_are_silent() -> None:
    course = [
        act(ASKED, "hand in", "d", OUTSIDER),
        act(SAID, "object", "d", "ARM"),
        act(AFTER, "consent", "d", "ARM"),
    ]
    record = played([case("d", "document", author=OUTSIDER, observers=(OUTSIDER,))], course)
    assert state(record) == "awaiting consent"


@given(st.booleans())
def test_a_suspended_members_objection_keeps_no_partner_from_an_exercise(out: bool) -> None:
    course = [
        *signed("plan", "2023-01-20"),
        *by_each(ASKED, "consent", "e", OTHERS, to=OUTSIDER),
        act(SAID, "object", "e", GONE, to=OUTSIDER),
        *(suspended() if out else []),
        act(AFTER, "begin", "e", "RUS"),
        act(AFTER, "take part", "e", OUTSIDER),
    ]
    event = case("e", "exercise", decision="plan", partners=(OUTSIDER,))
    record = played([event, decision("plan", "CMD", ()), *suspension()], course)
    assert refused(record) == ([] if out else [("take part", OUTSIDER)])


@given(st.booleans(), st.booleans())
def test_an_operation_that_all_others_approved_waits_for_no_suspended_member(
    out: bool, all_others: bool
) -> None:
    givers = OTHERS if all_others else OTHERS[1:]
    course = [*by_each(SAID, "approve", "o", givers), *(suspended() if out else [])]
    record = played([case("o", "standing_operation"), *suspension()], course)
    approved = out and all_others
    assert state(record, "o") == ("periodic" if approved else "put forward")
    assert fact(record, "approved", "o") == (CHANGED if approved else None)


def test_a_member_that_is_suspended_approves_no_operation_that_nobody_else_approved() -> None:
    record = played([case("o", "standing_operation"), *suspension()], suspended())
    assert state(record, "o") == "put forward"


# --- help: who was asked, who gives, who gets ----------------------------------------------------

NEEDY = "KGZ"
NEED = {"member": NEEDY, "ground": "external threat"}


@given(st.sampled_from(("ARM", "RUS", "TJK")), st.sampled_from("AB"))
def test_who_asked_a_member_that_was_suspended_can_ask_the_others(next: str, decides: str) -> None:
    course = [
        act(ASKED, "request", "a", NEEDY, to=GONE),
        *suspended(),
        act(AFTER, "request", "a", NEEDY, to=next),
        act(LATER, "agree", "a", next),
    ]
    record = played(
        [case("a", "military_assistance", **NEED), *suspension()], course, aid_decision=decides
    )
    if decides == "A":
        assert (state(record, "a"), refused(record)) == ("agreed", [])
    else:
        # The request lies with the Council, and stands.
        assert state(record, "a") == "requested"
        assert refused(record) == [("request", NEEDY), ("agree", next)]


@given(st.permutations(OTHERS), st.booleans())
def test_all_have_refused_when_all_who_can_answer_have(order: list[str], early: bool) -> None:
    refusals = [
        act(SAID if early else AFTER, "refuse", "a", each) for each in order if each != NEEDY
    ]
    asked = act(ASKED, "request", "a", NEEDY, **LETTER)
    course = [asked, *(refusals if early else []), *suspended(), *([] if early else refusals)]
    record = played([case("a", "military_assistance", **NEED), *suspension()], course)
    assert state(record, "a") == "refused"
    found = says(record)
    assert ("aid.nobody_left" in found) is early
    assert ("aid.all_refuse" in found) is not early


@given(st.booleans(), st.booleans())
def test_nothing_is_supplied_on_the_terms_of_members_to_a_state_that_has_left(
    order: bool, left: bool
) -> None:
    day = "2023-09-01" if left else "2023-07-01"
    asking = (
        act(ASKED, "order", "a", NEEDY, to="RUS")
        if order
        else act(ASKED, "request", "a", NEEDY, **LETTER)
    )
    agreed = [] if order else [act(SAID, "agree", "a", "RUS")]
    course = [*leaving(NEEDY), asking, *agreed, act(day, "supply", "a", "RUS")]
    record = played(
        [case("a", "military_assistance", **NEED), case("leave", "membership", member=NEEDY)],
        course,
    )
    assert refused(record) == ([("supply", "RUS")] if left else [])
    under = {id for step in record.refusals for id in step.under}
    assert ("aid.member_no_more" in says(record, refusals=True)) is left
    assert under == ({"mtc.preferential" if order else "mtc.attack-assist"} if left else set())


@given(st.booleans(), st.booleans())
def test_aid_is_proposed_on_the_offers_of_those_who_can_send_it(out: bool, another: bool) -> None:
    offers = [GONE, *(["KAZ"] if another else [])]
    course = [
        act(ASKED, "request aid", "a", "TJK"),
        *(act(SAID, "offer", "a", each, aid=("forces",)) for each in offers),
        *(suspended() if out else []),
        act(AFTER, "work out proposals", "a", "EMERGENCY_COUNCIL", aid=("forces",)),
    ]
    record = played([case("a", "emergency_assistance", stricken="TJK"), *suspension()], course)
    assert state(record, "a") == ("asked" if out and not another else "proposed")


@given(st.sampled_from(("withdraw request", "end aid")), st.booleans())
def test_a_stricken_state_that_has_left_can_still_do_without_the_aid(last: str, left: bool) -> None:
    day = "2023-09-01" if left else "2023-07-30"
    ends = last == "end aid"
    course = [
        *leaving("TJK"),
        act("2023-07-10", "request aid", "a", "TJK"),
        act("2023-07-10", "offer", "a", "RUS", aid=("means",)),
        act("2023-07-10", "work out proposals", "a", "EMERGENCY_COUNCIL", aid=("means",)),
        *(signed("d", "2023-07-20") if ends else []),
        act(day, last, "a", "TJK"),
    ]
    cases = [
        case("a", "emergency_assistance", stricken="TJK", decision="d"),
        decision("d", "CSC", ()),
    ]
    record = played([*cases, case("leave", "membership", member="TJK")], course)
    assert refused(record) == []
    assert state(record, "a") == ("ended" if ends else "withdrawn")


# --- statuses beside papers and events -----------------------------------------------------------


@given(st.sampled_from(("", "s", "x")), st.booleans(), st.booleans())
def test_a_paper_goes_out_only_while_its_author_has_the_right(
    ended: str, taken_back: bool, named: bool
) -> None:
    last = act(LATER, "withdraw", "d", OUTSIDER) if taken_back else act(LATER, "distribute", "d")
    course = [*granted(), act(ASKED, "hand in", "d", OUTSIDER), *by_each(SAID, "consent", "d", SIX)]
    course += [*(signed(ended, CHANGED) if ended else []), last]
    paper = case("d", "document", **({"author": OUTSIDER} if named else {}))
    record = played([*status(), paper], course)
    goes = taken_back or not ended
    assert refused(record) == ([] if goes else [("distribute", "")])
    assert state(record) == ("withdrawn" if taken_back else "distributed" if goes else "cleared")
    assert all("observer.right.distribute" in step.under for step in record.refusals)


@given(st.sampled_from((*SIX, "SRB")))
def test_nobody_takes_back_the_paper_of_another(other: str) -> None:
    course = [act(ASKED, "hand in", "d", OUTSIDER), act(SAID, "withdraw", "d", other)]
    record = played([case("d", "document", observers=(OUTSIDER,))], course)
    assert refused(record) == [("withdraw", other)]


@given(st.sampled_from(("", "s", "x")), st.sampled_from(("observers", "partners")))
def test_no_status_is_supposed_of_which_a_matter_tells_that_it_rests_or_has_ended(
    ended: str, supposed: str
) -> None:
    kind = supposed.removesuffix("s")
    course = [
        *granted(),
        *(signed(ended, CHANGED) if ended else []),
        act(AFTER, "hand in", "d", OUTSIDER),
    ]
    paper = case("d", "document", author=OUTSIDER, **{supposed: (OUTSIDER,)})
    record = played([*status(kind=kind), paper], course)
    assert refused(record) == ([("hand in", OUTSIDER)] if ended else [])


@given(st.permutations(("observer", "partner")))
def test_an_observer_that_has_become_a_partner_has_the_rights_of_both(kinds: list[str]) -> None:
    cases = [each for kind in kinds for each in status(kind[0], kind)]
    course = [
        *granted("o"),
        *(act("2023-01-14", each.name, each.case, each.by, **each.takes) for each in granted("p")),
        *signed("plan", "2023-01-20"),
        *by_each(ASKED, "consent", "e", SIX, to=OUTSIDER),
        act(SAID, "begin", "e", "RUS"),
        act(SAID, "take part", "e", OUTSIDER),
        act(AFTER, "hand in", "d", OUTSIDER),
    ]
    event = case("e", "exercise", decision="plan", area="emergencies")
    paper = case("d", "document", author=OUTSIDER)
    record = played([*cases, event, paper, decision("plan", "CMD", ())], course)
    assert refused(record) == []
    assert state(record) == "cleared"


@given(st.permutations(("observer", "partner")), st.booleans())
def test_a_partner_that_is_an_observer_too_comes_to_an_open_meeting_uninvited(
    kinds: list[str], both: bool
) -> None:
    cases = [each for kind in kinds for each in status(kind[0], kind)]
    place = Facts(body="CMFA", open=True, invited=("SRB",), areas=("emergencies",))
    course = [
        *(granted("o") if both else []),
        *(act("2023-01-14", each.name, each.case, each.by, **each.takes) for each in granted("p")),
        act("2023-02-01T10:00+03:00", "open", "m"),
        *(act("2023-02-01T10:00+03:00", "attend", "m", each) for each in SIX),
        act("2023-02-01T11:00+03:00", "attend as guest", "m", OUTSIDER),
    ]
    record = played([*cases, ScenarioCase("m", "meeting", "m", place)], course)
    assert (("attend as guest", OUTSIDER) in refused(record)) is not both


@given(st.permutations(("observer", "partner")), st.sampled_from("AB"), st.booleans())
def test_a_partner_that_is_an_observer_too_speaks_where_an_observer_is_silent(
    kinds: list[str], speech: str, both: bool
) -> None:
    cases = [each for kind in kinds for each in status(kind[0], kind)]
    place = Facts(body="CMFA", open=True, invited=(OUTSIDER,), areas=("emergencies",))
    course = [
        *granted("o"),
        *(
            []
            if not both
            else [act("2023-01-14", e.name, e.case, e.by, **e.takes) for e in granted("p")]
        ),
        act("2023-02-01T10:00+03:00", "open", "m"),
        *(act("2023-02-01T10:00+03:00", "attend", "m", each) for each in SIX),
        act("2023-02-01T11:00+03:00", "attend as guest", "m", OUTSIDER),
        act("2023-02-01T12:00+03:00", "speak", "m", OUTSIDER),
    ]
    record = played(
        [*cases, ScenarioCase("m", "meeting", "m", place)], course, observer_speech=speech
    )
    assert refused(record) == ([] if both or speech == "A" else [("speak", OUTSIDER)])


@given(st.booleans(), st.sampled_from(("consent", "object")))
def test_who_watches_and_is_asked_to_take_part_needs_the_consent_of_all(
    asked: bool, last: str
) -> None:
    course = [
        *signed("plan", "2023-01-20"),
        act(ASKED, "begin", "e", "RUS"),
        act(ASKED, "watch", "e", OUTSIDER),
        *([act(SAID, "invite", "e", "RUS", to=OUTSIDER, **{"as": "participant"})] if asked else []),
        *by_each(AFTER, "consent", "e", SIX[1:], to=OUTSIDER),
        act(AFTER, last, "e", SIX[0], to=OUTSIDER),
        act(LATER, "take part", "e", OUTSIDER),
    ]
    event = case("e", "exercise", decision="plan", observers=(OUTSIDER,))
    record = played([event, decision("plan", "CMD", ())], course)
    taken = asked and last == "consent"
    assert (fact(record, "taking_part", "e") == (OUTSIDER,)) is taken
    assert ("event.has_come" in says(record, refusals=True)) is not asked


@given(st.sampled_from(("", "exercise", "scientific event")))
def test_an_observer_of_conferences_takes_no_direct_part_in_an_exercise(kind: str) -> None:
    told = {"kind": kind} if kind else {}
    course = [
        *signed("plan", ASKED),
        act(SAID, "begin", "e", "RUS"),
        act(AFTER, "take part", "e", OUTSIDER),
    ]
    event = case("e", "exercise", decision="plan", observers=(OUTSIDER,), **told)
    record = played([event, decision("plan", "CMD", ())], course)
    assert refused(record) == ([] if kind == "scientific event" else [("take part", OUTSIDER)])


JOINING = "AZE"


def joined(day: str) -> list[ScenarioAct]:
    return [
        act(day, "apply", "j", JOINING),
        *signed("adm", day),
        act(day, "ratify", "j", JOINING),
        act(day, "deposit", "j", JOINING),
    ]


def admission() -> list[ScenarioCase]:
    return [
        case("j", "membership", member=JOINING, admission="adm"),
        decision("adm", "CSC", (), subject="admission", concerning=JOINING),
    ]


@pytest.mark.parametrize("at", ["before the grant", "before the Protocol", "never"])
def test_no_member_holds_the_status_of_an_outsider(at: str) -> None:
    seven = tuple(sorted((*SIX, JOINING)))
    begun = [act("2023-01-10", "apply", "st", JOINING)]
    begun += [act("2023-01-11", "examine", "st", "SG", meets=("all",))]
    joins, protocol = joined(ASKED), by_each(LATER, "sign", "p", ("SG", JOINING))
    course = {
        "before the grant": [*begun, *joins, *signed("g", SAID, seven), *protocol],
        "before the Protocol": [*begun, *signed("g", "2023-01-20"), *joins, *protocol],
        "never": [*begun, *signed("g", SAID), *protocol],
    }[at]
    record = played([*status(kind="partner", who=JOINING), *admission()], course)
    ends = {"before the grant": "not granted", "before the Protocol": "granted", "never": "active"}
    assert state(record, "st") == ends[at]
    if at == "before the grant":
        assert "status.insider" in says(record)


# --- third-state facilities ----------------------------------------------------------------------


def hosting(host: str, third: str = "CHN") -> ScenarioCase:
    return case("b", "infrastructure", host=host, third=third, kind="troops")


def intention(host: str, day: str = ASKED) -> list[ScenarioAct]:
    return [act(day, "declare intention", "b", host), act(day, "inform", "b", host)]


@given(st.sampled_from(("before", "after")), st.sampled_from(("decide to host", "give up")))
def test_a_suspended_host_tells_consults_and_decides_on_its_own_territory(
    when: str, last: str
) -> None:
    consulted = [act(AFTER, "consult", "b", "PC"), act(AFTER, "close consultations", "b", "PC")]
    told = intention(GONE, ASKED if when == "before" else AFTER)
    course = [*told, *suspended()] if when == "before" else [*suspended(), *told]
    record = played(
        [hosting(GONE), *suspension()], [*course, *consulted, act(LATER, last, "b", GONE)]
    )
    assert refused(record) == []
    assert state(record, "b") == ("decided" if last == "decide to host" else "given up")


@given(st.booleans())
def test_no_objection_stops_a_host_that_has_left(objected: bool) -> None:
    course = [
        *leaving(NEEDY),
        *intention(NEEDY),
        *([act(SAID, "object", "b", "ARM", **LETTER)] if objected else []),
        act("2023-08-01", "object", "b", "KAZ", **LETTER),
    ]
    record = played([hosting(NEEDY), case("leave", "membership", member=NEEDY)], course)
    assert state(record, "b") == "outside the rule"
    assert refused(record) == [("object", "KAZ")]
    assert all(each.status == "withdrawn" for each in record.deadlines if each.case == "b")


def test_no_objection_stops_the_hosting_of_a_state_that_has_become_a_member() -> None:
    course = [*intention("KAZ"), act(SAID, "object", "b", "ARM", **LETTER), *joined(CHANGED)]
    record = played([hosting("KAZ", JOINING), *admission()], course)
    assert state(record, "b") == "outside the rule"


# --- what is taken up, and what both sides are bound by ------------------------------------------


@given(st.sampled_from(("", "before", "after")), st.sampled_from(("notice", "inform", "analyse")))
def test_what_was_proposed_and_had_lapsed_is_not_on_what_is_reported_later(
    again: str, first: str
) -> None:
    proposal = {"notice": "CRC", "inform": "KGZ", "analyse": "PC"}
    proposed = act("2023-01-10", "propose", "c", "KAZ", to="CHAIR")
    anew = [act(SAID if again == "before" else LATER, "propose", "c", "KAZ", to="CHAIR")]
    report = [act("2023-02-11", first, "m", proposal[first])]
    course = [
        proposed,
        *(anew if again == "before" else []),
        *report,
        *(anew if again == "after" else []),
    ]
    cases = [case("m", "crisis_monitoring", convening="c"), case("c", "convening")]
    record = played(cases, course)
    assert (state(record, "m") == "taken up") is bool(again)
    if again:
        assert fact(record, "taken_up", "m") == ("2023-02-11" if again == "before" else LATER)


@given(st.sampled_from(("SG", "SCO")), st.sampled_from(("2023-07-10", "2023-08-30")))
def test_a_memorandum_ends_when_one_side_has_withdrawn_from_its_text(
    leaver: str, until: str
) -> None:
    text = instrument(
        "p", open_to=("SG", "SCO"), signatories=("SG", "SCO"), in_force_when="signature"
    )
    cases = [
        memorandum(("SCO",)),
        text,
    ]
    course = [
        *by_each("2023-01-10", "sign", "p", ("SG", "SCO")),
        act("2023-01-11", "withdraw", "p", leaver),
    ]
    record = play(story(cases, course, "2023-01-01", until))
    left = until > "2023-07-12"
    assert bool(bound(record, "p")[leaver][2]) is left
    assert state(record, "k") == ("ended" if left else "in effect")


def test_a_memorandum_of_three_goes_on_when_one_of_the_others_has_withdrawn() -> None:
    sides = ("SG", "SCO", "CIS")
    text = instrument("p", open_to=sides, signatories=sides, in_force_when="signature")
    cases = [
        memorandum(("CIS", "SCO")),
        text,
    ]
    course = [*by_each("2023-01-10", "sign", "p", sides), act("2023-01-11", "withdraw", "p", "SCO")]
    assert state(played(cases, course), "k") == "in effect"
