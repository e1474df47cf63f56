"""One fact changed for a quick look: `--set BLR=absent`.

`BLR=absent` takes Belarus out of every meeting, with its positions there; `moscow.BLR=absent` out
of one. `present` lets it come when the meeting opens, `silent` takes back what it said, and a
position (`consent`, `object` …) is taken when the matter is put, in the place of any before.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from csto_sim import organisation
from csto_sim.errors import Complaint, Complaints, clip, listing, suggestion
from csto_sim.procedure import Shorthand
from csto_sim.procedures import procedures
from csto_sim.scenario.codes import state_hint
from csto_sim.scenario.model import Scenario, ScenarioAct, ScenarioCase
from csto_sim.world import NO_FACTS

WHERE = "--set"
COMING = {"absent": "takes no part", "present": "comes when the meeting opens"}
SILENT = "silent"
_FORM = "MEMBER=WORD, or NAME.MEMBER=WORD for one meeting or matter"


class _Change(NamedTuple):
    case: str
    who: str
    what: str


def set_facts(scenario: Scenario, changes: Sequence[str]) -> Scenario:
    """Return the scenario with facts changed, each written `BLR=absent` or `moscow.BLR=absent`.

    Its expectations are then not applicable, its title says what was changed and its digest is
    another. Raises `errors.Unreadable` (CSTO-502, 301, 308) with every fault of the changes.
    """
    complaints = Complaints()
    parsed = [_parsed(text, scenario, complaints) for text in changes]
    complaints.settle()
    acts = list(scenario.acts)
    for change, text in zip(parsed, changes, strict=True):
        if change is not None:
            acts = _changed(scenario, acts, change, text, complaints)
    complaints.settle()
    if not changes:
        return scenario
    words = ", ".join(clip(text, 60) for text in changes)
    return scenario._replace(
        title=f"{scenario.title} (with {words})",
        acts=tuple(acts),
        expect=tuple(
            each._replace(wants=each.wants.plus("changed", True)) for each in scenario.expect
        ),
        digest=sha256("\n".join((scenario.digest, *changes)).encode()).hexdigest(),
    )


# --- what was asked ------------------------------------------------------------------------------


def _positions(scenario: Scenario) -> dict[str, Shorthand]:
    """The positions that members take in the matters of the scenario, by their words."""
    return {
        each.means: each
        for name in dict.fromkeys(case.procedure for case in scenario.cases)
        for each in procedures()[name].shorthands
        if each.order == "before"
    }


def _parsed(text: str, scenario: Scenario, complaints: Complaints) -> _Change | None:
    left, sign, what = text.partition("=")
    case, dot, who = left.rpartition(".")
    case, who, what = case.strip(), who.strip(), what.strip().replace("-", " ")
    start = len(complaints)
    if not sign or not who or not what or (dot and not case):
        message = f"'{clip(text)}' is not a change that can be made"
        _tell(complaints, "CSTO-502", message, _FORM, "BLR=absent")
        return None
    ids = [each.id for each in scenario.cases]
    if case and case not in ids:
        message = f"there is no matter or meeting '{clip(case)}' in this scenario"
        _tell(complaints, "CSTO-308", message, listing(ids), suggestion(case, ids))
    if not organisation.is_code(who):
        message = f"no state has the code '{clip(who)}'"
        _tell(complaints, "CSTO-301", message, "a state's three-letter code", state_hint(who))
    words = [*COMING, SILENT, *_positions(scenario)]
    if what not in words:
        message = f"'{clip(what)}' is not something that a member can be set to"
        _tell(complaints, "CSTO-502", message, listing(words), suggestion(what, words))
    return _Change(case, who, what) if len(complaints) == start else None


def _tell(complaints: Complaints, code: str, message: str, expected: str, hint: str) -> None:
    complaints.add(Complaint(code, message, WHERE, expected=expected, hint=hint))


# --- the change ----------------------------------------------------------------------------------


def _changed(
    scenario: Scenario,
    acts: list[ScenarioAct],
    change: _Change,
    text: str,
    complaints: Complaints,
) -> list[ScenarioAct]:
    cases = {each.id: each for each in scenario.cases}
    meetings = _meetings(cases, change.case)
    matters = _matters(cases, change.case, meetings)
    if change.what in COMING:
        if change.case and change.case not in meetings:
            message = f"'{clip(text)}': who comes is a fact of a meeting, not of a matter"
            hint = f"{meetings[0]}.{change.who}={change.what}" if meetings else ""
            _tell(complaints, "CSTO-502", message, "", hint)
            return acts
        if not meetings:
            _nothing(complaints, text, "this scenario has no meeting")
        for id in meetings:
            acts = _comes(acts, cases[id], change)
        return _silent(acts, matters, change.who) if change.what == "absent" else acts
    if change.what == SILENT:
        return _silent(acts, matters, change.who)
    put = [id for id in matters if _first(acts, id, _acts_with_positions(cases[id])) >= 0]
    if not put:
        which = f"'{clip(change.case)}' is not" if change.case else "no matter is"
        _nothing(complaints, text, f"{which} put to decision in this scenario")
    for id in put:
        acts = _says(acts, cases[id], change)
    return acts


def _nothing(complaints: Complaints, text: str, why: str) -> None:
    _tell(complaints, "CSTO-502", f"'{clip(text)}' changes nothing: {why}", "", "")


def _meetings(cases: dict[str, ScenarioCase], named: str) -> list[str]:
    """The meetings concerned: the one named, those of the matter named, or all."""
    if named and cases[named].procedure != "meeting":
        return [id for id in cases[named].facts.get("meetings", ()) if id in cases]
    all_of_them = [id for id, case in cases.items() if case.procedure == "meeting"]
    return [named] if named else all_of_them


def _matters(cases: dict[str, ScenarioCase], named: str, meetings: list[str]) -> list[str]:
    if named and cases[named].procedure != "meeting":
        return [named]
    return [
        id
        for id, case in cases.items()
        if any(meeting in meetings for meeting in case.facts.get("meetings", ()))
    ]


def _acts_with_positions(case: ScenarioCase) -> tuple[str, ...]:
    short = procedures()[case.procedure].shorthands
    return tuple(dict.fromkeys(each.act for each in short if each.order == "before"))


def _first(acts: Sequence[ScenarioAct], case: str, names: Sequence[str]) -> int:
    found = (i for i, act in enumerate(acts) if act.case == case and act.name in names)
    return next(found, -1)


def _comes(acts: list[ScenarioAct], meeting: ScenarioCase, change: _Change) -> list[ScenarioAct]:
    """Let a member attend a meeting from its opening, or not at all."""
    short = procedures()[meeting.procedure].shorthands
    each = next(one for one in short if one.order == "after")
    there = ("leave", each.means)
    if change.what == "absent":
        acts = [
            act
            for act in acts
            if not (act.case == meeting.id and act.by == change.who and act.name in there)
        ]
    opening = _first(acts, meeting.id, (each.act,))
    if opening < 0:
        return acts
    here = any(a.case == meeting.id and a.by == change.who and a.name == each.means for a in acts)
    names = dict.fromkeys(acts[opening].takes.get(each.key, ()))
    if change.what == "absent":
        names.pop(change.who, None)
    elif not here:
        names[change.who] = None
        last = opening + 1
        while last < len(acts) and acts[last].origin == acts[opening].origin:
            last += 1
        coming = acts[opening]._replace(name=each.means, by=change.who, takes=NO_FACTS)
        acts = [*acts[:last], coming, *acts[last:]]
    takes = acts[opening].takes.plus(each.key, tuple(names))
    acts[opening] = acts[opening]._replace(takes=takes)
    return acts


def _silent(acts: list[ScenarioAct], matters: list[str], who: str) -> list[ScenarioAct]:
    means = {
        each.means
        for procedure in procedures().values()
        for each in procedure.shorthands
        if each.order == "before"
    }
    return [
        act for act in acts if not (act.case in matters and act.by == who and act.name in means)
    ]


def _says(acts: list[ScenarioAct], matter: ScenarioCase, change: _Change) -> list[ScenarioAct]:
    """Let a member take one position when the matter is first put, and none before."""
    means = [each.means for each in procedures()[matter.procedure].shorthands]
    put = _first(acts, matter.id, _acts_with_positions(matter))
    kept = [
        act
        for act in acts[:put]
        if not (act.case == matter.id and act.by == change.who and act.name in means)
    ]
    says = acts[put]._replace(name=change.what, by=change.who, takes=NO_FACTS)
    return [*kept, says, *acts[put:]]
