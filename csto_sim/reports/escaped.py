"""Text on its way out: names of files that are no UTF-8, and signs that a terminal would obey."""

from __future__ import annotations

from csto_sim.errors import harmless


def escaped(name: str) -> str:
    r"""Return the name of a file with each byte that is no UTF-8 as `\xff`, so that it is text.

    Python keeps such bytes as lone surrogates, which no file, log or terminal takes.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        try:
            return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        except UnicodeEncodeError:
            return name.encode("utf-8", "backslashreplace").decode()
    return name


def safe_lines(text: str) -> str:
    """Return text of several lines, each made `safe`; it keeps its lines."""
    return "\n".join(map(safe, text.split("\n")))


def safe(text: str) -> str:
    """Return text of one line as a terminal may be given it: nothing in it is obeyed or hidden."""
    return text if text.isprintable() else harmless(escaped(text))
