"""The single list of organisations recognised as terrorist: proposal, examination, entry, removal.

The Council approved rules on the list on 14 October 2016 (terror-list.regulation); their text was
not seen. That a member proposes, that the working group under the secretaries of security councils
examines and that an organ then decides by consensus is inferred, and removal by the same way too.
"""

from __future__ import annotations

from csto_sim.procedure import (
    BESIDE,
    MEMBER,
    OF_ITSELF,
    Actor,
    Change,
    Claimed,
    Guard,
    Param,
    Procedure,
    States,
    Step,
    always,
    sometimes,
)
from csto_sim.procedures._stages import (
    decided,
    decision_field,
    looks_at_fields,
    named,
    on_decision,
    stopped,
)
from csto_sim.rules.consensus import CONSENSUS
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Case, Finding, World

RULES = "terror-list.regulation"
FORMING = "terror-list.forming"
GROUP = "sub.wg-terror"
SECRETARIES = "charter.16.cssc"
UNDER = (RULES, CONSENSUS)
#: Which organ decides, by option of amb.terror-list-body.
ORGANS = {"A": "CSSC", "B": "CSC"}
#: The fact that a decision had been adopted before its matter was proposed, by field.
EARLIER = {"decision": "decided_earlier", "removal": "removal_decided_earlier"}


class State(States):
    """States of an entry on the list."""

    NOT_PROPOSED = "nobody has proposed the entry"
    PROPOSED = "a member has proposed the entry"
    EXAMINED = "the working group has examined the proposal"
    NOT_APPROVED = "the organ that decides has not approved the entry"
    LISTED = "the organisation is on the list"
    REMOVAL_PROPOSED = "it is on the list; a member has proposed its removal"
    REMOVAL_EXAMINED = "it is on the list; the working group has examined the removal"
    REMOVAL_NOT_APPROVED = "it is on the list; its removal has not been approved"
    REMOVED = "the organisation has been removed from the list"
    WITHDRAWN = "the proposal has been withdrawn"


ON_THE_LIST = (
    State.LISTED,
    State.REMOVAL_PROPOSED,
    State.REMOVAL_EXAMINED,
    State.REMOVAL_NOT_APPROVED,
)
WORKING_GROUP = Actor(
    "the working group on terrorism", lambda _scene: ("WG_TERRORISM",), need_not_be_named=True
)
REPORTER = Actor(
    "a member or the Secretariat",
    lambda scene: (*scene.roster().members, "SECRETARIAT", "SG"),
    need_not_be_named=True,
)


def approved(field: str) -> Guard:
    """Return the guard that the organ of amb.terror-list-body has adopted the decision.

    By consensus (charter.12.consensus): what is put as a procedural question or as a statement
    passes by other rules. And on this proposal: what was adopted before it is of something else.
    """

    def guard(scene: Scene) -> Finding:
        option = scene.reading("amb.terror-list-body")
        found = decided((ORGANS[option],), UNDER, field=field)(scene)
        other = _of_something_else(scene, field)
        if found.holds and other is not None:
            found = other._replace(holds=False)
        return found._replace(reading=("amb.terror-list-body", option))

    return guard


def _of_something_else(scene: Scene, field: str) -> Finding | None:
    """Why a decision that is adopted is none that enters or removes by consensus, or None."""
    decision = named(scene, field)
    if decision is None or decision.state != "adopted":
        return None
    kind = decision.facts.get("kind", "substantive")
    facts = (("decision", decision.id), ("kind", kind))
    if kind != "substantive":
        return Finding("listing.other_kind", True, UNDER, facts)
    if scene.fact(EARLIER[field], False):
        return Finding("listing.decided_earlier", True, UNDER, facts)
    return None


def approved_all_the_same(field: str, examined: str) -> Guard:
    """Return the guard that the organ approved what was examined, though it was then withdrawn."""

    def guard(scene: Scene) -> Finding:
        if not scene.fact(examined, ""):
            return Finding("listing.not_examined", False, (RULES,))
        return approved(field)(scene)

    return guard


def not_approved(field: str) -> Guard:
    """Return the guard that the organ of amb.terror-list-body was asked and has not approved."""

    def guard(scene: Scene) -> Finding:
        option = scene.reading("amb.terror-list-body")
        decision = named(scene, field)
        if decision is not None and decision.facts.get("body", "CSC") != ORGANS[option]:
            return approved(field)(scene)
        found = _of_something_else(scene, field) or stopped(UNDER, field=field)(scene)
        return found._replace(reading=("amb.terror-list-body", option))

    return guard


def own_proposal(scene: Scene) -> Finding:
    """Whether whoever withdraws a proposal made it."""
    proposer = scene.fact("proposer", "")
    facts = (("by", scene.act.by), ("proposer", proposer))
    holds = scene.act.by == proposer
    return weighed(holds, "listing.own_proposal", "listing.other_proposal", (RULES,), facts)


def _proposing(scene: Scene) -> Change:
    removal = scene.case.state == State.LISTED.word
    field = "removal" if removal else "decision"
    decision = named(scene, field)
    before = decision is not None and decision.state == "adopted"
    # A removal proposed again is examined again.
    examined = {"removal_examined": ""} if removal else {}
    return Change({"proposer": scene.act.by, EARLIER[field]: before, **examined})


def _examining(scene: Scene) -> Change:
    removal = scene.case.state == State.REMOVAL_PROPOSED.word
    return Change({"removal_examined" if removal else "examined": scene.act.when.day})


