"""Who can do an act by the tables, and with which values of its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from csto_sim import organisation
from csto_sim.procedure import Actor, Param
from csto_sim.procedures import procedures
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Act, Case, Facts, Moment, World

#: Whoever is named so is nobody: an actor that takes this code takes anybody.
ANYBODY = "?"
#: To these something is addressed where a table leaves open to whom.
_ADDRESSEES = ("CSC", "CMFA", "CMD", "CSSC", "PC", "CHAIR", "SG", "SECRETARIAT")
#: Kinds of fields whose values are codes of those who can act.
_CODES = frozenset({"state", "states", "actor", "actors", "party", "parties"})
#: Kinds of parameters that take one of a few words.
_FEW = frozenset({"word", "yes/no"})


class Entry(NamedTuple):
    """One act from one state of a table: who may do it by its rows, and what it asks for."""

    act: str
    actors: tuple[Actor, ...]
    required: tuple[Param, ...]
    optional: tuple[Param, ...]


@cache
def entries(procedure: str, state: str) -> tuple[Entry, ...]:
    """Return the acts that somebody can do from a state, in table order, with actors and
    parameters. Raises KeyError for a procedure that does not exist."""
    table = procedures()[procedure]
    found = []
    for act, rows in table.acts().items():
        here = [row for row in rows if any(each.word == state for each in row.sources)]
        if here:
            params = tuple({each.name: each for row in here for each in row.takes}.values())
            found.append(
                Entry(
                    act,
                    tuple(dict.fromkeys(row.by for row in here)),
                    tuple(each for each in params if each.required),
                    tuple(each for each in params if not each.required),
                )
            )
    return tuple(found)


@cache
def elsewhere(procedure: str, state: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the acts that no row has from a state, each with the states from which it has one."""
    here = {entry.act for entry in entries(procedure, state)}
    table = procedures()[procedure]
    return tuple(
        (act, tuple(dict.fromkeys(each.word for row in rows for each in row.sources)))
        for act, rows in table.acts().items()
        if act not in here
    )


class Frame:
    """One case of a world at a moment, and what was asked about those who can act in it.

    `members` are those in full standing, `roster` also those suspended, and `known` also whomever
    the cases of the world name.
    """

    __slots__ = ("_asked", "case", "known", "members", "roster", "when", "world")

    def __init__(self, world: World, case: Case, when: Moment) -> None:
        self.world = world
        self.case = case
        self.when = when
        roster = Scene(world, case, Act("", "", case.id, when)).roster()
        self.members = roster.members
        self.roster = tuple(dict.fromkeys((*roster.members, *roster.suspended)))
        self.known = tuple(dict.fromkeys((*self.roster, *_named(world.cases))))
        self._asked: dict[Actor, tuple[str, ...]] = {}

    def doers(self, entry: Entry) -> tuple[str, ...]:
        """Who may do an act by its rows, each once, '' where nobody has to be named.

        Empty where the rows name nobody and somebody has to be named: then nobody may.
        """
        found: dict[str, None] = {}
        for actor in entry.actors:
            who = self._asked.get(actor)
            if who is None:
                who = self._asked[actor] = self._who(entry.act, actor)
            found.update(dict.fromkeys(who))
        if not found and any(actor.need_not_be_named for actor in entry.actors):
            return ("",)
        return tuple(found)

    def anybody(self, entry: Entry) -> str:
        """Return the word for an actor of the act that may be anybody, or anybody outside; or ''.

        Of those only some are among the `doers`.
        """
        for actor in entry.actors:
            who = self._takes(entry.act, actor, ANYBODY)
            if ANYBODY in who or not (any(who) or actor.need_not_be_named):
                outsider = _outside()[0]
                if ANYBODY in who or outsider in self._takes(entry.act, actor, outsider):
                    return actor.word
        return ""

    def _takes(self, name: str, actor: Actor, code: str) -> tuple[str, ...]:
        """Whom a row's actor names when somebody of that code asks."""
        return actor.who(Scene(self.world, self.case, Act(name, code, self.case.id, self.when)))

    def _who(self, name: str, actor: Actor) -> tuple[str, ...]:
        """Those whom a row's actor names; '' alone for anybody, who need not be named."""
        who = self._takes(name, actor, ANYBODY)
        if ANYBODY in who:
            # Where nobody has to be named, it makes no difference who does it.
            return ("",) if actor.need_not_be_named else self.known
        # Some answers depend on who asks: whoever is suspended may have kept a right by a reading.
        others = [code for code in self.known[len(self.members) :] if code not in who]
        more = [code for code in others if code in self._takes(name, actor, code)]
        found = tuple(code for code in dict.fromkeys((*who, *more)) if code)
        if found or actor.need_not_be_named:
            return found
        return tuple(c for c in _outside()[:1] if c in self._takes(name, actor, c))

    def given(self, required: tuple[Param, ...]) -> tuple[Facts, ...]:
        """Every way in which the parameters that an act requires can be given."""
        if not required:
            return (NO_FACTS,)
        domains = [self._domain(param) for param in required]
        keys = [param.name for param in required]
        return tuple(Facts(zip(keys, values, strict=True)) for values in product(*domains))

    def _domain(self, param: Param) -> tuple[Any, ...]:
        """The values that a parameter takes, or typical ones; see `possible`."""
        kind = param.kind
        if kind in _FEW:
            return few(param)
        if kind == "words":
            return tuple((word,) for word in param.choices)
        if kind in _CODES or kind == "body":
            return self._codes(kind)
        if kind in ("matter", "matters", "meeting"):
            of = ("meeting",) if kind == "meeting" else param.of
            ids = tuple(
                each.id
                for each in self.world.cases.values()
                if (each.procedure in of if of else each.procedure != "meeting")
            )
            return (ids,) if kind == "matters" else ids
        typical: dict[str, Any] = {
            "day": self.when.day,
            "moment": tuple(self.when),
            "number": 1,
            "text": "as said",
            "texts": ("as said",),
        }
        return (typical[kind],) if kind in typical else ()

    def _codes(self, kind: str) -> tuple[Any, ...]:
        """Typical values of a parameter that names somebody."""
        states = tuple(code for code in self.known if organisation.is_code(code))
        if kind == "state":
            return states
        if kind == "states":
            return (states,)
        if kind == "body":
            return tuple(code for code in _ADDRESSEES if organisation.body(code) is not None)
        if kind in ("actor", "actors"):
            actors = tuple(dict.fromkeys((*_ADDRESSEES, *self.known)))
            return actors if kind == "actor" else (actors,)
        outside = tuple(code for code in self.known if code in _outside()) or _outside()[:1]
        parties = (*outside, *states)
        return parties if kind == "party" else (parties,)


def few(param: Param) -> tuple[Any, ...]:
    """Return the values of a parameter that takes one of a few words, else none."""
    if param.kind == "yes/no":
        return (True, False)
    return param.choices if param.kind in _FEW else ()


@cache
def _outside() -> tuple[str, ...]:
    """The organisations that are known."""
    return tuple(organisation.organisations())


def _named(cases: Facts) -> Iterator[str]:
    """Whomever the fields of the cases name."""
    for each in cases.values():
        for name in _naming(each.procedure):
            value = each.facts.get(name) or ()
            yield from (value,) if isinstance(value, str) else value


@cache
def _naming(procedure: str) -> tuple[str, ...]:
    """The fields of a procedure that name somebody who can act."""
    return tuple(each.name for each in procedures()[procedure].fields if each.kind in _CODES)
