"""Days of collective leave (cuti bersama) on which the schedule asked somebody to work all the same."""

import datetime as dt

from nyata.people.selectors import placements
from nyata.schedules.selectors.calendars import REGENCY, collective_leave
from nyata.schedules.selectors.following import following, read_uses
from nyata.schedules.selectors.today import spans_of


def collective_days_on_duty(person_id: int, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Days of cuti bersama of the person's calendar with a span of work by roster or pattern, and their names.

    Being reachable (on call) is no work, nor is a day of which nobody said what it asks. Eleven queries.
    """
    free = collective_leave(first, last)
    if not any(free.values()):
        return {}
    asked = spans_of([person_id], first, last)
    placed = placements([person_id], first, last)
    found: dict[dt.date, str] = {}
    for one in following(placed, read_uses([person_id], {turn.path for turn in placed}, first, last)):
        days = free.get(one.calendar or REGENCY, free[REGENCY])
        found |= {
            day: name
            for day, name in days.items()
            if one.first <= day <= one.last and any(span.is_work for span in asked.get((person_id, day), ()))
        }
    return dict(sorted(found.items()))
