"""Writes the demo's schedules. The same people and day always make the same."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from nyata.people.models import Person, Post, Unit
from nyata.schedules.demo import plan
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
from nyata.schedules.selectors.almanac import LIBRARY, national_days
from nyata.schedules.selectors.calendars import regency_calendar

SEED = 1603
BATCH = 5000
DAY = dt.timedelta(days=1)
LONG_AGO = dt.timedelta(days=420)
# Rosters of the hospital are made for some weeks to either side of today.
WEEKS_BACK, WEEKS_AHEAD = 10, 5
# Of a hundred days of a team one is swapped for another shift by hand.
SWAPPED = 0.02


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who decided, and when, for every row of the demo."""

    officer: Person | None
    at: dt.datetime
    since: dt.date

    @property
    def decided(self) -> dict[str, object]:
        return {"decided_by": self.officer, "decided_at": self.at}


def build(today: dt.date, at: dt.datetime) -> None:
    """Calendars, Ramadan, shifts, patterns and rosters for the people who are there, in one transaction."""
    officer = Person.objects.filter(posts__role=Post.Role.HR).order_by("pk").first()
    stamp = Stamp(officer, at, today - LONG_AGO)
    with transaction.atomic():
        school = _calendars(stamp, today)
        shifts = _shifts(stamp)
        patterns = _patterns(stamp, shifts)
        _uses_of_units(stamp, patterns, school)
        teams = _teams(stamp, patterns)
        _rosters(stamp, shifts, teams, today)


def _calendars(stamp: Stamp, today: dt.date) -> Calendar:
    regency = regency_calendar()
    school = Calendar.objects.create(
        name=plan.SCHOOL_CALENDAR, kind=Calendar.Kind.SCHOOL, unit=Unit.objects.filter(code="DISDIK").first()
    )
    days: list[CalendarDay] = []
    for year in range(today.year - 1, today.year + 2):
        for one in national_days(year):
            kind = CalendarDay.Kind.COLLECTIVE if one.is_collective else CalendarDay.Kind.NATIONAL
            days.append(_day(stamp, regency, one.day, kind, one.name, "", LIBRARY))
        anniversary = dt.date(year, 10, 11)
        days.append(_day(stamp, regency, anniversary, "local", "Hari jadi kabupaten", plan.LOCAL_DOCUMENT, "keputusan"))
        for first, last, name in plan.school_holidays(year):
            span = (first + DAY * number for number in range((last - first).days + 1))
            days += [_day(stamp, school, day, "school", name, plan.SCHOOL_DOCUMENT, "keputusan") for day in span]
    CalendarDay.objects.bulk_create(days, batch_size=BATCH)
    Ramadan.objects.bulk_create(
        Ramadan(hijri_year=year, first=first, last=last, document_number=f"SE Peragaan {year}", **stamp.decided)
        for year, (first, last) in plan.RAMADAN.items()
    )
    return school


def _day(
    stamp: Stamp, calendar: Calendar, day: dt.date, kind: str, name: str, document: str, source: str
) -> CalendarDay:
    return CalendarDay(
        calendar=calendar, day=day, off=True, kind=kind, name=name, document_number=document, source=source,
        **stamp.decided,
    )  # fmt: skip


def _shifts(stamp: Stamp) -> dict[str, Shift]:
    made = Shift.objects.bulk_create(Shift(code=one.code, name=one.name) for one in plan.SHIFTS)
    shifts = {shift.code: shift for shift in made}
    ShiftHours.objects.bulk_create(
        ShiftHours(
            shift=shifts[one.code],
            valid_from=stamp.since,
            standard=one.standard,
            parts=[list(part) for part in one.parts],
            ramadan_parts=None if one.ramadan is None else [list(part) for part in one.ramadan],
            slack=one.slack,
            on_call=one.on_call,
            **stamp.decided,
        )
        for one in plan.SHIFTS
    )
    return shifts


