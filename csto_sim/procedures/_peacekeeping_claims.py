"""What is always true of a peacekeeping operation, and what sometimes is."""

from __future__ import annotations

from csto_sim.procedure import BESIDE, Claim, Claimed, always, sometimes
from csto_sim.procedures._national_leave import addressed
from csto_sim.procedures._peacekeeping_acts import State
from csto_sim.procedures._stages import in_place_of
from csto_sim.world import Case, World

SENT = (State.DEPLOYED, State.ENDED, State.RETURNING, State.RETURNED)


def _asked_and_decided(_world: World, case: Case) -> Claimed:
    facts = case.facts
    if case.state not in [state.word for state in SENT]:
        return BESIDE
    asked = facts.get("requested" if facts.get("area") == "inside" else "mandated")
    return bool(asked and facts.get("decided"))


def _only_bound_third_parties(world: World, case: Case) -> Claimed:
    facts = case.facts
    sent = (*facts.get("there", ()), *facts.get("returned", ()))
    if not sent:
        return BESIDE
    decision = world.case(facts.get("decision", ""))
    standing = [] if decision is None else [decision, *in_place_of(world, decision)]
    bound = {member for one in standing for member in addressed(one.facts)}
    return all(member in bound and member != facts.get("host") for member in sent)


def _nobody_left_behind(_world: World, case: Case) -> Claimed:
    return BESIDE if case.state != State.RETURNED.word else not case.facts.get("there")


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
