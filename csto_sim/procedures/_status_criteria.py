"""What an applicant for a status must meet: each criterion under its own provision, and the fields.

A state that would be a partner must meet thirteen criteria, an organisation seven; a state that
would be an observer six. All must be met together, and what nobody has examined is not met.
"""

from __future__ import annotations

from collections.abc import Mapping

from csto_sim import organisation
from csto_sim.procedure import Change
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import Detail, Finding

#: The eleven fields of the model Protocols (partner.areas, observer.areas).
AREAS = (
    "foreign policy",
    "crisis response",
    "military",
    "military-technical",
    "military-economic",
    "peacekeeping",
    "counter-terrorism",
    "organised crime",
    "information security",
    "emergencies",
    "other",
)
#: The criteria of each applicant by the words that a scenario uses, each with its provision.
PARTNER_STATE: Mapping[str, str] = {
    "UN member": "partner.crit.state.01-un",
    "relations with all members": "partner.crit.state.02-relations",
    "compatible commitments": "partner.crit.state.03-compat",
    "ready to assist": "partner.crit.state.04-assist",
    "no armed conflict": "partner.crit.state.05-no-armed-conflict",
    "no territorial dispute": "partner.crit.state.06-no-territorial",
    "no internal conflict": "partner.crit.state.07-no-internal",
    "peaceful settlement": "partner.crit.state.08-peaceful",
    "lawful settlement at home": "partner.crit.state.09-domestic",
    "no sanctions": "partner.crit.state.10-no-sanctions",
    "no force or threat": "partner.crit.state.11-nonuse",
    "non-proliferation": "partner.crit.state.12-wmd",
    "support against threats": "partner.crit.state.13-threats",
}
PARTNER_ORGANISATION: Mapping[str, str] = {
    "acts under the UN Charter": "partner.crit.io.1-un",
    "matching fields": "partner.crit.io.2-fields",
    "confidence and stability": "partner.crit.io.3-cbm",
    "peaceful settlement": "partner.crit.io.4-peaceful",
    "lawful settlement at home": "partner.crit.io.5-domestic",
    "non-proliferation": "partner.crit.io.6-wmd",
    "support against threats": "partner.crit.io.7-threats",
}
OBSERVER_STATE: Mapping[str, str] = {
    "UN member": "observer.crit.01-un",
    "relations with all members": "observer.crit.02-relations",
    "peaceful settlement": "observer.crit.03-peaceful",
    "lawful settlement at home": "observer.crit.04-domestic",
    "no sanctions": "observer.crit.05-no-sanctions",
    "non-proliferation": "observer.crit.06-wmd",
}
#: A word for all criteria of the applicant that the same act does not name otherwise.
ALL = "all"
WORDS = (ALL, *dict.fromkeys((*PARTNER_STATE, *PARTNER_ORGANISATION, *OBSERVER_STATE)))
#: What the Charter says on outsiders with a status, older text first.
CHAPTER = ("charter.21.observer", "charter.21.observers-partners")
ORGANISATIONS_TOO = "amb.observer-organisation"


def status_of(scene: Scene) -> str:
    """Return the status applied for: `partner` or `observer`."""
    return str(scene.fact("status", "observer"))


def chapter(scene: Scene) -> tuple[str, ...]:
    """Return what of the Charter each status rests on: Article 21 of 2002 knew observers only."""
    return CHAPTER if status_of(scene) == "observer" else CHAPTER[1:]


def grant_of(scene: Scene) -> str:
    """Return the provision on how the status is granted."""
    return "partner.grant" if status_of(scene) == "partner" else "observer.grant"


def regulated(scene: Scene) -> bool:
    """Whether the Regulation on the status applies on the day: its rule on the grant has a text.

    The Regulations were approved on 8 November 2018, each as a whole. So where that rule is in
    force before 19 January 2021, the criteria are asked too, and it is cited for them.
    """
    return scene.text(grant_of(scene)) is not None


def own_or_grant(scene: Scene, *ids: str) -> tuple[str, ...]:
    """Return those of these provisions that have a text on the day, else that on the grant."""
    return tuple(id for id in ids if scene.text(id) is not None) or (grant_of(scene),)


def is_organisation(scene: Scene) -> bool:
    """Whether the applicant is an organisation and not a state."""
    return scene.fact("applicant", "") in organisation.organisations()


def criteria(scene: Scene) -> Mapping[str, str]:
    """Return the criteria that the applicant must meet, by their words, each with its provision.

    None before the Regulations. None is known for an organisation that would be an observer: by
    `amb.observer-organisation` none is asked (A), or those of a partner are (B).
    """
    if not regulated(scene):
        return {}
    if not is_organisation(scene):
        return PARTNER_STATE if status_of(scene) == "partner" else OBSERVER_STATE
    if status_of(scene) == "partner" or scene.reading(ORGANISATIONS_TOO) == "B":
        return PARTNER_ORGANISATION
    return {}


