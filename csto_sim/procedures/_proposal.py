"""Whether a proposal to convene counts: who may propose, to whom it goes, in what form."""

from __future__ import annotations

from csto_sim.procedure import Param
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

THREE_DAYS = "crisis-reg.3day"
CONSULTATION = "treaty.2.consultation"

#: Who can be addressed, and in which form a proposal can come.
FORMS = ("letter", "note", "call", "statement")
SIGNED_BY = ("head of state", "head of government", "minister", "envoy")
#: The parameters of an act by which a proposal or request is made.
ADDRESSED = (
    Param("to", "actor", "whom it is addressed to: CHAIR (taken if untold), SECRETARIAT, a state"),
    Param("form", "word", "in what form it came; a letter if it is not told", FORMS),
    Param("signed_by", "word", "whose it is; the head of state's if it is not told", SIGNED_BY),
)
#: What is taken where an act does not tell it, in words.
USUAL = {"to": "addressed to the Chair", "form": "a letter", "signed_by": "of the head of state"}
LEVELS = ("heads", "ministers", "secretaries", "deputies", "permanent council", "experts")


def among_parties(scene: Scene, code: str) -> tuple[str, ...]:
    """Return the state, if it is a party of the Treaty: a member, suspended or not; else nothing.

    What happens to a state happens to it suspended too. Whether it may then ask for help is for its
    rights (`amb.suspended-help`).
    """
    roster = scene.roster()
    return (code,) if code in (*roster.members, *roster.suspended) else ()


def reaches_chair(scene: Scene) -> Finding:
    """Whether a proposal counts: who may propose, to whom it went and in what form.

    crisis-reg.3day speaks of a proposal addressed to the Chair by any member;
    amb.who-may-propose and amb.request-form say what is enough.
    """
    parts = (_proposer(scene), official(scene, scene.fact("branch", "threat") == "threat"))
    holds = all(part.holds for part in parts)
    says = "proposal.counts" if holds else "proposal.does_not_count"
    return Finding(says, holds, (THREE_DAYS, CONSULTATION), (("by", scene.act.by),), parts)


def _proposer(scene: Scene) -> Finding:
    branch = scene.fact("branch", "threat")
    option = scene.reading("amb.who-may-propose", branch=branch)
    threatened = scene.fact("threatened", ())
    holds = option == "A" or not threatened or scene.act.by in threatened
    says = "proposal.proposer" if holds else "proposal.not_threatened"
    if option == "B" and not threatened:
        says = "proposal.nobody_named"
    facts = (("by", scene.act.by), ("threatened", threatened))
    return Finding(says, holds, (THREE_DAYS,), facts, (), ("amb.who-may-propose", option))


def official(
    scene: Scene, any_form: bool = False, under: tuple[str, ...] = (THREE_DAYS,)
) -> Finding:
    """Whether a request or proposal is official: to whom it went, in what form, whose it is.

    With `any_form` it is enough that it is addressed to the Chair; else `amb.request-form` says
    what is enough. The act's parameters are `to`, `form` and `signed_by` (see `ADDRESSED`); what is
    not told of them is taken as usual, a letter of the head of state to the Chair, and so told.
    """
    to, form = scene.given("to", "CHAIR"), scene.given("form", "letter")
    head = scene.given("signed_by", "head of state") in ("head of state", "head of government")
    # Addressed to the Chair, and not to the state that happens to chair: as in June 2010.
    to_chair = to == "CHAIR"
    if to_chair and any_form:
        # The threat branch asks that the Chair be addressed, and for no form.
        facts: Detail = (("to", to), ("form", form), ("by", scene.act.by), *_untold(scene, ("to",)))
        return Finding("proposal.addressed", True, (THREE_DAYS, CONSULTATION), facts)
    option = scene.reading("amb.request-form")
    enough = to_chair and form == "letter" and head
    if option in ("B", "C", "D"):
        enough = enough or (
            form in ("letter", "note") and (to_chair or to in ("SECRETARIAT", "SG"))
        )
    if option in ("C", "D"):
        enough = enough or form == "statement" or to_chair
    if option == "D":
        enough = True
    facts = (("to", to), ("form", form), ("by", scene.act.by), *_untold(scene, tuple(USUAL)))
    says = "proposal.form" if enough else "proposal.wrong_form"
    return Finding(says, enough, under, facts, (), ("amb.request-form", option))


def _untold(scene: Scene, names: tuple[str, ...]) -> Detail:
    """What is taken of an act that does not tell it, as a fact of a finding, if anything is."""
    taken = tuple(USUAL[name] for name in names if name not in scene.act.takes)
    return (("taken", taken),) if taken else ()
