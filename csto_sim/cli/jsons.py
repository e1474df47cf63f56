"""JSON on the terminal: two blanks of indentation, letters as they are, dates as ISO words."""

from __future__ import annotations

import re
from typing import Any

import click

_OBEYED = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def show_json(value: Any) -> None:
    """Print a value as JSON; what JSON does not know, such as a date, becomes text."""
    click.echo(json_text(value))


def json_text(value: Any) -> str:
    """Return a value as JSON text of several lines."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    # Signs that a terminal would obey, or that turn the direction of writing, stay escaped.
    return _OBEYED.sub(lambda found: json.dumps(found[0])[1:-1], text)
