"""Whom leave or duty takes a whole day from: a part of the one statement in days.py, not a statement of its own."""

import datetime as dt
from typing import Any

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.kinds import WHOLE_DAYS, Extent
from nyata.leave.models import Slot

# One row for a person and day: the database lets no two of these requests of a person overlap (leave's layers).
# Half a day and some hours are no such row: the other half is still asked for.
AWAY = """
away AS MATERIALIZED (
    SELECT s.person_id, d.day, r.kind
    FROM unnest(%(away_days)s::date[], %(away_minutes)s::int[]) AS d(day, minute)
    JOIN leave_slot s ON s.start <= d.minute AND s."end" >= d.minute + %(day_minutes)s
    JOIN leave_request r ON r.id = s.request_id
    WHERE s.stage = %(in_force)s AND r.extent = %(whole_days)s AND r.kind = ANY(%(away_kinds)s)
      AND s.person_id IN (SELECT id FROM crowd)
)"""


def away_values(first: dt.date, last: dt.date) -> dict[str, Any]:
    """What AWAY asks for between two dates, both included."""
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return {
        "away_days": days,
        "away_minutes": [minute_of(day) for day in days],
        "day_minutes": DAY_MINUTES,
        "in_force": Slot.Stage.IN_FORCE.value,
        "whole_days": int(Extent.DAYS),
        "away_kinds": [kind.value for kind in WHOLE_DAYS],
    }
