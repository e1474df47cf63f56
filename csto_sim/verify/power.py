"""Who can carry a decision and who can stop it: in a file, or under a rulebook by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csto_sim.engine.beginning import terms_of
from csto_sim.engine.run import existing
from csto_sim.law import Rulebook, rulebook
from csto_sim.powers import Power, Shares, Voting, Word
from csto_sim.rules.ballot import Ballot
from csto_sim.rules.by_rulebook import decided, lacking
from csto_sim.scenario.model import Scenario
from csto_sim.scenario.variation import SILENT
from csto_sim.scenario.varying import positions_of
from csto_sim.verify.balloting import (
    AT_MOST,
    AWAY,
    Balloting,
    NotPut,
    is_behind,
    voting_of,
    words_of,
)
from csto_sim.verify.from_here import from_here
from csto_sim.verify.moments import standing
from csto_sim.verify.shares import number, shares_of
from csto_sim.world import Facts

#: How many hold a role where nobody says how many.
_OF_A_ROLE = {"concerned": 1, "parties": 2}
#: The state of a matter that has been carried.
CARRIED = "adopted"


def matters_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of the matters of a scenario on which members take positions."""
    return tuple(each.id for each in scenario.cases if positions_of(each.procedure))


def power(
    scenario: Scenario,
    case: str,
    *,
    step: int | None = None,
    readings: dict[str, str] | None = None,
    mode: str | None = None,
    decided_by: str = "",
) -> Power:
    """Return who can carry a matter of a scenario, and who can stop it.

    As the file puts it: what each word of each member does while all others are there and consent,
    and the shares of power where all are there and each consents or objects. From here, which is
    after a step of the run or when the acts of the file are done, if the matter has been put by
    then: who can still carry it and stop it. `decided_by` is a rulebook in place of the file's.

    Raises ValueError for a case on which no positions are taken, and for a reading, option, mode or
    rulebook that does not exist; `csto_sim.verify.moments.NoStep` for a step that the run has not.
    """
    if case not in matters_of(scenario):
        raise ValueError(f"no positions are taken on {case!r}")
    terms = terms_of(scenario, existing(readings or {}), mode, rulebook=decided_by)
    now = standing(scenario, terms, step)
    found = Power(scenario.title, scenario.file, terms.mode, case, terms.rulebook, 0)
    try:
        ballot = Balloting(scenario, terms, case)
    except NotPut:
        note = "No act of the file puts it to decision."
        return found._replace(here=from_here(scenario, terms, now, case, CARRIED), note=note)
    found = found._replace(members=len(ballot.members), put=ballot.when.day, carried=CARRIED)
    book = rulebook(terms.rulebook) if terms.rulebook else None
    if book is not None and (missing := lacking(book, len(ballot.members), terms.mapping)):
        return found._replace(lacking=missing)
    together = ballot.ends({})
    if together != CARRIED:
        note = f"Though all members are there and consent, it is {together} in this file."
        found = found._replace(note=note)
    else:
        voting = voting_of(ballot, CARRIED)
        found = found._replace(words=words_of(ballot, CARRIED), voting=voting)
        if voting is None:
            found = found._replace(note=f"More than {AT_MOST:,} kinds of votes are not counted.")
    if is_behind(now, ballot):
        found = found._replace(here=from_here(scenario, terms, now, case, CARRIED))
    return found


def power_under(book: Rulebook, members: int = 0, roles: Mapping[str, int] | None = None) -> Power:
    """Return who can carry a draft under a rulebook, and who can stop it, in a body of its own.

    `members` is their number (0: that of which alone the rulebook speaks) and `roles` how many hold
    each role: `permanent` (as many as the rulebook says), `concerned` (1), `parties` (2). What all
    have to have agreed to beforehand is taken as agreed. Where it needs more, such as the number of
    people, or no number of members is known, the answer says what is `lacking`.

    Raises ValueError for a role that the rulebook does not ask for, or more of them than members.
    """
    size = members or book.size
    counts = {role: (roles or {}).get(role, _of_role(book, role)) for role in _roles(book)}
    unknown = sorted(set(roles or {}) - set(counts))
    if unknown:
        raise ValueError(f"{book.id} knows no role {unknown[0]!r}")
    if size and sum(counts.values()) > size:
        raise ValueError(f"{sum(counts.values())} with a role are more than {size} members")
    classes = list(_named(counts, size))
    mapping = Facts(
        {
            **{role: own for role, own in classes if role and own},
            **({"agreed": True} if book.agreed else {}),
        }
    )
    missing = [] if size else ["a number of members (--members)"]
    missing += lacking(book, size or book.size, mapping)
    found = Power(book.title, "", "", "", book.id, size, lacking=tuple(dict.fromkeys(missing)))
    if found.lacking:
        return found
    everybody = tuple(who for _, own in classes for who in own)
    sizes = [len(own) for _, own in classes]
    if number(sizes) > AT_MOST:
        return found._replace(note=f"More than {AT_MOST:,} kinds of votes are not counted.")

    def carried(words: Mapping[str, str]) -> bool:
        present = tuple(who for who in everybody if words.get(who) != AWAY)
        said = {who: words.get(who, "consent") for who in present}
        positions = Facts({who: word for who, word in said.items() if word != SILENT})
        ballot = Ballot("", "substantive", "", everybody, present, positions)
        return decided(book, ballot, mapping).adopted

    def holds(yes: tuple[int, ...]) -> bool:
        words = {}
        for n, (_, own) in zip(yes, classes, strict=True):
            words.update(dict.fromkeys(own[n:], "object"))
        return carried(words)

    voted = shares_of(sizes, holds)
    shares = tuple(
        Shares(own, role, *each) for (role, own), each in zip(classes, voted.shares, strict=True)
    )
    alone = []
    for word in ("object", "abstain", SILENT, AWAY):
        for role, own in classes:
            passes = carried({own[0]: word})
            state = CARRIED if passes else "not adopted"
            alone.append(Word(word, state, not passes, own, role))
    voting = Voting(shares, voted.chance, voted.fewest, voted.most)
    return found._replace(carried=CARRIED, words=tuple(alone), voting=voting)


def _roles(book: Rulebook) -> tuple[str, ...]:
    found = [role for role in book.asks if role not in ("population", "agreed")]
    other = rulebook(book.failing) if book.failing else None
    return tuple(dict.fromkeys((*found, *(_roles(other) if other is not None else ()))))


def _of_role(book: Rulebook, role: str) -> int:
    return book.seats if role == "permanent" else _OF_A_ROLE.get(role, 0)


def _named(counts: Mapping[str, int], size: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The members by role, with names that say no more than that."""
    first = 1
    rest = max(size - sum(counts.values()), 0)
    for role, many in (*counts.items(), ("", rest)):
        if many:
            yield role, tuple(f"member {n}" for n in range(first, first + many))
        first += many
