"""The registers: dated facts about bodies, instruments, forces, exercises and the rest.

Each register has kinds (the words of which its facts are made), entries, and in each entry dated
facts with evidence and sources. Where sources contradict each other both values stand: one is
used, the others say why they are not. What `csto_sim.organisation` holds already (bodies, terms of
office, statuses, sessions) is shown here too and is not written twice. Only malformed shipped data
raises: ValueError with file, entry and fact.
"""

from __future__ import annotations

from csto_sim.registers.all import data_files, named, register, registers
from csto_sim.registers.ledger import Entered, Ledger, ledger_of
from csto_sim.registers.model import NAMES, Entry, Fact, Kind, Register, Span, Value, answers
from csto_sim.registers.sound import meet

__all__ = [
    "NAMES",
    "Entered",
    "Entry",
    "Fact",
    "Kind",
    "Ledger",
    "Register",
    "Span",
    "Value",
    "answers",
    "data_files",
    "ledger_of",
    "meet",
    "named",
    "register",
    "registers",
]
