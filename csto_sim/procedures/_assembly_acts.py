"""What the Parliamentary Assembly asks and changes: founding, its chair, who is admitted."""

from __future__ import annotations

from csto_sim import organisation
from csto_sim.procedure import Actor, Change, Effect, Guard, States
from csto_sim.procedures._duties import duty
from csto_sim.procedures._stages import decided
from csto_sim.procedures._three_days import in_time, running
from csto_sim.record import Closing
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

NEEDS = "charter.13.highest"
BASIS = "pa.basis"
REGULATION = "pa.regulation"
CHAIR = "pa.chair"
OBSERVERS = "pa.observers"
PARTNERS = "pa.partners"
SUSPENSION = "charter.20.suspension"
STATUS = "amb.pa-status"
TERM_YEARS = 3


class State(States):
    """States of the Parliamentary Assembly."""

    NO_MANDATE = "the Council has not spoken of a parliamentary assembly"
    NOT_WANTED = "the decision on the need for an Assembly failed when put, or was withdrawn"
    MANDATED = "the Council has seen the need for an Assembly"
    FOUNDED = "the heads of the parliaments have founded the Assembly"
    AT_WORK = "the Assembly works under its Regulation"


def all_members(scene: Scene) -> tuple[str, ...]:
    """Return the members, those whose participation in the organs is suspended among them."""
    roster = scene.roster()
    return (*roster.members, *roster.suspended)


def delegations(scene: Scene) -> tuple[str, ...]:
    """Return the members whose delegations take part in the Assembly.

    A suspension is of the participation in the organs; whether the Assembly is one of them is
    `amb.pa-status`: under A a suspended member's delegation takes part, under B it does not.
    """
    roster = scene.roster()
    if roster.suspended and scene.reading(STATUS) == "A":
        return all_members(scene)
    return roster.members


def suspended_there(scene: Scene, state: str) -> Finding | None:
    """Return what it means for a member's delegation that the member is suspended; else None."""
    if state not in scene.roster().suspended:
        return None
    option = scene.reading(STATUS)
    says = "assembly.no_organ" if option == "A" else "assembly.is_organ"
    return Finding(says, option == "A", (SUSPENSION,), (("member", state),), (), (STATUS, option))


def no_delegation(scene: Scene) -> Finding | None:
    """Return why the delegation of a suspended member has no part in the Assembly, or None."""
    found = suspended_there(scene, scene.act.by)
    return None if found is None or found.holds else found


def works(scene: Scene) -> Finding:
    """Whether the Assembly can act: not where a matter of the scenario tells of its founding and it
    does not work yet under its Regulation."""
    told = [c for c in scene.of_procedure("parliamentary_assembly") if c.facts.get("decision")]
    waiting = [case.id for case in told if case.state != State.AT_WORK.word]
    facts: Detail = (("by_matter", waiting[0]),) if waiting else ()
    return weighed(not waiting, "assembly.works", "assembly.not_at_work", (REGULATION,), facts)


def _outside(scene: Scene) -> tuple[str, ...]:
    by = scene.act.by
    known = organisation.is_code(by) or by in organisation.organisations()
    return (by,) if known and by not in all_members(scene) else ()


ASSEMBLY = Actor("the Assembly", lambda _scene: ("PA",), need_not_be_named=True)
PARLIAMENTS = Actor(
    "the heads of the members' parliaments",
    lambda scene: (*delegations(scene), "CIS_IPA", ""),
    need_not_be_named=True,
    why_not=no_delegation,
)
OUTSIDER = Actor("a state or organisation from outside", _outside)

mandated = decided(("CSC",), (NEEDS,))


def all_parliaments(scene: Scene) -> Finding:
    """Whether the heads of all the members' parliaments resolve so (pa.basis).

    The source speaks of the heads of the parliaments without an exception; that all are needed is
    inferred from it. That of a suspended member is not waited for.
    """
    named = scene.given("parliaments", ())
    members = scene.roster().members
    missing = tuple(member for member in members if member not in named)
    facts = (("members", missing or tuple(one for one in named if one in members)),)
    return weighed(not missing, "assembly.all_parliaments", "assembly.missing", (BASIS,), facts)


