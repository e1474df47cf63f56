"""Forces and military facilities of a third state: intention, consultation, objection, hosting.

The Charter lets a member decide on them only after urgent consultation with the others
(charter.7.foreign-troops). Since 20 November 2012 the Protocol of 2011 asks besides that none of
them officially objects: one objection blocks (infra2011.consent).
"""

from __future__ import annotations

from csto_sim.procedure import MEMBER, Param, Procedure, Step, always, sometimes
from csto_sim.procedures._infrastructure_acts import (
    CHARTER_7,
    CONSENT,
    CONSULTER,
    DISPUTES,
    HOST,
    KINDS,
    OTHER,
    OURS,
    State,
    agreeing,
    agrees,
    consulting,
    covered,
    ending,
    intending,
    last_objection,
    lifting,
    may_host,
    nobody_hinders,
    objecting,
    objects,
    one_of_several,
    still_objects,
    taking_in,
    too_late_or_not,
    uncovered,
)
from csto_sim.world import Case, World

BASIS = (CONSENT, CHARTER_7)

STEPS = (
    Step(
        "state intention",
        State.NO_INTENTION,
        State.INTENDED,
        HOST,
        BASIS,
        "a member says that it means to take in forces or a facility of a third state",
        covered,
        change=intending,
    ),
    Step(
        "state intention",
        State.NO_INTENTION,
        State.NOT_COVERED,
        HOST,
        BASIS,
        "what the member means to take in is not covered by the rule",
        uncovered,
    ),
    Step(
        "consult",
        State.INTENDED,
        State.CONSULTING,
        CONSULTER,
        BASIS,
        "the members consult",
        change=consulting,
    ),
    Step(
        "object officially",
        (State.INTENDED, State.CONSULTING),
        State.BLOCKED,
        OTHER,
        (CONSENT, CHARTER_7),
        "a member officially objects",
        objects,
        change=objecting,
        right="vote",
    ),
    Step(
        "object officially",
        (State.INTENDED, State.CONSULTING),
        None,
        OTHER,
        (CHARTER_7,),
        "a member objects; the Charter asks for consultation and no more",
        otherwise=True,
        change=objecting,
        right="vote",
    ),
    Step(
        "object officially",
        State.BLOCKED,
        None,
        OTHER,
        (CONSENT, CHARTER_7),
        "a further member officially objects",
        still_objects,
        change=objecting,
        right="vote",
    ),
    Step(
        "object officially",
        State.CLEAR,
        State.BLOCKED,
        OTHER,
        (CONSENT,),
        "a member officially objects after the consultations have ended",
        too_late_or_not,
        change=objecting,
        right="vote",
    ),
    Step(
        "agree to hosting",
        (State.INTENDED, State.CONSULTING),
        None,
        OTHER,
        BASIS,
        "a member expressly agrees",
        agrees,
        change=agreeing,
        right="vote",
    ),
    Step(
        "withdraw objection",
        State.BLOCKED,
        State.CONSULTING,
        OTHER,
        BASIS,
        "the last objection is withdrawn",
        last_objection,
        change=lifting,
    ),
    Step(
        "withdraw objection",
        State.BLOCKED,
        None,
        OTHER,
        BASIS,
        "an objection is withdrawn; another stands",
        one_of_several,
        change=lifting,
    ),
    Step(
        "end consultations",
        State.CONSULTING,
        State.CLEAR,
        CONSULTER,
        BASIS,
        "the consultations end and nothing stands in the way",
        nobody_hinders,
        change=ending,
    ),
    Step(
        "take in",
        State.CLEAR,
        State.TAKEN_IN,
        HOST,
        BASIS,
        "the host decides to take in the forces or the facility",
        may_host,
        change=taking_in,
    ),
    Step(
        "negotiate",
        (State.CONSULTING, State.BLOCKED, State.NOT_COVERED),
        None,
        MEMBER,
        (DISPUTES, CHARTER_7),
        "members negotiate on how the rule is to be applied",
    ),
    Step(
        "give up",
        (State.INTENDED, State.CONSULTING, State.BLOCKED, State.CLEAR),
        State.GIVEN_UP,
        HOST,
        BASIS,
        "the host gives its intention up",
    ),
)


def _no_hosting_over_an_objection(_world: World, case: Case) -> bool:
    return case.state != State.TAKEN_IN.word or not case.facts.get("hindering")


def _consulted_first(_world: World, case: Case) -> bool:
    done = (State.CLEAR.word, State.TAKEN_IN.word)
    return case.state not in done or bool(case.facts.get("consulted"))


PROCEDURE = Procedure(
    name="infrastructure",
    title="Forces and facilities of a third state",
    about=(
        "A member means to host forces or a military facility of a third state; the members "
        "consult urgently; one official objection blocks; else the host may decide."
    ),
    states=State,
    initial=State.NO_INTENTION,
    final=frozenset({State.TAKEN_IN, State.GIVEN_UP}),
    steps=STEPS,
    fields=(
        Param("host", "state", "the member that would host", required=True),
        Param("third", "party", "the third state, or the organisation, whose they are"),
        Param("kind", "word", "what would be taken in", KINDS, required=True),
        Param("since", "day", "the day since which it has been hosted, if it is there already"),
    ),
    claims=(
        always("nothing is taken in over an objection that blocks", _no_hosting_over_an_objection),
        always("nothing is taken in before the members have consulted", _consulted_first),
        sometimes("one objection blocks", lambda _w, case: case.state == State.BLOCKED.word),
        sometimes("a host may decide", lambda _w, case: case.state == State.TAKEN_IN.word),
    ),
    readings=("amb.infra-silence", "amb.infra-scope", OURS, "amb.pending-law"),
    periods=("urgent consultations",),
    not_modelled=(
        "How long members may object: no source states a period; the consultations set it.",
        "What makes an objection official: a form is not told.",
        "Agreements between the host and the third state.",
        "Whether a third state that is party to the Treaty only could exist: there is none.",
    ),
    basis=lambda scene: (CONSENT,) if scene.text(CONSENT) is not None else (CHARTER_7,),
)
