"""Law that a scenario makes: what is enacted counts from its day, and nothing before it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from building import SIX, act, at, clock, decision, instrument, meeting, session, story
from hypothesis import given
from hypothesis import strategies as st

from csto_sim import law
from csto_sim.cli import main
from csto_sim.engine.run import run
from csto_sim.errors import Unreadable
from csto_sim.explain.whole import explain
from csto_sim.law.enacting import can_be_enacted, enactable, settled_by
from csto_sim.record import Record
from csto_sim.rules.enacted import enacted_on
from csto_sim.rules.otherwise import needed_of
from csto_sim.scenario.load import loads
from csto_sim.scenario.model import Scenario, ScenarioAct
from csto_sim.world import Facts

CONSENSUS = "charter.12.consensus"
RULES = tuple(enactable()[CONSENSUS].rules)
POSITIONS = ("consent", "object", "abstain", "")


def enacts(provision: str, **entry: Any) -> tuple[Facts, ...]:
    """What a matter enacts on one provision."""
    return (Facts(provision=provision, **entry),)


def protocol(signed: str, in_force: str, id: str = "p") -> list[ScenarioAct]:
    """The acts by which all six sign and notify."""
    return [
        *(act(signed, "sign", id, member) for member in SIX),
        *(act(in_force, "notify completion", id, member) for member in SIX),
    ]


def put(day: str, positions: Mapping[str, str], entry: tuple[Facts, ...], **facts: Any) -> Record:
    """A draft put on a day, after a protocol of 2014 that enacts something."""
    return run(decided(day, positions, entry, **facts))


def decided(
    day: str, positions: Mapping[str, str], entry: tuple[Facts, ...], **facts: Any
) -> Scenario:
    """The scenario of `put`."""
    present = [member for member in SIX if positions.get(member) != "absent"]
    said = {m: p for m, p in positions.items() if p and p != "absent"}
    acts = [*protocol("2013-09-02", "2014-03-03"), *session(day, present, said)]
    made = instrument("p", signatories=SIX, in_force_when="all signatories", enacts=entry)
    ordered = sorted(acts, key=lambda each: each.time.written[:10])
    return story([made, meeting("m"), decision("d", **facts)], ordered, since="2013-01-01")


def state(record: Record, case: str = "d") -> str:
    """The state of a case at the end."""
    found = record.outcome(case)
    assert found is not None
    return found.state


positions = st.fixed_dictionaries(
    {member: st.sampled_from(("consent", "object", "abstain", "absent", "")) for member in SIX}
)


@given(rule=st.sampled_from(RULES), said=positions)
def test_a_share_of_the_members_decides_as_the_protocol_says(
    rule: str, said: dict[str, str]
) -> None:
    consenting = sum(1 for position in said.values() if position == "consent")
    against = sum(1 for position in said.values() if position == "object")
    present = any(position != "absent" for position in said.values())
    found = state(put("2015-09-15", said, enacts(CONSENSUS, rule=rule))) == "adopted"
    if not present:
        assert not found
    elif rule in ("two thirds", "three quarters", "simple majority", "unanimity"):
        assert found == (consenting >= needed_of(rule, 6))
    elif rule == "no objection":
        assert found == (consenting > 0 and against == 0)
    elif rule == "consensus without one member":
        assert found == (consenting >= 5)  # by default absence and abstention stop a draft
    else:
        assert found == (consenting == 6)


@given(rule=st.sampled_from(RULES), said=positions, one=st.sampled_from(SIX))
def test_a_further_consent_never_undoes_an_adoption(
    rule: str, said: dict[str, str], one: str
) -> None:
    before = state(put("2015-09-15", said, enacts(CONSENSUS, rule=rule)))
    after = state(put("2015-09-15", {**said, one: "consent"}, enacts(CONSENSUS, rule=rule)))
    assert before != "adopted" or after == "adopted"


@given(rule=st.sampled_from(RULES), said=positions)
def test_what_was_decided_before_the_protocol_is_as_without_it(
    rule: str, said: dict[str, str]
) -> None:
    scenario = decided("2013-12-20", said, enacts(CONSENSUS, rule=rule))
    bare = scenario._replace(
        cases=tuple(
            case._replace(facts=case.facts.without("enacts")) if case.id == "p" else case
            for case in scenario.cases
        )
    )
    changed, plain = run(scenario), run(bare)
    assert changed.outcome("d") == plain.outcome("d")
    early = [step for step in plain.steps if step.when.day < "2014-03-03"]
    assert list(changed.steps[: len(early)]) == early


def test_the_rule_counts_on_its_first_day_and_not_on_the_day_before() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object"}
    entry = enacts(CONSENSUS, rule="two thirds")
    assert state(put("2014-03-02", said, entry)) == "not adopted"
    assert state(put("2014-03-03", said, entry)) == "adopted"


def test_the_step_of_its_first_day_says_what_is_law_now() -> None:
    record = put("2015-09-15", dict.fromkeys(SIX, "consent"), enacts(CONSENSUS, rule="two thirds"))
    made = [step for step in record.steps if step.kind == "law" and step.saw == ("p",)]
    assert [(step.when.day, step.under) for step in made] == [
        ("2014-03-03", (f"{CONSENSUS}@enacted:p",))
    ]
    assert "two thirds of the members" in " ".join(explain(record, made[0].seq).split())


def test_a_decision_cites_the_text_that_was_enacted_and_looked_at_what_made_it() -> None:
    record = put("2015-09-15", dict.fromkeys(SIX, "consent"), enacts(CONSENSUS, rule="two thirds"))
    deciding = next(step for step in record.steps if step.act == "decide")
    assert f"{CONSENSUS}@enacted:p" in deciding.under
    assert "p" in deciding.saw
    told = " ".join(explain(record, deciding.seq).split())
    assert "Decisions are adopted when two thirds of the members with a vote consent." in told


def test_whom_a_decision_binds_is_as_the_protocol_says() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object", "ARM": "abstain"}
    for binds, bound in (("all", set(SIX)), ("consenting", set(SIX) - {"TJK", "ARM"})):
        entry = enacts(CONSENSUS, rule="two thirds", binds=binds)
        found = put("2015-09-15", said, entry).outcome("d")
        assert found is not None
        assert found.state == "adopted"
        assert {bond.member for bond in found.bound} == bound


# --- readings that a text settles ---------------------------------------------------------------


@given(chosen=st.sampled_from(["A", "B", "C"]), settled=st.sampled_from(["A", "B", "C"]))
def test_a_settled_reading_is_asked_no_more(chosen: str, settled: str) -> None:
    entry = enacts("rules.14.1", settles=Facts({"amb.absence-effect": settled}))
    said = dict.fromkeys(SIX, "consent") | {"BLR": "absent"}
    scenario = decided("2015-09-15", said, entry)
    record = run(scenario, readings={"absence-effect": chosen})
    plain = run(decided("2015-09-15", said, enacts("rules.quorum", ends=True)))
    assert (state(record) == "adopted") == (settled != "A")
    assert not next(use for use in record.readings if use.id == "amb.absence-effect").consulted
    assert any(use.id == "amb.absence-effect" and use.consulted for use in plain.readings)


def test_a_protocol_can_say_that_it_is_not_for_what_is_under_way() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object"}
    pending = Facts({"amb.pending-law": "B"})
    entry = (
        *enacts(CONSENSUS, rule="two thirds"),
        *enacts("charter.12.binding", settles=pending),
    )
    acts = [
        act("2013-12-20", "coordinate", "d"),
        *protocol("2013-09-02", "2014-03-03"),
        *session("2015-09-15", SIX, said),
    ]
    made = instrument("p", signatories=SIX, in_force_when="all signatories", enacts=entry)
    cases = [made, meeting("m"), decision("d")]
    ordered = sorted(acts, key=lambda each: each.time.written[:10])
    scenario = story(cases, ordered, since="2013-01-01")
    for option in ("A", "B"):
        assert state(run(scenario, readings={"pending-law": option})) == "not adopted"
    bare = [made._replace(facts=made.facts.plus("enacts", entry[:1])), *cases[1:]]
    free = story(bare, ordered, since="2013-01-01")
    assert state(run(free, readings={"pending-law": "A"})) == "adopted"
    assert state(run(free, readings={"pending-law": "B"})) == "not adopted"


# --- which of several texts counts ---------------------------------------------------------------


def test_a_text_that_ends_leaves_no_rule() -> None:
    said = dict.fromkeys(SIX, "consent")
    record = put("2015-09-15", said, enacts(CONSENSUS, ends=True))
    assert state(record) == "drafted"
    assert any(step.refused and step.act == "decide" for step in record.steps)


def test_another_text_of_the_provision_can_come_into_force() -> None:
    said = dict.fromkeys(SIX, "consent")
    of_1999 = enacts("charter.17.sg-functions", text="charter.17.sg-functions@2002")
    record = put("2015-09-15", said, of_1999)
    made = next(step for step in record.steps if step.kind == "law" and step.saw == ("p",))
    told = " ".join(explain(record, made.seq).split())
    assert "coordinates the drafting and agreement" in told


def test_of_two_protocols_the_later_one_counts_and_what_it_leaves_alone_stands() -> None:
    first = instrument(
        "p", signatories=SIX, enacts=enacts(CONSENSUS, rule="two thirds", binds="consenting")
    )
    settles = Facts({"amb.abstention": "B"})
    second = instrument(
        "q",
        signatories=SIX,
        enacts=(*enacts(CONSENSUS, settles=settles), *enacts("rules.quorum", ends=True)),
    )
    acts = [*protocol("2013-09-02", "2014-03-03"), *protocol("2015-01-12", "2015-06-01", "q")]
    from csto_sim.engine import motion
    from csto_sim.engine.beginning import start
    from csto_sim.engine.times import moment_of, zone_for
    from csto_sim.world import Act, Case, Terms

    terms = Terms()
    cases = {
        each.id: Case(each.id, each.procedure, "drafted", "", each.facts)
        for each in (first, second)
    }
    world = start(cases, moment_of(at("2013-01-01"), zone_for(terms)), terms)
    for each in acts:
        when = moment_of(each.time, zone_for(terms))
        world, _ = motion.fire(world, Act(each.name, each.by, each.case, when, each.takes))
    found = enacted_on(world, CONSENSUS, "2015-06-01")
    assert found is not None
    assert (found.rule, found.binds, found.by) == ("two thirds", "consenting", ("p", "q"))
    assert found.settles == settles
    before = enacted_on(world, CONSENSUS, "2015-05-31")
    assert before is not None
    assert before.by == ("p",)
    assert enacted_on(world, CONSENSUS, "2014-03-02") is None
    # A later text of the shipped law takes the place of both.
    assert enacted_on(world, CONSENSUS, "2016-01-01", "2015-12-31") is None


def test_what_is_enacted_ends_with_what_made_it() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object"}
    entry = enacts(CONSENSUS, rule="two thirds")
    made = instrument("p", signatories=SIX, in_force_when="all signatories", enacts=entry)
    later = instrument("q", signatories=SIX, in_force_when="all signatories", replaces="p")
    acts = [
        *protocol("2013-09-02", "2014-03-03"),
        *protocol("2015-01-12", "2015-06-01", "q"),
        *session("2015-09-15", SIX, said),
    ]
    record = run(story([made, later, meeting("m"), decision("d")], acts, since="2013-01-01"))
    assert state(record) == "not adopted"
    ended = [step for step in record.steps if step.kind == "law" and step.saw == ("p",)]
    assert [step.when.day for step in ended] == ["2014-03-03", "2015-06-01"]


def test_a_decision_that_changes_the_rules_counts_until_another_takes_its_place() -> None:
    entry = enacts("rules.14.1", settles=Facts({"amb.absence-effect": "C"}))
    without = [member for member in SIX if member != "BLR"]
    acts = [
        *session("2014-12-23", SIX, id="m1", matter="new"),
        *session("2015-09-15", without, id="m2", matter="one"),
        *session("2016-10-14", SIX, id="m3", matter="old"),
        *session("2017-11-30", without, id="m4", matter="two"),
    ]
    cases = [
        *(meeting(f"m{number}") for number in (1, 2, 3, 4)),
        decision("new", meetings=("m1",), enacts=entry),
        decision("one", meetings=("m2",)),
        decision("old", meetings=("m3",), replaces="new"),
        decision("two", meetings=("m4",)),
    ]
    record = run(story(cases, acts, since="2014-01-01"), readings={"absence-cure": "C"})
    assert state(record, "one") == "adopted"
    assert state(record, "new") == "superseded"
    assert state(record, "two") == "not adopted"


def test_a_protocol_to_the_charter_needs_all_members_though_it_names_no_charter() -> None:
    entry = enacts(CONSENSUS, rule="simple majority")
    made = instrument("p", in_force_when="number", number=5, enacts=entry)
    five = SIX[:-1]
    acts = [
        *(act("2013-09-02", "sign", "p", member) for member in five),
        *(act("2014-03-03", "notify completion", "p", member) for member in five),
    ]
    record = run(story([made], acts, since="2013-01-01"))
    assert state(record, "p") == "signed"
    joined = [*acts, act("2015-01-12", "sign", "p", SIX[-1])]
    assert state(run(story([made], joined, since="2013-01-01")), "p") == "in force"


@pytest.mark.parametrize("provision", ["rules.14.1", "crrf.composition", "crisis-reg.3day"])
def test_two_members_alone_change_no_law_of_all(provision: str) -> None:
    two = SIX[:2]
    made = instrument("p", signatories=two, enacts=enacts(provision, ends=True))
    acts = [
        *(act("2013-09-02", "sign", "p", member) for member in two),
        *(act("2014-03-03", "notify completion", "p", member) for member in two),
    ]
    record = run(story([made], acts, since="2013-01-01"))
    assert state(record, "p") == "signed"
    others = [act("2015-01-12", "sign", "p", member) for member in SIX[2:]]
    assert state(run(story([made], [*acts, *others], since="2013-01-01")), "p") == "in force"


def test_to_amend_one_instrument_is_no_leave_to_change_another() -> None:
    two = SIX[:2]
    base = instrument("base", instrument="some-agreement", signatories=two)
    made = instrument(
        "p", amends="base", signatories=two, enacts=enacts(CONSENSUS, rule="simple majority")
    )
    acts = [
        *(act("2013-02-01", "sign", "base", member) for member in two),
        *(act("2013-03-01", "notify completion", "base", member) for member in two),
        *(act("2013-09-02", "sign", "p", member) for member in two),
        *(act("2014-03-03", "notify completion", "p", member) for member in two),
    ]
    assert state(run(story([base, made], acts, since="2013-01-01")), "p") == "signed"


def test_effect_before_entry_does_not_reach_back() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object"}
    entry = enacts(CONSENSUS, rule="two thirds")
    facts = {"signatories": SIX, "in_force_when": "all signatories", "enacts": entry}
    made = instrument("p", effect_from="2013-01-01", **facts)
    acts = [
        *(act("2013-09-02", "sign", "p", member) for member in SIX),
        *session("2013-12-20", SIX, said),
        *(act("2014-03-03", "notify completion", "p", member) for member in SIX),
    ]
    record = run(story([made, meeting("m"), decision("d")], acts, since="2013-01-01"))
    assert state(record, "p") == "in force"
    assert state(record) == "not adopted"


def test_effect_after_entry_begins_on_its_own_day() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object"}
    entry = enacts(CONSENSUS, rule="two thirds")
    facts = {"signatories": SIX, "in_force_when": "all signatories", "enacts": entry}
    made = instrument("p", effect_from="2015-01-01", **facts)
    for day, found in (("2014-12-31", "not adopted"), ("2015-01-01", "adopted")):
        acts = [*protocol("2013-09-02", "2014-03-03"), *session(day, SIX, said)]
        record = run(story([made, meeting("m"), decision("d")], acts, since="2013-01-01"))
        assert state(record) == found
        laws = [step.when.day for step in record.steps if step.kind == "law" and step.saw == ("p",)]
        assert laws == ["2015-01-01"]


# --- what a file may say -------------------------------------------------------------------------

FILE = """\
format: 1
title: A protocol
from: 2013-01-01
until: 2014-12-31
matters:
  p:
    procedure: PROCEDURE
    enacts:
      - ENTRY
