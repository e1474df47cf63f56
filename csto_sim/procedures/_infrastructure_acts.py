"""What the hosting of third-state forces asks and changes: scope, consultations, objections."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, States
from csto_sim.procedures._duties import drop, duty, fulfil
from csto_sim.procedures._proposal import among_parties, official
from csto_sim.procedures._three_days import running
from csto_sim.record import Closing
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding, Period

CHARTER = "charter.7.foreign-troops"
PROTOCOL = "infra2011.consent"
RULE = (CHARTER, PROTOCOL)
#: What can be hosted; the first two are what the rule names.
KINDS = ("troops", "facility", "transit", "civilian mission")
NAMED = KINDS[:2]

CONSULTATIONS, OBJECTIONS = "consultations", "objections"


class State(States):
    """States of an intention to host forces or facilities of a third state."""

    NOT_DECLARED = "the members have not been told of an intention to host"
    CONSULTATIONS_DUE = "the intention is known, and urgent consultations are due"
    CONSULTING = "the members consult"
    OBJECTED = "an official objection of a member stands in the way"
    CONSULTED = "the consultations are closed"
    DECIDED = "the host has decided to host; nothing has been signed with the third state"
    HOSTED = "the host has signed with the third state"
    GIVEN_UP = "the host has given up its intention"
    OUTSIDE_THE_RULE = "the rule does not cover what is to be hosted; the host decides alone"


OPEN = (State.CONSULTATIONS_DUE, State.CONSULTING, State.OBJECTED)
PENDING = (*OPEN, State.CONSULTED)


def _host(scene: Scene) -> tuple[str, ...]:
    return among_parties(scene, str(scene.fact("host", "")))


def _others(scene: Scene) -> tuple[str, ...]:
    """The members in full standing other than the host: those whom the rule protects."""
    return tuple(m for m in scene.roster().members if m != scene.fact("host", ""))


HOST = Actor("the host, which is a member", _host)
OTHER = Actor("a member other than the host", _others)
INFORMER = Actor(
    "the host or the Secretariat", lambda scene: (*_host(scene), "SECRETARIAT", "SG"), True
)
CONSULTER = Actor(
    "a member, the Chair, an organ or the Secretary General",
    lambda s: (*s.roster().members, "CHAIR", "CSC", "CMFA", "CMD", "CSSC", "PC", "SG"),
    need_not_be_named=True,
)


def covered(scene: Scene) -> Finding:
    """Whether the rule covers what is to be hosted (charter.7.foreign-troops, infra2011.consent).

    It speaks of troop groupings and military facilities of third states; amb.infra-scope says
    whether it also covers transit, civilian missions and what was hosted before the rule.
    """
    third, kind = scene.fact("third", ""), scene.fact("kind", "")
    facts = (("parties", third), ("kind", kind))
    roster = scene.roster()
    host = scene.fact("host", "")
    if host not in (*roster.members, *roster.suspended):
        return Finding("infra.host_no_member", False, RULE, (("host", host),))
    if third in roster.members or third in roster.suspended:
        return Finding("infra.of_a_member", False, RULE, facts)
    since = scene.fact("hosted_since", "")
    text = scene.text(PROTOCOL) or scene.text(CHARTER)
    before = bool(since) and text is not None and since < text.since.first
    if kind in NAMED and not before:
        return Finding("infra.covered", True, RULE, facts)
    option = scene.reading("amb.infra-scope")
    reading = ("amb.infra-scope", option)
    if before:
        told = (*facts, ("since", since))
        return weighed(
            option == "B", "infra.old_covered", "infra.old_not_covered", RULE, told, (), reading
        )
    return weighed(
        option == "B", "infra.widely_covered", "infra.not_covered", RULE, facts, (), reading
    )


def vetoes(scene: Scene) -> Finding:
    """Whether an objection stops the host: since the Protocol it does (infra2011.consent); before,
    the Charter asks for consultation (agreement), which amb.foreign-troops-agreement reads."""
    if scene.text(PROTOCOL) is not None:
        return Finding("infra.veto", True, (PROTOCOL,))
    option = scene.reading("amb.foreign-troops-agreement")
    reading = ("amb.foreign-troops-agreement", option)
    return weighed(
        option == "B", "infra.agreement_needed", "infra.no_veto", (CHARTER,), (), (), reading
    )


def _window(scene: Scene) -> Finding:
    """Whether an objection still comes in time: no length is stated (amb.infra-silence)."""
    if scene.case.state in (state.word for state in OPEN):
        return Finding("infra.window_open", True, RULE)
    option = scene.reading("amb.infra-silence")
    # Under B every member has to consent before the host can decide, so nothing is late till then.
    still = option == "C" or (option == "B" and scene.case.state == State.CONSULTED.word)
    reading = ("amb.infra-silence", option)
    return weighed(
        still,
        "infra.window_still_open",
        "infra.too_late",
        RULE,
        (("by", scene.act.by),),
        (),
        reading,
    )


def objection_stops(scene: Scene) -> Finding:
    """Whether this objection stops the host: official, in time, under a rule that lets it."""
    parts = (vetoes(scene), official(scene, under=RULE), _window(scene))
    holds = all(part.holds for part in parts)
    facts = (("by", scene.act.by),)
    return weighed(holds, "infra.objection_stops", "infra.objection_noted", RULE, facts, parts)


def standing(scene: Scene) -> tuple[str, ...]:
    """Return whose official objections stand: members now, in the order of the roster."""
    objecting = scene.fact("objecting", ())
    return tuple(member for member in _others(scene) if member in objecting)


def may_consent(scene: Scene) -> Finding:
    """Whether a member can consent expressly: its own objection, if any, has to be withdrawn.

    After the host's decision only where another rule than that of the decision has come.
    """
    decided = scene.case.state == State.DECIDED.word
    if decided and scene.fact("rule", "") == _rule(scene):
        return Finding("infra.consent_needless", False, RULE, (("host", scene.fact("host", "")),))
    holds = scene.act.by not in scene.fact("objecting", ())
    facts = (("by", scene.act.by),)
    return weighed(holds, "infra.consents", "infra.has_objected", RULE, facts)


def withdraws_last(scene: Scene) -> Finding:
    """Whether the objection withdrawn is the last that stood in the way."""
    return _withdrawal(scene, last=True)


def withdraws_one(scene: Scene) -> Finding:
    """Whether an objection is withdrawn that did not stand alone in the way."""
    return _withdrawal(scene, last=False)


def _withdrawal(scene: Scene, last: bool) -> Finding:
    others = tuple(member for member in standing(scene) if member != scene.act.by)
    facts = (("by", scene.act.by), ("members", others))
    if scene.act.by not in scene.fact("objecting", ()):
        return Finding("infra.no_objection_of", False, RULE, facts)
    alone = scene.case.state == State.OBJECTED.word and not others
    says = "infra.last_objection" if alone else "infra.one_objection"
    return Finding(says, alone is last, RULE, facts)


def none_stands(scene: Scene) -> Finding:
    """Whether nobody whose objection stood in the way is still a member in full standing."""
    members = standing(scene)
    gone = tuple(m for m in scene.fact("objecting", ()) if m not in members)
    facts = (("members", members or gone),)
    return weighed(not members, "infra.objectors_gone", "infra.objection_stands", RULE, facts)


def may_close(scene: Scene) -> Finding:
    """Whether the consultations can be closed: all other members informed, consultations held.

    Whoever consented or objected knew of the intention.
    """
    knew = {m for said in ("informed", "consenting", "objecting") for m in scene.fact(said, ())}
    missing = tuple(m for m in _others(scene) if m not in knew)
    informed = weighed(
        not missing, "infra.all_informed", "infra.not_informed", RULE, (("members", missing),)
    )
    held = weighed(bool(scene.fact("consulted")), "infra.held", "infra.not_held", RULE)
    parts = (informed, held)
    holds = all(part.holds for part in parts)
    return weighed(holds, "infra.may_close", "infra.may_not_close", RULE, (), parts)


def may_host(scene: Scene) -> Finding:
    """Whether the host may decide: consultations closed, and nobody's objection in its way.

    By reading B of amb.infra-silence every other member must also have consented expressly.
    """
    parts = [_closed(scene), _unopposed(scene)]
    if vetoes(scene).holds:
        parts.append(_silence(scene))
    holds = all(part.holds for part in parts)
    facts = (("host", scene.fact("host", "")),)
    return weighed(holds, "infra.may_host", "infra.may_not_host", RULE, facts, tuple(parts))


def may_sign(scene: Scene) -> Finding:
    """Whether the host may sign: by the law of the day, which need not be that of its decision.

    What the Charter let pass when the host decided can stand in its way under the Protocol.
    """
    parts = [_unopposed(scene)]
    if vetoes(scene).holds and scene.fact("rule", "") != _rule(scene):
        parts.append(_silence(scene))
    holds = all(part.holds for part in parts)
    facts = (("host", scene.fact("host", "")),)
    return weighed(holds, "infra.may_sign", "infra.may_not_sign", RULE, facts, tuple(parts))


def _rule(scene: Scene) -> str:
    """The provision that governs this act: the Protocol once it is there, before it the Charter."""
    return PROTOCOL if scene.text(PROTOCOL) is not None else CHARTER


def _closed(scene: Scene) -> Finding:
    holds = scene.case.state == State.CONSULTED.word
    return weighed(holds, "infra.closed", "infra.not_closed", RULE)


def _unopposed(scene: Scene) -> Finding:
    members = standing(scene)
    if not members:
        return Finding("infra.nobody_objects", True, RULE)
    veto = vetoes(scene)
    facts = (("members", members),)
    # What fails is that an objection stands; that it stops the host is the rule, and holds.
    return weighed(not veto.holds, "infra.objection_heard", "infra.objection_stands", RULE, facts)


def _silence(scene: Scene) -> Finding:
    option = scene.reading("amb.infra-silence")
    silent = tuple(m for m in _others(scene) if m not in scene.fact("consenting", ()))
    facts, reading = (("members", silent),), ("amb.infra-silence", option)
    if option != "B":
        return Finding("infra.silence_passes", True, RULE, facts, (), reading)
    return weighed(
        not silent, "infra.all_consent", "infra.consent_missing", RULE, facts, (), reading
    )


def beginning(scene: Scene) -> Change:
    """Return the change when the intention is known: consultations due, a time for objections."""
    opens = duty(
        scene,
        CONSULTATIONS,
        "the host and the other members",
        "the intention to host",
        _rule(scene),
        "consultations are urgent; no length is stated",
    )
    return Change({"declared": scene.act.when.day}, (*opens, *_window_opens(scene)))


def _window_opens(scene: Scene) -> tuple[Period, ...]:
    """The time for objections, once an objection can stop the host: from the intention, or from
    what is done next where the rule that says so came into force meanwhile."""
    if running(scene, OBJECTIONS) is not None or not vetoes(scene).holds:
        return ()
    return duty(
        scene,
        OBJECTIONS,
        "the other members",
        "the intention to host",
        _rule(scene),
        "until when a member can object is the reading amb.infra-silence",
    )


def _window_ends(scene: Scene, options: str, because: str) -> tuple[Closing, ...]:
    """The end of the time for objections, where amb.infra-silence says that this act ends it."""
    if running(scene, OBJECTIONS) is None or scene.reading("amb.infra-silence") not in options:
        return ()
    return drop(scene, OBJECTIONS, because)


def informing(scene: Scene) -> Change:
    """Return the change by information: all members, or those named."""
    told = scene.given("members") or scene.roster().members
    informed = tuple(sorted({*scene.fact("informed", ()), *told}))
    return Change({"informed": informed}, _window_opens(scene))


def consulting(scene: Scene) -> Change:
    """Return the change by consultations: the duty to consult is done."""
    facts = {"consulted": scene.act.when.day, "level": scene.given("level", "permanent council")}
    return Change(facts, _window_opens(scene), fulfil(scene, CONSULTATIONS, "consultations"))


def consenting(scene: Scene) -> Change:
    """Return the change by an express consent."""
    return Change({"consenting": tuple(sorted({*scene.fact("consenting", ()), scene.act.by}))})


def objecting(scene: Scene) -> Change:
    """Return the change by an objection: one that is official stands, whatever it can stop now."""
    if not official(scene, under=RULE).holds:
        return Change()
    consents = tuple(m for m in scene.fact("consenting", ()) if m != scene.act.by)
    objections = tuple(sorted({*scene.fact("objecting", ()), scene.act.by}))
    return Change({"objecting": objections, "consenting": consents})


def withdrawing(scene: Scene) -> Change:
    """Return the change by the withdrawal of an objection."""
    left = tuple(member for member in scene.fact("objecting", ()) if member != scene.act.by)
    return Change({"objecting": left})


def closing(scene: Scene) -> Change:
    """Return the change when the consultations are closed (amb.infra-silence A: objections end)."""
    closes = _window_ends(scene, "A", "the consultations were closed")
    return Change({"closed": scene.act.when.day}, (), closes)


def deciding(scene: Scene) -> Change:
    """Return the change by the host's decision, with the rule under which it was taken."""
    closes = _window_ends(scene, "AB", "the host decided")
    over = standing(scene) if vetoes(scene).holds else ()
    facts = {"decided": scene.act.when.day, "rule": _rule(scene), "over": over}
    return Change(facts, (), closes)


def signing(scene: Scene) -> Change:
    """Return the change by signature with the third state: nothing can be objected any more."""
    over = standing(scene) if vetoes(scene).holds else ()
    facts = {"hosted": scene.act.when.day, "over": over}
    return Change(facts, (), _window_ends(scene, "ABC", "the signature"))


def reopening(scene: Scene) -> Change:
    """Return the change when consultations go on after those who objected are members no longer."""
    found = consulting(scene)
    return Change({**found.facts, "objecting": standing(scene)}, found.opens, found.closes)
