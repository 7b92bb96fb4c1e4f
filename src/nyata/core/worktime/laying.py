"""Which punch belongs to which span, and what of each span they show.

An in belongs to the span whose start is nearest, an out to the one whose end is nearest, among those in whose window it
lies: `before` minutes ahead of the start until `after` minutes behind the end. So an out after midnight belongs to the
shift that began yesterday, and a forgotten out does not swallow the next in.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nyata.core.worktime.columns import DAY_MINUTES, Direction, Kind

Ints = NDArray[np.signedinteger[Any]]
Bools = NDArray[np.bool_]

NEVER = np.int32(1 << 30)  # later than any minute
NONE = np.int32(-1)
PEOPLE = np.int64(1 << 32)
MARKS = 16  # a minute and its mark are kept as one number, so that the mark of the first in comes with it


@dataclass(frozen=True, slots=True)
class Gaps:
    """Times between an out and the next in of the same span: the span's row, and minutes from and to."""

    row: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, slots=True)
class Laid:
    """What the punches show of each span: minutes, NONE where nothing does. `in_mark`, `out_mark` likewise.

    `early_out`: an out with no in before it was passed over. `stray`: punches of the day that belong to no span.
    """

    first_in: Ints
    last_out: Ints
    in_mark: Ints
    out_mark: Ints
    early_out: Bools
    stray: Bools
    gaps: Gaps


@dataclass(frozen=True, slots=True)
class Windows:
    """The spans as numbers: where each begins, ends, and from and to when its punches are taken."""

    person: Ints
    day: Ints
    kind: Ints
    start: Ints
    end: Ints
    opens: Ints
    closes: Ints
    rest_from: Ints
    rest_to: Ints
    gap: Ints


def key(person: Ints, minute: Ints) -> Ints:
    """One number that sorts by person, then time."""
    return person * PEOPLE + minute


