"""A peacekeeping operation: request or mandate, the Council's decision, contingents, return.

On a member's territory the Council decides at that member's official request and the UN Security
Council is told at once (pko.inside); elsewhere it takes a mandate of the UN Security Council
(pko.outside). Composition, structure and strength are set for each operation (pko.composition).
"""

from __future__ import annotations

from csto_sim.procedure import (
    MEMBER,
    OF_ITSELF,
    Change,
    Claim,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._peacekeeping_acts import (
    ARTICLE_4,
    BEFORE,
    COMMANDER,
    COMPOSITION,
    COORDINATING,
    GATEWAY,
    HOST,
    IN_COMMAND,
    INSIDE,
    OUTSIDE,
    RETURN,
    TOLD,
    UNDER_WAY,
    UNSC,
    State,
    asking,
    council_decides,
    deciding,
    host_asks,
    in_command,
    mandate_over,
    may_call_off,
    may_coordinate,
    may_mandate,
    notice_rests_on,
)
from csto_sim.procedures._peacekeeping_forces import (
    CONTRIBUTOR,
    ENDS,
    LEAVE,
    PER_OPERATION,
    THIRD_PARTY,
    all_back,
    decision_ends,
    ending,
    giving_leave,
    host_ends,
    may_send,
    one_back,
    return_ordered,
    returning,
    sending,
    setting_out,
)
from csto_sim.procedures._proposal import ADDRESSED
from csto_sim.procedures._stages import decision_field, looks_at_fields, on_decision
from csto_sim.procedures._unsc_notice import NOTICE, NOTICE_READINGS, UNSC_NOTIFY, notice_rows
from csto_sim.rules.consensus import BINDING
from csto_sim.world import NO_FACTS, Case, World

SENT = (State.DEPLOYED, State.ENDED, State.RETURNING, State.RETURNED)

STEPS = (
    Step(
        "request",
        State.NOT_REQUESTED,
        State.REQUESTED,
        MEMBER,
        (INSIDE,),
        "the member on whose territory it would be asks for the operation",
        host_asks,
        change=asking,
        takes=ADDRESSED,
        right="propose",
    ),
    Step(
        "mandate",
        State.NOT_REQUESTED,
        State.MANDATED,
        UNSC,
        (OUTSIDE,),
        "the UN Security Council gives a mandate",
        may_mandate,
        change=lambda scene: Change({"mandated": scene.act.when.day}),
    ),
    *on_decision(
        (State.REQUESTED, State.MANDATED),
        State.DECIDED,
        council_decides,
        (),
        "the Council decides on the operation",
        blocked=State.NOT_DECIDED,
        says_blocked="the Council has not decided on the operation",
        change=deciding,
    ),
    *notice_rows(TOLD, cites=notice_rests_on),
    Step(
        "take command",
        UNDER_WAY,
        None,
        IN_COMMAND,
        (COMMANDER,),
        "the commander named by the defence ministers takes command",
        in_command,
        change=lambda scene: Change({"commander_since": scene.act.when.day}),
    ),
    Step(
        "take up coordination",
        UNDER_WAY,
        None,
        MEMBER,
        (COORDINATING,),
        "the coordinating state named by the Council takes up its task",
        may_coordinate,
        change=lambda scene: Change({"coordinator": scene.act.by}),
        # No day of entry into force is established; a matter of the scenario can bring it about.
        needs_law=False,
        right="operations",
    ),
    Step(
        "give leave",
        UNDER_WAY,
        None,
        MEMBER,
        (BINDING,),
        "the national authorities of a member give leave to send its contingent",
        change=giving_leave,
    ),
    Step(
        "send contingent",
        UNDER_WAY,
        State.DEPLOYED,
        MEMBER,
        (COMPOSITION,),
        "a member sends its contingent",
        may_send,
        change=sending,
        right="operations",
    ),
    Step(
        "take back request",
        (State.REQUESTED, *BEFORE),
        State.CALLED_OFF,
        HOST,
        (INSIDE,),
        "the host takes its request back before any contingent was sent",
        may_call_off,
    ),
    Step(
        "end mandate",
        (State.MANDATED, *BEFORE),
        State.CALLED_OFF,
        UNSC,
        (OUTSIDE,),
        "the mandate ends before any contingent was sent",
        mandate_over,
    ),
    Step(
        "",
        State.DECIDED,
        State.CALLED_OFF,
        OF_ITSELF,
        (),
        "a decision ends the operation before any contingent was sent",
        decision_ends,
        awaits=("decision",),
    ),
    Step(
        "end mandate",
        State.DEPLOYED,
        State.ENDED,
        UNSC,
        (OUTSIDE,),
        "the mandate ends, and the operation with it",
        mandate_over,
        change=ending,
    ),
    Step(
        "declare the end",
        State.DEPLOYED,
        State.ENDED,
        HOST,
        (INSIDE,),
        "the host declares the operation over",
        host_ends,
        change=ending,
    ),
    Step(
        "",
        State.DEPLOYED,
        State.ENDED,
        OF_ITSELF,
        (),
        "a decision ends the operation",
        decision_ends,
        change=ending,
        awaits=("decision",),
    ),
    Step(
        "",
        State.ENDED,
        State.RETURNING,
        OF_ITSELF,
        (),
        "the return of the contingents is ordered, or needs no order",
        return_ordered,
        change=setting_out,
        awaits=("decision",),
        of_own_acts_too=True,
    ),
    Step(
        "withdraw contingent",
        State.RETURNING,
        State.RETURNED,
        CONTRIBUTOR,
        (),
        "the last contingent returns",
        all_back,
        change=returning,
    ),
    Step(
        "withdraw contingent",
        State.RETURNING,
        None,
        CONTRIBUTOR,
        (),
        "a contingent returns",
        one_back,
        change=returning,
    ),
)


def _asked_and_decided(_world: World, case: Case) -> bool:
    facts = case.facts
    if case.state not in [state.word for state in SENT]:
        return True
    asked = facts.get("requested" if facts.get("area") == "inside" else "mandated")
    return bool(asked and facts.get("decided"))


def _only_bound_third_parties(world: World, case: Case) -> bool:
    facts = case.facts
    decision = world.case(facts.get("decision", ""))
    bound = decision.facts.get("bound", NO_FACTS) if decision is not None else NO_FACTS
    sent = (*facts.get("there", ()), *facts.get("returned", ()))
    return all(member in bound and member != facts.get("host") for member in sent)


def _nobody_left_behind(_world: World, case: Case) -> bool:
    return case.state != State.RETURNED.word or not case.facts.get("there")


CLAIMS: tuple[Claim, ...] = (
    always(
        "contingents are sent only after a request or a mandate and a decision of the Council",
        _asked_and_decided,
    ),
    always(
        "only members bound by the decision, and never the host, send contingents",
        _only_bound_third_parties,
    ),
    always("an operation whose contingents have returned has none there", _nobody_left_behind),
    sometimes("contingents are sent", lambda _world, case: case.state == State.DEPLOYED.word),
    sometimes("the Council does not decide", lambda _w, case: case.state == State.NOT_DECIDED.word),
)

PROCEDURE = Procedure(
    name="peacekeeping",
    title="A peacekeeping operation",
    about=(
        "A member asks for an operation on its territory, or the UN Security Council gives a "
        "mandate for one elsewhere. The Council decides, contingents are sent and return."
    ),
    states=State,
    initial=State.NOT_REQUESTED,
    # A notice that was never given can still be when all have returned.
    final=frozenset({State.CALLED_OFF}),
    steps=STEPS,
    fields=(
        Param(
            "area",
            "word",
            "inside: on a member's territory; outside: elsewhere, for the United Nations",
            ("inside", "outside"),
            required=True,
        ),
        Param("host", "state", "the state on whose territory the operation would be"),
        Param("article_4", "yes/no", "whether the host invokes Article 4 of the Treaty as well"),
        Param("sides", "states", "members that are sides in the conflict"),
        decision_field("the Council's decision on the operation"),
        Param("contingents", "states", "the members whose contingents it is composed of"),
        decision_field("the decision on the composition, if it is another", "composition"),
        decision_field("the defence ministers' decision that names the commander", "commander"),
        decision_field("the Council's decision that names a coordinating state", "coordination"),
        Param("coordinating_state", "state", "the state that it names"),
        Param("protocol", "matter", "the Protocol of 2021, as a matter here", of=("instrument",)),
        decision_field("a decision that ends the operation", "ending"),
        decision_field("the decision on the return of the contingents", "return"),
    ),
    claims=CLAIMS,
    readings=(
        "amb.request-form",
        GATEWAY,
        *NOTICE_READINGS,
        "amb.date-only",
        PER_OPERATION,
        LEAVE,
        ENDS,
        "amb.pending-law",
    ),
    relies_on=(
        *ARTICLE_4,
        UNSC_NOTIFY,
        THIRD_PARTY,
        BINDING,
        COORDINATING,
        RETURN,
    ),
    periods=(NOTICE,),
    not_modelled=(
        "An operation asked for by a suspended member: no source tells, and it can not ask here.",
        "Whether what happens calls for an operation at all: the Council decides that.",
        "The strength of contingents and who is assigned to them in peace (pko.assigned).",
        "An end that is set beforehand: that of January 2022 was for a limited time, not told.",
        "A member that takes its contingent back before the operation is over: no rule is known.",
        "Whether a request or a mandate can follow the decision: it rests on both, in any order.",
        "Whether the host can take its request back alone once the Council has decided: until a "
        "contingent is sent it can.",
        "A decision made in place of that on the operation: contingents go under the one named.",
        "Who named commanders before January 2022, and who orders the return of a UN operation.",
        "Withdrawal of the leave that a member's national authorities have given.",
        "An extension of a mandate: it goes on until the UN Security Council ends it.",
    ),
    looks_at=looks_at_fields(
        "decision", "composition", "commander", "coordination", "protocol", "ending", "return"
    ),
    basis=lambda scene: (INSIDE if scene.fact("area") == "inside" else OUTSIDE,),
)
