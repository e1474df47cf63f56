"""When the rule on troops and facilities of third states covers a hosting no more."""

from __future__ import annotations

from csto_sim.procedure import Change
from csto_sim.procedures._duties import drop
from csto_sim.procedures._infrastructure_acts import CONSULTATIONS, OBJECTIONS, covered
from csto_sim.scene import Scene
from csto_sim.world import Finding


def covered_no_more(scene: Scene) -> Finding:
    """Whether the rule covers it no more: the host has left, or the third state has joined.

    charter.7.foreign-troops and infra2011.consent speak of what members host, of third states.
    """
    found = covered(scene)
    return found._replace(holds=found.says in ("infra.host_no_member", "infra.of_a_member"))


def releasing(scene: Scene) -> Change:
    """Return the change when the rule covers it no more: nobody has to consult, or can object."""
    because = "the rule covers it no more"
    return Change({}, (), (*drop(scene, CONSULTATIONS, because), *drop(scene, OBJECTIONS, because)))
