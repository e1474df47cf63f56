"""What a record holds where an expectation looks: each question with its answer in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from csto_sim.expect.asked import MOSCOW, Asked, Found, day_in
from csto_sim.record import Deadline, Step
from csto_sim.world import Facts, Finding

NEVER = "never"
_ACTS = {
    "signed": ("sign",),
    "ratified": ("ratify",),
    "notified": ("notify completion", "deposit"),
}
#: What a finding that blocks says, and the words that a file may use for it.
_SITUATIONS: Mapping[str, tuple[str, ...]] = {
    "absent.blocks": ("absent",),
    "absent.objects": ("absent", "objects"),
    "absent.objected": ("left", "objects", "absent"),
    "member.objects": ("objects",),
    "member.abstains.blocks": ("abstains",),
    "member.silent.blocks": ("silent",),
    "member.reserves.blocks": ("reserves",),
    "limited.vote_against": ("objects",),
    "position.absent": ("absent",),
    "position.has_left": ("left",),
}
_FREE = "nothing in its way"


# --- what can be expected ------------------------------------------------------------------------


def _state(asked: Asked) -> Found:
    found = ""
    for step in asked.steps():
        # An act in a state that was not yet certain tells nothing of when that state came.
        if step.target != step.source and step.kind not in ("refusal", "law"):
            found = step.target
    outcome = asked.outcome()
    if not found and outcome is not None:
        first = next(iter(asked.record.steps_of(asked.case)), None)
        found = outcome.state if first is None else first.source
    return Found(found == asked.value, found, f"it is {found}")


def _from(asked: Asked) -> Found:
    found = _seen(asked)[0]
    says = "it never takes effect" if found == NEVER else f"it has effect from {found}"
    return Found(found == asked.value, found, says)


def _known(asked: Asked) -> Found:
    found = _seen(asked)[1]
    says = "it never takes effect" if found == NEVER else f"that is known since {found}"
    return Found(found == asked.value, found, says)


def _seen(asked: Asked) -> tuple[str, str]:
    """From when it has effect and since when that is known, as seen at the moment asked."""
    outcome, day = asked.outcome(), asked.day()
    if outcome is None or not outcome.effective or max(outcome.effective, outcome.known) > day:
        return NEVER, NEVER
    return outcome.effective, outcome.known


def _binding(asked: Asked) -> dict[str, str]:
    """Who is bound, and since when, as seen at the moment asked."""
    outcome, day = asked.outcome(), asked.day()
    return {
        bond.member: bond.since
        for bond in (outcome.bound if outcome is not None else ())
        if max(bond.since, bond.known) <= day and (not bond.until or day < bond.until)
    }


def _bound(asked: Asked) -> Found:
    found = tuple(_binding(asked))
    missing = [m for m in asked.value if m not in found]
    besides = [m for m in found if m not in asked.value]
    says = f"it binds {_listed(found)}"
    if missing:
        says += f"; not {_listed(missing)}"
    if besides and asked.value:
        says += f"; also {_listed(besides)}"
    return Found(not missing and not besides, found, says)


def _not_bound(asked: Asked) -> Found:
    found = _binding(asked)
    wrong = [m for m in asked.value if m in found]
    rest = tuple(m for m in asked.value if m not in found)
    return Found(not wrong, rest, f"it binds {_listed(wrong)}")


def _bound_since(asked: Asked) -> Found:
    return _by_member(asked, _binding(asked), "bound from")


def _did(want: str) -> Callable[[Asked], Found]:
    def finder(asked: Asked) -> Found:
        found: dict[str, str] = {}
        for step in asked.steps():
            if step.kind == "act" and step.act in _ACTS[want]:
                found.setdefault(step.by, step.when.day)
        return _by_member(asked, found, f"{want} on")

    return finder


def _by_member(asked: Asked, found: Mapping[str, str], word: str) -> Found:
    value = Facts({member: found.get(member) or NEVER for member in asked.value})
    verb = word.split()[0]
    wrong = [
        f"{member} never {verb}" if day == NEVER else f"{member} {word} {day}"
        for member, day in value.items()
        if day != asked.value[member]
    ]
    return Found(not wrong, value, ", ".join(wrong))


def _in_force(asked: Asked) -> Found:
    found = NEVER
    for step in asked.steps():
        if step.target == "in force" and step.source != "in force" and step.kind != "refusal":
            found = step.when.day
            break
    says = "it is never in force" if found == NEVER else f"it is in force on {found}"
    return Found(found == asked.value, found, says)


def _under(asked: Asked) -> Found:
    relied = dict.fromkeys(id for step in asked.steps() for id in step.under)
    named = {*relied, *(id.partition("@")[0] for id in relied)}
    missing = [id for id in asked.value if id not in named]
    kept = tuple(id for id in asked.value if id in named)
    says = f"no step rests on {_listed(missing)}; they rest on {_listed(tuple(relied))}"
    return Found(not missing, kept or _deciding(asked), says)


def _deciding(asked: Asked) -> tuple[str, ...]:
    """The provisions of the last step that moved the case."""
    moved = [step for step in asked.steps() if step.kind != "refusal" and step.under]
    return moved[-1].under if moved else ()


def _blocked_by(asked: Asked) -> Found:
    found: dict[str, tuple[str, ...]] = {}
    left: dict[str, set[str]] = {}
    # Leaving is a step of the meeting, not of the matter. Of a meeting that opens some time within
    # a stretch, what is done there can be certain before the opening is.
    everything = asked._replace(case="")
    for step in everything.steps():
        if step.act == "open" and step.kind == "act":
            left[step.case] = set()
        elif step.act == "leave" and step.kind == "act":
            left.setdefault(step.case, set()).add(step.by)
        elif step.act == "attend" and step.kind == "act":
            left.setdefault(step.case, set()).discard(step.by)
        elif step.act == "close" and step.kind == "act":
            left.pop(step.case, None)
        elif step.case == asked.case and step.act == "decide":
            # Whoever hindered another way to adopt the draft has not stopped it.
            here = [gone for meeting, gone in left.items() if meeting in step.saw]
            gone = here[-1] if here else set()
            found = _blocking(step.finding, gone) if step.target != "adopted" else {}
    wrong = [m for m, word in asked.value.items() if word not in found.get(m, ())]
    told = [f"{m} {' or '.join(found[m])}" if m in found else f"{m}: {_FREE}" for m in wrong]
    others = [f"{m} {' or '.join(words)}" for m, words in found.items() if m not in asked.value]
    also = "stopped by" if wrong else "also stopped by"
    says = "; ".join((*told, *((f"{also} {_listed(others)}",) if others else ())))
    right = {
        m: asked.value[m] if asked.value.get(m) in words else words[0] for m, words in found.items()
    }
    return Found(not wrong and not others, Facts(right) or None, says)


def _blocking(finding: Finding | None, left: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for _, part in finding.tree() if finding is not None else ():
        words = _SITUATIONS.get(part.says)
        if words is None or part.holds:
            continue
        for member in part.fact("members") or ():
            more = ("left",) if member in left and words[0] == "absent" else ()
            found[member] = tuple(dict.fromkeys((*found.get(member, ()), *more, *words)))
    return found


def _deadline(asked: Asked) -> Found:
    wanted: Mapping[str, Any] = asked.value
    known = list(_periods(asked))
    named = [each for each in known if each.name == wanted["name"]]
    if not named:
        there = _listed(tuple(f"'{each.name}'" for each in known)) if known else "none"
        return Found(False, None, f"there is no such period of {asked.case}; there is {there}")
    answers = [_one_deadline(each, wanted) for each in named]
    return next((answer for answer in answers if answer.holds), answers[-1])


def _periods(asked: Asked) -> Iterator[Deadline]:
    """The periods of the case, as they stood at the moment asked."""
    steps = asked.record.steps
    for each in asked.record.deadlines:
        if each.case != asked.case:
            continue
        if asked.at is None:
            yield each
        elif asked.by_then(steps[each.opened]):
            over = each.closed >= 0 and asked.by_then(steps[each.closed])
            still = "running" if each.due is not None else "unmeasured"
            yield each if over else each._replace(status=still)


def _one_deadline(each: Deadline, wanted: Mapping[str, Any]) -> Found:
    value: dict[str, Any] = {"name": each.name}
    says, holds = [], True
    if "status" in wanted:
        value["status"] = each.status
        says.append(f"it is {each.status}")
        holds = each.status == wanted["status"]
    if "due" in wanted:
        due = _due(each, wanted["due"])
        value["due"] = due
        says.append("it has no last moment" if due is None else f"it ends with {_moment(due)}")
        holds = holds and due == wanted["due"]
    return Found(holds, Facts(value), " and ".join(says))


def _due(each: Deadline, like: int | str) -> int | str | None:
    """The last lawful moment as it is asked for: a second, or the day in the zone of counting."""
    if each.due is None:
        return None
    if isinstance(like, int):
        return each.due[1] if like != each.due[0] else like
    return day_in(each.due[1], each.counted.zone if each.counted is not None else MOSCOW)


def _moment(bound: int | str) -> str:
    if isinstance(bound, str):
        return bound
    return datetime.fromtimestamp(bound, UTC).isoformat().replace("+00:00", "Z")


def _refused(asked: Asked) -> Found:
    wanted: Mapping[str, Any] = asked.value
    refusals = [step for step in asked.steps() if step.kind == "refusal"]
    for step in refusals:
        if _is_refused(step, wanted):
            return Found(True, wanted, "")
    told = [
        f"'{step.act}'{f' by {step.by}' if step.by else ''} under {_listed(step.under)}"
        for step in refusals
    ]
    return Found(False, None, f"refused: {_listed(told)}" if told else "no act is refused")


def _is_refused(step: Step, wanted: Mapping[str, Any]) -> bool:
    if wanted.get("act", step.act) != step.act or wanted.get("by", step.by) != step.by:
        return False
    named = {*step.under, *(id.partition("@")[0] for id in step.under)}
    return all(id in named for id in wanted.get("under", ()))


def _refusals(asked: Asked) -> Found:
    found = [step for step in asked.steps() if step.kind == "refusal"]
    first = [f"'{step.act}'{f' by {step.by}' if step.by else ''}" for step in found[:6]]
    told = _listed([*first, f"{len(found) - 6} more"] if len(found) > 6 else first)
    says = f"{len(found)} refused: {told}" if found else "none is refused"
    return Found(len(found) == asked.value, len(found), says)


def _listed(names: Iterable[str]) -> str:
    found = tuple(names)
    if not found:
        return "nobody"
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


FINDERS: Mapping[str, Callable[[Asked], Found]] = {
    "state": _state,
    "from": _from,
    "known": _known,
    "bound": _bound,
    "not_bound": _not_bound,
    "bound_since": _bound_since,
    "signed": _did("signed"),
    "ratified": _did("ratified"),
    "notified": _did("notified"),
    "in_force": _in_force,
    "under": _under,
    "blocked_by": _blocked_by,
    "deadline": _deadline,
    "refused": _refused,
    "refusals": _refusals,
}
