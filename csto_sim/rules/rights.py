"""Who may do what: the standing of whoever acts, and what the matrix of rights says of it.

The matrix is data (`csto_sim.law.rights`). It says whether a status has a right, and on which
conditions; whether the conditions are met is for the row by which the right is exercised (`met`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from csto_sim import law, organisation
from csto_sim.law.rights import (
    NO,
    NOT_STATED,
    ON_CONDITION,
    PA_OBSERVER,
    YES,
    Answer,
    Entry,
)
from csto_sim.organisation import Roster
from csto_sim.procedure import is_suspended
from csto_sim.rules.clock import chair_of
from csto_sim.scene import ROSTER_READINGS, Scene
from csto_sim.world import Case, Detail, Finding

MEMBER = "member"
SUSPENDED = "suspended member"
VOTELESS = "member without vote"
PARTNER = "partner"
OBSERVER = "observer"
GUEST = "guest"
INVITED = "invited person"

#: The procedure by which a status is given, the state in which it is held, and its statuses.
STATUS, ACTIVE = "status", "active"
#: What in a world says that matters of it change the roster.
MEMBERSHIPS, DEBTS = "procedure: membership", "procedure: arrears"
#: The fields in which a matter or meeting can suppose who has a status.
SUPPOSED = {"partners": PARTNER, "observers": OBSERVER}
SUPPOSED_IN = ("meeting", "exercise", "document")
#: Of which kind an event is whose matter does not tell: a conference is told to be one.
UNTOLD = {"exercise": "exercise"}
#: The procedure by which the Parliamentary Assembly admits observers of its own.
ASSEMBLY = "parliamentary_assembly"


class Standing(NamedTuple):
    """As what somebody acts: a status of the matrix, the matter that gave it, its fields."""

    status: str
    matter: str = ""
    areas: tuple[str, ...] = ()


Check = Callable[[Scene, Standing], Finding]


def standing(scene: Scene, code: str) -> Standing:
    """Return as what a state, an organisation or a person acts at the moment of the act.

    Members by the roster; partners and observers by the matters of the procedure `status` that are
    active, or as a case of the scenario supposes them (`partners`, `observers`); parliaments that
    observe the Parliamentary Assembly only in its own matters. Another state or organisation is a
    guest; offices and organs, which hold no rights of their own, can come as invited persons.
    """
    if not outside(code):
        chairing = chair_of(scene) if code == "CHAIR" else ""
        return standing(scene, chairing) if chairing else Standing(INVITED)
    roster = scene.roster()
    if code in roster.members:
        return Standing(VOTELESS if code in roster.voteless else MEMBER)
    if code in roster.suspended:
        return Standing(SUSPENDED)
    held = _held(scene, code)
    return (
        held[0] if held else Standing(_supposed(scene, code) or _of_assembly(scene, code) or GUEST)
    )


def _matters(scene: Scene, code: str) -> list[Case]:
    """The matters of the procedure `status` on somebody, in the order of the file."""
    found = map(scene.world.case, scene.world.dependents.get(f"procedure: {STATUS}", ()))
    return [case for case in found if case and case.facts.get("applicant") == code]


def _held(scene: Scene, code: str) -> tuple[Standing, ...]:
    """The statuses that somebody holds, that of a partner first: no source has one end another."""
    held = [case for case in _matters(scene, code) if case.state == ACTIVE and scene.look(case.id)]
    told = ((str(case.facts.get("status", OBSERVER)), case.id, case.facts) for case in held)
    found = (Standing(status, id, tuple(facts.get("areas", ()))) for status, id, facts in told)
    return tuple(sorted(found, key=lambda each: each.status != PARTNER))


def _supposed(scene: Scene, code: str) -> str:
    """The status that a case of the scenario supposes somebody to have, or ''.

    Where a matter tells of that status nothing is supposed: it may be suspended, or at its end.
    """
    told = {case.facts.get("status", OBSERVER) for case in _matters(scene, code)}
    for case in scene.world.cases.values():
        if case.procedure in SUPPOSED_IN:
            for field, status in SUPPOSED.items():
                if code in case.facts.get(field, ()) and status not in told:
                    return status
    return ""


def _of_assembly(scene: Scene, code: str) -> str:
    """The status of an observer at the Assembly, in its meetings: by the data or as admitted."""
    if scene.fact("body") != "PA":
        return ""
    admitted = any(
        code in case.facts.get("observers", ())
        for case in scene.world.cases.values()
        if case.procedure == ASSEMBLY
    )
    return PA_OBSERVER if admitted or organisation.pa_observer(code, _day(scene.day)) else ""


def in_full(scene: Scene, code: str) -> bool:
    """Return whether a state is a member in full standing, with no reading asked for it.

    True only of one that is a member, not suspended and with its vote, whatever the readings.
    """
    dependents = scene.world.dependents
    if MEMBERSHIPS in dependents or DEBTS in dependents or scene.world.terms.members:
        roster = scene.roster()
        return code in roster.members and code not in roster.voteless
    return code in _in_full(scene.act.when.day)


@lru_cache(maxsize=4096)
def _in_full(day: str) -> frozenset[str]:
    """The members in full standing on a day by the data, whatever the readings."""
    letters = [(id, list(law.readings()[id].options)) for id in ROSTER_READINGS]
    found = [
        organisation.roster(
            _day(day), {id: letter for (id, _), letter in zip(letters, options, strict=True)}
        )
        for options in product(*(many for _, many in letters))
    ]
    return frozenset.intersection(*(frozenset(each.members) - {*each.voteless} for each in found))


def outside(code: str) -> bool:
    """Return whether a code is that of a state or organisation, and not of an office or organ."""
    return code in organisation.states() or code in organisation.organisations()


@lru_cache(maxsize=1024)
def _day(iso: str) -> date:
    return date.fromisoformat(iso)


class Told(NamedTuple):
    """What the matrix says of a right: by which entry of which status, by which reading if any."""

    answer: Answer
    entry: Entry | None
    asked: Detail
    status: str


def answer(scene: Scene, found: Standing, right: str) -> Told:
    """Return what the matrix says of a right of somebody.

    Where a partner or observer has no entry that counts on the day and for the organ, its status
    not being law yet or ending at that organ, it can do what anybody else from outside can.
    `not stated` where no entry counts at all.
    """
    known = law.rights().statuses[found.status]
    early = known.early_on(scene.text_day)
    asked: Detail = ()
    if early is not None:
        asked = ((early.reading, scene.reading(early.reading, **early.about)),)
    counts = early is not None and asked[0][1] == early.option
    body = str(scene.fact("body", ""))
    of, session = scene.case.procedure, str(scene.fact("session", ""))
    kind, act = str(scene.fact("kind", UNTOLD.get(of, ""))), f"{of}: {scene.act.name}"
    for entry in known.entries(right, scene.text_day, counts):
        if entry.where is not None and not entry.where.fits(body, kind, session, act):
            continue
        if not entry.reading:
            return Told(entry.options[""], entry, asked, found.status)
        option = scene.reading(entry.reading, **entry.about)
        return Told(entry.options[option], entry, ((entry.reading, option),), found.status)
    if found.status in SUPPOSED.values():
        told = answer(scene, Standing(GUEST), right)
        stated = told.answer.answer != NOT_STATED
        if stated or not known.in_law(scene.text_day):
            return told._replace(asked=told.asked or asked)
    return Told(Answer(NOT_STATED), None, asked, found.status)


def entitled(scene: Scene, right: str, code: str = "") -> Finding:
    """Return whether somebody has a right, by default whoever acts: as what, on which conditions.

    A right on conditions counts as one that is there: see `met`.
    """
    by = code or scene.act.by
    found = standing(scene, by)
    return _entitled(scene, right, by, found, answer(scene, found, right))


def _entitled(scene: Scene, right: str, by: str, found: Standing, told: Told) -> Finding:
    given = told.answer
    known = law.rights()
    stands = known.statuses[found.status]
    if not stands.in_law(scene.text_day):  # nobody has a status of which there is no law yet
        stands = known.statuses[told.status]
    words = [known.conditions[word] for word in given.conditions]
    facts: Detail = (
        ("by", by),
        ("standing", stands.stands),
        ("status", known.statuses[told.status].a),
        ("right", known.rights[right]),
        ("condition", "; ".join(words)),
        ("matter", found.matter),
    )
    under = _under(scene, found, told)
    says = {
        YES: "right.there",
        ON_CONDITION: "right.on_condition",
        NO: "right.not_there",
        NOT_STATED: "right.not_stated",
    }[given.answer]
    holds = given.answer in (YES, ON_CONDITION)
    return Finding(says, holds, under, facts, (), told.asked[0] if told.asked else None)


def _under(scene: Scene, found: Standing, told: Told) -> tuple[str, ...]:
    """The provisions of an answer; those on the status where they say nothing of the right."""
    known = law.rights().statuses[told.status]
    early = law.rights().statuses[found.status].early_on(scene.text_day)
    basis = (early.basis,) if early is not None else ()
    stated = told.entry.under if told.entry is not None else ()
    return (*(stated or known.under), *basis)


def lacks(scene: Scene, right: str) -> Finding | None:
    """Return why whoever acts lacks a right, or None where it has it.

    Of an office or an organ nothing is found: it acts by its task, as the table says. A right of
    members that no source states is not held against them.
    """
    if not outside(scene.act.by) or standing(scene, scene.act.by).status == MEMBER:
        return None
    found = entitled(scene, right)
    return None if found.holds else found


def beside(scene: Scene, right: str, refusal: Finding) -> Finding:
    """Return a refusal that rests on what the matrix says of a right, unless it is simply there.

    Whoever is not among the actors of a row learns so whether it has the right at all, and on which
    conditions it could be exercised otherwise.
    """
    found = entitled(scene, right)
    if found.says == "right.there":
        return refusal
    if found.holds:
        found = Finding("right.only_so", False, found.under, found.facts, (), found.reading)
    return refusal.resting_on(*refusal.rests_on, found)


class _Unsuspended(Scene):
    """A scene as it would be if nobody's participation were suspended."""

    __slots__ = ()

    def roster_on(self, day: str) -> Roster:
        found = super().roster_on(day)
        members = tuple(sorted((*found.members, *found.suspended)))
        return Roster(members, (), found.voteless)


