"""Which days a calendar frees, which days are in Ramadan."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from nyata.ledger import statements
from nyata.schedules.models import Calendar

_DAYS = """
SELECT DISTINCT ON (d.calendar_id, d.day) d.calendar_id, c.kind = 'regency', d.day, d.off
FROM schedules_calendarday d JOIN schedules_calendar c ON c.id = d.calendar_id
WHERE d.day BETWEEN %(first)s AND %(last)s
ORDER BY d.calendar_id, d.day, d.id DESC
"""
_COLLECTIVE = """
SELECT calendar_id, is_regency, day, kind = 'cuti_bersama', name FROM (
    SELECT DISTINCT ON (d.calendar_id, d.day) d.calendar_id, c.kind = 'regency' AS is_regency, d.day, d.kind, d.name
    FROM schedules_calendarday d JOIN schedules_calendar c ON c.id = d.calendar_id
    WHERE d.day BETWEEN %(first)s AND %(last)s ORDER BY d.calendar_id, d.day, d.id DESC
) newest
"""
# The newest of each year first, and only then whether it touches the days: a corrected date may have left them.
_RAMADAN = "SELECT DISTINCT ON (hijri_year) first, last FROM schedules_ramadan ORDER BY hijri_year, id DESC"
REGENCY = 0  # stands for the regency's calendar in the tables of a plan


class Fasting(NamedTuple):
    """First and last day of a confirmed Ramadan."""

    first: dt.date
    last: dt.date


def days_off(calendars: Collection[int | None], first: dt.date, last: dt.date) -> list[tuple[int, dt.date]]:
    """(calendar or REGENCY, day) of every day off from `first` to `last`. One query.

    A calendar that is not the regency's begins with the regency's days; a decision of its own on a date wins.
    """
    regency: dict[dt.date, bool] = {}
    own: dict[int, dict[dt.date, bool]] = {}
    for calendar, is_regency, day, off in statements.run(_DAYS, {"first": first, "last": last})[1]:
        (regency if is_regency else own.setdefault(calendar, {}))[day] = off
    found: list[tuple[int, dt.date]] = []
    for calendar in {one or REGENCY for one in calendars}:
        days = regency | own.get(calendar, {})
        found += [(calendar, day) for day, off in days.items() if off]
    return found


def collective_leave(first: dt.date, last: dt.date) -> dict[int, dict[dt.date, str]]:
    """By calendar (REGENCY stands for all without a word of their own) the days of cuti bersama with their names.

    A calendar is a key where it decides anything of these days itself; the newest decision holds. One query.
    """
    regency: dict[dt.date, str | None] = {}
    own: dict[int, dict[dt.date, str | None]] = {}
    rows = statements.run(_COLLECTIVE, {"first": first, "last": last})[1]
    for calendar, is_regency, day, is_collective, name in rows:
        (regency if is_regency else own.setdefault(calendar, {}))[day] = name if is_collective else None
    both = {REGENCY: regency} | {calendar: regency | days for calendar, days in own.items()}
    return {calendar: {day: name for day, name in days.items() if name} for calendar, days in both.items()}


def fasting(first: dt.date, last: dt.date) -> tuple[Fasting, ...]:
    """The confirmed Ramadans that touch the days. One query."""
    rows = [Fasting(*row) for row in statements.run(_RAMADAN, ())[1]]
    return tuple(sorted(row for row in rows if row.first <= last and row.last >= first))


def days_of(fasts: Iterable[Fasting], first: dt.date, last: dt.date) -> list[dt.date]:
    """The days from `first` to `last` that lie in one of them, in order."""
    return [
        day
        for fast in fasts
        for offset in range((min(fast.last, last) - max(fast.first, first)).days + 1)
        for day in [max(fast.first, first) + dt.timedelta(days=offset)]
    ]


def regency_calendar() -> Calendar:
    """The one calendar that all others begin with. One query."""
    return Calendar.objects.get(kind=Calendar.Kind.REGENCY)
