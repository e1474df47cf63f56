"""The status of partner or observer: application, criteria, decision, Protocol, and its end.

Observers have been in the Charter since 2003 (Article 21); Regulations on both statuses were
approved on 8 November 2018, and chapter VII of the Charter treats both since 19 January 2021.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.procedures._status_acts import (
    APPLICANT,
    EXAMINER,
    GENERAL,
    GRANTING,
    PENDING,
    UNDECIDED,
    State,
    applying,
    beginning,
    begins,
    changing_fields,
    council_has,
    granted_by,
    granting,
    granting_at_once,
    may_apply,
    may_renounce,
    not_granted,
    other_fields,
    using,
)
from csto_sim.procedures._status_criteria import (
    AREAS,
    OBSERVER_STATE,
    PARTNER_ORGANISATION,
    PARTNER_STATE,
    WORDS,
    all_met,
    can_be_examined,
    examining,
)
from csto_sim.world import Case, World

#: What both statuses rest on; what is particular to one is named by the findings.
BASIS = ("charter.4.external",)
APPLYING = (
    Param("to", "actor", "whom it is addressed to; the Secretary General if it is not said"),
    Param("form", "word", "in what form it came", ("letter", "note", "call", "statement")),
)
EXAMINED = (
    Param("meets", "words", "the criteria that the applicant meets", WORDS),
    Param("fails", "words", "the criteria that it does not meet", WORDS),
)

STEPS = (
    Step(
        "apply",
        State.NOT_APPLIED,
        State.APPLIED,
        APPLICANT,
        BASIS,
        "an outsider applies in writing to the Secretary General",
        may_apply,
        change=applying,
        takes=APPLYING,
    ),
    Step(
        "examine",
        UNDECIDED,
        State.CRITERIA_MET,
        EXAMINER,
        BASIS,
        "the applicant is examined and meets every criterion",
        all_met,
        change=examining,
        takes=EXAMINED,
    ),
    Step(
        "examine",
        UNDECIDED,
        State.CRITERIA_NOT_MET,
        EXAMINER,
        BASIS,
        "the applicant is examined, and a criterion is not met or was not examined",
        can_be_examined,
        otherwise=True,
        change=examining,
        takes=EXAMINED,
    ),
    Step(
        "examine",
        State.NOT_GRANTED,
        None,
        EXAMINER,
        BASIS,
        "the applicant is examined again",
        can_be_examined,
        change=examining,
        takes=EXAMINED,
    ),
    Step(
        "",
        PENDING,
        State.GRANTED,
        OF_ITSELF,
        BASIS,
        "the Council has granted the status; the Protocol is still to be signed",
        granted_by(protocol=True),
        change=granting,
        awaits=("decision",),
        of_own_acts_too=True,
    ),
    Step(
        "",
        PENDING,
        State.ACTIVE,
        OF_ITSELF,
        BASIS,
        "the Council has granted the status, and no Protocol is asked for",
        granted_by(protocol=False),
        change=granting_at_once,
        awaits=("decision",),
    ),
    Step(
        "",
        UNDECIDED,
        State.NOT_GRANTED,
        OF_ITSELF,
        BASIS,
        "the decision is not adopted, or a criterion stands in its way",
        not_granted,
        awaits=("decision",),
    ),
    Step(
        "",
        State.GRANTED,
        State.ACTIVE,
        OF_ITSELF,
        BASIS,
        "both sides have signed the individual Protocol",
        begins,
        change=beginning,
        awaits=("instrument",),
    ),
    Step(
        "",
        State.ACTIVE,
        None,
        OF_ITSELF,
        BASIS,
        "other fields have been agreed",
        other_fields,
        change=changing_fields,
        awaits=("decision", "instrument"),
    ),
    Step(
        "",
        State.ACTIVE,
        State.SUSPENDED,
        OF_ITSELF,
        BASIS,
        "the Council suspends the status",
        council_has("suspension"),
        change=using("suspension"),
        awaits=("decision",),
    ),
    Step(
        "",
        State.SUSPENDED,
        State.ACTIVE,
        OF_ITSELF,
        BASIS,
        "the Council lifts the suspension",
        council_has("restoration"),
        change=using("restoration"),
        awaits=("decision",),
    ),
    Step(
        "",
        (State.GRANTED, State.ACTIVE, State.SUSPENDED),
        State.ANNULLED,
        OF_ITSELF,
        BASIS,
        "the Council annuls the status",
        council_has("annulment"),
        change=using("annulment"),
        awaits=("decision",),
    ),
    Step(
        "renounce",
        (State.ACTIVE, State.SUSPENDED),
        State.RENOUNCED,
        APPLICANT,
        BASIS,
        "the holder gives up the status by its own notice",
        may_renounce,
    ),
    Step(
        "withdraw application",
        (*PENDING, State.GRANTED),
        State.WITHDRAWN,
        APPLICANT,
        BASIS,
        "the applicant withdraws its application",
    ),
)

HELD = (State.ACTIVE.word, State.SUSPENDED.word, State.ANNULLED.word, State.RENOUNCED.word)


def _decided_first(world: World, case: Case) -> Claimed:
    """No status without a decision of the Council that was adopted."""
    if case.state not in (*HELD, State.GRANTED.word):
        return BESIDE
    decision = world.case(case.facts.get("decision", ""))
    return decision is not None and decision.state in ("adopted", "superseded")


def _criteria_first(world: World, case: Case) -> Claimed:
    """No grant while a criterion is known not to be met, where the criteria bind the Council."""
    if case.state not in (*HELD, State.GRANTED.word):
        return BESIDE
    if world.terms.readings.get("amb.status-criteria", "A") != "A":
        return BESIDE
    return not case.facts.get("failed", ())


def _protocol_first(world: World, case: Case) -> Claimed:
    """No status granted since the Regulations without a Protocol that has been in force."""
    if case.state not in HELD or case.facts.get("granted", "") < "2018-11-08":
        return BESIDE
    if case.state == State.ANNULLED.word and not case.facts.get("since"):
        return BESIDE  # the grant was annulled before the status began
    if world.terms.readings.get("amb.pending-law") == "B" and case.began < "2018-11-08":
        return BESIDE  # the law of the day of the application goes on for it
    protocol = world.case(case.facts.get("protocol", ""))
    return protocol is not None and bool(protocol.facts.get("in_force"))


def _in_vain(world: World, case: Case) -> bool:
    decision = world.case(case.facts.get("decision", ""))
    adopted = decision is not None and decision.state == "adopted"
    return adopted and case.state == State.NOT_GRANTED.word


def _result(case: Case) -> Result:
    since = str(case.facts.get("since", ""))
    return Result(since, since)


PROCEDURE = Procedure(
    name="status",
    title="The status of partner or observer",
    about=(
        "A state that is no member, or an organisation, applies in writing. It is examined against "
        "the criteria, the Council decides, an individual Protocol is signed; later the fields can "
        "change, and the status can be suspended, annulled or given up."
    ),
    states=State,
    initial=State.NOT_APPLIED,
    final=frozenset({State.ANNULLED, State.RENOUNCED, State.WITHDRAWN}),
    steps=STEPS,
    fields=(
        Param("applicant", "party", "the state or organisation that applies", required=True),
        Param("status", "word", "which status", ("partner", "observer"), required=True),
        Param("areas", "words", "the fields that it chooses", AREAS),
        decision_field("the Council's decision on the application", subjects=GRANTING),
        Param("protocol", "matter", "the individual Protocol", of=("instrument",)),
        Param("new_areas", "words", "the fields that are to take the place of those", AREAS),
        decision_field("the Council's decision on other fields", "new_decision", GENERAL),
        Param("new_protocol", "matter", "the Protocol on other fields", of=("instrument",)),
        decision_field("the Council's decision to suspend the status", "suspension", GENERAL),
        decision_field("the Council's decision to lift the suspension", "restoration", GENERAL),
        decision_field("the Council's decision to annul the status", "annulment", GENERAL),
    ),
    claims=(
        always("no status is held that the Council has not granted", _decided_first),
        always("no status is granted while a criterion is known not to be met", _criteria_first),
        always("since 2018 no status is held without a Protocol", _protocol_first),
        sometimes("a status is held", lambda _w, case: case.state == State.ACTIVE.word),
        sometimes("a decision alone does not grant a status", _in_vain),
    ),
    readings=(
        "amb.status-before-2021",
        "amb.status-criteria",
        "amb.observer-organisation",
        "amb.observer-withdrawal",
        "amb.self-suspension",
        "amb.readmission",
        "amb.pending-law",
    ),
    relies_on=(
        *PARTNER_STATE.values(),
        *PARTNER_ORGANISATION.values(),
        *OBSERVER_STATE.values(),
        *("partner.def", "partner.scope", "partner.areas", "partner.grant"),
        *("observer.def", "observer.scope", "observer.areas", "observer.grant"),
        *("partner.terminate.csto", "partner.terminate.self", "observer.suspend-annul"),
        *("charter.17.sg-represent", "charter.21.observer", "charter.21.observers-partners"),
    ),
    not_modelled=(
        "Whether an application for partner status must be in writing too: the sources tell the "
        "way to the Secretary General for observers (P43), and it is taken alike.",
        "The days between the approval of the Regulations and their treaty basis: where a grant "
        "is possible then, the criteria are asked as approved, under the rule on the grant.",
        "Whether an individual Protocol follows the model one: of that the opening alone is known. "
        "That its text was agreed can be told of the instrument; signature does not wait for it.",
        "Who signs an individual Protocol for the Organization: any office or member counts.",
        "How fields are changed: taken as the grant was, by another decision and Protocol.",
        "Whether a status can be granted in the limited format: it goes by the `subject` of the "
        "decision, `general` or `admission` (amb.limited-scope).",
        "What becomes of a status when its Protocol ends as an instrument, and of the Protocol "
        "when the status ends: that the Organization or the partner can end a partner's Protocol "
        "is told (partner.terminate.csto, partner.terminate.self), and is taken as annulment and "
        "renunciation; that its term runs out is not told of.",
        "What becomes of a status when another decision takes the place of the grant: before the "
        "grant the later decision counts; a status that is held stays until it is annulled.",
        "Whether one status ends another of the same holder: no source tells, and each gives its "
        "rights as long as it is held.",
        "A second suspension, and a status whose holder becomes a member.",
        "Suspension of a partner and the end of any suspension: the sources tell suspension for "
        "observers; both are taken as decisions of the Council.",
        "The cases in which the Organization may end a partner's Protocol (partner.terminate.csto) "
        "and any period of a notice (partner.terminate.self): neither is established.",
        "Who examines an applicant, and how: the sources set criteria and no order of proof.",
        "Observers at the Parliamentary Assembly, which is another status.",
    ),
    looks_at=looks_at_fields(
        *("decision", "protocol", "new_decision", "new_protocol"),
        *("suspension", "restoration", "annulment"),
    ),
    result=_result,
    basis=lambda _scene: BASIS,
)
