"""Whether help is owed under Article 4: the gates, each a finding that names its reading.

Where the attack comes from, on what territory, whether it is aggression and who says so, whether
the attacked member asked: all must hold. The sources leave most of it open; nothing is guessed.
"""

from __future__ import annotations

from csto_sim.procedure import Guard
from csto_sim.procedures._national_leave import addressed
from csto_sim.procedures._stages import decided, named
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Detail, Facts, Finding

ATTACK = "treaty.4.attack-on-one"
ASSISTANCE = "treaty.4.assistance"
CONSULTATION = "treaty.2.consultation"
PEACEFUL = "treaty.1.peaceful"
USE_OF_FORCE = "treaty.6.use-of-force"
ARMED_ATTACK = "crisis-reg.armed-attack"
REQUEST = "crisis-reg.request"

AGGRESSION = "aggression"
ATTACKERS = ("state", "armed group from outside", "armed group inside")
TERRITORIES = ("recognised", "undelimited border", "disputed")
MEANS = ("collective forces", "peacekeeping forces")
VIEWS = (AGGRESSION, "border incident", "outside article 4")


def parties_to_it(scene: Scene) -> tuple[str, ...]:
    """Return the attacked member and the state that attacks it, where one is named."""
    return tuple(code for code in (scene.fact("attacked"), scene.fact("attacking")) if code)


def between_members(scene: Scene) -> bool:
    """Return whether the state that attacks, itself or by an armed group, is another member.

    A suspended member is one.
    """
    roster, attacking = scene.roster(), scene.fact("attacking", "")
    members = (*roster.members, *roster.suspended)
    return attacking in members and attacking != scene.fact("attacked", "")


def by_another(scene: Scene) -> Finding:
    """Whether the state that attacks is another than the attacked one."""
    attacked = scene.fact("attacked", "")
    holds = scene.fact("attacking", "") != attacked
    facts = (("member", attacked),)
    return weighed(holds, "defence.by_another", "defence.by_itself", (ATTACK,), facts)


# --- whether a decision is one on this attack --------------------------------------------------


def decided_on_it(
    under: tuple[str, ...], *, field: str = "decision", subjects: tuple[str, ...] = ()
) -> Guard:
    """Return the guard that the Council has decided on this attack, by a decision with effect.

    A decision older than the attack is none on it (crisis-reg.armed-attack: the Council decides on
    the request of the attacked member); nor, under `amb.intra-member` D, one in which the votes of
    those who fight are counted.
    """
    adopted = decided(("CSC",), under, field=field, subjects=subjects)

    def guard(scene: Scene) -> Finding:
        found = adopted(scene)
        put = found.holds or found.says == "stage.not_adopted"
        why = unfit(scene, field, under) if put else None
        return found if why is None else why

    return guard


def put_how(decision: Case) -> tuple[str, ...]:
    """Return where and when a draft was put last, and when that which was adopted was circulated.

    A revised draft that is put again is put in another way; one that is cured is not.
    """
    facts = decision.facts
    circulated = facts.get("circulated", "") if facts.get("adopted") else ""
    put = (facts.get("put_at", ""), facts.get("put_on", ""), circulated)
    return put if any(put) else ()


def unfit(scene: Scene, field: str, under: tuple[str, ...]) -> Finding | None:
    """Return why the decision named in a field is none on this attack, or None."""
    decision, found = scene.fact(field, ""), named(scene, field)
    put = put_how(found) if found is not None else ()
    if found is not None and put and scene.fact("earlier", NO_FACTS).get(found.id) == put:
        facts: Detail = (("decision", found.id), ("day", scene.fact("attack")))
        return Finding("defence.decided_before", False, under, facts)
    if not between_members(scene) or scene.reading("amb.intra-member") != "D":
        return None
    left_out = found.facts.get("between", ()) if found is not None else ()
    counted = tuple(member for member in parties_to_it(scene) if member not in left_out)
    if not counted:
        return None
    facts = (("decision", decision), ("members", counted))
    return Finding(
        "defence.votes_counted", False, under, facts, (), ("amb.intra-member", "D")
    )  # fmt: skip


# --- whether the event lies within Article 4 -----------------------------------------------------


