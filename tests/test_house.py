"""The floors of the house: who may import whom, and what belongs to every procedure.

The plan is told in docs/house.md; this is the part of it that a machine can hold.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

import csto_sim
from csto_sim import shipped
from csto_sim.procedures import procedures

PACKAGE = Path(csto_sim.__file__).parent
ROOT = PACKAGE.parent
LONGEST = 350

GROUND = {
    "errors",
    "messages",
    "version",
    "shipped",
    "world",
    "record",
    "combinations",
    "explored",
    "checked",
    "parted",
    "wanted",
    "powers",
}
FACTS = GROUND | {"law", "organisation", "registers"}
DECIDING = FACTS | {"rules", "procedure", "scene"}
TABLES = DECIDING | {"procedures", "scenario", "shapes"}
#: Reads a record as readers do, and `expect` asks it.
DUTIES = {"duties"}
READERS = {"explain", "reports", "diagram", "store"}
MOTION = TABLES | {"engine", "verify", "expect"}
ANY = MOTION | READERS | DUTIES | {"coverage", "cli", "sweep", "testing", "walkthrough"}

#: Each room, and the rooms that it may enter besides itself.
FLOORS = {
    **dict.fromkeys(GROUND, GROUND),
    **dict.fromkeys(("law", "organisation", "shapes"), GROUND),
    "registers": FACTS,
    **dict.fromkeys(("rules", "procedure", "scene"), DECIDING),
    **dict.fromkeys(("procedures", "scenario"), TABLES),
    "duties": FACTS,
    "coverage": FACTS | DUTIES,
    "expect": FACTS | DUTIES | {"scenario", "shapes"},
    **dict.fromkeys(("engine", "verify"), MOTION),
    **dict.fromkeys(READERS, FACTS | READERS - {"store"}),
    "walkthrough": FACTS | READERS - {"store"},
    "cli": ANY,
    "testing": ANY - {"cli", "store"},
    "sweep": MOTION | {"reports", "store"},
    "__init__": ANY,  # hands on names when they are asked for, and imports none of them itself
    "__main__": {"cli"},
}

#: Each library that only one room knows.
ONLY = {
    **{"transitions": "engine", "sqlmodel": "store", "sqlalchemy": "store", "click": "cli"},
    **{"hypothesis": "testing", "pytest": "testing"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted(module: Path) -> str:
    parts = module.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_bytes())


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """Each line and dotted name that a module imports, inside functions too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{dotted(module)}:{node.lineno}: import by the full name"
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def trespasses(module: Path) -> list[str]:
    own = room(module)
    found = []
    for line, name in imported(module):
        first, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        entered = first == "csto_sim" and (PACKAGE / other).with_suffix(".py").exists()
        entered = entered or (first == "csto_sim" and (PACKAGE / other).is_dir())
        if entered and other not in FLOORS[own] | {own}:
            found.append(f"{dotted(module)}:{line} enters {other}")
        if ONLY.get(first, own) != own:
            found.append(f"{dotted(module)}:{line} imports {first}, which only {ONLY[first]} does")
    return found


def test_every_room_has_its_floor() -> None:
    assert {room(module) for module in MODULES} - set(FLOORS) == set()


def test_a_room_enters_only_rooms_below_it() -> None:
    assert [each for module in MODULES for each in trespasses(module)] == []


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("rules/new.py", "from csto_sim.engine import motion"),
        ("rules/new.py", "def late():\n    from csto_sim.engine.motion import fire"),
        ("law/new.py", "from csto_sim import organisation"),
        ("explain.py", "import csto_sim.engine.motion"),
        ("scenario/new.py", "from transitions import Machine"),
        ("engine/new.py", "import sqlalchemy.orm"),
        ("store/new.py", "import click"),
    ],
)
def test_a_wrong_import_is_noticed(
    place: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("rules", "law", "scenario", "engine", "store", "organisation"):
        (tmp_path / "csto_sim" / name).mkdir(parents=True)
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path / "csto_sim")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    module = tmp_path / "csto_sim" / place
    module.write_text(source)
    assert len(trespasses(module)) == 1


