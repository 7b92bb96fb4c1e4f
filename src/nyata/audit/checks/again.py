"""Days computed anew from what was kept: accepted times, corrections, leave, schedules, and the policy of each day."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from nyata.attendance.selectors.inputs import inputs
from nyata.attendance.services.reckoning import minute_now
from nyata.core.worktime.tables import RECORDS
from nyata.people.selectors import placements

CHUNK = 2000  # people at a time: bounded memory, whatever the crowd


def computed_again(
    first: dt.date, last: dt.date, at: dt.datetime, person_ids: Sequence[int] | None = None
) -> pl.DataFrame:
    """RECORDS of these people (None: everybody placed in these days), as they are computed at a moment."""
    people = sorted({one.person_id for one in placements(person_ids, first, last)})
    found = [
        inputs(people[start : start + CHUNK], first, last).records(as_of=minute_now(at))
        for start in range(0, len(people), CHUNK)
    ]
    return pl.concat(found) if found else RECORDS.to_frame()
