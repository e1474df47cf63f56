"""Military-technical assistance: an order on preferential terms, or help in attack or threat.

The Agreement of 2000 gives members a preferential regime for supplies (mtc.preferential) and names
help to a member under attack or external threat (mtc.attack-assist). How such help is asked for and
decided it does not say: what is known of a draft of 2005 (milaid.request) is a reading.
"""

from __future__ import annotations

from csto_sim.procedure import BESIDE, OF_ITSELF, Claimed, Param, Procedure, Step, always, sometimes
from csto_sim.procedures._aid_acts import (
    ASKING,
    ASKS,
    DRAFT,
    GROUNDS,
    HELP,
    LIST,
    ORDERING,
    OTHER,
    PREFERENTIAL,
    PRICE,
    State,
    agreeing,
    as_agreed,
    as_ordered,
    council_agrees,
    council_fails,
    each_decides,
    eligible,
    lacks,
    may_ask,
    nobody_left,
    ordering,
    refuses,
    refuses_last,
    refusing,
    requesting,
    supplying,
    was_ordered_from,
)
from csto_sim.procedures._departure import upon_membership
from csto_sim.procedures._stages import decision_field, looks_at_members
from csto_sim.scene import MEMBERSHIP
from csto_sim.world import NO_FACTS, Case, World

S = State
FROM = Param("to", "state", "the member from which is ordered", required=True)

STEPS = (
    Step(
        "request", (S.NOT_ASKED, S.INCOMPLETE, S.REFUSED), S.REQUESTED, ASKING, (HELP,),
        "a member asks for military-technical help", may_ask, change=requesting, takes=ASKS,
        right="propose",
    ),
    Step(
        "request", S.NOT_ASKED, S.INCOMPLETE, ASKING, (HELP,),
        "a member asks for help, without what a request must hold", lacks, takes=ASKS,
        right="propose",
    ),
    Step(
        "order", (S.NOT_ASKED, S.REFUSED), S.ORDERED, ORDERING, (PREFERENTIAL,),
        "a member orders military products from another", eligible, change=ordering,
        takes=(FROM, *LIST),
    ),
    Step(
        "agree", S.REQUESTED, S.AGREED, OTHER, (HELP,),
        "a member that was asked agrees to help", each_decides, change=agreeing,
    ),
    Step(
        "agree", (S.AGREED, S.SUPPLIED), None, OTHER, (HELP,),
        "a further member agrees to help", each_decides, change=agreeing,
    ),
    Step(
        "refuse", S.REQUESTED, None, OTHER, (HELP,),
        "a member that was asked refuses; others have not answered", refuses, change=refusing,
    ),
    Step(
        "refuse", S.REQUESTED, S.REFUSED, OTHER, (HELP,),
        "the last of those asked refuses", refuses_last, change=refusing,
    ),
    Step(
        "refuse", S.ORDERED, S.REFUSED, OTHER, (PREFERENTIAL,),
        "the member from which was ordered refuses", was_ordered_from, change=refusing,
    ),
    Step(
        "", (S.REQUESTED, S.ORDERED), S.REFUSED, OF_ITSELF, (HELP, PREFERENTIAL),
        "nobody who was asked can still answer", upon_membership(nobody_left), awaits=(MEMBERSHIP,),
    ),
    Step(
        "", (S.REQUESTED, S.NOT_AGREED), S.AGREED, OF_ITSELF, (HELP,),
        "the Council decides on the help", council_agrees, change=agreeing,
        awaits=("decision",),
    ),
    Step(
        "", S.REQUESTED, S.NOT_AGREED, OF_ITSELF, (HELP,),
        "the decision on the help is not adopted", council_fails,
        awaits=("decision",),
    ),
    Step(
        "supply", (S.AGREED, S.SUPPLIED), S.SUPPLIED, OTHER, (HELP,),
        "a member gives the help", as_agreed, change=supplying, takes=(PRICE,),
    ),
    Step(
        "supply", S.ORDERED, S.DELIVERED, OTHER, (PREFERENTIAL,),
        "a member supplies what was ordered", as_ordered, change=supplying, takes=(PRICE,),
    ),
)  # fmt: skip


def _supplied_by_another(_world: World, case: Case) -> Claimed:
    supplied = case.facts.get("supplied", NO_FACTS)
    return BESIDE if not supplied else case.facts.get("member") not in supplied


def _nothing_unasked(_world: World, case: Case) -> Claimed:
    asked = case.facts.get("asked_on") or case.facts.get("ordered")
    return BESIDE if not case.facts.get("supplied") else bool(asked)


PROCEDURE = Procedure(
    name="military_assistance",
    title="Military-technical assistance",
    about=(
        "A member orders military products at the prices of the other, or asks for help in an "
        "attack or threat from outside; those asked, or the Council, agree or refuse."
    ),
    states=State,
    initial=S.NOT_ASKED,
    # Others that have agreed can still give their help when one has.
    final=frozenset({S.DELIVERED}),
    steps=STEPS,
    fields=(
        Param("member", "state", "the member that asks or orders", required=True),
        Param("ground", "word", "why help is needed", GROUNDS),
        Param("outside_element", "yes/no", "whether a disorder has help from outside"),
        Param("attack", "matter", "the attack it suffers", of=("collective_defence",)),
        decision_field("the decision of the Council on the help"),
    ),
    claims=(
        always("no member supplies itself", _supplied_by_another),
        always("nothing is supplied that was not asked for or ordered", _nothing_unasked),
        sometimes("help is agreed", lambda _world, case: case.state == S.AGREED.word),
        sometimes(
            "all who were asked refuse", lambda _world, case: case.state == S.REFUSED.word
        ),
    ),
    readings=(
        "amb.aid-request",
        "amb.aid-decision",
        "amb.internal-threat",
        "amb.suspended-help",
        "amb.pending-law",
    ),
    relies_on=(DRAFT,),
    not_modelled=(
        "What the check of eligibility asks beyond that both are members: not known.",
        "Whether members that are no parties to the Agreement of 2000 have its regime: who "
        "ratified it was not found, so members count as parties.",
        "The protocol of 6 October 2007 on such help: its text and the day of its entry into force "
        "were not found (amb.aid-request).",
        "Whether a suspended member keeps the preferential regime: the Agreement speaks of its "
        "parties, Charter 20 of the organs; no order of one is known, and none is let through.",
        "What becomes of help that is agreed when the decision on it is superseded or its ground "
        "has passed: no source tells, and it can be given.",
        "Passing supplies on to third states, and control of their use.",
        "Prices themselves, and the work of the Interstate Commission on them.",
    ),
    looks_at=looks_at_members("decision", "attack"),
    basis=lambda _scene: (HELP, PREFERENTIAL),
)  # fmt: skip
