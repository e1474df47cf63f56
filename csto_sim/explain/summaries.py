"""What became of a matter or meeting, in one paragraph, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from csto_sim.explain.findings import Titles, citing, clause, several
from csto_sim.explain.kinds import BARE, CARRIERS, HINDERED, OPEN_CLAUSE, QUIET
from csto_sim.explain.steps import OF, titled
from csto_sim.explain.template import Plain, fill
from csto_sim.explain.words import capital, day, language, listed, names, phrase, tidy
from csto_sim.record import Bond, Outcome, Record, Step
from csto_sim.world import Finding

WAITING = "awaiting cure"
#: States in which nothing follows any longer of a period that was missed before.
SPENT = frozenset({("arrears", "settled")})
_ONE_DAY = 86_400
#: States of a draft that was put to decision and is not adopted.
NOT_ADOPTED = (WAITING, "not adopted")
#: Facts that name who might have been bound.
ASKED = ("electorate", "signed", "reserved")


def titles_of(record: Record) -> Titles:
    """Return the titles of the matters and meetings of a record by their ids; with `OF` before
    the id, their procedures."""
    titles = {outcome.case: outcome.title for outcome in record.outcomes}
    return titles | {OF + outcome.case: outcome.procedure for outcome in record.outcomes}


def summary(record: Record, case: str, lang: str = "en") -> str:
    """Return one paragraph on what became of a matter or meeting, and why.

    `Not adopted: consensus is required (charter.12.consensus); Belarus did not take part, which
    counts as lack of consent (rules.14.1).` A provision is cited once. Raises ValueError when the
    record has no matter or meeting of that id.
    """
    outcome = record.outcome(case)
    if outcome is None:
        ids = ", ".join(each.case for each in record.outcomes) or "none"
        raise ValueError(f"This run has no matter or meeting {case!r}. It has: {ids}.")
    step = _deciding(record, outcome)
    titles = titles_of(record)
    if outcome.procedure == "instrument" and outcome.state == "signed":
        return _signatures(record, outcome, lang)
    if step is None:
        stays = _stays(record, outcome, titles, lang)
        told = [f"{capital(tidy(outcome.state))}: {tidy(outcome.says)}; {stays}."]
        return " ".join([*told, *_does_not_follow(record, outcome, None, lang)])
    told = [f"{_lead(outcome, step, lang)}: {_because(outcome, step, titles, set(), lang)}."]
    if outcome.state == WAITING:
        told.append(_can_mend(record, outcome, step, lang))
    elif step.source in NOT_ADOPTED:
        earlier = _last_step(record, case, step.source)
        if earlier is not None:
            before = phrase("page", "before", lang)
            told.append(f"{before}: {_because(outcome, earlier, titles, set(), lang)}.")
    awaited = _awaited(record, outcome)
    if outcome.state == "adopted" and awaited and not outcome.effective:
        told.append(
            phrase(
                "page", "waits", lang, cases=listed([titled(id, titles) for id in awaited], lang)
            )
        )
    told += _since_then(record, outcome, step, lang)
    told += _does_not_follow(record, outcome, step, lang)
    told += _since_replaced(record, step, titles, lang)
    told += _bound(outcome, lang)
    told += _law_made(record, outcome, titles, lang)
    # What followed of an earlier period is spent when another of its name has begun, or when all
    # that was owed is paid.
    owing = (outcome.procedure, outcome.state) not in SPENT
    last = {line.name: line for line in record.deadlines if line.case == case and owing}
    follows: dict[str, list[str]] = {}
    for line in last.values():
        if line.status == "missed" and line.follows:
            follows.setdefault(line.follows, []).append(line.name)
    for each, missed in follows.items():
        periods = listed([f'"{name}"' for name in missed], lang)
        told.append(phrase("page", "what_follows", lang, follows=tidy(each), periods=periods))
    return " ".join(filter(None, told))


def _deciding(record: Record, outcome: Outcome) -> Step | None:
    for step in record.steps:
        if step.seq == outcome.decided_by and step.case == outcome.case:
            return step
    return _last_step(record, outcome.case, outcome.state)


def _stays(record: Record, outcome: Outcome, titles: Titles, lang: str) -> str:
    """Why a matter is still where it began: nothing was done, or what was last done was refused."""
    refused = [step for step in record.steps_of(outcome.case) if step.refused]
    if not refused:
        return phrase("page", "untouched", lang)
    # An act that was open and failed tells more than one that came out of turn.
    open_ones = [s for s in refused if s.finding is None or s.finding.says != "act.not_open"]
    why = _because(outcome, (open_ones or refused)[-1], titles, set(), lang)
    return phrase("page", "untouched_refused", lang, why=why)


def _last_step(record: Record, case: str, target: str) -> Step | None:
    found = None
    for step in record.steps_of(case):
        if not step.refused and step.target == target != step.source:
            found = step
    return found


def _lead(outcome: Outcome, step: Step | None, lang: str) -> str:
    template = language(lang)["leads"].get(outcome.state)
    if template is None:
        return capital(tidy(outcome.state))
    known = outcome.known
    if outcome.state == "adopted" and outcome.since and outcome.effective > outcome.since:
        known = outcome.since  # its effect waited; it was adopted before
    effective = "" if outcome.effective == known else outcome.effective
    words = {"known": day(known, lang), "effective": day(effective, lang)}
    # Of what is known by a stretch of days only the last can be named.
    stretch = step is not None and step.when.latest - step.when.earliest > _ONE_DAY
    if step is not None and stretch and step.when.day == known:
        words |= {"latest": words["known"], "known": ""}
    return fill(template, Plain(words))


def _because(outcome: Outcome, step: Step, titles: Titles, cited: set[str], lang: str) -> str:
    """The reasons of a step as one clause; each provision is cited where it first bears."""
    told: list[str] = []
    if step.finding is None or step.finding.says in BARE:
        under = step.under if step.finding is None else citing(step.finding, step.under)
        told.append(_cite(tidy(outcome.says), under or step.under, cited))
    if step.finding is not None:
        seen: set[str] = set()
        for finding in _reasons(step.finding):
            text = clause(finding, titles, lang, seen, True)
            told.append(_cite(text, citing(finding, step.under), cited))
    return "; ".join(told) or tidy(outcome.says)


def _cite(text: str, under: tuple[str, ...], cited: set[str]) -> str:
    new = [tidy(id) for id in under if id not in cited]
    cited.update(under)
    return f"{text} ({', '.join(new)})" if new else text


def _reasons(finding: Finding) -> Iterator[Finding]:
    """The findings that tell why this one came out as it did, from the whole to the parts.

    A failing one rests on those parts that failed, a holding one on those that held.
    """
    stack = [finding]
    while stack:
        part = stack.pop()
        if part.says in CARRIERS:
            stack.extend(reversed(part.rests_on))
            continue
        if part.says in BARE:
            stack.extend(reversed([each for each in part.rests_on if not each.holds]))
            continue
        if part.says not in QUIET:
            yield part
        stack.extend(reversed([each for each in part.rests_on if each.holds == part.holds]))


def _since_then(record: Record, outcome: Outcome, deciding: Step, lang: str) -> Iterator[str]:
    """What followed of itself after the deciding step and left the state as it is, such as the
    appointment of a head. Of a decision its own words tell from when it has effect."""
    if outcome.procedure == "decision":
        return
    for step in record.steps_of(outcome.case):
        stayed = step.kind == "automatic" and step.source == step.target
        if stayed and step.finding is not None and step.seq > deciding.seq:
            text = clause(step.finding, titles_of(record), lang, None, True)
            cited = _cite(text, citing(step.finding, step.under), set())
            yield phrase("page", "since_then", lang, day=day(step.when.day, lang), what=cited)


def _law_made(record: Record, outcome: Outcome, titles: Titles, lang: str) -> Iterator[str]:
    """What the matter has made law, since when, and that it is law no more where it has ended."""
    last = None
    for step in record.steps:
        if step.kind == "law" and step.saw == (outcome.case,) and step.finding is not None:
            last = step.finding
    if last is None:
        return
    if not last.rests_on:
        yield phrase("page", "law_unmade", lang)
    for finding in last.rests_on:
        yield f"{capital(clause(finding, titles, lang, None, True))}."


def _does_not_follow(
    record: Record, outcome: Outcome, step: Step | None, lang: str
) -> Iterator[str]:
    """Why a decision that the matter names, adopted since its last change, is none for it."""
    since = -1 if step is None else step.seq
    told: dict[Finding, None] = {}
    for each in record.steps:
        parts = each.finding.rests_on if each.seq >= since and each.finding is not None else ()
        for part in parts:
            if part.says == "stage.does_not_follow" and part.fact("case") == outcome.case:
                told.update(dict.fromkeys(part.rests_on))
    for finding in told:
        yield f"{capital(clause(finding, titles_of(record), lang, set(), True))}."


def _since_replaced(record: Record, step: Step, titles: Titles, lang: str) -> Iterator[str]:
    """Which decisions that a matter rests on have been superseded since."""
    rests = step.finding.tree() if step.finding is not None else ()
    ids = [str(part.fact("decision")) for _, part in rests if part.says == "stage.adopted"]
    for id in dict.fromkeys(ids):
        decision = record.outcome(id)
        if decision is not None and decision.state == "superseded":
            yield phrase("page", "replaced_since", lang, cases=titled(id, titles))


def _awaited(record: Record, outcome: Outcome) -> list[str]:
    """The instruments for which a decision's effect waits and that are not in force, by id."""
    named = outcome.facts.get("effect_when") or ()
    ids = (named,) if isinstance(named, str) else tuple(named)
    found = ((id, record.outcome(id)) for id in ids)
    return [id for id, other in found if other is None or not other.facts.get("in_force")]


