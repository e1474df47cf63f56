"""A line of the ledger of deadlines in plain sentences, with its counting."""

from __future__ import annotations

from csto_sim.explain.findings import wrapped
from csto_sim.explain.template import Plain, fill
from csto_sim.explain.times import COUNTED_IN, on_day
from csto_sim.explain.words import (
    capital,
    day,
    language,
    listed,
    moment,
    name,
    names,
    phrase,
    quoted,
    tidy,
)
from csto_sim.record import Deadline, Record
from csto_sim.world import Counted


def deadline_lines(
    deadline: Deadline, indent: int = 0, *, record: Record | None = None, lang: str = "en"
) -> list[str]:
    """Return plain sentences on one period, one a line (wrapped at 80 columns).

    Who holds it, what began it and under which provision; the unit and length, the zone, the first
    counted day or instant, whose working days count and which days were left out, by name; the last
    lawful moment in local time; what became of it, and when where its `record` is given; what
    follows.
    """
    told = [
        phrase(
            "deadlines",
            "duty",
            lang,
            holder=name(deadline.holder, lang),
            name=_named(deadline.name, lang),
            under=tidy(deadline.under),
            trigger=tidy(deadline.trigger),
            step=str(deadline.opened),
        )
    ]
    if deadline.counted is not None:
        told += _counting(deadline.counted, lang)
    told += _last(deadline, lang)
    status = language(lang)["deadlines"]["status"].get(_became(record, deadline))
    if status is None:
        told.append(capital(tidy(deadline.status)) + ".")
    else:
        told.append(fill(status, Plain({"because": _because(deadline, lang)})))
    if deadline.closed >= 0:
        ended = _ended(record, deadline, lang) if record is not None else ""
        told.append(phrase("deadlines", "ended", lang, step=str(deadline.closed), when=ended))
    if deadline.follows:
        key = "follows" if deadline.counted is not None else "owed"
        told.append(phrase("deadlines", key, lang, follows=tidy(deadline.follows)))
    lines = wrapped(told[0], indent, more=4)
    return lines + [line for one in told[1:] for line in wrapped(one, indent + 2, more=2)]


def ledger_lines(record: Record, deadline: Deadline, lang: str = "en") -> list[str]:
    """Return a line of the ledger in short, as one or more texts that are not wrapped.

    First who owes what, in which matter, under which provision, and its status. Then for a counted
    period its length, the first that counts, whose working days count and the last lawful moment;
    the days left out, by name; and what follows, where it was not met. A duty without a length
    tells what it is instead.
    """
    status = _became(record, deadline)
    known = language(lang)["ledger"]["status"].get(status)
    because = _because(deadline, lang)
    words = {
        "when": _ended(record, deadline, lang),
        "because": "" if because == deadline.name else because,
    }
    first = phrase(
        "ledger",
        "duty",
        lang,
        holder=capital(name(deadline.holder, lang)),
        name=_named(deadline.name, lang),
        case=quoted(deadline.case),
        under=tidy(deadline.under),
        status=fill(known, Plain(words)) if known else tidy(status),
    )
    follows = tidy(deadline.follows)
    counted = deadline.counted
    if counted is None:
        return [first, follows] if follows else [first]
    told = [first, _briefly(deadline, counted, lang)]
    if counted.skipped:
        key = "skipped" if len(counted.skipped) > 1 else "skipped_one"
        days = _skipped(counted, lang)
        told.append(phrase("ledger", key, lang, n=str(len(counted.skipped)), days=days))
    if follows and status not in ("met", "withdrawn"):
        told.append(phrase("ledger", "follows", lang, follows=follows))
    return told


