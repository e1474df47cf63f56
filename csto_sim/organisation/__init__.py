"""The Organization by date: states, members, bodies, chairs, Secretaries General, sessions.

All facts are YAML in `data/`, each with its days (half-open), evidence, confidence and sources;
a file is read when it is first asked for. A question about an unknown state, body or day is
answered with None, 'none' or an empty tuple. Only malformed shipped data raises: ValueError,
with file and entry. A `day` is a `datetime.date`; a datetime must first be turned into the day
of its time zone by the caller.
"""

from __future__ import annotations

from csto_sim.organisation.bodies import bodies, body
from csto_sim.organisation.countries import is_code, russian_order, states
from csto_sim.organisation.load import data_files
from csto_sim.organisation.membership import (
    membership_changes,
    next_in_rotation,
    period,
    remarks,
    roster,
    status,
)
from csto_sim.organisation.model import (
    Body,
    Change,
    Dated,
    Period,
    Remark,
    Roster,
    Seat,
    Session,
    Source,
    Standing,
    State,
    Status,
    Term,
)
from csto_sim.organisation.offices import (
    chair,
    chairs,
    seat,
    seat_entry,
    secretaries_general,
    secretary_general,
)
from csto_sim.organisation.outside import (
    Outside,
    PaObserver,
    organisations,
    pa_observer,
    pa_observers,
)
from csto_sim.organisation.sessions import sessions

__all__ = [
    "Body",
    "Change",
    "Dated",
    "Outside",
    "PaObserver",
    "Period",
    "Remark",
    "Roster",
    "Seat",
    "Session",
    "Source",
    "Standing",
    "State",
    "Status",
    "Term",
    "bodies",
    "body",
    "chair",
    "chairs",
    "data_files",
    "is_code",
    "membership_changes",
    "next_in_rotation",
    "organisations",
    "pa_observer",
    "pa_observers",
    "period",
    "remarks",
    "roster",
    "russian_order",
    "seat",
    "seat_entry",
    "secretaries_general",
    "secretary_general",
    "sessions",
    "states",
    "status",
]
