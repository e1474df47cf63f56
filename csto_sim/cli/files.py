"""Which files a command line means: files, folders of scenarios, and shipped scenarios by name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from csto_sim.cli.faults import refuse

if TYPE_CHECKING:
    from csto_sim.errors import Unreadable

ENDINGS = (".yaml", ".yml")
#: What a shell would not take as a part of a word.
_SPECIAL = re.compile(r"""[\s"'\\$`!*?&|;<>()\[\]{}#~]""")


def scenario_files(words: Iterable[str], closed: list[Unreadable] | None = None) -> list[str]:
    """Return the scenario files that words of the command line mean, each once.

    A folder means every `.yaml` or `.yml` file in it and below, in order of path, without hidden
    ones. A name that is no file may be that of a shipped scenario (`decision/2009-06-14-crrf`)
    or of a folder of them (`decision`); any other word stays as it is, so that reading it says what
    is wrong. Raises `Unreadable` for a folder without scenarios. A folder that cannot be listed is
    added to `closed` as the fault that it is, or raised where that is not given.
    """
    found: dict[str, None] = {}
    faults: list[Unreadable] = [] if closed is None else closed
    for word in words:
        if not word:
            raise refuse("CSTO-101", "a name on the command line is empty", "FILE")
        if os.path.isdir(word):
            before = len(faults)
            inside = list(_below(word, faults))
            if not inside and len(faults) == before:
                raise refuse(
                    "CSTO-501",
                    "this folder holds no scenario",
                    word,
                    "a file that ends in .yaml or .yml, in it or below it",
                    _folder_near(word),
                )
            found.update(dict.fromkeys(inside))
        elif folder := _shipped_folder(word):
            found.update(dict.fromkeys(near(path) for path in _below(folder, faults)))
        else:
            found[_shipped(word) or word] = None
    if faults and (closed is None or not found):
        from csto_sim.errors import Unreadable

        raise Unreadable(complaint for fault in faults for complaint in fault.complaints)
    return list(found)


def _below(folder: str, closed: list[Unreadable]) -> Iterator[str]:
    def note(fault: OSError) -> None:
        name = str(fault.filename or folder)
        message = f"this folder cannot be read: {fault.strerror or fault}"
        hint = "change its permissions, or name the files that are meant"
        closed.append(refuse("CSTO-507", message, name, hint=hint))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(ENDINGS) and not name.startswith("."):
                yield os.path.join(place, name)


def _folder_near(word: str) -> str:
    """A folder beside this one that holds scenarios itself, as a hint."""
    above = os.path.dirname(word.rstrip("/\\")) or "."
    if os.path.isabs(word):
        return ""
    try:
        beside = sorted(os.listdir(above))
    except OSError:
        return ""
    for name in beside[:200]:
        folder = os.path.normpath(os.path.join(above, name))
        if os.path.isdir(folder) and not name.startswith("."):
            try:
                if any(each.endswith(ENDINGS) for each in os.listdir(folder)):
                    return folder
            except OSError:
                continue
    return ""


def _shipped_folder(word: str) -> str:
    """The path of the shipped folder of that name (`decision`); empty when there is none."""
    if os.path.lexists(word) or not word.isidentifier():
        return ""
    from csto_sim.shipped import scenarios_folder

    try:
        folder = scenarios_folder() / word
    except FileNotFoundError:
        return ""
    return str(folder) if folder.is_dir() else ""


def _shipped(word: str) -> str:
    """The path of the shipped scenario of that name; empty when there is none, or a file is."""
    if os.path.lexists(word) or os.path.isabs(word):
        return ""
    from csto_sim.shipped import find

    try:
        path = find(word.replace(os.sep, "/").removeprefix("scenarios/"))
    except FileNotFoundError:
        return ""
    return "" if path is None else near(str(path))


def typed(path: str) -> str:
    """Return a path as it is typed in a shell: in quotes where needed, and never like an option."""
    from csto_sim.reports.escaped import safe

    path = safe(f"./{path}" if path.startswith("-") else path)
    if not _SPECIAL.search(path):
        return path
    import shlex

    return shlex.quote(path)


def near(path: str) -> str:
    """Return a path relative to the working folder when it lies in it, else as it is."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return path
    return path if relative.startswith("..") else relative


def one_file(word: str, command: str) -> str:
    """Return the one scenario file that a word means; raise a usage error for several."""
    from click import UsageError

    paths = scenario_files([word])
    if len(paths) != 1:
        raise UsageError(f"{command} takes one scenario; {word} holds {len(paths)}.")
    return paths[0]