def in_scope(scene: Scene) -> Finding:
    """Whether Article 4 can apply to the event at all: by whom, between whom, where, by what means.

    treaty.4.attack-on-one; amb.internal-threat, amb.intra-member, amb.territory, amb.gateway.
    """
    return scene.once(_in_scope)


def _in_scope(scene: Scene) -> Finding:
    other = by_another(scene)
    if not other.holds:
        return other
    parts = [_origin(scene), _territory(scene)]
    if scene.fact("means") == "peacekeeping forces":
        parts.append(_gateway(scene))
    holds = all(part.holds for part in parts)
    facts = (("member", scene.fact("attacked")),)
    return weighed(
        holds, "defence.within", "defence.beyond", (ATTACK,), facts, tuple(parts)
    )  # fmt: skip


def _origin(scene: Scene) -> Finding:
    if between_members(scene):
        return _members_alone(scene)
    facts: Detail = (("kind", scene.fact("attacker", "state")), ("by", scene.fact("attacking", "")))
    if scene.fact("attacker", "state") != "armed group inside":
        return Finding("defence.from_outside", True, (ATTACK,), facts)
    option = scene.reading("amb.internal-threat")
    outside = bool(scene.fact("outside_element", False))
    holds = option == "B" or (option == "C" and outside)
    says = "defence.internal_counts" if holds else "defence.internal_only"
    return Finding(says, holds, (ATTACK,), facts, (), ("amb.internal-threat", option))


def _members_alone(scene: Scene) -> Finding:
    """An attack by one member on another (amb.intra-member)."""
    option = scene.reading("amb.intra-member")
    reading = ("amb.intra-member", option)
    facts = (("members", parties_to_it(scene)),)
    if option == "A":
        return Finding("defence.bilateral", False, (PEACEFUL,), facts, (), reading)
    if option == "C":
        return Finding("defence.consultation_only", False, (CONSULTATION,), facts, (), reading)
    says = "defence.members_too" if option == "B" else "defence.without_their_votes"
    return Finding(says, True, (ATTACK,), facts, (), reading)


def _territory(scene: Scene) -> Finding:
    territory = scene.fact("territory", "recognised")
    facts: Detail = (("territory", territory),)
    if territory == "recognised":
        return Finding("defence.recognised_territory", True, (ATTACK,), facts)
    option = scene.reading("amb.territory")
    reading = ("amb.territory", option)
    parts: tuple[Finding, ...] = ()
    holds = False
    if option == "B":
        held = bool(scene.fact("effective_control", False))
        holds = territory == "undelimited border" and held
    elif option == "C":
        parts = (decided(("CSC",), (ATTACK,), field="area")(scene),)
        holds = parts[0].holds
    says = "defence.territory_covered" if holds else "defence.territory_not_covered"
    return Finding(says, holds, (ATTACK,), facts, parts, reading)


def _gateway(scene: Scene) -> Finding:
    """Whether sending peacekeeping forces rests on Article 4 too (amb.gateway)."""
    option = scene.reading("amb.gateway")
    says = "defence.peacekeeping_alone" if option == "B" else "defence.on_article_4_too"
    return Finding(says, option != "B", (ATTACK,), (), (), ("amb.gateway", option))


# --- whether it is aggression, and who says so ---------------------------------------------------


def views(scene: Scene) -> Facts:
    """Return what members and the Secretary General said of the event, the latest word of each."""
    found: Facts = scene.fact("views", NO_FACTS)
    return found


def holding(scene: Scene) -> tuple[str, ...]:
    """Return the other members that hold the event to be aggression, or helped by a decision."""
    said = [member for member, view in views(scene).items() if view == AGGRESSION]
    decision = _on_forces(scene)
    if decision.holds:
        found = named(scene, "decision")
        said += addressed(found.facts) if found is not None else ()
    parties = parties_to_it(scene)
    return tuple([m for m in scene.roster().members if m in said and m not in parties])


def _on_forces(scene: Scene) -> Finding:
    return decided_on_it((USE_OF_FORCE,), subjects=("forces",))(scene)


