"""A step of a record: in one line, and on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csto_sim import law
from csto_sim.explain.deadlines import deadline_lines
from csto_sim.explain.findings import NO_TITLES, Titles, clause, explain_finding, several, wrapped
from csto_sim.explain.template import Plain, fill
from csto_sim.explain.times import COUNTED_IN, stamped, when_in_words, zones_of
from csto_sim.explain.words import (
    capital,
    day,
    language,
    listed,
    name,
    phrase,
    quoted,
    tidy,
)
from csto_sim.law import Dated, Text
from csto_sim.law.enacting import BY, text_of
from csto_sim.record import Closing, Record, Step

#: With it before the id of a case, titles also tell the case's procedure.
OF = "procedure: "


def headline(
    step: Step,
    titles: Titles = NO_TITLES,
    lang: str = "en",
    zone: str = COUNTED_IN,
    *,
    reasons_follow: bool = False,
) -> str:
    """Return one line for a step: when, who did what, from which state to which, under what.

    Of a step that follows of itself and leaves the state as it is the line says what happened,
    unless `reasons_follow` it anyway.

    `titles` maps the ids of matters and meetings to titles; without one the id is shown. Times are
    those of the place, as written in the scenario; what the clock brought about is told in `zone`,
    that in which its period was counted (see `zones_of`).
    """
    known = language(lang)
    begins, ends = (
        ", ".join(map(tidy, several(step.finding.fact(key)))) if step.finding is not None else ""
        for key in ("begins", "ends")
    )
    move = ""
    if step.source != step.target:
        source, target = tidy(step.source), tidy(step.target)
        move = phrase("headlines", "move", lang, source=source, target=target)
    words = {
        "what": what(step, titles, lang),
        "case": titled(step.case, titles),
        "act": tidy(step.act),
        "source": tidy(step.source),
        "move": move,
        "told": "" if reasons_follow else _without_move(step, titles, lang),
        "under": ", ".join(map(tidy, step.under)),
        "begins": begins,
        "ends": ends,
        "period": tidy(step.finding.fact("period")) if step.finding is not None else "",
    }
    # A period that runs out without moving anything has no act: its name is all there is to tell.
    kind = "passed" if step.kind == "time" and not step.act else step.kind
    template = known["headlines"].get(kind, known["headlines"]["act"])
    return f"{stamped(step, zone, lang):<16}  {capital(fill(template, Plain(words)))}"


def _without_move(step: Step, titles: Titles, lang: str) -> str:
    """What happened in a step that followed of itself and moved no state, else ''."""
    if step.kind != "automatic" or step.source != step.target or step.finding is None:
        return ""
    return clause(step.finding, titles, lang, None, True)


def what(step: Step, titles: Titles = NO_TITLES, lang: str = "en") -> str:
    """Return what was done, in words: `Russia puts "Composition" to decision`."""
    known = language(lang)
    acts = known["acts"]
    with_by, without = (
        acts.get(f"{step.act} @ {step.source}")
        or acts.get(f"{step.act} @ {titles.get(OF + step.case, '')}")
        or acts.get(step.act)
        or known["other_acts"]
    )
    words = {
        "by": name(step.by, lang) if step.by else "",
        "case": titled(step.case, titles),
        "act": tidy(step.act),
    }
    return fill(with_by if step.by else without, Plain(words))


def titled(case: str, titles: Titles) -> str:
    """Return the title of a matter or meeting in quotes, else its id in quotes."""
    return quoted(titles.get(case) or case)


def step_lines(
    record: Record, step: Step, titles: Titles, *, plain: bool = False, lang: str = "en"
) -> list[str]:
    """Return the page of one step: all that is known about it, in lines of at most 80 columns."""
    head = phrase("page", "step", lang, seq=str(step.seq))
    zone = zones_of(record).get(step.seq, COUNTED_IN)
    lines = wrapped(
        f"{head}: {tidy(headline(step, titles, lang, zone, reasons_follow=True))}", more=2
    )
    for one in _facts(step, titles, lang, zone):
        lines += wrapped(one, 2, more=2)
    if step.finding is not None:
        lines += ["", phrase("page", "why", lang)]
        lines += step_tree(step, 2, plain=plain, titles=titles, lang=lang)
    if step.under:
        lines += ["", phrase("page", "texts", lang)]
        for id in step.under:
            lines += wrapped(_text(record, id, lang), 2, more=2)
    if step.readings:
        lines += ["", phrase("page", "readings", lang)]
        for id, option in step.readings:
            lines += _reading(record, id, option, lang)
    begun = [deadline for deadline in record.deadlines if deadline.opened == step.seq]
    if begun:
        lines += ["", phrase("page", "begun", lang)]
        for deadline in begun:
            lines += deadline_lines(deadline, 2, record=record, lang=lang)
    if step.closes:
        lines += ["", phrase("page", "ended", lang)]
        for closing in step.closes:
            lines += wrapped(_closing(closing, titles, lang), 2, more=2)
    return lines


def step_tree(
    step: Step, indent: int, *, plain: bool, titles: Titles = NO_TITLES, lang: str = "en"
) -> list[str]:
    """Return the tree of a step's reasons, citing the texts in force that the step relies on."""
    if step.finding is None:
        return []
    texts = step.under
    return explain_finding(step.finding, indent, plain=plain, titles=titles, texts=texts, lang=lang)


