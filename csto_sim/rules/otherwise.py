"""How the organs decide where a text made in the scenario has put another rule for consensus.

The rules are those of `law/data/rules.yaml`: all but one, unanimity, no objection, and shares of
the members with a vote. Each counts those whose consent counts (the electorate), on whatever day
and under whatever readings, as consensus does.
"""

from __future__ import annotations

from csto_sim.rules.ballot import Ballot, Verdict
from csto_sim.rules.consensus import BINDING, CONSENSUS, consensus
from csto_sim.rules.enacted import Enacted
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

#: Shares of the electorate by the name of the rule; a simple majority is more than its half.
SHARES = {"three quarters": (3, 4), "two thirds": (2, 3)}


def by_enacted_rule(scene: Scene, ballot: Ballot, rule: Enacted) -> Verdict:
    """Return whether the draft passes by the rule that was enacted, and whom the decision binds."""
    if rule.rule == "consensus":
        found = consensus(scene, ballot)
    elif rule.rule == "consensus without one member":
        found = _without_one(scene, ballot)
    elif rule.rule == "no objection":
        found = _no_objection(ballot)
    else:
        found = _counted(ballot, rule.rule)
    facts: Detail = (("rule", rule.rule), ("by_matter", rule.by[-1]), ("since", rule.since))
    told = Finding("enacted.decides", True, (CONSENSUS,), facts)
    finding = found.finding.resting_on(told, *found.finding.rests_on)
    if not found.adopted:
        return found._replace(finding=finding)
    if rule.binds == "consenting":
        return found._replace(finding=finding, bound=ballot.saying("consent"))
    return found._replace(finding=finding, bound=ballot.electorate)


def _without_one(scene: Scene, ballot: Ballot) -> Verdict:
    """Consensus, but for one member at most; what is missing is not cured by a later signature."""
    found = consensus(scene, ballot)
    consenting = ballot.saying("consent")
    holds = found.adopted or (len(found.missing) == 1 and bool(consenting))
    if found.adopted:
        says = "enacted.all_agree"
    elif holds:
        says = "enacted.all_but_one"
    else:
        says = "enacted.more_than_one"
    facts: Detail = (("members", found.missing), ("body", ballot.body))
    finding = Finding(says, holds, (CONSENSUS,), facts, found.finding.rests_on)
    missing = () if holds else found.missing
    return Verdict(holds, False, found.bound, missing, "consensus without one member", finding)


def _no_objection(ballot: Ballot) -> Verdict:
    against = (*ballot.saying("object"), *ballot.absent_objecting)
    consenting = ballot.saying("consent")
    holds = bool(consenting) and not against
    if against:
        says = "enacted.objected"
    elif holds:
        says = "enacted.nobody_objects"
    else:
        says = "enacted.nobody_consents"
    facts: Detail = (("members", against), ("body", ballot.body))
    finding = Finding(says, holds, (CONSENSUS,), facts)
    return Verdict(holds, False, ballot.electorate, against, "no objection", finding)


def _counted(ballot: Ballot, rule: str) -> Verdict:
    """A share of the members with a vote, or all of them: who is absent or silent consents not."""
    consenting, total = ballot.saying("consent"), len(ballot.electorate)
    needed = needed_of(rule, total)
    holds = len(consenting) >= needed > 0
    says = "enacted.enough" if holds else "enacted.not_enough"
    facts: Detail = (
        ("members", consenting),
        ("have", len(consenting)),
        ("needed", needed),
        ("of", total),
    )
    finding = Finding(says, holds, (CONSENSUS, BINDING), facts)
    missing = tuple(member for member in ballot.electorate if member not in consenting)
    return Verdict(holds, False, ballot.electorate, () if holds else missing, rule, finding)


def needed_of(rule: str, total: int) -> int:
    """Return how many of a number of members a rule that counts asks for.

    All of them by `unanimity` and `all parties`; shares are rounded up.
    """
    if rule == "simple majority":
        return total // 2 + 1
    over, under = SHARES.get(rule, (1, 1))
    return -(-over * total // under)
