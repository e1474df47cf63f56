"""What joining asks and changes: the application, the Council's decision, the deposit, the bond."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._duties import drop
from csto_sim.procedures._stages import STOPPED, decided, looks_at_fields, named, stopped
from csto_sim.procedures._standing import (
    INSIDE,
    becomes,
    last_change,
    standing,
    taken_over,
    the_state,
)
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Detail, Facts, Finding

ADMISSION = "charter.19.admission"
ACCESSION = "treaty.10.accession"
WITHDRAWAL = "charter.19.withdrawal"
TREATY_WITHDRAWAL = "treaty.11.withdrawal"
JOINING = (ADMISSION, "admission.reg")
#: The fields that name the decisions on a membership.
DECISIONS = ("admission", "suspension", "restoration", "exclusion", "release")
#: What an applicant has to be ready for (charter.19.admission); the Treaty asks for the aims alone.
READY = ("the aims", "the Charter", "treaties", "decisions")


class State(States):
    """States of a membership."""

    NOT_BEGUN = "nothing is told of it yet: the state is what history has it to be"
    APPLIED = "the state has applied; the Council has not decided"
    NOT_ADMITTED = "the Council has not adopted its admission"
    ADMITTED = "its admission is decided; its own ratification and deposit are outstanding"
    MEMBER = "the state is a member"
    SUSPENSION_RAISED = "its suspension was raised or asked for; the Council has not decided"
    SUSPENDED = "its participation in the organs is suspended"
    LEAVING = "it has given notice of withdrawal, and stays what it was until the day of exit"
    NOT_RELEASED = "its notice has run out, and the decision by which it could go is not adopted"
    LEFT = "the state is a member no longer"
    EXCLUDED = "the Council has excluded the state"


THE_STATE = Actor("the state whose membership it is", lambda scene: (the_state(scene),))
OTHERS = Actor(
    "another member, or the Secretary General",
    lambda scene: (*(m for m in scene.roster().members if m != the_state(scene)), "SG"),
)
SIGNER = Actor(
    "a member, or the state that joins",
    lambda scene: tuple(sorted({*scene.roster().members, the_state(scene)})),
)


def told(scene: Scene) -> Detail:
    """Return the facts that most findings on a membership tell: the state and the day."""
    return (("member", the_state(scene)), ("day", scene.act.when.day))


def is_inside(scene: Scene, under: tuple[str, ...] = ()) -> Finding:
    """Whether the state is a member, suspended or not."""
    holds = standing(scene) in INSIDE
    return weighed(holds, "membership.inside", "membership.not_inside", under, told(scene))


def is_full_member(scene: Scene, under: tuple[str, ...] = ()) -> Finding:
    """Whether the state is a member whose participation is not suspended."""
    if standing(scene) == "suspended":
        return Finding(
            "membership.is_suspended", False, (*under, "charter.20.suspension"), told(scene)
        )
    return is_inside(scene, under)


def spent(scene: Scene) -> dict[str, Any]:
    """Return the facts which decisions are adopted already, and which were put in vain: neither is
    an answer to what is asked now."""
    found = [(field, named(scene, field)) for field in DECISIONS]
    done = ("adopted", "superseded")
    adopted = tuple(field for field, it in found if it is not None and it.state in done)
    fallen = tuple(_put(field, it) for field, it in found if it is not None and it.state in STOPPED)
    return {"spent": adopted, "fallen": fallen}


def _put(field: str, decision: Case) -> tuple[str, str, str]:
    """What became of a decision the last time that it was put, and when that was."""
    return (field, decision.state, str(decision.facts.get("put_on", "")))


def about_it(field: str, guard: Guard) -> Guard:
    """Return the guard on a decision with the condition that it is about this state, and not older
    than what it answers."""

    def weigh(scene: Scene) -> Finding:
        found = guard(scene)
        decision = named(scene, field)
        if decision is None or not found.holds:
            return found
        facts = (("decision", decision.id), ("member", the_state(scene)))
        about = decision.facts.get("concerning", "")
        # An admission may be put without naming the state; else nobody's vote would be left out.
        if about != the_state(scene) and (about or field != "admission"):
            return Finding("membership.not_about_it", False, found.under, facts)
        older = _put(field, decision) in scene.fact("fallen", ())
        if older or field in scene.fact("spent", ()):
            return Finding("membership.older_decision", False, found.under, facts)
        return found

    return weigh


# --- joining -------------------------------------------------------------------------------------


def may_apply(scene: Scene) -> Finding:
    """Whether a state that is outside applies, ready for all that membership asks."""
    state, facts = the_state(scene), told(scene)
    outside = standing(scene) == "outside"
    parts = [weighed(outside, "membership.outside", "membership.inside", JOINING, facts)]
    charter = scene.text(ADMISSION) is not None
    under = (ADMISSION,) if charter else (ACCESSION,)
    for criterion in READY if charter else READY[:1]:
        ready = criterion not in scene.given("declines", ())
        about = (("member", state), ("criterion", criterion))
        parts.append(weighed(ready, "membership.ready", "membership.not_ready", under, about))
    holds = all(part.holds for part in parts)
    says = "membership.may_apply" if holds else "membership.may_not_apply"
    return Finding(says, holds, under, facts, tuple(parts))


def applying(scene: Scene) -> Change:
    """Return the change by an application."""
    return Change({**taken_over(scene), **spent(scene), "ratified": "", "protocol": NO_FACTS})


_ADMITTED = about_it(
    "admission", decided(("CSC",), JOINING, field="admission", subjects=("admission",))
)
not_admitted = about_it("admission", stopped(JOINING, field="admission"))


def _revival(scene: Scene) -> bool:
    """Whether the return of this state revives a membership that was never given up.

    `amb.readmission` A; it is a question only for one that was a party and gave no notice.
    """
    return bool(scene.fact("former", False)) and scene.reading("amb.readmission") == "A"


def admitted(scene: Scene) -> Finding:
    """Whether the Council has admitted the state, so that it can ratify and deposit."""
    found = _ADMITTED(scene)
    if not found.holds or not _revival(scene):
        return found
    facts, reading = (("member", the_state(scene)),), ("amb.readmission", "A")
    return Finding("membership.revival", False, JOINING, facts, (found,), reading)


def revived(scene: Scene) -> Finding:
    """Whether the Council's decision alone makes a former party a member (`amb.readmission` A)."""
    found = _ADMITTED(scene)
    if not found.holds:
        return found
    facts = (("member", the_state(scene)),)
    if not scene.fact("former", False):
        return Finding("membership.accession", False, JOINING, facts)
    option = scene.reading("amb.readmission")
    says = "membership.revival" if option == "A" else "membership.accession"
    return Finding(says, option == "A", JOINING, facts, (found,), ("amb.readmission", option))


