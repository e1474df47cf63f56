"""What lies before the chair when a matter is put to decision, and what a rule makes of it."""

from __future__ import annotations

from typing import NamedTuple

from csto_sim.world import NO_FACTS, Facts, Finding

#: The four positions that a member can take on a draft.
POSITIONS = ("consent", "object", "abstain", "reserve")

#: The bodies named in Rule 14(1) and bound to consensus (charter.12.consensus).
FOUR_BODIES = ("CSC", "CMFA", "CMD", "CSSC")


class Ballot(NamedTuple):
    """A matter at the moment of decision: who counts, who is there, what each has said.

    `electorate` are the members whose consent counts, `present` those of them who take part.
    `positions` maps a member to one of `POSITIONS`; one who is present and said nothing is missing
    from it. `not_objecting` and `objecting` are absent members who wrote that they do not object,
    or that they do. `accepts_format` and `refuses_format` speak of the limited format.
    """

    body: str
    kind: str
    subject: str
    electorate: tuple[str, ...]
    present: tuple[str, ...]
    positions: Facts = NO_FACTS
    presiding: str = ""
    not_objecting: tuple[str, ...] = ()
    objecting: tuple[str, ...] = ()
    accepts_format: tuple[str, ...] = ()
    refuses_format: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """The members of the electorate who do not take part, in the roster's order."""
        return tuple([member for member in self.electorate if member not in self.present])

    def saying(self, position: str) -> tuple[str, ...]:
        """Return the present members who took a position.

        A written objection of one who came and said nothing else stays an objection.
        """
        said, written = self.positions, self.objecting
        return tuple(
            [m for m in self.present if said.get(m, "object" if m in written else "") == position]
        )

    @property
    def silent(self) -> tuple[str, ...]:
        """The present members who took no position."""
        return self.saying("")

    @property
    def absent_objecting(self) -> tuple[str, ...]:
        """The absent members who object: in writing, or by what they said before they left."""
        spoke = self.left_objecting
        return tuple([m for m in self.absent if m in self.objecting or m in spoke])

    @property
    def left_objecting(self) -> tuple[str, ...]:
        """Those who objected in the room and have left it."""
        return tuple([m for m in self.absent if self.positions.get(m) == "object"])


class Verdict(NamedTuple):
    """What a decision rule finds: adopted or not, who is bound, whose consent is missing.

    `curable` is true when nothing but the absence of `missing` stands in the way and a later
    signature can mend it. `manner` is `consensus`, `limited format`, `majority`,
    `recommendation`, or the name of a rule that was enacted.
    """

    adopted: bool
    curable: bool
    bound: tuple[str, ...]
    missing: tuple[str, ...]
    manner: str
    finding: Finding
