"""Disputes on the infrastructure Protocol, which parties settle by consultation and negotiation."""

from __future__ import annotations

from csto_sim.procedure import Change
from csto_sim.procedures._duties import duty, fulfil
from csto_sim.procedures._three_days import running
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding

DISPUTES = "infra2011.disputes"
NEGOTIATION = "negotiation"


def no_dispute(scene: Scene) -> Finding:
    """Whether no dispute on the Protocol is under way yet."""
    holds = running(scene, NEGOTIATION) is None
    facts = (("by", scene.act.by),)
    return weighed(holds, "infra.dispute", "infra.dispute_already", (DISPUTES,), facts)


def a_dispute(scene: Scene) -> Finding:
    """Whether a dispute is under way that can be settled."""
    holds = running(scene, NEGOTIATION) is not None
    return weighed(holds, "infra.dispute_there", "infra.no_dispute", (DISPUTES,))


def disputing(scene: Scene) -> Change:
    """Return the change by a dispute: it is settled by consultation and negotiation."""
    opens = duty(
        scene,
        NEGOTIATION,
        "the parties",
        "the dispute",
        DISPUTES,
        "the parties settle it by consultation and negotiation; no length is stated",
    )
    return Change({}, opens)


def settling(scene: Scene) -> Change:
    """Return the change when the parties have settled their dispute."""
    return Change({}, (), fulfil(scene, NEGOTIATION, "the settlement"))