def _patterns(stamp: Stamp, shifts: dict[str, Shift]) -> dict[str, Pattern]:
    monday = stamp.since - DAY * stamp.since.weekday()
    wanted: list[tuple[str, tuple[str, ...], bool, dt.date]] = [
        (name, cycle, follows, monday) for name, (cycle, follows) in plan.PATTERNS.items()
    ]
    wanted += [(name, plan.TEAM_CYCLE, False, monday + DAY * 2 * number) for number, name in enumerate(plan.TEAMS)]
    patterns = {
        name: Pattern.objects.create(
            name=name, anchor=anchor, follows_calendar=follows, made_by=stamp.officer, made_at=stamp.at
        )
        for name, _, follows, anchor in wanted
    }
    PatternDay.objects.bulk_create(
        PatternDay(pattern=patterns[name], position=place, shift=shifts.get(code))
        for name, cycle, _, _ in wanted
        for place, code in enumerate(cycle)
    )
    return patterns


def _uses_of_units(stamp: Stamp, patterns: dict[str, Pattern], school: Calendar) -> None:
    """Every OPD has office hours; schools, health centres and some units have their own."""
    regency = regency_calendar()
    uses = []
    for unit in Unit.objects.all():
        name = plan.OF_CODE.get(unit.code) or plan.OF_KIND.get(unit.kind) or ("" if unit.parent_id else plan.OFFICE)
        if name:
            calendar = school if unit.kind == Unit.Kind.SCHOOL else regency
            uses.append(_use(stamp, patterns[name], calendar, unit=unit))
    PatternUse.objects.bulk_create(uses, batch_size=BATCH)


def _use(stamp: Stamp, pattern: Pattern, calendar: Calendar, **who: object) -> PatternUse:
    return PatternUse(
        pattern=pattern,
        calendar=calendar,
        valid_from=stamp.since,
        recorded_by=stamp.officer,
        recorded_at=stamp.at,
        **who,
    )


def _teams(stamp: Stamp, patterns: dict[str, Pattern]) -> dict[Person, int]:
    """Who of the hospital and the health centres goes round the clock, by number of their team.

    Part-time PPPK keep the hours of their contract.
    """
    regency = regency_calendar()
    staff = Person.objects.filter(is_active=True).exclude(employment=Person.Employment.PPPK_PW).order_by("pk")
    wards = staff.filter(unit__code__in=plan.ROUND_THE_CLOCK).exclude(posts__role="supervisor")
    nurses = staff.filter(unit__kind=Unit.Kind.HEALTH_CENTRE, job_title="Perawat Ahli")
    teams = {person: number % len(plan.TEAMS) for number, person in enumerate([*wards, *nurses])}
    PatternUse.objects.bulk_create(
        (_use(stamp, patterns[plan.TEAMS[team]], regency, person=person) for person, team in teams.items()),
        batch_size=BATCH,
    )
    return teams


def _rosters(stamp: Stamp, shifts: dict[str, Shift], teams: dict[Person, int], today: dt.date) -> None:
    """Swaps by hand: somebody works another day's morning, somebody rests."""
    first, last = today - dt.timedelta(weeks=WEEKS_BACK), today + dt.timedelta(weeks=WEEKS_AHEAD)
    days = [first + DAY * number for number in range((last - first).days + 1)]
    RosterDay.objects.bulk_create(_swaps(stamp, shifts, teams, days), batch_size=BATCH)


def _swaps(
    stamp: Stamp, shifts: dict[str, Shift], teams: dict[Person, int], days: list[dt.date]
) -> Iterator[RosterDay]:
    rng = random.Random(SEED)  # noqa: S311 - a world, not a secret
    monday = stamp.since - DAY * stamp.since.weekday()
    for person, team in teams.items():
        anchor = monday + DAY * 2 * team
        for day in days:
            if rng.random() >= SWAPPED:
                continue
            place = (day - anchor).days % len(plan.TEAM_CYCLE)
            # A morning or an afternoon becomes rest; the second day of rest becomes a morning. Nights stay.
            if place < 4 or place == 7:
                shift = shifts["P"] if place == 7 else None
                yield RosterDay(person=person, day=day, shift=shift, source=RosterDay.Source.DEMO, **stamp.decided)
