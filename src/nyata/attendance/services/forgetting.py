"""Which punches of machines no day needs any more: none of a day that could still be reckoned, or is objected to."""

import datetime as dt

import polars as pl
from django.db.models import Min
from django.utils import timezone

from nyata.attendance.models import Objection
from nyata.attendance.selectors.inputs import MARGIN
from nyata.attendance.selectors.locks import each_day, locked_days
from nyata.attendance.services.reckoning import DAY
from nyata.sources.selectors.counting import counting
from nyata.sources.selectors.keeping import kept_from, oldest_day
from nyata.sources.services import forget_punches

MONTH = dt.timedelta(days=31)
RANGES = pl.Schema({"person": pl.Int32, "first": pl.Date, "last": pl.Date})


def forget_machine_punches(*, at: dt.datetime) -> int:
    """Take away machine punches whose time is over, up to the first day that may still need them; how many."""
    oldest, end = oldest_day(), kept_from(timezone.localdate(at))
    if oldest is None or oldest >= end:
        return 0
    # A punch just after midnight may be of the day before.
    day, needed = oldest - MARGIN, None
    while needed is None and day < end:
        needed = first_needed(day, min(day + MONTH, end) - DAY)
        day += MONTH
    # As `inputs` reads them: the day before tells which punches are still its own, and looks a day back for that.
    return forget_punches(before=end if needed is None else needed - 2 * MARGIN, at=at)


def first_needed(first: dt.date, last: dt.date) -> dt.date | None:
    """The first of these days on which machines count for somebody whose day is not locked, or with an open objection.

    Four queries at most.
    """
    objected = Objection.objects.filter(answer="", day__range=(first, last)).aggregate(day=Min("day"))["day"]
    spans = counting(None, first, last)
    if not spans:
        return objected
    counted = each_day(pl.DataFrame([one[:3] for one in spans], schema=RANGES, orient="row"))
    locked = locked_days(counted["person"].unique().to_list(), first, last)
    unlocked = counted.join(locked, on=["person", "day"], how="anti")["day"].min()
    assert unlocked is None or isinstance(unlocked, dt.date)
    return min((day for day in (objected, unlocked) if day is not None), default=None)
