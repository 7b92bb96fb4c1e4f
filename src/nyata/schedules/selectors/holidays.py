"""What the days off of a person are called."""

import datetime as dt

from nyata.ledger import statements
from nyata.people.selectors import placements
from nyata.schedules.selectors.calendars import REGENCY
from nyata.schedules.selectors.following import following, read_uses

_NAMES = """
SELECT DISTINCT ON (d.calendar_id, d.day) d.calendar_id, c.kind = 'regency', d.day, d.off, d.name
FROM schedules_calendarday d JOIN schedules_calendar c ON c.id = d.calendar_id
WHERE d.day BETWEEN %(first)s AND %(last)s ORDER BY d.calendar_id, d.day, d.id DESC
"""


def holiday_names(person_id: int, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The days that the person's calendars free from `first` to `last`, with their names. Three queries."""
    placed = placements([person_id], first, last)
    uses = read_uses([person_id], {one.path for one in placed}, first, last)
    names = _names(first, last)
    return {
        day: name
        for one in following(placed, uses)
        for day, name in names.get(one.calendar or REGENCY, names[REGENCY]).items()
        if one.first <= day <= one.last
    }


def _names(first: dt.date, last: dt.date) -> dict[int, dict[dt.date, str]]:
    """By calendar (REGENCY stands for all without a word of their own); the newest decision on a date holds."""
    regency: dict[dt.date, str | None] = {}
    own: dict[int, dict[dt.date, str | None]] = {}
    for calendar, is_regency, day, off, name in statements.run(_NAMES, {"first": first, "last": last})[1]:
        (regency if is_regency else own.setdefault(calendar, {}))[day] = name if off else None
    both = {REGENCY: regency} | {calendar: regency | days for calendar, days in own.items()}
    return {calendar: {day: name for day, name in days.items() if name} for calendar, days in both.items()}
