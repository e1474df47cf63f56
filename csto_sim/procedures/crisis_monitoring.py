"""Crisis monitoring: a centre's notice, the Permanent Council's analysis, what is made of it.

The Crisis Response Centre monitors and supports the Permanent Council and the four organs
(sub.crc); the Permanent Council analyses and exchanges information (charter.pc.tasks). A threat is
forwarded, and a statutory body or a proposal to convene the Council takes it up.
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
from csto_sim.procedures._monitoring_acts import (
    ANALYSES,
    CCC,
    CENTRE,
    CRC,
    FINDS,
    FORWARDER,
    OPEN,
    PC,
    TASKS,
    WATCHING,
    State,
    analysing,
    finds_none,
    finds_threat,
    forwarding,
    informing,
    may_forward,
    noticed_again,
    noticed_to_body,
    noticed_to_pc,
    noticing,
    noticing_again,
    taken_up,
    taking_up,
    view_given,
)
from csto_sim.world import Case, World

NOTICE = (Param("to", "actor", "to whom: PC, or a statutory body"),)

STEPS = (
    Step(
        "notice", (*WATCHING, State.NO_THREAT), State.REPORTED, CENTRE, (TASKS,),
        "a centre reports to the Permanent Council",
        noticed_to_pc, change=noticing, takes=NOTICE,
    ),
    Step(
        "notice", (*ANALYSES,), State.FORWARDED, CENTRE, (CRC,),
        "a centre reports to a statutory body",
        noticed_to_body, change=noticing, takes=NOTICE,
    ),
    Step(
        "notice", (State.THREAT_FOUND, State.FORWARDED), None, CENTRE, (TASKS,),
        "a centre reports again",
        noticed_again, change=noticing_again, takes=NOTICE,
    ),
    Step(
        "inform", (State.NOT_REPORTED, State.NO_THREAT), State.REPORTED, MEMBER, (TASKS,),
        "a member informs the others in the Permanent Council",
        change=informing, right="distribute",
    ),
    Step(
        "inform", (State.REPORTED, State.THREAT_FOUND, State.FORWARDED), None, MEMBER, (TASKS,),
        "a further member adds what it knows",
        change=informing, right="distribute",
    ),
    Step(
        "analyse", ANALYSES, State.THREAT_FOUND, PC, (TASKS,),
        "the Permanent Council finds a threat",
        finds_threat, change=analysing,
        takes=(Param("finds", "word", "what the analysis finds", FINDS),),
    ),
    Step(
        "analyse", ANALYSES, State.NO_THREAT, PC, (TASKS,),
        "the Permanent Council finds no threat",
        finds_none, change=analysing,
        takes=(Param("finds", "word", "what the analysis finds", FINDS),),
    ),
    Step(
        "analyse", State.FORWARDED, None, PC, (TASKS,),
        "the Permanent Council gives its view of what is before another already",
        view_given, change=analysing,
        takes=(Param("finds", "word", "what the analysis finds", FINDS),),
    ),
    Step(
        "forward", State.THREAT_FOUND, State.FORWARDED, FORWARDER, (TASKS,),
        "the threat is put before a statutory body or the Chair",
        may_forward, change=forwarding,
        takes=(Param("to", "actor", "to whom: CHAIR, or a statutory body", required=True),),
    ),
    Step(
        "", OPEN, State.TAKEN_UP, OF_ITSELF, (TASKS,),
        "a statutory body meets on it, or convening the Council on it is proposed",
        taken_up, change=taking_up, awaits=("meeting", "convening"),
    ),
)  # fmt: skip


def _found_before_forwarded(_world: World, case: Case) -> Claimed:
    """Whatever the Permanent Council or another forwards was found to be a threat before."""
    facts = case.facts
    return BESIDE if "forwarded_by" not in facts else facts.get("found_before") == "threat"


PROCEDURE = Procedure(
    name="crisis_monitoring",
    title="Crisis monitoring",
    about=(
        "A centre or a member reports, the Permanent Council analyses, a threat is forwarded, and "
        "a statutory body or a proposal to convene the Council takes it up; or no threat is found."
    ),
    states=State,
    initial=State.NOT_REPORTED,
    final=frozenset({State.TAKEN_UP}),
    steps=STEPS,
    fields=(
        Param(
            "convening",
            "matter",
            "the proposal to convene that would take it up",
            of=("convening",),
        ),
        Param("meeting", "meeting", "the meeting of a statutory body that would take it up"),
        Param("incident", "word", "what the centre watches", ("crisis", "computer incident")),
    ),
    claims=(
        always("nothing is forwarded that was not found to be a threat", _found_before_forwarded),
        sometimes(
            "what was monitored is taken up", lambda _w, case: case.state == State.TAKEN_UP.word
        ),
        sometimes("no threat is found", lambda _w, case: case.state == State.NO_THREAT.word),
    ),
    readings=("amb.pending-law",),
    relies_on=("crisis-reg.3day", CRC, CCC),
    periods=("analysis",),
    not_modelled=(
        "What the centres watch, by which signs, and how the Permanent Council comes to its view.",
        "Until when the Crisis Response Centre worked in test mode: no source tells.",
        "How the Centre for computer incidents decides, and any period (amb.subsidiary-voting).",
        "Exercises of the Centre, and what it does once forces are used.",
    ),
    looks_at=lambda case, _cases: tuple(
        id for id in (case.facts.get("convening", ""), case.facts.get("meeting", "")) if id
    ),
    basis=lambda _scene: (TASKS, CRC),
)
