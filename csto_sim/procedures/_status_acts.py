"""What a status asks and changes: application, decision of the Council, Protocol, and the end."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Effect, Guard, States
from csto_sim.procedures._stages import decided, in_force, in_order, named, stopped
from csto_sim.procedures._status_criteria import (
    CHAPTER,
    chapter,
    checklist,
    fields_chosen,
    grant_of,
    own_or_grant,
    regulated,
    status_of,
    unmet,
)
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Finding

CRITERIA = "amb.status-criteria"
BEFORE_2021 = "amb.status-before-2021"
OWN_EXIT = "amb.observer-withdrawal"
WRITTEN = ("letter", "note")
#: What a decision on a status can be about; a decision on the budget, say, grants none.
GRANTING, GENERAL = ("general", "admission"), ("general",)
#: Who can have signed a Protocol for the Organization; the sources do not tell who does.
OURS = ("SG", "SECRETARIAT", "CHAIR", "CSC")


class State(States):
    """States of an application for a status, and of the status."""

    NOT_APPLIED = "nobody has applied"
    APPLIED = "a written application has reached the Secretary General"
    CRITERIA_MET = "the applicant was examined and meets every criterion that the law sets"
    CRITERIA_NOT_MET = "the applicant was examined; a criterion is not met or was not examined"
    NOT_GRANTED = (
        "the Council's decision is not there, came too early, or a criterion is in its way; or the "
        "applicant is a member by then"
    )
    GRANTED = "the Council has granted the status; the individual Protocol is not signed yet"
    ACTIVE = "the applicant holds the status"
    SUSPENDED = "the Council has suspended the status"
    ANNULLED = "the Council has annulled the status"
    RENOUNCED = "the holder has given up the status by its own notice"
    WITHDRAWN = "the applicant has withdrawn its application"


UNDECIDED = (State.APPLIED, State.CRITERIA_MET, State.CRITERIA_NOT_MET)
PENDING = (*UNDECIDED, State.NOT_GRANTED)

APPLICANT = Actor(
    "the applicant", lambda scene: (scene.fact("applicant", ""),), need_not_be_named=True
)
EXAMINER = Actor(
    "the Secretary General, the Secretariat or the Council",
    lambda _scene: ("SG", "SECRETARIAT", "CSC"),
    need_not_be_named=True,
)


# --- the application -----------------------------------------------------------------------------


def may_apply(scene: Scene) -> Finding:
    """Whether an application counts: an outsider's, in writing, for a status that the law knows,
    with its fields chosen (charter.21.observer, charter.21.observers-partners, *.grant, *.areas).
    """
    parts = (_has_basis(scene), _outsider(scene), _in_writing(scene), fields_chosen(scene))
    holds = all(part.holds for part in parts)
    facts = (("applicant", scene.fact("applicant", "")), ("status", status_of(scene)))
    says = "application.counts" if holds else "application.does_not_count"
    return Finding(says, holds, ("charter.4.external",), facts, parts)


def _has_basis(scene: Scene) -> Finding:
    """Whether the law of the day knows the status (amb.status-before-2021 for partners)."""
    facts = (("status", status_of(scene)), ("day", scene.day))
    if status_of(scene) == "observer":
        known = any(scene.text(id) is not None for id in CHAPTER)
        return weighed(known, "status.basis", "status.no_basis", CHAPTER, facts)
    known = regulated(scene)
    option = scene.consulted.get(BEFORE_2021)  # asked only between approval and the treaty basis
    reading = (BEFORE_2021, option) if option else None
    under = ("partner.grant", *chapter(scene))
    return weighed(known, "status.basis", "status.no_basis", under, facts, (), reading)


def _outsider(scene: Scene) -> Finding:
    """Whether the applicant is no member: the statuses are for states that are not, and IGOs."""
    roster = scene.roster()
    who = scene.fact("applicant", "")
    inside = who in (*roster.members, *roster.suspended)
    return weighed(
        not inside, "status.outsider", "status.insider", chapter(scene), (("applicant", who),)
    )


def _in_writing(scene: Scene) -> Finding:
    """Whether the application came in writing and went to the Secretary General."""
    to, form = scene.given("to", "SG"), scene.given("form", "letter")
    holds = to == "SG" and form in WRITTEN
    under = ("charter.17.sg-represent", *chapter(scene))
    facts = (("to", to), ("form", form))
    return weighed(holds, "status.in_writing", "status.not_in_writing", under, facts)


def applying(scene: Scene) -> Change:
    """Return the change by an application: its day, and a decision that was there before it.

    The status follows an application (charter.21.observer, partner.grant): what the Council had
    decided by then answers none.
    """
    earlier = adopted_by_now(scene, "decision")
    return Change({"applied": scene.act.when.day, "too_early": earlier})


def adopted_by_now(
    scene: Scene, *fields: str, before: tuple[str, int] = ("9999", 0)
) -> tuple[str, ...]:
    """Return the decisions named in these fields that are adopted already: so what comes next is
    not what they are about. With `before`, those alone that came before another decision."""
    found = ((scene.fact(field), named(scene, field)) for field in fields)
    return tuple(
        id
        for id, one in found
        if one is not None and one.state == "adopted" and in_order(one) < before
    )


# --- the Council's decision ----------------------------------------------------------------------


def _adopted(scene: Scene) -> Finding:
    found = decided(("CSC",), chapter(scene), subjects=GRANTING)(scene)
    if not found.holds or scene.fact("decision") not in scene.fact("too_early", ()):
        return found
    facts = (("decision", scene.fact("decision")), ("applicant", scene.fact("applicant", "")))
    under = (*own_or_grant(scene, grant_of(scene)), *chapter(scene))
    return Finding("status.decided_too_early", False, under, facts, (found,))


def _suffices(scene: Scene) -> Finding:
    """Whether the criteria leave room for a grant: all are met, or the Council is their judge
    (amb.status-criteria B)."""
    found = checklist(scene)
    if found.holds:
        return found
    option = scene.reading(CRITERIA)
    says = "criteria.council_judges" if option == "B" else "criteria.bind_council"
    under = own_or_grant(scene, grant_of(scene))
    return Finding(says, option == "B", under, (), (found,), (CRITERIA, option))


def _grant(scene: Scene) -> Finding:
    decision = _adopted(scene)
    parts = (decision, _outsider(scene), _suffices(scene)) if decision.holds else (decision,)
    holds = all(part.holds for part in parts)
    facts = (("applicant", scene.fact("applicant", "")), ("status", status_of(scene)))
    under = (grant_of(scene), *chapter(scene))
    return weighed(holds, "status.granted", "status.not_yet_granted", under, facts, parts)


def granted_by(*, protocol: bool) -> Guard:
    """Return the guard of a grant that asks for a signed Protocol, or that does not.

    A Protocol is asked for since the Regulations; before them the Council's decision is enough.
    """

    def guard(scene: Scene) -> Finding:
        found = _grant(scene)
        asked = regulated(scene)
        if not found.holds or asked == protocol:
            return found
        under = (grant_of(scene),) if asked else chapter(scene)
        says = "protocol.asked" if asked else "protocol.not_asked"
        return Finding(says, False, under, (("day", scene.day),))

    return guard


def not_granted(scene: Scene) -> Finding:
    """Whether the decision failed, or is adopted and a criterion stands in its way."""
    stops = stopped(chapter(scene))(scene)
    if stops.holds:
        return stops
    adopted = _adopted(scene)
    facts: Detail = (("applicant", scene.fact("applicant", "")), ("status", status_of(scene)))
    under = own_or_grant(scene, grant_of(scene))
    if adopted.says == "status.decided_too_early":
        return Finding("status.too_early", True, under, adopted.facts, (adopted,))
    enough = _suffices(scene) if adopted.holds else stops
    inside = _outsider(scene)
    if adopted.holds and not inside.holds:
        return Finding("status.for_outsiders", True, under, facts, (inside,))
    lacking = adopted.holds and not enough.holds
    if lacking:
        facts = (*facts, ("criterion", unmet(scene)))
    return weighed(lacking, "status.in_vain", "status.not_refused", under, facts, (enough,))


def granting(scene: Scene) -> Change:
    """Return the change by a grant that waits for its Protocol."""
    return Change({"granted": scene.act.when.day, "used": _earlier(scene)})


def granting_at_once(scene: Scene) -> Change:
    """Return the change by a grant that needs no Protocol."""
    day = scene.act.when.day
    return Change({"granted": day, "since": day, "used": _earlier(scene)})


def _earlier(scene: Scene) -> tuple[str, ...]:
    """What the Council had decided on the status by the day of the grant: it was about none."""
    return adopted_by_now(scene, "suspension", "restoration", "annulment", "new_decision")


# --- the Protocol --------------------------------------------------------------------------------


def both_signed(scene: Scene, field: str = "protocol") -> Finding:
    """Whether a Protocol is in force that the applicant and the Organization's side have signed."""
    grant = (grant_of(scene), *chapter(scene))
    binding = in_force(grant, field=field)(scene)
    found = named(scene, field)
    if found is None:
        return binding
    signed = found.facts.get("signed", NO_FACTS)
    applicant = scene.fact("applicant", "")
    ours = tuple(side for side in (*OURS, *scene.roster().members) if side in signed)
    facts = (("protocol", found.id), ("applicant", applicant), ("who", ours))
    both = applicant in signed and bool(ours)
    sides = weighed(both, "protocol.both_sides", "protocol.one_side", grant, facts)
    holds = binding.holds and sides.holds
    return weighed(holds, "protocol.signed", "protocol.unsigned", grant, facts, (binding, sides))


