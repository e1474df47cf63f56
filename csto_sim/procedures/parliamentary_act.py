"""An act of the Parliamentary Assembly: commission, experts, Council, plenary, sent on.

The Assembly makes recommendations to the Council, other organs and parliaments, and adopts model
acts and advice on bringing laws together (pa.output). None of these binds: a member takes up what
it wants under its own law.
"""

from __future__ import annotations

from csto_sim.procedure import BESIDE, Claimed, Param, Procedure, Step, always, sometimes
from csto_sim.procedures._assembly_acts import ASSEMBLY, works
from csto_sim.procedures._parliamentary_acts import (
    COMMISSIONS,
    KINDS,
    MEETINGS,
    OUTPUT,
    PUTS_FORWARD,
    REGULATION,
    TAKES_UP,
    State,
    addressees,
    heard,
    hearing,
    passing,
    referring,
    reporting,
    sending_on,
    takes_up,
    taking_up,
)
from csto_sim.world import Case, World

STEPS = (
    Step(
        "refer to commission",
        (State.PUT_FORWARD, State.RETURNED),
        State.IN_COMMISSION,
        PUTS_FORWARD,
        (REGULATION,),
        "the draft is referred to a standing commission",
        works,
        change=referring,
        takes=(Param("commission", "word", "which standing commission", COMMISSIONS),),
    ),
    Step(
        "ask experts",
        State.IN_COMMISSION,
        State.WITH_EXPERTS,
        ASSEMBLY,
        (REGULATION,),
        "the Expert Advisory Council is asked",
    ),
    Step(
        "give opinion",
        State.WITH_EXPERTS,
        State.IN_COMMISSION,
        ASSEMBLY,
        (REGULATION,),
        "the experts give their opinion; it binds nobody",
        change=hearing,
        takes=(Param("favourable", "yes/no", "whether the opinion is favourable"),),
    ),
    Step(
        "submit to the assembly's council",
        (State.IN_COMMISSION, State.WITH_EXPERTS),
        State.BEFORE_COUNCIL,
        ASSEMBLY,
        (MEETINGS,),
        "the commission submits the draft to the Council of the Assembly",
        heard,
        change=reporting,
    ),
    Step(
        "put before the plenary",
        State.BEFORE_COUNCIL,
        State.BEFORE_PLENARY,
        ASSEMBLY,
        (MEETINGS,),
        "the Council of the Assembly puts the draft before the plenary",
        change=passing,
    ),
    Step(
        "return to commission",
        (State.BEFORE_COUNCIL, State.BEFORE_PLENARY),
        State.RETURNED,
        ASSEMBLY,
        (MEETINGS,),
        "the draft goes back to the commission",
    ),
    Step(
        "adopt in plenary",
        State.BEFORE_PLENARY,
        State.ADOPTED,
        ASSEMBLY,
        (OUTPUT,),
        "the plenary adopts the act",
        works,
    ),
    Step(
        "send on",
        (State.ADOPTED, State.SENT_ON),
        State.SENT_ON,
        ASSEMBLY,
        (OUTPUT,),
        "the act is sent to the Council, other organs or parliaments",
        addressees,
        change=sending_on,
        takes=(Param("to", "actors", "to whom: CSC, other organs, members' parliaments"),),
    ),
    Step(
        "take up",
        (State.ADOPTED, State.SENT_ON),
        None,
        TAKES_UP,
        ("charter.10.harmonise",),
        "a member takes the act up in its own law, as it wishes",
        takes_up,
        change=taking_up,
    ),
)


def _passed_by_council(_world: World, case: Case) -> Claimed:
    adopted = case.state in (State.ADOPTED.word, State.SENT_ON.word)
    return BESIDE if not adopted else bool(case.facts.get("passed"))


def _taken_up_after_adoption(_world: World, case: Case) -> Claimed:
    if not case.facts.get("taken_up"):
        return BESIDE
    return case.state in (State.ADOPTED.word, State.SENT_ON.word)


PROCEDURE = Procedure(
    name="parliamentary_act",
    title="An act of the Parliamentary Assembly",
    about=(
        "A draft goes through a standing commission, experts, the Council of the Assembly and the "
        "plenary, and is sent on as a recommendation or model act that binds nobody."
    ),
    states=State,
    initial=State.PUT_FORWARD,
    final=frozenset(),
    steps=STEPS,
    fields=(
        Param("kind", "word", "what kind of act", KINDS, required=True),
        Param("about_law", "text", "the field of law"),
    ),
    claims=(
        always("the plenary adopts only what the Assembly's Council passed", _passed_by_council),
        always("what a member takes up, the plenary has adopted", _taken_up_after_adoption),
        sometimes("an act is sent on", lambda _w, case: case.state == State.SENT_ON.word),
        sometimes("a draft goes back", lambda _w, case: case.state == State.RETURNED.word),
    ),
    readings=("amb.pa-status", "amb.pending-law"),
    not_modelled=(
        "How commission, Council and plenary vote: the Provisional Regulation was not read.",
        "That experts have to be asked: the sources name the stage and no duty.",
        "What a parliament makes of a model act: national law.",
    ),
    basis=lambda _scene: (OUTPUT,),
)