def for_suspension(
    scene: Scene, who: Callable[[Scene], tuple[str, ...]], refusal: Finding
) -> Finding:
    """Return a refusal that rests on the suspension of whoever acts, where that is its reason.

    It is where the act would be that state's if it were a member in full standing.
    """
    suspended = is_suspended(scene) if outside(scene.act.by) else None
    if suspended is None:
        return refusal
    whole = _Unsuspended(scene.world, scene.case, scene.act)
    return refusal.resting_on(suspended) if scene.act.by in who(whole) else refusal


def met(
    scene: Scene,
    right: str,
    checks: Mapping[str, Check],
    code: str = "",
    otherwise: Mapping[str, Check] | None = None,
) -> Finding:
    """Return whether somebody has a right and its conditions are met, by default whoever acts.

    `checks` has a check for each condition that the case at hand can tell of, by its word; the
    others are named and not weighed. Where they fail, and the entry leaves room for another status
    (`or_as`), the right is weighed as of that one, by the checks of `otherwise`.
    """
    by = code or scene.act.by
    found = standing(scene, by)
    told = answer(scene, found, right)
    first = _met(scene, right, by, found, told, checks)
    if first.holds:
        return first
    for beside in _held(scene, by)[1:]:
        also = _met(scene, right, by, beside, answer(scene, beside, right), checks)
        if also.holds:
            return also
    if otherwise is None or told.entry is None or not told.entry.or_as:
        return first
    other = answer(scene, Standing(told.entry.or_as), right)
    second = _met(scene, right, by, found, other, otherwise)
    return second if second.holds else first


def _met(
    scene: Scene,
    right: str,
    by: str,
    found: Standing,
    told: Told,
    checks: Mapping[str, Check],
) -> Finding:
    has = _entitled(scene, right, by, found, told)
    if not has.holds:
        return has
    parts = tuple(
        # A condition rests on the provision that sets it, and one that fails on the reading.
        part._replace(
            under=part.under or has.under, reading=part.reading if part.holds else has.reading
        )
        for part in (
            checks[word](scene, found) for word in told.answer.conditions if word in checks
        )
    )
    holds = all(part.holds for part in parts)
    says = "right.exercised" if holds else "right.condition_fails"
    facts: Detail = (("by", by), ("right", has.fact("right")))
    return Finding(says, holds, (), facts, (has, *parts))