def begins(scene: Scene) -> Finding:
    """Whether the status begins: its Protocol is concluded, the applicant is no member by now, and
    the Council has not annulled what it granted in the meantime."""
    if _unused(scene, "annulment"):
        facts = (("decision", scene.fact("annulment")), ("applicant", scene.fact("applicant", "")))
        return Finding("status.annulled_first", False, _power(scene, "annulment"), facts)
    inside = _outsider(scene)
    return both_signed(scene) if inside.holds else inside


def beginning(scene: Scene) -> Change:
    """Return the change when the status begins."""
    return Change({"since": scene.act.when.day})


# --- afterwards ----------------------------------------------------------------------------------


def _power(scene: Scene, field: str) -> tuple[str, ...]:
    """What the Council's power to suspend, restore or annul rests on."""
    if status_of(scene) == "observer":
        return ("observer.suspend-annul", *CHAPTER)
    return ("partner.terminate.csto", *CHAPTER[1:]) if field == "annulment" else CHAPTER[1:]


def _unused(scene: Scene, field: str) -> bool:
    """Whether the decision named in a field is adopted and has not done its work already."""
    found = scene.fact(field, "")
    adopted = decided(("CSC",), field=field, subjects=GENERAL)(scene)
    return found not in scene.fact("used", ()) and adopted.holds


