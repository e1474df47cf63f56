"""What a scenario holds for whoever teaches with it: a question, a hint, a note."""

from __future__ import annotations

from csto_sim.shapes.shape import Field, Record, Text

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
