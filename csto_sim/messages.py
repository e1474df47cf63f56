"""Every message that has a code: what it means, why it is a fault, and what to do about it.

A code never changes its meaning and is never given to another fault. The texts are data
(`messages.yaml`); the pages of the documentation are printed from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Message(NamedTuple):
    """One message: its code, a title, why it is told, and what to do (whole sentences)."""

    code: str
    title: str
    why: str
    what_to_do: str


@cache
def messages() -> Mapping[str, Message]:
    """Return every message by its code (`CSTO-101`), in order of code."""
    import yaml

    text = files("csto_sim").joinpath("messages.yaml").read_text(encoding="utf-8")
    found = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {
        code: Message(code, *(" ".join(body[key].split()) for key in Message._fields[1:]))
        for code, body in found.items()
    }
