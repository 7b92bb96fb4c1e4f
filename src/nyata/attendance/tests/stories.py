"""A February in Jakarta: short ways to say who came when, and to read what was reckoned.

The 2nd of February 2026 is a Monday; Ramadan 1447 begins on Thursday the 19th.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from nyata.attendance.models import DayRecord
from nyata.attendance.services.reckoning import reckon_days
from nyata.boards.tests.factories import make_attempt
from nyata.checkins.models import CheckIn
from nyata.core.worktime.columns import Flag

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST, LAST = dt.date(2026, 2, 1), dt.date(2026, 2, 28)
MONDAY, TUESDAY, WEDNESDAY, SATURDAY = (dt.date(2026, 2, number) for number in (2, 3, 4, 7))


def at(day: dt.date, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    """A local time."""
    return dt.datetime.combine(day, dt.time(hour, minute, second), JAKARTA)


AFTER = at(dt.date(2026, 3, 2), 8)


def punch(person, day, *times, **more) -> list[CheckIn]:
    """Coming at the first time and going at the second, and so on; (hour, minute), hours beyond 24 the next day."""
    made = []
    for place, (hour, minute) in enumerate(times):
        when = at(day + dt.timedelta(days=hour // 24), hour % 24, minute)
        made.append(make_attempt(person, when, purpose=("in", "out")[place % 2], **more))
    return made


def whole(person, day) -> list[CheckIn]:
    """From before half past seven until after four."""
    return punch(person, day, (7, 20), (16, 5))


def reckon(now=AFTER):
    """All of February, as it stands at a time."""
    return reckon_days(at=now, first=FIRST, last=LAST)


def record(person, day) -> DayRecord:
    """What is current."""
    return DayRecord.objects.get(person=person, day=day, current=True)


def has(found: DayRecord, flag: Flag) -> bool:
    return bool(found.flags & flag)