def test_a_module_is_short_enough_to_be_read_in_one_sitting() -> None:
    lines = {dotted(module): len(module.read_bytes().splitlines()) for module in MODULES}
    long = {name: n for name, n in lines.items() if n > LONGEST}
    assert long == {}


# ------------------------------------------------------------------------- light imports


def loaded_by(modules: str, folder: Path) -> set[str]:
    """Import modules alone, from an empty folder, and return what is loaded then."""
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"import sys, {modules}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.count("\n") == 1, "something was printed on import"
    return set(found.stdout.split())


HEAVY = ("yaml", "sqlmodel", "sqlalchemy", "pydantic", "transitions", "ruamel", "click")


def test_importing_the_package_loads_nothing_heavy(tmp_path: Path) -> None:
    loaded = loaded_by("csto_sim", tmp_path)
    assert loaded & set(HEAVY) == set()
    assert {name for name in loaded if name.startswith("csto_sim.")} == set()


def test_facts_and_tables_are_imported_without_reading_or_storing(tmp_path: Path) -> None:
    heavy_by_nature = {"engine", "verify", "store", "cli", "sweep", "testing", "__main__"}
    light = {dotted(module) for module in MODULES if room(module) not in heavy_by_nature}
    assert loaded_by(", ".join(sorted(light)), tmp_path) & set(HEAVY) == set()


def test_importing_any_module_prints_nothing_and_writes_nothing(tmp_path: Path) -> None:
    names = ", ".join(dotted(module) for module in MODULES if module.stem != "__main__")
    assert "csto_sim.world" in loaded_by(names, tmp_path)
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------- what every procedure has


@cache
def practised() -> dict[str, set[str]]:
    """For each procedure, the shipped scenarios that have a matter or a meeting of it."""
    found: dict[str, set[str]] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for name in shipped.names():
        file = shipped.find(name)
        assert file is not None, name
        scenario = yaml.load(file.read_bytes(), loader)
        for used in procedures_used(scenario):
            found.setdefault(used, set()).add(name)
    return found


def procedures_used(scenario: dict[str, object]) -> Iterator[str]:
    if scenario.get("meetings"):
        yield "meeting"
    matters = scenario.get("matters")
    for matter in matters.values() if isinstance(matters, dict) else ():
        if isinstance(matter, dict):
            yield str(matter.get("procedure"))


@pytest.mark.parametrize("name", sorted(procedures()))
def test_every_procedure_has_a_scenario(name: str) -> None:
    assert practised().get(name), f"no file in scenarios/ has a {name}"


@pytest.mark.parametrize("name", sorted(procedures()))
def test_every_procedure_has_a_page_that_names_it(name: str) -> None:
    page = ROOT / "docs" / "procedures" / f"{name}.md"
    assert page.is_file(), f"write {page.relative_to(ROOT)}"
    title = page.read_text(encoding="utf-8").partition("\n")[0]
    assert procedures()[name].title.casefold() in title.casefold()


@pytest.mark.parametrize("name", sorted(procedures()))
def test_a_procedure_is_named_as_its_file(name: str) -> None:
    assert (PACKAGE / "procedures" / f"{name.replace('-', '_')}.py").is_file()


# --------------------------------------------------------------------- shipped, versioned


def test_a_shipped_scenario_is_found_by_its_name_alone() -> None:
    stems = [name.rpartition("/")[2] for name in shipped.names()]
    assert len(set(stems)) == len(stems) > 0
    for name, stem in zip(shipped.names(), stems, strict=True):
        file = shipped.find(stem)
        assert file is not None
        assert file.is_file()
        assert file == shipped.find(name) == shipped.find(f"{name}.yaml")


@pytest.mark.parametrize("name", ["", ".", "..", "../pyproject", "/etc/passwd", "decision", "*"])
def test_no_name_leads_out_of_the_folder_of_scenarios(name: str) -> None:
    assert shipped.find(name) is None


def test_the_version_is_the_same_wherever_it_is_told() -> None:
    version = csto_sim.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", version)
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## {version}" in (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")


def test_the_versions_for_continuous_integration_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
