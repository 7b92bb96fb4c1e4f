"""When something lies: plain computation over days and minutes of the wall clock (core.worktime's minutes)."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.kinds import Extent

JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = DAY_MINUTES // 2
HALF = Decimal("0.5")


def minutes_of(
    first: dt.date, last: dt.date, extent: int, time_from: dt.time | None, time_to: dt.time | None
) -> tuple[int, int]:
    """The minutes from and to (exclusive) that a request holds. Half a day ends or begins at noon."""
    midnight = minute_of(first)
    if extent == Extent.TIMES and time_from and time_to:
        start, end = minute_of(first, time_from), minute_of(first, time_to)
        return start, end if end > start else end + DAY_MINUTES
    if extent == Extent.FIRST_HALF:
        return midnight, midnight + NOON
    if extent == Extent.SECOND_HALF:
        return midnight + NOON, midnight + DAY_MINUTES
    return midnight, minute_of(last) + DAY_MINUTES


def wall_minute(at: dt.datetime) -> int:
    """The minute of the wall clock in which a moment lies."""
    local = at.astimezone(JAKARTA)
    return minute_of(local.date(), local.time())


def wall_second(at: dt.datetime) -> int:
    """The second of the wall clock in which a moment lies, since 1970-01-01 00.00."""
    return wall_minute(at) * 60 + at.astimezone(JAKARTA).second


def moment(day: dt.date, clock: dt.time) -> dt.datetime:
    """A day and a time of the wall clock as a moment."""
    return dt.datetime.combine(day, clock, JAKARTA)


def taken(working_days: int, extent: int) -> Decimal:
    """Working days that a request takes: half a one where it is half, none for some hours."""
    if extent == Extent.DAYS:
        return Decimal(working_days)
    return Decimal(0) if extent == Extent.TIMES else HALF * working_days
