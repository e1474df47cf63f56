"""Use of forces on request: composition, request, proposals, decision, joint command, return.

The question of using forces is examined on a member's official request (crisis-reg.request). Three
bodies prepare the proposals with whoever asks (crisis-reg.proposals), the Council decides, and
until then every unit stands under national jurisdiction (crrf.jurisdiction, caf.composition).
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    MINISTERS,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._forces_acts import (
    ANSWERING,
    BEFORE,
    GROUNDS,
    JOINT,
    JOINT_STAFF,
    KINDS,
    PREPARING,
    UNASKED,
    UNDER_WAY,
    State,
    answering,
    asking,
    asks_at_all,
    assigning,
    counts,
    last_request,
    may_assign,
    one_request,
    preparing,
    proposal_counts,
    proposing,
    proposing_alone,
    requesting,
    turned_down,
    withdrawing,
)
from csto_sim.procedures._forces_conditions import (
    FORCES,
    ORDER,
    PROPOSALS,
    REGULATIONS,
    REQUEST,
    SITUATIONS,
    TASKS,
    TASKS_OF_ALL,
    applies,
)
from csto_sim.procedures._forces_end import (
    CONTRIBUTOR,
    END_ROWS,
    all_back,
    closing,
    may_return,
    returning,
)
from csto_sim.procedures._forces_use import (
    BINDING,
    approving,
    composition_approved,
    decided_too_soon,
    deciding,
    giving_leave,
    handing_over,
    has_contingent,
    may_hand_over,
    refusing_leave,
    use_decided,
    use_stopped,
    waiting,
)
from csto_sim.procedures._proposal import ADDRESSED
from csto_sim.procedures._stages import decision_field, looks_at_fields
from csto_sim.record import Bond
from csto_sim.world import NO_FACTS, Case, World

ON_REQUEST = (REQUEST, *REGULATIONS)
#: What holds for the units of every force; the guards name what holds for one of them, and look for
#: law in force themselves, since a force can be older than the general rule.
OF_UNITS = ("forces-agr.composition",)
WITH = Param("with", "states", "the states together with which, or with whose staffs, it is made")

STEPS = (
    Step(
        "propose contingent", (*BEFORE, *UNDER_WAY), None, MEMBER, OF_UNITS,
        "a member puts forward a contingent, which stays national",
        may_assign, change=assigning, right="operations", needs_law=False,
        takes=(
            Param("units", "text", "what it puts forward"),
            Param("kind", "word", "what kind of unit", KINDS),
        ),
    ),
    Step(
        "", State.NOT_REQUESTED, State.COMPOSED, OF_ITSELF,
        (),
        "the Council approves the composition on the members' proposals",
        composition_approved, change=approving, awaits=("decision",),
    ),
    Step(
        "request", (*UNASKED, State.NOT_TAKEN_UP), State.REQUESTED, MEMBER, ON_REQUEST,
        "a member officially requests forces",
        counts, change=requesting, takes=ADDRESSED, right="propose", needs_law=False,
    ),
    Step(
        "request", (State.REQUESTED, State.NOT_DECIDED, State.CONDITION_MISSING), None, MEMBER,
        ON_REQUEST, "a further official request joins those made, or mends what was missing",
        counts, change=requesting, takes=ADDRESSED, right="propose", needs_law=False,
    ),
    Step(
        "request", UNASKED, State.NOT_OFFICIAL, MEMBER, ON_REQUEST,
        "forces are asked for in a way that is no official request",
        asks_at_all, otherwise=True, change=asking, takes=ADDRESSED, right="propose",
        needs_law=False,
    ),
    Step(
        "answer", (State.NOT_OFFICIAL, State.REQUESTED), State.NOT_TAKEN_UP, ANSWERING, ON_REQUEST,
        "the Secretary General finds no case for the forces",
        turned_down, change=answering,
        takes=(Param("ground", "word", "what is answered", GROUNDS),),
    ),
    Step(
        "answer", (State.NOT_OFFICIAL, State.REQUESTED), None, ANSWERING, ON_REQUEST,
        "a view of the request is stated, which settles nothing",
        otherwise=True, change=answering,
        takes=(Param("ground", "word", "what is answered", GROUNDS),),
    ),
    Step(
        "prepare", PREPARING, None, JOINT_STAFF, ("charter.js",),
        "the Joint Staff prepares the proposals of the defence ministers",
        change=preparing, takes=(WITH,),
    ),
    Step(
        "propose", PREPARING, None, MINISTERS, (PROPOSALS, *REGULATIONS),
        "a body makes its proposals on the use of forces",
        proposal_counts, change=proposing,
        takes=(WITH, Param("decision", "matter", "its own decision on them", of=("decision",))),
    ),
    Step(
        "propose", PREPARING, None, MINISTERS, (PROPOSALS, *REGULATIONS),
        "a body makes proposals that are not those for which the rule asks",
        otherwise=True, change=proposing_alone,
        takes=(WITH, Param("decision", "matter", "its own decision on them", of=("decision",))),
    ),
    Step(
        "withdraw", PREPARING, State.WITHDRAWN, MEMBER, ON_REQUEST,
        "the last state that asked takes its request back",
        last_request, change=withdrawing,
    ),
    Step(
        "withdraw", PREPARING, None, MEMBER, ON_REQUEST,
        "one of several states takes its request back",
        one_request, change=withdrawing,
    ),
    Step(
        "", (State.REQUESTED, State.NOT_TAKEN_UP, State.NOT_DECIDED), State.DECIDED, OF_ITSELF,
        (BINDING, *ON_REQUEST), "the Council has decided on the use, and nothing is missing",
        use_decided, change=deciding, awaits=("decision",),
    ),
    Step(
        "", State.CONDITION_MISSING, State.DECIDED, OF_ITSELF,
        (BINDING, *ON_REQUEST), "what was missing is there, and the decision on the use stands",
        use_decided, change=deciding, awaits=("decision",), of_own_acts_too=True,
    ),
    Step(
        "", tuple(state for state in BEFORE if state is not State.CONDITION_MISSING),
        State.CONDITION_MISSING, OF_ITSELF, (BINDING, *ON_REQUEST),
        "the Council has decided on the use, and a condition is missing",
        decided_too_soon, change=waiting, awaits=("decision",),
    ),
    Step(
        "", (State.REQUESTED, State.NOT_TAKEN_UP), State.NOT_DECIDED, OF_ITSELF,
        (BINDING, *ON_REQUEST), "the decision on the use fails when it is put, or is withdrawn",
        use_stopped, awaits=("decision",),
    ),
    Step(
        "give leave", (*BEFORE, *UNDER_WAY), None, MEMBER, (BINDING, *REGULATIONS),
        "the authorities of a member give leave for its contingent",
        has_contingent, change=giving_leave,
    ),
    Step(
        "refuse leave", (*BEFORE, *UNDER_WAY), None, MEMBER, (BINDING, *REGULATIONS),
        "the authorities of a member refuse leave for its contingent",
        has_contingent, change=refusing_leave,
    ),
    Step(
        "hand over", (*BEFORE, *UNDER_WAY), State.DEPLOYED, MEMBER, OF_UNITS,
        "a member's units come under joint command",
        may_hand_over, change=handing_over, right="operations", needs_law=False,
    ),
    *END_ROWS,
    Step(
        "return", State.ENDED, None, CONTRIBUTOR, OF_UNITS,
        "a state's units go back under national jurisdiction",
        may_return, change=returning, needs_law=False,
    ),
    Step(
        "", State.ENDED, State.RETURNED, OF_ITSELF, OF_UNITS,
        "no unit is under joint command any longer",
        all_back, change=closing, needs_law=False,
    ),
)  # fmt: skip

AFTER_DECISION = (State.DECIDED.word, State.DEPLOYED.word, State.ENDED.word, State.RETURNED.word)


def _joint_only_by_decision(world: World, case: Case) -> Claimed:
    if JOINT not in case.facts.get("command", NO_FACTS).values():
        return BESIDE
    decision = world.case(case.facts.get("decision", ""))
    return decision is not None and decision.facts.get("adopted", "") != ""


def _only_on_request(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state not in AFTER_DECISION else bool(case.facts.get("requesters"))


def _back_home(_world: World, case: Case) -> Claimed:
    command = case.facts.get("command", NO_FACTS)
    if case.state not in (State.RETURNED.word, State.WITHDRAWN.word) or not command:
        return BESIDE
    return JOINT not in command.values()


def _result(case: Case) -> Result:
    bound = tuple(
        Bond(state, since, known, until)
        for state, (since, known, until) in sorted(case.facts.get("bound", NO_FACTS).items())
    )
    decided = case.facts.get("decided", "")
    return Result(decided, decided, bound)


PROCEDURE = Procedure(
    name="use_of_forces",
    title="Use of forces on request",
    about=(
        "Members put forward contingents and the Council approves the composition. On an official "
        "request three bodies prepare proposals with whoever asks, the Council decides, units come "
        "under joint command, the use ends and they return."
    ),
    states=State,
    initial=State.NOT_REQUESTED,
    final=frozenset({State.RETURNED, State.WITHDRAWN}),
    steps=STEPS,
    fields=(
        Param("force", "word", "which of the forces", FORCES, required=True),
        Param("task", "word", "for which task", TASKS),
        Param("situation", "word", "what has happened", SITUATIONS),
        decision_field("the Council's decision on the use", subjects=("forces",)),
        decision_field("the Council's decision on the composition", "composition", ("forces",)),
        decision_field("the decision that ends the use", "ending"),
        Param(
            "agreement",
            "matter",
            "the instrument of the force, where it is told",
            of=("instrument",),
        ),
    ),
    claims=(
        always(
            "no unit is under joint command unless the Council decided", _joint_only_by_decision
        ),
        always("forces are used only where an official request stands", _only_on_request),
        always("in the end every unit is national again", _back_home),
        sometimes(
            "units come under joint command", lambda _w, case: case.state == State.DEPLOYED.word
        ),
        sometimes(
            "the Council decides, and a condition is missing",
            lambda _w, case: case.state == State.CONDITION_MISSING.word,
        ),
    ),
    readings=(
        "amb.request-form",
        "amb.internal-threat",
        "amb.who-qualifies",
        "amb.forces-proposals",
        "amb.forces-late-request",
        "amb.crdf-agreement",
        "amb.composition-per-op",
        "amb.domestic-authorisation",
        "amb.host-consent-duration",
        "amb.forces-reg-effect",
        "amb.crisis-reg-effect",
        "amb.regulation-2023",
        "amb.pending-law",
        "amb.day-zone",
        "amb.chair-handover",
    ),
    relies_on=(
        "crrf.deploy",
        "crrf.composition",
        "crrf.jurisdiction",
        "crrf.special-forces",
        "caf.composition",
        TASKS_OF_ALL,
        ORDER,
        *("crdf.deploy", "crdf.composition", "crdf.prepare", "crdf.linked-reg"),
        "crrf.def",
        "crrf.staggered-consent",
        "caf.create",
        "forces-agr.replaces",
        "pko.composition",
        "treaty.2.consultation",
    ),
    not_modelled=(
        "How the joint command is built (forces.command-system): not known to be in force.",
        "Periods: whether any of the Regulations sets one for a decision on forces is not known.",
        "Who commands: no source names a commander of these forces.",
        "What each national authorisation takes, and the strength and arms of each contingent.",
        "Which states a regional grouping is made up of: any member can put forward a contingent.",
        "That the special units act alone or together (crrf.special-forces): both are lawful.",
        "Transit, and the status of units on the territory of another (forces.2000-status).",
        "A state that takes its units back before the use has ended: no source tells of it.",
        "Forces asked for by a suspended member: the requesting state puts the proposals forward "
        "together with the organs, in which it has no part; so it cannot ask for them.",
        "Use without a request: no source knows of one.",
        "Whether the use is over when a decision that uses no forces takes the place of that on "
        "it: no source tells. No units are handed over any longer; those there wait for the end.",
        "Whether a decision of the Council ends the use under each option of "
        "amb.host-consent-duration: it does here, for it decided on the use.",
    ),
    looks_at=looks_at_fields("decision", "composition", "ending"),
    basis=lambda _scene: ON_REQUEST,
    cites=applies,
    result=_result,
)