def _comes_first(scene: Scene, field: str) -> bool:
    """Whether nothing that ends or rests the status comes before what a field names."""
    before = {"annulment": (), "suspension": ("annulment",), "restoration": ("annulment",)}
    return not any(
        _unused(scene, other) for other in before.get(field, ("annulment", "suspension"))
    )


def council_has(field: str) -> Guard:
    """Return the guard that the Council's decision named in a field (`suspension`, `restoration`,
    `annulment`) is adopted and was not used before, nor adopted before there was anything that it
    could suspend, restore or annul. An annulment comes before the others."""

    def guard(scene: Scene) -> Finding:
        under = _power(scene, field)
        found = decided(("CSC",), under, field=field, subjects=GENERAL)(scene)
        if not found.holds:
            return found
        facts = (("decision", scene.fact(field)), ("applicant", scene.fact("applicant", "")))
        if not _unused(scene, field) or not _comes_first(scene, field):
            return Finding("status.decision_used", False, under, facts)
        return Finding("status.council_decided", True, under, facts, (found,))

    return guard


def using(field: str) -> Effect:
    """Return the effect of a decision of the Council on a status: it does its work once.

    With a suspension, a decision to lift it that had effect before it is spent: it lifts nothing.
    """

    def change(scene: Scene) -> Change:
        used = (*scene.fact("used", ()), scene.fact(field))
        suspended = named(scene, field) if field == "suspension" else None
        if suspended is not None:
            used += adopted_by_now(scene, "restoration", before=in_order(suspended))
        return Change({"used": used, field + "_on": scene.act.when.day})

    return change


def other_fields(scene: Scene) -> Finding:
    """Whether other fields have been agreed: as the first were, by a decision and a Protocol."""
    new = scene.fact("new_areas", ())
    under = own_or_grant(scene, f"{status_of(scene)}.areas", f"{status_of(scene)}.scope")
    decision = decided(("CSC",), chapter(scene), field="new_decision", subjects=GENERAL)(scene)
    parts = (decision, both_signed(scene, "new_protocol"))
    holds = bool(new) and new != scene.fact("areas", ()) and all(part.holds for part in parts)
    others = scene.fact("new_decision", "") not in scene.fact("used", ())
    others = others and scene.fact("new_protocol", "") != scene.fact("protocol", "")
    holds = holds and others and _comes_first(scene, "areas")
    facts = (("applicant", scene.fact("applicant", "")), ("field", new))
    return weighed(holds, "areas.changed", "areas.unchanged", under, facts, parts)


def changing_fields(scene: Scene) -> Change:
    """Return the change of fields; the earlier ones are kept beside."""
    return Change({"areas": scene.fact("new_areas"), "earlier_areas": scene.fact("areas", ())})


def may_renounce(scene: Scene) -> Finding:
    """Whether the holder can end the status by its own notice: a partner (partner.terminate.self);
    an observer by amb.observer-withdrawal."""
    facts = (("applicant", scene.fact("applicant", "")), ("status", status_of(scene)))
    if status_of(scene) == "partner":
        under = own_or_grant(scene, "partner.terminate.self")
        return Finding("status.may_renounce", True, under, facts)
    option = scene.reading(OWN_EXIT)
    says = "status.may_renounce_too" if option == "A" else "status.only_council"
    return Finding(says, option == "A", CHAPTER, facts, (), (OWN_EXIT, option))
