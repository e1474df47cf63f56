"""What a step tells beside its own reason: what still keeps something from following of it."""

from __future__ import annotations

from csto_sim.engine.machines import compiled
from csto_sim.procedure import NOT_THE_ONE, Procedure
from csto_sim.record import Step
from csto_sim.scene import Scene
from csto_sim.world import Case, Finding


def rests_under(finding: Finding) -> tuple[str, ...]:
    """The provisions of a finding and of all that it rests on, in the order of the tree."""
    found = finding.under
    for part in finding.rests_on:
        found += rests_under(part)
    return found


def citing(scene: Scene, procedure: Procedure, provisions: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of these provisions that govern an act, less those that are not for its matter."""
    found = scene.citing(provisions)
    cites = procedure.cites
    return found if cites is None else tuple([id for id in found if cites(scene, id)])


def holding_back(step: Step, held: list[Finding], scene: Scene) -> Step:
    """A step that tells also what still keeps something from following of it."""
    if step.finding is None:
        return step
    told = step.finding.resting_on(*step.finding.rests_on, *held)
    procedure = compiled(scene.case.procedure).procedure
    more = (id for part in held for id in citing(scene, procedure, rests_under(part)))
    under = (*step.under, *more)
    return step._replace(finding=told, under=tuple(dict.fromkeys(under)))


def tell_why_not(scene: Scene, steps: list[Step]) -> None:
    """Let the step by which a decision came to stand tell why a matter that names it does not
    follow, where it never can: another body decided, or on another subject.

    Where the decision had been there before, the step that brought the matter this far tells it.
    """
    parts = [part for _, finding in scene.tried for _, part in finding.tree()]
    for part in dict.fromkeys(part for part in parts if part.says in NOT_THE_ONE):
        among = (part.fact("decision"), scene.case.id)
        for number in range(len(steps) - 1, -1, -1):
            step = steps[number]
            if step.case in among and step.source != step.target:
                # It cites nothing: what the matter needs is no ground of the decision.
                facts, why = (("case", scene.case.id),), part._replace(under=(), rests_on=())
                told = Finding("stage.does_not_follow", False, (), facts, (why,))
                already = step.finding is not None and told in step.finding.rests_on
                if not already and _stands(scene, str(among[0])):
                    steps[number] = holding_back(step, [told], scene)
                break


def _stands(scene: Scene, decision: str) -> bool:
    """Whether a decision is adopted: a draft that nobody has adopted need not be told of."""
    found: Case | None = scene.world.cases.get(decision)
    return found is not None and found.state == "adopted"
