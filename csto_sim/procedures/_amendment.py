"""Amendment by protocol (treaty.9.amendment, charter.27.amendment): all who are bound consent."""

from __future__ import annotations

from csto_sim import law
from csto_sim.procedure import Change
from csto_sim.rules.enacted import Enacted
from csto_sim.rules.otherwise import needed_of
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Case, Facts, Finding

#: What asks for the consent of all parties, by the instrument that is amended.
CONSENT_OF_ALL = {"treaty": ("treaty.9.amendment",), "charter": ("charter.27.amendment",)}


def _basis(amended: Case) -> tuple[str, ...]:
    """The article on amendment, where the amended instrument is the Treaty or the Charter."""
    return CONSENT_OF_ALL.get(amended.facts.get("instrument", ""), ())


def consent_of_all(scene: Scene) -> Finding | None:
    """Return why an instrument that amends another can't enter into force, or None if it can.

    The amended instrument must be in force, and every state bound by it must have signed the
    protocol. An instrument that enacts a provision of another than the one it amends needs the
    signature of all members.
    """
    id = scene.fact("amends", "")
    other = scene.look(id) if id else None
    if other is None:
        return _enacts_without(scene, "")
    facts: tuple[tuple[str, object], ...] = (("instrument", id),)
    if other.state != "in force":
        return Finding("instrument.nothing_to_amend", False, _basis(other), facts)
    missing = _not_signing(scene, parties(other))
    for provision in _basis(other) if missing else ():
        rule = scene.enacted(provision)
        if rule is not None and rule.rule:
            if not _enough(scene, other, rule):
                return _too_few(scene, other, rule)
            missing = ()
    if missing:
        facts = (("members", missing), ("instrument", id))
        return Finding("instrument.amends_without", False, _basis(other), facts)
    return _enacts_without(scene, str(other.facts.get("instrument", "")))


def _not_signing(scene: Scene, of: tuple[str, ...]) -> tuple[str, ...]:
    signed = scene.fact("signed", NO_FACTS)
    return tuple(state for state in of if state not in signed)


def _enough(scene: Scene, other: Case, rule: Enacted) -> bool:
    """Whether as many have signed as the text that was enacted on amendments asks for."""
    of = parties(other)
    return len(of) - len(_not_signing(scene, of)) >= needed_of(rule.rule, len(of))


def _too_few(scene: Scene, other: Case, rule: Enacted) -> Finding:
    of = parties(other)
    facts = (
        ("instrument", other.id),
        ("have", len(of) - len(_not_signing(scene, of))),
        ("of", len(of)),
        ("needed", needed_of(rule.rule, len(of))),
        ("by_matter", rule.by[-1]),
        ("since", rule.since),
    )
    return Finding("enacted.amends_not", False, (rule.provision,), facts)


def _enacts_without(scene: Scene, amended: str) -> Finding | None:
    """Why an instrument that changes the law can't enter into force: a member has not signed.

    Asked of each provision that it enacts, but for those of the instrument that it amends in the
    scenario (by its id in the register): there the parties count.
    """
    members = scene.roster().members
    for entry in scene.fact("enacts", ()):
        id = entry["provision"]
        found = law.provision(id)
        if found is None or found.instrument == amended:
            continue
        article = CONSENT_OF_ALL.get(found.instrument, ())
        missing = _not_signing(scene, members)
        rule = scene.enacted(article[0]) if article else None
        needed = needed_of(rule.rule if rule is not None else "", len(members))
        if len(members) - len(missing) < needed:
            facts = (("members", missing), ("provision", id))
            return Finding("enacted.without", False, article or ("lifecycle.signature",), facts)
    return None


def amended_since(scene: Scene) -> str:
    """Return the day on which the instrument that this one amends entered into force, or ''."""
    other = scene.world.cases.get(scene.fact("amends", ""))
    return "" if other is None else str(other.facts.get("in_force", ""))


def parties(instrument: Case) -> tuple[str, ...]:
    """Return the states that an instrument binds, whose bond has no end yet."""
    bound: Facts = instrument.facts.get("bound", NO_FACTS)
    return tuple(state for state, (_, _, until) in bound.items() if not until)


def _protocols(scene: Scene) -> tuple[str, ...]:
    """The protocols to this instrument that are in force and not yet noted, by id."""
    noted = scene.fact("amended_by", NO_FACTS)
    return tuple(
        other.id
        for other in scene.naming("amends")
        if other.state == "in force" and other.id not in noted
    )


def amended(scene: Scene) -> Finding:
    """Whether a protocol that amends this instrument has entered into force."""
    found = _protocols(scene)
    facts = (("instrument", found[0] if found else ""),)
    says = "instrument.amended" if found else "instrument.not_amended"
    return Finding(says, bool(found), _basis(scene.case), facts)


def amending(scene: Scene) -> Change:
    """Return the change by an amendment: which protocol amends the instrument, and since when."""
    noted: Facts = scene.fact("amended_by", NO_FACTS)
    for id in _protocols(scene):
        protocol = scene.world.case(id)
        assert protocol is not None
        noted = noted.plus(id, protocol.facts.get("effective", scene.act.when.day))
    return Change({"amended_by": noted})
