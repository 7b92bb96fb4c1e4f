"""A month of rosters on one page: what each day of each person is by hand, and what its pattern has."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nyata.people.models import Person
from nyata.people.selectors import placements
from nyata.schedules.models import Calendar, Shift
from nyata.schedules.selectors.building import roster_days
from nyata.schedules.selectors.calendars import REGENCY, days_off, regency_calendar
from nyata.schedules.selectors.codes import REST_CODES, all_codes
from nyata.schedules.selectors.desk import days_of_year
from nyata.schedules.selectors.following import Contract, Following, following, read_uses
from nyata.schedules.selectors.shifts import RESTING, Cycle, cycles

DAY = dt.timedelta(days=1)
REST = REST_CODES[0]
# What a pattern is shown as where it is no shift: a day off of the calendar, a contract's minutes, nothing known.
FREED, CONTRACT, UNKNOWN = "H", "PW", "?"


@dataclass(frozen=True, slots=True)
class Head:
    """A day of the month; `off` names why the regency is off, empty where it is not."""

    day: dt.date
    off: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one person: the code set by hand (empty: none), and the one of the pattern."""

    day: dt.date
    own: str
    pattern: str
    is_fixed: bool  # may not be changed by this actor


@dataclass(frozen=True, slots=True)
class Line:
    person: Person
    cells: list[Cell]


def month_heads(first: dt.date, last: dt.date) -> list[Head]:
    """The days from `first` to `last` (of one year) with what the regency's calendar says. Two queries."""
    calendar: Calendar = regency_calendar()
    decided = days_of_year(calendar, first.year)
    return [
        Head(day, decided[day].name if day in decided and decided[day].off else "")
        for day in (first + DAY * number for number in range((last - first).days + 1))
    ]


def month_lines(
    people: Sequence[Person], first: dt.date, last: dt.date, *, fixed_before: dt.date, fixed: set[int]
) -> list[Line]:
    """A line for each of these people. `fixed`: ids of those that may not be changed. Six queries."""
    ids = [person.pk for person in people]
    placed = placements(ids, first, last)
    follows = list(following(placed, read_uses(ids, {one.path for one in placed}, first, last)))
    known = cycles({_pattern(one.follows) for one in follows if one.follows is not None})
    off = set(days_off({one.calendar for one in follows}, first, last))
    codes = {shift.pk: shift.code for shift in Shift.objects.all()}
    own = {(person, day): shift for person, day, shift in roster_days(ids, first, last).iter_rows()}
    patterns: dict[tuple[int, dt.date], str] = {}
    for one in follows:
        for number in range((one.last - one.first).days + 1):
            day = one.first + DAY * number
            patterns[one.person_id, day] = _code(one, day, known, off, codes)
    days = [first + DAY * number for number in range((last - first).days + 1)]

    def cell(person: Person, day: dt.date) -> Cell:
        shift = own.get((person.pk, day))
        written = "" if shift is None else REST if shift == RESTING else codes[shift]
        pattern = patterns.get((person.pk, day))
        is_fixed = person.pk in fixed or day < fixed_before or pattern is None
        return Cell(day, written, pattern or "", is_fixed)

    return [Line(person, [cell(person, day) for day in days]) for person in people]


def _pattern(follows: int | Contract) -> int:
    return follows.pattern if isinstance(follows, Contract) else follows


def _code(
    one: Following, day: dt.date, known: dict[int, Cycle], off: set[tuple[int, dt.date]], codes: dict[int, str]
) -> str:
    """What a day is by the pattern, as one code."""
    if one.follows is None:
        return UNKNOWN
    cycle = known[_pattern(one.follows)]
    shift = cycle.shifts[(day - cycle.anchor).days % len(cycle.shifts)]
    if shift == RESTING:
        return REST
    if cycle.follows and (one.calendar or REGENCY, day) in off:
        return FREED
    return CONTRACT if isinstance(one.follows, Contract) else codes[shift]


def codes_of(people: Sequence[Person]) -> list[Shift]:
    """The shifts that people of these units use, by code; of two of one code the nearer unit's. One query."""
    codes = all_codes()
    found = {shift.pk: shift for unit in {person.unit for person in people} for shift in codes.of(unit)}
    return sorted(found.values(), key=lambda shift: (shift.code, shift.pk))