acts: []
"""


def complaints(entry: str, procedure: str = "instrument") -> list[str]:
    """The messages with which a file that enacts something is refused."""
    text = FILE.replace("PROCEDURE", procedure).replace("ENTRY", entry)
    if procedure == "decision":
        text = text.replace("procedure: decision", "procedure: decision\n    body: CSC")
    try:
        loads(text, "x.yaml")
    except Unreadable as fault:
        return [f"{each.message}; {each.expected}; {each.hint}" for each in fault.complaints]
    return []


@pytest.mark.parametrize(
    ("entry", "procedure", "told"),
    [
        ("{provision: charter.12.consensus, rule: two third}", "instrument", "two thirds"),
        ("{provision: charter.12.consensus, rule: lottery}", "instrument", "simple majority"),
        ("{provision: charter.12.consensus}", "instrument", "here it is not told"),
        (
            "{provision: charter.12.consensus, rule: consensus, ends: true}",
            "instrument",
            "rule and ends",
        ),
        ("{provision: charter.12.consensus, length: 3}", "instrument", "has no length"),
        (
            "{provision: rules.14.1, settles: {abstention: B}}",
            "instrument",
            "no text of 'rules.14.1' settles 'amb.abstention'",
        ),
        ("{provision: rules.14.1, settles: {absence-effect: Z}}", "instrument", "no option 'Z'"),
        ("{provision: rules.14.1, text: rules.quorum}", "instrument", "is no text of"),
        (
            "{provision: lifecycle.withdrawal, ends: true}",
            "instrument",
            "no text of the Organization",
        ),
        ("{provision: charter.12.consensus, rule: consensus}", "decision", "stands in a treaty"),
        ("{provision: rules.14.1, rule: two thirds}", "instrument", "has no rule 'two thirds'"),
        ("{provision: rules.14.2, ends: true}", "instrument", "there is no provision"),
    ],
)
def test_what_the_program_has_no_rule_for_is_refused(entry: str, procedure: str, told: str) -> None:
    found = complaints(entry, procedure)
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize("value", ["*x", "!!python/object:os.system x"])
def test_a_value_that_cannot_be_read_is_told_once(value: str) -> None:
    assert len(complaints(f"{{provision: {value}, rule: two thirds}}")) == 1


def test_only_the_council_changes_the_rules() -> None:
    entry = "{provision: rules.14.1, settles: {absence-effect: C}}"
    assert not complaints(entry, "decision")
    text = FILE.replace("PROCEDURE", "decision\n    body: CMFA").replace("ENTRY", entry)
    with pytest.raises(Unreadable, match="a decision of CMFA changes no law"):
        loads(text, "x.yaml")


def test_every_rule_and_reading_that_is_offered_can_be_written() -> None:
    entries = []
    for provision in law.provisions():
        if not can_be_enacted(provision.id):
            continue
        told = enactable().get(provision.id)
        if told is not None:
            entries += [f"{{provision: {provision.id}, rule: {rule}}}" for rule in told.rules]
            entries += [f"{{provision: {provision.id}, length: 9}}"] if told.unit else []
        entries += [f"{{provision: {provision.id}, text: {t.id}}}" for t in provision.texts]
        for key in settled_by(provision.id):
            for letter in law.readings()[key].options:
                entries.append(f"{{provision: {provision.id}, settles: {{{key}: {letter}}}}}")
    text = FILE.replace("PROCEDURE", "instrument")
    loads(text.replace("- ENTRY", "\n      ".join(f"- {entry}" for entry in entries)), "x.yaml")


def test_the_rules_on_offer_name_provisions_and_instruments_that_exist() -> None:
    from csto_sim.law.enacting import _data

    data = _data()
    known = {each.id for each in law.instruments()}
    assert set(data["by_decision"]) | set(data["not_ours"]) <= known
    assert set(data["never_settled"]) <= set(law.readings())
    for id, each in enactable().items():
        assert law.provision(id) is not None
        assert bool(each.rules) != bool(each.unit)


def test_the_command_lists_what_can_be_enacted(capsys: pytest.CaptureFixture[str]) -> None:
    for args, told in (
        (["law", "rules"], "consensus without one member"),
        (["law", "rules", "rules.14.1"], "absence is neutral"),
        (["law", "rules", "rules.14.1", "--json"], '"by_decision": true'),
        (["law", "rules", "lifecycle.withdrawal"], "nothing in a scenario changes it"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(args)
        assert not ended.value.code
        assert told in capsys.readouterr().out


def test_a_clock_time_on_the_first_day_is_under_the_new_rule() -> None:
    said = dict.fromkeys(SIX, "consent") | {"TJK": "object"}
    made = instrument("p", signatories=SIX, enacts=enacts(CONSENSUS, rule="two thirds"))
    acts = [
        *(act("2013-09-02", "sign", "p", member) for member in SIX),
        *(act(clock("2014-03-03", 9), "notify completion", "p", member) for member in SIX),
        *session("2014-03-03", SIX, said),
    ]
    record = run(story([made, meeting("m"), decision("d")], acts, since="2013-01-01"))
    assert state(record) == "adopted"
