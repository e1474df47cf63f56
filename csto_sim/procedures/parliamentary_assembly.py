"""The Parliamentary Assembly: mandate, creation, Regulation, chair, observers, guests, partners.

The Council saw the need on 23 June 2006; the heads of the parliaments founded the Assembly within
that of the CIS on 16 November 2006 (pa.basis); a Provisional Regulation of 30 March 2007 organises
it (pa.regulation). What it adopts is a matter of the procedure `parliamentary_act`.
"""

from __future__ import annotations

from csto_sim.procedure import BESIDE, TIME, Claimed, Param, Procedure, Step, always, sometimes
from csto_sim.procedures._assembly_acts import (
    ASSEMBLY,
    CHAIR,
    NEEDS,
    OBSERVERS,
    OUTSIDER,
    PARLIAMENTS,
    PARTNERS,
    REGULATION,
    State,
    admits,
    admitting,
    all_parliaments,
    applies,
    applying,
    creating,
    electing,
    elects,
    guest,
    inviting,
    mandated,
    vacating,
)
from csto_sim.procedures._stages import decision_field, looks_at_fields, on_decision
from csto_sim.world import Case, World

STEPS = (
    *on_decision(
        State.NO_MANDATE,
        State.MANDATED,
        mandated,
        (NEEDS,),
        "the Council has seen the need for an Assembly",
        blocked=State.NOT_WANTED,
        says_blocked="the decision on the need for an Assembly is not adopted",
    ),
    Step(
        "found the assembly",
        State.MANDATED,
        State.FOUNDED,
        PARLIAMENTS,
        ("pa.basis", "charter.10.harmonise"),
        "the heads of the parliaments resolve to found the Assembly",
        all_parliaments,
        change=creating,
        takes=(Param("parliaments", "states", "whose heads of parliament resolve so"),),
    ),
    Step(
        "adopt regulation",
        State.FOUNDED,
        State.AT_WORK,
        ASSEMBLY,
        (REGULATION,),
        "the Assembly adopts its Regulation",
    ),
    Step(
        "elect chair",
        State.AT_WORK,
        None,
        ASSEMBLY,
        (CHAIR,),
        "the plenary elects the chair from among the members of its Council",
        elects,
        change=electing,
        takes=(
            Param("of", "state", "from which state's delegation", required=True),
            Param("from_council", "yes/no", "whether a member of the Assembly's Council"),
        ),
    ),
    Step(
        "the term of the chair ends",
        State.AT_WORK,
        None,
        TIME,
        (CHAIR,),
        "the three years of the chair are over",
        change=vacating,
    ),
    Step(
        "apply",
        State.AT_WORK,
        None,
        OUTSIDER,
        (OBSERVERS,),
        "a parliament or assembly from outside applies for observer status",
        applies,
        change=applying,
    ),
    Step(
        "admit observer",
        State.AT_WORK,
        None,
        ASSEMBLY,
        (OBSERVERS,),
        "the Assembly grants observer status",
        admits("observers"),
        change=admitting("observers"),
        takes=(Param("who", "party", "to whom", required=True),),
    ),
    Step(
        "admit partner",
        State.AT_WORK,
        None,
        ASSEMBLY,
        (PARTNERS,),
        "the Assembly grants its own partner status",
        admits("partners"),
        change=admitting("partners"),
        takes=(Param("who", "party", "to whom", required=True),),
    ),
    Step(
        "invite guest",
        State.AT_WORK,
        None,
        ASSEMBLY,
        (OBSERVERS,),
        "the Assembly invites a guest",
        guest,
        change=inviting,
        takes=(Param("who", "party", "whom", required=True),),
    ),
)


def _observers_applied(_world: World, case: Case) -> Claimed:
    observers = case.facts.get("observers", ())
    return BESIDE if not observers else set(observers) <= set(case.facts.get("applied", ()))


def _one_chair_for_three_years(world: World, case: Case) -> bool:
    terms = [p for p in world.periods if (p.case, p.name) == (case.id, "term of the chair")]
    return len(terms) == (1 if case.facts.get("chair") else 0)


PROCEDURE = Procedure(
    name="parliamentary_assembly",
    title="The Parliamentary Assembly",
    about=(
        "The Council sees the need, the heads of the parliaments found the Assembly, it adopts its "
        "Regulation, elects its chair for three years, and admits observers, partners and guests."
    ),
    states=State,
    initial=State.NO_MANDATE,
    final=frozenset(),
    steps=STEPS,
    fields=(decision_field("the decision of the Council that sees the need for an Assembly"),),
    claims=(
        always("no observer is admitted who did not apply", _observers_applied),
        always("a chair has one running term", _one_chair_for_three_years),
        sometimes("the Assembly is at work", lambda _w, case: case.state == State.AT_WORK.word),
        sometimes("an observer is admitted", lambda _w, case: bool(case.facts.get("observers"))),
    ),
    readings=("amb.pa-status", "amb.day-zone", "amb.chair-handover", "amb.pending-law"),
    periods=("term of the chair",),
    not_modelled=(
        "How the plenary votes: unanimous elections are reported, the rule was not read.",
        "How observer status in the Assembly ends, and what of an observer that becomes a member.",
        "Who presides when the term of the chair is over and nobody is elected; what becomes of a "
        "chair whose state leaves.",
        "How one becomes a partner: the sources tell that there are partners; nothing is asked.",
        "Status in the Assembly is none in the Organization: see the procedure status.",
    ),
    looks_at=looks_at_fields("decision"),
    basis=lambda scene: ("pa.basis",) if scene.text("pa.basis") else (NEEDS,),
)
