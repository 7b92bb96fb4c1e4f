"""What days ask, planned in columns, is what a slow and plain reading of the same schedule says, day by day."""

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.core.worktime import planning
from nyata.core.worktime.columns import DAY_MINUTES, EPOCH, Kind
from nyata.core.worktime.planning import Schedule, plan
from nyata.core.worktime.tables import SPANS

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 2, 14), dt.date(2026, 2, 25)
DAYS = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]
# Schedules know more days than are asked for.
WIDE = [FIRST - DAY * 3 + DAY * number for number in range(len(DAYS) + 6)]
PEOPLE, SHIFTS, PATTERNS = (3, 7, 8), (1, 2, 3), (5, 6)
AT_REST = 4  # a shift without hours
days = st.sampled_from(WIDE)


def table(name: str, rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=getattr(planning, name), orient="row")


@st.composite
def ranges(draw: st.DrawFn) -> list[tuple[dt.date, dt.date]]:
    """Up to two ranges of days that do not touch each other's days."""
    ends = sorted(draw(st.lists(days, min_size=4, max_size=4, unique=True)))
    return draw(st.sampled_from([[], [(ends[0], ends[3])], [(ends[0], ends[1]), (ends[2], ends[3])]]))


@st.composite
def parts(draw: st.DrawFn, shift: int, day: dt.date) -> list[tuple]:
    """The hours of a shift on a day: none, one part, or two; the second may end on the next day."""
    found, start = [], 0
    for part in range(draw(st.integers(0, 2))):
        start += draw(st.integers(1, 600))
        end = start + draw(st.integers(60, 500))
        kind = draw(st.sampled_from([Kind.WORK, Kind.WORK, Kind.ON_CALL, Kind.UNPLANNED]))
        found.append((shift, day, part, kind.value, start, end, start + 10, start + 20, part * 15, draw(st.booleans())))
        start = end
    return found


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    small = st.integers(0, 1)
    of_cycle = st.sampled_from([*SHIFTS, AT_REST, None])
    lengths = {pattern: draw(st.integers(1, 5)) for pattern in PATTERNS}
    service = [(who, *span, draw(small), draw(small)) for who in PEOPLE for span in draw(ranges())]
    assigned = [(who, *span, draw(st.sampled_from(PATTERNS))) for who in PEOPLE for span in draw(ranges())]
    rostered = draw(st.sets(st.tuples(st.sampled_from(PEOPLE), days), max_size=12))
    return Schedule(
        service=table("SERVICE", draw(st.permutations(service))),
        assignments=table("ASSIGNMENTS", draw(st.permutations(assigned))),
        patterns=table("PATTERNS", [(one, draw(days), lengths[one], draw(st.booleans())) for one in PATTERNS]),
        cycles=table("CYCLES", [(one, at, draw(of_cycle)) for one in PATTERNS for at in range(lengths[one])]),
        roster=table("ROSTER", [(who, day, draw(of_cycle)) for who, day in rostered]),
        holidays=table("HOLIDAYS", list(draw(st.sets(st.tuples(small, days), max_size=8)))),
        ramadan=table("RAMADAN", [(day,) for day in draw(st.sets(days))]),
        hours=table("HOURS", [row for shift in SHIFTS for day in WIDE for row in draw(parts(shift, day))]),
        terms_of=table("TERMS_OF", [(of, day, draw(st.integers(0, 3))) for of in (0, 1) for day in WIDE]),
    )


def plainly(schedule: Schedule) -> list[tuple]:
    """Rows of SPANS, one question after the other."""
    found = []
    for who, first, last, calendar, terms_of in sorted(schedule.service.rows()):
        for day in (one for one in DAYS if first <= one <= last):
            terms = next(row[2] for row in schedule.terms_of.rows() if row[:2] == (terms_of, day))
            season = int((day,) in schedule.ramadan.rows())
            found += [(who, day, *asked, season, terms) for asked in of_day(schedule, who, day, calendar)]
    return found


def of_day(schedule: Schedule, who: int, day: dt.date, calendar: int) -> list[tuple]:
    """What one day asks of one person, part by part."""
    midnight = (day - EPOCH).days * DAY_MINUTES
    shift, freed = shift_of(schedule, who, day, calendar)
    hours = [row[2:] for row in schedule.hours.rows() if row[:2] == (shift, day)]
    if hours and not freed:
        return [(part, kind, *(midnight + at for at in times), slack, weekly)
                for part, kind, *times, slack, weekly in hours]  # fmt: skip
    kind = Kind.OFF
    if freed and (hours or shift is None):
        kind = Kind.HOLIDAY
    elif shift is None:
        kind = Kind.UNPLANNED
    return [(0, kind.value, midnight, midnight + DAY_MINUTES, midnight, midnight, 0, False)]


def shift_of(schedule: Schedule, who: int, day: dt.date, calendar: int) -> tuple[int | None, bool]:
    """The shift, None where nobody said one, and whether the calendar frees from it."""
    for person, of, shift in schedule.roster.rows():
        if (person, of) == (who, day) and shift is not None:
            return shift, False
    is_free = (calendar, day) in schedule.holidays.rows()
    for person, first, last, pattern in schedule.assignments.rows():
        if person == who and first <= day <= last:
            anchor, length, follows = next(row[1:] for row in schedule.patterns.rows() if row[0] == pattern)
            place = (day - anchor).days % length
            shift = next(row[2] for row in schedule.cycles.rows() if row[:2] == (pattern, place))
            return shift, is_free and follows
    return None, is_free


@settings(max_examples=150, deadline=None)
@given(schedules())
def test_a_plan_in_columns_agrees_with_a_plain_one(schedule: Schedule) -> None:
    found = plan(schedule, FIRST, LAST)
    assert found.schema == SPANS
    assert found.rows() == plainly(schedule)
