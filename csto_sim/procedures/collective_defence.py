"""Collective defence: an armed attack, the request, what it counts as, the decision, help, notice.

Article 4 of the Treaty in its two wordings: that of 1992 mentions no request, that in force since
19 December 2012 makes help depend on one. The attack branch of the Regulation on crises
(crisis-reg.armed-attack) has the Council decide at once.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    OF_ITSELF,
    Claimed,
    Param,
    Procedure,
    Result,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._defence_acts import (
    COORDINATION,
    DECISION,
    HELP_OF,
    MEDIATOR,
    OTHER,
    QUALIFIER,
    SECURITY_COUNCIL,
    SUBJECTS,
    UNSETTLED,
    VICTIM,
    State,
    asking,
    asks,
    asks_first,
    comes_under_attack,
    council_acts,
    deciding,
    going,
    has_asked,
    is_a_view,
    is_aggression,
    is_less,
    mediates,
    not_adopted,
    on_help,
    owing_help,
    seizing,
    viewing,
)
from csto_sim.procedures._defence_gates import (
    ARMED_ATTACK,
    ASSISTANCE,
    ATTACK,
    ATTACKERS,
    CONSULTATION,
    MEANS,
    PEACEFUL,
    REQUEST,
    TERRITORIES,
    USE_OF_FORCE,
    VIEWS,
    by_another,
    help_owed,
    in_scope,
)
from csto_sim.procedures._defence_help import (
    HELP,
    authorises,
    authorising,
    council_ends,
    ending,
    helping,
    may_help,
    member_ends,
    un_ends,
)
from csto_sim.procedures._proposal import ADDRESSED
from csto_sim.procedures._stages import decided, decision_field, looks_at_fields
from csto_sim.procedures._unsc_notice import NOTICE, NOTICE_READINGS, notice_rows
from csto_sim.record import Bond
from csto_sim.rules.consensus import BINDING
from csto_sim.world import NO_FACTS, Case, World

S = State
AFTER_ATTACK = tuple(state for state in State if state not in (S.NO_ATTACK, S.ENDED))
ASKED_LATER = (S.OTHER_MEASURES, S.HELP_OWED, S.NOT_DECIDED, S.HELP_GIVEN)
OWED = (S.HELP_OWED, S.NOT_DECIDED, S.HELP_GIVEN, S.DECIDED, S.UNDER_WAY)
AS = Param("as", "word", "what it holds the event to be", VIEWS, required=True)
ASK = (ASSISTANCE, ARMED_ATTACK, REQUEST)

STEPS = (
    Step(
        "come under attack", S.NO_ATTACK, S.ATTACKED, VICTIM, (ATTACK,),
        "a member comes under attack", in_scope, change=comes_under_attack,
    ),
    Step(
        "come under attack", S.NO_ATTACK, S.OUTSIDE_ARTICLE_4, VICTIM, (ATTACK,),
        "a member comes under attack, in a way or place that Article 4 does not cover",
        by_another, otherwise=True, change=comes_under_attack,
    ),
    Step(
        "", S.OUTSIDE_ARTICLE_4, S.ATTACKED, OF_ITSELF, (ATTACK,),
        "the event comes within Article 4", in_scope,
        awaits=("decision",),
    ),
    Step(
        "request", S.ATTACKED, S.REQUESTED, VICTIM, ASK,
        "the attacked member officially asks for help", asks,
        change=seizing, takes=ADDRESSED, right="propose",
    ),
    Step(
        "request", ASKED_LATER, None, VICTIM, ASK,
        "the attacked member officially asks for help", asks_first,
        change=seizing, takes=ADDRESSED, right="propose",
    ),
    Step(
        "request", (S.OUTSIDE_ARTICLE_4, S.BORDER_INCIDENT), None, VICTIM, ASK,
        "the attacked member officially asks, for what Article 4 does not give as it stands",
        asks_first, change=asking, takes=ADDRESSED, right="propose",
    ),
    Step(
        "", S.ATTACKED, S.REQUESTED, OF_ITSELF, ASK,
        "the request made before stands", going("asked", has_asked), change=seizing,
    ),
    Step(
        "qualify", (S.ATTACKED, S.REQUESTED), S.BORDER_INCIDENT, QUALIFIER, (ATTACK,),
        "whoever decides on it holds the event to be less than aggression", is_less,
        change=viewing, takes=(AS,),
    ),
    Step(
        "qualify", S.BORDER_INCIDENT, S.ATTACKED, QUALIFIER, (ATTACK,),
        "whoever decides on it holds the event to be aggression after all", is_aggression,
        change=viewing, takes=(AS,),
    ),
    Step(
        "qualify", AFTER_ATTACK, None, QUALIFIER, (ATTACK,),
        "a view of the event is stated", is_a_view, change=viewing, takes=(AS,),
    ),
    Step(
        "offer good offices", S.OUTSIDE_ARTICLE_4, None, MEDIATOR, (PEACEFUL,),
        "good offices are offered to members that fight each other", mediates,
    ),
    Step(
        "", (*UNSETTLED, S.NOT_DECIDED), S.HELP_OWED, OF_ITSELF, (ATTACK, ASSISTANCE),
        "help is owed", going("owed", help_owed), change=owing_help,
        awaits=("decision",), of_own_acts_too=True,
    ),
    Step(
        "", (S.ATTACKED, S.REQUESTED), S.OTHER_MEASURES, OF_ITSELF, (CONSULTATION, COORDINATION),
        "the Council decides on other measures",
        going("measures", decided(("CSC",), (CONSULTATION, COORDINATION), field="measures")),
        awaits=("decision",),
    ),
    Step(
        "", S.BORDER_INCIDENT, S.OTHER_MEASURES, OF_ITSELF, (CONSULTATION, COORDINATION),
        "the Council acts on what counts as less than aggression", council_acts,
        awaits=("decision",),
    ),
    Step(
        "", (*UNSETTLED, S.HELP_OWED), S.NOT_DECIDED, OF_ITSELF, (USE_OF_FORCE, ARMED_ATTACK),
        "the decision on help is not adopted",
        going("blocked", not_adopted),
        awaits=("decision",),
    ),
    Step(
        "", (S.HELP_OWED, S.HELP_GIVEN), S.DECIDED, OF_ITSELF, (USE_OF_FORCE, ARMED_ATTACK),
        "the Council decides on help", on_help, change=deciding,
        awaits=("decision",), of_own_acts_too=True,
    ),
    Step(
        "authorise", (*UNSETTLED, *OWED), None, OTHER, (BINDING,),
        "its national authorities give leave", authorises, change=authorising,
    ),
    Step(
        "assist", (S.HELP_OWED, S.NOT_DECIDED, S.HELP_GIVEN), S.HELP_GIVEN, OTHER,
        (ASSISTANCE, USE_OF_FORCE),
        "a member gives help", may_help, change=helping, takes=(HELP,),
    ),
    Step(
        "assist", (S.DECIDED, S.UNDER_WAY), S.UNDER_WAY, OTHER, (ASSISTANCE, USE_OF_FORCE),
        "a member gives help as decided", may_help, change=helping, takes=(HELP,),
    ),
    *notice_rows((S.HELP_GIVEN, S.DECIDED, S.UNDER_WAY, S.ENDED)),
    Step(
        "end", (*UNSETTLED, *OWED), S.ENDED, VICTIM, (ASSISTANCE,),
        "the attacked member needs no help any longer", member_ends, change=ending,
    ),
    Step(
        "", (S.HELP_GIVEN, S.DECIDED, S.UNDER_WAY), S.ENDED, OF_ITSELF, (COORDINATION,),
        "the Council decides that the measures end", council_ends, change=ending,
        awaits=("decision",),
    ),
    Step(
        "take measures", OWED, S.ENDED, SECURITY_COUNCIL, (ASSISTANCE,),
        "the UN Security Council takes the measures that peace needs", un_ends, change=ending,
    ),
)  # fmt: skip


def _result(case: Case) -> Result:
    bound = case.facts.get("bound", NO_FACTS)
    owed = case.facts.get("owed", "")
    bonds = [Bond(member, *days) for member, days in sorted(bound.items())]
    return Result(owed, owed, tuple(bonds))


def _asked_since_2012(_world: World, case: Case) -> Claimed:
    owed = case.facts.get("owed", "")
    return BESIDE if owed < "2012-12-19" else bool(case.facts.get("asked"))


def _nobody_owes_itself(_world: World, case: Case) -> Claimed:
    bound = case.facts.get("bound", NO_FACTS)
    if not bound:
        return BESIDE
    return case.facts.get("attacked") not in bound and case.facts.get("attacking") not in bound


def _forces_only_as_decided(_world: World, case: Case) -> Claimed:
    sent = "forces" in case.facts.get("helping", NO_FACTS).values()
    return BESIDE if not sent else bool(case.facts.get("decided"))


PROCEDURE = Procedure(
    name="collective_defence",
    title="Collective defence against an armed attack",
    about=(
        "A member comes under attack. Whether Article 4 covers the event, whether it is "
        "aggression and whether the member asked decide whether the others owe help; the Council "
        "decides on forces, members help, the UN Security Council is told."
    ),
    states=State,
    initial=S.NO_ATTACK,
    # Notice can still be given when the measures have ended, so no state closes the matter.
    final=frozenset(),
    steps=STEPS,
    fields=(
        Param("attacked", "state", "the member that comes under attack", required=True),
        Param("attacker", "word", "who attacks", ATTACKERS),
        Param("attacking", "state", "the state that attacks, member or not"),
        Param("outside_element", "yes/no", "whether a group inside has help from outside"),
        Param("territory", "word", "where the attack takes place", TERRITORIES),
        Param(
            "effective_control", "yes/no", "whether the attacked member holds the undelimited area"
        ),
        Param("means", "word", "what the help consists of, where that matters", MEANS),
        decision_field("the decision of the Council on help or forces", subjects=SUBJECTS),
        decision_field("the decision that says that the event is aggression", "qualification"),
        decision_field("the decision that fixes the area to be defended", "area"),
        decision_field("a decision on other measures, not on help under Article 4", "measures"),
        decision_field("the decision that the measures end", "ending"),
    ),
    claims=(
        always(
            "since 19 December 2012 nobody owes help that the attacked member did not ask for",
            _asked_since_2012,
        ),
        always("neither side of the fighting owes help in it", _nobody_owes_itself),
        always("forces are sent only after the Council has decided", _forces_only_as_decided),
        sometimes("help is owed and none is asked for", lambda _world, case: (
            bool(case.facts.get("owed")) and not case.facts.get("asked")
        )),
        sometimes("the Council decides on help", lambda _world, case: case.state == S.DECIDED.word),
        sometimes(
            "the decision on help fails", lambda _world, case: case.state == S.NOT_DECIDED.word
        ),
    ),
    readings=(
        "amb.who-qualifies",
        "amb.territory",
        "amb.internal-threat",
        "amb.intra-member",
        "amb.gateway",
        "amb.request-form",
        "amb.domestic-authorisation",
        *NOTICE_READINGS,
        "amb.suspended-help",
        "amb.crisis-reg-effect",
        "amb.regulation-2023",
        "amb.pending-law",
    ),
    periods=(DECISION, HELP_OF, NOTICE),
    not_modelled=(
        "Who ends the measures: no source says. That the attacked member, the Council or the UN "
        "Security Council can is inferred.",
        "Consultation (treaty.2.consultation) and the meeting of the Council: matters of convening "
        "and of decision, beside this one.",
        "How forces are composed, commanded and brought back: the use of forces.",
        "What help is the necessary help: the Treaty leaves it open.",
        "Whether proposals on forces were made (crisis-reg.proposals): a matter on the use of "
        "forces tells it; where one rests on the same decision, forces go when it lets them.",
        "An attack on several members at once: a matter for each.",
        "Whether a suspended member owes help too: no source tells, and none is asked of it.",
        "A qualification taken back once help is owed: no source tells; the view is noted.",
        "Whether a member that the decision does not bind may send forces: no source tells; it can "
        "here, of its own will. Help under the Treaty is owed by it as by the others.",
        "Whether one party's notice serves for all: it does here, under amb.unsc-notify A.",
    ),
    looks_at=looks_at_fields("decision", "qualification", "area", "measures", "ending"),
    result=_result,
    basis=lambda _scene: (ATTACK,),
)  # fmt: skip
