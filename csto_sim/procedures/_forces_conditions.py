"""What the use of forces depends on: the force, who is a party, task and situation, proposals."""

from __future__ import annotations

from csto_sim.law import Text
from csto_sim.procedures._stages import named
from csto_sim.rules.weighed import weighed
from csto_sim.scene import Scene
from csto_sim.world import NO_FACTS, Detail, Facts, Finding

REQUEST = "crisis-reg.request"
PROPOSALS = "crisis-reg.proposals"
LATE_REQUEST = "amb.forces-late-request"
REGULATIONS = ("forces-reg.2000", "forces-reg.2010", "forces-reg.2023")
TASKS_OF_ALL = "forces-agr.tasks"
ORDER = "crrf.constitutional-order"

#: The three bodies that make proposals, each in its field (crisis-reg.proposals).
BODIES = ("CMFA", "CMD", "CSSC")
FORCES = ("CRRF", "CRDF", "CAF", "coalition grouping", "regional grouping")
#: The provision without which a force cannot be used: its instrument, as far as known.
INSTRUMENT = {
    "CRRF": "crrf.deploy",
    "CAF": "caf.create",
    "coalition grouping": "forces-agr.composition",
    "regional grouping": "forces-agr.composition",
}
#: The Council created the forces for Central Asia on that day (ses.2001-05-25).
CRDF_SINCE = "2001-05-25"
#: The four states whose battalions make up the forces for Central Asia (crdf.composition).
CENTRAL_ASIA = ("KAZ", "KGZ", "RUS", "TJK")
#: Uzbekistan signed neither the Agreement of 2009 nor that of 2010 (crrf.staggered-consent,
#: forces-agr.replaces).
NOT_A_PARTY = {
    "CRRF": ("UZB",),
    "coalition grouping": ("UZB",),
    "regional grouping": ("UZB",),
}
#: Belarus signed the Agreement of 2009 four months after the others (crrf.staggered-consent).
SIGNED_LATER = {"CRRF": {"BLR": "2009-10-20"}}
#: The day on which the Agreement on the forces for Central Asia was signed (crdf.deploy).
CRDF_SIGNED = "2006-06-23"
PARTY_RULE = {
    "CRRF": ("crrf.staggered-consent", "crrf.def"),
    "CRDF": ("crdf.composition", "crdf.deploy"),
    "CAF": ("caf.composition",),
    "coalition grouping": ("forces-agr.replaces", "forces-agr.composition"),
    "regional grouping": ("forces-agr.replaces", "forces-agr.composition"),
}
#: Under which provision a force's units are national until their use is decided.
JURISDICTION = {
    "CRRF": ("crrf.jurisdiction", "crrf.composition"),
    "CRDF": ("forces-agr.composition", *REGULATIONS),
    "CAF": ("caf.composition",),
    "coalition grouping": ("forces-agr.composition",),
    "regional grouping": ("forces-agr.composition",),
}
#: What each force is for, where a provision of its own says so.
TASK_RULE = {"CRRF": ("crrf.def", *REGULATIONS), "CRDF": REGULATIONS}

#: The six groups of tasks of the Agreement of 2010, and the one that leaders spoke of in 2011.
TASKS = (
    "repel attack",
    "counter threats",
    "protect population",
    "strengthen borders",
    "peacekeeping",
    "other",
    "constitutional order",
)
#: What a force is for by what is told of that force alone.
OWN_TASKS = {
    "CRRF": ("repel attack", "counter threats", "protect population"),
    "CRDF": ("repel attack", "counter threats"),
}
INTERNAL = ("internal disorder", "internal disorder with an outside element")
SITUATIONS = ("attack", "border violation", "terrorism", "emergency", *INTERNAL)


def force_of(scene: Scene) -> str:
    """Return which force the matter is about."""
    return str(scene.fact("force", "CRRF"))


def requesters(scene: Scene) -> tuple[str, ...]:
    """Return the members whose official requests stand."""
    found: tuple[str, ...] = scene.fact("requesters", ())
    return found


def contributors(scene: Scene) -> tuple[str, ...]:
    """Return the members whose contingents are put forward."""
    members = scene.roster().members
    return tuple(sorted(state for state in scene.fact("contingents", NO_FACTS) if state in members))


def settled(scene: Scene) -> tuple[str, ...]:
    """Return whose contingents a decision on the use settles: those put forward by then.

    Where a decision waits for a condition, what is put forward meanwhile was not before the Council
    (`amb.composition-per-op` A; under B it may come later).
    """
    if "put_to_use" in scene.facts and scene.reading("amb.composition-per-op") == "A":
        found: tuple[str, ...] = scene.fact("put_to_use")
        return found
    return contributors(scene)


def governing(scene: Scene, id: str) -> Text | None:
    """Return the text of a provision that governs this request, or None.

    Under `amb.regulation-2023` B a text of 2010 that is only kept goes on for Armenia alone.
    """
    text = scene.text(id)
    if text is None or "amb.regulation-2023" not in text.chosen_by:
        return text
    old = text.wording.endswith("@kept")
    if scene.reading("amb.regulation-2023") != "B":
        return text
    asking = requesters(scene) or (scene.act.by,)
    return text if old == ("ARM" in asking) else None


