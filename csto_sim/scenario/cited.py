"""Sources and evidence: where a scenario says that its facts are known from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from csto_sim.errors import Complaints, clip, listing, suggestion
from csto_sim.scenario.fields import EVIDENCE
from csto_sim.scenario.model import Said
from csto_sim.shapes.kinds import Defs, Kind, Scalar, Schema
from csto_sim.shapes.nodes import Node
from csto_sim.shapes.shape import Field, OneOrMany, Read, Record, Text, Word

NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Label(Scalar):
    """A text or a number, read as it is written: `seed: 000` is the seed 000."""

    what: str

    def read(self, node: Node, complaints: Complaints) -> str | None:
        """What is written, or None after a complaint."""
        bare = node.kind == "scalar" and isinstance(node.value, str | int | float)
        written = "" if not bare or isinstance(node.value, bool) else node.written.strip()
        if written and len(written) <= 2000:
            return written
        if node.kind != "faulty":
            self.wrong(node, complaints)
        return None

    def expected(self) -> str:
        """What the label names."""
        return self.what

    def likeness(self, node: Node) -> float:
        """1 for a single value."""
        return 1 if node.kind == "scalar" else 0

    def schema(self, defs: Defs) -> Schema:
        """A string or a number."""
        return {"type": ["string", "number"]}


class Page(Label):
    """A page that the law data was read from, by its key (CSTO-319)."""

    __slots__ = ()

    def read(self, node: Node, complaints: Complaints) -> str | None:
        """The key, or None after a complaint."""
        written = Label.read(self, node, complaints)
        known = pages()
        if written is None or written in known:
            return written
        message = f"there is no page '{clip(written)}' in the law data"
        number = f"P{written.lstrip('Pp').zfill(2)}"
        hint = number if number in known else suggestion(written, known)
        expected = f"the key of a page, such as {listing(list(known)[2:5])}"
        hint = hint or "write a source that has no key there as 'url: …' or 'note: …'"
        complaints.add(node.complaint("CSTO-319", message, expected=expected, hint=hint))
        return None

    def schema(self, defs: Defs) -> Schema:
        """The keys."""
        if "page" not in defs:
            defs["page"] = (self, {"enum": list(pages())})
        return {"$ref": "#/$defs/page"}


@cache
def pages() -> tuple[str, ...]:
    """Return the keys of the pages that the law data was read from, in the order of their file."""
    text = files("csto_sim.law").joinpath("sources.yaml").read_text("utf-8")
    # The keys alone, without reading the file as YAML: every scenario with sources asks for them.
    return tuple(re.findall(r"^([A-Z][A-Z0-9]*):", text, re.MULTILINE))


_WHERE = (
    Field("page", Page("a page"), help="A public page, by its key in the law data (P72)."),
    Field("seed", Label("a seed"), help="One of the two source documents of the project (000)."),
    Field("url", Text(max=2000), help="The address of a page."),
    Field("note", Text(max=2000), help="A source in words."),
)
SOURCE_RECORD = Record(
    (
        *_WHERE,
        Field("phrase", Text(max=2000), help="Words by which the place is found in the source."),
        Field("says", Text(max=2000), help="What the source says, in a few words."),
        Field("evidence", Word(EVIDENCE, "an evidence mark"), help="How well it is known."),
    ),
    name="source",
    help="Where a fact is known from.",
)


class Source(Kind):
    """A source: a text, or the keys of `SOURCE_RECORD`; read as one text."""

    __slots__ = ()

    def expected(self) -> str:
        """The two forms."""
        return "a source: a text, or {page: …, says: …}"

    def likeness(self, node: Node) -> float:
        """As a text or as keys and values."""
        return 2 if node.kind == "mapping" else Text().likeness(node)

    def read(self, node: Node, complaints: Complaints) -> str | None:
        """The source as one text, or None after a complaint."""
        if node.kind != "mapping":
            if node.kind == "sequence":
                self.wrong(node, complaints)
                return None
            text: str | None = Text(max=2000).read(node, complaints)
            return text
        found = SOURCE_RECORD.read(node, complaints)
        if found is None or not found.sound:
            return None
        if not any(found.wrote(each.name) for each in _WHERE):
            message = "this source names no place"
            hint = "add 'page: …', 'seed: …', 'url: …' or 'note: …'"
            complaints.add(node.complaint("CSTO-202", message, hint=hint))
            return None
        return as_text(found)

    def schema(self, defs: Defs) -> Schema:
        """A string, or the record."""
        return {"anyOf": [Text(max=2000).schema(defs), SOURCE_RECORD.schema(defs)]}


def as_text(source: Read) -> str:
    """Return a source as one line: `page P72, note of Belarus (public)`."""
    parts = [f"{key} {source[key]}" for key in ("page", "seed") if source[key]]
    parts += [str(source[key]) for key in ("url", "note") if source[key]]
    if source["phrase"]:
        parts.append(f"“{source['phrase'].strip('“”')}”")
    if source["says"]:
        parts.append(source["says"])
    told = ", ".join(parts)
    return f"{told} ({source['evidence']})" if source["evidence"] else told


SOURCES = OneOrMany(Source())
CITED = (
    Field("source", Source(), help="Where this is known from.", also=("src", "reference", "ref")),
    Field("sources", SOURCES, help="Where this is known from, one source or several."),
    Field(
        "evidence",
        Word(EVIDENCE, "an evidence mark"),
        help="How well this is known: seed, public, unverified or hypothetical.",
    ),
)


def said(read: Read) -> Said:
    """Return the sources and the evidence mark that an act or a case gives."""
    one, many, evidence = read["source"], read["sources"], read["evidence"]
    if one is None and many is None and evidence is None:
        return NOTHING_SAID
    return Said(_texts((one, *(many or ()))), evidence or "")


def _texts(found: Iterable[Any]) -> tuple[str, ...]:
    return tuple(text for text in found if text)
