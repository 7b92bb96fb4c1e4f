"""The day record: spans, what punches show, what covers take; late, early, away, credited, beyond."""

from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nyata.core.worktime import minutes
from nyata.core.worktime.columns import Flag, Kind, Mark, Status
from nyata.core.worktime.covering import Covered, cover
from nyata.core.worktime.laying import NEVER, NONE, Bools, Ints, Laid, Windows, lay
from nyata.core.worktime.merging import merge
from nyata.core.worktime.tables import RECORDS

# Enough rows that fixed costs vanish, few enough that columns stay near the processor.
AT_ONCE = 32_768

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
    owed = credited + late + early + away. Memory beyond input and output does not grow: people are taken in turns.
    """
    rules = Rules(terms)
    if spans.height <= AT_ONCE:
        return _table(_columns(spans, punches, covers, rules, as_of))
    people = spans["person"]
    edges = [0]
    while edges[-1] < spans.height:
        end = min(edges[-1] + AT_ONCE, spans.height)
        # A person's days stay together: punches and covers reach from one day into another.
        edges.append(int(people.search_sorted(people[end - 1], side="right")))
    turns = [spans[start:end] for start, end in pairwise(edges)]
    found = [_columns(turn, _of(turn, punches), _of(turn, covers), rules, as_of) for turn in turns]
    return _table({name: np.concatenate([turn[name] for turn in found]) for name in RECORDS})


def _table(columns: dict[str, NDArray[Any]]) -> pl.DataFrame:
    """RECORDS of columns in their own types; what is not known becomes null."""
    found = pl.DataFrame(columns, schema=RECORDS)
    known = {name: pl.when(pl.col(name).is_between(0, int(NEVER) - 1)).then(pl.col(name)) for name in _NULLABLE}
    return found.with_columns(**known)


def _of(turn: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """The rows of the people of a turn; `table` is sorted by person."""
    people = table["person"]
    start = int(people.search_sorted(turn["person"][0], side="left"))
    return table[start : int(people.search_sorted(turn["person"][-1], side="right"))]


def _columns(
    spans: pl.DataFrame, punches: pl.DataFrame, covers: pl.DataFrame, rules: "Rules", as_of: int
) -> dict[str, NDArray[Any]]:
    """The columns of RECORDS; NEVER and NONE stand for what is not known."""
    windows = _windows(spans, rules)
    laid = lay(windows, punches)
    covered = cover(windows, covers)
    slack, weekly = spans["slack"].to_numpy(), spans["weekly"].to_numpy()
    found = minutes.measure(windows, laid, covered, slack, weekly)
    work = windows.kind == Kind.WORK
    over = as_of > windows.closes
    status = _status(windows, laid, found, over, weekly)
    flags = _flags(windows, laid, covered, found, over, weekly, status)
    flags += (spans["season"].to_numpy() == 1) * np.int32(Flag.RAMADAN)
    asked = work & (found.first < found.last)
    columns = {
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
    }
    whose = spans.select("person", "day", "terms")
    if (spans["part"].to_numpy() > 0).any():
        merged = merge(whose.with_columns(**{name: pl.Series(values) for name, values in columns.items()}))
        whose = merged.select("person", "day", "terms")
        columns = {name: merged[name].to_numpy() for name in columns}
    return _finished(whose, columns, rules)


class Rules:
    """TERMS as numbers. Where there is only one row, as usual within a month, nothing is looked up row by row."""

    def __init__(self, terms: pl.DataFrame) -> None:
        self.columns = {name: terms.sort("terms")[name].to_numpy().astype(np.int32) for name in terms.columns}

    def of(self, whose: pl.DataFrame, *names: str) -> list[Ints]:
        """The named columns for each row of `whose`, or one number each where all rows have the same."""
        known = self.columns["terms"]
        if len(known) == 1:
            return [self.columns[name][0] for name in names]
        which = np.searchsorted(known, whose["terms"].to_numpy())
        return [self.columns[name][which] for name in names]


def _windows(spans: pl.DataFrame, rules: Rules) -> Windows:
    before, after, gap = rules.of(spans, "before", "after", "gap")
    start, end, kind = (spans[name].to_numpy() for name in ("start", "end", "kind"))
    works = kind == Kind.WORK
    return Windows(
        person=spans["person"].to_numpy().astype(np.int64),
        day=spans["day"].cast(pl.Int32).to_numpy().astype(np.int64),
        kind=kind,
        start=start,
        end=end,
        opens=start - works * before,
        closes=end + works * after,
        rest_from=spans["rest_from"].to_numpy(),
        rest_to=spans["rest_to"].to_numpy(),
        gap=np.broadcast_to(gap, start.shape),
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
    flags = np.zeros(len(spans.person), np.int32)
    for flag, rows in raised.items():
        flags += rows * np.int32(flag)
    return flags


def _finished(whose: pl.DataFrame, columns: dict[str, Ints], rules: Rules) -> dict[str, NDArray[Any]]:
    """With bands and marks, in the types of RECORDS."""
    flags = columns["flags"]
    (no_record,) = rules.of(whose, "no_record")
    judged = (flags & Flag.WEEKLY) == 0
    late, no_late = _band(columns["late"], "late", rules, whose)
    early, no_early = _band(columns["early"], "early", rules, whose)
    bands = {
        "late_band": judged * np.where(flags & Flag.NO_IN, no_record, late),
        "early_band": judged * np.where(flags & Flag.NO_OUT, no_record, early),
    }
    flags = flags | (no_late & no_early) * np.int32(Flag.NO_BANDS)
    for flag, mark in ((Flag.UNPROVEN, Mark.UNPROVEN), (Flag.CORRECTED, Mark.CORRECTED)):
        flags |= ((columns["in_mark"] == mark) | (columns["out_mark"] == mark)) * np.int32(flag)
    columns = columns | bands | {"flags": flags}
    columns = {name: values.astype(_TYPES[str(RECORDS[name])], copy=False) for name, values in columns.items()}
    return {name: whose[name].to_numpy() for name in ("person", "day", "terms")} | columns


_TYPES = {"Int8": np.int8, "Int16": np.int16, "Int32": np.int32}
_NULLABLE = ("start", "end", "first_in", "last_out", "in_mark", "out_mark")


def _band(late: Ints, side: str, rules: Rules, whose: pl.DataFrame) -> tuple[Ints, Bools]:
    """0 to 4: how many of the four half-open bands have begun; and whether no table is in force."""
    limits = rules.of(whose, *(f"{side}_{number}" for number in (1, 2, 3, 4)))
    band = np.zeros(late.shape, np.int8)
    for limit in limits:
        if np.any(limit):
            band += (limit > 0) & (late >= limit)
    return band, np.broadcast_to(limits[0] == 0, late.shape)
