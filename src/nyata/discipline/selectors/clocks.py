"""Working days between two dates, as offices count them for the clocks of PP 94/2021."""

import datetime as dt

from nyata.schedules.selectors import days_off

DAY = dt.timedelta(days=1)
SATURDAY = 5
# A window of the law is a few working days; the longest run of days off is far shorter than this.
FAR = 60


def working_days_between(first: dt.date, last: dt.date) -> int:
    """How many working days after `first` until `last`, that one included. One query."""
    return len(_working_days(first + DAY, last))


def latest_day(since: dt.date, working_days: int) -> dt.date:
    """The last day of a window of so many working days after `since`. One query."""
    return _working_days(since + DAY, since + DAY * FAR)[working_days - 1] if working_days else since


def _working_days(first: dt.date, last: dt.date) -> list[dt.date]:
    free = {day for _, day in days_off([None], first, last)}
    span = (first + DAY * number for number in range((last - first).days + 1))
    return [day for day in span if day.weekday() < SATURDAY and day not in free]
