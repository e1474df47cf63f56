"""What signatures change in a decision: cure, circulation, later joining; effect that waited."""

from __future__ import annotations

from csto_sim.procedure import Change
from csto_sim.procedures._cure import awaited, cured_by, still_missing
from csto_sim.procedures._decision_acts import OBJECTING, copies_due, in_effect, unsaid
from csto_sim.procedures._minus_one import bound_besides, voting
from csto_sim.procedures._national_leave import addressed, bonds
from csto_sim.record import Closing
from csto_sim.rules.clock import until_day, when_all
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Facts, Period


def signing_cure(scene: Scene) -> Change:
    """Return the change by one missing signature when others are still missing."""
    signed = cured_by(scene).plus(scene.act.by, scene.act.when.day)
    missing = tuple(member for member in still_missing(scene) if member != scene.act.by)
    return Change({"cured_by": signed, "missing": missing})


def curing(scene: Scene) -> Change:
    """Return the change by the last missing signature, or when the last that was missing is needed
    no more (amb.absence-cure: from when)."""
    signed = cured_by(scene)
    if scene.act.by:
        signed = signed.plus(scene.act.by, scene.act.when.day)
    when = when_all(scene, (*signed.values(), scene.fact("put_on", "")))
    day = scene.act.when.day if when is None else when.day
    would_bind: tuple[str, ...] = scene.fact("would_bind", ())
    if scene.reading("amb.absence-cure") == "A":
        since = scene.fact("put_on")
    else:
        since = day
        # What begins only now does not bind who has left or was suspended meanwhile.
        members = scene.roster().members
        would_bind = tuple(member for member in would_bind if member in members)
    earlier: Facts = scene.fact("bound", NO_FACTS)  # provisionally, under amb.interim-validity B
    bound = {m: earlier.get(m, (since, day, "")) for m in sorted({*would_bind, *signed, *earlier})}
    facts = {**in_effect(scene, since, day), **bonds(scene, bound)}
    facts |= {"cured_by": signed, "missing": ()}
    return Change(facts, (copies_due(scene),), (), when)


def joining(scene: Scene) -> Change:
    """Return the change by a later signature of a member that was not bound."""
    day = max(scene.act.when.day, str(scene.fact("known", "")))
    bound: Facts = scene.fact("bound", NO_FACTS)
    joined = bonds(scene, {**bound.without(scene.act.by), scene.act.by: (day, day, "")})
    if scene.act.by in bound:  # it has left and come back: the earlier bond is kept beside
        earlier = (*scene.fact("earlier_bonds", ()), (scene.act.by, *bound[scene.act.by]))
        joined["earlier_bonds"] = earlier
    return Change(joined)


def circulating(scene: Scene) -> Change:
    """Return the change by circulation, with the last day for an answer if one is set."""
    facts = {"signed": NO_FACTS, "circulated": scene.act.when.day, "objecting": ()}
    if not scene.given("until"):
        return Change(facts)
    counted = until_day(scene, scene.given("until"))
    period = Period(
        scene.case.id,
        "signature",
        "the members",
        "circulation of the draft",
        "rules.postponed-signature",
        counted.last_moment,
        counted,
        "what silence then means is the reading amb.silence",
        "the time for signature ends",
        "elapsed",
    )
    return Change(facts, (period,))


def _signs(scene: Scene) -> Facts:
    signed: Facts = scene.fact("signed", NO_FACTS)
    return signed.plus(scene.act.by, scene.act.when.day) if scene.act.by else signed


def signing(scene: Scene) -> Change:
    """Return the change by one signature on a circulated draft; an objection ends with it."""
    return Change({"signed": _signs(scene), **unsaid(scene, *OBJECTING)})


def all_signed(scene: Scene) -> Change:
    """Return the change when a circulated draft is adopted."""
    signed = _signs(scene)
    when = when_all(scene, signed.values())
    day = scene.act.when.day if when is None else when.day
    members = voting(scene)
    # Under amb.pc-consensus B the Permanent Council recommends, and binds nobody.
    recommends = scene.fact("body") == "PC" and scene.reading("amb.pc-consensus") == "B"
    binds = sorted({*members, *bound_besides(scene, "signature")})
    latest = scene.act.when.latest if when is None else when.latest
    closes = tuple(
        Closing(
            scene.case.id,
            "signature",
            "met" if period.due and latest <= period.due[0] else "undetermined",
            "all have signed",
        )
        for period in scene.world.periods
        if period.case == scene.case.id and period.name == "signature"
    )
    facts = {
        **in_effect(scene, day, day),
        "signed": signed,
        "electorate": members,
        "manner": "recommendation" if recommends else "signature",
        **bonds(scene, {} if recommends else {member: (day, day, "") for member in binds}),
    }
    return Change(facts, (copies_due(scene),), closes, when)


def beginning_effect(scene: Scene) -> Change:
    """Return the change when the instrument that a decision waited for is in force."""
    day = scene.act.when.day
    # Under amb.absence-cure A a decision can count as adopted before the day that cures it.
    found = [scene.look(id) for id in awaited(scene.facts)]
    in_force = [each.facts.get("in_force", day) for each in found if each is not None]
    since = max(scene.fact("adopted", day), *in_force)
    # Who has left or was suspended meanwhile is not bound by what begins without it.
    members = scene.roster().members
    bound = {m: (since, day, "") for m in addressed(scene.facts) if m in members}
    facts = {"effective": since, "known": day, "taken": scene.act.origin}
    return Change({**facts, **bonds(scene, bound)})
