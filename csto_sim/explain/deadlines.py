"""A line of the ledger of deadlines in plain sentences, with its counting."""

from __future__ import annotations

from csto_sim.explain.findings import NO_TITLES, Titles, wrapped
from csto_sim.explain.template import Plain, fill
from csto_sim.explain.words import (
    capital,
    day,
    language,
    listed,
    moment,
    name,
    names,
    phrase,
    tidy,
)
from csto_sim.record import Deadline
from csto_sim.world import Counted


def deadline_lines(
    deadline: Deadline, indent: int = 0, *, titles: Titles = NO_TITLES, lang: str = "en"
) -> list[str]:
    """Return plain sentences on one period, one a line (wrapped at 80 columns).

    Who holds it, what began it and under which provision; the unit and length, the zone, the first
    counted day or instant, whose working days count and which days were left out, by name; the last
    lawful moment in local time; what became of it; what follows.
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
        )
    ]
    if deadline.counted is not None:
        told += _counting(deadline.counted, lang)
    told += _last(deadline, lang)
    status = language(lang)["deadlines"]["status"].get(deadline.status)
    because = language(lang)["deadlines"]["because"].get(deadline.because, deadline.because)
    if status is None:
        told.append(capital(tidy(deadline.status)) + ".")
    else:
        told.append(fill(status, Plain({"because": tidy(because)})))
    if deadline.closed >= 0:
        told.append(phrase("deadlines", "ended", lang, step=str(deadline.closed)))
    if deadline.follows:
        told.append(phrase("deadlines", "follows", lang, follows=tidy(deadline.follows)))
    return [line for one in told for line in wrapped(one, indent, more=2)]


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
        days = [
            phrase("deadlines", "skipped_day", lang, day=day(iso, lang), why=tidy(why))
            for iso, why in counted.skipped
        ]
        told.append(phrase("deadlines", "skipped", lang, days=listed(days, lang)))
    return told


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
