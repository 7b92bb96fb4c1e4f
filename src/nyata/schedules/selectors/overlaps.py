"""Shifts of one person that would run into each other."""

import datetime as dt
from collections.abc import Collection, Sequence

import polars as pl

from nyata.core.worktime.columns import DAY_MINUTES, Kind
from nyata.core.worktime.planning import plan
from nyata.schedules.models import ShiftHours
from nyata.schedules.selectors.building import roster_days, schedule_of

DAY = dt.timedelta(days=1)


def overlapping(
    person_ids: Collection[int] | None, first: dt.date, last: dt.date, instead: pl.DataFrame | None = None
) -> set[tuple[int, dt.date]]:
    """(person, day) from `first` to `last` whose work runs into the next, or is run into by the one before.

    `instead`: rows of ROSTER as they are to be, without a shift where the pattern is to hold again.
    """
    begin, end = first - DAY, last + DAY
    roster = None
    if instead is not None:
        stored = roster_days(person_ids, begin, end).join(instead, on=["person", "day"], how="anti")
        roster = pl.concat([stored, instead.drop_nulls("shift")])
    work = (
        plan(schedule_of(person_ids, begin, end, roster=roster), begin, end)
        .filter(kind=Kind.WORK.value)
        .sort("person", "start")
    )
    follows = pl.col("person").shift(-1) == pl.col("person")
    clash = work.with_columns(
        next_day=pl.col("day").shift(-1), runs_into=follows & (pl.col("end") > pl.col("start").shift(-1))
    ).filter("runs_into")
    found = {(person, day) for person, *both in clash.select("person", "day", "next_day").iter_rows() for day in both}
    return {(person, day) for person, day in found if first <= day <= last}


def cycle_overlaps(shifts: Sequence[int | None]) -> bool:
    """Whether a cycle of shifts (None: rest), repeated, has a day that runs into the next. One query.

    By the newest hours of each shift; the hours of the law end on their day.
    """
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    newest = ShiftHours.objects.filter(shift__in={shift for shift in shifts if shift}).order_by("valid_from", "pk")
    for hours in newest:
        parts = [*hours.parts, *(hours.ramadan_parts or [])]
        ends[hours.shift_id] = max((part[1] for part in parts), default=0)
        starts[hours.shift_id] = min((part[0] for part in parts), default=DAY_MINUTES)
    pairs = zip(shifts, [*shifts[1:], shifts[0]], strict=True)
    return any(
        ends.get(one, 0) > DAY_MINUTES + starts.get(following, DAY_MINUTES)
        for one, following in pairs
        if one and following
    )
