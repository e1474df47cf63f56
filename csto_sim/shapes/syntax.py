"""What the YAML parser complains of, said in plain sentences.

PyYAML has two parsers, in C and in Python, which word the same fault differently. Each rule below
knows both wordings, looks at the text around the mark, and says what is wrong and what to write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csto_sim.errors import Complaint, clip
from csto_sim.shapes.source import Source

if TYPE_CHECKING:
    import yaml

_CLOSING = {"[": "]", "{": "}"}
_QUOTE_IT = "put the value in quotes"


def translate(
    fault: yaml.YAMLError, source: Source, inside: tuple[int, int] | None = None
) -> Complaint:
    """The complaint for an error of the YAML parser: CSTO-106 for tabs, else CSTO-105.

    `inside` is the line and column (from 1) of the innermost value still open at the error.
    """
    return _Fault(fault, source, inside).complaint()


class _Fault:
    """One parser error, with the text around its two marks."""

    def __init__(
        self, fault: yaml.YAMLError, source: Source, inside: tuple[int, int] | None
    ) -> None:
        self.source = source
        self.inside = inside
        self.problem = str(getattr(fault, "problem", None) or fault)
        self.context = str(getattr(fault, "context", None) or "")
        mark = getattr(fault, "problem_mark", None)
        self.line: int = mark.line + 1 if mark else 0
        self.column: int = mark.column + 1 if mark else 0
        start = getattr(fault, "context_mark", None)
        self.from_line: int = start.line + 1 if start else self.line
        self.from_column: int = start.column + 1 if start else self.column
        self.text = source.line(self.line)
        self.char = self.text[self.column - 1 : self.column] if self.column else ""

    def complaint(self) -> Complaint:
        says = self.problem
        if "tab character" in says or ("start any token" in says and self.char == "\t"):
            return self.tab()
        if "mapping values are not allowed" in says:
            return self.second_colon()
        if "could not find expected ':'" in says:
            return self.no_colon()
        if "end of stream" in says or "document separator" in says or "document indicator" in says:
            return self.open_quote()
        if "flow" in self.context and ("expected ','" in says or "node content" in says):
            return self.open_bracket()
        if "expected key" in says or "<block end>" in says or "'-' indicator" in says:
            return self.bad_indent()
        if "start any token" in says:
            return self.at_mark(f"a value cannot begin with {self.char!r}", _QUOTE_IT)
        if "mapping keys are not allowed" in says:
            return self.at_mark("'?' and a space cannot stand here", _QUOTE_IT)
        if "sequence entries are not allowed" in says:
            return self.at_mark(
                "a list item '- …' cannot stand on the line of its key",
                "put it on a line of its own, or write the list as [a, b]",
            )
        if "escape" in self.context + says or "hexdecimal" in says:
            return self.at_mark(
                "inside double quotes a backslash begins a special sign, and this is none",
                "use single quotes, or write two backslashes",
            )
        if "alphabetic or numeric" in says:
            # The mark is behind the sign; the place to mend is the sign itself.
            sign = self._sign(self.from_line, self.from_column)
            return self.at_start(f"a value cannot begin with {sign!r}", _QUOTE_IT)
        if "block scalar" in self.context:
            return self.at_mark(
                "the text after '|' or '>' begins on the next line, indented",
                "move the text to the next line, or put the value in quotes",
            )
        if "node content" in says:
            return self.at_mark(f"{self.char!r} stands where a value belongs", _QUOTE_IT)
        if "tag" in self.context + says:
            return self.at_start("a tag ('!…') cannot stand here", _QUOTE_IT)
        if "directive" in self.context + says or "document start" in says:
            return self.outside()
        return self.at_mark("this cannot be read as YAML from here on", _QUOTE_IT)

    # --- the rules ---------------------------------------------------------------------------

    def tab(self) -> Complaint:
        indent = len(self.text) - len(self.text.lstrip(" \t"))
        others = sum("\t" in _indent(line) for line in self.source.text.splitlines()) - 1
        more = f" (so do {others} other lines)" if others > 1 else ""
        more = " (so does one other line)" if others == 1 else more
        first = self.text.find("\t") + 1
        return self.tell(
            "CSTO-106",
            f"a tab indents this line{more}" if first <= indent else "a tab stands here",
            self.line,
            first or self.column,
            expected="spaces: YAML takes no tabs for indentation",
            hint="let the editor put two spaces for each tab",
        )

    def second_colon(self) -> Complaint:
        before = self.text[: self.column - 1]
        earlier = re.match(r"\s*(?:- +)*(?:\"[^\"]*\"|'[^']*'|[^\s#:][^:]*):\s+(.*)", before)
        if len(before) > 1000:
            return self.at_mark("a key is longer than 1,000 characters", "shorten it")
        if earlier:
            value = self.text[earlier.start(1) :].strip()
            return self.at_mark(
                "a second colon on this line: the value itself holds ': '",
                f"put the value in quotes: {_quoted(value)}",
            )
        above = self.line - 1
        while above > 1 and not self.source.line(above).strip():
            above -= 1
        upper = self.source.line(above)
        key = self.text.strip().split(":")[0]
        if len(_indent(upper)) < len(_indent(self.text)) and ":" in upper:
            return self.tell(
                "CSTO-105",
                f"this line is indented deeper than line {above}, which already has a value",
                self.line,
                len(_indent(self.text)) + 1,
                length=len(key),
                hint="indent it like the keys around it",
            )
        return self.no_colon_on(above, len(_indent(upper)) + 1)

    def no_colon(self) -> Complaint:
        return self.no_colon_on(self.from_line, self.from_column)

    def no_colon_on(self, line: int, column: int) -> Complaint:
        text = self.source.line(line)
        stuck = _STUCK.match(text.strip())
        length = len(text.rstrip()) - column + 1
        message = (
            f"a {'space' if stuck else 'colon'} is missing after the {'colon' if stuck else 'key'}"
        )
        return self.tell("CSTO-105", message, line, column, length, hint=_with_colon(text))

    def open_quote(self) -> Complaint:
        return self.at_start(
            "the quote that opens here is never closed", "close it where the text ends"
        )

    def open_bracket(self) -> Complaint:
        at_end = self.char == "" and not self.source.line(self.line + 1)
        if "node content" in self.problem and not at_end:
            return self.at_mark(f"{self.char!r} stands where a value belongs", _QUOTE_IT)
        if self.inside and self._sign(*self.inside) in _CLOSING:
            self.from_line, self.from_column = self.inside
        opening = self._sign(self.from_line, self.from_column)
        if opening not in _CLOSING:
            return self.at_mark("this ends inside brackets", "close each '[' and each '{'")
        closing = _CLOSING[opening]
        if self.char in ("]", "}"):
            return self.at_mark(
                f"{self.char!r} cannot close the {opening!r} of line {self.from_line}",
                f"write {closing!r} before it",
            )
        if self.line == self.from_line and self.char:
            return self.at_mark(
                f"a ',' or {closing!r} is missing before this",
                f"separate the items by ', ' and end with {closing!r}",
            )
        return self.at_start(
            f"the {opening!r} that opens here is not closed",
            f"write {closing!r} where it ends, and ',' between the items",
        )

    def _sign(self, line: int, column: int) -> str:
        return self.source.line(line)[column - 1 : column]

    def bad_indent(self) -> Complaint:
        indent = len(_indent(self.text))
        if self.column - 1 > indent:
            rest = self.text[self.column - 1 :].strip()
            if self.text[: self.column - 1].rstrip()[-1:] in ("'", '"'):
                return self.tell(
                    "CSTO-105",
                    "text goes on after the closing quote",
                    self.line,
                    self.column,
                    length=len(rest),
                    hint="put the whole value in one pair of quotes; inside '…' write ' twice",
                )
            return self.at_mark(f"{self.char!r} cannot stand here", _QUOTE_IT)
        if self.char == ":":
            return self.at_mark("there is no key before this colon", "write the key")
        if self.char == "-":
            what = "a list item among keys"
        elif self.from_column == self.column:
            what = "a key among list items"
        else:
            what = f"this line is indented by {indent}"
        return self.tell(
            "CSTO-105",
            what,
            self.line,
            self.column,
            length=len(self.text.strip()),
            expected=f"what goes with line {self.from_line} to be indented by "
            f"{self.from_column - 1}, and what stands under a line deeper than it",
            hint="line this up with what it belongs to",
        )

    def outside(self) -> Complaint:
        if self.text.startswith("%") or "directive" in self.context + self.problem:
            return self.at_mark("a line that begins with '%' is a directive", "delete this line")
        return self.at_mark(
            "text after the end of the document", "keep one document: all keys at one level"
        )

    # --- telling -----------------------------------------------------------------------------

    def at_mark(self, message: str, hint: str) -> Complaint:
        return self.tell("CSTO-105", message, self.line, self.column, hint=hint)

    def at_start(self, message: str, hint: str) -> Complaint:
        return self.tell("CSTO-105", message, self.from_line, self.from_column, hint=hint)

    def tell(
        self,
        code: str,
        message: str,
        line: int,
        column: int,
        length: int = 1,
        expected: str = "",
        hint: str = "",
    ) -> Complaint:
        return self.source.complaint(code, message, line, column, length, expected, hint)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _quoted(value: str) -> str:
    sign = "'" if '"' in value else '"'
    return sign + clip(value) + sign


_STUCK = re.compile(r"(?:- +)?([A-Za-z_][\w-]*):(\S.*)")
_EQUALS = re.compile(r"(?:- +)?([A-Za-z_][\w-]*)\s*=\s*(.*)")


def _with_colon(line: str) -> str:
    """The line as it was probably meant, or a description."""
    word = line.strip()
    meant = _STUCK.match(word) or _EQUALS.match(word)
    if meant:
        return f"{meant[1]}: {clip(meant[2])}"
    return f"{clip(word)}: …" if re.fullmatch(r"[\w-]+", word) else "write key: value"
