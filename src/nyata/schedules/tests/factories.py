"""Calendars, shifts, patterns and rosters for tests. Times are written as hours of the day, beyond 24 the next one."""

import datetime as dt
import itertools

from nyata.people.models import Person, Unit
from nyata.schedules.models import (
    Calendar,
    CalendarDay,
    Pattern,
    PatternDay,
    PatternUse,
    Ramadan,
    RosterDay,
    Shift,
    ShiftHours,
)

BEGINNING = dt.date(2025, 1, 1)
MONDAY = dt.date(2024, 12, 30)
DECIDED = dt.datetime(2024, 12, 20, 3, 0, tzinfo=dt.UTC)
_numbers = itertools.count()


def minutes(hours: float) -> int:
    """7.5 -> 450."""
    return round(hours * 60)


def make_shift(
    *parts: tuple[float, ...], code: str = "", standard: str = "", unit: Unit | None = None, **hours
) -> Shift:
    """A shift with hours since BEGINNING; each part is (start, end) or (start, end, rest from, rest to) in hours."""
    shift = Shift.objects.create(code=code or f"S{next(_numbers)}", name="Dinas uji", unit=unit)
    set_hours(shift, *parts, standard=standard, **hours)
    return shift


def set_hours(shift: Shift, *parts: tuple[float, ...], **hours) -> ShiftHours:
    """Other hours of a shift from `valid_from` on."""
    hours.setdefault("valid_from", BEGINNING)
    hours.setdefault("decided_at", DECIDED)
    written = [[minutes(hour) for hour in (*part, 0, 0)[:4]] for part in parts]
    return ShiftHours.objects.create(shift=shift, parts=written, **hours)


def make_pattern(*shifts: Shift | None, anchor: dt.date = MONDAY, follows: bool = True, **fields) -> Pattern:
    """A cycle of shifts (None: rest) from `anchor` on."""
    fields.setdefault("name", f"Pola {next(_numbers)}")
    pattern = Pattern.objects.create(anchor=anchor, follows_calendar=follows, made_at=DECIDED, **fields)
    PatternDay.objects.bulk_create(
        PatternDay(pattern=pattern, position=place, shift=shift) for place, shift in enumerate(shifts)
    )
    return pattern


def office_week(shift: Shift, days: int = 5, **fields) -> Pattern:
    """The shift on the first days of each week, rest on the others."""
    return make_pattern(*[shift if place < days else None for place in range(7)], **fields)


def use(pattern: Pattern, who: Person | Unit, *, calendar: Calendar | None = None, **dates) -> PatternUse:
    """A person or a unit follows a pattern since BEGINNING, with the regency's calendar unless another is given."""
    dates.setdefault("valid_from", BEGINNING)
    person, unit = (who, None) if isinstance(who, Person) else (None, who)
    return PatternUse.objects.create(
        pattern=pattern, person=person, unit=unit, calendar=calendar or regency(), recorded_at=DECIDED, **dates
    )


def regency() -> Calendar:
    return Calendar.objects.get(kind="regency")


def make_calendar(kind: str = "school", **fields) -> Calendar:
    return Calendar.objects.create(name=f"Kalender {next(_numbers)}", kind=kind, **fields)


def day_off(day: dt.date, *, off: bool = True, calendar: Calendar | None = None, **fields) -> CalendarDay:
    """A decision on a day of a calendar (the regency's); `off=False` makes it a working day again."""
    fields.setdefault("kind", "national" if off else "working")
    fields.setdefault("decided_at", DECIDED)
    return CalendarDay.objects.create(
        calendar=calendar or regency(), day=day, off=off, name="Hari uji", source="uji", **fields
    )


def fast(first: dt.date, last: dt.date, year: int = 1447) -> Ramadan:
    return Ramadan.objects.create(hijri_year=year, first=first, last=last, document_number="SE 1", decided_at=DECIDED)


def roster(person: Person, day: dt.date, shift: Shift | None = None, **fields) -> RosterDay:
    """A day of a person by roster; without a shift a day of rest."""
    fields.setdefault("decided_at", DECIDED)
    return RosterDay.objects.create(person=person, day=day, shift=shift, source="page", **fields)