def _briefly(deadline: Deadline, counted: Counted, lang: str) -> str:
    forms = language(lang)["deadlines"]["units"].get(counted.unit)
    first, last = (moment(each, counted.zone, lang) for each in deadline.due or counted.last_moment)
    return phrase(
        "ledger",
        "counted" if forms else "set_day",
        lang,
        length=f"{counted.length} {forms[0 if counted.length == 1 else 1]}" if forms else "",
        states=names(counted.calendar.split("+"), lang) if counted.calendar else "",
        first=_first(counted, lang),
        earliest="" if first == last else first,
        last=last,
    )


def _became(record: Record | None, deadline: Deadline) -> str:
    """The status; for a duty without a length, `done` or `withdrawn` where a step ended it."""
    if deadline.status != "unmeasured" or deadline.closed < 0 or record is None:
        return deadline.status
    for step in record.steps:
        for closing in step.closes if step.seq == deadline.closed else ():
            if (closing.case, closing.name) == (deadline.case, deadline.name):
                return "withdrawn" if closing.status == "withdrawn" else "done"
    return deadline.status


def _ended(record: Record, deadline: Deadline, lang: str) -> str:
    """The day of the step that ended a period, `on 14 June 2009`; empty while it runs."""
    zone = deadline.counted.zone if deadline.counted else COUNTED_IN
    for step in record.steps:
        if step.seq == deadline.closed:
            return on_day(step, zone, lang)
    return ""


def _because(deadline: Deadline, lang: str) -> str:
    known = language(lang)["deadlines"]["because"]
    return tidy(known.get(deadline.because, deadline.because))


def _named(period: str, lang: str) -> str:
    """The name of a period, with a state's code at its end as a name: `notice of Armenia`."""
    *before, last = tidy(period).split(" ")
    return " ".join((*before, name(last, lang))) if before and last.isupper() else tidy(period)


def _counting(counted: Counted, lang: str) -> list[str]:
    known = language(lang)["deadlines"]
    zone = _zone(counted.zone, lang)
    forms = known["units"].get(counted.unit)
    if forms is None:
        return [phrase("deadlines", "set_day", lang, zone=zone)]
    told = [
        phrase(
            "deadlines",
            "counted",
            lang,
            length=f"{counted.length} {forms[0 if counted.length == 1 else 1]}",
            zone=zone,
            first=_first(counted, lang),
        )
    ]
    if counted.calendar:
        states = names(counted.calendar.split("+"), lang)
        told.append(phrase("deadlines", "calendar", lang, states=states))
    if counted.skipped:
        told.append(phrase("deadlines", "skipped", lang, days=_skipped(counted, lang)))
    return told


def _skipped(counted: Counted, lang: str) -> str:
    """The days left out, each with the reason: `7 January 2022 (Christmas Day)`."""
    days = [
        phrase("deadlines", "skipped_day", lang, day=day(iso, lang), why=tidy(why))
        for iso, why in counted.skipped
    ]
    return listed(days, lang)


def _zone(zone: str, lang: str) -> str:
    city = zone.rpartition("/")[2].replace("_", " ")
    return "UTC" if zone == "UTC" else phrase("words", "zone", lang, city=tidy(city))


def _first(counted: Counted, lang: str) -> str:
    """The first counted day, or for hours the instant (or both, where the start is a range)."""
    from datetime import datetime

    told = []
    for one in counted.first_counted.split("/"):
        try:
            start = datetime.fromisoformat(one) if "T" in one else None
        except ValueError:
            start = None
        if start is None or start.tzinfo is None:
            told.append(day(one, lang))
        else:
            told.append(moment(int(start.timestamp()), counted.zone, lang))
    return listed(told, lang, "or")


def _last(deadline: Deadline, lang: str) -> list[str]:
    due = deadline.due or (deadline.counted.last_moment if deadline.counted else None)
    if due is None:
        return []
    zone = deadline.counted.zone if deadline.counted else "UTC"
    first, last = moment(due[0], zone, lang), moment(due[1], zone, lang)
    if first == last:
        return [phrase("deadlines", "last", lang, last=last)]
    return [phrase("deadlines", "last_range", lang, first=first, last=last)]
