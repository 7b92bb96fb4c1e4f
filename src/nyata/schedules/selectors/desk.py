"""What the officers' pages of schedules list. Each takes the actor, and asks a bounded number of questions."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nyata.people.models import Person, Unit
from nyata.people.selectors import above, authority_of
from nyata.people.selectors.authority import below
from nyata.schedules.models import Calendar, CalendarDay, Pattern, PatternUse, Ramadan, Shift, ShiftHours
from nyata.schedules.selectors.almanac import proposed_ramadan, ramadan_years
from nyata.schedules.selectors.calendars import Fasting


def units_planned_by(actor: Person, on: dt.date) -> QuerySet[Unit]:
    """The active units whose rosters and patterns the actor may set: all for HR officers. One query to build."""
    authority = authority_of(actor, on)
    units = Unit.objects.filter(is_active=True)
    return units if authority.is_hr else units.filter(below("path", authority.operates + authority.supervises))


def people_planned_by(actor: Person, on: dt.date) -> QuerySet[Person]:
    """The active people whose days the actor may set, never their own; the unit comes with them."""
    units = units_planned_by(actor, on)
    return Person.objects.filter(is_active=True, unit__in=units).exclude(pk=actor.pk).select_related("unit")


def usable_by(actor: Person, on: dt.date) -> Q:
    """Condition on shifts and patterns: everybody's, those of the actor's units, and of units above these."""
    units = units_planned_by(actor, on)
    if authority_of(actor, on).is_hr:
        return Q()
    steps = {step for path in units.values_list("path", flat=True) for step in above(path)}
    return Q(unit__isnull=True) | Q(unit__path__in=steps)


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift with the hours in force, and those that will follow."""

    shift: Shift
    now: ShiftHours | None
    coming: list[ShiftHours]


def shifts_for(actor: Person, on: dt.date) -> list[ShiftLine]:
    """The shifts that the actor may see, by code, with their hours. Three or four queries."""
    shifts = list(Shift.objects.filter(usable_by(actor, on)).select_related("unit").order_by("code", "unit__path"))
    hours: dict[int, list[ShiftHours]] = defaultdict(list)
    for one in ShiftHours.objects.filter(shift__in=shifts).order_by("valid_from", "pk"):
        hours[one.shift_id].append(one)
    return [
        ShiftLine(
            shift,
            next((one for one in reversed(hours[shift.pk]) if one.valid_from <= on), None),
            [one for one in hours[shift.pk] if one.valid_from > on],
        )
        for shift in shifts
    ]


def patterns_for(actor: Person, on: dt.date) -> list[Pattern]:
    """The patterns that the actor may see with their days and how many units and people follow them now."""
    in_force = Q(uses__valid_from__lte=on) & (Q(uses__valid_to__isnull=True) | Q(uses__valid_to__gte=on))
    found = Pattern.objects.filter(usable_by(actor, on)).select_related("unit").prefetch_related("days__shift")
    return list(
        found.annotate(
            units=Count("uses__unit", filter=in_force, distinct=True),
            people=Count("uses__person", filter=in_force, distinct=True),
        )
    )


def uses_for(actor: Person, on: dt.date, pattern: Pattern) -> QuerySet[PatternUse]:
    """The uses of a pattern by units and people that the actor plans for; those in force and to come first."""
    units = units_planned_by(actor, on)
    people = Person.objects.filter(pk=OuterRef("person"), unit__in=units).exclude(pk=actor.pk)
    mine = Q(unit__in=units) | Q(Exists(people))
    ended = Q(valid_to__isnull=False, valid_to__lt=on)
    return (
        pattern.uses.filter(mine)
        .select_related("unit", "person__unit", "calendar")
        .annotate(is_over=Exists(PatternUse.objects.filter(ended, pk=OuterRef("pk"))))
        .order_by("is_over", "unit__path", "person__name", "-valid_from")
    )


def days_of_year(calendar: Calendar, year: int) -> dict[dt.date, CalendarDay]:
    """The decision that holds for each date of a year: the calendar's own, or the regency's. One query."""
    both = Q(calendar=calendar) | Q(calendar__kind=Calendar.Kind.REGENCY)
    rows = CalendarDay.objects.filter(both, day__year=year).select_related("calendar", "decided_by").order_by("pk")
    regency = {row.day: row for row in rows if row.calendar_id != calendar.pk}
    own = {row.day: row for row in rows if row.calendar_id == calendar.pk}
    return regency | own


@dataclass(frozen=True, slots=True)
class RamadanLine:
    """A Ramadan: what is computed, and what an officer confirmed, if anybody did."""

    hijri_year: int
    proposed: Fasting
    confirmed: Ramadan | None


def ramadans(years: range) -> list[RamadanLine]:
    """The Ramadans that begin in these years of ours. One query."""
    wanted = [hijri_year for year in years for hijri_year in ramadan_years(year)]
    newest = {row.hijri_year: row for row in Ramadan.objects.filter(hijri_year__in=wanted).order_by("pk")}
    lines = []
    for hijri_year in wanted:
        proposed = proposed_ramadan(hijri_year)
        if proposed:
            lines.append(RamadanLine(hijri_year, proposed, newest.get(hijri_year)))
    return lines
