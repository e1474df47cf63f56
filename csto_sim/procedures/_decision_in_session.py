"""The first half of a decision's table: preparation, positions, putting to decision."""

from __future__ import annotations

from csto_sim.procedure import MINISTERS, SECRETARIAT, Change, Param, Step
from csto_sim.procedures._decision_acts import (
    PREPARING,
    PRESIDING,
    State,
    adds,
    adopting,
    failing,
    in_writing,
    takes_position,
    waiting,
    writes,
)
from csto_sim.procedures._minus_one import VOTER
from csto_sim.procedures._putting_to_decision import (
    adopted,
    in_session,
    not_adopted,
    takes_part,
    waits_for_cure,
)
from csto_sim.rules.ballot import POSITIONS
from csto_sim.rules.consensus import CONSENSUS
from csto_sim.rules.limited_format import FORMAT

SAYS = (Param("says", "text", "what it says, in a few words"),)

IN_SESSION: tuple[Step, ...] = (
    Step(
        "coordinate",
        State.DRAFTED,
        State.COORDINATED,
        SECRETARIAT,
        ("charter.18.secretariat", "charter.pc.tasks", "lifecycle.draft"),
        "the Secretariat with the Permanent Council agrees the draft among the members",
    ),
    Step(
        "endorse",
        (State.DRAFTED, State.COORDINATED),
        State.ENDORSED,
        MINISTERS,
        ("organs.ministerial.tasks", "lifecycle.draft"),
        "a ministerial body gives its view of the draft",
        takes=SAYS,
    ),
    *(
        Step(
            position,
            PREPARING,
            None,
            VOTER,
            ("charter.12.one-vote",),
            f"a member states its position: {position}",
            takes_part,
            change=takes_position(position),
            takes=SAYS,
            right="vote",
        )
        for position in ("consent", "object", "abstain", "reserve")
    ),
    Step(
        "declare non-objection",
        PREPARING,
        None,
        VOTER,
        (CONSENSUS,),
        "a member writes that it does not object",
        in_writing,
        change=writes("not_objecting", "objecting", ("object",)),
        takes=SAYS,
        right="vote",
    ),
    Step(
        "object in writing",
        (*PREPARING, State.CIRCULATED),
        None,
        VOTER,
        (CONSENSUS,),
        "a member writes that it objects",
        in_writing,
        change=writes("objecting", "not_objecting", POSITIONS),
        takes=SAYS,
        right="vote",
    ),
    Step(
        "contest that it is procedural",
        PREPARING,
        None,
        VOTER,
        ("charter.12.procedural",),
        "a member contests that the matter is procedural",
        takes_part,
        change=adds("contested"),
        right="vote",
    ),
    Step(
        "propose limited format",
        PREPARING,
        None,
        VOTER,
        (FORMAT,),
        "a member proposes to decide in the limited format",
        in_session,
        change=lambda scene: Change({"format_proposed": True}),
        right="propose",
    ),
    Step(
        "accept limited format",
        PREPARING,
        None,
        VOTER,
        (FORMAT,),
        "a member accepts the limited format",
        change=adds("accepts_format", "refuses_format"),
        right="vote",
    ),
    Step(
        "object to limited format",
        PREPARING,
        None,
        VOTER,
        (FORMAT,),
        "a member objects to the limited format",
        change=adds("refuses_format", "accepts_format"),
        right="vote",
    ),
    Step(
        "decide",
        PREPARING,
        State.ADOPTED,
        PRESIDING,
        (),
        "the draft is put to decision and adopted",
        adopted,
        change=adopting,
    ),
    Step(
        "decide",
        PREPARING,
        State.AWAITING_CURE,
        PRESIDING,
        (),
        "the draft is put to decision; only the consent of an absent member is missing",
        waits_for_cure,
        change=waiting,
    ),
    Step(
        "decide",
        PREPARING,
        State.NOT_ADOPTED,
        PRESIDING,
        (),
        "the draft is put to decision and not adopted",
        not_adopted,
        change=failing,
    ),
)