def qualified(scene: Scene) -> Finding:
    """Whether the event counts as aggression in the view of who decides it (amb.who-qualifies).

    A: the attacked member, whose request says so; B: the Council, by a decision that says so or
    that uses forces; C: each member for itself; D: the Secretary General.
    """
    option = scene.reading("amb.who-qualifies")
    reading = ("amb.who-qualifies", option)
    attacked = scene.fact("attacked", "")
    facts: Detail = (("member", attacked),)
    parts: tuple[Finding, ...] = ()
    if option == "A":
        claimed = views(scene).get(attacked, AGGRESSION if scene.fact("asked") else "")
        holds = claimed == AGGRESSION
        says = "defence.claimed" if holds else "defence.not_claimed"
    elif option == "B":
        by_name = decided_on_it((ATTACK,), field="qualification")(scene)
        parts = (by_name if scene.fact("qualification") else _on_forces(scene),)
        holds = parts[0].holds
        says = "defence.council_qualifies" if holds else "defence.council_has_not_qualified"
    elif option == "C":
        facts = (("members", holding(scene)),)
        holds = bool(facts[0][1])
        says = "defence.some_hold_so" if holds else "defence.none_holds_so"
    else:
        holds = views(scene).get("SG") == AGGRESSION
        says = "defence.put_before_council" if holds else "defence.not_put_before_council"
    return Finding(says, holds, (ATTACK,), facts, parts, reading)


def competent(scene: Scene) -> bool:
    """Return whether the word of whoever acts settles alone what the event is."""
    option = scene.reading("amb.who-qualifies")
    if option == "A":
        return bool(scene.act.by == scene.fact("attacked"))
    return option == "D" and scene.act.by in ("SG", "SECRETARIAT")


def settles(scene: Scene, wanted: bool) -> Finding:
    """Whether this word settles that the event is aggression (wanted), or that it is none."""
    view = scene.given("as", AGGRESSION)
    holds = competent(scene) and (view == AGGRESSION) == wanted
    facts = (("by", scene.act.by), ("kind", view))
    reading = ("amb.who-qualifies", scene.reading("amb.who-qualifies"))
    says = "defence.settles_it" if competent(scene) else "defence.settles_nothing"
    return Finding(says, holds, (ATTACK,), facts, (), reading)


def stated(scene: Scene, moving: bool) -> Finding:
    """What a view amounts to that moves nothing by itself; one that is `moving` is none such."""
    found = settles(scene, scene.given("as", AGGRESSION) == AGGRESSION)
    if scene.fact("owed"):
        return Finding("defence.settled_already", True, (ATTACK,), found.facts)
    return found._replace(holds=not moving)


# --- whether help is owed ------------------------------------------------------------------------


def asked_where_needed(scene: Scene) -> Finding:
    """Whether the attacked member asked, or the text does not ask that it does.

    treaty.4.assistance as worded in 1992 mentions no request; since 19 December 2012 it does.
    """
    facts = (("member", scene.fact("attacked")), ("day", scene.fact("asked", "")))
    if scene.fact("asked"):
        return Finding("defence.has_asked", True, (ASSISTANCE,), facts)
    text = scene.text(ASSISTANCE)
    holds = text is not None and text.wording.endswith("@1992")
    says = "defence.need_not_ask" if holds else "defence.has_not_asked"
    return Finding(says, holds, (ASSISTANCE,), facts)


def help_owed(scene: Scene) -> Finding:
    """Whether the others owe help: within Article 4, aggression, and asked for where needed."""
    return scene.once(_help_owed)


def _help_owed(scene: Scene) -> Finding:
    scope = in_scope(scene)
    if scope.holds:  # what goes without a reading was told with the attack
        scope = scope.resting_on(*[part for part in scope.rests_on if part.reading is not None])
    parts = (scope, qualified(scene), asked_where_needed(scene))
    facts = (("member", scene.fact("attacked")), ("members", owing(scene)))
    return weighed(
        all(part.holds for part in parts),
        "defence.help_owed",
        "defence.help_not_owed",
        (ATTACK, ASSISTANCE),
        facts,
        parts,
    )


def owing(scene: Scene) -> tuple[str, ...]:
    """Return who owes help: all other members, or those who hold so (amb.who-qualifies C).

    A member that attacks another owes it none under Article 4.
    """
    if scene.reading("amb.who-qualifies") == "C":
        return holding(scene)
    parties = parties_to_it(scene)
    return tuple(member for member in scene.roster().members if member not in parties)