def lay(spans: Windows, punches: pl.DataFrame) -> Laid:
    """Lay sorted punches over sorted spans."""
    count = len(spans.person)
    person = punches["person"].to_numpy().astype(np.int64)
    second = punches["second"].to_numpy()
    direction = punches["direction"].to_numpy()
    mark = punches["mark"].to_numpy().astype(np.int32)
    begun = (second // 60).astype(np.int32)
    full = (-(-second // 60)).astype(np.int32)
    row = _rows(spans, person, begun, full, direction)
    stray = np.zeros(count, np.bool_)
    stray[_same_day(spans, person[row == NONE], begun[row == NONE])] = True

    used = row != NONE
    row, begun, full = row[used], begun[used], full[used]
    direction, mark = direction[used], mark[used]
    comes, leaves = _ends(spans, row, begun, full, direction, mark)
    first_in, in_mark = np.where(comes < NEVER, comes // MARKS, NONE), comes % MARKS
    last_out, out_mark = np.where(leaves >= 0, leaves // MARKS, NONE), MARKS - 1 - leaves % MARKS
    # Who only came after the end has shown nothing of the span.
    touched = np.zeros(count, np.bool_)
    touched[row] = True
    stray |= touched & (first_in == NONE) & (last_out == NONE)
    early_out = (first_in != NONE) & (last_out != NONE) & (last_out <= first_in)
    last_out = np.where(early_out, NONE, last_out)
    return Laid(
        first_in,
        last_out,
        np.where(first_in == NONE, NONE, in_mark),
        np.where(last_out == NONE, NONE, out_mark),
        early_out,
        stray,
        _gaps(row, begun, full, direction, first_in, last_out),
    )


def _rows(spans: Windows, person: Ints, begun: Ints, full: Ints, direction: NDArray[np.int8]) -> Ints:
    """The span of each punch, NONE where it belongs to none. Days without work take what no work claims."""
    found = np.full(len(person), NONE, np.int64)
    work = np.flatnonzero(spans.kind == Kind.WORK)
    if len(work) and len(person):
        found = _nearest(spans, work, person, begun, full, direction)
    free = np.flatnonzero(found == NONE)
    if len(free):
        other = np.flatnonzero(spans.kind != Kind.WORK)
        at = _find_day(spans, other, person[free], begun[free])
        found[free[at != NONE]] = at[at != NONE]
    return found


def _nearest(spans: Windows, work: Ints, person: Ints, begun: Ints, full: Ints, direction: NDArray[np.int8]) -> Ints:
    newest = _newest(key(spans.person[work], spans.opens[work]), key(person, begun))
    at_work = work[np.maximum(newest, 0)]
    is_open = (newest >= 0) & (spans.person[at_work] == person) & (begun <= spans.closes[at_work])
    # Nobody leaves before the start: such an out is of no span.
    allowed = is_open & ((direction != Direction.OUT) | (begun >= spans.start[at_work]))
    found = np.where(allowed, at_work, NONE)
    # Whether the span before may still be open: where windows do not meet, as between ordinary days, nobody asks.
    meets = np.zeros(len(work), np.bool_)
    meets[1:] = (spans.closes[work[:-1]] >= spans.opens[work[1:]]) & (spans.person[work[:-1]] == spans.person[work[1:]])
    looked = np.flatnonzero(is_open & meets[newest])
    best = np.where(allowed[looked], _distance(spans, at_work[looked], looked, begun, full, direction), NEVER)
    # From the newest open span backwards, as long as there are punches that an earlier one may still take.
    while len(looked):
        newest[looked] -= 1
        earlier = work[newest[looked]]
        is_open = begun[looked] <= spans.closes[earlier]
        looked, earlier, best = looked[is_open], earlier[is_open], best[is_open]
        distance = _distance(spans, earlier, looked, begun, full, direction)
        better = ((direction[looked] != Direction.OUT) | (begun[looked] >= spans.start[earlier])) & (distance < best)
        found[looked[better]] = earlier[better]
        best = np.where(better, distance, best)
        more = meets[newest[looked]]
        looked, best = looked[more], best[more]
    return found


def _newest(opening: Ints, punched: Ints) -> Ints:
    """The last of the sorted `opening` that is not after each of `punched`, -1 where all are; both are keys."""
    if not (punched[1:] >= punched[:-1]).all():
        return np.asarray(np.searchsorted(opening, punched, side="right") - 1)
    # There are fewer spans than punches: look up the former.
    edges = np.concatenate([[0], np.searchsorted(punched, opening, side="left"), [len(punched)]])
    return np.repeat(np.arange(-1, len(opening)), np.diff(edges))


def _distance(spans: Windows, row: Ints, which: Ints, begun: Ints, full: Ints, direction: NDArray[np.int8]) -> Ints:
    """Minutes from the start for an in, from the end for an out, from the nearer for a punch that says neither."""
    to_start, to_end = np.abs(begun[which] - spans.start[row]), np.abs(full[which] - spans.end[row])
    way = direction[which]
    nearer = np.minimum(to_start, to_end)
    return np.asarray(np.where(way == Direction.IN, to_start, np.where(way == Direction.OUT, to_end, nearer)))


def _find_day(spans: Windows, rows: Ints, person: Ints, minute: Ints) -> Ints:
    """The first of `rows` that is of each person's day, NONE where none is."""
    if not len(rows):
        return np.full(len(person), NONE, np.int64)
    days = key(spans.person[rows], spans.day[rows])
    wanted = key(person, minute // DAY_MINUTES)
    at = np.minimum(np.searchsorted(days, wanted, side="left"), len(rows) - 1)
    return np.asarray(np.where(days[at] == wanted, rows[at], NONE))


def _same_day(spans: Windows, person: Ints, minute: Ints) -> Ints:
    at = _find_day(spans, np.arange(len(spans.person)), person, minute)
    return np.asarray(at[at != NONE])


def _ends(
    spans: Windows, row: Ints, begun: Ints, full: Ints, direction: NDArray[np.int8], mark: Ints
) -> tuple[Ints, Ints]:
    """The first coming and the last leaving of each span, each with its mark in one number."""
    count = len(spans.person)
    comes = np.full(count, NEVER, np.int32)
    leaves = np.full(count, NONE, np.int32)
    works = spans.kind[row] == Kind.WORK
    came = (direction == Direction.IN) & (~works | (begun < spans.end[row]))
    _each(np.minimum, comes, row[came], begun[came] * MARKS + mark[came])
    left = direction == Direction.OUT
    _each(np.maximum, leaves, row[left], full[left] * MARKS + MARKS - 1 - mark[left])
    silent = direction == Direction.UNKNOWN
    if silent.any():
        _silent(spans, row[silent], begun[silent], full[silent], mark[silent], comes, leaves)
    return comes, leaves


def _each(least_or_most: np.ufunc, into: Ints, row: Ints, value: Ints) -> None:
    """The least or most of the values of each row. Rows come almost always in order, and a run at a time is faster."""
    if len(row) and (row[1:] >= row[:-1]).all():
        begins = np.concatenate([[0], np.flatnonzero(row[1:] != row[:-1]) + 1])
        into[row[begins]] = least_or_most.reduceat(value, begins)
    else:
        least_or_most.at(into, row, value)


def _silent(spans: Windows, row: Ints, begun: Ints, full: Ints, mark: Ints, comes: Ints, leaves: Ints) -> None:
    """Punches without a direction: the first is the coming and the last the leaving, where they lie apart.

    A single one, or several within `gap` minutes, is whichever end of the span is nearer.
    """
    count = len(spans.person)
    first, last = np.full(count, NEVER, np.int32), np.full(count, NONE, np.int32)
    _each(np.minimum, first, row, begun * MARKS + mark)
    _each(np.maximum, last, row, full * MARKS + MARKS - 1 - mark)
    rows = np.flatnonzero(last >= 0)
    early, late = first[rows] // MARKS, last[rows] // MARKS
    apart = late - early >= spans.gap[rows]
    towards_start = np.abs(early - spans.start[rows]) <= np.abs(late - spans.end[rows])
    works = spans.kind[rows] == Kind.WORK
    is_coming = (apart | towards_start | ~works) & (~works | (early < spans.end[rows]))
    is_leaving = apart | (works & ~towards_start)
    comes[rows[is_coming]] = np.minimum(comes[rows[is_coming]], first[rows[is_coming]])
    leaves[rows[is_leaving]] = np.maximum(leaves[rows[is_leaving]], last[rows[is_leaving]])


def _gaps(row: Ints, begun: Ints, full: Ints, direction: NDArray[np.int8], first_in: Ints, last_out: Ints) -> Gaps:
    if len(row) and (row[1:] < row[:-1]).any():
        order = np.argsort(row, kind="stable")
        row, begun, full, direction = row[order], begun[order], full[order], direction[order]
    between = (
        (row[1:] == row[:-1])
        & (direction[:-1] == Direction.OUT)
        & (direction[1:] == Direction.IN)
        & (begun[1:] > full[:-1])
    )
    at = np.flatnonzero(between)
    rows, start, end = row[at], full[at], begun[at + 1]
    inside = (first_in[rows] != NONE) & (start > first_in[rows]) & ((last_out[rows] == NONE) | (end < last_out[rows]))
    return Gaps(rows[inside], start[inside], end[inside])