def creating(scene: Scene) -> Change:
    """Return the change by the founding: the day and the members' parliaments."""
    members = delegations(scene)
    parliaments = tuple(one for one in scene.given("parliaments", ()) if one in members)
    return Change({"founded": scene.act.when.day, "parliaments": parliaments})


def elects(scene: Scene) -> Finding:
    """Whether the plenary can elect this chair: of a member's delegation, from its Council."""
    state = str(scene.given("of"))
    facts = (("member", state),)
    suspended = suspended_there(scene, state)
    if suspended is not None and not suspended.holds:
        return suspended
    if state not in all_members(scene):
        return Finding("assembly.chair_no_member", False, (CHAIR,), facts)
    holds = scene.given("from_council", True) is True
    parts = () if suspended is None else (suspended,)
    return weighed(holds, "assembly.elects", "assembly.not_of_council", (CHAIR,), facts, parts)


def electing(scene: Scene) -> Change:
    """Return the change by an election: the chair, and the three years of the term."""
    opens = duty(
        scene, "term of the chair", "the chair of the Assembly", "the election", CHAIR,
        "the plenary elects a chair; who presides until then, no source tells",
        length=("years", TERM_YEARS), lapses="the term of the chair ends", ends_as="elapsed",
    )  # fmt: skip
    facts = {"chair": scene.given("of"), "chair_since": scene.act.when.day}
    return Change(facts, opens, _term_before(scene))


def _term_before(scene: Scene) -> tuple[Closing, ...]:
    """Return the end of the term that ran until this election: cut short by it, or run out before.

    Which of the two is undetermined where the days known leave it open.
    """
    period = running(scene, "term of the chair")
    if period is None:
        return ()
    found = in_time(scene, period)
    status = {"met": "withdrawn", "missed": "elapsed"}.get(found, found)
    return (Closing(scene.case.id, "term of the chair", status, "another election"),)


def vacating(_scene: Scene) -> Change:
    """Return the change when the term is over: the election of that chair counts no longer."""
    return Change({"chair": ""})


def applies(scene: Scene) -> Finding:
    """Whether the application is a new one."""
    facts = (("applicant", scene.act.by),)
    holds = scene.act.by not in scene.fact("applied", ())
    return weighed(holds, "assembly.applies", "assembly.applied_already", (OBSERVERS,), facts)


def applying(scene: Scene) -> Change:
    """Return the change by an application."""
    return Change({"applied": (*scene.fact("applied", ()), scene.act.by)})


def admits(kind: str) -> Guard:
    """Return the guard that whoever is admitted comes from outside and is not admitted already.

    An observer has applied (pa.observers); of partners no source tells that they have to.
    """
    under = (OBSERVERS,) if kind == "observers" else (PARTNERS,)

    def guard(scene: Scene) -> Finding:
        who = str(scene.given("who"))
        facts = (("applicant", who),)
        if who in scene.fact(kind, ()):
            return Finding("assembly.admitted_already", False, under, facts)
        if who in all_members(scene):
            return Finding("assembly.no_outsider", False, under, facts)
        if kind == "partners":
            return Finding("assembly.admits_partner", True, under, facts)
        holds = who in scene.fact("applied", ())
        return weighed(holds, "assembly.admits", "assembly.not_applied", under, facts)

    return guard


def admitting(kind: str) -> Effect:
    """Return the effect of admission: one more observer or partner of the Assembly."""

    def change(scene: Scene) -> Change:
        return Change({kind: (*scene.fact(kind, ()), scene.given("who"))})

    return change


def guest(scene: Scene) -> Finding:
    """Whether the guest comes from outside: a member's delegation needs no invitation."""
    who = str(scene.given("who"))
    facts = (("applicant", who),)
    holds = who not in all_members(scene)
    return weighed(holds, "assembly.invites", "assembly.no_guest", (OBSERVERS,), facts)


def inviting(scene: Scene) -> Change:
    """Return the change by an invitation."""
    return Change({"guests": tuple(dict.fromkeys((*scene.fact("guests", ()), scene.given("who"))))})
