"""A record explained: what became of each matter and why, then the steps that decided it."""

from __future__ import annotations

from collections.abc import Iterator

from csto_sim.explain.deadlines import deadline_lines
from csto_sim.explain.findings import wrapped
from csto_sim.explain.steps import headline, step_lines, step_tree, titled
from csto_sim.explain.summaries import summary, titles_of
from csto_sim.explain.times import COUNTED_IN, zones_of
from csto_sim.explain.words import phrase, tidy
from csto_sim.record import Outcome, Record, Step


def explain(
    record: Record, step: int | None = None, *, plain: bool = False, lang: str = "en"
) -> str:
    """Return a record explained in plain sentences, without colour, lines of at most 80 columns.

    Without `step`: each matter and meeting with what became of it and why, then each decisive step
    (one that changed a state, was refused, followed of itself, or with which a period began or
    ended) with the tree of its reasons, then the ledger of deadlines with all that is known of each
    period. With the number of a step: all about that step. `plain` writes `holds:` and `fails:`
    instead of ✓ and ✗. Raises ValueError when the record has no step of that number.
    """
    titles = titles_of(record)
    if step is not None:
        found = _step(record, step)
        return "\n".join(step_lines(record, found, titles, plain=plain, lang=lang)) + "\n"
    lines = [*wrapped(tidy(record.title)), _span(record, lang)]
    lines += ["", phrase("page", "outcomes", lang)]
    for outcome in record.outcomes:
        lines += wrapped(outcome_line(outcome, lang), 2, more=2)
        lines += wrapped(summary(record, outcome.case, lang), 4)
    lines += ["", phrase("page", "decisive", lang)]
    decisive = list(decisive_steps(record))
    if not decisive:
        lines.append("  " + phrase("page", "nothing_decisive", lang))
    zones = zones_of(record)
    for each in decisive:
        told = headline(each, titles, lang, zones.get(each.seq, COUNTED_IN), reasons_follow=True)
        lines += wrapped(f"[{each.seq}] {tidy(told)}", 2, more=4)
        if each.kind != "law":
            lines += step_tree(each, 6, plain=plain, titles=titles, lang=lang)
    if record.deadlines:
        lines += ["", phrase("page", "deadlines", lang), *_ledger(record, lang)]
    return "\n".join(lines) + "\n"


def _ledger(record: Record, lang: str) -> Iterator[str]:
    """The periods of each matter, under its title, with all that is known of them."""
    for case in dict.fromkeys(line.case for line in record.deadlines):
        yield from wrapped(titled(case, titles_of(record)), 2, more=2)
        for line in record.deadlines:
            if line.case == case:
                yield from deadline_lines(line, 4, record=record, lang=lang)


def explain_step(step: Step, *, plain: bool = False, lang: str = "en") -> list[str]:
    """Return a step by itself, without its record: its line, and the tree of its reasons."""
    head = wrapped(tidy(headline(step, lang=lang, reasons_follow=True)), more=2)
    return head + step_tree(step, 2, plain=plain, lang=lang)


def outcome_line(outcome: Outcome, lang: str = "en") -> str:
    """Return one line on what became of a matter or meeting: title, id, state."""
    title = tidy(outcome.title or outcome.case)
    state = tidy(outcome.state)
    case = tidy(outcome.case) if outcome.title not in ("", outcome.case) else ""
    return phrase("page", "outcome", lang, title=title, case=case, state=state)


def decisive_steps(record: Record) -> Iterator[Step]:
    """Yield the steps that changed a state, were refused, followed of themselves, or with which a
    period began or ended."""
    return (
        step
        for step in record.steps
        if step.refused
        or step.source != step.target
        or step.kind == "automatic"
        or step.opens
        or step.closes
    )


def _step(record: Record, seq: int) -> Step:
    for step in record.steps:
        if step.seq == seq:
            return step
    if not record.steps:
        raise ValueError(f"There is no step {seq}: this run has no steps.")
    first, last = record.steps[0].seq, record.steps[-1].seq
    raise ValueError(
        f"There is no step {seq}: the steps of this run are numbered {first} to {last}."
    )


def _span(record: Record, lang: str) -> str:
    words = {"since": tidy(record.since), "until": tidy(record.until), "mode": tidy(record.mode)}
    return phrase("page", "run", lang, **words)
