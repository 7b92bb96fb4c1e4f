"""The day record: spans, what punches show, what covers take; late, early, away, credited, beyond."""

import numpy as np
import polars as pl

from nyata.core.worktime import minutes
from nyata.core.worktime.columns import RECORDS, Flag, Kind, Status
from nyata.core.worktime.covering import Covered, cover
from nyata.core.worktime.laying import NEVER, NONE, Bools, Ints, Laid, Windows, lay
from nyata.core.worktime.merging import merge

_UNASKED = {
    Kind.OFF: Status.OFF,
    Kind.HOLIDAY: Status.HOLIDAY,
    Kind.ON_CALL: Status.ON_CALL,
    Kind.UNPLANNED: Status.UNPLANNED,
}


def day_records(
    spans: pl.DataFrame, punches: pl.DataFrame, covers: pl.DataFrame, terms: pl.DataFrame, *, as_of: int
) -> pl.DataFrame:
    """RECORDS of every person and day of `spans` (SPANS), from PUNCHES, COVERS and TERMS; `as_of`: the minute now.

    A day whose time is not over makes no claim about what is missing. Where both ends of a day's presence are known,
    owed = credited + late + early + away.
    """
    rules = {name: terms.sort("terms")[name].to_numpy().astype(np.int64) for name in terms.columns}
    which = np.searchsorted(rules["terms"], spans["terms"].to_numpy())
    windows = _windows(spans, rules, which)
    laid = lay(windows, punches)
    covered = cover(windows, covers)
    slack, weekly = spans["slack"].to_numpy().astype(np.int64), spans["weekly"].to_numpy()
    found = minutes.measure(windows, laid, covered, slack, weekly)
    work = windows.kind == Kind.WORK
    over = as_of > windows.closes
    status = _status(windows, laid, found, over, weekly)
    flags = _flags(windows, laid, covered, found, over, weekly, status)
    flags |= np.where(spans["season"].to_numpy() == 1, int(Flag.RAMADAN), 0)
    asked = work & (found.first < found.last)
    parts = pl.DataFrame(
        {
            "person": spans["person"],
            "day": spans["day"],
            "status": status,
            "flags": flags,
            "cover": covered.first,
            "start": np.where(asked, found.first, NEVER),
            "end": np.where(asked, found.last, NONE),
            "first_in": np.where(laid.first_in == NONE, NEVER, laid.first_in),
            "last_out": laid.last_out,
            "in_mark": laid.in_mark,
            "out_mark": laid.out_mark,
            "owed": found.owed,
            "credited": found.credited,
            "late": found.late,
            "early": found.early,
            "away": found.away,
            "beyond": found.beyond,
            "terms": spans["terms"],
        }
    )
    merged = merge(parts) if (spans["part"] > 0).any() else parts
    return _with_bands(merged, rules)


def _windows(spans: pl.DataFrame, rules: dict[str, Ints], which: Ints) -> Windows:
    start, end, kind = (spans[name].to_numpy().astype(np.int64) for name in ("start", "end", "kind"))
    works = kind == Kind.WORK
    return Windows(
        person=spans["person"].to_numpy().astype(np.int64),
        day=spans["day"].cast(pl.Int32).to_numpy().astype(np.int64),
        kind=kind,
        start=start,
        end=end,
        opens=start - np.where(works, rules["before"][which], 0),
        closes=end + np.where(works, rules["after"][which], 0),
        rest_from=spans["rest_from"].to_numpy().astype(np.int64),
        rest_to=spans["rest_to"].to_numpy().astype(np.int64),
        gap=rules["gap"][which],
    )


