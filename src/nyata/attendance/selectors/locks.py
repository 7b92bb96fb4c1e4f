"""Which periods are locked: the newest step of a unit and period holds."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from nyata.attendance.models import MonthLock
from nyata.people.models import Unit
from nyata.people.selectors import placements

PAIRS = pl.Schema({"person": pl.Int32, "day": pl.Date})


def locks_in_force(first: dt.date, last: dt.date) -> list[MonthLock]:
    """The locks that hold and touch these days, with their unit. One query."""
    steps = MonthLock.objects.filter(first__lte=last, last__gte=first)
    newest = steps.order_by("unit_id", "first", "last", "-id").distinct("unit_id", "first", "last")
    return [one for one in newest.select_related("unit", "decided_by") if one.step == MonthLock.Step.LOCK]


def lock_of(unit: Unit, first: dt.date, last: dt.date) -> MonthLock | None:
    """The lock that holds for exactly this period of an OPD, or None. One query."""
    newest = MonthLock.objects.filter(unit=unit, first=first, last=last).select_related("decided_by").order_by("-id")
    found = newest.first()
    return found if found and found.step == MonthLock.Step.LOCK else None


def locked_days(person_ids: Sequence[int], first: dt.date, last: dt.date) -> pl.DataFrame:
    """PAIRS of people and days of a locked period: those on which they were placed in its OPD. Two queries at most."""
    locks = locks_in_force(first, last)
    if not locks:
        return PAIRS.to_frame()
    rows = [
        (one.person_id, max(one.first, lock.first), min(one.last, lock.last))
        for one in placements(person_ids, first, last)
        for lock in locks
        if one.path.startswith(str(lock.unit.path)) and one.first <= lock.last and one.last >= lock.first
    ]
    ranges = pl.DataFrame(rows, schema={"person": pl.Int32, "first": pl.Date, "last": pl.Date}, orient="row")
    return each_day(ranges)


def each_day(ranges: pl.DataFrame) -> pl.DataFrame:
    """PAIRS of every day of ranges (person, first, last), each once."""
    if not ranges.height:
        return PAIRS.to_frame()
    days = ranges.select("person", day=pl.date_ranges("first", "last")).explode("day")
    return days.unique().sort("person", "day").cast(PAIRS)  # type: ignore[arg-type]
