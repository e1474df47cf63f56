"""The scenarios that come with the program: where they are, and which one a name means.

After a plain install they lie inside the package; in a checkout, or an editable install of one,
they lie in its folder `scenarios/`, beside the package.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path, PurePath

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "scenarios", _PACKAGE.parent / "scenarios")


@cache
def scenarios_folder() -> Path:
    """Return the folder of the shipped scenarios (one for each procedure), as an absolute path.

    Raises FileNotFoundError when the install is incomplete and there is none.
    """
    for place in _PLACES:
        if (place / "decision").is_dir():
            return place.resolve()
    looked = " and ".join(str(place) for place in _PLACES)
    raise FileNotFoundError(
        f"The shipped scenarios are missing: looked for {looked}, each with a folder `decision`. "
        "Install csto_sim again, or give the path of a scenario file."
    )


def is_history(name: str | Path) -> bool:
    """Whether a shipped scenario, by name or path, tells history: its name begins with a year.

    The others are supposed, for teaching or to try a rule.
    """
    return re.match(r"\d{4}-", PurePath(name).name) is not None


def names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, `decision/2009-06-14-crrf` and so on, in order."""
    folder = scenarios_folder()
    return tuple(
        sorted(
            path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml")
        )
    )


def find(name: str) -> Path | None:
    """Return the file of the shipped scenario of that name, or None when there is none.

    The folder and `.yaml` may be left out: `2009-06-14-crrf`, `decision/2009-06-14-crrf` and
    `decision/2009-06-14-crrf.yaml` are the same. Nothing outside the folder is ever found.
    """
    wanted = name.removesuffix(".yaml")
    for known in names():
        if wanted in (known, known.rpartition("/")[2]):
            return scenarios_folder() / f"{known}.yaml"
    return None