def _status(spans: Windows, laid: Laid, found: minutes.Minutes, over: Bools, weekly: Bools) -> Ints:
    known = (laid.first_in != NONE) | (laid.last_out != NONE)
    whole = found.whole
    missing = np.where(weekly, Status.FLEXIBLE.value, Status.ABSENT.value)
    status = np.where(over, missing, Status.PENDING.value)
    status = np.where(known, Status.PRESENT.value, status)
    status = np.where(whole & (found.owed > 0), Status.DUTY.value, status)
    status = np.where(whole & (found.owed == 0), Status.LEAVE.value, status)
    for kind, meaning in _UNASKED.items():
        status = np.where(spans.kind == kind, meaning.value, status)
    return status


def _flags(
    spans: Windows, laid: Laid, covered: Covered, found: minutes.Minutes, over: Bools, weekly: Bools, status: Ints
) -> Ints:
    came, left = laid.first_in != NONE, laid.last_out != NONE
    work = spans.kind == Kind.WORK
    asked = work & ~found.whole
    raised = {
        Flag.LATE: found.late > 0,
        Flag.EARLY: found.early > 0,
        Flag.NO_IN: asked & left & ~came,
        Flag.NO_OUT: asked & came & ~left & over,
        Flag.RUNNING: asked & came & ~left & ~over,
        Flag.BEYOND: found.beyond > 0,
        Flag.AWAY: found.away > 0,
        Flag.PART_COVERED: found.part,
        Flag.COVERED: found.whole,
        Flag.WORKED_ON_LEAVE: (status == Status.LEAVE) & (came | left),
        Flag.OUT_BEFORE_IN: laid.early_out,
        Flag.STRAY: laid.stray,
        Flag.SLID: found.slid > 0,
        Flag.WEEKLY: weekly & work,
        Flag.ELSEWHERE: covered.elsewhere,
        Flag.OVERNIGHT: work & (spans.end > (spans.day + 1) * 1440),
        Flag.OUTAGE: covered.outage,
    }
    flags = np.zeros(len(spans.person), np.int64)
    for flag, rows in raised.items():
        flags[rows] |= int(flag)
    return flags


def _with_bands(found: pl.DataFrame, rules: dict[str, Ints]) -> pl.DataFrame:
    which = np.searchsorted(rules["terms"], found["terms"].to_numpy())
    flags = found["flags"].to_numpy()
    none_in_force = (rules["late_1"][which] == 0) & (rules["early_1"][which] == 0)
    no_record = rules["no_record"][which]
    late = np.where(flags & Flag.NO_IN, no_record, _band(found["late"].to_numpy(), "late", rules, which))
    early = np.where(flags & Flag.NO_OUT, no_record, _band(found["early"].to_numpy(), "early", rules, which))
    judged = (flags & Flag.WEEKLY) == 0
    marks = (found["in_mark"].to_numpy(), found["out_mark"].to_numpy())
    flags = flags | np.where(none_in_force, int(Flag.NO_BANDS), 0)
    for flag, mark in ((Flag.UNPROVEN, 2), (Flag.CORRECTED, 5)):
        flags |= np.where((marks[0] == mark) | (marks[1] == mark), int(flag), 0)
    known = {"first_in": pl.col("first_in") < NEVER, "last_out": pl.col("last_out") >= 0}
    known |= {"in_mark": pl.col("in_mark") >= 0, "out_mark": pl.col("out_mark") >= 0}
    known |= {"start": pl.col("start") < NEVER, "end": pl.col("end") >= 0}
    return (
        found.with_columns(
            flags=pl.Series(flags),
            late_band=pl.Series(np.where(judged, late, 0)),
            early_band=pl.Series(np.where(judged, early, 0)),
            **{name: pl.when(when).then(pl.col(name)) for name, when in known.items()},
        )
        .select(RECORDS.names())
        .cast(RECORDS)  # type: ignore[arg-type]
    )


def _band(late: Ints, side: str, rules: dict[str, Ints], which: Ints) -> Ints:
    """0 to 4: how many of the four half-open bands have begun."""
    limits = [rules[f"{side}_{number}"][which] for number in (1, 2, 3, 4)]
    return np.sum([(limit > 0) & (late >= limit) for limit in limits], axis=0)
