"""What the single list asks and changes: who proposed, what the group found, what was decided."""

from __future__ import annotations

from csto_sim.procedure import Change, Guard, States
from csto_sim.procedures._stages import decided, stopped
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Finding

REGULATION = "terror-list.regulation"
GROUP = "sub.wg-terror"
BODY_READING = "amb.terror-list-body"
#: Which organ decides on an entry, by option.
ORGAN = {"A": "CSSC", "B": "CSC"}


class State(States):
    """States of an entry in the list."""

    NOT_PROPOSED = "nobody has proposed an entry"
    PROPOSED = "a member has proposed an entry; it has not been examined"
    NOT_SUPPORTED = "the working group does not support the proposal"
    EXAMINED = "the working group supports the proposal; nothing is decided"
    NOT_AGREED = "the decision on the entry was put and is not adopted"
    LISTED = "the organisation is on the list"
    REMOVAL_PROPOSED = "the organisation is on the list, and its removal has been proposed"
    REMOVED = "the organisation has been taken off the list"
    WITHDRAWN = "the proposal was taken back"


def proposing(scene: Scene) -> Change:
    """Return the change by a proposal: whose it is; an earlier examination counts no longer."""
    return Change({"proposer": scene.act.by, "proposed": scene.act.when.day, "supported": False})


def _supports(scene: Scene) -> bool:
    return scene.given("supports", True) is True


def supported(scene: Scene) -> Finding:
    """Whether the working group supports the proposal."""
    holds = _supports(scene)
    return weighed(holds, "listing.supported", "listing.not_supported", (REGULATION, GROUP))


def not_supported(scene: Scene) -> Finding:
    """Whether the working group does not support the proposal."""
    holds = not _supports(scene)
    return weighed(holds, "listing.not_supported", "listing.supported", (REGULATION, GROUP))


def examining(scene: Scene) -> Change:
    """Return the change by the examination: what the group found, and when."""
    return Change({"supported": _supports(scene), "examined": scene.act.when.day})


def _by_organ(field: str) -> Guard:
    def guard(scene: Scene) -> Finding:
        option = scene.reading(BODY_READING)
        found = decided((ORGAN[option],), (REGULATION,), field=field)(scene)
        return found._replace(reading=(BODY_READING, option))

    return guard


entered = _by_organ("decision")
removed = _by_organ("removal")
not_entered = stopped((REGULATION,))
not_removed = stopped((REGULATION,), field="removal")


def entering(scene: Scene) -> Change:
    """Return the change by entry: since when the organisation is on the list."""
    return Change({"listed": scene.act.when.day})


def proposing_removal(scene: Scene) -> Change:
    """Return the change by a proposal to remove the entry."""
    return Change({"removal_proposer": scene.act.by})


def is_proposer(scene: Scene) -> Finding:
    """Whether whoever takes the proposal back made it."""
    facts = (("by", scene.act.by), ("proposer", scene.fact("proposer", "")))
    holds = scene.act.by == scene.fact("proposer")
    return weighed(holds, "listing.own", "listing.of_another", (REGULATION,), facts)
