"""Whom leave or duty takes a day from, or a part of it: parts of the one statement in days.py."""

import datetime as dt
from typing import Any

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.kinds import NATURES, WHOLE_DAYS, Extent, Layer
from nyata.leave.models import Slot

OFFICE = "Asia/Jakarta"
# What may take a part of a day's time; a correction takes none.
PARTS = tuple(kind for kind, one in NATURES.items() if one.layer == Layer.TIME and one.extents != {Extent.DAYS})

# One row for a person and day: the database lets no two of these requests of a person overlap (leave's layers).
# Half a day and some hours are no such row: the rest is still asked for, and FREED knows from when.
AWAY = """
away AS MATERIALIZED (
    SELECT s.person_id, d.day, r.kind
    FROM unnest(%(away_days)s::date[], %(away_minutes)s::int[]) AS d(day, minute)
    JOIN leave_slot s ON s.start <= d.minute AND s."end" >= d.minute + %(day_minutes)s
    JOIN leave_request r ON r.id = s.request_id
    WHERE s.stage = %(in_force)s AND r.extent = %(whole_days)s AND r.kind = ANY(%(away_kinds)s)
      AND s.person_id IN (SELECT id FROM crowd)
)"""


# The first part of the day that is taken: half of it, or some hours. Where it holds the start, the day begins after it.
FREED = """
wall AS (
    SELECT s.person_id, s.start, r.extent, r.kind,
           (timestamp '1970-01-01' + s.start * interval '1 minute') AT TIME ZONE %(office)s AS begins,
           (timestamp '1970-01-01' + s."end" * interval '1 minute') AT TIME ZONE %(office)s AS ends
    FROM leave_slot s JOIN leave_request r ON r.id = s.request_id
    WHERE s.start < %(first_minute)s + %(day_minutes)s AND s."end" > %(first_minute)s
      AND s.stage = %(in_force)s AND r.extent <> %(whole_days)s AND r.kind = ANY(%(part_kinds)s)
      AND s.person_id IN (SELECT id FROM crowd)
),
freed AS MATERIALIZED (SELECT DISTINCT ON (person_id) * FROM wall ORDER BY person_id, start)"""


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
        "first_minute": minute_of(first),
        "part_kinds": [kind.value for kind in PARTS],
        "first_half": int(Extent.FIRST_HALF),
        "times": int(Extent.TIMES),
        "office": OFFICE,
    }