def entering(scene: Scene) -> Change:
    """Return the change when the state becomes a member."""
    facts = {**becomes(scene, "member"), "left_by": "", "former": False}
    facts |= {"settled": "", "ratified": "", "frozen": "", "by_itself": False}
    return Change({**facts, "raised": "", "charged": "", "continues": "", "article20": False})


def may_sign(scene: Scene) -> Finding:
    """Whether a member or the state signs the protocol on its joining for the first time."""
    facts = (("by", scene.act.by), ("day", scene.act.when.day))
    new = scene.act.by not in scene.fact("protocol", NO_FACTS)
    return weighed(new, "membership.signs", "membership.signed_already", JOINING, facts)


def signing(scene: Scene) -> Change:
    """Return the change by a signature under the protocol."""
    signed: Facts = scene.fact("protocol", NO_FACTS)
    return Change({"protocol": signed.plus(scene.act.by, scene.act.when.day)})


def ratifying(scene: Scene) -> Change:
    """Return the change by the state's own ratification."""
    return Change({"ratified": scene.act.when.day})


def may_deposit(scene: Scene) -> Finding:
    """Whether the state deposits what it has ratified, and so becomes a member.

    The Council's decision to admit it stands until then: another can have taken its place.
    """
    facts = told(scene)
    under = (ADMISSION, "charter.26.eif", "charter.26.depositary")
    if scene.fact("party_to"):
        named_in = (*facts, ("instrument", scene.fact("party_to")))
        return Finding("membership.by_instrument", False, under, named_in)
    has = bool(scene.fact("ratified"))
    parts = [weighed(has, "membership.ratified", "membership.not_ratified", under, facts)]
    parts += [_ADMITTED(scene), *_signatures(scene)]
    holds = all(part.holds for part in parts)
    lacking = "membership.admitted_no_more" if has else "membership.deposits_nothing"
    return weighed(holds, "membership.deposits", lacking, under, facts, tuple(parts))


def _signatures(scene: Scene) -> list[Finding]:
    """What is made of a protocol under which not all members are known to have signed.

    `amb.2006-signatories`: none of its options keeps the state out.
    """
    signed = scene.fact("protocol", NO_FACTS)
    missing = tuple(m for m in scene.roster().members if m not in signed)
    if not signed or not missing:
        return []
    option = scene.reading("amb.2006-signatories")
    says = "membership.signatures_unknown"
    if option == "A":
        says = "membership.all_signed"
    elif option == "B":
        says = "membership.consented_later"
    facts, reading = (("members", missing),), ("amb.2006-signatories", option)
    return [Finding(says, True, JOINING, facts, (), reading)]


# --- what an instrument makes of it --------------------------------------------------------------


def _bond(scene: Scene) -> tuple[str, str, str] | None:
    """Since when and until when the instrument that the matter names binds the state, or None."""
    instrument = named(scene, "party_to")
    bound = NO_FACTS if instrument is None else instrument.facts.get("bound", NO_FACTS)
    found: tuple[str, str, str] | None = bound.get(the_state(scene))
    return found


