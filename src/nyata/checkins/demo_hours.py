"""When the demo's people are asked to be there: by their schedules, or office hours where nobody has said what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from nyata.core.worktime.columns import Kind, minute_of
from nyata.core.worktime.planning import plan
from nyata.schedules.selectors import schedule_of

OFFICE = (7 * 60 + 30, 16 * 60)
FRIDAY = (7 * 60 + 30, 16 * 60 + 30)
# By person, from when to when on a day, in minutes from its midnight.
Hours = Mapping[int, list[tuple[int, int]]]


def hours_of(first: dt.date, last: dt.date, working: set[dt.date]) -> dict[dt.date, Hours]:
    """What each day asks of everybody. `working`: the days on which an office is open."""
    found: dict[dt.date, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    spans = plan(schedule_of(None, first, last), first, last).select("person", "day", "kind", "start", "end")
    for person, day, kind, start, end in spans.iter_rows():
        if kind == Kind.WORK:
            midnight = minute_of(day)
            found[day][person].append((start - midnight, end - midnight))
        elif kind == Kind.UNPLANNED and day in working:
            found[day][person].append(FRIDAY if day.weekday() == 4 else OFFICE)
    return dict(found)
