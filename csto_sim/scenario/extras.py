"""What a scenario holds for others than `run`: a lesson, claims.

Their keys are checked; what stands behind them is for those who read it.
"""

from __future__ import annotations

from csto_sim.scenario.fields import NAME
from csto_sim.shapes.shape import Anything, Field, Record, Text

_ANY = Anything()

_TEXT = Text(max=20_000)

LESSON = Record(
    (
        Field("question", _TEXT, help="A question to the student."),
        Field("hint", _TEXT, help="What helps to answer it."),
        Field("note", _TEXT, help="A note for the teacher."),
    ),
    name="lesson",
    help="Words for teaching.",
)

CLAIM = Record(
    (
        Field("name", Text(max=200), help="What the claim is called."),
        Field("matter", NAME, help="The matter that it is about."),
        Field("meeting", NAME, help="The meeting that it is about."),
        Field("always", _ANY, help="A condition that is so in every world."),
        Field("sometimes", _ANY, help="A condition that is so in some world."),
        Field("eventually", _ANY, help="A condition that every course comes to."),
        Field("says", _TEXT, help="The claim in words, for the reader."),
    ),
    name="claim",
    help="A claim to be checked on every course.",
)
