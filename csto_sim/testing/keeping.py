"""Failures kept as scenario files: what a shrunk example did, to run and to show."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from csto_sim.scenario.model import Scenario
from csto_sim.scenario.writing import written

Test = TypeVar("Test", bound=Callable[..., Any])

#: Where failures are written, beside the place from which the tests are started.
FOLDER = "csto-failures"


def keep(scenario: Scenario, name: str, fault: BaseException, folder: str | Path = FOLDER) -> Path:
    """Write a scenario to `folder` under a name, and tell of it in the notes of the fault.

    The folder is made. Returns the path. The last failure of that name takes the place of those
    before: Hypothesis ends with the shrunk one. What no file can say is told in the note instead.
    """
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "failure"
    path = Path(folder) / f"{words[:80]}.yaml"
    try:
        text = written(scenario)
    except ValueError as reason:
        _note(fault, f"This failure could not be written as a scenario file: {reason}.")
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    _note(fault, f"Written as a scenario file. To see it: csto-sim run {path}")
    return path


def _note(fault: BaseException, text: str) -> None:
    if text not in getattr(fault, "__notes__", ()):
        fault.add_note(text)


def kept(folder: str | Path = FOLDER) -> Callable[[Test], Test]:
    """Return a decorator: when the test fails, the scenarios given to it are written to `folder`.

    Put it under `@given`: Hypothesis ends with the shrunk example, which is what the file holds.
    """

    def keeping(test: Test) -> Test:
        @wraps(test)
        def watched(*args: Any, **more: Any) -> Any:
            try:
                return test(*args, **more)
            except Exception as fault:
                if not of_hypothesis(fault):
                    told = [each for each in (*args, *more.values()) if isinstance(each, Scenario)]
                    for number, each in enumerate(told):
                        name = test.__name__ if len(told) == 1 else f"{test.__name__}-{number + 1}"
                        claim = test.__name__.removeprefix("test_").replace("_", " ")
                        titled = each._replace(title=f"Against the claim: {claim}"[:300])
                        keep(titled, name, fault, folder)
                raise

        return watched  # type: ignore[return-value]  # the same signature, as `wraps` says

    return keeping


def of_hypothesis(fault: BaseException) -> bool:
    """Whether a fault is a signal of Hypothesis to itself, and no failure of a test."""
    return not isinstance(fault, Exception) or type(fault).__module__.startswith("hypothesis")
