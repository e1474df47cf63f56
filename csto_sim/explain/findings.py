"""A finding in a sentence, and a tree of findings as indented lines."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from csto_sim.explain.template import fill
from csto_sim.explain.words import (
    capital,
    day,
    language,
    listed,
    name,
    names,
    phrase,
    quoted,
    tidy,
)
from csto_sim.world import Finding

#: Findings that say that a rule was not in force: they cite it all the same.
NOT_IN_FORCE = frozenset(
    {
        *("act.no_law", "absent.no_rule", "decision.no_rule", "limited.not_in_law"),
        *("meeting.no_body", "status.no_basis"),
    }
)
ROOM: ContextVar[int] = ContextVar("room", default=80)
#: Beyond this depth a tree is not indented further.
DEEPEST = 16

Titles = Mapping[str, str]
NO_TITLES: Titles = {}

_CODES = ("members", "electorate", "threatened", "who", "aside", "states", "parties", "missing")
_CODE = ("by", "to", "chair", "host", "proposer", "member", "applicant", "holder", "next")
_DAYS = ("day", "session", "proposed", "since", "until", "due")
_CASES = (
    *("meeting", "meetings", "instrument", "by_matter", "case", "decision", "request"),
    *("protocol", "operation", "mandate", "programme"),
)
_NUMBERS = ("present", "needed", "have", "of", "months", "years", "hours", "days", "number")
_PLAIN = ("act", "state", "kind", "form", "office", "wanted", "subject", "whose", "says", "period")
_MORE = (
    *("status", "right", "criterion", "field", "task", "level", "ground", "list", "name", "unit"),
    *("force", "territory", "answer", "stage", "document", "topic", "field_of", "wording", "entry"),
    *("standing", "condition", "taken", "provision", "rule"),
)

#: The facts that a sentence can put in, each by how it is shown.
SHOWN: Mapping[str, str] = {
    **dict.fromkeys(_CODES, "codes"),
    **dict.fromkeys(_CODE, "code"),
    **dict.fromkeys(_DAYS, "day"),
    **dict.fromkeys(_CASES, "cases"),
    **dict.fromkeys(_NUMBERS, "number"),
    **dict.fromkeys((*_PLAIN, *_MORE), "text"),
    "body": "body",
    "open": "acts",
    "begins": "texts",
    "ends": "texts",
}


def several(value: Any) -> tuple[Any, ...]:
    """Return the values of a fact: those of a list, or the one; empty ones left out."""
    if value is None or value == "":
        return ()
    many = isinstance(value, (tuple, list, dict))
    return tuple(one for one in value if one != "") if many else (value,)


class Told:
    """The facts of a finding as a template puts them in. `seen` holds the bodies named so far."""

    __slots__ = ("_facts", "_lang", "_seen", "_titles")

    def __init__(self, finding: Finding, titles: Titles, lang: str, seen: set[str]) -> None:
        self._facts = dict(reversed(finding.facts))
        self._titles = titles
        self._lang = lang
        self._seen = seen

    def text(self, fact: str) -> str:
        """The fact in words, or '' when it is empty."""
        values = several(self._facts.get(fact))
        return _SHOW[SHOWN.get(fact, "text")](self, values) if values else ""

    def instead(self, fact: str) -> str:
        """What stands for an empty fact: `nobody` for members, `0` for numbers and so on."""
        words = language(self._lang)["words"]
        shown = SHOWN.get(fact, "text")
        if shown == "number":
            return "0"
        return str(words["nobody" if shown in ("code", "codes") else "unstated"])

    def many(self, fact: str) -> bool:
        """Whether there are several, or a number other than one."""
        values = several(self._facts.get(fact))
        if SHOWN.get(fact) == "number":
            return values != (1,)
        return len(values) > 1

    def codes(self, values: tuple[Any, ...]) -> str:
        """States and offices by name."""
        return names(map(str, values), self._lang)

    def body(self, values: tuple[Any, ...]) -> str:
        """A body by its full name, and by its short one when it was named before."""
        code = str(values[0])
        short = language(self._lang)["short"].get(code) if code in self._seen else None
        self._seen.add(code)
        return str(short) if short else name(code, self._lang)

    def days(self, values: tuple[Any, ...]) -> str:
        """Days in words."""
        return listed([day(str(value), self._lang) for value in values], self._lang)

    def cases(self, values: tuple[Any, ...]) -> str:
        """Matters and meetings by title, else by id, in quotes."""
        ids = map(str, values)
        return listed([quoted(self._titles.get(id) or id) for id in ids], self._lang)

    def acts(self, values: tuple[Any, ...]) -> str:
        """Acts in quotes."""
        return listed(map(quoted, values), self._lang)

    def texts(self, values: tuple[Any, ...]) -> str:
        """Ids of texts and plain words."""
        return ", ".join(map(tidy, values))


_SHOW: Mapping[str, Callable[[Told, tuple[Any, ...]], str]] = {
    "codes": Told.codes,
    "code": Told.codes,
    "body": Told.body,
    "day": Told.days,
    "cases": Told.cases,
    "number": Told.texts,
    "acts": Told.acts,
    "texts": Told.texts,
    "text": Told.texts,
}


def clause(
    finding: Finding,
    titles: Titles = NO_TITLES,
    lang: str = "en",
    seen: set[str] | None = None,
    short: bool = False,
) -> str:
    """Return what a finding says, without provisions, reading and full stop.

    `short` takes the shorter words for summaries where there are some. A name that has no sentence
    (of a record made by another version) is told as it is.
    """
    known = language(lang)
    template = known["summaries"].get(finding.says) if short else None
    template = template or known["findings"].get(finding.says)
    if isinstance(template, dict):
        template = template["holds" if finding.holds else "fails"]
    if template is None:
        word = quoted(finding.says)
        return word if finding.holds else f"{known['words']['not_so']} {word}"
    return fill(template, Told(finding, titles, lang, set() if seen is None else seen))


def sentence(
    finding: Finding,
    titles: Titles = NO_TITLES,
    lang: str = "en",
    seen: set[str] | None = None,
    texts: tuple[str, ...] | None = None,
) -> str:
    """Return one sentence for a finding: what was found, its provisions, the reading asked.

    `Belarus did not take part, which counts as lack of consent (rules.14.1) [reading
    amb.absence-effect = A].` `titles` maps ids of matters and meetings to titles; `seen` holds the
    codes of bodies already named, which may then be named shortly, and is added to. `texts` are the
    ids of the texts in force, where they are known: see `citing`.
    """
    text = capital(clause(finding, titles, lang, seen))
    told = (*several(finding.fact("begins")), *several(finding.fact("ends")))
    cited = [tidy(id) for id in citing(finding, texts) if id not in told]
    if cited:
        text += f" ({', '.join(cited)})"
    if finding.reading is not None:
        reading, option = map(tidy, finding.reading)
        text += f" [{phrase('words', 'reading', lang, reading=reading, option=option)}]"
    return text + "."


def citing(finding: Finding, texts: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return what to cite for a finding: of its provisions the texts in force among `texts`.

    All of its provisions where it is not known what was in force (None), and where that a rule was
    not in force is the very finding.
    """
    if texts is None or finding.says in NOT_IN_FORCE:
        return finding.under
    provisions = frozenset(finding.under)
    return tuple(id for id in texts if id.partition("@")[0] in provisions)


