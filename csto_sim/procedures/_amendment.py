"""Amendment by protocol (treaty.9.amendment, charter.27.amendment): all who are bound consent."""

from __future__ import annotations

from csto_sim.procedure import Change
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
    protocol. None also for an instrument that amends nothing in the scenario.
    """
    id = scene.fact("amends", "")
    other = scene.look(id) if id else None
    if other is None:
        return None
    facts: tuple[tuple[str, object], ...] = (("instrument", id),)
    if other.state != "in force":
        return Finding("instrument.nothing_to_amend", False, _basis(other), facts)
    signed = scene.fact("signed", NO_FACTS)
    missing = tuple(state for state in parties(other) if state not in signed)
    if missing:
        facts = (("members", missing), ("instrument", id))
        return Finding("instrument.amends_without", False, _basis(other), facts)
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
