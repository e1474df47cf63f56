"""What collective defence asks and changes: request, views, decision, help, end."""

from __future__ import annotations

from csto_sim.procedure import Actor, Change, Guard, States
from csto_sim.procedures._defence_gates import (
    AGGRESSION,
    ARMED_ATTACK,
    ASSISTANCE,
    CONSULTATION,
    PEACEFUL,
    REQUEST,
    USE_OF_FORCE,
    between_members,
    decided_on_it,
    help_owed,
    owing,
    parties_to_it,
    put_how,
    settles,
    stated,
    unfit,
    views,
)
from csto_sim.procedures._duties import duty, fulfil
from csto_sim.procedures._proposal import among_parties, official
from csto_sim.procedures._stages import decided, named, stopped
from csto_sim.procedures._three_days import for_whom
from csto_sim.procedures._unsc_notice import with_notice
from csto_sim.record import When
from csto_sim.rules.clock import when_all
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Facts, Finding, Moment, Period

COORDINATION = "treaty.5.coordination"
SUBJECTS = ("forces", "measure")
DECISION, HELP_OF = "decision", "help of "
FORCES = "forces"


class State(States):
    """States of an attack on a member."""

    NO_ATTACK = "no member has come under attack"
    ATTACKED = "a member has come under attack; whether help is owed is not settled"
    OUTSIDE_ARTICLE_4 = "the event lies outside Article 4 of the Treaty"
    REQUESTED = "the attacked member has officially asked; whether help is owed is not settled"
    BORDER_INCIDENT = "whoever decides on it holds the event to be less than aggression"
    OTHER_MEASURES = (
        "the Council has decided on measures, and not that help under Article 4 is owed"
    )
    HELP_OWED = "the event counts as aggression against all members, and help is owed"
    NOT_DECIDED = "the decision on help is not adopted: it failed when put, or was withdrawn"
    HELP_GIVEN = "help is given, without a decision of the Council"
    DECIDED = "the Council has decided on help"
    UNDER_WAY = "the help decided on is being given"
    ENDED = "the measures have ended"


UNSETTLED = (State.ATTACKED, State.REQUESTED, State.OTHER_MEASURES)


def _attacked(scene: Scene) -> tuple[str, ...]:
    return among_parties(scene, scene.fact("attacked", ""))


def _others(scene: Scene) -> tuple[str, ...]:
    parties = parties_to_it(scene)
    return tuple(member for member in scene.roster().members if member not in parties)


VICTIM = Actor("the attacked member", _attacked)
OTHER = Actor("a member that is no party to the fighting", _others)
QUALIFIER = Actor(
    "a member or the Secretary General",
    lambda scene: (*scene.roster().members, "SG", "SECRETARIAT"),
)
MEDIATOR = Actor(
    "the Secretary General, the Chair, the Joint Staff or another member",
    lambda scene: ("SG", "SECRETARIAT", "CHAIR", "JS", *_others(scene)),
)
SECURITY_COUNCIL = Actor("the UN Security Council", lambda _scene: ("UNSC",))


# --- request and qualification -------------------------------------------------------------------


def comes_under_attack(scene: Scene) -> Change:
    """Return the change by an armed attack: its day, and what had been put or adopted before it."""
    found = [named(scene, field) for field in ("decision", "qualification", "ending")]
    earlier = Facts({each.id: put for each in found if each is not None and (put := put_how(each))})
    day = scene.act.when.day
    return Change({"attack": day, "earlier": earlier} if earlier else {"attack": day})


def dated(scene: Scene, *names: str) -> tuple[str, When | None]:
    """Return the day and the moment of a change that rests on facts which are days.

    Where one of them is known by a stretch that ends later, the change has certainly happened only
    then.
    """
    days = [day for name in names if (day := scene.fact(name, ""))]
    return max(scene.act.when.day, *days, ""), when_all(scene, days)


def later(scene: Scene, when: When | None) -> Scene:
    """Return the scene at that moment, from which a duty runs; the same one for None."""
    if when is None:
        return scene
    return Scene(scene.world, scene.case, scene.act._replace(when=Moment(*when[1:])))


