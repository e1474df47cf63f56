"""For what a case waits that has not come to the state in which an act would be open."""

from __future__ import annotations

from collections.abc import Iterator

from csto_sim.engine.machines import SETTLING, Compiled, Mover
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Act, Case, Finding, World

#: That a draft is still on its way keeps nothing back: it only does not block.
_NO_HINDRANCE = frozenset({"stage.not_stopped", "defence.not_stopped"})


def told_why(world: World, case: Case, act: Act, table: Compiled, shut: Finding) -> Finding:
    """Return the finding that an act is not open, with what keeps the case from where it would be.

    A decision that is not adopted, of another body or on another subject lets nothing follow, nor
    does a condition that is not met, and no step tells of that: whoever tries the next act is told.
    """
    event, settling = table.triggers.get(act.name), table.triggers.get(SETTLING)
    if event is None or settling is None or case.state not in table.automatic:
        return shut
    of_itself = Act("", "", case.id, act.when, NO_FACTS, act.origin, act.written)
    scene = Scene(world, case, of_itself)
    settling.trigger(Mover(case.state), scene)
    kept = [
        part
        for row, finding in scene.tried
        if row.target is not None and row.target.word in event.transitions
        for part in _hindrances(finding)
    ]
    return shut.resting_on(*dict.fromkeys(kept))


def _hindrances(finding: Finding) -> Iterator[Finding]:
    """The failing parts about a decision or the want of one, and the conditions that failed of
    those that are asked together, each without what it rests on.

    They cite nothing: the refusal rests on the provisions of the act.
    """
    if finding.holds or finding.says in _NO_HINDRANCE:
        return
    failed = [part for part in finding.rests_on if not part.holds]
    if finding.fact("decision") or finding.says == "stage.no_decision":
        yield finding._replace(under=(), rests_on=())
        return
    for part in failed:
        kept = part.rests_on or part.says in _NO_HINDRANCE
        yield from _hindrances(part) if kept else (part._replace(under=()),)
