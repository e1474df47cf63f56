"""Consultations: on which ground, at which level, raised up the ladder, aligned or passed on.

The Treaty lets its parties consult on important questions (2(1)), at once on a threat (2(2)) and on
a wider security system (1(3)); the Regulation of 1997 adds cases; practice knows seven levels, from
heads of state to the Permanent Council (fp.levels). No vote is fixed: positions are aligned or not.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._consultation_acts import (
    ASKING,
    AT,
    BY_GROUND,
    CLOSING,
    GROUNDS,
    LEVEL,
    RUNGS,
    State,
    agreeing,
    aligning,
    all_agree,
    asking,
    basis,
    beginning,
    begins,
    begins_anew,
    disagreeing,
    goes_on,
    goes_up,
    ground_holds,
    higher,
    not_all_agree,
    takes_part,
    to_council,
)
from csto_sim.procedures._stages import looks_at_members
from csto_sim.scene import MEMBERSHIP
from csto_sim.world import Case, World

WITH = Param("with", "states", "the members that take part, if not all")

STEPS = (
    Step(
        "ask for consultations",
        State.NOT_ASKED,
        State.ASKED,
        ASKING,
        (),
        "consultations are asked for",
        ground_holds,
        change=asking,
        right="propose",
    ),
    Step(
        "hold consultations",
        State.ASKED,
        State.UNDER_WAY,
        CLOSING,
        (),
        "consultations begin at a level",
        begins,
        change=beginning,
        takes=(LEVEL, WITH, AT),
    ),
    Step(
        "hold consultations",
        State.NOT_ALIGNED,
        State.UNDER_WAY,
        CLOSING,
        (),
        "the members consult anew at the level at which they were",
        begins_anew,
        change=goes_up,
        takes=(LEVEL, WITH, AT),
    ),
    Step(
        "raise",
        (State.UNDER_WAY, State.NOT_ALIGNED),
        State.UNDER_WAY,
        CLOSING,
        ("fp.levels",),
        "the consultations go on at a higher level",
        higher,
        change=goes_up,
        takes=(LEVEL, WITH, AT),
    ),
    Step(
        "invite experts",
        State.UNDER_WAY,
        None,
        CLOSING,
        ("fp.levels",),
        "experts of ministries and agencies are drawn in",
        goes_on,
    ),
    Step(
        "agree position",
        State.UNDER_WAY,
        None,
        MEMBER,
        (),
        "a member agrees with the common position",
        takes_part,
        change=agreeing,
        right="speak",
    ),
    Step(
        "differ",
        State.UNDER_WAY,
        None,
        MEMBER,
        (),
        "a member keeps a position of its own",
        takes_part,
        change=disagreeing,
        right="speak",
    ),
    Step(
        "",
        State.UNDER_WAY,
        State.ALIGNED,
        OF_ITSELF,
        (),
        "all who take part agree: positions are aligned",
        all_agree,
        change=aligning,
        # Whoever differed may be suspended, or leave: nobody waits for it any more.
        awaits=(MEMBERSHIP,),
        of_own_acts_too=True,
    ),
    Step(
        "end consultations",
        State.UNDER_WAY,
        State.NOT_ALIGNED,
        CLOSING,
        (),
        "the consultations end without a common position",
        not_all_agree,
    ),
    Step(
        "pass on",
        (State.UNDER_WAY, State.NOT_ALIGNED),
        State.PASSED_ON,
        CLOSING,
        (),
        "the question is passed on to the Council",
        to_council,
        right="propose",
    ),
)


def _aligned_by_all(_world: World, case: Case) -> Claimed:
    facts = case.facts
    if case.state != State.ALIGNED.word:
        return BESIDE
    return set(facts["agree"]) == set(facts["taking_part"])


def _never_down(_world: World, case: Case) -> Claimed:
    rungs = [RUNGS.index(level) for level in case.facts.get("went_through", ())]
    return BESIDE if len(rungs) < 2 else rungs == sorted(rungs)


PROCEDURE = Procedure(
    name="consultation",
    title="Consultations of the members",
    about=(
        "Members consult, regularly or urgently, at one of seven levels; a question can be raised "
        "to a higher one; positions are aligned, or it is passed on to the Council."
    ),
    states=State,
    initial=State.NOT_ASKED,
    final=frozenset({State.ALIGNED, State.PASSED_ON}),
    steps=STEPS,
    fields=(
        Param("ground", "word", "on which ground the members consult", GROUNDS, required=True),
        Param("concerning", "states", "the members whom the question concerns"),
        Param("question", "text", "what it is about"),
    ),
    claims=(
        always("positions are aligned only if all who took part agree", _aligned_by_all),
        always("consultations never go down the ladder", _never_down),
        sometimes("positions are aligned", lambda _w, case: case.state == State.ALIGNED.word),
        sometimes(
            "consultations end without alignment",
            lambda _w, case: case.state == State.NOT_ALIGNED.word,
        ),
    ),
    readings=("amb.pending-law",),
    relies_on=(
        *dict.fromkeys(id for ids in BY_GROUND.values() for id in ids),
        "charter.pc.role",
        "charter.27.disputes",
        "charter.13.highest",
        "treaty.3.csc",
    ),
    periods=("consultations",),
    not_modelled=(
        "The order of business of consultations: the sources name levels and grounds only.",
        "The convening of the Council on a threat within three days: see the procedure convening.",
        "The yearly plans as such: they are duties of the calendar.",
        "Whether the end of the Regulation of 1997 has come: no end was found.",
    ),
    looks_at=looks_at_members(),
    basis=basis,
)
