"""The 15-act procedure that every peer runs: one proposal, one session, six members, one decision.

Acts: propose, open, six times attend, six times a position, decide. `courses(n)` draws n of them,
the same for every peer, so that what is compared is the engine and not the case.
"""

from __future__ import annotations

import random
from typing import NamedTuple

MEMBERS = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")


class Course(NamedTuple):
    """One course: the hour of the session after the proposal, who comes, who says what."""

    hours: int
    present: tuple[bool, ...]
    consents: tuple[bool, ...]


def courses(count: int, seed: int = 0) -> list[Course]:
    """Return `count` courses drawn with a seed: 95 % attend, 90 % consent, one in four is late."""
    draw = random.Random(seed)
    return [
        Course(
            draw.choice((10, 50, 71, 80)),
            tuple(draw.random() < 0.95 for _ in MEMBERS),
            tuple(draw.random() < 0.9 for _ in MEMBERS),
        )
        for _ in range(count)
    ]