def explain_finding(
    finding: Finding,
    indent: int = 0,
    *,
    plain: bool = False,
    titles: Titles = NO_TITLES,
    texts: tuple[str, ...] | None = None,
    lang: str = "en",
) -> list[str]:
    """Return the tree of a finding as lines, each finding further in than the one that rests on it.

    Lines are at most 80 columns wide where their words allow it. Each finding begins with ✓ or ✗,
    or with `holds:` or `fails:` when `plain` is set.
    """
    signs = language(lang)["words"]
    yes, no = (signs["holds"], signs["fails"]) if plain else (signs["yes_mark"], signs["no_mark"])
    seen: set[str] = set()
    lines: list[str] = []
    for depth, part in finding.tree():
        mark = yes if part.holds else no
        told = sentence(part, titles, lang, seen, texts)
        lines += wrapped(told, indent + 2 * min(depth, DEEPEST), mark)
    return lines


def failing(finding: Finding) -> list[Finding]:
    """Return the conditions that failed and rest on no other that did, each once, in order.

    They are why a finding does not hold; one that holds, or that rests on nothing that failed, has
    none but itself, and gives an empty list.
    """
    found: dict[Finding, None] = {}
    stack = [part for part in reversed(finding.rests_on) if not part.holds]
    while stack:
        part = stack.pop()
        deeper = [each for each in reversed(part.rests_on) if not each.holds]
        stack += deeper
        if not deeper:
            found[part] = None
    return list(found)


def wrapped(text: str, indent: int = 0, mark: str = "", more: int = 0) -> list[str]:
    """Return text as lines of at most `ROOM` columns, indented; later lines `more` further in.

    Ids are not broken, so a line can be wider when one word is.
    """
    pad = " " * indent
    return textwrap.wrap(
        text,
        ROOM.get(),
        initial_indent=pad + mark,
        subsequent_indent=pad + " " * (len(mark) + more),
        break_long_words=False,
        break_on_hyphens=False,
    )
