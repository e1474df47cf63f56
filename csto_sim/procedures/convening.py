"""Convening and consultation: a member's proposal, the three-day clock, the session or its absence.

The duty is in crisis-reg.3day (in law from 2012-12-19; after 2023-11-23 by reading) and, without a
counted length, in Treaty 2(2). What starts the clock, what it counts, what must happen in it and
what follows when it runs out are readings.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    SECRETARIAT,
    TIME,
    Change,
    Claim,
    Claimed,
    Param,
    Procedure,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._convening_acts import (
    CALLER,
    CHAIR,
    CONSULTER,
    EXTRAORDINARY,
    PENDING,
    UNMET,
    State,
    calling,
    consulting,
    declining,
    held,
    may_call,
    may_call_after_lapse,
    may_decline,
    own_proposal,
    proposing,
    start_clock,
    substitute_acts,
    when_met,
    withdrawing,
)
from csto_sim.procedures._proposal import (
    ADDRESSED,
    CONSULTATION,
    LEVELS,
    THREE_DAYS,
    reaches_chair,
)
from csto_sim.rules.telling_apart import nobody
from csto_sim.world import Case, World

BASIS = (THREE_DAYS, CONSULTATION)

STEPS = (
    Step(
        "propose",
        (State.NOT_PROPOSED, State.NOT_ADDRESSED, State.LAPSED, State.DECLINED),
        State.PROPOSED,
        MEMBER,
        BASIS,
        "a member proposes to convene the Council",
        reaches_chair,
        change=proposing,
        takes=ADDRESSED,
        right="propose",
    ),
    Step(
        "propose",
        (State.NOT_PROPOSED, State.NOT_ADDRESSED),
        State.NOT_ADDRESSED,
        MEMBER,
        BASIS,
        "a proposal is made that does not count as one addressed to the Chair",
        otherwise=True,
        takes=ADDRESSED,
        right="propose",
    ),
    Step(
        "propose",
        (State.LAPSED, State.DECLINED),
        None,
        MEMBER,
        BASIS,
        "a further proposal is made that does not count as one addressed to the Chair",
        otherwise=True,
        takes=ADDRESSED,
        right="propose",
    ),
    Step(
        "register",
        PENDING,
        None,
        SECRETARIAT,
        BASIS,
        "the Secretariat registers the proposal",
        change=start_clock("C"),
    ),
    Step(
        "inform",
        PENDING,
        None,
        SECRETARIAT,
        BASIS,
        "all members have been informed of the proposal",
        change=start_clock("D"),
    ),
    Step(
        "consult",
        (State.PROPOSED, State.CONSULTING),
        State.CONSULTING,
        CONSULTER,
        BASIS,
        "joint consultations begin or go on",
        change=consulting,
        takes=(Param("level", "word", "at which level", LEVELS),),
    ),
    Step(
        "consult",
        # Treaty 2(2) asks for consultations at once and needs no proposal.
        (State.NOT_PROPOSED, State.NOT_ADDRESSED, State.CALLED, State.LAPSED, State.DECLINED),
        None,
        CONSULTER,
        BASIS,
        "joint consultations are held",
        change=consulting,
        takes=(Param("level", "word", "at which level", LEVELS),),
    ),
    Step(
        "call",
        (State.PROPOSED, State.CONSULTING, State.DECLINED),
        State.CALLED,
        CALLER,
        (THREE_DAYS, EXTRAORDINARY, CONSULTATION),
        "the session is called",
        may_call,
        change=calling,
        takes=(Param("for", "day", "the day for which the session is called"),),
    ),
    Step(
        "call",
        State.LAPSED,
        None,
        CALLER,
        (THREE_DAYS, EXTRAORDINARY, CONSULTATION),
        "a session is called after the period has run out",
        may_call_after_lapse,
        change=calling,
        takes=(Param("for", "day", "the day for which the session is called"),),
    ),
    Step(
        "decline",
        (State.PROPOSED, State.CONSULTING),
        State.DECLINED,
        CHAIR,
        BASIS,
        "the Chair declines to convene the Council",
        may_decline,
        change=declining,
    ),
    Step(
        "decline",
        (State.PROPOSED, State.CONSULTING),
        None,
        CHAIR,
        ("charter.13.chair-substitute", *BASIS),
        "the Chair declines, and a substitute may act",
        substitute_acts,
        change=lambda _scene: Change({"substitute": True}),
    ),
    Step(
        "withdraw",
        UNMET,
        State.WITHDRAWN,
        MEMBER,
        BASIS,
        "the proposer withdraws the proposal",
        own_proposal,
        change=withdrawing,
        right="propose",
    ),
    Step(
        "the period runs out",
        PENDING,
        State.LAPSED,
        TIME,
        BASIS,
        "the period runs out",
        change=lambda _scene: Change({"lapsed": True}),
    ),
    Step(
        "",
        UNMET,
        State.CONVENED_IN_TIME,
        OF_ITSELF,
        BASIS,
        "the Council meets within the period",
        when_met("met"),
        change=held,
        awaits=("meeting",),
    ),
    Step(
        "",
        UNMET,
        State.CONVENED_LATE,
        OF_ITSELF,
        BASIS,
        "the Council meets after the period",
        when_met("missed"),
        change=held,
        awaits=("meeting",),
    ),
    Step(
        "",
        UNMET,
        State.CONVENED,
        OF_ITSELF,
        BASIS,
        "the Council meets; no period was counted, or the times known do not settle it",
        when_met("undetermined", "unmeasured"),
        change=held,
        awaits=("meeting",),
    ),
)


def _late_only_after_lapse(world: World, case: Case) -> Claimed:
    return BESIDE if case.state != State.CONVENED_LATE.word else bool(case.facts.get("proposed"))


CLAIMS: tuple[Claim, ...] = (
    always(
        "a session counts as late only after a proposal reached the Chair", _late_only_after_lapse
    ),
    sometimes(
        "the Council meets in time",
        lambda _world, case: case.state == State.CONVENED_IN_TIME.word,
    ),
    sometimes(
        "the period runs out without a session",
        lambda _world, case: case.state == State.LAPSED.word,
    ),
)

PROCEDURE = Procedure(
    name="convening",
    title="Convening and consultation on a threat",
    about=(
        "A member proposes to the Chair that the Council be convened. Consultations begin and the "
        "Council is convened within three days, late, or never."
    ),
    states=State,
    initial=State.NOT_PROPOSED,
    final=frozenset({State.CONVENED_IN_TIME, State.CONVENED_LATE, State.CONVENED, State.WITHDRAWN}),
    steps=STEPS,
    fields=(
        Param("meeting", "meeting", "the meeting that would fulfil the proposal"),
        Param("threatened", "states", "the members under threat"),
        Param("threat", "moment", "when the threat arose"),
        Param("branch", "word", "threat or armed attack", ("threat", "attack")),
    ),
    claims=CLAIMS,
    readings=(
        "amb.clock-start",
        "amb.clock-unit",
        "amb.clock-vs-immediately",
        "amb.clock-object",
        "amb.clock-lapse",
        "amb.chair-gatekeeper",
        "amb.who-may-propose",
        "amb.request-form",
        "amb.day-zone",
        "amb.working-calendar",
        "amb.date-only",
        "amb.regulation-2023",
        "amb.crisis-reg-effect",
        "amb.chair-handover",
        "amb.pending-law",
    ),
    relies_on=("crisis-reg.armed-attack",),
    periods=("consultations", "convening"),
    not_modelled=(
        "What a consultation must contain: the sources name levels and no order of business.",
        "The text of the 2023 Regulation, which was not found (crisis-reg.2023).",
    ),
    looks_at=lambda case, _cases: (case.facts.get("meeting", ""),),
    tells_apart=nobody,
)
