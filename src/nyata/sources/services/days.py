"""Which days become others by what machines told: only where that counts, or has counted."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection

from nyata.people.models import DayChange, Unit
from nyata.people.services import days
from nyata.sources.models import ClockOffset, NumberUse, PunchFile
from nyata.sources.selectors.counting import counting

WHY = "machine"
# By person, the first and the last day that a machine showed.
OF_FILE = """
SELECT u.person_id, min(shown.day), max(shown.day) FROM sources_punch p
CROSS JOIN LATERAL (SELECT DATE '1970-01-01' + (p.second / 86400)::int AS day) shown
JOIN sources_numberuse u ON u.number_id = p.number_id AND daterange(u.valid_from, u.valid_to, '[]') @> shown.day
WHERE p.file_id = %(file)s GROUP BY u.person_id
"""
OF_OFFSET = """
SELECT u.person_id, min(shown.day), max(shown.day) FROM sources_number n
JOIN sources_punch p ON p.number_id = n.id AND p.second BETWEEN %(low)s AND %(high)s
CROSS JOIN LATERAL (SELECT DATE '1970-01-01' + (p.second / 86400)::int AS day) shown
JOIN sources_numberuse u ON u.number_id = n.id AND daterange(u.valid_from, u.valid_to, '[]') @> shown.day
WHERE n.machine_id = %(machine)s GROUP BY u.person_id
"""
OF_USE = """
SELECT %(person)s, min(shown.day), max(shown.day) FROM sources_punch p
CROSS JOIN LATERAL (SELECT DATE '1970-01-01' + (p.second / 86400)::int AS day) shown
WHERE p.number_id = %(number)s AND shown.day >= %(first)s AND (%(last)s::date IS NULL OR shown.day <= %(last)s)
HAVING count(*) > 0
"""
Touched = tuple[int, dt.date, dt.date]
EPOCH = dt.date(1970, 1, 1)


def days_of_file_changed(file: PunchFile, *, at: dt.datetime) -> None:
    """Days of everybody whose punches a file brought."""
    _changed(_found(OF_FILE, {"file": file.pk}), at)


def days_of_offset_changed(offset: ClockOffset, *, at: dt.datetime) -> None:
    """Days of everybody who punched at the machine while its clock was off."""
    low, high = (offset.first - EPOCH).days * 86_400, ((offset.last - EPOCH).days + 1) * 86_400 - 1
    _changed(_found(OF_OFFSET, {"machine": offset.machine_id, "low": low, "high": high}), at)


def days_of_use_changed(use: NumberUse, *, first: dt.date, last: dt.date | None, at: dt.datetime) -> None:
    """Days between these of a person whose number was given or taken away."""
    values: dict[str, Any] = {"person": use.person_id, "number": use.number_id, "first": first, "last": last}
    _changed(_found(OF_USE, values), at)


def days_of_unit_changed(unit: Unit, first: dt.date, *, at: dt.datetime) -> None:
    """All days of a unit from one on: other sources count."""
    days.changed(first=first, last=None, why=WHY, at=at, unit=unit)


def _found(query: str, values: dict[str, Any]) -> list[Touched]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _changed(touched: Iterable[Touched], at: dt.datetime) -> None:
    """Say so of those days on which machines count for the person."""
    by_person = {person: (first, last) for person, first, last in touched}
    if not by_person:
        return
    first, last = min(one for one, _ in by_person.values()), max(one for _, one in by_person.values())
    changes = []
    for span in counting(list(by_person), first, last):
        begin, end = by_person[span.person]
        if span.first <= end and span.last >= begin:
            low, high = max(begin, span.first), min(end, span.last)
            changes.append(DayChange(person_id=span.person, first=low, last=high, why=WHY, made_at=at))
    if changes:
        days.changed_many(changes)
