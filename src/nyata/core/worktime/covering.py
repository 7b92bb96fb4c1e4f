"""Covers laid over spans: which take all of a span, which a part of it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from nyata.core.worktime.columns import DAY_MINUTES, Cover, Effect, Extent, Kind
from nyata.core.worktime.laying import Bools, Ints, Windows, key

_EFFECT = np.zeros(128, np.int64)
for _cover in Cover:
    _EFFECT[_cover] = _cover.effect


@dataclass(frozen=True, slots=True)
class Covered:
    """`first`: the code of the first cover of each span, 0 where none; `elsewhere`, `outage`: whether one is that.

    The other three say cover by cover which row of the spans it lies over, from when to when, and with what effect;
    those with effect ELSEWHERE are not among them.
    """

    first: Ints
    elsewhere: Bools
    outage: Bools
    row: Ints
    start: Ints
    end: Ints
    effect: Ints


def cover(spans: Windows, covers: pl.DataFrame) -> Covered:
    """Lay sorted covers over the spans of work."""
    count = len(spans.person)
    code = covers["cover"].to_numpy().astype(np.int64)
    row, which, start, end = _overlaps(spans, covers)
    codes = code[which]
    first = np.zeros(count, np.int64)
    first[row[::-1]] = codes[::-1]  # the earliest is written last, so it stays
    elsewhere, outage = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    elsewhere[row[_EFFECT[codes] == Effect.ELSEWHERE]] = True
    outage[row[codes == Cover.OUTAGE]] = True
    lying = _EFFECT[codes] != Effect.ELSEWHERE
    return Covered(first, elsewhere, outage, row[lying], start[lying], end[lying], _EFFECT[codes[lying]])


def _overlaps(spans: Windows, covers: pl.DataFrame) -> tuple[Ints, Ints, Ints, Ints]:
    """Every span of work with every cover over it: row of the span, row of the cover, minutes from and to."""
    work = np.flatnonzero(spans.kind == Kind.WORK)
    person, whose = spans.person[work], covers["person"].to_numpy().astype(np.int64)
    start, end = covers["start"].to_numpy(), covers["end"].to_numpy()
    extent = covers["extent"].to_numpy()
    days = key(person, spans.day[work])
    timed = extent == Extent.TIMES
    # By the clock: spans that end after its start and start before its end. By days: spans of those days.
    low = np.where(
        timed,
        np.searchsorted(key(person, spans.end[work]), key(whose, start), side="right"),
        np.searchsorted(days, key(whose, start // DAY_MINUTES), side="left"),
    )
    high = np.where(
        timed,
        np.searchsorted(key(person, spans.start[work]), key(whose, end), side="left"),
        np.searchsorted(days, key(whose, (end - 1) // DAY_MINUTES), side="right"),
    )
    counts = np.maximum(high - low, 0)
    which = np.repeat(np.arange(len(whose)), counts)
    row = work[low[which] + np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)]
    by = extent[which]
    half = np.where(spans.rest_to[row] > spans.rest_from[row], spans.rest_from[row], _middle(spans, row))
    after = np.where(spans.rest_to[row] > spans.rest_from[row], spans.rest_to[row], _middle(spans, row))
    from_ = np.where(by == Extent.TIMES, np.maximum(start[which], spans.start[row]), spans.start[row])
    to = np.where(by == Extent.TIMES, np.minimum(end[which], spans.end[row]), spans.end[row])
    from_ = np.where(by == Extent.SECOND_HALF, after, from_)
    to = np.where(by == Extent.FIRST_HALF, half, to)
    order = np.lexsort((from_, row))
    return row[order], which[order], from_[order], to[order]


def _middle(spans: Windows, row: Ints) -> Ints:
    return (spans.start[row] + spans.end[row]) // 2