def _can_mend(record: Record, outcome: Outcome, step: Step, lang: str) -> str:
    if step.finding is None or step.finding.says != "cure.possible":
        return ""
    # Those who have signed since are missing no longer.
    missing = outcome.facts.get("missing") or several(step.finding.fact("members"))
    gone = _left(record, missing)
    asks_all = any(use.id == "amb.cure-roster" and use.option == "A" for use in record.readings)
    if gone and (asks_all or len(gone) == len(missing)):
        what = phrase("page", "gone_one" if len(gone) == 1 else "gone_several", lang)
        return phrase("page", "mend_gone", lang, members=names(gone, lang), what=what)
    tried = [
        each.by
        for each in record.steps_of(outcome.case)
        if each.refused and each.act == "sign" and each.seq > step.seq and each.by in missing
    ]
    still = [str(each) for each in missing if each not in gone]
    told = phrase("page", "can_mend", lang, members=names(still, lang))
    if not tried:
        return told
    refused = phrase("page", "mend_refused", lang, members=names(dict.fromkeys(tried), lang))
    return f"{told} {refused}"


def _left(record: Record, states: Iterable[object]) -> list[str]:
    """Those of the states that a matter of the scenario has made members no longer."""
    outside = {
        str(each.facts.get("member"))
        for each in record.outcomes
        if each.procedure == "membership" and each.facts.get("standing") == "outside"
    }
    return [str(state) for state in states if str(state) in outside]


