"""Names, lists, days and moments in words, and the sentences as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from csto_sim import organisation
from csto_sim.errors import harmless
from csto_sim.explain.template import Plain, fill

_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def language(lang: str = "en") -> Mapping[str, Any]:
    """Return the sentences of a language: its file `sentences_<lang>.yaml`, and what the files
    in `sentences_<lang>/`, one for each procedure that has its own, add to its groups.

    Raises ValueError when there is no such language, or when two files give one phrase.
    """
    import yaml

    known = {
        entry.name[len("sentences_") : -len(".yaml")]: entry
        for entry in files("csto_sim.explain").iterdir()
        if entry.name.startswith("sentences_") and entry.name.endswith(".yaml")
    }
    if lang not in known:
        raise ValueError(
            f"There are no sentences in the language {lang!r}. There are some in: "
            f"{', '.join(sorted(known))}."
        )
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(known[lang].read_bytes(), Loader=loader)
    beside = files("csto_sim.explain").joinpath(f"sentences_{lang}")
    for entry in sorted(beside.iterdir(), key=lambda entry: entry.name) if beside.is_dir() else ():
        if entry.name.endswith(".yaml"):
            more: Mapping[str, Any] = yaml.load(entry.read_bytes(), Loader=loader)
            for group, phrases in more.items():
                twice = sorted(found[group].keys() & phrases.keys())
                if twice:
                    raise ValueError(f"{entry.name}: in another file too: {', '.join(twice)}")
                found[group].update(phrases)
    return found


def phrase(group: str, key: str, lang: str = "en", /, **facts: str) -> str:
    """Return a phrase of the frame around the findings, with words put in."""
    return fill(language(lang)[group][key], Plain(facts))


def name(code: str, lang: str = "en") -> str:
    """Return the name of a state, body or office by its code: `Belarus`, `the Secretary General`.

    A body's name has its article: `the Collective Security Council`. A code that is not known comes
    back as it is (harmless to a terminal), an empty one as `nobody`.
    """
    known = language(lang)
    if not code:
        return str(known["words"]["nobody"])
    office = known["names"].get(code)
    if office is not None:
        return str(office)
    state = organisation.states().get(code)
    if state is not None:
        return str(getattr(state, f"name_{lang}", None) or state.name)
    body = organisation.body(code)
    if body is not None:
        return str(known["article"]) + str(getattr(body, f"name_{lang}", None) or body.name)
    other = organisation.organisations().get(code)
    if other is not None:
        return str(getattr(other, f"name_{lang}", None) or other.name)
    return tidy(code)


def names(codes: Iterable[str], lang: str = "en") -> str:
    """Return the names of some codes as a list: `Armenia, Belarus and Kazakhstan`."""
    return listed([name(code, lang) for code in codes if code], lang)


def listed(words: Iterable[str], lang: str = "en", sign: str = "and") -> str:
    """Return words as a list, `a, b and c` (or `or`, by `sign`); `nobody` when there are none."""
    signs = language(lang)["words"]
    *before, last = [*words] or [str(signs["nobody"])]
    return str(signs[sign]).join((str(signs["comma"]).join(before), last) if before else (last,))


def day(iso: str, lang: str = "en") -> str:
    """Return an ISO day in words, `14 June 2009`; a month as `June 2009`.

    A day that falls at either of two, written `2012-12-20/2012-12-21`, gives both. What is no day
    comes back as it is.
    """
    if "/" in iso:
        return listed([day(one, lang) for one in iso.split("/")], lang, "or")
    found = _DAY.fullmatch(iso)
    if found is None or not 1 <= int(found[2]) <= 12:
        return tidy(iso)
    month = language(lang)["months"][int(found[2]) - 1]
    if found[3] is None:
        return phrase("words", "month", lang, month=month, year=found[1])
    return phrase("words", "date", lang, day=str(int(found[3])), month=month, year=found[1])


def moment(seconds: int, zone: str = "UTC", lang: str = "en") -> str:
    """Return a second (UTC, since 1970) in words in a zone: `14 June 2009, 14:30 Moscow time`.

    Seconds are told unless they are zero. A zone that this system does not know gives UTC. Beyond
    the years 1 to 9999 the number of the second is told.
    """
    local, shown = _local(seconds, zone, lang)
    if local is None:
        return f"{seconds} s"
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    when = day(f"{local.year:04}-{local.month:02}-{local.day:02}", lang)
    return phrase("words", "moment", lang, date=when, time=clock, zone=shown)


def stamp(seconds: int, zone: str, lang: str = "en") -> str:
    """Return a second (UTC, since 1970) in a zone as in a list: `2016-04-15 12:00`.

    Midnight goes without saying: `2016-04-15`. Beyond the years 1 to 9999 the number is told.
    """
    local, _ = _local(seconds, zone, lang)
    if local is None:
        return f"{seconds} s"
    date = f"{local.year:04}-{local.month:02}-{local.day:02}"
    clock = f" {local:%H:%M:%S}" if local.second else f" {local:%H:%M}"
    return date + clock.removesuffix(" 00:00")


def _local(seconds: int, zone: str, lang: str) -> tuple[datetime | None, str]:
    """A second in a zone, with the zone in words; UTC, which is as exact, for an unknown zone."""
    from zoneinfo import ZoneInfo

    try:
        local = (_EPOCH + timedelta(seconds=seconds)).astimezone(UTC)
    except OverflowError:
        return None, "UTC"
    if zone != "UTC":
        try:
            city = zone.rpartition("/")[2].replace("_", " ")
            return local.astimezone(ZoneInfo(zone)), phrase("words", "zone", lang, city=city)
        except (LookupError, ValueError, OSError, OverflowError):
            pass
    return local, "UTC"


def tidy(value: object) -> str:
    """Return any value as harmless text on one line."""
    return harmless(" ".join(str(value).split()))


def capital(text: str) -> str:
    """Return the text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def quoted(text: object) -> str:
    """Return a title, an act or another word of the user's in quotes."""
    return f'"{tidy(text)}"'
