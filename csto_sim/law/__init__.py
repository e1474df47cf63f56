"""The law as dated data: provisions with their texts, and the readings of what they leave open."""

from csto_sim.law.readings import Option, Reading, full_id, readings
from csto_sim.law.texts import (
    Dated,
    Instrument,
    Provision,
    Text,
    by_text,
    candidates,
    data_files,
    instrument,
    instruments,
    provision,
    provisions,
    text,
)

__all__ = [
    "Dated",
    "Instrument",
    "Option",
    "Provision",
    "Reading",
    "Text",
    "by_text",
    "candidates",
    "data_files",
    "full_id",
    "instrument",
    "instruments",
    "provision",
    "provisions",
    "readings",
    "text",
]