def asks(scene: Scene) -> Finding:
    """Whether the attacked member asks officially (crisis-reg.request, amb.request-form)."""
    part = official(scene, under=(ASSISTANCE, ARMED_ATTACK, REQUEST))
    facts, under = (("by", scene.act.by),), (ASSISTANCE, ARMED_ATTACK)
    return weighed(part.holds, "defence.asks", "defence.asks_in_vain", under, facts, (part,))


def asks_first(scene: Scene) -> Finding:
    """Whether it asks officially, and for the first time."""
    if scene.fact("asked"):
        facts = (("member", scene.act.by), ("day", scene.fact("asked")))
        return Finding("defence.asked_before", False, (ASSISTANCE, ARMED_ATTACK), facts)
    return asks(scene)


def asking(scene: Scene) -> Change:
    """Return the change by an official request: its day."""
    return Change({"asked": scene.fact("asked") or scene.act.when.day})


def seizing(scene: Scene) -> Change:
    """Return the change by a request that the Council has to decide on: its day, and the duty.

    crisis-reg.armed-attack: the Council decides at once; no length is stated.
    """
    return Change({**asking(scene).facts, "seized": True}, _to_decide(scene))


def _to_decide(scene: Scene) -> tuple[Period, ...]:
    if scene.fact("seized") or for_whom(scene, ARMED_ATTACK, scene.fact("attacked", "")) is None:
        return ()
    follows = "the Council decides at once on the forces needed; no length is stated"
    request = "the request of the attacked member"
    return duty(scene, "decision", "the Council", request, ARMED_ATTACK, follows)


def is_aggression(scene: Scene) -> Finding:
    """Whether this word settles that the event is aggression after all (amb.who-qualifies)."""
    return settles(scene, True)


def is_less(scene: Scene) -> Finding:
    """Whether this word settles that the event is less than aggression (amb.who-qualifies)."""
    return settles(scene, False)


def is_a_view(scene: Scene) -> Finding:
    """A view that takes the matter to no other state by itself."""
    unsettled = scene.case.state in (State.ATTACKED.word, State.REQUESTED.word)
    again = scene.case.state == State.BORDER_INCIDENT.word
    moving = (unsettled and is_less(scene).holds) or (again and is_aggression(scene).holds)
    return stated(scene, moving)


def viewing(scene: Scene) -> Change:
    """Return the change by a view of the event; under `amb.who-qualifies` C it can bind."""
    who = "SG" if scene.act.by == "SECRETARIAT" else scene.act.by
    view = scene.given("as", AGGRESSION)
    facts: dict[str, object] = {"views": views(scene).plus(who, view)}
    bound: Facts = scene.fact("bound", NO_FACTS)
    joins = who in _others(scene) and who not in bound and view == AGGRESSION
    if not scene.fact("owed") or not joins or scene.reading("amb.who-qualifies") != "C":
        return Change(facts)
    day = scene.act.when.day
    return Change({**facts, "bound": bound.plus(who, (day, day, ""))}, _to_help(scene, (who,)))


def mediates(scene: Scene) -> Finding:
    """Whether good offices are offered between members (treaty.1.peaceful)."""
    facts = (("by", scene.act.by), ("members", parties_to_it(scene)))
    holds = between_members(scene)
    return weighed(holds, "defence.good_offices", "defence.not_between", (PEACEFUL,), facts)


# --- what follows of itself ----------------------------------------------------------------------


def course(scene: Scene) -> str:
    """Return which way the matter goes: `owed`, `blocked`, `measures`, `asked` or ''.

    Help is owed under the Treaty before the Council has decided, and also when it has not.
    """
    if not scene.fact("owed") and help_owed(scene).holds:
        return "owed"
    if not_adopted(scene).holds:
        return "blocked"
    if scene.fact("owed"):
        return "owed"
    unsettled = scene.case.state in (State.ATTACKED.word, State.REQUESTED.word)
    if unsettled and decided(field="measures")(scene).holds:
        return "measures"
    return "asked" if scene.case.state == State.ATTACKED.word and scene.fact("asked") else ""


