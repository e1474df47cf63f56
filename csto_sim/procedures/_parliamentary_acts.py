"""What an act of the Parliamentary Assembly asks and changes, stage by stage."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._assembly_acts import all_members, delegations, no_delegation
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding

OUTPUT = "pa.output"
REGULATION = "pa.regulation"
MEETINGS = "pa.meetings"
KINDS = ("recommendation", "model act", "harmonisation advice")
COMMISSIONS = (
    "defence and security",
    "political issues and international cooperation",
    "socio-economic and legal issues",
)
#: The organs to which an act can be sent on, besides the members' parliaments.
ORGANS = ("CSC", "CMFA", "CMD", "CSSC", "PC", "SECRETARIAT", "SG")


class State(States):
    """States of an act of the Assembly."""

    PUT_FORWARD = "a draft has been put forward"
    IN_COMMISSION = "a standing commission works on the draft"
    WITH_EXPERTS = "the experts have been asked"
    BEFORE_COUNCIL = "the draft lies before the Council of the Assembly"
    BEFORE_PLENARY = "the draft lies before the plenary"
    RETURNED = "the draft has gone back"
    ADOPTED = "the plenary has adopted the act"
    SENT_ON = "the act has been sent on; it binds nobody"


PUTS_FORWARD = Actor(
    "a member's delegation, or the Assembly",
    lambda scene: (*delegations(scene), "PA"),
    need_not_be_named=True,
    why_not=no_delegation,
)
#: What a state does in its own law is no part in the organs, and a suspension leaves it be.
TAKES_UP = Actor("a member, suspended or not", all_members)


def referring(scene: Scene) -> Change:
    """Return the change by referral: which commission; what was heard before counts no longer."""
    commission = scene.given("commission", COMMISSIONS[0])
    return Change({"commission": commission, "opinion": "", "passed": ""})


def hearing(scene: Scene) -> Change:
    """Return the change by the opinion of the experts."""
    favourable = scene.given("favourable", True) is True
    return Change({"opinion": "favourable" if favourable else "unfavourable"})


def heard(scene: Scene) -> Finding:
    """The commission submits its draft; the opinion of the experts is told and stops nothing."""
    opinion = str(scene.fact("opinion", ""))
    facts = (("says", opinion),)
    says = "parliamentary.with_opinion" if opinion else "parliamentary.without_opinion"
    return Finding(says, True, (MEETINGS,), facts)


def reporting(scene: Scene) -> Change:
    """Return the change by submission: its day."""
    return Change({"submitted": scene.act.when.day})


def passing(scene: Scene) -> Change:
    """Return the change when the Council of the Assembly puts the draft before the plenary."""
    return Change({"passed": scene.act.when.day})


def _to(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.given("to", ()) or ("CSC",))


def addressees(scene: Scene) -> Finding:
    """Whether the act goes to the Council, another organ or a member's parliament (pa.output)."""
    allowed = (*ORGANS, *all_members(scene))
    other = tuple(code for code in _to(scene) if code not in allowed)
    facts = (("parties", other or _to(scene)),)
    return weighed(not other, "parliamentary.sent", "parliamentary.no_addressee", (OUTPUT,), facts)


def sending_on(scene: Scene) -> Change:
    """Return the change by sending on: to whom it has gone so far."""
    return Change({"sent_to": tuple(dict.fromkeys((*scene.fact("sent_to", ()), *_to(scene))))})


def takes_up(scene: Scene) -> Finding:
    """A member takes the act up; that its parliament was not sent it is told and stops nothing."""
    facts = (("by", scene.act.by),)
    sent = scene.act.by in scene.fact("sent_to", ())
    says = "parliamentary.taken_up" if sent else "parliamentary.taken_up_unsent"
    return Finding(says, True, (OUTPUT,), facts)


def taking_up(scene: Scene) -> Change:
    """Return the change when a member takes the act up."""
    return Change({"taken_up": tuple(dict.fromkeys((*scene.fact("taken_up", ()), scene.act.by)))})
