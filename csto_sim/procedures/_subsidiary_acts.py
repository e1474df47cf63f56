"""What a subsidiary body asks and changes: its creation, Regulation, head, meetings and end."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import drop, duty, fulfil
from csto_sim.procedures._stages import decided
from csto_sim.procedures._three_days import running
from csto_sim.rules.subsidiary import (
    COMMISSION,
    CREATING,
    FALLBACK,
    OWN_QUORUM,
    basis_of,
    is_subsidiary,
)
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

HEADED_BY = "sub.icmec.composition"
PLACE = "sub.icmec.rules.place"
EXTRAORDINARY = "sub.icmec.rules.extraordinary"
GROUPS = "sub.icmec.wg"
APPROVING = "charter.11.regulations"
SUSPENSION = "charter.20.suspension"


class State(States):
    """States of a subsidiary body."""

    PROPOSED = "the creation of the body has been put forward"
    NOT_CREATED = "the decision to create the body failed when put, or was withdrawn"
    CREATED = "the body is created, and its Regulation is not approved yet"
    AT_WORK = "the body works under its Regulation"
    DISSOLVED = "the body has come to its end"


def _self(scene: Scene) -> tuple[str, ...]:
    body = str(scene.fact("body", ""))
    return (body,) if body else ()


def _head_of(scene: Scene) -> str:
    """The state whose official heads the body: the one appointed, or by statute (the Interstate
    Commission is headed by the deputy prime minister of Russia, whoever that is); '' if neither."""
    statute = scene.fact("body") == COMMISSION and scene.text(HEADED_BY) is not None
    return str(scene.fact("head", "RUS" if statute else ""))


def _head(scene: Scene) -> tuple[str, ...]:
    head = _head_of(scene)
    return (head, *_self(scene)) if head and _head_is_out(scene) is None else ()


def _head_is_out(scene: Scene) -> Finding | None:
    """Why the head does nothing while its state is suspended or a member no longer, or None."""
    head, roster = _head_of(scene), scene.roster()
    if not head or head in roster.members:
        return None
    facts: Detail = (("member", head),)
    if head in roster.suspended:
        return Finding("subsidiary.head_suspended", False, (SUSPENSION,), facts)
    return Finding("subsidiary.head_left", False, (CREATING,), facts)


def _with_own(scene: Scene, own: str) -> tuple[str, ...]:
    """A provision on the Interstate Commission and the general one; the latter for other bodies."""
    return (own, CREATING) if scene.fact("body") == COMMISSION else (CREATING,)


SELF = Actor("the body itself", _self, need_not_be_named=True)
HEAD = Actor("the head of the body", _head, need_not_be_named=True, why_not=_head_is_out)

created = decided(("CSC",), (CREATING,))


def in_being(scene: Scene) -> Finding:
    """Whether the body exists on that day by the data, so that its creation need not be told."""
    body = str(scene.fact("body", ""))
    basis = basis_of(body, scene.day)
    facts = (("body", body), ("day", scene.day))
    if not body:
        return Finding("subsidiary.unnamed", False, (CREATING,))
    if scene.fact("decision"):
        return Finding("subsidiary.creation_told", False, (CREATING,), facts)
    return weighed(
        bool(basis), "subsidiary.in_being", "subsidiary.not_there", basis or (CREATING,), facts
    )


def _its_own_regulation(scene: Scene) -> bool:
    """Whether another decision than the one that creates the body approves its Regulation."""
    return bool(scene.fact("regulation", "")) and scene.fact("regulation") != scene.fact("decision")


def approved_with_it(scene: Scene) -> Finding:
    """Whether the Regulation is approved: by the creating decision, or by the one that is named."""
    if _its_own_regulation(scene):
        return decided(("CSC",), (CREATING, APPROVING), field="regulation")(scene)
    facts = (("decision", scene.fact("decision", "")),)
    return Finding("subsidiary.regulation_with_it", True, (CREATING,), facts)


def head_decided(scene: Scene) -> Finding:
    """Whether the Council has appointed the head, and the head is of the state that heads it."""
    if scene.fact("head"):
        facts: Detail = (("member", scene.fact("head")),)
        return Finding("subsidiary.head_already", False, (CREATING,), facts)
    found = decided(("CSC",), (CREATING,), field="head_decision")(scene)
    if not found.holds:
        return found
    state = str(scene.fact("headed_by", ""))
    facts = (("member", state), ("body", scene.fact("body", "")), *found.facts[:1])
    if scene.fact("body") == COMMISSION and scene.text(HEADED_BY) is not None and state != "RUS":
        return Finding("subsidiary.headed_by_another", False, (HEADED_BY,), facts, (found,))
    if state not in scene.roster().members:
        return Finding("subsidiary.head_no_member", False, (CREATING,), facts, (found,))
    under = _with_own(scene, HEADED_BY)
    return Finding("subsidiary.head_appointed", True, under, facts, (found,))


def appointing(scene: Scene) -> Change:
    """Return the change by the appointment of the head."""
    return Change({"head": scene.fact("headed_by"), "head_since": scene.act.when.day})


def own_rules(scene: Scene) -> Finding:
    """Whether the body can adopt rules of its own: once, and where it is no body of another kind.

    One without a code is a subsidiary body too: the Council has created it by this matter.
    """
    body = str(scene.fact("body", ""))
    facts = (("body", body),)
    if scene.fact("rules_adopted"):
        return Finding("subsidiary.rules_already", False, (CREATING,), facts)
    under = _with_own(scene, FALLBACK)
    holds = not body or is_subsidiary(body)
    return weighed(holds, "subsidiary.adopts_rules", "subsidiary.another_kind", under, facts)


def adopting_rules(scene: Scene) -> Change:
    """Return the change by the adoption of own rules."""
    return Change({"rules_adopted": scene.act.when.day})


def has_head(scene: Scene) -> Finding:
    """Whether the body has a head that can approve the members of its groups."""
    out = _head_is_out(scene)
    if out is not None:
        return out
    head = _head_of(scene)
    facts = (("member", head),)
    under = _with_own(scene, GROUPS)
    if GROUPS in under and scene.text(GROUPS) is None:
        return Finding("subsidiary.no_groups", False, under, (("day", scene.day),))
    return weighed(bool(head), "subsidiary.head_approves", "subsidiary.no_head", under, facts)


def approving(scene: Scene) -> Change:
    """Return the change by the approval of a group's members."""
    groups: tuple[str, ...] = scene.fact("groups", ())
    return Change({"groups": (*groups, scene.given("group", "working group"))})


