"""Every register by its name: the shipped file laid over what other data of the project holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from csto_sim.registers.adapters import adapted
from csto_sim.registers.load import parse
from csto_sim.registers.model import NAMES, Entry, Register

if TYPE_CHECKING:
    from pathlib import Path


def folder() -> Path:
    """The folder of the data files."""
    from pathlib import Path

    return Path(__file__).parent / "data"


def data_files() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each data file of this room, in order of name: for the certificate."""
    return tuple((path.name, path.read_bytes()) for path in sorted(folder().glob("*.yaml")))


@cache
def register(name: str) -> Register:
    """The register of that name. KeyError for another name, ValueError for malformed data."""
    if name not in NAMES:
        raise KeyError(name)
    base = adapted(name)
    path = folder() / f"{name}.yaml"
    if path.is_file():
        return parse(name, _read(path.name, path.read_bytes()), base)
    return base or Register(name=name, title=name.capitalize(), about="", kinds={}, entries={})


def registers() -> Mapping[str, Register]:
    """Every register by its name, in the order in which they are listed."""
    return {name: register(name) for name in NAMES}


def named(path: str) -> tuple[Register, Entry] | None:
    """The register and the entry that `forces/crrf` names, or None where there is no such entry."""
    name, _, key = path.partition("/")
    if name not in NAMES or key not in register(name).entries:
        return None
    return register(name), register(name).entries[key]


def _read(file: str, content: bytes) -> Any:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(content, loader)
    except yaml.YAMLError as error:
        raise ValueError(f"{file}: not YAML: {error}") from error
