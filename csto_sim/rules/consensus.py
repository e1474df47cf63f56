"""Consensus (charter.12.consensus), and what absence, abstention and reservation do to it."""

from __future__ import annotations

from typing import NamedTuple

from csto_sim.rules.ballot import Ballot, Verdict
from csto_sim.rules.subsidiary import OWN_ABSENCE, OWN_QUORUM, has_own_quorum
from csto_sim.scene import Scene
from csto_sim.world import Finding

CONSENSUS = "charter.12.consensus"
BINDING = "charter.12.binding"
RULE_14 = "rules.14.1"


class Group(NamedTuple):
    """Members in one situation: whether they block, whether they would be bound, and why."""

    members: tuple[str, ...]
    blocks: bool
    binds: bool
    finding: Finding


def consensus(scene: Scene, ballot: Ballot) -> Verdict:
    """Return whether the draft has consensus, and the reasons member by member.

    Adopted when no group of the electorate blocks. Which groups block follows the readings on
    absence, declared non-objection, abstention and reservation (charter.12.consensus, rules.14.1).
    """
    groups = list(_groups(scene, ballot))
    blocking = [group for group in groups if group.blocks]
    would_bind = {member for group in groups if group.binds for member in group.members}
    bound = tuple([member for member in ballot.electorate if member in would_bind])
    # Where nobody blocks and nobody would be bound, nobody has agreed to anything.
    adopted = not blocking and bool(bound)
    finding = Finding(
        "consensus.reached"
        if adopted
        else ("consensus.lacking" if blocking else "consensus.nobody"),
        adopted,
        (CONSENSUS,),
        (("body", ballot.body), ("electorate", ballot.electorate)),
        tuple(group.finding for group in groups),
    )
    missing = tuple(member for group in blocking for member in group.members)
    only_absent = bool(blocking) and all(
        member in ballot.absent and member not in ballot.absent_objecting for member in missing
    )
    curable = only_absent and scene.reading("amb.absence-cure") in ("A", "B")
    return Verdict(adopted, curable, bound, missing, "consensus", finding)


def _groups(scene: Scene, ballot: Ballot) -> list[Group]:
    groups = []
    consenting = ballot.saying("consent")
    if consenting:
        groups.append(
            Group(
                consenting, False, True, _found("member.consents", True, consenting, (CONSENSUS,))
            )
        )
    objecting = ballot.saying("object")
    if objecting:
        groups.append(
            Group(objecting, True, False, _found("member.objects", False, objecting, (CONSENSUS,)))
        )
    reserving = ballot.saying("reserve")
    if reserving:
        groups.append(_reserving(scene, reserving))
    for says, members in (
        ("member.abstains", ballot.saying("abstain")),
        ("member.silent", ballot.silent),
    ):
        if members:
            groups.append(_abstaining(scene, ballot, says, members))
    groups.extend(_absent(scene, ballot))
    return groups


def _found(
    says: str,
    holds: bool,
    members: tuple[str, ...],
    under: tuple[str, ...],
    reading: tuple[str, str] | None = None,
) -> Finding:
    return Finding(says, holds, under, (("members", members),), (), reading)


def _reserving(scene: Scene, members: tuple[str, ...]) -> Group:
    option = scene.reading("amb.reservation")
    blocks = option == "C"
    says = {"A": "member.reserves.aside", "B": "member.reserves.bound"}.get(
        option, "member.reserves.blocks"
    )
    return Group(
        members,
        blocks,
        option == "B",
        _found(says, not blocks, members, (CONSENSUS,), ("amb.reservation", option)),
    )


def _abstaining(scene: Scene, ballot: Ballot, says: str, members: tuple[str, ...]) -> Group:
    """One who is present and takes no position is treated as one who abstains."""
    option = scene.reading("amb.abstention", kind=ballot.kind)
    blocks = option == "B"
    return Group(
        members,
        blocks,
        not blocks,
        _found(
            f"{says}.{'blocks' if blocks else 'passes'}",
            not blocks,
            members,
            (CONSENSUS,),
            ("amb.abstention", option),
        ),
    )


def _absent(scene: Scene, ballot: Ballot) -> list[Group]:
    groups: list[Group] = []
    plain = ballot.absent
    if not plain:
        return groups
    objecting = ballot.absent_objecting
    spoke = ballot.left_objecting
    if spoke:
        found = _found("absent.objected", False, spoke, (CONSENSUS,))
        groups.append(Group(spoke, True, False, found))
    wrote = tuple(m for m in objecting if m not in spoke)
    if wrote:
        found = _found("absent.objects", False, wrote, (CONSENSUS,))
        groups.append(Group(wrote, True, False, found))
    declared = tuple(m for m in plain if m in ballot.not_objecting and m not in objecting)
    if declared:
        option = scene.reading("amb.absence-with-nonobjection")
        if option == "B":
            found = _found(
                "absent.overridden",
                True,
                declared,
                (RULE_14,),
                ("amb.absence-with-nonobjection", option),
            )
            groups.append(Group(declared, False, True, found))
        else:
            declared = ()
    rest = tuple(m for m in plain if m not in objecting and m not in declared)
    if rest:
        groups.append(_unexplained(scene, ballot, rest))
    return groups


def _unexplained(scene: Scene, ballot: Ballot, members: tuple[str, ...]) -> Group:
    """Absence as such: Rule 14(1), where it is in force and names the body or reaches it."""
    if scene.text(RULE_14) is None:
        found = _found("absent.no_rule", True, members, (CONSENSUS, BINDING))
        return Group(members, False, True, found)
    if has_own_quorum(scene, ballot.body):
        option = scene.reading(OWN_ABSENCE)
        if option == "A":
            # Its own rule on who has to be there takes the place of the general one on absence.
            found = _found("absent.own_quorum", True, members, (OWN_QUORUM,), (OWN_ABSENCE, "A"))
            return Group(members, False, False, found)
    if ballot.body == "PC" and scene.reading("amb.rule14-pc") == "A":
        found = _found("absent.not_named", True, members, (RULE_14,), ("amb.rule14-pc", "A"))
        return Group(members, False, False, found)
    option = scene.reading("amb.absence-effect")
    says = {"A": "absent.blocks", "B": "absent.aside"}.get(option, "absent.neutral")
    blocks = option == "A"
    return Group(
        members,
        blocks,
        option == "C",
        _found(says, not blocks, members, (RULE_14,), ("amb.absence-effect", option)),
    )
