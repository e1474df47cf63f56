"""The calendar of duties, read off a record: what was owed in each span, and whether it was done.

The duties themselves are law data (`csto_sim.law.duties`). A span is a calendar year, any twelve
months, or what lies between two regular sessions of the Council (`amb.yearly`).
"""

from __future__ import annotations

from csto_sim.duties.account import Owed, account, every_done, owed_in

__all__ = ["Owed", "account", "every_done", "owed_in"]
