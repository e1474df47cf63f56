"""Whose vote counts: all members but those without one, and but the one whom the decision is about.

A member is without its vote while it is suspended (charter.20.suspension) or two years behind with
its dues (charter.25.arrears); of a decision on its own suspension, exclusion or loss of vote the
vote of the member concerned is left out. Under a reading that no text bears out (`amb.intra-member`
D) two members that fight each other are left out as well.
"""

from __future__ import annotations

from csto_sim.procedure import Actor, is_suspended
from csto_sim.scene import MEMBERSHIP, Scene
from csto_sim.world import Finding

MINUS_ONE = "charter.20.minus-one"
ARREARS = "charter.25.arrears"
SUSPENDED = "amb.quorum-suspended"


def concerned(scene: Scene) -> str:
    """Return the member whose own suspension, exclusion or loss of vote is decided, or ''.

    On suspension and exclusion by charter.20.minus-one; on the loss of vote for arrears only where
    `amb.arrears-automatic` says that the debtor need not consent (C).
    """
    subject = scene.fact("subject", "general")
    if subject == "arrears":
        who = str(scene.fact("concerning", ""))
        if not who or scene.text(ARREARS) is None:
            return ""
        return who if scene.reading("amb.arrears-automatic") == "C" else ""
    if subject not in ("suspension", "exclusion") or scene.text(MINUS_ONE) is None:
        return ""
    return str(scene.fact("concerning", ""))


def left_out(scene: Scene, who: str) -> Finding:
    """Return the finding that the vote of the member concerned is not counted."""
    subject = scene.fact("subject", "general")
    facts = (("members", (who,)), ("subject", subject))
    if subject == "arrears":
        reading = ("amb.arrears-automatic", scene.reading("amb.arrears-automatic"))
        return Finding("consensus.minus_one", True, (ARREARS,), facts, (), reading)
    return Finding("consensus.minus_one", True, (MINUS_ONE,), facts)


def untold(scene: Scene) -> Finding | None:
    """Return the finding that nobody's vote is left out of a decision on suspension or exclusion,
    since it is not told whom it concerns; None where it is, or where the rule does not apply."""
    subject = scene.fact("subject", "general")
    if subject not in ("suspension", "exclusion") or scene.fact("concerning", ""):
        return None
    facts = (("subject", subject),)
    return Finding("consensus.whom_untold", True, (MINUS_ONE,), facts)


def fighting(scene: Scene) -> tuple[str, ...]:
    """Return the members left out of a decision on the fighting between them, or ().

    Only where the decision names them and `amb.intra-member` D is chosen.
    """
    named: tuple[str, ...] = scene.fact("between", ())
    if not named or scene.reading("amb.intra-member") != "D":
        return ()
    return named


def voting(scene: Scene) -> tuple[str, ...]:
    """Return whose consent counts on the day, in the roster's order.

    The members with a vote, without the one concerned or those who fight each other; under
    `amb.quorum-suspended` C also those suspended and those without a vote.
    """
    without = concerned(scene)
    roster = scene.roster()
    members = roster.members
    if roster.suspended and scene.reading(SUSPENDED) == "C":
        members = tuple(sorted((*members, *roster.suspended)))
    if roster.voteless and scene.reading(SUSPENDED, because="arrears") != "C":
        members = tuple([m for m in members if m not in roster.voteless])
    out = (without, *fighting(scene)) if without else fighting(scene)
    return tuple([m for m in members if m not in out]) if out else members


def counted(scene: Scene) -> tuple[str, ...]:
    """Return who counts towards the quorum: those whose consent counts, and under
    `amb.quorum-suspended` B also the suspended and those without a vote."""
    electorate = voting(scene)
    roster = scene.roster()
    besides: tuple[str, ...] = ()
    if roster.suspended and scene.reading(SUSPENDED) == "B":
        besides = roster.suspended
    if roster.voteless and scene.reading(SUSPENDED, because="arrears") == "B":
        besides = (*besides, *roster.voteless)
    return (*electorate, *(m for m in besides if m not in (concerned(scene), *fighting(scene))))


def bound_besides(scene: Scene, manner: str) -> tuple[str, ...]:
    """Return the members without a vote whom a decision binds (`amb.voteless-bound` A).

    Only where it binds the members as such: in the limited format it binds those who vote for it,
    and a recommendation binds nobody. Whom the decision concerns is left out here as it is where
    it has its vote.
    """
    voteless = tuple(m for m in scene.roster().voteless if m != concerned(scene))
    if not voteless or manner in ("limited format", "recommendation"):
        return ()
    enacted = scene.enacted("charter.12.consensus")
    if enacted is not None and enacted.binds == "consenting" and manner == enacted.rule:
        return ()
    return voteless if scene.reading("amb.voteless-bound") == "A" else ()


def frozen(scene: Scene) -> tuple[str, ...]:
    """Return the members whose declared freeze is tacit consent to the limited format.

    That is what `amb.freeze` C makes of it; else nobody.
    """
    matters = scene.world.dependents.get(f"procedure: {MEMBERSHIP}", ())
    declared = []
    for id in matters:
        facts = scene.world.cases[id].facts
        if facts.get("frozen") and facts["frozen"] <= scene.act.when.day:
            scene.look(id)
            declared.append(facts["member"])
    return tuple(declared) if declared and scene.reading("amb.freeze") == "C" else ()


def _may_vote(scene: Scene) -> tuple[str, ...]:
    roster = scene.roster()
    by = scene.act.by
    # Who is needed for consensus (amb.quorum-suspended C) must be able to give it.
    if by in roster.suspended and scene.reading(SUSPENDED) == "C":
        return (*roster.members, by)
    if by in roster.voteless and scene.reading(SUSPENDED, because="arrears") != "C":
        return tuple([m for m in roster.members if m not in roster.voteless])
    return roster.members


def _may_attend(scene: Scene) -> tuple[str, ...]:
    roster = scene.roster()
    by = scene.act.by
    # Who counts towards the quorum (B and C) must be able to be there. Whoever has lost its vote
    # alone keeps its seat.
    if by in roster.suspended and scene.reading(SUSPENDED) in ("B", "C"):
        return (*roster.members, by)
    return roster.members


def _why_no_vote(scene: Scene) -> Finding | None:
    by = scene.act.by
    if by in scene.roster().voteless:
        option = scene.reading(SUSPENDED, because="arrears")
        return Finding("member.voteless", False, (ARREARS,), (("by", by),), (), (SUSPENDED, option))
    return is_suspended(scene)


VOTER = Actor("a member with a vote", _may_vote, why_not=_why_no_vote)
ATTENDER = Actor("a member", _may_attend, why_not=is_suspended)