def _listing(scene: Scene) -> Change:
    return Change({"listed": scene.act.when.day})


def _removing(scene: Scene) -> Change:
    return Change({"removed": scene.act.when.day})


STEPS = (
    *(
        Step(
            act,
            source,
            target,
            MEMBER,
            (RULES,),
            says,
            change=_proposing,
            takes=(Param("says", "text", "on what ground, in a few words"),),
            right="propose",
        )
        for act, source, target, says in (
            (
                "propose entry",
                State.NOT_PROPOSED,
                State.PROPOSED,
                "a member proposes the entry",
            ),
            (
                "propose removal",
                State.LISTED,
                State.REMOVAL_PROPOSED,
                "a member proposes the removal",
            ),
        )
    ),
    *(
        Step(
            "examine",
            source,
            target,
            WORKING_GROUP,
            (RULES, GROUP),
            says,
            change=_examining,
        )
        for source, target, says in (
            (
                State.PROPOSED,
                State.EXAMINED,
                "the working group examines the entry",
            ),
            (
                State.REMOVAL_PROPOSED,
                State.REMOVAL_EXAMINED,
                "the working group examines the removal",
            ),
        )
    ),
    *on_decision(
        State.EXAMINED,
        State.LISTED,
        approved("decision"),
        UNDER,
        "the organ that decides approves the entry",
        blocked=State.NOT_APPROVED,
        stops=not_approved("decision"),
        says_blocked="the entry is not approved",
        change=_listing,
    ),
    *on_decision(
        State.REMOVAL_EXAMINED,
        State.REMOVED,
        approved("removal"),
        UNDER,
        "the organ that decides approves the removal",
        blocked=State.REMOVAL_NOT_APPROVED,
        says_blocked="the removal is not approved, and the entry stays",
        stops=not_approved("removal"),
        change=_removing,
    ),
    # The organ that decides is not bound by a withdrawal: all members consent to what it adopts.
    Step(
        "",
        State.WITHDRAWN,
        State.LISTED,
        OF_ITSELF,
        UNDER,
        "the organ that decides approves the entry although it was withdrawn",
        approved_all_the_same("decision", "examined"),
        change=_listing,
        awaits=("decision",),
    ),
    Step(
        "",
        State.LISTED,
        State.REMOVED,
        OF_ITSELF,
        UNDER,
        "the organ that decides approves the removal although it was withdrawn",
        approved_all_the_same("removal", "removal_examined"),
        change=_removing,
        awaits=("decision",),
    ),
    Step(
        "withdraw",
        (State.PROPOSED, State.EXAMINED, State.NOT_APPROVED),
        State.WITHDRAWN,
        MEMBER,
        (RULES,),
        "the proposal is withdrawn",
        own_proposal,
    ),
    Step(
        "withdraw",
        (State.REMOVAL_PROPOSED, State.REMOVAL_EXAMINED, State.REMOVAL_NOT_APPROVED),
        State.LISTED,
        MEMBER,
        (RULES,),
        "the proposal to remove is withdrawn, and the entry stays",
        own_proposal,
    ),
    Step(
        "report on the list",
        tuple(state for state in State if state is not State.REMOVED),
        None,
        REPORTER,
        (FORMING,),
        "the list is reported to be still being formed",
        takes=(Param("says", "text", "what is reported, in a few words"),),
    ),
)


def _examined_first(_world: World, case: Case) -> Claimed:
    listed = case.state in (state.word for state in ON_THE_LIST)
    return BESIDE if not listed else bool(case.facts.get("examined"))


def _removed_after_entry(_world: World, case: Case) -> Claimed:
    facts = case.facts
    return BESIDE if case.state != State.REMOVED.word else facts["removed"] >= facts["listed"]


PROCEDURE = Procedure(
    name="terrorist_list",
    title="The single list of organisations recognised as terrorist",
    about=(
        "A member proposes an entry, the working group examines it, an organ decides by consensus; "
        "removal goes the same way. The steps are inferred: the rules of 2016 were not seen."
    ),
    states=State,
    initial=State.NOT_PROPOSED,
    final=frozenset({State.REMOVED}),
    steps=STEPS,
    fields=(
        Param("entry", "text", "the organisation that would be entered"),
        decision_field("the decision on the entry"),
        decision_field("the decision on the removal", "removal"),
    ),
    claims=(
        always("nothing is on the list that was not examined", _examined_first),
        always("nothing is removed that was not on the list", _removed_after_entry),
        sometimes("an organisation is entered", lambda _w, case: case.state == State.LISTED.word),
        sometimes(
            "an entry is not approved", lambda _w, case: case.state == State.NOT_APPROVED.word
        ),
    ),
    readings=("amb.terror-list-body", "amb.pending-law"),
    relies_on=(GROUP, SECRETARIES),
    not_modelled=(
        "The rules of 14 October 2016: their text was not seen. Proposal, examination, consensus "
        "and removal are inferred from who works against terrorism in the Organization.",
        "Whether an entry needs an organisation to be on the lists of some or of all members: a "
        "report of 2018 says that the list is formed on the basis of the national lists.",
        "What becomes of an entry when another decision takes the place of the one on it: no "
        "source tells, and it stays until it is removed.",
        "What an entry obliges the members to do, and what it means for the organisation entered.",
        "How the working group decides (amb.subsidiary-voting); its examination advises.",
        "Whether the list was ever completed: the last report found is of May 2020.",
    ),
    looks_at=looks_at_fields("decision", "removal"),
    basis=lambda _scene: (RULES, SECRETARIES, GROUP),
)
