"""The days on which the sessions of a series are: plain computation."""

import calendar
import datetime as dt
from collections.abc import Iterator

from nyata.apel.kinds import Rhythm
from nyata.apel.models import Series

DAY = dt.timedelta(days=1)
LAST = 5


def days_of(series: Series, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days of a series from `first` to `last`, in order."""
    begin = max(first, series.valid_from)
    end = min(last, series.valid_to) if series.valid_to else last
    span = (begin + DAY * step for step in range((end - begin).days + 1))
    return [day for day in span if _is_one(series, day)]


def _is_one(series: Series, day: dt.date) -> bool:
    if series.rhythm == Rhythm.DATE:
        return day.day == series.number
    if day.weekday() != series.weekday:
        return False
    return series.rhythm == Rhythm.WEEKLY or (series.number or 0) in _numbers(day)


def _numbers(day: dt.date) -> Iterator[int]:
    """Which of its weekday a day is in its month: 1 to 5, and LAST where no other follows."""
    yield (day.day - 1) // 7 + 1
    if day.day + 7 > calendar.monthrange(day.year, day.month)[1]:
        yield LAST
