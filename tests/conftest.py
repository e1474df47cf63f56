"""How the tests run: Hypothesis quick by default, thorough and repeatable in CI.

`HYPOTHESIS_PROFILE=ci` is what `.ci/run` sets; `thorough` is for a long look by hand.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# The first example of a test pays for reading the law: a deadline would fail on it alone.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
