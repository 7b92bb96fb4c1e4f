"""What each day asked of each person: assignments to patterns, rosters, calendars and hours, as spans of work.

Everything dated comes resolved to days or ranges of days; which pattern a person follows (their own, their unit's, the
one above) is the schedules' matter. Where nothing is known the day is UNPLANNED: nobody is late by a missing schedule.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nyata.core.worktime.columns import DAY_MINUTES, EPOCH, Kind
from nyata.core.worktime.lookup import NOTHING, Span, place, table
from nyata.core.worktime.tables import SPANS

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


class Days(NamedTuple):
    """Days of service, column by column: whose, which (from EPOCH), its shift, whether the calendar freed it, TERMS."""

    person: NDArray[Any]
    day: NDArray[Any]
    shift: NDArray[Any]
    freed: NDArray[np.bool_]
    terms: NDArray[Any]


def plan(schedule: Schedule, first: date, last: date) -> pl.DataFrame:
    """SPANS of every person in service from `first` to `last` (both included), sorted by person and start."""
    days = _days(schedule, first, last)
    span = Span((first - EPOCH).days, (last - first).days + 1)
    person, day = days["person"].to_numpy(), days["day"].cast(pl.Int32).to_numpy()
    shift, freed = _shifts(days, day, schedule, span)
    terms = table(schedule.terms_of, "terms_of", "terms", span).of(days["terms_of"].to_numpy(), day)
    if missing := int((terms == NOTHING).sum()):
        raise ValueError(f"{missing} days have no terms")
    return _spans(Days(person, day, shift, freed, terms), schedule, span)


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


def _shifts(
    days: pl.DataFrame, day: NDArray[Any], schedule: Schedule, span: Span
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The shift of each day (NOTHING: nobody said; one without hours: rest) and whether the calendar freed it."""
    patterns = schedule.patterns.sort("pattern")
    ids = patterns["pattern"].to_numpy()
    # Whoever follows none has the last row: one day of nothing, and holidays free from it.
    anchor = np.append(patterns["anchor"].cast(pl.Int32).to_numpy(), 0)
    length = np.append(patterns["length"].to_numpy(), 1).astype(np.int32)
    follows = np.append(patterns["follows"].to_numpy(), True)  # noqa: FBT003 - a value, not a flag
    cycles = np.full((len(length), length.max()), NOTHING, np.int32)
    whose = place(schedule.cycles["pattern"].to_numpy(), ids)
    known = whose >= 0
    shifts = schedule.cycles["shift"].cast(pl.Int32).fill_null(NOTHING).to_numpy()
    cycles[whose[known], schedule.cycles["position"].to_numpy()[known]] = shifts[known]
    which = place(days["pattern"].fill_null(NOTHING).to_numpy(), ids)
    shift = cycles[which, (day - anchor[which]) % length[which]]

    holidays = schedule.holidays.with_columns(free=pl.lit(1, pl.Int32))
    freed = table(holidays, "calendar", "free", span).of(days["calendar"].to_numpy(), day) == 1
    freed &= follows[which]
    if schedule.roster.height:
        roster = schedule.roster.drop_nulls("shift").sort("person", "day")
        rostered = (_person_day(one["person"], one["day"]) for one in (days, roster))
        at = place(*rostered)
        shift = np.where(at >= 0, np.append(roster["shift"].to_numpy(), NOTHING)[at], shift)
        freed &= at < 0
    return shift, freed


def _person_day(person: pl.Series, day: pl.Series) -> NDArray[Any]:
    key = person.to_numpy().astype(np.int64) << 32 | day.cast(pl.Int32).to_numpy().astype(np.int64)
    return np.asarray(key)


def _spans(days: Days, schedule: Schedule, span: Span) -> pl.DataFrame:
    hours = schedule.hours.sort("shift", "day", maintain_order=True).with_row_index("row")
    days, row = _parts(days, hours, span)
    has_hours, nobody = row != NOTHING, days.shift == NOTHING
    row = np.where(has_hours & ~days.freed, row, hours.height)  # the row behind the last: nothing

    def said(name: str, otherwise: int = 0) -> NDArray[Any]:
        values = hours[name].fill_null(0 if name != "weekly" else False).to_numpy()
        return np.asarray(np.append(values, values.dtype.type(otherwise))[row])

    kind = said("kind", Kind.OFF)
    kind[nobody & ~days.freed] = Kind.UNPLANNED
    kind[days.freed & (has_hours | nobody)] = Kind.HOLIDAY
    midnight = days.day * np.int32(DAY_MINUTES)
    columns = {
        "person": days.person,
        "day": pl.Series(days.day).cast(pl.Date),
        "part": said("part"),
        "kind": kind,
        "start": midnight + said("start"),
        "end": midnight + said("end", DAY_MINUTES),
        "rest_from": midnight + said("rest_from"),
        "rest_to": midnight + said("rest_to"),
        "slack": said("slack"),
        "weekly": said("weekly"),
        "season": _seasons(schedule, span)[days.day - span.first],
        "terms": days.terms,
    }
    return pl.DataFrame(columns).cast(SPANS)


def _parts(days: Days, hours: pl.DataFrame, span: Span) -> tuple[Days, NDArray[Any]]:
    """The parts of each day, one by one, and the row of `hours` of each (NOTHING: its shift asks for nothing)."""
    has = hours.group_by("shift", "day", maintain_order=True).agg(pl.col("row").first().cast(pl.Int32), many=pl.len())
    row = table(has, "shift", "row", span).of(days.shift, days.day)
    if not has.height or has["many"].max() == 1:
        return days, row
    # A freed day of several parts is one day off, not several.
    asked = (row != NOTHING) & ~days.freed
    many = np.where(asked, table(has, "shift", "many", span).of(days.shift, days.day), 1)
    nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return Days(*(np.repeat(one, many) for one in days)), np.repeat(row, many) + nth


def _seasons(schedule: Schedule, span: Span) -> NDArray[np.int8]:
    """The season of each day from the first of the span on: 1 in Ramadan."""
    season = np.zeros(span.count, np.int8)
    ramadan = schedule.ramadan["day"].cast(pl.Int32).to_numpy() - span.first
    season[ramadan[(ramadan >= 0) & (ramadan < span.count)]] = 1
    return season