def applies(scene: Scene, id: str) -> bool:
    """Return whether a text in force is one for this request: of two that are in force side by side
    (`amb.regulation-2023` B) only one is cited."""
    return governing(scene, id.partition("@")[0]) is not None


def regulation(scene: Scene) -> Finding:
    """Which Regulation on decisions about forces governs; none need be in force for an instrument
    of a force to apply."""
    for id in REGULATIONS:
        text = governing(scene, id)
        if text is not None:
            seen = id != "forces-reg.2023"
            says = "forces.regulation" if seen else "forces.regulation_unseen"
            return Finding(says, True, (id,), (("day", text.since.first),))
    return Finding("forces.no_regulation", True, (REQUEST,), (("day", scene.law_day),))


def party(scene: Scene) -> Finding:
    """Whether whoever acts is a party to the instrument of the force.

    The four states of the forces for Central Asia are known; of the others the members are parties
    but for those known not to have signed, or not yet. A scenario can name the Agreement: then who
    has signed it counts, and once it is in force who is bound by it.
    """
    force, by = force_of(scene), scene.act.by
    agreement = named(scene, "agreement")
    if agreement is not None:
        in_force = agreement.state == "in force"
        among = tuple(agreement.facts.get("bound" if in_force else "signed", NO_FACTS))
        facts: Detail = (("by", by), ("instrument", agreement.id), ("states", among))
        return weighed(by in among, "forces.signed", "forces.not_signed", PARTY_RULE[force], facts)
    later = SIGNED_LATER.get(force, {})
    excluded = (*NOT_A_PARTY.get(force, ()), *(who for who in later if scene.day < later[who]))
    if force == "CRDF":
        among = CENTRAL_ASIA
    else:
        among = tuple(each for each in scene.roster().members if each not in excluded)
    facts = (("by", by), ("force", force), ("states", among))
    return weighed(by in among, "forces.party", "forces.not_a_party", PARTY_RULE[force], facts)


def lawful(scene: Scene, wanted: tuple[str, ...]) -> Finding:
    """Whether one of some provisions is in force, or what the force rests on."""
    ids = tuple(dict.fromkeys((*wanted, INSTRUMENT.get(force_of(scene), REQUEST))))
    holds = any(scene.text(id) is not None for id in ids)
    facts: Detail = (("force", force_of(scene)), ("day", scene.law_day))
    return weighed(holds, "forces.law", "forces.no_law", ids, facts)


def exists(scene: Scene) -> Finding:
    """Whether what the force rests on is in force on that day."""
    force = force_of(scene)
    facts: Detail = (("force", force), ("day", scene.law_day))
    under: tuple[str, ...] = REGULATIONS
    if force == "CRDF":
        holds = scene.law_day >= CRDF_SINCE
    else:
        under = (INSTRUMENT[force],)
        holds = scene.text(INSTRUMENT[force]) is not None
    return weighed(holds, "forces.exists", "forces.does_not_exist", under, facts)


def internal(scene: Scene) -> Finding:
    """Whether the situation is one for which the forces may be used (`amb.internal-threat`)."""
    situation = scene.fact("situation", "")
    facts: Detail = (("ground", situation),)
    under = ("treaty.2.consultation",)
    if situation not in INTERNAL:
        says = "forces.situation" if situation else "forces.situation_untold"
        return Finding(says, True, under, facts)
    option = scene.reading("amb.internal-threat")
    holds = option == "B" or (option == "C" and situation == INTERNAL[1])
    reading = ("amb.internal-threat", option)
    return weighed(holds, "forces.internal", "forces.internal_shut", under, facts, (), reading)


def task(scene: Scene) -> Finding:
    """Whether the task is among those of the force, or of all forces (forces-agr.tasks).

    Constitutional order was spoken of for the rapid reaction forces alone, at the request of the
    lawful leader (crrf.constitutional-order); peacekeeping has forces and a procedure of its own.
    """
    force, wanted = force_of(scene), scene.fact("task", "")
    facts: Detail = (("task", wanted), ("force", force))
    if not wanted:
        return Finding("forces.task_untold", True, (TASKS_OF_ALL,), facts)
    if wanted == "constitutional order":
        return _constitutional_order(scene, facts)
    if wanted == "peacekeeping":
        return Finding("forces.task_of_peacekeepers", False, ("pko.composition",), facts)
    if wanted in OWN_TASKS.get(force, ()):
        return Finding("forces.task_of_force", True, TASK_RULE[force], facts)
    holds = scene.text(TASKS_OF_ALL) is not None
    listed = "forces.task_set_by_council" if wanted == "other" else "forces.task_listed"
    return weighed(holds, listed, "forces.task_not_listed", (TASKS_OF_ALL,), facts)


def _constitutional_order(scene: Scene, facts: Detail) -> Finding:
    spoken = scene.text(ORDER) is not None and force_of(scene) == "CRRF"
    signers: Facts = scene.fact("signers", NO_FACTS)
    asked_by = [signers[state] for state in requesters(scene)]
    leader = not asked_by or not {"head of state", "head of government"}.isdisjoint(asked_by)
    if spoken and leader:
        return Finding("forces.order", True, (ORDER,), facts)
    says = "forces.order_no_leader" if spoken else "forces.order_unknown"
    return Finding(says, False, (ORDER,), facts)
