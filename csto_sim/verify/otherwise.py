"""The changes of fact of a scenario: what could have been otherwise, and the story with them.

Rules and readings are no facts. A member that stays away says nothing at the meeting, though the
meeting is opened as it was; who comes says nothing unless that is a change too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csto_sim.engine.times import zone_for
from csto_sim.procedure import Shorthand
from csto_sim.procedures import procedures
from csto_sim.scenario.model import Scenario, ScenarioAct, Variation
from csto_sim.scenario.variation import LIMITS, SILENT
from csto_sim.scenario.varying import positions_of
from csto_sim.verify.settings import AS_IN_FILE, entry, first_days, timed, with_limits
from csto_sim.verify.slots import moved_to
from csto_sim.wanted import Fact
from csto_sim.world import NO_FACTS, Terms

#: The kinds of changes, in the order in which they are listed.
KINDS = ("attends", "stays away", "position", "joins", "omitted", "moved")


def facts_of(
    scenario: Scenario, terms: Terms, members: Sequence[str], dues: set[int]
) -> tuple[Fact, ...]:
    """Return every single change of fact of a scenario, in the order of its acts.

    `dues` are last lawful moments (seconds since 1970, UTC), around which entries can be moved.
    """
    found: list[Fact] = []
    for case, opening in _first(scenario, "after"):
        there = _there(scenario, case)
        found += [
            Fact("stays away" if who in there else "attends", case, who, act=opening.origin)
            for who in members
        ]
    for case, put in _first(scenario, "before"):
        for who in members:
            was = said(scenario, case, who)
            words = (*positions_of(_procedure(scenario, case)), SILENT)
            found += [
                Fact("position", case, who, word, put.origin, was) for word in words if word != was
            ]
    found += _joining(scenario, members)
    found += _omitted(scenario, members)
    found += _moved(scenario, terms, dues)
    return tuple(sorted(found, key=lambda each: each.act))


def with_facts(scenario: Scenario, facts: Iterable[Fact], terms: Terms) -> Scenario:
    """Return the scenario with some changes of fact; it expects and varies nothing."""
    told = scenario._replace(vary=(), claims=(), expect=())
    for each in sorted(facts, key=lambda each: KINDS.index(each.kind)):
        told = _WITH[each.kind](told, each, terms)
    return told


def clash(one: Fact, other: Fact) -> bool:
    """Whether two changes are of the same thing, or one is of what the other does away with."""
    if one.kind in ("omitted", "moved") and other.kind in ("omitted", "moved"):
        return one.act == other.act
    return one.kind == other.kind == "position" and (one.case, one.who) == (other.case, other.who)


def said(scenario: Scenario, matter: str, who: str) -> str:
    """Return the position that a member takes before a matter is first put; `silent` for none."""
    words = positions_of(_procedure(scenario, matter))
    found = SILENT
    for act in scenario.acts:
        if act.case == matter and act.by == who and act.name in words:
            found = act.name
        elif act.case == matter and _short(scenario, act, "before"):
            break
    return found


# --- which there are -------------------------------------------------------------------------


def _procedure(scenario: Scenario, case: str) -> str:
    return next(each.procedure for each in scenario.cases if each.id == case)


def _short(scenario: Scenario, act: ScenarioAct, order: str) -> Shorthand | None:
    shorts = procedures()[_procedure(scenario, act.case)].shorthands
    return next((each for each in shorts if each.act == act.name and each.order == order), None)


def _first(scenario: Scenario, order: str) -> Iterator[tuple[str, ScenarioAct]]:
    """Each meeting with the act that opens it (`after`), or each matter with the one that puts it.

    Which it is, is told by where the shorthand of that act places what members do.
    """
    seen = set()
    for act in scenario.acts:
        if act.case not in seen and _short(scenario, act, order):
            seen.add(act.case)
            yield act.case, act


def _coming(scenario: Scenario, meeting: str) -> tuple[str, ...]:
    shorts = procedures()[_procedure(scenario, meeting)].shorthands
    return tuple(each.means for each in shorts if each.order == "after")


def _there(scenario: Scenario, meeting: str) -> set[str]:
    words = _coming(scenario, meeting)
    return {act.by for act in scenario.acts if act.case == meeting and act.name in words}


def _of_members(scenario: Scenario, act: ScenarioAct) -> bool:
    """Whether an act is an arrival or a position, which vary by themselves."""
    shorts = procedures()[_procedure(scenario, act.case)].shorthands
    return any(each.means == act.name for each in shorts)


def _joining(scenario: Scenario, members: Sequence[str]) -> Iterator[Fact]:
    rolls: dict[tuple[str, str], list[ScenarioAct]] = {}
    for act in scenario.acts:
        if act.by in members and not _of_members(scenario, act):
            rolls.setdefault((act.case, act.name), []).append(act)
    for (case, name), own in rolls.items():
        did = {act.by for act in own}
        if len(did) > 1:
            last = own[-1]
            for who in members:
                if who not in did:
                    yield Fact("joins", case, who, "", last.origin, last.time.written, name)


def _entries(scenario: Scenario, members: Sequence[str]) -> Iterator[ScenarioAct]:
    """The first act of each entry that is more than arrivals and positions of members."""
    own = {
        act.origin
        for act in scenario.acts
        if not (_of_members(scenario, act) and act.by in members)
    }
    yield from (entry(scenario, origin) for origin in sorted(own))


def _told(scenario: Scenario, act: ScenarioAct) -> str:
    by = [each.by for each in scenario.acts if each.origin == act.origin and each.name == act.name]
    who = ", ".join(dict.fromkeys(each for each in by if each))
    return f"{act.name} by {who}" if who else act.name


def _omitted(scenario: Scenario, members: Sequence[str]) -> Iterator[Fact]:
    for act in _entries(scenario, members):
        told = _told(scenario, act)
        yield Fact("omitted", act.case, "", "", act.origin, act.time.written, told)


def _moved(scenario: Scenario, terms: Terms, dues: set[int]) -> Iterator[Fact]:
    # Whoever speaks at another time than the others is no matter of days: positions have none.
    own = [act for act in _entries(scenario, ()) if not _of_members(scenario, act)]
    vary = tuple(Variation("day", "", (), (LIMITS,), act=act.origin) for act in own)
    varied = scenario._replace(vary=vary)
    days = with_limits(varied, terms, first_days(varied), dues)
    for act in own:
        told = _told(scenario, act)
        for day in days[act.origin]:
            if day not in (AS_IN_FILE, LIMITS, act.time.written):
                yield Fact("moved", act.case, "", day, act.origin, act.time.written, told)


# --- the story with them -----------------------------------------------------------------------


def _attends(told: Scenario, fact: Fact, terms: Terms) -> Scenario:
    acts = list(told.acts)
    for place, act in enumerate(acts):
        short = _short(told, act, "after") if act.case == fact.case else None
        if short is None:
            continue
        there = act.takes.get(short.key)
        if there is not None:
            acts[place] = act._replace(takes=act.takes.plus(short.key, (*there, fact.who)))
        # Behind the others who come, as the list of the act that opens has it.
        own = [n for n, each in enumerate(acts) if each.origin == act.origin]
        comes = act._replace(name=short.means, by=fact.who, takes=NO_FACTS)
        acts.insert(own[-1] + 1, comes)
        break
    return told._replace(acts=tuple(acts))


def _stays_away(told: Scenario, fact: Fact, terms: Terms) -> Scenario:
    silenced = {
        each.id for each in told.cases if tuple(each.facts.get("meetings", ())) == (fact.case,)
    }
    acts = []
    for act in told.acts:
        words = positions_of(_procedure(told, act.case))
        if act.by == fact.who and act.case in silenced and act.name in words:
            continue
        if act.case == fact.case:
            short = _short(told, act, "after")
            if short is None and act.by == fact.who:
                continue
            if short is not None and short.key in act.takes:
                there = tuple(each for each in act.takes[short.key] if each != fact.who)
                act = act._replace(takes=act.takes.plus(short.key, there))
        acts.append(act)
    return told._replace(acts=tuple(acts))


def _position(told: Scenario, fact: Fact, terms: Terms) -> Scenario:
    words = positions_of(_procedure(told, fact.case))
    acts: list[ScenarioAct] = []
    place = -1
    put: ScenarioAct | None = None
    for act in told.acts:
        if put is None and act.case == fact.case:
            if act.by == fact.who and act.name in words:
                place = len(acts) if place < 0 else place
                acts.append(act._replace(name="", takes=NO_FACTS))
                continue
            if _short(told, act, "before"):
                put = act
                if place < 0:
                    place = len(acts)
                    acts.append(act._replace(name="", by=fact.who, takes=NO_FACTS))
        acts.append(act)
    if fact.value != SILENT:
        acts[place] = acts[place]._replace(name=fact.value)
    return told._replace(acts=tuple(act for act in acts if act.name))


def _joins(told: Scenario, fact: Fact, terms: Terms) -> Scenario:
    acts = list(told.acts)
    at = [n for n, act in enumerate(acts) if act.case == fact.case and act.name == fact.what]
    if not at:
        return told
    new = max(act.origin for act in acts) + 1
    acts.insert(at[-1] + 1, acts[at[-1]]._replace(by=fact.who, origin=new))
    return told._replace(acts=tuple(acts))


def _without(told: Scenario, fact: Fact, terms: Terms) -> Scenario:
    return told._replace(acts=tuple(act for act in told.acts if act.origin != fact.act))


def _later(told: Scenario, fact: Fact, terms: Terms) -> Scenario:
    zone = zone_for(terms)
    if not any(act.origin == fact.act for act in told.acts):
        return told
    time = timed(entry(told, fact.act).time, fact.value, zone)
    return moved_to(told, fact.act, time, zone)


_WITH = {
    "attends": _attends,
    "stays away": _stays_away,
    "position": _position,
    "joins": _joins,
    "omitted": _without,
    "moved": _later,
}
