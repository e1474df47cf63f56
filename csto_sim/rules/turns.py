"""Whose turn comes after another's in the order of the Russian alphabet, at the moment of an act.

The chair and the office of Secretary General both go round in that order (chair.rotation.alphabet,
sg.rotation.2015). Only members take a turn, and who is one is for the scene to say: matters of the
scenario and readings can change it.
"""

from __future__ import annotations

from csto_sim import organisation
from csto_sim.scene import Scene


def next_in_order(scene: Scene, state: str, besides: tuple[str, ...] = ()) -> str:
    """Return the member after a state, itself a member or not; 'none' where there is none.

    `besides` are the suspended members that keep their turn.
    """
    order = organisation.russian_order()
    if state not in order:
        return "none"
    members = (*scene.roster().members, *besides)
    after = order.index(state) + 1
    return next((code for code in order[after:] + order[:after] if code in members), "none")


def first_in_order(scene: Scene, besides: tuple[str, ...] = ()) -> str:
    """Return the first member in the order; 'none' where there is none."""
    members = (*scene.roster().members, *besides)
    return next((code for code in organisation.russian_order() if code in members), "none")
