"""Everything that the working-time function is given: what was asked, what was recorded, what was granted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from nyata.attendance.selectors.stages import OPEN, people_at, within
from nyata.checkins.selectors.punches import checkins
from nyata.core.worktime.planning import Schedule, plan
from nyata.core.worktime.records import day_records
from nyata.core.worktime.tables import COVERS, PUNCHES, RECORDS
from nyata.leave import selectors as leave
from nyata.schedules import selectors as schedules
from nyata.sources.selectors import counting as sources

# A punch shortly after midnight may be of the shift of the day before, and an early one of the day after.
MARGIN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The tables of nyata.core.worktime, of a day more at either end than the days asked for."""

    schedule: Schedule
    punches: pl.DataFrame
    covers: pl.DataFrame
    terms: pl.DataFrame
    first: dt.date
    last: dt.date

    def records(self, *, as_of: int) -> pl.DataFrame:
        """RECORDS of the days asked for. `as_of`: the minute now."""
        spans = plan(self.schedule, self.first - MARGIN, self.last + MARGIN)
        if not spans.height:
            return RECORDS.to_frame()
        found = day_records(spans, self.punches, self.covers, self.terms, as_of=as_of)
        return found.filter(pl.col("day").is_between(self.first, self.last))


def inputs(person_ids: Sequence[int] | None, first: dt.date, last: dt.date) -> Inputs:
    """What is known of these people (None: everybody) for days from `first` to `last`. A fixed number of queries.

    Days before a unit's trial begins are not service here: nobody there can check in yet, so no claim is made.
    """
    begin, end = first - MARGIN, last + MARGIN
    schedule = schedules.schedule_of(person_ids, begin, end)
    opened = people_at(OPEN, person_ids, begin, end)
    terms, _ = schedules.terms_tables(begin, end)
    low, high = begin - MARGIN, end + MARGIN
    recorded = sources.counted(checkins(person_ids, low, high), person_ids, low, high)
    corrected = leave.corrections(person_ids, begin, end)
    return Inputs(
        schedule=replace(schedule, service=within(schedule.service, opened)),
        punches=pl.concat([recorded, corrected.cast(PUNCHES)]).sort("person", "second"),  # type: ignore[arg-type]
        covers=leave.covers(person_ids, begin, end).cast(COVERS).sort("person", "start"),  # type: ignore[arg-type]
        terms=terms,
        first=first,
        last=last,
    )
