"""Who can carry a decision and who can stop it, and in which share of cases: plain values."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Shares(NamedTuple):
    """What members that nothing tells apart weigh in a vote of yes and no, each of them.

    `shapley` is the share of all orders in which such a member is the one whose yes carries the
    draft (Shapley and Shubik), `banzhaf` its share of all cases in which one member's word decides
    (Banzhaf), `decisive` the share of the votes of the others in which its word decides. `of` are
    those members, and `role` what they are by the rulebook, or ''.
    """

    of: tuple[str, ...]
    role: str
    shapley: Fraction
    banzhaf: Fraction
    decisive: Fraction


class Voting(NamedTuple):
    """A vote in which each member says yes or no: the shares, and how often a draft is carried.

    `chance` is the share of all ways to vote that carry it. `fewest` is the smallest number of yes
    with which it can be carried while the others say no, None where no number is enough; `most` the
    largest number of yes with which it can still fail.
    """

    shares: tuple[Shares, ...]
    chance: Fraction
    fewest: int | None
    most: int | None


class Word(NamedTuple):
    """What one word of one member does while all others are there and consent.

    `word` is a position, `silent` or `away`; `state` what the matter then comes to, and `stops`
    whether that is not what all want. `of` are the members for whom it is so.
    """

    word: str
    state: str
    stops: bool
    of: tuple[str, ...]
    role: str = ""


class Carrier(NamedTuple):
    """What one member can do about a matter from where it stands.

    `needed`: without any act of this member nobody can carry it, so that staying away is enough to
    stop it. `acts` are those of its acts that stop it for good in this round, whatever others do.
    """

    member: str
    needed: bool
    acts: tuple[str, ...]


class FromHere(NamedTuple):
    """Where a matter stands, and who can still carry or stop it in this round.

    In this round no state is come to twice, and everybody does each act once in each state. `way`
    is the shortest way to carry it: who does what, `()` where nobody can. `last` is the last moment
    (seconds since 1970, UTC) until which it can be carried, None where no day ends that; `itself`
    the last moment until which it can be stopped where nobody has to do anything to carry it.
    `ends` are the rows by which it ends without a member, in words with their provisions.
    `complete` is False where a limit of worlds was reached: what is told is still so, and who else
    is needed or can stop it is open.
    """

    state: str
    day: str
    way: tuple[tuple[str, tuple[str, ...]], ...]
    carriers: tuple[Carrier, ...]
    last: int | None
    ends: tuple[tuple[str, tuple[str, ...]], ...]
    complete: bool
    itself: int | None = None


class Power(NamedTuple):
    """Who can carry and who can stop one matter of a file, or a draft under a rulebook.

    `put` is the ISO day on which the file puts it to decision, '' where it does not; then `words`
    are empty and `voting` is None. `carried` is the state that all together bring it to; `lacking`
    says what the question lacks, and `note` what else is to be known.
    """

    title: str
    file: str
    mode: str
    case: str
    rulebook: str
    members: int
    put: str = ""
    carried: str = ""
    words: tuple[Word, ...] = ()
    voting: Voting | None = None
    here: FromHere | None = None
    lacking: tuple[str, ...] = ()
    note: str = ""