def not_adopted(scene: Scene) -> Finding:
    """Whether the decision on help failed when it was put, or was withdrawn."""
    under = (USE_OF_FORCE, ARMED_ATTACK)
    found = stopped()(scene)
    if not found.holds:
        decision = (("decision", scene.fact("decision", "")),)
        return Finding("defence.not_stopped", False, under, decision)
    why = unfit(scene, "decision", under)
    failed = Finding("defence.not_adopted", True, under, found.facts)
    return failed if why is None else why


def going(way: str, guard: Guard) -> Guard:
    """Return the guard that an unsettled matter goes this way, for the reason that another gives.

    While the decision on help has failed nothing else follows, and the finding says so.
    """

    def told(scene: Scene) -> Finding:
        found = scene.once(course)
        if found == "blocked" != way:
            decision = (("decision", scene.fact("decision", "")),)
            return Finding("defence.blocked", False, (USE_OF_FORCE,), decision)
        reason = guard(scene)
        return reason if found == way else reason._replace(holds=False)

    return told


def council_acts(scene: Scene) -> Finding:
    """Whether the Council decides on measures or on forces though the event counts as less than
    aggression: it may act on a threat, and that help is owed under Article 4 it does not say."""
    under = (CONSULTATION, COORDINATION)
    tried = (decided(("CSC",), under, field="measures")(scene), on_help(scene))
    found = next((each for each in tried if each.holds), tried[0])
    facts = (("member", scene.fact("attacked")),)
    parts = (found,) if found.says != "stage.no_decision" else ()
    return weighed(
        found.holds, "defence.acts_on_less", "defence.less_stands", under, facts, parts
    )  # fmt: skip


def has_asked(scene: Scene) -> Finding:
    """Whether a request was made before the event came back within Article 4."""
    facts = (("member", scene.fact("attacked")), ("day", scene.fact("asked", "")))
    holds = bool(scene.fact("asked"))
    return weighed(
        holds, "defence.has_asked", "defence.has_not_asked", (ASSISTANCE, ARMED_ATTACK), facts
    )


def owing_help(scene: Scene) -> Change:
    """Return the change when help is owed: who owes it, each with a duty of its own."""
    if scene.fact("owed"):
        return Change()
    who = owing(scene)
    day, when = dated(scene, "attack", "asked")
    bound = Facts({member: (day, day, "") for member in who})
    opens = _to_help(later(scene, when), who)
    if scene.fact("asked"):
        opens = (*_to_decide(scene), *opens)
    return Change({"owed": day, "bound": bound}, opens, when=when)


def _to_help(scene: Scene, who: tuple[str, ...]) -> tuple[Period, ...]:
    text = scene.text(ASSISTANCE)
    at_once = text is not None and bool(text.deadline)
    follows = "help is given at once, no length is stated" if at_once else "no time is stated"
    trigger = "the aggression and the request" if scene.fact("asked") else "the aggression"
    found: tuple[Period, ...] = ()
    for member in who:
        found += duty(scene, f"help of {member}", member, trigger, ASSISTANCE, follows)
    return found


def on_help(scene: Scene) -> Finding:
    """Whether the Council has decided on help: on forces only where it was asked, once it must be.

    treaty.6.use-of-force; crisis-reg.request, where it is in force.
    """
    under = (USE_OF_FORCE, ARMED_ATTACK)
    found = decided_on_it(under, subjects=SUBJECTS)(scene)
    decision = named(scene, "decision")
    on_forces = decision is not None and decision.facts.get("subject") == FORCES
    if not found.holds or not on_forces or scene.fact("asked") or scene.text(REQUEST) is None:
        return found
    facts = (("member", scene.fact("attacked")),)
    return Finding("defence.forces_without_request", False, (REQUEST,), facts, (found,))


def deciding(scene: Scene) -> Change:
    """Return the change by the Council's decision: its duty is done, notice of it is due."""
    closes = fulfil(scene, DECISION, "the decision")
    day, when = dated(scene, "attack", "asked")
    change = Change({"decided": day}, (), closes, when)
    return with_notice(later(scene, when), change, "the decision")