def examining(scene: Scene) -> Change:
    """Return the change by an examination: which criteria were found met, and which not."""
    met, failed = _examined(scene)
    return Change({"met": met, "failed": failed})


def _examined(scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was found met and not met by now, this act counted: its latest word is what counts."""
    known = criteria(scene)
    met, failed = set(scene.fact("met", ())), set(scene.fact("failed", ()))
    if scene.act.name == "examine":
        meets, fails = set(scene.given("meets", ())), set(scene.given("fails", ()))
        for said, other in ((meets, fails), (fails, meets)):
            if ALL in said:
                said |= set(known) - other
        met, failed = (met - fails) | meets, (failed - meets) | fails
    return tuple(w for w in known if w in met), tuple(w for w in known if w in failed)


def can_be_examined(scene: Scene) -> Finding:
    """Whether an examination speaks of this applicant's criteria, and says one thing of each."""
    meets, fails = scene.given("meets", ()), scene.given("fails", ())
    known = (*criteria(scene), ALL)
    facts: Detail = (("applicant", scene.fact("applicant", "")), ("status", status_of(scene)))
    basis = own_or_grant(scene, f"{status_of(scene)}.def") if regulated(scene) else chapter(scene)
    strange = tuple(word for word in (*meets, *fails) if word not in known)
    if strange:
        facts = (*facts, ("criterion", strange))
        return Finding("criteria.not_asked", False, basis, facts)
    both = tuple(word for word in meets if word in fails)
    if both:
        facts = (*facts, ("criterion", both))
        return Finding("criteria.both_ways", False, basis, facts)
    return Finding("criteria.examined", True, basis, facts)


def unmet(scene: Scene) -> tuple[str, ...]:
    """Return the criteria that were found not met, or that nobody examined."""
    met, _ = _examined(scene)
    return tuple(word for word in criteria(scene) if word not in met)


def all_met(scene: Scene) -> Finding:
    """Whether an examination can be made, and leaves every criterion met."""
    fits = can_be_examined(scene)
    return checklist(scene) if fits.holds else fits


def checklist(scene: Scene) -> Finding:
    """Whether every criterion is met that the law of the day sets for the applicant.

    Rests on a finding for each criterion under its own provision (partner.crit.*, observer.crit.*).
    """
    facts: Detail = (("applicant", scene.fact("applicant", "")), ("status", status_of(scene)))
    known = criteria(scene)
    if not regulated(scene):
        return Finding("criteria.none_yet", True, chapter(scene), (*facts, ("day", scene.text_day)))
    reading = None
    if is_organisation(scene) and status_of(scene) == "observer":
        reading = (ORGANISATIONS_TOO, scene.reading(ORGANISATIONS_TOO))
    basis = own_or_grant(scene, f"{status_of(scene)}.def")
    if not known:
        return Finding("criteria.none_known", True, basis, facts, (), reading)
    met, failed = _examined(scene)
    parts = tuple(_criterion(scene, word, id, met, failed) for word, id in known.items())
    facts = (*facts, ("have", len(met)), ("of", len(known)))
    holds = len(met) == len(known)
    return weighed(holds, "criteria.met", "criteria.lacking", basis, facts, parts, reading)


def _criterion(
    scene: Scene, word: str, id: str, met: tuple[str, ...], failed: tuple[str, ...]
) -> Finding:
    """Whether one criterion is met; one that nobody examined is not."""
    under = own_or_grant(scene, id)
    if word not in met and word not in failed:
        return Finding("criterion.unexamined", False, under, (("criterion", word),))
    says = {
        "UN member": "criterion.un_member",
        "relations with all members": "criterion.relations",
        "compatible commitments": "criterion.commitments",
        "ready to assist": "criterion.assist",
        "no armed conflict": "criterion.armed_conflict",
        "no territorial dispute": "criterion.territorial",
        "no internal conflict": "criterion.internal_conflict",
        "peaceful settlement": "criterion.peaceful",
        "lawful settlement at home": "criterion.domestic",
        "no sanctions": "criterion.sanctions",
        "no force or threat": "criterion.force",
        "non-proliferation": "criterion.wmd",
        "support against threats": "criterion.threats",
        "acts under the UN Charter": "criterion.un_charter",
        "matching fields": "criterion.fields",
        "confidence and stability": "criterion.confidence",
    }[word]
    return Finding(says, word in met, under, (("applicant", scene.fact("applicant", "")),))


def fields_chosen(scene: Scene) -> Finding:
    """Whether the applicant has chosen fields: some or all of eleven, once there is a list."""
    chosen = scene.fact("areas", ())
    facts: Detail = (("field", chosen), ("number", len(chosen)), ("of", len(AREAS)))
    if not regulated(scene):
        return Finding("areas.no_list", True, chapter(scene), (("day", scene.text_day),))
    under = own_or_grant(scene, f"{status_of(scene)}.areas", f"{status_of(scene)}.scope")
    return weighed(bool(chosen), "areas.chosen", "areas.none", under, facts)
