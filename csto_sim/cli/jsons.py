"""JSON on the terminal: two blanks of indentation, letters as they are, dates as ISO words."""

from __future__ import annotations

from typing import Any

import click


def show_json(value: Any) -> None:
    """Print a value as JSON; what JSON does not know, such as a date, becomes text."""
    click.echo(json_text(value))


def json_text(value: Any) -> str:
    """Return a value as JSON text of several lines."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
