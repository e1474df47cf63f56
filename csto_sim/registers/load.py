"""Reading a register: YAML to checked entries. Malformed data raises ValueError with file and fact.

Scalars are read as plain text (no YAML 1.1 guessing), and yaml is imported only when a file is
read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from csto_sim import organisation
from csto_sim.organisation.load import EVIDENCE, items, keys, sources_of, word, words
from csto_sim.registers.known import check_pages, check_provision, check_row
from csto_sim.registers.model import NAMES, Entry, Fact, Kind, Register, Span, Value
from csto_sim.registers.sound import check_facts

VALUES = ("number", "text", "states", "parties", "code", "day")
_KEY = re.compile(r"[a-z0-9][a-z0-9.-]*")
_DAY = re.compile(r"(by )?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_BETWEEN = re.compile(r"between (\d{4}-\d\d-\d\d) and (\d{4}-\d\d-\d\d)")
_NUMBER = re.compile(r"-?\d{1,15}")
_CLASS = {"seed": "seed", "page": "public", "standard": "public"}
_TOP = ("register", "title", "about", "kinds", "entries")
_ENTRY = ("name", "also", "rows", "under", "procedure", "note", "facts")
_FACT = (
    "what",
    "value",
    "of",
    "on",
    "since",
    "until",
    "used",
    "why",
    "under",
    "evidence",
    "confidence",
    "sources",
    "note",
)


def parse(name: str, found: Any, base: Register | None = None) -> Register:
    """The register of that name from the content of its file. ValueError where it is malformed.

    What `base` holds (entries made of other data) comes first; an entry of the file with a key of
    `base` adds its facts there, and needs no name. The file may use the kinds of `base`.
    """
    file = f"{name}.yaml"
    known = base.entries if base is not None else {}
    keys(file, found, _TOP, _TOP)
    if word(f"{file}: register", found["register"], NAMES) != name:
        raise ValueError(f"{file}: register: expected {name!r}, found {found['register']!r}")
    kinds = _kinds(file, found["kinds"], base.kinds if base is not None else {})
    keys(f"{file}: entries", found["entries"], found["entries"] or ("",))
    entries = {key: replace(each, kinds=kinds) for key, each in known.items()}
    for key, body in found["entries"].items():
        where = f"{file}: {key}"
        if not _KEY.fullmatch(key):
            raise ValueError(f"{where}: a key is of small letters, digits, hyphens and points")
        entries[key] = _entry(where, key, body, kinds, known.get(key))
    return Register(
        name=name,
        title=word(f"{file}: title", found["title"]),
        about=" ".join(word(f"{file}: about", found["about"]).split()),
        kinds=kinds,
        entries=MappingProxyType(entries),
    )


def _kinds(file: str, found: Any, known: Mapping[str, Kind]) -> Mapping[str, Kind]:
    keys(f"{file}: kinds", found, found or ())
    result = dict(known)
    for what, body in found.items():
        where = f"{file}: kinds: {what}"
        keys(where, body, ("says", "value", "one", "event"), ("says",))
        kind = Kind(
            what,
            word(f"{where}: says", body["says"]),
            word(f"{where}: value", body["value"], VALUES) if "value" in body else "",
            _yes(f"{where}: one", body.get("one", "no")),
            _yes(f"{where}: event", body.get("event", "no")),
        )
        if what in known and replace(known[what], says=kind.says) != kind:
            raise ValueError(f"{where}: this kind is known already, as {_form(known[what])}")
        result[what] = kind
    return MappingProxyType(result)


def _form(kind: Kind) -> str:
    form = f"value: {kind.value}" if kind.value else "no value"
    return form + ", one: yes" * kind.one + ", event: yes" * kind.event


def _entry(
    where: str, key: str, body: Any, kinds: Mapping[str, Kind], known: Entry | None
) -> Entry:
    keys(where, body, _ENTRY, ("facts",) if known is not None else ("name", "facts"))
    facts: list[Fact] = []
    for number, one in enumerate(items(f"{where}: facts", body["facts"]), 1):
        facts += _facts(f"{where}: fact {number}", one, kinds)
    if known is not None:
        facts = [*known.facts, *facts]
    check_facts(where, facts, kinds)
    before = known or Entry(key=key, name="", facts=())
    result = Entry(
        key=key,
        name=_text(where, body, "name") or before.name,
        facts=in_order(facts),
        also=tuple(dict.fromkeys((*before.also, *_several(where, body, "also")))),
        rows=_several(where, body, "rows"),
        under=tuple(dict.fromkeys((*before.under, *_several(where, body, "under")))),
        procedure=_text(where, body, "procedure"),
        note=_text(where, body, "note") or before.note,
        kinds=kinds,
    )
    for row in result.rows:
        check_row(f"{where}: rows", row)
    for id in result.under:
        check_provision(f"{where}: under", id)
    return result


def in_order(facts: Collection[Fact]) -> tuple[Fact, ...]:
    """Facts in order of the day from which they count; of one day in the order given."""
    return tuple(sorted(facts, key=lambda each: each.begins.counts))


# --- one fact ------------------------------------------------------------------------------------


def _facts(where: str, body: Any, kinds: Mapping[str, Kind]) -> list[Fact]:
    """The facts of one line: with a list under `of`, one for each."""
    keys(where, body, _FACT, ("what", "evidence", "sources"))
    what = word(f"{where}: what", body["what"], kinds)
    where = f"{where} ({what})"
    kind = kinds[what]
    used = _yes(f"{where}: used", body.get("used", "yes"))
    if used == ("why" in body):
        raise ValueError(f"{where}: 'used: no' and 'why' stand together or not at all")
    of = body.get("of", "")
    whom = words(f"{where}: of", of) if isinstance(of, list) else (word(where, of) if of else "",)
    fields: dict[str, Any] = {
        "what": what,
        "value": _value(where, body.get("value"), kind),
        "used": used,
        "why": _text(where, body, "why"),
        "under": _several(where, body, "under"),
        "note": _text(where, body, "note"),
        **_days(where, body, kind),
        **_grounds(where, body),
    }
    for id in fields["under"]:
        check_provision(f"{where}: under", id)
    return [Fact(of=each, **fields) for each in whom]


def _days(where: str, body: Mapping[str, Any], kind: Kind) -> dict[str, Span | None]:
    if kind.event:
        keys(where, body, [key for key in _FACT if key not in ("since", "until")], ("on",))
        return {"on": span_of(f"{where}: on", body["on"])}
    keys(where, body, [key for key in _FACT if key != "on"], ("since",))
    since = span_of(f"{where}: since", body["since"])
    until = span_of(f"{where}: until", body["until"]) if "until" in body else None
    known = until is not None and "unknown" not in (since.known, until.known)
    if until is not None and known and until.counts <= since.counts:
        raise ValueError(f"{where}: until {until.written} is not after since {since.written}")
    return {"since": since, "until": until}


def span_of(where: str, text: Any) -> Span:
    """A day as far as it is known: `2009-06-14`, `2009-06`, `2009`, `by 2019`, `unknown`, or
    `between 2003-05-26 and 2003-09-18`. ValueError for anything else.
    """
    if text == "unknown":
        return Span(text, "unknown", None, None)
    if between := _BETWEEN.fullmatch(text if isinstance(text, str) else ""):
        first, last = (_bounds(where, text, each)[0] for each in between.groups())
        if last < first:
            raise ValueError(f"{where}: {text!r} ends before it begins")
        return Span(text, "between", first, last)
    match = _DAY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(
            f"{where}: {text!r} is no day; write 2009-06-14, 2009-06, 2009, by 2019, unknown, or "
            "between 2003-05-26 and 2003-09-18"
        )
    by, year, month, day = match.groups()
    first, last = _bounds(where, text, "-".join(part for part in (year, month, day) if part))
    if by:
        # It was so by then: a year or a month counts from its first day, as elsewhere.
        return Span(text, "by", None, first)
    return Span(text, "day" if day else "month" if month else "year", first, last)


def _bounds(where: str, text: str, written: str) -> tuple[date, date]:
    parts = [int(part) for part in written.split("-")]
    try:
        if len(parts) == 3:
            return date(*parts), date(*parts)
        year, month = (*parts, 0)[:2]
        first = date(year, month or 1, 1)
        after = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{where}: {text!r}: {error}") from error
    return first, after - timedelta(1)


def _value(where: str, found: Any, kind: Kind) -> Value:
    at = f"{where}: value"
    if found is None:
        if kind.value and not kind.event:
            raise ValueError(f"{where}: 'value' is missing")
        return None
    if not kind.value:
        raise ValueError(f"{at}: facts of this kind have no value, found {found!r}")
    if kind.value in ("states", "parties"):
        codes = words(at, found)
        for code in codes:
            _code(at, code, kind.value)
        if len(set(codes)) < len(codes):
            raise ValueError(f"{at}: a code stands twice")
        return codes
    text = " ".join(word(at, found).split())
    if kind.value == "number":
        if not _NUMBER.fullmatch(text):
            raise ValueError(f"{at}: expected a whole number, found {text!r}")
        return int(text)
    if kind.value == "code":
        _code(at, text, kind.value)
    elif kind.value == "day":
        span_of(at, text)
    return text


def _code(where: str, code: str, kind: str) -> None:
    if organisation.is_code(code):
        return
    if kind != "states" and (code in organisation.organisations() or organisation.body(code)):
        return
    raise ValueError(f"{where}: {code!r} is no code of {'a state' if kind == 'states' else 'ours'}")


def _grounds(where: str, body: Mapping[str, Any]) -> dict[str, Any]:
    sources = sources_of(where, body["sources"])
    check_pages(where, sources)
    evidence = word(f"{where}: evidence", body["evidence"], EVIDENCE)
    best = min((_CLASS.get(s.kind, "unverified") for s in sources), key=EVIDENCE.index)
    if evidence != best:
        raise ValueError(f"{where}: evidence is {evidence!r}, the best of its sources is {best!r}")
    if "confidence" not in body:
        if evidence == "unverified":
            raise ValueError(f"{where}: 'confidence' is missing: it is unverified")
        return {"evidence": evidence, "sources": sources}
    try:
        confidence = float(body["confidence"])
    except (TypeError, ValueError):
        confidence = -1.0
    if not 0 <= confidence <= 1:
        raise ValueError(f"{where}: confidence {body['confidence']!r} is not between 0 and 1")
    return {"evidence": evidence, "sources": sources, "confidence": confidence}


def _yes(where: str, found: Any) -> bool:
    return word(where, found, ("yes", "no", "true", "false")) in ("yes", "true")


def _several(where: str, body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return words(f"{where}: {key}", body[key]) if key in body else ()


def _text(where: str, body: Mapping[str, Any], key: str) -> str:
    return " ".join(word(f"{where}: {key}", body[key]).split()) if key in body else ""
