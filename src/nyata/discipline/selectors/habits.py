"""Patterns worth a talk: what a superior sees of their own team, and what each person sees of themselves. The same."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import polars as pl

from nyata.core.patterns import Day, Limits, Pattern, patterns
from nyata.core.worktime.columns import Cover, Flag, Status
from nyata.discipline.selectors.counting import REST
from nyata.people.models import Person
from nyata.people.tables import table
from nyata.rules.selectors import policy_on

DAY = dt.timedelta(days=1)
DAYS = """
SELECT r.person_id, r.day, r.status, r.flags, r.cover, r.start, r.first_in
FROM attendance_dayrecord r
WHERE r.current AND r.person_id = ANY(%(people)s) AND r.day BETWEEN %(first)s AND %(last)s
ORDER BY r.person_id, r.day
"""
SCHEMA = pl.Schema(
    {
        "person": pl.Int32, "day": pl.Date, "status": pl.Int8, "flags": pl.Int32, "cover": pl.Int8, "start": pl.Int32,
        "first_in": pl.Int32,
    }
)  # fmt: skip
# What can be said something of; leave, duty and what is not over say nothing of a habit.
TOLD = (Status.PRESENT, Status.ABSENT)
Row = tuple[int, dt.date, int, int, int, int | None, int | None]


def limits_on(day: dt.date) -> Limits:
    """The limits in force."""
    rules = policy_on(day).discipline.patterns
    return Limits(
        last_minute=int(rules.last_minute / dt.timedelta(minutes=1)), always=rules.always, often=rules.often,
        mostly=rules.mostly, least_days=rules.least_days, least_occasions=rules.least_occasions,
        least_team=rules.least_team, false_discovery=rules.false_discovery,
    )  # fmt: skip


def window(today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day that patterns look at; today is not over."""
    return today - policy_on(today).discipline.patterns.window, today - DAY


def team_patterns(team: Sequence[Person], today: dt.date) -> dict[int, list[Pattern]]:
    """The patterns of those of a team who have any, by person. One query, however many people."""
    first, last = window(today)
    # A day more at either end, to know whether a day of rest lies beside it.
    found = table(DAYS, {"people": [one.pk for one in team], "first": first - DAY, "last": last + DAY}, SCHEMA)
    days = {
        person: _days(list(rows), first, last) for person, rows in groupby(found.iter_rows(), key=lambda row: row[0])
    }
    return patterns(days, limits_on(today))


def _days(rows: Sequence[Row], first: dt.date, last: dt.date) -> list[Day]:
    rest = {row[1] for row in rows if row[2] in REST}
    return [_day(row, rest) for row in rows if first <= row[1] <= last and row[2] in TOLD]


def _day(row: Row, rest: set[dt.date]) -> Day:
    _, day, status, flags, cover, start, first_in = row
    came = status == Status.PRESENT
    timed = came and start is not None and first_in is not None and not flags & (Flag.WEEKLY | Flag.SLID)
    return Day(
        day=day,
        came=came,
        margin=start - first_in if timed and start is not None and first_in is not None else None,
        late=bool(flags & Flag.LATE),
        early=bool(flags & Flag.EARLY),
        forgot_out=bool(flags & Flag.NO_OUT),
        absent=status == Status.ABSENT,
        excused=bool(flags & Flag.CORRECTED) or cover == Cover.PERMISSION,
        after_rest=day - DAY in rest,
        before_rest=day + DAY in rest,
    )
