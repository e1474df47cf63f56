"""Who is in the chair by a scenario's own matters: the chairmanship that is in office, if any."""

from __future__ import annotations

from csto_sim.scene import Scene
from csto_sim.world import Case

#: The procedure whose matters say who chairs the Council in a scenario that has any.
CHAIRMANSHIP = "chairmanship"
_MATTERS = f"procedure: {CHAIRMANSHIP}"
UNABLE = "unable to act"
#: The states of such a matter in which it is in office.
SITTING = ("in office", UNABLE, "substituted")


def in_the_chair(scene: Scene) -> Case | None:
    """Return the chairmanship that is in office in this scenario, or None: then the data tells.

    Never more than one is (`csto_sim.procedures.chairmanship`).
    """
    if _MATTERS not in scene.world.dependents:
        return None
    found = None
    for case in scene.of_procedure(CHAIRMANSHIP):
        if case.state in SITTING:
            found = case
    return found


def holder_of(matter: Case) -> str:
    """Return the state that chairs by such a matter; '' while the Chair cannot act."""
    return "" if matter.state == UNABLE else str(matter.facts.get("holder", ""))
