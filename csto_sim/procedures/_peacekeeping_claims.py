"""What is always true of a peacekeeping operation, and what sometimes is."""

from __future__ import annotations

from csto_sim.procedure import Claim, always, sometimes
from csto_sim.procedures._national_leave import addressed
from csto_sim.procedures._peacekeeping_acts import State
from csto_sim.procedures._stages import in_place_of
from csto_sim.world import Case, World

SENT = (State.DEPLOYED, State.ENDED, State.RETURNING, State.RETURNED)


def _asked_and_decided(_world: World, case: Case) -> bool:
    facts = case.facts
    if case.state not in [state.word for state in SENT]:
        return True
    asked = facts.get("requested" if facts.get("area") == "inside" else "mandated")
    return bool(asked and facts.get("decided"))


def _only_bound_third_parties(world: World, case: Case) -> bool:
    facts = case.facts
    decision = world.case(facts.get("decision", ""))
    standing = [] if decision is None else [decision, *in_place_of(world, decision)]
    bound = {member for one in standing for member in addressed(one.facts)}
    sent = (*facts.get("there", ()), *facts.get("returned", ()))
    return all(member in bound and member != facts.get("host") for member in sent)


def _nobody_left_behind(_world: World, case: Case) -> bool:
    return case.state != State.RETURNED.word or not case.facts.get("there")


CLAIMS: tuple[Claim, ...] = (
    always(
        "contingents are sent only after a request or a mandate and a decision of the Council",
        _asked_and_decided,
    ),
    always(
        "only members bound by the decision, and never the host, send contingents",
        _only_bound_third_parties,
    ),
    always("an operation whose contingents have returned has none there", _nobody_left_behind),
    sometimes("contingents are sent", lambda _world, case: case.state == State.DEPLOYED.word),
    sometimes("the Council does not decide", lambda _w, case: case.state == State.NOT_DECIDED.word),
)
