"""A joint statement: topic on the list or not, draft, agreement of all, delivery, circulation.

The foreign ministers approve a list of topics each year; any member may put forward others. Since
23 December 2014 there is a Procedure whose steps are not known; before, there is practice alone.
Members agree in working order, or an organ adopts the statement at a meeting as its decision.
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    TIME,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._departure import WHO_COUNTS
from csto_sim.procedures._joint_statement_acts import (
    AGREEMENT,
    ANSWERS,
    BASIS,
    CIRCULATION,
    CIRCULATOR,
    DISTRIBUTION,
    DRAFTER,
    LEVELS,
    LIST,
    OFF_LIST,
    PROCEDURE_2014,
    SENDER,
    SPEAKER,
    SPONSOR,
    STANDING,
    TIME_ENDS,
    State,
    adopted,
    agreeing,
    answering,
    circulating,
    complete,
    delivering,
    distributing,
    initiative,
    may_circulate,
    not_adopted,
    objection_ends,
    on_list,
    putting_forward,
    transmitting,
    withdrawing,
)
from csto_sim.procedures._minus_one import VOTER
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.world import NO_FACTS, Case, World

SAYS = (Param("says", "text", "what it says, in a few words"),)
AT = (Param("at", "party", "at which organisation", required=True),)
ASKED = (State.CIRCULATED, State.OBJECTED)

STEPS = (
    Step(
        "put forward",
        State.NOT_PUT_FORWARD,
        State.PUT_FORWARD,
        DRAFTER,
        BASIS,
        "a draft on a topic of the list is put forward",
        on_list,
        change=putting_forward(listed=True),
        takes=SAYS,
        right="propose",
    ),
    Step(
        "put forward",
        State.NOT_PUT_FORWARD,
        State.PUT_FORWARD,
        MEMBER,
        (PROCEDURE_2014, OFF_LIST),
        "a member puts a draft forward of its own accord",
        initiative,
        change=putting_forward(listed=False),
        takes=SAYS,
        right="propose",
    ),
    Step(
        "circulate",
        (State.PUT_FORWARD, State.OBJECTED),
        State.CIRCULATED,
        CIRCULATOR,
        AGREEMENT,
        "the draft goes round among the members",
        may_circulate,
        change=circulating,
        takes=(Param("until", "day", "the last day for an answer"),),
        right="distribute",
    ),
    *(
        row
        for act, says in (("agree", "agrees to the draft"), ("abstain", "abstains"))
        for row in (
            Step(
                act,
                ASKED,
                State.AGREED,
                VOTER,
                AGREEMENT,
                f"the last member asked {says}",
                complete,
                change=agreeing,
                right="vote",
            ),
            Step(
                act,
                State.OBJECTED,
                State.CIRCULATED,
                VOTER,
                AGREEMENT,
                f"whoever objected {says}; others have still to answer",
                objection_ends,
                change=answering,
                right="vote",
            ),
            Step(
                act,
                ASKED,
                None,
                VOTER,
                AGREEMENT,
                f"a member {says}; that is not yet agreement",
                otherwise=True,
                change=answering,
                right="vote",
            ),
        )
    ),
    Step(
        "object",
        ASKED,
        State.OBJECTED,
        VOTER,
        AGREEMENT,
        "a member objects",
        change=answering,
        takes=SAYS,
        right="vote",
    ),
    Step(
        TIME_ENDS,
        ASKED,
        State.AGREED,
        TIME,
        AGREEMENT,
        "the time for an answer ends, and silence counts as consent",
        complete,
        change=agreeing,
    ),
    Step(
        TIME_ENDS,
        ASKED,
        None,
        TIME,
        AGREEMENT,
        "the time for an answer ends; the draft is not agreed",
        otherwise=True,
    ),
    # Who is asked can change while the draft goes round: whoever was missing or objected may leave.
    Step(
        "",
        ASKED,
        State.AGREED,
        OF_ITSELF,
        AGREEMENT,
        "all who are still asked have agreed",
        complete,
        change=agreeing,
        awaits=WHO_COUNTS,
    ),
    Step(
        "",
        State.OBJECTED,
        State.CIRCULATED,
        OF_ITSELF,
        AGREEMENT,
        "whoever objected is asked no more; others have still to answer",
        objection_ends,
        awaits=WHO_COUNTS,
    ),
    # An organ takes its decision whether or not a draft was put forward before its meeting, and
    # also after its sponsor has withdrawn the draft.
    Step(
        "",
        (State.NOT_PUT_FORWARD, State.PUT_FORWARD, State.NOT_ADOPTED, State.WITHDRAWN),
        State.AGREED,
        OF_ITSELF,
        AGREEMENT,
        "the organ adopts the statement",
        adopted,
        change=agreeing,
        awaits=("decision",),
    ),
    Step(
        "",
        (State.NOT_PUT_FORWARD, State.PUT_FORWARD),
        State.NOT_ADOPTED,
        OF_ITSELF,
        AGREEMENT,
        "the organ does not adopt the statement",
        not_adopted,
        awaits=("decision",),
    ),
    Step(
        "deliver",
        (State.AGREED, State.DELIVERED),
        State.DELIVERED,
        SPEAKER,
        BASIS,
        "a speaker delivers the statement for all members",
        change=delivering,
        takes=AT,
    ),
    Step(
        "deliver",
        State.DISTRIBUTED,
        None,
        SPEAKER,
        BASIS,
        "a speaker delivers a statement that has been circulated",
        change=delivering,
        takes=AT,
    ),
    Step(
        "distribute",
        STANDING,
        State.DISTRIBUTED,
        SENDER,
        (DISTRIBUTION,),
        "the statement is circulated as an official document",
        change=distributing,
    ),
    Step(
        "transmit",
        STANDING,
        None,
        SENDER,
        (DISTRIBUTION,),
        "the statement is sent to an organisation or a state",
        change=transmitting,
        takes=(Param("to", "party", "whom it is sent to", required=True),),
    ),
    Step(
        "withdraw",
        (State.PUT_FORWARD, *ASKED, State.NOT_ADOPTED),
        State.WITHDRAWN,
        SPONSOR,
        (PROCEDURE_2014, OFF_LIST, LIST),
        "the draft is withdrawn",
        change=withdrawing,
    ),
)


def _nobody_objects(_world: World, case: Case) -> Claimed:
    if case.state not in (s.word for s in STANDING):
        return BESIDE
    return "object" not in case.facts.get("answers", NO_FACTS).values()


def _agreed_first(_world: World, case: Case) -> Claimed:
    out = any(case.facts.get(name) for name in ("venues", "distributed", "sent_to"))
    return BESIDE if not out else bool(case.facts.get("agreed"))


def _looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """The list, the decision that adopts it, and the matters that change who is asked."""
    counting = (id for id, other in cases.items() if other.procedure in WHO_COUNTS)
    return (*looks_at_fields("list", "decision")(case, cases), *counting)


PROCEDURE = Procedure(
    name="joint_statement",
    title="A joint statement of the members",
    about=(
        "A draft on a topic of the year's list, or of a member's own accord, goes round until all "
        "agree, or an organ adopts it; it is delivered at a venue and circulated as a document."
    ),
    states=State,
    initial=State.NOT_PUT_FORWARD,
    final=frozenset(),
    steps=STEPS,
    fields=(
        Param("level", "word", "whose statement it is", tuple(LEVELS)),
        Param("topic", "text", "its topic"),
        decision_field(
            "the decision of the foreign ministers on the list that has the topic", "list"
        ),
        Param("list_ends", "day", "the last day of the year for which that list was approved"),
        decision_field("the decision, of the kind statement, by which an organ adopts it"),
    ),
    claims=(
        always("a statement is agreed over nobody's objection", _nobody_objects),
        always("nothing goes out that was not agreed", _agreed_first),
        sometimes(
            "a member's own initiative is agreed",
            lambda _w, case: case.facts.get("on_list") is False and "agreed" in case.facts,
        ),
        sometimes("one objection stops a statement", lambda _w, case: case.state == "objected"),
    ),
    readings=(
        "amb.abstention",
        "amb.silence",
        "amb.quorum-suspended",
        "amb.day-zone",
        "amb.chair-handover",
        "amb.pending-law",
    ),
    periods=(ANSWERS, CIRCULATION),
    not_modelled=(
        "The steps of the Procedure of 23 December 2014: its text was not visible.",
        "Who may put forward a draft on a topic of the list: no source says, and any member or the "
        "Secretariat may; beside the list only a member may.",
        "Whether the heads can agree a statement in working order: theirs is taken to be a "
        "decision of the Council, which can also be circulated for signature.",
        "Whether a statement that an organ adopts in a limited format is one of all members: it is "
        "taken as agreed, and its decision tells whom it binds.",
        "What becomes of a statement when another decision takes the place of the one by which an "
        "organ adopted it: no source tells, and it stays agreed.",
        "What a topic of the list covers: the topic has to be one of those that the list tells "
        "(`topics`), in the same words; where it tells none, the file says so by naming the list.",
        "The rules of the venue: who may speak there and how a document is circulated.",
        "The collective instructions to envoys (fp.collective-instructions) and the yearly plans "
        "of consultations (fp.consult-plans), whose content is not known.",
    ),
    looks_at=_looks_at,
    basis=lambda _scene: AGREEMENT,
)