def _signatures(record: Record, outcome: Outcome, lang: str) -> str:
    """An instrument that waits for its entry into force: who signed, notified, stayed out."""
    signed = outcome.facts.get("signed", {})
    told = [f"{_lead(outcome, None, lang)}: {_by_day(signed, lang)}."]
    notified = outcome.facts.get("notified")
    if notified:
        told.append(phrase("page", "notified", lang, days=_by_day(notified, lang)))
    out = [state for state in outcome.facts.get("reserved", {}) if state not in signed]
    if out:
        told.append(phrase("page", "stayed_out", lang, members=names(out, lang)))
    told += _held_back(record, outcome, lang)
    return " ".join(told)


def _held_back(record: Record, outcome: Outcome, lang: str) -> Iterator[str]:
    """What kept an instrument from entering into force when it was last touched.

    What its clause asks for is told only where the scenario says what the clause is.
    """
    known = HINDERED | OPEN_CLAUSE if "in_force_when" in outcome.facts else HINDERED
    told: list[tuple[Finding, Step]] = []
    for step in record.steps_of(outcome.case):
        parts = step.finding.rests_on if step.kind == "act" and step.finding is not None else ()
        told = [(part, step) for part in parts if part.says in HINDERED | OPEN_CLAUSE] or told
    for part, step in told:
        if part.says in known:
            text = capital(clause(part, titles_of(record), lang, set(), True))
            yield f"{_cite(text, citing(part, step.under), set())}."


def _by_day(days: Mapping[str, str], lang: str) -> str:
    """States by the day on which each did something, the earliest day first."""
    groups: dict[str, list[str]] = {}
    for state, iso in sorted(days.items(), key=lambda item: (item[1], item[0])):
        groups.setdefault(iso, []).append(state)
    return "; ".join(
        phrase("page", "by_on", lang, members=names(states, lang), day=day(iso, lang))
        for iso, states in groups.items()
    )


def _bound(outcome: Outcome, lang: str) -> list[str]:
    """Who is bound, from when; and who might have been and is not."""
    if not outcome.bound:
        return []
    groups: dict[tuple[str, str, str], list[str]] = {}
    for bond in outcome.bound:
        groups.setdefault((bond.since, bond.known, bond.until), []).append(bond.member)
    told = [_bond(Bond("", *days), members, lang) for days, members in groups.items()]
    # A decision or instrument binds in the states that have such words; other matters tell by an
    # end of each bond whether it still does.
    of_text = outcome.procedure in ("decision", "instrument")
    if of_text and outcome.state not in language(lang)["leads"]:
        return [phrase("page", "was_bound", lang, bonds="; ".join(told))]
    lines = [phrase("page", "bound", lang, bonds="; ".join(told))]
    bound = {bond.member for bond in outcome.bound}
    asked = {code for key in ASKED for code in outcome.facts.get(key, ())}
    free = sorted(asked - bound)
    if free:
        lines.append(phrase("page", "not_bound", lang, members=names(free, lang)))
    return lines


def _bond(bond: Bond, members: list[str], lang: str) -> str:
    known = "" if bond.known == bond.since else day(bond.known, lang)
    return phrase(
        "page",
        "bond",
        lang,
        members=names(members, lang),
        day=day(bond.since, lang),
        until=day(bond.until, lang),
        known=known,
    )