def _facts(step: Step, titles: Titles, lang: str, zone: str) -> Iterator[str]:
    yield phrase("page", "when", lang, when=when_in_words(step, zone, lang))
    nobody = {"automatic": "of_itself", "time": "by_time", "law": "by_law"}.get(step.kind)
    if nobody or not step.by:
        yield phrase("page", nobody or "nobody_named", lang)
    else:
        yield phrase("page", "who", lang, by=name(step.by, lang))
    if step.case:
        title = tidy(titles.get(step.case) or step.case)
        case = tidy(step.case)
        yield phrase("page", "matter", lang, title=title, case="" if case == title else case)
    if step.source or step.target:
        key = "refused" if step.refused else "stayed"
        key = key if step.source == step.target else "before_after"
        source, target = tidy(step.source), tidy(step.target)
        yield phrase("page", key, lang, source=source, target=target)
    if step.takes:
        given = "; ".join(f"{tidy(key)}: {_value(v, lang)}" for key, v in step.takes.items())
        yield phrase("page", "given", lang, given=given)
    if step.saw:
        cases = listed([titled(id, titles) for id in step.saw], lang)
        yield phrase("page", "looked_at", lang, cases=cases)


def _value(value: Any, lang: str) -> str:
    if isinstance(value, (tuple, list)):
        return listed([_value(one, lang) for one in value], lang)
    if isinstance(value, bool):
        return phrase("words", "said_yes" if value else "said_no", lang)
    return name(value, lang) if isinstance(value, str) and value else tidy(value)


def _text(record: Record, id: str, lang: str) -> str:
    """A text relied on: its days, how it is known, its rule in a sentence."""
    found = law.by_text(id) or enacted_text(record, id)
    if found is None:
        return phrase("page", "unknown_text", lang, id=tidy(id))
    span = _span(found, lang)
    return phrase("page", "text", lang, id=found.id, span=span, mark=found.mark, rule=found.rule)


def enacted_text(record: Record, id: str) -> Text | None:
    """Return a text that a matter of the record enacts, by its id (`…@enacted:MATTER`), or None."""
    provision, mark, matter = id.partition(BY)
    made = record.outcome(matter) if mark else None
    if made is None:
        return None
    entries = [e for e in made.facts.get("enacts", ()) if e["provision"] == provision]
    return text_of(provision, matter, entries[-1], made.effective) if entries else None


def _span(text: Text, lang: str) -> str:
    until = _dated(text.until, lang) if text.until is not None else ""
    return phrase("page", "in_force", lang, since=_dated(text.since, lang), until=until)


def _dated(date: Dated, lang: str) -> str:
    if date.known == "unknown":
        return phrase("page", "unknown_day", lang)
    if date.known == "precedent":
        written = date.written.removeprefix("precedent ")
        return phrase("page", "precedent", lang, date=day(written, lang))
    return day(date.written, lang)


def _reading(record: Record, id: str, option: str, lang: str) -> list[str]:
    """A reading that was asked: its question, the option taken, whether an outcome turns on it."""
    found = law.readings().get(id)
    words = {"reading": tidy(id), "option": tidy(option)}
    if found is None:
        return wrapped(phrase("page", "unknown_reading", lang, **words), 2, more=2)
    lines = wrapped(phrase("page", "reading", lang, **words, question=found.question), 2, more=2)
    taken = found.options.get(option)
    if taken is not None:
        told = phrase("page", "option", lang, option=option, says=taken.says)
        lines += wrapped(told, 4, more=3)
    use = next((use for use in record.readings if use.id == id), None)
    if use is not None and use.decisive is not None:
        options = listed(use.decisive, lang, "or")
        key = "decisive_reading" if use.decisive else "not_decisive_reading"
        lines += wrapped(phrase("page", key, lang, options=options), 4, more=2)
    return lines


def _closing(closing: Closing, titles: Titles, lang: str) -> str:
    because = language(lang)["deadlines"]["because"].get(closing.because, closing.because)
    return phrase(
        "page",
        "closing",
        lang,
        name=tidy(closing.name),
        case=titled(closing.case, titles),
        status=tidy(closing.status),
        because=tidy(because),
    )
