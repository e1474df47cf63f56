"""The law as dated data: provisions with their texts, and the readings of what they leave open.

`csto_sim.law.texts` says how dates are written, also that of a text which was signed and of which
no entry into force is established.
"""

from csto_sim.law.readings import MODES, Option, Reading, full_id, modes_in_force, readings
from csto_sim.law.rights import Rights, rights
from csto_sim.law.rulebooks import Rulebook, rulebook
from csto_sim.law.rulebooks import installed as installed_rulebooks
from csto_sim.law.rulebooks import shipped as rulebooks
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
    "MODES",
    "Dated",
    "Instrument",
    "Option",
    "Provision",
    "Reading",
    "Rights",
    "Rulebook",
    "Text",
    "by_text",
    "candidates",
    "data_files",
    "full_id",
    "installed_rulebooks",
    "instrument",
    "instruments",
    "modes_in_force",
    "provision",
    "provisions",
    "readings",
    "rights",
    "rulebook",
    "rulebooks",
    "text",
]