def fixes_meeting(scene: Scene) -> Finding:
    """Whether the day fixed for the next meeting lies ahead (sub.icmec.rules.place)."""
    own = _by_own_rules(scene)
    if not own.holds:
        return own
    day = scene.given("for", "")
    facts = (("day", day),)
    return weighed(
        day > scene.act.when.day, "subsidiary.next_fixed", "subsidiary.next_past", (PLACE,), facts
    )


def fixing(scene: Scene) -> Change:
    """Return the change by fixing the next meeting: its day and place."""
    return Change({"next": scene.given("for"), "next_place": scene.given("place", "")})


def _by_own_rules(scene: Scene) -> Finding:
    body = str(scene.fact("body", ""))
    holds = body == COMMISSION and scene.text(OWN_QUORUM) is not None
    under = (OWN_QUORUM,) if holds else (CREATING,)
    return weighed(
        holds,
        "subsidiary.own_rules_known",
        "subsidiary.own_rules_unknown",
        under,
        (("body", body),),
    )


def members_fit(scene: Scene) -> Finding:
    """Whether a national part can propose an extraordinary meeting: its rules provide for it."""
    own = _by_own_rules(scene)
    if not own.holds:
        return own
    facts = (("by", scene.act.by),)
    again = running(scene, "extraordinary meeting") is not None
    if again and scene.act.by in scene.fact("proposed_by", ()):
        return Finding("subsidiary.proposed_already", False, (EXTRAORDINARY,), facts)
    says = "subsidiary.joins" if again else "subsidiary.proposes"
    return Finding(says, True, (EXTRAORDINARY,), facts)


def proposing(scene: Scene) -> Change:
    """Return the change by a proposal: the head has to call the meeting; no length is stated.

    Another national part can join a proposal on which no meeting has been called yet.
    """
    if running(scene, "extraordinary meeting") is not None:
        return Change({"proposed_by": (*scene.fact("proposed_by", ()), scene.act.by)})
    opens = duty(
        scene, "extraordinary meeting", "the head of the body", "the proposal of a national part",
        EXTRAORDINARY, "the head calls the meeting; no length is stated",
    )  # fmt: skip
    return Change({"proposed_by": (scene.act.by,)}, opens)


def called(scene: Scene) -> Finding:
    """Whether the head calls a meeting that was proposed, for a day that has not passed."""
    out = _head_is_out(scene)
    if out is not None:
        return out
    day = scene.given("for", scene.act.when.day)
    facts = (("day", day),)
    if running(scene, "extraordinary meeting") is None:
        return Finding("subsidiary.nobody_proposed", False, (EXTRAORDINARY,), facts)
    return weighed(
        day >= scene.act.when.day,
        "subsidiary.calls",
        "subsidiary.next_past",
        (EXTRAORDINARY,),
        facts,
    )


def calling(scene: Scene) -> Change:
    """Return the change by the call: the duty is done."""
    day = scene.given("for", scene.act.when.day)
    return Change({"next": day}, (), fulfil(scene, "extraordinary meeting", "the call"))


dissolved = decided(("CSC",), (CREATING,), field="dissolution")


def beginning(scene: Scene) -> Change:
    """Return the change by the creation: where it is for a time, that time runs."""
    until = scene.fact("until", "")
    if not until:
        return Change()
    return Change(
        {},
        duty(
            scene,
            "time of the body",
            "the body",
            "its creation",
            CREATING,
            "the body has come to its end",
            until=until,
            lapses="the time of the body ends",
            ends_as="elapsed",
        ),
    )


def ending(scene: Scene) -> Change:
    """Return the change by an earlier end: the time of the body no longer runs."""
    return Change({}, (), drop(scene, "time of the body", "the Council ended the body"))
