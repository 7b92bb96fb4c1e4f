"""What each day asked of each person: assignments to patterns, rosters, calendars and hours, as spans of work.

Everything dated comes resolved to days or ranges of days; which pattern a person follows (their own, their unit's, the
one above) is the schedules' matter. Where nothing is known the day is UNPLANNED: nobody is late by a missing schedule.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from nyata.core.worktime.columns import DAY_MINUTES, SPANS, Kind

# Who was in service, where and as what: ranges of days, disjoint within a person.
SERVICE = pl.Schema({"person": pl.Int32, "first": pl.Date, "last": pl.Date, "calendar": pl.Int16, "terms_of": pl.Int8})
# Which pattern a person follows: ranges of days, disjoint within a person.
ASSIGNMENTS = pl.Schema({"person": pl.Int32, "first": pl.Date, "last": pl.Date, "pattern": pl.Int32})
# A pattern repeats every `length` days, counted from `anchor`; `follows`: a holiday frees from it.
PATTERNS = pl.Schema({"pattern": pl.Int32, "anchor": pl.Date, "length": pl.Int16, "follows": pl.Boolean})
CYCLES = pl.Schema({"pattern": pl.Int32, "position": pl.Int16, "shift": pl.Int32})
# A single day of one person otherwise than the pattern has it. It also stands on a holiday.
ROSTER = pl.Schema({"person": pl.Int32, "day": pl.Date, "shift": pl.Int32})
# The days that a calendar frees.
HOLIDAYS = pl.Schema({"calendar": pl.Int16, "day": pl.Date})
# The days in Ramadan.
RAMADAN = pl.Schema({"day": pl.Date})
# What a shift asks on a day, part by part: minutes from that day's midnight. A day without a row asks for nothing.
HOURS = pl.Schema(
    {
        "shift": pl.Int32,
        "day": pl.Date,
        "part": pl.Int8,
        "kind": pl.Int8,
        "start": pl.Int32,
        "end": pl.Int32,
        "rest_from": pl.Int32,
        "rest_to": pl.Int32,
        "slack": pl.Int16,
        "weekly": pl.Boolean,
    }
)
# Which row of TERMS holds for a day and an employment (`terms_of`).
TERMS_OF = pl.Schema({"terms_of": pl.Int8, "day": pl.Date, "terms": pl.Int16})


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that a plan is made of; each table in the schema of its name."""

    service: pl.DataFrame
    assignments: pl.DataFrame
    patterns: pl.DataFrame
    cycles: pl.DataFrame
    roster: pl.DataFrame
    holidays: pl.DataFrame
    ramadan: pl.DataFrame
    hours: pl.DataFrame
    terms_of: pl.DataFrame


def plan(schedule: Schedule, first: date, last: date) -> pl.DataFrame:
    """SPANS of every person in service from `first` to `last` (both included), sorted by person and start."""
    days = _days(schedule, first, last)
    days = _shifts(days, schedule)
    days = days.join(schedule.terms_of, on=["terms_of", "day"], how="left", maintain_order="left")
    days = days.join(schedule.hours, on=["shift", "day"], how="left", maintain_order="left_right")
    if missing := days.filter(pl.col("terms").is_null()).height:
        raise ValueError(f"{missing} days have no terms")
    return _spans(days, schedule.ramadan)


def _days(schedule: Schedule, first: date, last: date) -> pl.DataFrame:
    """Every day of service with its pattern (null: none): person, day, calendar, terms_of, pattern."""
    service = _within(schedule.service, first, last)
    ranges = service.join(
        schedule.assignments, on="person", how="inner", suffix="_assigned", maintain_order="left_right"
    ).with_columns(
        first=pl.max_horizontal("first", "first_assigned"),
        last=pl.min_horizontal("last", "last_assigned"),
    )
    planned = _each_day(ranges.filter(pl.col("first") <= pl.col("last")), "pattern")
    wanted = service.select(((pl.col("last") - pl.col("first")).dt.total_days() + 1).sum()).item() or 0
    if planned.height == wanted:
        return planned
    everyday = _each_day(service)
    assigned = planned.select("person", "day", "pattern")
    return everyday.join(assigned, on=["person", "day"], how="left", maintain_order="left")


def _within(ranges: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    kept = ranges.filter((pl.col("first") <= last) & (pl.col("last") >= first))
    return kept.with_columns(pl.col("first").clip(lower_bound=first), pl.col("last").clip(upper_bound=last)).sort(
        "person", "first"
    )


def _each_day(ranges: pl.DataFrame, *more: str) -> pl.DataFrame:
    columns = ["person", "calendar", "terms_of", *more]
    return ranges.select(*columns, day=pl.date_ranges("first", "last")).explode("day")


def _shifts(days: pl.DataFrame, schedule: Schedule) -> pl.DataFrame:
    """With the shift of each day (null: nobody said; one without hours: rest) and whether the calendar freed it."""
    found = days.join(schedule.patterns, on="pattern", how="left", maintain_order="left").with_columns(
        position=((pl.col("day") - pl.col("anchor")).dt.total_days() % pl.col("length")).cast(pl.Int16)
    )
    found = found.join(schedule.cycles, on=["pattern", "position"], how="left", maintain_order="left")
    freed = schedule.holidays.unique().with_columns(freed=pl.lit(True))
    found = found.join(freed, on=["calendar", "day"], how="left", maintain_order="left").with_columns(
        freed=pl.col("freed").fill_null(False) & pl.col("follows").fill_null(True)
    )
    if schedule.roster.height:
        rostered = schedule.roster.rename({"shift": "rostered"})
        found = found.join(rostered, on=["person", "day"], how="left", maintain_order="left").with_columns(
            shift=pl.coalesce("rostered", "shift"), freed=pl.col("freed") & pl.col("rostered").is_null()
        )
    return found


def _spans(days: pl.DataFrame, ramadan: pl.DataFrame) -> pl.DataFrame:
    midnight = pl.col("day").cast(pl.Int32) * DAY_MINUTES
    asked = pl.col("kind").is_not_null() & ~pl.col("freed")
    whole_day = (
        pl.when(pl.col("shift").is_null() & ~pl.col("freed"))
        .then(Kind.UNPLANNED.value)
        .when(pl.col("freed") & (pl.col("kind").is_not_null() | pl.col("shift").is_null()))
        .then(Kind.HOLIDAY.value)
        .otherwise(Kind.OFF.value)
    )
    spans = days.select(
        "person",
        "day",
        part=pl.when(asked).then("part").otherwise(0),
        kind=pl.when(asked).then("kind").otherwise(whole_day),
        start=midnight + pl.when(asked).then("start").otherwise(0),
        end=midnight + pl.when(asked).then("end").otherwise(DAY_MINUTES),
        rest_from=midnight + pl.when(asked).then("rest_from").otherwise(0),
        rest_to=midnight + pl.when(asked).then("rest_to").otherwise(0),
        slack=pl.when(asked).then("slack").otherwise(0),
        weekly=asked & pl.col("weekly").fill_null(False),
        season=pl.col("day").is_in(ramadan["day"].to_list()).cast(pl.Int8),
        terms=pl.col("terms"),
    )
    if days.select(pl.col("part").max()).item():
        # A freed day of several parts is one day off, not several.
        spans = spans.unique(subset=["person", "day", "part"], keep="first", maintain_order=True)
    return spans.cast(SPANS)
