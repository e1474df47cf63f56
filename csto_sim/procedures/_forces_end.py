"""How a use of forces ends: by whose word or decision, and how the units go back."""

from __future__ import annotations

from csto_sim.procedure import OF_ITSELF, Actor, Change, Step
from csto_sim.procedures._forces_acts import JOINT, NATIONAL, UNDER_WAY, State
from csto_sim.procedures._forces_conditions import (
    JURISDICTION,
    REGULATIONS,
    REQUEST,
    force_of,
    requesters,
)
from csto_sim.procedures._forces_use import BINDING, REPLACEMENT, decision_gone
from csto_sim.procedures._stages import decided, in_order, named
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

COUNCIL = ("CSC",)
ON_REQUEST = (REQUEST, *REGULATIONS)
#: Whose decision ends a use beside the Council's, by option of `amb.host-consent-duration`.
ENDING = {"B": COUNCIL, "C": ("CMD",)}


def _holders(scene: Scene) -> tuple[str, ...]:
    command: Facts = scene.fact("command", NO_FACTS)
    return tuple(state for state, whose in command.items() if whose == JOINT)


CONTRIBUTOR = Actor("a state whose units are under joint command", _holders)
#: Whoever asked can say that it needs the forces no longer, also when it is put out of the organs:
#: its word is asked for as that of the state on whose territory they are.
ASKED_OR_MEMBER = Actor(
    "a member, or a state that asked",
    lambda scene: (*scene.roster().members, *requesters(scene)),
)


def may_end(scene: Scene) -> Finding:
    """Whether the state that asked ends the use by its own word (`amb.host-consent-duration` A):
    where several asked, the last of them does."""
    return _ends(scene, last=True)


def ends_its_own(scene: Scene) -> Finding:
    """Whether one of several states that asked needs the forces no longer, while another does."""
    return _ends(scene, last=False)


def _ends(scene: Scene, *, last: bool) -> Finding:
    by = scene.act.by
    option = scene.reading("amb.host-consent-duration", stage="end")
    reading = ("amb.host-consent-duration", option)
    if option != "A":
        facts: Detail = (("by", by), ("body", ENDING[option][0]))
        return Finding("forces.others_end", False, REGULATIONS, facts, (), reading)
    asked, over = requesters(scene), scene.fact("over", ())
    facts = (("by", by), ("states", asked))
    if by not in asked:
        return Finding("forces.not_the_host", False, REGULATIONS, facts, (), reading)
    members = scene.roster().members
    left = tuple(each for each in asked if each in members and each not in (*over, by))
    facts = (("by", by), ("states", left))
    if by in over:
        return Finding("forces.ended_its_own", False, REGULATIONS, facts, (), reading)
    if left:
        return Finding("forces.others_go_on", not last, REGULATIONS, facts, (), reading)
    return Finding("forces.host_ends", last, REGULATIONS, facts, (), reading)


def ended_by_decision(scene: Scene) -> Finding:
    """Whether a decision ends the use: of the Council always, which decided on it.

    One of the defence ministers does under `amb.host-consent-duration` C.
    """
    option = scene.reading("amb.host-consent-duration", stage="end")
    reading = ("amb.host-consent-duration", option)
    decision = named(scene, "ending")
    if decision is None:
        return Finding("forces.no_end", False, REGULATIONS, (), (), reading)
    by_council = decision.facts.get("body", "CSC") in COUNCIL
    bodies = COUNCIL if by_council else ENDING.get(option, COUNCIL)
    found = decided(bodies, REGULATIONS, field="ending")(scene)
    facts: Detail = (("body", bodies[0]),)
    began = (scene.fact("decided"), scene.fact("decided_by", -1))
    if found.holds and in_order(decision) < began:
        return Finding("forces.ended_before", False, REGULATIONS, facts, (found,), reading)
    return weighed(
        found.holds,
        "forces.body_ends",
        "forces.body_has_not_ended",
        REGULATIONS,
        facts,
        (found,),
        None if by_council else reading,
    )


def ending(scene: Scene) -> Change:
    """Return the change by the end of the use."""
    return Change({"ended": scene.act.when.day})


def ending_its_own(scene: Scene) -> Change:
    """Return the change when one of several states that asked needs the forces no longer."""
    return Change({"over": (*scene.fact("over", ()), scene.act.by)})


def binds_no_longer(scene: Scene) -> Finding:
    """Whether another decision has taken the place of that on the use, and uses no forces.

    No source tells that the use is over with it: units that are there wait for its end.
    """
    gone = decision_gone(scene)
    open_yet = any(not until for _, _, until in scene.fact("bound", NO_FACTS).values())
    facts: Detail = (("decision", scene.fact("decision", "")),)
    return weighed(
        gone is not None and open_yet,
        "forces.decision_replaced",
        "forces.decision_stands",
        (BINDING, REPLACEMENT),
        facts,
        () if gone is None else (gone,),
    )


def unbinding(scene: Scene) -> Change:
    """Return the change when the decision on the use binds nobody any longer."""
    bound: Facts = scene.fact("bound", NO_FACTS)
    return Change({"bound": _until(bound, tuple(bound), scene.act.when.day)})


def may_return(scene: Scene) -> Finding:
    """Whether the units of a state go back: whoever has units under joint command can do so."""
    facts: Detail = (("by", scene.act.by),)
    return Finding("forces.goes_back", True, JURISDICTION[force_of(scene)], facts)


def returning(scene: Scene) -> Change:
    """Return the change by a return: the units are national again, and nothing binds any longer."""
    by, day = scene.act.by, scene.act.when.day
    command: Facts = scene.fact("command", NO_FACTS)
    bound: Facts = scene.fact("bound", NO_FACTS)
    facts = {"command": command.plus(by, NATIONAL), "bound": _until(bound, (by,), day)}
    return Change(facts)


def _until(bound: Facts, states: tuple[str, ...], day: str) -> Facts:
    """The bonds with an end for those states; what began and ended on one day bound nobody."""
    ended = {
        state: (since, known, until or (day if state in states else ""))
        for state, (since, known, until) in bound.items()
    }
    return Facts({state: days for state, days in ended.items() if days[0] != days[2]})


def all_back(scene: Scene) -> Finding:
    """Whether no unit is under joint command any longer."""
    states = _holders(scene)
    facts: Detail = (("states", states),)
    return weighed(
        not states, "forces.all_back", "forces.not_all_back", JURISDICTION[force_of(scene)], facts
    )


def closing(scene: Scene) -> Change:
    """Return the change by the last return: whoever sent nothing is bound no longer either."""
    day = scene.act.when.day
    bound: Facts = scene.fact("bound", NO_FACTS)
    return Change({"returned": day, "bound": _until(bound, tuple(bound), day)})


END_ROWS = (
    Step(
        "end", UNDER_WAY, State.ENDED, ASKED_OR_MEMBER, ON_REQUEST,
        "the state that asked ends the use",
        may_end, change=ending,
    ),
    Step(
        "end", UNDER_WAY, None, ASKED_OR_MEMBER, ON_REQUEST,
        "one of several states that asked needs the forces no longer",
        ends_its_own, change=ending_its_own,
    ),
    Step(
        "", UNDER_WAY, State.ENDED, OF_ITSELF, ON_REQUEST,
        "a decision ends the use",
        ended_by_decision, change=ending, awaits=("decision",),
    ),
    Step(
        "", UNDER_WAY, None, OF_ITSELF, (BINDING, REPLACEMENT),
        "another decision takes the place of that on the use, and binds nobody to it",
        binds_no_longer, change=unbinding, awaits=("decision",),
    ),
)  # fmt: skip