def joins_by_instrument(scene: Scene) -> Finding:
    """Whether the instrument binds the state and so makes it a member.

    Before the Charter to be a party of the Treaty was enough (treaty.10.accession); since then the
    Council has to have admitted the state.
    """
    bond, state = _bond(scene), the_state(scene)
    facts = (("instrument", scene.fact("party_to", "")), ("member", state))
    under = (ACCESSION, "treaty.11.eif", ADMISSION)
    if standing(scene) != "outside":
        return Finding("membership.inside", False, under, facts)
    if bond is None or bond[2] or bond[0] > scene.act.when.day:
        return Finding("membership.not_a_party", False, under, facts)
    asked = scene.text(ADMISSION) is not None and scene.case.state != State.ADMITTED.word
    if asked:
        return Finding("membership.admission_first", False, (ADMISSION,), facts)
    if scene.case.state == State.ADMITTED.word and not _ADMITTED(scene).holds:
        return _ADMITTED(scene)
    return Finding("membership.is_party", True, under, facts)


def bond_ended(wanted: str) -> Guard:
    """Return the guard that the instrument binds the state no longer, and its membership has ended
    with it: because the `term` ended without it, or by `notice` given under the instrument."""

    def guard(scene: Scene) -> Finding:
        found = _without_bond(scene)
        by_notice = _by_notice(scene)
        return found if by_notice == (wanted == "notice") else found._replace(holds=False)

    return guard


def _by_notice(scene: Scene) -> bool:
    """Whether the state has given notice under the instrument that the matter names."""
    instrument = named(scene, "party_to")
    return instrument is not None and the_state(scene) in instrument.facts.get("leaving", NO_FACTS)


def _without_bond(scene: Scene) -> Finding:
    """Whether the bond has ended. Since the Charter the Treaty is not all: whether leaving it is
    leaving the Organization too is `amb.withdrawal-two-acts`."""
    bond, state = _bond(scene), the_state(scene)
    facts = (("instrument", scene.fact("party_to", "")), ("member", state))
    noticed = _by_notice(scene)
    under = (TREATY_WITHDRAWAL, WITHDRAWAL) if noticed else ("prot1999.nonsignature",)
    if standing(scene) not in INSIDE:
        return Finding("membership.not_inside", False, under, facts)
    if bond is None or not bond[2] or bond[2] > scene.act.when.day:
        return Finding("membership.still_bound", False, under, facts)
    instrument = named(scene, "party_to")
    treaty = instrument is not None and instrument.facts.get("instrument") == "treaty"
    if treaty and scene.text(WITHDRAWAL) is not None:
        option = scene.reading("amb.withdrawal-two-acts")
        reading = ("amb.withdrawal-two-acts", option)
        says = "membership.stays_in_organization"
        if option == "B":
            says = "membership.leaves_with_treaty"
        return Finding(says, option == "B", under, facts, (), reading)
    return Finding("membership.bond_ended", True, under, facts)


def leaving_with_bond(scene: Scene) -> Change:
    """Return the change when the membership ends with the bond on which it rests."""
    bond, noticed = _bond(scene), _by_notice(scene)
    assert bond is not None  # it has ended
    facts = becomes(scene, "outside", bond[2])
    return Change({**facts, "left_by": "notice" if noticed else "term", "former": not noticed})


# --- what another matter on the same state makes of it -------------------------------------------


def looks_at(case: Case, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """Return at what a membership looks: its decisions, its instrument, others on its state."""
    others = []
    for id, other in cases.items():
        same = other.facts.get("member") == case.facts.get("member")
        if same and other.procedure == case.procedure and id != case.id:
            others.append(id)
    return (*looks_at_fields(*DECISIONS, "party_to")(case, cases), *others)


def out_elsewhere(scene: Scene) -> Finding:
    """Whether another matter has put out a state that this one still has as a member."""
    own = scene.fact("standing") in INSIDE
    other = last_change(scene) if own else None
    holds = other is not None and other.id != scene.case.id and standing(scene) == "outside"
    says = "membership.out_elsewhere" if holds else "membership.in_this_alone"
    facts = (*told(scene), ("by_matter", other.id)) if other is not None else told(scene)
    return Finding(says, holds, ("charter.20.exclusion", WITHDRAWAL, TREATY_WITHDRAWAL), facts)


def going_with_other(scene: Scene) -> Change:
    """Return the change when another matter has put the state out: from the same day, and so."""
    other = last_change(scene)
    assert other is not None  # it has put the state out
    facts = becomes(scene, "outside", str(other.facts.get("standing_since", "")))
    facts |= {"left_by": other.facts.get("left_by", ""), "former": False, "exit": "", "raised": ""}
    return Change(facts, (), drop(scene, "notice", "the state is a member no longer"))
